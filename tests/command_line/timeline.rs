//! `timeline` on the command line: the same rows in every format, silence distinguished from what was not seen, and a
//! figure that browsers and librsvg draw.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use serde_json::{Value, json};
use tempfile::TempDir;

use super::{chromium, dataset, is_here, list, run, said, text};

const LOOKED_THROUGH: [&str; 3] = ["leaders-2022-05-21", "leaders-2023-04-26", "us-japan-2024-04-10"];

/// The frozen dataset, with what its notes say of three whole texts.
fn looked_through(folder: &TempDir) -> PathBuf {
    let mut data = dataset();
    for statement in data["statements"].as_array_mut().unwrap() {
        if LOOKED_THROUGH.contains(&text(&statement["id"])) {
            statement["extent"] = "whole".into();
            statement["silent"] = json!(["modernization"]);
        }
    }
    let path = folder.path().join("data.json");
    fs::write(&path, data.to_string()).unwrap();
    path
}

fn asked(arguments: &[&str]) -> (i32, String, String) {
    let folder = TempDir::new().unwrap();
    let path = looked_through(&folder);
    said(&[&["timeline"], arguments, &["--data", path.to_str().unwrap()]].concat())
}

fn answer(arguments: &[&str]) -> Value {
    let (code, out, _) = asked(&[arguments, &["--json"]].concat());
    assert_eq!(code, 0, "{arguments:?}");
    serde_json::from_str(&out).unwrap()
}

#[test]
fn programs_get_rows_with_cells_and_years_in_the_envelope_of_all_views() {
    let answer = answer(&["term:modernization"]);
    assert_eq!((&answer["schema"], &answer["view"]), (&json!(1), &json!("timeline")));
    assert!(text(&answer["stamp"]).starts_with("sha256:") && !text(&answer["caveat"]).is_empty());
    assert_eq!(answer["options"], json!({"by": "statement"}));
    let row = &answer["rows"][0];
    let counts = json!({"statements": 18, "of": 37, "silent": 3, "unseen": 16, "left_out": 0, "lines": 24, "wordings": 20});
    assert_eq!((&row["counts"], &row["first"], &row["last"]), (&counts, &json!("scm-4"), &json!("scm-57")));
    let cell = list(&row["cells"]).iter().find(|cell| cell["statement"] == "scm-56").unwrap();
    for (key, expected) in [
        ("date", json!("2024-10-30")),
        ("year", json!(2024)),
        ("state", json!("says")),
        ("standing", json!("joint")),
        ("meanings", json!(["2024"])),
        ("lines", json!(3)),
        ("wordings", json!(1)),
    ] {
        assert_eq!(cell[key], expected, "{key}");
    }
    let year = list(&row["years"]).iter().find(|year| year["year"] == 2024).unwrap();
    let counts = ["says", "silent", "unseen", "of"].map(|key| year[key].clone());
    assert_eq!(counts, [json!(2), json!(1), json!(0), json!(3)]);
    // No year of the fixture has 1,000 words of wording.
    assert!(list(&row["years"]).iter().all(|year| year["per_1000_words"].is_null()));
    // Of two passages that repeat each other one counts.
    assert_eq!(list(&row["years"]).last().unwrap()["words"], 239);
}

#[test]
fn programs_get_the_sentences_of_whole_texts_and_tables_do_not() {
    let folder = TempDir::new().unwrap();
    let data = looked_through(&folder);
    let statement = |id: &str, of: Option<&str>, text: &str| {
        json!({
            "id": id, "of": of, "series": "SCM", "title": "A text", "label": id, "date": "2026-11-13", "issuers": ["Republic of Korea"],
            "signatories": [], "standing": "joint", "held": "Whole text", "extent": "whole",
            "passages": [{"id": format!("{id}/1"), "kind": "quotation", "text": text, "source": "texts"}]
        })
    };
    let texts = [
        statement(
            "of-57",
            Some("scm-57"),
            "Grain was sown. The linchpin holds. They met. A linchpin it is, and a linchpin it stays.",
        ),
        statement("of-58", None, "Barley was sown. They met."),
    ];
    let source = json!({"id": "texts", "kind": "imported text", "title": "Texts", "sha256": "0".repeat(64)});
    let added = folder.path().join("texts.json");
    let dataset =
        json!({"schema": 1, "id": "texts", "title": "Texts", "sources": [source], "statements": texts});
    fs::write(&added, dataset.to_string()).unwrap();
    let asked = ["timeline", "linchpin", "--data", data.to_str().unwrap(), "--add", added.to_str().unwrap()];
    let (code, out, stderr) = said(&[&asked[..], &["--json"]].concat());
    assert_eq!(code, 0, "{stderr}");
    let answer: Value = serde_json::from_str(&out).unwrap();
    let cells = list(&answer["rows"][0]["cells"]);
    let with = cells.iter().filter(|cell| cell.get("sentences").is_some());
    let with: Vec<_> =
        with.map(|cell| (text(&cell["statement"]), &cell["state"], &cell["sentences"])).collect();
    // There are no sentences for statements whose text was searched and is not held.
    let sentences = |id: &str, of: usize, with: &[usize]| json!([{"text": id, "of": of, "with": with}]);
    assert_eq!(
        with,
        [
            ("scm-57", &json!("says"), &sentences("of-57", 4, &[2, 4])),
            ("of-58", &json!("silent"), &sentences("of-58", 2, &[]))
        ]
    );
    let (_, table, _) = said(&[&asked[..], &["--format", "csv"]].concat());
    assert!(table.starts_with("query,row,") && !table.contains("sentences"), "{table}");
}

#[test]
fn an_undated_statement_is_never_the_first_or_last_and_is_told() {
    let folder = TempDir::new().unwrap();
    let mut data = dataset();
    let statements = data["statements"].as_array_mut().unwrap();
    let undated = statements.iter_mut().find(|one| one["id"] == "scm-57").unwrap();
    (undated["date"], undated["year"]) = (Value::Null, Value::Null);
    undated["date_note"] = "a test".into();
    let path = folder.path().join("data.json");
    fs::write(&path, data.to_string()).unwrap();
    let asked = ["timeline", "term:modernization", "--data", path.to_str().unwrap()];
    let (_, out, _) = said(&[&asked[..], &["--json", "--by", "standing"]].concat());
    let answer: Value = serde_json::from_str(&out).unwrap();
    let row = &answer["rows"][0];
    let cell = list(&row["cells"]).last().unwrap();
    assert_eq!(
        (&cell["statement"], &cell["state"], &cell["date"]),
        (&json!("scm-57"), &json!("says"), &Value::Null)
    );
    let last = text(&row["last"]);
    assert!(last != "scm-57" && list(&row["groups"]).iter().all(|group| group["last"] != "scm-57"), "{row}");
    let year = list(&row["years"]).last().unwrap();
    assert_eq!((&year["year"], &year["says"]), (&Value::Null, &json!(1)));
    let (_, out, _) = said(&asked);
    assert!(out.contains(" of those held, 1 more without a date"), "{out}");
}

#[test]
fn every_group_has_its_counts_and_its_first_and_last() {
    let answer = answer(&["term:strategic-flexibility", "--by", "standing"]);
    let groups = list(&answer["rows"][0]["groups"]);
    let joint = &groups[0];
    assert_eq!((&joint["group"], &joint["says"], &joint["silent"]), (&json!("joint"), &json!(3), &json!(0)));
    assert_eq!((&joint["first"], &joint["last"]), (&json!("scm-35"), &json!("ban-rice-2006")));
}

#[test]
fn people_read_counts_cells_and_what_the_signs_mean() {
    let (code, out, stderr) = asked(&["term:modernization", "vs", "linchpin"]);
    assert_eq!(code, 0);
    assert!(out.starts_with("37 of 37 statements held, 3 of them read as whole texts\n"), "{out}");
    let first = "18 of 37 statements say it, 3 silent, 16 not seen; first 1971 SCM 4, last 2025-11-14 SCM 57 of those held";
    assert!(out.contains(first), "{out}");
    for line in [
        "2022-05-21  Leaders 2022  ○   ·",
        "2024-07-10  NATO 2024     B]! ·",
        "2025-08-08  Yonhap        C?  ·",
        "2025-11-13  Fact Sheet    C   ●",
        "2004-10-22  SCM 36        ·   ·",
    ] {
        assert!(out.contains(line), "{line}\n{out}");
    }
    assert!(
        out.contains("○ silent: the whole text was looked through; · not in the part seen: says nothing")
    );
    assert!(stderr.contains("stamp "), "{stderr}");
    let (_, out, _) = asked(&["term:modernization", "--by", "year"]);
    assert!(out.contains("2022      1/3  █░·\n") && out.contains("2025      4/6  ████··\n"), "{out}");
    assert!(!out.contains("2005"), "a year that nobody holds is no zero");
}

#[test]
fn a_table_has_a_line_for_each_cell() {
    for (format, divider) in [("csv", ','), ("tsv", '\t')] {
        let folder = TempDir::new().unwrap();
        let data = looked_through(&folder);
        let query = "term:modernization vs cornerstone";
        let (code, out, _) = run(&["timeline", query, "--format", format, "--data", data.to_str().unwrap()]);
        assert_eq!((code, out.lines().count()), (0, 1 + 2 * 37), "{format}");
        let head =
            "query row statement label date year series issuers state standing meanings lines wordings";
        assert_eq!(out.lines().next().unwrap().replace(divider, " "), head);
        let mut table =
            csv::ReaderBuilder::new().delimiter(u8::try_from(divider).unwrap()).from_reader(out.as_bytes());
        let states: Vec<String> = table.records().map(|record| record.unwrap()[8].to_owned()).collect();
        let count = |state: &str| states.iter().take(37).filter(|one| *one == state).count();
        assert_eq!([count("says"), count("silent"), count("unseen")], [18, 3, 16]);
    }
    let (_, out, _) = asked(&["term:modernization", "--format", "csv", "--by", "year"]);
    assert!(out.starts_with("query,row,group,says,silent,unseen,left_out,of,lines,words,"), "{out}");
    assert!(out.contains("term:modernization,modernization,2024,2,1,0,0,3,"), "{out}");
}

#[test]
fn all_rows_of_a_table_have_the_same_fields() {
    for by in ["statement", "year", "decade", "standing", "series", "issuer"] {
        for query in ["term:modernization", "alliance vs linchpin"] {
            let (code, out, err) = run(&["timeline", query, "--format", "csv", "--by", by]);
            assert_eq!((code, &*err), (0, ""), "{by}");
            let mut table = csv::Reader::from_reader(out.as_bytes());
            assert!(table.records().map(Result::unwrap).count() > 2, "{by}");
        }
    }
}

#[test]
fn documents_say_what_they_are_of() {
    let (_, out, _) = asked(&["term:modernization", "--format", "markdown", "--by", "standing"]);
    assert!(out.contains("| joint | 14/29 ") && out.contains("Caveat: ") && out.contains("stamp "), "{out}");
    let (_, out, _) = asked(&["term:modernization", "--format", "html"]);
    assert!(out.contains("<svg ") && out.contains("<table role=") && out.contains("Caveat: "), "{out}");
}

#[test]
fn nothing_found_says_which_part_failed_and_bad_use_is_refused() {
    let (code, out, stderr) = asked(&["cornerstone"]);
    assert_eq!(code, 1);
    assert!(out.contains("0 of 37 statements say it, 0 silent, 37 not seen\n"), "{out}");
    assert!(stderr.contains("no statement of these says “cornerstone” in the wording held"), "{stderr}");
    let (code, _, stderr) = asked(&["china", "standing:joint"]);
    assert_eq!(code, 1);
    assert!(stderr.contains("do in 1 passage: linchpin search 'china standing:joint in:about'"), "{stderr}");
    let (code, _, stderr) = asked(&["linchpin", "year:1960"]);
    assert!(code == 1 && stderr.contains("no statement held passes the filters"), "{stderr}");
    for (bad, expected) in [
        (&["linchpin", "standng:joint"][..], "did you mean `standing:`?"),
        (&["linchpin", "vs"], "`vs` needs"),
        (&["linchpin", "in:about"], "in:about"),
        (&["linchpin", "--by", "week"], "invalid value"),
        (&["👍"], "`👍` contains no word to look for"),
        (&["["], "`[` contains no word"),
        (&["*"], "`*` contains no word"),
        (&["/s", "peace"], "`/s` needs"),
    ] {
        let (code, out, stderr) = asked(bad);
        assert!(code == 2 && out.is_empty() && stderr.contains(expected), "{bad:?}: {stderr}");
    }
}

#[test]
fn what_was_typed_is_read_and_what_is_shown_is_safe() {
    // A hidden character is not a word.
    let typed = "linchpin \u{202e}";
    for format in ["text", "markdown", "html", "csv", "svg"] {
        let (code, out, _) = asked(&[typed, "--format", format]);
        assert!(code == 0 && !out.contains('\u{202e}'), "{format}: {out}");
    }
    let answer = answer(&[typed]);
    assert_eq!(answer["rows"][0]["counts"]["statements"], 3);
}

#[test]
fn a_passage_that_the_query_leaves_out_is_told_from_one_that_was_not_seen() {
    let (code, out, _) = asked(&["term:modernization meaning:2003"]);
    assert_eq!(code, 0);
    let counts =
        "2 of 37 statements say it, 16 more in no passage that the query asks for, 3 silent, 16 not seen";
    assert!(out.contains(counts) && out.contains("2024-10-30  SCM 56        ~\n"), "{out}");
    for (by, class) in [("year", "left-out-bar"), ("statement", "row")] {
        let (_, out, _) = asked(&["term:modernization meaning:2003", "--by", by, "--format", "svg"]);
        let figure = roxmltree::Document::parse(&out).unwrap();
        let signs = figure.descendants().filter(|node| node.attribute("class") == Some(class));
        let is_sign = |node: &roxmltree::Node| by == "year" || node.text() == Some("~");
        // One is in the legend.
        assert_eq!(signs.filter(is_sign).count(), 16 + 1, "{by}");
    }
}

#[test]
fn rivals_that_overlap_are_both_counted_and_it_is_said() {
    let (code, _, stderr) = asked(&["flexibility vs \"strategic flexibility\""]);
    assert_eq!(code, 0);
    assert!(stderr.contains("is a part of"), "{stderr}");
}

#[test]
fn a_figure_has_its_words_as_text_and_counts_for_those_who_do_not_see_it() {
    for by in ["statement", "year", "decade", "standing", "series", "issuer"] {
        let (code, out, _) =
            asked(&["term:modernization vs <linchpin> & \"peace\"", "--by", by, "--format", "svg"]);
        assert_eq!(code, 0, "{by}");
        let figure = roxmltree::Document::parse(&out).unwrap();
        let words: Vec<&str> = figure.descendants().filter_map(|node| node.text()).collect();
        for expected in ["modernization", "not in the part seen: nothing is known of the rest"] {
            assert!(words.contains(&expected), "{by}: {expected}");
        }
        assert!(
            words.iter().any(|text| text.contains("18 of 37 statements say it, 3 silent, 16 not")),
            "{by}"
        );
        let boxes =
            |class: &str| figure.descendants().filter(|node| node.attribute("class") == Some(class)).count();
        if by == "statement" {
            assert_eq!(boxes("silent"), 3 + 1);
        } else {
            // One sign in the legend, and two statements in the second row.
            assert_eq!([boxes("says"), boxes("silent-bar")], [18 + 2 + 1, 3 + 1], "{by}");
        }
    }
}

#[test]
fn a_figure_has_a_wider_gap_where_more_than_five_years_are_between_statements() {
    let (_, out, _) = asked(&["linchpin", "--format", "svg"]);
    let figure = roxmltree::Document::parse(&out).unwrap();
    let of_year = |year: &str| {
        let mark = figure.descendants().find(|node| node.text() == Some(year)).unwrap();
        let line = mark.next_sibling_element().unwrap();
        ["x1", "x2"].map(|end| line.attribute(end).unwrap().parse::<usize>().unwrap())
    };
    let between = |one: &str, next: &str| of_year(next)[0] - of_year(one)[1];
    let (close, wide) = (between("1974", "1975"), between("1953", "1971"));
    assert_eq!(between("1978", "1983"), close);
    assert!(wide > close && between("1983", "2002") == wide, "{close} {wide}");
}

#[test]
fn librsvg_and_a_browser_draw_the_same_words() {
    let folder = TempDir::new().unwrap();
    let (svg, pdf) = (folder.path().join("figure.svg"), folder.path().join("figure.pdf"));
    let (_, out, _) = asked(&["linchpin vs \"deterrence\"", "--by", "year", "--format", "svg"]);
    fs::write(&svg, &out).unwrap();
    if !is_here("rsvg-convert") || !is_here("pdftotext") || !is_here("chromium") {
        return;
    }
    let words = |pdf: &PathBuf| {
        let output = Command::new("pdftotext").arg(pdf).arg("-").output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        let mut words: Vec<String> =
            text.split_whitespace().map(str::to_owned).filter(|word| word.is_ascii()).collect();
        words.sort_unstable();
        words
    };
    assert!(
        Command::new("rsvg-convert").args(["-f", "pdf", "-o"]).args([&pdf, &svg]).status().unwrap().success()
    );
    let drawn = words(&pdf);
    for expected in ["2/6", "2025", "linchpin", "statements"] {
        assert!(drawn.iter().any(|word| word == expected), "{expected}: {drawn:?}");
    }
    let page = folder.path().join("figure.html");
    fs::write(&page, format!("<style>@page{{size:1400px 700px;margin:0}}body{{margin:0}}</style>{out}"))
        .unwrap();
    let print = folder.path().join("print.pdf");
    chromium(&page, &["--no-pdf-header-footer", &format!("--print-to-pdf={}", print.display())]);
    assert_eq!(words(&print), drawn);
}

#[test]
fn the_program_needs_no_query_and_answers_the_same_each_time() {
    let first = run(&["timeline", "--json"]);
    assert_eq!(first.0, 0);
    assert_eq!(first, run(&["timeline", "--json"]));
    let answer: Value = serde_json::from_str(&first.1).unwrap();
    assert_eq!((list(&answer["rows"]).len(), &answer["rows"][0]["label"]), (8, &json!("modernization")));
}
