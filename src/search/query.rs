//! Parsing what the reader typed.
//!
//! Invariant: every string is a query or has an error that names what was typed. Everything else is folded and limited
//! in length.

mod notation;
mod operators;
mod optional;
mod parser;
mod pieces;
mod rivals;
mod units;

pub(super) use operators::Distance;
pub(super) use pieces::{quoted, with_values};
pub use rivals::Rival;
use unicode_normalization::UnicodeNormalization;
pub(super) use units::{terms_of, words_of_piece};

use super::Level;
use super::phrase::Phrase;
use super::words::WordEnding;
use crate::text::fold::fold;

/// Maximum words of a query: more than any sentence that a reader would paste.
const WORDS: usize = 48;
/// Maximum characters that are read.
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
    /// What is not understood; then nothing is searched for.
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
    /// In the editor's words about them, and in titles.
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
    /// After a blank, so that the last word is complete.
    BetweenWords,
    InProgress,
}

/// How the pieces of a query are used.
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

    /// Parses what is typed so far: without a blank after it, the last word is unfinished.
    pub fn parse_unfinished(text: &str) -> Self {
        let ended = text.chars().next_back().is_none_or(char::is_whitespace);
        rivals::in_one(text, if ended { Typing::BetweenWords } else { Typing::InProgress })
    }

    /// Whether the query is empty.
    pub fn is_empty(&self) -> bool {
        let no_words = self.wanted.is_empty() && self.unwanted.is_empty();
        no_words && self.filters.is_empty() && self.without.is_empty() && self.error.is_none()
    }

    /// Whether it asks for words, or for a term of the dataset.
    pub(super) fn has_words(&self) -> bool {
        !self.wanted.is_empty() || self.values("term").next().is_some()
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

/// What was typed, as it is read: composed, without control characters, and limited in length.
fn chars_of(text: &str) -> Vec<char> {
    text.nfc().take(CHARS).map(|c| if c.is_control() { ' ' } else { c }).collect()
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
    fn a_number_with_its_thousands_comma_is_one_value() {
        let missing = |text: &str| {
            let query = Query::parse(text);
            query.without.iter().map(|term| term.typed().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(missing("without:28,500"), ["28,500"]);
        assert_eq!(missing("without:1,028,500,alliance"), ["1,028,500", "alliance"]);
        assert_eq!(missing("without:alliance,28,500"), ["alliance", "28,500"]);
        for (text, values) in [
            ("series:SCM,2+2", &["scm", "2+2"][..]),
            ("series:2+2,500", &["2+2", "500"]),
            ("year:2018,2019", &["2018", "2019"]),
            ("year:2018,500", &["2018", "500"]),
            ("title:28,50", &["28", "50"]),
            ("title:28,5000", &["28", "5000"]),
            ("title:x28,500", &["x28", "500"]),
            ("title:28,500x", &["28", "500x"]),
            ("title:$28,500,x", &["$28,500", "x"]),
            ("title:28,500,1", &["28", "500", "1"]),
        ] {
            assert_eq!(Query::parse(text).filters[0].values, values, "{text}");
        }
    }

    #[test]
    fn nothing_typed_is_empty() {
        for text in ["", "  ", "\u{0}\u{1b}"] {
            assert!(Query::parse(text).is_empty() && Query::parse_unfinished(text).is_empty(), "{text:?}");
        }
        for text in ["-", "--", "- ", "\"", "-\"", "\" "] {
            assert!(Query::parse_unfinished(text).is_empty(), "{text:?}");
        }
        assert!(!Query::parse("year:").is_empty());
    }

    #[test]
    fn signs_alone_are_not_understood() {
        for (text, sign) in [
            ("%", "%"),
            ("🎉", "🎉"),
            (",", ","),
            ("& %", "&"),
            ("-", "-"),
            ("\"\"", "\"\""),
            ("\"-\"", "\"-\""),
            ("- \" -\"", "-"),
            ("-\"\"", "-\"\""),
            ("\"", "\""),
            ("standing:joint \"-\"", "\"-\""),
            ("year:2000 .. -korea", ".."),
        ] {
            let error = format!("`{sign}` contains no word to look for");
            assert_eq!(Query::rivals(text, "modernization").unwrap_err(), error, "{text:?}");
            assert_eq!(Query::parse(text).error, Some(error), "{text:?}");
        }
        for text in ["\"\"", "\"-\"", "%", "standing:joint \"-\""] {
            assert!(Query::parse_unfinished(text).error.is_some(), "{text:?}");
        }
        for text in [
            "research & development",
            "term:china \"\"",
            "alliance -",
            "\"-\" alliance",
            "alliance vs china -",
        ] {
            assert_eq!(Query::parse(text).error, None, "{text:?}");
            assert!(Query::rivals(text, "").is_ok(), "{text:?}");
        }
        assert_eq!(Query::parse_unfinished("standing:joint -").error, None);
    }

    #[test]
    fn a_phrase_that_is_too_long_is_refused_and_not_cut() {
        let words = |count: usize| (0..count).map(|at| format!("w{at}")).collect::<Vec<_>>().join(" ");
        for (query, count) in [
            (format!("\"{}\"", words(65)), 65),
            (format!("alliance -\"{}\"", words(66)), 66),
            (format!("without:\"{}\"", words(70)), 70),
            ("同盟".repeat(40), 79),
        ] {
            let error = Query::parse(&query).error.unwrap();
            assert!(
                error.starts_with(&format!("a phrase has at most 64 words; this one has {count}")),
                "{error}"
            );
        }
        assert_eq!(Query::parse(&format!("\"{}\"", words(64))).error, None);
    }

    #[test]
    fn what_other_programs_take_for_or_is_told() {
        let or = "`or` is a word like others; for either of two, write OR";
        assert_eq!(Query::parse("alliance or deterrence").notes, [or]);
        let error = Some("`alliance|deterrence` is not understood; write alliance OR deterrence".to_owned());
        assert_eq!(Query::parse("alliance|deterrence").error, error);
        assert_eq!(Query::parse("\"alliance|deterrence\"").error, None);
        let distance = Query::parse("alliance /10deterrence").error.unwrap();
        assert!(distance.ends_with("write /10 for at most so many words apart"), "{distance}");
    }

    #[test]
    fn brackets_and_signs_that_would_change_the_query_are_refused() {
        for text in [
            "linchpin (-korea)",
            "linchpin (–\u{201c}korea\u{201d})",
            "(red first) OR skies",
            "skies OR (red first)",
            "-(red first)",
            "alliance (red first) -korea",
            "(red first) /3 skies",
            "linchpin (red vs blue)",
            "!red",
            "alliance (!red)",
        ] {
            assert!(Query::parse(text).error.is_some(), "{text}");
            assert!(Query::rivals(text, "").is_err(), "{text}");
        }
        for text in [
            "the Committee (SCM) OR korea",
            "Article 5(2) -korea",
            "-(korea) alliance",
            "\"red (first\" OR skies",
            "the allies (of the peace) in Asia",
            "alliance (the linchpin) year:2018",
            "fell (-5%) a) b)",
            "alliance sure:! !",
        ] {
            assert_eq!(Query::parse(text).error, None, "{text}");
        }
        assert_eq!(Query::parse_unfinished("alliance OR (SC").error, None);
        let error = Query::parse("linchpin (-korea)").error;
        assert_eq!(error.as_deref(), Some("`(-korea)` is not understood; write -korea"));
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
        for text in ["in:text china", "in:words,about china", "in:words china in:about"] {
            assert!(Query::parse(text).error.is_some(), "{text}");
        }
        assert_eq!(Query::parse("in:about china in:about").error, None);
    }

    #[test]
    fn endless_input_is_bounded() {
        let long = Query::parse(&"x".repeat(10_000));
        assert_eq!(keys(&long.wanted), ["x".repeat(CHARS)]);
        let many: Vec<String> = (0..500).map(|n| format!("w{n}")).collect();
        let many = Query::parse(&many.join(" "));
        assert_eq!(many.wanted.len(), WORDS);
        assert_eq!(many.notes.len(), 1);
        let excluded = |count: usize| (0..count).map(|n| format!("-w{n}")).collect::<Vec<_>>().join(" ");
        assert_eq!(Query::parse(&format!("alliance {}", excluded(WORDS))).error, None);
        let error = Query::parse(&format!("alliance {}", excluded(WORDS + 1))).error;
        assert_eq!(error.as_deref(), Some("at most 48 words can be excluded; leave some out"));
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
