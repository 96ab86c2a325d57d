//! Raised words of a web page or a Word document: marks of notes, powers, the endings of ordinals.
//!
//! Invariant: no raised figure is joined to a figure or a word.

use html5gum::StartTag;

use super::html_meta::attribute;

/// Words after which a raised figure is a power, and not the mark of a note.
const POWERS: [&str; 11] = ["10", "m", "km", "cm", "mm", "ft", "mi", "yd", "n", "x", "y"];
/// Raised words that are open.
#[derive(Debug)]
pub(super) struct Raised {
    /// Where they begin in the text.
    pub from: usize,
    pub is_note: bool,
}

impl Raised {
    pub(super) fn of(tag: &StartTag<()>, from: usize, is_linked: bool) -> Self {
        let names = ["class", "id"].into_iter().filter_map(|key| attribute(tag, key)).collect::<String>();
        Self { from, is_note: is_linked || ["note", "fn", "ref"].iter().any(|name| names.contains(name)) }
    }

    /// The raised words at the end of a text as they are written: the mark of a note in brackets, a power with its
    /// sign; `None` for the letters of `26th`, which are part of the word.
    pub(super) fn written(&self, text: &str) -> Option<String> {
        let (before, raised) = text.split_at_checked(self.from)?;
        let raised = raised.trim();
        let base = before.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        let is_figure = raised.contains(|c: char| c.is_ascii_digit())
            && raised.chars().all(|c| c.is_ascii_digit() || ",-–−* ".contains(c));
        let is_letter = raised.len() == 1
            && raised.contains(char::is_alphabetic)
            && base.len() > 2
            && base.ends_with(char::is_alphabetic);
        if is_figure && !self.is_note && !raised.contains(',') && POWERS.contains(&base) {
            return Some(format!("^{raised}"));
        }
        let is_mark =
            !raised.is_empty() && !raised.starts_with('[') && (self.is_note || is_figure || is_letter);
        is_mark.then(|| format!("[{raised}]"))
    }
}
