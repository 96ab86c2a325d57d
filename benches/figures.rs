//! The figures that the project promises, measured on the real binary in a pseudo-terminal of 120×40.
//!
//! `cargo bench --bench figures` builds the release profile, prints a table and fails if a bound is broken. The first
//! frame is timed from just before the program is started to the last byte read, so it includes the cost of starting any program;
//! `/bin/true`, started the same way, shows how much that is. Update and draw are the program's own times (`--log`):
//! the draw ends when the terminal has accepted the frame. The same keys are pressed in five sessions; a key's time is
//! the median over them, and the figures are of all keys.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a benchmark that cannot measure should stop where it stands"
)]

use std::fmt::Write as _;
use std::fs;
use std::io::{Read, Write};
use std::path::Path;
use std::process::{self, ExitCode};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, PtyPair, PtySize, native_pty_system};
use tempfile::TempDir;

const LINCHPIN: &str = env!("CARGO_BIN_EXE_linchpin");
const SPAWNS: usize = 100;
const WARM_UP: usize = 10;
/// Sessions in which the same keys are pressed.
const SESSIONS: usize = 5;
/// The end of a frame that is drawn at once.
const FRAME_END: &[u8] = b"\x1b[?2026l";

const QUERIES: &str =
    "modernization/strategc flexiblity/\"linchpin of peace\"/현대화/denuclear/series:SCM term:linchpin";

/// Which number of a figure the bound applies to.
#[derive(Clone, Copy, PartialEq)]
enum By {
    Median,
    P99,
    Max,
}

struct Figure {
    what: &'static str,
    unit: &'static str,
    samples: Vec<f64>,
    bound: Option<(By, f64)>,
}

impl Figure {
    fn new(what: &'static str, unit: &'static str, mut samples: Vec<f64>, bound: Option<(By, f64)>) -> Self {
        samples.sort_by(f64::total_cmp);
        Self { what, unit, samples, bound }
    }

    fn of(&self, by: By) -> f64 {
        let last = self.samples.len().saturating_sub(1);
        let at = match by {
            By::Median => last / 2,
            By::P99 => self.samples.len().saturating_mul(99).div_ceil(100).saturating_sub(1),
            By::Max => last,
        };
        self.samples.get(at).copied().unwrap_or(f64::NAN)
    }

    /// A figure that was not measured fails.
    fn holds(&self) -> bool {
        self.bound.is_none_or(|(by, bound)| self.of(by) <= bound)
    }

    fn row(&self) -> String {
        let mut row = format!("| {}, {} |", self.what, self.unit);
        for by in [By::Median, By::P99, By::Max] {
            let strong = if self.bound.is_some_and(|(of, _)| of == by) { "**" } else { "" };
            let _ = write!(row, " {strong}{}{strong} |", round(self.of(by)));
        }
        let bound = self.bound.map_or("–".to_owned(), |(_, bound)| format!("≤ {}", round(bound)));
        let broken = if self.holds() { "" } else { " **broken**" };
        let _ = write!(row, " {bound}{broken} | {} |", self.samples.len());
        row
    }
}

fn main() -> ExitCode {
    let mut figures = start();
    figures.extend(sessions());
    figures.push(idle());
    let size = float(fs::metadata(LINCHPIN).unwrap().len()) / 1024.0;
    figures.push(Figure::new("binary", "KiB", vec![size], Some((By::Max, 8192.0))));
    println!("| figure | median | 99th percentile | max | bound | samples |\n|---|--:|--:|--:|--:|--:|");
    for figure in &figures {
        println!("{}", figure.row());
    }
    let broken: Vec<&str> =
        figures.iter().filter(|figure| !figure.holds()).map(|figure| figure.what).collect();
    if broken.is_empty() {
        println!("\nevery bound holds");
        return ExitCode::SUCCESS;
    }
    println!("\n{} bounds are broken: {}", broken.len(), broken.join("; "));
    ExitCode::FAILURE
}

fn terminal() -> PtyPair {
    native_pty_system().openpty(PtySize { rows: 40, cols: 120, ..PtySize::default() }).unwrap()
}

fn command(program: &str, home: &Path) -> CommandBuilder {
    let mut command = CommandBuilder::new(program);
    command.env_clear();
    command.env("TERM", "xterm-256color");
    command.env("LANG", "C.UTF-8");
    command.env("HOME", home);
    command.cwd(home);
    command
}

/// From nothing to the first frame, beside a program that does nothing.
fn start() -> Vec<Figure> {
    let (mut nothing, mut first, mut last, mut bytes) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for at in 0..SPAWNS.saturating_add(WARM_UP) {
        let (_, empty, _) = spawn("/bin/true");
        let (byte, frame, sent) = spawn(LINCHPIN);
        if at >= WARM_UP {
            nothing.push(empty);
            first.push(byte);
            last.push(frame);
            bytes.push(sent);
        }
    }
    vec![
        Figure::new("/bin/true, start to end", "ms", nothing, None),
        Figure::new("first byte", "ms", first, None),
        Figure::new("first frame", "ms", last, Some((By::Median, 5.0))),
        Figure::new("first frame", "bytes", bytes, Some((By::Max, 9216.0))),
    ]
}

/// Milliseconds to the first byte and to the end of the first frame (or of the program), and bytes until then.
fn spawn(program: &str) -> (f64, f64, f64) {
    let home = TempDir::new().unwrap();
    let pair = terminal();
    let mut output = pair.master.try_clone_reader().unwrap();
    let line = fs::File::options().read(true).write(true).open(pair.master.tty_name().unwrap()).unwrap();
    // Not by the pseudo-terminal's own spawn, which forks all of this program and closes its files: that took half of the
    // time of `/bin/true`.
    let mut command = process::Command::new(program);
    command.env_clear().env("TERM", "xterm-256color").env("LANG", "C.UTF-8").env("HOME", home.path());
    command.stdin(line.try_clone().unwrap()).stdout(line.try_clone().unwrap()).stderr(line);
    drop(pair.slave);
    let start = Instant::now();
    let mut child = command.spawn().unwrap();
    drop(command);
    let (mut seen, mut first) = (Vec::new(), None);
    let mut piece = vec![0; 65536];
    while !seen.ends_with(FRAME_END) {
        let read = output.read(&mut piece).unwrap();
        first.get_or_insert_with(|| start.elapsed());
        if read == 0 {
            break;
        }
        seen.extend(piece.iter().take(read));
    }
    let last = start.elapsed();
    // The code that ends it reads on, so that the last bytes do not block the program.
    let _ = pair.master.take_writer().unwrap().write_all(b"q");
    while output.read(&mut piece).unwrap() > 0 {}
    child.wait().unwrap();
    (in_ms(first.unwrap_or_default()), in_ms(last), float(seen.len()))
}

/// One program at work, and a log of what it did.
struct MeasuredSession {
    child: Box<dyn Child + Send + Sync>,
    input: Box<dyn Write + Send>,
    /// Bytes that have arrived.
    sent: Arc<AtomicUsize>,
    pair: PtyPair,
    home: TempDir,
    lines: usize,
}

/// One line of the log, the times in milliseconds.
struct Logged {
    update: f64,
    draw: f64,
    both: f64,
    bytes: f64,
    /// Whether nothing of the frame was held back.
    whole: bool,
}

impl MeasuredSession {
    fn start() -> Self {
        let (home, pair) = (TempDir::new().unwrap(), terminal());
        let mut output = pair.master.try_clone_reader().unwrap();
        let mut command = command(LINCHPIN, home.path());
        command.args(["--log", "log"]);
        let child = pair.slave.spawn_command(command).unwrap();
        let sent = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&sent);
        thread::spawn(move || {
            let mut piece = vec![0; 65536];
            while let Ok(read @ 1..) = output.read(&mut piece) {
                count.fetch_add(read, Ordering::SeqCst);
            }
        });
        let input = pair.master.take_writer().unwrap();
        let mut session = Self { child, input, sent, pair, home, lines: 0 };
        session.next();
        session
    }

    /// Waits for the next line of the log.
    fn next(&mut self) -> Logged {
        let start = Instant::now();
        loop {
            let log = fs::read_to_string(self.home.path().join("log")).unwrap_or_default();
            let mut lines = log.split_inclusive('\n').skip(self.lines).filter(|line| line.ends_with('\n'));
            if let Some(line) = lines.next() {
                self.lines = self.lines.saturating_add(1);
                let field = |at| -> f64 {
                    line.trim().split(['\t', '=']).nth(at).and_then(|value| value.parse().ok()).unwrap()
                };
                let whole = line.trim().ends_with("frame=Whole");
                let (update, draw) = (field(2) / 1000.0, field(4) / 1000.0);
                return Logged { update, draw, both: update + draw, bytes: field(6), whole };
            }
            assert!(start.elapsed() < Duration::from_secs(20), "no line after line {}", self.lines);
            thread::sleep(Duration::from_micros(200));
        }
    }

    fn press(&mut self, keys: &str, times: usize) -> Vec<Logged> {
        let keys: Vec<char> = keys.chars().collect();
        let each = keys.iter().cycle().take(keys.len().saturating_mul(times));
        each.map(|key| {
            self.input.write_all(key.to_string().as_bytes()).unwrap();
            let mut logged = self.next();
            // What was held back because keys came fast is sent after the last key.
            while !logged.whole {
                let rest = self.next();
                logged.bytes += rest.bytes;
                logged.whole = rest.whole;
            }
            logged
        })
        .collect()
    }

    /// A number of kibibytes that the kernel reports for the program.
    fn kib(&self, file: &str, name: &str) -> f64 {
        let pid = self.child.process_id().unwrap();
        let text = fs::read_to_string(format!("/proc/{pid}/{file}")).unwrap();
        let line = text.lines().find_map(|line| line.strip_prefix(name)).unwrap();
        line.split_whitespace().nth(1).unwrap().parse().unwrap()
    }

    fn quit(mut self) {
        self.input.write_all(b"\x03").unwrap();
        drop(self.pair.slave);
        self.child.wait().unwrap();
    }
}

/// The cost of a key: the median over several sessions, so that other activity of the machine is not counted.
fn medians(sessions: &[Vec<Logged>]) -> Vec<Logged> {
    let middle = |at: usize, part: fn(&Logged) -> f64| {
        let mut costs: Vec<f64> = sessions.iter().map(|keys| part(&keys[at])).collect();
        costs.sort_by(f64::total_cmp);
        costs[costs.len() / 2]
    };
    let key = |at| Logged {
        update: middle(at, |key| key.update),
        draw: middle(at, |key| key.draw),
        both: middle(at, |key| key.both),
        bytes: middle(at, |key| key.bytes),
        whole: true,
    };
    (0..sessions[0].len()).map(key).collect()
}

/// The keys of one session: those that move, those that type letters, the others; and the memory of the program after
/// all of them.
struct Pressed {
    keys: [Vec<Logged>; 3],
    resident: f64,
    shared: f64,
}

fn press_all() -> Pressed {
    let mut session = MeasuredSession::start();
    let mut moves = session.press("j", 60);
    moves.extend(session.press("k", 60));
    let (mut letters, mut others) = (Vec::new(), session.press("]", 6));
    for query in QUERIES.split('/') {
        others.extend(session.press("/", 1));
        letters.extend(session.press(query, 1));
        others.extend(session.press("\rnnnNN\t\t\t/", 1));
        letters.extend(session.press("\u{7f}", query.chars().count()));
        others.extend(session.press("\u{1b}\u{1b}\u{1b}", 1));
    }
    let (resident, shared) = (session.kib("status", "VmRSS"), session.kib("smaps_rollup", "Pss"));
    session.quit();
    Pressed { keys: [moves, letters, others], resident, shared }
}

/// The cost of each key, and the memory of the program after all of them.
fn sessions() -> Vec<Figure> {
    let pressed: Vec<Pressed> = (0..SESSIONS).map(|_| press_all()).collect();
    let resident = pressed.iter().map(|one| one.resident).collect();
    let shared = pressed.iter().map(|one| one.shared).collect();
    let [mut moves, mut letters, mut others] = [const { Vec::new() }; 3];
    for Pressed { keys: [one, two, three], .. } in pressed {
        moves.push(one);
        letters.push(two);
        others.push(three);
    }
    let (moves, letters, others) = (medians(&moves), medians(&letters), medians(&others));
    let of = |logged: &[Logged], part: fn(&Logged) -> f64| logged.iter().map(part).collect();
    let (selection, letter) = (of(&moves, |l| l.bytes), of(&letters, |l| l.bytes));
    let typing = of(&letters, |l| l.both);
    let keys: Vec<Logged> = moves.into_iter().chain(letters).chain(others).collect();
    vec![
        Figure::new("any key: update", "ms", of(&keys, |l| l.update), None),
        Figure::new("any key: draw", "ms", of(&keys, |l| l.draw), None),
        Figure::new("any key: both", "ms", of(&keys, |l| l.both), Some((By::P99, 1.0))),
        Figure::new("a letter of a search: both", "ms", typing, Some((By::P99, 1.0))),
        // The worst is the one move at which the list turns; docs/figures.md says where a move passes the bound.
        Figure::new("moving the selection", "bytes", selection, Some((By::Median, 2000.0))),
        Figure::new("a letter of a search", "bytes", letter, Some((By::Max, 4000.0))),
        Figure::new("resident after it all", "KiB", resident, Some((By::Max, 8192.0))),
        Figure::new("resident, shared pages shared out", "KiB", shared, None),
    ]
}

/// The bytes sent to a terminal while nothing happens.
fn idle() -> Figure {
    let session = MeasuredSession::start();
    // The log line of the first frame is written after its bytes: what is read from here on was sent without an event.
    thread::sleep(Duration::from_millis(200));
    let before = session.sent.load(Ordering::SeqCst);
    thread::sleep(Duration::from_secs(2));
    let after = session.sent.load(Ordering::SeqCst);
    session.quit();
    Figure::new("2 s without a key", "bytes", vec![float(after.saturating_sub(before))], Some((By::Max, 0.0)))
}

/// To hundredths, which a whole number does not need.
fn round(value: f64) -> f64 {
    (value * 100.0).round() / 100.0
}

fn in_ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

/// Exact up to four billion, which no figure here reaches.
fn float(count: impl TryInto<u32>) -> f64 {
    count.try_into().map_or(f64::NAN, f64::from)
}
