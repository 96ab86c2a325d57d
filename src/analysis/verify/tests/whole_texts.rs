//! Quotations of a text that is held whole: over its paragraphs, and of parts that are far from each other.

use serde_json::{Value, json};

use super::*;

/// The first edition, in which one statement is held whole, with these paragraphs.
fn whole(paragraphs: &[&str]) -> Library {
    let mut dataset: Value =
        serde_json::from_str(include_str!("../../../../tests/fixture/first-edition.json")).unwrap();
    let source = json!({"id": "text", "kind": "imported text", "title": "A text", "sha256": "0".repeat(64)});
    dataset["sources"].as_array_mut().unwrap().push(source);
    let statements = dataset["statements"].as_array_mut().unwrap();
    let held = statements.iter_mut().find(|one| one["id"] == "nato-2024-07-10").unwrap();
    let passage = |(at, text): (usize, &&str)| json!({"id": format!("whole/{at}"), "kind": "quotation", "source": "text", "text": text});
    held["passages"] = paragraphs.iter().enumerate().map(passage).collect();
    held["extent"] = "whole".into();
    Library::new(Corpus::new(serde_json::from_value(dataset).unwrap()))
}

const LONG: [&str; 3] = [
    "The two presidents reaffirmed the ironclad commitment to the defense of the port.",
    "They agreed to deepen grain cooperation over the coming years, and they instructed their ministers to prepare a \
     roadmap without delay before the end of the year, in close consultation with growers and millers, so that young \
     people can take part.",
    "The presidents welcomed the opening of a new chapter, and the ministers spoke.",
];

#[test]
fn parts_that_are_far_from_each_other_are_found_with_how_much_is_between_them() {
    let Library { corpus, index, usage, .. } = &whole(&LONG);
    let held = HeldWording { corpus, index, usage };
    for (words, verdict, left_out, places) in [
        // Parts over several paragraphs, and with a paragraph between them.
        (
            "presidents reaffirmed the ironclad commitment … the opening of a new chapter",
            QuotationVerdict::Elided,
            6 + 41 + 3,
            2,
        ),
        (
            "agreed to deepen grain … the year … welcomed the opening of a new chapter",
            QuotationVerdict::Elided,
            36,
            2,
        ),
        // From one paragraph into the next, word for word; with a word lost there, they are others.
        (
            "commitment to the defense of the port. They agreed to deepen grain cooperation",
            QuotationVerdict::PrintedOnly,
            0,
            2,
        ),
        (
            "commitment to the defense of the port. Agreed to deepen grain cooperation",
            QuotationVerdict::NotFound,
            0,
            0,
        ),
        // Within one paragraph, without a sign.
        (
            "agreed to deepen grain cooperation so that young people can take part",
            QuotationVerdict::Elided,
            28,
            1,
        ),
        // Parts that are in no text in this order, and a short one alone in its paragraph.
        (
            "the opening of a new chapter … presidents reaffirmed the ironclad commitment",
            QuotationVerdict::NotFound,
            0,
            0,
        ),
        (
            "presidents reaffirmed the ironclad commitment to the defense of the port … a new chapter",
            QuotationVerdict::Differs,
            0,
            1,
        ),
        // A word that differs, far from the words that are the same.
        (
            "agreed to deepen rice cooperation over the years … so that young people can take part",
            QuotationVerdict::Differs,
            0,
            1,
        ),
        // Parts of few words occur in every long text.
        ("the … of … to … and … in", QuotationVerdict::NotFound, 0, 0),
        ("they agreed can take part", QuotationVerdict::NotFound, 0, 0),
    ] {
        let verified = verify(held, [(format!("“{words}”").as_str(), false)]).quotations;
        let found: Vec<_> =
            verified.iter().map(|one| (one.verdict, one.left_out, one.places.len())).collect();
        assert_eq!(found, [(verdict, left_out, places)], "{words}");
    }
}

#[test]
fn of_several_places_the_parts_are_where_fewest_words_are_left_out() {
    let Library { corpus, index, usage, .. } = &whole(&[
        "The ministers agreed on grain prices. Ships sail. The ministers agreed on grain prices and later on rice.",
        "The ministers agreed on grain prices again.",
        "They went home on the same evening. They went home on the same evening.",
    ]);
    let held = HeldWording { corpus, index, usage };
    for (words, left_out) in [
        ("ministers agreed on grain prices … later on rice", 1),
        ("ministers agreed on grain prices … went home on the same evening", 2),
    ] {
        let verified = verify(held, [(format!("“{words}”").as_str(), false)]).quotations;
        assert_eq!(
            (verified[0].verdict, verified[0].left_out),
            (QuotationVerdict::Elided, left_out),
            "{words}"
        );
    }
}

#[test]
fn the_first_part_is_the_last_one_before_the_next_paragraph() {
    let Library { corpus, index, usage, .. } = &whole(&[
        "The ministers agreed on grain prices. Ships sail. The ministers agreed on grain prices and later.",
        "They went home on the same evening.",
    ]);
    let held = HeldWording { corpus, index, usage };
    let verified =
        verify(held, [("“ministers agreed on grain prices … went home on the same evening”", false)])
            .quotations;
    assert_eq!((verified[0].verdict, verified[0].left_out), (QuotationVerdict::Elided, 3));
}

#[test]
fn short_parts_in_a_long_passage_are_found_without_trying_each_place() {
    let long = "the cat of ".repeat(50_000) + "strategic port opens wide for a zebra.";
    let Library { corpus, index, usage, .. } = &whole(&[&long]);
    let held = HeldWording { corpus, index, usage };
    let verified = verify(held, [("“the … of … strategic port opens wide … zebra”", false)]).quotations;
    assert_eq!((verified[0].verdict, verified[0].left_out), (QuotationVerdict::Elided, 3));
}

#[test]
fn over_paragraphs_each_word_is_the_word_held_and_each_paragraph_has_one() {
    let held = [
        "They praised the ally's cooperation without any delay.",
        "They modernize ships.",
        "They went home.",
        "Later they praised the ally's cooperation without any delay. They stayed.",
    ];
    let Library { corpus, index, usage, .. } = &whole(&held);
    let held = HeldWording { corpus, index, usage };
    for (words, verdict, places) in [
        (
            "praised the ally's cooperation without any delay. They modernize ships.",
            QuotationVerdict::PrintedOnly,
            2,
        ),
        (
            "ally's cooperation without any delay. They modernize ships. They went home",
            QuotationVerdict::PrintedOnly,
            3,
        ),
        // Only the paragraphs that have a word of it.
        ("praised the ally's cooperation without any delay.", QuotationVerdict::PrintedOnly, 2),
        ("praised the ally cooperation without any delay.", QuotationVerdict::Differs, 1),
        (
            "praised the ally cooperation without any delay. They modernize ships.",
            QuotationVerdict::Differs,
            1,
        ),
        (
            "praised the ally's cooperation without any delay. They modernise ships.",
            QuotationVerdict::Differs,
            1,
        ),
    ] {
        let verified = verify(held, [(format!("“{words}”").as_str(), false)]).quotations;
        let found: Vec<_> = verified.iter().map(|one| (one.verdict, one.places.len())).collect();
        assert_eq!(found, [(verdict, places)], "{words}");
    }
}

#[test]
fn a_word_that_the_text_has_divided_at_the_end_of_a_line_is_no_other_word() {
    let Library { corpus, index, usage, .. } =
        &whole(&["The presidents welcomed that both coun-tries modern-ize the grain port of the bay."]);
    let held = HeldWording { corpus, index, usage };
    for (words, verdict) in [
        ("both countries modernize the grain port of the bay", QuotationVerdict::PrintedOnly),
        ("both countries modernize the grain port of the lake", QuotationVerdict::Differs),
    ] {
        let article = format!("It says “{words}”.");
        let verified = verify(held, [(&*article, false)]).quotations;
        assert_eq!(verified.first().map(|one| one.verdict), Some(verdict), "{verified:?}");
    }
}

#[test]
fn a_point_or_a_sign_makes_another_figure_in_korean_too() {
    let Library { corpus, index, usage, .. } = &whole(&[
        "양국은 국방비를 국내총생산의 3.5%로 증액하고, 한국은 2.5조 원을 부담하고 미국은 4·27 선언을 지지하기로 하였다.",
    ]);
    let held = HeldWording { corpus, index, usage };
    for (words, is_held) in [
        ("국방비를 국내총생산의 3.5%로 증액하고", true),
        ("국방비를 국내 총생산의 3.5%로 증액하고", true),
        ("한국은 2.5조원을 부담하고 미국은 4.27 선언을", true),
        ("국방비를 국내총생산의 35%로 증액하고", false),
        ("국방비를 국내총생산의 3.5로 증액하고", false),
        ("한국은 25조 원을 부담하고 미국은", false),
        ("부담하고 미국은 427 선언을 지지하기로", false),
    ] {
        let verified = verify(held, [(&*format!("그들은 “{words}”라고 하였다."), false)]).quotations;
        let is_same = verified.iter().all(|one| one.verdict == QuotationVerdict::PrintedOnly);
        assert_eq!(is_same, is_held, "{words}: {verified:?}");
    }
}
