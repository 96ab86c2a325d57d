//! The timeline: a row for each word and a column for each statement; by year or decade, how many say it of how many.
//!
//! Invariant: what is not known is a dot, never an empty cell or a zero alone; nothing depends on color alone.

use ratatui::buffer::Buffer;
use ratatui::layout::Constraint::{Fill, Length};
use ratatui::layout::{Layout, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Paragraph, Widget};

use super::rules::{titled_rule, view_title};
use super::{ViewScreen, theme};
use crate::analysis::timeline::{StanceCount, Timeline, TimelineGroup, TimelineRow, TimelineScale, year};
use crate::app::layout::MEASURE;
use crate::app::theme::Theme;
use crate::app::time_view::TimeView;
use crate::corpus::PassageNo;
use crate::corpus::model::Statement;
use crate::corpus::stance::Stance;
use crate::corpus::usage::Sign;
use crate::export::timeline::{bar_of, cell_sign, letters};
use crate::library::Library;
use crate::page::Role;
use crate::text::slice;
use crate::text::wrap::{clip, columns, padded, wrap};

/// Columns of the counts at the end of a row: said, silent, not seen.
const COUNTS: usize = 15;
/// Columns of the longest and of the shortest label of a row.
const LABELS: (usize, usize) = (24, 12);
/// Columns of a year or decade, and of its bar.
const BLOCK: usize = 7;
const BAR: usize = 6;
/// Rows of the words above the years.
const ROWS: usize = 9;

/// What the signs mean, a row each.
const LEGEND: [&str; 2] = [
    "A B C meaning  ] elsewhere  + others too  ∗ something else  ∙ not judged  ● says it  “ not quoted  ! one side  ? press",
    "○ silent: the whole text was looked through   · not in the part seen: says nothing",
];
/// Before a year or decade that does not follow the one before it.
const GAP: &str = "⋯";
const BARS: &str = "█ says it  ░ silent in its whole text  · not in the part seen";

pub(super) struct TimelineScreen<'a> {
    pub(super) library: &'a Library,
    pub(super) view: &'a TimeView,
    /// The passage in view.
    pub(super) passage: PassageNo,
    pub(super) theme: Theme,
}

/// Rows of text that are drawn one beneath the other.
type DrawnRows = Vec<Line<'static>>;

impl ViewScreen for TimelineScreen<'_> {
    fn draw(&self, rule: Rect, body: Rect, cells: &mut Buffer) {
        self.title(rule, cells);
        let Some(timeline) = self.view.timeline() else {
            let error = self.view.error.clone().unwrap_or_default();
            return Self::says(&error, body, cells);
        };
        if timeline.statements.is_empty() {
            return Self::says("no statement held passes the filters", body, cells);
        }
        let detail = match body.height {
            30.. => 6,
            16..30 => 3,
            7..16 => 1,
            _ => 0,
        };
        let ruled = u16::from(detail > 1);
        let [main, line, below] = Layout::vertical([Fill(1), Length(ruled), Length(detail)]).areas(body);
        let rows = match self.view.scale {
            TimelineScale::Statement => self.by_statement(timeline, main),
            TimelineScale::Year
            | TimelineScale::Decade
            | TimelineScale::Standing
            | TimelineScale::Series
            | TimelineScale::Issuer => self.by_group(timeline, main),
        };
        Paragraph::new(rows).render(main, cells);
        self.detail(timeline, (line, below), cells);
    }

    fn status(&self, room: usize) -> Option<(String, &str)> {
        let timeline = self.view.timeline()?;
        let whole = timeline.whole(&self.library.corpus);
        let (rows, held) = (timeline.rows.len(), timeline.statements.len());
        let rows = format!("{rows} row{}", if rows == 1 { "" } else { "s" });
        let long = format!("{rows} · {held} statements held, {whole} of them read as whole texts");
        let status = if columns(&long) <= room { long } else { format!("{rows} · {held} held") };
        Some((status, self.view.query()))
    }
}

impl TimelineScreen<'_> {
    fn title(&self, rule: Rect, cells: &mut Buffer) {
        let title = format!("Timeline · by {} · rows {}", self.view.scale.name(), self.view.order.label());
        let scales = [TimelineScale::Statement, TimelineScale::Year, TimelineScale::Decade].map(|scale| {
            if scale == self.view.scale { format!("[{}]", scale.name()) } else { scale.name().to_owned() }
        });
        view_title(rule, &title, &scales.join("  "), self.theme, cells);
    }

    fn says(why: &str, area: Rect, cells: &mut Buffer) {
        let width = usize::from(area.width.min(MEASURE));
        let rows = wrap(why, width, 0).into_iter().map(|row| Line::from(slice(why, row).to_owned()));
        Paragraph::new(rows.collect::<Vec<_>>()).render(area, cells);
    }

    /// The signs of all statements, or of as many as there is room for.
    fn by_statement(&self, timeline: &Timeline, area: Rect) -> DrawnRows {
        let width = usize::from(area.width);
        let all = timeline.statements.len();
        let longest = self.view.rows().map(|row| columns(&row.label)).max().unwrap_or_default() + 2;
        let counts = if width > 50 { COUNTS } else { 0 };
        let pitch = if width >= all * 3 + LABELS.0 + counts { 3 } else { 2 };
        let room = width.saturating_sub(all * pitch + counts);
        let label = longest.min(LABELS.0).min(room.max(LABELS.1)).min(width / 2);
        let shown = (width.saturating_sub(label + counts) / pitch).clamp(1, all.max(1));
        let middle = self.view.column.unwrap_or(all);
        let first = middle.saturating_sub(shown / 2).min(all - shown.min(all));
        let columns = first..first + shown;
        let faint = theme::role(self.theme, Role::Faint);
        let mut rows = self.heads(timeline, (label, pitch, counts), columns.clone());
        let most = usize::from(area.height).saturating_sub(2).max(1);
        let skipped = self.view.row.saturating_sub(most.saturating_sub(1));
        for (at, row) in self.view.rows().enumerate().skip(skipped).take(most) {
            rows.push(self.row(timeline, (at, row), (label, pitch, counts), columns.clone()));
        }
        if usize::from(area.height) >= rows.len() + 3 {
            rows.push(Line::default());
            let [cells, known] = LEGEND;
            let legend = [cells.to_owned(), left_out(timeline) + known];
            rows.extend(
                legend.map(|line| Line::styled(format!(" {}", clip(&line, width.saturating_sub(1))), faint)),
            );
        }
        if usize::from(area.height) >= rows.len() + 6
            && let Some(row) = self.view.selected_row()
        {
            rows.push(Line::default());
            rows.extend(self.years_beneath(timeline, row, (width, usize::from(area.height) - rows.len())));
        }
        rows
    }

    /// The years above their statements, two digits on end.
    fn heads(
        &self,
        timeline: &Timeline,
        (label, pitch, counts): (usize, usize, usize),
        shown: std::ops::Range<usize>,
    ) -> DrawnRows {
        let held: Vec<&Statement> = timeline.held(&self.library.corpus).collect();
        let digit = |column: usize, place: u32| {
            let year = held.get(column).and_then(|statement| year(statement));
            let digit = year.map_or(String::from("?"), |year| (year / 10_i32.pow(place) % 10).to_string());
            padded(&digit, pitch)
        };
        let line = |place: u32, counts_of: &str| {
            let mut line = Line::from(" ".repeat(label));
            for column in shown.clone() {
                let style =
                    if Some(column) == self.view.column { theme::selected(true) } else { Style::new() };
                let digit = digit(column, place);
                line.push_span(Span::styled(digit.chars().take(1).collect::<String>(), style));
                line.push_span(Span::raw(" ".repeat(pitch - 1)));
            }
            if counts > 0 {
                line.push_span(Span::styled(counts_of.to_owned(), theme::role(self.theme, Role::Faint)));
            }
            line
        };
        vec![line(1, "says silent not"), line(0, "           seen")]
    }

    fn row(
        &self,
        timeline: &Timeline,
        (at, row): (usize, &TimelineRow),
        (label, pitch, counts): (usize, usize, usize),
        shown: std::ops::Range<usize>,
    ) -> Line<'static> {
        let is_selected = at == self.view.row;
        let marker = if is_selected { "▌" } else { " " };
        let strong = if is_selected { theme::role(self.theme, Role::Strong) } else { Style::new() };
        let mut line = Line::from(Span::styled(
            padded(&format!("{marker}{}", clip(&row.label, label.saturating_sub(2))), label),
            strong,
        ));
        for column in shown {
            let sign = self.sign(timeline, row, column, pitch);
            let is_here = is_selected && Some(column) == self.view.column;
            let is_known = row.stances.get(column).is_some_and(|stance| *stance != Stance::NotSeen);
            let style = match (is_here, is_known) {
                (true, _) => theme::selected(true),
                (false, true) => theme::role(self.theme, Role::Strong),
                (false, false) => theme::quiet(self.theme),
            };
            line.push_span(Span::styled(padded(&sign, pitch), style));
        }
        if counts > 0 {
            let StanceCount { says, silent, unseen, .. } = row.count();
            line.push_span(Span::raw(format!("{says:>4}{silent:>7}{unseen:>4}")));
        }
        line
    }

    /// The sign of a cell. Where it has room for two columns only, who stands behind it comes before what else is known.
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

    /// The years of the selected row in as many columns as there is room for.
    fn years_beneath(
        &self,
        timeline: &Timeline,
        row: &TimelineRow,
        (width, height): (usize, usize),
    ) -> DrawnRows {
        let years = timeline.groups(&self.library.corpus, TimelineScale::Year);
        let beside = (width / 29).max(1);
        let tall = years.len().div_ceil(beside);
        let mut rows = vec![Line::styled(
            format!(" {}, by year: statements that say it, of those held", row.label),
            theme::role(self.theme, Role::Strong),
        )];
        if tall + 2 > height {
            return DrawnRows::new();
        }
        for at in 0..tall {
            let of_row = (0..beside).filter_map(|column| years.get(column * tall + at));
            let cells: String =
                of_row.map(|group| padded(&format!("   {}", year_cell(row, group)), 29)).collect();
            rows.push(Line::from(cells));
        }
        let legend = format!(" {}{BARS}", left_out(timeline));
        rows.push(Line::styled(legend, theme::role(self.theme, Role::Faint)));
        rows
    }

    /// The rows with their counts, then the years or decades of the selected one.
    fn by_group(&self, timeline: &Timeline, area: Rect) -> DrawnRows {
        let (width, height) = (usize::from(area.width), usize::from(area.height));
        let beside = (width.saturating_sub(1) / BLOCK).max(1);
        let tall = self.view.groups.len().div_ceil(beside);
        let Some(row) = self.view.selected_row() else { return DrawnRows::new() };
        let mut rows = DrawnRows::new();
        let is_airy = height > tall * 4 + 3;
        let needed = tall * if is_airy { 4 } else { 3 } + 2;
        let listed = height.saturating_sub(needed).min(ROWS).min(timeline.rows.len());
        if listed > 1 {
            let skipped = (self.view.row + 1).saturating_sub(listed);
            for (at, one) in self.view.rows().enumerate().skip(skipped).take(listed) {
                rows.push(self.counts(at, one, width));
            }
        } else {
            rows.push(self.counts(self.view.row, row, width));
        }
        let unit =
            self.view.groups.iter().map(|group| group.columns.len()).max().unwrap_or(1).div_ceil(BAR).max(1);
        // The selected one stays in sight.
        let line_of = self.view.selected_group().unwrap_or_default() / beside;
        let lines = height.saturating_sub(rows.len() + 1) / if is_airy { 4 } else { 3 };
        let first = (line_of + 1).saturating_sub(lines.max(1));
        for groups in self.view.groups.chunks(beside).skip(first).take(lines.max(1)) {
            if is_airy {
                rows.push(Line::default());
            }
            rows.extend(self.blocks(row, groups, unit));
        }
        // Short enough for 80 columns.
        let each = if unit > 1 { format!("  ({unit} each)") } else { String::new() };
        let mut legend = format!(" {}{BARS}{each}", left_out(timeline));
        let gap = format!("  {GAP} none held");
        if columns(&legend) + columns(&gap) <= width
            && self.view.groups.iter().any(|group| self.is_after_gap(group))
        {
            legend.push_str(&gap);
        }
        let legend = clip(&legend, width);
        if height > rows.len() {
            rows.push(Line::styled(legend, theme::role(self.theme, Role::Faint)));
        }
        rows
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
        Line::styled(if columns(&long) <= width { long } else { clip(&short, width) }, style)
    }

    /// Whether nothing is held of the year or decade before.
    fn is_after_gap(&self, group: &TimelineGroup) -> bool {
        let step = if self.view.scale == TimelineScale::Decade { 10 } else { 1 };
        let at = self.view.groups.iter().position(|one| one == group);
        let before = at.and_then(|at| self.view.groups.get(at.checked_sub(1)?)?.year);
        before.zip(group.year).is_some_and(|(before, year)| year - before > step)
    }

    /// Some years side by side: the year, how many of how many, the bar.
    fn blocks(&self, row: &TimelineRow, groups: &[TimelineGroup], unit: usize) -> DrawnRows {
        let selected = self.view.selected_group().and_then(|at| self.view.groups.get(at));
        let line = |cell: &dyn Fn(&TimelineGroup) -> String, faint: bool| {
            let mut line = Line::from(" ");
            for group in groups {
                let cell = clip(&cell(group), BLOCK - 1);
                let style = match (Some(group) == selected, faint) {
                    (true, true) => theme::selected(true),
                    (true, false) | (false, true) => theme::role(self.theme, Role::Strong),
                    (false, false) => Style::new(),
                };
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
            line(&name, true),
            line(&|group| format!("{}/{}", count(group).says, count(group).of()), false),
            line(&|group| bar_of(count(group), unit), false),
        ]
    }

    /// The selected statement, or the statements of the selected year.
    fn detail(&self, timeline: &Timeline, (rule, area): (Rect, Rect), cells: &mut Buffer) {
        let Some(row) = self.view.selected_row() else { return };
        let (title, right, rows) = self.selected(timeline, row).unwrap_or_else(|| {
            let says = "the passage in view is of none of these statements; ← → selects one";
            (String::from("No statement selected"), String::new(), vec![String::from(says)])
        });
        titled_rule(rule, &title, &clip(&right, 24), self.theme, cells);
        let width = usize::from(area.width).saturating_sub(2);
        let rows = rows.iter().flat_map(|text| {
            wrap(text, width, 0)
                .into_iter()
                .map(|row| Line::from(format!(" {}", slice(text, row))))
                .collect::<Vec<_>>()
        });
        Paragraph::new(rows.take(area.height.into()).collect::<Vec<_>>()).render(area, cells);
    }

    /// Title, note and rows of what is selected.
    fn selected(&self, timeline: &Timeline, row: &TimelineRow) -> Option<(String, String, Vec<String>)> {
        let (at, column) = (self.view.statement()?, self.view.column?);
        if self.view.scale != TimelineScale::Statement {
            let group = self.view.groups.get(self.view.selected_group()?)?;
            let count = row.count_of(group.columns.iter().copied());
            let title = format!("{} · {} of {}", group.label, count.says, count.of());
            return Some((title, row.label.clone(), vec![self.members(timeline, row, group)]));
        }
        let statement = self.library.corpus.statements().get(at)?;
        let title = format!("{} {} · {}", statement.when(), statement.label, statement.title);
        let mut rows = self.said(row, at, column);
        rows.extend(self.held(timeline, row, at, statement));
        Some((title, statement.standing.label().to_owned(), rows))
    }

    /// The passage in view, if the selected statement says the words of the row, and whether it is the one that does.
    fn said(&self, row: &TimelineRow, at: usize, column: usize) -> Vec<String> {
        let Library { corpus, index, .. } = self.library;
        let saying: Vec<PassageNo> = row.passages(corpus, at).collect();
        let Some((_, passage)) = corpus.passage(self.passage).filter(|_| !saying.is_empty()) else {
            let stance = row.stances.get(column).copied().unwrap_or(Stance::NotSeen);
            return vec![format!("{}: {}", row.label, stance.label())];
        };
        let quoted = format!("“{}”", passage.text);
        if !saying.contains(&self.passage) {
            let ids = saying.iter().filter_map(|number| Some(&*corpus.passage(*number)?.1.id));
            let ids = ids.collect::<Vec<_>>().join(", ");
            return vec![quoted, format!("{} does not say {}; {ids} does", passage.id, row.label)];
        }
        let lines = row.lines(corpus, index, at);
        let sign =
            if row.is_tracked { format!("{}  ", letters(&row.signs(corpus, at))) } else { String::new() };
        let verdict = corpus.verdict_label(passage).unwrap_or("wording not checked");
        let counts = format!("lines {}, wordings {}", lines.lines, lines.wordings);
        vec![quoted, format!("{sign}{} · {verdict} · {counts}", passage.id)]
    }

    /// What is held of the selected statement, and which statements say the words first and last.
    fn held(&self, timeline: &Timeline, row: &TimelineRow, at: usize, statement: &Statement) -> Vec<String> {
        let Library { corpus, index, .. } = self.library;
        let mut rows = Vec::new();
        rows.extend(row.barcode(corpus, index, at).map(|sentences| barcode(&sentences)));
        rows.push(format!("held  {}", statement.held));
        let named = |column: usize| {
            let sign = if row.is_tracked { cell_sign(corpus, timeline, row, column) } else { String::new() };
            let one = timeline.held(corpus).nth(column)?;
            Some(format!("{} {} {sign}", one.when(), one.label).trim_end().to_owned())
        };
        let of = timeline.statements.len();
        rows.extend(row.ends(0..of).and_then(|(first, last)| {
            let sense = self.first_in_sense(timeline, row).filter(|column| *column != first).and_then(named);
            let sense = sense.map(|sense| format!(", in this sense {sense}")).unwrap_or_default();
            Some(format!("first {}{sense}, last {} of the {of} statements held", named(first)?, named(last)?))
        }));
        rows
    }

    /// The first statement that uses the tracked word in a meaning in which the selected one does.
    fn first_in_sense(&self, timeline: &Timeline, row: &TimelineRow) -> Option<usize> {
        let corpus = &self.library.corpus;
        let meaning = |at: usize| {
            let signs = row.signs(corpus, at).into_iter();
            signs.filter_map(|sign| if let Sign::Bears(letter, _) = sign { Some(letter) } else { None })
        };
        let asked = meaning(self.view.statement()?).next().filter(|_| row.is_tracked)?;
        timeline.statements.iter().position(|at| meaning(*at).any(|letter| letter == asked))
    }

    /// The statements of a year, those that say it first.
    fn members(&self, timeline: &Timeline, row: &TimelineRow, group: &TimelineGroup) -> String {
        let corpus = &self.library.corpus;
        let held: Vec<&Statement> = timeline.held(corpus).collect();
        let with = |wanted: &[Stance]| {
            let of = group
                .columns
                .iter()
                .filter(|column| row.stances.get(**column).is_some_and(|stance| wanted.contains(stance)));
            let names = of.filter_map(|column| {
                let statement = held.get(*column)?;
                let sign = cell_sign(corpus, timeline, row, *column);
                let sign = if row.is_tracked && wanted.contains(&Stance::Says) {
                    format!(" {sign}")
                } else {
                    String::new()
                };
                Some(format!("{}{sign}", statement.label))
            });
            names.collect::<Vec<_>>().join(", ")
        };
        let parts = [
            ("says it", with(&[Stance::Says, Stance::SaidNotQuoted])),
            ("says it, not in a passage asked for", with(&[Stance::LeftOut])),
            ("silent", with(&[Stance::Silent])),
            ("not seen", with(&[Stance::NotSeen])),
        ];
        let parts = parts.into_iter().filter(|(_, names)| !names.is_empty());
        parts.map(|(does, names)| format!("{does}: {names}")).collect::<Vec<_>>().join("; ")
    }
}

/// What `~` means, where a row has one.
fn left_out(timeline: &Timeline) -> String {
    let is_left_out = timeline.rows.iter().any(|row| row.count().left_out > 0);
    String::from(if is_left_out { "~ left out  " } else { "" })
}

/// `2024  2/3  ██░`.
fn year_cell(row: &TimelineRow, group: &TimelineGroup) -> String {
    let count = row.count_of(group.columns.iter().copied());
    let label = if group.year.is_some() { &*group.label } else { "undated" };
    let unit = count.of().div_ceil(12).max(1);
    format!("{label} {} {}/{}", bar_of(count, unit), count.says, count.of())
}

/// The sentences of a whole text from its beginning to its end; those that have the words stand out.
fn barcode(sentences: &[usize]) -> String {
    let unit = sentences.len().div_ceil(60).max(1);
    let cells = sentences.chunks(unit).map(|part| if part.iter().any(|hits| *hits > 0) { '█' } else { '·' });
    let with = sentences.iter().filter(|hits| **hits > 0).count();
    format!("{}  in {with} of {} sentences", cells.collect::<String>(), sentences.len())
}
