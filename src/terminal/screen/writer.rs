//! Writes cells, styles and the cursor as bytes for the terminal.
//!
//! Invariant: only the sequences written here and visible characters come out, whatever a cell holds.

#![warn(clippy::arithmetic_side_effects, reason = "sizes meet screens here")]

use std::fmt::Write;

use ratatui::buffer::{Buffer, Cell, CellWidth};
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier};

use super::CursorState;
use crate::text::safe::is_hidden;
use crate::text::wrap::plain_columns;

/// Maximum unchanged cells that are cheaper to send again than to jump over.
const BRIDGE: usize = 4;
/// Minimum blank cells that are cheaper to erase than to send.
const ERASE: usize = 9;

/// A frame as lines of text with SGR sequences, as `--print --format ansi` gives it.
pub fn ansi(cells: &Buffer) -> String {
    let mut out = AnsiWriter::default();
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
pub(super) struct Pen {
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
pub(super) struct AnsiWriter {
    pub bytes: String,
    pen: Pen,
    /// The row that the cursor is on, once it is known.
    row: Option<usize>,
    /// Columns that the cursor has still to jump over.
    ahead: usize,
}

/// A row with cells of a link: its number, its cells, which of them are sent, and which must not be touched.
pub(super) type LinkedRow<'a> = (usize, &'a [Cell], Vec<bool>, Vec<bool>);

impl AnsiWriter {
    /// Sends the cells of a link together, the `dirty` ones of each row, so that its address is sent once.
    pub(super) fn linked_rows(&mut self, address: &str, rows: &[LinkedRow<'_>]) {
        let _ = write!(self.bytes, "\x1b]8;;{address}\x1b\\");
        for (y, new, dirty, others) in rows {
            self.row(*y, new, dirty, others);
        }
        self.bytes.push_str("\x1b]8;;\x1b\\");
    }

    /// Sends the `dirty` cells of one row without touching the `others`.
    pub(super) fn row(&mut self, y: usize, new: &[Cell], dirty: &[bool], others: &[bool]) {
        let Some(last) = dirty.iter().rposition(|dirty| *dirty) else { return };
        // From here on the new row is blank: one erase is enough.
        let blank_from = new.iter().rposition(|cell| !is_blank(cell)).map_or(0, |at| at.saturating_add(1));
        let mut at: Option<usize> = None;
        let mut x = 0;
        while x <= last && x < new.len() {
            if !dirty.get(x).copied().unwrap_or_default() {
                x = x.saturating_add(1);
                continue;
            }
            self.move_to(y, at, x, new, others);
            if x >= blank_from && last.saturating_sub(x) > 3 {
                self.erasing();
                self.jump();
                self.bytes.push_str("\x1b[K");
                return;
            }
            x = self.stretch(x, new, dirty);
            at = Some(x);
        }
    }

    /// Sends cells from `x` up to where a jump is cheaper; returns the column after the last one.
    fn stretch(&mut self, mut x: usize, new: &[Cell], dirty: &[bool]) -> usize {
        while dirty.get(x).copied().unwrap_or_default() {
            // Erasing what is blank already does no harm, so the whole gap goes at once.
            let blanks = new.iter().skip(x).take_while(|cell| is_blank(cell)).count();
            if blanks >= ERASE {
                self.erasing();
                self.jump();
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
    fn move_to(&mut self, y: usize, at: Option<usize>, x: usize, new: &[Cell], others: &[bool]) {
        match at.and_then(|at| Some((at, x.checked_sub(at)?))) {
            Some((_, 0)) => {}
            Some((at, gap)) => {
                let between = new.get(at..x).unwrap_or_default();
                let cheap = gap <= BRIDGE
                    && !others.iter().skip(at).take(gap).any(|other| *other)
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
                self.ahead = 0;
                let _ = write!(self.bytes, "\n\x1b[{}G", x.saturating_add(1));
            }
            None => {
                self.ahead = 0;
                let _ = write!(self.bytes, "\x1b[{};{}H", y.saturating_add(1), x.saturating_add(1));
            }
        }
        self.row = Some(y);
    }

    /// Switches to a pen that erases to plain blanks; a background or a reversed pen would not.
    fn erasing(&mut self) {
        if !self.pen.leaves_blanks() {
            self.pen(Pen::default());
        }
    }

    /// Moves right before anything else is written on this row: jumps that follow each other are sent as one.
    fn right(&mut self, columns: usize) {
        self.ahead = self.ahead.saturating_add(columns);
    }

    fn jump(&mut self) {
        let _ = match std::mem::take(&mut self.ahead) {
            0 => Ok(()),
            1 => write!(self.bytes, "\x1b[C"),
            columns => write!(self.bytes, "\x1b[{columns}C"),
        };
    }

    fn cell(&mut self, cell: &Cell) {
        self.jump();
        // A blank looks the same in any pen that leaves no trace on blanks.
        if !(is_blank(cell) && self.pen.leaves_blanks()) {
            self.pen(Pen::of(cell));
        }
        let symbol = cell.symbol();
        if let [letter @ b' '..=b'~'] = symbol.as_bytes() {
            self.bytes.push(char::from(*letter));
            return;
        }
        // An emoji keeps its joiner and its selectors; any other hidden character must be stopped here.
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
        let mut from = self.pen;
        self.bytes.push_str("\x1b[");
        let start = self.bytes.len();
        if pen == Pen::default() || !pen.modifier.contains(from.modifier) {
            // An empty parameter is 0.
            self.bytes.push(';');
            from = Pen::default();
        }
        for (_, code) in MODIFIERS.iter().filter(|(m, _)| pen.modifier.difference(from.modifier).contains(*m))
        {
            self.code(*code);
        }
        if pen.fg != from.fg {
            self.code(code(pen.fg));
        }
        if pen.bg != from.bg {
            self.code(code(pen.bg).saturating_add(10));
        }
        if self.bytes.len() > start {
            self.bytes.pop();
        }
        self.bytes.push('m');
        self.pen = pen;
    }

    /// One parameter, and what divides it from the next.
    fn code(&mut self, code: u8) {
        let _ = write!(self.bytes, "{code};");
    }

    pub(super) fn cursor(&mut self, cursor: CursorState, shown: CursorState) {
        self.pen(Pen::default());
        match cursor {
            CursorState::At(at) => {
                let _ = write!(self.bytes, "\x1b[{};{}H", at.y.saturating_add(1), at.x.saturating_add(1));
                if !matches!(shown, CursorState::At(_)) {
                    self.bytes.push_str("\x1b[?25h");
                }
            }
            CursorState::Hidden if shown != CursorState::Hidden => self.bytes.push_str("\x1b[?25l"),
            CursorState::Hidden | CursorState::Unknown => {}
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

/// The foreground code of one of the sixteen colors; the themes use no others.
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

#[inline]
pub(super) fn is_blank(cell: &Cell) -> bool {
    cell.symbol() == " " && cell.bg == Color::Reset && !cell.modifier.intersects(VISIBLE_ON_BLANK)
}

const VISIBLE_ON_BLANK: Modifier =
    Modifier::REVERSED.union(Modifier::UNDERLINED).union(Modifier::CROSSED_OUT);

#[inline]
pub(super) fn is_wide(cell: &Cell) -> bool {
    let symbol = cell.symbol();
    symbol.len() > 1 && plain_columns(symbol) != Some(1) && !symbol.is_ascii() && cell.cell_width() > 1
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
