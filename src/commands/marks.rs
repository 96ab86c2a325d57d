//! `linchpin marks` and `linchpin export marks`: what the reader has marked and noted.
//!
//! Invariant: marks of every dataset are listed; what could not be read is said beside the answer.

use super::{Answer, Failure, Outcome};
use crate::app::layout::MEASURE;
use crate::export::marks::{MarksFormat, json, marks as written};
use crate::library::Library;
use crate::page::marks::{MarksPage, in_order};
use crate::store::marks::{Kept, Marks};

/// The list, as text or JSON.
pub(super) fn marks(library: &Library, as_json: bool) -> Result<Answer, Failure> {
    answer(
        |kept| {
            let corpus = &library.corpus;
            if as_json {
                return Some(Answer::json(&json(corpus, &kept.marks), Outcome::of(!kept.marks.is_empty())));
            }
            let page = MarksPage { corpus, marks: &kept.marks, filter: "" }.compose(usize::from(MEASURE));
            Some(Answer::found(page.text()))
        },
        library,
    )
}

/// The same, to be taken elsewhere.
pub(super) fn export(library: &Library, format: MarksFormat) -> Result<Answer, Failure> {
    answer(|kept| written(&library.corpus, &kept.marks, format).map(Answer::found), library)
}

fn answer(write: impl FnOnce(&Kept) -> Option<Answer>, library: &Library) -> Result<Answer, Failure> {
    let store =
        Marks::find().ok_or_else(|| String::from("marks are kept in the home folder, and there is none"))?;
    let mut kept = store.read().map_err(|error| format!("the marks cannot be read: {error}"))?;
    kept.marks = in_order(&library.corpus, kept.marks);
    let answer = write(&kept).ok_or_else(|| String::from("the marks do not fit the format"))?;
    let none = kept.marks.is_empty();
    let outcome = Outcome::of(!none);
    let text = if none && !answer.text.starts_with('{') { String::new() } else { answer.text };
    let mut aside = kept.remark().map(|remark| format!("linchpin: {remark}\n")).unwrap_or_default();
    if none {
        aside.push_str(
            "linchpin: no marks yet\nhint: in the explorer, m marks a passage, a writes a note on it\n",
        );
    }
    Ok(Answer { text, outcome, aside })
}
