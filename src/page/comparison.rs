//! Two statements side by side, or one below the other: each pair of sentences with what is gone and what is new.
//!
//! Invariant: each side shows its own wording, unchanged; what is gone and what is new can be distinguished without
//! color.

use std::ops::Range;

use super::compose::{Composer, StyledText, brackets};
use super::{LinkTarget, Page, Role, SpanStyle};
use crate::analysis::compare::{ComparedPair, ComparedUnit, PairKind, StatementComparison};
use crate::analysis::languages::{LanguageComparison, LanguageSide, ParagraphPair};
use crate::corpus::PassageNo;
use crate::corpus::usage::Usage;
use crate::text::redline::{Redline, RedlineSpan};
use crate::text::{slice, sublist};

/// Between the two sides.
const RULE: &str = " │ ";

/// Sentences of both statements that belong together, or one that only one statement has.
#[derive(Debug)]
pub struct ComparedItem {
    pub kind: ItemKind,
    caption: String,
    sides: [Option<ItemSide>; 2],
    redline: Redline,
    /// For paragraphs in two languages, which key terms they have.
    terms: Vec<String>,
}

#[derive(Debug)]
struct ItemSide {
    passage: PassageNo,
    text: String,
    /// The places of its key terms, if it is a paragraph beside one in another language.
    terms: Vec<Range<usize>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ItemKind {
    Same,
    /// Moved ones too.
    Changed,
    Perhaps,
    OnlyA,
    OnlyB,
}

/// How the two sides are laid out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum SideLayout {
    #[default]
    Columns,
    /// As one text, with what is gone before what is new.
    Inline,
}

impl ItemSide {
    fn new(unit: &ComparedUnit, text: &str) -> Self {
        Self { passage: unit.number, text: text.to_owned(), terms: Vec::new() }
    }
}

impl ComparedItem {
    /// Everything that two statements say, in the order of the first; what only the second says comes after what
    /// precedes it there.
    pub fn all(found: &StatementComparison) -> Vec<Self> {
        let (sentences, headings) = (&found.sentences, &found.headings);
        let mut items: Vec<(usize, usize, Self)> = Vec::new();
        for pair in sentences.pairs.iter().chain(&sentences.perhaps) {
            items.push((pair.a.start + 1, 0, Self::pair(pair)));
        }
        for at in &sentences.only_a {
            items.extend(
                found.a.sentences.get(*at).map(|unit| (at + 1, 0, Self::only(ItemKind::OnlyA, unit))),
            );
        }
        for at in &sentences.only_b {
            let before =
                sentences.pairs.iter().filter(|pair| pair.kind != PairKind::Moved && pair.b.start < *at);
            let after = before.map(|pair| pair.a.start + 1).max().unwrap_or_default();
            let item = found.b.sentences.get(*at).map(|unit| Self::only(ItemKind::OnlyB, unit));
            items.extend(item.map(|item| (after, at + 1, item)));
        }
        items.sort_by_key(|(a, b, _)| (*a, *b > 0, *b));
        let headings = headings
            .pairs
            .iter()
            .map(Self::pair)
            .chain(
                headings
                    .only_a
                    .iter()
                    .filter_map(|at| found.a.headings.get(*at))
                    .map(|unit| Self::only(ItemKind::OnlyA, unit)),
            )
            .chain(
                headings
                    .only_b
                    .iter()
                    .filter_map(|at| found.b.headings.get(*at))
                    .map(|unit| Self::only(ItemKind::OnlyB, unit)),
            );
        let headings: Vec<Self> = headings.collect();
        items.into_iter().map(|(.., item)| item).chain(headings).collect()
    }

    fn pair(pair: &ComparedPair) -> Self {
        let kind = match pair.kind {
            PairKind::Same => ItemKind::Same,
            PairKind::Changed | PairKind::Moved => ItemKind::Changed,
            PairKind::Perhaps => ItemKind::Perhaps,
        };
        let side = |units: &[ComparedUnit], text: &str| units.first().map(|unit| ItemSide::new(unit, text));
        let sides = [side(&pair.units_a, &pair.a_text), side(&pair.units_b, &pair.b_text)];
        Self { kind, caption: pair.caption(), sides, redline: pair.redline.clone(), terms: Vec::new() }
    }

    fn only(kind: ItemKind, unit: &ComparedUnit) -> Self {
        let side = Some(ItemSide::new(unit, unit.text));
        let (name, sides) = if kind == ItemKind::OnlyA { ("A", [side, None]) } else { ("B", [None, side]) };
        let caption = format!("{} · only {name}", unit.place());
        Self { kind, caption, sides, redline: Redline::default(), terms: Vec::new() }
    }

    /// The paragraphs of two texts in two languages; they count as changed if their key terms differ. `terms` says
    /// which.
    pub fn paragraphs(
        found: &LanguageComparison,
        usage: &Usage,
        terms: impl Fn(&ParagraphPair) -> Vec<String>,
    ) -> Vec<Self> {
        let side = |side: &LanguageSide, range: &Range<usize>| -> (Vec<String>, Option<ItemSide>) {
            let paragraphs = sublist(&side.paragraphs, range.clone());
            let text = paragraphs.iter().map(|one| one.text.as_str()).collect::<Vec<_>>().join(" ");
            let terms = usage.find(&text).into_iter().map(|mark| mark.range).collect();
            let passage = paragraphs.iter().find_map(|one| one.passages.first().copied());
            let ids = paragraphs.iter().flat_map(|one| one.ids.iter().map(ToString::to_string));
            (ids.collect(), passage.map(|passage| ItemSide { passage, text, terms }))
        };
        let item = |pair: &ParagraphPair| {
            let ((ids_a, a), (ids_b, b)) = (side(&found.a, &pair.a), side(&found.b, &pair.b));
            let (ids_a, ids_b) = (ids_a.join(" + "), ids_b.join(" + "));
            let (kind, caption) = match (&a, &b) {
                (Some(_), None) => (ItemKind::OnlyA, format!("{ids_a} · only A")),
                (None, _) => (ItemKind::OnlyB, format!("{ids_b} · only B")),
                (Some(_), Some(_)) if pair.only_a.is_empty() && pair.only_b.is_empty() => {
                    (ItemKind::Same, format!("{ids_a} ↔ {ids_b}"))
                }
                (Some(_), Some(_)) => (ItemKind::Changed, format!("{ids_a} ↔ {ids_b}")),
            };
            Self { kind, caption, sides: [a, b], redline: Redline::default(), terms: terms(pair) }
        };
        found.pairs.iter().map(item).collect()
    }

    /// The passages of both sides.
    pub fn passages(&self) -> [Option<PassageNo>; 2] {
        self.sides.each_ref().map(|side| side.as_ref().map(|side| side.passage))
    }

    /// The wording of one side, with what the other does not have.
    fn side(&self, at: usize, has_brackets: bool) -> StyledText {
        let Some(side) = self.sides.get(at).and_then(Option::as_ref) else { return StyledText::default() };
        let (role, ranges): (Role, Vec<&Range<usize>>) = if at == 0 {
            (Role::Gone, self.redline.gone_ranges().collect())
        } else {
            (Role::New, self.redline.new_ranges().collect())
        };
        let (role, ranges) =
            if side.terms.is_empty() { (role, ranges) } else { (Role::Term, side.terms.iter().collect()) };
        let mut styled = StyledText::default();
        let mut end = 0;
        for range in ranges {
            styled.push(slice(&side.text, end..range.start), Role::Quote);
            marked(&mut styled, slice(&side.text, range.clone()), role, has_brackets);
            end = range.end;
        }
        styled.push(slice(&side.text, end..side.text.len()), Role::Quote);
        styled
    }

    fn inline(&self, has_brackets: bool) -> StyledText {
        let [Some(a), Some(b)] = &self.sides else {
            let at = usize::from(self.sides.first().is_some_and(Option::is_none));
            return self.side(at, has_brackets);
        };
        let mut styled = StyledText::default();
        for span in self.redline.spans(&a.text, &b.text) {
            match &span {
                RedlineSpan::Same(words) => drop(styled.push(words, Role::Quote)),
                RedlineSpan::Gone(words) => marked(&mut styled, words, Role::Gone, has_brackets),
                RedlineSpan::New(words) => marked(&mut styled, words, Role::New, has_brackets),
            }
        }
        styled
    }
}

fn marked(styled: &mut StyledText, words: &str, role: Role, has_brackets: bool) {
    let (open, close) = if has_brackets { brackets(role) } else { ("", "") };
    styled.push(open, role).push(words, role).push(close, role);
}

/// A comparison as a page; each item is an anchor.
#[derive(Debug, Clone, Copy)]
pub struct ComparisonPage<'a> {
    /// What was compared, and what the reader must know about it.
    pub intro: &'a [String],
    /// Whether the introduction is below the items.
    pub intro_is_last: bool,
    pub items: &'a [&'a ComparedItem],
    pub layout: SideLayout,
    /// Whether brackets are set around what is gone and new, for a screen without colors.
    pub has_brackets: bool,
}

impl ComparisonPage<'_> {
    pub fn compose(self, width: usize) -> Page {
        let mut page = Composer::new(width);
        let compose_intro = |page: &mut Composer| {
            for line in self.intro {
                page.paragraph(&StyledText::new(line, Role::Faint));
            }
        };
        if !self.intro_is_last {
            compose_intro(&mut page);
        }
        for item in self.items {
            page.gap();
            let [a, b] = item.passages();
            let anchor = b.or(a).map(|passage| page.anchor(LinkTarget::passage(passage)));
            let style = SpanStyle { anchor, ..SpanStyle::from(Role::Strong) };
            page.paragraph(&StyledText::new(&item.caption, style));
            match self.layout {
                SideLayout::Columns => self.columns(item, &mut page),
                SideLayout::Inline if !item.terms.is_empty() => {
                    let has_side = |at: &usize| item.sides.get(*at).is_some_and(Option::is_some);
                    for at in [0, 1].into_iter().filter(has_side) {
                        page.paragraph(&item.side(at, self.has_brackets));
                    }
                }
                SideLayout::Inline => page.paragraph(&item.inline(self.has_brackets)),
            }
            for terms in &item.terms {
                page.paragraph(&StyledText::new(terms, Role::Faint));
            }
            if let Some(anchor) = anchor {
                page.end_anchor(anchor);
            }
        }
        if self.intro_is_last {
            page.gap();
            compose_intro(&mut page);
        }
        page.finish()
    }

    fn columns(self, item: &ComparedItem, page: &mut Composer) {
        let width = page.width().saturating_sub(RULE.chars().count()) / 2;
        let side = |at: usize| {
            let mut side = Composer::new(width);
            side.paragraph(&item.side(at, self.has_brackets));
            side.finish()
        };
        let (left, right) = (side(0), side(1));
        let mut rule = Composer::new(RULE.chars().count());
        for _ in 0..left.lines.len().max(right.lines.len()) {
            rule.paragraph(&StyledText::new(RULE, Role::Faint));
        }
        page.beside(&[(width, left), (RULE.chars().count(), rule.finish()), (width, right)]);
    }
}
