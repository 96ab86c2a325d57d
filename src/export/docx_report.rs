//! A document of citations for Word: the words of statements as quotations, each with its citation in a real footnote.
//!
//! Invariant: it has the same content as the Markdown; only the place of the citations differs.

use std::io;

use super::caveat::{self, Inline, TextLine};
use super::document::{Entry, ExportDocument};
use super::docx::{DocxRun, DocxStyle, DocxWriter};

/// The whole file. Reports have no table of meanings.
pub(super) fn document(document: ExportDocument) -> io::Result<Vec<u8>> {
    let mut writer = DocxWriter::new(&document.title);
    lines(&mut writer, &document.lead);
    for section in document.sections {
        if let Some(heading) = &section.heading {
            writer.paragraph(DocxStyle::Section, &[DocxRun::Words(heading)]);
        }
        lines(&mut writer, &section.notes);
        section.entries.for_each(|one| entry(&mut writer, &one));
    }
    writer.finish()
}

fn lines(writer: &mut DocxWriter, lines: &[TextLine]) {
    for line in lines {
        writer.paragraph(DocxStyle::Prose, &[DocxRun::Words(&caveat::plain(line))]);
    }
}

fn entry(writer: &mut DocxWriter, entry: &Entry) {
    if let Some(heading) = entry.heading {
        writer.paragraph(DocxStyle::Entry, &[DocxRun::Words(heading)]);
    }
    if let Some((words, citation)) = entry.citation.split_first() {
        let style = if matches!(words[..], [Inline::Quote(_)]) { DocxStyle::Quote } else { DocxStyle::Prose };
        let note = DocxRun::Note(note(citation));
        writer.paragraph(style, &[DocxRun::Words(&caveat::plain(words)), note]);
    }
    lines(writer, &entry.notes);
}

/// The lines of a citation after its words, as sentences for a footnote.
pub(super) fn note(citation: &[TextLine]) -> String {
    let mut note = String::new();
    for line in citation.iter().map(caveat::plain) {
        if !note.is_empty() {
            note.push_str(if note.ends_with(['.', '?', '!']) { " " } else { ". " });
        }
        note.push_str(&line);
    }
    note
}
