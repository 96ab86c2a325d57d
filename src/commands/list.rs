//! `linchpin list`: a line, or a JSON object, per statement.

use serde_json::{Value, json};

use super::{Outcome, Output};
use crate::corpus::Corpus;
use crate::corpus::model::Statement;
use crate::library::Library;
use crate::text::safe::Text;
use crate::text::wrap::{clip, columns};

pub(super) fn list(library: &Library, json: bool) -> Output {
    let statements = library.corpus.statements();
    if json {
        let list: Vec<Value> =
            statements.iter().map(|statement| summary(&library.corpus, statement)).collect();
        return Output::json(&json!({ "schema": 1, "statements": list }), Outcome::Found);
    }
    let rows: Vec<[String; 6]> = statements.iter().map(|statement| row(&library.corpus, statement)).collect();
    Output::found(table(&rows))
}

fn row(corpus: &Corpus, statement: &Statement) -> [String; 6] {
    [
        statement.when(),
        statement.id.to_string(),
        statement.label.to_string(),
        statement.standing.name().to_owned(),
        meanings(corpus, statement).join(" "),
        statement.title.to_string(),
    ]
}

/// Rows whose columns are aligned, none of them cut.
pub(super) fn table<const N: usize>(rows: &[[String; N]]) -> String {
    let mut widths = [0; N];
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = columns(cell).max(*width);
        }
    }
    let mut text = String::new();
    for row in rows {
        let cells: Vec<String> = row.iter().zip(widths).map(|(cell, width)| pad(cell, width)).collect();
        text.push_str(cells.join("  ").trim_end_matches(' '));
        text.push('\n');
    }
    text
}

/// `text` filled with blanks to `width` columns.
pub(super) fn pad(text: &str, width: usize) -> String {
    let text = clip(text, width);
    format!("{text}{}", " ".repeat(width.saturating_sub(columns(&text))))
}

fn summary(corpus: &Corpus, statement: &Statement) -> Value {
    json!({
        "id": statement.id,
        "series": statement.series,
        "number": statement.number,
        "title": statement.title,
        "label": statement.label,
        "date": statement.date,
        "year": statement.year,
        "standing": statement.standing,
        "meanings": meanings(corpus, statement),
        "passages": statement.passages.len(),
    })
}

/// The meanings that the statement's passages bear, each once, in the order of the contrast's columns.
fn meanings<'a>(corpus: &'a Corpus, statement: &Statement) -> Vec<&'a str> {
    let borne = |id: &Text| statement.passages.iter().any(|passage| passage.meaning.as_ref() == Some(id));
    let all = corpus.dataset().meanings.iter().map(|meaning| &meaning.id);
    all.filter(|id| borne(id)).map(|id| &**id).collect()
}
