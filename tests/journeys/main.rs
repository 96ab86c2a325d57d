//! Journeys: keys in, screens out, through the real loop on the embedded dataset.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "helpers of tests may fail as tests do"
)]

mod explorer;
mod harness;
mod keeping;
mod searching;
