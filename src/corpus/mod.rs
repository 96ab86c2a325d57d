//! The dataset, loaded and checked, with the look-ups that every floor above needs.
//!
//! Invariant: a [`Corpus`] has passed every check of [`check`], so each id in it resolves, and its statements
//! stand in order of date.

pub mod check;
mod explain;
pub mod load;
pub mod model;
mod place;
pub mod problem;
mod read;
mod rules;
pub mod schema;
#[cfg(test)]
mod tests;
pub mod usage;

use std::collections::HashMap;

use crate::text::safe::Text;
use model::{Dataset, Passage, Source, Statement};

/// A passage by its place in reading order, counted from 0 over all statements.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PassageNo(pub u32);

/// What an id names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// By its place in `Dataset::statements`.
    Statement(usize),
    Passage(PassageNo),
}

/// A dataset that has been checked, and its look-ups.
#[derive(Debug)]
pub struct Corpus {
    dataset: Dataset,
    /// Statement and place within it, by passage number.
    places: Vec<(u32, u32)>,
    /// The number of each statement's first passage.
    starts: Vec<u32>,
    ids: HashMap<Text, Target>,
}

impl Corpus {
    /// Indexes a dataset that has passed the checks; statements are put in order of date.
    pub(crate) fn new(mut dataset: Dataset) -> Self {
        dataset.statements.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
        let mut corpus = Self { dataset, places: Vec::new(), starts: Vec::new(), ids: HashMap::new() };
        for (at, statement) in corpus.dataset.statements.iter().enumerate() {
            corpus.ids.insert(statement.id.clone(), Target::Statement(at));
            corpus.starts.push(count(corpus.places.len()));
            for (within, passage) in statement.passages.iter().enumerate() {
                let number = PassageNo(count(corpus.places.len()));
                corpus.ids.insert(passage.id.clone(), Target::Passage(number));
                corpus.places.push((count(at), count(within)));
            }
        }
        corpus
    }

    pub fn dataset(&self) -> &Dataset {
        &self.dataset
    }

    pub fn statements(&self) -> &[Statement] {
        &self.dataset.statements
    }

    /// How many passages the corpus holds.
    pub fn passages(&self) -> usize {
        self.places.len()
    }

    /// Every passage number, in reading order.
    pub fn passage_numbers(&self) -> impl DoubleEndedIterator<Item = PassageNo> + use<> {
        (0..count(self.places.len())).map(PassageNo)
    }

    /// The passage and its statement; `None` beyond the end.
    pub fn passage(&self, number: PassageNo) -> Option<(&Statement, &Passage)> {
        let statement = self.statements().get(self.statement_of(number)?)?;
        let &(_, within) = self.places.get(number.0 as usize)?;
        Some((statement, statement.passages.get(within as usize)?))
    }

    /// The place of the passage's statement in [`Corpus::statements`].
    pub fn statement_of(&self, number: PassageNo) -> Option<usize> {
        self.places.get(number.0 as usize).map(|&(statement, _)| statement as usize)
    }

    /// The numbers of the statement's passages, in reading order; empty beyond the end.
    pub fn passages_of(&self, statement: usize) -> impl DoubleEndedIterator<Item = PassageNo> + use<> {
        let start = self.starts.get(statement).copied().unwrap_or_default();
        let held = self.statements().get(statement).map_or(0, |s| count(s.passages.len()));
        (start..start.saturating_add(held)).map(PassageNo)
    }

    pub fn target(&self, id: &str) -> Option<Target> {
        self.ids.get(id).copied()
    }

    /// The passage itself, or the first of the statement.
    pub fn first_passage(&self, target: Target) -> Option<PassageNo> {
        match target {
            Target::Passage(number) => Some(number),
            Target::Statement(at) => self.passages_of(at).next(),
        }
    }

    pub fn source(&self, id: &str) -> Option<&Source> {
        self.dataset.sources.iter().find(|source| &*source.id == id)
    }

    /// The letter that stands for a meaning everywhere: A for the first column.
    pub fn letter(&self, meaning: &str) -> Option<char> {
        ('A'..='Z').zip(&self.dataset.meanings).find(|(_, m)| &*m.id == meaning).map(|(letter, _)| letter)
    }
}

impl Statement {
    /// Sorts by date; a statement of which only the year is held stands before the dated ones of that year.
    pub fn sort_key(&self) -> (String, u32, &str) {
        let date = match (&self.date, self.year) {
            (Some(date), _) => date.to_string(),
            (None, Some(year)) => format!("{year:04}"),
            (None, None) => String::from("9999"),
        };
        (date, self.number.unwrap_or_default(), &self.id)
    }

    /// The date as readers see it: the day, or the year alone, or a question mark.
    pub fn when(&self) -> String {
        match (&self.date, self.year) {
            (Some(date), _) => date.to_string(),
            (None, Some(year)) => year.to_string(),
            (None, None) => String::from("no date held"),
        }
    }
}

/// A count that fits 32 bits; a dataset cannot be read whole beyond that.
fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
