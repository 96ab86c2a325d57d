//! Imports that are kept, in a dataset's file or in the reader's collection: again, changed, corrected, with marks on
//! them.

use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};
use std::sync::mpsc::channel;

use linchpin::library::Library;
use linchpin::library::inputs::Inputs;
use linchpin::library::loading::{LoadEvent, load};
use linchpin::store::collection::{self, Collection};
use linchpin::store::marks::{Mark, Marks};
use linchpin::text::safe::Text;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::fixture::FIXTURE;

/// An invented statement.
pub(crate) const TEXT: &str = "Joint Statement of the Zembla Council

Onhava, 3 May 2031

1. The ministers met in a spirit of zugzwang.

2. They modernized the bridges of the river.

3. They meet again next year.
";

/// A home with a folder of texts in it.
pub(crate) struct Home(pub(crate) TempDir);

impl Home {
    pub(crate) fn new() -> Self {
        let home = Self(TempDir::new().unwrap());
        home.text("zembla.txt", TEXT);
        home
    }

    pub(crate) fn text(&self, name: &str, text: &str) {
        fs::write(self.0.path().join(name), text).unwrap();
    }

    pub(crate) fn folder(&self) -> PathBuf {
        self.0.path().join(".local/share/linchpin/collection")
    }

    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_linchpin"));
        command.args(arguments).env_clear().env("HOME", self.0.path()).current_dir(self.0.path());
        command.stdin(Stdio::null());
        command
    }

    /// Exit code, standard output, standard error.
    pub(crate) fn said(&self, arguments: &[&str]) -> (i32, String, String) {
        let Output { status, stdout, stderr } = self.command(arguments).output().unwrap();
        (status.code().unwrap(), String::from_utf8(stdout).unwrap(), String::from_utf8(stderr).unwrap())
    }

    pub(crate) fn done(&self, arguments: &[&str]) -> String {
        let (code, out, stderr) = self.said(arguments);
        assert_eq!(code, 0, "{arguments:?}: {stderr}");
        format!("{out}{stderr}")
    }

    pub(crate) fn json(&self, arguments: &[&str]) -> Value {
        let (_, out, _) = self.said(&[arguments, &["--json"]].concat());
        serde_json::from_str(&out).unwrap()
    }

    pub(crate) fn dataset(&self, name: &str) -> Value {
        serde_json::from_str(&fs::read_to_string(self.0.path().join(name)).unwrap()).unwrap()
    }
}

pub(crate) fn change(answer: &Value) -> &str {
    answer["imported"][0]["change"].as_str().unwrap()
}

/// Ids and words of the first statement's passages.
pub(crate) fn passages(dataset: &Value) -> Vec<(&str, &str)> {
    let all = dataset["statements"][0]["passages"].as_array().unwrap();
    all.iter().map(|passage| (passage["id"].as_str().unwrap(), passage["text"].as_str().unwrap())).collect()
}

#[test]
fn the_same_file_again_changes_nothing() {
    let home = Home::new();
    assert_eq!(change(&home.json(&["import", "zembla.txt", "-o", "z.json"])), "added");
    let path = home.0.path().join("z.json");
    let (bytes, before) = (fs::read(&path).unwrap(), fs::metadata(&path).unwrap().modified().unwrap());
    let other_name = home.0.path().join("./zembla.txt");
    for name in ["zembla.txt", "./zembla.txt", other_name.to_str().unwrap()] {
        assert_eq!(change(&home.json(&["import", name, "-o", "z.json"])), "unchanged", "{name}");
    }
    assert_eq!(fs::read(&path).unwrap(), bytes);
    assert_eq!(fs::metadata(&path).unwrap().modified().unwrap(), before, "it was written again");
    home.done(&["check", "z.json"]);
    assert_eq!(change(&home.json(&["import", "zembla.txt", "--keep"])), "added");
    assert_eq!(change(&home.json(&["import", "zembla.txt", "--keep"])), "unchanged");
    assert_eq!(fs::read_dir(home.folder()).unwrap().count(), 1);
}

#[test]
fn a_changed_file_takes_the_place_of_what_it_was_and_what_an_editor_added_stays() {
    let home = Home::new();
    home.done(&["import", "zembla.txt", "-o", "z.json"]);
    let mut dataset = home.dataset("z.json");
    let passage = &mut dataset["statements"][0]["passages"][1];
    passage["meaning"] = json!("2024");
    passage["bearing"] = json!("word");
    passage["context"] = json!("Said of bridges.");
    dataset["statements"][0]["passages"][0]["meaning"] = json!("2024");
    dataset["statements"][0]["context"] = json!("An invented council.");
    fs::write(home.0.path().join("z.json"), dataset.to_string()).unwrap();
    let changed =
        TEXT.replace("1. The ministers met", "1. All met").replace("3. They", "3. New words.\n\n4. They");
    home.text("zembla.txt", &changed);
    assert_eq!(change(&home.json(&["import", "zembla.txt", "-o", "z.json"])), "replaced");
    let new = home.dataset("z.json");
    let [first, second, added, third] = passages(&new)[..] else { panic!("{new}") };
    assert_eq!(first, ("zembla/1", "All met in a spirit of zugzwang."));
    assert_eq!(second, ("zembla/2", "They modernized the bridges of the river."));
    assert_eq!(third, ("zembla/3", "They meet again next year."));
    assert_eq!(added.1, "New words.");
    let passage = &new["statements"][0]["passages"][1];
    assert_eq!((&passage["meaning"], &passage["context"]), (&json!("2024"), &json!("Said of bridges.")));
    // What was recorded of words that changed is not recorded of the new ones.
    assert!(new["statements"][0]["passages"][0]["meaning"].is_null(), "{new}");
    assert_eq!(new["statements"][0]["context"], "An invented council.");
    assert_eq!(new["sources"].as_array().unwrap().len(), 1);
    assert_ne!(new["sources"][0]["sha256"], dataset["sources"][0]["sha256"]);
    home.done(&["check", "z.json"]);
}

#[test]
fn what_is_said_later_is_taken_in() {
    let home = Home::new();
    home.text("bare.txt", "Only words, and no head.\n\nMore of them.\n");
    home.done(&["import", "bare.txt", "--keep"]);
    let answer = home.json(&["import", "bare.txt", "--keep", "--date", "2031-05-04", "--issuer", "Zembla"]);
    assert_eq!(change(&answer), "replaced");
    let shown = home.json(&["show", "bare"]);
    assert_eq!(
        (&shown["statement"]["date"], &shown["statement"]["issuers"]),
        (&json!("2031-05-04"), &json!(["Zembla"]))
    );
    assert_eq!(
        change(&home.json(&["import", "bare.txt", "--keep", "--date", "2031-05-04", "--issuer", "Zembla"])),
        "unchanged"
    );
}

#[test]
fn another_text_of_the_same_name_stands_beside_the_first() {
    let home = Home::new();
    fs::create_dir(home.0.path().join("other")).unwrap();
    home.text("other/zembla.txt", "Another text\n\nIts only words.\n");
    home.done(&["import", "zembla.txt", "--keep"]);
    let said = home.done(&["import", "other/zembla.txt", "--keep"]);
    assert!(said.contains("zembla: another text has this id; the statement is zembla-2"), "{said}");
    assert_eq!(change(&home.json(&["import", "other/zembla.txt", "--keep"])), "unchanged");
    let ids = || -> Vec<Value> {
        let held = home.json(&["collection"])["statements"].clone();
        held.as_array().unwrap().iter().map(|held| held["id"].clone()).collect()
    };
    assert_eq!(ids(), ["zembla", "zembla-2"]);
    // The new id of one of them is the id of another one.
    fs::create_dir(home.0.path().join("third")).unwrap();
    home.text("third/zembla.txt", "A third text\n\nNobody else said it.\n");
    home.text("zembla-3.txt", "A fourth text\n\nIt stands by itself.\n");
    home.done(&["import", "third/zembla.txt", "zembla-3.txt", "--keep"]);
    assert_eq!(ids().len(), 4, "{:?}", ids());
}

#[test]
fn a_file_of_the_same_relative_name_in_another_folder_is_another_text() {
    let home = Home::new();
    for (folder, words) in [("one", "The first of them."), ("two", "A second one, elsewhere.")] {
        fs::create_dir(home.0.path().join(folder)).unwrap();
        home.text(&format!("{folder}/same.txt"), words);
        let mut command = home.command(&["import", "same.txt", "--keep", "--json"]);
        let output = command.current_dir(home.0.path().join(folder)).output().unwrap();
        assert_eq!(change(&serde_json::from_slice(&output.stdout).unwrap()), "added", "{folder}");
    }
    // Each is recognized, even changed, whatever its id has become.
    home.text("two/same.txt", "Other words by far.");
    let answer = home.json(&["import", "two/same.txt", "--keep"]);
    assert_eq!((change(&answer), &answer["imported"][0]["id"]), ("replaced", &json!("same-2")));
    assert!(home.done(&["show", "same/1"]).contains("The first of them."));
}

#[test]
fn what_was_said_by_option_stays_when_the_file_changes() {
    let home = Home::new();
    home.text("bare.txt", "Only words, and no head.\n");
    let said = ["--date", "2031-05-04", "--issuer", "Zembla", "--place", "Onhava", "--title", "Of Words"];
    home.done(&[&["import", "bare.txt", "--keep"][..], &said].concat());
    home.text("bare.txt", "Only words, and still no head.\n");
    assert_eq!(change(&home.json(&["import", "bare.txt", "--keep"])), "replaced");
    let shown = home.json(&["show", "bare"]);
    let said = ["date", "issuers", "place", "title"].map(|field| shown["statement"][field].clone());
    assert_eq!(said, [json!("2031-05-04"), json!(["Zembla"]), json!("Onhava"), json!("Of Words")]);
}

#[test]
fn what_comes_through_a_pipe_again_is_known_by_its_words() {
    let home = Home::new();
    let piped = |text: &str| {
        let mut child = home
            .command(&["import", "-", "--keep", "--json"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
        let answer: Value = serde_json::from_slice(&child.wait_with_output().unwrap().stdout).unwrap();
        change(&answer).to_owned()
    };
    assert_eq!(piped(TEXT), "added");
    assert_eq!(piped(TEXT), "unchanged");
    assert_eq!(piped(&TEXT.replace("bridges", "tunnels")), "replaced");
    // With the same title and day, but nothing else alike.
    let (head, _) = TEXT.split_once("1.").unwrap();
    assert_eq!(piped(&format!("{head}All of it is other.\n")), "added");
}

#[test]
fn a_collection_is_opened_by_default_and_only_then() {
    let home = Home::new();
    home.done(&["import", "zembla.txt", "--keep"]);
    home.done(&["import", "zembla.txt", "-o", "z.json"]);
    let total =
        |arguments: &[&str]| home.json(&[&["search", "zugzwang"], arguments].concat())["total"].clone();
    assert_eq!(total(&[]), 1);
    assert_eq!(total(&["--data", "z.json"]), 1);
    assert_eq!(total(&["--data", FIXTURE]), 0);
    assert!(
        home.done(&["--print", "--size", "200x60", "--keys", "/zugzwang<enter>"]).contains("from collection")
    );
    let (_, listed, _) = home.said(&["collection"]);
    assert!(
        listed.contains("2031-05-03  zembla  3 passages  Joint Statement of the Zembla Council"),
        "{listed}"
    );
}

#[test]
fn what_is_taken_out_is_gone_and_what_is_not_there_is_said() {
    let home = Home::new();
    home.text("scm-57.txt", &TEXT.replace("Zembla", "Other"));
    home.done(&["import", "zembla.txt", "scm-57.txt", "--keep"]);
    assert!(home.done(&["list"]).contains("collection.scm-57"));
    // As it is shown beside the embedded statement of that id.
    assert_eq!(home.said(&["collection", "remove", "collection.scm-57"]).0, 0);
    let (code, out, stderr) = home.said(&["collection", "remove", "zembla", "nothing", "../zembla"]);
    assert_eq!((code, &*out), (1, "zembla: removed from your collection\n"));
    assert!(stderr.contains("has no nothing\n") && stderr.contains("has no ../zembla\n"), "{stderr}");
    // A failed removal is not reported as an absent statement.
    fs::create_dir(home.folder().join("onhava.json")).unwrap();
    let (code, _, stderr) = home.said(&["collection", "remove", "onhava"]);
    assert!(code == 2 && stderr.contains("onhava"), "{code} {stderr}");
    fs::remove_dir(home.folder().join("onhava.json")).unwrap();
    let (code, out, stderr) = home.said(&["collection"]);
    assert_eq!((code, &*out), (1, ""));
    assert!(stderr.contains("`linchpin import --keep FILE`"), "{stderr}");
    assert_eq!(fs::read_dir(home.folder()).unwrap().count(), 0);
}

#[test]
fn marks_stay_with_their_passages() {
    let home = Home::new();
    home.text("scm-57.txt", TEXT);
    home.done(&["import", "scm-57.txt", "--keep"]);
    let library = Library::open(&Inputs {
        collection: Some(Collection::in_folder(home.folder())),
        ..Inputs::default()
    })
    .unwrap();
    let Some(linchpin::corpus::Target::Passage(number)) = library.corpus.target("collection.scm-57/2") else {
        panic!("it is held");
    };
    let (dataset, id) = library.corpus.original_passage_id(number).unwrap();
    let mark = Mark::new(dataset, &id, &Text::new("They modernized the bridges of the river."));
    Marks::in_folder(home.0.path().join(".local/share/linchpin/marks")).save(&mark).unwrap();
    // A paragraph comes before it; then its own words change.
    home.text("scm-57.txt", &TEXT.replace("1. The", "1. New.\n\n2. The").replace("2. They", "3. They"));
    home.done(&["import", "scm-57.txt", "--keep"]);
    let marks = home.json(&["marks"]);
    assert_eq!(
        (&marks["marks"][0]["status"], &marks["marks"][0]["passage"]),
        (&json!("held"), &json!("scm-57/2"))
    );
    home.text("scm-57.txt", &TEXT.replace("bridges", "tunnels"));
    home.done(&["import", "scm-57.txt", "--keep"]);
    let marks = home.json(&["marks"]);
    assert_eq!(marks["marks"][0]["status"], "changed");
    assert!(marks["marks"][0]["citation"].as_str().unwrap().contains("tunnels"), "{marks}");
}

#[test]
fn sessions_that_keep_at_once_lose_nothing_of_each_other() {
    let home = Home::new();
    let names: Vec<String> = (0..8).map(|n| format!("t-{n}.txt")).collect();
    for name in &names {
        home.text(name, &TEXT.replace("zugzwang", name));
    }
    let children: Vec<_> =
        names.iter().map(|name| home.command(&["import", "--keep", name]).spawn().unwrap()).collect();
    for mut child in children {
        assert!(child.wait().unwrap().success());
    }
    assert_eq!(home.json(&["collection"])["statements"].as_array().unwrap().len(), 8);
}

#[test]
fn what_is_damaged_is_passed_over_said_and_never_written_over() {
    let home = Home::new();
    home.done(&["import", "zembla.txt", "--keep"]);
    // A second statement would be lost when the first one's file is replaced.
    home.text(
        "two.txt",
        "Joint Statement of Another Council\n\nOnhava, 4 May 2031\n\n1. The ministers met again.\n",
    );
    home.done(&["import", "--keep", "two.txt"]);
    let two = home.folder().join("two.json");
    let mut second: Value = serde_json::from_str(&fs::read_to_string(&two).unwrap()).unwrap();
    let mut statement = second["statements"][0].clone();
    (statement["id"], statement["passages"]) = ("two.b".into(), serde_json::json!([]));
    second["statements"].as_array_mut().unwrap().push(statement);
    fs::write(&two, second.to_string()).unwrap();
    let (code, _, stderr) = home.said(&["import", "--keep", "two.txt"]);
    assert!(code == 2 && stderr.contains("repair the file or move it away first"), "{stderr}");
    assert_eq!(fs::read_to_string(&two).unwrap(), second.to_string());
    let damaged = home.folder().join("bad.json");
    fs::write(&damaged, "{ \"schema\": 1").unwrap();
    fs::write(home.folder().join("newer.json"), "{ \"schema\": 2 }").unwrap();
    let (code, out, stderr) = home.said(&["search", "zugzwang"]);
    assert!(code == 0 && out.contains("zembla/1"), "{stderr}");
    assert!(stderr.contains("bad.json and 2 more; `linchpin check FILE` says why"), "{stderr}");
    assert!(home.done(&["--print"]).contains("your collection: passed over"));
    home.text("bad.txt", TEXT);
    let (code, _, stderr) = home.said(&["import", "--keep", "bad.txt"]);
    assert!(code == 2 && stderr.contains("repair the file or move it away first"), "{stderr}");
    assert_eq!(fs::read_to_string(&damaged).unwrap(), "{ \"schema\": 1");
}

#[test]
fn a_file_that_holds_something_else_is_not_written_over() {
    let home = Home::new();
    for (name, text) in [("a.json", "my notes"), ("b.json", "{ \"schema\": 1 }"), ("c.json", "// mine\n{}")] {
        home.text(name, text);
        let (code, out, stderr) = home.said(&["import", "zembla.txt", "-o", name]);
        assert_eq!((code, &*out), (2, ""), "{name}");
        assert!(stderr.contains("nothing was written"), "{stderr}");
        assert_eq!(fs::read_to_string(home.0.path().join(name)).unwrap(), text);
    }
    let (code, _, stderr) = home.said(&["import", "zembla.txt", "-o", "."]);
    assert!(code == 2 && stderr.contains("is not a file"), "{stderr}");
    let (code, _, stderr) = home.said(&["import", "zembla.txt", "-o", "no/such/folder.json"]);
    assert!(code == 2 && stderr.contains("not written: "), "{stderr}");
}

#[test]
fn a_dataset_with_terms_and_meanings_of_its_own_takes_statements_in() {
    let home = Home::new();
    let frozen = fs::read_to_string(FIXTURE).unwrap();
    home.text("own.json", &frozen);
    home.done(&["import", "zembla.txt", "-o", "own.json"]);
    home.done(&["check", "own.json"]);
    let (before, after): (Value, Value) = (serde_json::from_str(&frozen).unwrap(), home.dataset("own.json"));
    assert_eq!(before["meanings"], after["meanings"]);
    assert_eq!(after["statements"].as_array().unwrap().len(), 41);
}

#[test]
fn a_large_collection_is_read_in_parts() {
    let home = Home::new();
    for n in 0..90 {
        home.text(&format!("many-{n}.txt"), &TEXT.replace("zugzwang", &format!("zugzwang-{n}")));
    }
    let names: Vec<String> = (0..90).map(|n| format!("many-{n}.txt")).collect();
    let arguments: Vec<&str> =
        ["import", "--keep"].into_iter().chain(names.iter().map(String::as_str)).collect();
    home.done(&arguments);
    let collection = Some(Collection::in_folder(home.folder()));
    let inputs = Inputs { collection, ..Inputs::default() };
    assert!(!inputs.is_small());
    let (sender, parts) = channel();
    load(inputs.clone(), move |part| sender.send(part).is_ok()).unwrap();
    assert_eq!(parts.into_iter().filter(|part| matches!(part, LoadEvent::Batch(_))).count(), 2);
    let library = Library::in_parts(&inputs).unwrap();
    assert_eq!(
        library.corpus.statements().len(),
        linchpin::corpus::load::embedded().unwrap().statements().len() + 90
    );
    assert_eq!(library.search("zugzwang bridges").total(), 0);
    assert_eq!(library.search("\"spirit of zugzwang\"").total(), 90);
}

#[test]
fn statements_alone_say_that_they_show_no_meaning() {
    let home = Home::new();
    home.done(&["import", "zembla.txt", "-o", "z.json"]);
    let screen = home.done(&["--data", "z.json", "--print", "--keys", "]"]);
    assert!(screen.contains("this dataset names no example of this meaning"), "{screen}");
    assert!(!screen.contains("[ ] meaning"), "{screen}");
    assert!(!home.done(&["--data", "z.json", "meanings"]).contains("[]"));
    // What the embedded dataset says of its own collection is not said of these.
    let exported = home.done(&["--data", "z.json", "export", "statements"]);
    assert!(
        exported.contains("nobody has judged") && !exported.contains("Security Consultative"),
        "{exported}"
    );
}

/// Titles, ids and words of all that a dataset holds.
fn held(dataset: &Value) -> Vec<(String, String)> {
    let all = dataset["statements"].as_array().unwrap();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    all.iter().map(|held| (text(&held["id"]), text(&held["passages"][0]["text"]))).collect()
}

#[test]
fn files_that_change_names_keep_their_statements_apart() {
    for name in ["a-old.txt", "z-old.txt"] {
        let home = Home::new();
        let folder = home.0.path().join("texts");
        fs::create_dir(&folder).unwrap();
        home.text("texts/communique.txt", "The October words about deterrence stand here alone.\n");
        home.done(&["import", "texts", "-o", "t.json"]);
        fs::rename(folder.join("communique.txt"), folder.join(name)).unwrap();
        home.text("texts/communique.txt", "The November words speak of ships and other things.\n");
        let said = home.done(&["import", "texts", "-o", "t.json"]);
        assert!(said.contains("1 added, 1 moved"), "{said}");
        let words = |id: &str, words: &str| (id.to_owned(), words.to_owned());
        assert_eq!(
            held(&home.dataset("t.json")),
            [
                words("communique", "The October words about deterrence stand here alone."),
                words("communique-2", "The November words speak of ships and other things."),
            ]
        );
        // It is recognized at its new place.
        home.text(&format!("texts/{name}"), "Quite other words than before.\n");
        let said = home.done(&["import", "texts", "-o", "t.json"]);
        assert!(said.contains("1 replaced, 1 unchanged"), "{said}");
        assert_eq!(held(&home.dataset("t.json"))[0], words("communique", "Quite other words than before."));
    }
}

#[test]
fn a_source_that_others_use_stays_theirs() {
    let home = Home::new();
    home.done(&["import", "zembla.txt", "-o", "z.json"]);
    let mut dataset = home.dataset("z.json");
    let mut other = dataset["statements"][0].clone();
    other["id"] = "other".into();
    for (at, passage) in other["passages"].as_array_mut().unwrap().iter_mut().enumerate() {
        passage["id"] = format!("other/{}", at + 1).into();
    }
    dataset["statements"].as_array_mut().unwrap().push(other);
    // The name that a source of its own would get is taken, too.
    let taken = json!({ "id": "other", "kind": "reference", "title": "Another" });
    dataset["sources"].as_array_mut().unwrap().push(taken);
    home.text("z.json", &dataset.to_string());
    home.text("zembla.txt", &TEXT.replace("bridges", "tunnels"));
    home.done(&["import", "zembla.txt", "-o", "z.json"]);
    let new = home.dataset("z.json");
    assert_eq!(new["sources"].as_array().unwrap()[..2], dataset["sources"].as_array().unwrap()[..]);
    assert_eq!(new["sources"][2]["id"], "other-2");
    let sources: Vec<&Value> =
        new["statements"].as_array().unwrap().iter().map(|held| &held["passages"][0]["source"]).collect();
    assert_eq!(sources.len(), 2);
    assert_ne!(sources[0], sources[1]);
    home.done(&["check", "z.json"]);
}

#[test]
fn a_check_against_another_source_stays_in_the_collection() {
    let home = Home::new();
    home.done(&["import", "zembla.txt", "--keep"]);
    let path = home.folder().join("zembla.json");
    let mut dataset: Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
    let source = json!({ "id": "mnd", "kind": "official text", "title": "The ministry's own print" });
    dataset["sources"].as_array_mut().unwrap().push(source);
    dataset["statements"][0]["passages"][1]["check"] =
        json!({ "verdict": "identical", "source": "mnd", "note": "Seen in print." });
    fs::write(&path, dataset.to_string()).unwrap();
    for tail in ["4. More.", "4. More.\n\n5. And more."] {
        home.text("zembla.txt", &format!("{TEXT}\n{tail}\n"));
        assert_eq!(change(&home.json(&["import", "zembla.txt", "--keep"])), "replaced");
        home.done(&["check", path.to_str().unwrap()]);
        let shown = home.done(&["show", "zembla/2"]);
        assert!(shown.contains("=  identical to the official wording"), "{shown}");
    }
    let dataset: Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
    let ids: Vec<&Value> =
        dataset["sources"].as_array().unwrap().iter().map(|source| &source["id"]).collect();
    assert_eq!(ids, ["zembla", "zembla.mnd"], "a name grows once");
}

#[test]
fn sources_of_one_name_in_two_files_stay_two() {
    let home = Home::new();
    home.text("onhava.txt", &TEXT.replace("bridges", "tunnels"));
    home.done(&["import", "zembla.txt", "onhava.txt", "--keep"]);
    for id in ["onhava", "zembla"] {
        let path = home.folder().join(format!("{id}.json"));
        let mut dataset: Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        let source = json!({ "id": "mnd", "kind": "official text", "title": format!("Print of {id}") });
        dataset["sources"].as_array_mut().unwrap().push(source);
        dataset["statements"][0]["passages"][0]["source"] = "mnd".into();
        fs::write(path, dataset.to_string()).unwrap();
    }
    // A file that is not a statement is ignored silently.
    fs::write(home.folder().join("notes.txt"), "mine").unwrap();
    fs::write(home.folder().join(".onhava.json"), "{").unwrap();
    let held = collection::read(&Collection::in_folder(home.folder()).files().unwrap());
    assert_eq!(held.remark(), None);
    let sources = held.dataset.sources.iter().map(|source| (&*source.id, &*source.title));
    let prints: Vec<(&str, &str)> = sources.filter(|(_, title)| title.starts_with("Print")).collect();
    assert_eq!(prints, [("onhava.mnd", "Print of onhava"), ("zembla.mnd", "Print of zembla")]);
    let named = held.dataset.statements.iter().map(|statement| &*statement.passages[0].source);
    assert_eq!(named.collect::<Vec<_>>(), ["onhava.mnd", "zembla.mnd"]);
}

#[test]
fn a_collection_that_cannot_be_read_is_not_an_empty_one() {
    let home = Home::new();
    fs::create_dir_all(home.folder().parent().unwrap()).unwrap();
    fs::write(home.folder(), "mine").unwrap();
    let (code, _, stderr) = home.said(&["import", "zembla.txt", "--keep"]);
    assert!(code == 2 && stderr.contains("your collection cannot be read: "), "{stderr}");
    assert!(Collection::in_folder(home.folder()).files().is_err());
}

#[test]
fn what_something_rests_on_does_not_go_without_a_word() {
    let home = Home::new();
    home.done(&["import", "zembla.txt", "-o", "z.json"]);
    let mut dataset = home.dataset("z.json");
    dataset["statements"][0]["passages"][0]["links"] = json!([{ "to": "zembla/3", "relation": "see" }]);
    home.text("z.json", &dataset.to_string());
    let before = fs::read(home.0.path().join("z.json")).unwrap();
    home.text("zembla.txt", &TEXT.replace("3. They meet again next year.\n", ""));
    let (code, _, stderr) = home.said(&["import", "zembla.txt", "-o", "z.json"]);
    assert!(code == 2 && stderr.contains("there is no passage or statement `zembla/3`"), "{stderr}");
    assert_eq!(fs::read(home.0.path().join("z.json")).unwrap(), before);
}

#[test]
fn what_an_editor_has_corrected_stays_corrected() {
    let home = Home::new();
    home.done(&["import", "zembla.txt", "-o", "z.json"]);
    let mut dataset = home.dataset("z.json");
    let statement = &mut dataset["statements"][0];
    statement["title"] = "The Right Title".into();
    statement["standing"] = "unilateral".into();
    statement["held"] = "Checked by hand.".into();
    statement["extent"] = "part".into();
    statement["collects"] = true.into();
    statement["passages"][2]["kind"] = "summary".into();
    statement["passages"][2]["id"] = "zembla/last".into();
    statement["passages"][1]["text"] = "They modernized all the bridges.".into();
    statement["passages"][2]["source"] = "mnd".into();
    let print = json!({ "id": "mnd", "kind": "official text", "title": "The ministry's own print" });
    dataset["sources"].as_array_mut().unwrap().push(print);
    dataset["sources"][0]["author"] = "An Author".into();
    home.text("z.json", &dataset.to_string());
    let corrected = |after: &Value| {
        let statement = &after["statements"][0];
        let passage = ["id", "kind", "source"].map(|field| statement["passages"][2][field].clone());
        assert_eq!(passage, ["zembla/last", "summary", "mnd"].map(|said| json!(said)));
        assert_eq!(after["sources"][0]["author"], "An Author");
        assert_eq!(statement["collects"], true);
        let said = ["title", "standing", "held", "extent"].map(|field| statement[field].clone());
        assert_eq!(
            said,
            ["The Right Title", "unilateral", "Checked by hand.", "part"].map(|said| json!(said))
        );
    };
    let said = home.done(&["import", "zembla.txt", "-o", "z.json", "--signatory", "A. Minister"]);
    assert!(!said.contains("kept the held"), "the text is as it was: {said}");
    corrected(&home.dataset("z.json"));
    assert_eq!(passages(&home.dataset("z.json"))[1].1, "They modernized all the bridges.");
    home.text("zembla.txt", &TEXT.replace("spirit", "mood"));
    let said = home.done(&["import", "zembla.txt", "-o", "z.json"]);
    assert!(said.contains("zembla: kept the held title, standing, although"), "{said}");
    let after = home.dataset("z.json");
    corrected(&after);
    assert_eq!(after["statements"][0]["signatories"], json!(["A. Minister"]));
    assert!(passages(&after)[0].1.contains("mood"));
}

#[test]
fn a_file_of_another_name_in_the_collection_is_passed_over() {
    let home = Home::new();
    home.done(&["import", "zembla.txt", "--keep"]);
    fs::copy(home.folder().join("zembla.json"), home.folder().join("backup.json")).unwrap();
    let (code, out, stderr) = home.said(&["list"]);
    assert!(code == 0 && out.contains("zembla") && stderr.contains("backup.json"), "{stderr}");
}

#[test]
fn a_dataset_is_no_text_and_links_and_closed_files_are_respected() {
    let home = Home::new();
    home.done(&["import", "zembla.txt", "-o", "z.json"]);
    let (code, _, stderr) = home.said(&["import", "z.json", "--keep"]);
    assert!(code == 1 && stderr.contains("this is a dataset"), "{stderr}");
    std::os::unix::fs::symlink("nowhere.json", home.0.path().join("link.json")).unwrap();
    let (code, _, stderr) = home.said(&["import", "zembla.txt", "-o", "link.json"]);
    assert!(code == 2 && stderr.contains("leads to no file"), "{stderr}");
    let mut permissions = fs::metadata(home.0.path().join("z.json")).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(home.0.path().join("z.json"), permissions).unwrap();
    let (code, _, stderr) = home.said(&["import", "zembla.txt", "-o", "z.json"]);
    assert!(code == 2 && stderr.contains("it is read-only"), "{stderr}");
}

/// Starts this many imports at once, each of its own folder of `each` texts with the same file names; returns their
/// messages.
fn at_once(home: &Home, processes: usize, each: usize, to: &[&str]) -> Vec<String> {
    let texts = |process: usize| format!("texts-{process}");
    for process in 0..processes {
        fs::create_dir(home.0.path().join(texts(process))).unwrap();
        for number in 0..each {
            let text = TEXT.replace("a spirit of zugzwang", &format!("spirit {process}-{number}"));
            home.text(&format!("{}/s{number}.txt", texts(process)), &text);
        }
    }
    let start = |process: usize| {
        let folder = texts(process);
        let mut command = home.command(&[&["import", folder.as_str()], to].concat());
        command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
    };
    let children: Vec<_> = (0..processes).map(start).collect();
    let outputs = children.into_iter().map(|child| child.wait_with_output().unwrap());
    outputs
        .map(|output| {
            let stderr = String::from_utf8(output.stderr).unwrap();
            assert_eq!(output.status.code(), Some(0), "{stderr}");
            format!("{}{stderr}", String::from_utf8(output.stdout).unwrap())
        })
        .collect()
}

#[test]
fn a_statement_of_the_collection_that_is_a_link_is_not_replaced() {
    let home = Home::new();
    home.done(&["import", "zembla.txt", "--keep"]);
    let file = Collection::in_folder(home.folder()).files().unwrap().remove(0);
    let elsewhere = home.0.path().join("elsewhere.json");
    fs::rename(&file, &elsewhere).unwrap();
    std::os::unix::fs::symlink(&elsewhere, &file).unwrap();
    let before = fs::read_to_string(&elsewhere).unwrap();
    home.text("zembla.txt", &TEXT.replace("next year", "in two years"));
    let (code, _, stderr) = home.said(&["import", "zembla.txt", "--keep"]);
    assert!(code == 2 && stderr.contains("is a link; replace it with a file first"), "{stderr}");
    assert!(file.is_symlink() && fs::read_to_string(&elsewhere).unwrap() == before);
}

#[test]
fn imports_at_once_lose_no_statement() {
    for to in [&["--keep"][..], &["-o", "mine.json"]] {
        let home = Home::new();
        for told in at_once(&home, 6, 4, to) {
            assert!(told.contains("4 added"), "{told}");
        }
        let held = if to == ["--keep"] {
            home.json(&["collection"])["statements"].as_array().unwrap().len()
        } else {
            home.dataset("mine.json")["statements"].as_array().unwrap().len()
        };
        assert_eq!(held, 24, "{to:?}");
        let folder = if to == ["--keep"] { home.folder() } else { home.0.path().to_path_buf() };
        let left = fs::read_dir(folder)
            .unwrap()
            .filter(|entry| entry.as_ref().unwrap().file_name().to_string_lossy().ends_with(".lock"));
        assert_eq!(left.count(), 0, "a lock is left behind");
    }
}

#[test]
fn no_path_of_this_machine_is_in_what_is_written() {
    let home = Home::new();
    let folder = home.0.path().join("private/texts");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("ports.txt"), "Joint Statement on Ports\n\nMay 4, 2031\n\nThe two sides met.\n")
        .unwrap();
    let path = |name: &str| folder.join(name).to_str().unwrap().to_owned();
    let leaks = |text: &str| text.contains("private") || text.contains(home.0.path().to_str().unwrap());
    for (named, output) in [
        (path("ports.txt"), "a.json"),
        (path(""), "b.json"),
        ("private/texts/ports.txt".to_owned(), "c.json"),
    ] {
        assert_eq!(home.said(&["import", &named, "-o", output]).0, 0);
        // Again, changed: what is kept is written anew.
        fs::write(
            folder.join("ports.txt"),
            format!("Joint Statement on Ports\n\nMay 4, 2031\n\nThe two sides met, {output}.\n"),
        )
        .unwrap();
        assert_eq!(home.said(&["import", &named, "-o", output]).0, 0);
        let dataset = fs::read_to_string(home.0.path().join(output)).unwrap();
        assert!(!leaks(&dataset) && dataset.contains("ports.txt"), "{dataset}");
        for format in ["text", "markdown", "bibtex", "csl-json", "ris"] {
            let (code, cited, _) = home.said(&["--data", output, "cite", "ports/1", "--format", format]);
            assert!(code == 0 && !leaks(&cited), "{format}: {code} {cited}");
        }
        for format in ["markdown", "html", "csv", "tsv", "json"] {
            let (code, exported, _) =
                home.said(&["--data", output, "export", "statements", "--format", format]);
            assert!(code == 0 && !leaks(&exported), "{format}: {code} {exported}");
        }
    }
    assert_eq!(home.said(&["import", &path("ports.txt"), "--keep"]).0, 0);
    for kept in fs::read_dir(home.folder()).unwrap() {
        let kept = fs::read_to_string(kept.unwrap().path()).unwrap();
        assert!(!leaks(&kept), "{kept}");
    }
}

#[test]
fn a_citation_without_issuers_has_no_gap_for_them() {
    let home = Home::new();
    home.text(
        "ports.md",
        "---\ntitle: Joint Statement on Ports\ndate: 2031-05-04\n---\n\nThe two sides met.\n",
    );
    home.done(&["import", "ports.md", "-o", "mine.json"]);
    let cited = home.done(&["--data", "mine.json", "cite", "ports/1"]);
    assert!(cited.contains("Joint Statement on Ports (joint), 2031-05-04"), "{cited}");
    let cited = home.done(&["--data", "mine.json", "cite", "ports/1", "--format", "bibtex"]);
    assert!(cited.contains("note = {(joint), 2031-05-04"), "{cited}");
}
