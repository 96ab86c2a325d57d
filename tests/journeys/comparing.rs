//! Compare on the screen: two statements, two sets, chosen with `c`, `4` and `vs`, at all sizes.

use std::io::Write;

use linchpin::app::mouse::{Gesture, MouseInput};
use linchpin::app::theme::Theme;
use linchpin::app::views::ViewKind;
use linchpin::terminal::events::Event;
use ratatui::layout::Position;
use ratatui::style::Modifier;
use serde_json::{Value, json};
use tempfile::NamedTempFile;

use crate::harness::Explorer;

fn opened(size: (u16, u16), keys: &str) -> Explorer {
    let mut explorer = Explorer::open(size.0, size.1);
    assert!(explorer.press(keys).is_none());
    explorer
}

const STATEMENTS: &str = "/scm-53<enter>cc/fact-sheet-2025<enter>c";
const SETS: &str = "/meaning:2003 vs meaning:2025<enter>4";

fn shown(explorer: &Explorer) -> ViewKind {
    explorer.app.views.shown
}

#[test]
fn two_statements_and_two_sets() {
    insta::assert_snapshot!("statements_120x40", opened((120, 40), STATEMENTS).text());
    insta::assert_snapshot!("statements_80x24", opened((80, 24), STATEMENTS).text());
    insta::assert_snapshot!("sets_120x40", opened((120, 40), SETS).text());
    insta::assert_snapshot!("sets_80x24", opened((80, 24), SETS).text());
}

#[test]
fn every_size_shows_the_selected_item() {
    for size in [(200, 60), (120, 40), (80, 24), (60, 15), (40, 12), (20, 5)] {
        let frame = opened(size, &format!("{STATEMENTS}j")).text();
        assert!(frame.contains("scm-53/1"), "{size:?}\n{frame}");
        let frame = opened(size, &format!("{SETS}G")).text();
        assert!(frame.contains("regional"), "{size:?}\n{frame}");
    }
    // Without a key, the first change is selected.
    for size in [(80, 24), (60, 15), (40, 12)] {
        let frame = opened(size, STATEMENTS).text();
        assert!(frame.contains("scm-53/1"), "{size:?}\n{frame}");
    }
    for size in [(0, 0), (1, 1), (5, 3), (20, 5), (46, 7)] {
        opened(size, &format!("{STATEMENTS}jvjvhlvixGg<enter><esc>c<esc>"));
        opened(size, &format!("{SETS}jvhlixGg<enter><esc>c<esc>"));
    }
}

#[test]
fn v_lists_what_changed_all_and_what_only_one_says() {
    let mut explorer = opened((120, 40), STATEMENTS);
    for (title, items) in
        [("[changed]", 1), ("[all]", 11), ("[only A]", 2), ("[only B]", 8), ("[changed]", 1)]
    {
        let frame = explorer.text();
        assert!(frame.contains(title), "{title}\n{frame}");
        assert_eq!(explorer.app.views.compare.as_ref().unwrap().place().1, items, "{title}");
        explorer.press("v");
    }
    // What only B says is where B says it: before the first pair, and after what precedes it.
    let frame = opened((200, 60), &format!("{STATEMENTS}v")).text();
    let places: Vec<usize> = [
        "fact-sheet-2025/1 · only B",
        "scm-53/1 (official) → fact-sheet-2025/4",
        "scm-53/2 (official) · only A",
    ]
    .iter()
    .map(|caption| frame.find(caption).unwrap())
    .collect();
    assert!(places.is_sorted(), "{frame}");
    // Without a pair everything is listed at once, with the reason.
    let frame = opened((120, 40), "4").text();
    assert!(frame.contains("[all]") && frame.contains("This says nothing of the communiqués"), "{frame}");
    assert!(frame.contains("scm-34/1 · only A") && frame.contains("scm-35/1 · only B"), "{frame}");
}

#[test]
fn what_is_gone_and_new_is_told_apart_with_and_without_color_on_either_side() {
    let explorer = opened((120, 40), STATEMENTS);
    assert_eq!(explorer.styled(Modifier::CROSSED_OUT, None), ["of", "stability"]);
    let new = explorer.styled(Modifier::BOLD | Modifier::UNDERLINED, None);
    assert_eq!(new, ["for", "security", "prosperity", "the"]);
    let mut explorer = Explorer::with_theme(120, 40, Theme::Mono);
    explorer.press(STATEMENTS);
    for words in ["linchpin [-of-] peace", "[-stability-]", "linchpin [+for+] peace, [+security+]"] {
        assert!(explorer.text().contains(words), "{words}\n{}", explorer.text());
    }
    explorer.press("i");
    assert!(explorer.shows("linchpin [-of-] [+for+] peace"), "{}", explorer.text());
    explorer.press("ix");
    let frame = explorer.text();
    assert!(frame.contains("A 2025-11-13 Fact Sheet → B 2021-12-02 SCM 53"), "{frame}");
    assert!(frame.contains("[-for-]") && frame.contains("[+of+]"), "{frame}");
}

#[test]
fn sides_are_swapped_as_long_as_they_are_compared() {
    let mut explorer = opened((120, 40), &format!("{SETS}x"));
    let swapped = explorer.text();
    assert!(swapped.contains("A meaning C 2025 Reach → B meaning A 2003 Posture"), "{swapped}");
    assert!(swapped.lines().next().unwrap().ends_with("/meaning:2003 vs meaning:2025"), "{swapped}");
    explorer.press("/<c-u>linchpin vs deterrence<enter>");
    assert!(explorer.shows("A linchpin → B deterrence"), "{}", explorer.text());
    explorer.press("/<c-u>meaning:2003 vs meaning:2025<enter>");
    assert!(explorer.shows("A meaning A 2003 Posture → B meaning C 2025 Reach"), "{}", explorer.text());
    explorer.press("xx");
    assert_eq!(explorer.text(), opened((120, 40), SETS).text());
    explorer.press("x1<esc>4");
    assert!(!explorer.shows("B meaning A 2003"), "{}", explorer.text());
}

#[test]
fn enter_reads_the_selected_side_and_esc_comes_back_to_it_and_then_to_where_it_began() {
    let mut explorer = opened((120, 40), "/scm-53<enter>2cc/fact-sheet-2025<enter>3c");
    assert_eq!(shown(&explorer), ViewKind::Compare);
    explorer.press("jh");
    assert_eq!(explorer.app.passage_id(), Some("scm-53/1"));
    let before = explorer.text();
    explorer.press("yy");
    assert!(explorer.copied().contains("53rd"), "{}", explorer.copied());
    explorer.press("<enter>");
    assert_eq!((shown(&explorer), explorer.app.passage_id()), (ViewKind::Explore, Some("scm-53/1")));
    explorer.press("<esc>");
    assert_eq!((shown(&explorer), explorer.text()), (ViewKind::Compare, before));
    explorer.press("l");
    assert_eq!(explorer.app.passage_id(), Some("fact-sheet-2025/4"));
    explorer.press("<esc>");
    assert_eq!(shown(&explorer), ViewKind::Explore);
}

#[test]
fn c_compares_with_the_one_before_or_with_the_statement_that_is_chosen_next() {
    let mut explorer = opened((120, 40), "/scm-53<enter>3c");
    assert!(explorer.shows("A 2019-11-15 SCM 51 → B 2021-12-02 SCM 53"), "{}", explorer.text());
    explorer.press("<esc>");
    assert_eq!(shown(&explorer), ViewKind::Timeline);
    explorer.press("cc");
    assert_eq!(shown(&explorer), ViewKind::Explore);
    assert!(explorer.shows("c compares it with SCM 53"), "{}", explorer.text());
    explorer.press("<esc>");
    assert_eq!(shown(&explorer), ViewKind::Compare, "nothing was chosen");
    // The earlier one is A, whichever was chosen first.
    explorer.press("c/scm-50<enter>c");
    assert!(explorer.shows("A 2018-10-31 SCM 50 → B 2021-12-02 SCM 53"), "{}", explorer.text());
    // `4` returns to the pair while the passage belongs to it, and else makes another one.
    explorer.press("1");
    explorer.press("4");
    assert!(explorer.shows("SCM 50 → B 2021-12-02 SCM 53"), "{}", explorer.text());
    explorer.press("1/scm-35<enter>4");
    assert!(explorer.shows("A 2002 SCM 34 → B 2003-11-17 SCM 35"), "{}", explorer.text());
}

/// A whole text with these paragraphs.
pub(crate) fn whole_text(id: &str, label: &str, of: Option<&str>, paragraphs: &[String]) -> Value {
    let numbered = paragraphs.iter().enumerate().map(|(at, text)| {
        let at = at + 1;
        json!({"id": format!("{id}/{at}"), "kind": "quotation", "text": text, "locus": format!("¶{at}"), "source": "texts"})
    });
    json!({
        "id": id, "series": "SCM", "number": 55, "title": label, "label": label, "date": "2023-11-13",
        "issuers": ["Republic of Korea", "United States"], "signatories": [], "standing": "joint", "held": "Whole text",
        "extent": "whole", "of": of, "passages": numbered.collect::<Vec<_>>()
    })
}

/// The explorer with texts of the reader's own.
pub(crate) fn with_texts(size: (u16, u16), texts: &[Value]) -> Explorer {
    let source = json!({"id": "texts", "kind": "imported text", "title": "Texts", "sha256": "0".repeat(64)});
    let added =
        json!({"schema": 1, "id": "texts", "title": "Texts", "sources": [source], "statements": texts});
    let mut file = NamedTempFile::new().unwrap();
    file.write_all(added.to_string().as_bytes()).unwrap();
    Explorer::with_added(size.0, size.1, file.path())
}

/// Whole texts of SCM 55 in two languages.
fn in_two_languages(size: (u16, u16)) -> Explorer {
    let english = [
        "The meeting was held in Seoul on November 13, 2023.",
        "The alliance is the linchpin of peace and stability on the Korean Peninsula and beyond.",
        "They welcomed the troops of U.S. Forces Korea.",
    ];
    let korean = [
        "회의가 2023년 11월 13일 서울에서 개최되었다.",
        "동맹은 한반도 및 세계의 평화와 안정의 핵심축이다.",
        "양측은 주한미군을 환영하였다.",
        "양측은 다음 회의를 열기로 하였다.",
    ];
    let of = Some("scm-55");
    let text = |id: &str, label: &str, paragraphs: &[&str]| {
        whole_text(id, label, of, &paragraphs.iter().map(ToString::to_string).collect::<Vec<_>>())
    };
    with_texts(size, &[text("english", "SCM 55 en", &english), text("korean", "SCM 55 ko", &korean)])
}

#[test]
fn long_texts_are_compared_behind_the_frame_that_says_so() {
    let text = |id: &str, of: usize| {
        let paragraphs: Vec<String> = (0..600)
            .map(|at| format!("They agreed on point {at}, of which {} were left.", at * of))
            .collect();
        whole_text(id, &format!("Text {id}"), None, &paragraphs)
    };
    let mut explorer = with_texts((120, 40), &[text("one", 3), text("other", 5)]);
    explorer.press("/\"point 7\" title:one<enter>cc/<c-u>\"point 7\" title:other<enter>c");
    assert!(explorer.shows(" comparing 1200 passages"), "{}", explorer.text());
    assert!(!explorer.shows("Text one"), "{}", explorer.text());
    assert!(explorer.go_on() && !explorer.go_on());
    assert!(explorer.shows("600 and 600 sentences") && explorer.shows("→"), "{}", explorer.text());
    // What the reader goes to meanwhile is never mistaken for it.
    explorer.press("x");
    assert!(explorer.shows(" comparing 1200 passages"), "{}", explorer.text());
    explorer.press("1/<c-u>scm-53<enter>c");
    assert!(explorer.shows("A 2019-11-15 SCM 51 → B 2021-12-02 SCM 53"), "{}", explorer.text());
    assert!(!explorer.go_on() && !explorer.shows("comparing"), "{}", explorer.text());
}

#[test]
fn a_statement_in_two_languages_is_compared_paragraph_by_paragraph() {
    let mut explorer = in_two_languages((120, 40));
    explorer.press("/scm-55<enter>4");
    insta::assert_snapshot!("languages_120x40", explorer.text());
    // At first those whose key terms differ; `v` shows the others.
    explorer.press("wp");
    assert!(explorer.printed().contains("only English: beyond the Peninsula"), "{}", explorer.printed());
    explorer.press(" v");
    for shown in ["english/1 ↔ korean/1", "english/3 ↔ korean/3", "korean/4 · only B"] {
        assert!(explorer.shows(shown), "{shown}\n{}", explorer.text());
    }
    explorer.press("i");
    insta::assert_snapshot!("languages_inline_120x40", explorer.text());
    // `c` compares it with the one before, as any other statement.
    explorer.press("1c");
    assert!(explorer.shows("Sentences and key terms") && explorer.shows("SCM 55"), "{}", explorer.text());
    // And one text with the other.
    let mut explorer = in_two_languages((120, 40));
    explorer.press("/핵심축이다<enter>cc/ \"peninsula and beyond\"<enter>c");
    assert!(
        explorer.shows("Compare · A SCM 55 ko in Korean → B SCM 55 en in English"),
        "{}",
        explorer.text()
    );
    explorer.press("x");
    assert!(
        explorer.shows("Compare · A SCM 55 en in English → B SCM 55 ko in Korean"),
        "{}",
        explorer.text()
    );
    for size in [(80, 24), (60, 15), (40, 12), (20, 5), (1, 1)] {
        let mut explorer = in_two_languages(size);
        explorer.press("/scm-55<enter>4vjvx<esc>");
    }
}

#[test]
fn c_on_a_meaning_holds_it_for_another_meaning_or_a_statement() {
    let mut explorer = opened((120, 40), "<tab><tab>c");
    assert_eq!(shown(&explorer), ViewKind::Explore);
    assert!(
        explorer.shows("choose another statement or meaning; c compares it with meaning A 2003 Posture"),
        "{}",
        explorer.text()
    );
    explorer.press("<tab>/scm-57<enter>c");
    assert!(explorer.shows("Compare · A meaning A 2003 Posture → B SCM 57"), "{}", explorer.text());
    assert!(explorer.shows("B: SCM 57 · 1 statement of 37 held"), "{}", explorer.text());
    explorer.press("wp");
    assert!(explorer.printed().contains("B: scm-57 · 1 statement of 37 held"), "{}", explorer.printed());
    // Two meanings are a query with two sides.
    let mut explorer = opened((120, 40), "<tab><tab>cjc");
    assert!(
        explorer.shows("Compare · A meaning A 2003 Posture → B meaning B 2024 Capabilities"),
        "{}",
        explorer.text()
    );
    assert!(explorer.shows("/meaning:2003 vs meaning:2024"), "{}", explorer.text());
    explorer.press("1");
    explorer.press("c");
    assert_eq!(shown(&explorer), ViewKind::Explore);
}

#[test]
fn what_cannot_be_compared_says_why_and_what_to_do() {
    let frame = opened((120, 40), "/treaty-1953<enter>g4").text();
    assert!(frame.contains("No statement before") && frame.contains("Press c"), "{frame}");
    for (query, says) in [
        ("linchpin vs deterrence vs alliance", "two sides are compared; this query has 3"),
        ("linchpin vs meaning:2003", "`vs` needs"),
        ("meaning:2003 vs standng:joint", "did you mean"),
    ] {
        let frame = opened((120, 40), &format!("4/{query}<enter>")).text();
        assert!(frame.contains(says), "{query}\n{frame}");
    }
    // A statement is compared although the query has sides: they are closed.
    let mut explorer = opened((120, 40), "/linchpin vs deterrence<enter>4");
    assert!(explorer.shows("A linchpin → B deterrence"), "{}", explorer.text());
    explorer.press("1c");
    assert!(
        explorer.shows("search closed") && explorer.shows("Sentences and key terms"),
        "{}",
        explorer.text()
    );
}

#[test]
fn a_click_selects_an_item() {
    let mut explorer = opened((120, 40), &format!(":use the mouse<enter>{SETS}g"));
    let frame = explorer.text();
    let y = frame.lines().position(|line| line.contains("beyond the Peninsula")).unwrap();
    let before = explorer.app.views.compare.as_ref().unwrap().place();
    explorer.feed(Event::Mouse(MouseInput {
        gesture: Gesture::Click,
        at: Position::new(5, y.try_into().unwrap()),
    }));
    assert_ne!(explorer.app.views.compare.as_ref().unwrap().place(), before);
}

#[test]
fn a_passage_of_two_sets_is_read_in_explore_and_esc_brings_both_back() {
    let mut explorer = opened((80, 24), SETS);
    explorer.press("<down><enter>");
    assert!(explorer.shows("search closed, because this passage is not a hit"), "{}", explorer.text());
    assert!(!explorer.shows("Nothing found") && explorer.app.views.shown == ViewKind::Explore);
    explorer.press("<esc>");
    assert!(explorer.app.views.shown == ViewKind::Compare && explorer.shows("meaning:2003 vs meaning:2025"));
}

#[test]
fn what_matches_only_loosely_is_left_out_and_the_screen_says_so() {
    let explorer = opened((120, 40), "/modrenization vs linchpin<enter>4");
    assert!(explorer.shows("passages match only loosely, and are left out"), "{}", explorer.text());
}
