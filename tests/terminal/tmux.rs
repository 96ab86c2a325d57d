//! Inside tmux, where an application's own clipboard sequence is dropped.

use std::process::{Command, Output};
use std::time::{Duration, Instant};

use crate::line::Line;
use crate::scene::{FIXTURE, LINCHPIN, PATIENCE, Scene, TerminalSession};
use crate::skip::or_skip;

/// A tmux server without configuration.
struct Tmux {
    scene: Scene,
}

impl Tmux {
    /// `None` if there is no tmux, which is an error if `LINCHPIN_REQUIRE` names it.
    fn start() -> Option<Self> {
        or_skip("tmux", Command::new("tmux").arg("-V").output().ok())?;
        let tmux = Self { scene: Scene::new() };
        tmux.run(&["new-session", "-d", "-x", "80", "-y", "24", "env", "PS1=prompt> ", "sh", "-i"]);
        tmux.shows("prompt>");
        tmux.keys(&format!("{LINCHPIN} --data {FIXTURE} --no-state"), "Enter");
        tmux.shows("Joint");
        Some(tmux)
    }

    fn command(&self) -> Command {
        let mut command = Command::new("tmux");
        command.env_clear().env("PATH", std::env::var_os("PATH").unwrap()).env("LANG", "C.UTF-8");
        command.env("HOME", self.scene.path("home")).env("TERM", "xterm-256color");
        command
            .arg("-S")
            .arg(self.scene.path("socket"))
            .args(["-f", "/dev/null"])
            .current_dir(self.scene.path("work"));
        command
    }

    fn run(&self, arguments: &[&str]) -> String {
        let Output { status, stdout, stderr } = self.command().args(arguments).output().unwrap();
        assert!(status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&stderr));
        String::from_utf8(stdout).unwrap()
    }

    fn keys(&self, text: &str, then: &str) {
        self.run(&["send-keys", "-l", text]);
        self.run(&["send-keys", then]);
    }

    fn press(&self, key: &str) {
        self.run(&["send-keys", key]);
    }

    fn text(&self) -> String {
        self.run(&["capture-pane", "-p"])
    }

    fn until(&self, what: &str, mut holds: impl FnMut(&str) -> bool) {
        let start = Instant::now();
        let mut text = self.text();
        while !holds(&text) {
            assert!(start.elapsed() < PATIENCE, "never: {what}; the pane:\n{text}");
            text = self.text();
        }
    }

    fn shows(&self, wanted: &str) {
        self.until(wanted, |text| text.contains(wanted));
    }
}

impl Drop for Tmux {
    fn drop(&mut self) {
        let _ = self.command().arg("kill-server").output();
    }
}

#[test]
fn keys_and_frames_go_through_tmux() {
    let Some(tmux) = Tmux::start() else { return };
    tmux.press("]");
    tmux.shows("of the 56th");
    tmux.press("/");
    tmux.keys("현대화", "Enter");
    tmux.shows("of 24: /현대화");
    tmux.press("Escape");
    tmux.until("no search", |text| !text.contains("/현대화"));
    for key in ["Down", "PageDown", "Tab", "BTab", "F1"] {
        tmux.press(key);
    }
    tmux.shows(" Help");
    tmux.press("q");
    tmux.press("q");
    tmux.shows("prompt>");
}

#[test]
fn what_is_copied_reaches_tmux_and_the_terminal_around_it() {
    let Some(tmux) = Tmux::start() else { return };
    let mut attach = tmux.scene.command(&[]);
    let argv = tmux.command();
    *attach.get_argv_mut() =
        std::iter::once(argv.get_program()).chain(argv.get_args()).map(Into::into).collect();
    attach.arg("attach");
    attach.env("PATH", std::env::var_os("PATH").unwrap());
    let mut outside = TerminalSession::spawn(attach, (80, 24), Line::default());
    outside.shows("Joint");
    tmux.press("y");
    tmux.press("q");
    tmux.shows("sent to the terminal");
    let words = "the ROK–U.S. alliance will be modernized";
    assert!(tmux.run(&["show-buffer"]).contains(words));
    outside.until("the clipboard sequence", |outside| outside.said().contains("\x1b]52;"));
    // tmux names no selection, or `c`.
    let said = outside.said();
    let sequence = said.rsplit_once("\x1b]52;").unwrap().1.split(['\x07', '\x1b']).next().unwrap().to_owned();
    let (selection, coded) = sequence.split_once(';').unwrap();
    assert!(matches!(selection, "" | "c"), "{selection}");
    assert!(coded.starts_with("4oCcdGhlIFJPS"), "“the ROK: {coded}");
    tmux.press("q");
    tmux.shows("prompt>");
}

#[test]
fn resized_meanwhile_nothing_of_a_frame_stays_behind() {
    let Some(tmux) = Tmux::start() else { return };
    for (width, height) in [("120", "40"), ("60", "15"), ("100", "30")] {
        tmux.run(&["resize-window", "-x", width, "-y", height]);
        let rows: usize = height.parse().unwrap();
        tmux.until("a frame of that size", |text| text.lines().count() == rows && text.contains("? help"));
    }
    tmux.press("q");
    tmux.until("the prompt", |text| text.trim_end().ends_with("prompt>"));
    assert!(!tmux.text().contains("Statements") && !tmux.text().contains("move"), "{}", tmux.text());
}

#[test]
fn a_window_that_is_killed_ends_the_program() {
    let Some(tmux) = Tmux::start() else { return };
    let pid = tmux.run(&["display-message", "-p", "#{pane_pid}"]);
    let children = format!("/proc/{0}/task/{0}/children", pid.trim());
    let explorer = std::fs::read_to_string(children).unwrap().trim().to_owned();
    tmux.run(&["kill-window"]);
    let start = Instant::now();
    while std::path::Path::new(&format!("/proc/{explorer}")).exists() {
        assert!(start.elapsed() < PATIENCE, "it outlives its window");
        std::thread::sleep(Duration::from_millis(2));
    }
}
