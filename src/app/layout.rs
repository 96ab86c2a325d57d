//! Where the panes stand, by the size of the screen.
//!
//! Invariant: every rectangle lies inside the screen; any size has a layout, 0×0 included. At 80×24 and above
//! statements, passage and meanings are on screen together. The column right of a pane is its gutter, free
//! for scroll signs.

#![warn(clippy::arithmetic_side_effects, reason = "sizes meet screens here")]

use ratatui::layout::Rect;

/// The widest measure of running text, however wide the screen.
pub const MEASURE: u16 = 72;

/// The panes of the explorer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Pane {
    #[default]
    Statements,
    Passage,
    Meanings,
}

/// The screen, divided.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Layout {
    pub header: Rect,
    pub statements: Rect,
    pub passage: Rect,
    pub meanings: Rect,
    pub footer: Rect,
    /// Whether the meanings stand as a strip below the others.
    pub strip: bool,
    /// Rows that hold a horizontal rule, columns that hold a vertical one (over the body's height).
    pub rules: [Option<u16>; 3],
    pub dividers: [Option<u16>; 2],
    /// All between header and footer.
    pub body: Rect,
}

impl Layout {
    /// Divides a screen of `width` × `height`. With `zoom` the pane in focus takes the whole body; where the
    /// screen is too narrow for two panes it does so anyway.
    pub fn new(width: u16, height: u16, focus: Pane, zoom: bool) -> Self {
        let mut layout = Self::frame(width, height);
        let body = layout.body;
        if zoom || body.width < 46 || body.height < 3 {
            layout.alone(focus);
        } else if width >= 108 && body.height >= 12 {
            layout.columns();
        } else {
            layout.stack();
        }
        layout
    }

    /// Header, body, footer, and the rules between them as the height allows.
    fn frame(width: u16, height: u16) -> Self {
        let mut layout = Self::default();
        let ruled = height >= 16;
        let top = u16::from(height >= 4).saturating_add(u16::from(ruled));
        let bottom = u16::from(height >= 3).saturating_add(u16::from(ruled));
        if height >= 4 {
            layout.header = Rect::new(0, 0, width, 1);
        }
        if height >= 3 {
            layout.footer = Rect::new(0, height.saturating_sub(1), width, 1);
        }
        if ruled {
            layout.rules = [Some(1), Some(height.saturating_sub(2)), None];
        }
        let tall = height.saturating_sub(top).saturating_sub(bottom);
        let margin = u16::from(width >= 46);
        layout.body = Rect::new(margin, top, width.saturating_sub(margin), tall);
        layout
    }

    fn alone(&mut self, focus: Pane) {
        let pane = match focus {
            Pane::Statements => &mut self.statements,
            Pane::Passage => &mut self.passage,
            Pane::Meanings => &mut self.meanings,
        };
        *pane = Rect { width: self.body.width.saturating_sub(1), ..self.body };
    }

    /// List, passage and meanings beside each other.
    fn columns(&mut self) {
        let body = self.body;
        let list = if body.width >= 150 { 34 } else { 30 };
        let rest = body.width.saturating_sub(list).saturating_sub(6);
        let passage = rest.saturating_sub(36).min(MEASURE);
        self.statements = Rect { width: list, ..body };
        let first = body.x.saturating_add(list).saturating_add(1);
        self.passage = Rect { x: first.saturating_add(2), width: passage, ..body };
        let second = self.passage.right().saturating_add(1);
        let x = second.saturating_add(2);
        self.meanings = Rect { x, width: body.right().saturating_sub(x).saturating_sub(1), ..body };
        self.dividers = [Some(first), Some(second)];
    }

    /// List and passage beside each other, the meanings as a strip below.
    fn stack(&mut self) {
        let body = self.body;
        let (strip, rule) = match body.height {
            19.. => (5, 1),
            12..19 => (1, u16::from(self.rules.first().is_some_and(Option::is_some))),
            5..12 => (1, 0),
            _ => (0, 0),
        };
        let tall = body.height.saturating_sub(strip).saturating_sub(rule);
        let list = if body.width >= 70 { 22 } else { 18 };
        self.strip = true;
        self.statements = Rect { width: list, height: tall, ..body };
        let divider = body.x.saturating_add(list).saturating_add(1);
        let x = divider.saturating_add(2);
        let width = body.right().saturating_sub(x).saturating_sub(1).min(MEASURE);
        self.passage = Rect { x, width, height: tall, ..body };
        self.dividers = [Some(divider), None];
        if rule > 0 {
            self.rules = [self.rules[0], self.rules[1], Some(body.y.saturating_add(tall))];
        }
        let y = body.y.saturating_add(tall).saturating_add(rule);
        self.meanings = Rect { y, height: strip, ..body };
    }

    /// The rectangle of a pane; empty where the screen has no room for it.
    pub fn pane(&self, pane: Pane) -> Rect {
        match pane {
            Pane::Statements => self.statements,
            Pane::Passage => self.passage,
            Pane::Meanings => self.meanings,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_three_panes_are_on_screen_from_60_by_15_upwards() {
        for (width, height) in [(60, 15), (80, 24), (120, 40), (200, 60), (300, 100)] {
            let layout = Layout::new(width, height, Pane::Statements, false);
            for pane in [Pane::Statements, Pane::Passage, Pane::Meanings] {
                assert!(!layout.pane(pane).is_empty(), "{pane:?} at {width}×{height}");
            }
        }
    }

    #[test]
    fn every_rectangle_lies_on_the_screen_at_every_size_and_none_overlaps() {
        for width in 0..=210 {
            for height in 0..=70 {
                for zoom in [false, true] {
                    let layout = Layout::new(width, height, Pane::Passage, zoom);
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
