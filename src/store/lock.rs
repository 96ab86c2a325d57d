//! One writer at a time for a file or a folder that several processes may change.
//!
//! Invariant: the system releases a lock when its holder ends, however it ends, so no lock is ever stale; nobody waits
//! for one forever.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, Instant};

use rustix::fs::OFlags;

/// How long a writer waits for another one.
pub const PATIENCE: Duration = Duration::from_secs(30);
/// Time between two attempts.
const PAUSE: Duration = Duration::from_millis(20);
/// The longest description of a holder that is read, in bytes.
const HOLDER: u64 = 200;

/// The right to write; it ends when this is dropped.
#[derive(Debug)]
pub struct WriteLock {
    path: PathBuf,
    file: File,
}

impl WriteLock {
    /// Waits until nobody else writes this file, at most for `patience` and while `goes_on` returns true. The lock is a
    /// hidden file in the same folder, removed at the end.
    ///
    /// # Errors
    /// With the holder if the time is over; if the folder cannot be written or its disk has no locks.
    pub fn of_file(target: &Path, patience: Duration, goes_on: &dyn Fn() -> bool) -> io::Result<Self> {
        // All names of a file lead to one lock.
        let target = fs::canonicalize(target).unwrap_or_else(|_| target.to_owned());
        let name = target.file_name().unwrap_or_default().to_string_lossy();
        Self::acquire(super::folder_of(&target).join(format!(".{name}.lock")), patience, goes_on)
    }

    /// The same for all files of a folder.
    ///
    /// # Errors
    /// Those of [`WriteLock::of_file`].
    pub fn of_folder(folder: &Path, patience: Duration, goes_on: &dyn Fn() -> bool) -> io::Result<Self> {
        fs::create_dir_all(folder)?;
        Self::acquire(folder.join(".lock"), patience, goes_on)
    }

    fn acquire(path: PathBuf, patience: Duration, goes_on: &dyn Fn() -> bool) -> io::Result<Self> {
        let deadline = Instant::now() + patience;
        loop {
            let flags = (OFlags::NOFOLLOW | OFlags::NONBLOCK).bits().cast_signed();
            let mut options = OpenOptions::new();
            options.read(true).write(true).create(true).truncate(false).custom_flags(flags);
            let mut file = options.open(&path)?;
            match file.try_lock() {
                // The last holder may have removed the file after it was opened here.
                Ok(()) if is_at(&file, &path) => {
                    // From here on it is removed at every end.
                    let mut lock = Self { path, file };
                    lock.file.set_len(0)?;
                    write!(lock.file, "process {} on {}", std::process::id(), host())?;
                    return Ok(lock);
                }
                Ok(()) => {}
                Err(TryLockError::WouldBlock) if Instant::now() < deadline && goes_on() => sleep(PAUSE),
                Err(TryLockError::WouldBlock) => {
                    let message =
                        format!("{} is writing it; try again when that has ended", holder(&mut file));
                    return Err(io::Error::new(io::ErrorKind::WouldBlock, message));
                }
                Err(TryLockError::Error(error)) => {
                    let message = format!("its disk allows no locks ({error}); write to another disk");
                    return Err(io::Error::other(message));
                }
            }
        }
    }
}

impl Drop for WriteLock {
    fn drop(&mut self) {
        // While the lock is held, nobody else uses the file. If it stays, the next writer takes it.
        let _ = fs::remove_file(&self.path);
    }
}

/// Whether the open file is the one at the path.
fn is_at(file: &File, path: &Path) -> bool {
    let same =
        |open: fs::Metadata, named: fs::Metadata| (open.dev(), open.ino()) == (named.dev(), named.ino());
    file.metadata().is_ok_and(|open| fs::symlink_metadata(path).is_ok_and(|named| same(open, named)))
}

/// The holder of the lock, as written in the file.
fn holder(file: &mut File) -> String {
    let mut said = String::new();
    let read = file.rewind().and_then(|()| file.take(HOLDER).read_to_string(&mut said));
    if read.is_ok() && !said.is_empty() { said } else { String::from("another process") }
}

fn host() -> String {
    rustix::system::uname().nodename().to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_writer_is_told_who_writes_and_one_that_ended_is_no_hindrance() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("mine.json");
        let lock = |patience| WriteLock::of_file(&target, patience, &|| true);
        let first = lock(Duration::ZERO).unwrap();
        let refused = lock(Duration::from_millis(50)).unwrap_err().to_string();
        assert!(refused.starts_with(&format!("process {} on ", std::process::id())), "{refused}");
        drop(first);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0, "nothing is left behind");
        // A holder that was killed leaves its file, without a lock on it.
        fs::write(folder.path().join(".mine.json.lock"), "process 1 on elsewhere").unwrap();
        lock(Duration::ZERO).unwrap();
    }

    #[test]
    fn a_stop_ends_the_waiting_and_all_names_of_a_file_share_its_lock() {
        let folder = tempfile::tempdir().unwrap();
        let (target, link) = (folder.path().join("mine.json"), folder.path().join("link.json"));
        fs::write(&target, "{}").unwrap();
        std::os::unix::fs::symlink(&target, &link).unwrap();
        let _held = WriteLock::of_file(&target, Duration::ZERO, &|| true).unwrap();
        assert!(WriteLock::of_file(&link, PATIENCE, &|| false).is_err());
    }
}
