//! The threads that write and read the reader's files, so that a disk that does not answer blocks nothing else.
//!
//! Invariant: writes are done one after another, in the order in which they were given. Reading the marks blocks no
//! write; it begins when all writes given before have ended, and its report includes all writes whose end was reported.

use std::fmt;
use std::io;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

use crate::app::marks::{MarkReport, MarkRequest, files};
use crate::app::writing::{AskedDocument, DocumentReport};
use crate::store::create_whole;
use crate::store::marks::{Kept, Marks};

type Task = Box<dyn FnOnce() + Send>;

/// Gives tasks to the threads, which end after their last task when this is dropped.
#[derive(Clone)]
pub struct Writer {
    writes: Sender<Task>,
    reads: Sender<Task>,
    /// How many writes were given.
    given: Arc<AtomicU64>,
    written: Arc<EndedWrites>,
}

/// How many writes have ended, and a condition variable that is notified at each end.
#[derive(Default)]
struct EndedWrites {
    count: Mutex<u64>,
    bell: Condvar,
}

impl Writer {
    pub fn new() -> io::Result<Self> {
        let writes = thread("writer", |given| given.into_iter().for_each(|task| task()))?;
        let reads = thread("reader", |asked| {
            for task in &asked {
                // Requests that came in the meantime are answered together.
                asked.try_iter().last().unwrap_or(task)();
            }
        })?;
        Ok(Self { writes, reads, given: Arc::default(), written: Arc::default() })
    }

    /// Gives a write to the thread, and reports its result.
    pub fn give<T>(
        &self,
        write: impl FnOnce() -> T + Send + 'static,
        report: impl FnOnce(T) + Send + 'static,
    ) {
        self.given.fetch_add(1, Ordering::SeqCst);
        let written = Arc::clone(&self.written);
        let task = move || {
            let done = write();
            let mut count = written.count();
            *count += 1;
            // A reading that is reported after this includes it.
            report(done);
            written.bell.notify_all();
        };
        // The thread ends only if a task panicked; its remaining tasks are then never reported as done.
        let _ = self.writes.send(Box::new(task));
    }

    /// Reads the marks until `goes_on` returns false, and reports them; of several requests at once, the last one
    /// counts.
    pub fn read(
        &self,
        marks: &Marks,
        goes_on: impl Fn() -> bool + Send + 'static,
        report: impl FnOnce(MarkReport) + Send + 'static,
    ) {
        let (given, written) = (self.given.load(Ordering::SeqCst), Arc::clone(&self.written));
        let mut reading = marks.reading();
        let task = move || {
            let mut before = written.after(given);
            loop {
                let kept = reading.go_on_while(&goes_on);
                let count = written.count();
                if *count == before {
                    return report(MarkReport::Read(kept));
                }
                before = *count;
            }
        };
        let _ = self.reads.send(Box::new(task));
    }
}

impl EndedWrites {
    fn count(&self) -> MutexGuard<'_, u64> {
        self.count.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How many have ended, as soon as at least `given` have.
    fn after(&self, given: u64) -> u64 {
        let ended = self.bell.wait_while(self.count(), |count| *count < given);
        *ended.unwrap_or_else(PoisonError::into_inner)
    }
}

/// Starts a thread; returns the sender of its tasks.
fn thread(name: &str, work: impl FnOnce(Receiver<Task>) + Send + 'static) -> io::Result<Sender<Task>> {
    let (tasks, given) = channel();
    thread::Builder::new().name(name.into()).spawn(move || work(given))?;
    Ok(tasks)
}

impl fmt::Debug for Writer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Writer").finish_non_exhaustive()
    }
}

/// Carries out a request about the marks on the disk immediately.
pub fn carry_out(marks: &Marks, request: MarkRequest) -> MarkReport {
    match request {
        MarkRequest::Save(mark, kind) => {
            let done = marks.save(&mark);
            MarkReport::Saved(mark, kind, done)
        }
        MarkRequest::Remove(removed, kind) => {
            let done = marks.remove(&files(&removed));
            MarkReport::Removed(removed, kind, done)
        }
        MarkRequest::Draft(draft) => {
            let done = marks.drafts().save(&draft);
            MarkReport::Draft(draft, done)
        }
        MarkRequest::Read => MarkReport::Read(marks.read()),
    }
}

/// Writes a document into a new file, under the first name that is free.
pub fn write_document(folder: PathBuf, asked: &AskedDocument, bytes: &[u8]) -> DocumentReport {
    let mut at = 1_u32;
    loop {
        let number = if at > 1 { format!("-{at}") } else { String::new() };
        let name = format!("{}{number}.{}", asked.stem, asked.form.ending());
        match create_whole(&folder.join(&name), bytes) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => at += 1,
            done => return DocumentReport { folder, file: done.map(|()| name) },
        }
    }
}

/// The answer if nothing can be kept, with the reason.
pub fn refuse(why: &str, request: MarkRequest) -> MarkReport {
    let refused = || Err(io::Error::other(why));
    match request {
        MarkRequest::Save(mark, kind) => MarkReport::Saved(mark, kind, refused()),
        MarkRequest::Remove(removed, kind) => MarkReport::Removed(removed, kind, refused()),
        MarkRequest::Draft(draft) => MarkReport::Draft(draft, refused()),
        MarkRequest::Read => MarkReport::Read(Ok(Kept::default())),
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::app::marks::ChangeKind;
    use crate::store::marks::Mark;
    use crate::text::safe::{Text, Typed};

    /// How long a test waits for an answer that must come.
    const PATIENCE: Duration = Duration::from_mins(1);

    fn note(words: &str) -> Mark {
        let mut mark = Mark::new(&Text::new("a"), &Text::new("a-1/1"), &Text::new("words"));
        mark.note = Typed::new(words);
        mark
    }

    #[test]
    fn a_save_waits_for_no_reading_and_what_is_read_then_has_it() {
        let folder = tempfile::tempdir().unwrap();
        let marks = Marks::in_folder(folder.path().to_path_buf());
        let (old, mut new) = (note("old"), note("new"));
        marks.save(&old).unwrap();
        new.replaces = vec![old.file];
        let writer = Writer::new().unwrap();
        let (sender, reports) = channel();
        let report = move |report| sender.send(report).unwrap();
        let (gate, closed) = channel::<()>();
        let (looks, looked) = channel();
        // The reading stays at its first file until the gate is gone.
        let goes_on = move || looks.send(()).is_ok() && closed.recv().is_err();
        writer.read(&marks, goes_on, report.clone());
        looked.recv_timeout(PATIENCE).unwrap();
        writer.give(move || carry_out(&marks, MarkRequest::Save(new, ChangeKind::New)), report);
        let saved = reports.recv_timeout(PATIENCE).unwrap();
        assert!(matches!(saved, MarkReport::Saved(_, _, Ok(()))), "{saved:?}");
        drop(gate);
        let MarkReport::Read(Ok(kept)) = reports.recv_timeout(PATIENCE).unwrap() else { panic!("not read") };
        assert_eq!(kept.marks.iter().map(|mark| mark.note.as_typed()).collect::<Vec<_>>(), ["new"]);
        assert_eq!(looked.iter().count(), 2, "the new one, and once more since a write was reported");
    }

    #[test]
    fn a_reading_begins_when_all_is_written_that_was_given_before_and_waits_for_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let marks = Marks::in_folder(folder.path().to_path_buf());
        let (first, writer) = (note("first"), Writer::new().unwrap());
        let (sender, reports) = channel();
        let report = move |report| sender.send(report).unwrap();
        let (gate, closed) = channel::<()>();
        let store = marks.clone();
        let save = move || {
            assert!(closed.recv().is_err());
            carry_out(&store, MarkRequest::Save(first, ChangeKind::New))
        };
        writer.give(save, report.clone());
        writer.read(&marks, || true, report.clone());
        // Long enough for another writer to read.
        let (sender, read) = channel();
        Writer::new().unwrap().read(&marks, || true, move |report| sender.send(report).unwrap());
        read.recv_timeout(PATIENCE).unwrap();
        assert!(reports.try_recv().is_err());
        let (never, held) = channel::<()>();
        writer.give(move || held.recv(), drop);
        drop(gate);
        let saved = reports.recv_timeout(PATIENCE).unwrap();
        assert!(matches!(saved, MarkReport::Saved(_, _, Ok(()))), "{saved:?}");
        let MarkReport::Read(Ok(kept)) = reports.recv_timeout(PATIENCE).unwrap() else { panic!("not read") };
        assert_eq!(kept.marks.len(), 1);
        drop(never);
    }
}
