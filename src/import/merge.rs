//! Imports beside what is held already: what is new is added, what has changed takes the place of what it was.
//!
//! Invariant: nothing held is lost but words that are no longer in the file; the same file again changes nothing, and
//! what an editor has added to words (meaning, context, links, wording check) stays with them.

use std::collections::HashMap;
use std::fs;
use std::path::Path;

use super::ids::keep_ids;
use super::{Given, Import};
use crate::corpus::model::{Dataset, Source, Statement};
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
    /// The statements' places, by the SHA-256 of their sources' files.
    digests: HashMap<Text, usize>,
}

impl<'a> Merging<'a> {
    fn new(held: &'a mut Dataset) -> Self {
        let statements = held.statements.iter().map(|statement| statement.id.clone()).zip(0..).collect();
        let sources = held.sources.iter().map(|source| source.id.clone()).zip(0..).collect();
        let mut merging = Self { held, statements, sources, digests: HashMap::new() };
        let digest = |at: usize| Some((merging.source(at)?.sha256.clone()?, at));
        merging.digests = (0..merging.held.statements.len()).filter_map(digest).collect();
        merging
    }

    /// The source of a statement's words.
    fn source(&self, statement: usize) -> Option<&Source> {
        let id = &self.held.statements.get(statement)?.passages.first()?.source;
        self.held.sources.get(*self.sources.get(id)?)
    }

    fn take_in(&mut self, mut import: Import, given: &Given) -> (Text, Change) {
        let own = import.statement.id.clone();
        for number in 2_usize.. {
            match self.statements.get(&import.statement.id).copied() {
                Some(at) if self.source(at).is_some_and(|held| is_same_place(held, &import.source)) => {
                    return self.replace(at, import, given);
                }
                Some(_) => import.rename(&format!("{own}-{number}")),
                None if self.sources.contains_key(&import.source.id) => {
                    import.rename(&format!("{own}-{number}"));
                }
                None => break,
            }
        }
        // The same file under another name.
        let digest = import.source.sha256.clone().unwrap_or_default();
        if let Some(at) = self.digests.get(&digest).copied() {
            return self.replace(at, import, given);
        }
        let (id, at) = (import.statement.id.clone(), self.held.statements.len());
        self.statements.insert(id.clone(), at);
        self.digests.insert(digest, at);
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
        inherit(&mut import.statement, statement);
        let change = if import.statement == *statement && import.source == *source {
            Change::Unchanged
        } else {
            Change::Replaced
        };
        (*statement, *source) = (import.statement, import.source);
        (id, change)
    }
}

/// Gives what is new the ids of what it was, and what an editor has added to words that have not changed.
fn inherit(new: &mut Statement, old: &Statement) {
    keep_ids(new, old);
    new.context.clone_from(&old.context);
    let held: HashMap<&Text, _> = old.passages.iter().map(|passage| (&passage.id, passage)).collect();
    for passage in &mut new.passages {
        let Some(old) = held.get(&passage.id).filter(|old| old.text == passage.text) else { continue };
        (passage.meaning, passage.bearing) = (old.meaning.clone(), old.bearing);
        (passage.context, passage.links) = (old.context.clone(), old.links.clone());
        passage.check.clone_from(&old.check);
    }
}

/// Whether both were taken from one place: one web address, or one file, however it is named.
fn is_same_place(held: &Source, new: &Source) -> bool {
    let (Some(held), Some(new)) = (held.address.as_deref(), new.address.as_deref()) else { return false };
    let file = |name: &str| fs::canonicalize(Path::new(name)).ok();
    held == new || file(held).is_some_and(|held| Some(held) == file(new))
}
