//! Drives the real loop with key strings and reads what a terminal would show.

use std::fmt::Write as _;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use linchpin::app::App;
use linchpin::app::citing::CopyOutcome;
use linchpin::app::editing::EditorOutcome;
use linchpin::app::keys::{Key, parse};
use linchpin::app::marks::{MarkReport, MarkRequest};
use linchpin::app::mouse::Mouse;
use linchpin::app::source::BrowserOutcome;
use linchpin::app::theme::Theme;
use linchpin::app::unfinished::UnfinishedWork;
use linchpin::app::writing::{AskedDocument, DocumentReport};
use linchpin::commands::document::document;
use linchpin::library::Library;
use linchpin::library::inputs::Inputs;
use linchpin::store::marks::Marks;
use linchpin::terminal::events::Event;
use linchpin::terminal::run::{Ending, EventLoop, Host};
use linchpin::terminal::screen::{Screen, text};
use linchpin::terminal::throttle::Share;
use linchpin::terminal::writer::{carry_out, refuse, write_document};
use linchpin::ui::draw;
use ratatui::Terminal;
use ratatui::buffer::Buffer;
use ratatui::layout::Position;
use ratatui::style::{Color, Modifier, Style};
use unicode_width::UnicodeWidthStr;

use crate::fixture::FIXTURE;

/// The explorer on the frozen dataset, behind an emulated terminal.
pub(crate) struct Explorer {
    pub(crate) app: App,
    terminal: Terminal<Screen>,
    host: EmulatedHost,
}

/// A frame: its cells, and where the cursor is in it.
type RenderedFrame = (Buffer, Position);

struct EmulatedHost {
    emulator: vt100::Parser,
    sent: usize,
    /// Bytes that are only for links.
    links: usize,
    copied: String,
    printed: String,
    browsed: String,
    /// What the editor was given, and what it does.
    edited: String,
    editor: EditorOutcome,
    /// `None` if nothing can be written.
    marks: Option<Marks>,
    /// Where documents are written.
    folder: PathBuf,
    /// Whether the disk does not answer, and what it was asked since.
    held: bool,
    waiting: Vec<MarkRequest>,
}

impl Host for EmulatedHost {
    fn send(&mut self, bytes: &str) -> io::Result<()> {
        self.sent = self.sent.saturating_add(bytes.len());
        let links = bytes.split("\x1b]8;").skip(1).filter_map(|link| link.split_once("\x1b\\"));
        self.links += links.map(|(link, _)| link.len() + 6).sum::<usize>();
        self.emulator.process(bytes.as_bytes());
        Ok(())
    }

    fn suspend(&mut self) -> io::Result<(u16, u16)> {
        let (rows, columns) = self.emulator.screen().size();
        Ok((columns.get(), rows.get()))
    }

    fn resume(&mut self) -> io::Result<(u16, u16)> {
        self.suspend()
    }

    fn reload(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn copy(&mut self, text: &str) -> io::Result<CopyOutcome> {
        text.clone_into(&mut self.copied);
        Ok(CopyOutcome::Sent)
    }

    fn browse(&mut self, address: &str) -> BrowserOutcome {
        address.clone_into(&mut self.browsed);
        BrowserOutcome::Started("xdg-open")
    }

    fn edit(&mut self, text: &str) -> EditorOutcome {
        text.clone_into(&mut self.edited);
        std::mem::replace(&mut self.editor, EditorOutcome::NotSet)
    }

    fn come_from_editor(&mut self) -> io::Result<(u16, u16)> {
        self.suspend()
    }

    fn print(&mut self, text: &str) -> io::Result<()> {
        text.clone_into(&mut self.printed);
        Ok(())
    }

    fn come_back(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn use_mouse(&mut self, _: Mouse) -> io::Result<()> {
        Ok(())
    }

    fn marks(&mut self, request: MarkRequest) -> Option<MarkReport> {
        if self.held {
            self.waiting.push(request);
            return None;
        }
        Some(match &self.marks {
            Some(marks) => carry_out(marks, request),
            None => refuse("storage full", request),
        })
    }

    fn answer(&mut self, library: &Library, asked: &AskedDocument) -> Result<Vec<u8>, String> {
        document(library, asked, "")
    }

    fn write(&mut self, asked: AskedDocument, bytes: Vec<u8>) -> Option<DocumentReport> {
        Some(write_document(self.folder.clone(), &asked, &bytes))
    }

    fn log(&mut self) -> Option<&mut dyn Write> {
        None
    }
}

impl Explorer {
    pub(crate) fn open(width: u16, height: u16) -> Self {
        Self::with_theme(width, height, Theme::Dark)
    }

    pub(crate) fn with_theme(width: u16, height: u16, theme: Theme) -> Self {
        Self::with_library(Library::open(&Path::new(FIXTURE).into()).unwrap(), (width, height), theme)
    }

    /// With a dataset of the reader's own beside the frozen one.
    pub(crate) fn with_added(width: u16, height: u16, added: &Path) -> Self {
        let inputs = Inputs { added: vec![added.to_owned()], ..Path::new(FIXTURE).into() };
        Self::with_library(Library::open(&inputs).unwrap(), (width, height), Theme::Dark)
    }

    pub(crate) fn with_library(library: Library, (width, height): (u16, u16), theme: Theme) -> Self {
        let app = App::new(library, (width, height), theme, None);
        let rows = height.max(1).try_into().unwrap();
        let emulator = vt100::Parser::new(rows, width.max(1).try_into().unwrap(), 0);
        let host = EmulatedHost {
            emulator,
            sent: 0,
            links: 0,
            copied: String::new(),
            printed: String::new(),
            browsed: String::new(),
            edited: String::new(),
            editor: EditorOutcome::NotSet,
            marks: None,
            folder: PathBuf::from("/no such folder"),
            held: false,
            waiting: Vec::new(),
        };
        let terminal = Terminal::new(Screen::new((width, height)).with_hyperlinks()).unwrap();
        let mut explorer = Self { app, terminal, host };
        explorer.event_loop().open().unwrap();
        explorer
    }

    /// Presses keys through the real loop, with a frame after each; returns what ended the loop, if a key did.
    pub(crate) fn press(&mut self, keys: &str) -> Option<Ending> {
        parse(keys).unwrap().into_iter().filter_map(|key| self.key(key)).last()
    }

    pub(crate) fn key(&mut self, key: Key) -> Option<Ending> {
        self.feed(Event::Key(key))
    }

    pub(crate) fn feed(&mut self, event: Event) -> Option<Ending> {
        self.event_loop().take(event, Share::Whole).unwrap().0
    }

    /// Lets the loop work as it does while no key is pressed, until there is more to be shown; returns whether there
    /// was.
    pub(crate) fn go_on(&mut self) -> bool {
        let done = std::iter::repeat_with(|| self.app.go_on()).find(|done| *done != UnfinishedWork::Hidden);
        self.event_loop().open().unwrap();
        done == Some(UnfinishedWork::Shown)
    }

    /// Sets what the reader's editor does.
    pub(crate) fn set_editor(&mut self, editor: EditorOutcome) {
        self.host.editor = editor;
    }

    /// What the editor was given.
    pub(crate) fn edited(&self) -> &str {
        &self.host.edited
    }

    /// Presses keys that are held on a slow line: of each frame the list, the header and the footer are sent.
    pub(crate) fn press_on_a_slow_line(&mut self, keys: &str) {
        for key in parse(keys).unwrap() {
            self.event_loop().take(Event::Key(key), Share::ListOnly).unwrap();
        }
    }

    /// What the emulated terminal shows, row by row.
    pub(crate) fn shown(&self) -> Vec<String> {
        let width = self.app.panes.size.0;
        self.host.emulator.screen().rows(0, width).map(|row| row.trim_end().to_owned()).collect()
    }

    /// The frame, whether it was sent or not.
    pub(crate) fn frame_rows(&self) -> Vec<String> {
        text(&self.cells()).lines().map(str::to_owned).collect()
    }

    fn event_loop(&mut self) -> EventLoop<'_> {
        EventLoop {
            app: &mut self.app,
            ascii: false,
            terminal: &mut self.terminal,
            host: &mut self.host,
            keep_due: None,
        }
    }

    /// Keeps marks in `folder` from here on, together with those that are already there.
    pub(crate) fn keep_in(&mut self, folder: &std::path::Path) {
        self.host.marks = Some(Marks::in_folder(folder.to_owned()));
        let report = self.host.marks(MarkRequest::Read).unwrap();
        self.app.reported(report);
        self.event_loop().open().unwrap();
    }

    /// Writes documents into a folder from here on.
    pub(crate) fn write_in(&mut self, folder: &Path) {
        folder.clone_into(&mut self.host.folder);
    }

    /// The disk accepts nothing from here on.
    pub(crate) fn keep_nowhere(&mut self) {
        self.host.marks = None;
    }

    /// The disk does not answer from here on.
    pub(crate) fn hold(&mut self) {
        self.host.held = true;
    }

    /// The disk answers again; what it was asked meanwhile is reported like any other event.
    pub(crate) fn answer(&mut self) {
        self.host.held = false;
        for request in std::mem::take(&mut self.host.waiting) {
            let report = self.host.marks(request).unwrap();
            self.feed(Event::Marks(Box::new(report)));
        }
    }

    /// The notes that are not on the disk.
    pub(crate) fn unsaved(&self) -> Vec<String> {
        self.app.unsaved().map(|mark| mark.note.to_string()).collect()
    }

    /// What was sent to the clipboard last, and what was printed last.
    pub(crate) fn copied(&self) -> &str {
        &self.host.copied
    }

    /// The address that was opened last.
    pub(crate) fn browsed(&self) -> &str {
        &self.host.browsed
    }

    pub(crate) fn printed(&self) -> &str {
        &self.host.printed
    }

    /// Bytes sent to the terminal so far.
    pub(crate) fn sent(&self) -> usize {
        self.host.sent
    }

    /// Bytes sent so far that are only for links.
    pub(crate) fn links(&self) -> usize {
        self.host.links
    }

    pub(crate) fn frame(&self) -> RenderedFrame {
        picture(&self.app, false)
    }

    pub(crate) fn cells(&self) -> Buffer {
        self.frame().0
    }

    /// What the emulated terminal shows; it must equal the frame.
    pub(crate) fn text(&self) -> String {
        let frame = text(&self.cells());
        if self.app.panes.size.0 > 0 && self.app.panes.size.1 > 0 {
            assert_eq!(self.shown(), frame.lines().collect::<Vec<_>>(), "the terminal shows the last frame");
        }
        frame
    }

    pub(crate) fn shows(&self, wanted: &str) -> bool {
        squeezed(&self.text()).contains(&squeezed(wanted))
    }

    /// The text drawn in a style that has `modifier` (and `color`, if given), piece by piece.
    pub(crate) fn styled(&self, modifier: Modifier, color: Option<Color>) -> Vec<String> {
        let cells = self.cells();
        let width = usize::from(cells.area.width).max(1);
        let mut pieces: Vec<String> = Vec::new();
        for row in cells.content.chunks(width) {
            let mut piece = String::new();
            for (x, cell) in row.iter().enumerate() {
                // The second column of a wide character belongs to the first.
                if x > 0 && row[x - 1].symbol().width() > 1 {
                    continue;
                }
                if cell.modifier.contains(modifier) && color.is_none_or(|color| cell.fg == color) {
                    piece.push_str(cell.symbol());
                } else if !piece.is_empty() {
                    pieces.push(std::mem::take(&mut piece).trim().to_owned());
                }
            }
            if !piece.is_empty() {
                pieces.push(piece.trim().to_owned());
            }
        }
        pieces.retain(|piece| !piece.is_empty());
        pieces
    }

    /// Glyphs, then a line per run of cells in one style that is not the plain one: row, columns, style, text.
    pub(crate) fn picture(&self) -> String {
        let cells = self.cells();
        let mut picture = self.text();
        let width = usize::from(cells.area.width).max(1);
        for (y, row) in cells.content.chunks(width).enumerate() {
            let mut x = 0;
            let second = |at: usize| at > 0 && row[at - 1].symbol().width() > 1;
            while x < row.len() {
                let style = row[x].style();
                let end =
                    (x..row.len()).find(|at| row[*at].style() != style && !second(*at)).unwrap_or(row.len());
                let words: String = (x..end).filter(|at| !second(*at)).map(|at| row[at].symbol()).collect();
                if named(style) != "plain" && !words.trim().is_empty() {
                    let _ = writeln!(
                        picture,
                        "{y:>2} {x:>3}-{:<3} {:<28} {}",
                        end - 1,
                        named(style),
                        words.trim()
                    );
                }
                x = end;
            }
        }
        picture
    }
}

/// Draws a frame of its own, without the loop.
pub(crate) fn picture(app: &App, ascii: bool) -> RenderedFrame {
    let mut terminal = Terminal::new(Screen::new(app.panes.size)).unwrap();
    terminal.draw(|frame| draw(app, ascii, frame)).unwrap();
    let cursor = terminal.get_cursor_position().unwrap();
    (terminal.backend().cells().clone(), cursor)
}

/// A style in words.
fn named(style: Style) -> String {
    let mut words = Vec::new();
    if let Some(color) = style.fg.filter(|color| *color != Color::Reset) {
        words.push(color.to_string().to_lowercase());
    }
    if let Some(color) = style.bg.filter(|color| *color != Color::Reset) {
        words.push(format!("on {}", color.to_string().to_lowercase()));
    }
    for (modifier, word) in [
        (Modifier::BOLD, "bold"),
        (Modifier::DIM, "dim"),
        (Modifier::ITALIC, "italic"),
        (Modifier::UNDERLINED, "underlined"),
        (Modifier::REVERSED, "reversed"),
        (Modifier::CROSSED_OUT, "crossed"),
    ] {
        if style.add_modifier.contains(modifier) {
            words.push(word.to_owned());
        }
    }
    if words.is_empty() { "plain".to_owned() } else { words.join(" ") }
}

/// Text without what wrapping and panes put between words.
pub(crate) fn squeezed(text: &str) -> String {
    text.split([' ', '\n', '│', '↓', '↑', '┃']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}
