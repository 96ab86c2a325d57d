//! A query run against the index: its terms found, AND-ed, filtered and ranked.
//!
//! Invariant: a passage is a hit if and only if it passes the filters, contains every wanted term and no unwanted
//! one. It is a firm hit if and only if it contains every wanted term at a level that does not guess.

use std::sync::Arc;

use fixedbitset::FixedBitSet;

use super::filter::Filters;
use super::index::Index;
use super::matched::MatchedTerm;
use super::phrase::Phrase;
use super::plan::{Plan, members};
use super::query::{Query, QueryTerm};
use super::rank::Ranking;
use super::{Found, Hit, Level, Missing};
use crate::corpus::PassageNo;

impl Index {
    /// Finds the passages that match `query` and ranks the best `limit` of them; without words, lists those that pass
    /// its filters. What `before` found in the same index is used again.
    pub fn search(&self, query: &Query, limit: usize, before: Option<&Found>) -> Found {
        let filters = Filters::new(self, query);
        let mut notes = query.notes.clone();
        notes.extend(filters.notes.iter().cloned());
        let terms = self.terms_of(query, before.map_or(&[], |before| &before.terms), &mut notes);
        let plan = self.plan(&terms);
        let mut all = self.passages_with_all(&terms, Level::TwoErrors);
        filters.narrow(&mut all);
        all.difference_with(&self.unwanted(query));
        let mut firm = self.passages_with_all(&terms, Level::Prefix);
        firm.intersect_with(&all);
        let mut loose = all;
        loose.difference_with(&firm);
        let hits = if terms.is_empty() {
            members(&firm).into_iter().take(limit).map(listed).collect()
        } else {
            let quotations = self.quotations();
            let ranking =
                Ranking { rows: &self.words.rows, plan: &plan, terms: &terms, quotations: &quotations };
            let mut hits = ranking.best(&firm, limit);
            hits.extend(ranking.best(&loose, limit - hits.len()));
            hits
        };
        let missing: Vec<Missing> =
            terms.iter().filter(|term| term.is_missing()).map(|term| self.missing(&term.wanted)).collect();
        let mut found = Found { hits, missing, notes, firm, loose, terms, plan };
        if found.is_empty() && found.missing.is_empty() && !found.terms.is_empty() {
            found.notes.push(String::from(
                "each word occurs, but no passage within the filters contains all of them",
            ));
        }
        found
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
                let occurs = |form: &&Phrase| !form.passages(&self.words, &[], 0).is_clear();
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

    /// The passages that contain an unwanted term, exactly or in another form.
    fn unwanted(&self, query: &Query) -> FixedBitSet {
        let mut passages = self.words.none();
        for term in &query.unwanted {
            passages.union_with(&match term {
                QueryTerm::Word(word) => {
                    let same = self.words.vocabulary.same(&word.key);
                    self.words.anywhere(&same.iter().map(|found| found.word).collect::<Vec<_>>())
                }
                QueryTerm::Phrase { phrase, .. } => phrase.passages(&self.words, &[], 0),
            });
        }
        passages
    }

    /// The passages that contain every term at `level` or better; all passages, if there is no term.
    fn passages_with_all(&self, terms: &[Arc<MatchedTerm>], level: Level) -> FixedBitSet {
        let mut all = self.words.none();
        all.insert_range(..);
        for term in terms {
            match term.up_to(level) {
                Some(passages) => all.intersect_with(passages),
                None => return self.words.none(),
            }
        }
        all
    }
}

/// A passage that only had to pass the filters.
fn listed(passage: u32) -> Hit {
    Hit { passage: PassageNo(passage), level: Level::Exact, score: 0 }
}
