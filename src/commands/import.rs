//! `linchpin import PATH…`: texts become statements, in a file, in the reader's collection, or on the standard output.
//!
//! Invariant: what is written is there whole or not at all; every guess is listed, what was not found is asked for by
//! name, and what was left out is said. Exit code 0 is that all was imported, 1 that something, or all, was left out, 2
//! bad use, or that it was stopped or could not be written.
//!
//! With `--json` the report is `{"schema": 1, "imported": [{"file", "id", "change" (added, replaced, moved, unchanged), "kept":
//! [FIELD] (as held, though the text reads otherwise), "title", "date" (or null), "passages", "sha256", "guessed": {FIELD: FROM}, "missing": [FIELD], "remarks": [TEXT]}], "left_out":
//! [{"file", "why"}]}`, each file by itself however many there are.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::IsTerminal;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use indicatif::{HumanBytes, HumanDuration, ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde_json::{Value, json};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};

use super::destination::{Destination, counted, stopped};
use super::{Failure, Outcome, Output};
use crate::import::metadata::{Metadata, guesses, option};
use crate::import::reimport::{Change, Merged};
use crate::import::{Import, ImportProgress, Imported, import};
use crate::store::Folders;
use crate::text::safe::Text;

/// Files that are reported one by one; of more, the counts.
const LISTED: usize = 20;
/// Files that are named of those left out for one reason.
const NAMED: usize = 3;

/// Options of `import`.
#[derive(Debug, clap::Args)]
pub(super) struct ImportArgs {
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
    given: Metadata,
}

pub(super) fn run(options: &ImportArgs, as_json: bool, folders: &Folders) -> Result<Output, Failure> {
    if as_json && options.output.is_none() && !options.keep {
        return Err(Failure::Use(String::from(
            "--json tells of the import, so the dataset needs -o FILE or --keep",
        )));
    }
    let stop = Arc::new(AtomicBool::new(false));
    for signal in [SIGINT, SIGTERM, SIGHUP] {
        signal_hook::flag::register(signal, Arc::clone(&stop)).map_err(|error| error.to_string())?;
    }
    let destination = Destination::of(options.output.as_deref(), options.keep, folders)?;
    let (bar, given) = (Bar::new(), &options.given);
    let imported = import(&options.paths, given, &bar, &stop);
    if imported.stopped {
        return Err(stopped());
    }
    if imported.imports.is_empty() {
        return Ok(nothing(&imported, as_json));
    }
    let outcome = Outcome::of(imported.skipped.is_empty());
    let (mut said, listing) = (report(&imported), as_json.then(|| listing(&imported)));
    let own: Vec<Text> = imported.imports.iter().map(|import| import.statement.id.clone()).collect();
    let goes_on = |at: usize, all: usize| {
        bar.keeping(at, all);
        !stop.load(Ordering::Relaxed)
    };
    let written = destination.write(imported.imports, given, &goes_on)?;
    if let Some(listing) = listing {
        return Ok(Output::json(&told(listing, &written.merged), outcome));
    }
    said.push_str(&became(&own, &written.merged));
    // What was done is said with the report; the standard output is for datasets.
    Ok(Output { stdout: written.text, outcome, stderr: format!("{said}{}", written.said) })
}

/// All was left out, or there was nothing.
fn nothing(imported: &Imported, as_json: bool) -> Output {
    if as_json {
        return Output::json(&listing(imported), Outcome::Nothing);
    }
    let hint =
        "hint: texts in a folder end in .txt, .md or .html; a file that is named itself may end in anything";
    let stderr = format!("{}linchpin: nothing was imported\n{hint}\n", left_out(imported));
    Output { stdout: String::new(), outcome: Outcome::Nothing, stderr }
}

/// The listing, with what became of each import.
fn told(mut listing: Value, merged: &[Merged]) -> Value {
    let imports = listing.get_mut("imported").and_then(Value::as_array_mut);
    for (import, merged) in imports.into_iter().flatten().zip(merged) {
        if let Some(import) = import.as_object_mut() {
            import.insert(String::from("id"), json!(merged.id));
            import.insert(String::from("change"), json!(merged.change.name()));
            import.insert(String::from("kept"), json!(merged.kept));
        }
    }
    listing
}

/// Which statements got other ids than their texts would have them, and what was kept of them as it was.
fn became(own: &[Text], merged: &[Merged]) -> String {
    let mut said = String::new();
    for (own, Merged { id, change, kept }) in own.iter().zip(merged) {
        if own != id && *change == Change::Added {
            let _ = writeln!(said, "{own}: this id is another text's there; the statement is {id}");
        }
        if !kept.is_empty() {
            let _ = writeln!(
                said,
                "{id}: {} stays as it was held, though the text would now be read otherwise; front matter goes first",
                kept.join(", ")
            );
        }
    }
    said
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
    let passages = counted(statement.passages.len(), "passage");
    let _ = writeln!(said, "{}: {} · {} · {passages}", import.file, statement.id, statement.when());
    let _ = writeln!(said, "  {}", statement.title);
    if !import.guessed.is_empty() {
        let _ = writeln!(said, "  guessed: {}", guesses(&import.guessed));
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
    format!("{field} (--{})", option(field))
}

/// Things that many files have alike: how many, and the first of them.
type Counts<'a, K> = BTreeMap<K, (usize, &'a str)>;

fn count<'a, K: Ord>(counts: &mut Counts<'a, K>, key: K, file: &'a str) {
    let (count, _) = counts.entry(key).or_insert((0, file));
    *count = count.saturating_add(1);
}

fn many(said: &mut String, imported: &Imported) {
    let (mut guessed, mut missing, mut remarks) = (Counts::new(), Counts::new(), Counts::new());
    for import in &imported.imports {
        for (field, from) in &import.guessed {
            count(&mut guessed, (*field, from.name()), &import.file);
        }
        for field in &import.missing {
            count(&mut missing, *field, &import.file);
        }
        for remark in &import.remarks {
            count(&mut remarks, remark, &import.file);
        }
    }
    let all = imported.imports.len();
    let _ = writeln!(said, "guessed, in {}:", counted(all, "file"));
    for ((field, from), (count, file)) in guessed {
        let _ = writeln!(said, "  {field} from {from}: {count}, such as {file}");
    }
    if !missing.is_empty() {
        let _ =
            writeln!(said, "not found; front matter gives it to one file, the option to all that lack it:");
    }
    for (field, (count, file)) in missing {
        let _ = writeln!(said, "  {}: {count}, such as {file}", asked(field));
    }
    let more = remarks.len().saturating_sub(LISTED);
    for (remark, (count, file)) in remarks.into_iter().take(LISTED) {
        let others =
            if count > 1 { format!(", and {} more", count.saturating_sub(1)) } else { String::new() };
        let _ = writeln!(said, "{file}{others}: {remark}");
    }
    if more > 0 {
        let _ = writeln!(said, "and {more} remarks more; --json lists them all");
    }
}

/// What was left out; of files that are left out for one reason, the first are named.
fn left_out(imported: &Imported) -> String {
    let mut said = String::new();
    let mut alike: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for left in &imported.skipped {
        alike.entry(&left.why).or_default().push(&left.file);
    }
    for (why, files) in alike.iter().take(LISTED) {
        for file in files.iter().take(NAMED) {
            let _ = writeln!(said, "{file}: left out: {why}");
        }
        if let more @ 1.. = files.len().saturating_sub(NAMED) {
            let _ = writeln!(said, "and {more} more left out: {why}");
        }
    }
    let more: usize = alike.values().skip(LISTED).map(Vec::len).sum();
    if more > 0 {
        let _ = writeln!(said, "and {more} more left out for other reasons; --json lists them all");
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
                "file": import.file, "id": import.statement.id, "title": import.statement.title,
                "date": import.statement.date, "passages": import.statement.passages.len(),
                "sha256": import.source.sha256, "guessed": guessed, "missing": import.missing,
                "remarks": import.remarks.iter().map(|remark| Text::new(remark)).collect::<Vec<_>>(),
            })
        })
        .collect();
    let left_out: Vec<Value> = imported
        .skipped
        .iter()
        .map(|left| json!({ "file": left.file, "why": Text::new(&left.why) }))
        .collect();
    json!({ "schema": 1, "imported": imports, "left_out": left_out })
}

/// A line on the terminal that shows how far the import is; nothing elsewhere.
struct Bar {
    line: ProgressBar,
    files: AtomicUsize,
    done: AtomicUsize,
}

impl Bar {
    fn new() -> Self {
        let is_seen = std::io::stderr().is_terminal();
        let target =
            if is_seen { ProgressDrawTarget::stderr_with_hz(10) } else { ProgressDrawTarget::hidden() };
        let line = ProgressBar::with_draw_target(Some(0), target).with_message("looking for texts");
        let style = ProgressStyle::with_template("{msg}");
        let line = style.map_or(line.clone(), |style| line.with_style(style));
        line.tick();
        Self { line, files: AtomicUsize::new(0), done: AtomicUsize::new(0) }
    }
}

impl Bar {
    /// How many statements are kept; one by one, each must be on the disk.
    fn keeping(&self, at: usize, all: usize) {
        if all > 0 && !self.line.is_hidden() {
            self.line.set_message(format!("keeping: {at} of {all} statements"));
        }
    }
}

impl ImportProgress for Bar {
    fn begin(&self, files: usize, bytes: u64) {
        self.files.store(files, Ordering::Relaxed);
        self.line.set_length(bytes);
    }

    fn read(&self, bytes: u64) {
        if self.line.is_hidden() {
            return;
        }
        self.line.inc(bytes);
        let (done, files) = (self.done.fetch_add(1, Ordering::Relaxed), self.files.load(Ordering::Relaxed));
        let read = HumanBytes(self.line.position());
        let all = HumanBytes(self.line.length().unwrap_or_default());
        let left = HumanDuration(self.line.eta());
        let done = done.saturating_add(1);
        self.line.set_message(format!("importing: {done} of {files} files, {read} of {all}, {left} left"));
    }
}
