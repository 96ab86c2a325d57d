//! The reader's marks and notes as a page.
//!
//! Invariant: every mark is shown, with the words that were marked: those of other datasets, and those whose passage
//! has gone or changed, too.

use std::borrow::Borrow;

use super::compose::{Composer, StyledText};
use super::passage::{name, note};
use super::{LinkTarget, Page, Role, SpanStyle};
use crate::corpus::model::PassageKind;
use crate::corpus::{Corpus, PassageNo, Target};
use crate::store::marks::Mark;
use crate::text::fold::fold;

/// Before words that were marked, where the dataset does not hold them.
pub const MARKED: &str = "The words as they were marked: ";

/// What became of a marked passage in the dataset at hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MarkStatus {
    Held,
    /// It is there, in other words than those that were marked.
    Changed,
    /// It was in this dataset, and is no more.
    Gone,
    /// The mark is of another dataset.
    Elsewhere,
}

/// What became of a mark's passage, and where it is now.
pub fn mark_status(corpus: &Corpus, mark: &Mark) -> (MarkStatus, Option<Target>) {
    let passages = corpus.by_original_id(&mark.dataset, &mark.passage).filter_map(|target| match target {
        Target::Passage(number) => Some(number),
        Target::Statement(_) => None,
    });
    let is_same =
        |number: &PassageNo| corpus.passage(*number).is_some_and(|(_, passage)| passage.text == mark.quote);
    // Datasets may be called alike: the words tell which is meant.
    let Some(number) = passages.max_by_key(|number| (is_same(number), std::cmp::Reverse(*number))) else {
        return (
            if corpus.has_dataset(&mark.dataset) { MarkStatus::Gone } else { MarkStatus::Elsewhere },
            None,
        );
    };
    (if is_same(&number) { MarkStatus::Held } else { MarkStatus::Changed }, Some(Target::Passage(number)))
}

/// Marks in order: those of this dataset first, as its passages stand in it, then those whose passage is gone.
pub fn in_order<M: Borrow<Mark>>(corpus: &Corpus, mut marks: Vec<M>) -> Vec<M> {
    marks.sort_by_key(|mark| match mark_status(corpus, mark.borrow()) {
        (_, Some(Target::Passage(number))) => (0, Some(number)),
        (MarkStatus::Elsewhere, _) => (2, None),
        (MarkStatus::Held | MarkStatus::Changed | MarkStatus::Gone, _) => (1, None),
    });
    marks
}

/// All marks, those that hold the words of `filter`.
#[derive(Debug)]
pub struct MarksPage<'a> {
    pub corpus: &'a Corpus,
    pub marks: &'a [Mark],
    pub filter: &'a str,
}

impl MarksPage<'_> {
    pub fn compose(&self, width: usize) -> Page {
        let mut page = Composer::new(width);
        let wanted = fold(self.filter);
        let holds = |mark: &&Mark| {
            let text = fold(&format!("{} {} {}", mark.passage, mark.quote, mark.note));
            wanted.split_whitespace().all(|word| text.contains(word))
        };
        let marks = in_order(self.corpus, self.marks.iter().filter(holds).collect());
        for mark in &marks {
            page.gap();
            self.mark(&mut page, mark);
        }
        if marks.is_empty() {
            let said = if self.marks.is_empty() {
                "No marks yet: m marks the passage in view, a writes a note on it."
            } else {
                "No mark holds this."
            };
            page.paragraph(&StyledText::new(said, Role::Notice));
        }
        page.finish()
    }

    fn mark(&self, page: &mut Composer, mark: &Mark) {
        let (status, target) = mark_status(self.corpus, mark);
        let mut head = match target {
            Some(target) => {
                let anchor = Some(page.anchor(LinkTarget::To(target)));
                StyledText::new(
                    &name(self.corpus, target),
                    SpanStyle { role: Role::Link, hit: false, anchor },
                )
                .with(&format!("  {}", mark.passage), Role::Faint)
            }
            None => StyledText::new(&mark.passage, Role::Strong),
        };
        match status {
            MarkStatus::Held => {}
            MarkStatus::Changed => _ = head.push("  its words have changed since", Role::Notice),
            MarkStatus::Gone => _ = head.push("  no longer in this dataset", Role::Notice),
            MarkStatus::Elsewhere => {
                head.push(&format!("  not in this dataset; marked in {}", mark.dataset), Role::Notice);
            }
        }
        page.paragraph(&head);
        let passage = target.and_then(|target| self.corpus.passage(self.corpus.first_passage(target)?));
        if let Some((statement, passage)) = passage {
            let verdict = passage.check.as_ref().map(|check| check.verdict);
            let mut sure = StyledText::new(&statement.standing.signed_label(), Role::Faint);
            if let Some(verdict) = verdict {
                sure.push(" · ", Role::Faint)
                    .push(&format!("{} {}", verdict.sign(), verdict.label()), Role::Verdict(verdict));
            }
            page.hanging("  ", Role::Plain, &sure);
        }
        let kind = passage.filter(|_| status == MarkStatus::Held).map(|(_, passage)| passage.kind);
        page.hanging("  ", Role::Plain, &words(mark, kind));
        note(page, mark);
    }
}

/// The words that were marked. Where the dataset does not hold them, nothing says whether they are a quotation.
fn words(mark: &Mark, kind: Option<PassageKind>) -> StyledText {
    match kind {
        Some(PassageKind::Quotation) => StyledText::new(&format!("“{}”", mark.quote), Role::Quote),
        Some(PassageKind::Summary) => {
            StyledText::new("editor's summary  ", Role::Faint).with(&mark.quote, Role::Plain)
        }
        None => StyledText::new(&format!("{MARKED}{}", mark.quote), Role::Plain),
    }
}
