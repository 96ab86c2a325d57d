//! The order of hits.
//!
//! Invariant: a score depends on the query, the passage and the corpus alone. The worst level of the words
//! counts before everything, then all their levels; rare words, closeness, order and field decide within that.
//! The best are the best of all hits: a passage is left unread only where it cannot be among them.

use std::cmp::Reverse;
use std::sync::Arc;

use fixedbitset::FixedBitSet;

use super::index::Index;
use super::matching::BEGUN;
use super::plan::{Met, Plan, shared};
use super::run::{Clause, Rung};
use super::sequence::Slot;
use super::{Hit, Level, SearchField};
use crate::corpus::PassageNo;

/// Two words next to each other, in order.
const ADJACENT: u32 = 4_000;
/// What a place in a quotation adds, the most that any does.
const TEXT: u32 = 60;
/// What a place in a head adds.
const HEAD: u32 = 30;
/// So few hits are all read.
const SMALL: usize = 4_000;
/// So many combinations of levels are told apart at most.
const STAGES: usize = 128;
/// Far enough to count as not near.
const FAR: u32 = 5_000;

/// Ranks the hits of one query.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ranking<'a> {
    pub index: &'a Index,
    pub plan: &'a Plan,
    pub clauses: &'a [Arc<Clause>],
    /// The passages that are quotations; others hold the editor's words.
    pub quoted: &'a FixedBitSet,
}

impl Ranking<'_> {
    /// The best `limit` of `hits`, best first; of equals, in reading order.
    pub(super) fn best(&self, hits: &FixedBitSet, limit: usize) -> Vec<Hit> {
        let mut best: Vec<Hit> = Vec::new();
        let mut stages = if hits.count_ones(..) > SMALL { self.stages() } else { Vec::new() };
        if stages.is_empty() {
            stages.push((u32::MAX, Vec::new()));
        }
        for (ceiling, stage) in stages {
            if limit == 0 || (best.len() >= limit && best.last().is_some_and(|hit| hit.score >= ceiling)) {
                break;
            }
            let rungs = || self.clauses.iter().zip(&stage);
            let mut here = hits.clone();
            for (set, better) in rungs().filter_map(|(clause, at)| clause.at(*at)) {
                here.intersect_with(set);
                if let Some(better) = better {
                    here.difference_with(better);
                }
            }
            let headed =
                |(clause, at): (&Arc<Clause>, &usize)| clause.rungs.get(*at).is_some_and(|rung| rung.headed);
            let heads_alone = !stage.is_empty() && rungs().all(headed);
            best.extend(self.read_set(&here, ceiling, limit, heads_alone));
            best.sort_unstable_by_key(order);
            best.truncate(limit);
        }
        best
    }

    /// The hits in steps: for each clause one of its levels, by its place; the steps that can score most first.
    /// None where there would be too many.
    fn stages(&self) -> Vec<(u32, Vec<usize>)> {
        let many = self.clauses.iter().try_fold(1_usize, |many, clause| many.checked_mul(clause.rungs.len()));
        if many.is_none_or(|many| many > STAGES) {
            return Vec::new();
        }
        let mut stages = vec![Vec::new()];
        for clause in self.clauses {
            let with = |stage: Vec<usize>| {
                (0..clause.rungs.len()).map(move |at| stage.iter().copied().chain([at]).collect())
            };
            stages = stages.into_iter().flat_map(with).collect();
        }
        let mut stages: Vec<_> =
            stages.into_iter().map(|stage: Vec<usize>| (self.ceiling(&stage), stage)).collect();
        stages.sort_by_key(|(ceiling, _)| Reverse(*ceiling));
        stages
    }

    /// The most that a hit can score whose clauses stand at these of their levels.
    fn ceiling(&self, stage: &[usize]) -> u32 {
        let (mut least, mut levels, mut soft) = (goodness(Level::Exact), 0_u32, 0_u32);
        for (clause, at) in self.clauses.iter().zip(stage) {
            let Some(Rung { level, quality, headed, .. }) = clause.rungs.get(*at) else { continue };
            let merit = u32::from(*quality).saturating_add(if *headed { HEAD } else { TEXT });
            soft = soft.saturating_add(merit.saturating_mul(clause.rarity.saturating_add(20)));
            least = least.min(goodness(*level));
            levels = levels.saturating_add(goodness(*level));
        }
        let pairs = self.clauses.windows(2).filter(|pair| pair.iter().all(|clause| !clause.vague));
        soft = soft.saturating_add(ADJACENT.saturating_mul(count(pairs.count())));
        score(least, levels, count(self.clauses.len()), soft)
    }

    /// Scores passages, until `limit` of them have reached the ceiling that none can pass; by their heads, where
    /// nothing is found below. Most often the first passages do, so the others are not even listed before.
    fn read_set(&self, set: &FixedBitSet, ceiling: u32, limit: usize, heads_alone: bool) -> Vec<Hit> {
        let mut passages = set.ones().filter_map(|at| u32::try_from(at).ok());
        let first: Vec<u32> = passages.by_ref().take(limit.saturating_mul(2)).collect();
        let mut hits = self.read(&first, ceiling, limit, heads_alone);
        if hits.iter().filter(|hit| hit.score >= ceiling).count() < limit {
            let others: Vec<u32> = passages.collect();
            for read in shared(&others, |part| self.read(part, ceiling, limit, heads_alone)) {
                hits.extend(read);
            }
        }
        hits
    }

    fn read(&self, passages: &[u32], ceiling: u32, limit: usize, heads_alone: bool) -> Vec<Hit> {
        let mut reader = Reader::new(self, heads_alone);
        let (mut hits, mut perfect) = (Vec::new(), 0_usize);
        for passage in passages {
            let hit = reader.hit(*passage);
            perfect = perfect.saturating_add(usize::from(hit.score >= ceiling));
            hits.push(hit);
            if perfect >= limit {
                break;
            }
        }
        if hits.len() > limit {
            hits.select_nth_unstable_by_key(limit, order);
            hits.truncate(limit);
        }
        hits
    }
}

/// Best first; of equals, in reading order.
fn order(hit: &Hit) -> (Reverse<u32>, PassageNo) {
    (Reverse(hit.score), hit.passage)
}

/// What reading a passage has found of one clause.
#[derive(Debug, Clone, Copy)]
struct Seen {
    /// Worth, merit and goodness of the best place, packed in this order.
    best: u32,
    last: u32,
    /// Words between this clause and the one before it, at their nearest.
    apart: u32,
}

const UNSEEN: Seen = Seen { best: 0, last: u32::MAX, apart: FAR };

/// A hit that only begins with a letter or two, wherever it stands.
const VAGUELY_SEEN: Seen = Seen {
    best: pack(goodness(Level::Prefix), TEXT.saturating_add(BEGUN as u32), goodness(Level::Prefix)),
    ..UNSEEN
};

/// Reads passages; a head is read once for all that stand under it.
struct Reader<'a> {
    ranking: &'a Ranking<'a>,
    heads_alone: bool,
    head: Option<usize>,
    of_head: Vec<Seen>,
    seen: Vec<Seen>,
}

impl<'a> Reader<'a> {
    fn new(ranking: &'a Ranking<'a>, heads_alone: bool) -> Self {
        Self { ranking, heads_alone, head: None, of_head: Vec::new(), seen: Vec::new() }
    }

    fn hit(&mut self, passage: u32) -> Hit {
        let Ranking { index, plan, quoted, .. } = *self.ranking;
        let head = index.head_of(passage);
        if self.head != Some(head) {
            self.of_head.clear();
            let unseen = |clause: &Arc<Clause>| if clause.vague { VAGUELY_SEEN } else { UNSEEN };
            self.of_head.extend(self.ranking.clauses.iter().map(unseen));
            plan.read(index.heads.row(head), |met, slot| see(&mut self.of_head, met, slot, false));
            self.of_head.iter_mut().for_each(|seen| seen.last = u32::MAX);
            self.head = Some(head);
        }
        self.seen.clone_from(&self.of_head);
        if !self.heads_alone {
            let quoted = quoted.contains(passage as usize);
            let row = index.passages.row(passage as usize);
            plan.read(row, |met, slot| see(&mut self.seen, met, slot, quoted));
        }
        self.sum(passage)
    }

    fn sum(&self, passage: u32) -> Hit {
        let mut worst = goodness(Level::Exact);
        let (mut least, mut levels, mut soft) = (goodness(Level::Exact), 0_u32, 0_u32);
        for (seen, clause) in self.seen.iter().zip(self.ranking.clauses) {
            let [good, merit, worth, _] = seen.best.to_le_bytes().map(u32::from);
            worst = worst.min(good);
            least = least.min(worth);
            levels = levels.saturating_add(worth);
            soft = soft.saturating_add(merit.saturating_mul(clause.rarity.saturating_add(20)));
            soft = soft
                .saturating_add(ADJACENT.checked_div(seen.apart).filter(|_| seen.apart < FAR).unwrap_or(0));
        }
        let level = goodness(Level::Exact).saturating_sub(worst);
        let level = Level::ALL.get(level as usize).copied().unwrap_or_default();
        let score = score(least, levels, count(self.seen.len()), soft);
        Hit { passage: PassageNo(passage), level, score }
    }
}

/// Notes a clause met; `quoted` where the text is a quotation, not the editor's summary.
#[inline]
fn see(seen: &mut [Seen], met: Met, slot: Option<Slot>, quoted: bool) {
    let at = usize::from(met.clause);
    let field = slot.and_then(Slot::field);
    let good = goodness(met.level);
    let worth = if field == Some(SearchField::Context) { good.min(goodness(Level::Substring)) } else { good };
    let merit = u32::from(met.quality).saturating_add(bonus(field, quoted));
    let packed = pack(worth, merit, good);
    let last_of = |seen: &[Seen], at: Option<usize>| at.and_then(|at| seen.get(at)).map(|seen| seen.last);
    let before = last_of(seen, at.checked_sub(1)).filter(|last| *last != u32::MAX);
    // The wrong way round is worth a word between.
    let after = last_of(seen, at.checked_add(1)).filter(|last| *last != u32::MAX);
    let first = met.position.saturating_sub(met.words.saturating_sub(1));
    let Some(own) = seen.get_mut(at) else { return };
    own.best = own.best.max(packed);
    own.last = met.position;
    let apart = before.map(|last| first.saturating_sub(last)).filter(|apart| *apart > 0);
    own.apart = own.apart.min(apart.unwrap_or(FAR));
    let apart = after.map(|last| first.saturating_sub(last)).filter(|apart| *apart > 0);
    if let (Some(apart), Some(next)) = (apart, seen.get_mut(at.saturating_add(1))) {
        next.apart = next.apart.min(apart.saturating_add(1));
    }
}

const fn pack(worth: u32, merit: u32, good: u32) -> u32 {
    (worth << 16) | (merit << 8) | good
}

/// Three bits of the least of the words, five of their mean, the rest in 24.
fn score(least: u32, levels: u32, clauses: u32, soft: u32) -> u32 {
    let mean = levels.saturating_mul(4).checked_div(clauses.max(1)).unwrap_or_default().min(31);
    (least << 29) | (mean << 24) | soft.min(0x00FF_FFFF)
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// How rare something is that `passages` of `all` hold: 0 to 100.
pub(super) fn rarity(passages: usize, all: usize) -> u32 {
    let ratio = all.saturating_add(1).checked_div(passages.max(1)).unwrap_or(1).max(1);
    ratio.ilog2().saturating_mul(8).min(100)
}

/// 7 for the best level, 0 for the worst.
const fn goodness(level: Level) -> u32 {
    7_u32.saturating_sub(level as u32)
}

/// What a field adds: the statement's own words first, then what names it. A head is shared by all its passages, so
/// it says less of each.
fn bonus(field: Option<SearchField>, quoted: bool) -> u32 {
    match field {
        Some(SearchField::Text) if quoted => TEXT,
        Some(SearchField::Heading) => 50,
        Some(SearchField::Official | SearchField::Korean) => 40,
        Some(SearchField::Label | SearchField::Title | SearchField::Parties(_) | SearchField::Place)
        | None => HEAD,
        Some(SearchField::Text) => 20,
        Some(SearchField::Context) => 0,
    }
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
