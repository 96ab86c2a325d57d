//! Web pages as paragraphs, read tag by tag: no tree is built, so that no nesting is too deep and no tag need be
//! closed.
//!
//! Invariant: what a page says in its own words is kept, but for its menus, forms and scripts; where one of those is
//! never closed, nothing is left out.

use html5gum::{DefaultEmitter, HtmlString, StartTag, Token, Tokenizer};

use super::blocks::{Block, Document, collapse};

/// Letters that a page's main part must hold to stand for the page.
const MAIN: usize = 200;
/// Letters of the longest paragraph in bold that is taken for a heading.
const HEADING: usize = 200;

/// Elements that begin a line of their own.
const BLOCKS: [&str; 37] = [
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
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "html",
    "li",
    "main",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tbody",
    "thead",
    "tr",
    "ul",
    "title",
    "head",
];
/// Elements around a page's words.
const AROUND: [&str; 10] =
    ["nav", "footer", "aside", "form", "noscript", "template", "svg", "button", "select", "iframe"];

pub(super) fn read(page: &str) -> Document {
    let mut reader = Reader { skips: true, ..Reader::default() };
    reader.read(page);
    if reader.skipping.is_some() && reader.skipped > reader.kept {
        reader = Reader::default();
        reader.read(page);
    }
    reader.finish()
}

/// Which part of the page a block stands in.
#[derive(Debug, Clone, Copy, Default)]
struct Region {
    main: bool,
    article: bool,
}

#[derive(Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each says which of many kinds of element is open")]
struct Reader {
    /// Whether what stands around the words is left out.
    skips: bool,
    /// The element that is being left out, and how often it is open.
    skipping: Option<(Vec<u8>, usize)>,
    /// Bytes left out since that element began, and bytes kept.
    skipped: usize,
    kept: usize,
    blocks: Vec<(Region, Block)>,
    document: Document,
    main: usize,
    article: usize,
    /// The level of the heading that is open.
    heading: Option<u8>,
    in_title: bool,
    is_script: bool,
    preformatted: usize,
    /// The number that the next item of each open list has; none where its items have none.
    lists: Vec<Option<u32>>,
    /// The open item's number.
    number: Option<u32>,
    in_item: bool,
    bold: usize,
    links: usize,
    text: String,
    /// Letters of `text` outside bold, and outside links.
    plain: usize,
    unlinked: usize,
    /// A line break stands last.
    broken: bool,
}

impl Reader {
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

    fn start(&mut self, tag: &StartTag<()>) {
        let name = &*tag.name;
        if let Some((skipped, depth)) = &mut self.skipping {
            *depth = depth.saturating_add(usize::from(skipped == name && !tag.self_closing));
            return;
        }
        if self.skips && !tag.self_closing && is_one(&AROUND, name) {
            self.flush();
            self.skipping = Some((name.clone(), 1));
            self.skipped = 0;
            return;
        }
        if is_one(&BLOCKS, name) {
            self.flush();
        }
        match name.as_slice() {
            b"script" | b"style" => self.is_script = true,
            b"title" => self.in_title = true,
            b"meta" | b"link" | b"time" => self.told(tag),
            b"main" => self.main = self.main.saturating_add(1),
            b"article" => self.article = self.article.saturating_add(1),
            [b'h', level @ b'1'..=b'6'] => self.heading = Some(level.saturating_sub(b'0')),
            b"pre" => self.preformatted = self.preformatted.saturating_add(1),
            b"ul" => self.lists.push(None),
            b"ol" => {
                let start = attribute(tag, "start").and_then(|start| start.parse().ok());
                self.lists.push(Some(start.unwrap_or(1)));
            }
            b"li" => self.item(),
            b"strong" | b"b" => self.bold = self.bold.saturating_add(1),
            b"a" => self.links = self.links.saturating_add(1),
            b"td" | b"th" if !self.text.trim().is_empty() => self.text.push_str(" | "),
            b"br" => self.line_break(),
            _ => {}
        }
    }

    fn end(&mut self, name: &HtmlString) {
        if let Some((skipped, depth)) = &mut self.skipping {
            *depth = depth.saturating_sub(usize::from(*skipped == **name));
            if *depth == 0 {
                self.skipping = None;
            }
            return;
        }
        if is_one(&BLOCKS, name) {
            self.flush();
        }
        match name.as_slice() {
            b"script" | b"style" => self.is_script = false,
            b"title" => self.in_title = false,
            b"main" => self.main = self.main.saturating_sub(1),
            b"article" => self.article = self.article.saturating_sub(1),
            [b'h', b'1'..=b'6'] => self.heading = None,
            b"pre" => self.preformatted = self.preformatted.saturating_sub(1),
            b"ul" | b"ol" => {
                self.lists.pop();
                (self.number, self.in_item) = (None, false);
            }
            b"li" => (self.number, self.in_item) = (None, false),
            b"strong" | b"b" => self.bold = self.bold.saturating_sub(1),
            b"a" => self.links = self.links.saturating_sub(1),
            _ => {}
        }
    }

    fn item(&mut self) {
        self.number = self.lists.last().copied().flatten();
        self.in_item = true;
        if let Some(Some(next)) = self.lists.last_mut() {
            *next = next.saturating_add(1);
        }
    }

    /// Two of them end a paragraph.
    fn line_break(&mut self) {
        if self.broken && self.heading.is_none() {
            self.flush();
        }
        self.text.push(' ');
        self.broken = true;
    }

    fn words(&mut self, words: &str) {
        if self.is_script {
            return;
        }
        if self.skipping.is_some() {
            self.skipped = self.skipped.saturating_add(words.len());
            return;
        }
        self.kept = self.kept.saturating_add(words.len());
        if self.preformatted > 0 && words.contains("\n\n") {
            for paragraph in words.split("\n\n") {
                self.say(paragraph);
                self.flush();
            }
            return;
        }
        self.say(words);
    }

    fn say(&mut self, words: &str) {
        let letters = words.chars().filter(|c| !c.is_whitespace()).count();
        self.broken &= letters == 0;
        self.plain = self.plain.saturating_add(if self.bold == 0 { letters } else { 0 });
        self.unlinked = self.unlinked.saturating_add(if self.links == 0 { letters } else { 0 });
        self.text.push_str(words);
    }

    /// Ends the paragraph that is open.
    fn flush(&mut self) {
        let text = collapse(&std::mem::take(&mut self.text));
        let (plain, unlinked) = (std::mem::take(&mut self.plain), std::mem::take(&mut self.unlinked));
        self.broken = false;
        if text.is_empty() || self.is_script {
            return;
        }
        if self.in_title {
            self.document.title.get_or_insert(text);
            return;
        }
        let is_menu = self.skips && self.in_item && unlinked == 0;
        if is_menu {
            return;
        }
        let is_bold = plain == 0 && text.chars().count() <= HEADING && !self.in_item;
        if self.heading == Some(1) && self.document.first_heading.is_none() {
            self.document.first_heading = Some(text.clone());
        }
        let is_heading = self.heading.is_some() || is_bold;
        let block =
            if is_heading { Block::Heading(text) } else { Block::Paragraph { number: self.number, text } };
        self.blocks.push((Region { main: self.main > 0, article: self.article > 0 }, block));
    }

    /// What the page's head, or a `<time>` in it, says of it.
    fn told(&mut self, tag: &StartTag<()>) {
        let about = ["property", "name", "itemprop", "rel"].iter().find_map(|key| attribute(tag, key));
        let value = ["content", "href", "datetime"].iter().find_map(|key| attribute(tag, key));
        let Some(value) = value.map(|value| collapse(&value)).filter(|value| !value.is_empty()) else {
            return;
        };
        let about = about.unwrap_or_default().to_ascii_lowercase();
        let told = match (tag.name.as_slice(), about.as_str()) {
            (b"meta", "og:title") => &mut self.document.title,
            (
                b"meta",
                "article:published_time" | "date" | "dc.date" | "dcterms.date" | "datepublished" | "pubdate",
            )
            | (b"time", _) => &mut self.document.date,
            (b"meta", "og:url") | (b"link", "canonical") => &mut self.document.address,
            _ => return,
        };
        // What is said first is about the page itself; its title is best said by `og:title`.
        if told.is_none() || about == "og:title" {
            *told = Some(value);
        }
    }

    fn finish(self) -> Document {
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
        let blocks =
            self.blocks.into_iter().filter(|(region, _)| inside(region)).map(|(_, block)| block).collect();
        Document { blocks, ..self.document }
    }
}

fn is_one(names: &[&str], name: &[u8]) -> bool {
    names.iter().any(|known| known.as_bytes() == name)
}

fn attribute(tag: &StartTag<()>, name: &str) -> Option<String> {
    let value = tag.attributes.get(name.as_bytes())?;
    Some(String::from_utf8_lossy(value).into_owned())
}
