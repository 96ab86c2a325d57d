//! What the documents say is what the program does. `LINCHPIN_BLESS=1` rewrites what follows from the code.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use linchpin::app::keys::{BINDINGS, Chapter, keys_of};
use linchpin::corpus::load;

use crate::call::call;

fn read(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap()
}

/// Holds the file to `wanted`, or rewrites it.
fn hold(name: &str, wanted: &str) {
    if std::env::var_os("LINCHPIN_BLESS").is_some() {
        fs::write(Path::new(env!("CARGO_MANIFEST_DIR")).join(name), wanted).unwrap();
    }
    assert!(read(name) == wanted, "{name} is out of date: LINCHPIN_BLESS=1 cargo test --test data");
}

/// The table of keys as the README prints it.
fn keys() -> String {
    let mut table = String::from("| keys | what they do |\n|---|---|\n");
    for chapter in Chapter::ALL {
        writeln!(table, "| **{}** | |", chapter.title()).unwrap();
        for binding in BINDINGS.iter().filter(|b| b.chapter == chapter && !b.keys.is_empty()) {
            writeln!(table, "| `{}` | {} |", keys_of(binding), binding.help).unwrap();
        }
    }
    table
}

#[test]
fn the_readme_has_the_key_table_of_the_program() {
    let readme = read("README.md");
    let (start, end) = ("<!-- keys -->\n", "<!-- /keys -->\n");
    let Some((before, rest)) = readme.split_once(start) else { panic!("README.md has no {start}") };
    let Some((_, after)) = rest.split_once(end) else { panic!("README.md has no {end}") };
    hold("README.md", &format!("{before}{start}{}{end}{after}", keys()));
}

#[test]
fn the_picture_is_what_the_program_draws() {
    let arguments = ["--print", "--size", "120x40", "--keys", "]", "--theme", "dark", "--format", "svg"];
    let (code, picture, _) = call(&arguments, None);
    assert_eq!(code, 0);
    hold("docs/explorer.svg", &picture);
}

#[test]
fn the_counts_that_the_documents_give_are_the_datasets() {
    let corpus = load::embedded().unwrap();
    let (statements, passages) = (corpus.statements().len(), corpus.passages());
    let terms = corpus.dataset().terms.len();
    let said = format!("{statements} statements, {passages} passages, {terms} key terms");
    for name in ["README.md", "CHANGELOG.md"] {
        assert!(read(name).contains(&said), "{name} does not say: {said}");
    }
}
