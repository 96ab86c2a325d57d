//! Moving: through lists, pages and panes, from passage to passage.
//!
//! Invariant: moving never leaves what is shown; at an end it stays, or says that it went around.

use super::layout::Pane;
use super::list::Row;
use super::view::View;
use super::{App, Mode, passage_of};
use crate::corpus::PassageNo;

impl App {
    /// The page that moving keys act on; `None` for the list.
    fn moved(&mut self) -> Option<&mut View> {
        match (&mut self.mode, self.focus) {
            (Mode::Overlay(overlay), _) => Some(&mut overlay.view),
            (Mode::Panes, Pane::Passage) => Some(&mut self.passage),
            (Mode::Panes, Pane::Meanings) => Some(&mut self.meanings),
            _ => None,
        }
    }

    pub(super) fn step(&mut self, down: bool) {
        // A note belongs to the passage in view.
        if matches!(self.mode, Mode::Note(_)) {
            return;
        }
        match self.moved() {
            Some(view) if down => view.down(),
            Some(view) => view.up(),
            None => self.step_list(if down { 1 } else { -1 }),
        }
    }

    pub(super) fn page(&mut self, half: bool, down: bool) {
        let tall = isize::from(i16::try_from(self.layout().statements.height).unwrap_or(i16::MAX));
        if let Some(view) = self.moved() {
            return view.page_by(half, down);
        }
        let rows = if half { tall / 2 } else { tall.saturating_sub(1) }.max(1);
        self.step_list(if down { rows } else { rows.saturating_neg() });
    }

    pub(super) fn ends(&mut self, last: bool) {
        match self.moved() {
            Some(view) => view.ends(last),
            None => self.step_list(if last { isize::MAX } else { isize::MIN }),
        }
    }

    /// Moves the selection by rows, stopping at the ends.
    fn step_list(&mut self, by: isize) {
        let Some(last) = self.rows.len().checked_sub(1) else { return };
        let to = self.row().map_or(0, |row| row.saturating_add_signed(by).min(last));
        self.trail.clear();
        let (corpus, found) = (&self.library.corpus, self.found.as_ref());
        let first = self.rows.get(to).and_then(|row| row.passages(corpus, found).next());
        if let Some(number) = first.filter(|_| self.row() != Some(to)) {
            self.show(number);
        }
    }

    /// The next or previous passage of the list (the next or previous hit, where a search stands).
    pub(super) fn neighbour(&mut self, next: bool, hits_only: bool) {
        if hits_only && self.found.is_none() {
            self.notice = Some(String::from("no search yet; / searches"));
            return;
        }
        let number = match (self.row(), next) {
            (Some(row), true) => self.hits_from(row).skip_while(|hit| *hit != self.at).nth(1),
            (Some(row), false) => self.hits_to(row).skip_while(|hit| *hit != self.at).nth(1),
            (None, _) => self.hits().next(),
        };
        let (number, around) = match (number, next) {
            (Some(number), _) => (Some(number), false),
            (None, true) => (self.hits().next(), true),
            (None, false) => (self.hits().next_back(), true),
        };
        let Some(number) = number else { return };
        self.trail.clear();
        self.show(number);
        if around {
            let end = if next { "the end; on from the beginning" } else { "the beginning; on from the end" };
            self.notice = Some(String::from(end));
        }
    }

    /// The hits of a row and of those after it.
    fn hits_from(&self, row: usize) -> impl Iterator<Item = PassageNo> {
        let passages = |row: &Row| row.passages(&self.library.corpus, self.found.as_ref());
        self.rows.iter().skip(row).flat_map(passages)
    }

    /// The hits of a row and of those before it, backwards.
    fn hits_to(&self, row: usize) -> impl Iterator<Item = PassageNo> {
        let passages = |row: &Row| row.passages(&self.library.corpus, self.found.as_ref()).rev();
        self.rows.iter().take(row.saturating_add(1)).rev().flat_map(passages)
    }

    /// The plainest evidence of the meaning after (or before) the passage's own.
    pub(super) fn meaning(&mut self, next: bool) {
        let corpus = &self.library.corpus;
        let meanings = &corpus.dataset().meanings;
        let own = corpus.passage(self.at).and_then(|(_, passage)| passage.meaning.clone());
        let at = own.and_then(|own| meanings.iter().position(|meaning| meaning.id == own));
        let to = match (at, next) {
            (Some(at), true) => at.saturating_add(1).checked_rem(meanings.len()).unwrap_or(0),
            (Some(at), false) => at.checked_sub(1).unwrap_or(meanings.len().saturating_sub(1)),
            (None, true) => 0,
            (None, false) => meanings.len().saturating_sub(1),
        };
        let evidence = meanings.get(to).and_then(|meaning| meaning.evidence.first());
        if let Some(number) = evidence.and_then(|id| passage_of(corpus, id)) {
            self.trail.clear();
            self.jump(number, false);
        } else {
            self.notice = Some(String::from("no passage here is named as evidence of this meaning"));
        }
    }

    /// The next passage of the analysis that the collection is drawn from.
    pub(super) fn argument(&mut self) {
        let corpus = &self.library.corpus;
        let Some(at) = corpus.analysis() else {
            self.notice = Some(String::from("this dataset holds no analysis"));
            return;
        };
        let next = corpus.passages_of(at).find(|n| *n > self.at && corpus.statement_of(self.at) == Some(at));
        let number = next.or_else(|| corpus.passages_of(at).next());
        if let Some(number) = number {
            self.trail.clear();
            self.jump(number, false);
        }
    }

    /// The pane so many steps after the one in focus.
    pub(super) fn pane(&self, steps: usize) -> Pane {
        let panes = [Pane::Statements, Pane::Passage, Pane::Meanings];
        let at = panes.iter().position(|pane| *pane == self.focus).unwrap_or(0);
        panes.iter().cycle().nth(at.saturating_add(steps)).copied().unwrap_or_default()
    }
}
