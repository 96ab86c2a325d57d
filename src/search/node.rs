//! Where the node of a query's row is, word by word, in what the statements say.
//!
//! Invariant: the hits of a passage are in one field, the first of official wording, text, Korean and heading that has
//! the node; they are in order, do not overlap, and each is within one sentence.

use std::cmp::Reverse;
use std::num::NonZeroU32;
use std::ops::Range;
use std::sync::Arc;

use fixedbitset::FixedBitSet;
use rustc_hash::FxHashMap;

use super::cases::with_stop;
use super::filter::Filters;
use super::index::Index;
use super::line_filter::{LAYERS, LineFilter};
use super::matched::MatchedTerm;
use super::near::{NearPair, are_linked};
use super::plan::{Purpose, in_halves, members};
use super::query::{Query, QueryTerm, Rival, Scope};
use super::sequence::{GAP, Token, tokens};
use super::words::{each_word, letters_within, words};
use super::{Certainty, Found, SearchField};
use crate::corpus::{Corpus, PassageNo};
use crate::text::fold::fold;
use crate::text::hangul::holds_hangul;
use crate::text::{count_of, counted, slice};

/// Words on each side that lines are sorted by.
pub const SORTED_WORDS: usize = 3;

/// A row of a query, ready to be found in passages.
///
/// The node is the first clause of the row: a word, a phrase or a term that must be found. All other clauses occur
/// somewhere in the words of the same passage; those linked to the node, near it.
#[derive(Debug)]
pub struct NodeSearch {
    found: Found,
    passages: FixedBitSet,
    /// For each clause of the row, its number among the terms that were looked for.
    clauses: Vec<Option<usize>>,
    /// What is linked to the node.
    chain: Vec<NearPair>,
    purpose: Purpose,
    /// The wording that the query asks for.
    wording: Option<LineFilter>,
    /// For some passages, hits that replace those found in them.
    given: FxHashMap<PassageNo, Vec<NodeHit>>,
}

/// A hit of the node in a field of a passage, in words of the field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NodeHit {
    pub passage: PassageNo,
    pub field: SearchField,
    pub words: Range<u32>,
    /// The words before the node in its sentence, the nearest first.
    pub left: [Option<IndexedWordNo>; SORTED_WORDS],
    /// Its own first words.
    pub node: [Option<IndexedWordNo>; SORTED_WORDS],
    /// The words after it in its sentence, the nearest first.
    pub right: [Option<IndexedWordNo>; SORTED_WORDS],
}

/// A word of the index: its number plus one, so that `None` takes no extra memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct IndexedWordNo(NonZeroU32);

/// A field of a passage: its words, and their positions in the row.
struct FieldWords {
    field: SearchField,
    start: u32,
    words: Vec<u32>,
}

impl Index {
    /// Finds the passages of a row without filters: those whose own words have all its clauses, with the node within
    /// one sentence.
    pub(super) fn node_search(&self, corpus: &Corpus, query: &Query) -> Result<NodeSearch, String> {
        if let Some(Scope::About | Scope::All) = query.scope {
            return Err(String::from(
                "lines are of what the statements say, so `in:about` and `in:all` give none; leave them out, or use `linchpin search`",
            ));
        }
        let query = Query { scope: Some(Scope::Words), ..query.clone() };
        // That no passage has all words, `failures` says more exactly.
        let found = self.retrieve(corpus, &query, 0, None);
        if let Some(error) = found.error {
            return Err(error);
        }
        let of_clause = |wanted: &QueryTerm| found.terms.iter().position(|term| term.wanted == *wanted);
        let clauses: Vec<Option<usize>> = query.wanted.iter().map(of_clause).collect();
        let number = |at: usize| clauses.get(at).copied().flatten();
        let mut chain: Vec<NearPair> = Vec::new();
        for near in &query.near {
            let (Some(left), Some(right)) = (number(near.left), number(near.right)) else { continue };
            let reached = chain.last().map_or(0, |pair| pair.right);
            if left == reached {
                chain.push(NearPair { left, right, distance: near.distance });
            }
        }
        let is_vague = query.is_idle() || found.terms.iter().any(|term| term.vague);
        let purpose = if is_vague { Purpose::Mark } else { Purpose::Rank };
        let passages = found.set(Certainty::Firm).clone();
        let mut search = NodeSearch {
            found,
            passages,
            clauses,
            chain,
            purpose,
            wording: None,
            given: FxHashMap::default(),
        };
        let across = self.across_sentences(&search);
        search.passages.difference_with(&across);
        Ok(search)
    }

    /// Leaves only lines of some wording, and the passages that have them.
    pub(super) fn narrow_wording(&self, search: &mut NodeSearch, wording: LineFilter) {
        search.wording = Some(wording);
        let all = members(&search.passages);
        let lacking = self.without_hits(search, &all);
        search.passages.difference_with(&lacking);
    }

    /// The passages that have the words of the node in a row, but only across the end of a sentence.
    fn across_sentences(&self, search: &NodeSearch) -> FixedBitSet {
        let node = search.found.terms.first();
        let is_long =
            node.is_some_and(|node| node.expansions.phrases.iter().any(|(_, phrase)| phrase.words.len() > 1));
        if !is_long && search.chain.is_empty() {
            return self.words.none();
        }
        let has_several = |passage: &u32| !self.words.rows.sentences.of(*passage).is_empty();
        let several: Vec<u32> = members(&search.passages).into_iter().filter(has_several).collect();
        self.without_hits(search, &several)
    }

    /// Those of these passages that have no hit of the node.
    fn without_hits(&self, search: &NodeSearch, passages: &[u32]) -> FixedBitSet {
        let lacking = in_halves(passages, |half| {
            let lacks = |passage: &&u32| self.node_hits(search, PassageNo(**passage)).is_empty();
            half.iter().filter(lacks).map(|passage| *passage as usize).collect::<Vec<usize>>()
        });
        let mut without = self.words.none();
        without.extend(lacking.into_iter().flatten());
        without
    }

    /// Why a row has no line: the first of its clauses that fails, and what the editor's words would give.
    pub fn failures(&self, corpus: &Corpus, rival: &Rival) -> Vec<String> {
        let query = &rival.query;
        let Ok(filters) = Filters::new(self, query) else { return Vec::new() };
        let mut passing = self.words.all();
        filters.narrow(&mut passing);
        let mut failures: Vec<String> = Vec::new();
        if passing.is_clear() {
            failures.push(String::from("no passage passes the filters"));
        } else {
            let (terms, _) = self.terms_of(query, &[], &mut Vec::new());
            failures.push(self.failing_clause(&terms, &passing));
        }
        let total =
            |scope| self.search(corpus, &Query { scope: Some(scope), ..query.clone() }, 0, None).total();
        let words = total(Scope::Words);
        if words > 0 {
            let passages = count_of(words, "passage has", "passages have");
            failures.push(format!(
                "`linchpin search` finds it otherwise: {passages} it within a longer word or in another form"
            ));
        }
        let about = total(Scope::About);
        if about > 0 {
            let passages = counted(about, "passage");
            failures.push(format!(
                "with in:about, `linchpin search` finds {passages}, in a title or in the editor's words"
            ));
        }
        failures
    }

    fn failing_clause(&self, terms: &[Arc<MatchedTerm>], passing: &FixedBitSet) -> String {
        let mut left = passing.clone();
        for (at, term) in terms.iter().enumerate() {
            let typed = term.wanted.typed();
            let said = term.in_words(term.firm).filter(|said| !said.is_clear());
            let Some(said) = said else {
                let mut near = self.missing(&term.wanted).near;
                // Titles and notes may have the word itself.
                near.retain(|near| *near != fold(typed));
                let near =
                    if near.is_empty() { String::new() } else { format!("; near it: {}", near.join(", ")) };
                return format!("no statement's words have `{typed}`{near}");
            };
            if said.is_disjoint(passing) {
                return format!("within the filters no statement's words have `{typed}`");
            }
            left.intersect_with(said);
            if left.is_clear() {
                let others: Vec<String> =
                    terms.iter().take(at).map(|term| format!("`{}`", term.wanted.typed())).collect();
                return format!("no passage's words have `{typed}` together with {}", others.join(" and "));
            }
        }
        String::from(
            "some passages have all of its words, but not as the query asks: near each other, in one sentence, in this wording or in these statements",
        )
    }

    /// The word of this number, as it is sorted and counted.
    pub fn word_text(&self, word: IndexedWordNo) -> &str {
        self.words.vocabulary.word(word.0.get() - 1).map_or("", |word| &word.text)
    }

    /// The hits of the node in those passages of the search that are `among` others, in order.
    pub fn all_node_hits(&self, search: &NodeSearch, among: impl Fn(PassageNo) -> bool) -> Vec<NodeHit> {
        let mut passages = members(&search.passages);
        passages.retain(|passage| among(PassageNo(*passage)));
        let hits = in_halves(&passages, |half| {
            half.iter().flat_map(|passage| self.node_hits(search, PassageNo(*passage))).collect::<Vec<_>>()
        });
        hits.into_iter().flatten().collect()
    }

    /// The hits of the node in a passage.
    pub fn node_hits(&self, search: &NodeSearch, passage: PassageNo) -> Vec<NodeHit> {
        if let Some(hits) = search.given.get(&passage) {
            return hits.clone();
        }
        let row = self.words.rows.body(passage.0);
        let mut places: Vec<(SearchField, usize, Range<u32>)> = Vec::new();
        search.found.plan.read(row, search.purpose, |found, slot| {
            let number = usize::from(found.term);
            let is_firm = search.found.terms.get(number).is_some_and(|term| found.level <= term.firm);
            let field = slot.filter(|slot| is_firm && slot.is_words()).and_then(super::sequence::Slot::field);
            let words = found.position + 1 - found.words..found.position + 1;
            places.extend(field.map(|field| (field, number, words)));
        });
        let sentences = self.words.rows.sentences.of(passage.0);
        let wording = search.wording.as_ref();
        let (mut found, mut is_read) = (Vec::new(), false);
        for (layer, field) in LAYERS.into_iter().enumerate() {
            let may_read = wording.is_none_or(|wording| wording.may_read(layer, passage.0));
            let of = |term: usize| {
                let of_layer = places.iter().filter(move |(own, number, _)| *own == field && *number == term);
                of_layer.map(|(.., at)| at)
            };
            // The layers repeat each other, but a heading has words of its own.
            let may_read = may_read && (!is_read || field == SearchField::Heading);
            let hits = if may_read { layer_hits(&search.chain, of, sentences) } else { Vec::new() };
            let wanted = wording.map_or(Some(true), |wording| wording.is_wanted(layer, passage.0));
            match wanted.filter(|_| !hits.is_empty()) {
                None => {}
                Some(false) => is_read = true,
                Some(true) => {
                    let words = self.field_words(passage, field);
                    let hit = |at| Some(words.as_ref()?.hit(passage, at, sentences));
                    found.extend(hits.into_iter().filter_map(hit));
                    is_read = true;
                }
            }
        }
        found
    }

    /// The words of one field of a passage's row.
    fn field_words(&self, passage: PassageNo, field: SearchField) -> Option<FieldWords> {
        let (mut position, mut found) = (0_u32, None::<FieldWords>);
        let row = self.words.rows.body(passage.0);
        for token in tokens(row) {
            match token {
                Token::Field(_) if found.is_some() => break,
                Token::Field(slot) => {
                    position += GAP + 1;
                    if slot.is_words() && slot.field() == Some(field) {
                        let words = Vec::with_capacity(row.len());
                        found = Some(FieldWords { field, start: position, words });
                    }
                }
                Token::Word(word) => {
                    found.as_mut().into_iter().for_each(|field| field.words.push(word));
                    position += 1;
                }
            }
        }
        found
    }

    /// Where a hit is in the text of its field, in bytes; in a Korean word, the part that was looked for.
    pub fn node_range(&self, search: &NodeSearch, hit: &NodeHit, source: &str) -> Option<Range<usize>> {
        let mut places: Vec<Range<usize>> = Vec::new();
        let (first, last) = (hit.words.start as usize, hit.words.end.checked_sub(1)? as usize);
        each_word(source, |_, range| places.push(range));
        let (first, last) = (places.get(first)?.clone(), places.get(last)?.clone());
        debug_assert!(first.start < last.end);
        if !holds_hangul(slice(source, first.start..last.end)) {
            return Some(first.start..with_stop(source, &last));
        }
        let count = (hit.words.end - hit.words.start) as usize;
        let term = search.found.terms.first()?;
        let typed = term.wanted.word().map(|word| vec![word.key.clone()]);
        let phrases =
            typed.into_iter().chain(term.expansions.phrases.iter().map(|(_, phrase)| phrase.words.clone()));
        let narrowed = phrases.filter(|phrase| phrase.len() == count);
        let narrowed = narrowed.filter_map(|phrase| korean_part(source, &first, &last, &phrase));
        // The longest of the words that were looked for.
        Some(narrowed.max_by_key(ExactSizeIterator::len).unwrap_or(first.start..last.end))
    }

    /// Where the other clauses of the row are in a text, in order.
    pub fn other_clauses(&self, search: &NodeSearch, source: &str) -> Vec<Range<usize>> {
        self.clause_ranges(&search.found, source, |number, level| {
            number > 0 && search.found.terms.get(number).is_some_and(|term| level <= term.firm)
        })
    }
}

impl NodeSearch {
    /// Whether the search has found the passage.
    pub fn has(&self, passage: PassageNo) -> bool {
        self.passages.contains(passage.0 as usize)
    }

    /// Those of these passages that the search has found.
    pub fn among(&self, passages: Range<usize>) -> impl Iterator<Item = PassageNo> {
        passages
            .filter(|passage| self.passages.contains(*passage))
            .map(|passage| PassageNo(super::narrow(passage)))
    }

    /// Whether the statement at this place, or a text of it, has a clause of the row, also where the row was not found.
    pub(super) fn has_clause(&self, corpus: &Corpus, at: usize, clause: usize) -> bool {
        let term = self.clauses.get(clause).copied().flatten().and_then(|term| self.found.terms.get(term));
        let said = term.and_then(|term| term.in_words(term.firm));
        said.is_some_and(|said| corpus.records(at).any(|at| said.contains_any_in_range(corpus.span(at))))
    }

    /// How many of these passages the search has found.
    pub fn count_in(&self, passages: Range<usize>) -> usize {
        let range = passages.start..passages.end.min(self.passages.len());
        if range.is_empty() { 0 } else { self.passages.count_ones(range) }
    }

    /// All passages found.
    pub(super) fn passages(&self) -> &FixedBitSet {
        &self.passages
    }

    /// The same passages, and those that have the words of the node across the end of a sentence.
    pub(super) fn in_a_row(&self) -> &FixedBitSet {
        self.found.set(Certainty::Firm)
    }

    /// Whether the search has found one of these passages; passages that were read later are not found.
    pub fn is_in(&self, passages: Range<usize>) -> bool {
        self.count_in(passages) > 0
    }

    /// Leaves only passages that pass the filters and have nothing unwanted.
    pub(super) fn narrow(&mut self, filters: &Filters, unwanted: &FixedBitSet) {
        filters.narrow(&mut self.passages);
        self.passages.difference_with(unwanted);
    }

    /// Replaces the hits found in some passages. A passage with no new hit is no longer found.
    pub(super) fn give(&mut self, hits: FxHashMap<PassageNo, Vec<NodeHit>>) {
        for (passage, hits) in &hits {
            self.passages.set(passage.0 as usize, !hits.is_empty());
        }
        self.given = hits;
    }

    /// What the reader should know about how the row was read.
    pub fn notes(&self) -> &[String] {
        &self.found.notes
    }
}

impl FieldWords {
    /// The hit at these positions of the row, with the words of its sentence around it.
    fn hit(&self, passage: PassageNo, at: Range<u32>, sentences: &[u32]) -> NodeHit {
        let words = at.start - self.start..at.end - self.start;
        let begins = sentences
            .iter()
            .rev()
            .find(|start| **start <= at.start)
            .map_or(0, |start| start.saturating_sub(self.start));
        let ends = sentences
            .iter()
            .find(|start| **start >= at.end)
            .map_or(u32::MAX, |start| start.saturating_sub(self.start));
        let word = |at: u32| {
            let word = self.words.get(at as usize).filter(|_| (begins..ends).contains(&at))?;
            NonZeroU32::new(word.wrapping_add(1)).map(IndexedWordNo)
        };
        let side = |place: &dyn Fn(u32) -> Option<u32>| {
            let mut side = [None; SORTED_WORDS];
            (0..).zip(&mut side).for_each(|(step, slot)| *slot = place(step).and_then(word));
            side
        };
        NodeHit {
            passage,
            field: self.field,
            left: side(&|step| words.start.checked_sub(step + 1)),
            node: side(&|step| Some(words.start + step).filter(|at| *at < words.end)),
            right: side(&|step| words.end.checked_add(step)),
            words,
        }
    }
}

/// The places of the node in one field that have lines: each in one sentence, linked as asked, and none within another.
/// `of` gives the places of a term in the field.
fn layer_hits<'a, I: Iterator<Item = &'a Range<u32>>>(
    chain: &[NearPair],
    of: impl Fn(usize) -> I,
    sentences: &[u32],
) -> Vec<Range<u32>> {
    let is_whole = |at: &&Range<u32>| !sentences.iter().any(|start| at.start < *start && *start < at.end);
    let mut hits: Vec<Range<u32>> = of(0)
        .filter(is_whole)
        .filter(|at| are_linked(chain, vec![at], |term| of(term).collect(), sentences))
        .cloned()
        .collect();
    hits.sort_unstable_by_key(|at| (at.start, Reverse(at.end)));
    let mut end = 0;
    hits.retain(|at| {
        let is_free = at.start >= end;
        end = if is_free { at.end } else { end };
        is_free
    });
    hits
}

/// The part of Korean words that a phrase covers: from the end of the first word to the beginning of the last, since
/// particles and compounds attach to them.
fn korean_part(
    source: &str,
    first: &Range<usize>,
    last: &Range<usize>,
    phrase: &[String],
) -> Option<Range<usize>> {
    let key = |range: &Range<usize>| words(slice(source, range.clone())).pop();
    let letters = |text: &str| text.chars().count();
    let (begin, end) = (phrase.first()?, phrase.last()?);
    let (first_key, last_key) = (key(first)?, key(last)?);
    if first == last {
        let before = letters(first_key.split_once(begin.as_str())?.0);
        return Some(letters_within(source, first, &(before..before + letters(begin))));
    }
    let before = letters(first_key.strip_suffix(begin.as_str())?);
    last_key.starts_with(end.as_str()).then(|| {
        let start = letters_within(source, first, &(before..before + letters(begin))).start;
        start..letters_within(source, last, &(0..letters(end))).end
    })
}
