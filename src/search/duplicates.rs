//! Passages with exactly the same words: on a page, one of them is enough.
//!
//! Invariant: each passage is in at most one group, and all passages of a group have the same words in the same fields.

use std::hash::BuildHasher;

use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};

use super::sequence::Rows;
use super::{Found, narrow};
use crate::corpus::PassageNo;

/// The groups of passages with the same words.
#[derive(Debug, Default)]
pub(super) struct Duplicates {
    /// Groups of two or more passages, ascending.
    groups: Vec<Vec<u32>>,
    /// For each of their passages, the number of its group.
    group_of: FxHashMap<u32, u32>,
}

impl Duplicates {
    pub(super) fn new(rows: &Rows) -> Self {
        let mut hashes: Vec<(u64, u32)> = (0..narrow(rows.passages()))
            .map(|passage| (FxBuildHasher.hash_one(rows.body(passage)), passage))
            .collect();
        hashes.sort_unstable();
        let mut duplicates = Self::default();
        for alike in hashes.chunk_by(|(one, _), (next, _)| one == next).filter(|alike| alike.len() > 1) {
            let Some((_, first)) = alike.first() else { continue };
            let is_same = |passage: &u32| rows.body(*passage) == rows.body(*first);
            let group: Vec<u32> = alike.iter().map(|(_, passage)| *passage).filter(is_same).collect();
            let number = narrow(duplicates.groups.len());
            duplicates.group_of.extend(group.iter().map(|passage| (*passage, number)));
            duplicates.groups.push(group);
        }
        duplicates
    }

    /// Keeps the best of all hits with the same words and the same certainty; the others are collapsed under it, whether
    /// they are listed or not.
    pub(super) fn collapse(&self, found: &mut Found) {
        let mut seen = FxHashSet::default();
        let mut hits = std::mem::take(&mut found.hits);
        hits.retain(|hit| {
            let Some(number) = self.group_of.get(&hit.passage.0) else { return true };
            let Some(certainty) = found.certainty(hit.passage) else { return true };
            if !seen.insert((*number, certainty)) {
                return false;
            }
            let group = self.groups.get(*number as usize).into_iter().flatten();
            let others = group.filter(|passage| **passage != hit.passage.0);
            let is_as_certain = |passage: &u32| found.certainty(PassageNo(*passage)) == Some(certainty);
            let others: Vec<u32> = others.copied().filter(is_as_certain).collect();
            found.same.insert(hit.passage.0, others.len());
            found.under.extend(others.into_iter().map(|passage| (passage, hit.passage.0)));
            true
        });
        found.hits = hits;
    }
}
