//! What a statement keeps when its text is imported again.
//!
//! Invariant: what someone set by an option or by hand is stronger than what is guessed from the text; what an editor
//! added to a paragraph is kept as long as its words are the same. For a file that has not changed, only options change
//! anything.

use std::collections::HashMap;

use super::super::labels;
use super::super::metadata::{Metadata, Provenance};
use super::super::statement::{IMPORTED, Import, Placing, held};
use super::ids::keep_ids;
use crate::corpus::model::{Source, Standing, Statement, UNKNOWN_SERIES};
use crate::text::safe::Text;

/// Decides which of two values of a field is kept, and which conflicts are reported.
struct Reconciling<'a> {
    guessed: &'a [(&'static str, Provenance)],
    missing: &'a [&'static str],
    /// Fields that an option sets now.
    set: Vec<&'static str>,
    /// Whether the file is the same.
    same: bool,
    /// Fields that keep their held value although the text gives another one.
    kept: Vec<&'static str>,
}

impl Reconciling<'_> {
    /// Chooses the value of a field; `old` is the held value, if there is one.
    fn field<T: PartialEq + Clone>(&mut self, name: &'static str, new: &mut T, old: Option<&T>) {
        let Some(old) = old.filter(|old| **old != *new) else { return };
        let is_guessed = self.guessed.iter().any(|(field, _)| *field == name);
        let is_current = !self.same || self.set.contains(&name);
        if is_guessed {
            self.kept.push(name);
        } else if is_current && !self.missing.contains(&name) {
            return;
        }
        new.clone_from(old);
    }
}

/// Gives the import what the statement that it replaces keeps; returns the fields that keep their held value although a
/// changed text gives another one.
pub(super) fn reconcile(
    new: &mut Import,
    old: &Statement,
    old_source: &Source,
    given: &Metadata,
) -> Vec<&'static str> {
    let same = new.source.sha256 == old_source.sha256;
    let (guessed, missing) = (std::mem::take(&mut new.guessed), std::mem::take(&mut new.missing));
    let set = given.known();
    let mut reconciling = Reconciling { guessed: &guessed, missing: &missing, set, same, kept: Vec::new() };
    fields(&mut reconciling, &mut new.statement, old, given);
    if new.placing != Placing::Chosen {
        new.statement.of.clone_from(&old.of);
    }
    sources(&mut reconciling, &mut new.source, old_source, &new.statement);
    let is_written = !labels::is_made(&old.label, old);
    // In a file that has not changed, front matter is no newer than later edits of the dataset.
    if !new.is_labeled || same && is_written {
        // An import of a single statement keeps the label that distinguished it from others.
        let is_telling = labels::is_dated(&old.label, &new.statement);
        let is_alone = !labels::is_dated(&new.statement.label, &new.statement);
        if is_written || is_telling && is_alone {
            new.statement.label = old.label.clone();
        } else if is_alone {
            new.statement.label = labels::label(&new.statement);
        }
    }
    let kept = reconciling.kept;
    let guessed: Vec<_> = guessed.into_iter().filter(|(field, _)| !kept.contains(field)).collect();
    new.statement.held = if old.held.starts_with(IMPORTED) {
        Text::new(&held(&guessed, new.name(), new.caveat))
    } else {
        old.held.clone()
    };
    passages(&mut new.statement, old, &new.source.id, &old_source.id, same);
    if same { Vec::new() } else { kept }
}

fn fields(reconciling: &mut Reconciling<'_>, new: &mut Statement, old: &Statement, given: &Metadata) {
    reconciling.field("title", &mut new.title, Some(&old.title));
    reconciling.field(
        "series",
        &mut new.series,
        Some(&old.series).filter(|series| &***series != UNKNOWN_SERIES),
    );
    // In a series without numbers none is missing; a number that was given stays.
    new.number = new.number.or(old.number.filter(|_| new.series == old.series));
    reconciling.field("number", &mut new.number, Some(&old.number).filter(|number| number.is_some()));
    reconciling.field("place", &mut new.place, Some(&old.place).filter(|place| place.is_some()));
    reconciling.field("issuers", &mut new.issuers, Some(&old.issuers).filter(|issuers| !issuers.is_empty()));
    let standing = Some(&old.standing).filter(|standing| **standing != Standing::Unstated);
    reconciling.field("standing", &mut new.standing, standing);
    let names_now = (!given.signatories.is_empty() || !reconciling.same) && !new.signatories.is_empty();
    if !names_now {
        new.signatories.clone_from(&old.signatories);
    }
    let dates = |of: &Statement| (of.date.clone(), of.year, of.date_note.clone());
    // A day is better than a year alone, and a year is better than nothing.
    let is_better = old.date.is_none() && (new.date.is_some() || new.year.is_some() || old.year.is_none());
    let (mut date, old_date) = (dates(new), dates(old));
    reconciling.field("date", &mut date, Some(&old_date).filter(|_| !is_better));
    (new.date, new.year, new.date_note) = date;
    new.context.clone_from(&old.context);
    new.collects = old.collects;
    new.extent = old.extent.or(new.extent);
    new.language = new.language.take().or_else(|| old.language.clone());
    // Which terms a text has or lacks was read from its old words.
    if reconciling.same {
        new.says.clone_from(&old.says);
        new.silent.clone_from(&old.silent);
    }
}

fn sources(reconciling: &mut Reconciling<'_>, new: &mut Source, old: &Source, statement: &Statement) {
    if is_file(new) && !is_file(old) {
        new.address.clone_from(&old.address);
    } else {
        reconciling.field("address", &mut new.address, Some(&old.address).filter(|_| !is_file(old)));
    }
    // The publisher is made from the address, and may have been corrected since.
    if new.address == old.address && old.publisher.is_some() {
        new.publisher.clone_from(&old.publisher);
    }
    if reconciling.same {
        reconciling.field("retrieved", &mut new.retrieved, Some(&old.retrieved));
        new.kind = old.kind;
    }
    new.title = statement.title.clone();
    new.date.clone_from(&statement.date);
    new.author.clone_from(&old.author);
    if old.note.as_ref().is_some_and(|note| !note.starts_with("Imported from ")) {
        new.note.clone_from(&old.note);
    }
}

/// `source` is the source of the new words, `old_source` that of the old ones.
fn passages(new: &mut Statement, old: &Statement, source: &Text, old_source: &Text, same: bool) {
    if same {
        new.passages.clone_from(&old.passages);
    } else {
        keep_ids(new, old);
    }
    let held: HashMap<&Text, _> = old.passages.iter().map(|passage| (&passage.id, passage)).collect();
    for passage in &mut new.passages {
        let old = held.get(&passage.id).filter(|old| old.text == passage.text);
        let other = old.map(|old| &old.source).filter(|source| *source != old_source);
        passage.source = other.unwrap_or(source).clone();
        let Some(old) = old else { continue };
        (passage.meaning, passage.bearing) = (old.meaning.clone(), old.bearing);
        (passage.context, passage.links) = (old.context.clone(), old.links.clone());
        passage.check.clone_from(&old.check);
        passage.kind = old.kind;
    }
}

/// Whether the source has only the name of a file, and no web address.
pub(super) fn is_file(source: &Source) -> bool {
    let is_web = |address: &Text| address.starts_with("https://") || address.starts_with("http://");
    !source.address.as_ref().is_some_and(is_web)
}
