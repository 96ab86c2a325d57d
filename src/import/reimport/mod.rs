//! Imports into a dataset that may already hold them: a new text is added, a changed one replaces the old one.
//!
//! Invariant: at most one import replaces a held statement, so no text is lost to another one; importing the same file
//! again changes nothing.

pub(super) mod ids;
mod reconcile;

use std::collections::{HashMap, HashSet};

use super::metadata::Metadata;
use super::statement::{Import, Placing};
use crate::corpus::model::{Dataset, Source, Statement};
use crate::text::safe::Text;
use reconcile::{KeptFields, is_file, reconcile};

/// What an import changed in the dataset.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    Added,
    Replaced,
    /// The same text in a file with another path.
    Moved,
    Unchanged,
}

impl Change {
    pub fn name(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Replaced => "replaced",
            Self::Moved => "moved",
            Self::Unchanged => "unchanged",
        }
    }
}

/// What an import changed, for one statement.
#[derive(Debug)]
pub struct Merged {
    /// Its statement's id.
    pub id: Text,
    pub change: Change,
    /// Fields that keep their held value although the text now gives another one.
    pub kept: Vec<&'static str>,
    /// Fields that were guessed anew, because the file now holds another text.
    pub renewed: Vec<&'static str>,
    /// Fields that are empty now, because they were read from words that the text no longer has.
    pub dropped: Vec<&'static str>,
}

impl Merged {
    fn new(id: Text, change: Change) -> Self {
        Self { id, change, kept: Vec::new(), renewed: Vec::new(), dropped: Vec::new() }
    }
}

/// Adds imports to a dataset; returns what each changed, in their order.
pub fn merge(held: &mut Dataset, imports: Vec<Import>, given: &Metadata) -> Vec<Merged> {
    let mut merging = Merging::new(held);
    let places = merging.places_of(&imports);
    let take = |(import, at)| match at {
        Some(at) => merging.replace(at, import, given),
        None => merging.add(import),
    };
    let merged = imports.into_iter().zip(places).map(take).collect();
    held.order_by_date();
    merged
}

struct Merging<'a> {
    held: &'a mut Dataset,
    statements: HashMap<Text, usize>,
    sources: HashMap<Text, usize>,
    /// How many statements use each source.
    shared: HashMap<Text, usize>,
    /// The positions of statements in the dataset, by the SHA-256 of their files, and by the hash of their paths.
    digests: HashMap<Text, usize>,
    path_hashes: HashMap<Text, usize>,
}

impl<'a> Merging<'a> {
    fn new(held: &'a mut Dataset) -> Self {
        let statements = held.statements.iter().map(|statement| statement.id.clone()).zip(0..).collect();
        let sources = held.sources.iter().map(|source| source.id.clone()).zip(0..).collect();
        let (shared, digests, path_hashes) = (HashMap::new(), HashMap::new(), HashMap::new());
        let mut merging = Self { held, statements, sources, shared, digests, path_hashes };
        for at in 0..merging.held.statements.len() {
            let passages = merging.held.statements.get(at).into_iter().flat_map(|held| &held.passages);
            for source in passages.map(|passage| passage.source.clone()).collect::<HashSet<Text>>() {
                let count = merging.shared.entry(source).or_default();
                *count += 1;
            }
            let known = merging.source(at).map(|source| (source.sha256.clone(), source.path_hash.clone()));
            let (digest, path_hash) = known.unwrap_or_default();
            merging.digests.extend(digest.zip(Some(at)));
            merging.path_hashes.extend(path_hash.zip(Some(at)));
        }
        merging
    }

    /// The imported source of a statement's words.
    fn source(&self, statement: usize) -> Option<&Source> {
        self.source_at(statement).and_then(|at| self.held.sources.get(at))
    }

    fn source_at(&self, statement: usize) -> Option<usize> {
        let mut sources = self.held.statements.get(statement)?.passages.iter().map(|passage| &passage.source);
        // An editor may have checked an import against the official text and changed its kind.
        let is_imported =
            |at: &usize| self.held.sources.get(*at).is_some_and(|source| source.sha256.is_some());
        sources.find_map(|source| self.sources.get(source).copied().filter(is_imported))
    }

    /// Which statement each import replaces: that of a file with the same bytes, else that from the same path, else one with
    /// the same id and some of the same paragraphs, if both are from one web page or both came through a pipe.
    fn places_of(&self, imports: &[Import]) -> Vec<Option<usize>> {
        let by_bytes = |import: &Import| self.digests.get(import.source.sha256.as_ref()?).copied();
        let by_file = |import: &Import| self.path_hashes.get(import.source.path_hash.as_ref()?).copied();
        let by_id = |import: &Import| {
            let at = self.statements.get(&import.statement.id)?;
            self.is_other_edition(*at, import).then_some(*at)
        };
        let mut taken = HashSet::new();
        let mut places = vec![None; imports.len()];
        for known in [&by_bytes as &dyn Fn(&Import) -> Option<usize>, &by_file, &by_id] {
            for (import, place) in imports.iter().zip(&mut places).filter(|(_, place)| place.is_none()) {
                *place = known(import).filter(|at| taken.insert(*at));
            }
        }
        places
    }

    fn is_other_edition(&self, at: usize, new: &Import) -> bool {
        let (Some(statement), Some(source)) = (self.held.statements.get(at), self.source(at)) else {
            return false;
        };
        let is_same_page = !is_file(source) && source.address == new.source.address;
        let is_piped = source.path_hash.is_none() && new.source.path_hash.is_none();
        let words: HashSet<&Text> = statement.passages.iter().map(|passage| &passage.text).collect();
        (is_same_page || is_piped)
            && new.statement.passages.iter().any(|passage| words.contains(&passage.text))
    }

    fn add(&mut self, mut import: Import) -> Merged {
        let own = import.statement.id.clone();
        let mut number = 1;
        while self.statements.contains_key(&import.statement.id)
            || self.sources.contains_key(&import.source.id)
        {
            number += 1;
            import.rename(&format!("{own}-{number}"));
        }
        let id = import.statement.id.clone();
        self.statements.insert(id.clone(), self.held.statements.len());
        self.push(import.source);
        self.held.statements.push(import.statement);
        Merged::new(id, Change::Added)
    }

    fn push(&mut self, source: Source) {
        self.sources.insert(source.id.clone(), self.held.sources.len());
        self.held.sources.push(source);
    }

    fn replace(&mut self, at: usize, mut import: Import, given: &Metadata) -> Merged {
        let source_at = self.source_at(at);
        let source = source_at.and_then(|at| self.held.sources.get(at)).cloned();
        let (Some(old), Some(old_source)) = (self.held.statements.get(at), source) else {
            return self.add(import);
        };
        let (id, own) = (old.id.clone(), old_source.id.clone());
        let is_own = self.shared.get(&own).is_none_or(|count| *count <= 1);
        let same = old_source.sha256 == import.source.sha256;
        // Imports of older versions have no extent yet.
        let is_new = import.placing == Placing::Chosen || import.statement.language.is_some();
        if same && !is_new && old.extent.is_some() && *given == Metadata::default() {
            let is_moved = is_own
                && import.source.path_hash.is_some()
                && import.source.path_hash != old_source.path_hash;
            if let Some(source) = source_at.and_then(|at| self.held.sources.get_mut(at)).filter(|_| is_moved)
            {
                source.path_hash.clone_from(&import.source.path_hash);
            }
            let change = if is_moved { Change::Moved } else { Change::Unchanged };
            return Merged::new(id, change);
        }
        import.statement.rename(&id);
        // A source that other statements use stays unchanged for them.
        import.source.id = if is_own { own } else { self.free(&id) };
        let KeptFields { kept, renewed } = reconcile(&mut import, old, &old_source, given);
        let dropped = dropped(&import.statement, old);
        if import.statement == *old && import.source == old_source {
            return Merged::new(id, Change::Unchanged);
        }
        match source_at.and_then(|at| self.held.sources.get_mut(at)).filter(|_| is_own) {
            Some(source) => *source = import.source,
            None => self.push(import.source),
        }
        if let Some(statement) = self.held.statements.get_mut(at) {
            *statement = import.statement;
        }
        Merged { kept, renewed, dropped, ..Merged::new(id, Change::Replaced) }
    }

    /// The first free id for a source.
    fn free(&self, id: &Text) -> Text {
        let (mut free, mut number) = (id.clone(), 1);
        while self.sources.contains_key(&free) {
            number += 1;
            free = Text::new(&format!("{id}-{number}"));
        }
        free
    }
}

/// Fields with terms recorded for the old words that are no longer recorded.
fn dropped(new: &Statement, old: &Statement) -> Vec<&'static str> {
    let fields = [("says", &old.says, &new.says), ("silent", &old.silent, &new.silent)];
    fields
        .into_iter()
        .filter(|(_, old, new)| !old.is_empty() && new.is_empty())
        .map(|field| field.0)
        .collect()
}
