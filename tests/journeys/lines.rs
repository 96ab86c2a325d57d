//! The concordance on the screen: from a query to its lines and back, sorted and widened, at all sizes.

use linchpin::app::theme::Theme;
use linchpin::app::views::ViewKind;
use linchpin::library::Library;
use ratatui::style::Modifier;
use serde_json::{Value, json};

use crate::fixture::FIXTURE;
use crate::harness::{Explorer, squeezed};

fn opened(size: (u16, u16), keys: &str) -> Explorer {
    let mut explorer = Explorer::open(size.0, size.1);
    assert!(explorer.press(keys).is_none());
    explorer
}

#[test]
fn the_lines_of_the_tracked_word() {
    insta::assert_snapshot!("concordance_120x40", opened((120, 40), "2").text());
    insta::assert_snapshot!("concordance_80x24", opened((80, 24), "2").text());
}

#[test]
fn every_size_shows_the_node_of_the_selected_line() {
    for size in [(200, 60), (120, 40), (80, 24), (60, 15), (40, 12), (20, 5)] {
        let frame = opened(size, "/\"strategic flexibility\"<enter>2").text();
        assert!(frame.to_lowercase().contains("strategic fl"), "{size:?}\n{frame}");
    }
    for size in [(0, 0), (1, 1), (5, 3)] {
        opened(size, "2jv<lt>v>vvG<esc>");
    }
}

/// The frozen dataset with one long sentence in place of a quotation, with its node near the end.
fn with_a_long_sentence() -> Explorer {
    let mut data: Value = serde_json::from_str(&std::fs::read_to_string(FIXTURE).unwrap()).unwrap();
    let statements = data["statements"].as_array_mut().unwrap();
    let held = statements.iter_mut().find(|statement| statement["id"] == "scm-34").unwrap();
    let said =
        format!("They first {}barley modernization {}at last.", "spoke ".repeat(80), "again ".repeat(60));
    held["passages"][0]["text"] = said.into();
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), data.to_string()).unwrap();
    Explorer::with_library(Library::open(&file.path().into()).unwrap(), (120, 40), Theme::Mono)
}

#[test]
fn the_selected_sentence_has_the_rows_that_no_line_takes_and_each_cut_is_marked() {
    let beneath = |explorer: &Explorer| -> String {
        let frame = explorer.text();
        let detail = frame.lines().skip_while(|row| !row.contains("─ SCM 34 ·")).skip(1);
        detail.take_while(|row| !row.contains("scm-34/")).collect::<Vec<_>>().join("\n")
    };
    let mut explorer = with_a_long_sentence();
    explorer.press("/barley<enter>2g");
    let whole = beneath(&explorer);
    assert!(whole.contains("They first") && whole.contains("at last.") && !whole.contains('…'), "{whole}");
    // Among many lines there are few rows: those with the node.
    let mut explorer = with_a_long_sentence();
    explorer.press("/term:modernization<enter>2g");
    while !explorer.shows("─ SCM 34 ·") {
        explorer.press("j");
    }
    for order in ["by date", "compared with the one before"] {
        while !explorer.shows(order) {
            explorer.press("o");
        }
        let cut = beneath(&explorer);
        let is_cut =
            cut.trim_start().trim_start_matches('▌').starts_with('…') && cut.trim_end().ends_with('…');
        assert!(is_cut && cut.contains("modernization"), "{order}\n{cut}");
    }
}

#[test]
fn enter_reads_the_passage_and_esc_comes_back_to_the_same_line() {
    let mut explorer = opened((120, 40), "/term:modernization<enter>2gjjj");
    let (before, passage) = (explorer.text(), explorer.app.reading.at);
    explorer.press("<enter>");
    assert_eq!((explorer.app.views.shown, explorer.app.reading.at), (ViewKind::Explore, passage));
    explorer.press("<esc>");
    assert_eq!(explorer.app.views.shown, ViewKind::Concordance);
    assert_eq!(explorer.text(), before);
    // `Esc` leaves the view; the passage stays.
    explorer.press("<esc>");
    assert_eq!((explorer.app.views.shown, explorer.app.reading.at), (ViewKind::Explore, passage));
    assert_eq!(explorer.app.search.field.text(), "term:modernization");
}

#[test]
fn one_query_is_in_all_views() {
    let mut explorer = opened((120, 40), "2/\"strategic flexibility\"<enter>");
    assert_eq!(explorer.app.views.shown, ViewKind::Concordance);
    let frame = explorer.text();
    assert!(frame.contains("of 2 · 2 lines in 2 of 37 statements"), "{frame}");
    explorer.press("1");
    assert_eq!(explorer.app.search.field.text(), "\"strategic flexibility\"");
    explorer.press("2/x<esc>");
    assert!(explorer.text().contains("2 lines in 2 of 37"), "{}", explorer.text());
}

#[test]
fn lines_are_sorted_and_widened_and_the_selected_one_stays() {
    let mut explorer = opened((120, 40), "/term:modernization<enter>2gjjjjjj");
    let selected = explorer.app.reading.at;
    for (keys, title) in [
        ("<lt>", "by the words before"),
        (">", "by the words after"),
        ("o", "by date"),
        ("o", "by form"),
        ("o", "by meaning"),
        ("o", "compared with the one before"),
    ] {
        explorer.press(keys);
        let frame = explorer.text();
        assert!(frame.contains(title), "{keys}\n{frame}");
        assert_eq!(explorer.app.reading.at, selected, "{keys}");
    }
    for width in ["[sentence]", "[passage]", "[words around]", "[by year]", "[line]"] {
        explorer.press("v");
        assert!(explorer.text().contains(width), "{width}\n{}", explorer.text());
    }
}

#[test]
fn the_words_around_are_by_meaning_then_by_year_and_help_lists_those_left_out() {
    let mut explorer = opened((120, 40), "/term:modernization<enter>2vvv");
    assert!(explorer.shows("in statements of") && explorer.shows("no meaning"), "{}", explorer.text());
    explorer.press("v");
    let frame = explorer.text();
    let years = frame.lines().find(|row| row.contains("in statements of")).unwrap();
    let years: Vec<&str> = years.split_whitespace().skip(3).collect();
    assert_eq!(years, ["1975", "2002", "2003", "2021", "2022", "2023", "2024", "2025"], "{frame}");
    assert!(!frame.contains("no meaning") && frame.contains("left out: 100 function words"), "{frame}");
    // If there is no room for all years, the last ones are shown.
    let mut explorer = opened((56, 20), "/term:modernization<enter>2vvvv");
    assert!(explorer.shows("the last 6 of 8") && !explorer.shows("2002"), "{}", explorer.text());
    explorer.press("?/function words");
    let help = explorer.text();
    assert!(help.contains("100 left out") && squeezed(&help).contains("be because been being"), "{help}");
}

#[test]
fn words_that_lines_are_sorted_by_are_underlined() {
    let mut explorer = opened((120, 40), "/term:linchpin<enter>2g>");
    for (key, expected) in
        [(">", &["for peace, security", "of peace and"][..]), ("<lt>", &["the"]), ("o", &[])]
    {
        explorer.press(key);
        let mut underlined = explorer.styled(Modifier::UNDERLINED, None);
        underlined.sort_unstable();
        underlined.dedup();
        assert_eq!(underlined, expected, "{key}");
    }
}

#[test]
fn passages_that_repeat_each_other_unfold() {
    let mut explorer = opened((120, 40), "/term:modernization<enter>2G");
    let passage = explorer.app.reading.at;
    assert!(explorer.text().contains("of 20 · 24 lines in 18"), "{}", explorer.text());
    explorer.press("x");
    let frame = explorer.text();
    assert!(frame.contains("of 24 · 24 lines in 18") && frame.contains("each passage"), "{frame}");
    assert!(!frame.contains('×'), "{frame}");
    assert_eq!(explorer.app.reading.at, passage);
    explorer.press("x");
    assert!(explorer.text().contains("of 20 · 24 lines in 18"));
}

#[test]
fn a_variant_is_compared_with_the_line_before() {
    for size in [(120, 40), (80, 24)] {
        let mut explorer = opened(size, "/term:linchpin<enter>2ooo");
        explorer.press("g");
        assert!(!explorer.text().contains('{'), "nothing is before the first line");
        explorer.press("G");
        let frame = explorer.text();
        assert!(frame.contains("{security}") && frame.contains("[stability]"), "{size:?}\n{frame}");
    }
}

#[test]
fn no_line_says_why_and_a_query_that_is_not_understood_too() {
    let frame = opened((120, 40), "/term:china standing:joint<enter>2").text();
    assert!(frame.contains("within the filters no statement's words have"), "{frame}");
    assert!(!frame.contains("Tally") && !frame.contains("meaning  "), "{frame}");
    let frame = opened((80, 24), "/alliance standng:joint<enter>2").text();
    assert!(frame.contains("did you mean"), "{frame}");
}

#[test]
fn a_search_with_few_hits_shows_the_words_of_each_first_hit_below_its_statement() {
    let mut explorer = opened((120, 40), "/\"strategic flexibility\"<enter>");
    let text = explorer.text();
    let rows: Vec<&str> = text.lines().skip(2).take(4).map(|line| line.split('│').next().unwrap()).collect();
    assert!(rows[1].contains("strategic flex") && rows[3].contains("strategic flex"), "{text}");
    explorer.press("j");
    assert_eq!(explorer.app.list.selected, Some(1));
    // Without a search no row has words below it.
    explorer.press("<esc><esc>");
    assert!(explorer.app.search.found.is_none());
    let text = explorer.text();
    assert!(
        text.lines()
            .skip(2)
            .take(20)
            .all(|line| line.trim_start_matches(['▌', ' ', '└']).starts_with(char::is_numeric)),
        "{text}"
    );
}

#[test]
fn other_clauses_stand_out_in_the_line() {
    let mut explorer = opened((120, 40), "/\"alliance\" /s term:modernization<enter>2g");
    explorer.press("j");
    let strong = explorer.styled(Modifier::BOLD, None);
    for word in ["modernizing", "modernization"] {
        assert!(strong.iter().any(|piece| piece == word), "{strong:?}");
    }
}

#[test]
fn where_there_is_much_room_the_words_around_are_beside_the_lines() {
    let wide = opened((200, 60), "/term:modernization<enter>2g").text();
    let row = wide.lines().find(|row| row.contains(" advance ")).unwrap();
    assert!(wide.contains("words around, in statements") && row.trim_end().ends_with('2'), "{wide}");
    assert!(!opened((120, 40), "/term:modernization<enter>2g").text().contains("words around, in"));
}

/// The frozen dataset with the whole text of a statement in both languages; of the English one the third paragraph has no number.
fn in_two_languages() -> tempfile::NamedTempFile {
    let mut data: Value = serde_json::from_str(&std::fs::read_to_string(FIXTURE).unwrap()).unwrap();
    let sources = data["sources"].as_array_mut().unwrap();
    sources.push(json!({"id": "text", "kind": "imported text", "title": "A text", "sha256": "0".repeat(64)}));
    let statements = data["statements"].as_array_mut().unwrap();
    let held = statements.iter().find(|statement| statement["id"] == "scm-55").unwrap().clone();
    let english =
        "2 They spoke of grain.|Grain shipments will go on.|3 They spoke of barley.|4 They spoke of wheat.";
    let korean = "2 양측은 곡물에 대해 논의하였다.|3 둘째 문단이다.|3 또 하나의 문단이다.";
    for (language, texts) in [("en", english), ("ko", korean)] {
        let mut text = held.clone();
        (text["of"], text["extent"]) = (held["id"].clone(), "whole".into());
        (text["id"], text["language"]) = (format!("text-{language}").into(), language.into());
        let passage = |(at, words): (usize, &str)| {
            let (number, text) = words.split_at(words.find(' ').filter(|end| *end == 1).unwrap_or(0));
            let id = format!("text-{language}/{at}");
            let mut passage = json!({"id": id, "kind": "quotation", "source": "text", "text": text.trim()});
            if !number.is_empty() {
                passage["locus"] = format!("¶{number}, p. 7").into();
            }
            passage
        };
        text["passages"] = texts.split('|').enumerate().map(passage).collect();
        statements.push(text);
    }
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), data.to_string()).unwrap();
    file
}

#[test]
fn beside_the_sentence_is_what_is_held_in_the_other_language() {
    let file = in_two_languages();
    let frame = |size, query: &str| {
        let library = Library::open(&file.path().into()).unwrap();
        let mut explorer = Explorer::with_library(library, size, Theme::Mono);
        explorer.press(&format!("/{query}<enter>2g"));
        explorer.text()
    };
    // An unnumbered paragraph belongs to the number before it; the other text has that number too.
    for query in ["\"They spoke of grain\"", "shipments"] {
        let wide = frame((200, 60), query);
        assert!(
            wide.contains("Korean · text-ko/0") && wide.contains("양측은 곡물에 대해"),
            "{query}\n{wide}"
        );
        assert!(!wide.contains("둘째"), "{wide}");
    }
    assert!(frame((200, 60), "곡물").contains("They spoke of grain. Grain shipments will go on."));
    assert!(!frame((120, 40), "shipments").contains("곡물"));
    // A number that a text has twice, or not at all, identifies nothing.
    for query in ["barley", "wheat"] {
        let alone = frame((200, 60), query);
        assert!(!alone.contains("Korean ·") && !alone.contains("문단"), "{query}\n{alone}");
    }
    // The same passage in Korean, as its check has it.
    let checked = frame((200, 60), "term:modernization series:SCM year:2024");
    assert!(checked.contains("Korean · scm-56/"), "{checked}");
}

#[test]
fn the_words_next_to_the_node_are_counted_in_english_lines() {
    let mut explorer = Explorer::open(120, 40);
    explorer.press("2x");
    assert!(explorer.shows("right  alliance 3  and 3  the 3  "), "{}", explorer.text());
}

#[test]
fn the_keys_of_a_view_are_offered_before_those_of_every_passage() {
    for view in ["2", "3"] {
        let mut explorer = Explorer::open(120, 40);
        explorer.press(view);
        let frame = explorer.text();
        let footer = frame.lines().last().unwrap();
        for hint in ["o order", "c compare", "w write"] {
            assert!(footer.contains(hint), "{hint}: {footer}");
        }
    }
}

#[test]
fn a_line_names_another_passage_only_if_that_one_repeats_it() {
    let mut explorer = Explorer::open(120, 40);
    explorer.press("2/cyber");
    assert!(!explorer.shows("worded as"), "{}", explorer.text());
}
