//! How many statements of each standing or series say the words of the selected row.
//!
//! Invariant: each group of the statements has a row of its own, and the selected one is in sight.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::years::{bars, drawn};
use super::{DrawnRows, TimelineScreen, hidden};
use crate::analysis::timeline::{Timeline, TimelineGroup, TimelineRow};
use crate::export::timeline::bar_of;
use crate::page::Role;
use crate::text::wrap::{clip, columns, padded};
use crate::ui::theme;

/// Maximum columns of a name and of a bar.
const NAME: usize = 32;
const LONGEST: usize = 60;
/// Columns of ` 100/1000  `, and those before a name.
const COUNT: usize = 11;
const MARGIN: usize = 3;

impl TimelineScreen<'_> {
    /// The rows with their counts, then a row for each group of the selected one.
    pub(super) fn by_name(&self, timeline: &Timeline, area: Rect, cells: &mut Buffer) -> u16 {
        let (width, height) = (usize::from(area.width), usize::from(area.height));
        let Some(row) = self.view.selected_row() else { return 0 };
        let groups = &self.view.groups;
        let longest = groups.iter().map(|group| columns(&group.label)).max().unwrap_or_default();
        let name = longest.min(NAME).min(width.saturating_sub(MARGIN + COUNT));
        let bar = width.saturating_sub(MARGIN + name + COUNT).min(LONGEST);
        let unit = self.unit(bar);
        let legend = self.legend(&bars(timeline, unit), width);
        let needed = groups.len() + 2 + legend.len();
        let mut rows = self.counted(row, (width, height.saturating_sub(needed)));
        let room = height.saturating_sub(rows.len());
        let (blank, legend) =
            if room > groups.len() + legend.len() { (1, legend) } else { (0, DrawnRows::new()) };
        rows.extend(vec![Line::default(); blank]);
        let room = room.saturating_sub(blank + legend.len());
        let first = (self.view.selected_group().unwrap_or_default() + 1).saturating_sub(room);
        let shown = first..groups.len().min(first + room);
        for (at, group) in groups.iter().enumerate().skip(first).take(room) {
            let margin = padded(&format!(" {}", hidden(at, &shown, groups.len())), MARGIN);
            rows.push(self.group(at, row, group, (margin, name, bar, unit)));
        }
        rows.extend(legend);
        drawn(rows, area, cells)
    }

    /// A group: its name, how many of how many, the bar.
    fn group(
        &self,
        at: usize,
        row: &TimelineRow,
        group: &TimelineGroup,
        (margin, name, bar, unit): (String, usize, usize, usize),
    ) -> Line<'static> {
        let count = row.count_of(group.columns.iter().copied());
        let (marked, style) = if self.view.selected_group() == Some(at) {
            (theme::selected(), theme::role(self.theme, Role::Strong))
        } else {
            (Style::new(), Style::new())
        };
        let label = clip(&group.label, name);
        let counted = format!("{}/{}", count.says, count.of());
        let bar = if bar > 0 { bar_of(count, unit) } else { String::new() };
        let rest = format!("{}{counted:>9}  {bar}", " ".repeat(name.saturating_sub(columns(&label))));
        Line::from_iter([Span::raw(margin), Span::styled(label, marked), Span::styled(rest, style)])
    }
}
