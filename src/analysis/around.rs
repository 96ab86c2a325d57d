//! Words around the node: which content words stand near it, in how many statements of each meaning.
//!
//! Invariant: each word counts once for a statement, within five words of the node and within its sentence. There is no score:
//! a small collection allows none.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::concordance::Concordance;
use super::wording::Language;
use crate::corpus::Corpus;
use crate::corpus::stance::is_counted;
use crate::search::{Index, placed_words};
use crate::text::slice;

/// Words on each side of the node.
const SPAN: usize = 5;
/// A word in fewer statements of every column says nothing.
const FEWEST: usize = 2;

/// Words that have no content of their own, in small letters: they are not counted. (In capitals, `US` is a country.)
pub const FUNCTION_WORDS: [&str; 87] = [
    "a",
    "an",
    "the",
    "and",
    "or",
    "but",
    "nor",
    "of",
    "in",
    "on",
    "at",
    "to",
    "for",
    "from",
    "by",
    "with",
    "without",
    "as",
    "into",
    "onto",
    "upon",
    "within",
    "over",
    "under",
    "between",
    "among",
    "is",
    "are",
    "was",
    "were",
    "be",
    "been",
    "being",
    "has",
    "have",
    "had",
    "do",
    "does",
    "did",
    "will",
    "would",
    "shall",
    "should",
    "may",
    "might",
    "can",
    "could",
    "must",
    "that",
    "which",
    "who",
    "whom",
    "whose",
    "this",
    "these",
    "those",
    "it",
    "its",
    "they",
    "them",
    "their",
    "we",
    "our",
    "us",
    "he",
    "his",
    "she",
    "her",
    "i",
    "you",
    "your",
    "not",
    "no",
    "also",
    "both",
    "all",
    "any",
    "each",
    "such",
    "than",
    "then",
    "there",
    "here",
    "so",
    "if",
    "while",
    "including",
];

/// The words around the node, by column.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct WordsAround {
    pub columns: Vec<AroundColumn>,
    /// Those that at least two statements of a column have, the commonest first.
    pub words: Vec<AroundWord>,
    /// How many other words stand around the node.
    pub others: usize,
}

/// What the statements are divided by: a meaning, or a row of the query.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct AroundColumn {
    pub name: String,
    /// Statements with English lines.
    pub statements: usize,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct AroundWord {
    pub word: String,
    /// In so many statements, by column.
    pub statements: Vec<usize>,
}

impl WordsAround {
    pub fn new(concordance: &Concordance, corpus: &Corpus, index: &Index) -> Self {
        let meanings = &corpus.dataset().meanings;
        let by_row = concordance.rows.len() > 1;
        let mut columns: Vec<(String, BTreeSet<usize>)> = if by_row {
            concordance.rows.iter().map(|row| (row.rival.typed.clone(), BTreeSet::new())).collect()
        } else {
            let letters =
                ('A'..='Z').zip(meanings).map(|(letter, meaning)| format!("{letter} {}", meaning.name));
            letters.chain([String::from("no meaning")]).map(|name| (name, BTreeSet::new())).collect()
        };
        let mut words: BTreeMap<String, Vec<BTreeSet<usize>>> = BTreeMap::new();
        for line in &concordance.lines {
            let of = corpus.text_of(line.statement).unwrap_or(line.statement);
            let Some(text) = concordance.text(corpus, index, line) else { continue };
            if text.language != Language::English || !is_counted(corpus, of) {
                continue;
            }
            let meaning = line.meaning(corpus).and_then(|(id, _)| meanings.iter().position(|m| *m.id == *id));
            let column = if by_row { line.rival } else { meaning.unwrap_or(meanings.len()) };
            columns.get_mut(column).into_iter().for_each(|(_, statements)| _ = statements.insert(of));
            let [left, _, right] = text.parts(&text.sentence);
            let mut before = content(left);
            before.drain(..before.len().saturating_sub(SPAN));
            let after = content(right).into_iter().take(SPAN);
            for word in before.into_iter().chain(after).flatten() {
                let statements = words.entry(word).or_insert_with(|| vec![BTreeSet::new(); columns.len()]);
                statements.get_mut(column).into_iter().for_each(|statements| _ = statements.insert(of));
            }
        }
        let word = |(word, statements): (String, Vec<BTreeSet<usize>>)| AroundWord {
            word,
            statements: statements.iter().map(BTreeSet::len).collect(),
        };
        let all = words.len();
        let mut words: Vec<AroundWord> = words.into_iter().map(word).collect();
        words.retain(|word| word.statements.iter().any(|statements| *statements >= FEWEST));
        words.sort_by_key(|word| std::cmp::Reverse(word.statements.iter().sum::<usize>()));
        let columns = columns.into_iter();
        let columns = columns.map(|(name, of)| AroundColumn { name, statements: of.len() }).collect();
        Self { columns, others: all - words.len(), words }
    }
}

/// The words of a text, in small letters; `None` in place of one without content.
fn content(text: &str) -> Vec<Option<String>> {
    let words = placed_words(text).into_iter();
    let has_content = |range| slice(text, range).starts_with('U');
    words
        .map(|(key, range)| {
            let key = key.to_lowercase();
            let is_content = if key == "us" { has_content(range) } else { !FUNCTION_WORDS.contains(&&*key) };
            is_content.then_some(key)
        })
        .collect()
}
