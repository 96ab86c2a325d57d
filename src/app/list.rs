//! The statement list: its rows, their order, the row that is selected.
//!
//! Invariant: without a search every statement has a row; with one, exactly those with a hit: first the rows of firm
//! hits, then those found only in notes or titles, then those of loose hits.

use std::cmp::Ordering;

use rustc_hash::FxHashMap;

use super::motion::{Direction, Motion};
use crate::corpus::{Corpus, PassageNo};
use crate::search::{Certainty, Found};

/// Before a statement of which the reader has marked a passage.
pub const MARKED: &str = "★";
/// In place of the date: a text of the statement above.
pub const TEXT_OF: &str = "└";

/// One row: a statement, and which of its passages it lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ListRow {
    /// Its index in [`Corpus::statements`].
    pub statement: usize,
    /// Which hits it counts while searching; rows of hits that are not firm come below a divider.
    pub certainty: Certainty,
    /// How many hits elsewhere have exactly the words of one of its hits, and are folded under it.
    pub same: usize,
}

impl ListRow {
    /// How many passages it lists.
    pub fn count(self, corpus: &Corpus, found: Option<&Found>) -> usize {
        let range = corpus.span(self.statement);
        match found {
            Some(found) => found.set(self.certainty).count_ones(range),
            None => range.len(),
        }
    }

    /// The passages it lists, in reading order.
    pub fn passages<'a>(
        self,
        corpus: &Corpus,
        found: Option<&'a Found>,
    ) -> impl DoubleEndedIterator<Item = PassageNo> + use<'a> {
        let held =
            move |number: &PassageNo| found.is_none_or(|f| f.certainty(*number) == Some(self.certainty));
        corpus.passages_of(self.statement).filter(held)
    }
}

/// One line of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListLine {
    Row(usize),
    /// Below a row of a search: the words of its first hit.
    Words(usize),
    /// Above the first hit of a certainty.
    Divider(&'static str),
}

/// The orders of the list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Order {
    #[default]
    Oldest,
    Newest,
    Series,
    /// Best match first; the same as `Oldest` without a search.
    Match,
}

impl Order {
    /// The order after this one; best match only with a search.
    #[must_use]
    pub fn next(self, searching: bool) -> Self {
        match self {
            Self::Oldest => Self::Newest,
            Self::Newest => Self::Series,
            Self::Series if searching => Self::Match,
            Self::Series | Self::Match => Self::Oldest,
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Oldest => "oldest first",
            Self::Newest => "newest first",
            Self::Series => "by series",
            Self::Match => "best match first",
        }
    }
}

/// The statement list.
#[derive(Debug, Default)]
pub struct List {
    pub rows: Vec<ListRow>,
    /// The first rows of the groups with a divider above them, and what it says.
    dividers: Vec<(usize, &'static str)>,
    /// Lines of the list above the pane.
    pub scroll: usize,
    /// `scroll` before a pane was zoomed.
    scroll_before_zoom: Option<usize>,
    pub order: Order,
    /// The order to return to when a search ends, or begins again.
    other_order: Option<Order>,
    searching: bool,
    /// Whether there is room below each row for the words of a hit.
    has_words: bool,
    /// The row that the passage in view belongs to.
    pub selected: Option<usize>,
    /// A row, and how many hits there are above it.
    hits_above: (usize, usize),
}

impl List {
    /// Lists the statements of the corpus, or those with hits.
    pub(super) fn fill(&mut self, corpus: &Corpus, found: Option<&Found>) {
        if self.searching != found.is_some() {
            self.searching = found.is_some();
            let usual = if self.searching { Order::Match } else { Order::Oldest };
            let order = self.other_order.replace(self.order).unwrap_or(usual);
            self.order = order;
        }
        self.rows = rows(corpus, found, self.order);
        self.hits_above = (0, 0);
        let divider = |certainty| {
            let divider = found?.divider(certainty)?;
            Some((self.rows.iter().position(|row| row.certainty == certainty)?, divider))
        };
        self.dividers = Certainty::ALL.into_iter().filter_map(divider).collect();
    }

    /// Selects the row of a passage.
    pub(super) fn select(&mut self, corpus: &Corpus, found: Option<&Found>, passage: PassageNo) {
        let statement = corpus.statement_of(passage);
        let certainty = found.and_then(|found| found.certainty(passage));
        let is_its = |row: &ListRow| {
            Some(row.statement) == statement && certainty.is_none_or(|certainty| row.certainty == certainty)
        };
        self.selected = self.rows.iter().position(is_its);
    }

    /// The line that a row is drawn on; dividers take lines too.
    fn line(&self, row: usize) -> usize {
        row * self.lines_a_row() + self.dividers.iter().filter(|(first, _)| row >= *first).count()
    }

    fn lines_a_row(&self) -> usize {
        if self.has_words { 2 } else { 1 }
    }

    /// What is drawn on a line; `None` below the last.
    pub fn at(&self, line: usize) -> Option<ListLine> {
        let each = self.lines_a_row();
        let mut above = 0;
        for (first, divider) in &self.dividers {
            match line.cmp(&(first * each + above)) {
                Ordering::Less => break,
                Ordering::Equal => return Some(ListLine::Divider(divider)),
                Ordering::Greater => above += 1,
            }
        }
        let (row, is_words) = ((line - above) / each, !(line - above).is_multiple_of(each));
        let line = if is_words { ListLine::Words(row) } else { ListLine::Row(row) };
        Some(line).filter(|_| row < self.rows.len())
    }

    /// Keeps the selected row visible in a pane of `height` rows. At an edge the list scrolls by half a pane, so that
    /// it scrolls rarely: on a slow line every row that changes must be sent.
    pub(super) fn keep_in_sight(&mut self, height: usize) {
        self.has_words = self.searching && self.rows.len() * 2 + self.dividers.len() <= height;
        let Some(line) = self.selected.map(|row| self.line(row)) else { return self.scroll = 0 };
        if height == 0 {
            return;
        }
        if line < self.scroll || line >= self.scroll + height {
            self.scroll = line.saturating_sub(height / 2);
        }
        self.scroll = self.scroll.min(self.deepest(height));
    }

    /// Keeps the scroll position while a pane is zoomed.
    pub(super) fn keep_scroll(&mut self) {
        self.scroll_before_zoom = Some(self.scroll);
    }

    /// Restores the scroll position afterward.
    pub(super) fn restore_scroll(&mut self) {
        self.scroll = self.scroll_before_zoom.take().unwrap_or(self.scroll);
    }

    /// Scrolls as if just opened.
    pub(super) fn restart(&mut self) {
        (self.scroll, self.scroll_before_zoom) = (0, None);
    }

    /// How far the list can be scrolled in a pane of `height` rows.
    pub fn deepest(&self, height: usize) -> usize {
        self.line(self.rows.len()).saturating_sub(height)
    }

    /// The passages of all rows, in the order of the list.
    pub fn passages<'a>(
        &'a self,
        corpus: &'a Corpus,
        found: Option<&'a Found>,
    ) -> impl DoubleEndedIterator<Item = PassageNo> + use<'a> {
        self.rows.iter().flat_map(move |row| row.passages(corpus, found))
    }

    /// The number of a hit, counted from 1 in the order of the list; 0 if the passage is no hit that counts. Only the
    /// rows between this one and the last one asked for are counted.
    pub(super) fn number_of(&mut self, corpus: &Corpus, found: &Found, passage: PassageNo) -> usize {
        let selected = self.selected.filter(|_| found.counts(passage));
        let Some((at, row)) = selected.and_then(|at| Some((at, self.rows.get(at)?))) else { return 0 };
        let (last, above) = self.hits_above;
        let hits = |from: usize, to: usize| -> usize {
            let rows = self.rows.iter().take(to).skip(from);
            let counted = rows.filter(|row| Certainty::COUNTED.contains(&row.certainty));
            counted.map(|row| row.count(corpus, Some(found)) + row.same).sum()
        };
        let above = if last <= at { above + hits(last, at) } else { above - hits(at, last) };
        let number =
            row.passages(corpus, Some(found)).position(|hit| hit == passage).map_or(0, |at| above + at + 1);
        self.hits_above = (at, above);
        number
    }

    /// The first passage of the row that a motion leads to; `None` if the selection stays.
    pub(super) fn moved(
        &self,
        corpus: &Corpus,
        found: Option<&Found>,
        (motion, direction): (Motion, Direction),
        height: usize,
    ) -> Option<PassageNo> {
        let last = self.rows.len().checked_sub(1)?;
        let to = self.selected.map_or(0, |row| direction.step(row, motion.rows(height), last));
        self.rows.get(to).filter(|_| self.selected != Some(to))?.passages(corpus, found).next()
    }

    /// The listed passage after (or before) `passage`; `None` at the end (or the beginning).
    pub(super) fn neighbor(
        &self,
        corpus: &Corpus,
        found: Option<&Found>,
        passage: PassageNo,
        direction: Direction,
    ) -> Option<PassageNo> {
        let Some(row) = self.selected else { return self.passages(corpus, found).next() };
        let passages = |row: &ListRow| row.passages(corpus, found);
        let is_other = |other: &PassageNo| *other != passage;
        match direction {
            Direction::Forward => self.rows.iter().skip(row).flat_map(passages).skip_while(is_other).nth(1),
            Direction::Backward => {
                self.rows.iter().take(row + 1).flat_map(passages).rev().skip_while(is_other).nth(1)
            }
        }
    }
}

/// The rows for a corpus, or for what was found in it.
fn rows(corpus: &Corpus, found: Option<&Found>, order: Order) -> Vec<ListRow> {
    let Some(found) = found else {
        let all =
            corpus.by_date().map(|statement| ListRow { statement, certainty: Certainty::Firm, same: 0 });
        return ordered(corpus, all.collect(), None, order);
    };
    let mut rows = Vec::new();
    for certainty in Certainty::ALL {
        rows.extend(ordered(corpus, narrowed(corpus, found, certainty), Some(found), order));
    }
    rows
}

fn ordered(corpus: &Corpus, mut rows: Vec<ListRow>, found: Option<&Found>, order: Order) -> Vec<ListRow> {
    match order {
        Order::Oldest => {}
        Order::Newest => rows.reverse(),
        Order::Series => rows.sort_by(|a, b| {
            let key = |row: &ListRow| corpus.statements().get(row.statement).map(|s| (&s.series, s.number));
            (key(a), a.statement).cmp(&(key(b), b.statement))
        }),
        Order::Match => {
            let mut ranks: FxHashMap<usize, usize> = FxHashMap::default();
            let hits = found.iter().flat_map(|found| &found.hits);
            for (rank, statement) in hits.filter_map(|hit| corpus.statement_of(hit.passage)).enumerate() {
                ranks.entry(statement).or_insert(rank);
            }
            rows.sort_by_cached_key(|row| ranks.get(&row.statement).copied().unwrap_or(usize::MAX));
            if let Some(found) = found.filter(|found| found.has_collapsed()) {
                fold(corpus, found, &mut rows);
            }
        }
    }
    rows
}

/// Leaves out the rows whose hits are all folded under others, which count them.
fn fold(corpus: &Corpus, found: &Found, rows: &mut Vec<ListRow>) {
    let is_folded =
        |row: &ListRow| row.passages(corpus, Some(found)).all(|passage| found.under(passage).is_some());
    let mut left_out: FxHashMap<usize, usize> = FxHashMap::default();
    rows.retain(|row| {
        let folded = is_folded(row);
        for passage in row.passages(corpus, Some(found)).filter(|_| folded) {
            let under = found.under(passage).and_then(|passage| corpus.statement_of(passage));
            if let Some(statement) = under {
                *left_out.entry(statement).or_default() += 1;
            }
        }
        !folded
    });
    for row in rows {
        row.same = left_out.remove(&row.statement).unwrap_or(0);
    }
}

/// The statements with a hit, in order of date.
fn narrowed(corpus: &Corpus, found: &Found, certainty: Certainty) -> Vec<ListRow> {
    let set = found.set(certainty);
    let holds = |statement: &usize| set.contains_any_in_range(corpus.span(*statement));
    corpus.by_date().filter(holds).map(|statement| ListRow { statement, certainty, same: 0 }).collect()
}
