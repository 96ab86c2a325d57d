//! Dates as people write them.
//!
//! Invariant: every date that is found exists in the calendar; a year alone never becomes a day.

use std::ops::Range;
use std::sync::LazyLock;

use regex_lite::{Captures, Regex};

use crate::corpus::rules::is_day;

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

const MONTH: &str = r"(?P<name>(?i:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?))\b\.?";
const DAY: &str = r"(?P<d>[0-9]{1,2})(?:st|nd|rd|th)?";
const YEAR: &str = r"(?P<y>(?:1[89]|20)[0-9]{2})";

/// One pattern for each way to write a day.
static DAYS: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    // Of a range of days, the last is the day of issue.
    let from = r"(?:[0-9]{1,2}\s*(?:[-–—/&]|to|and)\s*)?";
    let from_month =
        format!(r"(?:{}\s+[0-9]{{1,2}}\s*(?:[-–—]|to|and)\s*)?", MONTH.replace("?P<name>", "?:"));
    let patterns = [
        format!(r"\b{from_month}{MONTH}\s+{from}{DAY},?\s+{YEAR}\b"),
        format!(r"\b{from}{DAY}\s+(?:day\s+)?(?:of\s+)?{MONTH},?\s+{YEAR}\b"),
        format!(r"\b{YEAR}\s*[-./]\s*(?P<m>[0-9]{{1,2}})\s*[-./]\s*(?P<d>[0-9]{{1,2}})(?:\b|T)"),
        format!(r"{YEAR}\s*[년年]\s*(?P<m>[0-9]{{1,2}})\s*[월月]\s*(?P<d>[0-9]{{1,2}})\s*[일日]"),
    ];
    patterns.iter().filter_map(|pattern| Regex::new(pattern).ok()).collect()
});

/// A day in a file name.
static IN_NAMES: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(&format!(r"(?:^|[^0-9]){YEAR}[-_.]?(?P<m>[0-9]{{2}})[-_.]?(?P<d>[0-9]{{2}})(?:[^0-9]|$)")).ok()
});

static YEARS: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(&format!(r"(?:^|[^0-9]){YEAR}(?:[^0-9]|$)")).ok());

/// The first day in a text as `YYYY-MM-DD`, and its byte range.
pub(super) fn find(text: &str) -> Option<(String, Range<usize>)> {
    if is_day(text) {
        return Some((text.to_owned(), 0..text.len()));
    }
    if !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let found = DAYS.iter().filter_map(|pattern| {
        let captures = pattern.captures(text)?;
        Some((day(&captures)?, captures.get(0)?.range()))
    });
    found.min_by_key(|(_, range)| range.start)
}

/// The day in a file name.
pub(super) fn in_name(name: &str) -> Option<String> {
    IN_NAMES.as_ref().and_then(|pattern| day(&pattern.captures(name)?)).or_else(|| Some(find(name)?.0))
}

/// The year in a file name or another short text.
pub(super) fn year_in_name(name: &str) -> Option<i32> {
    YEARS.as_ref()?.captures(name)?.name("y")?.as_str().parse().ok()
}

fn day(captures: &Captures<'_>) -> Option<String> {
    let number = |name: &str| captures.name(name).and_then(|found| found.as_str().parse::<usize>().ok());
    let month = match captures.name("name") {
        Some(name) => {
            let name = name.as_str().to_ascii_lowercase();
            MONTHS.iter().position(|month| name.starts_with(month))? + 1
        }
        None => number("m")?,
    };
    let day = format!("{:04}-{month:02}-{:02}", number("y")?, number("d")?);
    is_day(&day).then_some(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_found_however_they_are_written() {
        for (text, day) in [
            ("Seoul, November 14, 2025", "2025-11-14"),
            ("on 4 Nov. 2025 in Seoul", "2025-11-04"),
            ("this 26th day of April, 2023", "2023-04-26"),
            ("2025년 11월 14일 서울", "2025-11-14"),
            ("2025. 11. 4.", "2025-11-04"),
            ("(2003-11-17)", "2003-11-17"),
            ("November 3-4, 2025, Seoul", "2025-11-04"),
            ("3 – 4 November 2025", "2025-11-04"),
            ("October 30 – November 1, 2025", "2025-11-01"),
            ("2025-11-14T23:00:00Z", "2025-11-14"),
            ("2025年11月4日", "2025-11-04"),
            ("first May 3, 2021, then 2020-01-01", "2021-05-03"),
        ] {
            assert_eq!(find(text).map(|(day, _)| day).as_deref(), Some(day), "{text}");
        }
        for text in [
            "2025-13-40",
            "11/14/2025",
            "November 2025",
            "February 30, 2024",
            "Marching 12 2024 men",
            "version 2.4.1",
            "57th",
            "",
        ] {
            assert_eq!(find(text), None, "{text}");
        }
    }

    #[test]
    fn names_of_files_hold_days_or_years() {
        assert_eq!(in_name("rok-us-leaders-2021-05-21").as_deref(), Some("2021-05-21"));
        assert_eq!(in_name("20251114_scm57").as_deref(), Some("2025-11-14"));
        assert_eq!(in_name("scm-20259999"), None);
        assert_eq!((in_name("scm-1998-joint"), year_in_name("scm-1998-joint")), (None, Some(1998)));
        assert_eq!(year_in_name("phone-120251"), None);
    }
}
