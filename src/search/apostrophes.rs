//! What an apostrophe divides: an article or a pronoun before a vowel, and a possessive ending.
//!
//! Invariant: the ending belongs to no word; the article is a word of its own.

use crate::text::fold::APOSTROPHES;
use crate::text::slice;

/// Whether an apostrophe ends an article or a pronoun before a vowel, which is a word of its own: *l'alliance*, *qu'elle*.
pub(super) fn elides([before, left, right]: [char; 3]) -> bool {
    let is_short = !before.is_alphanumeric() && "cdjlmnst".contains(left);
    (is_short || (before, left) == ('q', 'u')) && "aeiouyh".contains(right)
}

/// Whether the word that ends there goes on with a possessive ending, which belongs to no word.
pub fn has_possessive(source: &str, end: usize) -> bool {
    possessive(source, end) > 0
}

/// The length in bytes of the possessive ending after a word, counted from the last stop of `U.S.`
pub(super) fn possessive(source: &str, end: usize) -> usize {
    let rest = slice(source, end..source.len());
    let mark = rest.strip_prefix('.').unwrap_or(rest);
    let ending = mark.strip_prefix(APOSTROPHES).and_then(|ending| ending.strip_prefix(['s', 'S']));
    let Some(ending) = ending else {
        return 0;
    };
    if ending.starts_with(char::is_alphanumeric) { 0 } else { rest.len() - ending.len() }
}

/// Whether a folded text goes on with a possessive ending.
pub(super) fn is_possessive(rest: &str) -> bool {
    rest.strip_prefix("'s").is_some_and(|after| !after.starts_with(char::is_alphanumeric))
}
