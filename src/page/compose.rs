//! Composing a page: running text with styles, wrapped; marks cut into spans once.
//!
//! Invariant: composing loses no character and does not depend on what the words mean.

use std::ops::Range;

use super::{Anchor, LinkTarget, Page, PageLine, PageSpan, Role, SpanStyle};
use crate::text::marks::TermMark;
use crate::text::slice;
use crate::text::wrap::{clip, columns, wrap};

/// Text in runs of one style each.
#[derive(Debug, Clone, Default)]
pub struct StyledText {
    text: String,
    /// End of each run in `text`, and its style.
    runs: Vec<(usize, SpanStyle)>,
}

impl StyledText {
    pub fn new(text: &str, style: impl Into<SpanStyle>) -> Self {
        let mut styled = Self::default();
        styled.push(text, style);
        styled
    }

    pub fn push(&mut self, text: &str, style: impl Into<SpanStyle>) -> &mut Self {
        if !text.is_empty() {
            self.text.push_str(text);
            self.runs.push((self.text.len(), style.into()));
        }
        self
    }

    /// Appends another text with its styles.
    pub fn append(&mut self, other: &Self) -> &mut Self {
        let start = self.text.len();
        self.text.push_str(&other.text);
        self.runs.extend(other.runs.iter().map(|(end, style)| (start + end, *style)));
        self
    }

    /// The same, by value.
    #[must_use]
    pub fn with(mut self, text: &str, style: impl Into<SpanStyle>) -> Self {
        self.push(text, style);
        self
    }

    pub fn columns(&self) -> usize {
        columns(&self.text)
    }

    fn spans(&self, row: Range<usize>, into: &mut Vec<PageSpan>) {
        let mut start = 0;
        for &(end, style) in &self.runs {
            let part = row.start.max(start)..row.end.min(end);
            if !part.is_empty() {
                into.push(PageSpan { text: slice(&self.text, part).to_owned(), style });
            }
            start = end;
        }
    }

    /// The rows at `width`, as spans.
    pub fn rows(&self, width: usize) -> Vec<PageLine> {
        let line = |row: Range<usize>| {
            let mut line = PageLine::default();
            self.spans(row, &mut line.spans);
            line
        };
        wrap(&self.text, width, 0).into_iter().map(line).collect()
    }
}

/// Builds a page that is `width` columns wide.
#[derive(Debug)]
pub struct Composer {
    width: usize,
    page: Page,
}

impl Composer {
    pub fn new(width: usize) -> Self {
        Self { width: width.max(1), page: Page::default() }
    }

    pub fn width(&self) -> usize {
        self.width
    }

    /// How many rows the page has so far.
    pub fn rows(&self) -> usize {
        self.page.lines.len()
    }

    /// Adds an anchor; its rows are those of the spans that refer to it.
    pub fn anchor(&mut self, target: LinkTarget) -> usize {
        let at = self.page.anchors.len();
        self.page.anchors.push(Anchor { target, rows: 0..0 });
        at
    }

    /// Ends an anchor below the last line so far, so that one step of the cursor moves past all of its lines.
    pub fn end_anchor(&mut self, anchor: usize) {
        let end = self.page.lines.len();
        if let Some(anchor) = self.page.anchors.get_mut(anchor) {
            anchor.rows = end..end;
        }
    }

    pub fn blank(&mut self) {
        self.page.lines.push(PageLine::default());
    }

    /// Adds a blank line unless the page is empty or ends in one.
    pub fn gap(&mut self) {
        if self.page.lines.last().is_some_and(|line| !line.spans.is_empty()) {
            self.blank();
        }
    }

    pub fn line(&mut self, line: PageLine) {
        self.page.lines.push(line);
    }

    pub fn paragraph(&mut self, styled: &StyledText) {
        self.hanging("", Role::Plain, styled);
    }

    /// A paragraph after a label; later rows are indented by the label's width.
    pub fn hanging(&mut self, label: &str, role: Role, styled: &StyledText) {
        let indent = columns(label).min(self.width.saturating_sub(1));
        let pad = " ".repeat(indent);
        for (at, mut line) in styled.rows(self.width.saturating_sub(indent)).into_iter().enumerate() {
            let name = if at == 0 { label.trim_end_matches(' ') } else { "" };
            let rest = if at == 0 { label.get(name.len()..).unwrap_or_default() } else { &pad };
            let spans = [(name, SpanStyle::from(role)), (rest, SpanStyle::default())];
            let spans = spans.into_iter().filter(|(text, _)| !text.is_empty());
            let spans = spans.map(|(text, style)| PageSpan { text: text.to_owned(), style });
            line.spans.splice(0..0, spans);
            self.page.lines.push(line);
        }
    }

    /// One line with `left` at its start and `right` at its end; the right part is dropped if both do not fit.
    pub fn ends(&mut self, left: &StyledText, right: &StyledText) {
        let room = self.width.saturating_sub(left.columns()).saturating_sub(right.columns());
        if room == 0 {
            return self.paragraph(left);
        }
        let styled = left.clone().with(&" ".repeat(room), Role::Plain);
        let mut line = PageLine::default();
        styled.spans(0..styled.text.len(), &mut line.spans);
        right.spans(0..right.text.len(), &mut line.spans);
        self.page.lines.push(line);
    }

    /// Adds another page below.
    pub fn append(&mut self, page: &Page) {
        let offset = self.take_anchors(page);
        let line = |line: &PageLine| PageLine { spans: shifted(&line.spans, offset).collect() };
        self.page.lines.extend(page.lines.iter().map(line));
    }

    /// Copies the anchors of another page; returns how many there were before. Rows are counted when the whole page is
    /// finished.
    fn take_anchors(&mut self, page: &Page) -> usize {
        let offset = self.page.anchors.len();
        let anchor = |anchor: &Anchor| Anchor { target: anchor.target, rows: 0..0 };
        self.page.anchors.extend(page.anchors.iter().map(anchor));
        offset
    }

    /// Sets pages side by side, each padded to its width; anchors of all of them are kept.
    pub fn beside(&mut self, pages: &[(usize, Page)]) {
        let rows = pages.iter().map(|(_, page)| page.lines.len()).max().unwrap_or_default();
        let offsets: Vec<usize> = pages.iter().map(|(_, page)| self.take_anchors(page)).collect();
        for row in 0..rows {
            let mut line = PageLine::default();
            for ((width, page), offset) in pages.iter().zip(&offsets) {
                let spans = page.lines.get(row).map_or(&[][..], |l| &l.spans);
                let used: usize = spans.iter().map(|span| columns(&span.text)).sum();
                line.spans.extend(shifted(spans, *offset));
                let pad = " ".repeat(width.saturating_sub(used));
                line.spans.push(PageSpan { text: pad, style: SpanStyle::default() });
            }
            self.page.lines.push(line);
        }
    }

    /// The finished page.
    pub fn finish(mut self) -> Page {
        for (row, line) in self.page.lines.iter().enumerate() {
            for anchor in line.spans.iter().filter_map(|span| span.style.anchor) {
                if let Some(anchor) = self.page.anchors.get_mut(anchor) {
                    let start = if anchor.rows.is_empty() { row } else { anchor.rows.start };
                    anchor.rows = start..anchor.rows.end.max(row.saturating_add(1));
                }
            }
        }
        self.page
    }
}

/// Spans whose anchors come after `offset` others.
fn shifted(spans: &[PageSpan], offset: usize) -> impl Iterator<Item = PageSpan> {
    spans.iter().cloned().map(move |mut span| {
        span.style.anchor = span.style.anchor.map(|anchor| anchor.saturating_add(offset));
        span
    })
}

/// How marks are written into running text.
#[derive(Debug, Clone, Copy)]
pub struct Marking {
    pub tracked: Option<usize>,
    /// Whether brackets are set around marks, for a screen without colors.
    pub has_brackets: bool,
}

impl Marking {
    /// The role of a term's marks.
    pub fn role(&self, term: usize) -> Role {
        if self.tracked == Some(term) { Role::Tracked } else { Role::Term }
    }

    /// The signs around a mark in this role; none where it has no brackets.
    pub fn brackets(self, role: Role) -> (&'static str, &'static str) {
        if self.has_brackets { brackets(role) } else { ("", "") }
    }

    /// Appends `text` to `styled` with its term marks and search hits; each mark becomes an anchor of `anchors`
    /// when that is given. Both lists are in order and each without overlaps.
    pub fn write(
        &self,
        styled: &mut StyledText,
        text: &str,
        base: Role,
        marks: &[TermMark],
        hits: &[Range<usize>],
        mut anchors: Option<&mut Composer>,
    ) {
        let mut at = 0;
        for mark in marks {
            push_part(styled, text, at..mark.range.start, base.into(), hits);
            let role = self.role(mark.term);
            let anchor = anchors.as_mut().map(|composer| composer.anchor(LinkTarget::Term(mark.term)));
            let style = SpanStyle { role, hit: false, anchor };
            let (open, close) = self.brackets(role);
            styled.push(open, style);
            push_part(styled, text, mark.range.clone(), style, hits);
            styled.push(close, style);
            at = mark.range.end;
        }
        push_part(styled, text, at..text.len(), base.into(), hits);
    }
}

/// Appends a part of `text`, cut where hits begin and end.
fn push_part(
    styled: &mut StyledText,
    text: &str,
    part: Range<usize>,
    style: SpanStyle,
    hits: &[Range<usize>],
) {
    let mut at = part.start;
    for hit in hits.iter().filter(|hit| hit.end > part.start && hit.start < part.end) {
        let (start, end) = (hit.start.max(at), hit.end.min(part.end));
        styled.push(slice(text, at..start), style);
        styled.push(slice(text, start..end), SpanStyle { hit: true, ..style });
        at = end;
    }
    styled.push(slice(text, at..part.end), style);
}

/// The first `rows` rows of `text`; if more follows, the last ends in `more`, between two words.
pub fn cut(text: &str, width: usize, rows: usize, more: &str) -> Vec<String> {
    let wrapped = wrap(text, width, 0);
    let mut kept: Vec<String> =
        wrapped.iter().take(rows).map(|row| slice(text, row.clone()).trim_end().to_owned()).collect();
    if let Some(last) = kept.last_mut().filter(|_| wrapped.len() > rows) {
        let whole = |last: &str| columns(last) + 1 + columns(more) <= width;
        while let Some(before) = last.rfind(' ').filter(|_| !whole(last)) {
            last.truncate(before);
        }
        *last = if whole(last) { format!("{last} {more}") } else { clip(&format!("{last} {more}"), width) };
    }
    kept
}

/// The signs around a mark on a screen without colors.
pub fn brackets(role: Role) -> (&'static str, &'static str) {
    match role {
        Role::Tracked => ("⟦", "⟧"),
        Role::Term => ("‹", "›"),
        Role::Gone => ("[-", "-]"),
        Role::New => ("[+", "+]"),
        Role::Plain
        | Role::Faint
        | Role::Strong
        | Role::Title
        | Role::Quote
        | Role::Verdict(_)
        | Role::Link
        | Role::Address
        | Role::Letter
        | Role::Active
        | Role::Key
        | Role::Notice => ("", ""),
    }
}

#[cfg(test)]
mod tests {
    use super::cut;

    #[test]
    fn a_cut_says_that_more_follows_and_cuts_between_words() {
        assert_eq!(cut("one two three", 8, 1, "…"), ["one …"]);
        assert_eq!(cut("one two three", 9, 1, "…"), ["one two …"]);
        assert_eq!(cut("“one two three”", 9, 1, "…”"), ["“one …”"]);
        assert_eq!(cut("one two", 8, 1, "…"), ["one two"]);
        assert_eq!(cut("unbroken letters", 5, 1, "…"), ["unbr…"]);
    }
}
