//! Front matter: what the head of a text says of it, in YAML.
//!
//! Invariant: a field that cannot be read is said and passed over; front matter that is no YAML at all, or longer than
//! any is, is an error. A rule at a text's beginning is no front matter.

use std::collections::BTreeMap;

use serde_json::Value;

use super::blocks::collapse;
use crate::corpus::model::Standing;

/// Bytes of the longest front matter.
const LONGEST: usize = 64 << 10;

/// What front matter says, under the names that are usual for it; others are passed over.
#[derive(Debug, Default)]
pub(super) struct FrontMatter {
    pub id: Option<String>,
    pub title: Option<String>,
    pub label: Option<String>,
    pub date: Option<String>,
    pub series: Option<String>,
    pub number: Option<u32>,
    pub place: Option<String>,
    pub issuers: Vec<String>,
    pub signatories: Vec<String>,
    pub standing: Option<Standing>,
    pub address: Option<String>,
    pub retrieved: Option<String>,
    /// What it says in a way that cannot be read.
    pub remarks: Vec<String>,
}

/// The front matter and the text behind it; why the front matter cannot be read.
pub(super) fn front_matter(text: &str) -> Result<(FrontMatter, &str), String> {
    let Some((yaml, body)) = split(text) else { return Ok((FrontMatter::default(), text)) };
    if yaml.len() > LONGEST {
        return Err(format!("its front matter is longer than {LONGEST} bytes"));
    }
    let read = |yaml: &str| serde_saphyr::from_str::<BTreeMap<String, Value>>(yaml);
    let mut front = FrontMatter::default();
    let fields = read(yaml).or_else(|error| {
        // `title: Fact Sheet: …` can only be meant in one way.
        let fields = read(&quoted(yaml)).map_err(|_| {
            let error = collapse(error.to_string().lines().next().unwrap_or("no YAML"));
            format!("its front matter cannot be read ({error}); write KEY: \"VALUE\" lines")
        })?;
        front.remarks.push(String::from("the front matter is no YAML; its lines were read as KEY: VALUE"));
        Ok::<_, String>(fields)
    })?;
    for (key, value) in fields {
        front.field(&key.to_lowercase(), value);
    }
    Ok((front, body))
}

/// Front matter, and what is behind it.
fn split(text: &str) -> Option<(&str, &str)> {
    let rest = text.strip_prefix("---")?.trim_start_matches([' ', '\t', '\r']).strip_prefix('\n')?;
    let first = rest.lines().map(str::trim).find(|line| !line.is_empty() && !line.starts_with('#'))?;
    let is_key = |key: &str| key.chars().all(|c| c.is_alphanumeric() || "_- ".contains(c));
    if first != "---" && !first.split_once(':').is_some_and(|(key, _)| is_key(key.trim_matches('"'))) {
        return None;
    }
    let mut length = 0_usize;
    for line in rest.split_inclusive('\n') {
        let end = length.saturating_add(line.len());
        if matches!(line.trim_end(), "---" | "...") {
            return Some((rest.get(..length)?, rest.get(end..)?));
        }
        length = end;
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
        let mut unread = None;
        match key {
            "id" => self.id = text(value),
            "title" => self.title = text(value),
            "label" => self.label = text(value),
            "date" => self.date = text(value),
            "series" => self.series = text(value),
            "number" => {
                let said = text(value);
                self.number = said.as_deref().and_then(number);
                unread = said.filter(|_| self.number.is_none());
            }
            "place" | "location" => self.place = text(value),
            "issuers" | "issuer" | "author" | "authors" => self.issuers = names(value),
            "signatories" | "signatory" | "signed" => self.signatories = names(value),
            "standing" => {
                let said = text(value);
                let known =
                    |name: &String| Standing::ALL.into_iter().find(|standing| standing.name() == name);
                self.standing = said.as_ref().and_then(known);
                unread = said.filter(|_| self.standing.is_none());
            }
            "address" | "url" | "link" | "source" | "canonical" => self.address = text(value),
            "retrieved" | "accessed" => self.retrieved = text(value),
            _ => {}
        }
        if let Some(said) = unread {
            self.remarks.push(format!("the front matter's {key} “{said}” is none we know"));
        }
    }
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
fn names(value: Value) -> Vec<String> {
    let names: Vec<String> = match value {
        Value::Array(names) => names.into_iter().filter_map(text).collect(),
        other => {
            let line = text(other).unwrap_or_default();
            let divider = if line.contains(';') { ';' } else { ',' };
            line.split(divider).map(collapse).collect()
        }
    };
    names.into_iter().filter(|name| !name.is_empty()).collect()
}
