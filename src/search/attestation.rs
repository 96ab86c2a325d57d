//! What each statement does with the words of a row of a query: it says them, it is silent, or they were not seen.
//!
//! Invariant: only quoted wording says a word, only a whole text is silent, and filters on statements choose which
//! statements are asked, never what one of them says.

use super::filter::{Filters, is_of_statements};
use super::index::Index;
use super::node::NodeSearch;
use super::query::{Filter, Query, QueryTerm, Rival, terms_of};
use super::without::KnownOfWhole;
use crate::corpus::Corpus;
use crate::corpus::stance::{Stance, Stances, is_counted};

/// Where the words of a row are said, and what the statements do with them.
#[derive(Debug)]
pub struct Attestation {
    /// The passages that say them, and where in them.
    pub search: NodeSearch,
    /// For each statement by its place, what it does with them; `None` for what no counts are given of.
    pub stances: Vec<Option<Stance>>,
    /// The dataset's term that is asked for, by its place, if it is one term alone.
    pub term: Option<usize>,
}

impl Query {
    /// Whether it asks for words, or for a term of the dataset.
    pub fn asks_for_words(&self) -> bool {
        let is_term = |filter: &Filter| filter.key == "term" && !filter.negated;
        !self.wanted.is_empty() || self.filters.iter().any(is_term)
    }

    /// The same without what chooses statements.
    fn of_passages(&self) -> Self {
        let mut query = self.clone();
        query.filters.retain(|filter| !is_of_statements(filter));
        query.without.clear();
        query
    }
}

impl Index {
    /// The statements that the filters of a row choose, by their places and in order of date: those that counts are given
    /// of, and the collecting places and analyses.
    ///
    /// # Errors
    /// What is wrong with a filter.
    pub fn scope(&self, corpus: &Corpus, rival: &Rival) -> Result<[Vec<usize>; 2], String> {
        let mut passages = self.words.none();
        passages.insert_range(..);
        let (filters, _) = Filters::of_statements(self, &rival.query)?;
        filters.narrow(&mut passages);
        // Without a filter, a statement of which no passage is held is asked too.
        let is_all = filters.is_none() && rival.query.without.is_empty();
        if let Some(absence) = self.absence(corpus, &rival.query) {
            passages.intersect_with(&absence.lacking);
        }
        let is_chosen = |at: &usize| {
            corpus.text_of(*at).is_none() && (is_all || passages.contains_any_in_range(corpus.span(*at)))
        };
        let (counted, others) = corpus.by_date().filter(is_chosen).partition(|at| is_counted(corpus, *at));
        Ok([counted, others])
    }

    /// What the statements of `corpus` do with the words of a row. Filters on statements are left to [`Index::scope`].
    ///
    /// # Errors
    /// What is wrong with the query.
    pub fn attestation(&self, corpus: &Corpus, rival: &Rival) -> Result<Attestation, String> {
        let query = rival.query.of_passages();
        let parts = self.known_of_whole(&query);
        // Particles and endings attach to Korean words: those never make silence of what is said.
        let inside = if let [wanted] = &*query.wanted { Some(self.phrase_said(wanted)) } else { None };
        // That a text has a term tells nothing of which passage has it, or of words together with others.
        let is_bare = query.filters.is_empty() && query.unwanted.is_empty();
        let alone = if let [part] = &*parts { Some(part).filter(|_| is_bare) } else { None };
        let term = alone.and_then(|_| self.only_term(&query.wanted));
        let search = self.node_search(corpus, &Rival { query, ..rival.clone() })?;
        let stances = Stances::by(
            corpus,
            |span| search.is_in(span),
            |record| alone.is_some_and(|terms| terms.iter().any(|known| known.is_said(record))),
            |at, record| {
                let has_inside =
                    inside.as_ref().is_some_and(|inside| inside.contains_any_in_range(corpus.span(at)));
                let lacks = |known: &KnownOfWhole| known.is_lacking(corpus, at, record);
                !has_inside && parts.iter().any(|terms| terms.iter().all(lacks))
            },
        );
        let stances = by_place(&stances, corpus.statements().len());
        Ok(Attestation { search, stances, term })
    }

    /// The dataset's term that is asked for, if it is one alone.
    fn only_term(&self, wanted: &[QueryTerm]) -> Option<usize> {
        if let [wanted] = wanted
            && let [value] = terms_of(wanted)
        {
            let mut meant = self.terms_meant(value).map(|(at, _)| at);
            return meant.next().filter(|_| meant.next().is_none());
        }
        self.term_of(wanted)
    }

    /// What is known of whole texts about each thing that is asked for; one of several terms will do where a clause means
    /// several.
    fn known_of_whole(&self, query: &Query) -> Vec<Vec<KnownOfWhole>> {
        if let Some(term) = self.term_of(&query.wanted).and_then(|at| self.terms.get(at)) {
            return vec![vec![KnownOfWhole::term(term)]];
        }
        let known = |wanted: &QueryTerm| {
            let terms = terms_of(wanted).iter().flat_map(|value| self.terms_meant(value));
            let mut known: Vec<KnownOfWhole> = terms.map(|(_, term)| KnownOfWhole::term(term)).collect();
            if known.is_empty() {
                known.push(KnownOfWhole::phrase(self, wanted));
            }
            known
        };
        query.wanted.iter().map(known).collect()
    }

    /// The term that an unquoted word names, if it is its whole name.
    fn term_of(&self, wanted: &[QueryTerm]) -> Option<usize> {
        let [wanted] = wanted else { return None };
        self.term_named(&wanted.word()?.typed).map(|(at, _)| at)
    }
}

/// What each of so many statements does, by its place.
fn by_place(stances: &Stances, statements: usize) -> Vec<Option<Stance>> {
    let mut by_place = vec![None; statements];
    let Stances { says, said_not_quoted, silent, not_seen } = stances;
    for (stance, list) in Stance::ALL.into_iter().zip([says, said_not_quoted, silent, not_seen]) {
        for at in list {
            by_place.get_mut(*at).into_iter().for_each(|place| *place = Some(stance));
        }
    }
    by_place
}
