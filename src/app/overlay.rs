//! Overlays: help, palette, glossary, filters: a page over the panes, narrowed by typing.
//!
//! Invariant: what an overlay offers is read from the key table, the dataset or the passages; it holds no
//! list of its own.

use super::App;
use super::bindings::{BINDINGS, Binding, Chapter, Command, KeyContext, keys_of};
use super::field::TextField;
use super::view::View;
use crate::corpus::model::{Standing, Verdict};
use crate::corpus::usage::Sign;
use crate::library::Library;
use crate::page::compose::{Composer, Marking, StyledText, brackets};
use crate::page::glossary::{GlossaryPage, kind};
use crate::page::marks::MarksPage;
use crate::page::{LinkTarget, Page, Role, SpanStyle};
use crate::search::Facet;
use crate::text::fold::fold;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OverlayKind {
    Help,
    Palette,
    Glossary,
    Filters,
    Marks,
}

/// What stands over the panes.
#[derive(Debug, Clone)]
pub struct Overlay {
    pub kind: OverlayKind,
    pub field: TextField,
    /// Whether keys go into the field.
    pub typing: bool,
    pub view: View,
}

impl Overlay {
    pub fn new(kind: OverlayKind) -> Self {
        Self {
            kind,
            field: TextField::default(),
            typing: kind == OverlayKind::Palette,
            view: View::default(),
        }
    }

    pub fn title(&self) -> &'static str {
        match self.kind {
            OverlayKind::Help => "Help",
            OverlayKind::Palette => "Commands",
            OverlayKind::Glossary => "Key terms",
            OverlayKind::Filters => "Filters",
            OverlayKind::Marks => "Marks and notes",
        }
    }

    /// The page at `width`.
    pub(super) fn compose(&self, app: &App, width: usize) -> Page {
        let (library, marking) = (&app.library, app.marking());
        let (corpus, filter) = (&library.corpus, self.field.text());
        match self.kind {
            OverlayKind::Help => help(marking, corpus.dataset().meanings.len(), filter, width),
            OverlayKind::Palette => palette(filter, width),
            OverlayKind::Glossary => {
                GlossaryPage { corpus, index: &library.index, marking, filter }.compose(width)
            }
            OverlayKind::Filters => filters(library, app.search.field.text(), filter, width),
            OverlayKind::Marks => MarksPage { corpus, marks: &app.marks.all, filter }.compose(width),
        }
    }
}

/// The bindings that the palette offers for what was typed, the key table's order kept.
pub fn offered(filter: &str) -> Vec<&'static Binding> {
    let wanted = fold(filter);
    let named = |binding: &&Binding| {
        let words = fold(&format!("{} {} {}", binding.help, binding.hint, keys_of(binding)));
        wanted.split_whitespace().all(|word| words.contains(word))
    };
    let mut seen: Vec<Command> = Vec::new();
    let new = |binding: &&Binding| {
        let fresh = !seen.contains(&binding.command);
        seen.push(binding.command);
        fresh && binding.contexts.contains(&KeyContext::Panes) && binding.command != Command::Palette
    };
    BINDINGS.iter().filter(named).filter(new).collect()
}

fn palette(filter: &str, width: usize) -> Page {
    let mut page = Composer::new(width);
    let offered = offered(filter);
    for (at, binding) in offered.iter().enumerate() {
        let anchor = Some(page.anchor(LinkTarget::Entry(at)));
        let styled = StyledText::new(binding.help, SpanStyle { role: Role::Plain, hit: false, anchor });
        page.hanging(&format!("{:<16} ", keys_of(binding)), Role::Key, &styled);
    }
    if offered.is_empty() {
        page.paragraph(&StyledText::new("No command is named so.", Role::Notice));
    }
    page.finish()
}

fn help(marking: Marking<'_>, meanings: usize, filter: &str, width: usize) -> Page {
    let wanted = fold(filter);
    let mut page = Composer::new(width);
    for chapter in Chapter::ALL {
        let rows = BINDINGS.iter().filter(|binding| binding.chapter == chapter && !binding.keys.is_empty());
        let rows = rows.map(|binding| (keys_of(binding), Role::Key, binding.help));
        section(&mut page, chapter.title(), &wanted, rows.collect());
    }
    section(&mut page, "Signs in the list", &wanted, signs_legend(meanings));
    section(&mut page, "Marks in the words", &wanted, marks_legend(marking));
    let verdicts = Verdict::ALL.map(|v| (v.sign().to_owned(), Role::Verdict(v), v.label()));
    section(&mut page, "The wording check", &wanted, verdicts.to_vec());
    let page = page.finish();
    if page.lines.is_empty() {
        let mut none = Composer::new(width);
        none.paragraph(&StyledText::new("Nothing in the help holds this.", Role::Notice));
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

/// What stands beside a statement in the list.
const SIGNS: [(&str, &str); 7] = [
    (Sign::OTHER, "it says the word in none of these meanings"),
    (Sign::UNJUDGED, "it says the word; no one has judged in which meaning"),
    (Sign::SILENT, "it does not say the word, in the wording held"),
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
        (Role::PrintedOnly, "printed", "stands only in the printed wording"),
        (Role::OfficialOnly, "official", "stands only in the official wording"),
    ];
    let draw = |(role, name, said): (Role, &str, &'static str)| {
        let (open, close) = if marking.brackets { brackets(role) } else { ("", "") };
        (format!("{open}{name}{close}"), role, said)
    };
    std::iter::once(tracked).chain(terms).chain(redline).map(draw).collect()
}

/// A filter that can be set: what is typed for it, and how many passages it keeps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilterChoice {
    pub token: String,
    pub passages: usize,
}

/// The filters that the corpus has something for, whose token holds `wanted`.
pub fn facets(library: &Library, wanted: &str) -> Vec<FilterChoice> {
    let offered = [Facet::Series, Facet::Standing, Facet::Meaning, Facet::Kind, Facet::Verdict];
    let wanted = fold(wanted);
    let tokens = offered.into_iter().flat_map(|facet| {
        let named = library.index.facet(facet).filter(|(value, _)| *value != "none");
        named.map(move |(value, passages)| {
            // A filter takes the beginning of a name, and no blanks.
            let blank = if facet == Facet::Standing { value.find(' ') } else { None };
            let value = value.get(..blank.unwrap_or(value.len())).unwrap_or(value);
            FilterChoice { token: format!("{}:{value}", facet.name()), passages }
        })
    });
    tokens.filter(|facet| fold(&facet.token).contains(&wanted)).collect()
}

fn filters(library: &Library, query: &str, wanted: &str, width: usize) -> Page {
    let mut page = Composer::new(width);
    let mut group = String::new();
    for (at, facet) in facets(library, wanted).iter().enumerate() {
        let key = facet.token.split(':').next().unwrap_or_default();
        if key != group {
            page.gap();
            key.clone_into(&mut group);
        }
        let on = query.split_whitespace().any(|word| word == facet.token);
        let anchor = Some(page.anchor(LinkTarget::Entry(at)));
        let style = SpanStyle { role: if on { Role::Lit } else { Role::Plain }, hit: false, anchor };
        let styled = StyledText::new(&facet.token, style).with(&format!("  {}", facet.passages), Role::Faint);
        page.hanging(if on { "[x] " } else { "[ ] " }, Role::Key, &styled);
    }
    page.finish()
}
