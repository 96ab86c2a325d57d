//! Words on their way out: citations as text, Markdown, BibTeX, CSL-JSON and RIS; marks with their notes.
//!
//! Invariant: no words leave without who stands behind them, whose print they are and how sure we are of them;
//! quotation marks stand around quotations alone, never around the editor's words; no date is made up.

mod bibtex;
mod caveat;
pub mod citation;
mod csl;
mod markdown;
pub mod marks;
mod record;
mod ris;
#[cfg(test)]
mod tests;
