//! The key table: every key, what it does, and what the footer and the help say of it.
//!
//! Invariant: dispatch, footer, help, palette and the documented table are all read from [`BINDINGS`]; no key
//! stands twice in one place, and none is bound anywhere else.

use std::fmt;

use super::citing::Excerpt;
use super::field::Edit;
use super::motion::{Destination, Direction, Motion};
use super::theme::Theme;
use crate::export::citation::Form;

/// One key press, terminal details left behind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Key {
    Char(char),
    Ctrl(char),
    Enter,
    Esc,
    Tab,
    BackTab,
    Backspace,
    Delete,
    Up,
    Down,
    Left,
    Right,
    PageUp,
    PageDown,
    Home,
    End,
    F(u8),
}

/// The named keys, as key strings and the help write them.
const NAMES: [(&str, Key); 18] = [
    ("Enter", Key::Enter),
    ("Esc", Key::Esc),
    ("Tab", Key::Tab),
    ("Shift-Tab", Key::BackTab),
    ("Backspace", Key::Backspace),
    ("Del", Key::Delete),
    ("↑", Key::Up),
    ("↓", Key::Down),
    ("←", Key::Left),
    ("→", Key::Right),
    ("PgUp", Key::PageUp),
    ("PgDn", Key::PageDown),
    ("Home", Key::Home),
    ("End", Key::End),
    ("Space", Key::Char(' ')),
    ("F1", Key::F(1)),
    ("lt", Key::Char('<')),
    ("gt", Key::Char('>')),
];

/// Names that a key string may use beside those of [`NAMES`].
const ALIASES: [(&str, Key); 9] = [
    ("up", Key::Up),
    ("down", Key::Down),
    ("left", Key::Left),
    ("right", Key::Right),
    ("cr", Key::Enter),
    ("bs", Key::Backspace),
    ("s-tab", Key::BackTab),
    ("pageup", Key::PageUp),
    ("pagedown", Key::PageDown),
];

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (NAMES.iter().find(|(_, key)| key == self), self) {
            (_, Self::Char(c)) if *c != ' ' => write!(f, "{c}"),
            (Some((name, _)), _) => f.write_str(name),
            (None, Self::Ctrl(c)) => write!(f, "Ctrl-{c}"),
            (None, key) => write!(f, "{key:?}"),
        }
    }
}

/// Reads a key string: characters stand for themselves, other keys are named in angle brackets
/// (`jj/flex<enter>`, `<tab>`, `<c-d>`, `<lt>` for `<`). An unknown name is an error that lists the names.
pub fn parse(keys: &str) -> Result<Vec<Key>, String> {
    let mut read = Vec::new();
    let mut rest = keys;
    while let Some(c) = rest.chars().next() {
        let named = rest.strip_prefix('<').and_then(|after| after.split_once('>'));
        if let Some((name, after)) = named.filter(|(name, _)| !name.is_empty() && !name.contains([' ', '<']))
        {
            read.push(named_key(name).ok_or_else(|| unknown(name))?);
            rest = after;
        } else {
            read.push(Key::Char(c));
            rest = rest.get(c.len_utf8()..).unwrap_or_default();
        }
    }
    Ok(read)
}

fn named_key(name: &str) -> Option<Key> {
    let lower = name.to_lowercase();
    if let Some(letter) = lower.strip_prefix("c-").or_else(|| lower.strip_prefix("ctrl-")) {
        let mut letters = letter.chars();
        return letters.next().filter(|_| letters.next().is_none()).map(Key::Ctrl);
    }
    let mut known = NAMES.iter().chain(&ALIASES);
    known.find(|(known, _)| known.to_lowercase() == lower).map(|(_, key)| *key)
}

fn unknown(name: &str) -> String {
    let names: Vec<&str> = NAMES.iter().map(|(name, _)| *name).filter(|name| name.is_ascii()).collect();
    format!(
        "unknown key <{name}>; the named keys are <up> <down> <left> <right> <c-LETTER> and <{}>",
        names.join("> <")
    )
}

/// What a key, or an entry of the palette, asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Command {
    Move(Motion, Direction),
    Go(Destination, Direction),
    Open,
    Back,
    Argument,
    Search,
    SearchTerm,
    Filters,
    Order,
    Zoom,
    Glossary,
    Mark,
    Note,
    Undo,
    Marks,
    Explore,
    Copy,
    Print,
    Cite(Excerpt),
    Palette,
    Help,
    Theme(Theme),
    Edit(Edit),
    Suspend,
    Close,
    Quit,
}

/// Where a binding works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyContext {
    /// Among the panes.
    Panes,
    /// In help, glossary, filters, palette while nothing is typed.
    Overlays,
    /// While a line is typed: of the keys, those that type nothing.
    Fields,
    /// After `y` or `p`: which form of the passage is wanted.
    Forms,
}

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
    /// None for what only the palette offers.
    pub keys: &'static [Key],
    pub command: Command,
    pub places: &'static [KeyContext],
    pub chapter: Chapter,
    /// The footer's words, and how gladly it shows them: 1 first, 0 never.
    pub hint: &'static str,
    pub priority: u8,
    pub help: &'static str,
}

const fn row(
    keys: &'static [Key],
    command: Command,
    places: &'static [KeyContext],
    chapter: Chapter,
    (priority, hint): (u8, &'static str),
    help: &'static str,
) -> Binding {
    Binding { keys, command, places, chapter, hint, priority, help }
}

const PANES: &[KeyContext] = &[KeyContext::Panes];
const LISTS: &[KeyContext] = &[KeyContext::Panes, KeyContext::Overlays];
const FIELDS: &[KeyContext] = &[KeyContext::Fields];
const LISTS_AND_FIELDS: &[KeyContext] = &[KeyContext::Panes, KeyContext::Overlays, KeyContext::Fields];
const OVERLAYS: &[KeyContext] = &[KeyContext::Overlays];
const FORMS: &[KeyContext] = &[KeyContext::Forms];
const ANYWHERE: &[KeyContext] =
    &[KeyContext::Panes, KeyContext::Overlays, KeyContext::Fields, KeyContext::Forms];

use Chapter::{Finding, Keeping, Moving, Program, Reading, Typing};
use Command as C;
use Direction::{Backward, Forward};
use Key::{Char, Ctrl};

/// The key table.
pub const BINDINGS: &[Binding] = &[
    row(
        &[Char('j'), Key::Down],
        C::Move(Motion::Line, Forward),
        LISTS_AND_FIELDS,
        Moving,
        (1, "move"),
        "go down: to the next statement, mark, link or line; ↓ also while typing",
    ),
    row(
        &[Char('k'), Key::Up],
        C::Move(Motion::Line, Backward),
        LISTS_AND_FIELDS,
        Moving,
        (0, ""),
        "go up; ↑ also while typing",
    ),
    row(
        &[Key::Tab, Char('l'), Key::Right],
        C::Go(Destination::Pane, Forward),
        PANES,
        Moving,
        (4, "pane"),
        "go to the next pane: statements, passage, meanings",
    ),
    row(
        &[Key::BackTab, Char('h'), Key::Left],
        C::Go(Destination::Pane, Backward),
        PANES,
        Moving,
        (0, ""),
        "go to the previous pane",
    ),
    row(
        &[Char(' '), Key::PageDown],
        C::Move(Motion::Page, Forward),
        LISTS,
        Moving,
        (0, ""),
        "go a page down",
    ),
    row(&[Char('b'), Key::PageUp], C::Move(Motion::Page, Backward), LISTS, Moving, (0, ""), "go a page up"),
    row(&[Ctrl('d')], C::Move(Motion::HalfPage, Forward), LISTS, Moving, (0, ""), "go half a page down"),
    row(&[Ctrl('u')], C::Move(Motion::HalfPage, Backward), LISTS, Moving, (0, ""), "go half a page up"),
    row(
        &[Char('g'), Key::Home],
        C::Move(Motion::End, Backward),
        LISTS,
        Moving,
        (0, ""),
        "go to the beginning",
    ),
    row(&[Char('G'), Key::End], C::Move(Motion::End, Forward), LISTS, Moving, (0, ""), "go to the end"),
    row(
        &[Key::Enter],
        C::Open,
        LISTS_AND_FIELDS,
        Moving,
        (5, "open"),
        "open the statement; follow the link; look up the term",
    ),
    row(
        &[Key::Esc],
        C::Back,
        ANYWHERE,
        Moving,
        (6, "back"),
        "go back one level: a link, the zoom, the search; never quits",
    ),
    row(&[Key::Backspace], C::Back, LISTS, Moving, (0, ""), "go back, like Esc"),
    row(
        &[Char(']')],
        C::Go(Destination::Meaning, Forward),
        PANES,
        Moving,
        (3, "meaning"),
        "go to the clearest example of the next meaning",
    ),
    row(
        &[Char('[')],
        C::Go(Destination::Meaning, Backward),
        PANES,
        Moving,
        (0, ""),
        "go to the clearest example of the previous meaning",
    ),
    row(
        &[Char('}')],
        C::Go(Destination::Passage, Forward),
        PANES,
        Moving,
        (0, ""),
        "go to the next passage, across statements",
    ),
    row(
        &[Char('{')],
        C::Go(Destination::Passage, Backward),
        PANES,
        Moving,
        (0, ""),
        "go to the previous passage, across statements",
    ),
    row(
        &[Char('e')],
        C::Argument,
        PANES,
        Moving,
        (10, "argument"),
        "go through the analysis: its findings, key issues, recommendations",
    ),
    row(
        &[Char('/')],
        C::Search,
        LISTS,
        Finding,
        (2, "search"),
        "search: words, \"phrase\", -word, series: year: standing: term: meaning: has: kind: verdict:",
    ),
    row(
        &[Char('n')],
        C::Go(Destination::Hit, Forward),
        PANES,
        Finding,
        (7, "next hit"),
        "go to the next hit, across statements",
    ),
    row(
        &[Char('N'), Char(',')],
        C::Go(Destination::Hit, Backward),
        PANES,
        Finding,
        (0, ""),
        "go to the previous hit",
    ),
    row(
        &[Char('*')],
        C::SearchTerm,
        PANES,
        Finding,
        (9, "this term"),
        "find every passage with the term under the cursor",
    ),
    row(
        &[Char('f')],
        C::Filters,
        PANES,
        Finding,
        (11, "filter"),
        "choose filters; each shows how many passages it keeps",
    ),
    row(
        &[Char('o')],
        C::Order,
        PANES,
        Finding,
        (13, "order"),
        "change the order of the list: oldest, newest, series, best match",
    ),
    row(
        &[Char('z')],
        C::Zoom,
        PANES,
        Reading,
        (12, "zoom"),
        "give the focused pane the whole screen, or show all panes again",
    ),
    row(
        &[Char('t')],
        C::Glossary,
        PANES,
        Reading,
        (8, "terms"),
        "glossary: each key term, its Korean, and which statements use it",
    ),
    row(
        &[Char('y')],
        C::Copy,
        PANES,
        Keeping,
        (5, "cite"),
        "copy; then y citation, q quotation, u address, b BibTeX, n your note",
    ),
    row(
        &[Char('p')],
        C::Print,
        PANES,
        Keeping,
        (0, ""),
        "print the same on a plain screen, for terminals without a clipboard",
    ),
    row(
        &[Char('y')],
        C::Cite(Excerpt::Citation(Form::Citation)),
        FORMS,
        Keeping,
        (1, "citation"),
        "after y or p: the quotation with its citation",
    ),
    row(
        &[Char('q')],
        C::Cite(Excerpt::Citation(Form::Quotation)),
        FORMS,
        Keeping,
        (2, "quotation"),
        "after y or p: the quotation",
    ),
    row(
        &[Char('u')],
        C::Cite(Excerpt::Citation(Form::Address)),
        FORMS,
        Keeping,
        (3, "address"),
        "after y or p: the address of the source",
    ),
    row(
        &[Char('b')],
        C::Cite(Excerpt::Citation(Form::Bibtex)),
        FORMS,
        Keeping,
        (4, "BibTeX"),
        "after y or p: the citation as BibTeX",
    ),
    row(
        &[Char('n')],
        C::Cite(Excerpt::Note),
        FORMS,
        Keeping,
        (5, "your note"),
        "after y or p: your note on the passage",
    ),
    row(&[Char('m')], C::Mark, PANES, Keeping, (10, "mark"), "mark the passage; again removes the mark"),
    row(&[Char('a')], C::Note, PANES, Keeping, (10, "note"), "write a note on the passage; Enter saves it"),
    row(&[Char('u')], C::Undo, LISTS, Keeping, (11, "undo"), "undo the last mark, note or removal"),
    row(&[Char('\''), Char('6')], C::Marks, LISTS, Keeping, (12, "marks"), "list your marks and notes"),
    row(&[Char('1')], C::Explore, OVERLAYS, Keeping, (0, ""), "go back to the statements"),
    row(
        &[Key::Backspace],
        C::Edit(Edit::Backspace),
        FIELDS,
        Typing,
        (0, ""),
        "delete the character before the cursor",
    ),
    row(
        &[Key::Delete],
        C::Edit(Edit::Delete),
        FIELDS,
        Typing,
        (0, ""),
        "delete the character under the cursor",
    ),
    row(&[Ctrl('w')], C::Edit(Edit::Word), FIELDS, Typing, (0, ""), "delete the word before the cursor"),
    row(
        &[Ctrl('u')],
        C::Edit(Edit::Clear),
        FIELDS,
        Typing,
        (9, "clear"),
        "delete everything before the cursor",
    ),
    row(&[Key::Left], C::Edit(Edit::Left), FIELDS, Typing, (0, ""), "move the cursor left"),
    row(&[Key::Right], C::Edit(Edit::Right), FIELDS, Typing, (0, ""), "move the cursor right"),
    row(
        &[Key::Home, Ctrl('a')],
        C::Edit(Edit::Home),
        FIELDS,
        Typing,
        (0, ""),
        "move the cursor to the beginning",
    ),
    row(&[Key::End, Ctrl('e')], C::Edit(Edit::End), FIELDS, Typing, (0, ""), "move the cursor to the end"),
    row(&[Char(':')], C::Palette, PANES, Program, (14, "commands"), "command palette: every command by name"),
    row(
        &[Char('?'), Key::F(1)],
        C::Help,
        LISTS,
        Program,
        (1, "help"),
        "this help, with all signs and marks explained",
    ),
    row(&[], C::Theme(Theme::Dark), PANES, Program, (0, ""), "theme: dark"),
    row(&[], C::Theme(Theme::Light), PANES, Program, (0, ""), "theme: light"),
    row(&[], C::Theme(Theme::Contrast), PANES, Program, (0, ""), "theme: high contrast"),
    row(&[], C::Theme(Theme::Mono), PANES, Program, (0, ""), "theme: mono, no colors, marks in brackets"),
    row(&[Ctrl('z')], C::Suspend, ANYWHERE, Program, (0, ""), "suspend; fg resumes"),
    row(&[Char('q')], C::Close, LISTS, Program, (15, "quit"), "close what is open; quit when nothing is"),
    row(&[Ctrl('c')], C::Quit, ANYWHERE, Program, (0, ""), "quit at once"),
];

/// What `key` does in `place`. Outside fields, a jamo of the two-set layout is the Latin key in its place.
pub fn command(key: Key, place: KeyContext) -> Option<Command> {
    let key = match (key, place) {
        (Char(c), KeyContext::Panes | KeyContext::Overlays | KeyContext::Forms) => {
            Char(latin(c).unwrap_or(c))
        }
        (key, _) => key,
    };
    if place == KeyContext::Fields && matches!(key, Char(_)) {
        return None;
    }
    let bound = |binding: &&Binding| binding.places.contains(&place) && binding.keys.contains(&key);
    BINDINGS.iter().find(bound).map(|binding| binding.command)
}

/// The two-set Hangul layout.
const JAMO: &str =
    "ㅂqㅈwㄷeㄱrㅅtㅛyㅕuㅑiㅐoㅔpㅁaㄴsㅇdㄹfㅎgㅗhㅓjㅏkㅣlㅋzㅌxㅊcㅍvㅠbㅜnㅡmㅃQㅉWㄸEㄲRㅆTㅒOㅖP";

fn latin(jamo: char) -> Option<char> {
    let mut pairs = JAMO.chars();
    while let (Some(hangul), Some(latin)) = (pairs.next(), pairs.next()) {
        if hangul == jamo {
            return Some(latin);
        }
    }
    None
}

/// The keys that lead to `command` in `place`, as the help writes them.
pub fn keys_of(binding: &Binding) -> String {
    binding.keys.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_key_is_bound_twice_in_one_place() {
        for place in [KeyContext::Panes, KeyContext::Overlays, KeyContext::Fields, KeyContext::Forms] {
            let mut seen = Vec::new();
            for binding in BINDINGS.iter().filter(|binding| binding.places.contains(&place)) {
                for key in binding.keys {
                    assert!(!seen.contains(key), "{key} stands twice in {place:?}");
                    seen.push(*key);
                }
            }
        }
    }

    #[test]
    fn what_types_a_character_commands_nothing_in_fields() {
        for key in BINDINGS.iter().flat_map(|binding| binding.keys).filter(|key| matches!(key, Char(_))) {
            assert_eq!(command(*key, KeyContext::Fields), None, "{key}");
        }
        assert_eq!(command(Key::Down, KeyContext::Fields), Some(C::Move(Motion::Line, Forward)));
    }

    #[test]
    fn every_key_written_in_the_table_reads_back_as_itself() {
        for key in BINDINGS.iter().flat_map(|binding| binding.keys) {
            let written = match key {
                Key::Char(' ') => "<space>".to_owned(),
                Key::Char(c) => c.to_string(),
                named => format!("<{named}>"),
            };
            assert_eq!(parse(&written), Ok(vec![*key]), "{written}");
        }
    }

    #[test]
    fn a_key_string_mixes_characters_and_names() {
        let keys = parse("j/a<b<enter><c-d><lt>").unwrap();
        let expected =
            [Char('j'), Char('/'), Char('a'), Char('<'), Char('b'), Key::Enter, Ctrl('d'), Char('<')];
        assert_eq!(keys, expected);
        assert!(parse("<entre>").unwrap_err().contains("<Enter>"));
    }

    #[test]
    fn a_hangul_key_does_what_the_latin_key_in_its_place_does() {
        for (jamo, latin) in [('ㅓ', 'j'), ('ㅏ', 'k'), ('ㅂ', 'q'), ('ㅜ', 'n'), ('ㅐ', 'o'), ('ㅗ', 'h')]
        {
            assert_eq!(command(Char(jamo), KeyContext::Panes), command(Char(latin), KeyContext::Panes));
            assert!(command(Char(jamo), KeyContext::Panes).is_some());
        }
    }
}
