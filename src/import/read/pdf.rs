//! PDFs, by `pdftotext` of poppler.
//!
//! Invariant: no other program is started; it gets a copy of the file and limited time, and its text is read only up to
//! the limit. The words are those of the pages, each paragraph with the page on which it begins.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, ScopedJoinHandle};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process_group};

use super::blocks::ParsedDocument;
use super::{pdf_lines, text};

const PROGRAM: &str = "pdftotext";
/// A program can read less from a PDF than a person.
const CAVEAT: &str = "from PDF: check against the page";
/// How long a PDF may take, and how often the program is checked for its end.
const TIME: Duration = Duration::from_mins(1);
const WAIT: Duration = Duration::from_millis(5);
/// Maximum bytes of a text with the place of each word, and of a line of a message.
const TEXT: u64 = 256 << 20;
const MESSAGE: u64 = 4096;

pub(super) fn read(bytes: &[u8], stop: &AtomicBool) -> Result<ParsedDocument, String> {
    let program = program().ok_or_else(|| {
        format!("a PDF is read with {PROGRAM}, which is not installed: `sudo apt install poppler-utils`, `brew install poppler`")
    })?;
    let (layout, fault) = layout_of(&program, bytes, stop, TIME)?;
    let text = pdf_lines::text_of(&layout)?;
    if text.trim().is_empty() {
        return Err(String::from(
            "this PDF contains pictures of pages and no text; recognize its text first, for instance with ocrmypdf",
        ));
    }
    let mut document = text::read_pages(&text);
    document.remarks =
        [Some(String::from(CAVEAT)), fault].into_iter().flatten().chain(document.remarks).collect();
    document.caveat = CAVEAT;
    Ok(document)
}

fn program() -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    // A relative folder would depend on the current directory.
    let folders = std::env::split_paths(&path).filter(|folder| folder.is_absolute());
    folders.map(|folder| folder.join(PROGRAM)).find(|program| program.is_file())
}

fn started(program: &Path, file: &Path) -> io::Result<Child> {
    Command::new(program)
        .args(["-bbox-layout", "-enc", "UTF-8"])
        .arg(file)
        .arg("-")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        // A process group of its own, so that programs started by a wrapper end with it.
        .process_group(0)
        .spawn()
}

fn layout_of(
    program: &Path,
    bytes: &[u8],
    stop: &AtomicBool,
    time: Duration,
) -> Result<(String, Option<String>), String> {
    let cannot = |error: io::Error| format!("{PROGRAM} cannot be run ({error})");
    let mut file = tempfile::Builder::new().suffix(".pdf").tempfile().map_err(cannot)?;
    file.write_all(bytes).map_err(cannot)?;
    let mut child = started(program, file.path()).map_err(cannot)?;
    let (output, errors) = (child.stdout.take(), child.stderr.take());
    thread::scope(|scope| {
        let text = scope.spawn(|| read_text(output));
        let messages = scope.spawn(|| Messages::read(errors));
        let ended = wait(&mut child, stop, time);
        let (text, messages) = (joined(text), joined(messages));
        let has_succeeded = ended?;
        let (text, messages) = (text?, messages?);
        if u64::try_from(text.len()).is_ok_and(|read| read > TEXT) {
            return Err(format!("its text has more than {TEXT} bytes; split it: one file is one statement"));
        }
        if messages.is_encrypted {
            return Err(String::from(
                "this PDF is encrypted; open it, remove its password and save it again",
            ));
        }
        if !has_succeeded {
            return Err(format!(
                "{PROGRAM} cannot read this PDF: it is damaged or incomplete; save it again"
            ));
        }
        let fault = messages
            .fault
            .map(|line| format!("this PDF is damaged, so words may be missing ({PROGRAM}: {})", line.trim()));
        let text = String::from_utf8(text).map_err(|_| format!("{PROGRAM} wrote text that is not UTF-8"))?;
        Ok((text, fault))
    })
}

/// What a thread has read of the output of the program; half of it is nothing.
fn joined<T>(reader: ScopedJoinHandle<io::Result<T>>) -> Result<T, String> {
    let read = reader.join().unwrap_or_else(|_| Err(io::ErrorKind::Interrupted.into()));
    read.map_err(|error| format!("the output of {PROGRAM} cannot be read ({error})"))
}

/// Reads to the end, or one byte more than the limit; then the writer gets an error.
fn read_text(from: Option<impl Read>) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    if let Some(from) = from {
        from.take(TEXT + 1).read_to_end(&mut bytes)?;
    }
    Ok(bytes)
}

/// The messages of the program about a PDF.
#[derive(Default)]
struct Messages {
    is_encrypted: bool,
    /// The first error.
    fault: Option<String>,
}

impl Messages {
    /// Reads all messages, however many: the program would end if nobody read them.
    fn read(from: Option<impl Read>) -> io::Result<Self> {
        let mut messages = Self::default();
        let Some(mut from) = from.map(BufReader::new) else { return Ok(messages) };
        let mut bytes = Vec::new();
        while from.by_ref().take(MESSAGE).read_until(b'\n', &mut bytes)? > 0 {
            let line = String::from_utf8_lossy(&bytes);
            messages.is_encrypted |= line.contains("password");
            if messages.fault.is_none() && line.contains("Error") {
                messages.fault = Some(line.into_owned());
            }
            bytes.clear();
        }
        Ok(messages)
    }
}

/// Whether the program succeeded; it is killed if it takes too long or you stop the import.
fn wait(child: &mut Child, stop: &AtomicBool, time: Duration) -> Result<bool, String> {
    let begin = Instant::now();
    loop {
        let is_stopped = stop.load(Ordering::Relaxed);
        match child.try_wait() {
            Ok(Some(status)) if !is_stopped => return Ok(status.success()),
            Ok(None) if begin.elapsed() < time && !is_stopped => thread::sleep(WAIT),
            Ok(_) => {
                // It may have ended in the meantime.
                let group = child.id().try_into().ok().and_then(Pid::from_raw);
                let _ = group.map(|group| kill_process_group(group, Signal::KILL));
                let _ = child.wait();
                if is_stopped {
                    return Err(String::from("the import was stopped"));
                }
                return Err(format!("{PROGRAM} took longer than {} seconds", time.as_secs()));
            }
            Err(error) => return Err(format!("{PROGRAM} cannot be waited for ({error})")),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::PermissionsExt;

    use rustix::process::test_kill_process;

    use super::*;

    #[test]
    fn a_stop_counts_even_when_the_program_has_just_ended() {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .arg("--list")
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        child.wait().unwrap();
        assert_eq!(wait(&mut child, &AtomicBool::new(false), TIME), Ok(true));
        let stopped = Err(String::from("the import was stopped"));
        assert_eq!(wait(&mut child, &AtomicBool::new(true), TIME), stopped);
    }

    #[test]
    fn half_of_what_the_program_writes_is_nothing() {
        struct Broken;
        impl Read for Broken {
            fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
                Err(io::ErrorKind::BrokenPipe.into())
            }
        }
        assert!(read_text(Some(b"Half".chain(Broken))).is_err());
        assert!(Messages::read(Some(b"Half".chain(Broken))).is_err());
    }

    /// A program that hangs: a wrapper of another one that holds its output and writes its process id to a file.
    fn hanging(folder: &Path) -> PathBuf {
        let program = folder.join(PROGRAM);
        let script = format!("#!/bin/sh\nsleep 1000 &\necho $! > {}/number\nwait\n", folder.display());
        fs::write(&program, script).unwrap();
        fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
        program
    }

    #[test]
    fn a_program_that_hangs_is_ended_with_all_that_it_started() {
        let folder = tempfile::tempdir().unwrap();
        let program = hanging(folder.path());
        let read = |time, stop| layout_of(&program, b"%PDF-1.4", &AtomicBool::new(stop), time).unwrap_err();
        let begin = Instant::now();
        let mut why = read(Duration::from_secs(2), false);
        // Another test may have the script open while it starts a program of its own.
        while why.contains("Text file busy") {
            why = read(Duration::from_secs(2), false);
        }
        assert_eq!(why, "pdftotext took longer than 2 seconds");
        assert!(begin.elapsed() < Duration::from_secs(30));
        let number = fs::read_to_string(folder.path().join("number")).unwrap();
        let number = Pid::from_raw(number.trim().parse().unwrap()).unwrap();
        // A killed process is listed until the system has removed it; /proc shows that, where there is one.
        let stat = || fs::read_to_string(format!("/proc/{}/stat", number.as_raw_pid())).unwrap_or_default();
        let has_ended = || test_kill_process(number).is_err() || stat().contains(") Z ");
        while !has_ended() && begin.elapsed() < Duration::from_secs(30) {
            thread::sleep(WAIT);
        }
        assert!(has_ended(), "{}", stat());
        assert_eq!(read(TIME, true), "the import was stopped");
    }
}
