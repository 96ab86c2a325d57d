//! `--ascii`: replaces glyphs whose width depends on the terminal.
//!
//! Invariant: after [`plain`] every cell holds ASCII, or a character that is wide everywhere, such as Hangul; no cell
//! changes its width. A sign that is written with two characters takes the blank after it.

use ratatui::buffer::Buffer;
use unicode_width::UnicodeWidthStr;

use crate::text::fold::fold;

/// Replaces such glyphs: by a sign, by the letter without its accent, or else by `?`.
pub(super) fn plain(frame: &mut Buffer) {
    two_letters(frame);
    for cell in &mut frame.content {
        if cell.symbol().is_ascii() {
            continue;
        }
        let folded = fold(cell.symbol());
        if let Some(sign) = sign(cell.symbol()) {
            cell.set_symbol(sign);
        } else if cell.symbol().width() < 2 {
            // Most narrow letters beyond ASCII are wide on some terminals, also é.
            let one = folded.len() == 1 && folded.is_ascii();
            cell.set_symbol(if one { &folded } else { "?" });
        }
    }
}

/// Writes `!=` and `+-` where the cell after `≠` and `±` is free.
fn two_letters(frame: &mut Buffer) {
    for at in 1..frame.content.len() {
        let Some([cell, next]) = frame.content.get_mut(at - 1..=at) else { continue };
        let [first, second] = match cell.symbol() {
            "≠" => ["!", "="],
            "±" => ["+", "-"],
            _ => continue,
        };
        if next.symbol() == " " {
            next.set_symbol(second).set_style(cell.style());
            cell.set_symbol(first);
        }
    }
}

fn sign(symbol: &str) -> Option<&'static str> {
    Some(match symbol {
        "─" | "–" | "—" | "‐" | "‑" | "−" => "-",
        // What was not seen must not look like silence, the dash.
        "·" => ".",
        "⋯" => "_",
        "∙" | "±" => "+",
        // What is cut must not look like the end of a sentence.
        "…" => "~",
        "│" | "└" => "|",
        "★" | "●" => "*",
        "○" => "o",
        "“" | "”" => "\"",
        "‘" | "’" => "'",
        // Silence must differ from what nobody holds.
        "░" => ":",
        "⟦" => "[",
        "⟧" => "]",
        "‹" | "◂" | "←" => "<",
        "›" | "→" | "▌" => ">",
        "↑" => "^",
        "↓" => "v",
        "≠" | "█" | "┃" => "#",
        "¶" | "§" => "P",
        "×" | "∗" => "x",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::layout::Rect;
    use ratatui::style::Style;

    #[test]
    fn what_has_no_sign_of_its_own_becomes_a_question_mark_and_hangul_stays() {
        let mut frame = Buffer::empty(Rect::new(0, 0, 20, 1));
        frame.set_string(0, 0, "é–“Ω현→ ≠  a≠b★", Style::new());
        plain(&mut frame);
        let shown: String = frame.content.iter().map(ratatui::buffer::Cell::symbol).collect();
        assert_eq!(shown.trim_end(), "e-\"?현 > != a#b*");
    }
}
