//! A query run against the index: its terms found, AND-ed, filtered and ranked.
//!
//! Invariant: a passage is a hit if and only if it passes the filters, contains every wanted term and no unwanted one.
//! It is a firm hit if and only if its own words contain every wanted term at a level that does not guess. A hit that
//! contains one of them only in the editor's words or in its statement's head is not counted.

use std::sync::Arc;

use fixedbitset::FixedBitSet;

use super::filter::Filters;
use super::hit_sets::{HitSets, without};
use super::index::Index;
use super::matched::{MatchedTerm, RankedWords};
use super::near::NearPassages;
use super::passage_lists::IndexedPart;
use super::phrase::{Phrase, in_sequence};
use super::plan::{Plan, Purpose, members};
use super::query::{Query, QueryTerm, Scope};
use super::rank::Ranking;
use super::relaxing::{enough, leave_out, more_loosely, relaxed};
use super::sequence::Slot;
use super::without::Absence;
use super::words::WordEnding;
use super::{Found, Hit, Level, Missing, SearchField, Without};
use crate::corpus::{Corpus, PassageNo};

/// Maximum statements with a title that still names them.
const MOST_TITLED: usize = 4_000;

/// What a passage must satisfy besides its terms.
struct Passing<'a> {
    index: &'a Index,
    corpus: &'a Corpus,
    query: &'a Query,
    filters: Filters,
    absence: Option<Absence>,
}

impl Passing<'_> {
    /// The passages that are this and have all terms, however loosely.
    fn with(&self, terms: &[Arc<MatchedTerm>]) -> FixedBitSet {
        let mut all = passages_with_all(self.index, terms, |term| term.up_to(Level::TwoErrors));
        self.filters.narrow(&mut all);
        all.difference_with(&self.index.unwanted(self.query));
        if let Some(absence) = &self.absence {
            all.intersect_with(&absence.lacking);
            if self.query.wanted.is_empty() {
                all = absence.firsts(self.corpus, &all);
            }
        }
        all
    }

    /// The same, but leaves some terms out if no passage has all of them; returns a note then.
    fn with_most(
        &self,
        terms: &mut Vec<Arc<MatchedTerm>>,
        gaps: &mut Vec<u32>,
    ) -> (FixedBitSet, Option<String>) {
        let all = self.with(terms);
        let may_relax = all.is_clear() && self.query.near.is_empty();
        let Some(kept) = may_relax.then(|| relaxed(terms, || self.with(&[]))).flatten() else {
            return (all, None);
        };
        let note = leave_out(terms, &kept);
        *gaps = vec![0; terms.len()];
        (self.with(terms), Some(note))
    }
}

/// A note for the case that each word occurs, but never all of them in one passage.
fn apart(query: &Query, found: &Found) -> Option<String> {
    let is_apart = found.is_empty() && found.missing.is_empty() && !found.terms.is_empty();
    let near = if query.near.is_empty() { "" } else { " so close together" };
    is_apart
        .then(|| format!("each word occurs, but no passage within the filters contains all of them{near}"))
}

impl Index {
    /// Finds the passages of `corpus` that match `query` and ranks the best `limit` of them; without words, lists those
    /// that pass its filters. A query that is not understood finds nothing. Results of `before` in the same index are
    /// reused.
    pub fn search(&self, corpus: &Corpus, query: &Query, limit: usize, before: Option<&Found>) -> Found {
        let mut found = self.retrieve(corpus, query, limit, before);
        found.notes.extend(apart(query, &found));
        found
    }

    /// The same, without a note that no passage has all words.
    pub(super) fn retrieve(
        &self,
        corpus: &Corpus,
        query: &Query,
        limit: usize,
        before: Option<&Found>,
    ) -> Found {
        let filters = match query.error.clone().map_or_else(|| Filters::new(self, query), Err) {
            Ok(filters) => filters,
            Err(error) => return self.refused(error),
        };
        let mut notes = query.notes.clone();
        notes.extend(filters.notes.iter().cloned());
        let (mut terms, mut gaps) =
            self.terms_of(query, before.map_or(&[], |before| &before.terms), &mut notes);
        let missing: Vec<Missing> =
            terms.iter().filter(|term| term.is_missing()).map(|term| self.missing(&term.wanted)).collect();
        let passing = Passing { index: self, corpus, query, filters, absence: self.absence(corpus, query) };
        let absence = passing.absence.as_ref();
        notes.extend(absence.iter().flat_map(|absence| absence.of.iter().map(Without::sentence)));
        let (all, left_out) = passing.with_most(&mut terms, &mut gaps);
        let is_relaxed = left_out.is_some();
        notes.extend(left_out);
        let plan = self.plan(&terms, query.is_idle());
        let near = self.near(query, &terms, &plan, &all);
        let mut sets = self.hit_sets(query.scope, &terms, &all, near.as_ref());
        if is_relaxed {
            sets.discount();
        }
        if let Some(absence) = absence {
            sets.set_unseen_apart(&absence.unseen);
        }
        // Queries with something absent or near are not relaxed.
        let is_relaxable = query.near.is_empty() && missing.is_empty() && absence.is_none();
        let enough = enough(query.is_question() || is_relaxed, !sets.said.is_clear());
        let more = is_relaxable.then(|| more_loosely(&terms, (&all, enough), &passing.with(&[]))).flatten();
        if let Some(more) = &more {
            sets.loose_about.union_with(more);
            notes.push(String::from("few passages have all of this; others lack some of it"));
        }
        let hits = self.ranked((query, limit), (&terms, &gaps), &plan, (&sets, more.is_some()));
        let without = passing.absence.map(|absence| absence.of).unwrap_or_default();
        Found { hits, missing, notes, without, sets, terms, plan, ..Found::default() }
    }

    fn refused(&self, error: String) -> Found {
        Found { error: Some(error), sets: HitSets::none(self.passages()), ..Found::default() }
    }

    /// The hits: `all` passages that contain the terms in some way, divided by where and how well they do.
    fn hit_sets(
        &self,
        scope: Option<Scope>,
        terms: &[Arc<MatchedTerm>],
        all: &FixedBitSet,
        near: Option<&NearPassages>,
    ) -> HitSets {
        let all = &near.map_or_else(|| all.clone(), |near| all & &near.anywhere);
        let within = |mut passages: FixedBitSet| {
            passages.intersect_with(all);
            passages
        };
        let in_words = |level: fn(&MatchedTerm) -> Level| {
            let mut passages = within(passages_with_all(self, terms, |term| term.in_words(level(term))));
            if let Some(near) = near {
                passages.intersect_with(&near.words);
            }
            passages
        };
        let anywhere = within(passages_with_all(self, terms, |term| term.up_to(term.firm)));
        let said = in_words(|_| Level::TwoErrors);
        let none = HitSets::none(self.passages());
        if terms.is_empty() || scope == Some(Scope::All) {
            let loose = without(all, &anywhere);
            return HitSets { firm: anywhere, loose, said, ..none };
        }
        let firm = in_words(|term| term.firm);
        let (loose, about) = (without(&said, &firm), without(&anywhere, &said));
        let loose_about = without(&without(all, &said), &about);
        match scope {
            Some(Scope::Words) => HitSets { firm, loose, said, ..none },
            Some(Scope::About) => HitSets { firm: about, loose: loose_about, ..none },
            Some(Scope::All) | None => HitSets { firm, about, loose, loose_about, said, ..none },
        }
    }

    /// The best hits, set by set: those whose own words have all terms are ranked by these alone. The last set may have
    /// passages that lack some of them.
    fn ranked(
        &self,
        (query, limit): (&Query, usize),
        (terms, gaps): (&[Arc<MatchedTerm>], &[u32]),
        plan: &Plan,
        (sets, lacking): (&HitSets, bool),
    ) -> Vec<Hit> {
        if limit == 0 {
            return Vec::new();
        }
        let HitSets { firm, not_seen, about, loose, loose_about, said, .. } = sets;
        if terms.is_empty() {
            let all = members(firm).into_iter().chain(members(not_seen));
            return all.take(limit).map(listed).collect();
        }
        let (titled, phrased) = (self.titled(terms, plan), self.phrased(query, terms, gaps, said));
        let mut hits = Vec::new();
        for (set, relaxed) in
            [(firm, false), (not_seen, false), (about, false), (loose, false), (loose_about, lacking)]
        {
            let (reading, phrased) = if set.is_subset(said) {
                (RankedWords::Words, phrased.as_ref())
            } else {
                (RankedWords::All, None)
            };
            let rows = &self.words.rows;
            let idle = query.is_idle();
            let ranking =
                Ranking { rows, plan, terms, gaps, phrased, titled: &titled, reading, relaxed, idle };
            hits.extend(ranking.best(set, limit - hits.len()));
        }
        hits
    }

    /// If words that need not be found were typed between others, the passages whose own words have all of them side by
    /// side.
    fn phrased(
        &self,
        query: &Query,
        terms: &[Arc<MatchedTerm>],
        gaps: &[u32],
        said: &FixedBitSet,
    ) -> Option<FixedBitSet> {
        let is_apart = gaps.iter().skip(1).any(|gap| *gap > 0);
        // In a saying such as *to be or not* hardly any word must be found: it is looked for as a whole.
        let is_saying =
            query.is_idle() || (terms.len() == 1 && query.wanted.len() > 3 && !query.is_question());
        if !(is_apart || is_saying) || terms.iter().any(|term| term.vague) {
            return None;
        }
        let kept = |wanted: &QueryTerm| terms.iter().find(|term| term.wanted == *wanted);
        let first = query.wanted.iter().position(|wanted| kept(wanted).is_some())?;
        let last = query.wanted.iter().rposition(|wanted| kept(wanted).is_some())?;
        let span = if is_saying { 0..query.wanted.len() } else { first..last + 1 };
        let vocabulary = &self.words.vocabulary;
        let mut columns: Vec<Vec<u32>> = Vec::new();
        for wanted in query.wanted.get(span)? {
            match (wanted, kept(wanted)) {
                (QueryTerm::Word(_), Some(term)) if !term.matches.is_empty() => {
                    columns.push(term.matches.iter().map(|found| found.word).collect());
                }
                (QueryTerm::Word(word), _) => {
                    columns.push(vocabulary.same(&word.key).iter().map(|found| found.word).collect());
                }
                (QueryTerm::Unit { spellings, .. }, _) => {
                    columns.extend(spellings.first()?.1.columns(vocabulary));
                }
                (QueryTerm::Phrase { phrase, .. }, _) => columns.extend(phrase.columns(vocabulary)),
            }
        }
        in_sequence(&self.words, &columns, said)
    }

    /// The first passages of the statements whose title or label has all of several terms. A title that very many
    /// statements have names none of them.
    fn titled(&self, terms: &[Arc<MatchedTerm>], plan: &Plan) -> FixedBitSet {
        let rows = &self.words.rows;
        let mut titled = self.words.none();
        if terms.len() < 2 || terms.iter().any(|term| term.vague) {
            return titled;
        }
        let named = passages_with_all(self, terms, |term| Some(&term.heads));
        let firsts: Vec<u32> = rows.firsts().filter(|passage| named.contains(*passage as usize)).collect();
        if firsts.len() > MOST_TITLED {
            return titled;
        }
        let all = (1_u64 << terms.len().min(63)) - 1;
        let is_titled = |passage: &u32| {
            let mut seen = 0_u64;
            plan.read(rows.head(*passage), Purpose::Rank, |found, slot| {
                let field = slot.and_then(Slot::field);
                if found.level <= Level::Term
                    && matches!(field, Some(SearchField::Label | SearchField::Title))
                {
                    seen |= 1 << found.term.min(63);
                }
            });
            seen & all == all
        };
        titled.extend(firsts.into_iter().filter(is_titled).map(|passage| passage as usize));
        titled
    }

    /// The wanted terms that must be found, with all that they match, and how many others were typed before each;
    /// notes which of the dataset's terms helped.
    pub(super) fn terms_of(
        &self,
        query: &Query,
        known: &[Arc<MatchedTerm>],
        notes: &mut Vec<String>,
    ) -> (Vec<Arc<MatchedTerm>>, Vec<u32>) {
        let (mut terms, mut gaps, mut gap) = (Vec::new(), Vec::new(), 0);
        let expansions = self.expansions(query, notes);
        for ((wanted, expansions), optional) in query.wanted.iter().zip(expansions).zip(query.optional()) {
            if optional && !expansions.names_a_term {
                gap += 1;
                continue;
            }
            let is_same = |term: &&Arc<MatchedTerm>| {
                term.wanted == *wanted && (wanted.word().is_none() || term.expansions == expansions)
            };
            terms.push(match known.iter().find(is_same) {
                Some(term) => Arc::clone(term),
                None => Arc::new(MatchedTerm::new(self, wanted, expansions)),
            });
            gaps.push(std::mem::take(&mut gap));
        }
        (terms, gaps)
    }

    fn plan(&self, terms: &[Arc<MatchedTerm>], idle: bool) -> Plan {
        let mut plan = Plan::new(self.words.vocabulary.len());
        for (number, term) in (0_u8..).zip(terms) {
            for found in &term.matches {
                plan.add_word(number, *found, term.vague || idle);
            }
            for (level, phrase) in &term.expansions.phrases {
                plan.add_phrase(number, *level, &phrase.columns(&self.words.vocabulary));
            }
        }
        plan
    }

    pub(super) fn missing(&self, wanted: &QueryTerm) -> Missing {
        let near = match wanted {
            QueryTerm::Word(word) => self.words.vocabulary.near(&word.key, |number| self.words.count(number)),
            QueryTerm::Unit { .. } | QueryTerm::Phrase { .. } => Vec::new(),
        };
        Missing { word: wanted.typed().to_owned(), near }
    }

    /// The passages whose own words contain an unwanted term, exactly or in another form.
    pub(super) fn unwanted(&self, query: &Query) -> FixedBitSet {
        let mut passages = self.words.none();
        for term in &query.unwanted {
            passages.union_with(&match term {
                QueryTerm::Word(word) if word.ending == WordEnding::Open => {
                    let keys = vec![word.key.clone()];
                    Phrase { open: true, ..Phrase::quoted(keys) }.in_words(&self.words, 0)
                }
                QueryTerm::Word(word) => {
                    let same = self.words.vocabulary.same(&word.key);
                    self.words.within(IndexedPart::Words, same.iter().map(|found| found.word))
                }
                QueryTerm::Phrase { phrase, .. } => phrase.in_words(&self.words, 0),
                QueryTerm::Unit { spellings, .. } => {
                    let spelled = spellings.iter().map(|(_, phrase)| phrase.in_words(&self.words, 0));
                    spelled.fold(self.words.none(), |all, more| &all | &more)
                }
            });
        }
        passages
    }
}

/// The passages that are in the `sets` of all terms; all passages, if there is no term.
fn passages_with_all(
    index: &Index,
    terms: &[Arc<MatchedTerm>],
    sets: impl Fn(&MatchedTerm) -> Option<&FixedBitSet>,
) -> FixedBitSet {
    let mut all = index.words.all();
    for term in terms {
        match sets(term) {
            Some(passages) => all.intersect_with(passages),
            None => return index.words.none(),
        }
    }
    all
}

/// A passage that only had to pass the filters.
fn listed(passage: u32) -> Hit {
    Hit { passage: PassageNo(passage), level: Level::Exact, score: 0 }
}
