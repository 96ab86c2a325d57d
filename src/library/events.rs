//! What the loading threads report, and how far loading is.
//!
//! Invariant: a batch has everything that adding it needs, so that its receiver reads no file.

use std::sync::mpsc::Sender;
use std::time::Duration;

use super::Library;
use crate::corpus::load::LoadError;
use crate::corpus::model::{Dataset, Source, Statement};
use crate::search::Segment;
use crate::text::safe::Text;

/// What the loading threads report.
#[derive(Debug)]
pub enum LoadEvent {
    /// A library without its statements, which follow.
    Library(Box<Library>),
    Batch(Box<Batch>),
    /// Everything has been read.
    Done,
    Failed(LoadError),
}

/// Some statements, parsed and indexed.
#[derive(Debug)]
pub struct Batch {
    /// The head of an added dataset, in its first batch.
    pub(super) joins: Option<Box<Dataset>>,
    /// Sources of an added dataset.
    pub(super) sources: Vec<Source>,
    pub(super) statements: Vec<Statement>,
    pub(super) segment: Segment,
    /// The ids that their links lead to.
    pub(super) targets: Vec<Text>,
    pub(super) remarks: Vec<String>,
    pub progress: LoadProgress,
    /// Dropped with the batch, which signals that it was added.
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
        // In pieces of a megabyte, so that their number fits 32 bits.
        let pieces = |bytes: u64| u32::try_from(bytes >> 20).unwrap_or(u32::MAX);
        let behind = self.elapsed.saturating_mul(pieces(self.total.saturating_sub(self.read)));
        behind.checked_div(pieces(self.read).max(1)).unwrap_or_default()
    }
}
