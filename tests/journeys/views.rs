//! What all views have in common: the passage in view is what they have selected, and every key has a visible effect.

use linchpin::app::mouse::{Gesture, MouseInput};
use linchpin::app::views::ViewKind;
use linchpin::terminal::events::Event;
use ratatui::layout::Position;

use crate::harness::Explorer;

fn opened(keys: &str) -> Explorer {
    let mut explorer = Explorer::open(120, 40);
    assert!(explorer.press(keys).is_none());
    explorer
}

/// What is selected belongs to the passage in view, which the screen names.
fn is_one(explorer: &Explorer, keys: &str) {
    let (app, corpus) = (&explorer.app, &explorer.app.library.corpus);
    let at = app.reading.at;
    match app.views.shown {
        ViewKind::Explore => return,
        ViewKind::Concordance => {
            let view = app.views.concordance.as_ref().unwrap();
            let is_of = |line: &linchpin::analysis::concordance::ConcordanceLine| {
                line.hit.passage == at || line.witnesses.contains(&at)
            };
            let has_one = view.concordance().is_some_and(|found| found.lines.iter().any(is_of));
            assert_eq!(view.selected_line().is_some_and(is_of), has_one, "{keys}");
            assert_eq!(view.selected.is_some(), has_one, "{keys}");
        }
        ViewKind::Timeline => {
            let view = app.views.timeline.as_ref().unwrap();
            let of = corpus.statement_of(at).map(|at| corpus.text_of(at).unwrap_or(at));
            let has_one = view.timeline().is_some_and(|found| found.statements.contains(&of.unwrap()));
            assert_eq!(view.statement(), of.filter(|_| has_one), "{keys}");
        }
        ViewKind::Draft => {
            let view = app.views.draft.as_ref().unwrap();
            let has_one = view.listed().iter().any(|row| {
                let place = row.place.as_ref().map(|place| place.passage);
                place.or(row.near.as_ref().map(|near| near.passage)) == Some(at)
            });
            assert!(view.lists_stretches || view.passage() == Some(at).filter(|_| has_one), "{keys}");
        }
        ViewKind::Compare => {
            let view = app.views.compare.as_ref().unwrap();
            let has_one = view.anchor_passages.iter().any(|sides| sides.contains(&Some(at)));
            assert_eq!(view.passage(), Some(at).filter(|_| has_one), "{keys}");
        }
    }
    let text = explorer.text();
    assert!(text.contains(&format!("in view: {} ", app.passage_id().unwrap())), "{keys}\n{text}");
}

#[test]
fn what_is_selected_is_the_passage_in_view_wherever_it_was_changed() {
    for keys in [
        "2<esc>G2",
        "3g3gG3",
        "3<right>1G3<left>j",
        "2j1gjj23",
        "2G/flex<enter>",
        "2/flex<enter>/joint<esc>",
        "/alliance<enter>2jj3jj2<lt>o",
        "2:argument<enter><esc>",
        "3f<space><enter>",
        "3vv1G3<right>",
        "2vvvjj1G2jv",
        "e23j2",
        "5n1G5nnv5",
        "5i<c-u>modernize our ties, cooperation across all domains<esc>nn2j5k",
        "4jjhlkvvjGixgh1G4",
        "4l1jjcvgjccjjcj<esc>2jcj",
        "/meaning:2003 vs meaning:2025<enter>4gjjjGlhx2",
    ] {
        let mut explorer = Explorer::open(120, 40);
        for (at, key) in linchpin::app::keys::parse(keys).unwrap().into_iter().enumerate() {
            explorer.key(key);
            if matches!(explorer.app.mode, linchpin::app::Mode::Panes) {
                is_one(&explorer, &format!("{keys} after {}", at + 1));
            }
        }
    }
}

#[test]
fn a_view_that_is_opened_moves_nothing() {
    for keys in ["", "G", "jjjj", "e", "/strategic<enter>", "/\"mutually reinforcing\"<enter>gj"] {
        let mut explorer = opened(keys);
        let before = explorer.app.passage_id().map(str::to_owned);
        for key in ["2", "3", "4", "2", "4", "1"] {
            explorer.press(key);
            assert_eq!(explorer.app.passage_id(), before.as_deref(), "{keys} {key}");
        }
    }
    let mut explorer = opened("e2");
    assert!(explorer.shows("No line selected"), "{}", explorer.text());
    explorer.press("<enter>");
    assert_eq!(explorer.app.views.shown, ViewKind::Concordance);
    assert!(explorer.shows("nothing is selected here"), "{}", explorer.text());
    explorer.press("j");
    assert_eq!(explorer.app.views.concordance.as_ref().unwrap().selected, Some(0));
}

#[test]
fn a_passage_that_a_list_or_an_action_leads_to_is_shown_in_explore() {
    for view in ["2", "3", "4"] {
        let mut explorer = opened("mG");
        let marked = opened("").app.passage_id().map(str::to_owned);
        explorer.press(view);
        let shown = explorer.app.views.shown;
        explorer.press("6<enter>");
        assert_eq!(
            (explorer.app.views.shown, explorer.app.passage_id()),
            (ViewKind::Explore, marked.as_deref())
        );
        // Back from the mark, then to the view.
        explorer.press("<esc><esc>");
        assert_eq!(explorer.app.views.shown, shown);
        explorer.press(":argument<enter>");
        assert_eq!(explorer.app.views.shown, ViewKind::Explore);
        assert!(explorer.app.passage_id().unwrap().starts_with("jo-2025"), "{:?}", explorer.app.passage_id());
        explorer.press("<esc>");
        assert_eq!(explorer.app.views.shown, shown);
        explorer.press(":theme dark<enter>");
        assert_eq!(explorer.app.views.shown, shown, "a theme is seen in every view");
        explorer.press(":zoom<enter>");
        assert_eq!(explorer.app.views.shown, ViewKind::Explore);
    }
}

#[test]
fn the_header_names_the_query_that_was_counted() {
    for view in ["2", "3"] {
        let mut explorer = opened(&format!("/alliance<enter>{view}"));
        let header = |explorer: &Explorer| explorer.text().lines().next().unwrap().to_owned();
        let before = header(&explorer);
        assert!(before.ends_with(": /alliance"), "{before}");
        explorer.press("/<c-u>linchpin");
        assert_eq!(header(&explorer), before, "the view shows what it showed");
        explorer.press("<enter>");
        assert!(header(&explorer).ends_with(": /linchpin"), "{}", header(&explorer));
    }
}

#[test]
fn a_view_fits_the_screen_while_a_query_is_typed() {
    for view in ["2jj", "3", "4", "5"] {
        let mut explorer = opened(&format!("/alliance<enter>{view}/"));
        explorer.feed(Event::Resize(66, 17));
        // Everything but the header and the footer, which differ.
        let body = |explorer: &Explorer| explorer.shown()[1..16].to_vec();
        let typed = body(&explorer);
        explorer.press("<esc>");
        assert_eq!(typed, body(&explorer), "{view}");
    }
}

#[test]
fn no_link_is_written_over_a_view() {
    let mut explorer = opened("G");
    assert!(explorer.app.hyperlink().is_some());
    for view in ["2", "3", "4"] {
        explorer.press(view);
        assert_eq!(explorer.app.hyperlink(), None, "{view}");
    }
    explorer.press("1");
    assert!(explorer.app.hyperlink().is_some());
}

#[test]
fn on_a_slow_line_a_held_key_tears_nothing() {
    for (size, open) in [
        ((120, 40), "2"),
        ((80, 24), "2"),
        ((120, 40), "3"),
        ((120, 40), "4"),
        ((80, 24), "t"),
        ((120, 40), "?"),
    ] {
        let mut explorer = Explorer::open(size.0, size.1);
        explorer.press(open);
        for keys in ["j", "j", " ", "G"] {
            let before = explorer.shown();
            explorer.press_on_a_slow_line(keys);
            let (shown, whole) = (explorer.shown(), explorer.frame_rows());
            for (y, row) in shown.iter().enumerate() {
                // The scrollbar follows.
                let row = row.trim_end_matches(['┃', '↓', '↑', ' ']);
                let is = |rows: &[String]| rows[y].trim_end_matches(['┃', '↓', '↑', ' ']) == row;
                assert!(is(&before) || is(&whole), "{size:?} {open} {keys}, row {y}: {row}");
            }
        }
    }
    // Another view is sent whole.
    let mut explorer = Explorer::open(120, 40);
    for keys in ["2", "4", "3", "1"] {
        explorer.press_on_a_slow_line(keys);
        assert_eq!(explorer.shown(), explorer.frame_rows(), "{keys}");
    }
}

#[test]
fn among_the_words_around_keys_and_clicks_scroll_and_select_no_line_unseen() {
    let mut explorer = Explorer::open(80, 8);
    explorer.press("/alliance<enter>2gjjvvv");
    assert!(explorer.text().contains("in statements of"), "{}", explorer.text());
    let (passage, before) = (explorer.app.reading.at, explorer.text());
    explorer.press("jj");
    assert_eq!(explorer.app.reading.at, passage);
    assert_ne!(explorer.text(), before, "the words scroll");
    explorer.press("G");
    assert!(explorer.text().contains("other words"), "{}", explorer.text());
    explorer.press("gkk");
    assert_eq!(explorer.text(), before);
    explorer.press(":use the mouse<enter>");
    let click = MouseInput { gesture: Gesture::Click, at: Position::new(5, 5) };
    explorer.feed(Event::Mouse(click));
    assert_eq!(explorer.app.reading.at, passage, "a click on a word selects no line behind it");
    explorer.press("vvj");
    assert_ne!(explorer.app.reading.at, passage);
}

#[test]
fn a_larger_screen_leaves_no_room_below_the_last_line_of_a_list() {
    let [mut grown, mut same] = [(); 2].map(|()| Explorer::open(120, 40));
    grown.feed(Event::Resize(80, 24));
    grown.press("2G");
    grown.feed(Event::Resize(120, 40));
    same.press("2G");
    assert_eq!(grown.text(), same.text());
}
