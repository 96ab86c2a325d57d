//! Two sets of passages, such as those of two meanings or two queries: which key terms and content words only one set has,
//! and which both.
//!
//! Invariant: counts are of statements, each once with all its texts; analyses and collecting places are not counted.
//! Only quoted wording counts.

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use rustc_hash::FxHashSet;

use super::content::is_function_word;
use super::counted_once::counted_words;
use super::scores::{CollectionSize, Keyness, per_thousand};
use super::wording::{is_printed_only, layers, wording};
use crate::corpus::model::{Bearing, Passage, PassageKind, Standing, Statement};
use crate::corpus::stance::is_counted;
use crate::corpus::usage::Usage;
use crate::corpus::{Corpus, PassageNo};
use crate::search::{placed_words, spelling};

/// Two sets, compared.
#[derive(Debug)]
pub struct SetComparison {
    pub a: ComparedSet,
    pub b: ComparedSet,
    /// By the places of the dataset's terms.
    pub terms: SetRows<usize>,
    /// By content words, in one spelling.
    pub words: SetRows<String>,
    /// What the sets are large enough for.
    pub size: CollectionSize,
}

/// One side.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ComparedSet {
    /// By date.
    pub statements: Vec<usize>,
    pub passages: usize,
    /// Words of the quotations, official where that is held, else as printed.
    pub words: usize,
    /// The years of the first and of the last statement.
    pub years: Option<(i32, i32)>,
}

/// What only the first set has, what both have, and what only the second has: most statements first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetRows<K> {
    pub only_a: Vec<SetRow<K>>,
    pub both: Vec<SetRow<K>>,
    pub only_b: Vec<SetRow<K>>,
}

/// A term or a word, and the statements of either set that have it, by date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetRow<K> {
    pub key: K,
    pub a: Vec<usize>,
    pub b: Vec<usize>,
    /// How often either set says it, where the sets are large enough for a score.
    pub occurrences: [usize; 2],
    /// The first passage of either set that has it.
    pub first: [Option<PassageNo>; 2],
    pub signs: Vec<SetSign>,
}

/// Scores of a row, if the sets are large enough.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SetScores {
    /// Occurrences per 1,000 words of either set.
    pub per_thousand: [Option<f64>; 2],
    pub keyness: Option<Keyness>,
}

/// What all passages that say a term have in common, if that is a reason for caution.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SetSign {
    /// Press reports alone have it.
    PressOnly,
    /// One side alone says it.
    OneSideOnly,
    /// It is said of a parallel case.
    Parallel,
    /// The official wording that is held does not have it.
    PrintedOnly,
}

impl SetSign {
    pub const ALL: [Self; 4] = [Self::PressOnly, Self::OneSideOnly, Self::Parallel, Self::PrintedOnly];

    /// The sign beside the count.
    pub fn sign(self) -> &'static str {
        match self {
            Self::PressOnly => "?",
            Self::OneSideOnly => "!",
            Self::Parallel => "[ ]",
            Self::PrintedOnly => "≠",
        }
    }

    /// Its name in answers for programs, and in legends.
    pub fn name(self) -> &'static str {
        match self {
            Self::PressOnly => "press only",
            Self::OneSideOnly => "one side only",
            Self::Parallel => "parallel case only",
            Self::PrintedOnly => "printed only",
        }
    }

    fn is_of(self, statement: &Statement, passage: &Passage, said: HeldAs) -> bool {
        match self {
            Self::PressOnly => statement.standing == Standing::PressReport,
            Self::OneSideOnly => statement.standing == Standing::Unilateral,
            Self::Parallel => passage.bearing == Some(Bearing::Parallel),
            Self::PrintedOnly => said == HeldAs::PrintedOnly,
        }
    }
}

/// Whether the surest wording of a passage has a term.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum HeldAs {
    Surely,
    PrintedOnly,
}

/// The counts of a key while the sets are compared.
#[derive(Debug, Default)]
struct SetTally {
    sides: [BTreeSet<usize>; 2],
    occurrences: [usize; 2],
    first: [Option<PassageNo>; 2],
    /// The signs that every passage has had so far.
    signs: Option<Vec<SetSign>>,
}

/// Passages that are compared in one step.
const STEP: usize = 200;

/// Two sets while they are compared, in steps short enough that the screen stays responsive.
#[derive(Debug)]
pub struct SetComparing {
    sides: [Vec<PassageNo>; 2],
    /// The same passages, to look one up.
    sets: [FxHashSet<PassageNo>; 2],
    /// How many passages have been compared, those of the first set first.
    compared: usize,
    /// The words of either set; wording that is held twice counts once.
    spoken: [usize; 2],
    /// Of passages with wording that their set may hold twice, whether each word is counted.
    counted: [HashMap<PassageNo, Vec<bool>>; 2],
    terms: BTreeMap<usize, SetTally>,
    words: HashMap<String, SetTally>,
}

/// Compares two sets of passages.
pub fn compare_sets(corpus: &Corpus, usage: &Usage, a: &[PassageNo], b: &[PassageNo]) -> SetComparison {
    let mut comparing = SetComparing::new([a.to_vec(), b.to_vec()]);
    while comparing.step(corpus, usage) {}
    comparing.finish(corpus)
}

impl SetComparing {
    pub fn new(sides: [Vec<PassageNo>; 2]) -> Self {
        let sets = sides.each_ref().map(|side| side.iter().copied().collect());
        let (spoken, counted, terms, words) = <_>::default();
        Self { sides, sets, compared: 0, spoken, counted, terms, words }
    }

    /// How many passages have been compared, and of how many.
    pub fn progress(&self) -> [usize; 2] {
        [self.compared, self.sides.iter().map(Vec::len).sum()]
    }

    /// Compares some more passages; false if all have been.
    pub fn step(&mut self, corpus: &Corpus, usage: &Usage) -> bool {
        let [compared, all] = self.progress();
        let end = all.min(compared + STEP);
        for at in compared..end {
            let [a, b] = &self.sides;
            let (side, number) = match a.get(at) {
                Some(number) => (0, Some(number)),
                None => (1, b.get(at - a.len())),
            };
            if let Some(found) = number.and_then(|number| quoted(corpus, *number)) {
                self.note(usage, side, &found);
                self.count(corpus, usage, side, &found);
            }
        }
        self.compared = end;
        end < all
    }

    fn note(&mut self, usage: &Usage, side: usize, found: &QuotedPassage) {
        let QuotedPassage { statement, passage, .. } = found;
        let terms_said = said(statement, passage, |text| {
            usage.find_overlapping(text).into_iter().map(|mark| mark.term).collect()
        });
        for (term, said) in terms_said {
            self.terms.entry(term).or_default().note(side, found, said);
        }
        let words =
            |text: &str| placed_words(text).iter().filter_map(|(word, _)| content_word(word)).collect();
        for (word, said) in said(statement, passage, words) {
            self.words.entry(word).or_default().note(side, found, said);
        }
    }

    /// Counts the words of a passage and the terms in it, without words that another passage of its set has too.
    fn count(&mut self, corpus: &Corpus, usage: &Usage, side: usize, found: &QuotedPassage) {
        let Some((_, text)) = wording(found.statement, found.passage) else { return };
        let words = placed_words(text);
        let counted = self.counted_words(corpus, side, found);
        let is_counted = |at: usize| counted.get(at).is_none_or(|is_counted| *is_counted);
        for mark in usage.find_of_each_term(text) {
            if is_counted(words.partition_point(|(_, range)| range.end <= mark.range.start)) {
                self.terms.entry(mark.term).or_default().count(side);
            }
        }
        let mut spoken = 0;
        for (_, (word, _)) in words.iter().enumerate().filter(|(at, _)| is_counted(*at)) {
            spoken += 1;
            if let Some(word) = content_word(word) {
                self.words.entry(word).or_default().count(side);
            }
        }
        self.spoken.get_mut(side).into_iter().for_each(|words| *words += spoken);
    }

    /// Whether each word of a passage is counted; empty if all are.
    fn counted_words(&mut self, corpus: &Corpus, side: usize, found: &QuotedPassage) -> Vec<bool> {
        let (Some(set), Some(counted)) = (self.sets.get(side), self.counted.get_mut(side)) else {
            return Vec::new();
        };
        if !counted.contains_key(&found.number) {
            counted.extend(counted_words(corpus, found.at, |number| set.contains(&number)));
        }
        counted.remove(&found.number).unwrap_or_default()
    }

    /// The comparison, after the last step.
    pub fn finish(self, corpus: &Corpus) -> SetComparison {
        let Self { sides: [a, b], spoken: [words_a, words_b], terms, words, .. } = self;
        let [a, b] = [(a, words_a), (b, words_b)].map(|(numbers, words)| {
            let passages: Vec<_> = numbers.into_iter().filter_map(|number| quoted(corpus, number)).collect();
            ComparedSet::new(corpus, &passages, words)
        });
        let size = CollectionSize::of(a.statements.len().min(b.statements.len()), a.words + b.words);
        let order: HashMap<usize, usize> = corpus.by_date().zip(0..).collect();
        let mut words: Vec<(String, SetTally)> = words.into_iter().collect();
        words.sort_by(|one, other| one.0.cmp(&other.0));
        let (terms, words) = (SetRows::new(terms, &order, size), SetRows::new(words, &order, size));
        SetComparison { a, b, terms, words, size }
    }
}

impl SetComparison {
    /// The scores of a row; `None` where the sets are too small.
    pub fn scores<K>(&self, row: &SetRow<K>) -> Option<SetScores> {
        let ([a, b], [of_a, of_b]) = (row.occurrences, [&self.a, &self.b].map(|set| set.statements.len()));
        (self.size > CollectionSize::Tiny).then(|| SetScores {
            per_thousand: [per_thousand(a, self.a.words), per_thousand(b, self.b.words)],
            keyness: Keyness::new(self.size, a + b, (row.a.len(), of_a), (row.b.len(), of_b)),
        })
    }
}

/// A quotation, and the statement that it counts for.
struct QuotedPassage<'a> {
    number: PassageNo,
    /// The place of the statement.
    at: usize,
    statement: &'a Statement,
    passage: &'a Passage,
}

/// A passage, if it is a quotation of a statement that counts.
fn quoted(corpus: &Corpus, number: PassageNo) -> Option<QuotedPassage<'_>> {
    let (_, passage) = corpus.passage(number).filter(|(_, p)| p.kind == PassageKind::Quotation)?;
    let at = corpus.statement_of(number)?;
    let at = corpus.counted_as(at);
    let statement = corpus.statements().get(at).filter(|_| is_counted(corpus, at))?;
    Some(QuotedPassage { number, at, statement, passage })
}

/// What a passage says, each term or word once, and whether its surest wording says it.
fn said<K: Ord>(
    statement: &Statement,
    passage: &Passage,
    find: impl Fn(&str) -> Vec<K>,
) -> BTreeMap<K, HeldAs> {
    let mut found = BTreeMap::new();
    for (layer, text) in layers(statement, passage) {
        let said = if is_printed_only(layer, passage) { HeldAs::PrintedOnly } else { HeldAs::Surely };
        for key in find(text) {
            let known = found.entry(key).or_insert(said);
            if said == HeldAs::Surely {
                *known = said;
            }
        }
    }
    found
}

/// A word in one spelling, if it is a content word.
fn content_word(word: &str) -> Option<String> {
    (!is_function_word(word) && word.chars().any(char::is_alphabetic)).then(|| spelling(word))
}

impl SetComparison {
    /// The names of what [`SetComparison::shown`] gives.
    pub fn score_names(&self) -> &'static [&'static str] {
        match self.size {
            CollectionSize::Tiny => &[],
            CollectionSize::Middle => &["per 1,000 words", "log ratio"],
            CollectionSize::Large => &["per 1,000 words", "log ratio", "G²"],
        }
    }

    /// The scores of a row as readers see them; empty for sets that are too small.
    pub fn shown<K>(&self, row: &SetRow<K>) -> Vec<String> {
        let Some(SetScores { per_thousand, keyness }) = self.scores(row) else { return Vec::new() };
        let rate = |rate: Option<f64>| rate.map_or_else(|| String::from("–"), |rate| format!("{rate:.2}"));
        let [a, b] = per_thousand.map(rate);
        let ratio = keyness.map(|key| format!("{:+.2} ± {:.2}", key.log_ratio, key.margin));
        let evidence = keyness.and_then(|key| key.evidence).map(|evidence| format!("{evidence:.1}"));
        let mut shown = vec![format!("{a} · {b}"), ratio.unwrap_or_default(), evidence.unwrap_or_default()];
        shown.truncate(self.score_names().len());
        shown
    }
}

impl SetTally {
    fn count(&mut self, side: usize) {
        self.occurrences.get_mut(side).into_iter().for_each(|count| *count += 1);
    }

    fn note(&mut self, side: usize, found: &QuotedPassage, said: HeldAs) {
        let QuotedPassage { number, at, statement, passage } = found;
        self.sides.get_mut(side).into_iter().for_each(|statements| {
            statements.insert(*at);
        });
        self.first.get_mut(side).into_iter().for_each(|first| {
            first.get_or_insert(*number);
        });
        let signs = self.signs.get_or_insert_with(|| SetSign::ALL.to_vec());
        signs.retain(|sign| sign.is_of(statement, passage, said));
    }
}

impl ComparedSet {
    fn new(corpus: &Corpus, passages: &[QuotedPassage], words: usize) -> Self {
        let statements: BTreeSet<usize> = passages.iter().map(|passage| passage.at).collect();
        let statements: Vec<usize> = corpus.by_date().filter(|at| statements.contains(at)).collect();
        let years = || statements.iter().filter_map(|at| corpus.statements().get(*at)?.year_held());
        let years = years().min().zip(years().max());
        Self { statements, passages: passages.len(), words, years }
    }
}

impl<K: Clone> SetRows<K> {
    /// The rows of some keys; rows with equal counts keep the order of the keys.
    fn new(
        tallies: impl IntoIterator<Item = (K, SetTally)>,
        order: &HashMap<usize, usize>,
        size: CollectionSize,
    ) -> Self {
        let by_date = |statements: &BTreeSet<usize>| {
            let mut statements: Vec<usize> = statements.iter().copied().collect();
            statements.sort_by_cached_key(|at| order.get(at).copied().unwrap_or_default());
            statements
        };
        let row = |(key, SetTally { sides: [a, b], occurrences, first, signs }): (K, SetTally)| SetRow {
            key,
            occurrences: if size > CollectionSize::Tiny { occurrences } else { [0; 2] },
            a: by_date(&a),
            b: by_date(&b),
            first,
            signs: signs.unwrap_or_default(),
        };
        let mut rows: Vec<SetRow<K>> = tallies.into_iter().map(row).collect();
        rows.sort_by_cached_key(|row| std::cmp::Reverse(row.a.len() + row.b.len()));
        let of = |a: bool, b: bool| {
            let rows = rows.iter().filter(|row| row.a.is_empty() != a && row.b.is_empty() != b);
            rows.cloned().collect()
        };
        Self { only_a: of(true, false), both: of(true, true), only_b: of(false, true) }
    }
}
