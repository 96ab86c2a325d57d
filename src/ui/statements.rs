//! The statement list.
//!
//! Invariant: a statement takes one line, its signs aligned on the right.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};
use ratatui::text::{Line, Span};
use ratatui::widgets::Widget;

use super::page::scrollbar;
use super::{rows, theme};
use crate::app::list::{List, ListLine, ListRow, MARKED, TEXT_OF};
use crate::app::theme::Theme;
use crate::library::Library;
use crate::page::Role;
use crate::page::concordance::{NodeAlign, keyword_line};
use crate::search::Found;
use crate::text::sentences::sentences;
use crate::text::slice;
use crate::text::wrap::{clip, columns};

/// Minimum columns of the list for a row with the standing of the statement, if that is a warning.
const WARNED: u16 = 24;
/// Minimum columns for a row with the month and the number of hits.
const ROOMY: u16 = 30;
/// Minimum columns for a row with the number of passages.
const COUNTED: u16 = 36;

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
                ListLine::Words(row) => Some(self.words(row, area.width).unwrap_or_default()),
            };
            (first..first + shown).map_while(|at| line(self.list.at(at)?)).collect()
        };
        rows::draw(lines, area, cells);
        scrollbar(area, self.list.deepest(shown), first, self.theme, cells);
    }
}

impl<M: Fn(usize) -> bool> StatementList<'_, M> {
    /// Marker and date, label, standing, signs; `None` if there is no such row.
    fn line(&self, at: usize, width: u16) -> Option<Line<'_>> {
        let row = self.list.rows.get(at)?;
        let statement = self.library.corpus.statements().get(row.statement)?;
        let (selected, roomy) = (self.list.selected == Some(at), width >= ROOMY);
        let base = match (selected, self.focused) {
            (true, true) => theme::selected(),
            (true, false) => theme::selected_unfocused(),
            (false, _) => Style::new(),
        };
        let marker = match (selected, (self.is_marked)(row.statement)) {
            (true, _) => "▌",
            (false, true) => MARKED,
            (false, false) => " ",
        };
        let when = statement.when();
        let when = if roomy { format!("{when:<7.7}") } else { format!("{when:.4}") };
        // A text is below its statement, with the same day.
        let is_text = self.library.corpus.text_of(row.statement).is_some();
        let when = if is_text { format!("{TEXT_OF:>width$}", width = columns(&when)) } else { when };
        let left = format!("{marker}{when} ");
        let standing = statement.standing.warning().filter(|_| width >= WARNED).unwrap_or_default();
        let signs = self.signs(*row, width);
        let right = columns(standing) + columns(&signs);
        let label = clip(&statement.label, usize::from(width).saturating_sub(columns(&left) + right + 1));
        let gap = " ".repeat(usize::from(width).saturating_sub(columns(&left) + columns(&label) + right));
        let (faint, letter) = if selected {
            (base, base)
        } else {
            (theme::quiet(self.theme), theme::role(self.theme, Role::Letter))
        };
        let mut line = Line::styled("", base);
        line.push_span(Span::styled(left, faint));
        self.push_label(&mut line, &statement.label, &label, base);
        line.push_span(Span::styled(gap, base));
        line.push_span(Span::styled(standing, faint));
        line.push_span(Span::styled(signs, letter));
        Some(line)
    }

    /// The words of a row's first hit, with the match among them.
    fn words(&self, at: usize, width: u16) -> Option<Line<'static>> {
        let row = self.list.rows.get(at)?;
        let found = self.found?;
        let hit = row.passages(&self.library.corpus, Some(found)).next()?;
        let (statement, passage) = self.library.corpus.passage(hit)?;
        let marks = self.library.marks(found, hit);
        let mark = marks.iter().find(|mark| mark.field.is_words(passage))?;
        let text = mark.field.source(statement, passage)?;
        let sentence = sentences(text).into_iter().find(|sentence| mark.range.start < sentence.end)?;
        let end = sentence.end.max(mark.range.end);
        let parts = [sentence.start..mark.range.start, mark.range.clone(), mark.range.end..end];
        // Below the label.
        let line = keyword_line(
            parts.map(|part| slice(text, part)),
            usize::from(width).saturating_sub(2),
            NodeAlign::Left,
        );
        let hit = theme::hit(self.theme);
        let quiet = theme::quiet(self.theme);
        Some(Line::from_iter([
            Span::styled(format!("  {}", line.left), quiet),
            Span::styled(line.node, hit),
            Span::styled(line.right, quiet),
        ]))
    }

    /// The use of the word, and how many passages or hits there are.
    fn signs(&self, row: ListRow, width: u16) -> String {
        let signs: String = self.library.signs(row.statement).iter().map(ToString::to_string).collect();
        let counted = width >= if self.found.is_some() { ROOMY } else { COUNTED };
        let same = if row.same > 0 { format!("+{}", row.same) } else { String::new() };
        match counted.then(|| row.count(&self.library.corpus, self.found)) {
            Some(count) => format!(" {signs:>3}{count:>4}{same}"),
            None if same.is_empty() => format!(" {signs:>3}"),
            // Statements that are not listed are never left out without a sign.
            None => format!(" {signs:>3} {same}"),
        }
    }

    /// The visible part of the label, with the search's match in it.
    fn push_label(&self, line: &mut Line<'_>, label: &str, shown: &str, base: Style) {
        let hit = base.patch(theme::hit(self.theme));
        // In a reversed row, text is emphasized by not being reversed.
        let hit = hit.remove_modifier(Modifier::REVERSED);
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
        line.push_span(Span::styled(slice(shown, at..shown.len()).to_owned(), base));
    }
}
