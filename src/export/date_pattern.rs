//! Dates as a citation writes them.
//!
//! Invariant: a part of a date that is not held is never written.

use std::fmt::Write;

use super::record::parts;

/// What a date's pattern is made of, the longer before the shorter.
pub(super) const TOKENS: [&str; 7] = ["YYYY", "Month", "Mon", "MM", "M", "DD", "D"];

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const SHORT_MONTHS: [&str; 12] =
    ["Jan.", "Feb.", "Mar.", "Apr.", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec."];

/// The token that a pattern begins with.
fn token(pattern: &str) -> Option<&'static str> {
    TOKENS.into_iter().find(|token| pattern.starts_with(token))
}

/// Whether a pattern has no Latin letters except those of its tokens; `MMM` is no valid pattern.
pub(super) fn is_right(pattern: &str) -> bool {
    let mut rest = pattern;
    while let Some(c) = rest.chars().next() {
        let token = token(rest);
        rest = rest.get(token.map_or(c.len_utf8(), str::len)..).unwrap_or_default();
        let is_whole = token.is_some() && !rest.starts_with(c);
        if !is_whole && c.is_ascii_alphabetic() {
            return false;
        }
    }
    true
}

/// A date as a pattern has it: `YYYY`, `Month`, `Mon`, `MM`, `M`, `DD`, `D`; as it is held where there is no pattern or no day.
pub(super) fn date(held: &str, pattern: &str) -> String {
    let (year, month, day) = match parts(held)[..] {
        [year, month, day] => (year, month, day),
        // For a month without a day, the part of the pattern that it has.
        [_, _] if pattern.contains("Mon") => {
            let name = if pattern.contains("Month") { "Month YYYY" } else { "Mon YYYY" };
            return date(&format!("{held}-1"), name);
        }
        _ => return held.to_owned(),
    };
    let of = |months: &[&'static str; 12]| {
        usize::from(month).checked_sub(1).and_then(|at| months.get(at)).copied().unwrap_or_default()
    };
    let mut written = String::new();
    let mut rest = pattern;
    if pattern.is_empty() {
        return held.to_owned();
    }
    while let Some(c) = rest.chars().next() {
        let token = token(rest);
        // Writing to a string cannot fail.
        let _ = match token {
            Some("YYYY") => write!(written, "{year:04}"),
            Some("Month") => write!(written, "{}", of(&MONTHS)),
            Some("Mon") => write!(written, "{}", of(&SHORT_MONTHS)),
            Some("MM") => write!(written, "{month:02}"),
            Some("M") => write!(written, "{month}"),
            Some("DD") => write!(written, "{day:02}"),
            Some(_) => write!(written, "{day}"),
            None => write!(written, "{c}"),
        };
        rest = rest.get(token.map_or(c.len_utf8(), str::len)..).unwrap_or_default();
    }
    written
}
