//! Rows as a table, with commas or tabs between the fields.
//!
//! Invariant: no field, and no column's name, is a formula to a spreadsheet, and every field reads back exactly after a first apostrophe is
//! removed.

use std::borrow::Cow;
use std::io::{self, Write};

use serde::Serialize;
use serde_json::{Map, Value, to_value};

use crate::text::safe::clean;

/// The fields of a row by name, in order.
///
/// # Errors
/// If `row` is no struct or map.
pub fn fields(row: &impl Serialize) -> io::Result<Map<String, Value>> {
    match to_value(row)? {
        Value::Object(fields) => Ok(fields),
        other => Err(io::Error::other(format!("a row of a table has named fields; this is {other}"))),
    }
}

/// Writes the table of rows with the same fields; nothing where there are no rows.
pub fn table(
    rows: impl Iterator<Item = io::Result<Map<String, Value>>>,
    divider: u8,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut table = csv::WriterBuilder::new().delimiter(divider).from_writer(out);
    for (at, fields) in rows.enumerate() {
        let fields = fields?;
        if at == 0 {
            table.write_record(fields.keys().map(|name| guarded(name).into_owned()))?;
        }
        table.write_record(fields.values().map(|value| guarded(&cell(value)).into_owned()))?;
    }
    table.flush()
}

/// The text of a field in a table.
pub(super) fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => clean(text).into_owned(),
        Value::Array(items) => items.iter().map(cell).collect::<Vec<String>>().join("; "),
        Value::Bool(_) | Value::Number(_) | Value::Object(_) => value.to_string(),
    }
}

/// A field that begins like a formula, after spaces or not, or with an apostrophe gets an apostrophe before it
/// (OWASP, CSV Injection).
pub(super) fn guarded(text: &str) -> Cow<'_, str> {
    let begins = ['=', '+', '-', '@', '＝', '＋', '－', '＠', '\''];
    let guard = text.starts_with(['\t', '\r', '\n']) || text.trim_start().starts_with(begins);
    if guard { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}
