//! Dates as readers type them in filters, and as numbers that can be compared.
//!
//! Invariant: a day is the number `yyyymmdd`. A statement of which only the year is held has zeros for the rest, so it sorts
//! before every day of its year; it is in a range only if all its possible days are.

use std::ops::RangeInclusive;

use crate::corpus::model::Statement;
use crate::corpus::rules::is_day;

/// After the last day of any month, and of any year.
const MONTH_END: u32 = 99;
const YEAR_END: u32 = 9_999;

/// The date of a statement, as far as it is known; 0 if nothing is.
pub(super) fn of(statement: &Statement) -> u32 {
    let day = statement.date.as_deref().and_then(date).map(|range| *range.start());
    let year = statement.year.and_then(|year| u32::try_from(year).ok()).map(|year| year * 10_000);
    day.or(year).unwrap_or(0)
}

/// The first and the last day that the date of a statement may be, whether the day is known or only the year.
pub(super) fn days(date: u32) -> RangeInclusive<u32> {
    if date.is_multiple_of(10_000) { date + 101..=date + 1231 } else { date..=date }
}

/// `2018`, `2018-03`, `2018-03-14`, `2018..2024-06`, `..2010`, `>2018`, `<=2018-03`; `None` for anything else, and for a range
/// that ends before it begins.
pub(super) fn range(typed: &str) -> Option<RangeInclusive<u32>> {
    let typed = typed.trim();
    for (sign, after, inclusive) in
        [(">=", true, true), ("<=", false, true), (">", true, false), ("<", false, false)]
    {
        let Some(typed) = typed.strip_prefix(sign) else { continue };
        let (start, end) = date(typed.trim())?.into_inner();
        return Some(match (after, inclusive) {
            (true, true) => start..=u32::MAX,
            (true, false) => end + 1..=u32::MAX,
            (false, true) => 1..=end,
            (false, false) => 1..=start.saturating_sub(1),
        });
    }
    let Some((from, to)) = bounds(typed) else { return date(typed) };
    let start = if from.is_empty() { 1 } else { *date(from)?.start() };
    let end = if to.is_empty() { u32::MAX } else { *date(to)?.end() };
    (start <= end && !(from.is_empty() && to.is_empty())).then_some(start..=end)
}

/// The ranges that the values of one filter mean. Any of them counts, but two that overlap and leave out no day, such as
/// `>2010` and `<2020`, are the bounds of one.
pub(super) fn ranges(values: &[String]) -> Vec<RangeInclusive<u32>> {
    let ranges: Vec<RangeInclusive<u32>> = values.iter().filter_map(|value| range(value)).collect();
    let [one, other] = ranges.as_slice() else { return ranges };
    let (from, to) = if one.start() <= other.start() { (other, one) } else { (one, other) };
    let are_bounds = *to.start() == 1 && *from.end() == u32::MAX && from.start() <= to.end();
    if are_bounds { vec![*from.start()..=*to.end()] } else { ranges }
}

/// What is typed on both sides of `..`.
fn bounds(typed: &str) -> Option<(&str, &str)> {
    let (from, to) = typed.split_once("..")?;
    Some((from.trim(), to.trim_start_matches('.').trim()))
}

/// The right spelling of what was probably meant by an invalid date or range.
pub(super) fn nearest(typed: &str) -> Option<String> {
    let sign = typed.len() - typed.trim_start_matches(['<', '>', '=']).len();
    let (sign, dates) = typed.trim().split_at_checked(sign)?;
    let respelled = match bounds(dates) {
        Some((from, to)) => {
            let (from, to) = (respelled(from)?, respelled(to)?);
            let ordered = format!("{from}..{to}");
            if range(&ordered).is_some() { ordered } else { format!("{to}..{from}") }
        }
        None => match dates.split_once(['-', '–']) {
            Some((from, to)) if from.len() == 4 && to.len() == 4 => format!("{from}..{to}"),
            Some(_) | None => respelled(dates)?,
        },
    };
    let respelled = format!("{sign}{respelled}");
    range(&respelled).is_some().then_some(respelled)
}

/// `2018/3/14` and `14.3.2018` as this program writes dates. A date whose first number may be the month is left alone.
fn respelled(date: &str) -> Option<String> {
    let mut parts: Vec<&str> = date.split(['-', '/', '.']).map(str::trim).collect();
    let is_year = |part: &&str| part.len() == 4;
    if parts.len() > 1 && parts.last().is_some_and(is_year) {
        let slashed = date.contains('/');
        parts.reverse();
        match parts.as_mut_slice() {
            [_, month, _] if slashed && month.parse::<u32>().is_ok_and(|month| month <= 12) => return None,
            [_, month, day] if slashed => std::mem::swap(month, day),
            _ => {}
        }
    }
    Some(parts.iter().map(|part| format!("{part:0>2}")).collect::<Vec<String>>().join("-"))
}

/// A year, a month or a day: the first and the last number that it can have.
fn date(typed: &str) -> Option<RangeInclusive<u32>> {
    let mut parts = typed.split('-');
    let number = |part: &str, digits: usize| {
        let is_number = part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit());
        part.parse::<u32>().ok().filter(|_| is_number)
    };
    let year = number(parts.next()?, 4)? * 10_000;
    let Some(month) = parts.next() else { return Some(year..=year + YEAR_END) };
    let month = year + number(month, 2).filter(|month| (1..=12).contains(month))? * 100;
    let Some(day) = parts.next() else { return Some(month..=month + MONTH_END) };
    let day = month + number(day, 2).filter(|_| is_day(typed))?;
    parts.next().is_none().then_some(day..=day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_months_days_and_ranges_are_read() {
        for (typed, expected) in [
            ("2018", Some(20_180_000..=20_189_999)),
            ("2018-03", Some(20_180_300..=20_180_399)),
            ("2018-03-14", Some(20_180_314..=20_180_314)),
            ("2018..2024-06", Some(20_180_000..=20_240_699)),
            ("..2010", Some(1..=20_109_999)),
            ("2010..", Some(20_100_000..=u32::MAX)),
            (">2018", Some(20_190_000..=u32::MAX)),
            (">=2018-03", Some(20_180_300..=u32::MAX)),
            ("<2018", Some(1..=20_179_999)),
            ("<=2018-03", Some(1..=20_180_399)),
            (">9999", Some(100_000_000..=u32::MAX)),
            ("20x8", None),
            ("2018-13", None),
            ("2018-3", None),
            ("12", None),
            ("", None),
            (">", None),
            ("..", None),
            ("2019..2018", None),
            ("2018..2018", Some(20_180_000..=20_189_999)),
            ("2018-02-29", None),
            ("2020-02-29", Some(20_200_229..=20_200_229)),
            ("2018-04-31", None),
        ] {
            assert_eq!(range(typed), expected, "{typed}");
        }
        assert!(range("<0000").unwrap().is_empty(), "no year comes before");
    }

    #[test]
    fn two_ranges_that_leave_out_no_day_are_bounds() {
        for (values, expected) in [
            (&[">2010", "<2020"][..], &[20_110_000..=20_199_999][..]),
            (&["<=2018-03", ">=2018"], &[20_180_000..=20_180_399]),
            (&["..2019", "2011.."], &[20_110_000..=20_199_999]),
            (&["<2010", ">2020"], &[1..=20_099_999, 20_210_000..=u32::MAX]),
            (&[">2010", ">2020"], &[20_110_000..=u32::MAX, 20_210_000..=u32::MAX]),
            (&[">2010", "2012"], &[20_110_000..=u32::MAX, 20_120_000..=20_129_999]),
        ] {
            let values: Vec<String> = values.iter().map(|value| (*value).to_owned()).collect();
            assert_eq!(ranges(&values), expected, "{values:?}");
        }
    }

    #[test]
    fn the_right_spelling_of_a_date_is_near() {
        for (typed, expected) in [
            ("2019..2018", Some("2018..2019")),
            ("2018-2020", Some("2018..2020")),
            ("2018/03/14", Some("2018-03-14")),
            ("2018-3", Some("2018-03")),
            (">2018-3-4", Some(">2018-03-04")),
            ("14.3.2018", Some("2018-03-14")),
            ("3.2018", Some("2018-03")),
            ("3/14/2018", Some("2018-03-14")),
            // The fourth of March, or the third of April.
            ("3/4/2018", None),
            ("2018-02-30", None),
            ("20x8", None),
            ("현대화", None),
            ("", None),
        ] {
            assert_eq!(nearest(typed).as_deref(), expected, "{typed}");
        }
    }
}
