//! The draft on the screen: written, pasted, compared, kept; its phrases, at all sizes.

use std::fs;
use std::io;

use linchpin::app::Effect;
use linchpin::app::editing::EditorOutcome;
use linchpin::app::marks::{MarkReport, MarkRequest};
use linchpin::app::views::ViewKind;
use linchpin::terminal::events::Event;
use linchpin::terminal::paste::PastedText;
use tempfile::TempDir;

use crate::harness::Explorer;

/// 39 words, 30 of them in four phrases.
const DRAFT: &str = "The two sides agreed to modernize the Alliance in a mutually complementary and future-oriented manner, as \
                     the linchpin of peace and stability on the Korean Peninsula and in the Indo-Pacific region, based on \
                     science and technology cooperation.";

/// The view with a draft that was pasted; what is kept is in the folder.
fn drafted(folder: &TempDir, size: (u16, u16), text: &str) -> Explorer {
    let mut explorer = Explorer::open(size.0, size.1);
    explorer.keep_in(folder.path());
    explorer.press("5");
    explorer.feed(Event::Paste(PastedText::whole(text)));
    explorer.press("<esc>");
    explorer
}

fn kept(folder: &TempDir) -> Vec<String> {
    let files = fs::read_dir(folder.path().join("drafts")).into_iter().flatten();
    files.map(|file| fs::read_to_string(file.unwrap().path()).unwrap()).collect()
}

fn text_of(explorer: &Explorer) -> String {
    explorer.app.views.draft.as_ref().unwrap().field.text().to_owned()
}

#[test]
fn a_draft_with_its_phrases() {
    let folder = TempDir::new().unwrap();
    let mut explorer = drafted(&folder, (120, 40), DRAFT);
    explorer.press("n");
    insta::assert_snapshot!("draft_120x40", explorer.picture());
    explorer.press("v");
    insta::assert_snapshot!("draft_without_precedent_120x40", explorer.text());
    let folder = TempDir::new().unwrap();
    let mut explorer = drafted(&folder, (80, 24), DRAFT);
    explorer.press("n");
    insta::assert_snapshot!("draft_80x24", explorer.text());
}

#[test]
fn every_size_shows_the_phrases_and_no_size_fails() {
    for size in [(200, 60), (120, 40), (80, 24), (60, 15), (40, 12), (20, 5)] {
        let folder = TempDir::new().unwrap();
        let frame = drafted(&folder, size, DRAFT).text();
        assert!(frame.contains("1 ?  modern"), "{size:?}\n{frame}");
    }
    for size in [(0, 0), (1, 1), (5, 3), (20, 5), (46, 7), (80, 24)] {
        let mut explorer = Explorer::open(size.0, size.1);
        explorer.press(
            "5nNjkvvGg=<enter><esc>i<up><down><home><end><c-u><enter>동맹을 현대화<up><left><esc>n=v<esc>",
        );
        let folder = TempDir::new().unwrap();
        drafted(&folder, size, &"한반도와 그 너머 alliance modernization\n\n".repeat(50))
            .press("iG<up><up><esc>nnGv");
    }
}

#[test]
fn a_text_is_compared_when_its_writer_leaves_it_or_pauses_and_not_before() {
    let mut explorer = Explorer::open(120, 40);
    explorer.press("5i<c-u>We will modernize our ties");
    let areas = explorer.app.views.draft.as_ref().unwrap().areas;
    assert_eq!(explorer.app.list_area(), areas.text, "on a slow line letters come first");
    assert!(explorer.shows("Draft · not compared yet"), "{}", explorer.text());
    assert!(!explorer.shows("1 =  modernize our ties"));
    // What the loop does after a second without a key.
    assert!(explorer.app.compare_written());
    explorer.press("<end>");
    assert!(
        explorer.shows("1 =  modernize our ties") && explorer.shows("being written"),
        "{}",
        explorer.text()
    );
    explorer.press(", and expand cooperation across all domains");
    assert!(explorer.shows("not compared yet"));
    explorer.press("<esc>");
    for shown in ["=⟦modernize our ties⟧", "≠ ⟦cooperation across all domains⟧", "2 ≠  cooperation"]
    {
        assert!(explorer.shows(shown), "{shown}\n{}", explorer.text());
    }
    assert!(
        explorer.shows("2 phrases: = 1 official or identical ≠ 1 only as printed"),
        "{}",
        explorer.text()
    );
}

/// 2,500 words: a phrase, and what has no precedent.
fn long() -> String {
    "We will modernize our ties. ".repeat(500)
}

#[test]
fn of_a_long_text_a_thousand_words_are_shown_and_the_rest_while_no_key_is_pressed() {
    let folder = TempDir::new().unwrap();
    let mut explorer = drafted(&folder, (120, 40), &long());
    for shown in
        ["Draft · comparing 1000 of 2500 words", "2500 words · 600 with precedent so far in", "200 phrases"]
    {
        assert!(explorer.shows(shown), "{shown}\n{}", explorer.text());
    }
    explorer.press("nn");
    let selected = explorer.app.views.draft.as_ref().unwrap().row().unwrap().range.start;
    assert!(explorer.go_on() && explorer.shows("comparing 2000 of 2500 words"), "{}", explorer.text());
    assert_eq!(explorer.app.views.draft.as_ref().unwrap().row().unwrap().range.start, selected);
    // In another view no work is done for it.
    explorer.press("1");
    assert!(!explorer.go_on());
    explorer.press("5");
    assert!(explorer.go_on() && !explorer.go_on());
    let all = explorer.text();
    assert!(all.contains("2500 words · 1500 with precedent in") && !all.contains("comparing"), "{all}");
    // A short text is compared at once.
    let folder = TempDir::new().unwrap();
    let mut explorer = drafted(&folder, (120, 40), DRAFT);
    assert!(!explorer.go_on());
}

#[test]
fn what_was_found_in_an_older_text_is_never_shown_in_the_new_one() {
    let folder = TempDir::new().unwrap();
    let mut explorer = drafted(&folder, (120, 40), &long());
    explorer.press("i");
    assert!(explorer.shows("comparing 1000 of 2500 words"), "{}", explorer.text());
    explorer.press("<c-u>Nothing");
    assert!(!explorer.go_on(), "the text that was compared is gone");
    assert!(
        explorer.shows("Draft · not compared yet") && !explorer.shows("comparing"),
        "{}",
        explorer.text()
    );
    explorer.press("<esc>");
    assert!(explorer.shows("1 words · 0 with precedent in"), "{}", explorer.text());
    // Nor for another query.
    explorer.press("i<c-u>");
    explorer.feed(Event::Paste(PastedText::whole(&long())));
    explorer.press("<esc>/standing:press<enter>");
    while explorer.go_on() {}
    assert!(explorer.shows("2500 words · 0 with precedent in"), "{}", explorer.text());
    // The official words at the end are selected when they have been compared.
    explorer.press("/<c-u><enter>i<c-u>");
    explorer
        .feed(Event::Paste(PastedText::whole(&format!("{}expand cooperation across all domains.", long()))));
    explorer.press("<esc>");
    while explorer.go_on() {}
    explorer.press("G=");
    assert!(explorer.shows("now the official words: cooperation across domains"), "{}", explorer.text());
    explorer.press("u");
    while explorer.go_on() {}
    explorer.press("G=");
    let view = explorer.app.views.draft.as_ref().unwrap();
    assert!(view.selected.is_none() && view.progress().is_some());
    while explorer.go_on() {}
    let row = explorer.app.views.draft.as_ref().unwrap().row().unwrap();
    assert_eq!(row.words, "cooperation across domains");
}

#[test]
fn the_readers_editor_changes_the_draft_and_u_undoes_that() {
    let folder = TempDir::new().unwrap();
    let mut explorer = drafted(&folder, (120, 40), "We agree");
    let edit = |explorer: &mut Explorer, editor| {
        explorer.set_editor(editor);
        explorer.press(":your editor<enter>");
    };
    let ended = |text: &str, error: Option<&str>| EditorOutcome::Ended {
        text: text.to_owned(),
        error: error.map(str::to_owned),
    };
    edit(&mut explorer, ended("We agree\nto modernize our ties\u{7}", None));
    assert_eq!(
        (explorer.edited(), &*text_of(&explorer)),
        ("We agree", "We agree\nto modernize our ties⟦0007⟧")
    );
    for shown in ["=⟦modernize our ties⟧", "the draft is as the editor left it; u undoes that"] {
        assert!(explorer.shows(shown), "{shown}\n{}", explorer.text());
    }
    assert!(kept(&folder).len() == 1 && kept(&folder)[0].contains("modernize our ties"));
    explorer.press("u");
    assert_eq!(text_of(&explorer), "We agree");
    for (editor, said) in [
        (EditorOutcome::NotSet, "no editor is set: VISUAL or EDITOR names it"),
        (
            EditorOutcome::Failed(io::Error::other("no room")),
            "the editor failed: no room; the draft is as it was",
        ),
        (ended("We agree", None), "the draft is as it was"),
        (
            ended("We agree", Some("exit status: 127")),
            "the editor failed (exit status: 127); the draft is as it was",
        ),
    ] {
        edit(&mut explorer, editor);
        assert!(explorer.shows(said), "{said}\n{}", explorer.text());
        assert_eq!(text_of(&explorer), "We agree", "{said}");
    }
    // What a failing editor has written is not lost.
    edit(&mut explorer, ended("We differ", Some("exit status: 1")));
    assert_eq!(text_of(&explorer), "We differ");
    assert!(explorer.shows("the editor failed (exit status: 1); the draft is as the editor left it"));
    // From another view, with nothing written yet.
    let mut explorer = Explorer::open(120, 40);
    edit(&mut explorer, ended("", None));
    assert!(explorer.edited().is_empty() && explorer.app.views.shown == ViewKind::Draft);
    explorer.press("1");
    explorer.app.restricted = true;
    edit(&mut explorer, ended("never", None));
    assert!(explorer.shows("linchpin starts no program here"), "{}", explorer.text());
    assert_eq!(text_of(&explorer), "");
}

#[test]
fn several_lines_are_written_and_the_cursor_goes_from_row_to_row() {
    let mut explorer = Explorer::open(60, 20);
    explorer.press("5i<c-u>one<enter>two words<enter><enter>three<up><up><home>X");
    assert_eq!(text_of(&explorer), "one\nXtwo words\n\nthree");
    explorer.press("<up><end>Y<down><down><down>Z");
    assert_eq!(text_of(&explorer), "oneY\nXtwo words\n\nZthree");
    explorer.feed(Event::Paste(PastedText::whole("a\u{1b}[2J\r\nb")));
    assert_eq!(text_of(&explorer), "oneY\nXtwo words\n\nZa⟦001B⟧[2J\nbthree");
    explorer.press("<c-u>");
    assert_eq!(text_of(&explorer), "oneY\nXtwo words\n\nZa⟦001B⟧[2J\nthree", "the lines above stay");
}

#[test]
fn the_official_words_take_the_place_of_those_that_are_only_in_print() {
    let folder = TempDir::new().unwrap();
    let mut explorer = drafted(&folder, (120, 40), DRAFT);
    explorer.press("=");
    assert!(explorer.shows("no official words differ here"), "{}", explorer.text());
    explorer.press("n=");
    assert!(text_of(&explorer).contains("in a mutually reinforcing and future-oriented manner, as"));
    assert!(explorer.shows("=⟦mutually reinforcing and future-oriented manner⟧"), "{}", explorer.text());
    assert!(kept(&folder).len() == 1 && kept(&folder)[0].contains("mutually reinforcing"));
    explorer.press("u");
    assert!(
        explorer.shows("undone: your words are back") && text_of(&explorer) == DRAFT,
        "{}",
        explorer.text()
    );
    assert!(kept(&folder).len() == 1 && kept(&folder)[0].contains("mutually complementary"));
    explorer.press("u");
    assert!(explorer.shows("nothing to undo"), "{}", explorer.text());
}

#[test]
fn an_empty_draft_begins_with_the_words_of_the_passage_which_are_not_kept() {
    let folder = TempDir::new().unwrap();
    let mut explorer = Explorer::open(120, 40);
    explorer.keep_in(folder.path());
    explorer.press("/\"linchpin of peace\"<enter>5");
    let words = text_of(&explorer);
    assert!(
        words.contains("linchpin of peace") && explorer.shows("is left out, the draft is its passage"),
        "{}",
        explorer.text()
    );
    explorer.press("1<esc>]5");
    assert_ne!(text_of(&explorer), words, "another passage");
    explorer.press("q");
    assert_eq!(kept(&folder), [""; 0]);
    // A paste replaces them, editing changes them.
    explorer.press("5");
    explorer.feed(Event::Paste(PastedText::whole("mine")));
    assert_eq!(text_of(&explorer), "mine");
    explorer.press("<esc>1]5");
    assert_eq!(text_of(&explorer), "mine");
}

#[test]
fn enter_reads_the_passage_and_esc_comes_back_to_the_phrase() {
    let folder = TempDir::new().unwrap();
    let mut explorer = drafted(&folder, (120, 40), DRAFT);
    explorer.press("nn");
    let before = explorer.text();
    explorer.press("<enter>");
    assert_eq!((explorer.app.views.shown, explorer.app.passage_id()), (ViewKind::Explore, Some("scm-53/1")));
    explorer.press("<esc>");
    assert_eq!((explorer.app.views.shown, explorer.text()), (ViewKind::Draft, before));
    explorer.press("yy");
    assert!(explorer.copied().contains("linchpin of peace and stability"), "{}", explorer.copied());
}

#[test]
fn filters_narrow_what_may_be_a_precedent() {
    let folder = TempDir::new().unwrap();
    let mut explorer = drafted(&folder, (120, 40), DRAFT);
    explorer.press("/series:SCM year:2020..<enter>");
    assert!(explorer.shows("statements held that match /series:SCM year:2020.."), "{}", explorer.text());
    assert!(!explorer.shows("⟦modernize the Alliance⟧") && explorer.shows("=⟦linchpin of peace"));
}

#[test]
fn a_draft_is_kept_and_nothing_of_two_sessions_is_lost() {
    let folder = TempDir::new().unwrap();
    drafted(&folder, (120, 40), "first draft\nof two lines");
    assert_eq!(kept(&folder).len(), 1);
    let open = || {
        let mut explorer = Explorer::open(120, 40);
        explorer.keep_in(folder.path());
        explorer.press("5");
        explorer
    };
    let (mut one, mut other) = (open(), open());
    assert_eq!(text_of(&one), "first draft\nof two lines");
    one.press("i, by one<esc>");
    other.press("i, by another<esc>");
    assert!(other.shows("draft kept"), "{}", other.text());
    let both = text_of(&open());
    assert!(both.contains("lines, by one\n\nfirst") || both.contains("lines, by another\n\nfirst"), "{both}");
    // Read late, it does not replace what is being written, and is not replaced by it.
    let mut late = Explorer::open(120, 40);
    late.press("5i<c-u>new");
    late.keep_in(folder.path());
    late.press("<esc>");
    assert_eq!((text_of(&late).as_str(), kept(&folder).len()), ("new", 3));
    // A draft that was emptied is gone.
    open().press(&format!("i{}<esc>", "<c-u><bs>".repeat(16)));
    assert_eq!(kept(&folder), [""; 0]);
}

#[test]
fn a_draft_that_cannot_be_kept_is_told_and_given_back() {
    let folder = TempDir::new().unwrap();
    let mut explorer = Explorer::open(120, 40);
    explorer.press("5i<c-u>dear words<esc>");
    assert!(explorer.shows("draft not saved: ") && explorer.shows("1 not saved"), "{}", explorer.text());
    assert_eq!(explorer.app.unsaved_draft().map(|draft| &*draft.text), Some("dear words"));
    explorer.keep_in(folder.path());
    explorer.press("i!<esc>");
    assert!(explorer.shows("draft kept") && !explorer.shows("not saved"), "{}", explorer.text());
    assert!(explorer.app.unsaved_draft().is_none() && kept(&folder).len() == 1);
    explorer.hold();
    explorer.press("i?");
    let effects = explorer.app.keep_written();
    explorer.press("!<esc>");
    // The disk has the first words, but not yet the last.
    for effect in effects {
        let Effect::Marks(MarkRequest::Draft(draft)) = effect else { panic!("a draft is to be kept") };
        explorer.feed(Event::Marks(Box::new(MarkReport::Draft(draft, Ok(())))));
    }
    assert!(!explorer.shows("draft kept"), "not yet: {}", explorer.text());
    explorer.answer();
    assert!(explorer.shows("draft kept"));
}

#[test]
fn the_key_that_is_said_to_save_again_does() {
    let folder = TempDir::new().unwrap();
    let mut explorer = Explorer::open(120, 40);
    explorer.press("5i<c-u>dear words<esc>");
    assert!(explorer.shows("(Enter tries again)"), "{}", explorer.text());
    explorer.keep_in(folder.path());
    explorer.press("<enter>");
    assert!(explorer.shows("draft kept") && kept(&folder).len() == 1, "{}", explorer.text());
    explorer.keep_nowhere();
    explorer.press("i!<esc>");
    explorer.keep_in(folder.path());
    explorer.press("m");
    assert!(explorer.shows("mark saved; your draft is not saved (Enter tries again)"), "{}", explorer.text());
    explorer.press("<enter>");
    assert!(explorer.shows("draft kept") && kept(&folder)[0].contains("words!"), "{}", explorer.text());
    // While it is edited, Enter is a new line.
    explorer.press("i?");
    for effect in explorer.app.keep_written() {
        let Effect::Marks(MarkRequest::Draft(draft)) = effect else { panic!("a draft is to be kept") };
        let full = Err(std::io::Error::other("the disk is full"));
        explorer.feed(Event::Marks(Box::new(MarkReport::Draft(draft, full))));
    }
    assert!(explorer.shows("the disk is full (Esc tries again)"), "{}", explorer.text());
    explorer.press("<esc>");
    assert!(explorer.shows("draft kept") && kept(&folder)[0].contains("words!?"), "{}", explorer.text());
}

#[test]
fn a_pause_in_typing_replaces_what_the_last_one_kept_and_nothing_before_it() {
    let folder = TempDir::new().unwrap();
    let mut explorer = Explorer::open(120, 40);
    explorer.keep_in(folder.path());
    explorer.press("5i<c-u>a");
    for pause in 0..4 {
        explorer.press("b");
        for effect in explorer.app.keep_written() {
            let Effect::Marks(MarkRequest::Draft(draft)) = effect else { panic!("a draft is to be kept") };
            assert_eq!(draft.replaces.len(), pause.min(1));
            explorer.feed(Event::Marks(Box::new(MarkReport::Draft(draft, Ok(())))));
        }
    }
}

#[test]
fn a_restricted_session_limits_the_draft() {
    let mut explorer = Explorer::open(80, 24);
    explorer.app.restricted = true;
    explorer.press("5");
    explorer.feed(Event::Paste(PastedText::whole(&"동맹 ".repeat(2000))));
    explorer.press("<enter><enter>");
    let length = text_of(&explorer).len();
    assert!((4090..=4096).contains(&length), "{length}");
    assert!(explorer.shows("no more than 4096 bytes fit here"), "{}", explorer.text());
}
