//! The lines of each term, counted a second time: slowly, from the text of the dataset, with plain string operations.
//!
//! Invariant: no function of the search or the analysis makes what is expected here.

use std::collections::BTreeSet;
use std::path::Path;

use linchpin::analysis::concordance::{Concordance, LineOrder, Witnesses};
use linchpin::library::Library;
use proptest::prelude::*;
use serde_json::Value;

use crate::fixture::FIXTURE;

const LIVE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/data/statements.json");

fn folded(text: &str) -> Vec<char> {
    let mut folded: Vec<char> = Vec::new();
    // `U.S.` and `US` are one word.
    for c in text.replace("U.S.", "US").chars().flat_map(char::to_lowercase) {
        match c {
            '’' | '‘' => folded.push('\''),
            '–' | '—' | '‑' | '‐' => folded.push('-'),
            c if c.is_whitespace() && folded.last() == Some(&' ') => {}
            c if c.is_whitespace() => folded.push(' '),
            c => folded.push(c),
        }
    }
    folded
}

/// How often a text has one of the forms: whole words, first and longest first; Hangul within words too.
fn hits(text: &str, forms: &[&str]) -> usize {
    let text = folded(text);
    let is_word = |at: usize| text.get(at).is_some_and(|c| c.is_alphanumeric());
    let mut found: Vec<(usize, usize)> = Vec::new();
    for form in forms {
        let literal = folded(form.trim_end_matches('*').trim());
        let is_korean = literal.iter().any(|c| ('가'..='힣').contains(c));
        for start in 0..text.len() {
            let mut end = start + literal.len();
            if text.get(start..end) != Some(&literal[..]) {
                continue;
            }
            if form.ends_with('*') && !is_korean {
                while is_word(end) {
                    end += 1;
                }
            }
            let is_whole = (start == 0 || !is_word(start - 1)) && !is_word(end);
            if is_korean || is_whole {
                found.push((start, end));
            }
        }
    }
    found.sort_by_key(|(start, end)| (*start, std::cmp::Reverse(*end)));
    let mut last = 0;
    found.retain(|(start, end)| {
        let is_free = *start >= last;
        last = if is_free { *end } else { last };
        is_free
    });
    found.len()
}

/// The passages with hits of the forms, and how many; and how many statements of those that count.
fn expected(data: &Value, forms: &[&str]) -> (Vec<(String, usize)>, usize) {
    let (mut lines, mut statements) = (Vec::new(), BTreeSet::new());
    for statement in data["statements"].as_array().unwrap() {
        for passage in statement["passages"].as_array().unwrap() {
            if passage["kind"] != "quotation" {
                continue;
            }
            let layers = [&passage["check"]["official"], &passage["text"], &passage["check"]["korean"]];
            let of = layers.into_iter().filter_map(Value::as_str).map(|text| hits(text, forms));
            let Some(count) = of.into_iter().find(|count| *count > 0) else { continue };
            lines.push((passage["id"].as_str().unwrap().to_owned(), count));
            if statement["standing"] != "analysis" && statement["collects"] != true {
                let of = statement["of"].as_str().unwrap_or_else(|| statement["id"].as_str().unwrap());
                statements.insert(of.to_owned());
            }
        }
    }
    lines.sort();
    (lines, statements.len())
}

#[test]
fn the_lines_of_every_term_are_those_that_a_slow_reading_counts() {
    for file in [FIXTURE, LIVE] {
        let data: Value = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
        let library = Library::open(&Path::new(file).into()).unwrap();
        for term in data["terms"].as_array().unwrap() {
            let id = term["id"].as_str().unwrap();
            let forms: Vec<&str> =
                term["forms"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
            let query = format!("term:{id}");
            let concordance = listed(&library, &query);
            let mut lines: Vec<(String, usize)> = Vec::new();
            let of = |line: &linchpin::analysis::concordance::ConcordanceLine| {
                library.corpus.passage(line.hit.passage).unwrap().1.id.to_string()
            };
            for same in concordance.lines.chunk_by(|one, next| one.hit.passage == next.hit.passage) {
                lines.push((of(&same[0]), same.len()));
            }
            lines.sort();
            assert_eq!((lines, concordance.total.statements), expected(&data, &forms), "{query} in {file}");
        }
    }
}

fn listed(library: &Library, query: &str) -> Concordance {
    Concordance::new(&library.corpus, &library.index, query, LineOrder::Date, Witnesses::Listed).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]
    #[test]
    fn lines_do_not_overlap_and_are_whole_sentences(
        texts in prop::collection::vec("(alliance|peace|and|U\\.S\\.|The|현대화의|[.?!] |, | |\n){1,24}", 1..8),
        query in prop::sample::select(vec!["alliance", "peace", "\"alliance and\"", "\"peace peace\"", "현대화", "alliance /3 peace"]),
    ) {
        let texts: Vec<String> = texts.into_iter().map(|text| format!("x {text}")).collect();
        let library = crate::reference::library(&texts);
        let concordance = listed(&library, query);
        let mut before = None;
        for line in &concordance.lines {
            let text = concordance.text(&library.corpus, &library.index, line).unwrap();
            prop_assert!(text.sentence.start <= text.node.start && text.node.end <= text.sentence.end);
            prop_assert_eq!(text.parts(&text.sentence).concat(), text.text.get(text.sentence.clone()).unwrap());
            if let Some((passage, end)) = before {
                prop_assert!(passage != line.hit.passage || end <= text.node.start);
            }
            before = Some((line.hit.passage, text.node.end));
        }
        prop_assert!(concordance.total.wordings <= concordance.total.lines);
    }

    #[test]
    fn every_occurrence_of_a_word_is_a_line(
        texts in prop::collection::vec(prop::collection::vec(prop::sample::select(vec!["alliance", "peace", "region", "the"]), 1..12), 1..8),
    ) {
        let texts: Vec<String> = texts.iter().map(|words| words.join(" ")).collect();
        let library = crate::reference::library(&texts);
        let expected: usize = texts.iter().flat_map(|text| text.split(' ')).filter(|word| *word == "peace").count();
        prop_assert_eq!(listed(&library, "peace").lines.len(), expected);
    }
}

#[test]
fn the_edges_of_texts_and_sentences() {
    let long = "word ".repeat(10_000).trim_end().to_owned();
    let endless = "x".repeat(1 << 20);
    let texts = [
        "Alliance first. Second alliance",
        "The alliance of the alliance is here.",
        "They spoke of peace. Stability followed.",
        &format!("{long}. The alliance stood. A {long}"),
        &format!("{endless} alliance"),
        "אבג alliance דהו",
    ];
    let library = crate::reference::library(&texts.map(str::to_owned));
    let concordance = listed(&library, "alliance");
    let lines: Vec<[String; 3]> = concordance
        .lines
        .iter()
        .map(|line| {
            let text = concordance.text(&library.corpus, &library.index, line).unwrap();
            text.parts(&text.sentence).map(str::to_owned)
        })
        .collect();
    assert_eq!(lines[0], ["", "Alliance", " first."]);
    assert_eq!(lines[1], ["Second ", "alliance", ""]);
    // Twice in a sentence: two lines, each with the whole of it.
    assert_eq!(lines[2], ["The ", "alliance", " of the alliance is here."]);
    assert_eq!(lines[3], ["The alliance of the ", "alliance", " is here."]);
    assert_eq!(lines[4], ["The ", "alliance", " stood."]);
    assert_eq!(lines[5][1..], ["alliance", ""]);
    assert_eq!(lines[6], ["אבג ", "alliance", " דהו"]);
    assert_eq!(concordance.total.lines, 7);
    // A phrase does not go across two sentences.
    assert_eq!(listed(&library, "\"peace stability\"").lines.len(), 0);
}
