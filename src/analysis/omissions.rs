//! What a quotation marks as not the wording's own: signs that words are left out, and brackets.
//!
//! Invariant: a bracket may say that words are left out (`[…]`), that the case of a letter or the ending of a word was
//! changed (`[T]he`, `modernize[d]`), or that the wording has a mistake (`[sic]`). The words of any other bracket are
//! words of the quotation: what an author adds is never taken for wording.

use std::ops::Range;

use crate::search::has_possessive;
use crate::text::slice;

/// Signs that words are left out, the last ones as Korean texts have them.
const SIGNS: [&str; 7] = ["…", "⋯", "...", ". . .", "(중략)", "(하략)", "(생략)"];
/// With what they and brackets begin.
const FIRST: [char; 6] = ['…', '⋯', '.', '(', '[', ']'];
/// The same in brackets, after the opening one.
const BRACKETED: [&str; 3] = ["중략]", "하략]", "생략]"];
/// Endings that an author may put in brackets.
const ENDINGS: [&str; 7] = ["", "e", "s", "es", "d", "ed", "ing"];
/// Endings that replace a last *y*.
const OF_Y: [&str; 2] = ["ies", "ied"];
/// Maximum letters of a bracket that marks a change, and of a word.
const BRACKET: usize = 16;
const WORD: usize = 40;
/// Maximum digits of the mark of a note.
const NOTE: usize = 3;

/// A quotation without the brackets that add no words.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct BracketedText {
    pub text: String,
    /// The words whose endings were in brackets.
    pub inflected: Vec<InflectedWord>,
}

/// A word whose ending its author put in brackets.
#[derive(Debug, PartialEq, Eq)]
pub struct InflectedWord {
    /// Where its ending begins in the text.
    pub ending: usize,
    /// The word with the endings that it may have in the wording.
    pub forms: Vec<String>,
}

impl BracketedText {
    pub fn new(quotation: &str) -> Self {
        let mut plain = Self::default();
        let mut rest = quotation;
        while let Some((before, bracket)) = rest.split_once('[') {
            plain.text.push_str(before);
            let close = bracket.char_indices().take(BRACKET).find(|(_, c)| *c == ']');
            let parts = close.map(|(at, _)| (slice(bracket, 0..at), slice(bracket, at + 1..bracket.len())));
            rest = match parts {
                Some((inside, after)) if plain.takes(inside, after) => after,
                Some(_) | None => {
                    plain.text.push('[');
                    bracket
                }
            };
        }
        plain.text.push_str(rest);
        plain
    }

    /// Interprets what is inside a bracket; `false` if it is an ordinary bracket.
    fn takes(&mut self, inside: &str, after: &str) -> bool {
        let goes_on = after.starts_with(char::is_alphanumeric);
        let mut letters = inside.chars();
        if goes_on && letters.next().is_some_and(char::is_alphanumeric) && letters.next().is_none() {
            self.text.push_str(inside);
            return true;
        }
        let letters = self.text.bytes().rev().take(WORD).take_while(u8::is_ascii_alphabetic).count();
        let stem = slice(&self.text, self.text.len() - letters..self.text.len());
        let forms = if goes_on || letters == WORD { Vec::new() } else { forms(stem, inside) };
        if !forms.is_empty() {
            self.inflected.push(InflectedWord { ending: self.text.len(), forms });
            self.text.push_str(inside);
            return true;
        }
        inside.trim().eq_ignore_ascii_case("sic")
    }
}

/// A quotation without the marks of notes behind its words: `[1]`, `[^1]` and raised figures.
pub fn without_note_marks(quotation: &str) -> String {
    let mut bare = String::with_capacity(quotation.len());
    let mut rest = quotation;
    while let Some(c) = rest.chars().next() {
        let is_behind_word = bare.ends_with(|c: char| !c.is_whitespace() && !"([{“‘\"'".contains(c));
        if let Some(length) = note_mark(rest).filter(|_| is_behind_word) {
            rest = slice(rest, length..rest.len());
        } else {
            bare.push(c);
            rest = slice(rest, c.len_utf8()..rest.len());
        }
    }
    bare
}

/// The length in bytes of the mark of a note at the beginning of `rest`; no word goes on behind it.
fn note_mark(rest: &str) -> Option<usize> {
    let of = |text: &str, is_digit: fn(char) -> bool| {
        let digits = text.chars().take(NOTE + 1).take_while(|c| is_digit(*c));
        let (count, bytes) = digits.fold((0, 0), |(count, bytes), c| (count + 1, bytes + c.len_utf8()));
        (1..=NOTE).contains(&count).then_some(bytes)
    };
    let length = match rest.strip_prefix('[') {
        Some(inside) => {
            let figure = inside.strip_prefix('^').unwrap_or(inside);
            let digits = of(figure, |c| c.is_ascii_digit())?;
            slice(figure, digits..figure.len()).strip_prefix(']')?;
            rest.len() - figure.len() + digits + 1
        }
        None => of(rest, |c| matches!(c, '⁰' | '¹' | '²' | '³' | '⁴'..='⁹'))?,
    };
    (!slice(rest, length..rest.len()).starts_with(char::is_alphanumeric)).then_some(length)
}

/// The forms that a word whose ending is in brackets may have in the wording; none if that is no ending.
fn forms(stem: &str, ending: &str) -> Vec<String> {
    let last = stem.chars().next_back().map(String::from).unwrap_or_default();
    let doubled = ["ed", "ing"].map(|ending| last.clone() + ending);
    let endings: Vec<&str> = if OF_Y.contains(&ending) {
        OF_Y.into_iter().chain(["y", "ying"]).collect()
    } else if doubled.iter().any(|doubled| doubled == ending) {
        ENDINGS.into_iter().chain(doubled.iter().map(String::as_str)).collect()
    } else if ENDINGS.contains(&ending) {
        ENDINGS.to_vec()
    } else {
        Vec::new()
    };
    let endings = endings.into_iter().filter(|_| stem.len() > 2);
    let mut forms: Vec<String> = endings.map(|ending| stem.to_owned() + ending).collect();
    // *modernize* is *modernizing* without its last letter.
    forms.extend(stem.strip_suffix('e').filter(|_| !forms.is_empty()).map(|stem| stem.to_owned() + "ing"));
    forms
}

/// The parts of a quotation between signs that words are left out.
pub fn parts(text: &str) -> Vec<Range<usize>> {
    let mut parts = between(text, &found(text, sign));
    parts.retain(|part| slice(text, part.clone()).contains(char::is_alphanumeric));
    parts
}

/// The parts of a text on both sides of each gap.
pub fn between(text: &str, gaps: &[Range<usize>]) -> Vec<Range<usize>> {
    let starts = std::iter::once(0).chain(gaps.iter().map(|gap| gap.end));
    let ends = gaps.iter().map(|gap| gap.start).chain([text.len()]);
    starts.zip(ends).map(|(start, end)| start..end).collect()
}

/// Where a text leaves words out or has a bracket, whose words may not be its own.
pub fn gaps(text: &str) -> Vec<Range<usize>> {
    found(text, |rest| sign(rest).or_else(|| rest.starts_with(['[', ']']).then_some(1)))
}

/// The places of signs, given the length in bytes of one at the beginning of a text.
fn found(text: &str, length: impl Fn(&str) -> Option<usize>) -> Vec<Range<usize>> {
    let mut end = 0;
    let next = |(at, _)| {
        let sign = at..at + length(slice(text, at..text.len())).filter(|_| at >= end)?;
        end = sign.end;
        Some(sign)
    };
    text.match_indices(FIRST).filter_map(next).collect()
}

/// Whether words of a quotation end as those of the wording beside them: with a possessive ending or without one. The
/// last of them may be cut before its ending.
pub fn ends_words_alike<'a>(
    (text, words): (&str, impl IntoIterator<Item = &'a Range<usize>>),
    (held, wording): (&str, impl IntoIterator<Item = &'a Range<usize>>),
) -> bool {
    let mut pairs = words.into_iter().zip(wording).peekable();
    while let Some((own, other)) = pairs.next() {
        let (own, other) = (has_possessive(text, own.end), has_possessive(held, other.end));
        if own != other && (own || pairs.peek().is_some()) {
            return false;
        }
    }
    true
}

/// Whether a text has a sign of words that are left out.
pub fn leaves_out(text: &str) -> bool {
    text.match_indices(FIRST).any(|(at, _)| sign(slice(text, at..text.len())).is_some())
}

/// The length in bytes of a sign at the beginning of `rest` that words are left out.
fn sign(rest: &str) -> Option<usize> {
    if let Some(sign) = SIGNS.iter().find(|sign| rest.starts_with(**sign)) {
        return Some(sign.len());
    }
    let inside = rest.strip_prefix('[')?;
    if let Some(sign) = BRACKETED.iter().find(|sign| inside.starts_with(**sign)) {
        return Some(1 + sign.len());
    }
    let mut letters = inside.char_indices().take(BRACKET);
    let (at, c) = letters.find(|(_, c)| *c == ']' || c.is_alphanumeric())?;
    (c == ']').then_some(at + 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_between_signs_of_words_left_out() {
        let cut = |text: &'static str| -> Vec<&str> {
            parts(text).into_iter().map(|part| slice(text, part).trim()).collect()
        };
        assert_eq!(cut("a … b [...] c [] d (중략) e [중략] f"), ["a", "b", "c", "d", "e", "f"]);
        assert_eq!(cut("a [the allies] b [no] c [ … d"), ["a [the allies] b [no] c [", "d"]);
        assert!(cut("… [ … ").is_empty());
        for (text, expected) in
            [("a [...] b", true), ("a . . . b", true), ("a […", true), ("a [the] b.", false), ("[", false)]
        {
            assert_eq!(leaves_out(text), expected, "{text}");
        }
    }

    #[test]
    fn a_bracket_is_a_letter_an_ending_or_words_of_the_quotation() {
        let plain = |text| BracketedText::new(text).text;
        assert_eq!(plain("[T]he allies [sic] modernize[d] ties"), "The allies  modernized ties");
        for same in [
            "[no] allies",
            "agree [not] to",
            "[un]able",
            "r[ole",
            "[do not] go",
            "[A] b",
            "univers[al]",
            "go[es]",
        ] {
            assert_eq!(plain(same), same);
        }
    }

    #[test]
    fn the_mark_of_a_note_is_no_word() {
        for (text, expected) in [
            ("prosperity[1] on the", "prosperity on the"),
            ("prosperity,[^12] on[3]", "prosperity, on"),
            ("prosperity¹ on²³.", "prosperity on."),
            ("[1] on [2] [1234] 20[1]8 [T]he [sic] [", "[1] on [2] [1234] 20[1]8 [T]he [sic] ["),
        ] {
            assert_eq!(without_note_marks(text), expected);
        }
    }

    #[test]
    fn an_ending_in_brackets_stands_for_the_other_forms_of_its_word() {
        let forms =
            |text: &str| BracketedText::new(text).inflected.pop().map_or(Vec::new(), |word| word.forms);
        for (text, word, expected) in [
            ("they modernize[d] it", "modernize", true),
            ("they modernize[d] it", "modernizing", true),
            ("moderniz[ing]", "modernize", true),
            ("part[ies]", "party", true),
            ("part[s]", "party", false),
            ("Modernize[d]", "Modernizing", true),
            ("moderniz[e]", "modernizing", true),
            ("commit[ted]", "commit", true),
            ("claim[]", "claimed", true),
            ("agree[not]", "agree", false),
            ("the[m]", "the", false),
        ] {
            assert_eq!(forms(text).iter().any(|form| form == word), expected, "{text}, {word}");
        }
    }

    #[test]
    fn a_text_of_nothing_but_brackets_is_read_once() {
        for text in ["[".repeat(1_000_000), "aaa".to_owned() + &"[s]".repeat(300_000), "[a".repeat(500_000)] {
            let plain = BracketedText::new(&text);
            assert!(plain.text.len() <= text.len() && plain.inflected.len() <= WORD);
            assert_eq!(parts(&text).len(), usize::from(text.contains('a')));
        }
    }
}
