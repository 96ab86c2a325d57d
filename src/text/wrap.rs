//! Wrapping: splitting a text into rows of limited width.
//!
//! Invariant: the rows are byte ranges of the source, in order, and together contain every character except the
//! white space between rows. A row is too wide only if it is a single grapheme that is.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use super::slice;

/// Columns that `text` takes on a terminal.
pub fn columns(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { plain_columns(text).unwrap_or_else(|| text.width()) }
}

/// The columns of a text in which each character takes one and never joins another: almost all of what is shown.
#[inline]
pub fn plain_columns(text: &str) -> Option<usize> {
    text.chars().try_fold(0, |columns, letter| is_plain(letter).then_some(columns + 1))
}

/// Whether a character takes one column and never joins another: letters of Latin 1, and the marks, arrows and lines that
/// quotations and signs are written with.
fn is_plain(letter: char) -> bool {
    matches!(letter, ' '..='~' | '\u{A1}'..='\u{AC}' | '\u{AE}'..='\u{FF}' | '\u{2010}'..='\u{2027}' | '\u{2190}'..='\u{2193}'
        | '\u{2200}'..='\u{22FF}' | '\u{2500}'..='\u{25A9}')
}

/// The rows of `text` at `width` columns; the first row is shorter by the `used` columns of a label before it. An
/// empty text has one empty row. Words longer than a row are split between graphemes.
pub fn wrap(text: &str, width: usize, used: usize) -> Vec<Range<usize>> {
    let width = width.max(1);
    let mut rows =
        RowBuilder { width, room: width.saturating_sub(used), done: Vec::new(), row: 0..0, taken: 0 };
    let mut at = 0;
    for piece in text.split_inclusive(' ') {
        let word = piece.trim_end_matches(' ');
        rows.word(text, at..at + word.len());
        at += piece.len();
    }
    rows.finish()
}

/// The rows of a text of several lines, each wrapped.
pub fn wrap_lines(text: &str, width: usize) -> Vec<Range<usize>> {
    let mut rows = Vec::new();
    let mut start = 0;
    for line in text.split('\n') {
        rows.extend(wrap(line, width, 0).into_iter().map(|row| row.start + start..row.end + start));
        start += line.len() + 1;
    }
    rows
}

struct RowBuilder {
    width: usize,
    /// Columns that the current row has.
    room: usize,
    done: Vec<Range<usize>>,
    row: Range<usize>,
    /// Columns that `row` takes.
    taken: usize,
}

impl RowBuilder {
    fn word(&mut self, text: &str, word: Range<usize>) {
        let letters = slice(text, word.clone());
        if self.row.is_empty() {
            // Blanks before the first word of a row belong to no row.
            self.row = word.start..word.start;
        }
        let gap = columns(slice(text, self.row.end..word.start));
        let wide = columns(letters);
        if self.taken + gap + wide <= self.room {
            self.row.end = word.end;
            self.taken += gap + wide;
            return;
        }
        if !self.row.is_empty() || self.room < self.width {
            self.cut(word.start);
        }
        if wide <= self.room {
            self.row = word;
            self.taken = wide;
        } else {
            self.graphemes(letters, word.start);
        }
    }

    fn graphemes(&mut self, letters: &str, start: usize) {
        for (at, grapheme) in letters.grapheme_indices(true) {
            let wide = columns(grapheme);
            if !self.row.is_empty() && self.taken + wide > self.room {
                self.cut(start + at);
            }
            self.row.end = start + at + grapheme.len();
            self.taken += wide;
        }
    }

    fn cut(&mut self, next: usize) {
        self.done.push(std::mem::replace(&mut self.row, next..next));
        self.taken = 0;
        self.room = self.width;
    }

    fn finish(mut self) -> Vec<Range<usize>> {
        self.done.push(self.row);
        self.done
    }
}

/// The beginning of `text` that fits `width` columns, followed by `…` if something is left out.
pub fn clip(text: &str, width: usize) -> String {
    if columns(text) <= width {
        return text.to_owned();
    }
    let mut kept = String::new();
    let mut taken = 1;
    for grapheme in text.graphemes(true) {
        taken += columns(grapheme);
        if taken > width {
            break;
        }
        kept.push_str(grapheme);
    }
    if width > 0 {
        kept.push('…');
    }
    kept
}

/// `text` in exactly `width` columns: clipped, or padded with blanks.
pub fn padded(text: &str, width: usize) -> String {
    let text = clip(text, width);
    format!("{text}{}", " ".repeat(width.saturating_sub(columns(&text))))
}

/// The longest end of `text` that fits `width` columns, cut between graphemes.
pub fn tail(text: &str, width: usize) -> &str {
    let mut taken = 0;
    let fits = |(_, grapheme): &(usize, &str)| {
        taken += columns(grapheme);
        taken <= width
    };
    let start = text.grapheme_indices(true).rev().take_while(fits).last().map_or(text.len(), |(at, _)| at);
    slice(text, start..text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str, width: usize, used: usize) -> Vec<&str> {
        wrap(text, width, used).into_iter().map(|row| text.get(row).unwrap()).collect()
    }

    #[test]
    fn a_plain_character_takes_one_column_and_joins_no_other() {
        use ratatui::buffer::CellWidth;
        for letter in ('\0'..='\u{FFFF}').filter(|letter| is_plain(*letter)) {
            let text = String::from(letter);
            assert_eq!((text.width(), text.cell_width()), (1, 1), "{letter:?}");
            for others in [format!("a{letter}a"), format!("{letter}{letter}"), format!("{letter}–")] {
                assert_eq!(others.graphemes(true).count(), others.chars().count(), "{others:?}");
                assert_eq!(plain_columns(&others), Some(others.width()), "{others:?}");
            }
        }
        assert_eq!(plain_columns("동맹"), None);
        assert_eq!(plain_columns("e\u{301}"), None);
    }

    #[test]
    fn words_stay_whole_where_they_fit_and_are_cut_where_they_do_not() {
        assert_eq!(rows("the alliance itself", 12, 0), ["the alliance", "itself"]);
        assert_eq!(rows("interoperability", 6, 0), ["intero", "perabi", "lity"]);
        assert_eq!(rows("동맹 현대화", 5, 0), ["동맹", "현대", "화"]);
        assert_eq!(rows("", 6, 0), [""]);
        assert_eq!(rows("one  two", 3, 0), ["one", "two"]);
        assert_eq!(rows("현  ab", 1, 0), ["현", "a", "b"]);
    }

    #[test]
    fn a_label_shortens_the_first_row_only() {
        assert_eq!(rows("one two three", 9, 6), ["one", "two three"]);
        assert_eq!(rows("seventeen", 9, 6), ["", "seventeen"]);
    }

    #[test]
    fn clipping_shows_an_ellipsis_and_never_exceeds_the_width() {
        assert_eq!(clip("Washington Post", 8), "Washing…");
        assert_eq!(clip("현대화", 5), "현대…");
        assert_eq!(clip("short", 8), "short");
        assert_eq!(clip("short", 0), "");
    }

    proptest::proptest! {
        #[test]
        fn nothing_is_lost_and_no_row_is_too_wide(text in "\\PC{0,80}", width in 1_usize..30, used in 0_usize..40) {
            let text = text.trim();
            let rows = wrap(text, width, used);
            let mut end = 0;
            for (at, row) in rows.iter().enumerate() {
                let slice = text.get(row.clone()).unwrap();
                proptest::prop_assert!(text.get(end..row.start).unwrap().trim().is_empty());
                let room = if at == 0 { width.saturating_sub(used) } else { width };
                proptest::prop_assert!(columns(slice) <= room || slice.graphemes(true).count() == 1);
                end = row.end;
            }
            proptest::prop_assert_eq!(end, text.len());
        }
    }

    #[test]
    fn the_end_of_a_text_fits_and_is_cut_between_graphemes() {
        assert_eq!(tail("abc", 5), "abc");
        assert_eq!(tail("abc", 2), "bc");
        assert_eq!(tail("abc", 0), "");
        assert_eq!(tail("a현대화", 5), "대화");
        assert_eq!(tail("abe\u{301}", 1), "e\u{301}");
        assert_eq!(tail(&"x".repeat(1 << 20), 3), "xxx");
    }
}
