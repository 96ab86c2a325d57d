//! The forms of front matter: YAML, TOML, JSON, and the `%` lines of Pandoc, also below blank lines or indented.
//!
//! Invariant: all forms give the same fields. What only looks like front matter (a rule, a line that begins with `%`)
//! is text; front matter that cannot be read, or is far too long, is an error.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::super::read::blocks::collapse;
use super::is_read;
use crate::text::slice;

/// Maximum bytes of front matter.
const LONGEST: usize = 64 << 10;
/// Maximum columns by which it may be indented.
const INDENT: usize = 3;

/// Front matter, and the text below it.
#[derive(Debug)]
pub(super) struct SplitFrontMatter<'a> {
    pub fields: Map<String, Value>,
    pub body: &'a str,
    /// What the reader should know about how it was read.
    pub remark: Option<&'static str>,
}

/// The front matter of a text; `None` where it has none.
pub(super) fn split(text: &str) -> Option<Result<SplitFrontMatter<'_>, String>> {
    let begin = text.len() - text.trim_start_matches(['\u{FEFF}', '\n', '\r', ' ', '\t']).len();
    let line = text.get(..begin).and_then(|blank| blank.rfind('\n')).map_or(0, |at| at + 1);
    let (indent, text) =
        (slice(text, line..begin).trim_start_matches('\u{FEFF}'), slice(text, begin..text.len()));
    if indent.len() > INDENT || indent.contains('\t') {
        return None;
    }
    match text.as_bytes().first()? {
        b'-' => match fenced(text, "---", indent) {
            Some(parts) => Some(limited(Some(parts).filter(|(head, _)| has_key(head))?, yaml)),
            None => without_rules(
                text.strip_prefix("---")?.trim_start_matches([' ', '\t', '\r']).strip_prefix('\n')?,
            ),
        },
        b'+' => Some(limited(fenced(text, "+++", indent)?, toml)),
        b'{' => json(text),
        b'%' => percent(text),
        _ => without_rules(text),
    }
}

/// The lines `key: value` before an empty line, of which the rule below or both rules are missing: each key is one that is
/// read, and one gives the title.
fn without_rules(text: &str) -> Option<Result<SplitFrontMatter<'_>, String>> {
    let mut fields = Map::new();
    let mut end = 0;
    for line in text.split_inclusive('\n') {
        if line.trim().is_empty() {
            break;
        }
        let (key, value) = line.split_once(':')?;
        // A statement's own line may have a word before a colon, but hardly one in small letters.
        let is_key = !key.contains(|c: char| c.is_uppercase() || c.is_whitespace()) && is_read(key);
        let value = value.strip_prefix([' ', '\t'])?.trim().trim_matches(['"', '\'']);
        if !is_key || end > LONGEST {
            return None;
        }
        fields.insert(key.to_owned(), Value::String(value.to_owned()));
        end += line.len();
    }
    let remark = Some("the front matter is not between two lines ---; its lines were read as KEY: VALUE");
    let is_whole = fields.len() > 1 && fields.contains_key("title");
    is_whole.then(|| Ok(SplitFrontMatter { fields, body: slice(text, end..text.len()), remark }))
}

type Read<'a> = Result<(Map<String, Value>, Option<&'static str>), String>;

/// The fields of a head that is not too long.
fn limited<'a>(
    (head, body): (Cow<'a, str>, &'a str),
    read: fn(&str) -> Read<'_>,
) -> Result<SplitFrontMatter<'a>, String> {
    if head.len() > LONGEST {
        return Err(format!("its front matter is longer than {LONGEST} bytes"));
    }
    let (fields, remark) = read(&head)?;
    Ok(SplitFrontMatter { fields, body, remark })
}

/// The lines between two rules, without their indentation, and the text below them.
fn fenced<'a>(text: &'a str, rule: &str, indent: &str) -> Option<(Cow<'a, str>, &'a str)> {
    let rest = text.strip_prefix(rule)?.trim_start_matches([' ', '\t', '\r']).strip_prefix('\n')?;
    let mut start = 0;
    for line in rest.split_inclusive('\n') {
        let end = start + line.len();
        let bare = line.strip_prefix(indent).unwrap_or(line).trim_end();
        if bare == rule || rule == "---" && bare == "..." {
            let (head, body) = (slice(rest, 0..start), slice(rest, end..rest.len()));
            let unindented = |line: &'a str| line.strip_prefix(indent).unwrap_or(line);
            let head = if indent.is_empty() {
                Cow::Borrowed(head)
            } else {
                Cow::Owned(head.split_inclusive('\n').map(unindented).collect())
            };
            return Some((head, body));
        }
        start = end;
    }
    None
}

/// Whether the first line with content is a key with its value, which is also said of a text without such a line.
fn has_key(head: &str) -> bool {
    let mut lines = head.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    let is_key = |key: &str| key.chars().all(|c| c.is_alphanumeric() || "_-. ".contains(c));
    lines
        .next()
        .is_none_or(|first| first.split_once(':').is_some_and(|(key, _)| is_key(key.trim_matches('"'))))
}

fn yaml(yaml: &str) -> Read<'_> {
    let read = |yaml: &str| serde_saphyr::from_str::<BTreeMap<String, Value>>(yaml);
    let (fields, remark) = match read(yaml) {
        Ok(fields) => (fields, None),
        // `title: Fact Sheet: …` has only one possible meaning.
        Err(error) => {
            let fields = read(&quoted(yaml)).map_err(|_| {
                let error = error.to_string();
                unreadable(error.lines().next().unwrap_or("it is not YAML"), "KEY: \"VALUE\"")
            })?;
            (fields, Some("the front matter is not valid YAML; each line was read as KEY: VALUE"))
        }
    };
    Ok((fields.into_iter().collect(), remark))
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

fn toml(toml: &str) -> Read<'_> {
    let fields: toml::Table =
        toml::from_str(toml).map_err(|error| unreadable(error.message(), "KEY = \"VALUE\""))?;
    Ok((fields.into_iter().map(|(key, value)| (key, of_toml(value))).collect(), None))
}

/// The recursion is safe: `toml` refuses values that are nested too deep.
fn of_toml(value: toml::Value) -> Value {
    match value {
        toml::Value::Array(values) => values.into_iter().map(of_toml).collect(),
        toml::Value::Table(fields) => {
            Value::Object(fields.into_iter().map(|(key, value)| (key, of_toml(value))).collect())
        }
        toml::Value::String(text) => Value::String(text),
        toml::Value::Integer(number) => Value::from(number),
        toml::Value::Float(number) => Value::from(number),
        toml::Value::Boolean(is_true) => Value::Bool(is_true),
        toml::Value::Datetime(date) => Value::String(date.to_string()),
    }
}

/// An object that ends at the end of a line.
fn json(text: &str) -> Option<Result<SplitFrontMatter<'_>, String>> {
    if !text.get(1..)?.trim_start().starts_with(['"', '}']) {
        return None;
    }
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<Map<String, Value>>();
    let fields = match values.next()? {
        Ok(fields) => fields,
        Err(error) => return Some(Err(unreadable(&error.to_string(), "\"KEY\": \"VALUE\","))),
    };
    let (head, body) = text.split_at_checked(values.byte_offset())?;
    let body = body.trim_start_matches([' ', '\t', '\r']);
    if head.len() > LONGEST {
        return Some(Err(format!("its front matter is longer than {LONGEST} bytes")));
    }
    let body = body.strip_prefix('\n')?;
    if matches!(values.next(), Some(Ok(_))) {
        return Some(Err(String::from(
            "it contains several records of JSON; write each into a file of its own: its fields as front matter, its text below",
        )));
    }
    Some(Ok(SplitFrontMatter { fields, body, remark: None }))
}

/// The lines `% TITLE`, `% AUTHORS`, `% DATE` above an empty line; an indented line continues the one before.
fn percent(text: &str) -> Option<Result<SplitFrontMatter<'_>, String>> {
    let mut values: Vec<String> = Vec::new();
    let mut end = 0;
    for line in text.split_inclusive('\n') {
        match (line.strip_prefix('%'), values.last_mut()) {
            _ if line.trim().is_empty() => break,
            (Some(value), _) if value.starts_with([' ', '\n', '\r']) => values.push(collapse(value)),
            (None, Some(last)) if line.starts_with(' ') => {
                last.push(' ');
                last.push_str(&collapse(line));
            }
            _ => return None,
        }
        end += line.len();
    }
    // A single line may be a sentence that begins with a sign.
    if !(2..=3).contains(&values.len()) || end > LONGEST {
        return None;
    }
    let named = ["title", "author", "date"].into_iter().map(str::to_owned);
    let fields = named.zip(values.into_iter().map(Value::String)).collect();
    Some(Ok(SplitFrontMatter { fields, body: slice(text, end..text.len()), remark: None }))
}

fn unreadable(error: &str, form: &str) -> String {
    format!("its front matter cannot be read ({}); write each line as {form}", collapse(error))
}
