//! What a view still lacks of what it shows, which is done behind a frame, as long as no key waits.

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
