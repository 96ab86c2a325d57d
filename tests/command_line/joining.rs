//! Several datasets opened as one: which id belongs to which, which meanings apply, and what the reader is told.

use std::fs;
use std::path::PathBuf;
use std::process::Output;
use std::sync::mpsc::channel;

use linchpin::corpus::{Corpus, Target};
use linchpin::library::Library;
use linchpin::library::inputs::Inputs;
use linchpin::library::loading::{LoadEvent, load};
use linchpin::store::marks::{Mark, MarkStatus};
use linchpin::text::safe::Text;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::{FIXTURE, command};

/// A statement of one passage; `more` goes into the passage.
fn statement(id: &str, text: &str, more: &Value) -> Value {
    let mut passage =
        json!({ "id": format!("{id}/1"), "kind": "quotation", "text": text, "source": "jo-2025" });
    passage.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    json!({
        "id": id, "series": "imported", "number": null, "title": format!("Title of {id}"), "label": "Added",
        "date": "2031-01-02", "issuers": ["Anyone"], "signatories": [], "standing": "not stated",
        "held": "Whole text", "passages": [passage],
    })
}

/// Statements alone, whose ids and source the embedded dataset has too.
fn added(id: &str) -> Value {
    let linked =
        json!({ "links": [{ "to": "scm-57/1", "relation": "see" }, { "to": "own-1", "relation": "see" }] });
    json!({
        "schema": 1, "id": id, "title": "Added", "sources": [{ "id": "jo-2025", "kind": "press", "title": "Another" }],
        "statements": [
            statement("scm-57", "they modernize bridges", &json!({ "meaning": "2024", "bearing": "word" })),
            statement("own-1", "an added word, zugzwang", &linked),
        ],
    })
}

/// A dataset about a word of its own.
fn own_word() -> Value {
    let term =
        |id: &str| json!({ "id": id, "label": id, "forms": [id], "kind": "concept", "gloss": "A gloss." });
    let borne = json!({ "source": "s", "meaning": "later", "bearing": "word" });
    let meaning = |id: &str| {
        json!({
            "id": id, "name": "Name", "gloss": "A gloss.", "cues": [], "evidence": [],
            "answers": { "what": { "text": "An answer.", "evidence": [] } },
        })
    };
    json!({
        "schema": 1, "id": "zugzwang", "title": "On zugzwang", "sources": [{ "id": "s", "kind": "press", "title": "S" }],
        "subject": { "term": "zugzwang", "label": "zugzwang", "introduction": "A word.", "caveat": "Invented." },
        "terms": [term("zugzwang"), term("tempo")], "questions": [{ "id": "what", "text": "What?" }],
        "meanings": [meaning("2003"), meaning("later")],
        "statements": [statement("z-0", "in zugzwang", &borne), statement("z-1", "in zugzwang", &borne)],
    })
}

struct Files(TempDir);

impl Files {
    fn new() -> Self {
        Self(TempDir::new().unwrap())
    }

    fn write(&self, name: &str, dataset: &Value) -> PathBuf {
        let path = self.0.path().join(name);
        fs::write(&path, dataset.to_string()).unwrap();
        path
    }

    /// The answer to a command line in the folder of the files: exit code, standard output, standard error.
    fn said(&self, arguments: &[&str]) -> (i32, String, String) {
        let output = command(arguments).current_dir(self.0.path()).output().unwrap();
        let Output { status, stdout, stderr } = output;
        (status.code().unwrap(), String::from_utf8(stdout).unwrap(), String::from_utf8(stderr).unwrap())
    }
}

/// Datasets added to the frozen one.
fn beside(added: Vec<PathBuf>) -> Inputs {
    Inputs { first: Some(FIXTURE.into()), added, collection: None }
}

/// Whether anything arrives before all has been read.
fn comes_in_parts(inputs: &Inputs) -> bool {
    let (sender, parts) = channel();
    load(inputs.clone(), move |part| sender.send(part).is_ok()).unwrap();
    parts.into_iter().any(|part| matches!(part, LoadEvent::Batch(_)))
}

fn remarks(library: &Library) -> Vec<&str> {
    library.remarks().map(String::as_str).collect()
}

fn words<'a>(corpus: &'a Corpus, id: &str) -> &'a str {
    let Some(Target::Passage(number)) = corpus.target(id) else { panic!("{id} is no passage") };
    &corpus.passage(number).unwrap().1.text
}

#[test]
fn taken_ids_are_led_by_their_datasets_and_named_so_everywhere() {
    let files = Files::new();
    let inputs = beside(vec![files.write("next.json", &added("next"))]);
    let library = Library::open(&inputs).unwrap();
    let corpus = &library.corpus;
    assert_eq!(words(corpus, "next.scm-57/1"), "they modernize bridges");
    assert!(words(corpus, "scm-57/1").contains("동맹의 현대화"), "{}", words(corpus, "scm-57/1"));
    let Some(Target::Passage(number)) = corpus.target("own-1/1") else { panic!("own-1/1 is held") };
    let (statement, passage) = corpus.passage(number).unwrap();
    let links: Vec<&str> = passage.links.iter().map(|link| &*link.to).collect();
    assert_eq!(links, ["next.scm-57/1", "own-1"]);
    assert_eq!(&*corpus.source(&passage.source).unwrap().title, "Another");
    assert!(corpus.source("jo-2025").unwrap().title.contains("ROK–U.S. Alliance"));
    assert_eq!(corpus.original_id(statement).0.as_str(), "next");
    assert_eq!(remarks(&library), ["next: ids already in use: scm-57 is now next.scm-57"]);
}

#[test]
fn a_text_stays_one_of_its_own_datasets_statement() {
    let files = Files::new();
    let mut next = added("next");
    for (at, of) in [(1, "scm-57"), (2, "own-1"), (3, "scm-56")] {
        let mut text = statement(&format!("text-{at}"), "its text", &json!({}));
        text["of"] = of.into();
        // Before the statement and after it.
        next["statements"].as_array_mut().unwrap().insert(usize::from(at == 2) * 3, text);
    }
    let inputs = beside(vec![files.write("next.json", &next)]);
    for library in [Library::open(&inputs).unwrap(), Library::in_parts(&inputs).unwrap()] {
        let corpus = &library.corpus;
        for (text, of) in [("text-1", "next.scm-57"), ("text-2", "own-1"), ("text-3", "scm-56")] {
            let [text, of] = [text, of].map(|id| corpus.target(id));
            let (Some(Target::Statement(text)), Some(Target::Statement(of))) = (text, of) else {
                panic!("they are held")
            };
            assert_eq!(corpus.text_of(text), Some(of));
            assert!(corpus.records(of).any(|record| record == text));
        }
        assert_eq!(corpus.texts(), 3);
        assert_eq!(library.usage.counted(), 39);
    }
}

#[test]
fn a_passage_is_found_by_the_id_that_it_has_at_home() {
    let files = Files::new();
    let inputs = beside(vec![files.write("next.json", &added("next"))]);
    let library = Library::open(&inputs).unwrap();
    let corpus = &library.corpus;
    for (dataset, id, here) in [
        ("next", "scm-57/1", "next.scm-57/1"),
        ("next", "own-1/1", "own-1/1"),
        ("rok-us-modernization", "scm-57/1", "scm-57/1"),
    ] {
        let target = corpus.by_original_id(dataset, id).next();
        assert_eq!(target, corpus.target(here), "{dataset} {id}");
        let Some(Target::Passage(number)) = target else { panic!("{id} is no passage") };
        let (home, own) = corpus.original_passage_id(number).unwrap();
        assert_eq!((home.as_str(), own.as_str()), (dataset, id));
    }
    assert_eq!(corpus.by_original_id("rok-us-modernization", "own-1/1").next(), None);
    assert_eq!(corpus.by_original_id("other", "scm-57/1").next(), None);
}

#[test]
fn meanings_are_those_of_the_first_dataset() {
    let files = Files::new();
    let path = files.write("z.json", &own_word());
    let library = Library::open(&beside(vec![path.clone()])).unwrap();
    assert_eq!(
        remarks(&library),
        [
            "zugzwang is shown with the subject, terms, questions and meanings of rok-us-modernization; open it \
             alone to see its own",
            "zugzwang: 2 of its passages have a meaning that rok-us-modernization does not; they are shown without one",
        ]
    );
    let Some(Target::Passage(number)) = library.corpus.target("z-0/1") else { panic!("z-0/1 is held") };
    assert_eq!(library.corpus.passage(number).unwrap().1.meaning, None);
    // As the first dataset, its word is tracked; datasets of statements alone do not change that.
    let first =
        Inputs { first: Some(path), added: vec![files.write("n.json", &added("n"))], collection: None };
    let library = Library::open(&first).unwrap();
    assert_eq!(&*library.corpus.dataset().subject.label, "zugzwang");
    assert_eq!(
        remarks(&library),
        ["n: 1 of its passages have a meaning that zugzwang does not; they are shown without one"]
    );
    assert_eq!(library.search("term:zugzwang").total(), 3);
}

#[test]
fn a_meaning_of_the_same_id_and_name_is_shared() {
    let files = Files::new();
    let inputs = beside(vec![files.write("next.json", &added("next"))]);
    let library = Library::open(&inputs).unwrap();
    let Some(Target::Passage(number)) = library.corpus.target("next.scm-57/1") else { panic!("it is held") };
    assert_eq!(library.corpus.passage(number).unwrap().1.meaning.as_deref(), Some("2024"));
}

#[test]
fn two_datasets_of_one_id_are_told_apart() {
    let files = Files::new();
    let paths = vec![files.write("a.json", &added("next")), files.write("b.json", &added("next"))];
    let library = Library::open(&beside(paths)).unwrap();
    for id in ["scm-57", "next.scm-57", "next-2.scm-57", "own-1", "next-2.own-1"] {
        assert!(matches!(library.corpus.target(id), Some(Target::Statement(_))), "{id}");
    }
    assert_eq!(
        remarks(&library),
        [
            "next: ids already in use: scm-57 is now next.scm-57",
            "next-2: ids already in use: scm-57 is now next-2.scm-57, own-1 is now next-2.own-1",
        ]
    );
}

#[test]
fn parts_make_what_reading_all_of_it_whole_makes() {
    let files = Files::new();
    let mut second = own_word();
    second["statements"][0]["passages"][0]["links"] = json!([{ "to": "z-1/1", "relation": "see" }]);
    for first in [None, Some(files.write("first.json", &own_word()))] {
        let added = vec![files.write("a.json", &added("next")), files.write("b.json", &second)];
        let inputs = Inputs { first, added, collection: None };
        assert!(comes_in_parts(&inputs));
        let (whole, parts) = (Library::open(&inputs).unwrap(), Library::in_parts(&inputs).unwrap());
        assert!(whole.corpus.dataset() == parts.corpus.dataset());
        assert_eq!(remarks(&whole), remarks(&parts));
        assert_eq!(whole.search("zugzwang").hits, parts.search("zugzwang").hits);
    }
}

#[test]
fn what_is_wrong_with_one_of_several_is_said_with_its_file() {
    let files = Files::new();
    files.write("a.json", &added("next"));
    let mut wrong = added("wrong");
    wrong["statements"][1]["passages"][0]["links"][0]["to"] = "scm-35/1".into();
    files.write("wrong.json", &wrong);
    // It is a statement of another dataset, so this dataset may not refer to it.
    let (code, out, stderr) = files.said(&["--add", "a.json", "wrong.json", "list"]);
    assert_eq!((code, &*out), (2, ""));
    assert!(
        stderr.contains("wrong.json:1:") && stderr.contains("no passage or statement `scm-35/1`"),
        "{stderr}"
    );
    let inputs = beside(vec![files.0.path().join("wrong.json")]);
    assert_eq!(
        Library::in_parts(&inputs).unwrap_err().to_string(),
        Library::open(&inputs).unwrap_err().to_string()
    );
}

#[test]
fn files_follow_their_option_and_the_command_follows_the_files() {
    let files = Files::new();
    files.write("a.json", &added("next"));
    files.write("z.json", &own_word());
    for (arguments, total) in [
        (&["search", "--data", "z.json", "a.json", "zugzwang"][..], 3),
        (&["--data", "z.json", "a.json", "search", "zugzwang"], 3),
        (&["--data", "z.json", "--data", "a.json", "search", "zugzwang"], 3),
        (&["--data", "z.json", "--add", "a.json", "search", "zugzwang", "-word"], 2),
        (&["search", "zugzwang", "--add", "a.json", "z.json"], 3),
        (&["search", "zugzwang", "--add=a.json"], 1),
    ] {
        let (code, out, stderr) = files.said(&[arguments, &["--json"]].concat());
        let answer: Value = serde_json::from_str(&out).unwrap_or_else(|_| panic!("{arguments:?}: {stderr}"));
        assert_eq!((code, &answer["total"]), (0, &json!(total)), "{arguments:?}: {stderr}");
    }
    let (code, _, stderr) = files.said(&["--data", "z.json", "gone.json", "list"]);
    assert!(code == 2 && stderr.contains("gone.json: no such file"), "{stderr}");
}

#[test]
fn what_the_reader_must_know_stands_beside_every_answer_and_on_the_first_screen() {
    let files = Files::new();
    files.write("a.json", &added("next"));
    let taken = "next: ids already in use: scm-57 is now next.scm-57";
    for command in
        [&["list"][..], &["show", "own-1"], &["search", "zugzwang"], &["cite", "own-1/1"], &["terms"]]
    {
        let (code, out, stderr) = files.said(&[command, &["--add", "a.json"]].concat());
        assert!(code == 0 && !out.is_empty(), "{command:?}: {stderr}");
        assert!(stderr.starts_with(&format!("linchpin: {taken}\n")), "{command:?}: {stderr}");
    }
    let (_, screen, _) = files.said(&["--add", "a.json", "--print"]);
    assert!(screen.contains(taken), "{screen}");
    let (_, screen, _) = files.said(&["--add", "a.json", "--print", "--keys", "/zugzwang<enter>"]);
    assert!(screen.contains("standing not stated: Anyone · ") && screen.contains("│ from next "), "{screen}");
}

#[test]
fn a_source_never_takes_the_place_of_anothers() {
    let files = Files::new();
    let mut first = own_word();
    let source = |id: &str, title: &str| json!({ "id": id, "kind": "official text", "title": title });
    first["sources"] = json!([source("s", "First"), source("n.s", "Right print")]);
    first["statements"][0]["passages"][0]["source"] = "n.s".into();
    let mut second = added("n");
    second["sources"] = json!([source("s", "Wrong print"), source("jo-2025", "Its own")]);
    second["statements"][0]["passages"][0]["source"] = "s".into();
    let added = vec![files.write("n.json", &second)];
    let inputs = Inputs { first: Some(files.write("first.json", &first)), added, collection: None };
    let library = Library::open(&inputs).unwrap();
    let printed = |id: &str| {
        let Some(Target::Passage(number)) = library.corpus.target(id) else { panic!("{id} is held") };
        let (_, passage) = library.corpus.passage(number).unwrap();
        library.corpus.source(&passage.source).unwrap().title.to_string()
    };
    assert_eq!((&*printed("z-0/1"), &*printed("scm-57/1")), ("Right print", "Wrong print"));
}

#[test]
fn marks_find_their_words_among_datasets_of_one_id() {
    let files = Files::new();
    let with = |name: &str, words: &str| {
        let mut dataset = added("same");
        dataset["statements"][1]["passages"][0]["text"] = words.into();
        files.write(name, &dataset)
    };
    let added = vec![with("a.json", "words of October"), with("b.json", "words of November")];
    let library = Library::open(&beside(added)).unwrap();
    for (words, here) in [("words of October", "own-1/1"), ("words of November", "same-2.own-1/1")] {
        let number = library.corpus.target(here).and_then(|target| library.corpus.first_passage(target));
        let mark = Mark::new(&Text::new("same"), &Text::new("own-1/1"), &Text::new(words));
        assert_eq!(mark.status(&library.corpus), (MarkStatus::Held, number), "{words}");
    }
}

#[test]
fn a_file_or_a_value_may_be_called_as_a_command_is() {
    let files = Files::new();
    fs::create_dir(files.0.path().join("export")).unwrap();
    fs::write(files.0.path().join("export/a.txt"), "Words.\n").unwrap();
    for arguments in [
        &["import", "export", "-o", "out.json"][..],
        &["import", "export", "--title", "search", "-o", "b.json"],
    ] {
        let (code, out, stderr) = files.said(arguments);
        assert_eq!((code, &*out), (0, ""), "{arguments:?}: {stderr}");
    }
    assert!(files.0.path().join("out.json").exists() && files.0.path().join("b.json").exists());
}
