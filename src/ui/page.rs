//! A page in a pane.
//!
//! Invariant: what does not fit is scrolled, never compressed; the scrollbar shows that there is more, and where in it
//! the pane is.

use std::borrow::Cow;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Paragraph, Scrollbar, ScrollbarOrientation, ScrollbarState, StatefulWidget, Widget};

use super::{rows, theme};
use crate::app::layout::MEASURE;
use crate::app::scrolled_page::ScrolledPage;
use crate::app::theme::Theme;
use crate::page::{PageLine, PageSpan};
use crate::text::slice;
use crate::text::wrap::wrap;

pub(super) struct PageView<'a> {
    pub(super) scrolled: &'a ScrolledPage,
    pub(super) theme: Theme,
    /// Whether the cursor is shown.
    pub(super) focused: bool,
}

impl Widget for PageView<'_> {
    fn render(self, area: Rect, cells: &mut Buffer) {
        let lines = self.scrolled.page.lines.iter().skip(self.scrolled.scroll).take(area.height.into());
        rows::draw(lines.map(|line| self.line(line)), area, cells);
        scrollbar(area, self.scrolled.deepest(), self.scrolled.scroll, self.theme, cells);
    }
}

impl<'a> PageView<'a> {
    fn line(&self, line: &'a PageLine) -> Line<'a> {
        let span = |span: &'a PageSpan| {
            let cursor =
                self.focused && span.style.anchor.is_some() && span.style.anchor == self.scrolled.anchor;
            // A no-break space kept words together; on the screen it is a space.
            let text = if span.text.contains('\u{A0}') {
                Cow::Owned(span.text.replace('\u{A0}', " "))
            } else {
                Cow::Borrowed(&*span.text)
            };
            let style = if cursor { theme::under_cursor } else { theme::style };
            Span::styled(text, style(self.theme, span.style))
        };
        line.spans.iter().map(span).collect()
    }
}

/// Paragraphs in place of what cannot be shown.
pub(super) fn message<'a>(paragraphs: impl IntoIterator<Item = &'a str>, area: Rect, cells: &mut Buffer) {
    let width = usize::from(area.width.min(MEASURE));
    let rows = paragraphs
        .into_iter()
        .flat_map(|text| wrap(text, width, 0).into_iter().map(move |row| Line::from(slice(text, row))));
    Paragraph::new(rows.collect::<Vec<_>>()).render(area, cells);
}

/// A scrollbar for a pane that shows a part of its lines, in its gutter, on the rule there if there is one. `deepest`
/// is the last line to scroll to. Its arrows show exactly whether there is more; a pane of one or two lines has only
/// the arrows.
pub(super) fn scrollbar(pane: Rect, deepest: usize, scroll: usize, theme: Theme, cells: &mut Buffer) {
    if deepest == 0 || pane.is_empty() {
        return;
    }
    let gutter = Rect { x: pane.right() + 1, width: 1, ..pane }.intersection(cells.area);
    let ruled = cells.cell((gutter.x, pane.y)).is_some_and(|cell| cell.symbol() == "│");
    let track = if ruled { "│" } else { " " };
    let (up, down) = (if scroll > 0 { "↑" } else { track }, if scroll < deepest { "↓" } else { track });
    let low = pane.height < 3;
    let bar = Scrollbar::new(ScrollbarOrientation::VerticalRight)
        .begin_symbol(Some(up).filter(|_| !low))
        .end_symbol(Some(down).filter(|_| !low))
        .track_symbol(Some(track))
        .thumb_symbol(if !low {
            "┃"
        } else if scroll < deepest {
            "↓"
        } else {
            "↑"
        })
        .style(theme::quiet(theme))
        .thumb_style(theme::quiet(theme));
    // A thumb of one row: a proportional one would be redrawn with every passage that comes into view.
    let rows = usize::from(pane.height);
    let state = ScrollbarState::new(rows).position(scroll * rows.saturating_sub(1) / deepest);
    bar.render(gutter, cells, &mut state.viewport_content_length(1));
}
