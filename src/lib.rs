//! `linchpin`: how official statements use one contested word.
//!
//! The house, each floor using only floors below it (ARCHITECTURE.md walks through it):
//!
//! ```text
//! commands/   one file per subcommand
//! terminal/   the only place that touches a real terminal
//! ui/         draw(&App) → frame, nothing else
//! app/        state, Action, update(); the key table; layout; no terminal, no files
//! library/    the corpus with its index and marks, opened at once or in the background
//! analysis/   what the wording of many statements shows: counts, comparisons, precedents; shows nothing itself
//! export/     citations and whole selections, no words without their caveat
//! import/     texts as statements: plain text, Markdown, web pages
//! page/       panes as wrapped lines of roles, with stops; no state, no colour
//! analysis/   where a word stands and in which statements, what has precedent; the envelope of every answer
//! store/      what is remembered between sessions
//! search/     index, query, matching, ranking
//! text/       pure functions on text
//! corpus/     the typed dataset
//! ```

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
