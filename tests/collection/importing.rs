//! `linchpin import` over files and folders that are not as they should be: each is reported in a line, the rest is
//! imported, and nothing blocks.

use std::ffi::{OsStr, OsString};
use std::fs::{self, File};
use std::io::Write;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::os::unix::net::UnixListener;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use linchpin::text::safe::is_hidden;
use serde_json::Value;
use tempfile::TempDir;

const TEXT: &str = "Joint Statement on Ports\n\nBusan, November 5, 2029\n\nIt is said in a sentence.\n";

fn folder() -> TempDir {
    tempfile::tempdir().unwrap()
}

fn linchpin(dir: &Path, arguments: &[&OsStr]) -> assert_cmd::Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_linchpin"));
    command.args(arguments).env_clear().env("HOME", "/nonexistent").current_dir(dir).stdin(Stdio::null());
    let mut timed = assert_cmd::Command::from_std(command);
    // Only what never ends takes this long, even on a busy machine.
    timed.timeout(Duration::from_mins(5));
    timed
}

/// The exit code, and what both streams say; neither may act on a terminal.
fn said(dir: &Path, arguments: &[impl AsRef<OsStr>]) -> (i32, String, String) {
    let arguments: Vec<&OsStr> = arguments.iter().map(AsRef::as_ref).collect();
    let output = linchpin(dir, &arguments).output().unwrap();
    let text = |bytes: Vec<u8>| {
        let text = String::from_utf8(bytes).unwrap();
        assert!(!text.contains(|c| c != '\n' && is_hidden(c)), "{text:?}");
        text
    };
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

/// Imports into `out.json`; returns the exit code and the messages.
fn import(dir: &Path, paths: &[impl AsRef<OsStr>]) -> (i32, String) {
    let mut arguments: Vec<OsString> = ["import", "-o", "out.json"].map(OsString::from).into();
    arguments.extend(paths.iter().map(|path| path.as_ref().to_owned()));
    let (code, out, told) = said(dir, &arguments);
    assert_eq!(out, "");
    (code, told)
}

/// The ids of the statements that were written.
fn written(dir: &Path) -> Vec<String> {
    let dataset: Value = serde_json::from_slice(&fs::read(dir.join("out.json")).unwrap()).unwrap();
    let statements = dataset["statements"].as_array().unwrap();
    statements.iter().map(|statement| statement["id"].as_str().unwrap().to_owned()).collect()
}

/// The message about a file that is left out, beside one that is imported.
fn left_out(name: &[u8], make: impl FnOnce(&Path)) -> String {
    let dir = folder();
    let texts = dir.path().join("texts");
    fs::create_dir(&texts).unwrap();
    fs::write(texts.join("sound.txt"), TEXT).unwrap();
    make(&texts.join(OsStr::from_bytes(name)));
    let (code, told) = import(dir.path(), &["texts"]);
    assert_eq!((code, written(dir.path())), (1, vec![String::from("sound")]), "{told}");
    let lines: Vec<&str> = told.lines().filter(|line| line.contains(": left out: ")).collect();
    assert_eq!(lines.len(), 1, "{told}");
    lines[0].to_owned()
}

#[test]
fn what_is_no_text_is_told_and_the_rest_is_imported() {
    let cases: [(&[u8], &[u8], &str); 18] = [
        (b"empty.txt", b"", "the file is empty"),
        (b"blank.md", b" \n\t\n", "only white space"),
        (b"latin.txt", b"caf\xE9 is said", "offset 3 is not UTF-8"),
        (b"wide.txt", b"a\0b\0c\0", "this is UTF-16LE text; name its charset: --encoding LABEL"),
        (b"packed.txt", b"\x1F\x8B\x08\0\0", "this is a gzip file"),
        (b"packed.html", b"PK\x03\x04\0\0", "it is damaged or incomplete"),
        (
            b"paper.txt",
            b"%PDF-1.7\n\0\x01",
            "a PDF is read with pdftotext, which is not installed: `sudo apt install poppler-utils`",
        ),
        (b"binary.md", b"ab\0\x01", "this is a binary file"),
        (b"front.md", b"---\ntitle: [a\n---\nText.", "its front matter cannot be read"),
        (b"only.md", b"---\ntitle: Ports\n---\n", "it contains no paragraph below its front matter"),
        (
            b"title.txt",
            b"The sides agreed on ports\nand on piers\n",
            "all its lines were read as title, place and date",
        ),
        (b"tags.html", b"<html><head><title>T</title></head><body><br></body>", "it contains no paragraph"),
        (b"picture.jpg", b"\xFF\xD8", "its name ends in .jpg, not in .txt, .md, .html, .docx, .hwpx or .pdf"),
        (b"old.hwp", b"", "not in .txt, .md, .html, .docx, .hwpx or .pdf; save it as HWPX"),
        (b"old.doc", b"", "; save it as DOCX"),
        (b"old.html", b"{\\rtf1 x}", "this is RTF; save it as DOCX"),
        (b"new\nline\x1B[31m\xFF.txt", b"", "new line"),
        (b"copy.md", TEXT.as_bytes(), "it contains the same text as texts/"),
    ];
    for (name, content, why) in cases {
        let line = if name.starts_with(b"copy") {
            // The first one by name is imported.
            left_out(b"zcopy.md", |path| fs::write(path, content).unwrap())
        } else {
            left_out(name, |path| fs::write(path, content).unwrap())
        };
        assert!(line.contains(why), "{line}");
    }
}

#[test]
fn what_is_too_large_is_not_read() {
    let line = left_out(b"large.txt", |path| File::create(path).unwrap().set_len(1 << 30).unwrap());
    assert!(line.contains("the file is too large (1073741824 bytes or more); split it"), "{line}");
}

#[test]
fn what_is_no_file_is_not_waited_for() {
    let line = left_out(b"pipe.txt", |path| {
        assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
    });
    assert!(line.contains("this is a pipe (FIFO), not a file"), "{line}");
    let line = left_out(b"socket.txt", |path| drop(UnixListener::bind(path).unwrap()));
    assert!(line.contains("this is a socket, not a file"), "{line}");
    let line = left_out(b"device.txt", |path| symlink("/dev/zero", path).unwrap());
    assert!(line.contains("this is a device, not a file"), "{line}");
    // Named directly too.
    let dir = folder();
    assert!(Command::new("mkfifo").arg(dir.path().join("pipe")).status().unwrap().success());
    for (path, why) in
        [("pipe", "a pipe (FIFO)"), ("/dev/zero", "a device"), ("/dev/tty", ""), ("none.txt", "no such file")]
    {
        let (code, told) = import(dir.path(), &[path]);
        assert!(code == 1 && told.contains("nothing was imported") && told.contains(why), "{told}");
    }
    assert!(!dir.path().join("out.json").exists());
}

#[test]
fn links_that_lead_nowhere_or_back_are_told() {
    let line = left_out(b"dangling.txt", |path| symlink("nowhere", path).unwrap());
    assert!(line.contains("the link leads to no file"), "{line}");
    let line = left_out(b"back", |path| symlink("..", path).unwrap());
    assert!(line.contains("the link leads back to a folder that contains it"), "{line}");
    let line = left_out(b"itself.txt", |path| symlink("itself.txt", path).unwrap());
    assert!(line.contains("itself.txt: left out: "), "{line}");
    let line = left_out(b"zlink.txt", |path| symlink("sound.txt", path).unwrap());
    assert!(line.ends_with("texts/zlink.txt: left out: it is the same file as texts/sound.txt"), "{line}");
}

#[test]
fn folders_that_link_to_each_other_are_walked_once() {
    let dir = folder();
    for at in 0..12 {
        let own = dir.path().join(format!("texts/{at}"));
        fs::create_dir_all(&own).unwrap();
        fs::write(own.join(format!("text-{at}.txt")), format!("It is said in sentence {at}.\n")).unwrap();
        for other in (0..12).filter(|other| *other != at) {
            symlink(format!("../{other}"), own.join(format!("to-{other}"))).unwrap();
        }
    }
    let (code, told) = import(dir.path(), &["texts"]);
    assert_eq!((code, written(dir.path()).len()), (1, 12), "{told}");
}

#[test]
fn what_is_named_twice_is_imported_once() {
    let dir = folder();
    fs::create_dir(dir.path().join("a")).unwrap();
    fs::write(dir.path().join("a/text.txt"), TEXT).unwrap();
    let (code, told) = import(dir.path(), &["a", "./a", "a/text.txt", "a/../a/text.txt"]);
    assert_eq!((code, written(dir.path())), (0, vec![String::from("text")]), "{told}");
    // Two texts with one name get different ids.
    fs::create_dir(dir.path().join("b")).unwrap();
    fs::write(dir.path().join("b/text.txt"), "Another is said in a sentence.\n").unwrap();
    let (code, told) = import(dir.path(), &["a", "b"]);
    let mut ids = written(dir.path());
    ids.sort();
    assert!(code == 0 && ids[0] == "text" && ids[1].starts_with("text-"), "{told} {ids:?}");
}

#[test]
fn what_no_one_wants_is_passed_over_and_pictures_are_summed_up() {
    let dir = folder();
    for name in ["text.txt", ".hidden.txt", "README.md", "LICENSE"] {
        fs::write(dir.path().join(name), TEXT).unwrap();
    }
    fs::create_dir(dir.path().join(".git")).unwrap();
    fs::write(dir.path().join(".git/text.md"), "Hidden.\n").unwrap();
    let (code, told) = import(dir.path(), &["."]);
    assert_eq!((code, told.contains("left out")), (0, false), "{told}");
    for at in 0..40 {
        fs::write(dir.path().join(format!("picture-{at:02}.png")), "").unwrap();
        fs::write(dir.path().join(format!("style-{at:02}.css")), "").unwrap();
    }
    fs::remove_file(dir.path().join("out.json")).unwrap();
    let (code, told) = import(dir.path(), &["."]);
    assert_eq!(code, 1);
    assert!(told.contains("picture-00.png: left out: its name ends in .png"), "{told}");
    assert!(
        told.contains(
            "and 37 more left out: its name ends in .png, not in .txt, .md, .html, .docx, .hwpx or .pdf\n"
        ),
        "{told}"
    );
    assert!(told.contains("and 37 more left out: its name ends in .css"), "{told}");
    assert_eq!(told.lines().filter(|line| line.contains("left out")).count(), 8, "{told}");
    // Programs get each of them.
    let (code, out, _) = said(dir.path(), &["import", "--json", "-o", "out.json", "."]);
    let answer: Value = serde_json::from_str(&out).unwrap();
    assert_eq!((code, answer["left_out"].as_array().unwrap().len()), (1, 81), "{out}");
    assert_eq!(answer["imported"].as_array().unwrap().len(), 1);
}

#[test]
fn folders_without_a_text_say_so() {
    let dir = folder();
    fs::create_dir(dir.path().join("empty")).unwrap();
    let (code, told) = import(dir.path(), &["empty"]);
    assert!(code == 1 && told.contains("nothing was imported") && told.contains("hint: "), "{told}");
    assert!(!dir.path().join("out.json").exists());
}

#[test]
fn what_may_not_be_read_is_told() {
    let dir = folder();
    fs::create_dir_all(dir.path().join("texts/closed")).unwrap();
    fs::write(dir.path().join("texts/sound.txt"), TEXT).unwrap();
    fs::write(dir.path().join("texts/secret.txt"), "Secret.\n").unwrap();
    for name in ["texts/closed", "texts/secret.txt"] {
        fs::set_permissions(dir.path().join(name), fs::Permissions::from_mode(0o000)).unwrap();
    }
    if File::open(dir.path().join("texts/secret.txt")).is_ok() {
        eprintln!("skipped: this user may read everything");
        return;
    }
    let (code, told) = import(dir.path(), &["texts"]);
    fs::set_permissions(dir.path().join("texts/closed"), fs::Permissions::from_mode(0o700)).unwrap();
    assert_eq!(code, 1);
    assert!(told.contains("closed: left out: you have no permission to read it"), "{told}");
    assert!(told.contains("secret.txt: left out: the file may not be read"), "{told}");
}

#[test]
fn deep_and_unclosed_markup_is_read() {
    let dir = folder();
    let deep = |open: &str, count: usize| open.repeat(count) + "It is said in a sentence.";
    for (name, text) in [
        ("div.html", deep("<div>", 1_000_000)),
        ("list.html", deep("<ul><li>", 100_000)),
        ("note.html", deep("<!-- ", 100_000)),
        ("quote.md", deep("> ", 1_000_000)),
        ("bullet.md", deep("- ", 1_000_000)),
        ("bold.md", deep("**a _b ", 20_000)),
        ("link.md", deep("[", 100_000)),
        ("lines.txt", "a\n\n".repeat(600_000)),
        ("paragraphs.html", "<p>a".repeat(200_000)),
        ("line.txt", "word ".repeat(1_000_000)),
    ] {
        fs::write(dir.path().join(name), text).unwrap();
    }
    let (code, told) = import(dir.path(), &["."]);
    let mut ids = written(dir.path());
    ids.sort();
    assert_eq!((code, ids), (1, ["bold", "div", "line", "link", "list"].map(String::from).into()), "{told}");
    for (name, why) in [
        ("note.html", "it contains no paragraph"),
        ("quote.md", "its lists or quotes are nested more than 100 deep"),
        ("bullet.md", "its lists or quotes are nested more than 100 deep"),
        ("lines.txt", "it contains more than 1000000 lines"),
        ("paragraphs.html", "it contains more than 100000 paragraphs"),
    ] {
        assert!(told.contains(&format!("./{name}: left out: {why}")), "{told}");
    }
}

#[test]
fn an_option_without_a_value_is_refused() {
    let dir = folder();
    for option in ["--title", "--series", "--place", "--issuer", "--signatory", "--address", "--language"] {
        for value in ["", " "] {
            let (code, told) = import(dir.path(), &["texts/sound.txt", option, value]);
            assert!(code == 2 && told.contains(option), "{told}");
        }
    }
    let (code, told) = import(dir.path(), &["texts/sound.txt", "--address", "foo"]);
    assert!(code == 2 && told.contains("write a whole web address"), "{told}");
}

#[test]
fn what_was_left_out_is_listed_whole_in_json() {
    let dir = folder();
    let deleted = ["one", "two", "three", "four", "five"].map(|word| format!("<del>{word}</del> They meet."));
    fs::write(dir.path().join("page.html"), format!("<p>{}</p>", deleted.join(" "))).unwrap();
    let (_, told) = import(dir.path(), &["page.html"]);
    assert!(told.contains("(5): “one”, “two”, “three” and others; --json lists them all\n"), "{told}");
    let arguments = ["import", "page.html", "--json", "-o", "out.json"].map(OsStr::new);
    let output = linchpin(dir.path(), &arguments).output().unwrap();
    let report = String::from_utf8(output.stdout).unwrap();
    assert!(report.contains("“one”, “two”, “three”, “four”, “five”"), "{report}");
}

#[test]
fn many_files_are_counted_and_not_listed() {
    let dir = folder();
    for at in 0..2000 {
        let name = dir.path().join(format!("text-{at:04}.md"));
        fs::write(name, format!("---\ndate: 2029-11-05\n---\nIt is said in sentence {at}.\n")).unwrap();
    }
    let (code, told) = import(dir.path(), &["."]);
    assert_eq!((code, written(dir.path()).len()), (0, 2000));
    assert!(told.lines().count() < 12, "{told}");
    assert!(told.contains("  title from the file's name: 2000, such as ./text-0000.md"), "{told}");
    assert!(told.contains("  place (--place): 2000, such as ./text-0000.md"), "{told}");
    assert!(told.ends_with("out.json: 2000 added; it holds 2000 statements, 2000 passages\n"), "{told}");
}

#[test]
fn the_standard_input_is_read_once() {
    let dir = folder();
    let arguments = ["import", "-", "-", "-o", "out.json"].map(OsStr::new);
    let output = linchpin(dir.path(), &arguments).write_stdin(TEXT).output().unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(0), "{told}");
    assert_eq!(written(dir.path()), ["joint-statement-on-ports-2029-11-05"]);
    let guessed =
        "  guessed: title, date, standing, place from the text's head; retrieved from today's date\n";
    assert!(told.contains(guessed), "{told}");
    let missing = "  not found: address (--address), issuers (--issuer), series (--series)\n";
    assert!(told.contains(missing), "{told}");
    let (code, told) = import(dir.path(), &["-"]);
    assert!(code == 1 && told.contains("-: left out: the file is empty"), "{told}");
}

#[test]
fn a_stop_is_heeded_while_the_standard_input_waits() {
    let dir = folder();
    let mut command = Command::new(env!("CARGO_BIN_EXE_linchpin"));
    command.args(["import", "-", "-o", "out.json"]).env_clear().current_dir(dir.path());
    let mut child = command.stdin(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    // More than fits in a pipe: when all is written, it is being read.
    input.write_all(&vec![b'a'; 1 << 18]).unwrap();
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
    let output = child.wait_with_output().unwrap();
    drop(input);
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!((output.status.code(), &*told), (Some(2), "linchpin: stopped; nothing was written\n"));
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0);
}

#[test]
fn an_address_is_answered_with_the_line_that_imports_it() {
    let dir = folder();
    for (address, quoted) in [
        ("https://www.state.gov/statement/", "'https://www.state.gov/statement/'"),
        ("HTTP://x.example/it's?a=1&b=2", r"'HTTP://x.example/it'\''s?a=1&b=2'"),
    ] {
        let (code, told) = import(dir.path(), &[address]);
        let line = format!("curl -sL {quoted} | linchpin import - --address {quoted}\n");
        assert!(code == 1 && told.contains(&line), "{told}");
    }
    // A file with this name is a file.
    fs::create_dir_all(dir.path().join("https:/x.example")).unwrap();
    fs::write(dir.path().join("https:/x.example/a.txt"), TEXT).unwrap();
    assert_eq!(import(dir.path(), &["https://x.example/a.txt"]).0, 0);
}

#[test]
fn only_a_pdftotext_of_an_absolute_folder_is_run() {
    let dir = folder();
    fs::write(dir.path().join("paper.pdf"), "%PDF-1.7\n").unwrap();
    let program = dir.path().join("bin/pdftotext");
    fs::create_dir(dir.path().join("bin")).unwrap();
    // It writes the page that it is asked for, and that it ran.
    let page = "<doc><page><line xMin=\"1\" yMin=\"1\" xMax=\"9\" yMax=\"2\"><word>It</word><word>is</word><word>said.</word></line></page></doc>";
    fs::write(&program, format!("#!/bin/sh\necho \"$@\" > ran\necho '{page}'\n")).unwrap();
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
    let with_path = |path: &OsStr| {
        let arguments = ["import", "paper.pdf", "-o", "out.json"].map(OsStr::new);
        let output = linchpin(dir.path(), &arguments).env("PATH", path).output().unwrap();
        (output.status.code().unwrap(), String::from_utf8(output.stderr).unwrap())
    };
    let (code, told) = with_path(OsStr::new("bin:"));
    assert!(code == 1 && told.contains("pdftotext, which is not installed"), "{told}");
    assert!(!dir.path().join("ran").exists());
    let mut path = dir.path().join("bin").into_os_string();
    path.push(":/bin:/usr/bin");
    let (code, told) = with_path(&path);
    assert!(code == 0 && told.contains("from PDF: check against the page"), "{told}");
    let ran = fs::read_to_string(dir.path().join("ran")).unwrap();
    assert!(ran.starts_with("-bbox-layout -enc UTF-8 /") && ran.ends_with(".pdf -\n"), "{ran}");
    // Its messages beside the text matter too.
    for (script, why) in [
        ("echo 'Command Line Error: Incorrect password' >&2; exit 1", "this PDF is encrypted"),
        ("exit 3", "pdftotext cannot read this PDF"),
        ("kill -9 $$", "pdftotext cannot read this PDF"),
        ("printf '<doc><page>'", "ends early"),
        ("printf '<doc><page/></doc>'", "pictures of pages and no text"),
        ("printf '\\377'", "not UTF-8"),
    ] {
        fs::write(&program, format!("#!/bin/sh\n{script}\n")).unwrap();
        let (code, told) = with_path(&path);
        assert!(code == 1 && told.contains(why), "{script}: {told}");
    }
}

#[test]
fn a_file_that_is_no_dataset_is_left_as_it_is_and_the_reason_is_told() {
    let dir = folder();
    fs::write(dir.path().join("a.txt"), TEXT).unwrap();
    for (text, reason) in [
        ("{\"schema\":1, \"id\":\"x\",, }", "line 1 column 23"),
        ("// notes\n{}", "comments"),
        ("{\"schema\":1}", "missing field"),
    ] {
        fs::write(dir.path().join("out.json"), text).unwrap();
        let (code, told) = import(dir.path(), &["a.txt"]);
        assert!(code == 2 && told.contains(reason) && told.contains("`linchpin check`"), "{text}: {told}");
        assert_eq!(fs::read_to_string(dir.path().join("out.json")).unwrap(), text);
    }
}
