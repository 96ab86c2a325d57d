//! Term marks: where a text uses the dataset's terms.
//!
//! Invariant: marks are on character boundaries, in order, and never overlap; of two overlapping matches the first
//! wins, and of two that start together the longer.

use std::collections::BTreeMap;
use std::ops::Range;

use aho_corasick::AhoCorasick;

use super::fold::{Folded, fold};
use super::hangul::{holds_hangul, is_ending};
use super::slice;

/// One occurrence of a term.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TermMark {
    /// The term's position in the list that the matcher was built from.
    pub term: usize,
    /// Bytes of the source text.
    pub range: Range<usize>,
}

/// Finds every form of every term in one pass.
#[derive(Debug)]
pub struct TermMatcher {
    /// `None` if the forms cannot be compiled, which only happens with an absurdly large dataset.
    automaton: Option<AhoCorasick>,
    patterns: Vec<TermPattern>,
}

#[derive(Debug)]
struct TermPattern {
    term: usize,
    /// A trailing `*`: the match runs to the end of the word.
    open: bool,
    /// Particles and compounds attach to Hangul without a space, so its forms need no word boundary. To other words only
    /// particles do.
    hangul: bool,
}

impl TermMatcher {
    /// `forms` pairs a term's position with one of its forms (`moderniz*`, `security environment`).
    pub fn new<'a>(forms: impl IntoIterator<Item = (usize, &'a str)>) -> Self {
        let mut patterns = Vec::new();
        let mut kept = Vec::new();
        for (term, form) in forms {
            let literal = fold(form.trim_end_matches('*'));
            if literal.trim().is_empty() {
                continue;
            }
            let hangul = holds_hangul(&literal);
            kept.push(TermPattern { term, open: form.ends_with('*'), hangul });
            patterns.push(literal);
        }
        Self { automaton: AhoCorasick::new(&patterns).ok(), patterns: kept }
    }

    /// The marks in `text`, in order.
    pub fn find(&self, text: &str) -> Vec<TermMark> {
        let mut found = self.find_overlapping(text);
        let mut end = 0;
        found.retain(|mark| {
            let free = mark.range.start >= end && !mark.range.is_empty();
            if free {
                end = mark.range.end;
            }
            free
        });
        found
    }

    /// The occurrences of each term in `text`, for counts: one within that of another term counts, one within another form of
    /// the same term does not.
    pub fn find_of_each_term(&self, text: &str) -> Vec<TermMark> {
        let mut found = self.find_overlapping(text);
        let mut ends: BTreeMap<usize, usize> = BTreeMap::new();
        found.retain(|mark| {
            let end = ends.entry(mark.term).or_default();
            let is_free = mark.range.start >= *end && !mark.range.is_empty();
            if is_free {
                *end = mark.range.end;
            }
            is_free
        });
        found
    }

    /// Every match in `text`, including those within another one, in order of their beginnings.
    pub fn find_overlapping(&self, text: &str) -> Vec<TermMark> {
        let Some(automaton) = &self.automaton else { return Vec::new() };
        let folded = Folded::new(text);
        let mut found: Vec<TermMark> = automaton
            .find_overlapping_iter(&folded.text)
            .filter_map(|hit| {
                let pattern = self.patterns.get(hit.pattern().as_usize())?;
                let range = pattern.bounds(&folded.text, hit.range())?;
                Some(TermMark { term: pattern.term, range: folded.source(range) })
            })
            .collect();
        found.sort_by_key(|mark| (mark.range.start, std::cmp::Reverse(mark.range.end), mark.term));
        found
    }
}

impl TermPattern {
    /// The range of the whole word or words; `None` if the form is inside another word.
    fn bounds(&self, text: &str, range: Range<usize>) -> Option<Range<usize>> {
        if self.hangul {
            return Some(range);
        }
        let before = slice(text, 0..range.start).chars().next_back();
        if before.is_some_and(char::is_alphanumeric) {
            return None;
        }
        let after = slice(text, range.end..text.len());
        let (ending, _) = after.split_at(after.find(|c: char| !c.is_alphanumeric()).unwrap_or(after.len()));
        if self.open {
            return Some(range.start..range.end + ending.len());
        }
        (ending.is_empty() || is_ending(ending)).then_some(range)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_term_counts_once_in_words_that_two_of_its_forms_have() {
        let forms = [(0, "flexib*"), (0, "strategic flexibility"), (1, "flexibility"), (1, "flexib*")];
        let found = TermMatcher::new(forms).find_of_each_term("Strategic flexibility, and flexible forces");
        let counts = [0, 1].map(|term| found.iter().filter(|mark| mark.term == term).count());
        assert_eq!(counts, [2, 2]);
    }

    fn marked(forms: &[&str], text: &str) -> Vec<(usize, String)> {
        let matcher = TermMatcher::new(forms.iter().copied().enumerate());
        matcher
            .find(text)
            .into_iter()
            .map(|mark| (mark.term, text.get(mark.range).unwrap().to_owned()))
            .collect()
    }

    #[test]
    fn an_open_form_takes_the_whole_word_and_a_closed_one_only_itself() {
        let forms = ["moderniz*", "region"];
        assert_eq!(
            marked(&forms, "Modernized, regional region"),
            [(0, "Modernized".to_owned()), (1, "region".to_owned())]
        );
        assert_eq!(marked(&["art"], "party art. arts"), [(0, "art".to_owned())]);
    }

    #[test]
    fn the_longer_of_two_overlapping_terms_wins_over_spaces_case_and_quotes() {
        let forms = ["security", "security environment", "alliance's"];
        assert_eq!(
            marked(&forms, "the ALLIANCE’s Security  Environment"),
            [(2, "ALLIANCE’s".to_owned()), (1, "Security  Environment".to_owned())]
        );
    }

    #[test]
    fn korean_forms_match_inside_compounds_and_before_particles() {
        assert_eq!(marked(&["현대화"], "동맹현대화의"), [(0, "현대화".to_owned())]);
        let marks = marked(&["NCG", "USFK"], "NCG는 USFK의, NCG회의");
        assert_eq!(marks, [(0, "NCG".to_owned()), (1, "USFK".to_owned())]);
    }

    proptest::proptest! {
        #[test]
        fn marks_are_ordered_disjoint_and_on_character_boundaries(text in "(a|b|현|대|é| |’|-){0,40}") {
            let matcher = TermMatcher::new([(0, "a"), (1, "a b"), (2, "b*"), (3, "현대"), (4, "e")]);
            let mut end = 0;
            for mark in matcher.find(&text) {
                proptest::prop_assert!(mark.range.start >= end);
                proptest::prop_assert!(text.get(mark.range.clone()).is_some_and(|t| !t.is_empty()));
                end = mark.range.end;
            }
        }
    }
}
