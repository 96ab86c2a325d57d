//! BibTeX, for the classic styles and for biblatex alike.
//!
//! Invariant: braces balance for any text (BibTeX counts escaped ones too), and TeX prints exactly the text. The crates that
//! write BibTeX leave one or the other to their caller, so this is our own.

use super::record::{Record, parts};
use crate::corpus::model::Standing;

/// The entry of a record.
pub(super) fn entry(record: &Record) -> String {
    let (kind, body) = match record.standing {
        Standing::Joint | Standing::Unilateral | Standing::Unstated | Standing::Treaty => {
            ("misc", "organization")
        }
        Standing::PressReport => ("article", "journal"),
        Standing::Analysis => ("techreport", "institution"),
    };
    let mut fields: Vec<(&str, String)> = Vec::new();
    // Braces keep a name in one piece and a title's capitals as they are.
    let authors: Vec<String> = record.authors.iter().map(|name| format!("{{{}}}", escape(name))).collect();
    if !authors.is_empty() {
        fields.push(("author", authors.join(" and ")));
    }
    fields.push(("title", format!("{{{}}}", escape(record.title))));
    fields.extend(record.body.iter().map(|name| (body, escape(name))));
    if record.standing == Standing::PressReport {
        fields.push(("entrysubtype", String::from("newspaper")));
    }
    if record.standing == Standing::Treaty {
        fields.push(("type", String::from("Treaty")));
    }
    if let Some(date) = &record.date {
        fields.push(("date", date.clone()));
        fields.extend(parts(date).first().map(|year| ("year", year.to_string())));
    }
    if let Some((series, number)) = record.number {
        fields.extend(series.map(|series| ("series", escape(series))));
        fields.push(("number", number.to_string()));
    }
    fields.extend(record.place.map(|place| ("address", escape(place))));
    if let Some((address, source)) = record.web {
        fields.push(("url", address.to_owned()));
        fields.extend(source.retrieved.iter().map(|when| ("urldate", when.to_string())));
    }
    fields.push(("note", escape(&record.note)));
    let lines: Vec<String> =
        fields.iter().map(|(name, value)| format!("  {name} = {{{value}}},\n")).collect();
    format!("@{kind}{{{},\n{}}}\n", record.key, lines.concat())
}

/// Text that TeX prints as it is.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let mut before = ' ';
    for c in text.chars() {
        match c {
            '#' | '$' | '%' | '&' | '_' => escaped.push('\\'),
            // TeX would join two of them into one character.
            '-' | '\'' if c == before => escaped.push_str("{}"),
            _ => {}
        }
        before = c;
        match command(c) {
            Some(name) => {
                escaped.push('\\');
                escaped.push_str(name);
                escaped.push_str("{}");
            }
            None => escaped.push(c),
        }
    }
    escaped
}

/// The command that prints a character with a meaning in TeX.
fn command(c: char) -> Option<&'static str> {
    Some(match c {
        '\\' => "textbackslash",
        '{' => "textbraceleft",
        '}' => "textbraceright",
        '~' => "textasciitilde",
        '^' => "textasciicircum",
        '`' => "textasciigrave",
        '<' => "textless",
        '>' => "textgreater",
        '|' => "textbar",
        _ => return None,
    })
}
