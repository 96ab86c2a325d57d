//! The concordance: the lines one below the other with their nodes in one column, the selected one in full, the tally.
//!
//! Invariant: a line takes one row, and its signs have the same columns in all rows; nothing depends on color alone.

use std::ops::Range;

use ratatui::buffer::Buffer;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::style::{Modifier, Style};
use ratatui::text::{Line, Span};
use ratatui::widgets::{Paragraph, Widget};

use super::page::{message, scrollbar};
use super::rules::{titled_rule, view_title};
use super::{ViewScreen, theme};
use crate::analysis::around::{AroundWord, WordsAround};
use crate::analysis::concordance::{Concordance, ConcordanceLine, LineOrder, LineText, RepeatListing};
use crate::analysis::counterpart::counterpart;
use crate::analysis::tally::{Tally, TallyPart, sign};
use crate::analysis::wording::layer_label;
use crate::app::concordance_view::{ConcordanceAreas, ConcordanceView, LineDisplay};
use crate::app::layout::MEASURE;
use crate::app::theme::Theme;
use crate::corpus::PassageNo;
use crate::corpus::usage::Sign;
use crate::library::Library;
use crate::page::concordance::{
    LineWindow, NodeAlign, RowAround, in_side, keyword_line, rows_around, sorted_by, squashed, variant,
};
use crate::page::{Role, passage};
use crate::text::wrap::{clip, columns, padded, wrap};
use crate::text::{counted, slice};

/// Minimum columns of the numbers of a year: its four figures and a blank.
const NARROWEST: usize = 5;

/// Minimum columns of the body for a row with the month and the number of witnesses; with year, label and signs; the
/// same without the meaning; with the label alone.
const WIDTHS: [u16; 4] = [100, 76, 56, 38];

pub(super) struct ConcordanceScreen<'a> {
    pub(super) library: &'a Library,
    pub(super) view: &'a ConcordanceView,
    /// The passage in view.
    pub(super) passage: PassageNo,
    pub(super) theme: Theme,
}

impl ViewScreen for ConcordanceScreen<'_> {
    fn draw(&self, rule: Rect, body: Rect, cells: &mut Buffer) {
        self.title(rule, cells);
        let areas = self.view.areas(body);
        match (self.view.concordance(), &self.view.error) {
            (Some(concordance), _) if concordance.lines.is_empty() => {
                Self::says(&concordance.notes, areas.lines, cells);
            }
            (Some(_), _) if self.view.display.around().is_some() => self.around(areas.lines, cells),
            (Some(concordance), _) => {
                self.lines(concordance, areas.lines, cells);
                self.beside(areas.beside, cells);
            }
            (None, Some(error)) => Self::says(std::slice::from_ref(error), areas.lines, cells),
            (None, None) => {}
        }
        self.detail(&areas, cells);
        if let Some(tally) = self.view.tally.as_ref().filter(|_| !areas.tally.is_empty()) {
            let right = "lines shown, and the statements they are of";
            titled_rule(areas.tally_title, "Tally", right, self.theme, cells);
            let width = usize::from(areas.tally.width).saturating_sub(1);
            let rows = tally_rows(tally, areas.tally.height.into());
            let rows: Vec<Line> = rows.into_iter().map(|row| Line::from(clip(&row, width))).collect();
            Paragraph::new(rows).style(theme::role(self.theme, Role::Faint)).render(areas.tally, cells);
        }
    }

    fn status(&self, room: usize) -> Option<(String, &str)> {
        let concordance = self.view.concordance()?;
        let counts = concordance.total;
        if !concordance.is_whole {
            let counting = format!("counting lines · {} of {} statements", counts.statements, counts.of);
            return Some((counting, self.view.query()));
        }
        let lines = match (self.view.selected, self.view.count()) {
            (_, 0) => String::from("no line"),
            (None, 1) => String::from("1 line"),
            (None, of) => format!("{of} lines"),
            (Some(at), of) => format!("line {} of {of}", at + 1),
        };
        let all = counted(counts.lines, "line");
        let long = format!("{lines} · {all} in {} of {} statements", counts.statements, counts.of);
        let short =
            format!("{} · {} of {} held", lines.trim_start_matches("line "), counts.statements, counts.of);
        Some((if columns(&long) <= room { long } else { short }, self.view.query()))
    }
}

impl ConcordanceScreen<'_> {
    fn title(&self, rule: Rect, cells: &mut Buffer) {
        let displays = LineDisplay::ALL.map(|display| {
            let label = display.label();
            if display == self.view.display { format!("[{label}]") } else { label.to_owned() }
        });
        let listed = if self.view.listing == RepeatListing::Listed { " · each passage" } else { "" };
        let title = format!("Concordance · {}{listed}", self.view.order.label());
        view_title(rule, &title, &displays.join("  "), self.theme, cells);
    }

    /// Shows why there are no lines.
    fn says(why: &[String], area: Rect, cells: &mut Buffer) {
        message(std::iter::once("no line").chain(why.iter().map(String::as_str)), area, cells);
    }

    fn lines(&self, concordance: &Concordance, area: Rect, cells: &mut Buffer) {
        let shown = usize::from(area.height);
        let rows: Vec<Line> = (self.view.scroll..self.view.scroll + shown)
            .map_while(|at| Some((at, concordance.lines.get(at)?)))
            .filter_map(|(at, line)| self.line(concordance, at, line, area.width))
            .collect();
        Paragraph::new(rows).render(area, cells);
        let deepest = self.view.count().saturating_sub(shown);
        scrollbar(area, deepest, self.view.scroll, self.theme, cells);
    }

    fn line(
        &self,
        concordance: &Concordance,
        at: usize,
        line: &ConcordanceLine,
        width: u16,
    ) -> Option<Line<'static>> {
        let Library { corpus, index, .. } = self.library;
        let text = concordance.text(corpus, index, line)?;
        let is_selected = Some(at) == self.view.selected;
        let (marker, base) = if is_selected { ("▌", theme::selected()) } else { (" ", Style::new()) };
        let head = format!("{marker}{} ", self.head(concordance, line, &text, width));
        // A blank and the scrollbar are right of the lines; marks around the node take two columns.
        let room = usize::from(width).saturating_sub(columns(&head) + 4);
        let context = LineWindow::Line.context(&text, None);
        let [left, node, right] = if width < WIDTHS[3] {
            // On the smallest screens, only the node and the text after it.
            let [_, node, right] = text.parts(&context).map(squashed);
            [String::new(), node, clip(right.trim_end(), room)]
        } else {
            let parts = keyword_line(text.parts(&context), room, NodeAlign::Left);
            [parts.left, parts.node, parts.right]
        };
        let faint = if is_selected { base } else { theme::quiet(self.theme) };
        let (open, close) = self.brackets();
        let mut line = Line::from(Span::styled(head, faint));
        line.extend(self.side(&text, (&left, LineOrder::Left), base));
        line.push_span(Span::styled(open, base));
        line.push_span(Span::styled(node, base.patch(self.node_style(is_selected))));
        line.push_span(Span::styled(close, base));
        line.extend(self.side(&text, (&right, LineOrder::Right), base));
        Some(line)
    }

    /// The beginning of a line: as much of date, statement, row and signs as there is room for.
    fn head(&self, concordance: &Concordance, line: &ConcordanceLine, text: &LineText, width: u16) -> String {
        let Library { corpus, index, .. } = self.library;
        // Between the two a blank: `!` of one side and `=` would be read as `!=`.
        let who = format!("{:1} {}", text.statement.standing.sign(), text.sure());
        let signs = format!("{who}{:>3}", sign(line, corpus, index));
        let when = text.statement.when();
        let several = concordance.rows.len() > 1;
        let rival = if several { format!("{} ", line.rival + 1) } else { String::new() };
        let label = |columns: usize| padded(&text.statement.label, columns);
        match WIDTHS.iter().position(|least| width >= *least) {
            Some(0) => {
                let also = if line.witnesses.is_empty() {
                    String::new()
                } else {
                    format!("×{}", line.witnesses.len() + 1)
                };
                format!("{when:<7.7} {} {rival}{signs}{also:<3}", label(12))
            }
            Some(1) => format!("{when:<4.4} {} {rival}{signs}", label(9)),
            Some(2) => format!("{when:<4.4} {} {rival}{who}", label(9)),
            Some(_) => format!("{} {rival}", label(9)),
            None => String::new(),
        }
    }

    /// One side of the node: the words that lines are sorted by are underlined, other clauses emphasized.
    fn side(&self, text: &LineText, (shown, side): (&str, LineOrder), base: Style) -> Vec<Span<'static>> {
        let sorted = if self.view.order == side { sorted_by(shown, side) } else { 0..0 };
        let mut marks = vec![(sorted, Style::new().add_modifier(Modifier::UNDERLINED))];
        let others = text.others.iter().filter_map(|part| in_side(text, side, shown, part));
        marks.extend(others.map(|range| (range, theme::role(self.theme, Role::Strong))));
        let edges = marks.iter().flat_map(|(range, _)| [range.start, range.end]);
        let mut edges: Vec<usize> = edges.chain([0, shown.len()]).collect();
        edges.sort_unstable();
        let spans = edges.iter().zip(edges.iter().skip(1)).filter(|(start, end)| start < end);
        let span = |(start, end): (&usize, &usize)| {
            let of = marks.iter().filter(|(range, _)| range.start <= *start && *end <= range.end);
            let style = of.fold(base, |style, (_, mark)| style.patch(*mark));
            Span::styled(slice(shown, *start..*end).to_owned(), style)
        };
        spans.map(span).collect()
    }

    /// The node's brackets, for a screen without colors.
    fn brackets(&self) -> (&'static str, &'static str) {
        if self.theme == Theme::Mono { ("‹", "›") } else { ("", "") }
    }

    fn node_style(&self, is_selected: bool) -> Style {
        let hit = theme::hit(self.theme);
        // In a reversed row, text is emphasized by not being reversed.
        if is_selected { hit.remove_modifier(Modifier::REVERSED) } else { hit }
    }

    /// The selected line: its whole sentence, how sure it is, what repeats it, its meaning.
    fn detail(&self, areas: &ConcordanceAreas, cells: &mut Buffer) {
        let Library { corpus, index, .. } = self.library;
        let Some(concordance) = self.view.concordance() else { return };
        let Some(line) = self.view.selected_line() else { return self.says_nothing_selected(areas, cells) };
        let Some(text) = concordance.text(corpus, index, line) else { return };
        let statement = text.statement;
        let when = format!("{} · {}", statement.when(), statement.standing.label());
        let title = format!("{} · {}", statement.label, statement.title);
        titled_rule(areas.detail_title, &title, &when, self.theme, cells);
        let mut facts = self.facts(line, &text);
        let height = usize::from(areas.detail.height);
        let variant = self.variant(concordance, &text);
        if height < 3 {
            facts.splice(0..0, variant.clone());
        }
        let rows = if height < 3 {
            let width = usize::from(areas.detail.width).saturating_sub(2);
            let fact = |fact: &String| Line::from(format!(" {}", clip(fact, width)));
            facts.iter().take(height).map(fact).collect()
        } else {
            let width = usize::from(areas.detail.width.min(MEASURE)).saturating_sub(1);
            let most = height.saturating_sub(facts.len());
            let mut rows = match variant {
                Some(variant) => {
                    wrapped_variant(&variant, &squashed(slice(text.text, text.node.clone())), width, most)
                }
                None => self.wrapped(&text, width, most),
            };
            let room = usize::from(areas.detail.width).saturating_sub(2);
            let quiet =
                |fact: &String| Line::styled(format!(" {}", clip(fact, room)), theme::quiet(self.theme));
            rows.extend(facts.iter().map(quiet));
            rows
        };
        Paragraph::new(rows).render(areas.detail, cells);
        self.counterpart(line, &text, areas.detail, cells);
    }

    /// The sentence of the selected line compared with that of the line before, if lines are in that order.
    fn variant(&self, concordance: &Concordance, text: &LineText) -> Option<String> {
        let at = self.view.selected.filter(|_| self.view.order == LineOrder::Variant)?;
        let before = at.checked_sub(1).and_then(|before| concordance.lines.get(before));
        let Library { corpus, index, .. } = self.library;
        let before = before.and_then(|before| concordance.text(corpus, index, before));
        Some(variant(before.as_ref(), text))
    }

    fn says_nothing_selected(&self, areas: &ConcordanceAreas, cells: &mut Buffer) {
        if self.view.count() > 0 {
            titled_rule(areas.detail_title, "No line selected", "", self.theme, cells);
            let says = " no line here comes from the passage in view; ↑ ↓ selects one";
            Span::raw(clip(says, areas.detail.width.into())).render(areas.detail, cells);
        }
    }

    /// The same words in the other language, beside the sentence, if there is room.
    fn counterpart(&self, line: &ConcordanceLine, text: &LineText, detail: Rect, cells: &mut Buffer) {
        let [_, right] =
            Layout::horizontal([Constraint::Length(MEASURE.saturating_add(4)), Constraint::Max(MEASURE)])
                .areas(detail);
        if detail.width < MEASURE.saturating_mul(2) {
            return;
        }
        let Some(other) = counterpart(&self.library.corpus, line, text) else { return };
        let (width, height) = (usize::from(right.width), usize::from(right.height).saturating_sub(1));
        let title = format!("{} · {}", other.language.label(), other.id);
        let mut rows: Vec<String> =
            wrap(&other.text, width, 0).into_iter().map(|row| slice(&other.text, row).to_owned()).collect();
        if rows.len() > height {
            rows.truncate(height);
            rows.last_mut()
                .into_iter()
                .for_each(|last| *last = format!("{}…", clip(last.trim_end(), width - 1)));
        }
        let rows = std::iter::once(title).chain(rows).map(Line::from).collect::<Vec<_>>();
        Paragraph::new(rows).style(theme::quiet(self.theme)).render(right, cells);
    }

    /// What to know about the line, a row each, the most important first.
    fn facts(&self, line: &ConcordanceLine, text: &LineText) -> Vec<String> {
        let corpus = &self.library.corpus;
        let wording = layer_label(corpus, text.layer, text.passage);
        let source = text.passage.check.as_ref().and_then(|check| check.source.as_ref());
        let source =
            corpus.source(source.unwrap_or(&text.passage.source)).map(passage::cite).unwrap_or_default();
        // While a query is typed the passage in view can be of another line.
        let repeats = corpus.passage(self.passage).filter(|_| line.witnesses.contains(&self.passage));
        let id = repeats.map_or(text.passage.id.to_string(), |(_, passage)| {
            format!("{}, worded as {}", passage.id, text.passage.id)
        });
        let mut facts = vec![format!("{id} · {} {wording} · {source}", text.sure())];
        let also: Vec<&str> =
            line.witnesses.iter().filter_map(|number| Some(&*corpus.passage(*number)?.1.id)).collect();
        let also = if also.is_empty() { String::new() } else { format!(" · also in {}", also.join(", ")) };
        let meaning = line.meaning(corpus).and_then(|(id, bearing)| {
            let meaning = corpus.dataset().meanings.iter().find(|meaning| *meaning.id == *id)?;
            let sign = Sign::Bears(corpus.letter(id)?, bearing);
            Some(format!("{sign} {}: {}", meaning.name, sign.label(id)))
        });
        if meaning.is_some() || !also.is_empty() {
            let meaning = meaning.unwrap_or_else(|| String::from("no meaning recorded"));
            facts.push(format!("{meaning}{also}"));
        }
        facts
    }

    /// The sentence, or the passage, with the node and the other clauses emphasized.
    fn wrapped(&self, text: &LineText, width: usize, most: usize) -> Vec<Line<'static>> {
        let window = match self.view.display {
            LineDisplay::Lines(LineWindow::Passage) => LineWindow::Passage,
            LineDisplay::Lines(_) | LineDisplay::Around(_) => LineWindow::Sentence,
        };
        let context = window.context(text, None);
        let shown = slice(text.text, context.clone());
        let node = theme::hit(self.theme);
        let other = theme::role(self.theme, Role::Term);
        let mut marks: Vec<(Range<usize>, Style)> = vec![(text.node.clone(), node)];
        marks.extend(text.others.iter().map(|range| (range.clone(), other)));
        marks.sort_by_cached_key(|(range, _)| range.start);
        let begins = text.node.start.saturating_sub(context.start);
        let rows = rows_around(shown, &(begins..begins + text.node.len()), width, most).into_iter();
        rows.map(|RowAround { before, range, after }| {
            let row = range.start + context.start..range.end + context.start;
            let mut line = Line::from(before);
            let mut at = row.start;
            for (range, style) in
                marks.iter().filter(|(range, _)| range.start < row.end && range.end > row.start)
            {
                let (start, end) = (range.start.max(at), range.end.min(row.end));
                line.push_span(Span::raw(squashed(slice(text.text, at..start.max(at)))));
                line.push_span(Span::styled(squashed(slice(text.text, start..end.max(start))), *style));
                at = end.max(start);
            }
            line.push_span(Span::raw(squashed(slice(text.text, at..row.end.max(at)))));
            line.push_span(after);
            line
        })
        .collect()
    }

    /// The words around, beside the lines.
    fn beside(&self, area: Rect, cells: &mut Buffer) {
        let Some(around) = self.view.around.as_ref().filter(|_| !area.is_empty()) else { return };
        let words = around.words.iter().take(usize::from(area.height).saturating_sub(1));
        let row =
            |word: &AroundWord| Line::from(format!(" {} {:>4}", padded(&clip(&word.word, 24), 24), word.all));
        let title = Line::from(" words around, in statements");
        let rows = std::iter::once(title).chain(words.map(row)).collect::<Vec<_>>();
        Paragraph::new(rows).style(theme::quiet(self.theme)).render(area, cells);
    }

    fn around(&self, area: Rect, cells: &mut Buffer) {
        let Some(around) = &self.view.around else {
            return Self::says(
                &[String::from("too many lines; narrow the query, or use linchpin kwic --around")],
                area,
                cells,
            );
        };
        let rows: Vec<Line> = around_rows(around, area.width.into())
            .into_iter()
            .skip(self.view.around_scroll)
            .take(area.height.into())
            .map(Line::from)
            .collect();
        Paragraph::new(rows).render(area, cells);
        let deepest = self.view.around_rows().saturating_sub(area.height.into());
        scrollbar(area, deepest, self.view.around_scroll, self.theme, cells);
    }
}

fn wrapped_variant(variant: &str, node: &str, width: usize, most: usize) -> Vec<Line<'static>> {
    let begins = variant.find(node).unwrap_or(0);
    let rows = rows_around(variant, &(begins..begins + node.len()), width, most).into_iter();
    let row = |row: RowAround| format!("{}{}{}", row.before, slice(variant, row.range), row.after);
    rows.map(|one| Line::from(row(one))).collect()
}

/// The words around the nodes as rows: a word, and in how many statements of each column.
fn around_rows(around: &WordsAround, width: usize) -> Vec<String> {
    let all = around.columns.len();
    let room = width.saturating_sub(22);
    // If there is no room for all columns, the last ones are shown, and a line says that.
    let shown = all.min(room / NARROWEST).max(1);
    let skipped = all.saturating_sub(shown);
    let each = (room / shown).clamp(NARROWEST, 16);
    let row = |name: &str, cells: Vec<String>| {
        let cells: String = cells
            .iter()
            .skip(skipped)
            .map(|cell| clip(cell, each.saturating_sub(1)))
            .map(|cell| " ".repeat(each.saturating_sub(columns(&cell))) + &cell)
            .collect();
        format!(" {}{cells}", padded(name, 20))
    };
    let of =
        if skipped > 0 { format!("the last {shown} of {all}") } else { String::from("in statements of") };
    let mut rows = vec![
        row(&of, around.columns.iter().map(|column| column.name.clone()).collect()),
        row(
            "with English lines",
            around.columns.iter().map(|column| column.statements.to_string()).collect(),
        ),
    ];
    let cell = |word: &AroundWord, column: usize| match word.cell(column) {
        zero if zero == "0" => String::from("·"),
        long if columns(&long) >= each => {
            word.statements.get(column).map(usize::to_string).unwrap_or_default()
        }
        cell => cell,
    };
    let cells = |word: &AroundWord| (0..word.statements.len()).map(|column| cell(word, column)).collect();
    rows.extend(around.words.iter().map(|word| row(&word.word, cells(word))));
    rows.extend(around.notes().map(|note| format!(" {note}")));
    rows
}

/// The tally in at most `height` rows.
fn tally_rows(tally: &Tally, height: usize) -> Vec<String> {
    let listed = |parts: &[TallyPart], named: &dyn Fn(&TallyPart) -> String| {
        parts.iter().map(named).collect::<Vec<_>>().join("  ")
    };
    let with = |part: &TallyPart| format!("{} {} in {}", part.name, part.lines, part.statements);
    let sign = |part: &TallyPart| {
        let name = if part.name.is_empty() { "none" } else { &part.name };
        format!("{name} {} in {}", part.lines, part.statements)
    };
    let short = |part: &TallyPart| {
        format!("{} {}", if part.name.is_empty() { "none" } else { &part.name }, part.lines)
    };
    if height < 3 {
        let standing =
            tally.standing.iter().zip(&tally.standing_signs).enumerate().map(|(at, (part, sign))| {
                let unit = if at == 0 { " statements" } else { "" };
                format!("{} {}{unit}", if sign.is_empty() { &*part.name } else { *sign }, part.statements)
            });
        let standing = standing.collect::<Vec<_>>().join(", ");
        let meaning = listed(&tally.meaning, &short).replace("  [", " [");
        return vec![format!(" {meaning} · {} · {standing}", listed(&tally.sure, &short))];
    }
    vec![
        format!(" meaning  {}    sure  {}", listed(&tally.meaning, &sign), listed(&tally.sure, &short)),
        format!(" standing {}    {}", listed(&tally.standing, &with), listed(&tally.language, &short)),
        format!(" left     {}    right  {}", listed(&tally.left, &short), listed(&tally.right, &short)),
    ]
}
