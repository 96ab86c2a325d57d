//! Which elements of a web page hold its main text, by their names and by the sentences in them.
//!
//! Invariant: an element that has most of the sentences is never taken for boilerplate, whatever its name is.

use super::boilerplate::{DEGREES, TextHint};
use super::page_line::PARAGRAPH;
use super::page_tree::{PageElement, PageTree, ROOT, TextRun};

/// Minimum letters of a sentence that counts.
pub(super) const SENTENCE: usize = 25;
/// Maximum letters outside of an element that are too few to be the text of the page.
const LITTLE: usize = 200;
/// Elements that may hold the main text although their names do not say so.
pub(super) const CONTAINERS: [&str; 9] =
    ["article", "body", "center", "div", "form", "html", "main", "section", "td"];
/// Maximum elements between a text and the element whose name says that it is the text, or that holds its title.
const AROUND: usize = 30;

/// What an element contains, without what is left out of it.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Weight {
    /// Letters of sentences and paragraphs.
    pub good: usize,
    pub letters: usize,
    pub linked: usize,
    pub headings: usize,
}

/// The elements of a page, weighed by their text.
#[derive(Debug)]
pub(super) struct Weighing {
    pub tree: PageTree,
    /// For each element: whether it is left out itself, and whether it is within one that is.
    marked: Vec<bool>,
    out: Vec<bool>,
    weights: Vec<Weight>,
    /// Letters without links that readers see.
    pub visible: usize,
}

/// The letters of a run if it is a sentence or a paragraph.
pub(super) fn good(run: &TextRun) -> usize {
    let is_text = run.level.is_none() && run.linked * 5 < run.letters * 2;
    let is_long = run.letters >= PARAGRAPH || run.letters >= SENTENCE && run.is_sentence;
    if is_text && is_long { run.letters - run.linked } else { 0 }
}

impl Weighing {
    pub(super) fn new(tree: PageTree) -> Self {
        let marked =
            tree.elements.iter().map(|element| matches!(element.hint, TextHint::Control | TextHint::Hidden));
        let marked = marked.collect();
        let mut weighing = Self { tree, marked, out: Vec::new(), weights: Vec::new(), visible: 0 };
        weighing.weigh();
        let all = weighing.weight(ROOT);
        weighing.visible = all.letters - all.linked;
        weighing
    }

    pub(super) fn weight(&self, element: usize) -> Weight {
        self.weights.get(element).copied().unwrap_or_default()
    }

    pub(super) fn is_out(&self, element: usize) -> bool {
        self.out.get(element).copied().unwrap_or_default()
    }

    pub(super) fn hint(&self, element: usize) -> TextHint {
        self.tree.elements.get(element).map_or(TextHint::Unknown, |element| element.hint)
    }

    /// For each element: whether readers of the page do not see it.
    pub(super) fn unseen(&self) -> Vec<bool> {
        self.or_around(|element| {
            matches!(element.hint, TextHint::Control | TextHint::Hidden | TextHint::HiddenByClass)
        })
    }

    /// For each element: whether this holds for it, or for one around it.
    pub(super) fn or_around(&self, holds: fn(&PageElement) -> bool) -> Vec<bool> {
        let mut all: Vec<bool> = Vec::with_capacity(self.tree.elements.len());
        for element in &self.tree.elements {
            let inherited = all.get(element.parent).copied().unwrap_or_default();
            all.push(inherited || holds(element));
        }
        all
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
    pub(super) fn leave_out(&mut self) {
        let is_named = |at: &usize| match self.hint(*at) {
            TextHint::Boilerplate | TextHint::Teaser | TextHint::HiddenByClass => true,
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
            let is_lead =
                matches!(self.hint(*at), TextHint::Teaser | TextHint::HiddenByClass | TextHint::Unvoiced)
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
                    *marked = matches!(self.tree.name(at), "nav" | "footer");
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
        let mut around = self.tree.around(element).take(AROUND);
        around.any(|at| matches!(self.hint(at), TextHint::Content(degree) if degree < DEGREES))
    }

    /// Whether an element contains one that is named as the text.
    fn has_content(&self, element: usize) -> bool {
        self.tree
            .within(element)
            .any(|at| matches!(self.hint(at), TextHint::Content(degree) if degree < DEGREES))
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
    pub(super) fn region(&self) -> usize {
        let all = self.weight(ROOT).good;
        let called = (1..=DEGREES).find_map(|degree| {
            let found = self.called(degree);
            // The most reliable one may be short compared with its comments.
            let share = if degree == 1 { 7 } else { 2 };
            found.filter(|at| self.weight(*at).good * share > all && all > 0)
        });
        let holds_most = |at: &usize| {
            CONTAINERS.contains(&self.tree.name(*at))
                && !self.is_out(*at)
                && self.weight(*at).good * 5 >= all * 4
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
                end = self.tree.within(*at).end;
            }
        }
        let (first, last) = (called.first().copied()?, called.last().copied()?);
        let is_shared = degree == 1 && self.weight(most).good * 4 < total * 3;
        let around = || self.tree.around(first).find(|at| self.tree.is_within(last, *at));
        if is_shared { around() } else { Some(most) }
    }

    /// For each element: whether it is in the region, or in an element beside it that holds sentences too: an annex, or
    /// the second half of the text; or in another row of the column of cells that the region is in.
    pub(super) fn inside(&self, region: usize) -> Vec<bool> {
        let home: Vec<usize> = self.home(region);
        let column = self.column(region);
        let mut inside: Vec<bool> = Vec::with_capacity(self.tree.elements.len());
        for (at, element) in self.tree.elements.iter().enumerate() {
            let is_beside = || {
                at > region
                    && home.contains(&element.parent)
                    && !self.tree.is_within(region, at)
                    && self.is_more_text(at)
            };
            let is_row = || {
                column.is_some()
                    && element.name == "tr"
                    && self.table(at) == column
                    && self.weight(at).linked == 0
                    && !self.is_out(at)
                    && !self.tree.is_within(region, at)
            };
            let is_inside = inside.get(element.parent).copied().unwrap_or_default();
            inside.push(is_inside || at == region || is_beside() || is_row());
        }
        inside
    }

    /// The table in which old pages lay out their text, one row below the other, if the region is the only cell of a row.
    fn column(&self, region: usize) -> Option<usize> {
        let row = self.tree.parent(region).filter(|_| self.tree.name(region) == "td")?;
        let mut cells = self.tree.within(row).filter(|at| *at != row && self.tree.parent(*at) == Some(row));
        let is_alone = cells.next().is_some() && cells.next().is_none();
        self.table(row).filter(|_| is_alone)
    }

    /// The table around an element.
    fn table(&self, element: usize) -> Option<usize> {
        self.tree.around(element).take(AROUND).find(|at| self.tree.name(*at) == "table")
    }

    /// The elements around a region up to the outermost that is named as the text, or the nearest with its title.
    fn home(&self, region: usize) -> Vec<usize> {
        let outer = self.tree.around(region).skip(1).take(AROUND);
        let mut outer: Vec<usize> =
            outer.take_while(|at| !matches!(self.tree.name(*at), "" | "body" | "html")).collect();
        let has_title = |at: &usize| {
            let is_title = |run: &TextRun| run.level == Some(1) && !self.is_out(run.element);
            self.tree.runs.iter().any(|run| is_title(run) && self.tree.is_within(run.element, *at))
        };
        let named = outer.iter().rposition(|at| matches!(self.hint(*at), TextHint::Content(_)));
        let last = named.or_else(|| outer.iter().position(has_title));
        outer.truncate(last.map_or(0, |last| last + 1));
        outer
    }

    /// Whether an element beside the text holds more of it: mostly sentences, hardly a link, and nothing to fill in.
    fn is_more_text(&self, at: usize) -> bool {
        let weight = self.weight(at);
        CONTAINERS.contains(&self.tree.name(at))
            && !self.is_out(at)
            && weight.good * 2 > weight.letters
            && weight.linked * 10 < weight.letters
            && !self.tree.within(at).any(|inner| self.tree.name(inner) == "form")
    }
}
