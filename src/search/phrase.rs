//! Phrases: words that follow each other, as quoted in a query or as a form of one of the dataset's terms.
//!
//! Invariant: a phrase matches consecutive words of one field, each a whole word. There are three exceptions: a form
//! with `*` matches any ending of its last word; a Hangul form matches inside words, since particles and compounds
//! attach to it; the last word of any other phrase may be followed by a Korean particle or a verb's ending.

use std::borrow::Cow;
use std::iter;

use fixedbitset::FixedBitSet;

use super::cases::meant_keys;
use super::passage_lists::IndexedPart;
use super::plan::Plan;
use super::sequence::Slot;
use super::vocabulary::Vocabulary;
use super::word_index::WordIndex;
use super::words::words;
use super::{Level, SearchField};
use crate::text::hangul;

/// Maximum passages that are read for words that need not be found.
const READ: usize = 12_000;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Phrase {
    pub words: Vec<String>,
    /// Whether the last word may have any ending.
    pub open: bool,
    pub hangul: bool,
    /// Whether each word may have any of its forms.
    pub any_form: bool,
}

impl Phrase {
    /// A quoted phrase, whose Hangul matches only whole words.
    pub(super) fn quoted(words: Vec<String>) -> Self {
        Self { words, open: false, hangul: false, any_form: false }
    }

    /// Words in any of their forms.
    pub(super) fn in_any_form(words: Vec<String>) -> Self {
        Self { words, open: false, hangul: false, any_form: true }
    }

    /// A form as the dataset writes it; `None` if it contains no word.
    pub(super) fn form(form: &str) -> Option<Self> {
        let open = form.trim_end().ends_with('*');
        let words = words(form);
        let hangul = words.iter().any(|word| hangul::holds_hangul(word));
        (!words.is_empty()).then_some(Self { words, open, hangul, any_form: false })
    }

    /// How many of the typed words, from the first on, are this phrase; its words may be typed as one.
    pub(super) fn begins(&self, typed: &[&str]) -> Option<usize> {
        if self.words.len() > 1 && typed.first().is_some_and(|first| self.is_joined(first)) {
            return Some(1);
        }
        self.is_spelled_out(typed).then_some(self.words.len())
    }

    fn is_joined(&self, typed: &str) -> bool {
        let ending = typed.strip_prefix(self.words.concat().as_str());
        ending.is_some_and(|ending| ending.is_empty() || (self.hangul && hangul::is_ending(ending)))
    }

    fn is_spelled_out(&self, typed: &[&str]) -> bool {
        let matches = |(at, (own, typed)): (usize, (&String, &&str))| {
            let Some(ending) = typed.strip_prefix(own.as_str()) else { return false };
            let is_last = at + 1 == self.words.len();
            ending.is_empty() || (is_last && (self.open || (self.hangul && hangul::is_ending(ending))))
        };
        typed.len() >= self.words.len() && self.words.iter().zip(typed).enumerate().all(matches)
    }

    /// The passages from number `from` on whose own words contain the phrase.
    pub(super) fn in_words(&self, index: &WordIndex, from: usize) -> FixedBitSet {
        let columns = self.columns(&index.vocabulary);
        let within = |column: &Vec<u32>| index.within(IndexedPart::Words, column.iter().copied());
        let found = common(columns.iter().map(within), index, from);
        if columns.len() > 1 { side_by_side(index, &columns, found, Slot::is_words) } else { found }
    }

    /// The passages whose statement's title or label contains the phrase.
    pub(super) fn in_title(&self, index: &WordIndex) -> FixedBitSet {
        let columns = self.columns(&index.vocabulary);
        let within = |column: &Vec<u32>| index.within(IndexedPart::Head, column.iter().copied());
        let found = common(columns.iter().map(within), index, 0);
        side_by_side(index, &columns, found, |slot| {
            matches!(slot.field(), Some(SearchField::Label | SearchField::Title))
        })
    }

    /// The passages that contain the phrase in any field.
    pub(super) fn anywhere(&self, index: &WordIndex) -> FixedBitSet {
        let columns = self.columns(&index.vocabulary);
        let found = common(columns.iter().map(|column| index.anywhere(column)), index, 0);
        if columns.len() > 1 { side_by_side(index, &columns, found, |_| true) } else { found }
    }

    /// Whether the words of one field contain the phrase: what [`Phrase::columns`] says of a vocabulary, word by word.
    pub(super) fn is_in(&self, field: &[String]) -> bool {
        let own: Vec<PhraseWord> = self.comparable().collect();
        let mut places = field.windows(own.len());
        places.any(|words| own.iter().zip(words).all(|(own, word)| own.fits(word)))
    }

    /// Its words, ready to be compared with many.
    fn comparable(&self) -> impl Iterator<Item = PhraseWord<'_>> {
        let last = self.words.len().saturating_sub(1);
        self.words.iter().enumerate().map(move |(at, own)| PhraseWord {
            own,
            small: if own.bytes().any(|byte| byte.is_ascii_uppercase()) {
                Cow::Owned(own.to_ascii_lowercase())
            } else {
                Cow::Borrowed(own)
            },
            other_keys: meant_keys(own, self.words.len() == 1),
            is_open_left: self.hangul && at == 0,
            after: match (at == last, self.open, self.hangul) {
                (false, ..) => MayFollow::Nothing,
                (true, false, false) => MayFollow::Ending,
                (true, false, true) => MayFollow::Korean,
                (true, true, _) => MayFollow::Anything,
            },
        })
    }

    /// For each word of the phrase, the words of the vocabulary that match it.
    pub(super) fn columns(&self, vocabulary: &Vocabulary) -> Vec<Vec<u32>> {
        let column = |own: PhraseWord| -> Vec<u32> {
            let word = own.own;
            let fits = |number: &u32| vocabulary.word(*number).is_some_and(|known| own.fits(&known.text));
            let is_meant = |number: &u32| {
                vocabulary.word(*number).is_some_and(|known| {
                    *known.text == *word || own.other_keys.iter().any(|key| *known.text == **key)
                })
            };
            let unmeant: Vec<u32> = vocabulary.in_any_case(word).filter(|number| !is_meant(number)).collect();
            let mut column: Vec<u32> = match (own.is_open_left, own.after.is_open()) {
                (false, false) if self.any_form => {
                    vocabulary.same(word).into_iter().map(|found| found.word).collect()
                }
                (false, false) if own.after == MayFollow::Ending => vocabulary.with_endings(word).collect(),
                (false, false) => vocabulary.in_any_case(word).collect(),
                // Only words with Hangul are open to the left.
                (true, _) => {
                    let whole = (!hangul::holds_hangul(word)).then(|| vocabulary.in_any_case(word));
                    let within = vocabulary.korean.iter().copied().filter(fits);
                    within.chain(whole.into_iter().flatten()).collect()
                }
                (false, true) => {
                    let begun = vocabulary.words_beginning(&hangul::keys(word));
                    begun.iter().copied().filter(fits).collect()
                }
            };
            column.retain(|number| !unmeant.contains(number));
            column
        };
        self.comparable().map(column).collect()
    }
}

/// One word of a phrase.
struct PhraseWord<'a> {
    own: &'a str,
    /// In small letters, as words with Hangul have it.
    small: Cow<'a, str>,
    /// The other keys that may be meant: as an acronym, as the word of this acronym in small letters, and as what can
    /// be either.
    other_keys: Vec<String>,
    /// Whether a longer word may have it after other letters.
    is_open_left: bool,
    after: MayFollow,
}

/// What may follow a word of a phrase in a longer word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum MayFollow {
    Nothing,
    /// A Korean particle or a verb's ending.
    Ending,
    /// Any letters, but no Latin ones after Latin ones.
    Korean,
    Anything,
}

impl MayFollow {
    /// Whether it is more than an ending.
    fn is_open(self) -> bool {
        matches!(self, Self::Korean | Self::Anything)
    }
}

impl PhraseWord<'_> {
    /// Whether a word is this one. A word without Hangul ends where its letters and digits end.
    fn fits(&self, word: &str) -> bool {
        if self.other_keys.iter().any(|key| key == word) {
            return self.is_open_left || !self.after.is_open();
        }
        if !self.is_open_left && !self.after.is_open() {
            let with_ending = || hangul::attached(word).is_some_and(|(noun, _)| noun == self.small);
            return word == self.own || (self.after == MayFollow::Ending && with_ending());
        }
        // Most words differ already here, without looking for letters inside them.
        if word.is_ascii() && !self.own.is_ascii() {
            return false;
        }
        let own = if hangul::holds_hangul(word) { &*self.small } else { self.own };
        if !self.is_open_left {
            return word.strip_prefix(own).is_some_and(|after| self.may_end(own, after));
        }
        // Byte by byte: preparing a search for each word costs more than comparing it.
        let places = word.as_bytes().windows(own.len().max(1)).enumerate();
        places.filter(|(_, part)| *part == own.as_bytes()).any(|(start, _)| {
            let (before, rest) = word.split_at(start);
            let after = rest.strip_prefix(own).unwrap_or_default();
            !is_cut(before, own) && self.may_end(own, after)
        })
    }

    /// Whether these letters may follow the word.
    fn may_end(&self, own: &str, after: &str) -> bool {
        match self.after {
            MayFollow::Nothing | MayFollow::Ending => after.is_empty(),
            MayFollow::Korean => !is_cut(own, after),
            MayFollow::Anything => true,
        }
    }
}

/// Whether the two are parts of one Latin word or figure.
fn is_cut(before: &str, after: &str) -> bool {
    let is_latin = |next: Option<char>| next.is_some_and(|c| c.is_ascii_alphanumeric() || c == '.');
    is_latin(before.chars().next_back()) && is_latin(after.chars().next())
}

/// Those of the `passages` whose own words contain words of the columns one after another; `None` if there are too many
/// passages to read.
pub(super) fn in_sequence(
    index: &WordIndex,
    columns: &[Vec<u32>],
    passages: &FixedBitSet,
) -> Option<FixedBitSet> {
    let within = |column: &Vec<u32>| index.within(IndexedPart::Words, column.iter().copied());
    let found = common(iter::once(passages.clone()).chain(columns.iter().map(within)), index, 0);
    (found.count_ones(..) <= READ).then(|| side_by_side(index, columns, found, Slot::is_words))
}

/// What all the sets have in common, from passage number `from` on.
fn common(mut sets: impl Iterator<Item = FixedBitSet>, index: &WordIndex, from: usize) -> FixedBitSet {
    let mut found = sets.next().unwrap_or_else(|| index.none());
    sets.for_each(|set| found.intersect_with(&set));
    found.remove_range(..from.min(found.len()));
    found
}

/// Those of the passages `found` that contain words of the columns one after another in a field that counts.
fn side_by_side(
    index: &WordIndex,
    columns: &[Vec<u32>],
    mut found: FixedBitSet,
    counts: impl Fn(Slot) -> bool + Sync,
) -> FixedBitSet {
    let mut plan = Plan::new(index.vocabulary.len());
    plan.add_phrase(0, Level::Exact, columns);
    plan.retain(&index.rows, &mut found, counts);
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::Segment;
    use crate::search::tests::corpus;

    fn passages(form: &str) -> usize {
        let mut index = WordIndex::default();
        index.append(&Segment::read(corpus().statements()));
        Phrase::form(form).unwrap().anywhere(&index).count_ones(..)
    }

    #[test]
    fn forms_match_whole_words_but_for_an_open_ending() {
        assert_eq!(passages("deter"), 0);
        assert!(passages("deter*") > 0);
        assert!(passages("strategic flexibility") > 0);
        assert_eq!(passages("flexibility strategic"), 0);
    }

    #[test]
    fn hangul_forms_match_inside_words() {
        assert_eq!(passages("대화"), passages("현대화"));
        assert!(passages("동맹 현대화") > 0);
    }

    #[test]
    fn a_form_without_words_is_no_phrase() {
        assert!(Phrase::form("*").is_none());
    }
}
