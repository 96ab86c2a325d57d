//! `linchpin kwic QUERY`: every place where a word occurs, one line each (a key word in context).
//!
//! Invariant: every format has the same lines in the same order, and all but the plain text name the query, the counts, the
//! caveat and the stamp.

mod words_around;

use std::fmt::Write;
use std::ops::Range;

use serde::Serialize;
use serde_json::Value;

use super::environment::Environment;
use super::{Failure, Outcome, Output};
use crate::analysis::answer::{Asked, ViewAnswer};
use crate::analysis::around::{AroundBy, WordsAround};
use crate::analysis::concordance::{
    Concordance, ConcordanceLine, LineCounts, LineOrder, LineText, RepeatListing,
};
use crate::analysis::tally::sign;
use crate::analysis::wording::{layer_label, layer_verdict};
use crate::corpus::model::{Bearing, Standing, Verdict};
use crate::export::table::{fields, table};
use crate::export::table_document::{CellPiece, TableCell, TableDocument};
use crate::library::Library;
use crate::page::concordance::{LineWindow, NodeAlign, keyword_line, squashed, variant};
use crate::text::safe::{Text, clean};
use crate::text::wrap::{columns, padded, wrap};
use crate::text::{counted, slice};
use words_around::{around_rows, around_table, around_text};

/// Columns of an answer that does not go to a terminal.
const WIDTH: usize = 120;
/// Columns of running text.
const MEASURE: usize = 76;

/// What `linchpin kwic` is asked.
#[derive(Debug, clap::Args)]
pub(super) struct KwicArgs {
    /// As in `search`; `a vs b` lists several; filters alone list the tracked word
    #[arg(required = true)]
    query: Vec<String>,
    /// Order of the lines
    #[arg(long, value_enum, default_value = "date")]
    sort: LineOrder,
    /// How much of the text around the node is shown
    #[arg(long, value_enum, default_value = "line")]
    window: LineWindow,
    /// Show at most so many words on each side of the node
    #[arg(long, value_name = "N")]
    words: Option<usize>,
    /// List passages that repeat each other one by one
    #[arg(long)]
    all: bool,
    /// Count the words around the node instead, all but 100 function words: by meaning (with `vs` by phrase), or =year
    #[arg(long, value_enum, value_name = "BY", num_args = 0..=1, require_equals = true, default_missing_value = "meaning")]
    around: Option<AroundBy>,
    /// Where the nodes meet
    #[arg(long, value_enum, default_value = "left")]
    align: NodeAlign,
    /// Format of the answer; --json is --format json
    #[arg(long, value_enum, default_value = "text")]
    format: KwicFormat,
}

/// How lines are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum KwicFormat {
    /// To read on a terminal
    Text,
    /// To paste into a paper
    #[value(alias = "md")]
    Markdown,
    /// One file for a browser, or for paper
    Html,
    /// Values between commas, for spreadsheets
    Csv,
    /// Values between tabs
    Tsv,
    /// For programs
    Json,
}

/// The options that decide the content of an answer, without those that decide its format.
#[derive(Debug, Clone, Copy, Serialize)]
struct KwicOptions {
    sort: LineOrder,
    window: LineWindow,
    #[serde(skip_serializing_if = "Option::is_none")]
    words: Option<usize>,
    #[serde(rename = "witnesses")]
    listing: RepeatListing,
    around: bool,
    /// What the words around are counted by, if it is not the default.
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<&'static str>,
}

#[derive(Debug, Serialize)]
struct KwicCounts<'a> {
    #[serde(flatten)]
    total: LineCounts,
    /// Of each row that `vs` divides.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    rows: Vec<RowCounts<'a>>,
}

#[derive(Debug, Serialize)]
struct RowCounts<'a> {
    query: &'a str,
    #[serde(flatten)]
    counts: LineCounts,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "lowercase")]
enum KwicRows<'a> {
    Lines(Vec<KwicLineView<'a>>),
    Around(WordsAround),
}

/// A line for programs; places count Unicode scalar values of the layer's text.
#[derive(Debug, Serialize)]
struct KwicLineView<'a> {
    n: usize,
    passage: &'a Text,
    /// The id of the statement that counts.
    statement: &'a Text,
    /// The id of the text of it that has the passage.
    text: Option<&'a Text>,
    label: &'a Text,
    date: Option<&'a Text>,
    year: Option<i32>,
    standing: Standing,
    layer: &'static str,
    /// Whether the official wording held does not have it.
    printed_only: bool,
    /// The check of this layer.
    verdict: Option<Verdict>,
    lang: &'static str,
    left: &'a str,
    node: &'a str,
    right: &'a str,
    start: usize,
    end: usize,
    sentence: [usize; 2],
    meaning: Option<&'a str>,
    bearing: Option<Bearing>,
    codes: [(); 0],
    witnesses: Vec<&'a Text>,
    rival: usize,
}

pub(super) fn kwic(
    library: &Library,
    asked: &KwicArgs,
    json: bool,
    environment: &Environment,
) -> Result<Output, Failure> {
    let query = asked.query.iter().map(|word| word.trim()).collect::<Vec<&str>>().join(" ");
    let listing = if asked.all { RepeatListing::Listed } else { RepeatListing::Collapsed };
    let concordance = Concordance::new(&library.corpus, &library.index, &query, asked.sort, listing)?;
    let kwic = Kwic { library, asked, concordance, query: clean(&query).into_owned(), listing };
    let outcome = Outcome::of(kwic.concordance.total.lines > 0);
    let format = if json { KwicFormat::Json } else { asked.format };
    let today = &environment.today;
    if outcome == Outcome::Nothing && format != KwicFormat::Json {
        return Ok(Output::message(outcome, kwic.messages()));
    }
    let stdout = match format {
        KwicFormat::Text => match kwic.around() {
            Some(around) => around_text(&around),
            None => kwic.text(environment),
        },
        KwicFormat::Markdown => kwic.document(today).markdown(),
        KwicFormat::Html => kwic.document(today).html(),
        KwicFormat::Csv => kwic.table(b',')?,
        KwicFormat::Tsv => kwic.table(b'\t')?,
        KwicFormat::Json => return Ok(kwic.json(today, outcome)),
    };
    Ok(Output { stdout: stdout.into(), stderr: kwic.messages(), outcome })
}

struct Kwic<'a> {
    library: &'a Library,
    asked: &'a KwicArgs,
    concordance: Concordance,
    query: String,
    listing: RepeatListing,
}

impl<'a> Kwic<'a> {
    fn lines(&self) -> impl Iterator<Item = (usize, &ConcordanceLine, LineText<'a>)> {
        let text = |line| self.concordance.text(&self.library.corpus, &self.library.index, line);
        let lines = (1..).zip(&self.concordance.lines);
        lines.filter_map(move |(n, line)| Some((n, line, text(line)?)))
    }

    fn context(&self, text: &LineText) -> Range<usize> {
        self.asked.window.context(text, self.asked.words)
    }

    fn sign(&self, line: &ConcordanceLine) -> String {
        sign(line, &self.library.corpus, &self.library.index)
    }

    /// The words around, if these are asked for.
    fn around(&self) -> Option<WordsAround> {
        let Library { corpus, index, .. } = self.library;
        Some(WordsAround::new(&self.concordance, corpus, index, self.asked.around?))
    }

    /// How many lines there are, in which statements, and what else to know: for people.
    fn messages(&self) -> String {
        let rows = self.concordance.rows.iter().zip(&self.concordance.counts);
        let mut said = String::new();
        for (row, counts) in rows {
            let _ = writeln!(said, "{}: {}", row.rival.typed, counts_in_words(counts));
        }
        for note in &self.concordance.notes {
            let _ = writeln!(said, "{}", clean(note));
        }
        said
    }

    /// The beginning of a line: the date, the row, the statement, how sure its wording is, and how often it is
    /// repeated.
    fn head(&self, line: &ConcordanceLine, text: &LineText) -> String {
        let is_several = self.concordance.rows.len() > 1;
        let rival = if is_several { format!("{} ", line.rival + 1) } else { String::new() };
        let witnesses = match line.witnesses.len() {
            0 => String::new(),
            more => format!("×{}", more + 1),
        };
        format!(
            "{:<7.7} {rival}{} {:1} {}{:>3}{:<3}",
            text.statement.when(),
            padded(&text.statement.label, 12),
            text.statement.standing.sign(),
            text.sure(),
            self.sign(line),
            witnesses
        )
    }

    fn text(&self, environment: &Environment) -> String {
        let marks = environment.emphasis().unwrap_or(("‹", "›"));
        let width = environment.columns.unwrap_or(WIDTH);
        let mut written = String::new();
        let mut before: Option<LineText> = None;
        for (n, line, text) in self.lines() {
            let head = self.head(line, &text);
            let context = self.context(&text);
            if self.asked.sort == LineOrder::Variant {
                let sentence = variant(before.as_ref(), &text);
                let _ = writeln!(written, "{head}  {}", text.passage.id);
                paragraph(&mut written, &sentence);
            } else if self.asked.window == LineWindow::Line {
                let room = width.saturating_sub(columns(&head) + 3);
                let parts = keyword_line(text.parts(&context), room, self.asked.align);
                let row = format!("{head} {}{}{}{}{}", parts.left, marks.0, parts.node, marks.1, parts.right);
                let _ = writeln!(written, "{}", row.trim_end());
            } else {
                let [left, node, right] = text.parts(&context).map(squashed);
                let _ = writeln!(written, "{n:>3}  {head}  {}", text.passage.id);
                paragraph(&mut written, &format!("{left}‹{node}›{right}"));
            }
            before = Some(text);
        }
        written
    }

    fn view<'b>(&'b self, n: usize, line: &ConcordanceLine, text: &LineText<'b>) -> KwicLineView<'b> {
        let scalars = |end: usize| slice(text.text, 0..end).chars().count();
        let [left, node, right] = text.parts(&self.context(text));
        let meaning = line.meaning(&self.library.corpus);
        let id = |number| self.library.corpus.passage(number).map(|(_, passage)| &passage.id);
        KwicLineView {
            n,
            passage: &text.passage.id,
            statement: &text.statement.id,
            text: Some(&text.record.id).filter(|id| **id != text.statement.id),
            label: &text.statement.label,
            date: text.statement.date.as_ref(),
            year: text.statement.own_year(),
            standing: text.statement.standing,
            layer: text.layer.name(),
            printed_only: text.printed_only,
            verdict: layer_verdict(text.layer, text.passage),
            lang: text.language.name(),
            left,
            node,
            right,
            start: scalars(text.node.start),
            end: scalars(text.node.end),
            sentence: [scalars(text.sentence.start), scalars(text.sentence.end)],
            meaning: meaning.map(|(id, _)| id),
            bearing: meaning.map(|(_, bearing)| bearing),
            codes: [],
            witnesses: line.witnesses.iter().filter_map(|number| id(*number)).collect(),
            rival: line.rival + 1,
        }
    }

    fn views(&self) -> impl Iterator<Item = KwicLineView<'_>> {
        self.lines().map(|(n, line, text)| self.view(n, line, &text))
    }

    fn table(&self, divider: u8) -> Result<String, Failure> {
        let row = |view: KwicLineView| {
            let mut fields = fields(&view)?;
            for side in ["left", "node", "right"] {
                let text = fields.get(side).and_then(Value::as_str).map(squashed);
                fields.insert(side.to_owned(), text.into());
            }
            Ok(fields)
        };
        let mut out = Vec::new();
        let written = if let Some(around) = self.around() {
            table(around_rows(&around).map(Ok), divider, &mut out)
        } else {
            table(self.views().map(row), divider, &mut out)
        };
        let text = written.and_then(|()| String::from_utf8(out).map_err(std::io::Error::other));
        text.map_err(|error| Failure::Use(format!("the answer cannot be written: {error}")))
    }

    fn answer<'b, R>(&'b self, today: &'b str, rows: R) -> ViewAnswer<KwicOptions, KwicCounts<'b>, R> {
        let KwicArgs { sort, window, words, around, .. } = *self.asked;
        let by = around.filter(|by| *by == AroundBy::Year).map(|_| "year");
        let options =
            KwicOptions { sort, window, words, listing: self.listing, around: around.is_some(), by };
        let rows_of = self.concordance.rows.iter().zip(&self.concordance.counts);
        let of_rows = rows_of.map(|(row, counts)| RowCounts { query: &row.rival.typed, counts: *counts });
        let of_rows = if self.concordance.rows.len() > 1 { of_rows.collect() } else { Vec::new() };
        let counts = KwicCounts { total: self.concordance.total, rows: of_rows };
        let asked = Asked { view: "kwic", query: &self.query, options, today };
        ViewAnswer::new(&self.library.corpus, asked, counts, self.concordance.notes.clone(), rows)
    }

    fn json(&self, today: &str, outcome: Outcome) -> Output {
        let rows = match self.around() {
            Some(around) => KwicRows::Around(around),
            None => KwicRows::Lines(self.views().collect()),
        };
        Output::enveloped(&self.answer(today, rows), outcome)
    }

    fn document(&self, today: &str) -> TableDocument {
        let answer = self.answer(today, ());
        let mut lead: Vec<String> = self.messages().lines().map(str::to_owned).collect();
        lead.push(String::from(self.asked.sort.label()));
        let (columns, rows) = match self.around() {
            Some(around) => {
                lead.extend(around.notes());
                around_table(&around)
            }
            None => self.line_table(),
        };
        TableDocument {
            title: format!("Concordance: {}", self.query),
            lead,
            figure: None,
            columns: columns.into_iter().map(Into::into).collect(),
            rows,
            foot: vec![answer.caveat.to_string(), answer.colophon()],
        }
    }

    fn line_table(&self) -> (Vec<&'static str>, Vec<Vec<TableCell>>) {
        let row = |(_, line, text): (usize, &ConcordanceLine, LineText)| -> Vec<TableCell> {
            let [left, node, right] = text.parts(&self.context(&text)).map(squashed);
            let (plain, marked) = (CellPiece::Plain, CellPiece::Marked);
            let also = line.witnesses.iter().filter_map(|number| self.library.corpus.passage(*number));
            let ids: Vec<&str> = also.map(|(_, passage)| &*passage.id).collect();
            let also = if ids.is_empty() { String::new() } else { format!(", also {}", ids.join(", ")) };
            let wording = layer_label(&self.library.corpus, text.layer, text.passage);
            vec![
                text.statement.when().into(),
                text.statement.label.as_str().into(),
                text.statement.standing.label().into(),
                self.sign(line).into(),
                TableCell(vec![(plain, left), (marked, node), (plain, right)]),
                wording.into(),
                format!("{}{also}", text.passage.id).into(),
            ]
        };
        let columns = vec!["Date", "Statement", "Standing", "Meaning", "Line", "Wording", "Passage"];
        (columns, self.lines().map(row).collect())
    }
}

/// `24 lines, 20 wordings, in 18 of 37 statements; 3 silent, 16 not seen`.
fn counts_in_words(counts: &LineCounts) -> String {
    let mut said = format!(
        "{}, {}, in {} of {}",
        counted(counts.lines, "line"),
        counted(counts.wordings, "wording"),
        counts.statements,
        counted(counts.of, "statement")
    );
    let parts = [
        (counts.not_quoted, "say it without a quotation here"),
        (counts.left_out, "say it in no passage that the query asks for"),
    ];
    said.push_str("; ");
    for (count, what) in parts.into_iter().filter(|(count, _)| *count > 0) {
        let _ = write!(said, "{count} {what}, ");
    }
    let _ = write!(said, "{} silent, {} not seen", counts.silent, counts.unseen);
    said
}

fn paragraph(written: &mut String, text: &str) {
    for row in wrap(text, MEASURE, 0) {
        let _ = writeln!(written, "     {}", slice(text, row));
    }
}
