//! How similar two sentences are: by the pairs of words in a row that both have, weighted by how rare these are.
//!
//! Invariant: a pair of words in at most two sentences weighs 1, and it weighs less the more sentences have it: no two
//! sentences are similar because both say “President Yoon and President Biden”.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::UnitWords;
use crate::text::narrow;

/// Pairs of words in more sentences than this do not make sentences candidates for a comparison.
const COMMON: usize = 50;
/// Minimum words of a sentence that is compared by pairs of words; shorter ones are compared by single words.
const SHORT: usize = 3;

/// Two words in a row, by number; or a single word of a short sentence.
type Gram = (u32, Option<u32>);

/// Two texts as numbers: their words, and the pairs of words in a row.
pub(super) struct Bigrams {
    a: Vec<NumberedUnit>,
    b: Vec<NumberedUnit>,
    numbers: FxHashMap<Gram, u32>,
    /// The weight of each.
    weights: Vec<f64>,
    /// The sentences of the second text that have each.
    holders: Vec<Vec<u32>>,
}

/// A sentence's words, and its bag of pairs of words.
struct NumberedUnit {
    words: Vec<u32>,
    bag: Bag,
}

/// How often the sentence has each pair of words, in order of their numbers, and their total weight.
#[derive(Debug, Default)]
struct Bag {
    counts: Vec<(u32, u32)>,
    weight: f64,
}

/// The words of the sentences of two texts as numbers.
fn numbered(texts: [&[UnitWords]; 2]) -> [Vec<Vec<u32>>; 2] {
    let mut vocabulary: FxHashMap<String, u32> = FxHashMap::default();
    texts.map(|units| {
        let of_unit = |unit: &UnitWords| {
            let mut numbers = Vec::with_capacity(unit.spelled.len());
            for word in &unit.spelled {
                let next = narrow(vocabulary.len());
                numbers.push(*vocabulary.entry(word.clone()).or_insert(next));
            }
            numbers
        };
        units.iter().map(of_unit).collect()
    })
}

/// For each pair of words, the sentences of a text that have it; empty for a pair in more than [`COMMON`] sentences of
/// both texts.
fn holders(counts: &[Vec<(u32, u32)>], having: &[u32]) -> Vec<Vec<u32>> {
    let mut holders: Vec<Vec<u32>> = vec![Vec::new(); having.len()];
    for (unit, counts) in (0..).zip(counts) {
        for (gram, _) in counts {
            let is_common = having.get(*gram as usize).is_none_or(|having| *having as usize > COMMON);
            if let Some(holders) = holders.get_mut(*gram as usize).filter(|_| !is_common) {
                holders.push(unit);
            }
        }
    }
    holders
}

impl Bigrams {
    pub(super) fn new(a: &[UnitWords], b: &[UnitWords]) -> Self {
        let [a, b] = numbered([a, b]);
        let mut numbers = FxHashMap::default();
        let mut counts = |words: &Vec<u32>| {
            counted(words, |gram| {
                let next = narrow(numbers.len());
                Some(*numbers.entry(gram).or_insert(next))
            })
        };
        let (counts_a, counts_b): (Vec<_>, Vec<_>) =
            (a.iter().map(&mut counts).collect(), b.iter().map(&mut counts).collect());
        let mut having = vec![0_u32; numbers.len()];
        for (gram, _) in counts_a.iter().chain(&counts_b).flatten() {
            having.get_mut(*gram as usize).into_iter().for_each(|having| *having += 1);
        }
        let weights: Vec<f64> = having.iter().map(|having| 1.0 / f64::from((*having).max(2) - 1)).collect();
        let holders = holders(&counts_b, &having);
        let units = |words: Vec<Vec<u32>>, counts: Vec<Vec<(u32, u32)>>| {
            let bagged = words.into_iter().zip(counts);
            bagged.map(|(words, counts)| NumberedUnit { words, bag: Bag::new(counts, 0, &weights) }).collect()
        };
        let (a, b) = (units(a, counts_a), units(b, counts_b));
        Self { a, b, numbers, weights, holders }
    }

    /// Calls `each` once with every two sentences that share a pair of words which is not common.
    pub(super) fn each_sharing(&self, mut each: impl FnMut(usize, usize)) {
        let mut last = vec![usize::MAX; self.b.len()];
        for (at, unit) in self.a.iter().enumerate() {
            let grams = unit.bag.counts.iter().filter_map(|(gram, _)| self.holders.get(*gram as usize));
            for other in grams.flatten().map(|other| *other as usize) {
                if last.get(other).is_some_and(|last| *last != at) {
                    last.get_mut(other).into_iter().for_each(|last| *last = at);
                    each(at, other);
                }
            }
        }
    }

    /// How similar two sentences are, from 0 to 1.
    pub(super) fn similarity(&self, a: usize, b: usize) -> f64 {
        let bags = self.a.get(a).zip(self.b.get(b));
        bags.map_or(0.0, |(a, b)| self.dice(&a.bag, &b.bag))
    }

    /// The same of neighbors joined.
    pub(super) fn joined_similarity(&self, a: Range<usize>, b: Range<usize>) -> f64 {
        let bags = self.bag(&self.a, a).zip(self.bag(&self.b, b));
        bags.map_or(0.0, |(a, b)| self.dice(&a, &b))
    }

    /// The bag of neighbors joined; `None` beyond the end.
    fn bag(&self, units: &[NumberedUnit], range: Range<usize>) -> Option<Bag> {
        let words: Vec<u32> = units.get(range)?.iter().flat_map(|unit| unit.words.iter().copied()).collect();
        let mut unknown = 0;
        let counts = counted(&words, |gram| {
            let number = self.numbers.get(&gram).copied();
            unknown += u32::from(number.is_none());
            number
        });
        Some(Bag::new(counts, unknown, &self.weights))
    }

    /// The Dice coefficient: twice what both have, divided by the sum of what each has.
    fn dice(&self, a: &Bag, b: &Bag) -> f64 {
        let (mut shared, mut others) = (0.0, b.counts.iter().peekable());
        for (gram, count) in &a.counts {
            while others.next_if(|(other, _)| other < gram).is_some() {}
            if let Some((_, other)) = others.next_if(|(other, _)| other == gram) {
                shared += f64::from(*count.min(other)) * self.weights.get(*gram as usize).unwrap_or(&0.0);
            }
        }
        let all = a.weight + b.weight;
        if all > 0.0 { 2.0 * shared / all } else { 0.0 }
    }
}

impl Bag {
    /// `unknown` pairs of words, which no sentence has, weigh 1 each.
    fn new(counts: Vec<(u32, u32)>, unknown: u32, weights: &[f64]) -> Self {
        let weigh =
            |(gram, count): &(u32, u32)| weights.get(*gram as usize).unwrap_or(&0.0) * f64::from(*count);
        let weight = f64::from(unknown) + counts.iter().map(weigh).sum::<f64>();
        Self { counts, weight }
    }
}

/// The numbers of a sentence's pairs of words, in order, with how often each is there.
fn counted(words: &[u32], mut number: impl FnMut(Gram) -> Option<u32>) -> Vec<(u32, u32)> {
    let mut numbers: Vec<u32> = if words.len() < SHORT {
        words.iter().filter_map(|word| number((*word, None))).collect()
    } else {
        words.windows(2).filter_map(|two| number((*two.first()?, two.last().copied()))).collect()
    };
    numbers.sort_unstable();
    numbers
        .chunk_by(|one, next| one == next)
        .filter_map(|same| Some((*same.first()?, narrow(same.len()))))
        .collect()
}
