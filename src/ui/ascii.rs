//! `--ascii`: no glyph whose width terminals disagree about.
//!
//! Invariant: after [`plain`] every cell holds ASCII, or a character that is wide (or narrow) everywhere,
//! such as Hangul; no cell changes its width.

use ratatui::buffer::Buffer;
use unicode_width::UnicodeWidthStr;

/// Replaces what the interface and the dataset use of such glyphs; what is not listed becomes `?`.
pub(super) fn plain(frame: &mut Buffer) {
    for cell in &mut frame.content {
        if cell.symbol().is_ascii() {
            continue;
        }
        let ambiguous = cell.symbol().width() != cell.symbol().width_cjk();
        if let Some(sign) = sign(cell.symbol()) {
            cell.set_symbol(sign);
        } else if ambiguous {
            cell.set_symbol("?");
        }
    }
}

fn sign(symbol: &str) -> Option<&'static str> {
    Some(match symbol {
        "─" | "–" | "—" | "‐" | "‑" | "−" | "·" | "•" => "-",
        "│" | "┃" | "▌" => "|",
        "┬" | "┴" | "┼" => "+",
        "“" | "”" => "\"",
        "‘" | "’" => "'",
        "…" => ".",
        "⟦" => "[",
        "⟧" => "]",
        "‹" | "◂" | "←" => "<",
        "›" | "→" | "▸" => ">",
        "↑" => "^",
        "↓" => "v",
        "≠" => "#",
        "¶" | "§" => "P",
        "×" => "x",
        "é" | "è" | "ê" => "e",
        _ => return None,
    })
}
