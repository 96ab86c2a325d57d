//! A query run against the index: clauses found, AND-ed, filtered, ranked and marked.
//!
//! Invariant: a passage is a hit if and only if it passes the filters, holds no unwanted clause, and holds
//! every wanted one.

use std::cmp::Reverse;

use super::filter::Filters;
use super::forms::Forms;
use super::index::{Index, Posting};
use super::matching::{self, Match, Part};
use super::query::{Clause, Query};
use super::rank::{self, Occurrence};
use super::terms::Run;
use super::words::letters_within;
use super::{Field, Found, Hit, Level, Mark, Missing};
use crate::corpus::model::PassageKind;
use crate::corpus::{Corpus, PassageNo};

/// Where one clause stands, over all passages, in order.
#[derive(Debug, Default)]
struct Places {
    occurrences: Vec<Occurrence>,
    /// What of each occurrence is marked.
    parts: Vec<Part>,
    rarity: u32,
}

impl Index {
    /// Finds the passages that hold every word of `query`; without words, all that pass its filters.
    pub fn search(&self, corpus: &Corpus, query: &Query) -> Found {
        let forms = Forms::new();
        let filters = Filters::new(self, corpus, query);
        let unwanted = self.unwanted(query, &forms);
        let passes =
            |number: PassageNo| unwanted.binary_search(&number.0).is_err() && filters.pass(corpus, number);
        let mut found = Found { notes: query.notes.clone(), ..Found::default() };
        found.notes.extend(filters.notes.iter().cloned());
        if query.wanted.is_empty() {
            found.hits = corpus.passage_numbers().filter(|number| passes(*number)).map(listed).collect();
            return found;
        }
        let clauses = self.clauses(corpus, query, &forms, &mut found);
        for number in candidates(&clauses) {
            found.hits.extend(passes(number).then(|| hit(corpus, &clauses, number)).flatten());
        }
        found.hits.sort_by_key(|hit| (Reverse(hit.score), hit.passage));
        if found.hits.is_empty() && found.missing.is_empty() {
            found.notes.push(String::from(
                "each word stands somewhere, but no passage that the filters leave holds all of them",
            ));
        }
        found
    }

    /// The places of every wanted clause; notes what is missing and which terms helped.
    fn clauses(&self, corpus: &Corpus, query: &Query, forms: &Forms, found: &mut Found) -> Vec<Places> {
        let by_term = self.through_terms(query, &mut found.notes);
        let mut clauses = Vec::new();
        for (clause, by_term) in query.wanted.iter().zip(by_term) {
            let mut places = match clause {
                Clause::Word(word) => {
                    let matches = matching::matches(&word.key, &self.words, forms, !by_term.is_empty());
                    self.places(matches)
                }
                Clause::Phrase { words, open, .. } => {
                    let keys = words.iter().map(|word| word.key.clone()).collect();
                    Places::whole(Run::new(keys, *open).places(self), Level::Exact)
                }
            };
            places.add(Places::whole(by_term, Level::Term));
            if places.occurrences.is_empty() {
                let near = match clause {
                    Clause::Word(word) => matching::near(&word.key, &self.words),
                    Clause::Phrase { .. } => Vec::new(),
                };
                found.missing.push(Missing { word: clause.typed().to_owned(), near });
            }
            places.settle(corpus.passages());
            clauses.push(places);
        }
        clauses
    }

    /// For every wanted clause, the places that a term lends it in the other language.
    fn through_terms(&self, query: &Query, notes: &mut Vec<String>) -> Vec<Vec<Posting>> {
        let mut lent = vec![Vec::new(); query.wanted.len()];
        // Up to where each term has been called: its longest name speaks for the words within.
        let mut called_to = vec![0; self.terms.len()];
        for start in 0..query.wanted.len() {
            let clauses = query.wanted.get(start..).unwrap_or_default();
            let words = clauses.iter().map_while(|clause| match clause {
                Clause::Word(word) => Some(word),
                Clause::Phrase { .. } => None,
            });
            let (keys, typed): (Vec<&str>, Vec<&str>) = words.map(|word| (&*word.key, &*word.typed)).unzip();
            for (term, called_to) in self.terms.iter().zip(&mut called_to) {
                let Some((length, korean)) = term.called_by(&keys).filter(|_| *called_to <= start) else {
                    continue;
                };
                *called_to = start.saturating_add(length);
                let places = term.places(self, Some(!korean));
                if places.is_empty() {
                    continue;
                }
                let other = if korean { Some(&term.label) } else { term.korean.as_ref() };
                let called = typed.get(..length).unwrap_or_default().join(" ");
                notes.push(format!("{called} = {} (term)", other.unwrap_or(&term.label)));
                for lent in lent.iter_mut().skip(start).take(length) {
                    lent.extend_from_slice(&places);
                }
            }
        }
        lent
    }

    /// The passages that hold an unwanted clause, exactly or in another form, in order.
    fn unwanted(&self, query: &Query, forms: &Forms) -> Vec<u32> {
        let mut passages = Vec::new();
        for clause in &query.unwanted {
            match clause {
                Clause::Word(unwanted) => {
                    let same = self.words.iter().filter(|word| matching::is_same(&unwanted.key, word, forms));
                    passages.extend(same.flat_map(|word| &word.postings).map(|posting| posting.passage));
                }
                Clause::Phrase { words, open, .. } => {
                    let keys = words.iter().map(|word| word.key.clone()).collect();
                    passages.extend(Run::new(keys, *open).places(self).iter().map(|place| place.passage));
                }
            }
        }
        passages.sort_unstable();
        passages.dedup();
        passages
    }

    fn places(&self, matches: Vec<Match>) -> Places {
        let mut places = Places::default();
        for Match { word, level, quality, part } in matches {
            let postings = self.word(word).map_or(&[][..], |word| &word.postings);
            let which = places.parts.len();
            places.occurrences.extend(postings.iter().map(|&at| Occurrence {
                at,
                level,
                quality,
                matched: which,
            }));
            places.parts.push(part);
        }
        places
    }
}

impl Places {
    /// Places that are matched and marked as a whole.
    fn whole(places: Vec<Posting>, level: Level) -> Self {
        let occurrence = |at| Occurrence { at, level, quality: 100, matched: 0 };
        Self {
            occurrences: places.into_iter().map(occurrence).collect(),
            parts: vec![Part::Whole],
            rarity: 0,
        }
    }

    fn add(&mut self, other: Self) {
        let before = self.parts.len();
        let moved = |one: Occurrence| Occurrence { matched: one.matched.saturating_add(before), ..one };
        self.occurrences.extend(other.occurrences.into_iter().map(moved));
        self.parts.extend(other.parts);
    }

    fn settle(&mut self, passages: usize) {
        self.occurrences.sort_by_key(|one| (one.at, one.level));
        let held = self.occurrences.chunk_by(|a, b| a.at.passage == b.at.passage).count();
        self.rarity = rank::rarity(held, passages);
    }

    fn within(&self, passage: PassageNo) -> &[Occurrence] {
        let start = self.occurrences.partition_point(|one| one.at.passage < passage.0);
        let end = self.occurrences.partition_point(|one| one.at.passage <= passage.0);
        self.occurrences.get(start..end).unwrap_or_default()
    }
}

/// A passage that only had to pass the filters.
fn listed(passage: PassageNo) -> Hit {
    Hit { passage, level: Level::Exact, score: 0, marks: Vec::new() }
}

/// The passages of the clause with the fewest places: no other can hold all.
fn candidates(clauses: &[Places]) -> Vec<PassageNo> {
    let rarest = clauses.iter().min_by_key(|clause| clause.occurrences.len());
    let mut passages: Vec<PassageNo> = rarest
        .into_iter()
        .flat_map(|clause| &clause.occurrences)
        .map(|one| PassageNo(one.at.passage))
        .collect();
    passages.dedup();
    passages
}

/// The hit of one passage, if it holds every clause.
fn hit(corpus: &Corpus, clauses: &[Places], passage: PassageNo) -> Option<Hit> {
    let quoted = corpus.passage(passage).is_some_and(|(_, held)| held.kind == PassageKind::Quotation);
    let found: Vec<(&[Occurrence], u32)> =
        clauses.iter().map(|clause| (clause.within(passage), clause.rarity)).collect();
    if found.iter().any(|(occurrences, _)| occurrences.is_empty()) {
        return None;
    }
    let (level, score) = rank::rank(&found, quoted);
    let mut marks = Vec::new();
    for (clause, (occurrences, _)) in clauses.iter().zip(&found) {
        for one in *occurrences {
            mark(corpus, passage, one, clause.parts.get(one.matched), &mut marks);
        }
    }
    Some(Hit { passage, level, score, marks: merged(marks) })
}

fn mark(corpus: &Corpus, passage: PassageNo, one: &Occurrence, part: Option<&Part>, marks: &mut Vec<Mark>) {
    let Some(field) = one.at.slot.field() else { return };
    let word = one.at.start as usize..one.at.end as usize;
    let source = corpus.passage(passage).and_then(|(statement, held)| field.source(statement, held));
    let source = source.unwrap_or_default();
    let mut add = |range| marks.push(Mark { field, range });
    match part {
        Some(Part::Range(letters)) => add(letters_within(source, &word, letters)),
        Some(Part::Letters(letters)) => {
            for &at in letters {
                add(letters_within(source, &word, &(at..at.saturating_add(1))));
            }
        }
        Some(Part::Whole) | None => add(word),
    }
}

/// Marks in order, those that touch or overlap made one.
fn merged(mut marks: Vec<Mark>) -> Vec<Mark> {
    let key = |mark: &Mark| -> (Field, usize, usize) { (mark.field, mark.range.start, mark.range.end) };
    marks.sort_unstable_by_key(key);
    let mut merged: Vec<Mark> = Vec::with_capacity(marks.len());
    for mark in marks {
        match merged.last_mut() {
            Some(last) if last.field == mark.field && mark.range.start <= last.range.end => {
                last.range.end = last.range.end.max(mark.range.end);
            }
            _ => merged.push(mark),
        }
    }
    merged
}
