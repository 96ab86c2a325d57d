//! The datasets that are opened as one, taken apart into jobs for the threads that load.
//!
//! Invariant: jobs come in the order of the datasets and of their files; whatever is unusual in one is [`Unstreamed`],
//! and all are then read whole.

use std::collections::VecDeque;
use std::path::PathBuf;

use super::Library;
use super::inputs::{Inputs, Volume, bytes};
use crate::corpus::load;
use crate::corpus::model::{Dataset, Source, Statement};
use crate::corpus::stream::{Batch, Stream, Unstreamed};
use crate::store::collection;
use crate::text::safe::Text;

/// Files of a collection in the first job; each has four times as many as the one before, up to the last.
const FIRST: usize = 32;
const MOST: usize = 512;

/// What is still to be read.
#[derive(Debug)]
pub(super) struct Volumes {
    rest: VecDeque<Volume>,
    open: Option<Open>,
    /// Bytes of the volumes before the open one, and of all.
    before: u64,
    total: u64,
    remarks: Vec<String>,
}

/// The volume that is being read.
#[derive(Debug)]
enum Open {
    Stream { stream: Box<Stream>, joins: Option<Box<Dataset>> },
    Files { rest: VecDeque<PathBuf>, next: usize, joins: Option<Box<Dataset>>, read: u64 },
}

/// Some statements, to be read on any thread.
#[derive(Debug)]
pub(super) struct Job {
    /// What they are read under, where they are the first of a dataset that is added.
    pub joins: Option<Box<Dataset>>,
    /// Bytes read so far, of all datasets.
    pub read: u64,
    remarks: Vec<String>,
    part: Part,
}

#[derive(Debug)]
enum Part {
    Batch(Batch),
    Files(Vec<PathBuf>),
}

/// What a job has read.
#[derive(Debug)]
pub(super) struct Read {
    pub sources: Vec<Source>,
    pub statements: Vec<Statement>,
    pub targets: Vec<Text>,
    pub remarks: Vec<String>,
}

impl Volumes {
    /// Begins with the first dataset: the library to which the others are added.
    pub(super) fn open(inputs: &Inputs) -> Result<(Self, Library), Unstreamed> {
        let (volumes, remarks) = inputs.volumes();
        let total = volumes.iter().map(Volume::bytes).sum();
        let mut rest = VecDeque::from(volumes);
        let first = inputs.first.as_ref().and_then(|_| rest.pop_front());
        let (open, library) = match first {
            Some(Volume::File(path)) => {
                let stream = Box::new(Stream::open(&path)?);
                let library = Library::of(stream.head());
                (Some(Open::Stream { stream, joins: None }), library)
            }
            Some(Volume::Collection(_)) => return Err(Unstreamed),
            None => (None, Library::new(load::embedded().map_err(|_| Unstreamed)?)),
        };
        Ok((Self { rest, open, before: 0, total, remarks }, library))
    }

    pub(super) fn total(&self) -> u64 {
        self.total
    }

    /// What comes next; `None` once all was given.
    pub(super) fn next_job(&mut self) -> Result<Option<Job>, Unstreamed> {
        loop {
            if let Some(open) = &mut self.open {
                if let Some(mut job) = open.next_job()? {
                    job.read = job.read.saturating_add(self.before);
                    job.remarks = std::mem::take(&mut self.remarks);
                    return Ok(Some(job));
                }
                self.before = self.before.saturating_add(open.bytes());
            }
            let Some(volume) = self.rest.pop_front() else { return Ok(None) };
            self.open = Some(Open::of(volume)?);
        }
    }
}

impl Open {
    fn of(volume: Volume) -> Result<Self, Unstreamed> {
        Ok(match volume {
            Volume::File(path) => {
                let stream = Box::new(Stream::open(&path)?);
                let joins = Some(Box::new(stream.head()));
                Self::Stream { stream, joins }
            }
            Volume::Collection(files) => {
                let joins = Some(Box::new(load::under_ours(collection::empty())));
                Self::Files { rest: files.into(), next: FIRST, joins, read: 0 }
            }
        })
    }

    fn bytes(&self) -> u64 {
        match self {
            Self::Stream { stream, .. } => stream.total,
            Self::Files { read, .. } => *read,
        }
    }

    /// The next job; the bytes read are those of this volume.
    fn next_job(&mut self) -> Result<Option<Job>, Unstreamed> {
        let (part, joins, read) = match self {
            Self::Stream { stream, joins } => {
                let Some(batch) = stream.next_batch()? else { return Ok(None) };
                let read = batch.read;
                (Part::Batch(batch), joins.take(), read)
            }
            Self::Files { rest, next, joins, read } => {
                if rest.is_empty() {
                    return Ok(None);
                }
                let files: Vec<PathBuf> = rest.drain(..rest.len().min(*next)).collect();
                *next = next.saturating_mul(4).min(MOST);
                *read = read.saturating_add(bytes(&files));
                (Part::Files(files), joins.take(), *read)
            }
        };
        Ok(Some(Job { joins, read, remarks: Vec::new(), part }))
    }
}

impl Job {
    pub(super) fn read(&mut self) -> Result<Read, Unstreamed> {
        let mut remarks = std::mem::take(&mut self.remarks);
        // Sources of an added dataset stand in what it is read under; they are given on their own.
        let mut sources =
            self.joins.as_mut().map(|head| std::mem::take(&mut head.sources)).unwrap_or_default();
        let (statements, targets) = match &self.part {
            Part::Batch(batch) => batch.statements()?,
            Part::Files(files) => {
                let held = collection::read(files);
                remarks.extend(held.remark());
                sources.extend(held.dataset.sources);
                let passages = held.dataset.statements.iter().flat_map(|statement| &statement.passages);
                let targets =
                    passages.flat_map(|passage| &passage.links).map(|link| link.to.clone()).collect();
                (held.dataset.statements, targets)
            }
        };
        Ok(Read { sources, statements, targets, remarks })
    }
}
