//! Pure functions on text: safety, folding, Hangul, term marks, the redline, wrapping.
//!
//! Invariant: nothing here knows of datasets, screens or files; every range is a byte range on character
//! boundaries of the text it was asked about.

pub mod fold;
pub mod hangul;
pub mod marks;
pub mod redline;
pub mod safe;
pub mod wrap;
