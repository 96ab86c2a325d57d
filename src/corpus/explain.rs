//! Explains why a text is not a dataset: the parser's error in plain words, with its place and what to do.
//!
//! Invariant: only the first error is explained, because the parser stops there; quotations from the file are cut
//! short.

use serde::Deserialize;
use serde_json::error::Category;
use serde_path_to_error::Segment;

use super::comments::blanked;
use super::json_path::{At, LineCounter, Step, find, written};
use super::model::{Dataset, SCHEMA};
use super::problem::{GIVES_AN_ID, Problem, quote};
use crate::text::nearest::nearest;

/// What is wrong, what was expected, and a hint.
type Explanation = (String, String, String);

/// The one field that every version of the format has.
#[derive(Deserialize)]
struct SchemaField {
    schema: u64,
}

/// The problem of a dataset written for another version of the format, if `text` is one.
pub(super) fn other_schema(text: &str) -> Option<Problem> {
    let SchemaField { schema } = serde_json::from_str(&blanked(text)).ok()?;
    if schema == u64::from(SCHEMA) {
        return None;
    }
    let what = format!("written for schema {schema}; this program reads {SCHEMA}");
    let hint = if schema > u64::from(SCHEMA) {
        String::from("update linchpin to read it")
    } else {
        format!("there is no schema {schema}; `linchpin schema` prints schema {SCHEMA}")
    };
    let problem = Problem::new(&what, &SCHEMA.to_string(), &hint);
    Some(placed(problem, text, &At::Top.key("schema").steps(), 0))
}

/// The problem of a text that does not parse; `plain` is the error of the parser that does not track the path.
pub(super) fn explain(text: &str, plain: serde_json::Error) -> Problem {
    if let Some(problem) = other_schema(text) {
        return problem;
    }
    // Tracking the path costs time, so it is done only for a text that failed to parse.
    let bare = blanked(text);
    let mut parser = serde_json::Deserializer::from_str(&bare);
    let tracked = serde_path_to_error::deserialize::<_, Dataset>(&mut parser).err();
    let mut steps = tracked.iter().flat_map(|error| error.path().iter()).filter_map(step).collect::<Vec<_>>();
    let error = tracked.map_or(plain, serde_path_to_error::Error::into_inner);
    let offset = offset(text, error.line(), error.column());
    // Closed comments were blanked, so this one is not closed.
    if bare.get(offset..).is_some_and(|rest| rest.starts_with("/*")) {
        return never_closed().at(LineCounter::new(text).advance(offset), &written(&steps));
    }
    let message = message(&error);
    let ((what, expected, hint), key) = match error.classify() {
        Category::Data => shape(&message),
        Category::Syntax | Category::Eof | Category::Io => {
            (syntax(&message, text.get(offset..).and_then(|rest| rest.chars().next())), None)
        }
    };
    if let Some(key) = key.map(Step::Key)
        && steps.last() != Some(&key)
    {
        steps.push(key);
    }
    let problem = Problem::new(&what, &expected, &hint);
    if error.is_data() {
        return placed(problem, text, &steps, offset);
    }
    problem.at(LineCounter::new(text).advance(offset), &written(&steps))
}

fn never_closed() -> Problem {
    let hint = "close it; a comment of one line may begin with // instead, and ends with the line";
    Problem::new("a comment begins here and is not closed", "`*/` at its end", hint)
}

/// Places a problem where the value at `steps` begins, or at `offset` if the text is not valid JSON.
fn placed(problem: Problem, text: &str, steps: &[Step], offset: usize) -> Problem {
    let found = find(text, &[steps]).into_iter().next().flatten();
    problem.at(LineCounter::new(text).advance(found.unwrap_or(offset)), &written(steps))
}

fn step(segment: &Segment) -> Option<Step> {
    match segment {
        Segment::Seq { index } => Some(Step::Item(*index)),
        Segment::Map { key } => Some(Step::Key(key.clone())),
        Segment::Enum { .. } | Segment::Unknown => None,
    }
}

/// The byte offset of the parser's line and column, which counts bytes.
fn offset(text: &str, line: usize, column: usize) -> usize {
    let start = match line.checked_sub(2) {
        Some(breaks) => text.match_indices('\n').nth(breaks).map_or(0, |(at, _)| at.saturating_add(1)),
        None => 0,
    };
    // Column 0 is the line break before.
    let place = start.saturating_add(column).saturating_sub(1);
    text.floor_char_boundary(place)
}

/// The parser's message without its line and column.
fn message(error: &serde_json::Error) -> String {
    let message = error.to_string();
    let place = format!(" at line {} column {}", error.line(), error.column());
    message.strip_suffix(&place).map(String::from).unwrap_or(message)
}

/// A text that is JSON but not a dataset; with the key, if a key is wrong.
fn shape(message: &str) -> (Explanation, Option<String>) {
    // What was expected comes last and is serde's own text; what was found may contain anything.
    let (found, expected) = message.rsplit_once(", expected ").unwrap_or((message, ""));
    let names: Vec<&str> = expected.split('`').skip(1).step_by(2).collect();
    let name = |prefix: &str| found.strip_prefix(prefix)?.strip_prefix('`')?.strip_suffix('`');
    if let Some(field) = name("unknown field ") {
        return (unknown(field, &names, "a field", "remove it"), Some(field.into()));
    }
    if let Some(value) = name("unknown variant ") {
        return (unknown(value, &names, "a value of this field", "write exactly one of these"), None);
    }
    if let Some(field) = name("missing field ") {
        let hint = match field {
            "id" => String::from(GIVES_AN_ID),
            _ => format!("add \"{field}\": … here; `linchpin schema` prints every field"),
        };
        return ((format!("the field `{field}` is missing"), format!("`{field}`"), hint), None);
    }
    if let Some(key) = name("duplicate field ").or_else(|| name("duplicate key ")) {
        let hint = String::from("remove or rename one of the two");
        return (
            (format!("the key {} appears twice", quote(key)), "each key once".into(), hint),
            Some(key.into()),
        );
    }
    let found = found.rsplit_once(": ").filter(|_| !found.contains('"')).map_or(found, |(_, found)| found);
    let found = found.strip_prefix("invalid type: ").unwrap_or(found);
    let (expected, example) = kind(expected);
    ((format!("found {}", value(found)), expected.into(), format!("for instance {example}")), None)
}

fn unknown(name: &str, names: &[&str], role: &str, otherwise: &str) -> Explanation {
    let hint = match nearest(name, names.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => String::from(otherwise),
    };
    let list = names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    let expected = if names.len() > 1 { format!("one of {list}") } else { list };
    (format!("{} is not {role}", quote(name)), expected, hint)
}

/// What was found, in words.
fn value(found: &str) -> String {
    match found {
        "null" => String::from("null"),
        "map" => String::from("an object"),
        "sequence" => String::from("a list"),
        // serde also accepts a list of the right length as an object.
        _ if found.starts_with("invalid length") => String::from("a list"),
        _ => match found.strip_prefix("string ") {
            Some(string) => format!("text, {}", quote(string.trim_matches('"'))),
            None => super::problem::excerpt(found, 60),
        },
    }
}

/// What serde expected, in words, with an example.
fn kind(expected: &str) -> (&str, &str) {
    match expected {
        "a string" => ("text in quotes", "\"SCM 35\""),
        "u32" => ("a whole number from 0 up", "35"),
        "i32" => ("a whole number", "2003"),
        "a sequence" => ("a list", "[\"scm-35/1\"]"),
        _ if expected.starts_with("struct ") => ("an object", "{ \"id\": \"scm-35\" }"),
        _ if expected.starts_with("an object") => ("an object", "{ \"what\": { \"text\": \"…\" } }"),
        "" => ("what `linchpin schema` prints", "what `linchpin schema` prints"),
        other => (other, "what `linchpin schema` prints"),
    }
}

/// A text that is not JSON; `found` is the character at which the parser stopped.
fn syntax(message: &str, found: Option<char>) -> Explanation {
    if let Some(inside) = message.strip_prefix("EOF while parsing ") {
        return cut_off(inside);
    }
    let at = at(found);
    let after = format!("{at} after the end");
    let (what, expected, hint) = match message {
        "trailing comma" => {
            ("a comma after the last item", "no comma before a closing bracket", "remove the comma")
        }
        "key must be a string" => {
            (&*at, "a field name in double quotes", "write names as \"title\", not title or 'title'")
        }
        "trailing characters" => (&*after, "one dataset only", "remove everything after it"),
        "recursion limit exceeded" => {
            ("lists or objects nested too deep", "a dataset", "no dataset nests deeper than 8 levels")
        }
        "invalid escape" => (
            "an unknown escape in a text",
            "\\\" \\\\ \\/ \\b \\f \\n \\r \\t or \\uXXXX",
            "write a backslash as \\\\",
        ),
        _ if message.starts_with("control character") => {
            ("a line break or control character in a text", "its closing quote", "write a line break as \\n")
        }
        _ => match message.strip_prefix("expected ") {
            Some("value") => (&*at, "a value", missing("value", found)),
            Some(expected) => (&*at, expected, missing(expected, found)),
            None => (message, "JSON", "`linchpin schema` prints what a dataset holds"),
        },
    };
    explanation(what, expected, hint)
}

fn cut_off(inside: &str) -> Explanation {
    let what = match inside {
        "a value" => String::from("the file ends where a value is expected"),
        _ => format!("the file ends inside {inside}"),
    };
    explanation(
        &what,
        "the rest of the dataset",
        "the file seems cut off: compare its size, or fetch it again",
    )
}

fn explanation(what: &str, expected: &str, hint: &str) -> Explanation {
    (what.into(), expected.into(), hint.into())
}

fn at(found: Option<char>) -> String {
    found.map_or_else(|| String::from("found the end"), |c| format!("found {}", quote(&c.to_string())))
}

fn missing(expected: &str, found: Option<char>) -> &'static str {
    match (expected, found) {
        (_, Some('\'' | '‘' | '“' | '”')) => "JSON uses only the straight double quote \"",
        (_, Some('/' | '#')) => "a comment is written // … to the end of the line, or /* … */",
        ("value", Some('}' | ']' | ',')) => "a value is missing before it",
        ("value", Some('0'..='9' | '-' | '[' | 't' | 'f' | 'n')) => {
            "write one of the allowed words in double quotes; `linchpin schema` lists them"
        }
        ("value", _) => "put text in double quotes; only null, true and false have none",
        ("`:`", _) => "a field is written \"name\": value",
        _ => "a comma may be missing before it, or a bracket or quote may not be closed",
    }
}
