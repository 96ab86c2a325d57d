//! Quotations of the frozen dataset, set into an article in many ways.

mod whole_texts;

use std::sync::LazyLock;

use proptest::prelude::*;

use super::*;
use crate::analysis::precedent::{Sureness, layer_text};
use crate::corpus::model::{PassageKind, Verdict};
use crate::corpus::{Corpus, load};
use crate::library::Library;
use crate::text::slice;

static LIBRARY: LazyLock<Library> = LazyLock::new(|| Library::new(load::embedded().unwrap()));

fn held() -> HeldWording<'static> {
    let Library { corpus, index, usage, .. } = &*LIBRARY;
    HeldWording { corpus, index, usage }
}

fn verified(article: &str) -> Vec<VerifiedQuotation> {
    verify(held(), article.split("\n\n").map(|paragraph| (paragraph, false))).quotations
}

fn one(article: &str) -> VerifiedQuotation {
    let verified = verified(article);
    assert_eq!(verified.len(), 1, "{verified:?}");
    verified.into_iter().next().unwrap()
}

const ELSEWHERE: [&str; 2] = ["scm-49/1", "scm-49/2"];
/// A print whose check says that words are left out; its first words are in no official wording.
const BEGUN_OTHERWISE: &str = "us-japan-2plus2-2023/1";

#[test]
fn every_printed_quotation_gets_the_verdict_that_the_dataset_has() {
    let corpus = held().corpus;
    let mut seen = 0;
    for number in corpus.passage_numbers() {
        let (_, passage) = corpus.passage(number).unwrap();
        if passage.kind != PassageKind::Quotation
            || crate::search::word_ranges(&passage.text).len() < SHORTEST
        {
            continue;
        }
        let expected = match passage.check.as_ref().map(|check| check.verdict) {
            // Other passages have the same words from the official text.
            _ if ELSEWHERE.contains(&&*passage.id) => QuotationVerdict::Identical,
            Some(Verdict::Identical) => QuotationVerdict::Identical,
            Some(Verdict::Differs) => QuotationVerdict::Differs,
            Some(Verdict::Misattributed) => QuotationVerdict::Misattributed,
            Some(Verdict::Elided) if &*passage.id == BEGUN_OTHERWISE => QuotationVerdict::Differs,
            Some(Verdict::Elided) => QuotationVerdict::Elided,
            Some(Verdict::Unverified) | None => QuotationVerdict::PrintedOnly,
        };
        for article in [
            format!("The statement says: “{}” Others differ.", passage.text),
            format!("The statement says (as they put it) “{}”, and more.", passage.text),
        ] {
            let verified = verified(&article);
            let whole = verified.iter().max_by_key(|quotation| quotation.words).unwrap();
            assert_eq!(whole.verdict, expected, "{}: {whole:?}", passage.id);
            let is_here = whole.places.iter().any(|(place, _)| *place == number);
            assert!(is_here || ELSEWHERE.contains(&&*passage.id), "{}: {whole:?}", passage.id);
        }
        seen += 1;
    }
    assert_eq!(seen, 68);
}

#[test]
fn official_words_are_identical_and_changed_ones_differ() {
    let text = "mutually reinforcing and future-oriented manner";
    assert_eq!(one(&format!("a “{text}”")).verdict, QuotationVerdict::Identical);
    let changed = one(
        "They “resolved to advance bilateral modernization projects to build a capable and agile alliance” now.",
    );
    assert_eq!(changed.verdict, QuotationVerdict::Differs);
    let near = changed.near.unwrap();
    let text = &changed.compared;
    let only: Vec<&str> = near.only_text.iter().map(|part| slice(text, part.clone())).collect();
    assert_eq!(only, ["projects"]);
    let (_, passage) = held().corpus.passage(near.passage).unwrap();
    assert!(passage.id.starts_with("us-japan-2plus2-2023/"));
    let printed = one(
        "both sides pledged to “maintain the current level of U.S. Forces Korea and improve combat readiness”",
    );
    assert_eq!(printed.verdict, QuotationVerdict::Misattributed);
    let near = printed.near.unwrap();
    let layer = layer_text(held().corpus, near.passage, near.field);
    let expected =
        "maintain the current level of the US military personnel in the ROK and to enhance combat readiness.";
    assert_eq!(slice(layer, near.held), expected);
    assert_eq!(one("“Grain shipments will resume next Tuesday”").verdict, QuotationVerdict::NotFound);
    assert!(verified("“strategic flexibility”, “global comprehensive alliance”").is_empty());
}

#[test]
fn the_nearest_wording_is_shown_and_official_wording_only_where_it_is_as_near() {
    let passage = |verified: &VerifiedQuotation| {
        let near = verified.near.as_ref().unwrap();
        (held().corpus.passage(near.passage).unwrap().1.id.to_string(), near.sureness)
    };
    let near = |id: &str, sureness| (String::from(id), sureness);
    let elided = one("“reaffirmed the strategic flexibility of U.S. Forces Korea”");
    assert_eq!((elided.verdict, elided.is_silent), (QuotationVerdict::Elided, true));
    assert_eq!(passage(&elided), near("scm-35/2", Sureness::Unverified));
    let other =
        one("“reaffirmed the continuing relevance of the strategic flexibility of the forces in Korea”");
    assert_eq!(other.verdict, QuotationVerdict::Differs);
    assert_eq!(passage(&other), near("scm-35/2", Sureness::Unverified));
    // For a print that differs, its official wording is shown, though the print is nearer.
    let misprinted = one(
        "“the two countries will advance bilateral modernization initiatives to build an agile alliance”",
    );
    assert_eq!(passage(&misprinted).1, Sureness::Official, "{misprinted:?}");
}

#[test]
fn no_more_of_the_wording_is_shown_before_the_quotation_than_the_quotation_has_there() {
    let shown = |article: &str| {
        let near = one(article).near.unwrap();
        slice(layer_text(held().corpus, near.passage, near.field), near.held).to_owned()
    };
    let near = shown(
        "“not bilateral modernization initiatives to build a more capable, integrated, and agile Alliance”",
    );
    assert!(near.starts_with("advance bilateral modernization"), "{near}");
    let near = shown(
        "“We all then resolved to advance bilateral modernization initiatives to build a less capable one”",
    );
    assert!(near.starts_with("They resolved to advance"), "{near}");
}

#[test]
fn words_left_out_are_told_with_a_sign_and_without() {
    let official = "They “resolved to advance … a more capable, integrated, and agile Alliance”.";
    let marked = one(official);
    assert_eq!((marked.verdict, marked.is_silent), (QuotationVerdict::Elided, false));
    let silent = one(&official.replace("… ", ""));
    assert_eq!((silent.verdict, silent.is_silent), (QuotationVerdict::Elided, true), "{silent:?}");
    let letter = one("“[t]he two sides affirm relevant understandings since 2006”");
    assert_eq!(letter.verdict, QuotationVerdict::Identical);
    let whole = one(
        "“They resolved to advance bilateral [...] initiatives [sic] to build a more capable […] Alliance”",
    );
    assert_eq!((whole.verdict, whole.is_silent), (QuotationVerdict::Elided, false));
    // Parts in another order are no elision.
    let turned = verified("“a more capable, integrated, and agile Alliance … resolved to advance bilateral”");
    assert_eq!(turned[0].verdict, QuotationVerdict::Differs);
}

#[test]
fn words_that_an_author_adds_in_brackets_differ() {
    for (article, added) in [
        ("They “resolved [not] to advance bilateral modernization initiatives to build” it", &["[not]"][..]),
        ("“the two sides [do not] affirm relevant understandings since 2006”", &["[do not]"]),
        (
            "“[We] resolved to advance bilateral modernization initiatives [and] build a more capable” it",
            &["[We]", "[and]"],
        ),
        ("“the two sides affirm [all] relevant … understandings since 2006”", &["[all]"]),
        ("“the two sides affirm [ir]relevant understandings since 2006”", &["[ir]relevant"]),
    ] {
        let verified = one(article);
        assert_eq!(verified.verdict, QuotationVerdict::Differs, "{article}");
        let (near, text) = (verified.near.unwrap(), &verified.compared);
        let only: String = near.only_text.iter().map(|part| slice(text, part.clone())).collect();
        let letters = |text: &str| text.chars().filter(|c| c.is_alphabetic()).collect::<String>();
        for word in added {
            assert!(letters(&only).contains(&letters(word)), "{article}: {only}");
        }
    }
}

#[test]
fn an_ending_in_brackets_is_a_change_that_is_told() {
    for article in [
        "They “resolv[ing] to advance bilateral modernization initiatives” met",
        "They “resolve[d] to advance bilateral modernization initiative[s]” now",
        "“the two sides affirm[ed] relevant understandings since 2006”",
    ] {
        let verified = one(article);
        assert_eq!((verified.verdict, verified.is_silent), (QuotationVerdict::Elided, false), "{article}");
    }
    let other = one("“the two sides affirm[ed] irrelevant understandings since 2006”");
    assert_eq!(other.verdict, QuotationVerdict::Differs);
}

#[test]
fn a_print_that_leaves_words_out_excuses_no_gap_but_its_own() {
    assert_eq!(one("“한국군 현대화 계획 … 분석·평가”").verdict, QuotationVerdict::PrintedOnly);
    for other in [
        "“한국군 … 현대화 계획 분석·평가”",
        "“한국군 현대화 계획 분석·평가”",
        "“한국군 현대화 계획 분석 … 평가”",
    ] {
        assert_eq!(one(other).verdict, QuotationVerdict::Differs, "{other}");
    }
}

/// What only the quotation has.
fn only_in(verified: &VerifiedQuotation) -> Vec<&str> {
    let near = verified.near.as_ref().unwrap();
    near.only_text.iter().map(|part| slice(&verified.compared, part.clone())).collect()
}

#[test]
fn official_words_judge_what_is_quoted_of_a_print_as_they_do_in_a_draft() {
    for words in [
        "two countries will advance bilateral modernization initiatives",
        "two countries will … build a more capable, integrated, and agile alliance",
    ] {
        let verified = one(&format!("“{words}”"));
        assert_eq!((verified.verdict, verified.is_silent), (QuotationVerdict::Differs, false), "{words}");
        assert_eq!(only_in(&verified), ["two countries will"]);
    }
    let words = "two countries will advance bilateral modernization initiatives";
    let draft = crate::analysis::draft::draft(held(), words, None);
    let precedent = &draft.phrases[0].precedent;
    assert_eq!(precedent.sureness(), Sureness::PrintedOnly);
    let official = precedent.official_words(held().corpus);
    assert_eq!(official, Some("advance bilateral modernization initiatives"));
    // All words are official, and a gap between them has no sign.
    for words in [
        "important role in promoting peace and stability",
        "important … in promoting peace and stability",
        "in promoting peace and stability in Northeast Asia",
    ] {
        let verified = one(&format!("“{words}”"));
        assert_eq!((verified.verdict, verified.is_silent), (QuotationVerdict::Elided, true), "{words}");
        assert!(only_in(&verified).is_empty(), "{verified:?}");
    }
}

#[test]
fn words_left_out_of_an_unverified_print_are_elided_with_a_sign_and_without() {
    for (words, is_silent) in [
        ("reaffirmed the … strategic flexibility of U.S. Forces Korea", false),
        ("reaffirmed the strategic flexibility of U.S. Forces Korea", true),
        ("reaffirm[ing] the continuing importance of the strategic flexibility", false),
    ] {
        let verified = one(&format!("“{words}”"));
        assert_eq!((verified.verdict, verified.is_silent), (QuotationVerdict::Elided, is_silent), "{words}");
    }
    let whole = one("“reaffirmed the continuing importance of the strategic flexibility”");
    assert_eq!(whole.verdict, QuotationVerdict::PrintedOnly);
}

#[test]
fn a_sign_in_letters_is_no_word_that_is_left_out() {
    for sign in ["(중략)", "[중략]", "(생략)", "(하략)", "…"] {
        let within = one(&format!("“advance NATO’s {sign} structure and put”"));
        assert_eq!(
            (within.verdict, within.left_out, within.is_silent),
            (QuotationVerdict::Elided, 2, false),
            "{sign}"
        );
        let around = one(&format!("“advance NATO’s modernized command structure {sign}”"));
        assert_eq!(around.verdict, QuotationVerdict::Identical, "{sign}");
    }
}

#[test]
fn a_possessive_ending_that_is_left_out_or_added_differs() {
    for (words, expected) in [
        ("advance NATO'S modernized command structure and put", QuotationVerdict::Identical),
        ("advance NATO´s modernized command structure and put", QuotationVerdict::Identical),
        ("advance NATOʼs modernized command structure and put", QuotationVerdict::Identical),
        ("advance NATO’s modernized command structure and put", QuotationVerdict::Identical),
        ("modernized command structure and put NATO", QuotationVerdict::Identical),
        ("advance NATO modernized command structure and put", QuotationVerdict::Differs),
        ("modernized command structure's and put", QuotationVerdict::Differs),
        ("advance NATO modernized structure and put", QuotationVerdict::Differs),
        ("advance NATO’s modernized structure and put", QuotationVerdict::Elided),
        ("advance NATO modernized … structure and put", QuotationVerdict::Differs),
        ("advance NATO’s modernized … structure and put", QuotationVerdict::Elided),
    ] {
        assert_eq!(one(&format!("“{words}”")).verdict, expected, "{words}");
    }
}

#[test]
fn words_left_out_of_a_print_that_differs_differ() {
    let printed =
        one("“developing ROK–U.S. defense cooperation … mutually complementary and future-oriented manner”");
    assert_eq!(printed.verdict, QuotationVerdict::Differs);
}

#[test]
fn a_quotation_longer_than_every_wording_is_not_aligned_with_any() {
    let long = "the two sides affirm alliance modernization ".repeat(50_000);
    assert_eq!(one(&format!("“{long}”")).verdict, QuotationVerdict::NotFound);
}

#[test]
fn every_kind_of_marks_and_blocks_are_verified() {
    let text = "the two sides affirm relevant understandings since 2006";
    for (open, close) in [
        ("“", "”"),
        ("\"", "\""),
        ("‘", "’"),
        ("'", "'"),
        ("「", "」"),
        ("『", "』"),
        ("«", "»"),
        ("»", "«"),
        ("”", "”"),
        ("„", "“"),
        ("``", "''"),
        ("‹", "›"),
        ("›", "‹"),
        ("｢", "｣"),
        ("《", "》"),
    ] {
        assert_eq!(
            one(&format!("They said {open}{text}{close} today.")).verdict,
            QuotationVerdict::Identical
        );
    }
    let block = verify(held(), [("An article.", false), (text, true)]).quotations;
    assert_eq!((block.len(), block[0].verdict), (1, QuotationVerdict::Identical));
    let both = one("“The two sides affirm\n\n“relevant understandings since 2006.”");
    assert_eq!((both.verdict, both.quotation.paragraph), (QuotationVerdict::Identical, 0));
    let over_two = one("장관은 「주한미군의 전략적 유연성이\n\n「지속적으로 중요함을 재확인했다」고 한다");
    assert_eq!(over_two.verdict, QuotationVerdict::PrintedOnly);
    let stray =
        one("A 16\" gun, and \" alone.\n\n\"The two sides affirm relevant understandings since 2006\".");
    assert_eq!(stray.verdict, QuotationVerdict::Identical);
    let korean = one("장관은 \"주한미군의 전략적 유연성이 지속적으로 중요함을 재확인했다\"고 한다");
    assert_eq!(korean.verdict, QuotationVerdict::PrintedOnly);
    let ending = one("“주한미군의 전략적 유연성을 지속적으로 중요함을 재확인했다”");
    assert_eq!(ending.verdict, QuotationVerdict::Differs);
    let only: Vec<&str> = ending
        .near
        .iter()
        .flat_map(|near| &near.only_text)
        .map(|part| slice(&ending.compared, part.clone()))
        .collect();
    assert_eq!(only, ["유연성을"]);
}

#[test]
fn a_quotation_without_an_end_is_as_long_as_its_wording() {
    let open = one(
        "It includes “adapting our combined (defense) posture to ensure credible deterrence on and beyond the Korean \
         Peninsula, deepening interoperability.1) While it appears to be comprehensive, no one defines it.",
    );
    assert!(!open.quotation.is_closed);
    assert!(open.quotation.text.ends_with("deepening interoperability"), "{}", open.quotation.text);
    assert_eq!(open.verdict, QuotationVerdict::Differs);
    // A bracket after the likely end does not belong to the quotation.
    let words = "continually modernize the Alliance, evolve bilateral roles and missions";
    let [plain, bracket] =
        ["agreed", "agree[d]"].map(|word| one(&format!("“{words}. Then they {word} and went home.")));
    assert!(!bracket.quotation.is_closed && bracket.quotation.text.starts_with(words));
    assert_eq!((bracket.verdict, bracket.quotation.text), (plain.verdict, plain.quotation.text));
}

#[test]
fn a_long_quotation_of_parts_and_brackets_is_read_in_order() {
    // Each part and each bracket is looked up by itself: it would take minutes if each went through all words.
    let parts = "agreed peace … agree[d] peace … ".repeat(30_000);
    assert_eq!(one(&format!("“{parts}”")).verdict, QuotationVerdict::NotFound);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn no_article_stops_it(text in "([A-Za-z]{1,6} |[“”‘’\"'「」…\\[\\]]|peace and stability |the alliance |동맹의 |\\n\\n|[0-9] |\\PC){0,40}") {
        for quotation in verified(&text) {
            prop_assert!(quotation.words >= SHORTEST);
            prop_assert_eq!(quotation.verdict == QuotationVerdict::NotFound, quotation.places.is_empty());
        }
    }
}

#[test]
fn a_quotation_is_shown_as_the_article_has_it() {
    for article in [
        "a “mutually complementary and future-oriented manner” here",
        "the “U.S.-ROK Alliance is the cornerstone of peace, stability, and prosperity” here",
        "“[R]esolved to advance [sic] bilateral moderniz-ation initiatives” here",
        "a “comprehensive and future-oriented strategic plan of zebras”",
    ] {
        let words = article.split_once('“').and_then(|(_, rest)| rest.split_once('”')).unwrap().0;
        assert_eq!(one(article).quotation.text, words);
    }
    let verified = one("a “mutually complementary and future-oriented manner” here");
    let (near, text) = (verified.near.unwrap(), &verified.compared);
    let only: Vec<&str> = near.only_text.iter().map(|part| slice(text, part.clone())).collect();
    assert_eq!(only, ["complementary"]);
}
