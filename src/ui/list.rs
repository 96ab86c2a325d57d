//! The statement list.
//!
//! Invariant: a row is one line, its signs aligned on the right.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

use super::theme;
use crate::app::list::ListRow;
use crate::app::theme::Theme;
use crate::corpus::model::Statement;
use crate::library::Library;
use crate::page::{Role, SpanStyle};
use crate::search::Found;
use crate::text::wrap::{clip, columns};

/// From this width on, a row has month and count of passages too.
const ROOMY: u16 = 28;

/// What stands between the hits at the levels that know and the others.
const LOOSER: &str = "── looser matches ──";

/// The list, and what it is drawn from.
pub(super) struct StatementList<'a> {
    pub(super) library: &'a Library,
    /// Whether the reader has marked a passage of a statement.
    pub(super) is_marked: &'a dyn Fn(usize) -> bool,
    pub(super) rows: &'a [ListRow],
    pub(super) found: Option<&'a Found>,
    /// The first row of loose hits.
    pub(super) divider: Option<usize>,
    /// Lines above the pane.
    pub(super) scroll: usize,
    pub(super) selected: Option<usize>,
    pub(super) focused: bool,
    pub(super) theme: Theme,
}

impl StatementList<'_> {
    pub(super) fn draw(&self, area: Rect, cells: &mut Buffer) {
        for (y, at) in (area.top()..area.bottom()).zip(self.scroll..) {
            let line = Rect { y, height: 1, ..area };
            let below = self.divider.is_some_and(|divider| at > divider);
            let at = if below { at.saturating_sub(1) } else { at };
            if self.divider == Some(at) && !below {
                let said = clip(LOOSER, usize::from(area.width));
                cells.set_stringn(line.x, y, said, usize::from(area.width), theme::quiet(self.theme));
                continue;
            }
            let Some(row) = self.rows.get(at) else { break };
            if let Some(statement) = self.library.corpus.statements().get(row.statement) {
                self.row(row, statement, self.selected == Some(at), line, cells);
            }
        }
        if self.rows.is_empty() && !area.is_empty() {
            let said = clip("no statement", usize::from(area.width));
            cells.set_stringn(area.x, area.y, said, usize::from(area.width), theme::quiet(self.theme));
        }
    }

    fn row(&self, row: &ListRow, statement: &Statement, selected: bool, line: Rect, cells: &mut Buffer) {
        let base = if selected { theme::selected(self.focused) } else { Style::new() };
        cells.set_style(line, base);
        let roomy = line.width >= ROOMY;
        let signs = self.signs(row.statement);
        let count =
            if roomy { format!("{:>3}", row.count(&self.library.corpus, self.found)) } else { String::new() };
        let wide = if roomy { 4 } else { 3 };
        let right = format!("{}{signs:>wide$}{count}", statement.standing.sign().unwrap_or(" "));
        let left = usize::from(line.width).saturating_sub(columns(&right)).saturating_sub(1);
        let marker = match (selected, (self.is_marked)(row.statement)) {
            (true, _) => "▌",
            (false, true) => "•",
            (false, false) => " ",
        };
        let when = statement.when();
        let when = when.get(..if roomy { 7 } else { 4 }).unwrap_or(&when).to_owned();
        let when = if roomy { format!("{when:<7}") } else { when };
        let faint = if selected { base } else { base.patch(theme::quiet(self.theme)) };
        let (x, _) = cells.set_stringn(line.x, line.y, format!("{marker}{when} "), left, faint);
        let room = left.saturating_sub(usize::from(x.saturating_sub(line.x)));
        self.label(statement, (x, line.y), room, base, cells);
        let at =
            line.right().saturating_sub(u16::try_from(columns(&right)).unwrap_or(line.width)).max(line.x);
        let letter = theme::style(self.theme, SpanStyle::from(Role::Letter), false);
        let style = if selected { base } else { letter };
        cells.set_stringn(at, line.y, &right, usize::from(line.width), style);
    }

    /// The label, with what the search matched in it.
    fn label(&self, statement: &Statement, at: (u16, u16), room: usize, base: Style, cells: &mut Buffer) {
        let label = clip(&statement.label, room);
        cells.set_stringn(at.0, at.1, &label, room, base);
        let Some(found) = self.found else { return };
        let hit_style = SpanStyle { role: Role::Plain, hit: true, anchor: None };
        for range in self.library.index.matched(found, &statement.label) {
            let (Some(before), Some(matched)) = (label.get(..range.start), label.get(range)) else {
                continue;
            };
            let x = at.0.saturating_add(u16::try_from(columns(before)).unwrap_or_default());
            let hit = base.patch(theme::style(self.theme, hit_style, false));
            // In a reversed row, what is not reversed stands out.
            let reversed = base.add_modifier.contains(Modifier::REVERSED);
            let style = if reversed { hit.remove_modifier(Modifier::REVERSED) } else { hit };
            cells.set_stringn(x, at.1, matched, room, style);
        }
    }

    fn signs(&self, statement: usize) -> String {
        let signs = self.library.signs(statement);
        signs.into_iter().map(|sign| sign.to_string()).collect()
    }
}
