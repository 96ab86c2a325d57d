//! Opening a source: the desktop's program is started only on a local desktop; addresses are links if the terminal has
//! them.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use portable_pty::CommandBuilder;

use crate::scene::{Scene, TerminalSession};

/// A passage whose source has a web address.
const SEARCH: &str = "/title:summit\r";
const ADDRESS: &str = "https://bidenwhitehouse.archives.gov/briefing-room/statements-releases/2024/07/10/fact-sheet-the-2024-nato-summit-in-washington/";

/// A desktop with an `xdg-open` that records its arguments, writes to every stream, and does not end while
/// `opened.hold` exists.
fn desk(scene: &Scene, arguments: &[&str]) -> CommandBuilder {
    let bin = scene.path("bin");
    fs::create_dir_all(&bin).unwrap();
    let noted = scene.path("opened");
    let script = format!(
        "#!/bin/sh\necho \"$# $1\" >{0}.new\nps -o pgid= -p $$ >>{0}.new\necho noise\necho noise >&2\nread line && echo heard >>{0}.new\n\
         mv {0}.new {0}\nwhile [ -e {0}.hold ]; do sleep 0.05; done\n",
        noted.display()
    );
    fs::write(bin.join("xdg-open"), script).unwrap();
    fs::set_permissions(bin.join("xdg-open"), fs::Permissions::from_mode(0o755)).unwrap();
    let mut command = scene.command(arguments);
    command.env("PATH", format!("{}:/usr/bin:/bin", bin.display()));
    command.env("DISPLAY", ":0");
    command
}

fn opened(scene: &Scene) -> Option<String> {
    fs::read_to_string(scene.path("opened")).ok()
}

/// The explorer's children.
fn children(session: &TerminalSession) -> Vec<u32> {
    let tasks = fs::read_dir(format!("/proc/{}/task", session.pid())).unwrap();
    let of =
        |task: std::io::Result<fs::DirEntry>| fs::read_to_string(task.ok()?.path().join("children")).ok();
    tasks
        .filter_map(of)
        .flat_map(|pids| pids.split_whitespace().map(|pid| pid.parse().unwrap()).collect::<Vec<_>>())
        .collect()
}

fn at_the_fact_sheet(command: CommandBuilder) -> TerminalSession {
    let mut session = TerminalSession::start(command, (120, 40));
    session.press(SEARCH);
    session.shows("hit 1 of");
    session
}

#[test]
fn at_a_desk_the_address_is_opened_and_nothing_of_it_reaches_the_screen() {
    let scene = Scene::new();
    let mut session = at_the_fact_sheet(desk(&scene, &[]));
    session.press("O");
    session.until("the program", |_| opened(&scene).is_some());
    session.shows("address given to xdg-open; if no page opens, y u copies it");
    let noted = opened(&scene).unwrap();
    let mut lines = noted.lines();
    assert_eq!(lines.next(), Some(&*format!("1 {ADDRESS}")), "one argument: the address");
    let group: u32 = lines.next().unwrap().trim().parse().unwrap();
    assert_ne!(group, session.pid(), "no signal of the terminal reaches it");
    assert_eq!(lines.next(), None, "it hears no key");
    session.until("no child, dead or alive", |session| children(session).is_empty());
    session.press("]");
    session.shows("2003");
    assert!(!session.said().contains("noise"));
    session.press("q");
    assert_eq!(session.ends(), 0);
}

#[test]
fn a_program_that_does_not_end_holds_nothing_up_and_is_left_alone() {
    let scene = Scene::new();
    fs::write(scene.path("opened.hold"), "").unwrap();
    let mut session = at_the_fact_sheet(desk(&scene, &[]));
    session.press("O");
    session.until("the program", |_| opened(&scene).is_some());
    session.step("?");
    session.shows(" Help");
    let child = children(&session)[0];
    session.press("qq");
    assert_eq!(session.ends(), 0, "the explorer does not wait for it");
    assert!(fs::exists(format!("/proc/{child}")).unwrap(), "nor does it end it");
    fs::remove_file(scene.path("opened.hold")).unwrap();
}

#[test]
fn elsewhere_no_browser_is_started_and_the_reader_is_told_why() {
    for (arguments, variable, value, why) in [
        (&["--restricted"][..], "DISPLAY", ":0", "linchpin starts no program here; y u copies the address"),
        (
            &[],
            "SSH_CONNECTION",
            "192.0.2.1 22 192.0.2.2 22",
            "a browser would open on the machine you are connected to",
        ),
        (&[], "SSH_TTY", "/dev/pts/9", "a browser would open on the machine you are connected to"),
        (
            &[],
            "DISPLAY",
            "",
            "no windows here: DISPLAY and WAYLAND_DISPLAY are not set; y u copies the address",
        ),
        (&[], "PATH", "/nowhere", "xdg-open did not start: No such file or directory"),
    ] {
        let scene = Scene::new();
        let mut command = desk(&scene, arguments);
        command.env(variable, value);
        let mut session = at_the_fact_sheet(command);
        session.press("O");
        session.shows(why);
        session.press("q");
        assert_eq!(session.ends(), 0);
        assert_eq!(opened(&scene), None, "{variable}={value}");
    }
}

#[test]
fn an_address_is_a_link_where_the_terminal_has_them_and_is_always_shown() {
    for (variables, is_link) in [
        (&[("TERM", "xterm-256color")][..], false),
        (&[("VTE_VERSION", "7600")], true),
        (&[("TERM", "xterm-kitty")], true),
        (&[("TERM", "linux"), ("VTE_VERSION", "7600")], false),
        (&[("TERM", "screen"), ("VTE_VERSION", "7600")], false),
        (
            &[
                ("TMUX", "x"),
                ("TERM_PROGRAM", "tmux"),
                ("TERM_PROGRAM_VERSION", "3.3a"),
                ("VTE_VERSION", "7600"),
            ],
            false,
        ),
        (&[("TMUX", "x"), ("TERM_PROGRAM", "tmux"), ("TERM_PROGRAM_VERSION", "3.4")], true),
    ] {
        let scene = Scene::new();
        let mut command = scene.command(&[]);
        for (name, value) in variables {
            command.env(name, value);
        }
        let mut session = at_the_fact_sheet(command);
        session.press("\tzG");
        session.shows("nato-summit-in-washington/");
        assert_eq!(session.said().contains(&format!("\x1b]8;;{ADDRESS}\x1b\\")), is_link, "{variables:?}");
        assert!(session.said().contains("\x1b]8;") == is_link, "{variables:?}");
        session.press("\x1b\x1b\x1b");
        session.press("q");
        session.is_over();
    }
}
