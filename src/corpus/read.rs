//! A file's text, or why there is none.
//!
//! Invariant: only regular files are opened, nothing here waits for another program, and at most the limit is ever
//! read.

use std::fs::{File, Metadata, OpenOptions};
use std::io::{self, Read};
use std::os::unix::fs::{FileTypeExt, OpenOptionsExt};
use std::path::Path;

use rustix::fs::OFlags;

use super::json_path::LineCounter;
use super::problem::Problem;

/// Bytes at the beginning in which a NUL shows that a file is binary.
const HEAD: usize = 8192;

const BOM: &[u8] = b"\xEF\xBB\xBF";

/// What is to be read, in the words of messages.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Wanted {
    pub name: &'static str,
    /// Hints for an empty file, for another kind of file, and for one that is too large.
    pub empty: &'static str,
    pub other: &'static str,
    pub large: &'static str,
    /// The hint for a file in another charset; without it, the hint says how to convert it.
    pub charset: Option<&'static str>,
}

pub(super) const DATASET: Wanted = Wanted {
    name: "a dataset in JSON",
    empty: "`linchpin schema` prints what a dataset holds",
    other: "name the dataset's JSON file",
    large: "split the dataset by years or by series",
    charset: None,
};

/// The text of a regular file of at most `limit` bytes, without a byte order mark, and whether it has one.
pub(super) fn text(path: &Path, limit: u64) -> Result<(String, bool), Box<Problem>> {
    let bytes = bytes(path, limit, &DATASET)?;
    let is_marked = bytes.starts_with(BOM);
    Ok((decoded(bytes, &DATASET)?, is_marked))
}

/// Bytes as text, without a byte order mark.
pub(crate) fn decoded(mut bytes: Vec<u8>, wanted: &Wanted) -> Result<String, Box<Problem>> {
    let marked = bytes.starts_with(BOM);
    if marked {
        bytes.drain(..BOM.len());
    }
    if bytes.trim_ascii().is_empty() {
        let what = if bytes.is_empty() { "the file is empty" } else { "the file holds only white space" };
        return Err(Box::new(Problem::new(what, wanted.name, wanted.empty)));
    }
    if let Some(problem) = foreign(&bytes, wanted) {
        return Err(Box::new(problem));
    }
    String::from_utf8(bytes).map_err(|error| {
        let skipped = if marked { BOM.len() } else { 0 };
        Box::new(not_utf8(error.as_bytes(), error.utf8_error().valid_up_to(), skipped, wanted))
    })
}

/// A regular file of at most `limit` bytes, and how many it has.
pub(super) fn regular_file(path: &Path, limit: u64, wanted: &Wanted) -> Result<(File, u64), Box<Problem>> {
    // Checked before opening: opening a FIFO waits for its other end, and opening a device may act on it.
    let metadata = std::fs::metadata(path).map_err(|error| Box::new(unreadable(path, &error)))?;
    regular(&metadata)?;
    let file = open(path).map_err(|error| Box::new(unreadable(path, &error)))?;
    // The name may refer to another file by now.
    let metadata = file.metadata().map_err(|error| Box::new(unreadable(path, &error)))?;
    regular(&metadata)?;
    if metadata.len() > limit {
        return Err(Box::new(too_large(metadata.len(), limit, wanted)));
    }
    Ok((file, metadata.len()))
}

/// The bytes of a regular file.
pub(crate) fn bytes(path: &Path, limit: u64, wanted: &Wanted) -> Result<Vec<u8>, Box<Problem>> {
    let (file, length) = regular_file(path, limit, wanted)?;
    let mut bytes = Vec::new();
    let length = usize::try_from(length).unwrap_or(usize::MAX);
    bytes.try_reserve(length).map_err(|error| Box::new(unreadable(path, &io::Error::other(error))))?;
    // Files in /proc report 0 bytes and may never end; a log grows while it is read.
    let longest = limit.saturating_add(1);
    file.take(longest).read_to_end(&mut bytes).map_err(|error| Box::new(unreadable(path, &error)))?;
    within(bytes, limit, wanted)
}

fn within(bytes: Vec<u8>, limit: u64, wanted: &Wanted) -> Result<Vec<u8>, Box<Problem>> {
    match u64::try_from(bytes.len()) {
        Ok(read) if read <= limit => Ok(bytes),
        _ => Err(Box::new(too_large(limit.saturating_add(1), limit, wanted))),
    }
}

fn open(path: &Path) -> io::Result<File> {
    let flags = OFlags::NONBLOCK | OFlags::NOCTTY;
    OpenOptions::new().read(true).custom_flags(flags.bits().cast_signed()).open(path)
}

fn regular(metadata: &Metadata) -> Result<(), Box<Problem>> {
    let kind = metadata.file_type();
    let (what, hint) = if kind.is_file() {
        return Ok(());
    } else if kind.is_dir() {
        ("this is a directory", "name the file in it, for instance statements.json")
    } else if kind.is_fifo() {
        ("this is a pipe (FIFO)", "write what comes through the pipe into a file first")
    } else if kind.is_socket() {
        ("this is a socket", "name a file that holds a dataset")
    } else {
        ("this is a device", "name a file that holds a dataset")
    };
    Err(Box::new(Problem::new(what, "a regular file", hint)))
}

fn unreadable(path: &Path, error: &io::Error) -> Problem {
    let (what, hint) = match error.kind() {
        io::ErrorKind::NotFound if path.is_symlink() => {
            (String::from("the link leads to no file"), "`ls -l` shows where the link leads")
        }
        io::ErrorKind::NotFound => {
            (String::from("no such file"), "a relative name counts from the working directory (`pwd`)")
        }
        io::ErrorKind::PermissionDenied => {
            (String::from("the file may not be read"), "`ls -l` shows whose it is and who may read it")
        }
        _ => (format!("the file cannot be read ({error})"), "copy it to a local disk and open the copy"),
    };
    Problem::new(&what, "a file that can be read", hint)
}

fn too_large(size: u64, limit: u64, wanted: &Wanted) -> Problem {
    let what = format!("the file is too large ({size} bytes or more)");
    let expected = format!("at most {limit} bytes");
    Problem::new(&what, &expected, wanted.large)
}

/// What is clearly not UTF-8 text.
fn foreign(bytes: &[u8], wanted: &Wanted) -> Option<Problem> {
    if let Some(name) = wide(bytes) {
        let convert = format!("convert it: iconv -f {name} -t UTF-8");
        let hint = wanted.charset.filter(|_| name.starts_with("UTF-16")).unwrap_or(&convert);
        return Some(Problem::new(&format!("this is {name} text"), "UTF-8 text", hint).at((1, 1), ""));
    }
    let (what, hint) = match bytes {
        [0x1F, 0x8B, ..] => ("this is a gzip file", "unpack it first: gunzip"),
        [b'P', b'K', 3, 4, ..] => ("this is a zip file", "unpack it first: unzip"),
        [0x28, 0xB5, 0x2F, 0xFD, ..] => ("this is a zstd file", "unpack it first: unzstd"),
        [b'%', b'P', b'D', b'F', ..] => ("this is a PDF", wanted.other),
        _ if bytes.iter().take(HEAD).any(|&byte| byte == 0) => ("this is a binary file", wanted.other),
        _ => return None,
    };
    Some(Problem::new(what, "UTF-8 text", hint))
}

/// UTF-16 or UTF-32, by its mark or by the zeros around an ASCII character, as every JSON text begins.
fn wide(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0xFF, 0xFE, 0, 0, ..] | [1..=0x7F, 0, 0, 0, ..] => Some("UTF-32LE"),
        [0, 0, 0xFE, 0xFF, ..] | [0, 0, 0, 1..=0x7F, ..] => Some("UTF-32BE"),
        [0xFF, 0xFE, ..] | [b'\t'..=0x7E, 0, b'\t'..=0x7E, 0, ..] => Some("UTF-16LE"),
        [0xFE, 0xFF, ..] | [0, b'\t'..=0x7E, 0, b'\t'..=0x7E, ..] => Some("UTF-16BE"),
        _ => None,
    }
}

/// `skipped` bytes came before `bytes`; the bytes before `at` are sound.
fn not_utf8(bytes: &[u8], at: usize, skipped: usize, wanted: &Wanted) -> Problem {
    let sound = bytes.get(..at).and_then(|sound| std::str::from_utf8(sound).ok()).unwrap_or_default();
    let byte = bytes.get(at).copied().unwrap_or_default();
    let what = format!("the byte 0x{byte:02X} at offset {} is not UTF-8", at.saturating_add(skipped));
    let hint =
        wanted.charset.unwrap_or("save the file as UTF-8; from Korean Windows: iconv -f CP949 -t UTF-8");
    Problem::new(&what, "UTF-8 text throughout", hint).at(LineCounter::new(sound).advance(at), "")
}
