//! The reader's marks and notes: one small file for each, in a folder of their own.
//!
//! Invariant: a save writes a new file and only then removes those that it replaces; no file is ever changed. So
//! whatever is interrupted leaves the old or the new, two sessions that change the same note leave both, and no lock
//! is needed (they fail on the networked homes that readers have). A file that cannot be read is set aside, one of a
//! newer program is left as it is.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::{data_folder, write_whole};
use crate::text::safe::Text;

/// The version of the files' shape.
const SCHEMA: u32 = 1;
const ENDING: &str = ".json";
/// The longest record that is read, in bytes; what is longer is no record.
const LONGEST: u64 = 1 << 22;
/// How often a folder is read where others write into it.
const ATTEMPTS: usize = 8;

/// One mark, with the note on it if there is one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    schema: u32,
    /// The id of the dataset.
    pub dataset: Text,
    /// The id of the passage.
    pub passage: Text,
    /// The passage's words when it was marked, so that no later edition can orphan the mark.
    pub quote: Text,
    #[serde(default, skip_serializing_if = "str::is_empty")]
    pub note: Text,
    /// Names of the files that this one replaces.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub replaces: Vec<String>,
    /// The name of its file; `None` while it is not saved.
    #[serde(skip)]
    pub file: Option<String>,
}

impl Mark {
    pub fn new(dataset: &Text, passage: &Text, quote: &Text) -> Self {
        let (dataset, passage, quote) = (dataset.clone(), passage.clone(), quote.clone());
        let (note, replaces) = (Text::default(), Vec::new());
        Self { schema: SCHEMA, dataset, passage, quote, note, replaces, file: None }
    }
}

/// What a folder of marks holds.
#[derive(Debug, Default)]
pub struct Kept {
    /// In order of dataset and passage.
    pub marks: Vec<Mark>,
    /// Files of a newer program.
    pub newer: usize,
    /// Files that could not be read; they stand beside the others, their names ending in `.bad`.
    pub damaged: usize,
}

impl Kept {
    /// What could not be read, if anything, in a line.
    pub fn remark(&self) -> Option<String> {
        let count = |count: usize, said: &str| (count > 0).then(|| format!("{count} {said}"));
        let remarks = [
            count(self.damaged, "damaged marks set aside (.bad)"),
            count(self.newer, "marks of a newer linchpin, left as they are"),
        ];
        let remarks: Vec<String> = remarks.into_iter().flatten().collect();
        (!remarks.is_empty()).then(|| remarks.join("; "))
    }
}

/// The folder of marks.
#[derive(Debug)]
pub struct Marks {
    folder: PathBuf,
}

/// Reads a file that is no longer than a record can be.
fn read_bounded(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    fs::File::open(path)?.take(LONGEST).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// What every version of a record has.
#[derive(Deserialize)]
struct Version {
    schema: u32,
}

impl Marks {
    /// The reader's own; `None` where there is no home, or no absolute one.
    pub fn find() -> Option<Self> {
        Some(Self { folder: data_folder()?.join("marks") })
    }

    /// Those in `folder`.
    pub fn in_folder(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// Everything that is kept.
    ///
    /// # Errors
    /// Where the folder is there and cannot be read.
    pub fn read(&self) -> io::Result<Kept> {
        let mut kept = Kept::default();
        for _ in 0..ATTEMPTS {
            kept = Kept::default();
            // Where a file went away, another session put one in its place, which may not have been listed.
            if self.read_all(&mut kept)? {
                break;
            }
        }
        let replaced: BTreeSet<String> = kept.marks.iter().flat_map(|mark| mark.replaces.clone()).collect();
        kept.marks.retain(|mark| mark.file.as_ref().is_none_or(|file| !replaced.contains(file)));
        kept.marks.sort_by(|a, b| (&a.dataset, &a.passage, &a.file).cmp(&(&b.dataset, &b.passage, &b.file)));
        Ok(kept)
    }

    /// Reads every file; whether none went away meanwhile.
    fn read_all(&self, kept: &mut Kept) -> io::Result<bool> {
        let entries = match fs::read_dir(&self.folder) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(true),
            entries => entries?,
        };
        let mut all = true;
        for entry in entries {
            let entry = entry?;
            let name = entry.file_name();
            let name = name.to_str().filter(|name| name.ends_with(ENDING) && !name.starts_with('.'));
            if let Some(name) = name.filter(|_| entry.file_type().is_ok_and(|kind| kind.is_file())) {
                all &= self.read_file(name, kept);
            }
        }
        Ok(all)
    }

    /// Whether the file was there.
    fn read_file(&self, name: &str, kept: &mut Kept) -> bool {
        let path = self.folder.join(name);
        let bytes = match read_bounded(&path) {
            Ok(bytes) => bytes,
            Err(error) => {
                let gone = error.kind() == io::ErrorKind::NotFound;
                kept.damaged = kept.damaged.saturating_add(usize::from(!gone));
                return !gone;
            }
        };
        let newer = serde_json::from_slice(&bytes).is_ok_and(|version: Version| version.schema > SCHEMA);
        match serde_json::from_slice::<Mark>(&bytes) {
            _ if newer => kept.newer = kept.newer.saturating_add(1),
            Ok(mark) => kept.marks.push(Mark { file: Some(name.to_owned()), ..mark }),
            Err(_) => {
                kept.damaged = kept.damaged.saturating_add(1);
                // Where it cannot be set aside, it is damaged again the next time.
                let _ = fs::rename(&path, self.folder.join(format!("{name}.bad")));
            }
        }
        true
    }

    /// Saves a mark in a file of its own and removes those that it replaces; the name of the file.
    ///
    /// # Errors
    /// Where the file is not safely on the disk; nothing is removed then.
    pub fn save(&self, mark: &Mark) -> io::Result<String> {
        fs::create_dir_all(&self.folder)?;
        let name = write_whole(&self.folder, None, &serde_json::to_vec_pretty(mark)?)?;
        // A file that stays is known to be replaced.
        let _ = self.remove(&mark.replaces);
        Ok(name)
    }

    /// Removes files of marks; those that are gone already are no error.
    ///
    /// # Errors
    /// Where one stays.
    pub fn remove(&self, files: &[String]) -> io::Result<()> {
        for file in
            files.iter().filter(|file| Path::new(file).file_name().is_some_and(|name| name == &***file))
        {
            match fs::remove_file(self.folder.join(file)) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                Ok(()) | Err(_) => {}
            }
        }
        fs::File::open(&self.folder)?.sync_all()
    }
}
