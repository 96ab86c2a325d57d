//! Hangul as it is typed: syllables split into the keys of a Korean keyboard.
//!
//! Invariant: the keys of a text that is still being typed are a prefix of the keys of the finished text
//! (`ㅎ`, `혀`, `현`, `현ㄷ`, `현대`), however the input method composes it meanwhile.

const FIRST: u32 = 0xAC00;
const PER_VOWEL: u32 = 28;
const PER_LEAD: u32 = 588;

const LEADS: [char; 19] = [
    'ㄱ', 'ㄲ', 'ㄴ', 'ㄷ', 'ㄸ', 'ㄹ', 'ㅁ', 'ㅂ', 'ㅃ', 'ㅅ', 'ㅆ', 'ㅇ', 'ㅈ', 'ㅉ', 'ㅊ', 'ㅋ', 'ㅌ',
    'ㅍ', 'ㅎ',
];
const VOWELS: [&str; 21] = [
    "ㅏ", "ㅐ", "ㅑ", "ㅒ", "ㅓ", "ㅔ", "ㅕ", "ㅖ", "ㅗ", "ㅗㅏ", "ㅗㅐ", "ㅗㅣ", "ㅛ", "ㅜ", "ㅜㅓ", "ㅜㅔ",
    "ㅜㅣ", "ㅠ", "ㅡ", "ㅡㅣ", "ㅣ",
];
const TAILS: [&str; 28] = [
    "", "ㄱ", "ㄲ", "ㄱㅅ", "ㄴ", "ㄴㅈ", "ㄴㅎ", "ㄷ", "ㄹ", "ㄹㄱ", "ㄹㅁ", "ㄹㅂ", "ㄹㅅ", "ㄹㅌ", "ㄹㅍ",
    "ㄹㅎ", "ㅁ", "ㅂ", "ㅂㅅ", "ㅅ", "ㅆ", "ㅇ", "ㅈ", "ㅊ", "ㅋ", "ㅌ", "ㅍ", "ㅎ",
];
/// Consonant clusters that an input method makes of two typed initials.
const CLUSTERS: [(char, &str); 11] = [
    ('ㄳ', "ㄱㅅ"),
    ('ㄵ', "ㄴㅈ"),
    ('ㄶ', "ㄴㅎ"),
    ('ㄺ', "ㄹㄱ"),
    ('ㄻ', "ㄹㅁ"),
    ('ㄼ', "ㄹㅂ"),
    ('ㄽ', "ㄹㅅ"),
    ('ㄾ', "ㄹㅌ"),
    ('ㄿ', "ㄹㅍ"),
    ('ㅀ', "ㄹㅎ"),
    ('ㅄ', "ㅂㅅ"),
];
/// Particles: endings after which a noun is still the same noun.
const PARTICLES: &str = "은 는 이 가 을 를 의 에 와 과 도 로 으로 에서 에게 까지 부터 만 및 에는 에도 로서 으로서 이라는 라는 라고 \
    에의 와의 과의 로의 으로의 에서의 까지의 에게는 에서는 에서도 로는 으로는 로부터 으로부터 이나 나 이며 이고 인 이다 처럼 보다 마다 \
    뿐 만을 만이 들 들은 들이 들을 들의 들과 로써 으로써 에게서 이란 란";
/// The verbs that a noun makes with 하다, 되다 and 시키다, in the forms that statements use.
const VERBS: &str = "하는 한 하고 하여 해 했다 하기 함 할 하며 하도록 하기로 하기를 하기에 하였다 하였으며 하였고 했으며 했고 하겠다 \
    함을 함에 함으로써 합니다 했습니다 한다 하다 하자 하지 하면 하면서 하려는 하게 해야 되는 된 되어 되고 될 됨 됐다 되며 되도록 \
    되었다 되었으며 되었고 됐으며 된다 되다 되기 되지 되면 되면서 됨을 됨에 됩니다 되었습니다 시키는 시킨 시키고 시키며 시켜 시키기 \
    시키기로 시킬 시켰다 시킴 시키도록";

/// What multiplies the figure before it.
const NUMERALS: [char; 7] = ['십', '백', '천', '만', '억', '조', '경'];

/// Whether `text` contains a Hangul syllable or a single Hangul letter.
#[inline]
pub fn holds_hangul(text: &str) -> bool {
    !text.is_ascii() && text.chars().any(|c| syllable(c).is_some() || is_letter(c))
}

/// The endings after which a noun is still the same noun: particles, and the verbs that it makes.
pub fn endings() -> impl Iterator<Item = &'static str> {
    PARTICLES.split_whitespace().chain(VERBS.split_whitespace())
}

/// Whether `ending` is one of these.
pub fn is_ending(ending: &str) -> bool {
    endings().any(|known| known == ending)
}

/// A word in other letters or a figure, and the ending that is attached to it: `SCM` and `에서` of `SCM에서`, `28500` and `명의` of
/// `28500명의`. A numeral makes another number of a figure.
pub fn attached(word: &str) -> Option<(&str, &str)> {
    let (own, ending) = word.split_at(word.find(|c| syllable(c).is_some())?);
    let is_attached = if own.ends_with(|c: char| c.is_ascii_digit()) {
        !ending.starts_with(NUMERALS)
    } else {
        !own.is_empty() && is_ending(ending)
    };
    is_attached.then_some((own, ending))
}

/// Possible stems of a word without its ending, with at least two syllables: the longest first.
pub fn stems(word: &str) -> impl Iterator<Item = &str> {
    let syllables = word.chars().count();
    let starts = word.char_indices().rev().take(syllables.saturating_sub(2)).map(|(at, _)| word.split_at(at));
    starts.filter(|(_, ending)| is_ending(ending)).map(|(stem, _)| stem)
}

/// The keys that type `text`; characters that are not Hangul are unchanged.
pub fn keys(text: &str) -> String {
    let mut keys = String::with_capacity(text.len() * 2);
    text.chars().for_each(|c| push_keys(&mut keys, c));
    keys
}

/// How many keys type `c`.
pub fn key_count(c: char) -> usize {
    let mut keys = String::new();
    push_keys(&mut keys, c);
    keys.chars().count()
}

/// Each syllable's first consonant; other characters are unchanged.
pub fn initials(text: &str) -> String {
    text.chars().map(|c| syllable(c).and_then(|(lead, ..)| LEADS.get(lead)).copied().unwrap_or(c)).collect()
}

/// Whether `keys` are only consonants, as readers type initials.
pub fn are_consonants(keys: &str) -> bool {
    !keys.is_empty() && keys.chars().all(|c| LEADS.contains(&c))
}

/// The positions of a syllable's lead, vowel and tail in their tables.
fn syllable(c: char) -> Option<(usize, usize, usize)> {
    let at = u32::from(c).checked_sub(FIRST).filter(|_| c <= '\u{D7A3}')?;
    Some(((at / PER_LEAD) as usize, (at % PER_LEAD / PER_VOWEL) as usize, (at % PER_VOWEL) as usize))
}

/// Whether `c` is a single letter, typed or left by decomposition.
fn is_letter(c: char) -> bool {
    matches!(c, '\u{3131}'..='\u{318E}' | '\u{1100}'..='\u{11FF}')
}

fn push_keys(keys: &mut String, c: char) {
    if let Some((lead, vowel, tail)) = syllable(c) {
        keys.extend(LEADS.get(lead));
        keys.extend(VOWELS.get(vowel).copied());
        keys.extend(TAILS.get(tail).copied());
        return;
    }
    let within = |first: char| (u32::from(c) - u32::from(first)) as usize;
    match c {
        '\u{1100}'..='\u{1112}' => keys.extend(LEADS.get(within('\u{1100}'))),
        '\u{1161}'..='\u{1175}' => keys.extend(VOWELS.get(within('\u{1161}')).copied()),
        // The table of tails begins with no tail.
        '\u{11A8}'..='\u{11C2}' => keys.extend(TAILS.get(within('\u{11A7}')).copied()),
        'ㅏ'..='ㅣ' => keys.extend(VOWELS.get(within('ㅏ')).copied()),
        'ㄱ'..='ㅎ' => match CLUSTERS.iter().find(|(cluster, _)| *cluster == c) {
            Some((_, pair)) => keys.push_str(pair),
            None => keys.push(c),
        },
        _ => keys.push(c),
    }
}

#[cfg(test)]
mod tests {
    use unicode_normalization::UnicodeNormalization;

    use super::*;

    #[test]
    fn syllables_come_apart_into_typed_keys() {
        assert_eq!(keys("현대화"), "ㅎㅕㄴㄷㅐㅎㅗㅏ");
        assert_eq!(keys("닭 ROK"), "ㄷㅏㄹㄱ ROK");
        assert_eq!(keys("ㄳ"), "ㄱㅅ");
        assert_eq!(key_count('화'), 3);
        assert_eq!(key_count('x'), 1);
    }

    #[test]
    fn unfinished_syllables_are_prefixes() {
        let whole = keys("현대화");
        for typed in ["ㅎ", "혀", "현", "현ㄷ", "현대", "현댛", "현대호", "현대화"] {
            assert!(whole.starts_with(&keys(typed)), "{typed}");
        }
        assert!(!whole.starts_with(&keys("한")));
        assert!(keys("과거").starts_with(&keys("고")));
    }

    #[test]
    fn decomposed_letters_have_the_same_keys() {
        let apart: String = "현대화 닭".nfd().collect();
        assert_eq!(keys(&apart), keys("현대화 닭"));
        assert_eq!(keys("\u{1103}"), "ㄷ");
    }

    #[test]
    fn initials_are_the_first_consonants() {
        assert_eq!(initials("현대화"), "ㅎㄷㅎ");
        assert_eq!(initials("한미 SCM"), "ㅎㅁ SCM");
        assert!(are_consonants("ㅎㄷㅎ"));
        assert!(!are_consonants("ㅎㅏ"));
        assert!(!are_consonants(""));
    }

    #[test]
    fn particles_and_hangul_are_recognized() {
        assert!(is_ending("를") && is_ending("된") && !is_ending("사업"));
        assert_eq!(attached("SCM에서"), Some(("SCM", "에서")));
        assert_eq!(attached("28500명의"), Some(("28500", "명의")));
        assert_eq!(["3만", "350억", "제57차", "2.5조원"].map(attached), [None; 4]);
        assert_eq!(["현대화를", "SCM", "SCM회의", "한미SCM에서", "는"].map(attached), [None; 5]);
        assert_eq!(stems("현대화하는").collect::<Vec<_>>(), ["현대화하", "현대화"]);
        assert_eq!(stems("회의").next(), None);
        assert!(holds_hangul("SCM 회의"));
        assert!(holds_hangul("ㅎ"));
        assert!(!holds_hangul("alliance 同盟"));
    }
}
