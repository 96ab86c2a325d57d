//! `linchpin import PATH…`: texts become statements, in a file, in the reader's collection, or on the standard output.
//!
//! Invariant: what is written is there whole or not at all; every guess is listed, what was not found is asked for by
//! name, and what was left out is said and ends with exit code 1.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::IsTerminal;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde_json::{Value, json};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};

use super::target::{Target, stopped};
use super::{Answer, Failure, Outcome};
use crate::corpus::model::Standing;
use crate::corpus::rules::is_day;
use crate::import::merge::Change;
use crate::import::{Given, Import, Imported, Progress, import};
use crate::text::safe::Text;

/// Files that are reported one by one; of more, the counts.
const LISTED: usize = 20;

/// Options of `import`.
#[derive(Debug, clap::Args)]
pub(super) struct Options {
    /// Files, folders, or - for the standard input: plain text, Markdown, HTML
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Write the dataset here; without it, to the standard output
    #[arg(short, long, value_name = "FILE", conflicts_with = "keep")]
    output: Option<PathBuf>,
    /// Keep the statements in your collection, which the explorer opens beside its own
    #[arg(long)]
    keep: bool,
    #[command(flatten)]
    given: Said,
}

/// What is said of texts that do not say it themselves.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Where the text, its front matter and its name do not say it")]
struct Said {
    #[arg(long)]
    title: Option<String>,
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    date: Option<String>,
    #[arg(long)]
    series: Option<String>,
    #[arg(long)]
    number: Option<u32>,
    #[arg(long)]
    place: Option<String>,
    /// Who issued it; once for each
    #[arg(long = "issuer", value_name = "NAME")]
    issuers: Vec<String>,
    /// Who signed it; once for each
    #[arg(long = "signatory", value_name = "NAME")]
    signatories: Vec<String>,
    /// joint, unilateral, press report, treaty or analysis
    #[arg(long, value_parser = standing)]
    standing: Option<Standing>,
    /// The web address of the wording
    #[arg(long)]
    address: Option<String>,
    /// When the wording was taken from there
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    retrieved: Option<String>,
}

fn day(text: &str) -> Result<String, String> {
    if is_day(text) { Ok(text.to_owned()) } else { Err(String::from("a day is written 2025-11-14")) }
}

fn standing(text: &str) -> Result<Standing, String> {
    let found = Standing::ALL.into_iter().find(|standing| standing.name() == text);
    found.ok_or_else(|| format!("one of {}", Standing::ALL.map(Standing::name).join(", ")))
}

impl Said {
    fn given(&self) -> Given {
        Given {
            title: self.title.clone(),
            date: self.date.clone(),
            series: self.series.clone(),
            number: self.number,
            place: self.place.clone(),
            issuers: self.issuers.clone(),
            signatories: self.signatories.clone(),
            standing: self.standing,
            address: self.address.clone(),
            retrieved: self.retrieved.clone(),
        }
    }
}

pub(super) fn run(options: &Options, as_json: bool) -> Result<Answer, Failure> {
    let stop = Arc::new(AtomicBool::new(false));
    for signal in [SIGINT, SIGTERM, SIGHUP] {
        signal_hook::flag::register(signal, Arc::clone(&stop)).map_err(|error| error.to_string())?;
    }
    if as_json && options.output.is_none() && !options.keep {
        return Err(Failure::Use(String::from(
            "--json tells of the import, so the dataset needs -o FILE or --keep",
        )));
    }
    let target = Target::of(options.output.as_deref(), options.keep)?;
    let (bar, given) = (Bar::new(), options.given.given());
    let imported = import(&options.paths, &given, &bar, &stop);
    bar.0.finish_and_clear();
    if imported.stopped {
        return Err(stopped());
    }
    if imported.imports.is_empty() {
        return Err(Failure::Use(format!("nothing was imported\n{}", left_out(&imported))));
    }
    let outcome = Outcome::of(imported.left_out.is_empty());
    let (mut said, listing) = (report(&imported), as_json.then(|| listing(&imported)));
    let own: Vec<Text> = imported.imports.iter().map(|import| import.statement.id.clone()).collect();
    let written = target.write(imported.imports, &given, &|_, _| !stop.load(Ordering::Relaxed))?;
    if let Some(listing) = listing {
        return Ok(Answer::json(&told(listing, &written.changes), outcome));
    }
    for (own, (id, _)) in own.iter().zip(&written.changes).filter(|(own, (id, _))| *own != id) {
        let _ = writeln!(said, "{own}: this id is another text's there; the statement is {id}");
    }
    // What was done is said with the report; the standard output is for datasets.
    Ok(Answer { text: written.text, outcome, aside: format!("{said}{}", written.said) })
}

/// The listing, with what became of each import.
fn told(mut listing: Value, changes: &[(Text, Change)]) -> Value {
    let imports = listing.get_mut("imported").and_then(Value::as_array_mut);
    for (import, (id, change)) in imports.into_iter().flatten().zip(changes) {
        if let Some(import) = import.as_object_mut() {
            import.insert(String::from("id"), json!(id));
            import.insert(String::from("change"), json!(change.name()));
        }
    }
    listing
}

/// What was guessed, not found and left out, for people.
fn report(imported: &Imported) -> String {
    let mut said = String::new();
    if imported.imports.len() <= LISTED {
        for import in &imported.imports {
            one(&mut said, import);
        }
    } else {
        many(&mut said, imported);
    }
    said.push_str(&left_out(imported));
    said
}

fn one(said: &mut String, import: &Import) {
    let statement = &import.statement;
    let passages = statement.passages.len();
    let _ = writeln!(said, "{}: {} · {} · {passages} passages", import.file, statement.id, statement.when());
    let _ = writeln!(said, "  {}", statement.title);
    if !import.guessed.is_empty() {
        let guesses: Vec<String> =
            import.guessed.iter().map(|(field, from)| format!("{field} (from {})", from.name())).collect();
        let _ = writeln!(said, "  guessed: {}", guesses.join(", "));
    }
    if !import.missing.is_empty() {
        let asked: Vec<String> = import.missing.iter().map(|field| asked(field)).collect();
        let _ = writeln!(said, "  not found: {}", asked.join(", "));
    }
    for remark in &import.remarks {
        let _ = writeln!(said, "  {remark}");
    }
}

/// How a field that was not found can be given.
fn asked(field: &str) -> String {
    let option = match field {
        "issuers" => "issuer",
        other => other,
    };
    format!("{field} (--{option})")
}

fn many(said: &mut String, imported: &Imported) {
    let mut guessed: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    let mut missing: BTreeMap<&str, (usize, &str)> = BTreeMap::new();
    for import in &imported.imports {
        for (field, from) in &import.guessed {
            let count = guessed.entry((field, from.name())).or_default();
            *count = count.saturating_add(1);
        }
        for field in &import.missing {
            let (count, _) = missing.entry(field).or_insert((0, &import.file));
            *count = count.saturating_add(1);
        }
    }
    for ((field, from), count) in guessed {
        let _ = writeln!(said, "{field} guessed from {from}: {count} files");
    }
    for (field, (count, file)) in missing {
        let _ = writeln!(said, "{} not found: {count} files, the first of them {file}", asked(field));
    }
    for import in imported.imports.iter().filter(|import| !import.remarks.is_empty()).take(LISTED) {
        let _ = writeln!(said, "{}: {}", import.file, import.remarks.join("; "));
    }
}

fn left_out(imported: &Imported) -> String {
    let mut said = String::new();
    for left in imported.left_out.iter().take(LISTED) {
        let _ = writeln!(said, "{}: left out: {}", left.file, left.why);
    }
    if let more @ 1.. = imported.left_out.len().saturating_sub(LISTED) {
        let _ = writeln!(said, "and {more} more left out; --json lists them all");
    }
    said
}

fn listing(imported: &Imported) -> Value {
    let imports: Vec<Value> = imported
        .imports
        .iter()
        .map(|import| {
            let guessed: serde_json::Map<String, Value> = import
                .guessed
                .iter()
                .map(|(field, from)| ((*field).to_owned(), json!(from.name())))
                .collect();
            json!({
                "file": Text::new(&import.file), "id": import.statement.id, "title": import.statement.title,
                "date": import.statement.date, "passages": import.statement.passages.len(),
                "sha256": import.source.sha256, "guessed": guessed, "missing": import.missing,
                "remarks": import.remarks,
            })
        })
        .collect();
    let left_out: Vec<Value> = imported
        .left_out
        .iter()
        .map(|left| json!({ "file": Text::new(&left.file), "why": Text::new(&left.why) }))
        .collect();
    json!({ "schema": 1, "imported": imports, "left_out": left_out })
}

/// A line on the terminal that shows how far the import is; nothing elsewhere.
struct Bar(ProgressBar);

impl Bar {
    fn new() -> Self {
        let is_seen = std::io::stderr().is_terminal();
        let target =
            if is_seen { ProgressDrawTarget::stderr_with_hz(10) } else { ProgressDrawTarget::hidden() };
        let bar = ProgressBar::with_draw_target(Some(0), target);
        let style = ProgressStyle::with_template("{msg} {bytes} of {total_bytes}, {eta} left");
        Self(style.map_or(bar.clone(), |style| bar.with_style(style)))
    }
}

impl Progress for Bar {
    fn begin(&self, files: usize, bytes: u64) {
        self.0.set_length(bytes);
        self.0.set_message(format!("importing {files} files:"));
    }

    fn read(&self, bytes: u64) {
        self.0.inc(bytes);
    }
}
