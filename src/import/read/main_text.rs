//! Which part of a web page is its main text.
//!
//! Invariant: the choice is one part of the page and what is beside it, with the title and the lead above it; within it
//! only menus, lists of links, asides and text that readers do not see are left out, and a remark counts and quotes what
//! was left out on a guess.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::block_writer::deletions_remark;
use super::boilerplate::{Aside, TextHint};
use super::page_line::PARAGRAPH;
use super::page_region::{CONTAINERS, SENTENCE, Weighing, good};
use super::page_tree::{PageTree, ROOT, TextRun};

/// Maximum runs between a title and the text, and between a lead and the text of a page without a title.
const TITLE: usize = 60;
const LEAD: usize = 8;
/// Maximum elements between an item and its list.
const LIST: usize = 6;
/// Less than one part in this many of a page is little.
const SHARE: usize = 4;
/// Sentences beside the text are few if they have less than one letter to so many of it.
const FEW: usize = 10;
/// Minimum letters that a remark mentions.
const WORD: usize = 4;
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
    guessed: LeftOut,
}

/// The beginnings of what was left out on a guess, those of the longest words first.
#[derive(Debug, Default)]
struct LeftOut {
    words: Vec<String>,
    links: Vec<String>,
}

impl MainText {
    pub(super) fn of(page: &str) -> Self {
        let tree = PageTree::of(page);
        let has_scripts = tree.has_scripts;
        let mut weighing = Weighing::new(tree);
        weighing.leave_out();
        let selection = ChosenText::of(weighing);
        let runs = selection.page.tree.runs.iter().zip(&selection.kept);
        let kept: Vec<&TextRun> = runs.filter(|(_, kept)| **kept).map(|(run, _)| run).collect();
        let unlinked = |run: &TextRun| run.letters - run.linked;
        Self {
            is_bare: !kept
                .iter()
                .any(|run| run.linked * 2 <= run.letters && (run.is_sentence || run.letters >= PARAGRAPH)),
            has_scripts,
            kept: kept.iter().map(|run| unlinked(run)).sum(),
            visible: selection.page.visible,
            tokens: kept.into_iter().map(|run| run.tokens.clone()).collect(),
            guessed: selection.guessed(),
        }
    }

    /// Whether a script writes what readers of the page see.
    pub(super) fn is_written_by_script(&self) -> bool {
        self.is_bare && self.has_scripts
    }

    /// What the report says about what was left out.
    pub(super) fn remarks(&self) -> Vec<String> {
        let is_little = self.kept * SHARE < self.visible;
        let most = is_little.then(|| {
            format!(
                "most of this page was left out as menus, teasers and comments ({} of {} letters are kept): compare it with the page",
                self.kept, self.visible
            )
        });
        let words = deletions_remark("words that seem to be no part of the text", &self.guessed.words);
        let links = deletions_remark("links that seem to lead elsewhere", &self.guessed.links);
        most.into_iter().chain(words).chain(links).collect()
    }

    /// Whether a token is part of the main text.
    pub(super) fn contains(&self, token: usize) -> bool {
        let at = self.tokens.partition_point(|tokens| tokens.end <= token);
        self.tokens.get(at).is_some_and(|tokens| tokens.contains(&token))
    }
}

/// The runs of a page that are kept.
#[derive(Debug)]
struct ChosenText {
    page: Weighing,
    /// The element with the main text.
    region: usize,
    /// For each run: whether it is in the part of the page with the main text, and whether it is kept.
    inside: Vec<bool>,
    kept: Vec<bool>,
}

impl ChosenText {
    /// Keeps the runs of the main text, with the title and the lead before it.
    fn of(page: Weighing) -> Self {
        let region = page.region();
        let elements = page.inside(region);
        let is_inside = |run: &TextRun| elements.get(run.element).copied().unwrap_or_default();
        let inside: Vec<bool> = page.tree.runs.iter().map(is_inside).collect();
        let mut selection = Self { kept: inside.clone(), inside, page, region };
        let announced = selection.announced();
        let is_kept =
            |at: usize| !selection.page.is_out(selection.element(at)) && !selection.is_menu(at, &announced);
        let kept: Vec<bool> = (0..selection.kept.len()).map(is_kept).collect();
        for (inside, kept) in selection.kept.iter_mut().zip(kept) {
            *inside &= kept;
        }
        if region != ROOT || selection.page.weight(ROOT).linked > 0 {
            selection.keep_title();
            selection.leave_out_asides();
            selection.leave_out_tail();
        }
        selection
    }

    fn runs(&self) -> &[TextRun] {
        &self.page.tree.runs
    }

    fn element(&self, run: usize) -> usize {
        self.runs().get(run).map_or(ROOT, |run| run.element)
    }

    /// Keeps the title with the lead before a region that is named as the text; in any other, the title is the first line.
    fn keep_title(&mut self) {
        let is_title = |run: &TextRun| run.level == Some(1) && !self.page.is_out(run.element);
        let is_within =
            |run: &TextRun| run.level == Some(1) && self.page.tree.is_within(run.element, self.region);
        if matches!(self.page.hint(self.region), TextHint::Content(_)) {
            let first = self.inside.iter().position(|inside| *inside);
            if let Some(first) = first.filter(|_| !self.runs().iter().any(is_within)) {
                self.keep_lead(first);
            }
        } else if let Some(title) = self.runs().iter().position(is_title) {
            // What is above the title is a menu, unless it is text.
            for (kept, run) in self.kept.iter_mut().zip(&self.page.tree.runs).take(title) {
                *kept &= good(run) > 0;
            }
        }
    }

    /// Keeps the title, and what is between it and the run where the region begins: sentences, and lines beside the title.
    fn keep_lead(&mut self, first: usize) {
        let before = || (0..first).rev().filter_map(|at| Some((at, self.runs().get(at)?)));
        let title = before().take(TITLE).find(|(_, run)| run.level == Some(1));
        let near = || before().filter(|(_, run)| !self.page.is_out(run.element)).take(LEAD).last();
        let Some((begin, _)) = title.or_else(near) else { return };
        let beside = title.and_then(|(_, run)| self.page.tree.parent(run.element));
        for at in begin..first {
            let Some(run) = self.runs().get(at).filter(|run| !self.page.is_out(run.element)) else {
                continue;
            };
            let is_line = || {
                let parent = self.page.tree.parent(run.element);
                beside.is_some() && parent == beside && self.page.tree.name(run.element) == "p"
            };
            let is_lead =
                run.level == Some(1) || is_text(run) || run.linked == 0 && run.aside.is_none() && is_line();
            if is_lead && let Some(kept) = self.kept.get_mut(at) {
                *kept = true;
            }
        }
    }

    /// Whether a run is part of a menu or a list of links.
    fn is_menu(&self, at: usize, announced: &HashMap<usize, bool>) -> bool {
        let Some(run) = self.runs().get(at) else { return false };
        if run.level.is_some() {
            // A heading may lead to what it names; those of teasers have no sentences below them.
            let below = self.runs().get(at + 1).filter(|below| !self.page.is_out(below.element));
            let has_text = below.is_some_and(|below| good(below) > 0);
            return run.level > Some(1) && run.linked * 10 >= run.letters * 9 && !has_text;
        }
        // A sentence around a link is the author's.
        if run.is_sentence && !run.ends_in_link && run.linked < run.letters {
            return false;
        }
        let mostly = run.linked * 2 > run.letters;
        match self.page.tree.nearest(run, &["li", "p", "td", "th"]) {
            Some(at) if self.page.tree.name(at) == "p" => {
                run.linked * 5 >= run.letters * 3
                    && run.letters <= POINTER
                    && self.page.weight(ROOT).good > LONG_PAGE
            }
            Some(item) => {
                let list = self.list(item);
                let weight = self.page.weight(list);
                mostly && weight.linked * 10 > weight.letters * 7 && announced.get(&list) != Some(&true)
            }
            None => mostly,
        }
    }

    /// The list or table that an item or a cell is in.
    fn list(&self, item: usize) -> usize {
        let is_list = |at: &usize| matches!(self.page.tree.name(*at), "ul" | "ol" | "table");
        self.page.tree.around(item).take(LIST).find(is_list).unwrap_or(item)
    }

    /// The lists of the page, and whether the line before each announces it: `The sides recalled:`.
    fn announced(&self) -> HashMap<usize, bool> {
        let mut announced = HashMap::new();
        let mut is_announced = false;
        for run in self.runs() {
            if let Some(item) = self.page.tree.nearest(run, &["li", "td", "th"]) {
                announced.entry(self.list(item)).or_insert(is_announced);
            }
            is_announced = run.is_sentence
                && run.last == Some(':')
                && run.linked == 0
                && run.aside.is_none()
                && !self.page.is_out(run.element);
        }
        announced
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
            let (kept, runs) = (self.kept.get(start + 1..end), self.runs().get(start + 1..end));
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
        let Some(own) = self.runs().get(run) else { return false };
        let below = self.runs().get(run + 1).filter(|_| self.kept.get(run + 1) == Some(&true));
        let is_text = |run: &TextRun| {
            run.level.is_none() && run.linked == 0 && matches!(run.aside, None | Some(Aside::Possible))
        };
        match own.aside {
            None => false,
            Some(Aside::Possible) => (own.level.is_some() || own.is_bold) && !below.is_some_and(is_text),
            Some(Aside::Likely) => self.page.tree.nearest(own, &["li"]).is_none(),
            Some(Aside::Certain) => true,
        }
    }

    fn level(&self, run: usize) -> Option<u8> {
        self.runs().get(run)?.level
    }

    /// Leaves out headings with nothing below them, and labels that are not beside the text, at the end.
    fn leave_out_tail(&mut self) {
        let texts = self.runs().iter().zip(&self.kept).filter(|(run, kept)| **kept && is_text(run));
        let (mut beside, mut is_announced) = (HashSet::new(), false);
        for (run, _) in texts {
            beside.extend(self.places(run));
            is_announced = run.last == Some(':') && run.linked == 0;
        }
        if is_announced {
            return;
        }
        for at in (0..self.kept.len()).rev() {
            let Some(run) = self.runs().get(at) else { continue };
            let name = self.page.tree.name(run.element);
            let is_apart = || !self.places(run).any(|place| beside.contains(&place));
            let is_short = || matches!(name, "div" | "span" | "section" | "li") && is_apart();
            let is_label = !is_text(run) && !run.is_sentence && (run.level.is_some() || is_short());
            match self.kept.get_mut(at) {
                Some(kept) if *kept && is_label => *kept = false,
                Some(true) => break,
                Some(false) | None => {}
            }
        }
    }

    /// The element that a run's paragraph or list is in, and if that is the paragraph itself, the one around it.
    fn places(&self, run: &TextRun) -> impl Iterator<Item = usize> + use<> {
        let tree = &self.page.tree;
        let is_container = |at: &usize| CONTAINERS.contains(&tree.name(*at));
        let container = tree.around(run.element).find(is_container).unwrap_or(ROOT);
        let is_own = container == run.element || tree.name(run.element) == "span";
        std::iter::once(container).chain(tree.parent(container).filter(|_| is_own))
    }

    /// What was left out: of the main text, words and links, of what is named as boilerplate in a whole page only what is as
    /// long as a sentence; of what is beyond it, sentences that no name calls boilerplate, if they are not few.
    fn guessed(&self) -> LeftOut {
        let unseen = self.page.unseen();
        let of = |list: &[bool], at: usize| list.get(at).copied().unwrap_or_default();
        // In a whole page, menus and banners are no guess, unless they may be a sentence of the text.
        let is_part = !matches!(self.page.tree.name(self.region), "" | "body" | "html");
        let menus = self.page.or_around(|element| element.name == "nav");
        let is_banner =
            |run: &TextRun| !is_part && run.letters < SENTENCE || of(&menus, run.element) && good(run) == 0;
        let is_label =
            |run: &TextRun| run.aside == Some(Aside::Certain) && !(run.is_sentence && run.last != Some(':'));
        let (mut words, mut links, mut beyond, mut letters) = (Vec::new(), Vec::new(), Vec::new(), 0);
        for (at, run) in self.runs().iter().enumerate() {
            let is_named = self.page.is_out(run.element);
            let is_linked = run.linked * 2 > run.letters;
            if of(&self.kept, at) {
                letters += run.letters;
            } else if of(&unseen, run.element) || run.letters < WORD || is_label(run) {
            } else if of(&self.inside, at) && !is_linked && !(is_named && is_banner(run)) {
                words.push(run);
            } else if of(&self.inside, at) && is_linked && is_part && !is_named {
                links.push(run.opening.clone());
            } else if is_text(run) && !is_named {
                beyond.push(run);
            }
        }
        if beyond.iter().map(|run| run.letters).sum::<usize>() * FEW > letters {
            words.append(&mut beyond);
        }
        words.sort_by_cached_key(|run| usize::MAX - run.letters);
        LeftOut { words: words.into_iter().map(|run| run.opening.clone()).collect(), links }
    }
}

/// Whether a run is text in any place: a sentence, a paragraph, or a long sentence that is marked as a heading.
fn is_text(run: &TextRun) -> bool {
    good(run) > 0 || run.level.is_some() && run.is_sentence && run.letters >= PARAGRAPH
}
