//! The queries that were typed before, which the search field can recall.
//!
//! Invariant: each query is held once, the newest last; recalling changes none of them.

use super::motion::Direction;

/// Maximum queries that are held; the oldest is dropped.
const MOST: usize = 200;

/// The queries of earlier sessions and of this one.
#[derive(Debug, Default)]
pub struct PastQueries {
    all: Vec<String>,
    /// Those of this session, to be kept.
    fresh: Vec<String>,
    /// Which one is in the field, and what was typed there before.
    recalled: Option<(usize, String)>,
}

impl PastQueries {
    pub fn new(earlier: Vec<String>) -> Self {
        Self { all: earlier, ..Self::default() }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Those asked in this session, the newest last.
    pub fn fresh(&self) -> &[String] {
        &self.fresh
    }

    /// Adds a query that was asked.
    pub(super) fn add(&mut self, query: &str) {
        self.stop_recalling();
        let query = query.trim();
        if query.is_empty() {
            return;
        }
        for queries in [&mut self.all, &mut self.fresh] {
            queries.retain(|past| past != query);
            queries.push(query.to_owned());
            queries.drain(..queries.len().saturating_sub(MOST));
        }
    }

    /// The query before or after the one in the field; after the last one comes what was `typed`. `None` at the end.
    pub(super) fn recall(&mut self, typed: &str, direction: Direction) -> Option<String> {
        let (at, unfinished) = self.recalled.take().unwrap_or_else(|| (self.all.len(), typed.to_owned()));
        let to = match direction {
            // Skip earlier queries equal to the one in the field.
            Direction::Backward => self.all.get(..at)?.iter().rposition(|past| past != typed),
            Direction::Forward => (at < self.all.len()).then_some(at + 1),
        };
        let query = to.map(|to| self.all.get(to).unwrap_or(&unfinished).clone());
        let at = to.unwrap_or(at);
        self.recalled = (at < self.all.len()).then_some((at, unfinished));
        query
    }

    /// From here on the text in the field is a query of its own.
    pub(super) fn stop_recalling(&mut self) {
        self.recalled = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Direction::{Backward, Forward};

    #[test]
    fn queries_are_gone_through_and_what_was_typed_comes_back() {
        let mut past = PastQueries::new(vec!["a".to_owned(), "b".to_owned()]);
        past.add(" c ");
        past.add("a");
        assert_eq!(past.fresh(), ["c", "a"]);
        let mut typed = String::from("unfin");
        for (direction, expected) in [
            (Forward, None),
            (Backward, Some("a")),
            (Backward, Some("c")),
            (Backward, Some("b")),
            (Backward, None),
            (Forward, Some("c")),
            (Forward, Some("a")),
            (Forward, Some("unfin")),
            (Forward, None),
        ] {
            let recalled = past.recall(&typed, direction);
            assert_eq!(recalled.as_deref(), expected, "{direction:?} from {typed}");
            typed = recalled.unwrap_or(typed);
        }
        assert_eq!(past.recall("a", Backward).as_deref(), Some("c"), "not the one in the field");
        past.stop_recalling();
        assert_eq!(past.recall("edited", Forward), None);
        assert_eq!(PastQueries::default().recall("", Backward), None);
    }
}
