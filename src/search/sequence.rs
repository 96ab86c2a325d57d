//! The words of passages and heads, in order and compactly: what ranking and phrases are read from.
//!
//! Invariant: a row holds its fields one after the other, each led by its mark; a word takes two bytes, or six
//! where its number is beyond [`WIDE`]. Words that come first in a corpus are its frequent ones, so most take two.

use super::SearchField;

/// Numbers from here on are written in three units.
pub(super) const WIDE: u16 = 0xFF00;
/// Leads a wide number; fields take what lies between.
const ESCAPE: u16 = 0xFFFF;

/// A field, packed; series and number of a statement are no field that could be marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Slot(u16);

impl Slot {
    pub(super) const SERIES: Self = Self(8);
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
                Self(Self::PARTIES.saturating_add(u16::try_from(n).unwrap_or(u16::MAX)).min(Self::LAST))
            }
        }
    }

    /// The field that can be marked, if it is one.
    pub(super) fn field(self) -> Option<SearchField> {
        match self.0 {
            0 => Some(SearchField::Label),
            1 => Some(SearchField::Title),
            2 => Some(SearchField::Place),
            3 => Some(SearchField::Heading),
            4 => Some(SearchField::Text),
            5 => Some(SearchField::Official),
            6 => Some(SearchField::Korean),
            7 => Some(SearchField::Context),
            n => n.checked_sub(Self::PARTIES).map(|n| SearchField::Parties(usize::from(n))),
        }
    }
}

/// One step of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token {
    /// From here on, the words of this field.
    Field(Slot),
    Word(u32),
}

/// Rows of words.
#[derive(Debug, Default)]
pub(super) struct Sequence {
    units: Vec<u16>,
    /// Where each row ends; four billion words are more than a file can hold.
    ends: Vec<u32>,
}

impl Sequence {
    pub(super) fn push(&mut self, token: Token) {
        push(&mut self.units, token);
    }

    /// Ends the row in hand.
    pub(super) fn end_row(&mut self) {
        self.ends.push(u32::try_from(self.units.len()).unwrap_or(u32::MAX));
    }

    pub(super) fn rows(&self) -> usize {
        self.ends.len()
    }

    /// A row, to be read by [`tokens`]; empty beyond the end.
    pub(super) fn row(&self, at: usize) -> &[u16] {
        let start = at.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or_default();
        let end = self.ends.get(at).copied().unwrap_or_default();
        self.units.get(start as usize..end as usize).unwrap_or_default()
    }

    /// Gives back what growing has taken too much.
    pub(super) fn shrink(&mut self) {
        self.units.shrink_to_fit();
        self.ends.shrink_to_fit();
    }
}

/// Whether a word takes three units.
pub(super) fn is_wide(word: u32) -> bool {
    word >= u32::from(WIDE)
}

/// Adds a step to a row.
pub(super) fn push(row: &mut Vec<u16>, token: Token) {
    match token {
        Token::Field(slot) => row.push(WIDE.saturating_add(slot.0)),
        Token::Word(word) if is_wide(word) => {
            let [a, b, c, d] = word.to_le_bytes();
            row.extend([ESCAPE, u16::from_le_bytes([a, b]), u16::from_le_bytes([c, d])]);
        }
        Token::Word(word) => row.push(u16::try_from(word).unwrap_or(ESCAPE)),
    }
}

/// The steps of a row.
pub(super) fn tokens(row: &[u16]) -> impl Iterator<Item = Token> {
    let mut units = row.iter().copied();
    std::iter::from_fn(move || token(units.next()?, || units.next()))
}

/// The step that `unit` begins; `more` gives the units after it.
#[inline]
pub(super) fn token(unit: u16, mut more: impl FnMut() -> Option<u16>) -> Option<Token> {
    if unit < WIDE {
        return Some(Token::Word(u32::from(unit)));
    }
    if unit < ESCAPE {
        return Some(Token::Field(Slot(unit.saturating_sub(WIDE))));
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
