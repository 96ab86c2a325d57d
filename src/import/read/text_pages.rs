//! The pages of a text.
//!
//! Invariant: only page numbers, and headers and footers that repeat on other pages, are left out, and a remark quotes what
//! repeats.

use std::collections::{HashMap, HashSet};

use unicode_width::UnicodeWidthStr;

use crate::text::slice;

/// Lines at the top and bottom of a page that may repeat on other pages.
const EDGE: usize = 2;
/// Minimum columns of a line that is not wrapped.
pub(super) const UNWRAPPED: usize = 160;
/// Marks the end of a page.
pub(super) const PAGE_END: &str = "\u{C}";

/// A remark about what was left out because it repeats. Lines that differ only in figures are named by the first and the
/// last.
pub(super) fn repetitions(lines: &[&str]) -> Option<String> {
    let mut names: Vec<String> = Vec::new();
    let mut series: HashMap<String, usize> = HashMap::new();
    for line in lines.iter().map(|line| line.trim()) {
        let quoted = format!("“{line}”");
        let at = *series.entry(without_figures(line)).or_insert(names.len());
        match names.get_mut(at) {
            Some(name) if name.ends_with(&quoted) => {}
            Some(name) => *name = format!("{} to {quoted}", name.split(" to “").next().unwrap_or_default()),
            None => names.push(quoted),
        }
    }
    let (quoted, count) = (names.join(", "), lines.len());
    (count > 0).then(|| format!("lines that repeat from page to page were left out ({count}): {quoted}"))
}

/// The lines of each page, without page numbers and lines that repeat on other pages; and those lines.
pub(super) fn pages(text: &str) -> (Vec<Vec<&str>>, Vec<&str>) {
    let mut left_out = Vec::new();
    let mut pages: Vec<Vec<&str>> =
        text.split('\u{C}').map(|page| page.lines().map(str::trim_end).collect()).collect();
    let running = Running::of(&pages);
    for (number, page) in pages.iter_mut().enumerate() {
        let [top, bottom] = edges(page);
        let repeats = |line: &str| running.repeats(number, line);
        // The first page begins with the letterhead or the title.
        let top = if number == 0 { Vec::new() } else { top };
        for edge in [top, bottom] {
            for at in edge {
                match page.get_mut(at) {
                    Some(line) if repeats(line) => left_out.push(std::mem::take(line)),
                    Some(_) | None => break,
                }
            }
        }
    }
    without_page_numbers(&mut pages);
    (pages, left_out)
}

/// The positions of a page's first and of its last lines, from the edges inward.
fn edges(page: &[&str]) -> [Vec<usize>; 2] {
    let full: Vec<usize> =
        (0..page.len()).filter(|at| page.get(*at).is_some_and(|line| !line.is_empty())).collect();
    let bottom = full.iter().skip(EDGE).rev().take(EDGE).copied().collect();
    [full.into_iter().take(EDGE).collect(), bottom]
}

/// Whether a line has more than these columns.
pub(super) fn is_wider(line: &str, columns: usize) -> bool {
    line.len() > columns && line.width() > columns
}

/// The lines at the edges of pages that repeat on other pages: as they are, or with a number that goes up by one on each
/// page.
#[derive(Debug, Default)]
struct Running {
    /// On how many pages each form of a line is.
    counts: HashMap<String, usize>,
    /// Lines within pages, without figures: what is like one of them has no page number.
    inner: HashSet<String>,
}

impl Running {
    fn of(pages: &[Vec<&str>]) -> Self {
        let mut running = Self::default();
        for (number, page) in pages.iter().enumerate().filter(|_| pages.len() > 1) {
            let edges = edges(page).concat();
            let mut at_edges = HashSet::new();
            for (at, line) in page.iter().enumerate() {
                if edges.contains(&at) {
                    at_edges.extend(forms(number, line));
                } else if line.contains(char::is_alphabetic) && !is_wider(line, UNWRAPPED) {
                    running.inner.insert(without_figures(line));
                }
            }
            for form in at_edges {
                *running.counts.entry(form).or_default() += 1;
            }
        }
        running
    }

    /// Whether a line of a page is on others too; the end of a sentence may be in several articles.
    fn repeats(&self, page: usize, line: &str) -> bool {
        if ends_sentence(line) {
            return false;
        }
        let mut forms = forms(page, line).into_iter();
        let is_again = |form: String| self.counts.get(&form).is_some_and(|count| *count > 1);
        forms.next().is_some_and(is_again)
            || !self.inner.contains(&without_figures(line)) && forms.any(is_again)
    }
}

/// Whether a line ends in a whole word and a full stop, unlike `Washington, D.C.`
fn ends_sentence(line: &str) -> bool {
    let word = line.trim_end().strip_suffix(['.', ';']).and_then(|line| line.rsplit(' ').next());
    word.is_some_and(|word| word.len() > 2 && word.chars().all(char::is_lowercase))
}

/// A line without spaces, and each form of it in which one number is counted from that of the page.
fn forms(page: usize, line: &str) -> Vec<String> {
    let line: String = line.chars().filter(|c| !c.is_whitespace()).collect();
    let mut forms = vec![line.clone()];
    let mut end = if is_wider(&line, UNWRAPPED) { line.len() } else { 0 };
    while let Some(begin) =
        slice(&line, end..line.len()).find(|c: char| c.is_ascii_digit()).map(|at| end + at)
    {
        let figures = slice(&line, begin..line.len()).bytes().take_while(u8::is_ascii_digit).count();
        end = begin + figures;
        let page = i64::try_from(page).unwrap_or_default();
        if let Ok(number) = slice(&line, begin..end).parse::<i64>() {
            let (before, after) = (slice(&line, 0..begin), slice(&line, end..line.len()));
            forms.push(format!("{before}\u{0}{}\u{0}{after}", number.saturating_sub(page)));
        }
    }
    forms
}

fn without_figures(line: &str) -> String {
    line.chars().filter(|c| !c.is_ascii_digit() && !c.is_whitespace()).collect()
}

/// Replaces page numbers that are alone between empty lines by the end of a page, across which an open paragraph continues.
fn without_page_numbers(pages: &mut [Vec<&str>]) {
    let mut alone = Vec::new();
    for (number, page) in pages.iter().enumerate() {
        let is_empty = |at: Option<usize>| at.and_then(|at| page.get(at)).is_none_or(|line| line.is_empty());
        for (at, line) in page.iter().enumerate().filter(|(_, line)| is_page_number(line)) {
            if is_empty(at.checked_sub(1)) && is_empty(Some(at + 1)) {
                alone.push((number, at, line.trim().parse().ok()));
            }
        }
    }
    let figures: Vec<Option<u32>> = alone.iter().map(|(.., figure)| *figure).collect();
    let has_pages = pages.len() > 1;
    for (nth, (number, at, figure)) in alone.into_iter().enumerate() {
        let Some(page) = pages.get_mut(number) else { continue };
        let last = nth.checked_sub(1).and_then(|last| figures.get(last).copied().flatten());
        let next = figures.get(nth + 1).copied().flatten();
        let counts = figure
            .is_none_or(|figure| last.is_some_and(|last| last + 1 == figure) || next == Some(figure + 1));
        if counts || is_between_pages(page, at, has_pages || figure == Some(1)) {
            page.get_mut(at).into_iter().for_each(|line| *line = PAGE_END);
        }
    }
}

/// Whether a line of a page is the first or the last one, if those are its edges, or interrupts a sentence.
fn is_between_pages(page: &[&str], at: usize, has_edges: bool) -> bool {
    let is_text = |line: &&&str| !line.trim().is_empty();
    let next = page.iter().skip(at + 1).find(is_text);
    let is_edge = next.is_none() || page.iter().take(at).find(is_text).is_none();
    has_edges && is_edge || next.is_some_and(|line| line.trim_start().starts_with(char::is_lowercase))
}

/// `12`, `- 12 -`, `Page 12 of 20`.
fn is_page_number(line: &str) -> bool {
    let bare = line.trim().trim_matches(['-', '–', '—', ' ']);
    let bare = bare.strip_prefix("Page ").unwrap_or(bare);
    let is_number = |text: &str| (1..=3).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    match bare.split_once(" of ").or_else(|| bare.split_once('/')) {
        Some((page, pages)) => is_number(page.trim()) && is_number(pages.trim()),
        None => is_number(bare),
    }
}
