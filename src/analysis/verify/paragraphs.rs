//! A quotation that goes on from one paragraph of a whole text into the next ones.
//!
//! Invariant: its words are all the words from its first to its last, letter by letter, whatever paragraphs they are in.

use super::{Finding, QuotationVerifier, SHORTEST};
use crate::analysis::near::Neighbors;
use crate::analysis::omissions::parts;
use crate::analysis::precedent::is_verbatim;
use crate::corpus::PassageNo;
use crate::search::{Reach, SearchField, TextWord, WordingRun};

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
        let runs = self.held.index.runs(words.get(..SHORTEST)?, &self.among, Reach::Layer);
        let places = runs.iter().filter_map(|run| self.going_on(run, text, words)).flatten().collect();
        self.finding(places, words.len(), neighbors)
    }

    /// The paragraphs that have the words from where a run begins, if these go on beyond the end of its paragraph.
    fn going_on(
        &self,
        run: &WordingRun,
        text: &str,
        words: &[TextWord],
    ) -> Option<Vec<(PassageNo, SearchField)>> {
        let corpus = self.held.corpus;
        let at = corpus.statement_of(run.passage).filter(|at| corpus.is_whole_import(*at))?;
        let (mut rest, mut from, mut places) = (words, run.words.start, Vec::new());
        for passage in corpus.passages_of(at).skip_while(|passage| *passage < run.passage) {
            let layer = self.held.index.layers(passage).into_iter().find(|layer| layer.field == run.field)?;
            let (here, after) = rest.split_at_checked(layer.len().checked_sub(from)?).unwrap_or((rest, &[]));
            let held = WordingRun { passage, words: from..from + here.len(), ..run.clone() };
            let is_here = here.iter().zip(from..).all(|(word, at)| word.is_exactly(&layer, at));
            if !is_here || !is_verbatim(corpus, (text, here), &held) {
                return None;
            }
            places.push((passage, run.field));
            if after.is_empty() {
                return (places.len() > 1).then_some(places);
            }
            (rest, from) = (after, 0);
        }
        None
    }
}
