//! Which words of a query to keep if no passage has all of them.
//!
//! Invariant: the kept words occur together, and a note names what is left out.

use std::sync::Arc;

use fixedbitset::FixedBitSet;

use super::Level;
use super::matched::MatchedTerm;
use crate::text::hangul;

/// Maximum terms of a query that is relaxed: more are too many to try.
const MOST: usize = 12;
/// Minimum rarity of terms that are specific enough for a missing one to be left out; see [`MatchedTerm::rarity`].
const TELLING: u32 = 16;

/// Maximum terms of which every part is tried.
const MOST_LACKING: usize = 6;
/// Hits that are enough for a question, and hits that are enough for a query of which none counts.
const ENOUGH: usize = 10;
const FEW: usize = 3;
/// Minimum rarity of a term by which passages may be found without the others.
const RARE: u32 = 40;
/// Maximum passages of an answer: more say nothing.
const MANY: usize = 10_000;

/// Which terms to keep: at least two that occur together, the rarest. `None` if there are fewer. `passing` gives the
/// passages that pass the filters.
pub(super) fn relaxed(terms: &[Arc<MatchedTerm>], passing: impl Fn() -> FixedBitSet) -> Option<Vec<bool>> {
    if terms.len() < 2 || terms.len() > MOST {
        return None;
    }
    let present: Vec<usize> =
        (0..).zip(terms).filter(|(_, term)| !term.is_missing()).map(|(at, _)| at).collect();
    let mut choice = Choice { terms, best: (0, 0) };
    choice.extend(&present, (0, 0), &passing());
    let (_, kept) = choice.best;
    let kept: Vec<bool> = (0..terms.len()).map(|at| kept & (1 << at) != 0).collect();
    let stay = || terms.iter().zip(&kept).filter(|(_, kept)| **kept).map(|(term, _)| term);
    let names = stay().any(|term| term.expansions.names_a_term);
    let telling = present.len() == terms.len() || names || stay().any(|term| term.rarity >= TELLING);
    // A single word is no answer to a query with a word that occurs nowhere, unless it is a term's Korean name: English
    // texts could not have the words beside it.
    let korean = stay().any(|term| term.expansions.names_a_term && hangul::holds_hangul(term.wanted.typed()));
    let alone = korean || (names && present.len() == terms.len());
    (telling && (stay().count() > 1 || alone)).then_some(kept)
}

/// If hardly any passage has all terms, those that lack as few of them as possible. A question has words that no answer
/// has; for other queries this is done only if no passage says all.
pub(super) fn more_loosely(
    terms: &[Arc<MatchedTerm>],
    (all, enough): (&FixedBitSet, usize),
    passing: &FixedBitSet,
) -> Option<FixedBitSet> {
    let known = all.count_ones(..);
    if known == 0 || known >= enough || terms.len() > MOST_LACKING {
        return None;
    }
    let sets: Vec<Option<&FixedBitSet>> = terms.iter().map(|term| term.up_to(Level::TwoErrors)).collect();
    let tells =
        |subset: u32| (0..).zip(terms).any(|(at, term)| subset & (1 << at) != 0 && term.rarity >= RARE);
    let mut found = all.clone();
    for kept in (1..terms.len()).rev() {
        let subsets = (1..1_u32 << terms.len()).filter(|subset| subset.count_ones() as usize == kept);
        for subset in subsets.filter(|subset| tells(*subset)) {
            let mut passages = passing.clone();
            for (_, set) in (0..).zip(&sets).filter(|(at, _)| subset & (1 << at) != 0) {
                match set {
                    Some(set) => passages.intersect_with(set),
                    None => passages.clear(),
                }
            }
            if passages.count_ones(..) <= MANY {
                found.union_with(&passages);
            }
        }
        if found.count_ones(..) >= ENOUGH {
            break;
        }
    }
    found.difference_with(all);
    (!found.is_clear()).then_some(found)
}

/// How many hits are enough for a query.
pub(super) const fn enough(is_question: bool, is_said: bool) -> usize {
    match (is_question, is_said) {
        (true, _) => ENOUGH,
        (false, false) => FEW,
        (false, true) => 0,
    }
}

/// Leaves out the terms that are not kept; returns a note that names them.
pub(super) fn leave_out(terms: &mut Vec<Arc<MatchedTerm>>, kept: &[bool]) -> String {
    let dropped = terms.iter().zip(kept).filter(|(_, kept)| !**kept);
    let dropped: Vec<&str> = dropped.map(|(term, _)| term.wanted.typed()).collect();
    let note = format!("no passage has all of this; without: {}", dropped.join(", "));
    let mut kept = kept.iter();
    terms.retain(|_| *kept.next().unwrap_or(&true));
    note
}

/// The search for the terms to keep.
struct Choice<'a> {
    terms: &'a [Arc<MatchedTerm>],
    /// Weight of the best choice so far, and its terms, a bit each.
    best: (u32, u64),
}

impl Choice<'_> {
    /// Tries to keep or leave out each of the terms `left`; `passages` have those kept so far.
    fn extend(&mut self, left: &[usize], (weight, kept): (u32, u64), passages: &FixedBitSet) {
        if weight > self.best.0 {
            self.best = (weight, kept);
        }
        let Some((first, left)) = left.split_first() else { return };
        let weight_of = |at: &usize| self.terms.get(*at).map_or(0, |term| term.rarity + 20);
        let own = weight_of(first);
        let most: u32 = left.iter().map(weight_of).sum();
        if weight + own + most <= self.best.0 {
            return;
        }
        let term = self.terms.get(*first);
        if let Some(with) =
            term.and_then(|term| term.up_to(term.firm).or_else(|| term.up_to(Level::TwoErrors)))
        {
            let with = passages & with;
            if !with.is_clear() {
                self.extend(left, (weight + own, kept | (1 << first)), &with);
            }
        }
        self.extend(left, (weight, kept), passages);
    }
}
