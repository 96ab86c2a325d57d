//! Bad datasets, given to the real binary: each is explained within a moment, and none of its content acts on the
//! terminal.

use std::ffi::{OsStr, OsString};
use std::fmt::Write;
use std::fs::{self, File};
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use linchpin::store::lock::WriteLock;
use linchpin::text::safe::is_hidden;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::BINARY;

const SOUND: &str = include_str!("../fixture/sound.json");

/// The exit code and both streams; neither may act on a terminal or take long.
fn said(dir: &Path, arguments: &[&OsStr]) -> (i32, String, String) {
    let mut command = Command::new(BINARY);
    command.args(arguments).env_clear().env("HOME", "/nonexistent").current_dir(dir).stdin(Stdio::null());
    let mut timed = assert_cmd::Command::from_std(command);
    let output = timed.timeout(Duration::from_secs(10)).output().unwrap();
    let text = |bytes: Vec<u8>| {
        let text = String::from_utf8(bytes).unwrap();
        assert!(!text.contains(|c| c != '\n' && is_hidden(c)), "{text:?}");
        text
    };
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

/// The message of each command that opens the file: always the same, with nothing on standard output.
fn refused(dir: &Path, file: impl AsRef<OsStr>) -> String {
    let file = file.as_ref();
    let [list, print, data, check, json, show] =
        ["list", "--print", "--data", "check", "--json", "show"].map(OsStr::new);
    let (code, out, told) = said(dir, &[check, file]);
    assert_eq!((code, &*out), (2, ""), "{told}");
    for arguments in [
        &[data, file, list][..],
        &[list, data, file, json],
        &[data, file, print],
        &[data, file, show, OsStr::new("scm-35")],
    ] {
        assert_eq!(said(dir, arguments), (2, String::new(), told.clone()), "{arguments:?}");
    }
    agrees(&told, &said(dir, &[check, file, json]));
    told
}

/// Whether the problems in JSON are those reported to people.
fn agrees(told: &str, (code, out, stderr): &(i32, String, String)) {
    assert_eq!((*code, &**stderr), (2, ""));
    let answer: Value = serde_json::from_str(out).unwrap();
    assert_eq!(answer["schema"], 1);
    let (file, problems) = (answer["file"].as_str().unwrap(), answer["problems"].as_array().unwrap());
    assert!(!problems.is_empty());
    let mut lines = told.lines();
    for problem in problems.iter().take(20) {
        let mut line = file.to_owned();
        if let (Some(at), Some(column)) = (problem["line"].as_u64(), problem["column"].as_u64()) {
            write!(line, ":{at}:{column}").unwrap();
        }
        let text = |field: &str| problem[field].as_str().unwrap();
        for part in [": ", text("path"), if text("path").is_empty() { "" } else { ": " }] {
            line.push_str(part);
        }
        write!(line, "{}; expected {}", text("what"), text("expected")).unwrap();
        assert_eq!(lines.next(), Some(&*line));
        assert_eq!(lines.next(), Some(&*format!("hint: {}", text("hint"))));
        assert!(!text("what").is_empty() && !text("expected").is_empty() && !text("hint").is_empty());
    }
    let more = problems.len().saturating_sub(20);
    let last = (more > 0).then(|| format!("{file}: and {more} more"));
    assert_eq!(lines.collect::<Vec<_>>(), last.iter().map(String::as_str).collect::<Vec<_>>());
}

/// The message about a file of these bytes.
fn of(bytes: impl AsRef<[u8]>) -> String {
    let dir = TempDir::new().unwrap();
    fs::write(dir.path().join("data.json"), bytes).unwrap();
    refused(dir.path(), "data.json")
}

/// The sound dataset with `old`, which occurs once, replaced by `new`.
fn with(old: &str, new: &str) -> String {
    assert_eq!(SOUND.matches(old).count(), 1, "{old}");
    SOUND.replace(old, new)
}

#[test]
fn the_sound_dataset_is_taken() {
    let dir = TempDir::new().unwrap();
    fs::write(dir.path().join("data.json"), SOUND).unwrap();
    let told = said(dir.path(), &["check", "data.json"].map(OsStr::new));
    assert_eq!(told, (0, String::from("data.json: sound: 1 statement · 2 passages\n"), String::new()));
}

#[test]
fn text_that_is_no_dataset_is_told_with_its_place() {
    let cut = SOUND.split_at(SOUND.find("\"date\": \"2003").unwrap()).0;
    for (bytes, start) in [
        (with("\"place\":", "place:"), "data.json:42:7: statements[0]: found `p`; expected a field name"),
        (cut.to_owned(), "data.json:40:6: statements[0]: the file ends"),
        (String::from("{"), "data.json:1:"),
        (String::from("[]"), "data.json:1:1: "),
        (String::from("null"), "data.json:1:1: "),
        (String::from("\"text\""), "data.json:1:1: "),
        (String::from("hello"), "data.json:1:1: "),
        ("[".repeat(100_000), "data.json:1:"),
        (format!("{SOUND}x"), "data.json:61:1: found `x` after the end"),
        (
            with("\"id\": \"sound\"", "\"id\": \"sound\", \"id\": \"b\""),
            "data.json:3:24: id: the key `id` appears",
        ),
        (
            with(
                "\"what\": { \"text\": \"Posture.\"",
                "\"what\": {\"text\": \"\", \"evidence\": []}, \"what\": { \"text\": \"Posture.\"",
            ),
            "data.json:21:",
        ),
        (
            with("\"standing\": \"joint\"", "\"standing\": \"jiont\""),
            "data.json:44:19: statements[0].standing: ",
        ),
        (with("\"held\": \"Nothing.\",", ""), "data.json:35:5: statements[0]: the field `held` is missing"),
        (
            with("\"schema\": 1", "\"schema\": 2"),
            "data.json:2:13: schema: written for schema 2; this program",
        ),
        (
            with("\"schema\": 1", "\"schema\": 99, \"new\": true"),
            "data.json:2:13: schema: written for schema 99",
        ),
    ] {
        let told = of(&bytes);
        assert!(told.starts_with(start), "{told}\nnot\n{start}");
    }
}

#[test]
fn bytes_that_are_no_text_are_named() {
    let wide = |bytes: fn(u16) -> [u8; 2]| SOUND.encode_utf16().flat_map(bytes).collect::<Vec<u8>>();
    let marked = |mark: [u8; 2], text: Vec<u8>| [&mark[..], &text].concat();
    let mut damaged = SOUND.as_bytes().to_vec();
    damaged[60] = 0xFF;
    for (bytes, start) in [
        (Vec::new(), "data.json: the file is empty; expected a dataset in JSON\n"),
        (b" \n\t\r\n".to_vec(), "data.json: the file holds only white space; "),
        (
            wide(u16::to_le_bytes),
            "data.json:1:1: this is UTF-16LE text; expected UTF-8 text\nhint: convert it: iconv",
        ),
        (marked([0xFE, 0xFF], wide(u16::to_be_bytes)), "data.json:1:1: this is UTF-16BE text; "),
        (b"\x7FELF\x02\x01\x01\0\0\0\0".to_vec(), "data.json: this is a binary file; expected UTF-8 text\n"),
        (b"\x1F\x8B\x08\0".to_vec(), "data.json: this is a gzip file; "),
        (
            damaged,
            "data.json:4:27: the byte 0xFF at offset 60 is not UTF-8; expected UTF-8 text throughout\n",
        ),
        (
            b"\xEF\xBB\xBF{\"a\": \"\xC0\xAF\"}".to_vec(),
            "data.json:1:8: the byte 0xC0 at offset 10 is not UTF-8; ",
        ),
    ] {
        let told = of(bytes);
        assert!(told.starts_with(start), "{told}\nnot\n{start}");
    }
}

#[test]
fn every_dangling_id_is_told_up_to_twenty() {
    let links = |count: usize| {
        let link = |at| json!({ "to": format!("gone-{at}/1"), "relation": "see" }).to_string();
        let links: Vec<String> = (1..=count).map(link).collect();
        with("{ \"to\": \"scm-35\", \"relation\": \"see\" }", &links.join(",\n"))
    };
    for count in [3, 20, 25] {
        let told = of(links(count));
        let shown = count.min(20);
        for at in 1..=shown {
            let what =
                format!("links[{}].to: there is no passage or statement `gone-{at}/1`; expected", at - 1);
            assert!(told.contains(&what), "{told}");
        }
        assert_eq!(told.matches("\nhint: ").count(), shown);
        assert_eq!(told.contains(": and "), count > 20);
    }
    assert!(of(links(25)).ends_with("\ndata.json: and 5 more\n"));
}

#[test]
fn problems_of_several_kinds_come_in_the_order_of_the_file() {
    let damaged = with("\"term\": \"modernization\"", "\"term\": \"modernisation\"")
        .replace("\"2003-11-17\"", "\"2003-02-30\"")
        .replace("\"source\": \"a-source\" }", "\"source\": \"b-source\" }");
    let told = of(damaged);
    let places: Vec<&str> = told.lines().step_by(2).map(|line| line.split(": ").nth(1).unwrap()).collect();
    assert_eq!(places, ["subject.term", "statements[0].date", "statements[0].passages[1].source"], "{told}");
    assert!(told.contains("hint: did you mean `modernization`?"), "{told}");
}

#[test]
fn what_is_no_file_is_refused_at_once() {
    let dir = TempDir::new().unwrap();
    let at = |name: &str| dir.path().join(name);
    fs::create_dir(at("directory")).unwrap();
    rustix::fs::mknodat(
        rustix::fs::CWD,
        at("pipe"),
        rustix::fs::FileType::Fifo,
        rustix::fs::Mode::from_raw_mode(0o600),
        0,
    )
    .unwrap();
    std::os::unix::fs::symlink("nowhere", at("link")).unwrap();
    std::os::unix::fs::symlink("loop", at("loop")).unwrap();
    let _socket = std::os::unix::net::UnixListener::bind(at("socket")).unwrap();
    for (file, start) in [
        ("directory", "directory: this is a directory; expected a regular file\n"),
        ("pipe", "pipe: this is a pipe (FIFO); expected a regular file\n"),
        ("socket", "socket: this is a socket; "),
        ("/dev/zero", "/dev/zero: this is a device; expected a regular file\n"),
        ("/dev/null", "/dev/null: this is a device; "),
        ("missing", "missing: no such file; expected a file that can be read\n"),
        ("missing/data.json", "missing/data.json: no such file; "),
        ("link", "link: the link leads to no file; "),
        ("loop", "loop: the file cannot be read ("),
        ("/proc/self/mem", "/proc/self/mem: "),
    ] {
        let told = refused(dir.path(), file);
        assert!(told.starts_with(start), "{told}\nnot\n{start}");
    }
}

#[test]
fn a_file_beyond_the_limit_is_not_read() {
    let dir = TempDir::new().unwrap();
    File::create(dir.path().join("data.json")).unwrap().set_len(3 << 30).unwrap();
    let told = refused(dir.path(), "data.json");
    assert!(
        told.starts_with("data.json: the file is too large (3221225472 bytes or more); expected"),
        "{told}"
    );
}

#[test]
fn nothing_in_a_file_or_in_its_name_acts_on_the_terminal() {
    let nasty = "\u{1b}]0;x\u{7}\u{1b}[2J\u{9b}31m\u{202E}\u{200B}\u{E0041}";
    let escaped = "\\u001b]0;x\\u0007\\u001b[2J\\u009b31m\\u202e\\u200b\\udb40\\udc41";
    let bare = "\u{202E}\u{200B}\u{9b}31m\u{E0041}";
    let dir = TempDir::new().unwrap();
    for (at, text) in [
        with("\"id\": \"sound\"", &format!("\"id\": \"{escaped}\"")),
        with("\"id\": \"sound\"", &format!("\"{escaped}\": 1, \"id\": \"sound\"")),
        with("\"to\": \"scm-35\"", &format!("\"to\": \"{escaped}\"")),
        with("\"standing\": \"joint\"", &format!("\"standing\": \"{escaped}\"")),
        with("\"what\": { \"text\": \"Posture.\"", &format!("\"{escaped}\": {{ \"text\": \"Posture.\"")),
        with("\"label\": \"SCM 35\"", &format!("\"label\": \"{bare}\"")),
        with("\"place\":", &format!("{bare}:")),
        with("\"place\":", &format!("{nasty}:")),
        with("\"여기\"", &format!("\"{nasty}\"")),
    ]
    .iter()
    .enumerate()
    {
        let name = format!("{at}{nasty}\n\r.json");
        fs::write(dir.path().join(&name), text).unwrap();
        // Looks at both streams of every command.
        let told = refused(dir.path(), &name);
        assert!(told.starts_with(&format!("{at}⟦001B⟧]0;x⟦0007⟧")), "{told}");
    }
    let odd = OsString::from(OsStr::from_bytes(b"\xFF\x1b[2J.json"));
    fs::write(dir.path().join(&odd), "{").unwrap();
    refused(dir.path(), &odd);
    refused(dir.path(), "가".repeat(1000));
}

#[test]
fn hostile_strings_in_a_sound_dataset_come_out_as_tokens() {
    let dir = TempDir::new().unwrap();
    let escaped = "Silent\\u001b[2J\\u202e\\u009b\\n.";
    fs::write(dir.path().join("data.json"), with("Silent.", escaped)).unwrap();
    for arguments in [
        &["show", "scm-35"][..],
        &["show", "scm-35/2", "--json"],
        &["search", "silent"],
        &["search", "silent", "--json"],
    ] {
        let arguments: Vec<&OsStr> =
            arguments.iter().chain(&["--data", "data.json"]).map(OsStr::new).collect();
        let (code, out, _) = said(dir.path(), &arguments);
        assert_eq!(code, 0);
        assert!(out.contains("Silent⟦001B⟧[2J⟦202E⟧⟦009B⟧ ."), "{out}");
    }
}

/// The messages of `check --fix`, and the file after it.
fn after_fix(dir: &Path, text: &str) -> ((i32, String, String), String) {
    let file = dir.join("My data.json");
    fs::write(&file, text).unwrap();
    let told = said(dir, &["check", "--fix", "My data.json"].map(OsStr::new));
    (told, fs::read_to_string(file).unwrap())
}

/// The sound dataset with damage that `--fix` repairs: ids, NFC, the order of two statements.
fn damaged() -> String {
    let before = "    // behind it in time\n    {\n      \"id\": \"later\", \"series\": \"SCM\", \"number\": 36, \"title\": \"L\", \
                  \"label\": \"L\", \"date\": \"2004-01-01\",\n      \"issuers\": [], \"signatories\": [], \
                  \"standing\": \"joint\", \"held\": \"-\", \"passages\": []\n    },\n";
    with("\"statements\": [\n", &format!("\"statements\": [\n{before}"))
        .replace("Communiqué", "Communique\u{301}")
        .replace("  \"id\": \"sound\",\n", "")
        .replace("{ \"id\": \"a-source\"", "{ \"id\": \"\"")
        .replace("{ \"id\": \"scm-35/2\", ", "{ ")
}

#[test]
fn what_is_mechanical_is_fixed_and_reported_and_nothing_else_changes() {
    let dir = TempDir::new().unwrap();
    let (told, now) = after_fix(dir.path(), &format!("\u{FEFF}{}", damaged()));
    let out = "My data.json: fixed: 1 text put in NFC: statements[1].title\n\
               My data.json: fixed: 3 ids given: the dataset is my-data, sources[0] is a-source, \
               statements[1].passages[1] is scm-35/2\n\
               My data.json: fixed: 1 statement moved to its place by date: scm-35\n\
               My data.json: sound: 2 statements · 2 passages\n";
    assert_eq!(told, (0, out.to_owned(), String::new()));
    // Except for the statement that was added, it is the sound dataset again, including blanks.
    let now = now.strip_prefix('\u{FEFF}').unwrap();
    let (start, end) = (now.find(",\n    // behind").unwrap(), now.rfind("\n  ]").unwrap());
    let without = [now.get(..start).unwrap(), now.get(end..).unwrap()].concat();
    assert_eq!(
        without,
        SOUND.replace("  \"schema\": 1,\n  \"id\": \"sound\"", "  \"id\": \"my-data\",\n  \"schema\": 1")
    );
}

#[test]
fn a_fix_waits_for_another_writer_and_keeps_what_that_one_wrote() {
    let dir = TempDir::new().unwrap();
    let (file, lock_file) = (dir.path().join("data.json"), dir.path().join(".data.json.lock"));
    fs::write(&file, damaged()).unwrap();
    let lock = WriteLock::of_file(&file, Duration::ZERO, &|| true).unwrap();
    let mut fix =
        Command::new(BINARY).args(["check", "--fix"]).arg(&file).stdout(Stdio::null()).spawn().unwrap();
    let opened = Path::new("/proc").join(fix.id().to_string()).join("fd");
    let waits = || {
        let mut files = fs::read_dir(&opened).into_iter().flatten().flatten();
        files.any(|open| fs::read_link(open.path()).is_ok_and(|path| path == lock_file))
    };
    while !waits() {
        assert!(fix.try_wait().unwrap().is_none(), "it ended without waiting");
    }
    fs::write(&file, damaged().replace("\"later\"", "\"of-the-other\"")).unwrap();
    drop(lock);
    assert!(fix.wait().unwrap().success());
    let fixed = fs::read_to_string(&file).unwrap();
    assert!(fixed.contains("\"of-the-other\"") && fixed.contains("\"id\": \"data\""), "{fixed}");
}

#[test]
fn what_needs_no_fix_is_not_written() {
    let dir = TempDir::new().unwrap();
    let (_, now) = after_fix(dir.path(), &damaged());
    let file = dir.path().join("My data.json");
    let modified = || fs::metadata(&file).unwrap().modified().unwrap();
    let old = std::time::SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000);
    for text in [now.as_str(), "{ \"schema\": 1, ", "hello", "{ \"title\": \"e\u{301}\" }"] {
        fs::write(&file, text).unwrap();
        File::options().write(true).open(&file).unwrap().set_modified(old).unwrap();
        let (code, out, told) = said(dir.path(), &["check", "--fix", "My data.json"].map(OsStr::new));
        assert!(!out.contains("fixed") && !told.contains("fixed"), "{out}{told}");
        assert_eq!((code, modified()), (if text == now { 0 } else { 2 }, old), "{told}");
        assert_eq!(fs::read_to_string(&file).unwrap(), text);
    }
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
}

#[test]
fn what_remains_wrong_is_explained_after_the_fixes() {
    let dir = TempDir::new().unwrap();
    let text = damaged().replace("\"to\": \"scm-35\"", "\"to\": \"scm-53\"");
    let ((code, out, told), now) = after_fix(dir.path(), &text);
    assert_eq!((code, &*out), (2, ""));
    let lines: Vec<&str> = told.lines().collect();
    assert!(lines[0].starts_with("My data.json: fixed: 1 text") && lines[2].contains("moved"), "{told}");
    // A reference to nothing is not guessed: the sources are named by their old id.
    assert!(
        lines[3].contains("passages[0].links[0].to: there is no passage or statement `scm-53`"),
        "{told}"
    );
    assert_eq!(lines.len(), 5, "{told}");
    assert!(now.contains("\"to\": \"scm-53\""));
}

#[test]
fn fixes_are_reported_to_programs() {
    let dir = TempDir::new().unwrap();
    fs::write(dir.path().join("data.json"), damaged()).unwrap();
    let answer = |arguments: &[&str]| -> Value {
        let arguments: Vec<&OsStr> = arguments.iter().map(OsStr::new).collect();
        serde_json::from_str(&said(dir.path(), &arguments).1).unwrap()
    };
    let would = answer(&["check", "data.json", "--json"]);
    assert_eq!(would["problems"][0]["hint"], "`linchpin check --fix FILE` gives it one");
    let done = answer(&["check", "--fix", "data.json", "--json"]);
    assert_eq!((&done["problems"], &done["statements"]), (&json!([]), &json!(2)));
    assert_eq!(done["fixed"], would["fixable"]);
    let kinds: Vec<&str> =
        done["fixed"].as_array().unwrap().iter().map(|fix| fix["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["nfc", "id", "id", "id", "order"]);
    assert_eq!(done["fixed"][2], json!({ "kind": "id", "path": "sources[0]", "id": "a-source" }));
    assert_eq!(answer(&["check", "--fix", "data.json", "--json"])["fixed"], json!([]));
}

#[test]
fn check_says_what_could_be_fixed() {
    let empty = with("\"id\": \"scm-35/2\"", "\"id\": \"\"");
    assert!(of(empty).contains("passages[1].id: an empty id; expected the statement's id, `/`, and a short id\nhint: `linchpin check --fix FILE` gives it one"));
    assert!(
        of(with("\"id\": \"sound\",", ""))
            .contains("the field `id` is missing; expected `id`\nhint: `linchpin check --fix")
    );
    let dir = TempDir::new().unwrap();
    fs::write(dir.path().join("data.json"), with("A sound dataset", "A\u{301} sound dataset")).unwrap();
    let (code, out, _) = said(dir.path(), &["check", "data.json"].map(OsStr::new));
    let sound = "data.json: sound: 1 statement · 2 passages\nhint: with --fix: 1 text put in NFC\n";
    assert_eq!((code, &*out), (0, sound));
}

#[test]
fn a_file_that_cannot_be_written_is_said_and_stays() {
    let dir = TempDir::new().unwrap();
    fs::write(dir.path().join("data.json"), damaged()).unwrap();
    // No file can grow here, as on a full disk.
    let full = format!("trap '' XFSZ; ulimit -f 0; {BINARY} check --fix data.json");
    let output = Command::new("sh").args(["-c", &full]).current_dir(dir.path()).output().unwrap();
    assert_eq!((output.status.code(), &*output.stdout), (Some(2), &b""[..]));
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(
        told.starts_with("linchpin: data.json: nothing was fixed, since it cannot be written: "),
        "{told}"
    );
    assert_eq!(fs::read_to_string(dir.path().join("data.json")).unwrap(), damaged());
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
}
