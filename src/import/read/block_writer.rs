//! The paragraphs of a word processor's document, and the rows of its tables.
//!
//! Invariant: words are in the order of the document; a row of cells of one paragraph each is one paragraph.

use super::blocks::{Block, PARAGRAPHS, collapse, is_heading};

/// What a paragraph is by its style.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum ParagraphRole {
    #[default]
    Text,
    Heading,
}

#[derive(Debug, Default)]
pub(super) struct BlockWriter {
    blocks: Vec<Block>,
    /// The cells of each row that is open.
    rows: Vec<Vec<Vec<Block>>>,
}

impl BlockWriter {
    /// Adds a paragraph with its list number.
    pub(super) fn paragraph(&mut self, text: &str, mark: Option<String>, role: ParagraphRole) {
        let text = collapse(text);
        if text.is_empty() {
            return;
        }
        let is_short = role == ParagraphRole::Heading && is_heading(&text);
        let text = mark.map_or_else(|| text.clone(), |mark| format!("{mark} {text}"));
        self.push(if is_short { Block::Heading(text) } else { Block::paragraph(text) });
    }

    fn push(&mut self, block: Block) {
        let open = self.rows.last_mut().and_then(|row| row.last_mut());
        let blocks = open.unwrap_or(&mut self.blocks);
        if blocks.len() <= PARAGRAPHS {
            blocks.push(block);
        }
    }

    pub(super) fn open_row(&mut self) {
        self.rows.push(Vec::new());
    }

    pub(super) fn open_cell(&mut self) {
        if let Some(row) = self.rows.last_mut() {
            row.push(Vec::new());
        }
    }

    pub(super) fn close_row(&mut self) {
        let Some(cells) = self.rows.pop() else { return };
        let is_flat = cells.iter().all(|cell| cell.len() < 2);
        let blocks: Vec<Block> = cells.into_iter().flatten().collect();
        if is_flat && blocks.len() > 1 {
            let words: Vec<&str> = blocks.iter().map(Block::text).collect();
            self.push(Block::paragraph(words.join(" | ")));
        } else {
            for block in blocks {
                self.push(block);
            }
        }
    }

    /// Everything so far.
    pub(super) fn take(&mut self) -> Vec<Block> {
        while !self.rows.is_empty() {
            self.close_row();
        }
        std::mem::take(&mut self.blocks)
    }

    /// Everything so far as one text.
    pub(super) fn take_text(&mut self) -> String {
        self.take().iter().map(Block::text).collect::<Vec<_>>().join(" ")
    }
}
