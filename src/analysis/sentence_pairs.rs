//! Pairs the sentences of two texts: the same, changed, moved, and those that are perhaps a pair.
//!
//! Invariant: each sentence of either text is in at most one pair. Swapping the texts does not change the pairs.

mod bigrams;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::ops::Range;

use bigrams::Bigrams;

use crate::search::{compared_words, placed_words, spelling};

/// Minimum similarity of a pair, and of sentences that are perhaps a pair.
pub const PAIR: f64 = 0.35;
pub const PERHAPS: f64 = 0.25;
/// Minimum gain in similarity for a sentence to join a pair.
const JOIN: f64 = 0.1;
/// Where more sentences than this are the same in both texts, only the first of either text is compared with the first,
/// the second with the second, and so on.
const REPEATED: usize = 100;

/// The words of one sentence.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct UnitWords {
    /// Folded: two sentences with the same words are the same.
    pub written: Vec<String>,
    /// In one spelling and without possessive endings, by which similar sentences are found.
    pub spelled: Vec<String>,
}

impl UnitWords {
    pub fn new(text: &str) -> Self {
        let written = compared_words(text).into_iter().map(|(word, _)| word).collect();
        let spelled = placed_words(text).into_iter().map(|(word, _)| spelling(&word)).collect();
        Self { written, spelled }
    }
}

/// Sentences of two texts that belong together, by their places: one on each side, or two neighbors on one.
#[derive(Debug, Clone, PartialEq)]
pub struct UnitPair {
    pub a: Range<usize>,
    pub b: Range<usize>,
    pub similarity: f64,
    pub is_same: bool,
    /// Whether it is out of order with the other pairs.
    pub is_moved: bool,
}

/// How the sentences of two texts belong together; everything is in order of the first text.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Alignment {
    pub pairs: Vec<UnitPair>,
    /// Sentences that are perhaps a pair; they are also among those that only one text has.
    pub perhaps: Vec<UnitPair>,
    pub only_a: Vec<usize>,
    pub only_b: Vec<usize>,
}

/// Aligns the sentences of two texts.
pub fn align(a: &[UnitWords], b: &[UnitWords]) -> Alignment {
    // Where several answers are equally good, the order of the texts decides, so that swapping them gives the same
    // answer.
    if a <= b { Aligning::new(a, b).alignment() } else { mirrored(Aligning::new(b, a).alignment()) }
}

fn mirrored(Alignment { pairs, perhaps, only_a, only_b }: Alignment) -> Alignment {
    let mirror = |pairs: Vec<UnitPair>| {
        let mirrored = pairs.into_iter().map(|pair| UnitPair { a: pair.b, b: pair.a, ..pair });
        in_text_order(mirrored.collect())
    };
    Alignment { pairs: mirror(pairs), perhaps: mirror(perhaps), only_a: only_b, only_b: only_a }
}

fn in_text_order(mut pairs: Vec<UnitPair>) -> Vec<UnitPair> {
    pairs.sort_by_cached_key(|pair| pair.a.start);
    pairs
}

/// Two texts while their sentences are paired, and which sentences are still free.
struct Aligning<'a> {
    a: &'a [UnitWords],
    b: &'a [UnitWords],
    bigrams: Bigrams,
    pairs: Vec<UnitPair>,
    free_a: Vec<bool>,
    free_b: Vec<bool>,
}

/// A pair with one more sentence.
struct Join {
    /// The place of the pair that it widens; `None` for a new pair.
    widens: Option<usize>,
    /// The sentences that must still be free.
    new_a: Range<usize>,
    new_b: Range<usize>,
    pair: UnitPair,
}

impl<'a> Aligning<'a> {
    fn new(a: &'a [UnitWords], b: &'a [UnitWords]) -> Self {
        let (free_a, free_b) = (vec![true; a.len()], vec![true; b.len()]);
        Self { a, b, bigrams: Bigrams::new(a, b), pairs: Vec::new(), free_a, free_b }
    }

    fn alignment(mut self) -> Alignment {
        let (mut alike, mut perhaps): (Vec<_>, Vec<_>) =
            self.alike().into_iter().partition(|pair| pair.similarity >= PAIR);
        for pair in in_order(&alike, self.b.len()) {
            self.take(pair);
        }
        best_first(&mut alike);
        for pair in alike {
            self.take(UnitPair { is_moved: true, ..pair });
        }
        self.join();
        let list = |free: &[bool]| (0..).zip(free).filter(|(_, free)| **free).map(|(at, _)| at).collect();
        let (only_a, only_b) = (list(&self.free_a), list(&self.free_b));
        let pairs = in_text_order(std::mem::take(&mut self.pairs));
        best_first(&mut perhaps);
        for pair in perhaps {
            self.take(pair);
        }
        Alignment { pairs, perhaps: in_text_order(self.pairs), only_a, only_b }
    }

    /// Pairs sentences, if all of them are still free.
    fn take(&mut self, pair: UnitPair) {
        if is_free(&self.free_a, &pair.a) && is_free(&self.free_b, &pair.b) {
            self.claim(&pair);
            self.pairs.push(pair);
        }
    }

    fn claim(&mut self, pair: &UnitPair) {
        let a = self.free_a.get_mut(pair.a.clone()).into_iter().flatten();
        let b = self.free_b.get_mut(pair.b.clone()).into_iter().flatten();
        a.chain(b).for_each(|free| *free = false);
    }

    /// All pairs and perhaps-pairs, in order.
    fn alike(&self) -> Vec<UnitPair> {
        let pair = |a, b, similarity, is_same| UnitPair {
            a: a..a + 1,
            b: b..b + 1,
            similarity,
            is_same,
            is_moved: false,
        };
        let mut alike: Vec<UnitPair> = self.same().into_iter().map(|(a, b)| pair(a, b, 1.0, true)).collect();
        self.bigrams.each_sharing(|a, b| {
            let similarity = self.bigrams.similarity(a, b);
            let is_same = || self.a.get(a).map(|a| &a.written) == self.b.get(b).map(|b| &b.written);
            if similarity >= PERHAPS && !is_same() {
                alike.push(pair(a, b, similarity, false));
            }
        });
        alike.sort_by_cached_key(|pair| (pair.a.start, pair.b.start));
        alike
    }

    /// The sentences that are the same.
    fn same(&self) -> Vec<(usize, usize)> {
        let mut places: HashMap<&[String], [Vec<usize>; 2]> = HashMap::new();
        for (side, units) in [self.a, self.b].into_iter().enumerate() {
            for (at, unit) in units.iter().enumerate() {
                let sides = places.entry(&unit.written).or_default();
                sides.get_mut(side).into_iter().for_each(|side| side.push(at));
            }
        }
        let mut same = Vec::new();
        for [a, b] in places.into_values() {
            if a.len() + b.len() > REPEATED {
                same.extend(a.into_iter().zip(b));
            } else {
                same.extend(a.iter().flat_map(|a| b.iter().map(|b| (*a, *b))));
            }
        }
        same
    }

    /// Adds free sentences where one text has two sentences for one of the other.
    fn join(&mut self) {
        let mut joins: Vec<Join> = (0..self.pairs.len()).flat_map(|at| self.widened(at)).collect();
        joins.extend(self.split());
        joins.sort_by(|one, other| {
            let key = |join: &Join| (join.pair.a.start, join.pair.b.start);
            other.pair.similarity.total_cmp(&one.pair.similarity).then(key(one).cmp(&key(other)))
        });
        for Join { widens, new_a, new_b, pair } in joins {
            if !is_free(&self.free_a, &new_a) || !is_free(&self.free_b, &new_b) {
                continue;
            }
            match widens {
                None => self.take(pair),
                Some(at) => {
                    let narrow = self.pairs.get_mut(at).filter(|pair| pair.a.len() + pair.b.len() == 2);
                    if let Some(narrow) = narrow {
                        *narrow = pair.clone();
                        self.claim(&pair);
                    }
                }
            }
        }
    }

    /// A pair in order with the free sentence before or after either side, where that makes it more similar.
    fn widened(&self, at: usize) -> Vec<Join> {
        let Some(pair) = self.pairs.get(at).filter(|pair| !pair.is_same && !pair.is_moved) else {
            return Vec::new();
        };
        let beside = |own: &Range<usize>, free: &[bool]| {
            let before = own.start.checked_sub(1).map(|before| before..own.start);
            let after = own.end..own.end + 1;
            let wider = |new: Range<usize>| (own.start.min(new.start)..own.end.max(new.end), new);
            let free = |new: &Range<usize>| is_free(free, new);
            before.into_iter().chain([after]).filter(free).map(wider).collect::<Vec<_>>()
        };
        let join = |a: Range<usize>, b: Range<usize>, new_a, new_b| {
            let similarity = self.bigrams.joined_similarity(a.clone(), b.clone());
            let pair = UnitPair { a, b, similarity, ..pair.clone() };
            Join { widens: Some(at), new_a, new_b, pair }
        };
        let wider_a = beside(&pair.a, &self.free_a).into_iter();
        let wider_a = wider_a.map(|(a, new)| join(a, pair.b.clone(), new, 0..0));
        let wider_b = beside(&pair.b, &self.free_b).into_iter();
        let wider_b = wider_b.map(|(b, new)| join(pair.a.clone(), b, 0..0, new));
        wider_a.chain(wider_b).filter(|join| join.pair.similarity >= pair.similarity + JOIN).collect()
    }

    /// A free sentence with two free neighbors of the other text that are a pair only together.
    fn split(&self) -> Vec<Join> {
        let mut joins = Vec::new();
        let mut add = |a: Range<usize>, b: Range<usize>, most: f64| {
            let similarity = self.bigrams.joined_similarity(a.clone(), b.clone());
            if similarity >= PAIR && similarity >= most + JOIN {
                let is_moved = self.crosses(&a, &b);
                let pair = UnitPair { a: a.clone(), b: b.clone(), similarity, is_same: false, is_moved };
                joins.push(Join { widens: None, new_a: a, new_b: b, pair });
            }
        };
        self.bigrams.each_sharing(|a, b| {
            let (one_a, one_b) = (a..a + 1, b..b + 1);
            if !is_free(&self.free_a, &one_a) || !is_free(&self.free_b, &one_b) {
                return;
            }
            let single = self.bigrams.similarity(a, b);
            if is_free(&self.free_a, &(a..a + 2)) {
                add(a..a + 2, one_b, single.max(self.bigrams.similarity(a + 1, b)));
            }
            if is_free(&self.free_b, &(b..b + 2)) {
                add(one_a, b..b + 2, single.max(self.bigrams.similarity(a, b + 1)));
            }
        });
        joins
    }

    /// Whether a new pair is out of order with those that are in order.
    fn crosses(&self, a: &Range<usize>, b: &Range<usize>) -> bool {
        let ordered = self.pairs.iter().filter(|pair| !pair.is_moved);
        ordered.into_iter().any(|pair| (pair.a.start < a.start) != (pair.b.start < b.start))
    }
}

fn is_free(free: &[bool], range: &Range<usize>) -> bool {
    free.get(range.clone()).is_some_and(|free| free.iter().all(|free| *free))
}

/// The most similar first; of equals, the first in order.
fn best_first(pairs: &mut [UnitPair]) {
    pairs.sort_by(|one, other| other.similarity.total_cmp(&one.similarity));
}

/// The pairs that are in the order of both texts and have the greatest sum of similarities; `alike` is in order.
fn in_order(alike: &[UnitPair], width: usize) -> Vec<UnitPair> {
    // The best sum of pairs that end before each place of the second text, as a Fenwick tree, and its last pair.
    let mut best: Vec<(f64, Option<usize>)> = vec![(0.0, None); width + 1];
    let mut before: Vec<Option<usize>> = vec![None; alike.len()];
    let mut first = 0;
    for row in alike.chunk_by(|one, next| one.a == next.a) {
        // From right to left, so that no pair follows another of the same sentence.
        for (at, pair) in row.iter().enumerate().rev() {
            let (mut sum, mut last) = (0.0, None);
            let mut place = pair.b.start;
            while let Some((better, of)) = best.get(place).filter(|_| place > 0) {
                if *better > sum {
                    (sum, last) = (*better, *of);
                }
                place &= place - 1;
            }
            let at = first + at;
            before.get_mut(at).into_iter().for_each(|before| *before = last);
            let sum = sum + pair.similarity;
            let mut place = pair.b.start + 1;
            while let Some(known) = best.get_mut(place) {
                if sum > known.0 {
                    *known = (sum, Some(at));
                }
                place += place & place.wrapping_neg();
            }
        }
        first += row.len();
    }
    let sums = best.iter().fold((0.0, None), |most, next| if next.0 > most.0 { *next } else { most });
    let chain = std::iter::successors(sums.1, |at| before.get(*at).copied().flatten());
    let mut pairs: Vec<UnitPair> = chain.filter_map(|at| alike.get(at).cloned()).collect();
    pairs.reverse();
    pairs
}
