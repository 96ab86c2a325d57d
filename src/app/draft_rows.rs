//! The rows of a draft's list: its phrases, and its stretches of words without precedent.
//!
//! Invariant: a row is of the text that was compared, and numbered in its order.

use std::ops::Range;

use crate::analysis::draft::{Draft, PrecedentedPhrase};
use crate::analysis::near::NearWording;
use crate::analysis::precedent::{HeldWording, Holder, Speakers, Sureness, bytes_of, counted_as, layer_text};
use crate::corpus::{Corpus, PassageNo};
use crate::export::report::{one_line, voices};
use crate::search::{SearchField, word_ranges};
use crate::text::safe::Text;
use crate::text::slice;

/// A phrase with precedent, or a stretch of words without.
#[derive(Debug, Clone)]
pub struct DraftRow {
    /// Where it is in the text.
    pub range: Range<usize>,
    /// Counted from 1, in the order of the text.
    pub number: usize,
    /// `None` without precedent.
    pub sureness: Option<Sureness>,
    pub words: String,
    /// How many statements have it, the first and the last of them, and who said it.
    pub statements: usize,
    pub ends: Vec<usize>,
    pub who: Option<String>,
    pub kinds: String,
    /// The official words, where only a print has these.
    pub official: Option<String>,
    pub is_common: bool,
    pub near: Option<NearWording>,
    /// The latest passage that has it: where in which layer.
    pub place: Option<DraftPlace>,
}

impl DraftRow {
    pub(super) fn passage(&self) -> Option<PassageNo> {
        self.place.as_ref().map(|place| place.passage).or(self.near.as_ref().map(|near| near.passage))
    }
}

/// Where a passage has the words.
#[derive(Debug, Clone)]
pub struct DraftPlace {
    pub passage: PassageNo,
    pub field: SearchField,
    pub bytes: Range<usize>,
    /// Where the official words are in its official wording, where only the print has these.
    pub official: Option<Range<usize>>,
}

/// The phrases of a draft, the common ones last.
pub(super) fn rows_of(held: HeldWording, draft: &Draft, main: &[Text], text: &str) -> Vec<DraftRow> {
    let numbered = draft.phrases.iter().enumerate();
    let row = |(at, phrase): (usize, &PrecedentedPhrase)| {
        let (corpus, precedent) = (held.corpus, &phrase.precedent);
        let sureness = precedent.sureness();
        let is_printed_only = sureness == Sureness::PrintedOnly;
        let ends = [precedent.statements.first(), precedent.statements.last()];
        let speakers = precedent.speakers(corpus, main);
        let mut ends: Vec<usize> = ends.into_iter().flatten().map(|statement| statement.at).collect();
        ends.dedup();
        DraftRow {
            range: phrase.range.clone(),
            number: at + 1,
            sureness: Some(sureness),
            words: one_line(slice(text, phrase.range.clone())),
            statements: precedent.statements.len(),
            ends,
            kinds: kinds_of(&speakers),
            who: voices(&speakers, main),
            official: precedent.official_words(corpus).filter(|_| is_printed_only).map(str::to_owned),
            is_common: phrase.is_common,
            near: phrase.near.clone().or_else(|| near_of(draft, &phrase.range)),
            place: place_of(corpus, phrase),
        }
    };
    let mut rows: Vec<DraftRow> = numbered.map(row).collect();
    rows.sort_by_cached_key(|row| usize::from(row.is_common));
    rows
}

fn kinds_of(speakers: &[Speakers]) -> String {
    let mut kinds: Vec<&str> = speakers.iter().map(|one| one.kind.label()).collect();
    kinds.dedup();
    kinds.join(" · ")
}

/// The surest passage of the latest statement that has the phrase.
fn place_of(corpus: &Corpus, phrase: &PrecedentedPhrase) -> Option<DraftPlace> {
    let precedent = &phrase.precedent;
    let latest = precedent.statements.last().map(|statement| statement.at);
    let is_latest = |holder: &&Holder| latest.is_none() || counted_as(corpus, holder.run.passage) == latest;
    let holders = precedent.holders.iter().filter(is_latest);
    let holder = holders.min_by_key(|holder| (holder.sureness, holder.official.is_none()))?;
    let (passage, field) = (holder.run.passage, holder.run.field);
    let bytes = bytes_of(&word_ranges(layer_text(corpus, passage, field)), &holder.run.words);
    Some(DraftPlace { passage, field, bytes, official: holder.official.clone() })
}

fn near_of(draft: &Draft, range: &Range<usize>) -> Option<NearWording> {
    let meets = |near: &&NearWording| near.range.start < range.end && range.start < near.range.end;
    draft.near.iter().find(meets).cloned()
}

/// What of a draft has no precedent.
pub(super) fn stretches_of(draft: &Draft, text: &str) -> Vec<DraftRow> {
    let row = |(at, range): (usize, &Range<usize>)| DraftRow {
        range: range.clone(),
        number: at + 1,
        sureness: None,
        words: one_line(slice(text, range.clone())),
        statements: 0,
        ends: Vec::new(),
        who: None,
        kinds: String::new(),
        official: None,
        is_common: false,
        near: near_of(draft, range),
        place: None,
    };
    draft.uncovered.iter().enumerate().map(row).collect()
}
