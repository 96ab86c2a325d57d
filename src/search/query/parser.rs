//! Reading a query: what was typed, piece by piece, as words, filters and operators.
//!
//! Invariant: no piece is ignored without a note, except for signs beside words.

use super::operators::{self, Linking};
use super::pieces::{Piece, filter, filter_values, is_quote, misplaced_star, next_piece};
use super::units;
use super::{Filter, PieceUse, Query, QueryTerm, QueryWord, Scope, Typing, WORDS};
use crate::search::Level;
use crate::search::cases::acronym;
use crate::search::phrase::Phrase;
use crate::search::words::{WordEnding, each_word, indexed_words, words};
use crate::text::script::is_ideograph;
use crate::text::{LONGEST_PHRASE, slice};

/// A query that is being read.
struct QueryParser<'a> {
    query: Query,
    /// What is not read yet.
    rest: &'a [char],
    typing: Typing,
    reading: PieceUse,
    linking: Linking,
    /// The word of an unquoted `without:` before, if it has only one.
    word_to_miss: Option<String>,
}

impl Query {
    pub(super) fn read(chars: &[char], typing: Typing, reading: PieceUse) -> Self {
        let mut parser = QueryParser {
            query: Self::default(),
            rest: chars,
            typing,
            reading,
            linking: Linking::default(),
            word_to_miss: None,
        };
        let mut signs = None;
        let mut is_first = true;
        while let Some((piece, left)) = next_piece(parser.rest) {
            let raw: String = parser.rest.iter().take(parser.rest.len() - left.len()).collect();
            parser.rest = left;
            let is_begun = typing != Typing::Finished && parser.is_at_end() && is_begun(&piece);
            if !is_begun && words(&piece.text).is_empty() {
                signs.get_or_insert(raw);
            }
            // A query of one word is that word.
            let is_only = is_first && parser.is_at_end() && !piece.text.starts_with('/');
            parser.read(piece, is_only);
            is_first = false;
        }
        parser.end(signs.as_deref().map(str::trim))
    }
}

impl QueryParser<'_> {
    fn is_at_end(&self) -> bool {
        self.rest.iter().all(|c| c.is_whitespace())
    }

    fn read(&mut self, piece: Piece, is_only: bool) {
        let missed = self.word_to_miss.take();
        let is_plain = !piece.quoted && !piece.negated && !is_only;
        // All words are looked for anyway.
        if is_plain && piece.text == "AND" {
            return;
        }
        if is_plain && piece.text == "or" {
            self.query.notes.push(String::from("`or` is a word like others; for either of two, write OR"));
        }
        if let Some((left, right)) =
            piece.text.split_once('|').filter(|_| !piece.quoted && filter(&piece).is_none())
            && ![left, right].iter().any(|side| words(side).is_empty())
        {
            let error = format!("`{left}|{right}` is not understood; write {left} OR {right}");
            self.query.error.get_or_insert(error);
        }
        match Some(&*piece.text).filter(|_| is_plain).and_then(operators::operator) {
            Some(Ok(operator)) => self.linking.operator(&mut self.query, &piece.text, operator),
            Some(Err(error)) => {
                self.query.error.get_or_insert(error);
            }
            None => {
                if let Some(word) = missed.filter(|_| is_plain && filter(&piece).is_none()) {
                    let phrase = format!("without:\"{word} {}\"", piece.text);
                    let note = format!("`without:{word}` is one word; for a phrase write {phrase}");
                    self.query.notes.push(note);
                }
                let word = piece.text.strip_prefix("without:").filter(|word| !word.contains(is_quote));
                self.word_to_miss = word.map(str::to_owned);
                self.read_terms(piece);
            }
        }
    }

    /// Reads a piece that is no operator.
    fn read_terms(&mut self, piece: Piece) {
        let is_linked = self.linking.is_waiting() || is_operator(self.rest);
        let is_one = self.reading == PieceUse::Clauses;
        let typing = if self.is_at_end() { self.typing } else { Typing::Finished };
        let terms = match units::terms(&piece).filter(|_| is_one || is_linked) {
            Some(terms) if is_linked => vec![terms],
            // Several `term:` mean any of their terms, as filters of one name do.
            Some(terms) => self.query.join_terms(terms),
            None => self.query.add(piece, typing),
        };
        let terms = if is_one { units::as_one_term(terms).into_iter().collect() } else { terms };
        self.linking.terms(&mut self.query, terms);
    }

    /// The complete query; `signs` is the first piece that contains no word.
    fn end(self, signs: Option<&str>) -> Query {
        let mut query = self.query;
        self.linking.end(&mut query, self.typing);
        units::join(&mut query.wanted, &mut query.near);
        if query.wanted.len() > WORDS {
            query.wanted.truncate(WORDS);
            query.near.retain(|near| near.right < WORDS);
            query.notes.push(format!("only the first {WORDS} words are searched"));
        }
        if query.unwanted.len() > WORDS {
            query.error.get_or_insert(format!("at most {WORDS} words can be excluded; leave some out"));
        }
        if let Some(signs) = signs.filter(|_| !query.has_words() && query.without.is_empty()) {
            query.error.get_or_insert(format!("`{signs}` contains no word to look for"));
        }
        query
    }
}

impl Query {
    /// Adds a filter; several of one name mean any of their values.
    fn add_filter(&mut self, filter: Filter) {
        if filter.key == "in" {
            let scope = filter.values.first().and_then(|value| Scope::named(value));
            let before = std::mem::replace(&mut self.scope, scope);
            let is_other = before.is_some() && before != scope;
            if scope.is_none() || is_other || filter.negated || filter.values.len() > 1 {
                let value = filter.values.join(",");
                self.error = Some(format!(
                    "`in:{value}` is not understood; write one of in:words, in:about and in:all"
                ));
            }
            return;
        }
        let same = |known: &&mut Filter| known.key == filter.key && known.negated == filter.negated;
        match self.filters.iter_mut().find(same).filter(|_| !filter.values.is_empty()) {
            Some(known) => known.values.extend(filter.values),
            None => self.filters.push(filter),
        }
    }

    /// Adds what a statement must not say; with several values, it must say none of them.
    fn add_without(&mut self, piece: &Piece, typing: Typing) {
        let (_, values) = piece.text.split_once(':').unwrap_or_default();
        let values: Vec<Piece> = filter_values(values).collect();
        let bad = match values.first() {
            _ if piece.negated => Some("`-without:` is not understood; search for the phrase itself"),
            None => {
                Some("`without:` needs a \"phrase\" or a key term, as in without:\"strategic flexibility\"")
            }
            Some(_) => None,
        };
        if let Some(error) = bad {
            self.error.get_or_insert(error.to_owned());
        }
        for value in values {
            let typed = value.text.clone();
            let terms = units::terms(&value).filter(|_| !value.quoted);
            match terms.or_else(|| units::as_one_term(self.terms_of_piece(value, typing))) {
                // For words such as *indo-pacific*, the note has what was typed.
                Some(QueryTerm::Unit { spellings, terms, .. }) => {
                    self.without.push(QueryTerm::Unit { typed, spellings, terms });
                }
                Some(QueryTerm::Word(mut word)) => {
                    word.typed.push_str(if word.ending == WordEnding::Open { "*" } else { "" });
                    self.without.push(QueryTerm::Word(word));
                }
                Some(term) => self.without.push(term),
                None => {
                    self.error.get_or_insert(format!("`without:{typed}` contains no word to look for"));
                }
            }
        }
    }

    /// Adds a filter, or what must not be found; returns what must be.
    fn add(&mut self, piece: Piece, typing: Typing) -> Vec<QueryTerm> {
        if !piece.quoted
            && let Some(filter) = filter(&piece)
        {
            if filter.key == "without" {
                self.add_without(&piece, typing);
            } else {
                self.add_filter(filter);
            }
            return Vec::new();
        }
        let negated = piece.negated;
        let terms = self.terms_of_piece(piece, typing);
        if !negated {
            return terms;
        }
        let new = |term: &QueryTerm| !self.unwanted.contains(term);
        let terms: Vec<QueryTerm> = terms.into_iter().filter(new).collect();
        self.unwanted.extend(terms);
        Vec::new()
    }

    /// The terms of a piece that is no filter.
    fn terms_of_piece(&mut self, piece: Piece, typing: Typing) -> Vec<QueryTerm> {
        if let Some(error) = misplaced_star(&piece) {
            self.error.get_or_insert(error);
        }
        let open = piece.text.ends_with('*');
        let mut words = typed_words(&piece.text);
        if let Some(last) = words.last_mut() {
            last.ending = match typing {
                _ if open => WordEnding::Open,
                Typing::InProgress => WordEnding::InProgress,
                Typing::Finished | Typing::BetweenWords => WordEnding::Finished,
            };
        }
        let phrase = piece.quoted || (piece.negated && words.len() > 1);
        if words.is_empty() {
            Vec::new()
        } else if phrase {
            // A reader who types several words all in capitals may mean either.
            let keys = if words.len() > 1 {
                indexed_words(&piece.text)
            } else {
                words.into_iter().map(|word| word.key).collect()
            };
            let open = open || (piece.quoted && !piece.closed);
            let phrase = Phrase { open, ..self.phrase(keys) };
            vec![QueryTerm::Phrase { phrase, typed: piece.text }]
        } else if words.len() > 1 && words.iter().any(|word| word.key.contains(is_ideograph)) {
            let keys = words.into_iter().map(|word| word.key).collect();
            vec![QueryTerm::Unit {
                typed: piece.text,
                spellings: vec![(Level::Exact, Phrase { open, ..self.phrase(keys) })],
                terms: Vec::new(),
            }]
        } else if let Some(spellings) = units::spellings(&piece.text, typing == Typing::InProgress) {
            vec![QueryTerm::Unit { typed: piece.text, spellings, terms: Vec::new() }]
        } else {
            words.into_iter().map(QueryTerm::Word).collect()
        }
    }

    /// A typed phrase, which must not be too long: without its last words it would be another one.
    fn phrase(&mut self, keys: Vec<String>) -> Phrase {
        if keys.len() > LONGEST_PHRASE {
            let words = keys.len();
            self.error.get_or_insert(format!(
                "a phrase has at most {LONGEST_PHRASE} words; this one has {words}: quote fewer, or use `linchpin verify`"
            ));
        }
        Phrase::quoted(keys)
    }

    /// Joins terms of the dataset with those that are already wanted, unless these are linked; returns what remains to
    /// be wanted.
    fn join_terms(&mut self, terms: QueryTerm) -> Vec<QueryTerm> {
        let is_linked = |at: usize| self.near.iter().any(|near| near.left == at || near.right == at);
        let is_terms = |term: &QueryTerm| matches!(term, QueryTerm::Unit { spellings, terms, .. } if spellings.is_empty() && !terms.is_empty());
        let known =
            (0..self.wanted.len()).find(|at| !is_linked(*at) && self.wanted.get(*at).is_some_and(is_terms));
        match known.and_then(|at| self.wanted.get_mut(at)) {
            Some(known) => {
                *known = units::either(known, &terms);
                Vec::new()
            }
            None => vec![terms],
        }
    }

    /// Adds a wanted term, unless it is already there.
    pub(super) fn want(&mut self, term: QueryTerm) {
        if self.wanted.len() <= WORDS && !self.wanted.contains(&term) {
            self.wanted.push(term);
        }
    }
}

/// Whether a piece can be the beginning of an excluded word or of a phrase.
fn is_begun(piece: &Piece) -> bool {
    if piece.quoted { !piece.closed } else { piece.text.is_empty() }
}

/// Whether an operator comes next.
fn is_operator(rest: &[char]) -> bool {
    next_piece(rest).is_some_and(|(piece, _)| {
        !piece.quoted && !piece.negated && operators::operator(&piece.text).is_some()
    })
}

fn typed_words(text: &str) -> Vec<QueryWord> {
    let mut words = Vec::new();
    each_word(text, |key, range| {
        let typed = slice(text, range).to_owned();
        // A reader who types only capitals means the acronym, if there is one.
        let key = acronym(key, &typed).unwrap_or_else(|| key.to_owned());
        words.push(QueryWord { typed, key, ending: WordEnding::Finished });
    });
    words
}
