//! The operators of a query: `OR`, `/s`, `/10`.
//!
//! Invariant: what looks like an operator but is not one is an error that names the right spelling.

use super::units::{as_one_term, either};
use super::{Near, Query, QueryTerm, Typing};
use crate::text::slice;

/// Maximum words between two words: more are in no sentence.
const FURTHEST: u32 = 100;

/// What links the words before it to those after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Operator {
    Or,
    Near(Distance),
}

/// How near two words must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::search) enum Distance {
    /// In one sentence.
    Sentence,
    /// In one sentence, and at most this many words apart; 1 means next to each other.
    Words(u32),
}

/// The operator that an unquoted piece is; `None` if it is a word.
pub(super) fn operator(piece: &str) -> Option<Result<Operator, String>> {
    let instead = match piece {
        "OR" => return Some(Ok(Operator::Or)),
        "|" | "||" => "OR",
        "NOT" => "-word or -\"phrase\"",
        "NEAR" => "/10 for ten words, /s for one sentence",
        _ => return distance(piece).map(|found| found.map(Operator::Near)),
    };
    Some(Err(format!("`{piece}` is not an operator; write {instead}")))
}

/// The distance that a piece such as `/10` means, or what to write in place of other programs' operators: `w/10`, `/p`.
fn distance(piece: &str) -> Option<Result<Distance, String>> {
    let lower = piece.to_ascii_lowercase();
    let (name, distance) = lower.split_once('/')?;
    // `9/11` and `and/or` are words.
    if !matches!(name, "" | "w" | "n" | "near" | "within" | "pre") {
        return None;
    }
    let from = distance.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    let end = from.find(|c: char| !c.is_ascii_digit()).unwrap_or(from.len());
    let digits = slice(from, 0..end);
    let words = digits.parse::<u32>().ok();
    match distance {
        "s" if name.is_empty() => Some(Ok(Distance::Sentence)),
        "s" | "sent" | "sentence" => {
            Some(Err(format!("`{piece}` is not an operator; write /s for one sentence")))
        }
        "p" => Some(Err(format!(
            "`{piece}` is not an operator: all words are looked for in one paragraph anyway; leave it out, or write /s for one sentence"
        ))),
        _ if digits.is_empty() => {
            let is_short = name.is_empty() && distance.len() == 1;
            is_short.then(|| {
                Err(format!("`{piece}` is not an operator; write /s for one sentence, /10 for ten words"))
            })
        }
        _ => Some(match words {
            Some(words) if name.is_empty() && digits == distance && (1..=FURTHEST).contains(&words) => {
                Ok(Distance::Words(words))
            }
            words => {
                let nearest = words.unwrap_or(FURTHEST).clamp(1, FURTHEST);
                Err(format!("`{piece}` is not an operator; write /{nearest} for at most so many words apart"))
            }
        }),
    }
}

/// Links what was typed on both sides of operators, while a query is parsed.
#[derive(Debug, Default)]
pub(super) struct Linking {
    /// The operator, as typed too, until what follows it comes.
    waiting: Option<(String, Operator)>,
    /// The terms of the piece before and where they begin in the query; `None` if they cannot be linked.
    last: Option<(usize, Vec<QueryTerm>)>,
}

impl Linking {
    /// Whether an operator waits for what it links to.
    pub(super) fn is_waiting(&self) -> bool {
        self.waiting.is_some()
    }

    /// Adds an operator.
    pub(super) fn operator(&mut self, query: &mut Query, typed: &str, operator: Operator) {
        if self.last.is_none() || self.waiting.is_some() {
            query.error.get_or_insert_with(|| needs_both(typed));
        }
        self.waiting = Some((typed.to_owned(), operator));
    }

    /// Adds the wanted terms of a piece; none if it is a filter or excludes something.
    pub(super) fn terms(&mut self, query: &mut Query, terms: Vec<QueryTerm>) {
        let last = self.last.take();
        let Some((typed, operator)) = self.waiting.take() else {
            let first = query.wanted.len();
            for term in &terms {
                query.want(term.clone());
            }
            self.last = Some((first, terms)).filter(|(_, terms)| !terms.is_empty());
            return;
        };
        let (Some((left, before)), Some(after)) = (last, as_one_term(terms)) else {
            query.error.get_or_insert_with(|| needs_both(&typed));
            return;
        };
        // Linked terms are a term of their own, even if they were typed before.
        query.wanted.truncate(left);
        let linked = match (operator, as_one_term(before)) {
            (Operator::Or, before) => before.into_iter().chain([after]).reduce(|a, b| either(&a, &b)),
            (Operator::Near(distance), before) => {
                query.wanted.extend(before);
                query.near.push(Near { left, right: query.wanted.len(), distance });
                Some(after)
            }
        };
        let at = query.wanted.len();
        query.wanted.extend(linked.clone());
        self.last = linked.map(|linked| (at, vec![linked]));
    }

    /// Ends the query. An operator at its end waits for more, unless the query is finished.
    pub(super) fn end(self, query: &mut Query, typing: Typing) {
        let Some((typed, _)) = self.waiting else { return };
        if typing == Typing::Finished {
            query.error.get_or_insert_with(|| needs_both(&typed));
        } else {
            query.notes.push(format!("now type what `{typed}` links to"));
        }
    }
}

pub(super) fn needs_both(typed: &str) -> String {
    format!("`{typed}` needs a word or a \"phrase\" on both sides, as in: alliance {typed} deterrence")
}
