//! Statements divided into words: the part of indexing that several threads can do at once.
//!
//! Invariant: words and passages are numbered within the segment; each word's passages ascend, each once.

use std::fmt;
use std::ops::Range;

use compact_str::CompactString;
use rustc_hash::FxHashMap;

use super::acronyms::Acronyms;
use super::dates;
use super::facet::{CHECK, Facet, LINK, NONE, OFFICIAL, sure, wording_verdict};
use super::passage_lists::{IndexedPart, PassageLists, WordNumbers};
use super::sequence::{GAP, Rows, Sequence, Slot, Token};
use super::words::{MONTHS, each_indexed_word};
use super::{SearchField, narrow};
use crate::corpus::model::{Passage, PassageKind, Statement};
use crate::text::safe::Text;
use crate::text::script::Language;
use crate::text::sentences::sentences;

/// The words and filter values of some statements, ready to be added to an [`super::Index`].
#[derive(Default)]
pub struct Segment {
    pub(super) words: Vec<CompactString>,
    /// For each word, the passages whose own words contain it; see [`Slot::is_words`].
    pub(super) wordings: PassageLists,
    /// For each word, the passages in which the editor's words contain it: context and summaries.
    pub(super) notes: PassageLists,
    /// For each word, the passages whose statement's head contains it.
    pub(super) heads: PassageLists,
    pub(super) rows: Rows,
    pub(super) facets: Vec<(Facet, Box<str>, Vec<u32>)>,
    pub(super) acronyms: Acronyms,
}

impl Segment {
    /// Reads consecutive statements of the corpus.
    pub fn read(statements: &[Statement]) -> Self {
        let mut builder = SegmentBuilder::default();
        let mut row = 0;
        for (head, statement) in (0_u32..).zip(statements) {
            builder.head(statement, head, row..row + narrow(statement.passages.len()));
            let mut above = None;
            for passage in &statement.passages {
                builder.body(passage, row, above);
                above = passage.heading.as_ref();
                builder.rows.heads_of.push(head);
                row += 1;
            }
        }
        let SegmentBuilder { rows, words, acronyms } = builder;
        let (words, [wordings, notes, heads]) = words.finish();
        Self { wordings, notes, heads, facets: facets(statements), words, rows, acronyms }
    }
}

impl fmt::Debug for Segment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (words, passages) = (self.words.len(), self.rows.passages());
        f.debug_struct("Segment").field("words", &words).field("passages", &passages).finish_non_exhaustive()
    }
}

#[derive(Default)]
struct SegmentBuilder {
    rows: Rows,
    words: WordNumbers,
    acronyms: Acronyms,
}

impl SegmentBuilder {
    /// Reads the head of a statement with these passages.
    fn head(&mut self, statement: &Statement, row: u32, passages: Range<u32>) {
        let number = statement.number.map(|n| format!("{n} {n}{}", ordinal_ending(n))).unwrap_or_default();
        let series = format!("{} {number} {}", statement.series, day(statement));
        let parties = statement.issuers.iter().chain(&statement.signatories);
        let parties = parties.enumerate().map(|(at, party)| (Slot::of(SearchField::Parties(at)), &**party));
        let fields = [
            (Slot::of(SearchField::Label), &*statement.label),
            (Slot::of(SearchField::Title), &*statement.title),
            (Slot::of(SearchField::Place), statement.place.as_deref().unwrap_or_default()),
            (Slot::SERIES, &*series),
        ];
        for (slot, text) in fields.into_iter().chain(parties) {
            let number = |key: &str, _: &Range<usize>| self.words.number(key, IndexedPart::Head, row);
            add_words(slot, text, &mut self.rows.heads, number);
        }
        self.words.end_row(IndexedPart::Head, passages);
        self.rows.heads.end_row();
        self.rows.dates.push(dates::of(statement));
    }

    fn body(&mut self, passage: &Passage, row: u32, above: Option<&Text>) {
        let mut position = 0;
        for (slot, text) in fields(passage, above) {
            position += GAP + 1;
            let mut starts = sentences(text).into_iter().skip(1).map(|sentence| sentence.start).peekable();
            let part = if slot.is_words() { IndexedPart::Words } else { IndexedPart::Notes };
            add_words(slot, text, &mut self.rows.bodies, |key, range| {
                self.acronyms.note(text, key, range);
                let mut begins = false;
                while starts.next_if(|start| *start <= range.start).is_some() {
                    begins = true;
                }
                if begins {
                    self.rows.sentences.push(position);
                }
                position += 1;
                self.words.number(key, part, row)
            });
        }
        for part in [IndexedPart::Words, IndexedPart::Notes] {
            self.words.end_row(part, row..row + 1);
        }
        self.rows.bodies.end_row();
        self.rows.sentences.end_row();
    }
}

/// The fields of a passage that are not empty. A heading counts once, with the first passage below it; `above` is that of
/// the passage before.
pub(super) fn fields<'a>(
    passage: &'a Passage,
    above: Option<&Text>,
) -> impl Iterator<Item = (Slot, &'a str)> + use<'a> {
    let check = passage.check.as_ref();
    let heading = passage.heading.as_ref().filter(|heading| above != Some(heading));
    let (heading_slot, text_slot) = match passage.kind {
        PassageKind::Quotation => (Slot::of(SearchField::Heading), Slot::of(SearchField::Text)),
        PassageKind::Summary => (Slot::SUMMARY_HEADING, Slot::SUMMARY),
    };
    let fields = [
        (heading_slot, heading.map(|heading| &**heading)),
        (text_slot, Some(&*passage.text)),
        (Slot::of(SearchField::Official), check.and_then(|check| check.official.as_deref())),
        (Slot::of(SearchField::Korean), check.and_then(|check| check.korean.as_deref())),
        (Slot::of(SearchField::Context), passage.context.as_deref()),
    ];
    let held = |(slot, text): (Slot, Option<&'a str>)| Some((slot, text.filter(|text| !text.is_empty())?));
    fields.into_iter().filter_map(held)
}

/// Adds the words of a field to a row; `number` is called with each word and its place, and returns its number.
fn add_words(slot: Slot, text: &str, row: &mut Sequence, mut number: impl FnMut(&str, &Range<usize>) -> u32) {
    if text.is_empty() {
        return;
    }
    row.push(Token::Field(slot));
    each_indexed_word(text, |key, range| row.push(Token::Word(number(key, &range))));
}

/// The passages of each value of each filter.
fn facets(statements: &[Statement]) -> Vec<(Facet, Box<str>, Vec<u32>)> {
    let years: Vec<String> = statements.iter().map(year).collect();
    let mut found: FxHashMap<(Facet, &str), Vec<u32>> = FxHashMap::default();
    let mut number = 0_u32;
    for (statement, year) in statements.iter().zip(&years) {
        let mut above = None;
        for passage in &statement.passages {
            let check = passage.check.as_ref();
            let official = check.is_some_and(|check| check.official.is_some());
            let values = [
                Some((Facet::Series, &*statement.series)),
                Some((Facet::Year, year.as_str())),
                Some((Facet::Standing, statement.standing.name())),
                Some((Facet::Meaning, passage.meaning.as_deref().unwrap_or(NONE))),
                Some((Facet::Kind, passage.kind.name())),
                check.map(|check| (Facet::Verdict, check.verdict.name())),
                check.map(|_| (Facet::Has, CHECK)),
                official.then_some((Facet::Has, OFFICIAL)),
                (!passage.links.is_empty()).then_some((Facet::Has, LINK)),
            ];
            let layers = fields(passage, above).filter(|(slot, _)| slot.is_words());
            let layers = layers.flat_map(|(slot, text)| {
                let sure = slot
                    .field()
                    .map(|field| (Facet::Sure, sure(wording_verdict(field, check.map(|check| &**check)))));
                [Some((Facet::Language, Language::of(text).name())), sure]
            });
            for value in values.into_iter().chain(layers).flatten() {
                let passages = found.entry(value).or_default();
                if passages.last() != Some(&number) {
                    passages.push(number);
                }
            }
            above = passage.heading.as_ref();
            number += 1;
        }
    }
    found.into_iter().map(|((facet, value), passages)| (facet, value.into(), passages)).collect()
}

/// The day as readers may type it (`2025-11-14`, `November 14`, `14 November 2025`), or at least the year.
fn day(statement: &Statement) -> String {
    let date = statement.date.as_deref().unwrap_or_default();
    let mut parts = date.split('-').skip(1).map(|part| part.parse::<usize>().ok());
    let month = parts.next().flatten().and_then(|month| MONTHS.get(month.checked_sub(1)?));
    match (month, parts.next().flatten()) {
        (Some(month), Some(day)) => {
            let year = year(statement);
            format!("{date} {month} {day} {year} {day} {month} {year}")
        }
        _ => year(statement),
    }
}

/// The year, from the date or as the dataset states it; empty if neither is known.
fn year(statement: &Statement) -> String {
    statement.year_held().map(|year| year.to_string()).unwrap_or_default()
}

/// The letters after the figure of an ordinal.
pub(super) fn ordinal_ending(n: u32) -> &'static str {
    match (n % 10, n % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::tests::corpus;

    #[test]
    fn each_word_appears_once_and_its_passages_ascend() {
        let corpus = corpus();
        let segment = Segment::read(corpus.statements());
        let mut words = segment.words.clone();
        words.sort();
        words.dedup();
        assert_eq!(words.len(), segment.words.len());
        for word in 0..words.len() {
            let lists = [segment.wordings.of(word), segment.notes.of(word), segment.heads.of(word)];
            assert!(lists.iter().any(|list| !list.is_empty()));
            assert!(lists.iter().all(|list| list.is_sorted_by(|a, b| a < b)), "{lists:?}");
        }
    }

    #[test]
    fn a_head_belongs_to_every_passage_of_its_statement() {
        let corpus = corpus();
        let segment = Segment::read(corpus.statements());
        let word = segment.words.iter().position(|word| *word == "scm").unwrap();
        assert_eq!(segment.heads.of(word), [0, 1]);
    }

    #[test]
    fn numbers_have_their_endings() {
        let endings: Vec<_> = [1, 2, 3, 4, 11, 12, 13, 21, 35].map(ordinal_ending).to_vec();
        assert_eq!(endings, ["st", "nd", "rd", "th", "th", "th", "th", "st", "th"]);
    }
}
