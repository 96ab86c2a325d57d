//! The reader's marks and notes, as the explorer holds them.
//!
//! Invariant: the reader is told “saved” only when the file is on the disk; what could not be saved stays here, is shown
//! as not saved, and is tried again with Enter and at the end. A note that is not finished is kept as a draft of its own;
//! it belongs to the passage on which it was begun. Every change of this session can be undone.

use std::io;

use super::field::TextField;
use super::overlay::{Overlay, OverlayKind};
use super::{App, Effect, Mode};
use crate::corpus::{Corpus, PassageNo};
use crate::page::LinkTarget;
use crate::store::marks::{Kept, Mark};
use crate::text::safe::Text;

/// Separates the notes of two sessions on one passage when they are edited together.
const BOTH: &str = " / ";

/// The reader's marks in all datasets.
#[derive(Debug, Default)]
pub struct ReaderMarks {
    pub all: Vec<Mark>,
    /// Whether the last save failed, so that Enter tries again.
    failed: bool,
    /// The changes of this session that were not undone, oldest first.
    done: Vec<MarkChange>,
}

/// A note that is being written, on the passage where it was begun.
#[derive(Debug, Clone)]
pub struct NoteField {
    pub passage: PassageNo,
    pub field: TextField,
}

/// One change of the marks on a passage, with the marks before and after it.
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
    /// What is being written is kept; nothing is reported unless that fails.
    Draft,
}

impl ReaderMarks {
    /// The marks on a passage; more than one if two sessions changed it at once.
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

    /// The marked passage, by the place of the mark; `None` if the dataset does not have it.
    pub(super) fn passage(&self, corpus: &Corpus, mark: usize) -> Option<PassageNo> {
        self.all.get(mark)?.status(corpus).1
    }

    /// The finished note on a passage, if there is one.
    pub(super) fn note_on(&self, corpus: &Corpus, passage: PassageNo) -> Option<String> {
        let marks = self.on(corpus, passage).into_iter().filter(|mark| !mark.draft && !mark.note.is_empty());
        let notes: Vec<&str> = marks.map(|mark| &*mark.note).collect();
        (!notes.is_empty()).then(|| notes.join(BOTH))
    }

    /// What was written for a note on a passage and not finished; it may be empty, where a note was emptied.
    fn draft_on(&self, corpus: &Corpus, passage: PassageNo) -> Option<String> {
        let marks = self.on(corpus, passage).into_iter().filter(|mark| mark.draft);
        let drafts: Vec<&str> = marks.map(|mark| &*mark.note).collect();
        (!drafts.is_empty()).then(|| drafts.join(BOTH))
    }

    pub(super) fn can_undo(&self) -> bool {
        !self.done.is_empty()
    }

    /// Replaces the marks on a passage by one with `note`, or its drafts by a draft; returns it to be saved.
    fn put(&mut self, corpus: &Corpus, passage: PassageNo, note: &str, kind: ChangeKind) -> Option<Mark> {
        let (_, words) = corpus.passage(passage)?;
        let (dataset, id) = corpus.original_passage_id(passage)?;
        let is_draft = kind == ChangeKind::Draft;
        let here = self.on(corpus, passage).into_iter().filter(|mark| mark.draft || !is_draft);
        let mut before: Vec<Mark> = here.cloned().collect();
        let mut mark = Mark::new(dataset, &id, &words.text);
        (mark.note, mark.draft) = (Text::new(note), is_draft);
        mark.replaces = files(&before);
        self.replace(&before, [mark.clone()]);
        if !is_draft {
            before.retain(|mark| !mark.draft);
            self.done.push(MarkChange { before, after: vec![mark.clone()] });
        }
        Some(mark)
    }

    fn replace(&mut self, old: &[Mark], new: impl IntoIterator<Item = Mark>) {
        self.all.retain(|mark| !old.contains(mark));
        self.all.extend(new);
    }

    /// The current marks with the content of these; `None` if one of them is gone.
    fn held(&self, marks: &[Mark]) -> Option<Vec<Mark>> {
        marks.iter().map(|mark| self.all.iter().find(|held| held.says_the_same(mark)).cloned()).collect()
    }

    /// Takes over the marks on the disk and keeps those that are not saved yet.
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

    /// `m`: marks the passage or removes its mark; a note is never removed.
    pub(super) fn mark(&mut self) -> Vec<Effect> {
        if self.note_here().is_some() {
            self.notice = Some(String::from("this passage has a note; press a and empty it first"));
            return Vec::new();
        }
        let here = self.marks.on(&self.library.corpus, self.reading.at);
        if here.iter().any(|mark| mark.draft) {
            self.notice = Some(String::from("this passage has a draft; press a to finish or empty it first"));
            return Vec::new();
        }
        if here.is_empty() {
            return self.keep(self.reading.at, "", ChangeKind::New);
        }
        vec![Effect::Unmark(here.into_iter().cloned().collect(), ChangeKind::New)]
    }

    /// `d` in the list of marks: removes the one under the cursor, with its note; `u` brings it back.
    pub(super) fn remove_mark(&mut self) -> Vec<Effect> {
        let target = match &self.mode {
            Mode::Overlay(overlay) => overlay.target(),
            Mode::Panes | Mode::Search | Mode::Note(_) | Mode::Forms(_) | Mode::Plain => None,
        };
        let Some(LinkTarget::Mark(mark)) = target else {
            self.notice = Some(String::from("d removes a mark in the list of marks, which ' opens"));
            return Vec::new();
        };
        let mark = self.marks.all.get(mark).cloned();
        mark.map(|mark| Effect::Unmark(vec![mark], ChangeKind::New)).into_iter().collect()
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

    /// `a`: opens the note on the passage, or the unfinished one.
    pub(super) fn start_note(&mut self) {
        let (corpus, passage) = (&self.library.corpus, self.reading.at);
        if corpus.passage(passage).is_none() {
            return;
        }
        let begun = self.marks.draft_on(corpus, passage).or_else(|| self.marks.note_on(corpus, passage));
        let field = TextField::new(&begun.unwrap_or_default());
        self.mode = Mode::Note(NoteField { passage, field });
    }

    /// `Enter` in the note: saves it.
    pub(super) fn finish_note(&mut self) -> Vec<Effect> {
        let Mode::Note(note) = std::mem::replace(&mut self.mode, Mode::Panes) else { return Vec::new() };
        let text = note.field.text().trim();
        if text == self.marks.note_on(&self.library.corpus, note.passage).unwrap_or_default() {
            return self.drop_draft(note.passage);
        }
        self.keep(note.passage, text, ChangeKind::New)
    }

    /// `Esc` in the note: keeps what was written as a draft, for the next `a` on this passage.
    pub(super) fn leave_note(&mut self) -> Vec<Effect> {
        let effects = self.keep_draft();
        let Mode::Note(note) = std::mem::replace(&mut self.mode, Mode::Panes) else { return effects };
        if self.marks.draft_on(&self.library.corpus, note.passage).is_some() {
            self.notice = Some(String::from("kept as a draft; press a to continue it"));
        }
        effects
    }

    /// Keeps what is being written as a draft, if it changed.
    pub fn keep_draft(&mut self) -> Vec<Effect> {
        let Mode::Note(note) = &self.mode else { return Vec::new() };
        let (corpus, passage, text) =
            (&self.library.corpus, note.passage, note.field.text().trim().to_owned());
        if text == self.marks.note_on(corpus, passage).unwrap_or_default() {
            return self.drop_draft(passage);
        }
        let is_kept = |mark: &&Mark| mark.draft && mark.file.is_some() && *mark.note == *text;
        if self.marks.on(corpus, passage).iter().any(is_kept) {
            return Vec::new();
        }
        self.keep(passage, &text, ChangeKind::Draft)
    }

    /// Removes the drafts on a passage, which say no more than its note.
    fn drop_draft(&self, passage: PassageNo) -> Vec<Effect> {
        let drafts = self.marks.on(&self.library.corpus, passage).into_iter().filter(|mark| mark.draft);
        let drafts: Vec<Mark> = drafts.cloned().collect();
        if drafts.is_empty() { Vec::new() } else { vec![Effect::Unmark(drafts, ChangeKind::Draft)] }
    }

    /// Replaces the marks on a passage by one with `note`.
    fn keep(&mut self, passage: PassageNo, note: &str, kind: ChangeKind) -> Vec<Effect> {
        let mark = self.marks.put(&self.library.corpus, passage, note, kind);
        mark.map(|mark| Effect::Save(mark, kind)).into_iter().collect()
    }

    /// If the last save failed: what to save again, should the key be Enter; any other key lets it be.
    pub(super) fn save_again(&mut self) -> Option<Vec<Effect>> {
        if !std::mem::take(&mut self.marks.failed) {
            return None;
        }
        let unsaved = self.marks.all.iter().filter(|mark| mark.file.is_none()).cloned();
        Some(unsaved.map(|mark| Effect::Save(mark, ChangeKind::New)).collect())
    }

    /// Reports whether a mark was saved.
    pub fn saved(&mut self, mark: &Mark, kind: ChangeKind, file: io::Result<String>) {
        let what = mark.name();
        self.marks.failed = file.is_err();
        match (&file, kind) {
            (Ok(_), ChangeKind::New) => self.notice = Some(format!("{what} saved")),
            (Ok(_), ChangeKind::Undo) => {
                self.notice = Some(format!("undone: {what} on {} restored", mark.passage));
            }
            (Ok(_), ChangeKind::Draft) => {}
            (Err(error), _) if what == "note" => {
                self.notice = Some(format!("note not saved: {error} (Enter tries again, p n prints it)"));
            }
            (Err(error), _) => self.notice = Some(format!("{what} not saved: {error} (Enter tries again)")),
        }
        if let (Ok(file), Some(kept)) = (file, self.marks.all.iter_mut().find(|kept| *kept == mark)) {
            kept.file = Some(file);
            // Saving has removed them.
            kept.replaces.clear();
        }
        self.compose();
    }

    /// Reports whether marks were removed.
    pub fn unmarked(&mut self, marks: Vec<Mark>, kind: ChangeKind, done: io::Result<()>) {
        match (done, kind) {
            (Ok(()), ChangeKind::New) => {
                self.notice = marks.first().map(|mark| format!("{} removed; u brings it back", mark.name()));
                self.marks.replace(&marks, []);
                self.marks.done.push(MarkChange { before: marks, after: Vec::new() });
            }
            (Ok(()), ChangeKind::Undo) => {
                let undone = |mark: &Mark| format!("undone: {} on {} removed", mark.name(), mark.passage);
                self.notice = marks.first().map(undone);
                self.marks.replace(&marks, []);
            }
            (Ok(()), ChangeKind::Draft) => self.marks.replace(&marks, []),
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

    /// Takes over the marks on the disk.
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

    /// `'`: lists the marks, read from the disk again.
    pub(super) fn list_marks(&mut self) -> Vec<Effect> {
        self.mode = Mode::Overlay(Overlay::new(OverlayKind::Marks));
        vec![Effect::Recall]
    }

    /// The marks that are not on the disk, including the note being written, as a draft.
    pub fn unsaved(&mut self) -> Vec<Mark> {
        self.keep_draft();
        self.marks.all.iter().filter(|mark| mark.file.is_none()).cloned().collect()
    }
}

/// The files of marks, including those that they have yet to replace.
pub fn files(marks: &[Mark]) -> Vec<String> {
    marks.iter().flat_map(|mark| mark.file.iter().chain(&mark.replaces)).cloned().collect()
}
