//! Plain text, such as a PDF turned into text gives it: paragraphs between empty lines, lines wrapped anywhere.
//!
//! Invariant: lines are joined by a blank, and a word that a line's end cuts in two stays as it is written there.

use super::blocks::{Block, Document, collapse, is_heading, numbered};
use super::dates;
use super::names::is_title;

/// Lines at the beginning that stand for themselves: title, place, date.
const HEAD_LINES: usize = 8;

pub(super) fn read(text: &str) -> Document {
    let mut document = Document::default();
    let mut paragraph: Vec<&str> = Vec::new();
    let mut number = None;
    for line in text.split(['\n', '\u{C}']).map(str::trim).chain([""]) {
        let next = numbered(line).map(|(number, _)| number);
        let begins =
            next.is_some_and(|next| number.map_or(next == 1, |number: u32| next == number.saturating_add(1)));
        if line.is_empty() || begins {
            flush(&mut document.blocks, &mut paragraph);
        }
        number = next.filter(|_| begins).or(number);
        if !line.is_empty() && !is_page_number(line) {
            paragraph.push(line);
        }
    }
    document
}

fn flush(blocks: &mut Vec<Block>, lines: &mut Vec<&str>) {
    let in_head = blocks.len() < HEAD_LINES && blocks.iter().all(|block| matches!(block, Block::Heading(_)));
    let stand_alone = lines.len() == 1 || in_head && lines.len() <= 4;
    if stand_alone && lines.iter().all(|line| is_heading(line) && numbered(line).is_none() && !is_item(line))
    {
        // A title goes on in the next line; a date, or a title below a letterhead, begins its own.
        let goes_on = |line: &&str, next: &&str| {
            let apart = dates::find(line).is_some() || dates::find(next).is_some();
            !apart && (is_title(line) || !is_title(next))
        };
        blocks.extend(lines.chunk_by(goes_on).map(|lines| Block::Heading(collapse(&lines.join(" ")))));
        lines.clear();
    } else if !lines.is_empty() {
        // A list's items are paragraphs, each of them.
        for item in lines.chunk_by(|_, next| !is_item(next)) {
            let text = collapse(&item.join(" "));
            let text = text.trim_start_matches(['•', '▪', '◦', '○', '●']).trim_start();
            let text = text.strip_prefix("- ").or_else(|| text.strip_prefix("* ")).unwrap_or(text);
            blocks.push(Block::Paragraph { number: None, text: text.to_owned() });
        }
        lines.clear();
    }
}

fn is_item(line: &str) -> bool {
    line.starts_with(['•', '▪', '◦', '●']) || line.starts_with("- ") || line.starts_with("* ")
}

/// `12`, `- 12 -`, `Page 12 of 20`.
fn is_page_number(line: &str) -> bool {
    let bare = line.trim_matches(['-', '–', '—', ' ']);
    let bare = bare.strip_prefix("Page ").map_or(bare, |rest| rest.split(" of ").next().unwrap_or(rest));
    (1..=3).contains(&bare.len()) && bare.bytes().all(|byte| byte.is_ascii_digit())
}
