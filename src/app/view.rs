//! A page seen through a pane: how far it is scrolled, and which stop the cursor is on.
//!
//! Invariant: after [`View::fit`] the scroll never leaves the page, and the cursor's stop exists.

use super::motion::{Direction, Motion};
use crate::page::{LinkTarget, Page};

#[derive(Debug, Clone, Default)]
pub struct View {
    pub page: Page,
    /// Rows above the pane.
    pub scroll: usize,
    /// The stop under the cursor, by its place in the page.
    pub stop: Option<usize>,
    /// Rows that the pane shows.
    height: usize,
    /// Where the next page begins; `None` keeps the place in it.
    arrival: Option<Arrival>,
}

/// Where the cursor and the scroll begin in a page that comes into view.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arrival {
    /// At the top, on the first stop.
    First,
    /// At the top, on the first stop with this goal, else on the first.
    Goal(LinkTarget),
    /// On a stop, scrolled as little as shows it.
    Stop(usize),
    /// On a stop, at the top of the pane if the page is long enough.
    AtTop(usize),
}

impl View {
    /// Has the page composed next begin there, as another page than this.
    pub fn arrive(&mut self, arrival: Arrival) {
        *self = Self { arrival: Some(arrival), height: self.height, ..Self::default() };
    }

    /// Takes a page composed anew, for a pane of `height` rows, and keeps its place in it.
    pub fn fit(&mut self, page: Page, height: usize) {
        (self.page, self.height) = (page, height);
        let stops = self.page.stops.len();
        self.stop = self.stop.filter(|stop| *stop < stops).or((stops > 0).then_some(0));
        self.scroll = self.scroll.min(self.deepest());
        match self.arrival.take() {
            Some(Arrival::First) | None => {}
            Some(Arrival::Goal(goal)) => {
                self.stop = self.page.stops.iter().position(|stop| stop.goal == goal).or(self.stop);
            }
            Some(Arrival::Stop(stop)) => self.go_to(stop),
            Some(Arrival::AtTop(stop)) => {
                self.scroll = self.deepest();
                self.go_to(stop);
            }
        }
    }

    /// How far the page can be scrolled.
    pub fn deepest(&self) -> usize {
        self.page.lines.len().saturating_sub(self.height)
    }

    /// Where `Enter` leads.
    pub fn goal(&self) -> Option<LinkTarget> {
        self.page.stops.get(self.stop?).map(|stop| stop.goal)
    }

    /// Moves the cursor or the page.
    pub fn go(&mut self, motion: Motion, direction: Direction) {
        match motion {
            Motion::Line => self.step(direction),
            Motion::HalfPage | Motion::Page => self.scroll_by(motion.rows(self.height), direction),
            Motion::End => {
                self.scroll_by(motion.rows(self.height), direction);
                let last = self.page.stops.len().checked_sub(1);
                self.stop = last.map(|last| direction.step(0, last, last));
            }
        }
        self.keep_in_sight();
    }

    /// To the next stop where that is in sight, else a line further: nothing between two stops is skipped.
    fn step(&mut self, direction: Direction) {
        let next = match (self.stop, direction) {
            (Some(stop), Direction::Forward) => Some(stop + 1),
            (None, Direction::Forward) => Some(0),
            (stop, Direction::Backward) => stop.and_then(|stop| stop.checked_sub(1)),
        };
        if next.is_some_and(|next| self.is_in_sight(next)) {
            self.stop = next;
        } else {
            self.scroll_by(1, direction);
        }
    }

    /// Puts the cursor on `stop` and scrolls as little as shows it.
    fn go_to(&mut self, stop: usize) {
        let Some(rows) = self.page.stops.get(stop).map(|stop| stop.rows.clone()) else { return };
        self.stop = Some(stop);
        if rows.start < self.scroll {
            self.scroll = rows.start;
        }
        if rows.end > self.scroll.saturating_add(self.height) {
            self.scroll = rows.end.saturating_sub(self.height).min(self.deepest());
        }
    }

    fn scroll_by(&mut self, rows: usize, direction: Direction) {
        self.scroll = direction.step(self.scroll, rows, self.deepest());
    }

    /// Whether a row of the stop is in sight.
    fn is_in_sight(&self, stop: usize) -> bool {
        let below = self.scroll.saturating_add(self.height);
        self.page.stops.get(stop).is_some_and(|stop| stop.rows.start < below && stop.rows.end > self.scroll)
    }

    /// Moves the cursor to the nearest stop in sight when scrolling has left it behind.
    fn keep_in_sight(&mut self) {
        let Some(at) = self.stop.filter(|at| !self.is_in_sight(*at)) else { return };
        let is_below = self.page.stops.get(at).is_some_and(|stop| stop.rows.start >= self.scroll);
        let mut stops = 0..self.page.stops.len();
        let nearest = if is_below {
            stops.rfind(|at| self.is_in_sight(*at))
        } else {
            stops.find(|at| self.is_in_sight(*at))
        };
        self.stop = nearest.or(self.stop);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::{Anchor, Line};

    /// Twenty rows, with stops on rows 0, 2 and 15.
    fn view() -> View {
        let stops = [0, 2, 15]
            .map(|row| Anchor { goal: LinkTarget::Entry(row), rows: row..row.saturating_add(1) })
            .to_vec();
        let mut view = View::default();
        view.fit(Page { lines: vec![Line::default(); 20], stops }, 5);
        view
    }

    #[test]
    fn down_goes_from_stop_to_stop_and_line_by_line_where_none_is_in_sight() {
        let mut view = view();
        view.go(Motion::Line, Direction::Forward);
        assert_eq!((view.goal(), view.scroll), (Some(LinkTarget::Entry(2)), 0));
        view.go(Motion::Line, Direction::Forward);
        assert_eq!((view.goal(), view.scroll), (Some(LinkTarget::Entry(2)), 1));
        for _ in 0..40 {
            view.go(Motion::Line, Direction::Forward);
        }
        assert_eq!((view.goal(), view.scroll), (Some(LinkTarget::Entry(15)), 15));
        for _ in 0..40 {
            view.go(Motion::Line, Direction::Backward);
        }
        assert_eq!((view.goal(), view.scroll), (Some(LinkTarget::Entry(0)), 0));
    }

    #[test]
    fn a_shorter_page_pulls_scroll_and_cursor_back() {
        let mut view = view();
        view.go(Motion::End, Direction::Forward);
        assert_eq!((view.scroll, view.stop), (15, Some(2)));
        view.fit(Page { lines: vec![Line::default(); 3], stops: Vec::new() }, 5);
        assert_eq!((view.scroll, view.stop), (0, None));
    }

    #[test]
    fn going_to_a_stop_scrolls_as_little_as_shows_it() {
        let mut view = view();
        view.go_to(2);
        assert_eq!(view.scroll, 11);
        view.go_to(1);
        assert_eq!(view.scroll, 2);
    }
}
