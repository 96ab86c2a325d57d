//! Matching one typed word with the vocabulary; the only user of `fuzzy-matcher`.
//!
//! Invariant: each word of the corpus matches at its best level. The levels that guess are tried only if no better
//! level found anything, so a word that is in the corpus never adds similar ones.

use std::cmp::Reverse;
use std::ops::Range;

use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;
use rustc_hash::FxHashSet;

use super::Level;
use super::cases::{either, meant_keys};
use super::forms;
use super::vocabulary::{IndexedWord, Vocabulary, mask, start};
use super::words::WordEnding;
use crate::text::script::is_ideograph;
use crate::text::{hangul, slice};

/// Minimum letters of a word that is looked for inside others: if it is a word itself, and if it is not.
const INSIDE: (usize, usize) = (7, 4);
/// Minimum syllables of a Korean word that is looked for inside others, since Korean has many compounds.
const INSIDE_HANGUL: usize = 2;
/// Minimum letters of a word that may be guessed: if it was not found at all, and if it is part of other words.
const GUESS: (usize, usize) = (4, 5);
/// Maximum letters of a word that may be guessed: the time grows with their square.
const GUESSED: usize = 64;
/// Minimum letters of a word with two typing errors.
const TWO_ERRORS: usize = 8;
/// The score that a similar word must reach, in percent of the typed word's own: for short words and for long ones.
const SIMILAR: (i64, i64) = (82, 72);
/// Minimum letters of a long word, which may be mistyped and incomplete at once.
const LONG: usize = 6;

/// Endings that do not make another word, with those of ordinals.
const INFLECTIONS: [&str; 9] = ["s", "es", "d", "ed", "ing", "st", "nd", "rd", "th"];
/// The qualities of matches; there are few, so that the passages of each can be collected.
const STEPS: [u8; 4] = [100, 75, 50, 25];
/// The quality of a word of which only a part was typed, since other words share that part.
pub(super) const BEGUN: u8 = 50;

/// A word of the corpus that a typed word matches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Match {
    pub word: u32,
    pub level: Level,
    /// How well, within its level: one of [`STEPS`].
    pub quality: u8,
}

/// The part of a word that was typed, counted in characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum MatchedPart {
    Whole,
    Range(Range<usize>),
    Letters(Vec<usize>),
}

/// A typed word, ready to be compared with the vocabulary.
struct TypedWord<'a> {
    text: &'a str,
    letters: usize,
    /// The keys that type it on a Korean keyboard.
    keys: String,
    key_count: usize,
    mask: u64,
    hangul: bool,
}

impl Vocabulary {
    /// Every word that `text` may mean. Nothing is guessed if it `names_a_term`.
    pub(super) fn matches(&self, text: &str, names_a_term: bool, ending: WordEnding) -> Vec<Match> {
        let stem = self.stem(text).filter(|_| ending == WordEnding::Finished);
        let typed = TypedWord::new(stem.unwrap_or(text));
        let mut found = self.same(text);
        if ending != WordEnding::Finished && self.number(text).is_none() {
            found.retain(|found| found.level == Level::Exact || !self.is_begun(text, found.word));
        }
        if ending == WordEnding::Finished && holds_digit(text) {
            // 285 is neither 28,500 nor an error for 286.
            return found;
        }
        let whole = names_a_term || !found.is_empty();
        self.begun(&typed, &mut found);
        if ending == WordEnding::Open && !found.is_empty() {
            // `labo*` is no word with *labo* inside.
            return found;
        }
        if typed.is_found_inside(whole) {
            self.inside(&typed, &mut found);
        }
        if whole || typed.letters > GUESSED || found.iter().any(|found| found.level < Level::Substring) {
            return found;
        }
        let least = if found.is_empty() { GUESS.0 } else { GUESS.1 };
        if typed.letters >= least || typed.may_err(found.is_empty()) {
            self.guesses(&typed, &mut found);
        }
        if found.is_empty() && typed.key_count >= TWO_ERRORS {
            self.twice_wrong(&typed, &mut found);
        }
        self.add_forms(&mut found);
        found
    }

    /// The word itself and its other forms.
    pub(super) fn same(&self, text: &str) -> Vec<Match> {
        let itself = self.number(text);
        let form = forms::key(text);
        let forms = form.iter().flat_map(|form| self.family(form)).copied();
        let endings =
            self.with_endings(self.stem(text).unwrap_or(text)).filter(|_| hangul::holds_hangul(text));
        let around = self.around(text);
        let attached = self.attached(text).iter().copied();
        // In small letters an acronym may be meant too; in capitals only the acronym is.
        let meant = meant_keys(text, true).into_iter().filter_map(|key| self.number(&key));
        let exact: Vec<u32> = itself.into_iter().chain(meant).collect();
        let forms = forms.chain(endings).chain(attached).chain(around).filter(|word| !exact.contains(word));
        let exact = exact.iter().map(|word| Match { word: *word, level: Level::Exact, quality: 100 });
        exact.chain(forms.map(|word| Match { word, level: Level::Form, quality: 100 })).collect()
    }

    /// Whether what is typed so far is only the beginning of a word and not a form of it: the rest is no inflection.
    fn is_begun(&self, text: &str, word: u32) -> bool {
        let rest = self.word(word).and_then(|word| word.text.strip_prefix(text));
        rest.is_some_and(|rest| rest.is_ascii() && !INFLECTIONS.contains(&rest))
    }

    /// The words with `text` in them, if it is one Chinese or Japanese character.
    fn around(&self, text: &str) -> Vec<u32> {
        let mut chars = text.chars();
        let is_one = chars.next().is_some_and(is_ideograph) && chars.next().is_none();
        let mut around: Vec<u32> = is_one.then(|| self.words_with_part(text)).into_iter().flatten().collect();
        around.dedup();
        around
    }

    /// The words that begin with what was typed, by their keys or by their initial consonants.
    fn begun(&self, typed: &TypedWord<'_>, found: &mut Vec<Match>) {
        let same: Vec<u32> = found.iter().map(|found| found.word).collect();
        for number in self.words_beginning(&typed.keys).iter().filter(|number| !same.contains(number)) {
            let Some(word) = self.word(*number) else { continue };
            if typed.covers(word).or_else(|| typed.initials(word).filter(|at| at.start == 0)).is_some() {
                found.push(Match { word: *number, level: Level::Prefix, quality: BEGUN });
            }
        }
    }

    /// The words that contain what was typed, but do not begin with it.
    fn inside(&self, typed: &TypedWord<'_>, found: &mut Vec<Match>) {
        let mut known: FxHashSet<u32> = found.iter().map(|found| found.word).collect();
        let initials = |number: &u32| self.word(*number).is_some_and(|word| typed.initials(word).is_some());
        let korean = self.korean.iter().copied().filter(|_| typed.is_initials()).filter(initials);
        for word in self.words_with_part(typed.text).chain(korean) {
            if known.insert(word) {
                found.push(Match { word, level: Level::Substring, quality: BEGUN });
            }
        }
    }

    /// The levels that guess: similar letters, or one typing error.
    fn guesses(&self, typed: &TypedWord<'_>, found: &mut Vec<Match>) {
        if typed.text.bytes().any(|byte| byte.is_ascii_digit()) {
            return;
        }
        let known: FxHashSet<u32> = found.iter().map(|found| found.word).collect();
        let matcher = SkimMatcherV2::default();
        let own = matcher.fuzzy_match(typed.text, typed.text).unwrap_or(0);
        let begins = start(&typed.keys);
        for ((number, mask), start) in (0_u32..).zip(&self.masks).zip(&self.starts) {
            let lacks = (typed.mask & !mask).count_ones();
            let same_first = (start ^ begins).trailing_zeros() >= 8;
            let possible = (lacks == 0 && same_first) || may_err_once(begins, *start);
            if lacks > 1 || !possible || known.contains(&number) {
                continue;
            }
            let Some(word) = self.word(number) else { continue };
            let similar = if lacks == 0 { typed.similar(word, &matcher, own) } else { None };
            let guess = similar.map(|quality| (Level::Fuzzy, quality));
            let guess = guess.or_else(|| typed.errs(word).map(|quality| (Level::OneError, quality)));
            if let Some((level, quality)) = guess {
                found.push(Match { word: number, level, quality });
            }
        }
    }

    /// Two typing errors, only if the first letter is right: *denuclear…* is not *nuclear*.
    fn twice_wrong(&self, typed: &TypedWord<'_>, found: &mut Vec<Match>) {
        let first: String = typed.keys.chars().take(1).collect();
        for number in self.words_beginning(&first) {
            let lacks = self.masks.get(*number as usize).map_or(64, |word| (typed.mask & !word).count_ones());
            let Some(word) = self.word(*number).filter(|word| lacks <= 2 && !holds_digit(&word.text)) else {
                continue;
            };
            let near = word.keys().chars().count().abs_diff(typed.key_count) <= 2;
            if near && word.letters >= 3 && strsim::osa_distance(&typed.keys, word.keys()) <= 2 {
                found.push(Match { word: *number, level: Level::TwoErrors, quality: 100 });
            }
        }
    }

    /// Adds the other forms of each guessed word, at the level of the guess.
    fn add_forms(&self, found: &mut Vec<Match>) {
        let mut known: FxHashSet<u32> = found.iter().map(|guess| guess.word).collect();
        let guesses: Vec<Match> = found.iter().filter(|guess| guess.level >= Level::Fuzzy).copied().collect();
        for guess in guesses {
            let Some(word) = self.word(guess.word) else { continue };
            for form in self.same(&word.text) {
                if known.insert(form.word) {
                    found.push(Match { word: form.word, level: guess.level, quality: BEGUN });
                }
            }
        }
    }

    /// Up to five words that may have been meant by a word that was not found, the nearest first; of equally near ones,
    /// those that `count` counts most often.
    pub(super) fn near(&self, text: &str, count: impl Fn(u32) -> usize) -> Vec<String> {
        let typed = TypedWord::new(text);
        // A syllable has several keys.
        let furthest = if typed.hangul { typed.key_count / 4 } else { (typed.key_count + 1) / 3 };
        let furthest = furthest.clamp(1, 3);
        let mut near: Vec<(usize, Reverse<usize>, &str)> = Vec::new();
        for (number, mask) in (0_u32..).zip(&self.masks) {
            let differ = (typed.mask & !mask).count_ones().max((mask & !typed.mask).count_ones());
            let Some(word) = self.word(number).filter(|_| differ as usize <= furthest) else { continue };
            if word.keys().chars().count().abs_diff(typed.key_count) > furthest {
                continue;
            }
            let distance = strsim::osa_distance(&typed.keys, word.keys());
            // A key that can be either of two words is offered as these words.
            if distance <= furthest && either(&word.text).is_none_or(|either| either != *word.text) {
                near.push((distance, Reverse(count(number)), &word.text));
            }
        }
        near.sort_unstable();
        near.into_iter().take(5).map(|(.., word)| word.to_owned()).collect()
    }
}

/// The part of `word` that the typed `text` matches at `level`.
pub(super) fn matched_part(text: &str, word: &IndexedWord, level: Level) -> MatchedPart {
    let typed = TypedWord::new(text);
    let range = match level {
        Level::Form if typed.hangul => typed.longest_part(word),
        Level::Form if typed.letters == 1 => typed.inside(word),
        Level::Form if hangul::attached(&word.text).is_some() => typed.covers(word),
        Level::Prefix => typed.covers(word).or_else(|| typed.initials(word)),
        Level::Substring => typed.inside(word).or_else(|| typed.initials(word)),
        Level::Fuzzy => {
            let letters = SkimMatcherV2::default().fuzzy_indices(&word.text, text);
            return letters.map_or(MatchedPart::Whole, |(_, letters)| MatchedPart::Letters(letters));
        }
        Level::Exact | Level::Form | Level::Term | Level::OneError | Level::TwoErrors => None,
    };
    range.map_or(MatchedPart::Whole, MatchedPart::Range)
}

impl<'a> TypedWord<'a> {
    fn new(text: &'a str) -> Self {
        let hangul = hangul::holds_hangul(text);
        let keys = hangul::keys(text);
        let key_count = keys.chars().count();
        Self { text, letters: text.chars().count(), key_count, mask: mask(&keys), keys, hangul }
    }

    /// The characters of `word` that were typed, if it begins with them.
    fn covers(&self, word: &IndexedWord) -> Option<Range<usize>> {
        if !word.keys().starts_with(&self.keys) {
            return None;
        }
        if !self.hangul {
            return Some(0..self.letters);
        }
        let mut keys = 0_usize;
        let covered = word.text.chars().take_while(|c| {
            let begun = keys < self.key_count;
            keys += hangul::key_count(*c);
            begun
        });
        Some(0..covered.count())
    }

    fn is_initials(&self) -> bool {
        self.hangul && hangul::are_consonants(&self.keys)
    }

    /// Where the word has the typed consonants as initials; inside it, only if at least two are typed.
    fn initials(&self, word: &IndexedWord) -> Option<Range<usize>> {
        if !self.is_initials() {
            return None;
        }
        let initials = hangul::initials(&word.text);
        let before = slice(&initials, 0..initials.find(&self.keys)?).chars().count();
        let enough = before == 0 || self.key_count >= INSIDE_HANGUL;
        enough.then_some(before..before + self.key_count)
    }

    fn inside(&self, word: &IndexedWord) -> Option<Range<usize>> {
        let before = slice(&word.text, 0..word.text.find(self.text)?).chars().count();
        Some(before..before + self.letters)
    }

    /// Where the word has the longest beginning of the typed one, at least two syllables.
    fn longest_part(&self, word: &IndexedWord) -> Option<Range<usize>> {
        let ends = self.text.char_indices().rev().map(|(at, c)| at + c.len_utf8());
        let beginnings = ends.take((self.letters + 1).saturating_sub(INSIDE_HANGUL));
        let part = |end| TypedWord::new(slice(self.text, 0..end)).inside(word);
        beginnings.map(part).find_map(|part| part)
    }

    fn is_found_inside(&self, whole: bool) -> bool {
        match (self.hangul, whole) {
            (true, _) => self.letters >= INSIDE_HANGUL,
            (false, true) => self.letters >= INSIDE.0,
            (false, false) => self.letters >= INSIDE.1,
        }
    }

    /// Whether a Korean word is long enough to be mistyped.
    fn may_err(&self, nothing_found: bool) -> bool {
        self.hangul && self.letters >= 2 && self.key_count >= GUESS.0 && nothing_found
    }

    /// How similar a word is that contains the typed letters in order, with gaps.
    fn similar(&self, word: &IndexedWord, matcher: &SkimMatcherV2, own: i64) -> Option<u8> {
        let begins = word.text.chars().next() == self.text.chars().next();
        if self.letters < GUESS.0 || !begins || word.letters < self.letters || own <= 0 {
            return None;
        }
        let percent = matcher.fuzzy_match(&word.text, self.text)? * 100 / own;
        if percent < if self.letters < LONG { SIMILAR.0 } else { SIMILAR.1 } {
            return None;
        }
        let missed = (word.letters - self.letters) * 3;
        let quality = usize::try_from(percent).unwrap_or(0).saturating_sub(missed);
        Some(STEPS.into_iter().find(|step| usize::from(*step) <= quality).unwrap_or(STEPS[3]))
    }

    /// How well a word matches with one letter wrong, missing, added, or two transposed; the end of a long word may not
    /// be typed yet.
    fn errs(&self, word: &IndexedWord) -> Option<u8> {
        let longest = (word.letters + 1) * if self.hangul { 5 } else { 1 };
        if word.letters < 3 || self.key_count > longest {
            return None;
        }
        let rest = one_error(&self.keys, word.keys()).filter(|_| !holds_digit(&word.text))?;
        let enough = if self.hangul { INSIDE_HANGUL + 1 } else { LONG };
        match rest {
            0 => Some(100),
            _ => (self.letters >= enough).then_some(BEGUN),
        }
    }
}

/// Whether words with these first four keys (see [`start`]) can be one typing error apart.
fn may_err_once(typed: u32, word: u32) -> bool {
    // The first difference, in whole keys; the keys after the fourth are unknown and may be equal.
    let same = (typed ^ word).trailing_zeros() / 8 * 8;
    let (typed, word) = (typed.checked_shr(same).unwrap_or(0), word.checked_shr(same).unwrap_or(0));
    let seen = |keys: u32| u32::MAX.checked_shr(same + keys * 8).unwrap_or(0);
    let differ = |a: u32, b: u32, keys: u32| (a ^ b) & seen(keys) != 0;
    let crossed = ((word & 0xFF) << 8) | ((word >> 8) & 0xFF) | (word & 0xFFFF_0000);
    !differ(typed >> 8, word >> 8, 1)
        || !differ(typed >> 8, word, 1)
        || !differ(typed, word >> 8, 1)
        || !differ(typed, crossed, 0)
}

/// How many characters of `word` follow `typed`, read with at most one typing error; the smallest possible number.
fn one_error(typed: &str, word: &str) -> Option<usize> {
    let alike = typed.char_indices().zip(word.chars()).find(|((_, a), b)| a != b);
    let alike = alike.map_or(typed.len().min(word.len()), |((at, _), _)| at);
    let (typed, word) = (slice(typed, alike..typed.len()), slice(word, alike..word.len()));
    let (less_typed, less_word) = (after_first(typed), after_first(word));
    let wrong = less_typed.zip(less_word);
    let too_many = less_typed.map(|typed| (typed, word));
    let missing = less_word.map(|word| (typed, word));
    let (mut first, mut other) = (typed.chars(), word.chars());
    let (a, b, c, d) = (first.next(), first.next(), other.next(), other.next());
    let crossed = a == d && b == c;
    let transposed = less_typed.and_then(after_first).zip(less_word.and_then(after_first));
    let transposed = transposed.filter(|_| crossed);
    let ways = [wrong, too_many, missing, transposed].into_iter().flatten();
    ways.filter_map(|(typed, word)| Some(word.strip_prefix(typed)?.chars().count())).min()
}

fn after_first(text: &str) -> Option<&str> {
    let mut rest = text.chars();
    rest.next().map(|_| rest.as_str())
}

fn holds_digit(text: &str) -> bool {
    text.bytes().any(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_rest_of_a_word_typed_with_one_error() {
        for (typed, word, rest) in [
            ("nroth", "north", Some(0)),
            ("deterrance", "deterrence", Some(0)),
            ("modrenizat", "modernization", Some(3)),
            ("exteneded", "extended", Some(0)),
            ("modernzation", "modernization", Some(0)),
            ("denuclear", "nuclear", None),
            ("stat", "state", Some(0)),
        ] {
            assert_eq!(one_error(typed, word), rest, "{typed} {word}");
        }
    }

    proptest! {
        #[test]
        fn a_start_that_may_not_err_does_not(typed in "[abcd]{4,7}", word in "[abcd]{4,8}") {
            if one_error(&typed, &word).is_some() {
                prop_assert!(may_err_once(start(&typed), start(&word)), "{typed} {word}");
            }
        }

        #[test]
        fn one_error_is_an_alignment_distance_of_one(typed in "[abㅎ]{1,6}", word in "[abㅎ]{0,7}") {
            prop_assume!(typed != word);
            let prefixes = word.char_indices().map(|(at, _)| at).chain([word.len()]);
            let near = |end: &usize| strsim::osa_distance(&typed, word.get(..*end).unwrap()) <= 1;
            let rest = prefixes.filter(near).map(|end| word.get(end..).unwrap().chars().count()).min();
            prop_assert_eq!(one_error(&typed, &word), rest);
        }
    }
}
