//! The query language: operators, exclusions, filters, and what is said of a query that is not understood.

use linchpin::corpus::PassageNo;
use linchpin::corpus::stance::Stance;
use linchpin::library::Library;
use linchpin::search::{Certainty, Facet};

use crate::frozen;
use crate::reference::library;

/// The numbers of the passages that count, of these texts.
fn counted(library: &Library, query: &str) -> Vec<usize> {
    let found = library.search(query);
    assert_eq!(found.error, None, "{query}");
    (0..library.corpus.passages()).filter(|at| found.counts(PassageNo(u32::try_from(*at).unwrap()))).collect()
}

/// Those of them that are not guessed.
fn firm(library: &Library, query: &str) -> Vec<usize> {
    library.search(query).set(Certainty::Firm).ones().collect()
}

fn of(texts: &[&str]) -> Library {
    library(&texts.iter().map(|text| (*text).to_owned()).collect::<Vec<String>>())
}

/// What the search says of a query that it does not understand.
fn refused(library: &Library, query: &str) -> String {
    let found = library.search(query);
    assert!(found.is_empty(), "{query} finds nothing");
    assert!(found.error.is_some(), "{query} is understood");
    found.error.unwrap()
}

#[test]
fn words_in_one_sentence_or_so_many_words_apart() {
    let library = of(&[
        "The alliance met in Seoul. They welcomed deterrence of the U.S. Forces in the region.",
        "Deterrence by the alliance in Seoul, in the words of Gen. Bell of the U.S. Army, endures.",
        "The alliance, an alliance of equals for fifty years and more, has kept the deterrence it had.",
        "Extended deterrence of the alliance is ironclad. The region is stable.",
    ]);
    for (query, expected) in [
        ("alliance deterrence", &[0, 1, 2, 3][..]),
        ("alliance /s deterrence", &[1, 2, 3]),
        ("deterrence /S alliance", &[1, 2, 3]),
        // A sentence goes on after an abbreviation.
        ("deterrence /s forces", &[0]),
        ("Seoul /s Army", &[1]),
        ("alliance /3 deterrence", &[1, 3]),
        ("alliance /2 deterrence", &[]),
        ("alliance /11 deterrence", &[1, 2, 3]),
        ("alliance /10 deterrence", &[1, 3]),
        // Not across the end of a sentence, however near.
        ("ironclad /10 region", &[]),
        ("deterrence /10 region", &[0]),
        ("\"extended deterrence\" /s alliance", &[3]),
        ("\"extended deterrence\" /2 alliance", &[]),
        ("\"extended deterrence\" /3 alliance", &[3]),
        ("extended /1 deterrence /s ironclad", &[3]),
        ("alliance /s deterrence /s Seoul", &[1]),
        ("alliance /s Seoul OR ironclad", &[0, 1, 3]),
        ("met OR endures /s Seoul", &[0, 1]),
        ("deterr* /s allian*", &[1, 2, 3]),
        ("alliances /s deterrence", &[1, 2, 3]),
        ("alliance /s alliance", &[2]),
        ("of /s the alliance", &[0, 1, 2, 3]),
        ("alliance /s deterrence -ironclad", &[1, 2]),
        ("deterence /s alliance", &[]),
    ] {
        assert_eq!(counted(&library, query), expected, "{query}");
    }
}

#[test]
fn near_words_of_notes_do_not_count() {
    let library = frozen();
    let found = library.search("china /s text");
    let about = |found: &linchpin::search::Found| found.set(Certainty::About).count_ones(..);
    assert_eq!(
        (found.total(), about(&found)),
        (0, 1),
        "the note of the Joint Fact Sheet has both in one sentence"
    );
}

#[test]
fn either_of_two_and_neither() {
    let library =
        of(&["houthi attacks", "hezbollah attacked", "peace talks", "a peaceful, denuclearized peninsula"]);
    for (query, expected) in [
        ("houthi OR hezbollah", &[0, 1][..]),
        ("houthi OR hezbollah OR peace", &[0, 1, 2]),
        ("\"peace talks\" OR \"houthi attacks\"", &[0, 2]),
        ("attack OR peace* -houthi", &[1, 2, 3]),
        ("denuclear* OR talk*", &[2, 3]),
        ("-\"houthi attacks\" -hezbollah", &[2, 3]),
        ("-peace*", &[0, 1]),
        ("-peace", &[0, 1, 3]),
        ("houthi AND attacks", &[0]),
        ("houthi or", &[0]),
        ("or", &[]),
    ] {
        let counted = counted(&library, query);
        assert_eq!(counted, expected, "{query}");
    }
}

#[test]
fn a_bad_use_is_told_with_the_right_spelling() {
    let library = of(&["houthi attacks", "hezbollah attacked"]);
    for (query, wanted) in [
        ("houthi /s", "on both sides"),
        ("/s houthi", "on both sides"),
        ("/10", "on both sides"),
        ("houthi /s -attacks", "on both sides"),
        ("houthi /s series:scm", "on both sides"),
        ("houthi OR", "on both sides"),
        ("OR houthi", "on both sides"),
        ("houthi OR OR attacks", "on both sides"),
        ("houthi /s OR attacks", "on both sides"),
        ("houthi OR -attacks", "on both sides"),
        ("houthi /0 attacks", "write /1 "),
        ("houthi /1000 attacks", "write /100 "),
        ("houthi w/10 attacks", "write /10 "),
        ("houthi near/5 attacks", "write /5 "),
        ("houthi /n5 attacks", "write /5 "),
        ("houthi w/s attacks", "write /s "),
        ("houthi /p attacks", "leave it out"),
        ("houthi /x attacks", "write /s "),
        ("houthi NEAR attacks", "write /10 "),
        ("NOT houthi", "write -word"),
        ("houthi | attacks", "write OR"),
        ("*houthi", "write houthi*"),
        ("hou*thi", "write hou*"),
        ("\"hou* attacks\"", "write \"hou*\""),
        ("year:2019..2018", "year:2018..2019"),
        ("date:2018/03/14", "date:2018-03-14"),
        ("date:2018-3", "date:2018-03"),
        ("date:2018-02-30", "is not a date"),
        ("year:2018-2020", "year:2018..2020"),
        ("date:14.3.2018", "date:2018-03-14"),
        ("date:>", "is not a date"),
        ("title:", "needs a value"),
        ("yaer:2018", "`year:`"),
    ] {
        let said = refused(&library, query);
        assert!(said.contains(wanted), "{query}: {said}");
    }
}

#[test]
fn an_operator_that_is_being_typed_waits() {
    let library = of(&["houthi attacks", "hezbollah attacked"]);
    for query in ["houthi /s", "houthi /s ", "houthi /1", "houthi OR", "houthi OR ", "houthi /s att"] {
        let found = library.find(query, None).unwrap();
        assert_eq!((found.error, found.hits.is_empty()), (None, false), "{query}");
    }
    assert_eq!(library.find("houthi /x ", None).unwrap().hits.len(), 0);
}

#[test]
fn what_looks_like_an_operator_in_a_word_is_a_word() {
    let library = of(&["the 9/11 attacks", "and/or", "either or", "n/a"]);
    for (query, expected) in [("9/11", &[0][..]), ("and/or", &[1]), ("\"either or\"", &[2]), ("n/a", &[3])] {
        assert_eq!(counted(&library, query), expected, "{query}");
    }
}

#[test]
fn titles_are_found_by_words_phrases_and_beginnings() {
    let library = frozen();
    let fact_sheet = counted(&library, "title:\"fact sheet\"");
    assert!(!fact_sheet.is_empty());
    assert_eq!(counted(&library, "title:\"fact she*\""), fact_sheet);
    assert_eq!(
        counted(&library, "title:fact title:sheet").len(),
        counted(&library, "title:fact,sheet").len()
    );
}

/// The frozen statements, some with what is known of their whole texts, an English and a Korean import, and a text of one.
fn with_whole_texts() -> Library {
    with_imports(&[
        ("english", None, "The ministers met in Hanoi. They spoke of a nuclear umbrella."),
        ("korean", None, "두 장관은 하노이에서 만났다. 핵우산을 논의하였다."),
        ("text-of", Some("leaders-2021-05-21"), "Whole and entire, with a moonshot."),
    ])
}

/// The frozen statements, some with what is known of their whole texts, and imports: the id of each, the statement that it
/// is a text of, and its paragraphs. One whose id begins with `part` is not whole.
fn with_imports(imports: &[(&str, Option<&str>, &str)]) -> Library {
    let mut dataset: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(crate::fixture::FIXTURE).unwrap()).unwrap();
    let source = serde_json::json!({"id": "file", "kind": "imported text", "title": "A file", "sha256": "0".repeat(64)});
    dataset["sources"].as_array_mut().unwrap().push(source);
    let statements = dataset["statements"].as_array_mut().unwrap();
    for statement in statements.iter_mut() {
        match statement["id"].as_str().unwrap() {
            "leaders-2022-05-21" => {
                statement["extent"] = "whole".into();
                statement["silent"] = serde_json::json!(["modernization", "strategic-flexibility"]);
                statement["says"] = serde_json::json!(["linchpin", "deterrence"]);
            }
            // Read whole, but no one has looked for any term.
            "leaders-2023-04-26" => statement["extent"] = "whole".into(),
            _ => {}
        }
    }
    for (id, of, text) in imports {
        let mut import = statements[0].clone();
        import["id"] = (*id).into();
        if !id.starts_with("part") {
            import["extent"] = "whole".into();
        }
        let passage = |(at, text)| serde_json::json!({"id": format!("{id}/{at}"), "kind": "quotation", "text": text, "source": "file"});
        import["passages"] = (1..).zip(text.lines()).map(passage).collect();
        if let Some(of) = of {
            import["of"] = (*of).into();
        }
        statements.push(import);
    }
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), dataset.to_string()).unwrap();
    Library::open(&file.path().into()).unwrap()
}

/// How many statements say it, say it without being quoted, and which are silent; all others were not seen to say it.
fn stances(library: &Library, query: &str) -> (usize, usize, Vec<String>) {
    let found = library.search(query);
    assert_eq!(found.error, None, "{query}");
    let stances = &found.without[0].stances;
    assert_eq!(stances.all(), 39, "37 statements, two imports; a text of one is none more");
    let id = |at: &usize| library.corpus.statements()[*at].id.to_string();
    let shown = |certainty| found.set(certainty).count_ones(..);
    assert_eq!(
        (shown(Certainty::Firm), found.total()),
        (stances.silent.len(), stances.silent.len()),
        "{query}"
    );
    assert_eq!(shown(Certainty::NotSeen), stances.not_seen.len(), "{query}");
    (stances.says.len(), stances.said_not_quoted.len(), stances.silent.iter().map(id).collect())
}

#[test]
fn statements_without_a_phrase_are_silent_only_if_their_whole_text_was_looked_through() {
    let library = with_whole_texts();
    for (query, expected) in [
        // Every paragraph of the imports is held, in one language each.
        ("without:\"nuclear umbrella\"", (1, 0, &["leaders-2021-05-21"][..])),
        ("without:\"umbrella of iron\"", (0, 0, &["english", "leaders-2021-05-21"])),
        ("without:\"핵우산\"", (1, 0, &[])),
        ("without:\"강철우산\"", (0, 0, &["korean"])),
        // A text of a statement says it for the statement.
        ("without:moonshot", (1, 0, &["english"])),
        // The term, by its id, a form or its Korean; what is known of a text that is not held.
        (
            "without:strategic-flexibility",
            (4, 0, &["english", "korean", "leaders-2021-05-21", "leaders-2022-05-21"]),
        ),
        ("without:linchpin", (3, 1, &["english", "korean", "leaders-2021-05-21"])),
        ("without:lynchpin", (3, 1, &["english", "korean", "leaders-2021-05-21"])),
        ("without:핵심축", (3, 1, &["english", "korean", "leaders-2021-05-21"])),
        // The phrase alone, a form of the term.
        (
            "without:\"strategic flexibility\"",
            (2, 0, &["english", "leaders-2021-05-21", "leaders-2022-05-21"]),
        ),
        ("without:\"flexibility\"", (3, 0, &["english", "leaders-2021-05-21", "leaders-2022-05-21"])),
        ("without:\"flexible\"", (0, 0, &["english", "leaders-2021-05-21"])),
        ("without:\"military modernization\"", (0, 0, &["english", "leaders-2021-05-21"])),
        ("without:\"linchpin\"", (3, 1, &["english", "leaders-2021-05-21"])),
        // Of `deterrence` it is known that the text says the term, maybe in another form.
        ("without:\"deterring\"", (2, 1, &["english", "leaders-2021-05-21"])),
    ] {
        let (says, not_quoted, mut silent) = stances(&library, query);
        silent.sort();
        assert_eq!(
            (says, not_quoted, silent.iter().map(String::as_str).collect::<Vec<_>>()),
            (expected.0, expected.1, expected.2.to_vec()),
            "{query}"
        );
    }
}

/// What the imports do with the words of a row: only those that are silent, and those that say it.
fn attested(library: &Library, typed: &str) -> (Vec<String>, Vec<String>) {
    let rivals = linchpin::search::Query::rivals(typed, "").unwrap();
    let attested = library.index.attestation(&library.corpus, &rivals[0]).unwrap();
    let with = |stance| {
        let places = 0..library.corpus.statements().len();
        let places = places.filter(|at| attested.stances[*at] == Some(stance));
        places.map(|at| library.corpus.statements()[at].id.to_string()).collect::<Vec<_>>()
    };
    (with(Stance::Silent), with(Stance::SaidNotQuoted))
}

#[test]
fn a_longer_phrase_than_a_term_is_not_silent_where_the_term_is() {
    let library = with_whole_texts();
    for (typed, is_silent) in [
        ("\"modernization\"", true),
        ("term:modernization", true),
        ("\"modernis*\"", true),
        ("\"naval modernization program\"", false),
        ("\"modernization programs\"", false),
        ("\"strategic flexibility\"", true),
        ("\"strategic flexibility clause\"", false),
    ] {
        let (silent, _) = attested(&library, typed);
        assert_eq!(silent.contains(&String::from("leaders-2022-05-21")), is_silent, "{typed}");
    }
}

#[test]
fn a_pattern_means_its_letters_and_not_the_term() {
    let library = with_whole_texts();
    // The text says the term `linchpin`; in which of its forms, nothing tells.
    for typed in ["lynchp*", "\"lynchp*\"", "lynchpin*", "\"lynchpin*\"", "linchpin*"] {
        assert_eq!(attested(&library, typed).1, [""; 0], "{typed}");
    }
    for typed in ["linchpin", "\"linchpin\"", "term:linchpin"] {
        assert_eq!(attested(&library, typed).1, ["leaders-2022-05-21"], "{typed}");
    }
}

#[test]
fn a_text_that_has_the_letters_of_a_phrase_is_not_silent_however_they_are_spaced_or_spelled() {
    let library = with_imports(&[
        (
            "korean",
            None,
            "굳건한 한미동맹이 인도태평양 지역의 평화를 지킨다. 주한 미군과 첨단과학 기술 협력, 한·미·일 3국 협력, 핵무기. 북한 미사일을 규탄한다.",
        ),
        (
            "english",
            None,
            "A nonproliferation programme, like-minded states, and a cease-fire. Non proliferating.",
        ),
    ]);
    for (typed, import, is_silent) in [
        ("term:usfk", "korean", false),
        ("주한미군", "korean", false),
        ("term:science-technology", "korean", false),
        ("term:indo-pacific", "korean", false),
        ("인도·태평양", "korean", false),
        ("\"한미 동맹\"", "korean", false),
        ("한미일", "korean", false),
        ("\"핵 무기\"", "korean", false),
        ("\"한미 사일로\"", "korean", true),
        ("\"한미사\"", "korean", true),
        ("\"일 3국 정상\"", "korean", true),
        ("non-proliferation", "english", false),
        ("\"non-proliferation\"", "english", false),
        ("\"non-proliferation program\"", "english", false),
        ("program", "english", false),
        ("\"program\"", "english", false),
        ("\"likeminded states\"", "english", false),
        ("\"ceasefire\"", "english", false),
        ("\"non-proliferat\"", "english", true),
        ("\"gramme\"", "english", true),
        ("\"programming\"", "english", true),
    ] {
        let (silent, _) = attested(&library, typed);
        assert_eq!(silent.iter().any(|id| id == import), is_silent, "{typed}: {silent:?}");
    }
}

#[test]
fn words_beside_without_find_passages_and_the_unseen_do_not_count() {
    let library = with_whole_texts();
    let ids = |query: &str, certainty| {
        let found = library.search(query);
        let hits = found.hits.iter().filter(|hit| found.certainty(hit.passage) == Some(certainty));
        let id = |hit: &linchpin::search::Hit| library.corpus.passage(hit.passage).unwrap().1.id.to_string();
        hits.map(id).collect::<Vec<_>>()
    };
    let query = "global without:\"strategic flexibility\"";
    let silent = ids(query, Certainty::Firm);
    assert!(
        !silent.is_empty()
            && silent.iter().all(|id| id.starts_with("leaders-2022") || id.starts_with("leaders-2021")),
        "{silent:?}"
    );
    let unseen = ids(query, Certainty::NotSeen);
    assert!(unseen.iter().any(|id| id.starts_with("scm-54/")), "{unseen:?}");
    let all: Vec<String> = [silent.clone(), unseen].concat();
    assert!(!all.iter().any(|id| id.starts_with("scm-36/")), "it says the phrase: {all:?}");
    assert_eq!(library.search(query).total(), silent.len());
    // Neither the one nor the other: silent only on both.
    assert_eq!(ids("without:\"umbrella of iron\" without:moonshot", Certainty::Firm), ["english/1"]);
    assert_eq!(ids("without:\"umbrella of iron\",moonshot", Certainty::Firm), ["english/1"]);
    // With a filter, too.
    assert_eq!(ids("without:moonshot series:SCM", Certainty::Firm), [""; 0]);
    for (query, wanted) in [
        ("-without:moonshot", "is not understood"),
        ("without:", "needs a \"phrase\""),
        ("without:\"%\"", "contains no word"),
        ("wihtout:moonshot", "`without:`"),
    ] {
        let said = refused(&library, query);
        assert!(said.contains(wanted), "{query}: {said}");
    }
}

#[test]
fn a_phrase_that_lacks_its_quotation_marks_is_told() {
    let library = with_whole_texts();
    let note = "for a phrase write without:\"strategic flexibility\"";
    for (query, told) in [
        ("without:strategic flexibility", true),
        ("without:\"strategic\" flexibility", false),
        ("without:strategic series:SCM", false),
        ("flexibility without:strategic", false),
        ("without:strategic -flexibility", false),
    ] {
        assert_eq!(library.search(query).notes.iter().any(|said| said.contains(note)), told, "{query}");
    }
}

#[test]
fn a_count_is_what_its_value_alone_would_find_under_the_other_filters() {
    let library = frozen();
    for (query, others) in [
        ("", ["", "", ""]),
        ("deterrence", ["deterrence", "deterrence", "deterrence"]),
        (
            "series:SCM,2+2 standing:joint",
            ["standing:joint", "series:SCM,2+2", "series:SCM,2+2 standing:joint"],
        ),
        ("year:2018..2024 alliance", ["year:2018..2024 alliance", "year:2018..2024 alliance", "alliance"]),
        ("-series:SCM alliance", ["-series:SCM alliance", "-series:SCM alliance", "-series:SCM alliance"]),
        ("alliance yaer:2018", ["alliance yaer:2018", "alliance yaer:2018", "alliance yaer:2018"]),
        ("without:linchpin", ["without:linchpin", "without:linchpin", "without:linchpin"]),
    ] {
        let found = library.find(query, None);
        let counts = library.index.facets(&library.corpus, query, found.as_ref());
        assert!(counts.len() > 30, "{query}");
        for count in counts {
            let facet =
                ["series", "standing", "year"].into_iter().position(|name| name == count.facet.name());
            let value = format!("{}:\"{}\"", count.facet.name(), count.value);
            let rest = facet.map_or(query, |at| others[at]);
            let expected = library.find(&format!("{rest} {value} "), None).unwrap().total();
            assert_eq!(count.passages, expected, "{query}: {value}");
        }
    }
}

#[test]
fn the_best_of_very_many_hits_are_no_more_than_are_listed() {
    let near = (0..2_500).map(|at| format!("They spoke of peace and stability in place n{at}."));
    let apart = (0..6_000).map(|at| format!("They spoke of stability and, later, of peace in place m{at}."));
    let library = library(&near.chain(apart).collect::<Vec<String>>());
    let found = library.find("peace and stability ", None).unwrap();
    assert_eq!((found.hits.len(), found.total()), (1_000, 8_500));
    let is_near = |hit: &linchpin::search::Hit| {
        library.corpus.passage(hit.passage).unwrap().1.text.contains("peace and stability")
    };
    assert!(found.hits.iter().all(is_near));
}

#[test]
fn small_words_and_denials_make_no_other_word() {
    let library = of(&[
        "Cooperation on insecurity.",
        "Cooperation in the field of security.",
        "They were not able to meet.",
        "A notable day.",
        "A note on knowledge and cyber security.",
        "The cybersecurity of supplychains.",
    ]);
    for (query, expected) in [
        ("cooperation in security", &[1][..]),
        ("\"in security\"", &[]),
        ("not able", &[2]),
        ("\"not able\"", &[2]),
        ("cyber security", &[4, 5]),
        ("\"cyber security\"", &[4, 5]),
        ("supply chains", &[5]),
    ] {
        assert_eq!(firm(&library, query), expected, "{query}");
    }
    let library = of(&["They were not able to meet.", "Not able at all."]);
    assert_eq!(counted(&library, "notable"), [0; 0]);
}

#[test]
fn us_in_small_letters_is_looked_for() {
    let library = of(&["U.S. forces met.", "Other forces came.", "They told us of forces."]);
    for (query, expected) in [("us forces", &[0, 2][..]), ("US forces", &[0])] {
        assert_eq!(counted(&library, query), expected, "{query}");
    }
}

#[test]
fn percent_is_one_sign_however_it_is_written() {
    let library = of(&[
        "It grew by 50%.",
        "It grew by 50 percent.",
        "It grew by 50 per cent.",
        "It grew by 2.5%, not by 25%.",
        "50 tons, a tenth of a percent.",
    ]);
    for query in ["50%", "50 percent", "50 per cent"] {
        assert_eq!(counted(&library, query), [0, 1, 2], "{query}");
    }
    for query in ["2.5%", "2.5 percent", "2.5 per cent"] {
        assert_eq!(counted(&library, query), [3], "{query}");
    }
}

#[test]
fn the_day_can_be_between_the_month_and_the_year() {
    let library = of(&["On March 14, 2018 they met.", "In March 2018 they met.", "On 4 March they met."]);
    assert_eq!(counted(&library, "March 2018"), [0, 1]);
    assert_eq!(counted(&library, "March 14"), [0]);
    assert_eq!(counted(&library, "March 4"), [2]);
}

#[test]
fn a_filter_is_set_and_lifted_and_what_is_being_typed_stays_so() {
    let library = frozen();
    let series = |typed: &str| library.index.toggled(typed, Facet::Series, "SCM");
    for (without, with) in [
        ("", "series:SCM"),
        ("korea", "series:SCM korea"),
        ("korea ", "series:SCM korea "),
        ("\"korean forc", "series:SCM \"korean forc"),
        ("korean /s", "series:SCM korean /s"),
        ("korean OR ", "series:SCM korean OR "),
        ("year:2018 korea", "series:SCM year:2018 korea"),
    ] {
        assert_eq!(series(without), with);
        assert_eq!(series(with), without);
    }
    assert_eq!(series("korea series:2+2,scm -x"), "korea series:2+2 -x");
    let standing = library.index.toggled("korea", Facet::Standing, "press report");
    assert_eq!(standing, "standing:\"press report\" korea");
    assert_eq!(library.index.toggled(&standing, Facet::Standing, "press report"), "korea");
}

#[test]
fn hits_with_the_same_words_are_folded_only_if_they_are_as_certain() {
    let text = "Zebra crossing rules apply.";
    let library = with_imports(&[
        ("one", None, text),
        ("two", None, text),
        ("part-one", None, text),
        ("part-two", None, text),
        ("part-three", None, text),
    ]);
    let found = library.find("zebra without:moonshot", None).unwrap();
    let folded =
        |hit: &linchpin::search::Hit| (found.certainty(hit.passage).unwrap(), found.same(hit.passage));
    let folded: Vec<_> = found.hits.iter().map(folded).collect();
    assert_eq!(folded, [(Certainty::Firm, 1), (Certainty::NotSeen, 2)]);
}

#[test]
fn a_whole_text_is_silent_only_in_the_script_of_the_phrase() {
    let library = with_imports(&[
        ("english", None, "The ministers met in Hanoi."),
        ("japanese", None, "両首脳は同盟の抑止力を確認した。"),
        (
            "korean",
            None,
            "두 장관은 하노이에서 만나 지역 정세에 대한 의견을 나누었다. 핵우산을 논의하고 다음 회의를 약속하였다.\nJoint Statement",
        ),
        ("russian", None, "Стороны договорились о стратегическом партнёрстве и сдерживании."),
        ("two", None, "The ministers met.\n두 장관은 하노이에서 만났다."),
    ]);
    for (query, expected) in [
        ("without:\"strategic partnership\"", &["english", "two"][..]),
        ("without:\"강철우산\"", &["korean", "two"]),
        ("without:\"大統領\"", &["japanese"]),
        ("without:\"мир\"", &["russian"]),
        ("without:\"28,500\"", &["english", "japanese", "korean", "russian", "two"]),
        // A term has forms in English and Korean.
        ("without:moonshot", &["english", "two"]),
        ("without:deterrence", &["english", "korean", "two"]),
    ] {
        let found = library.search(query);
        let stances = &found.without[0].stances;
        let mut silent: Vec<&str> =
            stances.silent.iter().map(|at| &*library.corpus.statements()[*at].id).collect();
        silent.retain(|id| !id.starts_with("leaders"));
        silent.sort_unstable();
        assert_eq!(silent, expected, "{query}");
    }
}

/// The passages that have the words of a row.
fn lines(library: &Library, typed: &str) -> Vec<usize> {
    let rivals = linchpin::search::Query::rivals(typed, "").unwrap();
    let attested = library.index.attestation(&library.corpus, &rivals[0]).unwrap();
    attested.search.among(0..library.corpus.passages()).map(|passage| passage.0 as usize).collect()
}

#[test]
fn a_term_has_the_same_lines_however_its_name_is_spelled() {
    let library = with_imports(&[("english", None, "Peace in the Asia-Pacific region.")]);
    for spellings in [
        ["인도태평양", "인도-태평양", "인도·태평양"],
        ["아시아태평양", "아시아-태평양", "아시아·태평양"],
        ["유사입장국", "유사입장국", "유사입장국"],
    ] {
        let found = spellings.map(|typed| lines(&library, typed));
        assert!(!found[0].is_empty() && found.iter().all(|one| *one == found[0]), "{spellings:?}: {found:?}");
    }
    // A piece that only begins with a name is none.
    assert_eq!(lines(&library, "중국-일본"), [0; 0]);
}

#[test]
fn a_piece_has_the_lines_of_the_word_that_it_makes() {
    let library = of(&["nonproliferation", "non-proliferation", "인도태평양의 평화", "proliferation"]);
    assert_eq!(lines(&library, "non-proliferation"), [0, 1]);
    assert_eq!(lines(&library, "인도-태평양"), [2]);
}
