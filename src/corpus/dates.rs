//! Statements by date: how they are sorted, and the date as readers see it.
//!
//! Invariant: a date that is not held is never guessed; statements without one come last.

use std::borrow::Cow;

use super::model::{Dataset, Statement, UNKNOWN_SERIES};

impl Dataset {
    /// Puts the statements in order of date.
    pub fn order_by_date(&mut self) {
        self.statements.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
    }
}

impl Statement {
    /// Sorts by date; a statement of which only the year is held comes before the dated ones of that year.
    pub fn sort_key(&self) -> (Cow<'_, str>, u32, &str) {
        let date = sort_date(self.date.as_deref(), self.year);
        (date, self.number.unwrap_or_default(), &self.id)
    }

    /// Whether it is known to be before another one: by its number in the same series, or by its day or year. Of two
    /// statements of one day neither is, and one without a day is not before others of its year.
    pub fn is_before(&self, other: &Self) -> bool {
        let numbers = self.number.zip(other.number).filter(|(one, next)| one != next);
        let in_series = self.series == other.series && *self.series != *UNKNOWN_SERIES;
        if let Some((one, next)) = numbers.filter(|_| in_series) {
            return one < next;
        }
        let (date, next) =
            (sort_date(self.date.as_deref(), self.year), sort_date(other.date.as_deref(), other.year));
        other.year_held().is_some() && date < next && !next.starts_with(&*date)
    }

    /// The year, if it is held.
    pub fn year_held(&self) -> Option<i32> {
        let dated = self.date.as_deref().and_then(|date| date.get(..4)?.parse().ok());
        dated.or(self.year)
    }

    /// The year, if it is held and the statement's own: that of a collecting place only decides where it is listed.
    pub fn own_year(&self) -> Option<i32> {
        self.year_held().filter(|_| self.date.is_some() || !self.collects)
    }

    /// The date as readers see it: the day, or the year alone, or that none is held.
    pub fn when(&self) -> String {
        match (&self.date, self.year) {
            (Some(date), _) => date.to_string(),
            (None, Some(year)) => year.to_string(),
            (None, None) => String::from("no date held"),
        }
    }
}

/// A date, or only the year, as statements are sorted by it; those with neither come last.
pub(super) fn sort_date(date: Option<&str>, year: Option<i32>) -> Cow<'_, str> {
    match (date, year) {
        (Some(date), _) => Cow::Borrowed(date),
        (None, Some(year)) => Cow::Owned(format!("{year:04}")),
        (None, None) => Cow::Borrowed("9999"),
    }
}
