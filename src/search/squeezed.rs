//! Where the letters of a phrase stand, whatever blanks, hyphens and dots are between them: *주한 미군* of *주한미군*,
//! *nonproliferation* of *non-proliferation*, *programme* of *program*.
//!
//! Invariant: the letters begin where a word begins and end where one ends. Korean ones can be followed by others, and
//! preceded by them if two syllables or more of the first word are theirs: *북한 미사일* does not have *한미*.

use fixedbitset::FixedBitSet;
use rustc_hash::FxHashMap;

use super::forms::spelling;
use super::phrase::Phrase;
use super::plan::members;
use super::sequence::{GAP, Token, tokens};
use super::vocabulary::Vocabulary;
use super::word_index::{IndexedPart, WordIndex};
use crate::text::hangul::{holds_hangul, is_ending, keys};
use crate::text::slice;

/// Syllables of a longer Korean word that can begin a phrase.
const BEGUN: usize = 2;

/// The letters of a phrase in one spelling.
struct Letters {
    all: String,
    hangul: bool,
    /// Whether others may follow.
    open: bool,
}

/// The passages whose own words have the letters of the phrase.
pub(super) fn passages_with(index: &WordIndex, phrase: &Phrase) -> FixedBitSet {
    let letters = Letters::of(phrase);
    if letters.all.chars().nth(1).is_none() || !letters.all.contains(char::is_alphabetic) {
        return index.none();
    }
    let vocabulary = &index.vocabulary;
    let (whole, begun) = letters.first_words(vocabulary);
    let mut found = index.within(IndexedPart::Words, whole);
    let mut candidates = index.within(IndexedPart::Words, begun.keys().copied());
    candidates.intersect_with(&index.within(IndexedPart::Words, letters.last_words(vocabulary)));
    candidates.difference_with(&found);
    let has = |passage: &u32| letters.are_in(index, *passage, &begun);
    found.extend(members(&candidates).into_iter().filter(has).map(|passage| passage as usize));
    found
}

impl Letters {
    fn of(phrase: &Phrase) -> Self {
        let all: String = phrase.words.iter().map(|word| spelled(word)).collect();
        let hangul = holds_hangul(&all);
        Self { open: phrase.open || hangul, hangul, all }
    }

    /// Whether a word ends the letters of which this `rest` is looked for.
    fn are_ended_by(&self, word: &str, rest: &str) -> bool {
        word.strip_prefix(rest).is_some_and(|more| more.is_empty() || self.open || is_ending(more))
    }

    /// The words that have all of the letters, and those that can be the first of several, with how many bytes of them.
    fn first_words(&self, vocabulary: &Vocabulary) -> (Vec<u32>, FxHashMap<u32, Vec<usize>>) {
        let (mut whole, mut begun) = (Vec::new(), FxHashMap::<u32, Vec<usize>>::default());
        for (number, word) in beginning(vocabulary, &self.all) {
            if self.are_ended_by(&word, &self.all) {
                whole.push(number);
            } else if self.all.starts_with(&word) {
                begun.entry(number).or_default().push(word.len());
            }
        }
        let initial = slice(&self.all, 0..self.all.chars().next().map_or(0, char::len_utf8));
        let single = vocabulary.number(initial).filter(|_| !self.hangul);
        if let Some(number) = single {
            begun.entry(number).or_default().push(initial.len());
        }
        if self.hangul {
            whole.extend(vocabulary.words_with_part(&self.all));
            let ends = self.all.char_indices().map(|(at, _)| at).skip(BEGUN);
            for beginning in ends.map(|end| slice(&self.all, 0..end)) {
                let ends = |number: &u32| {
                    vocabulary.word(*number).is_some_and(|word| word.text.ends_with(beginning))
                };
                let words = vocabulary.words_with_part(beginning).filter(ends);
                for number in words {
                    begun.entry(number).or_default().push(beginning.len());
                }
            }
        }
        (whole, begun)
    }

    /// The words that can be the last of several.
    fn last_words(&self, vocabulary: &Vocabulary) -> Vec<u32> {
        let rests = self.all.char_indices().skip(1).map(|(at, _)| slice(&self.all, at..self.all.len()));
        let ending = rests.flat_map(|rest| {
            let single = vocabulary.number(rest).filter(|_| rest.len() == 1);
            let longer = beginning(vocabulary, rest).filter(|(_, word)| self.are_ended_by(word, rest));
            longer.map(|(number, _)| number).chain(single).collect::<Vec<u32>>()
        });
        ending.collect()
    }

    /// Whether words that follow each other in a sentence of the passage have them, the first one of those `begun`.
    fn are_in(&self, index: &WordIndex, passage: u32, begun: &FxHashMap<u32, Vec<usize>>) -> bool {
        let (mut reached, mut is_words, mut position) = (Vec::<usize>::new(), false, 0_u32);
        let sentences = index.rows.sentences.of(passage);
        for token in tokens(index.rows.body(passage)) {
            let number = match token {
                Token::Field(slot) => {
                    (reached, is_words) = (Vec::new(), slot.is_words());
                    position += GAP + 1;
                    continue;
                }
                Token::Word(number) => number,
            };
            if sentences.binary_search(&position).is_ok() {
                reached.clear();
            }
            position += 1;
            let mut next = begun.get(&number).filter(|_| is_words).cloned().unwrap_or_default();
            if !reached.is_empty() {
                let word = index.vocabulary.word(number).map(|word| spelled(&word.text)).unwrap_or_default();
                for rest in reached.iter().map(|at| slice(&self.all, *at..self.all.len())) {
                    if self.are_ended_by(&word, rest) {
                        return true;
                    }
                    if rest.starts_with(&word) {
                        next.push(self.all.len() - rest.len() + word.len());
                    }
                }
            }
            reached = next;
        }
        false
    }
}

/// The words that begin with the first keys of `text`, spelled as it.
fn beginning<'a>(vocabulary: &'a Vocabulary, text: &str) -> impl Iterator<Item = (u32, String)> + use<'a> {
    let keys = keys(text);
    let words = if keys.chars().nth(1).is_some() { vocabulary.words_beginning(&keys) } else { &[] };
    words.iter().filter_map(|number| Some((*number, spelled(&vocabulary.word(*number)?.text))))
}

/// A word in small letters and American spelling.
fn spelled(word: &str) -> String {
    if word.is_ascii() { spelling(&word.to_ascii_lowercase()) } else { word.to_lowercase() }
}
