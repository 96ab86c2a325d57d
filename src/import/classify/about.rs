//! What a title says of others: the joint statement that a statement is about, and who did what it is about.
//!
//! Invariant: neither the parties of a statement that is only spoken about, nor those that only did something, issue
//! what has the title.

use std::sync::LazyLock;

use super::super::pattern::{Pattern, compiled, says};
use super::{JOINT, KIND, MEETING_OF, ONE_SIDED, SUBJECT, acting, place_of};
use crate::text::slice;

/// A word for a text that may be about another one.
static REPLY: Pattern = LazyLock::new(|| {
    compiled(concat!(
        r"(?i)\b(?:answers?|comments?|commentary|declaration|fact\s?sheet|notes?|objections?|position|press release|protest",
        r"|questions?|reactions?|remarks|reply|replies|responses?|statements?|views?)\b",
    ))
});
/// What is between a text and the joint statement that it is about: the parties of that one.
static OBJECT: Pattern = LazyLock::new(|| {
    compiled(concat!(
        r"(?i)^\s(?:on|about|regarding|concerning|condemning|following|against|supporting|after|to|in response to)\s",
        r"(?:the\s|this\s|a\s|an\s)?(?:[^\s:;,–—|]+\s){0,4}$",
    ))
});
/// Where a Korean or a Japanese title turns from its subject to the text itself.
static TURN: Pattern = LazyLock::new(|| {
    compiled(
        r"에 대한|에 대하여|에 대해|에 관한|에 관하여|관련|に対する|に関する|についての|をめぐる|を受けた",
    )
});
/// What somebody does to others, so that `by` names who did it and not who speaks.
static DEED: Pattern = LazyLock::new(|| {
    compiled(concat!(
        r"(?i)(?:tion|sion|ment|ing|al|ance|ence|ure|tions|sions|ments|ings|als|ances|ures|ed|attacks?)$",
        r"|^(?:acts?|activit(?:y|ies)|aggressors?|arrests?|abuses?|attempts?|behaviou?r|claims?|conduct|coups?|crackdowns?",
        r"|crimes?|deals?|done|drills?|efforts?|exercises?|flights?|given|held|launch(?:es)?|led|made|missiles?|moves?|patrols?",
        r"|policy|policies|programs?|raids?|sales?|shipments?|steps?|strikes?|support|taken|tests?|threats?|transfers?|trips?",
        r"|use|visits?|war|work)$",
    ))
});

/// A title without the joint statement of others that it is about: `Statement by Japan` of `Statement by Japan on the
/// Joint Statement of …`, `외교부 논평` of `…의 공동성명에 대한 외교부 논평`; `None` if it is about none.
pub(super) fn own_part(title: &str) -> Option<&str> {
    let joint = JOINT.as_ref()?.find(title)?;
    if let Some(turn) = TURN.as_ref()?.find_iter(title).find(|turn| turn.start() >= joint.end()) {
        let own = slice(title, turn.end()..title.len()).trim();
        return Some(own).filter(|own| says(&KIND, own) || says(&ONE_SIDED, own));
    }
    let subject = place_of(&SUBJECT, title).filter(|subject| *subject < joint.start())?;
    let own = slice(title, 0..subject);
    (says(&REPLY, own) && says(&OBJECT, slice(title, subject..joint.start()))).then_some(own)
}

/// The parties that speak, named behind the subject: `on the Alliance by Australia and New Zealand`.
pub(super) fn speaking(subject: &str) -> Option<Vec<&'static str>> {
    let (about, by) = subject.rsplit_once(" by ")?;
    let last = about.rsplit(' ').next()?;
    let is_meeting = says(&MEETING_OF, &format!(" {last}"));
    let parties = acting(slice(by, 0..place_of(&SUBJECT, by).unwrap_or(by.len())));
    (parties.len() > 1 && (is_meeting || !says(&DEED, last))).then_some(parties)
}
