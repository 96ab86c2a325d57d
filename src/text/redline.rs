//! The redline: the words that only one of two wordings has.
//!
//! Invariant: words are compared as they are given; the unmarked words are the same, in the same order, in both wordings. The
//! algorithm is Myers' (crate `similar`).

use std::ops::Range;

use similar::{Algorithm, DiffTag, capture_diff_slices};

use super::slice;

/// A word of a text as it is compared, and its byte range there.
pub type PlacedWord = (String, Range<usize>);

/// The differences between two wordings, adjusted for reading.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Redline {
    /// In the order of both wordings.
    pub changes: Vec<RedlineChange>,
    /// How many words are the same.
    pub same: usize,
    /// Whether so little is the same that each wording is shown whole.
    pub is_rewritten: bool,
}

/// Byte ranges of either wording that the other does not have; an empty one is where the other's words would be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RedlineChange {
    pub gone: Range<usize>,
    pub new: Range<usize>,
}

/// A piece of wording.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RedlineSpan {
    Same(String),
    /// Only the earlier wording has it.
    Gone(String),
    /// Only the later wording has it.
    New(String),
}

/// Maximum words in common between two changes that are read as one change, and minimum words of these changes.
const SHORT_RUN: usize = 2;
const LONG_CHANGE: usize = 3;
/// Below this percentage of common words in the shorter wording, it counts as rewritten.
const REWRITTEN: usize = 40;

impl Redline {
    /// Compares two wordings by their words.
    pub fn new(old: &[PlacedWord], new: &[PlacedWord]) -> Self {
        let runs = runs(old, new);
        let same = runs.iter().filter(|run| run.is_same).map(|run| run.old.len()).sum();
        let is_rewritten = same * 100 < old.len().min(new.len()) * REWRITTEN;
        let shown = if is_rewritten {
            vec![WordRun { is_same: false, old: 0..old.len(), new: 0..new.len() }]
        } else {
            joined(runs)
        };
        let changed = shown.into_iter().filter(|run| !run.is_same);
        let change = |run: WordRun| RedlineChange { gone: bytes(old, &run.old), new: bytes(new, &run.new) };
        Self { changes: changed.map(change).collect(), same, is_rewritten }
    }

    /// The new wording, with what is gone before what is new.
    pub fn spans(&self, old: &str, new: &str) -> Vec<RedlineSpan> {
        let mut spans = Vec::new();
        let mut at = 0;
        let same = |spans: &mut Vec<RedlineSpan>, words: &str| {
            if !words.is_empty() {
                spans.push(RedlineSpan::Same(words.to_owned()));
            }
        };
        for change in &self.changes {
            let before = slice(new, at..change.new.start);
            same(&mut spans, before);
            if !change.gone.is_empty() {
                let is_apart = spans.is_empty() || before.is_empty() || before.ends_with(char::is_whitespace);
                same(&mut spans, if is_apart { "" } else { " " });
                spans.push(RedlineSpan::Gone(slice(old, change.gone.clone()).to_owned()));
                let goes_on = change.new.start < new.trim_end_matches(|c: char| !c.is_alphanumeric()).len();
                same(&mut spans, if goes_on { " " } else { "" });
            }
            if !change.new.is_empty() {
                spans.push(RedlineSpan::New(slice(new, change.new.clone()).to_owned()));
            }
            at = change.new.end;
        }
        same(&mut spans, slice(new, at..new.len()));
        spans
    }

    /// The byte ranges that only the old wording has.
    pub fn gone_ranges(&self) -> impl Iterator<Item = &Range<usize>> {
        self.changes.iter().map(|change| &change.gone).filter(|range| !range.is_empty())
    }

    /// The byte ranges that only the new wording has.
    pub fn new_ranges(&self) -> impl Iterator<Item = &Range<usize>> {
        self.changes.iter().map(|change| &change.new).filter(|range| !range.is_empty())
    }
}

/// The byte ranges of either wording that the other one does not have, in order: every change is marked.
pub fn redline(old: &[PlacedWord], new: &[PlacedWord]) -> (Vec<Range<usize>>, Vec<Range<usize>>) {
    let changed = runs(old, new).into_iter().filter(|run| !run.is_same);
    let ranges = changed.map(|run| (bytes(old, &run.old), bytes(new, &run.new)));
    let (mut only_old, mut only_new): (Vec<_>, Vec<_>) = ranges.unzip();
    only_old.retain(|range| !range.is_empty());
    only_new.retain(|range| !range.is_empty());
    (only_old, only_new)
}

/// Some words in a row that both wordings have, or that either has instead of the other's.
#[derive(Debug, Clone)]
struct WordRun {
    is_same: bool,
    old: Range<usize>,
    new: Range<usize>,
}

impl WordRun {
    fn is_long_change(&self) -> bool {
        !self.is_same && self.old.len().max(self.new.len()) >= LONG_CHANGE
    }
}

fn runs(old: &[PlacedWord], new: &[PlacedWord]) -> Vec<WordRun> {
    let keys = |words: &[PlacedWord]| words.iter().map(|(word, _)| word.clone()).collect::<Vec<_>>();
    let ops = capture_diff_slices(Algorithm::Myers, &keys(old), &keys(new));
    let mut runs: Vec<WordRun> = Vec::new();
    for op in ops {
        let run = WordRun { is_same: op.tag() == DiffTag::Equal, old: op.old_range(), new: op.new_range() };
        match runs.last_mut().filter(|last| last.is_same == run.is_same) {
            Some(last) => (last.old.end, last.new.end) = (run.old.end, run.new.end),
            None => runs.push(run),
        }
    }
    runs
}

/// Joins long changes with only a few words between them.
fn joined(runs: Vec<WordRun>) -> Vec<WordRun> {
    let mut joined: Vec<WordRun> = Vec::new();
    let mut rest = runs.into_iter().peekable();
    while let Some(run) = rest.next() {
        let is_between = run.is_same
            && run.old.len() <= SHORT_RUN
            && joined.last().is_some_and(WordRun::is_long_change)
            && rest.peek().is_some_and(WordRun::is_long_change);
        match (joined.last_mut(), is_between) {
            (Some(last), true) => {
                let end = rest.next().unwrap_or(run);
                (last.old.end, last.new.end) = (end.old.end, end.new.end);
            }
            (Some(_) | None, _) => joined.push(run),
        }
    }
    joined
}

/// The bytes from the first to the last of some words; for no words, the place before the next one.
fn bytes(words: &[PlacedWord], some: &Range<usize>) -> Range<usize> {
    let range = |at: usize| words.get(at).map(|(_, range)| range.clone());
    match (range(some.start), some.end.checked_sub(1).and_then(range)) {
        (Some(first), Some(last)) if !some.is_empty() => first.start..last.end,
        (Some(next), _) => next.start..next.start,
        (None, _) => {
            let end = words.last().map_or(0, |(_, range)| range.end);
            end..end
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The words between blanks, without a full stop at their end.
    fn words(text: &str) -> Vec<PlacedWord> {
        let start = |word: &str| word.as_ptr() as usize - text.as_ptr() as usize;
        let placed =
            |word: &str| (word.trim_end_matches('.').to_owned(), start(word)..start(word) + word.len());
        text.split_whitespace().map(placed).collect()
    }

    fn alone<'a>(printed: &'a str, official: &'a str) -> (Vec<&'a str>, Vec<&'a str>) {
        let (old, new) = redline(&words(printed), &words(official));
        (
            old.into_iter().map(|r| printed.get(r).unwrap()).collect(),
            new.into_iter().map(|r| official.get(r).unwrap()).collect(),
        )
    }

    #[test]
    fn only_the_differing_words_are_marked() {
        let printed = "in a mutually complementary and future-oriented manner.";
        let official = "in a mutually reinforcing and future-oriented manner";
        assert_eq!(alone(printed, official), (vec!["complementary"], vec!["reinforcing"]));
    }

    #[test]
    fn a_word_added_on_one_side_is_marked_there() {
        let (printed, official) = alone("and in the Indo-Pacific region", "and in Indo-Pacific region");
        assert_eq!((printed, official), (vec!["the"], vec![]));
    }

    /// The later wording with gone words as `[-so-]` and new words as `{+so+}`.
    fn mended(earlier: &str, later: &str) -> String {
        let redline = Redline::new(&words(earlier), &words(later));
        let mut shown = String::new();
        let mut at = 0;
        for RedlineChange { gone, new } in redline.changes {
            shown += slice(later, at..new.start);
            shown += &["[-", slice(earlier, gone), "-]{+", slice(later, new.clone()), "+}"].concat();
            at = new.end;
        }
        shown + slice(later, at..later.len())
    }

    #[test]
    fn a_few_same_words_between_long_changes_are_read_with_them() {
        let same = "the two sides met in the city and they spoke at length";
        for (old, new, expected) in [
            ("one two three and four five six", "un deux trois and quatre cinq", true),
            (
                "one two three and of the four five six",
                "un deux trois and of the quatre cinq six sept",
                false,
            ),
            ("one two three and four", "un deux trois and quatre", false),
        ] {
            let shown = mended(&format!("{same} {old} {same}"), &format!("{same} {new} {same}"));
            assert_eq!(shown.matches("[-").count() == 1, expected, "{shown}");
        }
    }

    #[test]
    fn what_is_hardly_the_same_was_written_anew() {
        let (old, new) = ("peace in our region now", "war in their land tomorrow");
        assert_eq!(mended(old, new), format!("[-{old}-]{{+{new}+}}"));
        assert_eq!(mended("peace in our region", "peace in our time"), "peace in our [-region-]{+time+}");
        assert_eq!(mended("a b", "a b c d e"), "a b [--]{+c d e+}");
        assert_eq!(mended("", ""), "");
    }
}
