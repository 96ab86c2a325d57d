//! Words around the node: which content words stand near it, in how many statements of each meaning.
//!
//! Invariant: each word counts once for a statement, within five words of the node and within its sentence. Only a large
//! collection has scores.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::concordance::{Concordance, ConcordanceLine, LineText};
use super::content::is_function_word;
use super::scores::{CollectionSize, Collocation, FEWEST_NEAR, LARGE, thousands};
use super::wording::Language;
use crate::corpus::stance::is_counted;
use crate::corpus::{Corpus, PassageNo};
use crate::search::{Index, placed_words};
use crate::text::slice;

/// Words on each side of the node.
const SPAN: usize = 5;
/// A word in fewer statements of every column says nothing.
const FEWEST: usize = 2;

/// The words around the node, by column.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
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
    /// Those lines.
    pub lines: usize,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct AroundWord {
    pub word: String,
    /// In so many statements of all columns together.
    pub all: usize,
    /// In so many statements, by column.
    pub statements: Vec<usize>,
    /// How much it keeps to the node, by column, where a column has a score.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub scores: Vec<Option<Collocation>>,
}

/// Statements, and the lines or places in them.
#[derive(Debug, Clone, Default)]
struct Counted {
    statements: BTreeSet<usize>,
    places: usize,
}

impl Counted {
    fn add(counted: Option<&mut Self>, statement: usize) {
        if let Some(counted) = counted {
            counted.statements.insert(statement);
            counted.places += 1;
        }
    }
}

impl WordsAround {
    pub fn new(concordance: &Concordance, corpus: &Corpus, index: &Index) -> Self {
        let names = column_names(concordance, corpus);
        let mut columns: Vec<Counted> = vec![Counted::default(); names.len()];
        let mut words: BTreeMap<String, Vec<Counted>> = BTreeMap::new();
        for line in &concordance.lines {
            let of = corpus.text_of(line.statement).unwrap_or(line.statement);
            let Some(text) = concordance.text(corpus, index, line) else { continue };
            if text.language != Language::English || !is_counted(corpus, of) {
                continue;
            }
            let column = column_of(concordance, corpus, line);
            Counted::add(columns.get_mut(column), of);
            for word in near(&text) {
                let of_word = words.entry(word).or_insert_with(|| vec![Counted::default(); names.len()]);
                Counted::add(of_word.get_mut(column), of);
            }
        }
        let all = words.len();
        let mut words: Vec<(String, Vec<Counted>)> = words.into_iter().collect();
        words.retain(|(_, counted)| counted.iter().any(|counted| counted.statements.len() >= FEWEST));
        let mut scores = scores(concordance, (corpus, index), &columns, &words);
        let word = |(at, (word, counted)): (usize, (String, Vec<Counted>))| AroundWord {
            word,
            all: counted.iter().flat_map(|one| &one.statements).collect::<BTreeSet<_>>().len(),
            statements: counted.iter().map(|counted| counted.statements.len()).collect(),
            scores: scores.get_mut(at).map(std::mem::take).unwrap_or_default(),
        };
        let mut words: Vec<AroundWord> = words.into_iter().enumerate().map(word).collect();
        words.sort_by_key(|word| std::cmp::Reverse(word.statements.iter().sum::<usize>()));
        // What keeps to the node most comes first, where that is known.
        words.sort_by(|one, other| other.best().total_cmp(&one.best()));
        let column = |(name, Counted { statements, places }): (String, Counted)| AroundColumn {
            name,
            statements: statements.len(),
            lines: places,
        };
        let columns = names.into_iter().zip(columns).map(column).collect();
        Self { columns, others: all - words.len(), words }
    }

    /// What is left out, and what the numbers are, each in a row.
    pub fn notes(&self) -> [String; 2] {
        let left_out = format!("{} other words, each in one statement of its column", self.others);
        let ((statements, words), (f, fewest)) = (LARGE, FEWEST_NEAR);
        let is_scored = self.words.iter().any(|word| !word.scores.is_empty());
        let scored = if is_scored {
            format!("statements · places · logDice, of words in {f} places and {fewest} statements or more")
        } else {
            format!(
                "counted, not scored: scores need {statements} statements in a column and {} words",
                thousands(words)
            )
        };
        [left_out, scored]
    }
}

impl AroundWord {
    /// In how many statements of a column; in how many places, and its score, if it has one.
    pub fn cell(&self, column: usize) -> String {
        let statements = self.statements.get(column).copied().unwrap_or_default();
        match self.scores.get(column).copied().flatten() {
            Some(Collocation { f, log_dice }) => format!("{statements} · {f} · {log_dice:.2}"),
            None => statements.to_string(),
        }
    }

    /// Its highest score; less than any where it has none.
    fn best(&self) -> f64 {
        self.scores.iter().flatten().map(|score| score.log_dice).fold(f64::NEG_INFINITY, f64::max)
    }
}

fn column_names(concordance: &Concordance, corpus: &Corpus) -> Vec<String> {
    if concordance.rows.len() > 1 {
        return concordance.rows.iter().map(|row| row.rival.typed.clone()).collect();
    }
    let meanings = ('A'..='Z').zip(&corpus.dataset().meanings);
    let letters = meanings.map(|(letter, meaning)| format!("{letter} {}", meaning.name));
    letters.chain([String::from("no meaning")]).collect()
}

fn column_of(concordance: &Concordance, corpus: &Corpus, line: &ConcordanceLine) -> usize {
    if concordance.rows.len() > 1 {
        return line.rival;
    }
    let meanings = &corpus.dataset().meanings;
    let meaning = line.meaning(corpus).and_then(|(id, _)| meanings.iter().position(|m| *m.id == *id));
    meaning.unwrap_or(meanings.len())
}

/// The content words near the node of a line.
fn near(text: &LineText) -> impl Iterator<Item = String> + use<> {
    let [left, _, right] = text.parts(&text.sentence);
    let mut before = content(left);
    before.drain(..before.len().saturating_sub(SPAN));
    before.into_iter().chain(content(right).into_iter().take(SPAN)).flatten()
}

/// For each word, its scores by column; none at all where no column is large enough.
fn scores(
    concordance: &Concordance,
    (corpus, index): (&Corpus, &Index),
    columns: &[Counted],
    words: &[(String, Vec<Counted>)],
) -> Vec<Vec<Option<Collocation>>> {
    if columns.iter().all(|column| column.statements.len() < LARGE.0) {
        return Vec::new();
    }
    let passages: Vec<PassageNo> = concordance.passages(corpus).collect();
    let held: usize = passages.iter().map(|passage| index.words_held(*passage)).sum();
    let sizes: Vec<CollectionSize> =
        columns.iter().map(|column| CollectionSize::of(column.statements.len(), held)).collect();
    if sizes.iter().all(|size| *size < CollectionSize::Large) {
        return Vec::new();
    }
    let keys: Vec<&str> = words.iter().map(|(word, _)| word.as_str()).collect();
    let all = index.occurrences(&keys, |key| !is_function_word(key), &passages);
    let of_word = |((_, counted), all): (&(String, Vec<Counted>), &usize)| {
        let columns = counted.iter().zip(columns).zip(&sizes);
        let score = columns.map(|((near, column), size)| {
            Collocation::new(*size, near.places, near.statements.len(), (column.places, *all))
        });
        let scores: Vec<Option<Collocation>> = score.collect();
        if scores.iter().any(Option::is_some) { scores } else { Vec::new() }
    };
    words.iter().zip(&all).map(of_word).collect()
}

/// The words of a text, in small letters; `None` in place of one without content.
fn content(text: &str) -> Vec<Option<String>> {
    // In a text all in capitals, the country and the pronoun are one word.
    let is_country = |key: &str, range| key == "us" && slice(text, range).starts_with('U');
    let words = placed_words(text).into_iter();
    let word = |(key, range): (String, _)| {
        (!is_function_word(&key) || is_country(&key, range)).then(|| key.to_lowercase())
    };
    words.map(word).collect()
}
