//! `marks` and `export marks`.

use linchpin::store::marks::{Mark, Marks};
use linchpin::text::safe::{Text, Typed, is_hidden};
use serde_json::Value;
use tempfile::TempDir;

use crate::call::call;
use crate::{command, on_fixture};

/// A home with three marks: one that is held, one whose words have changed, one of another dataset.
fn home() -> TempDir {
    let home = TempDir::new().unwrap();
    let marks = Marks::in_folder(home.path().join(".local/share/linchpin/marks"));
    let words = "the ROK–U.S. alliance will be modernized and strengthened and better able to adapt to the changing \
                 global security environment.";
    for (dataset, passage, quote, note) in [
        ("another", "x/1", "kept words", "=1+1"),
        ("rok-us-modernization", "scm-56/1", "other words", ""),
        ("rok-us-modernization", "scm-35/1", words, "ask 국방부"),
    ] {
        let mut mark = Mark::new(&Text::new(dataset), &Text::new(passage), &Text::new(quote));
        mark.note = Typed::new(note);
        marks.save(&mark).unwrap();
    }
    home
}

fn at(home: &TempDir, arguments: &[&str]) -> (i32, String, String) {
    call(&on_fixture(arguments), Some(home.path()))
}

#[test]
fn marks_are_listed_with_their_words_their_notes_and_what_became_of_them() {
    let (code, out, stderr) = at(&home(), &["marks"]);
    assert_eq!((code, &*stderr), (0, ""));
    for wanted in [
        "2003-11-17 SCM 35  scm-35/1",
        "joint · ? not verified in what was seen",
        "note ask 국방부",
        "scm-56/1  its words have changed since",
        "  “the ROK–U.S. alliance will be modernized",
        "\n  The words as they were marked: other words\n",
        "\nx/1  not in this dataset; marked in another\n",
        "\n  The words as they were marked: kept words\n",
    ] {
        assert!(out.contains(wanted), "{wanted}: {out}");
    }
    assert!(out.find("scm-35/1") < out.find("scm-56/1") && out.find("scm-56/1") < out.find("x/1"));
}

#[test]
fn programs_get_marks_in_one_shape() {
    let home = home();
    let (code, out, _) = at(&home, &["marks", "--json"]);
    let answer: Value = serde_json::from_str(&out).unwrap();
    assert_eq!((code, &answer["schema"]), (0, &Value::from(1)));
    let statuses: Vec<&str> =
        answer["marks"].as_array().unwrap().iter().map(|mark| mark["status"].as_str().unwrap()).collect();
    assert_eq!(statuses, ["held", "changed", "elsewhere"]);
    let exported: Value =
        serde_json::from_str(&at(&home, &["export", "marks", "--format", "json"]).1).unwrap();
    for (mark, exported) in
        answer["marks"].as_array().unwrap().iter().zip(exported["marks"].as_array().unwrap())
    {
        assert!(
            mark.as_object().unwrap().iter().all(|(field, value)| exported[field] == *value),
            "{exported}"
        );
    }
}

#[test]
fn a_note_is_safe_on_a_terminal_and_json_has_it_as_it_was_typed() {
    let home = TempDir::new().unwrap();
    let mut mark = Mark::new(&Text::new("rok-us-modernization"), &Text::new("scm-35/1"), &Text::new("words"));
    mark.note = Typed::new("می\u{200C}خواهم \u{200F}so\u{AD}ft \u{1b}[2J 葛\u{E0100}");
    Marks::in_folder(home.path().join(".local/share/linchpin/marks")).save(&mark).unwrap();
    for arguments in [&["marks", "--json"][..], &["export", "marks", "--format", "json"]] {
        let out = at(&home, arguments).1;
        assert!(out.chars().all(|c| c == '\n' || !is_hidden(c)), "{out:?}");
        let answer: Value = serde_json::from_str(&out).unwrap();
        assert_eq!(answer["marks"][0]["note"], mark.note.as_typed());
    }
    for arguments in [&["marks"][..], &["export", "marks"], &["export", "marks", "--format", "csv"]] {
        let out = at(&home, arguments).1;
        assert!(out.contains("می⟦200C⟧خواهم ⟦200F⟧so⟦00AD⟧ft ⟦001B⟧"), "{arguments:?}: {out}");
        assert!(out.chars().all(|c| c == '\n' || !is_hidden(c)), "{out:?}");
    }
}

#[test]
fn marks_are_exported_to_paste_and_to_count() {
    let home = home();
    let (code, markdown, stderr) = at(&home, &["export", "marks"]);
    assert_eq!((code, &*stderr), (0, ""));
    assert!(markdown.contains("\n> “the ROK–U.S. alliance will be modernized"), "{markdown}");
    assert!(markdown.contains("Wording check: not verified") && markdown.contains("\nNote: ask 국방부\n"));
    let (_, table, _) = at(&home, &["export", "marks", "--format", "csv"]);
    let rows: Vec<csv::StringRecord> =
        csv::Reader::from_reader(table.as_bytes()).records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 3);
    assert!(rows[2].iter().any(|field| field == "'=1+1"), "no formula");
}

#[test]
fn a_mark_whose_passage_is_gone_is_said_to_be_gone_before_those_of_other_datasets() {
    let home = home();
    let marks = Marks::in_folder(home.path().join(".local/share/linchpin/marks"));
    for (dataset, passage, quote) in [
        ("rok-us-modernization", "scm-35/99", "- lost words"),
        ("rok-us-modernization", "jo-2025/2", "a summary that was another"),
        ("aaa", "x/2", "others"),
    ] {
        marks.save(&Mark::new(&Text::new(dataset), &Text::new(passage), &Text::new(quote))).unwrap();
    }
    let (code, out, _) = at(&home, &["marks"]);
    assert_eq!(code, 0);
    assert!(out.contains("\nscm-35/99  no longer in this dataset\n"), "{out}");
    assert!(out.contains("\n  The words as they were marked: - lost words\n"), "{out}");
    assert_eq!(out.matches("scm-35/99").count(), 1, "{out}");
    let places = ["scm-56/1", "jo-2025/2", "scm-35/99", "x/2"].map(|id| out.find(id).unwrap());
    assert!(places.is_sorted(), "{out}");
    assert_eq!(out.matches('“').count(), 1, "only a quotation that is held: {out}");
}

#[test]
fn no_marks_are_said_and_no_home_is_bad_use() {
    let empty = TempDir::new().unwrap();
    for arguments in [&["marks"][..], &["export", "marks"], &["export", "marks", "--format", "csv"]] {
        let (code, out, stderr) = at(&empty, arguments);
        assert_eq!((code, &*out), (1, ""), "{arguments:?}");
        assert!(stderr.contains("no marks yet"), "{stderr}");
    }
    let (code, out, _) = at(&empty, &["marks", "--json"]);
    assert_eq!(
        (code, serde_json::from_str::<Value>(&out).unwrap()["marks"].as_array().unwrap().len()),
        (1, 0)
    );
    let output = command(&["marks"]).env("HOME", "relative").output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(empty.path().read_dir().unwrap().next().is_none(), "reading makes nothing");
}

#[test]
fn what_could_not_be_read_is_said_beside_the_answer() {
    let home = home();
    let folder = home.path().join(".local/share/linchpin/marks");
    std::fs::write(folder.join("broken.json"), "{").unwrap();
    std::fs::write(folder.join("newer.json"), "{\"schema\":2}").unwrap();
    let (code, _, stderr) = at(&home, &["marks"]);
    assert_eq!(code, 0);
    assert!(
        stderr.contains("1 damaged file of marks and drafts passed over; 1 file of a newer linchpin"),
        "{stderr}"
    );
}
