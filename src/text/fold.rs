//! Folding: the form of a text that search and term marks compare, and the way back to its source.
//!
//! Invariant: folding ignores case, accents, the kind of quotes and dashes, and repeated white space. Every folded
//! byte knows its source character.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::sublist;

/// A folded copy of a text. [`Folded::source`] turns its ranges into ranges of the source.
#[derive(Debug, Clone, Default)]
pub struct Folded {
    pub text: String,
    /// For each byte of `text`, the byte range of its source character.
    from: Vec<(u32, u32)>,
}

impl Folded {
    /// Folds `source`; sources beyond 4 GiB are not supported.
    pub fn new(source: &str) -> Self {
        let mut folded = Self { text: String::with_capacity(source.len()), from: Vec::new() };
        for (at, c) in source.char_indices() {
            let end = at + c.len_utf8();
            if !c.is_ascii() && is_combining_mark(c) {
                folded.widen(end);
            } else {
                fold_char(c, |f| folded.push(f, at, end));
            }
        }
        folded
    }

    /// The source of the folded range `range`.
    pub fn source(&self, range: Range<usize>) -> Range<usize> {
        let within = sublist(&self.from, range);
        within.first().zip(within.last()).map_or(0..0, |(first, last)| first.0 as usize..last.1 as usize)
    }

    /// A combining mark has no folded form, so it joins the character before it and no range separates the two.
    fn widen(&mut self, end: usize) {
        let width = self.text.chars().next_back().map_or(0, char::len_utf8);
        let end = u32::try_from(end).unwrap_or(u32::MAX);
        self.from.iter_mut().rev().take(width).for_each(|from| from.1 = end);
    }

    fn push(&mut self, c: char, at: usize, end: usize) {
        if c == ' ' && self.text.ends_with(' ') {
            return;
        }
        self.text.push(c);
        let from = (u32::try_from(at).unwrap_or(u32::MAX), u32::try_from(end).unwrap_or(u32::MAX));
        self.from.resize(self.text.len(), from);
    }
}

/// The signs that are written for an apostrophe.
pub const APOSTROPHES: [char; 8] = ['\'', '‘', '’', '‛', '′', '´', 'ʼ', '＇'];

/// `text` folded, without the way back.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.nfc() {
        fold_char(c, |f| {
            if !(f == ' ' && folded.ends_with(' ')) {
                folded.push(f);
            }
        });
    }
    folded
}

fn fold_char(c: char, mut emit: impl FnMut(char)) {
    match c {
        _ if c.is_ascii() => emit(if c.is_ascii_whitespace() { ' ' } else { c.to_ascii_lowercase() }),
        '‘' | '’' | '‛' | '′' | '´' | 'ʼ' | '＇' => emit('\''),
        '“' | '”' | '‟' | '″' => emit('"'),
        '\u{2010}'..='\u{2015}' | '\u{2212}' => emit('-'),
        _ if c.is_whitespace() => emit(' '),
        // Hangul syllables stay composed and single consonants unchanged, since readers think in them.
        '\u{AC00}'..='\u{D7A3}' | '\u{3131}'..='\u{318E}' => emit(c),
        'ß' | 'ẞ' => ['s', 's'].into_iter().for_each(emit),
        'ł' | 'Ł' => emit('l'),
        'ø' | 'Ø' => emit('o'),
        'đ' | 'Đ' => emit('d'),
        'ı' => emit('i'),
        'æ' | 'Æ' => ['a', 'e'].into_iter().for_each(emit),
        'œ' | 'Œ' => ['o', 'e'].into_iter().for_each(emit),
        _ => c.nfkd().filter(|d| !is_combining_mark(*d)).flat_map(char::to_lowercase).for_each(emit),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding_ignores_case_accents_quotes_dashes_and_spaces() {
        assert_eq!(fold("ROK–U.S.  Communiqué’s “Alliance”"), "rok-u.s. communique's \"alliance\"");
        assert!(APOSTROPHES.iter().all(|c| fold(c.encode_utf8(&mut [0; 4])) == "'"));
        assert_eq!(fold("Straße, Łódź, Københavnævn"), "strasse, lodz, kobenhavnaevn");
        assert_eq!(fold("현대화"), "현대화");
        assert_eq!(fold("현대화"), fold("현대화"));
    }

    #[test]
    fn every_folded_range_leads_back_to_its_source() {
        let source = "Communiqué of the ROK–U.S. alliance";
        let folded = Folded::new(source);
        let at = folded.text.find("communique").unwrap();
        assert_eq!(source.get(folded.source(at..at + "communique".len())).unwrap(), "Communiqué");
        let at = folded.text.find("rok-u").unwrap();
        assert_eq!(source.get(folded.source(at..at + 5)).unwrap(), "ROK–U");
    }

    #[test]
    #[should_panic(expected = "out of range")]
    fn a_range_beyond_the_folded_text_stops_the_program() {
        let _ = Folded::new("Communiqué").source(900..901);
    }

    #[test]
    fn a_mark_stays_with_its_character() {
        let source = "x\u{0323}y";
        let folded = Folded::new(source);
        assert_eq!(folded.text, "xy");
        assert_eq!(folded.source(0..1), 0..3);
        assert_eq!(folded.source(1..2), 3..4);
    }
}
