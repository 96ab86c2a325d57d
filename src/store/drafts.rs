//! The draft that the reader is writing: kept as notes are, in a folder of its own.
//!
//! Invariant: a save writes a new file and only then removes those it replaces: an interrupted save leaves the old text or the
//! new one, and two sessions that write leave both. A file that cannot be read stays as it is.

use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::PathBuf;
use std::time::SystemTime;

use serde::{Deserialize, Serialize};

use super::{LONGEST, fresh_name, is_name, read_whole, sweep, write_whole};

/// The version of the file's shape.
const SCHEMA: u32 = 1;
const ENDING: &str = ".json";
/// How often the folder is read again while another session writes to it.
const ATTEMPTS: usize = 16;

/// A text, and the files whose texts it replaces.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct DraftFile {
    schema: u32,
    pub text: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub replaces: Vec<String>,
    /// Its name; empty if there is no file.
    #[serde(skip)]
    pub file: String,
}

impl DraftFile {
    pub fn new(text: &str, replaces: Vec<String>) -> Self {
        Self { schema: SCHEMA, text: text.to_owned(), replaces, file: fresh_name() }
    }

    /// Its name and those that it has yet to replace.
    pub fn files(&self) -> Vec<String> {
        let own = Some(&self.file).filter(|file| !file.is_empty());
        own.into_iter().chain(&self.replaces).cloned().collect()
    }
}

/// The folder of drafts.
#[derive(Debug, Clone)]
pub struct Drafts {
    folder: PathBuf,
}

impl Drafts {
    pub fn in_folder(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// The texts that are kept, the oldest first, and how many files could not be read.
    ///
    /// # Errors
    /// If the folder exists but cannot be read.
    pub fn read(&self) -> io::Result<(Vec<DraftFile>, usize)> {
        let mut listed = self.list()?;
        let (mut drafts, mut damaged) = (Vec::new(), 0);
        for _ in 0..ATTEMPTS {
            let read: Vec<Option<DraftFile>> = listed.iter().map(|(_, name)| self.read_file(name)).collect();
            damaged = read.iter().filter(|draft| draft.is_none()).count();
            drafts = read.into_iter().flatten().collect();
            // A list that was made while another session wrote may have neither its old file nor its new one.
            let before = std::mem::replace(&mut listed, self.list()?);
            if before == listed {
                break;
            }
        }
        let replaced: HashSet<String> = drafts.iter().flat_map(|draft| draft.replaces.clone()).collect();
        drafts.retain(|draft| !replaced.contains(&draft.file));
        Ok((drafts, damaged))
    }

    /// The files, the oldest first.
    fn list(&self) -> io::Result<Vec<(Option<SystemTime>, String)>> {
        let entries = match fs::read_dir(&self.folder) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            entries => entries?,
        };
        let mut listed = Vec::new();
        for entry in entries {
            let entry = entry?;
            let name = entry.file_name().into_string().unwrap_or_default();
            if name.ends_with(ENDING) && !name.starts_with('.') {
                listed.push((entry.metadata().and_then(|file| file.modified()).ok(), name));
            }
        }
        listed.sort();
        Ok(listed)
    }

    fn read_file(&self, name: &str) -> Option<DraftFile> {
        let bytes = read_whole(&self.folder.join(name)).ok()?;
        let draft: DraftFile = serde_json::from_slice(&bytes).ok()?;
        (draft.schema <= SCHEMA).then(|| DraftFile { file: name.to_owned(), ..draft })
    }

    /// Writes a text into its file and removes those that it replaces; of an empty text nothing stays.
    ///
    /// # Errors
    /// If it is not safely on the disk; nothing is removed then.
    pub fn save(&self, draft: &DraftFile) -> io::Result<()> {
        if draft.text.is_empty() {
            return self.remove(&draft.replaces);
        }
        let mut written = draft.clone();
        // Names are never given twice, so one that is gone need not be carried on for ever.
        written.replaces.retain(|file| fs::symlink_metadata(self.folder.join(file)).is_ok());
        let bytes = serde_json::to_vec_pretty(&written)?;
        if bytes.len() > LONGEST {
            return Err(io::Error::new(io::ErrorKind::FileTooLarge, "it is longer than a draft may be"));
        }
        fs::create_dir_all(&self.folder)?;
        sweep(&self.folder);
        write_whole(&self.folder, &draft.file, &bytes)?;
        // A file that stays is known to be replaced.
        let _ = self.remove(&draft.replaces);
        Ok(())
    }

    fn remove(&self, files: &[String]) -> io::Result<()> {
        for file in files.iter().filter(|file| is_name(file)) {
            match fs::remove_file(self.folder.join(file)) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                Ok(()) | Err(_) => {}
            }
        }
        if files.is_empty() { Ok(()) } else { fs::File::open(&self.folder)?.sync_all() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(drafts: &Drafts) -> Vec<String> {
        drafts.read().unwrap().0.into_iter().map(|draft| draft.text).collect()
    }

    #[test]
    fn a_text_is_replaced_by_the_next_one_and_two_sessions_leave_both() {
        let folder = tempfile::tempdir().unwrap();
        let drafts = Drafts::in_folder(folder.path().join("new"));
        assert_eq!(texts(&drafts), [""; 0]);
        let first = DraftFile::new("one\ntwo", Vec::new());
        drafts.save(&first).unwrap();
        let second = DraftFile::new("three", first.files());
        drafts.save(&second).unwrap();
        assert_eq!(texts(&drafts), ["three"]);
        drafts.save(&DraftFile::new("of another session", first.files())).unwrap();
        assert_eq!(texts(&drafts).len(), 2);
        let both = drafts.read().unwrap().0.iter().flat_map(DraftFile::files).collect();
        drafts.save(&DraftFile::new("", both)).unwrap();
        assert_eq!(texts(&drafts), [""; 0]);
    }

    #[test]
    fn an_interrupted_save_leaves_one_text_and_what_cannot_be_read_stays() {
        let folder = tempfile::tempdir().unwrap();
        let outside = folder.path().join("outside.json");
        let folder = folder.path().join("drafts");
        let drafts = Drafts::in_folder(folder.clone());
        let old = DraftFile::new("old", Vec::new());
        drafts.save(&old).unwrap();
        // Written, and killed before it could remove the old one.
        let new = DraftFile::new("new", old.files());
        let whole = serde_json::to_vec(&new).unwrap();
        fs::write(folder.join(&new.file), &whole).unwrap();
        assert_eq!(texts(&drafts), ["new"]);
        for (name, text) in [("newer.json", "{\"schema\":2,\"lines\":[]}"), ("broken.json", "{\"sche")] {
            fs::write(folder.join(name), text).unwrap();
        }
        let (kept, damaged) = drafts.read().unwrap();
        assert_eq!((kept.len(), damaged), (1, 2));
        let foreign = DraftFile::new("x", vec![String::from("../outside.json")]);
        fs::write(&outside, "").unwrap();
        drafts.save(&foreign).unwrap();
        assert!(outside.exists(), "a name leads to no other folder");
        assert_eq!(fs::read_to_string(folder.join("broken.json")).unwrap(), "{\"sche");
    }
}
