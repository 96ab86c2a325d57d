//! `without:` on the command line and in exports: silent and not seen are distinguished, and only the silent ones are
//! counted.

use std::path::PathBuf;

use serde_json::{Value, json};
use tempfile::TempDir;

use super::{dataset, list, said, text};

const SILENT: &str = "leaders-2022-05-21";

/// The frozen dataset, with one whole text that was searched for strategic flexibility.
fn looked_through(folder: &TempDir) -> PathBuf {
    let mut data = dataset();
    let statements = data["statements"].as_array_mut().unwrap();
    let statement = statements.iter_mut().find(|statement| statement["id"] == SILENT).unwrap();
    statement["extent"] = "whole".into();
    statement["silent"] = json!(["strategic-flexibility"]);
    let path = folder.path().join("data.json");
    std::fs::write(&path, data.to_string()).unwrap();
    path
}

fn asked(arguments: &[&str]) -> (i32, String, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = looked_through(&folder);
    said(&[arguments, &["--data", path.to_str().unwrap()]].concat())
}

const QUERY: &str = "without:\"strategic flexibility\"";

#[test]
fn statements_are_listed_as_silent_or_as_not_seen_and_only_the_silent_are_counted() {
    let (code, out, stderr) = asked(&["search", QUERY]);
    assert_eq!(code, 0);
    let (silent, unseen) =
        out.split_once("-- not seen in the part held; nothing is known of the rest --\n").unwrap();
    assert_eq!(silent.lines().count(), 2, "{silent}");
    assert!(
        silent.starts_with("-- silent in the whole text: the statement does not say it --\n"),
        "{silent}"
    );
    assert!(silent.contains(SILENT) && unseen.contains("  scm-54\n"), "{out}");
    assert_eq!(unseen.lines().count(), 34);
    assert!(!out.contains("scm-35"), "it says it: {out}");
    let counts =
        "2 of 37 statements say it; 1 silent; 34 not seen in the part held, which tells nothing of the rest";
    assert!(stderr.contains("1 of 37 statements are silent") && stderr.contains(counts), "{stderr}");
}

#[test]
fn a_term_is_meant_by_its_id_in_all_its_words() {
    let counts = |query: &str| {
        let answer: Value = serde_json::from_str(&asked(&["search", query, "--json"]).1).unwrap();
        answer["without"][0]["counts"].clone()
    };
    // Two more say it in other forms of the term: in Korean, and “flexibility” of U.S. forces.
    let expected = json!({"statements": 4, "of": 37, "silent": 1, "unseen": 32});
    assert_eq!(counts("without:term:strategic-flexibility"), expected);
    assert_eq!(counts(QUERY)["statements"], 2);
    let (code, _, stderr) = asked(&["search", "without:term:zugzwang"]);
    assert!(code == 2 && stderr.contains("`term:zugzwang` matches nothing"), "{stderr}");
}

#[test]
fn programs_get_each_statement_in_one_list_and_the_stance_of_each_hit() {
    let (code, out, _) = asked(&["search", QUERY, "--json"]);
    let answer: Value = serde_json::from_str(&out).unwrap();
    assert_eq!((code, &answer["total"]), (0, &json!(1)));
    let without = &answer["without"][0];
    assert_eq!(without["phrase"], "strategic flexibility");
    assert_eq!(without["counts"], json!({"statements": 2, "of": 37, "silent": 1, "unseen": 34}));
    assert_eq!((&without["silent"], list(&without["says"]).len()), (&json!([SILENT]), 2));
    for hit in list(&answer["hits"]) {
        let silent = text(&hit["statement"]) == SILENT;
        let expected = (json!(silent), if silent { "silent" } else { "not seen" });
        assert_eq!((hit["counted"].clone(), text(&hit["stance"])), expected, "{hit}");
    }
    let (_, out, _) = asked(&["search", "deterrence", "--json"]);
    let answer: Value = serde_json::from_str(&out).unwrap();
    assert!(answer.get("without").is_none() && answer["hits"][0].get("stance").is_none());
}

#[test]
fn an_export_has_the_silent_alone_and_names_the_others() {
    let (code, out, _) = asked(&["export", "statements", QUERY, "--json"]);
    let answer: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(
        (code, &answer["total"], &answer["statements"][0]["statement"]),
        (0, &json!(1), &json!(SILENT))
    );
    assert_eq!(list(&answer["without"][0]["unseen"]).len(), 34);
    let (_, out, _) = asked(&["export", "statements", QUERY]);
    assert!(out.contains("2 of 37 statements say it; 1 silent; 34 not seen in the part held"), "{out}");
    assert!(out.contains("Not seen in the part held of: ") && out.contains("scm-54"), "{out}");
    let (_, out, _) = asked(&["export", "hits", QUERY, "--format", "csv"]);
    assert_eq!(out.matches("\nrok-us-modernization,").count(), 1, "{out}");
    assert!(out.lines().next().unwrap().ends_with(",without"), "{out}");
    assert!(out.contains("2 of 37 statements say it; 1 silent; 34 not seen in the part held"), "{out}");
}

#[test]
fn a_draft_is_compared_with_all_passages_of_the_silent_statements() {
    let folder = tempfile::tempdir().unwrap();
    let mut data = dataset();
    let statements = data["statements"].as_array_mut().unwrap();
    let statement = statements.iter_mut().find(|statement| statement["id"] == "scm-53").unwrap();
    (statement["extent"], statement["silent"]) = ("whole".into(), json!(["strategic-flexibility"]));
    let path = folder.path().join("data.json");
    std::fs::write(&path, data.to_string()).unwrap();
    let draft =
        ["draft", "--text", "So the ROK is defended under the terms of the treaty.", "--json", "--filter"];
    let (code, out, _) = said(&[&draft[..], &[QUERY, "--data", path.to_str().unwrap()]].concat());
    let answer: Value = serde_json::from_str(&out).unwrap();
    assert_eq!((code, &answer["counts"]["of"]), (0, &json!(1)), "{out}");
    assert_eq!(answer["phrases"][0]["holders"][0]["passage"], "scm-53/3");
    // Only what is meant for certain counts: neither statements not seen to say it, nor typing errors.
    for (filter, told) in
        [(QUERY, "0 of 37 statements are silent"), ("flexibilty", "3 passages match only loosely")]
    {
        let text = "the continuing importance of the strategic flexibility of U.S. Forces Korea";
        let (code, out, _) = said(&["draft", "--text", text, "--json", "--filter", filter]);
        assert!(code == 1 && out.contains(told), "{filter}: {out}");
    }
}

#[test]
fn where_no_whole_text_is_held_nothing_is_counted() {
    let (code, _, stderr) = said(&["search", QUERY]);
    assert!(code == 0 && stderr.contains("0 of 37 statements are silent"), "{stderr}");
    let (code, out, _) = said(&["export", "statements", QUERY]);
    assert_eq!((code, &*out), (1, ""));
    let (code, out, stderr) = said(&["export", "hits", "-without:deterrence"]);
    assert!(code == 2 && out.is_empty() && stderr.contains("`-without:` is not understood"), "{stderr}");
}

#[test]
fn the_concordance_and_the_search_agree_on_the_statements_of_both_groups() {
    let query = "alliance without:\"strategic flexibility\"";
    let answer: Value = serde_json::from_str(&asked(&["search", query, "--json"]).1).unwrap();
    let of_stance = |stance: &str| {
        let hits = list(&answer["hits"]).iter().filter(|hit| hit["in"] == "words" && hit["stance"] == stance);
        hits.map(|hit| text(&hit["statement"]).to_owned()).collect::<std::collections::BTreeSet<_>>()
    };
    let (silent, unseen) = (of_stance("silent"), of_stance("not seen"));
    let (_, _, stderr) = asked(&["kwic", query]);
    let counts: Value = serde_json::from_str(&asked(&["kwic", query, "--json"]).1).unwrap();
    assert_eq!(silent.iter().collect::<Vec<_>>(), [SILENT]);
    let all = silent.len() + unseen.len();
    assert_eq!(counts["counts"]["statements"], all, "{silent:?} {unseen:?}");
    let apart = format!(
        "alliance: {all} statements have a line; of these, silent on what `without:` names: 1, not seen to say it: {}",
        all - 1
    );
    assert!(stderr.contains(&apart), "{stderr}");
    assert!(asked(&["timeline", query]).2.contains(&apart));
}
