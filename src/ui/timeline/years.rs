//! How many statements of each year or decade say the words of the selected row.
//!
//! Invariant: a year of which nothing is held is left out, and never shown as zero.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Paragraph, Widget};

use super::{DrawnRows, LABELS, TimelineScreen, hidden, left_out};
use crate::analysis::timeline::{StanceCount, Timeline, TimelineGroup, TimelineRow, TimelineScale};
use crate::export::timeline::bar_of;
use crate::page::Role;
use crate::text::slice;
use crate::text::wrap::{clip, columns, padded, wrap};
use crate::ui::theme;

/// Columns of a year or decade, and of its bar.
const BLOCK: usize = 7;
const BAR: usize = 6;
/// Rows of the words above the years.
const ROWS: usize = 9;
/// Columns of a year below the statements, and approximate columns of the longest bar.
const YEAR: usize = 29;
const LONGEST: usize = 8;
/// Columns of the years beside the statements.
pub(super) const BESIDE: u16 = 32;
/// Put before a year or decade that does not follow the one before it.
const GAP: &str = "⋯";
const BARS: &str = "█ says it  ░ silent in its whole text  · not in the part seen";
const BY_YEAR: &str = ", by year: statements that say it, of those held";

impl TimelineScreen<'_> {
    /// The rows with their counts, then the years or decades of the selected one.
    pub(super) fn by_year(&self, timeline: &Timeline, area: Rect, cells: &mut Buffer) -> u16 {
        let (width, height) = (usize::from(area.width), usize::from(area.height));
        let beside = (width.saturating_sub(1) / BLOCK).max(1);
        let tall = self.view.groups.len().div_ceil(beside);
        let Some(row) = self.view.selected_row() else { return 0 };
        let is_airy = height > tall * 4 + 3;
        let needed = tall * if is_airy { 4 } else { 3 } + 2;
        let mut rows = self.counted(row, (width, height.saturating_sub(needed)));
        let unit = self.unit(BAR);
        // The selected one stays in sight.
        let line_of = self.view.selected_group().unwrap_or_default() / beside;
        let lines = height.saturating_sub(rows.len() + 1) / if is_airy { 4 } else { 3 };
        let first = (line_of + 1).saturating_sub(lines.max(1));
        let shown = first..tall.min(first + lines.max(1));
        let chunks = self.view.groups.chunks(beside).enumerate();
        for (at, groups) in chunks.skip(first).take(lines.max(1)) {
            if is_airy {
                rows.push(Line::default());
            }
            rows.extend(self.blocks(row, groups, (unit, hidden(at, &shown, tall))));
        }
        let mut legend = bars(timeline, unit);
        let gap = format!("  {GAP} none held");
        if columns(&legend) + columns(&gap) < width
            && self.view.groups.iter().any(|group| self.is_after_gap(group))
        {
            legend.push_str(&gap);
        }
        let room = height.saturating_sub(rows.len());
        rows.extend(self.legend(&legend, width).into_iter().take(room));
        drawn(rows, area, cells)
    }

    /// The rows in words, as many as there is room for, with the selected one `row` among them.
    pub(super) fn counted(&self, row: &TimelineRow, (width, height): (usize, usize)) -> DrawnRows {
        let listed = height.min(ROWS).min(self.view.places.len());
        if listed < 2 {
            return vec![self.counts(self.view.row, row, width)];
        }
        let skipped = (self.view.row + 1).saturating_sub(listed);
        let rows = self.view.rows().enumerate().skip(skipped).take(listed);
        rows.map(|(at, one)| self.counts(at, one, width)).collect()
    }

    /// How many statements a sign of a bar counts, so that the longest bar of any row has room.
    pub(super) fn unit(&self, room: usize) -> usize {
        let groups = &self.view.groups;
        let of_row = |row: &TimelineRow| -> Vec<StanceCount> {
            groups.iter().map(|group| row.count_of(group.columns.iter().copied())).collect()
        };
        let counts: Vec<StanceCount> = self.view.rows().flat_map(of_row).collect();
        let fits = |unit: &usize| counts.iter().all(|count| columns(&bar_of(*count, *unit)) <= room);
        let most = groups.iter().map(|group| group.columns.len()).max().unwrap_or_default();
        (most.div_ceil(room.max(1)).max(1)..most).find(fits).unwrap_or(most.max(1))
    }

    /// A row of the timeline in words.
    fn counts(&self, at: usize, row: &TimelineRow, width: usize) -> Line<'static> {
        let is_selected = at == self.view.row;
        let (marker, style) =
            if is_selected { ("▌", theme::role(self.theme, Role::Strong)) } else { (" ", Style::new()) };
        let StanceCount { says, left_out, silent, unseen } = row.count();
        let of = row.count().of();
        let label = padded(&clip(&row.label, LABELS.0), LABELS.0);
        let left_out = if left_out > 0 { format!(" · left out {left_out}") } else { String::new() };
        let long = format!(
            "{marker}{label}  says {says:>3} · silent {silent:>3} · not seen {unseen:>3}{left_out} · of {of}"
        );
        let short = format!("{marker}{}  {says}/{of} · {silent} silent", clip(&row.label, LABELS.1 + 4));
        let count = format!("  {says}/{of}");
        let shortest =
            clip(&format!("{marker}{}", row.label), width.saturating_sub(columns(&count))) + &count;
        let text = [long, short].into_iter().find(|text| columns(text) <= width).unwrap_or(shortest);
        Line::styled(text, style)
    }

    /// Whether nothing is held of the year or decade before.
    fn is_after_gap(&self, group: &TimelineGroup) -> bool {
        let step = if self.view.scale == TimelineScale::Decade { 10 } else { 1 };
        let at = self.view.groups.iter().position(|one| one == group);
        let before = at.and_then(|at| self.view.groups.get(at.checked_sub(1)?)?.year);
        before.zip(group.year).is_some_and(|(before, year)| year - before > step)
    }

    /// Some years side by side: the year, how many of how many, the bar.
    fn blocks(
        &self,
        row: &TimelineRow,
        groups: &[TimelineGroup],
        (unit, margin): (usize, &'static str),
    ) -> DrawnRows {
        let selected = self.view.selected_group().and_then(|at| self.view.groups.get(at));
        let plain = (Style::new(), theme::role(self.theme, Role::Strong));
        let name_style = (theme::role(self.theme, Role::Strong), theme::selected());
        let line = |margin, cell: &dyn Fn(&TimelineGroup) -> String, (other, current): (Style, Style)| {
            let mut line = Line::from(margin);
            for group in groups {
                let cell = clip(&cell(group), BLOCK - 1);
                let style = if Some(group) == selected { current } else { other };
                line.push_span(Span::raw(" ".repeat(BLOCK.saturating_sub(columns(&cell)))));
                line.push_span(Span::styled(cell, style));
            }
            line
        };
        let count = |group: &TimelineGroup| row.count_of(group.columns.iter().copied());
        let name = |group: &TimelineGroup| match group.year {
            None => String::from("no day"),
            Some(_) if self.is_after_gap(group) => format!("{GAP}{:>5}", group.label),
            Some(_) => group.label.clone(),
        };
        vec![
            line(margin, &name, name_style),
            line(" ", &|group| format!("{}/{}", count(group).says, count(group).of()), plain),
            line(" ", &|group| bar_of(count(group), unit), plain),
        ]
    }

    /// The years of the selected row below the statements, in as many columns as there is room for.
    pub(super) fn years_beneath(
        &self,
        timeline: &Timeline,
        row: &TimelineRow,
        (width, height): (usize, usize),
    ) -> DrawnRows {
        let (years, legend) = self.years(timeline, row);
        let beside = (width / YEAR).max(1);
        let tall = years.len().div_ceil(beside);
        let legend = self.legend(&legend, width);
        if tall + 1 + legend.len() > height {
            return DrawnRows::new();
        }
        let mut rows = vec![self.strong(format!(" {}{BY_YEAR}", row.label))];
        for at in 0..tall {
            let of_row = (0..beside).filter_map(|column| years.get(column * tall + at));
            let cells: String = of_row.map(|year| padded(&format!("   {year}"), YEAR)).collect();
            rows.push(Line::from(cells));
        }
        rows.extend(legend);
        rows
    }

    /// The years of the selected row beside the statements, if there is room for all of them.
    pub(super) fn years_beside(&self, timeline: &Timeline, height: u16) -> Option<DrawnRows> {
        let row = self.view.selected_row()?;
        let title = format!("{}{BY_YEAR}", row.label);
        let title = wrap(&title, usize::from(BESIDE) - 2, 0).into_iter().map(|part| slice(&title, part));
        let mut rows: DrawnRows = title.map(|part| self.strong(format!(" {part}"))).collect();
        let (years, legend) = self.years(timeline, row);
        rows.extend(years.into_iter().map(|year| Line::from(format!("   {year}"))));
        rows.extend(legend.split("  ").flat_map(|sign| self.legend(sign, BESIDE.into())));
        (rows.len() <= height.into()).then_some(rows)
    }

    /// The years, each with its bar and how many of how many; and what the signs mean.
    fn years(&self, timeline: &Timeline, row: &TimelineRow) -> (Vec<String>, String) {
        let years = &self.view.years;
        let most = years.iter().map(|group| group.columns.len()).max().unwrap_or_default();
        let unit = most.div_ceil(LONGEST).max(1);
        let written = |group: &TimelineGroup| {
            let count = row.count_of(group.columns.iter().copied());
            let label = if group.year.is_some() { &*group.label } else { "undated" };
            format!("{label} {} {}/{}", bar_of(count, unit), count.says, count.of())
        };
        (years.iter().map(written).collect(), bars(timeline, unit))
    }
}

/// The meaning of the signs of bars, short enough for 80 columns.
pub(super) fn bars(timeline: &Timeline, unit: usize) -> String {
    let each = if unit > 1 { format!("  ({unit} each)") } else { String::new() };
    left_out(timeline) + BARS + &each
}

/// Draws rows; returns how many there was room for.
pub(super) fn drawn(rows: DrawnRows, area: Rect, cells: &mut Buffer) -> u16 {
    let used = rows.len();
    Paragraph::new(rows).render(area, cells);
    u16::try_from(used).unwrap_or(area.height).min(area.height)
}
