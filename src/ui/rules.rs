//! The rules between the panes, the panes' titles on them, and what the cursor is on.
//!
//! Invariant: the title of the pane in focus is the only one that is lit.

use ratatui::buffer::Buffer;
use ratatui::layout::{Margin, Position, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, Borders, Widget};

use super::theme;
use crate::app::layout::{Areas, Arrangement, Pane};
use crate::app::list::Order;
use crate::app::theme::Theme;
use crate::corpus::Corpus;
use crate::page::glossary::kind;
use crate::page::{LinkTarget, Role, passage};
use crate::text::wrap::{clip, columns};

/// The most columns that the words about the term under the cursor take.
const HINT: usize = 72;
/// From this width on, the list's title has its order.
const ROOMY: u16 = 28;

pub(super) struct Rules<'a> {
    pub(super) horizontal: &'a [Rect],
    pub(super) vertical: &'a [Rect],
    pub(super) theme: Theme,
}

impl Widget for Rules<'_> {
    fn render(self, _: Rect, cells: &mut Buffer) {
        let rule = Block::new().border_style(theme::quiet(self.theme));
        self.horizontal.iter().for_each(|area| rule.clone().borders(Borders::TOP).render(*area, cells));
        self.vertical.iter().for_each(|area| rule.clone().borders(Borders::LEFT).render(*area, cells));
    }
}

/// The panes' titles: each above its pane, or side by side if only one pane is shown.
pub(super) struct PaneTitles<'a> {
    pub(super) areas: &'a Areas,
    pub(super) focus: Pane,
    pub(super) order: Order,
    pub(super) meanings: usize,
    pub(super) theme: Theme,
}

impl Widget for PaneTitles<'_> {
    fn render(self, _: Rect, cells: &mut Buffer) {
        let (faint, lit) = (theme::role(self.theme, Role::Faint), theme::role(self.theme, Role::Lit));
        for (pane, title, area) in self.places() {
            let style = Style::reset().patch(if self.focus == pane { lit } else { faint });
            Span::styled(title, style).render(area, cells);
        }
    }
}

impl PaneTitles<'_> {
    /// The pane whose title is drawn in a cell.
    pub(super) fn pane_at(&self, at: Position) -> Option<Pane> {
        self.places().into_iter().find(|(_, _, area)| area.contains(at)).map(|(pane, ..)| pane)
    }

    /// The titles, and where each is drawn.
    fn places(&self) -> [(Pane, String, Rect); 3] {
        let [top, _, strip] = self.areas.rules;
        let roomy = self.areas.statements.width >= ROOMY;
        let order = if roomy { format!("· {} ", self.order.name()) } else { String::new() };
        let meanings = match self.areas.arrangement {
            Arrangement::Strip => format!(" {} meanings · Tab z: each question answered ", self.meanings),
            Arrangement::Columns | Arrangement::Single => format!(" {} meanings ", self.meanings),
        };
        let titles = [
            (Pane::Statements, format!(" Statements {order}")),
            (Pane::Passage, String::from(" Passage ")),
            (Pane::Meanings, meanings),
        ];
        let mut next = top.x + 1;
        titles.map(|(pane, title)| {
            let width = u16::try_from(columns(&title)).unwrap_or(u16::MAX);
            let (rule, x) = match (self.areas.arrangement, pane) {
                // Side by side: only one pane is shown.
                (Arrangement::Single, _) => (top, next),
                (Arrangement::Strip, Pane::Meanings) => (strip, self.areas.meanings.x),
                (Arrangement::Strip | Arrangement::Columns, _) => (top, self.areas.pane(pane).x),
            };
            next = next.saturating_add(width).saturating_add(1);
            (pane, title, Rect { x, width, ..rule }.intersection(rule))
        })
    }
}

/// What the cursor of the pane in focus is on, in words; the list itself shows what it is on.
pub(super) struct UnderCursor<'a> {
    pub(super) corpus: &'a Corpus,
    pub(super) target: Option<LinkTarget>,
    pub(super) theme: Theme,
}

impl Widget for UnderCursor<'_> {
    fn render(self, rule: Rect, cells: &mut Buffer) {
        let area = rule.inner(Margin::new(1, 0));
        let words = self.words().unwrap_or_default();
        let words = clip(&words, HINT.min(area.width.into()));
        Line::styled(words, theme::quiet(self.theme)).render(area, cells);
    }
}

impl UnderCursor<'_> {
    fn words(&self) -> Option<String> {
        match self.target? {
            LinkTarget::Term(at) => self.corpus.dataset().terms.get(at).map(|term| {
                let korean = term.korean.as_ref().map(|korean| format!(" · {korean}")).unwrap_or_default();
                format!(" on “{}”{korean} · {}: {} ", term.label, kind(term.kind), term.gloss)
            }),
            LinkTarget::To(target) => Some(format!(" on → {} ", passage::name(self.corpus, target))),
            LinkTarget::Mark(_) => None,
        }
    }
}
