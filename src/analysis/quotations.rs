//! The quotations of an article: what is between quotation marks, or set apart as a block.
//!
//! Invariant: a quotation is a part of the article, letter by letter, from after its opening mark to its closing mark;
//! an apostrophe, a sign for feet and a sign for inches are no mark. A quotation over several paragraphs is one.
//! However many marks a text has, it is read once, and each letter is in at most `DEPTH` quotations.

#[cfg(test)]
mod tests;

use std::ops::Range;

use crate::text::hangul::holds_hangul;
use crate::text::slice;

/// Maximum digits of a figure that can be feet or inches: four digits are a year.
const MEASURE: usize = 3;
/// Maximum levels of quotations within each other; beyond it, the outermost counts as never closed.
const DEPTH: usize = 8;
/// Dashes before the name of who said a quotation that is set apart, and the maximum words behind one.
const DASHES: [char; 3] = ['—', '–', '―'];
const ATTRIBUTION: usize = 16;
/// The same in bytes, with its dash and marks.
const NAME: usize = 400;

/// A quotation, where it begins and its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quotation {
    /// The paragraph in which it begins, from 0, and where in it.
    pub paragraph: usize,
    pub start: usize,
    /// Its words without the marks around them; a blank between paragraphs.
    pub text: String,
    /// Whether its closing mark was found. If not, its end is not known.
    pub is_closed: bool,
    /// Whether it is set apart as a block.
    pub is_block: bool,
}

/// Which marks belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum MarkFamily {
    Double,
    Single,
    Corner,
    WhiteCorner,
    Guillemet,
    SingleGuillemet,
    Angle,
}

/// What one mark does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum MarkRole {
    Opens,
    Closes,
    /// It closes if a quotation is open, else it opens.
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
    /// Where the text after it begins.
    end: usize,
    /// Whether it is a straight mark after a short figure, which may be inches.
    is_measure: bool,
    /// Whether it is a straight mark with blanks on both sides.
    is_lone: bool,
}

/// A quotation that is open: its marks, and where its words begin in this paragraph.
#[derive(Debug)]
struct OpenQuotation {
    family: MarkFamily,
    start: usize,
    /// Whether its mark can only open, so that it may go on in the next paragraph.
    is_sure: bool,
    /// What earlier paragraphs have of it.
    begun: Option<Pending>,
}

/// A quotation that goes on in the next paragraph, if that begins with a mark or closes it.
#[derive(Debug)]
struct Pending {
    family: MarkFamily,
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
        let all = if is_block { letters(text) } else { 0 };
        let first_letter = text.find(char::is_alphanumeric).filter(|_| is_block).unwrap_or(text.len());
        let is_quoted_whole = || {
            let here = found.get(before..).unwrap_or_default().iter();
            let mut here = here.filter(|quotation| quotation.paragraph == paragraph);
            here.any(|one| letters(&one.text) == all || is_all_but_attribution((text, first_letter), one))
        };
        if is_block && !is_attribution(text) && !is_quoted_whole() {
            let text = text.to_owned();
            found.push(Quotation { paragraph, start: 0, text, is_closed: true, is_block: true });
        }
    }
    found.extend(pending.map(Pending::unclosed));
    found.sort_by_cached_key(|quotation| (quotation.paragraph, quotation.start));
    found
}

/// Whether nothing is outside a quotation's marks but who said it: `“…” — Joint Communiqué, 2023`.
fn is_all_but_attribution((text, first_letter): (&str, usize), quotation: &Quotation) -> bool {
    let (start, end) = (quotation.start, quotation.start + quotation.text.len());
    // Few quotations begin and end where the block does: the others are not read again.
    if !quotation.is_closed || start > first_letter || end > text.len() || text.len() - end > NAME {
        return false;
    }
    let sign = |c: char| !c.is_alphanumeric() && !DASHES.contains(&c);
    let after = text.get(end..).map(|after| after.trim_start_matches(sign));
    text.get(start..end) == Some(&quotation.text) && after.is_some_and(is_attribution)
}

/// Whether a text is a short line behind a dash that says who said the words above it.
fn is_attribution(text: &str) -> bool {
    let text = text.trim_start();
    let named = text.strip_prefix("--").or_else(|| text.strip_prefix(DASHES));
    named.is_some_and(|name| letters(name) > 0 && name.split_whitespace().count() <= ATTRIBUTION)
}

fn letters(text: &str) -> usize {
    text.chars().filter(|c| c.is_alphanumeric()).count()
}

/// Reads the quotations of one paragraph; returns the one that is still open at its end.
fn read(
    text: &str,
    paragraph: usize,
    mut marks: &[QuotationMark],
    pending: Option<Pending>,
    found: &mut Vec<Quotation>,
) -> Option<Pending> {
    let mut open: Vec<OpenQuotation> = Vec::new();
    if let Some(begun) = pending {
        let family = begun.family;
        match continues(text, marks, family) {
            Some((start, rest)) => {
                open.push(OpenQuotation { family, start, is_sure: true, begun: Some(begun) });
                marks = rest;
            }
            None => found.push(begun.unclosed()),
        }
    }
    for mark in marks {
        let opened = open.iter().rposition(|open| open.family == mark.family);
        let closes = opened.filter(|_| mark.role != MarkRole::Opens);
        if let Some(closed) = closes.and_then(|at| open.drain(at..).next()) {
            found.push(closed.until(text, paragraph, mark.at).closed());
        } else if mark.role != MarkRole::Closes {
            if open.len() == DEPTH {
                let outermost = open.remove(0);
                found.extend(outermost.begun.map(Pending::unclosed));
            }
            let is_sure = !mark.is_lone && mark.family != MarkFamily::Single;
            open.push(OpenQuotation { family: mark.family, start: mark.end, is_sure, begun: None });
        }
    }
    let first = open.into_iter().find(|open| open.is_sure)?;
    Some(first.until(text, paragraph, text.len()))
}

impl OpenQuotation {
    /// The quotation as far as a place of this paragraph.
    fn until(self, text: &str, paragraph: usize, end: usize) -> Pending {
        let Self { family, start, begun, .. } = self;
        let words = slice(text, start.min(end)..end);
        let Some(mut begun) = begun else {
            return Pending { family, paragraph, start, text: words.to_owned() };
        };
        begun.text.truncate(begun.text.trim_end().len());
        begun.text.push(' ');
        begun.text.push_str(words.trim_start());
        begun
    }
}

impl Pending {
    fn closed(self) -> Quotation {
        let Self { paragraph, start, text, .. } = self;
        Quotation { paragraph, start, text, is_closed: true, is_block: false }
    }

    fn unclosed(self) -> Quotation {
        Quotation { is_closed: false, ..self.closed() }
    }
}

/// Where a quotation goes on that was open at the end of the paragraph before, and the marks from there: after a mark
/// at the beginning of this paragraph, or at its start if its first mark closes it.
fn continues<'a>(
    text: &str,
    marks: &'a [QuotationMark],
    family: MarkFamily,
) -> Option<(usize, &'a [QuotationMark])> {
    let at = marks.iter().position(|mark| mark.family == family && !mark.is_measure)?;
    let (first, rest) = marks.get(at..)?.split_first()?;
    if first.role == MarkRole::Closes {
        return Some((0, marks));
    }
    slice(text, 0..first.at).trim().is_empty().then_some((first.end, rest))
}

/// The marks of a paragraph, without those that are no quotation marks.
fn marks(text: &str) -> Vec<QuotationMark> {
    let mut marks: Vec<QuotationMark> = Vec::new();
    let mut from = 0;
    for (at, c) in text.char_indices() {
        if at < from {
            continue;
        }
        let (c, end) = doubled(text, at).unwrap_or((c, at + c.len_utf8()));
        from = end;
        marks.extend(mark(text, at..end, c));
    }
    let mut next: [Option<MarkRole>; 2] = [None, None];
    for mark in marks.iter_mut().rev() {
        let [single, double] = &mut next;
        let role = mark.role;
        match mark.family {
            MarkFamily::Single => {
                mark.role = if is_plural(text, mark, *single) { MarkRole::Nothing } else { role };
                *single = Some(role);
            }
            // An inch: a later mark closes the quotation. Where none is open, a closing mark does nothing.
            MarkFamily::Double if mark.is_measure => {
                let goes_on = slice(text, mark.end..text.len()).starts_with(' ');
                let is_inch = goes_on && *double == Some(MarkRole::Closes);
                mark.role = if is_inch { MarkRole::Nothing } else { MarkRole::Closes };
            }
            MarkFamily::Double => *double = Some(role),
            _ => {}
        }
    }
    // A single mark between blanks is a stray one; two may enclose a quotation.
    let is_odd = marks.iter().filter(|mark| mark.is_lone).count() % 2 == 1;
    marks.retain(|mark| mark.role != MarkRole::Nothing && !(is_odd && mark.is_lone));
    marks
}

/// Two marks that are typed for one, as on typewriters and in TeX: ` ``words'' `.
fn doubled(text: &str, at: usize) -> Option<(char, usize)> {
    let rest = slice(text, at..text.len());
    let mark = if rest.starts_with("``") { '“' } else { '"' };
    (mark == '“' || rest.starts_with("''")).then_some((mark, at + 2))
}

fn mark(text: &str, place: Range<usize>, c: char) -> Option<QuotationMark> {
    let before = slice(text, 0..place.start).chars().next_back();
    let mut after = slice(text, place.end..text.len()).chars();
    let next = after.next();
    let (family, role) = family_and_role(c, before, next, after.next())?;
    let is_straight = matches!(c, '"' | '＂');
    let is_blank = |c: Option<char>| c.is_none_or(char::is_whitespace);
    let is_lone = is_straight && is_blank(before) && is_blank(next);
    let written = slice(text, 0..place.start).trim_end();
    let digits =
        written.chars().rev().take(MEASURE + 1).take_while(|c| c.is_ascii_digit() || *c == '.').count();
    let is_measure = is_straight
        && role != MarkRole::Opens
        && written.ends_with(|c: char| c.is_ascii_digit())
        && digits <= MEASURE;
    let is_inch = is_lone && is_measure;
    let role = if is_inch { MarkRole::Nothing } else { role };
    Some(QuotationMark { family, role, at: place.start, end: place.end, is_measure, is_lone })
}

fn family_and_role(
    c: char,
    before: Option<char>,
    next: Option<char>,
    second: Option<char>,
) -> Option<(MarkFamily, MarkRole)> {
    use MarkFamily::{Angle, Corner, Double, Guillemet, Single, SingleGuillemet, WhiteCorner};
    use MarkRole::{Closes, Either, Opens};
    let closes_behind_word = is_behind_word(before) && is_before_gap(next);
    let begins = |c: char| c.is_alphanumeric() || "([“‘„‚\"'…".contains(c);
    let opens_before_word = is_before_word(before) && next.is_some_and(begins);
    Some(match c {
        '「' | '｢' => (Corner, Opens),
        '」' | '｣' => (Corner, Closes),
        '『' => (WhiteCorner, Opens),
        '』' => (WhiteCorner, Closes),
        '《' => (Angle, Opens),
        '》' => (Angle, Closes),
        // French «words», German »words«, Swedish »words».
        '«' => (Guillemet, if closes_behind_word { Closes } else { Opens }),
        '»' => (Guillemet, if opens_before_word { Opens } else { Closes }),
        '‹' => (SingleGuillemet, if closes_behind_word { Closes } else { Opens }),
        '›' => (SingleGuillemet, if opens_before_word { Opens } else { Closes }),
        // After a word and before no word, an opening mark closes.
        '“' => (Double, if closes_behind_word { Either } else { Opens }),
        '„' | '‟' => (Double, Opens),
        // Swedish ”words”.
        '”' => (Double, if opens_before_word { Either } else { Closes }),
        '"' | '＂' => (Double, straight(before, next)),
        '‘' if closes_behind_word => (Single, Closes),
        '‚' => (Single, Opens),
        '‘' | '’' | '\'' => (Single, single(c, before, next, second)),
        _ => return None,
    })
}

/// What a straight mark does, by what is around it. Korean particles follow a closing mark directly.
fn straight(before: Option<char>, next: Option<char>) -> MarkRole {
    let may_open = is_before_word(before) || before == Some(':');
    let opens = may_open && next.is_some_and(|c| !c.is_whitespace());
    let closes = !is_before_word(before) && is_before_gap(next);
    match (opens, closes) {
        (true, _) => MarkRole::Opens,
        (false, true) => MarkRole::Closes,
        (false, false) => MarkRole::Either,
    }
}

/// What a single mark does; within a word it is an apostrophe, and also before the last two figures of a year.
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

/// Whether a single mark belongs to a plural, as in *the allies’ role*: a later mark closes the quotation.
fn is_plural(text: &str, mark: &QuotationMark, next: Option<MarkRole>) -> bool {
    let after = slice(text, mark.end..text.len());
    let goes_on = after.strip_prefix(' ').is_some_and(|rest| rest.starts_with(char::is_lowercase));
    mark.role == MarkRole::Closes
        && slice(text, 0..mark.at).ends_with('s')
        && goes_on
        && next == Some(MarkRole::Closes)
}

/// Whether a word may begin after this character.
fn is_before_word(before: Option<char>) -> bool {
    before.is_none_or(|c| c.is_whitespace() || "([{—–/“‘„‚「｢『《«‹\"".contains(c))
}

fn is_behind_word(before: Option<char>) -> bool {
    before.is_some_and(|c| !c.is_whitespace() && !"([—–:".contains(c))
}

/// Whether no word goes on with this character.
fn is_before_gap(next: Option<char>) -> bool {
    next.is_none_or(|c| !c.is_alphanumeric())
}

fn is_hangul(c: char) -> bool {
    holds_hangul(c.encode_utf8(&mut [0; 4]))
}
