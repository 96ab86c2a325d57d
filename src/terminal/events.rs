//! What reaches the loop: keys, pastes, sizes, signals, from two threads into one channel.
//!
//! Invariant: nothing is dropped and nothing reordered, and no change of size goes unseen however early it comes;
//! a signal whose turn does not come within its grace ends the program itself, the terminal given back; a terminal
//! that has gone is told of at once, and costs nothing from then on.

use std::io;
use std::sync::mpsc::{Receiver, SendError, Sender, channel};
use std::thread;
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, poll};
use rustix::io::Errno;
use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGWINCH};
use signal_hook::iterator::Signals;

use super::connection::Connection;
use super::decode::{Decoded, Decoder};
use super::session;
use crate::app::keys::Key;
use crate::library::loading::LoadEvent;

/// How long the loop has to act on a signal.
const GRACE: Duration = Duration::from_millis(800);

/// One thing that happened.
#[derive(Debug)]
pub enum Event {
    Key(Key),
    /// Text between the brackets that a terminal sets around a paste.
    Paste(String),
    Resize(u16, u16),
    /// More of the dataset has been read.
    Load(Box<LoadEvent>),
    /// The number of a signal that asks us to end.
    Signal(i32),
    /// The terminal is gone.
    Gone,
}

/// What listens. Signals are caught from its making on, before the terminal is taken; the rest once started.
#[derive(Debug)]
pub struct Listener {
    sender: Sender<Event>,
    events: Receiver<Event>,
}

impl Listener {
    pub fn new() -> io::Result<Self> {
        let (sender, events) = channel();
        let mut signals = Signals::new([SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGWINCH])?;
        let of_signals = sender.clone();
        thread::Builder::new().name("signals".into()).spawn(move || {
            for signal in signals.forever() {
                if signal == SIGWINCH {
                    let (width, height) = session::size();
                    let _ = of_signals.send(Event::Resize(width, height));
                } else {
                    return end(signal, &of_signals);
                }
            }
        })?;
        Ok(Self { sender, events })
    }

    /// For those who have events of their own.
    pub fn sender(&self) -> Sender<Event> {
        self.sender.clone()
    }

    pub fn events(&self) -> &Receiver<Event> {
        &self.events
    }

    /// Starts reading the terminal.
    pub fn start(&self, connection: Connection) -> io::Result<()> {
        let sender = self.sender.clone();
        thread::Builder::new().name("input".into()).spawn(move || {
            // An error means that nobody listens any more.
            let _ = forward(&sender, Decoder::new(connection));
        })?;
        Ok(())
    }
}

/// Has the loop end; where it does not (it waits for a disk), ends the program.
fn end(signal: i32, sender: &Sender<Event>) {
    session::end(signal);
    let _ = sender.send(Event::Signal(signal));
    thread::sleep(GRACE);
    session::leave();
    std::process::exit(signal.saturating_add(128));
}

/// Reads the terminal until it is gone.
fn forward(sender: &Sender<Event>, mut decoder: Decoder) -> Result<(), SendError<Event>> {
    let mut piece = [0; 4096];
    loop {
        let wait = decoder.patience().and_then(|patience| patience.try_into().ok());
        let arrived = match poll(&mut [PollFd::new(&io::stdin(), PollFlags::IN)], wait.as_ref()) {
            Ok(0) => decoder.flush(),
            // A hang-up is told by what can be read: nothing.
            Ok(_) => match rustix::io::read(io::stdin(), &mut piece) {
                Ok(0) => return sender.send(Event::Gone),
                Ok(length) => decoder.feed(piece.get(..length).unwrap_or_default()),
                Err(Errno::INTR | Errno::AGAIN) => continue,
                Err(_) => return sender.send(Event::Gone),
            },
            Err(Errno::INTR) => continue,
            Err(_) => return sender.send(Event::Gone),
        };
        arrived.into_iter().try_for_each(|one| {
            sender.send(match one {
                Decoded::Key(key) => Event::Key(key),
                Decoded::Paste(text) => Event::Paste(text),
            })
        })?;
    }
}
