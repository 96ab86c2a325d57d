//! Terms and phrases on the index: words that stand next to each other.
//!
//! Invariant: a form is found wherever its words stand consecutively in one field, whole except for an ending
//! left open by `*`; Hangul forms are found inside words too, for particles and compounds cling to them.

use super::index::{Index, Posting};
use super::words::words;
use crate::corpus::model::Term;
use crate::text::fold::fold;
use crate::text::hangul;

/// The forms of one term, cut into words, and what it is called.
#[derive(Debug)]
pub(super) struct TermForms {
    pub id: String,
    pub label: String,
    pub korean: Option<String>,
    pub forms: Vec<Run>,
    /// Every run of words by which a reader may call the term.
    names: Vec<Run>,
}

/// Words that follow each other.
#[derive(Debug, Clone)]
pub(super) struct Run {
    pub words: Vec<String>,
    /// Whether the last word may go on.
    pub open: bool,
    pub hangul: bool,
}

/// One place of a run: its words' places joined into one.
pub(super) type Place = Posting;

impl TermForms {
    pub(super) fn new(term: &Term) -> Self {
        let forms: Vec<Run> = term.forms.iter().filter_map(|form| Run::form(form)).collect();
        let korean = term.korean.as_deref();
        let mut names: Vec<Run> =
            [Some(&*term.label), korean].into_iter().flatten().filter_map(Run::form).collect();
        names.extend(forms.iter().cloned());
        Self {
            id: fold(&term.id),
            label: term.label.as_str().to_owned(),
            korean: korean.map(str::to_owned),
            forms,
            names,
        }
    }

    /// How many words at the beginning of `query` call this term, and whether they are Korean.
    pub(super) fn called_by(&self, query: &[&str]) -> Option<(usize, bool)> {
        let called = self.names.iter().filter(|name| name.begins(query));
        called.map(|name| (name.words.len(), name.hangul)).max()
    }

    /// Whether a typed filter value means this term: its id, its Korean, or the beginning of a word of its label.
    pub(super) fn is_meant_by(&self, value: &str) -> bool {
        let label = fold(&self.label);
        self.id == value
            || label.starts_with(value)
            || words(&label).iter().any(|word| word.starts_with(value))
            || self.korean.as_deref().is_some_and(|korean| fold(korean).starts_with(value))
    }

    /// Where the forms stand, in order; all of them, or those of one script.
    pub(super) fn places(&self, index: &Index, script: Option<bool>) -> Vec<Place> {
        let wanted = self.forms.iter().filter(|form| script.is_none_or(|hangul| form.hangul == hangul));
        let mut places: Vec<Place> = wanted.flat_map(|form| form.places(index)).collect();
        places.sort_unstable();
        places.dedup();
        places
    }
}

impl Run {
    pub(super) fn new(words: Vec<String>, open: bool) -> Self {
        Self { words, open, hangul: false }
    }

    /// A form as the dataset writes it; `None` where it holds no word.
    fn form(form: &str) -> Option<Self> {
        let open = form.trim_end().ends_with('*');
        let words = words(form);
        let hangul = words.iter().any(|word| hangul::holds_hangul(word));
        (!words.is_empty()).then_some(Self { words, open, hangul })
    }

    fn begins(&self, query: &[&str]) -> bool {
        let last = self.words.len().saturating_sub(1);
        query.len() >= self.words.len()
            && self.words.iter().zip(query).enumerate().all(|(at, (name, &typed))| {
                name == typed
                    || (at == last && self.open && typed.starts_with(name.as_str()))
                    || (at == last
                        && self.hangul
                        && typed.strip_prefix(&**name).is_some_and(hangul::is_particle))
            })
    }

    /// Every place where the words stand next to each other.
    pub(super) fn places(&self, index: &Index) -> Vec<Place> {
        let last = self.words.len().saturating_sub(1);
        let mut columns = Vec::new();
        for (at, word) in self.words.iter().enumerate() {
            let (first, last) = (at == 0, at == last);
            columns.push(Self::candidates(
                index,
                word,
                self.hangul && first,
                last && (self.open || self.hangul),
            ));
        }
        let Some((starts, rest)) = columns.split_first() else { return Vec::new() };
        let postings = |number: &u32| index.word(*number).map_or(&[][..], |word| &word.postings);
        let mut places = Vec::new();
        for start in starts.iter().flat_map(postings) {
            let end = rest.iter().try_fold((*start, start.end), |(at, _), column| {
                let next = column.iter().find_map(|number| follower(postings(number), at))?;
                Some((next, next.end))
            });
            places.extend(end.map(|(_, end)| Place { end, ..*start }));
        }
        places
    }

    /// The words of the vocabulary that may stand for `word`, open to its left or right.
    fn candidates(index: &Index, word: &str, left: bool, right: bool) -> Vec<u32> {
        if !left && !right {
            return index.number(word).into_iter().collect();
        }
        let fits = |text: &str| match (left, right) {
            (true, true) => text.contains(word),
            (true, false) => text.ends_with(word),
            (false, _) => text.starts_with(word),
        };
        (0_u32..).zip(&index.words).filter(|(_, known)| fits(&known.text)).map(|(number, _)| number).collect()
    }
}

/// The posting right behind `before`, in the same field.
fn follower(postings: &[Posting], before: Posting) -> Option<Posting> {
    let key = (before.passage, before.slot, before.position.saturating_add(1));
    let at = postings
        .binary_search_by_key(&key, |posting| (posting.passage, posting.slot, posting.position))
        .ok()?;
    postings.get(at).copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::tests::corpus;

    fn places(form: &str) -> usize {
        Run::form(form).unwrap().places(&Index::build(&corpus())).len()
    }

    #[test]
    fn forms_are_whole_words_but_for_an_open_ending() {
        assert_eq!(places("deter"), 0);
        assert!(places("deter*") > 0);
        assert!(places("strategic flexibility") > 0);
        assert_eq!(places("flexibility strategic"), 0);
    }

    #[test]
    fn hangul_forms_are_found_inside_words() {
        assert_eq!(places("대화"), places("현대화"));
        assert!(places("동맹 현대화") > 0);
    }

    #[test]
    fn a_form_without_words_is_none() {
        assert!(Run::form("*").is_none());
    }
}
