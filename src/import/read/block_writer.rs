//! The paragraphs of a word processor's document, the rows of its tables, and which of its words are printed.
//!
//! Invariant: words are in the order of the document; a row of cells of one paragraph each is one paragraph. Words that a
//! tracked change deletes are left out, and a remark quotes them.

use super::blocks::{Block, Note, PARAGRAPHS, ParsedDocument, collapse, is_heading};

/// Maximum letters of each deletion that the report quotes.
const LETTERS: usize = 40;

/// What a paragraph is by its style.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum ParagraphRole {
    #[default]
    Text,
    Heading,
    /// It is set apart as a quotation.
    Quotation,
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
        self.push(match role {
            _ if is_short => Block::Heading(text),
            ParagraphRole::Quotation => Block::quotation(text),
            ParagraphRole::Text | ParagraphRole::Heading => Block::paragraph(text),
        });
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

/// The words that a document prints, its notes, and the words that it does not print.
#[derive(Debug, Default)]
pub(super) struct PrintedWords {
    /// How many open elements have words that are not printed.
    pub unprinted: usize,
    /// How many deletions are open: a text box may contain more within one.
    deleted: usize,
    deletions: Vec<String>,
    /// Words that the document hides, and whether the last of them may go on.
    hidden: Vec<String>,
    is_hiding: bool,
    notes: Vec<Note>,
}

impl PrintedWords {
    pub(super) fn begin_deletion(&mut self) {
        self.deleted += 1;
        self.deletions.push(String::new());
    }

    pub(super) fn end_deletion(&mut self) {
        self.deleted = self.deleted.saturating_sub(1);
    }

    pub(super) fn is_printed(&self) -> bool {
        self.unprinted == 0 && self.deleted == 0
    }

    /// Adds words that the document hides.
    pub(super) fn hide(&mut self, words: &str) {
        if !self.is_printed() {
            return;
        }
        if !std::mem::replace(&mut self.is_hiding, true) {
            self.hidden.push(String::new());
        }
        if let Some(last) = self.hidden.last_mut() {
            last.push_str(words);
        }
    }

    /// What is hidden after this is apart from what is hidden before.
    pub(super) fn end_hidden(&mut self) {
        self.is_hiding = false;
    }

    /// Adds words to the paragraph that is open, or to what is deleted.
    pub(super) fn add(&mut self, words: &str, open: Option<&mut String>) {
        self.is_hiding = false;
        let deletion = self.deletions.last_mut().filter(|_| self.deleted > 0);
        if let Some(into) = deletion.or(open.filter(|_| self.unprinted == 0)) {
            into.push_str(words);
        }
    }

    /// Adds a note, and its mark at its place in the text.
    pub(super) fn note(&mut self, text: String, open: Option<&mut String>) {
        if text.is_empty() || !self.is_printed() {
            return;
        }
        let mark = (self.notes.len() + 1).to_string();
        self.add(&format!("[{mark}]"), open);
        self.notes.push(Note { mark, text });
    }

    pub(super) fn finish(self, blocks: Vec<Block>) -> ParsedDocument {
        let deleted = deletions_remark("words that tracked changes delete", &self.deletions);
        let hidden = deletions_remark("words that the document hides", &self.hidden);
        let remarks = deleted.into_iter().chain(hidden).collect();
        ParsedDocument { blocks, notes: self.notes, remarks, ..ParsedDocument::default() }
    }
}

/// A line about words that a document has and does not print.
pub(super) fn deletions_remark(what: &str, deletions: &[String]) -> Option<String> {
    let words: Vec<String> =
        deletions.iter().map(|words| collapse(words)).filter(|words| !words.is_empty()).collect();
    let quoted = words.iter().map(|words| {
        let beginning: String = words.chars().take(LETTERS).collect();
        if beginning.len() < words.len() {
            format!("“{beginning} …”")
        } else {
            format!("“{words}”")
        }
    });
    let quoted = quoted.collect::<Vec<_>>().join(", ");
    let count = words.len();
    (count > 0).then(|| format!("{what} were left out ({count}): {quoted}"))
}
