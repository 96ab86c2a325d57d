//! Which words of a query to keep where no passage has them all.
//!
//! Invariant: those kept occur together, and what is left out is said.

use std::sync::Arc;

use fixedbitset::FixedBitSet;

use super::Level;
use super::matched::MatchedTerm;
use crate::text::hangul;

/// Terms of a query that is relaxed: more are too many to try.
const MOST: usize = 12;
/// How rare a term is that says enough for a missing one to be left out; see [`MatchedTerm::rarity`].
const TELLING: u32 = 16;

/// Which terms to keep: at least two that occur together, the rarest. `None` if there are not so many. `passing` gives
/// the passages that the filters let through.
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
    // One word alone is no answer to a query of which another occurs nowhere, unless it is a term's Korean name: the
    // words beside it could be found in no English text.
    let korean = stay().any(|term| term.expansions.names_a_term && hangul::holds_hangul(term.wanted.typed()));
    let alone = korean || (names && present.len() == terms.len());
    (telling && (stay().count() > 1 || alone)).then_some(kept)
}

/// Leaves out the terms that are not kept; says which.
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
