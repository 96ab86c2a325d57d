//! The key table: every key, what it does, and what the footer and the help say about it.
//!
//! Invariant: dispatch, footer, help, palette and the documented table all read [`BINDINGS`]; no key is in it twice for
//! one context, and none is bound anywhere else.

use super::citing::Excerpt;
use super::command::Command;
use super::field::Edit;
use super::key_context::{KeyContext, KeyContexts};
use super::keys::Key;
use super::motion::{Destination, Direction, Motion};
use super::theme::Theme;
use super::views::ViewKind;
use crate::analysis::concordance::LineOrder;
use crate::export::citation::CopyKind;

/// The chapters of the help.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Chapter {
    Moving,
    Finding,
    Reading,
    Keeping,
    Typing,
    Program,
}

impl Chapter {
    pub const ALL: [Self; 6] =
        [Self::Moving, Self::Finding, Self::Reading, Self::Keeping, Self::Typing, Self::Program];

    pub fn title(self) -> &'static str {
        match self {
            Self::Moving => "Moving",
            Self::Finding => "Finding",
            Self::Reading => "Reading",
            Self::Keeping => "Citing and keeping",
            Self::Typing => "Typing",
            Self::Program => "The program",
        }
    }
}

/// One row of the key table.
#[derive(Debug)]
pub struct Binding {
    /// None where only the palette offers it.
    pub keys: &'static [Key],
    pub command: Command,
    pub contexts: KeyContexts,
    pub chapter: Chapter,
    /// The footer's words, and their priority there: 1 is shown first, 0 never.
    pub hint: &'static str,
    pub priority: u8,
    pub help: &'static str,
}

const fn row(
    keys: &'static [Key],
    command: Command,
    contexts: KeyContexts,
    chapter: Chapter,
    (priority, hint): (u8, &'static str),
    help: &'static str,
) -> Binding {
    Binding { keys, command, contexts, chapter, hint, priority, help }
}

use Chapter::{Finding, Keeping, Moving, Program, Reading, Typing};
use Command as C;
use Direction::{Backward, Forward};
use Key::{Char, Ctrl};
use KeyContexts as K;

/// The key table.
pub const BINDINGS: &[Binding] = &[
    row(
        &[Char('j'), Key::Down],
        C::Move(Motion::Line, Forward),
        K::LISTS.or(K::FIELDS),
        Moving,
        (1, "move"),
        "go down: to the next statement, mark, link or line; ↓ also while typing",
    ),
    row(
        &[Char('k'), Key::Up],
        C::Move(Motion::Line, Backward),
        K::LISTS.or(K::FIELDS),
        Moving,
        (0, ""),
        "go up; ↑ also while typing; in the search field: the query before, ↓ the one after",
    ),
    row(
        &[Key::Tab, Char('l'), Key::Right],
        C::Go(Destination::Pane, Forward),
        K::PANES,
        Moving,
        (4, "pane"),
        "go to the next pane: statements, passage, meanings",
    ),
    row(
        &[Key::BackTab, Char('h'), Key::Left],
        C::Go(Destination::Pane, Backward),
        K::PANES,
        Moving,
        (0, ""),
        "go to the previous pane",
    ),
    row(
        &[Char(' ')],
        C::Move(Motion::Page, Forward),
        K::LISTS.but(K::FILTERS),
        Moving,
        (0, ""),
        "go a page down",
    ),
    row(&[Key::PageDown], C::Move(Motion::Page, Forward), K::LISTS, Moving, (0, ""), "go a page down"),
    row(
        &[Char('b'), Key::PageUp],
        C::Move(Motion::Page, Backward),
        K::LISTS,
        Moving,
        (0, ""),
        "go a page up",
    ),
    row(&[Ctrl('d')], C::Move(Motion::HalfPage, Forward), K::LISTS, Moving, (0, ""), "go half a page down"),
    row(&[Ctrl('u')], C::Move(Motion::HalfPage, Backward), K::LISTS, Moving, (0, ""), "go half a page up"),
    row(
        &[Char('g'), Key::Home],
        C::Move(Motion::End, Backward),
        K::LISTS,
        Moving,
        (0, ""),
        "go to the beginning",
    ),
    row(&[Char('G'), Key::End], C::Move(Motion::End, Forward), K::LISTS, Moving, (0, ""), "go to the end"),
    row(
        &[Key::Enter],
        C::Open,
        K::LISTS.but(K::FILTERS).or(K::FIELDS),
        Moving,
        (5, "open"),
        "open the statement; follow the link; look up the term; unfold its entry, then find it",
    ),
    row(
        &[Key::Esc],
        C::Back,
        K::ANYWHERE,
        Moving,
        (6, "back"),
        "go out one level: a link, the zoom, the search; never quits",
    ),
    row(
        &[Ctrl('o'), Key::Backspace],
        C::Travel(Backward),
        K::PANES,
        Moving,
        (9, "back"),
        "go back to where the last jump began: a link, a search, e * [ ] { } n N",
    ),
    row(&[Ctrl('r')], C::Travel(Forward), K::PANES, Moving, (0, ""), "go forward again"),
    row(&[Ctrl('o'), Key::Backspace], C::Back, K::OVERLAYS, Moving, (0, ""), "go out, like Esc"),
    row(
        &[Char(']')],
        C::Go(Destination::Meaning, Forward),
        K::PANES,
        Moving,
        (3, "meaning"),
        "go to the clearest example of the next meaning",
    ),
    row(
        &[Char('[')],
        C::Go(Destination::Meaning, Backward),
        K::PANES,
        Moving,
        (0, ""),
        "go to the clearest example of the previous meaning",
    ),
    row(
        &[Char('}')],
        C::Go(Destination::Passage, Forward),
        K::PANES,
        Moving,
        (1, "next"),
        "go to the next passage, across statements",
    ),
    row(
        &[Char('{')],
        C::Go(Destination::Passage, Backward),
        K::PANES,
        Moving,
        (0, ""),
        "go to the previous passage, across statements",
    ),
    row(
        &[Char('e')],
        C::Argument,
        K::PANES,
        Moving,
        (10, "argument of the paper"),
        "argument of the paper: its next finding, key issue or recommendation",
    ),
    row(
        &[Char('/')],
        C::Search,
        K::LISTS,
        Finding,
        (2, "search"),
        "search: words, \"phrase\", -word, OR, /s, /10, series: year: date: title: standing: term: meaning: has: kind: verdict: in: without:",
    ),
    row(
        &[Char('n')],
        C::Go(Destination::Hit, Forward),
        K::VIEWS,
        Finding,
        (1, "hits"),
        "go to the next hit, across statements",
    ),
    row(
        &[Char('N'), Char(',')],
        C::Go(Destination::Hit, Backward),
        K::VIEWS,
        Finding,
        (0, ""),
        "go to the previous hit",
    ),
    row(
        &[Char('*')],
        C::SearchTerm,
        K::LISTS,
        Finding,
        (9, "this term"),
        "find every passage with the term under the cursor, in the glossary too",
    ),
    row(
        &[Char('f')],
        C::Filters,
        K::VIEWS,
        Finding,
        (11, "filter"),
        "choose filters; each shows how many of the hits at hand have it",
    ),
    row(
        &[Char(' ')],
        C::Toggle,
        K::FILTERS,
        Finding,
        (1, "ticks"),
        "in the filters: select or clear a value; several of one group are alternatives",
    ),
    row(&[Key::Enter], C::Open, K::FILTERS, Finding, (2, "shows the hits"), "in the filters: show the hits"),
    row(
        &[Char('o')],
        C::Order,
        K::VIEWS,
        Finding,
        (13, "order"),
        "change the order of the list: oldest, newest, series, best match; in the concordance: date, form, meaning, variant; in the timeline: as typed, first use, most",
    ),
    row(
        &[Char('z')],
        C::Zoom,
        K::PANES,
        Reading,
        (12, "zoom"),
        "give the focused pane the whole screen, or show all panes again",
    ),
    row(
        &[Char('t')],
        C::Glossary,
        K::VIEWS,
        Reading,
        (8, "terms"),
        "glossary: each key term, its Korean, and which statements use it",
    ),
    row(
        &[Char('y')],
        C::Copy,
        K::VIEWS,
        Keeping,
        (5, "cite"),
        "copy; then y citation, q quotation, u address, b BibTeX, n your note",
    ),
    row(
        &[Char('p')],
        C::Print,
        K::VIEWS,
        Keeping,
        (0, ""),
        "print the same on a plain screen, for terminals without a clipboard",
    ),
    row(
        &[Char('O')],
        C::Browse,
        K::VIEWS,
        Keeping,
        (0, ""),
        "open the address of the source in your browser, if you sit at this machine",
    ),
    row(
        &[Char('y')],
        C::Cite(Excerpt::Citation(CopyKind::Citation)),
        K::FORMS,
        Keeping,
        (1, "citation"),
        "after y or p: the quotation with its citation",
    ),
    row(
        &[Char('q')],
        C::Cite(Excerpt::Citation(CopyKind::Quotation)),
        K::FORMS,
        Keeping,
        (2, "quotation"),
        "after y or p: the quotation",
    ),
    row(
        &[Char('u')],
        C::Cite(Excerpt::Citation(CopyKind::Address)),
        K::FORMS,
        Keeping,
        (3, "address"),
        "after y or p: the address of the source",
    ),
    row(
        &[Char('b')],
        C::Cite(Excerpt::Citation(CopyKind::Bibtex)),
        K::FORMS,
        Keeping,
        (4, "BibTeX"),
        "after y or p: the citation as BibTeX",
    ),
    row(
        &[Char('n')],
        C::Cite(Excerpt::Note),
        K::FORMS,
        Keeping,
        (5, "your note"),
        "after y or p: your note on the passage",
    ),
    row(&[Char('m')], C::Mark, K::VIEWS, Keeping, (10, "mark"), "mark the passage; again removes the mark"),
    row(
        &[Char('a')],
        C::Note,
        K::VIEWS,
        Keeping,
        (10, "note"),
        "write a note on the passage; Enter saves it",
    ),
    row(
        &[Char('d')],
        C::Remove,
        K::OVERLAYS,
        Keeping,
        (2, "remove"),
        "in the list of marks: remove the mark or note",
    ),
    row(&[Char('u')], C::Undo, K::LISTS, Keeping, (11, "undo"), "undo the last mark, note or removal"),
    row(&[Char('\''), Char('6')], C::Marks, K::LISTS, Keeping, (12, "marks"), "list your marks and notes"),
    row(
        &[Char('1')],
        C::View(ViewKind::Explore),
        K::LISTS.but(K::PANES),
        Moving,
        (0, ""),
        "go back to Explore: statements, passage, meanings",
    ),
    row(
        &[Char('2')],
        C::View(ViewKind::Concordance),
        K::LISTS.but(K::LINES),
        Moving,
        (0, ""),
        "concordance: every place where the words of the query stand, one line each",
    ),
    row(
        &[Char('3')],
        C::View(ViewKind::Timeline),
        K::LISTS.but(K::TIMES),
        Moving,
        (0, ""),
        "timeline: which statements say the words of the query, which are silent, and of which nothing is known",
    ),
    row(
        &[Key::Right, Char('l'), Key::Tab],
        C::Turn(Forward),
        K::TIMES,
        Moving,
        (1, "statement"),
        "in the timeline: go to the next statement, year or decade",
    ),
    row(
        &[Key::Left, Char('h'), Key::BackTab],
        C::Turn(Backward),
        K::TIMES,
        Moving,
        (0, ""),
        "in the timeline: go to the one before",
    ),
    row(
        &[Char('v')],
        C::Widen,
        K::LINES.or(K::TIMES),
        Reading,
        (2, "wider"),
        "in the concordance: line, sentence, passage, the words around; in the timeline: statement, year, decade",
    ),
    row(
        &[Char('<')],
        C::SortLines(LineOrder::Left),
        K::LINES,
        Reading,
        (3, "sort"),
        "in the concordance: sort by the words before, the nearest first",
    ),
    row(&[Char('>')], C::SortLines(LineOrder::Right), K::LINES, Reading, (0, ""), "sort by the words after"),
    row(&[Char('x')], C::Unfold, K::LINES, Reading, (0, ""), "list passages that repeat others one by one"),
    row(
        &[Key::Backspace],
        C::Edit(Edit::Backspace),
        K::FIELDS,
        Typing,
        (0, ""),
        "delete the character before the cursor",
    ),
    row(
        &[Key::Delete],
        C::Edit(Edit::Delete),
        K::FIELDS,
        Typing,
        (0, ""),
        "delete the character under the cursor",
    ),
    row(&[Ctrl('w')], C::Edit(Edit::Word), K::FIELDS, Typing, (0, ""), "delete the word before the cursor"),
    row(
        &[Ctrl('u')],
        C::Edit(Edit::Clear),
        K::FIELDS,
        Typing,
        (9, "clear"),
        "delete everything before the cursor",
    ),
    row(&[Key::Left], C::Edit(Edit::Left), K::FIELDS, Typing, (0, ""), "move the cursor left"),
    row(&[Key::Right], C::Edit(Edit::Right), K::FIELDS, Typing, (0, ""), "move the cursor right"),
    row(
        &[Key::Home, Ctrl('a')],
        C::Edit(Edit::Home),
        K::FIELDS,
        Typing,
        (0, ""),
        "move the cursor to the beginning",
    ),
    row(&[Key::End, Ctrl('e')], C::Edit(Edit::End), K::FIELDS, Typing, (0, ""), "move the cursor to the end"),
    row(
        &[Char(':')],
        C::Palette,
        K::VIEWS,
        Program,
        (14, "commands"),
        "command palette: every action by name, with its keys",
    ),
    row(
        &[Char('?'), Key::F(1)],
        C::Help,
        K::LISTS,
        Program,
        (1, "help"),
        "this help, with all signs and marks explained",
    ),
    row(&[], C::Mouse, K::VIEWS, Program, (0, ""), "mouse: wheel and click; hold Shift to select text"),
    row(&[], C::Theme(Theme::Neutral), K::VIEWS, Program, (0, ""), "theme: neutral, for any background"),
    row(&[], C::Theme(Theme::Dark), K::VIEWS, Program, (0, ""), "theme: dark"),
    row(&[], C::Theme(Theme::Light), K::VIEWS, Program, (0, ""), "theme: light"),
    row(&[], C::Theme(Theme::Contrast), K::VIEWS, Program, (0, ""), "theme: high contrast"),
    row(&[], C::Theme(Theme::Mono), K::VIEWS, Program, (0, ""), "theme: mono, no colors, marks in brackets"),
    row(&[Ctrl('z')], C::Suspend, K::ANYWHERE, Program, (0, ""), "suspend; fg resumes"),
    row(&[Char('q')], C::Close, K::LISTS, Program, (15, "quit"), "close what is open; quit when nothing is"),
    row(&[Ctrl('c')], C::Quit, K::ANYWHERE, Program, (0, ""), "quit at once"),
];

/// What `key` does in a context. Outside fields, a jamo does what the Latin key in its place does.
pub fn command(key: Key, context: KeyContext) -> Option<Command> {
    let key = match (context, key) {
        (KeyContext::Fields, Char(_)) => return None,
        (KeyContext::Fields, key) => key,
        (_, key) => key.in_latin(),
    };
    let bound = |binding: &&Binding| binding.contexts.contains(context) && binding.keys.contains(&key);
    BINDINGS.iter().find(bound).map(|binding| binding.command)
}

/// The keys of a binding, as the help writes them.
pub fn keys_of(binding: &Binding) -> String {
    binding.keys.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests;
