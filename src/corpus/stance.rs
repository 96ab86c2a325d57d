//! What a statement does with a term: it says it, it is silent, or the term was not seen in the part held.
//!
//! Invariant: silence is counted only where a whole text in the script of the term was searched. A statement and its
//! texts count as one; collecting places and analyses are not counted.

use std::ops::Range;

use super::Corpus;
use super::holding::RecordKind;
use super::model::Statement;
use crate::text::safe::Text;

/// What a statement does with a term.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stance {
    /// Quoted wording that is held has the term.
    Says,
    /// The text has the term, but no passage held quotes it.
    SaidNotQuoted,
    /// The statement says it, but in no passage that the filters of a query leave.
    LeftOut,
    /// The whole text was looked through, and it does not have the term.
    Silent,
    /// The part held does not have the term, or the text is in another script; nothing is known of the rest.
    NotSeen,
}

impl Stance {
    /// What a statement does with either of two words.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        let is_said = self.min(other) < Self::Silent;
        // It is silent only if it is silent on both.
        if is_said { self.min(other) } else { self.max(other) }
    }

    /// As readers see it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Says => "says it",
            Self::SaidNotQuoted => "said, not quoted here",
            Self::LeftOut => "says it, in no passage that the query asks for",
            Self::Silent => "silent",
            Self::NotSeen => "not seen",
        }
    }
}

/// The counted statements, by what they do with a term; each list is in order of date.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stances {
    pub says: Vec<usize>,
    pub said_not_quoted: Vec<usize>,
    pub silent: Vec<usize>,
    pub not_seen: Vec<usize>,
}

impl Stances {
    /// What each statement does with some words. `has` says whether quoted wording among these passages has them;
    /// `says` and `lacks` say what is known of the whole text of a statement or of one of its texts.
    pub fn by(
        corpus: &Corpus,
        has: impl Fn(Range<usize>) -> bool,
        says: impl Fn(&Statement) -> bool,
        lacks: impl Fn(usize, &Statement) -> bool,
    ) -> Self {
        let mut stances = Self::default();
        for at in corpus.by_date().filter(|at| is_counted(corpus, *at)) {
            let list = match stance_by(corpus, at, &has, &says, &lacks) {
                Stance::Says => &mut stances.says,
                Stance::SaidNotQuoted | Stance::LeftOut => &mut stances.said_not_quoted,
                Stance::Silent => &mut stances.silent,
                Stance::NotSeen => &mut stances.not_seen,
            };
            list.push(at);
        }
        stances
    }

    /// The lists, each with what its statements do.
    pub fn lists(&self) -> [(Stance, &[usize]); 4] {
        [
            (Stance::Says, &self.says),
            (Stance::SaidNotQuoted, &self.said_not_quoted),
            (Stance::Silent, &self.silent),
            (Stance::NotSeen, &self.not_seen),
        ]
    }

    /// What each statement does, by its place; `None` for statements that are not counted.
    pub fn by_place(&self, statements: usize) -> Vec<Option<Stance>> {
        let mut by_place = vec![None; statements];
        for (stance, list) in self.lists() {
            for at in list {
                by_place.get_mut(*at).into_iter().for_each(|place| *place = Some(stance));
            }
        }
        by_place
    }

    /// How many statements say the term, quoted here or not.
    pub fn saying(&self) -> usize {
        self.says.len() + self.said_not_quoted.len()
    }

    /// How many statements there are.
    pub fn all(&self) -> usize {
        self.saying() + self.silent.len() + self.not_seen.len()
    }
}

/// What a statement does with the term of this id. `has` says whether quoted wording among these passages has it, and
/// `may_have` whether it may, in another spelling.
pub fn stance(
    corpus: &Corpus,
    at: usize,
    term: &str,
    has: impl Fn(Range<usize>) -> bool,
    may_have: impl Fn(Range<usize>) -> bool,
) -> Stance {
    let is_term = |id: &Text| &**id == term;
    let known = corpus.dataset().terms.iter().find(|known| is_term(&known.id));
    let could_have =
        |at| known.is_some_and(|term| term.forms.iter().any(|form| corpus.is_whole_import_in(at, form)));
    let may_say = || corpus.records(at).any(|record| may_have(corpus.span(record)));
    stance_by(
        corpus,
        at,
        has,
        |record| record.says.iter().any(is_term),
        |at, record| (record.silent.iter().any(is_term) || could_have(at)) && !may_say(),
    )
}

fn stance_by(
    corpus: &Corpus,
    at: usize,
    has: impl Fn(Range<usize>) -> bool,
    says: impl Fn(&Statement) -> bool,
    lacks: impl Fn(usize, &Statement) -> bool,
) -> Stance {
    let records = || corpus.records(at).filter_map(|at| Some((at, corpus.statements().get(at)?)));
    if records().any(|(at, _)| has(corpus.span(at))) {
        Stance::Says
    } else if records().any(|(_, record)| says(record)) {
        Stance::SaidNotQuoted
    } else if records().any(|(at, record)| lacks(at, record)) {
        Stance::Silent
    } else {
        Stance::NotSeen
    }
}

/// Whether the statement at this place is counted: it is neither an analysis nor a collecting place, nor a text of a
/// statement that is held.
pub fn is_counted(corpus: &Corpus, at: usize) -> bool {
    let is_statement = |statement| RecordKind::of(statement) == RecordKind::Statement;
    corpus.statements().get(at).is_some_and(is_statement) && corpus.text_of(at).is_none()
}
