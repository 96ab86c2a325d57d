//! Hangul documents (HWPX), as Korean ministries publish them.
//!
//! Invariant: the words are those that Hangul prints, in order, with the numbers of lists; words that a tracked change
//! deletes are left out and the report says so. Notes are apart from the text, each with the mark in its place.

use std::collections::HashMap;

use super::block_writer::{BlockWriter, ParagraphRole, PrintedWords};
use super::blocks::ParsedDocument;
use super::list_marks::{ListCounts, ListLevel, sign};
use super::package::Package;
use super::xml::{Attributes, XmlEvent, visit};

/// Maximum sections of a document.
const SECTIONS: usize = 1000;

pub(super) fn read(bytes: &[u8]) -> Result<ParsedDocument, String> {
    let mut package = Package::open(bytes)?;
    let manifest = package.part("META-INF/manifest.xml")?.unwrap_or_default();
    if manifest.contains("encryption-data") {
        return Err(String::from("it is encrypted; open it, remove its password and save it again"));
    }
    let head = package.part("Contents/header.xml")?;
    let mut reader = HwpxReader {
        head: head.map_or(Ok(Head::default()), |text| Head::of(&text))?,
        ..HwpxReader::default()
    };
    reader.section(&package.required("Contents/section0.xml")?)?;
    for number in 1..SECTIONS {
        let Some(text) = package.part(&format!("Contents/section{number}.xml"))? else { break };
        reader.section(&text)?;
    }
    Ok(reader.printed.finish(reader.writer.take()))
}

/// The list that a kind of paragraph is an item of.
#[derive(Debug, Default)]
struct ParagraphKind {
    list: Option<String>,
    level: usize,
    is_outline: bool,
}

/// The styles and lists of a document.
#[derive(Debug, Default)]
struct Head {
    headings: HashMap<String, bool>,
    kinds: HashMap<String, ParagraphKind>,
    lists: HashMap<String, Vec<ListLevel>>,
}

impl Head {
    fn of(text: &str) -> Result<Self, String> {
        let mut head = Self::default();
        let (mut kind, mut list) = (None::<String>, None::<String>);
        let mut in_head = false;
        visit("Contents/header.xml", text, |event| match event {
            XmlEvent::Open("style", attributes) => {
                let id = attributes.get("id").unwrap_or_default().to_owned();
                head.headings.insert(id, is_heading(attributes));
            }
            XmlEvent::Open("paraPr", attributes) => kind = attributes.get("id").map(str::to_owned),
            XmlEvent::Close("paraPr") => kind = None,
            XmlEvent::Open("heading", attributes) => {
                let Some(kind) = &kind else { return };
                head.kinds.insert(kind.clone(), ParagraphKind::of(attributes));
            }
            XmlEvent::Open("numbering", attributes) => {
                list = attributes.get("id").map(str::to_owned);
                head.lists.insert(list.clone().unwrap_or_default(), Vec::new());
            }
            XmlEvent::Close("numbering") => list = None,
            XmlEvent::Open("paraHead", attributes) => {
                if let Some(levels) = list.as_ref().and_then(|list| head.lists.get_mut(list)) {
                    in_head = levels.len() < 9;
                    if in_head {
                        levels.push(level(attributes));
                    }
                }
            }
            XmlEvent::Text(text) if in_head => {
                if let Some(own) = list.as_ref().and_then(|list| head.lists.get_mut(list)?.last_mut()) {
                    own.template.push_str(&text.replace('^', "%"));
                }
            }
            XmlEvent::Close("paraHead") => in_head = false,
            XmlEvent::Open(..) | XmlEvent::Close(_) | XmlEvent::Text(_) => {}
        })?;
        Ok(head)
    }
}

impl ParagraphKind {
    fn of(attributes: &Attributes) -> Self {
        let of = attributes.get("type").unwrap_or("NONE");
        let list = attributes.get("idRef").filter(|_| matches!(of, "NUMBER" | "OUTLINE"));
        let level = attributes.get("level").and_then(|level| level.parse().ok()).unwrap_or(0);
        Self { list: list.map(str::to_owned), level, is_outline: of == "OUTLINE" }
    }
}

/// Whether a style is one of headings, by its names.
fn is_heading(style: &Attributes) -> bool {
    let known = ["제목", "개요", "Title", "Heading", "Outline"];
    let is_one = |name: &str| known.iter().any(|known| name.starts_with(known));
    [style.get("name"), style.get("engName")].into_iter().flatten().any(is_one)
}

fn level(attributes: &Attributes) -> ListLevel {
    let start = attributes.get("start").and_then(|start| start.parse().ok()).unwrap_or(1);
    ListLevel { start, sign: sign(attributes.get("numFormat").unwrap_or("DIGIT")), template: String::new() }
}

/// A paragraph that is open.
#[derive(Debug, Default)]
struct HangulParagraph {
    text: String,
    kind: String,
    style: String,
    /// Whether its beginning, with its number, was before a table.
    is_begun: bool,
}

#[derive(Debug, Default)]
struct HwpxReader {
    head: Head,
    counts: ListCounts,
    writer: BlockWriter,
    /// The paragraphs that are open: tables and notes are within one.
    open: Vec<HangulParagraph>,
    /// The text before each note that is open.
    outer: Vec<BlockWriter>,
    in_text: bool,
    printed: PrintedWords,
}

impl HwpxReader {
    fn section(&mut self, text: &str) -> Result<(), String> {
        visit("a section", text, |event| match event {
            XmlEvent::Open(name, attributes) => self.start(name, attributes),
            XmlEvent::Text(text) if self.in_text => self.words(text),
            XmlEvent::Text(_) => {}
            XmlEvent::Close(name) => self.end(name),
        })
    }

    fn words(&mut self, text: &str) {
        self.printed.add(text, self.open.last_mut().map(|open| &mut open.text));
    }

    fn start(&mut self, name: &str, attributes: &Attributes) {
        let of = |name: &str| attributes.get(name).unwrap_or_default().to_owned();
        match name {
            "p" => self.open.push(HangulParagraph {
                kind: of("paraPrIDRef"),
                style: of("styleIDRef"),
                ..HangulParagraph::default()
            }),
            "t" => self.in_text = true,
            "tab" | "lineBreak" | "nbSpace" | "fwSpace" if self.in_text => self.words(" "),
            "hyphen" if self.in_text => self.words("-"),
            "deleteBegin" => self.printed.begin_deletion(),
            "deleteEnd" => self.printed.end_deletion(),
            "header" | "footer" | "hiddenComment" => self.printed.unprinted += 1,
            "tbl" => self.end_before_table(),
            "tr" => self.writer.open_row(),
            "tc" => self.writer.open_cell(),
            "footNote" | "endNote" => {
                self.in_text = false;
                self.outer.push(std::mem::take(&mut self.writer));
            }
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "p" => self.end_paragraph(),
            "t" => self.in_text = false,
            "header" | "footer" | "hiddenComment" => {
                self.printed.unprinted = self.printed.unprinted.saturating_sub(1);
            }
            "tr" => self.writer.close_row(),
            "footNote" | "endNote" => self.end_note(),
            _ => {}
        }
    }

    /// The mark is at its place in the text.
    fn end_note(&mut self) {
        let Some(outer) = self.outer.pop() else { return };
        let text = std::mem::replace(&mut self.writer, outer).take_text();
        self.printed.note(text, self.open.last_mut().map(|open| &mut open.text));
    }

    /// The part of a paragraph before a table is a paragraph of its own.
    fn end_before_table(&mut self) {
        if let Some(mut open) = self.open.pop() {
            self.write(&mut open);
            self.open.push(open);
        }
    }

    fn end_paragraph(&mut self) {
        if let Some(mut open) = self.open.pop() {
            self.write(&mut open);
        }
    }

    /// Writes the part of a paragraph so far; its number is before its first words.
    fn write(&mut self, open: &mut HangulParagraph) {
        let text = std::mem::take(&mut open.text);
        if text.trim().is_empty() {
            return;
        }
        let kind = self.head.kinds.get(&open.kind);
        let list = kind.filter(|_| !open.is_begun).and_then(|kind| Some((kind.list.as_deref()?, kind.level)));
        let levels = list.and_then(|(list, level)| Some((list, level, self.head.lists.get(list)?)));
        let mark = levels.and_then(|(list, level, levels)| self.counts.next(list, levels, level));
        let is_heading = self.head.headings.get(&open.style).copied().unwrap_or_default();
        let is_heading = is_heading || kind.is_some_and(|kind| kind.is_outline);
        let role = if is_heading { ParagraphRole::Heading } else { ParagraphRole::Text };
        open.is_begun = true;
        self.writer.paragraph(&text, mark, role);
    }
}
