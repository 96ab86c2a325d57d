//! Frames as bytes: what changed since the last frame, in as few as serve.
//!
//! Invariant: this is the last gate. Nothing but the sequences written here and visible characters pass it,
//! whatever a cell holds; and a terminal that has shown every frame shows exactly the last one.
//!
//! Ratatui's own backend sends twice the bytes (colours as `38;5;n`, a cursor move per gap) and filters no
//! cell, so the frame's cells are encoded here.

#![warn(clippy::arithmetic_side_effects, reason = "sizes meet screens here")]

use std::fmt::Write;

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::{Position, Rect};
use ratatui::style::{Color, Modifier};
use unicode_width::UnicodeWidthStr;

use crate::text::safe::is_hidden;
use crate::ui::Frame;

/// Unchanged cells that are cheaper sent again than jumped over.
const BRIDGE: usize = 4;
/// Blank cells that are cheaper erased than sent.
const ERASE: usize = 9;

/// What the terminal shows, as far as we sent it.
#[derive(Debug, Default)]
pub struct Screen {
    shown: Option<Buffer>,
    cursor: Option<Position>,
    /// Whether frames are wrapped in synchronized output (`?2026`).
    synchronized: bool,
}

impl Screen {
    /// A screen that shows nothing yet.
    pub fn new(synchronized: bool) -> Self {
        Self { synchronized, ..Self::default() }
    }

    /// Forgets what is shown: the next frame is sent whole.
    pub fn forget(&mut self) {
        self.shown = None;
    }

    /// The same for some areas of the frame alone; the others stay as they are shown. Empty where nothing is shown
    /// yet of this size.
    pub fn show_only(&mut self, frame: &Frame, areas: &[Rect]) -> String {
        let Some(mut cells) = self.shown.clone().filter(|shown| shown.area == frame.cells.area) else {
            return String::new();
        };
        let screen = cells.area;
        for at in areas.iter().flat_map(|area| area.intersection(screen).positions()) {
            if let (Some(old), Some(new)) = (cells.cell_mut(at), frame.cells.cell(at)) {
                old.clone_from(new);
            }
        }
        self.show(Frame { cells, cursor: frame.cursor })
    }

    /// The bytes that turn the last frame into this one; empty where nothing changed.
    pub fn show(&mut self, frame: Frame) -> String {
        let mut out = Writer::default();
        let before = match self.shown.take() {
            Some(shown) if shown.area == frame.cells.area => shown,
            Some(_) | None => {
                out.bytes.push_str("\x1b[0m\x1b[2J");
                Buffer::empty(frame.cells.area)
            }
        };
        let width = usize::from(frame.cells.area.width).max(1);
        for (y, (old, new)) in before.content.chunks(width).zip(frame.cells.content.chunks(width)).enumerate()
        {
            out.row(y, old, new);
        }
        let painted = !out.bytes.is_empty();
        if painted || self.cursor != frame.cursor {
            out.cursor(frame.cursor, self.cursor.is_some());
        }
        self.cursor = frame.cursor;
        self.shown = Some(frame.cells);
        if self.synchronized && painted {
            return format!("\x1b[?2026h{}\x1b[?2026l", out.bytes);
        }
        out.bytes
    }
}

/// A frame as lines of text with SGR sequences, as `--print --format ansi` gives it.
pub fn ansi(cells: &Buffer) -> String {
    let mut out = Writer::default();
    let width = usize::from(cells.area.width).max(1);
    for row in cells.content.chunks(width) {
        let used = row.iter().rposition(|cell| !is_blank(cell)).map_or(0, |at| at.saturating_add(1));
        let mut skip = false;
        for cell in row.iter().take(used) {
            if skip {
                skip = false;
                continue;
            }
            out.cell(cell);
            skip = is_wide(cell);
        }
        out.pen(Pen::default());
        out.bytes.push('\n');
    }
    out.bytes
}

/// The style that the terminal writes in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Pen {
    fg: Color,
    bg: Color,
    modifier: Modifier,
}

impl Default for Pen {
    fn default() -> Self {
        Self { fg: Color::Reset, bg: Color::Reset, modifier: Modifier::empty() }
    }
}

impl Pen {
    fn of(cell: &Cell) -> Self {
        let mut modifier = cell.modifier;
        // Terminals disagree about bold and dim at once: bold wins.
        if modifier.contains(Modifier::BOLD) {
            modifier.remove(Modifier::DIM);
        }
        Self { fg: cell.fg, bg: cell.bg, modifier }
    }
}

impl Pen {
    fn leaves_blanks(self) -> bool {
        self.bg == Color::Reset && !self.modifier.intersects(VISIBLE_ON_BLANK)
    }
}

#[derive(Debug, Default)]
struct Writer {
    bytes: String,
    pen: Pen,
    /// The row that the cursor is on, once it is known.
    row: Option<usize>,
}

impl Writer {
    /// Sends the cells of one row that changed.
    fn row(&mut self, y: usize, old: &[Cell], new: &[Cell]) {
        let dirty = dirty(old, new);
        let Some(last) = dirty.iter().rposition(|dirty| *dirty) else { return };
        // From here on the new row is blank: one erase does.
        let blank_from = new.iter().rposition(|cell| !is_blank(cell)).map_or(0, |at| at.saturating_add(1));
        let mut at: Option<usize> = None;
        let mut x = 0;
        while x <= last && x < new.len() {
            if !dirty.get(x).copied().unwrap_or_default() {
                x = x.saturating_add(1);
                continue;
            }
            self.move_to(y, at, x, new);
            if x >= blank_from && last.saturating_sub(x) > 3 {
                self.erasing();
                self.bytes.push_str("\x1b[K");
                return;
            }
            x = self.stretch(x, new, &dirty);
            at = Some(x);
        }
    }

    /// Sends cells from `x` up to where the next jump pays; the column after the last.
    fn stretch(&mut self, mut x: usize, new: &[Cell], dirty: &[bool]) -> usize {
        while dirty.get(x).copied().unwrap_or_default() {
            // Erasing what is blank already does no harm, so the whole gap goes at once.
            let blanks = new.iter().skip(x).take_while(|cell| is_blank(cell)).count();
            if blanks >= ERASE {
                self.erasing();
                // Erasing leaves the cursor where it is: the caller moves on from `x`.
                let _ = write!(self.bytes, "\x1b[{blanks}X");
                self.right(blanks);
                x = x.saturating_add(blanks);
                continue;
            }
            let Some(cell) = new.get(x) else { break };
            self.cell(cell);
            x = x.saturating_add(if is_wide(cell) { 2 } else { 1 });
        }
        x
    }

    /// Moves to column `x`, from column `at` of the same row where that is known.
    fn move_to(&mut self, y: usize, at: Option<usize>, x: usize, new: &[Cell]) {
        match at.and_then(|at| Some((at, x.checked_sub(at)?))) {
            Some((_, 0)) => {}
            Some((at, gap)) => {
                let between = new.get(at..x).unwrap_or_default();
                let cheap = gap <= BRIDGE
                    && between.iter().all(|c| {
                        let alike = Pen::of(c) == self.pen || (is_blank(c) && self.pen.leaves_blanks());
                        alike && c.symbol().is_ascii()
                    });
                if cheap {
                    for cell in between {
                        self.cell(cell);
                    }
                } else {
                    self.right(gap);
                }
            }
            None if self.row.is_some_and(|row| row.checked_add(1) == Some(y)) => {
                let _ = write!(self.bytes, "\n\x1b[{}G", x.saturating_add(1));
            }
            None => {
                let _ = write!(self.bytes, "\x1b[{};{}H", y.saturating_add(1), x.saturating_add(1));
            }
        }
        self.row = Some(y);
    }

    /// Takes a pen that erases to plain blanks; a background or a reversed pen would not.
    fn erasing(&mut self) {
        if !self.pen.leaves_blanks() {
            self.pen(Pen::default());
        }
    }

    fn right(&mut self, columns: usize) {
        let _ = match columns {
            1 => write!(self.bytes, "\x1b[C"),
            _ => write!(self.bytes, "\x1b[{columns}C"),
        };
    }

    fn cell(&mut self, cell: &Cell) {
        // A blank looks the same in any pen that leaves no trace on blanks.
        if !(is_blank(cell) && self.pen.leaves_blanks()) {
            self.pen(Pen::of(cell));
        }
        let symbol = cell.symbol();
        // An emoji keeps its joiner and its selectors; any other hidden character is the gate's to stop.
        let safe = !symbol.is_empty()
            && symbol.len() <= 64
            && symbol.chars().all(|c| {
                !is_hidden(c) || (matches!(c, '\u{200D}' | '\u{FE0F}' | '\u{FE0E}') && is_wide(cell))
            });
        self.bytes.push_str(if safe { symbol } else { "?" });
    }

    fn pen(&mut self, pen: Pen) {
        if pen == self.pen {
            return;
        }
        let mut codes: Vec<u8> = Vec::new();
        let mut from = self.pen;
        if pen == Pen::default() || !pen.modifier.contains(from.modifier) {
            codes.push(0);
            from = Pen::default();
        }
        codes.extend(
            MODIFIERS
                .iter()
                .filter(|(m, _)| pen.modifier.difference(from.modifier).contains(*m))
                .map(|(_, code)| *code),
        );
        if pen.fg != from.fg {
            codes.push(code(pen.fg));
        }
        if pen.bg != from.bg {
            codes.push(code(pen.bg).saturating_add(10));
        }
        // An empty parameter is 0.
        let codes: Vec<String> =
            codes.iter().map(|code| if *code == 0 { String::new() } else { code.to_string() }).collect();
        let _ = write!(self.bytes, "\x1b[{}m", codes.join(";"));
        self.pen = pen;
    }

    fn cursor(&mut self, cursor: Option<Position>, shown: bool) {
        self.pen(Pen::default());
        match cursor {
            Some(at) => {
                let _ = write!(self.bytes, "\x1b[{};{}H", at.y.saturating_add(1), at.x.saturating_add(1));
                if !shown {
                    self.bytes.push_str("\x1b[?25h");
                }
            }
            None if shown => self.bytes.push_str("\x1b[?25l"),
            None => {}
        }
    }
}

const MODIFIERS: [(Modifier, u8); 6] = [
    (Modifier::BOLD, 1),
    (Modifier::DIM, 2),
    (Modifier::ITALIC, 3),
    (Modifier::UNDERLINED, 4),
    (Modifier::REVERSED, 7),
    (Modifier::CROSSED_OUT, 9),
];

/// The foreground code of one of the sixteen colours; the themes use no others.
fn code(color: Color) -> u8 {
    match color {
        Color::Black => 30,
        Color::Red => 31,
        Color::Green => 32,
        Color::Yellow => 33,
        Color::Blue => 34,
        Color::Magenta => 35,
        Color::Cyan => 36,
        Color::Gray => 37,
        Color::DarkGray => 90,
        Color::LightRed => 91,
        Color::LightGreen => 92,
        Color::LightYellow => 93,
        Color::LightBlue => 94,
        Color::LightMagenta => 95,
        Color::LightCyan => 96,
        Color::White => 97,
        Color::Reset | Color::Rgb(..) | Color::Indexed(_) => 39,
    }
}

fn is_blank(cell: &Cell) -> bool {
    cell.symbol() == " " && cell.bg == Color::Reset && !cell.modifier.intersects(VISIBLE_ON_BLANK)
}

const VISIBLE_ON_BLANK: Modifier =
    Modifier::REVERSED.union(Modifier::UNDERLINED).union(Modifier::CROSSED_OUT);

fn is_wide(cell: &Cell) -> bool {
    !cell.symbol().is_ascii() && cell.symbol().width() > 1
}

/// The columns that must be sent: those that differ, and both halves of a wide character where one does.
fn dirty(old: &[Cell], new: &[Cell]) -> Vec<bool> {
    let same = |(old, new): (&Cell, &Cell)| old == new || (is_blank(old) && is_blank(new));
    let mut dirty: Vec<bool> = old.iter().zip(new).map(|pair| !same(pair)).collect();
    for x in 0..dirty.len() {
        let next = x.saturating_add(1);
        let wide = |cells: &[Cell]| cells.get(x).is_some_and(is_wide);
        let either =
            dirty.get(x).copied().unwrap_or_default() || dirty.get(next).copied().unwrap_or_default();
        if either && (wide(old) || wide(new)) {
            for half in dirty.iter_mut().skip(x).take(2) {
                *half = true;
            }
        }
    }
    dirty
}

/// The frame's text, a line a row, trailing blanks dropped.
pub fn text(cells: &Buffer) -> String {
    let area: Rect = cells.area;
    let mut text = String::new();
    for row in cells.content.chunks(usize::from(area.width).max(1)) {
        let mut skip = false;
        for cell in row {
            if skip {
                skip = false;
                continue;
            }
            text.push_str(cell.symbol());
            skip = is_wide(cell);
        }
        text.truncate(text.trim_end_matches(' ').len());
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use ratatui::style::Style;

    fn frame(width: u16, height: u16, pieces: &[(u16, u16, String, u8)]) -> Frame {
        let mut cells = Buffer::empty(Rect::new(0, 0, width, height));
        for (x, y, text, style) in pieces {
            let style = match style % 6 {
                0 => Style::new(),
                1 => Style::new().fg(Color::Green).add_modifier(Modifier::BOLD),
                2 => Style::new().bg(Color::Yellow).fg(Color::Black),
                3 => Style::new().add_modifier(Modifier::REVERSED | Modifier::UNDERLINED),
                4 => Style::new().add_modifier(Modifier::DIM),
                _ => Style::new().fg(Color::LightBlue).add_modifier(Modifier::ITALIC),
            };
            if *x < width && *y < height {
                cells.set_stringn(*x, *y, text, usize::from(width.saturating_sub(*x)), style);
            }
        }
        Frame::new(cells, None)
    }

    fn emulator() -> vt100::Parser {
        vt100::Parser::new(4.try_into().unwrap(), 24.try_into().unwrap(), 0)
    }

    /// What a terminal shows of a cell: its character and the visible part of its style.
    fn seen(cell: &vt100::Cell) -> (String, bool, bool, bool, vt100::Color, vt100::Color) {
        let text = if cell.contents().is_empty() { " ".to_owned() } else { cell.contents().to_owned() };
        let blank = text == " ";
        let fg = if blank && !cell.inverse() { vt100::Color::Default } else { cell.fgcolor() };
        (text, cell.inverse(), cell.underline(), cell.bold() && !blank, fg, cell.bgcolor())
    }

    proptest! {
        /// A terminal that was sent every frame shows what it would show had it been sent the last alone.
        #[test]
        fn a_terminal_that_saw_every_frame_shows_the_last(
            frames in proptest::collection::vec(
                proptest::collection::vec((0_u16..24, 0_u16..4, "[a-c 현é–]{0,20}", any::<u8>()), 0..8), 1..6)
        ) {
            let mut screen = Screen::default();
            let mut terminal = emulator();
            let mut last = String::new();
            for pieces in &frames {
                let next = frame(24, 4, pieces);
                last = Screen::default().show(next.clone());
                terminal.process(screen.show(next).as_bytes());
            }
            let mut fresh = emulator();
            fresh.process(last.as_bytes());
            for y in 0..4 {
                for x in 0..24 {
                    let (a, b) = (terminal.screen().cell(y, x).unwrap(), fresh.screen().cell(y, x).unwrap());
                    prop_assert_eq!(seen(a), seen(b), "row {} column {}", y, x);
                }
            }
        }

        #[test]
        fn a_fresh_terminal_shows_the_frames_characters(
            pieces in proptest::collection::vec((0_u16..24, 0_u16..4, "[a-c 현é–]{0,20}", any::<u8>()), 0..8)
        ) {
            let next = frame(24, 4, &pieces);
            let wanted = text(&next.cells);
            let mut terminal = emulator();
            terminal.process(Screen::default().show(next).as_bytes());
            let shown: Vec<String> = terminal.screen().rows(0, 24).map(|row| row.trim_end_matches(' ').to_owned()).collect();
            prop_assert_eq!(shown, wanted.lines().collect::<Vec<_>>());
        }
    }

    #[test]
    fn the_same_frame_again_sends_nothing() {
        let mut screen = Screen::new(true);
        let pieces = [(0, 0, "현대화".to_owned(), 1)];
        assert!(screen.show(frame(24, 4, &pieces)).contains("현대화"));
        assert_eq!(screen.show(frame(24, 4, &pieces)), "");
    }

    #[test]
    fn nothing_hidden_passes_the_gate() {
        let mut hostile = frame(8, 1, &[]);
        for (x, symbol) in
            ["\u{1b}[2J", "\u{202E}", "\u{E0041}", "a\u{200B}", "\u{7}", "ok"].iter().enumerate()
        {
            hostile.cells.content[x].set_symbol(symbol);
        }
        let sent = Screen::default().show(hostile);
        assert!(sent.contains("?????ok"), "{sent:?}");
        assert!(!sent.replace("\x1b[2J", "").contains('\u{202E}'));
    }
}
