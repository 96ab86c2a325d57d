//! The timeline for programs and tables, and as a document.
//!
//! Invariant: every format has the same rows and statements in the same order, and distinguishes silent statements from
//! those not seen.

mod signs;

use std::borrow::Cow;
use std::io;

use serde::Serialize;
use serde_json::{Map, Value};

use super::table::{fields, table};
use super::table_document::{TableCell, TableDocument};
use crate::analysis::counted_once::words_held;
use crate::analysis::scores::CollectionSize;
use crate::analysis::timeline::{
    LineCount, StanceCount, Timeline, TimelineGroup, TimelineRow, TimelineScale, WholeText,
};
use crate::corpus::Corpus;
use crate::corpus::model::{Standing, Statement};
use crate::corpus::stance::Stance;
use crate::corpus::usage::Sign;
use crate::search::Index;
use crate::text::safe::Text;
pub use signs::{Bars, bar_of, cell_sign, legend, letters};

/// Minimum words of a group whose lines are counted per 1,000 words.
const PER: usize = 1_000;

/// What is held, and its index.
type SearchedCorpus<'a> = (&'a Corpus, &'a Index);

/// A row for programs.
#[derive(Debug, Serialize)]
pub struct TimelineRowView<'a> {
    query: &'a str,
    label: &'a str,
    pub counts: TimelineCounts,
    /// Of the statements held.
    first: Option<&'a Text>,
    last: Option<&'a Text>,
    cells: Vec<CellView<'a>>,
    years: Vec<YearView>,
    #[serde(skip_serializing_if = "Option::is_none")]
    groups: Option<Vec<GroupView<'a>>>,
}

/// How many statements say it, quoted or not, and of how many; how many are silent, were not seen to say it, or say it
/// only in passages that the filters leave out; and how many lines there are, with those of collecting places and
/// analyses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct TimelineCounts {
    pub statements: usize,
    pub of: usize,
    pub silent: usize,
    pub unseen: usize,
    pub left_out: usize,
    pub lines: usize,
    pub wordings: usize,
}

/// What one statement does with the words of a row.
#[derive(Debug, Serialize)]
struct CellView<'a> {
    statement: &'a Text,
    label: &'a Text,
    date: Option<&'a Text>,
    year: Option<i32>,
    series: &'a Text,
    issuers: &'a [Text],
    state: &'static str,
    standing: Standing,
    meanings: Vec<&'a Text>,
    lines: usize,
    wordings: usize,
    /// One for each text of the statement that is held whole; empty in a table.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    sentences: Vec<SentencesView<'a>>,
}

/// The sentences of a whole text, and the numbers of those that have the words.
#[derive(Debug, Serialize)]
struct SentencesView<'a> {
    text: &'a Text,
    of: usize,
    with: Vec<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    dp_norm: Option<f64>,
}

/// What the statements of one year do; null for those without a date.
#[derive(Debug, Serialize)]
struct YearView {
    year: Option<i32>,
    #[serde(flatten)]
    counts: GroupCounts,
}

/// What the statements of another group do.
#[derive(Debug, Serialize)]
struct GroupView<'a> {
    group: String,
    #[serde(flatten)]
    counts: GroupCounts,
    first: Option<&'a Text>,
    last: Option<&'a Text>,
}

#[derive(Debug, Clone, Copy, Serialize)]
struct GroupCounts {
    says: usize,
    silent: usize,
    unseen: usize,
    left_out: usize,
    of: usize,
    lines: usize,
    /// Words of wording held, each counted once.
    words: usize,
    /// Lines per 1,000 words, each wording counted once on both sides; `None` below 1,000 words. Always a field, because the rows of a table have the same
    /// fields.
    per_1000_words: Option<f64>,
}

/// A line of a table of statements.
#[derive(Serialize)]
struct CellRecord<'a> {
    query: &'a str,
    row: &'a str,
    #[serde(flatten)]
    cell: CellView<'a>,
}

/// A line of a table of groups.
#[derive(Serialize)]
struct GroupRecord<'a> {
    query: &'a str,
    row: &'a str,
    #[serde(flatten)]
    group: GroupView<'a>,
}

/// A timeline to be written.
#[derive(Debug, Clone, Copy)]
pub struct TimelineDocument<'a> {
    pub corpus: &'a Corpus,
    pub index: &'a Index,
    pub timeline: &'a Timeline,
    pub scale: TimelineScale,
    pub title: &'a str,
    /// What to know of its rows.
    pub notes: &'a [String],
    /// What it was made with, so that it can be made again.
    pub colophon: &'a str,
}

/// The name of what a statement does, for programs.
fn state(stance: Stance) -> &'static str {
    match stance {
        Stance::Says => "says",
        Stance::SaidNotQuoted => "not_quoted",
        Stance::LeftOut => "left_out",
        Stance::Silent => "silent",
        Stance::NotSeen => "unseen",
    }
}

/// The lines of a row, each counted once: of each column, and of collecting places and analyses.
struct RowLines {
    columns: Vec<LineCount>,
    others: Vec<LineCount>,
}

impl RowLines {
    fn new((corpus, index): SearchedCorpus, timeline: &Timeline, row: &TimelineRow) -> Self {
        let of = |places: &[usize]| places.iter().map(|at| row.lines(corpus, index, *at)).collect();
        Self { columns: of(&timeline.statements), others: of(&timeline.others) }
    }

    fn all(&self) -> impl Iterator<Item = &LineCount> {
        self.columns.iter().chain(&self.others)
    }
}

impl TimelineCounts {
    fn of(row: &TimelineRow, lines: &RowLines) -> Self {
        let count = row.count();
        let StanceCount { says, left_out, silent, unseen } = count;
        Self {
            statements: says,
            of: count.of(),
            silent,
            unseen,
            left_out,
            lines: lines.all().map(|of| of.lines).sum(),
            wordings: lines.all().map(|of| of.wordings).sum(),
        }
    }
}

impl<'a> TimelineRowView<'a> {
    /// The rows of a timeline; with groups, unless these are statements or years.
    pub fn all(held: SearchedCorpus<'a>, timeline: &'a Timeline, scale: TimelineScale) -> Vec<Self> {
        // Words are counted, and texts divided, once for all rows.
        let words = words_of_columns(held, timeline);
        let size = CollectionSize::of(timeline.statements.len(), words.iter().sum());
        let texts: Vec<_> = timeline.statements.iter().map(|at| WholeText::all(held.0, *at)).collect();
        let view = |row| {
            let mut view = Self::new(held, timeline, row, (scale, &words));
            for (cell, texts) in view.cells.iter_mut().zip(&texts) {
                cell.sentences =
                    texts.iter().map(|text| SentencesView::new(row, held.1, (text, size))).collect();
            }
            view
        };
        timeline.rows.iter().map(view).collect()
    }

    fn new(
        (corpus, index): SearchedCorpus<'a>,
        timeline: &'a Timeline,
        row: &'a TimelineRow,
        (scale, words): (TimelineScale, &[usize]),
    ) -> Self {
        let lines = RowLines::new((corpus, index), timeline, row);
        let (first, last) = ends(corpus, timeline, row, 0..timeline.statements.len());
        let years = timeline.groups(corpus, TimelineScale::Year);
        let year = |group: &TimelineGroup| YearView {
            year: group.year,
            counts: GroupCounts::new(row, group, (&lines, words)),
        };
        let is_other = !matches!(scale, TimelineScale::Statement | TimelineScale::Year);
        Self {
            query: &row.query,
            label: &row.label,
            counts: TimelineCounts::of(row, &lines),
            first,
            last,
            cells: cells(corpus, timeline, row, &lines).collect(),
            years: years.iter().map(year).collect(),
            groups: is_other.then(|| groups(corpus, timeline, row, (scale, &lines, words)).collect()),
        }
    }
}

impl<'a> SentencesView<'a> {
    fn new(row: &TimelineRow, index: &Index, (text, size): (&WholeText<'a>, CollectionSize)) -> Self {
        let (with, dp_norm) = (row.sentences(index, text), row.dispersion(index, text, size));
        Self { text: &text.record.id, of: text.sentences, with, dp_norm }
    }
}

fn cells<'a>(
    corpus: &'a Corpus,
    timeline: &'a Timeline,
    row: &'a TimelineRow,
    lines: &RowLines,
) -> impl Iterator<Item = CellView<'a>> {
    let held = timeline.statements.iter().zip(&row.stances).zip(&lines.columns);
    held.filter_map(move |((at, stance), lines)| {
        let statement = corpus.statements().get(*at)?;
        let letters = if *stance == Stance::Says { row.signs(corpus, *at) } else { Vec::new() };
        let meaning = |sign: &Sign| match sign {
            Sign::Bears(letter, _) => {
                let meanings = &corpus.dataset().meanings;
                meanings.iter().map(|meaning| &meaning.id).find(|id| corpus.letter(id) == Some(*letter))
            }
            Sign::Other | Sign::Unjudged | Sign::NotQuoted | Sign::Silent | Sign::NotSeen => None,
        };
        Some(CellView {
            statement: &statement.id,
            label: &statement.label,
            date: statement.date.as_ref(),
            year: statement.year_held(),
            series: &statement.series,
            issuers: &statement.issuers,
            state: state(*stance),
            standing: statement.standing,
            meanings: letters.iter().filter(|_| row.is_tracked).filter_map(meaning).collect(),
            lines: lines.lines,
            wordings: lines.wordings,
            sentences: Vec::new(),
        })
    })
}

/// The words held of each column.
fn words_of_columns((corpus, index): SearchedCorpus, timeline: &Timeline) -> Vec<usize> {
    timeline.statements.iter().map(|at| words_held(corpus, index, *at)).collect()
}

fn groups<'a>(
    corpus: &'a Corpus,
    timeline: &'a Timeline,
    row: &'a TimelineRow,
    (scale, lines, words): (TimelineScale, &RowLines, &[usize]),
) -> impl Iterator<Item = GroupView<'a>> {
    timeline.groups(corpus, scale).into_iter().map(move |group| {
        let (first, last) = ends(corpus, timeline, row, group.columns.iter().copied());
        let counts = GroupCounts::new(row, &group, (lines, words));
        GroupView { group: group.label, counts, first, last }
    })
}

impl GroupCounts {
    #[expect(clippy::cast_precision_loss, reason = "no collection has 2^52 words")]
    fn new(row: &TimelineRow, group: &TimelineGroup, (lines, words): (&RowLines, &[usize])) -> Self {
        let columns = || group.columns.iter().copied();
        let StanceCount { says, left_out, silent, unseen } = row.count_of(columns());
        let counted = || columns().filter_map(|column| lines.columns.get(column));
        let once: usize = counted().map(|of| of.once).sum();
        let lines = counted().map(|of| of.lines).sum();
        let words = columns().filter_map(|column| words.get(column)).sum();
        let per = (words >= PER).then(|| (once as f64 * 100_000.0 / words as f64).round() / 100.0);
        Self { says, silent, unseen, left_out, of: group.columns.len(), lines, words, per_1000_words: per }
    }
}

/// The ids of the first and the last of these statements that say it, of those with a date.
fn ends<'a>(
    corpus: &'a Corpus,
    timeline: &Timeline,
    row: &TimelineRow,
    columns: impl DoubleEndedIterator<Item = usize> + Clone,
) -> (Option<&'a Text>, Option<&'a Text>) {
    let id = |column: usize| {
        let at = timeline.statements.get(column)?;
        corpus.statements().get(*at).map(|statement| &statement.id)
    };
    timeline.ends(row, columns).map_or((None, None), |(first, last)| (id(first), id(last)))
}

/// A line for each cell of each row: of a statement, or of a group.
///
/// # Errors
/// Where the table cannot hold it; no text of a dataset causes this.
pub fn records(document: TimelineDocument, divider: u8) -> io::Result<String> {
    let mut out = Vec::new();
    write_records(document, divider, &mut out)?;
    String::from_utf8(out).map_err(io::Error::other)
}

fn write_records(document: TimelineDocument, divider: u8, out: &mut dyn io::Write) -> io::Result<()> {
    let TimelineDocument { corpus, index, timeline, scale, .. } = document;
    let is_by_statement = scale == TimelineScale::Statement;
    let words = if is_by_statement { Vec::new() } else { words_of_columns((corpus, index), timeline) };
    let records = timeline.rows.iter().flat_map(|row| -> Vec<io::Result<Map<String, Value>>> {
        let lines = RowLines::new((corpus, index), timeline, row);
        let query = &*row.query;
        let of_cell = |cell| fields(&CellRecord { query, row: &row.label, cell });
        let of_group = |group| fields(&GroupRecord { query, row: &row.label, group });
        if is_by_statement {
            cells(corpus, timeline, row, &lines).map(of_cell).collect()
        } else {
            groups(corpus, timeline, row, (scale, &lines, &words)).map(of_group).collect()
        }
    });
    table(records, divider, out)
}

/// `18 of 37 statements say it, 3 silent, 16 not seen; first 1971 SCM 4, last 2025-11-14 SCM 57 of those held`.
pub fn sentence(corpus: &Corpus, timeline: &Timeline, row: &TimelineRow) -> String {
    let named = |column: usize| {
        let at = timeline.statements.get(column)?;
        let statement = corpus.statements().get(*at)?;
        Some(format!("{} {}", statement.when(), statement.label))
    };
    let ends = timeline.ends(row, 0..timeline.statements.len());
    let ends = ends.and_then(|(first, last)| {
        let undated = timeline.undated(row);
        Some(format!("; first {}, last {} of those held{undated}", named(first)?, named(last)?))
    });
    format!("{}{}", row.count().sentence(), ends.unwrap_or_default())
}

/// The timeline as a document: a line for each statement or group, with a cell for each row.
pub fn document(document: TimelineDocument, figure: String) -> TableDocument {
    let TimelineDocument { corpus, timeline, scale, title, notes, colophon, .. } = document;
    let rows = &timeline.rows;
    let lead = rows.iter().map(|row| format!("{}: {}.", row.label, sentence(corpus, timeline, row)));
    let caveat = &corpus.dataset().subject.caveat;
    let caveat = (!caveat.is_empty()).then(|| format!("Caveat: {caveat}"));
    let legend = legend(scale).into_iter().map(str::to_owned);
    let (columns, cells) = cells_of_groups(document);
    let labels = rows.iter().map(|row| Cow::Owned(row.label.clone()));
    TableDocument {
        title: title.to_owned(),
        lead: lead.chain(notes.iter().cloned()).collect(),
        figure: Some(figure),
        columns: columns.into_iter().map(Cow::Borrowed).chain(labels).collect(),
        rows: cells,
        foot: legend.chain(caveat).chain([colophon.to_owned()]).collect(),
    }
}

/// The names of the first columns, and the lines of the table.
fn cells_of_groups(document: TimelineDocument) -> (Vec<&'static str>, Vec<Vec<TableCell>>) {
    let TimelineDocument { corpus, timeline, scale, .. } = document;
    if scale == TimelineScale::Statement {
        let line = |(column, statement): (usize, &Statement)| {
            let first =
                [statement.when(), statement.label.to_string(), statement.standing.label().to_owned()];
            let signs = timeline.rows.iter().map(|row| cell_sign(corpus, timeline, row, column));
            first.into_iter().chain(signs).map(TableCell::from).collect()
        };
        let lines = timeline.held(corpus).enumerate().map(line).collect();
        return (vec!["Date", "Statement", "Standing"], lines);
    }
    let name = match scale {
        TimelineScale::Statement | TimelineScale::Year => "Year",
        TimelineScale::Decade => "Decade",
        TimelineScale::Standing => "Standing",
        TimelineScale::Series => "Series",
        TimelineScale::Issuer => "Issuers",
    };
    let bars = Bars::of(timeline.groups(corpus, scale));
    let line = |group: &TimelineGroup| {
        let cell = |row: &TimelineRow| {
            let count = row.count_of(group.columns.iter().copied());
            format!("{}/{} {}", count.says, count.of(), bars.bar(count))
        };
        let cells = timeline.rows.iter().map(cell);
        std::iter::once(group.label.clone()).chain(cells).map(TableCell::from).collect()
    };
    (vec![name], bars.groups.iter().map(line).collect())
}
