//! What is remembered between sessions: the last place in each dataset.
//!
//! Invariant: a file is replaced whole or not at all, nothing is written below the working directory, and a
//! file of a newer version, or one that cannot be read, is left as it is.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::path::PathBuf;

use directories::ProjectDirs;
use serde::{Deserialize, Serialize};

/// The version of the file's shape.
const SCHEMA: u32 = 1;

/// The file where places are remembered.
#[derive(Debug)]
pub struct Store {
    file: PathBuf,
}

#[derive(Debug, Default, Serialize, Deserialize)]
struct Places {
    schema: u32,
    /// Passage id by dataset id.
    places: BTreeMap<String, String>,
}

impl Store {
    /// The reader's own store; `None` where there is no home, or no absolute one.
    pub fn find() -> Option<Self> {
        let dirs = ProjectDirs::from("", "", "linchpin")?;
        let folder = dirs.state_dir().unwrap_or_else(|| dirs.data_local_dir()).to_path_buf();
        folder.is_absolute().then(|| Self { file: folder.join("places.json") })
    }

    /// The passage last in view in this dataset.
    pub fn place(&self, dataset: &str) -> Option<String> {
        self.read().ok()?.places.remove(dataset)
    }

    /// Remembers the passage in view.
    ///
    /// # Errors
    /// Where the file cannot be written, or is one of a newer program.
    pub fn remember(&self, dataset: &str, passage: &str) -> io::Result<()> {
        let mut places = self.read()?;
        places.places.insert(dataset.to_owned(), passage.to_owned());
        let folder = self.file.parent().ok_or(io::ErrorKind::NotFound)?;
        fs::create_dir_all(folder)?;
        let mut next = tempfile::NamedTempFile::new_in(folder)?;
        next.write_all(serde_json::to_string_pretty(&places)?.as_bytes())?;
        next.as_file().sync_all()?;
        next.persist(&self.file).map_err(|error| error.error)?;
        fs::File::open(folder)?.sync_all()
    }

    fn read(&self) -> io::Result<Places> {
        let text = match fs::read_to_string(&self.file) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Ok(Places { schema: SCHEMA, ..Places::default() });
            }
            Err(error) => return Err(error),
        };
        let places: Places = serde_json::from_str(&text)?;
        if places.schema == SCHEMA {
            Ok(places)
        } else {
            Err(io::Error::other("written by another version of linchpin"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_remembered_for_each_dataset() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store { file: folder.path().join("new/places.json") };
        assert_eq!(store.place("a"), None);
        store.remember("a", "a-1/1").unwrap();
        store.remember("b", "b-1/1").unwrap();
        assert_eq!(
            (store.place("a").as_deref(), store.place("b").as_deref()),
            (Some("a-1/1"), Some("b-1/1"))
        );
    }

    #[test]
    fn a_newer_or_damaged_file_is_left_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store { file: folder.path().join("places.json") };
        for text in ["{\"schema\":2,\"places\":{}}", "{\"sche"] {
            fs::write(&store.file, text).unwrap();
            assert_eq!(store.place("a"), None);
            assert!(store.remember("a", "a-1/1").is_err());
            assert_eq!(fs::read_to_string(&store.file).unwrap(), text);
        }
    }
}
