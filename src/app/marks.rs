//! The reader's marks and notes, as the explorer holds them.
//!
//! Invariant: nothing is called saved before it is on the disk; what could not be saved stays here, is shown as such,
//! and is given to whoever ends the program.

use std::io;

use super::field::Field;
use super::overlay::{Kind, Overlay};
use super::{App, Effect, Mode};
use crate::corpus::Target;
use crate::page::marks::fate;
use crate::store::marks::{Kept, Mark};
use crate::text::safe::Text;

/// Between the notes of two sessions on one passage, when they are edited as one.
const BOTH: &str = " / ";

impl App {
    /// The marks on the passage in view: more than one where two sessions wrote on it at once.
    pub fn marks_here(&self) -> Vec<&Mark> {
        let corpus = &self.library.corpus;
        let is_here = |mark: &&Mark| fate(corpus, mark).1 == Some(Target::Passage(self.at));
        self.marks.iter().filter(is_here).collect()
    }

    /// Whether any passage of a statement is marked.
    pub fn is_marked(&self, statement: usize) -> bool {
        let corpus = &self.library.corpus;
        let Some((dataset, id)) = corpus.statements().get(statement).map(|held| corpus.original_id(held))
        else {
            return false;
        };
        let of = |mark: &Mark| mark.passage.rsplit_once('/').is_some_and(|(of, _)| of == &**id);
        self.marks.iter().any(|mark| mark.dataset == *dataset && of(mark))
    }

    pub(super) fn note_here(&self) -> Option<String> {
        let marks = self.marks_here();
        let notes: Vec<&str> = marks.iter().map(|mark| &*mark.note).filter(|note| !note.is_empty()).collect();
        (!notes.is_empty()).then(|| notes.join(BOTH))
    }

    /// `m`: marks the passage, or takes its mark away; never a note.
    pub(super) fn mark(&mut self) -> Vec<Effect> {
        if self.note_here().is_some() {
            self.notice = Some(String::from("a note stands on this passage: empty it first (a)"));
            return Vec::new();
        }
        if self.marks_here().is_empty() {
            return self.keep("");
        }
        let files: Vec<String> = self.marks_here().iter().filter_map(|mark| mark.file.clone()).collect();
        vec![Effect::Unmark(files)]
    }

    /// `a`: opens the note on the passage, where it was left.
    pub(super) fn start_note(&mut self) {
        if self.library.corpus.passage(self.at).is_none() {
            return;
        }
        let draft = self.draft.take().filter(|(at, _)| *at == self.at).map(|(_, field)| field);
        let field = draft.unwrap_or_else(|| Field::new(&self.note_here().unwrap_or_default()));
        self.mode = Mode::Note(field);
    }

    /// `Enter` in the note: keeps it.
    pub(super) fn finish_note(&mut self) -> Vec<Effect> {
        let Mode::Note(field) = std::mem::replace(&mut self.mode, Mode::Panes) else { return Vec::new() };
        let note = field.text().trim();
        if note == self.note_here().unwrap_or_default() {
            return Vec::new();
        }
        self.keep(note)
    }

    /// `Esc` in the note: what was written waits for the next `a`.
    pub(super) fn leave_note(&mut self) {
        let Mode::Note(field) = std::mem::replace(&mut self.mode, Mode::Panes) else { return };
        if field.text().trim() != self.note_here().unwrap_or_default() {
            self.draft = Some((self.at, field));
            self.notice = Some(String::from("note not saved; a goes on with it"));
        }
    }

    /// Puts a mark with `note` in the place of those on the passage.
    fn keep(&mut self, note: &str) -> Vec<Effect> {
        let corpus = &self.library.corpus;
        let (Some((_, passage)), Some((dataset, id))) =
            (corpus.passage(self.at), corpus.original_passage_id(self.at))
        else {
            return Vec::new();
        };
        let mut mark = Mark::new(dataset, &id, &passage.text);
        mark.note = Text::new(note);
        for old in self.marks_here() {
            mark.replaces.extend(old.file.clone());
            mark.replaces.extend(old.replaces.clone());
        }
        self.forget_here();
        self.marks.push(mark.clone());
        vec![Effect::Save(mark)]
    }

    fn forget_here(&mut self) {
        let here: Vec<Mark> = self.marks_here().into_iter().cloned().collect();
        self.marks.retain(|mark| !here.contains(mark));
    }

    /// Says what became of a mark that was to be saved.
    pub fn saved(&mut self, mark: &Mark, file: io::Result<String>) {
        let what = if mark.note.is_empty() { "mark" } else { "note" };
        self.notice = Some(match &file {
            Ok(_) => format!("{what} saved"),
            Err(error) if mark.note.is_empty() => format!("mark not saved: {error}"),
            Err(error) => format!("note not saved (p n prints it): {error}"),
        });
        if let (Ok(file), Some(kept)) = (file, self.marks.iter_mut().find(|kept| *kept == mark)) {
            kept.file = Some(file);
            // They are gone.
            kept.replaces.clear();
        }
        self.compose();
    }

    /// Says what became of marks that were to be taken away.
    pub fn unmarked(&mut self, done: io::Result<()>) {
        self.notice = Some(match done {
            Ok(()) => {
                self.forget_here();
                String::from("mark taken away; m sets it again")
            }
            Err(error) => format!("the mark stays: {error}"),
        });
        self.compose();
    }

    /// Takes in what is kept on the disk; what is not saved yet stays.
    pub fn recall(&mut self, kept: io::Result<Kept>) {
        let remark = match kept {
            Ok(kept) => {
                let unsaved: Vec<Mark> = self.marks.drain(..).filter(|mark| mark.file.is_none()).collect();
                let replaced = |mark: &Mark| {
                    unsaved.iter().any(|new| mark.file.iter().any(|file| new.replaces.contains(file)))
                };
                let remark = kept.remark();
                self.marks = kept.marks.into_iter().filter(|mark| !replaced(mark)).collect();
                self.marks.extend(unsaved);
                remark
            }
            Err(error) => Some(format!("marks cannot be read: {error}")),
        };
        self.notice = remark.or_else(|| self.notice.take());
        self.compose();
    }

    /// `'`: the list of marks, as they are on the disk now.
    pub(super) fn list_marks(&mut self) -> Vec<Effect> {
        self.mode = Mode::Overlay(Overlay::new(Kind::Marks));
        vec![Effect::Recall]
    }

    /// What is not on the disk, the note in hand included.
    pub fn unsaved(&mut self) -> Vec<Mark> {
        self.finish_note();
        self.marks.iter().filter(|mark| mark.file.is_none()).cloned().collect()
    }
}
