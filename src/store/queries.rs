//! The reader's queries, kept over sessions.
//!
//! Invariant: the file has the last queries of all sessions, each once, the newest last; no query in it can act on a terminal.

use std::io;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::{read_record, write_record};
use crate::text::safe::clean;

/// Maximum queries that are kept.
const KEPT: usize = 100;
/// Maximum bytes of a query that is kept.
const LONGEST_QUERY: usize = 4_000;

/// The file of queries.
#[derive(Debug)]
pub struct KeptQueries {
    pub(super) folder: PathBuf,
}

#[derive(Debug, Default, Serialize, Deserialize)]
struct QueryRecord {
    queries: Vec<String>,
}

impl KeptQueries {
    const NAME: &str = "queries.json";

    /// The queries, the newest last.
    pub fn last(&self) -> Vec<String> {
        let record = read_record::<QueryRecord>(&self.folder.join(Self::NAME));
        let queries = record.ok().flatten().unwrap_or_default().queries;
        queries.iter().map(|query| clean(query).into_owned()).collect()
    }

    /// Adds the queries of a session to those of all others.
    ///
    /// # Errors
    /// If the file cannot be written, or a newer program wrote it.
    pub fn add(&self, fresh: &[String]) -> io::Result<()> {
        if fresh.is_empty() {
            return Ok(());
        }
        // Read again: another session may have added to it.
        let mut queries = self.last();
        queries.retain(|query| !fresh.contains(query));
        queries.extend(fresh.iter().filter(|query| query.len() <= LONGEST_QUERY).cloned());
        queries.drain(..queries.len().saturating_sub(KEPT));
        write_record(&self.folder, Self::NAME, QueryRecord { queries })
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn the_last_hundred_are_kept_over_sessions_each_once() {
        let folder = tempfile::tempdir().unwrap();
        let kept = KeptQueries { folder: folder.path().join("new") };
        assert_eq!(kept.last(), [""; 0]);
        let numbered = |range: std::ops::Range<usize>| range.map(|n| format!("q{n}")).collect::<Vec<_>>();
        kept.add(&numbered(0..60)).unwrap();
        kept.add(&numbered(50..120)).unwrap();
        kept.add(&["q30".to_owned(), "x".repeat(LONGEST_QUERY + 1)]).unwrap();
        let mut expected = numbered(21..120);
        expected.retain(|query| query != "q30");
        expected.insert(0, "q20".to_owned());
        expected.push("q30".to_owned());
        assert_eq!(kept.last(), expected);
        kept.add(&[]).unwrap();
        assert_eq!(kept.last().len(), KEPT);
    }

    #[test]
    fn a_newer_or_damaged_file_is_left_as_it_is_and_nothing_in_it_acts_on_a_terminal() {
        let folder = tempfile::tempdir().unwrap();
        let kept = KeptQueries { folder: folder.path().to_owned() };
        let file = folder.path().join(KeptQueries::NAME);
        for text in ["{\"schema\":2,\"queries\":[\"a\"]}", "{\"sche"] {
            fs::write(&file, text).unwrap();
            assert_eq!(kept.last(), [""; 0]);
            assert!(kept.add(&["b".to_owned()]).is_err());
            assert_eq!(fs::read_to_string(&file).unwrap(), text);
        }
        fs::write(&file, "{\"schema\":1,\"queries\":[\"a\\u001b[2J\\nb\"]}").unwrap();
        assert_eq!(kept.last(), ["a⟦001B⟧[2J b"]);
    }
}
