//! Which theme is on; what it looks like is `ui/theme.rs`'s affair.

/// The themes there are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Theme {
    #[default]
    Dark,
    Light,
    #[value(name = "high-contrast", alias = "contrast")]
    Contrast,
    /// No colors: modifiers, and brackets around marks.
    Mono,
}
