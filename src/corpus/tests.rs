//! Bad input of every kind: the messages, and that nothing hostile gets through.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use super::load::{LoadError, embedded, open, read_within};

const SOUND: &str = include_str!("../../tests/fixture/sound.json");

/// A file of these bytes, in a directory that is deleted with the first part.
fn file(bytes: impl AsRef<[u8]>) -> (TempDir, PathBuf) {
    let dir = TempDir::new().unwrap();
    let path = dir.path().join("data.json");
    fs::write(&path, bytes).unwrap();
    (dir, path)
}

/// What `open` says of these bytes, without the name of the directory.
fn said(bytes: impl AsRef<[u8]>) -> String {
    let (dir, path) = file(bytes);
    let said = refused(&path).to_string();
    assert!(!said.chars().any(|c| c != '\n' && crate::text::safe::is_hidden(c)), "{said:?}");
    said.replace(&format!("{}/", dir.path().display()), "")
}

/// The error, which comes before long: a file of a gigabyte, or a pipe that nobody writes to, is not waited for.
fn refused(path: &Path) -> LoadError {
    let start = Instant::now();
    let error = open(path).unwrap_err();
    assert!(start.elapsed() < Duration::from_mins(1), "{error}");
    error
}

/// The sound dataset with `old`, which occurs once, replaced by `new`.
fn with(old: &str, new: &str) -> String {
    assert_eq!(SOUND.matches(old).count(), 1, "{old}");
    SOUND.replace(old, new)
}

#[test]
fn a_sound_file_is_opened_with_a_byte_order_mark_or_without() {
    for mark in ["", "\u{FEFF}"] {
        let (_dir, path) = file(format!("{mark}{SOUND}"));
        let corpus = open(&path).unwrap();
        assert_eq!((corpus.statements().len(), corpus.passages()), (1, 2));
    }
}

#[test]
fn broken_json_is_told_with_its_place() {
    let cut = SOUND.split_at(SOUND.find("\"date\": \"2003").unwrap()).0;
    for (text, start) in [
        (
            cut.to_owned(),
            "data.json:40:6: statements[0]: the file ends where a value is expected; expected the rest of the dataset\nhint: the file seems cut off",
        ),
        (
            with("\"issuers\": [\"Nobody\"]", "\"issuers\": [\"Nobody\",]"),
            "data.json:41:28: statements[0].issuers: a comma after the last item; expected no comma before a closing bracket\nhint: remove the comma",
        ),
        (
            with("\"place\":", "place:"),
            "data.json:42:7: statements[0]: found `p`; expected a field name in double quotes\nhint: write names as",
        ),
        (
            with("\"place\":", "'place':"),
            "data.json:42:7: statements[0]: found `'`; expected a field name in double quotes",
        ),
        (
            with("\"여기\"", "'여기'"),
            "data.json:42:16: statements[0].place: found `'`; expected a value\nhint: JSON uses only the straight double quote \"",
        ),
        (
            with("\"여기\",", "\"여기\" \"x\","),
            "data.json:42:21: statements[0]: found `\"`; expected `,` or `}`\nhint: a comma may be missing",
        ),
        (format!("{SOUND}{SOUND}"), "data.json:61:1: found `{` after the end; expected one dataset only"),
        (
            with("\"여기\"", "\"여\n기\""),
            "data.json:42:18: statements[0].place: a line break or control character in a text",
        ),
    ] {
        let said = said(text);
        assert!(said.starts_with(start), "{said}\nnot\n{start}");
    }
}

/// The sound dataset with comments before and after each line.
fn commented() -> String {
    let lines: Vec<String> = SOUND.lines().map(|line| format!("/* 가\" [ */{line} // \"{{ 나")).collect();
    lines.join("\n")
}

#[test]
fn comments_are_white_space() {
    let (_dir, path) = file(commented());
    let (_plain, plain) = file(SOUND);
    assert_eq!(open(&path).unwrap().dataset(), open(&plain).unwrap().dataset());
    let (_dir, path) =
        file(include_str!("../../tests/fixture/first-edition.json").replace('\n', " // a comment\n"));
    assert_eq!(open(&path).unwrap().dataset(), embedded().unwrap().dataset());
}

#[test]
fn problems_keep_their_places_among_comments() {
    let before = "/* 가\" [ */".chars().count();
    for (old, new, line, column, path) in [
        ("\"standing\": \"joint\"", "\"standing\": \"jiont\"", 44, 19, "statements[0].standing"),
        ("\"held\": \"Nothing.\",", "", 35, 5, "statements[0]"),
        ("\"place\":", "place:", 42, 7, "statements[0]"),
        ("\"2003-11-17\"", "\"2003-11-31\"", 40, 15, "statements[0].date"),
        ("\"schema\": 1", "\"schema\": 2", 2, 13, "schema"),
    ] {
        let text = commented();
        assert_eq!(text.matches(old).count(), 1, "{old}");
        let start = format!("data.json:{line}:{}: {path}: ", column + before);
        let said = said(text.replace(old, new));
        assert!(said.starts_with(&start), "{said}\nnot\n{start}");
    }
}

#[test]
fn a_comment_that_is_not_one_is_told() {
    for (text, start) in [
        (
            with("\"place\":", "/* the \"place\":"),
            "data.json:42:7: statements[0]: a comment begins here and is not closed; expected `*/` at its end\nhint: close it",
        ),
        (
            with("\"place\":", "# \n\"place\":"),
            "data.json:42:7: statements[0]: found `#`; expected a field name",
        ),
        (
            with("\"여기\",", "\"여기\" / 2,"),
            "data.json:42:21: statements[0]: found `/`; expected `,` or `}`\nhint: a comment is written // … to the end of the line, or /* … */",
        ),
        (
            with("\"여기\",", "\"여기\" x /* ,"),
            "data.json:42:21: statements[0]: found `x`; expected `,` or `}`",
        ),
        (String::from("// nothing"), "data.json:1:10: the file ends where a value is expected"),
        (format!("{SOUND}/*"), "data.json:61:1: a comment begins here and is not closed"),
    ] {
        let said = said(text);
        assert!(said.starts_with(start), "{said}\nnot\n{start}");
    }
}

#[test]
fn json_of_another_shape_is_told_with_path_and_hint() {
    for (text, start) in [
        (
            with("\"standing\": \"joint\"", "\"standing\": 5"),
            "data.json:44:19: statements[0].standing: found `5`; expected a value\nhint: write one of the allowed words in double quotes",
        ),
        (
            with("\"held\": \"Nothing.\",", ""),
            "data.json:35:5: statements[0]: the field `held` is missing; expected `held`\nhint: add \"held\": … here",
        ),
        (
            with("\"standing\": \"joint\"", "\"standing\": \"jiont\""),
            "data.json:44:19: statements[0].standing: `jiont` is not a value of this field; expected one of `joint`, `unilateral`, `press report`, `treaty`, `analysis`, `not stated`\nhint: did you mean `joint`?",
        ),
        (
            with("\"place\":", "\"palce\":"),
            "data.json:42:16: statements[0].palce: `palce` is not a field; expected one of `id`,",
        ),
        (
            with("\"number\": 35", "\"number\": \"35\""),
            "data.json:38:17: statements[0].number: found text, `35`; expected a whole number from 0 up\nhint: for instance 35",
        ),
        (
            with("\"number\": 35", "\"number\": -35"),
            "data.json:38:17: statements[0].number: found integer `-35`; expected a whole number from 0 up",
        ),
        (
            with("\"issuers\": [\"Nobody\"]", "\"issuers\": \"Nobody\""),
            "data.json:41:18: statements[0].issuers: found text, `Nobody`; expected a list\nhint: for instance [\"",
        ),
        (
            with("\"title\": \"A sound", "\"title\": null, \"x\": \"A sound"),
            "data.json:4:12: title: found null; expected text in quotes\nhint: for instance \"SCM 35\"",
        ),
        ("[]".into(), "data.json:1:1: found a list; expected an object"),
    ] {
        let said = said(text);
        assert!(said.starts_with(start), "{said}\nnot\n{start}");
    }
}

#[test]
fn a_key_may_stand_once_only() {
    let text = with("\"title\": \"A sound", "\"title\": \"x\", \"title\": \"A sound");
    assert!(
        said(text)
            .starts_with("data.json:4:26: title: the key `title` appears twice; expected each key once")
    );
    let answer = "\"what\": { \"text\": \"Reach.\", \"evidence\": [] }";
    let said = said(with(answer, &format!("{answer}, {answer}")));
    assert!(
        said.starts_with("data.json:29:74: meanings[1].answers.what: the key `what` appears twice"),
        "{said}"
    );
}

#[test]
fn another_schema_is_named_whatever_else_is_wrong() {
    let text = with("\"schema\": 1", "\"new\": true, \"schema\": 2");
    let start = "data.json:2:26: schema: written for schema 2; this program reads 1; expected 1\nhint: update linchpin";
    assert!(said(text).starts_with(start));
    assert!(
        said(with("\"schema\": 1", "\"schema\": 0")).contains("written for schema 0; this program reads 1")
    );
}

#[test]
fn every_contradiction_is_told_at_once_in_order() {
    let text = SOUND
        .replace("\"word\": \"x\"", "")
        .replace("\"cues\": [\"modernization\"]", "\"cues\": [\"modernisation\"]")
        .replace("\"source\": \"a-source\", \"meaning\"", "\"source\": \"no-such-thing\", \"meaning\"")
        .replace("{ \"to\": \"scm-35\"", "{ \"to\": \"scm-53\"")
        .replace("2003-11-17", "2003-11-31");
    let (_dir, path) = file(text);
    let error = refused(&path);
    let told: Vec<_> =
        error.problems().iter().map(|p| (p.line.unwrap(), p.column.unwrap(), &*p.path)).collect();
    let expected = [
        (23, 16, "meanings[0].cues[0]"),
        (40, 15, "statements[0].date"),
        (52, 21, "statements[0].passages[0].source"),
        (53, 29, "statements[0].passages[0].links[0].to"),
    ];
    assert_eq!(told, expected, "{error}");
    assert!(error.to_string().contains(
        "there is no term `modernisation`; expected the id of a term\nhint: did you mean `modernization`?"
    ));
    assert!(matches!(error, LoadError::Inconsistent { .. }));
}

/// A text of the sound dataset, its replacement, the place of the problem and a part of its message.
const RULES: &[(&str, &str, &str, &str)] = &[
    ("\"id\": \"sound\"", "\"id\": \"Sound One\"", "id", "`Sound One` is not a valid id"),
    ("\"retrieved\": \"2026-01\"", "\"retrieved\": \"2026\"", "sources[0].retrieved", "not a valid date"),
    ("\"2025\", \"retrieved\"", "\"2025-13\", \"retrieved\"", "sources[0].date", "not a valid date"),
    ("[\"moderniz*\", \"현대화\"]", "[\"*\", \"현대화\"]", "terms[0].forms[0]", "cannot be looked for"),
    ("[\"moderniz*\", \"현대화\"]", "[]", "terms[0].forms", "an empty list"),
    ("\"term\": \"modernization\"", "\"term\": \"x\"", "subject.term", "no term `x`"),
    (
        "\"what\": { \"text\": \"Reach.\"",
        "\"whet\": { \"text\": \"Reach.\"",
        "meanings[1].answers",
        "no answer to `what`",
    ),
    (
        "\"what\": { \"text\": \"Reach.\"",
        "\"whet\": { \"text\": \"Reach.\"",
        "meanings[1].answers.whet",
        "no question `whet`",
    ),
    ("\"id\": \"2025\"", "\"id\": \"2003\"", "meanings[1].id", "already used by meanings[0]"),
    ("\"2003-11-17\"", "null", "statements[0].date", "no date and no reason"),
    ("\"2003-11-17\"", "null, \"year\": 2003", "statements[0].date", "no date and no reason"),
    ("\"2003-11-17\"", "\"2003-11-17\", \"year\": 2003", "statements[0].year", "both a date and a year"),
    ("\"label\": \"SCM 35\"", "\"label\": \"한미안보협의회\"", "statements[0].label", "14 columns wide"),
    ("\"id\": \"scm-35/2\"", "\"id\": \"scm-36/2\"", "statements[0].passages[1].id", "is not a passage id"),
    (
        "\"id\": \"scm-35/2\"",
        "\"id\": \"scm-35/1\"",
        "statements[0].passages[1].id",
        "already used by statements[0].passages[0]",
    ),
    (", \"bearing\": \"word\"", "", "statements[0].passages[0].meaning", "without a bearing"),
    ("\"meaning\": \"2003\", ", "", "statements[0].passages[0].bearing", "without a meaning"),
    ("\"rows\": [1]", "\"rows\": [1, 0]", "statements[0].passages[0].check.rows[1]", "0 is not a valid row"),
    (
        "\"rows\": [1]",
        "\"official\": \"x\"",
        "statements[0].passages[0].check.official",
        "without its source",
    ),
    ("\"text\": \"Silent.\"", "\"text\": \" \"", "statements[0].passages[1].text", "an empty text"),
    ("[{ \"id\": \"what\", \"text\": \"What?\" }]", "[]", "questions", "an empty list"),
    ("\"schema\": 1", "\"schema\": 1, \"edition_date\": \"2026-11\"", "edition_date", "not a valid date"),
    ("\"cues\": []", "\"cues\": [], \"quote\": \"scm-35/9\"", "meanings[1].quote", "no passage `scm-35/9`"),
    ("\"cues\": []", "\"cues\": [], \"who\": \" \"", "meanings[1].who", "an empty text"),
    (
        HELD,
        "\"extent\": \"part\", \"says\": [\"x\"], \"held\": \"-\"",
        "statements[0].says[0]",
        "no term `x`",
    ),
    (HELD, "\"says\": [\"modernization\"], \"held\": \"-\"", "statements[0].says", "without an `extent`"),
    (HELD, "\"of\": \"scm-35\", \"held\": \"-\"", "statements[0].of", "a statement that is a text of itself"),
    (HELD, "\"of\": \"SCM 35\", \"held\": \"-\"", "statements[0].of", "is not a valid id"),
    (HELD, "\"language\": \" \", \"held\": \"-\"", "statements[0].language", "an empty text"),
    (
        HELD,
        "\"extent\": \"part\", \"silent\": [\"modernization\"], \"held\": \"-\"",
        "statements[0].silent",
        "that was not read whole",
    ),
    (
        HELD,
        "\"extent\": \"whole\", \"silent\": [\"modernization\"], \"held\": \"-\"",
        "statements[0].silent[0]",
        "`scm-35/1` quotes `modernization`",
    ),
    (
        HELD,
        "\"extent\": \"whole\", \"says\": [\"modernization\"], \"silent\": [\"modernization\"], \"held\": \"-\"",
        "statements[0].silent[0]",
        "is also in `says`",
    ),
];

const HELD: &str = "\"held\": \"Nothing.\"";

#[test]
fn each_rule_is_kept() {
    for (old, new, path, what) in RULES {
        let (_dir, file) = file(with(old, new));
        let error = refused(&file);
        let told = error.problems().iter().any(|p| &*p.path == *path && p.what.contains(what));
        assert!(told, "{path}: {what}\n{error}");
    }
}

#[test]
fn what_is_not_utf8_text_is_named() {
    let utf16: Vec<u8> = SOUND.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let marked: Vec<u8> =
        [0xFEFF].into_iter().chain(SOUND.encode_utf16()).flat_map(u16::to_be_bytes).collect();
    let mut torn = SOUND.as_bytes().to_vec();
    let at = SOUND.find("기").unwrap();
    torn[at] = 0xB1;
    let torn_at = format!("data.json:42:18: the byte 0xB1 at offset {at} is not UTF-8; expected UTF-8");
    let marked_torn = [b"\xEF\xBB\xBF", torn.as_slice()].concat();
    for (bytes, start) in [
        (
            utf16,
            "data.json:1:1: this is UTF-16LE text; expected UTF-8 text\nhint: convert it: iconv -f UTF-16LE",
        ),
        (marked, "data.json:1:1: this is UTF-16BE text"),
        (torn, torn_at.as_str()),
        (marked_torn, "data.json:42:18: the byte 0xB1 at offset"),
        (
            b"\x7FELF\x02\x01\x01\0\0\0\xFF".to_vec(),
            "data.json: this is a binary file; expected UTF-8 text\nhint: ",
        ),
        (b"\x1F\x8B\x08\0".to_vec(), "data.json: this is a gzip file"),
        (Vec::new(), "data.json: the file is empty; expected a dataset in JSON\nhint: "),
        (b"\xEF\xBB\xBF \r\n\t".to_vec(), "data.json: the file holds only white space"),
    ] {
        let said = said(bytes);
        assert!(said.starts_with(start), "{said}\nnot\n{start}");
    }
}

#[test]
fn only_regular_files_are_opened() {
    let dir = TempDir::new().unwrap();
    let path = |name: &str| dir.path().join(name);
    let status = std::process::Command::new("mkfifo").arg(path("fifo")).status().unwrap();
    assert!(status.success());
    let _socket = std::os::unix::net::UnixListener::bind(path("socket")).unwrap();
    std::os::unix::fs::symlink("/dev/zero", path("zero")).unwrap();
    std::os::unix::fs::symlink("nothing", path("dangling")).unwrap();
    for (path, what) in [
        (path("fifo"), "this is a pipe (FIFO); expected a regular file"),
        (path("socket"), "this is a socket"),
        (path("zero"), "this is a device"),
        (path("dangling"), "the link leads to no file"),
        (path("missing"), "no such file"),
        (path("\u{1b}[2Jmissing"), "⟦001B⟧[2Jmissing: no such file"),
        (dir.path().into(), "this is a directory"),
        ("/dev/zero".into(), "this is a device"),
        ("/dev/null".into(), "this is a device"),
        ("".into(), ": no such file"),
        ("x".repeat(5000).into(), "…: the file cannot be read"),
    ] {
        let error = refused(&path);
        assert!(
            error.to_string().contains(what) && !error.to_string().contains('\u{1b}'),
            "{error}\nnot {what}"
        );
        assert!(matches!(error, LoadError::Unreadable { .. }));
    }
}

#[test]
fn no_more_than_the_limit_is_read() {
    let (_dir, path) = file(SOUND);
    let length = fs::metadata(&path).unwrap().len();
    assert!(read_within(&path, length).is_ok());
    let error = read_within(&path, length - 1).unwrap_err().to_string();
    assert!(error.contains(&format!("the file is too large ({length} bytes or more)")), "{error}");
}

/// Only Linux has such files.
#[test]
#[cfg(target_os = "linux")]
fn a_file_that_says_it_holds_nothing_is_read_to_the_limit() {
    let error = read_within(Path::new("/proc/self/status"), 10).unwrap_err().to_string();
    assert!(error.contains("the file is too large (11 bytes or more); expected at most 10 bytes"), "{error}");
}

#[test]
fn deep_nesting_is_refused() {
    let deep = "[".repeat(100_000);
    assert!(said(&deep).starts_with("data.json:1:"));
    assert!(said(with("\"여기\"", &deep)).contains("statements[0].place: "));
    assert!(said(with("\"place\": \"여기\"", &format!("\"x\": {deep}"))).contains("`x` is not a field"));
    let closed = format!("{deep}{}", "]".repeat(100_000));
    assert!(said(with("\"여기\"", &closed)).contains("statements[0].place: found a list; expected text"));
}

#[test]
fn hostile_strings_never_reach_a_message_raw() {
    let hostile = "\\u001b]0;owned\\u0007\\u202e\\n\u{9b}2J\u{E0041}` , expected `x";
    for (old, new) in [
        ("\"standing\": \"joint\"", format!("\"standing\": \"{hostile}\"")),
        ("\"place\":", format!("\"{hostile}\":")),
        ("\"number\": 35", format!("\"number\": \"{hostile}\"")),
        ("\"what\": { \"text\": \"Reach.\"", format!("\"{hostile}\": {{ \"text\": \"Reach.\"")),
        ("\"id\": \"scm-35/2\"", format!("\"id\": \"{hostile}\"")),
        ("\"standing\": \"joint\"", format!("\"standing\": \"{}\"", "long ".repeat(100_000))),
        ("\"place\":", format!("\"{}\":", "\u{202E}".repeat(100_000))),
        ("\"number\": 35", format!("\"number\": \"{}\"", "x".repeat(1_000_000))),
        ("\"id\": \"scm-35\"", format!("\"id\": \"{}\"", "가".repeat(100_000))),
    ] {
        let said = said(with(old, &new));
        assert!(said.lines().all(|line| line.chars().count() < 500), "{said}");
    }
}
