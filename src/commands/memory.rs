//! What the explorer remembers from session to session: the last position, the queries, the theme, that the hint was shown.
//!
//! Invariant: with `--no-state` or in a restricted session nothing is read or written.

use std::io;

use clap::ValueEnum;

use super::cli::ExplorerArgs;
use super::environment::Environment;
use crate::app::App;
use crate::app::queries::PastQueries;
use crate::app::theme::Theme;
use crate::store::queries::KeptQueries;
use crate::store::{ChosenTheme, FirstHint, LastPositions};
use crate::terminal::writer::Writer;
use crate::text::safe::Text;

/// What the explorer remembers from session to session: nothing where it must not, or cannot.
#[derive(Debug, Default)]
pub(super) struct Memory {
    positions: Option<LastPositions>,
    theme: Option<ChosenTheme>,
    queries: Option<KeptQueries>,
    hint: Hint,
}

/// The hint for the first start.
#[derive(Debug, Default)]
enum Hint {
    /// At the first start only.
    Once(FirstHint),
    /// At each start, because nothing records which is the first.
    #[default]
    Always,
    /// With `--no-state`: the reader knows the program.
    Never,
}

impl Memory {
    pub(super) fn of(options: &ExplorerArgs, environment: &Environment) -> Self {
        if options.no_state {
            return Self { hint: Hint::Never, ..Self::default() };
        }
        if options.sharing.restricted {
            return Self::default();
        }
        let folders = &environment.folders;
        let hint = folders.first_hint().map_or(Hint::Always, Hint::Once);
        let (positions, theme, queries) =
            (folders.last_positions(), folders.chosen_theme(), folders.queries());
        Self { positions, theme, queries, hint }
    }

    /// Whether the hint is due.
    pub(super) fn greets(&self) -> bool {
        match &self.hint {
            Hint::Once(hint) => hint.is_due(),
            Hint::Always => true,
            Hint::Never => false,
        }
    }

    /// Remembers that the hint was shown. If that fails, it is shown again.
    pub(super) fn greeted(&mut self, writer: Option<&Writer>) {
        if let (Hint::Once(hint), Some(writer)) = (std::mem::take(&mut self.hint), writer) {
            writer.give(move || hint.remember(), drop);
        }
    }

    pub(super) fn place(&self, dataset: &str) -> Option<String> {
        self.positions.as_ref()?.last(dataset)
    }

    pub(super) fn theme(&self) -> Option<Theme> {
        Theme::from_str(&self.theme.as_ref()?.last()?, false).ok()
    }

    pub(super) fn queries(&self) -> PastQueries {
        PastQueries::new(self.queries.as_ref().map(KeptQueries::last).unwrap_or_default())
    }

    /// What of a session there is to remember, by name.
    pub(super) fn kept_of(&self, state: &LastState) -> Vec<&'static str> {
        let mut names = Vec::new();
        self.each(state, |what, _| names.push(what));
        names
    }

    /// Remembers the passage in view, the queries and the theme that was chosen, and reports how each went.
    pub(super) fn keep(&self, state: &LastState, report: impl Fn(&'static str, io::Result<()>)) {
        self.each(state, |what, remember| report(what, remember()));
    }

    /// What there is to remember: its name, with the verb, and how to remember it.
    fn each(&self, state: &LastState, mut visit: impl FnMut(&'static str, &dyn Fn() -> io::Result<()>)) {
        if let (Some(positions), Some(place)) = (&self.positions, &state.place) {
            visit("last position was", &|| positions.remember(&state.dataset, place));
        }
        if let Some(queries) = self.queries.as_ref().filter(|_| !state.queries.is_empty()) {
            visit("queries were", &|| queries.add(&state.queries));
        }
        let chosen = state.theme.and_then(|theme| theme.to_possible_value());
        if let (Some(store), Some(chosen)) = (&self.theme, chosen) {
            visit("theme was", &|| store.remember(chosen.get_name()));
        }
    }
}

/// What a session leaves to the next one.
pub(super) struct LastState {
    dataset: Text,
    place: Option<String>,
    queries: Vec<String>,
    theme: Option<Theme>,
}

impl LastState {
    pub(super) fn of(app: &App) -> Self {
        Self {
            dataset: app.library.corpus.dataset().id.clone(),
            place: app.passage_id().map(str::to_owned),
            queries: app.search.past.fresh().to_vec(),
            theme: app.chosen_theme,
        }
    }
}
