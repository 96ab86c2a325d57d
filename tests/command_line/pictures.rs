//! Pictures: every word is where the frame has it, in librsvg and in a browser.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::{chromium, found, is_here};

const KEYS: [&str; 4] = ["]", "?", "/flexib", "t"];
const SIZE: (usize, usize) = (120, 40);
/// Pixels of a cell, and around the frame.
const CELL: (f64, f64) = (9.0, 19.0);
const MARGIN: f64 = 12.0;

fn frame(keys: &str, format: &str) -> String {
    let size = format!("{}x{}", SIZE.0, SIZE.1);
    found(&["--print", "--size", &size, "--keys", keys, "--format", format])
}

/// A word of Latin letters and digits at its row and column.
type Placed = (usize, usize, String);

/// The Latin words of `text`, whose first character is in column `at`. Others may be drawn as boxes.
fn latin(text: &str, (row, at): (usize, f64), advance: f64) -> Vec<Placed> {
    let mut words: Vec<Placed> = Vec::new();
    let (mut column, mut goes_on) = (at, false);
    for character in text.chars() {
        if character.is_ascii_alphanumeric() {
            if !goes_on {
                words.push((row, rounded(column), String::new()));
            }
            words.last_mut().unwrap().2.push(character);
        }
        goes_on = character.is_ascii_alphanumeric();
        column += f64::from(u8::try_from(character.width().unwrap()).unwrap()) * advance;
    }
    words
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "columns and rows are few")]
fn rounded(place: f64) -> usize {
    place.round() as usize
}

/// The words of a frame, but for rows with wide characters: fonts may lack them.
fn words_of_frame(frame: &str) -> BTreeSet<Placed> {
    let rows = frame.lines().enumerate().filter(|(_, row)| row.width() == row.chars().count());
    rows.flat_map(|(row, text)| latin(text, (row, 0.0), 1.0)).collect()
}

/// The words of a page of PDF, as `pdftotext` places them, in the rows that are asked for.
fn words_of_page(pdf: &Path, rows: &BTreeSet<usize>) -> BTreeSet<Placed> {
    let output = Command::new("pdftotext").arg("-bbox").arg(pdf).arg("-").output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let document = roxmltree::Document::parse_with_options(
        &text,
        roxmltree::ParsingOptions { allow_dtd: true, ..roxmltree::ParsingOptions::default() },
    )
    .unwrap();
    let number = |node: roxmltree::Node, name: &str| node.attribute(name).unwrap().parse::<f64>().unwrap();
    let page = document.descendants().find(|node| node.has_tag_name("page")).unwrap();
    let scale = number(page, "width") / (f64::from(u8::try_from(SIZE.0).unwrap()) * CELL.0 + 2.0 * MARGIN);
    let mut words = BTreeSet::new();
    for node in page.children().filter(|node| node.has_tag_name("word")) {
        let at = |name: &str, cell: f64| (number(node, name) / scale - MARGIN) / cell;
        let (top, bottom) = (at("yMin", CELL.1), at("yMax", CELL.1));
        let row = rounded(f64::midpoint(top, bottom) - 0.5);
        let text = node.text().unwrap();
        let columns = f64::from(u16::try_from(text.width()).unwrap());
        let advance = (at("xMax", CELL.0) - at("xMin", CELL.0)) / columns;
        if rows.contains(&row) {
            words.extend(latin(text, (row, at("xMin", CELL.0)), advance));
        }
    }
    words
}

/// Tests that each renderer's words are those of the frame.
fn words_are_in_place(render: impl Fn(&Path, &Path)) {
    let folder = TempDir::new().unwrap();
    let (svg, pdf) = (folder.path().join("frame.svg"), folder.path().join("frame.pdf"));
    for keys in KEYS {
        fs::write(&svg, frame(keys, "svg")).unwrap();
        render(&svg, &pdf);
        let wanted = words_of_frame(&frame(keys, "text"));
        let rows = wanted.iter().map(|(row, ..)| *row).collect();
        let shown = words_of_page(&pdf, &rows);
        let differ: Vec<&Placed> = wanted.symmetric_difference(&shown).collect();
        assert!(wanted.len() > 100 && differ.is_empty(), "{keys}: {differ:?}");
    }
}

#[test]
fn librsvg_has_every_word_in_its_place() {
    if !is_here("rsvg-convert") || !is_here("pdftotext") {
        return;
    }
    words_are_in_place(|svg, pdf| {
        let status = Command::new("rsvg-convert").args(["-f", "pdf", "-o"]).args([pdf, svg]).status();
        assert!(status.unwrap().success());
    });
}

#[test]
fn a_browser_has_every_word_in_its_place() {
    if !is_here("chromium") || !is_here("pdftotext") {
        return;
    }
    words_are_in_place(|svg, pdf| {
        let page = svg.with_extension("html");
        let style = "<style>@page{size:1104px 784px;margin:0}body{margin:0}svg{display:block}</style>";
        fs::write(&page, format!("{style}{}", fs::read_to_string(svg).unwrap())).unwrap();
        chromium(&page, &["--no-pdf-header-footer", &format!("--print-to-pdf={}", pdf.display())]);
    });
}

#[test]
fn no_blank_of_a_picture_needs_to_be_kept() {
    for keys in KEYS {
        let picture = frame(keys, "svg");
        let picture = roxmltree::Document::parse(&picture).unwrap();
        for text in picture.descendants().filter(|node| node.has_tag_name("text")) {
            let text = text.text().unwrap();
            assert!(!text.is_empty() && text.trim() == text && !text.contains("  "), "{text:?}");
            assert!(!text.contains(|c: char| c != ' ' && c.is_whitespace()), "{text:?}");
        }
    }
}
