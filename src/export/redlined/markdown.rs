//! The document in Markdown.
//!
//! Invariant: only the wording of statements is a block quotation; what is gone is struck through and what is new is bold.

use std::fmt::Write;

use super::{RedlineSpan, RedlinedBlock, RedlinedDocument};
use crate::export::markdown::escape;

pub(super) fn markdown(document: &RedlinedDocument) -> String {
    let mut written = format!("# {}\n", escape(&document.title));
    for block in &document.blocks {
        match block {
            RedlinedBlock::Heading(heading) => {
                let _ = writeln!(written, "\n## {}", escape(heading));
            }
            RedlinedBlock::Paragraph(words) => {
                let _ = writeln!(written, "\n{}", escape(words));
            }
            RedlinedBlock::Wording { caption, text, .. } => {
                let words = text.iter().map(span).collect::<String>().replace('\n', " ");
                let _ = writeln!(written, "\n{}\n\n> {words}", escape(caption));
            }
            RedlinedBlock::Table { columns, rows } => {
                let row = |cells: &[String]| {
                    let cells = cells.iter().map(|cell| format!(" {} |", escape(cell)));
                    format!("|{}\n", cells.collect::<String>())
                };
                let _ = write!(written, "\n{}|{}\n", row(columns), "---|".repeat(columns.len()));
                written.extend(rows.iter().map(|cells| row(cells)));
            }
        }
    }
    let _ = writeln!(written, "\n{}", escape(&document.colophon));
    written
}

fn span(span: &RedlineSpan) -> String {
    match span {
        RedlineSpan::Same(words) => escape(words),
        RedlineSpan::Gone(words) => format!("~~{}~~", escape(words)),
        RedlineSpan::New(words) => format!("**{}**", escape(words)),
    }
}
