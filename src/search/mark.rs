//! What a query matched in a passage, found when the passage is shown.
//!
//! Invariant: marks lie on character boundaries inside their field's source, in order, and neither touch nor
//! overlap.

use std::ops::Range;

use super::index::Index;
use super::matching::{Part, part};
use super::plan::Met;
use super::sequence::{Token, push};
use super::words::{each_word, letters_within};
use super::{Found, HitMark, SearchField};
use crate::corpus::model::{Passage, Statement};

/// A field's words by their numbers in the index, and where each stands.
type Read = (Vec<u16>, Vec<Range<usize>>);

impl Index {
    /// What `found` matched in this passage and its statement's head.
    pub fn marks(&self, found: &Found, statement: &Statement, passage: &Passage) -> Vec<HitMark> {
        let parties = statement.issuers.len().saturating_add(statement.signatories.len());
        let fields = [SearchField::Label, SearchField::Title, SearchField::Place].into_iter();
        let fields = fields.chain((0..parties).map(SearchField::Parties));
        let fields = fields.chain([
            SearchField::Heading,
            SearchField::Text,
            SearchField::Official,
            SearchField::Korean,
            SearchField::Context,
        ]);
        let mut marks = Vec::new();
        for field in fields {
            if let Some(source) = field.source(statement, passage) {
                let ranges = self.matched(found, source);
                marks.extend(ranges.into_iter().map(|range| HitMark { field, range }));
            }
        }
        marks
    }

    /// What `found` matched in one text, in order.
    pub fn matched(&self, found: &Found, source: &str) -> Vec<Range<usize>> {
        let (row, places) = self.words_of(source);
        let mut ranges = Vec::new();
        found.plan.read_all(&row, |met, _| {
            let last = met.position as usize;
            let first = last.saturating_sub(met.words.saturating_sub(1) as usize);
            if let (Some(first), Some(last)) = (places.get(first), places.get(last)) {
                self.add(found, source, met, first.start..last.end, &mut ranges);
            }
        });
        merged(ranges)
    }

    fn words_of(&self, source: &str) -> Read {
        let mut read = Read::default();
        each_word(source, |key, range| {
            // A word that is not held is the number of none.
            push(&mut read.0, Token::Word(self.number(key).unwrap_or(u32::MAX)));
            read.1.push(range);
        });
        read
    }

    fn add(&self, found: &Found, source: &str, met: Met, at: Range<usize>, ranges: &mut Vec<Range<usize>>) {
        let written = source.get(at.clone()).unwrap_or_default();
        let key = super::words::words(written).pop().unwrap_or_default();
        let word = self.number(&key).and_then(|number| self.word(number)).filter(|_| met.words == 1);
        let typed = found.clauses.get(usize::from(met.clause)).map_or("", |clause| clause.wanted.key());
        match word.map(|word| part(typed, word, met.level)) {
            Some(Part::Range(letters)) => ranges.push(letters_within(source, &at, &letters)),
            Some(Part::Letters(letters)) => ranges.extend(
                letters.into_iter().map(|one| letters_within(source, &at, &(one..one.saturating_add(1)))),
            ),
            Some(Part::Whole) | None => ranges.push(at),
        }
    }
}

/// In order, those that touch or overlap made one.
fn merged(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.sort_unstable_by_key(|range| (range.start, range.end));
    let mut merged: Vec<Range<usize>> = Vec::with_capacity(ranges.len());
    for range in ranges.into_iter().filter(|range| !range.is_empty()) {
        match merged.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => merged.push(range),
        }
    }
    merged
}
