//! Ids of passages when a text is imported again, so that marks stay with their paragraphs.
//!
//! Invariant: an unchanged paragraph keeps its id, even if it moved; an edited one keeps its id too; a new one gets an
//! id made from its words that no other paragraph of the statement has had.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

use similar::{Algorithm, DiffTag, capture_diff_slices};

use super::super::digest;
use crate::analysis::sentence_pairs::{UnitWords, align};
use crate::corpus::model::{Passage, Statement};
use crate::text::safe::Text;
use crate::text::sublist;

/// Minimum percentage of common words that makes a passage between the same neighbors an edited version of another.
const ALIKE: usize = 34;
/// Maximum places of old passages that are checked for a new one, and maximum passages that it is compared with.
const PLACES: usize = 64;
const COMPARED: usize = 8;

/// Gives the passages of `new` the ids that they had in `old`; returns how many are unchanged or edited.
pub(crate) fn keep_ids(new: &mut Statement, old: &Statement) -> usize {
    let mut kept = unchanged(&new.passages, &old.passages);
    for (new_at, old_at) in edited(&new.passages, &old.passages, &kept) {
        kept.get_mut(new_at).into_iter().for_each(|kept| *kept = Some(old_at));
    }
    let count = kept.iter().flatten().count();
    reworded(&new.passages, &old.passages, &mut kept);
    let mut taken: HashSet<Text> = old.passages.iter().map(|passage| passage.id.clone()).collect();
    let statement = new.id.clone();
    for (passage, kept) in new.passages.iter_mut().zip(kept) {
        let own = kept.and_then(|at| old.passages.get(at)).map(|passage| passage.id.clone());
        passage.id = own.unwrap_or_else(|| fresh(&statement, passage, &mut taken));
    }
    count
}

/// For each new passage, the old one with the same words; equal passages are paired by their neighbors.
fn unchanged(new: &[Passage], old: &[Passage]) -> Vec<Option<usize>> {
    let mut kept = in_place(new, old);
    let used: HashSet<usize> = kept.iter().flatten().copied().collect();
    let mut free: HashMap<&Text, Vec<usize>> = HashMap::new();
    for (at, passage) in old.iter().enumerate().filter(|(at, _)| !used.contains(at)) {
        free.entry(&passage.text).or_default().push(at);
    }
    // What has moved follows what it followed before, or else is the first of its words.
    let mut last: Option<usize> = None;
    for (passage, kept) in new.iter().zip(&mut kept) {
        if let Some(free) = free.get_mut(&passage.text).filter(|free| kept.is_none() && !free.is_empty()) {
            let follows = free.iter().position(|at| last.is_some_and(|last| *at == last + 1));
            *kept = Some(free.remove(follows.unwrap_or(0)));
        }
        last = *kept;
    }
    kept
}

/// For each new passage, the old one with the same words in the same order.
fn in_place(new: &[Passage], old: &[Passage]) -> Vec<Option<usize>> {
    let ((news, new_texts), (olds, old_texts)) = (compared(new, old, 0), compared(old, new, 1));
    let mut kept = vec![None; new.len()];
    // As words are compared: another algorithm or type would be 95 KB of the program.
    let runs = capture_diff_slices(Algorithm::Myers, &old_texts, &new_texts);
    for run in runs.iter().filter(|run| run.tag() == DiffTag::Equal) {
        let olds = sublist(&olds, run.old_range());
        for (new, old) in sublist(&news, run.new_range()).iter().zip(olds) {
            kept.get_mut(*new).into_iter().for_each(|kept| *kept = Some(*old));
        }
    }
    beside_neighbors(new, old, &kept)
}

/// The same pairs, without those of words that an edition has twice and that stand beside no neighbor of before: which of
/// them is meant is not known.
fn beside_neighbors(new: &[Passage], old: &[Passage], kept: &[Option<usize>]) -> Vec<Option<usize>> {
    let mut counts: HashMap<&Text, [usize; 2]> = HashMap::new();
    for (side, passages) in [new, old].into_iter().enumerate() {
        for passage in passages {
            counts.entry(&passage.text).or_default().get_mut(side).into_iter().for_each(|count| *count += 1);
        }
    }
    let is_single = |at: usize| {
        let counts = new.get(at).and_then(|passage| counts.get(&passage.text));
        counts.is_some_and(|counts| counts.iter().all(|count| *count < 2))
    };
    let of = |at: Option<usize>| at.and_then(|at| kept.get(at).copied().flatten());
    let is_beside = |at: usize, own: usize| {
        let before = of(at.checked_sub(1)).is_some_and(|before| before + 1 == own);
        before || of(Some(at + 1)) == Some(own + 1)
    };
    let stays = |(at, own): (usize, &Option<usize>)| own.filter(|own| is_single(at) || is_beside(at, *own));
    kept.iter().enumerate().map(stays).collect()
}

/// The passages of one edition as they are compared with the other one, and their places. Passages in a row whose words the
/// other one does not have are one gap, because they would cost most of the time. A gap equals no text and no other gap.
fn compared(own: &[Passage], other: &[Passage], side: usize) -> (Vec<usize>, Vec<String>) {
    let words: HashSet<&Text> = other.iter().map(|passage| &passage.text).collect();
    let (mut places, mut texts) = (Vec::new(), Vec::new());
    let mut is_gap = false;
    for (at, passage) in own.iter().enumerate() {
        let is_shared = words.contains(&passage.text);
        if is_shared || !is_gap {
            places.push(at);
            // No text has a control character.
            texts.push(if is_shared { passage.text.to_string() } else { format!("\0{}", 2 * at + side) });
        }
        is_gap = !is_shared;
    }
    (places, texts)
}

/// Pairs of a new passage and the old one of which it is an edited version, among the passages that are not unchanged.
/// Sentences are paired as when statements are compared; of passages joined or split, the first ones are a pair.
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

/// Pairs what is left with the old passages between the same neighbors, in order: there, common words are enough, in
/// any order.
fn reworded(new: &[Passage], old: &[Passage], kept: &mut [Option<usize>]) {
    let mut used: HashSet<usize> = kept.iter().flatten().copied().collect();
    // For each new passage, the place of the next old one that is kept.
    let mut next = old.len();
    let mut ends = Vec::with_capacity(kept.len());
    for kept in kept.iter().rev() {
        next = kept.unwrap_or(next);
        ends.push(next);
    }
    ends.reverse();
    let mut start = 0;
    for ((passage, kept), end) in new.iter().zip(kept.iter_mut()).zip(ends) {
        if kept.is_none() {
            let words = UnitWords::new(&passage.text);
            // If the neighbors have changed places, what follows the first one.
            let between = start..if start <= end { end } else { old.len() };
            let free = between.take(PLACES).filter(|at| !used.contains(at)).take(COMPARED);
            let alike = free
                .filter_map(|at| Some((common(&words, &UnitWords::new(&old.get(at)?.text)), Reverse(at))));
            *kept = alike.filter(|(share, _)| *share >= ALIKE).max().map(|(_, Reverse(at))| at);
            used.extend(*kept);
        }
        start = kept.map_or(start, |at| at + 1);
    }
}

/// The percentage of words that two passages have in common.
fn common(one: &UnitWords, other: &UnitWords) -> usize {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for word in &one.spelled {
        *counts.entry(word).or_default() += 1;
    }
    let is_shared = |word: &&String| {
        counts.get_mut(word.as_str()).filter(|left| **left > 0).map(|left| *left -= 1).is_some()
    };
    let shared = other.spelled.iter().filter(is_shared).count();
    (shared * 200).checked_div(one.spelled.len() + other.spelled.len()).unwrap_or_default()
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
