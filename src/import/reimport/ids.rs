//! Ids of passages when a text is imported again, so that marks stay with their paragraphs.
//!
//! Invariant: an unchanged paragraph keeps its id, even if it moved; an edited one keeps the id that it had; a new one gets
//! an id made from its words that no other paragraph of the statement has had.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::super::digest;
use crate::corpus::model::{Passage, Statement};
use crate::text::fold::fold;
use crate::text::safe::Text;

/// Percentage of common words from which a paragraph counts as an edited version of another.
const ALIKE: usize = 34;
/// The most pairs of paragraphs that are compared between two unchanged paragraphs.
const PAIRS: usize = 10_000;
/// How many paragraphs each is compared with if there are more pairs.
const AROUND: usize = 8;

/// Gives the passages of `new` the ids that they had in `old`.
pub(crate) fn keep_ids(new: &mut Statement, old: &Statement) {
    let mut kept = unchanged(&new.passages, &old.passages);
    let mut used: HashSet<usize> = kept.iter().flatten().copied().collect();
    for (news, olds) in gaps(&kept, &used, old.passages.len()) {
        // Where passages have changed places, a lost passage may lie in two gaps.
        let olds: Vec<usize> = olds.into_iter().filter(|at| !used.contains(at)).collect();
        for (new_at, old_at) in edited(&new.passages, &old.passages, news, &olds) {
            used.insert(old_at);
            if let Some(kept) = kept.get_mut(new_at) {
                *kept = Some(old_at);
            }
        }
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

/// The gaps: new passages in a row without an old one, each with the old passages that are gone between the same neighbors.
fn gaps(kept: &[Option<usize>], still: &HashSet<usize>, old: usize) -> Vec<(Range<usize>, Vec<usize>)> {
    let mut gaps = Vec::new();
    let mut start = 0_usize;
    while start < kept.len() {
        let unknown = kept.iter().skip(start).take_while(|kept| kept.is_none()).count();
        let end = start + unknown;
        if unknown > 0 {
            let before = start.checked_sub(1).and_then(|at| kept.get(at).copied().flatten());
            let first = before.map_or(0, |at| at + 1);
            let after = kept.get(end).copied().flatten().unwrap_or(old);
            // If the neighbors have changed places, take the lost passages directly after the first one.
            let between = if first <= after { first..after } else { first..old };
            let gone = between.take(PAIRS).take_while(|at| first <= after || !still.contains(at));
            gaps.push((start..end, gone.filter(|at| !still.contains(at)).collect()));
        }
        start = end + 1;
    }
    gaps
}

/// Pairs of new passages and the old ones of which they are edited versions: in order, with the most common words.
fn edited(new: &[Passage], old: &[Passage], news: Range<usize>, olds: &[usize]) -> Vec<(usize, usize)> {
    let news: Vec<usize> = news.collect();
    if news.len() * olds.len() > PAIRS {
        return near(new, old, &news, olds);
    }
    let new_words: Vec<_> = news.iter().map(|at| words(new, *at)).collect();
    let old_words: Vec<_> = olds.iter().map(|at| words(old, *at)).collect();
    // best[i][j]: the highest likeness of the first i new and the first j old passages.
    let mut best = vec![vec![0_usize; olds.len() + 1]];
    let mut alikes: Vec<Vec<usize>> = Vec::new();
    for new in &new_words {
        let alike: Vec<usize> = old_words.iter().map(|old| alike(new, old)).collect();
        let above = best.last().cloned().unwrap_or_default();
        let mut row = vec![0_usize];
        for ((alike, pair), (diagonal, up)) in
            alike.iter().zip(1_usize..).zip(above.iter().zip(above.iter().skip(1)))
        {
            let left = row.get(pair - 1).copied().unwrap_or_default();
            row.push(left.max(*up).max(if *alike > 0 { diagonal + alike } else { 0 }));
        }
        best.push(row);
        alikes.push(alike);
    }
    traced(&best, &alikes).into_iter().filter_map(|(i, j)| Some((*news.get(i)?, *olds.get(j)?))).collect()
}

fn words(passages: &[Passage], at: usize) -> HashMap<String, usize> {
    passages.get(at).map(words_of).unwrap_or_default()
}

/// Like [`edited`], where too much has changed to compare all pairs: each new passage is compared with the next few old ones
/// and paired with the most similar.
fn near(new: &[Passage], old: &[Passage], news: &[usize], olds: &[usize]) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    let mut next = 0_usize;
    for new_at in news {
        let these = words(new, *new_at);
        let around = olds.iter().enumerate().skip(next).take(AROUND);
        let alikes = around.map(|(at, old_at)| (alike(&these, &words(old, *old_at)), at, *old_at));
        // Of several with the same likeness, the first.
        let best =
            alikes.filter(|(alike, ..)| *alike > 0).max_by_key(|(alike, at, _)| (*alike, Reverse(*at)));
        if let Some((_, at, old_at)) = best {
            pairs.push((*new_at, old_at));
            next = at + 1;
        }
    }
    pairs
}

/// The pairs that make the best alignment.
fn traced(best: &[Vec<usize>], alikes: &[Vec<usize>]) -> Vec<(usize, usize)> {
    let at = |i: usize, j: usize| best.get(i).and_then(|row| row.get(j)).copied().unwrap_or_default();
    let mut pairs = Vec::new();
    let (mut i, mut j) = (alikes.len(), best.first().map_or(0, |row| row.len() - 1));
    while let (Some(above), Some(left)) = (i.checked_sub(1), j.checked_sub(1)) {
        let alike = alikes.get(above).and_then(|row| row.get(left)).copied().unwrap_or_default();
        if alike > 0 && at(i, j) == at(above, left) + alike {
            pairs.push((above, left));
            (i, j) = (above, left);
        } else if at(i, j) == at(above, j) {
            i = above;
        } else {
            j = left;
        }
    }
    pairs
}

/// A passage's words, each with its count.
fn words_of(passage: &Passage) -> HashMap<String, usize> {
    let mut words: HashMap<String, usize> = HashMap::new();
    for word in fold(&passage.text).split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        let count = words.entry(word.to_owned()).or_default();
        *count += 1;
    }
    words
}

/// The percentage of words in common; 0 below [`ALIKE`].
fn alike(one: &HashMap<String, usize>, other: &HashMap<String, usize>) -> usize {
    let common: usize =
        one.iter().map(|(word, count)| other.get(word).map_or(0, |other| *count.min(other))).sum();
    let all = one.values().chain(other.values()).sum::<usize>();
    (common * 200).checked_div(all).filter(|alike| *alike >= ALIKE).unwrap_or_default()
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
