//! Web pages as paragraphs, read tag by tag: no tree is built, so no nesting is too deep and tags may stay open.
//!
//! Invariant: the words of the page are kept; only menus, banners, scripts and the like are dropped. If dropping them would
//! lose most of the page, nothing is dropped.

use html5gum::{DefaultEmitter, HtmlString, StartTag, Token, Tokenizer};

use super::super::dates;
use super::blocks::{
    Block, PARAGRAPHS, ParsedDocument, collapse, is_heading as looks_like_heading, is_spoken,
};
use super::html_list::{List, counted};
use super::html_meta::{PageMetadata, attribute, is_boilerplate};
use super::html_raised::Raised;
use super::text as plain_text;

/// Bytes of text from which the main part of a page is read alone.
const MAIN: usize = 200;
/// Letters of the longest heading, and of the longest sentence in bold that is taken for one.
const HEADING: usize = 300;
const SENTENCE: usize = 80;
/// Lists within lists whose signs are written; deeper ones are no lists that anybody drew.
const DEPTH: usize = 8;
/// Lines at the beginning that may be title, place and date, although only a line break divides them.
const HEAD: usize = 8;

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

/// What happens to menus, banners, side bars and the like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Boilerplate {
    #[default]
    Dropped,
    /// Everything but scripts is the author's text.
    Kept,
}

pub(crate) fn read(page: &str, boilerplate: Boilerplate) -> ParsedDocument {
    let mut reader = PageReader::new(boilerplate);
    reader.read(page);
    if reader.is_mistaken() {
        reader = PageReader::new(Boilerplate::Kept);
        reader.read(page);
    }
    reader.finish()
}

/// The part of the page in which a block is.
#[derive(Debug, Clone, Copy, Default)]
struct Region {
    main: bool,
    article: bool,
}

/// The script that is open: none, code, or data about the page.
#[derive(Debug, Default)]
enum Script {
    #[default]
    None,
    Code,
    Data(String),
}

/// A boilerplate element that is being skipped.
#[derive(Debug)]
struct SkippedElement {
    name: Vec<u8>,
    /// How many elements of its name are open.
    depth: usize,
    /// Letters in it outside links.
    letters: usize,
}

#[derive(Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each says which of many kinds of element is open")]
struct PageReader {
    boilerplate: Boilerplate,
    skipped: Option<SkippedElement>,
    /// Letters of the longest skipped element, and letters kept.
    most_skipped: usize,
    kept: usize,
    blocks: Vec<(Region, Block)>,
    first_headings: Vec<(Region, String)>,
    metadata: PageMetadata,
    main: usize,
    article: usize,
    /// Whether a heading is open, and whether it is of the first level.
    heading: Option<bool>,
    in_title: bool,
    /// The script or style that is open.
    script: Script,
    preformatted: usize,
    lists: Vec<List>,
    /// The open item's number, and the signs of items that are still without words.
    number: Option<u32>,
    signs: String,
    /// Whether the open item's words have begun.
    has_begun: bool,
    in_item: bool,
    in_paragraph: bool,
    bold: usize,
    is_linked: bool,
    raised: Option<Raised>,
    /// Whether a reading beside a character is open (`<rt>`), or, on a web page, words that were deleted.
    is_silent: bool,
    text: String,
    /// Letters of `text` that are not bold, and letters that are not in links.
    plain: usize,
    unlinked: usize,
    /// Whether a line break was last.
    broken: bool,
}

impl PageReader {
    fn new(boilerplate: Boilerplate) -> Self {
        Self { boilerplate, ..Self::default() }
    }

    fn read(&mut self, page: &str) {
        let mut emitter = DefaultEmitter::default();
        emitter.naively_switch_states(true);
        for Ok(token) in Tokenizer::new_with_emitter(page, emitter) {
            match token {
                Token::StartTag(tag) => self.start(&tag),
                Token::EndTag(tag) => self.end(&tag.name),
                Token::String(text) => self.words(&String::from_utf8_lossy(&text)),
                Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
            }
        }
        self.flush();
    }

    /// Whether a skipped element contained the page: it is never closed, or almost nothing else is left.
    fn is_mistaken(&self) -> bool {
        let unclosed = self.skipped.as_ref().map_or(0, |skipped| skipped.letters);
        unclosed > self.kept || self.kept < MAIN && self.most_skipped > self.kept
    }

    fn start(&mut self, tag: &StartTag<()>) {
        let name = &*tag.name;
        if let Some(skipped) = &mut self.skipped {
            // A paragraph ends where another block begins.
            if skipped.name.as_slice() != b"p" || !is_block(name) {
                let again = skipped.name == *name && !tag.self_closing;
                skipped.depth += usize::from(again);
                self.is_linked |= name.as_slice() == b"a";
                return;
            }
            self.skipped = None;
        }
        if self.boilerplate == Boilerplate::Dropped && is_boilerplate(tag) {
            self.flush();
            self.skipped = Some(SkippedElement { name: name.clone(), depth: 1, letters: 0 });
            return;
        }
        if is_block(name) {
            self.flush();
        }
        match name.as_slice() {
            b"script" | b"style" => {
                let is_data = attribute(tag, "type").is_some_and(|kind| kind.contains("ld+json"));
                self.script = if is_data { Script::Data(String::new()) } else { Script::Code };
            }
            b"title" => self.in_title = true,
            b"meta" | b"link" => self.metadata.tag(tag),
            b"time" => self.metadata.time(tag, self.main > 0 || self.article > 0),
            b"main" => self.main += 1,
            b"article" => self.article += 1,
            [b'h', level @ b'1'..=b'6'] => self.heading = Some(*level == b'1'),
            b"p" => self.in_paragraph = true,
            b"pre" => self.preformatted += 1,
            b"ul" => self.lists.push(List::default()),
            b"ol" => self.lists.push(List::of(tag)),
            b"li" => self.item(tag),
            b"sup" => self.raise(tag),
            b"rt" | b"rp" => self.is_silent = true,
            b"rb" => self.is_silent = false,
            b"del" => self.is_silent = self.boilerplate == Boilerplate::Dropped,
            b"strong" | b"b" => self.bold += 1,
            b"a" => self.link(tag),
            b"td" | b"th" if !self.text.trim().is_empty() => self.text.push_str(" | "),
            b"br" => self.line_break(),
            _ => {}
        }
    }

    fn end(&mut self, name: &HtmlString) {
        if let Some(skipped) = &mut self.skipped {
            skipped.depth -= usize::from(skipped.name == **name);
            let is_own = skipped.depth == 0;
            let is_over = is_own || skipped.name.as_slice() == b"p" && is_block(name);
            self.is_linked &= name.as_slice() != b"a";
            if is_over {
                self.end_skipped();
            }
            if is_own || !is_over {
                return;
            }
        }
        if is_block(name) {
            self.flush();
        }
        match name.as_slice() {
            b"script" | b"style" => {
                if let Script::Data(data) = std::mem::take(&mut self.script) {
                    self.metadata.data(&data);
                }
            }
            b"title" => self.in_title = false,
            b"main" => self.main = self.main.saturating_sub(1),
            b"article" => self.article = self.article.saturating_sub(1),
            [b'h', b'1'..=b'6'] => self.heading = None,
            b"pre" => self.preformatted = self.preformatted.saturating_sub(1),
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
                (self.bold, self.raised, self.is_linked, self.is_silent) = (0, None, false, false);
            }
            b"sup" => self.lower(),
            b"rt" | b"rp" | b"ruby" | b"del" => self.is_silent = false,
            b"strong" | b"b" => self.bold = self.bold.saturating_sub(1),
            b"a" => self.is_linked = false,
            _ => {}
        }
    }

    fn end_skipped(&mut self) {
        // A hidden paragraph never contains the page.
        let skipped = self.skipped.take().filter(|skipped| skipped.name.as_slice() != b"p");
        let letters = skipped.map_or(0, |skipped| skipped.letters);
        self.most_skipped = self.most_skipped.max(letters);
    }

    /// The figures of a list that is in no other may number the paragraphs; other signs are written before the words.
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
            Script::Data(data) => data.push_str(words),
            Script::Code => {}
            Script::None => self.add(words),
        }
    }

    fn add(&mut self, words: &str) {
        if self.is_silent {
            return;
        }
        let letters = words.chars().filter(|c| !c.is_whitespace()).count();
        let unlinked = if self.is_linked { 0 } else { letters };
        if let Some(skipped) = &mut self.skipped {
            skipped.letters += unlinked;
            return;
        }
        self.kept += letters;
        self.broken &= words.trim().is_empty();
        self.plain += if self.bold == 0 { letters } else { 0 };
        self.unlinked += unlinked;
        if self.preformatted > 0 || !words.contains('\n') {
            self.text.push_str(words);
        } else {
            // Outside `<pre>`, the end of a line is a space.
            self.text.push_str(&words.replace('\n', " "));
        }
    }

    /// Ends the paragraph that is open.
    fn flush(&mut self) {
        let text = std::mem::take(&mut self.text);
        let (plain, unlinked) = (std::mem::take(&mut self.plain), std::mem::take(&mut self.unlinked));
        let in_paragraph = std::mem::take(&mut self.in_paragraph);
        (self.broken, self.raised, self.is_silent) = (false, None, false);
        if self.in_title {
            self.metadata.title(&collapse(&text));
            return;
        }
        if self.preformatted > 0 && text.trim().contains('\n') {
            let region = self.region();
            let text = self.sign() + &text;
            self.has_begun = true;
            self.blocks.extend(plain_text::read(&text).blocks.into_iter().map(|block| (region, block)));
            return;
        }
        let is_menu = unlinked == 0 && (self.in_item || !in_paragraph) && self.heading.is_none();
        if is_menu && self.boilerplate == Boilerplate::Dropped {
            return;
        }
        for line in self.lines(&text) {
            self.block(&collapse(line), plain == 0);
        }
    }

    /// The lines of a paragraph at the beginning of the page if all look like titles or dates; otherwise the paragraph.
    fn lines<'a>(&self, text: &'a str) -> Vec<&'a str> {
        let lines: Vec<&str> = text.split('\n').filter(|line| !line.trim().is_empty()).collect();
        let is_dated = |line: &str| line.len() <= HEADING && dates::find(line).is_some();
        let stands_alone = |line: &&str| looks_like_heading(line.trim()) || is_dated(line);
        let in_head = self.blocks.len() < HEAD && (2..=HEAD).contains(&lines.len());
        if in_head && self.number.is_none() && lines.iter().all(stands_alone) { lines } else { vec![text] }
    }

    fn block(&mut self, text: &str, is_bold: bool) {
        let region = self.region();
        let length = text.chars().count();
        let is_bold =
            is_bold && !self.in_item && !is_spoken(text) && (length <= SENTENCE || looks_like_heading(text));
        if text.is_empty() {
            return;
        }
        let is_heading = (self.heading.is_some() || is_bold) && length <= HEADING;
        let text = if is_heading { self.sign() } else { std::mem::take(&mut self.signs) } + text;
        if self.heading == Some(true) && self.first_headings.len() < HEAD {
            self.first_headings.push((region, text.clone()));
        }
        let begins = !std::mem::replace(&mut self.has_begun, true);
        let block = if is_heading {
            Block::Heading(text)
        } else {
            Block::Paragraph { number: self.number, begins, text }
        };
        if self.blocks.len() <= PARAGRAPHS {
            self.blocks.push((region, block));
        }
    }

    /// What is before the first words of an item, where it numbers no paragraph.
    fn sign(&mut self) -> String {
        let number = self.number.filter(|_| !self.has_begun).map(|number| format!("{number}. "));
        number.unwrap_or_default() + &std::mem::take(&mut self.signs)
    }

    fn region(&self) -> Region {
        Region { main: self.main > 0, article: self.article > 0 }
    }

    fn finish(self) -> ParsedDocument {
        let letters = |inside: fn(&Region) -> bool| {
            let blocks = self.blocks.iter().filter(|(region, _)| inside(region));
            blocks.map(|(_, block)| block.text().len()).sum::<usize>()
        };
        let inside: fn(&Region) -> bool = if letters(|region| region.main) >= MAIN {
            |region| region.main
        } else if letters(|region| region.article) >= MAIN {
            |region| region.article
        } else {
            |_| true
        };
        let blocks = self.blocks.into_iter().filter(|(region, _)| inside(region)).map(|(_, block)| block);
        let mut headings = self.first_headings.into_iter().filter(|(region, _)| inside(region));
        let first_heading = headings.next().map(|(_, heading)| heading);
        ParsedDocument { blocks: blocks.collect(), first_heading, ..self.metadata.document() }
    }
}

fn is_block(name: &[u8]) -> bool {
    BLOCKS.iter().any(|known| known.as_bytes() == name)
}
