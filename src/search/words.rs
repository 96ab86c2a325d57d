//! Text cut into the words that search compares.
//!
//! Invariant: a word is a run of letters and digits, folded; its range is the run in the source, on character
//! boundaries. `U.S.` is one word (`us`), so is `2+2`; a possessive ending belongs to no word.

use std::ops::Range;

use crate::text::fold::Folded;

/// Calls `each` with every word of `source` and its byte range there.
pub(super) fn each_word(source: &str, mut each: impl FnMut(&str, Range<usize>)) {
    if source.is_ascii() {
        // Nothing moves in folding ASCII but white space, which no word holds.
        cut_ascii(&source.to_ascii_lowercase(), &mut each);
        return;
    }
    let folded = Folded::new(source);
    cut(&folded.text, &mut |key: &str, range: Range<usize>| each(key, folded.source(range)));
}

/// The words of `source`, without their places.
pub(super) fn words(source: &str) -> Vec<String> {
    let mut words = Vec::new();
    each_word(source, |key, _| words.push(key.to_owned()));
    words
}

/// The source range of the characters `letters` of the word at `range`; the whole word where they are not found.
pub(super) fn letters_within(source: &str, range: &Range<usize>, letters: &Range<usize>) -> Range<usize> {
    let Some(written) = source.get(range.clone()) else { return 0..0 };
    let folded = Folded::new(written);
    let mut counted = folded.text.char_indices().filter(|(_, c)| is_kept(*c)).skip(letters.start);
    let first = counted.next();
    let last = match letters.len() {
        0 => None,
        1 => first,
        more => counted.nth(more.saturating_sub(2)),
    };
    let (Some((start, _)), Some((end, c))) = (first, last) else { return range.clone() };
    let within = folded.source(start..end.saturating_add(c.len_utf8()));
    range.start.saturating_add(within.start)..range.start.saturating_add(within.end)
}

/// As [`cut`], byte by byte: only where a sign may join two letters is more looked at.
fn cut_ascii(folded: &str, each: &mut impl FnMut(&str, Range<usize>)) {
    let bytes = folded.as_bytes();
    let mut at = 0_usize;
    while let Some(gap) = bytes.get(at..).and_then(|rest| rest.iter().position(u8::is_ascii_alphanumeric)) {
        let start = at.saturating_add(gap);
        let rest = bytes.get(start..).unwrap_or_default();
        let length = rest.iter().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(rest.len());
        at = start.saturating_add(length);
        if matches!(bytes.get(at), Some(b'+' | b',' | b'.' | b'\'')) {
            let word = folded.get(start..).unwrap_or_default();
            let (length, plain) = self::length(word);
            at = start.saturating_add(length);
            if !plain || word.get(length..).is_some_and(is_possessive) {
                at = start.saturating_add(one(folded, start, each));
                continue;
            }
        }
        each(folded.get(start..at).unwrap_or_default(), start..at);
    }
}

/// Calls `each` with the words of a folded text.
fn cut(folded: &str, each: &mut impl FnMut(&str, Range<usize>)) {
    let mut at = 0_usize;
    while let Some(start) = begin(folded, at) {
        at = start.saturating_add(one(folded, start, each));
    }
}

/// Calls `each` with the word that begins at `start`; how many bytes it takes, a possessive ending included.
fn one(folded: &str, start: usize, each: &mut impl FnMut(&str, Range<usize>)) -> usize {
    let rest = folded.get(start..).unwrap_or_default();
    let (length, plain) = length(rest);
    let word = rest.get(..length).unwrap_or_default();
    let range = start..start.saturating_add(length);
    if plain {
        each(word, range);
    } else {
        let kept: String = word.chars().filter(|c| is_kept(*c)).collect();
        each(&kept, range);
    }
    let possessive = rest.get(length..).is_some_and(is_possessive);
    length.saturating_add(if possessive { 2 } else { 0 })
}

/// Where the next letter or digit stands, from `at` on.
fn begin(folded: &str, at: usize) -> Option<usize> {
    let mut chars = folded.get(at..)?.char_indices();
    chars.find(|(_, c)| is_of_word(*c)).map(|(found, _)| at.saturating_add(found))
}

/// Most text is ASCII, and asking the Unicode tables costs.
fn is_of_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || (!c.is_ascii() && c.is_alphanumeric())
}

/// What stays of a word in its key: the signs that only join its parts do not.
fn is_kept(c: char) -> bool {
    is_of_word(c) || c == '+'
}

/// How many bytes of `rest`, which begins with a letter or digit, are its first word, and whether all of them are
/// of its key.
fn length(rest: &str) -> (usize, bool) {
    let mut plain = true;
    let (mut before, mut left) = (' ', ' ');
    let mut chars = rest.char_indices();
    while let Some((at, c)) = chars.next() {
        if !is_of_word(c) {
            let mut ahead = chars.clone().map(|(_, c)| c);
            let (right, after) = (ahead.next().unwrap_or(' '), ahead.next().unwrap_or(' '));
            if !joins(c, [before, left, right, after]) {
                return (at, plain);
            }
            plain &= c == '+';
        }
        (before, left) = (left, c);
    }
    (rest.len(), plain)
}

/// Whether `sign` joins what stands around it (two characters before, two after) into one word.
fn joins(sign: char, [before, left, right, after]: [char; 4]) -> bool {
    let digits = left.is_ascii_digit() && right.is_ascii_digit();
    match sign {
        '+' => digits,
        ',' => digits && after.is_ascii_digit(),
        '.' => {
            let lone = !before.is_alphanumeric() && !after.is_alphanumeric();
            digits || (lone && left.is_alphabetic() && right.is_alphabetic())
        }
        '\'' => right.is_alphanumeric() && (right != 's' || after.is_alphanumeric()),
        _ => false,
    }
}

fn is_possessive(rest: &str) -> bool {
    rest.strip_prefix("'s").is_some_and(|after| !after.starts_with(char::is_alphanumeric))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn ascii_is_cut_like_all_text(text in "[a-c1-3+,.' -]{0,24}") {
            let (mut quick, mut plain) = (Vec::new(), Vec::new());
            cut_ascii(&text, &mut |key: &str, range| quick.push((key.to_owned(), range)));
            cut(&text, &mut |key: &str, range| plain.push((key.to_owned(), range)));
            prop_assert_eq!(quick, plain);
        }
    }

    #[test]
    fn words_are_runs_of_letters() {
        assert_eq!(
            words("The ROK–U.S. Alliance’s (2+2) role."),
            ["the", "rok", "us", "alliance", "2+2", "role"]
        );
        assert_eq!(
            words("28,500 troops, 2003, 2004 and 2.5"),
            ["28500", "troops", "2003", "2004", "and", "25"]
        );
        assert_eq!(
            words("don't e.g. plan B. A new O'Brien's"),
            ["dont", "eg", "plan", "b", "a", "new", "obrien"]
        );
        assert_eq!(words("한미동맹의 현대화, 同盟"), ["한미동맹의", "현대화", "同盟"]);
        assert!(words("— ' \" ¶ 🎉").is_empty());
    }

    #[test]
    fn ranges_lead_to_the_source() {
        let source = "“Communiqué” of the U.S.";
        let mut found = Vec::new();
        each_word(source, |key, range| found.push(format!("{key}={}", source.get(range).unwrap())));
        assert_eq!(found, ["communique=Communiqué", "of=of", "the=the", "us=U.S"]);
    }

    #[test]
    fn letters_of_a_word_lead_to_the_source() {
        let source = "a Communiqué: U.S.";
        assert_eq!(source.get(letters_within(source, &(2..13), &(0..4))).unwrap(), "Comm");
        assert_eq!(source.get(letters_within(source, &(2..13), &(9..10))).unwrap(), "é");
        assert_eq!(source.get(letters_within(source, &(15..18), &(1..2))).unwrap(), "S");
        assert_eq!(source.get(letters_within(source, &(2..13), &(20..30))).unwrap(), "Communiqué");
    }
}
