//! Similar wording: the passage that is most like a stretch of words, by the best local alignment.
//!
//! Invariant: similar wording has at least five words of the stretch, and at least three fifths of it.

use std::cmp::Reverse;
use std::collections::HashSet;
use std::ops::Range;

use fixedbitset::FixedBitSet;

use super::align::LocalAlignment;
use super::omissions::{ends_words_alike, leaves_out};
use super::precedent::{HeldWording, Sureness, bytes_of, is_unbroken, layer_text, span};
use crate::corpus::PassageNo;
use crate::search::{SearchField, TextWord, WordForms, WordingRun, spaced_words, word_ranges};
use crate::text::redline::redline;
use crate::text::sentences::sentences;
use crate::text::{slice, sublist};

/// The passages to align are those that have at least two of a stretch's rarest content words, of which there are this
/// many.
const RAREST: usize = 8;
/// At most this many passages are aligned with a stretch.
const ALIGNED: usize = 200;
/// Minimum words that similar wording shares with the stretch, and the minimum in fifths of the stretch.
const SHARED: usize = 5;
const FIFTHS: usize = 3;
/// Maximum words that may be left out, beyond as many as the stretch has.
const LEFT_OUT: usize = 8;
/// Maximum places where words are left out.
const MOST_GAPS: usize = 3;
/// Minimum words of a part that may be far from the next one: fewer occur by chance.
pub const LEAST_PART: usize = 4;
/// Official wording is preferred to other wording whose score is at most this much higher: the score of one word.
const AS_NEAR: i32 = 2;

/// Wording that is similar to a stretch of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NearWording {
    /// The part of the text that it is similar to.
    pub range: Range<usize>,
    pub passage: PassageNo,
    pub field: SearchField,
    pub sureness: Sureness,
    /// Where it is in the layer's text.
    pub held: Range<usize>,
    /// How many words are the same.
    pub same: usize,
    /// What only the text has, within `range`, and what only the wording has, within `held`.
    pub only_text: Vec<Range<usize>>,
    pub only_held: Vec<Range<usize>>,
}

/// Looks for similar wording of a text's stretches.
#[derive(Debug)]
pub struct Neighbors<'a> {
    held: HeldWording<'a>,
    text: &'a str,
    words: &'a [TextWord],
    content: &'a [bool],
    among: &'a FixedBitSet,
}

impl<'a> Neighbors<'a> {
    pub fn new(
        held: HeldWording<'a>,
        text: &'a str,
        words: &'a [TextWord],
        content: &'a [bool],
        among: &'a FixedBitSet,
    ) -> Self {
        Self { held, text, words, content, among }
    }

    /// The wording most similar to some words, from passages other than `but`.
    pub fn nearest(&self, words: &Range<usize>, but: &[PassageNo]) -> Option<NearWording> {
        let mut among = self.among.clone();
        for passage in but {
            among.set(passage.0 as usize, false);
        }
        let sharing = self.held.index.sharing(&self.rarest(words), &among, ALIGNED);
        let best = self.closest(words, sharing, SHARED, |_, _| true)?;
        let left = best.alignment.left();
        let pairs = best.alignment.pairs.iter().map(|(one, other)| (one - left.start, *other)).collect();
        let alignment = LocalAlignment { pairs, ..best.alignment };
        let aligned = words.start + left.start..words.start + left.end;
        Some(self.redlined(&aligned, &ClosestLayer { alignment, ..best }))
    }

    /// As [`Neighbors::nearest`], with at least `least` of the words and a redline of all of them. Official wording
    /// comes before other wording that is no nearer, and before the print of the same passage.
    pub fn nearest_official(&self, words: &Range<usize>, least: usize) -> Option<NearWording> {
        let sharing = self.held.index.sharing(&self.rarest(words), self.among, ALIGNED);
        let is_official = |_, sureness| sureness == Sureness::Official;
        let best = self.closest(words, sharing.iter().copied(), least, |_, _| true)?;
        let official = self.closest(words, sharing, least, is_official);
        let official = official.filter(|official| best.alignment.score <= official.alignment.score + AS_NEAR);
        let of_print = || {
            let passage = (best.sureness == Sureness::PrintedOnly).then_some(best.passage);
            self.closest(words, passage, 0, is_official).filter(|found| !found.alignment.pairs.is_empty())
        };
        Some(self.redlined(words, &official.or_else(of_print).unwrap_or(best)))
    }

    /// The part of one layer of a passage that is most similar to some words.
    pub fn within(
        &self,
        words: &Range<usize>,
        passage: PassageNo,
        field: SearchField,
    ) -> Option<NearWording> {
        let best = self.closest(words, [passage], 0, |of, _| of == field)?;
        (!best.alignment.pairs.is_empty()).then(|| self.redlined(words, &best))
    }

    /// Wording of any passage that has all words in their order, with some left out.
    pub fn with_gaps(&self, words: &Range<usize>) -> Option<NearWording> {
        self.with_gaps_in(words, self.held.index.sharing(&self.rarest(words), self.among, ALIGNED))
    }

    /// Wording of some passages that has all words in their order, with at most a few gaps: the nearest; of equals, the
    /// official one. A print counts only where no official wording is held and where the print has no gap of its own at
    /// that place.
    pub fn with_gaps_in(
        &self,
        words: &Range<usize>,
        passages: impl IntoIterator<Item = PassageNo>,
    ) -> Option<NearWording> {
        let own = self.words.get(words.clone())?;
        let reach = 2 * own.len() + LEFT_OUT;
        let mut best: Option<ClosestLayer> = None;
        for passage in passages {
            let check = self.held.corpus.passage(passage).and_then(|(_, passage)| passage.check.as_deref());
            for layer in self.held.index.layers(passage) {
                let (field, sureness) = (layer.field, Sureness::of(layer.field, check));
                let same =
                    |one: usize, other| own.get(one).is_some_and(|word| word.is_exactly(&layer, other));
                let found = LocalAlignment::of_all(own.len(), layer.len(), MOST_GAPS, same);
                let is_near = |found: &LocalAlignment| {
                    found.right().len() <= reach || found.parts().all(|part| part >= LEAST_PART)
                };
                let Some(alignment) = found.filter(is_near) else { continue };
                let run = WordingRun { passage, field, words: alignment.right(), has_other_form: false };
                let counts = match sureness {
                    Sureness::Official => true,
                    Sureness::Unverified => is_unbroken(self.held.corpus, &run),
                    Sureness::PrintedOnly => false,
                };
                let counts = counts && self.ends_alike(own, &run, &alignment);
                let found = ClosestLayer { passage, field, sureness, alignment };
                if counts && best.as_ref().is_none_or(|best| found.rank() > best.rank()) {
                    best = Some(found);
                }
            }
        }
        best.map(|best| self.redlined(words, &best))
    }

    /// Whether all words end as those of the wording that they are aligned with.
    fn ends_alike(&self, own: &[TextWord], run: &WordingRun, alignment: &LocalAlignment) -> bool {
        let layer = layer_text(self.held.corpus, run.passage, run.field);
        let held = word_ranges(layer);
        let held = alignment.pairs.iter().filter_map(|(_, at)| held.get(*at));
        ends_words_alike((self.text, own.iter().map(|word| &word.range)), (layer, held))
    }

    /// The layer that is most similar to some words among those that fit; the surer of equals, then the first.
    fn closest(
        &self,
        words: &Range<usize>,
        passages: impl IntoIterator<Item = PassageNo>,
        least: usize,
        fits: impl Fn(SearchField, Sureness) -> bool,
    ) -> Option<ClosestLayer> {
        let own = self.words.get(words.clone())?;
        let (forms, signs) = (WordForms::of(own), self.signs(own));
        let mut best: Option<ClosestLayer> = None;
        for passage in passages {
            let check = self.held.corpus.passage(passage).and_then(|(_, passage)| passage.check.as_deref());
            for layer in self.held.index.layers(passage) {
                let (field, sureness) = (layer.field, Sureness::of(layer.field, check));
                // This is the most that can be the same in any order: most layers need not be aligned.
                let most = layer.most_same(&forms);
                let is_like = |shared: usize| shared >= least && shared * 5 >= own.len() * FIFTHS;
                let is_unlike = least > 0 && !is_like(most);
                let is_worse =
                    best.as_ref().is_some_and(|best| LocalAlignment::most(most) < best.alignment.score);
                if is_unlike || is_worse || !fits(field, sureness) {
                    continue;
                }
                let same = |one: usize, other| own.get(one).is_some_and(|word| word.is(&layer, other));
                let is_sign = |one: usize| signs.contains(one);
                let alignment = LocalAlignment::with_signs(own.len(), layer.len(), same, is_sign);
                let counts = least == 0 || is_like(alignment.pairs.len());
                let found = ClosestLayer { passage, field, sureness, alignment };
                if counts && best.as_ref().is_none_or(|best| found.rank() > best.rank()) {
                    best = Some(found);
                }
            }
        }
        best
    }

    /// The words after which a sign says that words are left out, between parts long enough to be far apart.
    fn signs(&self, own: &[TextWord]) -> FixedBitSet {
        let gap = |at: &usize| {
            let (one, next) = (&own.get(*at)?.range, &own.get(at + 1)?.range);
            // Chinese and Japanese words overlap.
            leaves_out(slice(self.text, one.end.min(next.start)..next.start)).then_some(())
        };
        let ends: Vec<usize> = (0..own.len()).filter(|at| gap(at).is_some()).collect();
        let mut signs = FixedBitSet::with_capacity(own.len());
        for (place, end) in ends.iter().enumerate() {
            let start =
                place.checked_sub(1).and_then(|before| ends.get(before)).map_or(0, |before| before + 1);
            let next = ends.get(place + 1).map_or(own.len(), |next| next + 1);
            signs.set(*end, end + 1 - start >= LEAST_PART && next - (end + 1) >= LEAST_PART);
        }
        signs
    }

    /// The content words of a stretch that fewest passages have, each once.
    fn rarest(&self, words: &Range<usize>) -> Vec<&'a TextWord> {
        let mut seen = HashSet::new();
        let own = self.words.get(words.clone()).unwrap_or_default();
        let content = own.iter().zip(self.content.get(words.clone()).unwrap_or_default());
        let mut rarest: Vec<&TextWord> = content
            .filter(|(word, content)| **content && word.passages > 0 && seen.insert(&word.key))
            .map(|(word, _)| word)
            .collect();
        rarest.sort_by_cached_key(|word| word.passages);
        rarest.truncate(RAREST);
        rarest
    }

    /// A redline of the words against the aligned part of the wording. Unmatched words at the beginning are shown
    /// beside as many words of the wording before, within its sentence; unmatched words at the end, beside the rest of
    /// its sentence.
    fn redlined(&self, words: &Range<usize>, best: &ClosestLayer) -> NearWording {
        let &ClosestLayer { passage, field, sureness, ref alignment } = best;
        let layer = layer_text(self.held.corpus, passage, field);
        let range = span(sublist(self.words, words.clone()).iter().map(|word| &word.range));
        let held_words = word_ranges(layer);
        let mut held = bytes_of(&held_words, &alignment.right());
        let sentences = sentences(layer);
        if alignment.left().start > 0 {
            let begun = sentences.iter().rev().find(|sentence| sentence.start <= held.start);
            let instead = alignment.right().start.saturating_sub(alignment.left().start);
            let instead = held_words.get(instead).map_or(held.start, |word| word.start);
            held.start = begun.map_or(held.start, |sentence| instead.max(sentence.start));
        }
        if alignment.left().end < words.len() {
            let ended = sentences.iter().find(|sentence| sentence.end >= held.end);
            held.end = ended.map_or(held.end, |sentence| sentence.end);
        }
        let placed = |text: &str, part: &Range<usize>| spaced_words(slice(text, part.clone()));
        let (only_text, only_held) = redline(&placed(self.text, &range), &placed(layer, &held));
        let moved = |part: &Range<usize>, by: usize| part.start + by..part.end + by;
        let only_text = only_text.iter().map(|part| moved(part, range.start)).collect();
        let only_held = only_held.iter().map(|part| moved(part, held.start)).collect();
        NearWording {
            range,
            passage,
            field,
            sureness,
            held,
            same: alignment.pairs.len(),
            only_text,
            only_held,
        }
    }
}

/// A layer of a passage, aligned with some words.
struct ClosestLayer {
    passage: PassageNo,
    field: SearchField,
    sureness: Sureness,
    alignment: LocalAlignment,
}

impl ClosestLayer {
    /// Greater is nearer, and surer among equals.
    fn rank(&self) -> (i32, Reverse<Sureness>) {
        (self.alignment.score, Reverse(self.sureness))
    }
}
