//! Comments in a dataset: `//` to the end of the line, and `/* … */`. They are white space.
//!
//! Invariant: a text without its comments has the length and the lines that it had with them, so that a place in the
//! one is the same place in the other; nothing inside a string is a comment.

use std::borrow::Cow;
use std::ops::Range;

use memchr::{memchr, memchr2, memmem};

use crate::text::slice;

/// The places of the comments, in order; one that is not closed does not count.
///
/// Written by hand. The crates for it (`json_comments`, `json-strip-comments`) lose the line breaks inside a comment,
/// and with them the lines of problems, and do not say where a comment begins that never ends. With the scanner of
/// `jsonc-parser` this file would be half as long, but that scanner also ends a comment at a lone carriage return,
/// and sees no comment after a lone `\ud800`: of 20,000 randomly damaged datasets it answered 35 differently, and
/// refused 7 of them that are sound.
pub(super) fn comments(text: &str) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0_usize;
    while let Some(rest) = bytes.get(at..) {
        let Some(passed) = memchr2(b'"', b'/', rest) else { break };
        let (start, rest) = (at + passed, rest.get(passed..).unwrap_or_default());
        let length = match rest {
            [b'"', inside @ ..] => string(inside) + 1,
            [b'/', b'/', ..] => line(rest),
            [b'/', b'*', inside @ ..] => match memmem::find(inside, b"*/") {
                Some(end) => end + 4,
                None => break,
            },
            _ => 1,
        };
        at = start + length;
        if length > 1 && rest.starts_with(b"/") {
            found.push(start..at);
        }
    }
    found
}

/// `text` with its comments replaced by blanks; borrowed if it has none.
pub(super) fn blanked(text: &str) -> Cow<'_, str> {
    let comments = comments(text);
    if comments.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut blanked = String::with_capacity(text.len());
    for comment in comments {
        blanked.push_str(slice(text, blanked.len()..comment.start));
        let inside = slice(text, comment).bytes();
        blanked.extend(inside.map(|byte| if byte == b'\n' { '\n' } else { ' ' }));
    }
    blanked.push_str(slice(text, blanked.len()..text.len()));
    Cow::Owned(blanked)
}

/// The length of the string that begins before `inside`, with its end.
pub(super) fn string(inside: &[u8]) -> usize {
    let mut at = 0_usize;
    while let Some(rest) = inside.get(at..) {
        match memchr2(b'"', b'\\', rest) {
            Some(stop) if rest.get(stop) == Some(&b'"') => return at + stop + 1,
            Some(stop) => at = at + stop + 2,
            None => break,
        }
    }
    inside.len()
}

/// The length of the comment, without the line break.
fn line(rest: &[u8]) -> usize {
    let end = memchr(b'\n', rest).unwrap_or(rest.len());
    let line = rest.get(..end).unwrap_or_default();
    line.strip_suffix(b"\r").unwrap_or(line).len()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::Value;

    use super::*;

    #[test]
    fn comments_are_blanks_and_strings_stay() {
        for (text, bare) in [
            ("[1, // one\n2]", "[1,       \n2]"),
            ("[1, // one\r\n2]", "[1,       \r\n2]"),
            ("[/* 가\n */1]", "[      \n   1]"),
            ("[/**/1/***/]", "[    1     ]"),
            ("[/*/ 1 */2]", "[        2]"),
            (
                r#"["// no", "/* no */", "\"// no", "\\"// yes"#,
                r#"["// no", "/* no */", "\"// no", "\\"      "#,
            ),
            ("[1/2]", "[1/2]"),
            ("// \"", "    "),
        ] {
            assert_eq!(blanked(text), bare, "{text}");
        }
        assert!(matches!(blanked("[\"//\", 1/2, \"/*\"]"), Cow::Borrowed(_)));
    }

    #[test]
    fn a_comment_that_is_not_closed_is_none() {
        for text in ["[1 /* 2]", "[1 /*/", "/**"] {
            assert!(matches!(blanked(text), Cow::Borrowed(_)), "{text}");
        }
        assert_eq!(blanked("/* */ [1] /* // \n"), "      [1] /* // \n");
    }

    proptest! {
        #[test]
        fn a_document_is_what_it_is_without_its_comments(
            texts in prop::collection::vec("[\\\\\"/*가 a]{0,8}", 1..6),
            said in prop::collection::vec("[ /*\"a가]{0,8}", 6),
        ) {
            let value = Value::from(texts);
            let json = serde_json::to_string_pretty(&value).unwrap();
            let commented = json.lines().zip(said.iter().cycle()).fold(String::new(), |before, (line, said)| {
                let block = said.replace('*', "").replace('/', "\n");
                format!("{before}/*{block}*/{line} // {said}\n")
            });
            let bare = blanked(&commented);
            prop_assert_eq!(serde_json::from_str::<Value>(&bare).unwrap(), value);
            prop_assert_eq!(bare.len(), commented.len());
            let breaks = |text: &str| text.match_indices('\n').map(|(at, _)| at).collect::<Vec<_>>();
            prop_assert_eq!(breaks(&bare), breaks(&commented));
        }
    }

    proptest! {
        #[test]
        fn any_text_keeps_its_length(text in "[\\\\\"/*\n\r가 a]{0,24}") {
            prop_assert_eq!(blanked(&text).len(), text.len());
        }
    }
}
