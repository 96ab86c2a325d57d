//! English words that say nothing by themselves.
//!
//! Invariant: a stop word in capitals is an acronym: *WHO*, *IT*. *us* is not a stop word, because readers type it for
//! *U.S.*

/// Words that a query need not find.
const STOP_WORDS: &str = " a about above after again all also am an and any are as at be because been before being but by \
    can could did do does doing during each for from further had has have having he her here hers him his how i if in into \
    is it its me more most my of off on only or our out over per shall she should so some such than that the their them \
    then there these they this those through to toward towards under until up upon very was we were what when where \
    which while who whom whose why will with would you your ";
/// Words that say nothing in a question.
const IN_QUESTIONS: &str = " say says said saying tell tells told think thinks mean means ";
/// Words at the beginning of a question.
const QUESTIONS: &str = " what why how when where who which does did do is are was were can will has have ";

/// Words that reverse the meaning.
const NEGATIONS: &str = " no not ";

/// Whether a folded word says nothing by itself.
pub(super) fn is_stop_word(word: &str) -> bool {
    is_in(STOP_WORDS, word)
}

/// Whether it reverses the meaning of the word after it: *not able* is not *notable*.
pub(super) fn is_negation(word: &str) -> bool {
    is_in(NEGATIONS, word)
}

/// Whether it is never joined with the word beside it.
pub(super) fn stays_apart(word: &str) -> bool {
    is_stop_word(word) || is_negation(word)
}

/// Whether it says nothing in a question.
pub(super) fn is_of_question(word: &str) -> bool {
    is_in(IN_QUESTIONS, word)
}

/// Whether a question begins with it.
pub(super) fn begins_question(word: &str) -> bool {
    is_in(QUESTIONS, word)
}

fn is_in(list: &str, word: &str) -> bool {
    list.contains(&format!(" {word} "))
}
