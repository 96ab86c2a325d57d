//! The live dataset, which the program carries: it is sound, and it answers as a copy of its file does.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use linchpin::corpus::fix::fix;
use linchpin::corpus::holding::Holding;
use linchpin::corpus::load::{embedded, open};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::call::call;

pub(crate) const DATA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/data/statements.json");

/// The answer of a command that finds something and has nothing to add.
fn found(arguments: &[&str]) -> String {
    let (code, out, stderr) = call(arguments, None);
    assert_eq!((code, &*stderr), (0, ""), "{arguments:?}");
    out
}

#[test]
fn the_dataset_that_the_program_carries_is_sound() {
    let data: Value = serde_json::from_str(&fs::read_to_string(DATA).unwrap()).unwrap();
    let statements = data["statements"].as_array().unwrap();
    let passages: usize =
        statements.iter().map(|statement| statement["passages"].as_array().unwrap().len()).sum();
    let corpus = embedded().unwrap();
    let holding = Holding::of(&corpus, corpus.by_date());
    let sound = format!("{DATA}: sound: {holding} · {passages} passages\n");
    assert_eq!(found(&["check", DATA]), sound);
    let answer: Value = serde_json::from_str(&found(&["check", DATA, "--json"])).unwrap();
    assert_eq!(answer["schema"], 1);
    assert_eq!((&answer["file"], &answer["problems"]), (&json!(DATA), &json!([])));
    assert_eq!((&answer["statements"], &answer["passages"]), (&json!(statements.len()), &json!(passages)));
}

#[test]
fn a_copy_of_the_dataset_answers_alike() {
    let dir = TempDir::new().unwrap();
    let copy = dir.path().join("한국 copy.json");
    fs::copy(DATA, &copy).unwrap();
    let copy = copy.to_str().unwrap();
    for arguments in [&["list"][..], &["list", "--json"], &["show", "scm-35"], &["meanings"], &["--print"]] {
        assert_eq!(found(&[arguments, &["--data", copy]].concat()), found(arguments));
    }
}

#[test]
fn the_embedded_dataset_is_found_sound_and_needs_no_fix() {
    embedded().unwrap();
    open(Path::new(DATA)).unwrap_or_else(|error| panic!("{error}"));
    let text = fs::read_to_string(DATA).unwrap();
    assert!(matches!(fix(&text, "x"), (Cow::Borrowed(_), fixes) if fixes.is_empty()));
}

/// The Pentagon's own text was not seen: the words are those of a press report, and are labeled so.
#[test]
fn words_that_only_a_press_report_has_are_not_called_official() {
    let (_, shown, _) = call(&["show", "wilson-2025-08-08/4"], None);
    assert!(
        shown.contains("=  identical to the press report") && !shown.contains("official wording"),
        "{shown}"
    );
    let (_, cited, _) = call(&["cite", "wilson-2025-08-08/4"], None);
    assert!(cited.contains("Wording check: identical to the press report."), "{cited}");
    let (_, shown, _) = call(&["show", "scm-56/3"], None);
    assert!(shown.contains("=  identical to the official wording"), "{shown}");
}

#[test]
fn every_row_of_the_wording_audit_is_carried_over() {
    let corpus = embedded().unwrap();
    let passages = corpus.statements().iter().flat_map(|statement| &statement.passages);
    let held: BTreeSet<u32> =
        passages.filter_map(|passage| passage.check.as_ref()).flat_map(|c| c.rows.clone()).collect();
    assert_eq!(held, (1..=27).collect());
}

/// What, who, how sure: for all three meanings at once, and at length for the one in view.
#[test]
fn every_meaning_shows_its_words_who_says_them_and_how_sure_they_are() {
    let data: Value = serde_json::from_str(&fs::read_to_string(DATA).unwrap()).unwrap();
    let statements = data["statements"].as_array().unwrap().iter();
    let passages: Vec<&Value> = statements.flat_map(|one| one["passages"].as_array().unwrap()).collect();
    let meanings: Vec<(&Value, &Value)> = data["meanings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|meaning| {
            let quote = passages.iter().find(|passage| passage["id"] == meaning["quote"]).unwrap();
            (meaning, *quote)
        })
        .collect();
    for (keys, current) in [("", 0), ("]", 1), ("]]", 2)] {
        let screen = found(&["--print", "--size", "80x24", "--keys", keys]);
        let (above, strip) = screen.split_once(" meanings ↓ ").unwrap();
        let passage = above.lines().filter_map(|line| line.split(['│', '┃', '↑']).nth(1));
        let passage = passage.flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ");
        for (at, (meaning, quote)) in meanings.iter().enumerate() {
            let [who, words, verdict] = [&meaning["who"], &quote["text"], &quote["check"]["verdict"]]
                .map(|text| text.as_str().unwrap());
            assert!(who.chars().count() <= 25 && strip.contains(who), "{who}: {screen}");
            let words: Vec<&str> = words.split(' ').collect();
            assert!(strip.contains(&format!("“{}", words[..2].join(" "))), "{screen}");
            assert!(strip.contains(&format!("  {verdict}")), "{screen}");
            assert_eq!((&quote["kind"], &quote["meaning"]), (&json!("quotation"), &meaning["id"]));
            assert_eq!(meaning["evidence"][0], meaning["quote"], "] leads to the words of the strip");
            let whole = format!("“{}”", words.join(" "));
            assert_eq!(passage.contains(&whole), at == current, "{whole}: {screen}");
        }
    }
}
