//! What is fixed, and that nothing else changes.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::corpus::comments::comments;
use crate::corpus::dates::sort_date;

fn fixed(text: &str) -> String {
    fix(text, "My data").0.into_owned()
}

/// The fixes, as `kind path id`.
fn told(text: &str) -> Vec<String> {
    let told = |fix: &Fix| format!("{:?} {} {}", fix.kind, fix.path, fix.id.clone().unwrap_or_default());
    fix(text, "My data").1.iter().map(told).collect()
}

fn read(text: &str) -> Value {
    serde_json::from_str(&blanked(text)).unwrap()
}

#[test]
fn strings_are_put_in_nfc_where_they_stand() {
    let text = "{ \"schema\": 1, \"id\":\"x\",\n // e\u{301} stays\n\t\"title\" : \"Cafe\u{301}\", \"a\": [\"\\u0065\\u0301 \\/\", \"\\n\u{301}\"] }";
    let wanted = "{ \"schema\": 1, \"id\":\"x\",\n // e\u{301} stays\n\t\"title\" : \"Café\", \"a\": [\"é /\", \"\\n\u{301}\"] }";
    assert_eq!(fixed(text), wanted);
    assert_eq!(told(text), ["Nfc title ", "Nfc a[0] "]);
}

#[test]
fn ids_come_first_in_the_layout_of_their_object() {
    for (object, with) in [
        ("{\"title\":\"A b\"}", "{\"id\":\"a-b\",\"title\":\"A b\"}"),
        ("{ \"title\": \"A b\" }", "{ \"id\": \"a-b\", \"title\": \"A b\" }"),
        ("{\r\n\t\"title\": \"A b\"\r\n}", "{\r\n\t\"id\": \"a-b\",\r\n\t\"title\": \"A b\"\r\n}"),
        (
            "{ // c\n\n  // d\n  \"title\": \"A b\"\n}",
            "{\n  \"id\": \"a-b\", // c\n\n  // d\n  \"title\": \"A b\"\n}",
        ),
        ("{ \"title\": \"A b\", \"id\" : \"\" }", "{ \"title\": \"A b\", \"id\" : \"a-b\" }"),
        ("{ /* { */ }", "{\"id\": \"source\" /* { */ }"),
        ("{ \"title\": \"현대\" }", "{ \"id\": \"source\", \"title\": \"현대\" }"),
    ] {
        let around = |object: &str| format!("{{\"schema\": 1, \"id\": \"x\", \"sources\": [{object}]}}");
        assert_eq!(fixed(&around(object)), around(with));
    }
    // An existing id is kept, even an odd one.
    for object in ["{\"id\": \"No Id\"}", "{\"id\": null}", "{\"id\": 5}", "\"id\"", "[]"] {
        let text = format!("{{\"schema\": 1, \"id\": \"x\", \"sources\": [{object}], \"terms\": {object}}}");
        assert_eq!(told(&text), Vec::<String>::new());
    }
}

#[test]
fn every_kind_of_id_is_given_and_none_twice() {
    let text = json!({
        "schema": 1,
        "sources": [{ "title": "A source" }, { "id": "a-source" }, { "title": "A source" }],
        "terms": [{ "label": "One Term" }],
        "questions": [{ "text": "What?" }, { "text": "?" }],
        "meanings": [{ "name": "Place", "evidence": ["gone/1"] }],
        "statements": [
            { "label": "SCM 35", "date": "2003-11-17", "passages": [{}, { "id": "scm-35-2003/1" }, {}] },
            { "title": "Talks of 2004", "date": null, "year": 2004, "passages": [{}] },
            { "label": "X", "date": "2004-05-01", "passages": [{ "id": "own/1" }, {}, { "id": "own/3" }] },
            { "label": "SCM 35", "date": "2004-06-01" },
            { "date": null, "passages": [{ "id": "No/1" }] },
        ],
    });
    let given = [
        " my-data",
        "sources[0] a-source-2",
        "sources[2] a-source-3",
        "terms[0] one-term",
        "questions[0] what",
        "questions[1] question",
        "meanings[0] place",
        "statements[0] scm-35-2003",
        "statements[0].passages[0] scm-35-2003/2",
        "statements[0].passages[2] scm-35-2003/3",
        "statements[1] talks-of-2004",
        "statements[1].passages[0] talks-of-2004/1",
        "statements[2] own",
        "statements[2].passages[1] own/2",
        "statements[3] scm-35-2004",
        "statements[4] statement",
    ];
    assert_eq!(told(&text.to_string()), given.map(|given| format!("Id {given}")));
}

#[test]
fn statements_take_their_comments_along() {
    let text = "{ \"schema\": 1, \"id\": \"x\", \"statements\": [ // the list's
    // of b
    /* too */ { \"id\": \"b\", \"date\": \"2005-01-01\" } , // behind b

    { \"id\": \"c\", \"date\": null } /* c, no date */,
    // of a
    { \"id\": \"a\", \"date\": null, \"year\": 2004 } // behind a
    // the end
  ] }";
    let wanted = "{ \"schema\": 1, \"id\": \"x\", \"statements\": [ // the list's
    // of a
    { \"id\": \"a\", \"date\": null, \"year\": 2004 } , // behind a

    // of b
    /* too */ { \"id\": \"b\", \"date\": \"2005-01-01\" }, // behind b
    { \"id\": \"c\", \"date\": null } /* c, no date */
    // the end
  ] }";
    assert_eq!(fixed(text), wanted);
    assert_eq!(told(text), ["Order statements[2] a"]);
    let flat = "{\"schema\":1,\"id\":\"x\",\"statements\":[{\"id\":\"b\",\"date\":null},/*a*/{\"id\":\"a\",\"year\":1}//a\n]}";
    let sorted = "{\"schema\":1,\"id\":\"x\",\"statements\":[/*a*/{\"id\":\"a\",\"year\":1},//a\n{\"id\":\"b\",\"date\":null}\n]}";
    assert_eq!(fixed(flat), sorted);
}

#[test]
fn dates_that_cannot_be_read_must_be_fixed_by_hand_first() {
    for odd in ["\"date\": \"May 2004\"", "\"date\": 2004", "\"year\": 0", "\"date\": null, \"date\": null"] {
        let text = format!(
            "{{\"schema\": 1, \"id\": \"x\", \"statements\": [{{\"id\": \"b\", {odd}}}, {{\"id\": \"a\", \"year\": 1}}]}}"
        );
        assert_eq!(told(&text), Vec::<String>::new(), "{odd}");
    }
}

#[test]
fn what_is_no_dataset_of_ours_is_left_alone() {
    for text in [
        "",
        "hello",
        "[{\"title\": \"e\u{301}\"}]",
        "{\"title\": \"e\u{301}\"}",
        "{\"schema\": 2, \"title\": \"e\u{301}\"}",
        "{\"schema\": 1, \"title\": \"e\u{301}\", }",
        "{\"schema\": 1, \"title\": \"e\u{301}\" /* }",
    ] {
        assert!(matches!(fix(text, "x"), (Cow::Borrowed(same), fixes) if same == text && fixes.is_empty()));
    }
    let embedded = include_str!("../../../tests/fixture/first-edition.json");
    assert!(matches!(fix(embedded, "x"), (Cow::Borrowed(_), fixes) if fixes.is_empty()));
}

#[test]
fn many_of_one_name_are_numbered_at_once() {
    let text = json!({ "schema": 1, "id": "x", "sources": vec![json!({ "title": "T" }); 50_000],
        "statements": [{ "id": "s", "passages": vec![json!({}); 50_000] }] });
    // Comparing each with all others would take a minute.
    let now = read(&fixed(&text.to_string()));
    assert_eq!(now["sources"][49_999]["id"], "t-50000");
    assert_eq!(now["statements"][0]["passages"][49_999]["id"], "s/50000");
}

#[test]
fn what_is_nested_without_end_is_not_followed() {
    let (open, close) = ("[".repeat(200_000), "]".repeat(200_000));
    let text = format!("{{\"schema\": 1, \"id\": \"x\", \"statements\": {open}\"e\u{301}\"{close}}}");
    assert!(matches!(fix(&text, "x"), (Cow::Borrowed(_), fixes) if fixes.is_empty()));
}

/// A dataset with something of everything: `n` tells its objects apart.
fn dataset(statements: &[(Option<String>, u8, String)]) -> Value {
    let statement = |(n, (id, day, text)): (usize, &(Option<String>, u8, String))| {
        let mut statement = json!({ "n": n, "label": text, "date": format!("2004-05-1{}", day % 4) });
        let passage = json!({ "text": text, "links": [{ "to": text }] });
        statement["passages"] = json!([passage, { "id": "", "text": "a" }]);
        if let Some(id) = id {
            statement["id"] = id.as_str().into();
        }
        if *day > 7 {
            statement["date"] = Value::Null;
        }
        statement
    };
    let statements: Vec<Value> = statements.iter().enumerate().map(statement).collect();
    json!({ "schema": 1, "terms": [{ "label": "a" }, { "label": "a", "forms": [] }], "statements": statements })
}

/// The dataset as someone may have written it: broken into lines or not, with comments anywhere.
fn written_down(dataset: &Value, style: &[(u8, u8)]) -> String {
    let pretty = serde_json::to_string_pretty(dataset).unwrap();
    let mut text = String::new();
    for (line, (before, behind)) in pretty.lines().zip(style.iter().cycle()) {
        text.push_str(["", "", "", "/* \" [ */", "// { \n", "\n\n"][usize::from(before % 6)]);
        text.push_str(line);
        text.push_str(["\n", "\n", "", "/* } */", " // ]\n", "\r\n"][usize::from(behind % 6)]);
    }
    text
}

/// Compares two values, of which the second may have ids that the first lacked.
fn holds(before: &Value, after: &Value) -> bool {
    match (before, after) {
        (Value::Object(before), Value::Object(after)) => {
            let is_blank =
                |key: &String, value: &Value| key == "id" && value.as_str().is_some_and(super::is_blank);
            before.iter().all(|(key, value)| {
                is_blank(key, value) || after.get(key).is_some_and(|now| holds(value, now))
            }) && after.keys().all(|key| key == "id" || before.contains_key(key))
        }
        (Value::Array(before), Value::Array(after)) => {
            let sorted = |list: &Vec<Value>| {
                let mut list = list.clone();
                list.sort_by_key(|item| item["n"].as_u64());
                list
            };
            before.len() == after.len() && sorted(before).iter().zip(&sorted(after)).all(|(a, b)| holds(a, b))
        }
        (Value::String(before), Value::String(after)) => before.nfc().eq(after.chars()),
        (before, after) => before == after,
    }
}

fn comments_of(text: &str) -> Vec<&str> {
    let mut comments: Vec<&str> = comments(text).into_iter().map(|range| text.get(range).unwrap()).collect();
    comments.sort_unstable();
    comments
}

proptest! {
    #[test]
    fn nothing_is_lost_and_nothing_else_is_changed(
        statements in prop::collection::vec(
            (prop::option::of("[ab\"\\\\\n가]{0,2}"), 0_u8..9, "[ae가\u{301}\u{1161}\u{1100}\"\\\\\n/*]{0,5}"), 0..6),
        style in prop::collection::vec((any::<u8>(), any::<u8>()), 1..40),
    ) {
        let text = written_down(&dataset(&statements), &style);
        let (now, fixes) = fix(&text, "x");
        let (was, is) = (read(&text), read(&now));
        prop_assert!(holds(&was, &is), "{text}\n{now}");
        prop_assert_eq!(comments_of(&text), comments_of(&now));
        prop_assert!(!fixes.is_empty());

        let list = is["statements"].as_array().unwrap();
        let key = |s: &Value| (sort_date(s["date"].as_str(), None).into_owned(), s["id"].as_str().unwrap().to_owned());
        prop_assert!(list.iter().map(key).is_sorted(), "{}", now);
        prop_assert!(list.iter().flat_map(|s| s["passages"].as_array().unwrap()).all(|p| p["id"] != ""));
        let (again, none) = fix(&now, "x");
        prop_assert_eq!((again.as_ref(), none), (now.as_ref(), Vec::new()));
    }
}

#[test]
fn paths_of_imported_files_are_cut_to_their_names() {
    let source = |address: &str| json!({ "id": "s", "sha256": "0", "address": address, "note": format!("Imported from {address}") });
    let dataset = |addresses: &[&str], held: &[&str]| {
        let sources: Vec<Value> = addresses.iter().map(|address| source(address)).collect();
        let statements: Vec<Value> = held.iter().map(|held| json!({ "id": "a", "held": held })).collect();
        json!({ "schema": 1, "id": "x", "sources": sources, "statements": statements }).to_string()
    };
    let held = |file: &str| format!("Whole text, as imported from {file}; guessed: date (from the text)");
    let paths = ["/home/ann/my; texts/a.md", "C:\\Users\\ann\\b.txt", "/home/ann/my"];
    let names = ["a.md", "b.txt", "my"];
    let text = dataset(&paths, &paths.map(held).each_ref().map(|held| &**held));
    let wanted = dataset(&names, &names.map(held).each_ref().map(|held| &**held));
    assert_eq!(read(&fixed(&text)), read(&wanted));
    assert_eq!(told(&text).len(), 9);
    assert_eq!(fixed(&wanted), wanted);
    // What is no path, what is no import, and what only mentions a path.
    let other = dataset(&["https://example.org/a", "a.md", "/"], &["Read in /home/ann/a.md"]);
    assert_eq!(fixed(&other), other);
    let written = text.replace("\"sha256\":\"0\",", "");
    assert_eq!(fixed(&written), written);
}
