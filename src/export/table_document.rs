//! A document that is a table: what a view counted, row by row, in Markdown or as one file for a browser.
//!
//! Invariant: every document names its query, its counts, its caveat and its stamp; text is escaped by construction.

use std::borrow::Cow;
use std::fmt::Write;

use maud::{PreEscaped, html};

use super::figure;
use super::html::{page, tongues};
use super::markdown::escape;

/// The document.
#[derive(Debug, Clone, Default)]
pub struct TableDocument {
    pub title: String,
    /// What the reader must know before the table, a paragraph each.
    pub lead: Vec<String>,
    /// A picture of the table, for browsers.
    pub figure: Option<String>,
    pub columns: Vec<Cow<'static, str>>,
    pub rows: Vec<Vec<TableCell>>,
    /// What is under the table: the caveat, the stamp.
    pub foot: Vec<String>,
}

/// The text of a cell in pieces, of which those that are looked for are emphasized.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TableCell(pub Vec<(CellPiece, String)>);

/// Whether a piece of a cell is emphasized.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CellPiece {
    Plain,
    Marked,
}

impl From<String> for TableCell {
    fn from(text: String) -> Self {
        Self(vec![(CellPiece::Plain, text)])
    }
}

impl From<&str> for TableCell {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

impl TableDocument {
    pub fn markdown(&self) -> String {
        let mut written = format!("# {}\n", escape(&self.title));
        paragraphs(&mut written, &self.lead);
        let columns: Vec<String> = self.columns.iter().map(|name| escape(name)).collect();
        let _ = writeln!(written, "\n| {} |", columns.join(" | "));
        let _ = writeln!(written, "|{}", "---|".repeat(self.columns.len()));
        for row in &self.rows {
            let cells =
                row.iter().map(|TableCell(pieces)| pieces.iter().map(in_markdown).collect::<String>());
            let _ = writeln!(written, "| {} |", cells.collect::<Vec<String>>().join(" | "));
        }
        paragraphs(&mut written, &self.foot);
        written
    }

    pub fn html(&self) -> String {
        page(
            &self.title,
            &[figure::STYLE],
            &html! {
                header { h1 { (tongues(&self.title)) } @for line in &self.lead { p { (tongues(line)) } } }
                main {
                    @if let Some(figure) = &self.figure { figure { (PreEscaped(figure)) } }
                    table role="table" {
                        thead role="rowgroup" {
                            tr role="row" { @for name in &self.columns { th role="columnheader" scope="col" { (tongues(name)) } } }
                        }
                        tbody role="rowgroup" {
                            @for row in &self.rows {
                                tr role="row" {
                                    @for (TableCell(pieces), name) in row.iter().zip(&self.columns) {
                                        // Each cell has its own direction, independent of its neighbors.
                                        td role="cell" dir="auto" data-meaning=(name) { @for piece in pieces { (in_html(piece)) } }
                                    }
                                }
                                "\n"
                            }
                        }
                    }
                }
                footer { @for line in &self.foot { p { (tongues(line)) } } }
            },
        )
        .into_string()
            + "\n"
    }
}

fn paragraphs(written: &mut String, lines: &[String]) {
    for line in lines {
        let _ = writeln!(written, "\n{}", escape(line));
    }
}

fn in_markdown((piece, text): &(CellPiece, String)) -> String {
    match piece {
        CellPiece::Plain => escape(text),
        CellPiece::Marked => format!("**{}**", escape(text)),
    }
}

fn in_html((piece, text): &(CellPiece, String)) -> maud::Markup {
    match piece {
        CellPiece::Plain => tongues(text),
        CellPiece::Marked => html! { mark { (tongues(text)) } },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_word_becomes_markup() {
        let cell = TableCell(vec![
            (CellPiece::Plain, String::from("a|b <i> ")),
            (CellPiece::Marked, String::from("*현대화*")),
        ]);
        let document = TableDocument {
            title: String::from("A <b> title"),
            columns: vec!["Line".into()],
            rows: vec![vec![cell]],
            ..TableDocument::default()
        };
        assert!(document.markdown().contains(r"| a\|b \<i\> **\*현대화\*** |"), "{}", document.markdown());
        let html = document.html();
        assert!(html.contains("a|b &lt;i&gt; <mark>*<span lang=\"ko\">현대화</span>*</mark>"), "{html}");
    }

    #[test]
    fn words_from_right_to_left_do_not_turn_what_is_beside_them() {
        let row = ["2003", "שלום עולם", "the word"].map(TableCell::from).to_vec();
        let columns = ["date", "left", "node"].map(Cow::from).to_vec();
        let page = TableDocument { columns, rows: vec![row], ..TableDocument::default() }.html();
        assert_eq!(page.matches("<td role=\"cell\" dir=\"auto\"").count(), 3, "{page}");
    }
}
