//! `linchpin search QUERY`: passages, best first.

use std::fmt::Write;

use serde_json::{Value, json};

use super::list::pad;
use super::{Answer, scalars};
use crate::app::Library;
use crate::search::{Field, Found, Hit};
use crate::text::safe::clean;
use crate::text::wrap::wrap;

/// Columns of a hit's text.
const WIDTH: usize = 76;

pub(super) fn search(library: &Library, query: &str, json: bool) -> Answer {
    let found = library.search(query);
    let query = clean(query);
    if json {
        let hits: Vec<Value> = found.hits.iter().filter_map(|one| hit(library, one)).collect();
        let missing: Vec<Value> =
            found.missing.iter().map(|word| json!({ "word": word.word, "near": word.near })).collect();
        let answer = json!({
            "schema": 1, "query": query, "total": hits.len(), "hits": hits,
            "missing": missing, "notes": found.notes,
        });
        return Answer::json(&answer, !found.hits.is_empty());
    }
    let mut text = String::new();
    // Writing to a string cannot fail.
    for hit in &found.hits {
        let Some((statement, passage)) = library.corpus.passage(hit.passage) else { continue };
        let label = pad(&statement.label, 12);
        let when = statement.when();
        let _ = writeln!(text, "{when:<10}  {label}  {}  ({})", passage.id, hit.level.said());
        for row in wrap(&passage.text, WIDTH, 0) {
            let _ = writeln!(text, "    {}", passage.text.get(row).unwrap_or_default());
        }
    }
    Answer { text, found: !found.hits.is_empty(), aside: aside(&found, &query, library.corpus.passages()) }
}

/// What is said beside the hits: how many, which word found nothing, what was taken for what.
fn aside(found: &Found, query: &str, held: usize) -> String {
    let mut said = format!("{} of {held} passages held: {query}\n", found.hits.len());
    for missing in &found.missing {
        let near = missing.near.join(", ");
        let near = if near.is_empty() { String::new() } else { format!("; near it: {near}") };
        let _ = writeln!(said, "no passage has `{}`{near}", missing.word);
    }
    for note in &found.notes {
        let _ = writeln!(said, "{note}");
    }
    said
}

fn hit(library: &Library, hit: &Hit) -> Option<Value> {
    let (statement, passage) = library.corpus.passage(hit.passage)?;
    let in_text = hit.marks.iter().filter(|mark| mark.field == Field::Text);
    let marks: Vec<Value> = in_text
        .map(|mark| {
            let (start, end) = scalars(&passage.text, &mark.range);
            json!({ "start": start, "end": end })
        })
        .collect();
    Some(json!({
        "passage": passage.id, "statement": statement.id, "date": statement.date, "score": hit.score,
        "level": hit.level.said(), "text": passage.text, "marks": marks,
    }))
}
