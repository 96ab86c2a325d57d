//! Files that replace others: a save writes a new one before it removes the old.
//!
//! Invariant: of a file and one that it replaces only the new one is shown, and nothing is dropped that no file still
//! shown has replaced.

use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::io;
use std::path::Path;

/// What a file of a folder holds, and which files of that folder it replaces.
pub(super) trait KeptFile {
    fn file(&self) -> &str;
    fn replaces(&self) -> &[String];
}

/// Whether a file may still be there. Names are never reused, so one that is gone need not be listed as replaced.
pub(super) fn may_be_there(folder: &Path, file: &str) -> bool {
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
