//! The tally of lines: how they divide by meaning, standing, certainty and language, and the words next to the node.
//!
//! Invariant: it counts the lines that are listed; the statements beside them are those that count.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::concordance::{Concordance, ConcordanceLine};
use super::wording::Language;
use crate::corpus::stance::is_counted;
use crate::corpus::{Corpus, PassageNo};
use crate::search::Index;

/// At most this many of the commonest words next to the node are shown.
const NEIGHBORS: usize = 5;

/// One part of the lines.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct TallyPart {
    pub name: String,
    pub lines: usize,
    /// The statements that they are of.
    pub statements: usize,
}

/// How the lines divide.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// By the sign of the passage's meaning; lines of passages without one are the last part.
    pub meaning: Vec<TallyPart>,
    pub standing: Vec<TallyPart>,
    /// The sign of each standing.
    #[serde(skip)]
    pub standing_signs: Vec<&'static str>,
    /// By how sure the wording is.
    pub sure: Vec<TallyPart>,
    pub language: Vec<TallyPart>,
    /// The words just before and after the node, in English lines; `(none)` where a sentence begins or ends.
    pub left: Vec<TallyPart>,
    pub right: Vec<TallyPart>,
}

/// Lines and their statements, by name.
#[derive(Default)]
struct Parts(BTreeMap<(usize, String), (usize, BTreeSet<usize>)>);

impl Parts {
    /// `rank` decides where the part is listed.
    fn add(&mut self, (rank, name): (usize, &str), statement: Option<usize>) {
        let (lines, statements) = self.0.entry((rank, name.to_owned())).or_default();
        *lines += 1;
        statements.extend(statement);
    }

    fn listed(self) -> Vec<TallyPart> {
        let part = |((_, name), (lines, statements)): ((usize, String), (usize, BTreeSet<usize>))| {
            TallyPart { name, lines, statements: statements.len() }
        };
        self.0.into_iter().map(part).collect()
    }

    fn commonest(self) -> Vec<TallyPart> {
        let mut parts = self.listed();
        parts.sort_by_cached_key(|part| std::cmp::Reverse(part.lines));
        parts.truncate(NEIGHBORS);
        parts
    }
}

impl Tally {
    pub fn new(concordance: &Concordance, corpus: &Corpus, index: &Index) -> Self {
        let mut standing_signs: BTreeMap<usize, &'static str> = BTreeMap::new();
        let [mut meaning, mut standing, mut sure, mut language, mut left, mut right] =
            [(); 6].map(|()| Parts::default());
        for line in &concordance.lines {
            let Some(text) = concordance.text(corpus, index, line) else { continue };
            let of = Some(line.statement).filter(|at| is_counted(corpus, *at));
            let (rank, sign) = meaning_rank(line, corpus, index);
            meaning.add((rank, &sign), of);
            let stood = text.statement.standing;
            standing_signs.insert(stood as usize, stood.sign());
            standing.add((stood as usize, stood.label()), of);
            sure.add((0, text.sure()), of);
            language.add((text.language as usize, text.language.label()), of);
            if text.language == Language::English {
                let [before, after] = [line.hit.left, line.hit.right].map(|words| {
                    words[0]
                        .map_or_else(|| String::from("(none)"), |word| index.word_text(word).to_lowercase())
                });
                left.add((0, &before), of);
                right.add((0, &after), of);
            }
        }
        let [meaning, standing, sure, language] = [meaning, standing, sure, language].map(Parts::listed);
        let standing_signs = standing_signs.into_values().collect();
        let [left, right] = [left, right].map(Parts::commonest);
        Self { meaning, standing, standing_signs, sure, language, left, right }
    }
}

/// The sign of a line's meaning and its place in the tally.
fn meaning_rank(line: &ConcordanceLine, corpus: &Corpus, index: &Index) -> (usize, String) {
    let sign = sign(line, corpus, index);
    let at = line.meaning(corpus).and_then(|(id, bearing)| {
        let at = corpus.dataset().meaning_place(id)?;
        Some(at * 3 + bearing as usize)
    });
    (at.unwrap_or(usize::MAX), sign)
}

/// The sign of what a line's passage does with the tracked word; empty where the passage does not say the tracked word
/// and has no meaning.
pub fn sign(line: &ConcordanceLine, corpus: &Corpus, index: &Index) -> String {
    use crate::corpus::usage::Sign;
    if let Some((id, bearing)) = line.meaning(corpus)
        && let Some(letter) = corpus.letter(id)
    {
        return Sign::Bears(letter, bearing).to_string();
    }
    let said = corpus.dataset().tracked().and_then(|term| index.quotations_with(term));
    let PassageNo(number) = line.hit.passage;
    if !said.is_some_and(|said| said.contains(number as usize)) {
        return String::new();
    }
    Sign::unborne(corpus.passage(line.hit.passage).map(|(_, passage)| passage)).to_string()
}
