//! The elements of a web page that hold paragraphs, in one list, and the runs of text in them.
//!
//! Invariant: an element comes after the element that contains it, and the elements in it follow it directly; every
//! text of the page is in one run. Nothing recurses, so no nesting is too deep, and tags may stay open.

use std::ops::Range;
use std::sync::LazyLock;

use html5gum::{DefaultEmitter, StartTag, Token, Tokenizer};

use super::boilerplate::{Aside, TextHint, aside, hint};
use super::html_meta::attribute;

/// The elements of the tree in alphabetical order; all others are part of the text.
static NAMES: LazyLock<Vec<&str>> = LazyLock::new(|| {
    "a address article aside audio b blockquote body button canvas caption center code datalist dd del \
    details dialog div dl dt em fieldset figcaption figure font footer form h1 h2 h3 h4 h5 h6 head header \
    hgroup html i iframe ins label legend li main map menu nav noscript object ol option p pre script \
    section select small span strong style summary sup svg table tbody td template textarea tfoot th thead \
    title tr u ul video"
        .split(' ')
        .collect()
});
/// Elements within lines of text, which are in the tree only if they are hidden.
const INLINE: [&str; 12] = ["a", "b", "code", "del", "em", "font", "i", "ins", "small", "strong", "sup", "u"];
/// The whole page.
pub(super) const ROOT: usize = 0;
/// Maximum letters of a line that may be an aside.
const ASIDE: usize = 60;
/// Maximum elements between a heading, an item or a cell, and its text.
const NEAR: usize = 4;

#[derive(Debug)]
pub(super) struct PageElement {
    pub name: &'static str,
    pub parent: usize,
    pub hint: TextHint,
    /// The elements in it end before this one.
    pub end: usize,
}

/// The text between two borders of paragraphs.
#[derive(Debug)]
pub(super) struct TextRun {
    pub element: usize,
    /// Its tokens, counted from the beginning of the page.
    pub tokens: Range<usize>,
    /// Letters, and those in links; a wide letter counts as two.
    pub letters: usize,
    pub linked: usize,
    /// 1 to 6 in headings.
    pub level: Option<u8>,
    pub is_sentence: bool,
    /// Whether all of it is bold, as headings are that are not marked as such.
    pub is_bold: bool,
    /// Whether it is a short line whose first words show that it is not the author's.
    pub aside: Option<Aside>,
}

#[derive(Debug)]
pub(super) struct PageTree {
    pub elements: Vec<PageElement>,
    pub runs: Vec<TextRun>,
    /// Whether the page runs scripts.
    pub has_scripts: bool,
}

impl PageTree {
    pub(super) fn of(page: &str) -> Self {
        let mut builder = TreeBuilder::new();
        let mut emitter = DefaultEmitter::default();
        emitter.naively_switch_states(true);
        let mut tokens = 0;
        for Ok(token) in Tokenizer::new_with_emitter(page, emitter) {
            match token {
                Token::StartTag(tag) => builder.start(&tag, tokens),
                Token::EndTag(tag) => builder.end(&tag.name, tokens),
                Token::String(text) => builder.text(&String::from_utf8_lossy(&text)),
                Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
            }
            tokens += 1;
        }
        builder.finish(tokens)
    }

    /// The element with one of these names that is nearest to a run's text.
    pub(super) fn nearest(&self, run: &TextRun, names: &[&str]) -> Option<usize> {
        nearest(&self.elements, run.element, names)
    }

    /// Whether an element is within another.
    pub(super) fn is_within(&self, element: usize, other: usize) -> bool {
        self.elements.get(other).is_some_and(|outer| (other..outer.end).contains(&element))
    }
}

fn nearest(elements: &[PageElement], from: usize, names: &[&str]) -> Option<usize> {
    let up = |at: &usize| elements.get(*at).map(|element| element.parent);
    let mut near = std::iter::successors(Some(from), up).take(NEAR);
    near.find(|at| elements.get(*at).is_some_and(|element| names.contains(&element.name)))
}

#[derive(Debug)]
struct TreeBuilder {
    elements: Vec<PageElement>,
    runs: Vec<TextRun>,
    /// The elements that are open, and how many have each name.
    open: Vec<usize>,
    counts: Vec<usize>,
    has_scripts: bool,
    is_linked: bool,
    /// How many elements in bold are open.
    bold: usize,
    /// Whether the last thing was a line break.
    is_broken: bool,
    /// The text of the run that is open, with its element, its first token, and its letters.
    text: String,
    element: usize,
    first: usize,
    letters: usize,
    linked: usize,
    /// Letters that are not bold.
    plain: usize,
}

impl TreeBuilder {
    fn new() -> Self {
        let root = PageElement { name: "", parent: ROOT, hint: TextHint::Unknown, end: usize::MAX };
        Self {
            elements: vec![root],
            runs: Vec::new(),
            open: vec![ROOT],
            counts: vec![0; NAMES.len()],
            has_scripts: false,
            is_linked: false,
            bold: 0,
            is_broken: false,
            text: String::new(),
            element: ROOT,
            first: 0,
            letters: 0,
            linked: 0,
            plain: 0,
        }
    }

    fn top(&self) -> (usize, &'static str) {
        let at = self.open.last().copied().unwrap_or(ROOT);
        (at, self.elements.get(at).map_or("", |element| element.name))
    }

    fn start(&mut self, tag: &StartTag<()>, token: usize) {
        match tag.name.as_slice() {
            // A link to another place of the page leads to its text.
            b"a" => self.is_linked = attribute(tag, "href").is_some_and(|to| !to.starts_with('#')),
            b"br" | b"hr" => self.line_break(token),
            b"script" => self.has_scripts = true,
            b"b" | b"strong" => self.bold += 1,
            _ => {}
        }
        let Some((place, name)) = known(&tag.name).filter(|_| !tag.self_closing) else { return };
        let hint = hint(name, tag);
        if hint == TextHint::Unknown && INLINE.contains(&name) {
            return;
        }
        if name != "span" || hint != TextHint::Unknown {
            self.flush(token);
        }
        while self.ends(name) {
            self.pop(token);
        }
        let (parent, _) = self.top();
        self.open.push(self.elements.len());
        self.elements.push(PageElement { name, parent, hint, end: usize::MAX });
        if let Some(count) = self.counts.get_mut(place) {
            *count += 1;
        }
    }

    /// Whether the element that is open ends where one of this name begins.
    fn ends(&self, next: &str) -> bool {
        let (_, open) = self.top();
        match next {
            "li" => matches!(open, "li" | "p" | "span"),
            "tr" => matches!(open, "td" | "th" | "tr" | "p" | "span"),
            "td" | "th" => matches!(open, "td" | "th" | "p" | "span"),
            "dt" | "dd" => matches!(open, "dt" | "dd" | "p" | "span"),
            "option" => open == "option",
            next if next == "span" || INLINE.contains(&next) => false,
            _ => open == "p",
        }
    }

    fn end(&mut self, name: &[u8], token: usize) {
        if matches!(name, b"a" | b"p" | b"td" | b"th") {
            (self.is_linked, self.bold) = (false, if name == b"a" { self.bold } else { 0 });
        }
        if matches!(name, b"b" | b"strong") {
            self.bold = self.bold.saturating_sub(1);
        }
        let Some((place, name)) = known(name) else { return };
        if name == "span" || INLINE.contains(&name) {
            if self.top().1 == name {
                self.pop(token);
            }
            return;
        }
        self.flush(token);
        if self.counts.get(place).is_none_or(|open| *open == 0) {
            return;
        }
        while self.pop(token) != name {}
    }

    /// Ends the element that is open; returns its name.
    fn pop(&mut self, token: usize) -> &'static str {
        let (at, name) = self.top();
        let end = self.elements.len();
        if at == ROOT {
            return name;
        }
        self.open.pop();
        let is_hinted = self.elements.get(at).is_some_and(|element| element.hint != TextHint::Unknown);
        if name != "span" || is_hinted {
            self.flush(token);
        }
        if let Some(element) = self.elements.get_mut(at) {
            element.end = end;
        }
        if let Some(count) = known(name.as_bytes()).and_then(|(place, _)| self.counts.get_mut(place)) {
            *count -= 1;
        }
        name
    }

    /// Two line breaks end a paragraph.
    fn line_break(&mut self, token: usize) {
        if self.is_broken {
            self.flush(token);
        }
        self.text.push(' ');
        self.is_broken = true;
    }

    fn text(&mut self, text: &str) {
        let (at, name) = self.top();
        if matches!(name, "script" | "style") {
            return;
        }
        let width = |c: char| if c.is_whitespace() { 0 } else { 1 + usize::from(c >= '\u{1100}') };
        let letters = text.chars().map(width).sum::<usize>();
        if letters > 0 && self.letters == 0 {
            self.element = at;
        }
        self.is_broken &= letters == 0;
        self.letters += letters;
        self.linked += if self.is_linked { letters } else { 0 };
        self.plain += if self.bold == 0 { letters } else { 0 };
        self.text.push_str(text);
    }

    /// Ends the run that is open before this token.
    fn flush(&mut self, token: usize) {
        let text = std::mem::take(&mut self.text);
        let (letters, linked) = (std::mem::take(&mut self.letters), std::mem::take(&mut self.linked));
        let (plain, first) = (std::mem::take(&mut self.plain), std::mem::replace(&mut self.first, token));
        self.is_broken = false;
        if letters == 0 {
            return;
        }
        let text = text.trim();
        let heading = nearest(&self.elements, self.element, &["h1", "h2", "h3", "h4", "h5", "h6"]);
        let level = heading.and_then(|at| self.elements.get(at)?.name.as_bytes().get(1).copied());
        self.runs.push(TextRun {
            element: self.element,
            tokens: first..token,
            letters,
            linked,
            level: level.map(|digit| digit - b'0'),
            is_sentence: is_sentence(text),
            is_bold: plain == 0,
            aside: (letters <= ASIDE).then(|| aside(&text.to_lowercase())).flatten(),
        });
    }

    fn finish(mut self, tokens: usize) -> PageTree {
        self.flush(tokens);
        // Elements that never end contain the rest of the page.
        for at in std::mem::take(&mut self.open) {
            let Some(element) = self.elements.get_mut(at) else { continue };
            if !matches!(element.hint, TextHint::Content(_)) && !matches!(element.name, "script" | "style") {
                element.hint = TextHint::Unknown;
            }
        }
        let end = self.elements.len();
        for element in self.elements.iter_mut().filter(|element| element.end == usize::MAX) {
            element.end = end;
        }
        PageTree { elements: self.elements, runs: self.runs, has_scripts: self.has_scripts }
    }
}

fn known(name: &[u8]) -> Option<(usize, &'static str)> {
    let place = NAMES.binary_search_by(|known| known.as_bytes().cmp(name)).ok()?;
    Some((place, NAMES.get(place)?))
}

/// Whether a text ends like a sentence, and has more than one word.
fn is_sentence(text: &str) -> bool {
    let bare = text.trim_end_matches(['"', '”', '’', '“', '»', '\'', ')', ']', ' ']);
    bare.ends_with(['.', '!', '?', '。', ':', '．', '！', '？'])
        && (bare.contains(char::is_whitespace) || bare.contains(|c| c >= '\u{1100}'))
}
