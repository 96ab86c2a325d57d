//! Kinds of queries as people type them, each on a few invented statements: what comes first, what is found, what is not.

use linchpin::library::Library;
use linchpin::search::{Certainty, Reach};

/// A library of statements, each with its title, its date and its paragraphs, and of terms with their Korean and forms.
fn held(statements: &[(&str, &str, &[&str])], terms: &[(&str, &str, &[&str])]) -> Library {
    let statement = |(at, (title, date, texts)): (usize, &(&str, &str, &[&str]))| {
        let passage = |(n, text): (usize, &&str)| serde_json::json!({"id": format!("st-{at}/{n}"), "kind": "quotation", "text": text, "source": "generated"});
        let passages: Vec<_> = (0..).zip(*texts).map(passage).collect();
        serde_json::json!({
            "id": format!("st-{at}"), "series": "zzz", "label": "zzz", "title": title, "date": date,
            "issuers": ["zzz"], "signatories": [], "standing": "joint", "held": "in whole", "passages": passages
        })
    };
    let term = |(label, korean, forms): &(&str, &str, &[&str])| {
        let id = label.replace(' ', "-");
        serde_json::json!({"id": id, "label": label, "korean": korean, "forms": forms, "kind": "concept", "gloss": "g"})
    };
    let mut json = Vec::new();
    crate::generated::Generated::new(1, 50, 1).write(&mut json).unwrap();
    let mut dataset: serde_json::Value = serde_json::from_slice(&json).unwrap();
    // Nothing has the terms of the generator.
    for silent in dataset["terms"].as_array_mut().unwrap() {
        silent["forms"] = serde_json::json!(["zzz"]);
        silent["label"] = "zzz".into();
        silent["korean"] = serde_json::Value::Null;
    }
    dataset["terms"].as_array_mut().unwrap().extend(terms.iter().map(term));
    dataset["statements"] = (0..).zip(statements).map(statement).collect();
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), dataset.to_string()).unwrap();
    Library::open(&file.path().into()).unwrap()
}

fn ids(library: &Library, query: &str) -> Vec<String> {
    crate::ranked(library, query).into_iter().map(|(id, _)| id).collect()
}

/// The texts of the hits that count, in their order.
fn counted(library: &Library, query: &str) -> Vec<String> {
    let found = library.search(query);
    let hits = found.hits.iter().filter(|hit| found.counts(hit.passage));
    hits.map(|hit| library.corpus.passage(hit.passage).unwrap().1.text.to_string()).collect()
}

/// Ten communiqués with three paragraphs each, in which the word has an ending, is in a compound, and has a particle.
fn communiques() -> Vec<(&'static str, &'static str, &'static [&'static str])> {
    let texts: &[&str] = &[
        "양 장관은 동맹을 현대화하는 방안과 확장억제를 강화하기로 하였다.",
        "양측은 동맹현대화를 위한 협의를 계속한다.",
        "국방부는 전력의 현대화에 예산을 배정하였다.",
    ];
    vec![("공동성명", "2024-05-01", texts); 10]
}

#[test]
fn a_korean_word_meets_its_particles_and_the_verbs_made_of_it() {
    let term: (&str, &str, &[&str]) = ("renewal", "현대화", &["renew*", "현대화*"]);
    for terms in [&[][..], &[term]] {
        let library = held(&communiques(), terms);
        for (query, right) in [
            ("현대화", 30),
            ("현대화를", 30),
            ("현대화의", 30),
            ("현대화하는", 30),
            ("\"동맹을 현대화\"", 10),
            ("\"확장억제를 강화\"", 10),
            ("\"동맹 현대화\"", 0),
            ("\"현대화 예산을\"", 0),
        ] {
            assert_eq!(library.search(query).total(), right, "{query}, {} terms", terms.len());
        }
        let first: Vec<String> = counted(&library, "현대화하는").into_iter().take(10).collect();
        assert!(first.iter().all(|text| text.contains("현대화하는")), "{first:?}");
    }
}

#[test]
fn a_syllable_that_looks_like_a_particle_is_one_only_where_the_word_has_others() {
    let library = held(
        &[("공동성명", "2024-05-01", &["한반도의 평화를 지킨다", "한반은 다른 말이다", "안보회의를 열었다"])],
        &[],
    );
    assert_eq!(counted(&library, "안보회의"), ["안보회의를 열었다"]);
    assert_eq!(counted(&library, "평화"), ["한반도의 평화를 지킨다"]);
}

#[test]
fn the_language_that_is_typed_comes_first() {
    let library = held(
        &[
            ("Statement", "2025-01-01", &["The readiness of both forces matters."]),
            ("성명", "2020-01-01", &["양국의 준비태세가 중요하다"]),
        ],
        &[("readiness", "준비태세", &["readiness", "준비태세*"])],
    );
    assert_eq!(ids(&library, "준비태세를"), ["st-1/0", "st-0/0"]);
    assert_eq!(ids(&library, "readiness"), ["st-0/0", "st-1/0"]);
}

#[test]
fn japanese_and_chinese_are_found_inside_running_text() {
    let library = held(
        &[(
            "共同声明",
            "2024-04-10",
            &[
                "両首脳は同盟の現代化と地域の平和及び安定を確認した。",
                "双方讨论了半导体和供应链合作，并维护和平。",
                "日本は半導体の供給網を強化する。",
                "化学の平等と和音",
            ],
        )],
        &[],
    );
    for (query, found) in [
        ("現代化", &["st-0/0"][..]),
        ("平和", &["st-0/0"]),
        ("半導体", &["st-0/2"]),
        ("供应链", &["st-0/1"]),
        ("\"地域の平和\"", &["st-0/0"]),
        ("和平", &["st-0/1"]),
        ("化", &["st-0/0", "st-0/2", "st-0/3"]),
        ("現化", &[]),
        ("半導体 供給", &["st-0/2"]),
    ] {
        let mut ids = ids(&library, query);
        ids.sort();
        assert_eq!(ids, found, "{query}");
    }
    let found = library.search("現代化");
    let marks = library.marks(&found, found.hits[0].passage);
    let text = &library.corpus.passage(found.hits[0].passage).unwrap().1.text;
    assert_eq!(
        marks.iter().map(|mark| text.get(mark.range.clone()).unwrap()).collect::<Vec<_>>(),
        ["現代化"]
    );
}

#[test]
fn a_statement_so_titled_leads_where_its_text_says_the_same() {
    let library = held(
        &[
            (
                "Harbor Safety Accord",
                "2020-01-01",
                &["The accord makes each harbor a place of safety.", "More."],
            ),
            ("Another", "2024-01-01", &["The accord for safety was signed in the harbor.", "No accord."]),
            ("Speech on the Harbor Safety Accord", "2019-01-01", &["Thank you all.", "Good night."]),
        ],
        &[],
    );
    assert_eq!(ids(&library, "harbor safety accord")[0], "st-0/0");
    let found = library.search("harbor safety accord");
    assert_eq!(found.certainty(found.hits[1].passage), Some(Certainty::Firm));
    // Hits only in the title come below, the first paragraph before the others.
    assert_eq!(ids(&library, "harbor safety accord")[2..4], ["st-2/0", "st-0/1"]);
}

/// The hits that are listed where places are few.
fn listed(library: &Library, query: &str) -> (Vec<String>, Vec<String>) {
    let mut found = library.search(query);
    library.index.keep_telling(&mut found);
    let id = |hit: &linchpin::search::Hit| library.corpus.passage(hit.passage).unwrap().1.id.to_string();
    (found.hits.iter().map(id).collect(), found.notes)
}

#[test]
fn few_places_have_a_title_once_where_something_counts_and_no_note() {
    let accord: &[&str] = &["The accord makes each harbor a place of safety.", "More.", "Still more."];
    let library = held(
        &[
            ("Harbor Safety Accord", "2020-01-01", accord),
            ("Speech on the Harbor Safety Accord", "2019-01-01", &["Thank you all.", "Good night."]),
        ],
        &[],
    );
    let (hits, notes) = listed(&library, "harbor safety accord");
    assert_eq!(hits, ["st-0/0", "st-1/0"]);
    assert_eq!(notes, ["3 more only in the editor's words or the title; add in:all to list them"]);
    let (hits, notes) = listed(&library, "speech accord");
    assert_eq!((hits, notes), (vec![String::from("st-1/0"), String::from("st-1/1")], vec![]));
    // Its note says that the text does not mention it.
    let library = crate::frozen();
    let (hits, notes) = listed(&library, "china standing:joint");
    assert!(
        hits.is_empty() && notes.iter().any(|note| note.starts_with("1 more only")),
        "{hits:?} {notes:?}"
    );
    assert_eq!(listed(&library, "china standing:joint in:all").0.len(), 1);
}

#[test]
fn a_korean_word_comes_first_where_the_passage_itself_is_korean() {
    let library = crate::frozen();
    let found = library.search("유연성을");
    let text = |at: usize| library.corpus.passage(found.hits[at].passage).unwrap().1.text.to_string();
    assert!(text(0).contains("유연성"), "{}", text(0));
}

#[test]
fn words_side_by_side_in_another_form_come_before_the_same_words_far_apart() {
    let library = held(
        &[
            (
                "A",
                "2024-01-01",
                &["Our policies changed, and so did much else in the years before China came."],
            ),
            ("B", "2020-01-01", &["A policy towards China is needed."]),
        ],
        &[],
    );
    assert_eq!(ids(&library, "policies toward China"), ["st-1/0", "st-0/0"]);
    assert_eq!(ids(&library, "policies China"), ["st-0/0", "st-1/0"]);
}

#[test]
fn small_words_between_others_decide_among_hits_that_are_as_close() {
    let library = held(
        &[
            ("A", "2024-01-01", &["They went from a state into one union of workers."]),
            ("B", "2020-01-01", &["The state of the union is strong."]),
            ("C", "2019-01-01", &["Limits for trade are not limits on trade."]),
            ("D", "2023-01-01", &["Limits for trade are new."]),
        ],
        &[],
    );
    assert_eq!(ids(&library, "state of the union")[0], "st-1/0");
    assert_eq!(ids(&library, "limits on trade")[0], "st-2/0");
    // With a slip in a word, too.
    assert_eq!(ids(&library, "limtis on trade")[0], "st-2/0");
}

#[test]
fn an_acronym_that_is_also_a_word_is_found_as_it_is_typed() {
    let library = held(
        &[(
            "A",
            "2024-01-01",
            &[
                "Those who fell ill were many.",
                "The WHO told of an illness.",
                "He told us of U.S. troops.",
                "New START limits warheads.",
                "We start anew.",
                "WHO WE ARE AND WHAT WE DO",
                "They left without us.",
                "FORCES OF THE U.S. IN KOREA",
            ],
        )],
        &[],
    );
    assert_eq!(counted(&library, "WHO"), ["The WHO told of an illness."]);
    assert_eq!(counted(&library, "who").len(), 3);
    assert_eq!(counted(&library, "\"who we are\"").len(), 1);
    assert_eq!(counted(&library, "\"WHO WE ARE\"").len(), 1);
    assert_eq!(counted(&library, "\"WHO\""), ["The WHO told of an illness."]);
    for country in ["US", "U.S.", "\"US\"", "\"U.S.\"", "\"the U.S.\" OR \"of US\""] {
        let found = counted(&library, country);
        assert_eq!(found.len(), 2, "{country}: {found:?}");
        assert!(!found.contains(&String::from("They left without us.")), "{country}: {found:?}");
    }
    assert_eq!(counted(&library, "us").len(), 3);
    assert_eq!(counted(&library, "\"us\"").len(), 3);
    assert_eq!(counted(&library, "US troops"), ["He told us of U.S. troops."]);
    assert_eq!(counted(&library, "us troops"), ["He told us of U.S. troops."]);
    assert_eq!(counted(&library, "START"), ["New START limits warheads."]);
    assert_eq!(counted(&library, "start").len(), 2);
}

#[test]
fn an_acronym_in_korean_is_one_though_nothing_is_in_small_letters() {
    let library =
        held(&[("A", "2024-01-01", &["양국은 US 동맹과 WHO 협력을 합의했다.", "한국과 U.S. 동맹"])], &[]);
    for (query, expected) in [("US", 2), ("\"US\"", 2), ("WHO", 1), ("us", 2)] {
        assert_eq!(counted(&library, query).len(), expected, "{query}");
    }
}

#[test]
fn an_acronym_in_a_quotation_is_not_the_word_in_small_letters() {
    let texts = ["They asked the U.S. to help.", "They asked us to help.", "THEY ASKED THE U.S. TO HELP"];
    let library = held(&[("A", "2024-01-01", &texts)], &[]);
    let index = &library.index;
    let holding = |text| index.runs(&index.text_words(text), &index.quotations(), Reach::Layer).len();
    for (quoted, expected) in [
        ("asked the US to help", 2),
        ("asked US to help", 0),
        ("asked us to help", 1),
        ("asked the us to help", 0),
        // All in capitals, it may be either.
        ("ASKED US TO HELP", 1),
        ("ASKED THE US TO HELP", 2),
    ] {
        assert_eq!(holding(quoted), expected, "{quoted}");
    }
}

#[test]
fn an_acronym_finds_what_the_statements_explain_it_by() {
    let library = held(
        &[
            ("A", "2020-01-01", &["The Harbor Repair Act (HRA) was signed.", "The HRA pays for docks."]),
            ("B", "2024-01-01", &["With the Harbor Repair Act, docks are paid for.", "Harbor docks."]),
        ],
        &[],
    );
    assert_eq!(ids(&library, "HRA docks"), ["st-1/0", "st-0/1"]);
    assert_eq!(library.search("HRA").notes, ["HRA = harbor repair act"]);
    assert_eq!(ids(&library, "hra docks"), ["st-0/1"]);
}

#[test]
fn the_name_of_a_term_does_not_mean_what_a_part_of_it_means() {
    let library = held(
        &[("A", "2020-01-01", &["Naval readiness grew.", "Readiness on land.", "해군 준비태세가 중요하다"])],
        &[(
            "naval readiness",
            "해군 준비태세",
            &["naval readiness", "readiness", "해군 준비태세*", "준비태세*"],
        )],
    );
    assert_eq!(ids(&library, "naval readiness"), ["st-0/0", "st-0/2"]);
    assert_eq!(ids(&library, "해군준비태세"), ["st-0/2", "st-0/0"]);
    assert_eq!(ids(&library, "readiness").len(), 3);
}

#[test]
fn a_blank_more_or_less_makes_no_other_word() {
    let library = held(
        &[
            (
                "A",
                "2024-01-01",
                &["A cyber plan for the security of ports was made.", "They are like-minded."],
            ),
            ("B", "2020-01-01", &["Cybersecurity first.", "They are likeminded."]),
        ],
        &[],
    );
    assert_eq!(ids(&library, "cyber security").len(), 2);
    assert_eq!(ids(&library, "likeminded"), ["st-0/1", "st-1/1"], "of equals, the newest comes first");
}

#[test]
fn what_hardly_any_passage_has_is_answered_by_what_lacks_a_word_and_that_is_said() {
    let mut texts: Vec<String> = (0..300).map(|n| format!("Nothing of note, {n}.")).collect();
    texts.push(String::from("Ferry dues on timber were set."));
    texts.push(String::from("The ministry set ferry dues."));
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let library = held(&[("A", "2024-01-01", &texts)], &[]);
    let found = library.search("why did the ministry set ferry dues on timber");
    assert_eq!(found.total(), 0);
    assert_eq!(found.hits.len(), 2);
    let found = library.search("did they set ferry dues on timber");
    assert_eq!((found.total(), found.hits.len()), (1, 2));
    assert_eq!(found.certainty(found.hits[1].passage), Some(Certainty::LooseAbout));
    assert_eq!(found.notes, ["few passages have all of this; others lack some of it"]);
    // A query that is no question needs all its words.
    assert_eq!(library.search("set ferry dues timber").hits.len(), 1);
}

#[test]
fn of_equal_hits_those_with_the_accents_that_were_typed_come_first() {
    let library = held(
        &[
            ("A", "2024-01-01", &["Zelený spoke."]),
            ("B", "2020-01-01", &["Zelený spoke."]),
            ("C", "2025-01-01", &["Zeleny spoke."]),
        ],
        &[],
    );
    assert_eq!(ids(&library, "Zelený"), ["st-0/0", "st-1/0", "st-2/0"]);
    assert_eq!(ids(&library, "zeleny"), ["st-2/0", "st-0/0", "st-1/0"]);
}

#[test]
fn hits_with_exactly_the_same_words_are_one_with_their_count() {
    let dues: &[&str] = &["Harbor dues were set.", "Dues for the harbor."];
    let library = held(
        &[("A", "2020-01-01", dues), ("B", "2024-01-01", &dues[..1]), ("C", "2022-01-01", &dues[..1])],
        &[],
    );
    let found = library.find("harbor dues ", None).unwrap();
    let hits: Vec<_> =
        found.hits.iter().map(|hit| library.corpus.passage(hit.passage).unwrap().1.id.to_string()).collect();
    assert_eq!(hits, ["st-1/0", "st-0/1"], "the newest stands for the others");
    assert_eq!(found.same(found.hits[0].passage), 2);
    assert_eq!(found.same(found.hits[1].passage), 0);
    assert_eq!(found.total(), 4, "all of them count");
    assert_eq!(library.search("harbor dues").hits.len(), 4, "an export lists all of them");
    assert_eq!(library.find("date:2020.. ", None).unwrap().hits.len(), 4, "without words, all is listed");
}

#[test]
fn words_that_say_nothing_count_only_where_they_are_side_by_side_as_typed() {
    let library = held(
        &[
            ("A", "2024-01-01", &["Not all can be, or want to."]),
            ("B", "2020-01-01", &["To be or not, that is asked."]),
            ("C", "2022-01-01", &["The theater of the state."]),
        ],
        &[],
    );
    assert_eq!(ids(&library, "to be or not")[0], "st-1/0");
    // While it is typed, such a word waits for its next letter.
    let hits = |query: &str| library.find(query, None).unwrap().total();
    assert_eq!((hits("state of the"), hits("state of thea"), hits("state of zzzz")), (1, 1, 0));
}
