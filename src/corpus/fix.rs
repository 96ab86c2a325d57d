//! Fixes what needs no judgment in a dataset's text: strings that are not in NFC, paths of the machine on which a text was
//! imported, missing ids, statements that are not in order of date.
//!
//! Invariant: everything else is kept to the byte: layout, order of fields, comments. No reference is guessed, and fixing
//! the result again changes nothing.

mod order;
mod paths;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

use serde::Serialize;
use serde_json::Value;
use serde_json::value::RawValue;
use unicode_normalization::{UnicodeNormalization, is_nfc};

use super::comments::{blanked, string};
use super::json_path::{At, fields, items, range, written};
use super::model::SCHEMA;
use super::rules::{is_blank, is_id, slug};
use crate::text::safe::Text;
use crate::text::slice;

/// Maximum levels of nesting that are searched; a dataset has at most 8.
const DEEPEST: u8 = 16;

/// One thing that was fixed, or would be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fix {
    pub kind: FixKind,
    /// Where in the dataset, before the fix.
    pub path: Text,
    /// The id that was given, or that of the statement that was moved.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<Text>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum FixKind {
    /// A text was put in NFC.
    Nfc,
    /// The path of an imported file was cut to the file's name.
    Path,
    /// An id was given.
    Id,
    /// A statement was moved to its place by date.
    Order,
}

impl FixKind {
    pub const ALL: [Self; 4] = [Self::Nfc, Self::Path, Self::Id, Self::Order];
}

/// The fixed text of a dataset, and the fixes; `name` is the file's name, for a dataset without an id.
///
/// A text that is not JSON, or not a dataset of this version, is returned unchanged.
pub fn fix<'a>(text: &'a str, name: &str) -> (Cow<'a, str>, Vec<Fix>) {
    let mut now = Cow::Borrowed(text);
    let mut fixes = Vec::new();
    for stage in [compositions as Stage, paths::local, missing_ids, order::moves] {
        let bare = blanked(&now);
        let Some(document) = DatasetJson::read(&now, &bare) else { break };
        let mut edits = stage(&document, name);
        if !edits.is_empty() {
            edits.sort_by_cached_key(|edit| edit.range.start);
            now = Cow::Owned(edited(&now, &edits));
            fixes.extend(edits.into_iter().flat_map(|edit| edit.fixes));
        }
    }
    (now, fixes)
}

/// Finds one kind of fix in the text that the earlier kinds produced.
type Stage = for<'a> fn(&DatasetJson<'a>, &str) -> Vec<TextEdit>;

/// A replacement of a part of the text, and the fixes that it makes.
struct TextEdit {
    range: Range<usize>,
    with: String,
    fixes: Vec<Fix>,
}

fn edited(text: &str, edits: &[TextEdit]) -> String {
    let mut new = String::with_capacity(text.len() + edits.len() * 32);
    let mut at = 0;
    for edit in edits {
        new.push_str(slice(text, at..edit.range.start));
        new.push_str(&edit.with);
        at = edit.range.end;
    }
    new.push_str(slice(text, at..text.len()));
    new
}

/// A dataset's text.
struct DatasetJson<'a> {
    text: &'a str,
    /// Without its comments.
    bare: &'a str,
    top: Object<'a>,
}

impl<'a> DatasetJson<'a> {
    fn read(text: &'a str, bare: &'a str) -> Option<Self> {
        let top = Object::of(serde_json::from_str(bare).ok()?);
        let is_ours = top.fields.get("schema").is_some_and(|schema| schema.get() == SCHEMA.to_string());
        is_ours.then_some(Self { text, bare, top })
    }
}

/// An object with its fields; without fields if the value is not an object.
struct Object<'a> {
    value: &'a RawValue,
    fields: HashMap<String, &'a RawValue>,
}

impl<'a> Object<'a> {
    fn of(value: &'a RawValue) -> Self {
        Self { value, fields: fields(value) }
    }

    fn string(&self, field: &str) -> Option<String> {
        serde_json::from_str(self.fields.get(field)?.get()).ok()
    }

    /// The objects of a list.
    fn list(&self, field: &str) -> Vec<Object<'a>> {
        let items = self.fields.get(field).map(|list| items(list)).unwrap_or_default();
        items.into_iter().map(Object::of).collect()
    }

    fn id(&self) -> Option<String> {
        self.string("id").filter(|id| !is_blank(id))
    }

    /// Whether the id is missing or empty; an id of another type is left for the check to report.
    fn wants_id(&self) -> bool {
        let is_object = self.value.get().starts_with('{');
        is_object && (!self.fields.contains_key("id") || self.string("id").is_some_and(|id| is_blank(&id)))
    }
}

/// Strings that are not in NFC.
fn compositions(document: &DatasetJson<'_>, _: &str) -> Vec<TextEdit> {
    let mut edits = Vec::new();
    compose(document, document.top.value, &At::Top, DEEPEST, &mut edits);
    edits
}

/// Looks for strings that are not in NFC, at most `levels` levels deep.
fn compose(document: &DatasetJson<'_>, value: &RawValue, at: &At<'_>, levels: u8, edits: &mut Vec<TextEdit>) {
    let Some(levels) = levels.checked_sub(1) else { return };
    let raw = value.get();
    match raw.as_bytes().first() {
        Some(b'"') => {
            if let Some(with) = composed(raw) {
                let fix = Fix { kind: FixKind::Nfc, path: Text::new(&written(&at.steps())), id: None };
                edits.push(TextEdit { range: range(document.bare, value), with, fixes: vec![fix] });
            }
        }
        Some(b'{') => {
            for (key, inside) in fields(value) {
                compose(document, inside, &at.key(&key), levels, edits);
            }
        }
        Some(b'[') => {
            for (index, inside) in items(value).into_iter().enumerate() {
                compose(document, inside, &at.item(index), levels, edits);
            }
        }
        Some(_) | None => {}
    }
}

/// A string as it is to be written, if it is not in NFC.
fn composed(raw: &str) -> Option<String> {
    if raw.is_ascii() && !raw.contains("\\u") {
        return None;
    }
    let string: String = serde_json::from_str(raw).ok()?;
    if is_nfc(&string) {
        return None;
    }
    let string: String = string.nfc().collect();
    // Written directly if that gives the same; a combining mark after an escape would join the escape's last letter.
    let written: String = raw.nfc().collect();
    let is_same = serde_json::from_str::<String>(&written).is_ok_and(|read| read == string);
    if is_same { Some(written) } else { serde_json::to_string(&string).ok() }
}

/// Objects that need an id and have none.
fn missing_ids(document: &DatasetJson<'_>, name: &str) -> Vec<TextEdit> {
    let (top, mut edits) = (&document.top, Vec::new());
    let mut give = |object: &Object<'_>, at: &At<'_>, id: &str| {
        if object.wants_id() {
            edits.push(given(document, object, at, id));
        }
    };
    give(top, &At::Top, &or_else(slug(name), "dataset"));
    for (list, otherwise, field) in [
        ("sources", "source", "title"),
        ("terms", "term", "label"),
        ("questions", "question", "text"),
        ("meanings", "meaning", "name"),
    ] {
        let (objects, at) = (top.list(list), At::Top.key(list));
        let named = |object: &Object<'_>| slug(&object.string(field).unwrap_or_default());
        let ids = ids(&objects, |object, _| or_else(named(object), otherwise));
        for (index, (object, id)) in objects.iter().zip(ids).enumerate() {
            give(object, &at.item(index), &id);
        }
    }
    let (statements, at) = (top.list("statements"), At::Top.key("statements"));
    for (index, (statement, id)) in statements.iter().zip(ids(&statements, statement_id)).enumerate() {
        let at = at.item(index);
        give(statement, &at, &id);
        let (passages, at) = (statement.list("passages"), at.key("passages"));
        for (index, (passage, id)) in passages.iter().zip(passage_ids(&passages, &id)).enumerate() {
            give(passage, &at.item(index), &id);
        }
    }
    edits
}

fn or_else(id: String, otherwise: &str) -> String {
    if id.is_empty() { otherwise.to_owned() } else { id }
}

/// The id of each: its own, or the one to be given, which no other has.
fn ids(objects: &[Object<'_>], name: impl Fn(&Object<'_>, &HashSet<String>) -> String) -> Vec<String> {
    let mut taken: HashSet<String> = objects.iter().filter_map(Object::id).collect();
    // For names that several objects have, the last number given.
    let mut numbers: HashMap<String, usize> = HashMap::new();
    let id = |object: &Object<'_>| {
        object.id().unwrap_or_else(|| {
            let name = name(object, &taken);
            let number = numbers.entry(name.clone()).or_insert(1);
            let mut id = name.clone();
            while !taken.insert(id.clone()) {
                *number = number.saturating_add(1);
                id = format!("{name}-{number}");
            }
            id
        })
    };
    objects.iter().map(id).collect()
}

/// The id that its passages already begin with, since with another one they would not belong to it; else its label or
/// title, and its year.
fn statement_id(statement: &Object<'_>, taken: &HashSet<String>) -> String {
    let passages = statement.list("passages");
    let mut known = passages.iter().filter_map(|p| Some(p.id()?.split_once('/')?.0.to_owned()));
    if let Some(first) = known.next().filter(|id| is_id(id) && !taken.contains(id))
        && known.all(|other| other == first)
    {
        return first;
    }
    let name = ["label", "title"].iter().find_map(|field| {
        let name = slug(&statement.string(field)?);
        (!name.is_empty()).then_some(name)
    });
    let name = or_else(name.unwrap_or_default(), "statement");
    let year = statement.fields.get("year").map(|year| year.get().to_owned());
    let year = statement.string("date").or(year).unwrap_or_default();
    let year = year.get(..4).filter(|year| year.bytes().all(|byte| byte.is_ascii_digit()));
    year.filter(|year| !name.contains(year)).map_or(name.clone(), |year| format!("{name}-{year}"))
}

/// The statement's id and the passage's place, or the next number that is free.
fn passage_ids(passages: &[Object<'_>], statement: &str) -> Vec<String> {
    let mut taken: HashSet<String> = passages.iter().filter_map(Object::id).collect();
    let mut number = 0_usize;
    let id = |(index, passage): (usize, &Object<'_>)| {
        passage.id().unwrap_or_else(|| {
            // Numbers up to the last one given are taken.
            number = number.max(index);
            loop {
                number = number.saturating_add(1);
                let id = format!("{statement}/{number}");
                if taken.insert(id.clone()) {
                    return id;
                }
            }
        })
    };
    passages.iter().enumerate().map(id).collect()
}

/// Writes an id into the text: in place of an empty one, or as the first field, laid out like the next field.
fn given(document: &DatasetJson<'_>, object: &Object<'_>, at: &At<'_>, id: &str) -> TextEdit {
    let steps = at.steps();
    let fix = Fix { kind: FixKind::Id, path: Text::new(&written(&steps)), id: Some(Text::new(id)) };
    // A passage's id begins with its statement's, which may hold anything.
    let id = Value::from(id).to_string();
    if let Some(empty) = object.fields.get("id") {
        return TextEdit { range: range(document.bare, empty), with: id, fixes: vec![fix] };
    }
    let start = range(document.bare, object.value).start + 1;
    let inside = slice(document.bare, start..document.bare.len());
    let first = inside.trim_start();
    let Some(key) = first.strip_prefix('"') else {
        return TextEdit { range: start..start, with: format!("\"id\": {id}"), fixes: vec![fix] };
    };
    let before = slice(document.text, start..start + inside.len() - first.len());
    // The white space directly before the field; if it has several lines, the last one.
    let space = slice(before, before.trim_end().len()..before.len());
    let line = space.rfind('\n').map_or(0, |at| slice(space, 0..at).trim_end_matches('\r').len());
    let space = slice(space, line..space.len());
    let behind = slice(key, string(key.as_bytes())..key.len()).trim_start();
    let is_tight = behind.strip_prefix(':').is_some_and(|value| !value.starts_with(char::is_whitespace));
    let colon = if is_tight { ":" } else { ": " };
    TextEdit { range: start..start, with: format!("{space}\"id\"{colon}{id},"), fixes: vec![fix] }
}
