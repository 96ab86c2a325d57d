//! The timeline on the screen: rows, statements, years and decades, at all sizes, with the query and passage of all views.

use linchpin::analysis::timeline::TimelineScale;
use linchpin::app::views::ViewKind;

use crate::comparing::{whole_text, with_texts};
use crate::harness::{Explorer, picture};

fn opened(size: (u16, u16), keys: &str) -> Explorer {
    let mut explorer = Explorer::open(size.0, size.1);
    assert!(explorer.press(keys).is_none());
    explorer
}

fn scale(explorer: &Explorer) -> TimelineScale {
    explorer.app.views.timeline.as_ref().unwrap().scale
}

/// Goes to the statement with this title, by statement.
fn go_to(explorer: &mut Explorer, title: &str) {
    while scale(explorer) != TimelineScale::Statement {
        explorer.press("v");
    }
    explorer.press(&"<left>".repeat(40));
    for _ in 0..40 {
        if !explorer.shows(title) {
            explorer.press("<right>");
        }
    }
}

#[test]
fn the_tracked_word_and_its_rivals() {
    insta::assert_snapshot!("timeline_120x40", opened((120, 40), "3").text());
    insta::assert_snapshot!("timeline_200x60", opened((200, 60), "3").text());
    insta::assert_snapshot!("timeline_80x24", opened((80, 24), "3").text());
}

#[test]
fn every_size_starts_on_what_it_has_room_for_and_shows_the_counts() {
    for (size, expected) in [
        ((200, 60), TimelineScale::Statement),
        ((120, 40), TimelineScale::Statement),
        ((80, 24), TimelineScale::Year),
        ((40, 12), TimelineScale::Decade),
    ] {
        let explorer = opened(size, "/term:linchpin<enter>3");
        assert_eq!(scale(&explorer), expected, "{size:?}");
        let frame = explorer.text();
        assert!(frame.contains("linchpin") && frame.contains('3'), "{size:?}\n{frame}");
    }
    for size in [(0, 0), (1, 1), (5, 3), (20, 5), (46, 7)] {
        opened(size, "3vjhlG<right><left>vvo<enter><esc>");
    }
}

#[test]
fn a_statement_without_a_date_is_never_the_last_and_is_told() {
    let mut undated = whole_text("undated", "Undated", None, &[String::from("The linchpin holds.")]);
    undated["date"] = serde_json::Value::Null;
    undated["date_note"] = "a test".into();
    let mut explorer = with_texts((120, 40), &[undated]);
    explorer.press("/term:linchpin<enter>3");
    let frame = explorer.text();
    assert!(
        frame.contains("statements held, 1 more without a date") && !frame.contains("last Undated"),
        "{frame}"
    );
}

#[test]
fn v_goes_from_statements_to_years_decades_standing_and_series_and_the_statement_stays() {
    let mut explorer = opened((120, 40), "3<right><right>");
    let selected = explorer.app.reading.at;
    for expected in [
        TimelineScale::Year,
        TimelineScale::Decade,
        TimelineScale::Standing,
        TimelineScale::Series,
        TimelineScale::Statement,
    ] {
        explorer.press("v");
        assert_eq!((scale(&explorer), explorer.app.reading.at), (expected, selected));
    }
}

#[test]
fn by_standing_each_group_has_a_row_with_its_count() {
    let mut explorer = opened((80, 24), "3vv");
    insta::assert_snapshot!("timeline_by_standing_80x24", explorer.text());
    let words = explorer.text().split_whitespace().collect::<Vec<_>>().join(" ");
    for counted in ["joint 14/29 █", "unilateral 3/5 █", "press report 1/2 █", "treaty 0/1 ·"] {
        assert!(words.contains(counted), "{counted}\n{words}");
    }
    explorer.press("<right>");
    assert!(explorer.shows("─ unilateral · 3 of 5 ─"), "{}", explorer.text());
    // Of many groups on a small screen, the selected one is in sight, and its name is whole.
    let mut explorer = opened((40, 8), "3vv<left><left><left><left>");
    let groups = explorer.app.views.timeline.as_ref().unwrap().groups.clone();
    for group in groups {
        assert!(explorer.shows(&group.label), "{}\n{}", group.label, explorer.text());
        explorer.press("<right>");
    }
}

#[test]
fn enter_reads_the_passage_that_says_it_and_esc_comes_back() {
    let mut explorer = opened((120, 40), "/term:strategic-flexibility<enter>3");
    let before = explorer.text();
    explorer.press("<enter>");
    assert_eq!(explorer.app.views.shown, ViewKind::Explore);
    explorer.press("<esc>");
    assert_eq!((explorer.app.views.shown, explorer.text()), (ViewKind::Timeline, before));
    explorer.press("2");
    assert_eq!(explorer.app.views.shown, ViewKind::Concordance);
    explorer.press("31");
    assert_eq!(explorer.app.views.shown, ViewKind::Explore);
    assert_eq!(explorer.app.search.field.text(), "term:strategic-flexibility");
}

#[test]
fn rows_are_the_sides_of_vs_and_have_an_order() {
    let mut explorer =
        opened((120, 40), "/linchpin vs term:deterrence vs term:strategic-flexibility<enter>3");
    let rows = |explorer: &Explorer| -> Vec<String> {
        explorer.app.views.timeline.as_ref().unwrap().rows().map(|row| row.label.clone()).collect()
    };
    assert_eq!(rows(&explorer), ["linchpin", "deterrence", "strategic flexibility"]);
    explorer.press("o");
    assert_eq!(rows(&explorer), ["strategic flexibility", "linchpin", "deterrence"]);
    explorer.press("o");
    assert_eq!(rows(&explorer), ["deterrence", "strategic flexibility", "linchpin"]);
    let frame = explorer.text();
    assert!(frame.contains("rows by how many say it"), "{frame}");
}

#[test]
fn a_query_that_says_nothing_or_is_not_understood_says_so() {
    let frame = opened((120, 40), "/alliance standng:joint<enter>3").text();
    assert!(frame.contains("did you mean"), "{frame}");
    let frame = opened((80, 24), "/linchpin year:1960<enter>3").text();
    assert!(frame.contains("no statement held passes the filters"), "{frame}");
    let frame = opened((80, 24), "/cornerstone<enter>3").text();
    assert!(frame.contains("not seen  37"), "{frame}");
}

#[test]
fn what_a_filter_of_passages_leaves_out_has_its_sign_and_is_explained() {
    for size in [(120, 40), (80, 24)] {
        let frame = opened(size, "/term:modernization meaning:2003<enter>3").text();
        let legend = "~ left out";
        assert!(frame.contains(legend) && frame.matches('~').count() > 2, "{size:?}\n{frame}");
        assert!(!opened(size, "/term:modernization<enter>3").text().contains('~'), "{size:?}");
    }
}

#[test]
fn the_sentences_of_a_whole_text_are_a_picture_and_numbers() {
    let paragraphs: Vec<String> = (1..=90)
        .map(|at| {
            if [2, 17, 60, 61].contains(&at) { "A linchpin.".into() } else { format!("They met {at} times.") }
        })
        .collect();
    for (size, picture) in [
        ((120, 40), format!(" ░█{}█{}██{}", "░".repeat(14), "░".repeat(42), "░".repeat(29))),
        // A sign is of one or two sentences.
        ((60, 36), String::from(" ░█░")),
    ] {
        let mut explorer = with_texts(size, &[whole_text("text", "SCM 55", Some("scm-55"), &paragraphs)]);
        explorer.press("/linchpin<enter>3");
        go_to(&mut explorer, "─ 2023-11-13 SCM 55 ·");
        let frame = explorer.text();
        for wanted in [&picture, "90 sentences, linchpin in 4: 2, 17, 60, 61"] {
            assert!(frame.contains(wanted), "{size:?} {wanted}\n{frame}");
        }
    }
}

#[test]
fn no_picture_of_sentences_is_shown_where_no_whole_text_is_held() {
    let mut explorer = opened((120, 40), "/term:modernization<enter>3");
    for _ in 0..37 {
        let frame = explorer.text();
        assert!([" sentence, ", " sentences, "].iter().all(|words| !frame.contains(words)), "{frame}");
        explorer.press("<left>");
    }
}

#[test]
fn how_many_statements_are_left_out_on_each_side_is_said() {
    let mut explorer = opened((80, 24), "3vvvv");
    assert_eq!(scale(&explorer), TimelineScale::Statement);
    let more = |explorer: &Explorer| ['‹', '›'].map(|side| explorer.text().contains(&format!("more {side}")));
    explorer.press(&"<left>".repeat(40));
    assert_eq!(more(&explorer), [false, true], "{}", explorer.text());
    explorer.press(&"<right>".repeat(18));
    assert_eq!(more(&explorer), [true, true], "{}", explorer.text());
    explorer.press(&"<right>".repeat(40));
    assert_eq!(more(&explorer), [true, false], "{}", explorer.text());
    assert_eq!(more(&opened((120, 40), "3")), [false, false]);
}

#[test]
fn other_passages_of_the_statement_that_say_it_are_read_beneath() {
    let mut explorer = opened((120, 40), "/term:modernization<enter>3");
    go_to(&mut explorer, "─ 2024-10-30 SCM 56 ·");
    let frame = explorer.text();
    assert!(frame.contains("lines 3, wordings 1") && frame.contains("  also scm-56/"), "{frame}");
}

#[test]
fn without_other_signs_than_ascii_silence_is_told_from_what_nobody_holds() {
    let mut explorer =
        with_texts((120, 40), &[whole_text("text", "SCM 4", Some("scm-4"), &["They met.".into()])]);
    explorer.press("/linchpin<enter>3v");
    assert_eq!(scale(&explorer), TimelineScale::Year);
    let frame = linchpin::terminal::screen::text(&picture(&explorer.app, true).0);
    let legend = "# says it  : silent in its whole text  . not in the part seen  _ none held";
    assert!(frame.contains(legend), "{frame}");
    let bars: Vec<&str> = frame.split_whitespace().filter(|word| *word == ":").collect();
    assert_eq!(bars.len(), 2, "one bar and one in the legend\n{frame}");
}

#[test]
fn rivals_that_overlap_are_both_counted_and_the_screen_says_so() {
    for size in [(120, 40), (80, 24)] {
        let frame = opened(size, "/flexibility vs \"strategic flexibility\"<enter>3").text();
        assert!(
            frame.contains("“flexibility” is a part of “strategic flexibility”: the longer"),
            "{size:?}\n{frame}"
        );
    }
    assert!(!opened((120, 40), "/linchpin vs \"strategic flexibility\"<enter>3").shows("is a part of"));
}

#[test]
fn groups_that_are_out_of_sight_have_a_sign() {
    let has = |explorer: &Explorer, sign: char| {
        explorer.text().lines().any(|line| line.trim_start().starts_with(sign))
    };
    for (by, size) in [(TimelineScale::Year, (40, 12)), (TimelineScale::Series, (40, 9))] {
        let mut explorer = opened(size, "3");
        while scale(&explorer) != by {
            explorer.press("v");
        }
        explorer.press(&"<left>".repeat(40));
        assert!(has(&explorer, '↓') && !has(&explorer, '↑'), "{by:?} {}", explorer.text());
        explorer.press(&"<right>".repeat(40));
        assert!(!has(&explorer, '↓') && has(&explorer, '↑'), "{}", explorer.text());
    }
    // Where all groups have room, no sign is needed.
    let mut explorer = opened((120, 40), "3");
    while scale(&explorer) != TimelineScale::Series {
        explorer.press("v");
    }
    assert!(!has(&explorer, '↓') && !has(&explorer, '↑'), "{}", explorer.text());
}
