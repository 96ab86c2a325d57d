//! Choosing what is compared: a statement with the one before it in its series, two statements, two texts of one in two
//! languages, a statement or meaning with a meaning, or the two sides of a query.
//!
//! Invariant: of two statements the earlier one is A, until the reader swaps them; the pair stays until another statement is
//! chosen.

use super::App;
use super::compare_view::Compared;
use super::held_side::{HeldSide, statement};
use super::history::Departure;
use super::layout::Pane;
use super::made_for::{MadeFor, Renewal};
use super::views::ViewKind;
use crate::analysis::compare::before;
use crate::analysis::languages::in_two_languages;
use crate::corpus::model::Meaning;
use crate::corpus::{Corpus, Target};
use crate::page::LinkTarget;
use crate::search::Query;

/// The meaning that a link beside the meanings is for: that of its passage, else one that names it as evidence.
fn meaning_at(corpus: &Corpus, target: LinkTarget) -> Option<&Meaning> {
    let LinkTarget::To(target) = target else { return None };
    let passage = match target {
        Target::Passage(number) => corpus.passage(number).map(|(_, passage)| passage),
        Target::Statement(_) => None,
    };
    let mut meanings = corpus.dataset().meanings.iter();
    let own = passage.and_then(|passage| passage.meaning.as_ref());
    let is_evidence = |meaning: &&Meaning| {
        let named = meaning.quote.iter().chain(&meaning.evidence);
        named.into_iter().any(|id| corpus.target(id) == Some(target))
    };
    match own {
        Some(own) => meanings.find(|meaning| meaning.id == *own),
        None => meanings.find(is_evidence),
    }
}

impl App {
    /// `4`: what was compared last if the passage in view is of it; else its statement in two languages, if it is held whole in
    /// both, or with the one before.
    pub(super) fn choose_compared(&mut self) {
        let corpus = &self.library.corpus;
        let here = self.statement_here();
        let is_of_pair = match &self.views.compared {
            Some(Compared::Statements(a, b)) => {
                [*a, *b].iter().any(|at| Some(statement(corpus, *at)) == here)
            }
            Some(Compared::Before(at)) => {
                here.is_some_and(|here| here == *at || before(corpus, *at) == Some(here))
            }
            Some(Compared::Queries(_) | Compared::Mixed(_) | Compared::Nothing(_)) | None => false,
        };
        if !is_of_pair {
            let texts = here.and_then(|here| in_two_languages(corpus, here));
            let compared = texts
                .map_or_else(|| self.with_the_one_before(), |(one, other)| Compared::Statements(one, other));
            self.set_compared(compared);
        }
    }

    fn set_compared(&mut self, compared: Compared) {
        (self.views.compared, self.views.swapped) = (Some(compared), None);
    }

    /// The place of the statement of the passage in view.
    fn statement_here(&self) -> Option<usize> {
        let corpus = &self.library.corpus;
        Some(statement(corpus, corpus.statement_of(self.reading.at)?))
    }

    fn with_the_one_before(&self) -> Compared {
        self.statement_here()
            .map_or_else(|| Compared::Nothing(String::from("no statement is in view")), Compared::Before)
    }

    /// `c`: compares the statement or meaning with the one that was held, a statement alone with the one before it; in Compare,
    /// holds it and lets the reader choose another one.
    pub(super) fn compare(&mut self) {
        let here = self.side_here();
        let held = self.views.held.take().filter(|held| Some(held) != here.as_ref());
        match (held, here) {
            (_, Some(here)) if self.views.shown == ViewKind::Compare => self.hold(here),
            (None, Some(here @ HeldSide::Meaning(_))) => self.hold(here),
            (Some(HeldSide::Meaning(a)), Some(HeldSide::Meaning(b))) => {
                self.history.record(self.here(), Departure::Step);
                self.search.ask(&format!("meaning:{a} vs meaning:{b}"));
                self.search();
                self.switch(ViewKind::Compare);
            }
            (Some(held), Some(here)) => self.compare_both(self.pair(&held, &here)),
            _ => self.compare_both(self.with_the_one_before()),
        }
    }

    /// What `c` compares here: the meaning under the cursor, else the statement or the text in view.
    fn side_here(&self) -> Option<HeldSide> {
        let corpus = &self.library.corpus;
        let is_in_meanings = self.views.shown == ViewKind::Explore && self.panes.focus == Pane::Meanings;
        let target = self.meanings.target().filter(|_| is_in_meanings);
        let meaning = target.and_then(|target| meaning_at(corpus, target));
        let record = || corpus.statement_of(self.reading.at).map(HeldSide::Record);
        meaning.map(|meaning| HeldSide::Meaning(meaning.id.to_string())).or_else(record)
    }

    /// Of two statements the earlier one first; two texts of one statement are themselves.
    fn pair(&self, held: &HeldSide, here: &HeldSide) -> Compared {
        let corpus = &self.library.corpus;
        let (HeldSide::Record(held), HeldSide::Record(here)) = (held, here) else {
            return Compared::Mixed([held, here].map(|side| side.query(corpus)));
        };
        let [a, b] = [*held, *here].map(|at| statement(corpus, at));
        if a == b {
            return Compared::Statements(*held, *here);
        }
        let first = corpus.by_date().find(|at| [a, b].contains(at));
        if first == Some(a) { Compared::Statements(a, b) } else { Compared::Statements(b, a) }
    }

    fn compare_both(&mut self, compared: Compared) {
        let shown = self.views.shown;
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

    fn hold(&mut self, side: HeldSide) {
        let name = side.name(&self.library.corpus);
        let way_back = if self.views.shown == ViewKind::Compare { ", Esc goes back" } else { "" };
        self.notice =
            Some(format!("choose another statement or meaning; c compares it with {name}{way_back}"));
        self.switch_to_passage();
        if matches!(side, HeldSide::Record(_)) {
            self.panes.focus = Pane::Statements;
        }
        self.views.held = Some(side);
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
