//! Overlays: help, palette, glossary, filters and marks, drawn instead of the panes and narrowed by typing.
//!
//! Invariant: the entries of an overlay are read again from the key table, the dataset or the marks after each change.

use super::bindings::{BINDINGS, Chapter, keys_of};
use super::entries::PaletteEntries;
use super::field::TextField;
use super::list::{MARKED, TEXT_OF};
use super::motion::{Direction, Motion};
use super::mouse::Mouse;
use super::palette::actions;
use super::scrolled_page::{Arrival, ScrolledPage};
use crate::analysis::content::function_words;
use crate::corpus::model::{Bearing, Standing, Verdict};
use crate::corpus::stance::Stances;
use crate::corpus::usage::Sign;
use crate::library::Library;
use crate::page::compose::{Composer, Marking, StyledText};
use crate::page::filters::FiltersPage;
use crate::page::glossary::{GlossaryPage, Unfolded};
use crate::page::marks::MarksPage;
use crate::page::{LinkTarget, Page, Role};
use crate::search::{FacetCount, Found};
use crate::store::marks::PlacedMark;
use crate::text::fold::fold;

/// Maximum marks that are listed at once, so that a key stays fast.
const MOST_MARKS: usize = 200;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OverlayKind {
    Help,
    Palette,
    Glossary,
    Filters,
    Marks,
}

/// What an overlay shows, and where the reader is in it.
#[derive(Debug, Clone)]
pub enum Content {
    /// Text with a cursor of its own, since an entry of the glossary or a note may be taller than the screen.
    Page(ScrolledPage),
    Actions(PaletteEntries),
}

/// What a click in an overlay hit; it is selected now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Clicked {
    Nothing,
    /// The entry that was selected before.
    Selected,
    Other,
}

/// What is shown instead of the panes.
#[derive(Debug, Clone)]
pub struct Overlay {
    pub kind: OverlayKind,
    pub field: TextField,
    /// Whether keys go into the field.
    pub typing: bool,
    pub content: Content,
    /// The entries of the glossary that are unfolded, by their terms.
    unfolded: Vec<usize>,
    /// The values of the filters, as they were counted last.
    filters: FilterCounts,
    terms: TermCounts,
}

/// The values of the filters for a query over this many passages, so that they are counted once.
#[derive(Debug, Clone, Default)]
struct FilterCounts {
    of: Option<(String, usize)>,
    values: Vec<FacetCount>,
}

impl FilterCounts {
    fn count(&mut self, library: &Library, query: &str, found: Option<&Found>) {
        let of = Some((query.to_owned(), library.corpus.passages()));
        if self.of != of {
            *self = Self { of, values: library.index.facets(&library.corpus, query, found) };
        }
    }
}

/// What the statements do with each term of the glossary, over this many passages, so that it is counted once.
#[derive(Debug, Clone, Default)]
struct TermCounts {
    of: Option<usize>,
    stances: Vec<Stances>,
}

impl TermCounts {
    fn count(&mut self, library: &Library) {
        let of = Some(library.corpus.passages());
        if self.of != of {
            *self = Self { of, stances: library.index.stances_of_terms(&library.corpus) };
        }
    }
}

impl Overlay {
    pub fn new(kind: OverlayKind) -> Self {
        let content = match kind {
            OverlayKind::Help | OverlayKind::Glossary | OverlayKind::Marks | OverlayKind::Filters => {
                Content::Page(ScrolledPage::default())
            }
            OverlayKind::Palette => Content::Actions(PaletteEntries::default()),
        };
        Self {
            kind,
            field: TextField::default(),
            typing: kind == OverlayKind::Palette,
            content,
            unfolded: Vec::new(),
            filters: FilterCounts::default(),
            terms: TermCounts::default(),
        }
    }

    /// The glossary, opened at a term.
    pub(super) fn glossary_at(term: usize) -> Self {
        let mut view = ScrolledPage::default();
        view.arrive(Arrival::AtTop(term));
        Self { content: Content::Page(view), ..Self::new(OverlayKind::Glossary) }
    }

    /// What the cursor is on in a page.
    pub(super) fn target(&self) -> Option<LinkTarget> {
        match &self.content {
            Content::Page(view) => view.target(),
            Content::Actions(_) => None,
        }
    }

    pub(super) fn term(&self) -> Option<usize> {
        match self.target()? {
            LinkTarget::Term(term) => Some(term),
            LinkTarget::To(_) | LinkTarget::Mark(_) | LinkTarget::Filter(_) => None,
        }
    }

    /// The value of a filter under the cursor.
    pub(super) fn filter(&self) -> Option<&FacetCount> {
        match self.target()? {
            LinkTarget::Filter(at) => self.filters.values.get(at),
            LinkTarget::Term(_) | LinkTarget::To(_) | LinkTarget::Mark(_) => None,
        }
    }

    /// The term of the glossary under the cursor whose entry `Enter` unfolds.
    pub(super) fn folded(&self) -> Option<usize> {
        let term = self.term()?;
        let stances = self.terms.stances.get(term)?;
        let has_more = !(stances.silent.is_empty() && stances.not_seen.is_empty());
        Some(term).filter(|term| has_more && !self.unfolded.contains(term))
    }

    /// Goes back to the beginning, because the entries have changed.
    pub(super) fn restart(&mut self) {
        match &mut self.content {
            Content::Page(view) => view.arrive(Arrival::First),
            Content::Actions(entries) => *entries = PaletteEntries::default(),
        }
    }

    pub(super) fn unfold(&mut self, term: usize) {
        self.unfolded.push(term);
    }

    pub(super) fn go(&mut self, motion: Motion, direction: Direction) {
        match &mut self.content {
            Content::Page(view) => view.go(motion, direction),
            Content::Actions(entries) => entries.go(motion, direction),
        }
    }

    /// Selects what is on a row of the pane.
    pub(super) fn point(&mut self, row: usize) -> Clicked {
        self.typing &= self.kind == OverlayKind::Palette;
        let (before, on) = match &mut self.content {
            Content::Page(view) => (view.anchor, view.point_row(row)),
            Content::Actions(entries) => (entries.table.selected(), entries.point(row)),
        };
        match on {
            None => Clicked::Nothing,
            on if on == before => Clicked::Selected,
            Some(_) => Clicked::Other,
        }
    }

    pub fn title(&self) -> &'static str {
        match self.kind {
            OverlayKind::Help => "Help",
            OverlayKind::Palette => "Actions",
            OverlayKind::Glossary => "Key terms",
            OverlayKind::Filters => "Filters",
            OverlayKind::Marks => "Marks and notes",
        }
    }

    /// Reads the entries again, for a pane of `width` × `height`.
    pub(super) fn compose(&mut self, sources: Sources<'_>, width: usize, height: usize) {
        let Sources { library, marking, marks, query, found, .. } = sources;
        let (corpus, filter) = (&library.corpus, self.field.text());
        match &mut self.content {
            Content::Actions(entries) => entries.fit(actions(filter), height),
            Content::Page(view) => {
                let page = match self.kind {
                    OverlayKind::Glossary => {
                        self.terms.count(library);
                        let (stances, unfolded) = (&self.terms.stances, Unfolded::Only(&self.unfolded));
                        GlossaryPage { corpus, stances, marking, filter, unfolded }.compose(width)
                    }
                    OverlayKind::Marks => {
                        MarksPage { corpus, marks, filter, most: MOST_MARKS }.compose(width)
                    }
                    OverlayKind::Filters => {
                        self.filters.count(library, query, found);
                        FiltersPage { corpus, values: &self.filters.values, filter }.compose(width)
                    }
                    OverlayKind::Help | OverlayKind::Palette => help(sources, filter, width),
                };
                view.fit(page, height);
            }
        }
    }
}

/// What overlays are composed from.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sources<'a> {
    pub(super) library: &'a Library,
    pub(super) marking: Marking,
    pub(super) marks: &'a [PlacedMark],
    pub(super) query: &'a str,
    pub(super) found: Option<&'a Found>,
    pub(super) mouse: Mouse,
}

fn help(sources: Sources<'_>, filter: &str, width: usize) -> Page {
    let Sources { library, marking, mouse, .. } = sources;
    let meanings = library.corpus.dataset().meanings.len();
    let wanted = fold(filter);
    let mut page = Composer::new(width);
    section(&mut page, "Signs in the list", &wanted, signs_legend(meanings));
    let verdicts = Verdict::ALL.map(|v| (v.sign().to_owned(), Role::Verdict(v), v.label().to_owned()));
    section(&mut page, "The wording check", &wanted, verdicts.to_vec());
    section(&mut page, "Who said it, in the concordance and the timeline", &wanted, standings_legend());
    let views = VIEW_SIGNS.map(|(sign, said)| (sign.to_owned(), Role::Letter, said.to_owned()));
    section(&mut page, "Other signs of these views", &wanted, views.to_vec());
    section(&mut page, "Marks in the words", &wanted, marks_legend(marking));
    section(&mut page, "The words around", &wanted, vec![left_out()]);
    for chapter in Chapter::ALL {
        let rows = BINDINGS.iter().filter(|binding| binding.chapter == chapter && !binding.keys.is_empty());
        let rows = rows.map(|binding| (keys_of(binding), Role::Key, binding.help.to_owned()));
        section(&mut page, chapter.title(), &wanted, rows.collect());
    }
    let mouse = mouse.help().iter().map(|(what, said)| ((*what).to_owned(), Role::Key, (*said).to_owned()));
    section(&mut page, "The mouse", &wanted, mouse.collect());
    let page = page.finish();
    if page.lines.is_empty() {
        let mut none = Composer::new(width);
        none.paragraph(&StyledText::new("Nothing in the help matches.", Role::Notice));
        return none.finish();
    }
    page
}

/// A sign or key, its role, and what it means.
type LegendRow = (String, Role, String);

fn section(page: &mut Composer, title: &str, wanted: &str, rows: Vec<LegendRow>) {
    let holds = |text: &str| fold(text).contains(wanted);
    let rows: Vec<_> =
        rows.into_iter().filter(|(key, _, said)| holds(key) || holds(said) || holds(title)).collect();
    if rows.is_empty() {
        return;
    }
    page.gap();
    page.paragraph(&StyledText::new(title, Role::Title));
    for (key, role, said) in rows {
        let pad = " ".repeat(18_usize.saturating_sub(crate::text::wrap::columns(&key)));
        page.hanging(&format!("{key}{pad} "), role, &StyledText::new(&said, Role::Plain));
    }
}

/// What the list and the pages write besides the signs of statements.
const WORDS: [(&str, &str); 3] = [
    (TEXT_OF, "a text of the statement above: both count as one"),
    (MARKED, "you have marked a passage of it"),
    ("held", "what this collection has of a text; the rest of it was not seen"),
];

/// The signs next to a statement in the list: first what it does with the word, with the dataset's letters, then its
/// standing.
fn signs_legend(meanings: usize) -> Vec<LegendRow> {
    let listed = |signs: &[String]| match signs {
        [first, second, _, _, .., last] => format!("{first} {second} … {last}"),
        few => few.join(" "),
    };
    let letters = |bearing| {
        let signs = ('A'..='Z').take(meanings).map(|letter| Sign::Bears(letter, bearing));
        let letters: Vec<String> = ('A'..='Z').take(meanings).map(String::from).collect();
        let label = Sign::Bears('A', bearing).label(&listed(&letters));
        (listed(&signs.map(|sign| sign.to_string()).collect::<Vec<_>>()), label)
    };
    let lettered = [Bearing::Word, Bearing::Sense, Bearing::Parallel].map(letters);
    let others = [Sign::Other, Sign::Unjudged, Sign::NotQuoted, Sign::Silent, Sign::NotSeen];
    let others = others.map(|sign| (sign.to_string(), sign.label("")));
    let warned = |standing: Standing| Some((standing.warning()?.to_owned(), standing.label().to_owned()));
    let warnings = Standing::ALL.into_iter().filter_map(warned);
    let words = WORDS.map(|(word, said)| (word.to_owned(), said.to_owned()));
    let all = lettered.into_iter().chain(others).chain(warnings).chain(words);
    all.map(|(sign, said)| (sign, Role::Letter, said)).collect()
}

/// What the concordance and the timeline write besides letters, standings and verdicts.
const VIEW_SIGNS: [(&str, &str); 8] = [
    ("×2", "two passages of the statement repeat the words; the surest is shown"),
    ("B]", "in a parallel case elsewhere"),
    ("B+", "in this meaning and in others"),
    ("∗", "says it in none of these meanings"),
    ("●", "says it"),
    ("○", "silent: the whole text was looked through"),
    ("·", "not in the part seen: nothing is known of the rest"),
    ("~", "says it, but in no passage that the query asks for"),
];

/// The signs of who said a line, and of a column of the timeline; what was agreed has none.
fn standings_legend() -> Vec<LegendRow> {
    let signed = Standing::ALL.into_iter().filter(|standing| !standing.sign().trim().is_empty());
    signed.map(|of| (of.sign().to_owned(), Role::Letter, of.label().to_owned())).collect()
}

/// The words that are not counted among the words around.
fn left_out() -> LegendRow {
    let words: Vec<&str> = function_words().collect();
    (format!("{} left out", words.len()), Role::Letter, format!("function words: {}", words.join(" ")))
}

/// What the marks mean, drawn as they are drawn in the text.
fn marks_legend(marking: Marking) -> Vec<LegendRow> {
    let marks = [
        (Role::Tracked, "the word", "the tracked word"),
        (
            Role::Term,
            "a term",
            "another key term; its kind and its meaning appear at the bottom when you are on it",
        ),
        (Role::Gone, "printed", "only in the printed wording; in a comparison: only A says it"),
        (Role::New, "official", "only in the official wording; in a comparison: only B says it"),
    ];
    let draw = |(role, name, said): (Role, &str, &str)| {
        let (open, close) = marking.brackets(role);
        (format!("{open}{name}{close}"), role, said.to_owned())
    };
    marks.map(draw).to_vec()
}
