//! What roles look like: the only file that names a color.
//!
//! Invariant: text can be read on every background its theme is for, and no meaning depends on a hue alone. Only the
//! cursor is reversed. Colors are the terminal's own sixteen, so that its palette applies.

use ratatui::style::{Color, Modifier, Style};

use crate::app::theme::Theme;
use crate::corpus::model::Verdict;
use crate::page::{Role, SpanStyle};

/// The colors of one theme. A role has no color where the usual terminals' color for it would be hard to read: bold or
/// an underline shows it then. A color with its own background can be read on any terminal.
struct Palette {
    accent: Style,
    tracked: Style,
    good: Style,
}

const PLAIN: Style = Style::new();

/// A search hit.
const HIT: Style = Style::new().fg(Color::Black).bg(Color::LightCyan);

/// For any background.
const NEUTRAL: Palette =
    Palette { accent: PLAIN, tracked: Style::new().fg(Color::LightCyan).bg(Color::Black), good: PLAIN };

const DARK: Palette = Palette {
    accent: Style::new().fg(Color::Cyan),
    tracked: Style::new().fg(Color::LightYellow),
    good: Style::new().fg(Color::Green),
};

const LIGHT: Palette = Palette { accent: PLAIN, tracked: Style::new().fg(Color::Red), good: PLAIN };

/// The style of a span.
pub(super) fn style(theme: Theme, span: SpanStyle) -> Style {
    styled(theme, span, CursorPlace::Elsewhere)
}

/// The style of a span with the cursor of the pane in focus on its anchor.
pub(super) fn under_cursor(theme: Theme, span: SpanStyle) -> Style {
    styled(theme, span, CursorPlace::Here)
}

/// The style of what a search matched.
pub(super) fn hit(theme: Theme) -> Style {
    style(theme, SpanStyle { hit: true, ..SpanStyle::default() })
}

/// Whether the cursor of the pane in focus is on a span.
#[derive(Clone, Copy, PartialEq, Eq)]
enum CursorPlace {
    Here,
    Elsewhere,
}

fn styled(theme: Theme, span: SpanStyle, cursor: CursorPlace) -> Style {
    let is_under_cursor = cursor == CursorPlace::Here;
    let colors = palette(theme).map(|palette| if span.hit { HIT } else { color(palette, span.role) });
    // The cursor uses the colors of the terminal, so that it can be seen among hits.
    let style = modifiers(theme, span.role).patch(colors.filter(|_| !is_under_cursor).unwrap_or_default());
    let style = match theme {
        _ if !span.hit => style,
        // Marks have brackets there, so an underline means a hit.
        Theme::Mono => style.add_modifier(Modifier::BOLD | Modifier::UNDERLINED),
        // Many terminals draw bold black as gray.
        _ if !is_under_cursor => style.remove_modifier(Modifier::BOLD),
        Theme::Neutral | Theme::Dark | Theme::Light | Theme::Contrast => style.add_modifier(Modifier::BOLD),
    };
    if is_under_cursor { style.add_modifier(Modifier::REVERSED) } else { style }
}

/// The style of text in a role.
pub(super) fn role(theme: Theme, role: Role) -> Style {
    style(theme, role.into())
}

/// Rules, scrollbars and everything of least importance.
pub(super) fn quiet(theme: Theme) -> Style {
    modifiers(theme, Role::Faint)
}

/// The selected row of a list in the pane in focus.
pub(super) fn selected() -> Style {
    selected_unfocused().add_modifier(Modifier::REVERSED)
}

/// The selected row of a list in another pane: in one color, whatever the colors of its parts.
pub(super) fn selected_unfocused() -> Style {
    Style::new().fg(Color::Reset).remove_modifier(Modifier::DIM).add_modifier(Modifier::BOLD)
}

fn palette(theme: Theme) -> Option<&'static Palette> {
    match theme {
        Theme::Neutral | Theme::Contrast => Some(&NEUTRAL),
        Theme::Dark => Some(&DARK),
        Theme::Light => Some(&LIGHT),
        Theme::Mono => None,
    }
}

fn color(palette: &Palette, role: Role) -> Style {
    match role {
        Role::Title | Role::Link | Role::Key | Role::Letter | Role::Active => palette.accent,
        Role::Tracked => palette.tracked,
        Role::Verdict(Verdict::Identical) | Role::New => palette.good,
        Role::Plain
        | Role::Faint
        | Role::Address
        | Role::Strong
        | Role::Quote
        | Role::Term
        | Role::Notice
        | Role::Gone
        | Role::Verdict(Verdict::Differs | Verdict::Elided | Verdict::Misattributed | Verdict::Unverified) => {
            PLAIN
        }
    }
}

fn modifiers(theme: Theme, role: Role) -> Style {
    let modifier = match role {
        Role::Plain | Role::Quote | Role::Link | Role::Letter => Modifier::empty(),
        // High contrast has no faint words.
        Role::Faint | Role::Address if theme == Theme::Contrast => Modifier::empty(),
        Role::Faint | Role::Address => Modifier::DIM,
        // These have brackets.
        Role::Term if theme == Theme::Mono => Modifier::empty(),
        Role::Tracked | Role::New if theme == Theme::Mono => Modifier::BOLD,
        Role::Term => Modifier::UNDERLINED,
        Role::Tracked | Role::New => Modifier::BOLD | Modifier::UNDERLINED,
        Role::Gone => Modifier::CROSSED_OUT,
        Role::Strong | Role::Title | Role::Active | Role::Key | Role::Notice | Role::Verdict(_) => {
            Modifier::BOLD
        }
    };
    Style::new().add_modifier(modifier)
}

/// Foreground and background in a picture, as SVG writes colors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rgb(pub &'static str, pub &'static str);

/// The colors of plain text and of the background in a picture.
pub fn ground(theme: Theme) -> Rgb {
    match theme {
        Theme::Neutral | Theme::Dark | Theme::Mono => Rgb("#d8dee9", "#1b1f27"),
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

    const COLORED: [Theme; 4] = [Theme::Neutral, Theme::Dark, Theme::Light, Theme::Contrast];
    const ROLES: [Role; 19] = [
        Role::Plain,
        Role::Faint,
        Role::Strong,
        Role::Title,
        Role::Quote,
        Role::Tracked,
        Role::Term,
        Role::Verdict(Verdict::Identical),
        Role::Verdict(Verdict::Differs),
        Role::Verdict(Verdict::Elided),
        Role::Verdict(Verdict::Misattributed),
        Role::Verdict(Verdict::Unverified),
        Role::Gone,
        Role::New,
        Role::Link,
        Role::Letter,
        Role::Active,
        Role::Key,
        Role::Notice,
    ];
    const BLACK: u32 = 0;
    const WHITE: u32 = 0x00ff_ffff;

    /// The sixteen colors as terminals have them, in the order of their escape sequences.
    const PALETTES: [(&str, &str); 4] = [
        (
            "xterm",
            "000000 cd0000 00cd00 cdcd00 0000ee cd00cd 00cdcd e5e5e5 \
             7f7f7f ff0000 00ff00 ffff00 5c5cff ff00ff 00ffff ffffff",
        ),
        (
            "VGA",
            "000000 aa0000 00aa00 aa5500 0000aa aa00aa 00aaaa aaaaaa \
             555555 ff5555 55ff55 ffff55 5555ff ff55ff 55ffff ffffff",
        ),
        (
            "Solarized",
            "073642 dc322f 859900 b58900 268bd2 d33682 2aa198 eee8d5 \
             002b36 cb4b16 586e75 657b83 839496 6c71c4 93a1a1 fdf6e3",
        ),
        (
            "macOS Terminal",
            "000000 990000 00a600 999900 0000b2 b200b2 00a6b2 bfbfbf \
             666666 e50000 00d900 e5e500 0000ff e500e5 00e5e5 e5e5e5",
        ),
    ];
    const SIXTEEN: [Color; 16] = [
        Color::Black,
        Color::Red,
        Color::Green,
        Color::Yellow,
        Color::Blue,
        Color::Magenta,
        Color::Cyan,
        Color::Gray,
        Color::DarkGray,
        Color::LightRed,
        Color::LightGreen,
        Color::LightYellow,
        Color::LightBlue,
        Color::LightMagenta,
        Color::LightCyan,
        Color::White,
    ];

    /// A color of a palette; `None` for the terminal's own, which can be read on its background.
    fn shown(palette: &str, color: Option<Color>) -> Option<u32> {
        let color = color.filter(|color| *color != Color::Reset)?;
        let at = SIXTEEN.iter().position(|one| *one == color).expect("one of the sixteen colors");
        let digits = palette.split_whitespace().nth(at).expect("sixteen colors");
        Some(u32::from_str_radix(digits, 16).expect("a color in digits"))
    }

    /// What many terminals draw in place of a bold color.
    fn bright(color: Option<Color>) -> Option<Color> {
        let at = SIXTEEN.iter().position(|one| Some(*one) == color)?;
        SIXTEEN.get(at % 8 + 8).copied()
    }

    /// The relative luminance of WCAG 2.
    fn luminance(rgb: u32) -> f64 {
        let part = |shift: u32| {
            let part = f64::from((rgb >> shift) & 0xff) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * part(16) + 0.7152 * part(8) + 0.0722 * part(0)
    }

    fn contrast(one: u32, other: u32) -> f64 {
        let (one, other) = (luminance(one), luminance(other));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    #[test]
    fn text_can_be_read_on_white_and_on_black_in_every_usual_palette() {
        for (theme, grounds) in [
            (Theme::Neutral, &[BLACK, WHITE][..]),
            (Theme::Contrast, &[BLACK, WHITE]),
            (Theme::Mono, &[BLACK, WHITE]),
            (Theme::Dark, &[BLACK]),
            (Theme::Light, &[WHITE]),
        ] {
            let spans = ROLES.into_iter().flat_map(|role| [false, true].map(|hit| (role, hit)));
            for (((name, palette), ground), (role, hit)) in PALETTES
                .iter()
                .flat_map(|palette| grounds.iter().map(move |ground| (palette, ground)))
                .flat_map(|at| spans.clone().map(move |span| (at, span)))
            {
                let drawn = style(theme, SpanStyle { role, hit, anchor: None });
                let paper = shown(palette, drawn.bg);
                let Some(ink) = shown(palette, drawn.fg) else {
                    assert_eq!(paper, None, "{theme:?} {role:?}: an unknown color on a known one");
                    continue;
                };
                let contrast = |ink| contrast(ink, paper.unwrap_or(*ground));
                assert!(contrast(ink) >= 4.5, "{theme:?} {role:?} on {ground:06x} in {name}");
                // On the default theme even where bold is bright.
                let is_bold = drawn.add_modifier.contains(Modifier::BOLD);
                if let Some(bright) =
                    shown(palette, bright(drawn.fg)).filter(|_| is_bold && grounds.len() > 1)
                {
                    assert!(contrast(bright) >= 4.5, "{theme:?} {role:?} on {ground:06x} in {name}, bright");
                }
            }
        }
    }

    #[test]
    fn the_contrast_of_two_colors_is_that_of_the_standard() {
        assert!((contrast(BLACK, WHITE) - 21.0).abs() < 1e-9);
        assert!((contrast(WHITE, 0x76_76_76) - 4.54).abs() < 0.01);
    }

    /// A style without its hues: modifiers, and whether it has a background of its own.
    fn stripped(theme: Theme, span: SpanStyle, cursor: CursorPlace) -> (Modifier, bool) {
        let style = styled(theme, span, cursor);
        (style.add_modifier, span.hit && style.bg.is_some())
    }

    fn plain(theme: Theme, role: Role) -> (Modifier, bool) {
        stripped(theme, role.into(), CursorPlace::Elsewhere)
    }

    #[test]
    fn every_mark_in_the_words_is_told_from_the_others_without_its_hue() {
        for theme in COLORED {
            let [quote, tracked, term] =
                [Role::Quote, Role::Tracked, Role::Term].map(|role| plain(theme, role));
            assert!(quote != tracked && tracked != term && term != quote, "{theme:?}");
            let redline = [Role::Quote, Role::Gone, Role::New];
            let [same, printed, official] = redline.map(|role| plain(theme, role));
            assert!(same != printed && printed != official && official != same, "{theme:?}");
            assert_ne!(plain(theme, Role::Link), term, "{theme:?}: a link is no term");
        }
    }

    #[test]
    fn hits_the_cursor_and_the_current_meaning_are_seen_without_their_hue() {
        for theme in COLORED.into_iter().chain([Theme::Mono]) {
            for role in ROLES {
                let drawn = |hit, cursor| stripped(theme, SpanStyle { role, hit, anchor: None }, cursor);
                let [[plain, cursor], [hit, cursor_on_hit]] = [false, true]
                    .map(|hit| [CursorPlace::Elsewhere, CursorPlace::Here].map(|cursor| drawn(hit, cursor)));
                assert_ne!(plain, hit, "{theme:?} {role:?}: a hit");
                let reversed =
                    [plain, hit, cursor, cursor_on_hit].map(|(drawn, _)| drawn.contains(Modifier::REVERSED));
                assert_eq!(reversed, [false, false, true, true], "{theme:?} {role:?}: only the cursor");
            }
            assert_ne!(plain(theme, Role::Active), plain(theme, Role::Letter));
            assert_ne!(selected().add_modifier, selected_unfocused().add_modifier);
        }
    }

    #[test]
    fn the_tracked_word_is_the_loudest() {
        let loudness = |theme, role| {
            let style = style(theme, SpanStyle::from(role));
            let colors = usize::from(style.fg.is_some()) + usize::from(style.bg.is_some());
            style.add_modifier.difference(Modifier::DIM).bits().count_ones() as usize * 2 + colors
        };
        for theme in COLORED {
            for role in ROLES.into_iter().filter(|role| !matches!(role, Role::Tracked | Role::New)) {
                assert!(loudness(theme, Role::Tracked) > loudness(theme, role), "{theme:?} {role:?}");
            }
        }
    }
}
