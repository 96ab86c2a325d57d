//! The dataset, loaded and checked, with the look-ups that every other module needs.
//!
//! Invariant: a [`Corpus`] that is whole has passed every check of [`check`], so each id in it resolves. Numbers and
//! places never change: statements that are added later follow the others, regardless of their date.

pub mod check;
mod comments;
pub mod confirmation;
mod dates;
mod explain;
pub mod fix;
pub mod holding;
pub mod join;
mod json_path;
pub mod load;
pub mod model;
pub mod problem;
pub(crate) mod read;
pub(crate) mod rules;
pub mod schema;
pub mod stance;
pub mod stream;
#[cfg(test)]
mod tests;
mod unique_keys;
pub mod usage;

use std::collections::HashMap;
use std::ops::Range;

use crate::text::narrow;
use crate::text::safe::Text;
use crate::text::script::Scripts;
use join::Joining;
use model::{
    Dataset, Extent, Meaning, Passage, PassageKind, Source, SourceKind, Standing, Statement, Verdict,
};

/// A passage by its place in reading order, counted from 0 over all statements.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PassageNo(pub u32);

/// What an id names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// By its place in `Dataset::statements`.
    Statement(usize),
    Passage(PassageNo),
}

/// A dataset that has been checked, and its look-ups.
#[derive(Debug)]
pub struct Corpus {
    dataset: Dataset,
    /// The statement of each passage.
    statements_of: Vec<u32>,
    /// The number of each statement's first passage.
    starts: Vec<u32>,
    /// The statements' places, in order of date.
    by_date: Vec<u32>,
    /// The place of the first analysis.
    analysis: Option<u32>,
    ids: HashMap<Text, u32>,
    /// For ids of added statements that were already in use, the new ids.
    renamed: HashMap<Text, Vec<Text>>,
    sources: HashMap<Text, u32>,
    /// The texts of each statement, by its id.
    texts: HashMap<Text, Vec<u32>>,
    /// The scripts of each statement of whose text every paragraph is held.
    whole_imports: Vec<Option<Scripts>>,
    /// The ids of the datasets that were added, each with the prefix of its ids, and the one that is being added.
    origins: Vec<(Text, Text)>,
    joining: Option<Joining>,
    remarks: Vec<String>,
}

impl Corpus {
    /// Takes in a dataset that has passed the checks; its statements are put in order of date.
    pub(crate) fn new(mut dataset: Dataset) -> Self {
        dataset.order_by_date();
        let statements = std::mem::take(&mut dataset.statements);
        let sources = dataset.sources.iter().zip(0..).map(|(source, at)| (source.id.clone(), at)).collect();
        let mut corpus = Self {
            dataset,
            statements_of: Vec::new(),
            starts: Vec::new(),
            by_date: Vec::new(),
            analysis: None,
            ids: HashMap::new(),
            renamed: HashMap::new(),
            sources,
            texts: HashMap::new(),
            whole_imports: Vec::new(),
            origins: Vec::new(),
            joining: None,
            remarks: Vec::new(),
        };
        corpus.append(statements);
        corpus
    }

    /// Adds statements that have passed the checks after all held ones, in the order given; returns whether each has an
    /// id of its own.
    pub(crate) fn append(&mut self, mut statements: Vec<Statement>) -> bool {
        let mut own = true;
        let first = self.by_date.len();
        for statement in &mut statements {
            self.adopt(statement);
            let at = narrow(self.starts.len());
            own &= self.ids.insert(statement.id.clone(), at).is_none();
            self.by_date.push(at);
            if let Some(of) = &statement.of {
                self.texts.entry(of.clone()).or_default().push(at);
            }
            self.whole_imports.push(self.holds_every_paragraph(statement).then(|| scripts(statement)));
            if statement.standing == Standing::Analysis {
                self.analysis = self.analysis.or(Some(at));
            }
            self.starts.push(narrow(self.statements_of.len()));
            self.statements_of.extend(statement.passages.iter().map(|_| at));
        }
        self.dataset.statements.extend(statements);
        let key = |at: &u32| self.dataset.statements.get(*at as usize).map(Statement::sort_key);
        let from = first.saturating_sub(1);
        if !self.by_date.get(from..).unwrap_or_default().is_sorted_by_key(key) {
            self.by_date.sort_by(|a, b| key(a).cmp(&key(b)));
        }
        own
    }

    /// The statements' places in [`Corpus::statements`], in order of date.
    pub fn by_date(&self) -> impl DoubleEndedIterator<Item = usize> {
        self.by_date.iter().map(|at| *at as usize)
    }

    pub fn dataset(&self) -> &Dataset {
        &self.dataset
    }

    pub fn statements(&self) -> &[Statement] {
        &self.dataset.statements
    }

    /// The place of the analysis that the collection is drawn from, if it holds one.
    pub fn analysis(&self) -> Option<usize> {
        self.analysis.map(|at| at as usize)
    }

    /// The statement that this one is a text of, if that is held.
    pub fn text_of(&self, statement: usize) -> Option<usize> {
        let of = self.statements().get(statement)?.of.as_ref()?;
        let at = *self.ids.get(of)? as usize;
        let is_text = self.statements().get(at)?.of.is_some();
        (at != statement && !is_text).then_some(at)
    }

    /// The statement itself or the one that it is a text of, which is counted.
    pub fn counted_as(&self, statement: usize) -> usize {
        self.text_of(statement).unwrap_or(statement)
    }

    /// The statement and all its texts, which count as one.
    pub fn records(&self, statement: usize) -> impl Iterator<Item = usize> {
        let at = self.counted_as(statement);
        let texts = self.statements().get(at).and_then(|held| self.texts.get(&held.id));
        let texts = texts.into_iter().flatten().map(|text| *text as usize);
        std::iter::once(at).chain(texts.filter(move |text| self.text_of(*text) == Some(at)))
    }

    /// How many of the statements are texts of another one that is held.
    pub fn texts(&self) -> usize {
        self.texts.values().flatten().filter(|text| self.text_of(**text as usize).is_some()).count()
    }

    /// Whether every paragraph of the statement's text is held, as for an import.
    pub fn is_whole_import(&self, statement: usize) -> bool {
        self.scripts(statement).is_some()
    }

    /// Whether every paragraph of the statement's text is held, and the text is in the script of the phrase, so that
    /// the phrase would be found if the text had it.
    pub fn is_whole_import_in(&self, statement: usize, phrase: &str) -> bool {
        self.scripts(statement).is_some_and(|scripts| scripts.could_have(phrase))
    }

    fn scripts(&self, statement: usize) -> Option<&Scripts> {
        self.whole_imports.get(statement)?.as_ref()
    }

    fn holds_every_paragraph(&self, statement: &Statement) -> bool {
        let is_import = |passage: &Passage| self.source(&passage.source).is_some_and(|s| s.sha256.is_some());
        statement.extent == Some(Extent::Whole) && statement.passages.iter().any(is_import)
    }

    /// How many passages the corpus holds.
    pub fn passages(&self) -> usize {
        self.statements_of.len()
    }

    /// Every passage number, in reading order.
    pub fn passage_numbers(&self) -> impl DoubleEndedIterator<Item = PassageNo> + use<> {
        (0..narrow(self.statements_of.len())).map(PassageNo)
    }

    /// The passage and its statement; `None` beyond the end.
    pub fn passage(&self, number: PassageNo) -> Option<(&Statement, &Passage)> {
        let statement = self.statements().get(self.statement_of(number)?)?;
        Some((statement, statement.passages.get(self.place_of(number)?)?))
    }

    /// The place of the passage in its statement's passages.
    pub fn place_of(&self, number: PassageNo) -> Option<usize> {
        let start = *self.starts.get(self.statement_of(number)?)?;
        Some((number.0 - start) as usize)
    }

    /// The place of the passage's statement in [`Corpus::statements`].
    pub fn statement_of(&self, number: PassageNo) -> Option<usize> {
        self.statements_of.get(number.0 as usize).map(|&statement| statement as usize)
    }

    /// The numbers of the statement's passages, in reading order; empty beyond the end.
    pub fn passages_of(&self, statement: usize) -> impl DoubleEndedIterator<Item = PassageNo> + use<> {
        let start = self.starts.get(statement).copied().unwrap_or_default();
        let held = self.statements().get(statement).map_or(0, |s| narrow(s.passages.len()));
        (start..start + held).map(PassageNo)
    }

    /// The numbers of the statement's passages, as a range of a set's members.
    pub fn span(&self, statement: usize) -> Range<usize> {
        let start = self.starts.get(statement).map_or(0, |start| *start as usize);
        let held = self.statements().get(statement).map_or(0, |statement| statement.passages.len());
        start..start + held
    }

    /// What an id names; a passage's begins with its statement's.
    pub fn target(&self, id: &str) -> Option<Target> {
        let (statement, passage) = id.split_once('/').map_or((id, false), |(statement, _)| (statement, true));
        let at = *self.ids.get(statement)? as usize;
        if !passage {
            return Some(Target::Statement(at));
        }
        let held = self.passages_of(at).zip(&self.statements().get(at)?.passages);
        held.into_iter().find(|(_, held)| &*held.id == id).map(|(number, _)| Target::Passage(number))
    }

    /// The passage itself, or the first of the statement.
    pub fn first_passage(&self, target: Target) -> Option<PassageNo> {
        match target {
            Target::Passage(number) => Some(number),
            Target::Statement(at) => self.passages_of(at).next(),
        }
    }

    pub fn source(&self, id: &str) -> Option<&Source> {
        self.dataset.sources.get(*self.sources.get(id)? as usize)
    }

    /// The result of a passage's wording check as readers see it. Wording that only a press report has word for word is
    /// not called official.
    pub fn verdict_label(&self, passage: &Passage) -> Option<&'static str> {
        let check = passage.check.as_ref()?;
        Some(match check.verdict {
            Verdict::Identical if self.is_checked_by_report(passage) => Verdict::AS_REPORTED,
            verdict => verdict.label(),
        })
    }

    /// Whether the wording of a passage was compared with a press report, not with an official text.
    pub fn is_checked_by_report(&self, passage: &Passage) -> bool {
        let checked = passage.check.as_ref().and_then(|check| check.source.as_ref());
        let seen = self.source(checked.unwrap_or(&passage.source));
        seen.is_some_and(|source| source.kind == SourceKind::Press)
    }

    /// Like [`Self::verdict_label`]; without a check it says so.
    pub fn wording_label(&self, passage: &Passage) -> &'static str {
        self.verdict_label(passage).unwrap_or(Verdict::UNCHECKED)
    }

    /// A meaning as readers know it: `A 2003 Posture`.
    pub fn meaning_name(&self, meaning: &Meaning) -> String {
        let letter = self.letter(&meaning.id).map(|letter| format!("{letter} ")).unwrap_or_default();
        format!("{letter}{} {}", meaning.id, meaning.name)
    }

    /// The letter of a meaning everywhere: A for the first column.
    pub fn letter(&self, meaning: &str) -> Option<char> {
        ('A'..='Z').zip(&self.dataset.meanings).find(|(_, m)| &*m.id == meaning).map(|(letter, _)| letter)
    }
}

/// The scripts of what a statement says.
fn scripts(statement: &Statement) -> Scripts {
    let quotations = statement.passages.iter().filter(|passage| passage.kind == PassageKind::Quotation);
    Scripts::of(quotations.map(|passage| &*passage.text))
}
