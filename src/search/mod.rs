//! Search by words (placeholder until the search floor lands).

pub mod query {
    /// A parsed query.
    #[derive(Debug, Clone, Default)]
    pub struct Query;
    impl Query {
        pub fn parse(_: &str) -> Self {
            Self
        }
        pub fn is_empty(&self) -> bool {
            true
        }
    }
}
use crate::corpus::{Corpus, PassageNo};
use std::ops::Range;
#[derive(Debug)]
pub struct Index;
impl Index {
    pub fn build(_: &Corpus) -> Self {
        Self
    }
    pub fn search(&self, _: &Corpus, _: &query::Query) -> Found {
        Found::default()
    }
}
#[derive(Debug, Default, Clone)]
pub struct Found {
    pub hits: Vec<Hit>,
    pub missing: Vec<Missing>,
    pub notes: Vec<String>,
}
#[derive(Debug, Clone)]
pub struct Hit {
    pub passage: PassageNo,
    pub level: Level,
    pub score: u32,
    pub marks: Vec<Mark>,
}
#[derive(Debug, Clone)]
pub struct Mark {
    pub field: Field,
    pub range: Range<usize>,
}
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    Label,
    Title,
    Place,
    Parties(usize),
    Heading,
    Text,
    Official,
    Korean,
    Context,
}
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    Exact,
    Form,
    Term,
    Prefix,
    Substring,
    Fuzzy,
    OneError,
    TwoErrors,
}
#[derive(Debug, Clone)]
pub struct Missing {
    pub word: String,
    pub near: Vec<String>,
}
impl Level {
    pub fn said(self) -> &'static str {
        "exact"
    }
}
