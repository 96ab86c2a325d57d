//! One side of a comparison, while it waits for the other.

use crate::corpus::Corpus;
use crate::export::comparison::set_name;

/// What waits for another side to be compared with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum HeldSide {
    /// A statement or a text of one, by its place.
    Record(usize),
    /// By its id.
    Meaning(String),
}

impl HeldSide {
    pub(super) fn query(&self, corpus: &Corpus) -> String {
        match self {
            Self::Record(at) => {
                let statement = corpus.statements().get(statement(corpus, *at));
                statement.map_or(String::new(), |statement| statement.id.to_string())
            }
            Self::Meaning(id) => format!("meaning:{id}"),
        }
    }

    pub(super) fn name(&self, corpus: &Corpus) -> String {
        match self {
            Self::Record(at) => {
                corpus.statements().get(*at).map_or(String::new(), |record| record.label.to_string())
            }
            Self::Meaning(_) => set_name(corpus, &self.query(corpus)),
        }
    }
}

/// The place of the statement that a record is a text of, or is.
pub(super) fn statement(corpus: &Corpus, at: usize) -> usize {
    corpus.counted_as(at)
}
