//! Which words of a text carry its content, and which are function words.
//!
//! Invariant: figures, dates and acronyms carry content; English function words and the names of signatories do not.

use rustc_hash::FxHashSet;

use crate::corpus::Corpus;
use crate::search::TextWord;
use crate::text::slice;

/// English function words, as search folds them.
const FUNCTION_WORDS: &str = " a all also among an and any are as at be because been being between both but by can could \
    did do does each for from had has have he her here hers him his how i if in including into is it its may me might must my no nor not of on onto or \
    our ours over shall she should so such than that the their theirs them then there these they this those to under upon us was we \
    were what when where which while who whom whose why will with within without would you your yours ";

/// The function words, in alphabetical order.
pub fn function_words() -> impl Iterator<Item = &'static str> {
    FUNCTION_WORDS.split_whitespace()
}

/// Whether a word, folded, is a function word.
pub fn is_function_word(key: &str) -> bool {
    FUNCTION_WORDS.contains(&format!(" {key} "))
}

/// The words of the names of a corpus's signatories.
#[derive(Debug, Default)]
pub struct SignatoryNames(FxHashSet<String>);

impl SignatoryNames {
    pub fn of(corpus: &Corpus) -> Self {
        let names: FxHashSet<&str> = corpus
            .statements()
            .iter()
            .flat_map(|statement| &statement.signatories)
            .map(|name| &**name)
            .collect();
        let words = names.into_iter().flat_map(|name| name.split(|c: char| !c.is_alphanumeric()));
        Self(words.filter(|word| !word.is_empty()).map(str::to_lowercase).collect())
    }

    /// Whether a word of a text carries its content.
    pub fn is_content(&self, text: &str, word: &TextWord) -> bool {
        let is_name =
            || slice(text, word.range.clone()).starts_with(char::is_uppercase) && self.0.contains(&word.key);
        !is_function_word(&word.key) && !is_name()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn acronyms_and_figures_carry_content_and_function_words_do_not() {
        for word in ["the", "of", "us", "within", "a", "your"] {
            assert!(is_function_word(word), "{word}");
        }
        assert!(function_words().is_sorted());
        assert_eq!(function_words().count(), 100);
        for word in ["US", "2018", "beyond", "alliance", "현대화", "", "against"] {
            assert!(!is_function_word(word), "{word}");
        }
    }
}
