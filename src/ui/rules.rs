//! The rules between the panes, the panes' titles on them, and what the cursor is on, in words.
//!
//! Invariant: only the title of the pane in focus is emphasized.

use ratatui::buffer::Buffer;
use ratatui::layout::{Margin, Position, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, Borders, Widget};

use super::theme;
use crate::app::layout::{Areas, Arrangement, Pane};
use crate::app::list::{ListRow, Order};
use crate::app::panes::keys_to_questions;
use crate::app::theme::Theme;
use crate::corpus::model::Term;
use crate::corpus::usage::Sign;
use crate::library::Library;
use crate::page::{LinkTarget, Role, passage};
use crate::search::Found;
use crate::text::wrap::{clip, columns};
use crate::text::{count_of, counted};

/// Maximum columns of the description of what is under the cursor.
const HINT: usize = 160;
/// Minimum columns of the list for a title with its order.
const ROOMY: u16 = 30;

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

/// The title of a view on the rule above it, and what it says about itself at the right, if there is room.
pub(super) fn view_title(rule: Rect, title: &str, right: &str, theme: Theme, cells: &mut Buffer) {
    if rule.is_empty() {
        return;
    }
    let area = rule.inner(Margin::new(1, 0));
    let emphasis = Style::reset().patch(theme::role(theme, Role::Active));
    Span::styled(clip(&format!(" {title} "), area.width.into()), emphasis).render(area, cells);
    if has_room(rule, title, right) && !right.is_empty() {
        Line::from(Span::styled(format!(" {right} "), Style::reset())).right_aligned().render(area, cells);
    }
}

/// Whether a rule has room for both.
pub(super) fn has_room(rule: Rect, title: &str, right: &str) -> bool {
    columns(title) + columns(right) + 8 < usize::from(rule.width)
}

/// A rule with a title and further text at the right.
pub(super) fn titled_rule(area: Rect, left: &str, right: &str, theme: Theme, cells: &mut Buffer) {
    if area.is_empty() {
        return;
    }
    let quiet = theme::quiet(theme);
    let room = usize::from(area.width).saturating_sub(8);
    let right = clip(right, room);
    let left = clip(left, room.saturating_sub(columns(&right)));
    let dashes = usize::from(area.width).saturating_sub(columns(&left) + columns(&right) + 6);
    let rest = if right.is_empty() {
        format!(" {}", "─".repeat(dashes + 3))
    } else {
        format!(" {} {right} ─", "─".repeat(dashes))
    };
    let line = Line::from_iter([
        Span::styled("─ ", quiet),
        Span::styled(left, theme::role(theme, Role::Strong)),
        Span::styled(rest, quiet),
    ]);
    line.render(area, cells);
}

/// The panes' titles: each above its pane, or side by side if only one pane is shown.
pub(super) struct PaneTitles<'a> {
    pub(super) areas: &'a Areas,
    pub(super) focus: Pane,
    pub(super) order: Order,
    pub(super) meanings: usize,
    pub(super) questions: usize,
    pub(super) theme: Theme,
}

impl Widget for PaneTitles<'_> {
    fn render(self, _: Rect, cells: &mut Buffer) {
        let (faint, emphasis) = (theme::role(self.theme, Role::Faint), theme::role(self.theme, Role::Active));
        for (pane, title, area) in self.places() {
            let style = Style::reset().patch(if self.focus == pane { emphasis } else { faint });
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
            Arrangement::Strip => format!(
                " {} meanings ↓ {}: {} questions answered ",
                self.meanings,
                keys_to_questions(self.focus),
                self.questions
            ),
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

/// Which passage a view has in view: the one that is marked, noted and cited.
pub(super) struct InView<'a> {
    pub(super) passage: &'a str,
}

impl Widget for InView<'_> {
    fn render(self, rule: Rect, cells: &mut Buffer) {
        let area = rule.inner(Margin::new(1, 0));
        if !self.passage.is_empty() {
            let words = format!(" in view: {} ", self.passage);
            Span::styled(clip(&words, area.width.into()), Style::reset()).render(area, cells);
        }
    }
}

/// What the cursor of the pane in focus is on, in words.
pub(super) struct UnderCursor<'a> {
    pub(super) library: &'a Library,
    pub(super) found: Option<&'a Found>,
    pub(super) cursor: Cursor,
}

#[derive(Debug, Clone, Copy)]
pub(super) enum Cursor {
    /// On a row of the list.
    Row(ListRow),
    /// On a mark or a link.
    Target(LinkTarget),
    Nothing,
}

impl Widget for UnderCursor<'_> {
    fn render(self, rule: Rect, cells: &mut Buffer) {
        let area = rule.inner(Margin::new(1, 0));
        let room = HINT.min(area.width.saturating_sub(2).into());
        let words = self.words();
        let Some(fitting) = words.iter().find(|words| columns(words) <= room).or(words.last()) else {
            return;
        };
        let words = format!(" {} ", clip(fitting, room));
        Span::styled(words, Style::reset()).render(area, cells);
    }
}

impl UnderCursor<'_> {
    /// The same in fewer and fewer words, of which the first that fit are shown.
    fn words(&self) -> Vec<String> {
        let corpus = &self.library.corpus;
        match self.cursor {
            Cursor::Row(row) => self.row(row).unwrap_or_default(),
            Cursor::Target(LinkTarget::Term(at)) => {
                corpus.dataset().terms.get(at).map_or_else(Vec::new, about)
            }
            Cursor::Target(LinkTarget::To(target)) => vec![format!("→ {}", passage::name(corpus, target))],
            Cursor::Target(LinkTarget::Mark(_) | LinkTarget::Filter(_)) | Cursor::Nothing => Vec::new(),
        }
    }

    /// A row of the list in words: what the statement does with the word, who stands behind it, what it has; then the
    /// same without its number of passages, and without what its letters mean.
    fn row(&self, row: ListRow) -> Option<Vec<String>> {
        let corpus = &self.library.corpus;
        let statement = corpus.statements().get(row.statement)?;
        let signs = self.library.signs(row.statement);
        let alike: Vec<&[Sign]> = signs.chunk_by(|one, next| one.does() == next.does()).collect();
        let standing = statement.standing.label();
        let said = |says: &dyn Fn(&[Sign]) -> String| {
            let signs = alike.iter().map(|signs| format!("{}{}", letters(signs), says(signs)));
            signs.collect::<Vec<_>>().join(" · ")
        };
        let whole =
            said(&|signs| signs.first().map(|sign| sign.label(&self.meanings(signs))).unwrap_or_default());
        let with_standing = |said: &str| {
            // An analysis has no sign.
            if said.is_empty() { standing.to_owned() } else { format!("{said} · {standing}") }
        };
        let short = said(&|signs| signs.first().map_or("", |sign| sign.does()).to_owned());
        let count =
            counted(row.count(corpus, self.found), if self.found.is_some() { "hit" } else { "passage" });
        let whole = with_standing(&whole);
        let said = [format!("{whole} · {count}"), whole, with_standing(&short), short];
        Some(match row.same {
            0 => said.into(),
            same => {
                let same = count_of(same, "more says", "more say") + " the same; by date, each is listed";
                let [all, ..] = &said;
                vec![format!("{all} · {same}"), format!("{count} · {same}")]
            }
        })
    }

    /// The ids of the meanings of signs.
    fn meanings(&self, signs: &[Sign]) -> String {
        let corpus = &self.library.corpus;
        let is_meant = |id: &str| {
            let letter = corpus.letter(id);
            signs.iter().any(|sign| matches!(sign, Sign::Bears(own, _) if Some(*own) == letter))
        };
        let ids = corpus.dataset().meanings.iter().map(|meaning| &*meaning.id).filter(|id| is_meant(id));
        ids.collect::<Vec<_>>().join(" and ")
    }
}

/// Signs as the list writes them, before their explanation; empty for statements without a sign.
fn letters(signs: &[Sign]) -> String {
    let written = signs.iter().map(Sign::to_string).collect::<Vec<_>>().join(" ");
    if written.trim().is_empty() { String::new() } else { format!("{written}  ") }
}

/// A term and its meaning: with its Korean, without, and cut after the first clause.
fn about(term: &Term) -> Vec<String> {
    let (label, kind, gloss) = (&term.label, term.kind.label(), &*term.gloss);
    let korean = term.korean.as_ref().map(|korean| format!(" · {korean}")).unwrap_or_default();
    let clause = gloss.split_once("; ").map(|(clause, _)| format!("“{label}” · {kind}: {clause} …"));
    let whole = [korean.as_str(), ""].map(|korean| format!("“{label}”{korean} · {kind}: {gloss}"));
    whole.into_iter().chain(clause).collect()
}
