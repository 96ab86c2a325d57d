//! The single rows: header, rules with the panes' names, footer.
//!
//! Invariant: hints are dropped by priority until they fit, and help is always among them.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use super::theme;
use crate::app::citing::Delivery;
use crate::app::layout::{Layout, Pane};
use crate::app::loading::Loading;
use crate::app::{App, Mode};
use crate::page::glossary::kind;
use crate::page::{LinkTarget, Role, SpanStyle, passage};
use crate::text::wrap::{clip, columns, tail};

/// Columns that the words about the term under the cursor take at most.
const HINT: usize = 72;

fn style(app: &App, role: Role) -> Style {
    theme::style(app.theme, SpanStyle::from(role), false)
}

/// Writes `text` at `x` within `area`; the column after it.
fn put(cells: &mut Buffer, area: Rect, x: u16, text: &str, style: Style) -> u16 {
    let room = usize::from(area.right().saturating_sub(x));
    if area.is_empty() || room == 0 {
        return x;
    }
    cells.set_stringn(x, area.y, clip(text, room), room, Style::reset().patch(style)).0
}

/// The subject on the left; the search and its counter, or what is held, on the right.
pub(super) fn header(app: &App, area: Rect, cells: &mut Buffer) {
    let corpus = &app.library.corpus;
    let subject = &corpus.dataset().subject;
    let korean = subject.korean.as_ref().map(|korean| format!(" · {korean}")).unwrap_or_default();
    let left = format!("{}{korean}", subject.label);
    let right = match app.search.counter {
        Some((0, held)) => format!("{held} hits: /{}", app.search.field.text()),
        Some((at, held)) => format!("hit {at} of {held}: /{}", app.search.field.text()),
        None => format!(
            "{} statements · {} passages · {} meanings",
            corpus.statements().len(),
            corpus.passages(),
            corpus.dataset().meanings.len()
        ),
    };
    let right = match progress(app) {
        Some(progress) if app.search.counter.is_some() => format!("{progress} · {right}"),
        Some(progress) => progress,
        None => right,
    };
    let name = if area.width >= 100 { " linchpin  " } else { " " };
    let x = put(cells, area, area.x, name, style(app, Role::Faint));
    let x = put(cells, area, x, &left, style(app, Role::Tracked));
    let room = usize::from(area.right().saturating_sub(x)).saturating_sub(3);
    let right = clip(&right, room);
    let at =
        area.right().saturating_sub(u16::try_from(columns(&right)).unwrap_or_default()).saturating_sub(1);
    let role = if app.search.counter.is_some() { Role::Strong } else { Role::Faint };
    if room > 0 {
        put(cells, area, at, &right, style(app, role));
    }
}

/// How far reading the dataset is: part, bytes, passages, time left.
fn progress(app: &App) -> Option<String> {
    let progress = match app.loading? {
        Loading::Begun => return Some(String::from("reading …")),
        Loading::Under(progress) => progress,
    };
    let share = |of: u64| progress.read.saturating_mul(of).checked_div(progress.total.max(1)).unwrap_or(of);
    let done = usize::try_from(share(8)).unwrap_or(8).min(8);
    let bar = format!("{}{}", "█".repeat(done), "░".repeat(8_usize.saturating_sub(done)));
    let (read, total) = (progress.read / 1_000_000, progress.total / 1_000_000);
    let passages = app.library.corpus.passages();
    let left = progress.left().as_secs().saturating_add(1);
    Some(format!("{bar} {}% · {read} of {total} MB · {passages} passages · {left} s left", share(100)))
}

/// Horizontal and vertical rules; the upper one names the panes, the lower one the term under the cursor.
pub(super) fn rules(app: &App, layout: &Layout, cells: &mut Buffer) {
    let quiet = theme::quiet(app.theme);
    let width = cells.area.width;
    let overlay = matches!(app.mode, Mode::Overlay(_));
    for y in layout.rules.iter().flatten().filter(|y| !overlay || layout.rules.last() != Some(&Some(**y))) {
        let line = "─".repeat(usize::from(width));
        cells.set_stringn(0, *y, line, usize::from(width), quiet);
    }
    if overlay {
        return;
    }
    let tall = layout.statements.top()..layout.statements.bottom();
    for x in layout.dividers.iter().flatten() {
        for y in tall.clone() {
            if let Some(cell) = cells.cell_mut((*x, y)) {
                cell.set_symbol("│").set_style(quiet);
            }
        }
    }
    names(app, layout, cells);
    if let Some(y) = layout.rules.get(1).copied().flatten() {
        let area = Rect { x: 1, y, width: width.saturating_sub(2), height: 1 };
        put(cells, area, area.x, &clip(&under_cursor(app), HINT), quiet);
    }
}

fn names(app: &App, layout: &Layout, cells: &mut Buffer) {
    let Some(top) = layout.rules.first().copied().flatten() else { return };
    let meanings = app.library.corpus.dataset().meanings.len();
    let below = layout.rules.last().copied().flatten().filter(|_| layout.strip);
    let roomy = layout.statements.width >= 28;
    let order = if roomy { format!("· {} ", app.list.order.name()) } else { String::new() };
    let statements = format!(" Statements {order}");
    let contrast = format!(" {meanings} meanings ");
    let panes = [
        (Pane::Statements, &*statements, top),
        (Pane::Passage, " Passage ", top),
        (Pane::Meanings, &*contrast, below.unwrap_or(top)),
    ];
    for (pane, name, y) in panes {
        let area = layout.pane(pane);
        if area.is_empty() || (pane == Pane::Meanings && layout.strip && below.is_none()) {
            continue;
        }
        let role = if app.panes.focus == pane { Role::Lit } else { Role::Faint };
        let line = Rect { y, height: 1, ..area };
        put(cells, line, area.x, name, style(app, role));
    }
}

/// What the cursor of the pane in focus stands on, said in words; the list shows what it is on itself.
fn under_cursor(app: &App) -> String {
    let dataset = app.library.corpus.dataset();
    let target = match app.panes.focus {
        Pane::Statements => None,
        Pane::Passage => app.reading.view.target(),
        Pane::Meanings => app.meanings.target(),
    };
    match target {
        Some(LinkTarget::Term(at)) => dataset.terms.get(at).map(|term| {
            let korean = term.korean.as_ref().map(|korean| format!(" · {korean}")).unwrap_or_default();
            format!(" on “{}”{korean} · {}: {} ", term.label, kind(term.kind), term.gloss)
        }),
        Some(LinkTarget::To(target)) => {
            Some(format!(" on → {} ", passage::name(&app.library.corpus, target)))
        }
        Some(LinkTarget::Entry(_)) | None => None,
    }
    .unwrap_or_default()
}

/// The field being typed, or a notice, then the keys that work here; where the terminal's cursor stands.
pub(super) fn footer(app: &App, area: Rect, cells: &mut Buffer) -> Option<Position> {
    if area.is_empty() {
        return None;
    }
    let (mut x, cursor) = match &app.mode {
        Mode::Search => field(app, "/", &app.search.field, area, cells),
        Mode::Overlay(overlay) if overlay.typing => field(app, "> ", &overlay.field, area, cells),
        Mode::Note(note) => field(app, "note ", note, area, cells),
        Mode::Forms(delivery) => {
            let asked = if *delivery == Delivery::Copy { "copy the" } else { "print the" };
            (
                put(cells, area, area.x.saturating_add(1), asked, style(app, Role::Notice)).saturating_add(1),
                None,
            )
        }
        Mode::Overlay(_) | Mode::Panes | Mode::Plain => (area.x, None),
    };
    if let Some(notice) = &app.notice {
        x = put(cells, area, x.saturating_add(1), notice, style(app, Role::Notice)).saturating_add(1);
    }
    if let (Mode::Search, Some(found)) = (&app.mode, &app.search.found) {
        let said = format!("  {} of {} passages", found.total(), app.library.corpus.passages());
        x = put(cells, area, x, &said, style(app, Role::Faint));
    }
    hints(app, Rect { x, width: area.right().saturating_sub(x), ..area }, cells);
    cursor
}

fn field(
    app: &App,
    prompt: &str,
    field: &crate::app::field::TextField,
    area: Rect,
    cells: &mut Buffer,
) -> (u16, Option<Position>) {
    let (before, after) = field.halves();
    let start = put(cells, area, area.x.saturating_add(1), prompt, style(app, Role::Key));
    let room = usize::from(area.right().saturating_sub(start)).saturating_sub(1);
    // A line longer than the row shows the part before the cursor.
    let at = put(cells, area, start, tail(before, room), style(app, Role::Strong));
    let end = put(cells, area, at, after, style(app, Role::Strong));
    (end.saturating_add(1), Some(Position::new(at.min(area.right().saturating_sub(1)), area.y)))
}

fn hints(app: &App, area: Rect, cells: &mut Buffer) {
    let hints = app.hints();
    let mut order: Vec<usize> = (0..hints.len()).collect();
    // Help first: it is never dropped for another.
    order.sort_by_key(|at| hints.get(*at).is_none_or(|(key, _)| key != "?"));
    let mut room = usize::from(area.width).saturating_sub(1);
    order.retain(|at| {
        let Some((key, words)) = hints.get(*at) else { return false };
        let wide = columns(key).saturating_add(columns(words)).saturating_add(3);
        let left = room.checked_sub(wide);
        room = left.unwrap_or(room);
        left.is_some()
    });
    order.sort_unstable();
    let mut x = area.x.saturating_add(1);
    for (key, words) in order.iter().filter_map(|at| hints.get(*at)) {
        x = put(cells, area, x, key, style(app, Role::Key));
        x = put(cells, area, x, &format!(" {words}  "), style(app, Role::Faint));
    }
}
