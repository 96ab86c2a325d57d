//! Web pages as paragraphs, read tag by tag, so that no nesting is too deep, and tags may stay open.
//!
//! Invariant: the words of the page's main text are kept, each in its paragraph; `main_text` alone decides what is left out.

use html5gum::{HtmlString, StartTag, Token};

use super::super::dates;
use super::block_writer::deletions_remark;
use super::blocks::{
    Block, PARAGRAPHS, ParsedDocument, collapse, is_heading as looks_like_heading, is_spoken, letter_after,
    lettered, numbered,
};
use super::html_list::{HtmlList, counted};
use super::html_meta::{PageMetadata, attribute};
use super::html_raised::Raised;
use super::html_tags::is_block;
use super::main_text::MainText;
use super::page_tokens::tokens;
use super::text as plain_text;
use crate::text::slice;

/// Maximum letters of a heading, and of a sentence in bold that is taken for one.
const HEADING: usize = 300;
const SENTENCE: usize = 80;
/// Maximum depth of lists whose signs are written; deeper lists are errors of the page.
const DEPTH: usize = 8;
/// Lines at the beginning that may be title, place and date even if only a line break divides them.
const HEAD: usize = 8;

/// Reads the main text of a page; or why there is none.
pub(crate) fn read(page: &str) -> Result<ParsedDocument, String> {
    let main = MainText::of(page);
    if main.is_written_by_script() {
        return Err(String::from(
            "this page holds no statement: it is written by a script; save it from a browser as a complete page",
        ));
    }
    let document = PageReader::default().read(page, Some(&main));
    let remarks = main.remarks().into_iter().chain(document.remarks).collect();
    Ok(ParsedDocument { remarks, ..document })
}

/// Reads a page whose whole text, except scripts, is the author's.
pub(crate) fn read_whole(page: &str) -> ParsedDocument {
    PageReader::default().read(page, None)
}

/// The script that is open: none, code, or data about the page.
#[derive(Debug, Default)]
enum ScriptElement {
    #[default]
    None,
    Code,
    Data(String),
}

#[derive(Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each says which of many kinds of element is open")]
struct PageReader {
    /// Whether a web page is read, and whether the open token is outside of its main text.
    is_page: bool,
    is_left_out: bool,
    blocks: Vec<Block>,
    first_heading: Option<String>,
    metadata: PageMetadata,
    /// Whether a heading is open, and whether it is of the first level.
    heading: Option<bool>,
    in_title: bool,
    /// Whether a drawing is open, whose title names it to screen readers.
    is_in_drawing: bool,
    /// The script or style that is open.
    script: ScriptElement,
    preformatted: usize,
    /// Quotations that are open, set apart as blocks.
    quoted: usize,
    /// The marks that close quotations inside a paragraph, of those that are open.
    marks: Vec<Option<&'static str>>,
    lists: Vec<HtmlList>,
    /// The open item's number, and the signs of items that are still without words.
    number: Option<u32>,
    signs: String,
    /// Whether the open item's words have begun.
    has_begun: bool,
    in_item: bool,
    bold: usize,
    is_linked: bool,
    raised: Option<Raised>,
    /// Whether a reading aid of a character is open (`<rt>`).
    is_silent: bool,
    /// Whether words that were deleted are open, and all of them.
    is_deleted: bool,
    deletions: Vec<String>,
    /// Whether the deletion began outside of paragraphs, and ends only with its own tag.
    deletes_blocks: bool,
    text: String,
    /// Letters of `text` that are not bold.
    plain: usize,
    /// Whether the last thing was a line break, and whether it was the beginning of a cell.
    broken: bool,
    is_new_cell: bool,
}

impl PageReader {
    fn read(mut self, page: &str, main: Option<&MainText>) -> ParsedDocument {
        self.is_page = main.is_some();
        for (at, token) in tokens(page).enumerate() {
            self.is_left_out = main.is_some_and(|main| !main.contains(at));
            self.metadata.token(&token);
            match token {
                Token::StartTag(tag) => self.start(&tag),
                Token::EndTag(tag) => self.end(&tag.name),
                Token::String(text) => self.words(&String::from_utf8_lossy(&text)),
                Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
            }
        }
        self.flush();
        let what = if self.is_page { "the page" } else { "the text" };
        let remarks = deletions_remark(&format!("words that {what} marks as deleted"), &self.deletions);
        ParsedDocument {
            blocks: self.blocks,
            first_heading: self.first_heading,
            remarks: remarks.into_iter().collect(),
            ..self.metadata.document()
        }
    }

    fn start(&mut self, tag: &StartTag<()>) {
        let name = &*tag.name;
        if is_block(name) && !self.names_drawing(name) {
            // A paragraph ends a drawing that is still open.
            self.is_in_drawing = false;
            let is_blank = self.deletions.last().is_some_and(|deletion| deletion.trim().is_empty());
            self.deletes_blocks |= self.is_deleted && is_blank && self.text.trim().is_empty();
            self.flush();
        }
        match name.as_slice() {
            b"script" | b"style" => {
                let is_data = attribute(tag, "type").is_some_and(|kind| kind.contains("ld+json"));
                self.script = if is_data { ScriptElement::Data(String::new()) } else { ScriptElement::Code };
            }
            b"svg" => self.is_in_drawing = !tag.self_closing,
            b"title" if self.is_in_drawing => self.is_silent = true,
            b"title" => self.in_title = true,
            b"meta" | b"link" => self.metadata.tag(tag),
            [b'h', level @ b'1'..=b'6'] => self.heading = Some(*level == b'1'),
            b"pre" => self.preformatted += 1,
            b"blockquote" => self.quoted += 1,
            b"q" => self.quote(),
            b"ul" => self.lists.push(HtmlList::default()),
            b"ol" => self.lists.push(HtmlList::of(tag)),
            b"li" => self.item(tag),
            b"sup" => self.raise(tag),
            b"rt" | b"rp" => self.is_silent = true,
            b"rb" => self.is_silent = false,
            b"del" => {
                self.is_deleted = true;
                self.deletions.push(String::new());
            }
            b"strong" | b"b" => self.bold += 1,
            b"a" => self.link(tag),
            b"td" | b"th" => self.is_new_cell = !self.text.trim().is_empty(),
            b"br" => self.line_break(),
            _ => {}
        }
    }

    fn end(&mut self, name: &HtmlString) {
        if is_block(name) && !self.names_drawing(name) {
            self.flush();
        }
        match name.as_slice() {
            b"script" | b"style" => {
                if let ScriptElement::Data(data) = std::mem::take(&mut self.script) {
                    self.metadata.data(&data);
                }
            }
            b"svg" => (self.is_in_drawing, self.is_silent) = (false, false),
            b"title" if self.is_in_drawing => self.is_silent = false,
            b"title" => self.in_title = false,
            [b'h', b'1'..=b'6'] => self.heading = None,
            b"pre" => self.preformatted = self.preformatted.saturating_sub(1),
            b"blockquote" => self.quoted = self.quoted.saturating_sub(1),
            b"q" => {
                if let Some(mark) = self.marks.pop().flatten() {
                    self.words(mark);
                }
            }
            b"ul" | b"ol" => {
                self.lists.pop();
                (self.number, self.in_item) = (None, !self.lists.is_empty());
                self.signs.clear();
            }
            b"li" => {
                (self.number, self.in_item) = (None, false);
                self.signs.clear();
            }
            // Tags that are still open end here.
            b"p" | b"td" | b"th" => {
                (self.bold, self.raised, self.is_linked) = (0, None, false);
                (self.is_silent, self.is_deleted) = (false, self.deletes_blocks);
            }
            b"sup" => self.lower(),
            b"rt" | b"rp" | b"ruby" => self.is_silent = false,
            b"del" => (self.is_deleted, self.deletes_blocks) = (false, false),
            b"strong" | b"b" => self.bold = self.bold.saturating_sub(1),
            b"a" => self.is_linked = false,
            _ => {}
        }
    }

    fn names_drawing(&self, name: &[u8]) -> bool {
        self.is_in_drawing && name == b"title"
    }

    /// The quotation mark that a browser writes for `<q>`, unless the page has one.
    fn quote(&mut self) {
        let (opening, closing) =
            if self.marks.len().is_multiple_of(2) { ("“", "”") } else { ("‘", "’") };
        let has_mark = self.text.ends_with(['“', '‘', '"', '«', '„', '「', '『']);
        self.marks.push((!has_mark).then_some(closing));
        if !has_mark {
            self.words(opening);
        }
    }

    /// The figures of a list that is in no other list may number the paragraphs; other signs are written before the
    /// words.
    fn item(&mut self, tag: &StartTag<()>) {
        let depth = self.lists.len();
        // An item may begin with a list.
        if depth < 2 || std::mem::take(&mut self.has_begun) {
            self.number = None;
            self.has_begun = false;
        }
        self.in_item = true;
        let Some(list) = self.lists.last_mut() else { return };
        let (value, sign) = list.item(tag);
        match sign {
            Some('1') if depth == 1 => self.number = u32::try_from(value).ok(),
            Some(sign) if depth <= DEPTH => self.signs.push_str(&(counted(value, sign) + ". ")),
            Some(_) => self.signs.clear(),
            None => {}
        }
    }

    /// A link within a link ends the outer one; `<a>` without an address is no link.
    fn link(&mut self, tag: &StartTag<()>) {
        self.is_linked = tag.attributes.contains_key(b"href".as_slice());
        if let Some(raised) = &mut self.raised {
            raised.is_note |= self.is_linked;
        }
    }

    fn raise(&mut self, tag: &StartTag<()>) {
        self.raised.get_or_insert(Raised::of(tag, self.text.len(), self.is_linked));
    }

    fn lower(&mut self) {
        let Some(raised) = self.raised.take() else { return };
        if let Some(written) = raised.written(&self.text) {
            self.text.truncate(raised.from);
            self.text.push_str(&written);
        }
    }

    /// Two line breaks end a paragraph.
    fn line_break(&mut self) {
        if self.broken && self.heading.is_none() {
            self.flush();
        }
        self.text.push('\n');
        self.broken = true;
    }

    fn words(&mut self, words: &str) {
        match &mut self.script {
            ScriptElement::Data(data) => data.push_str(words),
            ScriptElement::None if self.in_title || !self.is_left_out => self.add(words),
            ScriptElement::None | ScriptElement::Code => {}
        }
    }

    fn add(&mut self, words: &str) {
        if self.is_silent {
            return;
        }
        if let Some(deletion) = self.deletions.last_mut().filter(|_| self.is_deleted) {
            deletion.push_str(words);
            return;
        }
        let letters = words.chars().filter(|c| !c.is_whitespace()).count();
        if letters > 0 && std::mem::take(&mut self.is_new_cell) {
            self.text.push_str(" | ");
        }
        self.broken &= letters == 0;
        self.plain += if self.bold == 0 { letters } else { 0 };
        if self.preformatted > 0 || !words.contains('\n') {
            self.text.push_str(words);
        } else {
            // Outside `<pre>`, the end of a line is a space.
            self.text.push_str(&words.replace('\n', " "));
        }
    }

    /// Ends the paragraph that is open.
    fn flush(&mut self) {
        let (text, plain) = (std::mem::take(&mut self.text), std::mem::take(&mut self.plain));
        (self.broken, self.raised, self.is_new_cell) = (false, None, false);
        self.marks.clear();
        (self.is_silent, self.is_deleted) = (false, self.deletes_blocks);
        if let Some(deletion) = self.deletions.last_mut().filter(|_| self.deletes_blocks) {
            deletion.push(' ');
        }
        if self.in_title {
            self.metadata.title(&collapse(&text));
            return;
        }
        if self.preformatted > 0 && text.trim().contains('\n') {
            let text = self.sign() + &text;
            self.has_begun = true;
            self.blocks.extend(plain_text::read(&text).blocks);
            return;
        }
        for line in self.lines(&text) {
            self.block(&collapse(line), plain == 0);
        }
    }

    /// The lines of a paragraph at the beginning of the page if all look like titles or dates; otherwise the paragraph, or
    /// the paragraphs of it that are numbered one after the other.
    fn lines<'a>(&self, text: &'a str) -> Vec<&'a str> {
        let lines: Vec<&str> = text.split('\n').filter(|line| !line.trim().is_empty()).collect();
        let is_dated = |line: &str| line.len() <= HEADING && dates::is_in(line);
        let stands_alone = |line: &&str| looks_like_heading(line.trim()) || is_dated(line);
        let in_head = self.blocks.len() < HEAD && (2..=HEAD).contains(&lines.len());
        if in_head && self.number.is_none() && lines.iter().all(stands_alone) {
            lines
        } else if self.in_item || self.heading.is_some() {
            vec![text]
        } else {
            numbered_parts(text)
        }
    }

    fn block(&mut self, text: &str, is_bold: bool) {
        let length = text.chars().count();
        let is_bold =
            is_bold && !self.in_item && !is_spoken(text) && (length <= SENTENCE || looks_like_heading(text));
        if text.is_empty() {
            return;
        }
        let is_heading = (self.heading.is_some() || is_bold) && length <= HEADING;
        let is_inner = self.number.is_none() && !self.signs.is_empty();
        let text = if is_heading { self.sign() } else { std::mem::take(&mut self.signs) } + text;
        if self.heading == Some(true) {
            self.first_heading.get_or_insert_with(|| text.clone());
        }
        let is_later = std::mem::replace(&mut self.has_begun, true) && self.number.is_some();
        let begins = !is_inner && !is_later;
        let block = if is_heading {
            Block::Heading(text)
        } else {
            Block::Paragraph { number: self.number, begins, pages: None, is_quoted: self.quoted > 0, text }
        };
        if self.blocks.len() <= PARAGRAPHS {
            self.blocks.push(block);
        }
    }

    /// What is before the first words of an item, where it numbers no paragraph.
    fn sign(&mut self) -> String {
        let number = self.number.filter(|_| !self.has_begun).map(|number| format!("{number}. "));
        number.unwrap_or_default() + &std::mem::take(&mut self.signs)
    }
}

/// A text divided before each line that begins with the next number or letter, if there are several, and sentences among
/// them.
fn numbered_parts(text: &str) -> Vec<&str> {
    let (mut number, mut letter, mut starts, mut at) = (None, None, Vec::new(), 0);
    for line in text.split_inclusive('\n') {
        let words = line.trim();
        let (own, sign) = (numbered(words).map(|(number, _)| number), lettered(words));
        let is_next = own.is_some_and(|own| number.is_none_or(|last: u32| last.checked_add(1) == Some(own)));
        let is_item = sign.is_some_and(|sign| match letter.and_then(letter_after) {
            Some(next) => sign == next,
            None => matches!(sign, 'a' | '가'),
        });
        if is_next || is_item {
            starts.push(at);
            (number, letter) = if is_next { (own, None) } else { (number, sign) };
        }
        at += line.len();
    }
    let ends = starts.iter().copied().skip(1).chain([text.len()]);
    let parts: Vec<&str> = starts.iter().zip(ends).map(|(start, end)| slice(text, *start..end)).collect();
    // Names in a list are one paragraph, numbered sentences are several.
    let is_apart = |part: &&str| {
        part.trim_end().ends_with(['.', ';', ':', '!', '?', '。']) || lettered(part.trim_start()).is_some()
    };
    if parts.len() < 2 || !parts.iter().any(is_apart) {
        return vec![text];
    }
    let before = slice(text, 0..starts.first().copied().unwrap_or(0));
    [before].into_iter().chain(parts).collect()
}
