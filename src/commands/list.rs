//! `linchpin list`: a line, or a JSON object, per statement.

use serde_json::{Value, json};

use super::Answer;
use crate::app::Library;
use crate::corpus::model::Statement;
use crate::text::wrap::{clip, columns};

pub(super) fn list(library: &Library, json: bool) -> Answer {
    let statements = library.corpus.statements();
    if json {
        let list: Vec<Value> = statements.iter().map(summary).collect();
        return Answer::json(&json!({ "schema": 1, "statements": list }), true);
    }
    let mut text = String::new();
    for statement in statements {
        let meanings = meanings(statement).join(" ");
        let standing = crate::commands::show::standing(statement);
        let id = pad(&statement.id, 26);
        let row = format!(
            "{:<10}  {id} {} {standing:<12} {meanings:<5} {}\n",
            statement.when(),
            pad(&statement.label, 12),
            statement.title
        );
        text.push_str(&row);
    }
    Answer::found(text)
}

/// `text` filled with blanks to `width` columns.
pub(super) fn pad(text: &str, width: usize) -> String {
    let text = clip(text, width);
    format!("{text}{}", " ".repeat(width.saturating_sub(columns(&text))))
}

fn summary(statement: &Statement) -> Value {
    json!({
        "id": statement.id,
        "series": statement.series,
        "number": statement.number,
        "title": statement.title,
        "label": statement.label,
        "date": statement.date,
        "year": statement.year,
        "standing": statement.standing,
        "meanings": meanings(statement),
        "passages": statement.passages.len(),
    })
}

/// The meanings that the statement's passages bear, each once, in reading order.
fn meanings(statement: &Statement) -> Vec<&str> {
    let mut meanings: Vec<&str> = statement.passages.iter().filter_map(|p| p.meaning.as_deref()).collect();
    meanings.sort_unstable();
    meanings.dedup();
    meanings
}
