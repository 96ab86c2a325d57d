//! The backend for ratatui's `Terminal`: turns changed cells into as few bytes as possible, one string per frame.
//!
//! Invariant: this is the last filter. Whatever a cell contains, only the sequences written here and visible characters
//! reach the terminal; and a terminal that received every frame shows exactly the last one.

#![warn(clippy::arithmetic_side_effects, reason = "sizes meet screens here")]

mod writer;

use std::convert::Infallible;

use ratatui::backend::{Backend, ClearType, WindowSize};
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::{Position, Rect, Size};

use crate::app::source::Hyperlink;
use crate::text::address::is_web_address;
use writer::{AnsiWriter, is_blank, is_wide};
pub use writer::{ansi, text};

/// What the terminal shows according to the bytes sent, and what it should show next.
///
/// Ratatui's own backend sends twice the bytes (colors as `38;5;n`, a cursor move for each gap) and filters nothing.
#[derive(Debug, Default)]
pub struct Screen {
    size: Size,
    /// Whether frames are wrapped in synchronized output (`?2026`).
    synchronized: bool,
    /// The last frame drawn, whole.
    wanted: Buffer,
    /// Its cells that the terminal may show differently, row by row.
    pending: Vec<bool>,
    /// Whether nothing has been sent to the terminal yet, so that its content is unknown.
    is_unknown: bool,
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
    pub fn new((width, height): (u16, u16)) -> Self {
        let size = Size::new(width, height);
        let mut screen = Self { size, ..Self::default() };
        screen.forget();
        screen
    }

    /// The same; its frames are wrapped in synchronized output, if the terminal knows that.
    #[must_use]
    pub fn synchronized(self, synchronized: bool) -> Self {
        Self { synchronized, ..self }
    }

    /// From here on the content of the terminal is unknown, and it should show an empty screen.
    fn forget(&mut self) {
        self.wanted = Buffer::empty(Rect::from(self.size));
        self.pending = vec![false; self.wanted.content.len()];
        (self.is_unknown, self.shown_link) = (true, None);
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

    /// The hyperlink of the next frame. An address that could act on the terminal is ignored.
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

    /// Puts a cell in its place. The remains of a wide character that was there must be sent again.
    #[inline]
    fn put(&mut self, at: usize, new: &Cell) {
        let (Some(cell), Some(pending)) = (self.wanted.content.get_mut(at), self.pending.get_mut(at)) else {
            return;
        };
        let was_wide = is_wide(cell);
        *pending |= !(is_blank(cell) && is_blank(new));
        cell.clone_from(new);
        if was_wide && let Some(half) = self.pending.get_mut(at.saturating_add(1)) {
            *half = true;
        }
    }

    /// The cells of both links must be sent if one replaces the other.
    fn relink(&mut self, link: Option<&Hyperlink>) {
        if self.shown_link.as_ref() == link {
            return;
        }
        let area = self.wanted.area;
        let areas = [self.shown_link.as_ref(), link].into_iter().flatten().flat_map(|link| &link.areas);
        for at in areas.flat_map(|linked| linked.intersection(area).positions()) {
            let index = usize::from(at.y).saturating_mul(area.width.into()).saturating_add(at.x.into());
            if let Some(pending) = self.pending.get_mut(index) {
                *pending = true;
            }
        }
    }

    /// Encodes the pending cells of the areas that this frame is limited to, and those of the link after all others.
    fn encode(&mut self, out: &mut AnsiWriter, link: Option<&Hyperlink>) {
        let width = usize::from(self.wanted.area.width).max(1);
        let rows = self.pending.chunks_mut(width).zip(self.wanted.content.chunks(width));
        let mut linked_rows = Vec::new();
        for (y, (pending, new)) in rows.enumerate().filter(|(_, (pending, _))| pending.contains(&true)) {
            let mut dirty = pending.to_vec();
            if let Some(areas) = &self.areas {
                dirty = both(&dirty, &columns(areas, y, width));
            }
            both_halves(&mut dirty, new);
            for (pending, dirty) in pending.iter_mut().zip(&dirty) {
                *pending &= !dirty;
            }
            let Some(link) = link else {
                out.row(y, new, &dirty, &[]);
                continue;
            };
            let linked = columns(&link.areas, y, width);
            let others = not(&linked);
            out.row(y, new, &both(&dirty, &others), &linked);
            linked_rows.push((y, new, both(&dirty, &linked), others));
        }
        linked_rows.retain(|(_, _, dirty, _)| dirty.contains(&true));
        if let Some(link) = link.filter(|_| !linked_rows.is_empty()) {
            out.linked_rows(&link.address, &linked_rows);
        }
    }

    /// Ends the bytes of a frame with the cursor.
    fn end_frame(&mut self, mut out: AnsiWriter, link: Option<Hyperlink>) {
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
    }
}

impl Backend for Screen {
    type Error = Infallible;

    fn draw<'a, I>(&mut self, content: I) -> Result<(), Infallible>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        let width = self.wanted.area.width;
        for (x, y, new) in content.filter(|(x, ..)| *x < width) {
            let at = usize::from(y).saturating_mul(width.into()).saturating_add(x.into());
            if !is_wide(new) {
                self.put(at, new);
            } else if x.saturating_add(1) < width {
                self.put(at, new);
                self.put(at.saturating_add(1), &Cell::EMPTY);
            } else {
                self.put(at, new.clone().set_symbol(" "));
            }
        }
        Ok(())
    }

    /// Encodes the cells that the terminal may show differently than it should.
    fn flush(&mut self) -> Result<(), Infallible> {
        let mut out = AnsiWriter::default();
        if self.is_unknown {
            // Parts of a frame do not determine what else is on the terminal.
            if self.areas.is_some() {
                return Ok(());
            }
            out.bytes.push_str("\x1b[0m\x1b[2J");
            self.is_unknown = false;
        }
        // A limited frame has no part of the passage, where the link is.
        let link = if self.areas.is_some() { &self.shown_link } else { &self.link }.clone();
        self.relink(link.as_ref());
        self.encode(&mut out, link.as_ref());
        self.end_frame(out, link);
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

    /// The terminal is never queried: its answer would arrive late and look like keys.
    fn get_cursor_position(&mut self) -> Result<Position, Infallible> {
        Ok(if let CursorState::At(position) = self.cursor { position } else { Position::ORIGIN })
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> Result<(), Infallible> {
        self.cursor = CursorState::At(position.into());
        Ok(())
    }

    /// Sends the next frame whole, onto an empty screen.
    fn clear(&mut self) -> Result<(), Infallible> {
        self.forget();
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

/// Which columns of row `y` belong to one of the areas.
fn columns(areas: &[Rect], y: usize, width: usize) -> Vec<bool> {
    let mut columns = vec![false; width];
    for area in areas.iter().filter(|area| (area.top()..area.bottom()).any(|row| usize::from(row) == y)) {
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

/// Of a wide character both halves are sent, or none.
fn both_halves(dirty: &mut [bool], cells: &[Cell]) {
    for (left, cell) in cells.iter().enumerate() {
        if let Some([one, other]) = dirty.get_mut(left..=left.saturating_add(1))
            && one != other
            && is_wide(cell)
        {
            (*one, *other) = (true, true);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use ratatui::Terminal;
    use ratatui::style::{Color, Modifier, Style};

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
        Terminal::new(Screen::new((24, 4)).synchronized(true)).unwrap()
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
        /// A terminal that was sent every frame shows the same as if it had been sent only the last one.
        #[test]
        fn a_terminal_that_saw_every_frame_shows_the_last(
            frames in proptest::collection::vec((
                proptest::collection::vec((0_u16..24, 0_u16..4, "[a-c 현é–]{0,20}", any::<u8>()), 0..8),
                proptest::option::of((0_u16..20, 0_u16..4, 1_u16..24, 1_u16..4))), 1..6)
        ) {
            let (mut screen, mut emulator) = (terminal(), emulator());
            let mut last = String::new();
            let count = frames.len();
            for (at, (pieces, limit)) in (1..).zip(&frames) {
                let next = frame(24, 4, pieces);
                last = show(&mut terminal(), &next);
                // The last one is sent whole, as it is after the last key.
                let limit = limit.filter(|_| at < count);
                let area = |(x, y, width, height)| vec![Rect::new(x, y, width, height)];
                screen.backend_mut().begin((24, 4), limit.map(area));
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
        let mut screen = Screen::new((2, 1));
        screen.draw([(1, 0, &Cell::new("현"))].into_iter()).unwrap();
        assert_eq!(text(screen.cells()), "\n");
    }

    #[test]
    fn nothing_hidden_passes_the_gate() {
        let hostile = ["\u{1b}[2J", "\u{202E}", "\u{E0041}", "a\u{200B}", "\u{7}", "ok"].map(Cell::new);
        let mut screen = Screen::new((8, 1));
        screen.draw((0..).zip(&hostile).map(|(x, cell)| (x, 0, cell))).unwrap();
        screen.flush().unwrap();
        let sent = screen.take();
        assert!(sent.contains("?????ok"), "{sent:?}");
        assert!(!sent.replace("\x1b[2J", "").contains('\u{202E}'));
    }
}
