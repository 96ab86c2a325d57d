//! What a query matched in a passage, found when the passage is shown.
//!
//! Invariant: marks are on character boundaries of their field's text, in order, and neither touch nor overlap.

use std::ops::Range;

use super::index::Index;
use super::matching::{MatchedPart, matched_part};
use super::plan::{Occurrence, Purpose};
use super::sequence::{Token, UNKNOWN, push};
use super::words::{each_word, letters_within, words};
use super::{Found, HitMark, SearchField};
use crate::corpus::model::{Passage, Statement};
use crate::text::slice;

impl Index {
    /// What `found` matched in this passage and its statement's head.
    pub fn marks(&self, found: &Found, statement: &Statement, passage: &Passage) -> Vec<HitMark> {
        use SearchField::{Context, Heading, Korean, Label, Official, Parties, Place, Text, Title};
        let parties = statement.issuers.len() + statement.signatories.len();
        let fields = [Label, Title, Place].into_iter().chain((0..parties).map(Parties));
        let fields = fields.chain([Heading, Text, Official, Korean, Context]);
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
        let (mut row, mut places) = (Vec::new(), Vec::new());
        each_word(source, |key, range| {
            push(&mut row, Token::Word(self.words.vocabulary.number(key).unwrap_or(UNKNOWN)));
            places.push(range);
        });
        let mut ranges = Vec::new();
        found.plan.read(&row, Purpose::Mark, |occurrence, _| {
            let last = occurrence.position as usize;
            let first = last - (occurrence.words as usize - 1);
            let place = places.get(first).zip(places.get(last));
            debug_assert!(place.is_some(), "words {first} to {last} of {}", places.len());
            if let Some((first, last)) = place {
                self.add(found, source, occurrence, first.start..last.end, &mut ranges);
            }
        });
        merged(ranges)
    }

    /// Adds the ranges of an occurrence at `at`: of a single word, only the part that was typed.
    fn add(
        &self,
        found: &Found,
        source: &str,
        occurrence: Occurrence,
        at: Range<usize>,
        ranges: &mut Vec<Range<usize>>,
    ) {
        let key = words(slice(source, at.clone())).pop().unwrap_or_default();
        let vocabulary = &self.words.vocabulary;
        let word = vocabulary.number(&key).and_then(|number| vocabulary.word(number));
        let word = word.filter(|_| occurrence.words == 1);
        let term = found.terms.get(usize::from(occurrence.term));
        let typed = term.and_then(|term| term.wanted.word()).map_or("", |word| &word.key);
        match word.map(|word| matched_part(typed, word, occurrence.level)) {
            Some(MatchedPart::Range(letters)) => ranges.push(letters_within(source, &at, &letters)),
            Some(MatchedPart::Letters(letters)) => {
                ranges.extend(letters.into_iter().map(|one| letters_within(source, &at, &(one..one + 1))));
            }
            Some(MatchedPart::Whole) | None => ranges.push(at),
        }
    }
}

/// The ranges in order, with those that touch or overlap merged.
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
