//! What the markup of a web page says about it, and which of its elements are boilerplate.
//!
//! Invariant: of several values of one kind, the first counts; a date counts only if the markup calls it the date of
//! publication, never if it is that of a change.

use html5gum::StartTag;
use serde_json::Value;

use super::blocks::{ParsedDocument, collapse};

/// Elements that are always boilerplate.
const ELEMENTS: [&str; 18] = [
    "nav", "footer", "aside", "noscript", "template", "svg", "button", "select", "iframe", "label", "legend",
    "textarea", "audio", "video", "canvas", "object", "dialog", "datalist",
];
/// Elements that are boilerplate if their role, class or id says so.
const MARKED: [&str; 7] = ["div", "section", "ul", "ol", "header", "a", "span"];
/// Elements that contain nothing, so that none ever ends.
const VOID: [&str; 10] = ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta"];
/// How classes and ids of boilerplate begin.
const MARKS: [&str; 20] = [
    "breadcrumb",
    "breadcrumbs",
    "consent",
    "cookie",
    "cookies",
    "footer",
    "menu",
    "nav",
    "navbar",
    "navigation",
    "newsletter",
    "pagination",
    "related",
    "share",
    "sharing",
    "sidebar",
    "skip",
    "skiplink",
    "social",
    "subscribe",
];
const ROLES: [&str; 8] =
    ["navigation", "banner", "contentinfo", "search", "complementary", "dialog", "alertdialog", "menu"];

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

/// Whether an element is boilerplate.
pub(super) fn is_boilerplate(tag: &StartTag<()>) -> bool {
    let is_one = |names: &[&str]| names.iter().any(|name| name.as_bytes() == tag.name.as_slice());
    if tag.self_closing {
        return false;
    }
    is_one(&ELEMENTS)
        || !tag.attributes.is_empty()
            && (is_hidden(tag) && !is_one(&VOID) || is_one(&MARKED) && is_marked(tag))
}

/// Whether no reader sees an element.
fn is_hidden(tag: &StartTag<()>) -> bool {
    let style = attribute(tag, "style").unwrap_or_default().replace(' ', "").to_ascii_lowercase();
    attribute(tag, "hidden").is_some()
        || style.contains("display:none")
        || style.contains("visibility:hidden")
}

fn is_marked(tag: &StartTag<()>) -> bool {
    let is_role = attribute(tag, "role").is_some_and(|role| ROLES.contains(&role.as_str()));
    let is_hidden = attribute(tag, "aria-hidden").is_some_and(|hidden| hidden == "true");
    let names =
        ["class", "id"].into_iter().filter_map(|key| attribute(tag, key)).collect::<Vec<_>>().join(" ");
    let mut names = names.split_whitespace().filter_map(|name| name.split(['-', '_']).next());
    is_role || is_hidden || names.any(|name| MARKS.contains(&name.to_ascii_lowercase().as_str()))
}

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
