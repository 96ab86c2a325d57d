//! The phrases of drafts on the frozen dataset, and a slow reference for all of them.

use std::sync::LazyLock;

use proptest::prelude::*;

use super::*;
use crate::analysis::precedent::{SpeakerKind, layer_text, main_issuers};
use crate::corpus::model::PassageKind;
use crate::corpus::{PassageNo, load};
use crate::library::Library;
use crate::search::{SearchField, has_possessive};

static LIBRARY: LazyLock<Library> = LazyLock::new(|| Library::new(load::embedded().unwrap()));

fn held() -> HeldWording<'static> {
    let Library { corpus, index, usage, .. } = &*LIBRARY;
    HeldWording { corpus, index, usage }
}

/// Each phrase with its words, its statements and their signs.
fn phrases(text: &str) -> Vec<(String, usize, usize, String)> {
    let draft = draft(held(), text, None);
    let shown = draft.phrases.iter().map(|phrase| {
        let signs = phrase.precedent.statements.iter().map(|statement| statement.sureness.sign());
        let words = text.get(phrase.range.clone()).unwrap().to_owned();
        (words, phrase.words.len(), phrase.precedent.statements.len(), signs.collect())
    });
    shown.collect()
}

fn phrase(text: &str, words: usize, statements: usize, signs: &str) -> (String, usize, usize, String) {
    (text.to_owned(), words, statements, signs.to_owned())
}

const FIRST: &str = "The two sides agreed to modernize the Alliance in a mutually complementary and future-oriented \
    manner, as the linchpin of peace and stability on the Korean Peninsula and in the Indo-Pacific region, based on \
    science and technology cooperation.";
const SECOND: &str = "We will modernize our ties, expand cooperation across all domains, and maintain the current level \
    of U.S. Forces Korea.";
const THIRD: &str = "The Secretary reaffirmed strategic flexibility of U.S. Forces Korea on and beyond the Korean \
    Peninsula against China.";

fn official(text: &str, at: usize) -> Option<String> {
    let draft = draft(held(), text, None);
    draft.phrases[at].precedent.official_words(held().corpus).map(str::to_owned)
}

#[test]
fn the_words_of_a_phrase_are_no_similar_wording() {
    let text = "The two sides will work in a mutually complementary and future-oriented manner.";
    let draft = draft(held(), text, None);
    assert_eq!(draft.phrases.len(), 1);
    let differs = |near: &NearWording| !near.only_text.is_empty() || !near.only_held.is_empty();
    assert!(draft.near.iter().all(differs), "{:?}", draft.near);
}

#[test]
fn words_that_only_a_collecting_place_has_are_counted_apart() {
    let text = "We note the alliance’s response capabilities and cooperation in space and cyber.";
    let draft = draft(held(), text, None);
    assert!(draft.phrases.iter().all(|phrase| phrase.precedent.statements.is_empty()));
    assert!(draft.covered() > 0);
    assert_eq!(draft.uncounted(), draft.covered());
}

#[test]
fn the_first_draft_has_four_phrases() {
    let expected = [
        phrase("modernize the Alliance", 3, 1, "?"),
        phrase("mutually complementary and future-oriented manner", 6, 2, "≠≠"),
        phrase(
            "linchpin of peace and stability on the Korean Peninsula and in the Indo-Pacific region",
            15,
            1,
            "=",
        ),
        phrase("based on science and technology cooperation", 6, 1, "="),
    ];
    assert_eq!(phrases(FIRST), expected);
    let draft = draft(held(), FIRST, None);
    assert_eq!((draft.words, draft.covered(), draft.of), (39, 30, 37));
    assert_eq!(official(FIRST, 1).unwrap(), "mutually reinforcing and future-oriented manner");
    assert_eq!(official(FIRST, 0), None);
    let corpus = held().corpus;
    let main = main_issuers(corpus);
    assert_eq!(main.iter().map(|party| &**party).collect::<Vec<_>>(), ["Republic of Korea", "United States"]);
    let voices = |at: usize| -> Vec<SpeakerKind> {
        draft.phrases[at].precedent.speakers(corpus, &main).iter().map(|speakers| speakers.kind).collect()
    };
    assert_eq!([voices(0), voices(1)], [vec![SpeakerKind::JointOfOthers], vec![SpeakerKind::Joint]]);
    let near = draft.phrases[2].near.as_ref().unwrap();
    let (statement, passage) = corpus.passage(near.passage).unwrap();
    assert_eq!((&*statement.id, &*passage.id), ("fact-sheet-2025", "fact-sheet-2025/4"));
    let parts = |text: &'static str, parts: &[Range<usize>]| -> Vec<&'static str> {
        parts.iter().map(|part| text.get(part.clone()).unwrap()).collect()
    };
    let text = layer_text(corpus, near.passage, near.field);
    assert_eq!(parts(FIRST, &near.only_text), ["of", "stability"]);
    assert_eq!(parts(text, &near.only_held), ["for", "security", "prosperity"]);
}

#[test]
fn the_second_and_third_draft_have_theirs() {
    let expected = [
        phrase("modernize our ties", 3, 1, "="),
        phrase("cooperation across all domains", 4, 1, "≠"),
        phrase("maintain the current level of U.S. Forces Korea", 8, 1, "≠"),
    ];
    assert_eq!(phrases(SECOND), expected);
    let second = draft(held(), SECOND, None);
    assert_eq!((second.words, second.covered()), (19, 15));
    assert_eq!(official(SECOND, 1).unwrap(), "cooperation across domains");
    assert_eq!(
        official(SECOND, 2).unwrap(),
        "maintain the current level of the US military personnel in the ROK"
    );
    let expected = [
        phrase("strategic flexibility of U.S. Forces Korea", 6, 1, "?"),
        phrase("on and beyond the Korean Peninsula", 6, 1, "≠"),
    ];
    assert_eq!(phrases(THIRD), expected);
    let third = draft(held(), THIRD, None);
    assert_eq!((third.words, third.covered()), (17, 12));
    let terms = &held().corpus.dataset().terms;
    let left: Vec<&str> = third.terms.iter().map(|term| &*terms[term.term].id).collect();
    assert_eq!(left, ["china"]);
}

#[test]
fn a_phrase_that_differs_by_a_possessive_ending_is_no_precedent() {
    for (text, expected) in [
        (
            "advance NATO’s modernized command structure and put",
            &["advance NATO’s modernized command structure and put"][..],
        ),
        ("advance NATO modernized command structure and put", &["modernized command structure and put"]),
        ("advance NATO’s modernized command’s structure", &["advance NATO’s modernized"]),
    ] {
        let found: Vec<String> = phrases(text).into_iter().map(|(words, ..)| words).collect();
        assert_eq!(found, expected, "{text}");
    }
}

#[test]
fn what_nobody_said_has_no_precedent() {
    let text = "Grain shipments will resume next Tuesday.";
    let draft = draft(held(), text, None);
    assert_eq!((draft.words, draft.covered()), (6, 0));
    assert_eq!(draft.uncovered, vec![Range { start: 0, end: text.len() - 1 }]);
    for text in ["", " \n ", "…", "현대화", "the of and to in a"] {
        assert!(super::draft(held(), text, None).phrases.is_empty(), "{text}");
    }
}

#[test]
fn a_draft_that_is_a_held_passage_leaves_its_statement_out() {
    let corpus = held().corpus;
    let place = |id: &str| match corpus.target(id) {
        Some(crate::corpus::Target::Statement(at)) => at,
        Some(crate::corpus::Target::Passage(_)) | None => panic!("{id}"),
    };
    let text = "in a mutually complementary and future-oriented manner";
    let own = draft(held(), text, None);
    assert_eq!((own.left_out, own.of), (Some(place("scm-53")), 36));
    let holders: Vec<usize> = own.phrases[0].precedent.statements.iter().map(|held| held.at).collect();
    assert_eq!(holders, [place("scm-50")]);
    // Two statements have it: neither is its own.
    let both = draft(held(), "북괴가 현대화된 무기", None);
    assert_eq!((both.left_out, both.phrases[0].precedent.statements.len()), (None, 2));
}

#[test]
fn filters_narrow_what_may_be_a_precedent() {
    let found = LIBRARY.search("standing:unilateral");
    let among = found.set(crate::search::Certainty::Firm);
    let draft = draft(held(), SECOND, Some(among));
    let words: Vec<&str> = draft.phrases.iter().map(|phrase| slice(SECOND, phrase.range.clone())).collect();
    assert_eq!((words, draft.of), (vec!["cooperation across all domains"], 5));
}

#[test]
fn no_phrase_crosses_a_sentence_a_blank_line_or_words_left_out() {
    for text in [
        "They saw a global comprehensive. Strategic alliance was made.",
        "global comprehensive\n \nstrategic alliance",
        "global comprehensive … strategic alliance",
        "global comprehensive [...] strategic alliance",
    ] {
        assert!(phrases(text).iter().all(|(_, words, ..)| *words < 4), "{text}: {:?}", phrases(text));
    }
    assert_eq!(phrases("a global comprehensive\nstrategic alliance").len(), 1);
    // The wording leaves words out here: “한국군 현대화 계획 … 분석·평가”.
    assert!(phrases("한국군 현대화 계획 분석").iter().all(|(words, ..)| !words.contains("분석")));
}

#[test]
fn passages_that_share_most_words_come_first() {
    let HeldWording { corpus, index, .. } = held();
    let words = index.text_words("linchpin peace stability Indo-Pacific alliance modernization deterrence");
    let (words, among) = (words.iter().collect::<Vec<&TextWord>>(), index.quotations());
    let sharing = index.sharing(&words, &among, 200);
    // A heading is wording too, and in no layer.
    let is_plain = |number: &crate::corpus::PassageNo| corpus.passage(*number).unwrap().1.heading.is_none();
    let shared = |number: crate::corpus::PassageNo| {
        let layers = index.layers(number);
        let has =
            |word: &&&TextWord| layers.iter().any(|layer| (0..layer.len()).any(|at| word.is(layer, at)));
        words.iter().filter(has).count()
    };
    let numbers = corpus.passage_numbers().filter(|number| among.contains(number.0 as usize));
    let mut expected: Vec<_> = numbers
        .filter(is_plain)
        .filter(|number| shared(*number) > 1)
        .map(|number| (Reverse(shared(number)), number))
        .collect();
    expected.sort();
    let expected: Vec<_> = expected.into_iter().map(|(_, number)| number).collect();
    assert!(expected.len() > 10);
    assert_eq!(sharing.iter().copied().filter(is_plain).collect::<Vec<_>>(), expected);
    assert_eq!(index.sharing(&words, &among, 3), sharing[..3]);
}

#[test]
fn korean_words_may_have_other_endings_and_it_shows() {
    let text = "주한미군은 전략적 유연성이 지속적으로 중요함을";
    let draft = draft(held(), text, None);
    let run = &draft.phrases[0].precedent.holders[0].run;
    assert!(run.has_other_form);
    let exact = super::draft(held(), "전략적 유연성이 지속적으로 중요함을", None);
    assert!(!exact.phrases[0].precedent.holders[0].run.has_other_form);
}

#[test]
fn words_may_be_spelled_otherwise_and_it_shows() {
    let (british, american) =
        ("We will modernise our ties for a new era.", "We will modernize our ties for a new era.");
    let (british, american) = (draft(held(), british, None), draft(held(), american, None));
    let runs = |draft: &Draft| -> Vec<_> {
        let runs = draft.phrases.iter().map(|phrase| &phrase.precedent.holders[0].run);
        runs.map(|run| (run.passage, run.words.clone(), run.has_other_form)).collect()
    };
    let otherwise = |(passage, words, form): (PassageNo, Range<usize>, bool)| (passage, words, !form);
    assert_eq!(runs(&american).len(), 1);
    assert!(!runs(&american)[0].2);
    assert_eq!(runs(&british), runs(&american).into_iter().map(otherwise).collect::<Vec<_>>());
}

#[test]
fn names_of_signatories_are_no_content_and_figures_are() {
    let content = |text: &str| {
        let names = SignatoryNames::of(held().corpus);
        let words = held().index.text_words(text);
        words
            .iter()
            .filter(|word| names.is_content(text, word))
            .map(|word| word.key.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(content("Secretary Austin and Hegseth met in 2018"), ["secretary", "met", "2018"]);
    assert_eq!(content("rice for the US and us"), ["rice", "US"]);
}

/// Every wording: the passage, its layer, and the words of one sentence.
fn rows() -> Vec<(crate::corpus::PassageNo, SearchField, Vec<String>)> {
    let corpus = held().corpus;
    let mut rows = Vec::new();
    for number in corpus.passage_numbers() {
        let (statement, passage) = corpus.passage(number).unwrap();
        if passage.kind != PassageKind::Quotation {
            continue;
        }
        for field in [SearchField::Text, SearchField::Official, SearchField::Korean] {
            let text = field.source(statement, passage).unwrap_or_default();
            for sentence in sentences(text) {
                let parts = slice(text, sentence).split('…').map(keys);
                rows.extend(parts.map(|words| (number, field, words)));
            }
        }
    }
    rows
}

/// The words of a text, with their possessive endings.
fn keys(text: &str) -> Vec<String> {
    let words = held().index.text_words(text).into_iter();
    let ending = |word: &TextWord| if has_possessive(text, word.range.end) { "'s" } else { "" };
    words.map(|word| format!("{}{}", word.key, ending(&word))).collect()
}

/// Whether words of a wording are these; the last may be cut before its ending.
fn is_same(held: &[String], words: &[String]) -> bool {
    let (Some((last, before)), Some((own_last, own_before))) = (held.split_last(), words.split_last()) else {
        return false;
    };
    before == own_before && (last == own_last || *last == format!("{own_last}'s"))
}

/// The longest runs of a sentence without Korean, by trying all of them.
fn slow_longest(words: &[String]) -> Vec<usize> {
    let rows = rows();
    let is_held = |part: &[String]| {
        rows.iter().any(|(.., row)| row.windows(part.len()).any(|held| is_same(held, part)))
    };
    let longest = |start: usize| (start + 1..=words.len()).rev().find(|end| is_held(&words[start..*end]));
    (0..words.len()).map(|start| longest(start).unwrap_or(start)).collect()
}

/// The phrases of one sentence, by looking at all its free runs again and again.
fn slow_phrases(text: &str, words: &[String], longest: &[usize]) -> Vec<Range<usize>> {
    let is_content = |word: &String| !is_function_word(word.trim_end_matches("'s"));
    let ranges = held().index.text_words(text);
    let terms = held().usage.find_overlapping(text);
    let in_term = |at: usize| terms.iter().any(|term| term.range.contains(&ranges[at].range.start));
    let (mut free, mut phrases) = (vec![true; words.len()], Vec::new());
    loop {
        let mut candidates = Vec::new();
        for start in 0..words.len() {
            let mut end = longest[start];
            while end > start && !free[start..end].iter().all(|free| *free) {
                end -= 1;
            }
            let mut from = start;
            while from < end && !is_content(&words[from]) && !in_term(from) {
                from += 1;
            }
            while end > from && !is_content(&words[end - 1]) && !in_term(end - 1) {
                end -= 1;
            }
            let content = words[from..end].iter().filter(|word| is_content(word)).count();
            if end - from >= 3 && content >= 2 {
                candidates.push((end - from, content, Reverse(from)));
            }
        }
        let Some((length, _, Reverse(from))) = candidates.into_iter().max() else { break };
        phrases.push(from..from + length);
        free[from..from + length].fill(false);
    }
    phrases.sort_by_key(|phrase| phrase.start);
    phrases
}

/// Sentences of pieces of the wording, with other words between them.
fn soup() -> impl Strategy<Value = String> {
    let rows: Vec<Vec<String>> =
        rows().into_iter().map(|(.., row)| row).filter(|row| row.len() > 2).collect();
    let rows: Vec<Vec<String>> =
        rows.into_iter().filter(|row| row.iter().all(|word| word.is_ascii())).collect();
    let piece = (prop::sample::select(rows), 0_usize..20, 1_usize..9).prop_map(|(row, from, length)| {
        let from = from % row.len();
        row[from..row.len().min(from + length)].join(" ")
    });
    let other =
        prop::sample::select(vec!["grain", "the", "of", "alliance", "and", "security", "in", "zebra"]);
    let part = prop_oneof![3 => piece, 1 => other.prop_map(str::to_owned)];
    prop::collection::vec(part, 1..6).prop_map(|parts| parts.join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn runs_are_those_of_the_slow_reference(text in soup()) {
        let words = keys(&text);
        let slow = slow_longest(&words);
        let draft = draft(held(), &text, None);
        prop_assume!(draft.left_out.is_none());
        for phrase in &draft.phrases {
            let run = phrase.words.clone();
            prop_assert!(slow[run.start] >= run.end, "{:?} is nowhere", &words[run]);
            let holders: Vec<_> = phrase.precedent.holders.iter().map(|h| (h.run.passage, h.run.field)).collect();
            let mut expected: Vec<_> = rows()
                .into_iter()
                .filter(|(.., row)| row.windows(run.len()).any(|held| is_same(held, &words[run.clone()])))
                .map(|(passage, field, _)| (passage, field))
                .collect();
            expected.dedup();
            let mut found = holders.clone();
            found.dedup();
            prop_assert_eq!(found, expected);
        }
        let found: Vec<_> = draft.phrases.iter().map(|phrase| phrase.words.clone()).collect();
        prop_assert_eq!(found, slow_phrases(&text, &words, &slow));
    }

    #[test]
    fn a_draft_and_a_word_more_loses_no_phrase(text in soup(), word in prop::sample::select(vec!["zebra", "alliance", "the"])) {
        let before = draft(held(), &text, None);
        let longer = format!("{text} {word}");
        let after = draft(held(), &longer, None);
        prop_assume!(before.left_out == after.left_out);
        for phrase in &before.phrases {
            let is_kept = after.phrases.iter().any(|other| {
                other.words.start <= phrase.words.start && phrase.words.end <= other.words.end
            });
            // A run that the word makes longer may take some words of the phrase.
            let is_taken = after.phrases.iter().any(|other| {
                other.words.end == after.words && other.words.start < phrase.words.end
            });
            prop_assert!(is_kept || is_taken, "{}", slice(&text, phrase.range.clone()));
        }
        prop_assert!(after.covered() >= before.covered());
    }

    #[test]
    fn no_text_stops_it(text in "([A-Za-z]{1,6}|alliance|peace and stability|[.?!…“”\"]|\\n\\n|동맹|현대화를|[0-9]{1,3}| |\\PC){0,40}") {
        let draft = draft(held(), &text, None);
        let mut end = 0;
        for phrase in &draft.phrases {
            prop_assert!(phrase.words.start >= end && text.get(phrase.range.clone()).is_some());
            end = phrase.words.end;
        }
        prop_assert!(draft.covered() <= draft.words);
    }
}

#[test]
fn the_words_of_every_held_passage_are_found() {
    let corpus = held().corpus;
    let mut sentences_seen = 0;
    for number in corpus.passage_numbers() {
        let (statement, passage) = corpus.passage(number).unwrap();
        for field in [SearchField::Text, SearchField::Official, SearchField::Korean] {
            let wording = field.source(statement, passage).filter(|_| field.is_words(passage));
            let Some(wording) = wording.filter(|text| !leaves_out(text)) else { continue };
            for sentence in sentences(wording) {
                // Other words around it, so that it is not the passage and no longer run.
                let text =
                    format!("zebra {} zebra", slice(wording, sentence.clone()).trim_end_matches(['.', '”']));
                let words = held().index.text_words(&text);
                let stays: Vec<usize> =
                    (1..words.len() - 1).filter(|at| !is_function_word(&words[*at].key)).collect();
                let draft = draft(held(), &text, None);
                let [first, .., last] = stays[..] else { continue };
                if last - first < 3 {
                    continue;
                }
                sentences_seen += 1;
                let own = draft.phrases.iter().find(|p| p.words.start <= first && p.words.end > last);
                let own = own.unwrap_or_else(|| panic!("{text}: {:?}", draft.phrases));
                assert!(own.precedent.holders.iter().any(|holder| holder.run.passage == number));
            }
        }
    }
    assert!(sentences_seen > 70, "{sentences_seen}");
}
