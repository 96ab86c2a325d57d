//! Writing a draft: it is compared and kept when its writer pauses or leaves it, never at each letter.
//!
//! Invariant: “kept” is shown only when the disk has the latest words; words that it does not have are printed at the
//! end.

use std::io;

use super::motion::Direction;
use super::unfinished::UnfinishedWork;
use super::views::ViewKind;
use super::{Action, App, Effect, Mode};
use crate::app::command::Command;
use crate::app::marks::MarkRequest;
use crate::store::drafts::DraftFile;

impl App {
    /// `5` with an empty draft: the words of the passage in view.
    pub(super) fn seed_draft(&mut self) {
        let Some((_, passage)) = self.library.corpus.passage(self.reading.at) else { return };
        let view = self.views.draft.get_or_insert_default();
        if !view.is_seed() && !view.field.text().trim().is_empty() {
            return;
        }
        view.begin_with(&passage.text);
        self.notice =
            Some(String::from("the words of the passage: where else do they occur? i changes them"));
    }

    /// `i`: starts to edit the text.
    pub(super) fn start_draft(&mut self) {
        self.views.draft.get_or_insert_default();
        self.mode = Mode::Draft;
    }

    /// Makes room for a paste, which is always text, never keys: in the draft, or as a new search.
    pub fn take_paste(&mut self) {
        match (&self.mode, self.views.shown) {
            (Mode::Panes, ViewKind::Draft) => {
                let view = self.views.draft.get_or_insert_default();
                if view.is_seed() {
                    view.begin_with("");
                }
                self.start_draft();
            }
            (Mode::Panes, _) => _ = self.update(Action::Do(Command::Search)),
            _ => {}
        }
    }

    pub(super) fn write_draft(&mut self, text: &str) {
        self.views.draft.iter_mut().for_each(|view| view.field.insert_lines(text));
    }

    pub(super) fn move_in_draft(&mut self, direction: Direction) {
        self.views.draft.iter_mut().for_each(|view| view.move_cursor(direction));
    }

    /// `Esc` while it is edited: compares and keeps it, and selects its first phrase.
    pub(super) fn leave_draft(&mut self) -> Vec<Effect> {
        self.mode = Mode::Panes;
        self.compare_draft();
        self.views.draft.iter_mut().for_each(|view| view.select_first());
        self.read_selected();
        self.keep_draft()
    }

    /// `=`: puts the official words in place of the selected phrase.
    pub(super) fn take_over(&mut self) -> Vec<Effect> {
        let Some((place, official)) = self.views.draft.as_mut().and_then(|view| view.take_over()) else {
            self.notice = Some(String::from("no official words differ here: = is for a phrase marked ≠"));
            return Vec::new();
        };
        self.compare_draft();
        self.views.draft.iter_mut().for_each(|view| view.select_at(place));
        self.read_selected();
        self.notice = Some(format!("now the official words: {official}"));
        self.keep_draft()
    }

    /// `u` in the draft: takes back the official words that were put in last; `None` if there are none.
    pub(super) fn take_back(&mut self) -> Option<Vec<Effect>> {
        let is_shown = self.views.shown == ViewKind::Draft;
        let view = self.views.draft.as_mut().filter(|_| is_shown)?;
        if !view.take_back() {
            return None;
        }
        self.notice = Some(String::from("undone: your words are back"));
        Some(self.keep_draft())
    }

    pub(super) fn can_take_back(&self) -> bool {
        let is_shown = self.views.shown == ViewKind::Draft;
        is_shown && self.views.draft.as_ref().is_some_and(|view| view.can_take_back())
    }

    /// Keeps what is being written, a note or the draft.
    pub fn keep_written(&mut self) -> Vec<Effect> {
        if matches!(self.mode, Mode::Draft) { self.keep_draft() } else { self.keep_unfinished_note() }
    }

    /// Compares the draft that is being written; whether one is.
    pub fn compare_written(&mut self) -> bool {
        let is_written = matches!(self.mode, Mode::Draft);
        if is_written {
            self.compare_draft();
            self.compose();
        }
        is_written
    }

    /// Keeps the draft, if it has changed.
    pub(super) fn keep_draft(&mut self) -> Vec<Effect> {
        let draft = self.views.draft.as_mut().and_then(|view| view.keep());
        draft.map(|draft| Effect::Marks(MarkRequest::Draft(draft))).into_iter().collect()
    }

    /// Takes note whether the disk has a draft.
    pub(super) fn draft_saved(&mut self, draft: &DraftFile, error: Option<io::Error>) {
        let view = self.views.draft.as_mut();
        if !view.is_some_and(|view| view.saved(draft, error.is_none())) {
            return;
        }
        match error {
            Some(error) => self.say_not_saved("draft", &error),
            None if matches!(self.mode, Mode::Draft) || draft.text.is_empty() => {}
            None => {
                self.notice.get_or_insert_with(|| String::from("draft kept"));
                self.say_what_else_failed();
            }
        }
    }

    /// Takes over the drafts on the disk.
    pub(super) fn recall_draft(&mut self, drafts: &[DraftFile]) {
        if !drafts.is_empty() {
            self.views.draft.get_or_insert_default().recall(drafts);
        }
    }

    /// How many marks, notes and drafts could not be saved.
    pub fn failed(&self) -> usize {
        self.marks.failed() + usize::from(self.has_failed_draft())
    }

    pub(super) fn has_failed_draft(&self) -> bool {
        self.views.draft.as_ref().is_some_and(|view| view.has_failed())
    }

    /// The draft, if it is not known to be on the disk.
    pub fn unsaved_draft(&self) -> Option<&DraftFile> {
        self.views.draft.as_ref()?.unsaved()
    }

    /// Compares the draft with the wording held, if it has changed.
    fn compare_draft(&mut self) {
        let made_for = self.made_for();
        let view = self.views.draft.get_or_insert_default();
        view.compare(&self.library, made_for, self.search.found.as_ref());
    }

    /// Compares a little more of the draft.
    pub(super) fn go_on_with_draft(&mut self) -> UnfinishedWork {
        let Some(view) = &mut self.views.draft else { return UnfinishedWork::None };
        let before = view.passage();
        let done = view.go_on(&self.library);
        if view.passage() != before && !matches!(self.mode, Mode::Draft) {
            self.read_selected();
        }
        done
    }

    /// Makes the draft fit the query, the library, the passage in view and the screen.
    pub(super) fn compose_draft(&mut self) {
        let is_written = matches!(self.mode, Mode::Draft);
        if !is_written {
            self.compare_draft();
        }
        self.views.draft.get_or_insert_default().follow(self.reading.at);
    }
}
