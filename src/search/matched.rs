//! Where one term of the query is found, from the best matches to the weakest.
//!
//! Invariant: each tier contains the passages of all better tiers, and more.

use std::cmp::Reverse;

use fixedbitset::FixedBitSet;

use super::Level;
use super::expansions::Expansions;
use super::index::Index;
use super::matching::Match;
use super::passage_lists::IndexedPart;
use super::phrase::Phrase;
use super::query::QueryTerm;
use super::words::WordEnding;
use crate::text::hangul;

/// A beginning of at most this many keys says too little to rank the words that begin with it.
const VAGUE: usize = 2;

/// The passages that contain a query term at this level and quality, or better.
#[derive(Debug)]
pub(super) struct Tier {
    pub level: Level,
    pub quality: u8,
    /// Whether the passages that this tier adds contain it in their statement's head alone.
    pub head_only: bool,
    pub passages: FixedBitSet,
}

/// Which words of a passage hits are ranked by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RankedWords {
    /// Its own words.
    Words,
    /// All that is held of it, and its statement's head.
    All,
}

/// A query term, with all that it matches.
#[derive(Debug)]
pub(super) struct MatchedTerm {
    pub wanted: QueryTerm,
    pub matches: Vec<Match>,
    /// Phrases that match too: a quoted phrase itself, or the forms of a term in the other language.
    pub expansions: Expansions,
    /// The passages whose statement's head contains it at a level that does not guess.
    pub heads: FixedBitSet,
    /// Best first.
    pub tiers: Vec<Tier>,
    /// Like the tiers, for the passages whose own words contain it.
    wordings: Vec<Tier>,
    /// The last level that does not guess.
    pub firm: Level,
    /// 0 to 100.
    pub rarity: u32,
    /// Whether only one or two keys were typed, the beginning of too many words to rank by.
    pub vague: bool,
}

impl MatchedTerm {
    pub(super) fn new(index: &Index, wanted: &QueryTerm, mut expansions: Expansions) -> Self {
        let (mut matches, mut keys, mut firm) = (Vec::new(), String::new(), Level::Prefix);
        match wanted {
            QueryTerm::Word(word) => {
                let named = expansions.names_a_term
                    && index.terms.iter().any(|term| term.is_named(&word.key.to_ascii_lowercase()));
                matches = index.words.vocabulary.matches(&word.key, named, word.ending);
                if word.ending == WordEnding::Finished {
                    firm = Level::Term;
                }
                keys = hangul::keys(&word.key);
            }
            QueryTerm::Phrase { phrase, .. } => expansions.phrases.push((Level::Exact, phrase.clone())),
            QueryTerm::Unit { spellings, terms, .. } => {
                expansions.phrases.extend(spellings.iter().cloned());
                let meant = terms.iter().flat_map(|value| index.terms_meant(value));
                let forms = meant.flat_map(|(_, term)| &term.forms).cloned();
                expansions.phrases.extend(forms.map(|form| (Level::Exact, form)));
            }
        }
        let begun = !keys.is_empty() && matches.iter().all(|found| found.level == Level::Prefix);
        let vague = begun && expansions.phrases.is_empty() && keys.chars().count() <= VAGUE;
        let mut term = Self {
            wanted: wanted.clone(),
            matches,
            expansions,
            tiers: Vec::new(),
            wordings: Vec::new(),
            heads: index.words.none(),
            firm,
            rarity: 0,
            vague,
        };
        term.gather(index, &keys);
        let passages = term.tiers.last().map_or(0, |tier| tier.passages.count_ones(..));
        term.rarity = rarity(passages, index.passages());
        term
    }

    /// Gathers the passages tier by tier; `keys` are those typed, if the term is a word.
    fn gather(&mut self, index: &Index, keys: &str) {
        let quoted = matches!(self.wanted, QueryTerm::Phrase { .. });
        let sets = |(level, phrase): &(Level, Phrase)| {
            let words = phrase.in_words(&index.words, 0);
            // Quoted words are looked for only in the statements' own words.
            let anywhere = if quoted { words.clone() } else { phrase.anywhere(&index.words) };
            (*level, words, anywhere)
        };
        let phrases: Vec<_> = self.expansions.phrases.iter().map(sets).collect();
        for (level, Reverse(quality)) in self.steps() {
            let found = self.matches.iter().filter(|found| (found.level, found.quality) == (level, quality));
            let words: Vec<u32> = found.map(|found| found.word).collect();
            let within = |place: IndexedPart| {
                let common = index.words.common_beginning(keys, place).filter(|_| level == Level::Prefix);
                let mut set = common
                    .map_or_else(|| index.words.within(place, words.iter().copied()), FixedBitSet::clone);
                set.grow(index.passages());
                set
            };
            let [mut wording, notes, head] = IndexedPart::ALL.map(within);
            let mut body = &wording | &notes;
            for (_, in_words, anywhere) in phrases.iter().filter(|(of, ..)| (*of, 100) == (level, quality)) {
                wording.union_with(in_words);
                body.union_with(anywhere);
            }
            add_tier(&mut self.wordings, Tier { level, quality, head_only: false, passages: wording });
            if level <= self.firm {
                self.heads.union_with(&head);
                let unsaid = phrases.iter().filter(|(of, ..)| *of == level);
                unsaid.for_each(|(_, _, anywhere)| self.heads.union_with(anywhere));
            }
            for (head_only, passages) in [(false, body), (true, head)] {
                add_tier(&mut self.tiers, Tier { level, quality, head_only, passages });
            }
        }
    }

    /// The levels and qualities of what the term matches, the best first.
    fn steps(&self) -> Vec<(Level, Reverse<u8>)> {
        let words = self.matches.iter().map(|found| (found.level, Reverse(found.quality)));
        let phrases = self.expansions.phrases.iter().map(|(level, _)| (*level, Reverse(100)));
        let mut steps: Vec<(Level, Reverse<u8>)> = words.chain(phrases).collect();
        steps.sort_unstable();
        steps.dedup();
        steps
    }

    /// The tiers of the passages that contain the term there.
    pub(super) fn tiers_in(&self, reading: RankedWords) -> &[Tier] {
        match reading {
            RankedWords::Words => &self.wordings,
            RankedWords::All => &self.tiers,
        }
    }

    /// The passages that contain the term at `level` or better.
    pub(super) fn up_to(&self, level: Level) -> Option<&FixedBitSet> {
        self.tiers.iter().rfind(|tier| tier.level <= level).map(|tier| &tier.passages)
    }

    /// The passages whose own words contain the term at `level` or better.
    pub(super) fn in_words(&self, level: Level) -> Option<&FixedBitSet> {
        self.wordings.iter().rfind(|tier| tier.level <= level).map(|tier| &tier.passages)
    }

    /// Whether no passage contains the term.
    pub(super) fn is_missing(&self) -> bool {
        self.tiers.last().is_none_or(|tier| tier.passages.is_clear())
    }
}

/// Adds a tier with all that is in better ones, if it is larger than they are.
fn add_tier(tiers: &mut Vec<Tier>, mut tier: Tier) {
    if let Some(better) = tiers.last() {
        tier.passages.union_with(&better.passages);
    }
    if tiers.last().is_none_or(|better| better.passages != tier.passages) {
        tiers.push(tier);
    }
}

/// The rarity of something that `passages` of `all` contain: 0 to 100.
fn rarity(passages: usize, all: usize) -> u32 {
    let ratio = (all + 1) / passages.max(1);
    (ratio.max(1).ilog2() * 8).min(100)
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
