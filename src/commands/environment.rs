//! What surrounds one run of the program: the reader's folders and what the terminal can show.
//!
//! Invariant: commands learn it only from here, so a test can set it without a process of its own.

use std::env;

use time::OffsetDateTime;

use crate::app::theme::Theme;
use crate::store::Folders;
use crate::terminal::{hyperlinks, output};

/// The surroundings of one run. The default has no folders and no terminal.
#[derive(Debug, Clone, Default)]
pub struct Environment {
    pub folders: Folders,
    /// `TERM`, such as `xterm-256color`.
    pub term: String,
    /// The locale that decides about characters, such as `C.UTF-8`; empty where none is set.
    pub locale: String,
    /// `COLORFGBG`, in which some terminals tell their colors, such as `15;0`.
    pub colors: String,
    /// Whether `NO_COLOR` asks for no colors.
    pub no_color: bool,
    /// Whether the terminal is known to have hyperlinks.
    pub has_hyperlinks: bool,
    /// The day, `YYYY-MM-DD`; empty if answers should not name it.
    pub today: String,
    /// The width of the terminal that the answer goes to, in columns; `None` for a file or a pipe.
    pub columns: Option<usize>,
}

impl Environment {
    /// That of this process.
    pub fn of_process() -> Self {
        let set = |name: &&str| env::var_os(name).filter(|value| !value.is_empty());
        let text = |name: &str| set(&name).unwrap_or_default().to_string_lossy().into_owned();
        Self {
            folders: Folders::of_reader(),
            term: text("TERM"),
            locale: ["LC_ALL", "LC_CTYPE", "LANG"]
                .iter()
                .find(|name| set(name).is_some())
                .map_or_else(String::new, |name| text(name)),
            colors: text("COLORFGBG"),
            no_color: set(&"NO_COLOR").is_some(),
            has_hyperlinks: hyperlinks::are_known(|name| env::var(name).ok()),
            today: today(),
            columns: output::columns(),
        }
    }

    /// The theme unless an option names one: `mono` where there are no colors; else the one that the reader chose last;
    /// else the one for the terminal's background if it is known.
    pub(super) fn theme(&self, chosen: Option<Theme>) -> Theme {
        if self.no_color || self.term == "dumb" {
            return Theme::Mono;
        }
        let background = self.colors.rsplit(';').next().and_then(|color| color.parse().ok());
        chosen.unwrap_or(match background {
            Some(0..=6 | 8) => Theme::Dark,
            Some(7 | 9..=15) => Theme::Light,
            Some(16_u8..) | None => Theme::Neutral,
        })
    }

    /// What makes words of an answer bold and underlined, and what ends it, where a terminal can show that.
    pub(super) fn emphasis(&self) -> Option<(&'static str, &'static str)> {
        (self.columns.is_some() && self.term != "dumb").then_some(output::EMPHASIS)
    }

    /// Whether only ASCII can be shown. An unset locale means UTF-8, as it is over SSH.
    pub(super) fn is_ascii(&self) -> bool {
        let locale = self.locale.to_lowercase();
        let is_utf8 = locale.is_empty() || locale.contains("utf-8") || locale.contains("utf8");
        // The font of the Linux console has only these signs.
        !is_utf8 || self.term == "linux"
    }
}

/// The day in UTC.
pub(super) fn today() -> String {
    OffsetDateTime::now_utc().date().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_background_decides_about_the_theme_unless_the_reader_did_or_there_are_no_colors() {
        for (colors, theme) in [
            ("15;0", Theme::Dark),
            ("0;15", Theme::Light),
            ("0;default;7", Theme::Light),
            ("12;8", Theme::Dark),
            ("default;default", Theme::Neutral),
            ("0;255", Theme::Neutral),
            ("", Theme::Neutral),
        ] {
            let environment = Environment { colors: colors.to_owned(), ..Environment::default() };
            assert_eq!(environment.theme(None), theme, "{colors}");
            assert_eq!(environment.theme(Some(Theme::Contrast)), Theme::Contrast);
            let without = Environment { no_color: true, ..environment };
            assert_eq!(without.theme(Some(Theme::Contrast)), Theme::Mono);
        }
    }

    #[test]
    fn only_an_explicit_locale_or_the_console_means_ascii() {
        for (locale, term, is_ascii) in [
            ("", "xterm", false),
            ("C.UTF-8", "xterm", false),
            ("ko_KR.utf8", "xterm", false),
            ("C", "xterm", true),
            ("en_US.ISO-8859-1", "xterm", true),
            ("C.UTF-8", "linux", true),
        ] {
            let environment =
                Environment { locale: locale.to_owned(), term: term.to_owned(), ..Environment::default() };
            assert_eq!(environment.is_ascii(), is_ascii, "{locale} {term}");
        }
    }
}
