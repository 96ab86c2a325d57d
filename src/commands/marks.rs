//! `linchpin marks`: what the reader has marked and noted.
//!
//! Invariant: marks of every dataset are listed; what could not be read is reported with the answer.

use serde::Serialize;

use super::{Failure, Outcome, Output};
use crate::app::layout::MEASURE;
use crate::export::rows::MarkSummary;
use crate::library::Library;
use crate::page::marks::MarksPage;
use crate::store::Folders;
use crate::store::marks::PlacedMark;

#[derive(Debug, Serialize)]
struct MarksView<'a> {
    marks: Vec<MarkSummary<'a>>,
}

/// The list, as text or JSON.
pub(super) fn marks(library: &Library, json: bool, folders: &Folders) -> Result<Output, Failure> {
    let (marks, stderr) = kept(library, folders)?;
    let corpus = &library.corpus;
    let outcome = Outcome::of(!marks.is_empty());
    if json {
        let marks = marks.iter().map(|placed| MarkSummary::new(corpus, &placed.mark)).collect();
        return Ok(Output { stderr, ..Output::json(&MarksView { marks }, outcome) });
    }
    let text = if marks.is_empty() {
        String::new()
    } else {
        let page = MarksPage { corpus, marks: &marks, filter: "", most: usize::MAX };
        page.compose(usize::from(MEASURE)).text()
    };
    Ok(Output { stdout: text.into(), outcome, stderr })
}

/// All that is kept, in order, and a message about what could not be read, or that there are no marks.
pub(super) fn kept(library: &Library, folders: &Folders) -> Result<(Vec<PlacedMark>, String), Failure> {
    let store = folders
        .marks()
        .ok_or_else(|| String::from("marks are kept in the home folder, and there is none"))?;
    let kept = store.read().map_err(|error| format!("the marks cannot be read: {error}"))?;
    let mut stderr = kept.remark().map(|remark| format!("linchpin: {remark}\n")).unwrap_or_default();
    if kept.marks.is_empty() {
        stderr.push_str(
            "linchpin: no marks yet\nhint: in the explorer, m marks a passage, a writes a note on it\n",
        );
    }
    Ok((PlacedMark::in_order(&library.corpus, kept.marks), stderr))
}
