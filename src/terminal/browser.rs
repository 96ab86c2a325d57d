//! Opens an address in the reader's browser, if the reader sits at this machine.
//!
//! Invariant: the program that is started shares neither the screen nor the keyboard nor the signals of the terminal;
//! the loop does not wait for it to end, and no zombie process remains.

use std::env;
use std::io;
use std::os::unix::process::CommandExt;
use std::process::{Command, Stdio};
use std::sync::mpsc::channel;
use std::thread;
use std::time::Duration;

use super::connection::Connection;
use crate::app::source::BrowserOutcome;

/// The desktop's program for opening an address.
const PROGRAM: &str = if cfg!(target_os = "macos") { "open" } else { "xdg-open" };
/// How long it may take to start.
const PATIENCE: Duration = Duration::from_secs(1);

/// Opens an address, which must be a web address, unless a browser would open on another machine or take over the terminal.
pub fn open(address: &str) -> BrowserOutcome {
    let is_set = |name: &str| env::var_os(name).is_some_and(|value| !value.is_empty());
    // Without windows, xdg-open starts a browser in the terminal.
    let has_windows = cfg!(target_os = "macos")
        || ["DISPLAY", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME"].into_iter().any(is_set);
    match Connection::detect() {
        Connection::Remote => BrowserOutcome::Remote,
        Connection::Local if !has_windows => BrowserOutcome::NoWindows,
        Connection::Local => match start(address.to_owned()) {
            Ok(()) => BrowserOutcome::Started(PROGRAM),
            Err(error) => BrowserOutcome::Failed(PROGRAM, error),
        },
    }
}

/// Starts the program in a process group of its own, and leaves a thread to wait for its end.
fn start(address: String) -> io::Result<()> {
    let (sender, started) = channel();
    thread::Builder::new().name("browser".into()).spawn(move || {
        let child = Command::new(PROGRAM)
            .arg(address)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .process_group(0)
            .spawn();
        match child {
            Ok(mut child) => {
                // Nobody receives this if it took too long.
                let _ = sender.send(Ok(()));
                let _ = child.wait();
            }
            Err(error) => _ = sender.send(Err(error)),
        }
    })?;
    started.recv_timeout(PATIENCE).unwrap_or_else(|_| Err(io::ErrorKind::TimedOut.into()))
}
