//! A text field: a text with a cursor, of one line or of several.
//!
//! Invariant: the cursor is on a grapheme boundary of the text. The text of a note is as typed, not safe to show.

use std::ops::Range;

use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation};

use crate::text::safe::{Typed, clean};
use crate::text::slice;

/// Text that is being typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TextField {
    text: String,
    /// In bytes.
    cursor: usize,
    /// Whether the text is only offered: see [`TextField::offer`].
    is_offered: bool,
}

/// What a key does to a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edit {
    Backspace,
    Delete,
    Word,
    Clear,
    Left,
    Right,
    Home,
    End,
}

impl TextField {
    pub fn new(text: &str) -> Self {
        Self { text: text.to_owned(), cursor: text.len(), is_offered: false }
    }

    /// Offers the text that is there: a word that is typed next replaces it; a blank or any other key goes on with it.
    pub(super) fn offer(&mut self) {
        self.is_offered = !self.text.is_empty();
        self.cursor = self.text.len();
    }

    pub fn is_offered(&self) -> bool {
        self.is_offered
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text before and after the cursor.
    pub fn halves(&self) -> (&str, &str) {
        self.text.split_at_checked(self.cursor).unwrap_or((&self.text, ""))
    }

    /// Inserts typed or pasted text, made safe and joined into one line.
    pub fn insert(&mut self, typed: &str) {
        if std::mem::take(&mut self.is_offered) && !typed.starts_with(char::is_whitespace) {
            *self = Self::default();
        }
        let (before, _) = self.halves();
        let before = clean(&format!("{before}{}", clean(typed))).into_owned();
        self.replace_before(before);
    }

    /// The same without making it safe: the code that shows it must do that.
    pub fn insert_as_typed(&mut self, typed: &str) {
        let (before, _) = self.halves();
        self.replace_before(Typed::new(&format!("{before}{typed}")).as_typed().to_owned());
    }

    /// Inserts typed or pasted text, made safe; its lines stay lines.
    pub fn insert_lines(&mut self, typed: &str) {
        let typed = typed.replace("\r\n", "\n").replace('\r', "\n");
        let (before, _) = self.halves();
        let begun = before.rfind('\n').map_or(0, |at| at + 1);
        let (kept, line) = (slice(before, 0..begun), slice(before, begun..before.len()));
        let mut lines = typed.split('\n');
        // What is typed may join the character before it.
        let mut before = format!("{kept}{}", clean(&format!("{line}{}", lines.next().unwrap_or_default())));
        for line in lines {
            before.push('\n');
            before.push_str(&clean(line));
        }
        self.replace_before(before);
    }

    /// Replaces a part of the text by other words and puts the cursor after them.
    pub fn replace(&mut self, range: Range<usize>, words: &str) {
        self.text.replace_range(range.clone(), words);
        self.cursor = range.start + words.len();
    }

    /// Puts the cursor at a place of the text.
    pub fn place(&mut self, at: usize) {
        self.cursor = self.text.floor_char_boundary(at);
        let mut cursor = GraphemeCursor::new(self.cursor, self.text.len(), true);
        if cursor.is_boundary(&self.text, 0).is_ok_and(|is_boundary| !is_boundary) {
            self.cursor = self.left();
        }
    }

    fn replace_before(&mut self, before: String) {
        let (_, after) = self.halves();
        let cursor = before.len();
        self.text = before + after;
        self.cursor = cursor;
    }

    pub fn edit(&mut self, edit: Edit) {
        self.is_offered = false;
        match edit {
            Edit::Backspace => self.remove(self.left(), self.cursor),
            Edit::Delete => self.remove(self.cursor, self.right()),
            Edit::Word => self.remove(self.word(), self.cursor),
            Edit::Clear => self.remove(self.line(), self.cursor),
            Edit::Left => self.cursor = self.left(),
            Edit::Right => self.cursor = self.right(),
            Edit::Home => self.cursor = self.line(),
            Edit::End => {
                let (before, after) = self.halves();
                self.cursor = before.len() + after.find('\n').unwrap_or(after.len());
            }
        }
    }

    fn remove(&mut self, start: usize, end: usize) {
        self.text.replace_range(start..end, "");
        self.cursor = start;
    }

    fn left(&self) -> usize {
        let mut cursor = GraphemeCursor::new(self.cursor, self.text.len(), true);
        cursor.prev_boundary(&self.text, 0).ok().flatten().unwrap_or(0)
    }

    fn right(&self) -> usize {
        let mut cursor = GraphemeCursor::new(self.cursor, self.text.len(), true);
        cursor.next_boundary(&self.text, 0).ok().flatten().unwrap_or(self.text.len())
    }

    /// Where the line of the cursor begins.
    fn line(&self) -> usize {
        self.halves().0.rfind('\n').map_or(0, |at| at + 1)
    }

    /// Where the word before the cursor begins.
    fn word(&self) -> usize {
        let (before, _) = self.halves();
        before
            .split_word_bound_indices()
            .rev()
            .find(|(_, word)| !word.trim().is_empty())
            .map_or(0, |(at, _)| at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn editing_goes_by_graphemes_and_words() {
        let mut field = TextField::new("force 현대화");
        field.edit(Edit::Backspace);
        assert_eq!(field.text(), "force 현대");
        field.edit(Edit::Word);
        assert_eq!(field.text(), "force ");
        field.edit(Edit::Home);
        field.edit(Edit::Right);
        field.insert("X");
        assert_eq!(field.halves(), ("fX", "orce "));
        field.edit(Edit::Delete);
        field.edit(Edit::Left);
        field.edit(Edit::Left);
        field.edit(Edit::Left);
        assert_eq!(field.halves(), ("", "fXrce "));
        field.edit(Edit::End);
        field.edit(Edit::Clear);
        assert_eq!(field.text(), "");
    }

    #[test]
    fn what_is_pasted_is_made_safe_and_put_on_one_line() {
        let mut field = TextField::default();
        field.insert("a\u{1b}[2J\nb");
        assert_eq!(field.text(), "a⟦001B⟧[2J b");
    }

    #[test]
    fn several_lines_stay_lines_and_the_cursor_keeps_to_its_own() {
        let mut field = TextField::new("one\ntwo");
        field.insert_lines("\u{1b} three\r\nfour\rf\tve");
        assert_eq!(field.text(), "one\ntwo⟦001B⟧ three\nfour\nf ve");
        field.edit(Edit::Home);
        assert_eq!(field.halves().1, "f ve");
        field.edit(Edit::Left);
        field.edit(Edit::Home);
        field.edit(Edit::End);
        assert!(field.halves().0.ends_with("\nfour"), "{:?}", field.halves());
        field.insert_lines("\u{1112}");
        field.insert_lines("\u{1167}");
        assert!(field.halves().0.ends_with("four혀"));
        field.replace(0..3, "first");
        assert_eq!(field.halves().0, "first");
        field.place(7);
        assert_eq!(field.halves().0, "first\nt");
        field.edit(Edit::Clear);
        assert!(field.text().starts_with("first\nwo"), "only its own line is cleared: {}", field.text());
    }

    #[test]
    fn jamo_typed_apart_join_as_they_do_on_the_page() {
        let mut field = TextField::default();
        field.insert("\u{1112}");
        field.insert("\u{1167}");
        assert_eq!(field.text(), "혀");
    }
}
