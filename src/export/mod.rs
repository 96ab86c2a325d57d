//! Words on their way out: citations as text, Markdown, BibTeX, CSL-JSON and RIS; statements, hits, meanings and marks
//! as JSON, tables, Markdown and a page for browsers.
//!
//! Invariant: no words leave without who stands behind them, whose print they are and how sure we are of them;
//! quotation marks stand around quotations alone, never around the editor's words; no date is made up.

mod bibtex;
mod caveat;
pub mod citation;
mod contrast;
mod csl;
mod document;
mod html;
mod markdown;
pub mod marks;
mod record;
mod ris;
mod rows;
pub mod selection;
mod table;
#[cfg(test)]
mod tests;
