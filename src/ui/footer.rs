//! The last row: the field being typed or a notice, then the keys that work here.
//!
//! Invariant: hints are dropped by priority until they fit, help last of all; only a message that fills the row leaves it out.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::StatefulWidget;

use super::theme;
use crate::app::Mode;
use crate::app::citing::Delivery;
use crate::app::field::TextField;
use crate::app::search::Search;
use crate::app::theme::Theme;
use crate::page::Role;
use crate::text::safe::clean;
use crate::text::wrap::{clip, columns, tail};

/// The footer; its state is where it puts the terminal's cursor, if anywhere.
pub(super) struct Footer<'a> {
    pub(super) mode: &'a Mode,
    pub(super) search: &'a Search,
    /// How many passages the library holds.
    pub(super) passages: usize,
    pub(super) notice: Option<&'a str>,
    /// Keys and their words, most useful first.
    pub(super) hints: Vec<(String, String)>,
    pub(super) theme: Theme,
}

impl StatefulWidget for Footer<'_> {
    type State = Option<Position>;

    fn render(self, area: Rect, cells: &mut Buffer, cursor: &mut Option<Position>) {
        if area.is_empty() {
            return;
        }
        let mut line = Line::from(" ");
        match self.mode {
            Mode::Search => self.field("/", &self.search.field, area, &mut line, cursor),
            Mode::Overlay(overlay) if overlay.typing => {
                self.field("> ", &overlay.field, area, &mut line, cursor);
            }
            Mode::Note(note) => self.field("note ", &note.field, area, &mut line, cursor),
            Mode::Forms(Delivery::Copy) => self.push(&mut line, "copy the  ", Role::Notice),
            Mode::Forms(Delivery::Print) => self.push(&mut line, "print the  ", Role::Notice),
            Mode::Documents => self.push(&mut line, "write as  ", Role::Notice),
            Mode::Overlay(_) | Mode::Panes | Mode::Draft | Mode::Plain => {}
        }
        let room = usize::from(area.width).saturating_sub(line.width());
        if let Some(notice) = self.notice {
            self.push(&mut line, &format!("{}  ", clip(notice, room)), Role::Notice);
        }
        if let (Mode::Search, Some(found)) = (self.mode, &self.search.found) {
            let count = if found.lists_statements() {
                format!(" {} ", found.silences())
            } else {
                format!(" {} of {} passages ", found.total(), self.passages)
            };
            self.push(&mut line, &count, Role::Faint);
        }
        let room = usize::from(area.width).saturating_sub(line.width());
        for (key, words) in self.fitting(room) {
            self.push(&mut line, key, Role::Key);
            let gap = if key.is_empty() { "" } else { " " };
            self.push(&mut line, &format!("{gap}{words}  "), Role::Faint);
        }
        super::rows::draw([line], area, cells);
    }
}

impl Footer<'_> {
    fn push(&self, line: &mut Line<'_>, words: &str, role: Role) {
        line.push_span(Span::styled(words.to_owned(), theme::role(self.theme, role)));
    }

    /// The field being typed. If it is longer than the row, the part before the cursor shows; a notice has room beside it.
    fn field(
        &self,
        prompt: &str,
        field: &TextField,
        area: Rect,
        line: &mut Line<'_>,
        cursor: &mut Option<Position>,
    ) {
        self.push(line, prompt, Role::Key);
        let (before, after) = field.halves();
        let (before, after) = (clean(before), clean(after));
        let width = usize::from(area.width);
        let width = width.saturating_sub(self.notice.map_or(0, |told| columns(told).min(width * 2 / 3)));
        let room = width.saturating_sub(line.width()).saturating_sub(1);
        // Something of what follows the cursor is always in sight.
        let room = room.saturating_sub(columns(&after).min(room / 4));
        let role = if field.is_offered() { Role::Faint } else { Role::Strong };
        let cut = if columns(&before) > room { "…" } else { "" };
        self.push(line, cut, Role::Faint);
        self.push(line, tail(&before, room.saturating_sub(columns(cut))), role);
        let x = area.x.saturating_add(u16::try_from(line.width()).unwrap_or(u16::MAX));
        *cursor = Some(Position::new(x.min(area.right().saturating_sub(1)), area.y));
        let room = width.saturating_sub(line.width());
        self.push(line, &clip(&after, room), Role::Strong);
        self.push(line, "  ", Role::Plain);
    }

    /// The hints that fit into `room` columns, help before all others.
    fn fitting(&self, mut room: usize) -> Vec<&(String, String)> {
        let mut hints: Vec<(usize, &(String, String))> = self.hints.iter().enumerate().collect();
        hints.sort_by_cached_key(|(_, (key, _))| usize::from(key != "?"));
        hints.retain(|(_, (key, words))| {
            let left = room.checked_sub(columns(key) + columns(words) + 3);
            room = left.unwrap_or(room);
            left.is_some()
        });
        hints.sort_by_cached_key(|(at, _)| *at);
        hints.into_iter().map(|(_, hint)| hint).collect()
    }
}
