//! What each statement does with the words of a row of a query: it says them, it is silent, or they were not seen.
//!
//! Invariant: only quoted wording says a word, only a whole text is silent, and filters on statements choose which
//! statements are asked, never what one of them says. Every statement asked does exactly one thing.

use fixedbitset::FixedBitSet;
use rustc_hash::FxHashMap;

use super::filter::{Filters, is_of_statements};
use super::index::Index;
use super::line_filter::LineFilter;
use super::node::{NodeHit, NodeSearch};
use super::query::{Query, QueryTerm, Rival};
use super::without::{KnownOfWhole, Without, stances_of};
use crate::corpus::stance::{Stance, is_counted};
use crate::corpus::{Corpus, PassageNo};
use crate::text::{count_of, counted};

/// The statements that a row asks about, by their places and in order of date.
#[derive(Debug, Default)]
pub struct RowScope {
    /// The counted ones.
    pub counted: Vec<usize>,
    /// Collecting places and analyses.
    pub others: Vec<usize>,
    /// Notes on statements chosen by what they are without.
    pub notes: Vec<String>,
    /// For each counted one, whether it is known to be silent, if they were chosen by what they are without.
    silent: Option<Vec<bool>>,
}

/// Where the words of a row occur, and what the statements do with them.
#[derive(Debug)]
pub struct Attestation {
    /// The passages that say them, and where in them.
    pub search: NodeSearch,
    /// For each statement by its place, what it does with them; `None` for statements that are not counted.
    pub stances: Vec<Option<Stance>>,
    /// The dataset's term that is asked for, by its place, if it is only one term.
    pub term: Option<usize>,
    /// The passages that have them only as a part of longer Korean words, or in another spelling.
    parts: FixedBitSet,
    /// The passages that a search finds by one layer of wording, but whose line is of another layer, which is not asked
    /// for.
    other_layers: FixedBitSet,
    /// The passages whose lines are shown as other lines, which are not asked for.
    elsewhere: Vec<PassageNo>,
}

impl Query {
    /// Whether it asks for words, or for a term of the dataset.
    ///
    /// # Errors
    /// Why it is not understood, if it asks for neither.
    pub fn asks_for_words(&self) -> Result<bool, String> {
        match &self.error {
            Some(error) if !self.has_words() => Err(error.clone()),
            Some(_) | None => Ok(self.has_words()),
        }
    }
}

impl RowScope {
    /// All records of the statements, with their texts.
    pub fn records(&self, corpus: &Corpus) -> impl Iterator<Item = usize> {
        self.counted.iter().chain(&self.others).flat_map(|at| corpus.records(*at))
    }

    /// For statements chosen by what they are without: how many of those that say something are known to be silent on
    /// it.
    pub fn told_apart(&self, typed: &str, stances: &[Stance]) -> Option<String> {
        let silent = self.silent.as_ref()?;
        let says = || silent.iter().zip(stances).filter(|(_, stance)| **stance == Stance::Says);
        let (all, known) = (says().count(), says().filter(|(silent, _)| **silent).count());
        (all > 0).then(|| {
            let lines = if all == 1 { "statement has" } else { "statements have" };
            format!(
                "{typed}: {all} {lines} a line; of these, silent on what `without:` names: {known}, not seen to say it: {}",
                all - known
            )
        })
    }
}

impl Attestation {
    /// What a statement does with the words.
    pub fn stance(&self, at: usize) -> Stance {
        self.stances.get(at).copied().flatten().unwrap_or(Stance::NotSeen)
    }

    /// Notes on those passages of the scope that have the words, but no line: only as a part of longer words, or in a
    /// layer that `lang:` or `sure:` does not ask for.
    pub fn notes(&self, corpus: &Corpus, scope: &RowScope, typed: &str) -> impl Iterator<Item = String> {
        let count = |passages: &FixedBitSet| -> usize {
            scope.records(corpus).map(|at| passages.count_ones(corpus.span(at))).sum()
        };
        let some = |count: usize| Some(count).filter(|count| *count > 0);
        let parts = some(count(&self.parts)).map(|count| {
            let passages = count_of(count, "more passage has", "more passages have");
            format!(
                "{passages} `{typed}` within a longer word or in another spelling; such words are not counted, nor taken for silence"
            )
        });
        let layers = some(count(&self.other_layers)).map(|count| {
            let passages = counted(count, "more passage");
            format!(
                "`linchpin search` finds {passages}: the wording that `lang:` or `sure:` asks for lacks `{typed}`, or other wording has it first"
            )
        });
        let is_in =
            |at: usize| self.elsewhere.iter().filter(move |one| corpus.span(at).contains(&(one.0 as usize)));
        let repeated = scope.records(corpus).flat_map(is_in).count();
        let lines = some(repeated).map(|count| {
            let one = "line repeats a line with better-checked wording and is counted with it";
            let many = "lines repeat lines with better-checked wording and are counted with them";
            count_of(count, one, many)
        });
        let elsewhere = lines.map(|lines| format!("{lines}; `linchpin kwic --all` lists all"));
        parts.into_iter().chain(layers).chain(elsewhere)
    }

    /// Gives passages these hits in place of those found in them, because their lines are shown as others.
    pub fn give(
        &mut self,
        corpus: &Corpus,
        hits: FxHashMap<PassageNo, Vec<NodeHit>>,
        elsewhere: Vec<PassageNo>,
    ) {
        self.search.give(hits);
        self.elsewhere = elsewhere;
        leave_out(&mut self.stances, |at| corpus.records(at).any(|at| self.search.is_in(corpus.span(at))));
    }
}

impl Index {
    /// The statements that the filters of a row choose.
    ///
    /// # Errors
    /// What is wrong with a filter.
    pub fn scope(&self, corpus: &Corpus, rival: &Rival) -> Result<RowScope, String> {
        let mut passages = self.words.all();
        let filters = Filters::of_statements(self, &rival.query)?;
        filters.narrow(&mut passages);
        // Without a filter, statements without a passage are asked too.
        let is_all = filters.is_none() && rival.query.without.is_empty();
        let absence = self.absence(corpus, &rival.query);
        if let Some(absence) = &absence {
            passages.intersect_with(&absence.lacking);
        }
        let passes = |at: usize| passages.contains_any_in_range(corpus.span(at));
        let is_chosen = |at: &usize| {
            // If only texts of a statement are held, the texts decide.
            let has_own = !corpus.span(*at).is_empty();
            let chosen = || if has_own { passes(*at) } else { corpus.records(*at).any(passes) };
            corpus.text_of(*at).is_none() && (is_all || chosen())
        };
        let (counted, others): (Vec<usize>, Vec<usize>) =
            corpus.by_date().filter(is_chosen).partition(|at| is_counted(corpus, *at));
        let silent = absence.as_ref().map(|absence| {
            let is_seen = |at: usize| !absence.unseen.contains_any_in_range(corpus.span(at));
            counted.iter().map(|at| corpus.records(*at).all(is_seen)).collect()
        });
        let mut notes = filters.notes;
        notes.extend(absence.iter().flat_map(|absence| absence.of.iter().map(Without::sentence)));
        Ok(RowScope { counted, others, notes, silent })
    }

    /// What the statements of `corpus` do with the words of a row. Filters on statements are left to [`Index::scope`].
    ///
    /// # Errors
    /// What is wrong with the query.
    pub fn attestation(&self, corpus: &Corpus, rival: &Rival) -> Result<Attestation, String> {
        let mut query = rival.query.clone();
        query.without.clear();
        query.filters.retain(|filter| !is_of_statements(filter));
        let (filters, unwanted) = (Filters::new(self, &query)?, self.unwanted(&query));
        let wording = LineFilter::new(self, corpus, &query);
        let is_bare = query.filters.is_empty() && query.unwanted.is_empty();
        query.filters.clear();
        query.unwanted.clear();
        let mut search = self.node_search(corpus, &query)?;
        let known = self.known_of_clauses(&query.wanted);
        let term = if let [one] = &*query.wanted { self.term_asked(one) } else { None };
        let stances = stances_of(corpus, Some(&search), &known);
        let mut parts = self.words.none();
        let alone = if let [clause] = &*known { &**clause } else { &[] };
        for known in alone {
            parts.union_with(&known.same_letters);
        }
        parts.difference_with(search.in_a_row());
        filters.narrow(&mut parts);
        parts.difference_with(&unwanted);
        search.narrow(&filters, &unwanted);
        let mut other_layers = self.words.none();
        if let Some(wording) = wording {
            other_layers.clone_from(search.passages());
            self.narrow_wording(&mut search, wording);
            other_layers.difference_with(search.passages());
        }
        let mut stances = stances.by_place(corpus.statements().len());
        if !is_bare {
            leave_out(&mut stances, |at| corpus.records(at).any(|at| search.is_in(corpus.span(at))));
        }
        Ok(Attestation { search, stances, term, parts, other_layers, elsewhere: Vec::new() })
    }

    /// For each clause, what is known about whole texts for each spelling and term that it may be.
    fn known_of_clauses(&self, wanted: &[QueryTerm]) -> Vec<Vec<KnownOfWhole<'_>>> {
        match wanted {
            [one] => vec![self.known_of_clause(one)],
            several => several.iter().map(|wanted| self.known_of_whole(wanted)).collect(),
        }
    }
}

/// Distinguishes the statements that say it in a passage that the filters leave from those that say it in other
/// passages.
fn leave_out(stances: &mut [Option<Stance>], says: impl Fn(usize) -> bool) {
    for (at, stance) in stances.iter_mut().enumerate() {
        let is_said = matches!(stance, Some(Stance::Says | Stance::SaidNotQuoted));
        if is_said && !says(at) {
            *stance = Some(Stance::LeftOut);
        }
    }
}
