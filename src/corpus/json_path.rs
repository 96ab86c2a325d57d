//! Places in a dataset: a path of keys and items, with its line and column in the source.
//!
//! Invariant: lines and columns count from 1, columns in characters; a path is written out only when there is a problem
//! to report, so that checking a sound dataset allocates nothing here.

use std::collections::HashMap;
use std::fmt::Write;
use std::ops::Range;

use serde_json::value::RawValue;

use super::comments::blanked;
use super::problem::excerpt;

/// Maximum columns of a key in a written path.
const KEY_COLUMNS: usize = 40;

/// A place in a dataset, as a chain from the place to the top.
#[derive(Debug, Clone, Copy)]
pub(super) enum At<'a> {
    Top,
    Key(&'a At<'a>, &'a str),
    Item(&'a At<'a>, usize),
}

impl At<'_> {
    pub(super) fn key<'a>(&'a self, key: &'a str) -> At<'a> {
        At::Key(self, key)
    }

    pub(super) fn item(&self, index: usize) -> At<'_> {
        At::Item(self, index)
    }

    /// The steps from the top.
    pub(super) fn steps(&self) -> Vec<Step> {
        match self {
            At::Top => Vec::new(),
            At::Key(parent, key) => with(parent.steps(), Step::Key(String::from(*key))),
            At::Item(parent, index) => with(parent.steps(), Step::Item(*index)),
        }
    }
}

fn with(mut steps: Vec<Step>, step: Step) -> Vec<Step> {
    steps.push(step);
    steps
}

/// One step down into a document.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Step {
    Key(String),
    Item(usize),
}

/// The path as readers see it: `statements[3].passages[0].check.verdict`; empty for the top.
pub(super) fn written(steps: &[Step]) -> String {
    let mut path = String::new();
    for step in steps {
        // Writing to a string cannot fail.
        let _ = match step {
            Step::Item(index) => write!(path, "[{index}]"),
            Step::Key(key) if !is_word(key) => write!(path, "[\"{}\"]", excerpt(key, KEY_COLUMNS)),
            Step::Key(key) if path.is_empty() => write!(path, "{key}"),
            Step::Key(key) => write!(path, ".{key}"),
        };
    }
    path
}

fn is_word(key: &str) -> bool {
    !key.is_empty()
        && key.len() <= KEY_COLUMNS
        && key.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'))
}

/// For each path, the byte where its value begins in `source`, or that of the nearest enclosing value if the path leads
/// nowhere; `None` if `source` is not valid JSON. Of a key that appears twice, the last one counts.
///
/// The source is read again for this, and only along the paths, so that positions cost neither time nor memory until
/// they are needed.
///
/// Written by hand to save memory. The tree of `jsonc-parser` has the place of each value, and with it this file and
/// `fix` are 28 lines shorter and as fast. But for a dataset of 43 MB, that tree takes 130 MB more: `check` with an
/// error at the end took 225 MB instead of 106, and `check --fix` 214 MB instead of 106. Its editable tree takes 1.1
/// GB, and moves indentation when it sorts a list.
pub(super) fn find(source: &str, paths: &[&[Step]]) -> Vec<Option<usize>> {
    let mut found = vec![None; paths.len()];
    let source = &*blanked(source);
    if let Ok(top) = serde_json::from_str::<&RawValue>(source) {
        walk(source, top, paths.iter().copied().enumerate().collect(), &mut found);
    }
    found
}

fn walk(source: &str, value: &RawValue, wanted: Vec<(usize, &[Step])>, found: &mut [Option<usize>]) {
    let offset = range(source, value).start;
    let mut deeper: HashMap<&Step, Vec<_>> = HashMap::new();
    for (which, path) in wanted {
        if let Some(place) = found.get_mut(which) {
            *place = Some(offset);
        }
        if let Some((step, rest)) = path.split_first() {
            deeper.entry(step).or_default().push((which, rest));
        }
    }
    let (fields, items) = (fields(value), items(value));
    for (step, wanted) in deeper {
        let inside = match step {
            Step::Key(key) => fields.get(key),
            Step::Item(index) => items.get(*index),
        };
        if let Some(value) = inside {
            walk(source, value, wanted, found);
        }
    }
}

/// Where a value is in the text that it was read from.
pub(super) fn range(source: &str, value: &RawValue) -> Range<usize> {
    // The value borrows from the text, so the distance between both is its place.
    let start = value.get().as_ptr().addr() - source.as_ptr().addr();
    start..start + value.get().len()
}

/// The fields of an object; none of anything else. Of a key that appears twice, the last counts.
pub(super) fn fields(value: &RawValue) -> HashMap<String, &RawValue> {
    serde_json::from_str(value.get()).unwrap_or_default()
}

/// The items of a list; none of anything else.
pub(super) fn items(value: &RawValue) -> Vec<&RawValue> {
    serde_json::from_str(value.get()).unwrap_or_default()
}

/// Turns byte offsets into lines and columns; offsets must ascend.
#[derive(Debug)]
pub(super) struct LineCounter<'a> {
    rest: &'a str,
    at: usize,
    line: usize,
    column: usize,
}

impl<'a> LineCounter<'a> {
    pub(super) fn new(source: &'a str) -> Self {
        Self { rest: source, at: 0, line: 1, column: 1 }
    }

    /// The line and column of the character at `offset`.
    pub(super) fn advance(&mut self, offset: usize) -> (usize, usize) {
        let step = self.rest.floor_char_boundary(offset.saturating_sub(self.at));
        let (passed, rest) = self.rest.split_at_checked(step).unwrap_or((self.rest, ""));
        let breaks = passed.bytes().filter(|&byte| byte == b'\n').count();
        if let Some((_, last)) = passed.rsplit_once('\n') {
            self.column = last.chars().count().saturating_add(1);
        } else {
            self.column = self.column.saturating_add(passed.chars().count());
        }
        self.line = self.line.saturating_add(breaks);
        self.at = self.at.saturating_add(passed.len());
        self.rest = rest;
        (self.line, self.column)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_written_in_json_style() {
        let top = At::Top;
        let (statements, key) = (top.key("statements"), "\u{1b}[31m b");
        let third = statements.item(3);
        assert_eq!(written(&third.key("check").steps()), "statements[3].check");
        assert_eq!(written(&third.key(key).steps()), "statements[3][\"⟦001B⟧[31m b\"]");
        assert_eq!(written(&top.steps()), "");
    }

    #[test]
    fn values_are_found_where_they_begin() {
        let source = "{ \"가나\": [1, {\"b\" : \"x\"}],\n  \"c\":\ttrue, \"c\": 2 }";
        let path = [Step::Key("가나".into()), Step::Item(1), Step::Key("b".into())];
        let astray = [Step::Key("가나".into()), Step::Item(7)];
        let twice = [Step::Key("c".into())];
        let found = find(source, &[&path, &astray, &twice, &[]]);
        let text = |at: Option<usize>| source.get(at.unwrap()..).unwrap();
        assert!(text(found[0]).starts_with("\"x\""));
        assert!(text(found[1]).starts_with("[1"));
        assert!(text(found[2]).starts_with("2 }"));
        assert_eq!(found[3], Some(0));
        let mut lines = LineCounter::new(source);
        assert_eq!(lines.advance(found[1].unwrap()), (1, 9));
        assert_eq!(lines.advance(found[0].unwrap()), (1, 20));
        assert_eq!(lines.advance(found[2].unwrap()), (2, 19));
        assert_eq!(find("{", &[&path]), [None]);
    }
}
