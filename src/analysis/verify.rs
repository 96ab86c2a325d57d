//! Verify: each quotation of an article against the wording held.
//!
//! Invariant: a quotation is identical only if official wording, or a print that was found identical, has all its words
//! in a row. “Not found” is about what is held, never about a statement.

mod letters;
mod paragraphs;
mod parts;
#[cfg(test)]
mod tests;

use std::ops::Range;

use fixedbitset::FixedBitSet;
use serde::Serialize;

use self::letters::{has_letters, letters};
use super::content::SignatoryNames;
use super::near::{LEAST_PART, NearWording, Neighbors};
use super::omissions::{BracketedText, InflectedWord, leaves_out, parts, without_note_marks};
use super::precedent::{HeldWording, Sureness, ends_alike, is_unbroken, layer_text};
use super::quotations::{Quotation, quotations};
use crate::corpus::PassageNo;
use crate::corpus::model::Verdict;
use crate::search::{Reach, SearchField, TextWord, WordingRun, word_ranges, wording_verdict};
use crate::text::hangul::holds_hangul;
use crate::text::safe::clean;
use crate::text::sentences::sentences;
use crate::text::{slice, sublist};

/// Minimum words of a quotation that is verified, and of a part of one that may be far from the others.
pub const SHORTEST: usize = LEAST_PART;
/// Minimum letters of a word that may be divided at the end of a line.
const DIVIDED: usize = 6;

/// What was found of a quotation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum QuotationVerdict {
    /// Official wording has its words in a row, or a print that was found identical.
    Identical,
    /// It leaves out words of the wording, with a sign or without, or puts the ending of a word in brackets.
    Elided,
    /// A print has these words, and the check of that print found that they are about something else or by someone
    /// else.
    Misattributed,
    /// The official wording that is held differs.
    Differs,
    /// A print has these words in a row, and no one has compared them with official wording.
    PrintedOnly,
    /// Nothing like it is in what is held.
    NotFound,
}

impl QuotationVerdict {
    pub fn sign(self) -> char {
        match self {
            Self::Identical => '=',
            Self::Elided => '…',
            Self::Misattributed | Self::Differs => '≠',
            Self::PrintedOnly => '?',
            Self::NotFound => '–',
        }
    }

    /// Its name in answers for programs, and as readers see it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Identical => "identical",
            Self::Elided => "elided",
            Self::Misattributed => "misattributed",
            Self::Differs => "differs",
            Self::PrintedOnly => "printed only",
            Self::NotFound => "not found in what is held",
        }
    }

    /// What a print with these words says about them.
    fn of_print(verdict: Option<Verdict>) -> Self {
        match verdict {
            Some(Verdict::Identical) => Self::Identical,
            Some(Verdict::Elided) => Self::Elided,
            Some(Verdict::Misattributed) => Self::Misattributed,
            Some(Verdict::Differs) => Self::Differs,
            Some(Verdict::Unverified) | None => Self::PrintedOnly,
        }
    }
}

/// A quotation, verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifiedQuotation {
    /// In the words of the article, up to its likely end.
    pub quotation: Quotation,
    /// Its words as they were compared: without brackets that add none, with the hyphens of the wording.
    pub compared: String,
    pub words: usize,
    pub verdict: QuotationVerdict,
    /// The passages that the verdict is about, each with the layer that has the words or is most like them.
    pub places: Vec<(PassageNo, SearchField)>,
    /// The official or most similar wording, against the words compared.
    pub near: Option<NearWording>,
    /// Whether it leaves words out without a sign.
    pub is_silent: bool,
    /// How many words of the wording it leaves out, if the wording has all words of the quotation.
    pub left_out: usize,
}

/// How many quotations there are, and of each verdict.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct QuotationCounts {
    pub quotations: usize,
    pub identical: usize,
    pub differs: usize,
    pub misattributed: usize,
    pub elided: usize,
    pub printed_only: usize,
    pub not_found: usize,
}

impl VerifiedQuotation {
    /// Whether an editor has to change something: words that are left out without a sign may be a *not*.
    pub fn is_wrong(&self) -> bool {
        self.is_silent || matches!(self.verdict, QuotationVerdict::Differs | QuotationVerdict::Misattributed)
    }
}

impl QuotationCounts {
    pub fn of<'a>(quotations: impl Iterator<Item = &'a VerifiedQuotation>) -> Self {
        let mut counts = Self::default();
        for quotation in quotations {
            counts.quotations += 1;
            *match quotation.verdict {
                QuotationVerdict::Identical => &mut counts.identical,
                QuotationVerdict::Elided => &mut counts.elided,
                QuotationVerdict::Misattributed => &mut counts.misattributed,
                QuotationVerdict::Differs => &mut counts.differs,
                QuotationVerdict::PrintedOnly => &mut counts.printed_only,
                QuotationVerdict::NotFound => &mut counts.not_found,
            } += 1;
        }
        counts
    }

    /// In the order in which they are reported.
    pub fn by_verdict(self) -> [(QuotationVerdict, usize); 6] {
        [
            (QuotationVerdict::Identical, self.identical),
            (QuotationVerdict::Differs, self.differs),
            (QuotationVerdict::Misattributed, self.misattributed),
            (QuotationVerdict::Elided, self.elided),
            (QuotationVerdict::PrintedOnly, self.printed_only),
            (QuotationVerdict::NotFound, self.not_found),
        ]
    }
}

/// Compares quotations with the wording held.
struct QuotationVerifier<'a> {
    held: HeldWording<'a>,
    names: SignatoryNames,
    among: FixedBitSet,
}

/// The words of a quotation in the form in which they are looked for.
struct QuotedWords {
    text: String,
    words: Vec<TextWord>,
    /// Whether some word has its ending in brackets.
    has_inflected: bool,
}

/// What came of the quotations of some paragraphs.
#[derive(Debug, Default)]
pub struct Verification {
    pub quotations: Vec<VerifiedQuotation>,
    /// How many are too short to be compared.
    pub shorter: usize,
}

/// Verifies the quotations of some paragraphs; of each paragraph, whether it is set apart as a block.
pub fn verify<'a>(
    held: HeldWording<'_>,
    paragraphs: impl IntoIterator<Item = (&'a str, bool)>,
) -> Verification {
    let (names, among) = (SignatoryNames::of(held.corpus), held.index.quotations());
    let verifier = QuotationVerifier { held, names, among };
    let all = quotations(paragraphs);
    let quotations: Vec<_> = all.iter().filter_map(|quotation| verifier.verify(quotation)).collect();
    Verification { shorter: all.len() - quotations.len(), quotations }
}

impl QuotationVerifier<'_> {
    /// `None` where the quotation is too short. The mark of a note in it is the author's, and a hyphen within a word the
    /// printer's, unless the wording has it.
    fn verify(&self, quotation: &Quotation) -> Option<VerifiedQuotation> {
        let mut best = self.verify_as_is(quotation);
        if best.as_ref().is_some_and(|one| one.verdict == QuotationVerdict::Identical) {
            return best;
        }
        let bare = without_note_marks(&quotation.text);
        let (whole_words, divided) = (self.without_hyphens(&bare), self.with_hyphens(&bare));
        for text in [bare, whole_words, divided].into_iter().filter(|text| *text != quotation.text) {
            if best.as_ref().is_some_and(|one| one.verdict == QuotationVerdict::Identical) {
                break;
            }
            let read = self.verify_as_is(&Quotation { text, ..*quotation });
            // A print that has the words is nearer than one that nobody checked and that has others.
            let is_printed = |one: &VerifiedQuotation, best: &VerifiedQuotation| {
                let near = best.near.as_ref().map(|near| near.sureness);
                one.verdict == QuotationVerdict::PrintedOnly && near == Some(Sureness::Unverified)
            };
            let rank = |one: &VerifiedQuotation| {
                (one.verdict, one.near.as_ref().map_or(0, |near| near.only_text.len()))
            };
            let is_nearer = |one: &VerifiedQuotation| {
                best.as_ref().is_none_or(|best| rank(one) < rank(best) || is_printed(one, best))
            };
            best = read.filter(is_nearer).or(best);
        }
        if let Some(best) = best.as_mut().filter(|best| best.quotation.is_closed) {
            best.quotation.text = clean(&quotation.text).into_owned();
        }
        best
    }

    /// A quotation without the hyphens within words that the wording has without them: a word may have been divided at the
    /// end of a printed line.
    fn without_hyphens(&self, text: &str) -> String {
        let mut joined = String::new();
        for word in text.split_inclusive(char::is_whitespace) {
            let whole = word.replace('-', "");
            let is_divided = word.trim_matches(|c: char| !c.is_alphanumeric()).contains('-');
            let is_held =
                |whole: &str| self.held.index.text_words(whole).iter().all(|word| word.passages > 0);
            joined.push_str(if is_divided && is_held(&whole) { &whole } else { word });
        }
        joined
    }

    /// A quotation with the hyphens that the wording has within its words, for the same reason.
    fn with_hyphens(&self, text: &str) -> String {
        let divided = |word: &str| {
            let letters = word.trim_matches(|c: char| !c.is_alphanumeric());
            let is_word = letters.len() >= DIVIDED && letters.bytes().all(|c| c.is_ascii_alphabetic());
            let mut places = word.char_indices().skip(2).map(|(at, _)| at).filter(|_| is_word);
            places.find_map(|at| {
                let (one, rest) = word.split_at_checked(at)?;
                let divided = format!("{one}-{rest}");
                self.is_held_divided(&divided).then_some(divided)
            })
        };
        let words = text.split_inclusive(char::is_whitespace);
        words.map(|word| divided(word).unwrap_or_else(|| word.to_owned())).collect()
    }

    /// Whether some wording has the parts of a divided word with a hyphen between them.
    fn is_held_divided(&self, divided: &str) -> bool {
        let words = self.held.index.text_words(divided);
        if words.len() != 2 || words.iter().any(|word| word.passages == 0) {
            return false;
        }
        let has_hyphen = |run: &WordingRun| {
            let layer = layer_text(self.held.corpus, run.passage, run.field);
            let ranges = word_ranges(layer);
            let parts = ranges.get(run.words.start).zip(ranges.get(run.words.start + 1));
            parts.is_some_and(|(one, rest)| slice(layer, one.end..rest.start) == "-")
        };
        self.held.index.runs(&words, &self.among, Reach::Layer).iter().any(has_hyphen)
    }

    fn verify_as_is(&self, quotation: &Quotation) -> Option<VerifiedQuotation> {
        let QuotedWords { text, words, has_inflected } = self.quoted_words(quotation);
        if words.len() < SHORTEST {
            return None;
        }
        let content: Vec<bool> = words.iter().map(|word| self.names.is_content(&text, word)).collect();
        let neighbors = Neighbors::new(self.held, &text, &words, &content, &self.among);
        let whole = 0..words.len();
        let found = self
            .exact(&text, &words, &neighbors)
            .map(|found| if has_inflected { found.with_changes() } else { found })
            .or_else(|| self.in_other_spacing(&text, &words, &neighbors))
            .or_else(|| self.in_paragraphs(&text, &words, &neighbors))
            .or_else(|| self.with_signs(&text, &words, &neighbors))
            .or_else(|| Some(Finding::near(QuotationVerdict::Elided, neighbors.with_gaps(&whole)?)))
            .or_else(|| {
                let near = neighbors.nearest_official(&whole, SHORTEST)?;
                Some(Finding::near(QuotationVerdict::Differs, near))
            });
        let Finding { verdict, places, near, is_silent, left_out } = found.unwrap_or_default();
        let of_near = || near.as_ref().map_or(0, |near| self.left_out(near));
        let is_elided = verdict == QuotationVerdict::Elided;
        let left_out = if is_elided { left_out.unwrap_or_else(of_near) } else { 0 };
        let words = words.len();
        let quotation = Quotation { text: text.clone(), ..*quotation };
        Some(VerifiedQuotation {
            quotation,
            compared: text,
            words,
            verdict,
            places,
            near,
            is_silent,
            left_out,
        })
    }

    /// How many words of the wording a quotation leaves out, if it has no other difference.
    fn left_out(&self, near: &NearWording) -> usize {
        let held = slice(layer_text(self.held.corpus, near.passage, near.field), near.held.clone());
        word_ranges(held).len().saturating_sub(near.same)
    }

    /// The words of a quotation in the form in which they are looked for, up to its likely end.
    fn quoted_words(&self, quotation: &Quotation) -> QuotedWords {
        let BracketedText { mut text, mut inflected } = BracketedText::new(&clean(&quotation.text));
        let mut words = self.held.index.text_words(&text);
        for word in &mut words {
            self.inflect(word, &inflected);
        }
        if !quotation.is_closed {
            let end = self.likely_end(&text, &words);
            text.truncate(end);
            words.retain(|word| word.range.end <= end);
            inflected.retain(|one| one.ending <= end);
        }
        // A sign at the beginning or the end is no word, although (하략) has letters.
        let parts = parts(&text);
        if let (Some(first), Some(last)) = (parts.first(), parts.last()) {
            words.retain(|word| first.start <= word.range.start && word.range.end <= last.end);
        }
        QuotedWords { text, words, has_inflected: !inflected.is_empty() }
    }

    /// Lets a word whose ending is in brackets match any form of it.
    fn inflect(&self, word: &mut TextWord, inflected: &[InflectedWord]) {
        let range = word.range.clone();
        let from = inflected.partition_point(|one| one.ending <= range.start);
        let of_word = inflected.iter().skip(from).take_while(|one| one.ending <= range.end);
        for form in of_word.flat_map(|one| &one.forms) {
            *word = self.held.index.text_words(form).into_iter().fold(word.clone(), TextWord::or);
        }
    }

    /// The likely end of a quotation without a closing mark: as far as the wording has its words, or one sentence.
    fn likely_end(&self, text: &str, words: &[TextWord]) -> usize {
        let is_unbroken = |run: &WordingRun| is_unbroken(self.held.corpus, run);
        let held = self.held.index.longest_run(words, SHORTEST, &self.among, Reach::Layer, is_unbroken);
        let end = words.get(..held).and_then(<[TextWord]>::last);
        let sentence = || sentences(text).first().map_or(text.len(), |sentence| sentence.end);
        end.map_or_else(sentence, |word| word.range.end)
    }

    /// The passages that have all words in a row: those of the best verdict.
    fn exact(&self, text: &str, words: &[TextWord], neighbors: &Neighbors) -> Option<Finding> {
        let runs = self.held.index.runs(words, &self.among, Reach::Layer);
        // The quotation may leave out what this print leaves out, if it has a sign at the same place.
        let is_whole =
            |run: &WordingRun| is_unbroken(self.held.corpus, run) || self.has_same_gaps(text, words, run);
        let counts = |run: &WordingRun| {
            !run.has_other_form && is_whole(run) && ends_alike(self.held.corpus, (text, words), run)
        };
        let places = runs.iter().filter(|run| counts(run)).map(|run| (run.passage, run.field)).collect();
        self.finding(places, words.len(), neighbors)
    }

    /// The passages that have the letters of Korean words with other blanks or dots between them, which is no other wording.
    fn in_other_spacing(&self, text: &str, words: &[TextWord], neighbors: &Neighbors) -> Option<Finding> {
        if !holds_hangul(text) || parts(text).len() > 1 {
            return None;
        }
        let wanted = letters(text);
        let places = self.among.ones().filter_map(|at| u32::try_from(at).ok()).map(PassageNo);
        let layers = [SearchField::Official, SearchField::Text, SearchField::Korean];
        let places = places.flat_map(|passage| layers.map(|layer| (passage, layer)));
        let has = |(passage, layer): &(PassageNo, SearchField)| {
            let text = layer_text(self.held.corpus, *passage, *layer);
            holds_hangul(text) && parts(text).into_iter().any(|part| has_letters(slice(text, part), &wanted))
        };
        self.finding(places.filter(has).collect(), words.len(), neighbors)
    }

    /// What is known of these words at the places that have them: the places of the best verdict count.
    fn finding(
        &self,
        mut places: Vec<(PassageNo, SearchField)>,
        words: usize,
        neighbors: &Neighbors,
    ) -> Option<Finding> {
        let whole = 0..words;
        let verdict_of = |place: &(PassageNo, SearchField)| self.verdict_at(*place, &whole, neighbors);
        let verdict = places.iter().map(verdict_of).min()?;
        places.retain(|place| verdict_of(place) == verdict);
        places.dedup();
        let official = |passage| match verdict {
            QuotationVerdict::Identical => None,
            QuotationVerdict::Elided => neighbors.with_gaps_in(&whole, [passage]),
            _ => neighbors.within(&whole, passage, SearchField::Official),
        };
        let near = places.iter().find_map(|(passage, _)| official(*passage));
        // Official words of another place do not check a print that nobody could compare.
        let is_of_place =
            |near: &NearWording| verdict != QuotationVerdict::PrintedOnly || near.same * 2 >= words;
        let near = near.filter(is_of_place);
        let is_silent = verdict == QuotationVerdict::Elided;
        Some(Finding { verdict, places, near, is_silent, left_out: None })
    }

    /// What is known of some words at a place that has them. Where a print was compared with official wording, the
    /// comparison decides: the print's own check is about all its words, not about those that are quoted.
    fn verdict_at(
        &self,
        (passage, field): (PassageNo, SearchField),
        words: &Range<usize>,
        neighbors: &Neighbors,
    ) -> QuotationVerdict {
        let check = self.held.corpus.passage(passage).and_then(|(_, passage)| passage.check.as_deref());
        let printed = QuotationVerdict::of_print(check.map(|check| check.verdict));
        let has_official = check.is_some_and(|check| check.official.is_some());
        match (field, printed) {
            (SearchField::Official, _) => QuotationVerdict::Identical,
            (SearchField::Text, QuotationVerdict::Elided | QuotationVerdict::Differs) if has_official => {
                let elided = neighbors.with_gaps_in(words, [passage]);
                elided.map_or(QuotationVerdict::Differs, |_| QuotationVerdict::Elided)
            }
            (SearchField::Text, printed) => printed,
            // Official or reported words in Korean: see `wording_verdict`.
            _ if wording_verdict(field, check) == Verdict::Identical => QuotationVerdict::Identical,
            _ => QuotationVerdict::PrintedOnly,
        }
    }

    /// Whether the quotation has a sign that words are left out wherever a run of its words has a gap.
    fn has_same_gaps(&self, text: &str, words: &[TextWord], run: &WordingRun) -> bool {
        let layer = layer_text(self.held.corpus, run.passage, run.field);
        let held = gaps(layer, &word_ranges(layer));
        let own = gaps(text, &words.iter().map(|word| word.range.clone()).collect::<Vec<_>>());
        let within = sublist(&held, run.words.start..run.words.end - 1);
        within.iter().zip(own).all(|(held, own)| own || !held)
    }
}

/// What was found, and where.
struct Finding {
    verdict: QuotationVerdict,
    places: Vec<(PassageNo, SearchField)>,
    near: Option<NearWording>,
    is_silent: bool,
    /// How many words are left out, if that does not follow from `near`.
    left_out: Option<usize>,
}

impl Finding {
    /// Wording that is near, as a whole.
    fn near(verdict: QuotationVerdict, near: NearWording) -> Self {
        let (places, is_silent) = (vec![(near.passage, near.field)], verdict == QuotationVerdict::Elided);
        Self { verdict, places, near: Some(near), is_silent, left_out: None }
    }

    /// The same, for a quotation that marks a change of the words.
    fn with_changes(self) -> Self {
        let is_same = matches!(self.verdict, QuotationVerdict::Identical | QuotationVerdict::PrintedOnly);
        Self { verdict: if is_same { QuotationVerdict::Elided } else { self.verdict }, ..self }
    }
}

impl Default for Finding {
    fn default() -> Self {
        Self {
            verdict: QuotationVerdict::NotFound,
            places: Vec::new(),
            near: None,
            is_silent: false,
            left_out: None,
        }
    }
}

/// For each word but the last, whether a sign after it says that words are left out.
fn gaps(text: &str, words: &[Range<usize>]) -> Vec<bool> {
    let pairs = words.iter().zip(words.iter().skip(1));
    // Chinese and Japanese words overlap.
    let gap = |(one, next): (&Range<usize>, &Range<usize>)| slice(text, one.end.min(next.start)..next.start);
    pairs.map(|pair| leaves_out(gap(pair))).collect()
}
