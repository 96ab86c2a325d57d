//! Which hits have the words of other hits: those of passages that repeat each other, and those of a quotation that is
//! found in a whole text of its statement.
//!
//! Invariant: every hit is shown, or belongs to a passage that is named with a hit shown. Only the texts of one
//! statement, and within one of them only passages that the dataset links, can have the same words.

use std::collections::{BTreeMap, HashSet};
use std::ops::Range;
use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::omissions::gaps;
use super::wording::{repeats, witnesses};
use crate::corpus::model::Verdict;
use crate::corpus::{Corpus, PassageNo};
use crate::search::{
    Attestation, Index, NodeHit, NodeSearch, Rival, SearchField, placed_words, wording_verdict,
};
use crate::text::sentences::sentences;
use crate::text::slice;

/// Minimum words in a row that two texts must share for their words to count as the same.
pub(super) const LEAST: usize = 3;

/// The hits that are shown, in reading order, each with the passages that have the same words.
#[derive(Debug, Default)]
pub(super) struct DistinctHits<'a> {
    pub shown: Vec<(&'a NodeHit, Vec<PassageNo>)>,
    /// How many passages have a hit; those with the same words count once.
    pub wordings: usize,
}

/// A hit that no passage of its own text repeats with surer wording.
struct DistinctHit<'a> {
    hit: &'a NodeHit,
    witnesses: Vec<PassageNo>,
    /// The first passage of its text that has the same wording.
    wording: PassageNo,
}

impl<'a> DistinctHits<'a> {
    /// Of hits in reading order.
    pub(super) fn new(corpus: &Corpus, hits: &'a [NodeHit]) -> Self {
        let mut distinct = within_records(corpus, hits);
        let mut rows = collapse_texts(corpus, &mut distinct).into_iter().enumerate();
        distinct.retain(|_| rows.next().is_some_and(|(at, row)| at == row));
        let wordings = distinct.iter().map(|one| one.wording).collect::<FxHashSet<PassageNo>>().len();
        let mut shown: Vec<_> = distinct.into_iter().map(|one| (one.hit, one.witnesses)).collect();
        shown.sort_by_key(|(hit, _)| hit.passage);
        Self { shown, wordings }
    }
}

/// What the statements do with the words of a row. `sure:` asks for the lines as they are shown: a line that is shown
/// for wording held twice is as sure as the surer copy.
pub(super) fn attested(corpus: &Corpus, index: &Index, rival: &Rival) -> Result<Attestation, String> {
    let mut attested = index.attestation(corpus, rival)?;
    let Some(any) = rival.however_sure() else { return Ok(attested) };
    let all = index.attestation(corpus, &any)?.search;
    let (mut given, mut elsewhere) = (FxHashMap::<PassageNo, Vec<NodeHit>>::default(), Vec::new());
    let statements = (0..corpus.statements().len()).filter(|at| corpus.text_of(*at).is_none());
    for at in statements.filter(|at| is_held_twice(corpus, *at)) {
        let asked = hits_in(corpus, index, &attested.search, at);
        if asked.is_empty() {
            continue;
        }
        let shown = as_shown(corpus, &hits_in(corpus, index, &all, at), &asked);
        let kept: FxHashSet<_> = shown.iter().map(place).collect();
        elsewhere.extend(asked.iter().filter(|hit| !kept.contains(&place(hit))).map(|hit| hit.passage));
        for hit in &asked {
            given.entry(hit.passage).or_default();
        }
        for hit in shown {
            given.entry(hit.passage).or_default().push(hit);
        }
    }
    attested.give(corpus, given, elsewhere);
    Ok(attested)
}

/// Whether other passages may have the same wording as a passage of the statement.
pub(super) fn is_held_twice(corpus: &Corpus, statement: usize) -> bool {
    let mut records = corpus.records(statement).filter_map(|at| corpus.statements().get(at));
    corpus.records(statement).nth(1).is_some() || records.any(repeats)
}

/// The hits in a statement and its texts, in reading order.
pub(super) fn hits_in(corpus: &Corpus, index: &Index, search: &NodeSearch, statement: usize) -> Vec<NodeHit> {
    let mut records: Vec<usize> = corpus.records(statement).collect();
    records.sort_unstable();
    let said = records.into_iter().flat_map(|at| search.among(corpus.span(at)));
    said.flat_map(|passage| index.node_hits(search, passage)).collect()
}

/// Where a hit is; no two hits have the same place.
fn place(hit: &NodeHit) -> (PassageNo, SearchField, u32) {
    (hit.passage, hit.field, hit.words.start)
}

/// The hits of a statement that are shown and that were asked for, and those asked for that are not among all hits.
fn as_shown(corpus: &Corpus, all: &[NodeHit], asked: &[NodeHit]) -> Vec<NodeHit> {
    let wanted: FxHashSet<_> = asked.iter().map(place).collect();
    let mut distinct = within_records(corpus, all);
    let places: FxHashMap<_, usize> = distinct.iter().map(|one| place(one.hit)).zip(0..).collect();
    let repeated =
        distinct.iter().zip(0..).flat_map(|(one, at)| one.witnesses.iter().map(move |own| (*own, at)));
    let repeated: FxHashMap<PassageNo, usize> = repeated.collect();
    let rows = collapse_texts(corpus, &mut distinct);
    let is_shown = |hit: &&NodeHit| {
        let at = places.get(&place(hit)).or_else(|| repeated.get(&hit.passage));
        let shown = at.and_then(|at| distinct.get(*rows.get(*at)?));
        shown.is_some_and(|shown| wanted.contains(&place(shown.hit)))
    };
    let known: FxHashSet<_> = all.iter().map(place).collect();
    let others = asked.iter().filter(|hit| !known.contains(&place(hit)));
    let mut shown: Vec<NodeHit> = all.iter().filter(is_shown).chain(others).cloned().collect();
    shown.sort_by_key(|hit| (hit.passage, hit.words.start));
    shown
}

/// For each text, the hits that no passage of it repeats with surer wording.
fn within_records<'a>(corpus: &Corpus, hits: &'a [NodeHit]) -> Vec<DistinctHit<'a>> {
    let record = |hit: &NodeHit| corpus.statement_of(hit.passage);
    let mut distinct = Vec::with_capacity(hits.len());
    for of in hits.chunk_by(|one, next| record(one) == record(next)) {
        distinct.extend(within_record(corpus, of));
    }
    distinct
}

/// Of passages that repeat each other, the hits of the one with the surest wording; the others are its witnesses.
fn within_record<'a>(corpus: &Corpus, hits: &'a [NodeHit]) -> Vec<DistinctHit<'a>> {
    let record = hits.first().and_then(|hit| corpus.statement_of(hit.passage));
    let held = record.and_then(|at| corpus.statements().get(at)).filter(|held| repeats(held));
    let Some((at, held)) = record.zip(held) else {
        let alone = |hit: &'a NodeHit| DistinctHit { hit, witnesses: Vec::new(), wording: hit.passage };
        return hits.iter().map(alone).collect();
    };
    let first = witnesses(held);
    let wording = |passage: PassageNo| {
        let first = corpus.place_of(passage).and_then(|place| first.get(place));
        first.and_then(|first| corpus.passages_of(at).nth(*first)).unwrap_or(passage)
    };
    let mut same: BTreeMap<PassageNo, Vec<&NodeHit>> = BTreeMap::new();
    for of in hits.chunk_by(|one, next| one.passage == next.passage) {
        of.first().into_iter().for_each(|hit| same.entry(wording(hit.passage)).or_default().push(hit));
    }
    for passages in same.values_mut() {
        passages.sort_by_key(|hit| (passage_rank(corpus, hit.passage), hit.passage));
    }
    let shown = |hit: &'a NodeHit| {
        let wording = wording(hit.passage);
        let (shown, others) = same.get(&wording)?.split_first()?;
        let witnesses = others.iter().map(|hit| hit.passage).collect();
        (shown.passage == hit.passage).then_some(DistinctHit { hit, witnesses, wording })
    };
    hits.iter().filter_map(shown).collect()
}

fn passage_rank(corpus: &Corpus, number: PassageNo) -> u8 {
    let check = corpus.passage(number).and_then(|(_, passage)| passage.check.as_ref());
    check.map_or(Verdict::Unverified, |check| check.verdict).rank()
}

fn hit_rank(corpus: &Corpus, hit: &NodeHit) -> u8 {
    let passage = corpus.passage(hit.passage);
    passage
        .map_or(Verdict::Unverified, |(_, passage)| wording_verdict(hit.field, passage.check.as_deref()))
        .rank()
}

/// Finds the hits of each text of a statement among those of the statement and its other texts. Each hit of a text
/// repeats at most one of another text, which then has the surer wording of both. Returns, for each hit, the place of
/// the one that is shown for it.
fn collapse_texts(corpus: &Corpus, hits: &mut [DistinctHit]) -> Vec<usize> {
    let mut rows: Vec<usize> = (0..hits.len()).collect();
    if corpus.texts() == 0 {
        return rows;
    }
    let mut by_statement: BTreeMap<usize, BTreeMap<usize, Vec<usize>>> = BTreeMap::new();
    for (place, one) in hits.iter().enumerate() {
        let Some(record) = corpus.statement_of(one.hit.passage) else { continue };
        let statement = corpus.counted_as(record);
        by_statement.entry(statement).or_default().entry(record).or_default().push(place);
    }
    for (statement, records) in by_statement.iter().filter(|(_, records)| records.len() > 1) {
        let mut known: Vec<(usize, HitWords)> = Vec::new();
        for places in corpus.records(*statement).filter_map(|record| records.get(&record)) {
            let mut taken: HashSet<usize> = HashSet::new();
            let mut new: Vec<(usize, HitWords)> = Vec::new();
            for (place, words) in placed(corpus, hits, places) {
                let is_same = |(at, other): &&(usize, HitWords)| !taken.contains(at) && words.is_same(other);
                let Some(at) = known.iter().find(is_same).map(|(at, _)| *at) else {
                    new.push((place, words));
                    continue;
                };
                taken.insert(at);
                if let Ok([kept, gone]) = hits.get_disjoint_mut([at, place]) {
                    if hit_rank(corpus, gone.hit) < hit_rank(corpus, kept.hit) {
                        std::mem::swap(&mut kept.hit, &mut gone.hit);
                    }
                    kept.witnesses.push(gone.hit.passage);
                    kept.witnesses.append(&mut gone.witnesses);
                }
                rows.get_mut(place).into_iter().for_each(|row| *row = at);
            }
            known.append(&mut new);
        }
    }
    rows
}

/// A hit among the words of its text, and the part of its sentence around it without a gap, in words.
struct HitWords {
    words: Rc<Vec<String>>,
    at: usize,
    stretch: Range<usize>,
}

impl HitWords {
    /// Whether one of two hits has the other's surrounding words.
    fn is_same(&self, other: &Self) -> bool {
        self.has(other) || other.has(self)
    }

    fn has(&self, other: &Self) -> bool {
        let words = other.words.get(other.stretch.clone()).filter(|words| words.len() >= LEAST);
        let start = (self.at + other.stretch.start).checked_sub(other.at);
        let own = start.and_then(|start| self.words.get(start..start + other.stretch.len()));
        words.is_some_and(|words| own == Some(words))
    }
}

/// The hits at these places among the words of their texts.
fn placed(corpus: &Corpus, hits: &[DistinctHit], places: &[usize]) -> Vec<(usize, HitWords)> {
    let hit = |place: &usize| hits.get(*place).map(|one| one.hit);
    let source = |place: &usize| hit(place).map(|hit| (hit.passage, hit.field));
    let mut found = Vec::new();
    for same in places.chunk_by(|one, next| source(one) == source(next)) {
        let Some((passage, field)) = same.first().and_then(source) else { continue };
        let text = corpus.passage(passage).and_then(|(statement, passage)| field.source(statement, passage));
        let Some(text) = text else { continue };
        let (words, ranges): (Vec<String>, Vec<Range<usize>>) = placed_words(text).into_iter().unzip();
        let (words, sentences) = (Rc::new(words), sentences(text));
        found.extend(same.iter().filter_map(|place| {
            let hit = &hit(place)?.words;
            let stretch = stretch(text, &ranges, &sentences, hit)?;
            Some((*place, HitWords { words: Rc::clone(&words), at: hit.start as usize, stretch }))
        }));
    }
    found
}

/// The words of the sentence of a hit, on both sides up to the nearest gap.
fn stretch(
    text: &str,
    words: &[Range<usize>],
    sentences: &[Range<usize>],
    hit: &Range<u32>,
) -> Option<Range<usize>> {
    let last = hit.end.checked_sub(1)?;
    let node = words.get(hit.start as usize)?.start..words.get(last as usize)?.end;
    let sentence = sentences.iter().find(|sentence| node.start < sentence.end)?;
    let before = slice(text, sentence.start.min(node.start)..node.start);
    let after = slice(text, node.end..sentence.end.max(node.end));
    let start = node.start - before.len() + gaps(before).last().map_or(0, |gap| gap.end);
    let end = node.end + gaps(after).first().map_or(after.len(), |gap| gap.start);
    Some(words.partition_point(|word| word.start < start)..words.partition_point(|word| word.end <= end))
}
