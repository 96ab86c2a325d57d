//! The actions of the palette, one of them selected: the state of a ratatui `Table`.
//!
//! Invariant: after `PaletteEntries::fit` the selected one exists and is in sight; without actions none is selected.

use ratatui::widgets::TableState;

use super::motion::{Direction, Motion, kept_in_sight};
use super::palette::PaletteAction;

#[derive(Debug, Clone, Default)]
pub struct PaletteEntries {
    pub offered: Vec<PaletteAction>,
    pub table: TableState,
    /// Rows that the pane shows.
    height: usize,
}

impl PaletteEntries {
    pub fn selected(&self) -> Option<&PaletteAction> {
        self.offered.get(self.table.selected()?)
    }

    /// Takes a new list of entries for a pane of `height` rows, and keeps its position in them.
    pub(super) fn fit(&mut self, offered: Vec<PaletteAction>, height: usize) {
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
        let offset = kept_in_sight(self.table.offset(), at, self.offered.len(), self.height);
        self.table = TableState::new().with_offset(offset).with_selected(selected);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_selection_stays_in_sight_and_on_an_entry() {
        let action = |name: &str| PaletteAction {
            name: name.to_owned(),
            keys: String::new(),
            help: "",
            commands: Vec::new(),
        };
        let mut entries = PaletteEntries::default();
        entries.fit((0..20).map(|number| action(&number.to_string())).collect(), 5);
        let selected = |entries: &PaletteEntries| entries.selected().map(|action| action.name.clone());
        for (motion, direction, at, offset) in [
            (Motion::Line, Direction::Backward, 0, 0),
            (Motion::Page, Direction::Forward, 4, 0),
            (Motion::Line, Direction::Forward, 5, 1),
            (Motion::Line, Direction::Backward, 4, 1),
            (Motion::End, Direction::Forward, 19, 15),
            (Motion::HalfPage, Direction::Backward, 16, 15),
        ] {
            entries.go(motion, direction);
            assert_eq!(
                (selected(&entries), entries.table.offset()),
                (Some(at.to_string()), offset),
                "{motion:?}"
            );
        }
        entries.fit(vec![action("first"), action("second")], 5);
        assert_eq!((selected(&entries), entries.table.offset()), (Some(String::from("second")), 0));
        entries.fit(Vec::new(), 0);
        assert_eq!(entries.selected(), None);
    }
}
