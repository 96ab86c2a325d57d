//! Writing a note: begun on the passage in view, kept as a draft, finished.
//!
//! Invariant: a note that is not finished is kept as a draft, and belongs to the passage on which it was begun. Saving
//! it replaces the notes whose words it began with, never one that has been written since.

use super::field::TextField;
use super::marks::{ChangeKind, ReaderMarks, joined};
use super::{App, Effect, Mode};
use crate::corpus::PassageNo;
use crate::store::marks::{Mark, SaveState};

/// A note that is being written, on the passage where it was begun.
#[derive(Debug, Clone)]
pub struct NoteField {
    pub passage: PassageNo,
    pub field: TextField,
    /// The finished note that it was begun from.
    finished: String,
    /// The files that it was begun from, and that of its own draft: a save replaces these, never what has been written
    /// since.
    pub(super) known: Vec<String>,
}

/// The drafts that a note was begun from or kept as.
fn drafts_of<'a>(marks: &'a ReaderMarks, note: &NoteField) -> impl Iterator<Item = &'a Mark> {
    let here = marks.on(note.passage).into_iter();
    here.filter(|mark| mark.draft && note.known.contains(&mark.file))
}

impl App {
    /// `a`: opens the note on the passage, or the unfinished one.
    pub(super) fn start_note(&mut self) {
        let (corpus, passage) = (&self.library.corpus, self.reading.at);
        if corpus.passage(passage).is_none() {
            return;
        }
        let (drafts, finished): (Vec<&Mark>, Vec<&Mark>) =
            self.marks.on(passage).into_iter().partition(|mark| mark.draft);
        // Notes that were written after a draft was begun are not in its words.
        let is_in_drafts = |mark: &&Mark| drafts.iter().any(|draft| draft.begun_from.contains(&mark.file));
        let finished = finished.into_iter().filter(|mark| drafts.is_empty() || is_in_drafts(mark));
        let finished: Vec<&Mark> = finished.collect();
        let known = drafts.iter().chain(&finished).map(|mark| mark.file.clone()).collect();
        let text = joined(if drafts.is_empty() { &finished } else { &drafts }.iter().copied());
        let (finished, field) = (joined(finished.into_iter()), TextField::new(&text));
        self.mode = Mode::Note(NoteField { passage, field, finished, known });
    }

    /// `Enter` in the note: saves it.
    pub(super) fn finish_note(&mut self) -> Vec<Effect> {
        let Mode::Note(note) = std::mem::replace(&mut self.mode, Mode::Panes) else { return Vec::new() };
        let text = note.field.text().trim();
        if text == note.finished {
            return self.drop_draft(&note);
        }
        self.keep((note.passage, &note.known), text, ChangeKind::New)
    }

    /// `Esc` in the note: keeps what was written as a draft, for the next `a` on this passage.
    pub(super) fn leave_note(&mut self) -> Vec<Effect> {
        let effects = self.keep_draft();
        let Mode::Note(note) = std::mem::replace(&mut self.mode, Mode::Panes) else { return effects };
        let text = note.field.text().trim();
        let is_kept = |draft: &Mark| draft.state == SaveState::Saved && draft.note.as_typed() == text;
        if drafts_of(&self.marks, &note).any(is_kept) {
            self.left_draft();
        }
        effects
    }

    pub(super) fn left_draft(&mut self) {
        self.notice = Some(String::from("kept as a draft; press a to continue it"));
    }

    /// Keeps the note that is being written as a draft, if it changed.
    pub(super) fn keep_draft(&mut self) -> Vec<Effect> {
        let Mode::Note(note) = &self.mode else { return Vec::new() };
        let note = note.clone();
        let text = note.field.text().trim();
        if text == note.finished {
            return self.drop_draft(&note);
        }
        let mut drafts = drafts_of(&self.marks, &note);
        if drafts.any(|draft| draft.state != SaveState::Failed && draft.note.as_typed() == text) {
            return Vec::new();
        }
        drop(drafts);
        self.keep((note.passage, &note.known), text, ChangeKind::Draft)
    }

    /// Removes the drafts of a note that add nothing to the finished one.
    fn drop_draft(&mut self, note: &NoteField) -> Vec<Effect> {
        let drafts: Vec<Mark> = drafts_of(&self.marks, note).cloned().collect();
        if drafts.is_empty() { Vec::new() } else { self.marks.remove(drafts, ChangeKind::Draft) }
    }
}
