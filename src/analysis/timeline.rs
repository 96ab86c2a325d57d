//! The timeline: which statements say a word or its rivals, which are silent, and of which nothing is known.
//!
//! Invariant: a column for each counted statement, in order of date. In every group of columns, the statements that say
//! it, those that say it only where the filters do not look, the silent ones and those not seen add up to all.

#[cfg(test)]
mod tests;
mod whole;

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashSet};
use std::ops::AddAssign;

use super::repeated::{DistinctHits, attested, hits_in};
use crate::corpus::model::{Extent, Passage, Standing, Statement, TermKind};
use crate::corpus::stance::Stance;
use crate::corpus::usage::Sign;
use crate::corpus::{Corpus, PassageNo};
use crate::search::{Index, NodeSearch, Query, Rival, RowScope};
use crate::text::wording::wording as words_of;
pub use whole::{SentencesWith, WholeText};

/// At most this many rows are shown where nothing is asked.
const DEFAULT_ROWS: usize = 8;
/// Two statements more years apart than this have a wider gap between them.
const GAP: i32 = 5;

/// The statements, and what each of them does with each row's words.
#[derive(Debug, Default)]
pub struct Timeline {
    /// The places of the statements, by date.
    pub statements: Vec<usize>,
    /// The year of each, if it is held.
    years: Vec<Option<i32>>,
    /// Whether the day of each is held.
    days: Vec<bool>,
    /// Collecting places and analyses: their lines count, they themselves do not.
    pub others: Vec<usize>,
    /// How many of the statements were read as whole texts, for the dataset or as an import.
    pub whole: usize,
    pub rows: Vec<TimelineRow>,
    /// What the reader should know of how the query was understood.
    pub notes: Vec<String>,
}

/// One word, phrase or term along the statements.
#[derive(Debug)]
pub struct TimelineRow {
    /// As it is typed, without what is typed for all rows.
    pub query: String,
    /// What is typed for all rows.
    pub scope: String,
    pub label: String,
    /// The dataset's term that it is, by its place.
    pub term: Option<usize>,
    pub is_tracked: bool,
    /// The passages that say it in quoted wording, and where.
    search: NodeSearch,
    /// One for each statement.
    pub stances: Vec<Stance>,
}

/// How many statements of a group say it, say it only in passages that the filters leave out, are silent, or were not seen
/// to say it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct StanceCount {
    pub says: usize,
    pub left_out: usize,
    pub silent: usize,
    pub unseen: usize,
}

/// Places where something is said, and how many different wordings they have.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LineCount {
    pub lines: usize,
    pub wordings: usize,
    /// The lines without those whose words another passage of the statement repeats.
    pub once: usize,
}

/// What the statements are grouped by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum TimelineScale {
    #[default]
    Statement,
    Year,
    Decade,
    Standing,
    Series,
    /// All issuers of a statement together.
    Issuer,
}

impl TimelineScale {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Statement => "statement",
            Self::Year => "year",
            Self::Decade => "decade",
            Self::Standing => "standing",
            Self::Series => "series",
            Self::Issuer => "issuer",
        }
    }
}

/// Statements that have something in common.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimelineGroup {
    pub label: String,
    /// The year, or the first of the decade.
    pub year: Option<i32>,
    /// Places in [`Timeline::statements`], ascending.
    pub columns: Vec<usize>,
}

impl StanceCount {
    pub fn of(self) -> usize {
        self.says + self.left_out + self.silent + self.unseen
    }

    /// `18 of 37 statements say it, 3 silent, 16 not seen`.
    pub fn sentence(self) -> String {
        let Self { says, left_out, silent, unseen } = self;
        let left_out = match left_out {
            0 => String::new(),
            n => format!(" {n} more in no passage that the query asks for,"),
        };
        format!("{says} of {} statements say it,{left_out} {silent} silent, {unseen} not seen", self.of())
    }

    fn one(stance: Stance) -> Self {
        match stance {
            Stance::Says | Stance::SaidNotQuoted => Self { says: 1, ..Self::default() },
            Stance::LeftOut => Self { left_out: 1, ..Self::default() },
            Stance::Silent => Self { silent: 1, ..Self::default() },
            Stance::NotSeen => Self { unseen: 1, ..Self::default() },
        }
    }
}

impl AddAssign for StanceCount {
    fn add_assign(&mut self, other: Self) {
        self.says += other.says;
        self.left_out += other.left_out;
        self.silent += other.silent;
        self.unseen += other.unseen;
    }
}

impl Timeline {
    /// The timeline of a query, a row for each side of `vs`; of the tracked word and its rivals, if it asks for no words.
    ///
    /// # Errors
    /// What is wrong with the query.
    pub fn new(corpus: &Corpus, index: &Index, query: &str) -> Result<Self, String> {
        let asks = Query::parse(query).asks_for_words()?;
        let rivals = if asks { Query::rivals(query, "")? } else { default_rivals(corpus, query)? };
        // All rows have the same filters.
        let scope = rivals.first().map(|rival| index.scope(corpus, rival)).transpose()?.unwrap_or_default();
        let mut timeline = Self::default();
        for rival in &rivals {
            timeline.add_row(corpus, index, &scope, rival)?;
        }
        if !asks {
            timeline.keep_most_said(corpus);
        }
        timeline.tell_labels_apart();
        // What makes the counts of rows hard to compare comes first: the screen has room for one note.
        let overlaps: Vec<String> = timeline.overlaps().map(counted_twice).collect();
        timeline.notes.splice(0..0, overlaps.into_iter().chain(scope.notes));
        let year_of = |at: &usize| corpus.statements().get(*at)?.year_held();
        let years = scope.counted.iter().map(year_of).collect();
        let has_day = |at: &usize| corpus.statements().get(*at).is_some_and(|one| one.date.is_some());
        let days = scope.counted.iter().map(has_day).collect();
        let whole = scope.counted.iter().filter(|at| is_whole(corpus, **at)).count();
        Ok(Self { statements: scope.counted, years, days, others: scope.others, whole, ..timeline })
    }

    fn add_row(
        &mut self,
        corpus: &Corpus,
        index: &Index,
        scope: &RowScope,
        rival: &Rival,
    ) -> Result<(), String> {
        let attested = attested(corpus, index, rival)?;
        let terms = &corpus.dataset().terms;
        let label = attested.term.and_then(|term| terms.get(term)).map(|term| term.label.to_string());
        let stances: Vec<Stance> = scope.counted.iter().map(|at| attested.stance(*at)).collect();
        let notes =
            attested.notes(corpus, scope, &rival.typed).chain(scope.told_apart(&rival.typed, &stances));
        self.notes.extend(attested.search.notes().iter().cloned().chain(notes));
        self.rows.push(TimelineRow {
            query: rival.typed.clone(),
            scope: rival.scope.clone(),
            label: label.unwrap_or_else(|| rival.typed.clone()),
            term: attested.term,
            is_tracked: attested.term.is_some() && attested.term == corpus.dataset().tracked(),
            stances,
            search: attested.search,
        });
        Ok(())
    }

    /// Gives rows with the same label the words that were typed as their label.
    fn tell_labels_apart(&mut self) {
        let labels: Vec<String> = self.rows.iter().map(|row| row.label.clone()).collect();
        let is_taken = |label: &String| labels.iter().filter(|other| *other == label).count() > 1;
        for row in self.rows.iter_mut().filter(|row| is_taken(&row.label)) {
            row.label.clone_from(&row.query);
        }
    }

    /// Keeps the tracked word and the concepts and formulas, then other terms, that most statements say.
    fn keep_most_said(&mut self, corpus: &Corpus) {
        let terms = &corpus.dataset().terms;
        let is_rival = |row: &TimelineRow| {
            let kind = row.term.and_then(|at| terms.get(at)).map(|term| term.kind);
            matches!(kind, Some(TermKind::Concept | TermKind::Formula))
        };
        self.rows.retain(|row| row.is_tracked || row.count().says > 0);
        self.rows.sort_by_key(|row| (!row.is_tracked, !is_rival(row), Reverse(row.count().says), row.term));
        self.rows.truncate(DEFAULT_ROWS);
        self.notes.clear();
    }

    /// The statements in groups: by date, or in the order of the list.
    pub fn groups(&self, corpus: &Corpus, scale: TimelineScale) -> Vec<TimelineGroup> {
        let mut groups: Vec<TimelineGroup> = Vec::new();
        let mut places: BTreeMap<String, usize> = BTreeMap::new();
        for (column, statement) in self.held(corpus).enumerate() {
            let (label, year) = group_of(statement, scale);
            let place = *places.entry(label.clone()).or_insert(groups.len());
            if place == groups.len() {
                groups.push(TimelineGroup { label, year, columns: Vec::new() });
            }
            groups.get_mut(place).into_iter().for_each(|group| group.columns.push(column));
        }
        if scale == TimelineScale::Standing {
            let rank = |group: &TimelineGroup| {
                Standing::ALL.iter().position(|standing| standing.name() == group.label)
            };
            groups.sort_by_key(rank);
        }
        groups
    }

    /// The statements themselves, by date.
    pub fn held<'a>(&'a self, corpus: &'a Corpus) -> impl Iterator<Item = &'a Statement> {
        self.statements.iter().filter_map(|at| corpus.statements().get(*at))
    }

    /// Whether the statement of a column is more than five years after the one before it, so far as their years are known.
    pub fn is_far(&self, column: usize) -> bool {
        let before = column.checked_sub(1).and_then(|before| self.year_of(before));
        before.zip(self.year_of(column)).is_some_and(|(before, year)| year - before > GAP)
    }

    /// The year of the statement of a column, if it is held.
    pub fn year_of(&self, column: usize) -> Option<i32> {
        self.years.get(column).copied().flatten()
    }

    /// The first and the last of these statements that say it, of those whose year is held; of one year, of those whose
    /// day is.
    pub fn ends(
        &self,
        row: &TimelineRow,
        columns: impl DoubleEndedIterator<Item = usize> + Clone,
    ) -> Option<(usize, usize)> {
        let is_dated = |column: &usize| row.says(*column) && self.year_of(*column).is_some();
        // Those without a day come before the others of their year, whenever they were in it.
        let (first, last) = (columns.clone().find(is_dated)?, columns.clone().rev().find(is_dated)?);
        let mut of_year = columns.filter(|column| self.year_of(*column) == self.year_of(first));
        let first = of_year.find(|column| row.says(*column) && self.has_day(*column)).unwrap_or(first);
        Some((first, last))
    }

    /// `, 1 more without a date`, where statements without a date say it, or others whose day may make them the first or
    /// the last.
    pub fn undated(&self, row: &TimelineRow) -> String {
        let all = || (0..self.statements.len()).filter(|column| row.says(*column));
        let ends = self.ends(row, 0..self.statements.len());
        let is_of_end = |column: &usize| {
            let is_at = |end: usize| end != *column && self.year_of(end) == self.year_of(*column);
            !self.has_day(*column) && ends.is_some_and(|(first, last)| is_at(first) || is_at(last))
        };
        let said = |count: usize, what: &str| match count {
            0 => String::new(),
            n => format!(", {n} more {what}"),
        };
        let without_date = all().filter(|column| self.year_of(*column).is_none()).count();
        said(without_date, "without a date")
            + &said(all().filter(is_of_end).count(), "of the same year without a day")
    }

    fn has_day(&self, column: usize) -> bool {
        self.days.get(column).copied().unwrap_or_default()
    }

    /// Pairs of rows of which the first is a part of the second, so that wording counts for both.
    fn overlaps(&self) -> impl Iterator<Item = (&TimelineRow, &TimelineRow)> {
        let pairs = self.rows.iter().flat_map(|part| self.rows.iter().map(move |whole| (part, whole)));
        pairs.filter(|(part, whole)| is_part(&part.label, &whole.label))
    }
}

impl TimelineRow {
    /// How often the statement says the words, and in how many wordings: passages with the same words have one.
    pub fn lines(&self, corpus: &Corpus, index: &Index, statement: usize) -> LineCount {
        let hits = hits_in(corpus, index, &self.search, statement);
        let distinct = DistinctHits::new(corpus, &hits);
        LineCount { lines: hits.len(), wordings: distinct.wordings, once: distinct.shown.len() }
    }

    /// The passages of the statement that say the words.
    pub fn passages(&self, corpus: &Corpus, statement: usize) -> impl Iterator<Item = PassageNo> {
        corpus.records(statement).flat_map(|at| self.search.among(corpus.span(at)))
    }

    /// The count over all statements.
    pub fn count(&self) -> StanceCount {
        self.count_of(0..self.stances.len())
    }

    /// The count over some of the statements.
    pub fn count_of(&self, columns: impl IntoIterator<Item = usize>) -> StanceCount {
        let mut count = StanceCount::default();
        for column in columns {
            count += self.stances.get(column).map_or_else(StanceCount::default, |one| StanceCount::one(*one));
        }
        count
    }

    /// Whether the statement of a column says it, quoted or not.
    fn says(&self, column: usize) -> bool {
        matches!(self.stances.get(column), Some(Stance::Says | Stance::SaidNotQuoted))
    }

    /// What the statement does with the words; for the tracked word, in which meanings, in the order of its passages.
    pub fn signs(&self, corpus: &Corpus, statement: usize) -> Vec<Sign> {
        let passages: Vec<&Passage> =
            self.passages(corpus, statement).filter_map(|number| Some(corpus.passage(number)?.1)).collect();
        let sense = |passage: &&Passage| Sign::borne(corpus, passage);
        let mut letters = HashSet::new();
        let is_new = |sign: &Sign| match sign {
            Sign::Bears(letter, _) => letters.insert(*letter),
            Sign::Other | Sign::Unjudged | Sign::NotQuoted | Sign::Silent | Sign::NotSeen => true,
        };
        let mut signs: Vec<Sign> = passages.iter().filter_map(sense).filter(is_new).collect();
        if signs.is_empty() {
            signs.push(Sign::unborne(passages));
        }
        signs
    }
}

/// Whether a text of a statement was read as a whole.
fn is_whole(corpus: &Corpus, statement: usize) -> bool {
    let mut records = corpus.records(statement).filter_map(|at| corpus.statements().get(at));
    records.any(|record| record.extent == Some(Extent::Whole))
}

/// The label of the group that a statement is in, and its year.
fn group_of(statement: &Statement, scale: TimelineScale) -> (String, Option<i32>) {
    let year = statement.year_held();
    match scale {
        TimelineScale::Statement => (statement.id.to_string(), year),
        TimelineScale::Year => (year.map_or_else(undated, |year| format!("{year:04}")), year),
        TimelineScale::Decade => {
            let decade = year.map(|year| year.div_euclid(10) * 10);
            (decade.map_or_else(undated, |decade| format!("{decade:04}s")), decade)
        }
        TimelineScale::Standing => (statement.standing.name().to_owned(), None),
        TimelineScale::Series => (statement.series.to_string(), None),
        TimelineScale::Issuer => {
            let mut issuers: Vec<&str> = statement.issuers.iter().map(|issuer| &**issuer).collect();
            issuers.sort_unstable();
            let issuers = issuers.join(", ");
            (if issuers.is_empty() { String::from("no issuer held") } else { issuers }, None)
        }
    }
}

fn undated() -> String {
    String::from("no date held")
}

/// A row for each term of the dataset, within the filters of the query.
fn default_rivals(corpus: &Corpus, query: &str) -> Result<Vec<Rival>, String> {
    let mut rivals = Vec::new();
    for term in &corpus.dataset().terms {
        rivals.extend(Query::rivals(&format!("term:{} {query}", term.id), "")?);
    }
    if rivals.is_empty() {
        return Err(String::from("the dataset has no terms; name a word or a \"phrase\""));
    }
    Ok(rivals)
}

/// A note that the wording of a longer phrase counts for its part too.
fn counted_twice((part, whole): (&TimelineRow, &TimelineRow)) -> String {
    let [part, whole] = [part, whole].map(|row| row.label.trim_matches('"'));
    format!("“{part}” is a part of “{whole}”: the longer one counts for both")
}

/// Whether the words of one text are in another one, in a row, and are not all of it.
fn is_part(part: &str, whole: &str) -> bool {
    let (part, whole) = (words_of(part), words_of(whole));
    !part.trim().is_empty() && part.len() < whole.len() && whole.contains(&part)
}
