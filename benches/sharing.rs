//! A hundred readers at once, served by a real sshd with the block of `docs/sharing.md`.
//!
//! `cargo bench --bench sharing [-- READERS]` prints a table and fails if a bound is broken. Each reader types
//! searches, a letter every second and a half on average. Timed is from a letter's arrival at the reader's ssh to the
//! first byte of the answer from it: two ssh processes and a relay in sshd for each reader run on the same processors.

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
#[path = "../tests/terminal/server.rs"]
mod server;
#[path = "../tests/fixture/skip.rs"]
mod skip;

use std::fs;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use line::Line;
use scene::{PATIENCE, TerminalSession};
use server::Server;

/// What the readers type, in turn.
const QUERIES: &str = "strategic flexibility/modernization/현대화/linchpin of peace/extended deterrence/";
/// The time between two letters of any readers.
const EVERY: Duration = Duration::from_millis(15);
/// Letters that are timed, after as many warm-up letters for each reader.
const LETTERS: usize = 4000;

fn main() -> ExitCode {
    let readers = std::env::args().skip(1).find_map(|argument| argument.parse().ok()).unwrap_or(100);
    let Some(server) = Server::start("") else { return ExitCode::FAILURE };
    let mut sessions: Vec<TerminalSession> = Vec::new();
    while sessions.len() < readers {
        // Ten at a time, since logging in costs the most.
        let batch: Vec<TerminalSession> = (0..10.min(readers - sessions.len()))
            .map(|_| TerminalSession::spawn(server.command(&[]), (80, 24), Line::default()))
            .collect();
        for mut session in batch {
            session.shows("Joint");
            session.press("/");
            session.shows("Esc");
            sessions.push(session);
        }
    }
    let mut times = type_letters(&mut sessions);
    times.sort_by(f64::total_cmp);
    let explorers = server.explorers();
    let mut private: Vec<f64> = explorers.iter().map(|pid| private_kib(*pid)).collect();
    private.sort_by(f64::total_cmp);
    for session in &mut sessions {
        session.signal("KILL");
    }
    let start = Instant::now();
    while start.elapsed() < Duration::from_secs(2) && !server.explorers().is_empty() {
        std::thread::sleep(Duration::from_millis(20));
    }
    let gone = start.elapsed().as_secs_f64() * 1000.0;
    let left = explorers.iter().filter(|pid| server::used(**pid).is_some()).count();
    println!("{} readers, {} served, {} letters", sessions.len(), explorers.len(), times.len());
    println!("| figure | median | 99th percentile | worst | bound |\n|---|--:|--:|--:|--:|");
    let row = |what: &str, sorted: &[f64], bound: &str| {
        let at = |hundredths: usize| {
            (sorted[(sorted.len() * hundredths).div_ceil(100).saturating_sub(1)] * 10.0).round() / 10.0
        };
        println!("| {what} | {} | {} | {} | {bound} |", at(50), at(99), at(100));
        at(99)
    };
    let late = row("a letter of a search to its answer, ms", &times, "50 (99th percentile)");
    row("private memory of each, KiB", &private, "6,144 (worst)");
    println!(
        "| processes left 2 s after all readers were killed (all gone after {gone:.0} ms) | | | {left} | 0 |"
    );
    let heaviest = private.last().copied().unwrap_or(f64::NAN);
    let holds = late <= 50.0 && heaviest <= 6144.0 && left == 0 && explorers.len() == readers;
    if holds { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Milliseconds from letters to their answers, one reader after the other.
fn type_letters(sessions: &mut [TerminalSession]) -> Vec<f64> {
    let (mut times, warm_up) = (Vec::new(), sessions.len() * 5);
    let letters: Vec<char> = QUERIES.chars().collect();
    let start = Instant::now();
    for turn in 0..LETTERS + warm_up {
        let reader = turn % sessions.len();
        let count = sessions.len();
        let session = &mut sessions[reader];
        while session.output.try_recv().is_ok() {}
        // Where a query ends, it is deleted: Ctrl-U.
        let letter = match letters[(turn / count + reader * 7) % letters.len()] {
            '/' => String::from("\x15x"),
            letter => letter.to_string(),
        };
        let pressed = Instant::now();
        session.press(&letter);
        session.output.recv_timeout(PATIENCE).unwrap_or_else(|_| panic!("no answer to {letter:?}"));
        if turn >= warm_up {
            times.push(pressed.elapsed().as_secs_f64() * 1000.0);
        }
        std::thread::sleep((EVERY * u32::try_from(turn + 1).unwrap()).saturating_sub(start.elapsed()));
    }
    times
}

/// The private memory of a process.
fn private_kib(pid: u32) -> f64 {
    let text = fs::read_to_string(format!("/proc/{pid}/smaps_rollup")).unwrap_or_default();
    let own =
        text.lines().filter(|line| line.starts_with("Private_Clean") || line.starts_with("Private_Dirty"));
    own.filter_map(|line| line.split_whitespace().nth(1)?.parse::<f64>().ok()).sum()
}
