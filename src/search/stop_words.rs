//! English words that say nothing by themselves.
//!
//! Invariant: a stop word in capitals is an acronym: *WHO*, *US*, *IT*.

use super::query::{Query, QueryTerm};
use super::words::WordEnding;

/// Words that a query need not find.
const STOP_WORDS: &str = " a about above after again all also am an and any are as at be because been before being but by \
    can could did do does doing during each for from further had has have having he her here hers him his how i if in into \
    is it its me more most my of off on only or our out over per shall she should so some such than that the their them \
    then there these they this those through to toward towards under until up upon us very was we were what when where \
    which while who whom whose why will with would you your ";
/// Words that are no more than that in a question.
const IN_QUESTIONS: &str = " say says said saying tell tells told think thinks mean means ";
/// How a question begins.
const QUESTIONS: &str = " what why how when where who which does did do is are was were can will has have ";

/// Whether a folded word says nothing by itself.
pub(super) fn is_one(word: &str) -> bool {
    is_in(STOP_WORDS, word)
}

fn is_in(list: &str, word: &str) -> bool {
    list.contains(&format!(" {word} "))
}

/// Which of the wanted terms a passage need not contain; none, if there is nothing else to look for.
pub(super) fn optional(query: &Query) -> Vec<bool> {
    let question = query.is_question();
    let is_linked = |at: usize| query.near.iter().any(|near| near.left == at || near.right == at);
    let is_optional = |(at, term): (usize, &QueryTerm)| {
        if is_linked(at) {
            return false;
        }
        let Some(word) = term.word() else { return false };
        // A word still typed is taken for what it is so far, so that the list waits for the next letter.
        let is_whole = word.ending != WordEnding::Open;
        is_whole && (is_one(&word.key) || (question && word.is_finished() && is_in(IN_QUESTIONS, &word.key)))
    };
    let optional: Vec<bool> = query.wanted.iter().enumerate().map(is_optional).collect();
    if optional.iter().all(|optional| *optional) { vec![false; optional.len()] } else { optional }
}

impl Query {
    /// Whether it has several words and all of them say nothing by themselves.
    pub(super) fn is_idle(&self) -> bool {
        let is_idle = |term: &QueryTerm| term.word().is_some_and(|word| is_one(&word.key));
        self.wanted.len() > 1 && self.near.is_empty() && self.wanted.iter().all(is_idle)
    }

    /// Whether it asks as one asks a person.
    pub(super) fn is_question(&self) -> bool {
        let first = self.wanted.first().and_then(QueryTerm::word);
        self.wanted.len() > 2 && first.is_some_and(|first| is_in(QUESTIONS, &first.key))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(text: &str) -> Vec<String> {
        let query = Query::parse(text);
        let optional = optional(&query);
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
    }
}
