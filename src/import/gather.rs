//! Which files are imported: those that are named, and those with texts in the folders that are named.
//!
//! Invariant: every file that is found is listed once or skipped with a reason, except hidden files and a folder's
//! `README`s and `LICENSE`s. No file is opened here, so nothing can block. Each folder is read once, whatever links
//! lead to it.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::io;
use std::os::unix::fs::{FileTypeExt, MetadataExt};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use walkdir::{DirEntry, WalkDir};

use super::read::TextFormat;
use crate::text::safe::Text;

/// Maximum letters of a file extension that a message quotes.
const ENDING: usize = 8;

/// The extensions of files that are imported from folders.
pub const ENDINGS: &str = ".txt, .md, .html, .docx, .hwpx or .pdf";

/// The format to use instead, for documents of formats that are not read.
fn instead(ending: &str) -> Option<&'static str> {
    match ending.to_ascii_lowercase().as_str() {
        "doc" | "rtf" | "odt" | "pages" => Some("DOCX"),
        "hwp" => Some("HWPX"),
        "mht" | "mhtml" | "webarchive" => Some("a complete web page (.html)"),
        _ => None,
    }
}

fn is_address(path: &Path) -> bool {
    let path = path.to_string_lossy().to_ascii_lowercase();
    path.starts_with("https://") || path.starts_with("http://")
}

/// The command line that imports the page at an address.
fn fetched(address: &str) -> String {
    let quoted = format!("'{}'", address.replace('\'', r"'\''"));
    format!(
        "linchpin never opens the network; this line imports it: curl -sL {quoted} | linchpin import - --address {quoted}"
    )
}

/// One file to import.
#[derive(Debug)]
pub(super) struct InputFile {
    /// `None` for the standard input.
    pub path: Option<PathBuf>,
    pub bytes: u64,
    /// `None` if only the text shows it.
    pub format: Option<TextFormat>,
}

/// A file that is not imported, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    pub file: String,
    pub why: String,
}

impl Skipped {
    pub(super) fn new(path: &Path, why: String) -> Self {
        Self { file: shown(path), why }
    }
}

/// A path as it is shown and kept: without characters that could act on a terminal or break a line.
pub(super) fn shown(path: &Path) -> String {
    Text::new(&path.to_string_lossy()).to_string()
}

/// What was found.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    pub inputs: Vec<InputFile>,
    pub skipped: Vec<Skipped>,
    /// Folders and files that were found, by device and inode.
    folders: HashSet<(u64, u64)>,
    files: HashMap<(u64, u64), PathBuf>,
}

pub(super) fn gather(paths: &[PathBuf], stop: &AtomicBool) -> Gathered {
    let mut gathered = Gathered::default();
    for path in paths {
        if path.as_os_str() == "-" {
            // The standard input can be read only once.
            if gathered.inputs.iter().all(|input| input.path.is_some()) {
                gathered.inputs.push(InputFile { path: None, bytes: 0, format: None });
            }
            continue;
        }
        match fs::metadata(path) {
            Ok(folder) if folder.is_dir() => gathered.folder(path, stop),
            Ok(file) => gathered.file(path, &file, TextFormat::by_name(path)),
            Err(_) if is_address(path) => {
                gathered.skipped.push(Skipped::new(path, fetched(&shown(path))));
            }
            // Reading it will give the reason.
            Err(_) => {
                gathered.inputs.push(InputFile {
                    path: Some(path.clone()),
                    bytes: 0,
                    format: TextFormat::by_name(path),
                });
            }
        }
    }
    gathered
}

impl Gathered {
    fn folder(&mut self, folder: &Path, stop: &AtomicBool) {
        let mut walk = WalkDir::new(folder).follow_links(true).sort_by_file_name().into_iter();
        while let Some(entry) = walk.next() {
            if stop.load(Ordering::Relaxed) {
                break;
            }
            match entry {
                Ok(entry) if entry.file_type().is_dir() => {
                    let is_hidden = entry.depth() > 0 && is_hidden(&entry);
                    if is_hidden || !self.enters(&entry) {
                        walk.skip_current_dir();
                    }
                }
                Ok(entry) if is_hidden(&entry) || is_about(&entry) => {}
                Ok(entry) => self.entry(&entry),
                Err(error) => {
                    let path = error.path().unwrap_or(folder);
                    self.skipped.push(Skipped::new(path, why_not(path, &error)));
                }
            }
        }
    }

    /// Whether a folder is found for the first time.
    fn enters(&mut self, entry: &DirEntry) -> bool {
        let Ok(folder) = entry.metadata() else { return true };
        let is_new = self.folders.insert((folder.dev(), folder.ino()));
        if !is_new && entry.path_is_symlink() {
            let why = String::from("the link leads to a folder that is already imported");
            self.skipped.push(Skipped::new(entry.path(), why));
        }
        is_new
    }

    fn entry(&mut self, entry: &DirEntry) {
        let path = entry.path();
        match (TextFormat::by_name(path), entry.metadata()) {
            (Some(format), Ok(file)) => self.file(path, &file, Some(format)),
            (None, Ok(_)) => {
                let why = match path.extension().map(|ending| Text::new(&ending.to_string_lossy())) {
                    Some(ending) if ending.chars().count() <= ENDING => {
                        let instead = instead(&ending).map(|kind| format!("; save it as {kind}"));
                        let instead = instead.unwrap_or_default();
                        format!("its name ends in .{ending}, not in {ENDINGS}{instead}")
                    }
                    Some(_) | None => format!("its name does not end in {ENDINGS}"),
                };
                self.skipped.push(Skipped::new(path, why));
            }
            (_, Err(error)) => self.skipped.push(Skipped::new(path, why_not(path, &error))),
        }
    }

    fn file(&mut self, path: &Path, file: &fs::Metadata, format: Option<TextFormat>) {
        if let Some(what) = other_than_file(file) {
            self.skipped.push(Skipped::new(path, format!("this is {what}, not a file")));
            return;
        }
        let place = (file.dev(), file.ino());
        match self.files.get(&place) {
            Some(first) if is_same(first, path) => {}
            Some(first) => {
                let why = format!("it is the same file as {}", shown(first));
                self.skipped.push(Skipped::new(path, why));
            }
            None => {
                self.files.insert(place, path.to_owned());
                self.inputs.push(InputFile { path: Some(path.to_owned()), bytes: file.len(), format });
            }
        }
    }
}

/// Whether two paths are spellings of one path: `a/b` and `./a/b`.
fn is_same(one: &Path, other: &Path) -> bool {
    let of = |path: &Path| {
        (fs::canonicalize(path.parent().unwrap_or(path)).ok(), path.file_name().map(ToOwned::to_owned))
    };
    one == other || of(one) == of(other)
}

fn other_than_file(metadata: &fs::Metadata) -> Option<&'static str> {
    let kind = metadata.file_type();
    if kind.is_file() {
        None
    } else if kind.is_fifo() {
        Some("a pipe (FIFO)")
    } else if kind.is_socket() {
        Some("a socket")
    } else {
        Some("a device")
    }
}

/// Why an entry of a folder cannot be imported.
fn why_not(path: &Path, error: &walkdir::Error) -> String {
    let kind = error.io_error().map(io::Error::kind);
    match kind {
        None => String::from("the link leads back to a folder that contains it"),
        Some(io::ErrorKind::NotFound) if path.is_symlink() => String::from("the link leads to no file"),
        Some(io::ErrorKind::PermissionDenied) => String::from("you have no permission to read it"),
        Some(_) => error.io_error().map_or_else(|| String::from("it cannot be read"), ToString::to_string),
    }
}

fn is_hidden(entry: &DirEntry) -> bool {
    // Word names the files that it has open `~$…`.
    entry.file_name().to_string_lossy().starts_with('.')
        || entry.file_name().to_string_lossy().starts_with("~$")
}

/// Whether a file is about the folder.
fn is_about(entry: &DirEntry) -> bool {
    let stem = entry.path().file_stem().unwrap_or_default().to_string_lossy();
    stem.eq_ignore_ascii_case("readme") || stem.eq_ignore_ascii_case("license")
}
