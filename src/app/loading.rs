//! A library that is still being read: its parts taken in, one at a time, while the reader is at work.
//!
//! Invariant: what the reader sees stays where it is when more comes: the passage in view, the search, the cursor.

use super::{App, Effect, passage_of, remark};
use crate::library::Library;
use crate::library::loading::{Part, Progress};

/// How far loading is, as the header shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Loading {
    /// Nothing but a beginning has come.
    Begun,
    Under(Progress),
}

impl App {
    /// Takes in what the loading threads have to say.
    pub fn take_in(&mut self, part: Part) -> Vec<Effect> {
        let mut effects = Vec::new();
        match part {
            Part::Library(library) => self.adopt(*library),
            Part::More(more) => {
                self.loading = Some(Loading::Under(more.progress));
                self.library.append(*more);
                self.refresh();
            }
            Part::Done => {
                self.loading = None;
                self.wanted = None;
                if self.library.settle() {
                    self.refresh();
                    self.notice = remark(&self.library).or_else(|| self.notice.take());
                } else {
                    effects.push(Effect::Reload);
                }
            }
            Part::Failed(error) => effects.push(Effect::Fail(Box::new(error))),
        }
        effects
    }

    fn adopt(&mut self, library: Library) {
        self.library = library;
        self.loading = Some(Loading::Begun);
        let meanings = &self.library.corpus.dataset().meanings;
        let evidence = meanings.first().and_then(|meaning| meaning.evidence.first());
        self.wanted = self.wanted.take().or_else(|| evidence.map(ToString::to_string));
        self.refresh();
    }

    /// Searches and lists anew; goes to the place that is waited for, once it has come.
    fn refresh(&mut self) {
        let (notice, (scroll, stop)) = (self.notice.take(), (self.passage.scroll, self.passage.stop));
        self.found = self.library.find(self.search.text(), None);
        self.list();
        let come = self.wanted.as_ref().and_then(|id| passage_of(&self.library.corpus, id));
        match come {
            Some(number) => {
                self.wanted = None;
                self.show(number);
            }
            None if stop.is_none() => self.show(self.at),
            None => (self.passage.scroll, self.passage.stop) = (scroll, stop),
        }
        self.notice = notice;
        self.compose();
    }
}
