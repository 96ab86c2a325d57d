//! The themes that a reader can choose.
//!
//! Invariant: a theme is only a name here; `ui/theme.rs` alone decides what it looks like.

/// The themes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Theme {
    /// For any background.
    #[default]
    Neutral,
    Dark,
    Light,
    #[value(name = "high-contrast", alias = "contrast")]
    Contrast,
    /// No colors: modifiers, and brackets around marks.
    Mono,
}
