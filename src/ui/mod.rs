//! Drawing: the state as a frame of cells.
//!
//! Invariant: [`draw`] reads the state and writes cells inside the frame's area, nothing else.

mod ascii;
mod list;
mod page;
mod rows;
pub mod theme;

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::{Position, Rect};
use unicode_width::UnicodeWidthStr;

use crate::app::layout::{Layout, Pane};
use crate::app::{App, Mode};
use list::StatementList;
use page::PageView;

/// A finished frame, and where the terminal's cursor stands in it, if anywhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame {
    pub cells: Buffer,
    pub cursor: Option<Position>,
}

impl Frame {
    /// A frame in which every wide character has both its columns: one that was half overwritten is dropped.
    pub fn new(mut cells: Buffer, cursor: Option<Position>) -> Self {
        let width = usize::from(cells.area.width).max(1);
        for row in cells.content.chunks_mut(width) {
            for x in 0..row.len() {
                let wide =
                    row.get(x).is_some_and(|cell| !cell.symbol().is_ascii() && cell.symbol().width() > 1);
                let whole = row.get(x.saturating_add(1)).is_some_and(|next| next.symbol() == " ");
                match (wide, whole) {
                    (true, true) => row.iter_mut().skip(x.saturating_add(1)).take(1).for_each(Cell::reset),
                    (true, false) => row.iter_mut().skip(x).take(1).for_each(|cell| _ = cell.set_symbol(" ")),
                    (false, _) => {}
                }
            }
        }
        Self { cells, cursor }
    }
}

/// Draws the whole screen. With `ascii`, no glyph of ambiguous width is used.
pub fn draw(app: &App, ascii: bool) -> Frame {
    let (width, height) = app.panes.size;
    let mut cells = Buffer::empty(Rect::new(0, 0, width, height));
    let layout = app.panes.layout();
    rows::header(app, layout.header, &mut cells);
    if let Mode::Overlay(overlay) = &app.mode {
        page::overlay(app, overlay, layout, &mut cells);
    } else {
        panes(app, &layout, &mut cells);
    }
    rows::rules(app, &layout, &mut cells);
    let cursor = rows::footer(app, layout.footer, &mut cells);
    if ascii {
        ascii::plain(&mut cells);
    }
    Frame::new(cells, cursor)
}

fn panes(app: &App, layout: &Layout, cells: &mut Buffer) {
    StatementList {
        library: &app.library,
        is_marked: &|statement| app.marks.any_in(&app.library.corpus, statement),
        rows: &app.list.rows,
        found: app.search.found.as_ref(),
        divider: app.list.divider,
        scroll: app.list.scroll,
        selected: app.list.selected,
        focused: app.panes.focus == Pane::Statements,
        theme: app.theme,
    }
    .draw(layout.statements, cells);
    let view = |view, pane| PageView { view, theme: app.theme, focused: app.panes.focus == pane };
    view(&app.reading.view, Pane::Passage).draw(layout.passage, cells);
    view(&app.meanings, Pane::Meanings).draw(layout.meanings, cells);
}
