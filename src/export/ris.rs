//! RIS, which every reference manager reads.
//!
//! Invariant: each value is one line; the first is `TY`, the last `ER`.

use super::record::Record;
use crate::corpus::model::Standing;

/// The reference of a record.
pub(super) fn reference(record: &Record) -> String {
    let (kind, body) = match record.standing {
        Standing::Joint | Standing::Unilateral | Standing::Unstated => ("GEN", "PB"),
        Standing::Treaty => ("LEGAL", "PB"),
        Standing::PressReport => ("NEWS", "T2"),
        Standing::Analysis => ("RPRT", "PB"),
    };
    let mut reference = String::new();
    let mut add = |tag: &str, value: &str| {
        let words: Vec<&str> = value.split_whitespace().collect();
        reference.extend([tag, "  - ", &words.join(" "), "\n"]);
    };
    add("TY", kind);
    add("ID", &record.key);
    record.authors.iter().for_each(|name| add("AU", name));
    add("TI", record.title);
    record.body.iter().for_each(|name| add(body, name));
    if let Some(date) = &record.date {
        add("PY", date.split('-').next().unwrap_or_default());
        add("DA", &slashed(date));
    }
    if let Some((series, number)) = record.number {
        if let Some(series) = series {
            add("T3", series);
        }
        add("M1", &number.to_string());
    }
    record.place.iter().for_each(|place| add("CY", place));
    if let Some((address, source)) = record.web {
        add("UR", address);
        source.retrieved.iter().for_each(|when| add("Y2", &slashed(when)));
    }
    add("N1", &record.note);
    add("ER", "");
    reference
}

/// `YYYY/MM/DD/`, as far as the date is known.
fn slashed(date: &str) -> String {
    let mut parts = date.split('-');
    let mut part = || parts.next().unwrap_or_default();
    format!("{}/{}/{}/", part(), part(), part())
}
