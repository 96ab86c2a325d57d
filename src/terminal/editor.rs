//! Hands a text to the reader's editor and takes it back.
//!
//! Invariant: the text is in a file that only the reader can open, and the file is removed when the editor has ended,
//! unless its text cannot be read.

use std::env;
use std::ffi::{OsStr, OsString};
use std::fs::{self, File, OpenOptions, Permissions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::Path;
use std::process::Command;

use tempfile::Builder;

use super::paste::LONGEST_PASTE;
use crate::app::editing::EditorOutcome;

/// The variables that name an editor, the first one first.
const VARIABLES: [&str; 2] = ["VISUAL", "EDITOR"];

/// The reader's editor, perhaps with options.
pub fn of_reader() -> Option<OsString> {
    let named = |name| env::var_os(name).filter(|value| !value.is_empty());
    VARIABLES.into_iter().find_map(named)
}

/// Waits until an editor has changed a text. The terminal must be as the shell left it.
pub fn edit(editor: &OsStr, text: &str) -> EditorOutcome {
    run(editor, text).unwrap_or_else(EditorOutcome::Failed)
}

fn run(editor: &OsStr, text: &str) -> io::Result<EditorOutcome> {
    // In a folder of its own: editors write more than the file.
    let mut folder =
        Builder::new().prefix("linchpin-").permissions(Permissions::from_mode(0o700)).tempdir()?;
    let path = folder.path().join("draft.txt");
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path)?;
    file.write_all(format!("{}\n", text.strip_suffix('\n').unwrap_or(text)).as_bytes())?;
    drop(file);
    let mut command = editor.to_owned();
    command.push(" \"$1\"");
    let status = Command::new("sh").arg("-c").arg(command).arg("linchpin").arg(&path).status()?;
    let text = read(&path).inspect_err(|error| {
        if error.kind() != io::ErrorKind::NotFound {
            // What the reader wrote is only there.
            folder.disable_cleanup(true);
        }
    })?;
    Ok(EditorOutcome::Ended { text, error: (!status.success()).then(|| status.to_string()) })
}

fn read(path: &Path) -> io::Result<String> {
    let stays =
        |why: &str| io::Error::other(format!("what it wrote is {why} and stays in {}", path.display()));
    if fs::metadata(path)?.len() > LONGEST_PASTE as u64 {
        return Err(stays(&format!("longer than {LONGEST_PASTE} bytes")));
    }
    let mut bytes = Vec::new();
    File::open(path)?.read_to_end(&mut bytes)?;
    let mut text = String::from_utf8(bytes).map_err(|_| stays("not UTF-8"))?;
    text.truncate(text.strip_suffix('\n').map_or(text.len(), str::len));
    Ok(text)
}
