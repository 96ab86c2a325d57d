//! Which theme is chosen; `ui/theme.rs` defines how it looks.

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
