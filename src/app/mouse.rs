//! The mouse, where the reader has turned it on: the wheel scrolls what it is over, a click goes to what it is on.
//!
//! Invariant: a click does nothing that a key cannot do; while the mouse is off, the terminal's mouse reports are
//! ignored.

use ratatui::layout::{Position, Rect};

use super::compare_view::CompareAreas;
use super::history::Departure;
use super::layout::{Areas, Pane};
use super::list::ListLine;
use super::motion::{Direction, Motion};
use super::views::{ViewKind, Views};
use super::{App, Effect, Mode};

/// What was done with the mouse, and in which cell of the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MouseInput {
    pub gesture: Gesture,
    pub at: Position,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gesture {
    Click,
    Wheel(Direction),
}

/// Whether the terminal reports the mouse or keeps it for selecting text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Mouse {
    #[default]
    Off,
    On,
}

impl Mouse {
    /// What the reader should know about it.
    pub fn remark(self) -> &'static str {
        match self {
            Self::On => "mouse on: wheel and click; hold Shift to select text",
            Self::Off => "mouse off: the terminal selects text with it again",
        }
    }

    /// The lines of the help about it.
    pub(super) fn help(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::Off => &[(
                "off",
                "this program is for the keyboard; `--mouse`, or : and “Use the mouse”, turns on wheel and click",
            )],
            Self::On => &[
                ("wheel", "moves in the list, scrolls a page"),
                ("click", "focuses a pane, selects a statement, opens a link or looks up a term"),
                (
                    "click",
                    "in a list such as this: runs an action, ticks a filter, selects a term or a mark; again: Enter",
                ),
                ("Shift", "hold it to select text with the mouse (in iTerm2 Option, in macOS Terminal Fn)"),
            ],
        }
    }
}

impl App {
    /// “Use the mouse”: turns it on or off.
    pub(super) fn toggle_mouse(&mut self) -> Vec<Effect> {
        self.mouse = match self.mouse {
            Mouse::Off => Mouse::On,
            Mouse::On => Mouse::Off,
        };
        self.notice = Some(self.mouse.remark().to_owned());
        vec![Effect::UseMouse(self.mouse)]
    }

    /// Acts on the mouse; `tab` is the pane whose title is drawn there.
    pub(super) fn point(&mut self, MouseInput { gesture, at }: MouseInput, tab: Option<Pane>) -> Vec<Effect> {
        let areas = self.panes.areas();
        match (&mut self.mode, gesture) {
            (Mode::Overlay(overlay), Gesture::Wheel(direction)) => overlay.go(Motion::Wheel, direction),
            (Mode::Panes, gesture) if self.views.shown != ViewKind::Explore => {
                self.point_in_view(gesture, at);
            }
            (Mode::Panes, Gesture::Wheel(direction)) => self.turn_wheel(areas, at, direction),
            (Mode::Panes, Gesture::Click) => return self.click(areas, at, tab),
            (Mode::Overlay(_), Gesture::Click) => {
                let body = areas.overlay_body();
                let row = Some(at).filter(|at| body.contains(*at)).map(|at| usize::from(at.y - body.y));
                return row.map_or_else(Vec::new, |row| self.choose_row(row));
            }
            (
                Mode::Search | Mode::Note(_) | Mode::Draft | Mode::Forms(_) | Mode::Documents | Mode::Plain,
                _,
            ) => {}
        }
        Vec::new()
    }

    fn point_in_view(&mut self, gesture: Gesture, at: Position) {
        let body = self.panes.areas().body;
        let row = |area: Rect| Some(at).filter(|at| area.contains(*at)).map(|at| usize::from(at.y - area.y));
        let Views { concordance, compare, draft, shown, .. } = &mut self.views;
        let has_moved = match (gesture, shown) {
            (Gesture::Wheel(direction), ViewKind::Timeline) => {
                self.move_in_lines(Motion::Line, direction);
                false
            }
            (Gesture::Wheel(direction), _) => {
                self.move_in_lines(Motion::Wheel, direction);
                false
            }
            (Gesture::Click, ViewKind::Concordance) => concordance
                .as_mut()
                .is_some_and(|view| row(view.areas(body).lines).is_some_and(|row| view.point(row))),
            (Gesture::Click, ViewKind::Compare) => compare
                .as_mut()
                .is_some_and(|view| row(CompareAreas::new(body).page).is_some_and(|row| view.point(row))),
            (Gesture::Click, ViewKind::Draft) => draft.as_mut().is_some_and(|view| view.point(at)),
            (Gesture::Click, ViewKind::Explore | ViewKind::Timeline) => false,
        };
        if has_moved {
            self.read_selected();
        }
    }

    fn turn_wheel(&mut self, areas: Areas, at: Position, direction: Direction) {
        match pane_at(areas, at) {
            Some(Pane::Statements) => self.move_in_list(Motion::Line, direction),
            Some(Pane::Passage) => self.reading.scrolled.go(Motion::Wheel, direction),
            Some(Pane::Meanings) => self.meanings.go(Motion::Wheel, direction),
            None => {}
        }
    }

    /// Focuses the pane, by its title too; selects the statement; opens the link or the term.
    fn click(&mut self, areas: Areas, at: Position, tab: Option<Pane>) -> Vec<Effect> {
        if let Some(pane) = tab {
            self.panes.focus = pane;
            return Vec::new();
        }
        let Some(pane) = pane_at(areas, at) else { return Vec::new() };
        self.panes.focus = pane;
        let area = areas.pane(pane);
        let (row, column) = (usize::from(at.y - area.y), usize::from(at.x - area.x));
        let view = match pane {
            Pane::Statements => return self.select_line(row),
            Pane::Passage => &mut self.reading.scrolled,
            Pane::Meanings => &mut self.meanings,
        };
        if view.point(row, column) { self.open() } else { Vec::new() }
    }

    /// Selects the statement on a row of the list.
    fn select_line(&mut self, row: usize) -> Vec<Effect> {
        let (corpus, found) = (&self.library.corpus, self.search.found.as_ref());
        let row = match self.list.at(self.list.scroll + row) {
            Some(ListLine::Row(row) | ListLine::Words(row)) => {
                self.list.rows.get(row).filter(|_| self.list.selected != Some(row))
            }
            Some(ListLine::Divider(_)) | None => None,
        };
        if let Some(passage) = row.and_then(|row| row.passages(corpus, found).next()) {
            self.history.record(self.here(), Departure::Step);
            self.show(passage);
        }
        Vec::new()
    }
}

/// The pane that a cell belongs to.
fn pane_at(areas: Areas, at: Position) -> Option<Pane> {
    let panes = [Pane::Statements, Pane::Passage, Pane::Meanings];
    panes.into_iter().find(|pane| areas.pane(*pane).contains(at))
}
