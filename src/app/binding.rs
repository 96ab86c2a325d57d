//! A row of the key table, and its chapter in the help.
//!
//! Invariant: a binding is constant data: what its key does is decided by its command alone.

use super::command::Command;
use super::key_context::KeyContexts;
use super::keys::Key;

/// The chapters of the help.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Chapter {
    Moving,
    Finding,
    Reading,
    Keeping,
    Typing,
    Program,
}

impl Chapter {
    pub const ALL: [Self; 6] =
        [Self::Moving, Self::Finding, Self::Reading, Self::Keeping, Self::Typing, Self::Program];

    pub fn title(self) -> &'static str {
        match self {
            Self::Moving => "Moving",
            Self::Finding => "Finding",
            Self::Reading => "Reading",
            Self::Keeping => "Citing and keeping",
            Self::Typing => "Typing",
            Self::Program => "The program",
        }
    }
}

/// One row of the key table.
#[derive(Debug)]
pub struct Binding {
    /// None where only the palette offers it.
    pub keys: &'static [Key],
    pub command: Command,
    pub contexts: KeyContexts,
    pub chapter: Chapter,
    /// The footer's words, and their priority there: 1 is shown first, 0 never.
    pub hint: &'static str,
    pub priority: u8,
    pub help: &'static str,
}

pub(super) const fn row(
    keys: &'static [Key],
    command: Command,
    contexts: KeyContexts,
    chapter: Chapter,
    (priority, hint): (u8, &'static str),
    help: &'static str,
) -> Binding {
    Binding { keys, command, contexts, chapter, hint, priority, help }
}

/// A row that the footer does not show.
pub(super) const fn quiet(
    keys: &'static [Key],
    command: Command,
    contexts: KeyContexts,
    chapter: Chapter,
    help: &'static str,
) -> Binding {
    row(keys, command, contexts, chapter, (0, ""), help)
}

/// The keys of a binding, as the help writes them.
pub fn keys_of(binding: &Binding) -> String {
    binding.keys.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}
