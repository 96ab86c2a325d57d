//! What is read: the corpus with what was made of it for searching and marking.
//!
//! Invariant: corpus and index hold the same passages under the same numbers, whether they came at once or part
//! by part.

use crate::corpus::model::TermKind;
use crate::corpus::usage::Usage;
use crate::corpus::{Corpus, PassageNo};
use crate::page::compose::Marking;
use crate::search::{Found, Index, Mark, Query};

/// Hits that a search ranks for the screen; no one looks at more before typing on.
const BEST: usize = 1_000;

/// A corpus, its index and its term marks.
#[derive(Debug)]
pub struct Library {
    pub corpus: Corpus,
    pub index: Index,
    pub usage: Usage,
    kinds: Vec<TermKind>,
}

impl Library {
    pub fn new(corpus: Corpus) -> Self {
        let usage = Usage::new(&corpus);
        let kinds = corpus.dataset().terms.iter().map(|term| term.kind).collect();
        let index = Index::build(&corpus);
        Self { corpus, index, usage, kinds }
    }

    /// Searches as the command line does: every hit is ranked.
    pub fn search(&self, query: &str) -> Found {
        self.index.search(&Query::parse(query), usize::MAX, None)
    }

    /// Searches as the explorer does, the best hits ranked; `None` where nothing is asked.
    /// `before` is what the last search found in the same library.
    pub fn find(&self, query: &str, before: Option<&Found>) -> Option<Found> {
        let query = Query::parse(query);
        (!query.is_empty()).then(|| self.index.search(&query, BEST, before))
    }

    /// What was found in the passage.
    pub fn marks(&self, found: &Found, passage: PassageNo) -> Vec<Mark> {
        let held = self.corpus.passage(passage).filter(|_| found.holds(passage).is_some());
        held.map(|(statement, passage)| self.index.marks(found, statement, passage)).unwrap_or_default()
    }

    /// How marks are written, with brackets where no colour tells them apart.
    pub fn marking(&self, brackets: bool) -> Marking<'_> {
        Marking { kinds: &self.kinds, tracked: self.usage.tracked(), brackets }
    }
}
