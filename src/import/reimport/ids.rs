//! Ids of passages when a text is imported again, so that marks stay with their paragraphs.
//!
//! Invariant: an unchanged paragraph keeps its id, even if it moved; an edited one keeps the id that it had; a new one gets
//! an id made from its words that no other paragraph of the statement has had.

use std::collections::{HashMap, HashSet};

use super::super::digest;
use crate::analysis::sentence_pairs::{UnitWords, align};
use crate::corpus::model::{Passage, Statement};
use crate::text::safe::Text;

/// Gives the passages of `new` the ids that they had in `old`.
pub(crate) fn keep_ids(new: &mut Statement, old: &Statement) {
    let mut kept = unchanged(&new.passages, &old.passages);
    for (new_at, old_at) in edited(&new.passages, &old.passages, &kept) {
        kept.get_mut(new_at).into_iter().for_each(|kept| *kept = Some(old_at));
    }
    let mut taken: HashSet<Text> = old.passages.iter().map(|passage| passage.id.clone()).collect();
    let statement = new.id.clone();
    for (passage, kept) in new.passages.iter_mut().zip(kept) {
        let own = kept.and_then(|at| old.passages.get(at)).map(|passage| passage.id.clone());
        passage.id = own.unwrap_or_else(|| fresh(&statement, passage, &mut taken));
    }
}

/// For each new passage, the old one with the same words; equal passages are paired in order.
fn unchanged(new: &[Passage], old: &[Passage]) -> Vec<Option<usize>> {
    let mut places: HashMap<&Text, Vec<usize>> = HashMap::new();
    for (at, passage) in old.iter().enumerate().rev() {
        places.entry(&passage.text).or_default().push(at);
    }
    new.iter().map(|passage| places.get_mut(&passage.text).and_then(Vec::pop)).collect()
}

/// Of the other passages, pairs of a new one and the old one of which it is an edited version. Two sentences are paired in
/// the same way when statements are compared; of passages joined or split, the first are a pair.
fn edited(new: &[Passage], old: &[Passage], kept: &[Option<usize>]) -> Vec<(usize, usize)> {
    let used: HashSet<usize> = kept.iter().flatten().copied().collect();
    let news: Vec<usize> = (0..new.len()).filter(|at| kept.get(*at).is_some_and(Option::is_none)).collect();
    let olds: Vec<usize> = (0..old.len()).filter(|at| !used.contains(at)).collect();
    let words = |passages: &[Passage], places: &[usize]| -> Vec<UnitWords> {
        places.iter().filter_map(|at| passages.get(*at)).map(|one| UnitWords::new(&one.text)).collect()
    };
    let pairs = align(&words(new, &news), &words(old, &olds)).pairs;
    let places = pairs.iter().map(|pair| (news.get(pair.a.start), olds.get(pair.b.start)));
    places.filter_map(|(new, old)| Some((*new?, *old?))).collect()
}

/// An id made from the passage's words that is not taken.
fn fresh(statement: &str, passage: &Passage, taken: &mut HashSet<Text>) -> Text {
    let digest = digest::sha256(passage.text.as_bytes());
    let mut number = 1_usize;
    loop {
        let again = if number > 1 { format!("-{number}") } else { String::new() };
        let id = Text::new(&format!("{statement}/{}{again}", digest::short(&digest)));
        if taken.insert(id.clone()) {
            return id;
        }
        number += 1;
    }
}
