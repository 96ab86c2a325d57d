//! The sentences of texts that are held whole, and which of them have the words of a row.
//!
//! Invariant: the sentences are those that a comparison counts, numbered from 1 to the end of the text; a sentence has
//! the words if the concordance has a line in it.

use std::ops::Range;

use super::TimelineRow;
use crate::analysis::scores::{CollectionSize, Dispersion};
use crate::analysis::wording::quoted;
use crate::corpus::model::Statement;
use crate::corpus::{Corpus, PassageNo};
use crate::search::{Index, SearchField, placed_words};
use crate::text::safe::Text;
use crate::text::sentences::sentences;
use crate::text::slice;

/// A text that is held whole, its sentences numbered.
#[derive(Debug)]
pub struct WholeText<'a> {
    pub record: &'a Statement,
    /// How many sentences it has.
    pub sentences: usize,
    passages: Vec<NumberedPassage<'a>>,
}

/// The wording of a passage with its sentences, and how many are before them.
#[derive(Debug)]
struct NumberedPassage<'a> {
    number: PassageNo,
    field: SearchField,
    text: &'a str,
    sentences: Vec<Range<usize>>,
    before: usize,
}

/// The sentences of a whole text, and the numbers of those that have the words of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentencesWith {
    /// The id of the text.
    pub text: Text,
    pub of: usize,
    pub with: Vec<usize>,
}

impl<'a> WholeText<'a> {
    /// The texts of a statement that are held whole, one for each language.
    pub fn all(corpus: &'a Corpus, statement: usize) -> Vec<Self> {
        let whole = corpus.records(statement).filter(|at| corpus.is_whole_import(*at));
        whole.filter_map(|at| Self::new(corpus, at)).collect()
    }

    fn new(corpus: &'a Corpus, at: usize) -> Option<Self> {
        let record = corpus.statements().get(at)?;
        let mut whole = Self { record, sentences: 0, passages: Vec::new() };
        let numbers: Vec<PassageNo> = corpus.passages_of(at).collect();
        for (place, layer, text) in quoted(record) {
            let (number, field) = (*numbers.get(place)?, layer.field());
            let (sentences, before) = (with_words(text).collect::<Vec<_>>(), whole.sentences);
            whole.sentences += sentences.len();
            whole.passages.push(NumberedPassage { number, field, text, sentences, before });
        }
        Some(whole)
    }
}

impl TimelineRow {
    /// The sentences of each text of a statement that is held whole and has any.
    pub fn sentences_of(&self, corpus: &Corpus, index: &Index, statement: usize) -> Vec<SentencesWith> {
        let texts = WholeText::all(corpus, statement).into_iter().filter(|text| text.sentences > 0);
        let of_text = |text: WholeText| SentencesWith {
            text: text.record.id.clone(),
            of: text.sentences,
            with: self.sentences(index, &text),
        };
        texts.map(of_text).collect()
    }

    /// The numbers of the sentences that have the words.
    pub fn sentences(&self, index: &Index, whole: &WholeText) -> Vec<usize> {
        let mut numbers = self.places(index, whole);
        numbers.dedup();
        numbers
    }

    /// How evenly the words are spread over the text, where the collection, the words and the text are enough for that.
    pub fn dispersion(&self, index: &Index, whole: &WholeText, size: CollectionSize) -> Option<f64> {
        let places = self.places(index, whole);
        let mut dispersion = Dispersion::new(size, places.len())?;
        let sentences = whole.passages.iter().flat_map(|passage| {
            let words = |sentence: &Range<usize>| placed_words(slice(passage.text, sentence.clone())).len();
            passage.sentences.iter().map(words)
        });
        for (number, words) in (1..).zip(sentences) {
            let until = |number: usize| places.partition_point(|place| *place <= number);
            dispersion.add(until(number) - until(number - 1), words);
        }
        dispersion.dp_norm()
    }

    /// The number of the sentence of each occurrence of the words, in order.
    fn places(&self, index: &Index, whole: &WholeText) -> Vec<usize> {
        let mut places = Vec::new();
        for passage in whole.passages.iter().filter(|passage| self.search.has(passage.number)) {
            let hits = index.node_hits(&self.search, passage.number);
            let starts = hits
                .iter()
                .filter(|hit| hit.field == passage.field)
                .filter_map(|hit| Some(index.node_range(&self.search, hit, passage.text)?.start));
            let sentence = |start| passage.sentences.iter().position(|sentence| start < sentence.end);
            places.extend(starts.filter_map(sentence).map(|at| passage.before + at + 1));
        }
        places
    }
}

/// The sentences of a passage, without those that have no word.
fn with_words(text: &str) -> impl Iterator<Item = Range<usize>> {
    let has_words = |sentence: &str| {
        sentence.contains(|c: char| c.is_ascii_alphanumeric()) || !placed_words(sentence).is_empty()
    };
    sentences(text).into_iter().filter(move |sentence| has_words(slice(text, sentence.clone())))
}
