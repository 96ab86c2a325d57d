//! Pure functions on text: safety, folding, Hangul, term marks, sentences, the redline, wording, wrapping.
//!
//! Invariant: nothing here knows about datasets, screens or files. Every range is a byte range of the text that was
//! passed in, on character boundaries.

pub mod address;
pub mod fold;
pub mod hangul;
pub mod marks;
pub mod redline;
pub mod safe;
pub mod script;
pub mod sentences;
pub mod wording;
pub mod wrap;

use std::ops::Range;

/// The part of `text` in `range`, a byte range on character boundaries. A wrong range is a bug: it panics in builds
/// with debug assertions, and gives an empty text in others.
#[inline]
pub fn slice(text: &str, range: Range<usize>) -> &str {
    debug_assert!(text.get(range.clone()).is_some(), "{range:?} is no range of {} bytes", text.len());
    text.get(range).unwrap_or_default()
}
