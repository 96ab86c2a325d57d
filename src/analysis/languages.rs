//! A statement in two languages, paragraph by paragraph: which key terms each paragraph has in both, or in one of them only.
//!
//! Invariant: each paragraph of either text is in at most one pair, and the pairs ascend in both texts.

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::ops::Range;

use super::compare::texts;
use super::wording::{Language, paragraph_number, quoted};
use crate::corpus::model::Statement;
use crate::corpus::usage::Usage;
use crate::corpus::{Corpus, PassageNo};
use crate::search::placed_words;
use crate::text::{narrow, sublist};

/// Two texts in two languages, compared.
#[derive(Debug)]
pub struct LanguageComparison<'a> {
    pub a: LanguageSide<'a>,
    pub b: LanguageSide<'a>,
    /// Whether both are texts of one statement.
    pub is_of_one: bool,
    pub pairing: Pairing,
    /// In the order of both texts; of a pair that only one text has, the other range is empty.
    pub pairs: Vec<ParagraphPair>,
}

/// One text and its paragraphs.
#[derive(Debug)]
pub struct LanguageSide<'a> {
    pub record: &'a Statement,
    pub is_whole: bool,
    pub language: Language,
    pub paragraphs: Vec<Paragraph<'a>>,
}

/// A numbered paragraph with the unnumbered ones after it; or any paragraph of a text that has no numbers.
#[derive(Debug, Default)]
pub struct Paragraph<'a> {
    pub number: Option<u32>,
    /// Its passages, and their ids.
    pub passages: Vec<PassageNo>,
    pub ids: Vec<&'a str>,
    pub text: String,
    /// The key terms that it has, by their places, and its figures.
    pub terms: BTreeSet<usize>,
    figures: BTreeSet<String>,
}

/// How the paragraphs were paired.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pairing {
    /// Both texts number them alike.
    Numbers,
    /// By their lengths, figures and key terms.
    Lengths,
}

/// Paragraphs that correspond, by their places; and which key terms are in both, or in only one of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParagraphPair {
    pub a: Range<usize>,
    pub b: Range<usize>,
    pub both: Vec<usize>,
    pub only_a: Vec<usize>,
    pub only_b: Vec<usize>,
}

/// How many paragraphs of either text form a pair, and how often that happens in translations (Gale and Church 1993).
const BEADS: [(usize, usize, f64); 6] =
    [(1, 1, 0.89), (1, 0, 0.005), (0, 1, 0.005), (2, 1, 0.045), (1, 2, 0.045), (2, 2, 0.011)];
/// The variance of the ratio of lengths, as they measured it.
const VARIANCE: f64 = 6.8;
/// The weight of figures and key terms that all agree in two paragraphs.
const ANCHORS: f64 = 6.0;

/// Compares two records, or whole texts of them, in two languages; `None` if both are in one language.
pub fn compare_languages<'a>(
    corpus: &'a Corpus,
    usage: &Usage,
    a: usize,
    b: usize,
) -> Option<LanguageComparison<'a>> {
    let (a, b) = texts(corpus, a, b, |one, other| one != other)?;
    let is_of_one = corpus.counted_as(a) == corpus.counted_as(b);
    let (a, b) = (LanguageSide::new(corpus, usage, a)?, LanguageSide::new(corpus, usage, b)?);
    let numbers = |side: &LanguageSide| side.paragraphs.iter().map(|one| one.number).collect::<Vec<_>>();
    let are_numbered = numbers(&a).iter().any(Option::is_some) && numbers(&b).iter().any(Option::is_some);
    let (pairing, ranges) = if are_numbered && rises(&numbers(&a)) && rises(&numbers(&b)) {
        (Pairing::Numbers, by_number(&numbers(&a), &numbers(&b)))
    } else {
        (Pairing::Lengths, by_length(&a.paragraphs, &b.paragraphs))
    };
    let pairs = ranges.into_iter().map(|(of_a, of_b)| ParagraphPair::new(&a, &b, of_a, of_b)).collect();
    Some(LanguageComparison { a, b, is_of_one, pairing, pairs })
}

/// The texts of a statement in two languages, by their places, if it is held whole in two.
pub fn in_two_languages(corpus: &Corpus, at: usize) -> Option<(usize, usize)> {
    let of = corpus.counted_as(at);
    texts(corpus, of, of, |one, other| one != other)
}

impl<'a> LanguageSide<'a> {
    fn new(corpus: &'a Corpus, usage: &Usage, at: usize) -> Option<Self> {
        let record = corpus.statements().get(at)?;
        let mut paragraphs: Vec<Paragraph> = Vec::new();
        let numbers: Vec<PassageNo> = corpus.passages_of(at).collect();
        for (place, _, text) in quoted(record) {
            let (Some(passage), Some(of_passage)) = (record.passages.get(place), numbers.get(place)) else {
                continue;
            };
            let number = paragraph_number(passage);
            if number.is_some() || paragraphs.last().is_none_or(|last| last.number.is_none()) {
                paragraphs.push(Paragraph { number, ..Paragraph::default() });
            }
            if let Some(last) = paragraphs.last_mut() {
                last.passages.push(*of_passage);
                last.add(usage, &passage.id, text);
            }
        }
        let language = Language::of_statement(record);
        Some(Self { record, is_whole: corpus.is_whole_import(at), language, paragraphs })
    }
}

impl<'a> Paragraph<'a> {
    fn add(&mut self, usage: &Usage, id: &'a str, text: &str) {
        if !self.text.is_empty() {
            self.text.push(' ');
        }
        self.text.push_str(text);
        self.ids.push(id);
        self.terms.extend(usage.find_overlapping(text).into_iter().map(|mark| mark.term));
        // The figure of a word such as *2028년*.
        let figure =
            |word: &str| word.chars().take_while(|c| c.is_numeric() || *c == '.').collect::<String>();
        let figures = placed_words(text).into_iter().map(|(word, _)| figure(&word));
        self.figures.extend(figures.filter(|figure| !figure.is_empty()));
    }
}

impl ParagraphPair {
    fn new(a: &LanguageSide, b: &LanguageSide, of_a: Range<usize>, of_b: Range<usize>) -> Self {
        let terms = |side: &LanguageSide, range: &Range<usize>| -> BTreeSet<usize> {
            let paragraphs = sublist(&side.paragraphs, range.clone());
            paragraphs.iter().flat_map(|one| one.terms.iter().copied()).collect()
        };
        let (in_a, in_b) = (terms(a, &of_a), terms(b, &of_b));
        Self {
            a: of_a,
            b: of_b,
            both: in_a.intersection(&in_b).copied().collect(),
            only_a: in_a.difference(&in_b).copied().collect(),
            only_b: in_b.difference(&in_a).copied().collect(),
        }
    }
}

/// Whether the numbers ascend; paragraphs before the first number have none.
fn rises(numbers: &[Option<u32>]) -> bool {
    numbers.iter().skip_while(|number| number.is_none()).is_sorted_by(|one, next| one < next)
}

/// Pairs equal numbers; the paragraphs before the first number are one pair.
fn by_number(a: &[Option<u32>], b: &[Option<u32>]) -> Vec<(Range<usize>, Range<usize>)> {
    let head = |numbers: &[Option<u32>]| numbers.iter().take_while(|number| number.is_none()).count();
    let (mut at_a, mut at_b) = (head(a), head(b));
    let mut pairs = Vec::new();
    if at_a + at_b > 0 {
        pairs.push((0..at_a, 0..at_b));
    }
    loop {
        let next = match (a.get(at_a), b.get(at_b)) {
            (None, None) => return pairs,
            (Some(one), Some(other)) if one == other => (1, 1),
            (Some(one), Some(other)) if one > other => (0, 1),
            (None, Some(_)) => (0, 1),
            (Some(_), _) => (1, 0),
        };
        pairs.push((at_a..at_a + next.0, at_b..at_b + next.1));
        (at_a, at_b) = (at_a + next.0, at_b + next.1);
    }
}

/// The cheapest way through both texts, by Gale and Church's measure of lengths in characters, with figures and key terms as
/// anchors.
fn by_length(a: &[Paragraph], b: &[Paragraph]) -> Vec<(Range<usize>, Range<usize>)> {
    let length = |paragraphs: &[Paragraph]| paragraphs.iter().map(|one| size(&one.text)).sum::<f64>();
    let ratio = length(b) / length(a).max(1.0);
    let width = b.len() + 1;
    let mut best = vec![(f64::INFINITY, 0, 0); (a.len() + 1) * width];
    best.first_mut().into_iter().for_each(|first| first.0 = 0.0);
    for end_a in 0..=a.len() {
        for end_b in 0..=b.len() {
            for (of_a, of_b, share) in BEADS {
                let (Some(start_a), Some(start_b)) = (end_a.checked_sub(of_a), end_b.checked_sub(of_b))
                else {
                    continue;
                };
                let before = best.get(start_a * width + start_b).map_or(f64::INFINITY, |known| known.0);
                let (some_a, some_b) = (a.get(start_a..end_a), b.get(start_b..end_b));
                let cost =
                    before - share.ln() + cost(some_a.unwrap_or_default(), some_b.unwrap_or_default(), ratio);
                let here = best.get_mut(end_a * width + end_b).filter(|known| cost < known.0);
                if let Some(known) = here {
                    *known = (cost, of_a, of_b);
                }
            }
        }
    }
    let (mut at_a, mut at_b) = (a.len(), b.len());
    let mut pairs = Vec::new();
    while let Some((_, of_a, of_b)) = best.get(at_a * width + at_b).filter(|(_, a, b)| a + b > 0) {
        pairs.push((at_a - of_a..at_a, at_b - of_b..at_b));
        (at_a, at_b) = (at_a - of_a, at_b - of_b);
    }
    pairs.reverse();
    pairs
}

fn size(text: &str) -> f64 {
    f64::from(narrow(text.chars().count()))
}

/// How unlikely it is that some paragraphs are the translation of others.
fn cost(a: &[Paragraph], b: &[Paragraph], ratio: f64) -> f64 {
    let length = |paragraphs: &[Paragraph]| paragraphs.iter().map(|one| size(&one.text)).sum::<f64>();
    let (long_a, long_b) = (length(a), length(b));
    let mean = f64::midpoint(long_a, long_b / ratio.max(f64::EPSILON));
    let scatter = (long_b - long_a * ratio) / (mean * VARIANCE).sqrt().max(f64::EPSILON);
    // Twice the tail of the normal distribution, as its exponent: the cost of lengths that differ.
    let lengths = scatter * scatter / 2.0;
    let anchors = |paragraphs: &[Paragraph]| -> BTreeSet<String> {
        let terms = paragraphs.iter().flat_map(|one| one.terms.iter().map(|term| format!("term {term}")));
        terms.chain(paragraphs.iter().flat_map(|one| one.figures.iter().cloned())).collect()
    };
    let (in_a, in_b) = (anchors(a), anchors(b));
    let all = in_a.union(&in_b).count();
    let shared = f64::from(narrow(in_a.intersection(&in_b).count()));
    let apart = if all == 0 { 0.5 } else { 1.0 - shared / f64::from(narrow(all)) };
    lengths.min(60.0) + ANCHORS * apart
}
