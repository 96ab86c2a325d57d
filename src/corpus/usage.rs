//! Usage: which key terms stand in which passages, and what each statement does with the tracked word.
//!
//! Invariant: counts are counts of words in quoted wording held here; a summary's words are the editor's and
//! never count as a statement's use.

use super::model::{Bearing, PassageKind, Standing, Statement};
use super::{Corpus, PassageNo};
use crate::text::marks::{TermMark, TermMatcher};

/// Every term mark of a corpus.
#[derive(Debug)]
pub struct Usage {
    matcher: TermMatcher,
    /// Marks in each passage's text, by passage number.
    marks: Vec<Vec<TermMark>>,
    /// For each passage, the terms of its quoted wording (as printed, or official), sorted, each once.
    terms: Vec<Vec<usize>>,
    /// The tracked word's place in the dataset's terms.
    tracked: Option<usize>,
}

/// What a statement does with the tracked word: the sign beside it in every list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sign {
    /// It bears the meaning of this letter.
    Bears(char, Bearing),
    /// It says the word in none of the senses held (another object, such as a weapon).
    Other,
    /// It does not say the word, in the wording held.
    Silent,
}

impl Usage {
    pub fn new(corpus: &Corpus) -> Self {
        let terms = &corpus.dataset().terms;
        let forms =
            terms.iter().enumerate().flat_map(|(at, term)| term.forms.iter().map(move |f| (at, &**f)));
        let matcher = TermMatcher::new(forms);
        let tracked = terms.iter().position(|term| term.id == corpus.dataset().subject.term);
        let mut usage = Self { matcher, marks: Vec::new(), terms: Vec::new(), tracked };
        for (_, passage) in corpus.passage_numbers().filter_map(|number| corpus.passage(number)) {
            let marks = usage.matcher.find(&passage.text);
            let mut held: Vec<usize> = Vec::new();
            if passage.kind == PassageKind::Quotation {
                held.extend(marks.iter().map(|mark| mark.term));
                for wording in passage.check.iter().flat_map(|c| [&c.official, &c.korean]).flatten() {
                    held.extend(usage.matcher.find(wording).iter().map(|mark| mark.term));
                }
            }
            held.sort_unstable();
            held.dedup();
            usage.marks.push(marks);
            usage.terms.push(held);
        }
        usage
    }

    /// Finds the terms in any text, for instance an official fragment.
    pub fn find(&self, text: &str) -> Vec<TermMark> {
        self.matcher.find(text)
    }

    /// The marks in the passage's text.
    pub fn marks(&self, passage: PassageNo) -> &[TermMark] {
        self.marks.get(passage.0 as usize).map_or(&[], Vec::as_slice)
    }

    /// The tracked word's place in the dataset's terms.
    pub fn tracked(&self) -> Option<usize> {
        self.tracked
    }

    /// Whether the passage's quoted wording holds the term.
    pub fn holds(&self, passage: PassageNo, term: usize) -> bool {
        self.terms.get(passage.0 as usize).is_some_and(|terms| terms.binary_search(&term).is_ok())
    }

    /// The statements (by place) whose quoted wording holds the term.
    pub fn statements_with(&self, corpus: &Corpus, term: usize) -> Vec<usize> {
        (0..corpus.statements().len())
            .filter(|&at| corpus.passages_of(at).any(|number| self.holds(number, term)))
            .collect()
    }

    /// The cue terms of each meaning that stand in the passage's text, by meaning.
    pub fn cues(&self, corpus: &Corpus, passage: PassageNo) -> Vec<Vec<usize>> {
        let here = self.marks(passage);
        let terms = &corpus.dataset().terms;
        let stands = |cue: &str| {
            let at = terms.iter().position(|term| &*term.id == cue)?;
            here.iter().any(|mark| mark.term == at).then_some(at)
        };
        let of =
            |meaning: &super::model::Meaning| meaning.cues.iter().filter_map(|cue| stands(cue)).collect();
        corpus.dataset().meanings.iter().map(of).collect()
    }

    /// The signs beside a statement, best first; an analysis speaks about the word and has none.
    pub fn signs(&self, corpus: &Corpus, at: usize) -> Vec<Sign> {
        let Some(statement) = corpus.statements().get(at) else { return Vec::new() };
        if statement.standing == Standing::Analysis {
            return Vec::new();
        }
        let mut signs = bears(corpus, statement);
        if signs.is_empty() {
            let says = self.tracked.is_some_and(|word| corpus.passages_of(at).any(|n| self.holds(n, word)));
            signs.push(if says { Sign::Other } else { Sign::Silent });
        }
        signs
    }
}

fn bears(corpus: &Corpus, statement: &Statement) -> Vec<Sign> {
    let mut signs: Vec<Sign> = statement
        .passages
        .iter()
        .filter_map(|passage| {
            let letter = corpus.letter(passage.meaning.as_ref()?)?;
            Some(Sign::Bears(letter, passage.bearing.unwrap_or(Bearing::Word)))
        })
        .collect();
    signs.sort_unstable();
    signs.dedup_by_key(|sign| match sign {
        Sign::Bears(letter, _) => Some(*letter),
        Sign::Other | Sign::Silent => None,
    });
    signs
}

/// The statements that counts are given of, by their places: neither analyses nor collecting places.
pub fn counted(corpus: &Corpus) -> impl Iterator<Item = usize> {
    let counts = |statement: &Statement| statement.standing != Standing::Analysis && !statement.collects;
    corpus.statements().iter().enumerate().filter(move |(_, s)| counts(s)).map(|(at, _)| at)
}

/// How many statements bear the meaning in the tracked word itself, not counting parallels in other alliances.
pub fn bearers(corpus: &Corpus, meaning: &str) -> usize {
    let says = |at: &usize| {
        let passages = corpus.statements().get(*at).map_or(&[][..], |statement| &statement.passages);
        passages.iter().any(|passage| {
            passage.meaning.as_deref() == Some(meaning) && passage.bearing == Some(Bearing::Word)
        })
    };
    counted(corpus).filter(says).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::{Target, load};

    fn embedded() -> (Corpus, Usage) {
        let corpus = load::embedded().unwrap();
        let usage = Usage::new(&corpus);
        (corpus, usage)
    }

    fn place(corpus: &Corpus, id: &str) -> usize {
        match corpus.target(id) {
            Some(Target::Statement(at)) => at,
            Some(Target::Passage(_)) | None => panic!("{id} is no statement"),
        }
    }

    #[test]
    fn a_summary_is_the_editors_and_never_a_statements_use() {
        let (corpus, usage) = embedded();
        let tracked = usage.tracked().unwrap();
        let with = usage.statements_with(&corpus, tracked);
        // The Vision of 2023 is held as a summary alone, which says the word.
        assert!(!with.contains(&place(&corpus, "defense-vision-2023")));
        assert!(with.contains(&place(&corpus, "scm-56")));
    }

    #[test]
    fn the_signs_say_what_each_statement_does_with_the_word() {
        let (corpus, usage) = embedded();
        let signs = |id| usage.signs(&corpus, place(&corpus, id));
        assert_eq!(signs("scm-35"), [Sign::Bears('A', Bearing::Word)]);
        assert_eq!(signs("scm-36"), [Sign::Bears('A', Bearing::Sense)]);
        assert_eq!(signs("us-japan-2plus2-2023"), [Sign::Bears('B', Bearing::Parallel)]);
        assert_eq!(signs("scm-4"), [Sign::Other]);
        assert_eq!(signs("scm-54"), [Sign::Silent]);
        assert_eq!(signs("jo-2025"), []);
    }

    #[test]
    fn counts_leave_out_analyses_and_collecting_places() {
        let (corpus, _) = embedded();
        let counted: Vec<usize> = counted(&corpus).collect();
        assert_eq!(counted.len(), 37);
        for id in ["jo-2025", "scm-2020s", "scm-late-2010s"] {
            assert!(!counted.contains(&place(&corpus, id)), "{id}");
        }
        assert_eq!(["2003", "2024", "2025"].map(|meaning| bearers(&corpus, meaning)), [2, 1, 4]);
    }
}
