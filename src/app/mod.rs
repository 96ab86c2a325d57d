//! The explorer's state, and the only way to change it.
//!
//! Invariant: [`App::update`] is the only mutation; after it every page is composed for the layout in force,
//! the selected passage is in the list (unless the list is empty), and nothing has touched a terminal or a
//! file: what must be done outside is returned as [`Effect`]s.

pub mod citing;
pub mod field;
mod hints;
pub mod keys;
pub mod layout;
pub mod list;
pub mod loading;
pub mod marks;
mod moving;
pub mod overlay;
pub mod theme;
pub mod view;

mod update;

use citing::Way;
use field::Field;
use keys::Command;
use layout::{Layout, Pane};
use list::{Order, Row};
use loading::Loading;
use overlay::Overlay;
use theme::Theme;
use view::View;

use crate::corpus::load::LoadError;
use crate::corpus::{Corpus, PassageNo};
use crate::library::Library;
use crate::page::LinkTarget;
use crate::page::compose::{Composer, Marking, StyledText};
use crate::page::contrast::Contrast;
use crate::page::passage::{PassagePage, Setting};
use crate::page::{Page, Role};
use crate::search::{Certainty, Found};
use crate::store::marks::Mark;

/// What happened, in the explorer's terms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    Do(Command),
    /// Typed or pasted into the field in hand.
    Type(String),
    Resize(u16, u16),
}

/// What must be done outside.
#[derive(Debug)]
pub enum Effect {
    Quit,
    Suspend,
    /// The dataset's parts did not make one: it must be read again, whole, to say why.
    Reload,
    /// The dataset cannot be read.
    Fail(Box<LoadError>),
    /// To the clipboard of the reader's terminal.
    Copy {
        text: String,
        what: &'static str,
    },
    /// Onto a plain screen, until a key is pressed.
    Print(String),
    /// Back from the plain screen.
    Return,
    Save(Mark),
    /// Takes away the marks in these files.
    Unmark(Vec<String>),
    /// Reads the marks that are kept.
    Recall,
}

/// What keys act on.
#[derive(Debug, Clone)]
pub enum Mode {
    Panes,
    /// The search field.
    Search,
    /// The note on the passage in view.
    Note(Field),
    /// The passage is to be cited, and its form is asked for.
    Forms(Way),
    /// Something stands on the plain screen; any key comes back.
    Plain,
    Overlay(Overlay),
}

/// A place to come back to.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Origin {
    passage: PassageNo,
    query: String,
    focus: Pane,
    stop: Option<usize>,
}

/// The explorer's state.
#[derive(Debug)]
pub struct App {
    pub library: Library,
    size: (u16, u16),
    pub theme: Theme,
    pub focus: Pane,
    pub zoom: bool,
    pub order: Order,
    pub mode: Mode,
    /// The search, as typed.
    pub search: Field,
    /// `None` without a search.
    pub found: Option<Found>,
    pub rows: Vec<Row>,
    /// The first row of loose hits, if there is one: the divider stands above it.
    pub divider: Option<usize>,
    /// Lines of the list above the pane.
    pub scroll: usize,
    /// Which hit the passage in view is, counted from 1, and of how many; `None` without a search.
    pub counter: Option<(usize, usize)>,
    /// The passage in view.
    pub at: PassageNo,
    /// Places that links were followed from.
    trail: Vec<Origin>,
    /// Where a search began, for `Esc`.
    origin: Option<Origin>,
    /// One line for the reader, until the next key.
    pub notice: Option<String>,
    pub passage: View,
    pub meanings: View,
    /// The reader's marks, in whatever dataset.
    pub marks: Vec<Mark>,
    /// A note that was left unfinished.
    draft: Option<(PassageNo, Field)>,
    /// Whether readers are served who are not at home here: nothing is kept, nothing is left behind.
    pub restricted: bool,
    /// While the dataset is being read.
    pub loading: Option<Loading>,
    /// The id of the place to open on, until it has been read or the reader has gone elsewhere.
    wanted: Option<String>,
}

impl App {
    /// Opens on the plainest evidence of the first meaning, or where `place` (a passage id) says.
    pub fn new(library: Library, size: (u16, u16), theme: Theme, place: Option<&str>) -> Self {
        let first = library.corpus.dataset().meanings.first().and_then(|meaning| meaning.evidence.first());
        let remembered = place.and_then(|id| passage_of(&library.corpus, id));
        let at = remembered.or_else(|| first.and_then(|id| passage_of(&library.corpus, id)));
        let notice = remark(&library);
        let mut app = Self {
            library,
            size,
            theme,
            focus: Pane::default(),
            zoom: false,
            order: Order::default(),
            mode: Mode::Panes,
            search: Field::default(),
            found: None,
            rows: Vec::new(),
            divider: None,
            scroll: 0,
            counter: None,
            at: at.unwrap_or(PassageNo(0)),
            trail: Vec::new(),
            origin: None,
            notice,
            passage: View::default(),
            meanings: View::default(),
            marks: Vec::new(),
            draft: None,
            restricted: false,
            loading: None,
            wanted: place.filter(|_| remembered.is_none()).map(str::to_owned),
        };
        app.list();
        app.compose();
        app.select_tracked();
        app
    }

    pub fn size(&self) -> (u16, u16) {
        self.size
    }

    pub fn layout(&self) -> Layout {
        Layout::new(self.size.0, self.size.1, self.focus, self.zoom)
    }

    /// The id of the passage in view, to be remembered.
    pub fn place(&self) -> Option<&str> {
        self.library.corpus.passage(self.at).map(|(_, passage)| &*passage.id)
    }

    /// The row of the list that the passage in view belongs to.
    pub fn row(&self) -> Option<usize> {
        let statement = self.library.corpus.statement_of(self.at)?;
        let certainty = self.found.as_ref().and_then(|found| found.certainty(self.at));
        let is = |row: &Row| {
            row.statement == statement && certainty.is_none_or(|certainty| row.certainty == certainty)
        };
        self.rows.iter().position(is)
    }

    /// The line of the list that a row stands on: the divider takes one.
    pub fn line(&self, row: usize) -> usize {
        row.saturating_add(usize::from(self.divider.is_some_and(|divider| row >= divider)))
    }

    /// The passages found, in the order of the list.
    pub fn hits(&self) -> impl DoubleEndedIterator<Item = PassageNo> {
        let passages = |row: &Row| row.passages(&self.library.corpus, self.found.as_ref());
        self.rows.iter().flat_map(passages)
    }

    fn count(&self) -> Option<(usize, usize)> {
        let found = self.found.as_ref()?;
        let at = self.row().filter(|_| found.certainty(self.at).is_some()).map_or(0, |row| {
            let (before, from) = self.rows.split_at_checked(row).unwrap_or_default();
            let corpus = &self.library.corpus;
            let before: usize = before.iter().map(|row| row.count(corpus, Some(found))).sum();
            let mut here = from.iter().take(1).flat_map(|row| row.passages(corpus, Some(found)));
            before.saturating_add(here.position(|hit| hit == self.at).map_or(0, |at| at.saturating_add(1)))
        });
        Some((at, found.total()))
    }

    /// The term under the passage's cursor, by its place in the dataset's terms.
    pub fn term(&self) -> Option<usize> {
        match self.passage.goal() {
            Some(LinkTarget::Term(term)) => Some(term),
            Some(LinkTarget::To(_) | LinkTarget::Entry(_)) | None => None,
        }
    }

    /// Fills the list anew.
    fn list(&mut self) {
        self.rows = list::rows(&self.library.corpus, self.found.as_ref(), self.order);
        self.divider = self.rows.iter().position(|row| row.certainty == Certainty::Loose);
    }

    fn marking(&self) -> Marking<'_> {
        self.library.marking(self.theme == Theme::Mono)
    }

    /// Composes the passage's page for the layout in force.
    fn compose_passage(&mut self) {
        let area = self.layout().passage;
        if !area.is_empty() {
            let page = self.passage_page(area.width.min(layout::MEASURE).into());
            self.passage.fit(page, area.height.into());
        }
    }

    /// Composes every page that is on screen for the layout in force.
    fn compose(&mut self) {
        self.compose_passage();
        let layout = self.layout();
        let height = |pane: Pane| usize::from(layout.pane(pane).height);
        self.scroll_list(height(Pane::Statements));
        let contrast =
            Contrast { corpus: &self.library.corpus, usage: &self.library.usage, passage: self.at };
        let (wide, tall) = (usize::from(layout.meanings.width), height(Pane::Meanings));
        let page = if layout.strip { contrast.strip(wide, tall) } else { contrast.compose(wide) };
        self.meanings.fit(page, tall);
        self.compose_overlay(layout);
        self.counter = self.count();
    }

    /// Keeps the selected row in sight; at an edge the list turns by half a pane, so that it seldom moves:
    /// on a slow line each of its rows counts.
    fn scroll_list(&mut self, height: usize) {
        let Some(row) = self.row().map(|row| self.line(row)) else { return self.scroll = 0 };
        let deepest = self.line(self.rows.len()).saturating_sub(height);
        if row < self.scroll || row >= self.scroll.saturating_add(height) {
            self.scroll = row.saturating_sub(height / 2);
        }
        self.scroll = self.scroll.min(deepest);
    }

    fn compose_overlay(&mut self, layout: Layout) {
        let Mode::Overlay(overlay) = &self.mode else { return };
        let area = overlay_area(layout);
        // A column for the gutter, a row for the title, and one between.
        let (wide, tall) = (area.width.saturating_sub(1).into(), area.height.saturating_sub(2).into());
        let page = overlay.compose(self, wide);
        if let Mode::Overlay(overlay) = &mut self.mode {
            overlay.view.fit(page, tall);
        }
    }

    fn passage_page(&self, width: usize) -> Page {
        match &self.found {
            Some(found) if found.is_empty() => nothing_found(found, width),
            found => {
                let hits =
                    &found.as_ref().map(|found| self.library.marks(found, self.at)).unwrap_or_default();
                let (corpus, usage) = (&self.library.corpus, &self.library.usage);
                let setting = Setting::Screen;
                let (marking, kept) = (self.marking(), &*self.marks_here());
                PassagePage { corpus, usage, marking, passage: self.at, hits, kept, setting }.compose(width)
            }
        }
    }

    /// Puts the passage's cursor on the tracked word, where it stands.
    fn select_tracked(&mut self) {
        self.passage.reset();
        let tracked = self.library.usage.tracked();
        let mut stops = self.passage.page.stops.iter();
        let at = stops.position(|stop| tracked.is_some_and(|term| stop.goal == LinkTarget::Term(term)));
        let first = (!self.passage.page.stops.is_empty()).then_some(0);
        self.passage.stop = at.or(first);
    }
}

/// Where an overlay stands: over the body, no wider than reads well.
pub fn overlay_area(layout: Layout) -> ratatui::layout::Rect {
    let body = layout.body;
    let width = body.width.min(96);
    let x = body.x.saturating_add(body.width.saturating_sub(width) / 2);
    ratatui::layout::Rect { x, width, ..body }
}

/// What the reader must know of how datasets were read, in a line.
fn remark(library: &Library) -> Option<String> {
    let remarks: Vec<&str> = library.remarks().map(String::as_str).collect();
    (!remarks.is_empty()).then(|| remarks.join("; "))
}

fn passage_of(corpus: &Corpus, id: &str) -> Option<PassageNo> {
    corpus.first_passage(corpus.target(id)?)
}

/// What stands in the passage's place when a search finds nothing.
fn nothing_found(found: &Found, width: usize) -> Page {
    let mut page = Composer::new(width);
    page.paragraph(&StyledText::new("Nothing found.", Role::Notice));
    page.blank();
    for missing in &found.missing {
        let near = missing.near.join(", ");
        let mut rich = StyledText::new("No passage held has ", Role::Plain).with(&missing.word, Role::Strong);
        if !near.is_empty() {
            rich.push("; near it: ", Role::Plain).push(&near, Role::Link);
        }
        page.paragraph(&rich.with(".", Role::Plain));
    }
    for note in &found.notes {
        page.paragraph(&StyledText::new(note, Role::Plain));
    }
    page.blank();
    page.paragraph(&StyledText::new("Esc clears the search.", Role::Faint));
    page.finish()
}
