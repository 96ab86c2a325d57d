//! The document as text for a terminal or a pipe.
//!
//! Invariant: no line is wider than 80 columns, except a table or a word that is.

use std::fmt::Write;

use super::{RedlineSpan, RedlinedBlock, RedlinedDocument};
use crate::text::slice;
use crate::text::wrap::{columns, wrap};

const WIDTH: usize = 80;
/// Before the lines of wording.
const INDENT: &str = "    ";

pub(super) fn text(document: &RedlinedDocument) -> String {
    let mut written = format!("{}\n", document.title);
    let mut is_prose = false;
    for block in &document.blocks {
        if matches!(block, RedlinedBlock::Paragraph(_)) && !is_prose {
            written.push('\n');
        }
        is_prose = matches!(block, RedlinedBlock::Paragraph(_) | RedlinedBlock::Heading(_));
        match block {
            RedlinedBlock::Heading(heading) => {
                let _ = writeln!(written, "\n-- {heading} --");
            }
            RedlinedBlock::Paragraph(words) => wrapped(&mut written, words, ""),
            RedlinedBlock::Wording { caption, text, .. } => {
                let words = text.iter().map(span).collect::<String>().replace('\n', " ");
                wrapped(&mut written, caption, "");
                wrapped(&mut written, &words, INDENT);
            }
            RedlinedBlock::Table { columns, rows } => table(&mut written, columns, rows),
        }
    }
    let _ = writeln!(written, "\n{}", document.colophon);
    written
}

fn wrapped(written: &mut String, words: &str, indent: &str) {
    for row in wrap(words, WIDTH - indent.len(), 0) {
        let _ = writeln!(written, "{indent}{}", slice(words, row).trim_end());
    }
}

/// Gone and new words between the signs of the screens.
fn span(span: &RedlineSpan) -> String {
    match span {
        RedlineSpan::Same(words) => words.clone(),
        RedlineSpan::Gone(words) => format!("‹[{words}]›"),
        RedlineSpan::New(words) => format!("‹{{{words}}}›"),
    }
}

fn table(written: &mut String, head: &[String], rows: &[Vec<String>]) {
    let all = || std::iter::once(head).chain(rows.iter().map(Vec::as_slice));
    let width = |at: usize| all().filter_map(|row| row.get(at)).map(|cell| columns(cell)).max().unwrap_or(0);
    let widths: Vec<usize> = (0..head.len()).map(width).collect();
    for row in all() {
        let cells = row.iter().zip(&widths);
        let line: Vec<String> = cells
            .map(|(cell, width)| format!("{cell}{}", " ".repeat(width - columns(cell).min(*width))))
            .collect();
        let _ = writeln!(written, "{}", line.join("  ").trim_end());
    }
}
