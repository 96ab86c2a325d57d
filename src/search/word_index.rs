//! Which passages contain which words, and the words of each passage in order.
//!
//! Invariant: words and passages keep their numbers, so the index can grow while it is searched.

use fixedbitset::FixedBitSet;

use super::narrow;
use super::postings::{MANY, Postings, grow};
use super::segment::Segment;
use super::sequence::Rows;
use super::vocabulary::{IndexedWord, Vocabulary};

#[derive(Debug, Default)]
pub(super) struct WordIndex {
    pub vocabulary: Vocabulary,
    /// By number of the word.
    postings: Vec<WordPostings>,
    /// By number of the beginning.
    beginnings: Vec<BeginningPostings>,
    pub rows: Rows,
}

/// The passages that contain a word themselves, and those whose statement's head contains it.
#[derive(Debug, Default)]
struct WordPostings {
    body: Postings,
    head: Postings,
}

/// The passages that contain a word with a certain beginning.
#[derive(Debug, Default)]
struct BeginningPostings {
    /// How many there are, counted word by word.
    count: usize,
    /// All of them, if they are many: the first letters of a search ask for no less.
    passages: Option<FixedBitSet>,
}

/// A beginning has a set of its own once its words have postings for this part of all passages.
const COMMON: usize = 4;

impl WordIndex {
    /// Adds the statements that come after all present ones.
    pub(super) fn append(&mut self, segment: &Segment) {
        let base = narrow(self.passages());
        let all = self.passages() + segment.rows.passages();
        let numbers: Vec<u32> = segment.words.iter().map(|word| self.vocabulary.add(word)).collect();
        self.postings.resize_with(self.vocabulary.len(), WordPostings::default);
        self.beginnings.resize_with(self.vocabulary.beginnings().len(), BeginningPostings::default);
        for (local, number) in numbers.iter().enumerate() {
            let Some(word) = self.postings.get_mut(*number as usize) else { continue };
            let passages = segment.bodies.of(local);
            word.body.append(base, passages, all);
            word.head.append(base, segment.heads.of(local), all);
            let beginnings = self.vocabulary.word(*number).into_iter().flat_map(IndexedWord::beginnings);
            for at in beginnings {
                if let Some(beginning) = self.beginnings.get_mut(at as usize) {
                    beginning.append(base, passages, all);
                }
            }
        }
        self.rows.append(&segment.rows, &numbers);
        self.gather_common();
    }

    /// Gives the beginnings that have become common their sets.
    fn gather_common(&mut self) {
        let all = self.passages();
        for (beginning, words) in self.beginnings.iter_mut().zip(self.vocabulary.beginnings()) {
            if beginning.passages.is_none() && beginning.count * COMMON > all.max(MANY) {
                let mut set = FixedBitSet::with_capacity(all);
                for word in words.iter().filter_map(|word| self.postings.get(*word as usize)) {
                    word.body.add_to(&mut set);
                }
                beginning.passages = Some(set);
            }
        }
    }

    /// Frees the room that growing has left unused.
    pub(super) fn shrink(&mut self) {
        self.rows.shrink();
        for word in &mut self.postings {
            word.body.shrink();
            word.head.shrink();
        }
    }

    /// How many passages there are.
    pub(super) fn passages(&self) -> usize {
        self.rows.passages()
    }

    /// A set of none of the passages, with room for all.
    pub(super) fn none(&self) -> FixedBitSet {
        FixedBitSet::with_capacity(self.passages())
    }

    /// The passages that contain a word which begins with these one or two keys, if they are many.
    pub(super) fn common_beginning(&self, keys: &str) -> Option<&FixedBitSet> {
        let at = self.vocabulary.beginning(keys).filter(|_| keys.chars().nth(2).is_none())?;
        self.beginnings.get(at as usize)?.passages.as_ref()
    }

    /// The passages that contain one of `words` themselves.
    pub(super) fn in_body(&self, words: impl IntoIterator<Item = u32>) -> FixedBitSet {
        self.union(words, |word| &word.body)
    }

    /// The passages whose statement's head contains one of `words`.
    pub(super) fn in_head(&self, words: impl IntoIterator<Item = u32>) -> FixedBitSet {
        self.union(words, |word| &word.head)
    }

    /// The passages that contain one of `words`, themselves or in their statement's head.
    pub(super) fn anywhere(&self, words: &[u32]) -> FixedBitSet {
        let mut set = self.in_body(words.iter().copied());
        set.union_with(&self.in_head(words.iter().copied()));
        set
    }

    fn union(
        &self,
        words: impl IntoIterator<Item = u32>,
        postings: impl Fn(&WordPostings) -> &Postings,
    ) -> FixedBitSet {
        let mut set = self.none();
        for word in words.into_iter().filter_map(|number| self.postings.get(number as usize)) {
            postings(word).add_to(&mut set);
        }
        set
    }

    /// How many passages contain the word, counted for bodies and heads.
    pub(super) fn count(&self, number: u32) -> usize {
        self.postings.get(number as usize).map_or(0, |word| word.body.count() + word.head.count())
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
