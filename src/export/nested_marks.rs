//! Quotation marks within quotation marks, as house styles have them: single ones within double ones, double ones
//! within single ones.
//!
//! Invariant: nothing but quotation marks changes, from double to single ones or back. An apostrophe is not a quotation mark.

/// Marks of one kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct QuotationMarks {
    is_double: bool,
    is_curly: bool,
}

impl QuotationMarks {
    /// The marks that are open after some more words of a template.
    pub(super) fn behind(open: Option<Self>, words: &str) -> Option<Self> {
        words.chars().fold(open, |open, c| match c {
            '“' => Some(Self { is_double: true, is_curly: true }),
            '‘' => Some(Self { is_double: false, is_curly: true }),
            '"' => open.is_none().then_some(Self { is_double: true, is_curly: false }),
            '”' => None,
            // After double marks it is an apostrophe.
            '’' => open.filter(|open| open.is_double),
            _ => open,
        })
    }

    /// A text as it is written between these marks.
    pub(super) fn around(self, text: &str) -> String {
        let (mut written, mut before) = (String::with_capacity(text.len()), None);
        // The marks that are open in the text, in the text's own form.
        let mut open: Vec<char> = Vec::new();
        let mut letters = text.chars().peekable();
        while let Some(c) = letters.next() {
            let begins =
                before.is_none_or(|c: char| !c.is_alphanumeric() && !matches!(c, '.' | ',' | '!' | '?'));
            let ends = !letters.peek().is_some_and(|next| next.is_alphanumeric());
            let closes = match c {
                '”' => open.last() == Some(&'“'),
                '’' => ends && open.last() == Some(&'‘'),
                '"' => open.last() == Some(&'"'),
                _ => false,
            };
            let opens = matches!(c, '“' | '‘') || c == '"' && !closes && begins;
            if opens {
                written.push(self.mark(open.len(), true));
                open.push(c);
            } else if closes {
                open.pop();
                written.push(self.mark(open.len(), false));
            } else {
                written.push(c);
            }
            before = Some(c);
        }
        written
    }

    /// The mark at a depth of `within` marks of the text.
    fn mark(self, within: usize, is_opening: bool) -> char {
        // Directly within double marks are single ones, and within these double ones.
        let is_double = self.is_double != within.is_multiple_of(2);
        match (is_double, self.is_curly, is_opening) {
            (true, true, true) => '“',
            (true, true, false) => '”',
            (true, false, _) => '"',
            (false, true, true) => '‘',
            (false, true, false) => '’',
            (false, false, _) => '\'',
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_within_marks_alternate() {
        let double = QuotationMarks { is_double: true, is_curly: true };
        let single = QuotationMarks { is_double: false, ..double };
        let straight = QuotationMarks { is_curly: false, ..double };
        for (marks, text, expected) in [
            (double, "On the “New Chapter”", "On the ‘New Chapter’"),
            (double, "On the \"New Chapter\"", "On the ‘New Chapter’"),
            (double, "On the ‘New Chapter’", "On the ‘New Chapter’"),
            (double, "“The ‘New’ Chapter”", "‘The “New” Chapter’"),
            (double, "The Allies’ “New” Port’s “Chapter”", "The Allies’ ‘New’ Port’s ‘Chapter’"),
            (double, "“Peace,” \"Now.\"", "‘Peace,’ ‘Now.’"),
            (single, "On the ‘New’ “Chapter”", "On the “New” “Chapter”"),
            (single, "“The ‘New’ Chapter”", "“The ‘New’ Chapter”"),
            (straight, "On the “New Chapter”", "On the 'New Chapter'"),
            // A mark without its other half stays.
            (double, "A 16\" gun, ” and 5\"", "A 16\" gun, ” and 5\""),
        ] {
            assert_eq!(marks.around(text), expected, "{text}");
        }
    }

    #[test]
    fn marks_of_a_template_are_open_until_they_are_closed() {
        let open = |words| QuotationMarks::behind(None, words).map(|marks| (marks.is_double, marks.is_curly));
        assert_eq!(open("a, “"), Some((true, true)));
        assert_eq!(open("‘"), Some((false, true)));
        assert_eq!(open("\""), Some((true, false)));
        assert_eq!(open("the “a” of"), None);
        assert_eq!(open("\"a\", "), None);
    }
}
