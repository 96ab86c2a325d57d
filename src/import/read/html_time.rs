//! The `<time>` elements of a page: which day of publication they give.
//!
//! Invariant: a `<time>` counts only in the main part of the page, and only if the markup calls it the time of
//! publication or nothing else is in its paragraph; the time of a change never counts.

use html5gum::{StartTag, Token};

use super::blocks::collapse;
use super::html_tags::{attribute, is_block};

/// A time as the markup gives it, and as the page prints it.
#[derive(Debug, Default, Clone)]
pub(super) struct PrintedTime {
    pub given: String,
    pub printed: String,
    pub is_named: bool,
}

/// What the markup says a time is of.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum TimeRole {
    #[default]
    Unnamed,
    Publication,
    Change,
}

impl TimeRole {
    fn of(tag: &StartTag<()>) -> Self {
        let names = ["itemprop", "property", "class"].iter().filter_map(|key| attribute(tag, key));
        let names = names.collect::<Vec<_>>().join(" ").to_ascii_lowercase();
        let says = |words: &[&str]| words.iter().any(|word| names.contains(word));
        // The last two are how WordPress names the day of an article.
        if says(&["publish", "pubdate", "entry-date", "post-date"]) {
            Self::Publication
        } else if says(&["updat", "modif", "revis"]) {
            Self::Change
        } else {
            Self::Unnamed
        }
    }
}

/// Reads the tokens of a page.
#[derive(Debug, Default)]
pub(super) struct TimeReader {
    /// How many elements are open that are the main part of the page.
    main: usize,
    in_script: bool,
    /// What the last tag before these words says about the time that follows.
    role: TimeRole,
    /// The `<time>` that is open, the first other one of the paragraph, and whether it has other words.
    open: Option<PrintedTime>,
    waiting: Option<PrintedTime>,
    has_words: bool,
    named: Option<PrintedTime>,
    alone: Option<PrintedTime>,
}

impl TimeReader {
    pub(super) fn token(&mut self, token: &Token) {
        match token {
            Token::StartTag(tag) => self.start(tag),
            Token::EndTag(tag) => self.end(tag.name.as_slice()),
            Token::String(text) if !self.in_script => self.words(&String::from_utf8_lossy(text)),
            Token::String(_) | Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
        }
    }

    /// The time of publication.
    pub(super) fn published(mut self) -> Option<PrintedTime> {
        self.end_paragraph();
        self.named.or(self.alone)
    }

    fn start(&mut self, tag: &StartTag<()>) {
        if is_block(&tag.name) {
            self.end_paragraph();
        }
        let own = TimeRole::of(tag);
        if own != TimeRole::Unnamed {
            self.role = own;
        }
        match tag.name.as_slice() {
            b"script" | b"style" => self.in_script = true,
            b"main" | b"article" => self.main += 1,
            b"time" if self.main > 0 && self.role != TimeRole::Change => {
                let given = attribute(tag, "datetime").map(|given| collapse(&given));
                let is_named = self.role == TimeRole::Publication;
                self.open = given.filter(|given| !given.is_empty()).map(|given| PrintedTime {
                    given,
                    is_named,
                    ..PrintedTime::default()
                });
            }
            _ => {}
        }
    }

    fn end(&mut self, name: &[u8]) {
        if is_block(name) {
            self.end_paragraph();
        }
        match name {
            b"script" | b"style" => self.in_script = false,
            b"main" | b"article" => self.main = self.main.saturating_sub(1),
            b"time" => self.end_time(),
            _ => {}
        }
    }

    fn words(&mut self, words: &str) {
        match &mut self.open {
            Some(time) => time.printed.push_str(words),
            None => self.has_words |= words.contains(char::is_alphanumeric),
        }
    }

    fn end_time(&mut self) {
        self.role = TimeRole::Unnamed;
        match self.open.take() {
            Some(time) if time.is_named => {
                self.named.get_or_insert(time);
            }
            Some(time) => {
                self.waiting.get_or_insert(time);
            }
            None => {}
        }
    }

    fn end_paragraph(&mut self) {
        self.end_time();
        let waiting = self.waiting.take();
        if let Some(time) = waiting.filter(|_| !std::mem::take(&mut self.has_words)) {
            self.alone.get_or_insert(time);
        }
        self.has_words = false;
    }
}
