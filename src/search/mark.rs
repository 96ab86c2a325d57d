//! What a query matched in a passage, found when the passage is shown.
//!
//! Invariant: marks are on character boundaries of their field's text, in order, and neither touch nor overlap.

use std::ops::Range;

use super::index::Index;
use super::matching::{MatchedPart, matched_part};
use super::plan::{Occurrence, Purpose};
use super::query::QueryTerm;
use super::sequence::{Token, UNKNOWN, push};
use super::words::{each_indexed_word, letters_within, words};
use super::{Found, HitMark, Level, SearchField};
use crate::corpus::model::{Passage, Statement};
use crate::text::slice;

impl Index {
    /// What `found` matched in this passage and its statement's head.
    pub fn marks(&self, found: &Found, statement: &Statement, passage: &Passage) -> Vec<HitMark> {
        use SearchField::{Context, Heading, Korean, Label, Official, Parties, Place, Text, Title};
        let parties = statement.issuers.len() + statement.signatories.len();
        let fields = [Label, Title, Place].into_iter().chain((0..parties).map(Parties));
        let fields = fields.chain([Heading, Text, Official, Korean, Context]);
        let mut marked: Vec<(SearchField, MarkedTerm)> = Vec::new();
        for field in fields {
            if let Some(source) = field.source(statement, passage) {
                let mut terms = self.marked_terms(found, source);
                if !field.is_words(passage) {
                    terms.retain(|term| !is_phrase(found, term));
                }
                marked.extend(terms.into_iter().map(|term| (field, term)));
            }
        }
        // If a word itself is found, nothing that only resembles it is marked.
        let best = |number: u8| {
            let levels = marked.iter().filter(|(_, term)| term.number == number).map(|(_, term)| term.level);
            levels.min().unwrap_or_default().max(Level::Term)
        };
        let worst: Vec<Level> = (0_u8..).zip(&found.terms).map(|(number, _)| best(number)).collect();
        let is_kept =
            |term: &MarkedTerm| worst.get(usize::from(term.number)).is_none_or(|worst| term.level <= *worst);
        let mut marks = Vec::new();
        for of in marked.chunk_by(|(field, _), (other, _)| field == other) {
            let Some((field, _)) = of.first() else { continue };
            let ranges =
                of.iter().filter(|(_, term)| is_kept(term)).flat_map(|(_, term)| term.ranges.clone());
            marks.extend(merged(ranges.collect()).into_iter().map(|range| HitMark { field: *field, range }));
        }
        marks
    }

    /// What `found` matched in the label or title of a statement, in order.
    pub fn marks_in_head(&self, found: &Found, source: &str) -> Vec<Range<usize>> {
        let terms = self.marked_terms(found, source).into_iter().filter(|term| !is_phrase(found, term));
        merged(terms.flat_map(|term| term.ranges).collect())
    }

    /// Where clauses with the `wanted` numbers and levels are in a text of the statement's own, in order.
    pub(super) fn clause_ranges(
        &self,
        found: &Found,
        source: &str,
        wanted: impl Fn(usize, Level) -> bool,
    ) -> Vec<Range<usize>> {
        let terms = self.marked_terms(found, source).into_iter();
        let wanted = terms.filter(|term| wanted(usize::from(term.number), term.level));
        merged(wanted.flat_map(|term| term.ranges).collect())
    }

    /// Every occurrence of a term in one text.
    fn marked_terms(&self, found: &Found, source: &str) -> Vec<MarkedTerm> {
        let (mut row, mut places) = (Vec::new(), Vec::new());
        each_indexed_word(source, |key, range| {
            push(&mut row, Token::Word(self.words.vocabulary.number(key).unwrap_or(UNKNOWN)));
            places.push(range);
        });
        let mut marked = Vec::new();
        found.plan.read(&row, Purpose::Mark, |occurrence, _| {
            let last = occurrence.position as usize;
            let first = last - (occurrence.words as usize - 1);
            let place = places.get(first).zip(places.get(last));
            debug_assert!(place.is_some(), "words {first} to {last} of {}", places.len());
            if let Some((first, last)) = place {
                let ranges = self.ranges(found, source, occurrence, first.start..last.end);
                marked.push(MarkedTerm { number: occurrence.term, level: occurrence.level, ranges });
            }
        });
        marked
    }

    /// The ranges of an occurrence at `at`: of a single word, only the part that was typed.
    fn ranges(
        &self,
        found: &Found,
        source: &str,
        occurrence: Occurrence,
        at: Range<usize>,
    ) -> Vec<Range<usize>> {
        let key = words(slice(source, at.clone())).pop().unwrap_or_default();
        let vocabulary = &self.words.vocabulary;
        let word = vocabulary.number(&key).and_then(|number| vocabulary.word(number));
        let word = word.filter(|_| occurrence.words == 1);
        let term = found.terms.get(usize::from(occurrence.term));
        let typed = term.and_then(|term| term.wanted.word()).map_or("", |word| &word.key);
        match word.map(|word| matched_part(typed, word, occurrence.level)) {
            Some(MatchedPart::Range(letters)) => vec![letters_within(source, &at, &letters)],
            Some(MatchedPart::Letters(letters)) => {
                letters.into_iter().map(|one| letters_within(source, &at, &(one..one + 1))).collect()
            }
            Some(MatchedPart::Whole) | None => vec![at],
        }
    }
}

/// One occurrence of a query term in a text.
struct MarkedTerm {
    number: u8,
    level: Level,
    ranges: Vec<Range<usize>>,
}

/// Whether it is of a quoted phrase, which occurs only in a statement's own words.
fn is_phrase(found: &Found, term: &MarkedTerm) -> bool {
    let wanted = found.terms.get(usize::from(term.number)).map(|term| &term.wanted);
    matches!(wanted, Some(QueryTerm::Phrase { .. }))
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
