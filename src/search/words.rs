//! Splitting text into the words that search compares.
//!
//! Invariant: a word is a sequence of letters and digits, folded; its range is where it is in the source, on character
//! boundaries. `U.S.` is one word (`US`, which differs from the pronoun; in a text all in capitals the index has `Us`,
//! which may be either), and so is `2+2`; a possessive ending belongs to no word. The sign of a figure (`%`, `$`) is a
//! word too, and `&` is *and*. Chinese and Japanese are divided into overlapping pairs of characters.

mod pairs;

use std::ops::Range;

use super::apostrophes::{elides, is_possessive, possessive};
use super::cases::{acronym, either, with_stop};
use super::figures;
use crate::text::fold::{Folded, fold};
use crate::text::script::is_ideograph;
use crate::text::slice;

/// The months of dates, folded.
pub(super) const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// Calls `each` with every word of `source` and its byte range there.
pub(super) fn each_word(source: &str, mut each: impl FnMut(&str, Range<usize>)) {
    let has_capital =
        |range: &Range<usize>| source.as_bytes().get(range.start).is_some_and(u8::is_ascii_uppercase);
    let has_stops = |key: &str, range: &Range<usize>| range.len() > key.len();
    // In a text all in capitals, case says nothing. Korean has no case, so a Korean text with capitals is not all in
    // capitals.
    let is_small =
        |c: char| c.is_ascii_lowercase() || (!c.is_ascii() && c.is_alphabetic() && !c.is_uppercase());
    let capitals_speak = |range: &Range<usize>| source.len() == range.len() || source.contains(is_small);
    each_folded(source, |key, range| {
        let may_be_one = has_stops(key, &range) || has_capital(&range);
        let acronym = may_be_one.then(|| acronym(key, slice(source, range.clone()))).flatten();
        match acronym.filter(|_| has_stops(key, &range) || capitals_speak(&range)) {
            Some(acronym) => each(&acronym, range),
            None => each(key, range),
        }
    });
}

/// As [`each_word`], but a word that can be an acronym or another word has a key of its own: `Us` for *US* in a text
/// all in capitals. The index has these keys.
pub(super) fn each_indexed_word(source: &str, mut each: impl FnMut(&str, Range<usize>)) {
    each_word(source, |key, range| {
        // Few words begin with a capital.
        let is_capital = source.as_bytes().get(range.start).is_some_and(u8::is_ascii_uppercase);
        let can_be_either = is_capital && acronym(key, slice(source, range.clone())).is_some();
        match can_be_either.then(|| either(key)).flatten() {
            Some(either) => each(&either, range),
            None => each(key, range),
        }
    });
}

/// The words of a text as the index has them.
pub(super) fn indexed_words(source: &str) -> Vec<String> {
    let mut words = Vec::new();
    each_indexed_word(source, |key, _| words.push(key.to_owned()));
    words
}

/// The words of `source` as search compares them, and where each is.
pub fn placed_words(source: &str) -> Vec<(String, Range<usize>)> {
    let mut words = Vec::new();
    each_word(source, |key, range| words.push((key.to_owned(), range)));
    words
}

/// The words of `source` as two wordings are compared by them, and where each is, both with a possessive ending.
pub fn compared_words(source: &str) -> Vec<(String, Range<usize>)> {
    let compared = |(key, range): (String, Range<usize>)| {
        let key = distinct(key, slice(source, range.clone()));
        match possessive(source, range.end) {
            0 => (key, range),
            ending => (key + "'s", range.start..range.end + ending),
        }
    };
    placed_words(source).into_iter().map(compared).collect()
}

/// The key of a word when two wordings are compared. A word that can be an acronym or another word, in a text all in
/// capitals without stops, equals neither: a difference is shown and not hidden.
fn distinct(key: String, written: &str) -> String {
    match acronym(&key, written) {
        Some(acronym) => format!("{acronym}/{key}"),
        None => key,
    }
}

/// The words of `source` between white space, folded and without the punctuation around them, and where each is with
/// its punctuation. Hyphenated words are one, so that each change of them shows. Acronyms have the key of `distinct`:
/// `U.S.` is `US`, and not the pronoun.
pub fn spaced_words(source: &str) -> Vec<(String, Range<usize>)> {
    let mut acronyms = placed_words(source);
    for (key, range) in &mut acronyms {
        *key = distinct(std::mem::take(key), slice(source, range.clone()));
    }
    let has_stops = |written: &str| written.contains('.') && written.contains(char::is_alphabetic);
    acronyms.retain(|(key, range)| {
        key.contains(|c: char| c.is_ascii_uppercase()) || has_stops(slice(source, range.clone()))
    });
    let mut acronyms = acronyms.into_iter().peekable();
    let (mut words, mut at) = (Vec::new(), 0);
    for piece in source.split_inclusive(char::is_whitespace) {
        let end = at + piece.trim_end().len();
        let (mut folded, mut from) = (String::new(), at);
        while let Some((key, range)) = acronyms.next_if(|(_, range)| range.end <= end) {
            folded += &fold(slice(source, from..range.start));
            folded += &key;
            from = with_stop(source, &range);
        }
        folded += &fold(slice(source, from..end));
        let bare = folded.trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '[' | ']'));
        if !bare.is_empty() {
            words.push((bare.to_owned(), at..end));
        }
        at += piece.len();
    }
    words
}

fn each_folded(source: &str, mut each: impl FnMut(&str, Range<usize>)) {
    if source.is_ascii() {
        // Folding moves nothing in ASCII text but white space, which no word contains.
        cut_ascii(&source.to_ascii_lowercase(), &mut each);
        return;
    }
    let mut folded = Folded::new(source);
    figures::join_thousands(source, &mut folded);
    cut(&folded.text, &mut |key: &str, range: Range<usize>| each(key, folded.source(range)));
}

/// The words of `source`, without their places.
pub(super) fn words(source: &str) -> Vec<String> {
    let mut words = Vec::new();
    each_word(source, |key, _| words.push(key.to_owned()));
    words
}

/// The source range of some characters of the word at `range`; the whole word if it does not have them.
pub(super) fn letters_within(source: &str, range: &Range<usize>, letters: &Range<usize>) -> Range<usize> {
    let folded = Folded::new(slice(source, range.clone()));
    let mut counted = kept(&folded.text).skip(letters.start);
    let first = counted.next();
    let last = match letters.len() {
        0 => None,
        1 => first,
        more => counted.nth(more - 2),
    };
    let (Some((start, _)), Some((end, c))) = (first, last) else { return range.clone() };
    let within = folded.source(start..end + c.len_utf8());
    range.start + within.start..range.start + within.end
}

/// Does what [`cut`] does, byte by byte: only a sign that may join two letters needs a closer look.
fn cut_ascii(folded: &str, each: &mut impl FnMut(&str, Range<usize>)) {
    let bytes = folded.as_bytes();
    let mut at = 0;
    let is_seen = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'%' | b'$' | b'&');
    while let Some(gap) = bytes.get(at..).and_then(|rest| rest.iter().position(is_seen)) {
        let start = at + gap;
        if !bytes.get(start).is_some_and(u8::is_ascii_alphanumeric) {
            if let Some(key) = sign(folded, start) {
                each(key, start..start + 1);
            }
            at = start + 1;
            continue;
        }
        at = start + bytes.iter().skip(start).take_while(|byte| byte.is_ascii_alphanumeric()).count();
        if matches!(bytes.get(at), Some(b'+' | b',' | b'.' | b'\'')) {
            at = start + word_at(folded, start, each);
        } else {
            each(slice(folded, start..at), start..at);
        }
    }
}

/// Calls `each` with the words of a folded text.
fn cut(folded: &str, each: &mut impl FnMut(&str, Range<usize>)) {
    let mut at = 0;
    while let Some((start, c)) = begin(folded, at) {
        at = start
            + if is_of_word(c) {
                word_at(folded, start, each)
            } else {
                if let Some(key) = sign(folded, start) {
                    each(key, start..start + c.len_utf8());
                }
                c.len_utf8()
            };
    }
}

/// Calls `each` with the word that begins at `start`; returns its bytes, including those of a possessive ending.
fn word_at(folded: &str, start: usize, each: &mut impl FnMut(&str, Range<usize>)) -> usize {
    let rest = slice(folded, start..folded.len());
    let (length, plain) = length(rest);
    let (word, after) = rest.split_at(length);
    let range = start..start + length;
    if !word.is_ascii() && word.contains(is_ideograph) {
        pairs::pairs(word, start, each);
    } else if plain {
        each(word, range);
    } else {
        let kept: String = kept(word).map(|(_, c)| c).collect();
        each(&kept, range);
    }
    let is_after_stop = !plain && after.strip_prefix('.').is_some_and(is_possessive);
    length + if is_possessive(after) { 2 } else { 3 * usize::from(is_after_stop) }
}

/// The next letter, digit or sign that can be a word, from `at` on.
fn begin(folded: &str, at: usize) -> Option<(usize, char)> {
    let is_seen = |(_, c): &(usize, char)| is_of_word(*c) || matches!(c, '%' | '$' | '&' | '£' | '€');
    slice(folded, at..folded.len()).char_indices().find(is_seen).map(|(gap, c)| (at + gap, c))
}

/// The word that the sign at `at` is: of a figure, or between two words.
fn sign(folded: &str, at: usize) -> Option<&'static str> {
    let (before, rest) = folded.split_at(at);
    let mut rest = rest.chars();
    let sign = rest.next()?;
    let before = |c: fn(char) -> bool| before.trim_end_matches(' ').ends_with(c);
    match sign {
        '%' => before(|c| c.is_ascii_digit()).then_some("%"),
        '&' => {
            let after = rest.as_str().trim_start_matches(' ').starts_with(is_of_word);
            (after && before(is_of_word)).then_some("and")
        }
        _ if !rest.as_str().starts_with(|c: char| c.is_ascii_digit()) => None,
        '£' => Some("£"),
        '€' => Some("€"),
        _ => Some("$"),
    }
}

/// Whether `c` is a letter or digit. Most text is ASCII, and the Unicode tables are slow.
#[inline]
fn is_of_word(c: char) -> bool {
    match c {
        '\0'..='\x7F' => c.is_ascii_alphanumeric(),
        // The tables are slow, and most of what is not ASCII here is a syllable, a quotation mark or a dash.
        '가'..='힣' => true,
        '\u{2010}'..='\u{2027}' => false,
        _ => c.is_alphanumeric(),
    }
}

/// The characters that the key of a word has, and where they are. Signs that only join its parts are not kept, but the
/// point of a figure makes another one, in 2.5조 too: 2.5 is not 25.
fn kept(word: &str) -> impl Iterator<Item = (usize, char)> {
    let mut left = ' ';
    word.char_indices().filter(move |(_, c)| {
        let is_after_digit = std::mem::replace(&mut left, *c).is_ascii_digit();
        is_of_word(*c) || *c == '+' || (*c == '.' && is_after_digit)
    })
}

/// The length in bytes of the first word of `rest`, which begins with a letter or digit, and whether its key has all of
/// them.
#[inline]
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

/// Whether `sign` joins the characters around it (two before, two after) into one word.
#[inline]
fn joins(sign: char, [before, left, right, after]: [char; 4]) -> bool {
    let digits = left.is_ascii_digit() && right.is_ascii_digit();
    match sign {
        '+' => digits,
        ',' => digits && after.is_ascii_digit(),
        '.' => {
            let lone = !before.is_alphanumeric() && !after.is_alphanumeric();
            digits || (lone && left.is_alphabetic() && right.is_alphabetic())
        }
        '\'' => {
            right.is_alphanumeric()
                && (right != 's' || after.is_alphanumeric())
                && !elides([before, left, right])
        }
        _ => false,
    }
}

/// How a typed word may continue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum WordEnding {
    /// It is whole: longer words are only similar to it.
    Finished,
    /// It is still being typed.
    InProgress,
    /// `*` was typed after it.
    Open,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::search::has_possessive;

    #[test]
    fn letters_and_digits_are_of_words_and_nothing_else_is() {
        for c in '\0'..=char::MAX {
            assert_eq!(is_of_word(c), c.is_alphanumeric(), "{c:?}");
        }
    }

    proptest! {
        #[test]
        fn ascii_is_cut_like_all_text(text in "[a-c1-3+,.'%$& -]{0,24}") {
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
            ["the", "rok", "US", "alliance", "2+2", "role"]
        );
        assert_eq!(
            words("l’alliance qu’elle d’Hanoï, aujourd’hui O’Brien’s"),
            ["l", "alliance", "qu", "elle", "d", "hanoi", "aujourdhui", "obrien"]
        );
        assert_eq!(words("the U.S.’s role, the U.S.'s"), ["the", "US", "role", "the", "US"]);
        assert_eq!(
            words("28,500 troops, 2003, 2004 and 2.5"),
            ["28500", "troops", "2003", "2004", "and", "2.5"]
        );
        assert_eq!(
            words("28\u{202F}500, 1\u{A0}028\u{A0}500 2.5조 F\u{A0}16"),
            ["28500", "1028500", "2.5조", "f", "16"]
        );
        assert_eq!(
            words("28 500, p.\u{A0}5\u{A0}10, F16\u{A0}500"),
            ["28", "500", "p", "5", "10", "f16", "500"]
        );
        assert_eq!(
            words("don't e.g. plan B. A new O'Brien's"),
            ["dont", "eg", "plan", "b", "a", "new", "obrien"]
        );
        assert_eq!(words("한미동맹의 현대화, 同盟"), ["한미동맹의", "현대화", "同盟"]);
        assert_eq!(
            words("R&D, 50% of $350 & more"),
            ["r", "and", "d", "50", "%", "of", "$", "350", "and", "more"]
        );
        assert_eq!(words("G7は平和と、化"), ["g7", "は平", "平和", "和と", "化"]);
        assert!(words("— ' \" ¶ 🎉 & % $").is_empty());
    }

    #[test]
    fn ranges_lead_to_the_source() {
        let source = "“Communiqué” of the U.S.";
        let mut found = Vec::new();
        each_word(source, |key, range| found.push(format!("{key}={}", source.get(range).unwrap())));
        assert_eq!(found, ["communique=Communiqué", "of=of", "the=the", "US=U.S"]);
    }

    #[test]
    fn words_between_blanks_differ_in_more_than_case_quotes_dashes_and_stops() {
        let keys = |text: &str| spaced_words(text).into_iter().map(|(key, _)| key).collect::<Vec<_>>();
        for (one, same) in [
            ("the ROK–U.S. Alliance’s role.", "the rok-u.s. alliance's role"),
            ("of U.S. Forces Korea in the U.S.", "of US Forces Korea, in the US."),
            ("the “U.S.-ROK” alliance, e.g. now", "The US–ROK Alliance eg now"),
            ("THE U.S.–ROK ALLIANCE IN THE U.S.", "the US-ROK alliance in the U.S."),
        ] {
            assert_eq!(keys(one), keys(same), "{one}");
        }
        for (one, other) in [
            ("alliance", "alliance's"),
            ("Indo-Pacific", "Indo Pacific"),
            ("[t]he", "the"),
            ("2.5", "25"),
            ("U.S.", "U.K."),
            ("cooperate", "co-operate"),
            ("with the U.S. now", "with the us now"),
            ("WITH THE U.S. NOW", "with the us now"),
            ("WITH US NOW", "with US now"),
            ("WITH US NOW", "with us now"),
            ("A US-ROK PLAN", "a us-rok plan"),
        ] {
            assert_ne!(keys(one), keys(other), "{one}");
        }
        let source = "the  “U.S.” (role) – now.";
        let places: Vec<&str> = spaced_words(source).into_iter().map(|(_, at)| slice(source, at)).collect();
        assert_eq!(places, ["the", "“U.S.”", "(role)", "now."]);
    }

    #[test]
    fn in_a_text_all_in_capitals_only_stops_tell_an_acronym_from_a_word() {
        let keys = |text: &str| compared_words(text).into_iter().map(|(key, _)| key).collect::<Vec<_>>();
        assert_eq!(words("the u.s. and us"), ["the", "US", "and", "us"]);
        assert_eq!(words("THE U.S. AND US"), ["the", "US", "and", "us"]);
        assert_eq!(keys("THE U.S. PLAN"), keys("the US plan"));
        let plain = ["between us", "between US", "between U.S."].map(keys);
        assert!(plain.iter().all(|plain| *plain != keys("BETWEEN US")), "{:?}", keys("BETWEEN US"));
        assert_eq!(keys("BETWEEN US"), keys("BETWEEN US"));
        let source = "The U.S.’s and the Alliance's role";
        let words: Vec<&str> = compared_words(source).into_iter().map(|(_, at)| slice(source, at)).collect();
        assert_eq!(words, ["The", "U.S.’s", "and", "the", "Alliance's", "role"]);
        assert_ne!(keys("the Alliance’s role"), keys("the Alliance role"));
        for same in
            ["the alliance's role", "THE ALLIANCE’S ROLE", "the Allianceʼs role", "the Alliance´s role"]
        {
            assert_eq!(keys("the Alliance’s role"), keys(same), "{same}");
        }
    }

    #[test]
    fn a_possessive_ending_is_told_from_what_only_looks_like_one() {
        for (text, expected) in [
            ("Alliance’s role", true),
            ("Alliance's", true),
            ("U.S.’s", true),
            ("NATO’S ROLE", true),
            ("NATO'S", true),
            ("Alliance‘s", true),
            ("Alliance´s", true),
            ("Allianceʼs", true),
            ("Alliance′s", true),
            ("Alliance＇s", true),
            ("ALLIANCE’SET", false),
            ("Alliance’set", false),
            ("Alliances", false),
            ("Alliance’ s", false),
            ("Alliance.", false),
        ] {
            let end = word_end(text);
            assert_eq!(has_possessive(text, end), expected, "{text}");
        }
    }

    /// Where the first word ends.
    fn word_end(text: &str) -> usize {
        let mut end = None;
        each_word(text, |_, range| end = end.or(Some(range.end)));
        end.unwrap()
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
