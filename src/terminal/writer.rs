//! The thread that reads and writes the reader's files, so that a disk that does not answer holds nothing else up.
//!
//! Invariant: tasks are done one after the other, in the order in which they were given.

use std::fmt;
use std::io;
use std::path::PathBuf;
use std::sync::mpsc::{Sender, channel};
use std::thread;

use crate::app::marks::{MarkReport, MarkRequest, files};
use crate::app::writing::{AskedDocument, DocumentReport};
use crate::store::create_whole;
use crate::store::marks::{Kept, Marks};

type Task = Box<dyn FnOnce() + Send>;

/// Gives tasks to the thread, which ends after the last of them once this is dropped.
#[derive(Clone)]
pub struct Writer {
    tasks: Sender<Task>,
}

impl Writer {
    pub fn new() -> io::Result<Self> {
        let (tasks, given) = channel::<Task>();
        thread::Builder::new()
            .name("writer".into())
            .spawn(move || given.into_iter().for_each(|task| task()))?;
        Ok(Self { tasks })
    }

    pub fn give(&self, task: impl FnOnce() + Send + 'static) {
        // The thread ends only if a task panicked; what was given to it is then never reported as done.
        let _ = self.tasks.send(Box::new(task));
    }
}

impl fmt::Debug for Writer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Writer").finish_non_exhaustive()
    }
}

/// Does what was asked of the marks on the disk; reading is given up once `goes_on` says no.
pub fn carry_out(marks: &Marks, request: MarkRequest, goes_on: &dyn Fn() -> bool) -> MarkReport {
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
        MarkRequest::Read => {
            let kept = marks.read_while(goes_on);
            // Here, not at the reader's first letter.
            kept.iter().flat_map(|kept| &kept.marks).for_each(|mark| _ = mark.folded());
            MarkReport::Read(kept)
        }
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

/// The answer where nothing is kept, and why.
pub fn refuse(why: &str, request: MarkRequest) -> MarkReport {
    let refused = || Err(io::Error::other(why));
    match request {
        MarkRequest::Save(mark, kind) => MarkReport::Saved(mark, kind, refused()),
        MarkRequest::Remove(removed, kind) => MarkReport::Removed(removed, kind, refused()),
        MarkRequest::Draft(draft) => MarkReport::Draft(draft, refused()),
        MarkRequest::Read => MarkReport::Read(Ok(Kept::default())),
    }
}
