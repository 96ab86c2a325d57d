//! Patterns that are compiled when they are first used.
//!
//! Invariant: a program of the tests stops at a pattern that cannot be compiled; in any other, it would be found nowhere.

use std::sync::LazyLock;

use regex_lite::Regex;

pub(super) type Pattern = LazyLock<Option<Regex>>;

pub(super) fn compiled(pattern: &str) -> Option<Regex> {
    let compiled = Regex::new(pattern);
    debug_assert!(compiled.is_ok(), "{pattern}");
    compiled.ok()
}

pub(super) fn says(pattern: &Pattern, text: &str) -> bool {
    pattern.as_ref().is_some_and(|pattern| pattern.is_match(text))
}
