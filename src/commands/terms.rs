//! `linchpin terms`: the glossary.
//!
//! Invariant: every key term is listed.

use super::json::TermsView;
use super::{Outcome, Output};
use crate::app::layout::MEASURE;
use crate::library::Library;
use crate::page::glossary::{GlossaryPage, Unfolded};

pub(super) fn terms(library: &Library, json: bool) -> Output {
    if json {
        return Output::json(&TermsView::new(library), Outcome::Found);
    }
    let (corpus, stances) = (&library.corpus, &library.index.stances_of_terms(&library.corpus));
    let (marking, unfolded) = (library.marking(), Unfolded::All);
    let glossary = GlossaryPage { corpus, stances, marking, filter: "", unfolded };
    Output::found(glossary.compose(usize::from(MEASURE)).text())
}
