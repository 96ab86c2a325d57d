//! A document as a statement with its source.
//!
//! Invariant: every paragraph is a passage, in the document's order, with its number or page as locus and with the heading
//! above it; notes are passages after them. Ids follow from the file name and the order of the passages.

use super::metadata::{Metadata, Provenance, Sourced, guessed_in, guesses};
use super::read::blocks::{Block, ParsedDocument};
use super::{labels, parties};
use crate::corpus::model::{
    Extent, Passage, PassageKind, Source, SourceKind, Standing, Statement, UNKNOWN_SERIES,
};
pub(super) use crate::corpus::rules::slug;
use crate::text::safe::Text;

/// The title of statements without one.
pub(super) const UNTITLED: &str = "Untitled";

/// One statement that was imported.
#[derive(Debug, Clone)]
pub struct Import {
    pub file: String,
    pub statement: Statement,
    pub source: Source,
    /// Whether front matter gives its label.
    pub is_labeled: bool,
    /// Which fields were guessed, and from what.
    pub guessed: Vec<(&'static str, Provenance)>,
    /// Which fields were not found.
    pub missing: Vec<&'static str>,
    pub remarks: Vec<String>,
    /// What its readers should know of how it was read.
    pub caveat: &'static str,
    /// How `statement.of` is known.
    pub placing: Placing,
}

impl Import {
    /// The name of its file, which is all that datasets record of its path.
    pub(super) fn name(&self) -> &str {
        name_of(&self.file)
    }

    /// Makes it a text of a statement, which keeps its own id.
    pub fn place(&mut self, of: &str, placing: Placing) {
        if &*self.statement.id == of {
            self.rename(&format!("{of}-text"));
        }
        self.statement.of = Some(Text::new(of));
        self.placing = placing;
    }

    /// Gives it another id.
    pub fn rename(&mut self, id: &str) {
        self.statement.rename(id);
        self.source.id = Text::new(id);
        for passage in &mut self.statement.passages {
            passage.source = self.source.id.clone();
        }
    }
}

/// How it is known which statement a text is of.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Placing {
    /// Nothing was found or chosen: it is a statement of its own.
    #[default]
    Open,
    /// It was found, for this reason.
    Proposed(String),
    /// You chose it.
    Chosen,
}

/// A file's name without its folders.
pub(super) fn name_of(file: &str) -> &str {
    file.rsplit('/').find(|part| !part.is_empty()).unwrap_or(file)
}

/// Where a document came from.
#[derive(Debug)]
pub(super) struct FileOrigin<'a> {
    /// The name of the file without its folders, which may reveal more about you than others should know.
    pub name: &'a str,
    pub digest: &'a str,
    /// A fingerprint of the file's path.
    pub path_hash: Option<&'a str>,
}

/// The statement and the source of its words.
pub(super) fn statement(
    id: &str,
    known: &Metadata,
    document: ParsedDocument,
    origin: &FileOrigin<'_>,
) -> (Statement, Source) {
    let source = source(id, known, origin);
    let text = |field: &Option<Sourced<String>>| field.as_ref().map(|field| Text::new(&field.value));
    let names = |names: &[Sourced<String>]| names.iter().map(|name| Text::new(&name.value)).collect();
    let mut statement = Statement {
        id: Text::new(id),
        series: text(&known.series).unwrap_or_else(|| Text::new(UNKNOWN_SERIES)),
        number: known.number.as_ref().map(|number| number.value),
        title: source.title.clone(),
        label: Text::default(),
        date: source.date.clone(),
        year: known.year.filter(|_| known.date.is_none()),
        date_note: date_note(known).map(Text::new),
        place: text(&known.place),
        issuers: names(&known.issuers),
        signatories: names(&known.signatories),
        standing: known.standing.as_ref().map_or(Standing::Unstated, |standing| standing.value),
        collects: false,
        held: Text::new(&held(&known.guessed(), origin.name, document.caveat)),
        extent: Some(Extent::Whole),
        says: Vec::new(),
        silent: Vec::new(),
        of: None,
        language: None,
        context: None,
        passages: passages(id, &source.id, document),
        original: None,
    };
    statement.label = labels::label(&statement);
    (statement, source)
}

/// The note for a statement without a known day.
fn date_note(known: &Metadata) -> Option<&'static str> {
    match (&known.date, known.year) {
        (Some(_), _) => None,
        (None, Some(_)) => Some("Only the year was found in the imported file."),
        (None, None) => Some("No date was found in the imported file."),
    }
}

fn source(id: &str, known: &Metadata, origin: &FileOrigin<'_>) -> Source {
    let text = |field: &Option<Sourced<String>>| field.as_ref().map(|field| Text::new(&field.value));
    let address = known.address.as_ref().map(|address| &*address.value);
    Source {
        id: Text::new(id),
        kind: SourceKind::Imported,
        author: None,
        title: text(&known.title).unwrap_or_else(|| Text::new(UNTITLED)),
        publisher: address.and_then(parties::publisher).map(Text::new),
        date: text(&known.date),
        address: Some(Text::new(address.unwrap_or(origin.name))),
        retrieved: text(&known.retrieved),
        sha256: Some(Text::new(origin.digest)),
        path_hash: origin.path_hash.map(Text::new),
        note: Some(Text::new(&format!("Imported from {}", origin.name))),
    }
}

fn passages(id: &str, source: &Text, document: ParsedDocument) -> Vec<Passage> {
    let mut passages = Vec::new();
    let mut headings: Vec<String> = Vec::new();
    let mut is_open = false;
    let mut add = |text: &str, heading: Option<Text>, locus: &[String]| {
        let id = format!("{id}/{}", passages.len() + 1);
        passages.push(quotation(&id, source, (text, heading), locus));
    };
    for block in document.blocks {
        match block {
            Block::Heading(heading) => {
                if !is_open {
                    headings.clear();
                }
                headings.push(heading);
                is_open = true;
            }
            Block::Paragraph { number, pages, text, .. } => {
                is_open = false;
                let heading = (!headings.is_empty()).then(|| Text::new(&headings.join(" · ")));
                let number = number.map(|number| format!("¶{number}"));
                let page = pages.map(|(first, last)| {
                    if first == last { format!("p. {first}") } else { format!("pp. {first}–{last}") }
                });
                add(&text, heading, &number.into_iter().chain(page).collect::<Vec<_>>());
            }
        }
    }
    // A heading with nothing below it is kept as a passage.
    for heading in headings.iter().filter(|_| is_open) {
        add(heading, None, &[]);
    }
    for note in document.notes {
        add(&note.text, None, &[format!("note {}", note.mark)]);
    }
    passages
}

/// An imported passage: the words of the statement, which nobody has judged or checked.
fn quotation(id: &str, source: &Text, (text, heading): (&str, Option<Text>), locus: &[String]) -> Passage {
    Passage {
        id: Text::new(id),
        kind: PassageKind::Quotation,
        heading,
        text: Text::new(text),
        locus: (!locus.is_empty()).then(|| Text::new(&locus.join(", "))),
        source: source.clone(),
        meaning: None,
        bearing: None,
        context: None,
        links: Vec::new(),
        check: None,
    }
}

/// The beginning of the description of an imported text.
pub(super) const IMPORTED: &str = "Whole text, as imported from ";
/// What is before the fields that were guessed.
const GUESSED: &str = "; guessed: ";

/// Which text is held, and which fields are guesses, for readers of the statement.
pub(super) fn held(guessed: &[(&str, Provenance)], file: &str, caveat: &str) -> String {
    let guessed = guesses(guessed);
    let guessed = if guessed.is_empty() { guessed } else { format!("{GUESSED}{guessed}") };
    let caveat = if caveat.is_empty() { String::new() } else { format!("; {caveat}") };
    format!("{IMPORTED}{file}{caveat}{guessed}")
}

/// The fields that were guessed according to the description of an imported text.
pub(super) fn guessed_of(held: &str) -> Vec<(&'static str, Provenance)> {
    let listed = held.starts_with(IMPORTED).then(|| held.rsplit_once(GUESSED)).flatten();
    listed.map(|(_, listed)| guessed_in(listed)).unwrap_or_default()
}
