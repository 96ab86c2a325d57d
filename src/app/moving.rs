//! Moving: through lists, pages and panes, from passage to passage.
//!
//! Invariant: moving stays within what is listed; at an end it stops, or continues from the other end and says so.

use super::history::{Departure, Visit};
use super::layout::Pane;
use super::motion::{Destination, Direction, Motion};
use super::{App, Mode, passage_of};
use crate::corpus::PassageNo;

impl App {
    /// Moves in the page or the entries that have the focus; false if the list has it.
    pub(super) fn move_in_view(&mut self, motion: Motion, direction: Direction) -> bool {
        if self.move_in_lines(motion, direction) {
            return true;
        }
        match (&mut self.mode, self.panes.focus) {
            (Mode::Overlay(overlay), _) => overlay.go(motion, direction),
            (Mode::Panes, Pane::Passage) => self.reading.scrolled.go(motion, direction),
            (Mode::Panes, Pane::Meanings) => self.meanings.go(motion, direction),
            (Mode::Panes, Pane::Statements)
            | (
                Mode::Search | Mode::Note(_) | Mode::Draft | Mode::Forms(_) | Mode::Documents | Mode::Plain,
                _,
            ) => return false,
        }
        true
    }

    /// Moves the selection in the list, stopping at the ends.
    pub(super) fn move_in_list(&mut self, motion: Motion, direction: Direction) {
        // A note belongs to the passage in view.
        if matches!(self.mode, Mode::Note(_)) || self.list.rows.is_empty() {
            return;
        }
        self.history.forget_levels();
        let (corpus, found) = (&self.library.corpus, self.search.found.as_ref());
        let height = self.panes.areas().statements.height.into();
        if let Some(passage) = self.list.moved(corpus, found, (motion, direction), height) {
            self.show(passage);
        }
    }

    pub(super) fn go(&mut self, destination: Destination, direction: Direction) {
        match destination {
            Destination::Pane => self.panes.turn(direction),
            Destination::Meaning => self.go_to_meaning(direction),
            Destination::Hit if self.move_in_lines(Motion::Line, direction) => {}
            Destination::Hit if self.search.found.is_none() => {
                self.notice = Some(String::from("no search yet; press / to search"));
            }
            Destination::Passage | Destination::Hit => self.go_to_neighbor(direction),
        }
    }

    /// The next or previous passage of the list: with a search, the next or previous hit.
    fn go_to_neighbor(&mut self, direction: Direction) {
        let (corpus, found) = (&self.library.corpus, self.search.found.as_ref());
        let neighbor = self.list.neighbor(corpus, found, self.reading.at, direction);
        let (passage, around) = match (neighbor, direction) {
            (Some(passage), _) => (Some(passage), None),
            (None, Direction::Forward) => {
                (self.passages().next(), Some("past the end; continued from the beginning"))
            }
            (None, Direction::Backward) => {
                (self.passages().next_back(), Some("past the beginning; continued from the end"))
            }
        };
        let Some(passage) = passage else { return };
        self.history.record(self.here(), Departure::Step);
        self.show(passage);
        self.notice = around.map(String::from);
    }

    /// Goes to the clearest example of the meaning after (or before) that of the passage in view.
    fn go_to_meaning(&mut self, direction: Direction) {
        let corpus = &self.library.corpus;
        let meanings = &corpus.dataset().meanings;
        let own = corpus.passage(self.reading.at).and_then(|(_, passage)| passage.meaning.as_ref());
        let at = own.and_then(|own| corpus.dataset().meaning_place(own));
        let next = match (at, direction) {
            (Some(at), Direction::Forward) => meanings.get(at + 1).or(meanings.first()),
            (Some(at), Direction::Backward) => {
                at.checked_sub(1).map_or(meanings.last(), |at| meanings.get(at))
            }
            (None, Direction::Forward) => meanings.first(),
            (None, Direction::Backward) => meanings.last(),
        };
        let evidence = next.and_then(|meaning| meaning.evidence.first());
        match evidence.and_then(|id| passage_of(corpus, id)) {
            Some(passage) => self.jump(passage),
            None => {
                self.notice = Some(String::from("this dataset names no example of this meaning"));
            }
        }
    }

    /// Goes to the next passage of the analysis that the collection is based on.
    pub(super) fn go_to_argument(&mut self) {
        let corpus = &self.library.corpus;
        let Some(analysis) = corpus.analysis() else {
            self.notice = Some(String::from("this dataset has no analysis"));
            return;
        };
        let here = self.reading.at;
        let is_next = |number: &PassageNo| *number > here && corpus.statement_of(here) == Some(analysis);
        let next = corpus.passages_of(analysis).find(is_next);
        if let Some(passage) = next.or_else(|| corpus.passages_of(analysis).next()) {
            self.jump(passage);
        }
    }

    /// Which passage of the analysis is in view, counted from 1, and of how many.
    pub(super) fn place_in_argument(&self) -> Option<(usize, usize)> {
        let corpus = &self.library.corpus;
        let analysis = corpus.analysis().filter(|at| corpus.statement_of(self.reading.at) == Some(*at))?;
        let before = corpus.passages_of(analysis).take_while(|number| *number < self.reading.at).count();
        Some((before + 1, corpus.passages_of(analysis).count()))
    }

    /// Goes to a passage that may be outside the search results.
    fn jump(&mut self, passage: PassageNo) {
        let leaves_search = self.search.excludes(passage);
        let departure = if leaves_search { Departure::Level } else { Departure::Step };
        self.history.record(self.here(), departure);
        self.arrive(passage);
    }

    /// Follows a link to a passage, if it leads to one.
    pub(super) fn follow_to(&mut self, passage: Option<PassageNo>) {
        let Some(passage) = passage else {
            self.notice = Some(String::from("the passage is not in this dataset"));
            return;
        };
        self.history.record(self.here(), Departure::Level);
        self.arrive(passage);
        self.panes.focus = Pane::Passage;
    }

    /// Shows a passage of a view that is no hit of the search; `Esc` brings back both.
    pub(super) fn leave_view_and_search(&mut self, passage: PassageNo) {
        let visit = Visit { view: Some(self.views.shown), ..self.here() };
        self.history.record(visit, Departure::Level);
        self.arrive(passage);
        self.views.back = None;
    }

    /// Brings a passage into view, in Explore, and closes a search that it is no hit of.
    fn arrive(&mut self, passage: PassageNo) {
        self.switch_to_passage();
        if self.search.excludes(passage) {
            self.search.ask("");
            self.search();
            self.notice =
                Some(String::from("search closed, because this passage is not a hit; Esc reopens it"));
        }
        self.show(passage);
    }

    /// Brings a passage into view from its top.
    pub(super) fn show(&mut self, passage: PassageNo) {
        self.reading.turn_to(&self.library, self.search.found.as_ref(), passage);
        self.meanings.scroll = 0;
    }
}
