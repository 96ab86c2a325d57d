//! An imported text that is a text of a held statement: proposed, chosen or refused, counted once, and searched for the
//! quotations that are held.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::{dataset, found_json, list, said, text};

const STATEMENT: &str = "leaders-2021-05-21";

/// The quotations of a statement of the frozen dataset.
fn quotations(id: &str) -> Vec<String> {
    let data = dataset();
    let statement = list(&data["statements"]).iter().find(|statement| statement["id"] == id).unwrap();
    let passages = list(&statement["passages"]).iter();
    passages.map(|passage| text(&passage["text"]).to_owned()).collect()
}

/// A text of this name with these paragraphs below two headings, of the day of the statement.
fn written(folder: &Path, name: &str, date: &str, paragraphs: &[String]) -> PathBuf {
    let path = folder.join(name);
    let body = paragraphs.join(".\n\nIt goes on.\n\n## A lynchpin of sorts\n\n");
    fs::write(&path, format!("---\ntitle: A Text\ndate: {date}\n---\n\nThey said: {body}.\n")).unwrap();
    path
}

/// Imports it; returns the exit code and the messages.
fn import(path: &Path, output: &Path, more: &[&str]) -> (i32, String) {
    let (path, output) = (path.to_str().unwrap(), output.to_str().unwrap());
    let (code, out, told) = said(&[&["import", path, "-o", output], more].concat());
    assert_eq!(out, "");
    (code, told)
}

/// What is said of a term beside the frozen dataset.
fn term(added: &Path, id: &str) -> Value {
    let answer = found_json(&["--add", added.to_str().unwrap(), "terms", "--json"]);
    list(&answer["terms"]).iter().find(|term| term["id"] == id).unwrap().clone()
}

#[test]
fn a_text_that_has_what_is_quoted_is_counted_as_its_statement() {
    let folder = tempfile::tempdir().unwrap();
    let (path, output) = (
        written(folder.path(), "text.md", "2021-05-21", &quotations(STATEMENT)),
        folder.path().join("out.json"),
    );
    let (code, told) = import(&path, &output, &[]);
    let proposed = format!(
        "text: taken as a text of {STATEMENT}: the same day, and 3 of 3 held quotations are found in it word for word; \
         if that is wrong, use --separate, or --of with another id"
    );
    assert!(code == 0 && told.contains(&proposed), "{told}");
    let of = |value: &Value| value["counts"]["of"].as_u64().unwrap();
    let linchpin = term(&output, "linchpin");
    assert_eq!((of(&linchpin), &linchpin["counts"]["silent"]), (37, &Value::from(0)));
    assert!(list(&linchpin["says"]).iter().any(|id| id == STATEMENT), "{linchpin}");
    let china = term(&output, "china");
    assert!(list(&china["silent"]).iter().any(|id| id == STATEMENT), "{china}");
    // The statement and its text are two rows of one statement.
    let added = output.to_str().unwrap();
    let (_, frame, _) = said(&["--add", added, "--print", "--size", "120x50"]);
    assert!(frame.contains("37 statements · 1 text of one · 2 collecting places · 1 analysis"), "{frame}");
    assert!(frame.lines().any(|line| line.trim_start().starts_with("└")), "{frame}");
    for number in 1..=3 {
        let (_, shown, _) = said(&["--add", added, "show", &format!("{STATEMENT}/{number}")]);
        assert!(shown.contains("whole text word for word · "), "{shown}");
    }
    let (_, shown, _) = said(&["--add", added, "show", "text"]);
    let words = shown.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.contains(&format!("a text of Leaders 2021 [{STATEMENT}]")), "{shown}");
    // The heading of several paragraphs counts once.
    let found = found_json(&["--add", added, "search", "\"lynchpin of sorts\"", "--json"]);
    assert_eq!(found["total"], 1, "{found}");
}

#[test]
fn a_sentence_held_as_a_quotation_and_in_the_whole_text_is_one_wording() {
    let folder = tempfile::tempdir().unwrap();
    let quoted = quotations(STATEMENT);
    let (path, output) =
        (written(folder.path(), "text.md", "2021-05-21", &quoted), folder.path().join("out.json"));
    import(&path, &output, &[]);
    let added = output.to_str().unwrap();
    let query = "term:modernization series:summit";
    let count = |answer: &Value, key: &str| answer["counts"][key].as_u64().unwrap();
    let before = found_json(&["kwic", query, "--json"]);
    let answer = found_json(&["--add", added, "kwic", query, "--json"]);
    assert_eq!(count(&answer, "lines"), count(&before, "lines") + 1);
    for key in ["wordings", "statements", "of"] {
        assert_eq!(count(&answer, key), count(&before, key), "{key}");
    }
    let line = list(&answer["lines"]).iter().find(|line| line["statement"] == STATEMENT).unwrap();
    assert_eq!((&line["passage"], &line["verdict"]), (&json!("leaders-2021-05-21/1"), &json!("identical")));
    assert!(text(&line["witnesses"][0]).starts_with("text/"), "{line}");
    assert_eq!(list(&answer["lines"]).len(), list(&before["lines"]).len());
    let (_, shown, _) = said(&["--add", added, "kwic", query]);
    assert!(shown.lines().any(|row| row.contains("=[·]×2") || row.contains("= [·]×2")), "{shown}");
    // With --all it is two lines, of one wording; the timeline counts the same.
    let listed = found_json(&["--add", added, "kwic", query, "--all", "--json"]);
    assert_eq!(list(&listed["lines"]).len(), list(&answer["lines"]).len() + 1);
    assert_eq!(listed["counts"], answer["counts"]);
    let timeline = found_json(&["--add", added, "timeline", query, "--json"]);
    let cells = list(&timeline["rows"][0]["cells"]);
    let cell = cells.iter().find(|cell| cell["statement"] == STATEMENT).unwrap();
    assert_eq!((&cell["lines"], &cell["wordings"]), (&json!(2), &json!(1)));
}

#[test]
fn a_rate_counts_each_wording_once_on_both_sides() {
    let folder = tempfile::tempdir().unwrap();
    let mut quoted = quotations(STATEMENT);
    quoted.push("The grain grows in the field and the ships sail. ".repeat(120));
    let (path, output) =
        (written(folder.path(), "text.md", "2021-05-21", &quoted), folder.path().join("out.json"));
    import(&path, &output, &[&format!("--of={STATEMENT}")]);
    let query = "term:modernization series:summit";
    let answer =
        found_json(&["--add", output.to_str().unwrap(), "timeline", query, "--by", "year", "--json"]);
    let years = list(&answer["rows"][0]["years"]);
    let year = years.iter().find(|year| year["year"] == 2021).unwrap();
    let words = year["words"].as_f64().unwrap();
    assert_eq!((year["lines"].as_u64(), words >= 1_000.0), (Some(2), true), "{year}");
    let rate = year["per_1000_words"].as_f64().unwrap();
    assert!((rate - 1_000.0 / words).abs() <= 0.005, "{year}");
}

#[test]
fn other_words_of_the_whole_text_are_wordings_of_their_own() {
    let folder = tempfile::tempdir().unwrap();
    let mut quoted = quotations(STATEMENT);
    quoted[0] = quoted[0].replace("our ties", "their ties");
    let (path, output) =
        (written(folder.path(), "text.md", "2021-05-21", &quoted), folder.path().join("out.json"));
    import(&path, &output, &[&format!("--of={STATEMENT}")]);
    let query = "term:modernization year:2021";
    let answer = found_json(&["--add", output.to_str().unwrap(), "kwic", query, "--json"]);
    assert_eq!((&answer["counts"]["lines"], &answer["counts"]["wordings"]), (&json!(2), &json!(2)));
    // Both lines belong to the one statement that counts.
    let named = |key: &str| list(&answer["lines"]).iter().map(|line| line[key].clone()).collect::<Vec<_>>();
    assert_eq!(named("statement"), [STATEMENT, STATEMENT]);
    assert_eq!(named("label"), ["Leaders 2021", "Leaders 2021"]);
    assert_eq!(named("text"), [Value::Null, json!("text")]);
}

#[test]
fn a_quotation_that_the_whole_text_does_not_have_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let mut quoted = quotations(STATEMENT);
    quoted[0] = quoted[0].replace("modernize", "renew");
    let (path, output) =
        (written(folder.path(), "text.md", "2021-05-21", &quoted), folder.path().join("out.json"));
    let (_, told) = import(&path, &output, &[]);
    assert!(told.contains("2 of 3 held quotations"), "{told}");
    let shown = |number: u32| {
        let id = format!("{STATEMENT}/{number}");
        found_json(&["--add", output.to_str().unwrap(), "show", &id, "--json"])["passage"]["whole_text"]
            .clone()
    };
    assert_eq!(shown(1)["found"], "not found in the whole text");
    assert_eq!(shown(2)["found"], "word for word");
    assert_eq!(shown(2)["statement"], "text");
}

#[test]
fn what_you_choose_is_stronger_than_what_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let quoted = quotations(STATEMENT);
    let path = written(folder.path(), "text.md", "2021-05-21", &quoted);
    let output = folder.path().join("out.json");
    let count = || term(&output, "cyber")["counts"]["of"].as_u64().unwrap();
    let (_, told) = import(&path, &output, &["--separate"]);
    assert!(!told.contains("taken as"), "{told}");
    assert_eq!(count(), 38);
    // Imported again, it stays as you chose, and --of makes it a text of the one you name.
    import(&path, &output, &[]);
    assert_eq!(count(), 38);
    import(&path, &output, &["--of", "scm-57", "--language", "en"]);
    assert_eq!(count(), 37);
    let written_now: Value = serde_json::from_slice(&fs::read(&output).unwrap()).unwrap();
    assert_eq!(written_now["statements"][0]["of"], "scm-57");
    assert_eq!(written_now["statements"][0]["language"], "en");
    // It stays so when the text changes, whatever is found then.
    written(
        folder.path(),
        "text.md",
        "2021-05-21",
        &[&quoted[..], &[String::from("And more of it")]].concat(),
    );
    import(&path, &output, &[]);
    let written_now: Value = serde_json::from_slice(&fs::read(&output).unwrap()).unwrap();
    assert_eq!(written_now["statements"][0]["of"], "scm-57");
    assert!(written_now["statements"][0]["passages"].to_string().contains("And more of it"));
    let (code, told) = import(&path, &output, &["--of", "scm-999"]);
    assert!(code == 2 && told.contains("there is no statement `scm-999`"), "{told}");
    // A different day alone is no evidence against the words.
    let other = written(folder.path(), "other.md", "2022-01-01", &quoted);
    let (_, told) = import(&other, &folder.path().join("other.json"), &[]);
    assert!(told.contains(&format!("a text of {STATEMENT}: 3 of 3 held quotations")), "{told}");
    // A text of the same day that has none of the quotations is another statement.
    let none = written(folder.path(), "none.md", "2021-05-21", &[String::from("Nothing of it")]);
    let (_, told) = import(&none, &folder.path().join("none.json"), &[]);
    assert!(!told.contains("a text of"), "{told}");
}

#[test]
fn what_was_recorded_of_a_text_is_kept_until_its_words_change() {
    let folder = tempfile::tempdir().unwrap();
    let path = written(folder.path(), "text.md", "2030-01-01", &[String::from("Nothing of it")]);
    let output = folder.path().join("out.json");
    let read = || -> Value { serde_json::from_slice(&fs::read(&output).unwrap()).unwrap() };
    import(&path, &output, &[]);
    let mut edited = read();
    assert_eq!(edited["statements"][0]["extent"], "whole");
    edited["statements"][0]["says"] = vec!["linchpin"].into();
    edited["statements"][0]["silent"] = vec!["cyber"].into();
    fs::write(&output, edited.to_string()).unwrap();
    for more in [&[][..], &["--place", "Seoul"]] {
        let (_, told) = import(&path, &output, more);
        assert!(!told.contains("dropped"), "{told}");
        let statement = &read()["statements"][0];
        assert_eq!((&statement["says"][0], &statement["silent"][0]), (&"linchpin".into(), &"cyber".into()));
    }
    written(folder.path(), "text.md", "2030-01-01", &[String::from("Something else")]);
    let (_, told) = import(&path, &output, &[]);
    assert!(
        told.contains("text: dropped says and silent, which recorded the terms of the old text"),
        "{told}"
    );
    assert!(read()["statements"][0].get("says").is_none());
}
