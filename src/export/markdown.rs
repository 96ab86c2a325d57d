//! Citations and documents in Markdown.
//!
//! Invariant: rendered Markdown shows exactly the citation's text; only quotations are block quotations.

use std::fmt::Write;

use super::caveat::{Inline, TextLine};
use super::document::{ContrastCell, ContrastTable, Entry, ExportDocument, Section};

/// A whole document; blank lines separate its blocks.
pub(super) fn document(document: ExportDocument) -> String {
    let mut written = format!("# {}\n", escape(&document.title));
    notes(&mut written, &document.lead);
    if let Some(contrast) = &document.contrast {
        written.push('\n');
        written.push_str(&self::contrast(contrast));
    }
    document.sections.for_each(|section| self::section(&mut written, section));
    written
}

fn section(written: &mut String, section: Section) {
    heading(written, "##", section.heading.as_deref());
    notes(written, &section.notes);
    section.entries.for_each(|one| entry(written, &one));
}

fn entry(written: &mut String, entry: &Entry) {
    heading(written, "###", entry.heading);
    if !entry.citation.is_empty() {
        let _ = write!(written, "\n{}", markdown(&entry.citation));
    }
    notes(written, &entry.notes);
}

fn heading(written: &mut String, depth: &str, text: Option<&str>) {
    if let Some(text) = text {
        let _ = writeln!(written, "\n{depth} {}", escape(text));
    }
}

/// One paragraph for each line.
fn notes(written: &mut String, lines: &[TextLine]) {
    for line in lines {
        let _ = writeln!(written, "\n{}", line.iter().map(inline).collect::<String>());
    }
}

/// A table: the meanings as columns, the questions as rows.
pub(super) fn contrast(contrast: &ContrastTable) -> String {
    let mut written = String::from("| |");
    for name in &contrast.columns {
        let _ = write!(written, " {} |", escape(name));
    }
    let _ = writeln!(written, "\n|---|{}", "---|".repeat(contrast.columns.len()));
    for (question, answers) in &contrast.rows {
        let _ = write!(written, "| {} |", escape(question));
        for ContrastCell { text, evidence } in answers {
            let ids = if evidence.is_empty() { String::new() } else { format!(" [{}]", evidence.join(", ")) };
            let _ = write!(written, " {}{} |", escape(text), escape(&ids));
        }
        written.push('\n');
    }
    written
}

/// Lines as Markdown: the words, then one paragraph.
pub(super) fn markdown(lines: &[TextLine]) -> String {
    let mut written = String::new();
    let mut rest = lines.iter().peekable();
    while let Some(line) = rest.next() {
        written.extend(line.iter().map(inline));
        let is_quote = matches!(line.first(), Some(Inline::Quote(_)));
        written.push_str(match rest.peek() {
            None => "\n",
            Some(_) if is_quote => "\n\n",
            Some(_) => "\\\n",
        });
    }
    written
}

fn inline(inline: &Inline) -> String {
    match inline {
        Inline::Plain(text) => escape(text),
        Inline::Quote(text) => format!("> {}", escape(text)),
        Inline::Title(text) => format!("*{}*", escape(text)),
        Inline::Web(address) => format!("<{address}>"),
    }
}

/// Text with every character escaped that has a meaning inside a line. Every line begins with a word of ours, so nothing at
/// its beginning needs escaping.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if r"\`*_[]<>#|~^&$@".contains(c) {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}
