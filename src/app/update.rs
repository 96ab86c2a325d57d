//! `update`: what each action does.
//!
//! Invariant: state changes here and nowhere else; a key that can do nothing says why in one line.

use super::citing::Way;
use super::field::Field;
use super::keys::{Command, Key, KeyContext, command};
use super::layout::Pane;
use super::list;
use super::overlay::{self, Kind, Overlay};
use super::{Action, App, Effect, Mode, Origin};
use crate::corpus::PassageNo;
use crate::page::LinkTarget;
use crate::search::{Found, Level};
use crate::text::hangul::keys;

impl App {
    /// What a key asks for, here and now; `None` where it means nothing.
    pub fn action(&self, key: Key) -> Option<Action> {
        let place = self.mode.place();
        let command = command(key, place);
        if matches!(self.mode, Mode::Plain) {
            // Any key comes back.
            return Some(Action::Do(
                command.filter(|command| *command == Command::Quit).unwrap_or(Command::Back),
            ));
        }
        if let Some(command) = command {
            return Some(Action::Do(command));
        }
        let Key::Char(c) = key else { return None };
        (place == KeyContext::Fields).then(|| Action::Type(c.to_string()))
    }

    /// Presses a key. A Hangul syllable, which an input method made of several keys, is all of them outside fields.
    pub fn press(&mut self, key: Key) -> Vec<Effect> {
        let mut effects = Vec::new();
        for key in self.keys_of(key) {
            effects.extend(self.action(key).map(|action| self.update(action)).unwrap_or_default());
        }
        effects
    }

    fn keys_of(&self, key: Key) -> Vec<Key> {
        match key {
            Key::Char(c) if self.mode.place() != KeyContext::Fields => {
                keys(c.encode_utf8(&mut [0; 4])).chars().map(Key::Char).collect()
            }
            key => vec![key],
        }
    }

    /// Whether keys that came all at once are a paste without brackets: there is a letter among them that means
    /// nothing here, or a `q` with more behind it. Nobody types so, and a paste must never quit.
    pub fn is_paste(&self, burst: &[Key]) -> bool {
        let place = self.mode.place();
        // No paste holds control keys; what ends a terminal's input does (a line, then Ctrl-D).
        if burst.iter().any(|key| matches!(key, Key::Ctrl(_))) {
            return false;
        }
        if matches!(self.mode, Mode::Note(_) | Mode::Search | Mode::Plain) || place == KeyContext::Forms {
            return false;
        }
        let keys: Vec<Key> = burst.iter().flat_map(|key| self.keys_of(*key)).collect();
        for (at, key) in keys.iter().enumerate() {
            match command(*key, place) {
                // What follows is typed into a field, or chooses a form.
                Some(Command::Search | Command::Palette | Command::Note | Command::Copy | Command::Print) => {
                    return false;
                }
                Some(Command::Close) if at.saturating_add(1) < keys.len() => return true,
                None if matches!(key, Key::Char(_)) => return true,
                _ => {}
            }
        }
        false
    }

    /// Carries out an action.
    pub fn update(&mut self, action: Action) -> Vec<Effect> {
        self.notice = None;
        self.wanted = self.wanted.take().filter(|_| matches!(action, Action::Resize(..)));
        let effects = match action {
            Action::Do(command) => self.carry_out(command),
            Action::Type(text) => self.edit(|field| field.insert(&text)),
            Action::Resize(width, height) => {
                self.size = (width, height);
                // The list stands as if opened at this size, whatever small sizes it has been through.
                self.scroll = 0;
                Vec::new()
            }
        };
        self.compose();
        effects
    }

    fn edit(&mut self, change: impl FnOnce(&mut Field)) -> Vec<Effect> {
        match &mut self.mode {
            Mode::Overlay(overlay) => {
                change(&mut overlay.field);
                overlay.view.reset();
            }
            Mode::Search => {
                change(&mut self.search);
                self.find(true);
            }
            Mode::Note(field) => change(field),
            Mode::Panes | Mode::Forms(_) | Mode::Plain => {}
        }
        Vec::new()
    }

    fn carry_out(&mut self, command: Command) -> Vec<Effect> {
        match command {
            Command::Quit => return vec![Effect::Quit],
            Command::Suspend if self.restricted => {
                self.notice = Some(String::from("nothing to go back to here; q leaves"));
            }
            Command::Suspend => return vec![Effect::Suspend],
            Command::Close => return self.close(),
            Command::Back => return self.back(),
            Command::Open => return self.open(),
            Command::Down | Command::Up => self.step(command == Command::Down),
            Command::PageDown | Command::PageUp => self.page(false, command == Command::PageDown),
            Command::HalfDown | Command::HalfUp => self.page(true, command == Command::HalfDown),
            Command::First | Command::Last => self.ends(command == Command::Last),
            Command::NextPane => self.focus = self.pane(1),
            Command::PreviousPane => self.focus = self.pane(2),
            Command::NextMeaning | Command::PreviousMeaning => self.meaning(command == Command::NextMeaning),
            Command::NextPassage | Command::PreviousPassage => {
                self.neighbour(command == Command::NextPassage, false);
            }
            Command::NextHit | Command::PreviousHit => self.neighbour(command == Command::NextHit, true),
            Command::Argument => self.argument(),
            Command::Search => self.start_search(),
            Command::SearchTerm => self.search_term(),
            Command::Order => self.reorder(),
            Command::Zoom => self.zoom = !self.zoom,
            Command::Filters => self.mode = Mode::Overlay(Overlay::new(Kind::Filters)),
            Command::Glossary => self.mode = Mode::Overlay(Overlay::new(Kind::Glossary)),
            Command::Mark => return self.mark(),
            Command::Note => self.start_note(),
            Command::Marks => return self.list_marks(),
            Command::Explore => self.mode = Mode::Panes,
            Command::Copy => self.ask_form(Way::Copy),
            Command::Print => self.ask_form(Way::Print),
            Command::Cite(what) => return self.give(what),
            Command::Palette => self.mode = Mode::Overlay(Overlay::new(Kind::Palette)),
            Command::Help => self.help(),
            Command::Theme(theme) => self.theme = theme,
            Command::Edit(edit) => return self.edit(|field| field.edit(edit)),
        }
        Vec::new()
    }

    /// `q`: closes what is open, then quits.
    fn close(&mut self) -> Vec<Effect> {
        match self.mode {
            Mode::Panes if self.zoom => self.zoom = false,
            Mode::Panes => return vec![Effect::Quit],
            _ => self.mode = Mode::Panes,
        }
        Vec::new()
    }

    /// `Esc`: one level out, in the order in which levels are entered; never quits.
    fn back(&mut self) -> Vec<Effect> {
        match &mut self.mode {
            Mode::Overlay(overlay) if overlay.typing && overlay.kind != Kind::Palette => {
                overlay.typing = false;
                overlay.field = Field::default();
            }
            Mode::Overlay(_) | Mode::Forms(_) => self.mode = Mode::Panes,
            Mode::Search => {
                self.mode = Mode::Panes;
                if let Some(origin) = self.origin.take() {
                    self.return_to(&origin);
                }
            }
            Mode::Note(_) => self.leave_note(),
            Mode::Plain => {
                self.mode = Mode::Panes;
                return vec![Effect::Return];
            }
            Mode::Panes => self.back_among_panes(),
        }
        Vec::new()
    }

    fn back_among_panes(&mut self) {
        if let Some(origin) = self.trail.pop() {
            self.return_to(&origin);
        } else if self.zoom {
            self.zoom = false;
        } else if self.found.is_some() {
            self.search = Field::default();
            self.find(false);
        } else if self.focus != Pane::Statements {
            self.focus = Pane::Statements;
        } else {
            self.notice = Some(String::from("nothing to go back from; q quits"));
        }
    }

    fn here(&self) -> Origin {
        Origin {
            passage: self.at,
            query: self.search.text().to_owned(),
            focus: self.focus,
            stop: self.passage.stop,
        }
    }

    fn return_to(&mut self, origin: &Origin) {
        if origin.query != self.search.text() {
            self.search = Field::new(&origin.query);
            self.find(false);
        }
        self.show(origin.passage);
        self.focus = origin.focus;
        if let Some(stop) = origin.stop {
            self.passage.go(stop);
        }
    }

    /// `Enter`.
    fn open(&mut self) -> Vec<Effect> {
        match &mut self.mode {
            Mode::Search => {
                self.mode = Mode::Panes;
                self.origin = None;
                self.notice = self.found.as_ref().and_then(remarks);
            }
            Mode::Overlay(overlay) => {
                let (kind, goal) = (overlay.kind, overlay.view.goal());
                if overlay.typing && kind != Kind::Palette {
                    overlay.typing = false;
                } else {
                    return self.choose(kind, goal);
                }
            }
            Mode::Note(_) => return self.finish_note(),
            Mode::Forms(_) | Mode::Plain => {}
            Mode::Panes => match self.focus {
                Pane::Statements => self.focus = Pane::Passage,
                Pane::Passage => self.follow(self.passage.goal()),
                Pane::Meanings => self.follow(self.meanings.goal()),
            },
        }
        Vec::new()
    }

    fn choose(&mut self, kind: Kind, goal: Option<LinkTarget>) -> Vec<Effect> {
        let Mode::Overlay(overlay) = &self.mode else { return Vec::new() };
        match (kind, goal) {
            (Kind::Palette, Some(LinkTarget::Entry(at))) => {
                let chosen = overlay::offered(overlay.field.text()).get(at).map(|binding| binding.command);
                self.mode = Mode::Panes;
                return chosen.map(|command| self.carry_out(command)).unwrap_or_default();
            }
            (Kind::Filters, Some(LinkTarget::Entry(at))) => {
                let token =
                    overlay::facets(&self.library, overlay.field.text()).get(at).map(|f| f.token.clone());
                if let Some(token) = token {
                    self.toggle(&token);
                }
            }
            (_, Some(LinkTarget::Term(term))) => {
                self.mode = Mode::Panes;
                self.search_for(term);
            }
            (_, Some(LinkTarget::To(target))) => {
                self.mode = Mode::Panes;
                self.follow(Some(LinkTarget::To(target)));
            }
            (_, Some(LinkTarget::Entry(_)) | None) => {
                self.mode = Mode::Panes;
            }
        }
        Vec::new()
    }

    /// Sets a filter, or lifts it where it is set.
    fn toggle(&mut self, token: &str) {
        let mut words: Vec<&str> = self.search.text().split_whitespace().collect();
        let set = words.len();
        words.retain(|word| *word != token);
        if words.len() == set {
            words.push(token);
        }
        self.search = Field::new(&words.join(" "));
        self.find(true);
    }

    fn follow(&mut self, goal: Option<LinkTarget>) {
        match goal {
            Some(LinkTarget::Term(term)) => self.look_up(term),
            Some(LinkTarget::To(target)) => {
                if let Some(number) = self.library.corpus.first_passage(target) {
                    self.jump(number, true);
                    self.focus = Pane::Passage;
                }
            }
            Some(LinkTarget::Entry(_)) | None => self.notice = Some(String::from("nothing to open here")),
        }
    }

    /// Opens the glossary at a term.
    fn look_up(&mut self, term: usize) {
        self.mode = Mode::Overlay(Overlay::new(Kind::Glossary));
        self.compose();
        if let Mode::Overlay(overlay) = &mut self.mode {
            overlay.view.ends(true);
            overlay.view.go(term);
        }
    }

    /// Goes to a passage from elsewhere; `Esc` comes back where `remember` is set, and always to a search that
    /// had to be left because it does not hold the passage.
    pub(super) fn jump(&mut self, number: PassageNo, remember: bool) {
        let leaves = self.found.as_ref().is_some_and(|found| found.certainty(number).is_none());
        if remember || leaves {
            self.trail.push(self.here());
        }
        if leaves {
            self.search = Field::default();
            self.find(false);
            self.notice = Some(String::from("search left; Esc goes back to it"));
        }
        self.show(number);
    }

    /// Makes `number` the passage in view, from its top.
    pub(super) fn show(&mut self, number: PassageNo) {
        self.at = number;
        self.passage.reset();
        self.meanings.scroll = 0;
        self.compose_passage();
        self.select_tracked();
    }

    /// Searches for what stands in the field; with `best` the best hit comes into view.
    fn find(&mut self, best: bool) {
        self.found = self.library.find(self.search.text(), self.found.as_ref());
        if self.found.is_none() && self.order == list::Order::Match {
            self.order = list::Order::default();
        }
        self.list();
        self.notice = self.found.as_ref().and_then(remarks);
        let hit = self.found.as_ref().and_then(|found| found.hits.first()).map(|hit| hit.passage);
        let lost = self.found.as_ref().is_some_and(|found| found.certainty(self.at).is_none());
        match hit {
            Some(hit) if best || lost => self.show(hit),
            Some(_) | None => self.show(self.at),
        }
    }

    fn start_search(&mut self) {
        if let Mode::Overlay(overlay) = &mut self.mode {
            overlay.typing = true;
        } else {
            self.origin = Some(self.here());
            self.mode = Mode::Search;
        }
    }

    fn search_term(&mut self) {
        match self
            .term()
            .or_else(|| self.library.usage.marks(&self.library.corpus, self.at).first().map(|mark| mark.term))
        {
            Some(term) => self.search_for(term),
            None => self.notice = Some(String::from("no marked term in this passage")),
        }
    }

    fn search_for(&mut self, term: usize) {
        let Some(id) = self.library.corpus.dataset().terms.get(term).map(|term| term.id.to_string()) else {
            return;
        };
        self.trail.push(self.here());
        self.search = Field::new(&format!("term:{id}"));
        self.find(false);
    }

    fn reorder(&mut self) {
        self.order = self.order.next(self.found.is_some());
        self.list();
        self.notice = Some(format!("list: {}", self.order.name()));
    }

    fn help(&mut self) {
        let open = matches!(&self.mode, Mode::Overlay(overlay) if overlay.kind == Kind::Help);
        self.mode = if open { Mode::Panes } else { Mode::Overlay(Overlay::new(Kind::Help)) };
    }
}

/// What the reader should know of how a query was read: filters that do not exist, words taken for others.
fn remarks(found: &Found) -> Option<String> {
    let guess = found.hits.first().map(|hit| hit.level).filter(|level| *level > Level::Prefix);
    let guess = guess.map(|level| format!("nothing as typed; {}", level.label()));
    let remarks: Vec<&str> = guess.iter().chain(&found.notes).map(String::as_str).collect();
    (!remarks.is_empty()).then(|| remarks.join("; "))
}

impl Mode {
    /// Which column of the key table holds.
    pub fn place(&self) -> KeyContext {
        match self {
            Self::Panes => KeyContext::Panes,
            Self::Search | Self::Note(_) => KeyContext::Fields,
            Self::Forms(_) | Self::Plain => KeyContext::Forms,
            Self::Overlay(overlay) if overlay.typing => KeyContext::Fields,
            Self::Overlay(_) => KeyContext::Overlays,
        }
    }
}
