//! `linchpin collection`: lists the statements in your collection, or removes some.
//!
//! Invariant: a statement is removed only by an id that was named; what cannot be read is listed and kept.

use std::collections::HashMap;

use super::json::files::{CollectionView, KeptStatement, RemovedView};
use super::list::table;
use super::{Failure, Outcome, Output};
use crate::corpus::model::{Source, Statement};
use crate::store::Folders;
use crate::store::collection::{Collection, NAME, read};
use crate::text::counted;
use crate::text::safe::{Text, clean};

/// What `linchpin collection` does besides listing.
#[derive(Debug, clap::Subcommand)]
pub(super) enum CollectionCommand {
    /// Remove statements
    Remove {
        /// For instance scm-57
        #[arg(required = true, value_name = "ID")]
        ids: Vec<String>,
    },
}

pub(super) fn collection(
    command: Option<CollectionCommand>,
    json: bool,
    folders: &Folders,
) -> Result<Output, Failure> {
    let collection = folders
        .collection()
        .ok_or_else(|| String::from("a collection is kept in the home folder, and there is none"))?;
    match command {
        None => list(&collection, json),
        Some(CollectionCommand::Remove { ids }) => remove(&collection, &ids, json),
    }
}

fn list(collection: &Collection, json: bool) -> Result<Output, Failure> {
    let files = collection.files().map_err(|error| format!("the collection cannot be read: {error}"))?;
    let mut held = read(&files);
    held.dataset.order_by_date();
    let statements = &held.dataset.statements;
    let outcome = Outcome::of(!statements.is_empty());
    let stderr = match (held.remark(), statements.is_empty()) {
        (Some(remark), _) => format!("linchpin: {remark}\n"),
        (None, true) => String::from(
            "linchpin: your collection is empty\nhint: `linchpin import --keep FILE` adds a statement to it\n",
        ),
        (None, false) => String::new(),
    };
    // The address or the file that each statement was imported from.
    let sources: HashMap<&Text, &Source> =
        held.dataset.sources.iter().map(|source| (&source.id, source)).collect();
    let address = |statement: &Statement| {
        let source = statement.passages.first().and_then(|passage| sources.get(&passage.source));
        source.and_then(|source| source.address.clone()).unwrap_or_default()
    };
    if json {
        let statements = statements.iter().map(|statement| KeptStatement::new(statement, address(statement)));
        let damaged = held.damaged.iter().map(|name| Text::new(name));
        let answer = CollectionView { statements: statements.collect(), damaged: damaged.collect() };
        return Ok(Output { stderr, ..Output::json(&answer, outcome) });
    }
    let row = |statement: &Statement| {
        let (id, title) = (statement.id.to_string(), statement.title.to_string());
        let passages = counted(statement.passages.len(), "passage");
        [statement.when(), id, passages, title, address(statement).to_string()]
    };
    let rows: Vec<[String; 5]> = statements.iter().map(row).collect();
    Ok(Output { stdout: table(&rows).into(), outcome, stderr })
}

fn remove(collection: &Collection, ids: &[String], json: bool) -> Result<Output, Failure> {
    let failed = |error| format!("your collection: nothing removed: {error}");
    let is_empty = collection.files().map_err(failed)?.is_empty();
    // An import that has read the folder would write back what is removed meanwhile.
    let _lock = (!is_empty).then(|| collection.lock(&|| true)).transpose().map_err(failed)?;
    let (mut removed, mut unknown) = (Vec::new(), Vec::new());
    for id in ids {
        // If another dataset has the same id, the statement's id is shown with the collection's name before it.
        let own = id.strip_prefix(NAME).and_then(|rest| rest.strip_prefix('.'));
        let mut names = std::iter::once(&**id).chain(own);
        let gone = names.try_fold(false, |gone, name| if gone { Ok(true) } else { collection.remove(name) });
        let gone = gone.map_err(|error| {
            let before = if removed.is_empty() { "nothing" } else { &removed.join(", ") };
            format!("{id}: not removed from your collection: {error}; removed before it: {before}")
        })?;
        if gone { &mut removed } else { &mut unknown }.push(clean(id));
    }
    let outcome = Outcome::of(unknown.is_empty());
    let stderr: String = unknown
        .iter()
        .map(|id| {
            String::from("linchpin: your collection has no ")
                + id
                + "\nhint: `linchpin collection` lists it\n"
        })
        .collect();
    if json {
        let answer = RemovedView { removed, unknown };
        return Ok(Output { stderr, ..Output::json(&answer, outcome) });
    }
    let text: String = removed.iter().map(|id| id.to_string() + ": removed from your collection\n").collect();
    Ok(Output { stdout: text.into(), outcome, stderr })
}
