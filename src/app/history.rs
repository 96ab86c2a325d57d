//! The positions that the reader has jumped from, to go back to and forward again.
//!
//! Invariant: every jump is recorded here, whatever caused it; going back and forward loses no position.

use super::layout::Pane;
use super::motion::Direction;
use super::views::ViewKind;
use crate::corpus::PassageNo;

/// Maximum positions that are kept; the oldest is dropped.
const MOST: usize = 200;

/// A position to come back to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Visit {
    pub(super) passage: PassageNo,
    pub(super) query: String,
    pub(super) focus: Pane,
    pub(super) anchor: Option<usize>,
    /// The view that was left with it, to be shown again; `None` where the reader stays in the view that is shown.
    pub(super) view: Option<ViewKind>,
}

impl Visit {
    /// Whether both show the same passage under the same search.
    pub(super) fn is_same_place(&self, other: &Self) -> bool {
        (self.passage, &self.query) == (other.passage, &other.query)
    }
}

/// How a position was left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Departure {
    /// Into a link, the search for a term, or out of a search: `Esc` comes back before it does anything else.
    Level,
    /// To another passage, or with a search that was typed.
    Step,
}

/// The positions before and after the one in view, the nearest last.
#[derive(Debug, Default)]
pub(super) struct History {
    back: Vec<(Visit, Departure)>,
    forward: Vec<(Visit, Departure)>,
}

impl History {
    /// Records a position that the reader leaves by a jump.
    pub(super) fn record(&mut self, left: Visit, departure: Departure) {
        self.forward.clear();
        self.back.push((left, departure));
        if self.back.len() > MOST {
            self.back.remove(0);
        }
    }

    /// Moves one position back or forward and keeps this one for the way back; `None` at the end.
    pub(super) fn travel(&mut self, here: Visit, direction: Direction) -> Option<Visit> {
        let (from, to) = match direction {
            Direction::Backward => (&mut self.back, &mut self.forward),
            Direction::Forward => (&mut self.forward, &mut self.back),
        };
        // A jump may have led to its own start.
        let (visit, departure) =
            std::iter::from_fn(|| from.pop()).find(|(visit, _)| !visit.is_same_place(&here))?;
        to.push((here, departure));
        Some(visit)
    }

    /// The reader has moved on from the last jump: `Esc` no longer returns from it first.
    pub(super) fn forget_levels(&mut self) {
        self.back.iter_mut().for_each(|(_, departure)| *departure = Departure::Step);
    }

    /// Whether `Esc` returns from the last jump before it does anything else.
    pub(super) fn is_inside(&self) -> bool {
        self.back.last().is_some_and(|(_, departure)| *departure == Departure::Level)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.back.is_empty()
    }

    /// Whether there is an earlier position without a search, other than `here`.
    pub(super) fn leads_out_of_searches(&self, here: &Visit) -> bool {
        self.back.iter().any(|(visit, _)| visit.query.is_empty() && !visit.is_same_place(here))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn visit(query: &str) -> Visit {
        Visit {
            passage: PassageNo::default(),
            query: query.to_owned(),
            focus: Pane::Statements,
            anchor: None,
            view: None,
        }
    }

    #[test]
    fn back_and_forward_lose_nothing_and_a_new_jump_ends_what_is_ahead() {
        let mut history = History::default();
        history.record(visit("a"), Departure::Step);
        history.record(visit("b"), Departure::Level);
        // A jump that led nowhere.
        history.record(visit("c"), Departure::Step);
        let back = |history: &mut History, here: &str| history.travel(visit(here), Direction::Backward);
        let forward = |history: &mut History, here: &str| history.travel(visit(here), Direction::Forward);
        assert_eq!(back(&mut history, "c"), Some(visit("b")));
        assert_eq!(back(&mut history, "b"), Some(visit("a")));
        assert_eq!(back(&mut history, "a"), None);
        assert_eq!(forward(&mut history, "a"), Some(visit("b")));
        assert_eq!(forward(&mut history, "b"), Some(visit("c")));
        assert_eq!(forward(&mut history, "c"), None);
        assert!(history.is_inside(), "Esc comes back from the link that was followed again");
        assert_eq!(back(&mut history, "c"), Some(visit("b")));
        history.record(visit("b"), Departure::Step);
        assert_eq!(forward(&mut history, "d"), None);
        for at in 0..MOST {
            history.record(visit(&at.to_string()), Departure::Step);
        }
        assert_eq!(history.back.len(), MOST);
    }
}
