//! A brief on one statement: what it changes against the one before it in its series, which formulas and key terms it keeps,
//! drops and first says, and what it says of the tracked word.
//!
//! Invariant: *first* is first of the statements held; what is not seen in the part held is never called dropped.

#[cfg(test)]
mod tests;

use fixedbitset::FixedBitSet;

use super::compare::{ComparedSide, ComparedUnit, StatementComparison, before, compare};
use super::draft::{Draft, with_own_words};
use super::precedent::HeldWording;
use crate::corpus::model::{Bearing, Meaning, Passage, PassageKind, Verdict};
use crate::corpus::stance::{Stance, is_counted};
use crate::corpus::{Corpus, PassageNo};
use crate::text::wording::wording;

/// What is known of a statement compared with the others.
#[derive(Debug)]
pub struct Brief<'a> {
    pub side: ComparedSide<'a>,
    /// The comparison with the statement before it in its series, if one is held.
    pub comparison: Option<StatementComparison<'a>>,
    /// How many statements are earlier.
    pub earlier: usize,
    /// How many may be earlier: those of the same day, or without a day. They are not counted as earlier.
    pub unplaced: usize,
    /// The words of the statement, and which phrases of them earlier statements have.
    pub text: String,
    pub formulas: Draft,
    pub terms: Vec<TermChange>,
    pub word: TrackedWord<'a>,
    /// How many of its quotations have not been compared with the official wording, and how many quotations it has.
    pub unchecked: (usize, usize),
}

/// What a statement does with a key term, beside the one before it and all earlier ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TermChange {
    /// Its place in the dataset's terms.
    pub term: usize,
    pub kind: TermChangeKind,
    /// The last earlier statement that says it.
    pub last: Option<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TermChangeKind {
    /// No earlier statement held says it.
    First,
    /// Earlier ones say it, the one before does not, in the part held of it.
    Again,
    /// Both say it.
    Kept,
    /// The one before says it, and this one is silent in its whole text.
    Dropped,
    /// The one before says it, and it is not seen in the part held of this one.
    NotSeen,
}

impl TermChangeKind {
    /// Its name in answers for programs.
    pub fn name(self) -> &'static str {
        match self {
            Self::First => "first",
            Self::Again => "again",
            Self::Kept => "kept",
            Self::Dropped => "dropped",
            Self::NotSeen => "not seen",
        }
    }
}

/// What a statement says of the tracked word.
#[derive(Debug, Default)]
pub struct TrackedWord<'a> {
    /// The sentences that say it, with the ids of their passages.
    pub sentences: Vec<(&'a str, &'a str)>,
    /// Whether it says the word, in all that is known of it.
    pub stance: Option<Stance>,
    pub meanings: Vec<MeaningInStatement>,
    /// The passages that say the word and whose meaning no one has judged.
    pub unjudged: Vec<&'a str>,
}

/// What a statement has of one meaning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MeaningInStatement {
    /// Its place among the dataset's meanings.
    pub meaning: usize,
    /// The cue terms that the statement says, by their places, and how many cue terms there are.
    pub cues: Vec<usize>,
    pub of: usize,
    /// How its passages bear the meaning, as the editor judged.
    pub bearings: Vec<Bearing>,
}

/// Collects what is known of the statement at this place, or of the statement that it is a text of.
pub fn brief(held: HeldWording<'_>, at: usize) -> Option<Brief<'_>> {
    let corpus = held.corpus;
    let at = corpus.counted_as(at);
    let previous = before(corpus, at);
    let comparison = previous.and_then(|previous| compare(corpus, held.usage, previous, at));
    let side = ComparedSide::representing(corpus, previous.unwrap_or(at), at)?;
    let (earlier, unplaced) = earlier(corpus, at);
    let text = text_of(&side);
    let mut among = FixedBitSet::with_capacity(corpus.passages());
    for record in earlier.iter().flat_map(|earlier| corpus.records(*earlier)) {
        among.insert_range(corpus.span(record));
    }
    for record in corpus.records(at) {
        among.set_range(corpus.span(record), false);
    }
    let counted: Vec<usize> = earlier.into_iter().filter(|earlier| is_counted(corpus, *earlier)).collect();
    let quotations = side.record.passages.iter().filter(|passage| passage.kind == PassageKind::Quotation);
    let is_unchecked =
        |passage: &&Passage| passage.check.as_ref().is_none_or(|check| check.verdict == Verdict::Unverified);
    let unchecked = (quotations.clone().filter(is_unchecked).count(), quotations.count());
    Some(Brief {
        comparison,
        earlier: counted.len(),
        unplaced,
        formulas: with_own_words(held, &text, &among),
        text,
        terms: terms(held, at, previous, &counted),
        word: tracked_word(held, at, &side),
        unchecked,
        side,
    })
}

/// The statements that are known to be earlier, and how many others may be.
fn earlier(corpus: &Corpus, at: usize) -> (Vec<usize>, usize) {
    let is_before = |one: usize, next: usize| {
        let (one, next) = (corpus.statements().get(one), corpus.statements().get(next));
        one.zip(next).is_some_and(|(one, next)| one.is_before(next))
    };
    let others = corpus.by_date().filter(|other| *other != at);
    let (earlier, rest): (Vec<usize>, Vec<usize>) = others.partition(|other| is_before(*other, at));
    let is_unplaced = |other: &&usize| is_counted(corpus, **other) && !is_before(at, **other);
    let unplaced = rest.iter().filter(is_unplaced).count();
    (earlier, unplaced)
}

/// The words of a statement, a blank line between passages.
fn text_of(side: &ComparedSide) -> String {
    let mut text = String::new();
    let mut last: Option<PassageNo> = None;
    for unit in &side.sentences {
        if last.is_some() {
            text.push_str(if last == Some(unit.number) { " " } else { "\n\n" });
        }
        text.push_str(unit.text);
        last = Some(unit.number);
    }
    text
}

/// What each statement does with a term, in all that is known of it.
fn stances(held: HeldWording<'_>, term: usize) -> Vec<Option<Stance>> {
    held.index.stances(held.corpus, term).by_place(held.corpus.statements().len())
}

fn says(stance: Option<Stance>) -> bool {
    matches!(stance, Some(Stance::Says | Stance::SaidNotQuoted))
}

fn terms(held: HeldWording<'_>, at: usize, previous: Option<usize>, earlier: &[usize]) -> Vec<TermChange> {
    let terms = 0..held.corpus.dataset().terms.len();
    let change = |term: usize| {
        let stances = stances(held, term);
        let stance = |at: usize| stances.get(at).copied().flatten();
        let here = stance(at);
        let is_in_previous = previous.is_some_and(|previous| says(stance(previous)));
        let last = earlier.iter().rev().find(|earlier| says(stance(**earlier))).copied();
        let kind = match (says(here), is_in_previous, here) {
            (true, true, _) => TermChangeKind::Kept,
            (true, false, _) if last.is_some() => TermChangeKind::Again,
            (true, false, _) => TermChangeKind::First,
            (false, true, Some(Stance::Silent)) => TermChangeKind::Dropped,
            (false, true, _) => TermChangeKind::NotSeen,
            (false, false, _) => return None,
        };
        Some(TermChange { term, kind, last })
    };
    terms.filter_map(change).collect()
}

fn tracked_word<'a>(held: HeldWording<'_>, at: usize, side: &ComparedSide<'a>) -> TrackedWord<'a> {
    let corpus = held.corpus;
    let tracked = held.usage.tracked();
    let has_word = |unit: &&ComparedUnit| {
        held.usage.find_overlapping(unit.text).iter().any(|mark| Some(mark.term) == tracked)
    };
    let of_word = || side.sentences.iter().filter(has_word);
    let stance = |term: usize| stances(held, term).get(at).copied().flatten();
    let records = corpus.records(at).filter_map(|record| corpus.statements().get(record));
    let passages: Vec<&Passage> = records.flat_map(|record| &record.passages).collect();
    let terms = &corpus.dataset().terms;
    let meaning = |(place, meaning): (usize, &Meaning)| {
        let cues = meaning.cues.iter().filter_map(|cue| terms.iter().position(|term| term.id == *cue));
        let cues = cues.filter(|cue| says(stance(*cue))).collect();
        let bearings = bearings(&passages, meaning);
        MeaningInStatement { meaning: place, cues, of: meaning.cues.len(), bearings }
    };
    let judged = passages.iter().filter(|passage| passage.meaning.is_some());
    let judged: Vec<String> = judged.map(|passage| wording(&passage.text)).collect();
    let is_judged = |unit: &&ComparedUnit| {
        let words = wording(unit.text);
        unit.passage.meaning.is_some() || judged.iter().any(|judged| words.contains(judged))
    };
    let mut unjudged: Vec<&str> =
        of_word().filter(|unit| !is_judged(unit)).map(|unit| &*unit.passage.id).collect();
    unjudged.dedup();
    TrackedWord {
        sentences: of_word().map(|unit| (&*unit.passage.id, unit.text)).collect(),
        stance: tracked.and_then(stance),
        meanings: corpus.dataset().meanings.iter().enumerate().map(meaning).collect(),
        unjudged,
    }
}

/// How these passages bear a meaning, each kind once.
fn bearings(passages: &[&Passage], meaning: &Meaning) -> Vec<Bearing> {
    let borne = passages.iter().filter_map(|passage| passage.borne()).filter(|(id, _)| **id == meaning.id);
    let mut bearings: Vec<Bearing> = borne.map(|(_, bearing)| bearing).collect();
    bearings.sort_unstable();
    bearings.dedup();
    bearings
}
