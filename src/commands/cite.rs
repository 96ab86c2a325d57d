//! `linchpin cite ID`: the citation of a passage, or of all passages of a statement.
//!
//! With `--json`, whatever the format: `{"schema":1,"citations":[…]}`, one for each passage, with all that its
//! statement, its source and its wording check say, and the citation as text.

use serde_json::{Value, json};

use super::show::{named, unknown};
use super::{Outcome, Output};
use crate::corpus::model::{Check, Passage, Statement};
use crate::corpus::{Corpus, PassageNo, Target};
use crate::export::citation::{self, Form, Format};
use crate::library::Library;

pub(super) fn cite(library: &Library, id: &str, format: Format, json: bool) -> Output {
    let corpus = &library.corpus;
    let nothing = || unknown(library, id, json.then(|| json!({ "schema": 1, "citations": [] })));
    let Some(target) = named(corpus, id) else { return nothing() };
    if json {
        let numbers: Vec<PassageNo> = match target {
            Target::Statement(at) => corpus.passages_of(at).collect(),
            Target::Passage(number) => vec![number],
        };
        let citations: Vec<Value> = numbers.into_iter().map(|number| fields(corpus, number)).collect();
        return Output::json(&json!({ "schema": 1, "citations": citations }), Outcome::Found);
    }
    citation::write(corpus, target, format).map_or_else(nothing, Output::found)
}

/// All that a citation holds.
fn fields(corpus: &Corpus, number: PassageNo) -> Value {
    let Some((statement, passage)): Option<(&Statement, &Passage)> = corpus.passage(number) else {
        return Value::Null;
    };
    json!({
        "id": passage.id,
        "kind": passage.kind,
        "text": passage.text,
        "statement": statement.id,
        "title": statement.title,
        "issuers": statement.issuers,
        "signatories": statement.signatories,
        "standing": statement.standing,
        "collects": statement.collects,
        "date": statement.date,
        "year": statement.year,
        "date_note": statement.date_note,
        "place": statement.place,
        "held": statement.held,
        "heading": passage.heading,
        "locus": passage.locus,
        "source": corpus.source(&passage.source),
        "check": passage.check.as_ref().map(|check| checked(corpus, check)),
        "citation": citation::cite(corpus, number, Form::Citation),
    })
}

/// The check as in the dataset, with its source instead of the source's id.
fn checked(corpus: &Corpus, check: &Check) -> Value {
    let mut value = json!(check);
    let source = check.source.as_ref().and_then(|id| corpus.source(id));
    if let (Some(source), Some(object)) = (source, value.as_object_mut()) {
        object.insert("source".to_owned(), json!(source));
    }
    value
}
