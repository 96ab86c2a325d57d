//! PDFs, made here and read by `pdftotext`, which the tests of this file need.

use std::fmt::Write as _;

use super::*;
use crate::import::read::{self, blocks::ParsedDocument};
use skip::or_skip;

#[path = "../../../tests/fixture/skip.rs"]
mod skip;

/// A PDF with these lines on each page, from the top down; an empty line is a gap.
fn pdf(pages: &[Vec<String>]) -> Vec<u8> {
    let mut objects = vec![
        String::from("<< /Type /Catalog /Pages 2 0 R >>"),
        {
            let kids: String = (0..pages.len()).fold(String::new(), |mut kids, at| {
                write!(kids, "{} 0 R ", 4 + at * 2).unwrap();
                kids
            });
            format!("<< /Type /Pages /Kids [{kids}] /Count {} >>", pages.len())
        },
        String::from("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"),
    ];
    for (at, lines) in pages.iter().enumerate() {
        let mut content = String::from("BT /F1 11 Tf 13 TL 72 760 Td\n");
        for line in lines {
            let escaped = line.replace('\\', r"\\").replace('(', r"\(").replace(')', r"\)");
            writeln!(content, "({escaped}) Tj T*").unwrap();
        }
        content.push_str("ET");
        objects.push(format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {} 0 R /Resources << /Font << /F1 3 0 R >> >> >>",
            5 + at * 2
        ));
        objects.push(format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len()));
    }
    let mut file = String::from("%PDF-1.4\n");
    let mut offsets = Vec::new();
    for (at, object) in objects.iter().enumerate() {
        offsets.push(file.len());
        write!(file, "{} 0 obj\n{object}\nendobj\n", at + 1).unwrap();
    }
    let begin = file.len();
    write!(file, "xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).unwrap();
    for offset in offsets {
        writeln!(file, "{offset:010} 00000 n ").unwrap();
    }
    write!(file, "trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{begin}\n%%EOF\n", objects.len() + 1)
        .unwrap();
    file.into_bytes()
}

fn is_here() -> bool {
    or_skip("pdftotext", std::process::Command::new("pdftotext").arg("-v").output().ok()).is_some()
}

fn document(bytes: &[u8]) -> Result<ParsedDocument, String> {
    let format = read::container::format(bytes)?;
    read::document(bytes, format, &AtomicBool::new(false)).ok_or("no PDF")?
}

/// Three pages with a head and a foot, and paragraphs that go on from page to page.
fn statement() -> Vec<u8> {
    let page = |number: usize, lines: &[&str]| {
        let head = ["Ministry of Harbors", ""].map(String::from);
        let foot = [String::new(), String::new(), format!("Page {number} of 3")];
        head.into_iter().chain(lines.iter().map(|line| String::from(*line))).chain(foot).collect()
    };
    pdf(&[
        page(
            1,
            &[
                "Joint Statement on Ports",
                "",
                "The two sides met at the harbor and spoke at length about the moderni-",
                "zation of its piers, which both of them have wanted for many years now.",
                "",
                "They will build a deep-",
                "water pier, and they have agreed that the work on it will go on until the",
            ],
        ),
        page(2, &["end of the year after next.", "", "Modernization is a task of both sides."]),
        page(3, &["Both sides will meet again in the spring of the next year."]),
    ])
}

#[test]
fn the_lines_of_a_pdf_are_joined_to_paragraphs_with_their_pages() {
    if !is_here() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("statement.pdf");
    fs::write(&path, statement()).unwrap();
    let imported = import(&[path], &Metadata::default(), None, &Silent, &AtomicBool::new(false));
    assert_eq!(imported.skipped, []);
    let import = imported.imports.first().unwrap();
    let lines: Vec<String> =
        passages(import).iter().map(|line| line.replace("Ministry of Harbors: ", "")).collect();
    assert_eq!(
        lines,
        [
            "p. 1 The two sides met at the harbor and spoke at length about the modernization of its piers, which both of them have wanted for many years now.",
            "pp. 1–2 They will build a deep-water pier, and they have agreed that the work on it will go on until the end of the year after next.",
            "p. 2 Modernization is a task of both sides.",
            "p. 3 Both sides will meet again in the spring of the next year.",
        ]
    );
    assert_eq!(&*import.statement.title, "Joint Statement on Ports");
    assert!(
        import.statement.held.contains("; from PDF: check against the page"),
        "{}",
        import.statement.held
    );
    let remarks = import.remarks.join("\n");
    assert!(remarks.contains("from PDF: check against the page"), "{remarks}");
    assert!(remarks.contains("lines that repeat from page to page were left out"), "{remarks}");
    assert!(remarks.contains("“Ministry of Harbors”") && remarks.contains("of 3”"), "{remarks}");
}

#[test]
fn what_pdftotext_cannot_read_is_refused_or_remarked() {
    if !is_here() {
        return;
    }
    let sound = statement();
    let empty = pdf(&[vec![]]);
    assert!(document(&empty).unwrap_err().contains("contains pictures of pages and no text"));
    assert!(document(b"%PDF-1.7\n\0\x01").unwrap_err().contains("pdftotext cannot read this PDF"));
    let whole = lines(&document(&sound).unwrap());
    for end in (9..sound.len() - 8).step_by(97) {
        match document(&sound[..end]) {
            Err(why) => assert!(why.contains("pdftotext cannot read") || why.contains("no text"), "{why}"),
            Ok(document) => {
                let is_told = document.remarks.iter().any(|remark| remark.contains("words may be missing"));
                assert!(is_told || lines(&document) == whole, "{end}: {:?}", document.remarks);
            }
        }
    }
    let encrypted = String::from_utf8(sound).unwrap().replace(
        "/Root 1 0 R",
        "/Root 1 0 R /ID [<00><00>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <0000000000000000000000000000000000000000000000000000000000000000> /U <0000000000000000000000000000000000000000000000000000000000000000> >>",
    );
    assert!(document(encrypted.as_bytes()).unwrap_err().contains("this PDF is encrypted"));
}

#[test]
fn a_pdf_with_many_faults_is_read_to_its_end() {
    if !is_here() {
        return;
    }
    // Each word that is no operator costs a message; those of a page fill any pipe.
    let faulty =
        String::from_utf8(statement()).unwrap().replacen("ET", &format!("ET{}", "\nxq".repeat(9000)), 1);
    let document = document(faulty.as_bytes()).unwrap();
    assert!(lines(&document).concat().contains("Both sides will meet again"), "{:?}", document.blocks);
    assert!(document.remarks.concat().contains("words may be missing"), "{:?}", document.remarks);
}

#[test]
fn an_import_that_is_stopped_waits_for_no_pdf() {
    if is_here() {
        assert!(
            read::document(&statement(), Some(TextFormat::Pdf), &AtomicBool::new(true)).unwrap().is_err()
        );
    }
}
