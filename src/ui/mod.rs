//! Drawing: the state as a frame of cells.
//!
//! Invariant: [`draw`] reads the state and writes cells inside the frame's area, nothing else.

mod ascii;
mod list;
mod page;
mod rows;
pub mod theme;

use ratatui::Frame;
use ratatui::buffer::Buffer;

use crate::app::layout::{Layout, Pane};
use crate::app::{App, Mode};
use list::StatementList;
use page::PageView;

/// Draws the whole screen. With `ascii`, no glyph of ambiguous width is used.
pub fn draw(app: &App, ascii: bool, frame: &mut Frame<'_>) {
    let layout = app.panes.layout();
    let cells = frame.buffer_mut();
    rows::header(app, layout.header, cells);
    if let Mode::Overlay(overlay) = &app.mode {
        page::overlay(app, overlay, layout, cells);
    } else {
        panes(app, &layout, cells);
    }
    rows::rules(app, &layout, cells);
    let cursor = rows::footer(app, layout.footer, cells);
    if ascii {
        ascii::plain(cells);
    }
    if let Some(cursor) = cursor {
        frame.set_cursor_position(cursor);
    }
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
