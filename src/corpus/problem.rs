//! A problem of a dataset: where, what, what was expected, what to do.
//!
//! Invariant: every part is [`Text`], so nothing from a file (or its name) reaches a terminal raw; excerpts are cut short.

use std::fmt;

use serde::Serialize;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use crate::text::safe::Text;

/// Maximum columns of a file's own words that a message quotes.
const EXCERPT_COLUMNS: usize = 60;

/// Maximum problems that a message lists; the others are counted.
pub const LISTED: usize = 20;

/// The hint where an id is missing.
pub(super) const GIVES_AN_ID: &str = "`linchpin check --fix FILE` gives it one";

/// One thing wrong with a dataset.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// From 1; `None` where the file could not be read as text.
    pub line: Option<usize>,
    /// From 1, in characters.
    pub column: Option<usize>,
    /// Where in the dataset, for instance `statements[3].passages[0].check`; empty for the whole.
    pub path: Text,
    pub what: Text,
    pub expected: Text,
    /// What to do.
    pub hint: Text,
}

impl Problem {
    /// A problem without a place; the strings are made safe.
    pub(super) fn new(what: &str, expected: &str, hint: &str) -> Self {
        Self {
            line: None,
            column: None,
            path: Text::default(),
            what: Text::new(what),
            expected: Text::new(expected),
            hint: Text::new(hint),
        }
    }

    pub(super) fn at(self, (line, column): (usize, usize), path: &str) -> Self {
        Self { line: Some(line), column: Some(column), path: Text::new(path), ..self }
    }

    fn write(&self, f: &mut fmt::Formatter<'_>, file: &str) -> fmt::Result {
        f.write_str(file)?;
        if let (Some(line), Some(column)) = (self.line, self.column) {
            write!(f, ":{line}:{column}")?;
        }
        f.write_str(": ")?;
        if !self.path.is_empty() {
            write!(f, "{}: ", self.path)?;
        }
        write!(f, "{}; expected {}\nhint: {}", self.what, self.expected, self.hint)
    }
}

/// Why a dataset was not loaded.
///
/// Displayed, it is two lines for each problem, `FILE:LINE:COLUMN: PATH: what is wrong; expected …` and
/// `hint: …`, for up to [`LISTED`] problems; more are counted.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// The file cannot be opened, or is not UTF-8 text.
    #[error("{}", Listing { file, problems: std::slice::from_ref(problem) })]
    Unreadable { file: Text, problem: Box<Problem> },
    /// The text is not JSON, or not of a dataset's shape.
    #[error("{}", Listing { file, problems: std::slice::from_ref(problem) })]
    Malformed { file: Text, problem: Box<Problem> },
    /// The dataset contradicts itself; never empty.
    #[error("{}", Listing { file, problems })]
    Inconsistent { file: Text, problems: Vec<Problem> },
}

impl LoadError {
    /// What is wrong, in order of place; never empty.
    pub fn problems(&self) -> &[Problem] {
        match self {
            Self::Unreadable { problem, .. } | Self::Malformed { problem, .. } => {
                std::slice::from_ref(problem)
            }
            Self::Inconsistent { problems, .. } => problems,
        }
    }

    /// The file, as it may be shown.
    pub fn file(&self) -> &Text {
        match self {
            Self::Unreadable { file, .. }
            | Self::Malformed { file, .. }
            | Self::Inconsistent { file, .. } => file,
        }
    }
}

struct Listing<'a> {
    file: &'a str,
    problems: &'a [Problem],
}

impl fmt::Display for Listing<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, problem) in self.problems.iter().take(LISTED).enumerate() {
            if at > 0 {
                f.write_str("\n")?;
            }
            problem.write(f, self.file)?;
        }
        match self.problems.len().saturating_sub(LISTED) {
            0 => Ok(()),
            more => write!(f, "\n{}: and {more} more", self.file),
        }
    }
}

/// A file's own words, quoted, made safe and cut.
pub(super) fn quote(raw: &str) -> String {
    format!("`{}`", excerpt(raw, EXCERPT_COLUMNS))
}

/// The beginning of `raw`, made safe, in at most `columns` columns.
pub(super) fn excerpt(raw: &str, columns: usize) -> String {
    // Only the beginning is read: a string may be as long as the file.
    let head: String = raw.chars().take(columns.saturating_mul(4)).collect();
    let safe = Text::new(&head);
    if head.len() == raw.len() && safe.width() <= columns {
        return safe.to_string();
    }
    let mut cut = String::new();
    for grapheme in safe.graphemes(true) {
        if cut.width().saturating_add(grapheme.width()) >= columns {
            break;
        }
        cut.push_str(grapheme);
    }
    cut.push('…');
    cut
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn excerpts_are_safe_and_cut() {
        assert_eq!(quote("scm-35"), "`scm-35`");
        assert_eq!(quote("\u{1b}]0;x\u{7}"), "`⟦001B⟧]0;x⟦0007⟧`");
        let long = excerpt(&"가".repeat(1_000_000), 20);
        assert_eq!(long, format!("{}…", "가".repeat(9)));
        assert!(excerpt(&"\u{202E}".repeat(90), 20).width() <= 20);
    }

    #[test]
    fn twenty_problems_are_listed_and_the_rest_counted() {
        let problem = Problem::new("a\u{202E}", "b", "c").at((3, 7), "terms[0].id");
        let problems = vec![problem; LISTED + 5];
        let error = LoadError::Inconsistent { file: Text::new("x\u{1b}.json"), problems };
        let shown = error.to_string();
        let first = "x⟦001B⟧.json:3:7: terms[0].id: a⟦202E⟧; expected b\nhint: c\n";
        assert!(shown.starts_with(first), "{shown}");
        assert!(shown.ends_with("x⟦001B⟧.json: and 5 more"), "{shown}");
        assert_eq!(shown.lines().count(), LISTED * 2 + 1);
    }
}
