//! The order of hits.
//!
//! Invariant: a score depends on the query, the passage and the corpus alone. The worst level of the words counts
//! most, then all their levels; rarity, closeness, order and field decide the rest. The result is the best of all
//! hits: a passage is skipped only if it cannot be among them.

use std::cmp::Reverse;
use std::sync::Arc;

use fixedbitset::FixedBitSet;

use super::matched::{MatchedTerm, Tier};
use super::matching::BEGUN;
use super::plan::{Occurrence, Plan, Purpose, in_halves};
use super::sequence::{Rows, Slot};
use super::{Hit, Level, SearchField, narrow};
use crate::corpus::PassageNo;

/// What two words add that are next to each other, in order.
const ADJACENT: u32 = 4_000;
/// The bit of a score that says that all words are next to each other, in order.
const ALL_ADJACENT: u32 = 1 << 23;
/// What an occurrence in a quotation adds, more than in any other field.
const TEXT: u32 = 60;
/// What an occurrence in a head adds.
const HEAD: u32 = 30;
/// So few hits are all read.
const SMALL: usize = 4_000;
/// If the tiers have more combinations than this, all hits are read.
const COMBINATIONS: usize = 128;
/// So many words between two count as not near.
const FAR: u32 = 5_000;

/// Ranks the hits of one query.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ranking<'a> {
    pub rows: &'a Rows,
    pub plan: &'a Plan,
    pub terms: &'a [Arc<MatchedTerm>],
    /// How many words that need not be found were typed before each term.
    pub gaps: &'a [u32],
}

/// The hits with each term in one certain tier, given by its number; without numbers, all hits.
#[derive(Debug)]
struct Combination {
    tiers: Vec<usize>,
    /// No such hit can score more.
    max_score: u32,
}

impl Ranking<'_> {
    /// The best `limit` of the hits whose title has all that was typed, and which these are: those of `firm`, and those
    /// of `about` unless a firm hit has the words side by side, which says it better than a title.
    pub(super) fn best_titled(
        &self,
        [firm, about]: [&FixedBitSet; 2],
        titled: &FixedBitSet,
        limit: usize,
    ) -> (Vec<Hit>, FixedBitSet) {
        // Level and closeness come before the title.
        let mut of_title = firm & titled;
        let mut hits = self.best(&of_title, limit);
        if let Some(least) = hits.last() {
            let mut others = firm.clone();
            others.difference_with(&of_title);
            let grade = |hit: &Hit| hit.score & !(ALL_ADJACENT - 1);
            let least = grade(least);
            let better: Vec<Hit> =
                self.best(&others, limit).into_iter().take_while(|hit| grade(hit) > least).collect();
            of_title.extend(better.iter().map(|hit| hit.passage.0 as usize));
            hits.extend(better);
            hits.sort_by_key(|hit| (Reverse(grade(hit)), !titled.contains(hit.passage.0 as usize)));
            hits.truncate(limit);
        }
        if self.terms.len() > 1 && !about.is_disjoint(titled) {
            let best = self.best(firm, 1);
            if !best.iter().any(|hit| hit.score & ALL_ADJACENT != 0) {
                let unsaid = about & titled;
                hits.extend(self.best(&unsaid, limit - hits.len()));
                of_title.union_with(&unsaid);
            }
        }
        (hits, of_title)
    }

    /// The best `limit` of `hits`, best first; of equals, the newest.
    pub(super) fn best(&self, hits: &FixedBitSet, limit: usize) -> Vec<Hit> {
        let mut best: Vec<Hit> = Vec::new();
        for combination in self.combinations(hits) {
            let reaches = |hit: &Hit| hit.score >= combination.max_score;
            if best.len() >= limit && best.last().is_none_or(reaches) {
                break;
            }
            let mut passages = hits.clone();
            for (term, tier) in self.terms.iter().zip(&combination.tiers) {
                term.narrow_to(*tier, &mut passages);
            }
            best.extend(self.read_set(&passages, &combination, limit));
            best.sort_unstable_by_key(|hit| order(self.rows, hit));
            best.truncate(limit);
        }
        best
    }

    /// The combinations of tiers, those that can score most first. Only one, of all hits, if those are few or the
    /// combinations too many.
    fn combinations(&self, hits: &FixedBitSet) -> Vec<Combination> {
        let count = self.terms.iter().try_fold(1_usize, |count, term| count.checked_mul(term.tiers.len()));
        if hits.count_ones(..) <= SMALL || count.is_none_or(|count| count > COMBINATIONS) {
            return vec![Combination { tiers: Vec::new(), max_score: u32::MAX }];
        }
        let mut combinations = vec![Vec::new()];
        for term in self.terms {
            let with = |tiers: Vec<usize>| {
                (0..term.tiers.len()).map(move |tier| tiers.iter().copied().chain([tier]).collect())
            };
            combinations = combinations.into_iter().flat_map(with).collect();
        }
        let with_score = |tiers: Vec<usize>| Combination { max_score: self.max_score(&tiers), tiers };
        let mut combinations: Vec<Combination> = combinations.into_iter().map(with_score).collect();
        combinations.sort_by_key(|combination| Reverse(combination.max_score));
        combinations
    }

    fn tiers<'a>(&'a self, tiers: &'a [usize]) -> impl Iterator<Item = (&'a MatchedTerm, &'a Tier)> {
        self.terms.iter().zip(tiers).filter_map(|(term, tier)| Some((&**term, term.tiers.get(*tier)?)))
    }

    /// The most that a hit can score whose terms are in these tiers.
    fn max_score(&self, tiers: &[usize]) -> u32 {
        let (mut least, mut levels, mut soft) = (goodness(Level::Exact), 0, 0);
        for (term, Tier { level, quality, head_only, .. }) in self.tiers(tiers) {
            let merit = u32::from(*quality) + if *head_only { HEAD } else { TEXT };
            soft += merit * (term.rarity + 20);
            least = least.min(goodness(*level));
            levels += goodness(*level);
        }
        let pairs = self.terms.windows(2).filter(|pair| pair.iter().all(|term| !term.vague));
        let pairs = narrow(pairs.count());
        soft += ADJACENT * pairs;
        score(least, levels, self.terms.len(), soft, pairs > 0)
    }

    /// Scores passages, until `limit` of them have reached the maximum. Most often the first passages do, so the
    /// others are not even listed before.
    fn read_set(&self, set: &FixedBitSet, combination: &Combination, limit: usize) -> Vec<Hit> {
        let Combination { tiers, max_score } = combination;
        // Nothing is found below the heads, so those need not be read again for every passage.
        let heads_only = !tiers.is_empty() && self.tiers(tiers).all(|(_, tier)| tier.head_only);
        let scorer = Scorer::new(*self, heads_only);
        let mut passages = self.rows.newest_first(set);
        let first: Vec<u32> = passages.by_ref().take(limit.saturating_mul(2)).collect();
        let mut hits = scorer.clone().read(&first, *max_score, limit);
        if hits.iter().filter(|hit| hit.score >= *max_score).count() < limit {
            let others: Vec<u32> = passages.collect();
            let read = |part: &[u32]| scorer.clone().read(part, *max_score, limit);
            hits.extend(in_halves(&others, read).into_iter().flatten());
        }
        hits
    }
}

/// Best first; of equals, the newest, and in reading order within a statement.
fn order(rows: &Rows, hit: &Hit) -> (Reverse<u32>, Reverse<u32>, PassageNo) {
    (Reverse(hit.score), Reverse(rows.date_of(hit.passage.0)), hit.passage)
}

/// What reading a passage has found of one term.
#[derive(Debug, Clone, Copy)]
struct Seen {
    /// Worth, merit and goodness of the best occurrence, packed in this order.
    best: u32,
    /// Where the last occurrence is.
    last: Option<u32>,
    /// Words between this term and the one before it, at their nearest.
    apart: u32,
}

const UNSEEN: Seen = Seen { best: 0, last: None, apart: FAR };

/// A vague term, which is not looked for.
const VAGUELY_SEEN: Seen =
    Seen { best: pack(goodness(Level::Prefix), TEXT + BEGUN as u32, goodness(Level::Prefix)), ..UNSEEN };

/// Scores passages one after another; a head is read once for all its passages.
#[derive(Clone)]
struct Scorer<'a> {
    ranking: Ranking<'a>,
    heads_only: bool,
    head: Option<u32>,
    in_head: Vec<Seen>,
    seen: Vec<Seen>,
}

impl<'a> Scorer<'a> {
    fn new(ranking: Ranking<'a>, heads_only: bool) -> Self {
        Self { ranking, heads_only, head: None, in_head: Vec::new(), seen: Vec::new() }
    }

    /// The best `limit` of these passages, in any order; fewer are read if so many reach the maximum.
    fn read(mut self, passages: &[u32], max_score: u32, limit: usize) -> Vec<Hit> {
        let (mut hits, mut perfect) = (Vec::new(), 0);
        for passage in passages {
            let hit = self.hit(*passage);
            perfect += usize::from(hit.score >= max_score);
            hits.push(hit);
            if perfect >= limit {
                break;
            }
        }
        if hits.len() > limit {
            hits.select_nth_unstable_by_key(limit, |hit| order(self.ranking.rows, hit));
            hits.truncate(limit);
        }
        hits
    }

    fn hit(&mut self, passage: u32) -> Hit {
        let Ranking { rows, plan, gaps, .. } = self.ranking;
        let head = rows.head_of(passage);
        if self.head != Some(head) {
            self.in_head.clear();
            let unseen = |term: &Arc<MatchedTerm>| if term.vague { VAGUELY_SEEN } else { UNSEEN };
            self.in_head.extend(self.ranking.terms.iter().map(unseen));
            plan.read(rows.head(passage), Purpose::Rank, |found, slot| {
                see(&mut self.in_head, found, slot, gaps);
            });
            self.in_head.iter_mut().for_each(|seen| seen.last = None);
            self.head = Some(head);
        }
        self.seen.clone_from(&self.in_head);
        if !self.heads_only {
            plan.read(rows.body(passage), Purpose::Rank, |found, slot| {
                see(&mut self.seen, found, slot, gaps);
            });
        }
        self.sum(passage)
    }

    fn sum(&self, passage: u32) -> Hit {
        let (mut worst, mut least, mut levels, mut soft) =
            (goodness(Level::Exact), goodness(Level::Exact), 0, 0);
        for (seen, term) in self.seen.iter().zip(self.ranking.terms) {
            let [good, merit, worth, _] = seen.best.to_le_bytes().map(u32::from);
            worst = worst.min(good);
            least = least.min(worth);
            levels += worth;
            soft += merit * (term.rarity + 20);
            soft += if seen.apart < FAR { ADJACENT / seen.apart } else { 0 };
        }
        let level = goodness(Level::Exact) - worst;
        let level = Level::ALL.get(level as usize).copied().unwrap_or_default();
        let adjacent = self.seen.len() > 1 && self.seen.iter().skip(1).all(|seen| seen.apart == 1);
        let score = score(least, levels, self.seen.len(), soft, adjacent);
        Hit { passage: PassageNo(passage), level, score }
    }
}

/// Notes an occurrence.
#[inline]
fn see(seen: &mut [Seen], found: Occurrence, slot: Option<Slot>, gaps: &[u32]) {
    let at = usize::from(found.term);
    let field = slot.and_then(Slot::field);
    let good = goodness(found.level);
    let worth = if field == Some(SearchField::Context) { good.min(goodness(Level::Substring)) } else { good };
    let merit = u32::from(found.quality) + bonus(slot);
    // The words of phrases of several terms can overlap; then they are not apart.
    let first = found.position.saturating_sub(found.words - 1);
    // Where words were left out, the others are as close as they were typed.
    let gap = |at: usize| gaps.get(at).copied().unwrap_or(0);
    let apart = |other: Option<&Seen>, gap: u32| {
        let last = other.and_then(|other| other.last)?;
        let apart = first.checked_sub(last).filter(|apart| *apart > 0)?;
        Some(apart.abs_diff(gap + 1) + 1)
    };
    let before = apart(at.checked_sub(1).and_then(|before| seen.get(before)), gap(at));
    let after = apart(seen.get(at + 1), gap(at + 1));
    if let Some(own) = seen.get_mut(at) {
        own.best = own.best.max(pack(worth, merit, good));
        own.last = Some(found.position);
        own.apart = own.apart.min(before.unwrap_or(FAR));
    }
    if let (Some(apart), Some(next)) = (after, seen.get_mut(at + 1)) {
        // The wrong order counts as one word more between them.
        next.apart = next.apart.min(apart.saturating_add(1));
    }
}

const fn pack(worth: u32, merit: u32, good: u32) -> u32 {
    (worth << 16) | (merit << 8) | good
}

/// Three bits for the worst of the words, five for their mean, one for words that are as close together as typed, 23 for
/// the rest.
fn score(least: u32, levels: u32, terms: usize, soft: u32, adjacent: bool) -> u32 {
    let mean = (levels * 4 / narrow(terms.max(1))).min(31);
    (least << 29) | (mean << 24) | if adjacent { ALL_ADJACENT } else { 0 } | soft.min(ALL_ADJACENT - 1)
}

/// 7 for the best level, 0 for the worst.
const fn goodness(level: Level) -> u32 {
    7 - level as u32
}

/// What a field adds: the statement's own words most, then what names it. All passages of a statement share its head,
/// so the head says less about each.
fn bonus(slot: Option<Slot>) -> u32 {
    match slot.and_then(Slot::field) {
        Some(SearchField::Text) if slot == Some(Slot::SUMMARY) => 20,
        Some(SearchField::Text) => TEXT,
        Some(SearchField::Heading) => 50,
        Some(SearchField::Official | SearchField::Korean) => 40,
        Some(SearchField::Label | SearchField::Title | SearchField::Parties(_) | SearchField::Place)
        | None => HEAD,
        Some(SearchField::Context) => 0,
    }
}
