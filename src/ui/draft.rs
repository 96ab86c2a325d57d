//! The draft: the text with its phrases, the list of phrases, and the selected one with the wording that has it.
//!
//! Invariant: a sign before each phrase shows how sure it is; nothing depends on color alone.

use std::ops::Range;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Paragraph, Widget};

use super::page::{PageView, scrollbar};
use super::rules::{titled_rule, view_title};
use super::{ViewScreen, comparing, theme};
use crate::analysis::near::NearWording;
use crate::analysis::precedent::{Sureness, layer_text};
use crate::app::draft_rows::{DraftPlace, DraftRow};
use crate::app::draft_view::DraftView;
use crate::app::theme::Theme;
use crate::corpus::model::Statement;
use crate::export::report::{ADDED, PRECEDENT, one_line, period};
use crate::library::Library;
use crate::page::compose::{Composer, StyledText};
use crate::page::draft::role;
use crate::page::{PageLine, Role};
use crate::search::SearchField;
use crate::text::sentences::sentences;
use crate::text::slice;
use crate::text::wrap::{clip, columns, padded};

/// Minimum columns of the list for a row with months and who said it, and for one with years.
const WIDTHS: [usize; 2] = [96, 60];
/// Columns of who said it, and of the first and the last statement with months and with years.
const WHO: usize = 18;
const MONTHS: usize = 36;
const YEARS: usize = 32;

pub(super) struct DraftScreen<'a> {
    pub(super) library: &'a Library,
    pub(super) view: &'a DraftView,
    pub(super) theme: Theme,
    /// Whether the text is being written.
    pub(super) is_written: bool,
}

impl ViewScreen for DraftScreen<'_> {
    fn draw(&self, rule: Rect, _: Rect, cells: &mut Buffer) {
        view_title(rule, &self.title(), &self.counts(), self.theme, cells);
        let areas = &self.view.areas;
        self.text(areas.text, cells);
        let [left, right] = self.list_titles();
        let has_room = columns(&left) + columns(&right) + 8 < usize::from(areas.list_title.width);
        titled_rule(areas.list_title, &left, if has_room { &right } else { "" }, self.theme, cells);
        self.list(areas.list, cells);
        self.detail(areas.detail_title, areas.detail, cells);
    }

    fn status(&self, room: usize) -> Option<(String, &str)> {
        let count = |sureness: Sureness, with_label: bool| {
            let rows = self.view.phrases.iter().filter(|row| row.sureness == Some(sureness)).count();
            let label = if with_label { format!(" {}", sureness.label()) } else { String::new() };
            (rows > 0).then(|| format!("  {} {rows}{label}", sureness.sign()))
        };
        let said = |with_labels: bool| -> String {
            let kinds = [Sureness::Official, Sureness::PrintedOnly, Sureness::Unverified];
            let counts: String = kinds.into_iter().filter_map(|kind| count(kind, with_labels)).collect();
            match (self.view.phrases.len(), self.view.progress()) {
                (0, Some([compared, of])) => comparing(compared, of, "words"),
                (0, None) => String::from("no phrase with precedent"),
                (1, _) => format!("1 phrase:{counts}"),
                (phrases, _) => format!("{phrases} phrases:{counts}"),
            }
        };
        let long = said(true);
        Some((if columns(&long) <= room { long } else { said(false) }, self.view.query()))
    }

    fn cursor(&self) -> Option<Position> {
        let area = self.view.areas.text;
        if !self.is_written || area.is_empty() {
            return None;
        }
        let (text, cursor) = (self.view.field.text(), self.view.field.halves().0.len());
        let at = self.view.cursor_row();
        let start = self.view.rows.get(at).map_or(0, |row| row.start);
        let x = u16::try_from(columns(slice(text, start..cursor))).unwrap_or(u16::MAX);
        let y = u16::try_from(at.saturating_sub(self.view.first_row)).unwrap_or(u16::MAX);
        let (right, bottom) = (area.right().saturating_sub(1), area.bottom().saturating_sub(1));
        Some(Position::new(area.x.saturating_add(x).min(right), area.y.saturating_add(y).min(bottom)))
    }
}

impl DraftScreen<'_> {
    fn title(&self) -> String {
        if let Some([compared, of]) = self.view.progress() {
            return format!("Draft · {}", comparing(compared, of, "words"));
        }
        String::from(match (self.view.is_cut(), self.is_written, self.view.is_current()) {
            (true, ..) => "Draft · only its beginning is compared: linchpin draft compares more",
            (_, true, false) => "Draft · not compared yet",
            (_, true, true) => "Draft · being written",
            (_, false, _) => "Draft",
        })
    }

    fn counts(&self) -> String {
        let draft = &self.view.draft;
        let so_far = if self.view.progress().is_some() { " so far" } else { "" };
        let uncounted = draft.uncounted();
        let counted = draft.covered() - uncounted;
        let only = if uncounted > 0 {
            format!(" · {uncounted} only in what is not counted")
        } else {
            String::new()
        };
        format!("{} words · {counted} with precedent{so_far} in {}{only}", draft.words, self.held())
    }

    fn held(&self) -> String {
        let query = Some(self.view.query()).filter(|_| self.view.is_narrowed);
        let matching = query.map(|query| format!(" that match /{query}")).unwrap_or_default();
        format!("the {} statements held{matching}", self.view.draft.of)
    }

    fn list_titles(&self) -> [String; 2] {
        let own = self.view.draft.left_out.and_then(|at| self.statement(at));
        let own = own
            .map(|own| format!(" · {} is left out, the draft is its passage", own.label))
            .unwrap_or_default();
        if self.view.lists_stretches {
            let whole = format!("{} of them held whole", self.view.draft.whole);
            return [format!("Without precedent in {}{own}", self.held()), whole];
        }
        [format!("Phrases{own}"), String::from("statements · first – last · who said it")]
    }

    fn statement(&self, at: usize) -> Option<&Statement> {
        self.library.corpus.statements().get(at)
    }

    /// The text: with its phrases, or as it is written.
    fn text(&self, area: Rect, cells: &mut Buffer) {
        if !self.is_written {
            let focused = !self.view.lists_stretches && self.view.selected.is_some();
            let view = PageView { scrolled: &self.view.scrolled, theme: self.theme, focused };
            return view.render(area, cells);
        }
        let first = self.view.first_row;
        let rows = self.view.rows.iter().skip(first).take(area.height.into());
        let rows: Vec<Line> = rows.map(|row| self.written_row(row.clone())).collect();
        Paragraph::new(rows).render(area, cells);
        let deepest = self.view.rows.len().saturating_sub(area.height.into());
        scrollbar(area, deepest, first.min(deepest), self.theme, cells);
    }

    /// A row of the text; known phrases are emphasized without signs, so that nothing moves while it is edited.
    fn written_row(&self, row: Range<usize>) -> Line<'static> {
        let (text, mut line, mut at) = (self.view.field.text(), Line::default(), row.start);
        let phrases: &[_] = if self.view.is_current() { &self.view.draft.phrases } else { &[] };
        for phrase in phrases {
            let (start, end) = (phrase.range.start.max(at), phrase.range.end.min(row.end));
            if end > start {
                line.push_span(Span::raw(slice(text, at..start).to_owned()));
                let style = theme::role(self.theme, role(phrase.precedent.sureness()));
                line.push_span(Span::styled(slice(text, start..end).to_owned(), style));
                at = end;
            }
        }
        line.push_span(Span::raw(slice(text, at..row.end).to_owned()));
        line
    }

    fn list(&self, area: Rect, cells: &mut Buffer) {
        let listed = self.view.listed();
        let shown = usize::from(area.height);
        if listed.is_empty() {
            let said = if self.view.field.text().trim().is_empty() {
                String::from(" nothing is written yet: i writes, a paste is taken")
            } else if let Some([compared, of]) = self.view.progress() {
                format!(" {}", comparing(compared, of, "words"))
            } else if self.view.lists_stretches {
                String::from(" every word has precedent")
            } else {
                format!(" no phrase has precedent in {}", self.held())
            };
            return Line::from(clip(&said, area.width.into())).render(area, cells);
        }
        let rows: Vec<Line> = (listed.iter().enumerate().skip(self.view.scroll).take(shown))
            .map(|(at, row)| self.row(at, row, area.width.into()))
            .collect();
        Paragraph::new(rows).render(area, cells);
        scrollbar(area, listed.len().saturating_sub(shown), self.view.scroll, self.theme, cells);
    }

    fn row(&self, at: usize, row: &DraftRow, width: usize) -> Line<'static> {
        let is_selected = Some(at) == self.view.selected;
        let (marker, base) = if is_selected { ("▌", theme::selected()) } else { (" ", Style::new()) };
        let sign = row.sureness.map_or('–', Sureness::sign);
        let digits = self.view.listed().len().to_string().len();
        let head = format!("{marker}{:>digits$} {sign}  ", row.number);
        let tail = if row.sureness.is_some() { self.tail(row, width) } else { String::new() };
        let room = width.saturating_sub(columns(&head) + columns(&tail));
        let dim = if row.is_common && !is_selected { theme::quiet(self.theme) } else { base };
        let sign =
            row.sureness.filter(|_| !is_selected).map_or(base, |sure| theme::role(self.theme, role(sure)));
        Line::from_iter([
            Span::styled(head, sign),
            Span::styled(padded(&clip(&row.words, room.saturating_sub(1)), room), dim),
            Span::styled(tail, if is_selected { base } else { theme::quiet(self.theme) }),
        ])
    }

    /// In how many statements, the first and the last of them, and who said it: as much as there is room for.
    fn tail(&self, row: &DraftRow, width: usize) -> String {
        let ends = |letters: usize| {
            let named = row
                .ends
                .iter()
                .filter_map(|at| self.statement(*at))
                .map(|statement| format!("{:.letters$} {}", statement.when(), statement.label));
            named.collect::<Vec<_>>().join(" – ")
        };
        let kinds = if row.kinds.is_empty() { "not counted" } else { &row.kinds };
        let common = if row.is_common { "common" } else { kinds };
        let (count, of) = (row.statements, self.view.draft.of);
        match WIDTHS.iter().position(|least| width >= *least) {
            Some(0) => {
                let ends = padded(&clip(&ends(7), MONTHS - 2), MONTHS);
                format!("{:>9}  {ends}{}", format!("{count} of {of}"), padded(&clip(common, WHO), WHO))
            }
            Some(_) => format!("{count:>4}  {}", padded(&clip(&ends(4), YEARS - 4), YEARS - 4)),
            None => format!("{count:>4}"),
        }
    }

    /// The selected row: the official words, who said it, similar wording, the wording that has it.
    fn detail(&self, rule: Rect, area: Rect, cells: &mut Buffer) {
        let Some(row) = self.view.row() else {
            let said = if self.view.listed().is_empty() {
                "Nothing to select"
            } else {
                "Nothing selected: n goes to the first"
            };
            return titled_rule(rule, said, "", self.theme, cells);
        };
        if let Some((statement, passage)) = self.view.passage().and_then(|at| self.library.corpus.passage(at))
        {
            let left = format!("{} · {}", statement.label, statement.title);
            let verdict = self.library.corpus.wording_label(passage);
            let right = format!("{} · {} · {verdict}", statement.when(), statement.standing.label());
            titled_rule(rule, &left, &right, self.theme, cells);
        } else {
            titled_rule(rule, "Nothing like it is held", "", self.theme, cells);
        }
        let mut page = Composer::new(usize::from(area.width).saturating_sub(2));
        self.compose(row, &mut page);
        let lines = page.finish().lines;
        let lines: Vec<Line> = lines.iter().take(area.height.into()).map(|line| self.line(line)).collect();
        Paragraph::new(lines).render(area, cells);
    }

    fn compose(&self, row: &DraftRow, page: &mut Composer) {
        if let Some(official) = &row.official {
            let mut said = StyledText::new(&format!("“{official}”"), Role::New);
            said.push("  = takes them over", Role::Faint);
            page.hanging("the official words  ", Role::Strong, &said);
        }
        if let Some(sureness) = row.sureness {
            let ends = period(&self.library.corpus, row.ends.iter().copied());
            let said = [Some(sureness.label().to_owned()), row.who.clone(), ends];
            let said = said.into_iter().flatten().collect::<Vec<_>>().join(" · ");
            page.paragraph(&StyledText::new(&format!("{} {said}", sureness.sign()), Role::Plain));
        } else {
            self.compose_stretch(row, page);
        }
        if let Some(near) = row.near.as_ref().and_then(|near| self.near(near)) {
            page.hanging("near  ", Role::Faint, &near);
        }
        if let Some(place) = &row.place {
            self.compose_wording(row, place, page);
        }
        page.paragraph(&StyledText::new(PRECEDENT, Role::Faint));
    }

    fn compose_stretch(&self, row: &DraftRow, page: &mut Composer) {
        let text = self.view.field.text();
        let terms = self
            .view
            .draft
            .terms
            .iter()
            .filter(|term| row.range.start <= term.range.start && term.range.end <= row.range.end);
        let terms: Vec<String> = terms.map(|term| one_line(slice(text, term.range.clone()))).collect();
        let said = format!("“{}”: no phrase of these words occurs in {}", row.words, self.held());
        page.paragraph(&StyledText::new(&said, Role::Plain));
        if !terms.is_empty() {
            let said = format!("{} (/ finds where)", terms.join(" · "));
            page.hanging("key terms among them  ", Role::Faint, &StyledText::new(&said, Role::Term));
        }
    }

    /// Similar wording, with what only it has, and what it lacks.
    fn near(&self, near: &NearWording) -> Option<StyledText> {
        let (statement, _) = self.library.corpus.passage(near.passage)?;
        let layer = layer_text(&self.library.corpus, near.passage, near.field);
        let [open, close] = ADDED;
        let head = format!("{:.7} {} {} ", statement.when(), statement.label, near.sureness.sign());
        let mut styled = StyledText::new(&head, Role::Faint).with("“", Role::Plain);
        let mut at = near.held.start;
        for part in &near.only_held {
            styled.push(slice(layer, at..part.start), Role::Plain);
            styled.push(&format!("{open}{}{close}", slice(layer, part.clone())), Role::New);
            at = part.end;
        }
        styled.push(slice(layer, at..near.held.end), Role::Plain).push("”", Role::Plain);
        let text = self.view.field.text();
        let gone: Vec<String> =
            near.only_text.iter().map(|part| one_line(slice(text, part.clone()))).collect();
        if !gone.is_empty() {
            styled.push(" · without: ", Role::Faint).push(&gone.join(" · "), Role::Gone);
        }
        Some(styled)
    }

    /// The sentence that has the words, the official one if the print differs, and what is held of the statement.
    fn compose_wording(&self, row: &DraftRow, place: &DraftPlace, page: &mut Composer) {
        let corpus = &self.library.corpus;
        let wording = |field: SearchField, words: Range<usize>, role: Role| {
            let text = layer_text(corpus, place.passage, field);
            let sentence =
                sentences(text).into_iter().find(|one| one.start <= words.start && words.start < one.end);
            let start = sentence.as_ref().map_or(0, |one| one.start);
            let end = sentence.map_or(text.len(), |one| one.end.max(words.end));
            StyledText::new(if start > 0 { "… " } else { "“" }, Role::Plain)
                .with(slice(text, start..words.start), Role::Plain)
                .with(&format!("⟦{}⟧", slice(text, words.clone())), role)
                .with(slice(text, words.end..end), Role::Plain)
                .with(if end < text.len() { " …" } else { "”" }, Role::Plain)
        };
        let name = if place.field == SearchField::Official { "official  " } else { "wording   " };
        let name = if row.official.is_some() { "printed   " } else { name };
        page.hanging(name, Role::Faint, &wording(place.field, place.bytes.clone(), Role::Strong));
        if let Some(words) = &place.official {
            let official = wording(SearchField::Official, words.clone(), Role::New);
            page.hanging("official  ", Role::Faint, &official);
        }
        if let Some((statement, _)) = corpus.passage(place.passage) {
            page.hanging("held      ", Role::Faint, &StyledText::new(&statement.held, Role::Faint));
        }
    }

    fn line(&self, line: &PageLine) -> Line<'static> {
        let spans = line.spans.iter();
        let spans = spans.map(|span| Span::styled(span.text.clone(), theme::style(self.theme, span.style)));
        std::iter::once(Span::raw(" ")).chain(spans).collect()
    }
}
