//! Cutting text into sentences.
//!
//! Invariant: the sentences are in order, do not overlap, and contain all of the text except the white space between
//! them. A doubtful stop, such as that of an abbreviation, ends no sentence.

use std::ops::Range;

use super::slice;

/// Signs that can end a sentence; the last three need no white space after them.
const ENDS: [char; 6] = ['.', '?', '!', '。', '？', '！'];

/// Words whose stop ends no sentence.
const ABBREVIATIONS: [&str; 86] = [
    "Mr", "Mrs", "Ms", "Dr", "Prof", "Gen", "Adm", "Lt", "Col", "Maj", "Capt", "Cmdr", "Sgt", "Brig", "Sen",
    "Rep", "Gov", "Amb", "Hon", "Rev", "No", "Nos", "St", "Mt", "Ft", "Jr", "Sr", "Art", "Sec", "Inc", "Ltd",
    "Co", "Corp", "Jan", "Feb", "Mar", "Apr", "Jun", "Jul", "Aug", "Sep", "Sept", "Oct", "Nov", "Dec", "etc",
    "vs", "cf", "pp", "Res", "Para", "Paras", "para", "paras", "Arts", "art", "arts", "Sect", "Secs", "Vol",
    "Vols", "vol", "vols", "Fig", "Figs", "Ch", "App", "Doc", "Docs", "Reps", "Sens", "Pres", "Min", "Dept",
    "Univ", "Cpl", "approx", "al", "esp", "incl", "ca", "Nr", "Abs", "Bd", "bzw", "vgl",
];

/// The sentences of a passage.
pub fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut sentences = Vec::new();
    let mut start = text.len() - text.trim_start().len();
    for at in ends(text) {
        let sign = slice(text, at..text.ceil_char_boundary(at + 1));
        let Some(next) = (at >= start).then(|| next_sentence(text, start..at, sign)).flatten() else {
            continue;
        };
        let sentence = slice(text, start..next).trim_end();
        sentences.push(start..start + sentence.len());
        start = next;
    }
    let last = slice(text, start..text.len()).trim_end();
    if !last.is_empty() {
        sentences.push(start..start + last.len());
    }
    sentences
}

/// The places of the signs that can end a sentence.
fn ends(text: &str) -> Box<dyn Iterator<Item = usize> + '_> {
    if text.is_ascii() {
        Box::new(memchr::memchr3_iter(b'.', b'?', b'!', text.as_bytes()))
    } else {
        Box::new(text.match_indices(ENDS).map(|(at, _)| at))
    }
}

/// Where the next sentence begins, if the sign after the `words` ends theirs.
fn next_sentence(text: &str, words: Range<usize>, sign: &str) -> Option<usize> {
    let after = slice(text, words.end + sign.len()..text.len());
    let rest = after.trim_start_matches(|c: char| ENDS.contains(&c) || closes(c));
    let next = rest.trim_start();
    let is_wide = !sign.is_ascii();
    if (next.len() == rest.len() && !is_wide) || !next.starts_with(begins) {
        return None;
    }
    // A stop that other signs follow does not belong to an abbreviation.
    let is_lone_stop = sign == "." && !after.starts_with(ENDS);
    (!is_lone_stop || !is_abbreviated(slice(text, words))).then_some(text.len() - next.len())
}

/// Whether a sentence can begin with `c`: a capital or a letter that has no capitals, a digit, a quote, a bracket.
fn begins(c: char) -> bool {
    (c.is_alphabetic() && !c.is_lowercase()) || c.is_numeric() || opens(c)
}

fn opens(c: char) -> bool {
    matches!(c, '"' | '\'' | '“' | '‘' | '«' | '「' | '『' | '(' | '[' | '（' | '《')
}

fn closes(c: char) -> bool {
    matches!(c, '"' | '\'' | '”' | '’' | '»' | '」' | '』' | ')' | ']' | '）' | '》')
}

/// Whether the stop after `words` belongs to the last of them: `U.S`, `Gen`, or the number at the head of a paragraph.
fn is_abbreviated(words: &str) -> bool {
    let word = words.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let is_head = words.trim_start() == word;
    let is_number = word.chars().all(|c| c.is_ascii_digit() || matches!(c, 'I' | 'V' | 'X'));
    let is_letter = word.chars().count() == 1 && word.chars().all(|c| c.is_lowercase() || c.is_uppercase());
    is_letter || (is_head && is_number && !word.is_empty()) || ABBREVIATIONS.contains(&word)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn cut(text: &str) -> Vec<&str> {
        sentences(text).into_iter().map(|range| slice(text, range)).collect()
    }

    #[test]
    fn a_stop_before_a_new_beginning_ends_a_sentence() {
        for (text, expected) in [
            ("They met. They spoke.", &["They met.", "They spoke."][..]),
            (
                "  Did they meet? Yes!  (Twice.) 2018 was next.",
                &["Did they meet?", "Yes!", "(Twice.)", "2018 was next."],
            ),
            ("“We agree.” The two sides met.", &["“We agree.”", "The two sides met."]),
            ("Is it so?! “It is.”", &["Is it so?!", "“It is.”"]),
            ("they said … and went on", &["they said … and went on"]),
            ("It grew 3.5 percent. and more", &["It grew 3.5 percent. and more"]),
            ("", &[]),
            (" \n ", &[]),
            ("...", &["..."]),
        ] {
            assert_eq!(cut(text), expected, "{text}");
        }
    }

    #[test]
    fn abbreviations_and_numbers_of_paragraphs_end_none() {
        for text in [
            "The U.S. Forces in Korea",
            "Washington, D.C. The",
            "Gen. Brunson and Adm. Paparo of St. Louis",
            "No. 5 of Nov. 14 and Sept. 3",
            "ships, e.g. Destroyers, etc. Frigates, i.e. Escorts",
            "UNSC Res. 2270, paras. 5 and 6 of Vol. 2, Fig. A, and Kim et al. 2016",
            "nach Abs. 2 und Nr. 5",
            "the Dept. of Pres. Park and Min. Cho, approx. 30 of Ch. IV",
            "2. The Secretary",
            "  14. The Ministers",
            "IV. Extended deterrence",
        ] {
            assert_eq!(cut(text), [text.trim()]);
        }
        assert_eq!(cut("2. The Secretary came. He left in 2018. The end.").len(), 3);
        assert_eq!(
            cut("They said no. The end came in May. So it went."),
            ["They said no.", "The end came in May.", "So it went."]
        );
    }

    #[test]
    fn korean_japanese_and_chinese_sentences_end_too() {
        assert_eq!(cut("양측은 합의했다. 또한 논의하였다."), ["양측은 합의했다.", "또한 논의하였다."]);
        assert_eq!(cut("양 장관은 평가하였습니다. 2. 확장억제를 강화한다.").len(), 2);
        assert_eq!(cut("“동맹을 현대화한다.” 장관은 말했다."), ["“동맹을 현대화한다.”", "장관은 말했다."]);
        assert_eq!(
            cut("両国は合意した。日本は歓迎する！次に進む。"),
            ["両国は合意した。", "日本は歓迎する！", "次に進む。"]
        );
    }

    proptest! {
        #[test]
        fn sentences_have_all_of_the_text_but_white_space(text in "([A-Za-z]{1,4}|[.?!。”\" (]|U\\.S\\.|No\\.|2\\.|다\\. |\\PC){0,24}") {
            let mut end = 0;
            for sentence in sentences(&text) {
                prop_assert!(sentence.start >= end && sentence.start < sentence.end);
                prop_assert!(slice(&text, end..sentence.start).trim().is_empty());
                let words = slice(&text, sentence.clone());
                prop_assert_eq!(words, words.trim());
                end = sentence.end;
            }
            prop_assert!(slice(&text, end..text.len()).trim().is_empty());
        }

        #[test]
        fn whole_sentences_side_by_side_are_cut_between(parts in prop::collection::vec("[A-Z][a-z]{2,5}( [a-z]{2,5}){1,4}[.?!]", 1..6)) {
            let known = |part: &String| ABBREVIATIONS.iter().any(|word| part.ends_with(&format!(" {word}.")));
            prop_assume!(!parts.iter().any(known));
            let text = parts.join(" ");
            prop_assert_eq!(cut(&text), parts);
        }
    }
}
