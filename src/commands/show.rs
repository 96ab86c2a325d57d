//! `linchpin show ID`: a statement or one passage, with sources and wording check.

use serde_json::{Value, json};

use super::{Answer, scalars};
use crate::app::Library;
use crate::app::layout::MEASURE;
use crate::corpus::model::{Passage, Standing, Statement};
use crate::corpus::{PassageNo, Target};
use crate::page::passage::{PassagePage, Setting};
use crate::search::Query;

pub(super) fn show(library: &Library, id: &str, json: bool) -> Answer {
    let corpus = &library.corpus;
    let Some(target) = corpus.target(id) else { return unknown(library, id, json) };
    let (at, numbers): (usize, Vec<PassageNo>) = match target {
        Target::Statement(at) => (at, corpus.passages_of(at).collect()),
        Target::Passage(number) => (corpus.statement_of(number).unwrap_or_default(), vec![number]),
    };
    let Some(statement) = corpus.statements().get(at) else { return unknown(library, id, json) };
    if json {
        let mut answer = json!({ "schema": 1, "statement": statement });
        if let (Target::Passage(number), Some(object)) = (target, answer.as_object_mut()) {
            object.insert("passage".to_owned(), passage(library, number));
        }
        return Answer::json(&answer, true);
    }
    let mut text = String::new();
    for (at, number) in numbers.into_iter().enumerate() {
        let setting = if at == 0 { Setting::Print } else { Setting::PrintOn };
        let page = PassagePage {
            corpus,
            usage: &library.usage,
            marking: library.marking(false),
            passage: number,
            hits: &[],
            setting,
        };
        text.push_str(&page.compose(usize::from(MEASURE)).text());
        text.push('\n');
    }
    Answer::found(text.trim_end().to_owned() + "\n")
}

/// The passage as in the dataset, with its term marks.
fn passage(library: &Library, number: PassageNo) -> Value {
    let Some((_, passage)): Option<(&Statement, &Passage)> = library.corpus.passage(number) else {
        return Value::Null;
    };
    let terms = &library.corpus.dataset().terms;
    let mark = |mark: &crate::text::marks::TermMark| {
        let (start, end) = scalars(&passage.text, &mark.range);
        json!({ "start": start, "end": end, "term": terms.get(mark.term).map(|term| &term.id) })
    };
    let marks: Vec<Value> = library.usage.marks(number).iter().map(mark).collect();
    let mut value = json!(passage);
    if let Some(object) = value.as_object_mut() {
        object.insert("marks".to_owned(), marks.into());
    }
    value
}

fn unknown(library: &Library, id: &str, json: bool) -> Answer {
    let id = crate::text::safe::clean(id);
    let near = library.index().search(&library.corpus, &Query::parse(&id.replace(['/', '-'], " ")));
    let mut ids: Vec<&str> = Vec::new();
    for hit in near.hits.iter().take(40) {
        let statement = library.corpus.passage(hit.passage).map(|(statement, _)| &*statement.id);
        ids.extend(statement.filter(|id| !ids.contains(id)));
    }
    ids.truncate(5);
    let hint = if ids.is_empty() { String::from("`linchpin list` names them all") } else { ids.join(", ") };
    let aside = format!("linchpin: no statement or passage has the id `{id}`; near it: {hint}\n");
    let text = if json { format!("{}\n", json!({ "schema": 1, "statement": null })) } else { String::new() };
    Answer { text, found: false, aside }
}

/// The standing as the dataset writes it.
pub(super) fn standing(statement: &Statement) -> &'static str {
    match statement.standing {
        Standing::Joint => "joint",
        Standing::Unilateral => "unilateral",
        Standing::PressReport => "press report",
        Standing::Treaty => "treaty",
        Standing::Analysis => "analysis",
    }
}
