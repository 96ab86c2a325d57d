//! `linchpin meanings`: the contrast, question by question.

use serde_json::{Map, Value, json};

use super::{Outcome, Output};
use crate::app::layout::MEASURE;
use crate::corpus::model::Meaning;
use crate::library::Library;
use crate::page::contrast::answers;

pub(super) fn meanings(library: &Library, json: bool) -> Output {
    let dataset = library.corpus.dataset();
    if !json {
        return Output::found(answers(&library.corpus, usize::from(MEASURE)).text());
    }
    let meanings: Vec<Value> = dataset.meanings.iter().map(meaning).collect();
    Output::json(
        &json!({ "schema": 1, "questions": dataset.questions, "meanings": meanings }),
        Outcome::Found,
    )
}

fn meaning(meaning: &Meaning) -> Value {
    let answers: Map<String, Value> =
        meaning.answers.iter().map(|(question, answer)| (question.to_string(), json!(answer.text))).collect();
    let evidence: Map<String, Value> = meaning
        .answers
        .iter()
        .map(|(question, answer)| (question.to_string(), json!(answer.evidence)))
        .collect();
    json!({
        "id": meaning.id, "name": meaning.name, "gloss": meaning.gloss, "answers": answers,
        "answer_evidence": evidence, "cues": meaning.cues, "evidence": meaning.evidence,
    })
}
