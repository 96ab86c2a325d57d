//! The views on the number keys: they show one query, one scope and one passage in different ways.
//!
//! Invariant: changing the view changes neither the query nor the passage in view, and the view that is shown has that
//! passage selected if it contains it. A view is made when it is first opened.

use ratatui::layout::Rect;

use super::compare_view::{CompareView, Compared};

use super::concordance_view::ConcordanceView;
use super::draft_view::DraftView;
use super::held_side::HeldSide;
use super::layout::Pane;
use super::made_for::{MadeFor, Renewal};
use super::motion::{Direction, Motion};
use super::theme::Theme;
use super::timeline_view::TimelineView;
use super::unfinished::UnfinishedWork;
use super::{App, Mode};
use crate::analysis::concordance::{LineOrder, RepeatListing};
use crate::corpus::PassageNo;

/// The message where a key acts on the passage in view, and no passage is shown.
pub(super) const NOTHING_SELECTED: &str = "nothing is selected here; move to what you want to read";

/// What fills the screen between header and footer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ViewKind {
    /// Statements, passage and meanings.
    #[default]
    Explore,
    /// Every place where the words of the query occur.
    Concordance,
    /// Which statements say the words, which are silent, and of which nothing is known.
    Timeline,
    /// Two statements or two sets side by side.
    Compare,
    /// Which phrases of a text have precedent.
    Draft,
}

/// Which view is shown, and what was made for the others.
#[derive(Debug, Default)]
pub struct Views {
    pub shown: ViewKind,
    /// The view that `Esc` goes back to after `Enter` left it.
    pub(super) back: Option<ViewKind>,
    pub concordance: Option<Box<ConcordanceView>>,
    pub timeline: Option<Box<TimelineView>>,
    pub draft: Option<Box<DraftView>>,
    pub compare: Option<Box<CompareView>>,
    /// The statements that were chosen to be compared.
    pub(super) compared: Option<Compared>,
    /// The side that waits for another one to be compared with.
    pub(super) held: Option<HeldSide>,
    /// The pair whose sides the reader has swapped, while it is compared.
    pub(super) swapped: Option<Compared>,
}

impl Views {
    /// Forgets what was made from another library, but no text that the reader writes.
    pub(super) fn forget(&mut self) {
        let mut draft = self.draft.take();
        if let Some(view) = &mut draft {
            view.forget();
        }
        *self = Self { shown: self.shown, back: self.back, draft, ..Self::default() };
    }
}

impl App {
    /// The number keys: shows a view, with what the passage in view gives it.
    pub(super) fn open_view(&mut self, view: ViewKind) {
        if view == ViewKind::Compare {
            self.choose_compared();
        }
        self.switch(view);
        if view == ViewKind::Draft {
            self.seed_draft();
        }
    }

    /// Shows a view.
    pub(super) fn switch(&mut self, view: ViewKind) {
        self.mode = Mode::Panes;
        self.views.shown = view;
        self.views.back = None;
        self.views.held = self.views.held.take().filter(|_| view != ViewKind::Compare);
    }

    /// Shows a passage in Explore, since another view may not have it; `Esc` returns.
    pub(super) fn switch_to_passage(&mut self) {
        if self.views.shown != ViewKind::Explore {
            self.views.back = Some(self.views.shown);
            self.views.shown = ViewKind::Explore;
            self.panes.focus = Pane::Passage;
        }
    }

    /// The area that is sent first on a slow line while a key is held, with header and footer: a list, whose partial
    /// update leaves the rest of the screen consistent.
    pub fn list_area(&self) -> Rect {
        let areas = self.panes.areas();
        if let (Mode::Draft, Some(view)) = (&self.mode, &self.views.draft) {
            return view.areas.text;
        }
        match (&self.mode, self.views.shown, &self.views.concordance) {
            (Mode::Overlay(_), ..)
            | (_, ViewKind::Timeline | ViewKind::Compare | ViewKind::Draft, _)
            | (_, ViewKind::Concordance, None) => Rect::default(),
            (_, ViewKind::Explore, _) => areas.statements,
            (_, ViewKind::Concordance, Some(view)) => view.areas(areas.body).lines,
        }
    }

    /// Makes the view that is shown fit the query, the library, the passage in view and the size of the screen; while a query
    /// is typed, the size alone.
    pub(super) fn compose_view(&mut self) {
        match self.views.shown {
            _ if matches!(self.mode, Mode::Search) => {}
            ViewKind::Explore => {}
            ViewKind::Concordance => self.compose_concordance(),
            ViewKind::Timeline => self.compose_timeline(),
            ViewKind::Draft => self.compose_draft(),
            ViewKind::Compare => self.compose_comparison(),
        }
        self.fit_view();
    }

    /// Makes the view that is shown fit the screen.
    pub(super) fn fit_view(&mut self) {
        let (library, body) = (&self.library, self.panes.areas().body);
        let Views { concordance, timeline, compare, draft, shown, .. } = &mut self.views;
        match shown {
            ViewKind::Explore => {}
            ViewKind::Concordance => {
                if let Some(view) = concordance {
                    view.fit(library, body);
                }
            }
            ViewKind::Timeline => {
                if let Some(view) = timeline {
                    view.fit(library, body.width);
                }
            }
            ViewKind::Compare => {
                if let Some(view) = compare {
                    view.fit(body, self.theme == Theme::Mono);
                }
            }
            ViewKind::Draft => {
                if let Some(view) = draft {
                    view.fit(body, matches!(self.mode, Mode::Draft));
                }
            }
        }
    }

    /// Does some of the work that the view in sight still needs. The loop calls it after a frame, as long as no event
    /// waits.
    pub fn go_on(&mut self) -> UnfinishedWork {
        let done = match self.views.shown {
            ViewKind::Explore | ViewKind::Timeline => UnfinishedWork::None,
            ViewKind::Compare => {
                let view = self.views.compare.as_mut();
                view.map_or(UnfinishedWork::None, |view| view.go_on(&self.library))
            }
            ViewKind::Concordance => {
                if self.finish_lines() {
                    UnfinishedWork::Shown
                } else {
                    UnfinishedWork::None
                }
            }
            ViewKind::Draft => self.go_on_with_draft(),
        };
        if done == UnfinishedWork::Shown {
            self.compose();
        }
        done
    }

    /// Lists the lines that are not listed yet, before something else is done; whether there were any.
    pub(super) fn finish_lines(&mut self) -> bool {
        let shown = self.views.concordance.as_mut().filter(|_| self.views.shown == ViewKind::Concordance);
        shown.is_some_and(|view| view.finish(&self.library))
    }

    /// What a view is made for now.
    pub(super) fn made_for(&self) -> MadeFor {
        MadeFor::new(self.search.field.text().to_owned(), self.loading.is_none())
    }

    fn compose_timeline(&mut self) {
        let made_for = self.made_for();
        let view = self.views.timeline.get_or_insert_default();
        let renewal = view.ask(&self.library, made_for);
        view.follow(&self.library, self.reading.at);
        if renewal == Some(Renewal::Query) {
            let notes = view.timeline().map(|timeline| timeline.notes.join("; "));
            self.remark_on_view(notes);
        }
    }

    fn compose_concordance(&mut self) {
        let made_for = self.made_for();
        let view = self.views.concordance.get_or_insert_default();
        let renewal = view.ask(&self.library, made_for);
        view.follow(self.reading.at);
        if renewal == Some(Renewal::Query) {
            let notes = view.remark();
            self.remark_on_view(notes);
        }
    }

    /// Shows what the reader should know about a view that was made for another query, unless there is another message.
    pub(super) fn remark_on_view(&mut self, notes: Option<String>) {
        let early =
            self.loading.map(|_| String::from("counted in what has been read so far; again at the end"));
        let notes: Vec<String> = early.into_iter().chain(notes.filter(|notes| !notes.is_empty())).collect();
        if !notes.is_empty() {
            self.notice.get_or_insert(notes.join("; "));
        }
    }

    /// Moves among the lines or rows of a view; false if Explore is shown.
    pub(super) fn move_in_lines(&mut self, motion: Motion, direction: Direction) -> bool {
        if !matches!(self.mode, Mode::Panes) {
            return false;
        }
        let Views { concordance, timeline, compare, draft, shown, .. } = &mut self.views;
        let has_moved = match shown {
            ViewKind::Explore => return false,
            ViewKind::Concordance => concordance.as_mut().is_some_and(|view| view.go(motion, direction)),
            ViewKind::Timeline => timeline.as_mut().is_some_and(|view| view.go(motion, direction)),
            ViewKind::Draft => draft.as_mut().is_some_and(|view| view.go(motion, direction)),
            ViewKind::Compare => compare.as_mut().is_some_and(|view| view.go(motion, direction)),
        };
        if has_moved {
            self.read_selected();
        }
        true
    }

    /// Whether the screen names the passage in view: every view does, Explore not where a search has found nothing.
    pub(super) fn shows_passage(&self) -> bool {
        self.views.shown != ViewKind::Explore
            || self.search.found.as_ref().is_none_or(|found| !found.is_empty())
    }

    /// The passage of what is selected in the view that is shown.
    pub(super) fn selected_passage(&self) -> Option<PassageNo> {
        match self.views.shown {
            ViewKind::Explore => None,
            ViewKind::Concordance => self.views.concordance.as_ref()?.passage(),
            ViewKind::Timeline => self.views.timeline.as_ref()?.passage(&self.library),
            ViewKind::Draft => self.views.draft.as_ref()?.passage(),
            ViewKind::Compare => self.views.compare.as_ref()?.passage(),
        }
    }

    /// Brings what the reader has selected into view.
    pub(super) fn read_selected(&mut self) {
        if let Some(passage) = self.selected_passage() {
            self.show(passage);
        }
        self.fit_view();
    }

    pub(super) fn sort_lines(&mut self, order: LineOrder) {
        if let Some(view) = &mut self.views.concordance {
            view.sort(&self.library, order);
            self.notice = Some(format!("lines {}", order.label()));
        }
    }

    /// `x`: passages that repeat each other as one line, or each as its own.
    pub(super) fn unfold(&mut self) {
        if let Some(view) = &mut self.views.concordance {
            self.notice = Some(String::from(match view.unfold(&self.library) {
                RepeatListing::Listed => "passages that repeat each other are listed one by one",
                RepeatListing::Collapsed => "passages that repeat each other are one line",
            }));
        }
    }

    /// `o`: the orders that have no key of their own.
    pub(super) fn next_order(&mut self) {
        if let Some(view) = self.views.timeline.as_mut().filter(|_| self.views.shown == ViewKind::Timeline) {
            view.next_order();
            self.notice = Some(format!("rows {}", view.order.label()));
            return;
        }
        let order = self.views.concordance.as_ref().map(|view| view.order);
        self.sort_lines(match order {
            Some(LineOrder::Date) => LineOrder::Node,
            Some(LineOrder::Node) => LineOrder::Meaning,
            Some(LineOrder::Meaning) => LineOrder::Variant,
            Some(LineOrder::Variant | LineOrder::Left | LineOrder::Right) | None => LineOrder::Date,
        });
    }

    /// `v`: more around the node, more statements together, other sentences.
    pub(super) fn widen(&mut self) {
        match self.views.shown {
            ViewKind::Explore => {}
            ViewKind::Concordance => self.views.concordance.iter_mut().for_each(|view| view.widen()),
            ViewKind::Timeline => self.views.timeline.iter_mut().for_each(|view| view.widen()),
            ViewKind::Compare => self.views.compare.iter_mut().for_each(|view| view.widen()),
            ViewKind::Draft => self.views.draft.iter_mut().for_each(|view| view.turn_over()),
        }
    }

    /// Goes to the next or previous statement, year or other group of the timeline, or to the other side of a comparison.
    pub(super) fn turn(&mut self, direction: Direction) {
        let Views { timeline, compare, shown, .. } = &mut self.views;
        let has_turned = match shown {
            ViewKind::Explore | ViewKind::Concordance | ViewKind::Draft => false,
            ViewKind::Timeline => timeline.as_mut().is_some_and(|view| view.turn(direction)),
            ViewKind::Compare => compare.as_mut().is_some_and(|view| view.turn(direction)),
        };
        if has_turned {
            self.read_selected();
        }
    }

    /// `Enter`: the passage in view, which the selected line or statement shows, in Explore.
    pub(super) fn read_line(&mut self) {
        match self.selected_passage() {
            // Explore would show what the query finds, which is not what is compared here.
            Some(passage) if self.search.excludes(passage) => self.leave_view_and_search(passage),
            Some(_) => self.switch_to_passage(),
            None => self.notice = Some(String::from(NOTHING_SELECTED)),
        }
    }
}
