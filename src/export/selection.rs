//! A selection on its way out: statements, hits, the meanings or marks, in the format that is asked for.
//!
//! Invariant: what was selected leaves, all of it and nothing else, in the order given.

use std::iter;
use std::ops::Range;

use super::{document, html, markdown, rows, table};
use crate::corpus::Corpus;
use crate::corpus::usage::Usage;
use crate::search::{Certainty, Found, Hit, Index};
use crate::store::marks::Mark;

/// How a selection is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// To paste into a paper.
    #[default]
    #[value(alias = "md")]
    Markdown,
    /// One file for a browser, or for paper.
    Html,
    /// Values between commas, for spreadsheets.
    Csv,
    /// Values between tabs.
    Tsv,
    /// For programs.
    Json,
}

/// What leaves.
#[derive(Debug, Clone, Copy)]
pub enum Subject<'a> {
    /// By their places, each with all its passages.
    Statements(&'a [usize]),
    Hits,
    Meanings,
    Marks(&'a [Mark]),
}

/// The query that something was selected by, and what it found.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// As it was typed, made safe.
    pub query: &'a str,
    pub found: &'a Found,
    pub index: &'a Index,
}

/// What leaves, and what it is taken from.
#[derive(Debug, Clone, Copy)]
pub struct Selection<'a> {
    pub corpus: &'a Corpus,
    pub usage: &'a Usage,
    pub subject: Subject<'a>,
    pub asked: Option<Asked<'a>>,
}

impl<'a> Selection<'a> {
    /// The whole selection; `None` where the format cannot hold it, which no text makes happen.
    pub fn write(&self, format: Format) -> Option<String> {
        match format {
            Format::Markdown => Some(markdown::document(document::of(self))),
            Format::Html => Some(html::document(document::of(self), self.usage, self.corpus)),
            Format::Csv => table::write(rows::rows(self), b','),
            Format::Tsv => table::write(rows::rows(self), b'\t'),
            Format::Json => rows::json(self),
        }
    }

    /// How many there are: statements, hits, answers, or marks.
    pub fn total(&self) -> usize {
        match self.subject {
            Subject::Statements(places) => places.len(),
            Subject::Hits => self.asked.map_or(0, |asked| asked.found.hits.len()),
            Subject::Meanings => {
                let dataset = self.corpus.dataset();
                dataset.questions.len().saturating_mul(dataset.meanings.len())
            }
            Subject::Marks(marks) => marks.len(),
        }
    }

    /// The hits with their ranks, best first.
    pub(super) fn hits(&self) -> impl Iterator<Item = Ranked<'a>> + use<'a> {
        let asked = self.asked.into_iter();
        asked.flat_map(|asked| {
            iter::zip(1.., &asked.found.hits).map(move |(rank, hit)| Ranked { asked, rank, hit })
        })
    }
}

/// A hit and its rank.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ranked<'a> {
    asked: Asked<'a>,
    pub rank: usize,
    pub hit: &'a Hit,
}

impl Ranked<'_> {
    /// How certain a hit it is.
    pub(super) fn certainty(&self) -> Option<Certainty> {
        self.asked.found.certainty(self.hit.passage)
    }

    /// The words that were matched in the passage and its statement's head, each once.
    pub(super) fn matched(&self, corpus: &Corpus) -> Vec<String> {
        let Some((statement, passage)) = corpus.passage(self.hit.passage) else { return Vec::new() };
        let mut matched: Vec<String> = Vec::new();
        for mark in self.asked.index.marks(self.asked.found, statement, passage) {
            let source = mark.field.source(statement, passage).unwrap_or_default();
            let words = whole(source, mark.range);
            if !matched.iter().any(|held| held == words) {
                matched.push(words.to_owned());
            }
        }
        matched
    }
}

/// What was matched, to the ends of its words: of similar letters, a search marks the letters alone.
fn whole(source: &str, range: Range<usize>) -> &str {
    let is_end = |c: char| !c.is_alphanumeric();
    let before = source.get(..range.start).and_then(|before| before.rsplit(is_end).next());
    let after = source.get(range.end..).and_then(|after| after.split(is_end).next());
    let start = range.start.saturating_sub(before.map_or(0, str::len));
    source.get(start..range.end.saturating_add(after.map_or(0, str::len))).unwrap_or_default()
}
