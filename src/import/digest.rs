//! Fingerprints of files, paths and paragraphs.
//!
//! Invariant: the same bytes always have the same fingerprint.

use sha2::{Digest, Sha256};

use crate::text::{hexadecimal, slice};

/// Digits of a fingerprint within an id.
const SHORT: usize = 8;

/// The SHA-256 of bytes in 64 lower-case hexadecimal digits.
pub fn sha256(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

/// The first digits of a SHA-256: enough to distinguish the files of one dataset.
pub(super) fn short(digest: &str) -> &str {
    slice(digest, 0..SHORT)
}
