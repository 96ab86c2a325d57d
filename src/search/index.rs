//! The index that is searched: the words of the corpus, its filter values and its terms.
//!
//! Invariant: an index that grew segment by segment equals the index built at once.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use fixedbitset::FixedBitSet;

use super::Found;
use super::duplicates::Duplicates;
use super::facet::Facet;
use super::narrow;
use super::postings::Postings;
use super::segment::Segment;
use super::terms::TermForms;
use super::word_index::WordIndex;
use crate::corpus::Corpus;
use crate::corpus::model::Dataset;

/// Everything that a search asks.
#[derive(Debug)]
pub struct Index {
    pub(super) words: WordIndex,
    facets: BTreeMap<(Facet, Box<str>), Postings>,
    pub(super) terms: Vec<TermForms>,
    /// The meanings' ids and names, in the order of their letters.
    pub(super) meanings: Vec<(String, String)>,
    /// For each term, once it was asked for, the passages whose own words contain it.
    uses: Vec<OnceLock<FixedBitSet>>,
    /// For each term, the passages whose own words have its letters, however they are spaced or spelled.
    same_letters: Vec<OnceLock<FixedBitSet>>,
    /// For all passages, after the last segment.
    duplicates: Duplicates,
}

impl Index {
    /// An empty index, for statements of `dataset` to come.
    pub fn new(dataset: &Dataset) -> Self {
        Self {
            words: WordIndex::default(),
            facets: BTreeMap::new(),
            terms: dataset.terms.iter().map(TermForms::new).collect(),
            meanings: dataset.meanings.iter().map(|m| (m.id.to_string(), m.name.to_string())).collect(),
            uses: vec![OnceLock::new(); dataset.terms.len()],
            same_letters: vec![OnceLock::new(); dataset.terms.len()],
            duplicates: Duplicates::default(),
        }
    }

    /// An index that cannot be searched yet, but knows which passages of `corpus` use one of the terms, or may: enough
    /// for the first frame, after which the whole index is built.
    pub fn awaited(corpus: &Corpus, term: Option<usize>) -> Self {
        let index = Self::new(corpus.dataset());
        let sets = |at: usize| Some((index.terms.get(at)?, index.uses.get(at)?, index.same_letters.get(at)?));
        if let Some((forms, uses, same_letters)) = term.and_then(sets) {
            uses.get_or_init(|| forms.passages_of(corpus));
            same_letters.get_or_init(|| forms.same_letters_of(corpus));
        }
        index
    }

    /// Indexes every passage of `corpus`.
    pub fn build(corpus: &Corpus) -> Self {
        let mut index = Self::new(corpus.dataset());
        index.append(&Segment::read(corpus.statements()));
        index.finish();
        index
    }

    /// Adds the statements that come after all present ones.
    pub fn append(&mut self, segment: &Segment) {
        let before = self.passages();
        self.words.append(segment);
        for (facet, value, passages) in &segment.facets {
            let postings = self.facets.entry((*facet, value.clone())).or_default();
            postings.append(narrow(before), passages, self.words.passages());
        }
        let Self { words, terms, uses, same_letters, .. } = self;
        extend(uses, words.passages(), |term| terms.get(term).map(|term| term.passages(words, before)));
        extend(same_letters, words.passages(), |term| {
            terms.get(term).map(|term| term.same_letters(words, before))
        });
    }

    /// Finds the passages with the same words, and releases unused memory; call it after the last segment.
    pub fn finish(&mut self) {
        self.words.shrink();
        self.duplicates = Duplicates::new(&self.words.rows);
    }

    /// Keeps the best of all hits with exactly the same words, and counts the others; see [`Found::same`].
    pub fn collapse(&self, found: &mut Found) {
        if !found.terms.is_empty() {
            self.duplicates.collapse(found);
        }
    }

    /// How many passages are indexed.
    pub fn passages(&self) -> usize {
        self.words.passages()
    }

    /// The values of a filter, each with the number of its passages.
    pub fn facet(&self, facet: Facet) -> impl Iterator<Item = (&str, usize)> {
        self.values(facet).map(|(value, passages)| (value, passages.count()))
    }

    pub(super) fn values(&self, facet: Facet) -> impl Iterator<Item = (&str, &Postings)> {
        let from = (facet, Box::from(""));
        let values = self.facets.range(from..).take_while(move |((of, _), _)| *of == facet);
        values.map(|((_, value), passages)| (&**value, passages))
    }

    /// The passages that have a value of the filter that `fits`.
    pub(super) fn with_value(&self, facet: Facet, fits: impl Fn(&str) -> bool) -> FixedBitSet {
        let mut set = self.words.none();
        let fitting = self.values(facet).filter(|(value, _)| fits(value));
        fitting.for_each(|(_, passages)| passages.add_to(&mut set));
        set
    }

    /// The passages whose own words contain the term: a summary's words are the editor's, not a statement's use.
    pub fn quotations_with(&self, term: usize) -> Option<&FixedBitSet> {
        let forms = self.terms.get(term)?;
        Some(self.uses.get(term)?.get_or_init(|| forms.passages(&self.words, 0)))
    }

    /// The passages whose own words have the letters of the term, however they are spaced or spelled, also within
    /// longer Korean words: such statements never count as silent.
    pub fn same_letters(&self, term: usize) -> Option<&FixedBitSet> {
        let forms = self.terms.get(term)?;
        Some(self.same_letters.get(term)?.get_or_init(|| forms.same_letters(&self.words, 0)))
    }

    /// The terms that a typed value means, with their places: the one with this id, or else those that it names.
    pub(super) fn terms_meant<'a>(&'a self, value: &'a str) -> impl Iterator<Item = (usize, &'a TermForms)> {
        let is_id = self.terms.iter().any(|term| term.id == value);
        let meant = move |term: &TermForms| if is_id { term.id == value } else { term.is_meant_by(value) };
        self.terms.iter().enumerate().filter(move |(_, term)| meant(term))
    }
}

/// Adds new passages to the sets of those terms that were already asked for.
fn extend(sets: &mut [OnceLock<FixedBitSet>], passages: usize, new: impl Fn(usize) -> Option<FixedBitSet>) {
    for (term, set) in sets.iter_mut().enumerate() {
        if let Some((set, new)) = set.get_mut().and_then(|set| Some((set, new(term)?))) {
            set.grow(passages);
            set.union_with(&new);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::tests::corpus;

    #[test]
    fn an_index_that_grew_is_the_index_built_at_once() {
        let corpus = corpus();
        let whole = Index::build(&corpus);
        let mut grown = Index::new(corpus.dataset());
        for statement in corpus.statements() {
            grown.append(&Segment::read(std::slice::from_ref(statement)));
        }
        grown.finish();
        let words = |index: &Index| narrow(index.words.vocabulary.len());
        assert_eq!(words(&grown), words(&whole));
        for number in 0..words(&whole) {
            let text = |index: &Index| index.words.vocabulary.word(number).unwrap().text.clone();
            assert_eq!(text(&grown), text(&whole));
            let passages = |index: &Index| index.words.anywhere(&[number]);
            assert_eq!(passages(&grown), passages(&whole), "{}", text(&whole));
        }
        for passage in 0..narrow(whole.passages()) {
            assert!(grown.words.rows.body(passage) == whole.words.rows.body(passage));
        }
        assert!(grown.facet(Facet::Series).eq(whole.facet(Facet::Series)));
    }

    #[test]
    fn what_is_known_of_a_term_grows_with_the_index() {
        let corpus = crate::corpus::load::embedded().unwrap();
        let (whole, mut grown) = (Index::build(&corpus), Index::new(corpus.dataset()));
        let mut found = 0;
        for part in corpus.statements().chunks(20) {
            grown.append(&Segment::read(part));
            for term in 0..corpus.dataset().terms.len() {
                let sets = |index: &Index| {
                    let sets = [index.quotations_with(term), index.same_letters(term)];
                    sets.map(|set| set.unwrap().ones().collect::<Vec<_>>())
                };
                let expected = sets(&whole).map(|mut all| {
                    all.retain(|passage| *passage < grown.passages());
                    all
                });
                found += expected[1].len();
                assert_eq!(sets(&grown), expected, "{}", corpus.dataset().terms[term].label);
            }
        }
        assert!(found > 100, "{found} passages");
    }
}
