//! Front matter: what the lines above a text say of it.
//!
//! Invariant: a value that cannot be used is reported and left out, and so is every key that is not read; front matter that
//! cannot be read at all, or is far too long, is an error.

mod forms;

use serde_json::{Map, Value};

use super::dates;
use super::metadata::{Metadata, Provenance, Sourced};
use super::read::blocks::collapse;
use crate::corpus::model::Standing;

/// What front matter says, under the usual names.
#[derive(Debug, Default)]
pub(super) struct FrontMatter {
    pub id: Option<String>,
    pub label: Option<String>,
    pub metadata: Metadata,
    /// The day of publication, which may differ from that of the statement.
    pub published: Option<Sourced<String>>,
    /// One line for each value that cannot be used, and one for the keys that are not read.
    pub remarks: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Field {
    Id,
    Label,
    Title,
    Date,
    Published,
    Series,
    Number,
    Place,
    Issuers,
    Signatories,
    Standing,
    Address,
    Retrieved,
}

/// The keys of each field, the strongest first: this program's, and those of Hugo, Jekyll, Pandoc, Zotero and of
/// programs that save pages. `-` and blanks in a key count as `_`.
const KEYS: [(Field, &str); 13] = [
    (Field::Id, "id"),
    (Field::Label, "label"),
    (Field::Title, "title headline doc_title document_title og:title dc.title"),
    (
        Field::Date,
        "date doc_date document_date statement_date date_issued issue_date issued issued.date_parts spoken date_spoken delivered dc.date",
    ),
    (
        Field::Published,
        "published published_time article:published_time published_at published_on published_date date_published \
         datepublished publication_date publish_date publishdate pub_date pubdate release_date date_released posted",
    ),
    (Field::Series, "series"),
    (Field::Number, "number"),
    (Field::Place, "place location"),
    (
        Field::Issuers,
        "issuers issuer issued_by publisher publisher.name institution organization organisation agency authors author \
         author.name dc.creator creator",
    ),
    (Field::Signatories, "signatories signatory signed signed_by"),
    (Field::Standing, "standing"),
    (
        Field::Address,
        "address source_url sourceurl original_url canonical canonical_url page_url web_url og:url url uri link permalink \
         href source source.url source.address source.link",
    ),
    (
        Field::Retrieved,
        "retrieved accessed accessed.date_parts retrieved_at access_date accessdate accessed_at date_accessed urldate scraped_at crawled_at \
         fetched_at downloaded_at",
    ),
];
/// Keys under which others are nested that are also about the text.
const AROUND: [&str; 10] =
    ["params", "extra", "meta", "metadata", "custom", "fields", "page", "article", "citation", "csl"];

/// A key with its value; nested keys are joined by dots.
struct FrontMatterEntry {
    key: String,
    /// The key without the keys around it, as it is in [`KEYS`].
    name: String,
    value: Value,
}

/// Whether a key is read.
fn is_read(key: &str) -> bool {
    KEYS.iter().any(|(_, names)| names.split(' ').any(|name| name == key.replace('-', "_")))
}

/// The front matter and the text below it; or why the front matter cannot be read.
pub(super) fn front_matter(text: &str) -> Result<(FrontMatter, &str), String> {
    let Some(parts) = forms::split(text) else { return Ok((FrontMatter::default(), text)) };
    let forms::SplitFrontMatter { fields, body, remark } = parts?;
    let mut front =
        FrontMatter { remarks: remark.into_iter().map(str::to_owned).collect(), ..FrontMatter::default() };
    let (mut entries, mut unread) = (Vec::new(), Vec::new());
    flatten(fields, "", "", &mut entries);
    // Nested keys are weaker.
    entries.sort_by_cached_key(|entry| entry.key.matches('.').count());
    for (field, names) in KEYS {
        let mut used: Option<Value> = None;
        for name in names.split(' ') {
            let Some(at) = entries.iter().position(|entry| entry.name == name) else { continue };
            match &used {
                Some(used) if entries.get(at).is_some_and(|entry| entry.value != *used) => {}
                Some(_) => drop(entries.remove(at)),
                None => {
                    let FrontMatterEntry { key, value, .. } = entries.remove(at);
                    let remarks = front.remarks.len();
                    let is_used = front.field(field, &key, value.clone());
                    if !is_used && front.remarks.len() == remarks && !is_blank(&value) {
                        unread.push(key);
                    }
                    used = is_used.then_some(value);
                }
            }
        }
    }
    unread.extend(entries.into_iter().map(|entry| entry.key));
    if !unread.is_empty() {
        front.remarks.push(format!("front matter that is not read: {}", unread.join(", ")));
    }
    Ok((front, body))
}

/// The recursion is safe: readers of all forms refuse values that are nested too deep.
fn flatten(fields: Map<String, Value>, path: &str, around: &str, entries: &mut Vec<FrontMatterEntry>) {
    for (key, value) in fields {
        let name = format!("{around}{}", key.to_lowercase().replace(['-', ' '], "_"));
        let key = format!("{path}{key}");
        match value {
            Value::Null => {}
            Value::Object(fields) => {
                let around = if AROUND.contains(&&*name) { String::new() } else { name + "." };
                flatten(fields, &format!("{key}."), &around, entries);
            }
            value => entries.push(FrontMatterEntry { key, name, value }),
        }
    }
}

impl FrontMatter {
    /// Uses a value; returns whether it has any content.
    fn field(&mut self, field: Field, key: &str, value: Value) -> bool {
        let metadata = &mut self.metadata;
        match field {
            Field::Id => kept(&mut self.id, text(value)),
            Field::Label => kept(&mut self.label, text(value)),
            Field::Title => kept(&mut metadata.title, text(value).map(sourced)),
            Field::Series => kept(&mut metadata.series, text(value).map(sourced)),
            Field::Place => kept(&mut metadata.place, text(value).map(sourced)),
            Field::Issuers => {
                let names = self.names(key, value);
                listed(&mut self.metadata.issuers, names)
            }
            Field::Signatories => {
                let names = self.names(key, value);
                listed(&mut self.metadata.signatories, names)
            }
            Field::Date => {
                let date = self.day(key, value);
                kept(&mut self.metadata.date, date)
            }
            Field::Published => {
                let date = self.day(key, value);
                kept(&mut self.published, date)
            }
            Field::Retrieved => {
                let year = self.metadata.year;
                let date = self.day(key, value);
                self.metadata.year = year;
                kept(&mut self.metadata.retrieved, date)
            }
            Field::Number => {
                let value = self.usable(key, text(value), number, "a number");
                kept(&mut self.metadata.number, value)
            }
            Field::Standing => {
                let named = |name: &str| Standing::ALL.into_iter().find(|standing| standing.name() == name);
                let expected = format!("one of {}", Standing::ALL.map(Standing::name).join(", "));
                let value = self.usable(key, text(value), named, &expected);
                kept(&mut self.metadata.standing, value)
            }
            Field::Address => {
                let value = self.usable(key, text(value), whole_address, "a whole web address");
                kept(&mut self.metadata.address, value)
            }
        }
    }

    /// Names; a remark says how many entries of a list have none.
    fn names(&mut self, key: &str, value: Value) -> Vec<Sourced<String>> {
        let entries = value.as_array().map_or(0, |entries| entries.iter().filter(|it| !is_blank(it)).count());
        let names = names(value);
        if let nameless @ 1.. = entries.saturating_sub(names.len())
            && !names.is_empty()
        {
            self.remarks
                .push(format!("front matter {key} has {nameless} of {entries} entries that are not read"));
        }
        names
    }

    /// A day; for a day that is not in the calendar, the year.
    fn day(&mut self, key: &str, value: Value) -> Option<Sourced<String>> {
        let written = parts(&value).or_else(|| text(value));
        self.metadata.year = self.metadata.year.or(written.as_deref().and_then(dates::year_in_name));
        self.usable(key, written, |date| Some(dates::find(date)?.0), "a valid date")
    }

    /// A value as it is used; if it cannot be used, a remark says what was expected.
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

/// Sets a field; returns whether there is a value.
fn kept<T>(field: &mut Option<T>, value: Option<T>) -> bool {
    *field = value;
    field.is_some()
}

fn whole_address(address: &str) -> Option<String> {
    address.contains("://").then(|| address.to_owned())
}

/// Sets a list; returns whether it has an entry.
fn listed<T>(field: &mut Vec<T>, entries: Vec<T>) -> bool {
    *field = entries;
    !field.is_empty()
}

fn sourced<T>(value: T) -> Sourced<T> {
    Sourced::new(value, Provenance::FrontMatter)
}

/// `57`, `57th`.
fn number(text: &str) -> Option<u32> {
    text.trim_end_matches(|c: char| c.is_ascii_alphabetic()).parse().ok()
}

fn is_blank(value: &Value) -> bool {
    value.is_null()
        || value.as_str().is_some_and(|text| text.trim().is_empty())
        || *value == Value::Array(Vec::new())
}

/// The text of a value, also of the only one in a list; the recursion is as deep as the lists, see [`flatten`].
fn text(value: Value) -> Option<String> {
    let text = match value {
        Value::String(text) => collapse(&text),
        Value::Number(number) => number.to_string(),
        Value::Array(mut one) if one.len() == 1 => return text(one.pop()?),
        Value::Bool(_) | Value::Null | Value::Array(_) | Value::Object(_) => return None,
    };
    Some(text).filter(|text| !text.is_empty())
}

/// A date in parts, as bibliographies have it: `[[2031, 5, 4]]`.
fn parts(value: &Value) -> Option<String> {
    let mut parts = value.as_array()?;
    if let [Value::Array(first), ..] = &**parts {
        parts = first;
    }
    let parts: Vec<String> = parts.iter().cloned().filter_map(text).collect();
    Some(parts.join("-"))
}

/// One name, several in one line, or a list of them.
fn names(value: Value) -> Vec<Sourced<String>> {
    let names: Vec<String> = match value {
        Value::Array(names) => names.into_iter().filter_map(name).collect(),
        other => {
            let line = text(other).unwrap_or_default();
            let divider = if line.contains(';') { ';' } else { ',' };
            line.split(divider).map(collapse).collect()
        }
    };
    names.into_iter().filter(|name| !name.is_empty()).map(sourced).collect()
}

/// A name, or the parts of one: `name`, `literal`, `given` and `family`. A name with a colon is a pair (`Kim: Minister`).
fn name(value: Value) -> Option<String> {
    let Value::Object(fields) = value else { return text(value) };
    let field = |key: &str| text(fields.get(key)?.clone());
    let whole = field("name").or_else(|| field("literal"));
    whole.or_else(|| {
        let parts: Vec<String> = ["given", "family"].into_iter().filter_map(field).collect();
        let pair = || fields.iter().next().filter(|_| fields.len() == 1);
        let whole = || pair().and_then(|(name, rest)| Some(format!("{name}: {}", text(rest.clone())?)));
        Some(parts.join(" ")).filter(|name| !name.is_empty()).or_else(whole)
    })
}
