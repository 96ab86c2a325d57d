//! The values of filters with how many of the current hits have each, and how a query sets and clears them.
//!
//! Invariant: a count is what the list would show if only that value of its filter were set: the query's words and all
//! other filters apply to it.

use fixedbitset::FixedBitSet;

use super::facet::Facet;
use super::filter::values_meant;
use super::index::Index;
use super::query::{Query, quoted, with_values};
use super::{Certainty, Found};
use crate::corpus::Corpus;
use crate::text::fold::fold;

/// The filters that are offered, in this order.
const OFFERED: [Facet; 7] = [
    Facet::Standing,
    Facet::Series,
    Facet::Year,
    Facet::Meaning,
    Facet::Kind,
    Facet::Verdict,
    Facet::Language,
];

/// A value of a filter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FacetCount {
    pub facet: Facet,
    pub value: String,
    /// How many of the current hits have it.
    pub passages: usize,
    /// Whether the query has it.
    pub is_set: bool,
}

impl Index {
    /// The values of the filters for a query that is being typed and has found `found`.
    pub fn facets(&self, corpus: &Corpus, typed: &str, found: Option<&Found>) -> Vec<FacetCount> {
        let query = Query::parse_unfinished(typed);
        let mut counts = Vec::new();
        for facet in OFFERED {
            let set = query.values(facet.name());
            let set: Vec<String> = set.flat_map(|value| values_meant(self, facet, value)).collect();
            let hits = if query.values(facet.name()).next().is_some() {
                let others = query.without_filter(facet.name());
                (!others.is_empty()).then(|| self.search(corpus, &others, 0, found).counted())
            } else {
                found.map(Found::counted)
            };
            let values = self.values(facet).filter(|(value, _)| !value.is_empty());
            counts.extend(values.map(|(value, postings)| FacetCount {
                facet,
                value: value.to_owned(),
                passages: hits.as_ref().map_or_else(|| postings.count(), |hits| postings.count_in(hits)),
                is_set: set.iter().any(|set| set == value),
            }));
        }
        counts
    }

    /// The query with a value of a filter set, or cleared if it is set.
    pub fn toggled(&self, typed: &str, facet: Facet, value: &str) -> String {
        let is_meant =
            |typed: &str| values_meant(self, facet, &fold(typed)).iter().any(|meant| meant == value);
        with_values(typed, facet.name(), |values| {
            let before = values.len();
            values.retain(|value| !is_meant(value));
            values.len() < before
        })
        .unwrap_or_else(|| {
            // At the beginning, where it is not within an unfinished phrase and does not follow an operator.
            let rest = typed.trim_start();
            let blank = if rest.is_empty() { "" } else { " " };
            format!("{}:{}{blank}{rest}", facet.name(), quoted(value))
        })
    }
}

impl Found {
    /// The hits that count.
    fn counted(&self) -> FixedBitSet {
        self.set(Certainty::Firm) | self.set(Certainty::Loose)
    }
}
