//! The timeline on the screen: its rows, what its statements are grouped by, which row and which statement are selected.
//!
//! Invariant: the rows are those of the query that it was made for. The selected statement is that of the passage in
//! view, whatever the grouping; if the timeline has no such statement, nothing is selected.

use std::cmp::Reverse;

use super::made_for::{MadeFor, Renewal};
use super::motion::{Direction, Motion};
use crate::analysis::timeline::{SentencesWith, Timeline, TimelineGroup, TimelineRow, TimelineScale};
use crate::corpus::PassageNo;
use crate::library::Library;

/// Columns of a statement, and columns that labels and counts need beside the statements.
const PITCH: usize = 2;
const BESIDE: usize = 27;
/// Maximum years that are shown as years at first; more are shown as decades.
const YEARS: usize = 40;
/// Minimum columns of a body that shows years at first; narrower ones show decades.
const NARROW: usize = 46;

/// What the screen groups statements by, in turn; the command has issuers too.
pub const SCALES: [TimelineScale; 5] = [
    TimelineScale::Statement,
    TimelineScale::Year,
    TimelineScale::Decade,
    TimelineScale::Standing,
    TimelineScale::Series,
];

/// The order of the rows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum RowOrder {
    #[default]
    Typed,
    /// By the first statement that says it.
    FirstUse,
    /// By how many statements say it.
    Most,
}

impl RowOrder {
    pub fn label(self) -> &'static str {
        match self {
            Self::Typed => "as typed",
            Self::FirstUse => "by first use",
            Self::Most => "by how many say it",
        }
    }
}

#[derive(Debug, Default)]
pub struct TimelineView {
    /// `None` before the first query.
    made_for: Option<MadeFor>,
    timeline: Option<Timeline>,
    /// Why the query is not understood.
    pub error: Option<String>,
    /// The scale that the reader chose, if they did.
    chosen: Option<TimelineScale>,
    pub scale: TimelineScale,
    pub order: RowOrder,
    /// The rows of the timeline in their order.
    pub places: Vec<usize>,
    pub groups: Vec<TimelineGroup>,
    /// The statements by year, whatever they are grouped by.
    pub years: Vec<TimelineGroup>,
    /// How many wider gaps are between the statements.
    pub gaps: usize,
    /// The selected row, by its place in the order, and the selected statement.
    pub row: usize,
    pub column: Option<usize>,
    /// The sentences of the selected statement's whole texts, and the row and statement that they were counted for.
    pub sentences: Vec<SentencesWith>,
    counted_for: Option<(usize, usize)>,
}

impl TimelineView {
    /// Makes the rows of a query, if that is necessary; returns why it was.
    pub(super) fn ask(&mut self, library: &Library, made_for: MadeFor) -> Option<Renewal> {
        let renewal = made_for.renewal(self.made_for.as_ref())?;
        let (timeline, error) = match Timeline::new(&library.corpus, &library.index, &made_for.asked) {
            Ok(timeline) => (Some(timeline), None),
            Err(error) => (None, Some(error)),
        };
        let (order, chosen, scale) = (self.order, self.chosen, self.scale);
        let years = timeline.as_ref().map(|made| made.groups(&library.corpus, TimelineScale::Year));
        let gaps =
            timeline.as_ref().map(|made| (0..made.statements.len()).filter(|at| made.is_far(*at)).count());
        let (years, gaps) = (years.unwrap_or_default(), gaps.unwrap_or_default());
        let (made_for, others) = (Some(made_for), Self::default());
        let made = Self { made_for, timeline, error, chosen, scale, order, years, gaps, ..others };
        let before = std::mem::replace(self, made);
        self.sort();
        if renewal == Renewal::Growth {
            let row = before.selected_row().map(|row| &row.query);
            let row = self.rows().position(|one| Some(&one.query) == row);
            self.row = row.unwrap_or_default();
        }
        Some(renewal)
    }

    /// The query whose rows these are.
    pub fn query(&self) -> &str {
        self.made_for.as_ref().map_or("", |made_for| &made_for.asked)
    }

    pub fn timeline(&self) -> Option<&Timeline> {
        self.timeline.as_ref()
    }

    /// The rows in their order.
    pub fn rows(&self) -> impl Iterator<Item = &TimelineRow> {
        self.places.iter().filter_map(|at| self.timeline()?.rows.get(*at))
    }

    pub fn selected_row(&self) -> Option<&TimelineRow> {
        self.rows().nth(self.row)
    }

    /// The group of the selected statement, by its place.
    pub fn selected_group(&self) -> Option<usize> {
        let column = self.column?;
        self.groups.iter().position(|group| group.columns.contains(&column))
    }

    /// The selected statement, by its place in the corpus.
    pub fn statement(&self) -> Option<usize> {
        self.timeline()?.statements.get(self.column?).copied()
    }

    /// The passage to read of the selected statement: one that says the words of the row, or its first.
    pub(super) fn passage(&self, library: &Library) -> Option<PassageNo> {
        let at = self.statement()?;
        let said = self.selected_row().and_then(|row| row.passages(&library.corpus, at).next());
        said.or_else(|| library.corpus.passages_of(at).next())
    }

    /// Selects the statement of the passage in view.
    pub(super) fn follow(&mut self, library: &Library, passage: PassageNo) {
        let at = library.corpus.statement_of(passage);
        let at = at.map(|at| library.corpus.counted_as(at));
        let statements = self.timeline().map_or(&[][..], |timeline| &timeline.statements);
        self.column = at.and_then(|at| statements.iter().position(|one| *one == at));
    }

    /// Chooses the scale that there is room for, unless the reader chose one.
    pub(super) fn fit(&mut self, library: &Library, width: u16) {
        let Some(timeline) = &self.timeline else { return };
        let (all, width) = (timeline.statements.len(), usize::from(width));
        let scale = match self.chosen {
            Some(scale) => scale,
            None if width < NARROW => TimelineScale::Decade,
            None if all * PITCH + self.gaps + BESIDE <= width => TimelineScale::Statement,
            None if self.years.len() > YEARS => TimelineScale::Decade,
            None => TimelineScale::Year,
        };
        if scale != self.scale || self.groups.is_empty() {
            self.scale = scale;
            self.groups = timeline.groups(&library.corpus, scale);
        }
        self.count_sentences(library);
    }

    /// Counts the sentences of the selected statement's whole texts once, not at each key.
    fn count_sentences(&mut self, library: &Library) {
        let selected = self.column.zip(self.places.get(self.row).copied());
        let selected = selected.filter(|_| self.scale == TimelineScale::Statement);
        if selected == self.counted_for {
            return;
        }
        let of = self.statement().zip(self.selected_row()).filter(|_| selected.is_some());
        let counted = of.map(|(at, row)| row.sentences_of(&library.corpus, &library.index, at));
        (self.sentences, self.counted_for) = (counted.unwrap_or_default(), selected);
    }

    /// Goes to the next of [`SCALES`].
    pub(super) fn widen(&mut self) {
        let next = SCALES.into_iter().skip_while(|scale| *scale != self.scale).nth(1);
        self.chosen = Some(next.unwrap_or_default());
    }

    pub(super) fn next_order(&mut self) {
        let selected = self.places.get(self.row).copied();
        self.order = match self.order {
            RowOrder::Typed => RowOrder::FirstUse,
            RowOrder::FirstUse => RowOrder::Most,
            RowOrder::Most => RowOrder::Typed,
        };
        self.sort();
        self.row = self.places.iter().position(|at| Some(*at) == selected).unwrap_or_default();
    }

    fn sort(&mut self) {
        let Some(timeline) = &self.timeline else { return };
        self.places = (0..timeline.rows.len()).collect();
        let columns = timeline.statements.len();
        let row = |at: &usize| timeline.rows.get(*at);
        match self.order {
            RowOrder::Typed => {}
            RowOrder::FirstUse => self.places.sort_by_cached_key(|at| {
                row(at).and_then(|row| timeline.ends(row, 0..columns)).map_or(usize::MAX, |(first, _)| first)
            }),
            RowOrder::Most => {
                self.places.sort_by_cached_key(|at| Reverse(row(at).map_or(0, |row| row.count().says)));
            }
        }
    }

    /// Goes to another row; whether there is one.
    pub(super) fn go(&mut self, motion: Motion, direction: Direction) -> bool {
        let last = self.places.len().saturating_sub(1);
        let row = direction.step(self.row, motion.rows(self.places.len()), last);
        std::mem::replace(&mut self.row, row) != row
    }

    /// Goes to the next or previous statement, year or other group; whether there is one.
    pub(super) fn turn(&mut self, direction: Direction) -> bool {
        let last = self.groups.len().saturating_sub(1);
        let group = match (self.selected_group(), direction) {
            (Some(group), _) => direction.step(group, 1, last),
            (None, Direction::Forward) => 0,
            (None, Direction::Backward) => last,
        };
        if self.selected_group() == Some(group) {
            return false;
        }
        self.column = self.groups.get(group).and_then(|group| group.columns.first()).copied();
        true
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::corpus::Corpus;

    /// The first edition with more joint statements, each of a year after the one before, or all of one year.
    fn with_more(statements: i32, years: bool) -> Library {
        let mut dataset: Value =
            serde_json::from_str(include_str!("../../tests/fixture/first-edition.json")).unwrap();
        let list = dataset["statements"].as_array_mut().unwrap();
        let model = list.iter().find(|statement| statement["id"] == "scm-54").unwrap().clone();
        for at in 0..statements {
            let mut more = model.clone();
            more["id"] = format!("more-{at}").into();
            more["date"] = format!("{}-11-03", if years { 2030 + at } else { 2030 }).into();
            more["passages"] = Value::Array(Vec::new());
            list.push(more);
        }
        Library::new(Corpus::new(serde_json::from_value(dataset).unwrap()))
    }

    #[test]
    fn many_statements_start_on_years_and_many_years_on_decades() {
        for (more, years, width, expected) in [
            (0, false, 119, TimelineScale::Statement),
            // 45 statements, and two wider gaps.
            (8, false, 119, TimelineScale::Statement),
            (9, false, 119, TimelineScale::Year),
            (17, true, 119, TimelineScale::Year),
            (18, true, 119, TimelineScale::Decade),
            (10, false, 198, TimelineScale::Statement),
            (0, false, 79, TimelineScale::Year),
            (0, false, 40, TimelineScale::Decade),
        ] {
            let library = with_more(more, years);
            let mut view = TimelineView::default();
            view.ask(&library, MadeFor::new(String::from("linchpin"), true));
            view.fit(&library, width);
            assert_eq!(view.scale, expected, "{more} more statements, {width} columns");
            let said: usize = view.groups.iter().map(|group| group.columns.len()).sum();
            assert_eq!(said, 37 + usize::try_from(more).unwrap());
        }
    }
}
