//! Copies text to the clipboard of the reader's terminal, not of the machine that the program runs on.
//!
//! Invariant: a text is only reported as *sent*, since a terminal never answers OSC 52; a text that is longer than
//! terminals accept is not sent.

use std::env;
use std::io::{self, Write};
use std::process::{Command, Stdio};
use std::sync::mpsc::channel;
use std::thread;
use std::time::Duration;

use crossterm::Command as _;
use crossterm::clipboard::CopyToClipboard;

use super::session;
use crate::app::citing::CopyOutcome;

/// Maximum bytes of a sequence that is sent; some terminals drop longer ones, others show them.
const LONGEST: usize = 6 * 1024;
/// How long tmux may take.
const PATIENCE: Duration = Duration::from_secs(1);

/// Sends `text` to the clipboard, through tmux only if `programs` may be started.
///
/// # Errors
/// If the terminal cannot be written to.
pub fn copy(text: &str, programs: bool) -> io::Result<CopyOutcome> {
    if session::is_term(&["dumb", "linux"]) {
        return Ok(CopyOutcome::NoClipboard);
    }
    let mut sequence = String::new();
    // Writing to a string cannot fail; the selection is `c`, which mosh passes on.
    let _ = CopyToClipboard::to_clipboard_from(text).write_ansi(&mut sequence);
    if sequence.len() > LONGEST {
        return Ok(CopyOutcome::TooLong(text.len()));
    }
    let in_tmux = env::var_os("TMUX").is_some_and(|socket| !socket.is_empty());
    if !(programs && in_tmux && by_tmux(text.to_owned())) {
        session::send(&sequence)?;
    }
    Ok(CopyOutcome::Sent)
}

/// Whether tmux accepted it. By default tmux drops an application's OSC 52 (`set-clipboard external`), while
/// `tmux load-buffer -w` reaches the outer terminal; it needs tmux 3.2.
fn by_tmux(text: String) -> bool {
    let (sender, taken) = channel();
    let started = Command::new("tmux")
        .args(["load-buffer", "-w", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    let Ok(mut tmux) = started else { return false };
    let waiting = thread::Builder::new().name("tmux".into()).spawn(move || {
        let wrote = tmux.stdin.take().is_some_and(|mut input| input.write_all(text.as_bytes()).is_ok());
        let done = tmux.wait().is_ok_and(|status| status.success());
        // If nobody receives this, it has timed out.
        let _ = sender.send(wrote && done);
    });
    waiting.is_ok() && taken.recv_timeout(PATIENCE).unwrap_or(false)
}
