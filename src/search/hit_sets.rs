//! The hits of one query as sets of passages, by how certain they are.
//!
//! Invariant: each hit is in one of the sets.

use fixedbitset::FixedBitSet;

use super::Certainty;

#[derive(Debug, Clone, Default)]
pub(super) struct HitSets {
    pub firm: FixedBitSet,
    pub not_seen: FixedBitSet,
    pub about: FixedBitSet,
    pub loose: FixedBitSet,
    pub loose_about: FixedBitSet,
    /// Those of all hits whose own words contain every word of the query.
    pub said: FixedBitSet,
    /// The passages of statements of which it is unknown whether they lack the words of `without:`.
    pub unseen: FixedBitSet,
}

impl HitSets {
    /// No hit among this many passages.
    pub(super) fn none(passages: usize) -> Self {
        let [firm, not_seen, about, loose, loose_about, said, unseen] =
            [(); 7].map(|()| FixedBitSet::with_capacity(passages));
        Self { firm, not_seen, about, loose, loose_about, said, unseen }
    }

    pub(super) fn of(&self, certainty: Certainty) -> &FixedBitSet {
        match certainty {
            Certainty::Firm => &self.firm,
            Certainty::NotSeen => &self.not_seen,
            Certainty::About => &self.about,
            Certainty::Loose => &self.loose,
            Certainty::LooseAbout => &self.loose_about,
        }
    }

    /// Puts the hits that belong to statements of which only a part is held into a set of their own; they do not count.
    pub(super) fn set_unseen_apart(&mut self, unseen: &FixedBitSet) {
        self.unseen.clone_from(unseen);
        self.not_seen = &self.firm & unseen;
        self.firm.difference_with(unseen);
        for group in [&mut self.about, &mut self.loose] {
            self.loose_about.union_with(&(&*group & unseen));
            group.difference_with(unseen);
        }
    }

    /// Makes all hits ones that do not count.
    pub(super) fn discount(&mut self) {
        for group in [&mut self.firm, &mut self.about, &mut self.loose] {
            self.loose_about.union_with(group);
            group.clear();
        }
    }
}

/// The members of `all` that are not in `others`.
pub(super) fn without(all: &FixedBitSet, others: &FixedBitSet) -> FixedBitSet {
    let mut left = all.clone();
    left.difference_with(others);
    left
}
