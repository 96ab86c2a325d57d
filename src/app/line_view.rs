//! The concordance on the screen: its lines, which one is selected, how much of it is shown.
//!
//! Invariant: the lines are those of the query and library that it was last asked with; the selected line is in sight.

use ratatui::layout::Constraint::{Fill, Length};
use ratatui::layout::{Layout, Rect};

use super::layout::GUTTER;
use super::motion::{Direction, Motion};
use crate::analysis::around::WordsAround;
use crate::analysis::concordance::{Concordance, LineOrder, Witnesses};
use crate::analysis::tally::Tally;
use crate::corpus::PassageNo;
use crate::library::Library;

/// The tally of more lines than this would keep the reader waiting.
const TALLIED: usize = 20_000;

/// How much around the node is shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum LineWidth {
    #[default]
    Line,
    Sentence,
    Passage,
    /// The words around the nodes of all lines, counted.
    Around,
}

impl LineWidth {
    pub const ALL: [Self; 4] = [Self::Line, Self::Sentence, Self::Passage, Self::Around];

    /// As readers see it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Line => "line",
            Self::Sentence => "sentence",
            Self::Passage => "passage",
            Self::Around => "words around",
        }
    }
}

#[derive(Debug, Default)]
pub struct LineView {
    /// The query, and how many passages there were; `None` before the first.
    asked: Option<(String, usize)>,
    lines: Option<Concordance>,
    /// Why the query is not understood.
    pub error: Option<String>,
    pub order: LineOrder,
    pub width: LineWidth,
    pub selected: usize,
    pub scroll: usize,
    /// Made when there is room for it.
    pub tally: Option<Tally>,
    pub around: Option<WordsAround>,
    /// Rows of lines on the screen.
    rows: usize,
}

/// The parts of the screen; what it has no room for is empty.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LineAreas {
    pub lines: Rect,
    pub detail_title: Rect,
    pub detail: Rect,
    pub tally_title: Rect,
    pub tally: Rect,
}

impl LineAreas {
    pub fn new(body: Rect, width: LineWidth) -> Self {
        let [rule, detail, second, tally] = match body.height {
            30.. => [1, 4, 1, 3],
            18..30 => [1, 2, 0, 1],
            10..18 => [0, 1, 0, 0],
            _ => [0; 4],
        };
        let detail = match width {
            LineWidth::Sentence if detail > 0 => detail.max(body.height / 4),
            LineWidth::Passage if detail > 0 => detail.max(body.height / 2),
            LineWidth::Line | LineWidth::Sentence | LineWidth::Passage | LineWidth::Around => detail,
        };
        let heights = [Fill(1), Length(rule), Length(detail), Length(second), Length(tally)];
        let [lines, detail_title, detail, tally_title, tally] = Layout::vertical(heights).areas(body);
        // Right of the lines is their scrollbar.
        let lines = Rect { width: lines.width.saturating_sub(GUTTER), ..lines };
        Self { lines, detail_title, detail, tally_title, tally }
    }
}

impl LineView {
    /// Lists the lines of a query; whether that is another one, or more is held by now.
    pub(super) fn ask(&mut self, library: &Library, query: &str) -> bool {
        let asked = (query.to_owned(), library.corpus.passages());
        if self.asked.as_ref() == Some(&asked) {
            return false;
        }
        let lines = Concordance::new(&library.corpus, &library.index, query, self.order, Witnesses::Folded);
        let (lines, error) = match lines {
            Ok(lines) => (Some(lines), None),
            Err(error) => (None, Some(error)),
        };
        let (order, width) = (self.order, self.width);
        *self = Self { asked: Some(asked), lines, error, order, width, ..Self::default() };
        true
    }

    pub fn concordance(&self) -> Option<&Concordance> {
        self.lines.as_ref()
    }

    /// How many lines are listed.
    pub fn count(&self) -> usize {
        self.concordance().map_or(0, |concordance| concordance.lines.len())
    }

    /// What the reader should know of how the query was read.
    pub(super) fn remark(&self) -> Option<String> {
        let concordance = self.concordance()?;
        (!concordance.notes.is_empty()).then(|| concordance.notes.join("; "))
    }

    /// The passage of the selected line.
    pub fn passage(&self) -> Option<PassageNo> {
        self.concordance()?.lines.get(self.selected).map(|line| line.hit.passage)
    }

    /// Selects the first line of a passage, or the first of all.
    pub(super) fn select(&mut self, passage: PassageNo) {
        let of = |concordance: &Concordance| {
            concordance
                .lines
                .iter()
                .position(|line| line.hit.passage == passage || line.witnesses.contains(&passage))
        };
        self.selected = self.concordance().and_then(of).unwrap_or(0);
    }

    /// Sorts the lines; the selected one stays selected.
    pub(super) fn sort(&mut self, library: &Library, order: LineOrder) {
        self.order = order;
        let Some(concordance) = &mut self.lines else { return };
        let selected = concordance.lines.get(self.selected).cloned();
        concordance.sort(&library.corpus, &library.index, order);
        let place = concordance.lines.iter().position(|line| Some(line) == selected.as_ref());
        self.selected = place.unwrap_or(0);
    }

    pub(super) fn widen(&mut self) {
        self.width = match self.width {
            LineWidth::Line => LineWidth::Sentence,
            LineWidth::Sentence => LineWidth::Passage,
            LineWidth::Passage => LineWidth::Around,
            LineWidth::Around => LineWidth::Line,
        };
    }

    pub(super) fn go(&mut self, motion: Motion, direction: Direction) {
        let last = self.count().saturating_sub(1);
        self.selected = direction.step(self.selected, motion.rows(self.rows), last);
    }

    /// Selects the line on a row of the screen.
    pub(super) fn point(&mut self, row: usize) {
        let at = self.scroll.saturating_add(row);
        if at < self.count() {
            self.selected = at;
        }
    }

    /// Keeps the selected line in sight, and makes what there is room for.
    pub(super) fn fit(&mut self, library: &Library, body: Rect) {
        let areas = LineAreas::new(body, self.width);
        self.rows = areas.lines.height.into();
        self.scroll =
            self.scroll.clamp(self.selected.saturating_sub(self.rows.saturating_sub(1)), self.selected);
        let Some(concordance) = &self.lines else { return };
        if concordance.lines.len() > TALLIED {
            return;
        }
        let (corpus, index) = (&library.corpus, &library.index);
        if !areas.tally.is_empty() && self.tally.is_none() {
            self.tally = Some(Tally::new(concordance, corpus, index));
        }
        if self.width == LineWidth::Around && self.around.is_none() {
            self.around = Some(WordsAround::new(concordance, corpus, index));
        }
    }
}
