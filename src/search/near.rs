//! Words that must be near each other: in one sentence, or at most a number of words apart.
//!
//! Invariant: two words are near only within one field of a passage and one of its sentences, each found at a level that does
//! not guess.

use std::ops::Range;
use std::sync::Arc;

use fixedbitset::FixedBitSet;

use super::index::Index;
use super::matched::MatchedTerm;
use super::plan::{Plan, Purpose, in_halves, members};
use super::query::{Distance, Near, Query};
use super::sequence::Slot;

/// The passages in which everything that must be near is: in the statements' own words, and in any field of the passage.
pub(super) struct NearPassages {
    pub words: FixedBitSet,
    pub anywhere: FixedBitSet,
}

/// What is looked for in each passage.
struct NearSearch<'a> {
    index: &'a Index,
    plan: &'a Plan,
    terms: &'a [Arc<MatchedTerm>],
    /// Each chain of pairs is found on its own.
    chains: Vec<Vec<NearPair>>,
    purpose: Purpose,
}

/// Two terms that must be near each other, by their numbers in the plan.
#[derive(Debug, Clone, Copy)]
pub(super) struct NearPair {
    pub left: usize,
    pub right: usize,
    pub distance: Distance,
}

/// Where a term was found: its number, and the positions of its words.
type Place = (usize, Range<u32>);

impl Index {
    /// Of the `passages`, those in which everything that the query wants near each other is near; `None` if it wants
    /// nothing near.
    pub(super) fn near(
        &self,
        query: &Query,
        terms: &[Arc<MatchedTerm>],
        plan: &Plan,
        passages: &FixedBitSet,
    ) -> Option<NearPassages> {
        if query.near.is_empty() {
            return None;
        }
        let number = |at: usize| {
            let wanted = query.wanted.get(at)?;
            terms.iter().position(|term| term.wanted == *wanted)
        };
        let chains = query.near.chunk_by(|one, next| one.right == next.left).map(|chain| {
            let pair = |near: &Near| {
                let (left, right) = (number(near.left)?, number(near.right)?);
                Some(NearPair { left, right, distance: near.distance })
            };
            chain.iter().map(pair).collect::<Option<Vec<_>>>()
        });
        let none = || NearPassages { words: self.words.none(), anywhere: self.words.none() };
        let Some(chains) = chains.collect::<Option<Vec<_>>>() else { return Some(none()) };
        let is_vague = terms.iter().any(|term| term.vague);
        let purpose = if is_vague { Purpose::Mark } else { Purpose::Rank };
        let search = NearSearch { index: self, plan, terms, chains, purpose };
        let mut near = none();
        for found in in_halves(&members(passages), |half| search.read(half)) {
            for (passage, in_words) in found {
                near.anywhere.insert(passage as usize);
                near.words.set(passage as usize, in_words);
            }
        }
        Some(near)
    }
}

impl NearSearch<'_> {
    /// Those of the passages that fit, and whether they fit in the statements' own words.
    fn read(&self, passages: &[u32]) -> Vec<(u32, bool)> {
        let (mut fitting, mut fields) = (Vec::new(), Vec::<(Slot, Vec<Place>)>::new());
        for passage in passages {
            fields.clear();
            self.plan.read(self.index.words.rows.body(*passage), self.purpose, |found, slot| {
                let number = usize::from(found.term);
                let is_firm = self.terms.get(number).is_some_and(|term| found.level <= term.firm);
                let Some(slot) = slot.filter(|_| is_firm) else { return };
                if fields.last().is_none_or(|(last, _)| *last != slot) {
                    fields.push((slot, Vec::new()));
                }
                let words = found.position + 1 - found.words..found.position + 1;
                fields.last_mut().into_iter().for_each(|(_, places)| places.push((number, words.clone())));
            });
            let fits = |in_words: bool| {
                let fields = || fields.iter().filter(|(slot, _)| slot.is_words() || !in_words);
                self.chains
                    .iter()
                    .all(|chain| fields().any(|(_, places)| self.holds(chain, places, *passage)))
            };
            if fits(false) {
                fitting.push((*passage, fits(true)));
            }
        }
        fitting
    }

    /// Whether one field has the terms of a chain, each near the one before it.
    fn holds(&self, chain: &[NearPair], places: &[Place], passage: u32) -> bool {
        let of = |term: usize| places.iter().filter(move |(number, _)| *number == term).map(|(_, at)| at);
        let starts = self.index.words.rows.sentences.of(passage);
        let first = chain.first().map_or_else(Vec::new, |pair| of(pair.left).collect());
        are_linked(chain, first, |term| of(term).collect(), starts)
    }
}

/// Whether a chain of terms continues to its end from one of the places `reached`, given all places `of` each term.
pub(super) fn are_linked<'a>(
    chain: &[NearPair],
    mut reached: Vec<&'a Range<u32>>,
    of: impl Fn(usize) -> Vec<&'a Range<u32>>,
    starts: &[u32],
) -> bool {
    for pair in chain {
        let near = |at: &&Range<u32>| reached.iter().any(|from| are_near(from, at, pair.distance, starts));
        reached = of(pair.right).into_iter().filter(near).collect();
    }
    !reached.is_empty()
}

/// Whether two phrases do not overlap and are near enough; `starts` are the positions at which sentences begin.
fn are_near(one: &Range<u32>, other: &Range<u32>, distance: Distance, starts: &[u32]) -> bool {
    let (first, second) = if one.start <= other.start { (one, other) } else { (other, one) };
    let Some(between) = second.start.checked_sub(first.end) else { return false };
    let close = match distance {
        Distance::Sentence => true,
        Distance::Words(most) => between < most,
    };
    let last = first.end - 1;
    let next = starts.partition_point(|start| *start <= last);
    close && starts.get(next).is_none_or(|start| *start > second.start)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_is_within_a_sentence_in_either_order() {
        let starts = [10, 20];
        for (one, other, distance, expected) in [
            (1..2, 2..3, Distance::Words(1), true),
            (2..3, 1..2, Distance::Words(1), true),
            (1..2, 3..4, Distance::Words(1), false),
            (1..2, 3..4, Distance::Words(2), true),
            (1..3, 5..6, Distance::Words(2), false),
            (1..3, 5..6, Distance::Words(3), true),
            (1..2, 9..10, Distance::Sentence, true),
            (1..2, 10..11, Distance::Sentence, false),
            (9..10, 10..11, Distance::Words(1), false),
            (10..11, 19..20, Distance::Sentence, true),
            (1..3, 2..4, Distance::Sentence, false),
        ] {
            assert_eq!(are_near(&one, &other, distance, &starts), expected, "{one:?} {other:?} {distance:?}");
        }
    }
}
