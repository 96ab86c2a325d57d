//! Commands: what a key or an entry of the palette does.
//!
//! Invariant: a command with a name is an action, which the palette offers; one without a name only moves, edits or chooses.

use super::citing::Excerpt;
use super::field::Edit;
use super::motion::{Destination, Direction, Motion};
use super::theme::Theme;
use super::views::ViewKind;
use super::writing::DocumentForm;
use crate::analysis::concordance::LineOrder;

/// What a key or an entry of the palette does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Command {
    Move(Motion, Direction),
    Go(Destination, Direction),
    Open,
    /// Leaves what is open, one level.
    Back,
    /// To the position before or after this one in the history of jumps.
    Travel(Direction),
    Argument,
    Search,
    SearchTerm,
    Filters,
    /// Selects or clears the value of a filter under the cursor.
    Toggle,
    Order,
    Zoom,
    Glossary,
    Mark,
    /// Removes the mark under the cursor in the list of marks.
    Remove,
    Note,
    Undo,
    Marks,
    /// Shows another view of the same query and passage.
    View(ViewKind),
    SortLines(LineOrder),
    /// Passages that repeat each other are listed one by one, or again as one line.
    Unfold,
    /// More around the node of each line, or more statements together.
    Widen,
    /// Goes to another statement of the timeline, or to the other side of a comparison.
    Turn(Direction),
    WriteDraft,
    /// Hands the draft to the reader's editor.
    EditDraft,
    /// Puts the official words in place of those of the selected phrase.
    TakeOver,
    /// Compares the statement with another one.
    Compare,
    /// Makes side A of a comparison B, and B A.
    Swap,
    /// Shows the sides of a comparison as one text, or side by side.
    Layout,
    Copy,
    Print,
    /// Asks in which form what the view shows is written.
    Write,
    WriteAs(DocumentForm),
    /// Opens the address of the source in the reader's browser.
    Browse,
    Cite(Excerpt),
    Palette,
    Help,
    /// Turns the mouse on or off.
    Mouse,
    Theme(Theme),
    Edit(Edit),
    Suspend,
    Close,
    Quit,
}

impl Command {
    /// Whether it acts on the passage in view.
    pub(super) fn is_about_passage(self) -> bool {
        matches!(self, Self::Mark | Self::Note | Self::Copy | Self::Print | Self::Browse)
    }

    /// The name of an action.
    pub fn name(self) -> Option<&'static str> {
        Some(match self {
            Self::Travel(Direction::Backward) => "Go back",
            Self::Travel(Direction::Forward) => "Go forward again",
            Self::Argument => "Argument of the paper",
            Self::Search => "Search",
            Self::SearchTerm => "Search for this term",
            Self::Filters => "Filter",
            Self::Order => "Change the order of the list",
            Self::Zoom => "Zoom this pane",
            Self::Glossary => "Glossary of key terms",
            Self::Mark => "Mark this passage",
            Self::Note => "Write a note",
            Self::Undo => "Undo the last mark or note",
            Self::Marks => "List marks and notes",
            Self::View(ViewKind::Concordance) => "Concordance: every occurrence of the words",
            Self::View(ViewKind::Timeline) => "Timeline: who says the words, and who is silent",
            Self::View(ViewKind::Draft) => "Draft: which phrases of a text have precedent",
            Self::View(ViewKind::Compare) => "Compare: two statements or sets side by side",
            Self::EditDraft => "Edit the draft in your editor",
            Self::Compare => "Compare this statement with another",
            Self::Copy => "Copy",
            Self::Print => "Print",
            Self::Write => "Write this view as",
            Self::Browse => "Open the source in your browser",
            Self::Help => "Help",
            Self::Mouse => "Use the mouse, or stop using it",
            Self::Theme(Theme::Neutral) => "Theme: neutral",
            Self::Theme(Theme::Dark) => "Theme: dark",
            Self::Theme(Theme::Light) => "Theme: light",
            Self::Theme(Theme::Contrast) => "Theme: high contrast",
            Self::Theme(Theme::Mono) => "Theme: mono",
            Self::Suspend => "Suspend",
            Self::Quit => "Quit",
            Self::Move(..)
            | Self::Go(..)
            | Self::Open
            | Self::Back
            | Self::View(ViewKind::Explore)
            | Self::SortLines(_)
            | Self::Unfold
            | Self::Widen
            | Self::Turn(_)
            | Self::WriteDraft
            | Self::TakeOver
            | Self::Swap
            | Self::Layout
            | Self::Remove
            | Self::Toggle
            | Self::Cite(_)
            | Self::WriteAs(_)
            | Self::Palette
            | Self::Edit(_)
            | Self::Close => return None,
        })
    }
}
