//! What the commands answer, in JSON and in text.

use linchpin::commands::environment::Environment;
use linchpin::text::fold::fold;
use portable_pty::CommandBuilder;
use portable_pty::PtySize;
use portable_pty::native_pty_system;
use serde_json::Value;
use serde_json::json;
use std::collections::BTreeSet;
use std::ffi::OsString;
use unicode_width::UnicodeWidthStr;

use crate::{BINARY, FIXTURE, dataset, found, found_json, ids, keys, list, marked, said, squeezed, text};

#[test]
fn list_json_gives_every_statement_in_its_promised_shape() {
    let (answer, data) = (found_json(&["list", "--json"]), dataset());
    let statements = list(&answer["statements"]);
    assert_eq!(statements.len(), list(&data["statements"]).len());
    for held in list(&data["statements"]) {
        let listed = statements.iter().find(|statement| statement["id"] == held["id"]).unwrap();
        for field in ["id", "title", "series", "number", "date", "standing"] {
            assert_eq!(listed[field], held[field], "{field} of {}", held["id"]);
            assert!(keys(listed).contains(&field));
        }
        assert_eq!(listed["passages"], list(&held["passages"]).len());
        let borne: BTreeSet<&str> =
            list(&held["passages"]).iter().filter_map(|p| p.get("meaning")).map(text).collect();
        let meanings: Vec<&str> = list(&listed["meanings"]).iter().map(text).collect();
        assert_eq!(meanings, borne.into_iter().collect::<Vec<_>>(), "{}", held["id"]);
    }
    let dates: Vec<&str> = statements.iter().filter_map(|statement| statement["date"].as_str()).collect();
    assert!(dates.is_sorted());
}

#[test]
fn list_is_a_line_per_statement_in_aligned_columns() {
    let (answer, data) = (found(&["list"]), dataset());
    assert_eq!(answer.lines().count(), list(&data["statements"]).len());
    let mut starts = BTreeSet::new();
    for statement in list(&data["statements"]) {
        let (id, title) = (text(&statement["id"]), text(&statement["title"]));
        let line = answer.lines().find(|line| line.split_whitespace().nth(1) == Some(id)).unwrap();
        let (head, _) = line.split_once(title).unwrap();
        assert!(line.ends_with(title) && head.contains(text(&statement["standing"])), "{line}");
        starts.insert(head.width());
    }
    assert_eq!(starts.len(), 1, "{answer}");
}

#[test]
fn show_json_gives_each_statement_as_the_dataset_has_it() {
    for held in list(&dataset()["statements"]) {
        let answer = found_json(&["show", text(&held["id"]), "--json"]);
        assert_eq!(keys(&answer), ["schema", "statement"]);
        assert_eq!(&answer["statement"], held);
    }
}

#[test]
fn show_json_gives_each_passage_with_its_marks() {
    let data = dataset();
    for statement in list(&data["statements"]) {
        for held in list(&statement["passages"]) {
            let answer = found_json(&["--json", "show", text(&held["id"])]);
            assert_eq!(&answer["statement"], statement);
            let mut passage = answer["passage"].clone();
            let marks = passage.as_object_mut().unwrap().shift_remove("marks").unwrap();
            assert_eq!(&passage, held);
            marks_are_forms_of_their_terms(text(&held["text"]), &marks, &data["terms"]);
        }
    }
}

fn marks_are_forms_of_their_terms(passage: &str, marks: &Value, terms: &Value) {
    let mut end = 0;
    for mark in list(marks) {
        assert_eq!(keys(mark), ["start", "end", "term"]);
        assert!(mark["start"].as_u64().unwrap() >= end, "{marks}");
        end = mark["end"].as_u64().unwrap();
        let term = list(terms).iter().find(|term| term["id"] == mark["term"]).unwrap();
        let words = fold(&marked(passage, mark));
        let is_form = |form: &Value| match text(form).strip_suffix('*') {
            Some(beginning) => words.starts_with(&fold(beginning)),
            None => words == fold(text(form)),
        };
        assert!(list(&term["forms"]).iter().any(is_form), "`{words}` is no form of {}", term["id"]);
    }
}

#[test]
fn marks_count_characters_in_korean_too() {
    let passage = &found_json(&["show", "scm-4/1", "--json"])["passage"];
    assert_eq!(passage["text"], "대한민국 군의 현대화 계획의 진척상황에 만족");
    assert_eq!(passage["marks"][0], json!({ "start": 8, "end": 11, "term": "modernization" }));
    assert_eq!(marked(text(&passage["text"]), &passage["marks"][0]), "현대화");
}

#[test]
fn show_gives_the_words_verbatim_with_verdict_note_context_and_source() {
    let data = dataset();
    for statement in list(&data["statements"]) {
        let shown = found(&["show", text(&statement["id"])]);
        let flat = squeezed(&shown);
        let holds = |value: &Value| {
            let text = value.as_str().unwrap_or_default();
            assert!(flat.contains(&squeezed(text)), "{text}\nis not in\n{shown}");
        };
        for field in ["title", "date", "place", "held"] {
            holds(&statement[field]);
        }
        for passage in list(&statement["passages"]) {
            for field in ["id", "heading", "text", "locus", "context"] {
                holds(&passage[field]);
            }
            for field in ["official", "korean", "found", "note"] {
                holds(&passage["check"][field]);
            }
            let of = |id: &Value| list(&data["sources"]).iter().find(|source| &source["id"] == id);
            holds(&of(&passage["source"]).unwrap()["title"]);
            holds(&of(&passage["source"]).unwrap()["address"]);
            holds(of(&passage["check"]["source"]).map_or(&Value::Null, |source| &source["title"]));
            for link in passage["links"].as_array().into_iter().flatten() {
                holds(&link["note"]);
            }
        }
        assert!(shown.lines().all(|line| line.width() <= 80), "{shown}");
    }
}

#[test]
fn show_says_each_verdict_and_labels_the_editors_words() {
    let data = dataset();
    for statement in list(&data["statements"]) {
        for passage in list(&statement["passages"]) {
            let shown = found(&["show", text(&passage["id"])]);
            let verdict = match passage["check"]["verdict"].as_str() {
                Some("identical") if is_from_press(&data, passage) => "= identical to the press report",
                Some("identical") => "= identical to the official wording",
                Some("differs") => "≠ differs from the official wording",
                Some("elided") => "… words left out without a sign",
                Some("misattributed") => "! misattributed",
                Some("unverified") => "? not verified",
                Some(other) => panic!("{other}"),
                None if passage["kind"] == "quotation" => "? wording not checked",
                None => "editor's summary",
            };
            assert!(squeezed(&shown).contains(&squeezed(verdict)), "{shown}");
            if passage["kind"] == "quotation" {
                let quoted = squeezed(&format!("“{}”", text(&passage["text"])));
                assert!(squeezed(&shown).contains(&quoted), "{shown}");
            }
            if passage.get("context").is_some() {
                assert!(shown.contains("\nContext  editor's words\n"), "{shown}");
            }
        }
    }
}

#[test]
fn show_gives_standing_and_wording_check_with_every_id() {
    for statement in list(&dataset()["statements"]) {
        let standing = match text(&statement["standing"]) {
            "unilateral" => "one side only",
            other => other,
        };
        let passages = list(&statement["passages"]);
        let each = passages.iter().map(|passage| (text(&passage["id"]), std::slice::from_ref(passage)));
        for (id, passages) in each.chain([(text(&statement["id"]), &**passages)]) {
            let shown = found(&["show", id]);
            let facts = shown.lines().take_while(|line| !line.is_empty()).collect::<Vec<_>>().join(" ");
            assert!(facts.contains(&format!(" · {standing}")), "{shown}");
            for check in passages.iter().filter_map(|passage| passage.get("check")) {
                let sign = match text(&check["verdict"]) {
                    "identical" => "=  identical",
                    "differs" => "≠  differs",
                    "elided" => "…  words left out",
                    "misattributed" => "!  misattributed",
                    _ => "?  not verified",
                };
                assert!(shown.contains(sign), "{shown}");
                assert!(squeezed(&shown).contains(&squeezed(text(&check["note"]))), "{shown}");
            }
            let answer = found_json(&["show", id, "--json"]);
            assert_eq!(answer["statement"]["standing"], statement["standing"]);
            for passage in passages {
                let held = list(&answer["statement"]["passages"]);
                let held = held.iter().find(|held| held["id"] == passage["id"]).unwrap();
                let alone = answer.get("passage").unwrap_or(held);
                assert_eq!((&held["check"], &alone["check"]), (&passage["check"], &passage["check"]));
                assert!(passage["kind"] == "summary" || !alone["check"]["verdict"].is_null());
            }
        }
    }
}

#[test]
fn cite_gives_every_passage_with_its_caveat_in_every_format() {
    let data = dataset();
    // Each passage in one of them; that all have the same content is tested within the library.
    let mut formats = FORMATS.iter().cycle();
    for statement in list(&data["statements"]) {
        for (passage, format) in list(&statement["passages"]).iter().zip(formats.by_ref()) {
            let cited = found(&["cite", text(&passage["id"]), "--format", format]);
            let flat = unescaped(&cited);
            for wanted in caveats(&data, statement, passage) {
                assert!(flat.contains(&unescaped(&wanted)), "{wanted}\nis not in\n{cited}");
            }
        }
    }
}

/// Whether a passage's words were compared with a press report.
fn is_from_press(data: &Value, passage: &Value) -> bool {
    let checked = Some(&passage["check"]["source"]).filter(|id| !id.is_null());
    let id = checked.unwrap_or(&passage["source"]);
    list(&data["sources"]).iter().any(|source| source["id"] == *id && source["kind"] == "press")
}

/// What must appear beside the words.
fn caveats(data: &Value, statement: &Value, passage: &Value) -> Vec<String> {
    let source = list(&data["sources"]).iter().find(|source| source["id"] == passage["source"]).unwrap();
    let check = &passage["check"];
    let verdict = match check["verdict"].as_str() {
        Some("identical") if is_from_press(data, passage) => "identical to the press report",
        Some("identical") => "identical to the official wording",
        Some("differs") => "differs from the official wording",
        Some("elided") => "words left out without a sign",
        Some("unverified") => "not verified in what was seen",
        other => other.unwrap_or_default(),
    };
    let standing = match text(&statement["standing"]) {
        "unilateral" => "(one side only",
        other => &format!("({other}"),
    };
    let words = match text(&passage["kind"]) {
        "summary" => format!("Editor's summary, not a quotation: {}", text(&passage["text"])),
        _ => format!("“{}”", text(&passage["text"])),
    };
    let official = if check["verdict"] == "identical" { &Value::Null } else { &check["official"] };
    let of = |value: &Value, fields: &[&str]| fields.iter().map(|field| value[field].clone()).collect();
    let mut wanted: Vec<Value> =
        of(source, &["title", "author", "publisher", "date", "address", "retrieved"]);
    wanted.extend::<Vec<Value>>(of(statement, &["title", "place", "date_note"]));
    wanted.extend(list(&statement["issuers"]).iter().chain(list(&statement["signatories"])).cloned());
    wanted.extend([&check["note"], official, &passage["locus"]].map(Clone::clone));
    let wanted = wanted.iter().filter_map(Value::as_str).map(str::to_owned);
    wanted.chain([verdict.to_owned(), standing.to_owned(), words]).collect()
}

const FORMATS: [&str; 5] = ["text", "markdown", "bibtex", "csl-json", "ris"];

/// Without white space, escapes and what a format writes for them.
fn unescaped(text: &str) -> String {
    let text = text.replace("\\textasciitilde{}", "~");
    let text: String = text.chars().filter(|c| !matches!(c, '\\' | '<' | '>')).collect();
    squeezed(&text)
}

#[test]
fn cite_gives_each_format_its_own_shape() {
    for (format, start, end) in [
        ("text", "“", "\n"),
        ("markdown", "> “", "\n"),
        ("bibtex", "@misc{scm-56:1,\n", "},\n}\n"),
        ("csl-json", "[\n  {\n    \"id\": \"scm-56:1\",\n", "}\n]\n"),
        ("ris", "TY  - GEN\nID  - scm-56:1\n", "\nER  - \n"),
    ] {
        let cited = found(&["cite", "SCM-56/1", "--format", format]);
        assert!(cited.starts_with(start) && cited.ends_with(end), "{cited}");
    }
    assert_eq!(found(&["cite", "scm-56/1"]), found(&["cite", "scm-56/1", "--format", "text"]));
    for (id, bibtex, csl, ris) in [
        ("treaty-1953", "@misc{", "\"type\": \"treaty\"", "TY  - LEGAL\n"),
        ("yonhap-2025-08-08", "@article{", "\"type\": \"article-newspaper\"", "TY  - NEWS\n"),
        ("jo-2025", "@techreport{", "\"type\": \"report\"", "TY  - RPRT\n"),
        ("nato-2030", "@misc{", "\"type\": \"document\"", "TY  - GEN\n"),
    ] {
        for (format, kind) in [("bibtex", bibtex), ("csl-json", csl), ("ris", ris)] {
            let cited = found(&["cite", id, "--format", format]);
            assert_eq!(cited.matches(kind).count(), 1, "{cited}");
        }
    }
}

#[test]
fn a_house_style_is_that_of_all_citations_in_words() {
    let cited = found(&["cite", "scm-35/1", "--style", "oscola"]);
    assert!(cited.contains(", Seoul (17 November 2003). [joint; scm-35/1"), "{cited}");
    assert!(
        cited.contains("\nWording as printed in: §1 ¶2, ") && cited.contains("\nWording check: "),
        "{cited}"
    );
    let template = ["--style", "{label}[ of {date:D Mon YYYY}]", "--format", "markdown"];
    let folder = tempfile::tempdir().unwrap();
    let article = folder.path().join("article.txt");
    std::fs::write(&article, "They “reaffirmed the continuing importance of the strategic flexibility”.")
        .unwrap();
    for command in [
        &["cite", "scm-35/2"][..],
        &["export", "statements", "title:\"SCM 35\""],
        &["draft", "--text", "the continuing importance of the strategic flexibility"],
        &["verify", article.to_str().unwrap()],
    ] {
        let (code, out, aside) = said(&[command, &template].concat());
        assert!(code == 0 && out.contains("SCM 35 of 17 Nov. 2003 \\[joint"), "{command:?}: {out} {aside}");
    }
    for (command, expected) in [
        (&["cite", "scm-35", "--style", "harvard"][..], "no style has this name"),
        (&["cite", "scm-35", "--style", "{titel}"], "there is no field {titel}"),
        (&["cite", "scm-35", "--style", "{issuers}: {title}"], "{issuers} is not known of every statement"),
        (&["cite", "scm-35", "--style", "mla", "--format", "ris"], "add --format markdown"),
        (&["cite", "scm-35", "--style", "mla", "--json"], "add --format markdown"),
        (&["export", "statements", "--style", "mla", "--format", "csv"], "add --format markdown"),
        (&["draft", "--text", "our ties", "--style", "mla"], "add --format markdown"),
        (&["verify", article.to_str().unwrap(), "--style", "mla"], "add --format markdown"),
        (&["compare", "scm-55", "scm-56", "--style", "mla", "--format", "html"], "add --format docx"),
    ] {
        let (code, out, aside) = said(command);
        assert!(code == 2 && out.is_empty() && aside.contains(expected), "{command:?}: {aside}");
    }
}

#[test]
fn cite_gives_all_passages_of_a_statement_or_one_entry() {
    for statement in list(&dataset()["statements"]) {
        let id = text(&statement["id"]);
        for format in ["text", "markdown"] {
            let of = |id: &Value| found(&["cite", text(id), "--format", format]);
            let each: Vec<String> = list(&statement["passages"]).iter().map(|p| of(&p["id"])).collect();
            assert_eq!(found(&["cite", id, "--format", format]), each.join("\n"));
        }
        let bibtex = found(&["cite", id, "--format", "bibtex"]);
        assert_eq!(bibtex.matches("\n}\n").count(), 1, "{bibtex}");
        let ris = found(&["cite", id, "--format", "ris"]);
        assert_eq!((ris.matches("TY  - ").count(), ris.matches("\nER  - \n").count()), (1, 1), "{ris}");
        let csl: Value = serde_json::from_str(&found(&["cite", id, "--format", "csl-json"])).unwrap();
        assert_eq!(list(&csl).len(), 1);
        for passage in list(&statement["passages"]) {
            assert!(text(&csl[0]["note"]).contains(&format!("[{}]", text(&passage["id"]))), "{csl}");
        }
    }
}

#[test]
fn cite_json_gives_all_fields_whatever_the_format() {
    let data = dataset();
    for statement in list(&data["statements"]) {
        let all = found_json(&["cite", text(&statement["id"]), "--json"]);
        assert_eq!(keys(&all), ["schema", "citations"]);
        for (passage, cited) in list(&statement["passages"]).iter().zip(list(&all["citations"])) {
            let id = text(&passage["id"]);
            let alone = found_json(&["cite", id, "--json", "--format", "bibtex"]);
            assert_eq!(alone["citations"], json!([cited]));
            assert_eq!(cited["statement"], statement["id"]);
            for field in ["id", "kind", "text", "heading", "locus"] {
                assert_eq!(cited[field], passage[field], "{field} of {id}");
            }
            for field in ["title", "issuers", "standing", "date", "year", "date_note", "place", "held"] {
                assert_eq!(cited[field], statement[field], "{field} of {id}");
            }
            assert_eq!(cited["source"]["id"], passage["source"]);
            for field in ["verdict", "official", "note"] {
                assert_eq!(cited["check"][field], passage["check"][field], "{field} of {id}");
            }
            assert_eq!(cited["check"]["source"]["id"], passage["check"]["source"]);
            assert_eq!(format!("{}\n", text(&cited["citation"])), found(&["cite", id]));
        }
        assert_eq!(list(&all["citations"]).len(), list(&statement["passages"]).len());
    }
}

#[test]
fn cite_answers_an_unknown_id_as_show_does() {
    for id in ["scm-533", "scm-53/99", "", "zzzzzzzz"] {
        let (code, out, aside) = said(&["cite", id]);
        assert_eq!((code, &*out), (1, ""));
        assert_eq!(aside, said(&["show", id]).2);
    }
    for format in FORMATS {
        assert_eq!(said(&["cite", "scm-533", "--format", format]).0, 1);
    }
    let (code, out, _) = said(&["cite", "scm-533", "--json"]);
    assert_eq!(code, 1);
    assert_eq!(serde_json::from_str::<Value>(&out).unwrap(), json!({ "schema": 1, "citations": [] }));
    let (code, out, aside) = said(&["cite", "scm-53", "--format", "docx"]);
    assert_eq!((code, &*out), (2, ""));
    assert!(aside.contains("csl-json"), "{aside}");
    assert_eq!(said(&["cite"]).0, 2);
}

#[test]
fn show_takes_an_id_in_capitals() {
    assert_eq!(found(&["show", "SCM-35"]), found(&["show", "scm-35"]));
    assert_eq!(found(&["show", "Scm-35/1", "--json"]), found(&["show", "scm-35/1", "--json"]));
}

#[test]
fn an_unknown_id_is_answered_with_near_ones() {
    for (id, hint) in [
        ("scm-533", "hint: similar ids: scm-53"),
        ("scm-53/99", "hint: similar ids: scm-53/1, scm-53/2, scm-53/3\n"),
        ("smc-35/1", "hint: similar ids: scm-35"),
        ("wilson", "hint: similar ids: wilson-2025-08-08"),
        ("zzzzzzzz", "hint: `linchpin list` shows the ids\n"),
        ("", "hint: `linchpin list` shows the ids\n"),
        (&*"가".repeat(40_000), "hint: `linchpin list` shows the ids\n"),
    ] {
        let (code, out, aside) = said(&["show", id]);
        assert_eq!((code, &*out), (1, ""), "{id}");
        assert!(aside.starts_with("linchpin: no statement or passage has the id `"), "{aside}");
        assert!(aside.contains(hint) && aside.len() < 500, "{aside}");
    }
    let (code, out, _) = said(&["show", "scm-533", "--json"]);
    assert_eq!(code, 1);
    assert_eq!(serde_json::from_str::<Value>(&out).unwrap(), json!({ "schema": 1, "statement": null }));
}

#[test]
fn meanings_json_answers_every_question_with_evidence_that_resolves() {
    let (answer, data) = (found_json(&["meanings", "--json"]), dataset());
    assert_eq!(answer["questions"], data["questions"]);
    assert_eq!(list(&answer["meanings"]).len(), list(&data["meanings"]).len());
    let passages: BTreeSet<&str> =
        list(&data["statements"]).iter().flat_map(|statement| ids(&statement["passages"])).collect();
    for (meaning, held) in list(&answer["meanings"]).iter().zip(list(&data["meanings"])) {
        for field in ["id", "name", "gloss", "evidence", "cues"] {
            assert_eq!(meaning[field], held[field]);
        }
        let answered: BTreeSet<&str> = keys(&meaning["answers"]).into_iter().collect();
        assert_eq!(answered, ids(&data["questions"]));
        for question in answered {
            assert_eq!(meaning["answers"][question], held["answers"][question]["text"]);
            assert_eq!(meaning["answer_evidence"][question], held["answers"][question]["evidence"]);
        }
        assert!(list(&meaning["evidence"]).iter().all(|id| passages.contains(text(id))));
    }
}

#[test]
fn meanings_sets_every_answer_beside_its_question() {
    let (flat, data) = (squeezed(&found(&["meanings"])), dataset());
    for meaning in list(&data["meanings"]) {
        for question in list(&data["questions"]) {
            let answer = &meaning["answers"][text(&question["id"])]["text"];
            let both = squeezed(&format!("{}{}", text(&question["text"]), text(answer)));
            assert!(flat.contains(&both), "{both}");
        }
    }
}

/// The answer in a terminal of this width.
fn in_terminal(columns: usize, arguments: &[&str]) -> String {
    let environment = Environment { columns: Some(columns), ..Environment::default() };
    let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
    let arguments = ["linchpin", "--data", FIXTURE].iter().chain(arguments).map(OsString::from);
    assert_eq!(linchpin::commands::run(arguments, &environment, &mut stdout, &mut stderr), 0);
    String::from_utf8(stdout).unwrap()
}

#[test]
fn meanings_are_columns_in_a_wide_terminal_and_stacked_elsewhere() {
    let data = dataset();
    let titles: Vec<String> = list(&data["meanings"]).iter().map(|m| text(&m["name"]).to_owned()).collect();
    let is_title = |line: &&str| titles.iter().all(|title| line.contains(title));
    for columns in [84, 120, 300] {
        let shown = in_terminal(columns, &["meanings"]);
        assert!(shown.lines().next().as_ref().is_some_and(is_title), "{columns}: {shown}");
        assert!(shown.lines().all(|line| line.width() <= columns), "{columns}: {shown}");
        // Each question appears once, for all columns.
        for question in list(&data["questions"]) {
            assert_eq!(shown.matches(text(&question["text"])).count(), 1, "{columns}: {shown}");
        }
    }
    let narrow = in_terminal(60, &["meanings"]);
    assert!(narrow.lines().all(|line| line.width() <= 60 && !is_title(&line)), "{narrow}");
    assert!(!found(&["meanings"]).lines().any(|line| is_title(&line)));
}

#[test]
fn meanings_in_markdown_are_a_table_of_every_answer() {
    let (table, data) = (found(&["meanings", "--format", "markdown"]), dataset());
    let cells: Vec<usize> = table.lines().map(|line| line.replace("\\|", "").matches('|').count()).collect();
    assert!(cells.iter().all(|count| *count == list(&data["meanings"]).len() + 2), "{table}");
    assert_eq!(cells.len(), list(&data["questions"]).len() + 3);
    let plain = table.replace('\\', "");
    for answer in list(&data["meanings"]).iter().flat_map(|m| m["answers"].as_object().unwrap().values()) {
        assert!(plain.contains(text(&answer["text"])), "{answer}");
    }
}

#[test]
fn the_examples_of_the_help_find_what_they_ask_for() {
    for command in ["list", "show", "export", "cite", "search", "meanings", "terms", "schema", "man"] {
        let help = found(&["help", command]);
        let examples: Vec<&str> = help.lines().filter_map(|line| line.strip_prefix("  linchpin ")).collect();
        assert!(examples.len() >= 2, "{help}");
        for example in examples {
            let line = example.split(['|', '>']).next().unwrap().trim();
            let mut words: Vec<&str> = Vec::new();
            for (at, part) in line.split('"').enumerate() {
                if at % 2 == 1 { words.push(part) } else { words.extend(part.split_whitespace()) }
            }
            let (code, stdout, stderr) = said(&words);
            assert!(code == 0 && !stdout.is_empty(), "{example}: {code} {stderr}");
        }
    }
}

#[test]
fn terms_json_names_statements_that_hold_each_term() {
    let (answer, data) = (found_json(&["terms", "--json"]), dataset());
    let statements = ids(&data["statements"]);
    assert_eq!(list(&answer["terms"]).len(), list(&data["terms"]).len());
    for (term, held) in list(&answer["terms"]).iter().zip(list(&data["terms"])) {
        for field in keys(held) {
            assert_eq!(term[field], held[field]);
        }
        assert!(list(&term["statements"]).iter().all(|id| statements.contains(text(id))));
    }
    let shown = found(&["terms"]);
    assert!(list(&data["terms"]).iter().all(|term| shown.contains(text(&term["label"]))));
}

#[test]
fn search_json_gives_hits_best_first_with_marks_in_characters() {
    let data = dataset();
    for query in ["modernization", "현대화", "strategic flexibility", "series:SCM posture"] {
        let answer = found_json(&["search", query, "--json"]);
        assert_eq!(answer["query"], query);
        let hits = list(&answer["hits"]);
        let counted = hits.iter().filter(|hit| hit["counted"] == true);
        // One hit represents all that have exactly its words.
        let same = |hit: &Value| 1 + hit["same"].as_u64().unwrap_or(0);
        assert_eq!(answer["total"], counted.clone().map(same).sum::<u64>());
        assert!(counted.into_iter().all(|hit| hit["in"] == "words"));
        assert!(!hits.is_empty());
        for place in ["words", "about"] {
            let of = hits.iter().filter(|hit| hit["in"] == place);
            let scores = of.map(|hit| hit["score"].as_u64().unwrap());
            assert!(scores.rev().is_sorted(), "{query}");
        }
        for hit in hits {
            let of = |statement: &&Value| statement["id"] == hit["statement"];
            let statement = list(&data["statements"]).iter().find(of).unwrap();
            let named = |passage: &&Value| passage["id"] == hit["passage"];
            let passage = list(&statement["passages"]).iter().find(named).unwrap();
            assert_eq!((&hit["text"], &hit["date"]), (&passage["text"], &statement["date"]));
            for mark in list(&hit["marks"]) {
                assert_eq!(keys(mark), ["field", "start", "end"]);
                match text(&mark["field"]) {
                    "text" => marked(text(&hit["text"]), mark),
                    field @ ("title" | "label" | "place") => marked(text(&statement[field]), mark),
                    field @ ("heading" | "context") => marked(text(&passage[field]), mark),
                    field @ ("official" | "korean") => marked(text(&passage["check"][field]), mark),
                    field => panic!("{field}"),
                };
            }
        }
    }
}

#[test]
fn search_marks_select_the_word_in_korean_too() {
    let answer = found_json(&["search", "현대화 진척상황", "--json"]);
    let hits = list(&answer["hits"]);
    let hit = hits.iter().find(|hit| hit["passage"] == "scm-4/1").unwrap();
    let words: Vec<String> = list(&hit["marks"])
        .iter()
        .filter(|mark| mark["field"] == "text")
        .map(|mark| marked(text(&hit["text"]), mark))
        .collect();
    assert_eq!(words, ["현대화", "진척상황"]);
}

#[test]
fn search_reads_words_signs_and_options_in_any_order() {
    let all = found_json(&["search", "modernization", "--json"]);
    let some = found_json(&["search", "modernization", "-capabilities", "--json"]);
    assert_eq!(some["query"], "modernization -capabilities");
    assert!(some["total"].as_u64() < all["total"].as_u64());
    for arguments in [
        &["--json", "search", "modernization", "-capabilities"][..],
        &["search", "--json", "modernization", "-capabilities"],
        &["search", "--json", "--", "modernization", "-capabilities"],
        &["search", "modernization -capabilities", "--json", "--data", FIXTURE],
    ] {
        assert_eq!(found_json(arguments), some, "{arguments:?}");
    }
    let (code, out, _) = said(&["search", "-capabilities", "modernization"]);
    assert_eq!((code, out.is_empty()), (0, false));
    assert!(found(&["search", "-h"]).contains("Usage: linchpin search"));
}

#[test]
fn search_gives_people_when_where_and_the_words() {
    let (code, out, aside) = said(&["search", "\"strategic flexibility\""]);
    assert_eq!(code, 0);
    assert!(out.contains("2003-11-17  SCM 35        scm-35/2"), "{out}");
    assert!(out.contains("\n    reaffirmed the continuing importance of the strategic flexibility"), "{out}");
    assert!(out.lines().all(|line| line.width() <= 80), "{out}");
    assert!(aside.contains(" of 94 passages held: "), "{aside}");
}

#[test]
fn a_part_of_the_hits_is_shown_and_said() {
    let all = found_json(&["search", "deterrence", "--json"]);
    let hits = list(&all["hits"]);
    let part = found_json(&["search", "deterrence", "--limit", "2", "--offset", "3", "--json"]);
    assert_eq!((&list(&part["hits"])[..], &part["total"]), (&hits[3..5], &all["total"]));
    let (code, out, aside) = said(&["search", "deterrence", "--limit", "2", "--offset", "3"]);
    assert_eq!((code, out.matches("\n    ").count() > 1), (0, true));
    let others = hits.len() - usize::try_from(all["total"].as_u64().unwrap()).unwrap();
    assert!(others > 0, "hits that are listed and not counted");
    let told = format!("hits 4 to 5 of {0} are shown; of the {0}, {others} do", hits.len());
    assert!(aside.contains(&told), "{aside}");
    for none in [&["--limit", "0"], &["--offset", "999"]] {
        let (code, out, aside) = said(&[&["search", "deterrence"][..], none].concat());
        assert_eq!((code, &*out), (0, ""));
        assert!(aside.contains(&format!("none of the {} hits is shown", hits.len())), "{aside}");
    }
    // A hit only in a note is not listed where places are few.
    let (code, out, aside) = said(&["search", "china", "standing:joint", "--limit", "10"]);
    assert_eq!((code, &*out), (0, ""));
    assert!(
        aside.starts_with("0 of 94 passages held") && aside.contains("1 more only in the editor's words"),
        "{aside}"
    );
    assert!(!aside.contains("is shown"), "{aside}");
    for asked in [&["search", ""][..], &["search", " ", " "], &["search", "", "--json"]] {
        let (code, out, aside) = said(asked);
        assert_eq!((code, &*out), (2, ""), "an empty query lists nothing");
        assert!(
            aside.contains("nothing is asked") && aside.contains("`linchpin search strategic flexibility`"),
            "{aside}"
        );
    }
}

#[test]
fn signs_alone_are_nothing_to_look_for() {
    for (typed, signs) in
        [("\"\"", "\"\""), ("\"-\"", "\"-\""), ("-", "-"), ("%", "%"), ("year:2020 \"-\"", "\"-\"")]
    {
        for command in
            [&["search"][..], &["kwic"], &["timeline"], &["export", "hits"], &["export", "statements"]]
        {
            let (code, out, aside) = said(&[command, &["--", typed][..]].concat());
            let expected = format!("`{signs}` contains no word to look for");
            assert!(
                code == 2 && out.is_empty() && aside.contains(&expected),
                "{command:?} {typed}: {code} {aside}"
            );
        }
    }
}

#[test]
fn a_search_without_hits_says_which_word_failed() {
    let (code, out, aside) = said(&["search", "modernization", "zzzqqq"]);
    assert_eq!((code, &*out), (1, ""));
    assert!(aside.contains("no passage has `zzzqqq`"), "{aside}");
    let (code, out, aside) = said(&["search", "zzzqqq", "--json"]);
    assert_eq!((code, &*aside), (1, ""));
    let answer: Value = serde_json::from_str(&out).unwrap();
    assert_eq!((&answer["total"], &answer["hits"]), (&json!(0), &json!([])));
    assert_eq!(answer["missing"][0]["word"], "zzzqqq");
}

#[test]
fn search_marks_what_it_matched_on_a_terminal_only() {
    let pair = native_pty_system().openpty(PtySize { rows: 24, cols: 80, ..PtySize::default() }).unwrap();
    let mut command = CommandBuilder::new(BINARY);
    command.env_clear();
    command.env("TERM", "xterm");
    command.args(["--data", FIXTURE, "search", "현대화", "series:SCM", "year:1971"]);
    let mut child = pair.slave.spawn_command(command).unwrap();
    drop(pair.slave);
    let (mut reader, mut shown) = (pair.master.try_clone_reader().unwrap(), Vec::new());
    // A terminal whose other side is gone ends in an error.
    let _ = reader.read_to_end(&mut shown);
    assert!(child.wait().unwrap().success());
    let shown = String::from_utf8(shown).unwrap();
    assert!(shown.contains("군의 \u{1b}[1;4m현대화\u{1b}[0m 계획의"), "{shown:?}");
}
