//! Which theme is on; what it looks like is `ui/theme.rs`'s affair.

/// The themes there are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Theme {
    #[default]
    Dark,
    Light,
    Contrast,
    /// No colours: modifiers, and brackets around marks.
    Mono,
}
