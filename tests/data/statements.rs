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

const DATA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/data/statements.json");

/// The answer of a command that finds something and has nothing to add.
fn found(arguments: &[&str]) -> String {
    let (code, out, aside) = call(arguments, None);
    assert_eq!((code, &*aside), (0, ""), "{arguments:?}");
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

#[test]
fn every_row_of_the_wording_audit_is_carried_over() {
    let corpus = embedded().unwrap();
    let passages = corpus.statements().iter().flat_map(|statement| &statement.passages);
    let held: BTreeSet<u32> =
        passages.filter_map(|passage| passage.check.as_ref()).flat_map(|c| c.rows.clone()).collect();
    assert_eq!(held, (1..=27).collect());
}
