//! What the footer offers: the keys that do something in the current state.
//!
//! Invariant: hints come from the key table; a key that would do nothing is not offered.

use super::bindings::{BINDINGS, Binding};
use super::command::Command;
use super::layout::Pane;
use super::motion::{Destination, Motion};
use super::overlay::OverlayKind;
use super::{App, Mode};

impl App {
    /// Key and words of each hint, most useful first.
    pub fn hints(&self) -> Vec<(String, &'static str)> {
        let context = self.mode.key_context();
        let mut useful: Vec<_> = BINDINGS
            .iter()
            .filter(|binding| {
                binding.priority > 0 && binding.contexts.contains(&context) && self.works(binding.command)
            })
            .collect();
        useful.sort_by_key(|binding| binding.priority);
        let key = |binding: &Binding| {
            // Of a pair, both keys.
            if matches!(binding.command, Command::Move(Motion::Line, _)) {
                return String::from("↑↓");
            }
            if matches!(binding.command, Command::Go(Destination::Meaning, _)) {
                return String::from("[ ]");
            }
            binding.keys.first().map(ToString::to_string).unwrap_or_default()
        };
        let saves =
            |binding: &Binding| binding.command == Command::Open && matches!(self.mode, Mode::Note(_));
        let hint = |binding: &Binding| if saves(binding) { "save" } else { binding.hint };
        useful.into_iter().map(|binding| (key(binding), hint(binding))).collect()
    }

    /// Whether a command would do something in the current state.
    fn works(&self, command: Command) -> bool {
        let overlay = match &self.mode {
            Mode::Overlay(overlay) => Some(overlay.kind),
            Mode::Panes | Mode::Search | Mode::Note(_) | Mode::Forms(_) | Mode::Plain => None,
        };
        match command {
            Command::Go(Destination::Hit, _) => self.search.found.is_some(),
            Command::SearchTerm => !self.reading.terms.marks.is_empty() && !self.list.rows.is_empty(),
            Command::Undo => self.marks.can_undo(),
            Command::Marks => overlay != Some(OverlayKind::Marks),
            Command::Move(Motion::Line, _) => !matches!(self.mode, Mode::Note(_)),
            Command::Open => overlay != Some(OverlayKind::Help),
            Command::Argument => self.library.corpus.analysis().is_some(),
            Command::Go(Destination::Meaning, _) => {
                self.library.corpus.dataset().meanings.iter().any(|meaning| !meaning.evidence.is_empty())
            }
            Command::Back => {
                self.search.found.is_some()
                    || !self.trail.is_empty()
                    || self.panes.zoom
                    || self.panes.focus != Pane::Statements
                    || !matches!(self.mode, Mode::Panes)
            }
            Command::Move(..)
            | Command::Go(..)
            | Command::Search
            | Command::Filters
            | Command::Order
            | Command::Zoom
            | Command::Glossary
            | Command::Mark
            | Command::Note
            | Command::Explore
            | Command::Copy
            | Command::Print
            | Command::Cite(_)
            | Command::Palette
            | Command::Help
            | Command::Theme(_)
            | Command::Edit(_)
            | Command::Suspend
            | Command::Close
            | Command::Quit => true,
        }
    }
}
