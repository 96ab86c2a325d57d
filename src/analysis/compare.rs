//! Two statements sentence by sentence: what is the same, what changed, what moved, and what only one of them says.
//!
//! Invariant: each sentence and each heading of either statement is in exactly one class; passages that repeat each
//! other are one. Differences of case, quotation marks and dashes are ignored; those of figures and names are not.

#[cfg(test)]
mod tests;

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ops::Range;

use super::precedent::Sureness;
use super::sentence_pairs::{Alignment, UnitPair, UnitWords, align};
use super::wording::{Language, Layer, quoted, repeats, witnesses};
use crate::corpus::model::{Passage, Statement, UNKNOWN_SERIES};
use crate::corpus::stance::is_counted;
use crate::corpus::usage::Usage;
use crate::corpus::{Corpus, PassageNo};
use crate::search::{compared_words, placed_words, with_stop};
use crate::text::redline::{PlacedWord, Redline};
use crate::text::sentences::sentences;
use crate::text::{slice, sublist};

/// Two statements, compared.
#[derive(Debug)]
pub struct StatementComparison<'a> {
    pub a: ComparedSide<'a>,
    pub b: ComparedSide<'a>,
    pub sentences: Classes<'a>,
    /// Headings are compared with headings, and counted apart.
    pub headings: Classes<'a>,
    pub terms: Vec<TermOccurrences>,
}

/// What was compared of one statement.
#[derive(Debug)]
pub struct ComparedSide<'a> {
    pub statement: &'a Statement,
    /// The record whose passages were compared: the statement itself, or a text of it.
    pub record: &'a Statement,
    /// Whether every paragraph of its text is held.
    pub is_whole: bool,
    pub language: Language,
    pub sentences: Vec<ComparedUnit<'a>>,
    pub headings: Vec<ComparedUnit<'a>>,
}

/// A sentence or a heading.
#[derive(Debug, Clone, Copy)]
pub struct ComparedUnit<'a> {
    pub number: PassageNo,
    pub passage: &'a Passage,
    pub layer: Layer,
    pub text: &'a str,
}

/// The classes of the sentences of two statements, or of their headings.
#[derive(Debug)]
pub struct Classes<'a> {
    /// In order of the first statement.
    pub pairs: Vec<ComparedPair<'a>>,
    /// What is perhaps a pair; these are also among those that only one statement says.
    pub perhaps: Vec<ComparedPair<'a>>,
    /// By their places.
    pub only_a: Vec<usize>,
    pub only_b: Vec<usize>,
}

/// Sentences of both statements that belong together: one of each, or two neighbors of one.
#[derive(Debug)]
pub struct ComparedPair<'a> {
    pub a: Range<usize>,
    pub b: Range<usize>,
    /// The units themselves.
    pub units_a: Vec<ComparedUnit<'a>>,
    pub units_b: Vec<ComparedUnit<'a>>,
    pub a_text: String,
    pub b_text: String,
    pub kind: PairKind,
    pub similarity: f64,
    pub redline: Redline,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PairKind {
    Same,
    Changed,
    /// At another place, changed or not.
    Moved,
    /// Too little is the same to be sure.
    Perhaps,
}

impl PairKind {
    /// Its name in answers.
    pub fn name(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Changed => "changed",
            Self::Moved => "moved",
            Self::Perhaps => "perhaps",
        }
    }
}

impl ComparedUnit<'_> {
    /// The id of its passage, and which wording of it is compared.
    pub fn place(&self) -> String {
        let layer = match self.layer {
            Layer::Official => " (official)",
            Layer::Heading => " (heading)",
            Layer::Printed | Layer::Korean => "",
        };
        format!("{}{layer}", self.passage.id)
    }
}

impl ComparedPair<'_> {
    /// `scm-53/1 → fact-sheet-2025/4 · changed · similarity 0.54`.
    pub fn caption(&self) -> String {
        let ids = |units: &[ComparedUnit]| {
            let mut ids: Vec<String> = units.iter().map(ComparedUnit::place).collect();
            ids.dedup();
            ids.join(" + ")
        };
        let is_changed = !self.redline.changes.is_empty();
        let kind = match (self.kind, self.redline.is_rewritten) {
            (PairKind::Moved, false) if is_changed => "moved, changed",
            (PairKind::Moved, true) => "moved, rewritten",
            (PairKind::Changed, true) => "rewritten",
            (kind, _) => kind.name(),
        };
        let similarity =
            if is_changed { format!(" · similarity {:.2}", self.similarity) } else { String::new() };
        format!("{} → {} · {kind}{similarity}", ids(&self.units_a), ids(&self.units_b))
    }
}

/// How often each statement says a key term.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TermOccurrences {
    /// Its place in the dataset's terms.
    pub term: usize,
    pub a: usize,
    pub b: usize,
}

/// How many sentences are in each class.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClassCounts {
    pub same: usize,
    pub changed: usize,
    pub moved: usize,
    pub perhaps: usize,
    pub only_a: usize,
    pub only_b: usize,
}

impl Classes<'_> {
    pub fn counts(&self) -> ClassCounts {
        let of = |kind| self.pairs.iter().filter(|pair| pair.kind == kind).count();
        ClassCounts {
            same: of(PairKind::Same),
            changed: of(PairKind::Changed),
            moved: of(PairKind::Moved),
            perhaps: self.perhaps.len(),
            only_a: self.only_a.len(),
            only_b: self.only_b.len(),
        }
    }
}

/// The statement before this one in its series: by its number, or by its date where it has none, and then of the same
/// issuers. `None` if the series, the issuers or the date is not known: any other statement might be wrong.
pub fn before(corpus: &Corpus, at: usize) -> Option<usize> {
    let at = corpus.counted_as(at);
    let statement = corpus.statements().get(at)?;
    let counted = corpus.by_date().filter(|other| is_counted(corpus, *other));
    let mut in_series = counted.filter(|other| {
        let other = corpus.statements().get(*other);
        other.is_some_and(|other| other.is_before(statement) && is_in_series_of(other, statement))
    });
    let number = |at: &usize| corpus.statements().get(*at).and_then(|statement| statement.number);
    if statement.number.is_some() { in_series.max_by_key(number) } else { in_series.next_back() }
}

/// Whether one statement is known to be of the series of another.
fn is_in_series_of(other: &Statement, statement: &Statement) -> bool {
    let has_issuers =
        |all: &Statement, of: &Statement| all.issuers.iter().all(|one| of.issuers.contains(one));
    let same_issuers =
        || !statement.issuers.is_empty() && has_issuers(other, statement) && has_issuers(statement, other);
    other.series == statement.series
        && *statement.series != *UNKNOWN_SERIES
        && match (other.number, statement.number) {
            (Some(_), Some(_)) => true,
            (None, None) => same_issuers(),
            (Some(_), None) | (None, Some(_)) => false,
        }
}

/// Compares two statements, named by their places: the whole texts where they are held, else the quotations, in the official
/// wording where it is held.
pub fn compare<'a>(corpus: &'a Corpus, usage: &Usage, a: usize, b: usize) -> Option<StatementComparison<'a>> {
    let (record_a, record_b) = records(corpus, a, b);
    let (a, b) = (ComparedSide::new(corpus, record_a)?, ComparedSide::new(corpus, record_b)?);
    let sentences = classes(&a.sentences, &b.sentences);
    let headings = classes(&a.headings, &b.headings);
    let (said_a, said_b) = (said(corpus, usage, &a), said(corpus, usage, &b));
    let both = said_a.into_iter().zip(said_b).enumerate();
    let terms = both.map(|(term, (a, b))| TermOccurrences { term, a, b });
    let terms = terms.filter(|term| term.a + term.b > 0).collect();
    Some(StatementComparison { a, b, sentences, headings, terms })
}

/// The records whose passages represent two statements: whole texts in one language, if they are held. Two records of one
/// statement represent themselves.
fn records(corpus: &Corpus, a: usize, b: usize) -> (usize, usize) {
    let statement = |at| corpus.counted_as(at);
    if statement(a) == statement(b) {
        return (a, b);
    }
    let first = |at| representing(corpus, at).first().copied().unwrap_or(at);
    texts(corpus, a, b, |one, other| one == other).unwrap_or_else(|| (first(a), first(b)))
}

/// The first records that represent two statements and are in languages that `fit`.
pub(super) fn texts(
    corpus: &Corpus,
    a: usize,
    b: usize,
    fit: impl Fn(Language, Language) -> bool,
) -> Option<(usize, usize)> {
    let of = |at| {
        let records = representing(corpus, at).into_iter();
        let language = |at: usize| corpus.statements().get(at).map(Language::of_statement);
        records.filter_map(|at| Some((at, language(at)?))).collect::<Vec<_>>()
    };
    let (of_a, of_b) = (of(a), of(b));
    let mut pairs = of_a.iter().flat_map(|one| of_b.iter().map(move |other| (one, other)));
    pairs.find_map(|((a, one), (b, other))| fit(*one, *other).then_some((*a, *b)))
}

/// The whole texts that are held of a statement; itself where there is none, or where a text was named.
fn representing(corpus: &Corpus, at: usize) -> Vec<usize> {
    let is_text = corpus.text_of(at).is_some();
    let records = corpus.records(at).filter(|record| !is_text && corpus.is_whole_import(*record));
    let whole: Vec<usize> = records.collect();
    if whole.is_empty() { vec![at] } else { whole }
}

impl<'a> ComparedSide<'a> {
    /// The side that represents a statement beside another one.
    pub(super) fn representing(corpus: &'a Corpus, other: usize, at: usize) -> Option<Self> {
        let record = if other == at {
            representing(corpus, at).first().copied()
        } else {
            Some(records(corpus, other, at).1)
        };
        Self::new(corpus, record?)
    }

    fn new(corpus: &'a Corpus, at: usize) -> Option<Self> {
        let record = corpus.statements().get(at)?;
        let numbers: Vec<PassageNo> = corpus.passages_of(at).collect();
        let (mut sentences, mut headings) = (Vec::new(), Vec::new());
        let mut above = None;
        let represents = representatives(record);
        for (place, layer, text) in quoted(record) {
            let (Some(number), Some(passage)) = (numbers.get(place).copied(), record.passages.get(place))
            else {
                continue;
            };
            if let Some(heading) = passage.heading.as_deref().filter(|heading| above != Some(*heading)) {
                headings.push(ComparedUnit { number, passage, layer: Layer::Heading, text: heading });
            }
            above = passage.heading.as_deref();
            if represents.get(place) != Some(&place) {
                continue;
            }
            let unit = |range| ComparedUnit { number, passage, layer, text: slice(text, range) };
            sentences.extend(units(text).into_iter().map(unit));
        }
        headings.retain(ComparedUnit::has_words);
        sentences.retain(ComparedUnit::has_words);
        Some(Self {
            statement: corpus.text_of(at).and_then(|of| corpus.statements().get(of)).unwrap_or(record),
            record,
            is_whole: corpus.is_whole_import(at),
            language: Language::of_statement(record),
            sentences,
            headings,
        })
    }
}

impl ComparedUnit<'_> {
    fn has_words(&self) -> bool {
        !placed_words(self.text).is_empty()
    }
}

/// For each passage of a statement, the place of the one that represents its wording: of those that repeat each other the
/// surest, of these the longest.
fn representatives(statement: &Statement) -> Vec<usize> {
    if !repeats(statement) {
        return (0..statement.passages.len()).collect();
    }
    let wordings = witnesses(statement);
    let mut best = BTreeMap::new();
    for (place, layer, text) in quoted(statement) {
        let check = statement.passages.get(place).and_then(|passage| passage.check.as_deref());
        let rank = (Sureness::of(layer.field(), check), Reverse(placed_words(text).len()), place);
        let wording = wordings.get(place).copied().unwrap_or(place);
        best.entry(wording).and_modify(|known| *known = rank.min(*known)).or_insert(rank);
    }
    let of = |wording: &usize| best.get(wording).map_or(*wording, |(_, _, place)| *place);
    wordings.iter().map(of).collect()
}

/// The sentences of a passage, without the number that the paragraph begins with.
fn units(text: &str) -> Vec<Range<usize>> {
    let mut units = sentences(text);
    if let Some(first) = units.first_mut() {
        let sentence = slice(text, first.clone());
        let digits = sentence.bytes().take_while(u8::is_ascii_digit).count();
        let rest = sentence.get(digits..).and_then(|rest| rest.strip_prefix(['.', ')']));
        let words = rest.filter(|rest| (1..=3).contains(&digits) && rest.starts_with(char::is_whitespace));
        if let Some(words) = words.map(str::trim_start).filter(|words| !words.is_empty()) {
            first.start = first.end - words.len();
        }
    }
    units
}

/// Puts the units of two statements into classes.
fn classes<'a>(a: &[ComparedUnit<'a>], b: &[ComparedUnit<'a>]) -> Classes<'a> {
    let words =
        |units: &[ComparedUnit]| units.iter().map(|unit| UnitWords::new(unit.text)).collect::<Vec<_>>();
    let Alignment { pairs, perhaps, only_a, only_b } = align(&words(a), &words(b));
    let pair = |pair: UnitPair| ComparedPair::new(a, b, pair);
    let perhaps =
        perhaps.into_iter().map(|one| ComparedPair { kind: PairKind::Perhaps, ..pair(one) }).collect();
    Classes { pairs: pairs.into_iter().map(pair).collect(), perhaps, only_a, only_b }
}

impl<'a> ComparedPair<'a> {
    fn new(a: &[ComparedUnit<'a>], b: &[ComparedUnit<'a>], pair: UnitPair) -> Self {
        let UnitPair { a: place_a, b: place_b, similarity, is_same, is_moved } = pair;
        let units_a = sublist(a, place_a.clone()).to_vec();
        let units_b = sublist(b, place_b.clone()).to_vec();
        let text = |units: &[ComparedUnit]| units.iter().map(|unit| unit.text).collect::<Vec<_>>().join(" ");
        let (a_text, b_text) = (text(&units_a), text(&units_b));
        let kind = match (is_moved, is_same) {
            (true, _) => PairKind::Moved,
            (false, true) => PairKind::Same,
            (false, false) => PairKind::Changed,
        };
        let redline = Redline::new(&shown_words(&a_text), &shown_words(&b_text));
        Self { a: place_a, b: place_b, units_a, units_b, a_text, b_text, kind, similarity, redline }
    }
}

/// The words of a text; abbreviations keep their last stop: `U.S.`, not `U.S`.
fn shown_words(text: &str) -> Vec<PlacedWord> {
    let mut words = compared_words(text);
    for (_, range) in &mut words {
        range.end = with_stop(text, range);
    }
    words
}

/// How often the sentences of one side have each term. A term within another one counts for both.
fn said(corpus: &Corpus, usage: &Usage, side: &ComparedSide) -> Vec<usize> {
    let mut said = vec![0; corpus.dataset().terms.len()];
    for unit in &side.sentences {
        for mark in usage.find_of_each_term(unit.text) {
            said.get_mut(mark.term).into_iter().for_each(|said| *said += 1);
        }
    }
    said
}
