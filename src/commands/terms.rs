//! `linchpin terms`: the glossary.

use serde_json::{Value, json};

use super::{Answer, Outcome};
use crate::app::layout::MEASURE;
use crate::library::Library;
use crate::page::glossary::Glossary;

pub(super) fn terms(library: &Library, json: bool) -> Answer {
    let (corpus, usage) = (&library.corpus, &library.usage);
    if !json {
        let glossary = Glossary { corpus, usage, marking: library.marking(false), filter: "" };
        return Answer::found(glossary.compose(usize::from(MEASURE)).text());
    }
    let terms = corpus.dataset().terms.iter().enumerate().map(|(at, term)| {
        let held = usage.statements_with(corpus, at);
        let ids: Vec<_> = held.iter().filter_map(|at| corpus.statements().get(*at)).map(|s| &s.id).collect();
        let mut value = json!(term);
        if let Some(object) = value.as_object_mut() {
            object.insert("statements".to_owned(), json!(ids));
        }
        value
    });
    Answer::json(&json!({ "schema": 1, "terms": terms.collect::<Vec<Value>>() }), Outcome::Found)
}
