//! Which datasets are opened as one: the first, whose terms and meanings hold for all, then the reader's collection,
//! then those that are added to it.
//!
//! Invariant: the order of the datasets decides only which of two equal ids stays unchanged.

use std::path::{Path, PathBuf};

use crate::corpus::Corpus;
use crate::corpus::load::{self, LoadError};
use crate::corpus::model::Dataset;
use crate::store::collection::{self, Collection};

/// Maximum bytes of files that are read at once and whole.
const SMALL: u64 = 4 << 20;
/// Maximum files of a collection that are read at once.
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
    /// Only one dataset.
    fn from(path: &Path) -> Self {
        Self { first: Some(path.to_owned()), collection: None, added: Vec::new() }
    }
}

/// One dataset that is added to the first, or a first one that is not embedded.
#[derive(Debug, Clone)]
pub(super) enum InputFiles {
    Dataset(PathBuf),
    Collection(Vec<PathBuf>),
}

impl InputFiles {
    pub(super) fn bytes(&self) -> u64 {
        match self {
            Self::Dataset(path) => bytes(std::slice::from_ref(path)),
            Self::Collection(files) => bytes(files),
        }
    }

    fn is_small(&self) -> bool {
        match self {
            Self::Dataset(_) => self.bytes() < SMALL,
            Self::Collection(files) => files.len() <= FEW,
        }
    }
}

/// Bytes of files.
pub(super) fn bytes(files: &[PathBuf]) -> u64 {
    files.iter().map(|file| std::fs::metadata(file).map_or(0, |file| file.len())).sum()
}

impl Inputs {
    /// Whether it is small enough to be read before the first frame.
    pub fn is_small(&self) -> bool {
        self.files().0.iter().all(InputFiles::is_small)
    }

    /// What a reader may call it before any of it has been read.
    pub fn name(&self) -> String {
        self.first.iter().map(|path| path.to_string_lossy().into_owned()).collect()
    }

    /// All but the embedded dataset, and why some of it cannot be read.
    pub(super) fn files(&self) -> (Vec<InputFiles>, Vec<String>) {
        let (mut inputs, mut remarks) = (Vec::new(), Vec::new());
        inputs.extend(self.first.clone().map(InputFiles::Dataset));
        match self.collection.as_ref().map(Collection::files) {
            None => {}
            Some(Ok(files)) if files.is_empty() => {}
            Some(Ok(files)) => inputs.push(InputFiles::Collection(files)),
            Some(Err(error)) => remarks.push(format!("your collection cannot be read: {error}")),
        }
        inputs.extend(self.added.iter().cloned().map(InputFiles::Dataset));
        (inputs, remarks)
    }

    /// Reads everything at once; returns what the reader must know.
    pub fn read(&self) -> Result<(Corpus, Vec<String>), LoadError> {
        let (inputs, mut remarks) = self.files();
        let mut inputs = inputs.into_iter();
        let mut corpus = match self.first.as_ref().and_then(|_| inputs.next()) {
            Some(first) => Corpus::new(whole(&first, &mut remarks)?),
            None => load::embedded()?,
        };
        for input in inputs {
            let mut dataset = whole(&input, &mut remarks)?;
            let statements = std::mem::take(&mut dataset.statements);
            corpus.join(&dataset);
            corpus.add_sources(std::mem::take(&mut dataset.sources));
            corpus.add(&dataset.id, statements)?;
        }
        corpus.finish_joining();
        Ok((corpus, remarks))
    }
}

fn whole(input: &InputFiles, remarks: &mut Vec<String>) -> Result<Dataset, LoadError> {
    match input {
        InputFiles::Dataset(path) => load::dataset(path),
        InputFiles::Collection(files) => {
            let held = collection::read(files);
            remarks.extend(held.remark());
            Ok(held.dataset)
        }
    }
}
