//! A page in a pane: how far it is scrolled, and which anchor the cursor is on.
//!
//! Invariant: after [`View::fit`] the scroll stays within the page, and the cursor's anchor exists.

use super::motion::{Direction, Motion};
use crate::page::{LinkTarget, Page, PageLine};

#[derive(Debug, Clone, Default)]
pub struct View {
    pub page: Page,
    /// Rows above the pane.
    pub scroll: usize,
    /// The index of the anchor under the cursor.
    pub anchor: Option<usize>,
    /// Rows that the pane shows.
    height: usize,
    /// Where to begin in the next page; `None` keeps scroll and cursor.
    arrival: Option<Arrival>,
}

/// Where the cursor and the scroll begin in a page that comes into view.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arrival {
    /// At the top or, if a search matched something further down, there; on the first anchor.
    First,
    /// As `First`, but on the first anchor with this target, if there is one.
    Target(LinkTarget),
    /// On an anchor, scrolled as little as shows it.
    Anchor(usize),
    /// On an anchor, at the top of the pane if the page is long enough.
    AtTop(usize),
}

impl View {
    /// Replaces the page: the one composed next begins there.
    pub fn arrive(&mut self, arrival: Arrival) {
        *self = Self { arrival: Some(arrival), height: self.height, ..Self::default() };
    }

    /// Takes the page, composed again for a pane of `height` rows; scroll and cursor stay unless it has just arrived.
    pub fn fit(&mut self, page: Page, height: usize) {
        (self.page, self.height) = (page, height);
        let anchors = self.page.anchors.len();
        self.anchor = self.anchor.filter(|anchor| *anchor < anchors).or((anchors > 0).then_some(0));
        self.scroll = self.scroll.min(self.deepest());
        let arrival = self.arrival.take();
        if matches!(arrival, Some(Arrival::First | Arrival::Target(_))) {
            self.show_first_hit();
        }
        match arrival {
            Some(Arrival::First) | None => {}
            Some(Arrival::Target(target)) => {
                self.anchor =
                    self.page.anchors.iter().position(|anchor| anchor.target == target).or(self.anchor);
            }
            Some(Arrival::Anchor(anchor)) => self.go_to(anchor),
            Some(Arrival::AtTop(anchor)) => {
                self.scroll = self.deepest();
                self.go_to(anchor);
            }
        }
    }

    /// Scrolls to what the search matched first, if that is below the pane.
    fn show_first_hit(&mut self) {
        let has_hit = |line: &PageLine| line.spans.iter().any(|span| span.style.hit);
        if let Some(row) = self.page.lines.iter().position(has_hit).filter(|row| *row >= self.height) {
            self.scroll = (row - self.height / 2).min(self.deepest());
        }
    }

    /// How far the page can be scrolled.
    pub fn deepest(&self) -> usize {
        self.page.lines.len().saturating_sub(self.height)
    }

    /// Where `Enter` leads.
    pub fn target(&self) -> Option<LinkTarget> {
        self.page.anchors.get(self.anchor?).map(|anchor| anchor.target)
    }

    /// Moves the cursor or the page.
    pub fn go(&mut self, motion: Motion, direction: Direction) {
        match motion {
            Motion::Line => self.step(direction),
            Motion::HalfPage | Motion::Page => self.scroll_by(motion.rows(self.height), direction),
            Motion::End => {
                self.scroll_by(motion.rows(self.height), direction);
                let last = self.page.anchors.len().checked_sub(1);
                self.anchor = last.map(|last| direction.step(0, last, last));
            }
        }
        self.keep_in_sight();
    }

    /// To the next anchor where that is in sight, else a line further: nothing between two anchors is skipped.
    fn step(&mut self, direction: Direction) {
        let next = match (self.anchor, direction) {
            (Some(anchor), Direction::Forward) => Some(anchor + 1),
            (None, Direction::Forward) => Some(0),
            (anchor, Direction::Backward) => anchor.and_then(|anchor| anchor.checked_sub(1)),
        };
        if next.is_some_and(|next| self.is_in_sight(next)) {
            self.anchor = next;
        } else {
            self.scroll_by(1, direction);
        }
    }

    /// Puts the cursor on `anchor` and scrolls as little as shows it.
    fn go_to(&mut self, anchor: usize) {
        let Some(rows) = self.page.anchors.get(anchor).map(|anchor| anchor.rows.clone()) else { return };
        self.anchor = Some(anchor);
        if rows.start < self.scroll {
            self.scroll = rows.start;
        }
        if rows.end > self.scroll + self.height {
            self.scroll = rows.end.saturating_sub(self.height).min(self.deepest());
        }
    }

    fn scroll_by(&mut self, rows: usize, direction: Direction) {
        self.scroll = direction.step(self.scroll, rows, self.deepest());
    }

    /// Whether a row of the anchor is in sight.
    fn is_in_sight(&self, anchor: usize) -> bool {
        let below = self.scroll + self.height;
        self.page
            .anchors
            .get(anchor)
            .is_some_and(|anchor| anchor.rows.start < below && anchor.rows.end > self.scroll)
    }

    /// Moves the cursor to the nearest anchor in sight when scrolling has left it behind.
    fn keep_in_sight(&mut self) {
        let Some(at) = self.anchor.filter(|at| !self.is_in_sight(*at)) else { return };
        let is_below = self.page.anchors.get(at).is_some_and(|anchor| anchor.rows.start >= self.scroll);
        let mut anchors = 0..self.page.anchors.len();
        let nearest = if is_below {
            anchors.rfind(|at| self.is_in_sight(*at))
        } else {
            anchors.find(|at| self.is_in_sight(*at))
        };
        self.anchor = nearest.or(self.anchor);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::{Anchor, PageLine};

    /// Twenty rows, with anchors on rows 0, 2 and 15.
    fn view() -> View {
        let anchors =
            [0, 2, 15].map(|row| Anchor { target: LinkTarget::Term(row), rows: row..row + 1 }).to_vec();
        let mut view = View::default();
        view.fit(Page { lines: vec![PageLine::default(); 20], anchors }, 5);
        view
    }

    #[test]
    fn down_goes_from_stop_to_stop_and_line_by_line_where_none_is_in_sight() {
        let mut view = view();
        view.go(Motion::Line, Direction::Forward);
        assert_eq!((view.target(), view.scroll), (Some(LinkTarget::Term(2)), 0));
        view.go(Motion::Line, Direction::Forward);
        assert_eq!((view.target(), view.scroll), (Some(LinkTarget::Term(2)), 1));
        for _ in 0..40 {
            view.go(Motion::Line, Direction::Forward);
        }
        assert_eq!((view.target(), view.scroll), (Some(LinkTarget::Term(15)), 15));
        for _ in 0..40 {
            view.go(Motion::Line, Direction::Backward);
        }
        assert_eq!((view.target(), view.scroll), (Some(LinkTarget::Term(0)), 0));
    }

    #[test]
    fn a_shorter_page_pulls_scroll_and_cursor_back() {
        let mut view = view();
        view.go(Motion::End, Direction::Forward);
        assert_eq!((view.scroll, view.anchor), (15, Some(2)));
        view.fit(Page { lines: vec![PageLine::default(); 3], anchors: Vec::new() }, 5);
        assert_eq!((view.scroll, view.anchor), (0, None));
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
