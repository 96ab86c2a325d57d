//! What a typed word means besides itself: the forms of a term that it names, its joined and split spellings.
//!
//! Invariant: every expansion occurs in the corpus, and has the level at which it is found.

use super::Level;
use super::index::Index;
use super::phrase::Phrase;
use super::query::{Query, QueryTerm, QueryWord, words_of_piece};
use super::stop_words;
use super::terms::{TermForms, has_root};
use super::words::WordEnding;
use crate::text::hangul;

/// Minimum letters of the first and the second half of a word that may be two words.
const HALF: usize = 3;
/// Beginnings of words that may be shorter.
const PREFIXES: [&str; 5] = ["re", "co", "e", "un", "de"];
/// Minimum letters of an unfinished word that may be two words.
const UNFINISHED: usize = 6;
/// Maximum passages of a word that may be an error.
const RARE: usize = 20;
/// Minimum letters of a word that is corrected.
const CORRECTED: usize = 5;
/// How many times commoner the intended word must be than a rare one.
const COMMONER: usize = 50;
/// Maximum explanations of an acronym that are looked for.
const EXPLANATIONS: usize = 2;
/// A word that is found is also split if its halves are found side by side in at least one of this many of its
/// passages.
const SHARE: usize = 8;

/// The expansions of one term, and whether it names a term of the dataset.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Expansions {
    pub phrases: Vec<(Level, Phrase)>,
    pub names_a_term: bool,
}

impl Index {
    /// What each wanted term means besides itself; notes the dataset's terms that are named.
    pub(super) fn expansions(&self, query: &Query, notes: &mut Vec<String>) -> Vec<Expansions> {
        let mut expansions = vec![Expansions::default(); query.wanted.len()];
        self.add_named(query, &mut expansions, notes);
        for (at, wanted) in query.wanted.iter().enumerate() {
            let next = query.wanted.get(at + 1).and_then(QueryTerm::word);
            let joined = wanted.word().zip(next).and_then(|(word, next)| self.joined(&word.key, &next.key));
            if let (Some(joined), Some(next)) = (&joined, expansions.get_mut(at + 1)) {
                next.phrases.push((Level::Form, joined.clone()));
            }
            let respaced = self.respaced(wanted);
            if matches!(wanted, QueryTerm::Phrase { .. }) {
                // Korean is written with and without the blank; in other languages it may be another word.
                let others = respaced.iter().map(|(_, phrase)| phrase);
                let others =
                    others.filter(|phrase| !phrase.words.iter().any(|word| hangul::holds_hangul(word)));
                let others = others.filter(|phrase| !phrase.anywhere(&self.words).is_clear());
                notes.extend(others.map(|phrase| format!("also: {}", phrase.words.join(" "))));
            }
            let found = joined.into_iter().map(|joined| (Level::Form, joined)).chain(respaced);
            let correction = wanted.word().and_then(|word| self.correction(word));
            let explained = wanted.word().map_or_else(Vec::new, |word| self.explained(word));
            if let Some(own) = expansions.get_mut(at) {
                if let Some(correction) = correction {
                    notes.push(format!("also: {correction}"));
                    own.phrases.push((Level::OneError, Phrase::in_any_form(vec![correction])));
                }
                for words in explained {
                    notes.push(format!("{} = {}", wanted.typed(), words.join(" ")));
                    own.phrases.push((Level::Form, Phrase::quoted(words)));
                }
                own.phrases.extend(found);
            }
        }
        expansions
    }

    /// The same words with one blank more or less.
    fn respaced(&self, wanted: &QueryTerm) -> Vec<(Level, Phrase)> {
        let form = |phrase| (Level::Form, phrase);
        match wanted {
            QueryTerm::Word(word) => {
                let whole = word.ending == WordEnding::Finished || word.key.chars().count() >= UNFINISHED;
                let split = whole.then(|| self.split(&word.key)).flatten().into_iter();
                // An additional blank does not make another word.
                let split = split.flat_map(|words| {
                    let same = (Level::Exact, Phrase::quoted(words.clone()));
                    [same, form(Phrase::in_any_form(words))]
                });
                split.collect()
            }
            QueryTerm::Phrase { phrase, .. } => self.respaced_phrase(phrase).into_iter().map(form).collect(),
            QueryTerm::Unit { .. } => self.closed(wanted).into_iter().map(form).collect(),
        }
    }

    /// The forms of the dataset's terms that the query names, in both languages; the forms that were typed are found
    /// anyway.
    fn add_named(&self, query: &Query, expansions: &mut [Expansions], notes: &mut Vec<String>) {
        // The end of the last name of each term: words within a longer name do not name other terms.
        let mut named_to = vec![0; self.terms.len()];
        for (start, first) in query.wanted.iter().enumerate() {
            let piece = words_of_piece(first);
            let words = query.wanted.iter().skip(start).map_while(named_word);
            let words = words.map(|word| (word.key.to_ascii_lowercase(), &*word.typed));
            let (keys, typed): (Vec<String>, Vec<&str>) = match piece {
                Some(words) => {
                    (words.iter().map(|word| word.to_ascii_lowercase()).collect(), vec![first.typed()])
                }
                None => words.unzip(),
            };
            let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
            for (term, named_to) in self.terms.iter().zip(&mut named_to) {
                let named = term.named_by(&keys).filter(|_| *named_to <= start);
                // A piece is a name only as a whole.
                let named = named.filter(|(length, _)| piece.is_none() || *length == keys.len());
                let Some((length, korean)) = named else { continue };
                let clauses = if piece.is_some() { 1 } else { length };
                *named_to = start + clauses;
                let typed = typed.get(..clauses).unwrap_or(&typed).join(" ");
                let forms = self.forms_meant(term, &keys, length, korean);
                if forms.is_empty() {
                    continue;
                }
                let name = if korean { Some(&term.label) } else { term.korean.as_ref() };
                if forms.iter().any(|(level, _)| *level == Level::Term) {
                    notes.push(format!("{typed} = {} (term)", name.unwrap_or(&term.label)));
                } else if piece.is_none() && !term.label.eq_ignore_ascii_case(&typed) && !korean {
                    notes.push(format!("{typed} = {} (term)", term.label));
                }
                for own in expansions.iter_mut().skip(start).take(clauses) {
                    own.names_a_term = true;
                    own.phrases.extend(forms.iter().cloned());
                }
            }
        }
    }

    /// The forms of a term that its name means, the first words of `keys`, each with the level at which it is found.
    fn forms_meant(
        &self,
        term: &TermForms,
        keys: &[&str],
        length: usize,
        korean: bool,
    ) -> Vec<(Level, Phrase)> {
        let occurs = |form: &&Phrase| !form.anywhere(&self.words).is_clear();
        let forms = term.meant_by(keys.get(..length).unwrap_or(keys));
        // A word that is itself a form of a wider term does not mean the other forms in its language.
        let whole = term.is_whole_name(keys, length);
        let first = keys.first().copied().unwrap_or_default();
        // What was typed finds forms with its own root by itself; other forms are other words: *deterring* is not
        // *deterrence*.
        let level = |form: &Phrase| match (form.hangul == korean, whole && !has_root(form, first)) {
            (false, _) => Some(Level::Term),
            (true, true) => Some(Level::Form),
            (true, false) => None,
        };
        forms.filter(occurs).filter_map(|form| Some((level(form)?, form.clone()))).collect()
    }

    /// A piece such as *non-proliferation* as the one word that it makes, if it occurs.
    fn closed(&self, piece: &QueryTerm) -> Option<Phrase> {
        let words = words_of_piece(piece)?;
        let joined = words.concat();
        let is_word = !words.iter().any(|word| stop_words::stays_apart(word))
            && !self.words.vocabulary.same(&joined).is_empty();
        is_word.then(|| Phrase::in_any_form(vec![joined]))
    }

    /// Two typed words as the one word that they make, if it occurs. Stop words are not joined: *in security* is not
    /// *insecurity*.
    fn joined(&self, first: &str, second: &str) -> Option<Phrase> {
        if stop_words::stays_apart(first) || stop_words::stays_apart(second) {
            return None;
        }
        let joined = format!("{first}{second}");
        let found = !self.words.vocabulary.same(&joined).is_empty();
        found.then(|| Phrase::in_any_form(vec![joined]))
    }

    /// The meaning of a word in capitals if the statements explain it.
    fn explained(&self, word: &QueryWord) -> Vec<Vec<String>> {
        let in_capitals =
            word.typed.chars().count() > 1 && word.typed.chars().all(|c| c.is_ascii_uppercase());
        let known = in_capitals.then(|| self.words.acronyms.meanings(&word.key));
        known.into_iter().flatten().take(EXPLANATIONS).cloned().collect()
    }

    /// A far commoner word that is one typing error away from a rare one.
    fn correction(&self, word: &QueryWord) -> Option<String> {
        let vocabulary = &self.words.vocabulary;
        let count = |number: u32| self.words.count(number);
        let own: usize = vocabulary.same(&word.key).iter().map(|found| count(found.word)).sum();
        let is_english = word.key.bytes().all(|byte| byte.is_ascii_alphabetic());
        if own == 0 || own > RARE || !word.is_finished() || !is_english || word.key.len() < CORRECTED {
            return None;
        }
        let meant = |near: &String| {
            let number = vocabulary.number(near);
            strsim::osa_distance(near, &word.key) == 1
                && number.is_some_and(|number| count(number) >= own * COMMONER)
        };
        vocabulary.near(&word.key, count).into_iter().find(meant)
    }

    /// A typed word as the two words that it consists of: the pair found side by side most often.
    fn split(&self, word: &str) -> Option<Vec<String>> {
        let vocabulary = &self.words.vocabulary;
        let itself: usize = vocabulary.same(word).iter().map(|found| self.words.count(found.word)).sum();
        let halves = word.char_indices().skip(1).map(|(at, _)| word.split_at(at));
        let halves = halves.filter(|(first, second)| {
            let hangul = hangul::holds_hangul(word);
            let least = if hangul { HALF - 1 } else { HALF };
            let short = first.chars().count() < least && !PREFIXES.contains(first);
            let stopped = stop_words::is_stop_word(first) || stop_words::is_stop_word(second);
            let common = itself > 0 && stopped;
            let negated = stop_words::is_negation(first);
            !(short || common || negated) && second.chars().count() >= least
        });
        let is_known = |half: &str| !vocabulary.same(half).is_empty();
        let halves = halves.filter(|(first, second)| is_known(first) && is_known(second));
        let counted = halves.map(|(first, second)| {
            let words = vec![first.to_owned(), second.to_owned()];
            let count = Phrase::in_any_form(words.clone()).anywhere(&self.words).count_ones(..);
            (count, words)
        });
        let (count, words) = counted.max_by_key(|(count, _)| *count)?;
        (count > 0 && count * SHARE >= itself).then_some(words)
    }

    /// A quoted phrase with two of its words joined, or one split.
    fn respaced_phrase(&self, phrase: &Phrase) -> Vec<Phrase> {
        let words = &phrase.words;
        let mut found = Vec::new();
        for at in 0..words.len() {
            let (before, rest) = words.split_at(at);
            let with = |middle: Vec<String>, after: &[String]| {
                let words = [before, &*middle, after].concat();
                Phrase { words, ..phrase.clone() }
            };
            if let [first, second, after @ ..] = rest
                && !(stop_words::stays_apart(first) || stop_words::stays_apart(second))
                && let joined = format!("{first}{second}")
                && self.words.vocabulary.number(&joined).is_some()
            {
                found.push(with(vec![joined], after));
            }
            if let [word, after @ ..] = rest
                && let Some(halves) = self.split(word)
            {
                found.push(with(halves, after));
            }
        }
        found
    }
}

/// A word that may be part of a term's name. A pattern (`modernis*`) never is, since it means its own letters.
fn named_word(term: &QueryTerm) -> Option<&QueryWord> {
    term.word().filter(|word| word.ending != WordEnding::Open)
}
