//! A document of wording in which some words are gone and others new: as text, Markdown, a page for browsers or for Word.
//!
//! Invariant: all of them have the same words in the same order. What is gone and what is new is distinguished without
//! color.

mod docx;
mod html;
mod markdown;
mod text;

use super::report::{ReportFormat, ReportStyle};
use crate::corpus::{Corpus, PassageNo};
use crate::text::redline::RedlineSpan;

/// What is written, block by block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RedlinedDocument {
    pub title: String,
    pub blocks: Vec<RedlinedBlock>,
    /// What it was made with, so that it can be made again.
    pub colophon: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RedlinedBlock {
    Heading(String),
    Paragraph(String),
    /// Wording, and a line that names its source.
    Wording {
        caption: String,
        text: Vec<RedlineSpan>,
        /// The passages that say it.
        passages: Vec<PassageNo>,
    },
    Table {
        columns: Vec<String>,
        rows: Vec<Vec<String>>,
    },
}

impl RedlinedDocument {
    /// The document in a format to read.
    pub fn write(&self, corpus: &Corpus, style: ReportStyle) -> Vec<u8> {
        match style.format {
            ReportFormat::Text | ReportFormat::Json => text::text(self).into_bytes(),
            ReportFormat::Markdown => markdown::markdown(self).into_bytes(),
            ReportFormat::Html => html::page(self, corpus).into_bytes(),
            ReportFormat::Docx => {
                let written = docx::document(self, corpus, style.style);
                debug_assert!(written.is_ok(), "memory takes every document: {written:?}");
                written.unwrap_or_default()
            }
        }
    }
}
