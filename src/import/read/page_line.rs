//! A line of a web page, from one border of a paragraph to the next, and the pieces of it that elements set apart.
//!
//! Invariant: a line begins with its first letter; what is set apart within a sentence is part of the sentence, unless
//! nobody sees it.

use std::ops::Range;

use super::boilerplate::{Aside, aside};

/// Minimum letters of a line that is no sentence, but is a paragraph.
pub(super) const PARAGRAPH: usize = 80;
/// From this letter on, words are written without spaces between them.
const WIDE: char = '\u{1100}';
/// Maximum letters of a line that may be an aside.
const ASIDE: usize = 60;

/// Whose words a piece of a line has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PieceRole {
    Text,
    /// An element within the line is named as boilerplate or is a control; the words may be part of a sentence.
    Named,
    /// Readers of the page do not see them.
    Unseen,
}

/// A part of a line, between two borders of elements within it.
#[derive(Debug)]
pub(super) struct LinePiece {
    pub element: usize,
    pub role: PieceRole,
    /// Its tokens, counted from the beginning of the page.
    pub tokens: Range<usize>,
    pub words: Words,
}

/// Words of a page, their letters, those in links, and those that are not bold; a wide letter counts as two.
#[derive(Debug, Default)]
pub(super) struct Words {
    pub text: String,
    pub letters: usize,
    pub linked: usize,
    pub plain: usize,
    /// Whether the last letter or sign is in a link.
    pub ends_in_link: bool,
}

impl LinePiece {
    /// An empty piece, which begins with this token.
    pub(super) fn new(first: usize) -> Self {
        Self { element: 0, role: PieceRole::Text, tokens: first..first, words: Words::default() }
    }
}

impl Words {
    fn of<'a>(pieces: impl Iterator<Item = &'a LinePiece>) -> Self {
        pieces.fold(Self::default(), |mut all, piece| {
            all.text.push_str(&piece.words.text);
            all.letters += piece.words.letters;
            all.linked += piece.words.linked;
            all.plain += piece.words.plain;
            all.ends_in_link = piece.words.ends_in_link;
            all
        })
    }

    /// Whether they end like a sentence, and there is more than one.
    pub(super) fn are_sentence(&self) -> bool {
        let bare = self.text.trim().trim_end_matches(['"', '”', '’', '“', '»', '\'', ')', ']', ' ']);
        bare.ends_with(['.', '!', '?', '。', ':', '．', '！', '？'])
            && (bare.contains(char::is_whitespace) || bare.contains(|c| c >= '\u{1100}'))
    }

    pub(super) fn aside(&self) -> Option<Aside> {
        (self.letters <= ASIDE).then(|| aside(&self.text.trim().to_lowercase(), self.linked)).flatten()
    }
}

/// The words that a line says together, and for each of its pieces, whether it is one of them.
pub(super) fn together(pieces: &[LinePiece], is_heading: bool) -> (Words, Vec<bool>) {
    if let [piece] = pieces
        && piece.role == PieceRole::Text
    {
        return (Words::of(std::iter::once(piece)), vec![true]);
    }
    let all_of = |role: PieceRole| Words::of(pieces.iter().filter(|piece| piece.role == role));
    let (text, named) = (all_of(PieceRole::Text), all_of(PieceRole::Named));
    let end = pieces.iter().rposition(|piece| piece.role == PieceRole::Text).map_or(0, |last| last + 1);
    let seen =
        |pieces: &[LinePiece]| Words::of(pieces.iter().filter(|piece| piece.role != PieceRole::Unseen));
    // What follows a whole sentence is no part of it.
    let end = if seen(pieces.get(..end).unwrap_or(pieces)).are_sentence() { end } else { pieces.len() };
    let whole = seen(pieces.get(..end).unwrap_or(pieces));
    let is_within = (whole.are_sentence() || whole.letters >= PARAGRAPH) && named.letters < text.letters
        || is_heading && text.letters == 0;
    let is_in = |(at, piece): (usize, &LinePiece)| match piece.role {
        PieceRole::Text => true,
        PieceRole::Named => is_within && at < end && !is_gloss(pieces, at),
        PieceRole::Unseen => false,
    };
    let are_in = pieces.iter().enumerate().map(is_in).collect();
    (if is_within { whole } else { text }, are_in)
}

/// Whether a piece explains the word before it: it is joined to the word, or is a sentence within the sentence.
fn is_gloss(pieces: &[LinePiece], at: usize) -> bool {
    let text = |at: usize| pieces.get(at).map_or("", |piece| &piece.words.text);
    let (before, own) = (at.checked_sub(1).map_or("", text), text(at));
    let is_letter = |letter: Option<char>| letter.is_some_and(|c| c.is_alphanumeric() && c < WIDE);
    let is_sentence = own.trim_end().ends_with(['.', '!', '?', '。']) && !before.is_empty();
    is_sentence || is_letter(before.chars().next_back()) && is_letter(own.chars().next())
}
