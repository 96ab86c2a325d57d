//! Loading in the background: one thread parses, a second indexes, while the explorer is at work.
//!
//! Invariant: batches arrive in the order of the file, and the last event is always [`LoadEvent::Done`] or
//! [`LoadEvent::Failed`], unless the receiver is gone. At most one batch waits to be added.

use std::sync::mpsc::{Receiver, channel, sync_channel};
use std::thread;

use super::Library;
pub use super::events::{Batch, LoadEvent, LoadProgress};
use super::inputs::Inputs;
use super::parse::parse;
use crate::corpus::stream::Unstreamed;
use crate::search::Segment;

/// Loads the inputs in the background; `send` takes each event and returns whether the receiver still listens.
///
/// # Errors
/// Where no thread can be had.
pub fn load(inputs: Inputs, send: impl Fn(LoadEvent) -> bool + Send + 'static) -> std::io::Result<()> {
    thread::Builder::new().name("loading".into()).spawn(move || {
        if in_batches(&inputs, &send).is_err() {
            whole(&inputs, send);
        }
    })?;
    Ok(())
}

/// Reads the inputs again, whole, because their batches are inconsistent: this gives the reason.
///
/// # Errors
/// Where no thread can be had.
pub fn reload(inputs: Inputs, send: impl Fn(LoadEvent) -> bool + Send + 'static) -> std::io::Result<()> {
    thread::Builder::new().name("loading".into()).spawn(move || whole(&inputs, send))?;
    Ok(())
}

fn whole(inputs: &Inputs, send: impl Fn(LoadEvent) -> bool) {
    match Library::whole(inputs) {
        Ok(library) => _ = send(LoadEvent::Library(Box::new(library))) && send(LoadEvent::Done),
        Err(error) => _ = send(LoadEvent::Failed(error)),
    }
}

/// Parses on a second thread and indexes on this one.
fn in_batches(inputs: &Inputs, send: &impl Fn(LoadEvent) -> bool) -> Result<(), Unstreamed> {
    thread::scope(|scope| {
        let (parsed, events) = sync_channel(1);
        let parser = scope.spawn(move || parse(inputs, |event| parsed.send(event).is_ok()));
        let is_listened_to = index(events, send);
        let parsed = parser.join().unwrap_or(Err(Unstreamed));
        // If nobody listens, the parser was stopped.
        if is_listened_to { parsed } else { Ok(()) }
    })?;
    send(LoadEvent::Done);
    Ok(())
}

/// Indexes what is parsed; returns whether the receiver still listens.
fn index(events: Receiver<LoadEvent>, send: impl Fn(LoadEvent) -> bool) -> bool {
    let mut waiting: Option<Receiver<()>> = None;
    for mut event in events {
        if let LoadEvent::Batch(batch) = &mut event {
            batch.segment = Segment::read(&batch.statements);
            let (taken, dropped) = channel();
            batch.taken = Some(taken);
            // Fails once the batch before was added, since nothing is ever sent: this is the signal.
            _ = waiting.replace(dropped).map(|before| before.recv());
        }
        if !send(event) {
            return false;
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_read_again_for_a_receiver_that_is_gone() {
        let (sender, events) = channel();
        let receive = move |event| {
            _ = sender.send(matches!(event, LoadEvent::Done));
            false
        };
        load(Inputs::default(), receive).unwrap();
        assert_eq!(events.iter().collect::<Vec<_>>(), [false, true]);
    }
}
