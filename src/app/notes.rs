//! Writing a note: begun on the passage in view, kept while it is unfinished, finished.
//!
//! Invariant: an unfinished note is kept too, and belongs to the passage on which it was begun. Saving
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
    /// The files that it was begun from, and its own unfinished one: a save replaces these, never what has been written
    /// since.
    pub(super) known: Vec<String>,
}

/// The unfinished notes that a note was begun from or kept as.
fn unfinished_of<'a>(marks: &'a ReaderMarks, note: &NoteField) -> impl Iterator<Item = &'a Mark> {
    let here = marks.on(note.passage).into_iter();
    here.filter(|mark| mark.is_unfinished && note.known.contains(&mark.file))
}

impl App {
    /// `a`: opens the note on the passage, or the unfinished one.
    pub(super) fn start_note(&mut self) {
        let (corpus, passage) = (&self.library.corpus, self.reading.at);
        if corpus.passage(passage).is_none() {
            return;
        }
        let (unfinished, finished): (Vec<&Mark>, Vec<&Mark>) =
            self.marks.on(passage).into_iter().partition(|mark| mark.is_unfinished);
        // Notes that were written after the unfinished one was begun are not in its words.
        let is_included = |mark: &&Mark| {
            unfinished.is_empty() || unfinished.iter().any(|note| note.begun_from.contains(&mark.file))
        };
        let finished: Vec<&Mark> = finished.into_iter().filter(is_included).collect();
        let known = unfinished.iter().chain(&finished).map(|mark| mark.file.clone()).collect();
        let text = joined(if unfinished.is_empty() { &finished } else { &unfinished }.iter().copied());
        let undone = self.marks.undone_note(corpus, passage).filter(|_| text.is_empty());
        let text = undone.map_or(text, str::to_owned);
        let (finished, field) = (joined(finished.into_iter()), TextField::new(&text));
        self.mode = Mode::Note(NoteField { passage, field, finished, known });
    }

    /// `Enter` in the note: saves it.
    pub(super) fn finish_note(&mut self) -> Vec<Effect> {
        let Mode::Note(note) = std::mem::replace(&mut self.mode, Mode::Panes) else { return Vec::new() };
        let text = note.field.text().trim();
        if text == note.finished {
            return self.drop_unfinished_note(&note);
        }
        self.keep((note.passage, &note.known), text, ChangeKind::New)
    }

    /// `Esc` in the note: keeps what was written, for the next `a` on this passage.
    pub(super) fn leave_note(&mut self) -> Vec<Effect> {
        let effects = self.keep_unfinished_note();
        let Mode::Note(note) = std::mem::replace(&mut self.mode, Mode::Panes) else { return effects };
        let text = note.field.text().trim();
        let is_kept = |mark: &Mark| mark.state == SaveState::Saved && mark.note.as_typed() == text;
        if unfinished_of(&self.marks, &note).any(is_kept) {
            self.say_note_kept();
        }
        effects
    }

    pub(super) fn say_note_kept(&mut self) {
        self.notice = Some(String::from("kept as a draft; press a to continue it"));
    }

    /// Keeps the note that is being written, if it changed.
    pub(super) fn keep_unfinished_note(&mut self) -> Vec<Effect> {
        let Mode::Note(note) = &self.mode else { return Vec::new() };
        let note = note.clone();
        let text = note.field.text().trim();
        if text == note.finished {
            return self.drop_unfinished_note(&note);
        }
        let is_kept = |mark: &Mark| mark.state != SaveState::Failed && mark.note.as_typed() == text;
        if unfinished_of(&self.marks, &note).any(is_kept) {
            return Vec::new();
        }
        self.keep((note.passage, &note.known), text, ChangeKind::Unfinished)
    }

    /// Removes the unfinished notes that add nothing to the finished one.
    fn drop_unfinished_note(&mut self, note: &NoteField) -> Vec<Effect> {
        let marks: Vec<Mark> = unfinished_of(&self.marks, note).cloned().collect();
        if marks.is_empty() { Vec::new() } else { self.marks.remove(marks, ChangeKind::Unfinished) }
    }
}
