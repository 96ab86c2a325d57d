//! Pages: what a pane shows, as wrapped lines of styled spans with anchors among them.
//!
//! Invariant: a page depends only on what it is composed from and on its width; it knows roles, never
//! colours, and every anchor (a marked term, a link) knows the rows that it takes, so that a cursor can be
//! brought into view.

pub mod compose;
pub mod contrast;
pub mod glossary;
pub mod marks;
pub mod passage;

use std::ops::Range;

use crate::corpus::model::{TermKind, Verdict};
use crate::corpus::{PassageNo, Target};

/// What a span is; the theme decides how it looks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Role {
    #[default]
    Plain,
    /// Said once, quietly: dates, sources, the editor's label.
    Faint,
    Strong,
    /// The name of a part.
    Title,
    /// The words themselves.
    Quote,
    /// The tracked word.
    Tracked,
    Term(TermKind),
    Verdict(Verdict),
    /// Stands in the printed wording alone.
    PrintedOnly,
    /// Stands in the official wording alone.
    OfficialOnly,
    Link,
    Letter,
    /// The meaning that the passage bears.
    Lit,
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
}

impl LinkTarget {
    pub fn passage(number: PassageNo) -> Self {
        Self::To(Target::Passage(number))
    }
}

/// A place that the cursor can stand on.
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
    /// The page's text, for reading aloud, for pipes and for tests.
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
