//! `linchpin export WHAT [QUERY…]`: statements, hits, the meanings or marks, written to be taken elsewhere.
//!
//! Invariant: what `linchpin search QUERY` finds is what is exported, in the same order where hits are.

use std::fmt::Write;

use super::search::messages;
use super::{Failure, Outcome, Output, marks};
use crate::export::marks::number;
use crate::export::selection::{Asked, Format, Selection, Subject};
use crate::library::Library;
use crate::search::{Certainty, Found};
use crate::store::Folders;
use crate::store::marks::Mark;
use crate::text::safe::clean;

#[derive(Debug, clap::Args)]
pub(super) struct ExportArgs {
    what: What,
    /// As in `search`: words, "phrases", -words, series: year: standing: term: meaning: has: kind: verdict:
    query: Vec<String>,
    /// How it is written; --json is --format json
    #[arg(long, value_enum, default_value = "markdown")]
    format: Format,
}

/// What can be exported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum What {
    /// All statements by date, or those that hold a hit of the query
    Statements,
    /// The passages that `search` finds, best first
    Hits,
    /// The questions and what each meaning answers, with the evidence
    Meanings,
    /// Your marks and notes, or those on a hit of the query
    Marks,
}

impl ExportArgs {
    /// The query that was typed; an empty one leaves nothing out.
    pub(super) fn query(&self) -> Result<Option<String>, Failure> {
        let words: Vec<&str> = self.query.iter().map(|word| word.trim()).collect();
        let query = Some(words.join(" "));
        let typed = query.filter(|query| !query.is_empty() || self.what == What::Hits);
        match (self.what, words.is_empty()) {
            (What::Meanings, false) => Err(Failure::Use(String::from(
                "the meanings are exported whole, so they take no query\n\
                 hint: `linchpin export meanings`, or `linchpin export hits meaning:…`",
            ))),
            (What::Hits, true) => Err(Failure::Use(String::from(
                "hits are what a query finds, and there is none\n\
                 hint: `linchpin export hits strategic`, or `linchpin export statements` for everything",
            ))),
            _ => Ok(typed),
        }
    }
}

pub(super) fn export(
    library: &Library,
    options: &ExportArgs,
    json: bool,
    folders: &Folders,
) -> Result<Output, Failure> {
    let query = options.query()?;
    let found = query.as_ref().map(|query| library.search(query));
    let query = query.as_deref().map(clean).unwrap_or_default();
    let asked = found.as_ref().map(|found| Asked { query: &query, found, index: &library.index });
    let mut said =
        asked.map(|asked| messages(asked.found, &query, library.corpus.passages())).unwrap_or_default();
    let format = if json { Format::Json } else { options.format };
    let write = |subject, said| {
        written(&Selection { corpus: &library.corpus, usage: &library.usage, subject, asked }, format, said)
    };
    match options.what {
        What::Statements => {
            let places = places(library, found.as_ref());
            if asked.is_some() {
                let all = library.corpus.statements().len();
                let _ = writeln!(said, "{} of {all} statements hold them", places.len());
            }
            write(Subject::Statements(&places), said)
        }
        What::Hits => write(Subject::Hits, said),
        What::Meanings => {
            if library.corpus.dataset().meanings.is_empty() {
                said.push_str("linchpin: the dataset has no meanings\n");
            }
            write(Subject::Meanings, said)
        }
        What::Marks => {
            let marks = marked(library, folders, found.as_ref(), &mut said)?;
            write(Subject::Marks(&marks), said)
        }
    }
}

/// The marks on a hit, or all; how many, and what could not be read, is said.
fn marked(
    library: &Library,
    folders: &Folders,
    found: Option<&Found>,
    said: &mut String,
) -> Result<Vec<Mark>, Failure> {
    let mut kept = marks::kept(library, folders)?;
    let all = kept.marks.len();
    if let Some(found) = found {
        kept.marks.retain(|mark| is_hit(library, found, mark));
        let _ = writeln!(said, "{} of {all} marks are on them", kept.marks.len());
    }
    said.push_str(&marks::messages(&kept, all));
    Ok(kept.marks)
}

fn is_hit(library: &Library, found: &Found, mark: &Mark) -> bool {
    number(&library.corpus, mark).is_some_and(|number| found.certainty(number).is_some())
}

/// The statements that hold a hit, or all, in order of date.
fn places(library: &Library, found: Option<&Found>) -> Vec<usize> {
    let corpus = &library.corpus;
    let holds = |found: &Found, at| {
        Certainty::ALL
            .into_iter()
            .any(|certainty| found.set(certainty).contains_any_in_range(corpus.span(at)))
    };
    corpus.by_date().filter(|at| found.is_none_or(|found| holds(found, *at))).collect()
}

/// Nothing is an empty shape to programs, and nothing at all to people.
fn written(selection: &Selection, format: Format, stderr: String) -> Result<Output, Failure> {
    let outcome = Outcome::of(selection.total() > 0);
    let text = match (outcome, format) {
        (Outcome::Nothing, Format::Markdown | Format::Html | Format::Csv | Format::Tsv) => {
            Some(String::new())
        }
        _ => selection.write(format),
    };
    let text = text.ok_or_else(|| String::from("the selection does not fit the format"))?;
    Ok(Output { stdout: text, outcome, stderr })
}
