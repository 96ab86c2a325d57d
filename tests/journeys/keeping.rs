//! Citing, marking, writing notes; Korean keys.

use std::fs;

use linchpin::app::Effect;
use linchpin::app::keys::Key;
use linchpin::app::marks::{ChangeKind, MarkRequest};
use linchpin::terminal::events::Event;
use linchpin::terminal::paste::PastedText;
use linchpin::terminal::run::Ending;
use tempfile::TempDir;

use crate::harness::Explorer;

pub(crate) fn open(folder: &TempDir) -> Explorer {
    let mut explorer = Explorer::open(100, 30);
    explorer.keep_in(folder.path());
    explorer
}

pub(crate) fn files(folder: &TempDir) -> Vec<String> {
    fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

#[test]
fn y_offers_the_forms_and_sends_the_one_asked_for_with_its_caveat() {
    let mut explorer = Explorer::open(100, 30);
    explorer.press("y");
    for offered in ["copy the", "y citation", "q quotation", "u address", "b BibTeX", "Esc back", "? help"] {
        assert_eq!(explorer.shows(offered), offered != "? help", "{offered}");
    }
    explorer.press("y");
    assert!(explorer.shows("citation sent to the terminal"), "{}", explorer.text());
    assert!(explorer.copied().contains("will be modernized and strengthened"), "{}", explorer.copied());
    assert!(!explorer.text().contains("copied"), "nothing is claimed that is not known");
    explorer.press("yn");
    assert!(explorer.shows("this passage has no note"));
    explorer.press("y<esc>q");
    assert!(matches!(explorer.press("q"), Some(Ending::Quit) | None));
}

#[test]
fn a_capital_o_opens_the_address_in_the_browser_or_says_why_not_and_how_to_copy_it() {
    let mut explorer = Explorer::open(100, 30);
    explorer.press("eO");
    assert!(explorer.shows("this passage's source has no address") && explorer.browsed().is_empty());
    explorer.press("/title:summit<enter>O");
    let address = explorer.browsed().to_owned();
    assert!(address.starts_with("https://bidenwhitehouse.archives.gov/briefing-room/"), "{address}");
    assert!(
        explorer.shows("address given to xdg-open; if no page opens, y u copies it"),
        "{}",
        explorer.text()
    );
    explorer.press("yu");
    assert_eq!(explorer.copied(), address, "what is opened is what is copied");
    // An address without http(s) is not for a browser.
    explorer.press("/<c-u>title:vision<enter>O");
    assert!(explorer.shows("not a whole http or https address, so no browser gets it; y u copies it"));
    assert_eq!(explorer.browsed(), address);
    explorer.app.restricted = true;
    explorer.press("/<c-u>title:anniversary<enter>O");
    assert!(explorer.shows("linchpin starts no program here; y u copies the address"), "{}", explorer.text());
    assert_eq!(explorer.browsed(), address);
}

#[test]
fn p_prints_on_a_plain_screen_and_any_key_comes_back_whole() {
    let mut explorer = Explorer::open(100, 30);
    explorer.press("pq");
    assert!(explorer.printed().contains("will be modernized and strengthened"));
    let sent = explorer.sent();
    explorer.feed(Event::Resize(90, 25));
    assert_eq!(explorer.sent(), sent, "nothing is drawn over it");
    assert!(explorer.press("q").is_none(), "the key comes back, and does no more");
    assert!(explorer.sent() > sent + 2000, "the whole frame is sent");
    assert!(matches!(explorer.press("pq<c-c>"), Some(Ending::Quit)));
}

#[test]
fn a_mark_is_set_listed_gone_to_and_taken_away() {
    let folder = TempDir::new().unwrap();
    let mut explorer = open(&folder);
    explorer.press("m");
    assert!(explorer.shows("mark saved") && explorer.shows("Marked"));
    assert_eq!(files(&folder).len(), 1);
    explorer.press("]m");
    let second = explorer.app.passage_id().unwrap().to_owned();
    explorer.press("]'");
    assert!(explorer.shows("Marks and notes") && explorer.shows(&second));
    explorer.press("j<enter>");
    assert_eq!(explorer.app.passage_id(), Some(&*second));
    explorer.press("<s-tab>k");
    assert!(explorer.text().contains('★'), "the list shows which statement is marked");
    explorer.press("jm");
    assert!(explorer.shows("mark removed; u brings it back"));
    assert_eq!(files(&folder).len(), 1);
    let mut again = open(&folder);
    again.press("'");
    assert!(!again.shows(&second) && again.shows("scm-35/1"));
    again.press("1");
    assert!(again.shows("Statements"));
}

#[test]
fn d_removes_a_mark_in_the_list_of_marks_and_u_brings_it_back() {
    let folder = TempDir::new().unwrap();
    let mut explorer = open(&folder);
    explorer.press("m]asecond<enter>");
    let second = explorer.app.passage_id().unwrap().to_owned();
    explorer.press("]");
    let here = explorer.app.passage_id().unwrap().to_owned();
    explorer.press("'");
    assert!(explorer.shows("d remove"), "{}", explorer.text());
    explorer.press("jd");
    assert!(
        explorer.shows("note removed; u brings it back") && !explorer.shows("scm-56/3"),
        "{}",
        explorer.text()
    );
    assert_eq!(files(&folder).len(), 1);
    explorer.press("d");
    assert!(explorer.shows("mark removed; u brings it back") && explorer.shows("No marks yet"));
    assert!(files(&folder).is_empty() && !explorer.shows("d remove"));
    explorer.press("uu");
    assert!(explorer.shows("scm-35/1") && explorer.shows(&second) && explorer.shows("note second"));
    assert_eq!(files(&folder).len(), 2);
    explorer.press("<esc>");
    assert_eq!(explorer.app.passage_id(), Some(&*here), "the passage in view stays");
    explorer.press("td");
    assert!(explorer.shows("d removes a mark in the list of marks"), "{}", explorer.text());
    // One whose passage this dataset does not have.
    let file = folder.path().join(&files(&folder)[0]);
    let saved = fs::read_to_string(&file).unwrap();
    fs::write(&file, saved.replace("rok-us-modernization", "another")).unwrap();
    let mut explorer = open(&folder);
    explorer.press("'G<enter>");
    assert!(explorer.shows("the passage is not in this dataset"), "{}", explorer.text());
    explorer.press("'Gd");
    assert!(!explorer.shows("marked in another") && files(&folder).len() == 1, "{}", explorer.text());
}

#[test]
fn a_note_is_saved_shown_found_changed_and_survives() {
    let folder = TempDir::new().unwrap();
    let mut explorer = open(&folder);
    explorer.press("ask Cho, 2003?<esc>");
    assert!(
        explorer.shows("kept as a draft; press a to continue it") && explorer.shows("draft sk Cho, 2003?")
    );
    assert_eq!(files(&folder).len(), 1);
    explorer.press("a<enter>");
    assert!(explorer.shows("note saved") && explorer.shows("sk Cho, 2003?"), "{}", explorer.text());
    explorer.press("a again<enter>");
    assert_eq!(files(&folder).len(), 1, "the new file has replaced the old");
    explorer.press("m");
    assert!(explorer.shows("this passage has a note; press a and empty it first"));
    let mut again = open(&folder);
    assert!(again.shows("sk Cho, 2003? again"));
    again.press("'/again<enter>");
    assert!(again.shows("scm-35/1"));
    again.press("<esc><esc><esc>yn");
    assert_eq!(again.copied(), "sk Cho, 2003? again");
    again.press("a<c-u><enter>m");
    assert!(again.shows("mark removed") && files(&folder).is_empty());
}

#[test]
fn a_note_is_kept_as_it_is_typed_and_only_drawn_safely() {
    let folder = TempDir::new().unwrap();
    // Joiners, a direction mark, a soft hyphen, variation selectors; a sequence for terminals, which is pasted.
    let typed = "می\u{200C}خواهم a\u{200D}b \u{200F}x so\u{AD}ft 葛\u{E0100} 1\u{FE0F} \u{1b}[2J";
    let mut explorer = open(&folder);
    explorer.press("a");
    for c in typed.chars().filter(|c| *c != '\u{1b}') {
        explorer.key(Key::Char(c));
    }
    explorer.press("<c-u>");
    explorer.feed(Event::Paste(PastedText::whole(typed)));
    let shown = "a⟦200D⟧b ⟦200F⟧x so⟦00AD⟧ft 葛⟦E0100⟧ 1⟦FE0F⟧ ⟦001B⟧[2J";
    assert!(explorer.shows("⟦001B⟧[2J  Enter"), "{}", explorer.text());
    explorer.press("<enter>");
    let mut again = open(&folder);
    assert_eq!(again.app.marks.all()[0].mark.note.as_typed(), typed);
    again.press("'");
    assert!(again.shows(shown), "{}", again.text());
    again.press("<esc>yn");
    assert!(again.copied().ends_with(shown), "{}", again.copied());
    again.press("a!<enter>");
    assert_eq!(open(&folder).app.marks.all()[0].mark.note.as_typed(), format!("{typed}!"));
}

#[test]
fn of_very_many_marks_the_first_are_listed_and_a_filter_finds_the_rest() {
    let folder = TempDir::new().unwrap();
    for at in 0..300 {
        let mark = format!(
            r#"{{"schema":1,"dataset":"another","passage":"x/{at}","quote":"the words","note":"Note {at}"}}"#
        );
        fs::write(folder.path().join(format!("{at:03}.json")), mark).unwrap();
    }
    let mut explorer = open(&folder);
    explorer.press("'G");
    assert!(explorer.shows("Only the first 200 are shown: / narrows the list."), "{}", explorer.text());
    explorer.press("/note 299<enter>");
    assert!(explorer.shows("note Note 299") && !explorer.shows("Only the first"), "{}", explorer.text());
    // The mark that is listed is the one that is removed.
    explorer.press("d");
    assert!(explorer.shows("note removed; u brings it back"), "{}", explorer.text());
    assert!(!folder.path().join("299.json").exists() && files(&folder).len() == 299);
}

#[test]
fn the_words_of_a_note_that_was_undone_come_back() {
    let folder = TempDir::new().unwrap();
    let mut explorer = open(&folder);
    explorer.press("masome words<enter>u");
    assert!(
        explorer.shows("undone: mark on scm-35/1 restored; press a for the note's words"),
        "{}",
        explorer.text()
    );
    explorer.press("a");
    assert!(explorer.shows("note some words"), "{}", explorer.text());
    explorer.press("<enter>");
    let held = open(&folder);
    assert_eq!(held.app.marks.all()[0].mark.note.to_string(), "some words");
    // Elsewhere a note begins empty.
    explorer.press("]a");
    assert!(!explorer.shows("some words"), "{}", explorer.text());
}

#[test]
fn a_long_note_shows_what_is_on_both_sides_of_the_cursor() {
    let folder = TempDir::new().unwrap();
    let mut explorer = open(&folder);
    let long: String = (0..40).map(|at| format!("w{at:02} ")).collect::<Vec<_>>().concat();
    explorer.press(&format!("a{long}end<left><left>"));
    let text = explorer.text();
    let row = text.lines().last().unwrap();
    assert!(row.contains("note …") && row.contains("w39 end"), "{row}");
}

#[test]
fn what_was_done_is_undone_step_by_step_and_on_the_disk() {
    let folder = TempDir::new().unwrap();
    let mut explorer = open(&folder);
    explorer.press("u");
    assert!(explorer.shows("nothing to undo"));
    explorer.press("mafirst<enter>a, second<enter>a<c-u><enter>m");
    assert!(explorer.shows("mark removed; u brings it back") && files(&folder).is_empty());
    // From elsewhere too: a message names what is undone.
    explorer.press("]");
    for (said, note) in [
        ("undone: mark on scm-35/1 restored", Some("")),
        ("undone: note on scm-35/1 restored", Some("first, second")),
        ("undone: note on scm-35/1 restored", Some("first")),
        ("undone: mark on scm-35/1 restored", Some("")),
        ("undone: mark on scm-35/1 removed", None),
    ] {
        explorer.press("u");
        assert!(explorer.shows(said), "{}", explorer.text());
        let held = open(&folder);
        let notes: Vec<String> =
            held.app.marks.all().iter().map(|placed| placed.mark.note.to_string()).collect();
        assert_eq!(notes, note.map(str::to_owned).into_iter().collect::<Vec<_>>());
        assert_eq!(files(&folder).len(), notes.len());
    }
    explorer.press("u");
    assert!(explorer.shows("nothing to undo"));
}

#[test]
fn undoing_leaves_what_another_session_wrote() {
    let folder = TempDir::new().unwrap();
    let mut explorer = open(&folder);
    explorer.press("aone<enter>");
    open(&folder).press("a, two<enter>");
    explorer.press("'u");
    assert!(explorer.shows("not undone: another session has changed this mark since"), "{}", explorer.text());
    assert!(open(&folder).shows("ne, two"));
    // Two notes on one passage come back as two.
    let (mut one, mut other) = (open(&folder), open(&folder));
    one.press("a!<enter>");
    other.press("a?<enter>");
    let mut third = open(&folder);
    third.press("a.<enter>");
    assert_eq!(files(&folder).len(), 1);
    third.press("u");
    let back = open(&folder);
    assert!(back.shows("ne, two!") && back.shows("ne, two?") && files(&folder).len() == 2);
}

#[test]
fn while_a_note_is_written_the_passage_stays() {
    let mut explorer = Explorer::open(100, 30);
    let place = explorer.app.passage_id().unwrap().to_owned();
    explorer.press("ax<down><up><pgdn>");
    assert_eq!(explorer.app.passage_id(), Some(&*place));
    assert!(explorer.shows("note x"));
}

#[test]
fn two_sessions_on_one_note_leave_both() {
    let folder = TempDir::new().unwrap();
    open(&folder).press("afirst<enter>");
    let (mut one, mut other) = (open(&folder), open(&folder));
    one.press("a, by one<enter>");
    other.press("a, by another<enter>");
    let mut third = open(&folder);
    third.press("'");
    assert!(third.shows("irst, by one") && third.shows("irst, by another"), "{}", third.text());
    // Edited together, they become one again.
    third.press("<esc>a<enter>");
    assert_eq!(files(&folder).len(), 2, "nothing was changed");
    third.press("a.<enter>");
    assert_eq!(files(&folder).len(), 1);
    // One session removes what another has changed: the change stays.
    open(&folder).press("a<c-u><enter>");
    let mut one = open(&folder);
    open(&folder).press("anew<enter>");
    one.press("m");
    assert!(open(&folder).shows("new") && files(&folder).len() == 1);
}

#[test]
fn what_comes_of_a_draft_leaves_a_note_that_was_written_since() {
    let folder = TempDir::new().unwrap();
    open(&folder).press("afirst<enter>");
    let (mut one, mut other) = (open(&folder), open(&folder));
    one.press("a, and begun<esc>");
    other.press("a, by another<enter>");
    let mut third = open(&folder);
    assert!(
        third.shows("draft first, and begun") && third.shows("note first, by another"),
        "{}",
        third.text()
    );
    third.press("a!<enter>");
    let fourth = open(&folder);
    assert!(
        fourth.shows("note first, and begun!") && fourth.shows("note first, by another"),
        "{}",
        fourth.text()
    );
    assert_eq!(files(&folder).len(), 2);
    // A note that the draft was begun from is replaced, also in another session.
    let (mut one, folder) = (open(&TempDir::new().unwrap()), TempDir::new().unwrap());
    one.keep_in(folder.path());
    one.press("aold<enter>a, new<esc>");
    open(&folder).press("a!<enter>");
    assert!(open(&folder).shows("note old, new!") && files(&folder).len() == 1);
}

#[test]
fn what_was_begun_is_a_draft_of_its_own_passage_and_no_note_is_lost_to_it() {
    let folder = TempDir::new().unwrap();
    let mut explorer = open(&folder);
    explorer.press("afinished<enter>");
    let first = explorer.app.passage_id().unwrap().to_owned();
    explorer.press("a, and begun<esc>");
    explorer.press("]aelsewhere<esc>q");
    let second = explorer.app.passage_id().unwrap().to_owned();
    assert_ne!(first, second);
    // A new session shows both drafts beside what was finished.
    let mut again = open(&folder);
    again.press("'");
    for shown in ["note finished", "draft finished, and begun", "draft elsewhere"] {
        assert!(again.shows(shown), "{shown}: {}", again.text());
    }
    again.press("<esc>a!<enter>");
    assert!(again.shows("note saved") && again.shows("note finished, and begun!"), "{}", again.text());
    assert!(!again.shows("draft"));
    again.press("u");
    assert!(again.shows("note finished") && !again.shows("begun!"), "{}", again.text());
    // A draft that adds nothing to the note is not kept.
    again.press("a.<esc>a<backspace><esc>");
    assert!(!open(&folder).shows("draft"), "{}", again.text());
    let mut third = open(&folder);
    third.press("]am<esc>m");
    assert!(third.shows("this passage has a draft; press a to finish or empty it first"));
    third.press("a<c-u><esc>");
    assert!(!third.shows("draft elsewhere"), "{}", third.text());
}

#[test]
fn the_note_in_hand_is_given_to_whoever_ends_the_program() {
    let mut explorer = Explorer::open(100, 30);
    explorer.press("ahalf a th");
    let [Effect::Marks(MarkRequest::Save(mark, ChangeKind::Unfinished))] = &*explorer.app.save_rest() else {
        panic!("a draft is to be saved")
    };
    assert_eq!(mark.note.as_typed(), "half a th");
}

#[test]
fn a_mark_outlives_its_passage_and_its_dataset() {
    let folder = TempDir::new().unwrap();
    open(&folder).press("m");
    let file = folder.path().join(&files(&folder)[0]);
    let saved = fs::read_to_string(&file).unwrap();
    for (from, to, said) in [
        ("modernized and", "renovated and", "its words have changed since"),
        ("scm-35/1", "scm-35/99", "no longer in this dataset"),
        ("rok-us-modernization", "another", "marked in another"),
    ] {
        assert!(saved.contains(from), "{saved}");
        fs::write(&file, saved.replace(from, to)).unwrap();
        let mut explorer = open(&folder);
        explorer.press("'");
        assert!(explorer.shows(said), "{}", explorer.text());
        assert!(explorer.shows("strengthened and better able"), "the words that were marked stand there");
    }
}

#[test]
fn a_note_on_other_words_says_so_and_keeps_them() {
    let folder = TempDir::new().unwrap();
    open(&folder).press("m");
    let file = folder.path().join(&files(&folder)[0]);
    let saved = fs::read_to_string(&file).unwrap();
    fs::write(&file, saved.replace("modernized and", "renovated and")).unwrap();
    let mut explorer = open(&folder);
    explorer.press("<tab>");
    let shows = |explorer: &mut Explorer, words: &str| {
        let lines = 0..40;
        lines.into_iter().any(|_| {
            explorer.press("j");
            explorer.shows(words)
        })
    };
    assert!(shows(&mut explorer, "its words have changed since"), "{}", explorer.text());
    assert!(shows(&mut explorer, "renovated and"), "the words that were marked");
    explorer.press("aagreed<enter>");
    let kept = fs::read_to_string(folder.path().join(&files(&folder)[0])).unwrap();
    assert!(kept.contains("renovated and") && kept.contains("agreed"), "{kept}");
}

#[test]
fn damaged_and_newer_records_are_said_and_left() {
    let folder = TempDir::new().unwrap();
    open(&folder).press("m]ax<enter>");
    let newer = r#"{"schema":2,"passage":{"new":"shape"}}"#;
    fs::write(folder.path().join("newer.json"), newer).unwrap();
    fs::write(folder.path().join("broken.json"), "{\"schema\":1,\"data").unwrap();
    let explorer = open(&folder);
    assert!(
        explorer.shows("1 damaged file of marks and drafts passed over; 1 file of a newer linchpin"),
        "{}",
        explorer.text()
    );
    assert_eq!(explorer.app.marks.all().len(), 2, "the rest is there");
    assert_eq!(fs::read_to_string(folder.path().join("newer.json")).unwrap(), newer);
    assert_eq!(fs::read_to_string(folder.path().join("broken.json.bad")).unwrap(), "{\"schema\":1,\"data");
    assert!(!open(&folder).shows("damaged"), "said once");
}

#[test]
fn korean_keys_act_by_their_place_as_jamo_and_as_syllables() {
    let latin = |keys: &str| {
        let mut explorer = Explorer::open(100, 30);
        explorer.press(keys);
        explorer.text()
    };
    // ㅓ is j, ㅏ is k, ㅛ is y, ㅂ is q; an input method makes one syllable of ㅓ after ㅎ (g), and more of more keys.
    for (korean, keys) in [
        ("ㅓㅓㅏ", "jjk"),
        ("허", "gj"),
        ("ㅅ", "t"),
        ("ㅗ", "h"),
        ("ㅛㅛ", "yy"),
        ("ㅛ", "y"),
        ("넌", "sjs"),
        ("ㅘ", "hk"),
    ] {
        assert_eq!(latin(korean), latin(keys), "{korean}");
    }
    let mut explorer = Explorer::open(100, 30);
    explorer.press("/허");
    assert_eq!(explorer.app.search.field.text(), "허", "in a field it is text");
}

#[test]
fn keys_typed_ahead_are_keys() {
    let mut explorer = Explorer::open(100, 30);
    explorer.press("jj/flex");
    assert_eq!(explorer.app.search.field.text(), "flex");
    let mut explorer = Explorer::open(100, 30);
    assert!(matches!(explorer.press("jjjjjjjjjjkq"), Some(Ending::Quit)));
}
