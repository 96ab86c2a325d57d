//! What a reader types, and what must be found, over a small corpus.

use super::*;
use crate::corpus::Corpus;

pub(in crate::search) fn corpus() -> Corpus {
    let passage = |id: &str, text: &str| serde_json::json!({"id": id, "kind": "quotation", "text": text, "source": "paper"});
    let statement = |id: &str,
                     series: &str,
                     number: Option<u32>,
                     date: &str,
                     standing: &str,
                     passages: Vec<_>| {
        serde_json::json!({
            "id": id, "series": series, "number": number, "label": format!("{series} {}", number.unwrap_or(0)),
            "title": format!("Communiqué of the {series} meeting"), "date": date, "place": "Washington, D.C.",
            "issuers": ["Republic of Korea", "United States"], "signatories": ["Cho Young-kil"],
            "standing": standing, "held": "in part", "passages": passages
        })
    };
    let mut checked = passage("b/1", "Both ministers reaffirmed extended deterrence against North Korea.");
    checked["check"] = serde_json::json!({
        "verdict": "differs", "official": "the alliance’s nuclear umbrella",
        "korean": "한미동맹의 현대화를 위해 동맹 현대화 추진", "note": "n"
    });
    checked["meaning"] = "2024".into();
    checked["bearing"] = "sense".into();
    checked["links"] = serde_json::json!([{"to": "a/1", "relation": "see"}]);
    let mut titled =
        passage("c/1", "Strategic flexibility serves the defense of the U.S. and a denuclearized Korea.");
    titled["heading"] = "Flexibility".into();
    let mut summary =
        passage("c/2", "A flexibility that is not so strategic, and the role of nuclear deterrence.");
    summary["kind"] = "summary".into();
    let dataset = serde_json::json!({
        "schema": 1, "id": "test", "title": "Test",
        "subject": {"term": "modernization", "label": "modernization", "introduction": "i", "caveat": "c"},
        "sources": [{"id": "paper", "kind": "paper", "title": "Paper"}],
        "terms": [
            {"id": "modernization", "label": "modernization", "korean": "현대화",
             "forms": ["moderniz*", "modernis*", "현대화"], "kind": "concept", "gloss": "g"},
            {"id": "flexibility", "label": "strategic flexibility", "korean": "전략적 유연성",
             "forms": ["strategic flexibility", "전략적 유연성"], "kind": "concept", "gloss": "g"}
        ],
        "questions": [],
        "meanings": [
            {"id": "2003", "name": "Posture", "gloss": "g", "answers": {}, "cues": [], "evidence": []},
            {"id": "2024", "name": "Scope", "gloss": "g", "answers": {}, "cues": [], "evidence": []}
        ],
        "statements": [
            statement("a", "SCM", Some(35), "2003-11-17", "joint", vec![
                passage("a/1", "The modernization of the ROK–U.S. alliance is a shared aim of the alliance."),
                passage("a/2", "The alliance welcomed the complete denuclearization of the peninsula."),
            ]),
            statement("b", "2+2", None, "2018-10-31", "press report", vec![checked]),
            statement("c", "analysis", None, "2024-01-01", "analysis", vec![
                titled,
                summary,
            ]),
        ]
    });
    Corpus::new(serde_json::from_value(dataset).unwrap())
}

fn found(text: &str) -> Found {
    let corpus = corpus();
    Index::build(&corpus).search(&corpus, &Query::parse(text), usize::MAX, None)
}

/// The ids of the hits, in their order, each with its level.
fn hits(text: &str) -> Vec<(String, Level)> {
    let corpus = corpus();
    let id = |hit: &Hit| corpus.passage(hit.passage).unwrap().1.id.as_str().to_owned();
    found(text).hits.iter().map(|hit| (id(hit), hit.level)).collect()
}

fn ids(text: &str) -> Vec<String> {
    let mut ids: Vec<_> = hits(text).into_iter().map(|(id, _)| id).collect();
    ids.sort();
    ids
}

/// The marked strings of the hit `id`.
fn marked(text: &str, id: &str) -> Vec<String> {
    let corpus = corpus();
    let found = found(text);
    let hit = found.hits.iter().find(|hit| &*corpus.passage(hit.passage).unwrap().1.id == id).unwrap();
    let (statement, passage) = corpus.passage(hit.passage).unwrap();
    Index::build(&corpus)
        .marks(&found, statement, passage)
        .iter()
        .map(|mark| mark.field.source(statement, passage).unwrap().get(mark.range.clone()).unwrap().into())
        .collect()
}

fn level(text: &str, id: &str) -> Option<Level> {
    hits(text).into_iter().find(|(hit, _)| hit == id).map(|(_, level)| level)
}

#[test]
fn words_are_found_at_their_level() {
    use Level::*;
    for (typed, id, expected) in [
        ("modernization", "a/1", Some(Exact)),
        ("MODERNIZATION", "a/1", Some(Exact)),
        ("modernisation", "a/1", Some(Form)),
        ("modernizing", "a/1", Some(Form)),
        ("modernization", "b/1", Some(Term)),
        ("현대화", "a/1", Some(Term)),
        ("현대화", "b/1", Some(Exact)),
        ("defence", "c/1", Some(Form)),
        ("deterr", "b/1", Some(Prefix)),
        ("nucle", "a/2", Some(Substring)),
        ("modernzation", "a/1", Some(Fuzzy)),
        ("modrenization", "a/1", Some(OneError)),
        ("deterrance", "b/1", Some(OneError)),
        ("umbrelka", "b/1", Some(OneError)),
        ("exteneded", "b/1", Some(OneError)),
        ("nroth", "b/1", Some(OneError)),
        ("modrenizaton", "a/1", Some(TwoErrors)),
        ("modrenizat", "a/1", Some(OneError)),
        ("communique", "a/1", Some(Exact)),
        ("US", "a/1", Some(Exact)),
        ("u.s.", "c/1", Some(Exact)),
        ("2+2", "b/1", Some(Exact)),
        ("2+2", "a/1", None),
        ("35th", "a/2", Some(Exact)),
        ("35", "a/2", Some(Exact)),
        ("ear", "a/2", None),
    ] {
        assert_eq!(level(typed, id), expected, "{typed} in {id}");
    }
}

#[test]
fn words_are_anded_over_passage_and_head() {
    assert_eq!(ids("exteneded deterence nroth korea"), ["b/1"]);
    assert_eq!(ids("strategc flexiblity"), ["c/1", "c/2"]);
    assert_eq!(ids("scm modernization"), ["a/1"]);
    assert_eq!(ids("scm flexibility"), [""; 0]);
    assert_eq!(ids("young-kil washington umbrella"), ["b/1"]);
}

#[test]
fn the_forms_of_a_guess_are_found_too() {
    assert_eq!(ids("alianec"), [""; 0]);
    assert_eq!(level("denuclearizatoin", "a/2"), Some(Level::OneError));
    assert_eq!(level("denuclearizatoin", "c/1"), Some(Level::OneError));
}

#[test]
fn similar_words_are_not_found() {
    assert_eq!(ids("denuclear"), ["a/2", "c/1"]);
    assert_eq!(ids("denuclearized"), ["a/2", "c/1"]);
    assert_eq!(ids("north"), ["b/1"]);
    assert!(ids("zzzz").is_empty());
    assert!(ids("role").iter().all(|id| id == "c/2"));
}

#[test]
fn korean_is_found_while_it_is_typed() {
    for typed in
        ["ㅎ", "혀", "현", "현ㄷ", "현대", "ㅎㄷ", "ㅎㄷㅎ", "현데화", "\u{1112}\u{1167}\u{11ab}", "동맹"]
    {
        assert_eq!(ids(typed), ["b/1"], "{typed}");
    }
    assert!(ids("한국").is_empty());
    assert_eq!(marked("ㅁㄷㅁ", "b/1"), ["미동맹"]);
}

#[test]
fn a_term_is_found_in_the_other_language_and_noted() {
    assert_eq!(found("현대화").notes, ["현대화 = modernization (term)"]);
    assert_eq!(found("modernised").notes, ["modernised = 현대화 (term)"]);
    assert_eq!(ids("전략적 유연성"), ["c/1"]);
    assert_eq!(marked("전략적 유연성", "c/1"), ["Strategic flexibility"]);
    assert_eq!(found("strategic flexibility").notes, [""; 0]);
    assert_eq!(found("전략적 유연성").notes, ["전략적 유연성 = strategic flexibility (term)"]);
    assert!(found("alliance").notes.is_empty());
}

#[test]
fn phrases_are_consecutive_whole_words() {
    assert_eq!(ids("\"Strategic  flexibility\""), ["c/1"]);
    assert_eq!(ids("\"rok-u.s. alliance\""), ["a/1"]);
    assert_eq!(ids("\"strategic flex\""), [""; 0]);
    assert_eq!(ids("\"strategic flex"), ["c/1"]);
    assert_eq!(marked("\"north korea\"", "b/1"), ["North Korea"]);
    assert_eq!(found("\"north alliance\"").missing[0].word, "north alliance");
}

#[test]
fn unwanted_words_and_phrases_exclude_passages() {
    assert_eq!(ids("alliance -denuclearization"), ["a/1", "b/1"]);
    assert_eq!(ids("-alliances"), ["c/1", "c/2"]);
    assert_eq!(ids("deterrence -\"north korea\""), ["c/2"]);
    assert_eq!(ids("alliance -denuclear"), ["a/1", "a/2", "b/1"]);
}

#[test]
fn filters_restrict_the_hits() {
    for (typed, expected) in [
        ("series:scm", &["a/1", "a/2"][..]),
        ("-series:SCM", &["b/1", "c/1", "c/2"]),
        ("series:scm,2+2", &["a/1", "a/2", "b/1"]),
        ("year:2018", &["b/1"]),
        ("year:2004..2018", &["b/1"]),
        ("year:..2010", &["a/1", "a/2"]),
        ("year:2018..", &["b/1", "c/1", "c/2"]),
        ("standing:press", &["b/1"]),
        ("standing:\"press report\"", &["b/1"]),
        ("term:flexibility", &["c/1"]),
        ("term:strategic", &["c/1"]),
        ("term:현대화", &["a/1", "b/1"]),
        ("meaning:2024", &["b/1"]),
        ("meaning:b", &["b/1"]),
        ("meaning:none series:scm", &["a/1", "a/2"]),
        ("has:check", &["b/1"]),
        ("has:official", &["b/1"]),
        ("has:link", &["b/1"]),
        ("-has:link kind:summary", &["c/2"]),
        ("date:2018-10-31", &["b/1"]),
        ("date:>2003-11 year:<2019", &["b/1"]),
        ("title:\"scm meeting\" alliance", &["a/1", "a/2"]),
        ("series:scm series:2+2", &["a/1", "a/2", "b/1"]),
        ("verdict:differs", &["b/1"]),
        ("verdict:identical", &[]),
        ("alliance year:2018", &["b/1"]),
    ] {
        assert_eq!(ids(typed), expected, "{typed}");
    }
}

#[test]
fn what_is_not_understood_finds_nothing_and_says_why() {
    for (typed, error) in [
        (
            "foo:bar",
            "`foo:` is not a filter; choose from series: year: date: title: standing: term: meaning: has: \
             kind: verdict: lang: sure: in: without:",
        ),
        ("yaer:2018 alliance", "`yaer:` is not a filter; did you mean `year:`?"),
        ("series:xyz", "`series:xyz` matches nothing; choose from 2+2, SCM, analysis"),
        ("standing:jiont", "`standing:jiont` matches nothing; did you mean `standing:joint`?"),
        ("year:20x8", "`year:20x8` is not a date; write for example 2003..2024, 2018-03, 2018-03-14, >2018"),
        (
            "standing:",
            "`standing:` needs a value: joint, unilateral, press report, treaty, analysis, not stated",
        ),
        ("%", "`%` contains no word to look for"),
    ] {
        let found = found(typed);
        assert_eq!(found.error.as_deref(), Some(error), "{typed}");
        assert!(found.is_empty() && found.hits.is_empty() && found.total() == 0, "{typed}");
    }
}

#[test]
fn what_the_editor_or_the_title_says_is_shown_and_not_counted() {
    // "Flexibility" is in the words of one passage and in the summary of another.
    let flexibility = found("flexibility");
    assert_eq!((flexibility.total(), flexibility.hits.len()), (1, 2));
    assert_eq!(flexibility.certainty(PassageNo(4)), Some(Certainty::About));
    assert_eq!(found("in:all flexibility").total(), 2);
    assert_eq!(ids("in:about flexibility"), ["c/2"]);
    assert_eq!(ids("in:words flexibility"), ["c/1"]);
    // A heading counts once, a title never, and quoted words are looked for only in the wording.
    assert_eq!(found("communiqué").total(), 0);
    assert_eq!(ids("\"communiqué\""), [""; 0]);
    assert_eq!(ids("alliance -washington"), ["a/1", "a/2", "b/1"]);
}

#[test]
fn what_is_typed_in_another_spelling_is_found() {
    assert_eq!(ids("\"north korea\" OR denuclearization"), ["a/2", "b/1", "c/1"]);
    assert_eq!(ids("northkorea"), ["b/1"]);
    assert_eq!(ids("strategicflexibility in:words"), ["c/1"]);
    assert_eq!(ids("modernization-alliance"), ["a/1", "b/1"]);
    // The day is in the head of the statement.
    for day in ["2003-11-17", "November 17", "17 November", "November 2003"] {
        assert_eq!(ids(&format!("{day} alliance")), ["a/1", "a/2"], "{day}");
    }
    assert_eq!(ids("SCM-35"), ["a/1", "a/2"]);
}

#[test]
fn where_no_passage_has_all_words_the_rarest_are_kept_and_what_is_dropped_is_said() {
    let found = found("did the ministers reaffirm deterrence in Brussels");
    assert_eq!(found.hits.len(), 1);
    assert_eq!(found.total(), 0, "what lacks a word is not counted");
    assert_eq!(found.notes, ["no passage has all of this; without: Brussels"]);
}

#[test]
fn what_uses_a_term_is_known_before_the_index_is_built() {
    let mut dataset = corpus().dataset().clone();
    dataset.terms[0].forms.extend(
        ["communiqué", "us", "ROK–U.S.", "동맹 현대화*", "장관 회의"].map(crate::text::safe::Text::new),
    );
    dataset.statements[0].passages[1].heading =
        Some(crate::text::safe::Text::new("A communiqué of the U.S."));
    for corpus in [Corpus::new(dataset), crate::corpus::load::embedded().unwrap()] {
        let whole = Index::build(&corpus);
        for at in 0..corpus.dataset().terms.len() {
            let awaited = Index::awaited(&corpus, Some(at));
            assert_eq!(awaited.passages(), 0);
            let (known, found) = (awaited.quotations_with(at).unwrap(), whole.quotations_with(at).unwrap());
            assert!(known.ones().eq(found.ones()), "{}", corpus.dataset().terms[at].label);
        }
    }
}

#[test]
fn a_heading_counts_once_however_many_passages_it_is_over() {
    let mut dataset = corpus().dataset().clone();
    for passage in &mut dataset.statements[0].passages {
        passage.heading = Some(crate::text::safe::Text::new("Burden sharing"));
    }
    let corpus = Corpus::new(dataset);
    let found = Index::build(&corpus).search(&corpus, &Query::parse("\"burden sharing\""), usize::MAX, None);
    assert_eq!((found.total(), found.hits.len()), (1, 1));
}

#[test]
fn without_words_all_is_listed_in_reading_order() {
    let numbers: Vec<u32> = found("").hits.iter().map(|hit| hit.passage.0).collect();
    assert_eq!(numbers, [0, 1, 2, 3, 4]);
}

#[test]
fn missing_words_are_named_with_similar_ones() {
    let found = found("alliance flexibel xyzzy");
    assert!(found.hits.is_empty());
    let missing: Vec<_> = found.missing.iter().map(|missing| missing.word.as_str()).collect();
    assert_eq!(missing, ["xyzzy"]);
    assert_eq!(self::found("nrtha").missing[0].near, ["north"]);
}

#[test]
fn better_levels_closeness_order_and_fields_rank_first() {
    let order = |text: &str| hits(text).into_iter().map(|(id, _)| id).collect::<Vec<_>>();
    assert_eq!(order("strategic flexibility"), ["c/1", "c/2"]);
    assert_eq!(order("deterrence"), ["b/1", "c/2"]);
    // A statement's own words rank above the editor's.
    assert_eq!(order("flexibility"), ["c/1", "c/2"]);
    assert_eq!(order("nuclear"), ["b/1", "c/2", "c/1", "a/2"]);
    assert_eq!(order("alliance")[2], "b/1");
    assert_eq!(order("현대화"), ["b/1", "a/1"]);
}

#[test]
fn marks_cover_the_matched_part() {
    assert_eq!(marked("modern", "a/1"), ["modern"]);
    assert_eq!(marked("modernizing", "a/1"), ["modernization"]);
    assert_eq!(marked("moderniz*", "a/1"), ["moderniz"]);
    assert_eq!(marked("clear", "a/2"), ["clear"]);
    assert_eq!(marked("nroth", "b/1"), ["North"]);
    assert_eq!(marked("communi", "a/1"), ["Communi"]);
    assert_eq!(marked("u.s.", "a/1"), ["U.S"]);
    assert_eq!(marked("modernzation", "a/1"), ["modern", "zation"]);
    assert_eq!(marked("현대", "b/1"), ["현대", "현대"]);
    assert_eq!(marked("ㄷㅎ", "b/1"), ["대화", "대화"]);
}

#[test]
fn levels_have_labels_and_an_order() {
    assert_eq!(Level::Exact.label(), "exact");
    assert!(Level::Exact < Level::Form && Level::Prefix < Level::TwoErrors);
}

mod properties {
    use proptest::prelude::*;
    use unicode_normalization::UnicodeNormalization;

    use super::*;

    /// Queries of words that the corpus contains, some mistyped.
    fn typed() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            Just("alliance"),
            Just("modernization"),
            Just("communiqué"),
            Just("현대화"),
            Just("u.s."),
            Just("ko"),
            Just("nroth"),
            Just("deterrance"),
            Just("\"north korea\""),
            Just("-peninsula"),
            Just("series:scm"),
            Just("동맹"),
            Just("ㅎㄷ"),
            Just("2+2"),
            Just("s"),
        ];
        prop::collection::vec(piece, 0..4).prop_map(|pieces| pieces.join(" "))
    }

    proptest! {
        #[test]
        fn marks_lie_on_characters_of_their_field(text in prop_oneof![typed(), any::<String>()]) {
            let corpus = corpus();
            let found = found(&text);
            for hit in &found.hits {
                let (statement, passage) = corpus.passage(hit.passage).unwrap();
                let mut end = None;
                for mark in Index::build(&corpus).marks(&found, statement, passage) {
                    let source = mark.field.source(statement, passage).unwrap();
                    prop_assert!(source.get(mark.range.clone()).is_some_and(|marked| !marked.is_empty()));
                    prop_assert!(end.is_none_or(|end| end < (mark.field, mark.range.start)));
                    end = Some((mark.field, mark.range.end));
                }
            }
        }

        #[test]
        fn case_and_composition_do_not_matter(text in typed()) {
            let said = |found: Found| (found.hits, found.missing.len());
            let apart: String = text.nfd().collect();
            prop_assert_eq!(said(found(&text)), said(found(&apart)));
            prop_assert_eq!(said(found(&text)), said(found(&text.to_uppercase())));
        }

        #[test]
        fn a_letter_more_adds_no_exact_hit(word in "[a-z]{1,12}|현|현대|동|modernizatio|allianc|th|no", letter in "[a-z]|화|맹|n|e") {
            let before = ids(&word);
            for (id, level) in hits(&format!("{word}{letter}")) {
                prop_assert!(level != Level::Exact || before.contains(&id));
            }
        }

        #[test]
        fn the_same_query_finds_the_same(text in any::<String>()) {
            prop_assert_eq!(found(&text).hits, found(&text).hits);
        }
    }
}
