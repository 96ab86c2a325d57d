//! How evenly a word is spread over parts of a text: Gries' deviation of proportions.
//!
//! Invariant: 0 is as even as the parts allow; 1, where it is normalized, is all in the smallest part.

/// A part of a text: how often it has the word, and how many words it has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DispersionPart {
    pub hits: usize,
    pub words: usize,
}

/// The deviation of proportions, and the same divided by the most that it can be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Dispersion {
    pub dp: f64,
    pub normalized: f64,
}

/// Fewer hits, parts or words of a part tell nothing.
const LEAST_HITS: usize = 10;
const LEAST_PARTS: usize = 10;
const LEAST_WORDS: usize = 200;

impl Dispersion {
    /// Over parts that are large enough, of a word that is frequent enough.
    pub fn of_large(parts: &[DispersionPart]) -> Option<Self> {
        let parts: Vec<DispersionPart> =
            parts.iter().filter(|part| part.words >= LEAST_WORDS).copied().collect();
        let hits: usize = parts.iter().map(|part| part.hits).sum();
        if hits < LEAST_HITS || parts.len() < LEAST_PARTS { None } else { Self::of(&parts) }
    }

    /// Over any parts; `None` where there is nothing to divide by.
    #[expect(clippy::cast_precision_loss, reason = "no text has 2^52 words")]
    pub fn of(parts: &[DispersionPart]) -> Option<Self> {
        let hits: usize = parts.iter().map(|part| part.hits).sum();
        let words: usize = parts.iter().map(|part| part.words).sum();
        let least = parts.iter().map(|part| part.words).min()?;
        if hits == 0 || least == words {
            return None;
        }
        let share = |part: usize, all: usize| part as f64 / all as f64;
        let differences = parts.iter().map(|part| (share(part.hits, hits) - share(part.words, words)).abs());
        let dp = differences.sum::<f64>() / 2.0;
        Some(Self { dp, normalized: dp / (1.0 - share(least, words)) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(hits: &[usize], words: usize) -> Vec<DispersionPart> {
        hits.iter().map(|hits| DispersionPart { hits: *hits, words }).collect()
    }

    fn rounded(hits: &[usize], words: usize) -> Option<(f64, f64)> {
        let round = |figure: f64| (figure * 10_000.0).round() / 10_000.0;
        Dispersion::of(&parts(hits, words)).map(|one| (round(one.dp), round(one.normalized)))
    }

    #[test]
    fn the_formulas_give_the_published_values() {
        assert_eq!(rounded(&[2, 1, 0], 100), Some((0.3333, 0.5)));
        assert_eq!(rounded(&[3, 0, 0], 100), Some((0.6667, 1.0)));
        assert_eq!(rounded(&[1, 1, 1], 7), Some((0.0, 0.0)));
        assert_eq!((rounded(&[0, 0], 7), rounded(&[3], 7), rounded(&[], 7)), (None, None, None));
    }

    #[test]
    fn it_is_shown_only_of_much_text() {
        let ten = [1; 10];
        assert!(Dispersion::of_large(&parts(&ten, 200)).is_some());
        assert_eq!(Dispersion::of_large(&parts(&ten, 199)), None);
        assert_eq!(Dispersion::of_large(&parts(&[1; 9], 200)), None);
        assert_eq!(Dispersion::of_large(&parts(&[2, 1, 1, 1, 1, 1, 1, 1, 0, 0], 200)), None);
    }

    proptest::proptest! {
        #[test]
        fn both_are_between_0_and_1(counts in proptest::collection::vec((0_usize..9, 1_usize..99), 1..9)) {
            let parts: Vec<_> =
                counts.into_iter().map(|(hits, words)| DispersionPart { hits, words }).collect();
            if let Some(Dispersion { dp, normalized }) = Dispersion::of(&parts) {
                proptest::prop_assert!((0.0..=1.0).contains(&dp) && (-1e-9..=1.0 + 1e-9).contains(&normalized));
            }
        }
    }
}
