//! Draft: which phrases of a text have precedent in the wording held, who said them, and how sure their wording is.
//!
//! Invariant: a phrase is the longest run of the text's words, within one of its sentences, that occurs word for word
//! in one sentence of the wording. The longest are taken first, and each word once. The text is read and then
//! forgotten.

use std::cmp::Reverse;
use std::collections::VecDeque;
use std::ops::Range;

use fixedbitset::FixedBitSet;
use serde::Serialize;

use super::content::{SignatoryNames, is_function_word};
use super::near::{NearWording, Neighbors};
use super::omissions::leaves_out;
use super::precedent::{HeldWording, Precedent, Sureness, ends_alike, is_verbatim, precedent, span};
use crate::corpus::Corpus;
use crate::corpus::stance::is_counted;
use crate::search::{Reach, TextWord, WordingRun};
use crate::text::marks::TermMark;
use crate::text::sentences::sentences;
use crate::text::{slice, sublist};

/// Minimum words of a phrase, and the minimum in a collection of more than [`LARGE`] statements.
const SHORTEST: usize = 3;
const SHORTEST_IN_LARGE: usize = 4;
const LARGE: usize = 200;
/// Minimum content words of a phrase.
const CONTENT: usize = 2;
/// A phrase is common if more than this many statements, and more than one in [`COMMON_PART`] of all, have it.
const COMMON: usize = 12;
const COMMON_PART: usize = 50;
/// Minimum words of a stretch for which similar wording is looked for.
const STRETCH: usize = 5;

/// A phrase with precedent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrecedentedPhrase {
    /// Where it is in the draft, and which of its words it is.
    pub range: Range<usize>,
    pub words: Range<usize>,
    pub precedent: Precedent,
    /// Whether so many statements have it that it proves little.
    pub is_common: bool,
    /// Similar wording of other passages.
    pub near: Option<NearWording>,
}

/// How many phrases of a draft have precedent, and how sure the wording of each is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct PhraseCounts {
    pub phrases: usize,
    pub official: usize,
    pub unverified: usize,
    pub printed_only: usize,
}

/// What the wording held says about a draft.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Draft {
    pub words: usize,
    /// In the order of the draft.
    pub phrases: Vec<PrecedentedPhrase>,
    /// The stretches without precedent.
    pub uncovered: Vec<Range<usize>>,
    /// Key terms in these stretches, which are no phrase by themselves.
    pub terms: Vec<TermMark>,
    /// Wording that is similar to a stretch of words without precedent or in short phrases.
    pub near: Vec<NearWording>,
    /// The statement that the draft is a passage of, which is left out.
    pub left_out: Option<usize>,
    /// How many statements are searched, and how many of these are held whole.
    pub of: usize,
    pub whole: usize,
}

impl Draft {
    /// How many words have precedent, be it only in what is not counted.
    pub fn covered(&self) -> usize {
        self.phrases.iter().map(|phrase| phrase.words.len()).sum()
    }

    /// How many of these no counted statement has: they are only in collecting places and analyses.
    pub fn uncounted(&self) -> usize {
        let phrases = self.phrases.iter().filter(|phrase| phrase.precedent.statements.is_empty());
        phrases.map(|phrase| phrase.words.len()).sum()
    }

    pub fn counts(&self) -> PhraseCounts {
        let count =
            |sureness| self.phrases.iter().filter(|phrase| phrase.precedent.sureness() == sureness).count();
        PhraseCounts {
            phrases: self.phrases.len(),
            official: count(Sureness::Official),
            unverified: count(Sureness::Unverified),
            printed_only: count(Sureness::PrintedOnly),
        }
    }
}

/// Words whose longest runs are looked for in one step.
const STEP: usize = 8;

/// A text while it is compared, in steps short enough that the screen stays responsive.
#[derive(Debug)]
pub struct DraftComparison {
    text: String,
    words: Vec<TextWord>,
    /// For each word, whether it is a content word, and whether it may be at the edge of a phrase.
    content: Vec<bool>,
    stays: Vec<bool>,
    /// The key terms of the text.
    terms: Vec<TermMark>,
    /// The passages that can be a precedent.
    among: FixedBitSet,
    /// How many statements are counted in all.
    counted: usize,
    shortest: usize,
    /// The sentences, which of them is compared, and how far.
    segments: Vec<Range<usize>>,
    at: usize,
    stage: DraftStage,
    /// For each word of the sentence so far, the end of the longest run that begins there.
    longest: Vec<usize>,
    /// The sentence's phrases, or its stretches without precedent, that are still to be looked at.
    waiting: VecDeque<Range<usize>>,
    /// The first of its phrases in the draft.
    first_phrase: usize,
    draft: Draft,
}

/// What is looked for in a sentence, in this order.
#[derive(Debug, Clone, Copy)]
enum DraftStage {
    Runs,
    Phrases,
    Stretches,
}

/// Compares a text with the wording of all passages, or of those `among`. If the whole text is a passage of one
/// statement, that statement is left out.
pub fn draft(held: HeldWording<'_>, text: &str, among: Option<&FixedBitSet>) -> Draft {
    DraftComparison::new(held, text, among).whole(held)
}

/// Compares a text with the wording of some passages, including statements that say the same words.
pub fn with_own_words(held: HeldWording<'_>, text: &str, among: &FixedBitSet) -> Draft {
    let words = held.index.text_words(text);
    DraftComparison::begin(held, (text, words), quotations(held, Some(among)), Some(among), None).whole(held)
}

/// The quotations, or those `among` some passages.
fn quotations(held: HeldWording<'_>, among: Option<&FixedBitSet>) -> FixedBitSet {
    let mut quotations = held.index.quotations();
    if let Some(among) = among {
        quotations.intersect_with(among);
    }
    quotations
}

/// The statement of which the whole draft is a passage; `None` if there is none, or more than one.
fn own_statement(
    held: HeldWording<'_>,
    (text, words): (&str, &[TextWord]),
    quotations: &FixedBitSet,
) -> Option<usize> {
    let is_whole = |run: &WordingRun| {
        let layers = held.index.layers(run.passage);
        layers
            .iter()
            .any(|layer| !run.has_other_form && layer.field == run.field && layer.len() == run.words.len())
    };
    let runs = held.index.runs(words, quotations, Reach::Layer);
    let owner = |at| held.corpus.counted_as(at);
    let whole = runs.iter().filter(|run| is_whole(run) && ends_alike(held.corpus, (text, words), run));
    let mut owners = whole.filter_map(|run| held.corpus.statement_of(run.passage)).map(owner);
    let first = owners.next()?;
    owners.all(|other| other == first).then_some(first)
}

/// How many statements are searched for phrases, and how many of them are held whole.
fn counted(corpus: &Corpus, among: Option<&FixedBitSet>, left_out: Option<usize>) -> (usize, usize) {
    let mut is_among = FixedBitSet::with_capacity(corpus.statements().len());
    let is_searched =
        |record: &usize| among.is_none_or(|among| among.contains_any_in_range(corpus.span(*record)));
    is_among
        .extend((0..corpus.statements().len()).filter(is_searched).map(|record| corpus.counted_as(record)));
    let counted = is_among.ones().filter(|at| is_counted(corpus, *at) && Some(*at) != left_out);
    let is_whole = |at| corpus.records(at).any(|record| corpus.is_whole_import(record));
    counted.fold((0, 0), |(of, whole), at| (of + 1, whole + usize::from(is_whole(at))))
}

fn has_blank_line(gap: &str) -> bool {
    let lines = gap.split('\n');
    let between = lines.clone().count().saturating_sub(2);
    lines.skip(1).take(between).any(|line| line.trim().is_empty())
}

impl DraftComparison {
    /// Begins to compare a text, as [`draft`] does.
    pub fn new(held: HeldWording<'_>, text: &str, among: Option<&FixedBitSet>) -> Self {
        let (words, quotations) = (held.index.text_words(text), quotations(held, among));
        let left_out = own_statement(held, (text, &words), &quotations);
        Self::begin(held, (text, words), quotations, among, left_out)
    }

    fn begin(
        held: HeldWording<'_>,
        (text, words): (&str, Vec<TextWord>),
        mut quotations: FixedBitSet,
        among: Option<&FixedBitSet>,
        left_out: Option<usize>,
    ) -> Self {
        for record in left_out.into_iter().flat_map(|at| held.corpus.records(at)) {
            quotations.set_range(held.corpus.span(record), false);
        }
        let (of, whole) = counted(held.corpus, among, left_out);
        let names = SignatoryNames::of(held.corpus);
        let terms = held.usage.find_overlapping(text);
        let in_term = |word: &TextWord| {
            terms.iter().any(|term| term.range.start <= word.range.start && word.range.start < term.range.end)
        };
        Self {
            text: text.to_owned(),
            content: words.iter().map(|word| names.is_content(text, word)).collect(),
            stays: words.iter().map(|word| !is_function_word(&word.key) || in_term(word)).collect(),
            terms: held.usage.find(text),
            among: quotations,
            counted: counted(held.corpus, None, None).0,
            shortest: if of > LARGE { SHORTEST_IN_LARGE } else { SHORTEST },
            segments: segments(text, &words),
            at: 0,
            stage: DraftStage::Runs,
            longest: Vec::new(),
            waiting: VecDeque::new(),
            first_phrase: 0,
            draft: Draft { words: words.len(), left_out, of, whole, ..Draft::default() },
            words,
        }
    }

    /// How many words have been compared, in whole sentences.
    pub fn compared(&self) -> usize {
        self.segments.get(self.at).map_or(self.words.len(), |segment| segment.start)
    }

    /// What has been found so far.
    pub fn draft(&self) -> &Draft {
        &self.draft
    }

    fn whole(mut self, held: HeldWording<'_>) -> Draft {
        while self.step(held) {}
        self.draft
    }

    /// Goes on a little; false if all has been compared.
    pub fn step(&mut self, held: HeldWording<'_>) -> bool {
        let Some(segment) = self.segments.get(self.at).cloned() else { return false };
        match self.stage {
            DraftStage::Runs => {
                self.look_on(held, &segment);
                if self.longest.len() == segment.len() {
                    self.waiting = self.phrases_of(&segment).into();
                    self.stage = DraftStage::Phrases;
                }
            }
            DraftStage::Phrases => match self.waiting.pop_front() {
                Some(words) => self.add(held, words),
                None => self.note_uncovered(&segment),
            },
            DraftStage::Stretches => {
                if let Some(words) = self.waiting.pop_front() {
                    self.compare_stretch(held, &words);
                } else {
                    (self.at, self.first_phrase) = (self.at + 1, self.draft.phrases.len());
                    (self.stage, self.longest) = (DraftStage::Runs, Vec::new());
                }
            }
        }
        true
    }

    fn neighbors<'a>(&'a self, held: HeldWording<'a>) -> Neighbors<'a> {
        Neighbors::new(held, &self.text, &self.words, &self.content, &self.among)
    }

    /// Adds a phrase.
    fn add(&mut self, held: HeldWording<'_>, words: Range<usize>) {
        let own = sublist(&self.words, words.clone());
        let runs = held.index.runs(own, &self.among, Reach::Sentence);
        let precedent = precedent(held.corpus, held.index, (&self.text, own), runs);
        let statements = precedent.statements.len();
        let is_common = statements > COMMON && statements * COMMON_PART > self.counted;
        let near = (words.len() >= STRETCH && !is_common).then(|| {
            let holders: Vec<_> = precedent.holders.iter().map(|holder| holder.run.passage).collect();
            self.neighbors(held).nearest(&words, &holders)
        });
        let (range, near) = (self.bytes(&words), near.flatten());
        self.draft.phrases.push(PrecedentedPhrase { range, words, precedent, is_common, near });
    }

    /// Notes which stretches of a sentence have no precedent, and for which of them similar wording is looked for.
    fn note_uncovered(&mut self, segment: &Range<usize>) {
        let phrases = sublist(&self.draft.phrases, self.first_phrase..self.draft.phrases.len());
        let needs_no_neighbor = |phrase: &PrecedentedPhrase| {
            phrase.words.len() >= STRETCH && phrase.precedent.sureness() != Sureness::PrintedOnly
        };
        let open = uncovered(segment, phrases, needs_no_neighbor);
        self.waiting = open.into_iter().filter(|words| words.len() >= STRETCH).collect();
        self.stage = DraftStage::Stretches;
        let stretches: Vec<Range<usize>> =
            uncovered(segment, phrases, |_| true).iter().map(|words| self.bytes(words)).collect();
        let is_left = |term: &&TermMark| {
            stretches.iter().any(|stretch| stretch.start <= term.range.start && term.range.end <= stretch.end)
        };
        self.draft.terms.extend(self.terms.iter().filter(is_left).cloned());
        self.draft.uncovered.extend(stretches);
    }

    /// Looks for wording that is similar to a stretch, other than that of a phrase.
    fn compare_stretch(&mut self, held: HeldWording<'_>, words: &Range<usize>) {
        let Some(near) = self.neighbors(held).nearest(words, &[]) else { return };
        let phrases = sublist(&self.draft.phrases, self.first_phrase..self.draft.phrases.len());
        let within = |phrase: &PrecedentedPhrase| {
            phrase.range.start <= near.range.start && near.range.end <= phrase.range.end
        };
        // The words of a phrase and the function words at its edges are not similar wording but the same.
        let is_same = near.only_text.is_empty() && near.only_held.is_empty();
        if !is_same && !phrases.iter().any(within) {
            self.draft.near.push(near);
        }
    }

    fn bytes(&self, words: &Range<usize>) -> Range<usize> {
        span(sublist(&self.words, words.clone()).iter().map(|word| &word.range))
    }

    /// The phrases of a sentence, in its order.
    fn phrases_of(&self, segment: &Range<usize>) -> Vec<Range<usize>> {
        let mut free = vec![true; segment.len()];
        let mut phrases = Vec::new();
        loop {
            let mut candidates = Vec::new();
            let mut end = segment.end;
            for (start, run) in segment.clone().zip(&self.longest).rev() {
                let is_free = free.get(start - segment.start).copied().unwrap_or_default();
                if !is_free {
                    end = start;
                    continue;
                }
                candidates.extend(self.trimmed(start..(*run).min(end)));
            }
            let best = candidates
                .into_iter()
                .max_by_key(|phrase| (phrase.len(), self.content_words(phrase), Reverse(phrase.start)));
            let Some(best) = best else { break };
            let places = best.start - segment.start..best.end - segment.start;
            free.get_mut(places).into_iter().flatten().for_each(|free| *free = false);
            phrases.push(best);
        }
        phrases.sort_by_cached_key(|phrase| phrase.start);
        phrases
    }

    /// Looks for the longest runs of some more words of a sentence. A part of a run is a run, so their ends ascend;
    /// runs too short to be a phrase are skipped.
    fn look_on(&mut self, held: HeldWording<'_>, segment: &Range<usize>) {
        let start = segment.start + self.longest.len();
        for start in start..segment.end.min(start + STEP) {
            let mut end = self.longest.last().map_or(start + 1, |end| (start + 1).max(*end));
            while end < segment.end && self.is_short(&(start..end + 1)) {
                end += 1;
            }
            let words = sublist(&self.words, start..segment.end);
            let counts = |run: &WordingRun| is_verbatim(held.corpus, (&self.text, words), run);
            let least = end + 1 - start;
            let run = held.index.longest_run(words, least, &self.among, Reach::Sentence, counts);
            self.longest.push(end.max(start + run));
        }
    }

    /// Whether some words are too few to be a phrase.
    fn is_short(&self, words: &Range<usize>) -> bool {
        words.len() < self.shortest || self.content_words(words) < CONTENT
    }

    fn content_words(&self, words: &Range<usize>) -> usize {
        sublist(&self.content, words.clone()).iter().filter(|content| **content).count()
    }

    /// A run without the function words at its edges, if it is long enough to be a phrase.
    fn trimmed(&self, run: Range<usize>) -> Option<Range<usize>> {
        let stays = |at: &usize| self.stays.get(*at).copied().unwrap_or_default();
        let (first, last) = (run.clone().find(stays)?, run.rev().find(stays)?);
        let phrase = first..last + 1;
        let counts = phrase.len() >= self.shortest && self.content_words(&phrase) >= CONTENT;
        counts.then_some(phrase)
    }
}

/// The words of each sentence; a blank line and a sign that words are left out also end a sentence.
fn segments(text: &str, words: &[TextWord]) -> Vec<Range<usize>> {
    let mut segments = Vec::new();
    let mut ends = sentences(text).into_iter().map(|sentence| sentence.end).peekable();
    let mut start = 0;
    for at in 1..=words.len() {
        let before = words.get(at - 1).map_or(0, |word| word.range.end);
        let Some(next) = words.get(at).map(|word| word.range.start) else { break };
        let mut ended = false;
        while ends.next_if(|end| *end <= next).is_some() {
            ended = true;
        }
        // Chinese and Japanese words overlap.
        let gap = slice(text, before.min(next)..next);
        if ended || has_blank_line(gap) || leaves_out(gap) {
            segments.push(start..at);
            start = at;
        }
    }
    segments.push(start..words.len());
    segments.retain(|segment| !segment.is_empty());
    segments
}

/// The stretches of a sentence that none of these phrases covers; `counts` says which phrases do.
fn uncovered(
    segment: &Range<usize>,
    phrases: &[PrecedentedPhrase],
    counts: impl Fn(&PrecedentedPhrase) -> bool,
) -> Vec<Range<usize>> {
    let mut uncovered = Vec::new();
    let mut at = segment.start;
    for phrase in phrases.iter().filter(|phrase| counts(phrase)) {
        uncovered.push(at..phrase.words.start);
        at = phrase.words.end;
    }
    uncovered.push(at..segment.end);
    uncovered.retain(|words| !words.is_empty());
    uncovered
}

#[cfg(test)]
mod tests;
