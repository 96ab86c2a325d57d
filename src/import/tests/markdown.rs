//! Markdown and its front matter.

use std::fmt::Write;

use super::super::front_matter::front_matter;
use super::*;

fn text(field: Option<Sourced<String>>) -> Option<String> {
    field.map(|field| field.value)
}

fn read(text: &str) -> Vec<String> {
    lines(&super::super::read::markdown::read(text))
}

#[test]
fn markdown_is_read_as_paragraphs_and_headings() {
    let text = "# Title\n\nSetext\n------\n\nOne *goes*\non `so`.\n\n> Quoted\n> words.\n\n* * *\n\nwords <Annex>\n\n<End of it>\n";
    assert_eq!(
        read(text),
        ["# Title", "# Setext", "One goes on so.", "Quoted words.", "words <Annex>", "<End of it>"]
    );
    let deleted = super::super::read::markdown::read("They ~~all~~ <del>never</del> met<br>here.<hr>\n");
    assert_eq!(lines(&deleted), ["They met here."]);
    assert_eq!(deleted.remarks, ["words that the text marks as deleted were left out (2): “all”, “never”"]);
    let table = "| Item | Year |\n|---|---|\n| Ships | 12 | not \\| binding |\n| Piers | 3 |";
    assert_eq!(read(table), ["Item | Year", "Ships | 12 | not | binding", "Piers | 3"]);
}

#[test]
fn bold_lines_are_headings_though_their_blanks_are_wrong() {
    assert_eq!(
        read("**A Stronger Alliance: **\n\nText.\n\n***Both***\n\n**REBUILDING**:  Text.\n\n**a** and **b**"),
        ["# A Stronger Alliance:", "Text.", "# Both", "REBUILDING: Text.", "a and b"]
    );
}

#[test]
fn lists_are_paragraphs() {
    let text = "Intro:\n\n-   One\n    goes on.\n    -   Nested.\n-   Two.\n\n1. First.\n2. Second.\n   1. Within.\n";
    assert_eq!(
        read(text),
        ["Intro:", "One goes on.", "Nested.", "Two.", "1: First.", "2: Second.", "1. Within."]
    );
    // A list of links is the author's own here.
    assert_eq!(read("- [A link](https://example.org)\n- [Another](b)"), ["A link", "Another"]);
}

#[test]
fn tables_notes_and_breaks() {
    assert_eq!(read("| a | b |\n|---|---|\n| 1 | 2 |\n"), ["a | b", "1 | 2"]);
    assert_eq!(
        read("Text[^1] goes on[^note].\n\n[^1]: The note.\n[^note]: Another.\n"),
        ["Text[1] goes on[note].", "[1] The note.", "[note] Another."]
    );
    assert_eq!(
        read("One ends.  \nIt goes on.\\\nAnd on.  \n  \nTwo."),
        ["One ends. It goes on. And on.", "Two."]
    );
    assert_eq!(
        read("The 26<sup>th</sup> of &amp; [a link](b \"title\") ![picture](c)"),
        ["The 26th of & a link"]
    );
}

#[test]
fn indented_text_is_plain_text() {
    assert_eq!(
        read("    The first line\n    goes on.\n\n    Another.\n"),
        ["The first line goes on.", "Another."]
    );
}

#[test]
fn a_rule_below_a_paragraph_makes_no_heading_of_it() {
    let long = "The two sides met and spoke. ".repeat(15);
    assert_eq!(read(&format!("{}\n---\n\nText.", long.trim())), [long.trim(), "Text."]);
}

#[test]
fn front_matter_is_what_stands_between_rules() {
    let body = |yaml: &str| {
        front_matter(yaml)
            .map(|(front, body)| (text(front.metadata.title).unwrap_or_default(), body.to_owned()))
    };
    let said = |title: &str, body: &str| Ok((title.to_owned(), body.to_owned()));
    assert_eq!(body("---\ntitle: A\n---\nText"), said("A", "Text"));
    assert_eq!(body("---\r\nTitle: A\r\n...\r\nText"), said("A", "Text"));
    assert_eq!(body("---\n---\nText"), said("", "Text"));
    assert_eq!(body("---\ntitle: 2029\n---\nText"), said("2029", "Text"));
    // Rules, and front matter without an end, are text.
    for text in [
        "---\nWords between rules.\n---\nText",
        "---\ntitle: A\n\nText",
        "----\ntitle: A\n---\n",
        "-- -\n",
        "---",
    ] {
        assert_eq!(body(text), said("", text), "{text}");
    }
}

#[test]
fn front_matter_that_is_no_yaml_is_read_by_its_lines() {
    let (front, _) =
        front_matter("---\ntitle: Fact Sheet: It's the Plan\ndate: 2029-11-05\n---\nText").unwrap();
    assert_eq!(text(front.metadata.title).as_deref(), Some("Fact Sheet: It's the Plan"));
    assert_eq!(text(front.metadata.date).as_deref(), Some("2029-11-05"));
    assert_eq!(front.remarks.len(), 1);
    assert!(front_matter("---\ntitle: [unclosed\nother\n---\nText").unwrap_err().contains("KEY: \"VALUE\""));
}

#[test]
fn names_are_listed_in_many_ways() {
    let issuers = |yaml: &str| {
        let (front, _) = front_matter(&format!("---\n{yaml}\n---\n")).unwrap();
        front.metadata.issuers.into_iter().map(|issuer| issuer.value).collect::<Vec<_>>()
    };
    assert_eq!(issuers("issuers: [One, Two]"), ["One", "Two"]);
    assert_eq!(issuers("issuer: One, Two"), ["One", "Two"]);
    assert_eq!(issuers("authors:\n- Ministry of A, of B\n- Two"), ["Ministry of A, of B", "Two"]);
    assert_eq!(issuers("author: A, of B; C"), ["A, of B", "C"]);
    assert_eq!(issuers("author:"), [""; 0]);
    assert_eq!(issuers("issuers:\n- Korea: ROK\n- name: Two\n  role: host"), ["Korea: ROK", "Two"]);
    let (front, _) =
        front_matter("---\nplace: [Seoul]\nseries: [a, b]\nsigned:\n- One\n- {a: b, c: d}\n---\n").unwrap();
    assert_eq!(front.metadata.place.map(|place| place.value).as_deref(), Some("Seoul"));
    assert_eq!(
        front.remarks,
        ["front matter signed has 1 of 2 entries that are not read", "front matter that is not read: series"]
    );
}

#[test]
fn bombs_and_wells_are_refused_quickly() {
    let mut bomb = String::from("---\na0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for level in 1..30 {
        let line = format!("*a{}, ", level - 1).repeat(10);
        writeln!(bomb, "a{level}: &a{level} [{}]", line.trim_end_matches(", ")).unwrap();
    }
    assert!(front_matter(&format!("{bomb}---\nText")).is_err());
    let deep = format!("---\ntitle: {}\n---\nText", "[".repeat(20_000));
    assert!(front_matter(&deep).is_err());
    let long = format!("---\ntitle: {}\n---\nText", "x".repeat(70_000));
    assert!(front_matter(&long).unwrap_err().contains("longer than"));
}

#[test]
fn nesting_is_no_trouble() {
    for mark in
        [">", "> ", "- ", "* a\n ", "**", "*", "_", "[", "![", "`", "<div>\n", "1. ", "\\", "|", "    "]
    {
        let _ = read(&(mark.repeat(20_000) + "It is said."));
    }
}
