//! The explorer's state, and the only way to change it.
//!
//! Invariant: the state changes only in [`App::update`] and in the methods that report the result of an [`Effect`].
//! After each, every page fits the current layout, and the list has the passage in view selected if it contains it.
//! Nothing here touches a terminal or a file: what must be done outside is returned as [`Effect`]s.

mod binding;
pub mod bindings;
pub mod citing;
pub mod command;
pub mod compare_view;
mod comparing;
pub mod concordance_view;
pub mod draft_rows;
pub mod draft_view;
mod drafting;
pub mod editing;
pub mod entries;
pub mod field;
mod held_side;
mod hints;
mod history;
pub mod key_context;
pub mod keys;
pub mod layout;
mod leaving;
pub mod list;
pub mod loading;
pub mod made_for;
pub mod marks;
pub mod motion;
pub mod mouse;
mod moving;
pub mod notes;
pub mod overlay;
pub mod palette;
pub mod panes;
pub mod queries;
pub mod reading;
pub mod scrolled_page;
pub mod search;
pub mod source;
pub mod theme;
pub mod timeline_view;
pub mod unfinished;
mod update;
pub mod views;
pub mod writing;

use std::collections::HashMap;

use ratatui::layout::Rect;

use citing::Delivery;
use command::Command;
use history::History;
use layout::{Areas, Arrangement, Pane};
use list::List;
use loading::Loading;
use marks::{MarkRequest, ReaderMarks};
use mouse::{Mouse, MouseInput};
use notes::NoteField;
use overlay::{Overlay, Sources};
use panes::Panes;
use reading::Reading;
use scrolled_page::ScrolledPage;
use search::Search;
use theme::Theme;
use views::Views;
use writing::AskedDocument;

use crate::corpus::load::LoadError;
use crate::corpus::{Corpus, PassageNo};
use crate::library::Library;
use crate::page::Page;
use crate::page::compose::Marking;
use crate::page::meanings::{MeaningHighlights, MeaningsPage};
use crate::text::safe::Text;

/// What happened, in the explorer's terms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    Do(Command),
    /// Text typed or pasted into the field.
    Type(String),
    /// Something done with the mouse, perhaps on the title of a pane.
    Point(MouseInput, Option<Pane>),
    Resize(u16, u16),
}

/// What must be done outside the state.
#[derive(Debug)]
pub enum Effect {
    Quit,
    Suspend,
    /// The parts of the dataset are inconsistent: it must be read again as a whole to report why.
    Reload,
    /// The dataset cannot be read.
    Fail(Box<LoadError>),
    /// Sends text to the clipboard of the reader's terminal.
    Copy {
        text: String,
        what: &'static str,
    },
    /// Shows text on a plain screen until a key is pressed.
    Print(String),
    /// Leaves the plain screen.
    Return,
    /// Writes what the view shows into a file, or shows it on a plain screen.
    Write(AskedDocument),
    /// Saves, removes or reads marks on the disk.
    Marks(MarkRequest),
    /// Opens an address in the reader's browser.
    Browse(String),
    /// Hands a text to the reader's editor.
    Edit(String),
    /// Asks the terminal to report the mouse, or no longer to.
    UseMouse(Mouse),
}

/// What keys act on.
#[derive(Debug, Clone)]
pub enum Mode {
    Panes,
    /// A query is being typed.
    Search,
    /// A note on the passage in view is being written.
    Note(NoteField),
    /// The draft is being written.
    Draft,
    /// The reader chooses in which form the passage is copied or printed.
    Forms(Delivery),
    /// The reader chooses in which form what the view shows is written.
    Documents,
    /// Text is on the plain screen; any key leaves it.
    Plain,
    Overlay(Overlay),
}

impl Mode {
    /// The overlay that is open, if one is.
    pub fn overlay(&self) -> Option<&Overlay> {
        if let Self::Overlay(overlay) = self { Some(overlay) } else { None }
    }
}

/// What the page of the meanings was composed from, and the parts that it can be composed of again.
#[derive(Debug, Default)]
struct ComposedMeanings {
    of: Option<MeaningsInputs>,
    /// The questions, for each meaning that a passage can have, at one width.
    questions: HashMap<(usize, Option<Text>), Page>,
}

/// What the meanings are composed from, besides the dataset; most keys change nothing of it.
#[derive(Debug, PartialEq, Eq)]
struct MeaningsInputs {
    highlights: MeaningHighlights,
    areas: Areas,
    keys: &'static str,
}

/// The explorer's state.
#[derive(Debug)]
pub struct App {
    pub library: Library,
    pub theme: Theme,
    /// The theme that the reader chose in this session.
    pub chosen_theme: Option<Theme>,
    pub panes: Panes,
    pub views: Views,
    pub mode: Mode,
    pub list: List,
    pub search: Search,
    /// The passage in view.
    pub reading: Reading,
    /// The meanings side by side, and what was composed of them.
    pub meanings: ScrolledPage,
    composed_meanings: ComposedMeanings,
    pub marks: ReaderMarks,
    /// How many documents are not on the disk yet.
    pub unwritten: usize,
    /// The positions that the reader has jumped from.
    history: History,
    /// One line for the reader, until the next key.
    pub notice: Option<String>,
    /// Whether the session is restricted (`--restricted`): nothing is written and no program started.
    pub restricted: bool,
    pub mouse: Mouse,
    /// How far the dataset has been read; `None` when all of it has.
    pub loading: Option<Loading>,
    /// The id of the passage to open, until it has been read or the reader goes elsewhere.
    wanted: Option<String>,
}

impl App {
    /// Opens on the passage with the id `place`, else on the clearest example of the first meaning.
    pub fn new(library: Library, size: (u16, u16), theme: Theme, place: Option<&str>) -> Self {
        let first = library.corpus.dataset().meanings.first().and_then(|meaning| meaning.evidence.first());
        let remembered = place.and_then(|id| passage_of(&library.corpus, id));
        let at = remembered.or_else(|| first.and_then(|id| passage_of(&library.corpus, id)));
        let notice = remark(&library);
        let mut app = Self {
            library,
            theme,
            chosen_theme: None,
            panes: Panes { size, ..Panes::default() },
            views: Views::default(),
            mode: Mode::Panes,
            list: List::default(),
            search: Search::default(),
            reading: Reading::default(),
            meanings: ScrolledPage::default(),
            composed_meanings: ComposedMeanings::default(),
            marks: ReaderMarks::default(),
            unwritten: 0,
            history: History::default(),
            notice,
            restricted: false,
            mouse: Mouse::Off,
            loading: None,
            wanted: place.filter(|_| remembered.is_none()).map(str::to_owned),
        };
        app.list.fill(&app.library.corpus, None);
        app.show(at.unwrap_or_default());
        app.compose();
        app
    }

    /// The id of the passage in view.
    pub fn passage_id(&self) -> Option<&str> {
        self.library.corpus.passage(self.reading.at).map(|(_, passage)| &*passage.id)
    }

    /// The passages of the list, in its order: with a search, the hits.
    pub fn passages(&self) -> impl DoubleEndedIterator<Item = PassageNo> {
        self.list.passages(&self.library.corpus, self.search.found.as_ref())
    }

    fn marking(&self) -> Marking {
        Marking { has_brackets: self.theme == Theme::Mono, ..self.library.marking() }
    }

    /// Composes every page on the screen for the current layout.
    fn compose(&mut self) {
        self.compose_view();
        let areas = self.panes.areas();
        let (corpus, found, at) = (&self.library.corpus, self.search.found.as_ref(), self.reading.at);
        self.list.select(corpus, found, at);
        self.list.keep_in_sight(areas.statements.height.into());
        self.search.counter = found.map(|found| (self.list.number_of(corpus, found, at), found.total()));
        self.compose_passage(areas.passage);
        self.compose_meanings(areas);
        self.compose_overlay(areas);
    }

    fn compose_passage(&mut self, area: Rect) {
        if area.is_empty() {
            return;
        }
        let kept = self.marks.on(self.reading.at);
        let (found, size) =
            (self.search.found.as_ref(), (area.width.min(layout::MEASURE).into(), area.height.into()));
        let page = self.reading.compose(&self.library, self.marking(), found, &kept, size);
        self.reading.scrolled.fit(page, area.height.into());
    }

    fn compose_meanings(&mut self, areas: Areas) {
        let Library { corpus, usage, .. } = &self.library;
        let cues = &self.reading.terms.cues;
        let meanings = MeaningsPage { corpus, usage, cues, passage: self.reading.at };
        let (width, height) = (areas.meanings.width.into(), areas.meanings.height.into());
        let keys = panes::keys_to_questions(self.panes.focus);
        let inputs = MeaningsInputs { highlights: meanings.highlights(), areas, keys };
        let page = if self.composed_meanings.of.as_ref() == Some(&inputs) {
            std::mem::take(&mut self.meanings.page)
        } else if areas.arrangement == Arrangement::Strip {
            meanings.strip((width, height), keys)
        } else {
            let meaning = (width, inputs.highlights.meaning().cloned());
            let questions = &mut self.composed_meanings.questions;
            questions.retain(|(of_width, _), _| *of_width == width);
            meanings.compose(width, questions.entry(meaning).or_insert_with(|| meanings.questions(width)))
        };
        self.composed_meanings.of = Some(inputs);
        self.meanings.fit(page, height);
    }

    fn compose_overlay(&mut self, areas: Areas) {
        let marking = self.marking();
        let (library, marks, query) = (&self.library, self.marks.all(), self.search.field.text());
        if let Mode::Overlay(overlay) = &mut self.mode {
            let sources = Sources {
                library,
                marking,
                marks,
                query,
                found: self.search.found.as_ref(),
                mouse: self.mouse,
            };
            let area = areas.overlay_body();
            overlay.compose(sources, area.width.into(), area.height.into());
        }
    }
}

/// What the reader should know about how the datasets were read, in one line.
fn remark(library: &Library) -> Option<String> {
    let remarks: Vec<&str> = library.remarks().map(String::as_str).collect();
    (!remarks.is_empty()).then(|| remarks.join("; "))
}

fn passage_of(corpus: &Corpus, id: &str) -> Option<PassageNo> {
    corpus.first_passage(corpus.target(id)?)
}
