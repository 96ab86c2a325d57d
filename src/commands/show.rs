//! `linchpin show ID`: a statement or one passage, with sources and wording check.
//!
//! Invariant: every passage is shown with its source and its wording check.

use serde::Serialize;

use super::json::{MarkedPassage, ShowView};
use super::{Outcome, Output};
use crate::app::layout::MEASURE;
use crate::corpus::{Corpus, PassageNo, Target};
use crate::library::Library;
use crate::page::passage::{PassagePage, Setting};
use crate::search::Level;
use crate::text::nearest::near;
use crate::text::safe::clean;
use crate::text::wrap::clip;

/// Maximum bytes of an id that is compared for typing errors.
const ID_BYTES: usize = 64;
/// Maximum ids that a hint names.
const NAMED: usize = 5;

pub(super) fn show(library: &Library, id: &str, json: bool) -> Output {
    let corpus = &library.corpus;
    let nothing = || unknown(library, id, json.then(ShowView::default));
    let Some(target) = named(corpus, id) else { return nothing() };
    let (at, numbers): (usize, Vec<PassageNo>) = match target {
        Target::Statement(at) => (at, corpus.passages_of(at).collect()),
        Target::Passage(number) => match corpus.statement_of(number) {
            Some(at) => (at, vec![number]),
            None => return nothing(),
        },
    };
    let Some(statement) = corpus.statements().get(at) else { return nothing() };
    if json {
        let passage = match target {
            Target::Passage(number) => MarkedPassage::new(library, number),
            Target::Statement(_) => None,
        };
        return Output::json(&ShowView { statement: Some(statement), passage }, Outcome::Found);
    }
    let mut text = String::new();
    for (at, number) in numbers.into_iter().enumerate() {
        let setting = if at == 0 { Setting::Print } else { Setting::PrintContinued };
        let page = PassagePage {
            corpus,
            terms: &library.usage.terms(corpus, number),
            marking: library.marking(),
            passage: number,
            hits: &[],
            kept: &[],
            setting,
            rows: 0,
        };
        text.push_str(&page.compose(usize::from(MEASURE)).text());
        text.push('\n');
    }
    Output::found(text.trim_end().to_owned() + "\n")
}

/// The statement or passage with this id; case and surrounding spaces do not matter.
pub(super) fn named(corpus: &Corpus, id: &str) -> Option<Target> {
    corpus.target(id).or_else(|| corpus.target(&id.trim().to_lowercase()))
}

/// The answer to an unknown id: similar ids, and for programs an empty shape.
pub(super) fn unknown(library: &Library, id: &str, empty: Option<impl Serialize>) -> Output {
    let hint = ids_hint(library, id);
    let id = clip(&clean(id), ID_BYTES);
    let stderr = format!("linchpin: no statement or passage has the id `{id}`\nhint: {hint}\n");
    match empty {
        Some(empty) => Output { stderr, ..Output::json(&empty, Outcome::Nothing) },
        None => Output::message(Outcome::Nothing, stderr),
    }
}

/// What may have been meant by an unknown id.
pub(super) fn ids_hint(library: &Library, id: &str) -> String {
    let near = similar(library, &id.trim().to_lowercase()).join(", ");
    if near.is_empty() {
        String::from("`linchpin list` shows the ids")
    } else {
        format!("similar ids: {near}")
    }
}

/// Ids that may have been meant: of the same statement, otherwise similar ones, otherwise of statements with the word.
fn similar<'a>(library: &'a Library, id: &str) -> Vec<&'a str> {
    if id.is_empty() || id.len() > ID_BYTES {
        return Vec::new();
    }
    let corpus = &library.corpus;
    let statement = |at: usize| corpus.statements().get(at);
    if let Some(Target::Statement(at)) = id.split_once('/').and_then(|(of, _)| corpus.target(of)) {
        let passages = statement(at).into_iter().flat_map(|statement| &statement.passages);
        return passages.map(|passage| &*passage.id).take(NAMED).collect();
    }
    let id = id.split('/').next().unwrap_or(id);
    let mut ids = near(id, corpus.statements().iter().map(|statement| &*statement.id));
    let found = library.search(&id.replace('-', " "));
    for hit in found.hits.iter().filter(|hit| hit.level <= Level::Substring) {
        let id = corpus.statement_of(hit.passage).and_then(statement).map(|statement| &*statement.id);
        ids.extend(id.filter(|id| !ids.contains(id)));
    }
    ids.truncate(NAMED);
    ids
}
