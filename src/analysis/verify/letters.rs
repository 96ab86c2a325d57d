//! Korean words in a text, however blanks and dots divide them: 한미 동맹 is 한·미동맹.
//!
//! Invariant: the letters are found from the beginning of a word of the text to the end of one.

use crate::text::fold::fold;
use crate::text::slice;

/// The letters and figures of a text, folded.
pub(super) fn letters(text: &str) -> String {
    fold(text).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Whether these letters, one after another, are words of the text.
pub(super) fn has_letters(text: &str, letters: &str) -> bool {
    let (mut all, mut ends) = (String::new(), vec![0]);
    for word in fold(text).split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        all.push_str(word);
        ends.push(all.len());
    }
    let is_edge = |at: usize| ends.binary_search(&at).is_ok();
    let mut from = 0;
    while let Some(found) = slice(&all, from..all.len()).find(letters).filter(|_| !letters.is_empty()) {
        let start = from + found;
        if is_edge(start) && is_edge(start + letters.len()) {
            return true;
        }
        from = start + slice(&all, start..all.len()).chars().next().map_or(1, char::len_utf8);
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_and_dots_make_no_difference_and_endings_do() {
        let text = "변화하는 세계안보환경에 한·미동맹을 적응시켜 나가는 게 중요하다는 데 동의했다.";
        for same in ["세계 안보 환경에 한미 동맹을", "세계안보환경에 한·미 동맹을 적응시켜", "한미동맹을"]
        {
            assert!(has_letters(text, &letters(same)), "{same}");
        }
        for other in ["안보환경에 한미동맹을", "한미동맹", "한미동맹을 적응시키고", ""]
        {
            assert!(!has_letters(text, &letters(other)), "{other}");
        }
    }
}
