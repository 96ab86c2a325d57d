//! The result of one step of work that a view still needs after its frame was drawn.
//!
//! Invariant: a new frame is drawn only after a step whose result is `Shown`.

/// What a step of it led to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnfinishedWork {
    /// There was nothing to be done.
    None,
    /// Something was done, and nothing is to be shown of it yet.
    Hidden,
    /// There is more to be shown.
    Shown,
}
