//! Loading in the background: one thread parses, a second indexes, while the explorer is at work.
//!
//! Invariant: batches arrive in the order of the file, and the last event is always [`LoadEvent::Done`] or
//! [`LoadEvent::Failed`], unless nobody listens any more. At most one batch waits to be taken in.

use std::sync::mpsc::{Receiver, Sender, channel, sync_channel};
use std::thread;
use std::time::Duration;

use super::Library;
use super::inputs::Inputs;
use super::parse::parse;
use crate::corpus::load::LoadError;
use crate::corpus::model::{Dataset, Source, Statement};
use crate::corpus::stream::Unstreamed;
use crate::search::Segment;
use crate::text::safe::Text;

/// What the loading threads report.
#[derive(Debug)]
pub enum LoadEvent {
    /// A library whose statements come next, if any do.
    Library(Box<Library>),
    Batch(Box<Batch>),
    /// All has come.
    Done,
    Failed(LoadError),
}

/// Some statements, parsed and indexed.
#[derive(Debug)]
pub struct Batch {
    /// What they are read under, where they are the first of a dataset that is added.
    pub(super) joins: Option<Box<Dataset>>,
    /// Sources of an added dataset.
    pub(super) sources: Vec<Source>,
    pub(super) statements: Vec<Statement>,
    pub(super) segment: Segment,
    /// What their links lead to.
    pub(super) targets: Vec<Text>,
    pub(super) remarks: Vec<String>,
    pub progress: LoadProgress,
    /// Dropped with the batch, which says that it was taken in.
    pub(super) taken: Option<Sender<()>>,
}

/// How far loading is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LoadProgress {
    /// Bytes of the files.
    pub read: u64,
    pub total: u64,
    /// Since loading began.
    pub elapsed: Duration,
}

impl LoadProgress {
    /// How much longer loading takes, at the speed so far.
    pub fn left(&self) -> Duration {
        // In pieces of a megabyte, of which there are few enough to count.
        let pieces = |bytes: u64| u32::try_from(bytes >> 20).unwrap_or(u32::MAX);
        let behind = self.elapsed.saturating_mul(pieces(self.total.saturating_sub(self.read)));
        behind.checked_div(pieces(self.read).max(1)).unwrap_or_default()
    }
}

/// Loads the inputs in the background; `send` takes each event and says whether anyone still listens.
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

/// Reads the inputs again, whole, because their batches do not fit together: this says why.
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
        index(events, send)?;
        parser.join().unwrap_or(Err(Unstreamed))
    })?;
    send(LoadEvent::Done);
    Ok(())
}

fn index(events: Receiver<LoadEvent>, send: impl Fn(LoadEvent) -> bool) -> Result<(), Unstreamed> {
    let mut waiting: Option<Receiver<()>> = None;
    for mut event in events {
        if let LoadEvent::Batch(batch) = &mut event {
            batch.segment = Segment::read(&batch.statements);
            let (taken, dropped) = channel();
            batch.taken = Some(taken);
            // Ends with an error once the batch before was taken in: nothing is ever sent.
            _ = waiting.replace(dropped).map(|before| before.recv());
        }
        if !send(event) {
            return Err(Unstreamed);
        }
    }
    Ok(())
}
