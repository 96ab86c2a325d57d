//! Text that cannot control a terminal.
//!
//! Invariant: a [`Text`] is NFC and contains no control, bidirectional, zero-width, tag or private-use character; a
//! visible token (`⟦202E⟧`) shows where one was. Joiners and variation selectors stay only inside emoji. A grapheme has
//! at most eight marks and sixteen characters; a token (`⟦+99992⟧`) counts those cut from a longer one. Making safe
//! text safe again does not change it.

use std::borrow::{Borrow, Cow};
use std::fmt;
use std::ops::Deref;

use arcstr::ArcStr;
use serde::de::{Error, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use unicode_normalization::UnicodeNormalization;
use unicode_properties::{GeneralCategory, GeneralCategoryGroup, UnicodeEmoji, UnicodeGeneralCategory};
use unicode_segmentation::UnicodeSegmentation;

use super::slice;

/// Maximum combining marks on one base character.
const MARKS_PER_GRAPHEME: usize = 8;

/// Maximum characters of one grapheme: jamo and joined emoji accumulate as marks do.
const CHARS_PER_GRAPHEME: usize = 16;

/// A string that is safe to show. Clones share its letters; each takes eight bytes.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(inline, with = "String", description = ""))]
pub struct Text(ArcStr);

impl Text {
    /// Makes `raw` safe; a line break or a tab becomes one space.
    pub fn new(raw: &str) -> Self {
        Self(ArcStr::from(&*clean(raw)))
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

impl Serialize for Text {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self)
    }
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Raw;
        impl Visitor<'_> for Raw {
            type Value = Text;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string")
            }

            // A single copy: from the input into the text that is kept.
            fn visit_str<E: Error>(self, raw: &str) -> Result<Text, E> {
                Ok(Text::new(raw))
            }
        }
        deserializer.deserialize_str(Raw)
    }
}

/// What a reader typed, on one line and in NFC, otherwise unchanged: joiners, direction marks and soft hyphens have a
/// meaning in some scripts. The screen shows it made safe; only files and JSON have it as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Typed(String);

impl Typed {
    pub fn new(raw: &str) -> Self {
        let composed: String = raw.nfc().collect();
        Self(composed.replace("\r\n", " ").replace(is_break, " "))
    }

    pub fn as_typed(&self) -> &str {
        &self.0
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Safe to show.
impl fmt::Display for Typed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&clean(&self.0))
    }
}

impl<'de> Deserialize<'de> for Typed {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(|raw| Self::new(&raw))
    }
}

/// A JSON document with the same content that is safe to show: in a line in which [`clean`] would replace something,
/// characters are escaped, except for those that are safe everywhere.
pub fn escape_json(document: &str) -> String {
    use fmt::Write;
    let mut safe = String::with_capacity(document.len());
    for line in document.split_inclusive('\n') {
        if clean(line.trim_end_matches('\n')) == line.trim_end_matches('\n') {
            safe.push_str(line);
            continue;
        }
        for c in line.chars() {
            if is_simple(c) || c == '\n' {
                safe.push(c);
                continue;
            }
            for unit in c.encode_utf16(&mut [0; 2]) {
                // Writing to a string cannot fail.
                let _ = write!(safe, "\\u{unit:04x}");
            }
        }
    }
    safe
}

/// `raw` in NFC, with a token for every character that could control a terminal.
pub fn clean(raw: &str) -> Cow<'_, str> {
    if is_plain(raw) || raw.chars().all(is_simple) {
        return Cow::Borrowed(raw);
    }
    let visible = show_hidden(raw);
    if visible.graphemes(true).all(|grapheme| fits(grapheme) == grapheme.len()) {
        return Cow::Owned(visible);
    }
    let mut safe = String::with_capacity(visible.len());
    for grapheme in visible.graphemes(true) {
        let (kept, cut) = grapheme.split_at(fits(grapheme));
        safe.push_str(kept);
        if !cut.is_empty() {
            push_token(&mut safe, format_args!("+{}", cut.chars().count()));
        }
    }
    Cow::Owned(safe)
}

/// Whether `raw` is printable ASCII, as most text is: all text passes this check, eight bytes at once.
fn is_plain(raw: &str) -> bool {
    const ONES: u64 = u64::from_ne_bytes([1; 8]);
    const HIGH: u64 = u64::from_ne_bytes([0x80; 8]);
    let (blocks, rest) = raw.as_bytes().as_chunks();
    blocks.iter().all(|block| {
        let bytes = u64::from_ne_bytes(*block);
        // A byte that is not ASCII has its high bit set; for DEL, adding one sets it, and for a control character,
        // subtracting a blank does.
        let delete = bytes.wrapping_add(ONES);
        let control = bytes.wrapping_sub(ONES * u64::from(b' ')) & !bytes;
        (bytes | delete | control) & HIGH == 0
    }) && rest.iter().all(|byte| matches!(byte, b' '..=b'~'))
}

/// `raw` in NFC, hidden characters as tokens, breaks and tabs as spaces.
fn show_hidden(raw: &str) -> String {
    let mut visible = String::with_capacity(raw.len());
    let mut after_return = false;
    let mut chars = raw.nfc().peekable();
    while let Some(c) = chars.next() {
        // The text kept so far, so that a second pass decides in the same way.
        let before = visible.chars().next_back().unwrap_or('\0');
        match c {
            // CR LF is one break.
            '\n' if after_return => {}
            c if is_break(c) => visible.push(' '),
            _ if is_joining(c) && joins(before, c, chars.peek().copied()) => visible.push(c),
            _ if is_hidden(c) => push_token(&mut visible, format_args!("{:04X}", u32::from(c))),
            _ => visible.push(c),
        }
        after_return = c == '\r';
    }
    visible
}

fn is_break(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\t' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

fn push_token(safe: &mut String, inner: fmt::Arguments<'_>) {
    use fmt::Write;
    // Writing to a string cannot fail.
    let _ = write!(safe, "⟦{inner}⟧");
}

/// How many bytes of a grapheme are kept.
fn fits(grapheme: &str) -> usize {
    // A cut grapheme keeps one character fewer than the maximum: some letters (Prepend) would join the token's bracket
    // to their grapheme, and a second pass would cut again.
    let last = CHARS_PER_GRAPHEME - 1;
    if grapheme.len() <= MARKS_PER_GRAPHEME {
        return grapheme.len();
    }
    let long = grapheme.chars().nth(CHARS_PER_GRAPHEME).is_some();
    let mut marks = 0;
    for (count, (at, c)) in grapheme.char_indices().enumerate() {
        marks += usize::from(is_mark(c));
        if marks > MARKS_PER_GRAPHEME || (long && count >= last) {
            // A joiner at the cut would join nothing.
            return slice(grapheme, 0..at).trim_end_matches('\u{200D}').len();
        }
    }
    grapheme.len()
}

fn is_mark(c: char) -> bool {
    c.general_category_group() == GeneralCategoryGroup::Mark && !is_joining(c)
}

/// Whether `c` is in a range of characters that are safe, composed and alone in their grapheme. Most text consists of
/// them, and the Unicode tables are twenty times slower.
#[inline]
fn is_simple(c: char) -> bool {
    matches!(
        c,
        ' '..='~'
            | '\u{A0}'..='\u{AC}'
            | '\u{AE}'..='\u{2FF}'
            | '\u{400}'..='\u{481}'
            | '\u{2010}'..='\u{2027}'
            | '\u{2030}'..='\u{205E}'
            | '\u{3001}'..='\u{3029}'
            | '\u{3041}'..='\u{3096}'
            | '\u{30A1}'..='\u{30FA}'
            | '\u{4E00}'..='\u{9FFF}'
            | '\u{AC00}'..='\u{D7A3}'
            | '\u{FF01}'..='\u{FF60}'
    )
}

/// Whether `c` is ZWJ or the variation selector 15 or 16, which have a meaning inside emoji.
fn is_joining(c: char) -> bool {
    matches!(c, '\u{200D}' | '\u{FE0E}' | '\u{FE0F}')
}

/// Whether the joining `c` is inside an emoji, between `before` and `after`.
fn joins(before: char, c: char, after: Option<char>) -> bool {
    let emoji = |c: char| c.is_emoji_char() && !c.is_ascii();
    if c == '\u{200D}' {
        return (emoji(before) || before == '\u{FE0F}') && after.is_some_and(emoji);
    }
    // A keycap is a digit, the selector and the enclosing square.
    emoji(before) || (before.is_emoji_char() && after == Some('\u{20E3}'))
}

/// Whether `c` would control a terminal or be invisible. Joiners and selectors count as hidden here; [`clean`] knows
/// whether they are inside an emoji.
pub fn is_hidden(c: char) -> bool {
    use GeneralCategory as G;
    if c.is_ascii() {
        return c.is_ascii_control();
    }
    if is_simple(c) {
        return false;
    }
    // Fillers and default-ignorable letters are invisible though they count as letters; the other default-ignorable
    // characters belong to the categories below.
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use unicode_normalization::is_nfc;

    #[test]
    fn ordinary_text_is_left_alone() {
        for text in [
            "",
            "ROK–U.S. alliance’s “linchpin”",
            "한미동맹 현대화",
            "日米同盟",
            "Ελλάς, Việt Nam, हिन्दी",
            "→ ✓ ⟦202E⟧",
        ] {
            assert_eq!(clean(text), text);
        }
        assert!(matches!(clean("한미동맹 현대화 – “2025”"), Cow::Borrowed(_)));
    }

    #[test]
    fn controls_and_hidden_characters_become_tokens() {
        let cases = [
            ("a\u{1b}[31mb\u{7}", "a⟦001B⟧[31mb⟦0007⟧"),
            ("\u{9b}2J\u{7f}", "⟦009B⟧2J⟦007F⟧"),
            ("user\u{202E}nimda\u{2066}\u{200F}", "user⟦202E⟧nimda⟦2066⟧⟦200F⟧"),
            ("zero\u{200B}width\u{FEFF}\u{2060}\u{AD}", "zero⟦200B⟧width⟦FEFF⟧⟦2060⟧⟦00AD⟧"),
            ("tag\u{E0041}\u{E000}\u{10FFFD}", "tag⟦E0041⟧⟦E000⟧⟦10FFFD⟧"),
            ("\u{3164}\u{115F}\u{2800}\u{E01EF}", "⟦3164⟧⟦115F⟧⟦2800⟧⟦E01EF⟧"),
            ("unassigned \u{378}\u{FFFE}", "unassigned ⟦0378⟧⟦FFFE⟧"),
        ];
        for (raw, safe) in cases {
            assert_eq!(clean(raw), safe);
        }
    }

    #[test]
    fn what_is_typed_is_kept_and_shown_safely_and_json_says_it_escaped() {
        let typed =
            "می\u{200C}خواهم a\u{200D}b \u{200F}x so\u{AD}ft 葛\u{E0100} 1\u{FE0F} ❤\u{FE0F} \u{1b}[2J";
        let note = Typed::new(&format!("{typed}\r\nnext"));
        assert_eq!(note.as_typed(), format!("{typed} next"));
        let shown = note.to_string();
        assert!(
            shown.contains("می⟦200C⟧خواهم a⟦200D⟧b ⟦200F⟧x so⟦00AD⟧ft 葛⟦E0100⟧ 1⟦FE0F⟧ ❤\u{FE0F}"),
            "{shown}"
        );
        let json = serde_json::to_string_pretty(&[&note]).unwrap();
        let escaped = escape_json(&json);
        assert!(escaped.lines().all(|line| clean(line) == line), "{escaped}");
        assert!(escaped.contains("a\\u200db \\u200fx so\\u00adft 葛\\udb40\\udd00 1\\ufe0f"), "{escaped}");
        for document in [&json, &escaped] {
            assert_eq!(serde_json::from_str::<[Typed; 1]>(document).unwrap()[0], note);
        }
    }

    #[test]
    fn every_break_and_tab_is_one_space() {
        assert_eq!(clean("a\r\nb\nc\rd\te\u{2028}f\u{85}g"), "a b c d e f g");
        assert_eq!(clean("a\n\nb"), "a  b");
    }

    #[test]
    fn decomposed_hangul_is_composed() {
        assert_eq!(clean("\u{1112}\u{1167}\u{11AB}"), "현");
        assert_eq!(clean("e\u{301}"), "é");
    }

    #[test]
    fn joiners_stay_inside_emoji_only() {
        for emoji in ["❤️", "👩‍👩‍👧‍👦", "❤️‍🔥", "👩🏻‍❤️‍💋‍👩🏼", "1️⃣", "🇰🇷"]
        {
            assert_eq!(clean(emoji), emoji);
        }
        assert_eq!(clean("a\u{200D}b"), "a⟦200D⟧b");
        assert_eq!(clean("👩\u{200D}b"), "👩⟦200D⟧b");
        assert_eq!(clean("1\u{FE0F}b"), "1⟦FE0F⟧b");
        assert_eq!(clean("❤\u{FE0F}\u{FE0F}"), "❤\u{FE0F}⟦FE0F⟧");
    }

    #[test]
    fn piled_up_characters_are_cut() {
        for pile in ["\u{301}", "\u{20DD}", "\u{903}", "\u{FF9E}", "🏿", "\u{200D}👩", "\u{1100}", "\u{D4E}"]
        {
            let safe = clean(&format!("👩{}", pile.repeat(100_000))).into_owned();
            assert!(safe.len() < 200, "{} bytes of {pile:?}", safe.len());
            assert_eq!(clean(&safe), safe);
        }
        let joined = format!("❤\u{FE0F}{}", "\u{200D}👩".repeat(20));
        assert_eq!(clean(&joined), format!("❤\u{FE0F}{}⟦+28⟧", "\u{200D}👩".repeat(6)));
        let eight = format!("a{}", "\u{20DD}".repeat(8));
        assert_eq!(clean(&eight), eight);
        assert_eq!(clean(&format!("{eight}\u{20DD}\u{20DD}b")), format!("{eight}⟦+2⟧b"));
    }

    /// Any character, or one of those that clean text must deal with.
    fn nasty() -> impl Strategy<Value = String> {
        let picked = prop::sample::select(vec![
            'a',
            'é',
            '1',
            '\r',
            '\n',
            '\u{1b}',
            '\u{9b}',
            '\u{200D}',
            '\u{FE0E}',
            '\u{FE0F}',
            '👩',
            '❤',
            '🏻',
            '🇰',
            '\u{20E3}',
            '\u{301}',
            '\u{323}',
            '\u{34F}',
            '\u{1100}',
            '\u{1113}',
            '\u{1161}',
            '\u{11A8}',
            '가',
            '\u{D4E}',
            '\u{915}',
            '\u{94D}',
            '\u{903}',
            '\u{202E}',
            '\u{E0041}',
            '\u{FF9E}',
            '⟧',
            ' ',
        ]);
        let runs =
            (prop_oneof![3 => picked, 1 => any::<char>()], prop_oneof![4 => 1_usize..3, 1 => 1..24_usize]);
        prop::collection::vec(runs, 0..24)
            .prop_map(|runs| runs.iter().flat_map(|&(c, times)| std::iter::repeat_n(c, times)).collect())
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(1000) })]
        #[test]
        fn clean_text_is_safe_composed_and_stays_so(raw in nasty()) {
            let safe = clean(&raw);
            let chars: Vec<char> = safe.chars().collect();
            let mut before = '\0';
            for (&c, after) in chars.iter().zip(chars.iter().copied().skip(1).map(Some).chain([None])) {
                let inside = is_joining(c) && joins(before, c, after);
                prop_assert!(!is_hidden(c) || inside, "{:04X}", u32::from(c));
                before = c;
            }
            prop_assert!(is_nfc(&safe));
            for grapheme in safe.graphemes(true) {
                prop_assert!(grapheme.chars().filter(|c| is_mark(*c)).count() <= MARKS_PER_GRAPHEME);
                prop_assert!(grapheme.chars().count() <= CHARS_PER_GRAPHEME);
            }
            prop_assert_eq!(&clean(&safe), &safe);
            // In JSON nothing is lost.
            let note = Typed::new(&raw);
            let json = escape_json(&serde_json::to_string(&note).unwrap());
            prop_assert_eq!(clean(&json), &*json);
            prop_assert_eq!(serde_json::from_str::<Typed>(&json).unwrap(), note);
        }
    }

    #[test]
    fn only_printable_ascii_is_plain() {
        for letter in ('\0'..='\u{FF}').chain(['가']) {
            for place in 0..20 {
                let text = format!("{}{letter}{}", "~".repeat(place), " ".repeat(20 - place));
                assert_eq!(is_plain(&text), matches!(letter, ' '..='~'), "{letter:?} at {place}");
            }
        }
    }

    #[test]
    fn simple_characters_are_what_the_tables_say() {
        for c in ('\0'..=char::MAX).filter(|c| is_simple(*c)) {
            assert!(is_nfc(c.encode_utf8(&mut [0; 4])), "{c}");
            assert!(!is_mark(c) && c.general_category_group() != GeneralCategoryGroup::Other, "{c}");
            let mut pair = String::from("x");
            pair.push(c);
            pair.push(c);
            assert_eq!(pair.graphemes(true).count(), 3, "{c}");
        }
    }
}
