//! Sorts statements by date: their parts of the text are moved.
//!
//! Invariant: a statement is moved with the comments before it and the one after it on its line; white space and commas
//! stay where they are, and no comment hides text that follows it.

use std::borrow::Cow;
use std::ops::Range;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::{DatasetJson, Fix, FixKind, TextEdit};
use crate::corpus::comments::comments;
use crate::corpus::dates::sort_date;
use crate::corpus::json_path::{At, items, range, written};
use crate::corpus::rules::is_day;
use crate::text::safe::Text;
use crate::text::slice;

/// What statements are sorted by.
#[derive(Deserialize)]
struct SortKey {
    #[serde(default)]
    id: String,
    number: Option<u32>,
    date: Option<String>,
    year: Option<i32>,
}

/// A statement's part of the text.
#[derive(Debug)]
struct StatementText {
    /// With the comments before it, and those between it and its comma.
    own: Range<usize>,
    /// Where its comma is, or where the list ends.
    end: usize,
    /// The comment after its comma, on the same line.
    tail: Range<usize>,
    /// Whether that comment must be followed by a line break.
    is_open: bool,
}

/// What follows a part in the list.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Next {
    Statement,
    End,
}

/// The moved statements, if they are not in order; nothing if a date cannot be read, which must be fixed first.
pub(super) fn moves(document: &DatasetJson<'_>, _: &str) -> Vec<TextEdit> {
    let Some(list) = document.top.fields.get("statements") else { return Vec::new() };
    let values = items(list);
    let Some(keys) = values.iter().map(|value| SortKey::of(value)).collect::<Option<Vec<SortKey>>>() else {
        return Vec::new();
    };
    let mut order: Vec<usize> = (0..keys.len()).collect();
    order.sort_by_key(|at| keys.get(*at).map(SortKey::key));
    if order.is_sorted() {
        return Vec::new();
    }
    let parts = parts(document, list, &values);
    let (Some(begin), Some(end)) = (parts.first(), parts.last()) else { return Vec::new() };
    let range = begin.own.start..end.tail.end;
    let with = in_order(document, &parts, &order);
    vec![TextEdit { range, with, fixes: late(&keys) }]
}

impl SortKey {
    fn of(statement: &RawValue) -> Option<Self> {
        let read: Self = serde_json::from_str(statement.get()).ok()?;
        let is_sound = read.date.as_deref().is_none_or(is_day)
            && read.year.is_none_or(|year| (1..=9999).contains(&year));
        is_sound.then_some(read)
    }

    /// That of [`crate::corpus::model::Statement::sort_key`].
    fn key(&self) -> (Cow<'_, str>, u32, &str) {
        (sort_date(self.date.as_deref(), self.year), self.number.unwrap_or_default(), &self.id)
    }
}

/// The statements that come after a later one.
fn late(statements: &[SortKey]) -> Vec<Fix> {
    let mut latest = None;
    let mut fixes = Vec::new();
    for (index, statement) in statements.iter().enumerate() {
        if latest.as_ref().is_some_and(|latest| statement.key() < *latest) {
            let path = written(&At::Top.key("statements").item(index).steps());
            let id = Some(Text::new(&statement.id));
            fixes.push(Fix { kind: FixKind::Order, path: Text::new(&path), id });
        } else {
            latest = Some(statement.key());
        }
    }
    fixes
}

fn parts(document: &DatasetJson<'_>, list: &RawValue, values: &[&RawValue]) -> Vec<StatementText> {
    let comments = comments(document.text);
    let within = |range: &Range<usize>| {
        let from = comments.partition_point(|comment| comment.start < range.start);
        let to = comments.partition_point(|comment| comment.start < range.end);
        comments.get(from..to).unwrap_or_default()
    };
    let list = range(document.bare, list);
    let close = list.end - 1;
    let mut parts: Vec<StatementText> = Vec::new();
    // What follows the bracket on its line belongs to the list.
    let mut free = list.start + 1;
    let mut next = values.iter().map(|value| range(document.bare, value)).peekable();
    if let Some(first) = next.peek() {
        free = tail(document.text, free..first.start, within(&(free..first.start)), Next::Statement).end;
    }
    while let Some(value) = next.next() {
        let start = within(&(free..value.start)).first().map_or(value.start, |comment| comment.start);
        let between = value.end..next.peek().map_or(close, |next| next.start);
        let comma = slice(document.bare, between.clone()).find(',');
        let end = comma.map_or(close, |comma| between.start + comma);
        let behind = comma.map_or(value.end, |_| end + 1);
        let has_inner = comma.is_some() && !within(&(value.end..end)).is_empty();
        let then = if comma.is_some() { Next::Statement } else { Next::End };
        let tail = tail(document.text, behind..between.end, within(&(behind..between.end)), then);
        let remark = within(&tail).last().map(|comment| slice(document.text, comment.clone()));
        let is_open = remark.is_some_and(|comment| comment.starts_with("//"));
        free = tail.end;
        parts.push(StatementText { own: start..if has_inner { end } else { value.end }, end, tail, is_open });
    }
    parts
}

/// The comments at the beginning of `range` that end with its line. If `range` has only that line, they belong to the
/// next statement, or to this one if it is the last.
fn tail(text: &str, range: Range<usize>, comments: &[Range<usize>], next: Next) -> Range<usize> {
    let breaks = |range: Range<usize>| slice(text, range).contains('\n');
    let mut end = range.start;
    for comment in comments {
        if breaks(end..comment.start) {
            return range.start..end;
        }
        end = comment.end;
    }
    if next == Next::End || breaks(end..range.end) { range.start..end } else { range.start..range.start }
}

/// The parts in their new order, each in the place of another one.
fn in_order(document: &DatasetJson<'_>, parts: &[StatementText], order: &[usize]) -> String {
    let text = |range: Range<usize>| slice(document.text, range);
    let mut new = String::new();
    let mut places = parts.iter().zip(order).peekable();
    while let Some((place, from)) = places.next() {
        let Some(part) = parts.get(*from) else { continue };
        new.push_str(text(part.own.clone()));
        let next = places.peek().map(|(next, _)| *next);
        if next.is_some() {
            new.push_str(text(place.own.end..place.end));
            new.push(',');
        }
        new.push_str(text(part.tail.clone()));
        let gap = text(place.tail.end..next.map_or(place.end, |next| next.own.start));
        // A line comment ends with the line.
        if part.is_open && !gap.trim_start_matches([' ', '\t', '\r']).starts_with('\n') {
            new.push('\n');
        }
        if next.is_some() {
            new.push_str(gap);
        }
    }
    new
}
