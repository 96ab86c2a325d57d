//! The passage in view: its key terms and hits, found once when it comes into view, and its page.
//!
//! Invariant: terms and hits are always those of the passage `at` in the current search.

use super::scrolled_page::{Arrival, ScrolledPage};
use crate::corpus::PassageNo;
use crate::corpus::usage::PassageTerms;
use crate::library::Library;
use crate::page::compose::{Composer, Marking, StyledText};
use crate::page::passage::{PassagePage, Setting};
use crate::page::{LinkTarget, Page, Role};
use crate::search::{Found, HitMark};
use crate::store::marks::Mark;

#[derive(Debug, Default)]
pub struct Reading {
    pub at: PassageNo,
    pub terms: PassageTerms,
    /// What the search matched.
    hits: Vec<HitMark>,
    pub scrolled: ScrolledPage,
    /// How often its page was composed.
    #[cfg(test)]
    composed: std::cell::Cell<usize>,
}

impl Reading {
    /// Finds terms and hits again, after a change of the library or the search.
    pub(super) fn read(&mut self, library: &Library, found: Option<&Found>) {
        self.terms = library.usage.terms(&library.corpus, self.at);
        self.hits = found.map(|found| library.marks(found, self.at)).unwrap_or_default();
    }

    /// Brings a passage into view from its top, the cursor on the tracked word if it is there.
    pub(super) fn turn_to(&mut self, library: &Library, found: Option<&Found>, passage: PassageNo) {
        self.at = passage;
        self.read(library, found);
        self.scrolled.arrive(
            library.usage.tracked().map_or(Arrival::First, |term| Arrival::Target(LinkTarget::Term(term))),
        );
    }

    /// The term under the cursor, by its place in the dataset's terms.
    pub fn term(&self) -> Option<usize> {
        match self.scrolled.target() {
            Some(LinkTarget::Term(term)) => Some(term),
            Some(LinkTarget::To(_) | LinkTarget::Mark(_) | LinkTarget::Filter(_)) | None => None,
        }
    }

    /// The term under the cursor, or else the first in the passage.
    pub(super) fn term_or_first(&self) -> Option<usize> {
        self.term().or_else(|| self.terms.marks.first().map(|mark| mark.term))
    }

    /// The page for a pane of `width` × `rows`; `kept` are the reader's marks on the passage.
    pub(super) fn compose(
        &self,
        library: &Library,
        marking: Marking,
        found: Option<&Found>,
        kept: &[&Mark],
        (width, rows): (usize, usize),
    ) -> Page {
        #[cfg(test)]
        self.composed.set(self.composed.get() + 1);
        if let Some(found) = found.filter(|found| found.is_empty()) {
            return nothing_found(found, width);
        }
        let (corpus, passage, terms, hits) = (&library.corpus, self.at, &self.terms, &self.hits);
        PassagePage { corpus, terms, marking, passage, hits, kept, setting: Setting::Screen, rows }
            .compose(width)
    }
}

/// The page when a search finds nothing.
fn nothing_found(found: &Found, width: usize) -> Page {
    let mut page = Composer::new(width);
    page.paragraph(&StyledText::new("Nothing found.", Role::Notice));
    page.blank();
    if let Some(error) = &found.error {
        page.paragraph(&StyledText::new(error, Role::Plain));
    }
    for missing in &found.missing {
        let near = missing.near.join(", ");
        let mut styled = StyledText::new("No passage has ", Role::Plain).with(&missing.word, Role::Strong);
        if !near.is_empty() {
            styled.push("; similar words: ", Role::Plain).push(&near, Role::Link);
        }
        page.paragraph(&styled.with(".", Role::Plain));
    }
    for note in &found.notes {
        page.paragraph(&StyledText::new(note, Role::Plain));
    }
    page.blank();
    page.paragraph(&StyledText::new("Esc clears the search.", Role::Faint));
    page.finish()
}

#[cfg(test)]
mod tests {
    use super::super::App;
    use super::super::keys::parse;
    use super::super::theme::Theme;
    use crate::corpus::load;
    use crate::library::Library;

    #[test]
    fn no_key_composes_the_passage_or_looks_for_its_terms_twice() {
        let library = Library::new(load::embedded().unwrap());
        let mut app = App::new(library, (120, 40), Theme::Dark, None);
        let mut press = |keys: &str, most: usize| {
            for key in parse(keys).unwrap() {
                let before = (app.reading.composed.get(), app.library.usage.scans());
                app.press(key);
                let (composed, scanned) =
                    (app.reading.composed.get() - before.0, app.library.usage.scans() - before.1);
                assert!(composed <= most && scanned <= most, "{key}: composed {composed}, scanned {scanned}");
            }
        };
        press("jGk}{]]n/flex<down><esc>/flex<enter>nN*<esc><esc>e]<esc>ofj<enter>q?Gqt<enter><esc>zzma", 1);
        press("word<enter>l<enter><esc>", 1);
        // Moving through a page does not compose it again.
        press("jk<c-d><c-u> bGg", 0);
    }
}
