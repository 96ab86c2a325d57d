//! The words around as `linchpin kwic --around` writes them.
//!
//! Invariant: all three forms have the same words in the same order.

use std::fmt::Write;

use serde_json::{Map, Value};

use crate::analysis::around::{AroundColumn, AroundWord, WordsAround};
use crate::analysis::scores::Collocation;
use crate::export::table_document::TableCell;
use crate::text::wrap::{clip, columns, padded};

/// Columns of a word, and of the numbers of one meaning, row or year at most.
const WORD: usize = 20;
const NUMBERS: usize = 16;

/// To read on a terminal.
pub(super) fn around_text(around: &WordsAround) -> String {
    let width = |(at, column): (usize, &AroundColumn)| {
        let cells = around.words.iter().map(|word| columns(&word.cell(at)));
        cells.chain([columns(&column.name)]).max().unwrap_or_default().min(NUMBERS)
    };
    let widths: Vec<usize> = around.columns.iter().enumerate().map(width).collect();
    let row = |head: &str, cells: &mut dyn Iterator<Item = String>| {
        let mut row = padded(head, WORD);
        for (cell, width) in cells.zip(&widths) {
            let cell = clip(&cell, *width);
            let _ = write!(row, "{}{cell}", " ".repeat((width + 1).saturating_sub(columns(&cell))));
        }
        row + "\n"
    };
    let mut written = row("", &mut around.columns.iter().map(|column| column.name.clone()));
    written += &row("statements", &mut around.columns.iter().map(|column| column.statements.to_string()));
    for word in &around.words {
        written += &row(&word.word, &mut (0..around.columns.len()).map(|column| word.cell(column)));
    }
    let _ = writeln!(written, "{}", around.notes().join("; "));
    written
}

/// For spreadsheets.
pub(super) fn around_rows(around: &WordsAround) -> impl Iterator<Item = Map<String, Value>> {
    // All rows of a table have the same columns.
    let is_scored = around.words.iter().any(|word| !word.scores.is_empty());
    around.words.iter().map(move |word| {
        let mut fields = Map::new();
        fields.insert(String::from("word"), Value::from(word.word.as_str()));
        let counts = around.columns.iter().zip(&word.statements);
        fields.extend(counts.map(|(column, statements)| (column.name.clone(), Value::from(*statements))));
        for (at, column) in around.columns.iter().enumerate().filter(|_| is_scored) {
            let score = word.scores.get(at).copied().flatten();
            fields.insert(format!("{} f", column.name), score.map(|score| score.f).into());
            fields.insert(format!("{} logDice", column.name), score.map(|score| score.log_dice).into());
        }
        fields
    })
}

/// For documents: the columns and the rows of a table.
pub(super) fn around_table(around: &WordsAround) -> (Vec<&'static str>, Vec<Vec<TableCell>>) {
    let row = |word: &AroundWord| -> Vec<TableCell> {
        let counts = around.columns.iter().enumerate().zip(&word.statements);
        let counts: Vec<String> = counts
            .filter(|(_, statements)| **statements > 0)
            .map(|((at, column), statements)| {
                let of = format!("{}: {statements} of {}", column.name, column.statements);
                let score = word.scores.get(at).copied().flatten();
                score.map_or(of.clone(), |Collocation { f, log_dice }| {
                    format!("{of}, {f} places, logDice {log_dice:.2}")
                })
            })
            .collect();
        vec![word.word.as_str().into(), counts.join(", ").into()]
    };
    (vec!["Word", "In so many statements"], around.words.iter().map(row).collect())
}
