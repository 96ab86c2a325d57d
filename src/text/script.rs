//! The scripts and languages in which texts are written.
//!
//! Invariant: only letters have a script. A text has the scripts of more than a quarter of its letters each, so a text in two
//! languages has both, and a name in other letters adds none.

use super::hangul::holds_hangul;

/// A script, as far as needed to distinguish languages in which a phrase of one is never found in another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Script {
    Latin,
    /// Chinese characters, which Japanese uses too.
    Ideographs,
    /// The letters of Japanese alone.
    Kana,
    Hangul,
    /// Any other, by its 256 characters of Unicode.
    Block(u32),
}

impl Script {
    /// The script of a letter.
    fn of(c: char) -> Option<Self> {
        c.is_alphabetic().then_some(match c {
            '\0'..='\u{2FF}' | '\u{1E00}'..='\u{1EFF}' | '\u{FF21}'..='\u{FF5A}' => Self::Latin,
            '\u{1100}'..='\u{11FF}'
            | '\u{3130}'..='\u{318F}'
            | '\u{A960}'..='\u{A97F}'
            | '\u{AC00}'..='\u{D7FF}' => Self::Hangul,
            '\u{3040}'..='\u{30FF}' | '\u{31F0}'..='\u{31FF}' | '\u{FF66}'..='\u{FF9F}' => Self::Kana,
            _ if is_ideograph(c) => Self::Ideographs,
            _ => Self::Block(u32::from(c) >> 8),
        })
    }
}

/// The scripts of a text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Scripts(Vec<Script>);

impl Scripts {
    /// The scripts of several parts of a text together.
    pub fn of<'a>(parts: impl Iterator<Item = &'a str>) -> Self {
        let (mut latin, mut others): (usize, Vec<(Script, usize)>) = (0, Vec::new());
        for part in parts {
            latin += part.bytes().filter(u8::is_ascii_alphabetic).count();
            for script in part.chars().filter(|c| !c.is_ascii()).filter_map(Script::of) {
                match others.iter_mut().find(|(known, _)| *known == script) {
                    Some((_, letters)) => *letters += 1,
                    None => others.push((script, 1)),
                }
            }
        }
        others.push((Script::Latin, latin));
        let all: usize = others.iter().map(|(_, letters)| letters).sum();
        Self(others.into_iter().filter(|(_, letters)| letters * 4 > all).map(|(script, _)| script).collect())
    }

    /// Whether a text in these scripts could contain the phrase. Texts in other scripts have Latin names too, so the Latin
    /// letters of a phrase that has others do not count.
    pub fn could_have(&self, phrase: &str) -> bool {
        let scripts = || phrase.chars().filter_map(Script::of);
        let others = || scripts().filter(|script| *script != Script::Latin);
        if others().next().is_some() {
            others().all(|script| self.0.contains(&script))
        } else {
            scripts().all(|script| self.0.contains(&script))
        }
    }
}

/// Whether most words of some texts are Korean. A word with Hangul is Korean whatever letters it begins with, as
/// *SCM은*; of other words, only those with a small letter count as not Korean, because names in capitals occur in every
/// language.
fn is_korean<'a>(parts: impl Iterator<Item = &'a str>) -> bool {
    let (mut korean, mut others) = (0_usize, 0_usize);
    for word in parts.flat_map(|part| part.split(|c: char| !c.is_alphanumeric())) {
        if !word.is_ascii() && word.chars().any(|c| Script::of(c) == Some(Script::Hangul)) {
            korean += 1;
        } else {
            others += usize::from(word.contains(char::is_lowercase));
        }
    }
    korean > 0 && korean >= others
}

/// The language of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Language {
    English,
    /// Most of its words are.
    Korean,
}

impl Language {
    pub const ALL: [Self; 2] = [Self::English, Self::Korean];

    pub fn of(text: &str) -> Self {
        // Few texts have a letter of Hangul, and the words of the others need not be read.
        if holds_hangul(text) { Self::of_all(std::iter::once(text)) } else { Self::English }
    }

    /// The language of several texts together.
    pub fn of_all<'a>(texts: impl Iterator<Item = &'a str>) -> Self {
        if is_korean(texts) { Self::Korean } else { Self::English }
    }

    /// The language with this name in answers for programs.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.name() == name)
    }

    /// Its name in answers for programs, and in filters.
    pub fn name(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Korean => "ko",
        }
    }

    /// As readers see it.
    pub fn label(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::Korean => "Korean",
        }
    }
}

/// Whether `c` is a character of a script without blanks between its words.
pub fn is_ideograph(c: char) -> bool {
    matches!(c, '々' | '〇' | '\u{3040}'..='\u{30FF}' | '\u{31F0}'..='\u{31FF}' | '\u{3400}'..='\u{4DBF}'
        | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_korean_whose_words_are() {
        for (text, expected) in [
            ("현대화", true),
            ("동맹 현대화 SCM", true),
            ("SCM은 NATO, AUKUS, QUAD와 ICBM, SLBM을", true),
            ("김 장관과 Austin 장관은 NATO에서", true),
            ("UN 가", true),
            ("the 현대화 of it", false),
            ("The joint communiqué of the SCM (한미안보협의회의)", false),
            ("", false),
            ("2025 SCM", false),
            ("同盟の強化", false),
        ] {
            assert_eq!(is_korean(text.split(", ")), expected, "{text}");
        }
    }

    #[test]
    fn a_text_could_have_a_phrase_in_its_script() {
        for (text, phrases, others) in [
            (
                "They met in Seoul, Đà Nẵng and 東京.",
                &["deterrence", "Việt Nam", "28,500"][..],
                &["東京", "핵우산", "мир"][..],
            ),
            (
                "두 장관은 하노이에서 열린 NATO 회의에서 만났다.",
                &["핵우산", "NATO 동맹", "28,500"],
                &["NATO", "同盟", "мир"],
            ),
            ("両首脳はアメリカで同盟を確認した。", &["抑止力", "アメリカ"], &["deterrence", "억지"]),
            ("两国元首确认了同盟，重申和平与稳定。", &["威慑"], &["平和と安定", "アメリカ"]),
            ("Стороны говорили о мире (NATO).", &["сдерживание"], &["deterrence", "ειρήνη"]),
            (
                "The ministers met. 두 장관은 하노이에서 만났다.",
                &["deterrence", "억지", "NATO 동맹"],
                &["抑止"],
            ),
            ("28,500", &["50"], &["a", "가"]),
        ] {
            let scripts = Scripts::of(text.split(' '));
            for phrase in phrases {
                assert!(scripts.could_have(phrase), "{phrase} in {text}");
            }
            for phrase in others {
                assert!(!scripts.could_have(phrase), "{phrase} in {text}");
            }
        }
    }
}
