//! A comparison: the page of both sides, and below it how much is the same and which key terms differ.
//!
//! Invariant: what is gone and what is new is distinguished without color; everything that is counted is listed
//! somewhere.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::{Paragraph, Widget};

use super::page::{PageView, message};
use super::rules::{titled_rule, view_title};
use super::{ViewScreen, comparing, theme};
use crate::app::compare_view::{CompareAreas, CompareView, ComparedPart};
use crate::app::theme::Theme;
use crate::page::Role;
use crate::text::wrap::{clip, columns};

pub(super) struct CompareScreen<'a> {
    pub(super) view: &'a CompareView,
    pub(super) theme: Theme,
}

impl ViewScreen for CompareScreen<'_> {
    fn draw(&self, rule: Rect, body: Rect, cells: &mut Buffer) {
        self.title(rule, cells);
        let areas = CompareAreas::new(body);
        if let Some(error) = &self.view.error {
            return message([&**error], areas.page, cells);
        }
        if let Some([compared, of]) = self.view.progress() {
            let said = format!(" {}", comparing(compared, of, "passages"));
            return Line::from(said).render(areas.page, cells);
        }
        PageView { scrolled: &self.view.scrolled, theme: self.theme, focused: true }
            .render(areas.page, cells);
        let title = match (self.view.has_parts(), self.view.is_translated) {
            (true, true) => "Paragraphs in two languages",
            (true, false) => "Sentences and key terms",
            (false, _) => "Words",
        };
        titled_rule(areas.summary_title, title, "", self.theme, cells);
        let width = usize::from(areas.summary.width).saturating_sub(2);
        let rows = self.view.summary.iter().take(areas.summary.height.into());
        let rows = rows.map(|row| Line::from(format!(" {}", clip(row, width)))).collect::<Vec<_>>();
        Paragraph::new(rows).style(theme::role(self.theme, Role::Faint)).render(areas.summary, cells);
    }

    fn status(&self, room: usize) -> Option<(String, &str)> {
        if self.view.error.is_some() {
            return Some((String::from("nothing compared"), ""));
        }
        if let Some([compared, of]) = self.view.progress() {
            return Some((comparing(compared, of, "passages"), &self.view.query));
        }
        let noun = if self.view.has_parts() { "item" } else { "word" };
        let place = match self.view.place() {
            (_, 0) => format!("no {noun}"),
            (0, 1) => format!("1 {noun}"),
            (0, of) => format!("{of} {noun}s"),
            (at, of) => format!("{noun} {at} of {of}"),
        };
        let long = format!("{place} · {}", self.view.extent);
        Some((if columns(&long) <= room { long } else { place }, &self.view.query))
    }
}

impl CompareScreen<'_> {
    fn title(&self, rule: Rect, cells: &mut Buffer) {
        let parts = ComparedPart::ALL.map(|part| {
            let is_of_terms = self.view.is_translated && part == ComparedPart::Changed;
            let label = if is_of_terms { "terms differ" } else { part.label() };
            if part == self.view.part() { format!("[{label}]") } else { label.to_owned() }
        });
        let parts = if self.view.has_parts() { parts.join("  ") } else { String::new() };
        let [a, b] = &self.view.names;
        let title = if self.view.error.is_some() || self.view.progress().is_some() {
            String::from("Compare")
        } else {
            format!("Compare · A {a} → B {b}")
        };
        view_title(rule, &title, &parts, self.theme, cells);
    }
}
