//! Jumping: one history of every jump, back and forward; the argument of the paper; what the footer says about both.

use crate::harness::Explorer;
use linchpin::app::layout::Pane;

fn place(explorer: &Explorer) -> (String, String) {
    (explorer.app.passage_id().unwrap().to_owned(), explorer.app.search.field.text().to_owned())
}

fn footer(explorer: &Explorer) -> String {
    explorer.text().lines().last().unwrap().to_owned()
}

#[test]
fn every_jump_is_gone_back_from_and_forward_to_again() {
    for jump in
        ["e", "]", "[", "}", "{", "*", "/flex<enter>", "t*", "t<enter><enter>", "<tab>G<enter>", "f<space>q"]
    {
        for back in ["<c-o>", "<backspace>"] {
            let mut explorer = Explorer::open(120, 40);
            explorer.press("jjj");
            let from = place(&explorer);
            explorer.press(jump);
            let to = place(&explorer);
            assert_ne!(to, from, "{jump}");
            explorer.press(back);
            assert_eq!(place(&explorer), from, "{jump} {back}");
            assert!(!explorer.shows("nothing to go back to"), "{jump} {back}");
            explorer.press("<c-r>");
            assert_eq!(place(&explorer), to, "{jump} {back} and forward");
        }
        let mut explorer = Explorer::open(120, 40);
        explorer.press(jump);
        explorer.press("<esc>");
        assert!(!explorer.shows("nothing to go back to"), "{jump} and Esc");
    }
}

#[test]
fn a_chain_of_jumps_of_every_kind_is_gone_back_through_one_by_one() {
    let mut explorer = Explorer::open(120, 40);
    let mut places = vec![place(&explorer)];
    for jump in ["e", "}", "}", "/alliance<enter>", "n", "n", "N", "]", "*", "<esc>e"] {
        explorer.press(jump);
        places.push(place(&explorer));
    }
    // `*` and its Esc add one place, to which forward would lead; `e` has ended that.
    let last = places.pop().unwrap();
    places.pop();
    for from in places.iter().rev() {
        explorer.press("<c-o>");
        assert_eq!(place(&explorer), *from);
    }
    explorer.press("<c-o>");
    assert!(explorer.shows("nothing to go back to; q quits"));
    for to in places.iter().skip(1).chain([&last]) {
        explorer.press("<c-r>");
        assert_eq!(place(&explorer), *to);
    }
    explorer.press("<c-r>");
    assert!(explorer.shows("nothing to go forward to"));
}

#[test]
fn moving_in_the_list_is_no_jump_and_keeps_the_history() {
    let mut explorer = Explorer::open(120, 40);
    let from = place(&explorer);
    explorer.press("]jjjj<c-o>");
    assert_eq!(place(&explorer), from);
    let mut explorer = Explorer::open(120, 40);
    explorer.press("jjkG<c-o>");
    assert!(explorer.shows("nothing to go back to"), "nothing was jumped to");
}

#[test]
fn esc_leaves_what_is_open_before_it_goes_back() {
    let mut explorer = Explorer::open(120, 40);
    let start = place(&explorer);
    explorer.press("]<tab>/alliance<enter>nz");
    for (left, is_left) in [
        ("zoom", !explorer.app.panes.zoom),
        ("search", explorer.app.search.found.is_none()),
        ("focus", explorer.app.panes.focus == Pane::Statements),
    ] {
        assert!(!is_left, "{left} is open");
    }
    explorer.press("<esc>");
    assert!(!explorer.app.panes.zoom && explorer.app.search.found.is_some());
    explorer.press("<esc>");
    assert!(explorer.app.search.found.is_none() && explorer.app.panes.focus == Pane::Passage);
    explorer.press("<esc>");
    assert_eq!(explorer.app.panes.focus, Pane::Statements);
    explorer.press("<esc><esc><esc>");
    assert_eq!(place(&explorer), start);
    explorer.press("<esc><esc>");
    assert!(explorer.shows("nothing to go back to; q quits"));
}

#[test]
fn the_argument_of_the_paper_says_where_it_is_and_how_it_goes_on() {
    for (width, height) in [(80, 24), (120, 40), (200, 60)] {
        let mut explorer = Explorer::open(width, height);
        explorer.press("e");
        assert!(
            footer(&explorer).starts_with(" argument of the paper: 1 of 18  } next"),
            "{}",
            footer(&explorer)
        );
        explorer.press("}");
        assert!(
            footer(&explorer).starts_with(" argument of the paper: 2 of 18  } next"),
            "{}",
            footer(&explorer)
        );
        explorer.press("e");
        assert!(footer(&explorer).contains("3 of 18"));
        explorer.press("]");
        assert!(!footer(&explorer).contains("of 18"));
    }
    let mut explorer = Explorer::open(200, 60);
    assert!(footer(&explorer).contains("e argument of the paper"), "{}", footer(&explorer));
    explorer.press(":argument");
    assert!(explorer.shows("Argument of the paper e"), "{}", explorer.text());
    explorer.press("<enter>");
    assert!(footer(&explorer).contains("1 of 18"));
    explorer.press("?/argument<enter>");
    assert!(explorer.shows("argument of the paper: its next finding"), "{}", explorer.text());
}

#[test]
fn the_footer_says_first_what_matters_here() {
    for (width, height) in [(80, 24), (120, 40)] {
        let mut explorer = Explorer::open(width, height);
        explorer.press("/alliance<enter>");
        let said = footer(&explorer);
        assert!(said.contains("Esc clear search  n N hits"), "{said}");
        assert!(said.find("n N") < said.find("move"), "{said}");
        explorer.press("<tab>z");
        assert!(footer(&explorer).contains("Esc all panes"), "{}", footer(&explorer));
        explorer.press("<esc><esc>");
        assert!(!footer(&explorer).contains("clear search") && !footer(&explorer).contains("n N"));
    }
}

#[test]
fn the_palette_has_actions_by_name_with_their_keys_and_no_motions() {
    let mut explorer = Explorer::open(100, 60);
    explorer.press(":");
    for wanted in [
        "Copy citation y y",
        "Copy BibTeX y b",
        "Print quotation p q",
        "Go back Ctrl-o Backspace",
        "Go forward again Ctrl-r",
        "Mark this passage m",
        "List marks and notes ' 6",
        "Theme: light",
        "Quit Ctrl-c",
    ] {
        assert!(explorer.shows(wanted), "{wanted}: {}", explorer.text());
    }
    for motion in ["page down", "Tab", "PgDn", "next pane", "next hit"] {
        assert!(!explorer.shows(motion), "{motion}: {}", explorer.text());
    }
    explorer.press("copy citation<enter>");
    assert!(explorer.copied().contains("will be modernized"), "{}", explorer.copied());
    explorer.press(":print quotation<enter>");
    assert!(explorer.printed().contains("will be modernized"), "{}", explorer.printed());
}

#[test]
fn an_esc_that_finds_nothing_to_go_back_to_loses_no_position() {
    let mut explorer = Explorer::open(100, 30);
    // More hits than positions are kept: none without a search is left.
    explorer.press(&format!("/alliance<enter>{}<esc><esc>", "n".repeat(220)));
    assert!(explorer.shows("nothing to go back to; q quits"), "{}", explorer.text());
    explorer.press("<c-o>");
    assert!(!explorer.shows("nothing to go back to"), "{}", explorer.text());
    assert_eq!(place(&explorer).1, "alliance");
}
