//! Comparisons of the frozen dataset, and of statements that are made for one case each.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::library::Library;
use crate::library::tests::{changed, place, statement};

/// Adds a joint statement that says this, each passage under a heading.
fn add(dataset: &mut Value, id: &str, passages: &[(&str, &str)]) {
    let mut added = statement(dataset, "scm-55").clone();
    added["id"] = id.into();
    dataset["statements"].as_array_mut().unwrap().push(added);
    say(dataset, id, passages);
}

/// Gives a statement passages of these words, in place of its own.
fn say(dataset: &mut Value, id: &str, passages: &[(&str, &str)]) {
    let source = statement(dataset, id)["passages"][0]["source"].clone();
    let passage = |(number, (heading, text)): (usize, &(&str, &str))| {
        let mut passage = json!({"id": format!("{id}/{}", number + 1), "kind": "quotation", "source": source, "text": text});
        if !heading.is_empty() {
            passage["heading"] = (*heading).into();
        }
        passage
    };
    let passages: Vec<Value> = passages.iter().enumerate().map(passage).collect();
    statement(dataset, id)["passages"] = passages.into();
}

/// Adds a whole imported text of a statement.
fn add_text(dataset: &mut Value, id: &str, of: &str, paragraphs: &[&str]) {
    let source = json!({
        "id": id, "kind": "imported text", "title": "A text", "sha256": "0".repeat(64)
    });
    dataset["sources"].as_array_mut().unwrap().push(source);
    let mut text = statement(dataset, of).clone();
    (text["id"], text["of"], text["extent"]) = (id.into(), of.into(), "whole".into());
    text["passages"] = json!([{"id": format!("{id}/1"), "kind": "quotation", "source": id, "text": "-"}]);
    dataset["statements"].as_array_mut().unwrap().push(text);
    say(dataset, id, &paragraphs.iter().map(|text| ("", *text)).collect::<Vec<_>>());
}

fn compared<'a>(library: &'a Library, a: &str, b: &str) -> StatementComparison<'a> {
    compare(&library.corpus, &library.usage, place(&library.corpus, a), place(&library.corpus, b)).unwrap()
}

/// Same, changed, moved, perhaps, only A, only B.
fn counts(classes: &Classes) -> [usize; 6] {
    let ClassCounts { same, changed, moved, perhaps, only_a, only_b } = classes.counts();
    [same, changed, moved, perhaps, only_a, only_b]
}

#[test]
fn the_official_wording_of_two_statements_is_compared() {
    let library = changed(|_| ());
    let found = compared(&library, "scm-53", "fact-sheet-2025");
    assert_eq!((found.a.sentences.len(), found.b.sentences.len()), (3, 9));
    assert_eq!(counts(&found.sentences), [0, 1, 0, 0, 2, 8]);
    let pair = &found.sentences.pairs[0];
    assert_eq!(
        (&*pair.units_a[0].passage.id, &*pair.units_b[0].passage.id),
        ("scm-53/1", "fact-sheet-2025/4")
    );
    assert_eq!(pair.units_a[0].layer, Layer::Official);
    assert!((pair.similarity - 0.54).abs() < 0.005);
    let words = |text: &str| placed_words(text).len();
    assert_eq!((words(&pair.a_text), words(&pair.b_text), pair.redline.same), (15, 17, 13));
    let gone: Vec<&str> =
        pair.redline.gone_ranges().map(|range| slice(&pair.a_text, range.clone())).collect();
    let new: Vec<&str> = pair.redline.new_ranges().map(|range| slice(&pair.b_text, range.clone())).collect();
    assert_eq!((gone, new), (vec!["of", "stability"], vec!["for", "security", "prosperity", "the"]));

    let found = compared(&library, "scm-50", "scm-53");
    assert_eq!((found.a.sentences.len(), found.b.sentences.len()), (2, 3));
    assert_eq!(counts(&found.sentences), [0, 1, 0, 0, 1, 2]);
    assert!((found.sentences.pairs[0].similarity - 0.37).abs() < 0.005);

    let found = compared(&library, "scm-55", "scm-56");
    assert_eq!((found.a.sentences.len(), found.b.sentences.len()), (1, 1));
    assert_eq!(counts(&found.sentences), [0, 0, 0, 0, 1, 1]);
}

#[test]
fn a_statement_with_itself_is_all_the_same() {
    let library = changed(|_| ());
    for statement in library.corpus.statements() {
        let found = compared(&library, &statement.id, &statement.id);
        assert_eq!(counts(&found.sentences), [found.a.sentences.len(), 0, 0, 0, 0, 0], "{}", statement.id);
        assert_eq!(found.headings.counts().same, found.a.headings.len(), "{}", statement.id);
    }
}

#[test]
fn every_comparison_mirrors_the_one_the_other_way_round() {
    let library = changed(|_| ());
    let statements = || 0..library.corpus.statements().len();
    for (a, b) in statements().flat_map(|a| statements().map(move |b| (a, b))) {
        let one = compare(&library.corpus, &library.usage, a, b).unwrap();
        let other = compare(&library.corpus, &library.usage, b, a).unwrap();
        let [same, changed, moved, perhaps, only_a, only_b] = counts(&one.sentences);
        assert_eq!(counts(&other.sentences), [same, changed, moved, perhaps, only_b, only_a]);
        let texts = |found: &StatementComparison, mirror: bool| -> std::collections::BTreeSet<[String; 2]> {
            let pairs = found.sentences.pairs.iter().map(|pair| [pair.a_text.clone(), pair.b_text.clone()]);
            pairs.map(|[a, b]| if mirror { [b, a] } else { [a, b] }).collect()
        };
        assert_eq!(texts(&one, false), texts(&other, true));
    }
}

#[test]
fn case_quotes_dashes_and_paragraph_numbers_are_no_difference_and_figures_and_names_are() {
    let library = changed(|dataset| {
        add(
            dataset,
            "one",
            &[
                ("", "2. The two sides welcomed “close” Indo-Pacific ties. They will meet in Seoul in 2024."),
                ("", "3) Some 28,500 soldiers of the U.S. stay on the Peninsula for now."),
            ],
        );
        add(
            dataset,
            "other",
            &[
                (
                    "",
                    "4. the two sides welcomed 'close' Indo–Pacific ties! They will meet in Washington in 2024.",
                ),
                ("", "3. Some 25,000 soldiers of the US stay on the Peninsula for now."),
            ],
        );
    });
    let found = compared(&library, "one", "other");
    assert_eq!(counts(&found.sentences), [1, 2, 0, 0, 0, 0]);
    let gone = |at: usize| -> Vec<&str> {
        let pair = &found.sentences.pairs[at];
        pair.redline.gone_ranges().map(|range| slice(&pair.a_text, range.clone())).collect()
    };
    assert_eq!((gone(0), gone(1), gone(2)), (vec![], vec!["Seoul"], vec!["28,500"]));
    let shown: Vec<String> = shown_words("the U.S.-ROK 2.5.")
        .into_iter()
        .map(|(word, range)| format!("{word} {range:?}"))
        .collect();
    assert_eq!(shown, ["the 0..3", "US 4..8", "rok 9..12", "2.5 13..16"]);
}

#[test]
fn a_number_that_is_all_of_a_sentence_or_longer_than_a_paragraphs_is_a_word() {
    let texts =
        |text: &str| units(text).into_iter().map(|range| slice(text, range).to_owned()).collect::<Vec<_>>();
    assert_eq!(texts("12. They met."), ["They met."]);
    assert_eq!(texts("7) They met."), ["They met."]);
    for whole in ["2024. They", "2 sides met.", "3.5 percent grew.", "5."] {
        assert_eq!(texts(whole).concat().replace(' ', ""), whole.replace(' ', ""), "{whole}");
    }
}

#[test]
fn headings_are_compared_with_headings_once_each_and_counted_apart() {
    let library = changed(|dataset| {
        let (peace, trade) = ("Peace", "Trade and Growth");
        add(
            dataset,
            "one",
            &[
                (peace, "They met in Seoul today."),
                (peace, "They went home again soon."),
                (trade, "They will buy more grain."),
            ],
        );
        add(dataset, "other", &[(trade, "They met in Seoul today."), ("Cyber", "They will buy more grain.")]);
    });
    let found = compared(&library, "one", "other");
    assert_eq!(counts(&found.sentences), [2, 0, 0, 0, 1, 0]);
    assert_eq!((found.a.headings.len(), counts(&found.headings)), (2, [1, 0, 0, 0, 1, 1]));
}

#[test]
fn whole_texts_are_compared_where_they_are_held_in_one_language() {
    let (first, second) = ("They met in Seoul and spoke of peace.", "They will meet again next year.");
    let library = changed(|dataset| {
        add_text(dataset, "korean", "scm-55", &["양측은 서울에서 만났다. 양측은 평화를 논의하였다."]);
        add_text(dataset, "english", "scm-55", &[first, second]);
        add_text(dataset, "later", "scm-56", &[second, first]);
    });
    let found = compared(&library, "scm-55", "scm-56");
    assert_eq!((&*found.a.record.id, &*found.b.record.id), ("english", "later"));
    assert_eq!((&*found.a.statement.id, found.a.is_whole, found.b.is_whole), ("scm-55", true, true));
    assert_eq!(counts(&found.sentences), [1, 0, 1, 0, 0, 0]);
    // A text that is named is compared itself, and two records of one statement are compared as they are.
    let found = compared(&library, "korean", "later");
    assert_eq!((&*found.a.record.id, found.a.language), ("korean", Language::Korean));
    assert!(found.sentences.pairs.is_empty());
    let found = compared(&library, "scm-55", "english");
    assert_eq!((&*found.a.record.id, &*found.b.record.id), ("scm-55", "english"));
}

#[test]
fn the_statement_before_is_of_the_same_series_and_of_the_same_issuers() {
    let library = changed(|_| ());
    let before = |id| {
        before(&library.corpus, place(&library.corpus, id)).map(|at| &*library.corpus.statements()[at].id)
    };
    assert_eq!(before("scm-56"), Some("scm-55"));
    assert_eq!(before("scm-53"), Some("scm-51"));
    assert_eq!(before("scm-4"), None);
    assert_eq!(before("leaders-2023-04-26"), Some("leaders-2022-05-21"));
    assert_eq!(before("us-japan-2024-04-10"), Some("us-japan-2023-01-13"));
    assert_eq!(before("treaty-1953"), None);
}

#[test]
fn where_series_issuers_or_date_are_not_known_none_is_before() {
    let none_is_before = |change: fn(&mut Value)| {
        let library = changed(|dataset| {
            for id in ["leaders-2022-05-21", "leaders-2023-04-26"] {
                change(statement(dataset, id));
            }
        });
        assert_eq!(before(&library.corpus, place(&library.corpus, "leaders-2023-04-26")), None);
    };
    none_is_before(|statement| statement["issuers"] = json!([]));
    none_is_before(|statement| statement["series"] = UNKNOWN_SERIES.into());
    none_is_before(|statement| {
        statement["date"] = Value::Null;
        statement["date_note"] = "Not known.".into();
    });
}

#[test]
fn passages_that_repeat_each_other_are_compared_once() {
    let library = changed(|_| ());
    let (a, b) = (place(&library.corpus, "scm-55"), place(&library.corpus, "scm-56"));
    let found = compare(&library.corpus, &library.usage, a, b).unwrap();
    let ids: Vec<&str> = found.b.sentences.iter().map(|unit| &*unit.passage.id).collect();
    assert_eq!(ids, ["scm-56/1"]);
    let terms = &library.corpus.dataset().terms;
    let of = |id: &str| found.terms.iter().find(|said| &*terms[said.term].id == id).map(|said| said.b);
    assert_eq!(of("modernization"), Some(1));
}

#[test]
fn a_statement_of_the_same_day_is_not_before() {
    let library = changed(|dataset| statement(dataset, "leaders-2022-05-21")["date"] = "2023-04-26".into());
    let earlier = before(&library.corpus, place(&library.corpus, "leaders-2023-04-26"));
    assert_eq!(earlier, Some(place(&library.corpus, "leaders-2021-05-21")));
}

#[test]
fn the_before_of_a_text_is_that_of_its_statement() {
    let library = changed(|dataset| add_text(dataset, "text", "scm-56", &["They met."]));
    assert_eq!(
        before(&library.corpus, place(&library.corpus, "text")),
        Some(place(&library.corpus, "scm-55"))
    );
}

#[test]
fn terms_are_counted_each_for_itself() {
    let library = changed(|dataset| {
        add(dataset, "one", &[("", "Extended deterrence and deterrence matter. Deterrence matters.")]);
        add(dataset, "other", &[("", "Deterrence matters.")]);
    });
    let found = compared(&library, "one", "other");
    let of = |id: &str| {
        let term = library.corpus.dataset().terms.iter().position(|term| &*term.id == id).unwrap();
        found.terms.iter().find(|one| one.term == term).map(|one| (one.a, one.b))
    };
    assert_eq!(
        (of("deterrence"), of("extended-deterrence"), of("cyber")),
        (Some((3, 1)), Some((1, 0)), None)
    );
}

#[test]
fn five_thousand_sentences_a_side_are_compared() {
    let sentences = |from: usize| {
        let sentence =
            |n: usize| format!("Item {n} of group {} is about matter {} and no other.", n % 70, n * 7 + 1);
        (from..from + 5_000).map(sentence).collect::<Vec<_>>().join(" ")
    };
    let library = changed(|dataset| {
        add(dataset, "one", &[("", &sentences(0))]);
        add(dataset, "other", &[("", &sentences(1_000))]);
    });
    let found = compared(&library, "one", "other");
    assert_eq!((found.a.sentences.len(), found.b.sentences.len()), (5_000, 5_000));
    let ClassCounts { same, .. } = found.sentences.counts();
    assert_eq!(same, 4_000);
}

static EMBEDDED: std::sync::LazyLock<Library> = std::sync::LazyLock::new(|| changed(|_| ()));

/// The sentences as those of one passage.
fn sides(sentences: &[String]) -> Vec<ComparedUnit<'_>> {
    let number = PassageNo(0);
    let (_, passage) = EMBEDDED.corpus.passage(number).unwrap();
    sentences.iter().map(|text| ComparedUnit { number, passage, layer: Layer::Printed, text }).collect()
}

/// The places of some ranges and of what is in none of them, in order.
fn places<'a>(ranges: impl Iterator<Item = &'a Range<usize>>, alone: &[usize]) -> Vec<usize> {
    let mut places: Vec<usize> = ranges.cloned().flatten().chain(alone.iter().copied()).collect();
    places.sort_unstable();
    places
}

proptest! {
    #[test]
    fn every_sentence_is_in_exactly_one_class(
        a in prop::collection::vec("(They|We) (met|spoke|agreed) (in|of|on) (Seoul|peace|trade)( now| again){0,2}\\.", 0..12),
        b in prop::collection::vec("(They|We) (met|spoke|agreed) (in|of|on) (Seoul|peace|trade)( now| again){0,2}\\.", 0..12),
    ) {
        let found = classes(&sides(&a), &sides(&b));
        prop_assert_eq!(places(found.pairs.iter().map(|pair| &pair.a), &found.only_a), (0..a.len()).collect::<Vec<_>>());
        prop_assert_eq!(places(found.pairs.iter().map(|pair| &pair.b), &found.only_b), (0..b.len()).collect::<Vec<_>>());
        for pair in &found.pairs {
            prop_assert_eq!(&pair.a_text, &a[pair.a.clone()].join(" "));
            prop_assert_eq!(&pair.b_text, &b[pair.b.clone()].join(" "));
            prop_assert!(pair.kind != PairKind::Same || pair.a_text == pair.b_text);
            prop_assert!(pair.kind != PairKind::Changed || pair.a_text != pair.b_text);
            prop_assert!(pair.similarity >= 0.35 && pair.kind != PairKind::Perhaps);
        }
        // A sentence that both say pairs.
        prop_assert!(found.only_a.iter().all(|one| found.only_b.iter().all(|other| a[*one] != b[*other])));
        for pair in &found.perhaps {
            prop_assert!(pair.a.clone().all(|at| found.only_a.contains(&at)));
            prop_assert!(pair.b.clone().all(|at| found.only_b.contains(&at)));
        }
    }
}
