//! A page seen through a pane: how far it is scrolled, and which stop the cursor is on.
//!
//! Invariant: after [`View::fit`] the scroll never leaves the page, and the cursor's stop exists.

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
}

impl View {
    /// Takes a page composed anew, for a pane of `height` rows, and keeps its place in it.
    pub fn fit(&mut self, page: Page, height: usize) {
        self.page = page;
        self.height = height;
        if self.stop.is_none_or(|stop| stop >= self.page.stops.len()) {
            self.stop = (!self.page.stops.is_empty()).then_some(0);
        }
        self.scroll = self.scroll.min(self.deepest());
    }

    /// Back to the top, as for another page.
    pub fn reset(&mut self) {
        self.scroll = 0;
        self.stop = None;
    }

    /// How far the page can be scrolled.
    pub fn deepest(&self) -> usize {
        self.page.lines.len().saturating_sub(self.height)
    }

    /// Where `Enter` leads.
    pub fn goal(&self) -> Option<LinkTarget> {
        self.page.stops.get(self.stop?).map(|stop| stop.goal)
    }

    /// To the next stop where that is in sight, else a line further: nothing between two stops is skipped.
    pub fn down(&mut self) {
        let below = self.scroll.saturating_add(self.height);
        let next = self.stop.map_or(0, |stop| stop.saturating_add(1));
        match self.page.stops.get(next) {
            Some(stop) if stop.rows.start < below => self.stop = Some(next),
            _ => self.scroll_by(1, true),
        }
        self.keep_in_sight();
    }

    pub fn up(&mut self) {
        let before = self.stop.and_then(|stop| stop.checked_sub(1));
        match before.and_then(|at| self.page.stops.get(at)) {
            Some(stop) if stop.rows.end > self.scroll => self.stop = before,
            _ => self.scroll_by(1, false),
        }
        self.keep_in_sight();
    }

    /// A whole page, or half of one, down or up.
    pub fn page_by(&mut self, half: bool, down: bool) {
        let rows = if half { self.height.div_ceil(2) } else { self.height.saturating_sub(1) };
        self.scroll_by(rows.max(1), down);
        self.keep_in_sight();
    }

    pub fn ends(&mut self, last: bool) {
        self.scroll = if last { self.deepest() } else { 0 };
        let stops = self.page.stops.len();
        self.stop = if last { stops.checked_sub(1) } else { (stops > 0).then_some(0) };
        self.keep_in_sight();
    }

    /// Puts the cursor on `stop` and scrolls as little as shows it.
    pub fn go(&mut self, stop: usize) {
        let Some(rows) = self.page.stops.get(stop).map(|stop| stop.rows.clone()) else { return };
        self.stop = Some(stop);
        if rows.start < self.scroll {
            self.scroll = rows.start;
        }
        let below = self.scroll.saturating_add(self.height);
        if rows.end > below {
            self.scroll = rows.end.saturating_sub(self.height).min(self.deepest());
        }
    }

    fn scroll_by(&mut self, rows: usize, down: bool) {
        let to = if down { self.scroll.saturating_add(rows) } else { self.scroll.saturating_sub(rows) };
        self.scroll = to.min(self.deepest());
    }

    /// Moves the cursor to the nearest stop in sight when scrolling has left it behind.
    fn keep_in_sight(&mut self) {
        let sight = self.scroll..self.scroll.saturating_add(self.height);
        let seen = |at: usize| {
            self.page.stops.get(at).is_some_and(|s| s.rows.start < sight.end && s.rows.end > sight.start)
        };
        let Some(at) = self.stop.filter(|at| !seen(*at)) else { return };
        let after = self.page.stops.get(at).is_some_and(|stop| stop.rows.start >= sight.end);
        let mut candidates = 0..self.page.stops.len();
        let nearest =
            if after { candidates.rev().find(|at| seen(*at)) } else { candidates.find(|at| seen(*at)) };
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
        view.down();
        assert_eq!((view.goal(), view.scroll), (Some(LinkTarget::Entry(2)), 0));
        view.down();
        assert_eq!((view.goal(), view.scroll), (Some(LinkTarget::Entry(2)), 1));
        for _ in 0..40 {
            view.down();
        }
        assert_eq!((view.goal(), view.scroll), (Some(LinkTarget::Entry(15)), 15));
        for _ in 0..40 {
            view.up();
        }
        assert_eq!((view.goal(), view.scroll), (Some(LinkTarget::Entry(0)), 0));
    }

    #[test]
    fn a_shorter_page_pulls_scroll_and_cursor_back() {
        let mut view = view();
        view.ends(true);
        assert_eq!((view.scroll, view.stop), (15, Some(2)));
        view.fit(Page { lines: vec![Line::default(); 3], stops: Vec::new() }, 5);
        assert_eq!((view.scroll, view.stop), (0, None));
    }

    #[test]
    fn going_to_a_stop_scrolls_as_little_as_shows_it() {
        let mut view = view();
        view.go(2);
        assert_eq!(view.scroll, 11);
        view.go(1);
        assert_eq!(view.scroll, 2);
    }
}
