//! Ids when a text is imported again.

use std::collections::HashSet;

use proptest::prelude::*;

use super::super::reimport::ids::keep_ids;
use super::*;

/// A statement with these paragraphs.
fn statement(paragraphs: &[&str]) -> Statement {
    imported("text.txt", &paragraphs.join("\n\n")).statement
}

/// The ids of `new` after the slash, when it replaces `old`.
fn kept(old: &[&str], new: &[&str]) -> Vec<String> {
    ids(&again(&statement(old), new))
}

fn again(old: &Statement, new: &[&str]) -> Statement {
    let mut new = statement(new);
    keep_ids(&mut new, old);
    new
}

fn ids(statement: &Statement) -> Vec<String> {
    statement.passages.iter().map(|passage| passage.id.rsplit('/').next().unwrap().to_owned()).collect()
}

const A: &str = "The alliance is the linchpin of peace, as ever.";
const B: &str = "Both sides will consult on the use of forces.";
const C: &str = "Shipyards were visited in the morning by all.";
const D: &str = "Nothing was said of the weather that day, alas.";
const NEW: &str = "Quantum computing needs engineers, teachers, money.";

#[test]
fn what_is_unchanged_keeps_its_id() {
    assert_eq!(kept(&[A, B, C], &[A, B, C]), ["1", "2", "3"]);
    assert_eq!(kept(&[A, B, C], &[C, A, B]), ["3", "1", "2"]);
    assert_eq!(kept(&[A, B, C], &[B, A, C]), ["2", "1", "3"]);
}

#[test]
fn what_is_put_in_moves_no_id() {
    let ids = kept(&[A, B, C], &[NEW, A, B, C]);
    assert_eq!(ids[1..], ["1", "2", "3"]);
    assert!(!["1", "2", "3", "4"].contains(&&*ids[0]), "{ids:?}");
    assert_eq!(kept(&[A, B, C], &[A, NEW, B, C])[2..], ["2", "3"]);
}

#[test]
fn what_is_taken_out_leaves_its_id_unused() {
    assert_eq!(kept(&[A, B, C], &[B, C]), ["2", "3"]);
    let old = statement(&[A, B, C]);
    let without = again(&old, &[A, B]);
    // The id of the last paragraph is not given to another one after it is gone.
    let grown = again(&without, &[A, B, NEW]);
    assert!(!ids(&old).contains(&ids(&grown)[2]), "{:?}", ids(&grown));
    // A paragraph that replaces another one and has none of its words is new.
    let ids = kept(&[A, B, C], &[A, NEW, C]);
    assert_eq!((&*ids[0], &*ids[2]), ("1", "3"));
    assert_ne!(ids[1], "2");
}

#[test]
fn what_is_edited_keeps_its_id() {
    let edited = "Both sides will consult closely on any use of forces.";
    assert_eq!(kept(&[A, B, C], &[A, edited, C]), ["1", "2", "3"]);
    // Beside a new one, before it or after it.
    assert_eq!(kept(&[A, B, C], &[A, NEW, edited, C])[2..], ["2", "3"]);
    assert_eq!(kept(&[A, B, C], &[A, edited, NEW, C])[..2], ["1", "2"]);
    // Beside what is gone.
    assert_eq!(kept(&[A, B, C, D], &[A, edited, D]), ["1", "2", "4"]);
    assert_eq!(kept(&[A, C, B, D], &[A, edited, D]), ["1", "3", "4"]);
    // Where it has moved as well.
    assert_eq!(kept(&[A, B, C, D], &[C, D, A, edited]), ["3", "4", "1", "2"]);
    assert_eq!(kept(&[A, B], &[edited, A]), ["2", "1"]);
    // At the ends, and both at once.
    let end = "Nothing was said of the weather that night, alas.";
    assert_eq!(kept(&[B, A, D], &[edited, A, end]), ["1", "2", "3"]);
    assert_eq!(kept(&[B, D], &[edited, end]), ["1", "2"]);
}

#[test]
fn what_is_written_anew_between_the_same_neighbors_keeps_its_id() {
    let old = "The two leaders agreed to deepen practical defense cooperation across the region this year.";
    let new =
        "The two presidents agreed to expand practical security cooperation throughout the region next year.";
    assert_eq!(kept(&[A, old, C], &[A, new, C]), ["1", "2", "3"]);
    assert_eq!(kept(&[A, old, D], &[A, NEW, new, D])[2..], ["2", "3"]);
    let (old, new) = (
        "The ministers reaffirmed the alliance.",
        "The two ministers strongly reaffirmed their alliance commitments today.",
    );
    assert_eq!(kept(&[A, B, old], &[A, B, new]), ["1", "2", "3"]);
    // Elsewhere it is another paragraph.
    assert_ne!(kept(&[old, A, B], &[A, B, new])[2], "1");
    assert_ne!(kept(&[A, B, old], &[A, new, B])[1], "3");
    // A repeated word is in common only once.
    let (old, new) = ("Ships, ships, ships, ships, ships!", "Ships sail north with grain.");
    assert_ne!(kept(&[A, old, C], &[A, new, C])[1], "2");
}

#[test]
fn paragraphs_alike_are_told_apart_by_their_order() {
    assert_eq!(kept(&[A, B, A, C], &[A, B, A, C]), ["1", "2", "3", "4"]);
    assert_eq!(kept(&[A, B, A, C], &[A, C]), ["1", "4"]);
    let ids = kept(&[A, C], &[A, C, A]);
    assert_eq!(ids[..2], ["1", "2"]);
    assert_eq!(ids.iter().collect::<HashSet<_>>().len(), 3);
}

#[test]
fn equal_answers_stay_with_their_questions() {
    let no = "MR. LEE: No.";
    let old = [A, no, B, no, C, no];
    assert_eq!(kept(&old, &[B, no, C, no]), ["3", "4", "5", "6"]);
    assert_eq!(kept(&old, &[A, no, C, no]), ["1", "2", "5", "6"]);
    assert_eq!(kept(&old, &[A, B, no, C, no]), ["1", "3", "4", "5", "6"]);
    // A question that was edited, after one that is gone.
    let edited = "Both sides will consult closely on any use of forces.";
    assert_eq!(kept(&old, &[edited, no, C, no]), ["3", "4", "5", "6"]);
    // They move together.
    assert_eq!(kept(&old, &[C, no, A, no]), ["5", "6", "1", "2"]);
}

#[test]
fn all_at_once() {
    let edited = "Shipyards were visited in the evening by all.";
    let ids = kept(&[A, B, C, D], &[NEW, B, edited, D, A]);
    assert_eq!(ids[1..], ["2", "3", "4", "1"]);
    assert!(!["1", "2", "3", "4", "5"].contains(&&*ids[0]));
}

#[test]
fn many_edits_at_once_move_no_id() {
    let old: Vec<String> =
        (0..120).map(|n| format!("Paragraph {n} says something of its own, item{n}x.")).collect();
    let mut new: Vec<String> = old.iter().map(|paragraph| paragraph.replace("says", "tells us")).collect();
    new.insert(0, String::from(NEW));
    let texts = |all: &[String]| all.iter().map(String::as_str).collect::<Vec<&str>>().join("\n\n");
    let old = imported("text.txt", &texts(&old)).statement;
    let mut new = imported("text.txt", &texts(&new)).statement;
    keep_ids(&mut new, &old);
    let wanted: Vec<String> = (1..=120).map(|n| n.to_string()).collect();
    assert_eq!(ids(&new)[1..], wanted);
    // A text with all other words is all new.
    let other: Vec<String> = (0..120).map(|n| format!("zebra{n} quagga{n} okapi{n}")).collect();
    let mut other = imported("text.txt", &texts(&other)).statement;
    keep_ids(&mut other, &old);
    assert!(ids(&other).iter().all(|id| !wanted.contains(id)), "{:?}", ids(&other));
}

#[test]
fn a_second_import_of_the_same_changes_nothing() {
    let old = statement(&[A, B]);
    let new = again(&old, &[NEW, A, C, B]);
    assert_eq!(ids(&again(&new, &[NEW, A, C, B])), ids(&new));
}

proptest! {
    #[test]
    fn ids_are_unique_and_stay_with_their_words(
        old in prop::collection::vec(0_usize..12, 1..12),
        new in prop::collection::vec(0_usize..16, 1..12),
    ) {
        let words = |at: &usize| format!("Paragraph {at} speaks of {} and of {}.", at % 5, at % 3);
        let old: Vec<String> = old.iter().map(words).collect();
        let new: Vec<String> = new.iter().map(words).collect();
        let by_ref = |texts: &[String]| texts.iter().map(String::as_str).map(str::to_owned).collect::<Vec<_>>();
        let before = statement(&by_ref(&old).iter().map(String::as_str).collect::<Vec<_>>());
        let after = again(&before, &new.iter().map(String::as_str).collect::<Vec<_>>());
        let ids = ids(&after);
        prop_assert_eq!(ids.iter().collect::<HashSet<_>>().len(), ids.len());
        for passage in &before.passages {
            let count = |of: &Statement| of.passages.iter().filter(|other| other.text == passage.text).count();
            let keeps = after.passages.iter().any(|other| other.id == passage.id && other.text == passage.text);
            prop_assert!(count(&after) < count(&before) || keeps, "{} lost its id", passage.text);
        }
    }
}
