//! What must be true for any input: checked by the fuzz targets, and by `tests/properties` on every run of the tests.
//!
//! Invariant: these functions panic if and only if linchpin does what it must never do.

use std::borrow::Cow;
use std::ffi::OsString;
use std::sync::OnceLock;

use linchpin::commands::environment::Environment;
use linchpin::corpus::fix::fix;
use linchpin::corpus::load;
use linchpin::library::Library;
use linchpin::search::Certainty;
use linchpin::text::safe::is_hidden;

/// The frozen dataset.
fn frozen() -> Library {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), include_str!("../fixture/first-edition.json")).unwrap();
    Library::open(&file.path().into()).unwrap()
}

/// Any text is a query: it finds, and marks lie on characters inside their text.
pub(crate) fn query(text: &str) {
    static LIBRARY: OnceLock<Library> = OnceLock::new();
    let library = LIBRARY.get_or_init(frozen);
    let found = library.search(text);
    let of = |certainty| found.set(certainty).count_ones(..);
    assert_eq!(found.hits.len(), Certainty::ALL.into_iter().map(of).sum::<usize>());
    assert!(found.total() <= found.hits.len());
    for hit in &found.hits {
        assert!(found.certainty(hit.passage).is_some());
        let (statement, passage) = library.corpus.passage(hit.passage).unwrap();
        for mark in library.marks(&found, hit.passage) {
            let source = mark.field.source(statement, passage).unwrap();
            assert!(source.get(mark.range).is_some_and(|marked| !marked.is_empty()), "{text:?}");
        }
    }
}

/// Any bytes are a dataset, or are refused with a message that does nothing to a terminal.
pub(crate) fn dataset(bytes: &[u8]) {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), bytes).unwrap();
    match load::open(file.path()) {
        Ok(corpus) => assert!(Library::new(corpus).search("a").total() < usize::MAX),
        Err(error) => assert!(error.to_string().chars().all(|c| c == '\n' || !c.is_control())),
    }
    // In parts, the answer is the same.
    assert_eq!(Library::in_parts(&file.path().into()).is_ok(), load::open(file.path()).is_ok());
    // One pass fixes everything mechanical, and a sound dataset stays sound.
    if let Ok(text) = str::from_utf8(bytes) {
        let (sound, _) = fix(text, "any");
        assert!(matches!(fix(&sound, "any"), (Cow::Borrowed(_), fixes) if fixes.is_empty()));
        let is_sound = load::open(file.path()).is_ok();
        std::fs::write(file.path(), sound.as_bytes()).unwrap();
        assert!(!is_sound || load::open(file.path()).is_ok());
    }
}

/// Any bytes in a file with this extension are imported as a sound dataset, which a second import leaves unchanged, or
/// are left out.
pub(crate) fn import(bytes: &[u8], ending: &str) {
    let folder = tempfile::tempdir().unwrap();
    let (file, out) = (folder.path().join(format!("text.{ending}")), folder.path().join("out.json"));
    std::fs::write(&file, bytes).unwrap();
    let run = || {
        let arguments = [
            OsString::from("linchpin"),
            "import".into(),
            file.clone().into(),
            "-o".into(),
            out.clone().into(),
        ];
        let mut said = Vec::new();
        let code = linchpin::commands::run(arguments, &Environment::default(), &mut Vec::new(), &mut said);
        let said = String::from_utf8(said).unwrap();
        assert!(said.chars().all(|c| c == '\n' || !is_hidden(c)), "{said:?}");
        (code, said)
    };
    let (code, said) = run();
    assert_eq!(out.exists(), code == 0, "{said}");
    if code == 0 {
        assert!(load::open(&out).is_ok());
        let before = std::fs::read(&out).unwrap();
        assert_eq!(run().0, 0);
        assert!(std::fs::read(&out).unwrap() == before, "a second import changes nothing");
    }
}
