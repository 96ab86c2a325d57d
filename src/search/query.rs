//! Parsing what the reader typed.
//!
//! Invariant: every string is a query or has an error that names what was typed. Everything else is folded and bounded in
//! length.

mod operators;
mod optional;
mod pieces;
mod rivals;
mod units;

pub(super) use operators::Distance;
use operators::Linking;
use pieces::{Piece, filter, filter_values, is_quote, misplaced_star, next_piece};
pub(super) use pieces::{quoted, with_values};
pub use rivals::Rival;
use unicode_normalization::UnicodeNormalization;
pub(super) use units::terms_of;

use super::Level;
use super::phrase::Phrase;
use super::words::{WordEnding, acronym, each_word};
use crate::text::fold::fold;
use crate::text::script::is_ideograph;
use crate::text::slice;

/// Wanted words: more than any sentence that a reader would paste.
const WORDS: usize = 48;
/// Letters of a word: more than real words have.
const LETTERS: usize = 64;
/// Characters of the text that are read.
const CHARS: usize = 4_000;

/// A query: words and phrases, wanted or not, and filters.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query {
    pub(super) wanted: Vec<QueryTerm>,
    pub(super) unwanted: Vec<QueryTerm>,
    pub(super) filters: Vec<Filter>,
    pub(super) near: Vec<Near>,
    /// What a statement must not say anywhere.
    pub(super) without: Vec<QueryTerm>,
    pub(super) notes: Vec<String>,
    pub(super) scope: Option<Scope>,
    /// What is not understood; then nothing is looked for.
    pub(super) error: Option<String>,
}

/// Two wanted terms, by their places, that must be near each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Near {
    pub left: usize,
    pub right: usize,
    pub distance: Distance,
}

/// Where the words of a query are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scope {
    /// In what the statements say.
    Words,
    /// In what the editor says of them, and in titles.
    About,
    All,
}

impl Scope {
    fn named(name: &str) -> Option<Self> {
        match name {
            "words" => Some(Self::Words),
            "about" => Some(Self::About),
            "all" => Some(Self::All),
            _ => None,
        }
    }
}

/// What a passage must contain, or must not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum QueryTerm {
    Word(QueryWord),
    /// A code, a figure or a date: words that belong together, in one of several spellings. Or terms of the dataset, as
    /// typed after `term:`, whose forms are further spellings.
    Unit {
        typed: String,
        spellings: Vec<(Level, Phrase)>,
        terms: Vec<String>,
    },
    /// Consecutive words; the phrase is open until its closing quote is typed.
    Phrase {
        phrase: Phrase,
        typed: String,
    },
}

/// One word, as it was typed and folded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct QueryWord {
    pub typed: String,
    pub key: String,
    pub ending: WordEnding,
}

impl QueryWord {
    pub(super) fn is_finished(&self) -> bool {
        self.ending == WordEnding::Finished
    }
}

/// Whether the query is still being typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Typing {
    Finished,
    /// After the blank behind its last word.
    BetweenWords,
    InProgress,
}

/// What becomes of the pieces of a query.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum PieceUse {
    /// Each word is looked for; `term:` is a filter, unless an operator links it.
    Words,
    /// What was typed without a blank is one clause, and so is `term:`.
    Clauses,
}

/// `key:value,value`, folded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Filter {
    pub key: String,
    pub values: Vec<String>,
    pub negated: bool,
}

impl Query {
    /// Parses a whole query; this cannot fail.
    pub fn parse(text: &str) -> Self {
        rivals::in_one(text, Typing::Finished)
    }

    /// Parses what is typed so far: without a blank behind it, the last word is unfinished.
    pub fn parse_unfinished(text: &str) -> Self {
        let ended = text.chars().next_back().is_none_or(char::is_whitespace);
        rivals::in_one(text, if ended { Typing::BetweenWords } else { Typing::InProgress })
    }

    fn read(chars: &[char], typing: Typing, reading: PieceUse) -> Self {
        let mut query = Self::default();
        let mut rest = chars;
        let mut signs = String::new();
        let mut linking = Linking::default();
        // The one word that an unquoted `without:` before has.
        let mut word_to_miss: Option<String> = None;
        while let Some((piece, left)) = next_piece(rest) {
            let (is_first, is_last) = (rest.len() == chars.len(), left.iter().all(|c| c.is_whitespace()));
            rest = left;
            if signs.is_empty() && !piece.quoted {
                signs.clone_from(&piece.text);
            }
            let missed = word_to_miss.take();
            // A query of one word is that word.
            let is_only = is_first && is_last && !piece.text.starts_with('/');
            let is_plain = !piece.quoted && !piece.negated && !is_only;
            // All words are looked for anyway.
            if is_plain && piece.text == "AND" {
                continue;
            }
            match Some(&*piece.text).filter(|_| is_plain).and_then(operators::operator) {
                Some(Ok(operator)) => linking.operator(&mut query, &piece.text, operator),
                Some(Err(error)) => {
                    query.error.get_or_insert(error);
                }
                None => {
                    if let Some(word) = missed.filter(|_| is_plain && filter(&piece).is_none()) {
                        let phrase = format!("without:\"{word} {}\"", piece.text);
                        query
                            .notes
                            .push(format!("`without:{word}` is one word; for a phrase write {phrase}"));
                    }
                    word_to_miss = piece
                        .text
                        .strip_prefix("without:")
                        .filter(|word| !word.contains(is_quote))
                        .map(str::to_owned);
                    let is_clause = reading == PieceUse::Clauses || linking.is_waiting() || is_operator(rest);
                    let typing = if is_last { typing } else { Typing::Finished };
                    let terms = match units::terms(&piece).filter(|_| is_clause) {
                        Some(terms) if linking.is_waiting() || is_operator(rest) => vec![terms],
                        // Several `term:` mean any of their terms, as filters of one name do.
                        Some(terms) => query.join_terms(terms),
                        None => query.add(piece, typing),
                    };
                    let is_one = reading == PieceUse::Clauses;
                    linking.terms(
                        &mut query,
                        if is_one { units::one(terms).into_iter().collect() } else { terms },
                    );
                }
            }
        }
        linking.end(&mut query, typing);
        units::join(&mut query.wanted, &mut query.near);
        if query.wanted.len() > WORDS {
            query.wanted.truncate(WORDS);
            query.near.retain(|near| near.right < WORDS);
            query.notes.push(format!("only the first {WORDS} words are searched"));
        }
        if query.is_empty() && !signs.is_empty() {
            query.error = Some(format!("`{signs}` contains no word to look for"));
        }
        query
    }

    /// Whether nothing is asked.
    pub fn is_empty(&self) -> bool {
        let no_words = self.wanted.is_empty() && self.unwanted.is_empty();
        no_words && self.filters.is_empty() && self.without.is_empty() && self.error.is_none()
    }

    /// The values that a filter of this name asks for.
    pub(super) fn values(&self, key: &str) -> impl Iterator<Item = &str> {
        let filters = self.filters.iter().filter(move |filter| filter.key == key && !filter.negated);
        filters.flat_map(|filter| filter.values.iter().map(String::as_str))
    }

    /// The same without what a filter of this name asks for.
    pub(super) fn without_filter(&self, key: &str) -> Self {
        let mut query = self.clone();
        query.filters.retain(|filter| filter.key != key || filter.negated);
        query
    }

    /// The wanted words that were typed with accents, in small letters.
    pub(crate) fn accented(&self) -> Vec<String> {
        let typed = self.wanted.iter().map(|term| term.typed().to_lowercase());
        let is_accented = |word: &String| {
            let letters = word.chars().filter(|c| c.is_alphabetic()).collect::<String>();
            fold(&letters) != letters && fold(&letters).is_ascii()
        };
        typed.filter(is_accented).collect()
    }

    /// Adds a filter; several of one name mean any of their values.
    fn add_filter(&mut self, filter: Filter) {
        if filter.key == "in" {
            self.scope = filter.values.first().and_then(|value| Scope::named(value));
            if self.scope.is_none() || filter.negated || filter.values.len() > 1 {
                let value = filter.values.join(",");
                self.error =
                    Some(format!("`in:{value}` is not understood; write in:words, in:about or in:all"));
            }
            return;
        }
        let same = |known: &&mut Filter| known.key == filter.key && known.negated == filter.negated;
        match self.filters.iter_mut().find(same).filter(|_| !filter.values.is_empty()) {
            Some(known) => known.values.extend(filter.values),
            None => self.filters.push(filter),
        }
    }

    /// Adds what a statement must not say: neither the one nor the other of several.
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
            match units::one(self.terms_of_piece(value, typing)) {
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
        self.unwanted.extend(terms.into_iter().take(WORDS.saturating_sub(self.unwanted.len())));
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
            let keys = words.into_iter().map(|word| word.key).collect();
            let phrase = Phrase::quoted(keys, open || (piece.quoted && !piece.closed));
            vec![QueryTerm::Phrase { phrase, typed: piece.text }]
        } else if words.len() > 1 && words.iter().any(|word| word.key.contains(is_ideograph)) {
            let keys = words.into_iter().map(|word| word.key).collect();
            vec![QueryTerm::Unit {
                typed: piece.text,
                spellings: vec![(Level::Exact, Phrase::quoted(keys, open))],
                terms: Vec::new(),
            }]
        } else if let Some(spellings) = units::spellings(&piece.text, typing == Typing::InProgress) {
            vec![QueryTerm::Unit { typed: piece.text, spellings, terms: Vec::new() }]
        } else {
            words.into_iter().map(QueryTerm::Word).collect()
        }
    }

    /// Joins terms of the dataset with those that are wanted already, unless these are linked; returns what is to be wanted.
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

    /// Wants a term, once.
    fn want(&mut self, term: QueryTerm) {
        if self.wanted.len() <= WORDS && !self.wanted.contains(&term) {
            self.wanted.push(term);
        }
    }
}

impl QueryTerm {
    /// The word, unless this is a phrase.
    pub(super) fn word(&self) -> Option<&QueryWord> {
        match self {
            Self::Word(word) => Some(word),
            Self::Unit { .. } | Self::Phrase { .. } => None,
        }
    }

    pub(super) fn typed(&self) -> &str {
        match self {
            Self::Word(word) => &word.typed,
            Self::Unit { typed, .. } | Self::Phrase { typed, .. } => typed,
        }
    }
}

/// What was typed, as it is read: composed, without control characters, and not endless.
fn chars_of(text: &str) -> Vec<char> {
    text.nfc().take(CHARS).map(|c| if c.is_control() { ' ' } else { c }).collect()
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
        let typed: String = slice(text, range).chars().take(LETTERS).collect();
        // A reader who types all in capitals means an acronym where there is one.
        let key = acronym(key, &typed).unwrap_or_else(|| key.chars().take(LETTERS).collect());
        words.push(QueryWord { typed, key, ending: WordEnding::Finished });
    });
    words
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn keys(terms: &[QueryTerm]) -> Vec<String> {
        let key = |term: &QueryTerm| match term {
            QueryTerm::Word(word) => word.key.clone(),
            QueryTerm::Unit { typed, .. } => format!("<{typed}>"),
            QueryTerm::Phrase { phrase, .. } => {
                format!("[{}{}]", phrase.words.join(" "), if phrase.open { "…" } else { "" })
            }
        };
        terms.iter().map(key).collect()
    }

    #[test]
    fn words_phrases_and_exclusions_are_parsed() {
        let query =
            Query::parse("Alliance “Strategic Flexibility” -korea -\"joint statement\" ROK-U.S. –post-war");
        assert_eq!(keys(&query.wanted), ["alliance", "[strategic flexibility]", "rok", "US"]);
        assert_eq!(keys(&query.unwanted), ["korea", "[joint statement]", "[post war]"]);
        assert_eq!(
            query.wanted.iter().map(QueryTerm::typed).collect::<Vec<_>>(),
            ["Alliance", "Strategic Flexibility", "ROK", "U.S"]
        );
    }

    #[test]
    fn a_phrase_is_open_until_its_quote_is_typed() {
        assert_eq!(keys(&Query::parse("\"strategic flex").wanted), ["[strategic flex…]"]);
        assert_eq!(keys(&Query::parse("\"strategic flex\"").wanted), ["[strategic flex]"]);
    }

    #[test]
    fn filters_keep_quoted_values_and_signs() {
        let query = Query::parse("-Series:SCM,2+2 standing:\"Press Report\" 10:30 https://x.org/a");
        assert_eq!(query.filters.len(), 2);
        assert_eq!(query.filters[0].values, ["scm", "2+2"]);
        assert!(query.filters[0].negated);
        assert_eq!(query.filters[1].values, ["press report"]);
        assert_eq!(keys(&query.wanted), ["10", "30", "https", "x", "org", "a"]);
    }

    #[test]
    fn nothing_typed_is_empty() {
        for text in ["", "  ", "-", "--", "\"", "\"\"", "- \" -\"", "\u{0}\u{1b}"] {
            assert!(Query::parse(text).is_empty(), "{text:?}");
        }
        assert!(!Query::parse("year:").is_empty());
    }

    #[test]
    fn signs_alone_are_not_understood() {
        for text in ["%", "🎉", ",", "& %"] {
            let sign = text.split(' ').next().unwrap();
            assert_eq!(
                Query::parse(text).error,
                Some(format!("`{sign}` contains no word to look for")),
                "{text:?}"
            );
        }
        assert_eq!(Query::parse("research & development").error, None);
    }

    #[test]
    fn filters_of_one_name_mean_any_of_their_values() {
        let query = Query::parse("series:2+2 series:SCM -series:x");
        let values: Vec<_> = query.filters.iter().map(|filter| filter.values.join(",")).collect();
        assert_eq!(values, ["2+2,scm", "x"]);
    }

    #[test]
    fn where_to_look_is_words_about_or_all() {
        assert_eq!(Query::parse("in:about china").scope, Some(Scope::About));
        assert!(Query::parse("in:text china").error.is_some());
    }

    #[test]
    fn endless_input_is_bounded() {
        let long = Query::parse(&"x".repeat(10_000));
        assert_eq!(keys(&long.wanted), ["x".repeat(LETTERS)]);
        let many: Vec<String> = (0..500).map(|n| format!("w{n}")).collect();
        let many = Query::parse(&many.join(" "));
        assert_eq!(many.wanted.len(), WORDS);
        assert_eq!(many.notes.len(), 1);
    }

    #[test]
    fn a_word_typed_twice_is_one() {
        assert_eq!(keys(&Query::parse("deterrence deterrence").wanted), ["deterrence"]);
    }

    proptest! {
        #[test]
        fn every_string_is_a_query(text in any::<String>(), sign in "[-\":,. a-zㅎ]{0,12}") {
            Query::parse(&text);
            Query::parse(&format!("{sign}{text}{sign}"));
        }
    }
}
