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
        cut(&source.to_ascii_lowercase(), &mut each);
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

fn cut(folded: &str, each: &mut impl FnMut(&str, Range<usize>)) {
    let chars: Vec<(usize, char)> = folded.char_indices().collect();
    let mut key = String::new();
    let mut at = 0_usize;
    while let Some(&(start, first)) = chars.get(at) {
        let run = chars.get(at..).unwrap_or_default();
        let length = if first.is_alphanumeric() { length(run) } else { 0 };
        let Some(word) = run.get(..length).filter(|word| !word.is_empty()) else {
            at = at.saturating_add(1);
            continue;
        };
        key.clear();
        key.extend(word.iter().map(|(_, c)| *c).filter(|c| is_kept(*c)));
        let end = run.get(length).map_or(folded.len(), |(end, _)| *end);
        each(&key, start..end);
        let possessive = is_possessive(run.get(length..).unwrap_or_default());
        at = at.saturating_add(length).saturating_add(if possessive { 2 } else { 0 });
    }
}

/// What stays of a word in its key: the signs that only join its parts do not.
fn is_kept(c: char) -> bool {
    c.is_alphanumeric() || c == '+'
}

/// How many characters of `run`, which begins with a letter or digit, are its first word.
fn length(run: &[(usize, char)]) -> usize {
    let char_at = |at: usize| run.get(at).map_or(' ', |(_, c)| *c);
    let mut length = 1_usize;
    loop {
        let next = length.saturating_add(1);
        let before = length.checked_sub(2).map_or(' ', char_at);
        let around =
            [before, char_at(length.saturating_sub(1)), char_at(next), char_at(next.saturating_add(1))];
        if char_at(length).is_alphanumeric() {
            length = next;
        } else if joins(char_at(length), around) {
            length = next.saturating_add(1);
        } else {
            return length;
        }
    }
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

fn is_possessive(rest: &[(usize, char)]) -> bool {
    let mut chars = rest.iter().map(|(_, c)| *c);
    chars.next() == Some('\'')
        && chars.next() == Some('s')
        && !chars.next().is_some_and(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;

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
