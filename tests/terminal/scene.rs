//! The program behind a pseudo-terminal, with a home of its own, on the frozen dataset.

#[path = "../fixture/mod.rs"]
mod fixture;

use portable_pty::{Child, CommandBuilder, ExitStatus, MasterPty, PtySize, SlavePty, native_pty_system};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};
use tempfile::TempDir;

pub(crate) use fixture::FIXTURE;

use crate::line::Line;

pub(crate) const LINCHPIN: &str = env!("CARGO_BIN_EXE_linchpin");
/// Maximum time of anything before a test gives up.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);
/// The end of a frame that is drawn at once.
pub(crate) const FRAME_END: &str = "\x1b[?2026l";
pub(crate) const NOTHING: &[PathBuf] = &[];
pub(crate) const STATE: &str = "home/.local/state/linchpin/places/rok-us-modernization.json";

/// A home and a working directory for the programs of one test.
pub(crate) struct Scene(pub(crate) TempDir);

impl Scene {
    pub(crate) fn new() -> Self {
        let folder = TempDir::new().unwrap();
        for name in ["home", "work"] {
            fs::create_dir(folder.path().join(name)).unwrap();
        }
        Self(folder)
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub(crate) fn command(&self, arguments: &[&str]) -> CommandBuilder {
        let mut command = CommandBuilder::new(LINCHPIN);
        command.args(["--data", FIXTURE]);
        command.args(arguments);
        command.env_clear();
        command.env("TERM", "xterm-256color");
        command.env("LANG", "C.UTF-8");
        command.env("HOME", self.path("home"));
        command.cwd(self.path("work"));
        command
    }

    pub(crate) fn open(&self, arguments: &[&str]) -> TerminalSession {
        TerminalSession::start(self.command(arguments), (80, 24))
    }

    /// Every file there is, below `name`.
    pub(crate) fn files(&self, name: &str) -> Vec<PathBuf> {
        below(&self.path(name))
    }
}

pub(crate) fn below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if path.is_dir() {
            found.extend(below(&path));
        }
        found.push(path);
    }
    found
}

/// A running program behind an emulated terminal.
pub(crate) struct TerminalSession {
    pub(crate) child: Box<dyn Child + Send + Sync>,
    pub(crate) master: Option<Box<dyn MasterPty + Send>>,
    /// Held open, or the terminal's modes would be lost at the program's end.
    pub(crate) slave: Option<Box<dyn SlavePty + Send>>,
    pub(crate) input: Box<dyn Write + Send>,
    pub(crate) output: Receiver<Vec<u8>>,
    /// While it is set, nobody reads what the program sends.
    pub(crate) held: Arc<AtomicBool>,
    pub(crate) emulator: vt100::Parser,
    /// Everything that was sent.
    pub(crate) sent: Vec<u8>,
    /// The terminal's modes before the program started.
    pub(crate) modes: String,
}

impl TerminalSession {
    /// Starts the program and waits for its first frame.
    pub(crate) fn start(command: CommandBuilder, size: (u16, u16)) -> Self {
        let mut session = Self::spawn(command, size, Line::default());
        session.shows("Joint");
        session
    }

    /// Starts a program at the far end of a line.
    pub(crate) fn spawn(command: CommandBuilder, size: (u16, u16), line: Line) -> Self {
        let pair = native_pty_system().openpty(pty_size(size)).unwrap();
        let modes = modes(&*pair.master);
        let reader = pair.master.try_clone_reader().unwrap();
        let input = pair.master.take_writer().unwrap();
        let child = pair.slave.spawn_command(command).unwrap();
        let (input, output, held) = line.between(input, reader);
        let emulator = emulator(size);
        let (master, slave) = (Some(pair.master), Some(pair.slave));
        Self { child, master, slave, input, output, held, emulator, sent: Vec::new(), modes }
    }

    /// The terminal's modes.
    pub(crate) fn modes_now(&self) -> String {
        modes(&**self.master.as_ref().unwrap())
    }

    /// The terminal is gone: only the program has it open.
    pub(crate) fn vanish(&mut self) {
        (self.master, self.slave) = (None, None);
        self.input = Box::new(std::io::sink());
        self.output = channel().1;
    }

    pub(crate) fn pid(&self) -> u32 {
        self.child.process_id().unwrap()
    }

    /// Reads what is sent, until nothing arrives for `wait`.
    pub(crate) fn listen(&mut self, wait: Duration) {
        loop {
            match self.output.recv_timeout(wait) {
                Ok(piece) => {
                    self.emulator.process(&piece);
                    self.sent.extend(piece);
                }
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    pub(crate) fn until(&mut self, what: &str, mut holds: impl FnMut(&mut Self) -> bool) {
        let start = Instant::now();
        while !holds(self) {
            assert!(start.elapsed() < PATIENCE, "never: {what}; the screen:\n{}", self.text());
            self.listen(Duration::from_millis(5));
        }
    }

    pub(crate) fn shows(&mut self, wanted: &str) {
        self.until(wanted, |session| session.text().contains(wanted));
    }

    pub(crate) fn press(&mut self, keys: &str) {
        self.input.write_all(keys.as_bytes()).unwrap();
    }

    /// Presses a key that changes the screen, and waits for the frame.
    pub(crate) fn step(&mut self, key: &str) {
        let before = self.said().matches(FRAME_END).count();
        self.press(key);
        self.until("another frame", |session| session.said().matches(FRAME_END).count() > before);
    }

    pub(crate) fn resize(&mut self, size: (u16, u16)) {
        self.emulator.screen_mut().set_size(size.1.try_into().unwrap(), size.0.try_into().unwrap());
        self.master.as_ref().unwrap().resize(pty_size(size)).unwrap();
    }

    pub(crate) fn signal(&self, name: &str) {
        let pid = self.child.process_id().unwrap().to_string();
        assert!(Command::new("sh").args(["-c", "kill -s $0 $1", name, &pid]).status().unwrap().success());
    }

    /// The screen's rows, without blanks at their ends.
    pub(crate) fn text(&self) -> String {
        let screen = self.emulator.screen();
        let rows = screen.rows(0, screen.size().1.get());
        rows.fold(String::new(), |text, row| text + row.trim_end_matches(' ') + "\n")
    }

    /// Whether the title of a pane is emphasized, as that of the pane in focus is.
    pub(crate) fn lit(&self, title: &str) -> bool {
        let screen = self.emulator.screen();
        let row = screen.rows(0, screen.size().1.get()).nth(1).unwrap();
        let column = row.split_once(title).unwrap().0.chars().count();
        screen.cell(1, u16::try_from(column).unwrap()).unwrap().bold()
    }

    pub(crate) fn said(&self) -> String {
        String::from_utf8_lossy(&self.sent).into_owned()
    }

    /// What was sent since `mark` bytes.
    pub(crate) fn since(&self, mark: usize) -> String {
        String::from_utf8_lossy(&self.sent[mark..]).into_owned()
    }

    /// R(unning), S(leeping), T (stopped)…
    pub(crate) fn state(&self) -> String {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.child.process_id().unwrap())).unwrap();
        stat.rsplit_once(") ").unwrap().1[..1].to_owned()
    }

    /// Waits for the end, checks that the terminal is restored, and returns the exit code.
    pub(crate) fn ends(mut self) -> u32 {
        let code = self.is_over();
        given_back(&self.said(), self.emulator.screen());
        code
    }

    /// Waits for the end and for all that was sent, checks that the terminal's modes are as they were, and returns the
    /// exit code.
    pub(crate) fn is_over(&mut self) -> u32 {
        let status = self.status();
        assert_eq!(status.signal(), None, "it ends itself");
        status.exit_code()
    }

    /// How it ended; the terminal has its modes again.
    pub(crate) fn status(&mut self) -> ExitStatus {
        let mut status = None;
        self.until("the end", |session| {
            status = session.child.try_wait().unwrap();
            status.is_some()
        });
        self.held.store(false, Ordering::SeqCst);
        self.listen(Duration::from_millis(50));
        assert_eq!(self.modes_now(), self.modes, "the terminal's modes are as they were");
        self.slave = None;
        while let Ok(piece) = self.output.recv_timeout(PATIENCE) {
            self.emulator.process(&piece);
            self.sent.extend(piece);
        }
        status.unwrap()
    }
}

impl Drop for TerminalSession {
    fn drop(&mut self) {
        if matches!(self.child.try_wait(), Ok(None)) {
            let _ = self.child.kill();
        }
    }
}

/// A terminal of this size; at least one cell.
pub(crate) fn emulator((columns, rows): (u16, u16)) -> vt100::Parser {
    vt100::Parser::new(rows.max(1).try_into().unwrap(), columns.max(1).try_into().unwrap(), 0)
}

pub(crate) fn pty_size((cols, rows): (u16, u16)) -> PtySize {
    PtySize { rows, cols, ..PtySize::default() }
}

pub(crate) fn modes(master: &dyn MasterPty) -> String {
    format!("{:?}", master.get_termios().unwrap())
}

/// Paste off, style off and cursor on, all before the alternate screen is left; and nothing after.
pub(crate) fn given_back(sent: &str, screen: &vt100::Screen) {
    let last = |sequence: &str| sent.rfind(sequence).unwrap_or_else(|| panic!("{sequence:?} is never sent"));
    let left = last("\x1b[?1049l");
    for sequence in ["\x1b[?2004l", "\x1b[0m", "\x1b[?25h"] {
        assert!(last(sequence) < left, "{sequence:?} comes before the alternate screen is left");
    }
    assert!(last("\x1b[?1049h") < left && sent.ends_with("\x1b[?1049l"), "nothing follows");
    assert!(!screen.alternate_screen() && !screen.hide_cursor() && !screen.bracketed_paste());
    assert_eq!(screen.mouse_protocol_mode(), vt100::MouseProtocolMode::None, "the mouse is given back");
}

/// What `--print` says that a screen of this size shows.
pub(crate) fn printed(scene: &Scene, (width, height): (u16, u16)) -> String {
    let mut command = Command::new(LINCHPIN);
    command
        .args(["--data", FIXTURE, "--print", "--size", &format!("{width}x{height}")])
        .env_clear()
        .env("HOME", scene.path("home"));
    String::from_utf8(command.output().unwrap().stdout).unwrap()
}

/// The codes of every style sequence.
pub(crate) fn styles(sent: &str) -> Vec<u32> {
    let pieces = sent.split("\x1b[").skip(1);
    let styles = pieces.filter_map(|piece| {
        let (codes, _) = piece.split_once('m')?;
        codes.chars().all(|c| c.is_ascii_digit() || c == ';').then_some(codes)
    });
    styles.flat_map(|codes| codes.split(';')).filter_map(|code| code.parse().ok()).collect()
}
