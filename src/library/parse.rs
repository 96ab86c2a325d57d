//! The inputs parsed one after the other, in batches.
//!
//! Invariant: batches come in the order of the inputs and of their files. Anything unusual in one is [`Unstreamed`],
//! and all are then read whole.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::time::Instant;

use super::Library;
use super::events::{Batch, LoadEvent, LoadProgress};
use super::inputs::{InputFiles, Inputs, bytes};
use crate::corpus::load;
use crate::corpus::model::{Dataset, Source, Statement};
use crate::corpus::stream::{Parsed, Unstreamed, stream};
use crate::search::Segment;
use crate::store::collection;
use crate::text::safe::Text;

/// Files of a collection in the first batch. Each batch has four times as many as the one before, up to the maximum.
const FIRST: usize = 32;
const MOST: usize = 512;

/// Parses all inputs, giving a library without statements and then each batch to `take`, which returns whether to go
/// on. The batches are not indexed.
pub(super) fn parse(inputs: &Inputs, take: impl FnMut(LoadEvent) -> bool) -> Result<(), Unstreamed> {
    let (files, remarks) = inputs.files();
    let total = files.iter().map(InputFiles::bytes).sum();
    let mut parser = Parser { take, head: None, remarks, start: Instant::now(), before: 0, total };
    if inputs.first.is_none() {
        let ours = load::embedded().map_err(|_| Unstreamed)?;
        parser.give(LoadEvent::Library(Box::new(Library::new(ours))))?;
    }
    for (at, input) in files.into_iter().enumerate() {
        let is_first = at == 0 && inputs.first.is_some();
        let bytes = input.bytes();
        match input {
            InputFiles::Dataset(path) => parser.dataset(&path, is_first)?,
            InputFiles::Collection(files) => parser.collection(&files)?,
        }
        parser.before += bytes;
    }
    Ok(())
}

struct Parser<F> {
    take: F,
    /// The head of the next dataset, if it is added to others.
    head: Option<Box<Dataset>>,
    remarks: Vec<String>,
    start: Instant,
    /// Bytes of the inputs before this one, and of all.
    before: u64,
    total: u64,
}

impl<F: FnMut(LoadEvent) -> bool> Parser<F> {
    fn dataset(&mut self, path: &Path, is_first: bool) -> Result<(), Unstreamed> {
        stream(path, |parsed| {
            let given = match parsed {
                Parsed::Head(head) if is_first => self.give(LoadEvent::Library(Box::new(Library::of(*head)))),
                Parsed::Head(head) => {
                    self.head = Some(head);
                    Ok(())
                }
                Parsed::Statements(statements, read) => self.batch(Vec::new(), statements, read),
            };
            given.is_ok()
        })
    }

    fn collection(&mut self, files: &[PathBuf]) -> Result<(), Unstreamed> {
        self.head = Some(Box::new(load::under_ours(collection::empty())));
        let (mut rest, mut length, mut read) = (files, FIRST, 0);
        while !rest.is_empty() {
            let (next, behind) = rest.split_at(rest.len().min(length));
            (rest, length, read) = (behind, MOST.min(length * 4), read + bytes(next));
            let held = collection::read(next);
            self.remarks.extend(held.remark());
            self.batch(held.dataset.sources, held.dataset.statements, read)?;
        }
        Ok(())
    }

    fn batch(&mut self, own: Vec<Source>, statements: Vec<Statement>, read: u64) -> Result<(), Unstreamed> {
        let mut joins = self.head.take();
        let mut sources = joins.as_mut().map(|head| std::mem::take(&mut head.sources)).unwrap_or_default();
        sources.extend(own);
        let links =
            statements.iter().flat_map(|statement| &statement.passages).flat_map(|passage| &passage.links);
        let targets: HashSet<Text> = links.map(|link| link.to.clone()).collect();
        let progress =
            LoadProgress { read: self.before + read, total: self.total, elapsed: self.start.elapsed() };
        let batch = Batch {
            joins,
            sources,
            statements,
            segment: Segment::default(),
            targets: targets.into_iter().collect(),
            remarks: std::mem::take(&mut self.remarks),
            progress,
            taken: None,
        };
        self.give(LoadEvent::Batch(Box::new(batch)))
    }

    fn give(&mut self, event: LoadEvent) -> Result<(), Unstreamed> {
        if (self.take)(event) { Ok(()) } else { Err(Unstreamed) }
    }
}
