//! `linchpin meanings`: the meanings side by side, question by question.
//!
//! Invariant: every form has all meanings and all questions.

use super::environment::Environment;
use super::json::MeaningsView;
use super::{Outcome, Output};
use crate::app::layout::MEASURE;
use crate::export;
use crate::library::Library;
use crate::page::meanings::answers;

/// How the meanings are written; `--json` gives all fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum MeaningsFormat {
    /// To read: columns where the terminal is wide enough, else one meaning below the other
    Text,
    /// A table to paste into a paper
    #[value(alias = "md")]
    Markdown,
}

pub(super) fn meanings(
    library: &Library,
    format: MeaningsFormat,
    json: bool,
    environment: &Environment,
) -> Output {
    let corpus = &library.corpus;
    match format {
        _ if json => Output::json(&MeaningsView::new(corpus), Outcome::Found),
        MeaningsFormat::Text => Output::found(answers(corpus, environment.columns, MEASURE.into()).text()),
        MeaningsFormat::Markdown => Output::found(export::contrast(corpus)),
    }
}
