//! Adds what the loading threads have read to the library while the explorer is in use.
//!
//! Invariant: the passage in view, the search and the cursor stay as they are when more is loaded.

use super::{App, ComposedMeanings, Effect, passage_of, remark};
use crate::library::Library;
use crate::library::loading::{LoadEvent, LoadProgress};

/// How far loading is, as the header shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Loading {
    /// Only the beginning has been read.
    Begun,
    Under(LoadProgress),
}

impl App {
    /// Handles a message of the loading threads.
    pub fn take_in(&mut self, event: LoadEvent) -> Vec<Effect> {
        let mut effects = Vec::new();
        match event {
            LoadEvent::Library(library) => self.adopt(*library),
            LoadEvent::Batch(batch) => {
                self.loading = Some(Loading::Under(batch.progress));
                self.library.append(*batch);
                self.refresh();
            }
            LoadEvent::Done => {
                self.loading = None;
                self.wanted = None;
                if self.library.validate() {
                    self.refresh();
                    self.notice = remark(&self.library).or_else(|| self.notice.take());
                } else {
                    effects.push(Effect::Reload);
                }
            }
            LoadEvent::Failed(error) => effects.push(Effect::Fail(Box::new(error))),
        }
        effects
    }

    fn adopt(&mut self, library: Library) {
        self.library = library;
        self.views.forget();
        self.loading = Some(Loading::Begun);
        let meanings = &self.library.corpus.dataset().meanings;
        let evidence = meanings.first().and_then(|meaning| meaning.evidence.first());
        self.wanted = self.wanted.take().or_else(|| evidence.map(ToString::to_string));
        self.refresh();
    }

    /// Searches and lists again, and opens the awaited passage once it has been read.
    fn refresh(&mut self) {
        self.composed_meanings = ComposedMeanings::default();
        self.marks.place(&self.library.corpus);
        self.search.run_again(&self.library);
        let found = self.search.found.as_ref();
        self.list.fill(&self.library.corpus, found);
        let come = self.wanted.as_ref().and_then(|id| passage_of(&self.library.corpus, id));
        match come {
            Some(passage) => {
                self.wanted = None;
                self.show(passage);
            }
            None if self.reading.scrolled.anchor.is_none() => self.show(self.reading.at),
            None => self.reading.read(&self.library, found),
        }
        self.compose();
    }
}
