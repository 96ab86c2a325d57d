//! A frame as an SVG picture.
//!
//! Invariant: every piece of text starts at its own column, has its own width and does not depend on blanks, so that
//! the words are in their places in every viewer and font, also in Hangul.

use std::fmt::Write;

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::Modifier;
use unicode_width::UnicodeWidthStr;

use crate::app::theme::Theme;
use crate::ui::theme::{Rgb, ground, rgb};

/// Pixels of a cell.
const WIDTH: usize = 9;
const HEIGHT: usize = 19;
/// Pixels around the frame.
const MARGIN: usize = 12;

pub(super) fn picture(cells: &Buffer, theme: Theme) -> String {
    let (columns, rows) = (usize::from(cells.area.width), usize::from(cells.area.height));
    let wide = pixels(columns, WIDTH) + MARGIN;
    let tall = pixels(rows, HEIGHT) + MARGIN;
    let Rgb(_, back) = ground(theme);
    let mut svg = String::new();
    // Writing to a string cannot fail.
    let _ = writeln!(
        svg,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {wide} {tall}\" width=\"{wide}\" height=\"{tall}\">\n\
         <rect width=\"100%\" height=\"100%\" rx=\"6\" fill=\"{back}\"/>\n\
         <g font-family=\"'DejaVu Sans Mono','Noto Sans Mono CJK KR',Menlo,Consolas,monospace\" font-size=\"15\">"
    );
    for (y, row) in cells.content.chunks(columns.max(1)).enumerate() {
        let mut x = 0;
        while let Some(cell) = row.get(x) {
            let (text, wide) = run(row, x, cell);
            draw(&mut svg, theme, cell, &text, (x, y, wide));
            x += wide;
        }
    }
    svg.push_str("</g>\n</svg>\n");
    svg
}

/// The cells from `x` on that are drawn alike; wide characters and vertical rules are drawn alone.
fn run(row: &[Cell], x: usize, first: &Cell) -> (String, usize) {
    // Vertical rules are aligned from row to row: no text before them may shift them.
    let is_alone = |cell: &Cell| cell.symbol().width() > 1 || matches!(cell.symbol(), "│" | "┃");
    if is_alone(first) {
        return (first.symbol().to_owned(), first.symbol().width());
    }
    let alike = |cell: &&Cell| {
        let style = |cell: &Cell| (cell.fg, cell.bg, cell.modifier);
        style(cell) == style(first) && !is_alone(cell) && cell.symbol().width() == 1
    };
    let text: String = row.iter().skip(x).take_while(alike).map(Cell::symbol).collect();
    let wide = text.width().max(1);
    (text.replace(char::is_whitespace, " "), wide)
}

fn draw(svg: &mut String, theme: Theme, cell: &Cell, text: &str, (x, y, wide): (usize, usize, usize)) {
    let Rgb(fore, back) = rgb(theme, cell.fg, cell.bg, cell.modifier.contains(Modifier::REVERSED));
    let (left, top) = (pixels(x, WIDTH), pixels(y, HEIGHT));
    let long = wide * WIDTH;
    if back != ground(theme).1 {
        let _ = writeln!(
            svg,
            "<rect x=\"{left}\" y=\"{top}\" width=\"{long}\" height=\"{HEIGHT}\" fill=\"{back}\"/>"
        );
    }
    let style = style(cell.modifier);
    let base = top + 14;
    for (column, words) in pieces(text) {
        let left = pixels(x + column, WIDTH);
        let long = words.width() * WIDTH;
        let words = words.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        let _ = writeln!(
            svg,
            "<text x=\"{left}\" y=\"{base}\" textLength=\"{long}\" lengthAdjust=\"spacingAndGlyphs\" fill=\"{fore}\"{style}>{words}</text>"
        );
    }
}

/// The pieces of a run, without blanks at their ends and without two in a row, since viewers drop or join such blanks;
/// each with its column in the run.
fn pieces(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut end = 0;
    text.split("  ").filter_map(move |piece| {
        let words = piece.trim_start();
        let column = end + piece.len() - words.len();
        end += piece.width() + 2;
        (!words.is_empty()).then(|| (column, words.trim_end()))
    })
}

/// A modifier as attributes.
fn style(modifier: Modifier) -> String {
    let attributes = [
        (Modifier::BOLD, " font-weight=\"bold\""),
        (Modifier::ITALIC, " font-style=\"italic\""),
        (Modifier::DIM, " fill-opacity=\"0.62\""),
        (Modifier::UNDERLINED, " text-decoration=\"underline\""),
        (Modifier::CROSSED_OUT, " text-decoration=\"line-through\""),
    ];
    attributes.into_iter().filter(|(one, _)| modifier.contains(*one)).map(|(_, words)| words).collect()
}

fn pixels(cells: usize, size: usize) -> usize {
    cells * size + MARGIN
}
