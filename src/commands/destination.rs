//! Where imported statements go: the standard output, a dataset's file, or your collection.
//!
//! Invariant: a dataset is written completely or not at all, and only if something changed; what it already holds is
//! kept.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{BufReader, Write};
use std::path::{Path, PathBuf};

use super::Failure;
use crate::corpus::load::contradictions;
use crate::corpus::model::{Dataset, SCHEMA, Source, Statement};
use crate::import::metadata::Metadata;
use crate::import::reimport::{Change, Merged, merge};
use crate::import::{Import, dataset_id};
use crate::store::collection::{self, Collection};
use crate::store::lock::{PATIENCE, WriteLock};
use crate::store::{Folders, replace_with};
use crate::text::counted;
use crate::text::safe::Text;

/// Where the statements go.
pub(super) enum ImportDestination {
    Output,
    File(PathBuf),
    Collection(Collection),
}

/// What was written.
pub(super) struct Written {
    /// The dataset, if it goes to the standard output.
    pub text: String,
    /// One line for people.
    pub summary: String,
    /// In the order of the imports.
    pub merged: Vec<Merged>,
}

impl ImportDestination {
    /// Refuses a destination that cannot be added to, before anything is imported.
    pub(super) fn of(output: Option<&Path>, keep: bool, folders: &Folders) -> Result<Self, Failure> {
        if keep {
            let collection = folders
                .collection()
                .ok_or_else(|| String::from("a collection is kept in the home folder, and there is none"))?;
            collected(&collection)?;
            return Ok(Self::Collection(collection));
        }
        let Some(path) = output else { return Ok(Self::Output) };
        held(path)?;
        Ok(Self::File(path.to_owned()))
    }

    /// Adds the statements to what the destination holds now, while other writers wait. Calls `goes_on` repeatedly, for
    /// a collection with how many statements of how many are written, and stops when it returns false.
    pub(super) fn write(
        self,
        imports: Vec<Import>,
        given: &Metadata,
        goes_on: &dyn Fn(usize, usize) -> bool,
    ) -> Result<Written, Failure> {
        match self {
            Self::Output => write_to_output(imports, given),
            Self::File(path) => write_to_file(&path, imports, given, goes_on),
            Self::Collection(collection) => write_to_collection(&collection, imports, given, goes_on),
        }
    }
}

fn write_to_output(imports: Vec<Import>, given: &Metadata) -> Result<Written, Failure> {
    let mut dataset = Dataset::of_statements(Text::new(&id_of(&imports)), Text::new(TITLE));
    let merged = merge(&mut dataset, imports, given);
    let mut text = Vec::new();
    json(&mut text, &dataset).map_err(|error| error.to_string())?;
    let text = String::from_utf8(text).map_err(|error| error.to_string())?;
    Ok(Written { text, summary: String::new(), merged })
}

fn write_to_file(
    path: &Path,
    imports: Vec<Import>,
    given: &Metadata,
    goes_on: &dyn Fn(usize, usize) -> bool,
) -> Result<Written, Failure> {
    let failed = |error| format!("{}: not written: {error}", path.display());
    let lock = WriteLock::of_file(path, PATIENCE, &|| goes_on(0, 0)).map_err(failed)?;
    // Another process may have added to it while the texts were read.
    let mut dataset = held(path)?;
    let merged = merge(&mut dataset, imports, given);
    if is_changed(&merged) || !path.exists() {
        refuse_contradictions(&path.display().to_string(), &mut dataset, &merged)?;
        replace_with(path, |file| json(Stoppable { file, goes_on }, &dataset)).map_err(failed)?;
    }
    drop(lock);
    let summary = summary(&path.display().to_string(), &merged, &dataset.statements);
    Ok(Written { text: String::new(), summary, merged })
}

fn write_to_collection(
    collection: &Collection,
    imports: Vec<Import>,
    given: &Metadata,
    goes_on: &dyn Fn(usize, usize) -> bool,
) -> Result<Written, Failure> {
    let failed = |error| format!("your collection: nothing added: {error}");
    let lock = collection.lock(&|| goes_on(0, 0)).map_err(failed)?;
    let mut dataset = collected(collection)?;
    let merged = merge(&mut dataset, imports, given);
    if is_changed(&merged) {
        refuse_contradictions("your collection", &mut dataset, &merged)?;
        keep(collection, &dataset, &merged, goes_on)?;
    }
    drop(lock);
    let summary = summary("your collection", &merged, &dataset.statements);
    Ok(Written { text: String::new(), summary, merged })
}

/// The statements of your collection, all of which must be readable.
fn collected(collection: &Collection) -> Result<Dataset, Failure> {
    let files = collection.files().map_err(|error| format!("your collection cannot be read: {error}"))?;
    let held = collection::read(&files);
    match held.remark() {
        Some(remark) => Err(Failure::Use(format!("{remark}\nhint: repair the file or move it away first"))),
        None => Ok(held.dataset),
    }
}

/// The title of a dataset of imports.
const TITLE: &str = "Imported statements";

/// An id for a dataset that goes to the standard output; other texts get another id.
fn id_of(imports: &[Import]) -> String {
    let digests = imports.iter().filter_map(|import| import.source.sha256.as_deref());
    let first: String = digests.take(1).flat_map(|digest| digest.chars().take(8)).collect();
    format!("imported-{first}")
}

/// Refuses to write a dataset with contradictions: held statements may refer to words that are gone now. New statements
/// alone contradict nothing.
fn refuse_contradictions(name: &str, dataset: &mut Dataset, merged: &[Merged]) -> Result<(), Failure> {
    if merged.iter().all(|merged| merged.change == Change::Added) && merged.len() == dataset.statements.len()
    {
        return Ok(());
    }
    let problems = contradictions(dataset);
    let Some(first) = problems.first() else { return Ok(()) };
    let more = match problems.len() - 1 {
        0 => String::new(),
        more => format!(" (and {more} more)"),
    };
    Err(Failure::Use(format!(
        "{name}: not written, because the dataset would contradict itself: {}: {}{more}\nhint: if something refers to words \
         that are gone from the text, delete the reference first; `linchpin check FILE` explains what was wrong before",
        first.path, first.what
    )))
}

fn is_changed(merged: &[Merged]) -> bool {
    merged.iter().any(|merged| merged.change != Change::Unchanged)
}

/// The dataset in the file, to which the statements are added; an empty one if there is no file.
fn held(path: &Path) -> Result<Dataset, Failure> {
    let refused = |why: &str| {
        let name = path.display();
        Failure::Use(format!(
            "{name}: {why}, so nothing was written\nhint: name another file, or move this one away"
        ))
    };
    if path.is_symlink() && !path.exists() {
        return Err(refused("it is a link that leads to no file"));
    }
    if !path.exists() {
        return Ok(Dataset::of_statements(Text::new(&dataset_id(path)), Text::new(TITLE)));
    }
    if !path.is_file() {
        return Err(refused("it is not a file"));
    }
    if std::fs::metadata(path).is_ok_and(|file| file.permissions().readonly()) {
        return Err(refused("it is read-only"));
    }
    let file = File::open(path).map_err(|error| refused(&format!("it cannot be read ({error})")))?;
    // Read without a copy of the text in memory.
    let dataset: Dataset =
        serde_json::from_reader(BufReader::with_capacity(1 << 16, file)).map_err(|error| {
            refused(&format!(
                "it is no dataset without comments, which would be lost ({error}; `linchpin check` says more)"
            ))
        })?;
    if dataset.schema == SCHEMA { Ok(dataset) } else { Err(refused("it is a dataset of another version")) }
}

fn json(mut file: impl Write, dataset: &Dataset) -> std::io::Result<()> {
    serde_json::to_writer_pretty(&mut file, dataset)?;
    file.write_all(b"\n")
}

fn keep(
    collection: &Collection,
    dataset: &Dataset,
    merged: &[Merged],
    goes_on: &dyn Fn(usize, usize) -> bool,
) -> Result<(), Failure> {
    let statements: BTreeMap<&Text, &Statement> =
        dataset.statements.iter().map(|statement| (&statement.id, statement)).collect();
    let sources: BTreeMap<&Text, &Source> =
        dataset.sources.iter().map(|source| (&source.id, source)).collect();
    let new = merged.iter().filter(|merged| merged.change != Change::Unchanged);
    let new: Vec<(&Statement, Vec<&Source>)> = new
        .filter_map(|merged| {
            let statement = *statements.get(&merged.id)?;
            let checks =
                statement.passages.iter().filter_map(|passage| passage.check.as_ref()?.source.as_ref());
            let named = statement.passages.iter().map(|passage| &passage.source).chain(checks);
            let named: BTreeSet<&Text> = named.collect();
            Some((statement, named.into_iter().filter_map(|id| sources.get(id).copied()).collect()))
        })
        .collect();
    let (all, mut at) = (new.len(), 0_usize);
    let next = || {
        at += 1;
        goes_on(at, all)
    };
    match collection.keep(new.into_iter(), next) {
        Ok(true) => Ok(()),
        Ok(false) => Err(stopped()),
        Err((id, error)) => Err(Failure::Use(format!("{id}: not added to your collection: {error}"))),
    }
}

pub(super) fn stopped() -> Failure {
    Failure::Use(String::from("stopped; nothing was written"))
}

/// A file whose writing can be stopped.
struct Stoppable<'a> {
    file: &'a mut dyn Write,
    goes_on: &'a dyn Fn(usize, usize) -> bool,
}

impl Write for Stoppable<'_> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        if (self.goes_on)(0, 0) { self.file.write(bytes) } else { Err(std::io::Error::other("stopped")) }
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.file.flush()
    }
}

/// `corpus.json: 7 added, 1 unchanged; it holds 8 statements, 192 passages`.
fn summary(name: &str, merged: &[Merged], statements: &[Statement]) -> String {
    let mut counts: BTreeMap<Change, usize> = BTreeMap::new();
    for merged in merged {
        let count = counts.entry(merged.change).or_default();
        *count += 1;
    }
    let counts: Vec<String> =
        counts.iter().map(|(change, count)| format!("{count} {}", change.name())).collect();
    let passages: usize = statements.iter().map(|statement| statement.passages.len()).sum();
    let (counts, held) = (counts.join(", "), counted(statements.len(), "statement"));
    format!("{name}: {counts}; it holds {held}, {}\n", counted(passages, "passage"))
}
