//! `update`: what each action does.
//!
//! Invariant: a key that can do nothing gives the reason in one line.

use super::bindings::command;
use super::citing::Delivery;
use super::command::Command;
use super::field::TextField;
use super::history::Departure;
use super::key_context::KeyContext;
use super::keys::Key;
use super::layout::Pane;
use super::motion::{Direction, Motion};
use super::mouse::Mouse;
use super::overlay::{Clicked, Content, Overlay, OverlayKind};
use super::palette::is_bound;
use super::views::{NOTHING_SELECTED, ViewKind};
use super::{Action, App, Effect, Mode};
use crate::page::LinkTarget;
use crate::text::hangul::keys;

/// In a restricted session: maximum bytes of a field, and maximum changes of marks that can be undone.
const MOST_TYPED: usize = 4096;
const MOST_CHANGES: usize = 100;

impl App {
    /// What a key asks for in the current state; `None` if it means nothing.
    pub fn action(&self, key: Key) -> Option<Action> {
        let context = self.key_context();
        let command = command(key, context);
        if matches!(self.mode, Mode::Plain) {
            // Any key returns from the plain screen.
            return Some(Action::Do(
                command.filter(|command| *command == Command::Quit).unwrap_or(Command::Back),
            ));
        }
        if let Some(command) = command {
            return Some(Action::Do(command));
        }
        let Key::Char(c) = key else { return None };
        (context == KeyContext::Fields).then(|| Action::Type(c.to_string()))
    }

    /// Presses a key. A Hangul syllable that an input method composed of several keys is decomposed into them outside
    /// fields.
    pub fn press(&mut self, key: Key) -> Vec<Effect> {
        let mut effects = Vec::new();
        for key in self.keys_of(key) {
            effects.extend(self.action(key).map(|action| self.update(action)).unwrap_or_default());
        }
        effects
    }

    fn keys_of(&self, key: Key) -> Vec<Key> {
        match key {
            Key::Char(c) if self.key_context() != KeyContext::Fields => {
                keys(c.encode_utf8(&mut [0; 4])).chars().map(Key::Char).collect()
            }
            key => vec![key],
        }
    }

    /// Carries out an action.
    pub fn update(&mut self, action: Action) -> Vec<Effect> {
        if matches!(action, Action::Point(..)) && self.mouse == Mouse::Off {
            return Vec::new();
        }
        self.finish_lines();
        if !matches!(action, Action::Resize(..)) {
            self.notice = None;
        }
        if let Action::Do(command) = action
            && self.saves_again(command)
        {
            return self.save_again();
        }
        self.wanted = self.wanted.take().filter(|_| matches!(action, Action::Resize(..)));
        if let Action::Do(Command::Move(motion, direction)) = action
            && self.move_in_view(motion, direction)
        {
            // What is shown need not be composed again.
            return Vec::new();
        }
        let effects = match action {
            Action::Do(command) => self.carry_out(command),
            Action::Type(text) => {
                self.write(text);
                Vec::new()
            }
            Action::Point(input, tab) => self.point(input, tab),
            Action::Resize(width, height) => {
                self.panes.size = (width, height);
                // The list is scrolled as if opened at this size, whatever sizes the screen has had.
                self.list.restart();
                Vec::new()
            }
        };
        if self.restricted {
            self.marks.forget_changes(MOST_CHANGES);
        }
        self.compose();
        effects
    }

    /// Whether a command is `Enter` just after something could not be saved.
    fn saves_again(&mut self, command: Command) -> bool {
        self.failed_just_now()
            && command == Command::Open
            && matches!(self.mode, Mode::Panes | Mode::Overlay(_))
    }

    /// Adds a text to what is being written.
    fn write(&mut self, text: String) {
        let typed = text.len();
        let text = self.fitting(text);
        let cut = self.notice.clone().filter(|_| text.len() < typed);
        match &mut self.mode {
            Mode::Note(note) => note.field.insert_as_typed(&text),
            Mode::Draft => self.write_draft(&text),
            Mode::Panes
            | Mode::Search
            | Mode::Forms(_)
            | Mode::Documents
            | Mode::Plain
            | Mode::Overlay(_) => self.edit(|field| field.insert(&text)),
        }
        // A search has remarks of its own.
        self.notice = cut.or(self.notice.take());
    }

    /// The part of a text that still fits into the field in a restricted session, where the memory belongs to someone
    /// else.
    pub(super) fn fitting(&mut self, mut text: String) -> String {
        let held = match &self.mode {
            Mode::Overlay(overlay) => overlay.field.text().len(),
            Mode::Search => self.search.field.text().len(),
            Mode::Note(note) => note.field.text().len(),
            Mode::Draft => self.views.draft.as_ref().map_or(0, |view| view.field.text().len()),
            Mode::Panes | Mode::Forms(_) | Mode::Documents | Mode::Plain => 0,
        };
        let room = MOST_TYPED.saturating_sub(held);
        if self.restricted && text.len() > room {
            text.truncate(text.floor_char_boundary(room));
            self.notice = Some(format!("no more than {MOST_TYPED} bytes fit here"));
        }
        text
    }

    fn edit(&mut self, change: impl FnOnce(&mut TextField)) {
        match &mut self.mode {
            Mode::Overlay(overlay) => {
                change(&mut overlay.field);
                overlay.restart();
            }
            Mode::Search => {
                self.search.past.stop_recalling();
                change(&mut self.search.field);
                self.find_best();
            }
            Mode::Note(note) => change(&mut note.field),
            Mode::Draft => {
                if let Some(view) = &mut self.views.draft {
                    change(&mut view.field);
                }
            }
            Mode::Panes | Mode::Forms(_) | Mode::Documents | Mode::Plain => {}
        }
    }

    fn carry_out(&mut self, command: Command) -> Vec<Effect> {
        match command {
            command if command.is_about_passage() && !self.shows_passage() => {
                self.notice = Some(String::from(NOTHING_SELECTED));
            }
            Command::Quit => return vec![Effect::Quit],
            Command::Suspend if self.restricted => {
                self.notice = Some(String::from("linchpin cannot be suspended here; q quits"));
            }
            Command::Suspend => return vec![Effect::Suspend],
            Command::Close => return self.close(),
            Command::Back => return self.back(),
            Command::Open => return self.open(),
            Command::Move(motion, direction) => self.move_or_recall(motion, direction),
            Command::Go(destination, direction) => self.go(destination, direction),
            Command::Travel(direction) => self.travel(direction),
            Command::Argument => self.go_to_argument(),
            Command::Search => self.start_search(),
            Command::SearchTerm => self.search_term(),
            Command::Order if self.views.shown != ViewKind::Explore => self.next_order(),
            Command::Order => self.reorder(),
            Command::Zoom if self.panes.zoom => self.unzoom(),
            Command::Zoom => self.zoom(),
            Command::Toggle => self.toggle(),
            Command::Filters => self.mode = Mode::Overlay(Overlay::new(OverlayKind::Filters)),
            Command::Glossary => self.mode = Mode::Overlay(Overlay::new(OverlayKind::Glossary)),
            Command::Mark => return self.mark(),
            Command::Note => self.start_note(),
            Command::Remove => return self.remove_mark(),
            Command::Undo => return self.take_back().unwrap_or_else(|| self.undo()),
            Command::Marks => return self.list_marks(),
            Command::View(view) => self.open_view(view),
            Command::WriteDraft => self.start_draft(),
            Command::EditDraft => return self.edit_draft(),
            Command::TakeOver => return self.take_over(),
            Command::SortLines(order) => self.sort_lines(order),
            Command::Unfold => self.unfold(),
            Command::Widen => self.widen(),
            Command::Turn(direction) => self.turn(direction),
            Command::Compare => self.compare(),
            Command::Swap => self.swap_sides(),
            Command::Layout => self.change_layout(),
            Command::Copy => self.ask_form(Delivery::Copy),
            Command::Print => self.ask_form(Delivery::Print),
            Command::Browse => return self.browse(),
            Command::Cite(excerpt) => return self.give(excerpt),
            Command::Write => self.mode = Mode::Documents,
            Command::WriteAs(form) => return self.write_as(form),
            Command::Palette => self.mode = Mode::Overlay(Overlay::new(OverlayKind::Palette)),
            Command::Help => self.help(),
            Command::Mouse => return self.toggle_mouse(),
            Command::Theme(theme) => (self.theme, self.chosen_theme) = (theme, Some(theme)),
            Command::Edit(edit) => self.edit(|field| field.edit(edit)),
        }
        Vec::new()
    }

    /// `Enter`.
    pub(super) fn open(&mut self) -> Vec<Effect> {
        match &mut self.mode {
            Mode::Search => {
                self.mode = Mode::Panes;
                let query = self.search.field.text().to_owned();
                self.search.past.add(&query);
                if let Some(began) = self.search.began.take() {
                    self.history.record(began, Departure::Step);
                }
                self.notice = self.search.remarks();
            }
            Mode::Overlay(overlay) => {
                if overlay.typing && overlay.kind != OverlayKind::Palette {
                    overlay.typing = false;
                } else {
                    return self.choose();
                }
            }
            Mode::Note(_) => return self.finish_note(),
            Mode::Draft => {
                let line = self.fitting(String::from("\n"));
                self.write_draft(&line);
            }
            Mode::Forms(_) | Mode::Documents | Mode::Plain => {}
            Mode::Panes if self.views.shown != ViewKind::Explore => self.read_line(),
            Mode::Panes => match self.panes.focus {
                Pane::Statements => self.panes.focus = Pane::Passage,
                Pane::Passage => self.follow(self.reading.scrolled.target()),
                Pane::Meanings => self.follow(self.meanings.target()),
            },
        }
        Vec::new()
    }

    /// `Enter` in an overlay: runs the command, shows what the filters select, or follows the link under the cursor.
    fn choose(&mut self) -> Vec<Effect> {
        let Mode::Overlay(overlay) = &mut self.mode else { return Vec::new() };
        if let Some(term) = overlay.folded() {
            overlay.unfold(term);
            return Vec::new();
        }
        match &overlay.content {
            Content::Actions(entries) => {
                let commands = entries.selected().map(|action| action.commands.clone()).unwrap_or_default();
                self.mode = Mode::Panes;
                if commands.first().is_some_and(|command| !is_bound(*command, self.key_context())) {
                    self.switch_to_passage();
                }
                return commands.into_iter().flat_map(|command| self.carry_out(command)).collect();
            }
            Content::Page(view) => {
                let target = view.target();
                self.mode = Mode::Panes;
                match target {
                    Some(LinkTarget::Term(term)) => self.search_for(term),
                    Some(LinkTarget::To(_) | LinkTarget::Mark(_)) => self.follow(target),
                    // `Enter` shows what the filters select.
                    Some(LinkTarget::Filter(_)) | None => {}
                }
            }
        }
        Vec::new()
    }

    /// A click in an overlay: runs an action, sets or clears a filter, selects a term or a mark, or opens it if it is
    /// selected.
    pub(super) fn choose_row(&mut self, row: usize) -> Vec<Effect> {
        let Mode::Overlay(overlay) = &mut self.mode else { return Vec::new() };
        match (overlay.kind, overlay.point(row)) {
            (_, Clicked::Nothing)
            | (OverlayKind::Help, _)
            | (OverlayKind::Glossary | OverlayKind::Marks, Clicked::Other) => {}
            (OverlayKind::Filters, Clicked::Other | Clicked::Selected) => self.toggle(),
            (OverlayKind::Palette, Clicked::Other | Clicked::Selected)
            | (OverlayKind::Glossary | OverlayKind::Marks, Clicked::Selected) => return self.choose(),
        }
        Vec::new()
    }

    /// In the search field `↑` and `↓` recall earlier queries; after the last one, `↓` moves in the list as elsewhere.
    fn move_or_recall(&mut self, motion: Motion, direction: Direction) {
        let in_field = matches!(self.mode, Mode::Search) && motion == Motion::Line;
        if matches!(self.mode, Mode::Draft) {
            self.move_in_draft(direction);
        } else if in_field && self.search.recall(direction) {
            self.find_best();
        } else if in_field && direction == Direction::Backward {
            self.notice = Some(String::from("no query before this one"));
        } else {
            self.move_in_list(motion, direction);
        }
    }

    /// Selects or clears the value of a filter under the cursor.
    fn toggle(&mut self) {
        let Mode::Overlay(overlay) = &self.mode else { return };
        let Some(value) = overlay.filter() else { return };
        let query = self.library.index.toggled(self.search.field.text(), value.facet, &value.value);
        self.history.record(self.here(), Departure::Step);
        self.search.ask(&query);
        self.find_best();
    }

    fn follow(&mut self, target: Option<LinkTarget>) {
        match target {
            Some(LinkTarget::Term(term)) => self.look_up(term),
            Some(LinkTarget::To(target)) => self.follow_to(self.library.corpus.first_passage(target)),
            Some(LinkTarget::Mark(mark)) => self.follow_to(self.marks.passage(mark)),
            Some(LinkTarget::Filter(_)) | None => self.notice = Some(String::from("nothing to open here")),
        }
    }

    /// Opens the glossary at a term.
    fn look_up(&mut self, term: usize) {
        self.mode = Mode::Overlay(Overlay::glossary_at(term));
    }

    /// Searches for what is in the field and brings the best hit into view.
    fn find_best(&mut self) {
        self.search();
        self.show(self.search.best_hit().unwrap_or(self.reading.at));
    }

    /// Searches for what is in the field; the passage in view stays if it is a hit.
    pub(super) fn find(&mut self) {
        self.search();
        let hit = self.search.best_hit().filter(|_| self.search.excludes(self.reading.at));
        self.show(hit.unwrap_or(self.reading.at));
    }

    /// Searches for what is in the field and lists what was found; the caller brings a passage into view.
    pub(super) fn search(&mut self) {
        self.search.run(&self.library);
        self.list.fill(&self.library.corpus, self.search.found.as_ref());
        self.notice = self.search.remarks();
    }

    fn start_search(&mut self) {
        if let Mode::Overlay(overlay) = &mut self.mode {
            overlay.typing = true;
            overlay.field.offer();
        } else {
            self.search.began = Some(self.here());
            self.search.field.offer();
            self.search.past.stop_recalling();
            self.mode = Mode::Search;
        }
    }

    fn search_term(&mut self) {
        match self.term() {
            Some(term) => {
                self.mode = Mode::Panes;
                self.search_for(term);
            }
            None => self.notice = Some(String::from("no key term here")),
        }
    }

    fn search_for(&mut self, term: usize) {
        let Some(term) = self.library.corpus.dataset().terms.get(term) else { return };
        let visit = self.here();
        self.search.ask(&format!("term:{}", term.id));
        self.history.record(visit, Departure::Level);
        self.find();
    }

    /// Gives the pane in focus the whole screen.
    fn zoom(&mut self) {
        self.panes.zoom = true;
        self.list.keep_scroll();
    }

    /// Shows all panes again; the list returns to its scroll position.
    pub(super) fn unzoom(&mut self) {
        self.panes.zoom = false;
        self.list.restore_scroll();
    }

    fn reorder(&mut self) {
        self.list.order = self.list.order.next(self.search.found.is_some());
        self.list.fill(&self.library.corpus, self.search.found.as_ref());
        self.notice = Some(format!("list: {}", self.list.order.name()));
    }

    fn help(&mut self) {
        let open = matches!(&self.mode, Mode::Overlay(overlay) if overlay.kind == OverlayKind::Help);
        self.mode = if open { Mode::Panes } else { Mode::Overlay(Overlay::new(OverlayKind::Help)) };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::theme::Theme;
    use crate::corpus::load;
    use crate::library::Library;

    #[test]
    fn a_restricted_session_limits_the_text_of_a_field() {
        let mut app = App::new(Library::new(load::embedded().unwrap()), (80, 24), Theme::Dark, None);
        for restricted in [true, false] {
            app.restricted = restricted;
            for key in [':', 'a', '/'] {
                app.press(Key::Char(key));
                let piece = "동맹 ".repeat(1000);
                app.update(Action::Type(piece.clone()));
                app.update(Action::Type(piece));
                let length = match &app.mode {
                    Mode::Note(note) => note.field.text().len(),
                    Mode::Overlay(overlay) => overlay.field.text().len(),
                    Mode::Search => app.search.field.text().len(),
                    Mode::Panes | Mode::Draft | Mode::Forms(_) | Mode::Documents | Mode::Plain => {
                        panic!("{:?}", app.mode)
                    }
                };
                let told = app.notice.as_deref();
                if restricted {
                    assert!((4090..=4096).contains(&length), "{length}");
                    assert_eq!(told, Some("no more than 4096 bytes fit here"));
                } else {
                    let is_cut = told.is_some_and(|told| told.contains("fit here"));
                    assert_eq!((length, is_cut), (14_000, false));
                }
                app.press(Key::Ctrl('u'));
                app.press(Key::Esc);
            }
        }
    }
}
