//! `linchpin terms`: the glossary.

use super::views::TermsView;
use super::{Outcome, Output};
use crate::app::layout::MEASURE;
use crate::library::Library;
use crate::page::glossary::GlossaryPage;

pub(super) fn terms(library: &Library, json: bool) -> Output {
    if json {
        return Output::json(&TermsView::new(library), Outcome::Found);
    }
    let (corpus, index) = (&library.corpus, &library.index);
    let glossary = GlossaryPage { corpus, index, marking: library.marking(false), filter: "" };
    Output::found(glossary.compose(usize::from(MEASURE)).text())
}
