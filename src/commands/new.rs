//! `linchpin new [FILE]`: a dataset to start from, with comments that explain it.
//!
//! Invariant: an existing file is never overwritten.

use std::io;
use std::path::Path;

use super::{Failure, Output};
use crate::corpus::load::START;
use crate::store::create_whole;

pub(super) fn new(file: Option<&Path>) -> Result<Output, Failure> {
    let Some(file) = file else { return Ok(Output::found(START.to_owned())) };
    let name = file.display();
    match create_whole(file, START.as_bytes()) {
        Ok(()) => {
            let next = format!("`linchpin --data {name}` opens it, `linchpin check {name}` checks it");
            let mut answer = Output::found(String::new());
            answer.stderr = format!("{name}: written; every line in it is an example\nhint: {next}\n");
            Ok(answer)
        }
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(Failure::Use(format!(
            "{name} is there already, and is left as it is\nhint: name a new file, or move it away"
        ))),
        Err(error) => Err(Failure::Use(format!("{name}: it was not written: {error}"))),
    }
}
