//! A row for each word and a column for each statement, with the years of the selected row beside them or below.
//!
//! Invariant: the columns are in order of date; the number left out on each side is shown, and so are the names of all
//! if there is room.

use std::ops::Range;

use ratatui::buffer::Buffer;
use ratatui::layout::Constraint::{Fill, Length};
use ratatui::layout::{Layout, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Paragraph, Widget};

use super::{DrawnRows, LABELS, TimelineScreen, left_out, years};
use crate::analysis::timeline::{StanceCount, Timeline, TimelineRow};
use crate::corpus::model::{Standing, Statement};
use crate::corpus::stance::Stance;
use crate::export::timeline::cell_sign;
use crate::page::Role;
use crate::text::wrap::{clip, columns, padded};
use crate::ui::theme;

/// Columns of the counts at the end of a row: said, silent, not seen.
const COUNTS: usize = 15;
/// Minimum columns of the body for years beside the statements.
const WIDE: u16 = 180;
/// Columns of the sign before the name of a statement, and of its date.
const SIGN: usize = 4;
const DATE: usize = 12;

/// What the signs mean, a row each.
const LEGEND: [&str; 2] = [
    "A B C meaning  ] elsewhere  + others too  ∗ none of these  ∙ not judged  ● says it  “ not quoted  ! one side  ? press",
    "○ silent: the whole text was looked through   · not in the part seen: says nothing",
];

/// Where the labels, the statements and the counts are drawn.
struct Chart {
    width: usize,
    label: usize,
    /// Columns of a statement.
    pitch: usize,
    counts: usize,
    /// The statements that there is room for, and whether a wider gap is before each.
    shown: Range<usize>,
    gaps: Vec<bool>,
}

impl Chart {
    /// Blanks before a statement.
    fn gap(&self, column: usize) -> usize {
        let at = column.saturating_sub(self.shown.start);
        usize::from(self.gaps.get(at) == Some(&true))
    }

    /// Columns of the statements shown.
    fn across(&self) -> usize {
        self.shown.clone().map(|column| self.pitch + self.gap(column)).sum()
    }
}

impl TimelineScreen<'_> {
    /// Draws the signs of all statements, or of as many as there is room for; returns how many rows that takes.
    pub(super) fn by_statement(&self, timeline: &Timeline, area: Rect, cells: &mut Buffer) -> u16 {
        let [left, right] = Layout::horizontal([Fill(1), Length(years::BESIDE)]).areas(area);
        let chart = self.chart(timeline, left.width.into());
        let is_beside = area.width >= WIDE && chart.shown.len() == timeline.statements.len();
        let years = if is_beside { self.years_beside(timeline, area.height) } else { None };
        if let Some(years) = years {
            let mut rows = self.signs(timeline, &chart, area.height.into());
            let room = usize::from(area.height).saturating_sub(rows.len());
            rows.extend(self.names(timeline, (left.width.into(), room)));
            let used = rows.len().max(years.len());
            Paragraph::new(rows).render(left, cells);
            Paragraph::new(years).render(right, cells);
            return u16::try_from(used).unwrap_or(area.height).min(area.height);
        }
        let (width, height) = (usize::from(area.width), usize::from(area.height));
        let mut rows = self.signs(timeline, &self.chart(timeline, width), height);
        let room = height.saturating_sub(rows.len() + 1);
        let row = self.view.selected_row();
        let years = row.map(|row| self.years_beneath(timeline, row, (width, room))).unwrap_or_default();
        if !years.is_empty() {
            rows.push(Line::default());
            rows.extend(years);
        }
        years::drawn(rows, area, cells)
    }

    /// The places of the statements: all of them, or those around the selected one.
    fn chart(&self, timeline: &Timeline, width: usize) -> Chart {
        let all = timeline.statements.len();
        let wider = if all * 2 <= width { self.view.gaps } else { 0 };
        let longest = self.view.rows().map(|row| columns(&row.label)).max().unwrap_or_default() + 2;
        let counts = if width > 50 { COUNTS } else { 0 };
        let pitch = if width >= all * 3 + wider + LABELS.0 + counts { 3 } else { 2 };
        let room = width.saturating_sub(all * pitch + wider + counts);
        let label = longest.min(LABELS.0).min(room.max(LABELS.1)).min(width / 2);
        let room = width.saturating_sub(label + counts);
        let middle = self.view.column.unwrap_or(all);
        let around = |shown: usize| {
            let first = middle.saturating_sub(shown / 2).min(all - shown.min(all));
            let shown = first..first + shown;
            let gaps = shown.clone().map(|column| column > first && timeline.is_far(column)).collect();
            Chart { width, label, pitch, counts, shown, gaps }
        };
        let mut chart = around((room / pitch).clamp(1, all.max(1)));
        while chart.across() > room && chart.shown.len() > 1 {
            chart = around(chart.shown.len() - 1);
        }
        chart
    }

    /// The rows of signs, and what the signs mean.
    fn signs(&self, timeline: &Timeline, chart: &Chart, height: usize) -> DrawnRows {
        let mut rows = self.heads(timeline, chart).to_vec();
        let most = height.saturating_sub(2).max(1);
        let skipped = self.view.row.saturating_sub(most.saturating_sub(1));
        for (at, row) in self.view.rows().enumerate().skip(skipped).take(most) {
            rows.push(self.row(timeline, (at, row), chart));
        }
        let [cells, known] = LEGEND;
        // Statements of which this is not known are rare, and a row is dear.
        let mut held = timeline.held(&self.library.corpus);
        let or_unstated =
            if held.any(|held| held.standing == Standing::Unstated) { " or not stated" } else { "" };
        let legend: DrawnRows = [format!("{cells}{or_unstated}"), left_out(timeline) + known]
            .iter()
            .flat_map(|text| self.legend(text, chart.width))
            .collect();
        if height > rows.len() + legend.len() {
            rows.push(Line::default());
            rows.extend(legend);
        }
        rows
    }

    /// The years above their statements, in two vertical digits; before them how many statements are left out on each
    /// side.
    fn heads(&self, timeline: &Timeline, chart: &Chart) -> [Line<'static>; 2] {
        let held: Vec<&Statement> = timeline.held(&self.library.corpus).collect();
        let digit = |column: usize, place: u32| {
            let year = held.get(column).and_then(|statement| statement.year_held());
            year.map_or(String::from("?"), |year| (year / 10_i32.pow(place) % 10).to_string())
        };
        let line = |place: u32, (left_out, side): (usize, &str), counts: &str| {
            let more = if left_out > 0 { format!("{left_out} more {side} ") } else { String::new() };
            let more = clip(&more, chart.label);
            let before = " ".repeat(chart.label.saturating_sub(columns(&more)));
            let mut line = Line::from(Span::styled(before + &more, theme::role(self.theme, Role::Faint)));
            for column in chart.shown.clone() {
                let style = if Some(column) == self.view.column { theme::selected() } else { Style::new() };
                line.push_span(Span::raw(" ".repeat(chart.gap(column))));
                line.push_span(Span::styled(digit(column, place), style));
                line.push_span(Span::raw(" ".repeat(chart.pitch - 1)));
            }
            if chart.counts > 0 {
                line.push_span(Span::styled(counts.to_owned(), theme::role(self.theme, Role::Faint)));
            }
            line
        };
        let before = chart.shown.start;
        let after = held.len().saturating_sub(chart.shown.end);
        [line(1, (before, "‹"), "says silent not"), line(0, (after, "›"), "           seen")]
    }

    fn row(&self, timeline: &Timeline, (at, row): (usize, &TimelineRow), chart: &Chart) -> Line<'static> {
        let is_selected = at == self.view.row;
        let marker = if is_selected { "▌" } else { " " };
        let strong = if is_selected { theme::role(self.theme, Role::Strong) } else { Style::new() };
        let label = format!("{marker}{}", clip(&row.label, chart.label.saturating_sub(2)));
        let mut line = Line::from(Span::styled(padded(&label, chart.label), strong));
        for column in chart.shown.clone() {
            let sign = self.sign(timeline, row, column, chart.pitch);
            let is_here = is_selected && Some(column) == self.view.column;
            let is_known = row.stances.get(column).is_some_and(|stance| *stance != Stance::NotSeen);
            let style = match (is_here, is_known) {
                (true, _) => theme::selected(),
                (false, true) => theme::role(self.theme, Role::Strong),
                (false, false) => theme::quiet(self.theme),
            };
            line.push_span(Span::raw(" ".repeat(chart.gap(column))));
            line.push_span(Span::styled(padded(&sign, chart.pitch), style));
        }
        if chart.counts > 0 {
            let StanceCount { says, silent, unseen, .. } = row.count();
            line.push_span(Span::raw(format!("{says:>4}{silent:>7}{unseen:>4}")));
        }
        line
    }

    /// The statements by name, from top to bottom, each with the sign of the selected row; nothing if there is no room for all.
    fn names(&self, timeline: &Timeline, (width, height): (usize, usize)) -> DrawnRows {
        let Some(row) = self.view.selected_row() else { return DrawnRows::new() };
        // Not even names without letters would find room: none of very many is written.
        if timeline.statements.len() > height * (width / (SIGN + DATE)) {
            return DrawnRows::new();
        }
        let name = |(column, statement): (usize, &Statement)| {
            let sign = padded(&cell_sign(&self.library.corpus, timeline, row, column), SIGN);
            format!("{sign}{} {}", padded(&statement.when(), DATE), statement.label)
        };
        let names: Vec<String> = timeline.held(&self.library.corpus).enumerate().map(name).collect();
        let longest = names.iter().map(|name| columns(name)).max().unwrap_or_default();
        let beside = (width / (longest + 3)).max(1);
        let tall = names.len().div_ceil(beside);
        if tall + 2 > height {
            return DrawnRows::new();
        }
        let title = format!(" The statements, and their signs for {}", row.label);
        let mut rows = vec![Line::default(), self.strong(clip(&title, width))];
        for at in 0..tall {
            let mut line = Line::default();
            for column in (at..names.len()).step_by(tall) {
                let style = if Some(column) == self.view.column { theme::selected() } else { Style::new() };
                let name = names.get(column).map(|name| padded(name, longest)).unwrap_or_default();
                line.push_span(Span::raw("  "));
                line.push_span(Span::styled(name, style));
                line.push_span(Span::raw(" "));
            }
            rows.push(line);
        }
        rows
    }

    /// The sign of a cell. If it has room for only two columns, the standing comes before the rest.
    fn sign(&self, timeline: &Timeline, row: &TimelineRow, column: usize, pitch: usize) -> String {
        let sign = cell_sign(&self.library.corpus, timeline, row, column);
        if columns(&sign) <= pitch {
            return sign;
        }
        let mut signs = sign.chars();
        let first = signs.next().unwrap_or(' ');
        let rest: Vec<char> = signs.collect();
        let next = ['!', '?', '+', ']'].into_iter().find(|one| rest.contains(one)).unwrap_or(' ');
        format!("{first}{next}")
    }
}
