//! A document as its paragraphs: what all formats are read into.
//!
//! Invariant: every letter of the text stands in one block, in the document's order, its white space collapsed;
//! nothing is reworded.

/// A heading, or a paragraph with its number where it has one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Block {
    Heading(String),
    Paragraph { number: Option<u32>, text: String },
}

impl Block {
    pub(crate) fn text(&self) -> &str {
        match self {
            Self::Heading(text) | Self::Paragraph { text, .. } => text,
        }
    }
}

/// A document: its blocks, and what its markup says of it.
#[derive(Debug, Default)]
pub(crate) struct ParsedDocument {
    pub blocks: Vec<Block>,
    pub title: Option<String>,
    /// The name of the web site, which pages add to their titles.
    pub site: Option<String>,
    /// The first heading of the first level.
    pub first_heading: Option<String>,
    pub date: Option<String>,
    pub address: Option<String>,
}

/// Paragraphs and headings of the longest text.
pub(crate) const PARAGRAPHS: usize = 100_000;
/// Columns of the longest line that is taken for a heading.
const HEADING: usize = 120;

/// What stands before the items of a list.
const BULLETS: [char; 18] =
    ['•', '▪', '◦', '○', '●', '□', '■', '◆', '◇', '▶', '▷', '►', '‣', '⁃', '※', '❑', '\u{F0B7}', '\u{F0A7}'];

/// A text with single blanks, without the characters that only tell a browser where it may break a word.
pub(crate) fn collapse(text: &str) -> String {
    let mut collapsed = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        let word = if word.is_ascii() {
            word.into()
        } else {
            word.replace(['\u{AD}', '\u{200B}', '\u{2060}', '\u{FEFF}'], "")
        };
        if !collapsed.is_empty() && !word.is_empty() {
            collapsed.push(' ');
        }
        collapsed.push_str(&word);
    }
    collapsed
}

/// Whether a line by itself reads as a heading: short, and without the end of a sentence.
pub(crate) fn is_heading(line: &str) -> bool {
    line.chars().count() <= HEADING
        && !line.ends_with(['.', ',', ';', '!', '?', '"', '”', '。', '-'])
        && line.chars().any(char::is_alphabetic)
}

/// A list's item without what stands before it. A hyphen may be a dash of the sentence, so it is asked for.
pub(crate) fn item(line: &str, with_hyphens: bool) -> Option<&str> {
    let rest = line.strip_prefix(BULLETS).or_else(|| line.strip_prefix("ㅇ ")).or_else(|| {
        let hyphen = with_hyphens.then(|| line.strip_prefix(['-', '*', '–'])).flatten();
        hyphen.filter(|rest| rest.starts_with(char::is_whitespace))
    })?;
    Some(rest.trim_start()).filter(|rest| !rest.is_empty())
}

/// The number that a paragraph begins with, and the paragraph without it: `7. The …`, `(7) The …`.
pub(crate) fn numbered(text: &str) -> Option<(u32, &str)> {
    let opened = text.strip_prefix(['(', '¶']);
    let rest = opened.unwrap_or(text);
    let digits = rest.find(|c: char| !c.is_ascii_digit()).filter(|at| (1..=3).contains(at))?;
    let (number, rest) = rest.split_at_checked(digits)?;
    let rest = match opened {
        Some(_) => rest.strip_prefix([')', '.', ' '])?,
        None => rest.strip_prefix(['.', ')'])?,
    };
    let words = rest.trim_start();
    let apart = words.len() < rest.len() && !words.is_empty();
    apart.then(|| Some((number.parse().ok()?, words)))?
}

/// Settles which numbers are those of the document's paragraphs: numbers that rise one by one, from 1 or, in an extract,
/// from the first; they reach over half the document, and stand before every fourth paragraph there at least. Other
/// numbers go back before their words.
pub(crate) fn resolve_numbers(blocks: &mut [Block]) {
    let turns =
        [Some(1), None].into_iter().map(|first| turns(blocks, first)).find(|turns| are_paragraphs(turns));
    let mut turns = turns.unwrap_or_default().into_iter();
    for block in blocks {
        let Block::Paragraph { number, text } = block else { continue };
        let own = turns.next().flatten();
        if own.is_some()
            && number.is_none()
            && let Some((_, words)) = numbered(text)
        {
            *text = words.to_owned();
        }
        *number = own;
    }
}

/// The number of each paragraph that has one, as far as they follow each other.
fn turns(blocks: &[Block], first: Option<u32>) -> Vec<Option<u32>> {
    let mut last: Option<u32> = None;
    let paragraphs = blocks.iter().filter_map(|block| match block {
        Block::Paragraph { number, text } => {
            Some(number.or_else(|| numbered(text).map(|(number, _)| number)))
        }
        Block::Heading(_) => None,
    });
    let turn = |number: Option<u32>| {
        let turn = number.filter(|number| match last {
            None => first.is_none_or(|first| *number == first),
            Some(last) => *number == last || *number == last.saturating_add(1),
        });
        last = turn.or(last);
        turn
    };
    paragraphs.map(turn).collect()
}

fn are_paragraphs(turns: &[Option<u32>]) -> bool {
    let count = turns.iter().flatten().count();
    let first = turns.iter().position(Option::is_some).unwrap_or_default();
    let last = turns.iter().rposition(Option::is_some).unwrap_or_default();
    let reach = last.saturating_sub(first).saturating_add(1);
    count > 1 && reach.saturating_mul(2) >= turns.len() && count.saturating_mul(4) >= reach
}
