//! What the meanings rest on.
//!
//! Invariant: every passage that a meaning or an answer rests on is among the evidence, once, in reading order.

use std::collections::BTreeSet;

use crate::corpus::{Corpus, PassageNo};
use crate::text::safe::Text;

/// The passages that ids name.
pub(super) fn numbers<'a>(corpus: &'a Corpus, ids: &'a [Text]) -> impl Iterator<Item = PassageNo> + use<'a> {
    ids.iter().filter_map(|id| corpus.first_passage(corpus.target(id)?))
}

/// All passages that the meanings and their answers rest on.
pub(super) fn evidence(corpus: &Corpus) -> BTreeSet<PassageNo> {
    let meanings = &corpus.dataset().meanings;
    let answers = meanings.iter().flat_map(|meaning| meaning.answers.values());
    let ids = answers.map(|answer| &answer.evidence).chain(meanings.iter().map(|meaning| &meaning.evidence));
    ids.flat_map(|ids| numbers(corpus, ids)).collect()
}
