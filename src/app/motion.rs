//! The words of movement: how far, between what, and which way.
//!
//! Invariant: every moving key is one of these with a direction, so that no two of them are told apart by a flag.

/// How far a key moves within the list or the page that has the focus.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Motion {
    Line,
    HalfPage,
    Page,
    /// To the beginning or the end.
    End,
}

/// What a key goes to the next or previous one of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Destination {
    Pane,
    Meaning,
    Passage,
    Hit,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    Forward,
    Backward,
}

impl Motion {
    /// The rows that it moves by, in a pane of `height` rows.
    pub fn rows(self, height: usize) -> usize {
        match self {
            Self::Line => 1,
            Self::HalfPage => height.div_ceil(2).max(1),
            Self::Page => height.saturating_sub(1).max(1),
            Self::End => usize::MAX,
        }
    }
}

impl Direction {
    /// `from` moved by `steps`, from 0 to `last`.
    pub fn step(self, from: usize, steps: usize, last: usize) -> usize {
        match self {
            Self::Forward => from.saturating_add(steps).min(last),
            Self::Backward => from.saturating_sub(steps).min(last),
        }
    }
}
