//! `linchpin meanings`: the meanings side by side, question by question.

use super::views::MeaningsView;
use super::{Outcome, Output};
use crate::app::layout::MEASURE;
use crate::library::Library;
use crate::page::meanings::answers;

pub(super) fn meanings(library: &Library, json: bool) -> Output {
    let corpus = &library.corpus;
    if json {
        return Output::json(&MeaningsView::new(corpus), Outcome::Found);
    }
    Output::found(answers(corpus, usize::from(MEASURE)).text())
}
