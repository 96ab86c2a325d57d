//! Files that replace others, as marks and drafts do: a save writes a new one before it removes the old.
//!
//! Invariant: no file is changed in place, and what cannot be read is set aside or left as it is. Of a file and one that
//! it replaces only the new one is shown, and only what a file that is shown has replaced is dropped.

use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::io;
use std::path::Path;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{LONGEST, is_newer, read_whole, remove_files, write_whole};

/// What a file of a folder holds, and which files of that folder it replaces.
pub(super) trait KeptFile: Clone + Serialize + DeserializeOwned {
    /// What it is called where it is too long.
    const NOUN: &'static str;
    /// The version of the files' shape.
    const SCHEMA: u32;

    fn schema(&self) -> u32;
    /// Its name, which it gets where it is read.
    fn file(&self) -> &str;
    fn set_file(&mut self, name: &str);
    fn replaces(&self) -> &[String];
    fn replaces_mut(&mut self) -> &mut Vec<String>;
}

/// What reading a file found.
#[derive(Debug)]
pub(super) enum FileContent<T> {
    Kept(T),
    /// A newer program wrote it.
    Newer,
    Damaged,
}

/// What a file of the folder holds; `None` if it no longer exists.
pub(super) fn read<T: KeptFile>(folder: &Path, name: &str) -> Option<FileContent<T>> {
    let bytes = match read_whole(&folder.join(name)) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return None,
        Err(_) => return Some(FileContent::Damaged),
    };
    Some(match serde_json::from_slice::<T>(&bytes) {
        Ok(mut kept) if kept.schema() <= T::SCHEMA => {
            kept.set_file(name);
            FileContent::Kept(kept)
        }
        Ok(_) | Err(_) if is_newer(folder, name, &bytes, T::SCHEMA) => FileContent::Newer,
        Ok(_) | Err(_) => FileContent::Damaged,
    })
}

/// Writes a file and removes those that it replaces.
///
/// # Errors
/// If it is not safely on the disk; nothing is removed then.
pub(super) fn save<T: KeptFile>(folder: &Path, kept: &T) -> io::Result<()> {
    let mut written = kept.clone();
    written.replaces_mut().retain(|file| may_be_there(folder, file));
    let bytes = serde_json::to_vec_pretty(&written)?;
    if bytes.len() > LONGEST {
        let error = format!("it is longer than a {} may be", T::NOUN);
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, error));
    }
    fs::create_dir_all(folder)?;
    write_whole(folder, kept.file(), &bytes)?;
    // A replaced file that cannot be removed is listed as replaced.
    let _ = remove_files(folder, kept.replaces());
    Ok(())
}

/// Whether a file may still be there. Names are never reused, so one that is gone need not be listed as replaced.
fn may_be_there(folder: &Path, file: &str) -> bool {
    let found = fs::symlink_metadata(folder.join(file));
    !found.is_err_and(|error| error.kind() == io::ErrorKind::NotFound)
}

/// Leaves out what a remaining one has replaced, directly or through others. Those that replace each other in a circle,
/// which no save writes, all stay; returns how many.
pub(super) fn drop_replaced<T: KeptFile>(held: &mut Vec<T>) -> usize {
    let by_file: HashMap<&str, &T> = held.iter().map(|one| (one.file(), one)).collect();
    let replaced: BTreeSet<&str> = held.iter().flat_map(T::replaces).map(String::as_str).collect();
    let is_replaced = |one: &&T| replaced.contains(one.file());
    let mut dropped: BTreeSet<String> = BTreeSet::new();
    let mut open: Vec<&T> = held.iter().filter(|one| !is_replaced(one)).collect();
    while let Some(one) = open.pop() {
        for file in one.replaces() {
            if dropped.insert(file.clone()) {
                open.extend(by_file.get(&**file));
            }
        }
    }
    let circular = held.iter().filter(is_replaced).filter(|one| !dropped.contains(one.file())).count();
    held.retain(|one| !dropped.contains(one.file()));
    circular
}
