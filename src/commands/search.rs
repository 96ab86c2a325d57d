//! `linchpin search QUERY`: passages, best first.

use std::fmt::Write;
use std::ops::Range;

use super::environment::Environment;
use super::list::pad;
use super::views::SearchView;
use super::{Outcome, Output};
use crate::library::Library;
use crate::search::{Certainty, Found, Hit, Level};
use crate::text::safe::clean;
use crate::text::wrap::wrap;

/// Width of a hit's text, in columns.
const WIDTH: usize = 76;

/// The line above the looser matches.
const LOOSER: &str = "-- looser matches: part of a word, similar letters, typing errors --\n";

/// Around a match on a terminal: bold and underlined, without color.
const MARK: (&str, &str) = ("\u{1b}[1;4m", "\u{1b}[0m");

pub(super) fn search(library: &Library, query: &str, json: bool, environment: &Environment) -> Output {
    let found = library.search(query);
    let query = clean(query);
    if json {
        return Output::json(&SearchView::new(library, &query, &found), Outcome::of(!found.is_empty()));
    }
    let mark = if environment.is_terminal && environment.term != "dumb" { MARK } else { ("", "") };
    let mut text = String::new();
    let mut firm = true;
    for hit in &found.hits {
        if firm && found.certainty(hit.passage) == Some(Certainty::Loose) {
            text.push_str(LOOSER);
            firm = false;
        }
        text.extend(entry(library, &found, hit, mark));
    }
    let outcome = Outcome::of(!found.is_empty());
    Output { stdout: text, outcome, stderr: messages(&found, &query, library.corpus.passages()) }
}

/// A hit for people: date, label, id, and the match level unless exact; the words below.
fn entry(library: &Library, found: &Found, hit: &Hit, (open, close): (&str, &str)) -> Option<String> {
    let (statement, passage) = library.corpus.passage(hit.passage)?;
    let mut text = format!("{:<10}  {}  {}", statement.when(), pad(&statement.label, 12), passage.id);
    if hit.level != Level::Exact {
        text.push_str("  (found as ");
        text.push_str(hit.level.label());
        text.push(')');
    }
    text.push('\n');
    let marks = library.index.matched(found, &passage.text);
    for row in wrap(&passage.text, WIDTH, 0) {
        let mut at = row.start;
        text.push_str("    ");
        for mark in marks.iter().filter(|mark| mark.start < row.end && mark.end > row.start) {
            let (start, end) = (mark.start.max(row.start), mark.end.min(row.end));
            let part = |part: Range<usize>| passage.text.get(part).unwrap_or_default();
            for piece in [part(at..start), open, part(start..end), close] {
                text.push_str(piece);
            }
            at = end;
        }
        text.push_str(passage.text.get(at..row.end).unwrap_or_default());
        text.push('\n');
    }
    Some(text)
}

/// The report beside the hits: how many, which words matched nothing, how the query was read.
pub(super) fn messages(found: &Found, query: &str, held: usize) -> String {
    let mut said = format!("{} of {held} passages held: {query}\n", found.total());
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
