//! The index: the words of the corpus, each with the places where it stands.
//!
//! Invariant: each word is held once, and its postings stand in order of passage, field and position. What a
//! statement's head says stands in the postings of each of its passages, for a query is AND-ed over both.

use std::collections::HashMap;

use super::Field;
use super::terms::TermForms;
use super::words::each_word;
use crate::corpus::model::{Passage, Statement};
use crate::corpus::{Corpus, PassageNo};
use crate::text::hangul;

/// The vocabulary of a corpus. Owned, so that it can be built in the background and swapped in.
#[derive(Debug, Default)]
pub struct Index {
    pub(super) words: Vec<Word>,
    numbers: HashMap<Box<str>, u32>,
    pub(super) terms: Vec<TermForms>,
}

/// One word of the corpus, folded.
#[derive(Debug)]
pub(super) struct Word {
    pub text: String,
    /// The word as it is typed on a Korean keyboard; empty where that is the word itself.
    keys: String,
    pub letters: usize,
    /// One bit per letter of the keys; see [`mask`].
    pub mask: u64,
    pub postings: Vec<Posting>,
}

/// One place of a word. The range is in bytes of the field's source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Posting {
    pub passage: u32,
    pub slot: Slot,
    pub position: u32,
    pub start: u32,
    pub end: u32,
}

/// A field, packed; series and number of a statement are no field that could be marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Slot(u16);

impl Slot {
    const SERIES: Self = Self(8);
    const PARTIES: u16 = 16;

    fn of(field: Field) -> Self {
        match field {
            Field::Label => Self(0),
            Field::Title => Self(1),
            Field::Place => Self(2),
            Field::Heading => Self(3),
            Field::Text => Self(4),
            Field::Official => Self(5),
            Field::Korean => Self(6),
            Field::Context => Self(7),
            Field::Parties(n) => Self(Self::PARTIES.saturating_add(u16::try_from(n).unwrap_or(u16::MAX))),
        }
    }

    /// The field that can be marked, if it is one.
    pub(super) fn field(self) -> Option<Field> {
        match self.0 {
            0 => Some(Field::Label),
            1 => Some(Field::Title),
            2 => Some(Field::Place),
            3 => Some(Field::Heading),
            4 => Some(Field::Text),
            5 => Some(Field::Official),
            6 => Some(Field::Korean),
            7 => Some(Field::Context),
            n => n.checked_sub(Self::PARTIES).map(|n| Field::Parties(usize::from(n))),
        }
    }
}

impl Word {
    fn new(text: &str) -> Self {
        let keys = if hangul::holds_hangul(text) { hangul::keys(text) } else { String::new() };
        let mask = mask(if keys.is_empty() { text } else { &keys });
        Self { text: text.to_owned(), keys, letters: text.chars().count(), mask, postings: Vec::new() }
    }

    pub(super) fn keys(&self) -> &str {
        if self.keys.is_empty() { &self.text } else { &self.keys }
    }
}

/// The letters that occur in `text`, a bit each; rare ones share bits.
pub(super) fn mask(text: &str) -> u64 {
    text.chars().fold(0, |mask, c| {
        let bit = match c {
            'a'..='z' => u32::from(c).saturating_sub(u32::from('a')),
            '0'..='9' => u32::from(c).saturating_sub(u32::from('0')).saturating_add(26),
            _ => (u32::from(c) % 28).saturating_add(36),
        };
        mask | 1_u64.checked_shl(bit).unwrap_or_default()
    })
}

impl Index {
    /// Indexes every passage of `corpus`.
    pub fn build(corpus: &Corpus) -> Self {
        let mut index = Self::default();
        let mut head = Vec::new();
        for (at, statement) in corpus.statements().iter().enumerate() {
            head.clear();
            index.read_head(statement, &mut head);
            for number in corpus.passages_of(at) {
                for &(word, posting) in &head {
                    index.post(word, Posting { passage: number.0, ..posting });
                }
                if let Some((_, passage)) = corpus.passage(number) {
                    index.read_passage(number, passage);
                }
            }
        }
        for word in &mut index.words {
            word.postings.sort_unstable();
        }
        index.terms = corpus.dataset().terms.iter().map(TermForms::new).collect();
        index
    }

    /// The word `key`, if the corpus holds it.
    pub(super) fn number(&self, key: &str) -> Option<u32> {
        self.numbers.get(key).copied()
    }

    pub(super) fn word(&self, number: u32) -> Option<&Word> {
        self.words.get(number as usize)
    }

    fn read_head(&mut self, statement: &Statement, into: &mut Vec<(u32, Posting)>) {
        let mut parties = 0_usize;
        self.read(&statement.label, Slot::of(Field::Label), into);
        self.read(&statement.title, Slot::of(Field::Title), into);
        self.read(statement.place.as_deref().unwrap_or_default(), Slot::of(Field::Place), into);
        for party in statement.issuers.iter().chain(&statement.signatories) {
            self.read(party, Slot::of(Field::Parties(parties)), into);
            parties = parties.saturating_add(1);
        }
        let number = statement.number.map(|n| format!("{n} {n}{}", ordinal_ending(n)));
        let series = format!("{} {}", statement.series, number.unwrap_or_default());
        self.read(&series, Slot::SERIES, into);
    }

    fn read_passage(&mut self, number: PassageNo, passage: &Passage) {
        let check = passage.check.as_ref();
        let fields = [
            (Field::Heading, passage.heading.as_deref()),
            (Field::Text, Some(&*passage.text)),
            (Field::Official, check.and_then(|check| check.official.as_deref())),
            (Field::Korean, check.and_then(|check| check.korean.as_deref())),
            (Field::Context, passage.context.as_deref()),
        ];
        let mut found = Vec::new();
        for (field, text) in fields {
            self.read(text.unwrap_or_default(), Slot::of(field), &mut found);
        }
        for (word, posting) in found {
            self.post(word, Posting { passage: number.0, ..posting });
        }
    }

    /// Reads the words of one field; the passage is filled in by the caller.
    fn read(&mut self, text: &str, slot: Slot, into: &mut Vec<(u32, Posting)>) {
        let mut position = 0_u32;
        each_word(text, |key, range| {
            let (Ok(start), Ok(end)) = (u32::try_from(range.start), u32::try_from(range.end)) else { return };
            into.push((self.number_or_new(key), Posting { passage: 0, slot, position, start, end }));
            position = position.saturating_add(1);
        });
    }

    fn number_or_new(&mut self, key: &str) -> u32 {
        if let Some(&number) = self.numbers.get(key) {
            return number;
        }
        let number = u32::try_from(self.words.len()).unwrap_or(u32::MAX);
        self.numbers.insert(key.into(), number);
        self.words.push(Word::new(key));
        number
    }

    fn post(&mut self, word: u32, posting: Posting) {
        if let Some(word) = self.words.get_mut(word as usize) {
            word.postings.push(posting);
        }
    }
}

fn ordinal_ending(n: u32) -> &'static str {
    match (n % 10, n % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::tests::corpus;

    #[test]
    fn words_are_held_once_with_ordered_postings() {
        let index = Index::build(&corpus());
        let mut texts: Vec<_> = index.words.iter().map(|word| &word.text).collect();
        texts.sort();
        texts.dedup();
        assert_eq!(texts.len(), index.words.len());
        assert!(index.words.iter().all(|word| word.postings.is_sorted()));
    }

    #[test]
    fn a_slot_leads_back_to_its_field() {
        for field in [Field::Label, Field::Title, Field::Place, Field::Heading, Field::Text, Field::Official]
        {
            assert_eq!(Slot::of(field).field(), Some(field));
        }
        assert_eq!(Slot::of(Field::Korean).field(), Some(Field::Korean));
        assert_eq!(Slot::of(Field::Context).field(), Some(Field::Context));
        assert_eq!(Slot::of(Field::Parties(3)).field(), Some(Field::Parties(3)));
        assert_eq!(Slot::SERIES.field(), None);
    }

    #[test]
    fn numbers_have_their_endings() {
        let said: Vec<_> = [1, 2, 3, 4, 11, 12, 13, 21, 35].map(ordinal_ending).to_vec();
        assert_eq!(said, ["st", "nd", "rd", "th", "th", "th", "th", "st", "th"]);
    }
}
