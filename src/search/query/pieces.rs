//! A query cut into the pieces between its blanks.
//!
//! Invariant: a quoted phrase is one piece, and so is a filter with quoted values.

use std::ops::Range;

use super::Filter;
use crate::text::fold::fold;
use crate::text::slice;

/// One blank-separated piece of the text, without its sign and quotes.
pub(super) struct Piece {
    pub text: String,
    pub negated: bool,
    /// Whether it begins with a quote, and whether the quote is closed.
    pub quoted: bool,
    pub closed: bool,
}

/// The message for a `*` that is not at the end of a word or phrase.
pub(super) fn misplaced_star(piece: &Piece) -> Option<String> {
    let text = piece.text.trim_end_matches('*');
    let (before, _) = text.split_once('*')?;
    let (quote, rest) = if piece.quoted { ("\"", "the last word of a phrase") } else { ("", "a word") };
    let nearest = before.trim_end();
    let nearest = if nearest.is_empty() { text.trim_matches('*') } else { nearest };
    Some(format!(
        "`{quote}{}{quote}`: * comes only at the end of {rest}; write {quote}{nearest}*{quote}",
        piece.text
    ))
}

/// The next piece of `chars` and what follows it.
pub(super) fn next_piece(chars: &[char]) -> Option<(Piece, &[char])> {
    let start = chars.iter().position(|c| !c.is_whitespace())?;
    let mut rest = chars.get(start..)?;
    let negated = rest.first().copied().is_some_and(is_dash);
    let dashes = rest.iter().take_while(|c| is_dash(**c)).count();
    rest = rest.get(dashes..)?;
    if rest.first().copied().is_some_and(is_quote) {
        let inside = rest.get(1..)?;
        let end = inside.iter().position(|c| is_quote(*c));
        let text = inside.get(..end.unwrap_or(inside.len()))?.iter().collect();
        let left = end.and_then(|end| inside.get(end + 1..)).unwrap_or_default();
        return Some((Piece { text, negated, quoted: true, closed: end.is_some() }, left));
    }
    let end = end_of_piece(rest);
    let text = rest.get(..end)?.iter().collect();
    Some((Piece { text, negated, quoted: false, closed: false }, rest.get(end..)?))
}

/// A piece ends at the first blank outside a filter's quotes.
fn end_of_piece(rest: &[char]) -> usize {
    let mut quoted = false;
    let mut before = ' ';
    for (at, &c) in rest.iter().enumerate() {
        if is_quote(c) && (quoted || before == ':' || before == ',') {
            quoted = !quoted;
        }
        if c.is_whitespace() && !quoted {
            return at;
        }
        before = c;
    }
    rest.len()
}

/// The filter that the piece is, if it has the form `key:values`; a time of day or a web address is not a filter.
pub(super) fn filter(piece: &Piece) -> Option<Filter> {
    let (key, values) = piece.text.split_once(':')?;
    let named = !key.is_empty() && key.chars().all(|c| c.is_ascii_alphabetic());
    if !named || values.starts_with('/') {
        return None;
    }
    // Folding would turn `≠` into `=`.
    let values = values.replace('≠', "!=");
    let values = filter_values(&values).map(|value| fold(&value.text).trim().to_owned());
    Some(Filter {
        key: key.to_ascii_lowercase(),
        values: values.filter(|value| !value.is_empty()).collect(),
        negated: piece.negated,
    })
}

/// The query as typed, with the values of the filter `key` changed; `None` if nothing was `change`d.
pub(in crate::search) fn with_values(
    typed: &str,
    key: &str,
    mut change: impl FnMut(&mut Vec<String>) -> bool,
) -> Option<String> {
    let chars: Vec<char> = typed.chars().collect();
    let (mut rest, mut pieces, mut changed) = (chars.as_slice(), Vec::new(), false);
    while let Some((piece, left)) = next_piece(rest) {
        let raw: String = rest.iter().take(rest.len() - left.len()).collect();
        rest = left;
        let is_its =
            !piece.quoted && filter(&piece).is_some_and(|filter| filter.key == key && !filter.negated);
        let (_, values) = piece.text.split_once(':').unwrap_or_default();
        let mut values: Vec<String> = filter_values(values).map(|value| value.text).collect();
        if !is_its || !change(&mut values) {
            pieces.push(raw.trim().to_owned());
            continue;
        }
        changed = true;
        let values: Vec<String> = values.iter().map(|value| quoted(value)).collect();
        if !values.is_empty() {
            pieces.push(format!("{key}:{}", values.join(",")));
        }
    }
    // A blank at the end shows that the last word is finished.
    let blank = if rest.is_empty() || pieces.is_empty() { "" } else { " " };
    changed.then(|| pieces.join(" ") + blank)
}

/// A value as it is typed in a filter.
pub(in crate::search) fn quoted(value: &str) -> String {
    if value.contains([' ', ',']) { format!("\"{value}\"") } else { value.to_owned() }
}

/// The values of a filter, between commas outside quotes and numbers.
pub(super) fn filter_values(values: &str) -> impl Iterator<Item = Piece> {
    let (mut quoted, mut start, mut cut) = (false, 0, Vec::new());
    let (mut read, mut number) = (0, 0..0);
    for (at, c) in values.char_indices() {
        quoted ^= is_quote(c);
        if at >= read && is_of_number(c) {
            (read, number) = number_at(values, at);
        }
        if c == ',' && !quoted && !number.contains(&at) {
            cut.push(slice(values, start..at));
            start = at + 1;
        }
    }
    cut.push(slice(values, start..values.len()));
    let piece = |value: &str| {
        let text = value.trim().trim_matches(is_quote);
        let (quoted, closed) = (value.starts_with(is_quote), value.ends_with(is_quote));
        Piece { text: text.to_owned(), negated: false, quoted, closed: closed && value.chars().count() > 1 }
    };
    let values: Vec<Piece> = cut.into_iter().map(piece).collect();
    values.into_iter().filter(|value| !value.text.trim().is_empty())
}

fn is_of_number(c: char) -> bool {
    c.is_ascii_digit() || c == ','
}

/// The end of the digits and commas that begin at `start`, and where among them a number such as 28,500 is that has no other digits beside it.
fn number_at(text: &str, start: usize) -> (usize, Range<usize>) {
    let rest = slice(text, start..text.len());
    let end = text.len() - rest.trim_start_matches(is_of_number).len();
    let all = slice(text, start..end);
    let (number, begin) = (all.trim_matches(','), end - all.trim_start_matches(',').len());
    let left = slice(text, 0..start).chars().next_back().filter(|_| !all.starts_with(','));
    let right = slice(text, end..text.len()).chars().next().filter(|_| !all.ends_with(','));
    let is_alone = [left, right].into_iter().flatten().all(|c| !c.is_alphanumeric() && c != '+');
    let mut groups = number.split(',');
    let first = groups.next().map_or(0, str::len);
    let is_number = is_alone && (1..=3).contains(&first) && groups.all(|group| group.len() == 3);
    (end, if is_number { begin..begin + number.len() } else { end..end })
}

pub(super) fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '‟' | '«' | '»' | '「' | '」')
}

pub(super) fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}
