//! Which hits are listed where places are few: those with the words in their text.
//!
//! Invariant: no hit that counts is left out.

use super::index::Index;
use super::plan::Purpose;
use super::sequence::Slot;
use super::{Certainty, Found, SearchField};
use crate::corpus::PassageNo;

/// Where a hit has a term of the query, the best place first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum BestPlace {
    /// In the visible text of the passage, also of a summary.
    Text,
    Head,
    Note,
}

impl BestPlace {
    fn of(slot: Option<Slot>) -> Self {
        match slot.and_then(Slot::field) {
            Some(SearchField::Heading | SearchField::Text | SearchField::Official | SearchField::Korean) => {
                Self::Text
            }
            Some(SearchField::Context) => Self::Note,
            Some(SearchField::Label | SearchField::Title | SearchField::Place | SearchField::Parties(_))
            | None => Self::Head,
        }
    }
}

impl Index {
    /// Leaves out the hits that do not count and have a word of the query only in the editor's note. If something
    /// counts, it also leaves out those that have it only in the head of their statement, except for the statement's
    /// first passage. Notes how many were left out.
    pub fn keep_telling(&self, found: &mut Found) {
        let any_counts = found.total() > 0;
        let mut hits = std::mem::take(&mut found.hits);
        let all = hits.len();
        hits.retain(|hit| match found.certainty(hit.passage) {
            Some(Certainty::About | Certainty::LooseAbout) => match self.place(found, hit.passage) {
                BestPlace::Text => true,
                BestPlace::Head => !any_counts || self.words.rows.is_first(hit.passage.0),
                BestPlace::Note => false,
            },
            Some(Certainty::Firm | Certainty::NotSeen | Certainty::Loose) | None => true,
        });
        let left_out = all - hits.len();
        found.hits = hits;
        if left_out > 0 {
            found.notes.push(format!(
                "{left_out} more only in the editor's words or the title; add in:all to list them"
            ));
        }
    }

    /// The worst of the places where the passage has the terms that it has.
    fn place(&self, found: &Found, PassageNo(passage): PassageNo) -> BestPlace {
        let mut places: Vec<Option<BestPlace>> = vec![None; found.terms.len()];
        for row in [self.words.rows.head(passage), self.words.rows.body(passage)] {
            found.plan.read(row, Purpose::Mark, |term, slot| {
                if let Some(place) = places.get_mut(usize::from(term.term)) {
                    let here = BestPlace::of(slot);
                    *place = Some(place.map_or(here, |best| best.min(here)));
                }
            });
        }
        places.into_iter().flatten().max().unwrap_or(BestPlace::Note)
    }
}
