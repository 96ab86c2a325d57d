//! The words of a segment: the number of each, and the passages that it is in.
//!
//! Invariant: words are numbered in the order in which they first appear; each word's passages ascend, each once.

use std::ops::Range;

use compact_str::CompactString;
use rustc_hash::FxHashMap;

use super::narrow;
use crate::text::sublist;

/// Where a passage can have a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum IndexedPart {
    /// In the statement's own wording: its words, official wording, headings.
    Words,
    /// In what the editor says about the passage: context and summaries.
    Notes,
    /// In the head of its statement: label, title, place, parties, series and date.
    Head,
}

impl IndexedPart {
    pub(super) const ALL: [Self; 3] = [Self::Words, Self::Notes, Self::Head];

    /// The list of this part.
    pub(super) fn of<T>(self, [words, notes, head]: &mut [T; 3]) -> &mut T {
        match self {
            Self::Words => words,
            Self::Notes => notes,
            Self::Head => head,
        }
    }
}

/// How many parts there are.
const PARTS: usize = IndexedPart::ALL.len();

/// The numbers of words in order of appearance, and which words each row has.
#[derive(Default)]
pub(super) struct WordNumbers {
    /// Words are compared where the map stores them, without a second look-up in memory.
    known: FxHashMap<CompactString, KnownWord>,
    found: [DistinctWords; PARTS],
}

#[derive(Clone, Copy)]
struct KnownWord {
    number: u32,
    /// The last row of each part that has it.
    last: [u32; PARTS],
}

/// The words of each row, each once.
#[derive(Default)]
struct DistinctWords {
    words: Vec<u32>,
    /// Where the words of each row end, and the passages that the row is of.
    rows: Vec<(u32, Range<u32>)>,
}

impl WordNumbers {
    /// The number of a word in a row of a part; the rows of a part ascend.
    #[inline]
    pub(super) fn number(&mut self, word: &str, part: IndexedPart, row: u32) -> u32 {
        let new = KnownWord { number: narrow(self.known.len()), last: [u32::MAX; PARTS] };
        let known = match self.known.get_mut(word) {
            Some(known) => known,
            None => self.known.entry(word.into()).or_insert(new),
        };
        let last = part.of(&mut known.last);
        if *last != row {
            *last = row;
            part.of(&mut self.found).words.push(known.number);
        }
        known.number
    }

    /// Ends a row of a part, which is of these passages.
    pub(super) fn end_row(&mut self, part: IndexedPart, passages: Range<u32>) {
        let found = part.of(&mut self.found);
        found.rows.push((narrow(found.words.len()), passages));
    }

    /// The words by their numbers, and the passages of each: those of wordings, of notes, of heads.
    pub(super) fn finish(self) -> (Vec<CompactString>, [PassageLists; PARTS]) {
        let mut words = vec![CompactString::default(); self.known.len()];
        for (word, known) in self.known {
            if let Some(place) = words.get_mut(known.number as usize) {
                *place = word;
            }
        }
        let lists = self.found.map(|found| PassageLists::new(words.len(), &found));
        (words, lists)
    }
}

impl DistinctWords {
    fn rows(&self) -> impl Iterator<Item = (&[u32], Range<u32>)> {
        let mut start = 0;
        self.rows.iter().map(move |(end, passages)| {
            let end = *end as usize;
            (sublist(&self.words, std::mem::replace(&mut start, end)..end), passages.clone())
        })
    }
}

/// A list of passages for each word, all in one block.
#[derive(Default)]
pub(super) struct PassageLists {
    ends: Vec<usize>,
    all: Vec<u32>,
}

impl PassageLists {
    pub(super) fn of(&self, word: usize) -> &[u32] {
        let start = word.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        let [end] = sublist(&self.ends, word..word + 1) else { return &[] };
        sublist(&self.all, start..*end)
    }

    /// The lists for this many words.
    fn new(words: usize, found: &DistinctWords) -> Self {
        // How many passages each word has, then where its next one goes.
        let mut next = vec![0_u32; words];
        for (row, passages) in found.rows() {
            for word in row {
                next.get_mut(*word as usize).into_iter().for_each(|count| *count += narrow(passages.len()));
            }
        }
        let mut end = 0_u32;
        let ends = next.iter_mut().map(|next| {
            let start = end;
            end += std::mem::replace(next, start);
            end as usize
        });
        let ends = ends.collect();
        let mut all = vec![0; end as usize];
        for (row, passages) in found.rows() {
            for word in row {
                let Some(next) = next.get_mut(*word as usize) else { continue };
                let places = all.get_mut(*next as usize..).into_iter().flatten();
                places.zip(passages.clone()).for_each(|(place, passage)| *place = passage);
                *next += narrow(passages.len());
            }
        }
        Self { ends, all }
    }
}
