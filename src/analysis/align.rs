//! The best local alignment of two rows of words: the part of each that is most like a part of the other.
//!
//! Invariant: a pair of the same words scores 2; a pair of different words and a word without a pair cost 1 each, as in
//! Smith and Waterman's algorithm. Words where a sign says that words are left out cost nothing. The pairs ascend in
//! both rows.

use std::ops::Range;

const SAME: i32 = 2;
const OTHER: i32 = -1;

/// The parts of two rows that are most alike.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LocalAlignment {
    /// The pairs of the same words, by their places in each row.
    pub pairs: Vec<(usize, usize)>,
    pub score: i32,
}

/// A step of the way back through the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum AlignmentStep {
    Stop,
    Pair,
    Left,
    Right,
}

impl LocalAlignment {
    /// The highest score that `pairs` pairs can have.
    pub fn most(pairs: usize) -> i32 {
        i32::try_from(pairs).unwrap_or(i32::MAX).saturating_mul(SAME)
    }

    /// Aligns rows of `left` and `right` words; `same` compares two of them by their places. Of equal alignments, the first.
    pub fn new(left: usize, right: usize, same: impl Fn(usize, usize) -> bool) -> Self {
        Self::with_signs(left, right, same, |_| false)
    }

    /// As [`LocalAlignment::new`]; `is_sign` says after which words of the left row words are left out.
    pub fn with_signs(
        left: usize,
        right: usize,
        same: impl Fn(usize, usize) -> bool,
        is_sign: impl Fn(usize) -> bool,
    ) -> Self {
        let width = right + 1;
        let mut steps = vec![AlignmentStep::Stop; (left + 1) * width];
        let mut row = vec![0_i32; width];
        let mut best = (0, 0, 0);
        for one in 0..left {
            let mut above_left = 0;
            let mut before = 0;
            let alone = if is_sign(one) { 0 } else { OTHER };
            for (other, cell) in row.iter_mut().skip(1).enumerate() {
                let pair = above_left + if same(one, other) { SAME } else { OTHER };
                let (score, step) =
                    [(*cell + OTHER, AlignmentStep::Left), (before + alone, AlignmentStep::Right)]
                        .into_iter()
                        .fold(
                            (pair, AlignmentStep::Pair),
                            |most, next| if next.0 > most.0 { next } else { most },
                        );
                above_left = *cell;
                *cell = score.max(0);
                before = *cell;
                if let Some(kept) = steps.get_mut((one + 1) * width + other + 1).filter(|_| score > 0) {
                    *kept = step;
                }
                if *cell > best.0 {
                    best = (*cell, one + 1, other + 1);
                }
            }
        }
        let (score, one, other) = best;
        let mut pairs = traced(&steps, width, (one, other));
        pairs.retain(|(one, other)| same(*one, *other));
        Self { pairs, score }
    }

    /// Aligns every word of the left row with a word of the right one, with the fewest gaps between them and never more than
    /// `most`; of equal ones, the first. `None` if some word has no pair.
    pub fn of_all(
        left: usize,
        right: usize,
        most: usize,
        same: impl Fn(usize, usize) -> bool,
    ) -> Option<Self> {
        if left > right {
            return None;
        }
        // For each word and place: the gaps so far, and the place of the word before it.
        let mut rows: Vec<Vec<Option<(usize, usize)>>> = Vec::with_capacity(left);
        for one in 0..left {
            let above = rows.last();
            let mut fewest: Option<(usize, usize)> = None;
            let mut row = Vec::with_capacity(right);
            for other in 0..right {
                let gaps_at = |at: usize| above.and_then(|above| (*above.get(at)?).map(|(gaps, _)| gaps));
                let beside = other.checked_sub(1).and_then(|at| Some((gaps_at(at)?, at)));
                let cell = match above {
                    None => Some((0, other)),
                    Some(_) => [beside, fewest].into_iter().flatten().min_by_key(|(gaps, _)| *gaps),
                };
                row.push(cell.filter(|(gaps, _)| *gaps <= most && same(one, other)));
                // A neighbor's best way is reached over one more gap.
                let reached = beside.map(|(gaps, at)| (gaps + 1, at));
                fewest = [fewest, reached].into_iter().flatten().min_by_key(|(gaps, _)| *gaps);
            }
            rows.push(row);
        }
        let last = rows.last()?.iter().enumerate().filter_map(|(at, cell)| Some(((*cell)?.0, at)));
        let (gaps, mut at) = last.min()?;
        let mut pairs = Vec::with_capacity(left);
        for (one, row) in rows.iter().enumerate().rev() {
            pairs.push((one, at));
            at = row.get(at).copied().flatten()?.1;
        }
        pairs.reverse();
        Some(Self { score: score(left, gaps), pairs })
    }

    /// How many words each part of the right row has; a part is words that follow each other.
    pub fn parts(&self) -> impl Iterator<Item = usize> {
        self.pairs.chunk_by(|(_, one), (_, next)| one + 1 == *next).map(<[_]>::len)
    }

    /// The part of the left row, from the first pair to the last.
    pub fn left(&self) -> Range<usize> {
        self.part(|(left, _)| left)
    }

    /// The part of the right row, from the first pair to the last.
    pub fn right(&self) -> Range<usize> {
        self.part(|(_, right)| right)
    }

    fn part(&self, side: fn((usize, usize)) -> usize) -> Range<usize> {
        let ends = self.pairs.first().zip(self.pairs.last());
        ends.map_or(0..0, |(first, last)| side(*first)..side(*last) + 1)
    }
}

/// The lowest score of `pairs` pairs with at most `gaps` gaps.
fn score(pairs: usize, gaps: usize) -> i32 {
    let count = |n: usize| i32::try_from(n).unwrap_or(i32::MAX / 4);
    SAME * count(pairs) + OTHER * count(gaps)
}

/// The words that an alignment that ends at `end` puts beside each other, in order, by the steps of a table of this
/// width.
fn traced(steps: &[AlignmentStep], width: usize, end: (usize, usize)) -> Vec<(usize, usize)> {
    let (mut one, mut other) = end;
    let mut pairs = Vec::new();
    while let Some(step) = steps.get(one * width + other) {
        match step {
            AlignmentStep::Pair => {
                (one, other) = (one - 1, other - 1);
                pairs.push((one, other));
            }
            AlignmentStep::Left => one -= 1,
            AlignmentStep::Right => other -= 1,
            AlignmentStep::Stop => break,
        }
    }
    pairs.reverse();
    pairs
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn aligned(left: &str, right: &str) -> (Vec<(usize, usize)>, i32) {
        let (left, right): (Vec<&str>, Vec<&str>) = (left.split(' ').collect(), right.split(' ').collect());
        let LocalAlignment { pairs, score } =
            LocalAlignment::new(left.len(), right.len(), |one, other| left[one] == right[other]);
        (pairs, score)
    }

    /// The best score, by trying every part of one row against every part of the other.
    fn slow(left: &[u8], right: &[u8]) -> i32 {
        let global = |left: &[u8], right: &[u8]| {
            let mut above: Vec<i32> = (0..=right.len()).map(|at| -i32::try_from(at).unwrap()).collect();
            for (one, first) in left.iter().enumerate() {
                let mut row = vec![-i32::try_from(one + 1).unwrap()];
                for (other, second) in right.iter().enumerate() {
                    let pair = above[other] + if first == second { SAME } else { OTHER };
                    row.push(pair.max(above[other + 1] - 1).max(row[other] - 1));
                }
                above = row;
            }
            above[right.len()]
        };
        let parts = |row: &[u8]| -> Vec<Vec<u8>> {
            (0..=row.len())
                .flat_map(|from| (from..=row.len()).map(move |to| row[from..to].to_vec()))
                .collect()
        };
        let (lefts, rights) = (parts(left), parts(right));
        lefts.iter().flat_map(|one| rights.iter().map(move |other| global(one, other))).max().unwrap_or(0)
    }

    #[test]
    fn the_most_alike_parts_are_found() {
        assert_eq!(aligned("x a b c d y", "q a b e d z"), (vec![(1, 1), (2, 2), (4, 4)], 5));
        assert_eq!(aligned("a b c", "a x b c"), (vec![(0, 0), (1, 2), (2, 3)], 5));
        assert_eq!(aligned("a b", "c d"), (vec![], 0));
        assert_eq!(aligned("a", ""), (vec![], 0));
    }

    #[test]
    fn all_words_are_aligned_with_the_fewest_gaps() {
        let all = |left: &str, right: &str, most| {
            let (left, right): (Vec<&str>, Vec<&str>) =
                (left.split(' ').collect(), right.split(' ').collect());
            let found =
                LocalAlignment::of_all(left.len(), right.len(), most, |one, other| left[one] == right[other]);
            found.map(|found| found.pairs.into_iter().map(|(_, at)| at).collect::<Vec<_>>())
        };
        assert_eq!(all("a b c", "x a b y c", 1), Some(vec![1, 2, 4]));
        assert_eq!(all("a b c", "a x b y c a b c", 3), Some(vec![5, 6, 7]));
        assert_eq!(all("a b c", "a x b y c", 1), None);
        assert_eq!(all("a b", "b a", 3), None);
        assert_eq!(all("a", "", 3), None);
    }

    proptest! {
        #[test]
        fn what_is_in_a_row_with_gaps_is_found(
            right in prop::collection::vec(0_u8..4, 1..12),
            kept in prop::collection::vec(any::<bool>(), 12),
        ) {
            let left: Vec<u8> = right.iter().zip(&kept).filter(|(_, kept)| **kept).map(|(word, _)| *word).collect();
            let found = LocalAlignment::of_all(left.len(), right.len(), 12, |one, other| left[one] == right[other]);
            prop_assert_eq!(found.is_some(), !left.is_empty());
            for (at, (one, other)) in found.unwrap_or_default().pairs.into_iter().enumerate() {
                prop_assert!(at == one && left[one] == right[other]);
            }
        }

        #[test]
        fn the_score_is_the_best_of_all_parts(
            left in prop::collection::vec(0_u8..3, 0..7),
            right in prop::collection::vec(0_u8..3, 0..7),
        ) {
            let found = LocalAlignment::new(left.len(), right.len(), |one, other| left[one] == right[other]);
            prop_assert_eq!(found.score, slow(&left, &right));
            prop_assert!(found.pairs.is_sorted_by(|one, next| one.0 < next.0 && one.1 < next.1));
            prop_assert!(found.pairs.iter().all(|(one, other)| left[*one] == right[*other]));
        }
    }
}
