//! How often words occur in the text that a column of the words around is about.
//!
//! Invariant: with `vs` that is all text; for a year the statements of that year; for a meaning the passages that have
//! it, and those with its lines. Two texts of one statement count once, and so do passages that repeat each other.

use rustc_hash::FxHashMap;

use super::super::concordance::Concordance;
use super::super::content::is_function_word;
use super::super::wording::{repeats, witnesses};
use super::{Division, EnglishLine, of_meaning, of_year, year};
use crate::corpus::{Corpus, PassageNo};
use crate::search::{Index, NumberedWords};

/// How often a word, by its place, occurs in the text of a column.
type WordCounts = FxHashMap<(usize, usize), usize>;

/// The text of each column.
struct OwnText<'a> {
    corpus: &'a Corpus,
    division: &'a Division,
    /// The columns that have lines of a passage.
    lines: FxHashMap<PassageNo, Vec<usize>>,
}

/// How often each word occurs in the text of each column.
pub(super) fn occurrences(
    concordance: &Concordance,
    (corpus, index): (&Corpus, &Index),
    (lines, division): (&[EnglishLine], &Division),
    words: &[&str],
) -> Vec<Vec<usize>> {
    let text = OwnText::new(corpus, division, lines);
    let numbered = index.numbered(words, |key| !is_function_word(key));
    let count = division.names(concordance, corpus).len();
    let mut counts = vec![vec![0; count]; words.len()];
    for statement in concordance.counted() {
        let mut most = WordCounts::default();
        for record in corpus.records(*statement) {
            for (key, said) in text.counts(index, &numbered, *statement, record) {
                let most = most.entry(key).or_default();
                *most = said.max(*most);
            }
        }
        for ((word, column), said) in most {
            if let Some(count) = counts.get_mut(word).and_then(|columns| columns.get_mut(column)) {
                *count += said;
            }
        }
    }
    counts
}

impl<'a> OwnText<'a> {
    fn new(corpus: &'a Corpus, division: &'a Division, lines: &[EnglishLine]) -> Self {
        let mut text = Self { corpus, division, lines: FxHashMap::default() };
        for line in lines.iter().filter(|_| matches!(division, Division::Meanings)) {
            let column = division.of_line(corpus, line);
            for passage in std::iter::once(&line.line.hit.passage).chain(&line.line.witnesses) {
                let columns = text.lines.entry(*passage).or_default();
                if !columns.contains(&column) {
                    columns.push(column);
                }
            }
        }
        text
    }

    /// The columns whose text includes a passage of a statement.
    fn columns(&self, statement: usize, passage: PassageNo) -> Vec<usize> {
        match self.division {
            Division::Rows(count) => (0..*count).collect(),
            Division::Years(years) => of_year(years, year(self.corpus, statement)).into_iter().collect(),
            Division::Meanings => self.lines.get(&passage).cloned().unwrap_or_else(|| {
                let passage = self.corpus.passage(passage);
                vec![of_meaning(self.corpus, passage.and_then(|(_, passage)| passage.meaning.as_deref()))]
            }),
        }
    }

    /// How often one text of a statement has the words.
    fn counts(&self, index: &Index, words: &NumberedWords, statement: usize, record: usize) -> WordCounts {
        let held = self.corpus.statements().get(record).filter(|held| repeats(held));
        let first = held.map(witnesses).unwrap_or_default();
        let passages = self.corpus.passages_of(record).enumerate();
        let distinct = passages.filter(|(at, _)| first.get(*at).is_none_or(|first| first == at));
        let mut counts = WordCounts::default();
        for (_, passage) in distinct {
            let columns = self.columns(statement, passage);
            index.each_numbered(words, passage, |word| {
                for column in &columns {
                    *counts.entry((word, *column)).or_default() += 1;
                }
            });
        }
        counts
    }
}
