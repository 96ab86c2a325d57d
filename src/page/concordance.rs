//! A line of a concordance, laid out in cells: the text before the node, the node, and the text after it.
//!
//! Invariant: the nodes of all lines of one width begin (or end) in the same column; text is cut between words, and `…`
//! marks each cut. White space is one blank.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use crate::analysis::concordance::{LineOrder, LineText};
use crate::search::{SORTED_WORDS, compared_words, word_ranges};
use crate::text::redline::{Redline, RedlineChange};
use crate::text::slice;
use crate::text::wrap::{clip, columns, tail, wrap};

/// Minimum columns of a node if nodes end in one column.
const NODE: usize = 14;

/// Where the nodes of all lines are aligned.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum NodeAlign {
    /// Nodes begin in one column
    #[default]
    Left,
    /// Nodes end in one column, for Korean, whose particles follow
    Right,
}

/// How much of a text a line shows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum LineWindow {
    /// One line, cut to the width
    #[default]
    Line,
    /// The whole sentence
    Sentence,
    /// The whole passage
    Passage,
}

/// The three parts of a line; the first fills its columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeywordLine {
    pub left: String,
    pub node: String,
    pub right: String,
}

/// A row of a text, with the text before and after it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowAround {
    pub before: &'static str,
    pub range: Range<usize>,
    pub after: &'static str,
}

impl LineWindow {
    /// The part of a line's text that it shows, with at most `words` words on each side of the node.
    pub fn context(self, text: &LineText, words: Option<usize>) -> Range<usize> {
        let whole = match self {
            Self::Line | Self::Sentence => text.sentence.clone(),
            Self::Passage => 0..text.text.len(),
        };
        let Some(words) = words else { return whole };
        let [left, _, right] = text.parts(&whole);
        let (left, right) = (pieces(left), pieces(right));
        let start = match (words, words.checked_sub(1).and_then(|nth| left.iter().rev().nth(nth))) {
            (0, _) => text.node.start,
            (_, Some(first)) => whole.start + first.start,
            (_, None) => whole.start,
        };
        let end = match (words, words.checked_sub(1).and_then(|nth| right.get(nth))) {
            (0, _) => text.node.end,
            (_, Some(last)) => text.node.end + last.end,
            (_, None) => whole.end,
        };
        start..end
    }
}

/// The places of the words that white space divides; a sign without letters belongs to its neighbor.
fn pieces(text: &str) -> Vec<Range<usize>> {
    let mut at = 0;
    let mut found = Vec::new();
    for piece in text.split_inclusive(char::is_whitespace) {
        let word = piece.trim_end();
        if word.contains(char::is_alphanumeric) {
            found.push(at..at + word.len());
        }
        at += piece.len();
    }
    found
}

/// The line of a text before the node, the node, and the text after it, at `width` columns.
pub fn keyword_line(parts: [&str; 3], width: usize, align: NodeAlign) -> KeywordLine {
    let [left, node, right] = parts.map(squashed);
    let before = width * 2 / 5;
    let node = clip(node.trim(), width.saturating_sub(before.min(width)).max(1));
    let before = match align {
        NodeAlign::Left => before,
        NodeAlign::Right => (before + NODE).saturating_sub(columns(&node)),
    };
    let left = tail_of_words(&left, before);
    let left = format!("{}{left}", " ".repeat(before.saturating_sub(columns(&left))));
    let room = width.saturating_sub(columns(&left) + columns(&node));
    KeywordLine { right: head_of_words(&right, room), left, node }
}

/// At most `most` rows of a text: those with its node and the text around it. Before each is a blank, and before the
/// first and after the last `…` if something is left out.
pub fn rows_around(text: &str, node: &Range<usize>, width: usize, most: usize) -> Vec<RowAround> {
    let row = |range| RowAround { before: " ", range, after: "" };
    let whole = wrap(text, width, 0);
    if whole.len() <= most {
        return whole.into_iter().map(row).collect();
    }
    let rows = wrap(text, width.saturating_sub(1), 0);
    let row_of = |place: usize| rows.iter().rposition(|row| row.start <= place).unwrap_or(0);
    let (begins, ends) = (row_of(node.start), row_of(node.end.saturating_sub(1).max(node.start)));
    // As much before as after the node; a node with more rows is shown from its beginning.
    let first = (ends + most.div_ceil(2)).saturating_sub(most).min(begins);
    let first = first.min(rows.len().saturating_sub(most));
    let is_cut = first + most < rows.len();
    let mut shown: Vec<RowAround> = rows.into_iter().skip(first).take(most).map(row).collect();
    shown.first_mut().filter(|_| first > 0).into_iter().for_each(|row| row.before = "…");
    shown.last_mut().filter(|_| is_cut).into_iter().for_each(|row| row.after = "…");
    shown
}

/// The words next to the node that lines are sorted by: the last ones before it, or the first ones after it.
pub fn sorted_by(text: &str, side: LineOrder) -> Range<usize> {
    let words = word_ranges(text);
    let nearest = match side {
        LineOrder::Left => words.get(words.len().saturating_sub(SORTED_WORDS)..),
        LineOrder::Right => words.get(..words.len().min(SORTED_WORDS)),
        LineOrder::Date | LineOrder::Node | LineOrder::Meaning | LineOrder::Variant => None,
    };
    let ends = nearest.and_then(|words| Some((words.first()?.start, words.last()?.end)));
    ends.map_or(0..0, |(start, end)| start..end)
}

/// Where a part of a line's text is in one side of the laid-out line; `None` if it is on the other side, or cut off.
pub fn in_side(text: &LineText, side: LineOrder, shown: &str, part: &Range<usize>) -> Option<Range<usize>> {
    let node = &text.node;
    let between = |range: Range<usize>| Some(squashed(text.text.get(range)?).len());
    let words = squashed(slice(text.text, part.clone()));
    let start: usize = if side == LineOrder::Left {
        shown.len().checked_sub(words.len() + between(part.end..node.start)?)?
    } else {
        between(node.end..part.start)?
    };
    let range = start..start + words.len();
    (shown.get(range.clone()) == Some(&*words)).then_some(range)
}

/// The sentence of a line, compared with that of the line before: `{…}` is new and `[…]` is gone.
pub fn variant(before: Option<&LineText>, text: &LineText) -> String {
    let sentence = |text: &LineText| squashed(slice(text.text, text.sentence.clone()));
    let later = sentence(text);
    let Some(earlier) = before.filter(|before| before.language == text.language).map(sentence) else {
        return later;
    };
    let redline = Redline::new(&compared_words(&earlier), &compared_words(&later));
    if redline.is_rewritten {
        return format!("{{{later}}}");
    }
    let (mut written, mut at) = (String::new(), 0);
    for RedlineChange { gone, new } in redline.changes {
        written.push_str(slice(&later, at..new.start));
        let parts = [('[', slice(&earlier, gone), ']'), ('{', slice(&later, new.clone()), '}')];
        let parts = parts.into_iter().filter(|(_, words, _)| !words.is_empty());
        let parts = parts.map(|(open, words, close)| format!("{open}{words}{close}"));
        if new.is_empty() && !written.is_empty() && !written.ends_with(' ') {
            written.push(' ');
        }
        written.push_str(&parts.collect::<Vec<String>>().join(" "));
        if new.is_empty() && slice(&later, new.end..later.len()).starts_with(char::is_alphanumeric) {
            written.push(' ');
        }
        at = new.end;
    }
    written.push_str(slice(&later, at..later.len()));
    written
}

/// White space as single blanks.
pub fn squashed(text: &str) -> String {
    let mut squashed = String::with_capacity(text.len());
    for c in text.chars() {
        let c = if c.is_whitespace() { ' ' } else { c };
        if !(c == ' ' && squashed.ends_with(' ')) {
            squashed.push(c);
        }
    }
    squashed
}

/// The last words of a text that fit, after `…` if others are left out.
fn tail_of_words(text: &str, width: usize) -> String {
    if columns(text) <= width {
        return text.to_owned();
    }
    let fits = tail(text, width.saturating_sub(1));
    let is_border =
        text.len() > fits.len() && text.get(..text.len() - fits.len()).is_some_and(|cut| cut.ends_with(' '));
    let words = match fits.split_once(' ') {
        Some((_, words)) if !is_border && !words.trim().is_empty() => words,
        _ => fits,
    };
    format!("…{}", words.trim_start_matches([' ', '…']))
}

/// The first words of a text that fit, before `…` if others are left out.
fn head_of_words(text: &str, width: usize) -> String {
    if columns(text.trim_end()) <= width {
        return text.trim_end().to_owned();
    }
    let mut fits = String::new();
    let mut used = 1;
    let mut graphemes = text.graphemes(true).peekable();
    while let Some(grapheme) = graphemes.next_if(|grapheme| used + columns(grapheme) <= width) {
        used += columns(grapheme);
        fits.push_str(grapheme);
    }
    let is_border = graphemes.peek() == Some(&" ");
    let words = match fits.rsplit_once(' ') {
        Some((words, _)) if !is_border && !words.trim().is_empty() => words,
        _ => &fits,
    };
    // The text may have a sign of its own for what it leaves out.
    if width == 0 { String::new() } else { format!("{}…", words.trim_end_matches([' ', '…'])) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_that_do_not_fit_are_those_around_the_node_and_each_cut_is_marked() {
        let text = "one two three four five six seven";
        let rows = |node: &str, most| -> Vec<String> {
            let at = text.find(node).unwrap();
            let rows = rows_around(text, &(at..at + node.len()), 6, most).into_iter();
            rows.map(|row| format!("{}{}{}", row.before, slice(text, row.range), row.after)).collect()
        };
        assert_eq!(rows("one", 9), [" one", " two", " three", " four", " five", " six", " seven"]);
        assert_eq!(rows("one", 2), [" one", " two…"]);
        assert_eq!(rows("four", 1), ["…four…"]);
        assert_eq!(rows("four", 3), ["…three", " four", " five…"]);
        assert_eq!(rows("seven", 2), ["…six", " seven"]);
        assert_eq!(rows("two three four", 2), ["…two", " three…"]);
        assert!(rows("four", 0).is_empty());
    }

    #[test]
    fn text_is_cut_between_words_and_says_so() {
        assert_eq!(tail_of_words("well-balanced forces will be ", 15), "…will be ");
        assert_eq!(tail_of_words("forces ", 15), "forces ");
        assert_eq!(head_of_words(" and strengthened and better", 20), " and strengthened…");
        assert_eq!(head_of_words("의 현대화가 필요하다는 데", 12), "의 현대화가…");
        assert_eq!(tail_of_words(&"x".repeat(90), 10), format!("…{}", "x".repeat(9)));
        assert_eq!(head_of_words("anything", 0), "");
    }
}
