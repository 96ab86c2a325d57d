//! `linchpin replay ANSWER.json`: the same question again, and whether the answer is the same.
//!
//! Invariant: the content of an answer file is data. It selects one of the commands below and its arguments, and no
//! file is read but those that the reader names.

mod differences;

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::fmt::Write;
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde_json::Value;

use super::environment::Environment;
use super::{Failure, Outcome, Output, answer_of};
use crate::analysis::answer::{DatasetDigest, PROGRAM, datasets, stamp};
use crate::library::Library;
use crate::text::safe::clean;
use crate::text::wrap::clip;
use differences::{Difference, changed, differences};

/// Maximum bytes of an answer.
const LARGEST: u64 = 1 << 28;
/// Maximum rows of each list that are named.
const NAMED: usize = 20;
/// Columns of a row.
const WIDTH: usize = 100;

/// What `linchpin replay` is asked.
#[derive(Debug, clap::Args)]
pub(super) struct ReplayArgs {
    /// An answer of kwic, timeline, compare, brief, draft or verify in JSON
    answer: PathBuf,
    /// The articles that were verified
    articles: Vec<PathBuf>,
}

/// What a replay found, for programs.
#[derive(Debug, Serialize)]
struct Replay {
    view: &'static str,
    replayed: String,
    query: String,
    same: bool,
    because: Vec<String>,
    statements: StatementChanges,
    differences: Vec<Difference>,
}

/// The statements that have changed, by dataset and id; empty if the answer does not list them.
#[derive(Debug, Default, Serialize)]
struct StatementChanges {
    added: Vec<String>,
    changed: Vec<String>,
    gone: Vec<String>,
}

pub(super) fn replay(
    library: &Library,
    asked: &ReplayArgs,
    json: bool,
    environment: &Environment,
) -> Result<Output, Failure> {
    let before = read(&asked.answer)?;
    let arguments = arguments(&before, &asked.articles).ok_or_else(|| {
        Failure::Use(format!(
            "{}: it is not an answer that can be run again\nhint: `linchpin kwic QUERY --json > answer.json` writes one; also \
             timeline, compare, brief, draft and verify",
            asked.answer.display()
        ))
    })?;
    if text(&before, "view") == "verify" && asked.articles.is_empty() {
        return Err(Failure::Use(String::from(
            "the answer does not hold the articles\nhint: name them again: `linchpin replay ANSWER.json ARTICLE…`",
        )));
    }
    let after = run(library, arguments, environment)?;
    let held = datasets(&library.corpus);
    let statements = StatementChanges::new(&before, &held);
    let mut differences = differences(&renamed(&before, &after), &after);
    differences.extend(changed("stamp", before.get("stamp"), &Value::from(own_stamp(&before))));
    differences.extend(changed_datasets(&before, &after));
    let replay = Replay {
        view: "replay",
        replayed: clean(text(&before, "view")).into_owned(),
        query: clean(text(&before, "query")).into_owned(),
        same: differences.is_empty(),
        because: because(&before, &after, &held),
        statements,
        differences,
    };
    let outcome = if replay.same { Outcome::Found } else { Outcome::Nothing };
    if json {
        return Ok(Output::json(&replay, outcome));
    }
    Ok(Output { stdout: written(&replay).into(), stderr: String::new(), outcome })
}

fn read(path: &Path) -> Result<Value, Failure> {
    let refused =
        |why: String| Failure::Use(format!("{}: {why}\nhint: name an answer in JSON", path.display()));
    let file = std::fs::metadata(path).map_err(|error| refused(error.to_string()))?;
    if !file.is_file() || file.len() > LARGEST {
        return Err(refused(String::from("it is not a file, or too large for an answer")));
    }
    let bytes = std::fs::read(path).map_err(|error| refused(error.to_string()))?;
    serde_json::from_slice(&bytes).map_err(|error| refused(format!("it is not JSON: {error}")))
}

fn text<'a>(answer: &'a Value, name: &str) -> &'a str {
    answer.get(name).and_then(Value::as_str).unwrap_or_default()
}

/// The command line that gives the answer in JSON; `None` if it is no answer of a view.
fn arguments(answer: &Value, articles: &[PathBuf]) -> Option<Vec<OsString>> {
    let view = text(answer, "view");
    let query = answer.get("query")?.as_str()?;
    let options = answer.get("options")?;
    let option = |name: &str| options.get(name).and_then(Value::as_str);
    let is_set = |name: &str| options.get(name).and_then(Value::as_bool) == Some(true);
    let mut line: Vec<String> = vec![view.to_owned(), String::from("--json")];
    let mut add = |name: &str, value: Option<String>| {
        line.extend(value.map(|value| format!("--{name}={value}")));
    };
    match view {
        "kwic" => {
            add("sort", option("sort").map(str::to_owned));
            add("window", option("window").map(str::to_owned));
            add("words", options.get("words").and_then(Value::as_u64).map(|words| words.to_string()));
            line.extend((option("witnesses") == Some("listed")).then(|| String::from("--all")));
            let around = is_set("around").then(|| option("by").unwrap_or("meaning"));
            line.extend(around.map(|by| format!("--around={by}")));
        }
        "timeline" => add("by", option("by").map(str::to_owned)),
        "compare" => line.extend(is_set("languages").then(|| String::from("--languages"))),
        "draft" => {
            add("filter", Some(query.to_owned()));
            add("text", Some(answer.get("text")?.as_str()?.to_owned()));
        }
        "brief" | "verify" => {}
        _ => return None,
    }
    line.push(String::from("--"));
    let line = line.into_iter().map(OsString::from);
    Some(line.chain(operands(view, answer, articles)?).collect())
}

/// The operands of the question, after the options: queries, statements or articles.
fn operands(view: &str, answer: &Value, articles: &[PathBuf]) -> Option<Vec<OsString>> {
    let query = answer.get("query")?.as_str()?;
    Some(match view {
        "draft" => Vec::new(),
        "verify" => articles.iter().map(|article| article.as_os_str().to_owned()).collect(),
        "compare" => sides(answer, query)?.map(OsString::from).to_vec(),
        _ => vec![OsString::from(query)],
    })
}

/// Both sides of a comparison: queries as they were asked, or the ids of the query line.
fn sides(answer: &Value, query: &str) -> Option<[String; 2]> {
    let asked = |side: &str| Some(answer.get(side)?.get("query")?.as_str()?.to_owned());
    if let (Some(a), Some(b)) = (asked("a"), asked("b")) {
        return Some([a, b]);
    }
    let (a, b) = query.split_once(" vs ")?;
    Some([a.to_owned(), b.to_owned()])
}

/// Runs a command on the same datasets, and reads its answer.
fn run(library: &Library, arguments: Vec<OsString>, environment: &Environment) -> Result<Value, Failure> {
    let output = answer_of(arguments, library, environment)?;
    let mut written = Vec::new();
    let read = output.stdout.write(&mut written).map(|()| serde_json::from_slice(&written));
    match read {
        Ok(Ok(answer)) => Ok(answer),
        Ok(Err(_)) | Err(_) => {
            Err(Failure::Use(format!("the question can no longer be answered: {}", output.stderr.trim())))
        }
    }
}

/// An answer on articles, each under the name that its file has now: a file that was moved is the same article.
fn renamed(before: &Value, after: &Value) -> Value {
    fn files(answer: &Value) -> Vec<&str> {
        let rows = answer.get("quotations").and_then(Value::as_array).into_iter().flatten();
        let mut files: Vec<&str> = rows.map(|row| text(row, "file")).collect();
        files.dedup();
        files
    }
    let (was, is) = (files(before), files(after));
    let mut renamed = before.clone();
    if was.len() == is.len() {
        let rows = renamed.get_mut("quotations").and_then(Value::as_array_mut).into_iter().flatten();
        for file in rows.filter_map(|row| row.get_mut("file")) {
            let at = was.iter().position(|was| file.as_str() == Some(was));
            if let Some(now) = at.and_then(|at| is.get(at)) {
                *file = Value::from(*now);
            }
        }
    }
    renamed
}

/// Why answers can differ: another program, other datasets, other articles.
fn because(before: &Value, after: &Value, held: &[DatasetDigest]) -> Vec<String> {
    let mut because = Vec::new();
    let program = text(before, "program");
    if program != PROGRAM {
        because.push(format!("it was made with {}, and this is {PROGRAM}", clean(program)));
    }
    let known = |id: &str| recorded(before).find(|dataset| text(dataset, "id") == id);
    for dataset in held {
        match known(&dataset.id) {
            None => because.push(format!("dataset {} was not open then", dataset.id)),
            Some(then) if text(then, "sha256") != dataset.sha256 => {
                let count = then.get("statements").and_then(Value::as_u64).unwrap_or_default();
                because.push(format!(
                    "dataset {} has changed: it had {count} records, and has {}",
                    dataset.id, dataset.records
                ));
            }
            Some(_) => {}
        }
    }
    let ids = recorded(before).map(|dataset| text(dataset, "id"));
    for id in ids.filter(|id| held.iter().all(|dataset| *dataset.id != **id)) {
        because.push(format!("dataset {} is not open now: name its file after --data or --add", clean(id)));
    }
    if before.get("options") != after.get("options") {
        because.push(String::from("the text that was asked about, or an option, is different"));
    }
    if text(before, "stamp") != own_stamp(before) {
        because.push(String::from(
            "its stamp is not that of its program, datasets, query and options: it was changed after it was written",
        ));
    }
    because
}

/// The stamp computed from what an answer says of itself.
fn own_stamp(answer: &Value) -> String {
    let hashes: Vec<&str> = recorded(answer).map(|dataset| text(dataset, "sha256")).collect();
    let options = answer.get("options").unwrap_or(&Value::Null);
    stamp(text(answer, "program"), &hashes, text(answer, "view"), text(answer, "query"), options)
}

/// The datasets that an answer names.
fn recorded(answer: &Value) -> impl Iterator<Item = &Value> {
    answer.get("datasets").and_then(Value::as_array).into_iter().flatten()
}

/// Differences in what an answer says of datasets that have not changed.
fn changed_datasets(before: &Value, after: &Value) -> Vec<Difference> {
    let is_same = |one: &Value, other: &Value| {
        text(one, "id") == text(other, "id") && text(one, "sha256") == text(other, "sha256")
    };
    let pairs =
        recorded(before).filter_map(|then| Some((then, recorded(after).find(|now| is_same(then, now))?)));
    pairs.filter_map(|(then, now)| changed("datasets", Some(then), now)).collect()
}

impl StatementChanges {
    /// The datasets that are open both times are compared, statement by statement.
    fn new(before: &Value, held: &[DatasetDigest]) -> Self {
        let mut changes = Self::default();
        for then in recorded(before) {
            let Some(now) = held.iter().find(|dataset| *dataset.id == *text(then, "id")) else { continue };
            let Some(digests) =
                then.get("digests").and_then(Value::as_object).filter(|_| !now.digests.is_empty())
            else {
                continue;
            };
            let then: BTreeMap<&str, &str> =
                digests.iter().filter_map(|(id, digest)| Some((id.as_str(), digest.as_str()?))).collect();
            let now: BTreeMap<&str, &str> =
                now.digests.iter().map(|(id, digest)| (&**id, digest.as_str())).collect();
            let ids: BTreeSet<&str> = then.keys().chain(now.keys()).copied().collect();
            for id in ids {
                let list = match (then.get(id), now.get(id)) {
                    (None, Some(_)) => &mut changes.added,
                    (Some(_), None) => &mut changes.gone,
                    (Some(one), Some(other)) if one != other => &mut changes.changed,
                    (Some(_), Some(_)) | (None, None) => continue,
                };
                list.push(clean(id).into_owned());
            }
        }
        changes
    }
}

/// The replay as text.
fn written(replay: &Replay) -> String {
    let Replay { replayed, query, same, because, statements, differences, .. } = replay;
    let mut written = format!("{replayed} {query}\n");
    written.push_str(if *same { "The answer is the same.\n" } else { "The answer differs.\n" });
    for reason in because {
        let _ = writeln!(written, "- {reason}");
    }
    for (name, ids) in
        [("added", &statements.added), ("changed", &statements.changed), ("gone", &statements.gone)]
    {
        if !ids.is_empty() {
            let _ = writeln!(written, "statements {name}: {}", some(ids));
        }
    }
    for difference in differences {
        let _ = writeln!(written, "\n{}", difference.sentence());
        for (sign, rows) in [("-", &difference.gone), ("+", &difference.new)] {
            for row in rows.iter().take(NAMED) {
                let _ = writeln!(written, "  {sign} {}", clip(&clean(&row.label), WIDTH));
            }
            if rows.len() > NAMED {
                let _ = writeln!(written, "  {sign} … and {} more", rows.len() - NAMED);
            }
        }
    }
    written
}

fn some(ids: &[String]) -> String {
    let shown = ids.iter().take(NAMED).map(String::as_str).collect::<Vec<_>>().join(", ");
    let more = ids.len().saturating_sub(NAMED);
    if more > 0 { format!("{shown} and {more} more") } else { shown }
}
