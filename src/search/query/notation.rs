//! Signs of other programs that change what a query means: brackets around words, `!` before one.
//!
//! Invariant: they are refused only where they would be read as something else. Brackets in pasted text are harmless.

use super::Typing;
use super::operators;
use super::pieces::{Piece, is_dash, is_quote, next_piece};
use crate::search::words::words;

/// Why a query with such signs is not understood. The last bracket may still be closed while the query is typed.
pub(super) fn refused(chars: &[char], typing: Typing) -> Option<String> {
    let (mut rest, mut group, mut combines) = (chars, None, false);
    while let Some((piece, left)) = next_piece(rest) {
        rest = left;
        combines |= piece.negated && !words(&piece.text).is_empty();
        if piece.quoted {
            continue;
        }
        combines |= is_operator(&piece);
        if let Some(instead) = excludes_otherwise(&piece.text) {
            return Some(format!("`{}` is not understood; write {instead}", piece.text));
        }
        let is_group = piece.text.matches('(').count() > piece.text.matches(')').count();
        if is_group && group.is_none() && (typing == Typing::Finished || !left.is_empty()) {
            group = Some(piece.text);
        }
    }
    group.filter(|_| combines).map(|group| {
        format!(
            "`{group}`: brackets do not group words; leave them out, or make each group a query of its own"
        )
    })
}

fn is_operator(piece: &Piece) -> bool {
    operators::operator(&piece.text).is_some() || is_vs(&piece.text)
}

/// Whether a piece divides rows.
pub(super) fn is_vs(text: &str) -> bool {
    ["vs", "vs."].iter().any(|vs| text.eq_ignore_ascii_case(vs))
}

/// `!word` and `(-word)` as this program writes them.
fn excludes_otherwise(text: &str) -> Option<String> {
    let inside = text.trim_start_matches('(');
    let word = inside
        .strip_prefix('!')
        .or_else(|| inside.strip_prefix(is_dash).filter(|_| inside.len() < text.len()))?;
    let word = word.trim_end_matches(')');
    word.trim_start_matches(is_quote).starts_with(char::is_alphabetic).then(|| format!("-{word}"))
}
