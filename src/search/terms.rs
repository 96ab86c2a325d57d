//! Terms and phrases on the index: words that stand next to each other.
//!
//! Invariant: a form is found wherever its words stand consecutively in one field, whole except for an ending
//! left open by `*`; Hangul forms are found inside words too, for particles and compounds cling to them.

use fixedbitset::FixedBitSet;

use super::index::Index;
use super::plan::Plan;
use super::sequence::Slot;
use super::words::words;
use super::{Level, SearchField};
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
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Run {
    pub words: Vec<String>,
    /// Whether the last word may go on.
    pub open: bool,
    pub hangul: bool,
}

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

    /// Whether one of its names holds `word` as it is: what only begins like an open name may still be a slip.
    pub(super) fn is_named(&self, word: &str) -> bool {
        let is = |name: &Run, own: &String| own == word || (name.hangul && word.starts_with(own.as_str()));
        self.names.iter().any(|name| name.words.iter().any(|own| is(name, own)))
    }

    /// Whether a typed filter value means this term: its id, its Korean, or the beginning of a word of its label.
    pub(super) fn is_meant_by(&self, value: &str) -> bool {
        let label = fold(&self.label);
        self.id == value
            || label.starts_with(value)
            || words(&label).iter().any(|word| word.starts_with(value))
            || self.korean.as_deref().is_some_and(|korean| fold(korean).starts_with(value))
    }

    /// The passages from number `from` on whose wording holds one of the forms.
    pub(super) fn worded(&self, index: &Index, from: usize) -> FixedBitSet {
        let wording = [SearchField::Text, SearchField::Official, SearchField::Korean].map(Slot::of);
        let mut found = index.none();
        for form in &self.forms {
            found.union_with(&form.passages(index, &wording, from));
        }
        found
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

    /// The passages from number `from` on in which the words stand next to each other, in one of the fields (in any,
    /// where none is given).
    pub(super) fn passages(&self, index: &Index, fields: &[Slot], from: usize) -> FixedBitSet {
        let columns = self.columns(index);
        let mut unions = columns.iter().map(|column| index.with(column));
        let mut found = unions.next().unwrap_or_else(|| index.none());
        unions.for_each(|union| found.intersect_with(&union));
        found.remove_range(..from.min(found.len()));
        if columns.len() > 1 || !fields.is_empty() {
            let mut plan = Plan::new(index);
            plan.run(0, Level::Exact, &columns);
            plan.keep(index, &mut found, fields);
        }
        found
    }

    /// For each of the words, those of the vocabulary that may stand for it.
    pub(super) fn columns(&self, index: &Index) -> Vec<Vec<u32>> {
        let last = self.words.len().saturating_sub(1);
        let column = |(at, word): (usize, &String)| {
            Self::candidates(index, word, self.hangul && at == 0, at == last && (self.open || self.hangul))
        };
        self.words.iter().enumerate().map(column).collect()
    }

    /// The words of the vocabulary that may stand for `word`, open to its left or right.
    fn candidates(index: &Index, word: &str, left: bool, right: bool) -> Vec<u32> {
        let fits = |number: &u32| {
            index.word(*number).is_some_and(|known| match (left, right) {
                (true, true) => known.text.contains(word),
                (true, false) => known.text.ends_with(word),
                (false, _) => known.text.starts_with(word),
            })
        };
        match (left, right) {
            (false, false) => index.number(word).into_iter().collect(),
            // Only Hangul is open to its left.
            (true, _) => index.korean.iter().copied().filter(fits).collect(),
            (false, true) => index.beginning(&hangul::keys(word)).iter().copied().filter(fits).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::tests::corpus;

    fn places(form: &str) -> usize {
        Run::form(form).unwrap().passages(&Index::build(&corpus()), &[], 0).count_ones(..)
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
