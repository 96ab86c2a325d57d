//! Choosing what is compared: a statement with the one before it in its series, two statements, or the two sides of a query.
//!
//! Invariant: of two statements the earlier one is A, until the reader swaps them; the pair stays until another statement is
//! chosen.

use super::App;
use super::compare_view::Compared;
use super::history::Departure;
use super::layout::Pane;
use super::made_for::{MadeFor, Renewal};
use super::views::ViewKind;
use crate::analysis::compare::before;
use crate::search::Query;

impl App {
    /// `4`: what was compared last if the passage in view is of it; else its statement with the one before.
    pub(super) fn choose_compared(&mut self) {
        let here = self.statement_here();
        let is_of_pair = match &self.views.compared {
            Some(Compared::Statements(a, b)) => here.is_some_and(|here| [*a, *b].contains(&here)),
            Some(Compared::Before(at)) => {
                here.is_some_and(|here| here == *at || before(&self.library.corpus, *at) == Some(here))
            }
            Some(Compared::Queries(_) | Compared::Nothing(_)) | None => false,
        };
        if !is_of_pair {
            let compared = self.with_the_one_before();
            self.set_compared(compared);
        }
    }

    fn set_compared(&mut self, compared: Compared) {
        (self.views.compared, self.views.swapped) = (Some(compared), None);
    }

    /// The place of the statement of the passage in view.
    fn statement_here(&self) -> Option<usize> {
        let corpus = &self.library.corpus;
        let at = corpus.statement_of(self.reading.at)?;
        Some(corpus.text_of(at).unwrap_or(at))
    }

    fn with_the_one_before(&self) -> Compared {
        self.statement_here()
            .map_or_else(|| Compared::Nothing(String::from("no statement is in view")), Compared::Before)
    }

    /// `c`: compares the statement with the one that was held, or with the one before it; in Compare, holds it and lets the
    /// reader choose another one.
    pub(super) fn compare(&mut self) {
        let here = self.statement_here();
        if self.views.shown == ViewKind::Compare {
            return self.hold(here);
        }
        let shown = self.views.shown;
        let held = self.views.held.take().filter(|held| Some(*held) != here);
        let compared = held.zip(here).map_or_else(
            || self.with_the_one_before(),
            |(held, here)| {
                let first = self.library.corpus.by_date().find(|at| [held, here].contains(at));
                if first == Some(held) {
                    Compared::Statements(held, here)
                } else {
                    Compared::Statements(here, held)
                }
            },
        );
        self.set_compared(compared);
        if matches!(Query::sides(self.search.field.text()), Ok(sides) if !sides.is_empty()) {
            self.history.record(self.here(), Departure::Step);
            self.search.ask("");
            self.search();
            self.notice =
                Some(String::from("search closed, since its sides are not compared; ctrl-o reopens it"));
        }
        self.switch(ViewKind::Compare);
        self.views.back = Some(shown).filter(|shown| *shown != ViewKind::Explore);
    }

    fn hold(&mut self, here: Option<usize>) {
        let statement = here.and_then(|at| self.library.corpus.statements().get(at));
        let Some(label) = statement.map(|statement| statement.label.to_string()) else { return };
        self.switch_to_passage();
        self.panes.focus = Pane::Statements;
        self.views.held = here;
        self.notice = Some(format!("choose another statement; c compares it with {label}, Esc goes back"));
    }

    /// `x`: A is B, and B is A.
    pub(super) fn swap_sides(&mut self) {
        let compared = self.compared();
        self.views.swapped = if self.views.swapped.is_none() { Some(compared) } else { None };
    }

    /// `i`: the two sides as one text, or side by side again.
    pub(super) fn change_layout(&mut self) {
        let width = self.panes.areas().body.width;
        self.views.compare.iter_mut().for_each(|view| view.change_layout(width));
    }

    /// What is compared now: the sides of the query, if it has any.
    fn compared(&mut self) -> Compared {
        let query = self.search.field.text();
        let asked = match Query::sides(query).map(<[String; 2]>::try_from) {
            Ok(Ok(sides)) => Some(Compared::Queries(sides)),
            Ok(Err(sides)) if sides.len() > 2 => Some(Compared::Nothing(format!(
                "two sides are compared; this query has {}: leave out what is not to be compared",
                sides.len()
            ))),
            Ok(Err(_)) => None,
            Err(error) => Some(Compared::Nothing(error)),
        };
        if asked.is_none() && self.views.compared.is_none() {
            self.choose_compared();
        }
        let compared = asked.or_else(|| self.views.compared.clone());
        compared.unwrap_or_else(|| self.with_the_one_before())
    }

    pub(super) fn compose_comparison(&mut self) {
        let compared = self.compared();
        let swapped = self.views.swapped.take().filter(|pair| *pair == compared);
        let made_for = MadeFor::new((compared, swapped.is_some()), self.loading.is_none());
        self.views.swapped = swapped;
        let renewal = self.views.compare.get_or_insert_default().ask(&self.library, made_for);
        // Which items there are is known once the page is composed.
        self.fit_view();
        let at = self.reading.at;
        self.views.compare.iter_mut().for_each(|view| view.follow(at));
        if renewal == Some(Renewal::Query) {
            self.remark_on_view(None);
        }
    }
}
