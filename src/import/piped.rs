//! The text on the standard input.
//!
//! Invariant: a request to stop ends every wait, and at most the limit and one buffer are read.

use std::io::{self, IsTerminal};
use std::sync::atomic::{AtomicBool, Ordering};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use rustix::stdio::stdin;

/// How long it waits before it checks again for a request to stop.
const WAIT: Timespec = Timespec { tv_sec: 0, tv_nsec: 100_000_000 };

pub(super) fn read(limit: u64, stop: &AtomicBool) -> Result<Vec<u8>, String> {
    if io::stdin().is_terminal() {
        return Err(String::from("it is a terminal; name a file, or send the text through a pipe"));
    }
    let mut bytes = Vec::new();
    let mut part = vec![0_u8; 1 << 16];
    while !stop.load(Ordering::Relaxed) {
        match poll(&mut [PollFd::from_borrowed_fd(stdin(), PollFlags::IN)], Some(&WAIT)) {
            Ok(0) | Err(Errno::INTR) => continue,
            Ok(_) => {}
            Err(error) => return Err(format!("it cannot be read ({error})")),
        }
        match rustix::io::read(stdin(), &mut part) {
            Ok(0) => break,
            Ok(read) => bytes.extend(part.iter().take(read)),
            Err(Errno::INTR | Errno::AGAIN) => {}
            Err(error) => return Err(format!("it cannot be read ({error})")),
        }
        if u64::try_from(bytes.len()).is_ok_and(|read| read > limit) {
            return Err(format!("it is longer than {limit} bytes; split it: one text is one statement"));
        }
    }
    Ok(bytes)
}
