//! A query run against the index: clauses found, AND-ed, filtered and ranked.
//!
//! Invariant: a passage is a hit if and only if it passes the filters, holds no unwanted clause, and holds
//! every wanted one; it is firm if and only if every clause stands in it at a level that knows.

use std::cmp::Reverse;
use std::sync::Arc;

use fixedbitset::FixedBitSet;

use super::filter::{self, Filters};
use super::index::Index;
use super::matching::{Match, VAGUE};
use super::plan::{Plan, ones};
use super::query::{Clause as Wanted, Query};
use super::rank::{self, Ranking};
use super::segment::Facet;
use super::terms::Run;
use super::{Found, Hit, Level, Missing};
use crate::corpus::PassageNo;
use crate::text::hangul;

/// The passages in which a clause stands at this level and quality, or better.
#[derive(Debug)]
pub(super) struct Rung {
    pub level: Level,
    pub quality: u8,
    /// Whether it stands in their head alone.
    pub headed: bool,
    pub set: FixedBitSet,
}

/// Where one clause stands.
#[derive(Debug)]
pub(super) struct Clause {
    pub wanted: Wanted,
    pub matches: Vec<Match>,
    /// Phrases, and terms in the other language.
    lent: Vec<(Level, Run)>,
    /// Best first.
    pub rungs: Vec<Rung>,
    /// 0 to 100.
    pub rarity: u32,
    /// Whether it is only the beginning of words, of a letter or two: too little to rank by.
    pub vague: bool,
}

impl Clause {
    fn new(wanted: Wanted, lent: Vec<(Level, Run)>) -> Self {
        Self { wanted, matches: Vec::new(), lent, rungs: Vec::new(), rarity: 0, vague: false }
    }

    /// The passages that hold the clause at this of its levels and qualities or better, and those that do better.
    pub(super) fn at(&self, rung: usize) -> Option<(&FixedBitSet, Option<&FixedBitSet>)> {
        let better = rung.checked_sub(1).and_then(|before| self.rungs.get(before));
        self.rungs.get(rung).map(|rung| (&rung.set, better.map(|better| &better.set)))
    }

    /// The passages that hold the clause at `level` or better.
    fn upto(&self, level: Level) -> Option<&FixedBitSet> {
        self.rungs.iter().rfind(|rung| rung.level <= level).map(|rung| &rung.set)
    }
}

impl Index {
    /// Finds the passages that hold every word of `query` and ranks the best `limit` of them; without words,
    /// lists those that pass its filters. What `before` found in the same index need not be found again.
    pub fn search(&self, query: &Query, limit: usize, before: Option<&Found>) -> Found {
        let filters = Filters::new(self, query);
        let mut found = Found { notes: query.notes.clone(), ..Found::default() };
        found.notes.extend(filters.notes.iter().cloned());
        let mut plan = Plan::new(self);
        let known = before.map_or(&[][..], |before| &before.clauses);
        let clauses = self.clauses(query, known, &mut plan, &mut found);
        let mut hits = all(self, &clauses, Level::TwoErrors);
        filters.narrow(&mut hits);
        hits.difference_with(&self.unwanted(query));
        let mut firm = all(self, &clauses, Level::Prefix);
        firm.intersect_with(&hits);
        if clauses.is_empty() {
            found.hits = ones(&hits).into_iter().take(limit).map(listed).collect();
            hits.clear();
        } else {
            let quoted = self.quoted();
            let ranking = Ranking { index: self, plan: &plan, clauses: &clauses, quoted: &quoted };
            found.hits = ranking.best(&firm, limit);
            hits.difference_with(&firm);
            let left = limit.saturating_sub(found.hits.len());
            found.hits.extend(ranking.best(&hits, left));
        }
        found.firm = firm;
        found.loose = hits;
        found.plan = plan;
        found.clauses = clauses;
        if found.is_empty() && found.missing.is_empty() && !found.clauses.is_empty() {
            found.notes.push(String::from(
                "each word stands somewhere, but no passage that the filters leave holds all of them",
            ));
        }
        found
    }

    /// The wanted clauses, entered into the plan; notes what is missing and which terms helped.
    fn clauses(
        &self,
        query: &Query,
        known: &[Arc<Clause>],
        plan: &mut Plan,
        found: &mut Found,
    ) -> Vec<Arc<Clause>> {
        let lent = self.through_terms(query, &mut found.notes);
        let mut clauses = Vec::new();
        for (number, (wanted, lent)) in (0_u8..).zip(query.wanted.iter().zip(lent)) {
            // A phrase is lent nothing.
            let phrase = matches!(wanted, Wanted::Phrase { .. });
            let is_same = |clause: &&Arc<Clause>| clause.wanted == *wanted && (phrase || clause.lent == lent);
            let same = known.iter().find(is_same);
            let clause = same.map_or_else(|| Arc::new(self.clause(wanted, lent)), Arc::clone);
            for found in &clause.matches {
                plan.word(number, *found, clause.vague);
            }
            for (level, run) in &clause.lent {
                plan.run(number, *level, &run.columns(self));
            }
            if clause.rungs.last().is_none_or(|rung| rung.set.is_clear()) {
                found.missing.push(self.missing(wanted));
            }
            clauses.push(clause);
        }
        clauses
    }

    fn clause(&self, wanted: &Wanted, lent: Vec<(Level, Run)>) -> Clause {
        let mut clause = Clause::new(wanted.clone(), lent);
        match wanted {
            Wanted::Word(word) => {
                let named = || self.terms.iter().any(|term| term.is_named(&word.key));
                clause.matches = self.matches(&word.key, !clause.lent.is_empty() && named());
                let begun = clause.matches.iter().all(|found| found.level == Level::Prefix);
                let keys = hangul::keys(&word.key);
                clause.vague = begun && clause.lent.is_empty() && keys.chars().count() <= VAGUE;
                self.gather(&mut clause, &keys);
            }
            Wanted::Phrase { words, open, .. } => {
                let words = words.iter().map(|word| word.key.clone()).collect();
                clause.lent.push((Level::Exact, Run::new(words, *open)));
                self.gather(&mut clause, "");
            }
        }
        clause
    }

    /// Gathers the passages of a clause, level by level; `keys` is what was typed, if it was a word.
    fn gather(&self, clause: &mut Clause, keys: &str) {
        let runs: Vec<(Level, FixedBitSet)> =
            clause.lent.iter().map(|(level, run)| (*level, run.passages(self, &[], 0))).collect();
        let mut ladder: Vec<(Level, Reverse<u8>)> =
            clause.matches.iter().map(|found| (found.level, Reverse(found.quality))).collect();
        ladder.extend(runs.iter().map(|(level, _)| (*level, Reverse(100))));
        ladder.sort_unstable();
        ladder.dedup();
        let mut sofar: Option<FixedBitSet> = None;
        for (level, Reverse(quality)) in ladder {
            let found =
                clause.matches.iter().filter(|found| (found.level, found.quality) == (level, quality));
            let words = found.map(|found| found.word);
            let common = self.beginning_with(keys).filter(|_| level == Level::Prefix);
            let mut held = common.map_or_else(|| self.holding(words.clone()), FixedBitSet::clone);
            held.grow(self.held());
            let runs = runs.iter().filter(|(of, _)| (*of, 100) == (level, quality)).map(|(_, set)| set);
            runs.chain(&sofar).for_each(|more| held.union_with(more));
            let mut all = self.headed_by(words);
            all.union_with(&held);
            for (headed, set) in [(false, held), (true, all)] {
                let known = sofar.as_ref().is_some_and(|sofar| *sofar == set);
                if !known {
                    sofar = Some(set.clone());
                    clause.rungs.push(Rung { level, quality, headed, set });
                }
            }
        }
        let held = sofar.map_or(0, |set| set.count_ones(..));
        clause.rarity = rank::rarity(held, self.held());
    }

    fn missing(&self, wanted: &Wanted) -> Missing {
        let near = match wanted {
            Wanted::Word(word) => self.near(&word.key),
            Wanted::Phrase { .. } => Vec::new(),
        };
        Missing { word: wanted.typed().to_owned(), near }
    }

    /// For every wanted clause, the runs that a term lends it in the other language.
    fn through_terms(&self, query: &Query, notes: &mut Vec<String>) -> Vec<Vec<(Level, Run)>> {
        let mut lent = vec![Vec::new(); query.wanted.len()];
        // Up to where each term has been called: its longest name speaks for the words within.
        let mut called_to = vec![0; self.terms.len()];
        for start in 0..query.wanted.len() {
            let clauses = query.wanted.get(start..).unwrap_or_default();
            let words = clauses.iter().map_while(|clause| match clause {
                Wanted::Word(word) => Some(word),
                Wanted::Phrase { .. } => None,
            });
            let (keys, typed): (Vec<&str>, Vec<&str>) = words.map(|word| (&*word.key, &*word.typed)).unzip();
            for (term, called_to) in self.terms.iter().zip(&mut called_to) {
                let Some((length, korean)) = term.called_by(&keys).filter(|_| *called_to <= start) else {
                    continue;
                };
                *called_to = start.saturating_add(length);
                let runs = term.forms.iter().filter(|form| form.hangul != korean);
                let runs: Vec<_> = runs.filter(|run| !run.passages(self, &[], 0).is_clear()).collect();
                if runs.is_empty() {
                    continue;
                }
                let other = if korean { Some(&term.label) } else { term.korean.as_ref() };
                let called = typed.get(..length).unwrap_or_default().join(" ");
                notes.push(format!("{called} = {} (term)", other.unwrap_or(&term.label)));
                for lent in lent.iter_mut().skip(start).take(length) {
                    lent.extend(runs.iter().map(|run| (Level::Term, (*run).clone())));
                }
            }
        }
        lent
    }

    /// The passages that hold an unwanted clause, exactly or in another form.
    fn unwanted(&self, query: &Query) -> FixedBitSet {
        let mut passages = self.none();
        for clause in &query.unwanted {
            let set = match clause {
                Wanted::Word(word) => {
                    let same: Vec<u32> = self.same(&word.key).into_iter().map(|found| found.word).collect();
                    self.with(&same)
                }
                Wanted::Phrase { words, open, .. } => Run::new(
                    words.iter().map(|word| word.key.clone()).collect(),
                    *open,
                )
                .passages(self, &[], 0),
            };
            passages.union_with(&set);
        }
        passages
    }

    /// The passages that are quotations.
    pub(super) fn quoted(&self) -> FixedBitSet {
        filter::of(self, Facet::Kind, |kind| kind == crate::corpus::model::PassageKind::Quotation.name())
    }
}

/// The passages that hold every clause at `level` or a better one; all, where there is no clause.
fn all(index: &Index, clauses: &[Arc<Clause>], level: Level) -> FixedBitSet {
    let mut sets = clauses.iter().map(|clause| clause.upto(level));
    let Some(first) = sets.next() else {
        let mut all = index.none();
        all.insert_range(..);
        return all;
    };
    let Some(mut hits) = first.cloned() else { return index.none() };
    for set in sets {
        let Some(set) = set else { return index.none() };
        hits.intersect_with(set);
    }
    hits
}

/// A passage that only had to pass the filters.
fn listed(passage: u32) -> Hit {
    Hit { passage: PassageNo(passage), level: Level::Exact, score: 0 }
}
