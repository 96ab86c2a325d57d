//! The reader's marks and notes, as the explorer holds them.
//!
//! Invariant: the reader sees “saved” only when the file is on the disk. What could not be saved stays here, is shown
//! as not saved, and is tried again with Enter and at the end. A save replaces only what the reader had before. Every
//! change of this session can be undone; in a restricted session only the latest ones.

use std::io;

use super::overlay::{Overlay, OverlayKind};
use super::{App, Effect, Mode};
use crate::corpus::{Corpus, PassageNo};
use crate::page::LinkTarget;
use crate::store::drafts::DraftFile;
use crate::store::marks::{Kept, Mark, PlacedMark, SaveState};
use crate::text::safe::Typed;

/// Separates the notes of two sessions on one passage when they are edited together.
const BOTH: &str = " / ";

/// The reader's marks in all datasets.
#[derive(Debug, Default)]
pub struct ReaderMarks {
    /// In order.
    all: Vec<PlacedMark>,
    /// Files that the disk has not removed yet.
    going: Vec<String>,
    /// Whether the marks on the disk have not been read yet.
    pub awaited: bool,
    /// How many could not be saved, and whether Enter tries again.
    failed: usize,
    pub(super) tries_again: bool,
    /// The changes of this session that were not undone, oldest first.
    done: Vec<MarkChange>,
    /// Notes that were undone, whose words the next note on the passage begins with.
    undone: Vec<Mark>,
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
    /// The reader undoes a change.
    Undo,
    /// An unfinished note is kept.
    Unfinished,
}

/// What the disk is asked to do; requests are done in this order.
#[derive(Debug, Clone)]
pub enum MarkRequest {
    Save(Mark, ChangeKind),
    Remove(Vec<Mark>, ChangeKind),
    /// Keeps the draft that is being written.
    Draft(DraftFile),
    Read,
}

/// The result of a [`MarkRequest`].
#[derive(Debug)]
pub enum MarkReport {
    Saved(Mark, ChangeKind, io::Result<()>),
    Removed(Vec<Mark>, ChangeKind, io::Result<()>),
    Draft(DraftFile, io::Result<()>),
    Read(io::Result<Kept>),
}

impl ReaderMarks {
    pub fn all(&self) -> &[PlacedMark] {
        &self.all
    }

    /// The marks on a passage; more than one if two sessions changed it at once.
    pub fn on(&self, passage: PassageNo) -> Vec<&Mark> {
        let here = self.from(passage).iter().take_while(|placed| placed.passage == Some(passage));
        here.map(|placed| &placed.mark).collect()
    }

    /// Whether any passage of a statement is marked.
    pub fn any_in(&self, corpus: &Corpus, statement: usize) -> bool {
        let mut passages = corpus.passages_of(statement);
        let first = passages.next().and_then(|first| self.from(first).first()?.passage);
        first.is_some_and(|marked| corpus.statement_of(marked) == Some(statement))
    }

    /// The marks on a passage and on all that follow.
    fn from(&self, passage: PassageNo) -> &[PlacedMark] {
        let first = self.all.partition_point(|placed| placed.passage.is_some_and(|marked| marked < passage));
        self.all.get(first..).unwrap_or_default()
    }

    /// Finds the passages of all marks again, because the corpus has changed.
    pub(super) fn place(&mut self, corpus: &Corpus) {
        let marks = self.all.drain(..).map(|placed| placed.mark).collect();
        self.all = PlacedMark::in_order(corpus, marks);
    }

    /// The marked passage, by the place of the mark; `None` if the dataset does not have it.
    pub(super) fn passage(&self, mark: usize) -> Option<PassageNo> {
        self.all.get(mark)?.passage
    }

    /// The finished note on a passage, if there is one.
    pub(super) fn note_on(&self, passage: PassageNo) -> Option<String> {
        let note = joined(self.on(passage).into_iter().filter(|mark| !mark.is_unfinished));
        (!note.is_empty()).then_some(note)
    }

    /// Whether the disk still has something to remove.
    pub fn is_removing(&self) -> bool {
        !self.going.is_empty()
    }

    /// How many could not be saved.
    pub fn failed(&self) -> usize {
        self.failed
    }

    fn count_failed(&mut self) {
        self.failed = self.all.iter().filter(|held| held.mark.state == SaveState::Failed).count();
    }

    /// Keeps at most the latest `most` changes that can be undone.
    pub(super) fn forget_changes(&mut self, most: usize) {
        self.done.drain(..self.done.len().saturating_sub(most));
    }

    pub(super) fn can_undo(&self) -> bool {
        !self.done.is_empty()
    }

    /// Replaces the marks on a passage that are `known` by one with `note`, or its unfinished notes by another; returns it to be saved.
    fn put(
        &mut self,
        corpus: &Corpus,
        (passage, known): (PassageNo, &[String]),
        note: &str,
        kind: ChangeKind,
    ) -> Option<Mark> {
        let (_, words) = corpus.passage(passage)?;
        let (dataset, id) = corpus.original_passage_id(passage)?;
        let is_unfinished = kind == ChangeKind::Unfinished;
        let here = self.on(passage).into_iter().filter(|mark| known.contains(&mark.file));
        let (begun_from, mut before): (Vec<Mark>, Vec<Mark>) =
            here.cloned().partition(|mark| is_unfinished && !mark.is_unfinished);
        // What the note was written about stays known, if the passage has other words now.
        let marked = begun_from.iter().chain(&before).map(|mark| &mark.quote);
        let quote = marked.into_iter().find(|quote| **quote != words.text).unwrap_or(&words.text);
        let mut mark = Mark::new(dataset, &id, quote);
        (mark.note, mark.is_unfinished) = (Typed::new(note), is_unfinished);
        mark.begun_from = begun_from.into_iter().map(|mark| mark.file).collect();
        mark.replaces = files(&before);
        self.replace(corpus, &before, [mark.clone()]);
        if !is_unfinished {
            self.undone.retain(|undone| !undone.is_on(dataset, &id));
            before.retain(|mark| !mark.is_unfinished);
            self.done.push(MarkChange { before, after: vec![mark.clone()] });
        }
        Some(mark)
    }

    /// The words of the note on a passage that was undone last.
    pub(super) fn undone_note(&self, corpus: &Corpus, passage: PassageNo) -> Option<&str> {
        let (dataset, id) = corpus.original_passage_id(passage)?;
        self.undone.iter().rfind(|undone| undone.is_on(dataset, &id)).map(|undone| undone.note.as_typed())
    }

    /// What to press for the words of a note that was undone, where `mark` is left without a note.
    fn hint_to_undone(&self, mark: &Mark) -> &'static str {
        let is_undone = self.undone.iter().any(|undone| undone.is_on(&mark.dataset, &mark.passage));
        let has_note = self
            .all
            .iter()
            .any(|held| held.mark.is_on(&mark.dataset, &mark.passage) && !held.mark.note.is_empty());
        if is_undone && !has_note { "; press a for the note's words" } else { "" }
    }

    /// Takes marks away; the disk is asked to do the same.
    pub(super) fn remove(&mut self, marks: Vec<Mark>, kind: ChangeKind) -> Vec<Effect> {
        self.all.retain(|held| marks.iter().all(|mark| mark.file != held.mark.file));
        self.count_failed();
        self.going.extend(files(&marks));
        if kind == ChangeKind::New {
            self.done.push(MarkChange { before: marks.clone(), after: Vec::new() });
        }
        vec![Effect::Marks(MarkRequest::Remove(marks, kind))]
    }

    /// Brings back marks that could not be removed, unless others have replaced them.
    fn put_back(&mut self, corpus: &Corpus, marks: Vec<Mark>, kind: ChangeKind) {
        match kind {
            ChangeKind::New => {
                let is_this =
                    |change: &MarkChange| change.after.is_empty() && files(&change.before) == files(&marks);
                self.done.retain(|change| !is_this(change));
            }
            // It can still be undone.
            ChangeKind::Undo => self.done.push(MarkChange { before: Vec::new(), after: marks.clone() }),
            ChangeKind::Unfinished => {}
        }
        let is_replaced = |mark: &Mark| self.all.iter().any(|new| new.mark.replaces.contains(&mark.file));
        let mut back: Vec<Mark> = marks.into_iter().filter(|mark| !is_replaced(mark)).collect();
        for mark in back.iter_mut().filter(|mark| mark.state == SaveState::Pending) {
            // Whether it was saved was reported while it was removed.
            mark.state = SaveState::Failed;
        }
        self.replace(corpus, &[], back);
    }

    fn replace(&mut self, corpus: &Corpus, old: &[Mark], new: impl IntoIterator<Item = Mark>) {
        self.all.retain(|held| old.iter().all(|old| old.file != held.mark.file));
        for mark in new {
            let placed = PlacedMark::new(corpus, mark);
            self.all.insert(self.all.partition_point(|held| held.rank() <= placed.rank()), placed);
        }
        self.count_failed();
    }

    /// The current marks with the content of these; `None` if one of them is gone.
    fn held(&self, marks: &[Mark]) -> Option<Vec<Mark>> {
        let held = |mark: &Mark| self.all.iter().map(|held| &held.mark).find(|held| held.says_the_same(mark));
        marks.iter().map(|mark| held(mark).cloned()).collect()
    }

    /// Takes over the marks on the disk and keeps those that are not saved yet.
    fn take_in(&mut self, corpus: &Corpus, kept: Vec<Mark>) {
        let all = self.all.drain(..).map(|placed| placed.mark);
        let unsaved: Vec<Mark> = all.filter(|mark| mark.state != SaveState::Saved).collect();
        let is_old = |mark: &Mark| {
            self.going.contains(&mark.file)
                || unsaved.iter().any(|new| new.file == mark.file || new.replaces.contains(&mark.file))
        };
        let kept = kept.into_iter().filter(|mark| !is_old(mark)).collect();
        self.all = PlacedMark::in_order(corpus, kept);
        self.replace(corpus, &[], unsaved);
    }
}

impl App {
    /// `m`: marks the passage or removes its mark; a note is never removed.
    pub(super) fn mark(&mut self) -> Vec<Effect> {
        if self.marks.note_on(self.reading.at).is_some() {
            self.notice = Some(String::from("this passage has a note; press a and empty it first"));
            return Vec::new();
        }
        let here = self.marks.on(self.reading.at);
        if here.iter().any(|mark| mark.is_unfinished) {
            self.notice = Some(String::from("this passage has a draft; press a to finish or empty it first"));
            return Vec::new();
        }
        if here.is_empty() {
            return self.keep((self.reading.at, &[]), "", ChangeKind::New);
        }
        let here = here.into_iter().cloned().collect();
        self.marks.remove(here, ChangeKind::New)
    }

    /// `d` in the list of marks: removes the one under the cursor, with its note; `u` brings it back.
    pub(super) fn remove_mark(&mut self) -> Vec<Effect> {
        let target = self.mode.overlay().and_then(Overlay::target);
        let Some(LinkTarget::Mark(mark)) = target else {
            self.notice = Some(String::from("d removes a mark in the list of marks, which ' opens"));
            return Vec::new();
        };
        let placed = self.marks.all.get(mark).cloned();
        placed.map(|placed| self.marks.remove(vec![placed.mark], ChangeKind::New)).unwrap_or_default()
    }

    /// `u`: undoes the last mark, note or removal.
    pub(super) fn undo(&mut self) -> Vec<Effect> {
        let Some(MarkChange { before, after }) = self.marks.done.pop() else {
            self.notice = Some(String::from("nothing to undo: no change of a mark or note is left"));
            return Vec::new();
        };
        let Some(held) = self.marks.held(&after) else {
            self.notice = Some(String::from("not undone: another session has changed this mark since"));
            return Vec::new();
        };
        self.marks.undone.extend(held.iter().filter(|mark| !mark.note.is_empty()).cloned());
        if before.is_empty() {
            return self.marks.remove(held, ChangeKind::Undo);
        }
        let mut replaced = files(&held);
        let restored = before.into_iter().map(|mark| mark.anew(std::mem::take(&mut replaced)));
        let restored: Vec<Mark> = restored.collect();
        self.marks.replace(&self.library.corpus, &held, restored.iter().cloned());
        restored.into_iter().map(|mark| save(mark, ChangeKind::Undo)).collect()
    }

    /// Replaces the marks on a passage that are known by one with `note`.
    pub(super) fn keep(
        &mut self,
        place: (PassageNo, &[String]),
        note: &str,
        kind: ChangeKind,
    ) -> Vec<Effect> {
        let Some(mark) = self.marks.put(&self.library.corpus, place, note, kind) else { return Vec::new() };
        if let Mode::Note(field) = &mut self.mode {
            field.known.push(mark.file.clone());
        }
        vec![save(mark, kind)]
    }

    /// Whether the last message was that something is not saved, so that Enter saves again; checked at each command.
    pub(super) fn failed_just_now(&mut self) -> bool {
        std::mem::take(&mut self.marks.tries_again)
    }

    /// Saves again what could not be saved.
    pub(super) fn save_again(&mut self) -> Vec<Effect> {
        let failed = self
            .marks
            .all
            .iter_mut()
            .map(|placed| &mut placed.mark)
            .filter(|mark| mark.state == SaveState::Failed);
        let again = failed.map(|mark| {
            mark.state = SaveState::Pending;
            save(mark.clone(), ChangeKind::New)
        });
        let again: Vec<Effect> = again.collect();
        self.marks.count_failed();
        again.into_iter().chain(self.keep_draft()).collect()
    }

    /// Takes note of the result of a request.
    pub fn reported(&mut self, report: MarkReport) {
        match report {
            MarkReport::Saved(mark, kind, done) => self.saved(&mark, kind, done.as_ref().err()),
            MarkReport::Removed(marks, kind, done) => self.removed(marks, kind, done),
            MarkReport::Draft(draft, done) => self.draft_saved(&draft, done.err()),
            MarkReport::Read(kept) => self.recall(kept),
        }
        self.compose();
    }

    fn saved(&mut self, mark: &Mark, kind: ChangeKind, error: Option<&io::Error>) {
        let mut held = self.marks.all.iter_mut().map(|placed| &mut placed.mark);
        // A mark that has replaced it meanwhile, or its removal, is reported separately.
        let Some(kept) = held.find(|kept| kept.file == mark.file) else { return };
        kept.state = if error.is_none() { SaveState::Saved } else { SaveState::Failed };
        if error.is_none() {
            // Saving has removed them.
            kept.replaces.clear();
        }
        self.marks.count_failed();
        let what = mark.name();
        match (error, kind) {
            (None, ChangeKind::New) => self.notice = Some(format!("{what} saved")),
            (None, ChangeKind::Undo) => {
                let hint = self.marks.hint_to_undone(mark);
                self.notice = Some(format!("undone: {what} on {} restored{hint}", mark.passage));
            }
            (None, ChangeKind::Unfinished) if matches!(self.mode, Mode::Note(_)) => return,
            (None, ChangeKind::Unfinished) => self.say_note_kept(),
            (Some(error), _) => return self.say_not_saved(what, error),
        }
        self.say_what_else_failed();
    }

    /// Says that something could not be saved, and what to press.
    pub(super) fn say_not_saved(&mut self, what: &str, why: &io::Error) {
        let (key, print) = (self.key_to_save(), (what == "note").then_some("p n prints it"));
        self.marks.tries_again = key.is_some();
        let hints: Vec<&str> = key.into_iter().chain(print).collect();
        let hints = if hints.is_empty() { String::new() } else { format!(" ({})", hints.join(", ")) };
        self.notice = Some(format!("{what} not saved: {why}{hints}"));
    }

    /// Adds to a message about something that was saved what else was not.
    pub(super) fn say_what_else_failed(&mut self) {
        let mark = self.unsaved().find(|mark| mark.state == SaveState::Failed);
        let mark = mark.map(|mark| format!("{} on {}", mark.name(), mark.passage));
        let other = mark.or_else(|| self.has_failed_draft().then(|| String::from("your draft")));
        let key = self.key_to_save().filter(|_| other.is_some());
        self.marks.tries_again = key.is_some();
        let key = key.map(|key| format!(" ({key})")).unwrap_or_default();
        if let (Some(other), Some(said)) = (other, &mut self.notice) {
            *said = format!("{said}; {other} is not saved{key}");
        }
    }

    /// The key that saves again what could not be saved, where one does. In a restricted session nothing is ever saved.
    fn key_to_save(&self) -> Option<&'static str> {
        match self.mode {
            _ if self.restricted => None,
            Mode::Panes | Mode::Overlay(_) | Mode::Note(_) => Some("Enter tries again"),
            Mode::Draft => Some("Esc tries again"),
            Mode::Search | Mode::Forms(_) | Mode::Documents | Mode::Plain => None,
        }
    }

    fn removed(&mut self, marks: Vec<Mark>, kind: ChangeKind, done: io::Result<()>) {
        let files = files(&marks);
        self.marks.going.retain(|file| !files.contains(file));
        // A mark that never reached the disk needs no removal there.
        let was_never_there = |mark: &Mark| mark.state == SaveState::Failed && mark.replaces.is_empty();
        match (done, kind, marks.first()) {
            (Err(error), ..) if !marks.iter().all(was_never_there) => {
                self.notice = Some(format!("mark not removed: {error}"));
                self.marks.put_back(&self.library.corpus, marks, kind);
            }
            (_, ChangeKind::New, Some(mark)) => {
                self.notice = Some(format!("{} removed; u brings it back", mark.name()));
            }
            (_, ChangeKind::Undo, Some(mark)) => {
                let hint = self.marks.hint_to_undone(mark);
                self.notice = Some(format!("undone: {} on {} removed{hint}", mark.name(), mark.passage));
            }
            (_, ChangeKind::Unfinished, _) | (_, _, None) => {}
        }
    }

    /// Takes over the marks on the disk.
    fn recall(&mut self, kept: io::Result<Kept>) {
        self.marks.awaited = false;
        let remark = match kept {
            Ok(kept) => {
                let remark = kept.remark();
                self.recall_draft(&kept.drafts);
                self.marks.take_in(&self.library.corpus, kept.marks);
                remark
            }
            Err(error) => Some(format!("cannot read your marks: {error}")),
        };
        self.notice = remark.or_else(|| self.notice.take());
    }

    /// `'`: lists the marks, read from the disk again.
    pub(super) fn list_marks(&mut self) -> Vec<Effect> {
        self.mode = Mode::Overlay(Overlay::new(OverlayKind::Marks));
        vec![Effect::Marks(MarkRequest::Read)]
    }

    /// At the end: saves what is not saved, and the note being written.
    pub fn save_rest(&mut self) -> Vec<Effect> {
        let mut effects = self.save_again();
        effects.extend(self.keep_unfinished_note());
        effects
    }

    /// The marks that are not on the disk.
    pub fn unsaved(&self) -> impl Iterator<Item = &Mark> {
        self.marks.all.iter().map(|placed| &placed.mark).filter(|mark| mark.state != SaveState::Saved)
    }
}

/// The notes of marks as one text; a mark without a note adds nothing.
pub(super) fn joined<'a>(marks: impl Iterator<Item = &'a Mark>) -> String {
    let notes = marks.filter(|mark| !mark.note.is_empty()).map(|mark| mark.note.as_typed());
    notes.collect::<Vec<&str>>().join(BOTH)
}

fn save(mark: Mark, kind: ChangeKind) -> Effect {
    Effect::Marks(MarkRequest::Save(mark, kind))
}

/// The files of marks, including those that they have yet to replace.
pub fn files(marks: &[Mark]) -> Vec<String> {
    marks.iter().flat_map(|mark| std::iter::once(&mark.file).chain(&mark.replaces)).cloned().collect()
}
