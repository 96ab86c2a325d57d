//! How many statements are held, and what else is in their list: collecting places, analyses, texts of statements.
//!
//! Invariant: the numbers add up to the records of the list; a record and its texts count as one of the record's kind.

use std::collections::BTreeSet;
use std::fmt;

use super::Corpus;
use super::model::{Standing, Statement};
use crate::text::{count_of, counted};

/// What a record of the list counts as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RecordKind {
    Statement,
    /// Passages of several statements whose day is not known.
    CollectingPlace,
    Analysis,
}

impl RecordKind {
    pub(super) fn of(statement: &Statement) -> Self {
        if statement.standing == Standing::Analysis {
            Self::Analysis
        } else if statement.collects {
            Self::CollectingPlace
        } else {
            Self::Statement
        }
    }
}

/// The records of a list, by kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Holding {
    pub statements: usize,
    /// Texts of the others that have a record of their own.
    pub texts: usize,
    pub collecting: usize,
    pub analyses: usize,
}

impl Holding {
    /// The records at these places; the texts of one statement count once, even if its own record is not among them.
    pub fn of(corpus: &Corpus, places: impl IntoIterator<Item = usize>) -> Self {
        let mut holding = Self::default();
        let mut counted = BTreeSet::new();
        for at in places {
            holding.texts += usize::from(corpus.text_of(at).is_some());
            counted.insert(corpus.counted_as(at));
        }
        counted.iter().filter_map(|at| corpus.statements().get(*at)).for_each(|record| holding.add(record));
        holding
    }

    /// Adds a record that is not a text of another one.
    pub(super) fn add(&mut self, record: &Statement) {
        *match RecordKind::of(record) {
            RecordKind::Statement => &mut self.statements,
            RecordKind::CollectingPlace => &mut self.collecting,
            RecordKind::Analysis => &mut self.analyses,
        } += 1;
    }

    /// `12 of 59 statements, 1 of 2 collecting places, no analysis`: these of all that are held.
    pub fn among(&self, all: &Self) -> String {
        let part = |part: usize, all: usize, one: &str, many: &str| {
            (all > 0).then(|| format!("{part} of {}", count_of(all, one, many)))
        };
        let parts = [
            part(self.statements, all.statements, "statement", "statements"),
            part(self.collecting, all.collecting, "collecting place", "collecting places"),
            part(self.analyses, all.analyses, "analysis", "analyses"),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }
}

/// `59 statements · 2 texts of them · 2 collecting places · 1 analysis`; a kind that is not held is left out.
impl fmt::Display for Holding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&counted(self.statements, "statement"))?;
        let others = [
            (self.texts, "text of one", "texts of them"),
            (self.collecting, "collecting place", "collecting places"),
            (self.analyses, "analysis", "analyses"),
        ];
        others
            .into_iter()
            .filter(|(count, ..)| *count > 0)
            .try_for_each(|(count, one, many)| write!(f, " · {}", count_of(count, one, many)))
    }
}
