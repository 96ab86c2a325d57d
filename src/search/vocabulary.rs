//! The vocabulary: every word of the corpus once, with the data for comparing a typed word with all of them.
//!
//! Invariant: a word is found by the keys that type it, and keeps its number forever.

use memchr::memmem;
use rustc_hash::FxHashMap;

use super::cases::{either, other_keys};
use super::forms;
use super::narrow;
use crate::text::hangul;

/// The words of a corpus, by number.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    words: Vec<IndexedWord>,
    /// For each word, one bit for each letter of its keys; see [`mask`].
    pub masks: Vec<u64>,
    /// For each word, its first four keys; see [`start`].
    pub starts: Vec<u32>,
    /// All words, one per line, and where each line ends: searched for parts of words.
    lines: String,
    ends: Vec<usize>,
    numbers: FxHashMap<Box<str>, u32>,
    /// The words that begin with the same one or two keys.
    beginnings: Vec<Vec<u32>>,
    beginning_numbers: FxHashMap<Beginning, u32>,
    /// The words that share a form; see [`forms::key`].
    families: FxHashMap<Box<str>, Vec<u32>>,
    /// The words that contain Hangul.
    pub korean: Vec<u32>,
    /// Those of them that are a word in Latin letters or a figure with a Korean ending, by that word: `scm` of `scm에서`.
    attached: FxHashMap<Box<str>, Vec<u32>>,
}

/// One word of the corpus, folded.
#[derive(Debug)]
pub(super) struct IndexedWord {
    pub text: Box<str>,
    /// The keys that type the word, if Korean on a Korean keyboard; empty if they are the word itself.
    keys: Box<str>,
    pub letters: usize,
    /// The numbers of its beginnings: of one key, and of two.
    beginnings: [Option<u32>; 2],
}

/// One or two keys.
type Beginning = (char, Option<char>);

impl IndexedWord {
    pub(super) fn keys(&self) -> &str {
        if self.keys.is_empty() { &self.text } else { &self.keys }
    }

    pub(super) fn beginnings(&self) -> impl Iterator<Item = u32> + use<> {
        self.beginnings.into_iter().flatten()
    }
}

impl Vocabulary {
    pub(super) fn len(&self) -> usize {
        self.words.len()
    }

    /// The number of the word `key`, if the corpus contains it.
    pub(super) fn number(&self, key: &str) -> Option<u32> {
        match self.numbers.get(key) {
            None if hangul::holds_hangul(key) => self.numbers.get(&*hangul::keys(key)).copied(),
            number => number.copied(),
        }
    }

    /// The numbers of the word `key`: as an acronym, in small letters, and as either.
    pub(super) fn in_any_case<'a>(&'a self, key: &str) -> impl Iterator<Item = u32> + use<'a> {
        let others = other_keys(key).into_iter().filter_map(|other| self.number(&other));
        self.number(key).into_iter().chain(others)
    }

    /// The numbers of the word `key`, and of the same word with a Korean ending.
    pub(super) fn with_endings<'a>(&'a self, key: &'a str) -> impl Iterator<Item = u32> + use<'a> {
        let endings = hangul::holds_hangul(key).then(hangul::endings).into_iter().flatten();
        let longer = endings.filter_map(move |ending| self.number(&format!("{key}{ending}")));
        self.in_any_case(key).chain(longer).chain(self.attached(key).iter().copied())
    }

    /// The numbers of a word that is not Korean with Korean endings.
    pub(super) fn attached(&self, key: &str) -> &[u32] {
        self.attached.get(&*key.to_ascii_lowercase()).map_or(&[], Vec::as_slice)
    }

    /// A Korean word without its ending: of the possible stems, one that other words have too.
    pub(super) fn stem<'a>(&self, word: &'a str) -> Option<&'a str> {
        let own = self.number(word);
        let is_shared = |stem: &&str| self.with_endings(stem).any(|number| Some(number) != own);
        hangul::holds_hangul(word).then(|| hangul::stems(word).find(is_shared)).flatten()
    }

    pub(super) fn word(&self, number: u32) -> Option<&IndexedWord> {
        self.words.get(number as usize)
    }

    /// The number of `text`, which becomes a word if it is new.
    pub(super) fn add(&mut self, text: &str) -> u32 {
        if let Some(number) = self.number(text) {
            return number;
        }
        let number = narrow(self.words.len());
        let is_hangul = hangul::holds_hangul(text);
        let mut word = IndexedWord {
            text: text.into(),
            keys: typed_keys(text).into(),
            letters: text.chars().count(),
            beginnings: [None; 2],
        };
        let keys = beginnings_of(word.keys());
        for (own, keys) in word.beginnings.iter_mut().zip(keys) {
            *own = Some(self.add_beginning(keys, number));
        }
        self.numbers.insert(if is_hangul { word.keys.clone() } else { text.into() }, number);
        self.masks.push(mask(word.keys()));
        self.starts.push(start(word.keys()));
        self.lines.push_str(text);
        self.lines.push('\n');
        self.ends.push(self.lines.len());
        if is_hangul {
            self.korean.push(number);
            if let Some((word, _)) = hangul::attached(text) {
                self.attached.entry(word.into()).or_default().push(number);
            }
        }
        // A key that can be a word has the word's forms too.
        let word_of_either =
            either(text).filter(|either| either == text).map(|text| text.to_ascii_lowercase());
        if let Some(form) = forms::key(word_of_either.as_deref().unwrap_or(text)) {
            self.families.entry(form.into()).or_default().push(number);
        }
        self.words.push(word);
        number
    }

    /// Adds a word to those that begin with `keys`; the number of this beginning.
    fn add_beginning(&mut self, keys: Beginning, word: u32) -> u32 {
        let next = narrow(self.beginnings.len());
        let at = *self.beginning_numbers.entry(keys).or_insert(next);
        match self.beginnings.get_mut(at as usize) {
            Some(words) => words.push(word),
            None => self.beginnings.push(vec![word]),
        }
        at
    }

    /// The number of the beginning that `keys` has: of its first two keys, or of its only one.
    pub(super) fn beginning(&self, keys: &str) -> Option<u32> {
        let beginning = beginnings_of(keys).last()?;
        self.beginning_numbers.get(&beginning).copied()
    }

    /// The words with each beginning, by its number.
    pub(super) fn beginnings(&self) -> &[Vec<u32>] {
        &self.beginnings
    }

    /// The words that begin with the first two of `keys`, or with its only one.
    pub(super) fn words_beginning(&self, keys: &str) -> &[u32] {
        self.beginning(keys).and_then(|at| self.beginnings.get(at as usize)).map_or(&[], Vec::as_slice)
    }

    /// The words that contain `part`, each as often as it does.
    pub(super) fn words_with_part(&self, part: &str) -> impl Iterator<Item = u32> {
        let places = memmem::find_iter(self.lines.as_bytes(), part);
        places.map(|at| narrow(self.ends.partition_point(|end| *end <= at)))
    }

    /// The words that share a form.
    pub(super) fn family(&self, form: &str) -> &[u32] {
        self.families.get(form).map_or(&[], Vec::as_slice)
    }
}

/// The keys that type a word, where these are not its letters.
fn typed_keys(text: &str) -> String {
    let is_acronym = text.bytes().any(|byte| byte.is_ascii_uppercase());
    match (hangul::holds_hangul(text), is_acronym) {
        (true, _) => hangul::keys(text),
        (false, true) => text.to_ascii_lowercase(),
        (false, false) => String::new(),
    }
}

/// The beginnings that `keys` has: its first key, and its first two.
fn beginnings_of(keys: &str) -> impl Iterator<Item = Beginning> + use<> {
    let mut keys = keys.chars();
    let (first, second) = (keys.next(), keys.next());
    let both = first.zip(second).map(|(first, second)| (first, Some(second)));
    first.map(|first| (first, None)).into_iter().chain(both)
}

/// The letters that occur in `text`, a bit each; rare ones share bits.
pub(super) fn mask(text: &str) -> u64 {
    text.chars().fold(0, |mask, c| {
        let bit = match c {
            'a'..='z' => u32::from(c) - u32::from('a'),
            '0'..='9' => u32::from(c) - u32::from('0') + 26,
            _ => u32::from(c) % 28 + 36,
        };
        mask | (1_u64 << bit)
    })
}

/// The first four keys of a word, a byte each: enough to distinguish most words.
pub(super) fn start(keys: &str) -> u32 {
    let mut bytes = [0; 4];
    for (byte, key) in bytes.iter_mut().zip(keys.chars()) {
        [*byte, ..] = u32::from(key).to_le_bytes();
    }
    u32::from_le_bytes(bytes)
}
