//! Scores of words: how much more often one set says a word than another, how strong the evidence of that is, and how much
//! two words keep together; and the size from which on a collection has any.
//!
//! Sources: G², the log-likelihood ratio, and its threshold: Rayson, Berridge & Francis (2004), *Extending the Cochran rule*.
//! The log ratio: Hardie (2014), *Log Ratio: an informal introduction*; its interval: Katz et al. (1978), *Obtaining
//! confidence intervals for the risk ratio*. logDice: Rychlý (2008), *A lexicographer-friendly association score*. The deviation
//! of proportions: Gries (2008), *Dispersions and adjusted frequencies in corpora*; normalized: Lijffijt & Gries (2012).
//!
//! Invariant: pure functions. What sets differ in is measured in statements: the words of one text are not independent, so
//! that tests of words overstate.

use serde::Serialize;

/// G² from which on a difference is told of a large collection.
pub const EVIDENCE: f64 = 15.13;
/// Occurrences of a word that a score of two sets needs.
pub const FEWEST: usize = 10;
/// Occurrences near the node that a score of two words needs, and statements that they are in.
pub const FEWEST_NEAR: (usize, usize) = (5, 3);
/// Parts of a text that its dispersion needs, and words of each.
pub const PARTS: (usize, usize) = (10, 200);
/// Statements and words from which on a collection is middling, and large.
pub const MIDDLE: (usize, usize) = (20, 20_000);
pub const LARGE: (usize, usize) = (50, 200_000);

/// What a collection is large enough for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CollectionSize {
    /// Raw counts, without any score.
    Tiny,
    /// Sizes of differences, with their intervals.
    Middle,
    /// Evidence too, and what words keep together.
    Large,
}

impl CollectionSize {
    /// Of the smaller side's statements, and of all words.
    pub fn of(statements: usize, words: usize) -> Self {
        let has = |(least, least_words): (usize, usize)| statements >= least && words >= least_words;
        match (has(LARGE), has(MIDDLE)) {
            (true, _) => Self::Large,
            (_, true) => Self::Middle,
            (_, false) => Self::Tiny,
        }
    }
}

/// How much more statements of one set say a word than those of another.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Keyness {
    /// How often the share of one set must be doubled to be that of the other; above 0 the first says it more.
    pub log_ratio: f64,
    /// How far the log ratio goes on either side of it, with a confidence of 95 %.
    pub margin: f64,
    /// In a large collection, the evidence.
    pub evidence: Option<f64>,
}

impl Keyness {
    /// Of a word with so many occurrences that `a` and `b` say, each so many statements of all on its side; `None` where nothing
    /// may be told of it.
    pub fn new(
        size: CollectionSize,
        occurrences: usize,
        a: (usize, usize),
        b: (usize, usize),
    ) -> Option<Self> {
        if size == CollectionSize::Tiny || occurrences < FEWEST {
            return None;
        }
        let evidence = (size == CollectionSize::Large).then(|| log_likelihood(a, b));
        let (log_ratio, margin) = log_ratio(a, b);
        evidence.is_none_or(|g2| g2 >= EVIDENCE).then_some(Self { log_ratio, margin, evidence })
    }
}

/// Co-occurrences of a word with the node.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Collocation {
    /// Places near the node.
    pub f: usize,
    pub log_dice: f64,
}

impl Collocation {
    /// Of a word that is in `f` places near the node, in so many statements; the node and the word have so many places in all.
    pub fn new(size: CollectionSize, f: usize, statements: usize, all: (usize, usize)) -> Option<Self> {
        let is_enough = f >= FEWEST_NEAR.0 && statements >= FEWEST_NEAR.1;
        let is_scored = size == CollectionSize::Large && is_enough;
        // A word that is near one node twice keeps to it once.
        is_scored.then(|| Self { f, log_dice: rounded(log_dice(f.min(all.0), all)) })
    }
}

/// How evenly a word is spread over a text, which is cut into parts of enough words as its sentences come.
#[derive(Debug)]
pub struct Dispersion {
    /// How often each part has the word, and how many words it has.
    parts: Vec<(usize, usize)>,
}

impl Dispersion {
    /// Of a word with so many occurrences in the text; `None` where nothing may be told of it.
    pub fn new(size: CollectionSize, occurrences: usize) -> Option<Self> {
        let is_enough = size == CollectionSize::Large && occurrences >= FEWEST;
        is_enough.then(|| Self { parts: Vec::new() })
    }

    /// The next sentence: how often it has the word, and how many words it has.
    pub fn add(&mut self, occurrences: usize, words: usize) {
        match self.parts.last_mut().filter(|(_, words)| *words < PARTS.1) {
            Some((own, all)) => {
                *own += occurrences;
                *all += words;
            }
            None => self.parts.push((occurrences, words)),
        }
    }

    /// 0 where each part has its share of the word, 1 where the smallest has all of it.
    pub fn dp_norm(mut self) -> Option<f64> {
        if let Some((own, all)) = self.parts.pop_if(|(_, words)| *words < PARTS.1) {
            let last = self.parts.last_mut()?;
            *last = (last.0 + own, last.1 + all);
        }
        (self.parts.len() >= PARTS.0).then(|| rounded(dp_norm(&self.parts)))
    }
}

/// The deviation of proportions of a word that parts of so many words have so often each, normalized.
fn dp_norm(parts: &[(usize, usize)]) -> f64 {
    let (own, all) = parts.iter().fold((0, 0), |sum, part| (sum.0 + part.0, sum.1 + part.1));
    let share = |words: usize| number(words) / number(all);
    let apart =
        |(occurrences, words): &(usize, usize)| (number(*occurrences) / number(own) - share(*words)).abs();
    let least = parts.iter().map(|(_, words)| share(*words)).fold(1.0, f64::min);
    parts.iter().map(apart).sum::<f64>() / 2.0 / (1.0 - least)
}

/// G² of two frequencies, each of so many.
pub fn log_likelihood((a, of_a): (usize, usize), (b, of_b): (usize, usize)) -> f64 {
    let [a, of_a, b, of_b] = [a, of_a, b, of_b].map(number);
    let share = (a + b) / (of_a + of_b);
    let part = |observed: f64, expected: f64| {
        if observed > 0.0 { observed * (observed / expected).ln() } else { 0.0 }
    };
    2.0 * (part(a, of_a * share) + part(b, of_b * share))
}

/// The binary logarithm of how many times as large the first share is, and how far it goes with a confidence of 95 %. None is
/// taken for a half, as Hardie does.
pub fn log_ratio((a, of_a): (usize, usize), (b, of_b): (usize, usize)) -> (f64, f64) {
    let [a, b] = [a, b].map(|said| number(said).max(0.5));
    let [of_a, of_b] = [of_a, of_b].map(number);
    let variance = (1.0 / a - 1.0 / of_a + 1.0 / b - 1.0 / of_b).max(0.0);
    (((a / of_a) / (b / of_b)).log2(), 1.96 * variance.sqrt() / std::f64::consts::LN_2)
}

/// How much two words keep together, at most 14: `both` are together, of so many each.
pub fn log_dice(both: usize, (one, other): (usize, usize)) -> f64 {
    14.0 + (2.0 * number(both) / number(one + other)).log2()
}

/// How often a word is said in 1,000 words; `None` of fewer words.
pub fn per_thousand(occurrences: usize, words: usize) -> Option<f64> {
    (words >= 1_000).then(|| rounded(number(occurrences) * 1_000.0 / number(words)))
}

/// To four places, as it is written.
pub fn rounded(score: f64) -> f64 {
    (score * 10_000.0).round() / 10_000.0
}

/// `200,000`.
pub fn thousands(count: usize) -> String {
    let digits = count.to_string();
    let mut written = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            written.push(',');
        }
        written.push(digit);
    }
    written
}

fn number(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::MAX, f64::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scores_are_those_of_their_sources() {
        let of = |score: f64| format!("{score:.4}");
        assert_eq!(of(log_likelihood((23, 263), (551, 8_870))), "2.3306");
        assert_eq!(of(log_ratio((23, 263), (551, 8_870)).0), "0.4935");
        assert_eq!(of(log_dice(10, (20, 30))), "12.6781");
        assert_eq!(of(dp_norm(&[(2, 200), (1, 200), (0, 200)])), "0.5000");
        assert_eq!(of(dp_norm(&[(3, 200), (0, 200), (0, 200)])), "1.0000");
        assert_eq!(of(dp_norm(&[(2, 400), (1, 200)])), "0.0000");
        // Two words that are always together.
        assert_eq!(of(log_dice(7, (7, 7))), "14.0000");
        // Equal shares; one twice the other; and none, which is taken for half a statement.
        assert_eq!(of(log_likelihood((5, 50), (10, 100)).abs()), "0.0000");
        assert_eq!(of(log_ratio((20, 50), (10, 50)).0), "1.0000");
        assert_eq!(of(log_ratio((0, 50), (1, 50)).0), "-1.0000");
        // 20 × ln 2, and 1.96 × √(1/20 − 1/50 + 1/10 − 1/50) ÷ ln 2.
        assert_eq!(of(log_likelihood((10, 60), (0, 60))), "13.8629");
        assert_eq!(of(log_ratio((20, 50), (10, 50)).1), "0.9378");
    }

    #[test]
    fn a_score_is_told_only_of_what_is_large_enough() {
        let sizes = [(19, 1 << 20), (20, 19_999), (20, 20_000), (49, 1 << 20), (50, 199_999), (50, 200_000)];
        let sizes = sizes.map(|(statements, words)| CollectionSize::of(statements, words));
        let [tiny, middle, large] = [CollectionSize::Tiny, CollectionSize::Middle, CollectionSize::Large];
        assert_eq!(sizes, [tiny, tiny, middle, middle, middle, large]);
        let key = |size, occurrences, a| Keyness::new(size, occurrences, (a, 60), (10, 60));
        assert_eq!((key(tiny, 99, 40), key(middle, 9, 40), key(large, 9, 40)), (None, None, None));
        assert_eq!(key(middle, 10, 12).unwrap().evidence, None);
        assert!(key(large, 99, 12).is_none() && key(large, 99, 40).unwrap().evidence.unwrap() >= EVIDENCE);
        let even = |size, occurrences, sentences| {
            let mut dispersion = Dispersion::new(size, occurrences)?;
            (0..sentences).for_each(|at| dispersion.add(occurrences / 10 * usize::from(at % 2 == 0), 120));
            dispersion.dp_norm()
        };
        // Two sentences make a part; the one behind the tenth part belongs to it.
        assert_eq!((even(middle, 10, 21), even(large, 9, 21), even(large, 10, 19)), (None, None, None));
        assert_eq!(even(large, 10, 20), Some(0.0));
        assert!(even(large, 10, 21).is_some_and(|dp_norm| dp_norm > 0.0));
        let near = |size, f, statements| Collocation::new(size, f, statements, (20, 30));
        assert_eq!((near(middle, 5, 3), near(large, 4, 3), near(large, 5, 2)), (None, None, None));
        assert_eq!(near(large, 10, 3), Some(Collocation { f: 10, log_dice: 12.6781 }));
    }

    #[test]
    fn little_text_has_no_rate() {
        let written = [0, 999, 1_000, 200_000, 1_234_567].map(thousands);
        assert_eq!(written, ["0", "999", "1,000", "200,000", "1,234,567"]);
        assert_eq!((per_thousand(3, 999), per_thousand(3, 1_500)), (None, Some(2.0)));
    }
}
