//! A page in a pane, and the overlay that holds one.
//!
//! Invariant: what does not fit is scrolled, never squeezed; signs in the gutter say that there is more.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::theme;
use crate::app::layout::Layout;
use crate::app::overlay::Overlay;
use crate::app::theme::Theme;
use crate::app::view::View;
use crate::app::{App, overlay_area};
use crate::page::{Role, SpanStyle};

/// A page seen through its pane.
pub(super) struct PageView<'a> {
    pub(super) view: &'a View,
    pub(super) theme: Theme,
    /// Whether the cursor is shown.
    pub(super) focused: bool,
}

impl PageView<'_> {
    pub(super) fn draw(&self, area: Rect, cells: &mut Buffer) {
        let shown = self.view.page.lines.iter().skip(self.view.scroll);
        for (y, line) in (area.top()..area.bottom()).zip(shown) {
            let mut x = area.x;
            for span in &line.spans {
                let cursor =
                    self.focused && span.style.anchor.is_some() && span.style.anchor == self.view.anchor;
                x = put(
                    cells,
                    (x, y),
                    area.right(),
                    &span.text,
                    theme::style(self.theme, span.style, cursor),
                );
            }
        }
        self.gutter(area, cells);
    }

    fn gutter(&self, area: Rect, cells: &mut Buffer) {
        let quiet = theme::quiet(self.theme);
        let mut sign = |y: u16, sign: &str| {
            if let Some(cell) = cells.cell_mut((area.right(), y)) {
                cell.set_symbol(sign).set_style(quiet);
            }
        };
        if area.is_empty() {
            return;
        }
        if self.view.scroll > 0 {
            sign(area.y, "↑");
        }
        if self.view.scroll < self.view.deepest() {
            sign(area.bottom().saturating_sub(1), "↓");
        }
    }
}

/// Writes `text` up to column `end`; the column after it. Most text is ASCII, of which each letter is a cell:
/// finding graphemes there took a fifth of the time to draw.
fn put(cells: &mut Buffer, (x, y): (u16, u16), end: u16, text: &str, style: Style) -> u16 {
    if !text.is_ascii() {
        let room = usize::from(end.saturating_sub(x));
        // A no-break space held the words together; on the screen it is a space.
        return cells.set_stringn(x, y, text.replace('\u{A0}', " "), room, style).0;
    }
    let mut after = x;
    for (x, letter) in (x..end).zip(text.chars()) {
        if let Some(cell) = cells.cell_mut((x, y)) {
            cell.set_char(letter).set_style(style);
        }
        after = x.saturating_add(1);
    }
    after
}

/// An overlay over the body: its title, what was typed to narrow it, its page.
pub(super) fn overlay(app: &App, overlay: &Overlay, layout: Layout, cells: &mut Buffer) {
    let area = overlay_area(layout);
    if area.is_empty() {
        return;
    }
    let title = theme::style(app.theme, SpanStyle::from(Role::Title), false);
    let faint = theme::quiet(app.theme);
    let (x, _) = cells.set_stringn(area.x, area.y, overlay.title(), usize::from(area.width), title);
    let narrowing = match (overlay.typing, overlay.field.text()) {
        (true, _) => String::from("  type to narrow, ↑↓ to move"),
        (false, "") => String::from("  / narrows"),
        (false, text) => format!("  narrowed to “{text}”"),
    };
    let room = usize::from(area.right().saturating_sub(x));
    cells.set_stringn(x, area.y, narrowing, room, faint);
    let rest = Rect { y: area.y.saturating_add(2), height: area.height.saturating_sub(2), ..area };
    let inner = Rect { width: rest.width.saturating_sub(1), ..rest };
    PageView { view: &overlay.view, theme: app.theme, focused: true }.draw(inner, cells);
}
