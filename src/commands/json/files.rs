//! What the commands on the reader's own files answer: check, collection, import.
//!
//! Invariant: a field's name, place and meaning never change while `"schema"` is 1.

use std::borrow::Cow;

use serde::Serialize;
use serde_json::{Map, Value};

use crate::corpus::Corpus;
use crate::corpus::fix::Fix;
use crate::corpus::load::LoadError;
use crate::corpus::model::Statement;
use crate::corpus::problem::Problem;
use crate::import::reimport::Merged;
use crate::import::{Import, Imported, Placing, Skipped};
use crate::text::safe::Text;

/// `linchpin check`.
#[derive(Debug, Serialize)]
pub(in crate::commands) struct DatasetCheckView<'a> {
    file: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    statements: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    passages: Option<usize>,
    problems: &'a [Problem],
    /// What was fixed, with `--fix`.
    #[serde(skip_serializing_if = "Option::is_none")]
    fixed: Option<&'a [Fix]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fixable: Option<&'a [Fix]>,
}

impl<'a> DatasetCheckView<'a> {
    pub(in crate::commands) fn new(
        file: &'a str,
        checked: &'a Result<Corpus, LoadError>,
        fixes: &'a [Fix],
        is_fixing: bool,
    ) -> Self {
        let (corpus, error) = (checked.as_ref().ok(), checked.as_ref().err());
        Self {
            file: error.map_or(file, |error| &**error.file()),
            statements: corpus.map(|corpus| corpus.statements().len()),
            passages: corpus.map(Corpus::passages),
            problems: error.map_or(&[], LoadError::problems),
            fixed: Some(fixes).filter(|_| is_fixing),
            fixable: Some(fixes).filter(|_| !is_fixing),
        }
    }
}

/// `linchpin collection`.
#[derive(Debug, Serialize)]
pub(in crate::commands) struct CollectionView<'a> {
    pub statements: Vec<KeptStatement<'a>>,
    /// The names of files that cannot be read.
    pub damaged: Vec<Text>,
}

#[derive(Debug, Serialize)]
pub(in crate::commands) struct KeptStatement<'a> {
    id: &'a Text,
    title: &'a Text,
    date: Option<&'a Text>,
    year: Option<i32>,
    passages: usize,
    /// The address or the file that it was imported from.
    address: Text,
}

impl<'a> KeptStatement<'a> {
    pub(in crate::commands) fn new(statement: &'a Statement, address: Text) -> Self {
        Self {
            id: &statement.id,
            title: &statement.title,
            date: statement.date.as_ref(),
            year: statement.year,
            passages: statement.passages.len(),
            address,
        }
    }
}

/// `linchpin collection remove`.
#[derive(Debug, Serialize)]
pub(in crate::commands) struct RemovedView<'a> {
    pub removed: Vec<Cow<'a, str>>,
    pub unknown: Vec<Cow<'a, str>>,
}

/// `linchpin import`: each file by itself however many there are.
#[derive(Debug, Serialize)]
pub(in crate::commands) struct ImportsView {
    imported: Vec<ImportView>,
    left_out: Vec<SkippedView>,
}

#[derive(Debug, Serialize)]
struct ImportView {
    file: String,
    id: Text,
    title: Text,
    date: Option<Text>,
    passages: usize,
    /// The statement that it is a text of.
    of: Option<Text>,
    /// Why that is proposed.
    of_why: Option<Text>,
    sha256: Option<Text>,
    /// What each guessed field was read in.
    guessed: Map<String, Value>,
    missing: Vec<&'static str>,
    remarks: Vec<Text>,
    #[serde(flatten)]
    changed: Option<ChangeView>,
}

/// What an import changed in what is held.
#[derive(Debug, Serialize)]
struct ChangeView {
    /// Added, replaced, moved or unchanged.
    change: &'static str,
    /// The fields that keep the held value, where the text now differs.
    kept: Vec<&'static str>,
    /// The fields that were guessed anew, because the file now holds another text.
    renewed: Vec<&'static str>,
    /// The terms recorded for words that changed.
    dropped: Vec<&'static str>,
}

#[derive(Debug, Serialize)]
struct SkippedView {
    file: String,
    why: Text,
}

impl ImportsView {
    pub(in crate::commands) fn new(imported: &Imported) -> Self {
        let skipped = |left: &Skipped| SkippedView { file: left.file.clone(), why: Text::new(&left.why) };
        Self {
            imported: imported.imports.iter().map(ImportView::new).collect(),
            left_out: imported.skipped.iter().map(skipped).collect(),
        }
    }

    /// With what the import changed.
    pub(in crate::commands) fn changed_by(mut self, merged: &[Merged]) -> Self {
        for (import, merged) in self.imported.iter_mut().zip(merged) {
            import.id = merged.id.clone();
            import.changed = Some(ChangeView {
                change: merged.change.name(),
                kept: merged.kept.clone(),
                renewed: merged.renewed.clone(),
                dropped: merged.dropped.clone(),
            });
        }
        self
    }
}

impl ImportView {
    fn new(import: &Import) -> Self {
        let guessed = import.guessed.iter();
        Self {
            file: import.file.clone(),
            id: import.statement.id.clone(),
            title: import.statement.title.clone(),
            date: import.statement.date.clone(),
            passages: import.statement.passages.len(),
            of: import.statement.of.clone(),
            of_why: match &import.placing {
                Placing::Proposed(why) => Some(Text::new(why)),
                Placing::Open | Placing::Chosen => None,
            },
            sha256: import.source.sha256.clone(),
            guessed: guessed.map(|(field, from)| ((*field).to_owned(), from.name().into())).collect(),
            missing: import.missing.clone(),
            remarks: import.remarks.iter().map(|remark| Text::new(remark)).collect(),
            changed: None,
        }
    }
}
