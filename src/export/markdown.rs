//! Citations and documents in Markdown.
//!
//! Invariant: rendered Markdown shows exactly the citation's text; only quotations are block quotations.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::caveat::{Inline, TextLine};
use super::document::{ContrastCell, ContrastTable, Entry, ExportDocument, Section};

/// A whole document; blank lines separate its blocks.
pub(super) fn document(document: ExportDocument, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "# {}", escape(&document.title))?;
    notes(out, &document.lead)?;
    if let Some(contrast) = &document.contrast {
        write!(out, "\n{}", self::contrast(contrast))?;
    }
    for section in document.sections {
        self::section(out, section)?;
    }
    Ok(())
}

fn section(out: &mut dyn Write, section: Section) -> io::Result<()> {
    heading(out, "##", section.heading.as_deref())?;
    notes(out, &section.notes)?;
    for one in section.entries {
        entry(out, &one)?;
    }
    Ok(())
}

fn entry(out: &mut dyn Write, entry: &Entry) -> io::Result<()> {
    heading(out, "###", entry.heading)?;
    if !entry.citation.is_empty() {
        write!(out, "\n{}", markdown(&entry.citation))?;
    }
    notes(out, &entry.notes)
}

fn heading(out: &mut dyn Write, depth: &str, text: Option<&str>) -> io::Result<()> {
    text.map_or(Ok(()), |text| writeln!(out, "\n{depth} {}", escape(text)))
}

/// One paragraph for each line.
fn notes(out: &mut dyn Write, lines: &[TextLine]) -> io::Result<()> {
    lines.iter().try_for_each(|line| writeln!(out, "\n{}", line.iter().map(inline).collect::<String>()))
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
        let words: String = line.iter().map(inline).collect();
        written.push_str(&line_start(&words));
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

/// A line of a citation whose beginning has no meaning in Markdown: a house style may begin it with a hyphen, or with a
/// title such as *1. x*.
fn line_start(line: &str) -> String {
    let line = line.trim_start();
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    if rest.starts_with(['.', ')', '-', '+', '=']) {
        let digits = line.strip_suffix(rest).unwrap_or_default();
        return format!("{digits}\\{rest}");
    }
    line.to_owned()
}

/// Text with every character escaped that has a meaning inside a line. Every line begins with a word of this program or
/// is escaped there, so the beginning needs no escaping here.
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
