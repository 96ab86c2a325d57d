//! A document as a statement with its source.
//!
//! Invariant: every paragraph is a passage in the document's order, with its number as locus and the heading that it
//! stands under; ids follow from the file's name and the passages' places.

use unicode_width::UnicodeWidthChar;

use super::blocks::Block;
use super::head::{From, Known, guesses};
use super::{names, parties};
use crate::corpus::model::{Passage, PassageKind, Source, SourceKind, Standing, Statement};
pub(super) use crate::corpus::rules::slug;
use crate::text::safe::Text;

/// The series of statements that do not tell theirs.
pub(super) const UNKNOWN: &str = "imported";
/// Columns of a label.
const LABEL: usize = 12;

/// Where a document came from.
#[derive(Debug)]
pub(super) struct Origin<'a> {
    /// The file as it was named.
    pub file: &'a str,
    pub digest: &'a str,
    /// A fingerprint of where the file lies.
    pub place: Option<&'a str>,
    /// `YYYY-MM-DD`.
    pub retrieved: &'a str,
}

pub(super) fn statement(
    id: &str,
    known: &Known,
    blocks: Vec<Block>,
    origin: &Origin<'_>,
) -> (Statement, Source) {
    let text = |text: &String| Text::new(text);
    let note = match (&known.date, known.year) {
        (Some(_), _) => None,
        (None, Some(_)) => Some("Only the year was found in the imported file."),
        (None, None) => Some("No date was found in the imported file."),
    };
    let source = Source {
        id: Text::new(id),
        kind: SourceKind::Imported,
        author: None,
        title: text(&known.title),
        publisher: known.address.as_deref().and_then(parties::publisher).map(Text::new),
        date: known.date.as_ref().map(text),
        address: Some(Text::new(known.address.as_deref().unwrap_or(origin.file))),
        retrieved: Some(Text::new(origin.retrieved)),
        sha256: Some(Text::new(origin.digest)),
        place: origin.place.map(Text::new),
        note: Some(Text::new(&format!("Imported from {}", origin.file))),
    };
    let mut statement = Statement {
        id: Text::new(id),
        series: Text::new(known.series.as_deref().unwrap_or(UNKNOWN)),
        number: known.number,
        title: text(&known.title),
        label: Text::default(),
        date: known.date.as_ref().map(text),
        year: known.year.filter(|_| known.date.is_none()),
        date_note: note.map(Text::new),
        place: known.place.as_ref().map(text),
        issuers: known.issuers.iter().map(text).collect(),
        signatories: known.signatories.iter().map(text).collect(),
        standing: known.standing.unwrap_or(Standing::Unstated),
        collects: false,
        held: Text::new(&held(&known.guessed, origin.file)),
        extent: None,
        says: Vec::new(),
        silent: Vec::new(),
        context: None,
        passages: passages(id, &source.id, blocks),
        original: None,
    };
    statement.label = label(&statement);
    (statement, source)
}

fn passages(id: &str, source: &Text, blocks: Vec<Block>) -> Vec<Passage> {
    let mut passages = Vec::new();
    let mut headings: Vec<String> = Vec::new();
    let mut is_open = false;
    let mut add = |text: &str, heading: Option<Text>, number: Option<u32>| {
        passages.push(Passage {
            id: Text::new(&format!("{id}/{}", passages.len().saturating_add(1))),
            kind: PassageKind::Quotation,
            heading,
            text: Text::new(text),
            locus: number.map(|number| Text::new(&format!("¶{number}"))),
            source: source.clone(),
            meaning: None,
            bearing: None,
            context: None,
            links: Vec::new(),
            check: None,
        });
    };
    for block in blocks {
        match block {
            Block::Heading(heading) => {
                if !is_open {
                    headings.clear();
                }
                headings.push(heading);
                is_open = true;
            }
            Block::Paragraph { number, text } => {
                is_open = false;
                let heading = (!headings.is_empty()).then(|| Text::new(&headings.join(" · ")));
                add(&text, heading, number);
            }
        }
    }
    // A heading with nothing under it is said all the same.
    for heading in headings.iter().filter(|_| is_open) {
        add(heading, None, None);
    }
    passages
}

/// How what is held of an import begins.
pub(super) const IMPORTED: &str = "Whole text, as imported from ";

/// What is held, and what of it is a guess: a reader of the statement must know.
pub(super) fn held(guessed: &[(&str, From)], file: &str) -> String {
    let guessed = guesses(guessed);
    let guessed = if guessed.is_empty() { guessed } else { format!("; guessed: {guessed}") };
    format!("{IMPORTED}{file}{guessed}")
}

/// `SCM 57`, `ROK–US 2021`, `US Remarks`, or the beginning of the title.
pub(super) fn label(statement: &Statement) -> Text {
    let year = statement.date.as_deref().and_then(|date| date.get(..4)).map(str::to_owned);
    let year = year.or_else(|| statement.year.map(|year| year.to_string())).unwrap_or_default();
    let (series, title) = (&*statement.series, &*statement.title);
    let codes: Vec<&str> =
        statement.issuers.iter().filter_map(|issuer| parties::code(issuer)).take(2).collect();
    let kind = names::kind(title);
    let candidates = [
        statement.number.filter(|_| series != UNKNOWN).map(|number| format!("{series} {number}")),
        (codes.len() > 1).then(|| format!("{} {year}", codes.join("–"))),
        (series == "NATO").then(|| format!("{series} {year}")),
        codes.first().zip(kind).map(|(code, kind)| format!("{code} {kind}")),
        kind.map(str::to_owned),
        codes.first().map(|code| format!("{code} {year}")),
    ];
    let fits = |label: &String| !label.trim().is_empty() && columns(label) <= LABEL;
    let label = candidates.into_iter().flatten().map(|label| label.trim().to_owned()).find(fits);
    let label = label.unwrap_or_else(|| {
        let mut label = String::new();
        for c in title.chars() {
            if columns(&label).saturating_add(c.width().unwrap_or_default()) > LABEL {
                break;
            }
            label.push(c);
        }
        label.trim().to_owned()
    });
    Text::new(&label)
}

fn columns(text: &str) -> usize {
    unicode_width::UnicodeWidthStr::width(text)
}
