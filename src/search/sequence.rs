//! The words of passages and heads, in order: ranking and phrases are read from them.
//!
//! Invariant: a row contains its fields one after another, each after its own token. A word takes two bytes, or six
//! if its number is [`WIDE`] or more; the first words of a corpus are its frequent ones, so most take two.

use std::cmp::Reverse;
use std::ops::Range;

use fixedbitset::FixedBitSet;

use super::{SearchField, narrow};
use crate::text::sublist;

/// The number of a word that is not in the vocabulary.
pub(super) const UNKNOWN: u32 = u32::MAX;
/// Numbers from this one on take three units.
pub(super) const WIDE: u16 = 0xFF00;
/// A set with less than one in this many of all passages is sorted to be listed by date.
const SPARSE: usize = 16;
/// Precedes a wide number; fields take the units between.
const ESCAPE: u16 = 0xFFFF;

/// Words between two fields, so that nothing is near across them.
pub(super) const GAP: u32 = 10_000;

/// A field as one number. The series and number of a statement are searched but cannot be marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Slot(u16);

impl Slot {
    pub(super) const SERIES: Self = Self(8);
    /// The text of a summary, which the editor wrote.
    pub(super) const SUMMARY: Self = Self(10);
    /// The heading of a summary.
    pub(super) const SUMMARY_HEADING: Self = Self(9);
    const PARTIES: u16 = 16;
    const LAST: u16 = 0xFE;

    pub(super) fn of(field: SearchField) -> Self {
        match field {
            SearchField::Label => Self(0),
            SearchField::Title => Self(1),
            SearchField::Place => Self(2),
            SearchField::Heading => Self(3),
            SearchField::Text => Self(4),
            SearchField::Official => Self(5),
            SearchField::Korean => Self(6),
            SearchField::Context => Self(7),
            SearchField::Parties(n) => {
                // All parties beyond the last slot share that slot.
                Self(Self::LAST.min(u16::try_from(n).unwrap_or(u16::MAX).saturating_add(Self::PARTIES)))
            }
        }
    }

    /// Whether the words here are the statement's own: its text, official or Korean wording, or a heading of these.
    pub(super) fn is_words(self) -> bool {
        matches!(self.0, 3..=6)
    }

    /// The field, unless it cannot be marked.
    pub(super) fn field(self) -> Option<SearchField> {
        match self.0 {
            0 => Some(SearchField::Label),
            1 => Some(SearchField::Title),
            2 => Some(SearchField::Place),
            3 | 9 => Some(SearchField::Heading),
            4 | 10 => Some(SearchField::Text),
            5 => Some(SearchField::Official),
            6 => Some(SearchField::Korean),
            7 => Some(SearchField::Context),
            n => n.checked_sub(Self::PARTIES).map(|n| SearchField::Parties(usize::from(n))),
        }
    }
}

/// One token of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token {
    /// The words of this field follow.
    Field(Slot),
    Word(u32),
}

/// Rows of words.
#[derive(Debug, Default)]
pub(super) struct Sequence {
    units: Vec<u16>,
    /// Where each row ends.
    ends: Vec<u32>,
}

impl Sequence {
    #[inline]
    pub(super) fn push(&mut self, token: Token) {
        push(&mut self.units, token);
    }

    /// Ends the current row.
    pub(super) fn end_row(&mut self) {
        self.ends.push(narrow(self.units.len()));
    }

    pub(super) fn rows(&self) -> usize {
        self.ends.len()
    }

    /// A row, to be read with [`tokens`]; empty beyond the last one.
    pub(super) fn row(&self, at: usize) -> &[u16] {
        let start = at.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        let end = self.ends.get(at).copied().unwrap_or(start);
        sublist(&self.units, start as usize..end as usize)
    }

    /// Adds the rows of another sequence; `numbers` are the numbers that its words have here.
    fn append(&mut self, other: &Self, numbers: &[u32]) {
        for row in 0..other.rows() {
            for token in tokens(other.row(row)) {
                match token {
                    Token::Word(word) => {
                        let number = numbers.get(word as usize).copied();
                        debug_assert!(number.is_some(), "word {word} of {}", numbers.len());
                        self.push(Token::Word(number.unwrap_or(UNKNOWN)));
                    }
                    Token::Field(_) => self.push(token),
                }
            }
            self.end_row();
        }
    }

    fn shrink(&mut self) {
        self.units.shrink_to_fit();
        self.ends.shrink_to_fit();
    }
}

/// Where sentences begin within the fields of each passage, as positions of their first words; see [`GAP`].
#[derive(Debug, Default)]
pub(super) struct SentenceStarts {
    positions: Vec<u32>,
    /// The end of each passage's sentences.
    ends: Vec<u32>,
}

impl SentenceStarts {
    pub(super) fn push(&mut self, position: u32) {
        self.positions.push(position);
    }

    /// Ends those of the current passage.
    pub(super) fn end_row(&mut self) {
        self.ends.push(narrow(self.positions.len()));
    }

    /// Those of a passage, ascending.
    pub(super) fn of(&self, passage: u32) -> &[u32] {
        let at = passage as usize;
        let start = at.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        let end = self.ends.get(at).copied().unwrap_or(start);
        sublist(&self.positions, start as usize..end as usize)
    }

    fn append(&mut self, other: &Self) {
        let base = narrow(self.positions.len());
        self.positions.extend(&other.positions);
        self.ends.extend(other.ends.iter().map(|end| base + end));
    }

    fn shrink(&mut self) {
        self.positions.shrink_to_fit();
        self.ends.shrink_to_fit();
    }
}

/// The words of every passage, and of the head of its statement: its label, title, place, parties and series.
#[derive(Debug, Default)]
pub(super) struct Rows {
    pub bodies: Sequence,
    pub sentences: SentenceStarts,
    /// One row for each statement.
    pub heads: Sequence,
    /// For each passage, the row of its statement's head.
    pub heads_of: Vec<u32>,
    /// For each head, the date of its statement; see [`super::dates`].
    pub dates: Vec<u32>,
    /// For each head, the passages that have it.
    spans: Vec<Range<u32>>,
    /// The heads by date, the newest first.
    newest: Vec<u32>,
}

impl Rows {
    /// How many passages there are.
    pub(super) fn passages(&self) -> usize {
        self.bodies.rows()
    }

    pub(super) fn body(&self, passage: u32) -> &[u16] {
        self.bodies.row(passage as usize)
    }

    /// The words of the head that a passage has.
    pub(super) fn head(&self, passage: u32) -> &[u16] {
        self.heads.row(self.head_of(passage) as usize)
    }

    /// The number of the head that a passage has.
    pub(super) fn head_of(&self, passage: u32) -> u32 {
        let head = self.heads_of.get(passage as usize).copied();
        debug_assert!(head.is_some(), "passage {passage} of {}", self.heads_of.len());
        head.unwrap_or(u32::MAX)
    }

    /// The first passage of each statement.
    pub(super) fn firsts(&self) -> impl Iterator<Item = u32> {
        self.spans.iter().filter(|span| !span.is_empty()).map(|span| span.start)
    }

    /// Whether it is the first passage of its statement.
    pub(super) fn is_first(&self, passage: u32) -> bool {
        passage == 0 || self.head_of(passage) != self.head_of(passage - 1)
    }

    /// Those of the passages that are in a set: those of the newest statement first, in reading order within it.
    pub(super) fn newest_first<'a>(&'a self, set: &'a FixedBitSet) -> Box<dyn Iterator<Item = u32> + 'a> {
        let count = set.count_ones(..);
        if count * SPARSE < self.passages() {
            // Sorting a few is faster than finding them among all.
            let mut few: Vec<u32> = set.ones().map(narrow).collect();
            few.sort_by_key(|passage| Reverse(self.date_of(*passage)));
            return Box::new(few.into_iter());
        }
        let spans = self.newest.iter().filter_map(|head| self.spans.get(*head as usize));
        Box::new(spans.flat_map(Clone::clone).filter(|passage| set.contains(*passage as usize)))
    }

    /// The date of the statement that a passage belongs to.
    pub(super) fn date_of(&self, passage: u32) -> u32 {
        self.dates.get(self.head_of(passage) as usize).copied().unwrap_or(0)
    }

    /// Adds other rows; `numbers` are the numbers that their words have here.
    pub(super) fn append(&mut self, other: &Self, numbers: &[u32]) {
        let (heads, passages) = (narrow(self.heads.rows()), narrow(self.passages()));
        let mut end = passages;
        self.spans.resize((heads as usize) + other.dates.len(), 0..0);
        for of in other.heads_of.chunk_by(|head, next| head == next) {
            let start = end;
            end += narrow(of.len());
            let head = of.first().map_or(0, |head| heads + head);
            self.spans.get_mut(head as usize).into_iter().for_each(|span| *span = start..end);
        }
        self.heads_of.extend(other.heads_of.iter().map(|head| heads + head));
        self.dates.extend(&other.dates);
        self.newest.extend(heads..heads + narrow(other.dates.len()));
        let dates = &self.dates;
        // All but the new heads are already in order, which makes this sort fast.
        self.newest.sort_by_key(|head| Reverse(dates.get(*head as usize).copied().unwrap_or(0)));
        self.heads.append(&other.heads, numbers);
        self.bodies.append(&other.bodies, numbers);
        self.sentences.append(&other.sentences);
    }

    /// Releases unused memory.
    pub(super) fn shrink(&mut self) {
        self.bodies.shrink();
        self.heads.shrink();
        self.sentences.shrink();
    }
}

/// Whether a word takes three units.
pub(super) fn is_wide(word: u32) -> bool {
    word >= u32::from(WIDE)
}

/// What a row has for a word that takes one unit.
pub(super) fn unit(word: u32) -> Option<u16> {
    u16::try_from(word).ok().filter(|unit| *unit < WIDE)
}

/// Adds a token to a row.
#[inline]
pub(super) fn push(row: &mut Vec<u16>, token: Token) {
    match token {
        Token::Field(slot) => row.push(WIDE + slot.0),
        Token::Word(word) => {
            if let Some(unit) = unit(word) {
                row.push(unit);
            } else {
                let [a, b, c, d] = word.to_le_bytes();
                row.extend([ESCAPE, u16::from_le_bytes([a, b]), u16::from_le_bytes([c, d])]);
            }
        }
    }
}

/// The tokens of a row.
pub(super) fn tokens(row: &[u16]) -> impl Iterator<Item = Token> {
    let mut units = row.iter().copied();
    std::iter::from_fn(move || token(units.next()?, || units.next()))
}

/// The token that begins with `unit`; `more` gives the units after it.
#[inline]
pub(super) fn token(unit: u16, mut more: impl FnMut() -> Option<u16>) -> Option<Token> {
    if unit < WIDE {
        return Some(Token::Word(u32::from(unit)));
    }
    if unit < ESCAPE {
        return Some(Token::Field(Slot(unit - WIDE)));
    }
    let ([a, b], [c, d]) = (more()?.to_le_bytes(), more()?.to_le_bytes());
    Some(Token::Word(u32::from_le_bytes([a, b, c, d])))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slot_leads_back_to_its_field() {
        use SearchField::{Context, Heading, Korean, Label, Official, Parties, Place, Text, Title};
        for field in [Label, Title, Place, Heading, Text, Official, Korean, Context, Parties(3)] {
            assert_eq!(Slot::of(field).field(), Some(field));
        }
        assert_eq!(Slot::SERIES.field(), None);
    }

    #[test]
    fn rows_come_back_as_they_were_written() {
        let rows: [&[Token]; 4] = [
            &[
                Token::Field(Slot::of(SearchField::Text)),
                Token::Word(0),
                Token::Word(0xFEFF),
                Token::Word(0xFF00),
            ],
            &[],
            &[Token::Word(u32::MAX), Token::Word(0xFFFF), Token::Field(Slot::of(SearchField::Parties(900)))],
            &[Token::Word(7)],
        ];
        let mut sequence = Sequence::default();
        for row in rows {
            for token in row {
                sequence.push(*token);
            }
            sequence.end_row();
        }
        for (at, row) in rows.iter().enumerate() {
            assert_eq!(tokens(sequence.row(at)).collect::<Vec<_>>(), *row);
        }
        assert!(sequence.row(4).is_empty());
    }
}
