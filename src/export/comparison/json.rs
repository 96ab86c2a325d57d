//! Comparisons for programs: the rows of the envelope.
//!
//! Invariant: a field's name, place and meaning never change while `"schema"` is 1; ranges are in Unicode scalar values.

use std::ops::Range;

use serde::Serialize;

use crate::analysis::compare::{
    ClassCounts, Classes, ComparedPair, ComparedSide, ComparedUnit, StatementComparison,
};
use crate::analysis::languages::{LanguageComparison, LanguageSide, Pairing, ParagraphPair};
use crate::analysis::scores::{Keyness, rounded};
use crate::analysis::sets::{ComparedSet, SetComparison, SetRow, SetRows, SetScores};
use crate::corpus::Corpus;
use crate::text::safe::Text;
use crate::text::{slice, sublist};

/// How many sentences are in each class; the headings apart.
#[derive(Debug, Serialize)]
pub struct ComparisonCounts {
    #[serde(flatten)]
    sentences: CountsView,
    headings: CountsView,
}

#[derive(Debug, Serialize)]
struct CountsView {
    same: usize,
    changed: usize,
    moved: usize,
    perhaps: usize,
    only_a: usize,
    only_b: usize,
}

/// Two statements.
#[derive(Debug, Serialize)]
pub struct StatementsView<'a> {
    a: SideView<'a>,
    b: SideView<'a>,
    #[serde(flatten)]
    sentences: ClassesView<'a>,
    headings: ClassesView<'a>,
    terms: OccurrencesView<'a>,
}

#[derive(Debug, Serialize)]
struct SideView<'a> {
    id: &'a Text,
    /// The record whose passages were compared.
    record: &'a Text,
    label: &'a Text,
    units: usize,
    headings: usize,
    held: &'a Text,
    whole: bool,
    language: &'static str,
}

#[derive(Debug, Serialize)]
struct ClassesView<'a> {
    pairs: Vec<PairView<'a>>,
    perhaps: Vec<PairView<'a>>,
    only_a: Vec<UnitView<'a>>,
    only_b: Vec<UnitView<'a>>,
}

#[derive(Debug, Serialize)]
struct PairView<'a> {
    /// The passages of the sentences; `a_units` and `b_units` are their places, counted from 1.
    a: Option<&'a Text>,
    b: Option<&'a Text>,
    a_units: Vec<usize>,
    b_units: Vec<usize>,
    kind: &'static str,
    similarity: f64,
    a_layer: Option<&'static str>,
    b_layer: Option<&'static str>,
    a_text: &'a str,
    b_text: &'a str,
    gone: Vec<[usize; 2]>,
    new: Vec<[usize; 2]>,
    /// How many words are the same.
    same_words: usize,
    rewritten: bool,
}

#[derive(Debug, Serialize)]
struct UnitView<'a> {
    id: &'a Text,
    unit: usize,
    layer: &'static str,
    text: &'a str,
}

#[derive(Debug, Serialize)]
struct OccurrencesView<'a> {
    only_a: Vec<OccurrenceView<'a>>,
    both: Vec<OccurrenceView<'a>>,
    only_b: Vec<OccurrenceView<'a>>,
}

#[derive(Debug, Serialize)]
struct OccurrenceView<'a> {
    term: Option<&'a Text>,
    a: usize,
    b: usize,
}

impl From<ClassCounts> for CountsView {
    fn from(counts: ClassCounts) -> Self {
        let ClassCounts { same, changed, moved, perhaps, only_a, only_b } = counts;
        Self { same, changed, moved, perhaps, only_a, only_b }
    }
}

impl ComparisonCounts {
    pub fn new(found: &StatementComparison) -> Self {
        Self { sentences: found.sentences.counts().into(), headings: found.headings.counts().into() }
    }
}

impl<'a> StatementsView<'a> {
    pub fn new(corpus: &'a Corpus, found: &'a StatementComparison) -> Self {
        let StatementComparison { a, b, sentences, headings, terms } = found;
        let occurrences = |is_of: fn(usize, usize) -> bool| {
            let terms = terms.iter().filter(|term| is_of(term.a, term.b));
            let view = terms.map(|one| OccurrenceView {
                term: corpus.dataset().terms.get(one.term).map(|term| &term.id),
                a: one.a,
                b: one.b,
            });
            view.collect()
        };
        Self {
            a: SideView::new(a),
            b: SideView::new(b),
            sentences: ClassesView::new(sentences, &a.sentences, &b.sentences),
            headings: ClassesView::new(headings, &a.headings, &b.headings),
            terms: OccurrencesView {
                only_a: occurrences(|_, b| b == 0),
                both: occurrences(|a, b| a > 0 && b > 0),
                only_b: occurrences(|a, _| a == 0),
            },
        }
    }
}

impl<'a> SideView<'a> {
    fn new(side: &'a ComparedSide) -> Self {
        Self {
            id: &side.statement.id,
            record: &side.record.id,
            label: &side.statement.label,
            units: side.sentences.len(),
            headings: side.headings.len(),
            held: &side.record.held,
            whole: side.is_whole,
            language: side.language.name(),
        }
    }
}

impl<'a> ClassesView<'a> {
    fn new(classes: &'a Classes, a: &'a [ComparedUnit], b: &'a [ComparedUnit]) -> Self {
        let units = |places: &[usize], all: &'a [ComparedUnit]| {
            let units = places.iter().filter_map(|at| Some((at + 1, all.get(*at)?)));
            units.map(|(unit, one)| UnitView::new(unit, one)).collect()
        };
        Self {
            pairs: classes.pairs.iter().map(PairView::new).collect(),
            perhaps: classes.perhaps.iter().map(PairView::new).collect(),
            only_a: units(&classes.only_a, a),
            only_b: units(&classes.only_b, b),
        }
    }
}

impl<'a> UnitView<'a> {
    fn new(unit: usize, one: &'a ComparedUnit) -> Self {
        Self { id: &one.passage.id, unit, layer: one.layer.name(), text: one.text }
    }
}

impl<'a> PairView<'a> {
    fn new(pair: &'a ComparedPair) -> Self {
        let places = |range: &Range<usize>| range.clone().map(|at| at + 1).collect();
        let (a, b) = (pair.units_a.first(), pair.units_b.first());
        Self {
            a: a.map(|unit| &unit.passage.id),
            b: b.map(|unit| &unit.passage.id),
            a_units: places(&pair.a),
            b_units: places(&pair.b),
            kind: pair.kind.name(),
            similarity: (pair.similarity * 100.0).round() / 100.0,
            a_layer: a.map(|unit| unit.layer.name()),
            b_layer: b.map(|unit| unit.layer.name()),
            a_text: &pair.a_text,
            b_text: &pair.b_text,
            gone: pair.redline.gone_ranges().map(|range| scalars(&pair.a_text, range)).collect(),
            new: pair.redline.new_ranges().map(|range| scalars(&pair.b_text, range)).collect(),
            same_words: pair.redline.same,
            rewritten: pair.redline.is_rewritten,
        }
    }
}

/// A byte range in Unicode scalar values.
fn scalars(text: &str, range: &Range<usize>) -> [usize; 2] {
    [range.start, range.end].map(|end| slice(text, 0..end).chars().count())
}

/// How many key terms and content words only one set has, or both.
#[derive(Debug, Serialize)]
pub struct SetCounts {
    #[serde(flatten)]
    terms: RowCountsView,
    words: RowCountsView,
}

#[derive(Debug, Serialize)]
struct RowCountsView {
    only_a: usize,
    both: usize,
    only_b: usize,
}

/// Two sets.
#[derive(Debug, Serialize)]
pub struct SetsView<'a> {
    a: SetView<'a>,
    b: SetView<'a>,
    terms: SetRowsView<'a>,
    words: SetRowsView<'a>,
}

#[derive(Debug, Serialize)]
struct SetView<'a> {
    query: &'a str,
    statements: Vec<&'a Text>,
    passages: usize,
    words: usize,
    years: Option<(i32, i32)>,
}

#[derive(Debug, Serialize)]
struct SetRowsView<'a> {
    only_a: Vec<SetRowView<'a>>,
    both: Vec<SetRowView<'a>>,
    only_b: Vec<SetRowView<'a>>,
}

/// How many statements of each side have a term or a word, and how many statements there are.
#[derive(Debug, Serialize)]
struct SetRowView<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    term: Option<&'a Text>,
    #[serde(skip_serializing_if = "Option::is_none")]
    word: Option<&'a str>,
    a: usize,
    of_a: usize,
    b: usize,
    of_b: usize,
    statements_a: Vec<&'a Text>,
    statements_b: Vec<&'a Text>,
    signs: Vec<&'static str>,
    /// Only for sets that are large enough.
    #[serde(flatten)]
    scores: Option<SetScoresView>,
}

/// Occurrences per 1,000 words, and how much more statements of one side say it than those of the other.
#[derive(Debug, Serialize)]
struct SetScoresView {
    occurrences: [usize; 2],
    per_1000_words: [Option<f64>; 2],
    log_ratio: Option<f64>,
    log_ratio_95: Option<[f64; 2]>,
    g2: Option<f64>,
}

impl SetScoresView {
    fn new(occurrences: [usize; 2], scores: SetScores) -> Self {
        let SetScores { per_thousand, keyness } = scores;
        let bound = |key: Keyness, side: f64| rounded(key.log_ratio + side * key.margin);
        Self {
            occurrences,
            per_1000_words: per_thousand,
            log_ratio: keyness.map(|key| rounded(key.log_ratio)),
            log_ratio_95: keyness.map(|key| [bound(key, -1.0), bound(key, 1.0)]),
            g2: keyness.and_then(|key| key.evidence).map(rounded),
        }
    }
}

impl SetCounts {
    pub fn new(found: &SetComparison) -> Self {
        Self { terms: RowCountsView::new(&found.terms), words: RowCountsView::new(&found.words) }
    }
}

impl RowCountsView {
    fn new<K>(rows: &SetRows<K>) -> Self {
        Self { only_a: rows.only_a.len(), both: rows.both.len(), only_b: rows.only_b.len() }
    }
}

impl<'a> SetsView<'a> {
    pub fn new(corpus: &'a Corpus, found: &'a SetComparison, [a, b]: [&'a str; 2]) -> Self {
        let set = |query, set: &ComparedSet| SetView {
            query,
            statements: ids(corpus, &set.statements),
            passages: set.passages,
            words: set.words,
            years: set.years,
        };
        let term = |at: &usize| (corpus.dataset().terms.get(*at).map(|term| &term.id), None);
        Self {
            a: set(a, &found.a),
            b: set(b, &found.b),
            terms: SetRowsView::new(corpus, found, &found.terms, term),
            words: SetRowsView::new(corpus, found, &found.words, |word| (None, Some(word))),
        }
    }
}

impl<'a> SetRowsView<'a> {
    fn new<K>(
        corpus: &'a Corpus,
        sets: &SetComparison,
        found: &'a SetRows<K>,
        key: impl Fn(&'a K) -> (Option<&'a Text>, Option<&'a str>),
    ) -> Self {
        let [of_a, of_b] = [&sets.a, &sets.b].map(|set| set.statements.len());
        let row = |row: &'a SetRow<K>| {
            let (term, word) = key(&row.key);
            SetRowView {
                term,
                word,
                a: row.a.len(),
                of_a,
                b: row.b.len(),
                of_b,
                statements_a: ids(corpus, &row.a),
                statements_b: ids(corpus, &row.b),
                signs: row.signs.iter().map(|sign| sign.name()).collect(),
                scores: sets.scores(row).map(|scores| SetScoresView::new(row.occurrences, scores)),
            }
        };
        let rows = |rows: &'a [SetRow<K>]| rows.iter().map(row).collect();
        Self { only_a: rows(&found.only_a), both: rows(&found.both), only_b: rows(&found.only_b) }
    }
}

fn ids<'a>(corpus: &'a Corpus, places: &[usize]) -> Vec<&'a Text> {
    places.iter().filter_map(|at| Some(&corpus.statements().get(*at)?.id)).collect()
}

/// How many paragraphs have a counterpart, and how many only one text has.
#[derive(Debug, Serialize)]
pub struct ParagraphCounts {
    paired: usize,
    only_a: usize,
    only_b: usize,
}

/// Two texts in two languages.
#[derive(Debug, Serialize)]
pub struct LanguagesView<'a> {
    a: LanguageView<'a>,
    b: LanguageView<'a>,
    paired_by: &'static str,
    pairs: Vec<ParagraphView<'a>>,
}

#[derive(Debug, Serialize)]
struct LanguageView<'a> {
    id: &'a Text,
    language: &'static str,
    paragraphs: usize,
    whole: bool,
}

#[derive(Debug, Serialize)]
struct ParagraphView<'a> {
    a: Vec<&'a str>,
    b: Vec<&'a str>,
    a_text: String,
    b_text: String,
    both: Vec<&'a Text>,
    only_a: Vec<&'a Text>,
    only_b: Vec<&'a Text>,
}

impl ParagraphCounts {
    pub fn new(found: &LanguageComparison) -> Self {
        let of = |is_of: fn(&ParagraphPair) -> bool| found.pairs.iter().filter(|pair| is_of(pair)).count();
        Self {
            paired: of(|pair| !pair.a.is_empty() && !pair.b.is_empty()),
            only_a: of(|pair| pair.b.is_empty()),
            only_b: of(|pair| pair.a.is_empty()),
        }
    }

    pub fn has_pairs(&self) -> bool {
        self.paired > 0
    }
}

impl<'a> LanguagesView<'a> {
    pub fn new(corpus: &'a Corpus, found: &'a LanguageComparison) -> Self {
        let side = |side: &'a LanguageSide| LanguageView {
            id: &side.record.id,
            language: side.language.name(),
            paragraphs: side.paragraphs.len(),
            whole: side.is_whole,
        };
        let terms = |places: &[usize]| {
            places.iter().filter_map(|at| Some(&corpus.dataset().terms.get(*at)?.id)).collect::<Vec<_>>()
        };
        let within = |side: &'a LanguageSide, range: &Range<usize>| {
            let paragraphs = sublist(&side.paragraphs, range.clone());
            let ids = paragraphs.iter().flat_map(|one| one.ids.iter().copied()).collect();
            (ids, paragraphs.iter().map(|one| one.text.as_str()).collect::<Vec<_>>().join("\n"))
        };
        let pair = |pair: &ParagraphPair| {
            let ((a, a_text), (b, b_text)) = (within(&found.a, &pair.a), within(&found.b, &pair.b));
            let (both, only_a, only_b) = (terms(&pair.both), terms(&pair.only_a), terms(&pair.only_b));
            ParagraphView { a, b, a_text, b_text, both, only_a, only_b }
        };
        Self {
            a: side(&found.a),
            b: side(&found.b),
            paired_by: match found.pairing {
                Pairing::Numbers => "numbers",
                Pairing::Lengths => "lengths",
            },
            pairs: found.pairs.iter().map(pair).collect(),
        }
    }
}
