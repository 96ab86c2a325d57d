//! The concordance on the screen: its lines, which one is selected, how much of it is shown.
//!
//! Invariant: the lines are those of the query that it was made for. The selected line is in sight, and has the passage
//! in view or repeats it; if no line does, none is selected.

use ratatui::layout::Constraint::{Fill, Length};
use ratatui::layout::{Layout, Rect};

use super::layout::GUTTER;
use super::made_for::{MadeFor, Renewal};
use super::motion::{Direction, Motion, kept_in_sight};
use crate::analysis::around::{AroundBy, WordsAround};
use crate::analysis::concordance::{Concordance, ConcordanceLine, LineOrder, RepeatListing};
use crate::analysis::tally::Tally;
use crate::corpus::PassageNo;
use crate::library::Library;
use crate::page::concordance::LineWindow;

/// Maximum lines that are tallied: more would keep the reader waiting.
const TALLIED: usize = 20_000;

/// Minimum columns of the screen for the words around beside the lines, and the columns that they take.
const ROOMY: u16 = 180;
const BESIDE: u16 = 32;

/// Maximum lines whose words around are counted without being asked for.
const QUICK: usize = 2_000;

/// What the rows of the list are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineDisplay {
    /// The lines; of the selected one this much is shown.
    Lines(LineWindow),
    /// The words around the nodes of all lines, counted.
    Around(AroundBy),
}

impl LineDisplay {
    pub const ALL: [Self; 5] = [
        Self::Lines(LineWindow::Line),
        Self::Lines(LineWindow::Sentence),
        Self::Lines(LineWindow::Passage),
        Self::Around(AroundBy::Meaning),
        Self::Around(AroundBy::Year),
    ];

    /// As readers see it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Lines(LineWindow::Line) => "line",
            Self::Lines(LineWindow::Sentence) => "sentence",
            Self::Lines(LineWindow::Passage) => "passage",
            Self::Around(AroundBy::Meaning) => "words around",
            Self::Around(AroundBy::Year) => "by year",
        }
    }

    /// What the words around are counted by, where they are shown in place of the lines.
    pub fn around(self) -> Option<AroundBy> {
        match self {
            Self::Lines(_) => None,
            Self::Around(by) => Some(by),
        }
    }

    fn next(self) -> Self {
        match self {
            Self::Lines(LineWindow::Line) => Self::Lines(LineWindow::Sentence),
            Self::Lines(LineWindow::Sentence) => Self::Lines(LineWindow::Passage),
            Self::Lines(LineWindow::Passage) => Self::Around(AroundBy::Meaning),
            Self::Around(AroundBy::Meaning) => Self::Around(AroundBy::Year),
            Self::Around(AroundBy::Year) => Self::Lines(LineWindow::Line),
        }
    }
}

impl Default for LineDisplay {
    fn default() -> Self {
        Self::Lines(LineWindow::default())
    }
}

#[derive(Debug, Default)]
pub struct ConcordanceView {
    /// `None` before the first query.
    made_for: Option<MadeFor>,
    lines: Option<Concordance>,
    /// Why the query is not understood.
    pub error: Option<String>,
    pub order: LineOrder,
    pub listing: RepeatListing,
    pub display: LineDisplay,
    pub selected: Option<usize>,
    pub scroll: usize,
    /// Made when there is room for it, and a line.
    pub tally: Option<Tally>,
    pub around: Option<WordsAround>,
    /// Rows of the words around above the screen.
    pub around_scroll: usize,
    /// Rows of lines on the screen.
    rows: usize,
}

/// The parts of the screen; those without room are empty.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ConcordanceAreas {
    pub lines: Rect,
    /// The words around, where there is much room.
    pub beside: Rect,
    pub detail_title: Rect,
    pub detail: Rect,
    pub tally_title: Rect,
    pub tally: Rect,
}

impl ConcordanceAreas {
    /// With `listed` lines, the list takes at most as many rows; the selected line has those left over, up to half of
    /// the body.
    fn new(body: Rect, display: LineDisplay, listed: usize) -> Self {
        let [rule, detail, second, tally] = match body.height {
            50.. => [1, 7, 1, 3],
            30..50 => [1, 4, 1, 3],
            18..30 => [1, 2, 0, 1],
            10..18 => [0, 1, 0, 0],
            _ => [0; 4],
        };
        let detail = match display {
            LineDisplay::Lines(LineWindow::Sentence) if detail > 0 => detail.max(body.height / 4),
            LineDisplay::Lines(LineWindow::Passage) if detail > 0 => detail.max(body.height / 2),
            LineDisplay::Lines(_) | LineDisplay::Around(_) => detail,
        };
        let spare = (body.height.saturating_sub(rule + detail + second + tally))
            .saturating_sub(u16::try_from(listed).unwrap_or(u16::MAX));
        let is_grown = rule > 0 && listed > 0 && display.around().is_none();
        let detail = if is_grown { detail.max((detail + spare).min(body.height / 2)) } else { detail };
        let heights = [Fill(1), Length(rule), Length(detail), Length(second), Length(tally)];
        let [lines, detail_title, detail, tally_title, tally] = Layout::vertical(heights).areas(body);
        let is_roomy = body.width >= ROOMY && body.height >= 30 && display.around().is_none();
        let [lines, beside] =
            Layout::horizontal([Fill(1), Length(if is_roomy { BESIDE } else { 0 })]).areas(lines);
        // Right of the lines is their scrollbar.
        let lines = Rect { width: lines.width.saturating_sub(GUTTER), ..lines };
        Self { lines, beside, detail_title, detail, tally_title, tally }
    }
}

impl ConcordanceView {
    /// Lists the lines of a query, if that is necessary; returns why it was.
    pub(super) fn ask(&mut self, library: &Library, made_for: MadeFor) -> Option<Renewal> {
        let renewal = made_for.renewal(self.made_for.as_ref())?;
        let (order, listing, display) = (self.order, self.listing, self.display);
        // Where the reader's place is kept, it may be in any line.
        let listed = if renewal == Renewal::Growth { Concordance::new } else { Concordance::begin };
        let lines = listed(&library.corpus, &library.index, &made_for.asked, order, listing);
        let (lines, error) = match lines {
            Ok(lines) => (Some(lines), None),
            Err(error) => (None, Some(error)),
        };
        let made_for = Some(made_for);
        let made = Self { made_for, lines, error, order, listing, display, ..Self::default() };
        let before = std::mem::replace(self, made);
        if renewal == Renewal::Growth {
            self.keep_place(&before);
        }
        Some(renewal)
    }

    /// Selects the same line as before more was read, on the same row of the screen.
    fn keep_place(&mut self, before: &Self) {
        let line = before.selected_line();
        let is_same = |one: &&ConcordanceLine| {
            line.is_some_and(|line| (one.rival, &one.hit) == (line.rival, &line.hit))
        };
        self.selected = self.lines().iter().position(|one| is_same(&one));
        let above = before.selected.map_or(0, |at| at.saturating_sub(before.scroll));
        self.scroll = self.selected.map_or(before.scroll, |at| at.saturating_sub(above));
        self.around_scroll = before.around_scroll;
    }

    /// Lists the lines that are still to come; whether there were any. Those listed stay where they are.
    pub(super) fn finish(&mut self, library: &Library) -> bool {
        let unfinished = self.lines.as_mut().filter(|lines| !lines.is_whole);
        unfinished.map(|lines| lines.finish(&library.corpus, &library.index)).is_some()
    }

    /// Where the parts of the screen are.
    pub fn areas(&self, body: Rect) -> ConcordanceAreas {
        ConcordanceAreas::new(body, self.display, self.count())
    }

    /// The query whose lines these are.
    pub fn query(&self) -> &str {
        self.made_for.as_ref().map_or("", |made_for| &made_for.asked)
    }

    pub fn concordance(&self) -> Option<&Concordance> {
        self.lines.as_ref()
    }

    fn lines(&self) -> &[ConcordanceLine] {
        self.concordance().map_or(&[], |concordance| &concordance.lines)
    }

    /// How many lines are listed.
    pub fn count(&self) -> usize {
        self.lines().len()
    }

    pub fn selected_line(&self) -> Option<&ConcordanceLine> {
        self.lines().get(self.selected?)
    }

    /// What the reader should know of how the query was read.
    pub(super) fn remark(&self) -> Option<String> {
        let concordance = self.concordance()?;
        (!concordance.notes.is_empty()).then(|| concordance.notes.join("; "))
    }

    /// The passage of the selected line.
    pub(super) fn passage(&self) -> Option<PassageNo> {
        self.selected_line().map(|line| line.hit.passage)
    }

    /// Selects the first line of the passage in view, unless the selected line is of it.
    pub(super) fn follow(&mut self, passage: PassageNo) {
        if !self.selected_line().is_some_and(|line| is_of(line, passage)) {
            self.selected = self.lines().iter().position(|line| is_of(line, passage));
        }
    }

    /// Sorts the lines; the selected one stays selected.
    pub(super) fn sort(&mut self, library: &Library, order: LineOrder) {
        self.order = order;
        self.finish(library);
        let Some(concordance) = &mut self.lines else { return };
        let selected = self.selected.and_then(|at| concordance.lines.get(at)).cloned();
        concordance.sort(&library.corpus, &library.index, order);
        self.selected = concordance.lines.iter().position(|line| Some(line) == selected.as_ref());
    }

    /// Lists passages that repeat each other one by one, or folds them again; the passage in view stays in view.
    pub(super) fn unfold(&mut self, library: &Library) -> RepeatListing {
        self.listing = match self.listing {
            RepeatListing::Collapsed => RepeatListing::Listed,
            RepeatListing::Listed => RepeatListing::Collapsed,
        };
        if let Some(made_for) = self.made_for.take() {
            self.ask(library, made_for);
        }
        self.listing
    }

    pub(super) fn widen(&mut self) {
        let before = self.display;
        self.display = before.next();
        if [before, self.display].contains(&LineDisplay::Around(AroundBy::Year)) {
            // Other columns need a new count.
            self.around = None;
        }
    }

    /// Goes to another line, or scrolls the words around; whether another line is selected.
    pub(super) fn go(&mut self, motion: Motion, direction: Direction) -> bool {
        if self.display.around().is_some() {
            let deepest = self.around_rows().saturating_sub(self.rows);
            self.around_scroll = direction.step(self.around_scroll, motion.rows(self.rows), deepest);
            return false;
        }
        let Some(last) = self.count().checked_sub(1) else { return false };
        let steps = motion.rows(self.rows);
        self.turn_to(match self.selected {
            Some(at) => direction.step(at, steps, last),
            None if motion == Motion::End => direction.step(0, steps, last),
            // The first line in sight.
            None => self.scroll.min(last),
        })
    }

    /// Selects a line; whether another one was selected.
    fn turn_to(&mut self, at: usize) -> bool {
        self.selected.replace(at) != Some(at)
    }

    /// Rows of the words around: a word each, below the columns' names and counts, above three of notes.
    pub fn around_rows(&self) -> usize {
        self.around.as_ref().map_or(0, |around| around.words.len() + 5)
    }

    /// Selects the line on a row of the screen; whether it is another one.
    pub(super) fn point(&mut self, row: usize) -> bool {
        let at = self.scroll.saturating_add(row);
        self.display.around().is_none() && at < self.count() && self.turn_to(at)
    }

    /// Keeps the selected line in sight, and makes what there is room for.
    pub(super) fn fit(&mut self, library: &Library, body: Rect) {
        let areas = self.areas(body);
        self.rows = areas.lines.height.into();
        if let Some(at) = self.selected {
            self.scroll = kept_in_sight(self.scroll, at, self.count(), self.rows);
        }
        let Some(concordance) = &self.lines else { return };
        if concordance.lines.len() > TALLIED || !concordance.is_whole {
            return;
        }
        let (corpus, index) = (&library.corpus, &library.index);
        if !areas.tally.is_empty() && self.tally.is_none() && self.count() > 0 {
            self.tally = Some(Tally::new(concordance, corpus, index));
        }
        let is_quick = concordance.lines.len() <= QUICK && library.corpus.passages() <= TALLIED;
        let is_beside = !areas.beside.is_empty() && is_quick;
        let by = self.display.around().or(is_beside.then_some(AroundBy::Meaning));
        if let Some(by) = by.filter(|_| self.around.is_none()) {
            self.around = Some(WordsAround::new(concordance, corpus, index, by));
        }
        self.around_scroll = self.around_scroll.min(self.around_rows().saturating_sub(self.rows));
    }
}

/// Whether a line has the words of a passage: its own hit, or that of a passage that repeats it.
fn is_of(line: &ConcordanceLine, passage: PassageNo) -> bool {
    line.hit.passage == passage || line.witnesses.contains(&passage)
}
