//! Precedent: who holds a run of words, in which layer of the wording, and how sure that wording is.
//!
//! Invariant: of each statement the surest wording counts; a statement and its texts count once. Analyses and
//! collecting places can have the words but are not counted.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use super::align::LocalAlignment;
use super::omissions::{ends_words_alike, leaves_out};
use crate::corpus::model::{Check, Standing, Statement, Verdict};
use crate::corpus::stance::is_counted;
use crate::corpus::usage::Usage;
use crate::corpus::{Corpus, PassageNo};
use crate::search::{
    Index, LayerWords, SearchField, TextWord, WordingRun, has_possessive, word_ranges, wording_verdict,
};
use crate::text::fold::APOSTROPHES;
use crate::text::safe::Text;
use crate::text::{slice, sublist};

/// What a text is compared with.
#[derive(Debug, Clone, Copy)]
pub struct HeldWording<'a> {
    pub corpus: &'a Corpus,
    pub index: &'a Index,
    pub usage: &'a Usage,
}

/// How sure it is that the words are the statement's own, the surest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sureness {
    /// The official wording has them, or the print that was found identical.
    Official,
    /// Nobody has compared the wording with the official one.
    Unverified,
    /// Only a print has them, and the official wording that is held differs.
    PrintedOnly,
}

impl Sureness {
    pub fn sign(self) -> char {
        match self {
            Self::Official => '=',
            Self::Unverified => '?',
            Self::PrintedOnly => '≠',
        }
    }

    /// Its name in answers for programs.
    pub fn name(self) -> &'static str {
        match self {
            Self::Official => "official",
            Self::Unverified => "unverified",
            Self::PrintedOnly => "printed only",
        }
    }

    /// As readers see it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Official => "official or identical",
            Self::Unverified => "not verified",
            Self::PrintedOnly => "only as printed",
        }
    }

    /// How sure one layer of a passage is.
    pub fn of(field: SearchField, check: Option<&Check>) -> Self {
        let has_official = check.is_some_and(|check| check.official.is_some());
        match wording_verdict(field, check) {
            Verdict::Identical => Self::Official,
            _ if field == SearchField::Text && has_official => Self::PrintedOnly,
            _ => Self::Unverified,
        }
    }
}

/// A layer of a passage that has the words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    pub run: WordingRun,
    pub sureness: Sureness,
    /// Where the official words at that place are in the official wording, if only the print has these.
    pub official: Option<Range<usize>>,
}

impl Holder {
    /// The official words at that place, if only the print has these.
    pub fn official_words<'a>(&self, corpus: &'a Corpus) -> Option<&'a str> {
        let official = self.official.clone()?;
        Some(slice(layer_text(corpus, self.run.passage, SearchField::Official), official))
    }
}

/// A statement that has the words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HoldingStatement {
    /// Its place in [`Corpus::statements`].
    pub at: usize,
    pub sureness: Sureness,
}

/// Who said the words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SpeakerKind {
    /// Joint, of the parties that issued most joint statements of the dataset.
    Joint,
    /// Joint, of other parties.
    JointOfOthers,
    OneSide,
    Treaty,
    Press,
    /// An import does not say who issued it.
    NotStated,
}

/// The statements of one kind and the same issuers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Speakers<'a> {
    pub kind: SpeakerKind,
    pub issuers: &'a [Text],
    pub statements: usize,
}

/// Everything that has one run of words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Precedent {
    /// In reading order.
    pub holders: Vec<Holder>,
    /// The counted statements among them, by date.
    pub statements: Vec<HoldingStatement>,
}

impl Precedent {
    /// The surest wording that has the words; that of counted statements, if there are any.
    pub fn sureness(&self) -> Sureness {
        let counted = self.statements.iter().map(|statement| statement.sureness).min();
        let any = || self.holders.iter().map(|holder| holder.sureness).min();
        counted.or_else(any).unwrap_or(Sureness::Unverified)
    }

    pub fn count(&self, sureness: Sureness) -> usize {
        self.statements.iter().filter(|statement| statement.sureness == sureness).count()
    }

    /// The official words of the latest statement of which only the print has these.
    pub fn official_words<'a>(&self, corpus: &'a Corpus) -> Option<&'a str> {
        let last = self.statements.iter().rev().find_map(|statement| {
            let own = |holder: &&Holder| counted_as(corpus, holder.run.passage) == Some(statement.at);
            self.holders.iter().filter(own).find_map(|holder| holder.official_words(corpus))
        });
        last.or_else(|| self.holders.iter().find_map(|holder| holder.official_words(corpus)))
    }

    /// Who said the words, the parties of most joint statements first.
    pub fn speakers<'a>(&self, corpus: &'a Corpus, main: &[Text]) -> Vec<Speakers<'a>> {
        let mut groups: BTreeMap<(SpeakerKind, &[Text]), usize> = BTreeMap::new();
        for statement in self.statements.iter().filter_map(|held| corpus.statements().get(held.at)) {
            *groups.entry((SpeakerKind::of(statement, main), &statement.issuers)).or_default() += 1;
        }
        let speakers =
            groups.into_iter().map(|((kind, issuers), statements)| Speakers { kind, issuers, statements });
        speakers.collect()
    }
}

impl SpeakerKind {
    /// As readers see it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Joint => "joint",
            Self::JointOfOthers => "joint, of others",
            Self::OneSide => "one side",
            Self::Treaty => "treaty",
            Self::Press => "press report",
            Self::NotStated => "not stated who",
        }
    }

    fn of(statement: &Statement, main: &[Text]) -> Self {
        match statement.standing {
            Standing::Joint if is_same(&statement.issuers, main) => Self::Joint,
            Standing::Joint => Self::JointOfOthers,
            Standing::Unilateral | Standing::Analysis => Self::OneSide,
            Standing::Treaty => Self::Treaty,
            Standing::PressReport => Self::Press,
            Standing::Unstated => Self::NotStated,
        }
    }
}

/// Whether the same parties are named, in any order.
fn is_same(one: &[Text], other: &[Text]) -> bool {
    one.len() == other.len() && one.iter().all(|party| other.contains(party))
}

/// The parties that issued most joint statements; in a tie, those of the first statement.
pub fn main_issuers(corpus: &Corpus) -> Vec<Text> {
    let mut groups: HashMap<Vec<&Text>, (usize, usize)> = HashMap::new();
    for at in corpus.by_date().filter(|at| is_counted(corpus, *at)) {
        let joint = corpus.statements().get(at).filter(|statement| statement.standing == Standing::Joint);
        let Some(statement) = joint.filter(|statement| !statement.issuers.is_empty()) else { continue };
        let mut parties: Vec<&Text> = statement.issuers.iter().collect();
        parties.sort_unstable();
        let order = groups.len();
        groups.entry(parties).or_insert((0, order)).0 += 1;
    }
    let most = groups.into_iter().max_by_key(|(_, (count, order))| (*count, std::cmp::Reverse(*order)));
    most.map(|(parties, _)| parties.into_iter().cloned().collect()).unwrap_or_default()
}

/// The statement that a passage counts for; `None` if it is not counted.
pub fn counted_as(corpus: &Corpus, passage: PassageNo) -> Option<usize> {
    let at = corpus.statement_of(passage)?;
    let at = corpus.counted_as(at);
    is_counted(corpus, at).then_some(at)
}

/// The text of the layer that a run is in.
pub fn layer_text(corpus: &Corpus, passage: PassageNo, field: SearchField) -> &str {
    let source = corpus.passage(passage).and_then(|(statement, passage)| field.source(statement, passage));
    source.unwrap_or_default()
}

/// The text of some words of a layer.
pub fn words_of<'a>(text: &'a str, words: &Range<usize>) -> &'a str {
    slice(text, bytes_of(&word_ranges(text), words))
}

/// The bytes from the first to the last of some words.
pub fn bytes_of(ranges: &[Range<usize>], words: &Range<usize>) -> Range<usize> {
    span(sublist(ranges, words.clone()).iter())
}

/// The bytes from the first to the last of these words; none of none.
pub fn span<'a>(mut words: impl DoubleEndedIterator<Item = &'a Range<usize>>) -> Range<usize> {
    let first = words.next();
    let last = words.next_back().or(first);
    first.zip(last).map_or(0..0, |(first, last)| first.start..last.end)
}

/// Whether nothing is left out between the words of a run.
pub fn is_unbroken(corpus: &Corpus, run: &WordingRun) -> bool {
    let text = layer_text(corpus, run.passage, run.field);
    !leaves_out(text) || !leaves_out(words_of(text, &run.words))
}

/// Whether the words of a text end as those of a run, which may be the first of them: with a possessive ending or without one.
pub fn ends_alike(corpus: &Corpus, (text, words): (&str, &[TextWord]), run: &WordingRun) -> bool {
    let layer = layer_text(corpus, run.passage, run.field);
    let own = || words.iter().take(run.words.len()).map(|word| &word.range);
    // Most runs have no such ending on either side: then the words need not be read.
    if !layer.contains(APOSTROPHES) && !own().any(|word| has_possessive(text, word.end)) {
        return true;
    }
    let held = word_ranges(layer);
    ends_words_alike((text, own()), (layer, held.get(run.words.clone()).unwrap_or_default()))
}

/// Whether a run is word for word what a text has: nothing is left out of it, and its words end alike.
pub fn is_verbatim(corpus: &Corpus, text: (&str, &[TextWord]), run: &WordingRun) -> bool {
    is_unbroken(corpus, run) && ends_alike(corpus, text, run)
}

/// The holders of some words of a text, with the official words where only the print has them.
pub fn precedent(
    corpus: &Corpus,
    index: &Index,
    (text, words): (&str, &[TextWord]),
    runs: Vec<WordingRun>,
) -> Precedent {
    let mut surest: BTreeMap<usize, Sureness> = BTreeMap::new();
    let mut holders = Vec::with_capacity(runs.len());
    for run in runs.into_iter().filter(|run| is_verbatim(corpus, (text, words), run)) {
        let Some((_, passage)) = corpus.passage(run.passage) else { continue };
        let sureness = Sureness::of(run.field, passage.check.as_deref());
        if let Some(at) = counted_as(corpus, run.passage) {
            surest.entry(at).and_modify(|known| *known = sureness.min(*known)).or_insert(sureness);
        }
        let official =
            (sureness == Sureness::PrintedOnly).then(|| official_place(corpus, index, words, &run)).flatten();
        holders.push(Holder { run, sureness, official });
    }
    let mut statements: Vec<HoldingStatement> =
        surest.into_iter().map(|(at, sureness)| HoldingStatement { at, sureness }).collect();
    statements.sort_by_key(|held| corpus.statements().get(held.at).map(Statement::sort_key));
    Precedent { holders, statements }
}

/// Maximum words after a printed run, and of the official wording, within which the two agree again.
const MEETING: usize = 8;

/// Where the official words are at the place of a run that only the print has.
fn official_place(
    corpus: &Corpus,
    index: &Index,
    words: &[TextWord],
    run: &WordingRun,
) -> Option<Range<usize>> {
    let layers = index.layers(run.passage);
    let layer = |field| layers.iter().find(|layer| layer.field == field);
    let (printed, official) = (layer(SearchField::Text)?, layer(SearchField::Official)?);
    let alignment = LocalAlignment::new(words.len(), official.len(), |one, other| {
        words.get(one).is_some_and(|word| word.is(official, other))
    });
    if alignment.pairs.len() * 2 < words.len() {
        return None;
    }
    let (own, mut there) = (alignment.left(), alignment.right());
    if own.end < words.len() {
        there.end = meeting(printed, run.words.end, official, there.end);
    }
    if own.start > 0 {
        there.start = meeting_before(printed, run.words.start, official, there.start);
    }
    let text = layer_text(corpus, run.passage, SearchField::Official);
    Some(bytes_of(&word_ranges(text), &there))
}

/// Where the official words end that replace the end of a printed run: before the next word that both have.
fn meeting(printed: &LayerWords, after: usize, official: &LayerWords, from: usize) -> usize {
    let ahead = || from..official.len().min(from + MEETING);
    let next = (after..printed.len().min(after + MEETING))
        .find_map(|at| ahead().find(|other| printed.is_same(at, official, *other)));
    next.unwrap_or_else(|| if after >= printed.len() { official.len().min(from + MEETING) } else { from })
}

/// As [`meeting`], at the beginning of a run.
fn meeting_before(printed: &LayerWords, before: usize, official: &LayerWords, from: usize) -> usize {
    let behind = || (from.saturating_sub(MEETING)..from).rev();
    let next = (before.saturating_sub(MEETING)..before)
        .rev()
        .find_map(|at| behind().find(|other| printed.is_same(at, official, *other)));
    next.map_or(from, |other| other + 1)
}
