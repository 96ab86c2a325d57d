//! The dataset's terms: the names by which a reader calls them and the forms in which statements use them.
//!
//! Invariant: the whole name of a term never means the forms that are only a part of it, unless all forms in that language
//! are.

use fixedbitset::FixedBitSet;

use super::forms::key;
use super::phrase::Phrase;
use super::same_letters::SameLetters;
use super::segment::fields;
use super::word_index::WordIndex;
use super::words::{indexed_words, words};
use crate::corpus::Corpus;
use crate::corpus::model::{Statement, Term};
use crate::text::fold::fold;
use crate::text::hangul::holds_hangul;

/// Minimum letters at the beginning that words with one root share.
const ROOT: usize = 4;

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
        // Readers type acronyms in small letters too.
        names.iter_mut().flat_map(|name| &mut name.words).for_each(|word| word.make_ascii_lowercase());
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

    /// Whether the first words of `query` are a name of the term that means all its forms, and not only one of the
    /// single words that count for it as well, such as *flexibility* for strategic flexibility.
    pub(super) fn is_whole_name(&self, query: &[&str], length: usize) -> bool {
        let is_named = |name: &&Phrase| name.begins(query) == Some(length);
        self.names.iter().filter(is_named).any(|name| {
            let label = words(&fold(&self.label));
            !name.words.iter().all(|word| label.contains(word))
                || name.words.len() == label.len()
                || name.hangul
        })
    }

    /// Whether a form is only a part of the label, or of the Korean label.
    pub(super) fn is_part(&self, form: &Phrase) -> bool {
        let labels = [Some(&self.label), self.korean.as_ref()];
        labels.into_iter().flatten().map(|label| words(&fold(label))).any(|label| {
            form.words.len() < label.len()
                && form.words.iter().all(|word| label.contains(&word.to_ascii_lowercase()))
        })
    }

    /// Whether the first words of `query` are only such a part.
    fn is_named_in_part(&self, query: &[&str], length: usize) -> bool {
        let mut names = self.names.iter().filter(|name| name.begins(query) == Some(length));
        names.all(|name| self.is_part(name))
    }

    /// Whether one of its names contains `word` as it is; a word that only begins like a name may be a typing error.
    pub(super) fn is_named(&self, word: &str) -> bool {
        let is = |name: &Phrase, own: &String| own == word || (name.hangul && word.starts_with(own.as_str()));
        self.names.iter().any(|name| name.words.iter().any(|own| is(name, own)))
    }

    /// Whether all these words are a name of the term that means all its forms.
    pub(super) fn is_called(&self, words: &[String]) -> bool {
        let keys: Vec<&str> = words.iter().map(String::as_str).collect();
        let named = self.named_by(&keys).is_some_and(|(length, _)| length == keys.len());
        named && self.is_whole_name(&keys, keys.len())
    }

    /// The forms that a name of the term means. The whole name does not mean what a part of it means: *flexibility* is
    /// not always strategic. If all forms in a language are parts, they count as the name.
    pub(super) fn meant_by<S: AsRef<str>>(&self, name: &[S]) -> impl Iterator<Item = &Phrase> {
        let keys: Vec<&str> = name.iter().map(AsRef::as_ref).collect();
        let is_whole = !self.is_named_in_part(&keys, keys.len());
        let has_more = |form: &Phrase| {
            self.forms.iter().any(|other| other.hangul == form.hangul && !self.is_part(other))
        };
        self.forms.iter().filter(move |form| !(is_whole && self.is_part(form) && has_more(form)))
    }

    /// Whether this name of the term means all its forms.
    pub(super) fn means_all(&self, name: &[String]) -> bool {
        self.meant_by(name).count() == self.forms.len()
    }

    /// Whether a typed filter value means this term: its id, its Korean, or the beginning of a word of its label.
    pub(super) fn is_meant_by(&self, value: &str) -> bool {
        let label = fold(&self.label);
        self.id == value
            || label.starts_with(value)
            || words(&label).iter().any(|word| word.starts_with(value))
            || self.korean.as_deref().is_some_and(|korean| fold(korean).starts_with(value))
    }

    /// Whether a search for this name finds all forms of the term. Words that only share the root of the name,
    /// *deterring* and *deterrence*, are other words.
    pub(super) fn is_found_whole(&self, name: &[String]) -> bool {
        let Some(first) = name.first() else { return false };
        let hangul = name.iter().any(|word| holds_hangul(word));
        let is_found =
            |form: &Phrase| form.hangul != hangul || !has_root(form, first) || self.is_form_of(form, first);
        self.means_all(name) && self.forms.iter().all(is_found)
    }

    /// Whether a form with one word is another form of this word, or its first letters, as another name of the term has
    /// them: *modernized* finds all that *modernization* does, but *moderniz*, which is no word, only some of it.
    fn is_form_of(&self, form: &Phrase, word: &str) -> bool {
        let [own] = form.words.as_slice() else { return false };
        let key = key(word);
        if !form.open {
            return own == word || (key.is_some() && self::key(own) == key);
        }
        let is_name = |name: &&Phrase| !name.open && name.words.len() == 1;
        let names = || self.names.iter().filter(is_name).flat_map(|name| &name.words);
        let american = own.strip_suffix("is").map(|stem| format!("{stem}iz"));
        let begins = |word: &str| {
            word.starts_with(own.as_str())
                || american.as_ref().is_some_and(|own| word.starts_with(own.as_str()))
        };
        // The beginning of a name is not yet a word.
        let is_begun = || names().any(|name| name.starts_with(word));
        let is_alike = |name: &String| key.is_some() && self::key(name) == key;
        (begins(word) || key.as_ref().is_some_and(|key| begins(key)))
            && (names().any(|name| name == word) || (!is_begun() && (own == word || names().any(is_alike))))
    }

    /// The passages of `corpus` whose own words contain one of the forms, read without an index.
    pub(super) fn passages_of(&self, corpus: &Corpus) -> FixedBitSet {
        read(corpus, |_| true, |_, words| self.forms.iter().any(|form| form.is_in(words)))
    }

    /// The passages of `corpus` whose own words have the letters of one of the forms, read without an index, in
    /// statements that may be silent.
    pub(super) fn same_letters_of(&self, corpus: &Corpus) -> FixedBitSet {
        let forms: Vec<SameLetters> = self.forms.iter().map(SameLetters::of).collect();
        let is_silent = |record: &Statement| record.silent.iter().any(|id| fold(id) == self.id);
        let may_be_silent =
            |at: usize| corpus.is_whole_import(at) || corpus.statements().get(at).is_some_and(is_silent);
        let is_read = |at: usize| corpus.records(at).any(may_be_silent);
        read(corpus, is_read, |text, words| forms.iter().any(|form| form.are_in(text, words)))
    }

    /// The passages from number `from` on whose own words contain one of the forms.
    pub(super) fn passages(&self, index: &WordIndex, from: usize) -> FixedBitSet {
        self.found(index, |form| form.in_words(index, from))
    }

    /// The passages from number `from` on whose own words have the letters of one of the forms.
    pub(super) fn same_letters(&self, index: &WordIndex, from: usize) -> FixedBitSet {
        self.found(index, |form| SameLetters::of(form).passages(index, from))
    }

    /// The passages that have one of the forms.
    fn found(&self, index: &WordIndex, passages: impl Fn(&Phrase) -> FixedBitSet) -> FixedBitSet {
        let mut found = index.none();
        self.forms.iter().for_each(|form| found.union_with(&passages(form)));
        found
    }
}

/// Whether a form is one word that begins with the root of another.
pub(super) fn has_root(form: &Phrase, other: &str) -> bool {
    let [word] = form.words.as_slice() else { return false };
    word.chars().zip(other.chars()).take_while(|(a, b)| a == b).count() >= ROOT
}

/// The passages with a field of the statement's own words that `has` what is looked for, given its text and words; only
/// in statements to be read.
fn read(
    corpus: &Corpus,
    is_read: impl Fn(usize) -> bool,
    has: impl Fn(&str, &[String]) -> bool,
) -> FixedBitSet {
    let mut found = FixedBitSet::with_capacity(corpus.passages());
    for (at, statement) in corpus.statements().iter().enumerate().filter(|(at, _)| is_read(*at)) {
        let mut above = None;
        for (number, passage) in corpus.span(at).zip(&statement.passages) {
            let mut own = fields(passage, above).filter(|(slot, _)| slot.is_words());
            found.set(number, own.any(|(_, text)| has(text, &indexed_words(text))));
            above = passage.heading.as_ref();
        }
    }
    found
}
