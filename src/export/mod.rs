//! Citations as text, Markdown, BibTeX, CSL-JSON and RIS; statements, hits, meanings and marks as Markdown, a page for
//! browsers, JSON or tables.
//!
//! Invariant: all words are exported with their issuer, their source and how far they were checked; only quotations
//! have quotation marks; no date is invented.

// `caveat` puts into words what belongs to a passage, `record` has what reference managers store of it, and one file
// for each of their formats writes it; `citation_style` names the statement as a house style wants it, and
// `citation` chooses the format. A `selection` becomes a `document` (in `sections`) for `markdown` and `html`, or
// `rows` for JSON and `table`.
mod bibtex;
pub mod brief;
mod caveat;
pub mod citation;
pub mod citation_style;
pub mod comparison;
mod csl;
mod date_pattern;
mod document;
mod docx;
mod docx_report;
pub mod figure;
mod html;
mod markdown;
mod nested_marks;
mod record;
pub mod redlined;
pub mod report;
mod ris;
pub mod rows;
mod sections;
pub mod selection;
pub mod table;
pub mod table_document;
#[cfg(test)]
mod tests;
pub mod timeline;

use std::io::{self, Write};

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

/// Writes the whole selection in a format, row by row or passage by passage.
///
/// # Errors
/// Where it cannot be written.
pub fn write(selection: &Selection, format: ExportFormat, out: &mut dyn Write) -> io::Result<()> {
    match format {
        ExportFormat::Markdown => markdown::document(sections::document(selection), out),
        ExportFormat::Html => {
            html::document(sections::document(selection), selection.usage, selection.corpus, out)
        }
        ExportFormat::Csv => table::table(rows::fields_of(selection), b',', out),
        ExportFormat::Tsv => table::table(rows::fields_of(selection), b'\t', out),
        ExportFormat::Json => rows::json(selection, out),
    }
}
