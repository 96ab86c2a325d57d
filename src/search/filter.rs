//! Filters such as `year:2018`, turned into sets of passages.
//!
//! Invariant: a filter or value that is not understood is an error that names the nearest or the valid ones, so a typing
//! error neither widens nor empties an answer silently.

use std::ops::RangeInclusive;

use fixedbitset::FixedBitSet;

use super::dates;
use super::facet::{CHECK, Facet, LINK, NONE, OFFICIAL};
use super::index::Index;
use super::line_filter;
use super::phrase::Phrase;
use super::query::{Filter, Query, terms_of};
use super::words::words;
use crate::corpus::model::{PassageKind, Standing, Verdict};
use crate::text::counted;
use crate::text::fold::fold;
use crate::text::nearest::nearest;

/// What a filter looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum FilterKind {
    /// A property of passages.
    Facet(Facet),
    /// The date of the statement.
    Date,
    /// One of the dataset's terms, in the passage's own words.
    Term,
    /// The title or label of the statement.
    Title,
}

/// Every filter, in the order in which errors list them.
const FILTERS: [(&str, FilterKind); 12] = [
    ("series", FilterKind::Facet(Facet::Series)),
    ("year", FilterKind::Date),
    ("date", FilterKind::Date),
    ("title", FilterKind::Title),
    ("standing", FilterKind::Facet(Facet::Standing)),
    ("term", FilterKind::Term),
    ("meaning", FilterKind::Facet(Facet::Meaning)),
    ("has", FilterKind::Facet(Facet::Has)),
    ("kind", FilterKind::Facet(Facet::Kind)),
    ("verdict", FilterKind::Facet(Facet::Verdict)),
    ("lang", FilterKind::Facet(Facet::Language)),
    ("sure", FilterKind::Facet(Facet::Sure)),
];

/// Maximum values that a note lists; the others are counted.
const LISTED: usize = 24;

/// The filters of one query, ready to be applied.
#[derive(Debug, Default)]
pub(super) struct Filters {
    /// The passages that match each filter, and whether they are excluded.
    groups: Vec<(FixedBitSet, bool)>,
    /// What the reader should know about dates that are not held.
    pub notes: Vec<String>,
}

impl Filters {
    /// The filters of `query`; what is not understood is an error.
    pub(super) fn new(index: &Index, query: &Query) -> Result<Self, String> {
        let mut filters = Self::default();
        for filter in &query.filters {
            let kind = FILTERS.iter().find(|(name, _)| *name == filter.key).map(|(_, kind)| *kind);
            let kind = kind.ok_or_else(|| unknown(&filter.key))?;
            let of_lines = match kind {
                FilterKind::Facet(facet @ (Facet::Language | Facet::Sure)) => Some(facet),
                FilterKind::Facet(_) | FilterKind::Date | FilterKind::Term | FilterKind::Title => None,
            };
            let named = passages(index, kind, filter)?;
            filters
                .notes
                .extend((kind == FilterKind::Date).then(|| undecided(index, filter, &named)).flatten());
            filters.groups.push(match of_lines {
                // Wording that is not Korean is in another language: a passage can have both.
                Some(facet) => {
                    let left = line_filter::left(facet, filter);
                    (index.with_value(facet, |value| left.contains(&value)), false)
                }
                None => (named, filter.negated),
            });
        }
        for value in query.wanted.iter().chain(&query.without).flat_map(terms_of) {
            // A term that is a clause narrows by itself, but must be one of the dataset's.
            let filter = Filter { key: String::from("term"), values: vec![value.clone()], negated: false };
            passages(index, FilterKind::Term, &filter)?;
        }
        Ok(filters)
    }

    /// Those of the filters that choose statements, not passages of them.
    pub(super) fn of_statements(index: &Index, query: &Query) -> Result<Self, String> {
        let mut of_statements = query.clone();
        of_statements.filters.retain(is_of_statements);
        Self::new(index, &of_statements)
    }

    pub(super) fn is_none(&self) -> bool {
        self.groups.is_empty()
    }

    /// Removes from `hits` what does not pass.
    pub(super) fn narrow(&self, hits: &mut FixedBitSet) {
        for (passages, negated) in &self.groups {
            if *negated {
                hits.difference_with(passages);
            } else {
                hits.intersect_with(passages);
            }
        }
    }
}

/// A note on passages that a filter of dates may mean, if the day of their statement were held.
fn undecided(index: &Index, filter: &Filter, within: &FixedBitSet) -> Option<String> {
    let mut undecided = index.words.none();
    for range in ranges(filter) {
        let [_, perhaps] = index.words.dated(&range);
        undecided.union_with(&perhaps);
    }
    undecided.difference_with(within);
    if undecided.is_clear() {
        return None;
    }
    let passages = counted(undecided.count_ones(..), "passage");
    let (key, values) = (&filter.key, filter.values.join(","));
    Some(format!(
        "only the year of {passages} is known; what may be within `{key}:{values}` counts as outside it"
    ))
}

/// Whether a filter chooses statements, not passages of them.
pub(super) fn is_of_statements(filter: &Filter) -> bool {
    matches!(&*filter.key, "series" | "year" | "date" | "title" | "standing")
}

/// The message for a filter that does not exist.
fn unknown(typed: &str) -> String {
    let names = FILTERS.map(|(name, _)| name);
    match nearest(typed, names.into_iter().chain(["in", "without"])) {
        Some(name) => format!("`{typed}:` is not a filter; did you mean `{name}:`?"),
        None => format!("`{typed}:` is not a filter; choose from {}: in: without:", names.join(": ")),
    }
}

/// The passages that match one of a filter's values.
fn passages(index: &Index, kind: FilterKind, filter: &Filter) -> Result<FixedBitSet, String> {
    let key = &filter.key;
    if filter.values.is_empty() {
        return Err(format!("`{key}:` needs a value: {}", known(index, kind).join(", ")));
    }
    if kind == FilterKind::Date {
        return dated(index, filter);
    }
    let mut found = index.words.none();
    for value in &filter.values {
        let Some(passages) = meant(index, kind, value) else {
            let known = known(index, kind);
            let expected = match nearest(value, known.iter().map(String::as_str)) {
                Some(near) => format!("did you mean `{key}:{near}`?"),
                None => format!("choose from {}", known.join(", ")),
            };
            return Err(format!("`{key}:{value}` matches nothing; {expected}"));
        };
        found.union_with(&passages);
    }
    Ok(found)
}

/// The passages of the days that a filter of dates means.
fn dated(index: &Index, filter: &Filter) -> Result<FixedBitSet, String> {
    let key = &filter.key;
    if let Some(value) = filter.values.iter().find(|value| dates::range(value).is_none()) {
        let expected = match dates::nearest(value) {
            Some(near) => format!("did you mean `{key}:{near}`?"),
            None => format!("write for example {}", known(index, FilterKind::Date).join(", ")),
        };
        return Err(format!("`{key}:{value}` is not a date; {expected}"));
    }
    let mut found = index.words.none();
    for range in ranges(filter) {
        let [within, _] = index.words.dated(&range);
        found.union_with(&within);
    }
    Ok(found)
}

/// The days that a filter of dates means. What it excludes is each of its values.
fn ranges(filter: &Filter) -> Vec<RangeInclusive<u32>> {
    if filter.negated {
        return filter.values.iter().filter_map(|value| dates::range(value)).collect();
    }
    dates::ranges(&filter.values)
}

/// The values that a filter can have in this corpus, or how to write one.
fn known(index: &Index, kind: FilterKind) -> Vec<String> {
    let mut names: Vec<String> = match kind {
        FilterKind::Term => index.terms.iter().map(|term| term.label.clone()).collect(),
        FilterKind::Title => vec![String::from("words of a statement's title")],
        FilterKind::Date => {
            let forms = ["2018-03", "2018-03-14", ">2018"].map(str::to_owned);
            span(index).into_iter().chain(forms).collect()
        }
        FilterKind::Facet(facet @ (Facet::Series | Facet::Meaning | Facet::Year)) => {
            index.facet(facet).map(|(value, _)| value.to_owned()).collect()
        }
        FilterKind::Facet(facet) => names_of(facet).into_iter().map(str::to_owned).collect(),
    };
    if names.len() > LISTED {
        let more = names.len() - LISTED;
        names.truncate(LISTED);
        names.push(format!("and {more} more"));
    }
    names
}

fn span(index: &Index) -> Option<String> {
    let years = || index.facet(Facet::Year).filter_map(|(year, _)| year.parse::<i32>().ok());
    Some(format!("{}..{}", years().min()?, years().max()?))
}

/// The passages that match a value of a filter; `None` if the value is not valid.
fn meant(index: &Index, kind: FilterKind, value: &str) -> Option<FixedBitSet> {
    let facet = match kind {
        FilterKind::Facet(facet) => facet,
        // Several dates may be one span: see [`dated`].
        FilterKind::Date => return None,
        FilterKind::Term => return with_term(index, value),
        FilterKind::Title => {
            let (words, open) = (words(value), value.ends_with('*'));
            let phrase = Phrase { open, ..Phrase::in_any_form(words) };
            return (!phrase.words.is_empty()).then(|| phrase.in_title(&index.words));
        }
    };
    let values = values_meant(index, facet, value);
    let is_valid = !values.is_empty() || is_name(facet, value);
    is_valid.then(|| index.with_value(facet, |name| values.iter().any(|value| value == name)))
}

/// Whether it is a value of the filter that the corpus happens not to have.
fn is_name(facet: Facet, value: &str) -> bool {
    match facet {
        Facet::Language | Facet::Sure => line_filter::meant(facet, value).is_some(),
        Facet::Meaning => value == NONE,
        Facet::Standing | Facet::Kind | Facet::Verdict | Facet::Has | Facet::Series | Facet::Year => {
            names_of(facet).into_iter().any(|name| fold(name).starts_with(value))
        }
    }
}

/// The values that a filter has in every corpus; none if they are those that a corpus holds.
fn names_of(facet: Facet) -> Vec<&'static str> {
    match facet {
        Facet::Standing => Standing::ALL.map(Standing::name).to_vec(),
        Facet::Kind => PassageKind::ALL.map(PassageKind::name).to_vec(),
        Facet::Verdict => Verdict::ALL.map(Verdict::name).to_vec(),
        Facet::Has => vec![CHECK, OFFICIAL, LINK],
        Facet::Language | Facet::Sure => line_filter::values(facet),
        Facet::Series | Facet::Meaning | Facet::Year => Vec::new(),
    }
}

/// The values of a filter that a typed one means: the equal one, or else those that begin with it. A meaning is given
/// by its id, its letter or its name; a year only by itself.
pub(super) fn values_meant(index: &Index, facet: Facet, typed: &str) -> Vec<String> {
    let names = || index.facet(facet).map(|(name, _)| name);
    let exact = names().any(|name| fold(name) == typed);
    let fits = |name: &&str| match facet {
        Facet::Meaning | Facet::Year => fold(name) == typed,
        Facet::Language | Facet::Sure => line_filter::meant(facet, typed) == Some(*name),
        Facet::Series | Facet::Standing | Facet::Kind | Facet::Verdict | Facet::Has => {
            fold(name) == typed || (!exact && fold(name).starts_with(typed))
        }
    };
    let meaning =
        index.meanings.iter().zip('a'..='z').filter(|_| facet == Facet::Meaning).find(
            |((id, name), letter)| fold(id) == typed || letter.to_string() == typed || fold(name) == typed,
        );
    match meaning {
        Some(((id, _), _)) => vec![id.clone()],
        None => names().filter(fits).map(str::to_owned).collect(),
    }
}

/// The passages whose own words contain one of the terms that `value` means.
fn with_term(index: &Index, value: &str) -> Option<FixedBitSet> {
    let mut terms = index.terms_meant(value).peekable();
    terms.peek()?;
    let mut passages = index.words.none();
    terms.filter_map(|(at, _)| index.quotations_with(at)).for_each(|more| passages.union_with(more));
    Some(passages)
}
