//! The statement list.
//!
//! Invariant: a statement takes one line, its signs aligned on the right.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};
use ratatui::text::{Line, Span};
use ratatui::widgets::{List as ListWidget, Widget};

use super::page::scrollbar;
use super::theme;
use crate::app::list::{List, ListLine, ListRow};
use crate::app::theme::Theme;
use crate::corpus::model::Statement;
use crate::library::Library;
use crate::page::{Role, SpanStyle};
use crate::search::Found;
use crate::text::wrap::{clip, columns};

/// From this width on, a row has month and count of passages too.
const ROOMY: u16 = 28;

/// In place of the date: a text of a statement.
const TEXT_OF: &str = "└";

pub(super) struct StatementList<'a, M> {
    pub(super) library: &'a Library,
    /// Whether the reader has marked a passage of a statement.
    pub(super) is_marked: M,
    pub(super) list: &'a List,
    pub(super) found: Option<&'a Found>,
    pub(super) focused: bool,
    pub(super) theme: Theme,
}

impl<M: Fn(usize) -> bool> Widget for StatementList<'_, M> {
    fn render(self, area: Rect, cells: &mut Buffer) {
        let quiet = |words: &str| Line::styled(clip(words, area.width.into()), theme::quiet(self.theme));
        let shown = usize::from(area.height);
        let first = self.list.scroll;
        let lines: Vec<Line<'_>> = if self.list.rows.is_empty() {
            vec![quiet("no statement")]
        } else {
            let line = |line: ListLine| match line {
                ListLine::Divider(divider) => Some(quiet(&format!("── {divider} ──"))),
                ListLine::Row(row) => self.line(row, area.width),
            };
            (first..first + shown).map_while(|at| line(self.list.at(at)?)).collect()
        };
        Widget::render(ListWidget::new(lines), area, cells);
        scrollbar(area, self.list.deepest(shown), first, self.theme, cells);
    }
}

impl<M: Fn(usize) -> bool> StatementList<'_, M> {
    /// Marker and date, label, signs and count; `None` if there is no such row.
    fn line(&self, at: usize, width: u16) -> Option<Line<'_>> {
        let row = self.list.rows.get(at)?;
        let statement = self.library.corpus.statements().get(row.statement)?;
        let (selected, roomy) = (self.list.selected == Some(at), width >= ROOMY);
        let base = if selected { theme::selected(self.focused) } else { Style::new() };
        let marker = match (selected, (self.is_marked)(row.statement)) {
            (true, _) => "▌",
            (false, true) => "•",
            (false, false) => " ",
        };
        let when = statement.when();
        let when = if roomy { format!("{when:<7.7}") } else { format!("{when:.4}") };
        // A text stands below its statement, of the same day.
        let is_text = self.library.corpus.text_of(row.statement).is_some();
        let when = if is_text { format!("{TEXT_OF:>width$}", width = columns(&when)) } else { when };
        let left = format!("{marker}{when} ");
        let right = self.signs(*row, statement, roomy);
        let room = usize::from(width).saturating_sub(columns(&left) + columns(&right) + 1);
        let label = clip(&statement.label, room);
        let gap = " ".repeat(room - columns(&label) + 1);
        let (faint, letter) = if selected {
            (base, base)
        } else {
            (theme::quiet(self.theme), theme::role(self.theme, Role::Letter))
        };
        let mut line = Line::styled("", base);
        line.push_span(Span::styled(left, faint));
        self.push_label(&mut line, &statement.label, &label, base);
        line.push_span(Span::styled(gap, base));
        line.push_span(Span::styled(right, letter));
        Some(line)
    }

    /// Standing, use of the word, and how many passages are in play.
    fn signs(&self, row: ListRow, statement: &Statement, roomy: bool) -> String {
        let signs: String = self.library.signs(row.statement).iter().map(ToString::to_string).collect();
        let standing = statement.standing.sign().unwrap_or(" ");
        if roomy {
            format!("{standing}{signs:>4}{:>3}", row.count(&self.library.corpus, self.found))
        } else {
            format!("{standing}{signs:>3}")
        }
    }

    /// The label as far as it is shown, with what the search matched in it.
    fn push_label(&self, line: &mut Line<'_>, label: &str, shown: &str, base: Style) {
        let hit =
            base.patch(theme::style(self.theme, SpanStyle { hit: true, ..SpanStyle::default() }, false));
        // In a reversed row, what is not reversed stands out.
        let reversed = base.add_modifier.contains(Modifier::REVERSED);
        let hit = if reversed { hit.remove_modifier(Modifier::REVERSED) } else { hit };
        let mut at = 0;
        let ranges =
            self.found.map(|found| self.library.index.marks_in_head(found, label)).unwrap_or_default();
        for range in ranges {
            if let (Some(before), Some(matched)) = (shown.get(at..range.start), shown.get(range.clone())) {
                line.push_span(Span::styled(before.to_owned(), base));
                line.push_span(Span::styled(matched.to_owned(), hit));
                at = range.end;
            }
        }
        line.push_span(Span::styled(shown.get(at..).unwrap_or_default().to_owned(), base));
    }
}
