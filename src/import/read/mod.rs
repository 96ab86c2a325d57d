//! Texts of all formats as headings and paragraphs.
//!
//! Invariant: the words are the text's own, in its order. Only the boilerplate of web pages is dropped, and
//! paragraphs without a letter or a digit.

mod block_writer;
pub(super) mod blocks;
mod boilerplate;
pub(super) mod charset;
pub(super) mod container;
mod docx;
pub(super) mod html;
mod html_list;
mod html_meta;
mod html_raised;
mod html_tags;
mod html_time;
mod hwpx;
mod list_marks;
mod main_text;
pub(super) mod markdown;
mod package;
mod page_line;
mod page_region;
mod page_tokens;
mod page_tree;
mod pdf;
mod pdf_lines;
pub(super) mod text;
mod text_pages;
mod xml;

use std::path::Path;
use std::sync::atomic::AtomicBool;

use blocks::ParsedDocument;
use encoding_rs::Encoding;

use crate::corpus::read::Wanted;
use crate::text::slice;

/// Maximum lines of a text, and maximum marks of quotes and lists in one line of Markdown: each costs far more memory
/// than it takes up in the file.
const LINES: usize = 1_000_000;
const NESTED: usize = 100;
/// Bytes of a text that show its format.
const BEGINNING: usize = 512;

/// How a text is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TextFormat {
    Plain,
    Markdown,
    Html,
    Docx,
    Hwpx,
    Pdf,
}

impl TextFormat {
    /// The format that a file name indicates.
    pub(super) fn by_name(path: &Path) -> Option<Self> {
        let ending = path.extension()?.to_str()?.to_ascii_lowercase();
        match ending.as_str() {
            "txt" | "text" => Some(Self::Plain),
            "md" | "markdown" | "mdown" => Some(Self::Markdown),
            "html" | "htm" | "xhtml" => Some(Self::Html),
            "docx" | "docm" => Some(Self::Docx),
            "hwpx" => Some(Self::Hwpx),
            "pdf" => Some(Self::Pdf),
            _ => None,
        }
    }

    /// The format that a text looks like.
    pub(super) fn by_text(text: &str) -> Self {
        let text = text.trim_start();
        let beginning = slice(text, 0..text.floor_char_boundary(BEGINNING)).to_ascii_lowercase();
        let tags = ["<!doctype html", "<html", "<head", "<body", "<p>", "<h1", "<div"];
        if tags.iter().any(|tag| beginning.starts_with(tag)) || beginning.contains("<html") {
            Self::Html
        } else if beginning.starts_with("---\n")
            || beginning.starts_with("# ")
            || beginning.contains("\n# ")
            || beginning.contains("\n## ")
        {
            Self::Markdown
        } else {
            Self::Plain
        }
    }
}

/// The text of a file, and what the report says about its charset.
pub(super) fn decoded(
    bytes: Vec<u8>,
    format: Option<TextFormat>,
    encoding: Option<&'static Encoding>,
    wanted: &Wanted,
) -> Result<(String, Option<String>), String> {
    let beginning = || String::from_utf8_lossy(bytes.get(..BEGINNING).unwrap_or(&bytes));
    let is_page = format.unwrap_or_else(|| TextFormat::by_text(&beginning())) == TextFormat::Html;
    let (text, remark) = charset::decoded(bytes, is_page, encoding, wanted)?;
    Ok((with_line_feeds(text), remark))
}

/// A text with line feeds. If only carriage returns end its lines, each line is a paragraph unless an empty line
/// follows.
fn with_line_feeds(text: String) -> String {
    let is_lone = |at: usize| text.as_bytes().get(at + 1) != Some(&b'\n');
    if !text.match_indices('\r').any(|(at, _)| is_lone(at)) {
        return text;
    }
    let is_paragraph = !text.contains('\n') && !text.contains("\r\r");
    text.replace("\r\n", "\n").replace('\r', if is_paragraph { "\n\n" } else { "\n" })
}

/// Why a text has too many lines to be read.
pub(super) fn too_long(text: &str) -> Option<String> {
    let lines = text.bytes().filter(|byte| *byte == b'\n').count();
    (lines > LINES).then(|| format!("it contains more than {LINES} lines"))
}

/// Reads a document that is not plain text; `None` for texts.
pub(super) fn document(
    bytes: &[u8],
    format: Option<TextFormat>,
    stop: &AtomicBool,
) -> Option<Result<ParsedDocument, String>> {
    let document = match format? {
        TextFormat::Docx => docx::read(bytes),
        TextFormat::Hwpx => hwpx::read(bytes),
        TextFormat::Pdf => pdf::read(bytes, stop),
        TextFormat::Plain | TextFormat::Markdown | TextFormat::Html => return None,
    };
    Some(document.map(finished))
}

/// Reads a text without its front matter; or why it cannot be read.
pub(super) fn read(text: &str, format: TextFormat) -> Result<ParsedDocument, String> {
    let document = match format {
        TextFormat::Plain | TextFormat::Docx | TextFormat::Hwpx | TextFormat::Pdf => text::read(text),
        TextFormat::Markdown if is_nested_too_deep(text) => {
            return Err(format!(
                "its lists or quotes are nested more than {NESTED} deep; rename it to .txt to import it as plain text"
            ));
        }
        TextFormat::Markdown => markdown::read(text),
        TextFormat::Html => html::read(text)?,
    };
    Ok(finished(document))
}

/// An ornament is not a paragraph: a line of stars, the `###` that ends a release. The numbered title of a section is a
/// heading.
fn finished(mut document: ParsedDocument) -> ParsedDocument {
    document.blocks.retain(|block| block.text().contains(char::is_alphanumeric));
    blocks::resolve_sections(&mut document.blocks);
    document
}

fn is_nested_too_deep(text: &str) -> bool {
    let marks = |line: &str| {
        let marks = line.bytes().take_while(|byte| b"> \t-*+.)0123456789".contains(byte));
        marks.filter(|byte| b">-*+.)".contains(byte)).count()
    };
    // A row of asterisks or hyphens is a rule.
    text.lines().any(|line| marks(line) > NESTED && line.contains([' ', '>']))
}
