//! Overlays: help, palette, glossary, filters, marks: drawn instead of the panes, narrowed by typing.
//!
//! Invariant: what an overlay offers is read anew from the key table, the dataset or the marks after each change.

use super::bindings::{BINDINGS, Chapter, keys_of};
use super::entries::Entries;
use super::field::TextField;
use super::motion::{Direction, Motion};
use super::mouse::Mouse;
use super::palette::{PaletteAction, actions};
use super::view::{Arrival, View};
use crate::corpus::model::{Standing, Verdict};
use crate::corpus::usage::Sign;
use crate::library::Library;
use crate::page::compose::{Composer, Marking, StyledText, brackets};
use crate::page::glossary::{GlossaryPage, Unfolded, kind};
use crate::page::marks::MarksPage;
use crate::page::{LinkTarget, Page, Role};
use crate::search::Facet;
use crate::store::marks::Mark;
use crate::text::fold::fold;

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
    /// Text with a cursor of its own: an entry of the glossary or a note may be taller than the screen.
    Page(View),
    Actions(Entries<PaletteAction>),
    Filters(Entries<FilterChoice>),
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
}

impl Overlay {
    pub fn new(kind: OverlayKind) -> Self {
        let content = match kind {
            OverlayKind::Help | OverlayKind::Glossary | OverlayKind::Marks => Content::Page(View::default()),
            OverlayKind::Palette => Content::Actions(Entries::default()),
            OverlayKind::Filters => Content::Filters(Entries::default()),
        };
        Self {
            kind,
            field: TextField::default(),
            typing: kind == OverlayKind::Palette,
            content,
            unfolded: Vec::new(),
        }
    }

    /// The glossary, opened at a term.
    pub(super) fn glossary_at(term: usize) -> Self {
        let mut view = View::default();
        view.arrive(Arrival::AtTop(term));
        Self { content: Content::Page(view), ..Self::new(OverlayKind::Glossary) }
    }

    /// What the cursor is on in a page.
    pub(super) fn target(&self) -> Option<LinkTarget> {
        match &self.content {
            Content::Page(view) => view.target(),
            Content::Actions(_) | Content::Filters(_) => None,
        }
    }

    pub(super) fn term(&self) -> Option<usize> {
        match self.target()? {
            LinkTarget::Term(term) => Some(term),
            LinkTarget::To(_) | LinkTarget::Mark(_) => None,
        }
    }

    /// The term of the glossary under the cursor whose entry `Enter` unfolds.
    pub(super) fn folded(&self, library: &Library) -> Option<usize> {
        let term = self.term()?;
        let stances = library.index.stances(&library.corpus, term);
        let has_more = !(stances.silent.is_empty() && stances.not_seen.is_empty());
        Some(term).filter(|term| has_more && !self.unfolded.contains(term))
    }

    /// Back to the beginning: what is offered has changed.
    pub(super) fn restart(&mut self) {
        match &mut self.content {
            Content::Page(view) => view.arrive(Arrival::First),
            Content::Actions(entries) => *entries = Entries::default(),
            Content::Filters(entries) => *entries = Entries::default(),
        }
    }

    pub(super) fn unfold(&mut self, term: usize) {
        self.unfolded.push(term);
    }

    pub(super) fn go(&mut self, motion: Motion, direction: Direction) {
        match &mut self.content {
            Content::Page(view) => view.go(motion, direction),
            Content::Actions(entries) => entries.go(motion, direction),
            Content::Filters(entries) => entries.go(motion, direction),
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

    /// Reads anew what is offered, for a pane of `width` × `height`.
    pub(super) fn compose(&mut self, sources: Sources<'_>, width: usize, height: usize) {
        let Sources { library, marking, marks, query, .. } = sources;
        let (corpus, filter) = (&library.corpus, self.field.text());
        match &mut self.content {
            Content::Actions(entries) => entries.fit(actions(filter), height),
            Content::Filters(entries) => entries.fit(filters(library, query, filter), height),
            Content::Page(view) => {
                let page = match self.kind {
                    OverlayKind::Glossary => {
                        let (index, unfolded) = (&library.index, Unfolded::Only(&self.unfolded));
                        GlossaryPage { corpus, index, marking, filter, unfolded }.compose(width)
                    }
                    OverlayKind::Marks => MarksPage { corpus, marks, filter }.compose(width),
                    OverlayKind::Help | OverlayKind::Palette | OverlayKind::Filters => {
                        help(sources, filter, width)
                    }
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
    pub(super) marking: Marking<'a>,
    pub(super) marks: &'a [Mark],
    pub(super) query: &'a str,
    pub(super) mouse: Mouse,
}

fn help(sources: Sources<'_>, filter: &str, width: usize) -> Page {
    let Sources { library, marking, mouse, .. } = sources;
    let meanings = library.corpus.dataset().meanings.len();
    let wanted = fold(filter);
    let mut page = Composer::new(width);
    for chapter in Chapter::ALL {
        let rows = BINDINGS.iter().filter(|binding| binding.chapter == chapter && !binding.keys.is_empty());
        let rows = rows.map(|binding| (keys_of(binding), Role::Key, binding.help));
        section(&mut page, chapter.title(), &wanted, rows.collect());
    }
    let mouse = mouse.help().iter().map(|(what, said)| ((*what).to_owned(), Role::Key, *said));
    section(&mut page, "The mouse", &wanted, mouse.collect());
    section(&mut page, "Signs in the list", &wanted, signs_legend(meanings));
    section(&mut page, "Marks in the words", &wanted, marks_legend(marking));
    let verdicts = Verdict::ALL.map(|v| (v.sign().to_owned(), Role::Verdict(v), v.label()));
    section(&mut page, "The wording check", &wanted, verdicts.to_vec());
    let page = page.finish();
    if page.lines.is_empty() {
        let mut none = Composer::new(width);
        none.paragraph(&StyledText::new("Nothing in the help matches.", Role::Notice));
        return none.finish();
    }
    page
}

fn section(page: &mut Composer, title: &str, wanted: &str, rows: Vec<(String, Role, &str)>) {
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
        page.hanging(&format!("{key}{pad} "), role, &StyledText::new(said, Role::Plain));
    }
}

/// The signs beside a statement in the list.
const SIGNS: [(&str, &str); 10] = [
    (Sign::OTHER, "it says the word in none of these meanings"),
    (Sign::UNJUDGED, "it says the word; no one has judged in which meaning"),
    (Sign::NOT_QUOTED, "its text says the word; no passage here quotes it"),
    (Sign::SILENT, "it is silent: the whole text was looked through for the word"),
    (Sign::NOT_SEEN, "no sign: the word was not seen in the part held (or an analysis)"),
    ("└", "a text of the statement above: both count as one"),
    ("!", Standing::Unilateral.label()),
    ("?", "press report, or standing not stated"),
    ("•", "you have marked a passage of it"),
    ("shares n", "cue terms shared with a meaning: a count of words, not a verdict"),
];

/// The signs, the dataset's own letters first.
fn signs_legend(meanings: usize) -> Vec<(String, Role, &'static str)> {
    let letters = |sign: fn(char) -> String| {
        let all: Vec<String> = ('A'..='Z').take(meanings).map(sign).collect();
        match all.as_slice() {
            [first, second, _, _, .., last] => format!("{first} {second} … {last}"),
            few => few.join(" "),
        }
    };
    let of_meanings = [
        (letters(|letter| letter.to_string()), "the statement says the word in this meaning"),
        (letters(|letter| letter.to_lowercase().to_string()), "it carries the sense without the word"),
        (letters(|letter| format!("[{letter}]")), "a parallel use, elsewhere"),
    ];
    let others = SIGNS.map(|(sign, said)| (sign.to_owned(), said));
    of_meanings.into_iter().chain(others).map(|(sign, said)| (sign, Role::Letter, said)).collect()
}

/// What the marks mean, drawn as the marks are.
fn marks_legend(marking: Marking<'_>) -> Vec<(String, Role, &'static str)> {
    use crate::corpus::model::TermKind as K;
    let kinds = [K::Concept, K::Capability, K::Geography, K::Posture, K::Formula];
    let terms = kinds.map(|k| (Role::Term(k), kind(k), "a key term of this kind"));
    let tracked = (Role::Tracked, "the word", "the tracked word");
    let redline = [
        (Role::PrintedOnly, "printed", "only in the printed wording"),
        (Role::OfficialOnly, "official", "only in the official wording"),
    ];
    let draw = |(role, name, said): (Role, &str, &'static str)| {
        let (open, close) = if marking.brackets { brackets(role) } else { ("", "") };
        (format!("{open}{name}{close}"), role, said)
    };
    std::iter::once(tracked).chain(terms).chain(redline).map(draw).collect()
}

/// A filter that can be set: what is typed for it, how many passages it keeps, and whether it is set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilterChoice {
    pub facet: Facet,
    pub token: String,
    pub passages: usize,
    pub is_set: bool,
}

/// The filters that match passages of the corpus and whose token contains `wanted`.
fn filters(library: &Library, query: &str, wanted: &str) -> Vec<FilterChoice> {
    let offered = [Facet::Series, Facet::Standing, Facet::Meaning, Facet::Kind, Facet::Verdict];
    let wanted = fold(wanted);
    let choices = offered.into_iter().flat_map(|facet| {
        let named = library.index.facet(facet).filter(|(value, _)| *value != "none");
        named.map(move |(value, passages)| {
            // A filter takes the beginning of a name, and no blanks.
            let blank = if facet == Facet::Standing { value.find(' ') } else { None };
            let value = value.get(..blank.unwrap_or(value.len())).unwrap_or(value);
            let token = format!("{}:{value}", facet.name());
            let is_set = query.split_whitespace().any(|word| word == token);
            FilterChoice { facet, token, passages, is_set }
        })
    });
    choices.filter(|choice| fold(&choice.token).contains(&wanted)).collect()
}
