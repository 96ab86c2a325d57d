//! Restores the terminal if the program aborts, for example because no memory is left.
//!
//! Invariant: the thread that aborts waits until another one has restored the terminal and ended the program; restoring
//! needs no memory.

use std::io::{self, Read, Write, pipe};
use std::os::fd::OwnedFd;
use std::thread;

use rustix::fs::{OFlags, fcntl_setfl};
use signal_hook::consts::SIGABRT;
use signal_hook::low_level::{emulate_default_handler, pipe::register};

use super::session;

/// The message after the terminal is restored: that of the allocator was on the explorer's screen.
const ABORTED: &[u8] = b"linchpin: aborted: there is no memory left, or it was told to abort\n";

/// From here on an abort restores the terminal first.
///
/// Without unsafe code, a signal can only write to a pipe. That is enough: the first write wakes a thread that restores
/// the terminal; the second write blocks, because its pipe is full and never read.
pub fn restore_on_abort() -> io::Result<()> {
    let ((woken, wakes), (full, waits)) = (pipe()?, pipe()?);
    let waits = OwnedFd::from(waits);
    fill(&waits)?;
    let same = waits.try_clone()?;
    register(SIGABRT, wakes)?;
    register(SIGABRT, waits)?;
    // Registering has made it non-blocking.
    fcntl_setfl(same, OFlags::empty())?;
    // There are two, since a signal from outside may be delivered to one of them, which then blocks as well.
    for (mut woken, full) in [(woken.try_clone()?, full.try_clone()?), (woken, full)] {
        thread::Builder::new().name("abort".into()).spawn(move || {
            if woken.read_exact(&mut [0]).is_ok() {
                restore();
            }
            drop(full);
        })?;
    }
    Ok(())
}

/// Writes to a pipe until it is full.
fn fill(pipe: &OwnedFd) -> io::Result<()> {
    fcntl_setfl(pipe, OFlags::NONBLOCK)?;
    while rustix::io::write(pipe, &[0; 4096]).is_ok() {}
    Ok(())
}

/// Restores the terminal and ends the program as an abort does.
fn restore() {
    // Nobody is left to report an error to.
    if session::leave() {
        let _ = io::stderr().write_all(ABORTED);
    }
    let _ = emulate_default_handler(SIGABRT);
}
