//! What a query looks for, laid out so that rows of words can be read against it.
//!
//! Invariant: a row is read once, word by word; each word asks the table once, so what is looked for does not make
//! reading slower.

use std::fmt;

use fixedbitset::FixedBitSet;

use super::Level;
use super::index::Index;
use super::matching::Match;
use super::sequence::{Slot, Token, WIDE, is_wide, token};

/// A word's entry in the table: nothing, one meaning packed, or where its several meanings are listed.
const PRESENT: u32 = 1 << 30;
const SEVERAL: u32 = 1 << 31;

/// Words between two fields, so that nothing is near across them.
const GAP: u32 = 10_000;

/// Longer runs are told by their first words.
const LONGEST: usize = 64;

/// Sets beyond this size are read by two threads.
const SHARED: usize = 2_000;

/// The words of the clauses, as the index numbers them.
#[derive(Debug, Clone, Default)]
pub(super) struct Plan {
    stops: Stops,
    table: Vec<u32>,
    several: Vec<Vec<Meaning>>,
    runs: Vec<Run>,
}

/// The units at which reading stops: words that are looked for, and whatever is no plain word. Skipping the others
/// is where the time goes, so this is all that is asked of them.
#[derive(Clone)]
struct Stops(Box<[bool; 1 << 16]>);

impl Stops {
    #[inline]
    fn at(&self, unit: u16) -> bool {
        self.0.get(usize::from(unit)).copied().unwrap_or_default()
    }

    fn add(&mut self, word: u32) {
        if let Some(stop) = self.0.get_mut(word as usize) {
            *stop = true;
        }
    }
}

impl Default for Stops {
    #[expect(clippy::large_stack_arrays, reason = "64 KiB, which the compiler builds on the heap")]
    fn default() -> Self {
        let mut stops = Box::new([false; 1 << 16]);
        stops.iter_mut().skip(usize::from(WIDE)).for_each(|stop| *stop = true);
        Self(stops)
    }
}

impl fmt::Debug for Stops {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries((0_u16..WIDE).filter(|unit| self.at(*unit))).finish()
    }
}

/// What a word is to the query.
#[derive(Debug, Clone, Copy)]
enum Meaning {
    Word(Met),
    /// It may stand at these places of a run, a bit each.
    Within(usize, u64),
}

#[derive(Debug, Clone, Copy)]
struct Run {
    clause: u8,
    level: Level,
    last: u64,
    words: u32,
}

/// A clause met in a row.
#[derive(Debug, Clone, Copy)]
pub(super) struct Met {
    pub clause: u8,
    pub level: Level,
    pub quality: u8,
    /// Where its last word stands, and how many words it takes.
    pub position: u32,
    pub words: u32,
}

/// How far each run has been met, with the position of its last word.
type Progress = Vec<(u64, u32)>;

impl Plan {
    pub(super) fn new(index: &Index) -> Self {
        Self { table: vec![0; index.words.len()], ..Self::default() }
    }

    /// Looks for a word as one of `clause`; a vague one is marked, but says nothing to rank by.
    pub(super) fn word(&mut self, clause: u8, found: Match, vague: bool) {
        let Match { word, level, quality } = found;
        let met = Met { clause, level, quality, position: 0, words: 1 };
        match self.table.get_mut(word as usize) {
            Some(entry) if *entry == 0 => *entry = pack(met),
            Some(_) => self.add(word, Meaning::Word(met)),
            None => {}
        }
        if !vague {
            self.stops.add(word);
        }
    }

    /// Looks for words that follow each other, given those that may stand at each place.
    pub(super) fn run(&mut self, clause: u8, level: Level, columns: &[Vec<u32>]) {
        let columns = columns.get(..LONGEST).unwrap_or(columns);
        let number = self.runs.len();
        let mut place = 1_u64;
        let mut last = 0;
        for column in columns {
            for word in column {
                self.add(*word, Meaning::Within(number, place));
                self.stops.add(*word);
            }
            last = place;
            place = place.wrapping_shl(1);
        }
        let words = u32::try_from(columns.len()).unwrap_or(1);
        self.runs.push(Run { clause, level, last, words });
    }

    fn add(&mut self, word: u32, meaning: Meaning) {
        let Some(entry) = self.table.get_mut(word as usize) else { return };
        if *entry & SEVERAL == 0 {
            let before = unpack(*entry).map(Meaning::Word);
            *entry = SEVERAL | u32::try_from(self.several.len()).unwrap_or_default();
            self.several.push(before.into_iter().collect());
        }
        let Some(meanings) = self.several.get_mut((*entry & !SEVERAL) as usize) else { return };
        for known in meanings.iter_mut() {
            if let (Meaning::Within(run, places), Meaning::Within(same, place)) = (known, meaning)
                && *run == same
            {
                *places |= place;
                return;
            }
        }
        meanings.push(meaning);
    }

    /// Reads a row for ranking, and calls `each` with every clause met and the field that it stands in; the words of
    /// a vague beginning are passed over.
    #[inline]
    pub(super) fn read(&self, row: &[u16], each: impl FnMut(Met, Option<Slot>)) {
        self.stop(row, |unit| self.stops.at(unit), each);
    }

    /// Reads a row for marking, where every word counts.
    pub(super) fn read_all(&self, row: &[u16], each: impl FnMut(Met, Option<Slot>)) {
        self.stop(row, |_| true, each);
    }

    #[inline]
    fn stop(&self, row: &[u16], stops: impl Fn(u16) -> bool, mut each: impl FnMut(Met, Option<Slot>)) {
        let mut progress: Progress = vec![(0, 0); self.runs.len()];
        let (mut slot, mut offset, mut at) = (None, 0_u32, 0_usize);
        while let Some(rest) = row.get(at..) {
            let Some(skipped) = rest.iter().position(|unit| stops(*unit)) else { return };
            let place = u32::try_from(at.wrapping_add(skipped)).unwrap_or_default();
            let mut units = rest.iter().skip(skipped).copied();
            let Some(step) = units.next().and_then(|unit| token(unit, || units.next())) else { return };
            at = row.len().wrapping_sub(units.len());
            match step {
                Token::Word(word) => {
                    self.meet(word, place.wrapping_add(offset), &mut progress, |met| each(met, slot));
                    // A wide word takes three units, and is one.
                    offset = offset.wrapping_sub(if is_wide(word) { 2 } else { 0 });
                }
                Token::Field(field) => {
                    slot = Some(field);
                    offset = offset.wrapping_add(GAP);
                }
            }
        }
    }

    /// Calls `each` with what a word that is looked for is to the query.
    fn meet(&self, word: u32, position: u32, progress: &mut Progress, mut each: impl FnMut(Met)) {
        let entry = self.table.get(word as usize).copied().unwrap_or_default();
        if entry & SEVERAL == 0 {
            return unpack(entry).into_iter().for_each(|met| each(Met { position, ..met }));
        }
        let meanings = self.several.get((entry & !SEVERAL) as usize);
        for meaning in meanings.into_iter().flatten() {
            let (number, places) = match meaning {
                Meaning::Word(met) => {
                    each(Met { position, ..*met });
                    continue;
                }
                Meaning::Within(number, places) => (*number, *places),
            };
            let (Some(run), Some((met, at))) = (self.runs.get(number), progress.get_mut(number)) else {
                continue;
            };
            let next = at.checked_add(1) == Some(position) && *met != 0;
            *met = ((if next { met.wrapping_shl(1) } else { 0 }) | 1) & places;
            *at = position;
            if *met & run.last != 0 {
                let Run { clause, level, words, .. } = *run;
                each(Met { clause, level, quality: 100, position, words });
            }
        }
    }

    /// Keeps of `passages` those in which something is met, in one of `fields` (in any, where none is given).
    pub(super) fn keep(&self, index: &Index, passages: &mut FixedBitSet, fields: &[Slot]) {
        let holds = |passage: &u32| {
            let mut held = false;
            let mut met = |_, slot: Option<Slot>| {
                held |= fields.is_empty() || slot.is_some_and(|slot| fields.contains(&slot));
            };
            let above = index.head_of(*passage);
            self.read(index.heads.row(above), &mut met);
            self.read(index.passages.row(*passage as usize), &mut met);
            held
        };
        let all = ones(passages);
        passages.clear();
        for kept in shared(&all, |part| part.iter().copied().filter(holds).collect::<Vec<u32>>()) {
            for passage in kept {
                passages.insert(passage as usize);
            }
        }
    }
}

/// The members of a set, ascending.
pub(super) fn ones(set: &FixedBitSet) -> Vec<u32> {
    set.ones().filter_map(|at| u32::try_from(at).ok()).collect()
}

/// Works on the halves of a long list side by side.
pub(super) fn shared<T: Send>(all: &[u32], work: impl Fn(&[u32]) -> T + Sync) -> Vec<T> {
    if all.len() <= SHARED {
        return vec![work(all)];
    }
    let (left, right) = all.split_at_checked(all.len() / 2).unwrap_or((all, &[]));
    std::thread::scope(|scope| {
        let other = scope.spawn(|| work(right));
        let mut done = vec![work(left)];
        done.extend(other.join());
        done
    })
}

/// A single meaning in 32 bits: clause, quality and level in a byte each.
fn pack(met: Met) -> u32 {
    PRESENT | u32::from_le_bytes([met.clause, met.quality, met.level as u8, 0])
}

fn unpack(entry: u32) -> Option<Met> {
    if entry & PRESENT == 0 {
        return None;
    }
    let [clause, quality, level, _] = entry.to_le_bytes();
    let level = Level::ALL.get(usize::from(level)).copied().unwrap_or_default();
    Some(Met { clause, level, quality, position: 0, words: 1 })
}
