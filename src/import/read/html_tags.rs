//! What a tag of a web page says by itself.
//!
//! Invariant: pure functions of one tag.

use html5gum::StartTag;

/// Elements that begin a new paragraph.
const BLOCKS: [&str; 40] = [
    "address",
    "article",
    "blockquote",
    "body",
    "caption",
    "center",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hr",
    "html",
    "li",
    "main",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tbody",
    "thead",
    "title",
    "tr",
    "ul",
];

pub(super) fn attribute(tag: &StartTag<()>, name: &str) -> Option<String> {
    let value = tag.attributes.get(name.as_bytes())?;
    Some(String::from_utf8_lossy(value).into_owned())
}

/// Whether an element begins a new paragraph.
pub(super) fn is_block(name: &[u8]) -> bool {
    BLOCKS.iter().any(|known| known.as_bytes() == name)
}
