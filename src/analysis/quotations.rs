//! The quotations of an article: what it sets between quotation marks, or apart as a block.
//!
//! Invariant: a quotation is a part of the article, letter by letter, from behind its opening mark to its closing mark; an
//! apostrophe, a foot and an inch are no mark. Over several paragraphs it is one quotation.

use std::ops::Range;

use crate::text::hangul::holds_hangul;
use crate::text::slice;

/// Digits of the longest figure that can be feet or inches: four are a year.
const MEASURE: usize = 3;

/// A quotation, where it begins and its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quotation {
    /// The paragraph in which it begins, from 0, and where in it.
    pub paragraph: usize,
    pub start: usize,
    /// Its words without the marks around them; a blank between paragraphs.
    pub text: String,
    /// Whether its closing mark was found. Without one, it is known where it begins, not where it ends.
    pub is_closed: bool,
    /// Whether it is set apart as a block.
    pub is_block: bool,
}

/// What marks belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum MarkFamily {
    Double,
    Single,
    Corner,
    WhiteCorner,
    Guillemet,
}

/// What one mark does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum MarkRole {
    Opens,
    Closes,
    /// It opens or closes, as none or one is open.
    Either,
    /// An apostrophe, a foot, an inch.
    Nothing,
}

/// A mark of a paragraph.
#[derive(Debug, Clone, Copy)]
struct QuotationMark {
    family: MarkFamily,
    role: MarkRole,
    at: usize,
    /// Where what follows it begins.
    end: usize,
}

/// A quotation that is open: its marks, and where its words begin.
#[derive(Debug, Clone, Copy)]
struct OpenQuotation {
    family: MarkFamily,
    start: usize,
}

/// A quotation that goes on in the next paragraph, if that begins with a mark.
#[derive(Debug)]
struct Pending {
    paragraph: usize,
    start: usize,
    text: String,
}

/// The quotations of some paragraphs, in order of their beginnings; of each paragraph, whether it is set apart as a block.
pub fn quotations<'a>(paragraphs: impl IntoIterator<Item = (&'a str, bool)>) -> Vec<Quotation> {
    let mut found = Vec::new();
    let mut pending: Option<Pending> = None;
    for (paragraph, (text, is_block)) in paragraphs.into_iter().enumerate() {
        let marks = marks(text);
        let before = found.len();
        pending = read(text, paragraph, &marks, pending, &mut found);
        let is_quoted_whole = found.get(before..).unwrap_or_default().iter().any(|quotation: &Quotation| {
            letters(&quotation.text) == letters(text) && quotation.paragraph == paragraph
        });
        if is_block && !is_quoted_whole {
            let text = text.to_owned();
            found.push(Quotation { paragraph, start: 0, text, is_closed: true, is_block: true });
        }
    }
    found.extend(pending.map(unclosed));
    found.sort_by_key(|quotation| (quotation.paragraph, quotation.start));
    found
}

fn letters(text: &str) -> usize {
    text.chars().filter(|c| c.is_alphanumeric()).count()
}

fn unclosed(pending: Pending) -> Quotation {
    let Pending { paragraph, start, text } = pending;
    Quotation { paragraph, start, text, is_closed: false, is_block: false }
}

/// Reads the quotations of one paragraph; returns the one that is still open at its end.
fn read(
    text: &str,
    paragraph: usize,
    marks: &[QuotationMark],
    mut pending: Option<Pending>,
    found: &mut Vec<Quotation>,
) -> Option<Pending> {
    let mut open: Vec<OpenQuotation> = Vec::new();
    let mut marks = marks.iter().peekable();
    if pending.is_some() {
        match continues(text, &mut marks) {
            Some(start) => open.push(OpenQuotation { family: MarkFamily::Double, start }),
            None => found.extend(pending.take().map(unclosed)),
        }
    }
    for mark in marks {
        let opened = open.iter().rposition(|open| open.family == mark.family);
        let closes = match mark.role {
            MarkRole::Opens | MarkRole::Nothing => None,
            MarkRole::Closes | MarkRole::Either => opened,
        };
        if let Some(at) = closes {
            let start = open.get(at).map_or(0, |open| open.start);
            open.truncate(at);
            let words = slice(text, start..mark.at);
            let begun = pending.take().filter(|_| at == 0).map(|begun| begun.joined(words));
            let begun = begun.unwrap_or_else(|| Pending { paragraph, start, text: words.to_owned() });
            found.push(Quotation { is_closed: true, ..unclosed(begun) });
        } else if matches!(mark.role, MarkRole::Opens | MarkRole::Either) {
            open.push(OpenQuotation { family: mark.family, start: mark.end });
        }
    }
    let first = open.iter().find(|open| open.family == MarkFamily::Double)?;
    let words = slice(text, first.start..text.len());
    match pending.take() {
        Some(begun) => Some(begun.joined(words)),
        None => Some(Pending { paragraph, start: first.start, text: words.to_owned() }),
    }
}

impl Pending {
    fn joined(self, more: &str) -> Self {
        Self { text: self.text.trim_end().to_owned() + " " + more.trim_start(), ..self }
    }
}

/// Where the words of a quotation go on that was open at the end of the paragraph before: behind a mark at the beginning of
/// this one, or at once where its first mark closes it.
fn continues<'a>(
    text: &str,
    marks: &mut std::iter::Peekable<impl Iterator<Item = &'a QuotationMark>>,
) -> Option<usize> {
    let first = *marks.peek().filter(|mark| mark.family == MarkFamily::Double)?;
    let is_at_beginning = slice(text, 0..first.at).trim().is_empty();
    match first.role {
        MarkRole::Opens | MarkRole::Either if is_at_beginning => {
            marks.next();
            Some(first.end)
        }
        MarkRole::Closes => Some(0),
        MarkRole::Opens | MarkRole::Either | MarkRole::Nothing => None,
    }
}

/// The marks of a paragraph, without those that are no quotation marks.
fn marks(text: &str) -> Vec<QuotationMark> {
    let mut marks: Vec<QuotationMark> = Vec::new();
    for (at, c) in text.char_indices() {
        let Some((family, role)) = mark(text, at, c) else { continue };
        marks.push(QuotationMark { family, role, at, end: at + c.len_utf8() });
    }
    for at in 0..marks.len() {
        let later = marks.get(at + 1..).unwrap_or_default();
        let Some(mark) = marks.get(at) else { continue };
        if is_plural(text, mark, later) || is_inch(text, mark, later) {
            marks.get_mut(at).into_iter().for_each(|mark| mark.role = MarkRole::Nothing);
        }
    }
    marks.retain(|mark| mark.role != MarkRole::Nothing);
    marks
}

fn mark(text: &str, at: usize, c: char) -> Option<(MarkFamily, MarkRole)> {
    let before = slice(text, 0..at).chars().next_back();
    let mut after = slice(text, at + c.len_utf8()..text.len()).chars();
    let next = after.next();
    Some(match c {
        '「' => (MarkFamily::Corner, MarkRole::Opens),
        '」' => (MarkFamily::Corner, MarkRole::Closes),
        '『' => (MarkFamily::WhiteCorner, MarkRole::Opens),
        '』' => (MarkFamily::WhiteCorner, MarkRole::Closes),
        '«' => (MarkFamily::Guillemet, MarkRole::Opens),
        '»' => (MarkFamily::Guillemet, MarkRole::Closes),
        // Behind a word and before none, an opening mark closes.
        '“' if is_behind_word(before) && is_before_gap(next) => (MarkFamily::Double, MarkRole::Either),
        '“' | '„' | '‟' => (MarkFamily::Double, MarkRole::Opens),
        '”' => (MarkFamily::Double, MarkRole::Closes),
        '"' | '＂' => (MarkFamily::Double, straight(before, next)),
        '‘' if is_behind_word(before) && is_before_gap(next) => (MarkFamily::Single, MarkRole::Closes),
        '‘' | '’' | '\'' => (MarkFamily::Single, single(c, before, next, after.next())),
        _ => return None,
    })
}

/// What a straight mark does, by what is around it. Korean particles follow a closing mark at once.
fn straight(before: Option<char>, next: Option<char>) -> MarkRole {
    let opens = is_before_word(before) && next.is_some_and(|c| !c.is_whitespace());
    let closes = !is_before_word(before) && is_before_gap(next);
    match (opens, closes) {
        (true, false) => MarkRole::Opens,
        (false, true) => MarkRole::Closes,
        (true, true) | (false, false) => MarkRole::Either,
    }
}

/// What a single mark does; within a word it is an apostrophe, and before the last figures of a year.
fn single(mark: char, before: Option<char>, next: Option<char>, second: Option<char>) -> MarkRole {
    let is_digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let is_latin = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() && !is_hangul(c));
    if is_before_word(before) {
        let is_year = is_digit(next) && is_digit(second);
        let opens = mark != '’' && !is_year && next.is_some_and(|c| !c.is_whitespace());
        return if opens { MarkRole::Opens } else { MarkRole::Nothing };
    }
    match mark {
        _ if is_latin(next) => MarkRole::Nothing,
        '‘' => MarkRole::Opens,
        '\'' if next.is_some_and(is_hangul) => MarkRole::Either,
        // A foot, a plural, or the end of the quotation: it closes only what is open.
        _ => MarkRole::Closes,
    }
}

/// Whether a single mark belongs to a plural, as in *the allies’ role*: the quotation is closed further on.
fn is_plural(text: &str, mark: &QuotationMark, later: &[QuotationMark]) -> bool {
    let after = slice(text, mark.end..text.len());
    let goes_on = after.strip_prefix(' ').is_some_and(|rest| rest.starts_with(char::is_lowercase));
    mark.family == MarkFamily::Single
        && mark.role == MarkRole::Closes
        && slice(text, 0..mark.at).ends_with('s')
        && goes_on
        && next_of(later, MarkFamily::Single) == Some(MarkRole::Closes)
}

/// Whether a straight mark behind a figure stands for inches: the quotation is closed further on, or none is open.
fn is_inch(text: &str, mark: &QuotationMark, later: &[QuotationMark]) -> bool {
    let before = slice(text, 0..mark.at);
    let digits = before.chars().rev().take_while(|c| c.is_ascii_digit() || *c == '.').count();
    let is_straight = slice(text, mark.at..mark.end) == "\"";
    let goes_on = slice(text, mark.end..text.len()).starts_with(' ');
    let opened = before.matches(['"', '“', '”']).count() % 2 == 1;
    is_straight
        && mark.role == MarkRole::Closes
        && before.ends_with(|c: char| c.is_ascii_digit())
        && (1..=MEASURE).contains(&digits)
        && (!opened || (goes_on && next_of(later, MarkFamily::Double) == Some(MarkRole::Closes)))
}

/// What the next mark of a family does.
fn next_of(later: &[QuotationMark], family: MarkFamily) -> Option<MarkRole> {
    later.iter().find(|mark| mark.family == family).map(|mark| mark.role)
}

/// Whether a word may begin behind this character.
fn is_before_word(before: Option<char>) -> bool {
    before.is_none_or(|c| {
        c.is_whitespace() || matches!(c, '(' | '[' | '{' | '—' | '–' | '/' | '“' | '‘' | '「' | '『' | '"')
    })
}

fn is_behind_word(before: Option<char>) -> bool {
    before.is_some_and(|c| !c.is_whitespace() && !matches!(c, '(' | '[' | '—' | '–'))
}

/// Whether no word goes on with this character.
fn is_before_gap(next: Option<char>) -> bool {
    next.is_none_or(|c| !c.is_alphanumeric())
}

fn is_hangul(c: char) -> bool {
    holds_hangul(c.encode_utf8(&mut [0; 4]))
}

/// The parts of a quotation between signs that words are left out or put in: `…`, `[the allies]`.
pub fn parts(text: &str) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut start = 0;
    let mut at = 0;
    while at < text.len() {
        let rest = slice(text, at..text.len());
        match left_out(rest) {
            Some(length) => {
                parts.push(start..at);
                at += length;
                start = at;
            }
            None => at += rest.chars().next().map_or(1, char::len_utf8),
        }
    }
    parts.push(start..text.len());
    parts.retain(|part| slice(text, part.clone()).contains(char::is_alphanumeric));
    parts
}

/// A text in which a letter that was put in brackets belongs to its word: `[T]he` is `The`.
pub fn without_letter_brackets(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, bracket)) = rest.split_once('[') {
        plain.push_str(before);
        let mut inside = bracket.chars();
        let letter = inside
            .next()
            .filter(|_| inside.next() == Some(']') && inside.as_str().starts_with(char::is_alphanumeric));
        plain.push(letter.unwrap_or('['));
        rest = if letter.is_some() { inside.as_str() } else { bracket };
    }
    plain + rest
}

/// The bytes of a sign at the beginning of `rest` that words are left out or put in.
fn left_out(rest: &str) -> Option<usize> {
    let signs = ["…", "⋯", "...", ". . ."];
    if let Some(sign) = signs.iter().find(|sign| rest.starts_with(**sign)) {
        return Some(sign.len());
    }
    rest.strip_prefix('[')?.find(']').map(|length| length + 2)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn quoted(paragraphs: &[&str]) -> Vec<String> {
        let found = quotations(paragraphs.iter().map(|text| (*text, false)));
        found
            .into_iter()
            .map(|quotation| quotation.text + if quotation.is_closed { "" } else { "~" })
            .collect()
    }

    #[test]
    fn marks_of_every_kind_make_quotations() {
        for (text, expected) in [
            ("They “will modernize the alliance” soon.", &["will modernize the alliance"][..]),
            ("They \"will modernize the alliance\" soon.", &["will modernize the alliance"]),
            ("They 'will modernize the alliance' soon.", &["will modernize the alliance"]),
            ("They ‘will modernize the alliance’ soon.", &["will modernize the alliance"]),
            ("‘Alliance modernization‘ has emerged", &["Alliance modernization"]),
            ("「동맹의 현대화」와 『국방백서』", &["동맹의 현대화", "국방백서"]),
            ("그는 \"동맹의 현대화\"라고 말했다", &["동맹의 현대화"]),
            ("그는 ‘동맹의 현대화’라는 말을", &["동맹의 현대화"]),
            ("(\"the alliance\")—\"the role\".", &["the alliance", "the role"]),
            ("a “first” and “second”", &["first", "second"]),
            ("He said «the alliance» twice", &["the alliance"]),
            ("그는'동맹의 현대화'라고, 또‘미래’라고", &["동맹의 현대화", "미래"]),
            ("no quotation at all", &[]),
        ] {
            assert_eq!(quoted(&[text]), expected, "{text}");
        }
    }

    #[test]
    fn apostrophes_feet_and_inches_are_no_marks() {
        for (text, expected) in [
            ("The alliance’s role and the allies’ role, don't", &[][..]),
            ("the '90s and ’90s of the allies' role", &[]),
            ("A 5\" gun on a 6' mount", &[]),
            ("\"A 5\" gun of the allies\" was seen", &["A 5\" gun of the allies"]),
            ("\"in 2018\" and \"by 2025\". The 5\" gun", &["in 2018", "by 2025"]),
            ("‘the allies’ common role’ is new", &["the allies’ common role"]),
            ("'the allies' common role' is new", &["the allies' common role"]),
            ("“the alliance's role isn’t new” he said", &["the alliance's role isn’t new"]),
        ] {
            assert_eq!(quoted(&[text]), expected, "{text}");
        }
    }

    #[test]
    fn quotations_within_quotations_are_found_too() {
        assert_eq!(
            quoted(&["“He said ‘the alliance will be modernized’ and left,” she said."]),
            ["He said ‘the alliance will be modernized’ and left,", "the alliance will be modernized"]
        );
        assert_eq!(
            quoted(&["“美 \"동맹현대화, 위한 것.\"”"]),
            ["美 \"동맹현대화, 위한 것.\"", "동맹현대화, 위한 것."]
        );
    }

    #[test]
    fn a_quotation_may_go_on_in_the_next_paragraphs() {
        assert_eq!(quoted(&["“One of", "“two and", "“three.” End"]), ["One of two and three."]);
        assert_eq!(quoted(&["\"One of", "\"two.\" End \"here\""]), ["One of two.", "here"]);
        assert_eq!(quoted(&["“One of", "two.” End"]), ["One of two."]);
        assert_eq!(quoted(&["“One of", "Other words.", "“Two.”"]), ["One of~", "Two."]);
        assert_eq!(quoted(&["“adapting our posture (etc.).1) While", "“Next” one"]).len(), 1);
        assert_eq!(quoted(&["A ” alone, and “open"]), ["open~"]);
    }

    #[test]
    fn a_block_is_a_quotation_unless_marks_say_so() {
        let of = |text, is_block| quotations([(text, is_block)]).len();
        assert_eq!([of("They agreed to it.", true), of("They agreed to it.", false)], [1, 0]);
        assert_eq!(of("“They agreed to it.”", true), 1);
    }

    #[test]
    fn parts_are_between_signs_of_words_left_out() {
        let cut = |text: &'static str| -> Vec<&str> {
            parts(text).into_iter().map(|part| slice(text, part).trim()).collect()
        };
        assert_eq!(cut("a … b [...] c [the allies] d"), ["a", "b", "c", "d"]);
        assert_eq!(without_letter_brackets("[T]he alliance [a] [the] r[ole"), "The alliance [a] [the] r[ole");
        assert!(cut("… [ … ").is_empty());
    }

    proptest! {
        #[test]
        fn no_soup_of_marks_stops_it(texts in prop::collection::vec("([a-z]{1,3}|[“”‘’\"'「」『』«»„(). …\\[\\]5]|현대|\\PC){0,20}", 0..4)) {
            for quotation in quotations(texts.iter().map(|text| (text.as_str(), false))) {
                prop_assert!(quotation.paragraph < texts.len());
                for part in parts(&quotation.text) {
                    prop_assert!(quotation.text.get(part).is_some());
                }
                without_letter_brackets(&quotation.text);
            }
        }
    }
}
