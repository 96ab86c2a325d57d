//! Marks and notes on a disk that answers late, or not at all.

use linchpin::app::Effect;
use linchpin::app::marks::{MarkReport, MarkRequest};
use linchpin::terminal::events::Event;
use tempfile::TempDir;

use crate::harness::Explorer;
use crate::keeping::{files, open};

#[test]
fn what_cannot_be_undone_on_the_disk_is_not_called_undone() {
    let folder = TempDir::new().unwrap();
    let mut explorer = open(&folder);
    explorer.press("m");
    explorer.keep_nowhere();
    explorer.press("u");
    assert!(explorer.shows("mark not removed:") && explorer.shows("Marked"), "{}", explorer.text());
    explorer.keep_in(folder.path());
    explorer.press("u");
    assert!(explorer.shows("undone: mark on scm-35/1 removed") && files(&folder).is_empty());
}

#[test]
fn what_cannot_be_saved_stays_says_so_and_is_given_back() {
    let folder = TempDir::new().unwrap();
    let mut explorer = open(&folder);
    explorer.press("akept<enter>");
    explorer.keep_nowhere();
    explorer.press("a, and more<enter>");
    assert!(explorer.shows("note not saved: "), "{}", explorer.text());
    assert!(explorer.shows("kept, and more  not saved"), "{}", explorer.text());
    explorer.press("pn");
    assert_eq!(explorer.printed(), "kept, and more");
    explorer.press("<esc>]aanother<enter>");
    assert_eq!(explorer.unsaved(), ["kept, and more", "another"]);
    // The disk is back: Enter tries again, but only right after the failure.
    explorer.press("<esc>a, once more<enter>");
    assert!(explorer.shows("(Enter tries again"), "{}", explorer.text());
    let before = files(&folder).len();
    explorer.keep_in(folder.path());
    explorer.press("<enter>");
    assert!(explorer.shows("note saved") && files(&folder).len() > before, "{}", explorer.text());
    assert!(!explorer.shows("not saved"));
    assert_eq!(explorer.unsaved(), [""; 0]);
}

#[test]
fn what_happens_while_a_disk_does_not_answer_is_done_in_order_when_it_does() {
    let folder = TempDir::new().unwrap();
    let mut explorer = open(&folder);
    explorer.press("aold<enter>");
    explorer.hold();
    explorer.press("a<c-u>first<enter>");
    assert!(
        explorer.shows("note first  being saved") && !explorer.shows("note saved"),
        "{}",
        explorer.text()
    );
    // Written again, removed, brought back, before anything is on the disk.
    explorer.press("a, second<enter>a<c-u><enter>mm");
    assert!(explorer.shows("being saved") && explorer.shows("Marked"), "{}", explorer.text());
    explorer.press("muuuu");
    assert!(explorer.shows("note first, second  being saved"), "{}", explorer.text());
    // A list of files that was made before does not bring back a mark that is being removed.
    explorer.press("]m'<esc>");
    let held = open(&folder);
    assert!(held.app.marks.all().len() == 1 && held.shows("note old"));
    explorer.answer();
    assert_eq!(explorer.unsaved(), [""; 0]);
    let mut notes = open(&folder);
    assert_eq!(notes.app.marks.all().len(), 2, "{:?}", notes.app.marks.all());
    assert!(notes.shows("note first, second"));
    assert_eq!(files(&folder).len(), 2);
    notes.press("'");
    assert!(!notes.shows("old"), "{}", notes.text());
}

#[test]
fn what_a_late_disk_refuses_is_there_again() {
    let folder = TempDir::new().unwrap();
    let mut explorer = open(&folder);
    explorer.press("m");
    explorer.hold();
    explorer.press("m");
    assert!(!explorer.shows("Marked") && !explorer.shows("mark removed"), "{}", explorer.text());
    explorer.keep_nowhere();
    explorer.answer();
    assert!(explorer.shows("mark not removed:") && explorer.shows("Marked"), "{}", explorer.text());
    explorer.press("u");
    assert!(explorer.shows("mark not removed:"), "it is still the marking that is undone");
    explorer.hold();
    explorer.press("awords<esc>");
    assert!(!explorer.shows("kept as a draft"), "{}", explorer.text());
    explorer.answer();
    assert!(explorer.shows("draft not saved:") && explorer.shows("draft words  not saved"));
}

#[test]
fn a_draft_is_called_kept_only_if_it_is_and_an_emptied_note_can_be_continued() {
    let folder = TempDir::new().unwrap();
    let mut explorer = open(&folder);
    explorer.press("aabc<enter>a<c-u><esc>");
    assert!(explorer.shows("kept as a draft; press a to continue it"), "{}", explorer.text());
    explorer.press("ax<esc>");
    assert!(explorer.shows("draft x") && explorer.shows("note abc"), "{}", explorer.text());
    explorer.keep_nowhere();
    explorer.press("ay<esc>");
    assert!(explorer.shows("draft not saved: "), "{}", explorer.text());
    // Nothing was written since, but it is tried again.
    explorer.press("a<esc>");
    assert!(explorer.shows("draft not saved: "), "{}", explorer.text());
    explorer.keep_in(folder.path());
    explorer.press("a<esc>");
    assert!(explorer.shows("kept as a draft"), "{}", explorer.text());
    assert!(open(&folder).shows("draft xy"));
}

#[test]
fn what_is_read_after_a_note_was_begun_is_never_replaced_by_it() {
    let folder = TempDir::new().unwrap();
    open(&folder).press("aof another session<enter>");
    // The marks are read when the field is already open.
    let late = |keys: &str, then: &str| {
        let mut explorer = Explorer::open(100, 30);
        explorer.press(keys);
        explorer.keep_in(folder.path());
        explorer.press(then);
        open(&folder)
    };
    let explorer = late("a", "<enter>");
    assert!(explorer.shows("note of another session"), "nothing was written: {}", explorer.text());
    assert_eq!(files(&folder).len(), 1);
    let explorer = late("amine", "<enter>");
    assert!(explorer.shows("note of another session") && explorer.shows("note mine"), "{}", explorer.text());
    let explorer = late("abegun", "<esc>");
    assert!(explorer.shows("draft begun"), "{}", explorer.text());
    let explorer = late("abegun elsewhere", "<esc>");
    assert!(explorer.shows("draft begun") && explorer.shows("draft begun elsewhere"), "{}", explorer.text());
    assert!(explorer.shows("note of another session") && explorer.shows("note mine"));
    assert_eq!(files(&folder).len(), 4);
    // A draft of this field is replaced by its note; the others stay.
    let explorer = late("aend", "<esc>");
    assert!(explorer.shows("draft end"), "{}", explorer.text());
    let mut explorer = late("as", "<esc>");
    explorer.press("a<c-u>all of it<enter>");
    assert!(explorer.shows("note of another session") && explorer.shows("note mine"), "{}", explorer.text());
    assert_eq!(
        files(&folder).len(),
        3,
        "the drafts are one note, which replaces none that it was not begun from"
    );
}

#[test]
fn what_is_not_saved_stays_told_until_it_is_whatever_is_saved_later() {
    let folder = TempDir::new().unwrap();
    let mut explorer = open(&folder);
    explorer.keep_nowhere();
    explorer.press("adear<enter>");
    assert!(explorer.shows("note not saved:") && explorer.shows("1 not saved · "), "{}", explorer.text());
    explorer.keep_in(folder.path());
    explorer.press("]m");
    assert!(
        explorer.shows("mark saved; note on scm-35/1 is not saved (Enter tries again)"),
        "{}",
        explorer.text()
    );
    explorer.press("j");
    assert!(explorer.shows("1 not saved · "), "{}", explorer.text());
    explorer.press("jm<enter>");
    assert!(explorer.shows("note saved") && !explorer.shows("not saved"), "{}", explorer.text());
    assert_eq!(explorer.unsaved(), [""; 0]);
}

#[test]
fn a_draft_is_called_kept_when_the_disk_has_its_last_words_and_not_before() {
    let folder = TempDir::new().unwrap();
    let mut explorer = open(&folder);
    explorer.hold();
    explorer.press("aone");
    let effects = explorer.app.keep_written();
    explorer.press(" two<esc>");
    // The disk has the first words, not yet the last.
    for effect in effects {
        let Effect::Marks(MarkRequest::Save(mark, kind)) = effect else { panic!("a draft is to be saved") };
        explorer.feed(Event::Marks(Box::new(MarkReport::Saved(mark, kind, Ok(())))));
    }
    assert!(!explorer.shows("kept as a draft"), "{}", explorer.text());
    explorer.answer();
    assert!(explorer.shows("kept as a draft") && open(&folder).shows("draft one two"), "{}", explorer.text());
}
