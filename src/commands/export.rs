//! `linchpin export WHAT [QUERY…]`: statements, hits, the meanings or marks, written to be taken elsewhere.
//!
//! Invariant: what `linchpin search QUERY` finds is what is exported, in the same order where hits are.

use std::fmt::Write;

use super::search::aside;
use super::{Answer, Failure, Outcome, marks};
use crate::export::marks::number;
use crate::export::selection::{Asked, Format, Selection, Subject};
use crate::library::Library;
use crate::search::Found;
use crate::store::marks::Kept;
use crate::text::safe::clean;

#[derive(Debug, clap::Args)]
pub(super) struct Options {
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

impl Options {
    /// The query that was typed, if one was.
    fn query(&self) -> Result<Option<String>, Failure> {
        let words: Vec<&str> = self.query.iter().map(|word| word.trim()).collect();
        match (self.what, words.is_empty()) {
            (What::Meanings, false) => Err(Failure::Use(String::from(
                "the meanings are exported whole, so they take no query\n\
                 hint: `linchpin export meanings`, or `linchpin export hits meaning:…`",
            ))),
            (What::Hits, true) => Err(Failure::Use(String::from(
                "hits are what a query finds, and there is none\n\
                 hint: `linchpin export hits strategic`, or `linchpin export statements` for everything",
            ))),
            (_, true) => Ok(None),
            (_, false) => Ok(Some(words.join(" "))),
        }
    }
}

/// Answers; the dataset is opened once the use is known to be good.
pub(super) fn export(
    options: &Options,
    json: bool,
    library: impl FnOnce() -> Result<Library, Failure>,
) -> Result<Answer, Failure> {
    let query = options.query()?;
    let library = library()?;
    let found = query.as_ref().map(|query| library.search(query));
    let query = query.as_deref().map(clean).unwrap_or_default();
    let mut kept = if options.what == What::Marks { marks::kept(&library)? } else { Kept::default() };
    let all = kept.marks.len();
    kept.marks.retain(|mark| {
        let hit =
            |found: &Found| number(&library.corpus, mark).is_some_and(|number| found.holds(number).is_some());
        found.as_ref().is_none_or(hit)
    });
    let places = if options.what == What::Statements { places(&library, found.as_ref()) } else { Vec::new() };
    let subject = match options.what {
        What::Statements => Subject::Statements(&places),
        What::Hits => Subject::Hits,
        What::Meanings => Subject::Meanings,
        What::Marks => Subject::Marks(&kept.marks),
    };
    let asked = found.as_ref().map(|found| Asked { query: &query, found, index: &library.index });
    let selection = Selection { corpus: &library.corpus, usage: &library.usage, subject, asked };
    let mut said =
        asked.map(|asked| aside(asked.found, &query, library.corpus.passages())).unwrap_or_default();
    match (options.what, asked.is_some()) {
        (What::Statements, true) => {
            let _ = writeln!(
                said,
                "{} of {} statements hold them",
                places.len(),
                library.corpus.statements().len()
            );
        }
        (What::Marks, true) => _ = writeln!(said, "{} of {all} marks are on them", kept.marks.len()),
        _ => {}
    }
    if options.what == What::Marks {
        said.push_str(&marks::aside(&kept, all));
    }
    written(&selection, if json { Format::Json } else { options.format }, said)
}

/// The statements that hold a hit, or all, in order of date.
fn places(library: &Library, found: Option<&Found>) -> Vec<usize> {
    let corpus = &library.corpus;
    let holds = |found: &Found, at| {
        [false, true].into_iter().any(|loose| found.set(loose).contains_any_in_range(corpus.span(at)))
    };
    corpus.by_date().filter(|at| found.is_none_or(|found| holds(found, *at))).collect()
}

/// Nothing is an empty shape to programs, and nothing at all to people.
fn written(selection: &Selection, format: Format, aside: String) -> Result<Answer, Failure> {
    let outcome = Outcome::of(selection.total() > 0);
    let text = match (outcome, format) {
        (Outcome::Nothing, Format::Markdown | Format::Html | Format::Csv | Format::Tsv) => {
            Some(String::new())
        }
        _ => selection.write(format),
    };
    let text = text.ok_or_else(|| String::from("the selection does not fit the format"))?;
    Ok(Answer { text, outcome, aside })
}
