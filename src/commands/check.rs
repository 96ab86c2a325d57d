//! `linchpin check FILE`: whether a dataset is sound, and if not, everything that is wrong with it. With `--fix`, it
//! first fixes what needs no judgment.
//!
//! Invariant: the file is written only if something was fixed, and then completely or not at all.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::path::Path;

use super::json::files::DatasetCheckView;
use super::{Failure, Outcome, Output};
use crate::corpus::Corpus;
use crate::corpus::fix::{Fix, FixKind, fix};
use crate::corpus::holding::Holding;
use crate::corpus::load::{self, DatasetText, LoadError};
use crate::store::lock::{PATIENCE, WriteLock};
use crate::store::replace_whole;
use crate::text::safe::clean;
use crate::text::wrap::clip;
use crate::text::{count_of, counted};

/// Maximum fixes of each kind that are named; the others are counted.
const NAMED: usize = 10;
/// Columns of an id that are shown.
const COLUMNS: usize = 60;

pub(super) fn check(file: &Path, is_fixing: bool, json: bool) -> Result<Output, Failure> {
    let name = clean(&file.to_string_lossy()).into_owned();
    let (checked, fixes) = match load::read(file) {
        Ok(source) => fixed(file, &source, is_fixing)?,
        Err(error) => (Err(error), Vec::new()),
    };
    if json {
        return Ok(in_json(&name, &checked, &fixes, is_fixing));
    }
    let told = if is_fixing { told(&name, &fixes) } else { String::new() };
    match checked {
        Ok(corpus) => {
            let holding = Holding::of(&corpus, corpus.by_date());
            let passages = counted(corpus.passages(), "passage");
            let hint = if is_fixing { String::new() } else { fixable_hint(&fixes) };
            Ok(Output::found(format!("{told}{name}: sound: {holding} · {passages}\n{hint}")))
        }
        Err(error) if told.is_empty() => Err(error.into()),
        // Both are messages for people, in this order.
        Err(error) => Ok(Output::message(Outcome::Bad, format!("{told}{error}\n"))),
    }
}

/// The dataset, or its problems, and the fixes; these are applied first if asked for.
fn fixed(
    file: &Path,
    source: &DatasetText,
    is_fixing: bool,
) -> Result<(Result<Corpus, LoadError>, Vec<Fix>), Failure> {
    let stem = file.file_stem().unwrap_or_default().to_string_lossy();
    let (text, fixes) = fix(&source.text, &stem);
    if !is_fixing || matches!(text, Cow::Borrowed(_)) {
        return Ok((source.dataset().map(Corpus::new), fixes));
    }
    let failed =
        |error| format!("{}: nothing was fixed, since it cannot be written: {error}", file.display());
    let _lock = WriteLock::of_file(file, PATIENCE, &|| true).map_err(failed)?;
    // Another process may have added to it meanwhile.
    let mut source = load::read(file)?;
    let (text, fixes) = fix(&source.text, &stem);
    if let Cow::Owned(text) = text {
        source.text = text;
        let bytes = [if source.is_marked { "\u{FEFF}" } else { "" }, &source.text].concat();
        replace_whole(file, bytes.as_bytes()).map_err(failed)?;
    }
    Ok((source.dataset().map(Corpus::new), fixes))
}

fn in_json(name: &str, checked: &Result<Corpus, LoadError>, fixes: &[Fix], is_fixing: bool) -> Output {
    let outcome = if checked.is_ok() { Outcome::Found } else { Outcome::Bad };
    Output::json(&DatasetCheckView::new(name, checked, fixes, is_fixing), outcome)
}

/// The fixes, a line for each kind.
fn told(name: &str, fixes: &[Fix]) -> String {
    let mut told = String::new();
    for kind in FixKind::ALL {
        let of_kind: Vec<&Fix> = fixes.iter().filter(|fix| fix.kind == kind).collect();
        if of_kind.is_empty() {
            continue;
        }
        let mut named: Vec<String> = of_kind.iter().take(NAMED).map(|fix| one(fix)).collect();
        if let more @ 1.. = of_kind.len().saturating_sub(NAMED) {
            named.push(format!("{more} more"));
        }
        // Writing to a string cannot fail.
        let _ = writeln!(told, "{name}: fixed: {}: {}", fixes_of(kind, of_kind.len()), named.join(", "));
    }
    told
}

fn one(fix: &Fix) -> String {
    let path = if fix.path.is_empty() { "the dataset" } else { &fix.path };
    match (fix.id.as_ref().map(|id| clip(id, COLUMNS)), fix.kind) {
        (Some(id), FixKind::Id) => format!("{path} is {id}"),
        (Some(id), FixKind::Order) => id,
        (Some(_), FixKind::Nfc | FixKind::Path) | (None, _) => path.to_owned(),
    }
}

fn fixes_of(kind: FixKind, count: usize) -> String {
    let (one, many) = match kind {
        FixKind::Nfc => ("text put in NFC", "texts put in NFC"),
        FixKind::Path => {
            ("path of an imported file cut to its name", "paths of imported files cut to their names")
        }
        FixKind::Id => ("id given", "ids given"),
        FixKind::Order => {
            ("statement moved to its place by date", "statements moved to their places by date")
        }
    };
    count_of(count, one, many)
}

/// A hint, if a sound dataset has something to fix.
fn fixable_hint(fixes: &[Fix]) -> String {
    let count = |kind| fixes.iter().filter(|fix| fix.kind == kind).count();
    let counts = FixKind::ALL.map(|kind| (kind, count(kind)));
    let counts: Vec<String> = counts
        .into_iter()
        .filter(|(_, count)| *count > 0)
        .map(|(kind, count)| fixes_of(kind, count))
        .collect();
    if counts.is_empty() {
        return String::new();
    }
    format!("hint: with --fix: {}\n", counts.join(", "))
}
