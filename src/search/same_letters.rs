//! Where a text has the letters of a phrase without having the phrase itself: within longer Korean words, or divided by
//! other blanks, hyphens and dots. Such words are not counted, and are never taken for silence.
//!
//! Invariant: the letters begin where a word begins and end where one ends. A text has them if and only if the index of
//! that text has them.

use std::collections::BTreeSet;

use fixedbitset::FixedBitSet;
use rustc_hash::FxHashMap;

use super::cases::either;
use super::forms::spelling;
use super::passage_lists::IndexedPart;
use super::phrase::Phrase;
use super::plan::{in_halves, members};
use super::sequence::{GAP, Token, tokens};
use super::vocabulary::Vocabulary;
use super::word_index::WordIndex;
use super::words::each_indexed_word;
use crate::text::hangul::{holds_hangul, is_ending, keys};
use crate::text::sentences::sentences;
use crate::text::slice;

/// Minimum syllables of a longer Korean word that can begin a phrase.
const BEGUN: usize = 2;
/// Minimum digits of a figure that blanks may group: *28 500*.
const GROUPED: usize = 4;

/// A phrase whose letters are looked for.
///
/// It is found as *주한 미군* in *주한미군*, as *nonproliferation* in *non-proliferation*, as *programme* in
/// *program*, as *28,500* in *28 500*, as *1980* in *1980s*, as *2.5* in *2.5bn*. Other letters may follow Korean ones, and precede them if at least two syllables of the
/// first word are theirs: *북한 미사일* does not have *한미*.
pub(super) struct SameLetters {
    /// A phrase that may be within longer words.
    phrase: Phrase,
    letters: Option<Letters>,
}

/// The letters of a phrase in one spelling.
struct Letters {
    all: String,
    /// The first two keys that type them.
    begin: String,
    /// Whether others may follow.
    open: bool,
    /// Whether it is a figure, which signs of all kinds may surround but no other digits.
    is_figure: bool,
    /// Whether there are enough letters to be found in more than one word.
    is_divisible: bool,
    /// The words in small letters of which the phrase is an acronym: the pronoun is not *US*, however it is spelled.
    unmeant: Vec<String>,
}

impl SameLetters {
    pub(super) fn of(phrase: &Phrase) -> Self {
        Self { phrase: Phrase { hangul: true, ..phrase.clone() }, letters: Letters::of(phrase) }
    }

    /// The passages from number `from` on whose own words have them.
    pub(super) fn passages(&self, index: &WordIndex, from: usize) -> FixedBitSet {
        let mut found = self.within_korean(index, from).unwrap_or_else(|| index.none());
        if let Some(letters) = &self.letters {
            found.union_with(&letters.passages(index, from));
        }
        found
    }

    /// Whether a text of one field, of these words, has them.
    pub(super) fn are_in(&self, text: &str, words: &[String]) -> bool {
        self.phrase.is_in(words) || self.letters.as_ref().is_some_and(|letters| letters.are_in(text))
    }

    /// The passages that have the phrase, also within Korean words; `None` if none of its words is Korean.
    fn within_korean(&self, index: &WordIndex, from: usize) -> Option<FixedBitSet> {
        let vocabulary = &index.vocabulary;
        let is_korean = |word: &u32| vocabulary.word(*word).is_some_and(|word| holds_hangul(&word.text));
        let may_be = !vocabulary.korean.is_empty();
        let is_within = may_be && self.phrase.columns(vocabulary).iter().flatten().any(is_korean);
        is_within.then(|| self.phrase.in_words(index, from))
    }
}

impl Letters {
    /// `None` if there are too few letters to prove anything.
    fn of(phrase: &Phrase) -> Option<Self> {
        let all: String = phrase.words.iter().map(|word| spelled(word)).collect();
        let is_grouped = || phrase.words.len() == 1 && all.len() >= GROUPED && !all.contains('.');
        let is_long = all.chars().nth(1).is_some();
        let is_figure = all.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        let is_divisible = all.contains(char::is_alphabetic) || is_grouped();
        let begin = keys(&all).chars().take(2).collect();
        let acronyms = phrase.words.iter().filter(|word| either(word).is_some_and(|either| either != **word));
        let unmeant =
            acronyms.map(|word| word.to_ascii_lowercase()).filter(|small| !phrase.words.contains(small));
        let unmeant = unmeant.collect();
        let open = phrase.open || holds_hangul(&all);
        (is_long && (is_figure || is_divisible)).then_some(Self {
            all,
            begin,
            open,
            is_figure,
            is_divisible,
            unmeant,
        })
    }

    fn passages(&self, index: &WordIndex, from: usize) -> FixedBitSet {
        let (whole, begun) = self.first_words(&index.vocabulary);
        let mut found = index.within(IndexedPart::Words, whole);
        let mut candidates = index.within(IndexedPart::Words, begun.keys().copied());
        let reached = self.reachable(&index.vocabulary, &begun);
        candidates
            .intersect_with(&index.within(IndexedPart::Words, self.last_words(&index.vocabulary, &reached)));
        candidates.difference_with(&found);
        for set in [&mut found, &mut candidates] {
            set.remove_range(..from.min(set.len()));
        }
        let has = |passage: &u32| self.are_in_row(index, *passage, &begun);
        let having = in_halves(&members(&candidates), |half| {
            half.iter().copied().filter(has).map(|passage| passage as usize).collect::<Vec<_>>()
        });
        found.extend(having.into_iter().flatten());
        found
    }

    /// Whether a word ends the letters of which `rest` is still looked for.
    fn are_ended_by(&self, word: &str, rest: &str) -> bool {
        word.strip_prefix(rest).is_some_and(|more| more.is_empty() || self.open || is_ending(more))
    }

    /// `None` if a word has all of the letters; else how many bytes of them it can begin with, in each possible way.
    fn begun_by(&self, word: &str) -> Option<Vec<usize>> {
        let mut begun = Vec::new();
        if self.unmeant.iter().any(|unmeant| unmeant == word) {
            return Some(begun);
        }
        if self.is_figure && holds_figure(word, &self.all) {
            return None;
        }
        if !self.is_divisible {
            return Some(begun);
        }
        if begins_with_keys(word, &self.begin) {
            let word = spelled(word);
            if self.are_ended_by(&word, &self.all) {
                return None;
            }
            begun.extend(self.all.starts_with(&word).then_some(word.len()));
        }
        if holds_hangul(&self.all) {
            if word.contains(&self.all) {
                return None;
            }
            begun.extend(self.beginnings().filter(|beginning| word.ends_with(beginning)).map(str::len));
        } else if word == self.initial() {
            begun.push(word.len());
        }
        Some(begun)
    }

    fn initial(&self) -> &str {
        slice(&self.all, 0..self.all.chars().next().map_or(0, char::len_utf8))
    }

    /// The parts of the letters that a longer Korean word can end with.
    fn beginnings(&self) -> impl Iterator<Item = &str> {
        self.all.char_indices().skip(BEGUN).map(|(end, _)| slice(&self.all, 0..end))
    }

    /// The words that have all of the letters, and those that can be the first of several, with how many bytes of the
    /// letters.
    fn first_words(&self, vocabulary: &Vocabulary) -> (Vec<u32>, FxHashMap<u32, Vec<usize>>) {
        let mut numbers: Vec<u32> = if holds_hangul(&self.all) {
            let parts = self.beginnings().chain([&*self.all]);
            parts.flat_map(|part| vocabulary.words_with_part(part)).collect()
        } else {
            vocabulary.number(self.initial()).into_iter().collect()
        };
        if self.is_figure {
            numbers.extend(vocabulary.words_with_part(&self.all));
        }
        numbers.extend(beginning(vocabulary, &self.all));
        numbers.sort_unstable();
        numbers.dedup();
        let (mut whole, mut begun) = (Vec::new(), FxHashMap::default());
        for number in numbers {
            match vocabulary.word(number).map(|word| self.begun_by(&word.text)) {
                Some(None) => whole.push(number),
                Some(Some(bytes)) if !bytes.is_empty() => _ = begun.insert(number, bytes),
                Some(Some(_)) | None => {}
            }
        }
        (whole, begun)
    }

    /// How many bytes of the letters consecutive words can have, short of all, if the first word is one of those
    /// `begun`.
    fn reachable(&self, vocabulary: &Vocabulary, begun: &FxHashMap<u32, Vec<usize>>) -> BTreeSet<usize> {
        let mut reached = BTreeSet::new();
        let mut next: Vec<usize> = begun.values().flatten().copied().collect();
        while let Some(at) = next.pop() {
            let rest = slice(&self.all, at.min(self.all.len())..self.all.len());
            if rest.is_empty() || !reached.insert(at) {
                continue;
            }
            let single = rest.chars().next().map(String::from).unwrap_or_default();
            let words = beginning(vocabulary, rest).iter().copied().chain(vocabulary.in_any_case(&single));
            let words = words.filter_map(|word| vocabulary.word(word)).map(|word| spelled(&word.text));
            next.extend(words.filter(|word| rest.starts_with(word)).map(|word| at + word.len()));
        }
        reached
    }

    /// The words that can be the last of several, given how many bytes are reached before.
    fn last_words(&self, vocabulary: &Vocabulary, reached: &BTreeSet<usize>) -> Vec<u32> {
        let rests = reached.iter().map(|at| slice(&self.all, *at..self.all.len()));
        let ending = rests.flat_map(|rest| {
            let ends = |number: &u32| {
                vocabulary.word(*number).is_some_and(|word| self.are_ended_by(&spelled(&word.text), rest))
            };
            match vocabulary.number(rest) {
                Some(single) if rest.len() == 1 && !self.open => vec![single],
                _ => vocabulary.words_beginning(&keys(rest)).iter().copied().filter(ends).collect(),
            }
        });
        ending.collect()
    }

    /// Whether consecutive words in a sentence of the passage have them, the first one of those `begun`.
    fn are_in_row(&self, index: &WordIndex, passage: u32, begun: &FxHashMap<u32, Vec<usize>>) -> bool {
        let (mut reached, mut is_words, mut position) = (Vec::new(), false, 0_u32);
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
            let begun = begun.get(&number).filter(|_| is_words).cloned().unwrap_or_default();
            let word = index.vocabulary.word(number).map_or("", |word| &word.text);
            match self.reached(&reached, word, begun) {
                Some(next) => reached = next,
                None => return true,
            }
        }
        false
    }

    /// Whether consecutive words in a sentence of the text have them.
    fn are_in(&self, text: &str) -> bool {
        let mut starts = sentences(text).into_iter().map(|sentence| sentence.start).peekable();
        // `None` once all of them were found.
        let mut reached = Some(Vec::new());
        each_indexed_word(text, |word, range| {
            let Some(before) = &mut reached else { return };
            while starts.next_if(|start| *start <= range.start).is_some() {
                before.clear();
            }
            reached = self.begun_by(word).and_then(|begun| self.reached(before, word, begun));
        });
        reached.is_none()
    }

    /// How many bytes of the letters are reached with one more word, which may itself begin some; `None` if it ends
    /// them.
    fn reached(&self, before: &[usize], word: &str, mut begun: Vec<usize>) -> Option<Vec<usize>> {
        if self.unmeant.iter().any(|unmeant| unmeant == word) {
            return Some(begun);
        }
        let word = if before.is_empty() { String::new() } else { spelled(word) };
        for rest in before.iter().map(|at| slice(&self.all, *at..self.all.len())) {
            if self.are_ended_by(&word, rest) {
                return None;
            }
            if rest.starts_with(&word) {
                begun.push(self.all.len() - rest.len() + word.len());
            }
        }
        Some(begun)
    }
}

/// Whether a word has a figure that is no part of a longer one.
fn holds_figure(word: &str, figure: &str) -> bool {
    let goes_on = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit() || c == '.');
    word.match_indices(figure).any(|(at, _)| {
        let (before, rest) = word.split_at(at);
        !goes_on(before.chars().next_back()) && !goes_on(slice(rest, figure.len()..rest.len()).chars().next())
    })
}

/// Whether the keys that type a word begin with these two.
fn begins_with_keys(word: &str, begin: &str) -> bool {
    if word.is_ascii() {
        return word.get(..2).is_some_and(|own| own.eq_ignore_ascii_case(begin));
    }
    let own: String = word.chars().take(2).flat_map(char::to_lowercase).collect();
    keys(&own).starts_with(begin)
}

/// The words that begin with the first two keys of `text`.
fn beginning<'a>(vocabulary: &'a Vocabulary, text: &str) -> &'a [u32] {
    let keys = keys(text);
    if keys.chars().nth(1).is_some() { vocabulary.words_beginning(&keys) } else { &[] }
}

/// A word in small letters and American spelling.
fn spelled(word: &str) -> String {
    if word.is_ascii() { spelling(&word.to_ascii_lowercase()) } else { word.to_lowercase() }
}
