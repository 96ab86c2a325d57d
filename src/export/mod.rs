//! Citations as text, Markdown, BibTeX, CSL-JSON and RIS; statements, hits, meanings and marks as Markdown, a page for
//! browsers, JSON or tables.
//!
//! Invariant: all words leave with their issuer, their source and how far they were checked; only quotations have
//! quotation marks; no date is made up.
//!
//! From the ground up: `caveat` words what belongs to a passage, `record` what reference managers keep of it, one file
//! for each of their formats writes it, and `citation` chooses the format. A `selection` becomes a `document` (in
//! `sections`) for `markdown` and `html`, or `rows` for JSON and `table`.

mod bibtex;
mod caveat;
pub mod citation;
mod csl;
mod document;
mod html;
mod markdown;
mod record;
mod ris;
pub mod rows;
mod sections;
pub mod selection;
mod table;
#[cfg(test)]
mod tests;

use std::io;

use selection::Selection;

use crate::corpus::Corpus;

/// How a selection is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum ExportFormat {
    /// To paste into a paper
    #[default]
    #[value(alias = "md")]
    Markdown,
    /// One file for a browser, or for paper
    Html,
    /// Values between commas, for spreadsheets
    Csv,
    /// Values between tabs
    Tsv,
    /// For programs
    Json,
}

/// The meanings side by side, question by question, as a table in Markdown.
pub fn contrast(corpus: &Corpus) -> String {
    markdown::contrast(&sections::contrast(corpus))
}

/// The whole selection in a format.
///
/// # Errors
/// Where the format cannot hold it; no text of a dataset causes this.
pub fn write(selection: &Selection, format: ExportFormat) -> io::Result<String> {
    match format {
        ExportFormat::Markdown => Ok(markdown::document(sections::document(selection))),
        ExportFormat::Html => {
            Ok(html::document(sections::document(selection), selection.usage, selection.corpus))
        }
        ExportFormat::Csv => table::table(rows::rows(selection), b','),
        ExportFormat::Tsv => table::table(rows::rows(selection), b'\t'),
        ExportFormat::Json => rows::json(selection),
    }
}
