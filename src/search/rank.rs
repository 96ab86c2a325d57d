//! The order of hits.
//!
//! Invariant: a score depends only on the query, the passage and the corpus. The worst level of the words counts most,
//! then all their levels; rarity, closeness, order and field decide the rest. The result is the best of all hits: a
//! passage is skipped only if it cannot be among them.

use std::cmp::Reverse;
use std::sync::Arc;

use fixedbitset::FixedBitSet;

use super::matched::{MatchedTerm, RankedWords, Tier};
use super::plan::{Occurrence, Plan, Purpose, in_halves};
use super::sequence::{Rows, Slot};
use super::{Hit, Level, SearchField, narrow};
use crate::corpus::PassageNo;

/// The bonus for two words next to each other, in order.
const ADJACENT: u32 = 4_000;
/// The bonus for each step of a word's level, besides the level itself.
const LEVEL: u32 = 300;
/// The bit of a score that says that all words are next to each other, in order.
const ALL_ADJACENT: u32 = 1 << 22;
/// The bit of a score that says that the statement's title has the words.
const TITLED: u32 = 1 << 23;
/// The bonus for an occurrence in a quotation, larger than for any other field.
const TEXT: u32 = 60;
/// The bonus for an occurrence in a head.
const HEAD: u32 = 30;
/// Up to this many hits, all are read.
const SMALL: usize = 4_000;
/// Maximum combinations of tiers; with more, all hits are read.
const COMBINATIONS: usize = 128;
/// Minimum words between two words that are not near.
const FAR: u32 = 5_000;

/// Ranks the hits of one query.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ranking<'a> {
    pub rows: &'a Rows,
    pub plan: &'a Plan,
    pub terms: &'a [Arc<MatchedTerm>],
    /// How many words that need not be found were typed before each term.
    pub gaps: &'a [u32],
    /// If such words were typed between the others: the passages that have all of them side by side.
    pub phrased: Option<&'a FixedBitSet>,
    /// The first passages of the statements whose title has all the terms.
    pub titled: &'a FixedBitSet,
    pub reading: RankedWords,
    /// Whether a hit may lack some of the terms.
    pub relaxed: bool,
    /// Whether the terms are all stop words: then only passages that have them side by side count, see `phrased`.
    pub idle: bool,
}

/// The hits with each term in one certain tier, given by its number; without numbers, all hits.
#[derive(Debug)]
struct Combination {
    tiers: Vec<usize>,
    /// The maximum score of these hits.
    max_score: u32,
}

impl Ranking<'_> {
    /// The best `limit` of `hits`, best first; of equals, the newest.
    pub(super) fn best(&self, hits: &FixedBitSet, limit: usize) -> Vec<Hit> {
        // Few hits can have the bonus of a title, or all words side by side: all of these are read, so that the others
        // need not be.
        let special = self.phrased.map_or_else(|| self.titled.clone(), |phrased| self.titled | phrased);
        let mut best = self.read_set(&(hits & &special), &Combination::default(), limit);
        // More than `limit` were read.
        best.sort_unstable_by_key(|hit| order(self.rows, hit));
        best.truncate(limit);
        let mut hits = hits.clone();
        hits.difference_with(&special);
        for combination in self.combinations(&hits) {
            let reaches = |hit: &Hit| hit.score >= combination.max_score;
            if best.len() >= limit && best.last().is_none_or(reaches) {
                break;
            }
            let mut passages = hits.clone();
            for (term, tier) in self.terms.iter().zip(&combination.tiers) {
                narrow_to(term.tiers_in(self.reading), *tier, &mut passages);
            }
            best.extend(self.read_set(&passages, &combination, limit));
            best.sort_unstable_by_key(|hit| order(self.rows, hit));
            best.truncate(limit);
        }
        best
    }

    /// The combinations of tiers, those with the highest possible score first. A single one of all hits, if those are
    /// few or the combinations too many.
    fn combinations(&self, hits: &FixedBitSet) -> Vec<Combination> {
        let tiers_of = |term: &MatchedTerm| term.tiers_in(self.reading).len();
        let count = self.terms.iter().try_fold(1_usize, |count, term| count.checked_mul(tiers_of(term)));
        if self.relaxed || hits.count_ones(..) <= SMALL || count.is_none_or(|count| count > COMBINATIONS) {
            return vec![Combination::default()];
        }
        let mut combinations = vec![Vec::new()];
        for term in self.terms {
            let with = |tiers: Vec<usize>| {
                (0..tiers_of(term)).map(move |tier| tiers.iter().copied().chain([tier]).collect())
            };
            combinations = combinations.into_iter().flat_map(with).collect();
        }
        let with_score = |tiers: Vec<usize>| Combination { max_score: self.max_score(&tiers), tiers };
        let mut combinations: Vec<Combination> = combinations.into_iter().map(with_score).collect();
        combinations.sort_by_key(|combination| Reverse(combination.max_score));
        combinations
    }

    fn tiers<'a>(&'a self, tiers: &'a [usize]) -> impl Iterator<Item = (&'a MatchedTerm, &'a Tier)> {
        let tier = |(term, tier): (&'a Arc<MatchedTerm>, &usize)| {
            Some((&**term, term.tiers_in(self.reading).get(*tier)?))
        };
        self.terms.iter().zip(tiers).filter_map(tier)
    }

    /// The maximum score of a hit whose terms are in these tiers.
    fn max_score(&self, tiers: &[usize]) -> u32 {
        let (mut least, mut levels, mut soft) = (goodness(Level::Exact), 0, 0);
        for (term, Tier { level, quality, head_only, .. }) in self.tiers(tiers) {
            let merit = u32::from(*quality) + if *head_only { HEAD } else { TEXT };
            soft += merit * (term.rarity + 20) + goodness(*level) * LEVEL;
            let good = side_by_side(goodness(*level), self.terms.len() > 1 && self.phrased.is_none());
            least = least.min(good);
            levels += good;
        }
        let is_ranked = |term: &Arc<MatchedTerm>| !(term.vague || self.idle);
        let pairs = narrow(self.terms.windows(2).filter(|pair| pair.iter().all(is_ranked)).count());
        soft += ADJACENT * pairs;
        score(least, levels, self.terms.len(), soft, pairs > 0 && self.phrased.is_none())
    }

    /// Scores passages until `limit` of them have reached the maximum. Usually the first passages do, so the others are
    /// not even listed.
    fn read_set(&self, set: &FixedBitSet, combination: &Combination, limit: usize) -> Vec<Hit> {
        let Combination { tiers, max_score } = combination;
        // All matches are in the heads, so a head need not be read again for every passage.
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

impl Default for Combination {
    fn default() -> Self {
        Self { tiers: Vec::new(), max_score: u32::MAX }
    }
}

/// Narrows `passages` to those that a tier adds: those that it contains, without those of better tiers.
fn narrow_to(tiers: &[Tier], at: usize, passages: &mut FixedBitSet) {
    if let Some(own) = tiers.get(at) {
        passages.intersect_with(&own.passages);
    }
    if let Some(better) = at.checked_sub(1).and_then(|better| tiers.get(better)) {
        passages.difference_with(&better.passages);
    }
}

/// Best first; of equals, the newest, and in reading order within a statement.
fn order(rows: &Rows, hit: &Hit) -> (Reverse<u32>, Reverse<u32>, PassageNo) {
    (Reverse(hit.score), Reverse(rows.date_of(hit.passage.0)), hit.passage)
}

/// What reading a passage has found of one term.
#[derive(Debug, Clone, Copy)]
struct TermMatch {
    /// Worth, merit and goodness of the best occurrence, packed in this order.
    best: u32,
    /// Where the last occurrence is.
    last: Option<u32>,
    /// Words between this term and the one before it, at their nearest.
    apart: u32,
    /// Whether the passage's text has it, and not only a heading or a note.
    in_text: bool,
}

const NO_MATCH: TermMatch = TermMatch { best: 0, last: None, apart: FAR, in_text: false };

/// Scores passages one after another; a head is read once for all its passages.
#[derive(Clone)]
struct Scorer<'a> {
    ranking: Ranking<'a>,
    heads_only: bool,
    head: Option<u32>,
    in_head: Vec<TermMatch>,
    seen: Vec<TermMatch>,
}

impl<'a> Scorer<'a> {
    fn new(ranking: Ranking<'a>, heads_only: bool) -> Self {
        Self { ranking, heads_only, head: None, in_head: Vec::new(), seen: Vec::new() }
    }

    /// The best `limit` of these passages, in any order; stops when that many have reached the maximum.
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
        let Ranking { rows, plan, gaps, reading, .. } = self.ranking;
        if reading == RankedWords::Words {
            self.seen.clear();
            self.seen.resize(self.ranking.terms.len(), NO_MATCH);
            plan.read(rows.body(passage), Purpose::Rank, |found, slot| {
                if slot.is_some_and(Slot::is_words) {
                    note_occurrence(&mut self.seen, found, slot, gaps);
                }
            });
            return self.sum(passage);
        }
        let head = rows.head_of(passage);
        if self.head != Some(head) {
            self.in_head.clear();
            self.in_head.resize(self.ranking.terms.len(), NO_MATCH);
            plan.read(rows.head(passage), Purpose::Rank, |found, slot| {
                note_occurrence(&mut self.in_head, found, slot, gaps);
            });
            self.in_head.iter_mut().for_each(|seen| seen.last = None);
            self.head = Some(head);
        }
        self.seen.clone_from(&self.in_head);
        if !self.heads_only {
            plan.read(rows.body(passage), Purpose::Rank, |found, slot| {
                note_occurrence(&mut self.seen, found, slot, gaps);
            });
        }
        self.sum(passage)
    }

    fn sum(&self, passage: u32) -> Hit {
        let Ranking { terms, phrased, titled, reading, relaxed, idle, .. } = self.ranking;
        let adjacent = phrased.map_or_else(
            || !idle && self.seen.len() > 1 && self.seen.iter().skip(1).all(|seen| seen.apart == 1),
            |phrased| phrased.contains(passage as usize),
        );
        let (mut worst, mut least, mut levels, mut soft) =
            (goodness(Level::Exact), goodness(Level::Exact), 0, 0);
        let mut in_text = true;
        for (seen, term) in self.seen.iter().zip(terms) {
            let is_read = !(term.vague || idle);
            let best = if is_read { seen.best } else { of_tier(term.tiers_in(reading), passage) };
            if relaxed && best == 0 {
                continue;
            }
            let [good, merit, worth, _] = best.to_le_bytes().map(u32::from);
            in_text &= seen.in_text;
            worst = worst.min(good);
            soft += merit * (term.rarity + 20) + worth * LEVEL;
            soft += if seen.apart < FAR { ADJACENT / seen.apart } else { 0 };
            let worth = side_by_side(worth, adjacent);
            least = least.min(worth);
            levels += worth;
        }
        let level = goodness(Level::Exact) - worst;
        let level = Level::ALL.get(level as usize).copied().unwrap_or_default();
        // A title counts for a statement's own words only if its text has them too.
        let is_titled = titled.contains(passage as usize) && (reading == RankedWords::All || in_text);
        let score =
            score(least, levels, self.seen.len(), soft, adjacent) | if is_titled { TITLED } else { 0 };
        Hit { passage: PassageNo(passage), level, score }
    }
}

/// The score of a term that is not looked for in a passage: that of the tier that the passage is in.
fn of_tier(tiers: &[Tier], passage: u32) -> u32 {
    let tier = tiers.iter().find(|tier| tier.passages.contains(passage as usize));
    tier.map_or(0, |tier| {
        let (good, field) = (goodness(tier.level), if tier.head_only { HEAD } else { TEXT });
        pack(good, field + u32::from(tier.quality), good)
    })
}

/// Notes an occurrence.
#[inline]
fn note_occurrence(seen: &mut [TermMatch], found: Occurrence, slot: Option<Slot>, gaps: &[u32]) {
    let at = usize::from(found.term);
    let field = slot.and_then(Slot::field);
    let good = goodness(found.level);
    let worth = match field {
        Some(SearchField::Context) => good.min(goodness(Level::Substring)),
        // What the passage itself says in Korean comes first, with any particle.
        Some(SearchField::Korean) => good.min(goodness(Level::Form)),
        Some(_) | None => good,
    };
    let merit = u32::from(found.quality) + bonus(slot);
    let first = found.position.saturating_sub(found.words - 1);
    // If words were left out of the query, the others are as close as they were typed.
    let gap = |at: usize| gaps.get(at).copied().unwrap_or(0);
    let apart = |other: Option<&TermMatch>, gap: u32| {
        let last = other.and_then(|other| other.last)?;
        // The words of one name can be several terms at once.
        let together = first <= last && found.words > 1;
        let apart = first.checked_sub(last).filter(|apart| *apart > 0);
        if together { Some(1) } else { Some(apart?.abs_diff(gap + 1) + 1) }
    };
    let before = apart(at.checked_sub(1).and_then(|before| seen.get(before)), gap(at));
    let after = apart(seen.get(at + 1), gap(at + 1));
    if let Some(own) = seen.get_mut(at) {
        own.best = own.best.max(pack(worth, merit, good));
        own.in_text |= matches!(field, Some(SearchField::Text | SearchField::Official | SearchField::Korean));
        own.last = Some(found.position);
        own.apart = own.apart.min(before.unwrap_or(FAR));
    }
    if let (Some(apart), Some(next)) = (after, seen.get_mut(at + 1)) {
        // The wrong order counts as one more word between them.
        next.apart = next.apart.min(apart.saturating_add(1));
    }
}

const fn pack(worth: u32, merit: u32, good: u32) -> u32 {
    (worth << 16) | (merit << 8) | good
}

/// Three bits for the worst of the words, five for their mean, one for the title (see [`TITLED`]), one for words that are
/// as close together as typed, 22 for the rest.
fn score(least: u32, levels: u32, terms: usize, soft: u32, adjacent: bool) -> u32 {
    let mean = (levels * 4 / narrow(terms.max(1))).min(31);
    (least << 29) | (mean << 24) | if adjacent { ALL_ADJACENT } else { 0 } | soft.min(ALL_ADJACENT - 1)
}

/// Words as close together as typed in another form count as exact.
const fn side_by_side(good: u32, adjacent: bool) -> u32 {
    if adjacent && good == goodness(Level::Form) { goodness(Level::Exact) } else { good }
}

/// 7 for the best level, 0 for the worst.
const fn goodness(level: Level) -> u32 {
    7 - level as u32
}

/// The bonus of a field: most for the statement's own words, then for what names it. All passages of a statement share
/// its head, so the head says less about each.
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
