//! The words of a text in a row, for finding one text in another word for word.
//!
//! Invariant: differences of case, accents, marks and white space are ignored; every word and figure counts.

use super::fold::fold;

/// The words of a text, folded, with a blank before and after each. A text has the words of another one in a row
/// exactly if its string contains the other's.
pub fn wording(text: &str) -> String {
    let mut words = String::from(" ");
    for word in fold(text).split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        words.push_str(word);
        words.push(' ');
    }
    words
}

/// How many words a [`wording`] has.
pub fn count(wording: &str) -> usize {
    wording.split_whitespace().count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_in_a_row_are_found_whatever_their_marks() {
        let text = wording("“The linchpin, of peace”—and\nstability; 현대화를");
        assert!(text.contains(&wording("Linchpin of PEACE and")));
        assert!(text.contains(&wording("현대화를")));
        assert!(!text.contains(&wording("pin of peace")));
        assert!(!text.contains(&wording("the linchpin of stability")));
        assert_eq!(count(&text), 7);
    }
}
