//! Whatever ends the program, the shell's terminal is restored.

use std::fs;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use linchpin::app::mouse::Mouse;
use linchpin::terminal::session;
use rustix::process::{Pid, Resource, Rlimit, prlimit};

use crate::line::Line;
use crate::scene::{PATIENCE, Scene, TerminalSession, given_back, pty_size};
use crate::server::used;

/// Presses keys that each send a whole frame, with nobody reading, until the loop waits for the terminal.
fn block(session: &mut TerminalSession, log: &std::path::Path) {
    session.held.store(true, Ordering::SeqCst);
    let lines = || fs::read_to_string(log).unwrap_or_default().lines().count();
    for turn in 0..400 {
        let before = lines();
        session.press(if turn % 2 == 0 { "t" } else { "q" });
        let start = Instant::now();
        while lines() == before {
            if start.elapsed() > Duration::from_millis(500) {
                return;
            }
            std::thread::sleep(Duration::from_millis(1));
        }
    }
    panic!("the terminal took everything");
}

#[test]
fn signals_end_it_even_while_a_write_is_blocked() {
    for (signal, code) in [("TERM", 143), ("HUP", 129), ("INT", 130), ("QUIT", 131)] {
        let scene = Scene::new();
        let mut session = scene.open(&["--log", "log"]);
        block(&mut session, &scene.path("work/log"));
        session.signal(signal);
        // Nobody has read meanwhile: the pending output is gone, and what restores the terminal came through.
        assert_eq!(session.ends(), code, "{signal}");
    }
}

#[test]
fn a_write_that_was_blocked_goes_on_and_nothing_is_lost() {
    let scene = Scene::new();
    let mut session = scene.open(&["--log", "log"]);
    block(&mut session, &scene.path("work/log"));
    session.press("]");
    session.held.store(false, Ordering::SeqCst);
    session.press("\x1b\x1b");
    session.shows("Statements");
    session.press("q");
    assert_eq!(session.ends(), 0);
}

/// The explorer in a session of its own, which no SIGHUP reaches, and its process.
fn out_of_reach(scene: &Scene) -> (TerminalSession, u32) {
    let mut inner = scene.command(&[]);
    let argv: Vec<_> = inner.get_argv_mut().drain(..).collect();
    let argv = ["setsid", "--wait"].into_iter().map(Into::into).chain(argv);
    inner.get_argv_mut().extend(argv);
    inner.env("PATH", std::env::var("PATH").unwrap());
    let session = TerminalSession::start(inner, (80, 24));
    let children = format!("/proc/{0}/task/{0}/children", session.pid());
    let pid = fs::read_to_string(children).unwrap().trim().parse().unwrap();
    (session, pid)
}

#[test]
fn a_terminal_that_vanishes_without_a_word_ends_it_and_costs_nothing() {
    let scene = Scene::new();
    let (mut session, pid) = out_of_reach(&scene);
    session.press("ahalf a thought");
    session.shows("half a thought");
    let before = used(pid).unwrap();
    session.vanish();
    let (start, mut after) = (Instant::now(), before);
    while let Some(now) = used(pid) {
        after = now;
        assert!(start.elapsed() < PATIENCE, "it outlives its terminal");
        std::thread::sleep(Duration::from_millis(2));
    }
    assert!(after - before <= 20, "{} hundredths of a second of processor time", after - before);
    let marks =
        scene.files("home").into_iter().filter(|path| path.extension().is_some_and(|end| end == "json"));
    let kept: Vec<String> = marks.map(|path| fs::read_to_string(path).unwrap()).collect();
    assert!(kept.iter().any(|text| text.contains("half a thought")), "the note in hand is saved: {kept:?}");
    assert!(kept.iter().any(|text| text.contains("\"schema\": 1,\n  \"dataset\"")), "and the place");
}

#[test]
fn an_error_on_the_way_is_said_on_a_terminal_given_back() {
    let mut session =
        TerminalSession::spawn(Scene::new().command(&["--log", "/dev/full"]), (80, 24), Line::default());
    assert_eq!(session.is_over(), 2);
    let said = session.said();
    let (_, after) = said.rsplit_once("\x1b[?1049l").unwrap();
    assert!(after.contains("linchpin: the terminal: No space left on device"), "{after:?}");
}

/// Not a test of its own: what the next one runs in a terminal.
#[test]
#[ignore = "run by the test of panics, in a terminal"]
fn panics() {
    if std::env::var_os("LINCHPIN_PANICS").is_some() {
        session::restore_on_panic();
        session::enter().unwrap();
        session::use_mouse(Mouse::On).unwrap();
        panic!("on purpose \u{202E}\u{1b}[2Jhidden");
    }
}

#[test]
fn a_panic_is_said_on_a_terminal_given_back_and_cannot_act_on_it() {
    let scene = Scene::new();
    let mut command = scene.command(&[]);
    *command.get_argv_mut() = [
        std::env::current_exe().unwrap().into_os_string(),
        "--ignored".into(),
        "--exact".into(),
        "endings::panics".into(),
        "--nocapture".into(),
    ]
    .into();
    command.env("LINCHPIN_PANICS", "1");
    let mut session = TerminalSession::spawn(command, (80, 24), Line::default());
    assert_ne!(session.is_over(), 0);
    assert_eq!(session.emulator.screen().mouse_protocol_mode(), vt100::MouseProtocolMode::None);
    let said = session.said();
    assert!(said.contains("?1000h"));
    let (_, after) = said.rsplit_once("\x1b[?1049l").unwrap();
    assert!(after.contains("on purpose ⟦202E⟧⟦001B⟧[2Jhidden"), "{after:?}");
}

/// The message after the terminal was restored, from a program that an abort ended.
fn aborted(mut session: TerminalSession) -> String {
    let status = session.status();
    assert!(status.signal().is_some(), "{status:?}");
    let said = session.said();
    let (until, after) = said.split_at(said.rfind("linchpin: aborted").unwrap());
    given_back(until, session.emulator.screen());
    after.to_owned()
}

#[test]
fn an_abort_gives_the_terminal_back_first() {
    let session = Scene::new().open(&[]);
    session.signal("ABRT");
    assert_eq!(aborted(session).lines().count(), 1);
}

#[test]
fn memory_that_cannot_be_had_gives_the_terminal_back() {
    let mut session = Scene::new().open(&[]);
    // It has started completely when it acts on a key.
    session.step("j");
    let pid = Pid::from_raw(session.pid().try_into().unwrap());
    prlimit(pid, Resource::Data, Rlimit { current: Some(1), maximum: None }).unwrap();
    session.master.as_ref().unwrap().resize(pty_size((1000, 300))).unwrap();
    let after = aborted(session);
    assert!(after.contains("linchpin: aborted: there is no memory left"), "{after:?}");
}

#[test]
fn a_shell_stops_it_and_takes_it_up_again() {
    let scene = Scene::new();
    let mut command = scene.command(&[]);
    let explorer: Vec<_> =
        command.get_argv_mut().drain(..).map(|word| word.to_string_lossy().into_owned()).collect();
    *command.get_argv_mut() = ["sh".into(), "-i".into()].into();
    command.env("PATH", std::env::var("PATH").unwrap());
    command.env("PS1", "prompt> ");
    let mut session = TerminalSession::spawn(command, (80, 24), Line::default());
    session.shows("prompt>");
    session.press(&format!("{}\r", explorer.join(" ")));
    session.shows("Joint");
    session.press("]");
    session.shows("of the 56th");
    for _ in 0..2 {
        session.press("\x1a");
        session.until("the prompt", |session| {
            !session.emulator.screen().alternate_screen() && session.text().trim_end().ends_with("prompt>")
        });
        session.press("fg\r");
        session.until("the explorer again", |session| {
            session.emulator.screen().alternate_screen() && session.text().contains("of the 56th")
        });
    }
    session.press("q");
    session.until("the prompt", |session| session.text().trim_end().ends_with("prompt>"));
    session.press("echo st\"\"ill here\r");
    session.shows("still here");
    session.press("exit\r");
    assert_eq!(session.is_over(), 0);
}
