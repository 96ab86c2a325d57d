//! What a query looks for, arranged so that rows of words can be read against it.
//!
//! Invariant: a row is read once, and each of its words is looked up once, however much is looked for.

use fixedbitset::FixedBitSet;

use super::matching::Match;
use super::sequence::{GAP, Rows, Slot, Token, WIDE, is_wide, token};
use super::{Level, narrow};
use crate::text::LONGEST_PHRASE;

/// Flags of a word's entry in the table: one role is packed into the entry; several are listed elsewhere.
const PRESENT: u32 = 1 << 30;
const SEVERAL: u32 = 1 << 31;

/// Minimum passages that are read by two threads.
const SHARED: usize = 2_000;

/// The words that a query looks for, by their numbers in the vocabulary.
#[derive(Debug, Clone, Default)]
pub(super) struct Plan {
    stops: Stops,
    table: Vec<u32>,
    several: Vec<Vec<WordRole>>,
    phrases: Vec<PlannedPhrase>,
}

/// At which units reading stops, a flag for each plain word of the vocabulary; it stops at everything that has none. Most
/// of the time is spent skipping the other units, so the test for one is a single look-up.
#[derive(Debug, Clone, Default)]
struct Stops(Vec<bool>);

impl Stops {
    fn new(words: usize) -> Self {
        Self(vec![false; words.min(WIDE.into())])
    }

    #[inline]
    fn contain(&self, unit: u16) -> bool {
        self.0.get(usize::from(unit)).copied().unwrap_or(true)
    }

    fn add(&mut self, word: u32) {
        if let Some(stop) = self.0.get_mut(word as usize) {
            *stop = true;
        }
    }
}

/// What a word is to the query.
#[derive(Debug, Clone, Copy)]
enum WordRole {
    /// A match of a query term by itself.
    Whole(Occurrence),
    /// A part of the phrase with this number, at these places in it, a bit each.
    InPhrase(usize, u64),
}

#[derive(Debug, Clone, Copy)]
struct PlannedPhrase {
    term: u8,
    level: Level,
    /// The bit of its last word's place.
    last: u64,
    words: u32,
}

/// How much of a phrase has been read.
#[derive(Debug, Clone, Copy, Default)]
struct PhraseProgress {
    /// The places in the phrase at which the last word read may be, a bit each.
    places: u64,
    /// Where that word is in the row.
    position: u32,
}

/// A query term, found in a row.
#[derive(Debug, Clone, Copy)]
pub(super) struct Occurrence {
    /// The number of the query term.
    pub term: u8,
    pub level: Level,
    pub quality: u8,
    /// Where its last word is.
    pub position: u32,
    pub words: u32,
}

/// Whether words that are too vague to rank by count too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    Rank,
    Mark,
}

impl Plan {
    /// A plan for a vocabulary of this many words.
    pub(super) fn new(words: usize) -> Self {
        Self { stops: Stops::new(words), table: vec![0; words], ..Self::default() }
    }

    /// Looks for a word as a match of the query term `term`. A vague one is marked, but not used for ranking.
    pub(super) fn add_word(&mut self, term: u8, found: Match, vague: bool) {
        let Match { word, level, quality } = found;
        let occurrence = Occurrence { term, level, quality, position: 0, words: 1 };
        match self.table.get_mut(word as usize) {
            Some(entry) if *entry == 0 => *entry = pack(occurrence),
            Some(_) | None => self.add_role(word, WordRole::Whole(occurrence)),
        }
        if !vague {
            self.stops.add(word);
        }
    }

    /// Looks for words that follow each other, given the words that match at each place: at most [`LONGEST_PHRASE`], one
    /// bit of `u64` each.
    pub(super) fn add_phrase(&mut self, term: u8, level: Level, columns: &[Vec<u32>]) {
        debug_assert!(columns.len() <= LONGEST_PHRASE, "{} words", columns.len());
        let number = self.phrases.len();
        let mut last = 0;
        for (at, column) in columns.iter().enumerate() {
            last = 1_u64 << at;
            for word in column {
                self.add_role(*word, WordRole::InPhrase(number, last));
                self.stops.add(*word);
            }
        }
        self.phrases.push(PlannedPhrase { term, level, last, words: narrow(columns.len()) });
    }

    fn add_role(&mut self, word: u32, role: WordRole) {
        debug_assert!((word as usize) < self.table.len(), "word {word} of {}", self.table.len());
        let Some(entry) = self.table.get_mut(word as usize) else { return };
        if *entry & SEVERAL == 0 {
            let before = unpack(*entry).map(WordRole::Whole);
            *entry = SEVERAL | narrow(self.several.len());
            self.several.push(before.into_iter().collect());
        }
        let Some(roles) = self.several.get_mut((*entry & !SEVERAL) as usize) else { return };
        for known in roles.iter_mut() {
            if let (WordRole::InPhrase(phrase, places), WordRole::InPhrase(same, place)) = (known, role)
                && *phrase == same
            {
                *places |= place;
                return;
            }
        }
        roles.push(role);
    }

    /// Reads a row, and calls `each` with every occurrence and its field.
    #[inline]
    pub(super) fn read(&self, row: &[u16], purpose: Purpose, each: impl FnMut(Occurrence, Option<Slot>)) {
        match purpose {
            Purpose::Rank => self.read_at(row, |unit| self.stops.contain(unit), each),
            Purpose::Mark => self.read_at(row, |_| true, each),
        }
    }

    #[inline]
    fn read_at(
        &self,
        row: &[u16],
        stops: impl Fn(u16) -> bool,
        mut each: impl FnMut(Occurrence, Option<Slot>),
    ) {
        let mut progress = vec![PhraseProgress::default(); self.phrases.len()];
        // Positions count words: a field adds a gap, and a wide word counts one though it takes three units.
        let (mut slot, mut at, mut gaps, mut surplus) = (None, 0, 0_u32, 0_u32);
        while let Some(rest) = row.get(at..) {
            let Some(skipped) = rest.iter().position(|unit| stops(*unit)) else { return };
            let position = (narrow(at + skipped) - surplus).saturating_add(gaps);
            let mut units = rest.iter().skip(skipped).copied();
            let Some(token) = units.next().and_then(|unit| token(unit, || units.next())) else { return };
            at = row.len() - units.len();
            match token {
                Token::Word(word) => {
                    self.find(word, position, &mut progress, |occurrence| each(occurrence, slot));
                    surplus += if is_wide(word) { 2 } else { 0 };
                }
                Token::Field(field) => {
                    slot = Some(field);
                    gaps = gaps.saturating_add(GAP);
                }
            }
        }
    }

    /// Calls `each` with every occurrence that `word` completes.
    fn find(
        &self,
        word: u32,
        position: u32,
        progress: &mut [PhraseProgress],
        mut each: impl FnMut(Occurrence),
    ) {
        let entry = self.table.get(word as usize).copied().unwrap_or_default();
        if entry & SEVERAL == 0 {
            return unpack(entry).into_iter().for_each(|found| each(Occurrence { position, ..found }));
        }
        for role in self.several.get((entry & !SEVERAL) as usize).into_iter().flatten() {
            match *role {
                WordRole::Whole(found) => each(Occurrence { position, ..found }),
                WordRole::InPhrase(number, places) => {
                    if let (Some(phrase), Some(progress)) =
                        (self.phrases.get(number), progress.get_mut(number))
                        && progress.completes(phrase, places, position)
                    {
                        let PlannedPhrase { term, level, words, .. } = *phrase;
                        each(Occurrence { term, level, quality: 100, position, words });
                    }
                }
            }
        }
    }

    /// Retains the passages that contain something of the plan in a field that `counts`.
    pub(super) fn retain(
        &self,
        rows: &Rows,
        passages: &mut FixedBitSet,
        counts: impl Fn(Slot) -> bool + Sync,
    ) {
        let fits = |passage: &u32| {
            let mut fits = false;
            let mut note = |_, slot: Option<Slot>| fits |= slot.is_some_and(&counts);
            self.read(rows.head(*passage), Purpose::Rank, &mut note);
            self.read(rows.body(*passage), Purpose::Rank, &mut note);
            fits
        };
        let all = members(passages);
        passages.clear();
        for fitting in in_halves(&all, |half| half.iter().copied().filter(fits).collect::<Vec<u32>>()) {
            passages.extend(fitting.into_iter().map(|passage| passage as usize));
        }
    }
}

impl PhraseProgress {
    /// Whether the phrase ends with the word at `position`, which may be at these `places` of it.
    fn completes(&mut self, phrase: &PlannedPhrase, places: u64, position: u32) -> bool {
        let follows = self.places != 0 && position.checked_sub(1) == Some(self.position);
        let reached = if follows { self.places << 1 } else { 0 };
        *self = Self { places: (reached | 1) & places, position };
        self.places & phrase.last != 0
    }
}

/// The members of a set, ascending.
pub(super) fn members(set: &FixedBitSet) -> Vec<u32> {
    set.ones().map(narrow).collect()
}

/// Works on a short list directly, and on the halves of a long one in parallel.
pub(super) fn in_halves<T: Send>(all: &[u32], work: impl Fn(&[u32]) -> T + Sync) -> Vec<T> {
    if all.len() <= SHARED {
        return vec![work(all)];
    }
    let (left, right) = all.split_at(all.len() / 2);
    std::thread::scope(|scope| {
        let other = scope.spawn(|| work(right));
        let first = work(left);
        vec![first, other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))]
    })
}

/// An occurrence of one word in 32 bits: term, quality and level in a byte each.
fn pack(occurrence: Occurrence) -> u32 {
    PRESENT | u32::from_le_bytes([occurrence.term, occurrence.quality, occurrence.level as u8, 0])
}

fn unpack(entry: u32) -> Option<Occurrence> {
    if entry & PRESENT == 0 {
        return None;
    }
    let [term, quality, level, _] = entry.to_le_bytes();
    let level = *Level::ALL.get(usize::from(level))?;
    Some(Occurrence { term, level, quality, position: 0, words: 1 })
}
