//! Figures whose thousands are divided by blanks: *28 500*.
//!
//! Invariant: only a blank at which no line breaks surely divides one figure. A plain one may be between two.

use crate::text::fold::Folded;
use crate::text::slice;

/// The blanks at which no line breaks.
const NARROW: [&str; 3] = ["\u{A0}", "\u{2009}", "\u{202F}"];

/// Puts a comma in place of each such blank, so that *28 500* is the word that *28,500* is.
pub(super) fn join_thousands(source: &str, folded: &mut Folded) {
    let blanks = memchr::memchr_iter(b' ', folded.text.as_bytes());
    let is_narrow = |at: &usize| NARROW.contains(&slice(source, folded.source(*at..*at + 1)));
    let within: Vec<usize> =
        blanks.filter(|at| is_of_thousands(&folded.text, *at) && is_narrow(at)).collect();
    for at in within {
        folded.text.replace_range(at..=at, ",");
    }
}

/// Whether at most three digits are before the blank, and three after it.
fn is_of_thousands(folded: &str, at: usize) -> bool {
    let (before, after) = folded.as_bytes().split_at(at);
    let left = before.iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
    let right = after.iter().skip(1).take_while(|byte| byte.is_ascii_digit()).count();
    (1..=3).contains(&left) && right == 3 && !slice(folded, 0..at - left).ends_with(char::is_alphanumeric)
}
