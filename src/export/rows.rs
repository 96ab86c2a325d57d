//! Selections as rows of fields, for programs and tables.
//!
//! Invariant: all rows of a selection have the same fields in the same order; what is not known is null.

use std::io::{self, Write};

use serde::{Serialize, Serializer, ser::SerializeMap};
use serde_json::{Map, Value};

use super::citation::{CopyKind, cite};
use super::selection::{Contents, RankedHit, Selection, evidence, named};
use super::table::fields;
use crate::corpus::model::{
    Bearing, Check, Extent, Meaning, Passage, PassageKind, Question, Source, Standing, Statement, Verdict,
};
use crate::corpus::stance::Stances;
use crate::corpus::{Corpus, PassageNo};
use crate::search::{Certainty, Found, Without};
use crate::store::marks::Mark;
use crate::text::safe::{Text, Typed, escape_json};

/// A statement's fields.
#[derive(Debug, Default, Serialize)]
pub(super) struct StatementFields<'a> {
    dataset: Option<&'a Text>,
    statement: Option<&'a Text>,
    title: Option<&'a Text>,
    label: Option<&'a Text>,
    series: Option<&'a Text>,
    number: Option<u32>,
    date: Option<&'a Text>,
    year: Option<i32>,
    date_note: Option<&'a Text>,
    standing: Option<Standing>,
    collects: Option<bool>,
    issuers: Option<&'a [Text]>,
    signatories: Option<&'a [Text]>,
    place: Option<&'a Text>,
    held: Option<&'a Text>,
    extent: Option<Extent>,
    says: Option<&'a [Text]>,
    silent: Option<&'a [Text]>,
    of: Option<&'a Text>,
    language: Option<&'a Text>,
}

impl<'a> StatementFields<'a> {
    fn new(corpus: &'a Corpus, statement: &'a Statement) -> Self {
        Self {
            dataset: Some(corpus.original_id(statement).0),
            statement: Some(&statement.id),
            title: Some(&statement.title),
            label: Some(&statement.label),
            series: Some(&statement.series),
            number: statement.number,
            date: statement.date.as_ref(),
            year: statement.own_year(),
            date_note: statement.date_note.as_ref(),
            standing: Some(statement.standing),
            collects: Some(statement.collects),
            issuers: Some(&statement.issuers),
            signatories: Some(&statement.signatories),
            place: statement.place.as_ref(),
            held: Some(&statement.held),
            extent: statement.extent,
            says: Some(&statement.says),
            silent: Some(&statement.silent),
            of: statement.of.as_ref(),
            language: statement.language.as_ref(),
        }
    }
}

/// A passage's fields.
#[derive(Debug, Default, Serialize)]
pub(super) struct PassageFields<'a> {
    passage: Option<&'a Text>,
    kind: Option<PassageKind>,
    heading: Option<&'a Text>,
    locus: Option<&'a Text>,
    text: Option<&'a Text>,
    meaning: Option<&'a Text>,
    bearing: Option<Bearing>,
    verdict: Option<Verdict>,
    check_note: Option<&'a Text>,
    official: Option<&'a Text>,
    official_korean: Option<&'a Text>,
    found_at: Option<&'a Text>,
    source: Option<&'a Text>,
    address: Option<&'a Text>,
    retrieved: Option<&'a Text>,
    sha256: Option<&'a Text>,
    citation: Option<String>,
}

impl<'a> PassageFields<'a> {
    fn new(corpus: &'a Corpus, number: PassageNo, passage: &'a Passage) -> Self {
        let check: Option<&Check> = passage.check.as_deref();
        let source: Option<&Source> = corpus.source(&passage.source);
        Self {
            passage: Some(&passage.id),
            kind: Some(passage.kind),
            heading: passage.heading.as_ref(),
            locus: passage.locus.as_ref(),
            text: Some(&passage.text),
            meaning: passage.meaning.as_ref(),
            bearing: passage.bearing,
            verdict: check.map(|check| check.verdict),
            check_note: check.map(|check| &check.note),
            official: check.and_then(|check| check.official.as_ref()),
            official_korean: check.and_then(|check| check.korean.as_ref()),
            found_at: check.and_then(|check| check.found.as_ref()),
            source: source.map(|source| &source.title),
            address: source.and_then(|source| source.address.as_ref()),
            retrieved: source.and_then(|source| source.retrieved.as_ref()),
            sha256: source.and_then(|source| source.sha256.as_ref()),
            citation: cite(corpus, number, CopyKind::Citation),
        }
    }
}

/// A passage with its statement; all fields are null where there is none.
#[derive(Debug, Default, Serialize)]
pub(super) struct PassageRow<'a> {
    #[serde(flatten)]
    statement: StatementFields<'a>,
    #[serde(flatten)]
    passage: PassageFields<'a>,
}

impl<'a> PassageRow<'a> {
    fn new(corpus: &'a Corpus, number: PassageNo) -> Self {
        corpus.passage(number).map_or_else(Self::default, |(statement, passage)| Self {
            statement: StatementFields::new(corpus, statement),
            passage: PassageFields::new(corpus, number, passage),
        })
    }
}

/// A statement and its passages.
#[derive(Debug, Serialize)]
struct StatementRow<'a> {
    #[serde(flatten)]
    statement: StatementFields<'a>,
    passages: Vec<PassageFields<'a>>,
}

impl<'a> StatementRow<'a> {
    fn new(corpus: &'a Corpus, at: usize) -> Self {
        let statement = corpus.statements().get(at);
        let passage = |number| Some(PassageFields::new(corpus, number, corpus.passage(number)?.1));
        Self {
            statement: statement.map(|one| StatementFields::new(corpus, one)).unwrap_or_default(),
            passages: corpus.passages_of(at).filter_map(passage).collect(),
        }
    }
}

#[derive(Debug, Serialize)]
pub(super) struct HitRow<'a> {
    #[serde(flatten)]
    passage: PassageRow<'a>,
    rank: usize,
    level: &'static str,
    loose: bool,
    matched: Vec<String>,
}

impl<'a> HitRow<'a> {
    fn new(corpus: &'a Corpus, ranked: RankedHit) -> Self {
        Self {
            passage: PassageRow::new(corpus, ranked.hit.passage),
            rank: ranked.rank,
            level: ranked.hit.level.label(),
            loose: ranked.certainty() == Some(Certainty::Loose),
            matched: ranked.matched(corpus),
        }
    }
}

/// What a meaning answers to a question, with the citations of the answer's evidence.
#[derive(Debug, Serialize)]
pub(super) struct AnswerRow<'a> {
    dataset: &'a Text,
    question: &'a Text,
    asked: &'a Text,
    meaning: &'a Text,
    letter: Option<char>,
    name: &'a Text,
    gloss: &'a Text,
    answer: Option<&'a Text>,
    evidence: &'a [Text],
    citations: Vec<String>,
    shown_by: &'a [Text],
}

impl<'a> AnswerRow<'a> {
    fn new(corpus: &'a Corpus, question: &'a Question, meaning: &'a Meaning) -> Self {
        let answer = meaning.answers.get(&question.id);
        let evidence: &[Text] = answer.map_or(&[], |answer| &answer.evidence);
        let citation = |number| cite(corpus, number, CopyKind::Citation);
        Self {
            dataset: &corpus.dataset().id,
            question: &question.id,
            asked: &question.text,
            meaning: &meaning.id,
            letter: corpus.letter(&meaning.id),
            name: &meaning.name,
            gloss: &meaning.gloss,
            answer: answer.map(|answer| &answer.text),
            evidence,
            citations: named(corpus, evidence).filter_map(citation).collect(),
            shown_by: &meaning.evidence,
        }
    }
}

/// A mark with its passage; dataset and id are those that were marked.
#[derive(Debug, Serialize)]
pub(super) struct MarkRow<'a> {
    #[serde(flatten)]
    passage: PassageRow<'a>,
    quote: &'a Text,
    note: &'a Typed,
    status: &'static str,
}

impl<'a> MarkRow<'a> {
    fn new(corpus: &'a Corpus, mark: &'a Mark) -> Self {
        let (status, number) = mark.status(corpus);
        let mut passage = number.map(|number| PassageRow::new(corpus, number)).unwrap_or_default();
        (passage.statement.dataset, passage.passage.passage) = (Some(&mark.dataset), Some(&mark.passage));
        Self { passage, quote: &mark.quote, note: &mark.note, status: status.name() }
    }
}

/// A mark as `linchpin marks` lists it.
#[derive(Debug, Serialize)]
pub struct MarkSummary<'a> {
    dataset: &'a Text,
    passage: &'a Text,
    title: Option<&'a Text>,
    date: Option<&'a Text>,
    standing: Option<Standing>,
    verdict: Option<Verdict>,
    quote: &'a Text,
    note: &'a Typed,
    status: &'static str,
    citation: Option<String>,
}

impl<'a> MarkSummary<'a> {
    pub fn new(corpus: &'a Corpus, mark: &'a Mark) -> Self {
        let MarkRow { passage: PassageRow { statement, passage }, quote, note, status } =
            MarkRow::new(corpus, mark);
        Self {
            dataset: &mark.dataset,
            passage: &mark.passage,
            title: statement.title,
            date: statement.date,
            standing: statement.standing,
            verdict: passage.verdict,
            quote,
            note,
            status,
            citation: passage.citation,
        }
    }
}

/// What the counted statements do with a term or a phrase.
#[derive(Debug, Serialize)]
pub struct StancesView<'a> {
    counts: StanceCounts,
    /// The statements, each in one list, by date.
    says: Vec<&'a Text>,
    not_quoted: Vec<&'a Text>,
    silent: Vec<&'a Text>,
    unseen: Vec<&'a Text>,
}

/// How many statements say it, quoted here or not, and of how many; and how many are silent, or were not seen to say
/// it.
#[derive(Debug, Serialize)]
struct StanceCounts {
    statements: usize,
    of: usize,
    silent: usize,
    unseen: usize,
}

impl<'a> StancesView<'a> {
    pub fn new(corpus: &'a Corpus, stances: &Stances) -> Self {
        let ids = |places: &[usize]| {
            places.iter().filter_map(|at| Some(&corpus.statements().get(*at)?.id)).collect()
        };
        Self {
            counts: StanceCounts {
                statements: stances.saying(),
                of: stances.all(),
                silent: stances.silent.len(),
                unseen: stances.not_seen.len(),
            },
            says: ids(&stances.says),
            not_quoted: ids(&stances.said_not_quoted),
            silent: ids(&stances.silent),
            unseen: ids(&stances.not_seen),
        }
    }
}

/// What statements were to be without, and what each does with it.
#[derive(Debug, Serialize)]
pub struct WithoutView<'a> {
    phrase: &'a str,
    #[serde(flatten)]
    stances: StancesView<'a>,
}

impl<'a> WithoutView<'a> {
    /// The rows of what was found.
    pub fn of(corpus: &'a Corpus, found: &'a Found) -> Vec<Self> {
        let view = |without: &'a Without| Self {
            phrase: &without.phrase,
            stances: StancesView::new(corpus, &without.stances),
        };
        found.without.iter().map(view).collect()
    }
}

/// A row of a selection.
///
/// It is a passage with its statement (`statements`, `hits`), a question and a meaning (`meanings`), or a mark with
/// its passage. `docs/exporting.md` explains each field.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(super) enum ExportRow<'a> {
    Passage(PassageRow<'a>),
    Hit(HitRow<'a>),
    Answer(AnswerRow<'a>),
    Mark(MarkRow<'a>),
}

/// The fields of every row, for a table. For a search with `without`, each row ends with what all statements do with
/// those words, since a table has no other place for that.
pub(super) fn fields_of<'a>(
    selection: &Selection<'a>,
) -> impl Iterator<Item = io::Result<Map<String, Value>>> + use<'a> {
    let without = selection.query.iter().flat_map(|query| &query.found.without);
    let without: Vec<String> = without.map(Without::sentence).collect();
    rows(selection).map(move |row| {
        let mut fields = fields(&row)?;
        if !without.is_empty() {
            fields.insert(String::from("without"), without.clone().into());
        }
        Ok(fields)
    })
}

/// Every row of a selection.
pub(super) fn rows<'a>(selection: &Selection<'a>) -> Box<dyn Iterator<Item = ExportRow<'a>> + 'a> {
    let corpus = selection.corpus;
    match selection.contents {
        Contents::Statements(places) => Box::new(
            places
                .iter()
                .flat_map(|at| corpus.passages_of(*at))
                .map(|number| ExportRow::Passage(PassageRow::new(corpus, number))),
        ),
        Contents::Hits => {
            Box::new(selection.hits().map(|ranked| ExportRow::Hit(HitRow::new(corpus, ranked))))
        }
        Contents::Meanings => {
            let dataset = corpus.dataset();
            Box::new(dataset.questions.iter().flat_map(move |question| {
                let meanings = dataset.meanings.iter();
                meanings.map(move |meaning| ExportRow::Answer(AnswerRow::new(corpus, question, meaning)))
            }))
        }
        Contents::Marks(marks) => {
            Box::new(marks.iter().map(|mark| ExportRow::Mark(MarkRow::new(corpus, mark))))
        }
    }
}

/// Writes the selection as one JSON document, row by row.
///
/// It has a list named after what is exported: `{"schema":1,"dataset":…,"query":…,"total":…,"hits":[…]}`; a statement
/// there has a list of passages, and `meanings` adds the passages that they rest on.
pub(super) fn json(selection: &Selection, out: &mut dyn Write) -> io::Result<()> {
    if !matches!(selection.contents, Contents::Marks(_)) {
        return write_json(selection, out);
    }
    // Notes appear as they were typed.
    let mut written = Vec::new();
    write_json(selection, &mut written)?;
    let document = String::from_utf8(written).map_err(io::Error::other)?;
    out.write_all(escape_json(&document).as_bytes())
}

fn write_json(selection: &Selection, out: &mut dyn Write) -> io::Result<()> {
    let corpus = selection.corpus;
    let mut serializer = serde_json::Serializer::pretty(&mut *out);
    let mut map = serializer.serialize_map(None)?;
    map.serialize_entry("schema", &1)?;
    map.serialize_entry("dataset", &corpus.dataset().id)?;
    if let Some(edition) = &corpus.dataset().edition {
        map.serialize_entry("edition", edition)?;
    }
    map.serialize_entry("query", &selection.query.map(|query| query.text))?;
    map.serialize_entry("total", &selection.total())?;
    let without = selection.query.map(|query| WithoutView::of(corpus, query.found)).unwrap_or_default();
    if !without.is_empty() {
        map.serialize_entry("without", &without)?;
    }
    match selection.contents {
        Contents::Statements(places) => map.serialize_entry(
            "statements",
            &Each(|| places.iter().map(|at| StatementRow::new(corpus, *at))),
        )?,
        Contents::Hits => map.serialize_entry("hits", &Each(|| rows(selection)))?,
        Contents::Meanings => {
            map.serialize_entry("meanings", &Each(|| rows(selection)))?;
            let passages = || evidence(corpus).into_iter().map(|number| PassageRow::new(corpus, number));
            map.serialize_entry("evidence", &Each(passages))?;
        }
        Contents::Marks(_) => map.serialize_entry("marks", &Each(|| rows(selection)))?,
    }
    map.end()?;
    out.write_all(b"\n")
}

/// A list that makes its rows while it is written.
struct Each<F>(F);

impl<F: Fn() -> I, I: Iterator<Item: Serialize>> Serialize for Each<F> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq((self.0)())
    }
}
