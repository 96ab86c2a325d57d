//! The reader's own statements: a folder of small datasets, one for each text that was imported to be kept.
//!
//! Invariant: a file holds one statement with its source, is named after the statement's id and is written completely
//! or not at all; no import removes what another session kept. A damaged file is skipped and reported; the others are
//! read.

use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use tempfile::TempPath;

use super::lock::{PATIENCE, WriteLock};
use super::{sweep, unfinished};
use crate::corpus::load;
use crate::corpus::model::{Dataset, Source, Statement};
use crate::corpus::rules::is_id;
use crate::text::safe::Text;

/// The id of every dataset in the folder; statements name it as their origin.
pub const NAME: &str = "collection";
const ENDING: &str = ".json";

/// The folder.
#[derive(Debug, Clone)]
pub struct Collection {
    folder: PathBuf,
}

/// The content of files in the folder.
#[derive(Debug)]
pub struct Held {
    pub dataset: Dataset,
    /// Names of files without a readable statement.
    pub damaged: Vec<String>,
}

impl Held {
    /// One line on what could not be read, if anything.
    pub fn remark(&self) -> Option<String> {
        let first = self.damaged.first()?;
        let more = match self.damaged.len().saturating_sub(1) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        Some(format!(
            "your collection: passed over, since no statement can be read from it: {first}{more}; \
             `linchpin check FILE` says why"
        ))
    }
}

/// An empty dataset for statements of a collection.
pub fn empty() -> Dataset {
    Dataset::of_statements(Text::new(NAME), Text::new("Your collection"))
}

/// What is in files of a collection.
pub fn read(files: &[PathBuf]) -> Held {
    let mut held = Held { dataset: load::under_ours(empty()), damaged: Vec::new() };
    for file in files {
        match load::dataset(file).ok().and_then(|dataset| own(file, dataset)) {
            Some((statement, sources)) => {
                held.dataset.statements.push(statement);
                held.dataset.sources.extend(sources);
            }
            None => held.damaged.push(file.display().to_string()),
        }
    }
    held
}

/// The statement of a file that is named after it, and its sources. Sources get names of their own, because another file
/// may use the same name for another source.
fn own(file: &Path, dataset: Dataset) -> Option<(Statement, Vec<Source>)> {
    // A second statement would be lost when the first is replaced.
    let [mut statement] = <[Statement; 1]>::try_from(dataset.statements).ok()?;
    let mut sources = dataset.sources;
    let id = statement.id.clone();
    if !dataset.borrowed || file.file_stem() != Some(OsStr::new(&*id)) {
        return None;
    }
    let is_own =
        |source: &str| source == &*id || source.strip_prefix(&*id).is_some_and(|rest| rest.starts_with('.'));
    let make_own = |source: &mut Text| {
        if !is_own(source) {
            *source = Text::new(&format!("{id}.{source}"));
        }
    };
    for source in &mut sources {
        make_own(&mut source.id);
    }
    for passage in &mut statement.passages {
        make_own(&mut passage.source);
        passage.check.iter_mut().filter_map(|check| check.source.as_mut()).for_each(make_own);
    }
    Some((statement, sources))
}

impl Collection {
    pub fn in_folder(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// The right to write in the folder, so that what was read stays true until the statements are kept.
    ///
    /// # Errors
    /// Those of [`WriteLock::of_file`].
    pub fn lock(&self, goes_on: &dyn Fn() -> bool) -> io::Result<WriteLock> {
        WriteLock::of_folder(&self.folder, PATIENCE, goes_on)
    }

    /// The files of statements, in order of their names.
    ///
    /// # Errors
    /// If the folder exists but cannot be read.
    pub fn files(&self) -> io::Result<Vec<PathBuf>> {
        let entries = match fs::read_dir(&self.folder) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            entries => entries?,
        };
        let mut files = Vec::new();
        for entry in entries {
            let path = entry?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            if name.ends_with(ENDING) && !name.starts_with('.') {
                files.push(path);
            }
        }
        files.sort();
        Ok(files)
    }

    /// Stores statements, each replacing the one with its id: all of them, or none if `goes_on`, called before each, returns
    /// false. Returns whether they were stored.
    ///
    /// # Errors
    /// With the statement's id, if its file is not safely on the disk.
    pub fn keep<'a>(
        &self,
        statements: impl Iterator<Item = (&'a Statement, Vec<&'a Source>)>,
        mut goes_on: impl FnMut() -> bool,
    ) -> Result<bool, (Text, io::Error)> {
        sweep(&self.folder);
        let mut files = Vec::new();
        for (statement, sources) in statements {
            if !goes_on() {
                return Ok(false);
            }
            if self.folder.join(format!("{}{ENDING}", statement.id)).is_symlink() {
                let message = "its file in the collection is a link; replace it with a file first";
                return Err((statement.id.clone(), io::Error::other(message)));
            }
            let file = self.unfinished(statement, &sources);
            files.push((&statement.id, file.map_err(|error| (statement.id.clone(), error))?));
        }
        // All are on the disk; the renames that remain take almost no time.
        for (id, file) in files {
            let path = self.folder.join(format!("{id}{ENDING}"));
            file.persist(path).map_err(|error| (id.clone(), error.error))?;
        }
        let synced = fs::File::open(&self.folder).and_then(|folder| folder.sync_all());
        synced.map(|()| true).map_err(|error| (Text::new(NAME), error))
    }

    fn unfinished(&self, statement: &Statement, sources: &[&Source]) -> io::Result<TempPath> {
        fs::create_dir_all(&self.folder)?;
        let mut dataset = empty();
        dataset.statements.push(statement.clone());
        dataset.sources.extend(sources.iter().copied().cloned());
        let mut bytes = serde_json::to_vec_pretty(&dataset)?;
        bytes.push(b'\n');
        let file = unfinished(&self.folder, 0o600, |file| file.write_all(&bytes))?;
        Ok(file.into_temp_path())
    }

    /// Removes a statement; returns whether it was there.
    ///
    /// # Errors
    /// If its file cannot be removed.
    pub fn remove(&self, id: &str) -> io::Result<bool> {
        // Ids have only characters that file names may have.
        if !is_id(id) {
            return Ok(false);
        }
        match fs::remove_file(self.folder.join(format!("{id}{ENDING}"))) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
            removed => removed?,
        }
        sweep(&self.folder);
        fs::File::open(&self.folder)?.sync_all()?;
        Ok(true)
    }
}
