//! Markdown, read as the HTML that it describes.
//!
//! Invariant: everything the author wrote is kept, except what is marked as deleted, which a remark quotes; emphasis that is not
//! closed leaves no asterisks in the text, and the mark of a note is never joined to the word before it.

use std::borrow::Cow;

use pulldown_cmark::{CowStr, Event, Options, Parser, Tag, TagEnd, html::push_html};

use crate::text::slice;

use super::blocks::{Block, ParsedDocument, collapse, numbered};
use super::html;
use super::page_tree::is_element;

pub(crate) fn read(text: &str) -> ParsedDocument {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_FOOTNOTES;
    let mut page = String::with_capacity(text.len() + text.len() / 4);
    let (mut note, mut written, mut columns) = (None, None, 0);
    let text = &*with_attributions_apart(text);
    let events = Parser::new_ext(text, options).into_offset_iter().flat_map(|(event, range)| {
        let mut surplus = None;
        let event = match event {
            Event::Start(Tag::Item) => item(slice(text, range), &mut written),
            Event::Html(tag) | Event::InlineHtml(tag) if !is_tag(&tag, text) => Event::Text(tag),
            Event::Start(Tag::Table(alignments)) => {
                columns = alignments.len();
                Event::Start(Tag::Table(alignments))
            }
            Event::End(TagEnd::TableRow) => {
                surplus = cells_beyond(slice(text, range), columns);
                event
            }
            other => other,
        };
        let cell = surplus.map(|words| [Event::Html("<td>".into()), Event::Text(words.into())]);
        cell.into_iter().flatten().chain([event])
    });
    push_html(&mut page, events.flat_map(|event| with_notes(event, &mut note)));
    let mut document = html::read_whole(&page);
    document.blocks.iter_mut().for_each(without_asterisks);
    document
}

/// A text in which a line of a block quotation that begins with a dash is a paragraph of its own: it says who said the
/// words above it.
fn with_attributions_apart(text: &str) -> Cow<'_, str> {
    let after_sign = |line: &str| line.trim_start_matches([' ', '>']).starts_with(['—', '―']);
    let is_quoted = |line: &str| line.trim_start().starts_with('>');
    let is_attribution = |line: &str| is_quoted(line) && after_sign(line);
    if !text.lines().any(is_attribution) {
        return Cow::Borrowed(text);
    }
    let mut apart = String::with_capacity(text.len() + text.len() / 8);
    for line in text.split_inclusive('\n') {
        if is_attribution(line) {
            let signs = line.len() - line.trim_start_matches([' ', '>']).len();
            apart.push_str(slice(line, 0..signs));
            apart.push('\n');
        }
        apart.push_str(line);
    }
    Cow::Owned(apart)
}

/// Whether what looks like a tag of HTML is one, and no words: `<Annex>`, `<End of document>`.
fn is_tag(html: &str, text: &str) -> bool {
    let Some(rest) = html.trim_start().strip_prefix('<') else { return true };
    let end = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
    let name = slice(rest, 0..end);
    let is_lone = |name: &str| {
        matches!(name, "abbr" | "br" | "cite" | "hr" | "img" | "mark" | "q" | "s" | "sub" | "wbr")
    };
    let lower = name.to_ascii_lowercase();
    name.is_empty()
        || rest.contains(['=', '/'])
        || is_element(&lower)
        || is_lone(&lower)
        || text.contains(&format!("</{name}"))
}

/// The cells of a row beyond the headings of its table, which Markdown does not show.
fn cells_beyond(row: &str, columns: usize) -> Option<String> {
    // A bar behind a backslash is a letter.
    let row = row.trim().replace("\\|", "\0");
    let row = row.strip_prefix('|').unwrap_or(&row);
    let cells = row.strip_suffix('|').unwrap_or(row).split('|').skip(columns).map(str::trim);
    let words = cells.filter(|cell| !cell.is_empty()).collect::<Vec<_>>().join(" | ").replace('\0', "|");
    Some(words).filter(|words| !words.is_empty())
}

/// An item with the number that its author wrote; if all are written `1.`, the list counts them.
fn item<'a>(text: &str, last: &mut Option<u32>) -> Event<'a> {
    let own = numbered(text.trim_start()).map(|(number, _)| number);
    match own.filter(|own| last.replace(*own) != Some(*own)) {
        Some(number) => Event::Html(format!("<li value=\"{number}\">").into()),
        None => Event::Start(Tag::Item),
    }
}

/// Notes as `[1]`, at their marks and before their texts.
fn with_notes<'a>(
    event: Event<'a>,
    note: &mut Option<CowStr<'a>>,
) -> impl Iterator<Item = Event<'a>> + use<'a> {
    let text = |label: &CowStr<'_>, end: &str| Event::Text(format!("[{label}]{end}").into());
    let events = match event {
        Event::FootnoteReference(label) => [Some(text(&label, "")), None],
        Event::Start(Tag::FootnoteDefinition(label)) => {
            *note = Some(label);
            [None, None]
        }
        Event::End(TagEnd::FootnoteDefinition) => [None, None],
        Event::Start(Tag::Paragraph) => {
            let label = note.take();
            [Some(Event::Start(Tag::Paragraph)), label.map(|label| text(&label, " "))]
        }
        other => [Some(other), None],
    };
    events.into_iter().flatten()
}

/// `**Heading: **` is no emphasis in Markdown, although pages converted to Markdown often have it.
fn without_asterisks(block: &mut Block) {
    let Block::Paragraph { text, .. } = block else { return };
    if !text.contains("**") {
        return;
    }
    let whole = text.starts_with("**") && text.ends_with("**") && text.matches("**").count() == 2;
    let bare = collapse(&text.replace("***", "").replace("**", ""));
    if whole {
        *block = Block::Heading(bare);
    } else {
        *text = bare;
    }
}
