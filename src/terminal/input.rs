//! The terminal's input, which can be lent to another program.
//!
//! Invariant: nothing is read while it is lent; the signals from the keyboard then belong to the other program too.

use std::io;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use rustix::io::Errno;
use signal_hook::consts::{SIGINT, SIGQUIT};

/// Standard input.
#[derive(Debug, Default)]
pub struct TerminalInput {
    is_lent: Mutex<bool>,
    given_back: Condvar,
}

impl TerminalInput {
    /// Lends it until `during` is done.
    pub fn lend<T>(&self, during: impl FnOnce() -> T) -> T {
        *self.lock() = true;
        let done = during();
        *self.lock() = false;
        self.given_back.notify_all();
        done
    }

    /// Reads what has arrived; if it is lent, waits until it is returned, and then reports that with [`Errno::AGAIN`].
    pub(super) fn read(&self, piece: &mut [u8]) -> Result<usize, Errno> {
        let is_lent = self.lock();
        if *is_lent {
            drop(self.given_back.wait_while(is_lent, |is_lent| *is_lent));
            return Err(Errno::AGAIN);
        }
        rustix::io::read(io::stdin(), piece)
    }

    /// Whether a signal is meant for the program that it is lent to.
    pub(super) fn has_lent(&self, signal: i32) -> bool {
        [SIGINT, SIGQUIT].contains(&signal) && *self.lock()
    }

    fn lock(&self) -> MutexGuard<'_, bool> {
        self.is_lent.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
