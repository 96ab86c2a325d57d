//! Queries judged by reading the frozen statements: what must come first, what must be found, what must not.

use serde::Deserialize;

use crate::{frozen, ranked};

/// One judgment. An id without a slash is a statement's, and any of its passages will do.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Judgment {
    query: String,
    why: String,
    /// The first hits, in any order among themselves.
    #[serde(default)]
    first: Vec<String>,
    /// Must be among the hits.
    #[serde(default)]
    found: Vec<String>,
    #[serde(default)]
    never: Vec<String>,
    /// How many hits there are.
    count: Option<usize>,
}

fn is(hit: &str, id: &str) -> bool {
    hit == id || (!id.contains('/') && hit.strip_prefix(id).is_some_and(|rest| rest.starts_with('/')))
}

#[test]
fn every_judged_query_is_answered_as_judged() {
    let library = frozen();
    let judged: Vec<Judgment> = serde_json::from_str(include_str!("judged.json")).unwrap();
    assert!(judged.len() >= 60);
    let mut wrong = Vec::new();
    for Judgment { query, why, first, found, never, count } in judged {
        let hits: Vec<String> = ranked(&library, &query).into_iter().map(|(id, _)| id).collect();
        let mut say = |what: String| wrong.push(format!("{query} ({why}): {what}; hits {hits:?}"));
        for id in first.iter().chain(&found).chain(&never) {
            assert!(library.corpus.target(id).is_some(), "{id} is held nowhere");
        }
        for id in &first {
            if !hits.iter().take(first.len()).any(|hit| is(hit, id)) {
                say(format!("{id} is not among the first {}", first.len()));
            }
        }
        for id in found.iter().filter(|id| !hits.iter().any(|hit| is(hit, id))) {
            say(format!("{id} is not found"));
        }
        for id in never.iter().filter(|id| hits.iter().any(|hit| is(hit, id))) {
            say(format!("{id} is found"));
        }
        if count.is_some_and(|count| count != hits.len()) {
            say(format!("{} hits, not {}", hits.len(), count.unwrap()));
        }
    }
    assert!(wrong.is_empty(), "{} judgements fail:\n{}", wrong.len(), wrong.join("\n"));
}
