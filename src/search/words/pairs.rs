//! Words of Chinese and Japanese, which are written without blanks: pairs of neighbors.
//!
//! Invariant: letters and figures between the characters are whole words, a figure with the numeral that multiplies it.

use std::ops::Range;

use super::kept;
use crate::text::script::is_ideograph;
use crate::text::slice;

/// What multiplies the figure before it: 1,000億 is not 1,000.
const NUMERALS: [char; 8] = ['十', '百', '千', '万', '萬', '億', '亿', '兆'];

/// Divides a word with Chinese or Japanese characters, which are written without blanks: each two neighbors are a word,
/// and so are other letters between them, a figure with the numeral that multiplies it.
pub(super) fn pairs(word: &str, start: usize, each: &mut impl FnMut(&str, Range<usize>)) {
    let places: Vec<(usize, char)> = word.char_indices().collect();
    for run in places.chunk_by(|(_, one), (_, next)| is_ideograph(*one) == is_ideograph(*next)) {
        let is_run = run.first().is_some_and(|(_, c)| is_ideograph(*c));
        for part in run.windows(if is_run { run.len().min(2) } else { run.len() }) {
            let (Some((first, _)), Some((last, c))) = (part.first(), part.last()) else { continue };
            let mut range = *first..last + c.len_utf8();
            let (before, after) = (slice(word, 0..range.start), slice(word, range.end..word.len()));
            if is_run {
                // Alone, a numeral is already in the word of its figure.
                let is_of_figure = before.ends_with(|c: char| c.is_ascii_digit()) && NUMERALS.contains(c);
                if run.len() > 1 || !is_of_figure {
                    each(slice(word, range.clone()), start + range.start..start + range.end);
                }
                continue;
            }
            if c.is_ascii_digit() && after.starts_with(NUMERALS) {
                range.end += after.chars().next().map_or(0, char::len_utf8);
            }
            let key: String = kept(slice(word, range.clone())).map(|(_, c)| c).collect();
            each(&key, start + range.start..start + range.end);
        }
    }
}
