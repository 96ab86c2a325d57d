//! `linchpin compare A B`: two statements sentence by sentence, or two meanings or queries by key terms and content words.
//!
//! Invariant: an id that is not held is never read as a query, so a mistyped id is an error and not a comparison.

use serde::Serialize;

use super::environment::Environment;
use super::report_args::ReportArgs;
use super::search::meant;
use super::show::ids_hint;
use super::{Failure, Outcome, Output};
use crate::analysis::answer::{Asked, ViewAnswer};
use crate::analysis::compare::{before, compare as compare_statements};
use crate::analysis::languages::compare_languages;
use crate::analysis::sets::compare_sets;
use crate::corpus::{PassageNo, Target};
use crate::export::comparison::{self, json};
use crate::export::redlined::{RedlinedBlock, RedlinedDocument};
use crate::export::report::{ReportFormat, ReportStyle};
use crate::library::Library;
use crate::text::safe::clean;

/// What else a side may be than an id.
const QUERY_HINT: &str =
    "; a query has a filter or quotation marks: `linchpin compare meaning:2003 'year:2020..'`";

/// What `linchpin compare` is asked.
#[derive(Debug, clap::Args)]
pub(super) struct CompareArgs {
    /// A statement's id, such as scm-53; or meaning:2003, or a query in quotation marks
    a: String,
    /// The other one; left out, the statement is compared with the one before it in its series
    b: Option<String>,
    /// Compare two texts in two languages, paragraph by paragraph; one statement alone: its texts in both
    #[arg(long)]
    languages: bool,
    #[command(flatten)]
    report: ReportArgs,
}

/// The options of a comparison, for programs.
#[derive(Debug, Clone, Copy, Serialize)]
struct CompareOptions {
    languages: bool,
}

/// What is compared.
enum Comparands {
    /// By their places.
    Statements(usize, usize),
    Queries([String; 2]),
}

pub(super) fn compare(
    library: &Library,
    asked: &CompareArgs,
    json: bool,
    environment: &Environment,
) -> Result<Output, Failure> {
    let style = asked.report.chosen(json, ReportFormat::has_footnotes, environment)?;
    if asked.languages {
        return languages(library, asked, style, environment);
    }
    match sides(library, asked)? {
        Comparands::Statements(a, b) => statements(library, (a, b), style, environment),
        Comparands::Queries([a, b]) => sets(library, [&a, &b], style, environment),
    }
}

fn sides(library: &Library, asked: &CompareArgs) -> Result<Comparands, Failure> {
    let a = place(library, &asked.a)?;
    let Some(typed_b) = &asked.b else {
        let at = a.ok_or_else(|| {
            let why = "it is compared with the one before it, so it must be a statement";
            unknown(library, &asked.a, why, "")
        })?;
        let before = before(&library.corpus, at).ok_or_else(|| {
            Failure::Use(format!(
                "no statement before {} is known: none is held of its series and issuers with an earlier number or date\n\
                 hint: name both: `linchpin compare OTHER {0}`",
                asked.a.trim()
            ))
        })?;
        return Ok(Comparands::Statements(before, at));
    };
    let b = place(library, typed_b)?;
    let sides = [(&asked.a, a, b), (typed_b, b, a)];
    for (typed, _, other) in sides.into_iter().filter(|(_, held, _)| held.is_none()) {
        if other.is_some() && !is_query(typed) {
            return Err(unknown(library, typed, "it is compared with a statement", QUERY_HINT));
        }
        if looks_like_id(typed) {
            return Err(unknown(
                library,
                typed,
                "a word to look for that looks like an id needs quotation marks",
                QUERY_HINT,
            ));
        }
    }
    Ok(a.zip(b).map_or_else(
        || Comparands::Queries([&asked.a, typed_b].map(|typed| clean(typed.trim()).into_owned())),
        |(a, b)| Comparands::Statements(a, b),
    ))
}

/// The place of the statement that has this id.
pub(super) fn place(library: &Library, id: &str) -> Result<Option<usize>, Failure> {
    match library.corpus.target(id.trim()) {
        Some(Target::Statement(at)) => Ok(Some(at)),
        Some(Target::Passage(_)) => Err(Failure::Use(format!(
            "{id} is a passage; a statement is asked for\nhint: its id is {}",
            id.split('/').next().unwrap_or_default()
        ))),
        None => Ok(None),
    }
}

/// Whether what was typed cannot be an id.
fn is_query(typed: &str) -> bool {
    typed.trim().contains([':', '"', '“', ' '])
}

/// Whether what was typed is one word with figures after a hyphen or a slash, as ids are: `scm-533`, `scm-53/9`.
fn looks_like_id(typed: &str) -> bool {
    let mut parts = typed.trim().split(['-', '/']).skip(1);
    !is_query(typed) && parts.any(|part| part.starts_with(|c: char| c.is_ascii_digit()))
}

/// A query as the command takes it: one that would be read as an id is put in quotation marks.
pub(super) fn as_query(library: &Library, typed: &str) -> String {
    let is_id = library.corpus.target(typed.trim()).is_some() || looks_like_id(typed);
    if is_id { format!("\"{}\"", typed.trim()) } else { typed.to_owned() }
}

/// That no statement has this id, with similar ids; `more` is what else may have been meant.
pub(super) fn unknown(library: &Library, typed: &str, why: &str, more: &str) -> Failure {
    let (typed, ids) = (typed.trim(), ids_hint(library, typed));
    Failure::Use(format!("no statement has the id {typed}; {why}\nhint: {ids}{more}"))
}

fn statements(
    library: &Library,
    (a, b): (usize, usize),
    style: ReportStyle,
    environment: &Environment,
) -> Result<Output, Failure> {
    let corpus = &library.corpus;
    let found = compare_statements(corpus, &library.usage, a, b).ok_or_else(|| {
        Failure::Use(String::from("a statement is no longer held\nhint: `linchpin list` shows the ids"))
    })?;
    let outcome = Outcome::of(!found.sentences.pairs.is_empty());
    let id = |at: usize| corpus.statements().get(at).map_or("", |statement| &*statement.id);
    let query = format!("{} vs {}", id(a), id(b));
    let notes = comparison::statement_notes(&found);
    let asked = Asked {
        view: "compare",
        query: &query,
        options: CompareOptions { languages: false },
        today: &environment.today,
    };
    let counts = json::ComparisonCounts::new(&found);
    let answer = ViewAnswer::new(corpus, asked, counts, notes, json::StatementsView::new(corpus, &found));
    if style.format == ReportFormat::Json {
        return Ok(Output::enveloped(&answer, outcome));
    }
    let document = comparison::statements(corpus, &found, answer.colophon());
    Ok(captioned(library, document, style, outcome))
}

/// Two texts in two languages, or those of one statement.
fn languages(
    library: &Library,
    asked: &CompareArgs,
    style: ReportStyle,
    environment: &Environment,
) -> Result<Output, Failure> {
    let corpus = &library.corpus;
    let named = |typed: &str| {
        place(library, typed)?
            .ok_or_else(|| unknown(library, typed, "two texts are compared in their languages", ""))
    };
    let a = named(&asked.a)?;
    let b = asked.b.as_ref().map(|typed| named(typed)).transpose()?;
    let of = corpus.counted_as(a);
    let (a, other) = b.map_or((of, of), |b| (a, b));
    let found = compare_languages(corpus, &library.usage, a, other).ok_or_else(|| {
        Failure::Use(match b {
            Some(_) => String::from("both texts are in one language\nhint: compare them without --languages"),
            None => format!(
                "{} is not held whole in two languages\nhint: import its other text: `linchpin import FILE --of {0} --keep`",
                asked.a.trim()
            ),
        })
    })?;
    let counts = json::ParagraphCounts::new(&found);
    let outcome = Outcome::of(counts.has_pairs());
    let query = format!("{} vs {}", found.a.record.id, found.b.record.id);
    let notes = comparison::language_notes(&found);
    let options = CompareOptions { languages: true };
    let asked = Asked { view: "compare", query: &query, options, today: &environment.today };
    let answer = ViewAnswer::new(corpus, asked, counts, notes, json::LanguagesView::new(corpus, &found));
    if style.format == ReportFormat::Json {
        return Ok(Output::enveloped(&answer, outcome));
    }
    let document = comparison::languages(corpus, &found, answer.colophon());
    Ok(captioned(library, document, style, outcome))
}

fn sets(
    library: &Library,
    queries: [&str; 2],
    style: ReportStyle,
    environment: &Environment,
) -> Result<Output, Failure> {
    let corpus = &library.corpus;
    let mut notes = Vec::new();
    let [a, b] = queries.map(|query| passages(library, query, &mut notes));
    let found = compare_sets(corpus, &library.usage, &a?, &b?);
    let stderr = notes.iter().flat_map(|note: &String| [note, "\n"]).collect();
    let outcome = Outcome::of([&found.a, &found.b].iter().all(|set| !set.statements.is_empty()));
    notes.extend(comparison::set_notes(&found));
    let query = queries.join(" vs ");
    let asked = Asked {
        view: "compare",
        query: &query,
        options: CompareOptions { languages: false },
        today: &environment.today,
    };
    let counts = json::SetCounts::new(&found);
    let answer = ViewAnswer::new(corpus, asked, counts, notes, json::SetsView::new(corpus, &found, queries));
    if style.format == ReportFormat::Json {
        return Ok(Output::enveloped(&answer, outcome));
    }
    let names = queries.map(|query| comparison::set_name(corpus, query));
    let [name_a, name_b] = &names;
    let document =
        comparison::sets(corpus, &found, [name_a, name_b], library.usage.counted(), answer.colophon());
    Ok(Output { stderr, ..captioned(library, document, style, outcome) })
}

/// The passages of one side: those of a statement and its texts, or those that say what is asked for.
fn passages(library: &Library, query: &str, notes: &mut Vec<String>) -> Result<Vec<PassageNo>, Failure> {
    let corpus = &library.corpus;
    if let Some(at) = place(library, query)? {
        return Ok(corpus.records(at).flat_map(|at| corpus.passages_of(at)).collect());
    }
    let meant = meant(library, query, notes)?;
    Ok(meant.ones().filter_map(|number| u32::try_from(number).ok()).map(PassageNo).collect())
}

/// The document, with the caveat of the dataset below it.
pub(super) fn captioned(
    library: &Library,
    mut document: RedlinedDocument,
    style: ReportStyle,
    outcome: Outcome,
) -> Output {
    let caveat = &library.corpus.dataset().subject.caveat;
    if !caveat.is_empty() {
        document.blocks.push(RedlinedBlock::Paragraph(format!("Caveat: {caveat}")));
    }
    let text = document.write(&library.corpus, style);
    Output { stdout: text.into(), outcome, stderr: String::new() }
}
