//! A page in a pane: how far it is scrolled, and which anchor the cursor is on.
//!
//! Invariant: after [`ScrolledPage::fit`] the scroll stays within the page, and the cursor's anchor exists.

use std::ops::Range;

use super::motion::{Direction, Motion};
use crate::page::{LinkTarget, Page, PageLine, PageSpan};
use crate::text::wrap::columns;

#[derive(Debug, Clone, Default)]
pub struct ScrolledPage {
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

/// Where the cursor and the scroll position are in a page that comes into view.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arrival {
    /// At the top or, if a search matched something further down, there; on the first anchor.
    First,
    /// As `First`, but on the first anchor with this target, if there is one.
    Target(LinkTarget),
    /// On an anchor, scrolled as little as necessary to show it.
    Anchor(usize),
    /// On an anchor, at the top of the pane if the page is long enough.
    AtTop(usize),
}

impl ScrolledPage {
    /// Announces a new page, and where the cursor begins in it.
    pub fn arrive(&mut self, arrival: Arrival) {
        *self = Self { arrival: Some(arrival), height: self.height, ..Self::default() };
    }

    /// Takes the page, composed again for a pane of `height` rows; scroll position and cursor stay unless the page is
    /// new.
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
            Motion::HalfPage | Motion::Page | Motion::Wheel => {
                self.scroll_by(motion.rows(self.height), direction);
            }
            Motion::End => {
                self.scroll_by(motion.rows(self.height), direction);
                let last = self.page.anchors.len().checked_sub(1);
                self.anchor = last.map(|last| direction.step(0, last, last));
            }
        }
        self.move_cursor_into_sight();
    }

    /// Goes to the next anchor if it is in sight or follows directly, else scrolls by a line, so that no line between
    /// two anchors is skipped, and no line of an anchor that is taller than the pane.
    fn step(&mut self, direction: Direction) {
        let next = match (self.anchor, direction) {
            (Some(anchor), Direction::Forward) => Some(anchor + 1),
            (None, Direction::Forward) => Some(0),
            (anchor, Direction::Backward) => anchor.and_then(|anchor| anchor.checked_sub(1)),
        };
        let is_near = |next: usize| self.is_in_sight(next) || self.follows_directly(next, direction);
        match next.filter(|next| is_near(*next) && !self.reaches_out(direction)) {
            Some(next) => self.go_to(next),
            None => self.scroll_by(1, direction),
        }
    }

    fn rows(&self, anchor: usize) -> Option<&Range<usize>> {
        self.page.anchors.get(anchor).map(|anchor| &anchor.rows)
    }

    /// Whether at most one line lies between the cursor's anchor and the next.
    fn follows_directly(&self, next: usize, direction: Direction) -> bool {
        let pair = self.anchor.and_then(|anchor| Some((self.rows(anchor)?, self.rows(next)?)));
        pair.is_some_and(|(rows, next)| match direction {
            Direction::Forward => next.start <= rows.end + 1,
            Direction::Backward => rows.start <= next.end + 1,
        })
    }

    /// Whether the cursor's anchor extends beyond the edge of the pane.
    fn reaches_out(&self, direction: Direction) -> bool {
        let rows = self.anchor.and_then(|anchor| self.rows(anchor));
        rows.is_some_and(|rows| match direction {
            Direction::Forward => rows.end > self.scroll + self.height,
            Direction::Backward => rows.start < self.scroll,
        })
    }

    /// Puts the cursor on `anchor` and scrolls as little as shows it.
    fn go_to(&mut self, anchor: usize) {
        let Some(rows) = self.rows(anchor).cloned() else { return };
        self.anchor = Some(anchor);
        if rows.end > self.scroll + self.height {
            self.scroll = rows.end.saturating_sub(self.height).min(self.deepest());
        }
        // If it is taller than the pane, its beginning is shown.
        if rows.start < self.scroll {
            self.scroll = rows.start;
        }
    }

    /// Puts the cursor on an anchor and brings it into sight, or on none.
    pub(super) fn select(&mut self, anchor: Option<usize>) {
        self.anchor = None;
        if let Some(anchor) = anchor {
            self.go_to(anchor);
        }
    }

    /// Puts the cursor on the anchor in a cell of the pane; returns whether there is one.
    pub(super) fn point(&mut self, row: usize, column: usize) -> bool {
        let mut end = 0;
        let reaches = |span: &&PageSpan| {
            end += columns(&span.text);
            end > column
        };
        let line = self.page.lines.get(self.scroll + row);
        let anchor = line.and_then(|line| line.spans.iter().find(reaches)).and_then(|span| span.style.anchor);
        self.anchor = anchor.or(self.anchor);
        anchor.is_some()
    }

    /// Puts the cursor on the anchor that reaches over a row of the pane; returns which.
    pub(super) fn point_row(&mut self, row: usize) -> Option<usize> {
        let row = self.scroll + row;
        let on = self.page.anchors.iter().position(|anchor| anchor.rows.contains(&row));
        self.anchor = on.or(self.anchor);
        on
    }

    fn scroll_by(&mut self, rows: usize, direction: Direction) {
        self.scroll = direction.step(self.scroll, rows, self.deepest());
    }

    /// Whether a row of the anchor is in sight.
    fn is_in_sight(&self, anchor: usize) -> bool {
        let below = self.scroll + self.height;
        self.rows(anchor).is_some_and(|rows| rows.start < below && rows.end > self.scroll)
    }

    /// Moves the cursor to the nearest anchor that begins in sight, if scrolling has moved its anchor out of sight.
    fn move_cursor_into_sight(&mut self) {
        let shown = self.scroll..self.scroll + self.height;
        let begins_in_sight = |at: &usize| self.rows(*at).is_some_and(|rows| shown.contains(&rows.start));
        let Some(at) = self.anchor.filter(|at| !begins_in_sight(at)) else { return };
        let is_below = self.rows(at).is_some_and(|rows| rows.start >= self.scroll);
        let mut anchors = 0..self.page.anchors.len();
        let nearest = if is_below { anchors.rfind(begins_in_sight) } else { anchors.find(begins_in_sight) };
        self.anchor = nearest.or(self.anchor);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::{Anchor, PageLine};

    /// Twenty rows, with anchors on rows 0, 2 and 15.
    fn view() -> ScrolledPage {
        let anchors =
            [0, 2, 15].map(|row| Anchor { target: LinkTarget::Term(row), rows: row..row + 1 }).to_vec();
        let mut view = ScrolledPage::default();
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

    #[test]
    fn entries_that_follow_each_other_are_one_stop_each_and_a_tall_one_is_read_to_its_end() {
        let mut view = ScrolledPage::default();
        let rows = [0..3, 4..13, 14..17, 18..20];
        let anchor = |(at, rows)| Anchor { target: LinkTarget::Term(at), rows };
        let anchors = rows.into_iter().enumerate().map(anchor).collect();
        view.fit(Page { lines: vec![PageLine::default(); 20], anchors }, 5);
        let mut read = vec![(0, 0)];
        for _ in 0..8 {
            view.go(Motion::Line, Direction::Forward);
            read.push((view.anchor.unwrap(), view.scroll));
        }
        assert_eq!(read, [(0, 0), (1, 4), (1, 5), (1, 6), (1, 7), (1, 8), (2, 12), (3, 15), (3, 15)]);
        view.go(Motion::Line, Direction::Backward);
        assert_eq!((view.anchor, view.scroll), (Some(2), 14));
    }
}
