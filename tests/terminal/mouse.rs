//! The mouse: what the terminal is asked for, what its reports do, and that the mouse is released however the program
//! ends.

use vt100::{MouseProtocolEncoding, MouseProtocolMode};

use crate::line::Line;
use crate::scene::{Scene, TerminalSession};

/// Whether the last request to the terminal was to report the mouse.
fn reports(session: &TerminalSession) -> bool {
    let screen = session.emulator.screen();
    let (mode, encoding) = (screen.mouse_protocol_mode(), screen.mouse_protocol_encoding());
    assert!(mode == MouseProtocolMode::None || encoding == MouseProtocolEncoding::Sgr, "in decimal numbers");
    mode == MouseProtocolMode::PressRelease
}

#[test]
fn it_is_off_and_what_a_terminal_reports_all_the_same_is_never_text() {
    let mut session = Scene::new().open(&[]);
    assert!(!session.said().contains("?1000") && !session.said().contains("?1006"));
    session.press("/flex");
    session.shows(" /flex ");
    for report in ["\x1b[<0;3;9M\x1b[<0;3;9m", "\x1b[M #)", "\x1b[<64;3;9M", "\x1b[Ma!!", "\x1b[32;3;9M"] {
        session.press(report);
    }
    session.press("ib");
    session.shows(" /flexib ");
    session.press("\r");
    session.until("the list again", |session| !session.text().contains(" /flexib "));
    session.press("q");
    assert_eq!(session.ends(), 0);
}

#[test]
fn a_click_and_the_wheel_act_and_a_click_whose_bytes_come_apart_is_one() {
    let mut session = Scene::new().open(&["--mouse"]);
    session.until("reports of the mouse", |session| reports(session));
    let row = session.text().lines().position(|line| line.contains("SCM 36")).unwrap() + 1;
    for byte in format!("\x1b[<0;10;{row}M\x1b[<0;10;{row}m").chars() {
        session.press(&byte.to_string());
    }
    session.shows("▌2004");
    session.press("\x1b[<64;10;10M");
    session.shows("▌2003");
    session.press("\x1b[M #)");
    session.press("q");
    assert_eq!(session.ends(), 0);
}

#[test]
fn it_is_turned_on_and_off_in_the_palette() {
    let mut session = Scene::new().open(&[]);
    session.press(":use the mouse\r");
    session.until("reports", |session| reports(session));
    session.shows("mouse on: wheel and click; hold Shift");
    session.press(":use the mouse\r");
    session.until("no reports", |session| !reports(session));
    session.press("q");
    assert_eq!(session.ends(), 0);
}

/// `TerminalSession::ends` checks that the mouse is released.
#[test]
fn it_is_given_back_at_every_ending() {
    for key in ["q", "\x03"] {
        let mut session = Scene::new().open(&["--mouse"]);
        assert!(reports(&session));
        session.press(key);
        assert_eq!(session.ends(), 0, "{key:?}");
    }
    for (signal, code) in [("TERM", 143), ("HUP", 129), ("INT", 130), ("QUIT", 131)] {
        let session = Scene::new().open(&["--mouse"]);
        session.signal(signal);
        assert_eq!(session.ends(), code, "{signal}");
    }
    // With an error on the way.
    let scene = Scene::new();
    let mut session =
        TerminalSession::spawn(scene.command(&["--mouse", "--log", "/dev/full"]), (80, 24), Line::default());
    assert_eq!(session.is_over(), 2);
    assert!(!reports(&session) && session.said().contains("?1000h"));
}

#[test]
fn a_suspended_program_and_a_printed_text_leave_it_to_the_terminal() {
    let mut session = Scene::new().open(&["--mouse"]);
    session.press("\x1a");
    session.until("the stop", |session| session.state() == "T");
    session.until("no reports", |session| !reports(session));
    session.signal("CONT");
    session
        .until("reports again", |session| reports(session) && session.emulator.screen().alternate_screen());
    session.press("pq");
    session.until("no reports", |session| !reports(session));
    session.shows("press any key");
    session.press("j");
    session
        .until("reports again", |session| reports(session) && session.emulator.screen().alternate_screen());
    session.press("q");
    assert_eq!(session.ends(), 0);
}
