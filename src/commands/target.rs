//! Where imported statements go: to the standard output, into a dataset's file, into the reader's collection.
//!
//! Invariant: what is written is there whole or not at all, and only where something has changed; what a file or the
//! collection holds already stays.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufReader, Write};
use std::path::{Path, PathBuf};

use super::Failure;
use super::import::counted;
use crate::corpus::model::{Dataset, Source, Statement};
use crate::import::merge::{Change, merge};
use crate::import::{Given, Import, dataset_id};
use crate::store::collection::{self, Collection};
use crate::store::replace_with;
use crate::text::safe::Text;

/// Where the statements go, with what is there.
pub(super) enum Target {
    Output,
    File(PathBuf, Box<Dataset>),
    Collection(Collection, Box<Dataset>),
}

/// What was done.
pub(super) struct Written {
    /// The dataset, where it goes to the standard output.
    pub text: String,
    /// One line for people.
    pub said: String,
    /// In the order of the imports: the statement's id, and what became of it.
    pub changes: Vec<(Text, Change)>,
}

impl Target {
    /// Looks at what is there before anything is imported.
    pub(super) fn of(output: Option<&Path>, keep: bool) -> Result<Self, Failure> {
        if keep {
            let collection = Collection::find()
                .ok_or_else(|| String::from("a collection is kept in the home folder, and there is none"))?;
            let files =
                collection.files().map_err(|error| format!("the collection cannot be read: {error}"))?;
            let held = collection::read(&files);
            if let Some(remark) = held.remark() {
                return Err(Failure::Use(format!("{remark}\nhint: mend the file or take it away first")));
            }
            return Ok(Self::Collection(collection, Box::new(held.dataset)));
        }
        let Some(path) = output else { return Ok(Self::Output) };
        Ok(Self::File(path.to_owned(), Box::new(held(path)?)))
    }

    /// Writes them; `goes_on` is asked from time to time, with how many of how many statements are written where that
    /// takes its time.
    pub(super) fn write(
        self,
        imports: Vec<Import>,
        given: &Given,
        goes_on: &dyn Fn(usize, usize) -> bool,
    ) -> Result<Written, Failure> {
        match self {
            Self::Output => {
                let mut dataset =
                    Dataset::of_statements(Text::new("imported"), Text::new("Imported statements"));
                let changes = merge(&mut dataset, imports, given);
                let mut text = Vec::new();
                json(&mut text, &dataset).map_err(|error| error.to_string())?;
                let text = String::from_utf8(text).map_err(|error| error.to_string())?;
                Ok(Written { text, said: String::new(), changes })
            }
            Self::File(path, mut dataset) => {
                let changes = merge(&mut dataset, imports, given);
                if is_changed(&changes) || !path.exists() {
                    let failed = |error| format!("{}: it was not written: {error}", path.display());
                    replace_with(&path, |file| json(Stoppable { file, goes_on }, &dataset))
                        .map_err(failed)?;
                }
                let said = said(&path.display().to_string(), &changes, &dataset.statements);
                Ok(Written { text: String::new(), said, changes })
            }
            Self::Collection(collection, mut dataset) => {
                let changes = merge(&mut dataset, imports, given);
                keep(&collection, &dataset, &changes, goes_on)?;
                let said = said("your collection", &changes, &dataset.statements);
                Ok(Written { text: String::new(), said, changes })
            }
        }
    }
}

fn is_changed(changes: &[(Text, Change)]) -> bool {
    changes.iter().any(|(_, change)| *change != Change::Unchanged)
}

/// The dataset that stands in the file, to which statements are added; an empty one where there is none.
fn held(path: &Path) -> Result<Dataset, Failure> {
    if !path.exists() {
        let (id, title) = (dataset_id(path), "Imported statements");
        return Ok(Dataset::of_statements(Text::new(&id), Text::new(title)));
    }
    let refused = |why: &str| {
        let name = path.display();
        Failure::Use(format!(
            "{name}: {why}, so nothing was written\nhint: name another file, or move it away"
        ))
    };
    if !path.is_file() {
        return Err(refused("it is there and is no file"));
    }
    let file = File::open(path).map_err(|error| refused(&format!("it cannot be read ({error})")))?;
    // Without a copy of the text beside the dataset.
    let dataset: Option<Dataset> = serde_json::from_reader(BufReader::with_capacity(1 << 16, file)).ok();
    dataset
        .ok_or_else(|| refused("it is there and holds no dataset, or one with comments, which would be lost"))
}

fn json(mut file: impl Write, dataset: &Dataset) -> std::io::Result<()> {
    serde_json::to_writer_pretty(&mut file, dataset)?;
    file.write_all(b"\n")
}

fn keep(
    collection: &Collection,
    dataset: &Dataset,
    changes: &[(Text, Change)],
    goes_on: &dyn Fn(usize, usize) -> bool,
) -> Result<(), Failure> {
    let statements: BTreeMap<&Text, &Statement> =
        dataset.statements.iter().map(|statement| (&statement.id, statement)).collect();
    let sources: BTreeMap<&Text, _> = dataset.sources.iter().map(|source| (&source.id, source)).collect();
    let new = changes.iter().filter(|(_, change)| *change != Change::Unchanged);
    let new: Vec<(&Statement, &Source)> = new
        .filter_map(|(id, _)| {
            let statement = *statements.get(id)?;
            Some((statement, *sources.get(&statement.passages.first()?.source)?))
        })
        .collect();
    if new.is_empty() {
        return Ok(());
    }
    let (all, mut at) = (new.len(), 0_usize);
    let next = || {
        at = at.saturating_add(1);
        goes_on(at, all)
    };
    match collection.keep(new.into_iter(), next) {
        Ok(true) => Ok(()),
        Ok(false) => Err(stopped()),
        Err((id, error)) => Err(Failure::Use(format!("{id}: it was not kept: {error}"))),
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
fn said(name: &str, changes: &[(Text, Change)], statements: &[Statement]) -> String {
    let mut counts: BTreeMap<Change, usize> = BTreeMap::new();
    for (_, change) in changes {
        let count = counts.entry(*change).or_default();
        *count = count.saturating_add(1);
    }
    let counts: Vec<String> =
        counts.iter().map(|(change, count)| format!("{count} {}", change.name())).collect();
    let passages: usize = statements.iter().map(|statement| statement.passages.len()).sum();
    let (counts, held) = (counts.join(", "), counted(statements.len(), "statement"));
    format!("{name}: {counts}; it holds {held}, {}\n", counted(passages, "passage"))
}
