//! The hint for the first start: one line, once.

use std::fs;

use crate::scene::{NOTHING, STATE, Scene, TerminalSession};

const HINT: &str = " New here? Try ] for the next meaning, / to search, ? for help. ";
const SHOWN: &str = "home/.local/state/linchpin/hint.json";

/// The last row, once there is one.
fn footer(session: &mut TerminalSession) -> String {
    session.until("a footer", |session| session.text().contains("? help"));
    session.text().lines().last().unwrap().to_owned()
}

#[test]
fn the_first_start_says_what_to_try_and_no_other_does() {
    let scene = Scene::new();
    for size in [(80, 24), (120, 40)] {
        let first = size.0 == 80;
        let mut session = TerminalSession::start(scene.command(&[]), size);
        assert_eq!(footer(&mut session).starts_with(HINT), first, "{}", footer(&mut session));
        assert!(footer(&mut session).contains("? help"), "{}", footer(&mut session));
        session.until("the file", |_| scene.path(SHOWN).is_file());
        if first {
            // A change of size is not a key.
            session.resize((100, 30));
            session.until("another size", |session| {
                footer(session).starts_with(HINT) && footer(session).len() > 80
            });
        }
        session.press("]");
        session.until("its end", |session| !session.text().contains("New here?"));
        session.press("q");
        assert_eq!(session.ends(), 0);
    }
}

#[test]
fn it_never_comes_back_even_if_the_first_session_is_killed() {
    let scene = Scene::new();
    let mut session = scene.open(&[]);
    assert!(footer(&mut session).starts_with(HINT));
    session.until("the file", |_| scene.path(SHOWN).is_file());
    session.signal("KILL");
    session.child.wait().unwrap();
    assert!(!scene.path(STATE).exists(), "it had no time for its last position");
    assert!(!footer(&mut scene.open(&[])).contains("New here?"));
    // Nor with a file that a newer or a damaged program has left, which stays as it is.
    for text in ["{\"schema\":2,\"shown\":\"twice\"}", "{\"sche"] {
        fs::write(scene.path(SHOWN), text).unwrap();
        assert!(!footer(&mut scene.open(&[])).contains("New here?"));
        assert_eq!(fs::read_to_string(scene.path(SHOWN)).unwrap(), text);
    }
}

#[test]
fn where_nothing_can_be_remembered_it_comes_each_time_and_where_nothing_shall_be_never() {
    let scene = Scene::new();
    for _ in 0..2 {
        assert!(footer(&mut scene.open(&["--restricted"])).starts_with(HINT));
        let mut homeless = scene.command(&[]);
        homeless.env("HOME", "home");
        assert!(footer(&mut TerminalSession::start(homeless, (80, 24))).starts_with(HINT));
        assert!(!footer(&mut scene.open(&["--no-state"])).contains("New here?"));
    }
    assert_eq!((scene.files("home"), scene.files("work")), (NOTHING.to_vec(), NOTHING.to_vec()));
}
