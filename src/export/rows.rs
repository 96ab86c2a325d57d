//! Selections as fields, for programs and tables.
//!
//! A row is a passage with its statement (of `statements`, `hits`), a question and a meaning (of `meanings`), or a mark
//! with its passage. In JSON, a list named after what was exported: `{"schema":1,"dataset":…,"query":…,"total":…,
//! "hits":[…]}`, where a statement holds its passages and the meanings bring the passages that they rest on.
//! `docs/exporting.md` says what each field holds.
//!
//! Invariant: the rows of a selection have the same fields in the same order, whatever is not held.

use serde::{Serialize, Serializer, ser::SerializeMap};
use serde_json::{Map, Value, json};

use super::citation::{Form, cite};
use super::contrast;
use super::marks;
use super::selection::{Selection, Subject};
use crate::corpus::model::{Meaning, Question, Statement};
use crate::corpus::{Corpus, PassageNo};
use crate::search::Certainty;
use crate::text::safe::Text;

/// Fields by name, in order.
pub(super) type Row = Map<String, Value>;

/// Every row of a selection.
pub(super) fn rows<'a>(selection: &Selection<'a>) -> Box<dyn Iterator<Item = Row> + 'a> {
    let corpus = selection.corpus;
    match selection.subject {
        Subject::Statements(places) => Box::new(
            places.iter().flat_map(|at| corpus.passages_of(*at)).map(|number| passage(corpus, Some(number))),
        ),
        Subject::Hits => Box::new(selection.hits().map(move |ranked| {
            let mut row = passage(corpus, Some(ranked.hit.passage));
            row.insert("rank".to_owned(), json!(ranked.rank));
            row.insert("level".to_owned(), json!(ranked.hit.level.label()));
            row.insert("loose".to_owned(), json!(ranked.certainty() == Some(Certainty::Loose)));
            row.insert("matched".to_owned(), json!(ranked.matched(corpus)));
            row
        })),
        Subject::Meanings => {
            let dataset = corpus.dataset();
            Box::new(dataset.questions.iter().flat_map(move |question| {
                dataset.meanings.iter().map(move |meaning| answer(corpus, question, meaning))
            }))
        }
        Subject::Marks(marks) => Box::new(marks.iter().map(move |mark| {
            let mut row = passage(corpus, marks::number(corpus, mark));
            row.extend(marks::own(corpus, mark));
            row
        })),
    }
}

/// The selection as one JSON document, written row by row.
pub(super) fn json(selection: &Selection) -> Option<String> {
    let corpus = selection.corpus;
    let mut written = Vec::new();
    let mut serializer = serde_json::Serializer::pretty(&mut written);
    let mut map = serializer.serialize_map(None).ok()?;
    map.serialize_entry("schema", &1).ok()?;
    map.serialize_entry("dataset", &corpus.dataset().id).ok()?;
    map.serialize_entry("query", &selection.asked.map(|asked| asked.query)).ok()?;
    map.serialize_entry("total", &selection.total()).ok()?;
    match selection.subject {
        Subject::Statements(places) => {
            map.serialize_entry("statements", &Each(|| places.iter().map(|at| whole(corpus, *at)))).ok()?;
        }
        Subject::Hits => map.serialize_entry("hits", &Each(|| rows(selection))).ok()?,
        Subject::Meanings => {
            map.serialize_entry("meanings", &Each(|| rows(selection))).ok()?;
            let evidence =
                || contrast::evidence(corpus).into_iter().map(|number| passage(corpus, Some(number)));
            map.serialize_entry("evidence", &Each(evidence)).ok()?;
        }
        Subject::Marks(_) => map.serialize_entry("marks", &Each(|| rows(selection))).ok()?,
    }
    map.end().ok()?;
    written.push(b'\n');
    String::from_utf8(written).ok()
}

/// A list whose items are made as they are written.
struct Each<F>(F);

impl<F: Fn() -> I, I: Iterator<Item = Row>> Serialize for Each<F> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq((self.0)())
    }
}

/// A statement and its passages.
fn whole(corpus: &Corpus, at: usize) -> Row {
    let mut row = of_statement(corpus, corpus.statements().get(at));
    let passages: Vec<Row> = corpus.passages_of(at).map(|number| of_passage(corpus, Some(number))).collect();
    row.insert("passages".to_owned(), json!(passages));
    row
}

/// A passage and its statement; all fields, but empty, where there is none.
fn passage(corpus: &Corpus, number: Option<PassageNo>) -> Row {
    let held = number.and_then(|number| corpus.passage(number));
    let mut row = of_statement(corpus, held.map(|(statement, _)| statement));
    row.extend(of_passage(corpus, number));
    row
}

fn row<const N: usize>(fields: [(&str, Value); N]) -> Row {
    fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

fn of_statement(corpus: &Corpus, statement: Option<&Statement>) -> Row {
    let dataset = statement.map(|statement| corpus.original_id(statement).0);
    row([
        ("dataset", json!(dataset)),
        ("statement", json!(statement.map(|statement| &statement.id))),
        ("title", json!(statement.map(|statement| &statement.title))),
        ("label", json!(statement.map(|statement| &statement.label))),
        ("series", json!(statement.map(|statement| &statement.series))),
        ("number", json!(statement.and_then(|statement| statement.number))),
        ("date", json!(statement.and_then(|statement| statement.date.as_ref()))),
        ("year", json!(statement.and_then(year))),
        ("date_note", json!(statement.and_then(|statement| statement.date_note.as_ref()))),
        ("standing", json!(statement.map(|statement| statement.standing))),
        ("collects", json!(statement.map(|statement| statement.collects))),
        ("issuers", json!(statement.map(|statement| &statement.issuers))),
        ("signatories", json!(statement.map(|statement| &statement.signatories))),
        ("place", json!(statement.and_then(|statement| statement.place.as_ref()))),
        ("held", json!(statement.map(|statement| &statement.held))),
    ])
}

/// The year, of a date too. That of a collecting place only says where it stands in a list.
fn year(statement: &Statement) -> Option<i32> {
    let dated = statement.date.as_ref().and_then(|date| date.split('-').next()?.parse().ok());
    dated.or(statement.year.filter(|_| !statement.collects))
}

fn of_passage(corpus: &Corpus, number: Option<PassageNo>) -> Row {
    let passage = number.and_then(|number| corpus.passage(number)).map(|(_, passage)| passage);
    let check = passage.and_then(|passage| passage.check.as_ref());
    let source = passage.and_then(|passage| corpus.source(&passage.source));
    row([
        ("passage", json!(passage.map(|passage| &passage.id))),
        ("kind", json!(passage.map(|passage| passage.kind))),
        ("heading", json!(passage.and_then(|passage| passage.heading.as_ref()))),
        ("locus", json!(passage.and_then(|passage| passage.locus.as_ref()))),
        ("text", json!(passage.map(|passage| &passage.text))),
        ("meaning", json!(passage.and_then(|passage| passage.meaning.as_ref()))),
        ("bearing", json!(passage.and_then(|passage| passage.bearing))),
        ("verdict", json!(check.map(|check| check.verdict))),
        ("check_note", json!(check.map(|check| &check.note))),
        ("official", json!(check.and_then(|check| check.official.as_ref()))),
        ("official_korean", json!(check.and_then(|check| check.korean.as_ref()))),
        ("found_at", json!(check.and_then(|check| check.found.as_ref()))),
        ("source", json!(source.map(|source| &source.title))),
        ("address", json!(source.and_then(|source| source.address.as_ref()))),
        ("retrieved", json!(source.and_then(|source| source.retrieved.as_ref()))),
        ("sha256", json!(source.and_then(|source| source.sha256.as_ref()))),
        ("citation", json!(number.and_then(|number| cite(corpus, number, Form::Citation)))),
    ])
}

/// What a meaning answers to a question, and the citations of what the answer rests on.
fn answer(corpus: &Corpus, question: &Question, meaning: &Meaning) -> Row {
    let answer = meaning.answers.get(&question.id);
    let ids: &[Text] = answer.map_or(&[], |answer| &answer.evidence);
    let citations = contrast::numbers(corpus, ids).filter_map(|number| cite(corpus, number, Form::Citation));
    row([
        ("dataset", json!(corpus.dataset().id)),
        ("question", json!(question.id)),
        ("asked", json!(question.text)),
        ("meaning", json!(meaning.id)),
        ("letter", json!(corpus.letter(&meaning.id))),
        ("name", json!(meaning.name)),
        ("gloss", json!(meaning.gloss)),
        ("answer", json!(answer.map(|answer| &answer.text))),
        ("evidence", json!(ids)),
        ("citations", json!(citations.collect::<Vec<String>>())),
        ("shown_by", json!(meaning.evidence)),
    ])
}

/// A field as the one text that a table holds of it.
pub(super) fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(cell).collect::<Vec<String>>().join("; "),
        Value::Bool(_) | Value::Number(_) | Value::Object(_) => value.to_string(),
    }
}
