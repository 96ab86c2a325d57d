//! `kwic` on the command line: the accepted counts of the frozen dataset, the edges of queries, all formats.

use serde_json::{Value, json};

use super::{dataset, found_json, keys, list, marked, run, said, text};

/// Lines, wordings, statements.
fn counts(query: &str) -> (u64, u64, u64) {
    let (code, out, stderr) = said(&["kwic", query, "--json"]);
    let answer: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(stderr, "", "{query}");
    let count = |key: &str| answer["counts"][key].as_u64().unwrap();
    let counts = (count("lines"), count("wordings"), count("statements"));
    assert_eq!(code, i32::from(counts.0 == 0), "{query}");
    counts
}

#[test]
fn the_counts_are_the_accepted_ones() {
    for (query, expected) in [
        ("term:modernization", (24, 20, 18)),
        ("term:modernization standing:joint", (19, 16, 14)),
        ("\"strategic flexibility\"", (2, 2, 2)),
        ("\"strategic flexibility\" standing:joint year:2007..", (0, 0, 0)),
        ("term:strategic-flexibility", (4, 4, 4)),
        ("term:china", (1, 1, 1)),
        ("term:china standing:joint", (0, 0, 0)),
        ("\"peace and stability\"", (5, 5, 2)),
        ("\"mutually reinforcing\"", (4, 4, 3)),
        ("\"mutually complementary\"", (2, 2, 2)),
        ("term:cyber", (4, 4, 3)),
        ("term:linchpin", (3, 3, 3)),
        ("term:deterrence", (10, 7, 6)),
        ("term:indo-pacific", (3, 3, 3)),
        ("alliance", (22, 18, 13)),
        ("term:indo-pacific /s peace", (2, 2, 2)),
        ("indo-pacific /s peace", (2, 2, 2)),
        ("term:indo-pacific /10 peace", (1, 1, 1)),
        ("term:indo-pacific /12 peace", (2, 2, 2)),
        ("term:deterrence /4 Peninsula", (2, 1, 1)),
        ("term:deterrence /3 Peninsula", (0, 0, 0)),
        ("term:deterrence /s term:korean-peninsula", (3, 2, 2)),
        ("alliance /1 term:modernization", (5, 2, 2)),
        ("alliance /s term:modernization", (12, 8, 8)),
        ("term:indo-pacific /s term:deterrence", (0, 0, 0)),
        ("meaning:2003 term:modernization", (2, 2, 2)),
    ] {
        assert_eq!(counts(query), expected, "{query}");
    }
}

#[test]
fn lines_are_in_two_languages_and_by_meaning() {
    let answer = found_json(&["kwic", "term:modernization", "--all", "--json"]);
    let lines = list(&answer["lines"]);
    let of = |key: &str, value: &str| lines.iter().filter(|line| line[key] == value).count();
    assert_eq!((of("lang", "ko"), of("lang", "en")), (7, 17));
    let by_meaning = ["2003", "2024", "2025"].map(|meaning| {
        let of: Vec<&Value> = lines.iter().filter(|line| line["meaning"] == meaning).collect();
        let mut statements: Vec<&str> = of.iter().map(|line| text(&line["statement"])).collect();
        statements.dedup();
        (of.len(), statements.len())
    });
    assert_eq!(by_meaning, [(2, 2), (6, 4), (6, 5)]);
    let mut only = Vec::new();
    for query in ["term:cyber", "\"mutually complementary\""] {
        let answer = found_json(&["kwic", query, "--json"]);
        let printed = list(&answer["lines"]).iter().filter(|line| line["printed_only"] == true);
        only.extend(printed.map(|line| text(&line["passage"]).to_owned()));
    }
    assert_eq!(only, ["wilson-2025-08-08/1", "scm-50/1", "scm-53/2"]);
}

#[test]
fn lines_can_be_chosen_by_language_and_by_how_sure_they_are() {
    let all = counts("term:modernization");
    let (english, korean) = (counts("term:modernization lang:en"), counts("term:modernization lang:ko"));
    // SCM 56 is held in both languages, in three passages with one wording, of which the first lines are English.
    assert_eq!((english, korean), ((17, 13, 11), (10, 8, 8)));
    let (sure, unsure) = (counts("term:modernization sure:="), counts("term:modernization -sure:official"));
    assert_eq!((sure.0 + unsure.0, counts("term:modernization sure:?").0), (all.0, unsure.0));
    assert_eq!(counts("term:cyber sure:differs"), (1, 1, 1));
    let answer = found_json(&["kwic", "term:cyber sure:differs", "--json"]);
    assert_eq!((&answer["counts"]["left_out"], &answer["counts"]["of"]), (&json!(2), &json!(37)));
    for (typed, expected) in [
        ("lang:kr", "did you mean `lang:ko`?"),
        ("lang:fr", "`lang:fr` matches nothing; choose from en, ko"),
        ("sure:offical", "did you mean `sure:official`?"),
        ("sure:~", "choose from official, differs, elided, misattributed, unverified"),
        ("sure:", "`sure:` needs a value: official"),
    ] {
        for command in ["kwic", "timeline", "search"] {
            let (code, _, stderr) = run(&[command, &format!("alliance {typed}")]);
            assert!(code == 2 && stderr.contains(expected), "{command} {typed}: {stderr}");
        }
    }
}

#[test]
fn korean_words_of_a_check_are_as_sure_as_the_check() {
    for (words, sure, unsure) in [
        // A newspaper's rendering, and a sentence that nobody found in the communiqué.
        ("대중국", 0, 1),
        ("\"주한미군의 전략적 유연성\"", 0, 2),
        ("\"동맹능력의 현대화\"", 1, 0),
    ] {
        assert_eq!(counts_of(&format!("{words} lang:ko sure:=")), sure, "{words}");
        assert_eq!(counts_of(&format!("{words} lang:ko sure:?")), unsure, "{words}");
    }
}

fn counts_of(query: &str) -> usize {
    let (_, out, _) = said(&["kwic", query, "--json"]);
    list(&serde_json::from_str::<Value>(&out).unwrap()["lines"]).len()
}

#[test]
fn a_line_has_the_check_of_its_own_layer_in_every_format() {
    let answer = found_json(&["kwic", "alliance vs defense vs strategic vs manner", "--all", "--json"]);
    let mut seen = 0;
    for line in list(&answer["lines"]) {
        let verdict = line["verdict"].as_str();
        match text(&line["layer"]) {
            "official" => {
                seen += 1;
                assert_eq!(verdict, Some("identical"), "{line}");
            }
            "korean" => assert!(matches!(verdict, Some("identical" | "unverified")), "{line}"),
            _ => {}
        }
    }
    assert!(seen > 5, "{seen}");
    let query = "term:mutually-reinforcing series:SCM";
    let answer = found_json(&["kwic", query, "--json"]);
    let official = |passage: &str| {
        list(&answer["lines"]).iter().any(|line| line["passage"] == passage && line["layer"] == "official")
    };
    assert!(official("scm-50/1"), "{answer}");
    let (_, markdown, _) = said(&["kwic", query, "--format", "markdown"]);
    let row = markdown.lines().find(|row| row.contains("scm-50/1")).unwrap();
    assert!(row.contains("| official wording |"), "{row}");
    let (_, csv, _) = said(&["kwic", query, "--format", "csv"]);
    assert!(
        csv.lines().any(|row| row.contains("scm-50/1") && row.contains("official,false,identical")),
        "{csv}"
    );
}

#[test]
fn the_envelope_names_all_that_an_answer_rests_on() {
    let answer = found_json(&["kwic", "term:modernization", "--json"]);
    let expected = "schema view program at datasets query options counts caveat stamp notes lines";
    assert_eq!(keys(&answer), expected.split(' ').collect::<Vec<_>>());
    assert_eq!(answer["view"], "kwic");
    assert_eq!(answer["at"], Value::Null);
    assert_eq!(answer["datasets"][0]["statements"], 40);
    assert_eq!(
        (&answer["counts"]["of"], &answer["counts"]["silent"], &answer["counts"]["unseen"]),
        (&json!(37), &json!(0), &json!(19))
    );
    let stamp = text(&answer["stamp"]);
    assert!(stamp.starts_with("sha256:") && stamp.len() == 71, "{stamp}");
    for (other, is_same) in [
        (found_json(&["kwic", " term:modernization", "--json"]), true),
        (found_json(&["kwic", "term:modernization", "--sort", "left", "--json"]), false),
        (found_json(&["kwic", "term:modernization", "standing:joint", "--json"]), false),
    ] {
        assert_eq!(other["stamp"] == answer["stamp"], is_same);
    }
}

#[test]
fn a_line_is_its_sentence_and_leads_to_its_place() {
    let held = dataset();
    let passages: Vec<&Value> =
        list(&held["statements"]).iter().flat_map(|one| list(&one["passages"])).collect();
    for line in ["alliance", "U.S."]
        .iter()
        .flat_map(|query| list(&found_json(&["kwic", query, "--all", "--json"])["lines"]).clone())
    {
        let line = &line;
        let passage = passages.iter().find(|passage| passage["id"] == line["passage"]).unwrap();
        let source = match text(&line["layer"]) {
            "official" => &passage["check"]["official"],
            "korean" => &passage["check"]["korean"],
            _ => &passage["text"],
        };
        assert_eq!(marked(text(source), line), text(&line["node"]), "{line}");
        let sentence = json!({"start": line["sentence"][0], "end": line["sentence"][1]});
        let whole = ["left", "node", "right"].map(|part| text(&line[part])).concat();
        assert_eq!(marked(text(source), &sentence), whole, "{line}");
    }
}

#[test]
fn the_node_of_an_abbreviation_has_its_last_stop() {
    let answer = found_json(&["kwic", "U.S.", "--all", "--json"]);
    let lines = list(&answer["lines"]);
    assert!(lines.iter().filter(|line| line["node"] == "U.S.").count() > 10);
    assert!(lines.iter().all(|line| !text(&line["right"]).starts_with('.')), "{answer}");
}

#[test]
fn sorting_is_by_the_nearest_word_first_on_either_side() {
    let nearest = |order: &str, side: usize| {
        let answer = found_json(&["kwic", "term:modernization", "--sort", order, "--json"]);
        list(&answer["lines"])
            .iter()
            .map(|line| {
                let part = text(&line[["left", "right"][side]]);
                let letters = |c: char| !c.is_alphanumeric() && c != '.';
                let words: Vec<&str> = part.split(letters).filter(|word| !word.is_empty()).collect();
                let word = if side == 0 { words.last() } else { words.first() };
                word.map(|word| word.to_lowercase()).unwrap_or_default()
            })
            .collect::<Vec<String>>()
    };
    for (order, side) in [("left", 0), ("right", 1)] {
        let words = nearest(order, side);
        let english = words.iter().take_while(|word| word.is_ascii()).count();
        assert!(words[..english].is_sorted(), "{order}: {words:?}");
        assert!(words[english..].iter().all(|word| !word.is_ascii()), "{order}: {words:?}");
    }
}

#[test]
fn words_around_are_counted_in_statements_by_meaning_without_a_score() {
    let answer = found_json(&["kwic", "term:modernization", "--around", "--json"]);
    let around = &answer["around"];
    let columns: Vec<(&str, u64)> = list(&around["columns"])
        .iter()
        .map(|column| (text(&column["name"]), column["statements"].as_u64().unwrap()))
        .collect();
    assert_eq!(columns.iter().map(|(_, statements)| *statements).collect::<Vec<_>>()[..3], [2, 4, 3]);
    let of = |column: usize| {
        let words = list(&around["words"]).iter();
        let mut words: Vec<&str> =
            words.filter(|word| word["statements"][column] == 2).map(|word| text(&word["word"])).collect();
        words.sort_unstable();
        words
    };
    assert_eq!(
        (of(0), of(1), of(2)),
        (vec!["alliance"], vec!["advance", "alliance"], vec!["alliance", "us"])
    );
    let (_, table, _) = said(&["kwic", "term:modernization", "--around", "--format", "markdown"]);
    assert!(table.contains("| alliance | A"), "{table}");
    assert!(table.contains("100 function words"), "{table}");
}

#[test]
fn words_around_are_counted_by_year() {
    let answer = found_json(&["kwic", "term:modernization", "--around=year", "--json"]);
    assert_eq!((&answer["options"]["around"], &answer["options"]["by"]), (&true.into(), &"year".into()));
    let columns = list(&answer["around"]["columns"]).iter();
    let columns: Vec<(&str, u64)> =
        columns.map(|column| (text(&column["name"]), column["statements"].as_u64().unwrap())).collect();
    assert_eq!(
        columns,
        [
            ("1975", 1),
            ("2002", 1),
            ("2003", 1),
            ("2021", 1),
            ("2022", 1),
            ("2023", 2),
            ("2024", 2),
            ("2025", 2)
        ]
    );
    let words = list(&answer["around"]["words"]);
    let alliance = words.iter().find(|word| word["word"] == "alliance").unwrap();
    let by_year: u64 = list(&alliance["statements"]).iter().map(|count| count.as_u64().unwrap()).sum();
    assert_eq!(alliance["all"].as_u64(), Some(by_year), "each statement is of one year");
    let (code, _, stderr) = said(&["kwic", "term:modernization", "--around=decade"]);
    assert!(code == 2 && stderr.contains("meaning, year"), "{stderr}");
    let (_, out, _) = said(&["kwic", "term:modernization", "--around=year"]);
    let header = out.lines().next().unwrap();
    assert_eq!(header.trim(), "1975 2002 2003 2021 2022 2023 2024 2025");
}

#[test]
fn rows_of_vs_are_numbered_and_counted_each() {
    let answer = found_json(&["kwic", "term:linchpin vs term:china", "--json"]);
    let rivals: Vec<u64> =
        list(&answer["lines"]).iter().map(|line| line["rival"].as_u64().unwrap()).collect();
    assert!(rivals.contains(&1) && rivals.contains(&2), "{rivals:?}");
    let rows: Vec<(&str, u64)> = list(&answer["counts"]["rows"])
        .iter()
        .map(|row| (text(&row["query"]), row["lines"].as_u64().unwrap()))
        .collect();
    assert_eq!(rows, [("term:linchpin", 3), ("term:china", 1)]);
    let (code, _, stderr) = said(&["kwic", "linchpin vs", "--json"]);
    assert_eq!(code, 2);
    assert!(stderr.contains("on both sides"), "{stderr}");
    let (code, _, stderr) = said(&["search", "linchpin vs cornerstone"]);
    assert_eq!(code, 0);
    assert!(stderr.contains("`vs` compares"), "{stderr}");
}

#[test]
fn an_empty_answer_says_which_part_failed_and_what_the_editors_words_would_give() {
    for (query, why) in [
        ("term:china standing:joint", "within the filters no statement's words have `term:china`"),
        ("term:china standing:joint", "with in:about, `linchpin search` finds 1 passage"),
        ("xylophone", "no statement's words have `xylophone`"),
        ("linchpin xylophone", "no statement's words have `xylophone`"),
        ("linchpin term:china", "no passage's words have `term:china` together with `linchpin`"),
        ("term:deterrence /3 Peninsula", "not as the query asks"),
        ("alliance year:1900", "no passage passes the filters"),
    ] {
        let (code, out, stderr) = said(&["kwic", query]);
        assert_eq!((code, &*out), (1, ""), "{query}");
        assert!(stderr.contains(why), "{query}: {stderr}");
    }
    for (query, why) in [
        ("alliance standng:joint", "did you mean `standing:`"),
        ("term:nothing-such", "matches nothing"),
        ("alliance in:about", "leave them out"),
    ] {
        let (code, out, stderr) = said(&["kwic", query]);
        assert_eq!((code, &*out), (2, ""), "{query}");
        assert!(stderr.contains(why), "{query}: {stderr}");
    }
}

#[test]
fn filters_alone_list_the_tracked_word_and_witnesses_fold_unless_all_are_asked() {
    let joint = found_json(&["kwic", "standing:joint", "--json"]);
    assert_eq!((list(&joint["lines"]).len(), &joint["counts"]["of"]), (16, &json!(29)));
    let all = found_json(&["kwic", "standing:joint", "--all", "--json"]);
    assert_eq!(list(&all["lines"]).len(), 19);
    let scm = list(&joint["lines"]).iter().find(|line| line["statement"] == "scm-56").unwrap();
    assert_eq!((&scm["passage"], &scm["witnesses"]), (&json!("scm-56/3"), &json!(["scm-56/1", "scm-56/2"])));
}

#[test]
fn every_statement_asked_is_counted_once_whatever_is_asked() {
    for query in [
        "linchpin",
        "\"peace and stability\"",
        "linchpin OR cornerstone",
        "term:china,space",
        "linchpin peace",
        "linchpin has:check",
        "linchpin -peace standing:joint",
        "linchpin vs cornerstone vs term:china",
        "alliance without:\"strategic flexibility\"",
    ] {
        let (_, out, _) = said(&["kwic", query, "--json"]);
        let answer: Value = serde_json::from_str(&out).unwrap();
        for counts in answer["counts"]["rows"].as_array().unwrap_or(&vec![answer["counts"].clone()]) {
            let count = |key: &str| counts[key].as_u64().unwrap();
            let all = ["statements", "not_quoted", "left_out", "silent", "unseen"].map(count);
            assert_eq!(all.iter().sum::<u64>(), count("of"), "{query}: {counts}");
        }
    }
    let (_, _, stderr) = said(&["kwic", "linchpin -peace"]);
    assert!(
        stderr.contains("2 say it in no passage that the query asks for, 0 silent, 34 not seen"),
        "{stderr}"
    );
}

#[test]
fn without_chooses_statements_and_says_which() {
    let lines = |query: &str| {
        let answer = found_json(&["kwic", query, "--all", "--json"]);
        let lines: Vec<String> =
            list(&answer["lines"]).iter().map(|line| text(&line["statement"]).to_owned()).collect();
        (lines, answer)
    };
    let (all, _) = lines("alliance");
    let (without, answer) = lines("alliance without:\"strategic flexibility\"");
    let (said, _) = lines("\"strategic flexibility\"");
    assert!(!without.is_empty() && without.len() < all.len());
    assert!(without.iter().all(|statement| all.contains(statement) && !said.contains(statement)));
    assert_eq!(answer["counts"]["of"], 35);
    assert!(text(&answer["notes"][0]).starts_with("“strategic flexibility”: 2 of 37 statements say it"));
}

#[test]
fn of_a_year_without_a_day_nothing_is_said_of_a_part() {
    // SCM 11 is of 1978; its day is not held.
    let found = |query: &str| {
        let (_, out, stderr) = said(&["search", query]);
        let noted = stderr.contains("is known; what may be within `date:");
        (out.contains("SCM 11"), noted, said(&["kwic", query]).2.contains("only the year of "))
    };
    for (query, expected) in [
        ("북괴 date:1978", (true, false, false)),
        ("북괴 date:1978-01..1978-12", (true, false, false)),
        ("북괴 date:1978..1979-06", (true, false, false)),
        ("북괴 date:..1978-03", (false, true, true)),
        ("북괴 date:>1978-03", (false, true, true)),
        ("북괴 date:<1978", (false, false, false)),
    ] {
        assert_eq!(found(query), expected, "{query}");
    }
}

#[test]
fn what_a_search_finds_by_other_wording_is_named_where_it_gives_no_line() {
    let searched = found_json(&["search", "modernization -sure:=", "--json"])["total"].as_u64().unwrap();
    let answer = found_json(&["kwic", "modernization -sure:=", "--all", "--json"]);
    let mut passages: Vec<&str> = list(&answer["lines"]).iter().map(|line| text(&line["passage"])).collect();
    passages.dedup();
    let more = searched - passages.len() as u64;
    assert!(more > 1);
    let expected = format!("`linchpin search` finds {more} more passages: the wording that");
    for command in ["kwic", "timeline"] {
        let (_, _, stderr) = said(&[command, "modernization -sure:="]);
        assert!(stderr.contains(&expected), "{command}: {stderr}");
    }
}

#[test]
fn a_word_within_longer_korean_words_gives_no_line_and_no_silence() {
    let (code, out, stderr) = said(&["kwic", "동맹"]);
    assert_eq!((code, out.lines().count()), (0, 1), "{out}");
    assert!(stderr.contains("more passages have `동맹` within a longer word"), "{stderr}");
    let (_, _, stderr) = said(&["timeline", "동맹"]);
    assert!(stderr.contains("more passages have `동맹` within a longer word"), "{stderr}");
}

#[test]
fn a_query_that_is_too_long_says_so_once() {
    let query = format!("linchpin vs cornerstone{}", " ".repeat(5_000));
    for view in ["kwic", "timeline"] {
        let (_, out, _) = said(&[view, &format!("{query}vs alliance"), "--json"]);
        let answer: Value = serde_json::from_str(&out).unwrap();
        let notes = list(&answer["notes"]).iter().filter(|note| text(note).contains("first 4000 characters"));
        assert_eq!(notes.count(), 1, "{view}: {}", answer["notes"]);
    }
}

#[test]
fn every_format_has_the_same_lines() {
    let lines = found_json(&["kwic", "term:linchpin", "--json"]);
    let passages: Vec<&str> = list(&lines["lines"]).iter().map(|line| text(&line["passage"])).collect();
    for format in ["markdown", "html", "csv", "tsv"] {
        // Not `said`, which allows no tabs.
        let (code, out, stderr) = run(&["kwic", "term:linchpin", "--format", format]);
        assert_eq!(code, 0);
        assert!(stderr.contains("3 lines, 3 wordings, in 3 of 37 statements"), "{stderr}");
        let places = passages.iter().map(|passage| out.find(passage).unwrap());
        assert!(places.is_sorted(), "{format}: {out}");
        if matches!(format, "markdown" | "html") {
            let stamp: String = text(&lines["stamp"]).chars().skip(7).take(8).collect();
            assert!(out.contains(&stamp), "{format}: {out}");
        }
    }
    let (_, out, _) = said(&["kwic", "term:linchpin"]);
    let columns: Vec<usize> = out
        .lines()
        .map(|line| unicode_width::UnicodeWidthStr::width(line.split('‹').next().unwrap()))
        .collect();
    assert!(columns.len() == 3 && columns.iter().all(|column| *column == columns[0]), "{out}");
    let (_, out, _) = said(&["kwic", "현대화", "--align", "right"]);
    let ends: Vec<usize> = out
        .lines()
        .map(|line| unicode_width::UnicodeWidthStr::width(line.split('›').next().unwrap()))
        .collect();
    assert!(ends.iter().all(|end| *end == ends[0]), "{out}");
}

#[test]
fn more_of_the_text_is_shown_if_asked_and_less_too() {
    let sentence = found_window(&["--window", "sentence"]);
    assert!(sentence.contains("‹"), "{sentence}");
    let few = found_json(&["kwic", "term:linchpin", "--words", "2", "--json"]);
    for line in list(&few["lines"]) {
        assert!(text(&line["right"]).split_whitespace().count() <= 2, "{line}");
        assert!(text(&line["left"]).split_whitespace().count() <= 2, "{line}");
    }
    let none = found_json(&["kwic", "term:linchpin", "--words", "0", "--json"]);
    assert!(list(&none["lines"]).iter().all(|line| line["left"] == "" && line["right"] == ""));
    let variant = found_window(&["--sort", "variant"]);
    assert!(variant.contains('{') && variant.contains('['), "{variant}");
}

fn found_window(options: &[&str]) -> String {
    let (code, out, _) = said(&[&["kwic", "term:linchpin"], options].concat());
    assert_eq!(code, 0);
    out
}

#[test]
fn the_name_of_a_column_is_no_formula() {
    let (_, out, _) = said(&["kwic", "=linchpin vs cornerstone", "--around", "--format", "csv"]);
    assert!(out.starts_with("word,'=linchpin,cornerstone\n"), "{out}");
}
