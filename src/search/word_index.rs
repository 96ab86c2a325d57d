//! Which passages contain which words, and the words of each passage in order.
//!
//! Invariant: words and passages keep their numbers, so the index can grow while it is searched.

use std::ops::RangeInclusive;

use fixedbitset::FixedBitSet;

use super::acronyms::Acronyms;
use super::dates;
use super::narrow;
use super::passage_lists::IndexedPart;
use super::postings::{MANY, Postings, grow};
use super::segment::Segment;
use super::sequence::Rows;
use super::vocabulary::{IndexedWord, Vocabulary};

#[derive(Debug, Default)]
pub(super) struct WordIndex {
    pub vocabulary: Vocabulary,
    /// By number of the word.
    postings: Vec<WordPostings>,
    /// By number of the beginning, then by [`IndexedPart`].
    beginnings: Vec<[BeginningPostings; 3]>,
    pub rows: Rows,
    pub acronyms: Acronyms,
}

/// The passages that contain a word, by [`IndexedPart`].
type WordPostings = [Postings; 3];

/// The passages that contain a word with a certain beginning, in one [`IndexedPart`].
#[derive(Debug, Default)]
struct BeginningPostings {
    /// How many there are, counted word by word.
    count: usize,
    /// All of them, if they are many, since the first letters of a search need them all.
    passages: Option<FixedBitSet>,
}

/// A beginning has a set of its own when its words have postings for at least one in this many passages.
const COMMON: usize = 4;

impl WordIndex {
    /// Adds the statements that come after all present ones.
    pub(super) fn append(&mut self, segment: &Segment) {
        let base = narrow(self.passages());
        let all = self.passages() + segment.rows.passages();
        let numbers: Vec<u32> = segment.words.iter().map(|word| self.vocabulary.add(word)).collect();
        self.postings.resize_with(self.vocabulary.len(), Default::default);
        self.beginnings.resize_with(self.vocabulary.beginnings().len(), Default::default);
        for (local, number) in numbers.iter().enumerate() {
            let Some(word) = self.postings.get_mut(*number as usize) else { continue };
            let lists = [&segment.wordings, &segment.notes, &segment.heads].map(|lists| lists.of(local));
            for (postings, passages) in word.iter_mut().zip(lists) {
                postings.append(base, passages, all);
            }
            let beginnings = self.vocabulary.word(*number).into_iter().flat_map(IndexedWord::beginnings);
            for at in beginnings {
                for (beginning, passages) in
                    self.beginnings.get_mut(at as usize).into_iter().flatten().zip(lists)
                {
                    beginning.append(base, passages, all);
                }
            }
        }
        self.acronyms.append(&segment.acronyms);
        self.rows.append(&segment.rows, &numbers);
        self.gather_common();
    }

    /// Adds sets for the beginnings that have become common.
    fn gather_common(&mut self) {
        let all = self.passages();
        for (places, words) in self.beginnings.iter_mut().zip(self.vocabulary.beginnings()) {
            for (at, beginning) in places.iter_mut().enumerate() {
                if beginning.passages.is_some() || beginning.count * COMMON <= all.max(MANY) {
                    continue;
                }
                let mut set = FixedBitSet::with_capacity(all);
                let words = words.iter().filter_map(|word| self.postings.get(*word as usize)?.get(at));
                words.for_each(|postings| postings.add_to(&mut set));
                beginning.passages = Some(set);
            }
        }
    }

    /// Releases unused memory.
    pub(super) fn shrink(&mut self) {
        self.rows.shrink();
        self.postings.iter_mut().flatten().for_each(Postings::shrink);
    }

    /// How many passages there are.
    pub(super) fn passages(&self) -> usize {
        self.rows.passages()
    }

    /// A set of none of the passages, with room for all.
    pub(super) fn none(&self) -> FixedBitSet {
        FixedBitSet::with_capacity(self.passages())
    }

    /// A set of all passages.
    pub(super) fn all(&self) -> FixedBitSet {
        let mut all = self.none();
        all.insert_range(..);
        all
    }

    /// The passages with a word in this part that begins with these one or two keys, if they are many.
    pub(super) fn common_beginning(&self, keys: &str, place: IndexedPart) -> Option<&FixedBitSet> {
        let at = self.vocabulary.beginning(keys).filter(|_| keys.chars().nth(2).is_none())?;
        self.beginnings.get(at as usize)?.get(place as usize)?.passages.as_ref()
    }

    /// The passages that contain one of `words` in this part.
    pub(super) fn within(&self, place: IndexedPart, words: impl IntoIterator<Item = u32>) -> FixedBitSet {
        let mut set = self.none();
        for word in words.into_iter().filter_map(|number| self.postings.get(number as usize)) {
            word.get(place as usize).into_iter().for_each(|postings| postings.add_to(&mut set));
        }
        set
    }

    /// The passages `among` whose own words contain one of these, ascending.
    pub(super) fn members(&self, words: impl Iterator<Item = u32>, among: &FixedBitSet) -> Vec<u32> {
        let mut members = Vec::new();
        let (mut last, mut is_sorted) = (0, true);
        for postings in self.in_words(words) {
            postings.each(|passage| {
                if among.contains(passage as usize) {
                    is_sorted &= last <= passage;
                    last = passage;
                    members.push(passage);
                }
            });
        }
        if !is_sorted {
            members.sort_unstable();
        }
        members.dedup();
        members
    }

    /// Whether the passage's own words contain one of these.
    pub(super) fn has(&self, passage: u32, words: impl Iterator<Item = u32>) -> bool {
        self.in_words(words).any(|postings| postings.contains(passage))
    }

    fn in_words(&self, words: impl Iterator<Item = u32>) -> impl Iterator<Item = &Postings> {
        words.filter_map(|number| self.postings.get(number as usize)?.get(IndexedPart::Words as usize))
    }

    /// The passages whose statement has a date in this range, and those for which that is unknown, because the range
    /// begins or ends within a year without a known day.
    pub(super) fn dated(&self, range: &RangeInclusive<u32>) -> [FixedBitSet; 2] {
        let (mut within, mut perhaps) = (self.none(), self.none());
        for (passage, head) in self.rows.heads_of.iter().enumerate() {
            let date = self.rows.dates.get(*head as usize).filter(|date| **date > 0);
            let Some((first, last)) = date.map(|date| dates::days(*date).into_inner()) else { continue };
            if range.contains(&first) && range.contains(&last) {
                within.insert(passage);
            } else if first <= *range.end() && *range.start() <= last {
                perhaps.insert(passage);
            }
        }
        [within, perhaps]
    }

    /// The passages that contain one of `words` in any part.
    pub(super) fn anywhere(&self, words: &[u32]) -> FixedBitSet {
        let mut set = self.none();
        for place in IndexedPart::ALL {
            set.union_with(&self.within(place, words.iter().copied()));
        }
        set
    }

    /// How many passages contain the word in what the statement says.
    pub(super) fn count_in_words(&self, number: u32) -> usize {
        self.in_words(std::iter::once(number)).map(Postings::count).sum()
    }

    /// How many passages contain the word, counted for each part.
    pub(super) fn count(&self, number: u32) -> usize {
        self.postings.get(number as usize).map_or(0, |word| word.iter().map(Postings::count).sum())
    }
}

impl BeginningPostings {
    fn append(&mut self, base: u32, passages: &[u32], all: usize) {
        self.count += passages.len();
        if let Some(set) = &mut self.passages {
            grow(set, all);
            set.extend(passages.iter().map(|passage| (base + passage) as usize));
        }
    }
}
