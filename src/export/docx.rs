//! Word documents (DOCX): paragraphs, tables, tracked changes and real footnotes. Written by hand, since only a small
//! part of the format is needed.
//!
//! Invariant: text is escaped where it becomes XML, and characters that XML does not allow are left out; the same
//! document gives the same bytes; nothing in it is loaded or run.

use std::fmt::Write as _;
use std::io::{self, Cursor, Write as _};

use zip::write::{SimpleFileOptions, ZipWriter};

/// A document while it is written.
#[derive(Debug)]
pub(super) struct DocxWriter {
    title: String,
    body: String,
    notes: String,
    /// How many notes and tracked changes there are; each has a number.
    noted: usize,
    changed: usize,
}

/// The style of a paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum DocxStyle {
    Title,
    Section,
    Entry,
    Prose,
    /// Names the source of the words that follow; kept on one page with them.
    Caption,
    /// Words of a statement.
    Quote,
}

/// A piece of a paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum DocxRun<'a> {
    Words(&'a str),
    /// What a tracked change deletes, and what it inserts.
    Gone(&'a str),
    New(&'a str),
    /// A footnote with these words.
    Note(String),
}

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const WORD: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";
const TYPES: &str = concat!(
    "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">",
    "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>",
    "<Default Extension=\"xml\" ContentType=\"application/xml\"/>",
    "<Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/>",
    "<Override PartName=\"/word/styles.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml\"/>",
    "<Override PartName=\"/word/footnotes.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml\"/>",
    "<Override PartName=\"/docProps/core.xml\" ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/>",
    "</Types>"
);
const RELATIONS: &str = concat!(
    "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">",
    "<Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"word/document.xml\"/>",
    "<Relationship Id=\"rId2\" Type=\"http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties\" Target=\"docProps/core.xml\"/>",
    "</Relationships>"
);
const DOCUMENT_RELATIONS: &str = concat!(
    "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">",
    "<Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles\" Target=\"styles.xml\"/>",
    "<Relationship Id=\"rId2\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes\" Target=\"footnotes.xml\"/>",
    "</Relationships>"
);
const NOTE_MARK: &str = "<w:rPr><w:rStyle w:val=\"FootnoteReference\"/></w:rPr>";
/// The line above footnotes, which Word asks for.
const SEPARATORS: &str = concat!(
    "<w:footnote w:type=\"separator\" w:id=\"-1\"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>",
    "<w:footnote w:type=\"continuationSeparator\" w:id=\"0\"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>"
);
const PAGE: &str = concat!(
    "<w:sectPr><w:pgSz w:w=\"11906\" w:h=\"16838\"/>",
    "<w:pgMar w:top=\"1440\" w:right=\"1440\" w:bottom=\"1440\" w:left=\"1440\" w:header=\"708\" w:footer=\"708\" w:gutter=\"0\"/></w:sectPr>"
);

impl DocxStyle {
    fn id(self) -> &'static str {
        match self {
            Self::Title => "Title",
            Self::Section => "Heading1",
            Self::Entry => "Heading2",
            Self::Prose | Self::Caption => "Normal",
            Self::Quote => "Quote",
        }
    }
}

impl DocxWriter {
    /// A document that begins with its title.
    pub(super) fn new(title: &str) -> Self {
        let mut writer =
            Self { title: title.to_owned(), body: String::new(), notes: String::new(), noted: 0, changed: 0 };
        writer.paragraph(DocxStyle::Title, &[DocxRun::Words(title)]);
        writer
    }

    pub(super) fn paragraph(&mut self, style: DocxStyle, runs: &[DocxRun]) {
        // Writing to a string cannot fail.
        let kept = if style == DocxStyle::Caption { "<w:keepNext/>" } else { "" };
        let _ = write!(self.body, "<w:p><w:pPr><w:pStyle w:val=\"{}\"/>{kept}</w:pPr>", style.id());
        let mut after_note = false;
        for run in runs {
            let is_note = matches!(run, DocxRun::Note(_));
            if after_note && is_note {
                // Two adjacent numbers would read as one.
                let _ = write!(self.body, "<w:r>{NOTE_MARK}<w:t>,</w:t></w:r>");
            }
            after_note = is_note;
            let run = self.run(run);
            self.body.push_str(&run);
        }
        self.body.push_str("</w:p>\n");
    }

    /// A table whose first row names its columns.
    pub(super) fn table(&mut self, columns: &[String], rows: &[Vec<String>]) {
        let cell = |words: &String| format!("<w:tc><w:p>{}</w:p></w:tc>", words_run(words));
        let row = |cells: &[String], properties: &str| {
            format!("<w:tr>{properties}{}</w:tr>\n", cells.iter().map(cell).collect::<String>())
        };
        self.body.push_str("<w:tbl><w:tblPr><w:tblStyle w:val=\"TableGrid\"/><w:tblW w:w=\"5000\" w:type=\"pct\"/></w:tblPr><w:tblGrid>");
        self.body.push_str(&"<w:gridCol/>".repeat(columns.len()));
        self.body.push_str("</w:tblGrid>");
        self.body.push_str(&row(columns, "<w:trPr><w:tblHeader/></w:trPr>"));
        for cells in rows {
            self.body.push_str(&row(cells, ""));
        }
        // Word does not allow a table at the end of a text.
        self.body.push_str("</w:tbl>\n<w:p/>\n");
    }

    fn run(&mut self, run: &DocxRun) -> String {
        match run {
            DocxRun::Words(words) => words_run(words),
            DocxRun::Gone(words) => {
                let text =
                    format!("<w:r><w:delText xml:space=\"preserve\">{}</w:delText></w:r>", escape(words));
                self.change("del", &text)
            }
            DocxRun::New(words) => self.change("ins", &words_run(words)),
            DocxRun::Note(words) => {
                self.noted += 1;
                let id = self.noted;
                let _ = writeln!(
                    self.notes,
                    "<w:footnote w:id=\"{id}\"><w:p><w:pPr><w:pStyle w:val=\"FootnoteText\"/></w:pPr>\
                     <w:r>{NOTE_MARK}<w:footnoteRef/></w:r>{}</w:p></w:footnote>",
                    words_run(&format!(" {words}"))
                );
                format!("<w:r>{NOTE_MARK}<w:footnoteReference w:id=\"{id}\"/></w:r>")
            }
        }
    }

    fn change(&mut self, kind: &str, run: &str) -> String {
        self.changed += 1;
        format!("<w:{kind} w:id=\"{}\" w:author=\"linchpin\">{run}</w:{kind}>", self.changed)
    }

    /// The whole file.
    pub(super) fn finish(self) -> io::Result<Vec<u8>> {
        let Self { title, body, notes, .. } = self;
        let core = format!(
            "<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
             xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>{}</dc:title></cp:coreProperties>",
            escape(&title)
        );
        let document = format!("<w:document {WORD}><w:body>{body}{PAGE}</w:body></w:document>");
        let footnotes = format!("<w:footnotes {WORD}>{SEPARATORS}{notes}</w:footnotes>");
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, part) in [
            ("[Content_Types].xml", TYPES),
            ("_rels/.rels", RELATIONS),
            ("docProps/core.xml", &core),
            ("word/_rels/document.xml.rels", DOCUMENT_RELATIONS),
            ("word/document.xml", &document),
            ("word/footnotes.xml", &footnotes),
            ("word/styles.xml", include_str!("styles.xml")),
        ] {
            zip.start_file(name, SimpleFileOptions::default())?;
            zip.write_all(HEAD.as_bytes())?;
            zip.write_all(part.as_bytes())?;
        }
        Ok(zip.finish()?.into_inner())
    }
}

fn words_run(words: &str) -> String {
    let lines: Vec<String> = words.split('\n').map(escape).collect();
    format!(
        "<w:r><w:t xml:space=\"preserve\">{}</w:t></w:r>",
        lines.join("</w:t><w:br/><w:t xml:space=\"preserve\">")
    )
}

/// Text as XML has it, without the characters that XML does not have.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '\u{FFFE}' | '\u{FFFF}' => {}
            c if c.is_control() && c != '\t' => {}
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use quick_xml::events::Event;
    use zip::ZipArchive;

    use super::*;

    fn parts(bytes: Vec<u8>) -> Vec<(String, String)> {
        let mut zip = ZipArchive::new(Cursor::new(bytes)).unwrap();
        let count = zip.len();
        let part = |at| {
            let part = zip.by_index(at).unwrap();
            let name = part.name().unwrap().into_owned();
            (name, io::read_to_string(part).unwrap())
        };
        (0..count).map(part).collect()
    }

    fn written() -> Vec<u8> {
        let mut writer = DocxWriter::new("A & <B>");
        let note = |words: &str| DocxRun::Note(words.to_owned());
        writer.paragraph(
            DocxStyle::Quote,
            &[DocxRun::Words("]]> 동맹\n\u{1}\u{FFFF}\u{B}end"), note("<1> & 2")],
        );
        writer.paragraph(
            DocxStyle::Prose,
            &[DocxRun::Gone("of"), DocxRun::New("for"), note("two"), note("three")],
        );
        writer.table(&["A".to_owned(), "B".to_owned()], &[vec!["1".to_owned(), "<2>".to_owned()]]);
        writer.finish().unwrap()
    }

    #[test]
    fn every_part_is_well_formed_and_named() {
        let parts = parts(written());
        let types = &parts.iter().find(|(name, _)| name == "[Content_Types].xml").unwrap().1;
        for (name, part) in &parts {
            let mut reader = quick_xml::Reader::from_str(part);
            while !matches!(reader.read_event().unwrap(), Event::Eof) {}
            let is_named = types.contains(&format!("\"/{name}\"")) || name.contains(".rels");
            assert!(is_named || name == "[Content_Types].xml", "{name}");
        }
        let document = &parts.iter().find(|(name, _)| name == "word/document.xml").unwrap().1;
        assert!(document.contains("]]&gt; 동맹</w:t><w:br/><w:t xml:space=\"preserve\">end<"), "{document}");
        let styles = &parts.iter().find(|(name, _)| name == "word/styles.xml").unwrap().1;
        for style in [
            "Title",
            "Heading1",
            "Heading2",
            "Normal",
            "Quote",
            "FootnoteText",
            "FootnoteReference",
            "TableGrid",
        ] {
            assert!(styles.contains(&format!("w:styleId=\"{style}\"")), "{style}");
        }
    }

    #[test]
    fn each_note_has_its_place_and_the_same_document_is_the_same_bytes() {
        let parts = parts(written());
        let part = |of: &str| &parts.iter().find(|(name, _)| name == of).unwrap().1;
        let (document, notes) = (part("word/document.xml"), part("word/footnotes.xml"));
        for (id, words) in [(1, " &lt;1&gt; &amp; 2"), (2, " two"), (3, " three")] {
            assert_eq!(document.matches(&format!("<w:footnoteReference w:id=\"{id}\"/>")).count(), 1);
            let note = notes.split(&format!("<w:footnote w:id=\"{id}\">")).nth(1).unwrap();
            assert!(note.split("</w:footnote>").next().unwrap().contains(words), "{note}");
        }
        assert!(
            document.contains(
                "<w:del w:id=\"1\" w:author=\"linchpin\"><w:r><w:delText xml:space=\"preserve\">of<"
            )
        );
        assert!(
            document
                .contains("<w:ins w:id=\"2\" w:author=\"linchpin\"><w:r><w:t xml:space=\"preserve\">for<")
        );
        assert_eq!(
            document.matches("<w:t>,</w:t>").count(),
            1,
            "between the numbers of two notes: {document}"
        );
        assert_eq!(written(), written());
    }
}
