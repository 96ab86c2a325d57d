//! What the documents say is what the program does. `LINCHPIN_BLESS=1` rewrites the files that follow from the code.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use linchpin::app::bindings::{BINDINGS, Chapter, keys_of};
use linchpin::corpus::holding::Holding;
use linchpin::corpus::load;

use crate::call::call;
use crate::skip::{PROGRAMS, or_skip};

fn read(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap()
}

/// Compares the file with `wanted`, or rewrites it.
fn hold(name: &str, wanted: &str) {
    if std::env::var_os("LINCHPIN_BLESS").is_some() {
        fs::write(Path::new(env!("CARGO_MANIFEST_DIR")).join(name), wanted).unwrap();
    }
    assert!(read(name) == wanted, "{name} is out of date: LINCHPIN_BLESS=1 cargo test --test data");
}

/// The table of keys as docs/keys.md prints it.
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
fn the_document_of_keys_has_the_key_table_of_the_program() {
    let page = read("docs/keys.md");
    let (start, end) = ("<!-- keys -->\n", "<!-- /keys -->\n");
    let Some((before, rest)) = page.split_once(start) else { panic!("docs/keys.md has no {start}") };
    let Some((_, after)) = rest.split_once(end) else { panic!("docs/keys.md has no {end}") };
    hold("docs/keys.md", &format!("{before}{start}{}{end}{after}", keys()));
}

/// A first page is read in a minute or not at all.
#[test]
fn the_readme_is_short() {
    let words = read("README.md").split_whitespace().count();
    assert!(words <= 900, "README.md has {words} words");
}

/// The end of an address that leads to this heading.
fn anchor(heading: &str) -> String {
    let kept = heading.to_lowercase().replace(' ', "-");
    kept.chars().filter(|c| c.is_alphanumeric() || *c == '-').collect()
}

#[test]
fn the_links_of_the_documents_lead_somewhere() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let files = |folder: &str| {
        let entries = fs::read_dir(root.join(folder)).unwrap();
        let paths = entries.map(|entry| entry.unwrap().path());
        paths.filter(|path| path.extension().is_some_and(|ending| ending == "md")).collect::<Vec<_>>()
    };
    let documents = [files(""), files("docs"), files("data")].concat();
    assert!(documents.len() > 10);
    for path in documents {
        let document = fs::read_to_string(&path).unwrap();
        for link in document.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            if link.starts_with("https://") || link.contains(['{', ' ']) {
                continue;
            }
            let (file, heading) = link.split_once('#').unwrap_or((link, ""));
            let target = if file.is_empty() { path.clone() } else { path.parent().unwrap().join(file) };
            let name = path.display();
            assert!(target.exists(), "{name} links to {link}, which is not there");
            let has_heading = || {
                let target = fs::read_to_string(&target).unwrap();
                let mut headings = target.lines().filter(|line| line.starts_with('#'));
                headings.any(|line| anchor(line.trim_start_matches('#').trim()) == heading)
            };
            assert!(heading.is_empty() || has_heading(), "{name} links to {link}, which has no such heading");
        }
    }
}

#[test]
fn what_tests_may_need_is_the_same_wherever_it_is_required() {
    assert!(PROGRAMS.iter().all(|program| or_skip(program, Some(())).is_some()));
    for name in [".ci/run", "CONTRIBUTING.md"] {
        let text = read(name);
        let required: Vec<&str> = text.split("LINCHPIN_REQUIRE=").skip(1).collect();
        assert!(!required.is_empty(), "{name} requires nothing");
        for list in required {
            let list = list.split([' ', '`']).next().unwrap();
            assert_eq!(list, PROGRAMS.join(","), "{name}");
        }
    }
}

#[test]
fn the_pictures_are_what_the_program_draws() {
    for (name, keys) in [
        ("docs/explorer.svg", "]"),
        ("docs/analysis/concordance.svg", "2"),
        ("docs/analysis/compare.svg", "/scm-53<enter>cc/fact-sheet-2025<enter>cj"),
        ("docs/analysis/draft.svg", "/mutually complementary<enter><esc>5n"),
        ("docs/analysis/timeline.svg", "/linchpin vs indo-pacific<enter>3"),
    ] {
        let arguments = ["--print", "--size", "120x40", "--keys", keys, "--theme", "dark", "--format", "svg"];
        let (code, picture, _) = call(&arguments, None);
        assert_eq!(code, 0);
        hold(name, &picture);
    }
    for size in ["80x24", "100x30", "120x40", "200x60"] {
        for theme in ["dark", "light", "mono"] {
            let arguments = ["--print", "--size", size, "--theme", theme, "--format", "svg"];
            hold(&format!("docs/first-screen/{size}-{theme}.svg"), &call(&arguments, None).1);
        }
    }
}

#[test]
fn the_counts_that_the_documents_give_are_the_datasets() {
    let corpus = load::embedded().unwrap();
    let (holding, passages) = (Holding::of(&corpus, corpus.by_date()), corpus.passages());
    let terms = corpus.dataset().terms.len();
    let said = format!("{holding}, {passages} passages, {terms} key terms");
    assert!(read("README.md").contains(&said), "README.md does not say: {said}");
}

#[test]
fn the_table_of_the_first_screen_is_what_the_first_screens_show() {
    let document = read("docs/first-screen.md");
    let rows: Vec<Vec<&str>> = document
        .lines()
        .filter(|line| line.starts_with("| 2"))
        .map(|line| line.trim_matches('|').split('|').map(str::trim).collect())
        .collect();
    assert_eq!(rows.len(), 3);
    for keys in ["", "]", "]]"] {
        let (_, screen, _) = call(&["--print", "--size", "80x24", "--keys", keys], None);
        for row in &rows {
            let [_, _, what, who, sure] = row.as_slice() else { panic!("{row:?}") };
            // The words take several rows of their column.
            let beginning: String = what.chars().take(20).collect();
            let sure = sure.replace('`', "").replacen(' ', "  ", 1);
            for wanted in [&beginning, *who, &sure] {
                assert!(screen.contains(wanted), "{keys}: {wanted}\n{screen}");
            }
        }
    }
}
