//! What must hold of any input: asked by the fuzz targets, and by `tests/properties` on every run of the tests.
//!
//! Invariant: these functions panic if and only if linchpin does what it must never do.

use std::borrow::Cow;
use std::sync::OnceLock;

use linchpin::corpus::fix::fix;
use linchpin::corpus::load;
use linchpin::library::Library;
use linchpin::search::Certainty;

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

/// Any bytes are a dataset or are said not to be one, in words that do nothing to a terminal.
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
