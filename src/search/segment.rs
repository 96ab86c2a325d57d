//! One part of a corpus taken apart into words: all of indexing that needs nothing but the part itself, so that
//! parts can be read side by side while the index takes in those before them.
//!
//! Invariant: words and passages are numbered within the segment; each word's passages ascend, each once: those that
//! hold it themselves, and those that stand under a head which does, for a query is AND-ed over both.

use std::fmt;

use rustc_hash::FxHashMap;

use super::SearchField;
use super::sequence::{Sequence, Slot, Token, tokens};
use super::words::each_word;
use crate::corpus::model::{Passage, Statement};

/// What a filter asks of a passage, in the order in which filters are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Facet {
    Series,
    Standing,
    Meaning,
    Kind,
    Verdict,
    Has,
    Year,
}

impl Facet {
    /// As a query names it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Series => "series",
            Self::Standing => "standing",
            Self::Meaning => "meaning",
            Self::Kind => "kind",
            Self::Verdict => "verdict",
            Self::Has => "has",
            Self::Year => "year",
        }
    }
}

/// Words and filters of some statements, ready to be taken into an [`super::Index`].
#[derive(Default)]
pub struct Segment {
    pub(super) words: Vec<Box<str>>,
    /// The passages that hold each word.
    pub(super) held: Lists,
    /// The passages under a head that holds each word.
    pub(super) headed: Lists,
    pub(super) passages: Sequence,
    /// A row for each statement.
    pub(super) heads: Sequence,
    /// Each passage's row among the heads.
    pub(super) heads_of: Vec<u32>,
    pub(super) facets: Vec<(Facet, Box<str>, Vec<u32>)>,
}

impl Segment {
    /// Reads statements that follow each other in the corpus.
    pub fn read(statements: &[Statement]) -> Self {
        let mut reader = Reader::default();
        for (head, statement) in (0_u32..).zip(statements) {
            reader.head(statement);
            for passage in &statement.passages {
                reader.passage(passage);
                reader.segment.heads_of.push(head);
            }
        }
        let mut segment = reader.segment;
        let mut words: Vec<_> = reader.numbers.into_iter().collect();
        words.sort_unstable_by_key(|(_, number)| *number);
        segment.words = words.into_iter().map(|(word, _)| word).collect();
        let (count, passages) =
            (segment.words.len(), u32::try_from(segment.passages.rows()).unwrap_or(u32::MAX));
        segment.held = Lists::new(count, passages, |passage| segment.passages.row(passage as usize));
        let head =
            |passage: u32| segment.heads_of.get(passage as usize).map_or(usize::MAX, |head| *head as usize);
        segment.headed = Lists::new(count, passages, |passage| segment.heads.row(head(passage)));
        segment.facets = facets(statements);
        segment
    }
}

/// A list for each word, all in one block.
#[derive(Default)]
pub(super) struct Lists {
    ends: Vec<usize>,
    all: Vec<u32>,
}

impl Lists {
    pub(super) fn of(&self, word: usize) -> &[u32] {
        let start = word.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or_default();
        let end = self.ends.get(word).copied().unwrap_or_default();
        self.all.get(start..end).unwrap_or_default()
    }

    /// Lists, for each of `words`, the passages whose row holds it; `row` is told of each passage.
    fn new<'a>(words: usize, passages: u32, row: impl Fn(u32) -> &'a [u16]) -> Self {
        let mut counts = vec![0_usize; words];
        each_distinct(words, passages, &row, |word, _| {
            if let Some(count) = counts.get_mut(word) {
                *count = count.saturating_add(1);
            }
        });
        let mut lists = Self::default();
        let mut end = 0_usize;
        let mut free: Vec<usize> = Vec::with_capacity(words);
        for count in counts {
            free.push(end);
            end = end.saturating_add(count);
            lists.ends.push(end);
        }
        lists.all.resize(end, 0);
        each_distinct(words, passages, &row, |word, passage| {
            let Some(at) = free.get_mut(word) else { return };
            if let Some(place) = lists.all.get_mut(*at) {
                *place = passage;
            }
            *at = at.saturating_add(1);
        });
        lists
    }
}

/// Calls `each` with every word of every passage's row, once.
fn each_distinct<'a>(
    words: usize,
    passages: u32,
    row: impl Fn(u32) -> &'a [u16],
    mut each: impl FnMut(usize, u32),
) {
    let mut last = vec![u32::MAX; words];
    for passage in 0..passages {
        for token in tokens(row(passage)) {
            let Token::Word(word) = token else { continue };
            if let Some(last) = last.get_mut(word as usize).filter(|last| **last != passage) {
                *last = passage;
                each(word as usize, passage);
            }
        }
    }
}

impl fmt::Debug for Segment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (words, passages) = (self.words.len(), self.passages.rows());
        f.debug_struct("Segment").field("words", &words).field("passages", &passages).finish_non_exhaustive()
    }
}

#[derive(Default)]
struct Reader {
    segment: Segment,
    numbers: FxHashMap<Box<str>, u32>,
}

impl Reader {
    fn head(&mut self, statement: &Statement) {
        let number = statement.number.map(|n| format!("{n} {n}{}", ordinal_ending(n))).unwrap_or_default();
        let series = format!("{} {number} {}", statement.series, year(statement));
        let parties = statement.issuers.iter().chain(&statement.signatories);
        let parties = parties.enumerate().map(|(at, party)| (Slot::of(SearchField::Parties(at)), &**party));
        let fields = [
            (Slot::of(SearchField::Label), &*statement.label),
            (Slot::of(SearchField::Title), &*statement.title),
            (Slot::of(SearchField::Place), statement.place.as_deref().unwrap_or_default()),
            (Slot::SERIES, &*series),
        ];
        for (slot, text) in fields.into_iter().chain(parties) {
            read(&mut self.numbers, slot, text, &mut self.segment.heads);
        }
        self.segment.heads.end_row();
    }

    fn passage(&mut self, passage: &Passage) {
        let check = passage.check.as_ref();
        let fields = [
            (SearchField::Heading, passage.heading.as_deref()),
            (SearchField::Text, Some(&*passage.text)),
            (SearchField::Official, check.and_then(|check| check.official.as_deref())),
            (SearchField::Korean, check.and_then(|check| check.korean.as_deref())),
            (SearchField::Context, passage.context.as_deref()),
        ];
        for (field, text) in fields {
            read(&mut self.numbers, Slot::of(field), text.unwrap_or_default(), &mut self.segment.passages);
        }
        self.segment.passages.end_row();
    }
}

fn read(numbers: &mut FxHashMap<Box<str>, u32>, slot: Slot, text: &str, into: &mut Sequence) {
    if text.is_empty() {
        return;
    }
    into.push(Token::Field(slot));
    each_word(text, |key, _| {
        let number = numbers.get(key).copied().unwrap_or_else(|| {
            let number = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
            numbers.insert(key.into(), number);
            number
        });
        into.push(Token::Word(number));
    });
}

/// The passages of each value of each filter.
fn facets(statements: &[Statement]) -> Vec<(Facet, Box<str>, Vec<u32>)> {
    let years: Vec<String> = statements.iter().map(year).collect();
    let mut found: FxHashMap<(Facet, &str), Vec<u32>> = FxHashMap::default();
    let mut number = 0_u32;
    for (statement, year) in statements.iter().zip(&years) {
        for passage in &statement.passages {
            let check = passage.check.as_ref();
            let official = check.is_some_and(|check| check.official.is_some());
            let values = [
                Some((Facet::Series, &*statement.series)),
                Some((Facet::Year, year.as_str())),
                Some((Facet::Standing, statement.standing.name())),
                Some((Facet::Meaning, passage.meaning.as_deref().unwrap_or(NONE))),
                Some((Facet::Kind, passage.kind.name())),
                check.map(|check| (Facet::Verdict, check.verdict.name())),
                check.map(|_| (Facet::Has, CHECK)),
                official.then_some((Facet::Has, OFFICIAL)),
                (!passage.links.is_empty()).then_some((Facet::Has, LINK)),
            ];
            for value in values.into_iter().flatten() {
                found.entry(value).or_default().push(number);
            }
            number = number.saturating_add(1);
        }
    }
    found.into_iter().map(|((facet, value), passages)| (facet, value.into(), passages)).collect()
}

/// The year, as the day or the dataset says; empty where neither does.
fn year(statement: &Statement) -> String {
    let of_day = statement.date.as_deref().and_then(|date| date.get(..4)).map(str::to_owned);
    of_day.or_else(|| statement.year.map(|year| year.to_string())).unwrap_or_default()
}

/// What the filters call what has no name in the dataset.
pub(super) const NONE: &str = "none";
pub(super) const CHECK: &str = "check";
pub(super) const OFFICIAL: &str = "official";
pub(super) const LINK: &str = "link";

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
    fn words_are_held_once_and_their_passages_ascend() {
        let corpus = corpus();
        let segment = Segment::read(corpus.statements());
        let mut words = segment.words.clone();
        words.sort();
        words.dedup();
        assert_eq!(words.len(), segment.words.len());
        for word in 0..words.len() {
            let lists = [segment.held.of(word), segment.headed.of(word)];
            assert!(lists.iter().any(|list| !list.is_empty()));
            assert!(lists.iter().all(|list| list.is_sorted_by(|a, b| a < b)), "{lists:?}");
        }
    }

    #[test]
    fn a_head_stands_in_every_passage_of_its_statement() {
        let corpus = corpus();
        let segment = Segment::read(corpus.statements());
        let word = segment.words.iter().position(|word| &**word == "scm").unwrap();
        assert_eq!(segment.headed.of(word), [0, 1]);
    }

    #[test]
    fn numbers_have_their_endings() {
        let said: Vec<_> = [1, 2, 3, 4, 11, 12, 13, 21, 35].map(ordinal_ending).to_vec();
        assert_eq!(said, ["st", "nd", "rd", "th", "th", "th", "th", "st", "th"]);
    }
}
