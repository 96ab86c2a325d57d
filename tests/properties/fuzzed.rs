//! The bodies of the fuzz targets, on inputs that once mattered and on random ones.

#[path = "../fuzz/bodies.rs"]
mod bodies;

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
