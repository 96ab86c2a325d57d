//! `linchpin marks`: what the reader has marked and noted.
//!
//! Invariant: marks of every dataset are listed; what could not be read is said beside the answer.

use super::{Answer, Failure, Outcome};
use crate::app::layout::MEASURE;
use crate::export::marks::json;
use crate::library::Library;
use crate::page::marks::{MarksPage, in_order};
use crate::store::marks::{Kept, Marks};

/// The list, as text or JSON.
pub(super) fn marks(library: &Library, as_json: bool) -> Result<Answer, Failure> {
    let kept = kept(library)?;
    let corpus = &library.corpus;
    let outcome = Outcome::of(!kept.marks.is_empty());
    let aside = aside(&kept, kept.marks.len());
    if as_json {
        return Ok(Answer { aside, ..Answer::json(&json(corpus, &kept.marks), outcome) });
    }
    let text = match outcome {
        Outcome::Nothing => String::new(),
        Outcome::Found | Outcome::Bad => {
            MarksPage { corpus, marks: &kept.marks, filter: "" }.compose(usize::from(MEASURE)).text()
        }
    };
    Ok(Answer { text, outcome, aside })
}

/// All that is kept, in order.
pub(super) fn kept(library: &Library) -> Result<Kept, Failure> {
    let store =
        Marks::find().ok_or_else(|| String::from("marks are kept in the home folder, and there is none"))?;
    let mut kept = store.read().map_err(|error| format!("the marks cannot be read: {error}"))?;
    kept.marks = in_order(&library.corpus, kept.marks);
    Ok(kept)
}

/// What is said beside the answer: what could not be read, and that there are none.
pub(super) fn aside(kept: &Kept, all: usize) -> String {
    let mut aside = kept.remark().map(|remark| format!("linchpin: {remark}\n")).unwrap_or_default();
    if all == 0 {
        aside.push_str(
            "linchpin: no marks yet\nhint: in the explorer, m marks a passage, a writes a note on it\n",
        );
    }
    aside
}
