//! Scores of words, on collections made for it: above the thresholds as computed by hand from the formulas, below them
//! none.

use linchpin::analysis::around::{AroundBy, WordsAround};
use linchpin::analysis::concordance::{Concordance, LineOrder, RepeatListing};
use linchpin::analysis::sets::{SetComparison, SetRow, compare_sets};
use linchpin::corpus::PassageNo;
use linchpin::library::Library;
use serde_json::{Value, json};

/// Statements of this many words: `each` say alpha and as many beta; *unity* is near alpha in six of seven, near beta
/// in one of six.
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
    around_by(library, query, AroundBy::Meaning, RepeatListing::Collapsed)
}

fn around_by(library: &Library, query: &str, by: AroundBy, listing: RepeatListing) -> WordsAround {
    let (corpus, index) = (&library.corpus, &library.index);
    let lines = Concordance::new(corpus, index, query, LineOrder::Left, listing).unwrap();
    WordsAround::new(&lines, corpus, index, by)
}

/// Sixty statements a year with these passages, and much other text.
fn years(passages: &[(&str, &[Value])]) -> Library {
    let words = 205_000 / 60 / passages.len();
    let statement = |date: &str, passages: &[Value], at: usize| {
        // The words of a passage that repeats another one count once.
        let counted = passages.iter().filter(|passage| passage["links"].is_null()).count();
        let text = "Region and order. ".repeat(words / 3 / counted);
        let mut held: Vec<Value> = passages.to_vec();
        for passage in &mut held {
            passage["text"] = format!("{} {text}", passage["text"].as_str().unwrap()).into();
            if let Some(number) = passage["links"][0]["to"].as_str() {
                passage["links"][0]["to"] = format!("st-{at}/{number}").into();
            }
        }
        json!({ "title": "zzz", "date": date, "passages": held })
    };
    let all = passages.iter().flat_map(|(date, passages)| (0..60).map(move |_| (*date, *passages)));
    crate::reference::opened(all.enumerate().map(|(at, (date, held))| statement(date, held, at)).collect())
}

/// For a column, its statements and lines; for the word in it, statements, places and logDice.
fn score_of(around: &WordsAround, word: &str, column: &str) -> (usize, usize, usize, usize, String) {
    let at = around.columns.iter().position(|own| own.name == column).unwrap();
    let word = around.words.iter().find(|one| one.word == word).unwrap();
    let score = word.scores[at].unwrap();
    let of = &around.columns[at];
    (of.statements, of.lines, word.statements[at], score.f, format!("{:.4}", score.log_dice))
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
    assert!(around.notes()[2].contains("logDice"));
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
        assert!(around.notes()[2].starts_with("counted, not scored"), "{:?}", around.notes());
    }
    let frozen = crate::frozen();
    let around = around(&frozen, "term:modernization");
    assert!(!around.words.is_empty() && around.words.iter().all(|word| word.scores.is_empty()));
}

#[test]
fn a_word_between_two_nodes_is_near_once_and_a_year_is_scored_by_its_own_text() {
    let [between, elsewhere] = [
        [json!({ "text": "The alpha unity alpha came." })],
        [json!({ "text": "The alpha unity came. Unity, unity and unity." })],
    ];
    let library = years(&[("2000-01-01", &between), ("2010-01-01", &elsewhere)]);
    let by_year = around_by(&library, "alpha", AroundBy::Year, RepeatListing::Collapsed);
    assert_eq!(by_year.columns.iter().map(|column| &*column.name).collect::<Vec<_>>(), ["2000", "2010"]);
    // 14 + log2(2 × 60 ÷ (120 + 60)), and 14 + log2(2 × 60 ÷ (60 + 240)).
    assert_eq!(score_of(&by_year, "unity", "2000"), (60, 120, 60, 60, String::from("13.4150")));
    assert_eq!(score_of(&by_year, "unity", "2010"), (60, 60, 60, 60, String::from("12.6781")));
    // 14 + log2(2 × 120 ÷ (180 + 300)).
    let all = around(&library, "alpha");
    assert_eq!(score_of(&all, "unity", "no meaning"), (120, 180, 120, 120, String::from("13.0000")));
    // Each row is about all text: 14 + log2(2 × 120 ÷ (180 + 300)); *came* is near alpha 120 times, and said as often.
    let rows = around(&library, "alpha vs came");
    assert_eq!(score_of(&rows, "unity", "alpha"), (120, 180, 120, 120, String::from("13.0000")));
    assert_eq!(score_of(&rows, "unity", "came"), (120, 120, 120, 120, String::from("13.1926")));
}

#[test]
fn a_meaning_is_scored_by_the_passages_that_have_it() {
    let passages = [
        json!({ "text": "The alpha unity came.", "meaning": "late", "bearing": "word" }),
        json!({ "text": "Unity and unity. The alpha calm came." }),
    ];
    let library = years(&[("2000-01-01", &passages)]);
    let around = around(&library, "alpha");
    // 14 + log2(2 × 60 ÷ (60 + 60)); without the meaning unity is not near.
    assert_eq!(score_of(&around, "unity", "B Late"), (60, 60, 60, 60, String::from("14.0000")));
    assert_eq!(score_of(&around, "calm", "no meaning"), (60, 60, 60, 60, String::from("14.0000")));
}

#[test]
fn wording_that_is_held_twice_counts_once_near_the_node_and_in_the_text() {
    let passages = [
        json!({ "text": "The alpha unity came." }),
        json!({ "text": "The alpha unity came.", "links": [{ "to": "0", "relation": "repeats" }] }),
    ];
    let library = years(&[("2000-01-01", &passages)]);
    for listing in [RepeatListing::Collapsed, RepeatListing::Listed] {
        let around = around_by(&library, "alpha", AroundBy::Meaning, listing);
        let score = score_of(&around, "unity", "no meaning");
        assert_eq!(score, (60, 60, 60, 60, String::from("14.0000")), "{listing:?}");
    }
    let text = String::from("The alpha unity came. Region and order. ");
    let statement = |at: usize| {
        let whole = text.clone() + &"Region and order. ".repeat(1_200);
        let mut text_of = json!({ "title": "zzz", "date": "2000-01-01", "passages": [{ "text": whole }] });
        (text_of["of"], text_of["extent"]) = (format!("st-{}", 2 * at).into(), "whole".into());
        [json!({ "title": "zzz", "date": "2000-01-01", "passages": [{ "text": text.trim() }] }), text_of]
    };
    let library = crate::reference::opened((0..60).flat_map(statement).collect());
    let score = score_of(&around(&library, "alpha"), "unity", "no meaning");
    assert_eq!(score, (60, 60, 60, 60, String::from("14.0000")), "a quotation and its whole text");
}

#[test]
fn a_possessive_ending_is_no_word_beside_the_node() {
    let statement =
        |text: &str| json!({ "title": "zzz", "date": "2000-01-01", "passages": [{ "text": text }] });
    let text = "The alliance's one two three four five six seven eight nine ten.";
    let library = crate::reference::opened(vec![statement(text), statement(&text.replace("'s", ""))]);
    let around = around(&library, "alliance");
    let said = |word: &str| {
        around.words.iter().any(|one| one.word == word && one.statements.iter().sum::<usize>() == 2)
    };
    assert!(!around.words.iter().any(|one| one.word == "s"));
    let of_span: Vec<&str> = text.split([' ', '.']).skip(2).filter(|word| said(word)).collect();
    assert_eq!(of_span, ["one", "two", "three", "four", "five"]);
}
