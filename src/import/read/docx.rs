//! Word documents (DOCX).
//!
//! Invariant: the words are those that Word prints, in order, with the numbers of lists; words that a tracked change deletes
//! and hidden words are left out and the report says so. Notes are apart from the text, each with the mark that the text has in its place.

use std::collections::HashMap;

use super::block_writer::{BlockWriter, ParagraphRole, PrintedWords};
use super::blocks::{ParsedDocument, collapse};
use super::html_raised::Raised;
use super::list_marks::{ListCounts, ListLevel, sign};
use super::package::Package;
use super::xml::{Attributes, XmlEvent, visit};

/// Maximum styles in a chain of styles that are based on each other.
const STYLES: usize = 12;

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
            visit_present(name, &text, |event| reader.event(&event))?;
        }
    }
    visit_present(&main, &text, |event| reader.event(&event))?;
    Ok(reader.printed.finish(reader.writer.take()))
}

/// Visits everything except the former formats that tracked changes keep (`rPrChange`, `pPrChange`).
fn visit_present(part: &str, text: &str, mut on: impl FnMut(XmlEvent<'_>)) -> Result<(), String> {
    let mut former = 0_usize;
    visit(part, text, |event| match event {
        XmlEvent::Open(name, _) if name.ends_with("PrChange") => former += 1,
        XmlEvent::Close(name) if name.ends_with("PrChange") => former = former.saturating_sub(1),
        XmlEvent::Open(..) | XmlEvent::Text(_) | XmlEvent::Close(_) if former > 0 => {}
        event => on(event),
    })
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
    is_quotation: bool,
    is_raised: bool,
    place: ListPlace,
}

/// The styles of quotations set apart as blocks, by their names in word processors, in small letters.
const QUOTATIONS: [&str; 7] =
    ["quote", "intense quote", "quotations", "block text", "block quotation", "인용", "강한 인용"];

#[derive(Debug, Default)]
struct Styles(HashMap<String, Style>);

impl Styles {
    fn of(text: &str) -> Result<Self, String> {
        let mut styles = HashMap::new();
        let mut open: Option<(String, Style)> = None;
        visit_present("word/styles.xml", text, |event| match event {
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
                        style.is_quotation |= QUOTATIONS.contains(&&*name);
                    }
                    "basedOn" => style.based_on = value.map(str::to_owned),
                    "outlineLvl" => style.is_heading |= is_outline(value),
                    "vertAlign" => style.is_raised = value == Some("superscript"),
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

    fn is_raised(&self, id: Option<&str>) -> bool {
        self.chain(id).any(|style| style.is_raised)
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
        let mut reader = NumberingReader::default();
        visit_present("word/numbering.xml", text, |event| reader.read(&event))?;
        Ok(Self(reader.lists))
    }
}

/// The numbering while it is read: the kinds of lists, the lists of each kind, and what is open.
#[derive(Debug, Default)]
struct NumberingReader {
    kinds: HashMap<String, Vec<ListLevel>>,
    lists: HashMap<String, (String, Vec<ListLevel>)>,
    kind: Option<String>,
    list: Option<String>,
    level: Option<usize>,
}

impl NumberingReader {
    fn read(&mut self, event: &XmlEvent) {
        match event {
            XmlEvent::Open("abstractNum", attributes) => {
                self.kind = attributes.get("abstractNumId").map(str::to_owned);
            }
            XmlEvent::Close("abstractNum") => self.kind = None,
            XmlEvent::Open("num", attributes) => self.list = attributes.get("numId").map(str::to_owned),
            XmlEvent::Close("num") => self.list = None,
            XmlEvent::Open("abstractNumId", attributes) => {
                let of = attributes.get("val").unwrap_or_default();
                let levels = self.kinds.get(of).cloned().unwrap_or_default();
                if let Some(list) = &self.list {
                    self.lists.insert(list.clone(), (of.to_owned(), levels));
                }
            }
            XmlEvent::Open("lvl" | "lvlOverride", attributes) => {
                let level = attributes.get("ilvl").and_then(|level| level.parse().ok());
                self.level = level.filter(|level| *level < 9);
            }
            XmlEvent::Open(name, attributes) => {
                if let Some(level) = self.open_level(name) {
                    read_level(level, name, attributes);
                }
            }
            XmlEvent::Close(_) | XmlEvent::Text(_) => {}
        }
    }

    /// The open level of the open kind, or of the open list, which has some levels that differ from its kind.
    fn open_level(&mut self, name: &str) -> Option<&mut ListLevel> {
        let levels = match (&self.kind, &self.list) {
            (Some(kind), _) => self.kinds.entry(kind.clone()).or_default(),
            (None, Some(list)) => {
                let (own, levels) = self.lists.get_mut(list)?;
                // A list that begins anew is counted separately.
                if name == "startOverride" {
                    own.clone_from(list);
                }
                levels
            }
            (None, None) => return None,
        };
        let at = self.level?;
        if levels.len() <= at {
            levels.resize(at + 1, ListLevel::default());
        }
        levels.get_mut(at)
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
    /// The run around it, if it is in a text box.
    around: Run,
    /// The raised words at its end, if they may go on.
    raised: Option<Raised>,
}

impl OpenParagraph {
    /// Begins or ends raised words.
    fn raise(&mut self, is_raised: bool) {
        if is_raised {
            self.raised.get_or_insert(Raised { from: self.text.len(), is_note: false });
        } else if let Some(raised) = self.raised.take()
            && let Some(written) = raised.written(&self.text)
        {
            self.text.truncate(raised.from);
            self.text.push_str(&written);
        }
    }
}

/// Whether a run is open, whether it is hidden, and whether it is raised.
#[derive(Debug, Default)]
struct Run {
    is_open: bool,
    is_hidden: bool,
    is_raised: bool,
}

#[derive(Debug, Default)]
struct DocxReader {
    styles: Styles,
    lists: Numbering,
    counts: ListCounts,
    writer: BlockWriter,
    /// The paragraphs that are open: a text box has paragraphs within one.
    open: Vec<OpenParagraph>,
    run: Run,
    in_text: bool,
    printed: PrintedWords,
    /// The note that is open, and the texts of all.
    note: Option<String>,
    texts: HashMap<String, String>,
}

impl DocxReader {
    fn event(&mut self, event: &XmlEvent<'_>) {
        match event {
            XmlEvent::Open(name, attributes) => self.start(name, attributes),
            XmlEvent::Text(text) if self.in_text => self.words(text),
            XmlEvent::Text(_) => {}
            XmlEvent::Close(name) => self.end(name),
        }
    }

    fn words(&mut self, text: &str) {
        if self.run.is_hidden {
            self.printed.hide(text);
            return;
        }
        let is_raised = self.run.is_raised && self.printed.is_printed();
        if let Some(open) = self.open.last_mut() {
            open.raise(is_raised);
        }
        self.printed.add(text, self.open.last_mut().map(|open| &mut open.text));
    }

    fn start(&mut self, name: &str, attributes: &Attributes) {
        let value = attributes.get("val");
        match name {
            "p" => {
                let around = std::mem::take(&mut self.run);
                self.open.push(OpenParagraph { around, ..OpenParagraph::default() });
            }
            "r" => {
                let is_hidden = self.open.last().is_some_and(|open| open.around.is_hidden);
                self.run = Run { is_open: true, is_hidden, is_raised: false };
            }
            "t" | "delText" => self.in_text = true,
            "vanish" if self.run.is_open => {
                self.run.is_hidden = !matches!(value, Some("0" | "false" | "off"));
            }
            "rStyle" if self.run.is_open => self.run.is_raised = self.styles.is_raised(value),
            "vertAlign" if self.run.is_open => self.run.is_raised = value == Some("superscript"),
            // A drawing appears twice, once for older programs; moved text counts at its new place.
            "Fallback" | "moveFrom" | "rt" => self.printed.unprinted += 1,
            "del" if !self.run.is_open => self.printed.begin_deletion(),
            "tr" => self.writer.open_row(),
            "tc" => self.writer.open_cell(),
            "tab" | "br" | "cr" | "ptab" if self.run.is_open => self.words(" "),
            "noBreakHyphen" if self.run.is_open => self.words("-"),
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
        let Some(open) = self.open.last_mut().filter(|_| !self.run.is_open) else { return };
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
            "r" => self.run = Run::default(),
            "t" | "delText" => self.in_text = false,
            "Fallback" | "moveFrom" | "rt" => {
                self.printed.unprinted = self.printed.unprinted.saturating_sub(1);
            }
            "del" if !self.run.is_open => self.printed.end_deletion(),
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
        // A note whose mark is deleted here may have another mark.
        if self.run.is_hidden || !self.printed.is_printed() {
            return;
        }
        let kind = name.strip_suffix("Reference").unwrap_or(name);
        let id = attributes.get("id").unwrap_or_default();
        if let Some(text) = self.texts.remove(&format!("{kind} {id}")) {
            if let Some(open) = self.open.last_mut() {
                open.raise(false);
            }
            self.printed.note(text, self.open.last_mut().map(|open| &mut open.text));
        }
    }

    fn end_paragraph(&mut self) {
        let Some(mut open) = self.open.pop() else { return };
        open.raise(false);
        self.printed.end_hidden();
        self.run = std::mem::take(&mut open.around);
        if collapse(&open.text).is_empty() {
            return;
        }
        let chain = || self.styles.chain(open.style.as_deref());
        let is_heading = open.is_heading || chain().any(|style| style.is_heading);
        let list = open.place.list.as_ref().or_else(|| chain().find_map(|style| style.place.list.as_ref()));
        let level = open.place.level.or_else(|| chain().find_map(|style| style.place.level)).unwrap_or(0);
        let levels = list.and_then(|list| self.lists.0.get(list));
        let mark = levels.and_then(|(list, levels)| self.counts.next(list, levels, level));
        let role = match is_heading {
            true => ParagraphRole::Heading,
            false if chain().any(|style| style.is_quotation) => ParagraphRole::Quotation,
            false => ParagraphRole::Text,
        };
        self.writer.paragraph(&open.text, mark, role);
    }
}
