//! `linchpin timeline QUERY [vs QUERY]…`: which statements say a word and its rivals, which are silent, and of which nothing
//! is known.
//!
//! Invariant: every format has the same rows and the same statements.

use std::fmt::Write;

use serde::Serialize;

use super::{Failure, Outcome, Output};
use crate::analysis::answer::{Asked, ViewAnswer};
use crate::analysis::timeline::{Timeline, TimelineRow, TimelineScale};
use crate::corpus::Corpus;
use crate::export::figure::{FigureText, figure};
use crate::export::timeline::{
    Bars, TimelineCounts, TimelineDocument, TimelineRowView, cell_sign, document as table_document, legend,
    records, sentence,
};
use crate::library::Library;
use crate::search::Missing;
use crate::text::counted;
use crate::text::safe::clean;
use crate::text::wrap::{columns, padded};

/// Columns of a label.
const LABEL: usize = 28;

/// What `linchpin timeline` is asked.
#[derive(Debug, clap::Args)]
pub(super) struct TimelineArgs {
    /// Words, "phrases", term: and filters, as for search; vs between rows. Without words: the tracked word and its rivals
    query: Vec<String>,
    /// What the statements are grouped by
    #[arg(long, value_enum, default_value = "statement")]
    by: TimelineScale,
    /// Format of the answer
    #[arg(long, value_enum, default_value = "text")]
    format: TimelineFormat,
}

/// How a timeline is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum TimelineFormat {
    /// To read
    Text,
    /// To paste into a paper
    #[value(alias = "md")]
    Markdown,
    /// One file for a browser, or for paper
    Html,
    /// Values between commas: a line for each cell
    Csv,
    /// Values between tabs
    Tsv,
    /// For programs
    Json,
    /// A figure for a paper
    Svg,
}

/// The options of a timeline, for programs.
#[derive(Debug, Clone, Copy, Serialize)]
struct TimelineOptions {
    by: &'static str,
}

/// The rows of a timeline, for programs.
#[derive(Debug, Serialize)]
struct TimelineRows<'a> {
    rows: Vec<TimelineRowView<'a>>,
}

pub(super) fn timeline(
    library: &Library,
    asked: &TimelineArgs,
    json: bool,
    today: &str,
) -> Result<Output, Failure> {
    let Library { corpus, index, .. } = library;
    let typed = asked.query.iter().map(|word| word.trim()).collect::<Vec<&str>>().join(" ");
    let timeline = Timeline::new(corpus, index, &typed)?;
    let query = clean(&typed);
    let says = |row: &TimelineRow| row.count().says > 0;
    let outcome = Outcome::of(timeline.rows.iter().any(says));
    let notes = notes(library, &timeline);
    let options = TimelineOptions { by: asked.by.name() };
    let asked_for = Asked { view: "timeline", query: &query, options, today };
    let format = if json { TimelineFormat::Json } else { asked.format };
    if format == TimelineFormat::Json {
        let rows = TimelineRowView::all((corpus, index), &timeline, asked.by);
        let counts: Vec<TimelineCounts> = rows.iter().map(|row| row.counts).collect();
        let answer = ViewAnswer::new(corpus, asked_for, counts, notes, TimelineRows { rows });
        return Ok(Output::enveloped(&answer, outcome));
    }
    // Lines and words are counted only if the format writes them.
    let answer = ViewAnswer::new(corpus, asked_for, (), notes, ());
    let (title, colophon) = (title(library, &timeline, asked.by), answer.colophon());
    let document = TimelineDocument {
        corpus,
        index,
        timeline: &timeline,
        scale: asked.by,
        title: &title,
        notes: &answer.notes,
        colophon: &colophon,
    };
    let stdout = written(library, document, format)?;
    let mut stderr = answer.messages();
    if format == TimelineFormat::Text {
        let _ = writeln!(stderr, "{colophon}");
    }
    Ok(Output { stdout: stdout.into(), outcome, stderr })
}

/// The document in its format; JSON is written otherwise.
fn written(library: &Library, document: TimelineDocument, format: TimelineFormat) -> Result<String, Failure> {
    let TimelineDocument { corpus, timeline, scale, title, colophon, .. } = document;
    let drawn = || figure(corpus, timeline, scale, FigureText { title, colophon });
    let table = |divider| records(document, divider).map_err(|error| Failure::Use(error.to_string()));
    Ok(match format {
        TimelineFormat::Text => text(library, document),
        TimelineFormat::Markdown => table_document(document, String::new()).markdown(),
        TimelineFormat::Html => table_document(document, drawn()).html(),
        TimelineFormat::Csv => table(b',')?,
        TimelineFormat::Tsv => table(b'\t')?,
        TimelineFormat::Svg => drawn(),
        TimelineFormat::Json => String::new(),
    })
}

/// `linchpin, cornerstone · by year`.
fn title(library: &Library, timeline: &Timeline, scale: TimelineScale) -> String {
    let subject = &library.corpus.dataset().subject;
    let korean = subject.korean.as_ref().map(|korean| format!(" · {korean}")).unwrap_or_default();
    let label = |row: &TimelineRow| {
        let is_other = row.is_tracked && !korean.ends_with(&*row.label);
        if is_other { format!("{}{korean}", row.label) } else { row.label.clone() }
    };
    let mut labels: Vec<String> = timeline.rows.iter().map(label).collect();
    if labels.len() > 3 {
        let more = labels.len() - 2;
        labels.truncate(2);
        labels.push(format!("{more} more"));
    }
    format!("{}: statements that say it, by {}", labels.join(", "), scale.name())
}

/// What the reader should know: how the query was understood, and what other searches would find for words without a
/// statement.
fn notes(library: &Library, timeline: &Timeline) -> Vec<String> {
    let mut notes = timeline.notes.clone();
    if timeline.statements.is_empty() {
        notes.push(String::from("no statement held passes the filters; leave one out to widen the answer"));
    }
    // Where statements say it only in what the query leaves out, the row's own sentence says so.
    let is_unsaid = |row: &&TimelineRow| row.count().says + row.count().left_out == 0;
    for row in timeline.rows.iter().filter(is_unsaid).filter(|_| !timeline.statements.is_empty()) {
        let query = format!("{} {}", row.query, row.scope);
        let missing: Vec<String> = library.search(&query).missing.iter().map(missing).collect();
        let about = format!("{} in:about", query.trim());
        let elsewhere = match library.search(&about).total() {
            0 => String::from("nor do the editor's words or titles"),
            n => format!(
                "the editor's words or titles do in {}: linchpin search '{about}'",
                counted(n, "passage")
            ),
        };
        let missing = if missing.is_empty() { String::new() } else { format!("; {}", missing.join("; ")) };
        notes.push(format!(
            "no statement of these says “{}” in the wording held; {elsewhere}{missing}",
            row.label
        ));
    }
    notes
}

/// A word that nothing has, and similar words.
fn missing(missing: &Missing) -> String {
    let near = missing.near.join(", ");
    let near = if near.is_empty() { String::new() } else { format!("; near it: {near}") };
    format!("no passage has `{}`{near}", missing.word)
}

/// The rows with their counts; then a line for each statement, or for each group of a row.
fn text(library: &Library, document: TimelineDocument) -> String {
    let TimelineDocument { corpus, timeline, scale, .. } = document;
    let whole = timeline.whole;
    let (asked, held) = (timeline.statements.len(), library.usage.counted());
    let mut text = format!("{asked} of {held} statements held, {whole} of them read as whole texts\n\n");
    let width = timeline.rows.iter().map(|row| columns(&row.label)).max().unwrap_or_default().min(LABEL);
    for (number, row) in (1..).zip(&timeline.rows) {
        let _ =
            writeln!(text, "{number}  {}  {}", padded(&row.label, width), sentence(corpus, timeline, row));
    }
    text.push('\n');
    text += &match scale {
        TimelineScale::Statement => by_statement(corpus, timeline),
        TimelineScale::Year
        | TimelineScale::Decade
        | TimelineScale::Standing
        | TimelineScale::Series
        | TimelineScale::Issuer => by_group(corpus, timeline, scale),
    };
    let _ = writeln!(text, "\n{}", legend(scale).join("\n"));
    text
}

/// A line for each statement, with a sign for each row.
fn by_statement(corpus: &Corpus, timeline: &Timeline) -> String {
    let numbers: Vec<String> = (1..=timeline.rows.len()).map(|number| format!("{number:<4}")).collect();
    let mut text = format!("{:26}{}\n", "", numbers.concat().trim_end());
    for (column, statement) in timeline.held(corpus).enumerate() {
        let signs = timeline.rows.iter().map(|row| padded(&cell_sign(corpus, timeline, row, column), 4));
        let signs: Vec<String> = signs.collect();
        let when = if statement.date.is_none() && statement.year.is_none() {
            String::from("no date")
        } else {
            statement.when()
        };
        let _ = writeln!(text, "{when:<10}  {}  {}", padded(&statement.label, 12), signs.concat().trim_end());
    }
    text
}

/// A bar for each group of each row.
fn by_group(corpus: &Corpus, timeline: &Timeline, scale: TimelineScale) -> String {
    let mut text = String::new();
    let bars = Bars::of(timeline.groups(corpus, scale));
    for (number, row) in (1..).zip(&timeline.rows) {
        let blank = if number > 1 { "\n" } else { "" };
        let _ = writeln!(text, "{blank}{number}  {}", row.label);
        for group in &bars.groups {
            let count = row.count_of(group.columns.iter().copied());
            let share = format!("{}/{}", count.says, count.of());
            let label = padded(&group.label, bars.label);
            let _ = writeln!(text, "   {label}  {share:>7}  {}", bars.bar(count));
        }
    }
    if bars.unit > 1 {
        let _ = writeln!(text, "\na sign of a bar is {} statements, or the rest of them", bars.unit);
    }
    text
}
