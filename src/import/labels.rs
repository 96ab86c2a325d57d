//! Short names of statements, for lists.
//!
//! Invariant: a label fits in its columns, and no two statements of one import have the same, unless you gave it to
//! both.

use std::collections::{HashMap, HashSet};

use unicode_width::UnicodeWidthChar;

use super::{classify, parties};
use crate::corpus::model::{Statement, UNKNOWN_SERIES};
use crate::text::safe::Text;
use crate::text::wrap::columns;

/// Columns of a label.
pub(super) const LABEL: usize = 12;

/// `SCM 57`, `ROK–US 2021`, `US Remarks`, or the beginning of the title.
pub(super) fn label(statement: &Statement) -> Text {
    let year = statement.year_held().map(|year| year.to_string()).unwrap_or_default();
    let (series, title) = (&*statement.series, &*statement.title);
    let codes = codes(statement);
    let kind = classify::kind(title);
    let candidates = [
        statement.number.filter(|_| series != UNKNOWN_SERIES).map(|number| format!("{series} {number}")),
        (codes.len() > 1).then(|| format!("{} {year}", codes.join("–"))),
        (series == "NATO").then(|| format!("{series} {year}")),
        codes.first().zip(kind).map(|(code, kind)| format!("{code} {kind}")),
        kind.map(str::to_owned),
        codes.first().map(|code| format!("{code} {year}")),
    ];
    let fits = |label: &String| !label.trim().is_empty() && columns(label) <= LABEL;
    let label = candidates.into_iter().flatten().map(|label| label.trim().to_owned()).find(fits);
    Text::new(&label.unwrap_or_else(|| shortened(title, LABEL)))
}

/// The beginning of a text that fits in `most` columns.
fn shortened(text: &str, most: usize) -> String {
    let mut short = String::new();
    for c in text.chars() {
        if columns(&short) + c.width().unwrap_or_default() > most {
            break;
        }
        short.push(c);
    }
    short.trim().to_owned()
}

fn codes(statement: &Statement) -> Vec<&'static str> {
    statement.issuers.iter().filter_map(|issuer| parties::code(issuer)).take(2).collect()
}

/// Adds to equal labels of several statements their days, and a number to those of one day.
pub(super) fn tell_apart(statements: &mut [&mut Statement]) {
    let mut counts: HashMap<Text, usize> = HashMap::new();
    for statement in statements.iter() {
        *counts.entry(statement.label.clone()).or_default() += 1;
    }
    let is_own = |statement: &Statement| statement.label == label(statement);
    let is_shared = |statement: &Statement| counts.get(&statement.label).is_some_and(|count| *count > 1);
    let is_kept = |statement: &Statement| !is_shared(statement) || !is_own(statement);
    let kept = statements.iter().filter(|statement| is_kept(statement));
    let mut taken: HashSet<Text> = kept.map(|statement| statement.label.clone()).collect();
    let mut numbers: HashMap<String, usize> = HashMap::new();
    for statement in statements.iter_mut() {
        if is_kept(statement) {
            continue;
        }
        let (forms, base) = (dated(statement), base(statement));
        let free = |form: &&String| columns(form) <= LABEL && !taken.contains(&***form);
        let label = match forms.iter().chain([&base]).find(free) {
            Some(form) => Text::new(form),
            None => next_free(&base, &taken, &mut numbers),
        };
        taken.insert(label.clone());
        statement.label = label;
    }
}

/// A label with the next free number.
fn next_free(base: &str, taken: &HashSet<Text>, numbers: &mut HashMap<String, usize>) -> Text {
    let number = numbers.entry(base.to_owned()).or_insert(1);
    loop {
        *number += 1;
        let label = Text::new(&numbered(base, *number));
        if !taken.contains(&label) {
            return label;
        }
    }
}

fn numbered(base: &str, number: usize) -> String {
    let end = format!("-{number}");
    shortened(base, LABEL.saturating_sub(end.len())) + &end
}

/// What a number follows: the day, or the label where no day is known.
fn base(statement: &Statement) -> String {
    dated(statement).pop().unwrap_or_else(|| label(statement).to_string())
}

/// Whether a label was generated here, with or without the day, and nobody wrote it.
pub(super) fn is_made(text: &Text, statement: &Statement) -> bool {
    *text == label(statement) || is_dated(text, statement)
}

/// Whether a label is distinguished by its day or a number.
pub(super) fn is_dated(label: &Text, statement: &Statement) -> bool {
    let number = label.rsplit_once('-').and_then(|(_, number)| number.parse().ok());
    let is_numbered = |number: usize| number > 1 && **label == *numbered(&base(statement), number);
    number.is_some_and(is_numbered) || dated(statement).iter().any(|form| **form == **label)
}

/// Labels with the day, if it is known, the clearest first: `US 31-05-04`, `US–JP 310504`.
fn dated(statement: &Statement) -> Vec<String> {
    let Some(date) = statement.date.as_deref() else { return Vec::new() };
    let short = date.get(2..).unwrap_or(date);
    let figures = short.replace('-', "");
    let codes = codes(statement);
    let (both, first) = (codes.join("–"), codes.first().copied().unwrap_or_default());
    let forms = [
        format!("{both} {short}"),
        format!("{both} {figures}"),
        format!("{first} {short}"),
        format!("{first} {figures}"),
    ];
    forms.into_iter().map(|form| form.trim().to_owned()).chain([figures]).collect()
}
