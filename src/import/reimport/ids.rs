//! Ids of passages when a text is imported again.
//!
//! Invariant: a passage whose words were there before keeps its id, wherever it stands now; one that was edited keeps
//! that of the paragraph it was; a new one gets an id that no other paragraph of the statement has had, made of its
//! words. So marks stay with their paragraphs.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::super::digest;
use crate::corpus::model::{Passage, Statement};
use crate::text::fold::fold;
use crate::text::safe::Text;

/// How many of the words of two paragraphs, of each hundred, must be alike for one to be the other, edited.
const ALIKE: usize = 34;
/// Pairs of paragraphs that are compared at most between two that are known.
const PAIRS: usize = 10_000;
/// How many paragraphs each is compared with where there are more.
const AROUND: usize = 8;

/// Gives the passages of `new` the ids that they had in `old`.
pub(crate) fn keep_ids(new: &mut Statement, old: &Statement) {
    let mut kept = unchanged(&new.passages, &old.passages);
    let mut used: HashSet<usize> = kept.iter().flatten().copied().collect();
    for (news, olds) in gaps(&kept, &used, old.passages.len()) {
        // Where passages have changed places, what is gone may lie between two pairs of neighbours.
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

/// Which old passage has the words of each new one; of several alike, each is given once, in their order.
fn unchanged(new: &[Passage], old: &[Passage]) -> Vec<Option<usize>> {
    let mut places: HashMap<&Text, Vec<usize>> = HashMap::new();
    for (at, passage) in old.iter().enumerate().rev() {
        places.entry(&passage.text).or_default().push(at);
    }
    new.iter().map(|passage| places.get_mut(&passage.text).and_then(Vec::pop)).collect()
}

/// The runs of new passages that are not known, each with the old ones that are gone between the same neighbours.
fn gaps(kept: &[Option<usize>], still: &HashSet<usize>, old: usize) -> Vec<(Range<usize>, Vec<usize>)> {
    let mut gaps = Vec::new();
    let mut start = 0_usize;
    while start < kept.len() {
        let unknown = kept.iter().skip(start).take_while(|kept| kept.is_none()).count();
        let end = start.saturating_add(unknown);
        if unknown > 0 {
            let before = start.checked_sub(1).and_then(|at| kept.get(at).copied().flatten());
            let first = before.map_or(0, |at| at.saturating_add(1));
            let behind = kept.get(end).copied().flatten().unwrap_or(old);
            // Where the neighbours have changed places, what is gone behind the first or before the second is meant.
            let between = if first <= behind { first..behind } else { first..old };
            let gone = between.take(PAIRS).take_while(|at| first <= behind || !still.contains(at));
            gaps.push((start..end, gone.filter(|at| !still.contains(at)).collect()));
        }
        start = end.saturating_add(1);
    }
    gaps
}

/// Which of the new passages are old ones, edited: pairs in order, so that as many words as can be are alike.
fn edited(new: &[Passage], old: &[Passage], news: Range<usize>, olds: &[usize]) -> Vec<(usize, usize)> {
    let news: Vec<usize> = news.collect();
    if news.len().saturating_mul(olds.len()) > PAIRS {
        return near(new, old, &news, olds);
    }
    let new_words: Vec<_> = news.iter().map(|at| words(new, *at)).collect();
    let old_words: Vec<_> = olds.iter().map(|at| words(old, *at)).collect();
    // best[i][j]: the most that the first i new and j old ones can be alike.
    let mut best = vec![vec![0_usize; olds.len().saturating_add(1)]];
    let mut alikes: Vec<Vec<usize>> = Vec::new();
    for new in &new_words {
        let alike: Vec<usize> = old_words.iter().map(|old| alike(new, old)).collect();
        let above = best.last().cloned().unwrap_or_default();
        let mut row = vec![0_usize];
        for ((alike, pair), (diagonal, up)) in
            alike.iter().zip(1_usize..).zip(above.iter().zip(above.iter().skip(1)))
        {
            let left = row.get(pair.saturating_sub(1)).copied().unwrap_or_default();
            row.push(left.max(*up).max(if *alike > 0 { diagonal.saturating_add(*alike) } else { 0 }));
        }
        best.push(row);
        alikes.push(alike);
    }
    traced(&best, &alikes).into_iter().filter_map(|(i, j)| Some((*news.get(i)?, *olds.get(j)?))).collect()
}

fn words(passages: &[Passage], at: usize) -> HashMap<String, usize> {
    passages.get(at).map(words_of).unwrap_or_default()
}

/// As [`edited`], where too much has changed to compare all with all: each is compared with those around the place
/// where it should stand, and takes the one that is most like it.
fn near(new: &[Passage], old: &[Passage], news: &[usize], olds: &[usize]) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    let mut next = 0_usize;
    for new_at in news {
        let these = words(new, *new_at);
        let around = olds.iter().enumerate().skip(next).take(AROUND);
        let alikes = around.map(|(at, old_at)| (alike(&these, &words(old, *old_at)), at, *old_at));
        // Of those as like as it, the first.
        let best = alikes
            .filter(|(alike, ..)| *alike > 0)
            .max_by_key(|(alike, at, _)| (*alike, usize::MAX.saturating_sub(*at)));
        if let Some((_, at, old_at)) = best {
            pairs.push((*new_at, old_at));
            next = at.saturating_add(1);
        }
    }
    pairs
}

/// The pairs that make the best alignment.
fn traced(best: &[Vec<usize>], alikes: &[Vec<usize>]) -> Vec<(usize, usize)> {
    let at = |i: usize, j: usize| best.get(i).and_then(|row| row.get(j)).copied().unwrap_or_default();
    let mut pairs = Vec::new();
    let (mut i, mut j) = (alikes.len(), best.first().map_or(0, |row| row.len().saturating_sub(1)));
    while let (Some(above), Some(left)) = (i.checked_sub(1), j.checked_sub(1)) {
        let alike = alikes.get(above).and_then(|row| row.get(left)).copied().unwrap_or_default();
        if alike > 0 && at(i, j) == at(above, left).saturating_add(alike) {
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

/// A passage's words with how often each stands in it.
fn words_of(passage: &Passage) -> HashMap<String, usize> {
    let mut words: HashMap<String, usize> = HashMap::new();
    for word in fold(&passage.text).split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        let count = words.entry(word.to_owned()).or_default();
        *count = count.saturating_add(1);
    }
    words
}

/// How many of a hundred words are the same in both; nothing where these are few.
fn alike(one: &HashMap<String, usize>, other: &HashMap<String, usize>) -> usize {
    let common: usize =
        one.iter().map(|(word, count)| other.get(word).map_or(0, |other| *count.min(other))).sum();
    let all = one.values().chain(other.values()).sum::<usize>();
    common.saturating_mul(200).checked_div(all).filter(|alike| *alike >= ALIKE).unwrap_or_default()
}

/// An id that no passage has had, but one with the same words.
fn fresh(statement: &str, passage: &Passage, taken: &mut HashSet<Text>) -> Text {
    let digest = digest::sha256(passage.text.as_bytes());
    let mut number = 1_usize;
    loop {
        let again = if number > 1 { format!("-{number}") } else { String::new() };
        let id = Text::new(&format!("{statement}/{}{again}", digest::short(&digest)));
        if taken.insert(id.clone()) {
            return id;
        }
        number = number.saturating_add(1);
    }
}
