//! A strict reader of an HTML page, which collects its parts.

use std::collections::BTreeSet;

use html5gum::{Token, Tokenizer};
use proptest::prelude::*;

use super::selections::{each, exported, held, quotations, table_cells};
use super::{corpora, squeezed, web, words};
use crate::corpus::Target;
use crate::export::ExportFormat;
use crate::export::citation::{CopyKind, cite};
use crate::export::html::parted;
use crate::export::selection::Contents;

/// What a page says, part by part.
#[derive(Default)]
struct ParsedHtml {
    text: String,
    quoted: String,
    cells: Vec<String>,
    marked: Vec<(String, String)>,
    links: Vec<String>,
    ids: Vec<String>,
    elements: BTreeSet<String>,
    attributes: BTreeSet<String>,
}

/// Elements that have no end.
const VOID: [&str; 1] = ["meta"];

/// Reads it, and panics where a tag is open, closed twice, or crosses another.
fn page(html: &str) -> ParsedHtml {
    let mut page = ParsedHtml::default();
    let mut open: Vec<String> = Vec::new();
    let own = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    for token in Tokenizer::new(html).map(Result::unwrap) {
        match token {
            Token::StartTag(tag) => {
                let name = own(&tag.name);
                for (attribute, value) in &tag.attributes {
                    let value = own(value);
                    match &***attribute {
                        b"href" => page.links.push(value),
                        b"id" => page.ids.push(value),
                        b"title" => page.marked.push((value, String::new())),
                        _ => {}
                    }
                    page.attributes.insert(own(attribute));
                }
                if matches!(&*name, "td" | "th") {
                    page.cells.push(String::new());
                }
                page.elements.insert(name.clone());
                if !VOID.contains(&&*name) {
                    open.push(name);
                }
            }
            Token::EndTag(tag) => assert_eq!(open.pop(), Some(own(&tag.name))),
            Token::String(text) if open.last().is_none_or(|name| name != "style") => {
                let text = own(&text);
                if open.iter().any(|name| name == "mark") {
                    page.marked.last_mut().unwrap().1.push_str(&text);
                }
                let text = squeezed(&text);
                page.text.push_str(&text);
                if open.iter().any(|name| name == "blockquote") {
                    page.quoted.push_str(&text);
                }
                if open.iter().any(|name| name == "td" || name == "th") {
                    page.cells.last_mut().unwrap().push_str(&text);
                }
            }
            Token::String(_) | Token::Doctype(_) => {}
            Token::Comment(_) | Token::Error(_) => panic!("{token:?}"),
        }
    }
    assert!(open.is_empty());
    page
}

#[test]
fn the_page_quotes_every_quotation_and_nothing_else_and_gives_every_citation() {
    let mut all_marked = 0;
    for corpus in corpora() {
        each(&corpus, |selection, numbers| {
            let page = page(&exported(selection, ExportFormat::Html));
            let passages = held(&corpus, numbers);
            assert_eq!(page.quoted, quotations(&passages));
            for number in numbers {
                let citation = squeezed(&cite(&corpus, *number, CopyKind::Citation).unwrap());
                assert!(page.text.contains(&citation), "{citation}\nis not in\n{}", page.text);
            }
            assert_eq!(page.cells, table_cells(selection, |text, ids| format!("{text}{}", ids.concat())));
            let terms = &corpus.dataset().terms;
            let words = passages.iter().map(words);
            let marked: Vec<(String, String)> = words
                .flat_map(|words| {
                    let marks = selection.usage.find(&words);
                    marks.into_iter().map(move |mark| {
                        (terms[mark.term].label.to_string(), words.get(mark.range).unwrap().to_owned())
                    })
                })
                .collect();
            assert_eq!(page.marked, marked);
            all_marked += marked.len();
        });
    }
    assert!(all_marked > 0);
}

#[test]
fn the_page_loads_nothing_runs_nothing_and_links_only_to_sources_and_to_itself() {
    for corpus in corpora() {
        each(&corpus, |selection, numbers| {
            let html = exported(selection, ExportFormat::Html);
            let page = page(&html);
            let elements: Vec<&str> = page.elements.iter().map(String::as_str).collect();
            for element in elements {
                assert!(ELEMENTS.contains(&element), "{element}");
            }
            for attribute in &page.attributes {
                assert!(ATTRIBUTES.contains(&&**attribute), "{attribute}");
            }
            let ids: BTreeSet<&String> = page.ids.iter().collect();
            assert_eq!(ids.len(), page.ids.len(), "an id appears twice");
            let sources: Vec<String> =
                numbers.iter().filter_map(|number| web(&corpus, Target::Passage(*number))).collect();
            for link in &page.links {
                match link.strip_prefix('#') {
                    Some(id) => assert!(ids.contains(&id.to_owned()), "{id}"),
                    None => assert!(link.starts_with("https://") || link.starts_with("http://"), "{link}"),
                }
            }
            assert!(sources.iter().all(|source| page.links.contains(source)));
            if let Contents::Meanings = selection.contents {
                let answers = corpus.dataset().meanings.iter().flat_map(|meaning| meaning.answers.values());
                let evidence: usize = answers.map(|answer| answer.evidence.len()).sum();
                assert!(
                    evidence > 0
                        && page.links.iter().filter(|link| link.starts_with('#')).count() >= evidence
                );
            }
            let policy = "content=\"default-src 'none'; style-src 'sha256-";
            assert!(html.contains(policy) && !html.contains("url(") && !html.contains("@import"));
        });
    }
}

const ELEMENTS: [&str; 27] = [
    "a",
    "article",
    "blockquote",
    "body",
    "cite",
    "figcaption",
    "figure",
    "h1",
    "h2",
    "h3",
    "head",
    "header",
    "html",
    "main",
    "mark",
    "meta",
    "p",
    "section",
    "span",
    "style",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "title",
    "tr",
];

const ATTRIBUTES: [&str; 13] = [
    "charset",
    "class",
    "content",
    "data-meaning",
    "href",
    "http-equiv",
    "id",
    "lang",
    "name",
    "rel",
    "role",
    "scope",
    "title",
];

proptest! {
    #[test]
    fn text_is_parted_into_tongues_without_loss(text in "[가힣ㅎ a.,·A美\"-]{0,20}") {
        let runs = parted(&text);
        let whole: String = runs.iter().map(|(_, run)| *run).collect();
        prop_assert_eq!(&whole, &text);
        for (korean, run) in runs {
            let hangul = |c: char| crate::text::hangul::holds_hangul(&c.to_string());
            prop_assert_eq!(run.contains(hangul), korean);
            prop_assert!(!korean || run.chars().all(|c| hangul(c) || !c.is_alphabetic()));
        }
    }
}
