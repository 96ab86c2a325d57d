//! Dates as people write them.
//!
//! Invariant: every date that is found exists in the calendar; a year alone never becomes a day.

use std::ops::Range;
use std::sync::LazyLock;

use regex_lite::{Captures, Regex};
use time::{Date, Month};

use super::pattern::{Pattern, compiled, says};
use crate::corpus::rules::is_day;
use crate::text::slice;

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

const MONTH: &str = r"(?P<name>(?i:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?))\b\.?";
const DAY: &str = r"(?P<d>[0-9]{1,2})(?:st|nd|rd|th)?";
const YEAR: &str = r"(?P<y>(?:1[89]|20)[0-9]{2})";

/// The months of other languages, from January on, as the Unicode CLDR has them.
const OTHER_MONTHS: [&str; 18] = [
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "januar februar märz april mai juni juli august september oktober november dezember",
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "januari februari maart april mei juni juli augustus september oktober november december",
    "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
    "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
    "ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık",
    "januari februari mars april maj juni juli augusti september oktober november december",
    "januar februar marts april maj juni juli august september oktober november december",
    "januar februar mars april mai juni juli august september oktober november desember",
    "tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta elokuuta syyskuuta lokakuuta marraskuuta joulukuuta",
    "ledna února března dubna května června července srpna září října listopadu prosince",
    "ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie",
    "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
    "januari februari maret april mei juni juli agustus september oktober november desember",
];

/// The eras of Japan, and the year before the first of each.
const ERAS: [(&str, usize); 5] =
    [("令和", 2018), ("平成", 1988), ("昭和", 1925), ("大正", 1911), ("明治", 1867)];

/// One pattern for each way to write a day.
static DAYS: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    // Of a range of days, the last one is the day of issue.
    let from = r"(?:[0-9]{1,2}\s*(?:[-–—/&]|to|and)\s*)?";
    let from_month =
        format!(r"(?:{}\s+[0-9]{{1,2}}\s*(?:[-–—]|to|and)\s*)?", MONTH.replace("?P<name>", "?:"));
    let from_day = format!(r"(?:[0-9]{{1,2}}\s+{}\s*(?:[-–—]|to|and)\s*)?", MONTH.replace("?P<name>", "?:"));
    let figures = "[0-9元〇一二三四五六七八九十]";
    let patterns = [
        format!(r"\b{from_month}{MONTH}\s+{from}{DAY},?\s+{YEAR}\b"),
        format!(r"\b{from_day}{from}{DAY}\s+(?:day\s+)?(?:of\s+)?{MONTH},?\s+{YEAR}\b"),
        format!(r"\b{YEAR}\s*[-./]\s*(?P<m>[0-9]{{1,2}})\s*[-./]\s*(?P<d>[0-9]{{1,2}})(?:\b|T)"),
        format!(r"{YEAR}\s*[년年]\s*(?P<m>[0-9]{{1,2}})\s*[월月]\s*(?P<d>[0-9]{{1,2}})\s*[일日]"),
        format!(
            r"(?P<era>令和|平成|昭和|大正|明治)?\s*(?P<y>{figures}{{1,4}})\s*年\s*(?P<m>{figures}{{1,3}})\s*月\s*(?P<d>{figures}{{1,3}})\s*日"
        ),
        format!(
            r"\b(?:(?:le|den|am|el|il|dnia)\s+)?(?P<d>[0-9]{{1,2}})(?:er|[.º°])?\s+(?:de\s+|d['’])?(?P<word>[^\s0-9.,;:()]{{3,12}}),?\s+(?:de[l]?\s+)?{YEAR}(?:\s+(?:года|року|[гр]\.|r\.)|\b)"
        ),
        format!(r"(?:\bngày\s+)?\b(?P<d>[0-9]{{1,2}})\s+tháng\s+(?P<m>[0-9]{{1,2}}),?\s+(?:năm\s+)?{YEAR}\b"),
    ];
    patterns.iter().filter_map(|pattern| compiled(pattern)).collect()
});

/// A range of days, as it is written.
static RANGE: Pattern = LazyLock::new(|| {
    let month = MONTH.replace("?P<name>", "?:");
    compiled(&format!(
        r"^(?:{month}\s+)?[0-9]{{1,2}}(?:\s+{month})?\s*(?:[-–—/&]|to|and)\s*(?:{month}\s+)?[0-9]{{1,2}}\b.*[A-Za-z]"
    ))
});

/// A day in figures with its year last: the month is first or second.
static YEAR_LAST: Pattern = LazyLock::new(|| {
    compiled(&format!(r"\b(?P<a>[0-9]{{1,2}})\s*[-./]\s*(?P<b>[0-9]{{1,2}})\s*[-./]\s*{YEAR}\b"))
});

/// A time with its zone, as data has it: `2031-05-04T22:26:07-04:00`.
static CLOCK: Pattern = LazyLock::new(|| {
    compiled(
        r"^(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})[T ](?P<h>[0-9]{2}):(?P<m>[0-9]{2})(?::[0-9]{2}(?:\.[0-9]+)?)?\s*(?:Z|UTC|GMT|(?P<sign>[-+])(?P<zh>[0-9]{2}):?(?P<zm>[0-9]{2}))$",
    )
});

/// A day in a file name.
static IN_NAMES: Pattern = LazyLock::new(|| {
    compiled(&format!(r"(?:^|[^0-9]){YEAR}[-_.]?(?P<m>[0-9]{{2}})[-_.]?(?P<d>[0-9]{{2}})(?:[^0-9]|$)"))
});
/// What follows figures that are an hour and not a day.
static HOUR: Pattern = LazyLock::new(|| compiled(r"(?i)^[-_.\s]*[ap][-_.\s]?m(?:[^a-z]|$)"));

static YEARS: Pattern = LazyLock::new(|| compiled(&format!(r"(?:^|[^0-9]){YEAR}(?:[^0-9]|$)")));

/// The first day in a text as `YYYY-MM-DD`, and its byte range.
pub(super) fn find(text: &str) -> Option<(String, Range<usize>)> {
    if is_day(text) {
        return Some((text.to_owned(), 0..text.len()));
    }
    if text.contains(is_wide_figure) {
        let (date, range) = found(&text.chars().map(narrow).collect::<String>())?;
        return Some((date, widened(text, range.start)..widened(text, range.end)));
    }
    found(text)
}

fn found(text: &str) -> Option<(String, Range<usize>)> {
    if !text.contains(|c: char| c.is_ascii_digit() || c == '年') {
        return None;
    }
    let is_hour = |end: usize| says(&HOUR, slice(text, end..text.len()));
    let first = |pattern: &Regex| {
        pattern.captures_iter(text).find_map(|captures| {
            let range = captures.get(0)?.range();
            let is_figures = captures.name("m").is_some();
            let date = day(&captures).filter(|_| !(is_figures && is_hour(range.end)))?;
            Some((date, range))
        })
    };
    let year_last = YEAR_LAST.iter().flat_map(|pattern| pattern.captures_iter(text)).filter_map(|captures| {
        let (first, second) = readings(&captures)?;
        (first == second).then_some((first, captures.get(0)?.range()))
    });
    DAYS.iter().filter_map(first).chain(year_last).min_by_key(|(_, range)| range.start)
}

/// Whether a day, as it is written, is the last of a range of days: `4-5 May 2031`.
pub(super) fn is_range(written: &str) -> bool {
    let month_first = written.starts_with(|c: char| c.is_alphabetic());
    // The month of `May 4-5, 2031` is before the days, and nothing follows them but the year.
    let written = if month_first { format!("{written}.x") } else { written.to_owned() };
    says(&RANGE, &written)
}

/// The minute that a time with an hour and a zone is, counted in UTC, and its zone in minutes.
pub(super) fn minute(written: &str) -> Option<(i64, i64)> {
    let captures = CLOCK.as_ref()?.captures(written)?;
    let figure = |name: &str| captures.name(name)?.as_str().parse::<i64>().ok();
    let sign = if captures.name("sign").is_some_and(|sign| sign.as_str() == "-") { -1 } else { 1 };
    let zone = sign * (figure("zh").unwrap_or(0) * 60 + figure("zm").unwrap_or(0));
    let day = i64::from(julian(captures.name("day")?.as_str())?);
    Some((day * 24 * 60 + figure("h")? * 60 + figure("m")? - zone, zone))
}

/// Whether two days, as `YYYY-MM-DD`, are the same or follow each other.
pub(super) fn are_beside(one: &str, other: &str) -> bool {
    julian(one).zip(julian(other)).is_some_and(|(one, other)| one.abs_diff(other) <= 1)
}

/// The number of a day, `YYYY-MM-DD`.
fn julian(day: &str) -> Option<i32> {
    let mut parts = day.splitn(3, '-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let month = Month::try_from(month.parse::<u8>().ok()?).ok()?;
    Some(Date::from_calendar_date(year.parse().ok()?, month, day.parse().ok()?).ok()?.to_julian_day())
}

/// Whether a text has a day, even one with two readings.
pub(super) fn is_in(text: &str) -> bool {
    range_in(text).is_some()
}

/// Where a text has a day, even one with two readings.
pub(super) fn range_in(text: &str) -> Option<Range<usize>> {
    find(text).map(|(_, range)| range).or_else(|| {
        let (written, ..) = ambiguous(text)?;
        let start = text.find(written)?;
        Some(start..start + written.len())
    })
}

/// A day in figures with two readings, as it is written, with both.
pub(super) fn ambiguous(text: &str) -> Option<(&str, String, String)> {
    YEAR_LAST.as_ref()?.captures_iter(text).find_map(|captures| {
        let (first, second) = readings(&captures)?;
        (first != second).then_some((captures.get(0)?.as_str(), first, second))
    })
}

/// Both readings of figures with their year last: the same twice if only one exists in the calendar.
fn readings(captures: &Captures<'_>) -> Option<(String, String)> {
    let figure = |name: &str| number(captures.name(name)?.as_str());
    let (year, a, b) = (figure("y")?, figure("a")?, figure("b")?);
    let day = |month, day| Some(format!("{year:04}-{month:02}-{day:02}")).filter(|day| is_day(day));
    let (american, other) = (day(a, b), day(b, a));
    Some((american.clone().or(other.clone())?, other.or(american)?))
}

fn is_wide_figure(c: char) -> bool {
    matches!(c, '０'..='９')
}

/// A full-width figure as a normal one.
fn narrow(c: char) -> char {
    if is_wide_figure(c) { char::from_digit(u32::from(c) - u32::from('０'), 10).unwrap_or(c) } else { c }
}

/// Where a place in the narrowed text is in the text itself.
fn widened(text: &str, place: usize) -> usize {
    let mut narrowed = 0;
    let mut chars = text.char_indices().skip_while(|(_, c)| {
        let is_before = narrowed < place;
        narrowed += narrow(*c).len_utf8();
        is_before
    });
    chars.next().map_or(text.len(), |(at, _)| at)
}

/// The day in a file name.
pub(super) fn in_name(name: &str) -> Option<String> {
    let words = name.replace(['-', '_'], " ");
    let written =
        found(&words).filter(|(_, range)| slice(&words, range.clone()).contains(char::is_alphabetic));
    let in_figures = || {
        let captures = IN_NAMES.as_ref()?.captures(name)?;
        let end = captures.name("d")?.end();
        day(&captures).filter(|_| !says(&HOUR, slice(name, end..name.len())))
    };
    written.map(|(date, _)| date).or_else(in_figures).or_else(|| Some(find(name)?.0))
}

/// The year in a file name or another short text.
pub(super) fn year_in_name(name: &str) -> Option<i32> {
    YEARS.as_ref()?.captures(name)?.name("y")?.as_str().parse().ok()
}

fn day(captures: &Captures<'_>) -> Option<String> {
    let figure = |name: &str| number(captures.name(name)?.as_str());
    let month = match (captures.name("name"), captures.name("word")) {
        (Some(name), _) => {
            let name = name.as_str().to_ascii_lowercase();
            MONTHS.iter().position(|month| name.starts_with(month))? + 1
        }
        (None, Some(word)) => {
            let word = word.as_str().to_lowercase();
            OTHER_MONTHS.iter().find_map(|months| months.split(' ').position(|month| month == word))? + 1
        }
        (None, None) => figure("m")?,
    };
    let era = captures.name("era").map(|era| era.as_str());
    let before = ERAS.iter().find(|(name, _)| Some(*name) == era).map_or(0, |(_, before)| *before);
    let day = format!("{:04}-{month:02}-{:02}", before + figure("y")?, figure("d")?);
    let is_year = before > 0 || matches!(figure("y")?, 1800..=2099);
    (is_year && is_day(&day)).then_some(day)
}

/// A number in figures, or in Chinese ones: 三十一, 二〇三一, 元.
fn number(text: &str) -> Option<usize> {
    const FIGURES: [char; 10] = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
    let figure = |c: char| {
        c.to_digit(10)
            .and_then(|figure| usize::try_from(figure).ok())
            .or_else(|| FIGURES.iter().position(|own| *own == c))
    };
    if text == "元" {
        return Some(1);
    }
    let digits = |text: &str| text.chars().try_fold(0, |number, c| Some(number * 10 + figure(c)?));
    match text.split_once('十') {
        None => digits(text),
        Some((tens, ones)) => Some(if tens.is_empty() { 10 } else { digits(tens)? * 10 } + digits(ones)?),
    }
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
            ("30 October - 1 November 2025", "2025-11-01"),
            ("2025-11-14T23:00:00Z", "2025-11-14"),
            ("2025年11月4日", "2025-11-04"),
            ("first May 3, 2021, then 2020-01-01", "2021-05-03"),
            ("２０２５年１１月４日", "2025-11-04"),
            ("令和7年11月4日、東京", "2025-11-04"),
            ("令和元年五月四日", "2019-05-04"),
            ("平成三十一年四月三十日", "2019-04-30"),
            ("二〇二五年十一月二十日", "2025-11-20"),
            ("2025년11월4일", "2025-11-04"),
            ("le 1er novembre 2025", "2025-11-01"),
            ("Berlin, 4. März 2025", "2025-03-04"),
            ("4 de noviembre de 2025", "2025-11-04"),
            ("4 ноября 2025 г.", "2025-11-04"),
            ("ngày 4 tháng 11 năm 2025", "2025-11-04"),
            ("4 toukokuuta 2025", "2025-05-04"),
            ("4 مايو 2025", "2025-05-04"),
            ("4 people in 2020, then 4 novembre 2025", "2025-11-04"),
            ("11/14/2025", "2025-11-14"),
            ("Berlin, 14.11.2025", "2025-11-14"),
            ("04-04-2025", "2025-04-04"),
        ] {
            assert_eq!(find(text).map(|(day, _)| day).as_deref(), Some(day), "{text}");
        }
        for text in [
            "2025-13-40",
            "11/04/2025",
            "13/14/2025",
            "November 2025",
            "February 30, 2024",
            "Marching 12 2024 men",
            "令和7年13月4日",
            "3年5月4日",
            "4 людей 2025",
            "2025-4-15 p.m.",
            "version 2.4.1",
            "57th",
            "",
        ] {
            assert_eq!(find(text), None, "{text}");
        }
    }

    #[test]
    fn days_are_beside_each_other_also_across_a_year() {
        for (one, other, are) in [
            ("2031-12-31", "2032-01-01", true),
            ("2031-05-04", "2031-05-04", true),
            ("2031-05-04", "2031-05-06", false),
            ("2031-05-04", "2032-05-04", false),
            ("2031-02-30", "2031-03-01", false),
        ] {
            assert_eq!((are_beside(one, other), are_beside(other, one)), (are, are), "{one} {other}");
        }
    }

    #[test]
    fn a_minute_is_the_same_in_all_zones() {
        let utc = minute("2031-05-05T02:26:07+00:00").unwrap();
        for (written, zone) in [
            ("2031-05-05T02:26Z", 0),
            ("2031-05-05 02:26:59.123 UTC", 0),
            ("2031-05-04T22:26:07-04:00", -240),
            ("2031-05-05T11:26:07+0900", 540),
        ] {
            assert_eq!(minute(written), Some((utc.0, zone)), "{written}");
        }
        assert_ne!(minute("2031-05-05T02:27Z").unwrap().0, utc.0);
        for written in ["2031-05-05", "2031-05-05T02:26:07", "2031-13-05T02:26Z", "May 5, 2031, 02:26 GMT"] {
            assert_eq!(minute(written), None, "{written}");
        }
    }

    #[test]
    fn a_range_of_days_is_no_day() {
        for (written, is) in [
            ("4-5 May 2031", true),
            ("4 and 5 May 2031", true),
            ("May 4–5, 2031", true),
            ("May 31 – June 1, 2031", true),
            ("31 May - 1 June 2031", true),
            ("May 4, 2031", false),
            ("4 May 2031", false),
            ("2031-05-04", false),
            ("4/5/2031", false),
            ("4-5-2031", false),
            ("2031년 5월 4일", false),
        ] {
            assert_eq!(is_range(written), is, "{written}");
        }
    }

    #[test]
    fn figures_that_may_be_either_of_two_days_are_neither() {
        let both = |first: &str, second: &str| Some((first.to_owned(), second.to_owned()));
        for (text, days) in [
            ("Tokyo, 11/04/2025", both("2025-11-04", "2025-04-11")),
            ("11/14/2025", None),
            ("04.04.2025", None),
            ("13/14/2025", None),
        ] {
            assert_eq!(ambiguous(text).map(|(_, first, second)| (first, second)), days, "{text}");
        }
    }

    #[test]
    fn names_of_files_hold_days_or_years() {
        assert_eq!(in_name("rok-us-leaders-2021-05-21").as_deref(), Some("2021-05-21"));
        assert_eq!(in_name("20251114_scm57").as_deref(), Some("2025-11-14"));
        assert_eq!(in_name("note-13-december-2031-4-15-p-m").as_deref(), Some("2031-12-13"));
        assert_eq!(in_name("note_4_may_2031_10_15").as_deref(), Some("2031-05-04"));
        assert_eq!((in_name("note-2031-4-15-pm"), in_name("note-2031-04-15-p-m")), (None, None));
        // The range is that of the text itself.
        let text = "東京、２０３１年５月４日、晴れ";
        assert_eq!(find(text).map(|(_, range)| slice(text, range)), Some("２０３１年５月４日"));
        assert_eq!(in_name("scm-20259999"), None);
        assert_eq!((in_name("scm-1998-joint"), year_in_name("scm-1998-joint")), (None, Some(1998)));
        assert_eq!(year_in_name("phone-120251"), None);
    }
}
