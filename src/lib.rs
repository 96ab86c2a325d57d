//! `linchpin`: how official statements use one contested word.
//!
//! Each module uses only modules below it, as ARCHITECTURE.md explains:
//!
//! ```text
//! commands/   one file per subcommand
//! terminal/   the only place that touches a real terminal
//! ui/         draw(&App) → frame, nothing else
//! app/        state, Action, update(); the key table; layout; no terminal, no files
//! library/    the datasets opened as one, with index and term marks, at once or in the background
//! export/     citations and whole selections, no words without their caveat
//! import/     texts as statements: plain text, Markdown, web pages, Word, Hangul, PDF
//! page/       passages as wrapped lines of roles, with anchors; no state, no color
//! store/      what is remembered between sessions
//! analysis/   which words are where and in which statements, what has precedent; the envelope of every answer
//! search/     index, query, matching, ranking
//! corpus/     the typed dataset
//! text/       pure functions on text
//! ```
//!
//! Invariant: no module uses one above it in this list.

pub mod analysis;
pub mod app;
pub mod commands;
pub mod corpus;
pub mod export;
pub mod import;
pub mod library;
pub mod page;
pub mod search;
pub mod store;
pub mod terminal;
pub mod text;
pub mod ui;
