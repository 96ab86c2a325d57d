//! A draft with its phrases in brackets, each after the sign of how sure it is.
//!
//! Invariant: every phrase is an anchor, in the order of the draft; the lines of the text are kept.

use std::ops::Range;

use super::compose::{Composer, StyledText};
use super::{LinkTarget, Page, Role, SpanStyle};
use crate::analysis::draft::{Draft, PrecedentedPhrase};
use crate::analysis::precedent::Sureness;
use crate::corpus::model::Verdict;
use crate::text::slice;

/// The role of words by how sure they are.
pub fn role(sureness: Sureness) -> Role {
    Role::Verdict(match sureness {
        Sureness::Official => Verdict::Identical,
        Sureness::Unverified => Verdict::Unverified,
        Sureness::PrintedOnly => Verdict::Differs,
    })
}

/// The ranges of the lines of a text.
fn lines(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut start = 0;
    text.split('\n').map(move |line| {
        let range = start..start + line.len();
        start = range.end + 1;
        range
    })
}

/// The text at `width`; each phrase leads to the first passage that has it.
pub fn page(text: &str, draft: &Draft, width: usize) -> Page {
    let mut page = Composer::new(width);
    let mut anchor = |phrase: &PrecedentedPhrase| {
        let holder = phrase.precedent.holders.first();
        page.anchor(LinkTarget::passage(holder.map(|holder| holder.run.passage).unwrap_or_default()))
    };
    let phrases: Vec<(&PrecedentedPhrase, usize)> =
        draft.phrases.iter().map(|phrase| (phrase, anchor(phrase))).collect();
    let mut rest = phrases.as_slice();
    for line in lines(text) {
        let mut styled = StyledText::default();
        let mut at = line.start;
        let passed = rest.iter().take_while(|(phrase, _)| phrase.range.end <= line.start).count();
        rest = rest.get(passed..).unwrap_or_default();
        for (phrase, anchor) in rest.iter().take_while(|(phrase, _)| phrase.range.start < line.end) {
            // Chinese and Japanese words overlap.
            let (start, end) = (phrase.range.start.max(at), phrase.range.end.min(line.end));
            if end <= start {
                continue;
            }
            let sureness = phrase.precedent.sureness();
            let role = if phrase.is_common { Role::Faint } else { role(sureness) };
            let style = SpanStyle { anchor: Some(*anchor), ..role.into() };
            styled.push(slice(text, at..start), Role::Plain);
            if start == phrase.range.start {
                // On a terminal without other signs it is `!=`, which takes two columns.
                let room = if sureness == Sureness::PrintedOnly { "\u{A0}" } else { "" };
                styled.push(&format!("{}{room}⟦", sureness.sign()), style);
            }
            styled.push(slice(text, start..end), style);
            if end == phrase.range.end {
                styled.push("⟧", style);
            }
            at = end;
        }
        styled.push(slice(text, at..line.end), Role::Plain);
        page.paragraph(&styled);
    }
    page.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::precedent::Precedent;

    #[test]
    fn phrases_stand_in_brackets_on_the_lines_of_the_text() {
        let text = "We agree\nto modernize our ties, too.";
        let phrase = |range: Range<usize>| PrecedentedPhrase {
            range,
            words: 0..3,
            precedent: Precedent::default(),
            is_common: false,
            near: None,
        };
        let draft = Draft { phrases: vec![phrase(3..11), phrase(12..30)], ..Draft::default() };
        let page = page(text, &draft, 60);
        assert_eq!(page.text(), "We ?⟦agree\nto⟧ ?⟦modernize our ties⟧, too.\n");
        assert_eq!(page.anchors.iter().map(|anchor| anchor.rows.clone()).collect::<Vec<_>>(), [0..2, 1..2]);
    }
}
