//! Leaving: one level out (`Esc`), closing (`q`), back to where the last jump began and forward again.
//!
//! Invariant: `Esc` never quits, and leaves the levels from the innermost outward.

use super::field::TextField;
use super::history::Visit;
use super::layout::Pane;
use super::motion::Direction;
use super::overlay::OverlayKind;
use super::scrolled_page::Arrival;
use super::views::ViewKind;
use super::{App, Effect, Mode};

impl App {
    /// `q`: closes what is open, then quits.
    pub(super) fn close(&mut self) -> Vec<Effect> {
        match self.mode {
            Mode::Panes if self.views.shown != ViewKind::Explore => self.switch(ViewKind::Explore),
            Mode::Panes if self.panes.zoom => self.unzoom(),
            Mode::Panes => return vec![Effect::Quit],
            Mode::Search
            | Mode::Note(_)
            | Mode::Draft
            | Mode::Forms(_)
            | Mode::Documents
            | Mode::Plain
            | Mode::Overlay(_) => {
                self.mode = Mode::Panes;
            }
        }
        Vec::new()
    }

    /// `Esc`: one level out, from the innermost; never quits.
    pub(super) fn back(&mut self) -> Vec<Effect> {
        match &mut self.mode {
            Mode::Overlay(overlay) if overlay.typing && overlay.kind != OverlayKind::Palette => {
                overlay.typing = false;
                overlay.field = TextField::default();
            }
            Mode::Overlay(_) | Mode::Forms(_) | Mode::Documents => self.mode = Mode::Panes,
            Mode::Search => {
                self.mode = Mode::Panes;
                if let Some(visit) = self.search.began.take() {
                    self.return_to(&visit);
                }
            }
            Mode::Note(_) => return self.leave_note(),
            Mode::Draft => return self.leave_draft(),
            Mode::Plain => {
                self.mode = Mode::Panes;
                return vec![Effect::Return];
            }
            Mode::Panes => self.back_among_panes(),
        }
        Vec::new()
    }

    fn back_among_panes(&mut self) {
        match self.exit() {
            Some(Exit::View) => self.switch(self.views.back.unwrap_or_default()),
            Some(Exit::Level) => self.travel(Direction::Backward),
            None => self.come_to(None, Direction::Backward),
            Some(Exit::Step) => self.leave_step(),
            Some(Exit::Zoom) => self.unzoom(),
            Some(Exit::Search) => {
                self.search.ask("");
                self.find();
            }
            Some(Exit::Focus) => self.panes.focus = Pane::Statements,
        }
    }

    /// What `Esc` leaves among the panes; `None` if there is nothing to leave.
    pub(super) fn exit(&self) -> Option<Exit> {
        let exits = [
            (Exit::View, self.views.shown != ViewKind::Explore),
            (Exit::Level, self.history.is_inside()),
            (Exit::Zoom, self.panes.zoom),
            (Exit::View, self.views.back.is_some()),
            (Exit::Search, self.search.found.is_some()),
            (Exit::Focus, self.panes.focus != Pane::Statements),
            (Exit::Step, self.history.leads_out_of_searches(&self.here())),
        ];
        exits.into_iter().find(|(_, is_open)| *is_open).map(|(exit, _)| exit)
    }

    /// Goes back to the last position without a search: `Esc` never reopens one.
    fn leave_step(&mut self) {
        let here = self.here();
        let is_passed = |visit: &mut Visit| !visit.query.is_empty() || visit.is_same_place(&here);
        let mut visit = self.history.travel(here.clone(), Direction::Backward);
        while let Some(passed) = visit.take_if(is_passed) {
            visit = self.history.travel(passed, Direction::Backward);
        }
        self.come_to(visit, Direction::Backward);
    }

    /// Goes back to where the last jump began, or forward to where it led.
    pub(super) fn travel(&mut self, direction: Direction) {
        let visit = self.history.travel(self.here(), direction);
        self.come_to(visit, direction);
    }

    fn come_to(&mut self, visit: Option<Visit>, direction: Direction) {
        match (visit, direction) {
            (Some(visit), _) => self.return_to(&visit),
            (None, Direction::Backward) => {
                self.notice = Some(String::from("nothing to go back to; q quits"));
            }
            (None, Direction::Forward) => self.notice = Some(String::from("nothing to go forward to")),
        }
    }

    pub(super) fn here(&self) -> Visit {
        Visit {
            passage: self.reading.at,
            query: self.search.field.text().to_owned(),
            focus: self.panes.focus,
            anchor: self.reading.scrolled.anchor,
            view: None,
        }
    }

    fn return_to(&mut self, visit: &Visit) {
        if visit.query != self.search.field.text() {
            self.search.ask(&visit.query);
            self.search();
        }
        self.show(visit.passage);
        self.panes.focus = visit.focus;
        if let Some(anchor) = visit.anchor {
            self.reading.scrolled.arrive(Arrival::Anchor(anchor));
        }
        if let Some(view) = visit.view {
            self.switch(view);
            // The view says itself what it makes of the query.
            self.notice = None;
        }
    }
}

/// What `Esc` leaves among the panes, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Exit {
    /// Another view than Explore, or a passage that was opened from one.
    View,
    /// A link, the search for a term, or a passage outside of the search.
    Level,
    Zoom,
    Search,
    /// The focus on another pane than the list.
    Focus,
    /// The passage that the last jump led to.
    Step,
}
