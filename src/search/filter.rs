//! Filters: typed restrictions, made into tests of a passage.
//!
//! Invariant: what a filter cannot mean is left out and noted, with what it could have meant; so a slip never
//! empties the list silently.

use super::index::Index;
use super::query::{Filter, Query};
use crate::corpus::model::{Meaning, Passage, PassageKind, Standing, Statement, Verdict};
use crate::corpus::{Corpus, PassageNo};
use crate::search::Field;
use crate::text::fold::fold;

/// Every key, in the order in which notes name them.
const KEYS: [&str; 8] = ["series", "year", "standing", "term", "meaning", "has", "kind", "verdict"];

/// What `has:` asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Check,
    Official,
    Link,
}

impl Part {
    const ALL: [Self; 3] = [Self::Check, Self::Official, Self::Link];

    fn name(self) -> &'static str {
        match self {
            Self::Check => "check",
            Self::Official => "official",
            Self::Link => "link",
        }
    }
}

/// One value of a filter, understood.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Test {
    /// Folded names of series.
    Series(Vec<String>),
    Years(i32, i32),
    Standing(Standing),
    /// The passages that the terms mark, sorted.
    Marked(Vec<u32>),
    /// An id, or none.
    Meaning(Option<String>),
    Has(Part),
    Kind(PassageKind),
    Verdict(Verdict),
}

/// The filters of one query, ready to be asked.
#[derive(Debug, Default)]
pub(super) struct Filters {
    /// Any test of a group must pass, or none where the group is negated.
    groups: Vec<(Vec<Test>, bool)>,
    pub notes: Vec<String>,
}

impl Filters {
    pub(super) fn new(index: &Index, corpus: &Corpus, query: &Query) -> Self {
        let mut filters = Self::default();
        for filter in &query.filters {
            if KEYS.contains(&filter.key.as_str()) {
                filters.add(index, corpus, filter);
            } else {
                filters.notes.push(format!("`{}:` is no filter; there are {}:", filter.key, KEYS.join(": ")));
            }
        }
        filters
    }

    fn add(&mut self, index: &Index, corpus: &Corpus, filter: &Filter) {
        let known = || held(corpus, index, &filter.key).join(", ");
        if filter.values.is_empty() {
            self.notes.push(format!("`{}:` needs a value: {}", filter.key, known()));
        }
        let mut tests = Vec::new();
        for value in &filter.values {
            match test(index, corpus, &filter.key, value) {
                Some(test) => tests.push(test),
                None => {
                    self.notes.push(format!("`{}:{value}` is not known; there are {}", filter.key, known()));
                }
            }
        }
        if !tests.is_empty() {
            self.groups.push((tests, filter.negated));
        }
    }

    pub(super) fn pass(&self, corpus: &Corpus, number: PassageNo) -> bool {
        let Some((statement, passage)) = corpus.passage(number) else { return false };
        let holds = |test: &Test| test.holds(statement, passage, number);
        self.groups.iter().all(|(tests, negated)| tests.iter().any(holds) != *negated)
    }
}

impl Test {
    fn holds(&self, statement: &Statement, passage: &Passage, number: PassageNo) -> bool {
        let check = passage.check.as_ref();
        match self {
            Self::Series(names) => names.contains(&fold(&statement.series)),
            Self::Years(from, to) => year(statement).is_some_and(|year| (*from..=*to).contains(&year)),
            Self::Standing(standing) => statement.standing == *standing,
            Self::Marked(passages) => passages.binary_search(&number.0).is_ok(),
            Self::Meaning(id) => passage.meaning.as_deref() == id.as_deref(),
            Self::Has(Part::Check) => check.is_some(),
            Self::Has(Part::Official) => check.is_some_and(|check| check.official.is_some()),
            Self::Has(Part::Link) => !passage.links.is_empty(),
            Self::Kind(kind) => passage.kind == *kind,
            Self::Verdict(verdict) => check.is_some_and(|check| check.verdict == *verdict),
        }
    }
}

/// The values that a filter of this corpus can have.
fn held(corpus: &Corpus, index: &Index, key: &str) -> Vec<String> {
    let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    match key {
        "series" => series(corpus),
        "standing" => names(&Standing::ALL.map(Standing::name)),
        "term" => index.terms.iter().map(|term| term.label.clone()).collect(),
        "meaning" => {
            let ids = corpus.dataset().meanings.iter().map(|meaning| meaning.id.as_str().to_owned());
            ids.chain([String::from("none")]).collect()
        }
        "has" => names(&Part::ALL.map(Part::name)),
        "kind" => names(&PassageKind::ALL.map(PassageKind::name)),
        "verdict" => names(&Verdict::ALL.map(Verdict::name)),
        _ => {
            let years = || corpus.statements().iter().filter_map(year);
            let span = years().min().zip(years().max());
            span.map(|(from, to)| vec![format!("{from}..{to}")]).unwrap_or_default()
        }
    }
}

/// The names of the series, each once, in the order of the statements.
fn series(corpus: &Corpus) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for statement in corpus.statements() {
        if !names.iter().any(|name| **name == *statement.series) {
            names.push(statement.series.as_str().to_owned());
        }
    }
    names
}

fn test(index: &Index, corpus: &Corpus, key: &str, value: &str) -> Option<Test> {
    match key {
        "series" => {
            let names: Vec<String> = series(corpus).iter().map(|name| fold(name)).collect();
            let exact = names.iter().any(|name| name == value);
            let meant = |name: &String| if exact { name == value } else { name.starts_with(value) };
            let meant: Vec<String> = names.into_iter().filter(meant).collect();
            (!meant.is_empty()).then_some(Test::Series(meant))
        }
        "year" => years(value),
        "standing" => named(Standing::ALL, Standing::name, value).map(Test::Standing),
        "term" => marked(index, value).map(Test::Marked),
        "meaning" => meaning(corpus, value),
        "has" => named(Part::ALL, Part::name, value).map(Test::Has),
        "kind" => named(PassageKind::ALL, PassageKind::name, value).map(Test::Kind),
        "verdict" => named(Verdict::ALL, Verdict::name, value).map(Test::Verdict),
        _ => None,
    }
}

/// The first whose name begins with `value`.
fn named<T: Copy, const N: usize>(all: [T; N], name: fn(T) -> &'static str, value: &str) -> Option<T> {
    all.into_iter().find(|one| name(*one).starts_with(value))
}

/// `2018`, `2018..2024`, `..2010`, `2010..`.
fn years(value: &str) -> Option<Test> {
    let year = |digits: &str, open: i32| match digits.trim() {
        "" => Some(open),
        digits if digits.len() == 4 => digits.parse().ok(),
        _ => None,
    };
    let (from, to) = match value.split_once("..") {
        Some(ends) => ends,
        None => (value, value),
    };
    Some(Test::Years(year(from, i32::MIN)?, year(to.trim_start_matches('.'), i32::MAX)?))
}

fn year(statement: &Statement) -> Option<i32> {
    statement
        .date
        .as_deref()
        .and_then(|date| date.get(..4))
        .and_then(|year| year.parse().ok())
        .or(statement.year)
}

/// The passages whose wording the terms meant by `value` mark.
fn marked(index: &Index, value: &str) -> Option<Vec<u32>> {
    let exact = index.terms.iter().any(|term| term.id == value);
    let meant =
        |term: &&super::terms::TermForms| if exact { term.id == value } else { term.is_meant_by(value) };
    let terms: Vec<_> = index.terms.iter().filter(meant).collect();
    let wording = [Some(Field::Text), Some(Field::Official), Some(Field::Korean)];
    let places = terms.iter().flat_map(|term| term.places(index, None));
    let mut passages: Vec<u32> =
        places.filter(|place| wording.contains(&place.slot.field())).map(|place| place.passage).collect();
    passages.sort_unstable();
    passages.dedup();
    (!terms.is_empty()).then_some(passages)
}

/// A meaning by its id, its letter or its name; `none` for passages that bear none.
fn meaning(corpus: &Corpus, value: &str) -> Option<Test> {
    if value == "none" {
        return Some(Test::Meaning(None));
    }
    let is_meant = |meaning: &&Meaning| {
        let letter = corpus.letter(&meaning.id).map(|letter| letter.to_ascii_lowercase().to_string());
        fold(&meaning.id) == value || letter.as_deref() == Some(value) || fold(&meaning.name) == value
    };
    let meant = corpus.dataset().meanings.iter().find(is_meant)?;
    Some(Test::Meaning(Some(meant.id.as_str().to_owned())))
}
