//! The reader's marks and notes on their way out.
//!
//! Invariant: every mark leaves, with the words that were marked and what has become of their passage; those that are
//! still held bring their citation. Words that the dataset does not hold are not called a quotation.

use serde_json::{Map, Value, json};

use super::citation::{Form, cite};
use super::document::{self, Entry, plain};
use crate::corpus::{Corpus, PassageNo, Target};
use crate::page::marks::{MARKED, MarkStatus, mark_status};
use crate::store::marks::Mark;

/// Marks as `linchpin marks` gives them to programs: `{"schema":1,"marks":[…]}`.
pub fn json(corpus: &Corpus, marks: &[Mark]) -> Value {
    json!({ "schema": 1, "marks": marks.iter().map(|mark| fields(corpus, mark)).collect::<Vec<Value>>() })
}

fn fields(corpus: &Corpus, mark: &Mark) -> Value {
    let (status, number) = held(corpus, mark);
    let held = number.and_then(|number| corpus.passage(number));
    json!({
        "dataset": mark.dataset,
        "passage": mark.passage,
        "title": held.map(|(statement, _)| &statement.title),
        "date": held.and_then(|(statement, _)| statement.date.as_ref()),
        "standing": held.map(|(statement, _)| statement.standing.name()),
        "verdict": held.and_then(|(_, passage)| passage.check.as_ref()).map(|check| check.verdict.name()),
        "quote": mark.quote,
        "note": mark.note,
        "fate": name(status),
        "citation": number.and_then(|number| cite(corpus, number, Form::Citation)),
    })
}

/// The passage that a mark is on, where it is held.
pub fn number(corpus: &Corpus, mark: &Mark) -> Option<PassageNo> {
    held(corpus, mark).1
}

fn held(corpus: &Corpus, mark: &Mark) -> (MarkStatus, Option<PassageNo>) {
    match mark_status(corpus, mark) {
        (status, Some(Target::Passage(number))) => (status, Some(number)),
        (status, _) => (status, None),
    }
}

fn name(status: MarkStatus) -> &'static str {
    match status {
        MarkStatus::Held => "held",
        MarkStatus::Changed => "changed",
        MarkStatus::Gone => "gone",
        MarkStatus::Elsewhere => "elsewhere",
    }
}

/// What the mark itself adds to the fields of its passage.
pub(super) fn own(corpus: &Corpus, mark: &Mark) -> Map<String, Value> {
    let (status, _) = held(corpus, mark);
    let fields = [
        ("dataset", json!(mark.dataset)),
        ("passage", json!(mark.passage)),
        ("quote", json!(mark.quote)),
        ("note", json!(mark.note)),
        ("fate", json!(name(status))),
    ];
    fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

/// The citation, what has become of the words, the note.
pub(super) fn entry<'a>(corpus: &'a Corpus, mark: &Mark) -> Entry<'a> {
    let (status, number) = held(corpus, mark);
    let mut entry = number.map(|number| document::passage(corpus, number)).unwrap_or_default();
    // Two marks may be on one passage, so that an id would not stand once.
    (entry.id, entry.heading) = (None, None);
    let said = match status {
        MarkStatus::Held => None,
        MarkStatus::Changed => Some("Its words have changed since they were marked.".to_owned()),
        MarkStatus::Gone => Some(format!("Marked as {}, which is no longer in this dataset.", mark.passage)),
        MarkStatus::Elsewhere => {
            Some(format!("Marked in {} as {}, which is not in this dataset.", mark.dataset, mark.passage))
        }
    };
    if let Some(said) = said {
        entry.notes.extend([plain(said), plain(format!("{MARKED}{}", mark.quote))]);
    }
    if !mark.note.is_empty() {
        entry.notes.push(plain(format!("Note: {}", mark.note)));
    }
    entry
}
