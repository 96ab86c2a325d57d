//! An overlay over the body: its title, what was typed to narrow it, its page or its entries.
//!
//! Invariant: nothing of the panes below is visible through it.

use ratatui::buffer::Buffer;
use ratatui::layout::Constraint::{Fill, Length};
use ratatui::layout::{Constraint, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::{Clear, Paragraph, Row, StatefulWidget, Table, Widget};

use super::page::{PageView, scrollbar};
use super::theme;
use crate::app::entries::PaletteEntries;
use crate::app::overlay::{Content, Overlay};
use crate::app::palette::PaletteAction;
use crate::app::theme::Theme;
use crate::page::Role;
use crate::text::wrap::columns;

pub(super) struct OverlayBox<'a> {
    pub(super) overlay: &'a Overlay,
    pub(super) theme: Theme,
    /// Where its page or its entries are.
    pub(super) body: Rect,
}

impl Widget for OverlayBox<'_> {
    fn render(self, area: Rect, cells: &mut Buffer) {
        Clear.render(area, cells);
        let (title, body) = (Rect { height: area.height.min(1), ..area }, self.body);
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
        match &self.overlay.content {
            Content::Page(scrolled) => {
                PageView { scrolled, theme: self.theme, focused: true }.render(body, cells);
            }
            Content::Actions(entries) => {
                let longest = entries.offered.iter().map(|action| columns(&action.name)).max();
                let longest = longest.and_then(|longest| longest.try_into().ok()).unwrap_or_default();
                let rows = entries.offered.iter().map(|action| self.action(action));
                self.table(rows.collect(), [Length(longest), Fill(1)].into(), entries, body, cells);
            }
        }
    }
}

impl OverlayBox<'_> {
    fn table(
        &self,
        rows: Vec<Row<'_>>,
        widths: Vec<Constraint>,
        entries: &PaletteEntries,
        area: Rect,
        cells: &mut Buffer,
    ) {
        if rows.is_empty() {
            let style = theme::role(self.theme, Role::Notice);
            return Paragraph::new("Nothing here matches.").style(style).render(area, cells);
        }
        let table = Table::new(rows, widths).row_highlight_style(theme::selected());
        let mut state = entries.table;
        StatefulWidget::render(table, area, cells, &mut state);
        scrollbar(area, entries.deepest(), state.offset().min(entries.deepest()), self.theme, cells);
    }

    /// Its name, and after a gap its keys.
    fn action(&self, action: &PaletteAction) -> Row<'static> {
        let keys = Span::styled(format!("  {}", action.keys), theme::role(self.theme, Role::Key));
        Row::new([Line::from(action.name.clone()), Line::from(keys)])
    }
}
