//! Loading in the background: a dataset's parts are read, parsed and indexed on threads of their own while the
//! explorer is at work.
//!
//! Invariant: parts arrive in the order of the file, and the last word is always [`LoadEvent::Done`] or
//! [`LoadEvent::Failed`], unless no one listens any more.

use std::collections::BTreeMap;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use super::Library;
use super::inputs::Inputs;
use super::volumes::{Job, Read, Volumes};
use crate::corpus::load::LoadError;
use crate::corpus::model::{Dataset, Source, Statement};
use crate::corpus::stream::Unstreamed;
use crate::search::Segment;
use crate::text::safe::Text;

/// Threads that parse and index; the explorer needs little beside them.
const WORKERS: usize = 2;
/// Parts that are made before the first of them has been taken in.
const AHEAD: usize = 3;

/// What a thread that loads has to say.
#[derive(Debug)]
pub enum LoadEvent {
    /// A library without statements, or without any to come.
    Library(Box<Library>),
    Batch(Box<Batch>),
    /// All has come.
    Done,
    Failed(LoadError),
}

/// Statements, with what was made of them.
#[derive(Debug)]
pub struct Batch {
    /// What they are read under, where they are the first of a dataset that is added.
    pub(super) joins: Option<Box<Dataset>>,
    /// Sources that an added dataset brings.
    pub(super) sources: Vec<Source>,
    pub(super) statements: Vec<Statement>,
    pub(super) segment: Segment,
    /// What their links lead to.
    pub(super) targets: Vec<Text>,
    pub(super) remarks: Vec<String>,
    pub progress: LoadProgress,
    _ticket: Ticket,
}

/// Leave to make a part; given back when the part has been taken in.
#[derive(Debug)]
struct Ticket(SyncSender<()>);

impl Drop for Ticket {
    fn drop(&mut self) {
        // There is room for every ticket.
        let _ = self.0.try_send(());
    }
}

/// How far loading is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LoadProgress {
    /// Bytes of the file.
    pub read: u64,
    pub total: u64,
    /// Since loading began.
    pub elapsed: Duration,
}

impl LoadProgress {
    /// How much longer loading takes, at the pace so far.
    pub fn left(&self) -> Duration {
        // In pieces of a megabyte, of which there are few enough to count.
        let pieces = |bytes: u64| u32::try_from(bytes >> 20).unwrap_or(u32::MAX);
        let behind = self.elapsed.saturating_mul(pieces(self.total.saturating_sub(self.read)));
        behind.checked_div(pieces(self.read).max(1)).unwrap_or_default()
    }
}

/// Loads what is held, telling each part to `tell`, which says whether anyone still listens.
///
/// # Errors
/// Where no thread can be had.
pub fn load(inputs: Inputs, tell: impl Fn(LoadEvent) -> bool + Send + Sync + 'static) -> std::io::Result<()> {
    thread::Builder::new().name("loading".into()).spawn(move || {
        if stream(&inputs, &tell).is_err() {
            whole(&inputs, &tell);
        }
    })?;
    Ok(())
}

/// Reads it again, whole, because its parts did not make one: this says why.
///
/// # Errors
/// Where no thread can be had.
pub fn reload(inputs: Inputs, tell: impl Fn(LoadEvent) -> bool + Send + 'static) -> std::io::Result<()> {
    thread::Builder::new().name("loading".into()).spawn(move || whole(&inputs, &tell))?;
    Ok(())
}

fn whole(inputs: &Inputs, tell: impl Fn(LoadEvent) -> bool) {
    match Library::whole(inputs) {
        Ok(library) => _ = tell(LoadEvent::Library(Box::new(library))) && tell(LoadEvent::Done),
        Err(error) => _ = tell(LoadEvent::Failed(error)),
    }
}

/// What the workers share. Each takes the next batch out of the volumes, parses and indexes it, and tells it in turn.
struct Shared<'a, T> {
    /// With the number of the next batch.
    volumes: Mutex<(Volumes, usize)>,
    tickets: (SyncSender<()>, Mutex<Receiver<()>>),
    /// Parts that are made but not told, for one before them is not; and the number of the next to be told. `None`
    /// once one has failed: no other will be told, and none must be waited for.
    made: Mutex<Option<(BTreeMap<usize, LoadEvent>, usize)>>,
    tell: &'a T,
    start: Instant,
    total: u64,
}

fn stream<T: Fn(LoadEvent) -> bool + Sync>(inputs: &Inputs, tell: &T) -> Result<(), Unstreamed> {
    let start = Instant::now();
    let (volumes, library) = Volumes::open(inputs)?;
    tell(LoadEvent::Library(Box::new(library)));
    let (tickets, given) = sync_channel(AHEAD);
    (0..AHEAD).try_for_each(|_| tickets.send(())).map_err(|_| Unstreamed)?;
    let total = volumes.total();
    let (volumes, made) = (Mutex::new((volumes, 0)), Mutex::new(Some((BTreeMap::new(), 0))));
    let shared = Shared { volumes, tickets: (tickets, Mutex::new(given)), made, tell, start, total };
    thread::scope(|scope| {
        let workers: Vec<_> = (1..WORKERS).map(|_| scope.spawn(|| shared.work())).collect();
        let own = shared.work();
        let others = workers.into_iter().map(|worker| worker.join().unwrap_or(Err(Unstreamed)));
        others.fold(own, Result::and)
    })?;
    tell(LoadEvent::Done);
    Ok(())
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl<T: Fn(LoadEvent) -> bool> Shared<'_, T> {
    fn work(&self) -> Result<(), Unstreamed> {
        let worked = self.make_all();
        if worked.is_err() {
            *locked(&self.made) = None;
        }
        worked
    }

    fn make_all(&self) -> Result<(), Unstreamed> {
        while let Some((number, mut job, ticket)) = self.next()? {
            let progress = LoadProgress { read: job.read, total: self.total, elapsed: self.start.elapsed() };
            let Read { sources, statements, targets, remarks } = job.read()?;
            let segment = Segment::read(&statements);
            let joins = job.joins;
            let batch =
                Batch { joins, sources, statements, segment, targets, remarks, progress, _ticket: ticket };
            self.tell(number, LoadEvent::Batch(Box::new(batch)))?;
        }
        Ok(())
    }

    /// The next batch. The ticket is taken first: whoever has one has the part that all wait for, or one behind it.
    fn next(&self) -> Result<Option<(usize, Job, Ticket)>, Unstreamed> {
        let (tickets, given) = &self.tickets;
        locked(given).recv().map_err(|_| Unstreamed)?;
        let ticket = Ticket(tickets.clone());
        let (volumes, number) = &mut *locked(&self.volumes);
        let job = volumes.next_job()?;
        *number = number.saturating_add(1);
        Ok(job.map(|job| (number.saturating_sub(1), job, ticket)))
    }

    /// Tells a part once those before it are told.
    fn tell(&self, number: usize, part: LoadEvent) -> Result<(), Unstreamed> {
        let mut made = locked(&self.made);
        let (parts, next) = made.as_mut().ok_or(Unstreamed)?;
        parts.insert(number, part);
        while let Some(part) = parts.remove(next) {
            *next = next.saturating_add(1);
            if !(self.tell)(part) {
                return Err(Unstreamed);
            }
        }
        Ok(())
    }
}
