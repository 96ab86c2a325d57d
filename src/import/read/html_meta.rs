//! What the markup of a web page says about it.
//!
//! Invariant: of several values of one kind, the first counts; a date counts only if the markup calls it the date of
//! publication, never if it is the date of a change. Of a time in UTC, the day where it was published counts if the page
//! gives it.

use html5gum::{StartTag, Token};
use serde_json::{Map, Value};

use super::super::dates;
use super::blocks::{ParsedDocument, collapse};
pub(super) use super::html_tags::attribute;
use super::html_time::{PrintedTime, TimeReader};

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

/// Minutes of a day.
const DAY: i64 = 24 * 60;
/// The endings of the types that schema.org has for texts and the pages that show them.
const PAGES: [&str; 6] = ["Announcement", "Article", "Legislation", "Page", "Posting", "Report"];

/// What the markup of a page says about it.
#[derive(Debug, Default)]
pub(super) struct PageMetadata {
    title: Option<String>,
    /// The `og:title`, which is stronger than the title.
    shared_title: Option<String>,
    site: Option<String>,
    dates: Vec<String>,
    times: TimeReader,
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
        let Some(value) = value.map(|value| collapse(&value)).filter(|value| !value.is_empty()) else {
            return;
        };
        let field = match about.as_str() {
            "og:title" => &mut self.shared_title,
            "og:site_name" => &mut self.site,
            "og:url" | "canonical" => &mut self.address,
            date if DATES.contains(&date) => {
                self.dates.push(value);
                return;
            }
            _ => return,
        };
        field.get_or_insert(value);
    }

    /// Each token of the page, for its `<time>` elements.
    pub(super) fn token(&mut self, token: &Token) {
        self.times.token(token);
    }

    /// JSON-LD about the page.
    pub(super) fn data(&mut self, data: &str) {
        if let Ok(data) = serde_json::from_str::<Value>(data) {
            self.dates.extend(published(&data));
        }
    }

    pub(super) fn document(self) -> ParsedDocument {
        let (date, date_remark) = day_of(self.dates, self.times).unzip();
        ParsedDocument {
            title: self.shared_title.or(self.title),
            site: self.site,
            date,
            date_remark: date_remark.flatten(),
            address: self.address,
            ..ParsedDocument::default()
        }
    }
}

/// The day of publication, and what the report says about it.
fn day_of(dates: Vec<String>, times: TimeReader) -> Option<(String, Option<String>)> {
    let time = times.published();
    let is_unnamed = dates.is_empty() && time.as_ref().is_some_and(|time| !time.is_named);
    let given = time.iter().map(|time| time.given.clone());
    let written: Vec<String> = dates.into_iter().chain(given).collect();
    let (first, own) = written.iter().find_map(|written| Some((written, day(written)?)))?;
    if is_utc(first) {
        let remark = format!(
            "the day of publication is that of {first}, which is UTC; where it was published it may have been another day"
        );
        let local = local_day(first, &own, &written, time.as_ref());
        return Some(local.map_or((own, Some(remark)), |local| (local, None)));
    }
    let remark = format!("the date {own} is that of a <time> of the page, which does not say what it is of");
    Some((own, is_unnamed.then_some(remark)))
}

fn day(written: &str) -> Option<String> {
    Some(dates::find(written)?.0)
}

/// The day of a time in UTC where it was published: the page gives the same minute there, or only the day.
fn local_day(utc: &str, own: &str, written: &[String], time: Option<&PrintedTime>) -> Option<String> {
    let (minute, _) = dates::minute(utc)?;
    let is_same = |other: &str| dates::minute(other).is_none_or(|(other, _)| other == minute);
    let printed = time.filter(|time| is_same(&time.given)).map(|time| &time.printed);
    let others = written.iter().filter(|other| is_same(other) && !is_utc(other));
    let mut days = printed.into_iter().chain(others).filter_map(|local| day(local));
    days.find(|local| dates::are_beside(local, own))
}

/// Whether a date has an hour of UTC; midnight is how a day without an hour is written.
fn is_utc(written: &str) -> bool {
    dates::minute(written).is_some_and(|(minute, zone)| zone == 0 && minute % DAY != 0)
}

/// When the page was published; not what it shows, lists or is part of. The recursion is safe: `serde_json` refuses
/// values that are nested too deep.
fn published(data: &Value) -> Option<String> {
    match data {
        Value::Object(fields) => {
            let own = fields.get("datePublished").and_then(Value::as_str).filter(|_| is_page(fields));
            let inner = || ["@graph", "mainEntity"].iter().find_map(|key| published(fields.get(*key)?));
            own.map(collapse).or_else(inner)
        }
        Value::Array(values) => values.iter().find_map(published),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
    }
}

/// Whether JSON-LD is about a text or the page that shows it; without a type, it is about the page.
fn is_page(fields: &Map<String, Value>) -> bool {
    let is_page = |of: &Value| of.as_str().is_some_and(|of| PAGES.iter().any(|page| of.ends_with(page)));
    match fields.get("@type") {
        None => true,
        Some(Value::Array(types)) => types.iter().any(is_page),
        Some(of) => is_page(of),
    }
}
