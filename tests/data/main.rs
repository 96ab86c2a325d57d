//! The live dataset and the documents: the content of `data/` is sound, and what the documents say is true.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a panic in a test helper is a failed test"
)]

#[path = "../fixture/call.rs"]
mod call;
mod counts;
mod documents;
mod imports;
mod record;
#[path = "../fixture/skip.rs"]
mod skip;
#[path = "../fixture/slow_lines.rs"]
mod slow_lines;
mod statements;
