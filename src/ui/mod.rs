//! Drawing: the state as ratatui widgets.
//!
//! Invariant: only [`draw`] sees the whole state; each widget is a struct that names what it draws from.

mod ascii;
mod compare;
mod concordance;
mod draft;
mod footer;
mod header;
mod overlay;
mod page;
mod rows;
mod rules;
mod statements;
pub mod theme;
mod timeline;

use ratatui::Frame;
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::{Position, Rect};

use crate::app::layout::{Areas, Pane};
use crate::app::views::ViewKind;
use crate::app::{App, Mode};
use crate::text::wrap::columns;
use compare::CompareScreen;
use concordance::ConcordanceScreen;
use draft::DraftScreen;
use footer::Footer;
use header::Header;
use overlay::OverlayBox;
use page::PageView;
use rules::{Cursor, InView, PaneTitles, Rules, UnderCursor};
use statements::StatementList;
use timeline::TimelineScreen;

/// A view that fills the screen between header and footer, as it is drawn.
trait ViewScreen {
    /// What the header says about it in `room` columns, and the query that it was made for.
    fn status(&self, room: usize) -> Option<(String, &str)>;
    /// Draws its title on the rule above it, and the view in the body.
    fn draw(&self, rule: Rect, body: Rect, cells: &mut Buffer);
    /// Where the terminal's cursor is in it, if anywhere.
    fn cursor(&self) -> Option<Position> {
        None
    }
}

/// Draws the whole screen. With `ascii`, no glyph of ambiguous width is used.
pub fn draw(app: &App, ascii: bool, frame: &mut Frame<'_>) {
    let (areas, theme, library, unsaved) = (app.panes.areas(), app.theme, &app.library, app.failed());
    let screen = screen(app);
    let room = areas.header.width.saturating_sub(40).into();
    let status = screen.as_ref().and_then(|screen| screen.status(room));
    let header = Header { library, search: &app.search, loading: app.loading, status, unsaved, theme };
    frame.render_widget(header, areas.header);
    let written = screen.as_ref().and_then(|screen| screen.cursor());
    let rules = Rules { horizontal: &areas.rules[..2], vertical: &[], theme };
    match (&app.mode, screen) {
        (Mode::Overlay(overlay), _) => {
            frame.render_widget(rules, frame.area());
            frame.render_widget(OverlayBox { overlay, theme, body: areas.overlay_body() }, areas.overlay());
        }
        (_, Some(screen)) => {
            frame.render_widget(rules, frame.area());
            screen.draw(areas.rules[0], areas.body, frame.buffer_mut());
            let passage = app.passage_id().unwrap_or_default();
            frame.render_widget(InView { passage }, areas.rules[1]);
        }
        (_, None) => explore(app, &areas, frame),
    }
    let cursor = footer(app, areas.footer, frame).or(written);
    if ascii {
        ascii::plain(frame.buffer_mut());
    }
    whole_characters(frame.buffer_mut());
    if let Some(cursor) = cursor {
        frame.set_cursor_position(cursor);
    }
}

/// The view that is shown in place of the panes.
fn screen(app: &App) -> Option<Box<dyn ViewScreen + '_>> {
    let (library, theme, passage) = (&app.library, app.theme, app.reading.at);
    match app.views.shown {
        ViewKind::Explore => None,
        ViewKind::Concordance => {
            let view = app.views.concordance.as_ref()?;
            Some(Box::new(ConcordanceScreen { library, view, passage, theme }))
        }
        ViewKind::Timeline => {
            let view = app.views.timeline.as_ref()?;
            Some(Box::new(TimelineScreen { library, view, passage, theme }))
        }
        ViewKind::Draft => {
            let (view, is_written) = (app.views.draft.as_ref()?, matches!(app.mode, Mode::Draft));
            Some(Box::new(DraftScreen { library, view, theme, is_written }))
        }
        ViewKind::Compare => Some(Box::new(CompareScreen { view: app.views.compare.as_ref()?, theme })),
    }
}

/// Statements, passage and meanings.
fn explore(app: &App, areas: &Areas, frame: &mut Frame<'_>) {
    let (theme, library, focus) = (app.theme, &app.library, app.panes.focus);
    frame.render_widget(Rules { horizontal: &areas.rules, vertical: &areas.dividers, theme }, frame.area());
    frame.render_widget(titles(app, areas), frame.area());
    let (list, found) = (&app.list, app.search.found.as_ref());
    let row = list.selected.and_then(|row| list.rows.get(row).copied()).map(Cursor::Row);
    let cursor = match focus {
        Pane::Statements => row,
        Pane::Passage => app.reading.scrolled.target().map(Cursor::Target),
        Pane::Meanings => app.meanings.target().map(Cursor::Target),
    };
    let cursor = cursor.unwrap_or(Cursor::Nothing);
    frame.render_widget(UnderCursor { library, found, cursor }, areas.rules[1]);
    let is_marked = |statement| app.marks.any_in(&library.corpus, statement);
    let focused = focus == Pane::Statements;
    let statements = StatementList { library, is_marked, list, found, focused, theme };
    frame.render_widget(statements, areas.statements);
    let view = |scrolled, pane| PageView { scrolled, theme, focused: focus == pane };
    frame.render_widget(view(&app.reading.scrolled, Pane::Passage), areas.passage);
    frame.render_widget(view(&app.meanings, Pane::Meanings), areas.meanings);
}

/// Draws the footer; returns where it puts the terminal's cursor, if anywhere.
fn footer(app: &App, area: Rect, frame: &mut Frame<'_>) -> Option<Position> {
    let mut cursor = None;
    let footer = Footer {
        mode: &app.mode,
        search: &app.search,
        passages: app.library.corpus.passages(),
        notice: app.notice.as_deref(),
        hints: app.hints(),
        theme: app.theme,
    };
    frame.render_stateful_widget(footer, area, &mut cursor);
    cursor
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
            let is_wide = |cell: &Cell| cell.symbol().len() > 1 && columns(cell.symbol()) > 1;
            if !row.get(x).is_some_and(is_wide) {
                continue;
            }
            let Some([cell, after @ ..]) = row.get_mut(x..) else { break };
            match after {
                [next, ..] if next.symbol() == " " => next.reset(),
                _ => _ = cell.set_symbol(" "),
            }
        }
    }
}

/// How far something has been compared.
fn comparing(compared: usize, of: usize, what: &str) -> String {
    match compared {
        0 => format!("comparing {of} {what}"),
        _ => format!("comparing {compared} of {of} {what}"),
    }
}
