//! Drawing: the state as ratatui widgets.
//!
//! Invariant: [`draw`] alone sees the whole state; each widget is a struct that names what it draws from.

mod ascii;
mod concordance;
mod footer;
mod header;
mod overlay;
mod page;
mod rules;
mod statements;
pub mod theme;
mod timeline;

use ratatui::Frame;
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Position;
use unicode_width::UnicodeWidthStr;

use crate::app::layout::{Areas, Pane};
use crate::app::views::ViewKind;
use crate::app::{App, Mode};
use concordance::ConcordanceScreen;
use footer::Footer;
use header::Header;
use overlay::OverlayBox;
use page::PageView;
use rules::{Cursor, PaneTitles, Rules, UnderCursor};
use statements::StatementList;
use timeline::TimelineScreen;

/// Draws the whole screen. With `ascii`, no glyph of ambiguous width is used.
pub fn draw(app: &App, ascii: bool, frame: &mut Frame<'_>) {
    let (areas, theme, library, unsaved) = (app.panes.areas(), app.theme, &app.library, app.marks.failed());
    let (corpus, focus) = (&library.corpus, app.panes.focus);
    let shown = app.views.concordance.as_ref().filter(|_| app.views.shown == ViewKind::Concordance);
    let lines = shown.map(|view| ConcordanceScreen { library, view, theme });
    let shown = app.views.timeline.as_ref().filter(|_| app.views.shown == ViewKind::Timeline);
    let times = shown.map(|view| TimelineScreen { library, view, theme });
    let room = areas.header.width.saturating_sub(40).into();
    let status = lines.as_ref().and_then(|lines| lines.status(room));
    let status = status.or_else(|| times.as_ref()?.status(room));
    let header = Header { library, search: &app.search, loading: app.loading, status, unsaved, theme };
    frame.render_widget(header, areas.header);
    if let Mode::Overlay(overlay) = &app.mode {
        frame.render_widget(Rules { horizontal: &areas.rules[..2], vertical: &[], theme }, frame.area());
        frame.render_widget(OverlayBox { overlay, theme, body: areas.overlay_body() }, areas.overlay);
    } else if let Some(lines) = lines {
        frame.render_widget(Rules { horizontal: &areas.rules[..2], vertical: &[], theme }, frame.area());
        lines.draw(areas.rules[0], areas.body, frame.buffer_mut());
    } else if let Some(times) = times {
        frame.render_widget(Rules { horizontal: &areas.rules[..2], vertical: &[], theme }, frame.area());
        times.draw(areas.rules[0], areas.body, frame.buffer_mut());
    } else {
        frame.render_widget(
            Rules { horizontal: &areas.rules, vertical: &areas.dividers, theme },
            frame.area(),
        );
        frame.render_widget(titles(app, &areas), frame.area());
        let (list, found) = (&app.list, app.search.found.as_ref());
        let row = list.selected.and_then(|row| list.rows.get(row).copied()).map(Cursor::Row);
        let cursor = match focus {
            Pane::Statements => row,
            Pane::Passage => app.reading.view.target().map(Cursor::Target),
            Pane::Meanings => app.meanings.target().map(Cursor::Target),
        };
        let cursor = cursor.unwrap_or(Cursor::Nothing);
        frame.render_widget(UnderCursor { library, found, cursor }, areas.rules[1]);
        let is_marked = |statement| app.marks.any_in(corpus, statement);
        let focused = focus == Pane::Statements;
        let statements = StatementList { library, is_marked, list, found, focused, theme };
        frame.render_widget(statements, areas.statements);
        let view = |view, pane| PageView { view, theme, focused: focus == pane };
        frame.render_widget(view(&app.reading.view, Pane::Passage), areas.passage);
        frame.render_widget(view(&app.meanings, Pane::Meanings), areas.meanings);
    }
    let mut cursor = None;
    let footer = Footer {
        mode: &app.mode,
        search: &app.search,
        passages: corpus.passages(),
        notice: app.notice.as_deref(),
        hints: app.hints(),
        theme,
    };
    frame.render_stateful_widget(footer, areas.footer, &mut cursor);
    if ascii {
        ascii::plain(frame.buffer_mut());
    }
    whole_characters(frame.buffer_mut());
    if let Some(cursor) = cursor {
        frame.set_cursor_position(cursor);
    }
}

/// The pane whose title is drawn in a cell: a tab to click on.
pub fn tab_at(app: &App, at: Position) -> Option<Pane> {
    titles(app, &app.panes.areas())
        .pane_at(at)
        .filter(|_| matches!(app.mode, Mode::Panes) && app.views.shown == ViewKind::Explore)
}

fn titles<'a>(app: &App, areas: &'a Areas) -> PaneTitles<'a> {
    let dataset = app.library.corpus.dataset();
    let (meanings, questions) = (dataset.meanings.len(), dataset.questions.len());
    PaneTitles { areas, focus: app.panes.focus, order: app.list.order, meanings, questions, theme: app.theme }
}

/// Makes every wide character have both its columns: one that was half overwritten becomes a blank.
pub(crate) fn whole_characters(cells: &mut Buffer) {
    let width = usize::from(cells.area.width).max(1);
    for row in cells.content.chunks_mut(width) {
        for x in 0..row.len() {
            let wide = row.get(x).is_some_and(|cell| !cell.symbol().is_ascii() && cell.symbol().width() > 1);
            let whole = row.get(x + 1).is_some_and(|next| next.symbol() == " ");
            match (wide, whole) {
                (true, true) => row.iter_mut().skip(x + 1).take(1).for_each(Cell::reset),
                (true, false) => row.iter_mut().skip(x).take(1).for_each(|cell| _ = cell.set_symbol(" ")),
                (false, _) => {}
            }
        }
    }
}
