//! Searching in the explorer: what is typed, what is found, what is marked, by the real loop.

use std::collections::BTreeSet;

use crate::fixture::FIXTURE;
use crate::harness::{Explorer, squeezed};
use linchpin::app::list::Order;
use linchpin::app::theme::Theme;
use linchpin::library::Library;
use linchpin::terminal::events::Event;
use linchpin::terminal::paste::PastedText;
use ratatui::style::{Color, Modifier};
use serde_json::Value;

/// Everything that is drawn as a hit, in reading order.
fn marked(explorer: &Explorer) -> Vec<String> {
    let frame = explorer.cells();
    let width = usize::from(frame.area.width);
    let mut pieces = Vec::new();
    for row in frame.content.chunks(width) {
        let mut piece = String::new();
        for (x, cell) in row.iter().enumerate() {
            let second = x > 0 && unicode_width::UnicodeWidthStr::width(row[x - 1].symbol()) > 1;
            if second {
                continue;
            }
            if cell.bg == Color::LightCyan {
                piece.push_str(cell.symbol());
            } else if !piece.is_empty() {
                pieces.push(std::mem::take(&mut piece));
            }
        }
        pieces.extend(Some(piece).filter(|piece| !piece.is_empty()));
    }
    pieces
}

fn places(explorer: &Explorer) -> Vec<String> {
    let corpus = &explorer.app.library.corpus;
    explorer.app.passages().map(|hit| corpus.passage(hit).unwrap().1.id.to_string()).collect()
}

#[test]
fn every_keystroke_narrows_the_list_and_brings_the_best_passage_and_its_marks() {
    let mut explorer = Explorer::open(120, 40);
    let mut held = explorer.app.list.rows.len();
    explorer.press("/");
    for (letter, most) in [("f", 40), ("l", 40), ("e", 40), ("x", 12), ("i", 12), ("b", 12)] {
        explorer.press(letter);
        let statements: BTreeSet<usize> = explorer.app.list.rows.iter().map(|row| row.statement).collect();
        assert!(statements.len() <= held.min(most), "after {letter}: {}", statements.len());
        held = statements.len();
    }
    assert_eq!(explorer.app.passage_id(), Some("washington-post-2025-08-09/1"), "the newest of equals");
    // In the passage, and below the statements that have a hit.
    assert!(marked(&explorer).iter().all(|mark| mark == "flexib"));
    assert!(marked(&explorer).len() > 1);
    assert!(explorer.shows("/flexib") && explorer.shows("of 94 passages"));
    explorer.press("<esc>");
    assert_eq!(explorer.app.list.rows.len(), 40);
    assert_eq!(explorer.app.passage_id(), Some("scm-35/1"), "Esc goes back to where the search began");
}

#[test]
fn what_matches_in_the_list_is_marked_there_too() {
    let mut explorer = Explorer::open(120, 40);
    explorer.press("/wilson");
    // In the reversed row of the list, the match is what is not reversed.
    let marked = explorer.styled(Modifier::empty(), Some(Color::Black));
    assert!(marked.iter().filter(|piece| *piece == "Wilson").count() >= 2, "{marked:?}");
}

#[test]
fn n_and_shift_n_go_through_the_hits_across_statements_with_a_counter() {
    let mut explorer = Explorer::open(120, 40);
    explorer.press("/linchpin<enter>");
    let listed = explorer.app.passages().count();
    let held = explorer.app.search.found.as_ref().unwrap().total();
    assert!(held >= 3 && listed > held, "{held} of {listed} listed hits count");
    let mut seen = Vec::new();
    for number in 1..=listed {
        let (at, of) = explorer.app.search.counter.unwrap();
        // Those found only in notes and titles come last here and have no number.
        assert_eq!((at, of), (if number > held { 0 } else { number }, held));
        if at > 0 {
            assert!(explorer.shows(&format!("hit {at} of {held}: /linchpin")));
        }
        seen.push(explorer.app.passage_id().unwrap().to_owned());
        explorer.press("n");
    }
    let mut all = places(&explorer);
    assert_eq!(seen[0], explorer.app.passage_id().unwrap(), "around to where it began");
    all.sort();
    seen.sort();
    assert_eq!(seen, all);
    let here = explorer.app.passage_id().unwrap().to_owned();
    explorer.press("nN");
    assert_eq!(explorer.app.passage_id().unwrap(), here);
}

#[test]
fn words_are_found_by_phrase_exclusion_spelling_slip_and_script() {
    for (query, wanted, unwanted) in [
        ("\"global comprehensive\"", "scm-54/1", "scm-50/2"),
        ("linchpin -indo", "2plus2-2012-06-14/1", "scm-53/1"),
        ("modernisation", "scm-35/1", "scm-54/1"),
        ("modernizing", "scm-35/1", "scm-54/1"),
        ("modrenization", "scm-35/1", "scm-54/1"),
        ("strategc flexiblity", "scm-35/2", "scm-54/1"),
        ("현대화", "scm-4/1", "scm-54/1"),
        ("현대화", "scm-35/1", "scm-36/1"),
        ("ㅎㄷㅎ", "scm-4/1", "scm-36/1"),
        ("현데화", "scm-4/1", "scm-36/1"),
        ("strategic flexibility", "scm-36/1", "scm-4/1"),
        ("series:SCM year:2018..2022", "scm-51/2", "scm-56/1"),
        ("standing:press", "yonhap-2025-08-08/1", "wilson-2025-08-08/1"),
        ("meaning:2025 deterrence", "wilson-2025-08-08/1", "scm-56/1"),
        ("has:check verdict:misattributed", "scm-51/2", "scm-51/1"),
        ("term:strategic-flexibility", "scm-36/1", "scm-35/1"),
    ] {
        let mut explorer = Explorer::open(120, 40);
        explorer.press(&format!("/{query}"));
        let places = places(&explorer);
        assert!(places.iter().any(|place| place == wanted), "{query} finds {wanted}: {places:?}");
        assert!(!places.iter().any(|place| place == unwanted), "{query} leaves out {unwanted}: {places:?}");
    }
}

#[test]
fn a_search_that_finds_nothing_says_which_word_and_what_is_near() {
    let mut explorer = Explorer::open(120, 40);
    explorer.press("/flexibility qwertyzz");
    assert!(explorer.shows("Nothing found.") && explorer.shows("No passage has qwertyzz"));
    explorer.press("<esc>/linch pxn");
    let text = squeezed(&explorer.app.reading.scrolled.page.text());
    assert!(text.contains("Nothing found."), "{text}");
    explorer.press("<esc>/foo:bar linchpin<enter>");
    assert!(explorer.app.list.rows.is_empty(), "a query that is not understood finds nothing");
    assert!(explorer.shows("`foo:` is not a filter"), "{}", explorer.text());
}

/// Whether a value of the filters is set, and its count, as its row shows them.
fn row(explorer: &Explorer, value: &str) -> Option<(bool, usize)> {
    let text = explorer.text();
    let is_its = |line: &&str| line.trim_start().get(4..).is_some_and(|rest| rest.starts_with(value));
    let line = text.lines().find(is_its)?;
    let count = line.split_whitespace().last()?.parse().ok()?;
    Some((line.trim_start().starts_with("[x]"), count))
}

fn hits(explorer: &Explorer) -> usize {
    explorer.app.search.found.as_ref().unwrap().total()
}

#[test]
fn filters_stand_in_groups_with_counts_of_the_hits_at_hand() {
    let mut explorer = Explorer::open(120, 80);
    explorer.press("f");
    for heading in ["Standing", "Series", "Years", "Meaning of the word", "Wording check"] {
        assert!(explorer.shows(heading), "{heading}");
    }
    assert!(explorer.shows("Space tick") && explorer.shows("Enter show the hits"), "{}", explorer.text());
    let all = explorer.app.library.corpus.passages();
    let (joint, scm) = (row(&explorer, "joint").unwrap(), row(&explorer, "SCM").unwrap());
    assert!(!joint.0 && joint.1 < all && scm.1 < all, "{joint:?} {scm:?}");
    // Only the cursor is reversed.
    explorer.press("<space>");
    let reversed = explorer.styled(Modifier::REVERSED, None);
    assert!(reversed.len() == 1 && reversed[0].starts_with("[x] "), "{reversed:?}");
    explorer.press("<space>q/deterrence<enter>f");
    let now = row(&explorer, "joint").unwrap();
    assert!(now.1 < hits(&explorer).min(joint.1), "counts are of the hits at hand: {now:?}");
}

#[test]
fn values_of_one_group_are_either_and_groups_narrow_each_other() {
    let mut explorer = Explorer::open(120, 80);
    explorer.press("f/SCM<enter>");
    let scm = row(&explorer, "SCM").unwrap().1;
    explorer.press("<space>");
    assert_eq!(explorer.app.search.field.text(), "series:SCM");
    assert_eq!((row(&explorer, "SCM"), hits(&explorer)), (Some((true, scm)), scm));
    // Another value of the group: its count does not depend on the first, and both are added up.
    explorer.press("/<c-u>2+2<enter>");
    let other = row(&explorer, "2+2").unwrap().1;
    explorer.press("<space>");
    assert_eq!(hits(&explorer), scm + other, "{}", explorer.text());
    // A value of another group: the hits that pass both, and the counts of the first group follow.
    explorer.press("/<c-u>meaning:2003<enter>");
    let meant = row(&explorer, "A 2003").unwrap().1;
    explorer.press("<space>");
    assert_eq!(hits(&explorer), meant);
    explorer.press("/<c-u>series:SCM<enter>");
    assert!(row(&explorer, "SCM").unwrap().1 <= meant);
    explorer.press("<space>");
    assert_eq!(explorer.app.search.field.text(), "meaning:2003 series:2+2");
    explorer.press("/<c-u>2+2<enter><space>/<c-u>meaning:2003<enter><space>");
    assert!(explorer.app.search.found.is_none(), "{}", explorer.app.search.field.text());
    explorer.press("<enter>");
    assert!(matches!(explorer.app.mode, linchpin::app::Mode::Panes));
}

#[test]
fn a_typed_filter_is_ticked_and_lifted_without_touching_the_rest_of_the_query() {
    let mut explorer = Explorer::open(120, 80);
    for (typed, value, expected) in [
        (
            "\"extended  deterrence\" series:SCM,2+2 -korea",
            "SCM",
            "\"extended  deterrence\" series:2+2 -korea",
        ),
        ("standing:press", "press report", ""),
        ("standing:\"press report\",joint a", "joint", "standing:\"press report\" a"),
        ("meaning:a", "A 2003", ""),
    ] {
        explorer.press(&format!("/<c-u>{typed}<enter>f/{value}<enter>"));
        assert_eq!(row(&explorer, value).map(|(set, _)| set), Some(true), "{typed}: {}", explorer.text());
        for _ in 0..9 {
            if !explorer.styled(Modifier::REVERSED, None).iter().any(|piece| piece.contains(value)) {
                explorer.press("j");
            }
        }
        explorer.press("<space>");
        assert_eq!(explorer.app.search.field.text(), expected, "{typed}");
        explorer.press("q");
    }
    // A value with a blank is quoted, and found.
    explorer.press("/<c-u><enter>f/press report<enter><space>");
    assert_eq!(explorer.app.search.field.text(), "standing:\"press report\"");
    assert!(hits(&explorer) > 0);
}

#[test]
fn the_list_can_be_put_in_four_orders() {
    let mut explorer = Explorer::open(120, 40);
    let first = |explorer: &Explorer| explorer.app.list.rows[0].statement;
    explorer.press("o");
    assert_eq!((explorer.app.list.order, first(&explorer)), (Order::Newest, 39));
    explorer.press("o");
    assert_eq!(explorer.app.list.order, Order::Series);
    explorer.press("o");
    assert_eq!((explorer.app.list.order, first(&explorer)), (Order::Oldest, 0));
    explorer.press("/flexibility<enter>");
    assert_eq!(explorer.app.list.order, Order::Match, "while searching the best match is first");
    assert_eq!(
        explorer.app.passages().next().unwrap(),
        explorer.app.search.found.as_ref().unwrap().hits[0].passage
    );
    explorer.press("o<esc>");
    assert_eq!(explorer.app.list.order, Order::Oldest);
    explorer.press("/deterrence<enter>");
    assert_eq!(explorer.app.list.order, Order::Oldest, "what was chosen for searches stays");
}

#[test]
fn a_hit_is_always_shown_and_where_it_is_not_in_the_words_a_line_says_where() {
    let mut explorer = Explorer::open(60, 15);
    explorer.press("/\"strategic flexibility\"<enter>");
    assert_eq!(explorer.app.search.counter, Some((1, 2)));
    explorer.press("<esc>/strategic flexibility in:about<enter>");
    let hits = places(&explorer);
    assert!(hits.iter().any(|id| id == "fact-sheet-2025/3"), "{hits:?}");
    while explorer.app.passage_id() != Some("fact-sheet-2025/3") {
        explorer.press("n");
    }
    assert!(explorer.app.reading.scrolled.page.text().contains("found only in: context"));
    assert!(!marked(&explorer).is_empty(), "{}", explorer.text());
}

#[test]
fn a_query_is_offered_again_and_a_word_that_is_typed_replaces_it() {
    let mut explorer = Explorer::open(80, 24);
    let mut query = |keys: &str| {
        explorer.press(keys);
        explorer.app.search.field.text().to_owned()
    };
    assert_eq!(query("/linchpin<enter>/deterrence<enter>"), "deterrence");
    assert_eq!(query("/ standing:joint<enter>"), "deterrence standing:joint");
    assert_eq!(query("/<bs><enter>"), "deterrence standing:join");
    assert_eq!(query("/<end>t<enter>"), "deterrence standing:joint");
    assert_eq!(query("/<enter>"), "deterrence standing:joint");
}

#[test]
fn statements_that_are_not_listed_are_told_on_every_screen() {
    let sentence = "The zebra crossing between both countries is safe.";
    let mut data: Value = serde_json::from_str(&std::fs::read_to_string(FIXTURE).unwrap()).unwrap();
    for statement in data["statements"].as_array_mut().unwrap().iter_mut().take(6) {
        statement["passages"][0]["text"] = sentence.into();
        statement["passages"][0].as_object_mut().unwrap().remove("check");
    }
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), data.to_string()).unwrap();
    for size in [(60, 20), (80, 24), (120, 40)] {
        let library = Library::open(&file.path().into()).unwrap();
        let mut explorer = Explorer::with_library(library, size, Theme::Mono);
        explorer.press("/zebra<enter>");
        assert!(
            explorer.shows("+1") && explorer.shows("1 hit · 1 more says the same; by date"),
            "{}",
            explorer.text()
        );
    }
}

#[test]
fn a_term_is_searched_for_only_where_it_is_on_the_screen() {
    let mut explorer = Explorer::open(120, 40);
    explorer.press("G4");
    assert!(!explorer.shows("this term"), "{}", explorer.text());
    explorer.press("*");
    assert!(explorer.shows("no key term here"), "{}", explorer.text());
    assert_eq!(explorer.app.search.field.text(), "");
}

#[test]
fn statements_without_a_phrase_stand_below_what_is_known_of_them() {
    let mut explorer = Explorer::open(120, 60);
    explorer.press("/without:\"strategic flexibility\"");
    assert!(explorer.shows("0 silent, 35 not seen"), "{}", explorer.text());
    assert!(explorer.shows("── not seen in the part held"));
    explorer.press("<enter>");
    assert!(explorer.shows("0 silent, 35 not seen: /without:\"strategic flexibility\""));
    assert!(explorer.shows("2 of 37 statements say it; 0 silent; 35 not seen in the part held"));
    assert_eq!(explorer.app.list.rows.len(), 35);
    assert_eq!(explorer.app.search.counter, Some((0, 0)), "what is not known is not counted");
}

#[test]
fn a_query_that_is_not_understood_finds_nothing_and_shows_why() {
    let mut explorer = Explorer::open(120, 40);
    for (query, said) in [
        ("alliance w/10 deterrence", "write /10"),
        ("alliance /x deterrence", "write /s"),
        ("date:2018/03/14", "did you mean `date:2018-03-14`?"),
        ("hou*thi", "write hou*"),
        ("\"\"", "contains no word to look for"),
        ("standing:joint \"-\"", "contains no word to look for"),
    ] {
        explorer.press(&format!("/<c-u>{query}<enter>"));
        assert!(explorer.app.list.rows.is_empty() && explorer.shows(said), "{query}: {}", explorer.text());
    }
}

#[test]
fn up_and_down_in_the_field_go_through_the_queries_before() {
    let mut explorer = Explorer::open(120, 40);
    explorer.press("/deterrence<enter>/<c-u>linchpin series:SCM<enter>/<c-u>flex");
    let typed = |explorer: &Explorer| explorer.app.search.field.text().to_owned();
    for (key, expected) in [
        ("<up>", "linchpin series:SCM"),
        ("<up>", "deterrence"),
        ("<up>", "deterrence"),
        ("<down>", "linchpin series:SCM"),
        ("<down>", "flex"),
    ] {
        explorer.press(key);
        assert_eq!(typed(&explorer), expected, "{key}");
        let found = explorer.app.library.find(expected, None).unwrap();
        assert_eq!(hits(&explorer), found.total(), "it is searched at once");
    }
    let from = explorer.app.passage_id().map(str::to_owned);
    explorer.press("<down>");
    assert!(
        typed(&explorer) == "flex" && explorer.app.passage_id() != from.as_deref(),
        "then it moves in the list"
    );
    explorer.press("<up><up> <enter>");
    assert_eq!(explorer.app.search.past.fresh(), ["linchpin series:SCM", "deterrence"]);
    // Esc discards the query.
    explorer.press("/<c-u>never asked<esc>");
    assert_eq!(explorer.app.search.past.fresh().len(), 2);
}

#[test]
fn a_query_is_never_an_error() {
    let mut explorer = Explorer::open(100, 30);
    for query in
        ["\"", "-", "--", "- \"", "term:", ":", "year:..", "year:x..y", "🙂", "현ㄷ", "((", "a\"b\"c"]
    {
        explorer.press("/<c-u>");
        for letter in query.chars() {
            explorer.key(linchpin::app::keys::Key::Char(letter));
        }
        explorer.press("<enter>");
        assert!(explorer.shows("A 2003 Posture"), "{query}");
        explorer.press("<esc>");
    }
    let long = "modernization ".repeat(800);
    explorer.feed(Event::Paste(PastedText::whole(&long)));
    assert!(explorer.app.search.counter.is_some());
}

#[test]
fn a_search_that_a_jump_had_to_leave_is_one_esc_away() {
    for jump in ["[", "e"] {
        let mut explorer = Explorer::open(120, 40);
        explorer.press("/핵심축<enter>");
        let from = explorer.app.passage_id().unwrap().to_owned();
        explorer.press(jump);
        assert!(
            explorer.app.search.found.is_none()
                && explorer.shows("search closed, because this passage is not a hit; Esc reopens it"),
            "{jump}"
        );
        explorer.press("<esc>");
        assert_eq!(
            (explorer.app.search.field.text(), explorer.app.passage_id()),
            ("핵심축", Some(&*from)),
            "{jump}"
        );
    }
}

#[test]
fn where_nothing_is_found_no_key_acts_on_a_passage_that_is_not_shown() {
    let mut explorer = Explorer::open(100, 30);
    explorer.press("/zzzqqq<enter>");
    for key in ["m", "a", "y", "p"] {
        explorer.press(key);
        assert!(explorer.shows("nothing is selected here"), "{key}");
    }
    explorer.press("'");
    assert!(!explorer.shows("SCM 35"), "nothing was marked");
}
