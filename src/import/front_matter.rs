//! Front matter: what the lines above a text say of it, in YAML.
//!
//! Invariant: a value that cannot be used is reported and left out; front matter that cannot be read at all, or is far too
//! long, is an error. A rule at the beginning of a text is no front matter.

use std::collections::BTreeMap;

use serde_json::Value;

use super::dates;
use super::metadata::{Metadata, Provenance, Sourced};
use super::read::blocks::collapse;
use crate::corpus::model::Standing;
use crate::text::slice;

/// Bytes of the longest front matter.
const LONGEST: usize = 64 << 10;

/// What front matter says, under the names that are usual for it; other keys are ignored.
#[derive(Debug, Default)]
pub(super) struct FrontMatter {
    pub id: Option<String>,
    pub label: Option<String>,
    pub metadata: Metadata,
    /// One line for each value that cannot be used.
    pub remarks: Vec<String>,
}

/// The front matter and the text below it; or why the front matter cannot be read.
pub(super) fn front_matter(text: &str) -> Result<(FrontMatter, &str), String> {
    let Some((yaml, body)) = split(text) else { return Ok((FrontMatter::default(), text)) };
    if yaml.len() > LONGEST {
        return Err(format!("its front matter is longer than {LONGEST} bytes"));
    }
    let read = |yaml: &str| serde_saphyr::from_str::<BTreeMap<String, Value>>(yaml);
    let mut front = FrontMatter::default();
    let fields = read(yaml).or_else(|error| {
        // `title: Fact Sheet: …` has only one possible meaning.
        let fields = read(&quoted(yaml)).map_err(|_| {
            let error = collapse(error.to_string().lines().next().unwrap_or("it is not YAML"));
            format!("its front matter cannot be read ({error}); write each line as KEY: \"VALUE\"")
        })?;
        front
            .remarks
            .push(String::from("the front matter is not valid YAML; each line was read as KEY: VALUE"));
        Ok::<_, String>(fields)
    })?;
    for (key, value) in fields {
        front.field(&key.to_lowercase(), value);
    }
    Ok((front, body))
}

/// The front matter without its rules, and what is below it.
fn split(text: &str) -> Option<(&str, &str)> {
    let rest = text.strip_prefix("---")?.trim_start_matches([' ', '\t', '\r']).strip_prefix('\n')?;
    let first = rest.lines().map(str::trim).find(|line| !line.is_empty() && !line.starts_with('#'))?;
    let is_key = |key: &str| key.chars().all(|c| c.is_alphanumeric() || "_- ".contains(c));
    if first != "---" && !first.split_once(':').is_some_and(|(key, _)| is_key(key.trim_matches('"'))) {
        return None;
    }
    let mut start = 0;
    for line in rest.split_inclusive('\n') {
        let end = start + line.len();
        if matches!(line.trim_end(), "---" | "...") {
            return Some((slice(rest, 0..start), slice(rest, end..rest.len())));
        }
        start = end;
    }
    None
}

/// The lines `KEY: VALUE` with their values in quotes.
fn quoted(yaml: &str) -> String {
    let line = |line: &str| match line.split_once(": ") {
        Some((key, value)) if !value.trim_start().starts_with(['"', '\'', '[', '{', '|', '>', '&', '*']) => {
            format!("{key}: '{}'\n", value.trim().replace('\'', "''"))
        }
        _ => format!("{line}\n"),
    };
    yaml.lines().map(line).collect()
}

impl FrontMatter {
    fn field(&mut self, key: &str, value: Value) {
        match key {
            "id" => self.id = text(value),
            "label" => self.label = text(value),
            "title" => self.metadata.title = text(value).map(sourced),
            "date" => {
                let written = text(value);
                self.metadata.year = written.as_deref().and_then(dates::year_in_name);
                self.metadata.date =
                    self.usable(key, written, |date| Some(dates::find(date)?.0), "a valid date");
            }
            "series" => self.metadata.series = text(value).map(sourced),
            "number" => self.metadata.number = self.usable(key, text(value), number, "a number"),
            "place" | "location" => self.metadata.place = text(value).map(sourced),
            "issuers" | "issuer" | "author" | "authors" => self.metadata.issuers = names(value),
            "signatories" | "signatory" | "signed" => self.metadata.signatories = names(value),
            "standing" => {
                let named = |name: &str| Standing::ALL.into_iter().find(|standing| standing.name() == name);
                let expected = format!("one of {}", Standing::ALL.map(Standing::name).join(", "));
                self.metadata.standing = self.usable(key, text(value), named, &expected);
            }
            "address" | "url" | "link" | "source" | "canonical" => {
                self.metadata.address = text(value).map(sourced);
            }
            "retrieved" | "accessed" => {
                self.metadata.retrieved =
                    self.usable(key, text(value), |date| Some(dates::find(date)?.0), "a valid date");
            }
            _ => {}
        }
    }

    /// A value as it is used; where it cannot be, a remark says what was expected.
    fn usable<T>(
        &mut self,
        key: &str,
        written: Option<String>,
        read: impl Fn(&str) -> Option<T>,
        expected: &str,
    ) -> Option<Sourced<T>> {
        let written = written?;
        let value = read(&written);
        if value.is_none() {
            self.remarks.push(format!("front matter {key} “{written}” is not {expected}"));
        }
        value.map(sourced)
    }
}

fn sourced<T>(value: T) -> Sourced<T> {
    Sourced::new(value, Provenance::FrontMatter)
}

/// `57`, `57th`.
fn number(text: &str) -> Option<u32> {
    text.trim_end_matches(|c: char| c.is_ascii_alphabetic()).parse().ok()
}

fn text(value: Value) -> Option<String> {
    let text = match value {
        Value::String(text) => collapse(&text),
        Value::Number(number) => number.to_string(),
        Value::Bool(_) | Value::Null | Value::Array(_) | Value::Object(_) => return None,
    };
    Some(text).filter(|text| !text.is_empty())
}

/// One name, several in one line, or a list of them.
fn names(value: Value) -> Vec<Sourced<String>> {
    let names: Vec<String> = match value {
        Value::Array(names) => names.into_iter().filter_map(text).collect(),
        other => {
            let line = text(other).unwrap_or_default();
            let divider = if line.contains(';') { ';' } else { ',' };
            line.split(divider).map(collapse).collect()
        }
    };
    names.into_iter().filter(|name| !name.is_empty()).map(sourced).collect()
}
