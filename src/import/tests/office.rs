//! Documents of word processors: DOCX and HWPX, made here.

use std::io::Write;

use zip::write::{SimpleFileOptions, ZipWriter};

use super::*;
use crate::import::read::{self, TextFormat, blocks::ParsedDocument};

/// A zip file of these parts.
fn packed(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// A package that names its kind in its first part.
fn mimetype(kind: &str) -> Vec<u8> {
    let mut writer = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    writer.start_file("mimetype", options).unwrap();
    writer.write_all(kind.as_bytes()).unwrap();
    writer.finish().unwrap().into_inner()
}

const WORD: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";

fn docx(body: &str, others: &[(&str, &str)]) -> Vec<u8> {
    let document = format!("<?xml version=\"1.0\"?><w:document {WORD}><w:body>{body}</w:body></w:document>");
    packed(&[&[("[Content_Types].xml", "<Types/>"), ("word/document.xml", &*document)], others].concat())
}

/// Paragraphs: `style|list|level|words`.
fn paragraphs(lines: &[&str]) -> String {
    let paragraph = |line: &&str| {
        let [style, list, level, words] = line.splitn(4, '|').collect::<Vec<_>>().try_into().unwrap();
        let style = if style.is_empty() { String::new() } else { format!("<w:pStyle w:val=\"{style}\"/>") };
        let list = if list.is_empty() {
            String::new()
        } else {
            format!("<w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"{list}\"/></w:numPr>")
        };
        format!("<w:p><w:pPr>{style}{list}</w:pPr><w:r><w:t>{words}</w:t></w:r></w:p>")
    };
    lines.iter().map(paragraph).collect()
}

fn document(bytes: &[u8]) -> Result<ParsedDocument, String> {
    let stop = AtomicBool::new(false);
    let format = read::container::format(bytes)?;
    read::document(bytes, format, &stop).ok_or("no document")?
}

fn read(bytes: &[u8]) -> Vec<String> {
    lines(&document(bytes).unwrap())
}

const STYLES: &str = r#"<w:styles xmlns:w="w"><w:style w:styleId="1"><w:name w:val="heading 1"/></w:style>
    <w:style w:styleId="Own"><w:name w:val="Ours"/><w:basedOn w:val="1"/></w:style>
    <w:style w:styleId="Outlined"><w:name w:val="x"/><w:pPr><w:outlineLvl w:val="2"/></w:pPr></w:style>
    <w:style w:styleId="Circle"><w:name w:val="c"/><w:basedOn w:val="Circle"/></w:style>
    <w:style w:styleId="Item"><w:name w:val="i"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style></w:styles>"#;

const LISTS: &str = r#"<w:numbering xmlns:w="w"><w:abstractNum w:abstractNumId="0">
    <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
    <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="(%2)"/></w:lvl>
    <w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="lowerRoman"/><w:lvlText w:val="%1.%2.%3"/></w:lvl></w:abstractNum>
    <w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="o"/></w:lvl></w:abstractNum>
    <w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
    <w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride></w:num></w:numbering>"#;

#[test]
fn paragraphs_of_word_come_with_headings_and_numbers() {
    let body = paragraphs(&[
        "1|||Joint Statement on Ports",
        "Own|||Security",
        "Outlined|||Trade",
        "Circle|||It is said.",
        "|1|0|First task.",
        "|1|1|A survey.",
        "|1|1|A list.",
        "|1|2|Deep.",
        "Item|||Second task.",
        "|1|1|Anew.",
        "|2|0|With a bullet.",
        "|3|0|Seventh.",
        "|3|0|Eighth.",
        "|9|0|In no list.",
        "|1|77|In no level.",
    ]);
    let bytes = docx(&body, &[("word/styles.xml", STYLES), ("word/numbering.xml", LISTS)]);
    assert_eq!(
        read(&bytes),
        [
            "# Joint Statement on Ports",
            "# Security",
            "# Trade",
            "It is said.",
            "1. First task.",
            "(a) A survey.",
            "(b) A list.",
            "1.b.i Deep.",
            "2. Second task.",
            "(a) Anew.",
            "With a bullet.",
            "7. Seventh.",
            "8. Eighth.",
            "In no list.",
            "In no level."
        ]
    );
}

#[test]
fn the_words_of_word_are_those_that_it_prints() {
    let body = "<w:p><w:pPr><w:tabs><w:tab w:val=\"left\"/></w:tabs></w:pPr><w:r><w:t xml:space=\"preserve\">Both </w:t></w:r>\
        <w:hyperlink><w:r><w:t>sides</w:t></w:r></w:hyperlink><w:r><w:tab/><w:t>met &amp; agreed&#8212;at</w:t><w:br/><w:t>last</w:t>\
        <w:noBreakHyphen/><w:softHyphen/><w:t>ly.</w:t></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>\
        <w:r><w:rPr><w:vanish/></w:rPr><w:t>Hidden.</w:t></w:r><w:r><w:t xml:space=\"preserve\"> Seen.</w:t></w:r></w:p>\
        <w:sdt><w:sdtContent><w:p><w:r><w:t>In a field.</w:t></w:r></w:p></w:sdtContent></w:sdt>\
        <w:p><w:r><AlternateContent><Choice><w:txbxContent><w:p><w:r><w:t>In a box.</w:t></w:r></w:p></w:txbxContent></Choice>\
        <Fallback><w:p><w:r><w:t>In a box.</w:t></w:r></w:p></Fallback></AlternateContent><w:t>Around it.</w:t></w:r></w:p>\
        <w:tbl><w:tr><w:tc><w:p><w:r><w:t>Year</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>Sum</w:t></w:r></w:p></w:tc></w:tr>\
        <w:tr><w:tc><w:p><w:r><w:t>One.</w:t></w:r></w:p><w:p><w:r><w:t>Two.</w:t></w:r></w:p></w:tc></w:tr></w:tbl>";
    assert_eq!(
        read(&docx(body, &[])),
        [
            "Both sides met & agreed—at last-ly. Seen.",
            "In a field.",
            "In a box.",
            "Around it.",
            "Year | Sum",
            "One.",
            "Two."
        ]
    );
}

#[test]
fn tracked_deletions_are_left_out_and_said() {
    let body = "<w:p><w:r><w:t xml:space=\"preserve\">They spoke of </w:t></w:r><w:del><w:r><w:delText>trade and tariffs</w:delText></w:r></w:del>\
        <w:ins><w:r><w:t>ports</w:t></w:r></w:ins><w:moveFrom><w:r><w:t>, here</w:t></w:r></w:moveFrom><w:r><w:t>.</w:t></w:r></w:p>";
    let document = document(&docx(body, &[])).unwrap();
    assert_eq!(lines(&document), ["They spoke of ports."]);
    assert_eq!(
        document.remarks,
        ["words that tracked changes delete were left out (1): “trade and tariffs”"]
    );
}

#[test]
fn words_that_are_deleted_in_a_text_box_are_left_out() {
    let body = "<w:p><w:r><w:drawing><w:txbxContent><w:p><w:del><w:r><w:delText>They reject ports. </w:delText></w:r></w:del>\
        <w:r><w:t>They welcome ports.</w:t></w:r></w:p></w:txbxContent></w:drawing><w:t>Around</w:t><w:tab/><w:t>it.</w:t></w:r></w:p>\
        <w:p><w:del><w:r><w:drawing><w:txbxContent><w:p><w:del><w:r><w:delText>No ships.</w:delText></w:r></w:del></w:p>\
        </w:txbxContent></w:drawing><w:delText>No piers.</w:delText></w:r></w:del><w:r><w:t>They agree.</w:t></w:r></w:p>";
    let document = document(&docx(body, &[])).unwrap();
    assert_eq!(lines(&document), ["They welcome ports.", "Around it.", "They agree."]);
    let told = document.remarks.concat();
    assert!(told.contains("“They reject ports.”") && told.contains("No piers."), "{told}");
}

#[test]
fn nothing_of_a_hidden_run_is_printed() {
    let notes = format!(
        "<w:footnotes {WORD}><w:footnote w:id=\"3\"><w:p><w:r><w:t>A note.</w:t></w:r></w:p></w:footnote></w:footnotes>"
    );
    let body = "<w:p><w:r><w:t>Ports</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:tab/><w:noBreakHyphen/>\
        <w:footnoteReference w:id=\"3\"/><w:drawing><w:txbxContent><w:p><w:r><w:t>In a box.</w:t></w:r></w:p></w:txbxContent>\
        </w:drawing><w:t>hidden</w:t></w:r><w:r><w:t>!</w:t></w:r></w:p>";
    let document = document(&docx(body, &[("word/footnotes.xml", &notes)])).unwrap();
    assert_eq!(lines(&document), ["Ports!"]);
    assert_eq!(document.remarks, ["words that the document hides were left out (2): “-In a box.”, “hidden”"]);
}

#[test]
fn a_former_format_is_not_applied() {
    let body = "<w:p><w:pPr><w:pPrChange><w:pPr><w:pStyle w:val=\"1\"/><w:numPr><w:numId w:val=\"1\"/></w:numPr></w:pPr>\
        </w:pPrChange></w:pPr><w:r><w:rPr><w:rPrChange><w:rPr><w:vanish/></w:rPr></w:rPrChange></w:rPr>\
        <w:t>Ports</w:t></w:r></w:p><w:p><w:pPr><w:pStyle w:val=\"Once\"/></w:pPr><w:r><w:t>Piers</w:t></w:r></w:p>";
    let once = "<w:style w:styleId=\"Once\"><w:name w:val=\"o\"/><w:pPr><w:pPrChange><w:pPr><w:outlineLvl w:val=\"0\"/></w:pPr>\
        </w:pPrChange></w:pPr></w:style></w:styles>";
    let styles = STYLES.replace("</w:styles>", once);
    let parts = [("word/styles.xml", &*styles), ("word/numbering.xml", LISTS)];
    assert_eq!(read(&docx(body, &parts)), ["Ports", "Piers"]);
}

#[test]
fn a_note_whose_first_reference_is_deleted_keeps_its_mark() {
    let notes = format!(
        "<w:footnotes {WORD}><w:footnote w:id=\"3\"><w:p><w:r><w:t>A note.</w:t></w:r></w:p></w:footnote></w:footnotes>"
    );
    let body = "<w:p><w:del><w:r><w:delText>Piers</w:delText><w:footnoteReference w:id=\"3\"/></w:r></w:del>\
        <w:r><w:t>Ports</w:t><w:footnoteReference w:id=\"3\"/></w:r></w:p>";
    let document = document(&docx(body, &[("word/footnotes.xml", &notes)])).unwrap();
    assert_eq!((lines(&document), document.notes.len()), (vec![String::from("Ports[1]")], 1));
}

#[test]
fn an_ornament_is_no_paragraph_in_any_document() {
    assert_eq!(read(&docx(&paragraphs(&["|||It is said.", "|||###"]), &[])), ["It is said."]);
    let body =
        ["It is said.", "* * *"].map(|words| format!("<hp:p><hp:run><hp:t>{words}</hp:t></hp:run></hp:p>"));
    assert_eq!(read(&hwpx(&[&body.concat()], HEAD)), ["It is said."]);
}

#[test]
fn raised_figures_of_word_are_notes_or_powers_and_never_part_of_a_figure() {
    let raised = |text: &str| {
        format!("<w:r><w:rPr><w:vertAlign w:val=\"superscript\"/></w:rPr><w:t>{text}</w:t></w:r>")
    };
    let run = |text: &str| format!("<w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r>");
    let marked = "<w:r><w:rPr><w:rStyle w:val=\"Mark\"/></w:rPr><w:t>3</w:t></w:r>";
    let styles = "<w:styles xmlns:w=\"w\"><w:style w:styleId=\"Mark\"><w:name w:val=\"mark\"/><w:rPr>\
        <w:vertAlign w:val=\"superscript\"/></w:rPr></w:style></w:styles>";
    for (runs, expected) in [
        ([run("About 10"), raised("6"), run(" tons.")], "About 10^6 tons."),
        ([run("By 2031"), raised("1") + &raised("2"), run(" and later.")], "By 2031[12] and later."),
        ([run("The 26"), raised("th"), run(" day.")], "The 26th day."),
        ([run("The ports"), marked.to_owned(), run(" open.")], "The ports[3] open."),
        ([run("They open"), run("."), raised("4")], "They open.[4]"),
    ] {
        let body = format!("<w:p>{}</w:p>", runs.concat());
        let bytes = docx(&body, &[("word/styles.xml", styles)]);
        assert_eq!(read(&bytes), [expected]);
    }
}

#[test]
fn notes_are_passages_after_the_text() {
    let notes = format!(
        "<w:footnotes {WORD}><w:footnote w:type=\"separator\" w:id=\"0\"><w:p><w:r><w:t>---</w:t></w:r></w:p></w:footnote>\
         <w:footnote w:id=\"3\"><w:p><w:r><w:footnoteRef/><w:t>The first note.</w:t></w:r></w:p></w:footnote>\
         <w:footnote w:id=\"2\"><w:p><w:r><w:t>The second,</w:t></w:r></w:p><w:p><w:r><w:t>in two.</w:t></w:r></w:p></w:footnote></w:footnotes>"
    );
    let body = "<w:p><w:r><w:t>Ports</w:t></w:r><w:r><w:footnoteReference w:id=\"3\"/></w:r><w:r><w:t xml:space=\"preserve\"> and piers</w:t>\
        <w:footnoteReference w:id=\"2\"/></w:r><w:r><w:t>.</w:t></w:r></w:p>";
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("statement.docx");
    fs::write(&path, docx(body, &[("word/footnotes.xml", &notes)])).unwrap();
    let stop = AtomicBool::new(false);
    let imported = import(&[path], &Metadata::default(), None, &Silent, &stop);
    assert_eq!(imported.skipped, []);
    assert_eq!(
        passages(imported.imports.first().unwrap()),
        ["Ports[1] and piers[2].", "note 1: The first note.", "note 2: The second, in two."]
    );
}

fn hwpx(sections: &[&str], head: &str) -> Vec<u8> {
    let section =
        |body: &&str| format!("<?xml version=\"1.0\"?><hs:sec xmlns:hs=\"s\" xmlns:hp=\"p\">{body}</hs:sec>");
    let sections: Vec<(String, String)> =
        (0..).map(|at| format!("Contents/section{at}.xml")).zip(sections.iter().map(section)).collect();
    let mut parts = vec![("mimetype", "application/hwp+zip"), ("Contents/header.xml", head)];
    parts.extend(sections.iter().map(|(name, text)| (name.as_str(), text.as_str())));
    packed(&parts)
}

const HEAD: &str = r#"<hh:head xmlns:hh="h"><hh:numberings><hh:numbering id="1"><hh:paraHead level="1" start="1" numFormat="DIGIT">^1.</hh:paraHead>
    <hh:paraHead level="2" start="1" numFormat="HANGUL_SYLLABLE">^2)</hh:paraHead></hh:numbering></hh:numberings>
    <hh:paraProperties><hh:paraPr id="0"><hh:heading type="NONE" idRef="0" level="0"/></hh:paraPr>
    <hh:paraPr id="1"><hh:heading type="NUMBER" idRef="1" level="0"/></hh:paraPr>
    <hh:paraPr id="2"><hh:heading type="NUMBER" idRef="1" level="1"/></hh:paraPr></hh:paraProperties>
    <hh:styles><hh:style id="0" name="바탕글" engName="Normal"/><hh:style id="1" name="제목" engName="Title"/></hh:styles></hh:head>"#;

#[test]
fn paragraphs_of_hangul_come_with_headings_notes_and_numbers() {
    let first = "<hp:p paraPrIDRef=\"0\" styleIDRef=\"1\"><hp:run><hp:secPr/><hp:ctrl><hp:header><hp:subList><hp:p><hp:run>\
        <hp:t>외교부</hp:t></hp:run></hp:p></hp:subList></hp:header></hp:ctrl><hp:t>한미 공동성명</hp:t></hp:run></hp:p>\
        <hp:p paraPrIDRef=\"1\" styleIDRef=\"0\"><hp:run><hp:t>양측은 항만<hp:tab/>협력을</hp:t></hp:run><hp:run><hp:t><hp:nbSpace/>확대한다.\
        </hp:t><hp:ctrl><hp:footNote><hp:subList><hp:p><hp:run><hp:t>부산항.</hp:t></hp:run></hp:p></hp:subList></hp:footNote></hp:ctrl></hp:run></hp:p>\
        <hp:p paraPrIDRef=\"2\" styleIDRef=\"0\"><hp:run><hp:t>조사</hp:t></hp:run></hp:p>\
        <hp:p paraPrIDRef=\"2\" styleIDRef=\"0\"><hp:run><hp:t><hp:deleteBegin Id=\"1\"/>목록 초안<hp:deleteEnd Id=\"1\"/>목록</hp:t></hp:run></hp:p>";
    let second = "<hp:p paraPrIDRef=\"1\" styleIDRef=\"0\"><hp:run><hp:t>둘째.</hp:t><hp:tbl><hp:tr><hp:tc><hp:subList><hp:p><hp:run>\
        <hp:t>연도</hp:t></hp:run></hp:p></hp:subList></hp:tc><hp:tc><hp:subList><hp:p><hp:run><hp:t>금액</hp:t></hp:run></hp:p>\
        </hp:subList></hp:tc></hp:tr></hp:tbl><hp:t>그 밖에.</hp:t></hp:run></hp:p>";
    let document = document(&hwpx(&[first, second], HEAD)).unwrap();
    assert_eq!(
        lines(&document),
        [
            "# 한미 공동성명",
            "1. 양측은 항만 협력을 확대한다.[1]",
            "가) 조사",
            "나) 목록",
            "2. 둘째.",
            "연도 | 금액",
            "그 밖에."
        ]
    );
    let notes: Vec<_> = document.notes.iter().map(|note| (&*note.mark, &*note.text)).collect();
    assert_eq!(notes, [("1", "부산항.")]);
    assert_eq!(document.remarks, ["words that tracked changes delete were left out (1): “목록 초안”"]);
}

#[test]
fn documents_of_other_kinds_are_refused_by_name() {
    let compound = |name: &str| {
        let name = name.encode_utf16().flat_map(u16::to_le_bytes);
        b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".iter().copied().chain([0; 64]).chain(name).collect::<Vec<u8>>()
    };
    let encrypted = "<odf:manifest xmlns:odf=\"o\"><odf:file-entry><odf:encryption-data/></odf:file-entry></odf:manifest>";
    for (bytes, why) in [
        (compound("WordDocument"), "this is a Word document of before 2007 (.doc); save it as DOCX"),
        (compound("HwpSummaryInformation"), "(.hwp); save it as HWPX"),
        (compound("EncryptedPackage"), "this document is encrypted; open it, remove its password"),
        (compound("Other"), "this is an older Office file"),
        (b"HWP Document File V3.00 \x1A".to_vec(), "(.hwp); save it as HWPX"),
        (b"{\\rtf1 x}".to_vec(), "this is RTF; save it as DOCX"),
        (
            b"From: x\r\nContent-Type: multipart/related; boundary=B\r\n\r\n--B".to_vec(),
            "save its page as HTML",
        ),
        (mimetype("application/epub+zip"), "this is an e-book (EPUB)"),
        (
            mimetype("application/vnd.oasis.opendocument.text"),
            "this is an OpenDocument file; save it as DOCX",
        ),
        (packed(&[("xl/workbook.xml", "")]), "this is an Excel workbook"),
        (packed(&[("ppt/presentation.xml", "")]), "this is a PowerPoint presentation"),
        (
            packed(&[("META-INF/manifest.xml", ""), ("content.xml", "")]),
            "this is an OpenDocument file; save it as DOCX",
        ),
        (packed(&[("META-INF/container.xml", "")]), "this is an e-book (EPUB)"),
        (
            packed(&[("Contents/section0.xml", "<x/>"), ("META-INF/manifest.xml", encrypted)]),
            "it is encrypted",
        ),
        (packed(&[("notes.txt", "x")]), "no document"),
    ] {
        let told = document(&bytes).unwrap_err();
        assert!(told.contains(why), "{told}");
    }
}

#[test]
fn hostile_documents_are_refused() {
    let letters = "a".repeat(70 << 20);
    let bomb = format!("<w:p><w:r><w:t>{letters}</w:t></w:r></w:p>");
    let deep = format!("{}{}", "<w:sdt>".repeat(2000), "</w:sdt>".repeat(2000));
    let sound = docx(&paragraphs(&["|||It is said."]), &[]);
    let many: Vec<(String, &str)> = (0..10_001).map(|at| (format!("word/document{at}.xml"), "")).collect();
    let many: Vec<(&str, &str)> = many.iter().map(|(name, text)| (name.as_str(), *text)).collect();
    let mut flipped = sound.clone();
    let at = flipped.windows(8).position(|part| part == b"document").unwrap() + 24;
    flipped[at] ^= 0xFF;
    for (bytes, why) in [
        (docx(&bomb, &[]), "its text has more than 67108864 bytes when it is unpacked"),
        (docx(&deep, &[]), "is nested more than 1000 deep"),
        (docx("<w:p><w:r><w:t>It is said.", &[]), "it is damaged"),
        (docx("<w:p></w:r>", &[]), "it is damaged"),
        (docx("<w:p><w:r><w:br w:type=page/></w:r></w:p>", &[]), "it is damaged"),
        (docx("<w:p><w:r><w:br w:type=\"&page;\"/></w:r></w:p>", &[]), "it is damaged"),
        (
            packed(&[("word/document.xml", "<w:document><w:p><w:r><w:t>It is said.</w:t></w:r></w:p>")]),
            "word/document.xml ends early",
        ),
        (sound[..sound.len() / 2].to_vec(), "it is damaged or incomplete"),
        (sound[..sound.len() - 4].to_vec(), "it is damaged or incomplete"),
        (flipped, "it is damaged"),
        (packed(&many), "it contains more than 10000 files"),
        (b"PK\x03\x04".to_vec(), "it is damaged or incomplete"),
    ] {
        let told = document(&bytes).unwrap_err();
        assert!(told.contains(why), "{told} for {why}");
    }
    // No entity is expanded, so none can be many.
    let laughs = "<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;\">]>\
        <w:document xmlns:w=\"w\"><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:document>";
    assert_eq!(read(&packed(&[("word/document.xml", laughs)])), ["&b;"]);
    for end in 0..sound.len() {
        assert!(document(&sound[..end]).is_err(), "{end}");
    }
}

#[test]
fn the_bytes_decide_and_the_name_only_where_they_say_nothing() {
    let bytes = docx(&paragraphs(&["|||It is said."]), &[]);
    for name in ["statement.docx", "statement", "statement.txt", "statement.zip"] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        fs::write(&path, &bytes).unwrap();
        let imported = import(&[path], &Metadata::default(), None, &Silent, &AtomicBool::new(false));
        assert_eq!(imported.imports.iter().map(passages).collect::<Vec<_>>(), [["It is said."]], "{name}");
    }
    assert_eq!(TextFormat::by_name(Path::new("a.DOCX")), Some(TextFormat::Docx));
    let told = read::document(b"It is said.", Some(TextFormat::Docx), &AtomicBool::new(false)).unwrap();
    assert!(told.unwrap_err().contains("it is damaged or incomplete"));
}

#[test]
fn the_style_of_a_quotation_sets_a_paragraph_apart() {
    let styles = r#"<w:styles xmlns:w="w"><w:style w:styleId="Q"><w:name w:val="Intense Quote"/></w:style>
        <w:style w:styleId="Own"><w:name w:val="Ours"/><w:basedOn w:val="Q"/></w:style></w:styles>"#;
    let body = paragraphs(&["|||They said:", "Q|||One thing.", "Own|||Another.", "|||So it was."]);
    let document = document(&docx(&body, &[("word/styles.xml", styles)])).unwrap();
    let quoted = |block: &Block| matches!(block, Block::Paragraph { is_quoted: true, .. });
    assert_eq!(document.blocks.iter().map(quoted).collect::<Vec<_>>(), [false, true, true, false]);
}

#[test]
fn blocks_of_quotation_are_set_apart_in_pages_and_markdown() {
    for (text, format) in [
        (
            "<html><body><p>They said:</p><blockquote><p>One thing.</p></blockquote><p>So it was.</p></body></html>",
            TextFormat::Html,
        ),
        ("They said:\n\n> One thing.\n\nSo it was.\n", TextFormat::Markdown),
    ] {
        let document = read::read(text, format).unwrap();
        let quoted = |block: &Block| matches!(block, Block::Paragraph { is_quoted: true, .. });
        assert_eq!(document.blocks.iter().map(quoted).collect::<Vec<_>>(), [false, true, false], "{text}");
    }
}
