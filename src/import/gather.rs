//! Which files are imported: those named, and those with a statement's text in the folders named.
//!
//! Invariant: every file that is met is either gathered, or left out with a reason; links that lead back end the walk
//! of that branch alone. Hidden files and `README`s of a folder are no statements.

use std::fs;
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

/// How a file is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Plain,
    Markdown,
    Html,
}

/// One file to import.
#[derive(Debug)]
pub(super) struct Input {
    /// `None` for what comes through the standard input.
    pub path: Option<PathBuf>,
    pub bytes: u64,
    /// `None` where only the text can tell.
    pub format: Option<Format>,
}

/// A file that is not imported, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    pub file: String,
    pub why: String,
}

/// What was met.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    pub inputs: Vec<Input>,
    pub left_out: Vec<LeftOut>,
}

pub(super) fn gather(paths: &[PathBuf]) -> Gathered {
    let mut gathered = Gathered::default();
    for path in paths {
        if path.as_os_str() == "-" {
            gathered.inputs.push(Input { path: None, bytes: 0, format: None });
        } else if path.is_dir() {
            gathered.folder(path);
        } else {
            let bytes = fs::metadata(path).map_or(0, |file| file.len());
            gathered.inputs.push(Input { format: by_name(path), path: Some(path.clone()), bytes });
        }
    }
    gathered
}

impl Gathered {
    fn folder(&mut self, folder: &Path) {
        let walk = WalkDir::new(folder).follow_links(true).sort_by_file_name();
        for entry in walk.into_iter().filter_entry(|entry| entry.depth() == 0 || !is_hidden(entry)) {
            match entry {
                Ok(entry) if entry.file_type().is_dir() || is_about(&entry) => {}
                Ok(entry) => self.met(&entry),
                Err(error) => self.left_out.push(LeftOut {
                    file: error.path().unwrap_or(folder).to_string_lossy().into_owned(),
                    why: match (error.loop_ancestor(), error.io_error()) {
                        (Some(_), _) => String::from("the link leads back to a folder around it"),
                        (None, Some(error)) => error.to_string(),
                        (None, None) => String::from("it cannot be read"),
                    },
                }),
            }
        }
    }

    fn met(&mut self, entry: &DirEntry) {
        let path = entry.path().to_owned();
        match by_name(&path) {
            Some(format) => {
                let bytes = entry.metadata().map_or(0, |file| file.len());
                self.inputs.push(Input { path: Some(path), bytes, format: Some(format) });
            }
            None => self.left_out.push(LeftOut {
                file: path.to_string_lossy().into_owned(),
                why: String::from(
                    "its name does not end in .txt, .md or .html; name the file itself to import it as text",
                ),
            }),
        }
    }
}

fn is_hidden(entry: &DirEntry) -> bool {
    entry.file_name().to_string_lossy().starts_with('.')
}

/// A file about the folder.
fn is_about(entry: &DirEntry) -> bool {
    let stem = entry.path().file_stem().unwrap_or_default().to_string_lossy();
    stem.eq_ignore_ascii_case("readme") || stem.eq_ignore_ascii_case("license")
}

fn by_name(path: &Path) -> Option<Format> {
    let ending = path.extension()?.to_str()?.to_ascii_lowercase();
    match ending.as_str() {
        "txt" | "text" => Some(Format::Plain),
        "md" | "markdown" | "mdown" => Some(Format::Markdown),
        "html" | "htm" | "xhtml" => Some(Format::Html),
        _ => None,
    }
}

/// What a text looks like, where its name does not tell.
pub(super) fn by_text(text: &str) -> Format {
    let head = text.trim_start().get(..512).unwrap_or(text.trim_start()).to_ascii_lowercase();
    let tags = ["<!doctype html", "<html", "<head", "<body", "<p>", "<h1", "<div"];
    if tags.iter().any(|tag| head.starts_with(tag)) || head.contains("<html") {
        Format::Html
    } else if head.starts_with("---\n")
        || head.starts_with("# ")
        || head.contains("\n# ")
        || head.contains("\n## ")
    {
        Format::Markdown
    } else {
        Format::Plain
    }
}
