//! Our backend for ratatui's `Terminal`: changed cells in, as few bytes as possible out, one string per frame.
//!
//! Invariant: this is the last gate. Whatever a cell holds, only the sequences written here and visible characters
//! pass it; and a terminal that received every frame shows exactly the last one.
//!
//! Ratatui's own backend sends twice the bytes (colors as `38;5;n`, a cursor move for each gap) and filters nothing.

#![warn(clippy::arithmetic_side_effects, reason = "sizes meet screens here")]

use std::borrow::Cow;
use std::convert::Infallible;
use std::fmt::Write;

use ratatui::backend::{Backend, ClearType, WindowSize};
use ratatui::buffer::{Buffer, Cell, CellWidth};
use ratatui::layout::{Position, Rect, Size};
use ratatui::style::{Color, Modifier};

use crate::app::source::Hyperlink;
use crate::text::address::is_web_address;
use crate::text::safe::is_hidden;

/// Up to this many unchanged cells are cheaper to send again than to jump over.
const BRIDGE: usize = 4;
/// From this many blank cells on, erasing is cheaper than sending them.
const ERASE: usize = 9;

/// The terminal as we have told it to look, and how it should look next.
#[derive(Debug, Default)]
pub struct Screen {
    size: Size,
    /// Whether frames are wrapped in synchronized output (`?2026`).
    synchronized: bool,
    /// The last frame drawn, whole.
    wanted: Buffer,
    /// What the terminal shows; `None` while that is unknown.
    shown: Option<Buffer>,
    cursor: CursorState,
    shown_cursor: CursorState,
    /// The areas that the next frame is limited to; `None` for all of it.
    areas: Option<Vec<Rect>>,
    /// Whether the terminal has hyperlinks.
    hyperlinks: bool,
    /// The hyperlink of the next frame, and that which the terminal shows.
    link: Option<Hyperlink>,
    shown_link: Option<Hyperlink>,
    bytes: String,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum CursorState {
    #[default]
    Hidden,
    At(Position),
    /// It may be shown or not.
    Unknown,
}

impl Screen {
    /// A screen of `width` × `height` that shows nothing yet, its cursor hidden.
    pub fn new((width, height): (u16, u16), synchronized: bool) -> Self {
        let size = Size::new(width, height);
        let wanted = Buffer::empty(Rect::from(size));
        Self { size, synchronized, wanted, ..Self::default() }
    }

    /// Prepares the next frame: its size, and the areas it is limited to. The rest of a limited frame is sent with
    /// the next one that has no limit.
    pub fn begin(&mut self, (width, height): (u16, u16), areas: Option<Vec<Rect>>) {
        self.size = Size::new(width, height);
        self.areas = areas;
    }

    /// Sends hyperlinks from here on.
    #[must_use]
    pub fn with_hyperlinks(self) -> Self {
        Self { hyperlinks: true, ..self }
    }

    /// The hyperlink of the next frame. An address that could act on the terminal is none.
    pub fn link(&mut self, link: Option<Hyperlink>) {
        let is_safe = |link: &Hyperlink| is_web_address(&link.address) && link.address.is_ascii();
        self.link = link.filter(|link| self.hyperlinks && is_safe(link));
    }

    /// The bytes of the last frame, to be sent in one write; empty if nothing changed.
    pub fn take(&mut self) -> String {
        std::mem::take(&mut self.bytes)
    }

    /// The last frame drawn.
    pub fn cells(&self) -> &Buffer {
        &self.wanted
    }

    /// The cells that the terminal will show after this frame: all of it, or only the areas it is limited to.
    fn next<'a>(&'a self, shown: &Buffer) -> Cow<'a, Buffer> {
        let Some(areas) = &self.areas else { return Cow::Borrowed(&self.wanted) };
        let mut next = shown.clone();
        for at in areas.iter().flat_map(|area| area.intersection(shown.area).positions()) {
            if let (Some(old), Some(new)) = (next.cell_mut(at), self.wanted.cell(at)) {
                old.clone_from(new);
            }
        }
        Cow::Owned(next)
    }
}

impl Backend for Screen {
    type Error = Infallible;

    fn draw<'a, I>(&mut self, content: I) -> Result<(), Infallible>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        for (x, y, new) in content {
            let wide = is_wide(new);
            let second = self.wanted.cell_mut((x.saturating_add(1), y)).filter(|_| wide);
            let fits = !wide || second.is_some();
            second.into_iter().for_each(Cell::reset);
            if let Some(cell) = self.wanted.cell_mut((x, y)) {
                cell.clone_from(new);
                if !fits {
                    cell.set_symbol(" ");
                }
            }
        }
        Ok(())
    }

    /// Encodes the difference between what the terminal shows and what it should show.
    fn flush(&mut self) -> Result<(), Infallible> {
        let mut out = Writer::default();
        let mut shown = match self.shown.take() {
            Some(shown) => shown,
            // Parts of a frame cannot be told apart from what else is on the terminal.
            None if self.areas.is_some() => return Ok(()),
            None => {
                out.bytes.push_str("\x1b[0m\x1b[2J");
                Buffer::empty(self.wanted.area)
            }
        };
        let next = self.next(&shown);
        // A limited frame has no part of the passage, where the link is.
        let link = if self.areas.is_some() { &self.shown_link } else { &self.link }.clone();
        let relinked = self.shown_link != link;
        let width = usize::from(next.area.width).max(1);
        let rows = shown.content.chunks_mut(width).zip(next.content.chunks(width));
        let mut links = Vec::new();
        for (y, (old, new)) in rows.enumerate() {
            let (before, after) =
                (linked(self.shown_link.as_ref(), y, width), linked(link.as_ref(), y, width));
            let stale =
                |x: usize| relinked && [&before, &after].into_iter().any(|links| links.get(x) == Some(&true));
            if old != new || (0..width).any(stale) {
                let dirty = dirty(old, new, stale);
                out.row(y, new, &both(&dirty, &not(&after)), &after);
                links.push((y, new, both(&dirty, &after), not(&after)));
                old.clone_from_slice(new);
            }
        }
        links.retain(|(_, _, dirty, _)| dirty.contains(&true));
        // The cells of the link come last and together, so that its address is sent once.
        if let Some(link) = link.as_ref().filter(|_| !links.is_empty()) {
            let _ = write!(out.bytes, "\x1b]8;;{}\x1b\\", link.address);
            for (y, new, dirty, others) in &links {
                out.row(*y, new, dirty, others);
            }
            out.bytes.push_str("\x1b]8;;\x1b\\");
        }
        let painted = !out.bytes.is_empty();
        if painted || self.shown_cursor != self.cursor {
            out.cursor(self.cursor, self.shown_cursor);
        }
        self.bytes = if self.synchronized && painted {
            format!("\x1b[?2026h{}\x1b[?2026l", out.bytes)
        } else {
            out.bytes
        };
        (self.shown_cursor, self.shown_link) = (self.cursor, link);
        self.shown = Some(shown);
        Ok(())
    }

    fn hide_cursor(&mut self) -> Result<(), Infallible> {
        self.cursor = CursorState::Hidden;
        Ok(())
    }

    /// Ratatui shows the cursor only together with its position.
    fn show_cursor(&mut self) -> Result<(), Infallible> {
        Ok(())
    }

    /// A terminal is never asked anything: its answer would arrive late and look like keys.
    fn get_cursor_position(&mut self) -> Result<Position, Infallible> {
        Ok(if let CursorState::At(position) = self.cursor { position } else { Position::ORIGIN })
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> Result<(), Infallible> {
        self.cursor = CursorState::At(position.into());
        Ok(())
    }

    /// Sends the next frame whole, onto an empty screen.
    fn clear(&mut self) -> Result<(), Infallible> {
        self.wanted = Buffer::empty(Rect::from(self.size));
        (self.shown, self.shown_link) = (None, None);
        self.shown_cursor = CursorState::Unknown;
        Ok(())
    }

    /// A full-screen terminal only ever clears everything.
    fn clear_region(&mut self, _: ClearType) -> Result<(), Infallible> {
        self.clear()
    }

    fn size(&self) -> Result<Size, Infallible> {
        Ok(self.size)
    }

    fn window_size(&mut self) -> Result<WindowSize, Infallible> {
        Ok(WindowSize { columns_rows: self.size, pixels: Size::ZERO })
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
    /// Columns that the cursor has still to jump over.
    ahead: usize,
}

impl Writer {
    /// Sends the `dirty` cells of one row; `others` it never touches.
    fn row(&mut self, y: usize, new: &[Cell], dirty: &[bool], others: &[bool]) {
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

    /// Sends cells from `x` up to where the next jump pays; the column after the last.
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

    /// Takes a pen that erases to plain blanks; a background or a reversed pen would not.
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

    fn cursor(&mut self, cursor: CursorState, shown: CursorState) {
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
    !cell.symbol().is_ascii() && cell.cell_width() > 1
}

/// Which columns of row `y` belong to a hyperlink.
fn linked(link: Option<&Hyperlink>, y: usize, width: usize) -> Vec<bool> {
    let mut columns = vec![false; width];
    let areas = link.iter().flat_map(|link| &link.areas).filter(|area| usize::from(area.y) == y);
    for area in areas {
        columns.iter_mut().skip(area.x.into()).take(area.width.into()).for_each(|column| *column = true);
    }
    columns
}

fn both(one: &[bool], other: &[bool]) -> Vec<bool> {
    one.iter().zip(other).map(|(one, other)| *one && *other).collect()
}

fn not(columns: &[bool]) -> Vec<bool> {
    columns.iter().map(|column| !column).collect()
}

/// The columns that must be sent: those that are `stale` or differ, and both halves of a wide character where one does.
fn dirty(old: &[Cell], new: &[Cell], stale: impl Fn(usize) -> bool) -> Vec<bool> {
    let same = |(old, new): (&Cell, &Cell)| old == new || (is_blank(old) && is_blank(new));
    let pairs = old.iter().zip(new).enumerate();
    let mut dirty: Vec<bool> = pairs.map(|(x, pair)| !same(pair) || stale(x)).collect();
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
    use ratatui::Terminal;
    use ratatui::style::Style;

    fn frame(width: u16, height: u16, pieces: &[(u16, u16, String, u8)]) -> Buffer {
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
        cells
    }

    fn terminal() -> Terminal<Screen> {
        Terminal::new(Screen::new((24, 4), true)).unwrap()
    }

    /// Draws a frame as the program does; the bytes sent.
    fn show(terminal: &mut Terminal<Screen>, cells: &Buffer) -> String {
        let draw = |frame: &mut ratatui::Frame<'_>| {
            frame.buffer_mut().clone_from(cells);
            crate::ui::whole_characters(frame.buffer_mut());
        };
        terminal.draw(draw).unwrap();
        terminal.backend_mut().take()
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
            let (mut screen, mut emulator) = (terminal(), emulator());
            let mut last = String::new();
            for pieces in &frames {
                let next = frame(24, 4, pieces);
                last = show(&mut terminal(), &next);
                emulator.process(show(&mut screen, &next).as_bytes());
            }
            let mut fresh = self::emulator();
            fresh.process(last.as_bytes());
            for y in 0..4 {
                for x in 0..24 {
                    let (a, b) = (emulator.screen().cell(y, x).unwrap(), fresh.screen().cell(y, x).unwrap());
                    prop_assert_eq!(seen(a), seen(b), "row {} column {}", y, x);
                }
            }
        }

        #[test]
        fn a_fresh_terminal_shows_the_frames_characters(
            pieces in proptest::collection::vec((0_u16..24, 0_u16..4, "[a-c 현é–]{0,20}", any::<u8>()), 0..8)
        ) {
            let next = frame(24, 4, &pieces);
            let (mut screen, mut emulator) = (terminal(), emulator());
            emulator.process(show(&mut screen, &next).as_bytes());
            let wanted = text(screen.backend().cells());
            let shown: Vec<String> = emulator.screen().rows(0, 24).map(|row| row.trim_end_matches(' ').to_owned()).collect();
            prop_assert_eq!(shown, wanted.lines().collect::<Vec<_>>());
        }
    }

    #[test]
    fn the_same_frame_again_sends_nothing() {
        let mut screen = terminal();
        let pieces = [(0, 0, "현대화".to_owned(), 1)];
        assert!(show(&mut screen, &frame(24, 4, &pieces)).contains("현대화"));
        assert_eq!(show(&mut screen, &frame(24, 4, &pieces)), "");
    }

    #[test]
    fn a_limited_frame_sends_its_areas_and_the_next_whole_one_the_rest() {
        let mut screen = terminal();
        show(&mut screen, &frame(24, 4, &[]));
        let pieces = [(0, 0, "above".to_owned(), 0), (0, 3, "below".to_owned(), 0)];
        screen.backend_mut().begin((24, 4), Some(vec![Rect::new(0, 3, 24, 1)]));
        let first = show(&mut screen, &frame(24, 4, &pieces));
        assert!(first.contains("below") && !first.contains("above"), "{first:?}");
        screen.backend_mut().begin((24, 4), None);
        let rest = show(&mut screen, &frame(24, 4, &pieces));
        assert!(rest.contains("above") && !rest.contains("below"), "{rest:?}");
    }

    #[test]
    fn a_wide_character_without_room_for_its_second_column_is_a_blank() {
        let mut screen = Screen::new((2, 1), false);
        screen.draw([(1, 0, &Cell::new("현"))].into_iter()).unwrap();
        assert_eq!(text(screen.cells()), "\n");
    }

    #[test]
    fn nothing_hidden_passes_the_gate() {
        let hostile = ["\u{1b}[2J", "\u{202E}", "\u{E0041}", "a\u{200B}", "\u{7}", "ok"].map(Cell::new);
        let mut screen = Screen::new((8, 1), false);
        screen.draw((0..).zip(&hostile).map(|(x, cell)| (x, 0, cell))).unwrap();
        screen.flush().unwrap();
        let sent = screen.take();
        assert!(sent.contains("?????ok"), "{sent:?}");
        assert!(!sent.replace("\x1b[2J", "").contains('\u{202E}'));
    }
}
