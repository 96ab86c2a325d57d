//! `w`: what a view shows as a document, with the bytes that its command writes.

use std::ffi::OsString;
use std::fs;
use std::path::Path;

use linchpin::app::loading::Loading;
use linchpin::app::writing::DocumentForm;
use linchpin::commands::environment::Environment;
use linchpin::terminal::run::Ending;
use tempfile::TempDir;

use crate::fixture::FIXTURE;
use crate::harness::Explorer;

/// Each form, what the footer says about it after its key, and its name in the command.
const FORMS: [(DocumentForm, &str, &str); 6] = [
    (DocumentForm::Markdown, "m Markdown", "markdown"),
    (DocumentForm::Html, "h web page", "html"),
    (DocumentForm::Word, "d Word", "docx"),
    (DocumentForm::Csv, "c CSV", "csv"),
    (DocumentForm::Json, "j JSON", "json"),
    (DocumentForm::Plain, "p plain text", "text"),
];

/// What a command writes about the frozen dataset.
fn command(arguments: &[&str]) -> Vec<u8> {
    let line = ["linchpin", "--data", FIXTURE].iter().chain(arguments).map(OsString::from);
    let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
    let code = linchpin::commands::run(line, &Environment::default(), &mut stdout, &mut stderr);
    assert!(code < 2, "{arguments:?}: {}", String::from_utf8_lossy(&stderr));
    stdout
}

fn opened(folder: &Path, keys: &str) -> Explorer {
    let mut explorer = Explorer::open(120, 40);
    explorer.write_in(folder);
    explorer.press(keys);
    explorer
}

fn files(folder: &TempDir) -> Vec<String> {
    let files = fs::read_dir(folder.path()).unwrap();
    let mut names: Vec<String> = files.map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// Presses `w` and each form: a file, or a plain screen, has what the command writes; the other forms are refused.
fn is_written(keys: &str, stem: &str, forms: &str, arguments: &[&str], plain: &[&str]) {
    for (form, offer, format) in FORMS {
        let (key, _) = offer.split_once(' ').unwrap();
        let folder = TempDir::new().unwrap();
        let mut explorer = opened(folder.path(), keys);
        explorer.press("w");
        assert_eq!(explorer.shows(offer), forms.contains(key), "{keys}: {}", explorer.text());
        explorer.press(key);
        if !forms.contains(key) {
            let said = explorer.text();
            assert!(
                said.contains("w h writes a web page") || said.contains("w j writes JSON"),
                "{keys}: {said}"
            );
            assert_eq!(files(&folder), [""; 0], "{keys} {format}");
        } else if form == DocumentForm::Plain {
            assert_eq!(explorer.printed(), String::from_utf8(command(plain)).unwrap(), "{keys}");
            explorer.press("x");
            assert!(explorer.shows("? help"), "any key comes back");
        } else {
            let name = format!("{stem}.{}", form.ending());
            assert_eq!(files(&folder), [name.as_str()], "{keys} {format}: {}", explorer.text());
            assert!(explorer.shows(&format!("{name} written in /")), "{}", explorer.text());
            let format = format!("--format={format}");
            let (head, tail) = arguments.split_at(1);
            let expected = command(&[head, &[&format], tail].concat());
            assert!(
                !expected.is_empty() && fs::read(folder.path().join(&name)).unwrap() == expected,
                "{name}"
            );
        }
    }
}

#[test]
fn statements_and_hits_are_written_as_exports() {
    is_written("", "statements", "mhcjp", &["export", "statements"], &["list"]);
    let query = "alliance standing:joint";
    let keys = "/alliance standing:joint<enter>";
    let stem = "hits-alliance-standing-joint";
    is_written(keys, stem, "mhcjp", &["export", "hits", query], &["search", query]);
}

#[test]
fn a_concordance_is_written_in_its_order_and_width() {
    for (keys, stem, arguments) in [
        ("2", "kwic-modernization", &["kwic", ""][..]),
        (
            "/\"Peace and  stability\"<enter>2",
            "kwic-peace-and-stability",
            &["kwic", "\"Peace and  stability\""],
        ),
        ("/동맹<enter>2<lt>vv", "kwic-동맹", &["kwic", "--sort=left", "--window=passage", "동맹"]),
        ("2ox", "kwic-modernization", &["kwic", "--sort=node", "--all", ""]),
        (
            "/linchpin vs alliance<enter>2vvv",
            "kwic-linchpin-vs-alliance",
            &["kwic", "--around", "linchpin vs alliance"],
        ),
        ("/alliance<enter>2vvvv", "kwic-alliance", &["kwic", "--around=year", "alliance"]),
    ] {
        is_written(keys, stem, "mhcjp", arguments, arguments);
    }
}

#[test]
fn a_timeline_is_written_by_what_it_is_grouped_by() {
    let query = "linchpin vs cornerstone";
    for (keys, stem, arguments) in [
        ("3", "timeline-modernization", &["timeline", ""][..]),
        (
            "/linchpin vs cornerstone<enter>3v",
            "timeline-linchpin-vs-cornerstone",
            &["timeline", "--by=year", query],
        ),
        (
            "/linchpin vs cornerstone<enter>3vvvv",
            "timeline-linchpin-vs-cornerstone",
            &["timeline", "--by=series", query],
        ),
    ] {
        is_written(keys, stem, "mhcjp", arguments, arguments);
    }
}

#[test]
fn a_comparison_is_written_from_a_to_b() {
    const PAIR: &str = "/scm-53<enter>cc/fact-sheet-2025<enter>c";
    for (keys, stem, arguments) in [
        (PAIR.to_owned(), "compare-scm-53-vs-fact-sheet-2025", &["compare", "scm-53", "fact-sheet-2025"][..]),
        (format!("{PAIR}x"), "compare-fact-sheet-2025-vs-scm-53", &["compare", "fact-sheet-2025", "scm-53"]),
        (String::from("/scm-53<enter>3c"), "compare-scm-51-vs-scm-53", &["compare", "scm-53"]),
        (
            String::from("/meaning:2003 vs meaning:2025<enter>4"),
            "compare-meaning-2003-vs-meaning-2025",
            &["compare", "meaning:2003", "meaning:2025"],
        ),
        // Words that look like ids are words here.
        (
            String::from("/scm-53 vs scm-50<enter>4"),
            "compare-scm-53-vs-scm-50",
            &["compare", "\"scm-53\"", "\"scm-50\""],
        ),
    ] {
        is_written(&keys, stem, "mhdjp", arguments, arguments);
    }
}

#[test]
fn a_draft_is_written_with_its_filter() {
    let text =
        "We will modernize our ties, and -- as the linchpin of peace and stability --\nexpand cooperation.";
    let typed = text.replace('\n', "<enter>");
    let arguments = ["draft", "--text", text];
    is_written(&format!("5i<c-u>{typed}<esc>"), "draft", "mhdjp", &arguments, &arguments);
    let arguments = ["draft", "--filter=series:SCM", "--text", text];
    is_written(&format!("/series:SCM<enter>5i<c-u>{typed}<esc>"), "draft", "mhdjp", &arguments, &arguments);
}

#[test]
fn no_file_is_replaced_and_what_is_not_written_says_why() {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("kwic-modernization.md"), "mine").unwrap();
    let mut explorer = opened(folder.path(), "2wmwm");
    assert!(explorer.shows("kwic-modernization-3.md written in"), "{}", explorer.text());
    assert_eq!(files(&folder).len(), 3);
    assert_eq!(fs::read_to_string(folder.path().join("kwic-modernization.md")).unwrap(), "mine");
    // Messages of the explorer are those of the command.
    explorer.press("/no such words<enter>wm");
    assert!(explorer.shows("not written: no such words: 0 lines"), "{}", explorer.text());
    explorer.press("/<c-u>standng:joint<enter>wm");
    assert!(explorer.shows("not written: ") && explorer.shows("did you mean"), "{}", explorer.text());
    explorer.press("/<c-u>treaty-1953<enter>1g4wm");
    assert!(explorer.shows("No statement before"), "{}", explorer.text());
    assert_eq!((files(&folder).len(), explorer.app.unwritten), (3, 0));
    explorer.write_in(&folder.path().join("none"));
    explorer.press("1wj");
    assert!(
        explorer.shows("not written in /") && explorer.shows("w p shows it as plain text"),
        "{}",
        explorer.text()
    );
    explorer.app.loading = Some(Loading::Begun);
    explorer.press("wm");
    assert!(explorer.shows("not all has been read yet"), "{}", explorer.text());
    explorer.app.loading = None;
    explorer.press("w<esc>");
    assert!(matches!(explorer.press("q"), Some(Ending::Quit)), "{}", explorer.text());
}

#[test]
fn a_restricted_session_has_the_plain_screen_alone() {
    let folder = TempDir::new().unwrap();
    let mut explorer = opened(folder.path(), "2");
    explorer.app.restricted = true;
    explorer.press("w");
    assert!(explorer.shows("write as p plain text") && !explorer.shows("Markdown"), "{}", explorer.text());
    explorer.press("m");
    assert!(
        explorer.shows("this session writes no files; w p shows it as plain text"),
        "{}",
        explorer.text()
    );
    explorer.press("wp");
    assert!(explorer.printed().contains("‹modern"), "{}", explorer.printed());
    assert_eq!(files(&folder), [""; 0]);
}

#[test]
fn the_palette_writes_too() {
    let folder = TempDir::new().unwrap();
    let explorer = opened(folder.path(), "3:view as web page<enter>");
    assert_eq!(files(&folder), ["timeline-modernization.html"], "{}", explorer.text());
}
