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
use crate::store::marks::{Kept, in_order};

#[derive(Debug, Serialize)]
struct MarksView<'a> {
    marks: Vec<MarkSummary<'a>>,
}

/// The list, as text or JSON.
pub(super) fn marks(library: &Library, as_json: bool, folders: &Folders) -> Result<Output, Failure> {
    let kept = kept(library, folders)?;
    let corpus = &library.corpus;
    let outcome = Outcome::of(!kept.marks.is_empty());
    let stderr = messages(&kept, kept.marks.len());
    if as_json {
        let marks = kept.marks.iter().map(|mark| MarkSummary::new(corpus, mark)).collect();
        return Ok(Output { stderr, ..Output::json(&MarksView { marks }, outcome) });
    }
    let text = if kept.marks.is_empty() {
        String::new()
    } else {
        MarksPage { corpus, marks: &kept.marks, filter: "" }.compose(usize::from(MEASURE)).text()
    };
    Ok(Output { stdout: text.into(), outcome, stderr })
}

/// All that is kept, in order.
pub(super) fn kept(library: &Library, folders: &Folders) -> Result<Kept, Failure> {
    let store = folders
        .marks()
        .ok_or_else(|| String::from("marks are kept in the home folder, and there is none"))?;
    let mut kept = store.read().map_err(|error| format!("the marks cannot be read: {error}"))?;
    kept.marks = in_order(&library.corpus, kept.marks);
    Ok(kept)
}

/// Reported with the answer: what could not be read, or that there are no marks.
pub(super) fn messages(kept: &Kept, all: usize) -> String {
    let mut stderr = kept.remark().map(|remark| format!("linchpin: {remark}\n")).unwrap_or_default();
    if all == 0 {
        stderr.push_str(
            "linchpin: no marks yet\nhint: in the explorer, m marks a passage, a writes a note on it\n",
        );
    }
    stderr
}
