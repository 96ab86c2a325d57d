//! What is true for every input: nothing hidden reaches the terminal, and no query or dataset makes the program fail.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a panic in a test helper is a failed test; clippy.toml allows it inside test functions only"
)]

#[path = "../fixture/call.rs"]
mod call;
#[path = "../fixture/mod.rs"]
mod fixture;
mod fuzzed;
mod gate;
mod links;
