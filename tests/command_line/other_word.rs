//! Other contested words, with two, four and twenty-six meanings: the program mentions only these words. All its texts
//! come from the dataset, and nothing from the embedded one. Every word of these datasets is invented.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::call::call;
use crate::{FIXTURE, text};

const FOUR: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixture/canopy.json");
const TWO: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/data/start.json");

/// What only the embedded dataset says, in small letters.
const FOREIGN: [&str; 15] = [
    "moderni",
    "현대화",
    "동맹",
    "2003",
    "2024",
    "2025",
    "scm",
    "rok–",
    "rok-",
    "alliance",
    "allies",
    "korea ",
    "peninsula",
    "sejong",
    "three meanings",
];

const SIZES: [&str; 4] = ["120x40", "80x24", "200x60", "40x12"];

/// Keys that together open everything that can be shown.
const JOURNEYS: [&str; 21] = [
    "",
    "]",
    "]]",
    "]]]]",
    "[",
    "G",
    "t",
    "e",
    "f",
    "f/mean",
    "?",
    "?G",
    ":",
    "'",
    "ooo",
    "z",
    "y",
    "/zzqq<enter>",
    "/meaning:none<enter>",
    "Gm<enter>",
    "/neighbours<enter>",
];

/// The exit code, and what both streams say.
fn said(arguments: &[&str]) -> (i32, String) {
    let (code, out, stderr) = call(arguments, None);
    (code, out + &stderr)
}

fn holds_nothing_foreign(text: &str, of: &dyn std::fmt::Debug) {
    let lower = text.to_lowercase();
    for foreign in FOREIGN {
        assert!(!lower.contains(foreign), "{of:?} says {foreign}:\n{text}");
    }
}

fn frame(file: &str, size: &str, keys: &str) -> String {
    frame_with(file, size, keys, &[])
}

fn frame_with(file: &str, size: &str, keys: &str, more: &[&str]) -> String {
    let arguments = [&["--print", "--data", file, "--size", size, "--keys", keys], more].concat();
    let (code, text) = said(&arguments);
    assert_eq!(code, 0, "{arguments:?}: {text}");
    text
}

fn canopy() -> Value {
    serde_json::from_str(&fs::read_to_string(FOUR).unwrap()).unwrap()
}

/// Twenty-six meanings, made of the four: each has a passage of the first statement.
fn many(folder: &Path) -> PathBuf {
    let mut dataset = canopy();
    let four = dataset["meanings"].as_array().unwrap().clone();
    let letters: Vec<char> = ('a'..='z').collect();
    let meanings: Vec<Value> = letters
        .iter()
        .zip(four.iter().cycle())
        .map(|(letter, meaning)| {
            let mut meaning = meaning.clone();
            meaning["id"] = format!("y{letter}").into();
            meaning["evidence"] = json!([format!("guild-0/{letter}")]);
            meaning
        })
        .collect();
    let passages: Vec<Value> = letters.iter().map(|letter| json!({
        "id": format!("guild-0/{letter}"), "kind": "quotation", "source": "ledger",
        "text": format!("Invented: a canopy, {letter}."), "meaning": format!("y{letter}"), "bearing": "word",
    })).collect();
    dataset["meanings"] = meanings.into();
    for statement in dataset["statements"].as_array_mut().unwrap() {
        for passage in statement["passages"].as_array_mut().unwrap() {
            let passage = passage.as_object_mut().unwrap();
            passage.remove("meaning");
            passage.remove("bearing");
        }
    }
    dataset["statements"][0]["passages"] = passages.into();
    let answers = dataset["meanings"]
        .as_array_mut()
        .unwrap()
        .iter_mut()
        .flat_map(|meaning| meaning["answers"].as_object_mut().unwrap().values_mut());
    answers.for_each(|answer| answer["evidence"] = json!([]));
    let file = folder.join("many.json");
    fs::write(&file, dataset.to_string()).unwrap();
    assert_eq!(said(&["check", file.to_str().unwrap()]).0, 0);
    file
}

#[test]
fn every_screen_speaks_of_its_own_dataset() {
    let folder = tempfile::tempdir().unwrap();
    let many = many(folder.path());
    for (file, word, counts, meanings) in [
        (TWO, "stewardship", "2 statements · 3 passages", 2),
        (FOUR, "canopy", "7 statements · 11 passages", 4),
        (many.to_str().unwrap(), "canopy", "7 statements · 36 passages", 26),
    ] {
        for size in SIZES {
            for keys in JOURNEYS.into_iter().chain([format!("/{word}<enter>").as_str(), "/zz"]) {
                let shown = frame(file, size, keys);
                holds_nothing_foreign(&shown, &(file, size, keys));
                assert!(shown.lines().next().unwrap().contains(&format!(" {word}")), "{shown}");
            }
            if size != "40x12" {
                let opening = frame(file, size, "");
                assert!(opening.lines().next().unwrap().ends_with(counts), "{opening}");
                assert!(opening.contains(&format!("{meanings} meanings")), "{opening}");
            }
        }
    }
}

#[test]
fn the_keys_go_from_meaning_to_meaning_however_many_there_are() {
    let lit =
        |shown: &str| shown.lines().filter(|line| line.contains('◂')).map(str::to_owned).collect::<Vec<_>>();
    for (file, titles) in [
        (TWO, &["A 1998 Care", "B 2011 Charge"][..]),
        (FOUR, &["A 1891 Shade", "B 1902 Rent", "C 1917 Rank", "D 1930 Chorus"]),
    ] {
        for (size, strip) in [("120x40", false), ("80x24", true)] {
            // It opens on the clearest evidence of the first.
            for (at, title) in titles.iter().enumerate() {
                let shown = frame(file, size, &"]".repeat(at));
                let lines = lit(&shown);
                assert!(lines.len() == 1 && lines[0].contains(&format!("{title} ◂")), "{shown}");
                assert_eq!(titles.iter().all(|title| lines[0].contains(title)), strip, "{shown}");
            }
        }
    }
    let folder = tempfile::tempdir().unwrap();
    let many = many(folder.path());
    let last = frame(many.to_str().unwrap(), "200x60", &"]".repeat(25));
    assert!(last.contains("Invented: a canopy, z.") && last.contains("26 of 26"), "{last}");
    let first = frame(many.to_str().unwrap(), "200x60", &"]".repeat(26));
    assert!(first.contains("Invented: a canopy, a.") && first.contains("1 of 26"), "{first}");
    assert!(first.contains("A ya Shade ◂"), "{first}");
}

#[test]
fn the_legend_and_the_footer_offer_what_there_is() {
    let folder = tempfile::tempdir().unwrap();
    let many = many(folder.path());
    for (file, word, sense, parallel) in [
        (TWO, "A B  ", "a b  ", "[A] [B]  "),
        (FOUR, "A B C D  ", "a b c d  ", "[A] [B] [C] [D]  "),
        (many.to_str().unwrap(), "A B … Z  ", "a b … z  ", "[A] [B] … [Z]  "),
    ] {
        let help = frame(file, "120x190", "?");
        for (sign, what) in [
            (word, format!("says the word, meaning {}", word.trim_end())),
            (sense, format!("has the sense in other words, meaning {}", word.trim_end())),
            (parallel, format!("uses the word in a parallel case, meaning {}", word.trim_end())),
            ("∙  ", String::from("says the word; nobody has judged in which meaning")),
        ] {
            assert!(
                help.lines().any(|line| line.trim().starts_with(sign) && line.ends_with(&what)),
                "{help}"
            );
        }
        let offered = |file: &str, keys: &str| frame(file, "200x60", keys).lines().last().unwrap().to_owned();
        assert!(!offered(file, "").contains("e argument"));
        assert!(offered(file, "e").contains("this dataset has no analysis"));
    }
    assert!(frame(FIXTURE, "200x60", "").lines().last().unwrap().contains("e argument"));
}

#[test]
fn the_list_says_what_each_statement_does_with_the_word() {
    let row = |shown: &str, label: &str| {
        let row = shown.lines().find(|line| line.contains(label)).unwrap().split(['│', '|']).next().unwrap();
        row.split(label).nth(1).unwrap().split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let shown = frame(FOUR, "200x60", "");
    for (label, signs) in [
        // Only a part of it is held: that is no silence.
        ("Rule 1880", "1"),
        ("Guild 1", "A 2"),
        ("Guild 2", "B 1"),
        ("Fair 1909", "[·] 1"),
        ("Warden 1917", "1-side C 1"),
        ("Guild 3", "a[B]D 3"),
        // No one has judged it: that does not mean that it uses the word in another sense.
        ("Letter 1931", "who? ∙ 2"),
    ] {
        assert_eq!(row(&shown, label), signs, "{shown}");
    }
    let plain = frame_with(FOUR, "200x60", "", &["--ascii"]);
    let signs = ["Letter 1931", "Fair 1909", "Rule 1880"].map(|label| row(&plain, label));
    assert_eq!(signs, ["who? + 2", "[.] 1", "1"], "{plain}");
    // If its whole text was searched, silence and words that no passage quotes are reported.
    for (field, sign, ascii) in [("silent", "– 1", "- 1"), ("says", "“ 1", "\" 1")] {
        let mut dataset: serde_json::Value =
            serde_json::from_str(&std::fs::read_to_string(FOUR).unwrap()).unwrap();
        let term = dataset["subject"]["term"].clone();
        let mut rule = dataset["statements"].as_array_mut().unwrap().iter_mut();
        let rule = rule.find(|statement| statement["label"] == "Rule 1880").unwrap();
        rule["extent"] = "whole".into();
        rule[field] = vec![term].into();
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), dataset.to_string()).unwrap();
        let path = file.path().to_str().unwrap();
        assert_eq!(row(&frame(path, "200x60", ""), "Rule 1880"), sign);
        assert_eq!(row(&frame_with(path, "200x60", "", &["--ascii"]), "Rule 1880"), ascii);
    }
}

#[test]
fn what_no_one_has_judged_is_counted_and_the_count_is_called_one() {
    for size in ["120x40", "80x24", "200x60"] {
        let shown = frame(FOUR, size, "G");
        for part in [
            "?  wording not checked",
            "Cue words  a count, not a verdict",
            "A 1 shade",
            "B 2 rent, orchard",
            "here: shade",
            "here: rent",
            "here: no cue",
        ] {
            assert!(shown.contains(part), "{part} is not in\n{shown}");
        }
        assert!(!shown.contains('◂'), "{shown}");
    }
}

#[test]
fn the_glossary_and_the_filters_are_the_datasets() {
    let dataset = canopy();
    let glossary = frame(FOUR, "120x60", "t");
    for term in dataset["terms"].as_array().unwrap() {
        assert!(glossary.contains(term["gloss"].as_str().unwrap()), "{glossary}");
    }
    let filters = frame(FOUR, "120x60", "f");
    let values = |facet: &str| {
        let below = filters.lines().skip_while(|line| !line.ends_with(facet)).skip(1);
        let rows = below.take_while(|line| line.trim_start().starts_with("[ ] "));
        rows.map(|line| line.split_whitespace().nth(2).unwrap()).collect::<Vec<_>>()
    };
    assert_eq!(values(" series:"), ["fair", "guild", "letter", "warden"]);
    assert_eq!(values(" meaning:"), ["A", "B", "C", "D", "none"]);
    for meaning in dataset["meanings"].as_array().unwrap() {
        assert!(
            filters.contains(&format!(" {} {}", text(&meaning["id"]), text(&meaning["name"]))),
            "{filters}"
        );
    }
}

#[test]
fn every_answer_speaks_of_its_own_dataset() {
    let dataset = canopy();
    let ids: Vec<&str> = dataset["statements"]
        .as_array()
        .unwrap()
        .iter()
        .map(|statement| statement["id"].as_str().unwrap())
        .collect();
    let mut commands: Vec<Vec<&str>> = vec![
        vec!["list"],
        vec!["meanings"],
        vec!["terms"],
        vec!["search", "canopy"],
        vec!["search", "canopis"],
        vec!["search", "zzqq"],
        vec!["search", "meaning:2"],
        vec!["search", "series:x", "term:x", "standing:x", "has:x"],
        vec!["show", "guild-9"],
        vec!["check", FOUR],
        vec!["check", TWO],
        vec!["new"],
    ];
    commands.extend(ids.iter().map(|id| vec!["show", id]));
    for format in ["text", "markdown", "bibtex", "csl-json", "ris"] {
        commands.extend(ids.iter().map(|id| vec!["cite", id, "--format", format]));
    }
    for command in &commands {
        for more in [&["--data", FOUR][..], &["--data", FOUR, "--json"]] {
            let (code, text) = said(&[command, more].concat());
            let refused = text.contains("--json gives") || text.contains("matches nothing; choose from");
            assert!(code < 2 || refused, "{command:?}: {text}");
            holds_nothing_foreign(&text, command);
        }
    }
    let meanings = said(&["meanings", "--data", FOUR]).1;
    for question in dataset["questions"].as_array().unwrap() {
        let asked = question["text"].as_str().unwrap();
        assert_eq!(meanings.matches(asked).count(), 4, "{meanings}");
    }
    for (letter, id) in [("A", "1891"), ("B", "1902"), ("C", "1917"), ("D", "1930")] {
        assert!(meanings.contains(&format!("{letter} {id} ")), "{meanings}");
    }
    assert!(said(&["terms", "--data", FOUR]).1.contains("in 6 of 7 statements held"));
    assert!(
        said(&["search", "meaning:2", "--data", FOUR]).1.contains("choose from 1891, 1902, 1917, 1930, none")
    );
}

#[test]
fn help_and_manual_are_of_any_dataset() {
    let commands =
        ["list", "show", "marks", "export", "cite", "search", "meanings", "terms", "import", "check", "new"];
    for command in commands {
        let (code, help) = said(&[command, "--help"]);
        assert_eq!(code, 0);
        // An id as an example of ids.
        holds_nothing_foreign(&help.replace("scm-35", ""), &command);
    }
    for arguments in [&["--help"][..], &["-h"], &["man"], &["completions", "bash"], &["schema", "--help"]] {
        let (code, text) = said(arguments);
        assert_eq!(code, 0);
        holds_nothing_foreign(&text, &arguments);
    }
}
