//! One typed word against the vocabulary: the only place that knows `fuzzy-matcher`.
//!
//! Invariant: each word of the corpus matches at its best level, and the levels that guess are reached only
//! where none that knows has found anything, so that a word that is in the corpus drags in no look-alikes.

use std::ops::Range;

use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;
use rustc_hash::FxHashSet;

use super::Level;
use super::forms;
use super::index::{Index, Word, mask};
use crate::text::hangul;

/// From how many letters a word is found inside others: at once, and only where it is no word of its own.
const INSIDE: (usize, usize) = (7, 4);
/// From how many syllables a Korean word is found inside others; compounds are the rule there.
const INSIDE_HANGUL: usize = 2;
/// From how many letters a word is guessed at all, and with one error where it is part of another word.
const GUESS: (usize, usize) = (4, 5);
/// From how many letters two errors are forgiven.
const TWO_ERRORS: usize = 8;
/// Of the score of a word against itself, in percent, what a similar word must reach: short words and long.
const SIMILAR: (i64, i64) = (82, 72);
/// From how many letters a word counts as long, and may be typed wrong and incompletely at once.
const LONG: usize = 6;
/// Up to how many keys a beginning says too little to tell the words that begin so apart.
pub(super) const VAGUE: usize = 2;

/// Endings that make no other word; those of ordinals among them.
const INFLECTIONS: [&str; 9] = ["s", "es", "d", "ed", "ing", "st", "nd", "rd", "th"];
/// The qualities that are told apart: few, so that hits of one quality can be gathered.
const STEPS: [u8; 4] = [100, 75, 50, 25];
/// The quality of a word that is only begun: which of its ends is meant, what was typed does not say.
pub(super) const BEGUN: u8 = 50;

/// A word of the corpus that a typed word found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Match {
    pub word: u32,
    pub level: Level,
    /// How well, within its level: one of [`STEPS`].
    pub quality: u8,
}

/// What of the word was matched, in its characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Part {
    Whole,
    Range(Range<usize>),
    Letters(Vec<usize>),
}

/// A typed word, made ready to meet the vocabulary.
struct Typed<'a> {
    text: &'a str,
    letters: usize,
    /// As typed on a Korean keyboard.
    keys: String,
    key_count: usize,
    mask: u64,
    hangul: bool,
}

impl Index {
    /// Every word that `text` may mean. `known` says that a term explains it, so that nothing need be guessed.
    pub(super) fn matches(&self, text: &str, known: bool) -> Vec<Match> {
        let typed = Typed::new(text);
        let mut found = self.same(text);
        let whole = known || !found.is_empty();
        self.begun(&typed, &mut found);
        if typed.is_found_inside(whole) {
            self.inside(&typed, &mut found);
        }
        if whole || found.iter().any(|found| found.level < Level::Substring) {
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
        let forms = form.iter().flat_map(|form| self.of_form(form)).copied();
        let particles = self.with_particles(text);
        // What is typed so far is the beginning of a word rather than its form, unless the ending only inflects it.
        let begun = |word: &u32| {
            let ending = self.word(*word).and_then(|word| word.text.strip_prefix(text));
            itself.is_none() && ending.is_some_and(|ending| !INFLECTIONS.contains(&ending))
        };
        let forms = forms.filter(|word| !begun(word));
        let forms = forms.chain(particles).filter(|word| Some(*word) != itself);
        let exact = itself.map(|word| Match { word, level: Level::Exact, quality: 100 });
        exact.into_iter().chain(forms.map(|word| Match { word, level: Level::Form, quality: 100 })).collect()
    }

    /// The words that are `text`, a Korean noun, with a particle behind it.
    fn with_particles(&self, text: &str) -> Vec<u32> {
        if !hangul::holds_hangul(text) {
            return Vec::new();
        }
        let is = |word: &Word| word.text.strip_prefix(text).is_some_and(hangul::is_particle);
        let begun = self.beginning(&hangul::keys(text)).iter();
        begun.copied().filter(|word| self.word(*word).is_some_and(is)).collect()
    }

    /// The words that begin with what was typed, by their keys or by their initial consonants.
    fn begun(&self, typed: &Typed<'_>, found: &mut Vec<Match>) {
        let same: Vec<u32> = found.iter().map(|found| found.word).collect();
        for number in self.beginning(&typed.keys).iter().filter(|number| !same.contains(number)) {
            let Some(word) = self.word(*number) else { continue };
            if typed.covers(word).or_else(|| typed.initials(word).filter(|at| at.start == 0)).is_some() {
                found.push(Match { word: *number, level: Level::Prefix, quality: BEGUN });
            }
        }
    }

    /// The words that hold what was typed, though not at their beginning.
    fn inside(&self, typed: &Typed<'_>, found: &mut Vec<Match>) {
        let mut held: FxHashSet<u32> = found.iter().map(|found| found.word).collect();
        let initials = |number: &u32| self.word(*number).is_some_and(|word| typed.initials(word).is_some());
        let korean = self.korean.iter().copied().filter(|_| typed.is_initials()).filter(initials);
        for word in self.with_part(typed.text).chain(korean) {
            if held.insert(word) {
                found.push(Match { word, level: Level::Substring, quality: BEGUN });
            }
        }
    }

    /// The words that lack at most `errors` of the typed letters.
    fn masked<'a>(
        &'a self,
        typed: &Typed<'_>,
        errors: u32,
    ) -> impl Iterator<Item = (u32, &'a Word)> + use<'a> {
        let mask = typed.mask;
        let fits = move |word: &u64| (mask & !word).count_ones() <= errors;
        let fitting = (0_u32..).zip(&self.masks).filter(move |(_, word)| fits(word));
        fitting.filter_map(|(number, _)| Some((number, self.word(number)?)))
    }

    /// The levels that guess: similar letters, or one typing error.
    fn guesses(&self, typed: &Typed<'_>, found: &mut Vec<Match>) {
        if typed.text.bytes().any(|byte| byte.is_ascii_digit()) {
            return;
        }
        let known: FxHashSet<u32> = found.iter().map(|found| found.word).collect();
        let matcher = SkimMatcherV2::default();
        let own = matcher.fuzzy_match(typed.text, typed.text).unwrap_or_default();
        let begins = start(&typed.keys);
        for ((number, mask), start) in (0_u32..).zip(&self.masks).zip(&self.starts) {
            let lacks = (typed.mask & !mask).count_ones();
            let alike =
                (lacks == 0 && (start ^ begins).trailing_zeros() >= 8) || may_err_once(begins, *start);
            if lacks > 1 || !alike || known.contains(&number) {
                continue;
            }
            let Some(word) = self.word(number) else { continue };
            let similar = || typed.similar(word, &matcher, own);
            let guess = if lacks > 0 { None } else { similar().map(|quality| (Level::Fuzzy, quality)) };
            let guess = guess.or_else(|| typed.errs(word).map(|quality| (Level::OneError, quality)));
            if let Some((level, quality)) = guess {
                found.push(Match { word: number, level, quality });
            }
        }
    }

    /// Who errs twice still begins aright: *denuclear…* is not *nuclear*.
    fn twice_wrong(&self, typed: &Typed<'_>, found: &mut Vec<Match>) {
        for number in self.beginning(first_of(&typed.keys)) {
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

    /// Who means a word means its forms: each guess brings them along at its own level.
    fn add_forms(&self, found: &mut Vec<Match>) {
        let mut held: FxHashSet<u32> = found.iter().map(|guess| guess.word).collect();
        let guesses: Vec<Match> = found.iter().filter(|guess| guess.level >= Level::Fuzzy).copied().collect();
        for guess in guesses {
            let Some(word) = self.word(guess.word) else { continue };
            for form in self.same(&word.text) {
                if held.insert(form.word) {
                    found.push(Match { word: form.word, level: guess.level, quality: BEGUN });
                }
            }
        }
    }

    /// Up to five words that a word that was not found may have been meant for, the nearest first.
    pub(super) fn near(&self, text: &str) -> Vec<String> {
        let typed = Typed::new(text);
        // A syllable has more keys than a letter has errors.
        let furthest = if typed.hangul { typed.key_count / 4 } else { typed.key_count.saturating_add(1) / 3 };
        let furthest = furthest.clamp(1, 3);
        let errors = u32::try_from(furthest).unwrap_or(1);
        let mut near: Vec<(usize, usize, &str)> = Vec::new();
        for (number, word) in self.masked(&typed, errors) {
            let mask = self.masks.get(number as usize).copied().unwrap_or_default();
            let count = word.keys().chars().count();
            if (mask & !typed.mask).count_ones() > errors || count.abs_diff(typed.key_count) > furthest {
                continue;
            }
            let distance = strsim::osa_distance(&typed.keys, word.keys());
            if distance <= furthest {
                near.push((
                    distance,
                    usize::MAX.saturating_sub(word.held.count().saturating_add(word.headed.count())),
                    &word.text,
                ));
            }
        }
        near.sort_unstable();
        near.into_iter().take(5).map(|(.., word)| word.to_owned()).collect()
    }
}

/// What of `word` the typed `text` matched, which found it at `level`.
pub(super) fn part(text: &str, word: &Word, level: Level) -> Part {
    let typed = Typed::new(text);
    let range = match level {
        Level::Form if typed.hangul => Some(0..typed.letters),
        Level::Prefix => typed.covers(word).or_else(|| typed.initials(word)),
        Level::Substring => typed.inside(word).or_else(|| typed.initials(word)),
        Level::Fuzzy => {
            let letters = SkimMatcherV2::default().fuzzy_indices(&word.text, text);
            return letters.map_or(Part::Whole, |(_, letters)| Part::Letters(letters));
        }
        Level::Exact | Level::Form | Level::Term | Level::OneError | Level::TwoErrors => None,
    };
    range.map_or(Part::Whole, Part::Range)
}

impl<'a> Typed<'a> {
    fn new(text: &'a str) -> Self {
        let hangul = hangul::holds_hangul(text);
        let keys = hangul::keys(text);
        let key_count = keys.chars().count();
        Self { text, letters: text.chars().count(), key_count, mask: mask(&keys), keys, hangul }
    }

    /// The characters of `word` that what was typed begins.
    fn covers(&self, word: &Word) -> Option<Range<usize>> {
        if !word.keys().starts_with(&self.keys) {
            return None;
        }
        if !self.hangul {
            return Some(0..self.letters);
        }
        let mut keys = 0_usize;
        let covered = word.text.chars().take_while(|c| {
            let begun = keys < self.key_count;
            keys = keys.saturating_add(hangul::key_count(*c));
            begun
        });
        Some(0..covered.count())
    }

    fn is_initials(&self) -> bool {
        self.hangul && hangul::are_consonants(&self.keys)
    }

    /// Where the typed consonants are the initials of the word: at its beginning by one, inside it by two.
    fn initials(&self, word: &Word) -> Option<Range<usize>> {
        if !self.is_initials() {
            return None;
        }
        let initials = hangul::initials(&word.text);
        let at = initials.find(&self.keys)?;
        let before = initials.get(..at)?.chars().count();
        let enough = before == 0 || self.key_count >= INSIDE_HANGUL;
        enough.then(|| before..before.saturating_add(self.key_count))
    }

    fn inside(&self, word: &Word) -> Option<Range<usize>> {
        let at = word.text.find(self.text)?;
        let before = word.text.get(..at)?.chars().count();
        Some(before..before.saturating_add(self.letters))
    }

    fn is_found_inside(&self, whole: bool) -> bool {
        match (self.hangul, whole) {
            (true, _) => self.letters >= INSIDE_HANGUL,
            (false, true) => self.letters >= INSIDE.0,
            (false, false) => self.letters >= INSIDE.1,
        }
    }

    /// A Korean word is two syllables at least before it can be called mistyped.
    fn may_err(&self, nothing_found: bool) -> bool {
        self.hangul && self.letters >= 2 && self.key_count >= GUESS.0 && nothing_found
    }

    /// How similar a word is that holds the typed letters in order, with gaps.
    fn similar(&self, word: &Word, matcher: &SkimMatcherV2, own: i64) -> Option<u8> {
        let begins = word.text.chars().next() == self.text.chars().next();
        if self.letters < GUESS.0 || !begins || word.letters < self.letters || own <= 0 {
            return None;
        }
        let score = matcher.fuzzy_match(&word.text, self.text)?;
        let percent = score.saturating_mul(100).checked_div(own)?;
        if percent < if self.letters < LONG { SIMILAR.0 } else { SIMILAR.1 } {
            return None;
        }
        let missed = word.letters.saturating_sub(self.letters).saturating_mul(3);
        let quality = usize::try_from(percent).unwrap_or_default().saturating_sub(missed);
        Some(STEPS.into_iter().find(|step| usize::from(*step) <= quality).unwrap_or(STEPS[3]))
    }

    /// One letter wrong, missing, too many, or two transposed; the end of a long word may be untyped.
    fn errs(&self, word: &Word) -> Option<u8> {
        let longest = word.letters.saturating_add(1).saturating_mul(if self.hangul { 5 } else { 1 });
        if word.letters < 3 || self.key_count > longest {
            return None;
        }
        let rest = one_error(&self.keys, word.keys()).filter(|_| !holds_digit(&word.text))?;
        let enough = if self.hangul { INSIDE_HANGUL.saturating_add(1) } else { LONG };
        match rest {
            0 => Some(100),
            _ => (self.letters >= enough).then_some(BEGUN),
        }
    }
}

fn first_of(keys: &str) -> &str {
    keys.chars().next().and_then(|first| keys.get(..first.len_utf8())).unwrap_or_default()
}

/// The first four keys of a word, a byte of each: as much as tells most words apart.
pub(super) fn start(keys: &str) -> u32 {
    let byte = |key: char| u32::from(key).to_le_bytes().first().copied().unwrap_or_default();
    let mut bytes = [0; 4];
    bytes.iter_mut().zip(keys.chars()).for_each(|(at, key)| *at = byte(key));
    u32::from_le_bytes(bytes)
}

/// Whether words that begin so can be one typing error apart.
fn may_err_once(typed: u32, word: u32) -> bool {
    // The first difference, in whole keys; what is beyond the fourth key is not seen, and may be alike.
    let same = ((typed ^ word).trailing_zeros() / 8).saturating_mul(8);
    let (typed, word) = (typed.checked_shr(same).unwrap_or(0), word.checked_shr(same).unwrap_or(0));
    let seen = |keys: u32| u32::MAX.checked_shr(same.saturating_add(keys.saturating_mul(8))).unwrap_or(0);
    let differ = |a: u32, b: u32, keys: u32| (a ^ b) & seen(keys) != 0;
    let crossed = ((word & 0xFF) << 8) | ((word >> 8) & 0xFF) | (word & 0xFFFF_0000);
    !differ(typed >> 8, word >> 8, 1)
        || !differ(typed >> 8, word, 1)
        || !differ(typed, word >> 8, 1)
        || !differ(typed, crossed, 0)
}

/// How many characters of `word` are left behind `typed`, read with one typing error at most; the fewest that can be.
fn one_error(typed: &str, word: &str) -> Option<usize> {
    let alike = typed.char_indices().zip(word.chars()).find(|((_, a), b)| a != b);
    let alike = alike.map_or(typed.len().min(word.len()), |((at, _), _)| at);
    let (typed, word) = (typed.get(alike..)?, word.get(alike..)?);
    let (less_typed, less_word) = (behind_first(typed), behind_first(word));
    let wrong = less_typed.zip(less_word);
    let too_many = less_typed.map(|typed| (typed, word));
    let missing = less_word.map(|word| (typed, word));
    let (mut first, mut other) = (typed.chars(), word.chars());
    let (a, b, c, d) = (first.next(), first.next(), other.next(), other.next());
    let crossed = a == d && b == c;
    let transposed = less_typed.and_then(behind_first).zip(less_word.and_then(behind_first));
    let transposed = transposed.filter(|_| crossed);
    let ways = [wrong, too_many, missing, transposed].into_iter().flatten();
    ways.filter_map(|(typed, word)| Some(word.strip_prefix(typed)?.chars().count())).min()
}

fn behind_first(text: &str) -> Option<&str> {
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
