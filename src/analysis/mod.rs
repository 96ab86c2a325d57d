//! Answers about the words that statements use: where a word occurs and in which statements, which words of a text have
//! precedent, and which quotations are right.
//!
//! Invariant: only what the statements say is counted, never the editor's summaries, notes and titles; what is not
//! known is never counted as absent. Nothing here writes output or depends on the clock.

pub mod align;
pub mod answer;
pub mod around;
pub mod brief;
pub mod compare;
pub mod concordance;
pub mod content;
pub mod counted_once;
pub mod counterpart;
pub mod draft;
pub mod languages;
pub mod near;
pub mod omissions;
pub mod precedent;
pub mod quotations;
mod repeated;
pub mod scores;
pub mod sentence_pairs;
pub mod sets;
pub mod tally;
pub mod timeline;
pub mod verify;
pub mod wording;
