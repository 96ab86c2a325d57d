//! The reader's marks and notes, as the explorer holds them.
//!
//! Invariant: nothing is called saved before it is on the disk; what could not be saved stays here, is shown as such,
//! and is given to whoever ends the program. Whatever was done to a mark in this session can be undone.

use std::io;

use super::field::TextField;
use super::overlay::{Overlay, OverlayKind};
use super::{App, Effect, Mode};
use crate::corpus::{Corpus, PassageNo};
use crate::store::marks::{Kept, Mark};
use crate::text::safe::Text;

/// Between the notes of two sessions on one passage, when they are edited as one.
const BOTH: &str = " / ";

/// The reader's marks, of whatever dataset.
#[derive(Debug, Default)]
pub struct ReaderMarks {
    pub all: Vec<Mark>,
    /// A note that was left unfinished.
    draft: Option<(PassageNo, TextField)>,
    /// What was done in this session and not undone, the last of it last.
    done: Vec<MarkChange>,
}

/// What was done to the marks on a passage: those after it took the place of those before it.
#[derive(Debug)]
struct MarkChange {
    before: Vec<Mark>,
    after: Vec<Mark>,
}

/// Why marks change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangeKind {
    /// The reader marks, writes a note or removes a mark.
    New,
    /// The reader undoes that.
    Undo,
}

impl ReaderMarks {
    /// The marks on a passage: more than one where two sessions wrote on it at once.
    pub fn on(&self, corpus: &Corpus, passage: PassageNo) -> Vec<&Mark> {
        let is_on_it = |mark: &&Mark| mark.status(corpus).1 == Some(passage);
        self.all.iter().filter(is_on_it).collect()
    }

    /// Whether any passage of a statement is marked.
    pub fn any_in(&self, corpus: &Corpus, statement: usize) -> bool {
        let Some((dataset, id)) = corpus.statements().get(statement).map(|held| corpus.original_id(held))
        else {
            return false;
        };
        let of = |mark: &Mark| mark.passage.rsplit_once('/').is_some_and(|(of, _)| of == &**id);
        self.all.iter().any(|mark| mark.dataset == *dataset && of(mark))
    }

    /// The note on a passage, if there is one.
    pub(super) fn note_on(&self, corpus: &Corpus, passage: PassageNo) -> Option<String> {
        let marks = self.on(corpus, passage);
        let notes: Vec<&str> = marks.iter().map(|mark| &*mark.note).filter(|note| !note.is_empty()).collect();
        (!notes.is_empty()).then(|| notes.join(BOTH))
    }

    pub(super) fn can_undo(&self) -> bool {
        !self.done.is_empty()
    }

    /// Puts a mark with `note` in the place of those on a passage; the mark, to be saved.
    fn put(&mut self, corpus: &Corpus, passage: PassageNo, note: &str) -> Option<Mark> {
        let (_, words) = corpus.passage(passage)?;
        let (dataset, id) = corpus.original_passage_id(passage)?;
        let before: Vec<Mark> = self.on(corpus, passage).into_iter().cloned().collect();
        let mut mark = Mark::new(dataset, &id, &words.text);
        mark.note = Text::new(note);
        mark.replaces = files(&before);
        self.replace(&before, [mark.clone()]);
        self.done.push(MarkChange { before, after: vec![mark.clone()] });
        Some(mark)
    }

    fn replace(&mut self, old: &[Mark], new: impl IntoIterator<Item = Mark>) {
        self.all.retain(|mark| !old.contains(mark));
        self.all.extend(new);
    }

    /// The marks as they are held now that say the same as these; `None` where one of them has gone.
    fn held(&self, marks: &[Mark]) -> Option<Vec<Mark>> {
        marks.iter().map(|mark| self.all.iter().find(|held| held.says_the_same(mark)).cloned()).collect()
    }

    /// Takes in what is kept on the disk; what is not saved yet stays.
    fn take_in(&mut self, kept: Vec<Mark>) {
        let unsaved: Vec<Mark> = self.all.drain(..).filter(|mark| mark.file.is_none()).collect();
        let is_replaced =
            |mark: &Mark| unsaved.iter().any(|new| mark.file.iter().any(|file| new.replaces.contains(file)));
        self.all = kept.into_iter().filter(|mark| !is_replaced(mark)).collect();
        self.all.extend(unsaved);
    }
}

impl App {
    fn note_here(&self) -> Option<String> {
        self.marks.note_on(&self.library.corpus, self.reading.at)
    }

    /// `m`: marks the passage, or takes its mark away; never a note.
    pub(super) fn mark(&mut self) -> Vec<Effect> {
        if self.note_here().is_some() {
            self.notice = Some(String::from("this passage has a note; press a and empty it first"));
            return Vec::new();
        }
        let here = self.marks.on(&self.library.corpus, self.reading.at);
        if here.is_empty() {
            return self.keep("");
        }
        vec![Effect::Unmark(here.into_iter().cloned().collect(), ChangeKind::New)]
    }

    /// `u`: undoes the last mark, note or removal.
    pub(super) fn undo(&mut self) -> Vec<Effect> {
        let Some(MarkChange { before, after }) = self.marks.done.pop() else {
            self.notice = Some(String::from("nothing to undo: no mark or note was changed in this session"));
            return Vec::new();
        };
        let Some(held) = self.marks.held(&after) else {
            self.notice = Some(String::from("not undone: another session has changed this mark since"));
            return Vec::new();
        };
        if before.is_empty() {
            return vec![Effect::Unmark(held, ChangeKind::Undo)];
        }
        let (mut restored, mut replaced) = (before, files(&held));
        for mark in &mut restored {
            (mark.file, mark.replaces) = (None, std::mem::take(&mut replaced));
        }
        self.marks.replace(&held, restored.iter().cloned());
        restored.into_iter().map(|mark| Effect::Save(mark, ChangeKind::Undo)).collect()
    }

    /// `a`: opens the note on the passage, where it was left.
    pub(super) fn start_note(&mut self) {
        let at = self.reading.at;
        if self.library.corpus.passage(at).is_none() {
            return;
        }
        let draft = self.marks.draft.take().filter(|(of, _)| *of == at).map(|(_, field)| field);
        let field = draft.unwrap_or_else(|| TextField::new(&self.note_here().unwrap_or_default()));
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
            self.marks.draft = Some((self.reading.at, field));
            self.notice = Some(String::from("note not saved; press a to continue it"));
        }
    }

    /// Puts a mark with `note` in the place of those on the passage.
    fn keep(&mut self, note: &str) -> Vec<Effect> {
        let mark = self.marks.put(&self.library.corpus, self.reading.at, note);
        mark.map(|mark| Effect::Save(mark, ChangeKind::New)).into_iter().collect()
    }

    /// Says what became of a mark that was to be saved.
    pub fn saved(&mut self, mark: &Mark, kind: ChangeKind, file: io::Result<String>) {
        let what = name(mark);
        self.notice = Some(match (&file, kind) {
            (Ok(_), ChangeKind::New) => format!("{what} saved"),
            (Ok(_), ChangeKind::Undo) => format!("undone: {what} on {} restored", mark.passage),
            (Err(error), _) if mark.note.is_empty() => format!("mark not saved: {error}"),
            (Err(error), _) => format!("note not saved (p n prints it): {error}"),
        });
        if let (Ok(file), Some(kept)) = (file, self.marks.all.iter_mut().find(|kept| *kept == mark)) {
            kept.file = Some(file);
            // They are gone.
            kept.replaces.clear();
        }
        self.compose();
    }

    /// Says what became of marks that were to be removed.
    pub fn unmarked(&mut self, marks: Vec<Mark>, kind: ChangeKind, done: io::Result<()>) {
        match (done, kind) {
            (Ok(()), ChangeKind::New) => {
                self.notice = Some(String::from("mark removed; u brings it back"));
                self.marks.replace(&marks, []);
                self.marks.done.push(MarkChange { before: marks, after: Vec::new() });
            }
            (Ok(()), ChangeKind::Undo) => {
                let undone = |mark: &Mark| format!("undone: {} on {} removed", name(mark), mark.passage);
                self.notice = marks.first().map(undone);
                self.marks.replace(&marks, []);
            }
            (Err(error), kind) => {
                self.notice = Some(format!("mark not removed: {error}"));
                if kind == ChangeKind::Undo {
                    // It can still be undone.
                    self.marks.done.push(MarkChange { before: Vec::new(), after: marks });
                }
            }
        }
        self.compose();
    }

    /// Takes in what is kept on the disk.
    pub fn recall(&mut self, kept: io::Result<Kept>) {
        let remark = match kept {
            Ok(kept) => {
                let remark = kept.remark();
                self.marks.take_in(kept.marks);
                remark
            }
            Err(error) => Some(format!("cannot read your marks: {error}")),
        };
        self.notice = remark.or_else(|| self.notice.take());
        self.compose();
    }

    /// `'`: the list of marks, as they are on the disk now.
    pub(super) fn list_marks(&mut self) -> Vec<Effect> {
        self.mode = Mode::Overlay(Overlay::new(OverlayKind::Marks));
        vec![Effect::Recall]
    }

    /// What is not on the disk, the note in hand included.
    pub fn unsaved(&mut self) -> Vec<Mark> {
        self.finish_note();
        self.marks.all.iter().filter(|mark| mark.file.is_none()).cloned().collect()
    }
}

/// The files that marks are in, those that they have not replaced yet included.
pub fn files(marks: &[Mark]) -> Vec<String> {
    marks.iter().flat_map(|mark| mark.file.iter().chain(&mark.replaces)).cloned().collect()
}

fn name(mark: &Mark) -> &'static str {
    if mark.note.is_empty() { "mark" } else { "note" }
}
