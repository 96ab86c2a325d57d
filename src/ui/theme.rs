//! What roles look like: the only file that names a color.
//!
//! Invariant: no meaning rests on color alone. Kinds of terms differ by modifiers too, and the mono theme
//! has brackets beside them. Colors are the terminal's own sixteen, so that its palette applies.

use ratatui::style::{Color, Modifier, Style};

use crate::app::theme::Theme;
use crate::corpus::model::{TermKind, Verdict};
use crate::page::{Role, SpanStyle};

/// The colors of one theme.
struct Palette {
    accent: Color,
    tracked: Color,
    /// Concept, capability, geography, posture, formula.
    kinds: [Color; 5],
    /// Good, doubtful, bad.
    verdicts: [Color; 3],
    /// The color of a search hit, which is reversed.
    hit: Color,
}

const DARK: Palette = Palette {
    accent: Color::Cyan,
    tracked: Color::Yellow,
    kinds: [Color::Cyan, Color::Green, Color::Magenta, Color::LightBlue, Color::LightRed],
    verdicts: [Color::Green, Color::Yellow, Color::LightRed],
    hit: Color::Yellow,
};

const LIGHT: Palette = Palette {
    accent: Color::Blue,
    tracked: Color::Red,
    kinds: [Color::Blue, Color::Green, Color::Magenta, Color::Cyan, Color::Red],
    verdicts: [Color::Green, Color::Magenta, Color::Red],
    hit: Color::Blue,
};

const CONTRAST: Palette = Palette {
    accent: Color::White,
    tracked: Color::LightYellow,
    kinds: [Color::LightCyan, Color::LightGreen, Color::LightMagenta, Color::White, Color::LightYellow],
    verdicts: [Color::LightGreen, Color::LightYellow, Color::LightRed],
    hit: Color::White,
};

/// The style of a span; `cursor` if the cursor of the pane in focus is on its anchor.
pub(super) fn style(theme: Theme, span: SpanStyle, cursor: bool) -> Style {
    let mut style = modifiers(theme, span.role);
    if let Some(palette) = palette(theme) {
        if let Some(color) = color(palette, span.role) {
            style = style.fg(color);
        }
        if span.hit {
            style = style.fg(palette.hit);
        }
    }
    if span.hit {
        // Reversed, so that it shows without colors too.
        style = style.add_modifier(Modifier::BOLD | Modifier::REVERSED);
    }
    if cursor { style.add_modifier(Modifier::REVERSED) } else { style }
}

/// The style of text in a role.
pub(super) fn role(theme: Theme, role: Role) -> Style {
    style(theme, role.into(), false)
}

/// Rules, scrollbars and everything of least importance.
pub(super) fn quiet(theme: Theme) -> Style {
    modifiers(theme, Role::Faint)
}

/// The selected row of a list, in the pane in focus or not.
pub(super) fn selected(focused: bool) -> Style {
    Style::new().add_modifier(if focused { Modifier::BOLD | Modifier::REVERSED } else { Modifier::BOLD })
}

fn palette(theme: Theme) -> Option<&'static Palette> {
    match theme {
        Theme::Dark => Some(&DARK),
        Theme::Light => Some(&LIGHT),
        Theme::Contrast => Some(&CONTRAST),
        Theme::Mono => None,
    }
}

fn color(palette: &Palette, role: Role) -> Option<Color> {
    let [concept, capability, geography, posture, formula] = palette.kinds;
    let [good, doubtful, bad] = palette.verdicts;
    match role {
        Role::Plain | Role::Faint | Role::Strong | Role::Quote => None,
        Role::Title | Role::Link | Role::Key | Role::Letter | Role::Lit => Some(palette.accent),
        Role::Tracked => Some(palette.tracked),
        Role::Term(TermKind::Concept) => Some(concept),
        Role::Term(TermKind::Capability) => Some(capability),
        Role::Term(TermKind::Geography) => Some(geography),
        Role::Term(TermKind::Posture) => Some(posture),
        Role::Term(TermKind::Formula) => Some(formula),
        Role::Verdict(Verdict::Identical) | Role::OfficialOnly => Some(good),
        Role::Verdict(Verdict::Misattributed) | Role::PrintedOnly => Some(bad),
        Role::Verdict(Verdict::Differs | Verdict::Elided | Verdict::Unverified) | Role::Notice => {
            Some(doubtful)
        }
    }
}

fn modifiers(theme: Theme, role: Role) -> Style {
    let modifier = match role {
        Role::Plain | Role::Quote => Modifier::empty(),
        // High contrast has no faint words.
        Role::Faint if theme == Theme::Contrast => Modifier::empty(),
        Role::Faint => Modifier::DIM,
        Role::Strong
        | Role::Title
        | Role::Letter
        | Role::Key
        | Role::Notice
        | Role::Verdict(_)
        | Role::Term(TermKind::Capability) => Modifier::BOLD,
        Role::Lit => Modifier::BOLD | Modifier::REVERSED,
        Role::Term(TermKind::Concept) | Role::Link => Modifier::UNDERLINED,
        Role::Term(TermKind::Geography) => Modifier::ITALIC,
        Role::Term(TermKind::Posture) => Modifier::BOLD.union(Modifier::ITALIC),
        Role::Term(TermKind::Formula) => Modifier::UNDERLINED.union(Modifier::ITALIC),
        Role::PrintedOnly => Modifier::CROSSED_OUT,
        Role::Tracked | Role::OfficialOnly => Modifier::BOLD | Modifier::UNDERLINED,
    };
    Style::new().add_modifier(modifier)
}

/// Foreground and background in a picture, as SVG writes colors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rgb(pub &'static str, pub &'static str);

/// The colors of plain text and of the background in a picture.
pub fn ground(theme: Theme) -> Rgb {
    match theme {
        Theme::Dark | Theme::Mono => Rgb("#d8dee9", "#1b1f27"),
        Theme::Light => Rgb("#24292f", "#fbfaf7"),
        Theme::Contrast => Rgb("#ffffff", "#000000"),
    }
}

/// The colors of a cell in a picture.
pub fn rgb(theme: Theme, fg: Color, bg: Color, reversed: bool) -> Rgb {
    let Rgb(ink, paper) = ground(theme);
    let (fore, back) = (hex(theme, fg).unwrap_or(ink), hex(theme, bg).unwrap_or(paper));
    if reversed { Rgb(back, fore) } else { Rgb(fore, back) }
}

/// One of the sixteen colors as a usual palette has it; `None` for the default.
fn hex(theme: Theme, color: Color) -> Option<&'static str> {
    let light = theme == Theme::Light;
    Some(match color {
        Color::Black => "#1b1f27",
        Color::Red => {
            if light {
                "#b3261e"
            } else {
                "#e06c75"
            }
        }
        Color::Green => {
            if light {
                "#2e7d32"
            } else {
                "#98c379"
            }
        }
        Color::Yellow => {
            if light {
                "#8a6d00"
            } else {
                "#e5c07b"
            }
        }
        Color::Blue => {
            if light {
                "#1f4fa3"
            } else {
                "#61afef"
            }
        }
        Color::Magenta => {
            if light {
                "#8e24aa"
            } else {
                "#c678dd"
            }
        }
        Color::Cyan => {
            if light {
                "#00727f"
            } else {
                "#56b6c2"
            }
        }
        Color::Gray => "#abb2bf",
        Color::DarkGray => "#7f8694",
        Color::LightRed => "#f28b82",
        Color::LightGreen => "#b5e890",
        Color::LightYellow => "#ffe08a",
        Color::LightBlue => "#8ab4f8",
        Color::LightMagenta => "#e0a8f0",
        Color::LightCyan => "#8be9f0",
        Color::White => "#ffffff",
        Color::Reset | Color::Rgb(..) | Color::Indexed(_) => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const COLORED: [Theme; 3] = [Theme::Dark, Theme::Light, Theme::Contrast];
    const KINDS: [TermKind; 5] =
        [TermKind::Concept, TermKind::Capability, TermKind::Geography, TermKind::Posture, TermKind::Formula];

    /// What is left of a style without its colors.
    fn stripped(theme: Theme, role: Role, hit: bool, cursor: bool) -> Modifier {
        style(theme, SpanStyle { role, hit, anchor: None }, cursor).add_modifier
    }

    #[test]
    fn every_mark_in_the_words_is_told_from_the_others_without_its_colour() {
        for theme in COLORED {
            let marks = [Role::Quote, Role::Tracked].into_iter().chain(KINDS.map(Role::Term));
            let left: Vec<Modifier> = marks.map(|role| stripped(theme, role, false, false)).collect();
            for (at, one) in left.iter().enumerate() {
                assert!(!left[..at].contains(one), "{theme:?}: {one:?} stands for two kinds of marks");
            }
            let redline = [Role::Quote, Role::PrintedOnly, Role::OfficialOnly];
            let [same, printed, official] = redline.map(|role| stripped(theme, role, false, false));
            assert!(same != printed && printed != official && official != same);
        }
    }

    #[test]
    fn hits_the_cursor_and_what_is_lit_are_seen_without_their_colour() {
        for theme in COLORED {
            let roles = [Role::Plain, Role::Faint, Role::Strong, Role::Quote, Role::Tracked, Role::Link];
            for role in roles.into_iter().chain(KINDS.map(Role::Term)) {
                let plain = stripped(theme, role, false, false);
                assert_ne!(stripped(theme, role, true, false), plain, "{role:?}: a hit");
                assert_ne!(stripped(theme, role, false, true), plain, "{role:?}: the cursor");
            }
            assert_ne!(stripped(theme, Role::Lit, false, false), stripped(theme, Role::Letter, false, false));
            assert_ne!(selected(true).add_modifier, selected(false).add_modifier);
        }
    }
}
