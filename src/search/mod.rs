//! Search by words: each keystroke searches the whole corpus.
//!
//! Invariant: every hit contains all words of the query in one passage and its statement's head, and has the level at
//! which they were found. Only hits whose own words contain all of them are counted; the same query finds the same hits
//! in the same order.

mod acronyms;
mod apostrophes;
mod attestation;
mod cases;
mod dates;
mod duplicates;
mod expansions;
mod facet;
mod facets;
mod figures;
mod filter;
mod forms;
mod hit_sets;
mod index;
mod line_filter;
mod listing;
mod mark;
mod matched;
mod matching;
mod near;
mod node;
mod passage_lists;
mod phrase;
mod plan;
mod postings;
mod query;
mod rank;
mod relaxing;
mod retrieve;
mod runs;
mod same_letters;
mod segment;
mod sequence;
mod stop_words;
mod terms;
mod vocabulary;
mod without;
mod word_index;
mod words;

use std::ops::Range;
use std::sync::Arc;

use fixedbitset::FixedBitSet;
use rustc_hash::FxHashMap;

pub use apostrophes::has_possessive;
pub use attestation::{Attestation, RowScope};
pub use cases::with_stop;
pub use facet::{Facet, wording_verdict};
pub use facets::FacetCount;
pub use forms::spelling;
pub use index::Index;
pub use node::{IndexedWordNo, NodeHit, NodeSearch, SORTED_WORDS};
pub use query::{Query, Rival};
pub use runs::{LayerWords, NumberedWords, Reach, TextWord, WordForms, WordingRun, word_ranges};
pub use segment::Segment;
pub use without::Without;
pub use words::{compared_words, placed_words, spaced_words};

use crate::corpus::model::{Passage, PassageKind, Statement};
use crate::corpus::stance::Stance;
use crate::corpus::{Corpus, PassageNo};
use crate::text::{count_of, narrow};

/// What a query found.
#[derive(Debug, Clone, Default)]
pub struct Found {
    /// The best hits, best first; without words to rank by, in reading order.
    pub hits: Vec<Hit>,
    /// The words that found nothing at all.
    pub missing: Vec<Missing>,
    /// Why nothing was looked for: the query, or a part of it, is not understood.
    pub error: Option<String>,
    /// What the reader should know about how the query was understood, a line each.
    pub notes: Vec<String>,
    /// What statements were wanted without, and what they do with it.
    pub without: Vec<Without>,
    sets: hit_sets::HitSets,
    /// For the best of several hits with the same words, how many others there are; for the others, which one it is.
    same: FxHashMap<u32, usize>,
    under: FxHashMap<u32, u32>,
    /// The wanted words and phrases, and what they look for together.
    terms: Vec<Arc<matched::MatchedTerm>>,
    plan: plan::Plan,
}

impl Found {
    /// How many passages were found that say it, or have it where the reader asked for the editor's words too.
    pub fn total(&self) -> usize {
        self.sets.firm.count_ones(..) + self.sets.loose.count_ones(..)
    }

    pub fn is_empty(&self) -> bool {
        Certainty::ALL.into_iter().all(|certainty| self.set(certainty).is_clear())
    }

    /// The passages that are hits of this certainty, by number.
    pub fn set(&self, certainty: Certainty) -> &FixedBitSet {
        self.sets.of(certainty)
    }

    /// The passages that the query means for certain: those that say what is asked for, or all passages of the
    /// statements that were looked for.
    pub fn meant(&self, corpus: &Corpus) -> FixedBitSet {
        let mut passages = self.set(Certainty::Firm).clone();
        if self.lists_statements() {
            let firsts = plan::members(&passages).into_iter().map(PassageNo);
            let statements = firsts.filter_map(|first| corpus.statement_of(first));
            for record in statements.flat_map(|at| corpus.records(at)) {
                passages.insert_range(corpus.span(record));
            }
        }
        passages
    }

    /// That no passage is meant for certain and some match loosely, if it is so: where only the certain ones are used, these
    /// are left out.
    pub fn only_loosely(&self, corpus: &Corpus) -> Option<String> {
        let loose = self.set(Certainty::Loose).count_ones(..);
        let one = "passage matches only loosely, and is left out";
        let many = "passages match only loosely, and are left out";
        (loose > 0 && self.meant(corpus).is_clear()).then(|| count_of(loose, one, many))
    }

    /// Whether statements were looked for, not passages: each hit is the first passage of one.
    pub fn lists_statements(&self) -> bool {
        !self.without.is_empty() && self.terms.is_empty()
    }

    /// How many of the statements that were looked for are silent, and how many were not seen to say it.
    pub fn silences(&self) -> String {
        format!("{} silent, {} not seen", self.sets.firm.count_ones(..), self.sets.not_seen.count_ones(..))
    }

    /// What the passage's statement does with the words of `without:`; `None` without them.
    pub fn stance(&self, passage: PassageNo) -> Option<Stance> {
        let stance =
            if self.sets.unseen.contains(passage.0 as usize) { Stance::NotSeen } else { Stance::Silent };
        (!self.without.is_empty()).then_some(stance)
    }

    /// The heading above the hits of this certainty; `None` for those that need none.
    pub fn divider(&self, certainty: Certainty) -> Option<&'static str> {
        match certainty {
            Certainty::Firm => (!self.without.is_empty()).then_some("silent in the whole text"),
            Certainty::NotSeen => Some("not seen in the part held"),
            Certainty::About => Some("only in the editor's words or the title"),
            Certainty::Loose => Some("looser matches"),
            Certainty::LooseAbout => Some("looser matches, not counted"),
        }
    }

    /// Whether the passage's own words contain every word of the query.
    pub fn is_said(&self, passage: PassageNo) -> bool {
        self.sets.said.contains(passage.0 as usize)
    }

    /// How many other hits have exactly the words of this one, which represents them.
    pub fn same(&self, passage: PassageNo) -> usize {
        self.same.get(&passage.0).copied().unwrap_or(0)
    }

    /// The hit that this one is collapsed under because it has the same words.
    pub fn under(&self, passage: PassageNo) -> Option<PassageNo> {
        self.under.get(&passage.0).copied().map(PassageNo)
    }

    /// Whether any hit is collapsed under another.
    pub fn has_collapsed(&self) -> bool {
        !self.under.is_empty()
    }

    /// Whether the passage is a hit that counts.
    pub fn counts(&self, passage: PassageNo) -> bool {
        Certainty::COUNTED.into_iter().any(|certainty| self.set(certainty).contains(passage.0 as usize))
    }

    /// How certain a hit the passage is; `None` if it is not a hit.
    pub fn certainty(&self, passage: PassageNo) -> Option<Certainty> {
        Certainty::ALL.into_iter().find(|certainty| self.set(*certainty).contains(passage.0 as usize))
    }
}

/// How certain it is that a hit was meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Certainty {
    /// Every word was found as a whole word, another form of it, a term, or the beginning of a word.
    Firm,
    /// As firm, but of a statement that should be without a phrase and of which only a part is held: the phrase was not
    /// seen there, and nothing is known of the rest. Such a hit is shown but not counted.
    NotSeen,
    /// At least one word was found only in the editor's words or in the title: such a hit is shown but not counted.
    About,
    /// At least one word was only guessed: part of a word, similar letters, typing errors.
    Loose,
    /// Both, or some of the words are missing: such a hit is shown but not counted.
    LooseAbout,
}

impl Certainty {
    /// The better ones first.
    pub const ALL: [Self; 5] = [Self::Firm, Self::NotSeen, Self::About, Self::Loose, Self::LooseAbout];

    /// The certainties that count and are exported.
    pub const COUNTED: [Self; 2] = [Self::Firm, Self::Loose];
}

/// One passage that contains every word of the query.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hit {
    pub passage: PassageNo,
    /// The worst level of the query's words here.
    pub level: Level,
    /// Higher is better; comparable within one query only.
    pub score: u32,
}

/// What was matched: a byte range, on character boundaries, of a field's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HitMark {
    pub field: SearchField,
    pub range: Range<usize>,
}

/// The texts of a passage and of its statement's head that are searched and marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SearchField {
    Label,
    Title,
    Place,
    /// By position among the issuers, then the signatories.
    Parties(usize),
    Heading,
    Text,
    Official,
    Korean,
    Context,
}

impl SearchField {
    /// The text of this field, if the passage or its statement has it.
    pub fn source<'a>(self, statement: &'a Statement, passage: &'a Passage) -> Option<&'a str> {
        let check = passage.check.as_ref();
        match self {
            Self::Label => Some(&statement.label),
            Self::Title => Some(&statement.title),
            Self::Place => statement.place.as_deref(),
            Self::Parties(n) => {
                statement.issuers.iter().chain(&statement.signatories).nth(n).map(|party| &**party)
            }
            Self::Heading => passage.heading.as_deref(),
            Self::Text => Some(&passage.text),
            Self::Official => check.and_then(|check| check.official.as_deref()),
            Self::Korean => check.and_then(|check| check.korean.as_deref()),
            Self::Context => passage.context.as_deref(),
        }
    }

    /// Whether it is the statement's own wording and not the editor's.
    pub fn is_words(self, passage: &Passage) -> bool {
        match self {
            Self::Text | Self::Heading => passage.kind == PassageKind::Quotation,
            Self::Official | Self::Korean => true,
            Self::Label | Self::Title | Self::Place | Self::Parties(_) | Self::Context => false,
        }
    }

    /// Whether it is a layer of the wording: what a quotation says, as printed, as in the official text, or in Korean.
    pub fn is_layer(self) -> bool {
        matches!(self, Self::Text | Self::Official | Self::Korean)
    }

    /// Its name in answers for programs, and in sentences.
    pub fn name(self) -> &'static str {
        match self {
            Self::Label => "label",
            Self::Title => "title",
            Self::Place => "place",
            Self::Parties(_) => "parties",
            Self::Heading => "heading",
            Self::Text => "text",
            Self::Official => "official",
            Self::Korean => "korean",
            Self::Context => "context",
        }
    }
}

/// How a word of the query was found, best first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    #[default]
    Exact,
    /// The same word in another form or spelling.
    Form,
    /// Through a term of the dataset, in the other language.
    Term,
    Prefix,
    Substring,
    /// Its letters in order, with gaps.
    Fuzzy,
    OneError,
    TwoErrors,
}

impl Level {
    pub const ALL: [Self; 8] = [
        Self::Exact,
        Self::Form,
        Self::Term,
        Self::Prefix,
        Self::Substring,
        Self::Fuzzy,
        Self::OneError,
        Self::TwoErrors,
    ];

    /// The level in words, to follow "found as".
    pub fn label(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Form => "another form",
            Self::Term => "a term in the other language",
            Self::Prefix => "the beginning of a word",
            Self::Substring => "part of a word",
            Self::Fuzzy => "similar letters",
            Self::OneError => "one typing error",
            Self::TwoErrors => "two typing errors",
        }
    }
}

/// A word that no passage contains in any form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// As it was typed.
    pub word: String,
    /// Up to five similar words of the corpus, the nearest first; folded.
    pub near: Vec<String>,
}

#[cfg(test)]
mod tests;
