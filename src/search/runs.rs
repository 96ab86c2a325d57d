//! Runs: where the wording of passages has the words of another text in a row, word for word.
//!
//! Invariant: a run is within one layer of one quotation: its official, printed or Korean wording, never its heading or
//! the editor's words. A Korean word may have another particle or ending, an English one another spelling; the run
//! records that.

use std::ops::Range;

use fixedbitset::FixedBitSet;
use rustc_hash::FxHashMap;

use super::cases::either;
use super::forms::{self, spelling};
use super::index::Index;
use super::passage_lists::IndexedPart;
use super::plan::{in_halves, members};
use super::postings::SHARE;
use super::sequence::{GAP, Slot, Token, tokens, unit};
use super::words::each_word;
use super::{Facet, SearchField, narrow};
use crate::corpus::PassageNo;
use crate::corpus::model::PassageKind;
use crate::text::hangul::holds_hangul;
use crate::text::slice;

/// The rarest words of a run, of which there are this many, select the passages that are read for it.
const CHOOSING: usize = 6;

/// Words by their numbers in the vocabulary, each with its place among those that were asked for.
#[derive(Debug)]
pub struct NumberedWords(FxHashMap<u32, usize>);

/// A word of a text that is compared with the wording.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextWord {
    /// Where it is in its text.
    pub range: Range<usize>,
    /// The word as search compares it, folded.
    pub key: String,
    /// The words of the vocabulary that it is.
    numbers: Vec<u32>,
    /// The same word with other Korean particles or endings, or in another spelling.
    forms: Vec<u32>,
    /// In how many passages the passage's own words contain it.
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
    /// Whether a word is spelled differently there, or has another Korean ending.
    pub has_other_form: bool,
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

/// The two neighbors among some words that the fewest passages have, as rows store them; `None` if one of them takes
/// more than a unit.
#[derive(Debug)]
struct NeighborWords(Option<[Vec<u16>; 2]>);

impl NeighborWords {
    fn of(words: &[TextWord]) -> Self {
        let units = |word: &TextWord| word.all().map(unit).collect::<Option<Vec<u16>>>();
        let passages = |pair: &&[TextWord]| pair.iter().map(|word| word.passages).sum::<usize>();
        let rarest = words.windows(2).min_by_key(passages);
        Self(rarest.and_then(|pair| Some([units(pair.first()?)?, units(pair.last()?)?])))
    }

    /// Whether a row can have all the words in a row: only checks its units, a third of the work of reading it.
    #[inline]
    fn may_be_in(&self, row: &[u16]) -> bool {
        let Some([one, next]) = &self.0 else { return true };
        row.windows(2).any(|pair| matches!(pair, [left, right] if one.contains(left) && next.contains(right)))
    }
}

/// The words of the vocabulary that match some words in any form, and how many match each.
#[derive(Debug, Default)]
pub struct WordForms {
    places: FxHashMap<u32, usize>,
    counts: Vec<u32>,
}

impl WordForms {
    pub fn of(words: &[TextWord]) -> Self {
        let mut forms = Self::default();
        for number in words.iter().flat_map(|word| word.numbers.iter().chain(&word.forms)) {
            let at = *forms.places.entry(*number).or_insert(forms.counts.len());
            match forms.counts.get_mut(at) {
                Some(count) => *count += 1,
                None => forms.counts.push(1),
            }
        }
        forms
    }
}

impl TextWord {
    /// Whether the word of a layer at this place is this word, or this word with another Korean ending or spelling.
    #[inline]
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

    /// The same word, or another one as an alternative.
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
    /// The maximum number of its words that can each be a different one of these words.
    pub fn most_same(&self, forms: &WordForms) -> usize {
        let mut left = forms.counts.clone();
        let mut take = |number: &u32| {
            let left = forms.places.get(number).and_then(|at| left.get_mut(*at)).filter(|left| **left > 0);
            left.map(|left| *left -= 1).is_some()
        };
        self.numbers.iter().filter(|number| take(number)).count()
    }

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

    /// The words of the vocabulary that `key` can be. In a text all in capitals, on either side, a word and an acronym
    /// cannot be distinguished.
    fn numbers(&self, key: &str, written: &str) -> Vec<u32> {
        let vocabulary = &self.words.vocabulary;
        let is_acronym = key.contains(|c: char| c.is_ascii_uppercase());
        if is_acronym || written.contains(char::is_lowercase) {
            let either = either(key).and_then(|either| vocabulary.number(&either));
            return vocabulary.number(key).into_iter().chain(either).collect();
        }
        vocabulary.in_any_case(key).collect()
    }

    /// The same Korean word with other endings, or the same English word in another spelling.
    fn forms(&self, key: &str, numbers: &[u32]) -> Vec<u32> {
        let vocabulary = &self.words.vocabulary;
        let mut forms: Vec<u32> = if holds_hangul(key) {
            vocabulary.with_endings(vocabulary.stem(key).unwrap_or(key)).collect()
        } else {
            let family = forms::key(key).map_or(&[][..], |form| vocabulary.family(&form));
            let spelled = spelling(key);
            let word = |number: &u32| vocabulary.word(*number).map(|word| spelling(&word.text));
            family.iter().filter(|number| word(number).as_ref() == Some(&spelled)).copied().collect()
        };
        forms.retain(|form| !numbers.contains(form));
        forms.sort_unstable();
        forms.dedup();
        forms
    }

    /// The quotations, by number: only they have wording.
    pub fn quotations(&self) -> FixedBitSet {
        self.with_value(Facet::Kind, |kind| kind == PassageKind::Quotation.name())
    }

    /// The length of the longest beginning of the words that one of the passages `among` has in a row, at a place that
    /// `counts`, if it has at least `least` words; else 0. A part of a place that counts also counts.
    pub fn longest_run(
        &self,
        words: &[TextWord],
        least: usize,
        among: &FixedBitSet,
        reach: Reach,
        counts: impl Fn(&WordingRun) -> bool + Sync,
    ) -> usize {
        let (mut longest, mut wanted) = (0, least);
        // Tries longer and longer runs until no passage has one: the more words, the fewer passages.
        while let Some(shortest) = words.get(..wanted) {
            let candidates = self.candidates(shortest, among);
            let neighbors = NeighborWords::of(shortest);
            let found = in_halves(&candidates, |half| {
                let mut run_of = |passage: &u32| {
                    if !neighbors.may_be_in(self.words.rows.body(*passage)) {
                        return None;
                    }
                    let mut longest = 0;
                    self.each_run(*passage, words, wanted, reach, |mut run| {
                        while run.words.len() >= wanted && !counts(&run) {
                            run.words.end -= 1;
                        }
                        longest = longest.max(run.words.len());
                    });
                    (longest >= wanted).then_some(longest)
                };
                half.iter().find_map(&mut run_of)
            });
            let Some(found) = found.into_iter().flatten().max() else { break };
            (longest, wanted) = (found, found + 1);
        }
        longest
    }

    /// Where the passages `among` have the words in a row, in reading order.
    pub fn runs(&self, words: &[TextWord], among: &FixedBitSet, reach: Reach) -> Vec<WordingRun> {
        let candidates = self.candidates(words, among);
        let neighbors = NeighborWords::of(words);
        let found = in_halves(&candidates, |half| {
            let mut runs = Vec::new();
            for passage in half.iter().filter(|passage| neighbors.may_be_in(self.words.rows.body(**passage)))
            {
                self.each_run(*passage, words, words.len(), reach, |run| runs.push(run));
            }
            runs
        });
        found.into_iter().flatten().collect()
    }

    /// The passages `among` that contain the rarest of the words. Passages with a rare word are looked up one by one;
    /// those of common words are sets of bits.
    fn candidates(&self, words: &[TextWord], among: &FixedBitSet) -> Vec<u32> {
        let mut rarest: Vec<&TextWord> = words.iter().collect();
        rarest.sort_by_cached_key(|word| word.passages);
        rarest.truncate(CHOOSING);
        let Some((first, others)) = rarest.split_first() else { return Vec::new() };
        if first.passages * SHARE > among.len() {
            let mut set = among.clone();
            for word in &rarest {
                set.intersect_with(&self.words.within(IndexedPart::Words, word.all()));
            }
            return members(&set);
        }
        let mut passages = self.words.members(first.all(), among);
        passages.retain(|passage| others.iter().all(|word| self.words.has(*passage, word.all())));
        passages
    }

    /// Each place where a passage has the words in a row, as many as there are, if at least `least`.
    fn each_run(
        &self,
        passage: u32,
        words: &[TextWord],
        least: usize,
        reach: Reach,
        mut each: impl FnMut(WordingRun),
    ) {
        let Some(first) = words.first() else { return };
        let starts = self.words.rows.sentences.of(passage);
        self.each_layer(passage, |layer| {
            let beginnings = (layer.len() + 1).saturating_sub(least);
            for at in (0..beginnings).filter(|at| first.is(layer, *at)) {
                let end = match reach {
                    Reach::Layer => layer.len(),
                    Reach::Sentence => sentence_end(starts, layer, at),
                };
                let held = words.iter().zip(at..end).take_while(|(word, at)| word.is(layer, *at)).count();
                if held < least {
                    continue;
                }
                let run = at..at + held;
                let has_other_form =
                    words.iter().zip(run.clone()).any(|(word, at)| !word.is_exactly(layer, at));
                let (passage, field) = (PassageNo(passage), layer.field);
                each(WordingRun { passage, field, words: run, has_other_form });
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

    /// Words in small letters as the vocabulary numbers them. Of words that differ only in case, such as `us` and `US`,
    /// those that are meant.
    pub fn numbered(&self, words: &[&str], is_meant: impl Fn(&str) -> bool) -> NumberedWords {
        let vocabulary = &self.words.vocabulary;
        let meant = |number: &u32| {
            let text = vocabulary.word(*number).map(|word| &*word.text);
            // A key that can be either counts as the word.
            let can_be_either = |text: &&str| either(text).is_some_and(|either| either == **text);
            let small = text.filter(can_be_either).map(str::to_ascii_lowercase);
            small.as_deref().or(text).is_some_and(&is_meant)
        };
        let numbers = words.iter().enumerate().flat_map(|(at, word)| {
            vocabulary.in_any_case(word).filter(meant).map(move |number| (number, at))
        });
        NumberedWords(numbers.collect())
    }

    /// Calls `each` with the place of the word whenever one of these words is in the wording of a passage: official
    /// where that is held, else as printed.
    pub fn each_numbered(&self, words: &NumberedWords, passage: PassageNo, each: impl FnMut(usize)) {
        let layers = self.layers(passage);
        let shown = layers.first().filter(|layer| layer.field != SearchField::Korean);
        let numbers = shown.into_iter().flat_map(|layer| &layer.numbers);
        numbers.filter_map(|number| words.0.get(number).copied()).for_each(each);
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

    #[inline]
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
                    // Wording that a summary is compared with belongs to nobody.
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

    /// Of the passages `among`, at most `most` that share at least two of the words, those that share most first.
    pub fn sharing(&self, words: &[&TextWord], among: &FixedBitSet, most: usize) -> Vec<PassageNo> {
        let mut shared = vec![0_usize; among.len()];
        for word in words {
            for passage in self.words.members(word.all(), among) {
                shared.get_mut(passage as usize).into_iter().for_each(|count| *count += 1);
            }
        }
        let mut by_count: Vec<Vec<PassageNo>> = vec![Vec::new(); words.len() + 1];
        for (passage, count) in (0..).zip(shared).filter(|(_, count)| *count > 1) {
            if let Some(same) = by_count.get_mut(count).filter(|same| same.len() < most) {
                same.push(PassageNo(passage));
            }
        }
        by_count.into_iter().rev().flatten().take(most).collect()
    }
}

/// The words of a text as search has them, by their places in it.
pub fn word_ranges(text: &str) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    each_word(text, |_, range| ranges.push(range));
    ranges
}

/// After which word of a layer the sentence of this word ends.
fn sentence_end(starts: &[u32], layer: &LayerWords, at: usize) -> usize {
    let next = starts.partition_point(|start| *start <= layer.start + narrow(at));
    let end = starts.get(next).map(|start| (start - layer.start) as usize);
    end.map_or(layer.len(), |end| end.min(layer.len()))
}
