//! Keys: one press, and the strings that tests, `--keys` and the help write for several.
//!
//! Invariant: every key that can be written reads back as itself.

use std::fmt;

use crate::text::slice;

/// One key press, without details of the terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Key {
    Char(char),
    Ctrl(char),
    Enter,
    Esc,
    Tab,
    BackTab,
    Backspace,
    Delete,
    Up,
    Down,
    Left,
    Right,
    PageUp,
    PageDown,
    Home,
    End,
    F(u8),
}

/// The named keys, as key strings and the help write them.
const NAMES: [(&str, Key); 18] = [
    ("Enter", Key::Enter),
    ("Esc", Key::Esc),
    ("Tab", Key::Tab),
    ("Shift-Tab", Key::BackTab),
    ("Backspace", Key::Backspace),
    ("Del", Key::Delete),
    ("↑", Key::Up),
    ("↓", Key::Down),
    ("←", Key::Left),
    ("→", Key::Right),
    ("PgUp", Key::PageUp),
    ("PgDn", Key::PageDown),
    ("Home", Key::Home),
    ("End", Key::End),
    ("Space", Key::Char(' ')),
    ("F1", Key::F(1)),
    ("lt", Key::Char('<')),
    ("gt", Key::Char('>')),
];

/// Names that a key string may use beside those of [`NAMES`].
const ALIASES: [(&str, Key); 9] = [
    ("up", Key::Up),
    ("down", Key::Down),
    ("left", Key::Left),
    ("right", Key::Right),
    ("cr", Key::Enter),
    ("bs", Key::Backspace),
    ("s-tab", Key::BackTab),
    ("pageup", Key::PageUp),
    ("pagedown", Key::PageDown),
];

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (NAMES.iter().find(|(_, key)| key == self), self) {
            (_, Self::Char(c)) if *c != ' ' => write!(f, "{c}"),
            (Some((name, _)), _) => f.write_str(name),
            (None, Self::Ctrl(c)) => write!(f, "Ctrl-{c}"),
            (None, key) => write!(f, "{key:?}"),
        }
    }
}

/// Reads a key string: a character is its own key, other keys are named in angle brackets (`jj/flex<enter>`, `<tab>`,
/// `<c-d>`, `<lt>` for `<`). An unknown name is an error that lists the names.
pub fn parse(keys: &str) -> Result<Vec<Key>, String> {
    let mut read = Vec::new();
    let mut rest = keys;
    while let Some(c) = rest.chars().next() {
        let named = rest.strip_prefix('<').and_then(|after| after.split_once('>'));
        if let Some((name, after)) = named.filter(|(name, _)| !name.is_empty() && !name.contains([' ', '<']))
        {
            read.push(named_key(name).ok_or_else(|| unknown(name))?);
            rest = after;
        } else {
            read.push(Key::Char(c));
            rest = slice(rest, c.len_utf8()..rest.len());
        }
    }
    Ok(read)
}

fn named_key(name: &str) -> Option<Key> {
    let lower = name.to_lowercase();
    if let Some(letter) = lower.strip_prefix("c-").or_else(|| lower.strip_prefix("ctrl-")) {
        let mut letters = letter.chars();
        return letters.next().filter(|_| letters.next().is_none()).map(Key::Ctrl);
    }
    let mut known = NAMES.iter().chain(&ALIASES);
    known.find(|(known, _)| known.to_lowercase() == lower).map(|(_, key)| *key)
}

fn unknown(name: &str) -> String {
    let names: Vec<&str> = NAMES.iter().map(|(name, _)| *name).filter(|name| name.is_ascii()).collect();
    format!(
        "unknown key <{name}>; the named keys are <up> <down> <left> <right> <c-LETTER> and <{}>",
        names.join("> <")
    )
}

/// The two-set Hangul layout.
const JAMO: &str =
    "ㅂqㅈwㄷeㄱrㅅtㅛyㅕuㅑiㅐoㅔpㅁaㄴsㅇdㄹfㅎgㅗhㅓjㅏkㅣlㅋzㅌxㅊcㅍvㅠbㅜnㅡmㅃQㅉWㄸEㄲRㅆTㅒOㅖP";

impl Key {
    /// The Latin key in the place of a jamo, on the two-set layout; any other key is itself.
    #[must_use]
    pub fn in_latin(self) -> Self {
        let mut pairs = JAMO.chars();
        while let (Some(hangul), Some(latin)) = (pairs.next(), pairs.next()) {
            if Self::Char(hangul) == self {
                return Self::Char(latin);
            }
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Key::{Char, Ctrl};

    #[test]
    fn a_key_string_mixes_characters_and_names() {
        let keys = parse("j/a<b<enter><c-d><lt>").unwrap();
        let expected =
            [Char('j'), Char('/'), Char('a'), Char('<'), Char('b'), Key::Enter, Ctrl('d'), Char('<')];
        assert_eq!(keys, expected);
        assert!(parse("<entre>").unwrap_err().contains("<Enter>"));
    }
}
