//! Types of movement: how far, to what, and in which direction.
//!
//! Invariant: every moving key is a motion or a destination, with a direction.

/// How far a key moves within the list or the page that has the focus.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Motion {
    Line,
    HalfPage,
    Page,
    /// As far as a notch of the mouse's wheel.
    Wheel,
    /// To the beginning or the end.
    End,
}

/// What a key goes to: the next or previous one of these.
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
            Self::Wheel => 3,
            Self::HalfPage => height.div_ceil(2).max(1),
            Self::Page => height.saturating_sub(1).max(1),
            Self::End => usize::MAX,
        }
    }
}

impl Direction {
    /// `from` moved by `steps`, kept between 0 and `last`.
    pub fn step(self, from: usize, steps: usize, last: usize) -> usize {
        match self {
            Self::Forward => from.saturating_add(steps).min(last),
            Self::Backward => from.saturating_sub(steps).min(last),
        }
    }
}

/// The first row on the screen of a list of `rows`, moved as little as possible so that `row` is in sight and no room is
/// left below the last one.
pub fn kept_in_sight(first: usize, row: usize, rows: usize, height: usize) -> usize {
    first.min(rows.saturating_sub(height)).clamp((row + 1).saturating_sub(height).min(row), row)
}
