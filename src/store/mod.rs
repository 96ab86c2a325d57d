//! What is remembered between sessions: the reader's marks and notes, queries, the last place in each dataset, and the theme.
//!
//! Invariant: a file is written whole or not at all, and never in the working directory. A file of a newer version, or
//! one that cannot be read, is left untouched or set aside, never overwritten.

pub mod collection;
pub mod drafts;
pub mod lock;
pub mod marks;
pub mod queries;
mod replacing;

use std::fs;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::io::{self, Read, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt, PermissionsExt, chown};
use std::path::{Path, PathBuf};
use std::time::Duration;

use directories::ProjectDirs;
use rustix::fs::OFlags;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use collection::Collection;
use marks::Marks;
use queries::KeptQueries;

/// The version of the file's shape.
const SCHEMA: u32 = 1;
/// The longest file that is read or written, in bytes.
const LONGEST: usize = 1 << 20;
/// The ending of a file that is being written.
const UNFINISHED: &str = ".new";
/// Length of an unfinished file's random name.
const LETTERS: usize = 16;
/// An unfinished file older than this was abandoned.
const ABANDONED: Duration = Duration::from_hours(24);

/// The reader's folders; `None` if there is no home folder with an absolute path.
#[derive(Debug, Clone, Default)]
pub struct Folders {
    /// For marks, notes and the collection.
    pub data: Option<PathBuf>,
    /// For the last positions, the queries and the theme.
    pub state: Option<PathBuf>,
}

impl Folders {
    pub fn of_reader() -> Self {
        let absolute = |folder: &Path| Some(folder.to_path_buf()).filter(|folder| folder.is_absolute());
        ProjectDirs::from("", "", "linchpin").map_or_else(Self::default, |dirs| Self {
            data: absolute(dirs.data_dir()),
            state: absolute(dirs.state_dir().unwrap_or_else(|| dirs.data_local_dir())),
        })
    }

    pub fn marks(&self) -> Option<Marks> {
        Some(Marks::in_folder(self.data.as_ref()?.join("marks")))
    }

    pub fn collection(&self) -> Option<Collection> {
        Some(Collection::in_folder(self.data.as_ref()?.join(collection::NAME)))
    }

    pub fn queries(&self) -> Option<KeptQueries> {
        Some(KeptQueries { folder: self.state.clone()? })
    }

    pub fn last_positions(&self) -> Option<LastPositions> {
        Some(LastPositions { folder: self.state.as_ref()?.join("places") })
    }

    pub fn chosen_theme(&self) -> Option<ChosenTheme> {
        Some(ChosenTheme { folder: self.state.clone()? })
    }

    pub fn first_hint(&self) -> Option<FirstHint> {
        Some(FirstHint { folder: self.state.clone()? })
    }
}

/// The folder of last positions: one file for each dataset, so that sessions in different datasets do not disturb
/// each other.
#[derive(Debug)]
pub struct LastPositions {
    folder: PathBuf,
}

/// The content of a small state file.
#[derive(Debug, Serialize, Deserialize)]
struct StateFile<T> {
    schema: u32,
    #[serde(flatten)]
    content: T,
}

#[derive(Debug, Serialize, Deserialize)]
struct Position {
    dataset: String,
    passage: String,
}

impl LastPositions {
    /// The passage that was last in view in this dataset.
    pub fn last(&self, dataset: &str) -> Option<String> {
        let position: Position = read_record(&self.folder.join(file_name(dataset))).ok()??;
        Some(position.passage).filter(|_| position.dataset == dataset)
    }

    /// Remembers the passage in view.
    ///
    /// # Errors
    /// If the file cannot be written, or a newer program wrote it.
    pub fn remember(&self, dataset: &str, passage: &str) -> io::Result<()> {
        let position = Position { dataset: dataset.to_owned(), passage: passage.to_owned() };
        write_record(&self.folder, &file_name(dataset), position)
    }
}

/// The file of the theme that the reader chose last.
#[derive(Debug)]
pub struct ChosenTheme {
    folder: PathBuf,
}

#[derive(Debug, Serialize, Deserialize)]
struct ThemeRecord {
    theme: String,
}

impl ChosenTheme {
    const NAME: &str = "theme.json";

    /// Its name.
    pub fn last(&self) -> Option<String> {
        let chosen: ThemeRecord = read_record(&self.folder.join(Self::NAME)).ok()??;
        Some(chosen.theme)
    }

    /// Remembers the theme of this name.
    ///
    /// # Errors
    /// If the file cannot be written, or a newer program wrote it.
    pub fn remember(&self, theme: &str) -> io::Result<()> {
        write_record(&self.folder, Self::NAME, ThemeRecord { theme: theme.to_owned() })
    }
}

/// The file that records that the hint for the first start was shown.
#[derive(Debug)]
pub struct FirstHint {
    folder: PathBuf,
}

#[derive(Debug, Serialize, Deserialize)]
struct HintRecord {
    shown: bool,
}

impl FirstHint {
    const NAME: &str = "hint.json";

    /// Whether it was never shown. A file that cannot be read shows that there was an earlier start.
    pub fn is_due(&self) -> bool {
        matches!(read_record::<HintRecord>(&self.folder.join(Self::NAME)), Ok(None))
    }

    /// Remembers that it was shown.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn remember(&self) -> io::Result<()> {
        write_record(&self.folder, Self::NAME, HintRecord { shown: true })
    }
}

fn read_record<T: DeserializeOwned>(path: &Path) -> io::Result<Option<T>> {
    let bytes = match read_whole(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        bytes => bytes?,
    };
    let record: StateFile<T> = serde_json::from_slice(&bytes)?;
    if record.schema == SCHEMA {
        Ok(Some(record.content))
    } else {
        Err(io::Error::other("written by another version of linchpin"))
    }
}

/// Writes a record, unless the file there cannot be read.
fn write_record<T: Serialize + DeserializeOwned>(folder: &Path, name: &str, content: T) -> io::Result<()> {
    read_record::<T>(&folder.join(name))?;
    fs::create_dir_all(folder)?;
    let record = StateFile { schema: SCHEMA, content };
    write_whole(folder, name, &serde_json::to_vec_pretty(&record)?)
}

/// A name for a file that no other file has had.
fn fresh_name() -> String {
    // Each of these hashers has random keys: 128 bits in all.
    let [one, other] = [(); 2].map(|()| RandomState::new().build_hasher().finish());
    format!("{one:016x}{other:016x}.json")
}

/// The part that every version of a record has.
#[derive(Deserialize)]
struct SchemaVersion {
    schema: u32,
}

/// Whether a newer program wrote a record, which may have another shape; else it is damaged, and is set aside unless
/// another file is there.
fn is_newer(folder: &Path, name: &str, bytes: &[u8], schema: u32) -> bool {
    if serde_json::from_slice(bytes).is_ok_and(|version: SchemaVersion| version.schema > schema) {
        return true;
    }
    let aside = folder.join(format!("{name}.bad"));
    if fs::symlink_metadata(&aside).is_err() {
        // If it cannot be set aside, the next session finds it damaged again.
        let _ = fs::rename(folder.join(name), aside);
    }
    false
}

/// The part of a record that names the files that it replaces.
#[derive(Deserialize)]
struct Replacing {
    #[serde(default)]
    replaces: Vec<String>,
}

/// Removes files of a folder, and the files that they replaced if those still exist, which would otherwise reappear. A
/// missing file is not an error.
fn remove_files(folder: &Path, files: &[String]) -> io::Result<()> {
    for file in files.iter().filter(|file| is_name(file)) {
        let record = read_whole(&folder.join(file)).ok();
        let record = record.and_then(|bytes| serde_json::from_slice::<Replacing>(&bytes).ok());
        let replaced = record.map(|record| record.replaces).unwrap_or_default();
        for file in replaced.iter().chain([file]).filter(|file| is_name(file)) {
            match fs::remove_file(folder.join(file)) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                Ok(()) | Err(_) => {}
            }
        }
    }
    if files.is_empty() { Ok(()) } else { fs::File::open(folder)?.sync_all() }
}

/// Whether it names a file of the folder itself.
fn is_name(file: &str) -> bool {
    Path::new(file).file_name().is_some_and(|name| name == file)
}

/// A file name for a dataset: its id, in characters that every file system accepts.
fn file_name(dataset: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() || matches!(c, '-' | '_') { c } else { '_' };
    format!("{}.json", dataset.chars().take(100).map(plain).collect::<String>())
}

/// The files of a folder with this ending; hidden ones are writes that did not end. Empty if there is no folder.
fn files_ending(folder: &Path, ending: &str) -> io::Result<Vec<(String, fs::DirEntry)>> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries?,
    };
    let mut files = Vec::new();
    for entry in entries {
        let entry = entry?;
        let name = entry.file_name().into_string().unwrap_or_default();
        let is_named = name.ends_with(ending) && !name.starts_with('.');
        if is_named && entry.file_type().is_ok_and(|kind| kind.is_file()) {
            files.push((name, entry));
        }
    }
    Ok(files)
}

/// A file's bytes. It never blocks: a file that others made may be a pipe, or endless.
fn read_whole(path: &Path) -> io::Result<Vec<u8>> {
    let flags = OFlags::NONBLOCK.bits().cast_signed();
    let file = fs::OpenOptions::new().read(true).custom_flags(flags).open(path)?;
    let metadata = file.metadata()?;
    if !metadata.is_file() {
        return Err(io::Error::other("it is not a file"));
    }
    // With memory for all of it, one call reads it.
    let length = usize::try_from(metadata.len()).unwrap_or(LONGEST);
    let mut bytes = Vec::with_capacity(length.min(LONGEST) + 1);
    let most = u64::try_from(LONGEST).unwrap_or(u64::MAX).saturating_add(1);
    file.take(most).read_to_end(&mut bytes)?;
    if bytes.len() > LONGEST { Err(io::ErrorKind::FileTooLarge.into()) } else { Ok(bytes) }
}

/// Removes unfinished files of sessions that were killed while writing, if that is certain and possible.
fn sweep(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let letters = name.to_str().and_then(|name| name.strip_prefix('.')?.strip_suffix(UNFINISHED));
        if letters.is_none_or(|letters| letters.len() != LETTERS) {
            continue;
        }
        let old = entry.metadata().ok().filter(fs::Metadata::is_file).and_then(|file| file.modified().ok());
        if old.and_then(|at| at.elapsed().ok()).is_some_and(|age| age > ABANDONED) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Writes a file whole or not at all, and onto the disk before this returns, replacing what was there.
fn write_whole(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    let file = unfinished(folder, 0o600, |file| file.write_all(bytes))?;
    file.persist(folder.join(name)).map_err(|error| error.error)?;
    fs::File::open(folder)?.sync_all()
}

/// Writes a file that the reader named, completely or not at all, replacing the old one. A link is followed; mode and,
/// if permitted, owner are kept.
///
/// # Errors
/// If it is read-only or the new one is not safely on the disk; the old file then stays.
pub fn replace_with(path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let old = fs::metadata(&path).ok();
    if old.as_ref().is_some_and(|old| old.permissions().readonly()) {
        return Err(io::Error::new(io::ErrorKind::PermissionDenied, "it is read-only"));
    }
    sweep(folder_of(&path));
    let mode = old.as_ref().map_or(0o666, |old| old.permissions().mode());
    let file = unfinished(folder_of(&path), mode, write)?;
    if let Some(old) = old {
        // Only root may give a file to another user.
        let _ = chown(file.path(), Some(old.uid()), Some(old.gid()));
        // That may clear bits of the mode.
        let _ = fs::set_permissions(file.path(), old.permissions());
    }
    file.persist(&path).map_err(|error| error.error)?;
    fs::File::open(folder_of(&path))?.sync_all()
}

/// Like [`replace_with`], with finished bytes.
///
/// # Errors
/// Those of [`replace_with`].
pub fn replace_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    replace_with(path, |file| file.write_all(bytes))
}

/// Writes a new file that the reader named, whole or not at all.
///
/// # Errors
/// [`io::ErrorKind::AlreadyExists`] if the file exists; it stays untouched. Other errors if the new file is not safely on
/// the disk.
pub fn create_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    if path.symlink_metadata().is_ok() {
        return Err(io::ErrorKind::AlreadyExists.into());
    }
    // A file that appeared in the meantime is refused too.
    let file = unfinished(folder_of(path), 0o666, |file| file.write_all(bytes))?;
    file.persist_noclobber(path).map_err(|error| error.error)?;
    fs::File::open(folder_of(path))?.sync_all()
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// A synced temporary file, deleted on drop unless it is given its name.
fn unfinished(
    folder: &Path,
    mode: u32,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<tempfile::NamedTempFile> {
    let mut file = tempfile::Builder::new()
        .prefix(".")
        .suffix(UNFINISHED)
        .rand_bytes(LETTERS)
        .permissions(fs::Permissions::from_mode(mode))
        .tempfile_in(folder)?;
    let mut buffered = io::BufWriter::with_capacity(1 << 16, &mut file);
    write(&mut buffered)?;
    buffered.flush()?;
    drop(buffered);
    file.as_file().sync_all()?;
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_with_its_mode_behind_its_link_and_not_if_it_is_read_only() {
        let folder = tempfile::tempdir().unwrap();
        let [file, link, litter] =
            ["a.json", "link.json", ".aaaaaaaaaaaaaaaa.new"].map(|name| folder.path().join(name));
        fs::write(&file, "old").unwrap();
        fs::write(&litter, "{").unwrap();
        let long_ago = std::time::SystemTime::now() - 2 * ABANDONED;
        fs::File::options().write(true).open(&litter).unwrap().set_modified(long_ago).unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
        std::os::unix::fs::symlink(&file, &link).unwrap();
        replace_whole(&link, b"new").unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((fs::read_to_string(&file).unwrap().as_str(), mode(&file)), ("new", 0o640));
        assert!(link.is_symlink() && !litter.exists());
        fs::set_permissions(&file, fs::Permissions::from_mode(0o440)).unwrap();
        assert!(replace_whole(&link, b"newer").unwrap_err().to_string().contains("read-only"));
        assert_eq!((fs::read_to_string(&file).unwrap().as_str(), mode(&file)), ("new", 0o440));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2, "nothing is left behind");
    }

    #[test]
    fn a_place_is_remembered_for_each_dataset() {
        let folder = tempfile::tempdir().unwrap();
        let positions = LastPositions { folder: folder.path().join("new") };
        assert_eq!(positions.last("a"), None);
        positions.remember("a", "a-1/1").unwrap();
        positions.remember("../b", "b-1/1").unwrap();
        // The old file stays whole until the new one takes its name.
        let [file, old] = ["new/a.json", "old"].map(|name| folder.path().join(name));
        fs::hard_link(&file, &old).unwrap();
        positions.remember("a", "a-2/1").unwrap();
        assert!(fs::read_to_string(old).unwrap().contains("a-1/1"));
        assert_eq!(
            (positions.last("a").as_deref(), positions.last("../b").as_deref()),
            (Some("a-2/1"), Some("b-1/1"))
        );
        assert_eq!(positions.last(".._b"), None, "another dataset, whose file it would share");
        assert_eq!(fs::read_dir(folder.path().join("new")).unwrap().count(), 2);
    }

    #[test]
    fn the_theme_chosen_last_is_remembered_and_a_damaged_file_is_left_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let chosen = Folders { state: Some(folder.path().join("new")), data: None }.chosen_theme().unwrap();
        assert_eq!(chosen.last(), None);
        chosen.remember("light").unwrap();
        chosen.remember("dark").unwrap();
        assert_eq!(chosen.last().as_deref(), Some("dark"));
        let file = folder.path().join("new/theme.json");
        for text in ["{\"schema\":2,\"theme\":\"light\"}", "light"] {
            fs::write(&file, text).unwrap();
            assert_eq!(chosen.last(), None);
            assert!(chosen.remember("mono").is_err());
            assert_eq!(fs::read_to_string(&file).unwrap(), text);
        }
    }

    #[test]
    fn a_newer_or_damaged_file_is_left_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let positions = LastPositions { folder: folder.path().to_path_buf() };
        let file = folder.path().join("a.json");
        let too_long = " ".repeat(LONGEST + 1);
        for text in ["{\"schema\":2,\"dataset\":\"a\",\"passage\":\"\"}", "{\"sche", &too_long] {
            fs::write(&file, text).unwrap();
            assert_eq!(positions.last("a"), None);
            assert!(positions.remember("a", "a-1/1").is_err());
            assert!(fs::read_to_string(&file).unwrap() == text);
        }
    }
}
