//! The statement list: which rows stand in it, and in which order.
//!
//! Invariant: without a search every statement has a row; with one, exactly those that hold a hit: the firm hits'
//! rows first, then those of the loose ones.

use std::collections::HashMap;

use crate::corpus::{Corpus, PassageNo};
use crate::search::{Certainty, Found};

/// One row: a statement, and which of its passages are in play.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// By its place in [`Corpus::statements`].
    pub statement: usize,
    /// Which hits it counts while searching; rows of loose hits come below the divider.
    pub certainty: Certainty,
}

impl Row {
    /// How many of the statement's passages are in play.
    pub fn count(self, corpus: &Corpus, found: Option<&Found>) -> usize {
        let range = corpus.span(self.statement);
        match found {
            Some(found) => found.set(self.certainty).count_ones(range),
            None => range.len(),
        }
    }

    /// The passages in play, in reading order.
    pub fn passages<'a>(
        self,
        corpus: &Corpus,
        found: Option<&'a Found>,
    ) -> impl DoubleEndedIterator<Item = PassageNo> + use<'a> {
        let held =
            move |number: &PassageNo| found.is_none_or(|f| f.certainty(*number) == Some(self.certainty));
        corpus.passages_of(self.statement).filter(held)
    }
}

/// The orders that the list can stand in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Order {
    #[default]
    Oldest,
    Newest,
    Series,
    /// Best match first; the same as `Oldest` without a search.
    Match,
}

impl Order {
    /// The order after this one; best match only where a search stands.
    #[must_use]
    pub fn next(self, searching: bool) -> Self {
        match self {
            Self::Oldest => Self::Newest,
            Self::Newest => Self::Series,
            Self::Series if searching => Self::Match,
            Self::Series | Self::Match => Self::Oldest,
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Oldest => "oldest first",
            Self::Newest => "newest first",
            Self::Series => "by series",
            Self::Match => "best match first",
        }
    }
}

/// The rows for a corpus, narrowed to what was found.
pub fn rows(corpus: &Corpus, found: Option<&Found>, order: Order) -> Vec<Row> {
    let Some(found) = found else {
        let all = corpus.by_date().map(|statement| Row { statement, certainty: Certainty::Firm });
        return ordered(corpus, all.collect(), None, order);
    };
    let mut rows = Vec::new();
    for certainty in Certainty::ALL {
        rows.extend(ordered(corpus, narrowed(corpus, found, certainty), Some(found), order));
    }
    rows
}

fn ordered(corpus: &Corpus, mut rows: Vec<Row>, found: Option<&Found>, order: Order) -> Vec<Row> {
    match order {
        Order::Oldest => {}
        Order::Newest => rows.reverse(),
        Order::Series => rows.sort_by(|a, b| {
            let key = |row: &Row| corpus.statements().get(row.statement).map(|s| (&s.series, s.number));
            (key(a), a.statement).cmp(&(key(b), b.statement))
        }),
        Order::Match => {
            let mut ranks: HashMap<usize, usize> = HashMap::new();
            for (rank, hit) in found.iter().flat_map(|found| &found.hits).enumerate() {
                ranks.entry(corpus.statement_of(hit.passage).unwrap_or_default()).or_insert(rank);
            }
            rows.sort_by_key(|row| ranks.get(&row.statement).copied().unwrap_or(usize::MAX));
        }
    }
    rows
}

/// The statements that hold a hit, in order of date.
fn narrowed(corpus: &Corpus, found: &Found, certainty: Certainty) -> Vec<Row> {
    let set = found.set(certainty);
    let holds = |statement: &usize| set.contains_any_in_range(corpus.span(*statement));
    corpus.by_date().filter(holds).map(|statement| Row { statement, certainty }).collect()
}
