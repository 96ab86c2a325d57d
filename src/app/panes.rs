//! The panes: the size of the screen, the pane in focus, and whether it has the screen to itself.
//!
//! Invariant: the layout follows from these three alone.

use super::layout::{Areas, Pane};
use super::motion::Direction;

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Panes {
    /// Columns and rows of the screen.
    pub size: (u16, u16),
    pub focus: Pane,
    pub zoom: bool,
}

/// The keys that give the meanings, with all their questions, the whole screen.
pub fn keys_to_questions(focus: Pane) -> &'static str {
    match focus {
        Pane::Statements => "Tab Tab z",
        Pane::Passage => "Tab z",
        Pane::Meanings => "z",
    }
}

impl Panes {
    pub fn areas(&self) -> Areas {
        Areas::new(self.size.0, self.size.1, self.focus, self.zoom)
    }

    /// Puts the focus on the next or previous pane, around the screen.
    pub(super) fn turn(&mut self, direction: Direction) {
        self.focus = match (self.focus, direction) {
            (Pane::Statements, Direction::Forward) | (Pane::Meanings, Direction::Backward) => Pane::Passage,
            (Pane::Passage, Direction::Forward) | (Pane::Statements, Direction::Backward) => Pane::Meanings,
            (Pane::Meanings, Direction::Forward) | (Pane::Passage, Direction::Backward) => Pane::Statements,
        };
    }
}
