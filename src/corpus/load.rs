//! Reading a dataset.
//!
//! Invariant: what is returned has the shape of [`super::model`] in the one version that this program reads. [`open`]
//! returns only what passed every check, and never waits or reads without a limit.

use std::borrow::Cow;
use std::path::Path;
use std::sync::LazyLock;

use super::comments::blanked;
use super::model::{Dataset, SCHEMA, Subject};
use super::problem::{Problem, excerpt};
use super::{Corpus, check::check, explain, read};
use crate::text::safe::Text;

pub use super::problem::LoadError;

/// Maximum bytes of a file that is opened.
pub(super) const LIMIT: u64 = 2 << 30;

/// Maximum columns of a file's name in messages.
const NAME_COLUMNS: usize = 240;

#[cfg(not(test))]
const EMBEDDED: &str = include_str!("../../data/statements.json");
/// Unit tests count what the frozen first edition holds, so that new statements break none of them.
#[cfg(test)]
const EMBEDDED: &str = include_str!("../../tests/fixture/first-edition.json");

/// What `--version` says: the program, and the edition of the dataset that it carries.
pub const VERSION: &str =
    concat!(env!("CARGO_PKG_VERSION"), "\ndataset rok-us-modernization, edition 2, 2026-11-25");

/// A dataset to start from, with comments that explain it, as `linchpin new` writes it.
pub const START: &str = include_str!("../../data/start.json");

/// The dataset in the program; a test checks it, so that each start need not.
///
/// # Errors
/// [`LoadError::Malformed`] where the embedded file is not a dataset, which a test rules out.
pub fn embedded() -> Result<Corpus, LoadError> {
    let file = || Text::new("the embedded dataset");
    parse(EMBEDDED).map(Corpus::new).map_err(|problem| LoadError::Malformed { file: file(), problem })
}

/// Reads and checks a dataset from a regular file of UTF-8 text.
///
/// # Errors
/// Those of [`read`] and of [`DatasetText::dataset`].
pub fn open(path: &Path) -> Result<Corpus, LoadError> {
    dataset(path).map(Corpus::new)
}

/// As [`open`], without what look-ups need.
///
/// # Errors
/// Those of [`open`].
pub fn dataset(path: &Path) -> Result<Dataset, LoadError> {
    read(path)?.dataset()
}

/// A dataset's file as it was read.
#[derive(Debug)]
pub struct DatasetText {
    /// The file's name, safe to show.
    file: Text,
    pub text: String,
    /// Whether the text began with a byte order mark.
    pub is_marked: bool,
}

/// Reads a regular file of UTF-8 text.
///
/// # Errors
/// [`LoadError::Unreadable`] where the file cannot be opened, is no regular file, is larger than 2 GiB or is
/// not UTF-8 text.
pub fn read(path: &Path) -> Result<DatasetText, LoadError> {
    read_within(path, LIMIT)
}

pub(super) fn read_within(path: &Path, limit: u64) -> Result<DatasetText, LoadError> {
    let file = Text::new(&excerpt(&path.to_string_lossy(), NAME_COLUMNS));
    match read::text(path, limit) {
        Ok((text, is_marked)) => Ok(DatasetText { file, text, is_marked }),
        Err(problem) => Err(LoadError::Unreadable { file, problem }),
    }
}

impl DatasetText {
    /// The dataset.
    ///
    /// # Errors
    /// [`LoadError::Malformed`] where the text is not JSON of a dataset's shape and version;
    /// [`LoadError::Inconsistent`] where [`check`] finds problems: all of them.
    pub fn dataset(&self) -> Result<Dataset, LoadError> {
        let file = || self.file.clone();
        let dataset = parse(&self.text).map_err(|problem| LoadError::Malformed { file: file(), problem })?;
        let problems = check(&dataset, &self.text);
        if problems.is_empty() {
            return Ok(dataset);
        }
        Err(LoadError::Inconsistent { file: file(), problems })
    }
}

/// A dataset, which may hold comments.
pub(super) fn parse(text: &str) -> Result<Dataset, Box<Problem>> {
    // Comments are looked for only if strict reading fails, so that they cost other datasets nothing.
    let read = serde_json::from_str(text).or_else(|error| match blanked(text) {
        Cow::Owned(bare) => serde_json::from_str(&bare),
        Cow::Borrowed(_) => Err(error),
    });
    completed(read.map_err(|error| Box::new(explain::explain(text, error)))?, text)
}

/// A dataset in plain JSON, without comments.
pub(super) fn parse_plain(text: &str) -> Option<Dataset> {
    completed(serde_json::from_str(text).ok()?, text).ok()
}

fn completed(dataset: Dataset, text: &str) -> Result<Dataset, Box<Problem>> {
    if dataset.schema != SCHEMA
        && let Some(problem) = explain::other_schema(text)
    {
        return Err(Box::new(problem));
    }
    Ok(if dataset.is_statements_alone() { under_ours(dataset) } else { dataset })
}

/// What datasets with only statements are read under: the embedded dataset's terms, questions and meanings, without its
/// evidence, since ids belong to their dataset.
static OURS: LazyLock<Option<Dataset>> = LazyLock::new(|| {
    let mut ours: Dataset = serde_json::from_str(EMBEDDED).ok()?;
    (ours.statements, ours.sources) = (Vec::new(), Vec::new());
    // What the embedded dataset says about its own collection is not true of another one.
    ours.subject.introduction = Text::new(&format!(
        "This file has statements only. The terms, questions and meanings are those of: {}.",
        ours.title
    ));
    ours.subject.caveat = Text::new(
        "Unless a passage says otherwise, nobody has judged in which meaning it uses the word or compared its wording with \
         another text.",
    );
    for meaning in &mut ours.meanings {
        meaning.evidence.clear();
        (meaning.quote, meaning.who) = (None, None);
        meaning.answers.values_mut().for_each(|answer| answer.evidence.clear());
    }
    Some(ours)
});

/// Puts a dataset with only statements under the embedded subject. A test ensures that there is one; without it, the
/// checks report that the subject is missing.
pub(crate) fn under_ours(dataset: Dataset) -> Dataset {
    let Some(Dataset { subject, terms, questions, meanings, .. }) = OURS.clone() else { return dataset };
    Dataset { subject, terms, questions, meanings, borrowed: true, ..dataset }
}

/// The contradictions in a dataset that was put together and not read from a file. Statements alone are read under the
/// embedded subject for the checks, and are alone again afterward.
pub(crate) fn contradictions(dataset: &mut Dataset) -> Vec<Problem> {
    let is_alone = dataset.is_statements_alone();
    if is_alone {
        let alone = std::mem::replace(dataset, Dataset::of_statements(Text::default(), Text::default()));
        *dataset = under_ours(alone);
    }
    let problems = check(dataset, "");
    if is_alone {
        dataset.subject = Subject::default();
        (dataset.terms, dataset.questions, dataset.meanings) = (Vec::new(), Vec::new(), Vec::new());
        dataset.borrowed = false;
    }
    problems
}
