//! `linchpin export WHAT [QUERY…]`: statements, hits, the meanings or marks, to use elsewhere.
//!
//! Invariant: an export holds exactly the hits of `linchpin search QUERY` that count, in the same order.

use std::fmt::Write as _;
use std::io::{BufWriter, IntoInnerError};

use tempfile::SpooledTempFile;

use super::cite::StyleArgs;
use super::search::{ask, messages};
use super::{Failure, Outcome, Output, WholeOutput, marks};
use crate::corpus::holding::Holding;
use crate::export::selection::{AppliedQuery, Contents, Selection};
use crate::export::{self, ExportFormat};
use crate::library::Library;
use crate::search::{Certainty, Found};
use crate::store::Folders;
use crate::store::marks::Mark;
use crate::text::safe::clean;

#[derive(Debug, clap::Args)]
pub(super) struct ExportArgs {
    /// What to export
    what: ExportKind,
    /// As in `search`: words, "phrases", -words, /s /10 OR series: year: date: title: standing: term: meaning: has: kind: verdict: lang: sure: in: without:
    query: Vec<String>,
    /// Format of the export; --json is --format json
    #[arg(long, value_enum, default_value = "markdown")]
    format: ExportFormat,
    #[command(flatten)]
    style: StyleArgs,
}

/// What can be exported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum ExportKind {
    /// All statements by date, or those with a hit of the query
    Statements,
    /// The passages that `search` finds, best first
    Hits,
    /// The questions and what each meaning answers, with the evidence
    Meanings,
    /// Your marks and notes, or those on a hit of the query
    Marks,
}

impl ExportArgs {
    /// The query; an empty one selects everything, except hits.
    pub(super) fn query(&self) -> Result<Option<String>, Failure> {
        let words = self.query.iter().map(|word| word.trim()).filter(|word| !word.is_empty());
        let words: Vec<&str> = words.collect();
        match (self.what, words.is_empty()) {
            (ExportKind::Meanings, false) => Err(Failure::Use(String::from(
                "the meanings are exported as a whole, so they take no query\n\
                 hint: `linchpin export meanings`, or `linchpin export hits meaning:…`",
            ))),
            (ExportKind::Hits, true) => Err(Failure::Use(String::from(
                "hits need a query, and there is none\n\
                 hint: `linchpin export hits strategic`, or `linchpin export statements` for everything",
            ))),
            (ExportKind::Hits, false) => Ok(Some(words.join(" "))),
            (ExportKind::Statements | ExportKind::Meanings | ExportKind::Marks, _) => {
                Ok(Some(words.join(" ")).filter(|query| !query.is_empty()))
            }
        }
    }
}

pub(super) fn export(
    library: &Library,
    options: &ExportArgs,
    json: bool,
    folders: &Folders,
) -> Result<Output, Failure> {
    let Library { corpus, usage, index, .. } = library;
    let typed = options.query()?;
    let found = typed.as_ref().map(|query| ask(library, query)).transpose()?;
    let text = typed.as_deref().map(clean).unwrap_or_default();
    let query = found.as_ref().map(|found| AppliedQuery { text: &text, found, index });
    let mut stderr = query.map(|query| messages(query.found, &text, corpus.passages())).unwrap_or_default();
    let format = if json { ExportFormat::Json } else { options.format };
    let style =
        options.style.of(matches!(format, ExportFormat::Markdown | ExportFormat::Html), "markdown")?;
    let write =
        |contents, stderr| written(&Selection { corpus, usage, contents, query, style }, format, stderr);
    match options.what {
        ExportKind::Statements => {
            let places = places(library, found.as_ref());
            if query.is_some() {
                let part = Holding::of(corpus, places.iter().copied());
                let _ = writeln!(stderr, "a hit in {}", part.among(&usage.holding(corpus)));
            }
            write(Contents::Statements(&places), stderr)
        }
        ExportKind::Hits => write(Contents::Hits, stderr),
        ExportKind::Meanings => {
            if corpus.dataset().meanings.is_empty() {
                stderr.push_str("linchpin: the dataset has no meanings\n");
            }
            write(Contents::Meanings, stderr)
        }
        ExportKind::Marks => {
            let marks = marks(library, folders, found.as_ref(), &mut stderr)?;
            write(Contents::Marks(&marks), stderr)
        }
    }
}

/// The marks on a hit, or all; reports how many, and what could not be read.
fn marks(
    library: &Library,
    folders: &Folders,
    found: Option<&Found>,
    stderr: &mut String,
) -> Result<Vec<Mark>, Failure> {
    let (mut kept, messages) = marks::kept(library, folders)?;
    if let Some(found) = found {
        let all = kept.len();
        kept.retain(|placed| placed.passage.is_some_and(|number| found.counts(number)));
        let _ = writeln!(stderr, "{} of {all} marks are on a hit", kept.len());
    }
    stderr.push_str(&messages);
    Ok(kept.into_iter().map(|placed| placed.mark).collect())
}

/// The statements with a hit, or all, by date.
fn places(library: &Library, found: Option<&Found>) -> Vec<usize> {
    let corpus = &library.corpus;
    let has_hit = |found: &Found, at| {
        let is_in = |certainty| found.set(certainty).contains_any_in_range(corpus.span(at));
        Certainty::COUNTED.into_iter().any(is_in)
    };
    corpus.by_date().filter(|at| found.is_none_or(|found| has_hit(found, *at))).collect()
}

/// Maximum bytes of an export that is kept in memory; a longer one waits in a file.
const SHORT: usize = 1 << 20;

/// An empty selection is an empty JSON shape for programs and no text for people.
fn written(selection: &Selection, format: ExportFormat, stderr: String) -> Result<Output, Failure> {
    let outcome = Outcome::of(selection.total() > 0);
    if outcome == Outcome::Nothing && format != ExportFormat::Json {
        return Ok(Output::message(outcome, stderr));
    }
    let mut out = BufWriter::new(SpooledTempFile::new(SHORT));
    let spooled = export::write(selection, format, &mut out)
        .and_then(|()| out.into_inner().map_err(IntoInnerError::into_error))
        .map_err(|error| {
            format!(
                "the export failed: {error}\nhint: a long export is first written to {}; if there is no room, set \
                 TMPDIR to another folder",
                std::env::temp_dir().display()
            )
        })?;
    Ok(Output { stdout: WholeOutput::Spooled(spooled), stderr, outcome })
}
