//! Fingerprints of files, paths and paragraphs.
//!
//! Invariant: the same bytes always have the same fingerprint.

use std::fmt::Write;

use sha2::{Digest, Sha256};

use crate::text::slice;

/// Digits of a fingerprint within an id.
const SHORT: usize = 8;

/// The SHA-256 of bytes in 64 lower-case hexadecimal digits.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::new(), |mut digits, byte| {
        // Writing to a string cannot fail.
        let _ = write!(digits, "{byte:02x}");
        digits
    })
}

/// The first digits of a SHA-256: enough to distinguish the files of one dataset.
pub(super) fn short(digest: &str) -> &str {
    slice(digest, 0..SHORT)
}
