//! `lang:` and `sure:`: the language of the wording, and how sure it is.
//!
//! Invariant: a passage that gives a line fits, and a line fits if and only if its own layer does.

use fixedbitset::FixedBitSet;

use super::facet::{CHECK, Facet, OFFICIAL, sure, verdict_in};
use super::hit_sets::without;
use super::index::Index;
use super::query::{Filter, Query};
use super::{SearchField, narrow};
use crate::corpus::model::Verdict;
use crate::corpus::{Corpus, PassageNo};
use crate::text::fold::fold;
use crate::text::script::Language;

/// The fields that can have the lines of a passage; the first one with the node counts.
pub(super) const LAYERS: [SearchField; 4] =
    [SearchField::Official, SearchField::Text, SearchField::Korean, SearchField::Heading];

/// A set of passages for each of [`LAYERS`].
type LayerSets = [FixedBitSet; LAYERS.len()];

/// The wording that lines may have.
///
/// The two filters choose wording, not passages: in a passage with several layers of wording, each line fits or not.
/// A search finds the passages with a layer that fits.
#[derive(Debug)]
pub(super) struct LineFilter {
    /// The passages that have a layer in a language asked for.
    languages: Option<LayerSets>,
    /// The passages whose layer is as sure as asked.
    sure: Option<LayerSets>,
    /// Whether a layer still counts after a print that has the node and is less sure: official words are said, whatever
    /// a print has. Only for unsure wording, the first layer with the node decides.
    reads_on: bool,
}

/// The values of one of these filters; none of another one.
pub(super) fn values(facet: Facet) -> Vec<&'static str> {
    match facet {
        Facet::Language => Language::ALL.map(Language::name).to_vec(),
        Facet::Sure => Verdict::ALL.map(sure).to_vec(),
        _ => Vec::new(),
    }
}

/// The value that a folded one means: by its beginning, by another name of it, or by its sign.
pub(super) fn meant(facet: Facet, typed: &str) -> Option<&'static str> {
    let begins = |name: &str| !typed.is_empty() && name.starts_with(typed);
    if facet == Facet::Language {
        let is_meant = |one: &Language| one.name() == typed || begins(&fold(one.label()));
        return Language::ALL.into_iter().find(is_meant).map(Language::name);
    }
    // Folded, `≠` becomes `=`: the parser has replaced it by `!=`.
    let sign = |verdict: Verdict| match verdict {
        Verdict::Differs => String::from("!="),
        other => fold(other.sign()),
    };
    let mut verdicts = Verdict::ALL.into_iter().filter(|_| facet == Facet::Sure);
    let found = verdicts.clone().find(|one| sign(*one) == typed);
    found.or_else(|| verdicts.find(|one| begins(sure(*one)) || begins(one.name()))).map(sure)
}

/// The values that a filter leaves: those it names, or all others.
pub(super) fn left(facet: Facet, filter: &Filter) -> Vec<&'static str> {
    let named: Vec<&str> = filter.values.iter().filter_map(|typed| meant(facet, typed)).collect();
    values(facet).into_iter().filter(|value| named.contains(value) != filter.negated).collect()
}

impl LineFilter {
    /// What a query asks of lines; `None` if it asks nothing of them.
    pub(super) fn new(index: &Index, corpus: &Corpus, query: &Query) -> Option<Self> {
        let asked = |facet: Facet| {
            let filters = query.filters.iter().filter(|filter| filter.key == facet.name());
            let left = filters.map(|filter| left(facet, filter));
            left.reduce(|all, more| all.into_iter().filter(|value| more.contains(value)).collect())
        };
        let (languages, surely) = (asked(Facet::Language), asked(Facet::Sure));
        (languages.is_some() || surely.is_some()).then(|| Self {
            languages: languages.map(|asked| in_languages(index, corpus, &asked)),
            reads_on: surely.as_ref().is_some_and(|asked| asked.contains(&OFFICIAL)),
            sure: surely.map(|asked| as_sure(index, &asked)),
        })
    }

    /// Whether a layer of a passage, given by its place, may have lines.
    pub(super) fn may_read(&self, layer: usize, passage: u32) -> bool {
        fits(self.languages.as_ref(), layer, passage)
    }

    /// Whether a layer that has the node has lines; `None` if a later layer may.
    pub(super) fn is_wanted(&self, layer: usize, passage: u32) -> Option<bool> {
        let is_sure = fits(self.sure.as_ref(), layer, passage);
        (is_sure || !self.reads_on).then_some(is_sure)
    }
}

fn fits(sets: Option<&LayerSets>, layer: usize, passage: u32) -> bool {
    sets.is_none_or(|sets| sets.get(layer).is_some_and(|set| set.contains(passage as usize)))
}

/// The passages in these languages, for each layer. Most passages are in one language; only of the others is each layer
/// read.
fn in_languages(index: &Index, corpus: &Corpus, asked: &[&str]) -> LayerSets {
    let wanted = index.with_value(Facet::Language, |value| asked.contains(&value));
    let others = index.with_value(Facet::Language, |value| !asked.contains(&value));
    LAYERS.map(|layer| {
        let mut passages = without(&wanted, &others);
        passages.extend(wanted.intersection(&others).filter(|mixed| {
            let passage = corpus.passage(PassageNo(narrow(*mixed)));
            let text = passage.and_then(|(statement, passage)| layer.source(statement, passage));
            text.is_some_and(|text| asked.contains(&Language::of(text).name()))
        }));
        passages
    })
}

/// The passages whose wording is as sure as asked, for each layer.
fn as_sure(index: &Index, asked: &[&str]) -> LayerSets {
    let unchecked = without(&index.words.all(), &index.with_value(Facet::Has, |value| value == CHECK));
    LAYERS.map(|layer| {
        let is_asked = |verdict: Verdict| asked.contains(&sure(verdict_in(layer, verdict)));
        let asked = Verdict::ALL.into_iter().filter(|verdict| is_asked(*verdict)).map(Verdict::name);
        let asked: Vec<&str> = asked.collect();
        let mut passages = index.with_value(Facet::Verdict, |name| asked.contains(&name));
        if is_asked(Verdict::Unverified) {
            passages.union_with(&unchecked);
        }
        passages
    })
}
