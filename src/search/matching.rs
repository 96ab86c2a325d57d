//! One typed word against the vocabulary: the only place that knows `fuzzy-matcher`.
//!
//! Invariant: each word of the corpus matches at its best level, and the levels that guess are reached only
//! where none that knows has found anything, so that a word that is in the corpus drags in no look-alikes.

use std::ops::Range;

use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;

use super::Level;
use super::forms::Forms;
use super::index::{Word, mask};
use crate::text::hangul;

/// From how many letters a word is found inside others: at once, and only where it is no word of its own.
const INSIDE: (usize, usize) = (6, 4);
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

/// Endings that make no other word; those of ordinals among them.
const INFLECTIONS: [&str; 9] = ["s", "es", "d", "ed", "ing", "st", "nd", "rd", "th"];

/// A word of the corpus that a typed word found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Match {
    pub word: u32,
    pub level: Level,
    /// How well, within its level: 0 to 100.
    pub quality: u32,
    pub part: Part,
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
    form: Option<String>,
    hangul: bool,
    forms: &'a Forms,
}

/// Every word that `text` may mean. `known` says that a term explains it, so that nothing need be guessed.
pub(super) fn matches(text: &str, words: &[Word], forms: &Forms, known: bool) -> Vec<Match> {
    let typed = Typed::new(text, forms);
    let mut found = every(words, |word| typed.meets(word));
    let whole = known || found.iter().any(|found| found.level <= Level::Form);
    if !typed.is_found_inside(whole) {
        found.retain(|found| found.level != Level::Substring);
    }
    if whole || found.iter().any(|found| found.level < Level::Substring) {
        return found;
    }
    if typed.letters >= if found.is_empty() { GUESS.0 } else { GUESS.1 } || typed.may_err(found.is_empty()) {
        let known: Vec<u32> = found.iter().map(|found| found.word).collect();
        let guessed = typed.guesses(words);
        found.extend(guessed.into_iter().filter(|guess| !known.contains(&guess.word)));
        typed.add_forms(&mut found, words);
    }
    if found.is_empty() && typed.key_count >= TWO_ERRORS {
        found = every(words, |word| typed.errs(word, 2));
        typed.add_forms(&mut found, words);
    }
    found
}

/// Whether `word` is `text`, or the same word in another form.
pub(super) fn is_same(text: &str, word: &Word, forms: &Forms) -> bool {
    Typed::new(text, forms).same(word).is_some()
}

/// Up to five words that a word that was not found may have been meant for, the nearest first.
pub(super) fn near(text: &str, words: &[Word]) -> Vec<String> {
    let keys = hangul::keys(text);
    let letters = mask(&keys);
    let count = keys.chars().count();
    // A syllable has more keys than a letter has errors.
    let furthest =
        if hangul::holds_hangul(text) { count / 4 } else { count.saturating_add(1) / 3 }.clamp(1, 3);
    let mut near: Vec<(usize, usize, &str)> = Vec::new();
    for word in words {
        let other = word.keys().chars().count();
        let apart = (letters & !word.mask).count_ones().max((word.mask & !letters).count_ones()) as usize;
        if count.abs_diff(other) <= furthest && apart <= furthest {
            let distance = strsim::osa_distance(&keys, word.keys());
            if distance <= furthest {
                near.push((distance, usize::MAX.saturating_sub(word.postings.len()), &word.text));
            }
        }
    }
    near.sort_unstable();
    near.into_iter().take(5).map(|(.., word)| word.to_owned()).collect()
}

fn every(words: &[Word], meet: impl Fn(&Word) -> Option<(Level, u32, Part)>) -> Vec<Match> {
    let found = (0_u32..).zip(words).filter_map(|(number, word)| Some((number, meet(word)?)));
    found.map(|(word, (level, quality, part))| Match { word, level, quality, part }).collect()
}

impl<'a> Typed<'a> {
    fn new(text: &'a str, forms: &'a Forms) -> Self {
        let hangul = hangul::holds_hangul(text);
        let keys = hangul::keys(text);
        Self {
            text,
            letters: text.chars().count(),
            key_count: keys.chars().count(),
            mask: mask(&keys),
            keys,
            form: forms.key(text),
            hangul,
            forms,
        }
    }

    /// The levels that know: exact, form, prefix, substring.
    fn meets(&self, word: &Word) -> Option<(Level, u32, Part)> {
        if let Some(same) = self.same(word) {
            return Some(same);
        }
        if self.mask & !word.mask != 0 {
            return None;
        }
        self.begins(word).or_else(|| self.initials(word)).or_else(|| self.inside(word))
    }

    fn same(&self, word: &Word) -> Option<(Level, u32, Part)> {
        if word.text == self.text {
            return Some((Level::Exact, 100, Part::Whole));
        }
        if self.hangul {
            let ending = word.text.strip_prefix(self.text)?;
            return hangul::is_particle(ending).then_some((Level::Form, 100, Part::Range(0..self.letters)));
        }
        let form = self.form.as_deref()?;
        // A bare stem is a word's beginning rather than its form, unless the ending only inflects it.
        if form == self.text
            && word.text.strip_prefix(form).is_some_and(|ending| !INFLECTIONS.contains(&ending))
        {
            return None;
        }
        // Stemming changes endings, hence only what begins alike is stemmed.
        let alike = word.text.get(..form.len().min(3)) == form.get(..form.len().min(3));
        (alike && self.forms.key(&word.text).as_deref() == Some(form)).then_some((
            Level::Form,
            100,
            Part::Whole,
        ))
    }

    fn begins(&self, word: &Word) -> Option<(Level, u32, Part)> {
        if !word.keys().starts_with(&self.keys) {
            return None;
        }
        let mut keys = 0_usize;
        let covered = word.text.chars().take_while(|c| {
            let begun = keys < self.key_count;
            keys = keys.saturating_add(if self.hangul { hangul::key_count(*c) } else { 1 });
            begun
        });
        let covered = covered.count();
        Some((Level::Prefix, share(covered, word.letters), Part::Range(0..covered)))
    }

    /// Initial consonants: at the beginning of a word by one, inside it by two.
    fn initials(&self, word: &Word) -> Option<(Level, u32, Part)> {
        if !self.hangul || !hangul::are_consonants(&self.keys) {
            return None;
        }
        let initials = hangul::initials(&word.text);
        let at = initials.find(&self.keys)?;
        let before = initials.get(..at)?.chars().count();
        let part = Part::Range(before..before.saturating_add(self.key_count));
        match before {
            0 => Some((Level::Prefix, share(self.key_count, word.letters), part)),
            _ if self.key_count >= INSIDE_HANGUL => {
                Some((Level::Substring, share(self.key_count, word.letters), part))
            }
            _ => None,
        }
    }

    fn inside(&self, word: &Word) -> Option<(Level, u32, Part)> {
        let at = word.text.find(self.text)?;
        let before = word.text.get(..at)?.chars().count();
        let part = Part::Range(before..before.saturating_add(self.letters));
        Some((Level::Substring, share(self.letters, word.letters), part))
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

    /// The levels that guess: similar letters, or one typing error.
    fn guesses(&self, words: &[Word]) -> Vec<Match> {
        if self.text.bytes().any(|byte| byte.is_ascii_digit()) {
            return Vec::new();
        }
        let matcher = SkimMatcherV2::default();
        let own = matcher.fuzzy_match(self.text, self.text).unwrap_or_default();
        every(words, |word| self.similar(word, &matcher, own).or_else(|| self.errs(word, 1)))
    }

    /// Who means a word means its forms: each guess brings them along at its own level.
    fn add_forms(&self, found: &mut Vec<Match>, words: &[Word]) {
        let guesses: Vec<(&Word, Level)> = found
            .iter()
            .filter(|guess| guess.level >= Level::Fuzzy)
            .filter_map(|guess| Some((words.get(guess.word as usize)?, guess.level)))
            .collect();
        let mut held: Vec<u32> = found.iter().map(|guess| guess.word).collect();
        for (guess, level) in guesses {
            let meant = Typed::new(&guess.text, self.forms);
            for mut form in every(words, |word| meant.same(word)) {
                if !held.contains(&form.word) {
                    held.push(form.word);
                    form.level = level;
                    form.quality = 60;
                    found.push(form);
                }
            }
        }
    }

    fn similar(&self, word: &Word, matcher: &SkimMatcherV2, own: i64) -> Option<(Level, u32, Part)> {
        let begins = word.text.chars().next() == self.text.chars().next();
        if self.letters < GUESS.0 || !begins || self.mask & !word.mask != 0 || own <= 0 {
            return None;
        }
        let score = matcher.fuzzy_match(&word.text, self.text)?;
        let percent = score.saturating_mul(100).checked_div(own)?;
        if percent < if self.letters < LONG { SIMILAR.0 } else { SIMILAR.1 } {
            return None;
        }
        let (_, letters) = matcher.fuzzy_indices(&word.text, self.text)?;
        let missed = word.letters.saturating_sub(self.letters).saturating_mul(3);
        let quality =
            u32::try_from(percent).unwrap_or_default().saturating_sub(u32::try_from(missed).unwrap_or(100));
        Some((Level::Fuzzy, quality.min(100), Part::Letters(letters)))
    }

    /// At most `errors` letters wrong, missing, doubled or transposed; the end of a long word may be untyped.
    fn errs(&self, word: &Word, errors: usize) -> Option<(Level, u32, Part)> {
        if (self.mask & !word.mask).count_ones() as usize > errors
            || word.text.bytes().any(|b| b.is_ascii_digit())
        {
            return None;
        }
        // Whoever errs twice still begins aright: *denuclear…* is not *nuclear*.
        if errors > 1 && word.keys().chars().next() != self.keys.chars().next() {
            return None;
        }
        let level = if errors > 1 { Level::TwoErrors } else { Level::OneError };
        let count = word.keys().chars().count();
        let whole = count.abs_diff(self.key_count) <= errors;
        if whole && word.letters >= 3 && strsim::osa_distance(&self.keys, word.keys()) <= errors {
            return Some((level, 100, Part::Whole));
        }
        let enough = if self.hangul { INSIDE_HANGUL.saturating_add(1) } else { LONG };
        if errors > 1 || self.letters < enough || count <= self.key_count {
            return None;
        }
        let lengths = self.key_count.saturating_sub(1)..=self.key_count.saturating_add(1);
        let begins = |n: usize| strsim::osa_distance(&self.keys, first(word.keys(), n)) <= 1;
        lengths.into_iter().any(begins).then(|| (level, share(self.key_count, count) / 2, Part::Whole))
    }
}

/// The first `n` characters of `text`.
fn first(text: &str, n: usize) -> &str {
    text.char_indices().nth(n).and_then(|(end, _)| text.get(..end)).unwrap_or(text)
}

/// A share in percent.
fn share(part: usize, whole: usize) -> u32 {
    let percent = part.saturating_mul(100).checked_div(whole).unwrap_or_default();
    u32::try_from(percent).unwrap_or(100).min(100)
}
