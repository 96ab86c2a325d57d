//! The document for Word: what is gone and what is new as tracked changes, the citations in real footnotes.
//!
//! Invariant: only the wording of statements is a quotation, and each has the citations of its passages.

use std::io;

use super::{RedlineSpan, RedlinedBlock, RedlinedDocument};
use crate::corpus::{Corpus, PassageNo};
use crate::export::citation_style::{CitationStyle, citation};
use crate::export::docx::{DocxRun, DocxStyle, DocxWriter};
use crate::export::docx_report::note;

pub(super) fn document(
    document: &RedlinedDocument,
    corpus: &Corpus,
    style: Option<&CitationStyle>,
) -> io::Result<Vec<u8>> {
    let mut writer = DocxWriter::new(&document.title);
    for block in &document.blocks {
        match block {
            RedlinedBlock::Heading(heading) => prose(&mut writer, DocxStyle::Section, heading),
            RedlinedBlock::Paragraph(words) => prose(&mut writer, DocxStyle::Prose, words),
            RedlinedBlock::Wording { caption, text, passages } => {
                prose(&mut writer, DocxStyle::Caption, caption);
                let notes = passages.iter().filter_map(|number| cited(corpus, *number, style));
                let runs: Vec<DocxRun> = text.iter().map(span).chain(notes).collect();
                writer.paragraph(DocxStyle::Quote, &runs);
            }
            RedlinedBlock::Table { columns, rows } => writer.table(columns, rows),
        }
    }
    prose(&mut writer, DocxStyle::Prose, &document.colophon);
    writer.finish()
}

fn prose(writer: &mut DocxWriter, style: DocxStyle, words: &str) {
    writer.paragraph(style, &[DocxRun::Words(words)]);
}

/// The citation of a passage, without its words.
fn cited<'a>(corpus: &Corpus, number: PassageNo, style: Option<&CitationStyle>) -> Option<DocxRun<'a>> {
    let (statement, passage) = corpus.passage(number)?;
    Some(DocxRun::Note(note(citation(corpus, statement, passage, style).get(1..)?)))
}

fn span(span: &RedlineSpan) -> DocxRun<'_> {
    match span {
        RedlineSpan::Same(words) => DocxRun::Words(words),
        RedlineSpan::Gone(words) => DocxRun::Gone(words),
        RedlineSpan::New(words) => DocxRun::New(words),
    }
}
