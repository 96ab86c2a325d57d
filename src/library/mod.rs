//! What is read: the corpus with what was made of it for searching and marking.
//!
//! Invariant: corpus and index hold the same passages under the same numbers, whether they came at once or part
//! by part.

use crate::corpus::model::TermKind;
use crate::corpus::usage::{Sign, Usage, signs};
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
        let usage = Usage::new(corpus.dataset());
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

    /// What each statement does with the tracked word.
    pub fn signs(&self, statement: usize) -> Vec<Sign> {
        let said = self.usage.tracked().and_then(|term| self.index.said(term));
        let says = said.is_some_and(|said| said.contains_any_in_range(self.corpus.span(statement)));
        signs(&self.corpus, statement, says)
    }

    /// How marks are written, with brackets where no colour tells them apart.
    pub fn marking(&self, brackets: bool) -> Marking<'_> {
        Marking { kinds: &self.kinds, tracked: self.usage.tracked(), brackets }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::model::Bearing;
    use crate::corpus::{Target, load};

    fn place(corpus: &Corpus, id: &str) -> usize {
        match corpus.target(id) {
            Some(Target::Statement(at)) => at,
            Some(Target::Passage(_)) | None => panic!("{id} is no statement"),
        }
    }

    #[test]
    fn the_signs_say_what_each_statement_does_with_the_word() {
        let library = Library::new(load::embedded().unwrap());
        let signs = |id| library.signs(place(&library.corpus, id));
        assert_eq!(signs("scm-35"), [Sign::Bears('A', Bearing::Word)]);
        assert_eq!(signs("scm-36"), [Sign::Bears('A', Bearing::Sense)]);
        assert_eq!(signs("us-japan-2plus2-2023"), [Sign::Bears('B', Bearing::Parallel)]);
        assert_eq!(signs("scm-4"), [Sign::Other]);
        assert_eq!(signs("scm-54"), [Sign::Silent]);
        assert_eq!(signs("jo-2025"), []);
    }

    #[test]
    fn a_summary_is_the_editors_and_never_a_statements_use() {
        let library = Library::new(load::embedded().unwrap());
        let said = library.index.said(library.usage.tracked().unwrap()).unwrap();
        let says = |id| said.contains_any_in_range(library.corpus.span(place(&library.corpus, id)));
        // The Vision of 2023 is held as a summary alone, which says the word.
        assert!(!says("defense-vision-2023"));
        assert!(says("scm-56"));
    }
}
