//! Imports beside what is held already: what is new is added, what has changed takes the place of what it was.
//!
//! Invariant: nothing held is lost but words that are no longer in the file; the same file again changes nothing, and
//! what an editor has added to words (meaning, context, links, wording check) stays with them.

use std::collections::{HashMap, HashSet};

use super::head::From;
use super::ids::keep_ids;
use super::statement::UNKNOWN;
use super::{Given, Import};
use crate::corpus::model::{Dataset, Source, Standing, Statement};
use crate::text::safe::Text;

/// What an import did to what was held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    Added,
    Replaced,
    Unchanged,
}

impl Change {
    pub fn name(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Replaced => "replaced",
            Self::Unchanged => "unchanged",
        }
    }
}

/// Takes imports into a dataset; for each of them, its statement's id there and what became of it.
pub fn merge(held: &mut Dataset, imports: Vec<Import>, given: &Given) -> Vec<(Text, Change)> {
    let mut merging = Merging::new(held);
    let changes = imports.into_iter().map(|import| merging.take_in(import, given)).collect();
    held.statements.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
    changes
}

struct Merging<'a> {
    held: &'a mut Dataset,
    statements: HashMap<Text, usize>,
    sources: HashMap<Text, usize>,
    /// The statements' places in the dataset, by where their files lay and by the SHA-256 of these.
    places: HashMap<Text, usize>,
    digests: HashMap<Text, usize>,
}

impl<'a> Merging<'a> {
    fn new(held: &'a mut Dataset) -> Self {
        let statements = held.statements.iter().map(|statement| statement.id.clone()).zip(0..).collect();
        let sources = held.sources.iter().map(|source| source.id.clone()).zip(0..).collect();
        let (places, digests) = (HashMap::new(), HashMap::new());
        let mut merging = Self { held, statements, sources, places, digests };
        for at in 0..merging.held.statements.len() {
            let known = merging.source(at).map(|source| (source.place.clone(), source.sha256.clone()));
            let (place, digest) = known.unwrap_or_default();
            merging.places.extend(place.zip(Some(at)));
            merging.digests.extend(digest.zip(Some(at)));
        }
        merging
    }

    /// The source of a statement's words.
    fn source(&self, statement: usize) -> Option<&Source> {
        let id = &self.held.statements.get(statement)?.passages.first()?.source;
        self.held.sources.get(*self.sources.get(id)?)
    }

    /// The statement that this text was imported as before: from the same file, from a file with the same bytes, or
    /// under the same id and from the same web page, or with words of it.
    fn known(&self, import: &Import) -> Option<usize> {
        let source = &import.source;
        let of_file = source.place.as_ref().and_then(|place| self.places.get(place));
        let of_bytes = || source.sha256.as_ref().and_then(|digest| self.digests.get(digest));
        let of_id =
            || self.statements.get(&import.statement.id).filter(|at| self.is_other_edition(**at, import));
        of_file.or_else(of_bytes).or_else(of_id).copied()
    }

    fn is_other_edition(&self, at: usize, new: &Import) -> bool {
        let (Some(statement), Some(source)) = (self.held.statements.get(at), self.source(at)) else {
            return false;
        };
        let is_same_page = !is_file(source) && source.address == new.source.address;
        let words: HashSet<&Text> = statement.passages.iter().map(|passage| &passage.text).collect();
        // What comes through a pipe lies nowhere.
        let is_piped = source.place.is_none() && new.source.place.is_none();
        is_same_page || is_piped && new.statement.passages.iter().any(|passage| words.contains(&passage.text))
    }

    fn take_in(&mut self, mut import: Import, given: &Given) -> (Text, Change) {
        if let Some(at) = self.known(&import) {
            return self.replace(at, import, given);
        }
        let own = import.statement.id.clone();
        let mut numbers = 2_usize..;
        while self.statements.contains_key(&import.statement.id)
            || self.sources.contains_key(&import.source.id)
        {
            let number = numbers.next().unwrap_or_default();
            import.rename(&format!("{own}-{number}"));
            if let Some(at) = self.known(&import) {
                return self.replace(at, import, given);
            }
        }
        let (id, at) = (import.statement.id.clone(), self.held.statements.len());
        self.statements.insert(id.clone(), at);
        self.places.extend(import.source.place.clone().zip(Some(at)));
        self.digests.extend(import.source.sha256.clone().zip(Some(at)));
        self.sources.insert(import.source.id.clone(), self.held.sources.len());
        self.held.sources.push(import.source);
        self.held.statements.push(import.statement);
        (id, Change::Added)
    }

    fn replace(&mut self, at: usize, mut import: Import, given: &Given) -> (Text, Change) {
        let place = self.held.statements.get(at).and_then(|held| held.passages.first());
        let place = place.and_then(|passage| self.sources.get(&passage.source)).copied();
        let source = place.and_then(|place| self.held.sources.get_mut(place));
        let (Some(statement), Some(source)) = (self.held.statements.get_mut(at), source) else {
            return (import.statement.id, Change::Unchanged);
        };
        let id = statement.id.clone();
        if source.sha256 == import.source.sha256 && *given == Given::default() {
            return (id, Change::Unchanged);
        }
        import.statement.rename(&id);
        import.source.id = source.id.clone();
        if import.is_guessed("retrieved") && source.sha256 == import.source.sha256 {
            import.source.retrieved.clone_from(&source.retrieved);
        }
        import.statement.passages.iter_mut().for_each(|passage| passage.source = source.id.clone());
        if import.guessed.contains(&("title", From::FileName)) {
            (import.statement.title, import.source.title) = (statement.title.clone(), source.title.clone());
        }
        inherit(&mut import.statement, statement);
        if is_file(&import.source) && !is_file(source) {
            import.source.address.clone_from(&source.address);
        }
        let change = if import.statement == *statement && import.source == *source {
            Change::Unchanged
        } else {
            Change::Replaced
        };
        (*statement, *source) = (import.statement, import.source);
        (id, change)
    }
}

/// Whether the address is that of a file, since no web page is known.
fn is_file(source: &Source) -> bool {
    let is_web = |address: &Text| address.starts_with("https://") || address.starts_with("http://");
    !source.address.as_ref().is_some_and(is_web)
}

/// Gives what is new the ids of what it was, what the text does not say of itself, and what an editor has added to words
/// that have not changed.
fn inherit(new: &mut Statement, old: &Statement) {
    keep_ids(new, old);
    unsaid(new, old);
    new.context.clone_from(&old.context);
    let held: HashMap<&Text, _> = old.passages.iter().map(|passage| (&passage.id, passage)).collect();
    for passage in &mut new.passages {
        let Some(old) = held.get(&passage.id).filter(|old| old.text == passage.text) else { continue };
        (passage.meaning, passage.bearing) = (old.meaning.clone(), old.bearing);
        (passage.context, passage.links) = (old.context.clone(), old.links.clone());
        passage.check.clone_from(&old.check);
    }
}

/// What was said of a statement before, by option or by hand, and is not said now.
fn unsaid(new: &mut Statement, old: &Statement) {
    if new.date.is_none() && new.year.is_none() {
        (new.date, new.year) = (old.date.clone(), old.year);
        new.date_note.clone_from(&old.date_note);
    }
    if &*new.series == UNKNOWN {
        new.series = old.series.clone();
    }
    if new.standing == Standing::Unstated {
        new.standing = old.standing;
    }
    if new.issuers.is_empty() {
        new.issuers.clone_from(&old.issuers);
    }
    if new.signatories.is_empty() {
        new.signatories.clone_from(&old.signatories);
    }
    if new.title == old.title {
        new.label = old.label.clone();
    }
    new.number = new.number.or(old.number);
    new.place = new.place.take().or_else(|| old.place.clone());
}
