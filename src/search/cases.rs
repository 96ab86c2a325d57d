//! Words that are also acronyms: *us* and *US*, *who* and *WHO*.
//!
//! Invariant: each has three keys: of the word in small letters, of the acronym in capitals, and of what can be either
//! (`Us`), as in a text all in capitals. None of these is the key of another word.

use std::ops::Range;

use crate::text::slice;

/// Acronyms that are also words: in capitals, they have a key of their own.
const ACRONYMS: [&str; 7] = ["who", "us", "it", "start", "salt", "chips", "pact"];

/// The key of a word that is an acronym as `written`, though it is another word in small letters: `US` for *US* and *U.S.*
pub(super) fn acronym(key: &str, written: &str) -> Option<String> {
    let is_one =
        written.bytes().any(|byte| byte == b'.') || written.bytes().all(|byte| byte.is_ascii_uppercase());
    (is_one && ACRONYMS.contains(&key)).then(|| key.to_ascii_uppercase())
}

/// The key of a word and an acronym that cannot be distinguished: `Us` for `us` and `US`.
pub(super) fn either(key: &str) -> Option<String> {
    let small = ACRONYMS.into_iter().find(|acronym| acronym.eq_ignore_ascii_case(key))?;
    Some(small.chars().take(1).map(|first| first.to_ascii_uppercase()).chain(small.chars().skip(1)).collect())
}

/// The other keys of a word that can be an acronym, in texts: as the acronym, as the word, and as either.
pub(super) fn other_keys(key: &str) -> Vec<String> {
    let Some(either) = either(key) else { return Vec::new() };
    let (small, capitals) = (either.to_ascii_lowercase(), either.to_ascii_uppercase());
    [small, capitals, either].into_iter().filter(|other| other != key).collect()
}

/// Those of [`other_keys`] that may be meant. In capitals only the acronym is meant; beside other words, also what can
/// be either.
pub(super) fn meant_keys(key: &str, is_alone: bool) -> Vec<String> {
    let is_acronym = key.bytes().all(|byte| byte.is_ascii_uppercase());
    match (is_acronym, is_alone) {
        (true, true) => Vec::new(),
        (true, false) => either(key).into_iter().collect(),
        (false, _) => other_keys(key),
    }
}

/// The end of a word, after the last stop of an abbreviation: *U.S.*, but not *3.5*.
pub fn with_stop(source: &str, word: &Range<usize>) -> usize {
    let is_short = |part: &str| part.chars().count() <= 2 && part.chars().all(char::is_alphabetic);
    let own = slice(source, word.clone());
    let is_abbreviation = own.contains('.') && own.split('.').all(is_short);
    word.end + usize::from(is_abbreviation && slice(source, word.end..source.len()).starts_with('.'))
}
