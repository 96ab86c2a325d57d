//! What a statement keeps when its text is imported again.
//!
//! Invariant: what someone set by an option or by hand is stronger than what is guessed from the text; what an editor
//! added to a paragraph is kept as long as its words are the same. A guess is kept too, as long as the file holds the same
//! text. For a file that has not changed, only options change anything.

use std::collections::HashMap;

use super::super::labels;
use super::super::metadata::{Metadata, Provenance};
use super::super::statement::{IMPORTED, Import, Placing, guessed_of, held};
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
    /// Fields whose held value was guessed from another text.
    outdated: Vec<&'static str>,
    kept: KeptFields,
}

/// What became of values that were held.
#[derive(Debug, Default)]
pub(super) struct KeptFields {
    /// Fields that keep their held value although the text gives another one.
    pub kept: Vec<&'static str>,
    /// Fields that were guessed anew, because the file now holds another text.
    pub renewed: Vec<&'static str>,
}

impl Reconciling<'_> {
    /// Chooses the value of a field; `old` is the held value, if there is one.
    fn field<T: PartialEq + Clone>(&mut self, name: &'static str, new: &mut T, old: Option<&T>) {
        let Some(old) = old.filter(|old| **old != *new) else { return };
        let is_guessed = self.guessed.iter().any(|(field, _)| *field == name);
        let is_current = !self.same || self.set.contains(&name);
        let is_missing = self.missing.contains(&name);
        if self.outdated.contains(&name) && (is_guessed || is_missing) {
            self.kept.renewed.push(name);
            return;
        }
        if is_guessed {
            self.kept.kept.push(name);
        } else if is_current && !is_missing {
            return;
        }
        new.clone_from(old);
    }
}

/// Gives the import what the statement that it replaces keeps; returns what became of the values of a changed text.
pub(super) fn reconcile(
    new: &mut Import,
    old: &Statement,
    old_source: &Source,
    given: &Metadata,
) -> KeptFields {
    let same = new.source.sha256 == old_source.sha256;
    let (guessed, missing) = (std::mem::take(&mut new.guessed), std::mem::take(&mut new.missing));
    let is_other = passages(&mut new.statement, old, &new.source.id, &old_source.id, same);
    let held_guesses = guessed_of(&old.held);
    let outdated = held_guesses.iter().map(|(field, _)| *field).filter(|_| is_other).collect();
    let (set, kept) = (given.known(), KeptFields::default());
    let mut reconciling = Reconciling { guessed: &guessed, missing: &missing, set, same, outdated, kept };
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
    let is_kept = |field: &&'static str| kept.kept.contains(field);
    let is_held =
        |field: &&'static str| is_kept(field) || missing.contains(field) && !kept.renewed.contains(field);
    let guessed = guessed.iter().filter(|(field, _)| !is_kept(field));
    let guessed: Vec<_> =
        guessed.chain(held_guesses.iter().filter(|(field, _)| is_held(field))).copied().collect();
    new.statement.held = if old.held.starts_with(IMPORTED) {
        Text::new(&held(&guessed, new.name(), new.caveat))
    } else {
        old.held.clone()
    };
    if same { KeptFields::default() } else { kept }
}

fn fields(reconciling: &mut Reconciling<'_>, new: &mut Statement, old: &Statement, given: &Metadata) {
    reconciling.field("title", &mut new.title, Some(&old.title));
    reconciling.field(
        "series",
        &mut new.series,
        Some(&old.series).filter(|series| &***series != UNKNOWN_SERIES),
    );
    // In a series without numbers none is missing; a number that was given stays.
    let is_outdated = reconciling.outdated.contains(&"number");
    new.number = new.number.or(old.number.filter(|_| new.series == old.series && !is_outdated));
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
    let is_outdated = reconciling.outdated.contains(&"address");
    if is_file(new) && !is_file(old) && !is_outdated {
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

/// `source` is the source of the new words, `old_source` that of the old ones; returns whether they are another text:
/// less than half of the shorter one is unchanged or edited.
fn passages(new: &mut Statement, old: &Statement, source: &Text, old_source: &Text, same: bool) -> bool {
    let stays = if same {
        new.passages.clone_from(&old.passages);
        new.passages.len()
    } else {
        keep_ids(new, old)
    };
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
    stays * 2 < new.passages.len().min(old.passages.len())
}

/// Whether the source has only the name of a file, and no web address.
pub(super) fn is_file(source: &Source) -> bool {
    let is_web = |address: &Text| address.starts_with("https://") || address.starts_with("http://");
    !source.address.as_ref().is_some_and(is_web)
}
