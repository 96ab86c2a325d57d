//! The text about the selected statement, year or decade, below the picture.
//!
//! Invariant: a row that is cut ends in `…`; a picture of sentences is drawn only for a text that is held whole.

use std::fmt::Write;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::{Paragraph, Widget};

use super::TimelineScreen;
use crate::analysis::timeline::{SentencesWith, Timeline, TimelineGroup, TimelineRow, TimelineScale};
use crate::corpus::PassageNo;
use crate::corpus::model::{Passage, Statement};
use crate::corpus::stance::Stance;
use crate::corpus::usage::Sign;
use crate::export::timeline::{cell_sign, letters};
use crate::library::Library;
use crate::text::wrap::{clip, columns, wrap};
use crate::text::{self, slice};
use crate::ui::rules::titled_rule;

/// Maximum columns of rows of text, however wide the screen.
const WIDEST: u16 = 120;
/// Columns of `and 1000 more`.
const MORE: usize = 14;

impl TimelineScreen<'_> {
    /// The selected statement, or the statements of the selected year.
    pub(super) fn detail(&self, timeline: &Timeline, (rule, area): (Rect, Rect), cells: &mut Buffer) {
        let Some(row) = self.view.selected_row() else { return };
        let (title, right, rows) = self.selected(timeline, row, measure(area.width)).unwrap_or_else(|| {
            let says = "the passage in view belongs to none of these statements; ← → selects one";
            (String::from("No statement selected"), String::new(), vec![String::from(says)])
        });
        titled_rule(rule, &title, &clip(&right, 24), self.theme, cells);
        let rows = fitted(&rows, (measure(area.width), area.height.into()));
        let rows = rows.into_iter().map(|row| Line::from(format!(" {row}")));
        Paragraph::new(rows.collect::<Vec<_>>()).render(area, cells);
    }

    /// Title, note and rows of what is selected.
    fn selected(
        &self,
        timeline: &Timeline,
        row: &TimelineRow,
        width: usize,
    ) -> Option<(String, String, Vec<String>)> {
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
        rows.extend(self.barcodes(row, width));
        rows.extend(self.held(timeline, row, statement));
        rows.extend(self.others(row, at));
        Some((title, statement.standing.label().to_owned(), rows))
    }

    /// The passage in view, if the selected statement says the words of the row, and whether this passage says them.
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
        let verdict = corpus.wording_label(passage);
        let counts = format!("lines {}, wordings {}", lines.lines, lines.wordings);
        vec![quoted, format!("{sign}{} · {verdict} · {counts}", passage.id)]
    }

    /// The sentences of each text of the statement that is held whole, in words and as a picture.
    fn barcodes(&self, row: &TimelineRow, width: usize) -> Vec<String> {
        let texts = &self.view.sentences;
        let rows = |text: &SentencesWith| {
            let id = if texts.len() == 1 { String::new() } else { format!("{}: ", text.text) };
            let counted = counted((text.of, &text.with), &row.label, width);
            [format!("{id}{counted}"), barcode((text.of, &text.with), width)]
        };
        texts.iter().flat_map(rows).collect()
    }

    /// The other passages that say the words of the row.
    fn others(&self, row: &TimelineRow, at: usize) -> Vec<String> {
        let corpus = &self.library.corpus;
        let others = row.passages(corpus, at).filter(|number| *number != self.passage);
        let passages = others.filter_map(|number| Some(corpus.passage(number)?.1));
        let written = |passage: &Passage| {
            let verdict = corpus.wording_label(passage);
            format!("also {} · {verdict} · “{}”", passage.id, passage.text)
        };
        passages.map(written).collect()
    }

    /// What is held of the selected statement, and which statements say the words first and last.
    fn held(&self, timeline: &Timeline, row: &TimelineRow, statement: &Statement) -> Vec<String> {
        let corpus = &self.library.corpus;
        let mut rows = vec![format!("held  {}", statement.held)];
        let named = |column: usize| {
            let sign = if row.is_tracked { cell_sign(corpus, timeline, row, column) } else { String::new() };
            let one = timeline.held(corpus).nth(column)?;
            Some(format!("{} {} {sign}", one.when(), one.label).trim_end().to_owned())
        };
        let of = timeline.statements.len();
        rows.extend(timeline.ends(row, 0..of).and_then(|(first, last)| {
            let sense = self.first_in_sense(timeline, row).filter(|column| *column != first).and_then(named);
            let sense = sense.map(|sense| format!(", in this sense {sense}")).unwrap_or_default();
            let (first, last, undated) = (named(first)?, named(last)?, timeline.undated(row));
            Some(format!("first {first}{sense}, last {last} of the {of} statements held{undated}"))
        }));
        rows
    }

    /// The first dated statement that uses the tracked word in a meaning in which the selected one uses it.
    fn first_in_sense(&self, timeline: &Timeline, row: &TimelineRow) -> Option<usize> {
        let corpus = &self.library.corpus;
        let meaning = |at: usize| {
            let signs = row.signs(corpus, at).into_iter();
            signs.filter_map(|sign| if let Sign::Bears(letter, _) = sign { Some(letter) } else { None })
        };
        let asked = meaning(self.view.statement()?).next().filter(|_| row.is_tracked)?;
        let is_asked = |at: usize| meaning(at).any(|letter| letter == asked);
        let mut columns = timeline.statements.iter().enumerate();
        columns
            .find(|(column, at)| timeline.year_of(*column).is_some() && is_asked(**at))
            .map(|(column, _)| column)
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

/// Columns of the rows of text.
fn measure(width: u16) -> usize {
    usize::from(width.min(WIDEST)).saturating_sub(2)
}

/// The texts wrapped, in as many rows as there is room for. The first, which may be a long paragraph, leaves the others
/// at least a row each; what is cut ends in `…`.
fn fitted(texts: &[String], (width, height): (usize, usize)) -> Vec<String> {
    let mut rows: Vec<String> = Vec::new();
    for (at, text) in texts.iter().enumerate() {
        let left = if at == 0 { (texts.len() - 1).min(height / 2) } else { 0 };
        let room = height.saturating_sub(rows.len() + left);
        let wrapped: Vec<&str> = wrap(text, width, 0).into_iter().map(|row| slice(text, row)).collect();
        rows.extend(wrapped.iter().take(room).map(|row| (*row).to_owned()));
        if let Some(last) = rows.last_mut().filter(|_| wrapped.len() > room && room > 0) {
            *last = clip(&format!("{last} …"), width);
        }
    }
    rows
}

/// The sentences of a whole text from its beginning to its end, with several for each sign if there are many; those
/// with the words are emphasized.
fn barcode((sentences, numbers): (usize, &[usize]), width: usize) -> String {
    let signs = sentences.min(width).max(1);
    let sign = |at: usize| {
        let (from, to) = (at * sentences / signs, (at + 1) * sentences / signs);
        if numbers.iter().any(|number| (from + 1..=to).contains(number)) { '█' } else { '░' }
    };
    (0..signs).map(sign).collect()
}

/// `89 sentences, linchpin in 4: 2, 17, 60, 61`; at most as many numbers as fit in a row.
fn counted((sentences, numbers): (usize, &[usize]), label: &str, width: usize) -> String {
    let counted = format!("{}, {label} in ", text::counted(sentences, "sentence"));
    if numbers.is_empty() {
        return counted + "none";
    }
    let mut written = format!("{counted}{}: ", numbers.len());
    for (at, number) in numbers.iter().enumerate() {
        let comma = if at > 0 { ", " } else { "" };
        let next = format!("{comma}{number}");
        if at > 0 && columns(&written) + columns(&next) + MORE > width {
            let _ = write!(written, " and {} more", numbers.len() - at);
            break;
        }
        written.push_str(&next);
    }
    written
}
