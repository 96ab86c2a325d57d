//! The rules between the panes, the panes' titles on them, and what the cursor is on.
//!
//! Invariant: the title of the pane in focus is the only one that is lit.

use ratatui::buffer::Buffer;
use ratatui::layout::{Margin, Rect};
use ratatui::style::{Modifier, Style};
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, Borders, Tabs, Widget};

use super::theme;
use crate::app::layout::{Areas, Arrangement, Pane};
use crate::app::list::Order;
use crate::app::theme::Theme;
use crate::corpus::Corpus;
use crate::page::glossary::kind;
use crate::page::{LinkTarget, Role, passage};
use crate::text::wrap::clip;

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
        let [top, _, strip] = self.areas.rules;
        if top.is_empty() {
            return;
        }
        let (faint, lit) = (theme::role(self.theme, Role::Faint), theme::role(self.theme, Role::Lit));
        let roomy = self.areas.statements.width >= ROOMY;
        let order = if roomy { format!("· {} ", self.order.name()) } else { String::new() };
        let titles = [
            format!(" Statements {order}"),
            String::from(" Passage "),
            match self.areas.arrangement {
                Arrangement::Strip => format!(" {} meanings · Tab z: each question answered ", self.meanings),
                Arrangement::Columns | Arrangement::Single => format!(" {} meanings ", self.meanings),
            },
        ];
        let panes = [Pane::Statements, Pane::Passage, Pane::Meanings];
        if self.areas.arrangement == Arrangement::Single {
            let lit = lit.remove_modifier(Modifier::DIM);
            let tabs = Tabs::new(titles).padding("", "").divider("─").style(faint).highlight_style(lit);
            let focus = panes.iter().position(|pane| *pane == self.focus);
            return tabs.select(focus).render(top.inner(Margin::new(1, 0)), cells);
        }
        let below = if self.areas.arrangement == Arrangement::Strip { strip } else { top };
        for ((pane, title), rule) in panes.into_iter().zip(titles).zip([top, top, below]) {
            let style = Style::reset().patch(if self.focus == pane { lit } else { faint });
            let area = Rect { y: rule.y, height: rule.height, ..self.areas.pane(pane) };
            Span::styled(title, style).render(area, cells);
        }
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
