//! Which part of a web page is its main text.
//!
//! Invariant: the choice is one part of the page, with the title and the lead above it; within it only menus, lists of
//! links, asides and text that readers do not see are left out. An element that has most of the sentences is never
//! taken for boilerplate, whatever its name is.

use std::ops::Range;

use super::boilerplate::{Aside, DEGREES, TextHint};
use super::page_tree::{PageTree, ROOT, TextRun};

/// Minimum letters of a sentence that counts, and of a run that counts without being a sentence.
const SENTENCE: usize = 25;
const PARAGRAPH: usize = 80;
/// Maximum letters outside of an element that are too few to be the text of the page.
const LITTLE: usize = 200;
/// Maximum runs between a title and the text, and between a lead and the text of a page without a title.
const TITLE: usize = 60;
const LEAD: usize = 8;
/// Elements that may hold the main text although their names do not say so.
const CONTAINERS: [&str; 9] = ["article", "body", "center", "div", "form", "html", "main", "section", "td"];
/// Less than one part in this many of a page is little.
const SHARE: usize = 4;
/// Maximum elements between a text and the element whose name says that it is the text.
const AROUND: usize = 30;
/// Minimum letters of a page on which a paragraph that is mostly a link leads elsewhere, and maximum letters of such a
/// paragraph.
const LONG_PAGE: usize = 1500;
const POINTER: usize = 120;

/// The tokens of a page that are its main text.
#[derive(Debug, Default)]
pub(super) struct MainText {
    tokens: Vec<Range<usize>>,
    /// Whether nothing in it is a sentence or a paragraph.
    is_bare: bool,
    has_scripts: bool,
    /// Letters without links in it, and of all that readers of the page see.
    kept: usize,
    visible: usize,
}

impl MainText {
    pub(super) fn of(page: &str) -> Self {
        let tree = PageTree::of(page);
        let has_scripts = tree.has_scripts;
        let mut choice = Weighing::new(tree);
        choice.leave_out();
        let region = choice.region();
        choice.keep(region);
        let runs = choice.tree.runs.iter().zip(&choice.kept);
        let kept: Vec<&TextRun> = runs.filter(|(_, kept)| **kept).map(|(run, _)| run).collect();
        let unlinked = |run: &TextRun| run.letters - run.linked;
        Self {
            is_bare: !kept
                .iter()
                .any(|run| run.linked * 2 <= run.letters && (run.is_sentence || run.letters >= PARAGRAPH)),
            has_scripts,
            kept: kept.iter().map(|run| unlinked(run)).sum(),
            visible: choice.visible,
            tokens: kept.into_iter().map(|run| run.tokens.clone()).collect(),
        }
    }

    /// Whether a script writes what readers of the page see.
    pub(super) fn is_written_by_script(&self) -> bool {
        self.is_bare && self.has_scripts
    }

    /// A remark for pages of which only a small part is the main text.
    pub(super) fn remark(&self) -> Option<String> {
        let is_little = self.kept * SHARE < self.visible;
        is_little.then(|| {
            format!(
                "most of this page was left out as menus, teasers and comments ({} of {} letters are kept): compare it with the page",
                self.kept, self.visible
            )
        })
    }

    /// Whether a token is part of the main text.
    pub(super) fn contains(&self, token: usize) -> bool {
        let at = self.tokens.partition_point(|tokens| tokens.end <= token);
        self.tokens.get(at).is_some_and(|tokens| tokens.contains(&token))
    }
}

/// What an element contains, without what is left out of it.
#[derive(Debug, Default, Clone, Copy)]
struct Weight {
    /// Letters of sentences and paragraphs.
    good: usize,
    letters: usize,
    linked: usize,
    headings: usize,
}

#[derive(Debug)]
struct Weighing {
    tree: PageTree,
    /// For each element: whether it is left out itself, and whether it is within one that is.
    marked: Vec<bool>,
    out: Vec<bool>,
    weights: Vec<Weight>,
    /// For each run.
    kept: Vec<bool>,
    /// Letters without links that readers see.
    visible: usize,
}

/// The letters of a run if it is a sentence or a paragraph.
fn good(run: &TextRun) -> usize {
    let is_text = run.level.is_none() && run.linked * 5 < run.letters * 2;
    let is_long = run.letters >= PARAGRAPH || run.letters >= SENTENCE && run.is_sentence;
    if is_text && is_long { run.letters - run.linked } else { 0 }
}

impl Weighing {
    fn new(tree: PageTree) -> Self {
        let marked =
            tree.elements.iter().map(|element| matches!(element.hint, TextHint::Control | TextHint::Hidden));
        let (marked, kept) = (marked.collect(), vec![false; tree.runs.len()]);
        let mut weighing = Self { tree, marked, out: Vec::new(), weights: Vec::new(), kept, visible: 0 };
        weighing.weigh();
        let all = weighing.weight(ROOT);
        weighing.visible = all.letters - all.linked;
        weighing
    }

    fn weight(&self, element: usize) -> Weight {
        self.weights.get(element).copied().unwrap_or_default()
    }

    fn is_out(&self, element: usize) -> bool {
        self.out.get(element).copied().unwrap_or_default()
    }

    fn hint(&self, element: usize) -> TextHint {
        self.tree.elements.get(element).map_or(TextHint::Unknown, |element| element.hint)
    }

    /// Weighs all elements by what is not left out.
    fn weigh(&mut self) {
        self.out.clear();
        for (element, marked) in self.tree.elements.iter().zip(&self.marked) {
            let out = *marked || self.out.get(element.parent).copied().unwrap_or_default();
            self.out.push(out);
        }
        self.weights = vec![Weight::default(); self.tree.elements.len()];
        for run in &self.tree.runs {
            if !self.out.get(run.element).copied().unwrap_or_default()
                && let Some(weight) = self.weights.get_mut(run.element)
            {
                weight.good += good(run);
                weight.letters += run.letters;
                weight.linked += run.linked;
                weight.headings += usize::from(run.level.is_some());
            }
        }
        for at in (1..self.tree.elements.len()).rev() {
            let (weight, parent) = (self.weight(at), self.tree.elements.get(at).map_or(ROOT, |it| it.parent));
            if let Some(outer) = self.weights.get_mut(parent) {
                outer.good += weight.good;
                outer.letters += weight.letters;
                outer.linked += weight.linked;
                outer.headings += weight.headings;
            }
        }
    }

    /// Leaves out what its names call boilerplate, except what has most of the page.
    fn leave_out(&mut self) {
        let is_named = |at: &usize| match self.hint(*at) {
            TextHint::Boilerplate | TextHint::Teaser => true,
            TextHint::Unvoiced => !self.is_in_content(*at) && !self.has_content(*at),
            TextHint::Unknown | TextHint::Content(_) | TextHint::Control | TextHint::Hidden => false,
        };
        let named: Vec<usize> = (0..self.tree.elements.len()).filter(is_named).collect();
        let all = self.weight(ROOT);
        let has_home = self.has_home();
        for at in &named {
            let weight = self.weight(*at);
            let outside = (all.letters - all.linked) - (weight.letters - weight.linked);
            let is_home = !has_home || outside < LITTLE && weight.headings > 0 || self.is_in_content(*at);
            let is_page = weight.good * 2 > all.good && is_home;
            let is_lead = matches!(self.hint(*at), TextHint::Teaser | TextHint::Unvoiced)
                && weight.good * 2 > weight.letters
                && weight.linked * 10 < weight.letters;
            if !is_page
                && !is_lead
                && let Some(marked) = self.marked.get_mut(*at)
            {
                *marked = true;
            }
        }
        self.weigh();
        self.leave_out_teasers();
        if self.weight(ROOT).good == 0 && all.good > 0 {
            // The names are wrong.
            for at in named {
                if let Some(marked) = self.marked.get_mut(at) {
                    *marked = self
                        .tree
                        .elements
                        .get(at)
                        .is_some_and(|element| matches!(element.name, "nav" | "footer"));
                }
            }
            self.weigh();
        }
    }

    /// Leaves out articles with links if none of them has much of the page.
    fn leave_out_teasers(&mut self) {
        let all = self.weight(ROOT).good;
        let articles = (0..self.tree.elements.len()).filter(|at| self.hint(*at) == TextHint::Content(2));
        let articles: Vec<usize> = articles.filter(|at| !self.is_out(*at)).collect();
        let are_teasers = articles.iter().all(|at| {
            let weight = self.weight(*at);
            weight.linked > 0 && weight.good * 4 < all
        });
        let total = articles.iter().map(|at| self.weight(*at).good).sum::<usize>();
        if articles.len() > 1 && are_teasers && total * 2 < all {
            for at in articles {
                if let Some(marked) = self.marked.get_mut(at) {
                    *marked = true;
                }
            }
            self.weigh();
        }
    }

    /// Whether an element is within one that is named as the text.
    fn is_in_content(&self, element: usize) -> bool {
        let up = |at: &usize| self.tree.elements.get(*at).map(|it| it.parent).filter(|_| *at != ROOT);
        let mut around = std::iter::successors(Some(element), up).take(AROUND);
        around.any(|at| matches!(self.hint(at), TextHint::Content(degree) if degree < DEGREES))
    }

    /// Whether an element contains one that is named as the text.
    fn has_content(&self, element: usize) -> bool {
        let end = self.tree.elements.get(element).map_or(element, |it| it.end);
        (element..end).any(|at| matches!(self.hint(at), TextHint::Content(degree) if degree < DEGREES))
    }

    /// Whether, outside of all that is named as boilerplate, there is a title, or an element that is named as the text.
    fn has_home(&self) -> bool {
        let mut clear: Vec<bool> = Vec::with_capacity(self.tree.elements.len());
        for (at, element) in self.tree.elements.iter().enumerate() {
            let inherited = at == ROOT || clear.get(element.parent).copied().unwrap_or_default();
            clear.push(inherited && matches!(element.hint, TextHint::Unknown | TextHint::Content(_)));
        }
        let is_clear = |at: usize| clear.get(at).copied().unwrap_or_default();
        let holds_text = |at: usize| {
            let weight = self.weight(at);
            matches!(self.hint(at), TextHint::Content(degree) if degree < DEGREES)
                && weight.letters - weight.linked >= SENTENCE
        };
        self.tree.runs.iter().any(|run| run.level == Some(1) && is_clear(run.element))
            || (0..clear.len()).any(|at| is_clear(at) && holds_text(at))
    }

    /// The element with the main text: the one that is named so and has enough of the sentences, or the smallest one
    /// that has most of them.
    fn region(&self) -> usize {
        let all = self.weight(ROOT).good;
        let called = (1..=DEGREES).find_map(|degree| {
            let found = self.called(degree);
            // The most reliable one may be short compared with its comments.
            let share = if degree == 1 { 7 } else { 2 };
            found.filter(|at| self.weight(*at).good * share > all && all > 0)
        });
        let holds_most = |at: &usize| {
            let name = self.tree.elements.get(*at).map_or("", |element| element.name);
            CONTAINERS.contains(&name) && !self.is_out(*at) && self.weight(*at).good * 5 >= all * 4
        };
        let is_plain = all == 0 || self.weight(ROOT).linked == 0;
        let smallest = || (0..self.tree.elements.len()).rev().find(holds_most).filter(|_| !is_plain);
        called.or_else(smallest).unwrap_or(ROOT)
    }

    /// The element that is named as the main text, in this degree, and contains the most; if several of the first
    /// degree share the text, the element around them.
    fn called(&self, degree: usize) -> Option<usize> {
        let is_called = |at: &usize| {
            self.hint(*at) == TextHint::Content(degree) && self.weight(*at).good > 0 && !self.is_out(*at)
        };
        let called: Vec<usize> = (0..self.tree.elements.len()).filter(is_called).collect();
        let most = called.iter().copied().max_by_key(|at| (self.weight(*at).good, *at))?;
        let (mut total, mut end) = (0, 0);
        for at in &called {
            if *at >= end {
                total += self.weight(*at).good;
                end = self.tree.elements.get(*at).map_or(end, |element| element.end);
            }
        }
        let (first, last) = (called.first().copied()?, called.last().copied()?);
        let is_shared = degree == 1 && self.weight(most).good * 4 < total * 3;
        let up =
            |at: &usize| self.tree.elements.get(*at).map(|element| element.parent).filter(|_| *at != ROOT);
        let around = || std::iter::successors(Some(first), up).find(|at| self.tree.is_within(last, *at));
        if is_shared { around() } else { Some(most) }
    }

    /// Keeps the runs of a region that are text, with the title and the lead before it.
    fn keep(&mut self, region: usize) {
        let inside: Vec<bool> =
            self.tree.runs.iter().map(|run| self.tree.is_within(run.element, region)).collect();
        let runs = self.tree.runs.iter().zip(&inside);
        self.kept =
            runs.map(|(run, inside)| *inside && !self.is_out(run.element) && !self.is_menu(run)).collect();
        let Some(first) = inside.iter().position(|inside| *inside) else { return };
        if self.weight(ROOT).linked == 0 && region == ROOT {
            return;
        }
        let has_title =
            self.tree.runs.iter().zip(&inside).any(|(run, inside)| *inside && run.level == Some(1));
        if matches!(self.hint(region), TextHint::Content(_)) {
            if !has_title {
                self.keep_lead(first);
            }
        } else if let Some(title) =
            self.tree.runs.iter().position(|run| run.level == Some(1) && !self.is_out(run.element))
        {
            // What is above the title is a menu, unless it is text.
            for (kept, run) in self.kept.iter_mut().zip(&self.tree.runs).take(title) {
                *kept &= good(run) > 0;
            }
        }
        self.leave_out_asides();
        self.leave_out_tail();
    }

    /// Keeps the title and the sentences between it and the run where the region begins.
    fn keep_lead(&mut self, first: usize) {
        let before = || (0..first).rev().filter_map(|at| Some((at, self.tree.runs.get(at)?)));
        let title = before().take(TITLE).find(|(_, run)| run.level == Some(1));
        let near = || before().filter(|(_, run)| !self.is_out(run.element)).take(LEAD).last();
        let Some((begin, _)) = title.or_else(near) else { return };
        for at in begin..first {
            let Some(run) = self.tree.runs.get(at).filter(|run| !self.is_out(run.element)) else { continue };
            let is_lead = run.level == Some(1) || is_text(run);
            if is_lead && let Some(kept) = self.kept.get_mut(at) {
                *kept = true;
            }
        }
    }

    /// Whether a run is part of a menu or a list of links.
    fn is_menu(&self, run: &TextRun) -> bool {
        let mostly = run.linked * 2 > run.letters;
        if run.level.is_some() {
            return run.level > Some(1) && run.linked * 10 >= run.letters * 9;
        }
        match self.tree.nearest(run, &["li", "p", "td", "th"]) {
            Some(at) if self.tree.elements.get(at).is_some_and(|element| element.name == "p") => {
                run.linked * 5 >= run.letters * 3
                    && run.letters <= POINTER
                    && self.weight(ROOT).good > LONG_PAGE
            }
            Some(at) => {
                let up = |at: &usize| self.tree.elements.get(*at).map(|element| element.parent);
                let is_list = |at: &usize| {
                    self.tree
                        .elements
                        .get(*at)
                        .is_some_and(|element| matches!(element.name, "ul" | "ol" | "table"))
                };
                let list = std::iter::successors(Some(at), up).take(6).find(is_list);
                let list = self.weight(list.unwrap_or(at));
                mostly && list.linked * 10 > list.letters * 7
            }
            None => mostly,
        }
    }

    /// Leaves out short lines that are not the author's, and headings over nothing else.
    fn leave_out_asides(&mut self) {
        let is_empty = |kept: &[bool], runs: &[TextRun]| {
            kept.iter().any(|kept| !kept)
                && kept.iter().zip(runs).all(|(kept, run)| !kept || run.aside.is_some())
        };
        let asides: Vec<bool> = (0..self.kept.len()).map(|at| self.is_aside(at)).collect();
        let starts: Vec<usize> = (0..self.kept.len()).filter(|at| self.level(*at).is_some()).collect();
        for (nth, start) in starts.iter().enumerate() {
            let end = starts.get(nth + 1).copied().unwrap_or(self.kept.len());
            let (kept, runs) = (self.kept.get(start + 1..end), self.tree.runs.get(start + 1..end));
            let is_empty = kept.zip(runs).is_some_and(|(kept, runs)| is_empty(kept, runs));
            if self.level(*start) > Some(1)
                && is_empty
                && let Some(kept) = self.kept.get_mut(*start)
            {
                *kept = false;
            }
        }
        for (kept, is_aside) in self.kept.iter_mut().zip(asides) {
            *kept &= !is_aside;
        }
    }

    /// Whether a run is a short line that is not the author's: none that may be a heading of the text and has a paragraph of
    /// it below.
    fn is_aside(&self, run: usize) -> bool {
        let Some(own) = self.tree.runs.get(run) else { return false };
        let mut below = self.tree.runs.iter().zip(&self.kept).skip(run + 1).filter(|(_, kept)| **kept);
        let is_text = |run: &TextRun| good(run) > 0 && run.aside.is_none();
        match own.aside {
            None => false,
            Some(Aside::Likely) if own.level.is_some() || own.is_bold => {
                !below.next().is_some_and(|(run, _)| is_text(run))
            }
            Some(Aside::Certain | Aside::Likely) => true,
        }
    }

    fn level(&self, run: usize) -> Option<u8> {
        self.tree.runs.get(run)?.level
    }

    /// Leaves out headings with nothing below them, and labels, at the end.
    fn leave_out_tail(&mut self) {
        for (kept, run) in self.kept.iter_mut().zip(&self.tree.runs).rev() {
            let is_label = self
                .tree
                .elements
                .get(run.element)
                .is_some_and(|element| matches!(element.name, "div" | "span" | "section" | "li"));
            if !*kept {
                continue;
            }
            if is_text(run) || run.level.is_none() && !is_label {
                break;
            }
            *kept = false;
        }
    }
}

/// Whether a run is text in any place: a sentence, a paragraph, or a long sentence that is marked as a heading.
fn is_text(run: &TextRun) -> bool {
    good(run) > 0 || run.level.is_some() && run.is_sentence && run.letters >= PARAGRAPH
}
