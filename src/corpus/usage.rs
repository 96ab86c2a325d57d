//! Usage: which key terms occur in a passage, and what each statement does with the tracked word.
//!
//! Invariant: counts are of words in quoted wording held here; a summary's words are the editor's and never count as a
//! statement's use.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::ops::Range;

use super::holding::Holding;
use super::model::{Bearing, Dataset, Passage, Standing};
use super::stance::{Stance, is_counted, stance};
use super::{Corpus, PassageNo};
use crate::text::marks::{TermMark, TermMatcher};
use crate::text::safe::Text;

/// Finds the key terms of a corpus in its texts, and counts the statements that bear each meaning.
#[derive(Debug)]
pub struct Usage {
    matcher: TermMatcher,
    /// The tracked word's place in the dataset's terms.
    tracked: Option<usize>,
    /// Statements that have been looked at for the counts.
    seen: usize,
    /// Those of them that name no statement whose text they are.
    own: Holding,
    /// The others: the statement may be read later, or not be held.
    texts: Vec<usize>,
    /// All that count.
    held: Holding,
    bearers: BTreeMap<Text, BTreeSet<usize>>,
    #[cfg(test)]
    scans: std::sync::atomic::AtomicUsize,
}

/// The key terms of one passage, found once.
#[derive(Debug, Default)]
pub struct PassageTerms {
    /// Where they are in its text.
    pub marks: Vec<TermMark>,
    /// The cue terms of each meaning that are among them, by meaning.
    pub cues: Vec<Vec<usize>>,
}

/// What a statement does with the tracked word: the sign beside it in every list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sign {
    /// It bears the meaning of this letter.
    Bears(char, Bearing),
    /// It says the word in none of the meanings held: of a weapon, of forces, or of the alliance with no sense marked.
    Other,
    /// It says the word, and no one has judged in which sense: no passage has a meaning, and none says that it was
    /// checked.
    Unjudged,
    /// Its text says the word, but no passage held quotes it.
    NotQuoted,
    /// It does not say the word: its whole text was looked through.
    Silent,
    /// The word was not seen in the part held.
    NotSeen,
}

impl Sign {
    /// The meaning that a passage bears.
    pub fn borne(corpus: &Corpus, passage: &Passage) -> Option<Self> {
        let (meaning, bearing) = passage.borne()?;
        Some(Self::Bears(corpus.letter(meaning)?, bearing))
    }

    /// What passages do that say the word and bear no meaning.
    pub fn unborne<'a>(passages: impl IntoIterator<Item = &'a Passage>) -> Self {
        let is_judged = passages.into_iter().any(|passage| passage.check.is_some());
        if is_judged { Self::Other } else { Self::Unjudged }
    }

    /// What the statement does, as readers see it; `meaning` names the meaning of its letter.
    pub fn label(self, meaning: &str) -> String {
        let meaning =
            if matches!(self, Self::Bears(..)) { format!(", meaning {meaning}") } else { String::new() };
        format!("{}{meaning}", self.does())
    }

    /// The same, whatever the meaning.
    pub fn does(self) -> &'static str {
        match self {
            Self::Bears(_, Bearing::Word) => "says the word",
            Self::Bears(_, Bearing::Sense) => "has the sense in other words",
            Self::Bears(_, Bearing::Parallel) => "uses the word in a parallel case",
            Self::Other => "says it in none of these meanings",
            Self::Unjudged => "says the word; nobody has judged in which meaning",
            Self::NotQuoted => "says the word; no passage here quotes it",
            Self::Silent => "is silent in its whole text",
            Self::NotSeen => "not seen to say the word",
        }
    }
}

impl fmt::Display for Sign {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bears(letter, Bearing::Word) => write!(f, "{letter}"),
            Self::Bears(letter, Bearing::Sense) => write!(f, "{}", letter.to_lowercase()),
            Self::Bears(letter, Bearing::Parallel) => write!(f, "[{letter}]"),
            Self::Other => f.write_str("[·]"),
            // Not the middle dot, which divides facts everywhere and is a hyphen with `--ascii`.
            Self::Unjudged => f.write_str("∙"),
            Self::NotQuoted => f.write_str("“"),
            Self::Silent => f.write_str("–"),
            // No sign at all: what is unknown must not look like an absence.
            Self::NotSeen => f.write_str(" "),
        }
    }
}

impl Usage {
    pub fn new(dataset: &Dataset) -> Self {
        let terms = &dataset.terms;
        let forms =
            terms.iter().enumerate().flat_map(|(at, term)| term.forms.iter().map(move |f| (at, &**f)));
        Self {
            matcher: TermMatcher::new(forms),
            tracked: dataset.tracked(),
            seen: 0,
            own: Holding::default(),
            texts: Vec::new(),
            held: Holding::default(),
            bearers: BTreeMap::new(),
            #[cfg(test)]
            scans: 0.into(),
        }
    }

    /// Finds the terms in any text, for instance an official fragment.
    pub fn find(&self, text: &str) -> Vec<TermMark> {
        #[cfg(test)]
        self.scans.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        self.matcher.find(text)
    }

    /// The occurrences of each term in any text; see [`TermMatcher::find_of_each_term`].
    pub fn find_of_each_term(&self, text: &str) -> Vec<TermMark> {
        self.matcher.find_of_each_term(text)
    }

    /// Finds every term in any text, also one within another.
    pub fn find_overlapping(&self, text: &str) -> Vec<TermMark> {
        self.matcher.find_overlapping(text)
    }

    /// How often terms were looked for.
    #[cfg(test)]
    pub(crate) fn scans(&self) -> usize {
        self.scans.load(std::sync::atomic::Ordering::Relaxed)
    }

    /// The marks in the passage's text.
    pub fn marks(&self, corpus: &Corpus, passage: PassageNo) -> Vec<TermMark> {
        corpus.passage(passage).map(|(_, passage)| self.find(&passage.text)).unwrap_or_default()
    }

    /// The tracked word's place in the dataset's terms.
    pub fn tracked(&self) -> Option<usize> {
        self.tracked
    }

    /// The marks in the passage's text, and which cue terms they are.
    pub fn terms(&self, corpus: &Corpus, passage: PassageNo) -> PassageTerms {
        let marks = self.marks(corpus, passage);
        let terms = &corpus.dataset().terms;
        let here = |cue: &Text| {
            let at = terms.iter().position(|term| term.id == *cue)?;
            marks.iter().any(|mark| mark.term == at).then_some(at)
        };
        let meanings = corpus.dataset().meanings.iter();
        let cues = meanings.map(|meaning| meaning.cues.iter().filter_map(here).collect()).collect();
        PassageTerms { marks, cues }
    }

    /// Counts the statements that were added since the last count.
    pub fn count(&mut self, corpus: &Corpus) {
        let new = corpus.statements().iter().enumerate().skip(self.seen);
        for (at, statement) in new {
            match statement.of {
                Some(_) => self.texts.push(at),
                None => self.own.add(statement),
            }
            let words = statement.passages.iter().filter(|passage| passage.bearing == Some(Bearing::Word));
            for meaning in words.filter_map(|passage| passage.meaning.as_ref()) {
                self.bearers.entry(meaning.clone()).or_default().insert(at);
            }
        }
        self.seen = corpus.statements().len();
        self.held = self.own;
        let unclaimed = self.texts.iter().filter(|text| corpus.text_of(**text).is_none());
        unclaimed.filter_map(|text| corpus.statements().get(*text)).for_each(|text| self.held.add(text));
    }

    /// How many statements are counted; a text of a statement is not another one.
    pub fn counted(&self) -> usize {
        self.held.statements
    }

    /// All records held, by kind.
    pub fn holding(&self, corpus: &Corpus) -> Holding {
        Holding { texts: corpus.texts(), ..self.held }
    }

    /// How many of them bear the meaning in the tracked word itself, not counting parallels elsewhere.
    pub fn bearers(&self, corpus: &Corpus, meaning: &str) -> usize {
        let bearers = self.bearers.get(meaning).into_iter().flatten();
        let bearers = bearers.map(|at| corpus.counted_as(*at)).filter(|at| is_counted(corpus, *at));
        bearers.collect::<BTreeSet<usize>>().len()
    }
}

/// The signs beside a statement, best first, given which passages say the tracked word in quoted wording, and which
/// may, in another spelling. An analysis speaks about the word and has none. A text of a statement has that statement's
/// signs.
pub fn signs(
    corpus: &Corpus,
    tracked: &str,
    at: usize,
    says: impl Fn(PassageNo) -> bool,
    may_say: impl Fn(PassageNo) -> bool,
) -> Vec<Sign> {
    let at = corpus.counted_as(at);
    if corpus.statements().get(at).is_none_or(|statement| statement.standing == Standing::Analysis) {
        return Vec::new();
    }
    let mut signs = bears(corpus, at);
    // Who has a sense in other words may also say the word, in no sense that is marked.
    if signs.iter().all(|sign| matches!(sign, Sign::Bears(_, Bearing::Sense))) {
        let said = unborne(corpus, tracked, at, says, may_say);
        let says_word = matches!(said, Sign::Other | Sign::Unjudged | Sign::NotQuoted);
        if signs.is_empty() || says_word {
            signs.push(said);
        }
    }
    signs
}

/// The sign of a statement that bears no meaning.
fn unborne(
    corpus: &Corpus,
    tracked: &str,
    at: usize,
    says: impl Fn(PassageNo) -> bool,
    may_say: impl Fn(PassageNo) -> bool,
) -> Sign {
    let passages = corpus.records(at).flat_map(|at| corpus.passages_of(at));
    let numbers = |span: Range<usize>| span.filter_map(|n| u32::try_from(n).ok()).map(PassageNo);
    match stance(corpus, at, tracked, |span| numbers(span).any(&says), |span| numbers(span).any(&may_say)) {
        Stance::Says => {
            let saying = passages.filter(|number| says(*number));
            Sign::unborne(saying.filter_map(|number| Some(corpus.passage(number)?.1)))
        }
        Stance::SaidNotQuoted | Stance::LeftOut => Sign::NotQuoted,
        Stance::Silent => Sign::Silent,
        Stance::NotSeen => Sign::NotSeen,
    }
}

fn bears(corpus: &Corpus, at: usize) -> Vec<Sign> {
    let records = corpus.records(at).filter_map(|at| corpus.statements().get(at));
    let mut signs: Vec<Sign> = records
        .flat_map(|statement| &statement.passages)
        .filter_map(|passage| Sign::borne(corpus, passage))
        .collect();
    signs.sort_unstable();
    signs.dedup_by_key(|sign| match sign {
        Sign::Bears(letter, _) => Some(*letter),
        Sign::Other | Sign::Unjudged | Sign::NotQuoted | Sign::Silent | Sign::NotSeen => None,
    });
    signs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::{Target, load};

    #[test]
    fn marks_and_cues_are_those_of_the_passage() {
        let corpus = load::embedded().unwrap();
        let usage = Usage::new(corpus.dataset());
        let tracked = usage.tracked().unwrap();
        let Some(Target::Passage(number)) = corpus.target("scm-35/1") else { panic!("scm-35/1 is held") };
        let terms = usage.terms(&corpus, number);
        assert!(terms.marks.iter().any(|mark| mark.term == tracked));
        assert_eq!(terms.cues.len(), 3);
    }

    #[test]
    fn counts_leave_out_analyses_and_collecting_places() {
        let corpus = load::embedded().unwrap();
        let place = |id: &str| match corpus.target(id) {
            Some(Target::Statement(at)) => at,
            Some(Target::Passage(_)) | None => panic!("{id} is no statement"),
        };
        let counted: Vec<usize> = corpus.by_date().filter(|at| is_counted(&corpus, *at)).collect();
        assert_eq!(counted.len(), 37);
        for id in ["jo-2025", "scm-2020s", "scm-late-2010s"] {
            assert!(!counted.contains(&place(id)), "{id}");
        }
        let mut usage = Usage::new(corpus.dataset());
        usage.count(&corpus);
        usage.count(&corpus);
        assert_eq!(usage.counted(), 37);
        let all = Holding { statements: 37, texts: 0, collecting: 2, analyses: 1 };
        assert_eq!((usage.holding(&corpus), Holding::of(&corpus, corpus.by_date())), (all, all));
        assert_eq!(all.to_string(), "37 statements · 2 collecting places · 1 analysis");
        let found = Holding::of(&corpus, [place("scm-35"), place("jo-2025")]);
        assert_eq!(found.among(&all), "1 of 37 statements, 0 of 2 collecting places, 1 of 1 analysis");
        assert_eq!(["2003", "2024", "2025"].map(|meaning| usage.bearers(&corpus, meaning)), [2, 1, 4]);
    }
}
