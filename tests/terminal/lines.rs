//! Bad lines: slow lines and long delays, keys that come fast, sizes that keep changing.

use std::time::{Duration, Instant};

use crate::line::Line;
use crate::scene::{FRAME_END, NOTHING, Scene, TerminalSession, emulator, printed};

const fn ms(of: u64) -> Duration {
    Duration::from_millis(of)
}

/// The explorer at the far end of a line; `over_ssh` as sshd would report it.
fn far(scene: &Scene, line: Line, over_ssh: bool) -> TerminalSession {
    let mut command = scene.command(&["--no-state"]);
    if over_ssh {
        command.env("SSH_CONNECTION", "192.0.2.1 22 192.0.2.2 22");
    }
    let mut session = TerminalSession::spawn(command, (80, 24), line);
    session.shows("Joint");
    session
}

#[test]
fn keys_mean_the_same_at_a_desk_and_over_ssh() {
    let scene = Scene::new();
    // Arrows in both modes, PgDn, Tab, a search with Korean, Esc, End, a modified arrow, a bracketed paste.
    let keys = "\x1b[B\x1bOB\x1b[B\x1b[A]\t\x1b[6~\x1b[1;5B\x1b[Z/\x1b[200~현대화 q\x1b[201~\x7f\x7f\r\x1b[F";
    let after = |over_ssh: bool| {
        let mut session = far(&scene, Line::default(), over_ssh);
        session.press(keys);
        // The end of the list is a hit in a note, which is not counted.
        session.shows("24 hits: /현대화");
        session.press("?");
        session.shows(" Help");
        session.press("q");
        session.until("a frame without help", |session| {
            !session.text().contains(" Help") && session.said().ends_with(FRAME_END)
        });
        let text = session.text();
        session.press("q");
        assert_eq!(session.ends(), 0);
        text
    };
    // How they are split is tested where they are decoded: here a busy machine would add gaps of its own.
    assert_eq!(after(false), after(true));
}

#[test]
fn a_lone_esc_acts_with_nothing_behind_it() {
    let scene = Scene::new();
    for over_ssh in [false, true] {
        let mut session = far(&scene, Line::default(), over_ssh);
        session.step("?");
        session.press("\x1b");
        session.until("no help", |session| !session.text().contains(" Help"));
        session.step("t");
        session.press("\x1b\x1b\x1b");
        session.until("nothing open", |session| session.text().contains("Statements"));
        session.press("q");
        assert_eq!(session.ends(), 0);
    }
}

#[test]
fn a_held_key_on_a_slow_line_leaves_nothing_behind_it() {
    let scene = Scene::new();
    let line = Line { rate: Some(2400), delay: ms(150), gaps: Vec::new() };
    let mut session = far(&scene, line, true);
    session.until("the first frame's end", |session| session.said().ends_with(FRAME_END));
    let before = session.sent.len();
    let start = Instant::now();
    // As a keyboard repeats, alternating, so that every key changes the screen.
    for (step, key) in "jk".chars().cycle().take(151).enumerate() {
        session.press(&key.to_string());
        while start.elapsed() < ms(33) * u32::try_from(step + 1).unwrap() {
            session.listen(ms(1));
        }
    }
    let mut fresh = scene.open(&["--no-state"]);
    fresh.step("j");
    fresh.shows("▌2004");
    let settled = fresh.text();
    // Until nothing more arrives: on the way the screen is correct several times.
    session.listen(ms(1000));
    assert_eq!(session.text(), settled);
    let sent = session.sent.len() - before;
    assert!(sent <= 2400 * 6, "{sent} bytes, which a line of 2,400 bytes/s does not carry in 6 s");
}

/// How much of each frame is sent while keys come fast.
fn shares(over_ssh: bool) -> Vec<String> {
    let scene = Scene::new();
    let log = scene.path("log");
    let mut command = scene.command(&["--no-state", "--log", log.to_str().unwrap()]);
    if over_ssh {
        command.env("SSH_TTY", "/dev/pts/0");
    }
    let mut session = TerminalSession::start(command, (80, 24));
    let shares = || -> Vec<String> {
        let log = std::fs::read_to_string(&log).unwrap();
        let keys = log.lines().filter(|line| line.starts_with("key "));
        keys.filter_map(|line| Some(line.rsplit_once('=')?.1.to_owned())).collect()
    };
    for (at, key) in "jk".chars().cycle().take(20).enumerate() {
        session.press(&key.to_string());
        // Over SSH a frame may come late, or not at all: the log shows that the key was handled.
        session.until("the key in the log", |_| shares().len() > at);
    }
    session.press("q");
    assert_eq!(session.ends(), 0);
    shares()
}

#[test]
fn a_held_key_moves_everything_at_once_at_a_desk_and_less_over_ssh() {
    let local = shares(false);
    assert!(local.len() > 20 && local.iter().all(|share| share == "Whole"), "{local:?}");
    let remote = shares(true);
    assert!(remote.iter().any(|share| matches!(&**share, "ListOnly" | "FooterOnly")), "{remote:?}");
}

#[test]
fn five_hundred_sizes_a_second_end_in_a_correct_frame() {
    let scene = Scene::new();
    let mut session = scene.open(&["--no-state"]);
    let start = Instant::now();
    for turn in 0..500_u16 {
        session.resize((40 + turn % 120, 10 + turn % 50));
        session.listen((ms(2) * u32::from(turn)).saturating_sub(start.elapsed()));
    }
    for size in [(100, 30), (0, 0), (1, 1), (80, 24)] {
        if size.0 > 0 {
            session.resize(size);
        }
        if size.0 > 1 {
            session.until("what --print prints", |session| session.text() == printed(&scene, size));
        }
    }
    session.press("q");
    assert_eq!(session.ends(), 0);
}

#[test]
fn a_terminal_without_a_size_is_of_the_size_that_is_told_or_80_by_24() {
    let scene = Scene::new();
    for (told, size) in [(Some((100, 30)), (100, 30)), (None, (80, 24))] {
        let mut command = scene.command(&["--no-state"]);
        if let Some((columns, lines)) = told {
            command.env("COLUMNS", columns.to_string());
            command.env("LINES", lines.to_string());
        }
        let mut session = TerminalSession::spawn(command, (0, 0), Line::default());
        session.emulator = emulator(size);
        session.until("what --print prints", |session| session.text() == printed(&scene, size));
        session.press("q");
        assert_eq!(session.ends(), 0);
    }
}

#[test]
fn every_kind_of_terminal_works() {
    let scene = Scene::new();
    for term in [
        "dumb",
        "linux",
        "screen",
        "screen-256color",
        "tmux-256color",
        "xterm",
        "xterm-256color",
        "vt220",
        "",
    ] {
        let mut command = scene.command(&["--no-state"]);
        command.env("TERM", term);
        let mut session = TerminalSession::start(command, (80, 24));
        session.press("]");
        session.shows("of the 56th");
        let said = session.said();
        assert_eq!(said.contains("?2026"), !matches!(term, "dumb" | "linux"), "{term}");
        assert_eq!(said.contains('│'), term != "linux", "{term}: the console's font has no such signs");
        session.press("yq");
        let sent = if matches!(term, "dumb" | "linux") { "has no clipboard" } else { "sent to the terminal" };
        session.shows(sent);
        assert_eq!(session.said().contains("\x1b]52;c;"), sent.starts_with("sent"), "{term}");
        session.press("q");
        assert_eq!(session.ends(), 0, "{term}");
    }
    assert_eq!(scene.files("home"), NOTHING);
}

#[test]
fn a_q_quits_whatever_comes_behind_it() {
    for pieces in [&["q\n\x04"][..], &["q", "\n\x04"]] {
        let mut session = Scene::new().open(&[]);
        for piece in pieces {
            session.press(piece);
            session.listen(ms(1));
        }
        // What arrives after the end belongs to the shell.
        assert_eq!(session.is_over(), 0, "{pieces:?}");
    }
}

#[test]
fn a_long_draft_is_compared_to_its_end_while_nobody_presses_a_key() {
    let scene = Scene::new();
    let mut session = TerminalSession::start(scene.command(&[]), (100, 30));
    let text = "We will modernize our ties. ".repeat(1000);
    session.press(&format!("5\x1b[200~{text}\x1b[201~"));
    session.shows("5000 words · 3000 with precedent in");
    session.press("\x1b");
    session.shows("1000 phrases");
    session.press("\x03");
    assert_eq!(session.ends(), 0);
}
