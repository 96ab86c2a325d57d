//! What of a statement stays, and what changes, when its text is imported again.

use std::fs;
use std::io::Write;
use std::process::Stdio;

use serde_json::{Value, json};

use crate::collecting::{Home, TEXT, change};

/// Imports a text into `z.json`; its statement, and the fields whose held values were kept.
fn again(home: &Home, name: &str, options: &[&str]) -> (Value, Value) {
    let answer = home.json(&[&["import", name, "-o", "z.json"], options].concat());
    let id = &answer["imported"][0]["id"];
    let dataset = home.dataset("z.json");
    let statement = dataset["statements"].as_array().unwrap().iter().find(|held| held["id"] == *id);
    (statement.unwrap().clone(), answer["imported"][0]["kept"].clone())
}

/// What an editor writes into the only statement, or the only source, of `z.json`.
fn edit(home: &Home, list: &str, field: &str, value: Value) {
    let mut dataset = home.dataset("z.json");
    dataset[list][0][field] = value;
    home.text("z.json", &dataset.to_string());
}

fn source(home: &Home, field: &str) -> Value {
    home.dataset("z.json")["sources"][0][field].clone()
}

#[test]
fn front_matter_overrules_a_correction_once_its_file_changes() {
    let home = Home::new();
    // The day is guessed, which does not affect the title.
    let write = |words: &str| {
        let front =
            "title: Of Ports\nplace: Onhava\nurl: https://ports.example/a\nsignatories: [A. Minister]";
        home.text("ports.md", &format!("---\n{front}\n---\n\n3 May 2031\n\n{words}\n"));
    };
    write("They met.");
    again(&home, "ports.md", &[]);
    edit(&home, "statements", "title", json!("Of Harbors"));
    edit(&home, "statements", "place", json!("Old Quay"));
    edit(&home, "sources", "address", json!("https://ports.example/b"));
    edit(&home, "statements", "signatories", json!(["B. Minister"]));
    let (unchanged, kept) = again(&home, "ports.md", &["--standing", "treaty"]);
    let said = |statement: &Value| {
        ["title", "place", "signatories", "date", "standing"].map(|field| statement[field].clone())
    };
    assert_eq!(
        (said(&unchanged), kept),
        (
            [
                json!("Of Harbors"),
                json!("Old Quay"),
                json!(["B. Minister"]),
                json!("2031-05-03"),
                json!("treaty")
            ],
            json!([])
        )
    );
    assert_eq!(source(&home, "address"), "https://ports.example/b");
    write("They met again.");
    let (changed, kept) = again(&home, "ports.md", &[]);
    assert_eq!(
        (said(&changed), kept),
        (
            [
                json!("Of Ports"),
                json!("Onhava"),
                json!(["A. Minister"]),
                json!("2031-05-03"),
                json!("treaty")
            ],
            json!([])
        )
    );
    assert_eq!(source(&home, "address"), "https://ports.example/a");
}

#[test]
fn what_was_said_by_option_is_no_guess_and_gives_way_to_none() {
    let home = Home::new();
    home.text("bare.txt", "Only words, and no head.\n");
    let given = ["--series", "Ports", "--number", "7", "--place", "Old Quay", "--standing", "unilateral"];
    again(&home, "bare.txt", &[&given[..], &["--signatory", "A. Minister"]].concat());
    let head = "Joint Communiqué of the 58th Security Consultative Meeting\n\nOnhava, May 3, 2031\n\n";
    home.text("bare.txt", &format!("{head}Only words, and no head.\n"));
    let (statement, kept) = again(&home, "bare.txt", &[]);
    assert_eq!(kept, json!(["title", "series", "number", "place", "standing"]));
    let said = ["series", "number", "place", "standing", "signatories"].map(|field| statement[field].clone());
    assert_eq!(
        said,
        [json!("Ports"), json!(7), json!("Old Quay"), json!("unilateral"), json!(["A. Minister"])]
    );
    assert_eq!(source(&home, "title"), statement["title"], "a source is cited as its statement");
    let origin = statement["held"].as_str().unwrap();
    assert!(origin.contains("; guessed: date from the text's head") && !origin.contains("place"), "{origin}");
}

#[test]
fn what_was_guessed_is_guessed_anew_once_the_file_holds_another_text() {
    let home = Home::new();
    let first = "Joint Communiqué of the 58th Security Consultative Meeting\n\nOnhava, May 3, 2031\n\n\
        The ministers met at length.\n\nQuiet harbors were praised.\n";
    home.text("text.txt", first);
    again(&home, "text.txt", &["--issuer", "Zembla"]);
    // An edited text keeps its guesses, and they stay guesses.
    home.text("text.txt", &first.replace("58th", "59th").replace("at length", "briefly"));
    let (statement, kept) = again(&home, "text.txt", &[]);
    assert_eq!((&statement["number"], kept), (&json!(58), json!(["title", "number"])));
    let origin = statement["held"].as_str().unwrap();
    assert!(origin.contains("title") && origin.contains("number"), "{origin}");
    // Another one has its own, and what was given stays.
    home.text("text.txt", "Remarks on Ships\n\nJune 4, 2032\n\nSailors need bread.\n\nNobody asked why.\n");
    let answer = home.json(&["import", "text.txt", "-o", "z.json"]);
    let imported = &answer["imported"][0];
    assert_eq!(
        (&imported["kept"], &imported["renewed"]),
        (&json!([]), &json!(["title", "series", "place", "standing", "date"]))
    );
    let statement = &home.dataset("z.json")["statements"][0];
    let said = ["title", "number", "place", "date", "issuers"].map(|field| statement[field].clone());
    assert_eq!(
        said,
        [json!("Remarks on Ships"), json!(null), json!(null), json!("2032-06-04"), json!(["Zembla"])]
    );
    home.text(
        "text.txt",
        "Joint Statement on Piers\n\nJuly 5, 2033\n\nWorkers built.\n\nRain fell all day.\n",
    );
    let said = home.done(&["import", "text.txt", "-o", "z.json"]);
    let told = "text: guessed the title, standing, date anew, because the file now holds another text";
    assert!(said.contains(told), "{said}");
}

#[test]
fn a_number_that_was_given_stays_in_a_series_without_numbers() {
    let home = Home::new();
    home.text("bare.txt", "Only words, and no head.\n");
    again(&home, "bare.txt", &["--series", "Ports", "--number", "7"]);
    home.text("bare.txt", "Only words, and still no head.\n");
    assert_eq!(again(&home, "bare.txt", &[]).0["number"], 7);
    assert_eq!(again(&home, "bare.txt", &["--number", "8"]).0["number"], 8);
    // It is not the number of another series.
    home.text("bare.txt", "Only words, and then other words.\n");
    assert_eq!(again(&home, "bare.txt", &["--series", "Quays"]).0["number"], Value::Null);
}

#[test]
fn what_the_text_says_only_later_is_taken_in() {
    let home = Home::new();
    home.text("bare.txt", "Only words, and no head.\n");
    again(&home, "bare.txt", &[]);
    let head = "Joint Communiqué of the 58th ROK-U.S. Security Consultative Meeting\n\n\
        Onhava, May 3, 2031\n\n";
    home.text("bare.txt", &format!("{head}Only words, and no head.\n"));
    let (statement, kept) = again(&home, "bare.txt", &[]);
    assert_eq!(kept, json!(["title"]), "that of its name is held");
    let said = ["series", "number", "place", "standing", "date"].map(|field| statement[field].clone());
    assert_eq!(said, [json!("SCM"), json!(58), json!("Onhava"), json!("joint"), json!("2031-05-03")]);
    assert_eq!(statement["issuers"], json!(["Republic of Korea", "United States"]));
    // Without its head again, the text says nothing else.
    home.text("bare.txt", "Only words, and still no head.\n");
    let (statement, _) = again(&home, "bare.txt", &[]);
    assert_eq!(["series", "number", "place", "standing", "date"].map(|field| statement[field].clone()), said);
}

#[test]
fn a_day_is_better_than_a_year_and_a_year_than_nothing() {
    let home = Home::new();
    let write = |front: &str, words: &str| {
        home.text("ports.md", &format!("---\ntitle: Of Ports\n{front}---\n\n{words}\n"));
    };
    let when = |statement: &Value| ["date", "year"].map(|field| statement[field].clone());
    write("", "They met.");
    assert_eq!(when(&again(&home, "ports.md", &[]).0), [json!(null), json!(null)]);
    write("date: 2030\n", "They met one day.");
    assert_eq!(when(&again(&home, "ports.md", &[]).0), [json!(null), json!(2030)]);
    write("", "They met that day.");
    assert_eq!(when(&again(&home, "ports.md", &[]).0), [json!(null), json!(2030)], "it says no other");
    // In the text's head it is a guess.
    write("", "May 3, 2031\n\nThey met that day.");
    assert_eq!(when(&again(&home, "ports.md", &[]).0), [json!("2031-05-03"), json!(null)]);
    write("date: 2029\n", "They met that very day.");
    write("", "May 4, 2031\n\nThey met that very day.");
    let (statement, kept) = again(&home, "ports.md", &[]);
    assert_eq!((when(&statement), kept), ([json!("2031-05-03"), json!(null)], json!(["date"])));
    assert_eq!(source(&home, "date"), statement["date"]);
    write("", "They met, that very day.");
    assert_eq!(when(&again(&home, "ports.md", &[]).0), [json!("2031-05-03"), json!(null)]);
}

#[test]
fn a_label_follows_its_title_unless_someone_wrote_it_or_it_tells_statements_apart() {
    let home = Home::new();
    let write = |name: &str, front: &str, words: &str| {
        home.text(name, &format!("---\n{front}\n---\n\n{words}\n"));
    };
    let label = |name: &str, options: &[&str]| again(&home, name, options).0["label"].clone();
    write("a.md", "title: Of Ports", "They met.");
    assert_eq!(label("a.md", &[]), "Of Ports");
    write("a.md", "title: Of Ships", "They met again.");
    assert_eq!(label("a.md", &[]), "Of Ships");
    // The title that was given stays, and the label with it.
    home.text("b.txt", "Only words, and no head.\n");
    assert_eq!(label("b.txt", &["--title", "Of Piers"]), "Of Piers");
    home.text("b.txt", "Only words, and still no head.\n");
    assert_eq!(label("b.txt", &[]), "Of Piers");
    // Front matter is as strong here as elsewhere.
    write("c.md", "title: Of Quays\nlabel: Quay 1", "They met.");
    assert_eq!(label("c.md", &[]), "Quay 1");
    let written = fs::read_to_string(home.0.path().join("z.json")).unwrap().replace("Quay 1", "My quay");
    home.text("z.json", &written);
    assert_eq!(label("c.md", &["--place", "Onhava"]), "My quay");
    write("c.md", "title: Of Quays\nlabel: Quay 2", "They met again.");
    assert_eq!(label("c.md", &[]), "Quay 2");
    write("c.md", "title: Of Quays", "They met once more.");
    assert_eq!(label("c.md", &[]), "Quay 2", "someone wrote it");
    // Of several similar ones, one that is imported alone keeps what distinguishes it.
    let front = |day: u8| format!("title: Remarks\nurl: https://www.whitehouse.gov/x/\ndate: 2031-05-0{day}");
    write("d.md", &front(4), "It is said.");
    write("e.md", &front(5), "It is said again.");
    home.done(&["import", "d.md", "e.md", "-o", "z.json"]);
    write("e.md", &front(5), "It is said once more.");
    assert_eq!(label("e.md", &[]), "US 31-05-05");
    write("e.md", &front(5), "It is said a last time.");
    home.done(&["import", "e.md", "d.md", "-o", "z.json"]);
    let held = home.dataset("z.json");
    let labels = held["statements"].as_array().unwrap().iter().map(|held| held["label"].clone());
    let dated: Vec<Value> = labels.filter(|label| label.as_str().unwrap().starts_with("US")).collect();
    assert_eq!(dated, ["US 31-05-04", "US 31-05-05"], "the earlier first");
}

#[test]
fn a_web_address_that_was_given_stays_with_what_was_seen_there() {
    let home = Home::new();
    home.text("ports.txt", "Only words, and no head.\n");
    let seen = ["--address", "https://www.state.gov/ports", "--retrieved", "2031-06-01"];
    again(&home, "ports.txt", &seen);
    let publisher = source(&home, "publisher");
    assert!(publisher.is_string(), "{publisher}");
    again(&home, "ports.txt", &["--number", "7"]);
    assert_eq!(source(&home, "retrieved"), "2031-06-01", "nothing else was retrieved");
    home.text("ports.txt", "Only words, and still no head.\n");
    again(&home, "ports.txt", &[]);
    assert_eq!([source(&home, "address"), source(&home, "publisher")], [json!(seen[1]), publisher]);
    assert_eq!(
        source(&home, "sha256"),
        home.json(&["import", "ports.txt", "-o", "other.json"])["imported"][0]["sha256"]
    );
    // The publisher is made from the address, unless someone corrected it.
    edit(&home, "sources", "publisher", json!("The Harbor Office"));
    again(&home, "ports.txt", &["--address", seen[1], "--number", "8"]);
    home.text("ports.txt", "Only words, and no head at all.\n");
    again(&home, "ports.txt", &["--address", seen[1]]);
    assert_eq!(source(&home, "publisher"), "The Harbor Office");
    // Another address that is given replaces it; a file's name never does.
    again(&home, "ports.txt", &["--address", "http://ports.example/a"]);
    assert_eq!(
        [source(&home, "address"), source(&home, "publisher")],
        [json!("http://ports.example/a"), json!(null)]
    );
    fs::rename(home.0.path().join("ports.txt"), home.0.path().join("quays.txt")).unwrap();
    again(&home, "quays.txt", &["--number", "8"]);
    assert_eq!(source(&home, "address"), "http://ports.example/a");
}

#[test]
fn a_source_is_named_after_the_file_that_it_is_read_from_now() {
    let home = Home::new();
    again(&home, "zembla.txt", &[]);
    assert_eq!(
        [source(&home, "address"), source(&home, "note")],
        [json!("zembla.txt"), json!("Imported from zembla.txt")]
    );
    fs::rename(home.0.path().join("zembla.txt"), home.0.path().join("onhava.txt")).unwrap();
    let (statement, _) = again(&home, "onhava.txt", &["--number", "7"]);
    assert_eq!(statement["id"], "zembla");
    assert_eq!(
        [source(&home, "address"), source(&home, "note")],
        [json!("onhava.txt"), json!("Imported from onhava.txt")]
    );
    // An editor's note on it stays, also with new words; that it was checked, only with the same words.
    edit(&home, "sources", "note", json!("Lent by the council."));
    edit(&home, "sources", "kind", json!("official text"));
    again(&home, "onhava.txt", &["--number", "8"]);
    assert_eq!(
        [source(&home, "kind"), source(&home, "note")],
        [json!("official text"), json!("Lent by the council.")]
    );
    home.text("onhava.txt", &TEXT.replace("bridges", "tunnels"));
    again(&home, "onhava.txt", &[]);
    assert_eq!(
        [source(&home, "kind"), source(&home, "note")],
        [json!("imported text"), json!("Lent by the council.")]
    );
}

#[test]
fn a_page_that_is_saved_elsewhere_is_known_by_its_address_and_its_words() {
    let home = Home::new();
    let page = |folder: &str, address: &str, words: &str| {
        let name = format!("{folder}/ports.md");
        let _ = fs::create_dir(home.0.path().join(folder));
        home.text(&name, &format!("---\ntitle: Of Ports\n{address}---\n\nThe two sides met.\n\n{words}\n"));
        change(&home.json(&["import", &name, "-o", "z.json"])).to_owned()
    };
    let own = "url: https://ports.example/a\n";
    assert_eq!(page("one", own, "They spoke of ports."), "added");
    assert_eq!(page("two", own, "They spoke of piers."), "replaced");
    assert_eq!(page("three", "url: https://ports.example/b\n", "They spoke of quays."), "added");
    let name = home.0.path().join("four");
    fs::create_dir(&name).unwrap();
    home.text("four/ports.md", &format!("---\ntitle: Of Ports\n{own}---\n\nAll of it is other.\n"));
    assert_eq!(change(&home.json(&["import", "four/ports.md", "-o", "z.json"])), "added");
    // Two files of one name have no address in common.
    home.text("z.json", "");
    fs::remove_file(home.0.path().join("z.json")).unwrap();
    assert_eq!(page("five", "", "They spoke of ports."), "added");
    assert_eq!(page("six", "", "They spoke of piers."), "added");
}

/// Imports a text that comes through a pipe into `z.json`, and files; what changed, and the statement's id.
fn piped(home: &Home, text: &str, files: &[&str]) -> (String, String) {
    let mut command = home.command(&[&["import", "-", "-o", "z.json", "--json"], files].concat());
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    let answer: Value = serde_json::from_slice(&child.wait_with_output().unwrap().stdout).unwrap();
    (change(&answer).to_owned(), answer["imported"][0]["id"].as_str().unwrap().to_owned())
}

#[test]
fn what_comes_through_a_pipe_is_no_new_place_of_a_file_nor_its_edition() {
    let home = Home::new();
    again(&home, "zembla.txt", &[]);
    home.text("bare.txt", "Only words, and no head.\n");
    assert_eq!(piped(&home, TEXT, &["bare.txt"]), ("unchanged".into(), "zembla".into()));
    let changed = TEXT.replace("bridges", "tunnels");
    home.text("zembla.txt", &changed);
    let answer = home.json(&["import", "zembla.txt", "-o", "z.json"]);
    assert_eq!(change(&answer), "replaced", "it is known by its place");
    // A file that has the id of what was piped, and some of its words.
    fs::remove_file(home.0.path().join("z.json")).unwrap();
    let (added, id) = piped(&home, TEXT, &[]);
    assert_eq!(added, "added");
    home.text(&format!("{id}.txt"), &changed);
    assert_eq!(change(&home.json(&["import", &format!("{id}.txt"), "-o", "z.json"])), "added");
}

#[test]
fn an_id_is_free_if_neither_a_statement_nor_a_source_has_it() {
    let home = Home::new();
    again(&home, "zembla.txt", &[]);
    edit(&home, "sources", "id", json!("onhava"));
    let mut dataset = home.dataset("z.json");
    for passage in dataset["statements"][0]["passages"].as_array_mut().unwrap() {
        passage["source"] = "onhava".into();
    }
    home.text("z.json", &dataset.to_string());
    home.text("onhava.txt", "Only words, and no head.\n");
    assert_eq!(again(&home, "onhava.txt", &[]).0["id"], "onhava-2");
    home.done(&["check", "z.json"]);
}

#[test]
fn the_language_of_an_unchanged_file_is_taken_in() {
    let home = Home::new();
    again(&home, "zembla.txt", &[]);
    assert_eq!(again(&home, "zembla.txt", &["--language", "en"]).0["language"], "en");
    home.text("zembla.txt", &TEXT.replace("bridges", "tunnels"));
    assert_eq!(again(&home, "zembla.txt", &[]).0["language"], "en");
}

#[test]
fn a_text_is_known_though_its_first_words_have_a_source_of_their_own() {
    let home = Home::new();
    again(&home, "zembla.txt", &[]);
    let mut dataset = home.dataset("z.json");
    let print = json!({ "id": "mnd", "kind": "official text", "title": "The ministry's own print" });
    dataset["sources"].as_array_mut().unwrap().push(print);
    dataset["statements"][0]["passages"][0]["source"] = "mnd".into();
    home.text("z.json", &dataset.to_string());
    assert_eq!(change(&home.json(&["import", "zembla.txt", "-o", "z.json"])), "unchanged");
    home.text("zembla.txt", &TEXT.replace("bridges", "tunnels"));
    let (statement, _) = again(&home, "zembla.txt", &[]);
    assert_eq!(statement["id"], "zembla");
    let sources: Vec<&Value> =
        statement["passages"].as_array().unwrap().iter().map(|passage| &passage["source"]).collect();
    assert_eq!(sources, ["mnd", "zembla", "zembla"]);
}
