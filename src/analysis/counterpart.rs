//! What a line is in the other language: the same passage's wording in it, or the paragraph of the same number in another text of
//! the statement.
//!
//! Invariant: nothing is translated or guessed. A number identifies a paragraph only if its text has it once.

use super::concordance::{ConcordanceLine, LineText};
use super::wording::{Language, layers, paragraph_number};
use crate::corpus::model::{Passage, Statement};
use crate::corpus::{Corpus, PassageNo};

/// Wording in the other language, and where it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counterpart<'a> {
    /// The id of its first passage.
    pub id: &'a str,
    pub language: Language,
    pub text: String,
}

/// The counterpart of a line; `None` where none is held.
pub fn counterpart<'a>(
    corpus: &'a Corpus,
    line: &ConcordanceLine,
    text: &LineText<'a>,
) -> Option<Counterpart<'a>> {
    let is_other = |other: &str| Language::of(other) != text.language;
    let mut own = layers(text.record, text.passage).filter(|(_, other)| is_other(other));
    if let Some((_, other)) = own.next() {
        let (id, text) = (&*text.passage.id, other.to_owned());
        return Some(Counterpart { id, language: Language::of(other), text });
    }
    // A quotation has no number, but its paragraph in the whole text may.
    let mut passages = std::iter::once(&line.hit.passage).chain(&line.witnesses);
    let number = passages.find_map(|passage| number_of(corpus, *passage))?;
    let texts = corpus.records(line.statement).filter(|at| corpus.is_whole_import(*at));
    let texts = texts.filter_map(|at| corpus.statements().get(at));
    texts.filter_map(|record| paragraph(record, number)).find(|found| found.language != text.language)
}

/// The number of the paragraph that a passage is of. In a whole text, unnumbered paragraphs belong to the numbered one
/// before them; a number that it has twice identifies none.
fn number_of(corpus: &Corpus, number: PassageNo) -> Option<u32> {
    let (_, passage) = corpus.passage(number)?;
    let at = corpus.statement_of(number)?;
    if !corpus.is_whole_import(at) {
        return paragraph_number(passage);
    }
    let passages = &corpus.statements().get(at)?.passages;
    let place = corpus.place_of(number)?;
    let found = passages.get(..=place)?.iter().rev().find_map(paragraph_number)?;
    (numbered(passages, found).count() == 1).then_some(found)
}

/// The places of the passages with this number.
fn numbered(passages: &[Passage], number: u32) -> impl Iterator<Item = usize> {
    let numbered = passages.iter().enumerate();
    numbered.filter(move |(_, one)| paragraph_number(one) == Some(number)).map(|(place, _)| place)
}

/// The paragraph of a number with the unnumbered ones after it.
fn paragraph(record: &Statement, number: u32) -> Option<Counterpart<'_>> {
    let mut places = numbered(&record.passages, number);
    let (first, others) = record.passages.get(places.next()?..)?.split_first()?;
    if places.next().is_some() {
        return None;
    }
    let others = others.iter().take_while(|passage| paragraph_number(passage).is_none());
    let parts: Vec<&str> = std::iter::once(first).chain(others).map(|passage| &*passage.text).collect();
    let text = parts.join(" ");
    Some(Counterpart { id: &first.id, language: Language::of(&text), text })
}
