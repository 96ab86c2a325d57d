//! The text of a paste, as far as it is taken.
//!
//! Invariant: what is taken ends with a whole character, and it is known whether more came.

/// Maximum bytes of one paste; the rest is dropped, and the explorer says so.
pub const LONGEST_PASTE: usize = 1 << 20;
/// The same in a restricted session; no field takes as much.
pub(super) const LONGEST_PASTE_RESTRICTED: usize = 16 << 10;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastedText {
    pub text: String,
    /// Whether more came than is taken.
    pub is_cut: bool,
}

impl PastedText {
    pub fn whole(text: &str) -> Self {
        Self { text: text.to_owned(), is_cut: false }
    }

    /// At most `longest` of the bytes that came; `is_cut` if some were dropped before.
    pub(super) fn taken(mut bytes: Vec<u8>, longest: usize, is_cut: bool) -> Self {
        let is_cut = is_cut || bytes.len() > longest;
        bytes.truncate(longest);
        // The last character may be cut in two.
        if let Err(error) = str::from_utf8(&bytes)
            && is_cut
            && error.error_len().is_none()
        {
            bytes.truncate(error.valid_up_to());
        }
        Self { text: String::from_utf8_lossy(&bytes).into_owned(), is_cut }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_taken_ends_with_a_whole_character_and_what_is_cut_is_known() {
        for (came, longest, before, text, is_cut) in [
            ("동맹", 6, false, "동맹", false),
            ("동맹", 6, true, "동맹", true),
            ("동맹x", 6, false, "동맹", true),
            ("동맹", 5, false, "동", true),
            ("동맹", 4, false, "동", true),
            ("ab", 1, false, "a", true),
        ] {
            let taken = PastedText::taken(came.as_bytes().to_vec(), longest, before);
            assert_eq!(taken, PastedText { text: text.to_owned(), is_cut }, "{came} {longest}");
        }
    }
}
