//! What is exported: statements, hits, the meanings or marks, before any format is chosen.
//!
//! Invariant: a selection has its passages in order, and how a query found them; it is independent of the format.

use std::collections::BTreeSet;
use std::iter;
use std::ops::Range;

use super::citation_style::CitationStyle;
use crate::corpus::usage::Usage;
use crate::corpus::{Corpus, PassageNo};
use crate::search::{Certainty, Found, Hit, Index};
use crate::store::marks::Mark;
use crate::text::safe::Text;
use crate::text::slice;

/// What is exported, and the corpus it is taken from.
#[derive(Debug, Clone, Copy)]
pub struct Selection<'a> {
    pub corpus: &'a Corpus,
    pub usage: &'a Usage,
    pub contents: Contents<'a>,
    pub query: Option<AppliedQuery<'a>>,
    /// How documents name statements.
    pub style: Option<&'a CitationStyle>,
}

#[derive(Debug, Clone, Copy)]
pub enum Contents<'a> {
    /// By their places in the corpus, each with all its passages.
    Statements(&'a [usize]),
    Hits,
    Meanings,
    Marks(&'a [Mark]),
}

/// A query and what it found.
#[derive(Debug, Clone, Copy)]
pub struct AppliedQuery<'a> {
    /// As it was typed, made safe.
    pub text: &'a str,
    pub found: &'a Found,
    pub index: &'a Index,
}

impl<'a> Selection<'a> {
    /// How many statements, hits, answers or marks there are.
    pub fn total(&self) -> usize {
        match self.contents {
            Contents::Statements(places) => places.len(),
            Contents::Hits => self.hits().count(),
            Contents::Meanings => {
                let dataset = self.corpus.dataset();
                dataset.questions.len() * dataset.meanings.len()
            }
            Contents::Marks(marks) => marks.len(),
        }
    }

    /// The hits that count, with their ranks, best first.
    pub(super) fn hits(&self) -> impl Iterator<Item = RankedHit<'a>> + use<'a> {
        self.query.into_iter().flat_map(|query| {
            let counted = query.found.hits.iter().filter(|hit| query.found.counts(hit.passage));
            iter::zip(1.., counted).map(move |(rank, hit)| RankedHit { query, rank, hit })
        })
    }
}

/// A hit and its rank, from 1.
#[derive(Debug, Clone, Copy)]
pub(super) struct RankedHit<'a> {
    query: AppliedQuery<'a>,
    pub rank: usize,
    pub hit: &'a Hit,
}

impl RankedHit<'_> {
    pub(super) fn certainty(&self) -> Option<Certainty> {
        self.query.found.certainty(self.hit.passage)
    }

    /// The words that were matched in the passage and in its statement's head, each once.
    pub(super) fn matched(&self, corpus: &Corpus) -> Vec<String> {
        let Some((statement, passage)) = corpus.passage(self.hit.passage) else { return Vec::new() };
        let mut matched: Vec<String> = Vec::new();
        for mark in self.query.index.marks(self.query.found, statement, passage) {
            let source = mark.field.source(statement, passage).unwrap_or_default();
            let words = whole_words(source, mark.range);
            if !matched.iter().any(|held| held == words) {
                matched.push(words.to_owned());
            }
        }
        matched
    }
}

/// The match, extended to the ends of its words, because a search for similar letters marks only the letters.
fn whole_words(source: &str, range: Range<usize>) -> &str {
    let is_end = |c: char| !c.is_alphanumeric();
    let before = slice(source, 0..range.start).rsplit(is_end).next().unwrap_or_default();
    let after = slice(source, range.end..source.len()).split(is_end).next().unwrap_or_default();
    slice(source, range.start - before.len()..range.end + after.len())
}

/// The passages that ids name.
pub(super) fn named<'a>(corpus: &'a Corpus, ids: &'a [Text]) -> impl Iterator<Item = PassageNo> + use<'a> {
    ids.iter().filter_map(|id| corpus.first_passage(corpus.target(id)?))
}

/// Every passage that a meaning or an answer rests on, once, in reading order.
pub(super) fn evidence(corpus: &Corpus) -> BTreeSet<PassageNo> {
    let meanings = &corpus.dataset().meanings;
    let answers = meanings.iter().flat_map(|meaning| meaning.answers.values());
    let ids = answers.map(|answer| &answer.evidence).chain(meanings.iter().map(|meaning| &meaning.evidence));
    ids.flat_map(|ids| named(corpus, ids)).collect()
}
