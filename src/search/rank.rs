//! The order of hits.
//!
//! Invariant: a score depends on the query, the passage and the corpus alone. The worst level of the words
//! counts before everything, then all their levels; rare words, closeness, order and field decide within that.

use super::index::{Posting, Slot};
use super::{Field, Level};

/// One place where one clause of the query was found.
#[derive(Debug, Clone, Copy)]
pub(super) struct Occurrence {
    pub at: Posting,
    pub level: Level,
    /// 0 to 100.
    pub quality: u32,
    /// Which of the clause's matches this is, for its marks.
    pub matched: usize,
}

/// Two words next to each other, in order.
const ADJACENT: u32 = 4_000;

/// The worst level of the clauses and the score. `found` holds each clause's occurrences in one passage, with the
/// clause's rarity from 0 to 100; `quoted` where the passage is a quotation, not the editor's summary.
pub(super) fn rank(found: &[(&[Occurrence], u32)], quoted: bool) -> (Level, u32) {
    let mut worst = Level::Exact;
    let (mut least, mut levels, mut soft) = (goodness(Level::Exact), 0_u32, 0_u32);
    for (occurrences, rarity) in found {
        let best = occurrences.iter().map(worth).max().unwrap_or_default();
        let good = occurrences.iter().filter(|one| worth(one) == best);
        worst = worst.max(good.clone().map(|one| one.level).min().unwrap_or(Level::TwoErrors));
        least = least.min(best);
        levels = levels.saturating_add(best);
        let merit =
            good.map(|one| one.quality.saturating_add(field(one.at.slot, quoted))).max().unwrap_or_default();
        soft = soft.saturating_add(merit.saturating_mul(rarity.saturating_add(20)));
    }
    let clauses = u32::try_from(found.len()).unwrap_or(u32::MAX).max(1);
    let closeness = found.windows(2).map(|pair| match pair {
        [(left, _), (right, _)] => closeness(left, right),
        _ => 0,
    });
    soft = soft.saturating_add(closeness.fold(0, u32::saturating_add));
    // Three bits of the least of the words, five of their mean, the rest in 24.
    let mean = levels.saturating_mul(4).checked_div(clauses).unwrap_or_default().min(31);
    let score = (least << 29) | (mean << 24) | soft.min(0x00FF_FFFF);
    (worst, score)
}

/// How rare something is that `passages` of `all` hold: 0 to 100.
pub(super) fn rarity(passages: usize, all: usize) -> u32 {
    let ratio = all.saturating_add(1).checked_div(passages.max(1)).unwrap_or(1).max(1);
    ratio.ilog2().saturating_mul(8).min(100)
}

fn goodness(level: Level) -> u32 {
    match level {
        Level::Exact => 7,
        Level::Form => 6,
        Level::Term => 5,
        Level::Prefix => 4,
        Level::Substring => 3,
        Level::Fuzzy => 2,
        Level::OneError => 1,
        Level::TwoErrors => 0,
    }
}

/// How good an occurrence is: by its level, but the editor's context never stands before a statement's own
/// words in another form.
fn worth(one: &Occurrence) -> u32 {
    let goodness = goodness(one.level);
    match one.at.slot.field() {
        Some(Field::Context) => goodness.min(self::goodness(Level::Substring)),
        Some(_) | None => goodness,
    }
}

/// What a field adds: the statement's own words first, then what names it. A title is shared by all its
/// passages, so it says less of each.
fn field(slot: Slot, quoted: bool) -> u32 {
    match slot.field() {
        Some(Field::Text) if quoted => 60,
        Some(Field::Label | Field::Heading) => 50,
        Some(Field::Official | Field::Korean) => 40,
        Some(Field::Title) => 30,
        Some(Field::Text | Field::Parties(_) | Field::Place) | None => 20,
        Some(Field::Context) => 0,
    }
}

/// How near two neighbouring words of the query come to each other in one field, at their best.
fn closeness(left: &[Occurrence], right: &[Occurrence]) -> u32 {
    let pairs = left.iter().flat_map(|l| right.iter().map(move |r| (l.at, r.at)));
    let near = |(l, r): (Posting, Posting)| {
        let apart = match (l.slot == r.slot, r.position.checked_sub(l.position)) {
            (false, _) | (_, Some(0)) => return 0,
            (true, Some(ahead)) => ahead,
            // The wrong way round is worth a word between.
            (true, None) => l.position.saturating_sub(r.position).saturating_add(1),
        };
        ADJACENT.checked_div(apart).unwrap_or_default()
    };
    pairs.map(near).max().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rare_is_more_than_common() {
        assert!(rarity(1, 80) > rarity(10, 80));
        assert!(rarity(10, 80) > rarity(80, 80));
        assert_eq!(rarity(80, 80), 0);
        assert!(rarity(0, 0) <= 100);
    }
}
