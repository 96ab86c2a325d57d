//! Runs: where the words of another text stand in a row in the wording of passages, word for word.
//!
//! Invariant: a run is within one layer of one quotation: its official, printed or Korean wording, never its heading or the
//! editor's words. A Korean word may have another particle or ending, and the run says so.

use std::ops::Range;

use fixedbitset::FixedBitSet;

use super::index::Index;
use super::plan::{in_halves, members};
use super::sequence::{GAP, Slot, Token, tokens};
use super::word_index::IndexedPart;
use super::words::each_word;
use super::{Facet, SearchField, narrow};
use crate::corpus::PassageNo;
use crate::corpus::model::PassageKind;
use crate::text::hangul::holds_hangul;
use crate::text::slice;

/// So many words of a run, the rarest, choose the passages that are read for it.
const CHOOSING: usize = 6;

/// A word of a text that is compared with the wording.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextWord {
    /// Where it is in its text.
    pub range: Range<usize>,
    /// The word as search compares it, folded.
    pub key: String,
    /// The words of the vocabulary that it is.
    numbers: Vec<u32>,
    /// A Korean word with other particles or endings.
    forms: Vec<u32>,
    /// In how many passages their own words contain it.
    pub passages: usize,
}

/// A run, found in a passage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WordingRun {
    pub passage: PassageNo,
    /// The layer that has it: its text, official or Korean wording.
    pub field: SearchField,
    /// Its words, counted within this layer.
    pub words: Range<usize>,
    /// Whether a Korean word has another ending there.
    pub has_other_ending: bool,
}

/// How far a run may reach in the wording.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    Sentence,
    Layer,
}

/// The words of one layer of a passage, by their numbers.
#[derive(Debug)]
pub struct LayerWords {
    pub field: SearchField,
    numbers: Vec<u32>,
    /// The position of its first word; see [`super::sequence::SentenceStarts`].
    start: u32,
}

impl TextWord {
    /// Whether the word of a layer at this place is this word, or it with another Korean ending.
    pub fn is(&self, layer: &LayerWords, at: usize) -> bool {
        layer
            .numbers
            .get(at)
            .is_some_and(|number| self.numbers.contains(number) || self.forms.contains(number))
    }

    /// Whether it is this word, letter by letter.
    pub fn is_exactly(&self, layer: &LayerWords, at: usize) -> bool {
        layer.numbers.get(at).is_some_and(|number| self.numbers.contains(number))
    }

    /// The same word, which may as well be another one.
    #[must_use]
    pub fn or(mut self, other: Self) -> Self {
        self.numbers.extend(other.numbers);
        self.forms.extend(other.forms);
        self.passages += other.passages;
        self
    }

    fn all(&self) -> impl Iterator<Item = u32> {
        self.numbers.iter().chain(&self.forms).copied()
    }
}

impl LayerWords {
    pub fn len(&self) -> usize {
        self.numbers.len()
    }

    pub fn is_empty(&self) -> bool {
        self.numbers.is_empty()
    }

    /// Whether the word at one place is the word at a place of another layer.
    pub fn is_same(&self, at: usize, other: &Self, place: usize) -> bool {
        self.numbers.get(at).is_some_and(|number| other.numbers.get(place) == Some(number))
    }
}

impl Index {
    /// The words of any text, as they can be found in the wording.
    pub fn text_words(&self, text: &str) -> Vec<TextWord> {
        let mut words = Vec::new();
        each_word(text, |key, range| {
            let numbers = self.numbers(key, slice(text, range.clone()));
            let forms = self.forms(key, &numbers);
            let all = numbers.iter().chain(&forms);
            let passages = all.map(|number| self.words.count_in_words(*number)).sum();
            words.push(TextWord { range, key: key.to_owned(), numbers, forms, passages });
        });
        words
    }

    /// The words of the vocabulary that `key` can be. In capitals a word and an acronym cannot be told apart.
    fn numbers(&self, key: &str, written: &str) -> Vec<u32> {
        let vocabulary = &self.words.vocabulary;
        if written.contains(char::is_lowercase) {
            return vocabulary.number(key).into_iter().collect();
        }
        vocabulary.in_any_case(key).collect()
    }

    /// The same Korean word with other endings.
    fn forms(&self, key: &str, numbers: &[u32]) -> Vec<u32> {
        if !holds_hangul(key) {
            return Vec::new();
        }
        let vocabulary = &self.words.vocabulary;
        let stem = vocabulary.stem(key).unwrap_or(key);
        let mut forms: Vec<u32> =
            vocabulary.with_endings(stem).filter(|form| !numbers.contains(form)).collect();
        forms.sort_unstable();
        forms.dedup();
        forms
    }

    /// The quotations, by number: only they have wording.
    pub fn quotations(&self) -> FixedBitSet {
        self.with_value(Facet::Kind, |kind| kind == PassageKind::Quotation.name())
    }

    /// Whether the words stand in a row in one of the passages `among`, in a place that `counts`.
    pub fn has_run(
        &self,
        words: &[TextWord],
        among: &FixedBitSet,
        reach: Reach,
        counts: impl Fn(&WordingRun) -> bool + Sync,
    ) -> bool {
        let candidates = self.candidates(words, among);
        let found = in_halves(&candidates, |half| {
            half.iter().any(|passage| {
                let mut found = false;
                self.each_run(*passage, words, reach, |run| found = found || counts(&run));
                found
            })
        });
        found.contains(&true)
    }

    /// Where the words stand in a row in the passages `among`, in reading order.
    pub fn runs(&self, words: &[TextWord], among: &FixedBitSet, reach: Reach) -> Vec<WordingRun> {
        let candidates = self.candidates(words, among);
        let found = in_halves(&candidates, |half| {
            let mut runs = Vec::new();
            for passage in half {
                self.each_run(*passage, words, reach, |run| runs.push(run));
            }
            runs
        });
        found.into_iter().flatten().collect()
    }

    /// The passages `among` that contain the rarest of the words.
    fn candidates(&self, words: &[TextWord], among: &FixedBitSet) -> Vec<u32> {
        let mut rarest: Vec<&TextWord> = words.iter().collect();
        rarest.sort_by_key(|word| word.passages);
        let mut set = among.clone();
        for word in rarest.into_iter().take(CHOOSING) {
            if set.is_clear() {
                break;
            }
            set.intersect_with(&self.words.within(IndexedPart::Words, word.all()));
        }
        if words.is_empty() { Vec::new() } else { members(&set) }
    }

    fn each_run(&self, passage: u32, words: &[TextWord], reach: Reach, mut each: impl FnMut(WordingRun)) {
        let Some(first) = words.first() else { return };
        let starts = self.words.rows.sentences.of(passage);
        self.each_layer(passage, |layer| {
            let last = (layer.len() + 1).saturating_sub(words.len());
            for at in (0..last).filter(|at| first.is(layer, *at)) {
                let run = at..at + words.len();
                if !words.iter().zip(run.clone()).all(|(word, at)| word.is(layer, at)) {
                    continue;
                }
                if reach == Reach::Sentence && !is_in_one(starts, layer.start, &run) {
                    continue;
                }
                let has_other_ending =
                    words.iter().zip(run.clone()).any(|(word, at)| !word.is_exactly(layer, at));
                let (passage, field) = (PassageNo(passage), layer.field);
                each(WordingRun { passage, field, words: run, has_other_ending });
            }
        });
    }

    /// How many words of wording are held of a passage: official where that is held, else as printed.
    pub fn words_held(&self, passage: PassageNo) -> usize {
        let (mut official, mut printed) = (None, 0);
        self.each_layer(passage.0, |layer| match layer.field {
            SearchField::Official => official = Some(layer.len()),
            SearchField::Text => printed = layer.len(),
            _ => {}
        });
        official.unwrap_or(printed)
    }

    /// The layers of a passage, in the order official, printed, Korean; none of a summary.
    pub fn layers(&self, passage: PassageNo) -> Vec<LayerWords> {
        let mut layers = Vec::new();
        self.each_layer(passage.0, |layer| {
            let LayerWords { field, numbers, start } = layer;
            layers.push(LayerWords { field: *field, numbers: numbers.clone(), start: *start });
        });
        layers.sort_by_key(|layer| layer.field != SearchField::Official);
        layers
    }

    fn each_layer(&self, passage: u32, mut each: impl FnMut(&LayerWords)) {
        let mut layer = LayerWords { field: SearchField::Text, numbers: Vec::new(), start: 0 };
        let (mut open, mut position) = (None, 0_u32);
        for token in tokens(self.words.rows.body(passage)) {
            match token {
                Token::Word(number) => {
                    if open.is_some() {
                        layer.numbers.push(number);
                    }
                    position += 1;
                }
                Token::Field(slot) => {
                    if let Some(field) = open.take() {
                        layer.field = field;
                        each(&layer);
                    }
                    // What is compared with a summary is nobody's wording.
                    if matches!(slot, Slot::SUMMARY | Slot::SUMMARY_HEADING) {
                        return;
                    }
                    open = slot.field().filter(|field| field.is_layer());
                    position += GAP + 1;
                    layer.start = position;
                    layer.numbers.clear();
                }
            }
        }
        if let Some(field) = open {
            layer.field = field;
            each(&layer);
        }
    }

    /// Of the passages `among`, up to `most` that share at least two of the words, those that share most first.
    pub fn sharing(&self, words: &[&TextWord], among: &FixedBitSet, most: usize) -> Vec<PassageNo> {
        // For each count, the passages that share at least so many words.
        let mut levels = vec![among.clone()];
        levels.extend(words.iter().map(|_| self.words.none()));
        for word in words {
            let with = self.words.within(IndexedPart::Words, word.all());
            for count in (0..words.len()).rev() {
                let Some([fewer, more]) = levels.get_mut(count..count + 2) else { continue };
                more.union_with(&(&*fewer & &with));
            }
        }
        let mut sharing = Vec::new();
        let mut better = self.words.none();
        for level in levels.iter().skip(2).rev() {
            let new = level.difference(&better).map(|passage| PassageNo(narrow(passage)));
            sharing.extend(new.take(most - sharing.len()));
            better.clone_from(level);
        }
        sharing
    }
}

/// The words of a text as search has them, by their places in it.
pub fn word_ranges(text: &str) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    each_word(text, |_, range| ranges.push(range));
    ranges
}

/// Whether a run of words of a layer that begins at position `base` is in one sentence.
fn is_in_one(starts: &[u32], base: u32, run: &Range<usize>) -> bool {
    let (first, end) = (base + narrow(run.start), base + narrow(run.end));
    let next = starts.partition_point(|start| *start <= first);
    starts.get(next).is_none_or(|start| *start >= end)
}
