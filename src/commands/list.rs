//! `linchpin list`: a line, or a JSON object, per statement.
//!
//! Invariant: every statement of the open datasets is listed, in both forms in the same order.

use super::json::{ListView, meanings};
use super::{Outcome, Output};
use crate::corpus::Corpus;
use crate::corpus::model::Statement;
use crate::library::Library;
use crate::text::wrap::{columns, padded};

pub(super) fn list(library: &Library, json: bool) -> Output {
    let corpus = &library.corpus;
    if json {
        return Output::json(&ListView::new(corpus), Outcome::Found);
    }
    let rows: Vec<[String; 6]> = corpus.statements().iter().map(|statement| row(corpus, statement)).collect();
    Output::found(table(&rows))
}

fn row(corpus: &Corpus, statement: &Statement) -> [String; 6] {
    [
        statement.when(),
        statement.id.to_string(),
        statement.label.to_string(),
        statement.standing.name().to_owned(),
        meanings(corpus, statement).iter().map(|id| &***id).collect::<Vec<_>>().join(" "),
        statement.title.to_string(),
    ]
}

/// Rows with aligned columns; no cell is shortened.
pub(super) fn table<const N: usize>(rows: &[[String; N]]) -> String {
    let mut widths = [0; N];
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = columns(cell).max(*width);
        }
    }
    let mut text = String::new();
    for row in rows {
        let cells: Vec<String> = row.iter().zip(widths).map(|(cell, width)| padded(cell, width)).collect();
        text.push_str(cells.join("  ").trim_end_matches(' '));
        text.push('\n');
    }
    text
}
