//! The reader's marks and notes as a page.
//!
//! Invariant: every mark is shown with the words that were marked, even if it belongs to another dataset, or if its
//! passage has changed or is gone.

use super::compose::{Composer, StyledText};
use super::passage::{name, note};
use super::{LinkTarget, Page, Role, SpanStyle};
use crate::corpus::model::PassageKind;
use crate::corpus::{Corpus, Target};
use crate::store::marks::{Mark, MarkStatus, PlacedMark};
use crate::text::fold::fold;

/// Introduces marked words that the dataset does not contain.
pub const MARKED: &str = "The words as they were marked: ";

/// The marks that contain the words of `filter`, and how many are shown at most.
#[derive(Debug)]
pub struct MarksPage<'a> {
    pub corpus: &'a Corpus,
    /// In order.
    pub marks: &'a [PlacedMark],
    pub filter: &'a str,
    pub most: usize,
}

impl MarksPage<'_> {
    pub fn compose(&self, width: usize) -> Page {
        let mut page = Composer::new(width);
        let wanted = fold(self.filter);
        let holds = |mark: &Mark| wanted.split_whitespace().all(|word| mark.folded().contains(word));
        let mut marks = self.marks.iter().enumerate().filter(|(_, placed)| holds(&placed.mark));
        let mut shown = 0;
        for (at, placed) in marks.by_ref().take(self.most) {
            page.gap();
            self.mark(&mut page, at, placed);
            shown += 1;
        }
        if marks.next().is_some() {
            page.gap();
            let end = format!("Only the first {} are shown: / narrows the list.", self.most);
            page.paragraph(&StyledText::new(&end, Role::Notice));
        } else if shown == 0 {
            let end = if self.marks.is_empty() {
                "No marks yet: m marks the passage in view, a writes a note on it."
            } else {
                "No mark matches."
            };
            page.paragraph(&StyledText::new(end, Role::Notice));
        }
        page.finish()
    }

    fn mark(&self, page: &mut Composer, at: usize, placed: &PlacedMark) {
        let PlacedMark { mark, status, passage } = placed;
        let entry = page.anchor(LinkTarget::Mark(at));
        let anchor = Some(entry);
        let mut head = match passage.map(Target::Passage) {
            Some(target) => StyledText::new(
                &name(self.corpus, target),
                SpanStyle { role: Role::Link, hit: false, anchor },
            )
            .with(&format!("  {}", mark.passage), Role::Faint),
            None => StyledText::new(&mark.passage, SpanStyle { role: Role::Strong, hit: false, anchor }),
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
        let passage = passage.and_then(|number| self.corpus.passage(number));
        if let Some((statement, passage)) = passage {
            let verdict = passage.check.as_ref().map(|check| check.verdict);
            let mut sure = StyledText::new(statement.standing.label(), Role::Faint);
            if let Some((verdict, label)) = verdict.zip(self.corpus.verdict_label(passage)) {
                sure.push(" · ", Role::Faint)
                    .push(&format!("{} {label}", verdict.sign()), Role::Verdict(verdict));
            }
            page.hanging("  ", Role::Plain, &sure);
        }
        let kind = passage.filter(|_| *status == MarkStatus::Held).map(|(_, passage)| passage.kind);
        page.hanging("  ", Role::Plain, &words(mark, kind));
        note(page, mark);
        page.end_anchor(entry);
    }
}

/// The words that were marked. If the dataset does not contain them, it is unknown whether they are a quotation.
fn words(mark: &Mark, kind: Option<PassageKind>) -> StyledText {
    match kind {
        Some(PassageKind::Quotation) => StyledText::new(&format!("“{}”", mark.quote), Role::Quote),
        Some(PassageKind::Summary) => {
            StyledText::new("editor's summary  ", Role::Faint).with(&mark.quote, Role::Plain)
        }
        None => StyledText::new(&format!("{MARKED}{}", mark.quote), Role::Plain),
    }
}
