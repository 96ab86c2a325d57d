//! Filters such as `year:2018`, turned into sets of passages.
//!
//! Invariant: a filter or value that matches nothing is ignored and noted together with the valid ones, so a typing
//! error never empties the list silently.

use fixedbitset::FixedBitSet;

use super::index::Index;
use super::query::{Filter, Query};
use super::segment::{CHECK, Facet, LINK, NONE, OFFICIAL};
use super::terms::TermForms;
use crate::corpus::model::{PassageKind, Standing, Verdict};
use crate::text::fold::fold;

/// Every filter, in the order in which notes list them. `None` is `term:`, which is no property of a passage but is
/// looked up among its words.
const FILTERS: [Option<Facet>; 8] = [
    Some(Facet::Series),
    Some(Facet::Year),
    Some(Facet::Standing),
    None,
    Some(Facet::Meaning),
    Some(Facet::Has),
    Some(Facet::Kind),
    Some(Facet::Verdict),
];

/// A note lists so many values and counts the others.
const LISTED: usize = 24;

/// The filters of one query, ready to be applied.
#[derive(Debug, Default)]
pub(super) struct Filters {
    /// The passages that match each filter, and whether they are excluded.
    groups: Vec<(FixedBitSet, bool)>,
    pub notes: Vec<String>,
}

impl Filters {
    pub(super) fn new(index: &Index, query: &Query) -> Self {
        let mut filters = Self::default();
        for filter in &query.filters {
            if let Some(facet) = FILTERS.iter().find(|facet| key(**facet) == filter.key) {
                filters.add(index, *facet, filter);
            } else {
                let keys = FILTERS.map(key).join(": ");
                filters.notes.push(format!("`{}:` is not a filter; choose from {keys}:", filter.key));
            }
        }
        filters
    }

    fn add(&mut self, index: &Index, facet: Option<Facet>, filter: &Filter) {
        if filter.values.is_empty() {
            self.notes.push(format!("`{}:` needs a value: {}", filter.key, known(index, facet)));
        }
        let mut kept: Option<FixedBitSet> = None;
        for value in &filter.values {
            if let Some(passages) = meant(index, facet, value) {
                kept.get_or_insert_with(|| index.words.none()).union_with(&passages);
            } else {
                let known = known(index, facet);
                self.notes.push(format!("`{}:{value}` matches nothing; choose from {known}", filter.key));
            }
        }
        self.groups.extend(kept.map(|passages| (passages, filter.negated)));
    }

    /// Removes from `hits` what does not pass.
    pub(super) fn narrow(&self, hits: &mut FixedBitSet) {
        for (passages, negated) in &self.groups {
            if *negated {
                hits.difference_with(passages);
            } else {
                hits.intersect_with(passages);
            }
        }
    }
}

fn key(filter: Option<Facet>) -> &'static str {
    filter.map_or("term", Facet::name)
}

/// The values that a filter can have in this corpus.
fn known(index: &Index, facet: Option<Facet>) -> String {
    let mut names: Vec<String> = match facet {
        None => index.terms.iter().map(|term| term.label.clone()).collect(),
        Some(Facet::Standing) => Standing::ALL.map(|one| one.name().to_owned()).to_vec(),
        Some(Facet::Kind) => PassageKind::ALL.map(|one| one.name().to_owned()).to_vec(),
        Some(Facet::Verdict) => Verdict::ALL.map(|one| one.name().to_owned()).to_vec(),
        Some(Facet::Has) => [CHECK, OFFICIAL, LINK].map(str::to_owned).to_vec(),
        Some(Facet::Year) => span(index).into_iter().collect(),
        Some(facet @ (Facet::Series | Facet::Meaning)) => {
            index.facet(facet).map(|(value, _)| value.to_owned()).collect()
        }
    };
    if names.len() > LISTED {
        let more = names.len() - LISTED;
        names.truncate(LISTED);
        names.push(format!("and {more} more"));
    }
    names.join(", ")
}

fn span(index: &Index) -> Option<String> {
    let years = || index.facet(Facet::Year).filter_map(|(year, _)| year.parse::<i32>().ok());
    Some(format!("{}..{}", years().min()?, years().max()?))
}

/// The passages that match a value of a filter; `None` if the value is not valid.
fn meant(index: &Index, facet: Option<Facet>, value: &str) -> Option<FixedBitSet> {
    let Some(facet) = facet else { return with_term(index, value) };
    if facet == Facet::Year {
        let (from, to) = years(value)?;
        let within = |year: &str| year.parse().is_ok_and(|year: i32| (from..=to).contains(&year));
        return Some(index.with_value(facet, within));
    }
    let names: Vec<&str> = index.facet(facet).map(|(name, _)| name).collect();
    let exact = names.iter().any(|name| fold(name) == value);
    let fits = |name: &str| {
        let name = fold(name);
        if exact { name == value } else { name.starts_with(value) }
    };
    let known = match facet {
        Facet::Standing => Standing::ALL.iter().any(|one| fits(one.name())),
        Facet::Kind => PassageKind::ALL.iter().any(|one| fits(one.name())),
        Facet::Verdict => Verdict::ALL.iter().any(|one| fits(one.name())),
        Facet::Has => [CHECK, OFFICIAL, LINK].into_iter().any(fits),
        Facet::Meaning => return meaning(index, value),
        Facet::Series | Facet::Year => names.into_iter().any(fits),
    };
    known.then(|| index.with_value(facet, fits))
}

/// A meaning by its id, its letter or its name; `none` for passages without a meaning.
fn meaning(index: &Index, value: &str) -> Option<FixedBitSet> {
    let named =
        index.meanings.iter().zip('a'..='z').find(|((id, name), letter)| {
            fold(id) == value || letter.to_string() == value || fold(name) == value
        });
    let id = named.map(|((id, _), _)| id.as_str()).or_else(|| (value == NONE).then_some(NONE))?;
    Some(index.with_value(Facet::Meaning, |one| one == id))
}

/// `2018`, `2018..2024`, `..2010`, `2010..`.
fn years(value: &str) -> Option<(i32, i32)> {
    let year = |digits: &str, open: i32| match digits.trim() {
        "" => Some(open),
        digits if digits.len() == 4 => digits.parse().ok(),
        _ => None,
    };
    let (from, to) = match value.split_once("..") {
        Some(ends) => ends,
        None => (value, value),
    };
    Some((year(from, i32::MIN)?, year(to.trim_start_matches('.'), i32::MAX)?))
}

/// The passages whose text contains one of the terms that `value` means.
fn with_term(index: &Index, value: &str) -> Option<FixedBitSet> {
    let exact = index.terms.iter().any(|term| term.id == value);
    let meant = |term: &TermForms| if exact { term.id == value } else { term.is_meant_by(value) };
    let mut terms = index.terms.iter().enumerate().filter(|(_, term)| meant(term)).peekable();
    terms.peek()?;
    let mut passages = index.words.none();
    terms.filter_map(|(at, _)| index.passages_with(at)).for_each(|more| passages.union_with(more));
    Some(passages)
}
