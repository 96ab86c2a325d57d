//! A quotation that goes on from one paragraph of a whole text into the next ones.
//!
//! Invariant: its words are all the words from its first to its last, whatever paragraphs they are in.

use super::{Finding, QuotationVerifier, SHORTEST};
use crate::analysis::near::Neighbors;
use crate::analysis::omissions::parts;
use crate::analysis::precedent::layer_text;
use crate::corpus::PassageNo;
use crate::search::{Reach, SearchField, TextWord, WordingRun, word_ranges};

impl QuotationVerifier<'_> {
    /// The paragraphs that have all words in a row.
    pub(super) fn in_paragraphs(
        &self,
        text: &str,
        words: &[TextWord],
        neighbors: &Neighbors,
    ) -> Option<Finding> {
        if parts(text).len() > 1 {
            return None;
        }
        let index = self.held.index;
        let begun = index.longest_run(words, SHORTEST, &self.among, Reach::Layer, |_| true);
        let (first, rest) = words.split_at_checked(begun).filter(|(first, _)| !first.is_empty())?;
        let runs = index.runs(first, &self.among, Reach::Layer);
        let places = runs.iter().filter_map(|run| self.going_on(run, rest)).flatten().collect();
        self.finding(places, words.len(), neighbors)
    }

    /// The paragraph that ends with a run and those after it, if these have the rest of the words.
    fn going_on(&self, run: &WordingRun, mut rest: &[TextWord]) -> Option<Vec<(PassageNo, SearchField)>> {
        let corpus = self.held.corpus;
        let is_end = run.words.end == word_ranges(layer_text(corpus, run.passage, run.field)).len();
        let at = corpus.statement_of(run.passage).filter(|at| is_end && corpus.is_whole_import(*at))?;
        let mut places = vec![(run.passage, run.field)];
        for passage in corpus.passages_of(at).skip_while(|passage| *passage <= run.passage) {
            let held = self.held.index.text_words(layer_text(corpus, passage, run.field));
            let same = held.iter().zip(rest).take_while(|(held, own)| held.key == own.key).count();
            places.push((passage, run.field));
            rest = rest.get(same..)?;
            if rest.is_empty() {
                return Some(places);
            }
            if same < held.len() {
                return None;
            }
        }
        None
    }
}
