//! The envelope of every answer of a view: what was asked of which datasets, how many were counted, and a stamp that
//! identifies the answer.
//!
//! Invariant: two answers have the same stamp only if the program's version, what was read of the datasets, the query
//! and the options are the same. The day of the answer does not count.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::corpus::Corpus;
use crate::corpus::holding::Holding;
use crate::corpus::model::Statement;
use crate::text::safe::Text;
use crate::text::{counted, hexadecimal};

/// An answer for programs: the envelope, and the rows of one view.
#[derive(Debug, Serialize)]
pub struct ViewAnswer<O, C, R> {
    schema: u32,
    /// The command that gives this answer.
    pub view: &'static str,
    program: &'static str,
    /// The day of the answer, `YYYY-MM-DD`; null where it is not known.
    pub at: Option<String>,
    pub datasets: Vec<DatasetDigest>,
    pub query: String,
    pub options: O,
    pub counts: C,
    /// What the collection cannot show.
    pub caveat: Text,
    pub stamp: String,
    /// What the reader should know of how the query was understood.
    pub notes: Vec<String>,
    #[serde(flatten)]
    pub rows: R,
    /// How many statements are held, without collecting places and analyses.
    #[serde(skip)]
    held: usize,
}

/// What was read of one dataset.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DatasetDigest {
    pub id: Text,
    /// The SHA-256 of everything that was read of it.
    pub sha256: String,
    /// All of its records, collecting places, analyses and texts of statements too.
    #[serde(rename = "statements")]
    pub records: usize,
    pub passages: usize,
    /// The beginning of the SHA-256 of each statement, by id, so that a later answer can say which of them changed;
    /// left out for a very large dataset.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub digests: BTreeMap<Text, String>,
}

/// At most this many statements have a digest each.
const DIGESTED: usize = 2_000;
/// Digits of the digest of a statement.
const DIGITS: usize = 12;

/// What is answered, apart from its counts and rows.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a, O> {
    pub view: &'static str,
    pub query: &'a str,
    pub options: O,
    pub today: &'a str,
}

/// The program and its version.
pub const PROGRAM: &str = concat!("linchpin ", env!("CARGO_PKG_VERSION"));

impl<O: Serialize + Copy, C, R> ViewAnswer<O, C, R> {
    pub fn new(corpus: &Corpus, asked: Asked<O>, counts: C, notes: Vec<String>, rows: R) -> Self {
        let datasets = datasets(corpus);
        let query = canonical(asked.query);
        let hashes: Vec<&str> = datasets.iter().map(|dataset| dataset.sha256.as_str()).collect();
        let stamp = stamp(PROGRAM, &hashes, asked.view, &query, &asked.options);
        let at = Some(asked.today.to_owned()).filter(|today| !today.is_empty());
        let caveat = corpus.dataset().subject.caveat.clone();
        let Asked { view, options, .. } = asked;
        Self {
            schema: 1,
            view,
            program: PROGRAM,
            at,
            datasets,
            query,
            options,
            counts,
            caveat,
            stamp,
            notes,
            rows,
            held: Holding::of(corpus, corpus.by_date()).statements,
        }
    }

    /// The notes as messages for people, one on each line.
    pub fn messages(&self) -> String {
        self.notes.iter().flat_map(|note| [note.as_str(), "\n"]).collect()
    }

    /// The line under every document: `linchpin 0.1.0, 59 statements, stamp 3f9c01ab…, 2026-11-25`.
    pub fn colophon(&self) -> String {
        let stamp: String = self.stamp.trim_start_matches("sha256:").chars().take(8).collect();
        let at = self.at.as_ref().map(|at| format!(", {at}")).unwrap_or_default();
        format!("{PROGRAM}, {}, stamp {stamp}…{at}", counted(self.held, "statement"))
    }
}

/// A query as it is stamped: blanks between its pieces make no difference.
fn canonical(query: &str) -> String {
    query.split_whitespace().collect::<Vec<&str>>().join(" ")
}

/// The stamp of an answer that a program gave of datasets with these hashes.
pub fn stamp(program: &str, datasets: &[&str], view: &str, query: &str, options: &impl Serialize) -> String {
    format!("sha256:{}", sha256(&(program, datasets, view, query, options)))
}

/// The datasets that are open, in the order in which they were opened.
pub fn datasets(corpus: &Corpus) -> Vec<DatasetDigest> {
    let dataset = corpus.dataset();
    let mut ids: Vec<&Text> = vec![&dataset.id];
    let mut statements: Vec<Vec<&Statement>> = vec![Vec::new()];
    for statement in corpus.statements() {
        let (id, _) = corpus.original_id(statement);
        let at = ids.iter().position(|known| *known == id).unwrap_or_else(|| {
            ids.push(id);
            statements.push(Vec::new());
            ids.len() - 1
        });
        statements.get_mut(at).into_iter().for_each(|of| of.push(statement));
    }
    let first = (&dataset.subject, &dataset.terms, &dataset.questions, &dataset.meanings);
    let digest = |(at, (id, statements)): (usize, (&Text, Vec<&Statement>))| {
        let statements = &statements;
        let passages = || statements.iter().flat_map(|statement| &statement.passages);
        let checks = passages().filter_map(|passage| passage.check.as_ref()?.source.as_ref());
        let named: BTreeSet<&Text> = passages().map(|passage| &passage.source).chain(checks).collect();
        let sources: Vec<_> = named.into_iter().filter_map(|id| corpus.source(id)).collect();
        DatasetDigest {
            id: id.clone(),
            sha256: sha256(&(id, (at == 0).then_some(first), sources, statements)),
            records: statements.len(),
            passages: passages().count(),
            digests: digests(statements),
        }
    };
    ids.into_iter().zip(statements).enumerate().map(digest).collect()
}

fn digests(statements: &[&Statement]) -> BTreeMap<Text, String> {
    let digest =
        |statement: &&Statement| (statement.id.clone(), sha256(statement).chars().take(DIGITS).collect());
    let few = if statements.len() > DIGESTED { &[] } else { statements };
    few.iter().map(digest).collect()
}

/// The SHA-256 of a value as JSON, in lower-case hexadecimal digits.
fn sha256(value: &impl Serialize) -> String {
    let mut digest = Sha256Writer(Sha256::new());
    let written = serde_json::to_writer(&mut digest, value);
    debug_assert!(written.is_ok(), "structs of strings and numbers always have JSON: {written:?}");
    hexadecimal(&digest.0.finalize())
}

struct Sha256Writer(Sha256);

impl io::Write for Sha256Writer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::load;

    #[test]
    fn the_stamp_is_of_program_datasets_query_and_options_and_of_nothing_else() {
        let corpus = load::embedded().unwrap();
        let answer = |query, options, today| {
            let asked = Asked { view: "kwic", query, options, today };
            ViewAnswer::new(
                &corpus,
                asked,
                0,
                Vec::new(),
                [("lines", 0)].into_iter().collect::<std::collections::BTreeMap<_, _>>(),
            )
        };
        let first = answer("term:cyber  standing:joint", "date", "2026-11-25");
        assert_eq!(first.stamp, answer(" term:cyber standing:joint ", "date", "2027-01-01").stamp);
        assert_ne!(first.stamp, answer("term:cyber", "date", "2026-11-25").stamp);
        assert_ne!(first.stamp, answer("term:cyber standing:joint", "left", "2026-11-25").stamp);
        assert_eq!(first.colophon().split(", ").count(), 4);
        // Two collecting places and an analysis are no statements.
        assert!(first.colophon().contains(", 37 statements, "), "{}", first.colophon());
        let written = serde_json::to_value(&first).unwrap();
        let keys: Vec<&String> = written.as_object().unwrap().keys().collect();
        let expected = "schema view program at datasets query options counts caveat stamp notes lines";
        assert_eq!(keys, expected.split(' ').collect::<Vec<_>>());
    }

    #[test]
    fn one_word_of_a_dataset_makes_another_digest() {
        let corpus = load::embedded().unwrap();
        let before = datasets(&corpus);
        assert_eq!((before.len(), before[0].records, before[0].passages), (1, 40, 94));
        let mut dataset = corpus.dataset().clone();
        dataset.statements[0].passages[0].text = Text::new("Other words");
        assert_ne!(before[0].sha256, datasets(&Corpus::new(dataset))[0].sha256);
    }
}
