//! An overlay over the body: its title, what was typed to narrow it, its page.
//!
//! Invariant: nothing of the panes below shows through.

use ratatui::buffer::Buffer;
use ratatui::layout::Constraint::{Fill, Length};
use ratatui::layout::{Layout, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::{Clear, Widget};

use super::page::PageView;
use super::theme;
use crate::app::overlay::Overlay;
use crate::app::theme::Theme;
use crate::page::Role;

pub(super) struct OverlayBox<'a> {
    pub(super) overlay: &'a Overlay,
    pub(super) theme: Theme,
}

impl Widget for OverlayBox<'_> {
    fn render(self, area: Rect, cells: &mut Buffer) {
        Clear.render(area, cells);
        let [title, _, body] = Layout::vertical([Length(1), Length(1), Fill(1)]).areas(area);
        let [body, _] = Layout::horizontal([Fill(1), Length(1)]).areas(body);
        let narrowing = match (self.overlay.typing, self.overlay.field.text()) {
            (true, _) => String::from("  type to narrow, ↑↓ to move"),
            (false, "") => String::from("  / narrows"),
            (false, text) => format!("  narrowed to “{text}”"),
        };
        let line = Line::from_iter([
            Span::styled(self.overlay.title(), theme::role(self.theme, Role::Title)),
            Span::styled(narrowing, theme::quiet(self.theme)),
        ]);
        line.render(title, cells);
        PageView { view: &self.overlay.view, theme: self.theme, focused: true }.render(body, cells);
    }
}
