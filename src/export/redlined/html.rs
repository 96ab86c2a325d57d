//! The document as one file for a browser, light and dark, and for paper.
//!
//! Invariant: only the wording of statements is a block quotation; what is gone is `del` and what is new is `ins`.

use maud::{Markup, html};

use super::{RedlineSpan, RedlinedBlock, RedlinedDocument};
use crate::corpus::Corpus;
use crate::export::html::{self, tongues};

pub(super) fn page(document: &RedlinedDocument, corpus: &Corpus) -> String {
    let title = format!("{} · {}", document.title, corpus.dataset().title);
    let body = html! {
        header { h1 { (tongues(&document.title)) } }
        main {
            @for block in &document.blocks { (self::block(block)) "\n" }
            p { (document.colophon) }
        }
    };
    html::page(&title, &[], &body).into_string() + "\n"
}

fn block(block: &RedlinedBlock) -> Markup {
    match block {
        RedlinedBlock::Heading(heading) => html! { h2 { (tongues(heading)) } },
        RedlinedBlock::Paragraph(words) => html! { p { (tongues(words)) } },
        RedlinedBlock::Wording { caption, text, .. } => html! {
            figure {
                figcaption { p { (tongues(caption)) } }
                blockquote { p { @for span in text { (self::span(span)) } } }
            }
        },
        RedlinedBlock::Table { columns, rows } => html! {
            table {
                thead { tr { @for column in columns { th scope="col" { (tongues(column)) } } } }
                tbody { @for row in rows { tr { @for (cell, column) in row.iter().zip(columns) { td data-meaning=(column) { (tongues(cell)) } } } } }
            }
        },
    }
}

fn span(span: &RedlineSpan) -> Markup {
    match span {
        RedlineSpan::Same(words) => tongues(words),
        RedlineSpan::Gone(words) => html! { del { (tongues(words)) } },
        RedlineSpan::New(words) => html! { ins { (tongues(words)) } },
    }
}
