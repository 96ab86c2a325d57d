//! Documents that are zip files of XML parts.
//!
//! Invariant: whatever a file says of itself, at most the limit is unpacked, and only parts that are asked for.

use std::borrow::Cow;
use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use super::charset;
use crate::corpus::read::Wanted;

/// Maximum bytes of a part, and maximum files in a package.
const UNPACKED: u64 = 64 << 20;
const FILES: u64 = 10_000;

const PART: Wanted = Wanted {
    name: "XML",
    empty: "save it again",
    other: "save it again",
    large: "split it: one file is one statement",
    charset: Some("save it again"),
};

#[derive(Debug)]
pub(super) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    left: u64,
}

impl<'a> Package<'a> {
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, String> {
        // Each file in the list costs far more memory than its line takes up.
        if files(bytes) > FILES {
            return Err(format!("it contains more than {FILES} files; save the document again"));
        }
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged(&error))?;
        Ok(Self { archive, left: UNPACKED })
    }

    pub(super) fn names(&self) -> impl Iterator<Item = Cow<'_, str>> {
        self.archive.file_names().filter_map(Result::ok)
    }

    /// A part that must exist.
    pub(super) fn required(&mut self, name: &str) -> Result<String, String> {
        self.part(name)?.ok_or_else(|| format!("it is damaged: it has no {name}; save it again"))
    }

    /// The text of a part; `None` if there is no such part.
    pub(super) fn part(&mut self, name: &str) -> Result<Option<String>, String> {
        let file = match self.archive.by_name(name) {
            Ok(file) => file,
            Err(ZipError::FileNotFound) => return Ok(None),
            Err(error) => return Err(damaged(&error)),
        };
        let mut bytes = Vec::new();
        file.take(self.left + 1).read_to_end(&mut bytes).map_err(|error| damaged(&error))?;
        let read = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        self.left = self.left.checked_sub(read).ok_or_else(|| {
            format!("its text has more than {UNPACKED} bytes when it is unpacked; {}", PART.large)
        })?;
        let (text, _) = charset::decoded(bytes, false, None, &PART)?;
        Ok(Some(text))
    }
}

fn damaged(error: &dyn std::fmt::Display) -> String {
    let error = error.to_string();
    if error.to_lowercase().contains("password") {
        return String::from("it is encrypted; open it, remove its password and save it again");
    }
    format!("it is damaged or incomplete ({error}); save it again")
}

/// How many files the list at the end of a zip file has, as it says itself.
fn files(bytes: &[u8]) -> u64 {
    let end = bytes.len().saturating_sub(1 << 17);
    let last =
        bytes.get(end..).unwrap_or_default().windows(12).rev().find(|end| end.starts_with(b"PK\x05\x06"));
    match last {
        Some([.., low, high]) => u64::from(u16::from_le_bytes([*low, *high])),
        Some(_) | None => 0,
    }
}
