//! Entries to choose from, one of them selected: the state of a ratatui `Table`.
//!
//! Invariant: after `Entries::fit` the selected entry exists and is in sight; without entries none is selected.

use ratatui::widgets::TableState;

use super::motion::{Direction, Motion, kept_in_sight};

#[derive(Debug, Clone)]
pub struct Entries<T> {
    pub offered: Vec<T>,
    pub table: TableState,
    /// Rows that the pane shows.
    height: usize,
}

impl<T> Default for Entries<T> {
    fn default() -> Self {
        Self { offered: Vec::new(), table: TableState::default(), height: 0 }
    }
}

impl<T> Entries<T> {
    pub fn selected(&self) -> Option<&T> {
        self.offered.get(self.table.selected()?)
    }

    /// Takes a new list of entries for a pane of `height` rows, and keeps its position in them.
    pub(super) fn fit(&mut self, offered: Vec<T>, height: usize) {
        (self.offered, self.height) = (offered, height.max(1));
        self.select(self.table.selected().unwrap_or_default());
    }

    pub(super) fn go(&mut self, motion: Motion, direction: Direction) {
        let from = self.table.selected().unwrap_or_default();
        self.select(direction.step(from, motion.rows(self.height), usize::MAX));
    }

    /// Selects the entry on a row of the pane; returns which.
    pub(super) fn point(&mut self, row: usize) -> Option<usize> {
        let at = Some(self.table.offset() + row).filter(|at| *at < self.offered.len());
        if let Some(at) = at {
            self.select(at);
        }
        at
    }

    /// How far the entries can be scrolled.
    pub fn deepest(&self) -> usize {
        self.offered.len().saturating_sub(self.height)
    }

    /// Scrolls as if each entry took one row, since ratatui's `Table` scrolls too far where some take more.
    fn select(&mut self, at: usize) {
        let selected = self.offered.len().checked_sub(1).map(|last| at.min(last));
        let at = selected.unwrap_or_default();
        let offset = kept_in_sight(self.table.offset().min(self.deepest()), at, self.height);
        self.table = TableState::new().with_offset(offset).with_selected(selected);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_selection_stays_in_sight_and_on_an_entry() {
        let mut entries = Entries::default();
        entries.fit((0..20).collect(), 5);
        for (motion, direction, selected, offset) in [
            (Motion::Line, Direction::Backward, 0, 0),
            (Motion::Page, Direction::Forward, 4, 0),
            (Motion::Line, Direction::Forward, 5, 1),
            (Motion::Line, Direction::Backward, 4, 1),
            (Motion::End, Direction::Forward, 19, 15),
            (Motion::HalfPage, Direction::Backward, 16, 15),
        ] {
            entries.go(motion, direction);
            assert_eq!((entries.selected(), entries.table.offset()), (Some(&selected), offset), "{motion:?}");
        }
        entries.fit(vec![7, 8], 5);
        assert_eq!((entries.selected(), entries.table.offset()), (Some(&8), 0));
        entries.fit(Vec::new(), 0);
        assert_eq!(entries.selected(), None);
    }
}
