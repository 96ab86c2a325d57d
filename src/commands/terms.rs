//! `linchpin terms`: the glossary.

use serde_json::{Value, json};

use super::{Outcome, Output};
use crate::app::layout::MEASURE;
use crate::library::Library;
use crate::page::glossary::GlossaryPage;

pub(super) fn terms(library: &Library, json: bool) -> Output {
    let (corpus, index) = (&library.corpus, &library.index);
    if !json {
        let glossary = GlossaryPage { corpus, index, marking: library.marking(false), filter: "" };
        return Output::found(glossary.compose(usize::from(MEASURE)).text());
    }
    let terms = corpus.dataset().terms.iter().enumerate().map(|(at, term)| {
        let said = index.quotations_with(at);
        let says = |at: &usize| said.is_some_and(|said| said.contains_any_in_range(corpus.span(*at)));
        let held = corpus.by_date().filter(says).filter_map(|at| corpus.statements().get(at));
        let ids: Vec<_> = held.map(|statement| &statement.id).collect();
        let mut value = json!(term);
        if let Some(object) = value.as_object_mut() {
            object.insert("statements".to_owned(), json!(ids));
        }
        value
    });
    Output::json(&json!({ "schema": 1, "terms": terms.collect::<Vec<Value>>() }), Outcome::Found)
}
