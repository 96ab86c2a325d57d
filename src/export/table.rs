//! Rows as a table, with commas or tabs between the fields.
//!
//! Invariant: no field is a formula to a spreadsheet, and every field reads back exactly: one apostrophe taken away
//! from each that begins with one.

use std::borrow::Cow;

use super::rows::{Row, cell};

/// The table; nothing where there are no rows.
pub(super) fn write(rows: impl Iterator<Item = Row>, divider: u8) -> Option<String> {
    let mut table = csv::WriterBuilder::new().delimiter(divider).from_writer(Vec::new());
    let mut rows = rows.peekable();
    if let Some(first) = rows.peek() {
        table.write_record(first.keys()).ok()?;
    }
    for row in rows {
        table.write_record(row.values().map(|value| guarded(&cell(value)).into_owned())).ok()?;
    }
    String::from_utf8(table.into_inner().ok()?).ok()
}

/// A field with an apostrophe before it where it begins as a formula does, blanks before that or not, or with an
/// apostrophe of its own. After OWASP, CSV Injection.
pub(super) fn guarded(text: &str) -> Cow<'_, str> {
    let begins = ['=', '+', '-', '@', '＝', '＋', '－', '＠', '\''];
    let guard = text.starts_with(['\t', '\r', '\n']) || text.trim_start().starts_with(begins);
    if guard { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}
