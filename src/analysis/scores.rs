//! Scores of words: how much more often one set says a word than another, how strong the evidence for that is, and how
//! strongly two words go together; and the sizes of collections that have scores.
//!
//! Invariant: pure functions. Differences between sets are measured in statements: the words of one text are not
//! independent, so that tests of words would overstate them.

use serde::Serialize;

use crate::text::narrow;

/// Minimum G² of a difference that is reported for a large collection, as in Rayson, Berridge & Francis (2004).
pub const EVIDENCE: f64 = 15.13;
/// Minimum occurrences of a word for a score of two sets.
pub const FEWEST: usize = 10;
/// Minimum occurrences near the node for a score of two words, and minimum statements that they are in.
pub const FEWEST_NEAR: (usize, usize) = (5, 3);
/// Minimum parts of a text for a dispersion, and minimum words of each.
pub const PARTS: (usize, usize) = (10, 200);
/// Minimum statements and words of a middling collection, and of a large one.
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
    /// By the statements of the smaller side, and the words of both.
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
    /// The scores of a word with `occurrences` in `a` and `b` together, where each side gives its statements that say
    /// it and all its statements; `None` where the collection is too small.
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
    /// The score of a word that occurs in `f` places near the node, in so many statements; `all` gives the places of
    /// the node and of the word.
    pub fn new(size: CollectionSize, f: usize, statements: usize, all: (usize, usize)) -> Option<Self> {
        let is_enough = f >= FEWEST_NEAR.0 && statements >= FEWEST_NEAR.1;
        let is_scored = size == CollectionSize::Large && is_enough;
        // A word that is near one node twice counts once.
        is_scored.then(|| Self { f, log_dice: rounded(log_dice(f.min(all.0), all)) })
    }
}

/// How evenly a word is spread over a text. The text is cut into parts of at least [`PARTS`]`.1` words, sentence by
/// sentence.
#[derive(Debug)]
pub struct Dispersion {
    /// For each part, how often it has the word, and how many words it has.
    parts: Vec<(usize, usize)>,
}

impl Dispersion {
    /// For a word with this many occurrences in the text; `None` where the collection or the word is too small for a
    /// score.
    pub fn new(size: CollectionSize, occurrences: usize) -> Option<Self> {
        let is_enough = size == CollectionSize::Large && occurrences >= FEWEST;
        is_enough.then(|| Self { parts: Vec::new() })
    }

    /// Adds the next sentence: how often it has the word, and how many words it has.
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

/// The normalized deviation of proportions of a word; each part gives its occurrences and its words.
///
/// Sources: Gries (2008), *Dispersions and adjusted frequencies in corpora*; normalized: Lijffijt & Gries (2012).
fn dp_norm(parts: &[(usize, usize)]) -> f64 {
    let (own, all) = parts.iter().fold((0, 0), |sum, part| (sum.0 + part.0, sum.1 + part.1));
    let share = |words: usize| number(words) / number(all);
    let apart =
        |(occurrences, words): &(usize, usize)| (number(*occurrences) / number(own) - share(*words)).abs();
    let least = parts.iter().map(|(_, words)| share(*words)).fold(1.0, f64::min);
    parts.iter().map(apart).sum::<f64>() / 2.0 / (1.0 - least)
}

/// G² of two frequencies, each with the size of its set.
///
/// Source: Rayson, Berridge & Francis (2004), *Extending the Cochran rule*.
fn log_likelihood((a, of_a): (usize, usize), (b, of_b): (usize, usize)) -> f64 {
    let [a, of_a, b, of_b] = [a, of_a, b, of_b].map(number);
    let share = (a + b) / (of_a + of_b);
    let part = |observed: f64, expected: f64| {
        if observed > 0.0 { observed * (observed / expected).ln() } else { 0.0 }
    };
    2.0 * (part(a, of_a * share) + part(b, of_b * share))
}

/// The binary logarithm of how many times as large the first share is, and half the width of its 95 % confidence
/// interval. No occurrence counts as half a one, as in Hardie (2014).
///
/// Sources: Hardie (2014), *Log Ratio: an informal introduction*; the interval: Katz et al. (1978), *Obtaining
/// confidence intervals for the risk ratio*.
pub fn log_ratio((a, of_a): (usize, usize), (b, of_b): (usize, usize)) -> (f64, f64) {
    let [a, b] = [a, b].map(|said| number(said).max(0.5));
    let [of_a, of_b] = [of_a, of_b].map(number);
    let variance = (1.0 / a - 1.0 / of_a + 1.0 / b - 1.0 / of_b).max(0.0);
    (((a / of_a) / (b / of_b)).log2(), 1.96 * variance.sqrt() / std::f64::consts::LN_2)
}

/// How strongly two words go together, at most 14: `both` counts them together, the others each of them.
///
/// Source: Rychlý (2008), *A lexicographer-friendly association score*.
pub fn log_dice(both: usize, (one, other): (usize, usize)) -> f64 {
    14.0 + (2.0 * number(both) / number(one + other)).log2()
}

/// Occurrences per 1,000 words; `None` below 1,000 words.
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
    f64::from(narrow(count))
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
        // Equal shares; one twice the other; and none, which counts as half a statement.
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
        // Two sentences make a part; the one after the tenth part belongs to it.
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
