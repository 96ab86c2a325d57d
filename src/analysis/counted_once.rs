//! Which of a statement's words are held more than once: in passages that repeat each other, and in a quotation and a
//! whole text of the statement.
//!
//! Invariant: of wording that is held twice one copy is counted, the one in the longer text; no other word is left out.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ops::Range;

use rustc_hash::FxHashMap;

use super::omissions::{between, gaps};
use super::repeated::{LEAST, is_held_twice};
use super::wording::{repeats, witnesses, wording};
use crate::corpus::model::PassageKind;
use crate::corpus::{Corpus, PassageNo};
use crate::search::{Index, placed_words};
use crate::text::sentences::sentences;
use crate::text::{slice, sublist};

/// How many words of a statement's wording are held, official where that is held, else as printed; each is counted
/// once.
pub fn words_held(corpus: &Corpus, index: &Index, statement: usize) -> usize {
    if !is_held_twice(corpus, statement) {
        let passages = corpus.records(statement).flat_map(|at| corpus.passages_of(at));
        return passages.map(|passage| index.words_held(passage)).sum();
    }
    let texts = counted_texts(corpus, statement, |_| true);
    texts.iter().flat_map(|text| &text.is_counted).filter(|is_counted| **is_counted).count()
}

/// For each passage of a statement in a set, whether each of its words is counted; empty where nothing can be held
/// twice.
pub(super) fn counted_words(
    corpus: &Corpus,
    statement: usize,
    is_in_set: impl Fn(PassageNo) -> bool,
) -> Vec<(PassageNo, Vec<bool>)> {
    if !is_held_twice(corpus, statement) {
        return Vec::new();
    }
    let texts = counted_texts(corpus, statement, is_in_set);
    let counted = texts.iter().flat_map(|text| {
        let of = |words: &Range<usize>| sublist(&text.is_counted, words.clone()).to_vec();
        text.passages.iter().map(move |(number, words)| (*number, of(words)))
    });
    counted.collect()
}

/// The texts of a statement with passages in a set, longest first.
fn counted_texts(corpus: &Corpus, statement: usize, is_in_set: impl Fn(PassageNo) -> bool) -> Vec<TextWords> {
    let texts = corpus.records(statement).map(|at| TextWords::new(corpus, at, &is_in_set));
    let mut texts: Vec<TextWords> = texts.collect();
    texts.sort_by_cached_key(|text| Reverse(text.words.len()));
    let mut counted: Vec<TextWords> = Vec::new();
    for mut text in texts {
        for other in &counted {
            text.leave_out(other);
        }
        counted.push(text);
    }
    counted
}

/// The words of one text of a statement.
#[derive(Default)]
struct TextWords {
    /// The words of all its passages in a row, with an empty one after each passage.
    words: Vec<String>,
    is_counted: Vec<bool>,
    /// The words of each passage and of each of its sentences, divided at gaps.
    pieces: Vec<Range<usize>>,
    passages: Vec<(PassageNo, Range<usize>)>,
}

impl TextWords {
    fn new(corpus: &Corpus, record: usize, is_in_set: &impl Fn(PassageNo) -> bool) -> Self {
        let mut text = Self::default();
        for number in corpus.passages_of(record).filter(|number| is_in_set(*number)) {
            let held = corpus.passage(number);
            let held = held.filter(|(_, passage)| passage.kind == PassageKind::Quotation);
            if let Some((_, wording)) = held.and_then(|(statement, passage)| wording(statement, passage)) {
                text.add(number, wording);
            }
        }
        text.leave_out_repeated(corpus, record);
        text
    }

    fn add(&mut self, number: PassageNo, wording: &str) {
        let (words, ranges): (Vec<String>, Vec<Range<usize>>) = placed_words(wording).into_iter().unzip();
        let (start, end) = (self.words.len(), self.words.len() + words.len());
        let parts = std::iter::once(0..wording.len()).chain(sentences(wording));
        let pieces = parts.flat_map(|part| {
            let text = slice(wording, part.clone());
            let moved = move |piece: Range<usize>| part.start + piece.start..part.start + piece.end;
            between(text, &gaps(text)).into_iter().map(moved)
        });
        let pieces = pieces.map(|piece| {
            let first = ranges.partition_point(|word| word.start < piece.start);
            start + first..start + ranges.partition_point(|word| word.end <= piece.end)
        });
        self.pieces.extend(pieces.filter(|piece| piece.len() >= LEAST));
        self.words.extend(words.into_iter().chain([String::new()]));
        self.is_counted.resize(end, true);
        self.is_counted.push(false);
        self.passages.push((number, start..end));
    }

    /// Of passages that repeat each other according to the dataset, only the longest is counted.
    fn leave_out_repeated(&mut self, corpus: &Corpus, record: usize) {
        let Some(held) = corpus.statements().get(record).filter(|held| repeats(held)) else { return };
        let first = witnesses(held);
        let mut longest: BTreeMap<usize, Range<usize>> = BTreeMap::new();
        let mut left_out: Vec<Range<usize>> = Vec::new();
        for (number, words) in &self.passages {
            let Some(place) = corpus.place_of(*number) else { continue };
            let kept = longest.entry(first.get(place).copied().unwrap_or(place)).or_insert(0..0);
            let gone =
                if kept.len() < words.len() { std::mem::replace(kept, words.clone()) } else { words.clone() };
            left_out.push(gone);
        }
        self.leave_out_words(&left_out);
    }

    /// Leaves out what another text has too.
    fn leave_out(&mut self, other: &Self) {
        let (own_places, other_places) = (self.places(), other.places());
        let is_there = |piece: &&Range<usize>| {
            let words = sublist(&self.words, (*piece).clone());
            found(words, (&other.words, &other_places)).any(|place| other.are_counted(&place))
        };
        let mut left_out: Vec<Range<usize>> = self.pieces.iter().filter(is_there).cloned().collect();
        let counted = other.pieces.iter().filter(|piece| other.are_counted(piece));
        for words in counted.filter_map(|piece| other.words.get(piece.clone())) {
            left_out.extend(found(words, (&self.words, &own_places)));
        }
        self.leave_out_words(&left_out);
    }

    /// Whether words are counted here, so that they can be left out elsewhere.
    fn are_counted(&self, words: &Range<usize>) -> bool {
        self.is_counted.get(words.clone()).is_some_and(|counted| counted.iter().all(|is_counted| *is_counted))
    }

    fn leave_out_words(&mut self, left_out: &[Range<usize>]) {
        for words in left_out {
            self.is_counted.get_mut(words.clone()).into_iter().for_each(|counted| counted.fill(false));
        }
    }

    /// The places of each word.
    fn places(&self) -> FxHashMap<&str, Vec<usize>> {
        let mut places: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
        for (at, word) in self.words.iter().enumerate() {
            places.entry(word).or_default().push(at);
        }
        places
    }
}

/// Where some words are in a text, one after the other.
fn found<'a>(
    words: &'a [String],
    (text, places): (&'a [String], &'a FxHashMap<&str, Vec<usize>>),
) -> impl Iterator<Item = Range<usize>> + 'a {
    let first = words.first().and_then(|word| places.get(&**word));
    let ranges = first.into_iter().flatten().map(|at| *at..at + words.len());
    ranges.filter(move |range| text.get(range.clone()) == Some(words))
}
