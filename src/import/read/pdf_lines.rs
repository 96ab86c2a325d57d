//! The lines of a PDF's pages, as `pdftotext -bbox-layout` places them.
//!
//! Invariant: each line appears once, in the order of reading; there is an empty line between two lines if the page has
//! a gap there.

use super::text::COLUMN_END;
use super::xml::{Attributes, XmlEvent, visit};

/// How much wider a gap is than the distance between lines of a paragraph, in heights of a line.
const WIDER: f64 = 0.3;
/// Minimum width of a full line, as a part of the widest line.
const FULL: f64 = 0.85;
/// Maximum gap within a word, and minimum height of a raised one above the line, as parts of its height.
const JOINED: f64 = 0.08;
const RAISED: f64 = 0.2;
/// Width of a column of an indent, in heights of a line, and maximum columns of an indent.
const COLUMN: f64 = 0.5;
const INDENT: usize = 40;

/// A line, or a word, and where it is on its page, in points from the left and the top.
#[derive(Debug)]
struct PlacedLine {
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
    text: String,
}

impl PlacedLine {
    fn new(attributes: &Attributes) -> Self {
        let at = |name: &str| attributes.get(name).and_then(|at| at.parse().ok()).unwrap_or(0.0);
        Self { left: at("xMin"), right: at("xMax"), top: at("yMin"), bottom: at("yMax"), text: String::new() }
    }

    fn height(&self) -> f64 {
        (self.bottom - self.top).max(1.0)
    }

    /// Whether there is a blank between this word and the next one. A capital before smaller ones is part of their word, as is
    /// the raised end of an ordinal; the raised mark of a note is not.
    fn is_apart(&self, next: &Self) -> bool {
        let height = self.height().max(next.height());
        let (gap, rise) = ((next.left - self.right) / height, (self.bottom - next.bottom) / height);
        let is_letter = next.text.starts_with(char::is_alphabetic);
        let is_behind_figure = is_letter && self.text.ends_with(|c: char| c.is_ascii_digit());
        let is_mark =
            if is_behind_figure { rise < -RAISED } else { rise > RAISED && next.height() < self.height() };
        gap.abs() > JOINED || is_mark
    }

    /// The gap between this line and the next one below it; `None` if the next one is beside or above it.
    fn gap(&self, next: &Self) -> Option<f64> {
        (next.top > self.top + self.height() / 2.0).then_some(next.top - self.bottom)
    }
}

/// The lines of the pages as text, with the end of a page between them.
pub(super) fn text_of(layout: &str) -> Result<String, String> {
    let pages = pages(layout)?;
    let usual = usual_gap(&pages);
    let texts: Vec<String> = pages.iter().map(|page| page_text(page, usual)).collect();
    Ok(texts.join("\u{C}"))
}

fn pages(layout: &str) -> Result<Vec<Vec<PlacedLine>>, String> {
    let mut pages: Vec<Vec<PlacedLine>> = Vec::new();
    let mut word: Option<PlacedLine> = None;
    let mut last: Option<PlacedLine> = None;
    visit("the output of pdftotext", layout, |event| match event {
        XmlEvent::Open("page", _) => pages.push(Vec::new()),
        XmlEvent::Open("line", attributes) => {
            last = None;
            if let Some(page) = pages.last_mut() {
                page.push(PlacedLine::new(attributes));
            }
        }
        XmlEvent::Open("word", attributes) => word = Some(PlacedLine::new(attributes)),
        XmlEvent::Text(text) => {
            if let Some(word) = &mut word {
                word.text.push_str(text);
            }
        }
        XmlEvent::Close("word") => {
            let line = pages.last_mut().and_then(|page| page.last_mut());
            if let (Some(line), Some(word)) = (line, word.take()) {
                if last.as_ref().is_some_and(|last| last.is_apart(&word)) {
                    line.text.push(' ');
                }
                line.text.push_str(&word.text);
                last = Some(word);
            }
        }
        XmlEvent::Open(..) | XmlEvent::Close(_) => {}
    })?;
    Ok(pages)
}

/// The distance between the lines of a paragraph: that below most lines that are full and do not end a sentence.
fn usual_gap(pages: &[Vec<PlacedLine>]) -> f64 {
    let right = pages.iter().flatten().map(|line| line.right).fold(0.0, f64::max);
    let goes_on = |line: &PlacedLine| {
        line.right > right * FULL && !line.text.ends_with(['.', ':', '?', '!', '。', '”'])
    };
    let pairs = pages.iter().flat_map(|page| page.iter().zip(page.iter().skip(1)));
    let mut gaps: Vec<f64> =
        pairs.filter(|(line, _)| goes_on(line)).filter_map(|(line, next)| line.gap(next)).collect();
    gaps.sort_by(f64::total_cmp);
    gaps.get(gaps.len() / 4).copied().unwrap_or(0.0)
}

fn page_text(page: &[PlacedLine], usual: f64) -> String {
    let margin = page.iter().map(|line| line.left).fold(f64::INFINITY, f64::min);
    let mut text = String::new();
    let mut last: Option<&PlacedLine> = None;
    for line in page {
        if let Some(last) = last {
            text.push('\n');
            match last.gap(line) {
                Some(gap) if gap <= usual + last.height() * WIDER => {}
                // The next column.
                None if line.bottom <= last.top => text.extend([COLUMN_END, "\n"]),
                Some(_) | None => text.push('\n'),
            }
        }
        let mut indent = line.left - margin;
        for _ in 0..INDENT {
            if indent < line.height() * COLUMN {
                break;
            }
            indent -= line.height() * COLUMN;
            text.push(' ');
        }
        text.push_str(&line.text);
        last = Some(line);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_a_page_sets_in_two_sizes_are_whole() {
        for (words, text) in [
            // A capital and small ones.
            (&[("R", 72, 82, 54), ("EPUBLIC", 82, 129, 53), ("OF", 132, 150, 54)][..], "REPUBLIC OF"),
            (&[("57", 72, 82, 54), ("th", 82, 88, 49), ("Meeting", 91, 120, 54)], "57th Meeting"),
            (&[("CO", 72, 82, 54), ("2", 82, 86, 57), (".", 86, 88, 54)], "CO2."),
            // The mark of a note, and a power.
            (&[("piers", 72, 92, 54), ("1", 92, 95, 49), (",", 95, 97, 54)], "piers 1,"),
            (&[("1", 72, 75, 49), ("See", 75, 90, 54)], "1 See"),
            (&[("10", 72, 82, 54), ("6", 82, 85, 49)], "10 6"),
        ] {
            let word = |(word, left, right, bottom): &(&str, i32, i32, i32)| {
                let top = if *bottom == 54 { 42 } else { bottom - 7 };
                format!("<word xMin='{left}' xMax='{right}' yMin='{top}' yMax='{bottom}'>{word}</word>")
            };
            let words: String = words.iter().map(word).collect();
            let layout =
                format!("<page><line xMin='72' xMax='200' yMin='42' yMax='54'>{words}</line></page>");
            assert_eq!(text_of(&layout).unwrap(), text);
        }
    }
}
