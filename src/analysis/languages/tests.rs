//! Texts in English and Korean that are made for one case each.

use proptest::prelude::*;

use super::*;
use crate::corpus::load;

fn paragraphs(texts: &[&'static str]) -> Vec<Paragraph<'static>> {
    let corpus = load::embedded().unwrap();
    let usage = Usage::new(corpus.dataset());
    let paragraph = |text: &&'static str| {
        let mut paragraph = Paragraph::default();
        paragraph.add(&usage, "-", text);
        paragraph
    };
    texts.iter().map(paragraph).collect()
}

/// `0-0`, `1+2-1`, `3-`.
fn shown(pairs: &[(Range<usize>, Range<usize>)]) -> Vec<String> {
    let side = |range: &Range<usize>| range.clone().map(|at| at.to_string()).collect::<Vec<_>>().join("+");
    pairs.iter().map(|(a, b)| format!("{}-{}", side(a), side(b))).collect()
}

const ENGLISH: [&str; 4] = [
    "The 60th Security Consultative Meeting was held in Seoul on November 3, 2028, and both delegations spoke of the alliance.",
    "The Secretary reaffirmed the commitment of the United States to extended deterrence for the Republic of Korea.",
    "They welcomed cooperation in cyber and space, in which both have invested since 2021.",
    "They praised the presence of 28,500 troops of U.S. Forces Korea.",
];

#[test]
fn paragraphs_are_paired_by_length_figures_and_terms() {
    let korean = paragraphs(&[
        "제60차 한미안보협의회의가 2028년 11월 3일 서울에서 개최되었으며 양측 대표단은 동맹에 대해 논의하였다.",
        "장관은 대한민국에 대한 미국의 확장억제 공약을 재확인하였다.",
        "양측은 2021년 이후 투자해 온 사이버와 우주 분야의 협력을 환영하였다.",
        "양측은 주한미군 28,500명의 주둔을 높이 평가하였다.",
    ]);
    assert_eq!(shown(&by_length(&paragraphs(&ENGLISH), &korean)), ["0-0", "1-1", "2-2", "3-3"]);
    let joined = paragraphs(&[
        "제60차 한미안보협의회의가 2028년 11월 3일 서울에서 개최되었으며 양측 대표단은 동맹에 대해 논의하였다. 장관은 대한민국에 대한 미국의 \
         확장억제 공약을 재확인하였다.",
        "양측은 2021년 이후 투자해 온 사이버와 우주 분야의 협력을 환영하였다.",
        "양측은 주한미군 28,500명의 주둔을 높이 평가하였다.",
    ]);
    assert_eq!(shown(&by_length(&paragraphs(&ENGLISH), &joined)), ["0+1-0", "2-1", "3-2"]);
    assert_eq!(shown(&by_length(&paragraphs(&ENGLISH), &[])).len(), 4);
    assert!(by_length(&[], &[]).is_empty());
}

#[test]
fn equal_numbers_are_paired_and_what_one_text_alone_numbers_stays_alone() {
    let (a, b) = ([None, Some(1), Some(2), Some(4)], [Some(1), Some(3), Some(4), Some(5)]);
    assert_eq!(shown(&by_number(&a, &b)), ["0-", "1-0", "2-", "-1", "3-2", "-3"]);
    assert!(rises(&a) && rises(&b) && !rises(&[Some(2), Some(1)]) && !rises(&[Some(1), None]));
}

proptest! {
    #[test]
    fn nothing_is_lost(a in prop::collection::vec("[a-z ]{0,40}", 0..7), b in prop::collection::vec("[가-나 ]{0,20}", 0..7)) {
        let made = |texts: &[String]| -> Vec<Paragraph<'static>> {
            let made = |text: &String| Paragraph { text: text.clone(), ..Paragraph::default() };
            texts.iter().map(made).collect()
        };
        let pairs = by_length(&made(&a), &made(&b));
        prop_assert_eq!(pairs.iter().flat_map(|(a, _)| a.clone()).collect::<Vec<_>>(), (0..a.len()).collect::<Vec<_>>());
        prop_assert_eq!(pairs.iter().flat_map(|(_, b)| b.clone()).collect::<Vec<_>>(), (0..b.len()).collect::<Vec<_>>());
    }
}
