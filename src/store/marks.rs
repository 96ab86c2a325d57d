//! The reader's marks and notes: one small file for each, in a folder of their own.
//!
//! Invariant: a save writes a new file and only then removes those it replaces; no file is changed in place. So an
//! interrupted save leaves the old or the new file, two sessions that change one note leave both versions, and no lock
//! is needed (locks fail on networked homes). A file that cannot be read is set aside; a file of a newer program is
//! left untouched.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::PathBuf;
use std::sync::{Arc, Once, OnceLock};

use serde::{Deserialize, Serialize};

use super::drafts::{DraftFile, Drafts, KeptDrafts};
use super::replacing::{self, FileContent, KeptFile, drop_replaced};
use super::{files_ending, fresh_name, remove_files, sweep};
use crate::corpus::{Corpus, PassageNo, Target};
use crate::text::counted;
use crate::text::fold::fold;
use crate::text::safe::{Text, Typed};

const ENDING: &str = ".json";
/// How often a folder is read again while others write to it.
const ATTEMPTS: usize = 16;

/// One mark, with the note on it if there is one.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Mark {
    schema: u32,
    /// The id of the dataset.
    pub dataset: Text,
    /// The id of the passage.
    pub passage: Text,
    /// The passage's words when it was marked, so that the mark can be recognized in any later edition.
    pub quote: Text,
    #[serde(default, skip_serializing_if = "Typed::is_empty")]
    pub note: Typed,
    /// Whether the note is unfinished: the reader has not yet pressed Enter.
    #[serde(rename = "draft", default, skip_serializing_if = "std::ops::Not::not")]
    pub is_unfinished: bool,
    /// Names of the files that this one replaces.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub replaces: Vec<String>,
    /// Of an unfinished note: the files of the finished notes that it was begun from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub begun_from: Vec<String>,
    /// The name of its file: chosen immediately, so that a mark can be replaced before it is saved, and never reused.
    #[serde(skip)]
    pub file: String,
    #[serde(skip)]
    pub state: SaveState,
    #[serde(skip)]
    folded: OnceLock<String>,
}

/// How far a mark is saved.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum SaveState {
    /// The disk has not answered yet.
    #[default]
    Pending,
    Saved,
    Failed,
}

impl Mark {
    pub fn new(dataset: &Text, passage: &Text, quote: &Text) -> Self {
        let (dataset, passage, quote) = (dataset.clone(), passage.clone(), quote.clone());
        let (note, replaces, begun_from) = (Typed::default(), Vec::new(), Vec::new());
        let (file, state, folded) = (fresh_name(), SaveState::Pending, OnceLock::new());
        Self {
            schema: Self::SCHEMA,
            dataset,
            passage,
            quote,
            note,
            is_unfinished: false,
            replaces,
            begun_from,
            file,
            state,
            folded,
        }
    }

    /// The same content in a new file that replaces these.
    #[must_use]
    pub fn anew(self, replaces: Vec<String>) -> Self {
        Self { file: fresh_name(), state: SaveState::Pending, replaces, ..self }
    }

    /// Whether another mark has the same passage, words and note, in any file.
    pub fn says_the_same(&self, other: &Self) -> bool {
        (&self.dataset, &self.passage, &self.quote, &self.note, self.is_unfinished)
            == (&other.dataset, &other.passage, &other.quote, &other.note, other.is_unfinished)
    }

    /// Whether it is on this passage of this dataset.
    pub fn is_on(&self, dataset: &str, passage: &str) -> bool {
        *self.dataset == *dataset && *self.passage == *passage
    }

    /// Its searchable text, folded once: 100,000 marks are searched at each letter.
    pub fn folded(&self) -> &str {
        self.folded.get_or_init(|| fold(&format!("{} {} {}", self.passage, self.quote, self.note)))
    }

    /// What the reader sees it called: a mark, a note, or a draft of one.
    pub fn name(&self) -> &'static str {
        match (self.is_unfinished, self.note.is_empty()) {
            (true, _) => "draft",
            (false, true) => "mark",
            (false, false) => "note",
        }
    }

    /// Whether the marked passage is still in this corpus, and where.
    pub fn status(&self, corpus: &Corpus) -> (MarkStatus, Option<PassageNo>) {
        let passages =
            corpus.by_original_id(&self.dataset, &self.passage).filter_map(|target| match target {
                Target::Passage(number) => Some(number),
                Target::Statement(_) => None,
            });
        let is_same =
            |number: PassageNo| corpus.passage(number).is_some_and(|(_, passage)| passage.text == self.quote);
        // Several datasets may have the same id: the words tell which one is meant.
        match passages.max_by_key(|number| (is_same(*number), Reverse(*number))) {
            Some(number) if is_same(number) => (MarkStatus::Held, Some(number)),
            Some(number) => (MarkStatus::Changed, Some(number)),
            None if corpus.has_dataset(&self.dataset) => (MarkStatus::Gone, None),
            None => (MarkStatus::Elsewhere, None),
        }
    }
}

/// The state of a marked passage in a corpus.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MarkStatus {
    Held,
    /// The passage is there, but its words are not those that were marked.
    Changed,
    /// The dataset no longer has the passage.
    Gone,
    /// The mark belongs to a dataset that is not open.
    Elsewhere,
}

impl MarkStatus {
    /// As programs get it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Held => "held",
            Self::Changed => "changed",
            Self::Gone => "gone",
            Self::Elsewhere => "elsewhere",
        }
    }
}

/// A mark and the state of its passage in a corpus.
#[derive(Debug, Clone)]
pub struct PlacedMark {
    pub mark: Mark,
    pub status: MarkStatus,
    pub passage: Option<PassageNo>,
}

impl PlacedMark {
    pub fn new(corpus: &Corpus, mark: Mark) -> Self {
        let (status, passage) = mark.status(corpus);
        Self { mark, status, passage }
    }

    /// Marks are listed in this order: those whose passage is here, in reading order; those whose passage is gone; those of
    /// other datasets.
    pub fn rank(&self) -> (bool, bool, Option<PassageNo>) {
        (self.status == MarkStatus::Elsewhere, self.passage.is_none(), self.passage)
    }

    /// Finds the passages of marks, and puts the marks in order.
    pub fn in_order(corpus: &Corpus, marks: Vec<Mark>) -> Vec<Self> {
        let mut placed: Vec<Self> = marks.into_iter().map(|mark| Self::new(corpus, mark)).collect();
        placed.sort_by_key(Self::rank);
        placed
    }
}

/// What a folder of marks holds.
#[derive(Debug, Default)]
pub struct Kept {
    /// In order of dataset and passage.
    pub marks: Vec<Mark>,
    /// What the reader was writing.
    pub drafts: Vec<DraftFile>,
    /// Files of a newer program.
    pub newer: usize,
    /// Marks that name each other as replaced: all of them are kept.
    pub circular: usize,
    /// Files that could not be read. Damaged ones were renamed to end in `.bad`; files that are too long or not
    /// accessible are where they were.
    pub damaged: usize,
}

impl Kept {
    /// One line on what could not be read, if anything.
    pub fn remark(&self) -> Option<String> {
        let count = |count: usize, noun: &str, said: &str| {
            (count > 0).then(|| format!("{} {said}", counted(count, noun)))
        };
        let remarks = [
            count(self.damaged, "damaged file", "of marks and drafts passed over"),
            count(self.newer, "file", "of a newer linchpin left as found"),
            count(self.circular, "mark", "that name each other as replaced, all shown"),
        ];
        let remarks: Vec<String> = remarks.into_iter().flatten().collect();
        (!remarks.is_empty()).then(|| remarks.join("; "))
    }
}

/// The folder of marks.
#[derive(Debug, Clone)]
pub struct Marks {
    folder: PathBuf,
    /// Whether files left by killed sessions were looked for, which is done once.
    swept: Arc<Once>,
}

/// A folder that is being read. The content of a file stays valid, since no file is changed in place, so reading again
/// costs little.
#[derive(Debug)]
pub struct MarkReading {
    marks: Marks,
    /// The content of the files, by name. Damaged ones stay listed here after they were set aside.
    found: BTreeMap<String, FileContent<Mark>>,
}

impl MarkReading {
    /// Everything that is kept now; stops when `goes_on` returns false.
    ///
    /// # Errors
    /// Those of [`Marks::read`]; [`io::ErrorKind::Interrupted`] if it was given up.
    pub fn go_on_while(&mut self, goes_on: &dyn Fn() -> bool) -> io::Result<Kept> {
        self.marks.swept.call_once(|| sweep(&self.marks.folder));
        let mut listed = self.marks.list()?;
        for _ in 0..ATTEMPTS {
            self.found.retain(|name, file| matches!(file, FileContent::Damaged) || listed.contains(name));
            for name in &listed {
                if !goes_on() {
                    return Err(io::ErrorKind::Interrupted.into());
                }
                if !self.found.contains_key(name) {
                    let file = replacing::read(&self.marks.folder, name);
                    self.found.extend(file.map(|file| (name.clone(), file)));
                }
            }
            // If files changed meanwhile, another session replaced one; a listing made during that may contain neither
            // the old nor the new file.
            let before = std::mem::replace(&mut listed, self.marks.list()?);
            let is_damaged = |name: &String| matches!(self.found.get(name), Some(FileContent::Damaged));
            if before.symmetric_difference(&listed).all(is_damaged) {
                break;
            }
        }
        Ok(self.kept(self.marks.drafts().read()?))
    }

    fn kept(&self, drafts: KeptDrafts) -> Kept {
        let mut kept = Kept { newer: drafts.newer, damaged: drafts.damaged, ..Kept::default() };
        for file in self.found.values() {
            match file {
                FileContent::Kept(mark) => {
                    // Here, and not at the reader's first letter.
                    mark.folded();
                    kept.marks.push(mark.clone());
                }
                FileContent::Newer => kept.newer += 1,
                FileContent::Damaged => kept.damaged += 1,
            }
        }
        kept.drafts = drafts.drafts;
        kept.circular = drop_replaced(&mut kept.marks);
        kept.marks.sort_by(|a, b| (&a.dataset, &a.passage, &a.file).cmp(&(&b.dataset, &b.passage, &b.file)));
        kept
    }
}

impl Marks {
    pub fn in_folder(folder: PathBuf) -> Self {
        Self { folder, swept: Arc::new(Once::new()) }
    }

    /// Everything that is kept.
    ///
    /// # Errors
    /// If the folder exists but cannot be read.
    pub fn read(&self) -> io::Result<Kept> {
        self.reading().go_on_while(&|| true)
    }

    /// Begins to read everything.
    pub fn reading(&self) -> MarkReading {
        MarkReading { marks: self.clone(), found: BTreeMap::new() }
    }

    /// The folder of drafts in this one.
    pub fn drafts(&self) -> Drafts {
        Drafts::in_folder(self.folder.join("drafts"))
    }

    /// The names of the files of marks.
    fn list(&self) -> io::Result<BTreeSet<String>> {
        Ok(files_ending(&self.folder, ENDING)?.into_iter().map(|(name, _)| name).collect())
    }

    /// Saves a mark in its file and removes those that it replaces.
    ///
    /// # Errors
    /// If the file is not safely on the disk; nothing is removed then.
    pub fn save(&self, mark: &Mark) -> io::Result<()> {
        replacing::save(&self.folder, mark)
    }

    /// Removes files of marks; a missing file is not an error.
    ///
    /// # Errors
    /// If a file cannot be removed.
    pub fn remove(&self, files: &[String]) -> io::Result<()> {
        remove_files(&self.folder, files)
    }
}

impl KeptFile for Mark {
    const NOUN: &'static str = "mark";
    const SCHEMA: u32 = 1;

    fn schema(&self) -> u32 {
        self.schema
    }

    fn file(&self) -> &str {
        &self.file
    }

    fn set_file(&mut self, name: &str) {
        name.clone_into(&mut self.file);
        self.state = SaveState::Saved;
    }

    fn replaces(&self) -> &[String] {
        &self.replaces
    }

    fn replaces_mut(&mut self) -> &mut Vec<String> {
        &mut self.replaces
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn a_record_names_only_the_files_that_are_still_there() {
        let folder = tempfile::tempdir().unwrap();
        let marks = Marks::in_folder(folder.path().to_path_buf());
        let mut mark = Mark::new(&Text::new("a"), &Text::new("a-1/1"), &Text::new("words"));
        let mut replaces = Vec::new();
        for note in ["one", "two", "three"] {
            mark = mark.anew(replaces.clone());
            mark.note = Typed::new(note);
            marks.save(&mark).unwrap();
            replaces.push(mark.file.clone());
        }
        let kept = marks.read().unwrap().marks;
        assert_eq!(kept.iter().map(|mark| mark.note.as_typed()).collect::<Vec<_>>(), ["three"]);
        assert_eq!(kept[0].replaces, replaces[1..2], "the first was gone already");
    }

    #[test]
    fn a_reading_that_goes_on_has_what_came_and_not_what_went() {
        let folder = tempfile::tempdir().unwrap();
        let marks = Marks::in_folder(folder.path().to_path_buf());
        let notes = |reading: &mut MarkReading| -> Vec<String> {
            let kept = reading.go_on_while(&|| true).unwrap();
            kept.marks.iter().map(|mark| mark.note.as_typed().to_owned()).collect()
        };
        let mut one = Mark::new(&Text::new("a"), &Text::new("a-1/1"), &Text::new("words"));
        one.note = Typed::new("one");
        marks.save(&one).unwrap();
        let mut reading = marks.reading();
        assert_eq!(notes(&mut reading), ["one"]);
        let mut two = one.clone().anew(vec![one.file]);
        two.note = Typed::new("two");
        marks.save(&two).unwrap();
        assert_eq!(notes(&mut reading), ["two"]);
        marks.remove(&[two.file]).unwrap();
        fs::write(folder.path().join("broken.json"), "{").unwrap();
        for _ in 0..2 {
            let kept = reading.go_on_while(&|| true).unwrap();
            assert_eq!((kept.marks.len(), kept.damaged), (0, 1), "the damaged file is counted once");
        }
    }

    #[test]
    fn marks_that_replace_each_other_in_a_circle_are_all_kept_and_told() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, replaces: &[&str]| {
            let mark = serde_json::json!({
                "schema": 1, "dataset": "a", "passage": "a-1/1", "quote": "words", "note": name, "replaces": replaces,
            });
            fs::write(folder.path().join(format!("{name}.json")), mark.to_string()).unwrap();
        };
        write("x", &["y.json"]);
        write("y", &["z.json"]);
        write("z", &["x.json"]);
        write("new", &["old.json", "new.json"]);
        write("old", &["older.json"]);
        write("older", &[]);
        let kept = Marks::in_folder(folder.path().to_path_buf()).read().unwrap();
        let notes: Vec<&str> = kept.marks.iter().map(|mark| mark.note.as_typed()).collect();
        assert_eq!((notes, kept.circular), (vec!["new", "old", "older", "x", "y", "z"], 6));
        write("new", &["old.json"]);
        let kept = Marks::in_folder(folder.path().to_path_buf()).read().unwrap();
        let notes: Vec<&str> = kept.marks.iter().map(|mark| mark.note.as_typed()).collect();
        assert_eq!((notes, kept.circular), (vec!["new", "x", "y", "z"], 3));
        assert!(kept.remark().unwrap().starts_with("3 marks that name each other"));
    }
}
