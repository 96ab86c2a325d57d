//! Restores the terminal where the program aborts, as it must where there is no memory left.
//!
//! Invariant: the thread that aborts waits until another has restored the terminal and ended the program; restoring needs no
//! memory.

use std::io::{self, Read, Write, pipe};
use std::os::fd::OwnedFd;
use std::thread;

use rustix::fs::{OFlags, fcntl_setfl};
use signal_hook::consts::SIGABRT;
use signal_hook::low_level::{emulate_default_handler, pipe::register};

use super::session;

/// What is said on the terminal that was given back: what the allocator said was on the explorer's screen.
const ABORTED: &[u8] = b"linchpin: aborted: there is no memory left, or it was told to abort\n";

/// From here on an abort restores the terminal first.
///
/// A write to a pipe is all that a program without unsafe code can have a signal do. It is enough: the first write wakes a thread that restores; the second one waits, for that pipe is full and nobody ever empties it.
pub fn restore_on_abort() -> io::Result<()> {
    let ((woken, wakes), (full, waits)) = (pipe()?, pipe()?);
    let waits = OwnedFd::from(waits);
    fill(&waits)?;
    let same = waits.try_clone()?;
    register(SIGABRT, wakes)?;
    register(SIGABRT, waits)?;
    // Registering has set it not to wait.
    fcntl_setfl(same, OFlags::empty())?;
    // Two, for a signal from outside may be given to one of them, which then waits as well.
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

/// Writes to a pipe until it takes no more.
fn fill(pipe: &OwnedFd) -> io::Result<()> {
    fcntl_setfl(pipe, OFlags::NONBLOCK)?;
    while rustix::io::write(pipe, &[0; 4096]).is_ok() {}
    Ok(())
}

/// Restores the terminal and ends the program as an abort does.
fn restore() {
    // No one is left to report an error to.
    if session::leave() {
        let _ = io::stderr().write_all(ABORTED);
    }
    let _ = emulate_default_handler(SIGABRT);
}
