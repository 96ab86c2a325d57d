//! Styled lines in an area, one a row.
//!
//! Invariant: the lines look as ratatui's `Text` would draw them, cut at the right. They are drawn here because every
//! key draws the pages and the list anew, and dividing plain text into graphemes took a third of a key's time.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::text::wrap::plain_columns;

/// Draws lines from the top of an area, as many as it has rows.
pub(super) fn draw<'a>(lines: impl IntoIterator<Item = Line<'a>>, area: Rect, cells: &mut Buffer) {
    for (row, line) in area.intersection(cells.area).rows().zip(lines) {
        if line.style != Style::new() {
            cells.set_style(row, line.style);
        }
        let mut rest = row;
        for span in &line.spans {
            if !draw_span(&span.content, line.style.patch(span.style), &mut rest, cells) {
                break;
            }
        }
    }
}

/// Draws words, and reduces what is left of a row by their columns; whether there was room for all of them.
fn draw_span(text: &str, style: Style, rest: &mut Rect, cells: &mut Buffer) -> bool {
    let room = usize::from(rest.width);
    if room == 0 {
        return false;
    }
    let plain = plain_columns(text);
    if plain.is_some() {
        let (start, is_styled) = (cells.index_of(rest.x, rest.y), style != Style::new());
        for (cell, letter) in cells.content.iter_mut().skip(start).take(room).zip(text.chars()) {
            cell.set_char(letter);
            if is_styled {
                cell.set_style(style);
            }
        }
    } else {
        cells.set_stringn(rest.x, rest.y, text, room, style);
    }
    let width = plain.unwrap_or_else(|| Span::raw(text).width());
    let taken = u16::try_from(width).unwrap_or(u16::MAX).min(rest.width);
    *rest = Rect { x: rest.x + taken, width: rest.width - taken, ..*rest };
    width <= room
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use ratatui::style::{Color, Modifier};
    use ratatui::text::Text;
    use ratatui::widgets::Widget;

    use super::*;

    fn style() -> impl Strategy<Value = Style> {
        let plain = Just(Style::new());
        prop_oneof![plain, Just(Style::new().fg(Color::Red)), Just(Style::new().add_modifier(Modifier::BOLD))]
    }

    fn line() -> impl Strategy<Value = Line<'static>> {
        let units = prop::sample::select(vec![
            "a",
            " ",
            "가",
            "e\u{301}",
            "é",
            "漢",
            "👨‍👩‍👧",
            "“",
            "—",
            "≠",
            "↓\u{FE0F}",
            "│",
        ]);
        let mixed = prop::collection::vec(units, 0..6).prop_map(|units| units.concat());
        let text = prop_oneof![mixed, "[ -~]{0,12}"];
        (prop::collection::vec((text, style()), 0..5), style()).prop_map(|(spans, style)| {
            let line: Line<'_> = spans.into_iter().map(|(text, style)| Span::styled(text, style)).collect();
            // Where there is nothing to show, `Text` has no style either.
            if line.width() == 0 { line } else { line.style(style) }
        })
    }

    proptest! {
        #[test]
        fn lines_are_shown_as_text_shows_them(
            lines in prop::collection::vec(line(), 0..5), x in 0u16..4, y in 0u16..3, width in 0u16..20, height in 0u16..5,
        ) {
            let area = Rect { x, y, width, height };
            let mut expected = Buffer::empty(Rect::new(0, 0, 18, 6));
            let mut cells = expected.clone();
            Text::from(lines.clone()).render(area, &mut expected);
            draw(lines, area, &mut cells);
            prop_assert_eq!(cells, expected);
        }
    }
}
