//! A document to read: title, table of meanings, sections of passages with their citations. Markdown and HTML each
//! write it in their own way.
//!
//! Invariant: sections and their entries are made one by one as they are written, so that a long
//! document is in memory at most once.

use super::caveat::TextLine;
use crate::text::safe::Text;

pub(super) struct ExportDocument<'a> {
    pub title: String,
    /// What the reader must know about the whole.
    pub lead: Vec<TextLine>,
    pub contrast: Option<ContrastTable<'a>>,
    pub sections: Box<dyn Iterator<Item = Section<'a>> + 'a>,
}

pub(super) struct Section<'a> {
    pub heading: Option<String>,
    /// The id of the statement that the section shows, if it shows one.
    pub id: Option<&'a str>,
    pub notes: Vec<TextLine>,
    pub entries: Box<dyn Iterator<Item = Entry<'a>> + 'a>,
}

/// A passage or a mark.
#[derive(Debug, Default)]
pub(super) struct Entry<'a> {
    pub heading: Option<&'a str>,
    /// The passage's id, if the document shows the passage only once.
    pub id: Option<&'a str>,
    /// The citation, its words first; empty if the dataset does not hold the passage.
    pub citation: Vec<TextLine>,
    pub notes: Vec<TextLine>,
}

/// Questions as rows, meanings as columns.
#[derive(Debug)]
pub(super) struct ContrastTable<'a> {
    pub columns: Vec<String>,
    /// A question and the answer of each meaning.
    pub rows: Vec<(&'a str, Vec<ContrastCell<'a>>)>,
}

/// An answer and the ids of its evidence.
#[derive(Debug, Default)]
pub(super) struct ContrastCell<'a> {
    pub text: &'a str,
    pub evidence: &'a [Text],
}
