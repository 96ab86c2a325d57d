//! The numbers of lists in documents of word processors.
//!
//! Invariant: a number is written as the document prints it; lists are counted per level, and a level begins again below
//! an item of a higher one.

use std::collections::HashMap;

use super::html_list::counted;

/// Levels that are counted.
const LEVELS: usize = 10;
/// The signs of Korean lists.
const GANADA: &str = "가나다라마바사아자차카타파하";

/// How a level of a list is numbered.
#[derive(Debug, Clone)]
pub(super) struct ListLevel {
    pub start: i32,
    /// `1`, `a`, `A`, `i`, `I`, `가`; none for bullets.
    pub sign: Option<char>,
    /// `%1.%2)`
    pub template: String,
}

impl Default for ListLevel {
    fn default() -> Self {
        Self { start: 1, sign: Some('1'), template: String::new() }
    }
}

/// The sign for a word processor's name of a number format.
pub(super) fn sign(format: &str) -> Option<char> {
    match format {
        "bullet" | "none" => None,
        "lowerLetter" | "LATIN_SMALL" => Some('a'),
        "upperLetter" | "LATIN_CAPITAL" => Some('A'),
        "lowerRoman" | "ROMAN_SMALL" => Some('i'),
        "upperRoman" | "ROMAN_CAPITAL" => Some('I'),
        "ganada" | "HANGUL_SYLLABLE" => Some('가'),
        _ => Some('1'),
    }
}

/// The items of all lists of a document so far.
#[derive(Debug, Default)]
pub(super) struct ListCounts(HashMap<String, [Option<i32>; LEVELS]>);

impl ListCounts {
    /// The sign of the next item of a list in a level, as it is printed; none for bullets.
    pub(super) fn next(&mut self, list: &str, levels: &[ListLevel], level: usize) -> Option<String> {
        let counts = self.0.entry(list.to_owned()).or_default();
        let own = levels.get(level)?;
        let count = counts.get_mut(level)?;
        *count = Some(count.map_or(own.start, |last| last.saturating_add(1)));
        counts.iter_mut().skip(level + 1).for_each(|lower| *lower = None);
        own.sign?;
        let mut mark = own.template.clone();
        for (at, (other, count)) in levels.iter().zip(counts.iter()).enumerate() {
            let place = format!("%{}", at + 1);
            if mark.contains(&place) {
                mark =
                    mark.replace(&place, &written(count.unwrap_or(other.start), other.sign.unwrap_or('1')));
            }
        }
        Some(mark.trim().to_owned()).filter(|mark| !mark.is_empty())
    }
}

fn written(value: i32, sign: char) -> String {
    let syllable = || GANADA.chars().nth(usize::try_from(value - 1).ok()?);
    match sign {
        '가' => syllable().map_or_else(|| value.to_string(), String::from),
        sign => counted(value, sign),
    }
}
