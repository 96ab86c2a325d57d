//! The figures of `docs/reliability.md`: the release program behind good and bad lines, in a pseudo-terminal.
//!
//! `cargo bench --bench lines` prints a table and fails if a bound is broken. It takes about three minutes, one of them
//! without an event.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a measurement that cannot be made has no other end")]
#![expect(clippy::indexing_slicing, clippy::string_slice, reason = "helpers of tests fail as tests do")]
#![expect(
    clippy::arithmetic_side_effects,
    clippy::cast_precision_loss,
    reason = "helpers of tests count little"
)]
#![expect(dead_code, reason = "the tests use the rest of their helpers")]

#[path = "../tests/terminal/line.rs"]
mod line;
#[path = "../tests/terminal/scene.rs"]
mod scene;

use std::fs;
use std::process::ExitCode;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use line::Line;
use scene::{FRAME_END, PATIENCE, Scene, TerminalSession};

/// One row of the table.
struct Measurement {
    what: String,
    unit: &'static str,
    samples: Vec<f64>,
    /// The maximum of the worst sample.
    bound: Option<f64>,
}

impl Measurement {
    fn new(what: &str, unit: &'static str, mut samples: Vec<f64>, bound: Option<f64>) -> Self {
        samples.sort_by(f64::total_cmp);
        Self { what: what.to_owned(), unit, samples, bound }
    }

    fn at(&self, hundredths: usize) -> f64 {
        self.samples[(self.samples.len() * hundredths).div_ceil(100).saturating_sub(1)]
    }

    fn holds(&self) -> bool {
        self.bound.is_none_or(|bound| self.at(100) <= bound)
    }
}

const fn ms(of: u64) -> Duration {
    Duration::from_millis(of)
}

fn in_ms(since: Instant) -> f64 {
    since.elapsed().as_secs_f64() * 1000.0
}

fn main() -> ExitCode {
    let mut figures = vec![escape(false), escape(true), split_keys()];
    for signal in ["TERM", "HUP"] {
        figures.push(blocked(signal));
    }
    figures.extend(vanished());
    for (what, before, key) in [
        ("the list, from its top", "g", "j"),
        ("the list, to and fro", "", "jk"),
        ("the passage", "\t", "j"),
        ("the glossary", "t", "j"),
        ("deleting a search", "/a long search for words of many kinds that takes some time to type", "\x7f"),
    ] {
        figures.extend(held(what, before, key));
    }
    figures.push(resized());
    figures.push(saved());
    figures.extend(many_marks());
    figures.push(silence());
    println!("| figure | median | 99th percentile | worst | bound | samples |\n|---|--:|--:|--:|--:|--:|");
    for figure in &figures {
        let [median, p99, worst] = [50, 99, 100].map(|at| (figure.at(at) * 100.0).round() / 100.0);
        let bound = figure.bound.map_or("–".to_owned(), |bound| format!("≤ {bound}"));
        let broken = if figure.holds() { "" } else { " **broken**" };
        let (what, unit, samples) = (&figure.what, figure.unit, figure.samples.len());
        println!("| {what}, {unit} | {median} | {p99} | {worst} | {bound}{broken} | {samples} |");
    }
    if figures.iter().all(Measurement::holds) { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn open(scene: &Scene, over_ssh: bool, line: Line, arguments: &[&str]) -> TerminalSession {
    let mut command = scene.command(arguments);
    if over_ssh {
        command.env("SSH_CONNECTION", "192.0.2.1 22 192.0.2.2 22");
    }
    let mut session = TerminalSession::spawn(command, (80, 24), line);
    session.shows("Joint");
    session.until("the first frame's end", |session| session.said().ends_with(FRAME_END));
    session
}

/// From the Esc to the first byte of the reaction.
fn escape(over_ssh: bool) -> Measurement {
    let scene = Scene::new();
    let mut session = open(&scene, over_ssh, Line::default(), &[]);
    let mut samples = Vec::new();
    for _ in 0..100 {
        session.step("?");
        session.listen(ms(20));
        let start = Instant::now();
        session.press("\x1b");
        let piece = session.output.recv_timeout(PATIENCE).unwrap();
        samples.push(in_ms(start));
        session.emulator.process(&piece);
        session.sent.extend(piece);
        session.until("no help", |session| !session.text().contains(" Help"));
        session.listen(ms(80));
    }
    let (what, bound) =
        if over_ssh { ("a lone Esc acts, over SSH", 100.0) } else { ("a lone Esc acts", 50.0) };
    Measurement::new(what, "ms", samples, Some(bound))
}

/// Arrow keys whose bytes come one by one, 0 to 40 ms apart: how many of them were taken for other keys.
fn split_keys() -> Measurement {
    let scene = Scene::new();
    let gaps = (0..41_u64).map(|step| ms(step * 29 % 41)).collect();
    let mut session = open(&scene, false, Line { gaps, ..Line::default() }, &["--log", "log"]);
    let keys = 150;
    session.press(&"\x1b[B\x1bOA".repeat(keys / 2));
    let log = scene.path("work/log");
    let taken = |log: &str| log.lines().filter(|line| line.starts_with("key")).count();
    session.until("all keys", |_| taken(&fs::read_to_string(&log).unwrap()) >= keys);
    session.listen(ms(300));
    let text = fs::read_to_string(&log).unwrap();
    let right = text.lines().filter(|line| line.starts_with("key ↓") || line.starts_with("key ↑")).count();
    let wrong = taken(&text) - right + keys.abs_diff(right);
    Measurement::new("arrows in bytes 0 to 40 ms apart, mistaken", "keys", vec![wrong as f64], Some(0.0))
}

/// From a signal to the end, while nobody reads the output.
fn blocked(signal: &str) -> Measurement {
    let mut samples = Vec::new();
    for _ in 0..5 {
        let scene = Scene::new();
        let mut session = open(&scene, false, Line::default(), &[]);
        session.held.store(true, Ordering::SeqCst);
        for _ in 0..60 {
            for key in ["t", "q"] {
                session.press(key);
                std::thread::sleep(ms(4));
            }
        }
        let start = Instant::now();
        session.signal(signal);
        while session.child.try_wait().unwrap().is_none() {
            std::thread::sleep(ms(1));
        }
        samples.push(in_ms(start));
    }
    Measurement::new(&format!("{signal} ends it while a write is blocked"), "ms", samples, Some(2000.0))
}

/// Processor time used, in hundredths of a second; `None` when the process is gone.
fn used(pid: &str) -> Option<u64> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    let fields: Vec<&str> = stat.rsplit_once(") ")?.1.split(' ').collect();
    (fields.first() != Some(&"Z"))
        .then_some(fields[11].parse::<u64>().ok()? + fields[12].parse::<u64>().ok()?)
}

/// From the vanishing of the terminal, which sends no signal, to the end; and the processor time of that.
fn vanished() -> [Measurement; 2] {
    let (mut times, mut costs) = (Vec::new(), Vec::new());
    for _ in 0..10 {
        let scene = Scene::new();
        let mut command = scene.command(&[]);
        let argv: Vec<_> = command.get_argv_mut().drain(..).collect();
        *command.get_argv_mut() = ["setsid", "--wait"].into_iter().map(Into::into).chain(argv).collect();
        command.env("PATH", std::env::var("PATH").unwrap());
        let mut session = TerminalSession::start(command, (80, 24));
        let children = fs::read_to_string(format!("/proc/{0}/task/{0}/children", session.pid())).unwrap();
        let pid = children.trim();
        let before = used(pid).unwrap();
        let start = Instant::now();
        session.vanish();
        let mut after = before;
        while let Some(now) = used(pid) {
            after = now;
            assert!(start.elapsed() < PATIENCE, "it outlives its terminal");
            std::thread::sleep(ms(1));
        }
        times.push(in_ms(start));
        costs.push((after - before) as f64 * 10.0);
    }
    [
        Measurement::new("a vanished terminal ends it", "ms", times, Some(2000.0)),
        Measurement::new("– processor time for that", "ms", costs, Some(200.0)),
    ]
}

/// A key held for five seconds at 2,400 bytes/s and 300 ms for both ways: how long the screen keeps changing after the
/// release, and how many bytes were sent in all.
fn held(what: &str, before: &str, key: &str) -> [Measurement; 2] {
    let (mut settled, mut bytes) = (Vec::new(), Vec::new());
    for _ in 0..3 {
        let scene = Scene::new();
        let line = Line { rate: Some(2400), delay: ms(150), gaps: Vec::new() };
        let mut session = open(&scene, true, line, &["--no-state"]);
        session.press(before);
        session.listen(ms(2500));
        let sent = session.sent.len();
        let start = Instant::now();
        for (step, key) in key.chars().cycle().take(150).enumerate() {
            session.press(&key.to_string());
            let next = ms(33) * u32::try_from(step + 1).unwrap();
            while start.elapsed() < next {
                session.listen(ms(1));
            }
        }
        let (release, mut last) = (Instant::now(), Duration::ZERO);
        while release.elapsed() < ms(3000) {
            let held = session.sent.len();
            session.listen(ms(1));
            if session.sent.len() > held {
                last = release.elapsed();
            }
        }
        settled.push(last.as_secs_f64() * 1000.0);
        bytes.push((session.sent.len() - sent) as f64);
    }
    [
        Measurement::new(
            &format!("a key held for 5 s on a slow line settles after release: {what}"),
            "ms",
            settled,
            Some(1000.0),
        ),
        Measurement::new("– sent by then", "bytes", bytes, None),
    ]
}

/// Five hundred sizes in a second: from the last of them to its frame.
fn resized() -> Measurement {
    let scene = Scene::new();
    let mut samples = Vec::new();
    for _ in 0..3 {
        let mut session = open(&scene, false, Line::default(), &["--no-state"]);
        let wanted = scene::printed(&scene, (80, 24));
        let start = Instant::now();
        for turn in 0..500_u16 {
            session.resize((40 + turn % 120, 10 + turn % 50));
            while start.elapsed() < ms(2) * u32::from(turn) {
                session.listen(ms(1));
            }
        }
        session.resize((80, 24));
        let last = Instant::now();
        while session.text() != wanted {
            assert!(last.elapsed() < PATIENCE, "no correct frame");
            session.listen(ms(1));
        }
        samples.push(in_ms(last));
    }
    Measurement::new("500 sizes in a second: the last one is shown after", "ms", samples, Some(1000.0))
}

/// From Enter to `note saved` on the screen.
fn saved() -> Measurement {
    let scene = Scene::new();
    let mut session = open(&scene, false, Line::default(), &[]);
    let mut samples = Vec::new();
    for turn in 0..100 {
        session.press(&format!("a\x15{turn}"));
        session.shows(" save");
        session.listen(ms(5));
        let start = Instant::now();
        session.press("\r");
        session.until("saved", |session| session.text().contains("note saved"));
        samples.push(in_ms(start));
        session.step("n");
    }
    Measurement::new("Enter to “note saved”, on the disk", "ms", samples, Some(100.0))
}

/// With 100,000 marks on the disk: from the start to the first frame, from a key to its frame, from Enter to `saved`.
fn many_marks() -> [Measurement; 4] {
    let scene = Scene::new();
    let marks = scene.path("home/.local/share/linchpin/marks");
    fs::create_dir_all(&marks).unwrap();
    for at in 0..100_000 {
        let (dataset, passage) = if at == 0 {
            ("rok-us-modernization", "scm-35/1".into())
        } else {
            ("another", format!("s-{at}/1"))
        };
        let quote = format!("the words of passage {at}, as they were marked");
        let mark = format!(
            r#"{{"schema":1,"dataset":"{dataset}","passage":"{passage}","quote":"{quote}","note":"note {at}"}}"#
        );
        fs::write(marks.join(format!("{at:016}.json")), mark).unwrap();
    }
    let start = Instant::now();
    let mut session = open(&scene, false, Line::default(), &[]);
    let first = in_ms(start);
    session.until("the marks", |session| session.text().contains("noted"));
    let read = in_ms(start);
    let (mut keys, mut saves) = (Vec::new(), Vec::new());
    let mut press = |session: &mut TerminalSession, key: &str| {
        session.listen(ms(100));
        let start = Instant::now();
        session.step(key);
        keys.push(in_ms(start));
    };
    for _ in 0..10 {
        for key in ["j", "]", "m", "u"] {
            press(&mut session, key);
        }
    }
    press(&mut session, "'");
    session.shows("marked in another");
    for key in ["j", "/", "w", "x", "x"] {
        press(&mut session, key);
    }
    session.press("\x1b\x1b");
    session.shows("Statements");
    for turn in 0..10 {
        // After the list, for which the marks are read again.
        session.press("'");
        session.shows("Marks and notes");
        session.press("\x1b\x1b");
        session.shows("Statements");
        session.press(&format!("a\x15{turn}"));
        session.shows(" save");
        session.listen(ms(50));
        let start = Instant::now();
        session.press("\r");
        session.until("saved", |session| session.text().contains("note saved"));
        saves.push(in_ms(start));
    }
    [
        Measurement::new("with 100,000 marks: the first frame", "ms", vec![first], Some(300.0)),
        Measurement::new("– the marks are on the screen", "ms", vec![read], None),
        Measurement::new("– a key", "ms", keys, Some(16.0)),
        Measurement::new("– Enter to “note saved”, while they are read again", "ms", saves, Some(50.0)),
    ]
}

/// What is sent in a minute without a key.
fn silence() -> Measurement {
    let scene = Scene::new();
    let mut session = open(&scene, false, Line::default(), &[]);
    session.step("j");
    session.listen(ms(300));
    let before = session.sent.len();
    session.listen(Duration::from_mins(1));
    Measurement::new("a minute without a key", "bytes", vec![(session.sent.len() - before) as f64], Some(0.0))
}
