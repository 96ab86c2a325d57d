//! The reader's own statements: a folder of small datasets, one for each text that was imported to be kept.
//!
//! Invariant: a file holds one statement with its source and is written whole; no session's import removes what another
//! kept. What is damaged is passed over and said, the rest is read.

use std::fs;
use std::io;
use std::path::PathBuf;

use super::{data_folder, write_whole};
use crate::corpus::model::{Dataset, Statement};
use crate::import::{Import, dataset};
use crate::text::safe::Text;

/// The id of every dataset in the folder, and so the origin of their statements.
pub const ID: &str = "collection";

/// The folder.
#[derive(Debug)]
pub struct Collection {
    folder: PathBuf,
}

/// What the folder holds.
#[derive(Debug, Default)]
pub struct Held {
    pub datasets: Vec<Dataset>,
    /// Names of files that hold no statement of ours.
    pub damaged: Vec<String>,
}

/// What keeping a statement did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Keeping {
    Added,
    Replaced,
    Unchanged,
}

impl Keeping {
    pub fn name(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Replaced => "replaced",
            Self::Unchanged => "unchanged",
        }
    }
}

impl Collection {
    /// The reader's own; `None` where there is no home, or no absolute one.
    pub fn find() -> Option<Self> {
        Some(Self { folder: data_folder()?.join("collection") })
    }

    /// That in `folder`.
    pub fn in_folder(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// The files of statements, in order of their names.
    ///
    /// # Errors
    /// Where the folder is there and cannot be read.
    pub fn files(&self) -> io::Result<Vec<PathBuf>> {
        let entries = match fs::read_dir(&self.folder) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            entries => entries?,
        };
        let mut files = Vec::new();
        for entry in entries {
            let path = entry?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            if name.ends_with(".json") && !name.starts_with('.') {
                files.push(path);
            }
        }
        files.sort();
        Ok(files)
    }

    /// Everything that is kept.
    ///
    /// # Errors
    /// Where the folder is there and cannot be read.
    pub fn read(&self) -> io::Result<Held> {
        let mut held = Held::default();
        for file in self.files()? {
            let dataset =
                fs::read(&file).ok().and_then(|bytes| serde_json::from_slice::<Dataset>(&bytes).ok());
            match dataset.filter(|dataset| dataset.is_statements_alone() && dataset.statements.len() == 1) {
                Some(dataset) => held.datasets.push(dataset),
                None => held.damaged.push(file.display().to_string()),
            }
        }
        Ok(held)
    }

    /// Keeps a statement, in the place of what was imported from the same text before; under another id where another
    /// text has its own.
    ///
    /// # Errors
    /// Where the file is not safely on the disk; what was there before then stays.
    pub fn keep(&self, held: &[Dataset], import: &mut Import) -> io::Result<Keeping> {
        let of =
            |id: &str| held.iter().find(|dataset| one(dataset).is_some_and(|statement| &*statement.id == id));
        let id = import.statement.id.clone();
        let mut number = 2_usize;
        let mut before = of(&id);
        while before.is_some_and(|dataset| !is_of_same_text(dataset, import)) {
            import.rename(&format!("{id}-{number}"));
            number = number.saturating_add(1);
            before = of(&import.statement.id);
        }
        let source = before.and_then(|dataset| dataset.sources.first());
        if source.is_some_and(|source| source.sha256 == import.source.sha256) {
            return Ok(Keeping::Unchanged);
        }
        fs::create_dir_all(&self.folder)?;
        let dataset = dataset(ID, std::iter::once(import.clone()));
        let mut bytes = serde_json::to_vec_pretty(&dataset)?;
        bytes.push(b'\n');
        write_whole(&self.folder, Some(&file_name(&import.statement.id)), &bytes)?;
        Ok(if before.is_some() { Keeping::Replaced } else { Keeping::Added })
    }

    /// Takes a statement out; whether it was there.
    ///
    /// # Errors
    /// Where its file stays.
    pub fn remove(&self, id: &str) -> io::Result<bool> {
        for file in self.files()? {
            let held = fs::read(&file).ok().and_then(|bytes| serde_json::from_slice::<Dataset>(&bytes).ok());
            if held.as_ref().and_then(one).is_some_and(|statement| &*statement.id == id) {
                fs::remove_file(&file)?;
                fs::File::open(&self.folder)?.sync_all()?;
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// The one statement of a file.
pub fn one(dataset: &Dataset) -> Option<&Statement> {
    dataset.statements.first()
}

/// Whether both were taken from one place: their address tells, or the file that they were imported from.
fn is_of_same_text(held: &Dataset, import: &Import) -> bool {
    let address = |address: &Option<Text>| address.clone().unwrap_or_default();
    held.sources.first().is_some_and(|source| address(&source.address) == address(&import.source.address))
}

/// Ids hold nothing that a file name may not.
fn file_name(id: &str) -> String {
    format!("{id}.json")
}
