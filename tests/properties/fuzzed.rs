//! The bodies of the fuzz targets, on inputs that once mattered and on random ones.

#[path = "../fuzz/bodies.rs"]
mod bodies;

use std::io::{Cursor, Write};

use proptest::prelude::*;

const QUERIES: [&str; 22] = [
    "\"",
    "\"\"",
    "-",
    "--\"",
    ":",
    "foo:bar",
    "year:..",
    "year:9999..1",
    "-series:",
    "\"north korea",
    "-\"a b\" -c",
    "🎉",
    "\u{0}\u{1b}[2J",
    "a\u{301}\u{301}\u{301}",
    "ㅎㄷㅎ",
    "현ㄷ",
    "٣٥",
    "2+2,+",
    "u.s.-",
    "’s",
    "\u{202e}abc",
    "moderniz* OR (a AND b)",
];

#[test]
fn queries_that_once_mattered() {
    QUERIES.into_iter().for_each(bodies::query);
    bodies::query(&"x".repeat(10_000));
    bodies::query(&"\"a -b year:2003 ".repeat(1_000));
}

#[test]
fn datasets_that_once_mattered() {
    for bytes in [
        &b""[..],
        b"{}",
        b"[]",
        b"{\"statements\":[",
        b"\xEF\xBB\xBF{}",
        b"\xFF\xFE{\0",
        b"{\"statements\":[]}",
        b"nul",
        b"/*",
        b"//",
        b"{\"schema\":1,\"statements\":[{\"year\":9}//\n,/*\"*/{\"year\":1}]}",
    ] {
        bodies::dataset(bytes);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_text_is_a_query(text in any::<String>(), signs in "[-\":,. a-zA-Zㅎ현0-9]{0,24}") {
        bodies::query(&text);
        bodies::query(&signs);
    }

    #[test]
    fn any_bytes_are_a_dataset_or_are_said_not_to_be(
        at in any::<prop::sample::Index>(),
        byte in any::<u8>(),
        twice in 0_usize..40,
    ) {
        let mut bytes = include_bytes!("../fixture/first-edition.json").to_vec();
        let at = at.index(bytes.len());
        match byte % 3 {
            0 => bytes.truncate(at),
            1 => bytes.iter_mut().skip(at).take(1).for_each(|there| *there = byte),
            _ => {
                let piece: Vec<u8> = bytes.iter().skip(at).take(twice).copied().collect();
                bytes.splice(at..at, piece);
            }
        }
        bodies::dataset(&bytes);
    }
}

/// A document of Word with these paragraphs.
fn docx(paragraphs: &[&str]) -> Vec<u8> {
    let body: String =
        paragraphs.iter().flat_map(|words| ["<w:p><w:r><w:t>", words, "</w:t></w:r></w:p>"]).collect();
    let document = format!(
        "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>{body}</w:body></w:document>"
    );
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("word/document.xml", zip::write::SimpleFileOptions::default()).unwrap();
    zip.write_all(document.as_bytes()).unwrap();
    zip.finish().unwrap().into_inner()
}

const HTML: &str = "<html><head><title>Joint Statement</title></head><body><main><h1>Joint Statement</h1><p>Seoul, May 4, 2031</p>\
    <ol><li>One <del>two</del><ul><li>three</ul><li>four<sup>1</sup></ol><table><tr><td>5<td>6</table></main></body></html>";
const MARKDOWN: &str = "---\ntitle: Joint Statement\ndate: 2031-05-04\n---\n# One\n\n1. two\n   - three\n\n> four[^1] <b>five</b>\n\n[^1]: six\n";

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn any_bytes_are_imported_or_left_out(
        kind in 0_usize..3,
        changes in prop::collection::vec((any::<prop::sample::Index>(), 0_usize..12, any::<prop::sample::Index>(), any::<u8>()), 0..6),
    ) {
        let (mut bytes, ending) = match kind {
            0 => (HTML.as_bytes().to_vec(), "html"),
            1 => (MARKDOWN.as_bytes().to_vec(), "md"),
            _ => (docx(&["Joint Statement", "The two sides met.", "They spoke of ports."]), "docx"),
        };
        for (at, length, from, byte) in changes {
            let (at, from) = (at.index(bytes.len()), from.index(bytes.len()));
            let end = bytes.len().min(at + length);
            let piece: Vec<u8> = bytes.iter().skip(from).take(usize::from(byte % 16)).copied().chain([byte]).collect();
            bytes.splice(at..end, piece);
        }
        bodies::import(&bytes, ending);
    }
}
