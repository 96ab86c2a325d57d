//! A statement or passage as reference managers store it, independent of the format.
//!
//! Invariant: a record's note is one line with the whole caveat; its key is stable, unique, and safe in every format.

use super::caveat;
use crate::corpus::Corpus;
use crate::corpus::model::{Passage, PassageKind, Source, Standing, Statement, UNKNOWN_SERIES};
use crate::text::safe::Text;

/// Between the parts of a note.
const DIVIDER: &str = " · ";

/// One entry of a bibliography.
#[derive(Debug)]
pub(super) struct Record<'a> {
    pub key: String,
    pub standing: Standing,
    pub title: &'a str,
    /// The series, if it is known, and the number within it, if it has one.
    pub number: Option<(Option<&'a str>, u32)>,
    pub authors: &'a [Text],
    /// The newspaper or institution that published it.
    pub body: Option<String>,
    pub place: Option<&'a str>,
    /// `YYYY-MM-DD` or `YYYY`.
    pub date: Option<String>,
    /// The first source that is the statement itself and that a browser can open, and its address.
    pub web: Option<(&'a str, &'a Source)>,
    pub note: String,
}

impl<'a> Record<'a> {
    pub(super) fn of_passage(corpus: &'a Corpus, statement: &'a Statement, passage: &'a Passage) -> Self {
        let mut note = vec![caveat::facts(statement)];
        note.extend(caveat::edition(corpus, statement));
        let lines = caveat::citation(corpus, statement, passage);
        // The second line names the statement, as the record itself does.
        note.extend(lines.iter().enumerate().filter(|(at, _)| *at != 1).map(|(_, line)| caveat::plain(line)));
        Self::new(corpus, statement, std::slice::from_ref(passage), &passage.id, &note)
    }

    pub(super) fn of_statement(corpus: &'a Corpus, statement: &'a Statement) -> Self {
        let mut note = vec![caveat::facts(statement), format!("Held: {}", statement.held)];
        note.extend(caveat::edition(corpus, statement));
        let passages = &statement.passages;
        let mut named: Vec<(PassageKind, &Text)> = Vec::new();
        for passage in passages {
            let of = (passage.kind, &passage.source);
            if named.contains(&of) {
                continue;
            }
            named.push(of);
            let source = corpus.source(&passage.source);
            note.extend(source.map(|source| caveat::plain(&caveat::from(passage.kind, source))));
        }
        note.extend(passages.iter().map(|passage| judged(corpus, passage)));
        Self::new(corpus, statement, passages, &statement.id, &note)
    }

    fn new(
        corpus: &'a Corpus,
        statement: &'a Statement,
        passages: &'a [Passage],
        id: &str,
        note: &[String],
    ) -> Self {
        let (authors, body) = statement.authors();
        let series = Some(&*statement.series).filter(|series| *series != UNKNOWN_SERIES);
        let sources = passages.iter().filter_map(|passage| corpus.source(&passage.source));
        let mut sources = sources.filter(|source| caveat::is_statement(statement, source));
        Self {
            key: key(id),
            standing: statement.standing,
            title: &statement.title,
            number: statement.number.map(|number| (series, number)),
            authors,
            body: body.map(|issuers| issuers.join(", ")),
            place: statement.place.as_deref(),
            date: caveat::date(statement),
            web: sources.find_map(|source| Some((caveat::web(source)?, source))),
            note: note.join(DIVIDER),
        }
    }
}

/// A passage in its statement's note: its id, its place, its wording check.
fn judged(corpus: &Corpus, passage: &Passage) -> String {
    let locus = passage.locus.as_ref().map(|locus| format!(", {locus}")).unwrap_or_default();
    let kind = if passage.kind == PassageKind::Summary { Some(caveat::SUMMARY.to_owned()) } else { None };
    let check = caveat::check(corpus, passage).map(|line| caveat::plain(&line));
    let said: Vec<String> = kind.into_iter().chain(check).collect();
    format!("[{}]{locus}: {}", passage.id, said.join("; "))
}

/// The id in characters that every format accepts in a key. No id has `:` or `_`, so keys are unique.
pub(super) fn key(id: &str) -> String {
    let safe = |c: char| match c {
        '/' => ':',
        'a'..='z' | '0'..='9' | '-' | '.' => c,
        _ => '_',
    };
    id.chars().map(safe).collect()
}

/// Year, month and day of a date, as far as they are known.
pub(super) fn parts(date: &str) -> Vec<u16> {
    date.split('-').map_while(|part| part.parse().ok()).collect()
}
