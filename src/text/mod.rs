//! Pure functions on text: safety, folding, Hangul, term marks, near names, sentences, the redline, wording, wrapping.
//!
//! Invariant: nothing here knows about datasets, screens or files. Every range is a byte range of the text that was
//! passed in, on character boundaries.

pub mod address;
pub mod fold;
pub mod hangul;
pub mod marks;
pub mod nearest;
pub mod redline;
pub mod safe;
pub mod script;
pub mod sentences;
pub mod wording;
pub mod wrap;

use std::fmt::Write;
use std::ops::Range;

/// Maximum words of a phrase that is looked for.
pub const LONGEST_PHRASE: usize = 64;

/// The part of `text` in `range`, a byte range on character boundaries. A wrong range is a bug: it panics in every
/// build, because words that are missing without a sign are worse.
#[inline]
#[expect(clippy::string_slice, reason = "the one place where a wrong range stops the program")]
pub fn slice(text: &str, range: Range<usize>) -> &str {
    &text[range]
}

/// The items of `list` in `range`, which is right as that of [`slice()`] is.
#[inline]
#[expect(clippy::indexing_slicing, reason = "as in `slice`")]
pub fn sublist<T>(list: &[T], range: Range<usize>) -> &[T] {
    &list[range]
}

/// A number of words, passages or bytes of one corpus in 32 bits, which no corpus exceeds.
pub fn narrow(n: usize) -> u32 {
    debug_assert!(u32::try_from(n).is_ok(), "{n} does not fit 32 bits");
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// `1 file`, `2 files`.
pub fn counted(count: usize, noun: &str) -> String {
    count_of(count, noun, &format!("{noun}s"))
}

/// The same for what has no plural in *s*: `1 analysis`, `2 analyses`.
pub fn count_of(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// Bytes in lower-case hexadecimal digits.
pub fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut digits, byte| {
        // Writing to a string cannot fail.
        let _ = write!(digits, "{byte:02x}");
        digits
    })
}
