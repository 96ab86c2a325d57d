//! The reader's search: the query as typed, what was found, which hit is in view.
//!
//! Invariant: what was found always belongs to the query in the field.

use super::field::TextField;
use super::history::Visit;
use super::motion::Direction;
use super::queries::PastQueries;
use crate::corpus::PassageNo;
use crate::library::Library;
use crate::search::{Found, Level};

#[derive(Debug, Default)]
pub struct Search {
    /// The query, as typed.
    pub field: TextField,
    /// `None` without a query.
    pub found: Option<Found>,
    /// Which hit the passage in view is, counted from 1, or 0 where it is none; and of how many.
    pub counter: Option<(usize, usize)>,
    /// The queries before this one.
    pub past: PastQueries,
    /// Where typing began, for `Esc`.
    pub(super) began: Option<Visit>,
}

impl Search {
    /// Searches for what is in the field.
    pub(super) fn run(&mut self, library: &Library) {
        self.found = library.find(self.field.text(), self.found.as_ref());
    }

    /// Searches again after the library has changed.
    pub(super) fn run_again(&mut self, library: &Library) {
        self.found = None;
        self.run(library);
    }

    /// Puts a query into the field.
    pub(super) fn ask(&mut self, query: &str) {
        self.field = TextField::new(query);
    }

    /// Puts the previous or next query into the field; whether there is one.
    pub(super) fn recall(&mut self, direction: Direction) -> bool {
        let recalled = self.past.recall(self.field.text(), direction);
        recalled.inspect(|query| self.ask(query)).is_some()
    }

    pub(super) fn best_hit(&self) -> Option<PassageNo> {
        self.found.as_ref()?.hits.first().map(|hit| hit.passage)
    }

    /// Whether there is a search that has not found this passage.
    pub(super) fn excludes(&self, passage: PassageNo) -> bool {
        self.found.as_ref().is_some_and(|found| found.certainty(passage).is_none())
    }

    /// What the reader should know about how the query was understood: unknown filters, words taken for others.
    pub(super) fn remarks(&self) -> Option<String> {
        let found = self.found.as_ref()?;
        if found.error.is_some() {
            return found.error.clone();
        }
        let guess = found.hits.first().map(|hit| hit.level).filter(|level| *level > Level::Prefix);
        let guess = guess.map(|level| format!("nothing matches as typed; {}", level.label()));
        let remarks: Vec<&str> = guess.iter().chain(&found.notes).map(String::as_str).collect();
        (!remarks.is_empty()).then(|| remarks.join("; "))
    }
}
