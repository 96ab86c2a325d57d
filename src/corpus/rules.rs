//! Rules for single strings of a dataset.
//!
//! Invariant: pure functions of one string each.

use time::Month;

use crate::text::LONGEST_PHRASE;
use crate::text::fold::fold;
use crate::text::script::is_ideograph;

/// Maximum letters of an id that is made from a name.
const LONGEST_SLUG: usize = 60;

/// How exactly a date says when.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Precision {
    Year,
    Month,
    Day,
}

/// How exact an ISO date is (`YYYY`, `YYYY-MM`, `YYYY-MM-DD`); `None` where it is none or not in the calendar.
pub(super) fn precision(date: &str) -> Option<Precision> {
    let mut parts = date.split('-');
    let year = digits(parts.next()?, 4)?;
    let Some(month) = parts.next() else {
        return Some(Precision::Year);
    };
    let month = digits(month, 2)?;
    let last = last_day(year, month)?;
    let Some(day) = parts.next() else {
        return Some(Precision::Month);
    };
    (digits(day, 2)? <= last && parts.next().is_none()).then_some(Precision::Day)
}

fn last_day(year: u32, month: u32) -> Option<u32> {
    let month = Month::try_from(u8::try_from(month).ok()?).ok()?;
    Some(month.length(i32::try_from(year).ok()?).into())
}

/// A number of exactly `length` digits, from 1.
fn digits(text: &str, length: usize) -> Option<u32> {
    let plain = text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| text.parse().ok())?.filter(|&number| number > 0)
}

/// `[a-z0-9][a-z0-9.+-]*`
pub(crate) fn is_id(id: &str) -> bool {
    let inside = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    id.bytes().next().is_some_and(inside) && id.bytes().all(|byte| inside(byte) || b".+-".contains(&byte))
}

/// An id from a name: `a`–`z`, `0`–`9` and hyphens; empty where nothing is left.
pub(crate) fn slug(name: &str) -> String {
    let mut slug = String::new();
    for c in fold(name).chars() {
        if c.is_ascii_alphanumeric() {
            slug.push(c.to_ascii_lowercase());
        } else if !slug.ends_with('-') && !slug.is_empty() {
            slug.push('-');
        }
    }
    let cut = slug.get(..LONGEST_SLUG).map_or(&*slug, |cut| match slug.as_bytes().get(LONGEST_SLUG) {
        // Cut between words, unless it is all one word.
        Some(next) if *next != b'-' => cut.rsplit_once('-').map_or(cut, |(words, _)| words),
        Some(_) | None => cut,
    });
    cut.trim_end_matches('-').to_owned()
}

/// Whether `id` is the statement's id, a slash, and an id of its own.
pub(super) fn is_passage_id(id: &str, statement: &str) -> bool {
    id.strip_prefix(statement).and_then(|rest| rest.strip_prefix('/')).is_some_and(is_id)
}

/// 64 lower-case hexadecimal digits.
pub(super) fn is_digest(digest: &str) -> bool {
    digest.len() == 64 && digest.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

/// Whether it is a day of the calendar, `YYYY-MM-DD`.
pub(crate) fn is_day(date: &str) -> bool {
    precision(date) == Some(Precision::Day)
}

pub(super) fn is_blank(text: &str) -> bool {
    text.trim().is_empty()
}

/// Whether a term's form can be found in a text: folding leaves some of it, a `*` is at its end, and it has no more words
/// than a phrase may have.
pub(super) fn is_form(form: &str) -> bool {
    let stem = form.strip_suffix('*').unwrap_or(form);
    let ends_word = |c: &char| !c.is_alphanumeric() || is_ideograph(*c);
    !stem.contains('*') && !is_blank(&fold(stem)) && stem.chars().filter(ends_word).count() < LONGEST_PHRASE
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_in_the_calendar() {
        for (date, exact) in
            [("2003", Precision::Year), ("2003-11", Precision::Month), ("2024-02-29", Precision::Day)]
        {
            assert_eq!(precision(date), Some(exact), "{date}");
        }
        for date in [
            "",
            "203",
            "2003-13",
            "2003-00",
            "2023-02-29",
            "1900-02-29",
            "2003-11-17T",
            "2003-1-7",
            "+203",
            "0000",
            "2003-11-",
            "２００３",
        ] {
            assert_eq!(precision(date), None, "{date}");
        }
    }

    #[test]
    fn ids_are_plain() {
        assert!(is_id("scm-35") && is_id("2+2-2016") && is_id("2003"));
        assert!(
            !is_id("") && !is_id("-a") && !is_id("SCM") && !is_id("a b") && !is_id("a/1") && !is_id("가")
        );
        assert!(is_passage_id("scm-35/1", "scm-35") && is_passage_id("scm-35/1a", "scm-35"));
        assert!(!is_passage_id("scm-35/", "scm-35") && !is_passage_id("scm-351", "scm-35"));
    }

    #[test]
    fn slugs_are_ids_or_nothing() {
        for (name, id) in [
            ("SCM 35", "scm-35"),
            ("What is modernised?", "what-is-modernised"),
            ("“Déjà” – vu", "deja-vu"),
            ("현대화", ""),
            ("", ""),
        ] {
            assert_eq!(slug(name), id);
        }
        assert!(is_id(&slug(&"long name ".repeat(100))));
    }

    #[test]
    fn forms_hold_something_to_find() {
        assert!(is_form("moderniz*") && is_form("현대화") && is_form("U.S."));
        assert!(!is_form("*") && !is_form(" *") && !is_form("") && !is_form("a*b") && !is_form("\u{301}"));
        assert!(
            is_form(&["word"; LONGEST_PHRASE].join(" ")) && !is_form(&["word"; LONGEST_PHRASE + 1].join(" "))
        );
        assert!(!is_form(&"現".repeat(LONGEST_PHRASE + 1)));
    }
}
