//! Acronyms that the statements explain themselves: *Inflation Reduction Act (IRA)*.
//!
//! Invariant: the first letters of an explanation are the acronym.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::stop_words;
use super::words::words;
use crate::text::slice;

/// Letters of an acronym.
const LETTERS: std::ops::RangeInclusive<usize> = 2..=6;
/// Maximum bytes between the beginning of an explanation and its acronym.
const BEFORE: usize = 160;
/// An explanation that occurs this many times less often than another one is an error.
const SLIP: usize = 4;

/// What acronyms mean, and how often each explanation occurs.
#[derive(Debug, Default)]
pub(super) struct Acronyms(FxHashMap<Box<str>, Vec<(Vec<String>, usize)>>);

impl Acronyms {
    /// Notes what the word at `range` means, if it is an acronym in brackets after its explanation.
    pub(super) fn note(&mut self, source: &str, key: &str, range: &Range<usize>) {
        let is_acronym = source.as_bytes().get(range.end) == Some(&b')')
            && LETTERS.contains(&range.len())
            && slice(source, range.clone()).bytes().all(|byte| byte.is_ascii_uppercase());
        let Some(bracket) = range.start.checked_sub(1).filter(|_| is_acronym) else { return };
        if source.as_bytes().get(bracket) != Some(&b'(') {
            return;
        }
        let start = source.floor_char_boundary(bracket.saturating_sub(BEFORE));
        if let Some(explanation) = explanation(key, &words(slice(source, start..bracket))) {
            self.add(key, explanation, 1);
        }
    }

    fn add(&mut self, key: &str, explanation: Vec<String>, times: usize) {
        let key = key.to_ascii_lowercase();
        let known = self.0.entry(key.into()).or_default();
        match known.iter_mut().find(|(words, _)| *words == explanation) {
            Some((_, count)) => *count += times,
            None => known.push((explanation, times)),
        }
    }

    /// Adds the explanations of a later part of the corpus.
    pub(super) fn append(&mut self, more: &Self) {
        for (key, explanations) in &more.0 {
            for (words, times) in explanations {
                self.add(key, words.clone(), *times);
            }
        }
    }

    /// What an acronym means, the commonest first.
    pub(super) fn meanings(&self, key: &str) -> Vec<&Vec<String>> {
        let mut known: Vec<_> = self.0.get(&*key.to_ascii_lowercase()).into_iter().flatten().collect();
        known.sort_by(|(one, often), (other, seldom)| (seldom, one).cmp(&(often, other)));
        let most = known.first().map_or(0, |(_, often)| *often);
        known.into_iter().filter(|(_, often)| often * SLIP > most).map(|(words, _)| words).collect()
    }
}

/// The last of the words `before` whose first letters are the acronym; small words may come between.
fn explanation(acronym: &str, before: &[String]) -> Option<Vec<String>> {
    let mut letters = acronym.chars().rev().map(|letter| letter.to_ascii_lowercase()).peekable();
    for (at, word) in before.iter().enumerate().rev() {
        if letters.next_if(|letter| word.starts_with(*letter)).is_none() && !stop_words::is_stop_word(word) {
            return None;
        }
        if letters.peek().is_none() {
            return before.get(at..).map(<[String]>::to_vec).filter(|words| words.len() > 1);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::words::each_word;

    fn meanings(text: &str, acronym: &str) -> Vec<String> {
        let mut acronyms = Acronyms::default();
        each_word(text, |key, range| acronyms.note(text, key, &range));
        acronyms.meanings(acronym).into_iter().map(|words| words.join(" ")).collect()
    }

    #[test]
    fn the_first_letters_of_the_words_before_explain_an_acronym() {
        assert_eq!(meanings("the Harbor Safety Act (HSA) and", "HSA"), ["harbor safety act"]);
        assert_eq!(
            meanings("our Ministry of Trade and Industry (MTI)", "MTI"),
            ["ministry of trade and industry"]
        );
        assert_eq!(meanings("a Bureau of Weights (BOW)", "bow"), ["bureau of weights"]);
        for text in
            ["the port (HSA)", "Harbor Safety (HSA)", "Harbor Safety Act HSA", "Harbor big Safety Act (HSA)"]
        {
            assert_eq!(meanings(text, "HSA"), [""; 0], "{text}");
        }
    }

    #[test]
    fn what_is_seldom_said_is_a_slip() {
        let text = "World Grain Office (WGO). ".repeat(5) + "Wide Gate Office (WGO)";
        assert_eq!(meanings(&text, "WGO"), ["world grain office"]);
    }
}
