//! What the markup of a web page says about it.
//!
//! Invariant: of several values of one kind, the first counts; a date counts only if the markup calls it the date of
//! publication, never if it is the date of a change.

use html5gum::StartTag;
use serde_json::Value;

use super::blocks::{ParsedDocument, collapse};

/// Names of the date of publication.
const DATES: [&str; 16] = [
    "article:published_time",
    "article.published",
    "citation_publication_date",
    "date",
    "datepublished",
    "dc.date",
    "dc.date.issued",
    "dcterms.created",
    "dcterms.date",
    "dcterms.issued",
    "govuk:first-published-at",
    "og:article:published_time",
    "parsely-pub-date",
    "pubdate",
    "publish-date",
    "sailthru.date",
];

pub(super) fn attribute(tag: &StartTag<()>, name: &str) -> Option<String> {
    let value = tag.attributes.get(name.as_bytes())?;
    Some(String::from_utf8_lossy(value).into_owned())
}

/// What the markup of a page says about it.
#[derive(Debug, Default)]
pub(super) struct PageMetadata {
    title: Option<String>,
    /// The `og:title`, which is stronger than the title.
    shared_title: Option<String>,
    site: Option<String>,
    date: Option<String>,
    /// The first `<time>` within the main part of the page.
    time: Option<String>,
    address: Option<String>,
}

impl PageMetadata {
    pub(super) fn title(&mut self, title: &str) {
        if !title.is_empty() {
            self.title.get_or_insert_with(|| title.to_owned());
        }
    }

    pub(super) fn tag(&mut self, tag: &StartTag<()>) {
        let about = ["property", "name", "itemprop", "rel"].iter().find_map(|key| attribute(tag, key));
        let value = ["content", "href"].iter().find_map(|key| attribute(tag, key));
        let about = about.unwrap_or_default().to_ascii_lowercase();
        let field = match about.as_str() {
            "og:title" => &mut self.shared_title,
            "og:site_name" => &mut self.site,
            "og:url" | "canonical" => &mut self.address,
            date if DATES.contains(&date) => &mut self.date,
            _ => return,
        };
        keep(field, value);
    }

    /// A `<time>`, which counts only within the main part of the page.
    pub(super) fn time(&mut self, tag: &StartTag<()>, is_inside: bool) {
        if is_inside {
            keep(&mut self.time, attribute(tag, "datetime"));
        }
    }

    /// JSON-LD about the page.
    pub(super) fn data(&mut self, data: &str) {
        if let Ok(data) = serde_json::from_str::<Value>(data) {
            keep(&mut self.date, published(&data));
        }
    }

    pub(super) fn document(self) -> ParsedDocument {
        ParsedDocument {
            title: self.shared_title.or(self.title),
            site: self.site,
            date: self.date.or(self.time),
            address: self.address,
            ..ParsedDocument::default()
        }
    }
}

fn keep(field: &mut Option<String>, value: Option<String>) {
    if let Some(value) = value.map(|value| collapse(&value)).filter(|value| !value.is_empty()) {
        field.get_or_insert(value);
    }
}

/// When the page was published. The recursion is safe: `serde_json` refuses values that are nested too deep.
fn published(data: &Value) -> Option<String> {
    match data {
        Value::Object(fields) => fields
            .get("datePublished")
            .and_then(|date| Some(date.as_str()?.to_owned()))
            .or_else(|| fields.values().find_map(published)),
        Value::Array(values) => values.iter().find_map(published),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
    }
}
