//! What readers add: texts that are imported, the collection that keeps them, and the store of marks.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a panic in a test helper is a failed test; clippy.toml allows it inside test functions only"
)]

mod again;
mod collecting;
#[path = "../fixture/disk.rs"]
mod disk;
#[path = "../fixture/mod.rs"]
mod fixture;
mod importing;
mod marks;
mod power;
#[path = "../fixture/skip.rs"]
mod skip;
mod words;
