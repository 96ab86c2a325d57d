//! The index: the words of the corpus, each with the passages that hold it.
//!
//! Invariant: each word is held once, by the keys that type it; numbers of words and passages never change, so an
//! index grows by segments while it is searched.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use fixedbitset::FixedBitSet;
use memchr::memmem;
use rustc_hash::FxHashMap;

use super::forms;
use super::matching::start;
use super::segment::{Facet, Segment};
use super::sequence::{Sequence, Token, tokens};
use super::terms::TermForms;
use crate::corpus::Corpus;
use crate::corpus::model::Dataset;
use crate::text::hangul;

/// The vocabulary of a corpus and where its words stand.
#[derive(Debug)]
pub struct Index {
    pub(super) words: Vec<Word>,
    /// One bit for each letter of a word's keys, by word; see [`mask`].
    pub(super) masks: Vec<u64>,
    /// The first four keys of each word; see [`start`].
    pub(super) starts: Vec<u32>,
    /// All words, a line each, and where each line ends: looked through for parts of words.
    lines: String,
    ends: Vec<usize>,
    numbers: FxHashMap<Box<str>, u32>,
    /// The words that begin with a key, or with two.
    beginnings: Vec<Beginning>,
    starting: FxHashMap<Start, u32>,
    /// The words of one form.
    groups: FxHashMap<Box<str>, Vec<u32>>,
    /// The words that hold Hangul.
    pub(super) korean: Vec<u32>,
    pub(super) passages: Sequence,
    pub(super) heads: Sequence,
    facets: BTreeMap<(Facet, Box<str>), Postings>,
    pub(super) terms: Vec<TermForms>,
    /// The meanings' ids and names, in the order of their letters.
    pub(super) meanings: Vec<(String, String)>,
    /// The row of each passage's head.
    heads_of: Vec<u32>,
    /// For each term, once it was asked for, the passages whose wording holds it: all, and the quotations.
    worded: Vec<OnceLock<[FixedBitSet; 2]>>,
}

/// One word of the corpus, folded.
#[derive(Debug)]
pub(super) struct Word {
    pub text: Box<str>,
    /// The word as it is typed on a Korean keyboard; empty where that is the word itself.
    keys: Box<str>,
    pub letters: usize,
    /// The beginnings that it has, by their places.
    begins: [Option<u32>; 2],
    /// The passages that hold it.
    pub held: Postings,
    /// The passages under a head that holds it.
    pub headed: Postings,
}

/// The passages that hold something: a list while they are few, a bit for each passage once they are many.
#[derive(Debug)]
pub(super) enum Postings {
    Few(Vec<u32>),
    Many(FixedBitSet),
}

/// One or two keys.
type Start = (char, Option<char>);

#[derive(Debug, Default)]
struct Beginning {
    words: Vec<u32>,
    /// How many passages stand with these words, one by one.
    postings: usize,
    /// All that hold one of them, once they are many: the first letters of a search ask for no less.
    passages: Option<FixedBitSet>,
}

/// From how many passages on, and from which share of all, a set of bits is smaller and quicker than a list.
const MANY: usize = 1024;
const SHARE: usize = 64;

/// From which part of all passages on, together, the words of a beginning have a set of their own.
const COMMON: usize = 4;

/// The beginnings that `keys` has: its first key, and its first two.
fn starts_of(keys: &str) -> impl Iterator<Item = Start> + use<> {
    let mut keys = keys.chars();
    let (first, second) = (keys.next(), keys.next());
    let both = first.zip(second).map(|(first, second)| (first, Some(second)));
    first.map(|first| (first, None)).into_iter().chain(both)
}

impl Word {
    fn new(text: &str) -> Self {
        let keys = if hangul::holds_hangul(text) { hangul::keys(text) } else { String::new() };
        let letters = text.chars().count();
        let (held, headed) = (Postings::default(), Postings::default());
        Self { text: text.into(), keys: keys.into(), letters, begins: [None; 2], held, headed }
    }

    pub(super) fn keys(&self) -> &str {
        if self.keys.is_empty() { &self.text } else { &self.keys }
    }
}

impl Default for Postings {
    fn default() -> Self {
        Self::Few(Vec::new())
    }
}

impl Postings {
    /// Takes in passages that come after all held; `held` is how many passages there are now.
    fn append(&mut self, base: u32, more: &[u32], held: usize) {
        let more = more.iter().map(|passage| base.saturating_add(*passage));
        match self {
            Self::Few(passages) => {
                // Doubling would leave a third of all lists empty.
                if passages.capacity().saturating_sub(passages.len()) < more.len() {
                    passages.reserve_exact(more.len().saturating_add(passages.len() / 4));
                }
                passages.extend(more);
                if passages.len() > MANY && passages.len().saturating_mul(SHARE) > held {
                    let mut many = FixedBitSet::with_capacity(held);
                    for passage in passages {
                        many.insert(*passage as usize);
                    }
                    *self = Self::Many(many);
                }
            }
            Self::Many(passages) => {
                grow(passages, held);
                more.for_each(|passage| passages.insert(passage as usize));
            }
        }
    }

    /// Adds the passages to `set`, which has room for all.
    pub(super) fn add_to(&self, set: &mut FixedBitSet) {
        match self {
            Self::Few(passages) => passages.iter().for_each(|passage| set.insert(*passage as usize)),
            Self::Many(passages) => set.union_with(passages),
        }
    }

    pub(super) fn count(&self) -> usize {
        match self {
            Self::Few(passages) => passages.len(),
            Self::Many(passages) => passages.count_ones(..),
        }
    }
}

/// Makes room for `held` passages, and an eighth more: room is seldom made, and little of it is left empty.
fn grow(set: &mut FixedBitSet, held: usize) {
    if set.len() < held {
        let mut larger = FixedBitSet::with_capacity(held.saturating_add(held / 8));
        larger.union_with(set);
        *set = larger;
    }
}

/// The letters that occur in `text`, a bit each; rare ones share bits.
pub(super) fn mask(text: &str) -> u64 {
    text.chars().fold(0, |mask, c| {
        let bit = match c {
            'a'..='z' => u32::from(c).saturating_sub(u32::from('a')),
            '0'..='9' => u32::from(c).saturating_sub(u32::from('0')).saturating_add(26),
            _ => (u32::from(c) % 28).saturating_add(36),
        };
        mask | 1_u64.checked_shl(bit).unwrap_or_default()
    })
}

impl Index {
    /// An index of nothing, for statements of `dataset` to come.
    pub fn new(dataset: &Dataset) -> Self {
        Self {
            words: Vec::new(),
            masks: Vec::new(),
            starts: Vec::new(),
            lines: String::new(),
            ends: Vec::new(),
            numbers: FxHashMap::default(),
            beginnings: Vec::new(),
            starting: FxHashMap::default(),
            groups: FxHashMap::default(),
            korean: Vec::new(),
            passages: Sequence::default(),
            heads: Sequence::default(),
            facets: BTreeMap::new(),
            terms: dataset.terms.iter().map(TermForms::new).collect(),
            meanings: dataset.meanings.iter().map(|m| (m.id.to_string(), m.name.to_string())).collect(),
            heads_of: Vec::new(),
            worded: dataset.terms.iter().map(|_| OnceLock::new()).collect(),
        }
    }

    /// Indexes every passage of `corpus`.
    pub fn build(corpus: &Corpus) -> Self {
        let mut index = Self::new(corpus.dataset());
        index.append(&Segment::read(corpus.statements()));
        index
    }

    /// Takes in the statements that come after all held.
    pub fn append(&mut self, segment: &Segment) {
        let base = u32::try_from(self.passages.rows()).unwrap_or(u32::MAX);
        let held = self.passages.rows().saturating_add(segment.passages.rows());
        let numbers: Vec<u32> = segment.words.iter().map(|word| self.number_or_new(word)).collect();
        for (local, number) in numbers.iter().enumerate() {
            self.post(*number, base, segment.held.of(local), held);
            self.post_head(*number, base, segment.headed.of(local), held);
        }
        let heads = u32::try_from(self.heads.rows()).unwrap_or(u32::MAX);
        self.heads_of.extend(segment.heads_of.iter().map(|head| heads.saturating_add(*head)));
        self.heads.append(&segment.heads, &numbers);
        self.passages.append(&segment.passages, &numbers);
        for (facet, value, passages) in &segment.facets {
            let held_of = self.facets.entry((*facet, value.clone())).or_default();
            held_of.append(base, passages, held);
        }
        self.gather_common();
        self.word_more(base as usize);
    }

    /// Gives back what growing has taken too much, once no more is to come.
    pub fn shrink(&mut self) {
        self.passages.shrink();
        self.heads.shrink();
        for word in &mut self.words {
            for postings in [&mut word.held, &mut word.headed] {
                if let Postings::Few(passages) = postings {
                    passages.shrink_to_fit();
                }
            }
        }
    }

    /// How many passages are indexed.
    pub fn held(&self) -> usize {
        self.passages.rows()
    }

    /// The row of the head that a passage stands under.
    pub(super) fn head_of(&self, passage: u32) -> usize {
        self.heads_of.get(passage as usize).map_or(usize::MAX, |head| *head as usize)
    }

    /// A set of none of the passages, with room for all.
    pub(super) fn none(&self) -> FixedBitSet {
        FixedBitSet::with_capacity(self.held())
    }

    /// The word `key`, if the corpus holds it.
    pub(super) fn number(&self, key: &str) -> Option<u32> {
        match self.numbers.get(key) {
            None if hangul::holds_hangul(key) => self.numbers.get(&*hangul::keys(key)).copied(),
            number => number.copied(),
        }
    }

    pub(super) fn word(&self, number: u32) -> Option<&Word> {
        self.words.get(number as usize)
    }

    /// The words that begin with the first two of `keys`, or with the first where there is but one.
    pub(super) fn beginning(&self, keys: &str) -> &[u32] {
        let beginning = starts_of(keys).last().and_then(|start| self.starting(start));
        beginning.map_or(&[], |beginning| &beginning.words)
    }

    /// The passages that hold a word which begins with these keys, where they are one or two and many do.
    pub(super) fn beginning_with(&self, keys: &str) -> Option<&FixedBitSet> {
        let start = starts_of(keys).last().filter(|_| keys.chars().nth(2).is_none())?;
        self.starting(start)?.passages.as_ref()
    }

    fn starting(&self, start: Start) -> Option<&Beginning> {
        self.beginnings.get(*self.starting.get(&start)? as usize)
    }

    /// The words that hold `part`, each as often as it does.
    pub(super) fn with_part(&self, part: &str) -> impl Iterator<Item = u32> {
        let places = memmem::find_iter(self.lines.as_bytes(), part);
        let words = places.map(|at| self.ends.partition_point(|end| *end <= at));
        words.filter_map(|number| u32::try_from(number).ok())
    }

    /// The words of a form.
    pub(super) fn of_form(&self, form: &str) -> &[u32] {
        self.groups.get(form).map_or(&[], Vec::as_slice)
    }

    /// The passages that hold one of `words`.
    pub(super) fn holding(&self, words: impl IntoIterator<Item = u32>) -> FixedBitSet {
        let mut set = self.none();
        for word in words.into_iter().filter_map(|number| self.word(number)) {
            word.held.add_to(&mut set);
        }
        set
    }

    /// The passages under a head that holds one of `words`.
    pub(super) fn headed_by(&self, words: impl IntoIterator<Item = u32>) -> FixedBitSet {
        let mut set = self.none();
        for word in words.into_iter().filter_map(|number| self.word(number)) {
            word.headed.add_to(&mut set);
        }
        set
    }

    /// Both.
    pub(super) fn with(&self, words: &[u32]) -> FixedBitSet {
        let mut set = self.holding(words.iter().copied());
        set.union_with(&self.headed_by(words.iter().copied()));
        set
    }

    /// The values of a filter, each with how many passages it keeps.
    pub fn facet(&self, facet: Facet) -> impl Iterator<Item = (&str, usize)> {
        self.values(facet).map(|(value, passages)| (value, passages.count()))
    }

    /// The values of a filter, with their passages.
    pub(super) fn values(&self, facet: Facet) -> impl Iterator<Item = (&str, &Postings)> {
        let from = (facet, Box::from(""));
        let values = self.facets.range(from..).take_while(move |((of, _), _)| *of == facet);
        values.map(|((_, value), passages)| (&**value, passages))
    }

    /// The passages whose wording (the text as printed, or official) holds the term.
    pub(super) fn passages_with(&self, term: usize) -> Option<&FixedBitSet> {
        self.wordings(term).map(|[all, _]| all)
    }

    /// The quotations whose wording holds the term: a summary's words are the editor's, not a statement's use.
    pub fn quotations_with(&self, term: usize) -> Option<&FixedBitSet> {
        self.wordings(term).map(|[_, quoted]| quoted)
    }

    fn wordings(&self, term: usize) -> Option<&[FixedBitSet; 2]> {
        let forms = self.terms.get(term)?;
        Some(self.worded.get(term)?.get_or_init(|| {
            let all = forms.worded(self, 0);
            let mut quoted = self.quoted();
            quoted.intersect_with(&all);
            [all, quoted]
        }))
    }

    fn number_or_new(&mut self, text: &str) -> u32 {
        if let Some(number) = self.number(text) {
            return number;
        }
        let number = u32::try_from(self.words.len()).unwrap_or(u32::MAX);
        let mut word = Word::new(text);
        self.numbers.insert(word.keys().into(), number);
        self.masks.push(mask(word.keys()));
        self.starts.push(start(word.keys()));
        self.lines.push_str(text);
        self.lines.push('\n');
        self.ends.push(self.lines.len());
        let mut begins = [None; 2];
        for (place, start) in begins.iter_mut().zip(starts_of(word.keys())) {
            let at = *self.starting.entry(start).or_insert_with(|| {
                self.beginnings.push(Beginning::default());
                u32::try_from(self.beginnings.len().saturating_sub(1)).unwrap_or(u32::MAX)
            });
            if let Some(beginning) = self.beginnings.get_mut(at as usize) {
                beginning.words.push(number);
            }
            *place = Some(at);
        }
        word.begins = begins;
        if !word.keys.is_empty() {
            self.korean.push(number);
        }
        if let Some(form) = forms::key(text) {
            self.groups.entry(form.into()).or_default().push(number);
        }
        self.words.push(word);
        number
    }

    fn post(&mut self, number: u32, base: u32, passages: &[u32], held: usize) {
        let Some(word) = self.words.get_mut(number as usize).filter(|_| !passages.is_empty()) else { return };
        word.held.append(base, passages, held);
        for at in word.begins.into_iter().flatten() {
            let Some(beginning) = self.beginnings.get_mut(at as usize) else { continue };
            beginning.postings = beginning.postings.saturating_add(passages.len());
            if let Some(set) = &mut beginning.passages {
                grow(set, held);
                for passage in passages {
                    set.insert(base.saturating_add(*passage) as usize);
                }
            }
        }
    }

    /// Asks the terms that were asked of the passages before also of those from `from` on.
    fn word_more(&mut self, from: usize) {
        for at in 0..self.worded.len() {
            let Some([mut all, _]) = self.worded.get_mut(at).and_then(OnceLock::take) else { continue };
            let more = self.terms.get(at).map(|term| term.worded(self, from));
            all.grow(self.held());
            if let Some(more) = more {
                all.union_with(&more);
            }
            let mut quoted = self.quoted();
            quoted.intersect_with(&all);
            let known = self.worded.get(at).map(|known| known.set([all, quoted]));
            debug_assert!(known.is_none_or(|known| known.is_ok()), "it was just taken");
        }
    }

    fn post_head(&mut self, number: u32, base: u32, passages: &[u32], held: usize) {
        if let Some(word) = self.words.get_mut(number as usize).filter(|_| !passages.is_empty()) {
            word.headed.append(base, passages, held);
        }
    }

    /// Gives the beginnings that have become common their sets.
    fn gather_common(&mut self) {
        let held = self.held();
        for beginning in &mut self.beginnings {
            if beginning.passages.is_none() && beginning.postings.saturating_mul(COMMON) > held.max(MANY) {
                let mut set = FixedBitSet::with_capacity(held);
                for word in beginning.words.iter().filter_map(|word| self.words.get(*word as usize)) {
                    word.held.add_to(&mut set);
                }
                beginning.passages = Some(set);
            }
        }
    }
}

impl Sequence {
    /// Takes in the rows of another, its words by their numbers here.
    fn append(&mut self, other: &Self, numbers: &[u32]) {
        for row in 0..other.rows() {
            for token in tokens(other.row(row)) {
                match token {
                    Token::Word(word) => {
                        self.push(Token::Word(numbers.get(word as usize).copied().unwrap_or(u32::MAX)));
                    }
                    Token::Field(_) => self.push(token),
                }
            }
            self.end_row();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::tests::corpus;

    #[test]
    fn an_index_that_grew_is_the_index_built_at_once() {
        let corpus = corpus();
        let whole = Index::build(&corpus);
        let mut grown = Index::new(corpus.dataset());
        for statement in corpus.statements() {
            grown.append(&Segment::read(std::slice::from_ref(statement)));
        }
        grown.shrink();
        assert_eq!(grown.words.len(), whole.words.len());
        for (grown_word, word) in grown.words.iter().zip(&whole.words) {
            assert_eq!(grown_word.text, word.text);
            let passages = |index: &Index, word: &Word| {
                let mut set = index.none();
                word.held.add_to(&mut set);
                word.headed.add_to(&mut set);
                set
            };
            assert_eq!(passages(&grown, grown_word), passages(&whole, word), "{}", word.text);
        }
        for row in 0..whole.held() {
            assert!(grown.passages.row(row) == whole.passages.row(row));
        }
        assert!(grown.facet(Facet::Series).eq(whole.facet(Facet::Series)));
    }

    #[test]
    fn many_passages_are_held_as_bits_and_mean_the_same() {
        let mut postings = Postings::Few(Vec::new());
        let all: Vec<u32> = (0..600).collect();
        for part in 0..5_u32 {
            postings.append(part * 600, &all, (part as usize + 1) * 600);
        }
        assert!(matches!(postings, Postings::Many(_)));
        assert_eq!(postings.count(), 3000);
    }
}
