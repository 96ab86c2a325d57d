//! Pages: what a pane shows, as wrapped lines of styled spans with anchors among them.
//!
//! Invariant: a page depends only on what it is composed from and on its width. It knows roles, never colors; every
//! anchor (a marked term, a link) knows its rows, so that the cursor can be scrolled into view.

pub mod comparison;
pub mod compose;
pub mod concordance;
pub mod draft;
pub mod filters;
pub mod glossary;
pub mod marks;
pub mod meanings;
pub mod passage;
pub mod word_lists;

use std::ops::Range;

use crate::corpus::model::Verdict;
use crate::corpus::{PassageNo, Target};

/// What a span is; the theme decides its style.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Role {
    #[default]
    Plain,
    /// Less important: dates, sources, labels.
    Faint,
    Strong,
    /// A heading.
    Title,
    /// A quotation.
    Quote,
    /// The tracked word.
    Tracked,
    /// Another key term.
    Term,
    Verdict(Verdict),
    /// Only in the first of two wordings: as printed, of the earlier statement, of the draft.
    Gone,
    /// Only in the second: the official wording, that of the later statement, the nearest one held.
    New,
    Link,
    /// The address of a source.
    Address,
    Letter,
    /// What is current: the title of the pane in focus, the meaning of the passage.
    Active,
    Key,
    Notice,
}

/// How a span is drawn.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SpanStyle {
    pub role: Role,
    /// Matched by the search.
    pub hit: bool,
    /// The anchor that it belongs to, by its place in [`Page::anchors`].
    pub anchor: Option<usize>,
}

impl From<Role> for SpanStyle {
    fn from(role: Role) -> Self {
        Self { role, hit: false, anchor: None }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageSpan {
    pub text: String,
    pub style: SpanStyle,
}

/// One row of a page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PageLine {
    pub spans: Vec<PageSpan>,
}

/// Where `Enter` leads from an anchor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkTarget {
    /// A key term, by its place in the dataset's terms.
    Term(usize),
    To(Target),
    /// A value of a filter, by its place among those offered.
    Filter(usize),
    /// A mark of the reader's, by its place among all marks.
    Mark(usize),
}

impl LinkTarget {
    pub fn passage(number: PassageNo) -> Self {
        Self::To(Target::Passage(number))
    }
}

/// A place for the cursor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anchor {
    pub target: LinkTarget,
    /// The rows that it takes; never empty in a finished page.
    pub rows: Range<usize>,
}

/// What a pane shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Page {
    pub lines: Vec<PageLine>,
    pub anchors: Vec<Anchor>,
}

impl Page {
    /// The page's text, for pipes and tests.
    pub fn text(&self) -> String {
        let mut text = String::new();
        for line in &self.lines {
            for span in &line.spans {
                text.push_str(&span.text);
            }
            text.truncate(text.trim_end_matches(' ').len());
            text.push('\n');
        }
        text
    }
}
