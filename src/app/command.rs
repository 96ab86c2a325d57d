//! Commands: what a key or an entry of the palette does.
//!
//! Invariant: every key of the key table does one of these.

use super::citing::Excerpt;
use super::field::Edit;
use super::motion::{Destination, Direction, Motion};
use super::theme::Theme;

/// What a key or an entry of the palette does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Command {
    Move(Motion, Direction),
    Go(Destination, Direction),
    Open,
    Back,
    Argument,
    Search,
    SearchTerm,
    Filters,
    Order,
    Zoom,
    Glossary,
    Mark,
    Note,
    Undo,
    Marks,
    Explore,
    Copy,
    Print,
    Cite(Excerpt),
    Palette,
    Help,
    Theme(Theme),
    Edit(Edit),
    Suspend,
    Close,
    Quit,
}
