//! The areas of the screen, by its size.
//!
//! Invariant: every area lies inside the screen; any size has a layout, 0×0 included. At 60×15 and above, statements,
//! passage and meanings are on screen together. Right of a pane is its gutter: a space and the scrollbar, which may lie
//! on a rule.

#![warn(clippy::arithmetic_side_effects, reason = "sizes meet screens here")]

use ratatui::layout::Constraint::{Fill, Length, Max};
use ratatui::layout::{Flex, Layout, Rect};

/// Maximum columns of running text, however wide the screen.
pub const MEASURE: u16 = 72;
/// Columns right of a pane: a space, and the scrollbar or a rule.
pub const GUTTER: u16 = 2;
/// Columns between two panes: a space, the rule and a space.
const BETWEEN: u16 = 3;
/// Minimum columns of the meanings beside a passage.
const MEANINGS: u16 = 35;

/// The panes of the explorer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Pane {
    #[default]
    Statements,
    Passage,
    Meanings,
}

/// The divided screen. A part without room is an empty area.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Areas {
    pub header: Rect,
    pub statements: Rect,
    pub passage: Rect,
    pub meanings: Rect,
    pub footer: Rect,
    /// Horizontal rules: below the header, above the footer, above the strip of meanings.
    pub rules: [Rect; 3],
    /// Vertical rules between the panes.
    pub dividers: [Rect; 2],
    /// Everything between header and footer.
    pub body: Rect,
    pub arrangement: Arrangement,
}

/// How the panes share the body.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Arrangement {
    /// The pane in focus has it to itself.
    #[default]
    Single,
    /// Statements and passage beside each other, the meanings as a strip below.
    Strip,
    /// Three columns.
    Columns,
}

impl Areas {
    /// Divides a screen of `width` × `height`. With `zoom` the pane in focus takes the whole body; if the screen is
    /// too narrow for two panes it does so anyway.
    pub fn new(width: u16, height: u16, focus: Pane, zoom: bool) -> Self {
        // Divided here and not by ratatui's `Layout`, whose solver took a sixth of the time of the first frame; the
        // overlays and the other views use it.
        let mut areas = Self::frame(width, height);
        let body = areas.body;
        if zoom || body.width < 46 || body.height < 3 {
            areas.single(focus);
        } else if width >= 108 && body.height >= 12 {
            areas.columns();
        } else {
            areas.strip();
        }
        areas
    }

    /// An overlay: the body, but no wider than reads well.
    pub fn overlay(&self) -> Rect {
        let [overlay] = Layout::horizontal([Max(96)]).flex(Flex::Center).areas(self.body);
        overlay
    }

    /// What an overlay shows below its title and the row under it.
    pub fn overlay_body(&self) -> Rect {
        let [_, _, body] = Layout::vertical([Length(1), Length(1), Fill(1)]).areas(self.overlay());
        without_gutter(body)
    }

    /// Header, body, footer, and the rules between them as the height allows.
    fn frame(width: u16, height: u16) -> Self {
        let mut body = Rect::new(0, 0, width, height);
        let from = |least: u16| u16::from(height >= least);
        let [header, below] = [4, 16].map(|least| take_top(&mut body, from(least)));
        let [footer, above] = [3, 16].map(|least| take_bottom(&mut body, from(least)));
        take_left(&mut body, u16::from(width >= 46));
        let rules = [below, above, Rect::default()];
        Self { header, footer, rules, body, ..Self::default() }
    }

    fn single(&mut self, focus: Pane) {
        let pane = without_gutter(self.body);
        match focus {
            Pane::Statements => self.statements = pane,
            Pane::Passage => self.passage = pane,
            Pane::Meanings => self.meanings = pane,
        }
    }

    fn columns(&mut self) {
        let list = if self.body.width >= 150 { 36 } else { 30 };
        let mut meanings = without_gutter(self.body);
        let statements = take_left(&mut meanings, list);
        take_left(&mut meanings, BETWEEN);
        let passage = meanings.width.saturating_sub(BETWEEN).saturating_sub(MEANINGS).min(MEASURE);
        let passage = take_left(&mut meanings, passage);
        take_left(&mut meanings, BETWEEN);
        let [first, second] = [statements, passage].map(divider);
        let (dividers, arrangement) = ([first, second], Arrangement::Columns);
        *self = Self { statements, passage, meanings, dividers, arrangement, ..*self };
    }

    fn strip(&mut self) {
        let ruled = u16::from(!self.rules[0].is_empty());
        let (strip, rule) = match self.body.height {
            26.. => (6, 1),
            19..26 => (5, 1),
            12..19 => (1, ruled),
            5..12 => (1, 0),
            _ => (0, 0),
        };
        let mut above = self.body;
        let meanings = take_bottom(&mut above, strip);
        let line = take_bottom(&mut above, rule);
        let mut passage = without_gutter(above);
        let statements = take_left(&mut passage, if self.body.width >= 70 { 27 } else { 18 });
        take_left(&mut passage, BETWEEN);
        passage.width = passage.width.min(MEASURE);
        self.rules[2] = Rect { x: 0, width: self.footer.width, ..line };
        let (dividers, arrangement) = ([divider(statements), Rect::default()], Arrangement::Strip);
        *self = Self { statements, passage, meanings, dividers, arrangement, ..*self };
    }

    /// The area of a pane; empty if the screen has no room for it.
    pub fn pane(&self, pane: Pane) -> Rect {
        match pane {
            Pane::Statements => self.statements,
            Pane::Passage => self.passage,
            Pane::Meanings => self.meanings,
        }
    }
}

/// Takes rows off the top of an area.
fn take_top(rest: &mut Rect, rows: u16) -> Rect {
    let top = Rect { height: rows.min(rest.height), ..*rest };
    *rest = Rect { y: top.bottom(), height: rest.height.saturating_sub(top.height), ..*rest };
    top
}

/// Takes rows off the bottom of an area.
fn take_bottom(rest: &mut Rect, rows: u16) -> Rect {
    let rows = rows.min(rest.height);
    rest.height = rest.height.saturating_sub(rows);
    Rect { y: rest.bottom(), height: rows, ..*rest }
}

/// Takes columns off the left of an area.
fn take_left(rest: &mut Rect, columns: u16) -> Rect {
    let left = Rect { width: columns.min(rest.width), ..*rest };
    *rest = Rect { x: left.right(), width: rest.width.saturating_sub(left.width), ..*rest };
    left
}

/// An area without the columns at its right for a scrollbar.
fn without_gutter(area: Rect) -> Rect {
    Rect { width: area.width.saturating_sub(GUTTER), ..area }
}

/// The rule between a pane and the next.
fn divider(pane: Rect) -> Rect {
    Rect { x: pane.right().saturating_add(1), width: 1, ..pane }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_three_panes_are_on_screen_from_60_by_15_upwards() {
        for (width, height) in [(60, 15), (80, 24), (120, 40), (200, 60), (300, 100)] {
            let layout = Areas::new(width, height, Pane::Statements, false);
            for pane in [Pane::Statements, Pane::Passage, Pane::Meanings] {
                assert!(!layout.pane(pane).is_empty(), "{pane:?} at {width}×{height}");
            }
        }
    }

    #[test]
    fn the_areas_at_some_sizes_are_these() {
        type Size = (u16, u16);
        type Sides = (u16, u16, u16, u16);
        let none = (0, 0, 0, 0);
        let wanted: [(Size, [Sides; 4]); 8] = [
            ((200, 60), [(1, 2, 36, 56), (40, 2, 72, 56), (115, 2, 83, 56), (0, 59, 200, 1)]),
            ((120, 40), [(1, 2, 30, 36), (34, 2, 46, 36), (83, 2, 35, 36), (0, 39, 120, 1)]),
            ((80, 24), [(1, 2, 27, 14), (31, 2, 47, 14), (1, 17, 79, 5), (0, 23, 80, 1)]),
            ((60, 15), [(1, 1, 18, 12), (22, 1, 36, 12), (1, 13, 59, 1), (0, 14, 60, 1)]),
            ((40, 12), [(0, 1, 38, 10), none, none, (0, 11, 40, 1)]),
            ((20, 5), [(0, 1, 18, 3), none, none, (0, 4, 20, 1)]),
            ((1, 1), [none; 4]),
            ((0, 0), [none; 4]),
        ];
        for ((width, height), wanted) in wanted {
            let areas = Areas::new(width, height, Pane::Statements, false);
            let shown = [areas.statements, areas.passage, areas.meanings, areas.footer]
                .map(|area| if area.is_empty() { none } else { (area.x, area.y, area.width, area.height) });
            assert_eq!(shown, wanted, "{width}×{height}");
        }
        let areas = Areas::new(80, 24, Pane::Passage, false);
        assert_eq!(areas.rules.map(|rule| rule.y), [1, 22, 16]);
        assert_eq!(areas.dividers[0], Rect::new(29, 2, 1, 14));
        assert_eq!(Areas::new(120, 40, Pane::Passage, false).dividers.map(|line| line.x), [32, 81]);
        assert_eq!(Areas::new(80, 24, Pane::Passage, true).passage, Rect::new(1, 2, 77, 20));
    }

    #[test]
    fn every_rectangle_lies_on_the_screen_at_every_size_and_none_overlaps() {
        for width in 0..=210 {
            // Nothing changes between 23 rows and more.
            for height in (0..=30).chain([40, 60, 70]) {
                for zoom in [false, true] {
                    let layout = Areas::new(width, height, Pane::Passage, zoom);
                    let screen = Rect::new(0, 0, width, height);
                    let parts =
                        [layout.header, layout.statements, layout.passage, layout.meanings, layout.footer];
                    for (at, part) in parts.iter().enumerate() {
                        assert!(
                            part.is_empty() || screen.union(*part) == screen,
                            "{width}×{height}: {part:?}"
                        );
                        for other in parts.iter().skip(at + 1) {
                            assert!(
                                part.intersection(*other).is_empty(),
                                "{width}×{height}: {part:?} {other:?}"
                            );
                        }
                    }
                    assert!(layout.passage.width <= MEASURE || layout.statements.is_empty());
                }
            }
        }
    }
}
