//! `linchpin export`: what is filtered is what is exported, and a browser shows the page.

mod browser;

use std::collections::BTreeSet;
use std::fs;
use std::io::Read;
use std::path::Path;
use std::process::Stdio;

use linchpin::store::marks::{Mark, Marks};
use linchpin::text::safe::Text;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::call::call;
use crate::fixture::FIXTURE;
use crate::{command, on_fixture};

/// The exit code and both streams; `home` holds the reader's marks.
fn at(home: &Path, arguments: &[&str]) -> (i32, String, String) {
    call(&on_fixture(arguments), Some(home))
}

fn run(arguments: &[&str]) -> (i32, String, String) {
    at(Path::new("/nonexistent"), arguments)
}

fn json(arguments: &[&str]) -> Value {
    let (code, out, _) = run(arguments);
    assert!(code < 2, "{arguments:?}");
    serde_json::from_str(&out).unwrap()
}

fn list<'a>(answer: &'a Value, name: &str) -> Vec<&'a Value> {
    answer[name].as_array().unwrap().iter().collect()
}

fn texts<'a>(rows: &[&'a Value], field: &str) -> Vec<&'a str> {
    rows.iter().map(|row| row[field].as_str().unwrap()).collect()
}

/// A table's rows by the name of their fields' column.
fn column(table: &str, divider: u8, name: &str) -> Vec<String> {
    let mut reader = csv::ReaderBuilder::new().delimiter(divider).from_reader(table.as_bytes());
    let at = reader.headers().unwrap().iter().position(|head| head == name).unwrap();
    reader.records().map(|row| row.unwrap()[at].to_owned()).collect()
}

const QUERIES: [&[&str]; 10] = [
    &["kind:quotation"],
    &["modernisation", "flexib"],
    &["strategic", "-indo"],
    &["-alliance"],
    &["year:2018..2022", "standing:joint"],
    &["meaning:2024", "has:check"],
    &["\"global comprehensive\""],
    &["modrenization"],
    &["현대화"],
    &["series:SCM", "verdict:differs", "kind:quotation", "term:linchpin"],
];

#[test]
fn the_hits_that_are_exported_are_those_of_search_in_its_order() {
    let mut loose = 0;
    for query in QUERIES {
        let found = json(&[&["search", "--json"], query].concat());
        let exported = json(&[&["export", "hits", "--format", "json"], query].concat());
        let counted =
            list(&found, "hits").into_iter().filter(|hit| hit["counted"] == true).collect::<Vec<_>>();
        let total = found["total"].clone();
        let (found, exported) = (counted, list(&exported, "hits"));
        assert_eq!(total, exported.len(), "{query:?}");
        // Of hits with the same words, search lists the best and counts the others.
        let same: u64 = found.iter().filter_map(|hit| hit["same"].as_u64()).sum();
        assert_eq!(total, found.len() as u64 + same, "{query:?}");
        let ids = texts(&found, "passage");
        let best: Vec<&Value> =
            exported.iter().copied().filter(|hit| ids.contains(&hit["passage"].as_str().unwrap())).collect();
        for field in ["passage", "statement", "level", "text"] {
            assert_eq!(texts(&best, field), texts(&found, field), "{query:?}");
        }
        loose += exported.iter().filter(|hit| hit["loose"] == true).count();
        for (format, divider) in [("csv", b','), ("tsv", b'\t')] {
            let (_, table, _) = run(&[&["export", "hits", "--format", format], query].concat());
            let ids = if table.is_empty() { Vec::new() } else { column(&table, divider, "passage") };
            assert_eq!(ids, texts(&exported, "passage"), "{query:?}");
        }
    }
    assert!(loose > 0);
}

#[test]
fn the_statements_that_are_exported_are_those_that_hold_a_hit_by_date_and_whole() {
    let all = json(&["export", "statements", "--format", "json"]);
    let all = list(&all, "statements");
    let by_date = texts(&all, "statement");
    let listed = json(&["list", "--json"]);
    assert_eq!(by_date, texts(&list(&listed, "statements"), "id"));
    for query in QUERIES {
        let hits = json(&[&["export", "hits", "--format", "json"], query].concat());
        let held: BTreeSet<&str> = texts(&list(&hits, "hits"), "statement").into_iter().collect();
        let exported = json(&[&["export", "statements", "--json"], query].concat());
        let exported = list(&exported, "statements");
        let wanted: Vec<&str> = by_date.iter().copied().filter(|id| held.contains(id)).collect();
        assert_eq!(texts(&exported, "statement"), wanted, "{query:?}");
        for statement in exported {
            let whole = all.iter().find(|other| other["statement"] == statement["statement"]).unwrap();
            assert_eq!(statement, *whole);
        }
    }
}

#[test]
fn the_marks_that_are_exported_are_those_on_a_hit() {
    let home = TempDir::new().unwrap();
    let marks = Marks::in_folder(home.path().join(".local/share/linchpin/marks"));
    for passage in ["scm-35/1", "scm-56/1", "treaty-1953/1", "gone/1"] {
        let dataset = Text::new("rok-us-modernization");
        marks.save(&Mark::new(&dataset, &Text::new(passage), &Text::new("'words"))).unwrap();
    }
    let (code, out, _) = at(home.path(), &["export", "marks", "--format", "csv"]);
    assert_eq!(code, 0);
    assert_eq!(column(&out, b',', "passage"), ["treaty-1953/1", "scm-35/1", "scm-56/1", "gone/1"]);
    assert_eq!(column(&out, b',', "quote"), ["''words"; 4]);
    let (code, out, stderr) = at(home.path(), &["export", "marks", "year:2003", "--format", "csv"]);
    assert_eq!((code, column(&out, b',', "passage")), (0, vec!["scm-35/1".to_owned()]));
    assert!(stderr.ends_with("\n1 of 4 marks are on a hit\n"), "{stderr}");
    let (_, all, _) = at(home.path(), &["export", "marks"]);
    assert_eq!(at(home.path(), &["export", "marks", ""]).1, all, "an empty query leaves nothing out");
    let (code, out, _) = at(home.path(), &["export", "marks", "zzzzqq"]);
    assert_eq!((code, &*out), (1, ""));
}

#[test]
fn the_meanings_are_a_row_for_each_question_and_meaning_and_bring_their_evidence() {
    let answer = json(&["export", "meanings", "--format", "json"]);
    let shown = json(&["meanings", "--json"]);
    let rows = list(&answer, "meanings");
    assert_eq!(rows.len(), list(&shown, "questions").len() * list(&shown, "meanings").len());
    let evidence: BTreeSet<&str> = texts(&list(&answer, "evidence"), "passage").into_iter().collect();
    for row in rows {
        let meaning = list(&shown, "meanings").into_iter().find(|one| one["id"] == row["meaning"]).unwrap();
        let question = row["question"].as_str().unwrap();
        assert_eq!(row["answer"], meaning["answers"][question]);
        assert_eq!(row["evidence"], meaning["answer_evidence"][question]);
        let ids = list(row, "evidence").into_iter().chain(list(row, "shown_by"));
        assert!(ids.into_iter().all(|id| evidence.contains(id.as_str().unwrap())));
        assert_eq!(list(row, "citations").len(), list(row, "evidence").len());
    }
}

#[test]
fn markdown_is_what_is_written_unless_another_format_is_asked_for() {
    for what in [&["statements"][..], &["hits", "alliance"], &["meanings"]] {
        let export = |format: &[&'static str]| run(&[&["export"], what, format].concat()).1;
        let markdown = export(&[]);
        assert!(markdown.starts_with("# ") && markdown.contains("\n> “"), "{markdown}");
        assert_eq!(
            (export(&["--format", "md"]), export(&["--format", "markdown"])),
            (markdown.clone(), markdown)
        );
        assert!(export(&["--format", "html"]).starts_with("<!DOCTYPE html>"));
        assert_eq!(export(&["--json"]), export(&["--format", "json"]));
    }
}

#[test]
fn nothing_found_is_nothing_written_but_an_empty_shape_for_programs() {
    for what in ["statements", "hits"] {
        for format in ["markdown", "html", "csv", "tsv"] {
            let (code, out, stderr) = run(&["export", what, "zzzzqq", "--format", format]);
            assert_eq!((code, &*out), (1, ""), "{what} {format}");
            assert!(stderr.starts_with("0 of 94 passages held: zzzzqq\n"), "{stderr}");
        }
        let (code, out, _) = run(&["export", what, "zzzzqq", "--format", "json"]);
        let answer: Value = serde_json::from_str(&out).unwrap();
        assert_eq!((code, &answer["schema"], list(&answer, what).len()), (1, &Value::from(1), 0));
    }
}

#[test]
fn bad_use_is_said_plainly_before_any_data_is_read() {
    for (arguments, said) in [
        (
            &["export", "meanings", "word"][..],
            "linchpin: the meanings are exported as a whole, so they take no query\n",
        ),
        (&["export", "hits"], "linchpin: hits need a query, and there is none\n"),
        (&["export"], "linchpin: the following required arguments were not provided"),
        (&["export", "letters"], "linchpin: invalid value 'letters'"),
        (&["export", "statements", "--format", "pdf"], "linchpin: invalid value 'pdf'"),
    ] {
        let (code, out, stderr) = run(&[&["--data", "/nonexistent/data.json"], arguments].concat());
        assert_eq!((code, &*out), (2, ""), "{arguments:?}");
        assert!(stderr.starts_with(said), "{stderr}");
    }
}

/// Writes a dataset of as many short passages; returns its bytes.
fn write_large(path: &Path, passages: usize) -> usize {
    let statement = |number: usize| {
        let passage = |at: usize| {
            let text = format!(
                "The paragraph {at} of the statement {number} speaks of peace, stability and prosperity."
            );
            json!({ "id": format!("g-{number}/{at}"), "kind": "quotation", "source": "s", "text": text })
        };
        json!({
            "id": format!("g-{number}"), "series": "G", "number": number, "title": format!("Statement {number}"),
            "label": format!("G {number}"), "date": format!("{}-01-01", 1990 + number % 30), "issuers": ["A"],
            "signatories": [], "standing": "unilateral", "held": "all",
            "passages": (1..=100).map(passage).collect::<Vec<Value>>(),
        })
    };
    let source = json!([{ "id": "s", "kind": "official text", "title": "A source" }]);
    let statements: Vec<Value> = (1..=passages / 100).map(statement).collect();
    let dataset =
        json!({ "schema": 1, "id": "large", "title": "Large", "sources": source, "statements": statements });
    // The list of statements comes last, as every program writes it.
    fs::write(path, dataset.to_string()).unwrap();
    fs::metadata(path).unwrap().len().try_into().unwrap()
}

/// The most memory that an export took, and the bytes of it.
fn peak(data: &str, format: &str) -> (usize, usize) {
    let arguments = ["--data", data, "export", "statements", "--format", format];
    let mut child = command(&arguments).stdout(Stdio::piped()).spawn().unwrap();
    let mut out = child.stdout.take().unwrap();
    // It prints nothing before everything is made, and then waits for this test.
    out.read_exact(&mut [0]).unwrap();
    let status = fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    let peak = peak.trim().trim_end_matches(" kB").parse::<usize>().unwrap() * 1024;
    let rest = std::io::copy(&mut out, &mut std::io::sink()).unwrap();
    assert!(child.wait().unwrap().success());
    (peak, usize::try_from(rest).unwrap())
}

#[test]
fn a_long_export_is_never_in_memory_as_a_whole() {
    let folder = TempDir::new().unwrap();
    let data = folder.path().join("large.json");
    let bytes = write_large(&data, 32_000);
    assert!(bytes > 4 << 20, "it is read in parts");
    for format in ["html", "csv", "json"] {
        let (least, _) = peak(FIXTURE, format);
        let (peak, written) = peak(data.to_str().unwrap(), format);
        assert!(written > 2 * bytes, "{format}: {written} bytes");
        // The dataset and its look-ups; neither an index nor the export.
        let taken = peak.saturating_sub(least);
        assert!(taken < 3 * bytes, "{format}: {taken} bytes of memory for a dataset of {bytes}");
    }
}

#[test]
fn an_export_that_has_no_room_prints_nothing() {
    let folder = TempDir::new().unwrap();
    let data = folder.path().join("large.json");
    write_large(&data, 5_000);
    let nowhere = folder.path().join("nowhere");
    for (arguments, code) in [(&["--data", data.to_str().unwrap()][..], 2), (&[], 0)] {
        let arguments = [arguments, &["export", "statements"]].concat();
        let output = command(&arguments).env("TMPDIR", &nowhere).output().unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(code), "a short one needs no file: {stderr}");
        assert_eq!(output.stdout.is_empty(), code == 2, "{stderr}");
        assert_eq!(stderr.starts_with("linchpin: the export failed: "), code == 2, "{stderr}");
        assert_eq!(stderr.contains(&*nowhere.to_string_lossy()), code == 2, "{stderr}");
    }
}

#[test]
fn a_large_dataset_that_contradicts_itself_at_its_end_is_not_exported() {
    let folder = TempDir::new().unwrap();
    let data = folder.path().join("large.json");
    assert!(write_large(&data, 32_000) > 4 << 20);
    let text = fs::read_to_string(&data).unwrap();
    fs::write(&data, text.replace("\"g-320\"", "\"g-1\"")).unwrap();
    let answer =
        |arguments: &[&str]| at(folder.path(), &[&["--data", data.to_str().unwrap()], arguments].concat());
    let (code, out, stderr) = answer(&["export", "statements"]);
    assert_eq!((code, &*out), (2, ""));
    assert!(stderr.contains("g-1"), "{stderr}");
    assert_eq!(answer(&["list"]), (code, out, stderr));
}
