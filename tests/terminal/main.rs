//! The real program in a pseudo-terminal: what it shows, sends and remembers, and how it restores the terminal.
//!
//! No test sleeps for a fixed time and hopes: each waits until the emulated screen, or the process, is as wanted. They
//! read /proc and set limits, so they are built only on Linux.

#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, clippy::panic, reason = "helpers of tests fail as tests do")]
#![expect(clippy::indexing_slicing, clippy::string_slice, reason = "helpers of tests fail as tests do")]
#![expect(
    clippy::arithmetic_side_effects,
    clippy::cast_precision_loss,
    reason = "helpers of tests count little"
)]

mod browser;
#[path = "../fixture/disk.rs"]
mod disk;
mod editor;
mod endings;
#[path = "../../benches/generated.rs"]
mod generated;
mod hint;
mod keeping;
mod line;
mod lines;
mod mouse;
mod scene;
mod server;
mod sharing;
#[path = "../fixture/skip.rs"]
mod skip;
mod tmux;

use std::fs;
use std::process::Command;
use std::time::Duration;

use line::Line;
use scene::{FRAME_END, NOTHING, STATE, Scene, TerminalSession, given_back, printed, pty_size, styles};

#[test]
fn the_first_frame_has_list_passage_and_meanings() {
    for size in [(80, 24), (120, 40)] {
        let scene = Scene::new();
        let mut session = TerminalSession::start(scene.command(&["--no-state"]), size);
        session.until("what --print prints", |session| session.text() == printed(&scene, size));
        for wanted in ["─ Statements", "▌2003", "Joint Communiqué of the 35th", "3 meanings", "C 2025 Reach"]
        {
            assert!(session.text().contains(wanted), "{wanted} at {size:?}");
        }
        assert!(session.emulator.screen().hide_cursor());
        session.press("q");
        assert_eq!(session.ends(), 0);
    }
}

#[test]
fn lines_that_are_very_many_are_all_listed_without_another_key() {
    let scene = Scene::new();
    let data = scene.path("large.json");
    let mut file = fs::File::create(&data).unwrap();
    generated::Generated::new(12_000, 60, generated::SEED).write(&mut file).unwrap();
    let command = scene.command(&["--no-state", "--data", data.to_str().unwrap()]);
    let mut session = TerminalSession::spawn(command, (120, 40), Line::default());
    // Together with those of the frozen dataset.
    session.shows("157 statements");
    session.press("/nuclear vs korea\r2");
    session.until("all lines", |session| {
        let text = session.text();
        text.contains(" lines in ") && text.contains(" of 157 statements") && !text.contains("counting")
    });
    session.press("q");
}

#[test]
fn keys_reach_it() {
    let mut session = Scene::new().open(&[]);
    session.press("]");
    session.shows("Joint Communiqué of the 56th");
    session.press("/flex");
    session.shows(" /flex");
    session.until("the field's cursor", |session| !session.emulator.screen().hide_cursor());
    session.press("\r");
    session.until("no cursor", |session| session.emulator.screen().hide_cursor());
    session.shows("of 3: /flex");
    session.press("?");
    session.shows(" Help");
    session.press("\x1b");
    session.until("no help", |session| !session.text().contains(" Help"));
    assert!(session.lit("Statements") && !session.lit("Passage"));
    session.press("\t");
    session.until("the passage in focus", |session| session.lit("Passage"));
    session.press("q");
    assert_eq!(session.ends(), 0);
}

#[test]
fn it_ends_itself_on_keys_and_signals_and_gives_the_terminal_back() {
    for (key, code) in [("q", 0), ("\x03", 0)] {
        let mut session = Scene::new().open(&[]);
        session.press(key);
        assert_eq!(session.ends(), code, "{key:?}");
    }
    for (signal, code) in [("TERM", 143), ("HUP", 129), ("INT", 130), ("QUIT", 131)] {
        let mut session = Scene::new().open(&[]);
        session.step("/");
        session.signal(signal);
        assert_eq!(session.ends(), code, "{signal}");
    }
}

#[test]
fn another_size_is_drawn_whole() {
    let scene = Scene::new();
    let mut session = scene.open(&["--no-state"]);
    for size in [(120, 40), (60, 15), (20, 4), (200, 60), (80, 24)] {
        session.resize(size);
        session.until("what --print prints", |session| session.text() == printed(&scene, size));
    }
    session.press("q");
    assert_eq!(session.ends(), 0);
}

#[test]
fn a_size_that_changes_at_once_is_not_missed() {
    let scene = Scene::new();
    for size in [(100, 30), (120, 40), (60, 15), (90, 25)] {
        let mut session = scene.open(&["--no-state"]);
        session.resize(size);
        session.until("what --print prints", |session| session.text() == printed(&scene, size));
    }
}

#[test]
fn a_signal_that_comes_at_once_finds_the_terminal_given_back() {
    for _ in 0..4 {
        let session = Scene::new().open(&[]);
        session.signal("TERM");
        assert_eq!(session.ends(), 143);
    }
}

#[test]
fn a_key_whose_bytes_come_apart_is_one_key() {
    let scene = Scene::new();
    let mut command = scene.command(&[]);
    command.env("SSH_CONNECTION", "192.0.2.1 22 192.0.2.2 22");
    let mut session = TerminalSession::start(command, (80, 24));
    // From the first answer on it reads each byte as it comes.
    session.step("j");
    for byte in ["\x1b", "[", "B"] {
        session.press(byte);
        session.listen(Duration::from_millis(5));
    }
    session.shows("▌2006");
    assert!(session.text().contains("A 2003 Posture ◂"));
    session.press("q");
    assert_eq!(session.ends(), 0);
}

#[test]
fn a_paste_is_text_and_never_keys() {
    let mut session = Scene::new().open(&[]);
    assert!(session.emulator.screen().bracketed_paste());
    session.press("\x1b[200~flexible\nq]\x03\x1b[201~");
    session.shows(" /flexible q]⟦0003⟧");
    session.press("\x1b");
    session.until("no search", |session| !session.text().contains(" /flexible"));
    session.press("q");
    assert_eq!(session.ends(), 0);
}

#[test]
fn without_colors_marks_have_brackets() {
    let scene = Scene::new();
    let mut command = scene.command(&[]);
    command.env("NO_COLOR", "1");
    let mut session = TerminalSession::start(command, (80, 24));
    session.shows("⟦modernized⟧");
    for key in ["\t", "]", "/", "flex", "\r", "n", "?"] {
        session.step(key);
    }
    let is_color = |code: &u32| matches!(code, 30..=38 | 40..=48 | 90..=97 | 100..=107);
    let colors: Vec<u32> = styles(&session.said()).into_iter().filter(is_color).collect();
    assert!(colors.is_empty(), "no color is sent: {colors:?}");
    assert!(styles(&session.said()).contains(&7), "the selection is still seen");
    let colored = scene.open(&[]);
    assert!(styles(&colored.said()).iter().any(is_color) && !colored.text().contains('⟦'));
}

#[test]
fn the_theme_is_the_one_chosen_last_or_follows_the_background() {
    let scene = Scene::new();
    let tracked = |arguments: &[&str], background: Option<&str>| {
        let mut command = scene.command(arguments);
        if let Some(background) = background {
            command.env("COLORFGBG", background);
        }
        let mut session = TerminalSession::start(command, (80, 24));
        let codes = styles(&session.said());
        session.press("q");
        assert_eq!(session.ends(), 0);
        // Red in the light theme, bright yellow in the dark one, bright cyan on black in the neutral one.
        [31, 93, 96].map(|code| codes.contains(&code))
    };
    let (light, dark, neutral) = ([true, false, false], [false, true, false], [false, false, true]);
    assert_eq!(tracked(&[], None), neutral);
    assert_eq!(tracked(&[], Some("0;15")), light);
    assert_eq!(tracked(&[], Some("15;0")), dark);
    let mut session = scene.open(&[]);
    session.press(":theme light\r");
    session.until("red", |session| styles(&session.said()).contains(&31));
    session.press("q");
    assert_eq!(session.ends(), 0);
    assert_eq!(tracked(&[], None), light, "what was chosen is remembered");
    assert_eq!(tracked(&[], Some("15;0")), light, "and decides before the background");
    assert_eq!(tracked(&["--no-state"], None), neutral);
    assert_eq!(tracked(&["--theme", "dark"], None), dark);
    assert_eq!(tracked(&[], None), light, "an option is for one session");
}

#[test]
fn ascii_is_asked_for_or_follows_the_locale() {
    let scene = Scene::new();
    // Each opens on the first page, wherever the other one ended.
    let mut latin = scene.command(&["--no-state"]);
    latin.env("LANG", "en_US.ISO-8859-1");
    for command in [scene.command(&["--ascii", "--no-state"]), latin] {
        let mut session = TerminalSession::start(command, (120, 50));
        for _ in 0..94 {
            session.step("}");
        }
        for key in ["?", "\x1b", "t", "\x1b", "e", "\x1b", "/", "flx"] {
            session.step(key);
        }
        let mut others: Vec<char> = session.said().chars().filter(|c| !c.is_ascii()).collect();
        // Hangul, and Han, is wide on every terminal.
        others.retain(|c| !matches!(c, '가'..='힣' | '一'..='鿿'));
        others.sort_unstable();
        others.dedup();
        assert!(others.is_empty(), "of doubtful width: {others:?}");
        assert!(session.said().contains("현대화"));
    }
    let mut unset = scene.command(&[]);
    unset.env_remove("LANG");
    assert!(TerminalSession::start(unset, (80, 24)).said().contains('│'), "no locale is UTF-8");
}

#[test]
fn a_dumb_terminal_is_sent_no_synchronized_output() {
    let scene = Scene::new();
    let mut command = scene.command(&[]);
    command.env("TERM", "dumb");
    let mut session = TerminalSession::start(command, (80, 24));
    session.press("]");
    session.shows("Joint Communiqué of the 56th");
    assert!(!session.said().contains("?2026"));
    session.press("q");
    assert_eq!(session.ends(), 0);
}

#[test]
fn the_last_place_is_remembered_unless_asked_not_to() {
    let scene = Scene::new();
    let turn = |arguments: &[&str], opening: &str| {
        let mut session = scene.open(arguments);
        session.shows(opening);
        session.press("]");
        session.until("another passage", |session| !session.text().contains(opening));
        session.press("q");
        assert_eq!(session.ends(), 0);
    };
    turn(&["--no-state"], "of the 35th");
    assert_eq!(scene.files("home"), NOTHING);
    turn(&[], "of the 35th");
    let written = fs::read_to_string(scene.path(STATE)).unwrap();
    turn(&["--no-state"], "of the 35th");
    assert_eq!(fs::read_to_string(scene.path(STATE)).unwrap(), written);
    turn(&[], "of the 56th");
    assert_ne!(fs::read_to_string(scene.path(STATE)).unwrap(), written);
    assert_eq!(scene.files("work"), NOTHING);
}

#[test]
fn queries_are_kept_from_session_to_session_but_not_of_restricted_ones() {
    let scene = Scene::new();
    let kept = "home/.local/state/linchpin/queries.json";
    let asks = |arguments: &[&str], keys: &str, shown: &str| {
        let mut session = scene.open(arguments);
        session.shows("? help");
        session.press(keys);
        session.shows(shown);
        session.signal("TERM");
        assert_eq!(session.ends(), 143);
    };
    asks(&["--restricted"], "/linchpin\r", ": /linchpin");
    asks(&["--no-state"], "/linchpin\r", ": /linchpin");
    assert!(!scene.path(kept).exists());
    asks(&[], "/linchpin\r", ": /linchpin");
    asks(&[], "/scm 35\r", ": /scm 35");
    let written = fs::read_to_string(scene.path(kept)).unwrap();
    assert!(written.find("linchpin") < written.find("scm 35"), "{written}");
    asks(&[], "/\u{1b}[A\u{1b}[A\r", ": /linchpin");
    asks(&["--restricted"], "/\u{1b}[A", "no query before this one");
}

#[test]
fn a_signal_and_a_state_folder_of_ones_own_keep_the_place_too() {
    let scene = Scene::new();
    let command = || {
        let mut command = scene.command(&[]);
        command.env("XDG_STATE_HOME", scene.path("state"));
        command
    };
    let mut session = TerminalSession::start(command(), (80, 24));
    session.press("]");
    session.shows("of the 56th");
    session.signal("HUP");
    assert_eq!(session.ends(), 129);
    assert!(scene.path("state/linchpin/places/rok-us-modernization.json").is_file());
    TerminalSession::start(command(), (80, 24)).shows("of the 56th");
    assert_eq!(scene.files("home"), NOTHING);
}

#[test]
fn without_a_home_nothing_is_written_where_it_was_started() {
    let scene = Scene::new();
    let mut unset = scene.command(&[]);
    unset.env_remove("HOME");
    // The home in the user database would be the tester's own.
    unset.env("XDG_STATE_HOME", scene.path("state"));
    let mut relative = scene.command(&[]);
    relative.env("HOME", "home");
    let mut both = scene.command(&[]);
    both.env("HOME", ".");
    both.env("XDG_STATE_HOME", "state");
    for command in [unset, relative, both] {
        let mut session = TerminalSession::start(command, (80, 24));
        session.press("]");
        session.shows("of the 56th");
        session.press("q");
        assert_eq!(session.ends(), 0);
        assert_eq!(scene.files("work"), NOTHING);
    }
}

#[test]
fn a_home_that_cannot_be_written_is_said_and_no_more() {
    let scene = Scene::new();
    fs::write(scene.path("home/.local"), "in the way").unwrap();
    let mut session = scene.open(&[]);
    session.press("]");
    session.shows("of the 56th");
    session.press("q");
    session.shows("linchpin: your last position was not saved");
    assert!(session.said().contains("\x1b[?1049llinchpin: "), "said once the terminal is given back");
}

#[test]
fn nothing_is_sent_while_nothing_happens() {
    let mut session = Scene::new().open(&[]);
    session.until("the first frame's end", |session| session.said().ends_with(FRAME_END));
    let before = session.sent.len();
    session.listen(Duration::from_millis(1500));
    assert_eq!(session.since(before), "");
}

#[test]
fn it_suspends_and_comes_back_whole() {
    let scene = Scene::new();
    let mut session = scene.open(&["--no-state"]);
    for size in [(80, 24), (100, 30)] {
        session.press("\x1a");
        session.until("the stop", |session| session.state() == "T");
        session.until("the screen left", |session| !session.emulator.screen().alternate_screen());
        given_back(&session.said(), session.emulator.screen());
        assert_eq!(session.modes_now(), session.modes, "the shell has its terminal");
        let mark = session.sent.len();
        session.resize(size);
        session.signal("CONT");
        session.until("what --print prints", |session| session.text() == printed(&scene, size));
        let back = session.since(mark);
        assert!(back.contains("\x1b[?1049h") && back.contains("\x1b[?2004h"));
        // Once: the explorer knows that it stopped itself.
        session.step("j");
        assert_eq!(session.since(mark).matches("\x1b[2J").count(), 1);
        session.step("k");
    }
    session.press("]");
    session.shows("of the 56th");
    session.press("q");
    assert_eq!(session.ends(), 0);
}

#[test]
fn stopped_from_outside_it_comes_back_raw_at_the_new_size() {
    let scene = Scene::new();
    let mut session = scene.open(&["--no-state"]);
    session.until("the first frame's end", |session| session.said().ends_with(FRAME_END));
    let raw = session.modes_now();
    let tty = session.master.as_ref().unwrap().tty_name().unwrap();
    for size in [(100, 30), (80, 24)] {
        session.signal("STOP");
        session.until("the stop", |session| session.state() == "T");
        // As a shell does that shows its prompt.
        assert!(Command::new("stty").arg("-F").arg(&tty).arg("sane").status().unwrap().success());
        assert_ne!(session.modes_now(), raw);
        session.resize(size);
        let mark = session.sent.len();
        session.signal("CONT");
        session.until("what --print prints", |session| {
            session.modes_now() == raw && session.text() == printed(&scene, size)
        });
        assert!(session.since(mark).contains("\x1b[2J"), "drawn anew");
    }
    session.press("]");
    session.shows("of the 56th");
    // Also while a text is printed on the plain screen.
    session.press("py");
    session.until("the plain screen", |session| !session.emulator.screen().alternate_screen());
    session.signal("STOP");
    session.until("the stop", |session| session.state() == "T");
    session.signal("CONT");
    session.until("the explorer", |session| session.emulator.screen().alternate_screen());
    session.shows("of the 56th");
}

#[test]
fn a_window_larger_than_any_screen_takes_no_more_memory_than_a_large_one() {
    let resident = |session: &TerminalSession| {
        let status = fs::read_to_string(format!("/proc/{}/status", session.pid())).unwrap();
        let line = status.lines().find(|line| line.starts_with("VmHWM")).unwrap().to_owned();
        line.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap()
    };
    let mut session = Scene::new().open(&[]);
    session.until("the first frame's end", |session| session.said().ends_with(FRAME_END));
    let mark = session.sent.len();
    // The emulator here stays small; the program is told about the large window.
    session.master.as_ref().unwrap().resize(pty_size((65535, 65535))).unwrap();
    session.until("the large frame", |session| session.since(mark).ends_with(FRAME_END));
    let rows = session.since(mark).matches('\n').count();
    assert!((200..300).contains(&rows), "{rows} rows");
    session.master.as_ref().unwrap().resize(pty_size((80, 24))).unwrap();
    session.press("]");
    session.shows("of the 56th");
    let kilobytes = resident(&session);
    assert!(kilobytes < 200_000, "{kilobytes} kB");
}
