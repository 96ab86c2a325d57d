//! The concordance: every place where a word occurs, one line each.
//!
//! Invariant: a line is one hit, and its words before, at and after the node are its sentence, unchanged. The lines of
//! passages with the same words are one row. Counted are lines, rows of different wording, and statements of those
//! asked; an analysis and a collecting place have lines but do not count as statements.

use std::borrow::Cow;
use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Serialize;

use super::repeated::{DistinctHits, attested};
use super::wording::{Language, Layer, is_printed_only};
use crate::corpus::model::{Bearing, Passage, Statement};
use crate::corpus::stance::Stance;
use crate::corpus::{Corpus, PassageNo};
use crate::search::{
    Index, IndexedWordNo, NodeHit, NodeSearch, Query, Rival, RowScope, SORTED_WORDS, wording_verdict,
};
use crate::text::hangul::holds_hangul;
use crate::text::sentences::sentences;
use crate::text::slice;

/// Listing the lines of more passages than this takes too long for one frame: some are shown before the others.
const MANY: usize = 5_000;
/// Passages whose lines are shown first: more than fit on any screen.
const FIRST: usize = 300;

/// What is looked for, and how it is found.
#[derive(Debug)]
pub struct ConcordanceRow {
    pub rival: Rival,
    search: NodeSearch,
}

/// One hit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConcordanceLine {
    /// The row of the query that it is a hit of, counted from 0.
    pub rival: usize,
    /// The place of the statement that counts: of a text of a held statement, the one held.
    pub statement: usize,
    pub hit: NodeHit,
    /// The passages with the same wording, if this line is shown for theirs too.
    pub witnesses: Vec<PassageNo>,
}

/// Lines, wordings and statements.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct LineCounts {
    /// Hits.
    pub lines: usize,
    /// Passages with a hit; those with the same words count once.
    pub wordings: usize,
    /// Statements with a hit.
    pub statements: usize,
    /// The statements that the filters choose. All counts of statements add up to them.
    pub of: usize,
    /// Statements that say it, but without a quotation here.
    pub not_quoted: usize,
    /// Statements that say it, but in no passage that the filters leave.
    pub left_out: usize,
    /// Statements whose whole text does not have it.
    pub silent: usize,
    /// Statements of which only a part is held, and that does not have it.
    pub unseen: usize,
}

/// The order of lines.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum LineOrder {
    /// By date, then in reading order
    #[default]
    Date,
    /// By the words before the node, the nearest first
    Left,
    /// By the words after the node
    Right,
    /// By the form of the node
    Node,
    /// By the meaning of the passage
    Meaning,
    /// By date, each sentence compared with the one before
    Variant,
}

impl LineOrder {
    pub const ALL: [Self; 6] =
        [Self::Date, Self::Left, Self::Right, Self::Node, Self::Meaning, Self::Variant];

    /// As readers see it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Date => "by date",
            Self::Left => "by the words before",
            Self::Right => "by the words after",
            Self::Node => "by form",
            Self::Meaning => "by meaning",
            Self::Variant => "by date, each compared with the one before",
        }
    }
}

/// Whether passages with the same words are one line.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum RepeatListing {
    #[default]
    #[serde(rename = "folded")]
    Collapsed,
    Listed,
}

/// All lines of a query.
#[derive(Debug, Default)]
pub struct Concordance {
    pub rows: Vec<ConcordanceRow>,
    /// In the order asked.
    pub lines: Vec<ConcordanceLine>,
    /// Of each row.
    pub counts: Vec<LineCounts>,
    /// Of all rows together.
    pub total: LineCounts,
    /// What the reader should know of how the query was understood, and why a row has no line.
    pub notes: Vec<String>,
    /// Whether all lines are listed and counted.
    pub is_whole: bool,
    scope: RowScope,
    listing: RepeatListing,
}

/// A line in its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineText<'a> {
    /// The statement that counts.
    pub statement: &'a Statement,
    /// The record that has the passage: the statement, or a text of it.
    pub record: &'a Statement,
    pub passage: &'a Passage,
    pub layer: Layer,
    pub printed_only: bool,
    pub language: Language,
    /// The whole text of the layer.
    pub text: &'a str,
    /// Where the node is in it, and its sentence.
    pub node: Range<usize>,
    pub sentence: Range<usize>,
    /// The other clauses of the row within the text.
    pub others: Vec<Range<usize>>,
}

impl LineCounts {
    /// Counts the statements by what they do.
    fn of(stances: &[Stance]) -> Self {
        let count = |stance: Stance| stances.iter().filter(|own| **own == stance).count();
        Self {
            statements: count(Stance::Says),
            of: stances.len(),
            not_quoted: count(Stance::SaidNotQuoted),
            left_out: count(Stance::LeftOut),
            silent: count(Stance::Silent),
            unseen: count(Stance::NotSeen),
            ..Self::default()
        }
    }
}

impl<'a> LineText<'a> {
    /// The text before the node, the node, and the text after it, within `context`.
    pub fn parts(&self, context: &Range<usize>) -> [&'a str; 3] {
        let part = |range: Range<usize>| slice(self.text, range);
        [part(context.start..self.node.start), part(self.node.clone()), part(self.node.end..context.end)]
    }

    /// How sure the wording of the line is: `=` if the official text has it; else why not.
    pub fn sure(&self) -> &'static str {
        wording_verdict(self.layer.field(), self.passage.check.as_deref()).sign()
    }
}

impl Concordance {
    /// The lines of a query in `order`. An error if the query is not understood.
    pub fn new(
        corpus: &Corpus,
        index: &Index,
        query: &str,
        order: LineOrder,
        listing: RepeatListing,
    ) -> Result<Self, String> {
        let mut concordance = Self::begin(corpus, index, query, order, listing)?;
        if !concordance.is_whole {
            concordance.finish(corpus, index);
        }
        Ok(concordance)
    }

    /// As [`Concordance::new`]; where there are very many lines by date, only the first of them, until [`Concordance::finish`].
    pub fn begin(
        corpus: &Corpus,
        index: &Index,
        query: &str,
        order: LineOrder,
        listing: RepeatListing,
    ) -> Result<Self, String> {
        let mut concordance = Self::attested(corpus, index, query, listing)?;
        let first = concordance.first_records(corpus).filter(|_| order == LineOrder::Date);
        match first {
            Some(first) => concordance.fill(corpus, index, &first),
            None => concordance.finish(corpus, index),
        }
        if order != LineOrder::Date {
            concordance.sort(corpus, index, order);
        }
        Ok(concordance)
    }

    /// Lists all lines by date.
    pub fn finish(&mut self, corpus: &Corpus, index: &Index) {
        let records = self.scope.records(corpus).collect();
        self.fill(corpus, index, &records);
        self.is_whole = true;
    }

    /// The rows of a query, and what the statements do with the words, without a line.
    fn attested(corpus: &Corpus, index: &Index, query: &str, listing: RepeatListing) -> Result<Self, String> {
        let rivals = Query::rivals(query, &corpus.dataset().subject.term)?;
        // All rows have the same filters.
        let scope = rivals.first().map(|rival| index.scope(corpus, rival)).transpose()?.unwrap_or_default();
        let mut concordance = Self { notes: scope.notes.clone(), scope, listing, ..Self::default() };
        let mut together: Vec<Stance> = Vec::new();
        for rival in rivals {
            let stances = concordance.add_row(corpus, index, rival)?;
            together = match &*together {
                [] => stances,
                all => all.iter().zip(&stances).map(|(one, other)| one.or(*other)).collect(),
            };
        }
        let asked: Vec<&str> = concordance.rows.iter().map(|row| &*row.rival.typed).collect();
        concordance.notes.extend(concordance.scope.told_apart(&asked.join(" vs "), &together));
        concordance.total = LineCounts::of(&together);
        Ok(concordance)
    }

    /// Adds a row without its lines; returns what each counted statement does.
    fn add_row(&mut self, corpus: &Corpus, index: &Index, rival: Rival) -> Result<Vec<Stance>, String> {
        let attested = match self.listing {
            RepeatListing::Collapsed => attested(corpus, index, &rival)?,
            RepeatListing::Listed => index.attestation(corpus, &rival)?,
        };
        let notes: Vec<String> = attested.notes(corpus, &self.scope, &rival.typed).collect();
        let stances: Vec<Stance> = self.scope.counted.iter().map(|at| attested.stance(*at)).collect();
        let search = attested.search;
        self.notes.extend(search.notes().iter().cloned().chain(notes));
        let says = |at: usize| search.is_in(corpus.span(at));
        if !self.scope.records(corpus).any(says) {
            let failures = index.failures(corpus, &rival);
            self.notes.extend(failures.iter().map(|why| format!("{}: {why}", rival.typed)));
        }
        self.counts.push(LineCounts::of(&stances));
        self.rows.push(ConcordanceRow { rival, search });
        Ok(stances)
    }

    /// The records of the first lines by date; `None` where there are few lines.
    fn first_records(&self, corpus: &Corpus) -> Option<FxHashSet<usize>> {
        let all: FxHashSet<usize> = self.scope.records(corpus).collect();
        let (mut first, mut lines, mut passages) = (FxHashSet::default(), 0, 0);
        for at in corpus.by_date().filter(|at| all.contains(at)) {
            passages += self.rows.iter().map(|row| row.search.count_in(corpus.span(at))).sum::<usize>();
            if lines < FIRST {
                first.extend(corpus.records(at));
                lines = passages;
            }
        }
        (passages > MANY).then_some(first)
    }

    /// Lists the lines of these records by date.
    fn fill(&mut self, corpus: &Corpus, index: &Index, records: &FxHashSet<usize>) {
        self.lines.clear();
        for (rival, (row, counts)) in self.rows.iter().zip(&mut self.counts).enumerate() {
            let hits = hits_of(corpus, index, row, records);
            let distinct = DistinctHits::new(corpus, &hits);
            (counts.lines, counts.wordings) = (hits.len(), distinct.wordings);
            let listed = match self.listing {
                RepeatListing::Collapsed => distinct.shown,
                RepeatListing::Listed => hits.iter().map(|hit| (hit, Vec::new())).collect(),
            };
            self.lines.extend(lines_of(corpus, rival, listed));
        }
        self.total.lines = self.counts.iter().map(|one| one.lines).sum();
        self.total.wordings = self.counts.iter().map(|one| one.wordings).sum();
        self.sort(corpus, index, LineOrder::Date);
    }

    /// The lines, with those of passages with the same words as one, whatever is listed.
    pub fn collapsed(&self, corpus: &Corpus) -> Cow<'_, [ConcordanceLine]> {
        if self.listing == RepeatListing::Collapsed {
            return Cow::Borrowed(&self.lines);
        }
        let of_row = |rival: usize| {
            let lines = self.lines.iter().filter(|line| line.rival == rival);
            let mut hits: Vec<NodeHit> = lines.map(|line| line.hit.clone()).collect();
            hits.sort_by_key(|hit| (hit.passage, hit.words.start));
            let shown = DistinctHits::new(corpus, &hits).shown;
            lines_of(corpus, rival, shown).collect::<Vec<ConcordanceLine>>()
        };
        (0..self.rows.len()).flat_map(of_row).collect()
    }

    /// The counted statements, by their places.
    pub fn counted(&self) -> &[usize] {
        &self.scope.counted
    }

    /// Puts the lines in another order; equal ones stay as they are.
    pub fn sort(&mut self, corpus: &Corpus, index: &Index, order: LineOrder) {
        match order {
            LineOrder::Date | LineOrder::Variant => {
                let ranks = date_ranks(corpus);
                self.lines.sort_by_cached_key(|line| {
                    (ranks.get(line.statement).copied(), line.hit.passage, line.hit.words.start, line.rival)
                });
            }
            LineOrder::Left => self.sort_by_words(index, |hit| hit.left),
            LineOrder::Right => self.sort_by_words(index, |hit| hit.right),
            LineOrder::Node => self.sort_by_words(index, |hit| hit.node),
            LineOrder::Meaning => {
                let key = |line: &ConcordanceLine| {
                    let meaning = line.meaning(corpus);
                    let at = meaning.and_then(|(id, _)| corpus.dataset().meaning_place(id));
                    (at.is_none(), at, meaning.map(|(_, bearing)| bearing))
                };
                self.lines.sort_by_cached_key(key);
            }
        }
    }

    /// Sorts by words: no word first, then English, then Korean.
    fn sort_by_words(
        &mut self,
        index: &Index,
        words: impl Fn(&NodeHit) -> [Option<IndexedWordNo>; SORTED_WORDS],
    ) {
        let distinct: FxHashSet<IndexedWordNo> =
            self.lines.iter().flat_map(|line| words(&line.hit).into_iter().flatten()).collect();
        let mut distinct: Vec<(bool, String, IndexedWordNo)> = distinct
            .into_iter()
            .map(|word| (index.word_text(word), word))
            .map(|(text, word)| (holds_hangul(text), text.to_lowercase(), word))
            .collect();
        distinct.sort_unstable();
        let mut ranks: FxHashMap<IndexedWordNo, u32> = FxHashMap::default();
        let same = distinct.chunk_by(|one, next| (one.0, &one.1) == (next.0, &next.1));
        for (rank, same) in (1..).zip(same) {
            ranks.extend(same.iter().map(|(_, _, word)| (*word, rank)));
        }
        self.lines.sort_by_cached_key(|line| {
            words(&line.hit).map(|word| word.and_then(|word| ranks.get(&word)).copied().unwrap_or(0))
        });
    }

    /// A line in its text; `None` only if the corpus and the index do not belong together.
    pub fn text<'a>(
        &self,
        corpus: &'a Corpus,
        index: &Index,
        line: &ConcordanceLine,
    ) -> Option<LineText<'a>> {
        let row = self.rows.get(line.rival)?;
        let statement = corpus.statements().get(line.statement)?;
        let (record, passage) = corpus.passage(line.hit.passage)?;
        let layer = Layer::of(line.hit.field)?;
        let text = layer.text(record, passage)?;
        let node = index.node_range(&row.search, &line.hit, text)?;
        let sentence = sentences(text).into_iter().find(|sentence| node.start < sentence.end)?;
        let others = index.other_clauses(&row.search, text);
        let others =
            others.into_iter().filter(|other| other.end <= node.start || node.end <= other.start).collect();
        let printed_only = is_printed_only(layer, passage);
        let language = Language::of(text);
        Some(LineText {
            statement,
            record,
            passage,
            layer,
            printed_only,
            language,
            text,
            node,
            sentence,
            others,
        })
    }
}

impl ConcordanceLine {
    /// The meaning that its passage has, or a passage that repeats it.
    pub fn meaning<'a>(&self, corpus: &'a Corpus) -> Option<(&'a str, Bearing)> {
        let passages = std::iter::once(&self.hit.passage).chain(&self.witnesses);
        let borne = passages.filter_map(|number| corpus.passage(*number)?.1.borne());
        borne.map(|(meaning, bearing)| (&**meaning, bearing)).next()
    }
}

/// For each statement, its place in order of date.
fn date_ranks(corpus: &Corpus) -> Vec<usize> {
    let mut ranks = vec![0; corpus.statements().len()];
    for (rank, at) in corpus.by_date().enumerate() {
        ranks.get_mut(at).into_iter().for_each(|place| *place = rank);
    }
    ranks
}

/// Hits of a row as lines, each with the passages that have the same words.
fn lines_of(
    corpus: &Corpus,
    rival: usize,
    hits: Vec<(&NodeHit, Vec<PassageNo>)>,
) -> impl Iterator<Item = ConcordanceLine> {
    hits.into_iter().filter_map(move |(hit, witnesses)| {
        let record = corpus.statement_of(hit.passage)?;
        let statement = corpus.counted_as(record);
        Some(ConcordanceLine { rival, statement, hit: hit.clone(), witnesses })
    })
}

/// The hits of a row in these records, in reading order.
fn hits_of(corpus: &Corpus, index: &Index, row: &ConcordanceRow, records: &FxHashSet<usize>) -> Vec<NodeHit> {
    let is_asked = |passage| corpus.statement_of(passage).is_some_and(|at| records.contains(&at));
    index.all_node_hits(&row.search, is_asked)
}
