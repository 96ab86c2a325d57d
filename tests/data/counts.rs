//! Counts of the live dataset, held to a second, slow reading of the same data.

use std::path::Path;

use linchpin::analysis::timeline::Timeline;
use linchpin::corpus::model::{PassageKind, Statement};
use linchpin::corpus::stance::Stance;
use linchpin::library::Library;
use linchpin::text::marks::TermMatcher;

use crate::slow_lines;
use crate::statements::DATA;

#[test]
fn the_lines_of_every_term_are_those_that_a_slow_reading_counts() {
    slow_lines::assert_alike(DATA);
}

/// Whether some wording of the statement has the term: slow and plain.
fn says(statement: &Statement, matcher: &TermMatcher) -> bool {
    let quotations = statement.passages.iter().filter(|passage| passage.kind == PassageKind::Quotation);
    let wordings = quotations.flat_map(|passage| {
        let check = passage.check.as_ref();
        let checked =
            [check.and_then(|check| check.official.as_ref()), check.and_then(|check| check.korean.as_ref())];
        checked.into_iter().flatten().chain([&passage.text]).chain(&passage.heading).collect::<Vec<_>>()
    });
    // *US* and *U.S.* are one word.
    let is_in = |text: &str| !matcher.find(text).is_empty();
    wordings.into_iter().any(|text| is_in(text) || is_in(&text.replace("US ", "U.S. ")))
}

#[test]
fn the_stances_of_every_term_are_those_that_a_slow_reading_finds() {
    let Library { corpus, index, .. } = Library::open(&Path::new(DATA).into()).unwrap();
    for (at, term) in corpus.dataset().terms.iter().enumerate() {
        let matcher = TermMatcher::new(term.forms.iter().map(|form| (0, &**form)));
        let one = Timeline::new(&corpus, &index, &format!("term:{}", term.id)).unwrap();
        assert_eq!(one.rows[0].term, Some(at));
        for (statement, stance) in one.held(&corpus).zip(&one.rows[0].stances) {
            let expected = if says(statement, &matcher) {
                Stance::Says
            } else if statement.says.contains(&term.id) {
                Stance::SaidNotQuoted
            } else if statement.silent.contains(&term.id) {
                Stance::Silent
            } else {
                Stance::NotSeen
            };
            assert_eq!(*stance, expected, "{} in {}", term.id, statement.id);
        }
    }
}
