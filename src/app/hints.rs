//! What the footer offers: the keys that do something in the current state.
//!
//! Invariant: hints come from the key table; a key that would do nothing is not offered.

use super::bindings::{BINDINGS, Binding};
use super::command::Command;
use super::key_context::KeyContext;
use super::leaving::Exit;
use super::motion::{Destination, Direction, Motion};
use super::overlay::OverlayKind;
use super::views::ViewKind;
use super::{App, Mode};

/// The position of a view's own keys among the hints: after citing, before the terms of the passage.
const OF_VIEW: u8 = 6;

impl App {
    /// Shows what to try first, unless there is another message; returns whether it did.
    pub fn greet(&mut self) -> bool {
        let (meaning, search) = (Command::Go(Destination::Meaning, Direction::Forward), Command::Search);
        let (meaning, search, help) = (first_key(meaning), first_key(search), first_key(Command::Help));
        let greets = self.notice.is_none();
        self.notice.get_or_insert(format!(
            "New here? Try {meaning} for the next meaning, {search} to search, {help} for help."
        ));
        greets
    }

    /// Which part of the key table applies.
    pub fn key_context(&self) -> KeyContext {
        match (&self.mode, self.views.shown) {
            (Mode::Panes, ViewKind::Explore) => KeyContext::Panes,
            (Mode::Panes, ViewKind::Concordance) => KeyContext::Concordance,
            (Mode::Panes, ViewKind::Timeline) => KeyContext::Timeline,
            (Mode::Panes, ViewKind::Compare) => KeyContext::Compare,
            (Mode::Panes, ViewKind::Draft) => KeyContext::Draft,
            (Mode::Search | Mode::Note(_) | Mode::Draft, _) => KeyContext::Fields,
            (Mode::Forms(_) | Mode::Plain, _) => KeyContext::Forms,
            (Mode::Documents, _) => KeyContext::Documents,
            (Mode::Overlay(overlay), _) if overlay.typing => KeyContext::Fields,
            (Mode::Overlay(overlay), _) if overlay.kind == OverlayKind::Filters => KeyContext::Filters,
            (Mode::Overlay(_), _) => KeyContext::Overlays,
        }
    }

    /// Key and words of each hint, most useful first. In the analysis the first has no key: it says where the reader is.
    pub fn hints(&self) -> Vec<(String, String)> {
        let context = self.key_context();
        let offered = |binding: &&Binding| {
            binding.priority > 0 && binding.contexts.contains(context) && self.works(binding.command)
        };
        let mut offered: Vec<_> = BINDINGS.iter().filter(offered).collect();
        offered.sort_by_cached_key(|binding| usize::from(self.priority(binding)));
        let place = self.place_in_argument().filter(|_| matches!(self.mode, Mode::Panes));
        let place = place.filter(|_| self.search.found.is_none() && self.views.shown == ViewKind::Explore);
        let place = place.map(|(at, of)| (String::new(), format!("argument of the paper: {at} of {of}")));
        let hints = offered.into_iter().map(|binding| (keys(binding), self.words(binding).to_owned()));
        place.into_iter().chain(hints).collect()
    }

    /// What matters here comes first: the way out of what is open; with a search, its hits; in the analysis, its next
    /// passage.
    fn priority(&self, binding: &Binding) -> u8 {
        let is_first = match binding.command {
            Command::Go(destination, _) => matches!(destination, Destination::Hit | Destination::Passage),
            command => {
                let opened =
                    matches!(self.leaves(), Some(Exit::Level | Exit::Zoom | Exit::Search | Exit::View));
                opened && command == Command::Back
            }
        };
        // The keys of a view come before those of every passage.
        let is_of_view = self.views.shown != ViewKind::Explore
            && matches!(binding.command, Command::Order | Command::Compare | Command::Write);
        match (is_first, is_of_view) {
            (true, _) => 0,
            (false, true) => binding.priority.min(OF_VIEW),
            (false, false) => binding.priority,
        }
    }

    fn words(&self, binding: &Binding) -> &'static str {
        match &self.mode {
            Mode::Note(_) if binding.command == Command::Open => return "save",
            Mode::Search if matches!(binding.command, Command::Move(..)) => return "earlier queries",
            Mode::Overlay(overlay) if binding.command == Command::Open && overlay.term().is_some() => {
                return if overlay.folded().is_some() { "unfold" } else { "find it" };
            }
            Mode::Overlay(_) if binding.command == Command::Close => return "close",
            Mode::Draft if binding.command == Command::Open => return "new line",
            Mode::Draft if binding.command == Command::Back => return "compare",
            _ => {}
        }
        match (binding.command, self.views.shown, &self.views.held) {
            (Command::Go(Destination::Hit, _), ViewKind::Draft, _) => return "phrase",
            (Command::Widen, ViewKind::Draft, _) => return "without precedent",
            (Command::Turn(_), ViewKind::Compare, _) => return "side",
            (Command::Turn(_), ViewKind::Timeline, _) => {
                return self.views.timeline.as_ref().map_or(binding.hint, |view| view.scale.name());
            }
            (Command::Widen, ViewKind::Timeline, _) => return "group",
            (Command::Widen, ViewKind::Compare, _) => return "next list",
            (Command::Compare, ViewKind::Compare, _) => return "other side",
            (Command::Compare, _, Some(_)) => return "compare both",
            _ => {}
        }
        match self.leaves().filter(|_| binding.command == Command::Back) {
            Some(Exit::Zoom) => "all panes",
            Some(Exit::Search) => "clear search",
            Some(Exit::Focus) => "list",
            Some(Exit::Level | Exit::Step | Exit::View) | None => binding.hint,
        }
    }

    /// What `Esc` leaves, if it acts among the panes.
    fn leaves(&self) -> Option<Exit> {
        self.exit().filter(|_| matches!(self.mode, Mode::Panes))
    }

    /// The key term to search for, of those that are on the screen.
    pub(super) fn term(&self) -> Option<usize> {
        match self.mode.overlay() {
            Some(overlay) => overlay.term(),
            None if self.views.shown != ViewKind::Explore || self.list.rows.is_empty() => None,
            None => self.reading.term_or_first(),
        }
    }

    /// Whether a command would do something in the view that is shown, where that depends on the view.
    fn works_in_view(&self, command: Command) -> Option<bool> {
        let selects = matches!(self.mode, Mode::Panes) && self.views.shown != ViewKind::Explore;
        match (command, self.views.shown) {
            (Command::Open, _) if selects => Some(self.selected_passage().is_some()),
            (command, _) if command.is_about_passage() => Some(self.shows_passage()),
            (Command::Go(Destination::Hit, _), ViewKind::Explore) => {
                Some(self.search.found.as_ref().is_some_and(|found| !found.hits.is_empty()))
            }
            (Command::Go(Destination::Hit, _), shown) => Some(shown == ViewKind::Draft),
            (Command::TakeOver, _) => {
                Some(self.views.draft.as_ref().is_some_and(|view| view.has_official_words()))
            }
            (Command::Turn(_) | Command::Swap, ViewKind::Compare) => {
                Some(self.views.compare.as_ref().is_some_and(|view| view.has_sides()))
            }
            (Command::Widen | Command::Layout, ViewKind::Compare) => {
                Some(self.views.compare.as_ref().is_some_and(|view| view.has_parts()))
            }
            _ => None,
        }
    }

    /// Whether a command would do something in the current state.
    fn works(&self, command: Command) -> bool {
        if let Some(works) = self.works_in_view(command) {
            return works;
        }
        let overlay = self.mode.overlay().map(|overlay| overlay.kind);
        match command {
            Command::SearchTerm => self.term().is_some(),
            Command::WriteAs(form) => self.can_write(form),
            Command::Remove => overlay == Some(OverlayKind::Marks) && !self.marks.all().is_empty(),
            Command::Undo => self.marks.can_undo() || self.can_take_back(),
            Command::Marks => overlay != Some(OverlayKind::Marks),
            Command::Move(Motion::Line, _) => match self.mode {
                Mode::Note(_) => false,
                Mode::Search => !self.search.past.is_empty(),
                _ => true,
            },
            Command::Open => match overlay {
                Some(OverlayKind::Help) => false,
                Some(OverlayKind::Marks) => !self.marks.all().is_empty(),
                _ => true,
            },
            Command::Go(Destination::Passage, _) => {
                self.search.found.is_none() && self.place_in_argument().is_some()
            }
            Command::Argument => {
                self.library.corpus.analysis().is_some() && self.place_in_argument().is_none()
            }
            Command::Go(Destination::Meaning, _) => {
                self.library.corpus.dataset().meanings.iter().any(|meaning| !meaning.evidence.is_empty())
            }
            Command::Back => self.exit().is_some() || !matches!(self.mode, Mode::Panes),
            // `Esc` goes back, too, where nothing else is open.
            Command::Travel(_) => {
                !self.history.is_empty() && !matches!(self.exit(), Some(Exit::Level | Exit::Step))
            }
            // Every other key always does something.
            _ => true,
        }
    }
}

fn first_key(command: Command) -> String {
    let binding = BINDINGS.iter().find(|binding| binding.command == command);
    binding.and_then(|binding| binding.keys.first()).map(ToString::to_string).unwrap_or_default()
}

/// The keys of a hint: of a pair, both. The two keys of moving by line are its arrows.
fn keys(binding: &Binding) -> String {
    match binding.command {
        Command::Move(Motion::Line, _) => String::from("↑↓"),
        Command::Go(to @ (Destination::Meaning | Destination::Hit), _) => {
            let one = |direction| first_key(Command::Go(to, direction));
            let (first, second) = (one(Direction::Backward), one(Direction::Forward));
            // `[ ]` with a space, since brackets are read as a pair, but `n N`.
            if to == Destination::Meaning { format!("{first} {second}") } else { format!("{second} {first}") }
        }
        command => first_key(command),
    }
}
