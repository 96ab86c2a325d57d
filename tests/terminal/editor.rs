//! The draft in the reader's editor: the editor has the terminal, the keys and the text for itself, and returns them.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

use portable_pty::CommandBuilder;

use crate::scene::{NOTHING, Scene, TerminalSession, below};

/// A scene whose `EDITOR` records what it finds, asks for a line, and does what the script says; `VISUAL` is empty.
fn edited_by(scene: &Scene, script: &str, arguments: &[&str]) -> CommandBuilder {
    let editor = scene.path("editor");
    let noted = scene.path("noted").display().to_string();
    let text = format!(
        "#!/bin/sh\nfor path in \"$2\" \"$(dirname \"$2\")\"; do stat -c %a \"$path\"; done >{noted}\n\
         cat \"$2\" >>{noted}\necho \"EDITING $1\"\nread line\n{script}\n"
    );
    fs::write(&editor, text).unwrap();
    fs::set_permissions(&editor, fs::Permissions::from_mode(0o755)).unwrap();
    fs::create_dir(scene.path("tmp")).unwrap();
    let mut command = scene.command(arguments);
    command.env("PATH", "/usr/bin:/bin");
    command.env("TMPDIR", scene.path("tmp"));
    command.env("VISUAL", "");
    command.env("EDITOR", format!("{} --wait", editor.display()));
    command
}

/// The explorer with a draft, which the editor has open now.
fn editing(command: CommandBuilder) -> TerminalSession {
    let mut session = TerminalSession::start(command, (100, 30));
    session.press("5i\x15We agree\x1b");
    session.shows("draft kept");
    session.press(":your editor\r");
    session
}

fn left_behind(scene: &Scene) -> Vec<PathBuf> {
    below(&scene.path("tmp"))
}

#[test]
fn the_editor_has_terminal_and_keys_and_its_text_comes_back() {
    let scene = Scene::new();
    let command = edited_by(&scene, "echo \"We agree to $line.\" >\"$2\"", &[]);
    let mut session = editing(command);
    session.until("the editor", |session| session.text().contains("EDITING --wait"));
    assert!(!session.emulator.screen().alternate_screen(), "{}", session.text());
    assert_eq!(session.modes_now(), session.modes, "the terminal is as the shell left it");
    assert_eq!(fs::read_to_string(scene.path("noted")).unwrap(), "600\n700\nWe agree\n");
    // Neither a key of the explorer nor one that ends it.
    session.press("q\x15modernize our ties\n");
    session.shows("=⟦modernize our ties⟧");
    session.shows("the draft is as the editor left it; u undoes that");
    assert_eq!(left_behind(&scene), NOTHING);
    session.press("u");
    session.shows("undone: your words are back");
    session.press("=");
    session.shows("no official words differ here");
    session.press("\x03");
    assert_eq!(session.ends(), 0);
}

#[test]
fn a_signal_from_the_keyboard_is_the_editors() {
    let scene = Scene::new();
    let command = edited_by(
        &scene,
        "trap 'echo \"We agree, interrupted\" >\"$2\"; exit 0' INT; echo TRAP; sleep 60 & wait",
        &[],
    );
    let mut session = editing(command);
    session.until("the editor", |session| session.text().contains("EDITING --wait"));
    session.press("\n");
    session.until("the trap", |session| session.text().contains("TRAP"));
    session.press("\x03");
    session.shows("We agree, interrupted");
    session.shows("u undoes that");
    session.press("\x03");
    assert_eq!(session.ends(), 0);
}

#[test]
fn an_editor_that_fails_or_is_missing_is_said_and_the_draft_is_not_lost() {
    let scene = Scene::new();
    let mut session = editing(edited_by(&scene, "rm \"$2\"; exit 3", &[]));
    session.until("the editor", |session| session.text().contains("EDITING --wait"));
    session.press("\n");
    session.shows("the editor failed: No such file");
    session.shows("We agree");
    session.press("qq");
    assert_eq!(session.ends(), 0);

    let scene = Scene::new();
    let mut session = editing(edited_by(&scene, "printf '\\377' >\"$2\"", &[]));
    session.until("the editor", |session| session.text().contains("EDITING --wait"));
    session.press("\n");
    session.shows("what it wrote is not UTF-8 and stays in");
    assert_eq!(
        fs::read(left_behind(&scene).into_iter().find(|path| path.is_file()).unwrap()).unwrap(),
        b"\xff"
    );

    for (editor, said) in [
        ("/nonexistent/editor", "the editor failed (exit status: 127); the draft is as it was"),
        ("", "no editor is set"),
    ] {
        let scene = Scene::new();
        let mut command = edited_by(&scene, "", &[]);
        command.env("EDITOR", editor);
        let mut session = editing(command);
        session.shows(said);
        session.shows("We agree");
        assert_eq!(left_behind(&scene), NOTHING);
    }
    let scene = Scene::new();
    let mut command = edited_by(&scene, "echo never >\"$2\"", &["--restricted"]);
    command.env("VISUAL", "false");
    let mut session = TerminalSession::start(command, (100, 30));
    session.press(":your editor\r");
    session.shows("linchpin starts no program here");
    assert!(!scene.path("noted").exists());
}
