//! The standard output of commands, which may be a terminal, a file, a pipe, or closed.
//!
//! Invariant: an answer that cannot be written is an error.

use std::fs;
use std::io::{self, IsTerminal, Write, stdout};
use std::os::fd::AsFd;
use std::os::unix::fs::MetadataExt;

use rustix::fs::OFlags;

/// The standard output of this process. If it was closed, every write fails, so that no answer is lost with exit code 0.
pub fn standard() -> Box<dyn Write> {
    if was_closed() { Box::new(ClosedOutput) } else { Box::new(stdout()) }
}

/// Whether the standard output was closed at the start. The runtime has put `/dev/null` in its place, for reading and
/// writing; a shell opens `> /dev/null` for writing alone. A caller that opens it for both cannot be told from a closed
/// output, so the error names that case too.
fn was_closed() -> bool {
    let device = || stdout().as_fd().try_clone_to_owned().and_then(|open| fs::File::from(open).metadata());
    let null = || fs::metadata("/dev/null").map(|null| null.rdev()).ok();
    rustix::fs::fcntl_getfl(stdout()).is_ok_and(|flags| flags.contains(OFlags::RDWR))
        && device().is_ok_and(|open| Some(open.rdev()) == null())
}

struct ClosedOutput;

impl Write for ClosedOutput {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(io::Error::other(
            "it is closed, or /dev/null open for reading too; to throw an answer away, open /dev/null for writing only",
        ))
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// What makes words bold and underlined, and what ends it.
pub const EMPHASIS: (&str, &str) = ("\u{1b}[1;4m", "\u{1b}[0m");

/// The width of the terminal that standard output is connected to, in columns; `None` for a file or a pipe. A terminal
/// that does not report its width counts as 80 columns wide.
pub fn columns() -> Option<usize> {
    let width = || rustix::termios::tcgetwinsize(stdout()).map_or(0, |size| usize::from(size.ws_col));
    stdout().is_terminal().then(|| match width() {
        0 => 80,
        told => told,
    })
}
