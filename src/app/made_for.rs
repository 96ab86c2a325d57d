//! What a view was made for, which decides whether it is made again.
//!
//! Invariant: while a dataset is being read, a view is made once for each question; when all has been read, it is made
//! again.

/// What was asked, and whether all of the dataset had been read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MadeFor<Question = String> {
    pub asked: Question,
    pub is_complete: bool,
}

/// Why a view is made again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Renewal {
    /// The reader asks a different question.
    Query,
    /// More has been read for the same question: the reader's place is kept.
    Growth,
}

impl<Question: PartialEq> MadeFor<Question> {
    pub(super) fn new(asked: Question, is_complete: bool) -> Self {
        Self { asked, is_complete }
    }

    /// Why a view that was made for `before` must be made again, if it must.
    pub(super) fn renewal(&self, before: Option<&Self>) -> Option<Renewal> {
        match before {
            Some(before) if before.asked != self.asked => Some(Renewal::Query),
            Some(before) => (self.is_complete && !before.is_complete).then_some(Renewal::Growth),
            None => Some(Renewal::Query),
        }
    }
}
