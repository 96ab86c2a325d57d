//! Words around the node: which content words occur near it, in how many statements of each meaning, row of the query
//! or year.
//!
//! Invariant: a word counts once for a statement, and each place of it once, however many nodes are near. Near is
//! within five words and within one sentence. Wording that is held twice counts once. Only a large collection has
//! scores.

mod own_text;

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashSet;
use serde::Serialize;

use super::concordance::{Concordance, ConcordanceLine, LineText};
use super::content::{function_words, is_function_word};
use super::counted_once::words_held;
use super::scores::{CollectionSize, Collocation, FEWEST_NEAR, LARGE, thousands};
use super::wording::{Language, Layer};
use crate::corpus::Corpus;
use crate::corpus::stance::is_counted;
use crate::search::{Index, has_possessive, placed_words};
use crate::text::slice;
use own_text::occurrences;

/// Words on each side of the node.
const SPAN: usize = 5;
/// Minimum statements of a word that is listed.
const FEWEST: usize = 2;

/// The words around the node, by column.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct WordsAround {
    pub columns: Vec<AroundColumn>,
    /// Those that at least two statements of a column have, or of all years together, the commonest first.
    pub words: Vec<AroundWord>,
    /// How many other words occur around the node.
    pub others: usize,
    #[serde(skip)]
    by: AroundBy,
}

/// What the columns are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum AroundBy {
    /// By meaning or, with `vs`, by phrase
    #[default]
    Meaning,
    /// By year
    Year,
}

/// What the statements are divided by: a meaning, a row of the query, or a year.
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
    /// How many statements of all columns together have it.
    pub all: usize,
    /// How many statements have it, by column.
    pub statements: Vec<usize>,
    /// How strongly it goes with the node, by column, where a column has a score.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub scores: Vec<Option<Collocation>>,
}

/// Statements, and the lines or places in them.
#[derive(Debug, Clone, Default)]
struct Counted {
    statements: BTreeSet<usize>,
    places: usize,
}

/// An English line of a statement that counts.
struct EnglishLine<'a> {
    /// The place of the statement.
    of: usize,
    line: &'a ConcordanceLine,
    text: LineText<'a>,
}

/// How lines and passages are divided into columns.
enum Division {
    /// By the rows of the query.
    Rows(usize),
    /// By the dataset's meanings, then what has none.
    Meanings,
    /// By these years; the last one is `None` if there are statements without a year.
    Years(Vec<Option<i32>>),
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
    pub fn new(concordance: &Concordance, corpus: &Corpus, index: &Index, by: AroundBy) -> Self {
        let collapsed = concordance.collapsed(corpus);
        let lines = english_lines(concordance, &collapsed, (corpus, index));
        let division = Division::new(concordance, corpus, &lines, by);
        let names = division.names(concordance, corpus);
        let (columns, mut words) = counted(corpus, &lines, &division, names.len());
        let all = words.len();
        words.retain(|(_, counted)| {
            let statements = counted.iter().map(|counted| counted.statements.len());
            if by == AroundBy::Year {
                statements.sum::<usize>() >= FEWEST
            } else {
                statements.max() >= Some(FEWEST)
            }
        });
        let mut scores = scores(concordance, (corpus, index), (&lines, &division), &columns, &words);
        let word = |(at, (word, counted)): (usize, (String, Vec<Counted>))| AroundWord {
            word,
            all: counted.iter().flat_map(|one| &one.statements).collect::<BTreeSet<_>>().len(),
            statements: counted.iter().map(|counted| counted.statements.len()).collect(),
            scores: scores.get_mut(at).map(std::mem::take).unwrap_or_default(),
        };
        let mut words: Vec<AroundWord> = words.into_iter().enumerate().map(word).collect();
        words.sort_by_cached_key(|word| std::cmp::Reverse(word.statements.iter().sum::<usize>()));
        // The words with the highest scores come first, where there are scores.
        words.sort_by(|one, other| other.best().total_cmp(&one.best()));
        let column = |(name, Counted { statements, places }): (String, Counted)| AroundColumn {
            name,
            statements: statements.len(),
            lines: places,
        };
        let columns = names.into_iter().zip(columns).map(column).collect();
        Self { columns, others: all - words.len(), words, by }
    }

    /// What is left out, and what the numbers mean, each in a row.
    pub fn notes(&self) -> [String; 3] {
        let column = if self.by == AroundBy::Year { "" } else { " of its column" };
        let others = format!("{} other words, each in one statement{column}", self.others);
        let joining = format!(
            "left out: {} function words, listed in the explorer’s help (?)",
            function_words().count()
        );
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
        [others, joining, scored]
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

impl Division {
    fn new(concordance: &Concordance, corpus: &Corpus, lines: &[EnglishLine], by: AroundBy) -> Self {
        match (by, concordance.rows.len()) {
            (AroundBy::Meaning, 0 | 1) => Self::Meanings,
            (AroundBy::Meaning, rows) => Self::Rows(rows),
            (AroundBy::Year, _) => {
                let years = lines.iter().map(|line| year(corpus, line.of));
                let years: BTreeSet<(bool, Option<i32>)> = years.map(|year| (year.is_none(), year)).collect();
                Self::Years(years.into_iter().map(|(_, year)| year).collect())
            }
        }
    }

    fn names(&self, concordance: &Concordance, corpus: &Corpus) -> Vec<String> {
        match self {
            Self::Rows(_) => concordance.rows.iter().map(|row| row.rival.typed.clone()).collect(),
            Self::Meanings => {
                let meanings = ('A'..='Z').zip(&corpus.dataset().meanings);
                let letters = meanings.map(|(letter, meaning)| format!("{letter} {}", meaning.name));
                letters.chain([String::from("no meaning")]).collect()
            }
            Self::Years(years) => {
                let name =
                    |year: &Option<i32>| year.map_or(String::from("no year"), |year| format!("{year:04}"));
                years.iter().map(name).collect()
            }
        }
    }

    fn of_line(&self, corpus: &Corpus, EnglishLine { of, line, .. }: &EnglishLine) -> usize {
        match self {
            Self::Rows(_) => line.rival,
            Self::Meanings => of_meaning(corpus, line.meaning(corpus).map(|(id, _)| id)),
            Self::Years(years) => of_year(years, year(corpus, *of)).unwrap_or_default(),
        }
    }
}

/// The column of a meaning, by its id.
fn of_meaning(corpus: &Corpus, id: Option<&str>) -> usize {
    let dataset = corpus.dataset();
    id.and_then(|id| dataset.meaning_place(id)).unwrap_or(dataset.meanings.len())
}

/// The column of a year, if it has one.
fn of_year(years: &[Option<i32>], year: Option<i32>) -> Option<usize> {
    years.iter().position(|own| *own == year)
}

fn year(corpus: &Corpus, statement: usize) -> Option<i32> {
    corpus.statements().get(statement)?.year_held()
}

/// The English lines of statements that count, in reading order.
fn english_lines<'a>(
    concordance: &Concordance,
    lines: &'a [ConcordanceLine],
    (corpus, index): (&'a Corpus, &Index),
) -> Vec<EnglishLine<'a>> {
    let english = |line: &'a ConcordanceLine| {
        let of = line.statement;
        let text = concordance.text(corpus, index, line).filter(|text| text.language == Language::English)?;
        is_counted(corpus, of).then_some(EnglishLine { of, line, text })
    };
    let mut lines: Vec<EnglishLine> = lines.iter().filter_map(english).collect();
    lines.sort_by_key(|line| (line.line.hit.passage, line.line.hit.words.start));
    lines
}

/// The lines of each column, and the words near their nodes, by column.
fn counted(
    corpus: &Corpus,
    lines: &[EnglishLine],
    division: &Division,
    count: usize,
) -> (Vec<Counted>, Vec<(String, Vec<Counted>)>) {
    let mut columns: Vec<Counted> = vec![Counted::default(); count];
    let mut words: BTreeMap<String, Vec<Counted>> = BTreeMap::new();
    for of_passage in lines.chunk_by(|one, next| one.line.hit.passage == next.line.hit.passage) {
        // A word between two nodes is near both.
        let mut known: FxHashSet<(usize, Layer, usize)> = FxHashSet::default();
        for line in of_passage {
            let column = division.of_line(corpus, line);
            Counted::add(columns.get_mut(column), line.of);
            for (at, word) in near(&line.text) {
                if known.insert((column, line.text.layer, at)) {
                    let of_word = words.entry(word).or_insert_with(|| vec![Counted::default(); count]);
                    Counted::add(of_word.get_mut(column), line.of);
                }
            }
        }
    }
    (columns, words.into_iter().collect())
}

/// The content words near the node of a line, each with its place in the text.
fn near(text: &LineText) -> Vec<(usize, String)> {
    let [left, _, right] = text.parts(&text.sentence);
    let mut words = content(left, text.sentence.start);
    words.drain(..words.len().saturating_sub(SPAN));
    // A possessive ending is no word.
    let right = content(right, text.node.end).into_iter().skip(usize::from(has_possessive(right, 0)));
    words.extend(right.take(SPAN));
    words.into_iter().flatten().collect()
}

/// For each word, its scores by column; none at all where no column is large enough.
fn scores(
    concordance: &Concordance,
    (corpus, index): (&Corpus, &Index),
    (lines, division): (&[EnglishLine], &Division),
    columns: &[Counted],
    words: &[(String, Vec<Counted>)],
) -> Vec<Vec<Option<Collocation>>> {
    if columns.iter().all(|column| column.statements.len() < LARGE.0) {
        return Vec::new();
    }
    let held: usize = concordance.counted().iter().map(|at| words_held(corpus, index, *at)).sum();
    let sizes: Vec<CollectionSize> =
        columns.iter().map(|column| CollectionSize::of(column.statements.len(), held)).collect();
    if sizes.iter().all(|size| *size < CollectionSize::Large) {
        return Vec::new();
    }
    let keys: Vec<&str> = words.iter().map(|(word, _)| word.as_str()).collect();
    let all = occurrences(concordance, (corpus, index), (lines, division), &keys);
    let of_word = |((_, counted), all): (&(String, Vec<Counted>), &Vec<usize>)| {
        let columns = counted.iter().zip(all).zip(columns.iter().zip(&sizes));
        let score = columns.map(|((near, all), (column, size))| {
            // A word of a heading, or of a print beside official words, may be near a node and yet not in the text that
            // is counted.
            let all = near.places.max(*all);
            Collocation::new(*size, near.places, near.statements.len(), (column.places, all))
        });
        let scores: Vec<Option<Collocation>> = score.collect();
        if scores.iter().any(Option::is_some) { scores } else { Vec::new() }
    };
    words.iter().zip(&all).map(of_word).collect()
}

/// The words of a text that begins at `start`, in small letters; `None` in place of one without content.
fn content(text: &str, start: usize) -> Vec<Option<(usize, String)>> {
    // In a text all in capitals, the country and the pronoun are one word.
    let is_country = |key: &str, range| key == "us" && slice(text, range).starts_with('U');
    let words = placed_words(text).into_iter();
    let word = |(key, range): (String, std::ops::Range<usize>)| {
        let is_content = !is_function_word(&key) || is_country(&key, range.clone());
        is_content.then(|| (start + range.start, key.to_lowercase()))
    };
    words.map(word).collect()
}
