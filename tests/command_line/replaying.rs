//! `linchpin replay`: answers of every view run again, on the same dataset and on a changed one.

use std::path::Path;

use serde_json::{Value, json};

use super::{dataset, list, said};

const VIEWS: [&[&str]; 11] = [
    &["kwic", "alliance", "--around"],
    &["kwic", "alliance", "--around=year"],
    &["kwic", "term:cyber", "--sort", "left"],
    &["kwic", "alliance vs linchpin", "--all", "--window", "sentence"],
    &["timeline", "term:linchpin", "--by", "year"],
    &["compare", "scm-53", "fact-sheet-2025"],
    &["compare", "meaning:2003", "meaning:2025"],
    &["compare", "year:2000..2010 -flexibility", "year:2020.."],
    &["brief", "scm-56"],
    &["draft", "--text", "The two sides agreed to modernize the Alliance in a future-oriented manner."],
    &["draft", "--text=-- the linchpin of peace and stability", "--filter", "standing:joint"],
];

/// The answer in a file, asked of this dataset.
fn kept(folder: &Path, data: &str, view: &[&str]) -> String {
    let (_, out, stderr) = said(&[view, &["--json", "--data", data]].concat());
    let path = folder.join("answer.json");
    std::fs::write(&path, &out).unwrap();
    assert!(out.contains("\"stamp\""), "{view:?}: {out} {stderr}");
    path.to_str().unwrap().to_owned()
}

fn saved(folder: &Path, name: &str, data: &Value) -> String {
    let path = folder.join(name);
    std::fs::write(&path, data.to_string()).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn every_answer_is_the_same_on_the_same_dataset() {
    let folder = tempfile::tempdir().unwrap();
    let data = saved(folder.path(), "data.json", &dataset());
    for view in VIEWS {
        let answer = kept(folder.path(), &data, view);
        let (code, out, stderr) = said(&["replay", &answer, "--data", &data]);
        assert_eq!(code, 0, "{view:?}: {out} {stderr}");
        assert!(out.contains("The answer is the same.") && !out.contains("\n- "), "{view:?}: {out}");
    }
}

#[test]
fn on_a_changed_dataset_it_says_which_statements_and_rows_differ() {
    let folder = tempfile::tempdir().unwrap();
    let mut data = dataset();
    let before = saved(folder.path(), "before.json", &data);
    let answer = kept(folder.path(), &before, &["kwic", "term:cyber"]);
    let statements = data["statements"].as_array_mut().unwrap();
    let sheet = statements.iter_mut().find(|statement| statement["id"] == "fact-sheet-2025").unwrap();
    let words = sheet["passages"][4]["text"].as_str().unwrap().replace("cyberspace", "hyperspace");
    sheet["passages"][4]["text"] = words.into();
    let mut new = statements.iter().find(|statement| statement["id"] == "scm-54").unwrap().clone();
    new["id"] = "scm-58".into();
    new["number"] = 58.into();
    let passage = json!({
        "id": "scm-58/1", "kind": "quotation", "source": new["passages"][0]["source"], "text": "They discussed cyber threats."
    });
    new["passages"] = json!([passage]);
    statements.push(new);
    let after = saved(folder.path(), "after.json", &data);
    let (code, out, _) = said(&["replay", &answer, "--data", &after]);
    assert_eq!(code, 1, "{out}");
    for expected in [
        "The answer differs.",
        "has changed: it had 40 records, and has 41",
        "statements added: scm-58\n",
        "statements changed: fact-sheet-2025\n",
        "lines: ",
    ] {
        assert!(out.contains(expected), "{expected}: {out}");
    }
    let (code, out, _) = said(&["replay", &answer, "--data", &after, "--json"]);
    let told: Value = serde_json::from_str(&out).unwrap();
    assert_eq!((code, &told["same"], &told["statements"]["added"]), (1, &json!(false), &json!(["scm-58"])));
    assert!(list(&told["differences"]).iter().any(|difference| difference["path"] == "lines"));
    // A change that does not affect the answer leaves it the same, and is still reported.
    let unreached = kept(folder.path(), &before, &["compare", "scm-50", "scm-53"]);
    let (code, out, _) = said(&["replay", &unreached, "--data", &after]);
    assert!(code == 0 && out.contains("has changed"), "{out}");
}

#[test]
fn an_answer_from_before_a_field_was_added_is_told_to_lack_that_field_and_no_more() {
    let folder = tempfile::tempdir().unwrap();
    let source = json!({"id": "texts", "kind": "imported text", "title": "Texts", "sha256": "0".repeat(64)});
    let mut data = dataset();
    data["sources"].as_array_mut().unwrap().push(source);
    data["statements"].as_array_mut().unwrap().push(json!({
        "id": "of-57", "of": "scm-57", "series": "SCM", "title": "A text", "label": "A text", "date": "2025-11-14", "issuers": [],
        "signatories": [], "standing": "joint", "held": "Whole text", "extent": "whole",
        "passages": [{"id": "of-57/1", "kind": "quotation", "text": "Grain and linchpin.", "source": "texts"}]
    }));
    let data = saved(folder.path(), "data.json", &data);
    for (query, code, expected) in
        [("term:cyber", 0, "The answer is the same."), ("linchpin", 1, "lines was \"1 without `text`\"")]
    {
        let written = std::fs::read_to_string(kept(folder.path(), &data, &["kwic", query])).unwrap();
        let mut answer: Value = serde_json::from_str(&written).unwrap();
        for line in answer["lines"].as_array_mut().unwrap() {
            assert!(line.as_object_mut().unwrap().remove("text").is_some());
        }
        let path = saved(folder.path(), "old.json", &answer);
        let (found, out, _) = said(&["replay", &path, "--data", &data]);
        assert!(found == code && out.contains(expected) && !out.contains(" gone, "), "{query}: {out}");
    }
}

/// A change that somebody may make to an answer by hand.
type Forgery = fn(&mut Value);

#[test]
fn an_answer_that_was_changed_by_hand_is_not_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let data = saved(folder.path(), "data.json", &dataset());
    let written = std::fs::read_to_string(kept(folder.path(), &data, &["kwic", "term:cyber"])).unwrap();
    let answer: Value = serde_json::from_str(&written).unwrap();
    let forgeries: [(&str, Forgery, &str); 7] = [
        ("caveat", |answer| answer["caveat"] = "All texts are held whole.".into(), "caveat was"),
        ("notes", |answer| answer["notes"] = json!(["Checked by hand."]), "notes: 1 gone, 0 new"),
        ("schema", |answer| answer["schema"] = 2.into(), "schema was 2 and is 1"),
        ("stamp", |answer| answer["stamp"] = format!("sha256:{}", "0".repeat(64)).into(), "stamp was"),
        ("program", |answer| answer["program"] = "linchpin 9.9.9".into(), "stamp was"),
        ("options", |answer| answer["options"]["forged"] = true.into(), "stamp was"),
        ("datasets", |answer| answer["datasets"][0]["statements"] = 400.into(), "datasets was"),
    ];
    for (name, forge, expected) in forgeries {
        let mut forged = answer.clone();
        forge(&mut forged);
        let path = saved(folder.path(), "forged.json", &forged);
        let (code, out, _) = said(&["replay", &path, "--data", &data]);
        assert!(code == 1 && out.contains("The answer differs.") && out.contains(expected), "{name}: {out}");
        let is_told = out.contains("it was changed after it was written");
        assert_eq!(is_told, expected == "stamp was", "{name}: {out}");
    }
}

#[test]
fn articles_are_named_again_and_are_never_read_because_an_answer_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let data = saved(folder.path(), "data.json", &dataset());
    let article = folder.path().join("article.txt");
    let article = article.to_str().unwrap();
    std::fs::write(article, "He said “reinvigorate and modernize our ties for a new era” there.").unwrap();
    let answer = kept(folder.path(), &data, &["verify", article]);
    let (code, _, stderr) = said(&["replay", &answer, "--data", &data]);
    assert!(code == 2 && stderr.contains("name them again"), "{stderr}");
    let (code, out, stderr) = said(&["replay", &answer, article, "--data", &data]);
    assert_eq!(code, 0, "{out} {stderr}");
    let moved = folder.path().join("moved.txt");
    std::fs::copy(article, &moved).unwrap();
    let (code, out, _) = said(&["replay", &answer, moved.to_str().unwrap(), "--data", &data]);
    assert!(code == 0 && out.contains("The answer is the same"), "{out}");
    std::fs::write(article, "He said “reinvigorate and modernise their ties for a new era” there.").unwrap();
    let (code, out, _) = said(&["replay", &answer, article, "--data", &data]);
    assert!(code == 1 && out.contains("the text that was asked about"), "{out}");
}

#[test]
fn what_is_no_answer_is_bad_use() {
    let folder = tempfile::tempdir().unwrap();
    for (name, content, expected) in [
        ("not.json", "{", "it is not JSON"),
        ("list.json", "[]", "it is not an answer that can be run again"),
        (
            "other.json",
            "{\"view\": \"import\", \"query\": \"x\", \"options\": {}}",
            "it is not an answer that can be run again",
        ),
        (
            "option.json",
            "{\"view\": \"kwic\", \"query\": \"x\", \"options\": {\"sort\": \"--data\"}}",
            "not understood",
        ),
    ] {
        let path = folder.path().join(name);
        std::fs::write(&path, content).unwrap();
        let (code, out, stderr) = said(&["replay", path.to_str().unwrap()]);
        assert!(code == 2 && out.is_empty() && stderr.contains(expected), "{name}: {out} {stderr}");
    }
    let (code, _, stderr) = said(&["replay", "/nonexistent/answer.json"]);
    assert!(code == 2 && stderr.contains("name an answer in JSON"), "{stderr}");
}
