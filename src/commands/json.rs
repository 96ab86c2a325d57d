//! Answers for programs: one struct for each JSON shape. The exports' shapes are in `export::rows`.
//!
//! Invariant: a field's name, place and meaning never change while `"schema"` is 1.

pub(super) mod files;

use std::collections::BTreeMap;
use std::ops::Range;

use serde::Serialize;

use crate::corpus::model::{
    Meaning, Passage, PassageKind, Question, Source, Standing, Statement, Term, Verdict,
};
use crate::corpus::stance::Stance;
use crate::corpus::{Corpus, PassageNo};
use crate::export::citation::{CopyKind, cite};
use crate::export::rows::{StancesView, WithoutView};
use crate::library::Library;
use crate::search::{Found, Hit};
use crate::text::safe::Text;
use crate::text::slice;

/// A part of a text, counted in Unicode scalar values.
#[derive(Debug, Serialize)]
pub(super) struct ScalarRange {
    pub start: usize,
    pub end: usize,
}

impl ScalarRange {
    pub(super) fn new(text: &str, range: &Range<usize>) -> Self {
        let count = |end: usize| slice(text, 0..end).chars().count();
        Self { start: count(range.start), end: count(range.end) }
    }
}

/// `linchpin list`.
#[derive(Debug, Serialize)]
pub(super) struct ListView<'a> {
    statements: Vec<StatementSummary<'a>>,
}

#[derive(Debug, Serialize)]
struct StatementSummary<'a> {
    id: &'a Text,
    series: &'a Text,
    number: Option<u32>,
    title: &'a Text,
    label: &'a Text,
    date: Option<&'a Text>,
    year: Option<i32>,
    standing: Standing,
    meanings: Vec<&'a Text>,
    passages: usize,
}

impl<'a> ListView<'a> {
    pub(super) fn new(corpus: &'a Corpus) -> Self {
        let summary = |statement: &'a Statement| StatementSummary {
            id: &statement.id,
            series: &statement.series,
            number: statement.number,
            title: &statement.title,
            label: &statement.label,
            date: statement.date.as_ref(),
            year: statement.year,
            standing: statement.standing,
            meanings: meanings(corpus, statement),
            passages: statement.passages.len(),
        };
        Self { statements: corpus.statements().iter().map(summary).collect() }
    }
}

/// The meanings of the statement's passages, each once, in the order of the dataset.
pub(super) fn meanings<'a>(corpus: &'a Corpus, statement: &Statement) -> Vec<&'a Text> {
    let is_borne = |id: &Text| statement.passages.iter().any(|passage| passage.meaning.as_ref() == Some(id));
    corpus.dataset().meanings.iter().map(|meaning| &meaning.id).filter(|id| is_borne(id)).collect()
}

/// `linchpin show`.
#[derive(Debug, Default, Serialize)]
pub(super) struct ShowView<'a> {
    pub statement: Option<&'a Statement>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub passage: Option<MarkedPassage<'a>>,
}

/// A passage as in the dataset, with its term marks.
#[derive(Debug, Serialize)]
pub(super) struct MarkedPassage<'a> {
    #[serde(flatten)]
    passage: &'a Passage,
    marks: Vec<TermRange<'a>>,
    /// What the whole text of the statement says about the quotation, and where that text is.
    #[serde(skip_serializing_if = "Option::is_none")]
    whole_text: Option<WholeTextView<'a>>,
}

#[derive(Debug, Serialize)]
struct WholeTextView<'a> {
    statement: &'a Text,
    found: &'static str,
}

#[derive(Debug, Serialize)]
struct TermRange<'a> {
    #[serde(flatten)]
    range: ScalarRange,
    term: Option<&'a Text>,
}

impl<'a> MarkedPassage<'a> {
    pub(super) fn new(library: &'a Library, number: PassageNo) -> Option<Self> {
        let (_, passage) = library.corpus.passage(number)?;
        let terms = &library.corpus.dataset().terms;
        let marks = library.usage.marks(&library.corpus, number);
        let marks = marks.iter().map(|mark| TermRange {
            range: ScalarRange::new(&passage.text, &mark.range),
            term: terms.get(mark.term).map(|term| &term.id),
        });
        let whole_text = library.corpus.confirmation(number);
        let whole_text =
            whole_text.map(|(found, text)| WholeTextView { statement: &text.id, found: found.label() });
        Some(Self { passage, marks: marks.collect(), whole_text })
    }
}

/// `linchpin search`.
#[derive(Debug, Serialize)]
pub(super) struct SearchView<'a> {
    query: &'a str,
    total: usize,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    without: Vec<WithoutView<'a>>,
    hits: Vec<HitView<'a>>,
    missing: Vec<MissingView<'a>>,
    notes: Vec<Text>,
}

#[derive(Debug, Serialize)]
struct HitView<'a> {
    passage: &'a Text,
    statement: &'a Text,
    date: Option<&'a Text>,
    score: u32,
    level: &'static str,
    text: &'a Text,
    /// `words` where the statement's own words have all of the query, `about` where its title or the editor's words do.
    #[serde(rename = "in")]
    found_in: &'static str,
    /// Whether `total` counts it.
    counted: bool,
    /// What the statement does with the words of `without:`: `silent` or `not seen`.
    #[serde(skip_serializing_if = "Option::is_none")]
    stance: Option<&'static str>,
    /// How many other hits have exactly its words; they are not listed.
    #[serde(skip_serializing_if = "is_zero")]
    same: usize,
    marks: Vec<FieldRange>,
}

/// A part of one field of a passage or its statement.
#[derive(Debug, Serialize)]
struct FieldRange {
    field: &'static str,
    #[serde(flatten)]
    range: ScalarRange,
}

#[derive(Debug, Serialize)]
struct MissingView<'a> {
    word: Text,
    near: &'a [String],
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "what serde calls")]
fn is_zero(count: &usize) -> bool {
    *count == 0
}

impl<'a> SearchView<'a> {
    pub(super) fn new(library: &'a Library, query: &'a str, found: &'a Found) -> Self {
        let hit = |hit: &Hit| {
            let (statement, passage) = library.corpus.passage(hit.passage)?;
            Some(HitView {
                passage: &passage.id,
                statement: &statement.id,
                date: statement.date.as_ref(),
                score: hit.score,
                level: hit.level.label(),
                text: &passage.text,
                found_in: if found.is_said(hit.passage) { "words" } else { "about" },
                counted: found.counts(hit.passage),
                stance: found.stance(hit.passage).map(Stance::label),
                same: found.same(hit.passage),
                marks: library
                    .marks(found, hit.passage)
                    .into_iter()
                    .filter_map(|mark| {
                        let source = mark.field.source(statement, passage)?;
                        Some(FieldRange {
                            field: mark.field.name(),
                            range: ScalarRange::new(source, &mark.range),
                        })
                    })
                    .collect(),
            })
        };
        let hits: Vec<HitView> = found.hits.iter().filter_map(hit).collect();
        let missing = found.missing.iter();
        Self {
            query,
            total: found.total(),
            without: WithoutView::of(&library.corpus, found),
            hits,
            missing: missing.map(|one| MissingView { word: Text::new(&one.word), near: &one.near }).collect(),
            notes: found.notes.iter().map(|note| Text::new(note)).collect(),
        }
    }
}

/// `linchpin meanings`.
#[derive(Debug, Serialize)]
pub(super) struct MeaningsView<'a> {
    questions: &'a [Question],
    meanings: Vec<MeaningView<'a>>,
}

#[derive(Debug, Serialize)]
struct MeaningView<'a> {
    id: &'a Text,
    name: &'a Text,
    gloss: &'a Text,
    /// By question.
    answers: BTreeMap<&'a Text, &'a Text>,
    answer_evidence: BTreeMap<&'a Text, &'a [Text]>,
    cues: &'a [Text],
    evidence: &'a [Text],
}

impl<'a> MeaningsView<'a> {
    pub(super) fn new(corpus: &'a Corpus) -> Self {
        let dataset = corpus.dataset();
        let meaning = |meaning: &'a Meaning| MeaningView {
            id: &meaning.id,
            name: &meaning.name,
            gloss: &meaning.gloss,
            answers: meaning.answers.iter().map(|(question, answer)| (question, &answer.text)).collect(),
            answer_evidence: meaning
                .answers
                .iter()
                .map(|(question, answer)| (question, &*answer.evidence))
                .collect(),
            cues: &meaning.cues,
            evidence: &meaning.evidence,
        };
        Self { questions: &dataset.questions, meanings: dataset.meanings.iter().map(meaning).collect() }
    }
}

/// `linchpin terms`.
#[derive(Debug, Serialize)]
pub(super) struct TermsView<'a> {
    terms: Vec<TermView<'a>>,
}

#[derive(Debug, Serialize)]
struct TermView<'a> {
    #[serde(flatten)]
    term: &'a Term,
    /// The statements whose words held here have it, by date, with analyses and collecting places.
    statements: Vec<&'a Text>,
    #[serde(flatten)]
    stances: StancesView<'a>,
}

impl<'a> TermsView<'a> {
    pub(super) fn new(library: &'a Library) -> Self {
        let terms = library.corpus.dataset().terms.iter().enumerate();
        Self { terms: terms.map(|(at, term)| TermView::new(library, at, term)).collect() }
    }
}

impl<'a> TermView<'a> {
    fn new(library: &'a Library, at: usize, term: &'a Term) -> Self {
        let corpus = &library.corpus;
        let said = library.index.quotations_with(at);
        let uses = |at: &usize| said.is_some_and(|said| said.contains_any_in_range(corpus.span(*at)));
        let id = |at: usize| Some(&corpus.statements().get(at)?.id);
        Self {
            term,
            statements: corpus.by_date().filter(uses).filter_map(id).collect(),
            stances: StancesView::new(corpus, &library.index.stances(corpus, at)),
        }
    }
}

/// `linchpin cite`.
#[derive(Debug, Default, Serialize)]
pub(super) struct CitationsView<'a> {
    citations: Vec<CitationView<'a>>,
}

#[derive(Debug, Serialize)]
struct CitationView<'a> {
    id: &'a Text,
    kind: PassageKind,
    text: &'a Text,
    statement: &'a Text,
    title: &'a Text,
    issuers: &'a [Text],
    signatories: &'a [Text],
    standing: Standing,
    collects: bool,
    date: Option<&'a Text>,
    year: Option<i32>,
    date_note: Option<&'a Text>,
    place: Option<&'a Text>,
    held: &'a Text,
    heading: Option<&'a Text>,
    locus: Option<&'a Text>,
    source: Option<&'a Source>,
    check: Option<CheckView<'a>>,
    citation: Option<String>,
}

/// A check as in the dataset, with the source in place of its id.
#[derive(Debug, Serialize)]
struct CheckView<'a> {
    verdict: Verdict,
    #[serde(skip_serializing_if = "<[u32]>::is_empty")]
    rows: &'a [u32],
    #[serde(skip_serializing_if = "Option::is_none")]
    official: Option<&'a Text>,
    #[serde(skip_serializing_if = "Option::is_none")]
    korean: Option<&'a Text>,
    #[serde(skip_serializing_if = "Option::is_none")]
    found: Option<&'a Text>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<&'a Source>,
    note: &'a Text,
}

impl<'a> CitationsView<'a> {
    pub(super) fn new(corpus: &'a Corpus, passages: impl Iterator<Item = PassageNo>) -> Self {
        Self { citations: passages.filter_map(|number| CitationView::new(corpus, number)).collect() }
    }
}

impl<'a> CitationView<'a> {
    fn new(corpus: &'a Corpus, number: PassageNo) -> Option<Self> {
        let (statement, passage) = corpus.passage(number)?;
        let check = passage.check.as_deref().map(|check| CheckView {
            verdict: check.verdict,
            rows: &check.rows,
            official: check.official.as_ref(),
            korean: check.korean.as_ref(),
            found: check.found.as_ref(),
            source: check.source.as_ref().and_then(|id| corpus.source(id)),
            note: &check.note,
        });
        Some(Self {
            id: &passage.id,
            kind: passage.kind,
            text: &passage.text,
            statement: &statement.id,
            title: &statement.title,
            issuers: &statement.issuers,
            signatories: &statement.signatories,
            standing: statement.standing,
            collects: statement.collects,
            date: statement.date.as_ref(),
            year: statement.year,
            date_note: statement.date_note.as_ref(),
            place: statement.place.as_ref(),
            held: &statement.held,
            heading: passage.heading.as_ref(),
            locus: passage.locus.as_ref(),
            source: corpus.source(&passage.source),
            check,
            citation: cite(corpus, number, CopyKind::Citation),
        })
    }
}
