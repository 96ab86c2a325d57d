//! A text that is read to be compared with the statements, not to become one: a draft, an article, a thesis.
//!
//! Invariant: its words are the file's own, in order; none of it is kept.

use std::path::Path;
use std::sync::atomic::AtomicBool;

use super::read::blocks::Block;
use super::read::{self, TextFormat};
use super::{TEXT, parsed, piped};
use crate::corpus::read::{self as file, Wanted};
use crate::text::safe::clean;

/// Maximum bytes of a text.
const LIMIT: u64 = 16 << 20;

const ARTICLE: Wanted = Wanted {
    name: "a text",
    empty: "there is nothing to read",
    large: "split it: one chapter is one text",
    ..TEXT
};

/// A text by its paragraphs, headings among them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Article {
    pub paragraphs: Vec<ArticleParagraph>,
    /// The text itself, safe to show and with its line breaks, if the file is plain text or Markdown.
    pub text: Option<String>,
    /// Whether signs in that text are not its words, such as the address of a link.
    pub is_marked_up: bool,
    /// What the reader should know of how it was read.
    pub remarks: Vec<String>,
}

/// One paragraph or note of a text, safe to show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArticleParagraph {
    pub text: String,
    /// Whether the whole paragraph is set apart as a quotation.
    pub is_block_quotation: bool,
    /// The page on which it begins, where the text has pages.
    pub page: Option<u32>,
    /// The mark of the note that it is, if it is one.
    pub note: Option<String>,
}

/// Reads the text of a file, or without one of the standard input; or why it cannot be read.
///
/// # Errors
/// What is wrong with the file, and what to do.
pub fn article(path: Option<&Path>) -> Result<Article, String> {
    let never = AtomicBool::new(false);
    let bytes = match path {
        Some(path) => file::bytes(path, LIMIT, &ARTICLE)
            .map_err(|problem| format!("{}; {}", problem.what, problem.hint))?,
        None => piped::read(LIMIT, &never)?,
    };
    let format = path.and_then(TextFormat::by_name);
    let text = match format {
        Some(TextFormat::Plain | TextFormat::Markdown) | None
            if read::container::format(&bytes)?.is_none() =>
        {
            Some(read::decoded(bytes.clone(), format, None, &ARTICLE)?.0)
        }
        Some(_) | None => None,
    };
    let text = text.filter(|text| format.is_some() || TextFormat::by_text(text) != TextFormat::Html);
    let (_, document) = parsed(bytes, format, None, &never)?;
    let mut paragraphs: Vec<ArticleParagraph> = document.blocks.into_iter().map(paragraph).collect();
    paragraphs.extend(document.notes.into_iter().map(|note| ArticleParagraph {
        text: clean(&note.text).into_owned(),
        is_block_quotation: false,
        page: None,
        note: Some(clean(&note.mark).into_owned()),
    }));
    Ok(Article {
        paragraphs,
        text: text.as_deref().map(safe_text),
        is_marked_up: format == Some(TextFormat::Markdown),
        remarks: document.remarks,
    })
}

impl Article {
    /// The words as one text: plain text as written, all else with a blank line between paragraphs.
    pub fn into_text(self) -> String {
        let paragraphs = self.paragraphs.into_iter().map(|paragraph| paragraph.text);
        let as_written = self.text.filter(|_| !self.is_marked_up);
        as_written.unwrap_or_else(|| paragraphs.collect::<Vec<String>>().join("\n\n"))
    }
}

/// A text safe to show, line by line.
pub fn safe_text(text: &str) -> String {
    text.lines().map(clean).collect::<Vec<_>>().join("\n")
}

fn paragraph(block: Block) -> ArticleParagraph {
    let (pages, is_block_quotation, text) = match block {
        Block::Heading(text) => (None, false, text),
        Block::Paragraph { pages, is_quoted, text, .. } => (pages, is_quoted, text),
    };
    ArticleParagraph {
        text: clean(&text).into_owned(),
        is_block_quotation,
        page: pages.map(|(first, _)| first),
        note: None,
    }
}
