//! Bad use, pipes, printed frames, and how messages quote what was typed.

use linchpin::text::safe::is_hidden;
use std::ffi::OsString;
use std::fs::OpenOptions;
use std::io::BufRead;
use std::io::BufReader;
use std::io::pipe;
use std::os::unix::ffi::OsStringExt;
use std::process::{Command, Stdio};
use unicode_width::UnicodeWidthStr;

use crate::{BINARY, FIXTURE, command, found, run, said};

#[test]
fn bad_use_is_told_and_exits_2() {
    for (arguments, part) in [
        (&["bogus"][..], "unrecognized subcommand 'bogus'"),
        (&["show"], "<ID>"),
        (&["search"], "<QUERY>"),
        (&["search", "--bogus"], "--bogus"),
        (&["completions", "tcl"], "possible values"),
        (&["--print", "--size", "80"], "such as 80x24"),
        (&["--print", "--size", "80x"], "such as 80x24"),
        (&["--print", "--size=-1x5"], "such as 80x24"),
        (&["--print", "--size=1001x5"], "up to 1000x1000"),
        (&["--print", "--size=99999999x5"], "up to 1000x1000"),
        (&["--print", "--format", "gif"], "possible values"),
        (&["--print", "--keys", "<bogus>"], "unknown key <bogus>"),
        (&["--keys", "j"], "--print"),
        (&["--size", "80x24"], "--print"),
        (&["--print", "list"], "it cannot be combined with a command"),
        (&["list", "--theme", "blue"], "--theme"),
    ] {
        let (code, out, stderr) = said(arguments);
        assert_eq!((code, &*out), (2, ""), "{arguments:?}: {stderr}");
        assert!(stderr.starts_with("linchpin: ") && stderr.contains(part), "{arguments:?}: {stderr}");
    }
}

#[test]
fn without_a_terminal_the_explorer_says_so() {
    // A process, whose streams are never those of the terminal that the tests run in.
    let output = command::<&str>(&[]).output().unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert_eq!((output.status.code(), &*output.stdout), (Some(2), &b""[..]));
    assert!(stderr.starts_with("linchpin: the explorer needs a terminal"), "{stderr}");
    assert!(stderr.contains("\nhint: "), "{stderr}");
}

#[test]
fn a_closed_pipe_is_a_quiet_end() {
    for arguments in [
        &["list"][..],
        &["search", "modernization", "--json"],
        &["show", "jo-2025"],
        &["--print"],
        &["schema"],
        &["--help"],
        &["check", FIXTURE],
    ] {
        let (reader, writer) = pipe().unwrap();
        drop(reader);
        let output = command(arguments).stdout(writer).stderr(Stdio::piped()).output().unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(0), "{arguments:?}: {stderr}");
        assert!(!stderr.contains("linchpin") && !stderr.contains("panic"), "{arguments:?}: {stderr}");
    }
}

#[test]
fn a_reader_that_takes_one_line_is_enough() {
    // More than a pipe holds, so that writing goes on after the reader has left.
    let mut child = command(&["--print", "--size", "1000x1000", "--format", "svg"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    assert!(line.starts_with("<svg"));
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), &*output.stderr), (Some(0), &b""[..]));
}

#[test]
fn an_answer_that_nobody_could_get_is_no_success() {
    for arguments in ["--help", "--version", "help search", "list", "schema", "man"] {
        for (target, reason) in [
            (">&-", "it is closed"),
            ("1<>/dev/null", "open /dev/null for writing only"),
            (">/dev/full", "No space left"),
        ] {
            let line = format!("'{BINARY}' {arguments} {target}");
            let output = Command::new("sh").args(["-c", &line]).output().unwrap();
            let stderr = String::from_utf8(output.stderr).unwrap();
            assert!(
                output.status.code() == Some(2)
                    && stderr.contains("standard output: ")
                    && stderr.contains(reason),
                "{line}: {stderr}"
            );
        }
        let line = format!("'{BINARY}' {arguments} >/dev/null");
        assert!(Command::new("sh").args(["-c", &line]).status().unwrap().success(), "{line}");
    }
}

#[test]
fn a_log_to_a_pipe_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let pipe = folder.path().join("pipe");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let (code, _, stderr) = said(&["--print", "--log", pipe.to_str().unwrap()]);
    assert!(code == 2 && stderr.contains("it is a pipe or a socket; name a file"), "{stderr}");
}

#[test]
fn a_full_disk_is_told() {
    let full = OpenOptions::new().write(true).open("/dev/full").unwrap();
    let output = command(&["list"]).stdout(full).stderr(Stdio::piped()).output().unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr.starts_with("linchpin: standard output: "), "{stderr}");
}

#[test]
fn the_schema_is_the_published_one() {
    assert_eq!(found(&["schema"]), include_str!("../../data/schema.json"));
}

#[test]
fn completions_and_manual_name_every_command() {
    let commands = ["list", "show", "search", "meanings", "terms", "check", "schema", "completions", "man"];
    for shell in ["bash", "zsh", "fish"] {
        let script = found(&["completions", shell]);
        assert!(commands.iter().all(|command| script.contains(command)), "{shell}");
    }
    let manual = found(&["man"]);
    assert!(manual.contains("\n.TH linchpin 1"), "{manual}");
    assert!(commands.iter().all(|command| manual.contains(&format!("linchpin\\-{command}(1)"))), "{manual}");
    let help = found(&["--help"]);
    assert!(commands.iter().all(|command| help.contains(&format!("\n  {command} "))), "{help}");
    assert!(found(&["--version"]).starts_with("linchpin "));
}

/// Prints the frame in every format, and checks that it has the size that was asked for.
fn frame_fits(size: &str, keys: &str) {
    let (columns, rows) = size.split_once('x').unwrap();
    let (columns, rows): (usize, usize) = (columns.parse().unwrap(), rows.parse().unwrap());
    let options = ["--print", "--size", size, "--keys", keys];
    let frame = found(&options);
    if columns > 0 {
        assert_eq!(frame.lines().count(), rows, "{size} {keys}");
    }
    assert!(frame.lines().all(|line| line.width() <= columns), "{size} {keys}\n{frame}");
    is_picture(&found(&[&options[..], &["--format", "svg"]].concat()));
    let colored = run(&[&options[..], &["--format", "ansi"]].concat());
    assert_eq!((colored.0, &*colored.2), (0, ""), "{size} {keys}");
}

fn is_picture(svg: &str) {
    let picture = roxmltree::Document::parse(svg).unwrap();
    assert!(picture.root_element().has_tag_name(("http://www.w3.org/2000/svg", "svg")), "{svg}");
}

#[test]
fn a_frame_is_printed_in_every_format_and_size() {
    for size in ["0x0", "0x9", "9x0", "1x1", "2x1", "20x5", "40x12", "60x15", "80x24", "200x60"] {
        for keys in ["", "?", ":", "t", "j/flex<enter>", "/<lt>&a\"'<esc>"] {
            frame_fits(size, keys);
        }
    }
    frame_fits("1000x1000", "?");
}

#[test]
fn what_stands_for_markup_is_written_out_in_a_picture() {
    let picture = found(&["--print", "--format", "svg", "--keys", "/<lt>&a\"'"]);
    is_picture(&picture);
    assert!(picture.contains("&lt;&amp;a"), "{picture}");
}

#[test]
fn only_the_ansi_format_holds_escapes() {
    let colored = run(&["--print", "--size", "80x24", "--format", "ansi"]);
    assert!(colored.1.contains('\u{1b}'));
    // `said` checks for every other character that a terminal acts on.
    for arguments in [&["--print"][..], &["--print", "--format", "svg"], &["--print", "--theme", "contrast"]]
    {
        assert!(!found(arguments).is_empty());
    }
}

#[test]
fn what_was_typed_never_comes_back_raw() {
    let nasty = "a\u{1b}[31m\u{1b}]0;x\u{7}\u{202E}\u{200B}\u{9b}2J\r\u{8}b";
    let key = format!("<{nasty}>");
    let typed = format!("/{nasty}");
    for arguments in [
        &["show", nasty][..],
        &["show", nasty, "--json"],
        &["search", nasty],
        &["search", nasty, "--json"],
        &["search", &format!("year:{nasty}")],
        &["search", &format!("series:{nasty} \"{nasty}"), "--json"],
        &["search", &format!("--{nasty}")],
        &["--data", nasty, "list"],
        &["check", nasty],
        &["check", nasty, "--json"],
        &["--print", "--keys", &key],
        &["--print", "--keys", &typed],
        &["--print", "--keys", &typed, "--format", "svg"],
        &["--print", "--size", nasty],
        &["--print", "--theme", nasty],
        &["completions", nasty],
        &[nasty],
        &["help", nasty],
    ] {
        // It checks both streams.
        let (code, ..) = said(arguments);
        assert!((0..=2).contains(&code), "{arguments:?}");
    }
    let rows = format!("linchpin{nasty} vs cornerstone{nasty} year:..2030");
    for view in ["kwic", "kwic --around", "timeline", "compare", "draft --text", "brief", "export hits"] {
        for format in ["text", "markdown", "html", "csv", "tsv", "json", "svg"] {
            let words = view.split(' ').chain([&*rows, "--format", format]);
            let (code, ..) = said(&words.collect::<Vec<_>>());
            assert!((0..=2).contains(&code), "{view} as {format}");
        }
    }
    let typed = run(&["--print", "--keys", &typed, "--format", "ansi"]);
    assert!(!typed.1.contains(['\u{202E}', '\u{200B}', '\u{9b}', '\u{7}']));
}

#[test]
fn arguments_that_are_not_text_are_bad_use() {
    let bytes = || OsString::from_vec(b"a\xff\x1b[31m".to_vec());
    for name in ["show", "search", "--keys", "check", "--data"] {
        // A process: some of these would open the explorer.
        let output = command(&[OsString::from(name), bytes()]).output().unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert!(!stderr.contains(|c| c != '\n' && is_hidden(c)), "{stderr:?}");
        assert_eq!((output.status.code(), &*output.stdout), (Some(2), &b""[..]), "{name}");
        assert!(!stderr.is_empty(), "{name}");
    }
}
