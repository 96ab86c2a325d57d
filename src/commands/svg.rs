//! A frame as an SVG picture.
//!
//! Invariant: every run of text is set at its own column and held to its own width, so that the picture is
//! aligned whatever font shows it, Hangul included.

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
    let wide = pixels(columns, WIDTH).saturating_add(MARGIN);
    let tall = pixels(rows, HEIGHT).saturating_add(MARGIN);
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
            x = x.saturating_add(wide);
        }
    }
    svg.push_str("</g>\n</svg>\n");
    svg
}

/// The cells from `x` on that are drawn alike; wide characters stand alone.
fn run(row: &[Cell], x: usize, first: &Cell) -> (String, usize) {
    if first.symbol().width() > 1 {
        return (first.symbol().to_owned(), 2);
    }
    let alike = |cell: &&Cell| {
        let style = |cell: &Cell| (cell.fg, cell.bg, cell.modifier);
        style(cell) == style(first) && cell.symbol().width() == 1
    };
    let text: String = row.iter().skip(x).take_while(alike).map(Cell::symbol).collect();
    let wide = text.width().max(1);
    (text, wide)
}

fn draw(svg: &mut String, theme: Theme, cell: &Cell, text: &str, (x, y, wide): (usize, usize, usize)) {
    let Rgb(fore, back) = rgb(theme, cell.fg, cell.bg, cell.modifier.contains(Modifier::REVERSED));
    let (left, top) = (pixels(x, WIDTH), pixels(y, HEIGHT));
    let long = wide.saturating_mul(WIDTH);
    if back != ground(theme).1 {
        let _ = writeln!(
            svg,
            "<rect x=\"{left}\" y=\"{top}\" width=\"{long}\" height=\"{HEIGHT}\" fill=\"{back}\"/>"
        );
    }
    let drawn = text.trim_end();
    if drawn.is_empty() {
        return;
    }
    let has = |modifier: Modifier| cell.modifier.contains(modifier);
    let long = drawn.width().saturating_mul(WIDTH);
    let mut style = String::new();
    for (modifier, words) in [
        (Modifier::BOLD, " font-weight=\"bold\""),
        (Modifier::ITALIC, " font-style=\"italic\""),
        (Modifier::DIM, " opacity=\"0.62\""),
        (Modifier::UNDERLINED, " text-decoration=\"underline\""),
        (Modifier::CROSSED_OUT, " text-decoration=\"line-through\""),
    ] {
        if has(modifier) {
            style.push_str(words);
        }
    }
    let base = top.saturating_add(14);
    // Viewers draw several blanks as one, and some do so whatever they are told; these are kept by all.
    let drawn = drawn.replace(' ', "\u{A0}");
    let drawn = drawn.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let _ = writeln!(
        svg,
        "<text x=\"{left}\" y=\"{base}\" textLength=\"{long}\" lengthAdjust=\"spacingAndGlyphs\" fill=\"{fore}\"{style}>{drawn}</text>"
    );
}

fn pixels(cells: usize, size: usize) -> usize {
    cells.saturating_mul(size).saturating_add(MARGIN)
}
