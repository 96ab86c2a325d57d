//! Journeys: keys in, screens out, through the real loop on the frozen dataset.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers of tests may fail as tests do")]

mod comparing;
mod drafting;
mod explorer;
#[path = "../fixture/mod.rs"]
mod fixture;
mod harness;
mod jumping;
mod keeping;
mod late_disk;
mod lines;
mod mouse;
mod searching;
mod timeline;
mod views;
mod writing;
