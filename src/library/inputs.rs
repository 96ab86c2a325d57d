//! Which datasets are opened as one: the first, whose terms and meanings hold for all, then the reader's collection,
//! then those that are added to it.
//!
//! Invariant: the order of the datasets decides nothing but which of two equal ids keeps its own.

use std::path::{Path, PathBuf};

use crate::corpus::Corpus;
use crate::corpus::load::{self, LoadError};
use crate::corpus::model::Dataset;
use crate::store::collection::{self, Collection};

/// Files of fewer bytes are read at once, whole.
const SMALL: u64 = 4 << 20;
/// So are as many files of a collection.
const FEW: usize = 64;

/// What is opened.
#[derive(Debug, Default, Clone)]
pub struct Inputs {
    /// `None`: the embedded dataset.
    pub first: Option<PathBuf>,
    /// The reader's own statements.
    pub collection: Option<Collection>,
    pub added: Vec<PathBuf>,
}

impl From<&Path> for Inputs {
    /// One dataset alone.
    fn from(path: &Path) -> Self {
        Self { first: Some(path.to_owned()), collection: None, added: Vec::new() }
    }
}

/// One dataset that is added to the first, or a first one that is not embedded.
#[derive(Debug, Clone)]
pub(super) enum Volume {
    File(PathBuf),
    Collection(Vec<PathBuf>),
}

impl Volume {
    pub(super) fn bytes(&self) -> u64 {
        match self {
            Self::File(path) => bytes(std::slice::from_ref(path)),
            Self::Collection(files) => bytes(files),
        }
    }

    fn is_small(&self) -> bool {
        match self {
            Self::File(_) => self.bytes() < SMALL,
            Self::Collection(files) => files.len() <= FEW,
        }
    }
}

/// Bytes of files.
pub(super) fn bytes(files: &[PathBuf]) -> u64 {
    files.iter().map(|file| std::fs::metadata(file).map_or(0, |file| file.len())).sum()
}

impl Inputs {
    /// Whether all of it is read before anyone grows impatient.
    pub fn is_small(&self) -> bool {
        self.volumes().0.iter().all(Volume::is_small)
    }

    /// What a reader may call it while nothing of it has been read.
    pub fn name(&self) -> String {
        self.first.iter().map(|path| path.to_string_lossy().into_owned()).collect()
    }

    /// All but the embedded dataset, and why some of it cannot be read.
    pub(super) fn volumes(&self) -> (Vec<Volume>, Vec<String>) {
        let (mut volumes, mut remarks) = (Vec::new(), Vec::new());
        volumes.extend(self.first.clone().map(Volume::File));
        match self.collection.as_ref().map(Collection::files) {
            None => {}
            Some(Ok(files)) if files.is_empty() => {}
            Some(Ok(files)) => volumes.push(Volume::Collection(files)),
            Some(Err(error)) => remarks.push(format!("your collection cannot be read: {error}")),
        }
        volumes.extend(self.added.iter().cloned().map(Volume::File));
        (volumes, remarks)
    }

    /// Reads all of it, whole; with what the reader must know.
    pub(super) fn read(&self) -> Result<(Corpus, Vec<String>), LoadError> {
        let (volumes, mut remarks) = self.volumes();
        let mut volumes = volumes.into_iter();
        let mut corpus = match self.first.as_ref().and_then(|_| volumes.next()) {
            Some(first) => Corpus::new(whole(&first, &mut remarks)?),
            None => load::embedded()?,
        };
        for volume in volumes {
            let mut dataset = whole(&volume, &mut remarks)?;
            let statements = std::mem::take(&mut dataset.statements);
            corpus.join(&dataset);
            corpus.add_sources(std::mem::take(&mut dataset.sources));
            corpus.add(&dataset.id, statements)?;
        }
        corpus.finish_joining();
        Ok((corpus, remarks))
    }
}

fn whole(volume: &Volume, remarks: &mut Vec<String>) -> Result<Dataset, LoadError> {
    match volume {
        Volume::File(path) => load::dataset(path),
        Volume::Collection(files) => {
            let held = collection::read(files);
            remarks.extend(held.remark());
            Ok(held.dataset)
        }
    }
}
