//! Word documents (DOCX).
//!
//! Invariant: the words are those that Word prints, in order, with the numbers of lists; words that a tracked change deletes
//! are left out and the report says so. Notes are apart from the text, each with the mark that the text has in its place.

use std::collections::HashMap;

use super::block_writer::{BlockWriter, ParagraphRole};
use super::blocks::{Note, ParsedDocument, collapse};
use super::list_marks::{ListCounts, ListLevel, sign};
use super::package::Package;
use super::xml::{Attributes, XmlEvent, visit};

/// Styles from one to another, at most.
const STYLES: usize = 12;
/// Deletions that the report quotes, and letters of each.
const QUOTED: usize = 3;
const LETTERS: usize = 40;

pub(super) fn read(bytes: &[u8]) -> Result<ParsedDocument, String> {
    let mut package = Package::open(bytes)?;
    let main = main_part(&package);
    let text = package.required(&main)?;
    let styles = package.part("word/styles.xml")?.map_or(Ok(Styles::default()), |text| Styles::of(&text))?;
    let lists =
        package.part("word/numbering.xml")?.map_or(Ok(Numbering::default()), |text| Numbering::of(&text))?;
    let mut reader = DocxReader { styles, lists, ..DocxReader::default() };
    for name in ["word/footnotes.xml", "word/endnotes.xml"] {
        if let Some(text) = package.part(name)? {
            visit(name, &text, |event| reader.event(&event))?;
        }
    }
    visit(&main, &text, |event| reader.event(&event))?;
    Ok(reader.finish())
}

/// Word calls it `word/document.xml`, some other programs `word/document2.xml`.
fn main_part(package: &Package<'_>) -> String {
    let usual = "word/document.xml";
    let is_main = |name: &str| name.starts_with("word/document") && name.strip_suffix(".xml").is_some();
    let mut names: Vec<String> =
        package.names().filter(|name| is_main(name)).map(std::borrow::Cow::into_owned).collect();
    names.sort_unstable();
    let first = names.first().filter(|_| names.iter().all(|name| name != usual));
    first.map_or(usual, String::as_str).to_owned()
}

/// The list that a paragraph is an item of, and its level.
#[derive(Debug, Default, Clone)]
struct ListPlace {
    list: Option<String>,
    level: Option<usize>,
}

#[derive(Debug, Default)]
struct Style {
    based_on: Option<String>,
    is_heading: bool,
    place: ListPlace,
}

#[derive(Debug, Default)]
struct Styles(HashMap<String, Style>);

impl Styles {
    fn of(text: &str) -> Result<Self, String> {
        let mut styles = HashMap::new();
        let mut open: Option<(String, Style)> = None;
        visit("word/styles.xml", text, |event| match event {
            XmlEvent::Open("style", attributes) => {
                open = attributes.get("styleId").map(|id| (id.to_owned(), Style::default()));
            }
            XmlEvent::Open(name, attributes) => {
                let Some((_, style)) = &mut open else { return };
                let value = attributes.get("val");
                match name {
                    "name" => {
                        let name = value.unwrap_or_default().to_lowercase();
                        style.is_heading |=
                            name.starts_with("heading") || name == "title" || name == "subtitle";
                    }
                    "basedOn" => style.based_on = value.map(str::to_owned),
                    "outlineLvl" => style.is_heading |= is_outline(value),
                    "numId" => style.place.list = value.map(str::to_owned),
                    "ilvl" => style.place.level = value.and_then(|level| level.parse().ok()),
                    _ => {}
                }
            }
            XmlEvent::Close("style") => styles.extend(open.take()),
            XmlEvent::Close(_) | XmlEvent::Text(_) => {}
        })?;
        Ok(Self(styles))
    }

    /// A style with those that it is based on, itself first.
    fn chain<'a>(&'a self, id: Option<&'a str>) -> impl Iterator<Item = &'a Style> {
        let first = id.and_then(|id| self.0.get(id));
        std::iter::successors(first, |style| self.0.get(style.based_on.as_deref()?)).take(STYLES)
    }
}

/// Nine outline levels are headings, the tenth is text.
fn is_outline(level: Option<&str>) -> bool {
    level.and_then(|level| level.parse::<u8>().ok()).is_some_and(|level| level < 9)
}

/// The levels of each list.
#[derive(Debug, Default)]
struct Numbering(HashMap<String, (String, Vec<ListLevel>)>);

impl Numbering {
    fn of(text: &str) -> Result<Self, String> {
        let mut kinds: HashMap<String, Vec<ListLevel>> = HashMap::new();
        let mut lists: HashMap<String, (String, Vec<ListLevel>)> = HashMap::new();
        let (mut kind, mut list, mut level) = (None::<String>, None::<String>, None::<usize>);
        visit("word/numbering.xml", text, |event| match event {
            XmlEvent::Open("abstractNum", attributes) => {
                kind = attributes.get("abstractNumId").map(str::to_owned);
            }
            XmlEvent::Close("abstractNum") => kind = None,
            XmlEvent::Open("num", attributes) => list = attributes.get("numId").map(str::to_owned),
            XmlEvent::Close("num") => list = None,
            XmlEvent::Open("abstractNumId", attributes) => {
                let of = attributes.get("val").unwrap_or_default();
                let levels = kinds.get(of).cloned().unwrap_or_default();
                if let Some(list) = &list {
                    lists.insert(list.clone(), (of.to_owned(), levels));
                }
            }
            XmlEvent::Open("lvl" | "lvlOverride", attributes) => {
                level =
                    attributes.get("ilvl").and_then(|level| level.parse().ok()).filter(|level| *level < 9);
            }
            XmlEvent::Open(name, attributes) => {
                let levels = match (&kind, &list) {
                    (Some(kind), _) => Some(kinds.entry(kind.clone()).or_default()),
                    (None, Some(list)) => lists.get_mut(list).map(|(own, levels)| {
                        // A list that begins anew is counted for itself.
                        if name == "startOverride" {
                            own.clone_from(list);
                        }
                        levels
                    }),
                    (None, None) => None,
                };
                let Some((levels, at)) = levels.zip(level) else { return };
                if levels.len() <= at {
                    levels.resize(at + 1, ListLevel::default());
                }
                if let Some(own) = levels.get_mut(at) {
                    read_level(own, name, attributes);
                }
            }
            XmlEvent::Close(_) | XmlEvent::Text(_) => {}
        })?;
        Ok(Self(lists))
    }
}

fn read_level(level: &mut ListLevel, name: &str, attributes: &Attributes) {
    let value = attributes.get("val").unwrap_or_default();
    match name {
        "start" | "startOverride" => level.start = value.parse().unwrap_or(1),
        "numFmt" => level.sign = sign(value),
        "lvlText" => value.clone_into(&mut level.template),
        _ => {}
    }
}

/// A paragraph that is open.
#[derive(Debug, Default)]
struct OpenParagraph {
    text: String,
    style: Option<String>,
    place: ListPlace,
    is_heading: bool,
}

#[derive(Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each says what is open")]
struct DocxReader {
    styles: Styles,
    lists: Numbering,
    counts: ListCounts,
    writer: BlockWriter,
    /// The paragraphs that are open: a text box has paragraphs within one.
    open: Vec<OpenParagraph>,
    /// How many elements are open whose words are not printed.
    unprinted: usize,
    is_deleted: bool,
    in_run: bool,
    in_text: bool,
    is_hidden: bool,
    deletions: Vec<String>,
    /// The note that is open, the texts of all, and the notes as the text refers to them.
    note: Option<String>,
    texts: HashMap<String, String>,
    notes: Vec<Note>,
}

impl DocxReader {
    fn event(&mut self, event: &XmlEvent<'_>) {
        match event {
            XmlEvent::Open(name, attributes) => self.start(name, attributes),
            XmlEvent::Text(text) if self.in_text && !self.is_hidden => self.words(text),
            XmlEvent::Text(_) => {}
            XmlEvent::Close(name) => self.end(name),
        }
    }

    fn words(&mut self, text: &str) {
        if self.is_deleted {
            if let Some(deletion) = self.deletions.last_mut() {
                deletion.push_str(text);
            }
        } else if self.unprinted == 0
            && let Some(open) = self.open.last_mut()
        {
            open.text.push_str(text);
        }
    }

    fn start(&mut self, name: &str, attributes: &Attributes) {
        let value = attributes.get("val");
        match name {
            "p" => self.open.push(OpenParagraph::default()),
            "r" => (self.in_run, self.is_hidden) = (true, false),
            "t" | "delText" => self.in_text = true,
            "vanish" if self.in_run => self.is_hidden = !matches!(value, Some("0" | "false" | "off")),
            // A drawing is there twice, once for older programs; a moved text is at its new place.
            "Fallback" | "moveFrom" | "rt" => self.unprinted += 1,
            "del" if !self.in_run => {
                self.is_deleted = true;
                self.deletions.push(String::new());
            }
            "tr" => self.writer.open_row(),
            "tc" => self.writer.open_cell(),
            "tab" | "br" | "cr" | "ptab" if self.in_run => self.words(" "),
            "noBreakHyphen" if self.in_run => self.words("-"),
            "footnoteReference" | "endnoteReference" => self.refer(name, attributes),
            "footnote" | "endnote" => {
                let is_text = attributes.get("type").is_none_or(|kind| kind == "normal");
                let id = attributes.get("id").filter(|_| is_text);
                self.note = id.map(|id| format!("{name} {id}"));
            }
            _ => self.property(name, value),
        }
    }

    /// What the properties of a paragraph say.
    fn property(&mut self, name: &str, value: Option<&str>) {
        let Some(open) = self.open.last_mut().filter(|_| !self.in_run) else { return };
        match name {
            "pStyle" => open.style = value.map(str::to_owned),
            "outlineLvl" => open.is_heading |= is_outline(value),
            "numId" => open.place.list = value.map(str::to_owned),
            "ilvl" => open.place.level = value.and_then(|level| level.parse().ok()),
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "p" => self.end_paragraph(),
            "r" => (self.in_run, self.is_hidden) = (false, false),
            "t" | "delText" => self.in_text = false,
            "Fallback" | "moveFrom" | "rt" => self.unprinted = self.unprinted.saturating_sub(1),
            "del" if !self.in_run => self.is_deleted = false,
            "tr" => self.writer.close_row(),
            "footnote" | "endnote" => {
                let text = self.writer.take_text();
                if let Some(note) = self.note.take() {
                    self.texts.insert(note, text);
                }
            }
            _ => {}
        }
    }

    /// The mark of a note in the text, by the order of the marks.
    fn refer(&mut self, name: &str, attributes: &Attributes) {
        let kind = name.strip_suffix("Reference").unwrap_or(name);
        let id = attributes.get("id").unwrap_or_default();
        let Some(text) = self.texts.remove(&format!("{kind} {id}")).filter(|text| !text.is_empty()) else {
            return;
        };
        if self.is_deleted || self.unprinted > 0 {
            return;
        }
        let mark = (self.notes.len() + 1).to_string();
        self.words(&format!("[{mark}]"));
        self.notes.push(Note { mark, text });
    }

    fn end_paragraph(&mut self) {
        let Some(open) = self.open.pop() else { return };
        if collapse(&open.text).is_empty() {
            return;
        }
        let chain = || self.styles.chain(open.style.as_deref());
        let is_heading = open.is_heading || chain().any(|style| style.is_heading);
        let list = open.place.list.as_ref().or_else(|| chain().find_map(|style| style.place.list.as_ref()));
        let level = open.place.level.or_else(|| chain().find_map(|style| style.place.level)).unwrap_or(0);
        let levels = list.and_then(|list| self.lists.0.get(list));
        let mark = levels.and_then(|(list, levels)| self.counts.next(list, levels, level));
        let role = if is_heading { ParagraphRole::Heading } else { ParagraphRole::Text };
        self.writer.paragraph(&open.text, mark, role);
    }

    fn finish(mut self) -> ParsedDocument {
        let remark = deletions(&self.deletions);
        ParsedDocument {
            blocks: self.writer.take(),
            notes: self.notes,
            remarks: remark.into_iter().collect(),
            ..ParsedDocument::default()
        }
    }
}

/// A line about what tracked changes delete.
pub(super) fn deletions(deletions: &[String]) -> Option<String> {
    let words: Vec<String> =
        deletions.iter().map(|words| collapse(words)).filter(|words| !words.is_empty()).collect();
    let quoted = words.iter().take(QUOTED).map(|words| {
        let beginning: String = words.chars().take(LETTERS).collect();
        if beginning.len() < words.len() {
            format!("“{beginning} …”")
        } else {
            format!("“{words}”")
        }
    });
    let quoted = quoted.collect::<Vec<_>>().join(", ");
    let more = if words.len() > QUOTED { " and others" } else { "" };
    (!words.is_empty())
        .then(|| format!("words that tracked changes delete were left out ({}): {quoted}{more}", words.len()))
}
