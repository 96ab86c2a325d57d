//! `linchpin brief ID`: one statement on two pages.
//!
//! Invariant: a brief contains only what `compare`, `draft` and `terms` report too.

use serde::Serialize;

use super::compare::{captioned, place, unknown};
use super::environment::Environment;
use super::report_args::ReportArgs;
use super::{Failure, Outcome, Output};
use crate::analysis::answer::{Asked, ViewAnswer};
use crate::analysis::brief::brief as brief_on;
use crate::analysis::precedent::HeldWording;
use crate::export::brief::{BriefCounts, BriefView, document};
use crate::export::report::ReportFormat;
use crate::library::Library;

/// What `linchpin brief` is asked.
#[derive(Debug, clap::Args)]
pub(super) struct BriefArgs {
    /// The statement's id, such as scm-56
    id: String,
    #[command(flatten)]
    report: ReportArgs,
}

/// A brief has no options.
#[derive(Debug, Clone, Copy, Serialize)]
struct BriefOptions {}

pub(super) fn brief(
    library: &Library,
    asked: &BriefArgs,
    json: bool,
    environment: &Environment,
) -> Result<Output, Failure> {
    let style = asked.report.chosen(json, ReportFormat::has_footnotes, environment)?;
    let Library { corpus, index, usage, .. } = library;
    let not_held = || unknown(library, &asked.id, "a brief is on one statement", "");
    let at = place(library, &asked.id)?.ok_or_else(not_held)?;
    let found = brief_on(HeldWording { corpus, index, usage }, at).ok_or_else(not_held)?;
    let outcome = Outcome::of(!found.side.sentences.is_empty());
    let question = Asked {
        view: "brief",
        query: &found.side.statement.id,
        options: BriefOptions {},
        today: &environment.today,
    };
    let view = BriefView::new(corpus, &found);
    let answer = ViewAnswer::new(corpus, question, BriefCounts::new(&found), Vec::new(), view);
    if style.format == ReportFormat::Json {
        return Ok(Output::enveloped(&answer, outcome));
    }
    Ok(captioned(library, document(corpus, &found, answer.colophon()), style, outcome))
}
