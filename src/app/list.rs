//! The statement list: which rows stand in it, and in which order.
//!
//! Invariant: without a search every statement has a row; with one, exactly those that hold a hit.

use std::cmp::Reverse;

use crate::corpus::{Corpus, PassageNo};
use crate::search::{Found, Mark};

/// One row: a statement and what of it is in play.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// By its place in [`Corpus::statements`].
    pub statement: usize,
    /// Its passages, or those of them that the search found, in reading order.
    pub passages: Vec<PassageNo>,
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
    let mut rows = match found {
        None => all(corpus),
        Some(found) => narrowed(corpus, found),
    };
    match order {
        Order::Oldest => rows.sort_by_key(|row| row.statement),
        Order::Newest => rows.sort_by_key(|row| Reverse(row.statement)),
        Order::Series => rows.sort_by_key(|row| {
            (corpus.statements().get(row.statement).map(|s| (s.series.clone(), s.number)), row.statement)
        }),
        Order::Match => {}
    }
    rows
}

fn all(corpus: &Corpus) -> Vec<Row> {
    let row = |statement| Row { statement, passages: corpus.passages_of(statement).collect() };
    (0..corpus.statements().len()).map(row).collect()
}

/// Rows in the order of their best hit.
fn narrowed(corpus: &Corpus, found: &Found) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    let mut places = vec![None; corpus.statements().len()];
    for hit in &found.hits {
        let Some(statement) = corpus.statement_of(hit.passage) else { continue };
        let Some(place) = places.get_mut(statement) else { continue };
        let at = *place.get_or_insert(rows.len());
        match rows.get_mut(at) {
            Some(row) => row.passages.push(hit.passage),
            None => rows.push(Row { statement, passages: vec![hit.passage] }),
        }
    }
    for row in &mut rows {
        row.passages.sort_unstable();
    }
    rows
}

/// What the search matched in `passage`.
pub fn marks(found: Option<&Found>, passage: PassageNo) -> &[Mark] {
    let hit = found.and_then(|found| found.hits.iter().find(|hit| hit.passage == passage));
    hit.map_or(&[], |hit| &hit.marks)
}
