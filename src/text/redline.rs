//! The redline: the words that only one of two wordings has.
//!
//! Invariant: words are compared folded and without the punctuation around them; the unmarked words are the same, in
//! the same order, in both wordings. The algorithm is Myers' (crate `similar`).

use std::ops::Range;

use similar::{Algorithm, DiffTag, capture_diff_slices};

use super::fold::fold;

/// The byte ranges of `printed` and of `official` that the other one does not have, in order.
pub fn redline(printed: &str, official: &str) -> (Vec<Range<usize>>, Vec<Range<usize>>) {
    let (old, new) = (words(printed), words(official));
    let folded =
        |words: &[(Range<usize>, String)]| words.iter().map(|(_, word)| word.clone()).collect::<Vec<_>>();
    let (mut only_old, mut only_new) = (Vec::new(), Vec::new());
    for op in capture_diff_slices(Algorithm::Myers, &folded(&old), &folded(&new)) {
        if op.tag() != DiffTag::Equal {
            only_old.extend(span(&old, op.old_range()));
            only_new.extend(span(&new, op.new_range()));
        }
    }
    (only_old, only_new)
}

/// The words of `text` with their ranges; only white space separates words, so hyphenated ones stay whole.
fn words(text: &str) -> Vec<(Range<usize>, String)> {
    let mut words = Vec::new();
    let mut at = 0;
    for piece in text.split_inclusive(char::is_whitespace) {
        let word = piece.trim_end();
        let bare = fold(word.trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '[' | ']')));
        if !bare.is_empty() {
            words.push((at..at + word.len(), bare));
        }
        at += piece.len();
    }
    words
}

/// The range from the first to the last of some words; `None` if there are none.
fn span(words: &[(Range<usize>, String)], some: Range<usize>) -> Option<Range<usize>> {
    let some = words.get(some)?;
    Some(some.first()?.0.start..some.last()?.0.end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alone<'a>(printed: &'a str, official: &'a str) -> (Vec<&'a str>, Vec<&'a str>) {
        let (old, new) = redline(printed, official);
        (
            old.into_iter().map(|r| printed.get(r).unwrap()).collect(),
            new.into_iter().map(|r| official.get(r).unwrap()).collect(),
        )
    }

    #[test]
    fn only_the_differing_words_are_marked() {
        let printed = "in a mutually complementary and future-oriented manner.";
        let official = "in a mutually reinforcing and future-oriented manner";
        assert_eq!(alone(printed, official), (vec!["complementary"], vec!["reinforcing"]));
    }

    #[test]
    fn quotes_case_dashes_and_end_points_are_no_difference() {
        assert_eq!(alone("the ROK–U.S. Alliance’s role.", "the rok-u.s. alliance's role"), (vec![], vec![]));
    }

    #[test]
    fn a_word_added_on_one_side_is_marked_there() {
        let (printed, official) = alone("and in the Indo-Pacific region", "and in Indo-Pacific region");
        assert_eq!((printed, official), (vec!["the"], vec![]));
    }
}
