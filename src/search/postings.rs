//! Postings: the passages that contain a word, as a list while they are few and as bits when they are many.
//!
//! Invariant: passages are added in ascending order, each once.

use fixedbitset::FixedBitSet;

use super::narrow;

#[derive(Debug)]
pub(super) enum Postings {
    Few(Vec<u32>),
    Many(FixedBitSet),
}

/// Bits are smaller and faster than a list from this many passages on, if they are also at least this share of all.
pub(super) const MANY: usize = 1024;
pub(super) const SHARE: usize = 64;

impl Default for Postings {
    fn default() -> Self {
        Self::Few(Vec::new())
    }
}

impl Postings {
    /// Adds passages, numbered from `base`, that come after all present ones; `all` is the size of the corpus now.
    pub(super) fn append(&mut self, base: u32, more: &[u32], all: usize) {
        let more = more.iter().map(|passage| base + passage);
        match self {
            Self::Few(passages) => {
                // Doubling would leave a third of all lists empty.
                if passages.capacity() - passages.len() < more.len() {
                    passages.reserve_exact(more.len() + passages.len() / 4);
                }
                passages.extend(more);
                if passages.len() > MANY && passages.len() * SHARE > all {
                    let mut many = FixedBitSet::with_capacity(all);
                    many.extend(passages.iter().map(|passage| *passage as usize));
                    *self = Self::Many(many);
                }
            }
            Self::Many(passages) => {
                grow(passages, all);
                passages.extend(more.map(|passage| passage as usize));
            }
        }
    }

    /// Adds the passages to `set`, which has room for all.
    pub(super) fn add_to(&self, set: &mut FixedBitSet) {
        match self {
            Self::Few(passages) => passages.iter().for_each(|passage| set.insert(*passage as usize)),
            Self::Many(passages) => set.union_with(passages),
        }
    }

    /// The passages, ascending.
    pub(super) fn each(&self, mut each: impl FnMut(u32)) {
        match self {
            Self::Few(passages) => passages.iter().copied().for_each(each),
            Self::Many(passages) => passages.ones().for_each(|passage| each(narrow(passage))),
        }
    }

    pub(super) fn contains(&self, passage: u32) -> bool {
        match self {
            Self::Few(passages) => passages.binary_search(&passage).is_ok(),
            Self::Many(passages) => passages.contains(passage as usize),
        }
    }

    pub(super) fn count(&self) -> usize {
        match self {
            Self::Few(passages) => passages.len(),
            Self::Many(passages) => passages.count_ones(..),
        }
    }

    /// How many of the passages are in `set`.
    pub(super) fn count_in(&self, set: &FixedBitSet) -> usize {
        match self {
            Self::Few(passages) => passages.iter().filter(|passage| set.contains(**passage as usize)).count(),
            Self::Many(passages) => passages.intersection_count(set),
        }
    }

    /// Releases unused memory.
    pub(super) fn shrink(&mut self) {
        if let Self::Few(passages) = self {
            passages.shrink_to_fit();
        }
    }
}

/// Reserves memory for `all` passages and an eighth more, so that it is rarely moved and little is unused.
pub(super) fn grow(set: &mut FixedBitSet, all: usize) {
    if set.len() < all {
        let mut larger = FixedBitSet::with_capacity(all + all / 8);
        larger.union_with(set);
        *set = larger;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_passages_are_held_as_bits_and_mean_the_same() {
        let mut postings = Postings::Few(Vec::new());
        let all: Vec<u32> = (0..600).collect();
        for part in 0..5_u32 {
            postings.append(part * 600, &all, (part as usize + 1) * 600);
        }
        assert!(matches!(postings, Postings::Many(_)));
        assert_eq!(postings.count(), 3000);
        let odd: FixedBitSet = (0..3000).filter(|passage| passage % 2 == 1).collect();
        assert_eq!(postings.count_in(&odd), 1500);
        let few = Postings::Few(vec![1, 2, 3, 9000]);
        assert_eq!(few.count_in(&odd), 2);
        for (postings, held, other) in [(&postings, 2999, 3000), (&few, 9000, 2999)] {
            assert!(postings.contains(held) && !postings.contains(other));
            let mut each = Vec::new();
            postings.each(|passage| each.push(passage));
            assert!(each.is_sorted() && each.len() == postings.count() && each.last() == Some(&held));
        }
    }
}
