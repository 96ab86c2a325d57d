//! Which words of a query need not be found.
//!
//! Invariant: at least one term must be found; a term that is linked to another always must.

use super::{Query, QueryTerm};
use crate::search::stop_words::{begins_question, is_of_question, is_stop_word};
use crate::search::words::WordEnding;

impl Query {
    /// Which of the wanted terms a passage need not contain; none, if there is nothing else to look for.
    pub(in crate::search) fn optional(&self) -> Vec<bool> {
        let question = self.is_question();
        let is_linked = |at: usize| self.near.iter().any(|near| near.left == at || near.right == at);
        let is_optional = |(at, term): (usize, &QueryTerm)| {
            if is_linked(at) {
                return false;
            }
            let Some(word) = term.word() else { return false };
            // A word that is still being typed counts as it is, so that the list waits for the next letter.
            let is_whole = word.ending != WordEnding::Open;
            is_whole
                && (is_stop_word(&word.key) || (question && word.is_finished() && is_of_question(&word.key)))
        };
        let optional: Vec<bool> = self.wanted.iter().enumerate().map(is_optional).collect();
        if optional.iter().all(|optional| *optional) { vec![false; optional.len()] } else { optional }
    }

    /// Whether it has several words and all of them are stop words.
    pub(in crate::search) fn is_idle(&self) -> bool {
        let is_idle = |term: &QueryTerm| term.word().is_some_and(|word| is_stop_word(&word.key));
        self.wanted.len() > 1 && self.near.is_empty() && self.wanted.iter().all(is_idle)
    }

    /// Whether it is phrased as a question.
    pub(in crate::search) fn is_question(&self) -> bool {
        let first = self.wanted.first().and_then(QueryTerm::word);
        self.wanted.len() > 2 && first.is_some_and(|first| begins_question(&first.key))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(text: &str) -> Vec<String> {
        let query = Query::parse(text);
        let optional = query.optional();
        let kept = query.wanted.iter().zip(optional).filter(|(_, optional)| !optional);
        kept.map(|(term, _)| term.typed().to_owned()).collect()
    }

    #[test]
    fn only_what_says_something_must_be_found() {
        assert_eq!(kept("what did they say about strategic flexibility"), ["strategic", "flexibility"]);
        assert_eq!(kept("free and open Indo-Pacific"), ["free", "open", "Indo", "Pacific"]);
        assert_eq!(kept("WHO and US in it"), ["WHO", "US"]);
        assert_eq!(kept("to be or not"), ["not"]);
        assert_eq!(kept("the of and"), ["the", "of", "and"]);
        assert_eq!(kept("he said"), ["said"]);
        assert_eq!(kept("the us forces"), ["us", "forces"]);
    }
}
