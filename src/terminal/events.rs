//! Collects keys, pastes, sizes and signals from two threads in one channel for the loop.
//!
//! Invariant: no event is dropped or reordered, and no change of size is missed, however early it comes. The number of
//! events that wait for the loop is limited; beyond it the terminal waits too. A signal that the loop does not handle
//! in time restores the terminal and ends the program. A terminal that is gone is reported immediately and uses no
//! processor time after that.

use std::io;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SendError, SyncSender, TrySendError, sync_channel};
use std::thread;
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, poll};
use rustix::io::Errno;
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGWINCH};
use signal_hook::iterator::Signals;

use super::connection::Connection;
use super::decode::{Decoded, Decoder};
use super::input::TerminalInput;
use super::paste::PastedText;
use super::session;
use crate::app::keys::Key;
use crate::app::marks::MarkReport;
use crate::app::mouse::MouseInput;
use crate::app::writing::DocumentReport;
use crate::library::loading::LoadEvent;

/// How long the loop may take to handle a signal, with what it writes at the end.
const GRACE: Duration = Duration::from_millis(950);

/// Maximum events that wait for the loop.
const WAITING: usize = 256;
/// Time between two attempts to report a signal to a busy loop.
const PAUSE: Duration = Duration::from_millis(5);

/// One thing that happened.
#[derive(Debug)]
pub enum Event {
    Key(Key),
    /// Text that the terminal marked as pasted.
    Paste(PastedText),
    Mouse(MouseInput),
    Resize(u16, u16),
    /// The process was stopped, not by the explorer itself, and continues.
    Continued,
    /// More of the dataset has been read.
    Load(Box<LoadEvent>),
    /// The disk has answered.
    Marks(Box<MarkReport>),
    /// A document was written, or was not.
    Written(Box<DocumentReport>),
    /// At the end: the result of remembering the part of the session with this name.
    Remembered(&'static str, io::Result<()>),
    /// At the end: all writes have been tried.
    WritesFinished,
    /// The number of a signal that asks the program to end.
    Signal(i32),
    /// The terminal is gone.
    Gone,
}

/// Listens for events: for signals as soon as it exists, before the terminal is set up; for input once started.
#[derive(Debug)]
pub struct Listener {
    sender: SyncSender<Event>,
    events: Receiver<Event>,
    input: Arc<TerminalInput>,
}

impl Listener {
    pub fn new() -> io::Result<Self> {
        let (sender, events) = sync_channel(WAITING);
        let (mut endings, mut changes) =
            (Signals::new([SIGTERM, SIGHUP, SIGINT, SIGQUIT])?, Signals::new([SIGWINCH, SIGCONT])?);
        // Two threads: a size may wait for a busy loop, the end may not.
        let (of_endings, of_changes) = (sender.clone(), sender.clone());
        let input = Arc::<TerminalInput>::default();
        let lender = Arc::clone(&input);
        thread::Builder::new().name("endings".into()).spawn(move || {
            if let Some(signal) = endings.forever().find(|signal| !lender.has_lent(*signal)) {
                end(signal, &of_endings);
            }
        })?;
        thread::Builder::new().name("changes".into()).spawn(move || {
            for signal in changes.forever() {
                if signal == SIGCONT && session::stopped_itself() {
                    continue;
                }
                let _ = of_changes.send(if signal == SIGCONT {
                    Event::Continued
                } else {
                    let (width, height) = session::size();
                    Event::Resize(width, height)
                });
            }
        })?;
        Ok(Self { sender, events, input })
    }

    /// For senders of other events.
    pub fn sender(&self) -> SyncSender<Event> {
        self.sender.clone()
    }

    /// For the code that lends the input.
    pub fn input(&self) -> Arc<TerminalInput> {
        Arc::clone(&self.input)
    }

    pub fn events(&self) -> &Receiver<Event> {
        &self.events
    }

    /// Starts reading the terminal.
    pub fn start(&self, connection: Connection) -> io::Result<()> {
        let (sender, input, decoder) = (self.sender.clone(), self.input(), Decoder::new(connection));
        let decoder = if session::is_restricted() { decoder.restricted() } else { decoder };
        thread::Builder::new().name("input".into()).spawn(move || {
            // An error means that nobody receives any more.
            let _ = forward(&sender, &input, decoder);
        })?;
        Ok(())
    }
}

/// Asks the loop to end, and ends the program if it does not.
fn end(signal: i32, sender: &SyncSender<Event>) -> ! {
    session::end(signal);
    let until = Instant::now() + GRACE;
    while let Err(TrySendError::Full(_)) = sender.try_send(Event::Signal(signal)) {
        if Instant::now() >= until {
            break;
        }
        thread::sleep(PAUSE);
    }
    thread::sleep(until.saturating_duration_since(Instant::now()));
    session::leave();
    std::process::exit(signal + 128);
}

/// Reads the terminal until it is gone.
fn forward(
    sender: &SyncSender<Event>,
    input: &TerminalInput,
    mut decoder: Decoder,
) -> Result<(), SendError<Event>> {
    let mut piece = [0; 4096];
    loop {
        let wait = decoder.patience().and_then(|patience| patience.try_into().ok());
        let arrived = match poll(&mut [PollFd::new(&io::stdin(), PollFlags::IN)], wait.as_ref()) {
            Ok(0) => decoder.flush(),
            // A hang-up can be read too: it is zero bytes.
            Ok(_) => match input.read(&mut piece) {
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
                Decoded::Mouse(input) => Event::Mouse(input),
            })
        })?;
    }
}
