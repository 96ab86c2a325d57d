//! `linchpin check FILE`: whether a dataset is sound, and if not, everything that is wrong with it.

use std::path::Path;

use serde_json::json;

use super::{Answer, Failure, Outcome};
use crate::corpus::load;
use crate::text::safe::clean;

pub(super) fn check(file: &Path, json: bool) -> Result<Answer, Failure> {
    let name = clean(&file.to_string_lossy()).into_owned();
    let corpus = match load::open(file) {
        Ok(corpus) => corpus,
        Err(error) if json => {
            let answer = json!({ "schema": 1, "file": error.file(), "problems": error.problems() });
            return Ok(Answer::json(&answer, Outcome::Bad));
        }
        Err(error) => return Err(error.into()),
    };
    let (statements, passages) = (corpus.statements().len(), corpus.passages());
    if json {
        let answer = json!({
            "schema": 1, "file": name, "statements": statements, "passages": passages, "problems": [],
        });
        return Ok(Answer::json(&answer, Outcome::Found));
    }
    Ok(Answer::found(format!("{name}: sound: {statements} statements, {passages} passages\n")))
}
