//! The draft on the screen: its text, what is kept of it, its phrases, and which of them is selected.
//!
//! Invariant: the phrases are those of the text as it was last compared, as far as it has been; they are shown only
//! while the text is the same. The passage of the selected phrase is in view. What is shown of a passage (its words, at
//! first) is no draft yet and is not kept.

use std::ops::Range;

use ratatui::layout::Constraint::{Fill, Length};
use ratatui::layout::{Layout, Position, Rect};

use super::draft_rows::{DraftRow, rows_of, stretches_of};
use super::field::TextField;
use super::layout::GUTTER;
use super::made_for::MadeFor;
use super::motion::{Direction, Motion, kept_in_sight};
use super::scrolled_page::{Arrival, ScrolledPage};
use super::unfinished::UnfinishedWork;
use crate::analysis::draft::{Draft, DraftComparison};
use crate::analysis::precedent::{HeldWording, main_issuers};
use crate::corpus::PassageNo;
use crate::library::Library;
use crate::page::Page;
use crate::page::draft::page;
use crate::search::{Found, word_ranges};
use crate::store::drafts::DraftFile;
use crate::store::marks::SaveState;
use crate::text::slice;
use crate::text::wrap::{columns, wrap_lines};

/// Maximum words that are compared on the screen.
const MOST_WORDS: usize = 10_000;
/// Words that are compared from one list of the phrases to the next. The first list waits for that many, unless the
/// collection has more than [`LARGE`] passages.
const AT_ONCE: usize = 1_000;
const LARGE: usize = 100_000;
/// The widest text of a draft.
const WIDEST: u16 = 118;

/// The draft, as the explorer holds it.
#[derive(Debug, Default)]
pub struct DraftView {
    pub field: TextField,
    /// The text before and after official words, or a text from elsewhere, were put in.
    taken_over: Option<[String; 2]>,
    /// The words of a passage that the draft began with.
    pub(super) seed: Option<String>,
    /// What the disk was last asked to keep, and what became of it.
    kept: DraftFile,
    state: SaveState,
    /// The text that was compared, and the query and library.
    compared: Option<(String, MadeFor)>,
    /// What the rows and the page were composed for: columns, whether it is written, and the text.
    composed: Option<(usize, bool, String)>,
    /// The comparison, until all has been compared, and how many words are shown as compared.
    comparison: Option<Box<DraftComparison>>,
    compared_words: usize,
    /// The place of the text whose phrase is to be selected once it has been compared.
    wanted: Option<usize>,
    pub draft: Draft,
    /// Where the text ends that was compared.
    end: usize,
    /// Whether the query narrows what may be a precedent.
    pub is_narrowed: bool,
    pub phrases: Vec<DraftRow>,
    pub stretches: Vec<DraftRow>,
    /// Whether what has no precedent is listed.
    pub lists_stretches: bool,
    pub selected: Option<usize>,
    /// The first row of the list on the screen.
    pub scroll: usize,
    pub areas: DraftAreas,
    /// The text with its phrases, and while it is written, its rows and the first of them on the screen.
    pub scrolled: ScrolledPage,
    pub rows: Vec<Range<usize>>,
    pub first_row: usize,
}

/// The parts of the screen; those without room are empty.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct DraftAreas {
    pub text: Rect,
    pub list_title: Rect,
    pub list: Rect,
    pub detail_title: Rect,
    pub detail: Rect,
}

impl DraftAreas {
    /// Divides the body for a text and a list with this many rows.
    fn new(body: Rect, text: usize, list: usize, is_written: bool) -> Self {
        let height = body.height;
        let rows = |rows: usize| u16::try_from(rows).unwrap_or(u16::MAX).max(1);
        let [list_title, detail_title, least] = match height {
            30.. => [1, 1, 11],
            18..30 => [1, 1, 6],
            12..18 => [1, 1, 3],
            8..12 => [1, 0, 1],
            _ => [0, 0, 0],
        };
        let most = if is_written { height / 2 } else { height / 3 };
        let text = rows(text).min(most.max(1)).min(height);
        let rest = height.saturating_sub(text).saturating_sub(list_title).saturating_sub(detail_title);
        let list = if least == 0 { rest } else { rows(list).min(rest.saturating_sub(least)) };
        let heights = [Length(text), Length(list_title), Length(list), Length(detail_title), Fill(1)];
        let [text, list_title, list, detail_title, detail] = Layout::vertical(heights).areas(body);
        let text = Rect { width: text.width.saturating_sub(GUTTER).min(WIDEST), ..text };
        let list = Rect { width: list.width.saturating_sub(GUTTER), ..list };
        Self { text, list_title, list, detail_title, detail }
    }
}

impl DraftView {
    /// The text, if it needs to be kept: what is only shown of a passage does not.
    fn own_text(&self) -> &str {
        let text = self.field.text();
        if self.is_seed() { "" } else { text }
    }

    /// Whether the words are still those of a passage.
    pub(super) fn is_seed(&self) -> bool {
        self.seed.as_deref() == Some(self.field.text())
    }

    /// Begins with the words of a passage.
    pub(super) fn begin_with(&mut self, words: &str) {
        self.field = TextField::new(words);
        self.seed = Some(words.to_owned());
        self.selected = None;
    }

    /// The text to keep, if the disk was not asked to keep it yet, or could not.
    pub(super) fn keep(&mut self) -> Option<DraftFile> {
        let text = self.own_text();
        if text == self.kept.text && self.state != SaveState::Failed {
            return None;
        }
        self.kept = DraftFile::new(text, self.kept.files());
        self.state = SaveState::Pending;
        Some(self.kept.clone())
    }

    /// Takes note whether a text was kept; false if that was not the latest.
    pub(super) fn saved(&mut self, draft: &DraftFile, is_kept: bool) -> bool {
        let is_latest = draft.file == self.kept.file;
        if is_latest {
            self.state = if is_kept { SaveState::Saved } else { SaveState::Failed };
        }
        if is_latest && is_kept {
            // Saving has removed them.
            self.kept.replaces.clear();
        }
        is_latest
    }

    /// The draft, if it is not known to be on the disk.
    pub(super) fn unsaved(&self) -> Option<&DraftFile> {
        Some(&self.kept).filter(|kept| self.state != SaveState::Saved && !kept.text.is_empty())
    }

    pub(super) fn has_failed(&self) -> bool {
        self.state == SaveState::Failed
    }

    /// Takes over what other sessions have kept, unless something has been written in this session.
    pub(super) fn recall(&mut self, drafts: &[DraftFile]) {
        if drafts.is_empty() || !self.kept.file.is_empty() || !self.own_text().is_empty() {
            return;
        }
        let texts: Vec<&str> = drafts.iter().map(|draft| &*draft.text).collect();
        self.field = TextField::default();
        self.field.insert_lines(&texts.join("\n\n"));
        let mut files = drafts.iter().flat_map(DraftFile::files);
        self.kept.file = files.next().unwrap_or_default();
        self.kept.replaces = files.collect();
        self.field.text().clone_into(&mut self.kept.text);
        self.state = SaveState::Saved;
    }

    /// Compares the text with the wording held, if the text or the query has changed, or the dataset has been read to
    /// its end since.
    pub(super) fn compare(&mut self, library: &Library, made_for: MadeFor, found: Option<&Found>) {
        let before = self.compared.as_ref().filter(|(text, _)| text == self.field.text());
        if made_for.renewal(before.map(|(_, made_for)| made_for)).is_none() {
            return;
        }
        let among = found.map(|found| found.meant(&library.corpus));
        self.is_narrowed = found.is_some();
        self.end = self.end_of_compared();
        let text = slice(self.field.text(), 0..self.end);
        let comparison = DraftComparison::new(held_in(library), text, among.as_ref());
        self.draft = comparison.draft().clone();
        (self.phrases, self.stretches, self.compared_words) = Default::default();
        self.comparison = Some(Box::new(comparison));
        self.composed = None;
        self.compared = Some((self.field.text().to_owned(), made_for));
        if library.corpus.passages() <= LARGE {
            while self.go_on(library) == UnfinishedWork::Hidden {}
        }
    }

    /// Compares a little more of the text.
    pub(super) fn go_on(&mut self, library: &Library) -> UnfinishedWork {
        let is_current = self.is_current();
        let Some(comparison) = self.comparison.as_mut().filter(|_| is_current) else {
            return UnfinishedWork::None;
        };
        let goes_on = comparison.step(held_in(library));
        let compared = comparison.compared();
        if goes_on && compared < self.compared_words + AT_ONCE {
            return UnfinishedWork::Hidden;
        }
        self.compared_words = compared;
        self.draft = comparison.draft().clone();
        if !goes_on {
            self.comparison = None;
        }
        self.list(library);
        UnfinishedWork::Shown
    }

    /// Lists what has been found; the selected phrase stays selected.
    fn list(&mut self, library: &Library) {
        let selected = self.row().map(|row| row.range.start);
        let text = slice(self.field.text(), 0..self.end);
        let main = main_issuers(&library.corpus);
        self.phrases = rows_of(held_in(library), &self.draft, &main, text);
        self.stretches = stretches_of(&self.draft, text);
        self.composed = None;
        self.selected =
            selected.and_then(|start| self.listed().iter().position(|row| row.range.start == start));
        if let Some(place) = self.wanted.take() {
            self.select_at(place);
        }
    }

    /// How many words have been compared, and of how many, until all have been.
    pub fn progress(&self) -> Option<[usize; 2]> {
        let is_unfinished = self.comparison.is_some() && self.is_current();
        is_unfinished.then_some([self.compared_words, self.draft.words])
    }

    /// The query that it was compared for.
    pub fn query(&self) -> &str {
        self.compared.as_ref().map_or("", |(_, made_for)| &made_for.asked)
    }

    /// Where the compared part of the text ends.
    fn end_of_compared(&self) -> usize {
        let next = word_ranges(self.field.text()).into_iter().nth(MOST_WORDS);
        next.map_or(self.field.text().len(), |word| word.start)
    }

    /// Whether the text is too long to be compared whole.
    pub fn is_cut(&self) -> bool {
        self.is_current() && self.end < self.field.text().trim_end().len()
    }

    /// Whether the phrases are those of the current text.
    pub fn is_current(&self) -> bool {
        self.compared.as_ref().is_some_and(|(text, ..)| text == self.field.text())
    }

    pub fn listed(&self) -> &[DraftRow] {
        if self.lists_stretches { &self.stretches } else { &self.phrases }
    }

    pub fn row(&self) -> Option<&DraftRow> {
        self.listed().get(self.selected?)
    }

    /// The passage of the selected phrase, or the one whose wording is like the selected words.
    pub fn passage(&self) -> Option<PassageNo> {
        self.row()?.passage()
    }

    /// Selects a phrase of the passage in view. In the list of words without precedent, the selection stays if the
    /// passage has similar wording.
    pub(super) fn follow(&mut self, passage: PassageNo) {
        let has = |row: &DraftRow| row.passage() == Some(passage);
        if self.lists_stretches {
            let last = self.listed().len().checked_sub(1);
            self.selected = self.selected.zip(last).map(|(at, last)| at.min(last));
        } else if !self.row().is_some_and(has) {
            self.selected = self.listed().iter().position(has);
        }
    }

    /// Goes to another phrase, at first to the first one; whether there is one.
    pub(super) fn go(&mut self, motion: Motion, direction: Direction) -> bool {
        let rows = motion.rows(self.areas.list.height.into());
        let last = self.listed().len().checked_sub(1);
        self.wanted = None;
        self.selected = last.map(|last| self.selected.map_or(0, |at| direction.step(at, rows, last)));
        self.selected.is_some()
    }

    /// Selects the first row of the list: at once, or when one has been found.
    pub(super) fn select_first(&mut self) {
        self.selected = (!self.listed().is_empty()).then_some(0);
        self.wanted = (self.selected.is_none() && self.progress().is_some()).then_some(0);
    }

    /// Selects the phrase at a place of the text, or the first one after it, now or when that part has been compared.
    /// The list has another order than the text.
    pub(super) fn select_at(&mut self, place: usize) {
        let rows = self.listed().iter().enumerate().filter(|(_, row)| row.range.end > place);
        self.selected = rows.min_by_key(|(_, row)| row.range.start).map(|(at, _)| at);
        self.wanted = (self.selected.is_none() && self.progress().is_some()).then_some(place);
        if self.selected.is_none() && self.wanted.is_none() {
            self.select_first();
        }
    }

    /// Selects the phrase on a row of the list; whether there is one.
    pub(super) fn point(&mut self, at: Position) -> bool {
        let list = self.areas.list;
        let row = list.contains(at).then(|| self.scroll + usize::from(at.y - list.y));
        let row = row.filter(|row| *row < self.listed().len());
        self.wanted = self.wanted.filter(|_| row.is_none());
        self.selected = row.or(self.selected);
        row.is_some()
    }

    /// Phrases, or what has no precedent.
    pub(super) fn turn_over(&mut self) {
        self.lists_stretches = !self.lists_stretches;
        (self.selected, self.wanted, self.scroll) = (None, None, 0);
    }

    /// Makes the next comparison start from the beginning.
    pub(super) fn forget(&mut self) {
        (self.compared, self.comparison) = (None, None);
    }

    pub(super) fn has_official_words(&self) -> bool {
        self.row().is_some_and(|row| row.official.is_some())
    }

    /// Puts the official words in place of those of the selected phrase; returns where, and the words, if there are any.
    pub(super) fn take_over(&mut self) -> Option<(usize, String)> {
        let row = self.row().filter(|_| self.is_current())?;
        let (range, official) = (row.range.clone(), row.official.clone()?);
        let before = self.field.text().to_owned();
        self.field.replace(range.clone(), &official);
        self.taken_over = Some([before, self.field.text().to_owned()]);
        Some((range.start, official))
    }

    /// Takes over a text that was changed elsewhere; whether it is another one.
    pub(super) fn replace_text(&mut self, text: &str) -> bool {
        let mut field = TextField::default();
        field.insert_lines(text);
        let is_another = field.text() != self.field.text();
        if is_another {
            let after = field.text().to_owned();
            let before = std::mem::replace(&mut self.field, field);
            self.taken_over = Some([before.text().to_owned(), after]);
        }
        is_another
    }

    /// Whether official words, or a text from elsewhere, were taken over last.
    pub(super) fn can_take_back(&self) -> bool {
        self.taken_over.as_ref().is_some_and(|[_, after]| after == self.field.text())
    }

    /// Takes back what was put in last; whether there was something.
    pub(super) fn take_back(&mut self) -> bool {
        let can = self.can_take_back();
        if let Some([before, _]) = self.taken_over.take().filter(|_| can) {
            self.field = TextField::new(&before);
        }
        can
    }

    /// Moves the cursor to the row above or below.
    pub(super) fn move_cursor(&mut self, direction: Direction) {
        let (text, cursor, at) = (self.field.text(), self.field.halves().0.len(), self.cursor_row());
        let next = direction.step(at, 1, self.rows.len().saturating_sub(1));
        let (Some(row), Some(target)) = (self.rows.get(at), self.rows.get(next)) else { return };
        let column = columns(slice(text, row.start..cursor.max(row.start)));
        let mut place = target.start;
        for c in slice(text, target.clone()).chars() {
            if columns(slice(text, target.start..place + c.len_utf8())) > column {
                break;
            }
            place += c.len_utf8();
        }
        self.field.place(if next == at { cursor } else { place });
    }

    /// Wraps the text and marks its phrases in it, if that is necessary.
    fn compose(&mut self, width: usize, is_written: bool) {
        let text = self.field.text();
        let is_this = |(columns, was_written, composed): &(usize, bool, String)| {
            (*columns, *was_written, composed.as_str()) == (width, is_written, text)
        };
        if self.composed.as_ref().is_some_and(is_this) {
            return;
        }
        self.rows = wrap_lines(text, width);
        self.scrolled.page = if is_written { Page::default() } else { page(text, &self.draft, width) };
        self.composed = Some((width, is_written, text.to_owned()));
    }

    /// Divides the screen, and keeps what is selected in sight.
    pub(super) fn fit(&mut self, body: Rect, is_written: bool) {
        self.compose(body.width.saturating_sub(GUTTER).min(WIDEST).into(), is_written);
        let lines = if is_written { self.rows.len() } else { self.scrolled.page.lines.len() };
        self.areas = DraftAreas::new(body, lines, self.listed().len(), is_written);
        let [list, text] = [self.areas.list, self.areas.text].map(|area| usize::from(area.height));
        let selected = self.selected.unwrap_or(self.scroll);
        self.scroll = kept_in_sight(self.scroll, selected, self.listed().len(), list);
        self.first_row = kept_in_sight(self.first_row, self.cursor_row(), self.rows.len(), text);
        let page = std::mem::take(&mut self.scrolled.page);
        let number = self.row().filter(|_| !self.lists_stretches).map(|row| row.number);
        if let Some(anchor) = number.and_then(|number| number.checked_sub(1)) {
            let scroll = self.scrolled.scroll;
            self.scrolled.arrive(Arrival::Anchor(anchor));
            self.scrolled.scroll = scroll;
        }
        self.scrolled.fit(page, text);
    }

    /// The row that the cursor is on.
    pub fn cursor_row(&self) -> usize {
        let cursor = self.field.halves().0.len();
        self.rows.iter().rposition(|row| row.start <= cursor).unwrap_or_default()
    }
}

fn held_in(Library { corpus, index, usage, .. }: &Library) -> HeldWording<'_> {
    HeldWording { corpus, index, usage }
}

#[cfg(test)]
mod tests;
