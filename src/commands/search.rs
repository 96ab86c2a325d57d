//! `linchpin search QUERY`: passages, best first.
//!
//! Invariant: hits are shown in the order in which they are ranked; if not all are shown, a message says which are.

use std::fmt::Write;
use std::ops::Range;

use fixedbitset::FixedBitSet;

use super::environment::Environment;
use super::json::SearchView;
use super::{Failure, Outcome, Output};
use crate::library::Library;
use crate::search::{Certainty, Found, Hit, HitMark, Level, Query, SearchField};
use crate::text::safe::clean;
use crate::text::slice;
use crate::text::wrap::{padded, wrap};

/// Width of a hit's text, in columns.
const WIDTH: usize = 76;

/// What `linchpin search` is asked.
#[derive(Debug, clap::Args)]
pub(super) struct SearchArgs {
    /// Words, "phrases", -words, /s /10 OR series: year: date: title: standing: term: meaning: has: kind: verdict: lang: sure: in: without:
    #[arg(required = true)]
    query: Vec<String>,
    /// Show so many hits at most, the best ones; none that only an editor's note has
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    /// Leave out so many of the best hits, to show those after them
    #[arg(long, value_name = "N", default_value_t = 0)]
    offset: usize,
}

/// What a query finds.
pub(super) fn ask(library: &Library, query: &str) -> Result<Found, Failure> {
    let found = library.search(query);
    found.error.clone().map_or(Ok(found), |error| Err(Failure::Use(error)))
}

/// The passages that match a query for certain. What the reader should know about it is added to the notes.
pub(super) fn meant(library: &Library, query: &str, notes: &mut Vec<String>) -> Result<FixedBitSet, Failure> {
    let found = ask(library, query)?;
    let passages = found.meant(&library.corpus);
    if passages.is_clear() || !found.notes.is_empty() {
        notes.extend(messages(&found, query, library.corpus.passages()).lines().map(str::to_owned));
    }
    notes.extend(found.only_loosely(&library.corpus));
    Ok(passages)
}

/// How many of the listed hits do not count; empty if all count.
fn not_counted(count: usize, listed: usize) -> String {
    match count {
        0 => String::new(),
        1 => format!("; of the {listed}, 1 does not count"),
        _ => format!("; of the {listed}, {count} do not count"),
    }
}

const NOTHING_ASKED: &str = "nothing is asked\n\
    hint: type words, a phrase or a filter: `linchpin search strategic flexibility`, \
    `linchpin search '\"strategic flexibility\"'`, `linchpin search deterrence standing:joint`; \
    `linchpin list` lists all statements";

pub(super) fn search(
    library: &Library,
    asked: &SearchArgs,
    json: bool,
    environment: &Environment,
) -> Result<Output, Failure> {
    let query = asked.query.iter().map(|word| word.trim()).collect::<Vec<&str>>().join(" ");
    if Query::parse(&query).is_empty() {
        return Err(Failure::Use(String::from(NOTHING_ASKED)));
    }
    let mut found = ask(library, &query)?;
    library.index.collapse(&mut found);
    let (listed, outcome) = (found.hits.len(), Outcome::of(!found.is_empty()));
    let uncounted = found.hits.iter().filter(|hit| !found.counts(hit.passage)).count();
    if asked.limit.is_some() {
        library.index.keep_telling(&mut found);
    }
    let kept = found.hits.len();
    found.hits.drain(..asked.offset.min(kept));
    found.hits.truncate(asked.limit.unwrap_or(listed));
    let query = clean(&query);
    if json {
        return Ok(Output::json(&SearchView::new(library, &query, &found), outcome));
    }
    let mark = environment.emphasis().unwrap_or_default();
    let text = listed_text(library, &found, mark);
    let mut stderr = messages(&found, &query, library.corpus.passages());
    if found.hits.is_empty() && kept > 0 {
        let _ = writeln!(stderr, "none of the {listed} hits is shown; see --limit and --offset");
    } else if !found.hits.is_empty() && found.hits.len() < listed {
        let last = asked.offset + found.hits.len();
        let uncounted = not_counted(uncounted, listed);
        let _ = writeln!(stderr, "hits {} to {last} of {listed} are shown{uncounted}", asked.offset + 1);
    }
    Ok(Output { stdout: text.into(), outcome, stderr })
}

/// The hits, below a line for each certainty.
fn listed_text(library: &Library, found: &Found, mark: (&str, &str)) -> String {
    let mut text = String::new();
    let mut above = None;
    for hit in &found.hits {
        let certainty = found.certainty(hit.passage);
        let begins = certainty.filter(|_| certainty != above);
        text.extend(begins.and_then(|certainty| divider(found, certainty)));
        above = certainty;
        text.extend(if found.lists_statements() {
            statement(library, hit)
        } else {
            entry(library, found, hit, mark)
        });
    }
    text
}

/// The line above the hits of one certainty.
fn divider(found: &Found, certainty: Certainty) -> Option<String> {
    let explained = match certainty {
        Certainty::Firm => ": the statement does not say it",
        Certainty::NotSeen => "; nothing is known of the rest",
        Certainty::About => "",
        Certainty::Loose => ": part of a word, similar letters, typing errors",
        Certainty::LooseAbout => ": also without some of the words, or in notes and titles",
    };
    Some(format!("-- {}{explained} --\n", found.divider(certainty)?))
}

/// A statement that was looked for, not a passage of it.
fn statement(library: &Library, hit: &Hit) -> Option<String> {
    let (statement, _) = library.corpus.passage(hit.passage)?;
    Some(format!("{:<10}  {}  {}\n", statement.when(), padded(&statement.label, 12), statement.id))
}

/// A hit for people: date, label, id, and the match level unless exact; the words below.
fn entry(library: &Library, found: &Found, hit: &Hit, (open, close): (&str, &str)) -> Option<String> {
    let (statement, passage) = library.corpus.passage(hit.passage)?;
    let mut text = format!("{:<10}  {}  {}", statement.when(), padded(&statement.label, 12), passage.id);
    if hit.level != Level::Exact {
        text.push_str("  (found as ");
        text.push_str(hit.level.label());
        text.push(')');
    }
    text.push('\n');
    let marks = library.marks(found, hit.passage);
    let (in_text, elsewhere): (Vec<&HitMark>, Vec<&HitMark>) =
        marks.iter().partition(|mark| mark.field == SearchField::Text);
    for row in wrap(&passage.text, WIDTH, 0) {
        let mut at = row.start;
        text.push_str("    ");
        for mark in
            in_text.iter().map(|mark| &mark.range).filter(|mark| mark.start < row.end && mark.end > row.start)
        {
            let (start, end) = (mark.start.max(row.start), mark.end.min(row.end));
            let part = |part: Range<usize>| slice(&passage.text, part);
            for piece in [part(at..start), open, part(start..end), close] {
                text.push_str(piece);
            }
            at = end;
        }
        text.push_str(slice(&passage.text, at..row.end));
        text.push('\n');
    }
    if found.same(hit.passage) > 0 {
        let _ = writeln!(text, "    + {} the same", found.same(hit.passage));
    }
    if in_text.is_empty() && !elsewhere.is_empty() {
        let mut fields: Vec<&str> = elsewhere.iter().map(|mark| mark.field.name()).collect();
        fields.dedup();
        let _ = writeln!(text, "    (found in: {})", fields.join(", "));
    }
    Some(text)
}

/// The report beside the hits: how many, which words matched nothing, how the query was read.
pub(super) fn messages(found: &Found, query: &str, held: usize) -> String {
    let mut said = match found.without.first().filter(|_| found.lists_statements()) {
        Some(without) => {
            format!("{} of {} statements are silent: {query}\n", found.total(), without.stances.all())
        }
        None => format!("{} of {held} passages held: {query}\n", found.total()),
    };
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_said_as_one() {
        let said = [0, 1, 2].map(|count| not_counted(count, 8));
        assert_eq!(said, ["", "; of the 8, 1 does not count", "; of the 8, 2 do not count"]);
    }
}
