//! The draft that the reader is writing, kept like notes, in a folder of its own.
//!
//! Invariant: a save writes a new file and only then removes those it replaces: an interrupted save leaves the old text
//! or the new one, and two sessions that write leave both. A damaged file is set aside; a file of a newer program stays
//! as it is.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::io;
use std::path::PathBuf;
use std::time::SystemTime;

use serde::{Deserialize, Serialize};

use super::replacing::{self, FileContent, KeptFile, drop_replaced};
use super::{files_ending, fresh_name, remove_files, sweep};

const ENDING: &str = ".json";
/// How often the folder is listed again while another session writes to it.
const ATTEMPTS: usize = 64;

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
        Self { schema: Self::SCHEMA, text: text.to_owned(), replaces, file: fresh_name() }
    }

    /// Its name and those that it has yet to replace.
    pub fn files(&self) -> Vec<String> {
        let own = Some(&self.file).filter(|file| !file.is_empty());
        own.into_iter().chain(&self.replaces).cloned().collect()
    }
}

impl KeptFile for DraftFile {
    const NOUN: &'static str = "draft";
    const SCHEMA: u32 = 1;

    fn schema(&self) -> u32 {
        self.schema
    }

    fn file(&self) -> &str {
        &self.file
    }

    fn set_file(&mut self, name: &str) {
        name.clone_into(&mut self.file);
    }

    fn replaces(&self) -> &[String] {
        &self.replaces
    }

    fn replaces_mut(&mut self) -> &mut Vec<String> {
        &mut self.replaces
    }
}

/// What the folder holds.
#[derive(Debug, Default)]
pub struct KeptDrafts {
    /// The oldest first.
    pub drafts: Vec<DraftFile>,
    /// Files of a newer program, and files that could not be read.
    pub newer: usize,
    pub damaged: usize,
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

    /// Everything that is kept.
    ///
    /// # Errors
    /// If the folder exists but cannot be read.
    pub fn read(&self) -> io::Result<KeptDrafts> {
        let (mut kept, mut known) = (KeptDrafts::default(), HashSet::new());
        let mut listed = self.list()?;
        for _ in 0..ATTEMPTS {
            // No file is changed in place: each is read once.
            for (_, name) in &listed {
                if known.insert(name.clone()) {
                    match replacing::read(&self.folder, name) {
                        Some(FileContent::Kept(draft)) => kept.drafts.push(draft),
                        Some(FileContent::Newer) => kept.newer += 1,
                        Some(FileContent::Damaged) => kept.damaged += 1,
                        None => {}
                    }
                }
            }
            // A list that was made while another session wrote may have neither its old file nor its new one.
            let before = std::mem::replace(&mut listed, self.list()?);
            if before == listed {
                break;
            }
        }
        let places: HashMap<&str, usize> = listed.iter().map(|(_, name)| &**name).zip(0..).collect();
        kept.drafts.retain(|draft| places.contains_key(&*draft.file));
        kept.drafts.sort_by_cached_key(|draft| places.get(&*draft.file).copied().unwrap_or_default());
        drop_replaced(&mut kept.drafts);
        Ok(kept)
    }

    /// The files, the oldest first.
    fn list(&self) -> io::Result<Vec<(Option<SystemTime>, String)>> {
        let files = files_ending(&self.folder, ENDING)?.into_iter();
        let modified = |entry: &fs::DirEntry| entry.metadata().and_then(|file| file.modified()).ok();
        let mut listed: Vec<_> = files.map(|(name, entry)| (modified(&entry), name)).collect();
        listed.sort();
        Ok(listed)
    }

    /// Writes a text into its file and removes those that it replaces; of an empty text nothing stays.
    ///
    /// # Errors
    /// If it is not safely on the disk; nothing is removed then.
    pub fn save(&self, draft: &DraftFile) -> io::Result<()> {
        if draft.text.is_empty() {
            return remove_files(&self.folder, &draft.replaces);
        }
        sweep(&self.folder);
        replacing::save(&self.folder, draft)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::LONGEST;

    fn texts(drafts: &Drafts) -> Vec<String> {
        drafts.read().unwrap().drafts.into_iter().map(|draft| draft.text).collect()
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
        assert_eq!(fs::read_dir(folder.path().join("new")).unwrap().count(), 1, "what it replaced is gone");
        drafts.save(&DraftFile::new("of another session", first.files())).unwrap();
        assert_eq!(texts(&drafts).len(), 2);
        let both = drafts.read().unwrap().drafts.iter().flat_map(DraftFile::files).collect();
        drafts.save(&DraftFile::new("", both)).unwrap();
        assert_eq!(texts(&drafts), [""; 0]);
    }

    #[test]
    fn texts_that_replace_each_other_are_all_shown() {
        let folder = tempfile::tempdir().unwrap();
        let drafts = Drafts::in_folder(folder.path().to_owned());
        let [mut one, mut other] = ["one", "other"].map(|text| DraftFile::new(text, Vec::new()));
        (one.replaces, other.replaces) = (other.files(), one.files());
        for draft in [&one, &other] {
            fs::write(folder.path().join(&draft.file), serde_json::to_vec(draft).unwrap()).unwrap();
        }
        assert_eq!(texts(&drafts).len(), 2);
    }

    #[test]
    fn an_interrupted_save_leaves_one_text_and_what_cannot_be_read_is_set_aside() {
        let folder = tempfile::tempdir().unwrap();
        let outside = folder.path().join("outside.json");
        let folder = folder.path().join("drafts");
        let drafts = Drafts::in_folder(folder.clone());
        let old = DraftFile::new("old", Vec::new());
        drafts.save(&old).unwrap();
        // The session wrote, and was killed before it could remove the old one.
        let new = DraftFile::new("new", old.files());
        let whole = serde_json::to_vec(&new).unwrap();
        fs::write(folder.join(&new.file), &whole).unwrap();
        assert_eq!(texts(&drafts), ["new"]);
        drafts.save(&DraftFile::new("newest", vec![new.file.clone()])).unwrap();
        assert_eq!(texts(&drafts), ["newest"], "what the new one could not remove goes with it");
        for (name, text) in
            [("newer.json", "{\"schema\":2,\"text\":\"x\",\"lines\":[]}"), ("broken.json", "{\"sche")]
        {
            fs::write(folder.join(name), text).unwrap();
        }
        let kept = drafts.read().unwrap();
        assert_eq!((kept.drafts.len(), kept.newer, kept.damaged), (1, 1, 1));
        let kept = drafts.read().unwrap();
        assert_eq!((kept.drafts.len(), kept.newer, kept.damaged), (1, 1, 0), "said once");
        let foreign = DraftFile::new("x", vec![String::from("../outside.json")]);
        fs::write(&outside, "").unwrap();
        drafts.save(&foreign).unwrap();
        assert!(outside.exists(), "a name leads to no other folder");
        assert_eq!(fs::read_to_string(folder.join("broken.json.bad")).unwrap(), "{\"sche");
    }

    #[test]
    fn a_text_that_could_not_be_read_again_is_refused_and_a_file_that_cannot_be_read_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let drafts = Drafts::in_folder(folder.path().to_owned());
        let empty = serde_json::to_vec_pretty(&DraftFile::new("", Vec::new())).unwrap().len();
        let longest = DraftFile::new(&"x".repeat(LONGEST - empty), Vec::new());
        drafts.save(&longest).unwrap();
        let longer = DraftFile::new(&"y".repeat(LONGEST - empty + 1), longest.files());
        assert_eq!(drafts.save(&longer).unwrap_err().kind(), io::ErrorKind::FileTooLarge);
        assert!(texts(&drafts) == [longest.text], "the old one stays");
        fs::write(folder.path().join("endless.json"), "z".repeat(LONGEST + 1)).unwrap();
        let kept = drafts.read().unwrap();
        assert_eq!((kept.drafts.len(), kept.damaged), (1, 1));
    }

    #[test]
    fn the_oldest_is_the_first_and_what_is_gone_is_no_longer_named() {
        let folder = tempfile::tempdir().unwrap();
        let drafts = Drafts::in_folder(folder.path().to_owned());
        let names: Vec<String> = (0..20).map(|at| format!("{at}")).collect();
        let start = SystemTime::now();
        for (at, name) in (0..).zip(&names) {
            let draft = DraftFile::new(name, vec![String::from("gone.json")]);
            drafts.save(&draft).unwrap();
            let file = fs::File::options().write(true).open(folder.path().join(&draft.file)).unwrap();
            file.set_modified(start + std::time::Duration::from_secs(at)).unwrap();
        }
        assert_eq!(texts(&drafts), names);
        assert!(drafts.read().unwrap().drafts.iter().all(|draft| draft.replaces.is_empty()));
    }

    #[test]
    fn a_draft_is_read_while_another_session_writes_it_anew() {
        let folder = tempfile::tempdir().unwrap();
        let drafts = Drafts::in_folder(folder.path().to_owned());
        // They take time to list and to read, in which the other one is replaced.
        for at in 0..400 {
            let draft = DraftFile::new("other", Vec::new());
            fs::write(folder.path().join(format!("{at}.json")), serde_json::to_vec(&draft).unwrap()).unwrap();
        }
        let mut last = DraftFile::new("mine", Vec::new());
        drafts.save(&last).unwrap();
        std::thread::scope(|scope| {
            let writing = scope.spawn(|| {
                for _ in 0..30 {
                    let next = DraftFile::new("mine", last.files());
                    drafts.save(&next).unwrap();
                    last = next;
                }
            });
            // Once more after the last one, so that something is read however fast the writer is.
            loop {
                let is_last = writing.is_finished();
                let kept = drafts.read().unwrap();
                let mine = kept.drafts.iter().filter(|draft| draft.text == "mine").count();
                assert_eq!((mine, kept.drafts.len(), kept.damaged), (1, 401, 0));
                if is_last {
                    break;
                }
            }
        });
    }
}
