//! One key for the forms and spellings of an English word.
//!
//! Invariant: words with the same key are the same word to a reader of communiqués: number, tense, derivation
//! and the British or American spelling do not matter.

use rust_stemmers::{Algorithm, Stemmer};

/// Beginnings that differ between the spellings; what follows stays.
const SPELLINGS: [(&str, &str); 15] = [
    ("defenc", "defens"),
    ("offenc", "offens"),
    ("licenc", "licens"),
    ("programme", "program"),
    ("centre", "center"),
    ("theatre", "theater"),
    ("labour", "labor"),
    ("endeavour", "endeavor"),
    ("harbour", "harbor"),
    ("honour", "honor"),
    ("neighbour", "neighbor"),
    ("favour", "favor"),
    ("behaviour", "behavior"),
    ("judgement", "judgment"),
    ("fulfilment", "fulfillment"),
];
/// Endings of verbs in -ise and -yse, and what is made of them.
const ENDINGS: [(&str, &str); 14] = [
    ("isations", "izations"),
    ("isation", "ization"),
    ("ising", "izing"),
    ("ised", "ized"),
    ("ises", "izes"),
    ("iser", "izer"),
    ("isers", "izers"),
    ("ise", "ize"),
    ("ysing", "yzing"),
    ("ysed", "yzed"),
    ("yses", "yzes"),
    ("yser", "yzer"),
    ("ysers", "yzers"),
    ("yse", "yze"),
];
/// Shorter words have no forms worth guessing.
const SHORTEST: usize = 3;

/// Makes keys; holds the stemmer's tables.
pub(super) struct Forms(Stemmer);

impl Forms {
    pub(super) fn new() -> Self {
        Self(Stemmer::create(Algorithm::English))
    }

    /// The key of a folded word; `None` for what is not an English word.
    pub(super) fn key(&self, word: &str) -> Option<String> {
        if word.len() < SHORTEST || !word.bytes().all(|byte| byte.is_ascii_alphabetic()) {
            return ordinal(word);
        }
        Some(self.0.stem(&american(word)).into_owned())
    }
}

/// A number and its ordinal are forms of one: `35`, `35th`.
fn ordinal(word: &str) -> Option<String> {
    let digits = ["st", "nd", "rd", "th"].iter().find_map(|ending| word.strip_suffix(ending)).unwrap_or(word);
    let number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    number.then(|| digits.to_owned())
}

fn american(word: &str) -> String {
    let mut word = word.to_owned();
    for (british, american) in SPELLINGS {
        if let Some(rest) = word.strip_prefix(british) {
            word = format!("{american}{rest}");
            break;
        }
    }
    for (british, american) in ENDINGS {
        if let Some(rest) = word.strip_suffix(british).filter(|rest| rest.len() >= SHORTEST) {
            return format!("{rest}{american}");
        }
    }
    word
}

#[cfg(test)]
mod tests {
    use super::*;

    fn same(one: &str, other: &str) -> bool {
        let forms = Forms::new();
        forms.key(one).is_some() && forms.key(one) == forms.key(other)
    }

    #[test]
    fn forms_and_spellings_share_a_key() {
        for (one, other) in [
            ("modernizing", "modernization"),
            ("modernisation", "modernization"),
            ("modernised", "modernize"),
            ("defence", "defense"),
            ("analyse", "analyzing"),
            ("allies", "ally"),
            ("programmes", "program"),
            ("exercise", "exercising"),
            ("35", "35th"),
        ] {
            assert!(same(one, other), "{one} {other}");
        }
    }

    #[test]
    fn other_words_do_not() {
        for (one, other) in [("ally", "alliance"), ("north", "northern"), ("state", "statement"), ("35", "3")]
        {
            assert!(!same(one, other), "{one} {other}");
        }
        assert_eq!(Forms::new().key("현대화"), None);
        assert_eq!(Forms::new().key("us"), None);
    }
}
