//! The elements of a web page that hold paragraphs, in one list, and the runs of text in them.
//!
//! Invariant: an element comes after the element that contains it, and the elements in it follow it directly; every
//! text of the page is in one run. Nothing recurses, so no nesting is too deep, and tags may stay open.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

use html5gum::{StartTag, Token};

use super::blocks::collapse;
use super::boilerplate::{self, Aside, TextHint, is_phrasing, is_slug};
use super::html_meta::attribute;
use super::page_line::{LinePiece, PieceRole, Words, together};
use super::page_tokens::tokens;

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
/// The whole page.
pub(super) const ROOT: usize = 0;
/// Maximum elements within a line around its words that are looked at.
const WITHIN: usize = 20;
/// Letters of a run that a remark may quote.
const OPENING: usize = 48;
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
    pub ends_in_link: bool,
    pub last: Option<char>,
    /// Whether all of it is bold, as headings are that are not marked as such.
    pub is_bold: bool,
    /// Whether it is a short line whose first words show that it is not the author's.
    pub aside: Option<Aside>,
    /// Its first words.
    pub opening: String,
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
        let mut count = 0;
        for token in tokens(page) {
            match token {
                Token::StartTag(tag) => builder.start(&tag, count),
                Token::EndTag(tag) => builder.end(&tag.name, count),
                Token::String(text) => builder.text(&String::from_utf8_lossy(&text)),
                Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
            }
            count += 1;
        }
        builder.finish(count)
    }

    pub(super) fn name(&self, element: usize) -> &'static str {
        self.elements.get(element).map_or("", |element| element.name)
    }

    pub(super) fn parent(&self, element: usize) -> Option<usize> {
        self.elements.get(element).map(|it| it.parent).filter(|_| element != ROOT)
    }

    /// An element, and those that contain it, the nearest first.
    pub(super) fn around(&self, element: usize) -> impl Iterator<Item = usize> {
        std::iter::successors(Some(element), |at| self.parent(*at))
    }

    /// An element and those in it.
    pub(super) fn within(&self, element: usize) -> Range<usize> {
        element..self.elements.get(element).map_or(element, |it| it.end)
    }

    /// The element with one of these names that is nearest to a run's text.
    pub(super) fn nearest(&self, run: &TextRun, names: &[&str]) -> Option<usize> {
        nearest(&self.elements, run.element, names)
    }

    /// Whether an element is within another.
    pub(super) fn is_within(&self, element: usize, other: usize) -> bool {
        self.within(other).contains(&element)
    }
}

/// The first words of a text; spaces between them may be wide.
fn opening(text: &str) -> String {
    let beginning: String = text.trim_start().chars().take(4 * OPENING).collect();
    collapse(&beginning).chars().take(OPENING).collect()
}

fn nearest(elements: &[PageElement], from: usize, names: &[&str]) -> Option<usize> {
    let up = |at: &usize| elements.get(*at).map(|element| element.parent);
    let mut near = std::iter::successors(Some(from), up).take(NEAR);
    near.find(|at| elements.get(*at).is_some_and(|element| names.contains(&element.name)))
}

/// An element whose id alone calls it boilerplate: its hint does not count if its first words are those of the id.
#[derive(Debug)]
struct Suspect {
    element: usize,
    id: String,
    hint_without_id: TextHint,
}

#[derive(Debug)]
struct TreeBuilder {
    elements: Vec<PageElement>,
    runs: Vec<TextRun>,
    /// The elements that are open, and how many have each name.
    open: Vec<usize>,
    counts: Vec<usize>,
    /// Those of them that have no text yet and may be named by their own heading.
    suspects: Vec<Suspect>,
    /// The ids of the page so far.
    ids: HashSet<String>,
    has_scripts: bool,
    is_linked: bool,
    /// How many elements in bold are open.
    bold: usize,
    /// Whether the last thing was a line break.
    is_broken: bool,
    /// The line that is open: its last piece, and those before.
    piece: LinePiece,
    pieces: Vec<LinePiece>,
}

impl TreeBuilder {
    fn new() -> Self {
        let root = PageElement { name: "", parent: ROOT, hint: TextHint::Unknown, end: usize::MAX };
        Self {
            elements: vec![root],
            runs: Vec::new(),
            open: vec![ROOT],
            counts: vec![0; NAMES.len()],
            suspects: Vec::new(),
            ids: HashSet::new(),
            has_scripts: false,
            is_linked: false,
            bold: 0,
            is_broken: false,
            piece: LinePiece::new(0),
            pieces: Vec::new(),
        }
    }

    fn top(&self) -> (usize, &'static str) {
        let at = self.open.last().copied().unwrap_or(ROOT);
        (at, self.elements.get(at).map_or("", |element| element.name))
    }

    fn start(&mut self, tag: &StartTag<()>, token: usize) {
        let id = attribute(tag, "id");
        if let Some(id) = &id {
            self.ids.insert(id.clone());
        }
        match tag.name.as_slice() {
            b"a" => self.is_linked = attribute(tag, "href").is_some_and(|to| !self.is_here(&to)),
            b"br" | b"hr" => self.line_break(token),
            b"script" => self.has_scripts = true,
            b"b" | b"strong" => self.bold += 1,
            _ => {}
        }
        let Some((place, name)) = known(&tag.name).filter(|_| !tag.self_closing) else { return };
        let hint = boilerplate::hint(name, tag, id.as_deref());
        if hint == TextHint::Unknown && boilerplate::INLINE.contains(&name) {
            return;
        }
        self.border(name, hint, token);
        while self.ends(name) {
            self.pop(token);
        }
        let ((parent, _), element) = (self.top(), self.elements.len());
        self.open.push(element);
        self.elements.push(PageElement { name, parent, hint, end: usize::MAX });
        let is_boilerplate = matches!(hint, TextHint::Boilerplate | TextHint::Teaser);
        if let Some(id) = id.filter(|_| is_boilerplate) {
            let hint_without_id = boilerplate::hint(name, tag, None);
            if hint_without_id != hint {
                self.suspects.push(Suspect { element, id, hint_without_id });
            }
        }
        if let Some(count) = self.counts.get_mut(place) {
            *count += 1;
        }
    }

    /// Whether a link leads to a place of this page that is known. A browser saves `#place` as a whole address.
    fn is_here(&self, address: &str) -> bool {
        let place = address.split_once('#');
        place.is_some_and(|(page, place)| page.is_empty() || self.ids.contains(place))
    }

    /// Ends the line, or its piece, where an element begins or ends.
    fn border(&mut self, name: &str, hint: TextHint, token: usize) {
        if !is_phrasing(name) {
            self.flush(token);
        } else if hint != TextHint::Unknown {
            self.cut(token);
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
            next if is_phrasing(next) => false,
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
        if name == "span" || boilerplate::INLINE.contains(&name) {
            if self.top().1 == name {
                self.pop(token);
            }
            return;
        }
        if !is_phrasing(name) {
            self.flush(token);
        }
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
        let hint = self.elements.get(at).map_or(TextHint::Unknown, |element| element.hint);
        self.border(name, hint, token);
        if self.suspects.last().is_some_and(|suspect| suspect.element == at) {
            self.suspects.pop();
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
        self.piece.words.text.push(' ');
        self.is_broken = true;
    }

    fn text(&mut self, text: &str) {
        let (at, name) = self.top();
        if matches!(name, "script" | "style") {
            return;
        }
        let width = |c: char| if c.is_whitespace() { 0 } else { 1 + usize::from(c >= '\u{1100}') };
        let letters = text.chars().map(width).sum::<usize>();
        if letters > 0 && self.piece.words.letters == 0 {
            (self.piece.element, self.piece.role) = (at, self.role());
        }
        self.is_broken &= letters == 0;
        self.piece.words.letters += letters;
        // An address that the author prints is a reference.
        let is_linked = self.is_linked && !text.trim_start().starts_with("http");
        self.piece.words.linked += if is_linked { letters } else { 0 };
        if letters > 0 {
            self.piece.words.ends_in_link = is_linked;
        }
        self.piece.words.plain += if self.bold == 0 { letters } else { 0 };
        self.piece.words.text.push_str(text);
    }

    /// Whose words those of the element that is open are, by the elements around it within the line.
    fn role(&self) -> PieceRole {
        let mut role = PieceRole::Text;
        let around = self.open.iter().rev().take(WITHIN);
        for element in around.filter_map(|at| self.elements.get(*at)) {
            let is_spoken = matches!(element.name, "button" | "label");
            match element.hint {
                _ if !is_phrasing(element.name) => break,
                TextHint::Control if is_spoken => role = PieceRole::Named,
                TextHint::Hidden | TextHint::HiddenByClass | TextHint::Control => return PieceRole::Unseen,
                TextHint::Boilerplate | TextHint::Teaser => role = PieceRole::Named,
                TextHint::Unknown | TextHint::Content(_) | TextHint::Unvoiced => {}
            }
        }
        role
    }

    /// Ends the piece that is open before this token.
    fn cut(&mut self, token: usize) {
        self.piece.tokens.end = token;
        if self.piece.words.letters > 0 {
            self.pieces.push(std::mem::replace(&mut self.piece, LinePiece::new(token)));
        } else if let Some(before) = self.pieces.last_mut().filter(|piece| piece.role != PieceRole::Unseen) {
            // Spaces are part of the words before them, unless nobody sees those.
            before.tokens.end = token;
            let spaces = std::mem::replace(&mut self.piece, LinePiece::new(token));
            before.words.text.push_str(&spaces.words.text);
        }
    }

    /// Ends the line that is open before this token: each of its pieces is a run.
    fn flush(&mut self, token: usize) {
        self.cut(token);
        self.piece = LinePiece::new(token);
        self.is_broken = false;
        let pieces = std::mem::take(&mut self.pieces);
        let Some(first) = pieces.first() else { return };
        let heading = nearest(&self.elements, first.element, &["h1", "h2", "h3", "h4", "h5", "h6"]);
        let (together, are_in) = together(&pieces, heading.is_some());
        let own = pieces.iter().find(|piece| piece.role == PieceRole::Text).map(|piece| piece.element);
        let level = heading.and_then(|at| self.elements.get(at)?.name.as_bytes().get(1).copied());
        let level = level.map(|digit| digit - b'0');
        self.clear_suspects(&together, level);
        for (piece, is_in) in pieces.iter().zip(are_in) {
            let words = if is_in { &together } else { &piece.words };
            self.runs.push(TextRun {
                element: own.or(heading).filter(|_| is_in).unwrap_or(piece.element),
                tokens: piece.tokens.clone(),
                letters: piece.words.letters,
                linked: piece.words.linked,
                level,
                is_sentence: words.are_sentence(),
                ends_in_link: words.ends_in_link,
                last: words.text.trim_end().chars().next_back(),
                is_bold: words.plain == 0,
                aside: words.aside(),
                opening: opening(&piece.words.text),
            });
        }
    }

    /// The first words of elements whose ids alone call them boilerplate show whether the ids are made of these words.
    fn clear_suspects(&mut self, words: &Words, level: Option<u8>) {
        let may_be_title = match words.aside() {
            None => true,
            Some(Aside::Possible) => level.is_some() || words.plain == 0,
            Some(Aside::Certain | Aside::Likely) => false,
        };
        for suspect in std::mem::take(&mut self.suspects) {
            if may_be_title
                && is_slug(&suspect.id, &words.text)
                && let Some(element) = self.elements.get_mut(suspect.element)
            {
                element.hint = suspect.hint_without_id;
            }
        }
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

/// Whether this is the name of an element of the tree.
pub(super) fn is_element(name: &str) -> bool {
    known(name.as_bytes()).is_some()
}

fn known(name: &[u8]) -> Option<(usize, &'static str)> {
    let place = NAMES.binary_search_by(|known| known.as_bytes().cmp(name)).ok()?;
    Some((place, NAMES.get(place)?))
}
