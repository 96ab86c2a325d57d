//! Text that cannot act on a terminal.
//!
//! Invariant: a [`Text`] is NFC and holds no control, bidirectional, zero-width, tag or private-use
//! character; each such character stands as a visible token (`⟦202E⟧`), so that the reader sees that it was
//! there. Joiners and variation selectors stay only inside emoji; a grapheme carries at most eight marks.

use std::borrow::{Borrow, Cow};
use std::fmt;
use std::ops::Deref;

use serde::{Deserialize, Deserializer, Serialize};
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};
use unicode_properties::{GeneralCategory, UnicodeEmoji, UnicodeGeneralCategory};

/// Combining marks kept on one base character; the rest is dropped.
const MARKS_PER_GRAPHEME: usize = 8;

/// A string that is safe to show, made so when it was read.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct Text(String);

impl Text {
    /// Makes `raw` safe; a line break or a tab becomes one space.
    pub fn new(raw: &str) -> Self {
        Self(clean(raw).into_owned())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl Borrow<str> for Text {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl AsRef<str> for Text {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // An owned string: a borrowed one cannot hold an escape.
        String::deserialize(deserializer).map(|raw| match clean(&raw) {
            Cow::Borrowed(_) => Self(raw),
            Cow::Owned(safe) => Self(safe),
        })
    }
}

/// `raw` in NFC, with every character that could act on a terminal shown as a token.
pub fn clean(raw: &str) -> Cow<'_, str> {
    if raw.is_ascii() && !raw.bytes().any(|byte| byte.is_ascii_control()) {
        return Cow::Borrowed(raw);
    }
    let composed = is_nfc_quick(raw.chars()) == IsNormalized::Yes;
    if composed && raw.chars().all(is_plain) {
        return Cow::Borrowed(raw);
    }
    let mut safe = String::with_capacity(raw.len());
    let mut before = '\0';
    let mut marks = 0_usize;
    for c in raw.nfc() {
        if c.general_category() == GeneralCategory::NonspacingMark && !is_joining(c) {
            marks = marks.saturating_add(1);
        } else {
            marks = 0;
        }
        if marks <= MARKS_PER_GRAPHEME {
            push(&mut safe, c, before);
        }
        before = c;
    }
    Cow::Owned(safe)
}

fn push(safe: &mut String, c: char, before: char) {
    match c {
        '\n' | '\r' | '\t' | '\u{2028}' | '\u{2029}' | '\u{85}' => {
            // CR LF is one break.
            if !(c == '\n' && before == '\r') {
                safe.push(' ');
            }
        }
        _ if is_joining(c) && before.is_emoji_char() && !before.is_ascii() => safe.push(c),
        _ if is_hidden(c) => {
            use fmt::Write;
            // Writing to a string cannot fail.
            let _ = write!(safe, "⟦{:04X}⟧", u32::from(c));
        }
        _ => safe.push(c),
    }
}

/// No work needed: neither hidden, nor a mark that must be counted.
fn is_plain(c: char) -> bool {
    !is_hidden(c) && c.general_category() != GeneralCategory::NonspacingMark
}

/// ZWJ and the variation selectors 15 and 16, which mean something inside emoji.
fn is_joining(c: char) -> bool {
    matches!(c, '\u{200D}' | '\u{FE0E}' | '\u{FE0F}')
}

/// Whether a terminal would act on `c`, or show nothing where there is something.
pub fn is_hidden(c: char) -> bool {
    use GeneralCategory as G;
    if c.is_ascii() {
        return c.is_ascii_control();
    }
    // Fillers and default-ignorable letters draw nothing though they count as letters.
    let blank = matches!(
        c,
        '\u{034F}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180B}'
            ..='\u{180F}' | '\u{2800}' | '\u{3164}' | '\u{FFA0}' | '\u{FE00}'
            ..='\u{FE0F}' | '\u{E0000}'..='\u{E0FFF}'
    );
    blank
        || matches!(
            c.general_category(),
            G::Control
                | G::Format
                | G::PrivateUse
                | G::Unassigned
                | G::Surrogate
                | G::LineSeparator
                | G::ParagraphSeparator
        )
}
