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
/// Width of a column of an indent, in heights of a line, and maximum columns of an indent.
const COLUMN: f64 = 0.5;
const INDENT: usize = 40;

/// A line and where it is on its page, in points from the left and the top.
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
    let mut in_word = false;
    visit("the output of pdftotext", layout, |event| match event {
        XmlEvent::Open("page", _) => pages.push(Vec::new()),
        XmlEvent::Open("line", attributes) => {
            if let Some(page) = pages.last_mut() {
                page.push(PlacedLine::new(attributes));
            }
        }
        XmlEvent::Open("word", _) => {
            in_word = true;
            if let Some(line) = pages.last_mut().and_then(|page| page.last_mut())
                && !line.text.is_empty()
            {
                line.text.push(' ');
            }
        }
        XmlEvent::Text(word) if in_word => {
            if let Some(line) = pages.last_mut().and_then(|page| page.last_mut()) {
                line.text.push_str(word);
            }
        }
        XmlEvent::Close("word") => in_word = false,
        XmlEvent::Open(..) | XmlEvent::Text(_) | XmlEvent::Close(_) => {}
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
