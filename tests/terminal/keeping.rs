//! What the reader keeps and copies: notes on disks that exist or not, the clipboard, the plain screen.

use std::ffi::OsString;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;

use portable_pty::CommandBuilder;

use crate::disk::WatchedDisk;
use crate::scene::{FIXTURE, NOTHING, STATE, Scene, TerminalSession};
use crate::skip::or_skip;

const MARKS: &str = "home/.local/share/linchpin/marks";

/// The texts of the marks that are kept.
fn kept(scene: &Scene) -> Vec<String> {
    scene.files(MARKS).iter().map(|path| fs::read_to_string(path).unwrap()).collect()
}

#[test]
fn a_note_is_on_the_disk_when_it_is_called_saved() {
    let scene = Scene::new();
    let mut session = scene.open(&[]);
    session.press("aask 국방부\r");
    session.shows("note saved");
    let texts = kept(&scene);
    assert!(
        texts.len() == 1
            && texts[0].contains("\"note\": \"ask 국방부\"")
            && texts[0].contains("will be modernized")
    );
    session.signal("KILL");
    session.until("the end", |session| session.child.try_wait().unwrap().is_some());
    let mut session = TerminalSession::start(scene.command(&[]), (100, 40));
    session.shows("noted · 1 of 2");
    session.shows("ask 국방부");
}

#[test]
fn a_removed_mark_is_on_the_disk_again_when_it_is_called_restored() {
    let scene = Scene::new();
    let mut session = scene.open(&[]);
    session.press("akept\r");
    session.shows("note saved");
    session.press("a\x15\rm");
    session.shows("mark removed; u brings it back");
    assert_eq!(kept(&scene), Vec::<String>::new());
    session.press("u");
    session.shows("undone: mark on scm-35/1 restored");
    assert_eq!(kept(&scene).len(), 1);
    session.press("u");
    session.shows("undone: note on scm-35/1 restored");
    let texts = kept(&scene);
    assert!(texts.len() == 1 && texts[0].contains("\"note\": \"kept\""), "{texts:?}");
    session.press("q");
    assert_eq!(session.ends(), 0);
}

#[test]
fn a_note_in_hand_is_saved_by_whatever_ends_the_program() {
    for signal in ["HUP", "TERM", "INT", "QUIT"] {
        let scene = Scene::new();
        let mut session = scene.open(&[]);
        session.press(&format!("aon {signal}"));
        session.shows(&format!("note on {signal}"));
        session.signal(signal);
        session.ends();
        assert!(kept(&scene)[0].contains(&format!("\"note\": \"on {signal}\"")));
    }
    let scene = Scene::new();
    let mut session = scene.open(&[]);
    session.press("aon the way out");
    session.shows("on the way out");
    session.press("\x03");
    assert_eq!(session.ends(), 0);
    assert!(kept(&scene)[0].contains("on the way out"));
}

#[test]
fn without_a_disk_a_note_is_kept_on_screen_and_given_back_at_the_end() {
    let scene = Scene::new();
    fs::write(scene.path("home/.local"), "in the way").unwrap();
    let mut missing = scene.command(&[]);
    missing.env("HOME", "/proc/nonexistent");
    let mut relative = scene.command(&[]);
    relative.env("HOME", "home");
    for command in [scene.command(&[]), missing, relative] {
        let mut session = TerminalSession::start(command, (100, 40));
        session.press("akeep me\r");
        session.shows("note not saved");
        session.shows("keep me  not saved");
        session.press("pn");
        session.until("the plain screen", |session| !session.emulator.screen().alternate_screen());
        session.shows("keep me");
        session.press(" ");
        session.until("the explorer", |session| session.emulator.screen().alternate_screen());
        session.press("q");
        assert_eq!(session.is_over(), 1, "something was not saved");
        let said = session.said();
        let (_, after) = said.rsplit_once("\x1b[?1049l").unwrap();
        assert!(
            after.contains("your note on scm-35/1 was not saved") && after.contains("keep me"),
            "{after:?}"
        );
        assert_eq!(scene.files("work"), NOTHING);
    }
}

#[test]
fn what_is_too_long_for_a_clipboard_is_not_sent_and_can_be_printed() {
    let scene = Scene::new();
    let mut session = scene.open(&[]);
    session.press(&format!("a\x1b[200~{}\x1b[201~\r", "long words ".repeat(600)));
    session.shows("note saved");
    session.press("yn");
    session.shows("too long for a clipboard (6599 bytes); p prints it");
    assert!(!session.said().contains("\x1b]52"));
    let mark = session.sent.len();
    session.press("pn");
    session.until("all of it", |session| session.since(mark).matches("long words").count() == 600);
    session.press("q");
    session.shows("Statements");
    session.press("q");
    assert_eq!(session.ends(), 0);
}

#[test]
fn a_pause_keeps_what_is_being_written_whatever_ends_the_program_then() {
    let scene = Scene::new();
    let mut session = scene.open(&[]);
    session.press("ahalf a thought");
    let is_draft = |text: &str| text.contains("half a thought") && text.contains("\"draft\": true");
    session.until("a draft on the disk", |_| {
        // Files appear and disappear meanwhile.
        let entries = fs::read_dir(scene.path(MARKS)).into_iter().flatten().flatten();
        let is_whole = |path: &PathBuf| path.extension().is_some_and(|ending| ending == "json");
        let files = entries.map(|entry| entry.path()).filter(is_whole);
        files.filter_map(|path| fs::read_to_string(path).ok()).any(|text| is_draft(&text))
    });
    session.signal("KILL");
    session.until("the end", |session| session.child.try_wait().unwrap().is_some());
    let mut again = TerminalSession::start(scene.command(&[]), (100, 40));
    again.shows("draft half a thought");
    // Esc and q arrive separately: neither loses a word.
    again.press("a, and more\x1b");
    again.shows("kept as a draft");
    again.press("q");
    assert_eq!(again.ends(), 0);
    assert!(kept(&scene).len() == 1 && kept(&scene)[0].contains("half a thought, and more"));
}

#[test]
fn a_draft_that_was_emptied_is_gone_at_the_end() {
    let scene = Scene::new();
    let mut session = scene.open(&[]);
    session.press("aold words\x1b");
    session.shows("kept as a draft");
    session.press("a\x15\x03");
    assert_eq!(session.ends(), 0);
    assert_eq!(kept(&scene), [""; 0]);
}

#[test]
fn a_view_is_written_where_the_reader_is_and_no_file_is_replaced() {
    let scene = Scene::new();
    fs::write(scene.path("work/kwic-modernization.csv"), "mine").unwrap();
    let mut session = scene.open(&[]);
    session.press("2wc");
    session.shows("kwic-modernization-2.csv written in /");
    let command = std::process::Command::new(crate::scene::LINCHPIN)
        .args(["--data", FIXTURE, "kwic", "", "--format", "csv"])
        .output()
        .unwrap();
    assert_eq!(fs::read(scene.path("work/kwic-modernization-2.csv")).unwrap(), command.stdout);
    assert_eq!(fs::read_to_string(scene.path("work/kwic-modernization.csv")).unwrap(), "mine");
    session.press("wp");
    session.shows("press any key to go back");
    session.press("x");
    session.shows("Concordance");
    // What was asked for at the end is written too, or reported.
    session.press("wjq\x03");
    session.is_over();
    let is_written = scene.path("work/kwic-modernization.json").exists();
    // A machine that is busy may need longer than the program waits.
    assert!(is_written || session.said().contains("a document was not written"), "{}", session.said());
    let mut session = scene.open(&[]);
    fs::remove_dir_all(scene.path("work")).unwrap();
    session.press("3wm");
    session.shows("not written in ");
    session.press("\x03");
    assert_eq!(session.ends(), 0);
}

#[test]
fn a_restricted_session_leaves_nothing_behind_and_starts_nothing() {
    let scene = Scene::new();
    // A tmux that would record that it was run.
    fs::create_dir(scene.path("bin")).unwrap();
    let script = format!("#!/bin/sh\ntouch {}\n", scene.path("work/run").display());
    fs::write(scene.path("bin/tmux"), script).unwrap();
    fs::set_permissions(scene.path("bin/tmux"), fs::Permissions::from_mode(0o755)).unwrap();
    let command = |arguments: &[&str]| {
        let mut command = scene.command(arguments);
        command.env("PATH", format!("{}:/usr/bin:/bin", scene.path("bin").display()));
        command.env("TMUX", "/nowhere,1,1");
        command
    };
    let mut session = TerminalSession::start(command(&["--restricted"]), (80, 24));
    session.press("m");
    session.shows("not saved: nothing is saved here");
    session.press("yq");
    session.shows("sent to the terminal");
    assert!(session.said().contains("\x1b]52;c;"));
    session.press("2wm");
    session.shows("this session writes no files; w p shows it as plain text");
    session.press("1\x1a");
    session.shows("linchpin cannot be suspended here; q quits");
    assert_ne!(session.state(), "T");
    session.press("q");
    assert_eq!(session.ends(), 0);
    assert_eq!(scene.files("home"), NOTHING);
    assert_eq!(scene.files("work"), NOTHING);
    // The same without the restriction runs it: the test can fail.
    let mut session = TerminalSession::start(command(&[]), (80, 24));
    session.press("yq");
    session.until("tmux", |_| scene.path("work/run").exists());
    // If tmux fails, the sequence is sent anyway.
    fs::write(scene.path("bin/tmux"), "#!/bin/sh\nexit 1\n").unwrap();
    let mut session = TerminalSession::start(command(&[]), (80, 24));
    session.press("yq");
    session.until("the terminal's own way", |session| session.said().contains("\x1b]52;c;"));
    for refused in [["--restricted", "--log", "log"], ["--restricted", "--print", "--ascii"]] {
        let output = std::process::Command::new(crate::scene::LINCHPIN).args(refused).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{refused:?}");
    }
}

/// Whether processes can be traced here: it needs strace and the right to use it.
fn has_strace() -> bool {
    let traced = std::process::Command::new("strace").args(["-o", "/dev/null", "true"]).output();
    or_skip("strace", traced.ok().filter(|output| output.status.success())).is_some()
}

/// The program on a disk that does not answer before there is a file with this name.
fn held_up(disk: &WatchedDisk, mut command: CommandBuilder, gate: &Path) -> CommandBuilder {
    for (name, value) in disk.variables() {
        command.env(name, value);
    }
    command.env("FSYNC_GATE", gate);
    command
}

#[test]
fn a_disk_that_does_not_answer_holds_nobody_up_and_the_note_is_given_back() {
    for ending in ["TERM", "\x03", "q"] {
        let scene = Scene::new();
        let Some(disk) = WatchedDisk::new(scene.0.path()) else { return };
        let command = held_up(&disk, scene.command(&[]), &scene.path("never"));
        // From the first frame on it waits for the hint's file.
        let mut session = TerminalSession::start(command, (100, 40));
        session.until("a write that waits", |_| disk.trace.exists());
        session.press("adear note\r");
        session.shows("note dear note  being saved");
        session.press("/strategic\r");
        session.shows(": /strategic");
        session.press(":theme: mono\r]]afurther on");
        session.shows("note further on");
        if ending == "TERM" {
            session.signal("TERM");
        } else {
            session.press(if ending == "q" { "\x1b" } else { ending });
            if ending == "q" {
                session.until("the field closed", |session| !session.text().contains("Enter save"));
                session.press("q");
            }
        }
        // It waits for no disk that never answers.
        let code = session.is_over();
        assert_eq!(code, if ending == "TERM" { 128 + 15 } else { 1 });
        let said = session.said();
        let (_, after) = said.rsplit_once("\x1b[?1049l").unwrap();
        for lost in [
            "linchpin: your note on scm-35/1 was not saved: the disk did not answer\r\n  dear note",
            "was not saved: the disk did not answer\r\n  further on",
            "linchpin: your last position was not saved: the disk did not answer",
            "linchpin: your queries were not saved: the disk did not answer",
            "linchpin: your theme was not saved: the disk did not answer",
        ] {
            assert!(after.contains(lost), "{ending}: {lost}: {after:?}");
        }
    }
}

#[test]
fn very_many_marks_hold_neither_the_first_frame_nor_the_end_up() {
    let scene = Scene::new();
    fs::create_dir_all(scene.path(MARKS)).unwrap();
    for at in 0..30_000 {
        let mark = format!(r#"{{"schema":1,"dataset":"another","passage":"x/{at}","quote":"words"}}"#);
        fs::write(scene.path(MARKS).join(format!("{at:05}.json")), mark).unwrap();
    }
    let mut session = scene.open(&[]);
    session.press("awritten at once");
    session.shows("written at once");
    session.press("\x03");
    assert_eq!(session.ends(), 0);
    assert!(scene.path(STATE).exists());
    assert_eq!(kept(&scene).iter().filter(|text| text.contains("written at once")).count(), 1);
}

#[test]
fn a_disk_that_answers_late_is_believed_when_it_does() {
    let scene = Scene::new();
    let Some(disk) = WatchedDisk::new(scene.0.path()) else { return };
    let gate = scene.path("gate");
    let command = held_up(&disk, scene.command(&["--no-state"]), &gate);
    let mut session = TerminalSession::start(command, (100, 30));
    session.press("aone\r");
    session.shows("note one  being saved");
    assert_eq!(kept(&scene).iter().filter(|text| text.contains("replaces")).count(), 0);
    session.press("a, two\r");
    session.shows("note one, two  being saved");
    fs::write(&gate, "").unwrap();
    session.until("both answers", |session| {
        let text = session.text();
        text.contains("note saved") && !text.contains("being saved")
    });
    let texts = kept(&scene);
    assert!(texts.len() == 1 && texts[0].contains("\"note\": \"one, two\""), "{texts:?}");
    session.press("q");
    assert_eq!(session.ends(), 0);
}

#[test]
fn a_restricted_session_opens_no_other_file() {
    let scene = Scene::new();
    if !has_strace() {
        return;
    }
    let mut command = scene.command(&["--restricted"]);
    // The dataset in the program, so that no file is opened.
    let is_named = |word: &OsString| word == "--data" || word == FIXTURE;
    let argv: Vec<_> = command.get_argv_mut().drain(..).filter(|word| !is_named(word)).collect();
    let trace =
        ["strace", "-f", "-o", "trace", "-e", "trace=open,openat,creat,execve,connect,mkdir,rename,unlink"];
    *command.get_argv_mut() = trace.into_iter().map(Into::into).chain(argv).collect();
    command.env("PATH", std::env::var_os("PATH").unwrap());
    let mut session = TerminalSession::start(command, (80, 24));
    session.step("]");
    for (key, shown) in
        [("m", "not saved"), ("yq", "sent to the terminal"), ("?", " Help"), ("q", "Statements")]
    {
        session.press(key);
        session.shows(shown);
    }
    session.press("q");
    assert_eq!(session.ends(), 0);
    let trace = fs::read_to_string(scene.path("work/trace")).unwrap();
    let system = [
        "\"/lib",
        "\"/usr/lib",
        "\"/etc/ld.so",
        "\"/proc/self/maps\"",
        "\"/dev/pts/",
        "\"/dev/tty\"",
        "/deps/",
        "/debug/",
    ];
    let calls: Vec<&str> = trace
        .lines()
        .filter(|line| line.contains('"') && !line.contains("ENOENT"))
        .filter(|line| !system.iter().any(|known| line.contains(known)))
        .collect();
    assert!(trace.contains("execve") && calls.is_empty(), "{calls:#?}");
}

#[test]
fn an_idle_restricted_session_is_warned_and_closed() {
    let mut session = Scene::new().open(&["--restricted", "--idle-limit", "4"]);
    session.shows("closing in 2 s; press any key to stay");
    session.press("]");
    session.until("the warning gone", |session| !session.text().contains("closing in"));
    session.shows("closing in 2 s; press any key to stay");
    assert_eq!(session.is_over(), 0);
    assert!(session.said().ends_with("\x1b[?1049llinchpin: closed because no key was pressed\r\n"));
}

#[test]
fn a_restricted_session_whose_output_is_not_read_is_closed_too() {
    let mut session = Scene::new().open(&["--restricted", "--idle-limit", "2"]);
    session.held.store(true, Ordering::SeqCst);
    session.press(&"][".repeat(2000));
    assert_eq!(session.is_over(), 0);
    assert!(
        session.said().ends_with("linchpin: closed because no key was pressed\r\n"),
        "{}",
        session.said()
    );
}

#[test]
fn a_draft_is_kept_at_a_pause_and_given_back_if_the_disk_does_not_take_it() {
    let scene = Scene::new();
    let folder = format!("{MARKS}/drafts");
    let mut session = scene.open(&[]);
    session.press("5i\x15We will modernize our ties\rand more");
    // At the pause it is compared too.
    session.shows("1 =  modernize our ties");
    session
        .until("a draft on the disk", |_| scene.path(&folder).exists() && !scene.files(&folder).is_empty());
    session.signal("KILL");
    session.until("the end", |session| session.child.try_wait().unwrap().is_some());
    let Some(disk) = WatchedDisk::new(scene.0.path()) else { return };
    let mut again =
        TerminalSession::start(held_up(&disk, scene.command(&[]), &scene.path("never")), (100, 40));
    again.press("5");
    again.shows("=⟦modernize our ties⟧");
    again.press("i, too\x03");
    assert_eq!(again.is_over(), 1);
    let said = again.said();
    let (_, after) = said.rsplit_once("\x1b[?1049l").unwrap();
    let lost = "linchpin: your draft was not saved: the disk did not answer\r\n  We will modernize our ties\r\n  and more, too\r\n";
    assert!(after.contains(lost), "{after:?}");
}
