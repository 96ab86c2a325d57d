//! The search compared with judgment: a set judged by reading, lists of word families, and a slow reference.
//!
//! Invariant: nothing here is taken from the search code; if the two disagree, the search must be explained or mended.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers of tests may fail as tests do")]

mod families;
#[path = "../fixture/mod.rs"]
mod fixture;
#[path = "../../benches/generated.rs"]
mod generated;
mod judged;
mod kinds;
mod language;
mod lines;
mod loading;
mod reference;
mod scores;
mod silence;
mod slow;
#[path = "../fixture/slow_lines.rs"]
mod slow_lines;

use std::io::Write;
use std::path::Path;

use linchpin::library::Library;
use linchpin::search::{Found, Level};

/// The ids of the hits, best first, each with its level.
fn ranked(library: &Library, query: &str) -> Vec<(String, Level)> {
    let found: Found = library.search(query);
    let id = |hit: &linchpin::search::Hit| library.corpus.passage(hit.passage).unwrap().1.id.to_string();
    found.hits.iter().map(|hit| (id(hit), hit.level)).collect()
}

fn frozen() -> Library {
    Library::open(&Path::new(fixture::FIXTURE).into()).unwrap()
}

/// A library made by the generator, read from a file as any dataset is.
fn generated(passages: usize, words: usize) -> Library {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    generated::Generated::new(passages, words, generated::SEED).write(&mut file).unwrap();
    file.flush().unwrap();
    Library::open(&file.path().into()).unwrap()
}
