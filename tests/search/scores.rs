//! Scores of words, on collections made for it: above the thresholds as the formulas give them by hand, below them none.

use linchpin::analysis::around::WordsAround;
use linchpin::analysis::concordance::{Concordance, LineOrder, Witnesses};
use linchpin::analysis::sets::{SetComparison, SetRow, compare_sets};
use linchpin::corpus::PassageNo;
use linchpin::library::Library;
use serde_json::json;

/// Statements of so many words: `each` say alpha and as many beta; *unity* is near alpha in six of seven, near beta in one of six.
fn library(each: usize, words: usize) -> Library {
    let statement = |at: usize| {
        let (side, is_near) = if at < each {
            ("alpha", !at.is_multiple_of(7))
        } else {
            ("beta", (at - each).is_multiple_of(6))
        };
        let near = if is_near { "unity" } else { "calm" };
        let text = format!("The {side} {near} came. {}", "Region and order. ".repeat(words / 3));
        json!({ "title": "zzz", "date": "2000-01-01", "passages": [{ "text": text }] })
    };
    crate::reference::opened((0..2 * each).map(statement).collect())
}

fn compared(library: &Library) -> SetComparison {
    let passages =
        |word: &str| -> Vec<PassageNo> { library.search(word).hits.iter().map(|hit| hit.passage).collect() };
    compare_sets(&library.corpus, &library.usage, &passages("alpha"), &passages("beta"))
}

fn row<'a>(found: &'a SetComparison, word: &str) -> &'a SetRow<String> {
    let rows = [&found.words.only_a, &found.words.both, &found.words.only_b];
    rows.into_iter().flatten().find(|row| row.key == word).unwrap()
}

fn around(library: &Library, query: &str) -> WordsAround {
    let (corpus, index) = (&library.corpus, &library.index);
    let lines = Concordance::new(corpus, index, query, LineOrder::Date, Witnesses::Folded).unwrap();
    WordsAround::new(&lines, corpus, index)
}

#[test]
fn a_large_collection_has_the_size_the_evidence_and_the_range_of_a_difference() {
    let library = library(70, 1_500);
    let found = compared(&library);
    let unity = row(&found, "unity");
    assert_eq!((unity.a.len(), unity.b.len(), unity.occurrences), (60, 12, [60, 12]));
    // Of 70 statements a side: log2(60 ÷ 12), and 2 × (60 ln(60 ÷ 36) + 12 ln(12 ÷ 36)).
    assert_eq!(found.shown(unity), ["0.57 · 0.11", "+2.32 ± 0.76", "34.9"]);
    assert_eq!(found.score_names(), ["per 1,000 words", "log ratio", "G²"]);
    // What all say is no evidence.
    assert_eq!(found.shown(row(&found, "region"))[1..], ["", ""]);
    let around = around(&library, "alpha");
    let at = around.columns.iter().position(|column| column.statements == 70).unwrap();
    let score = |word: &str| around.words.iter().find(|one| one.word == word).unwrap().scores[at];
    let unity = score("unity").unwrap();
    // 14 + log2(2 × 60 ÷ (70 + 72)).
    assert_eq!((unity.f, format!("{:.4}", unity.log_dice)), (60, String::from("13.7571")));
    assert!(around.notes()[1].contains("logDice"));
    assert_eq!(around.words[0].word, "unity", "what keeps to the node most comes first");
}

#[test]
fn a_middling_collection_has_sizes_with_their_intervals() {
    let library = library(28, 900);
    let found = compared(&library);
    // 24 and 5 of 28.
    assert_eq!(found.shown(row(&found, "unity"))[1..], ["+2.26 ± 1.17"]);
    assert!(around(&library, "alpha").words.iter().all(|word| word.scores.is_empty()));
}

#[test]
fn a_small_collection_has_no_score() {
    for (each, words) in [(19, 3_000), (60, 150)] {
        let library = library(each, words);
        let found = compared(&library);
        assert!(found.scores(row(&found, "unity")).is_none() && found.score_names().is_empty());
        let around = around(&library, "alpha");
        assert!(around.notes()[1].starts_with("counted, not scored"), "{:?}", around.notes());
    }
    let frozen = crate::frozen();
    let around = around(&frozen, "term:modernization");
    assert!(!around.words.is_empty() && around.words.iter().all(|word| word.scores.is_empty()));
}
