//! CSL-JSON, which Zotero, pandoc and most others read.
//!
//! Invariant: an array of one item; an author is a literal name, never split into parts.

use serde_json::{Map, Value, json};

use super::record::{Record, parts};
use crate::corpus::model::Standing;

/// The array of a record's item.
pub(super) fn items(record: &Record) -> String {
    let kind = match record.standing {
        Standing::Joint | Standing::Unilateral | Standing::Unstated => "document",
        Standing::Treaty => "treaty",
        Standing::PressReport => "article-newspaper",
        Standing::Analysis => "report",
    };
    let body = if record.standing == Standing::PressReport { "container-title" } else { "publisher" };
    let authors: Vec<Value> = record.authors.iter().map(|name| json!({ "literal": name })).collect();
    let mut item = Map::new();
    let mut set = |name: &str, value: Option<Value>| {
        if let Some(value) = value {
            item.insert(name.to_owned(), value);
        }
    };
    set("id", Some(json!(record.key)));
    set("type", Some(json!(kind)));
    set("author", Some(json!(authors)).filter(|_| !authors.is_empty()));
    set("title", Some(json!(record.title)));
    set(body, record.body.as_ref().map(|name| json!(name)));
    set("issued", record.date.as_deref().map(date));
    set("collection-title", record.number.and_then(|(series, _)| series.map(|series| json!(series))));
    set("number", record.number.map(|(_, number)| json!(number.to_string())));
    set("event-place", record.place.map(|place| json!(place)));
    set("URL", record.web.map(|(address, _)| json!(address)));
    set("accessed", record.web.and_then(|(_, source)| source.retrieved.as_deref().map(date)));
    set("note", Some(json!(record.note)));
    // Strings and numbers always serialize.
    serde_json::to_string_pretty(&[item]).unwrap_or_default() + "\n"
}

fn date(date: &str) -> Value {
    json!({ "date-parts": [parts(date)] })
}
