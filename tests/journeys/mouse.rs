//! The mouse: off unless the reader turns it on; wheel and click in list, panes and tabs.

use linchpin::app::layout::Pane;
use linchpin::app::motion::Direction;
use linchpin::app::mouse::{Gesture, Mouse, MouseInput};
use linchpin::terminal::events::Event;
use ratatui::layout::Position;

use crate::harness::Explorer;

impl Explorer {
    fn point(&mut self, gesture: Gesture, x: u16, y: u16) {
        self.feed(Event::Mouse(MouseInput { gesture, at: Position::new(x, y) }));
    }

    /// Clicks on the first place that shows these words.
    fn click(&mut self, words: &str) {
        let text = self.text();
        let column = |line: &str| Some(line.split_once(words)?.0.chars().count());
        let found = text.lines().enumerate().find_map(|(y, line)| Some((column(line)?, y)));
        assert!(found.is_some(), "{words} is not shown:\n{text}");
        let (x, y) = found.unwrap();
        self.point(Gesture::Click, x.try_into().unwrap(), y.try_into().unwrap());
    }
}

fn with_mouse(width: u16, height: u16) -> Explorer {
    let mut explorer = Explorer::open(width, height);
    explorer.press(":use the mouse<enter>");
    assert!(explorer.app.notice.as_deref() == Some("mouse on: wheel and click; hold Shift to select text"));
    assert_eq!(explorer.app.mouse, Mouse::On);
    explorer
}

#[test]
fn it_is_off_until_it_is_turned_on_and_help_says_so() {
    let mut explorer = Explorer::open(120, 40);
    let (before, sent) = (explorer.text(), explorer.sent());
    for y in 0..40 {
        explorer.point(Gesture::Click, 5, y);
        explorer.point(Gesture::Wheel(Direction::Forward), 40, y);
    }
    assert_eq!((explorer.text(), explorer.sent()), (before, sent), "nothing happens, and nothing is sent");
    explorer.press("?/mouse<enter>");
    assert!(explorer.shows("this program is for the keyboard"), "{}", explorer.text());
    explorer.press("<esc><esc>:use the mouse<enter>?/mouse<enter>");
    assert!(explorer.shows("hold it to select text") && !explorer.shows("for the keyboard"));
    explorer.press("<esc><esc>:use the mouse<enter>");
    assert!(explorer.shows("mouse off: the terminal selects text with it again"));
    assert_eq!(explorer.app.mouse, Mouse::Off);
}

#[test]
fn a_click_selects_a_statement_focuses_a_pane_and_opens_what_it_is_on() {
    for (width, height) in [(80, 24), (120, 40)] {
        let mut explorer = with_mouse(width, height);
        explorer.click("SCM 36");
        assert_eq!(explorer.app.passage_id(), Some("scm-36/1"), "{width}×{height}");
        explorer.press("<c-o>");
        assert_eq!(explorer.app.passage_id(), Some("scm-35/1"), "a click in the list is a jump");
        // Between the words of the passage.
        explorer.click("able to adapt");
        assert_eq!(explorer.app.panes.focus, Pane::Passage);
        explorer.click("modernized");
        assert!(explorer.shows("Key terms") && explorer.shows("현대화"), "the term is looked up");
        explorer.press("<esc>");
        explorer.click("C 2025 Reach");
        assert!(explorer.app.panes.focus == Pane::Meanings || explorer.app.passage_id() != Some("scm-35/1"));
    }
}

#[test]
fn titles_are_tabs() {
    for (width, height) in [(80, 24), (120, 40), (50, 3), (40, 12), (20, 20)] {
        for focus in [Pane::Statements, Pane::Passage, Pane::Meanings] {
            for (title, pane) in
                [("Passage", Pane::Passage), ("meanings", Pane::Meanings), ("Statements", Pane::Statements)]
            {
                let mut explorer = with_mouse(width, height);
                explorer.press("j");
                explorer.app.panes.focus = focus;
                explorer.feed(Event::Resize(width, height));
                if !explorer.text().contains(title) {
                    continue;
                }
                explorer.click(title);
                assert_eq!(explorer.app.panes.focus, pane, "{title} from {focus:?} at {width}×{height}");
            }
        }
    }
}

#[test]
fn the_wheel_moves_what_it_is_over() {
    let mut explorer = with_mouse(120, 40);
    let (down, up) = (Gesture::Wheel(Direction::Forward), Gesture::Wheel(Direction::Backward));
    let at = explorer.app.list.selected.unwrap();
    explorer.point(down, 5, 20);
    assert_eq!(explorer.app.list.selected, Some(at + 1));
    explorer.point(up, 5, 20);
    assert_eq!(explorer.app.list.selected, Some(at));
    explorer.press("]");
    explorer.point(down, 50, 20);
    assert_eq!(explorer.app.reading.scrolled.scroll, 3, "{}", explorer.text());
    explorer.point(down, 100, 20);
    assert_eq!((explorer.app.reading.scrolled.scroll, explorer.app.meanings.scroll), (3, 3));
    explorer.point(up, 50, 20);
    explorer.point(up, 100, 20);
    assert_eq!((explorer.app.reading.scrolled.scroll, explorer.app.meanings.scroll), (0, 0));
    explorer.press("?");
    let before = explorer.text();
    explorer.point(down, 50, 20);
    assert_ne!(explorer.text(), before);
    explorer.press("<esc>/flex");
    let before = explorer.text();
    explorer.point(down, 5, 20);
    explorer.point(Gesture::Click, 5, 20);
    assert_eq!(explorer.text(), before, "while something is typed only the keyboard acts");
}

#[test]
fn a_click_in_an_overlay_selects_and_acts() {
    for (width, height) in [(80, 24), (120, 40)] {
        let mut explorer = with_mouse(width, height);
        // Help has nothing to act on.
        explorer.press("?");
        let help = explorer.text();
        explorer.click("Signs in the list");
        assert_eq!(explorer.text(), help);
        explorer.press("<esc>:glossary");
        explorer.click("Glossary of key terms");
        assert!(explorer.shows("Key terms"), "an action runs: {}", explorer.text());
        // A term is selected first; clicked again it unfolds as with Enter, and then is searched for.
        let term = "The use of U.S. forces based in Korea";
        explorer.click(term);
        assert!(explorer.shows("Key terms") && !explorer.shows("silent in"), "{}", explorer.text());
        explorer.click(term);
        assert!(explorer.shows("silent in 0"), "{}", explorer.text());
        explorer.click(term);
        assert!(!explorer.shows("Key terms") && explorer.app.search.found.is_some(), "{}", explorer.text());
        explorer.press("<esc><esc><esc>/<c-u><enter>f");
        explorer.click("[ ] unilateral");
        assert!(explorer.shows("[x] unilateral"), "a filter is ticked: {}", explorer.text());
        explorer.click("[x] unilateral");
        assert!(explorer.shows("[ ] unilateral") && !explorer.shows("[x]"), "and lifted");
    }
}

#[test]
fn no_click_at_no_size_brings_it_down() {
    for size in [(200, 60), (120, 40), (80, 24), (60, 15), (46, 9), (20, 5), (3, 2), (1, 1), (0, 0)] {
        let mut explorer = Explorer::open(size.0, size.1);
        explorer.app.mouse = Mouse::On;
        for at in 0..60 {
            let (x, y) = ((at * 37) % (size.0 + 2), (at * 11) % (size.1 + 2));
            explorer.point(Gesture::Click, x, y);
            explorer.point(Gesture::Wheel(Direction::Forward), x, y);
            if at % 7 == 0 {
                explorer.press("<esc>");
            }
        }
        explorer.point(Gesture::Click, u16::MAX, u16::MAX);
    }
}
