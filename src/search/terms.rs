//! The dataset's terms: the names by which a reader calls them and the forms in which statements use them.

use fixedbitset::FixedBitSet;

use super::phrase::Phrase;
use super::word_index::WordIndex;
use super::words::words;
use crate::corpus::model::Term;
use crate::text::fold::fold;

/// One term, ready to be compared with typed words.
#[derive(Debug)]
pub(super) struct TermForms {
    pub id: String,
    pub label: String,
    pub korean: Option<String>,
    pub forms: Vec<Phrase>,
    /// Its label, its Korean and its forms: all that a reader may type to mean it.
    names: Vec<Phrase>,
}

impl TermForms {
    pub(super) fn new(term: &Term) -> Self {
        let forms: Vec<Phrase> = term.forms.iter().filter_map(|form| Phrase::form(form)).collect();
        let korean = term.korean.as_deref();
        let mut names: Vec<Phrase> =
            [Some(&*term.label), korean].into_iter().flatten().filter_map(Phrase::form).collect();
        names.extend(forms.iter().cloned());
        Self {
            id: fold(&term.id),
            label: term.label.as_str().to_owned(),
            korean: korean.map(str::to_owned),
            forms,
            names,
        }
    }

    /// How many words at the beginning of `query` name this term, and whether they are Korean.
    pub(super) fn named_by(&self, query: &[&str]) -> Option<(usize, bool)> {
        self.names.iter().filter_map(|name| Some((name.begins(query)?, name.hangul))).max()
    }

    /// Whether the first words of `query` are a name of the term that stands for all its forms: not one of the single
    /// words that it counts as well, such as *flexibility* for strategic flexibility.
    pub(super) fn is_whole_name(&self, query: &[&str], length: usize) -> bool {
        let is_named = |name: &&Phrase| name.begins(query) == Some(length);
        self.names.iter().filter(is_named).any(|name| {
            let label = words(&self.label);
            !name.words.iter().all(|word| label.contains(word))
                || name.words.len() == label.len()
                || name.hangul
        })
    }

    /// Whether one of its names contains `word` as it is; a word that only begins like a name may be a typing error.
    pub(super) fn is_named(&self, word: &str) -> bool {
        let is = |name: &Phrase, own: &String| own == word || (name.hangul && word.starts_with(own.as_str()));
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

    /// The passages from number `from` on whose own words contain one of the forms.
    pub(super) fn passages(&self, index: &WordIndex, from: usize) -> FixedBitSet {
        let mut found = index.none();
        for form in &self.forms {
            found.union_with(&form.in_words(index, from));
        }
        found
    }
}
