//! The query language: operators, exclusions, filters, and the message for a query that is not understood.

use linchpin::corpus::PassageNo;
use linchpin::library::Library;
use linchpin::search::{Certainty, Facet};

use crate::frozen;
use crate::reference::library;
use crate::silence::{with_imports, with_whole_texts};

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

/// The message for a query that the search does not understand.
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
        // A sentence continues after an abbreviation.
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
    // Neither of the two: silent only on both.
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
    // What only begins with a name is not that name.
    assert_eq!(lines(&library, "중국-일본"), [0; 0]);
}

#[test]
fn a_piece_has_the_lines_of_the_word_that_it_makes() {
    let library = of(&["nonproliferation", "non-proliferation", "인도태평양의 평화", "proliferation"]);
    assert_eq!(lines(&library, "non-proliferation"), [0, 1]);
    assert_eq!(lines(&library, "인도-태평양"), [2]);
}
