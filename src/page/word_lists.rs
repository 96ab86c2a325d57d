//! Two sets by their words: what only one has, and what both have, side by side if there is room.
//!
//! Invariant: counts are of statements, never of occurrences.

use super::compose::{Composer, StyledText};
use super::{LinkTarget, Page, Role, SpanStyle};
use crate::analysis::sets::{SetComparison, SetRow, SetRows};
use crate::corpus::PassageNo;
use crate::text::wrap::{clip, columns, padded};

/// Minimum columns of a list if three are side by side.
const LIST: usize = 32;
/// Between two lists.
const GAP: usize = 3;

/// Key terms or content words of two sets.
#[derive(Debug)]
pub struct WordLists {
    heading: String,
    /// Only the first set, both, only the second.
    lists: [WordList; 3],
}

#[derive(Debug)]
struct WordList {
    title: String,
    rows: Vec<WordRow>,
}

#[derive(Debug)]
struct WordRow {
    label: String,
    counts: String,
    /// Scores, as many of them as there is room for.
    scores: Vec<String>,
    first: [Option<PassageNo>; 2],
}

impl WordLists {
    /// The rows that at least `least` statements of one of the sets have.
    pub fn new<K>(
        heading: &str,
        sets: &SetComparison,
        rows: &SetRows<K>,
        label: impl Fn(&K) -> String,
        least: usize,
    ) -> Self {
        let share = |said: &[usize], of: usize| (!said.is_empty()).then(|| format!("{} of {of}", said.len()));
        let row = |row: &SetRow<K>| {
            let [of_a, of_b] = [&sets.a, &sets.b].map(|set| set.statements.len());
            let shares: Vec<String> = share(&row.a, of_a).into_iter().chain(share(&row.b, of_b)).collect();
            let signs: Vec<&str> = row.signs.iter().map(|sign| sign.sign()).collect();
            let counts = [shares.join(" · "), signs.join(" ")].join(" ").trim_end().to_owned();
            WordRow { label: label(&row.key), counts, scores: named(sets, row), first: row.first }
        };
        let list = |title: &str, all: &[SetRow<K>]| {
            let rows = all.iter().filter(|row| row.a.len().max(row.b.len()) >= least).map(row);
            let rows: Vec<WordRow> = rows.collect();
            let shown =
                if rows.len() < all.len() { format!(", {} shown", rows.len()) } else { String::new() };
            WordList { title: format!("{title} {}{shown}", all.len()), rows }
        };
        let lists = [list("only A", &rows.only_a), list("in both", &rows.both), list("only B", &rows.only_b)];
        let least =
            if least > 1 { format!(" of {least} statements of one side, or more") } else { String::new() };
        Self { heading: format!("{heading}{least}"), lists }
    }

    /// The first passages of both sets that have each word, in the order of the page's anchors.
    pub fn passages(&self) -> impl Iterator<Item = [Option<PassageNo>; 2]> {
        self.lists.iter().flat_map(|list| &list.rows).map(|row| row.first)
    }

    /// Appends the lists to a page.
    fn write(&self, page: &mut Composer) {
        page.gap();
        page.paragraph(&StyledText::new(&self.heading, Role::Title));
        let beside = (page.width().saturating_sub(2 * GAP)) / 3;
        if beside < LIST {
            for list in &self.lists {
                list.write(page);
            }
            return;
        }
        let lists = self.lists.each_ref().map(|list| {
            let mut page = Composer::new(beside);
            list.write(&mut page);
            (beside + GAP, page.finish())
        });
        page.beside(&lists);
    }
}

/// The scores of a row with their names.
fn named<K>(sets: &SetComparison, row: &SetRow<K>) -> Vec<String> {
    let scores = sets.score_names().iter().zip(sets.shown(row)).filter(|(_, score)| !score.is_empty());
    let mut scores: Vec<String> = scores.map(|(name, score)| format!("{name} {score}")).collect();
    // The log ratio says the most.
    if scores.len() > 1 {
        scores.swap(0, 1);
    }
    scores
}

impl WordList {
    fn write(&self, page: &mut Composer) {
        page.paragraph(&StyledText::new(&self.title, Role::Strong));
        for row in &self.rows {
            let [a, b] = row.first;
            let anchor = a.or(b).map(|passage| page.anchor(LinkTarget::passage(passage)));
            let mut counts = row.counts.clone();
            for score in &row.scores {
                if columns(&row.label) + columns(&counts) + columns(score) + 3 < page.width() {
                    counts = format!("{score}  {counts}");
                }
            }
            let room = page.width().saturating_sub(columns(&counts) + 1);
            let style = SpanStyle { anchor, ..SpanStyle::from(Role::Plain) };
            let label = padded(&clip(&row.label, room), room);
            let styled = StyledText::new(label.trim_end(), style)
                .with(label.get(label.trim_end().len()..).unwrap_or_default(), Role::Plain)
                .with(&format!(" {counts}"), Role::Faint);
            page.paragraph(&styled);
        }
    }
}

/// What to know about the sets, then their words.
pub fn word_lists(intro: &[String], lists: &[WordLists], width: usize) -> Page {
    let mut page = Composer::new(width);
    for line in intro {
        page.paragraph(&StyledText::new(line, Role::Faint));
    }
    for list in lists {
        list.write(&mut page);
    }
    page.finish()
}
