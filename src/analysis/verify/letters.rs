//! Korean words in a text, however blanks and dots divide them: 한미 동맹 is 한·미동맹.
//!
//! Invariant: the letters are found from the beginning of a word of the text to the end of one. Between two digits every
//! sign and blank counts, but for the comma of thousands: 3.5%로 is not 35%로, nor is it 3.5로.

use crate::text::fold::fold;
use crate::text::slice;

/// The letters and figures of a text, and the ends of its words among them.
#[derive(Default)]
struct Joined {
    all: String,
    ends: Vec<usize>,
}

impl Joined {
    fn new(text: &str) -> Self {
        let (folded, mut joined) = (fold(text), Self::default());
        let mut gap = 0..0;
        for (at, c) in folded.char_indices() {
            let is_after_digit = joined.all.ends_with(|c: char| c.is_ascii_digit());
            if c.is_alphanumeric() {
                if is_after_digit && c.is_ascii_digit() && !gap.is_empty() {
                    joined.between_digits(slice(&folded, gap), slice(&folded, at..folded.len()));
                } else if !gap.is_empty() {
                    joined.ends.push(joined.all.len());
                }
                joined.all.push(c);
                gap = at + c.len_utf8()..at + c.len_utf8();
            } else if c == '%' && is_after_digit && gap.is_empty() {
                joined.all.push(c);
                gap = at + 1..at + 1;
            } else {
                gap.end = at + c.len_utf8();
            }
        }
        joined.ends.push(joined.all.len());
        joined
    }

    /// Adds what is between two digits: nothing for the comma of thousands, and a point for a dot of any kind.
    fn between_digits(&mut self, gap: &str, rest: &str) {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        if gap == "," && digits == 3 {
            return;
        }
        let sign = match gap.trim().chars().next() {
            Some('·' | '‧' | '・') => '.',
            sign => sign.unwrap_or(' '),
        };
        // A figure such as 2.5 is one word.
        let is_one = matches!(gap, "." | "," | "·" | "‧" | "・");
        self.ends.extend((!is_one).then_some(self.all.len()));
        self.all.push(sign);
        self.ends.extend((!is_one).then_some(self.all.len()));
    }
}

/// The letters and figures of a text, folded.
pub(super) fn letters(text: &str) -> String {
    Joined::new(text).all
}

/// Whether these letters, one after another, are words of the text.
pub(super) fn has_letters(text: &str, letters: &str) -> bool {
    let Joined { all, ends } = Joined::new(text);
    let is_edge = |at: usize| at == 0 || ends.binary_search(&at).is_ok();
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

    #[test]
    fn signs_between_digits_make_another_figure() {
        let text =
            "국내총생산의 3.5%로 증액하고 2.5조 원과 28,500명, F-35 40대를 4·27 선언 1, 2차와 2018. 4. 27.에";
        for same in [
            "국내 총생산의 3.5%로",
            "2.5조원과",
            "28500명",
            "28,500명 F35 40대를",
            "4.27선언",
            "1,2차와",
            "2018.4.27에",
            "2차와",
        ] {
            assert!(has_letters(text, &letters(same)), "{same}");
        }
        for other in [
            "국내총생산의 35%로",
            "국내총생산의 3.5로",
            "국내총생산의 3,5%로",
            "25조원과",
            "5조원과",
            "500명",
            "F35 4 0대를",
            "427선언",
            "12차와",
            "20184.27에",
        ] {
            assert!(!has_letters(text, &letters(other)), "{other}");
        }
    }
}
