//! The timeline: a row for each word and a column for each statement; by year, decade, standing or series, how many say it of how
//! many.
//!
//! Invariant: what is unknown is a dot, never an empty cell or only a zero; nothing depends on color alone.

mod chart;
mod named;
mod selected;
mod years;

use std::ops::Range;

use ratatui::buffer::Buffer;
use ratatui::layout::Constraint::{Fill, Length};
use ratatui::layout::{Layout, Rect};
use ratatui::text::Line;

use super::page::message;
use super::rules::{has_room, view_title};
use super::{ViewScreen, theme};
use crate::analysis::timeline::{Timeline, TimelineScale};
use crate::app::theme::Theme;
use crate::app::timeline_view::{RowOrder, SCALES, TimelineView};
use crate::corpus::PassageNo;
use crate::library::Library;
use crate::page::Role;
use crate::text::slice;
use crate::text::wrap::{columns, wrap};

/// Maximum and minimum columns of the label of a row.
const LABELS: (usize, usize) = (24, 12);

pub(super) struct TimelineScreen<'a> {
    pub(super) library: &'a Library,
    pub(super) view: &'a TimelineView,
    /// The passage in view.
    pub(super) passage: PassageNo,
    pub(super) theme: Theme,
}

/// Rows of text that are drawn one below the other.
type DrawnRows = Vec<Line<'static>>;

impl ViewScreen for TimelineScreen<'_> {
    fn draw(&self, rule: Rect, body: Rect, cells: &mut Buffer) {
        self.title(rule, cells);
        let Some(timeline) = self.view.timeline() else {
            let error = self.view.error.clone().unwrap_or_default();
            return message([&*error], body, cells);
        };
        if timeline.statements.is_empty() {
            return message(["no statement held passes the filters"], body, cells);
        }
        let (ruled, least) = match body.height {
            30.. => (1, 6),
            16..30 => (1, 3),
            7..16 => (0, 1),
            _ => (0, 0),
        };
        let [main, _] = Layout::vertical([Fill(1), Length(ruled + least)]).areas(body);
        let used = match self.view.scale {
            TimelineScale::Statement => self.by_statement(timeline, main, cells),
            TimelineScale::Year | TimelineScale::Decade => self.by_year(timeline, main, cells),
            TimelineScale::Standing | TimelineScale::Series | TimelineScale::Issuer => {
                self.by_name(timeline, main, cells)
            }
        };
        // What the picture does not need is for the words below it.
        let picture = main.height.min(used.saturating_add(1));
        let [_, line, below] = Layout::vertical([Length(picture), Length(ruled), Fill(1)]).areas(body);
        self.detail(timeline, (line, below), cells);
    }

    fn status(&self, room: usize) -> Option<(String, &str)> {
        let timeline = self.view.timeline()?;
        let whole = timeline.whole;
        let (rows, held) = (timeline.rows.len(), timeline.statements.len());
        // Where not all rows have room, this says that there are more.
        let (row, short) = match rows {
            1 => (String::from("1 row"), String::new()),
            _ => (format!("row {} of {rows}", self.view.row + 1), format!("{}/{rows} · ", self.view.row + 1)),
        };
        let long = format!("{row} · {held} statements held, {whole} of them read as whole texts");
        let statuses = [long, format!("{row} · {held} held"), format!("{short}{held} held")];
        let status = statuses.into_iter().find(|status| columns(status) <= room);
        let status = status.unwrap_or_else(|| format!("{held} held"));
        Some((status, self.view.query()))
    }
}

impl TimelineScreen<'_> {
    fn title(&self, rule: Rect, cells: &mut Buffer) {
        // Without `vs` nobody typed the rows: they are the tracked word and its rivals.
        let is_typed = self.view.order == RowOrder::Typed && self.view.query().is_empty();
        let order =
            if is_typed { String::from("with rivals") } else { format!("rows {}", self.view.order.label()) };
        let scales = SCALES.map(|scale| {
            if scale == self.view.scale { format!("[{}]", scale.name()) } else { scale.name().to_owned() }
        });
        let scales = scales.join("  ");
        // If there is room for only one of them, the scales show what the statements are grouped by.
        let long = format!("Timeline · by {} · {order}", self.view.scale.name());
        let short = format!("Timeline · {order}");
        let fits = |title: &str| has_room(rule, title, &scales);
        let title = if !fits(&long) && fits(&short) { short } else { long };
        view_title(rule, &title, &scales, self.theme, cells);
    }

    fn strong(&self, text: String) -> Line<'static> {
        Line::styled(text, theme::role(self.theme, Role::Strong))
    }

    /// The meaning of the signs, in as many rows as it takes, with two blanks between the signs.
    fn legend(&self, text: &str, width: usize) -> DrawnRows {
        let room = width.saturating_sub(1);
        let mut rows: Vec<String> = Vec::new();
        for meaning in text.split("  ").map(str::trim).filter(|meaning| !meaning.is_empty()) {
            if let Some(row) = rows.last_mut().filter(|row| columns(row) + 2 + columns(meaning) <= room) {
                *row = format!("{row}  {meaning}");
            } else {
                rows.extend(wrap(meaning, room, 0).into_iter().map(|row| slice(meaning, row).to_owned()));
            }
        }
        let faint = theme::role(self.theme, Role::Faint);
        rows.into_iter().map(|row| Line::styled(format!(" {row}"), faint)).collect()
    }
}

/// The sign at one of the lines `shown` of `all`, where others are out of sight above or below.
fn hidden(at: usize, shown: &Range<usize>, all: usize) -> &'static str {
    if at == shown.start && at > 0 {
        "↑"
    } else if at + 1 == shown.end && shown.end < all {
        "↓"
    } else {
        " "
    }
}

/// The meaning of `~`, if a row has one.
fn left_out(timeline: &Timeline) -> String {
    let is_left_out = timeline.rows.iter().any(|row| row.count().left_out > 0);
    String::from(if is_left_out { "~ left out  " } else { "" })
}
