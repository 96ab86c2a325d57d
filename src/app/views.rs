//! The views on the number keys: they show one query, one scope and one passage in different ways.
//!
//! Invariant: changing the view changes neither the query nor the passage in view. A view is made when it is first opened.

use super::layout::Pane;
use super::line_view::LineView;
use super::motion::{Direction, Motion};
use super::time_view::TimeView;
use super::{App, Mode};
use crate::analysis::concordance::LineOrder;

/// What fills the screen between header and footer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ViewKind {
    /// Statements, passage and meanings.
    #[default]
    Explore,
    /// Every place where the words of the query stand.
    Concordance,
    /// Which statements say the words, which are silent, and of which nothing is known.
    Timeline,
}

/// Which view is shown, and what was made for the others.
#[derive(Debug, Default)]
pub struct Views {
    pub shown: ViewKind,
    /// The view that `Esc` goes back to, after `Enter` led out of it.
    pub(super) back: Option<ViewKind>,
    pub concordance: Option<Box<LineView>>,
    pub timeline: Option<Box<TimeView>>,
}

impl App {
    /// Shows a view.
    pub(super) fn switch(&mut self, view: ViewKind) {
        self.mode = Mode::Panes;
        self.views.shown = view;
        self.views.back = None;
    }

    /// Makes the view that is shown fit the query, the library and the size of the screen.
    pub(super) fn compose_view(&mut self) {
        if matches!(self.mode, Mode::Search) {
            return;
        }
        match self.views.shown {
            ViewKind::Explore => {}
            ViewKind::Concordance => self.compose_lines(),
            ViewKind::Timeline => self.compose_times(),
        }
    }

    fn compose_times(&mut self) {
        let (query, body) = (self.search.field.text(), self.panes.areas().body);
        let view = self.views.timeline.get_or_insert_default();
        if view.ask(&self.library, query) {
            view.select(&self.library, self.reading.at);
            let notes = view.timeline().map(|timeline| timeline.notes.join("; "));
            self.notice = self.notice.take().or(notes.filter(|notes| !notes.is_empty()));
        }
        view.fit(&self.library, body.width);
    }

    fn compose_lines(&mut self) {
        let (query, body) = (self.search.field.text(), self.panes.areas().body);
        let view = self.views.concordance.get_or_insert_default();
        if view.ask(&self.library, query) {
            view.select(self.reading.at);
            let passage = view.passage();
            self.notice = self.notice.take().or_else(|| view.remark());
            if let Some(passage) = passage {
                self.show(passage);
            }
        }
        self.views.concordance.iter_mut().for_each(|view| view.fit(&self.library, body));
    }

    /// Moves among the lines; false if another view is shown.
    pub(super) fn move_in_lines(&mut self, motion: Motion, direction: Direction) -> bool {
        if self.views.shown == ViewKind::Timeline && matches!(self.mode, Mode::Panes) {
            self.views.timeline.iter_mut().for_each(|view| view.go(motion, direction));
            self.read_time();
            return true;
        }
        if self.views.shown != ViewKind::Concordance || !matches!(self.mode, Mode::Panes) {
            return false;
        }
        let body = self.panes.areas().body;
        let Some(view) = &mut self.views.concordance else { return true };
        view.go(motion, direction);
        view.fit(&self.library, body);
        if let Some(passage) = view.passage() {
            self.show(passage);
        }
        true
    }

    pub(super) fn sort_lines(&mut self, order: LineOrder) {
        if let Some(view) = &mut self.views.concordance {
            view.sort(&self.library, order);
            self.notice = Some(format!("lines {}", order.label()));
        }
    }

    /// `o`: the orders that have no key of their own.
    pub(super) fn next_order(&mut self) {
        if let Some(view) = self.views.timeline.as_mut().filter(|_| self.views.shown == ViewKind::Timeline) {
            view.next_order();
            self.notice = Some(format!("rows {}", view.order.label()));
            return;
        }
        let order = self.views.concordance.as_ref().map(|view| view.order);
        self.sort_lines(match order {
            Some(LineOrder::Date) => LineOrder::Node,
            Some(LineOrder::Node) => LineOrder::Meaning,
            Some(LineOrder::Meaning) => LineOrder::Variant,
            Some(LineOrder::Variant | LineOrder::Left | LineOrder::Right) | None => LineOrder::Date,
        });
    }

    /// `v`: more around the node.
    pub(super) fn widen(&mut self) {
        if self.views.shown == ViewKind::Timeline {
            self.views.timeline.iter_mut().for_each(|view| view.widen());
            return;
        }
        self.views.concordance.iter_mut().for_each(|view| view.widen());
    }

    /// Goes to the next or previous statement, year or decade of the timeline.
    pub(super) fn turn_time(&mut self, direction: Direction) {
        self.views.timeline.iter_mut().for_each(|view| view.turn(direction));
        self.read_time();
    }

    /// Makes the passage of the selected statement the one in view.
    fn read_time(&mut self) {
        let view = self.views.timeline.as_ref();
        if let Some(passage) = view.and_then(|view| view.passage(&self.library)) {
            self.show(passage);
        }
    }

    /// `Enter`: the passage of the line, or of the statement, in Explore; `Esc` comes back.
    pub(super) fn read_line(&mut self) {
        let passage = match self.views.shown {
            ViewKind::Explore => None,
            ViewKind::Concordance => self.views.concordance.as_ref().and_then(|view| view.passage()),
            ViewKind::Timeline => {
                self.read_time();
                self.views.timeline.as_ref().and_then(|view| view.passage(&self.library))
            }
        };
        if passage.is_some() {
            self.views.back = Some(self.views.shown);
            self.views.shown = ViewKind::Explore;
            self.panes.focus = Pane::Passage;
        }
    }
}
