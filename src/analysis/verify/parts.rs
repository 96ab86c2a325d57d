//! The parts of a quotation between signs that words are left out, in their order: in one passage, or over the paragraphs of a
//! text that is held whole.
//!
//! Invariant: each paragraph has a part that would be verified by itself, and one passage has a part of three words;
//! shorter parts count only in the same passage, in their order.

use std::ops::Range;

use super::{Finding, QuotationVerdict, QuotationVerifier, SHORTEST, gaps};
use crate::analysis::near::Neighbors;
use crate::analysis::omissions::{ends_words_alike, parts};
use crate::analysis::precedent::{HeldWording, layer_text};
use crate::corpus::PassageNo;
use crate::search::{LayerWords, Reach, SearchField, TextWord, WordingRun, word_ranges};

/// A quotation with signs that words are left out has a part of at least this many words; shorter parts may be
/// anywhere.
const LONGEST_PART: usize = 3;
/// At most this many parts of a quotation are looked for over several paragraphs.
const MOST_PARTS: usize = 20;
/// At most this many ways to find all parts in a layer are tried; the shortest is taken.
const MOST_WAYS: usize = 100;

/// A quotation with signs that words are left out.
struct QuotedParts<'a> {
    text: &'a str,
    words: &'a [TextWord],
    /// Which of the words each part has.
    parts: Vec<Range<usize>>,
}

/// A layer of a passage, and its text.
struct PlacedLayer<'a> {
    passage: PassageNo,
    layer: LayerWords,
    text: &'a str,
    ranges: Vec<Range<usize>>,
    gaps: Vec<bool>,
}

/// Parts that were found in a text, in their order.
#[derive(Clone, Default)]
struct FoundParts {
    /// Where each is, and which words of the quotation it has.
    places: Vec<((PassageNo, SearchField), Range<usize>)>,
    /// From the first to the last part, in words of the text.
    span: Range<usize>,
}

impl QuotationVerifier<'_> {
    /// The wording that has all parts in their order.
    pub(super) fn with_signs(
        &self,
        text: &str,
        words: &[TextWord],
        neighbors: &Neighbors,
    ) -> Option<Finding> {
        let quoted = QuotedParts::new(text, words)?;
        let longest = quoted.parts.iter().max_by_key(|part| part.len())?;
        let runs = self.held.index.runs(words.get(longest.clone())?, &self.among, Reach::Layer);
        self.in_one_layer(&quoted, &runs, neighbors)
            .or_else(|| self.over_paragraphs(&quoted, &runs, neighbors))
    }

    /// The layers that have all parts.
    fn in_one_layer(
        &self,
        quoted: &QuotedParts,
        runs: &[WordingRun],
        neighbors: &Neighbors,
    ) -> Option<Finding> {
        let (mut places, mut spans) = (Vec::new(), Vec::new());
        for run in runs {
            let place = (run.passage, run.field);
            let Some(layer) = PlacedLayer::new(self.held, place).filter(|_| !places.contains(&place)) else {
                continue;
            };
            if let Some(span) = layer.shortest(quoted) {
                places.push(place);
                spans.push((place, span.len()));
            }
        }
        let found = self.finding(places, quoted.words.len(), neighbors)?.with_changes();
        let span = spans.iter().find(|(place, _)| found.places.contains(place)).map(|(_, span)| *span);
        Some(Finding { left_out: span.map(|span| span.saturating_sub(quoted.len())), ..found })
    }

    /// The text that is held whole and has all parts, in more than one of its paragraphs.
    fn over_paragraphs(
        &self,
        quoted: &QuotedParts,
        runs: &[WordingRun],
        neighbors: &Neighbors,
    ) -> Option<Finding> {
        if quoted.parts.len() > MOST_PARTS || quoted.words.len() < 2 * SHORTEST {
            return None;
        }
        let corpus = self.held.corpus;
        let mut records: Vec<usize> =
            runs.iter().filter_map(|run| corpus.statement_of(run.passage)).collect();
        records.dedup();
        let mut whole = records.into_iter().filter(|at| corpus.is_whole_import(*at));
        let FoundParts { places, span } = whole.find_map(|at| self.in_text(quoted, at))?;
        let verdict = |(place, words): &((PassageNo, SearchField), Range<usize>)| {
            match self.verdict_at(*place, words, neighbors) {
                // A verdict about one part is no better than that about all parts.
                QuotationVerdict::Identical | QuotationVerdict::PrintedOnly => QuotationVerdict::Elided,
                other => other,
            }
        };
        let (worst, words) = places.iter().max_by_key(|place| verdict(place))?;
        let verdict = verdict(&(*worst, words.clone()));
        let near = (verdict != QuotationVerdict::Elided)
            .then(|| neighbors.within(words, worst.0, SearchField::Official))
            .flatten();
        let left_out = Some(span.len().saturating_sub(quoted.len()));
        let mut places: Vec<_> = places.into_iter().map(|(place, _)| place).collect();
        places.dedup();
        Some(Finding { verdict, places, near, is_silent: false, left_out })
    }

    /// The parts in the paragraphs of a text; of several ways, one that leaves out few words.
    fn in_text(&self, quoted: &QuotedParts, record: usize) -> Option<FoundParts> {
        let all = quoted.parts.len();
        // For each number of parts, counted from the first, where they are in the paragraphs so far.
        let mut found: Vec<Option<FoundParts>> = vec![None; all + 1];
        found.first_mut().into_iter().for_each(|none| *none = Some(FoundParts::default()));
        let mut before = 0;
        for passage in self.held.corpus.passages_of(record) {
            let Some(layer) = PlacedLayer::of_wording(self.held, passage) else { continue };
            for known in (0..all).rev() {
                let Some(begun) = found.get(known).cloned().flatten() else { continue };
                let first = layer.first(quoted, known, 0);
                for count in 1..=first.len() {
                    // The next part is in a later paragraph.
                    let last = || layer.last(quoted, count, layer.layer.len());
                    let here = if known == 0 { last() } else { first.get(..count).map(<[_]>::to_vec) };
                    let Some(next) = begun.with(quoted, &layer, (known, here.as_deref()), before) else {
                        continue;
                    };
                    let Some(kept) = found.get_mut(known + count) else { continue };
                    if kept.as_ref().is_none_or(|kept| next.is_nearer(kept, known + count == all)) {
                        *kept = Some(next);
                    }
                }
            }
            before += layer.layer.len();
        }
        found.pop().flatten()
    }
}

impl<'a> QuotedParts<'a> {
    /// `None` where no sign divides the words, or every part is too short to prove anything.
    fn new(text: &'a str, words: &'a [TextWord]) -> Option<Self> {
        let mut found = Vec::new();
        for part in parts(text) {
            let start = words.partition_point(|word| word.range.start < part.start);
            let end = start + words.iter().skip(start).take_while(|word| word.range.end <= part.end).count();
            found.extend((start < end).then_some(start..end));
        }
        let longest = found.iter().map(Range::len).max()?;
        (found.len() > 1 && longest >= LONGEST_PART).then_some(Self { text, words, parts: found })
    }

    /// How many words the parts have. A sign of omission that is written in letters, such as (중략), does not count.
    fn len(&self) -> usize {
        self.parts.iter().map(Range::len).sum()
    }

    fn words_of(&self, part: usize) -> Option<&[TextWord]> {
        self.words.get(self.parts.get(part)?.clone())
    }
}

impl<'a> PlacedLayer<'a> {
    fn new(held: HeldWording<'a>, (passage, field): (PassageNo, SearchField)) -> Option<Self> {
        let layer = held.index.layers(passage).into_iter().find(|layer| layer.field == field)?;
        let text = layer_text(held.corpus, passage, field);
        let ranges = word_ranges(text);
        Some(Self { passage, layer, text, gaps: gaps(text, &ranges), ranges })
    }

    /// The layer that represents a passage: official where that is held, else as printed.
    fn of_wording(held: HeldWording<'a>, passage: PassageNo) -> Option<Self> {
        let official = Self::new(held, (passage, SearchField::Official));
        official.or_else(|| Self::new(held, (passage, SearchField::Text)))
    }

    /// Where the parts from this number on are, as many as follow each other, each at its first place after `from`.
    fn first(&self, quoted: &QuotedParts, part: usize, mut from: usize) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        while let Some(words) = quoted.words_of(part + found.len()) {
            let Some(at) = (from..self.layer.len()).find(|at| self.has(quoted.text, words, *at)) else {
                break;
            };
            from = at + words.len();
            found.push(at..from);
        }
        found
    }

    /// Where the first `parts` parts are, each at its last place before the next; the last ends before `end`.
    fn last(&self, quoted: &QuotedParts, parts: usize, mut end: usize) -> Option<Vec<Range<usize>>> {
        let mut found = Vec::new();
        for part in (0..parts).rev() {
            let words = quoted.words_of(part)?;
            let starts = 0..(end + 1).saturating_sub(words.len());
            let at = starts.rev().find(|at| self.has(quoted.text, words, *at))?;
            found.push(at..at + words.len());
            end = at;
        }
        found.reverse();
        Some(found)
    }

    /// The fewest words from the first part to the last, if the layer has all parts: tries ever later ends.
    fn shortest(&self, quoted: &QuotedParts) -> Option<Range<usize>> {
        let all = quoted.parts.len();
        let (mut from, mut shortest) = (0, None::<Range<usize>>);
        for _ in 0..MOST_WAYS {
            let first = self.first(quoted, 0, from);
            let Some(end) = first.last().filter(|_| first.len() == all).map(|last| last.end) else { break };
            let start = self.last(quoted, all, end)?.first()?.start;
            let span = start..end;
            shortest = Some(shortest.filter(|known| known.len() <= span.len()).unwrap_or(span));
            from = start + 1;
        }
        shortest
    }

    /// Whether these words are here without a gap between them, and with the same endings.
    fn has(&self, text: &str, words: &[TextWord], at: usize) -> bool {
        let within = self.gaps.get(at..at + words.len() - 1).unwrap_or_default();
        let is_here = words.iter().enumerate().all(|(step, word)| word.is_exactly(&self.layer, at + step));
        let own = words.iter().map(|word| &word.range);
        let ends_alike = || ends_words_alike((text, own), (self.text, self.ranges.iter().skip(at)));
        is_here && !within.contains(&true) && ends_alike()
    }
}

impl FoundParts {
    /// These parts together with those of a paragraph with this many words before it; `None` if all of these are short.
    fn with(
        &self,
        quoted: &QuotedParts,
        layer: &PlacedLayer,
        (known, here): (usize, Option<&[Range<usize>]>),
        before: usize,
    ) -> Option<Self> {
        let here = here?;
        let (first, last) = (here.first()?, here.last()?);
        if here.iter().all(|part| part.len() < SHORTEST) {
            return None;
        }
        let place = (layer.passage, layer.layer.field);
        let new = quoted.parts.iter().skip(known).take(here.len()).map(|words| (place, words.clone()));
        let start = if self.places.is_empty() { before + first.start } else { self.span.start };
        let places = self.places.iter().cloned().chain(new).collect();
        Some(Self { places, span: start..before + last.end })
    }

    /// Whether they leave out fewer words than others; before the last part is found, whether they begin later.
    fn is_nearer(&self, other: &Self, are_all: bool) -> bool {
        if are_all { self.span.len() < other.span.len() } else { self.span.start > other.span.start }
    }
}
