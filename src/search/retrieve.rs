//! A query run against the index: its terms found, AND-ed, filtered and ranked.
//!
//! Invariant: a passage is a hit if and only if it passes the filters, contains every wanted term and no unwanted
//! one. It is a firm hit if and only if its own words contain every wanted term at a level that does not guess; a hit
//! that contains one of them only in the editor's words or in its statement's head is not counted.

use std::sync::Arc;

use fixedbitset::FixedBitSet;

use super::filter::Filters;
use super::index::Index;
use super::matched::MatchedTerm;
use super::phrase::Phrase;
use super::plan::{Plan, members};
use super::query::{Query, QueryTerm, Scope};
use super::rank::Ranking;
use super::word_index::Place;
use super::{Found, Hit, Level, Missing};
use crate::corpus::PassageNo;

impl Index {
    /// Finds the passages that match `query` and ranks the best `limit` of them; without words, lists those that pass
    /// its filters. A query that is not understood finds nothing. What `before` found in the same index is used again.
    pub fn search(&self, query: &Query, limit: usize, before: Option<&Found>) -> Found {
        let filters = match query.error.clone().map_or_else(|| Filters::new(self, query), Err) {
            Ok(filters) => filters,
            Err(error) => return self.refused(error),
        };
        let mut notes = query.notes.clone();
        let terms = self.terms_of(query, before.map_or(&[], |before| &before.terms), &mut notes);
        let plan = self.plan(&terms);
        let mut all = passages_with_all(self, &terms, |term| term.up_to(Level::TwoErrors));
        filters.narrow(&mut all);
        all.difference_with(&self.unwanted(query));
        let Groups { firm, about, loose, loose_about, said } = self.groups(query.scope, &terms, &all);
        let hits = if terms.is_empty() {
            members(&firm).into_iter().take(limit).map(listed).collect()
        } else {
            let ranking = Ranking { rows: &self.words.rows, plan: &plan, terms: &terms };
            let mut hits: Vec<Hit> = Vec::new();
            for group in [&firm, &about, &loose, &loose_about] {
                hits.extend(ranking.best(group, limit - hits.len()));
            }
            hits
        };
        let missing: Vec<Missing> =
            terms.iter().filter(|term| term.is_missing()).map(|term| self.missing(&term.wanted)).collect();
        let mut found =
            Found { hits, missing, error: None, notes, firm, about, loose, loose_about, said, terms, plan };
        if found.is_empty() && found.missing.is_empty() && !found.terms.is_empty() {
            found.notes.push(String::from(
                "each word occurs, but no passage within the filters contains all of them",
            ));
        }
        found
    }

    fn refused(&self, error: String) -> Found {
        let [firm, about, loose, loose_about, said] = [(); 5].map(|()| self.words.none());
        Found { error: Some(error), firm, about, loose, loose_about, said, ..Found::default() }
    }

    /// The hits in groups: `all` passages that contain the terms somehow, by where and how well they do.
    fn groups(&self, scope: Option<Scope>, terms: &[Arc<MatchedTerm>], all: &FixedBitSet) -> Groups {
        let within = |mut passages: FixedBitSet| {
            passages.intersect_with(all);
            passages
        };
        let anywhere = within(passages_with_all(self, terms, |term| term.up_to(term.firm)));
        let said = within(passages_with_all(self, terms, |term| term.in_words(Level::TwoErrors)));
        let none = || self.words.none();
        if terms.is_empty() || scope == Some(Scope::All) {
            let loose = without(all, &anywhere);
            return Groups { firm: anywhere, about: none(), loose, loose_about: none(), said };
        }
        let firm = within(passages_with_all(self, terms, |term| term.in_words(term.firm)));
        let (loose, about) = (without(&said, &firm), without(&anywhere, &said));
        let loose_about = without(&without(all, &said), &about);
        match scope {
            Some(Scope::Words) => Groups { firm, about: none(), loose, loose_about: none(), said },
            Some(Scope::About) => {
                Groups { firm: about, about: none(), loose: loose_about, loose_about: none(), said: none() }
            }
            Some(Scope::All) | None => Groups { firm, about, loose, loose_about, said },
        }
    }

    /// The wanted terms with all that they match; notes which of the dataset's terms helped.
    fn terms_of(
        &self,
        query: &Query,
        known: &[Arc<MatchedTerm>],
        notes: &mut Vec<String>,
    ) -> Vec<Arc<MatchedTerm>> {
        let matched = |(wanted, expansions): (&QueryTerm, Vec<(Level, Phrase)>)| {
            let is_same = |term: &&Arc<MatchedTerm>| {
                let is_phrase = matches!(wanted, QueryTerm::Phrase { .. });
                term.wanted == *wanted && (is_phrase || term.expansions == expansions)
            };
            match known.iter().find(is_same) {
                Some(term) => Arc::clone(term),
                None => Arc::new(MatchedTerm::new(self, wanted, expansions)),
            }
        };
        query.wanted.iter().zip(self.expansions(query, notes)).map(matched).collect()
    }

    fn plan(&self, terms: &[Arc<MatchedTerm>]) -> Plan {
        let mut plan = Plan::new(self.words.vocabulary.len());
        for (number, term) in (0_u8..).zip(terms) {
            for found in &term.matches {
                plan.add_word(number, *found, term.vague);
            }
            for (level, phrase) in &term.expansions {
                plan.add_phrase(number, *level, &phrase.columns(&self.words.vocabulary));
            }
        }
        plan
    }

    fn missing(&self, wanted: &QueryTerm) -> Missing {
        let near = match wanted {
            QueryTerm::Word(word) => self.words.vocabulary.near(&word.key, |number| self.words.count(number)),
            QueryTerm::Phrase { .. } => Vec::new(),
        };
        Missing { word: wanted.typed().to_owned(), near }
    }

    /// For each wanted term, the forms in the other language of the dataset's term that it names.
    fn expansions(&self, query: &Query, notes: &mut Vec<String>) -> Vec<Vec<(Level, Phrase)>> {
        let mut expansions = vec![Vec::new(); query.wanted.len()];
        // Where the last name of each term ends: the words within a longer name name nothing else.
        let mut named_to = vec![0; self.terms.len()];
        for start in 0..query.wanted.len() {
            let words = query.wanted.iter().skip(start).map_while(QueryTerm::word);
            let (keys, typed): (Vec<&str>, Vec<&str>) = words.map(|word| (&*word.key, &*word.typed)).unzip();
            for (term, named_to) in self.terms.iter().zip(&mut named_to) {
                let named = term.named_by(&keys).filter(|_| *named_to <= start);
                let Some((length, korean)) = named else { continue };
                *named_to = start + length;
                let other = |form: &&Phrase| form.hangul != korean;
                let occurs = |form: &&Phrase| !form.anywhere(&self.words).is_clear();
                let forms: Vec<_> = term.forms.iter().filter(other).filter(occurs).collect();
                if forms.is_empty() {
                    continue;
                }
                let name = if korean { Some(&term.label) } else { term.korean.as_ref() };
                let typed: Vec<&str> = typed.iter().copied().take(length).collect();
                notes.push(format!("{} = {} (term)", typed.join(" "), name.unwrap_or(&term.label)));
                for expansions in expansions.iter_mut().skip(start).take(length) {
                    expansions.extend(forms.iter().map(|form| (Level::Term, (*form).clone())));
                }
            }
        }
        expansions
    }

    /// The passages whose own words contain an unwanted term, exactly or in another form.
    fn unwanted(&self, query: &Query) -> FixedBitSet {
        let mut passages = self.words.none();
        for term in &query.unwanted {
            passages.union_with(&match term {
                QueryTerm::Word(word) => {
                    let same = self.words.vocabulary.same(&word.key);
                    self.words.within(Place::Words, same.iter().map(|found| found.word))
                }
                QueryTerm::Phrase { phrase, .. } => phrase.in_words(&self.words, 0),
            });
        }
        passages
    }
}

/// The hits of one query by certainty.
struct Groups {
    firm: FixedBitSet,
    about: FixedBitSet,
    loose: FixedBitSet,
    loose_about: FixedBitSet,
    said: FixedBitSet,
}

/// The passages that are in the `sets` of all terms; all passages, if there is no term.
fn passages_with_all(
    index: &Index,
    terms: &[Arc<MatchedTerm>],
    sets: impl Fn(&MatchedTerm) -> Option<&FixedBitSet>,
) -> FixedBitSet {
    let mut all = index.words.none();
    all.insert_range(..);
    for term in terms {
        match sets(term) {
            Some(passages) => all.intersect_with(passages),
            None => return index.words.none(),
        }
    }
    all
}

/// The members of `all` that are not in `others`.
fn without(all: &FixedBitSet, others: &FixedBitSet) -> FixedBitSet {
    let mut left = all.clone();
    left.difference_with(others);
    left
}

/// A passage that only had to pass the filters.
fn listed(passage: u32) -> Hit {
    Hit { passage: PassageNo(passage), level: Level::Exact, score: 0 }
}
