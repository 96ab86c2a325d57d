//! Answers about the words that statements use: where a word stands, and in which statements.
//!
//! Invariant: only what the statements say is counted, never the editor's summaries, notes and titles. Nothing here shows
//! anything or depends on the clock.

pub mod answer;
pub mod around;
pub mod concordance;
pub mod tally;
pub mod wording;
