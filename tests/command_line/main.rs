//! The command line for other programs and people: called within the test's process, or, where pipes, signals and
//! folders matter, as a process.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "helpers of tests, where a panic is the report; clippy.toml allows it inside test functions only"
)]

mod answers;
mod bad_data;
#[path = "../fixture/call.rs"]
mod call;
mod comparing;
mod drafting;
mod exporting;
#[path = "../fixture/mod.rs"]
mod fixture;
mod joining;
mod kwic;
mod marks;
mod other_word;
mod pictures;
mod replaying;
#[path = "../fixture/skip.rs"]
mod skip;
mod start;
mod texts_of;
mod timeline;
mod use_and_pipes;
mod without;

use std::collections::BTreeSet;
use std::ffi::{OsStr, OsString};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use serde_json::Value;
use tempfile::TempDir;

use call::call;
use fixture::FIXTURE;

pub(crate) const BINARY: &str = env!("CARGO_BIN_EXE_linchpin");

/// A process with an empty environment, on the frozen dataset: for pipes, signals and the working directory.
pub(crate) fn command<S: AsRef<OsStr>>(arguments: &[S]) -> Command {
    let mut command = Command::new(BINARY);
    command.args(on_fixture(arguments)).env_clear().env("HOME", "/nonexistent").stdin(Stdio::null());
    command
}

/// The arguments, with the frozen dataset unless they name one.
pub(crate) fn on_fixture<S: AsRef<OsStr>>(arguments: &[S]) -> Vec<OsString> {
    let named = arguments.iter().any(|argument| argument.as_ref() == "--data");
    let data: &[&str] = if named { &[] } else { &["--data", FIXTURE] };
    let arguments = arguments.iter().map(AsRef::as_ref);
    data.iter().map(AsRef::as_ref).chain(arguments).map(OsStr::to_owned).collect()
}

/// What a command line answers on the frozen dataset, without an environment.
pub(crate) fn run<S: AsRef<OsStr>>(arguments: &[S]) -> (i32, String, String) {
    call(&on_fixture(arguments), None)
}

/// The exit code, and what both streams say; neither may act on a terminal.
pub(crate) fn said<S: AsRef<OsStr>>(arguments: &[S]) -> (i32, String, String) {
    let (code, out, stderr) = run(arguments);
    for text in [&out, &stderr] {
        let acts = |c: char| c != '\n' && linchpin::text::safe::is_hidden(c);
        assert!(!text.contains(|c| acts(c) && !matches!(c, '\u{200D}' | '\u{FE0F}')), "{text:?}");
    }
    (code, out, stderr)
}

/// The answer of a command that finds something and has nothing to add.
pub(crate) fn found(arguments: &[&str]) -> String {
    let (code, out, stderr) = said(arguments);
    assert_eq!((code, &*stderr), (0, ""), "{arguments:?}");
    out
}

pub(crate) fn found_json(arguments: &[&str]) -> Value {
    let answer: Value = serde_json::from_str(&found(arguments)).unwrap();
    assert_eq!(answer["schema"], 1, "{arguments:?}");
    answer
}

pub(crate) fn dataset() -> Value {
    serde_json::from_str(include_str!("../fixture/first-edition.json")).unwrap()
}

pub(crate) fn list(value: &Value) -> &Vec<Value> {
    value.as_array().unwrap()
}

pub(crate) fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

pub(crate) fn ids(values: &Value) -> BTreeSet<&str> {
    list(values).iter().map(|value| text(&value["id"])).collect()
}

pub(crate) fn keys(value: &Value) -> Vec<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

/// The characters from `start` to `end`, which count Unicode scalar values.
pub(crate) fn marked(text: &str, mark: &Value) -> String {
    let at = |key: &str| usize::try_from(mark[key].as_u64().unwrap()).unwrap();
    assert!(at("start") < at("end") && at("end") <= text.chars().count(), "{mark} in {text}");
    text.chars().skip(at("start")).take(at("end").saturating_sub(at("start"))).collect()
}

/// Without white space, so that wrapping makes no difference.
pub(crate) fn squeezed(text: &str) -> String {
    text.split_whitespace().collect()
}

/// Whether a program can be started here.
pub(crate) fn is_here(program: &str) -> bool {
    skip::or_skip(program, Command::new(program).arg("--version").output().ok()).is_some()
}

/// Opens a file in Chromium with a new profile, and returns what the browser writes.
pub(crate) fn chromium<S: AsRef<OsStr>>(file: &Path, arguments: &[S]) -> String {
    let profile = TempDir::new().unwrap();
    let mut command = Command::new("chromium");
    command.args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]);
    command.args(["--disable-background-networking", "--disable-component-update", "--disable-sync"]);
    command.arg("--hide-scrollbars").arg(format!("--user-data-dir={}", profile.path().display()));
    command.args(arguments).arg(format!("file://{}", file.display())).env("HOME", profile.path());
    let output = assert_cmd::Command::from_std(command).timeout(Duration::from_mins(2)).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}
