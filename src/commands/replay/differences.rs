//! What differs between two answers: numbers, and rows that only one of them has.
//!
//! Invariant: the day, the program, the datasets, the options and the stamp are not part of an answer's content; every
//! other value is compared, also the caveat and the notes.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use serde_json::Value;

/// Fields of the envelope that are not content.
const ENVELOPE: [&str; 6] = ["view", "program", "at", "datasets", "stamp", "options"];
/// Fields that identify a row, of which the first one that it has counts, and then its words.
const NAMES: [&str; 8] = ["id", "passage", "a", "statement", "term", "word", "query", "label"];
const WORDS: [&str; 5] = ["text", "b_text", "left", "node", "phrase"];

/// A value that differs, or a list with rows that are gone or new.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(super) struct Difference {
    /// Where it is in the answer, such as `counts.lines`.
    pub path: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub was: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is: Option<Value>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub gone: Vec<DifferentRow>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub new: Vec<DifferentRow>,
}

/// A row that only one answer has.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(super) struct DifferentRow {
    pub label: String,
    pub row: Value,
}

impl Difference {
    /// `counts.lines was 24 and is 25`, `lines: 1 row gone, 2 new`.
    pub(super) fn sentence(&self) -> String {
        let value = |value: &Option<Value>| value.as_ref().map_or(String::from("nothing"), Value::to_string);
        match (&self.was, &self.is) {
            (None, None) => format!("{}: {} gone, {} new", self.path, self.gone.len(), self.new.len()),
            (was, is) => format!("{} was {} and is {}", self.path, value(was), value(is)),
        }
    }
}

/// All that differs, in the order of the fields.
pub(super) fn differences(before: &Value, after: &Value) -> Vec<Difference> {
    let mut found = Vec::new();
    compare("", before, after, &mut found);
    found
}

/// The difference of a value that has changed.
pub(super) fn changed(path: &str, was: Option<&Value>, is: &Value) -> Option<Difference> {
    let (gone, new) = (Vec::new(), Vec::new());
    let difference =
        || Difference { path: path.to_owned(), was: was.cloned(), is: Some(is.clone()), gone, new };
    (was != Some(is)).then(difference)
}

fn compare(path: &str, before: &Value, after: &Value, found: &mut Vec<Difference>) {
    match (before, after) {
        (Value::Object(then), Value::Object(now)) => {
            let names: Vec<&String> =
                then.keys().chain(now.keys().filter(|name| !then.contains_key(*name))).collect();
            for name in
                names.into_iter().filter(|name| !path.is_empty() || !ENVELOPE.contains(&name.as_str()))
            {
                let within = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
                let value = |of: &serde_json::Map<String, Value>| of.get(name).cloned().unwrap_or_default();
                compare(&within, &value(then), &value(now), found);
            }
        }
        (Value::Array(then), Value::Array(now)) => rows(path, then, now, found),
        (then, now) => found.extend(changed(path, Some(then), now)),
    }
}

/// The rows that only one list has, each as often as it is there; a different order is reported too.
fn rows(path: &str, then: &[Value], now: &[Value], found: &mut Vec<Difference>) {
    let mut counts: BTreeMap<String, i64> = BTreeMap::new();
    for (rows, step) in [(then, -1), (now, 1)] {
        for row in rows {
            *counts.entry(without_number(row)).or_default() += step;
        }
    }
    let mut only = |rows: &[Value], step: i64| -> Vec<DifferentRow> {
        let mut only = Vec::new();
        for row in rows {
            let left = counts.get_mut(&without_number(row)).filter(|left| left.signum() == step);
            if let Some(left) = left {
                *left -= step;
                only.push(DifferentRow { label: label(row), row: row.clone() });
            }
        }
        only
    };
    let (mut gone, mut new) = (only(then, -1), only(now, 1));
    let added = added_fields(then, now);
    let completed = leave_out_completed(&mut gone, &mut new, &added);
    if completed > 0 {
        let fields = added.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
        let (was, is) = (format!("{completed} without {fields}"), Value::from("the same with them"));
        found.extend(changed(path, Some(&was.into()), &is));
    }
    if !gone.is_empty() || !new.is_empty() {
        found.push(Difference { path: path.to_owned(), was: None, is: None, gone, new });
    } else if completed == 0
        && then.iter().map(|row| without(row, "")).ne(now.iter().map(|row| without(row, "")))
    {
        let (was, is) = (Value::from("in another order"), Value::from("in this order"));
        found.extend(changed(path, Some(&was), &is));
    }
}

/// The fields that no row had before, because a later program reports more.
fn added_fields(then: &[Value], now: &[Value]) -> BTreeSet<String> {
    let names = |rows: &[Value]| -> BTreeSet<String> {
        let fields = rows.iter().filter_map(Value::as_object).flatten();
        fields.filter(|(_, value)| !value.is_null()).map(|(name, _)| name.clone()).collect()
    };
    names(now).difference(&names(then)).cloned().collect()
}

/// Leaves out the rows that are gone and new only because they have more fields; returns how many there are.
fn leave_out_completed(
    gone: &mut Vec<DifferentRow>,
    new: &mut Vec<DifferentRow>,
    added: &BTreeSet<String>,
) -> usize {
    if added.is_empty() {
        return 0;
    }
    let as_before = |row: &Value| {
        let mut row = row.clone();
        row.as_object_mut().into_iter().for_each(|fields| fields.retain(|name, _| !added.contains(name)));
        without_number(&row)
    };
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for row in gone.iter() {
        *counts.entry(without_number(&row.row)).or_default() += 1;
    }
    let mut left = counts.clone();
    let take = |key: String, left: &mut BTreeMap<String, usize>| {
        let count = left.get_mut(&key).filter(|count| **count > 0);
        count.map(|count| *count -= 1).is_some()
    };
    new.retain(|row| !take(as_before(&row.row), &mut left));
    // As many gone rows are left out as were found again.
    for (key, count) in &left {
        counts.entry(key.clone()).and_modify(|all| *all -= count);
    }
    let before = gone.len();
    gone.retain(|row| !take(without_number(&row.row), &mut counts));
    before - gone.len()
}

/// A row without its number in the list, which moves with every row before it.
fn without_number(row: &Value) -> String {
    without(row, "n")
}

/// A row without a field, its others in whatever order. A field that it does not have is null.
fn without(row: &Value, field: &str) -> String {
    let mut row = row.clone();
    if let Some(fields) = row.as_object_mut() {
        fields.remove(field);
    }
    in_order(&row).to_string()
}

/// A value with the fields of each object in order and without null fields.
fn in_order(value: &Value) -> Value {
    match value {
        Value::Object(fields) => {
            let fields: BTreeMap<&String, &Value> =
                fields.iter().filter(|(_, value)| !value.is_null()).collect();
            fields.into_iter().map(|(name, value)| (name.clone(), in_order(value))).collect()
        }
        Value::Array(items) => items.iter().map(in_order).collect(),
        other => other.clone(),
    }
}

/// The words by which a reader recognizes a row.
fn label(row: &Value) -> String {
    let field = |names: &[&str]| names.iter().find_map(|name| Some(row.get(*name)?.as_str()?.to_owned()));
    let parts: Vec<String> = [field(&NAMES), field(&WORDS)].into_iter().flatten().collect();
    if parts.is_empty() { row.to_string() } else { parts.join(": ") }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_row_that_has_only_another_number_is_the_same() {
        let lines = |ids: &[&str]| -> Vec<Value> {
            (1..).zip(ids).map(|(n, id)| json!({"n": n, "passage": id})).collect()
        };
        let found =
            differences(&json!({"lines": lines(&["a", "b", "c"])}), &json!({"lines": lines(&["b", "c"])}));
        let gone: Vec<&str> =
            found.iter().flat_map(|found| &found.gone).map(|row| row.label.as_str()).collect();
        assert_eq!(
            (gone.len(), found.iter().map(|found| found.new.len()).sum::<usize>()),
            (1, 0),
            "{gone:?}"
        );
    }

    #[test]
    fn numbers_and_rows_are_told_apart_and_the_envelope_is_not_content() {
        let before = json!({"at": "1", "stamp": "a", "counts": {"lines": 2}, "lines": [{"id": "x/1", "text": "a"}, {"id": "x/2", "text": "b"}]});
        let after =
            json!({"at": "2", "stamp": "b", "counts": {"lines": 1}, "lines": [{"id": "x/1", "text": "c"}]});
        let found = differences(&before, &after);
        let sentences: Vec<String> = found.iter().map(Difference::sentence).collect();
        assert_eq!(sentences, ["counts.lines was 2 and is 1", "lines: 2 gone, 1 new"]);
        assert_eq!(found[1].gone[0].label, "x/1: a");
        assert!(differences(&before, &before).is_empty());
        let same =
            differences(&before, &json!({"at": "3", "counts": {"lines": 2}, "lines": before["lines"]}));
        assert!(same.is_empty());
    }

    #[test]
    fn rows_that_lack_only_a_field_are_told_with_its_name() {
        let before = json!({"lines": [{"n": 1, "id": "a"}, {"n": 2, "id": "a"}, {"n": 3, "id": "b"}]});
        let after = json!({"lines": [{"n": 1, "id": "a", "of": "x"}, {"n": 2, "id": "a", "of": null}, {"n": 3, "id": "c", "of": "x"}]});
        let sentences: Vec<String> = differences(&before, &after).iter().map(Difference::sentence).collect();
        let expected = ["lines was \"1 without `of`\" and is \"the same with them\"", "lines: 1 gone, 1 new"];
        assert_eq!(sentences, expected);
    }

    #[test]
    fn a_field_that_is_null_is_nothing_new_inside_a_row_either() {
        let before = json!({"quotations": [{"n": 1, "at": [{"id": "a", "place": 1}]}]});
        let after = json!({"quotations": [{"n": 1, "at": [{"place": 1, "note": null, "id": "a"}]}]});
        assert!(differences(&before, &after).is_empty());
        let other = json!({"quotations": [{"n": 1, "at": [{"place": 2, "id": "a"}]}]});
        assert_eq!(differences(&before, &other).len(), 1);
    }

    #[test]
    fn a_row_that_is_twice_counts_twice_and_order_counts() {
        let (twice, once) = (json!({"rows": ["a", "a", "b"]}), json!({"rows": ["a", "b"]}));
        assert_eq!(differences(&twice, &once)[0].gone.len(), 1);
        assert_eq!(differences(&once, &twice)[0].new.len(), 1);
        let turned = differences(&once, &json!({"rows": ["b", "a"]}));
        assert_eq!(turned[0].sentence(), "rows was \"in another order\" and is \"in this order\"");
    }
}
