//! `linchpin check FILE`: whether a dataset is sound, and if not, everything that is wrong with it.

use std::path::Path;

use serde_json::json;

use super::{Answer, Failure};
use crate::corpus::load;
use crate::text::safe::clean;

pub(super) fn check(file: &Path, json: bool) -> Result<Answer, Failure> {
    let name = clean(&file.to_string_lossy()).into_owned();
    let corpus = load::open(file).map_err(|error| error.to_string())?;
    let (statements, passages) = (corpus.statements().len(), corpus.passages());
    if json {
        let answer = json!({
            "schema": 1, "file": name, "statements": statements, "passages": passages, "problems": [],
        });
        return Ok(Answer::json(&answer, true));
    }
    Ok(Answer::found(format!("{name}: sound: {statements} statements, {passages} passages\n")))
}
