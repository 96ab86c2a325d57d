//! Citing the passage in view: `y` copies and `p` prints it in the form that the next key chooses.
//!
//! Invariant: linchpin never claims that text was copied, since a remote clipboard never answers.

use super::{App, Effect, Mode};
use crate::export::citation::{CopyKind, cite};
use crate::text::safe::clean;

/// What is copied or printed of the passage in view.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Excerpt {
    Citation(CopyKind),
    /// The reader's note on it.
    Note,
}

impl Excerpt {
    fn name(self) -> &'static str {
        match self {
            Self::Citation(CopyKind::Citation) => "citation",
            Self::Citation(CopyKind::Quotation) => "quotation",
            Self::Citation(CopyKind::Address) => "address",
            Self::Citation(CopyKind::Bibtex) => "BibTeX",
            Self::Note => "note",
        }
    }
}

/// How it reaches the reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delivery {
    Copy,
    /// Shown on a plain screen.
    Print,
}

/// The result of copying a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CopyOutcome {
    Sent,
    /// It is longer than remote clipboards accept; its size in bytes.
    TooLong(usize),
    /// This kind of terminal has no clipboard that a program can reach.
    NoClipboard,
}

impl App {
    /// `y` and `p`: waits for the key that chooses the form.
    pub(super) fn ask_form(&mut self, delivery: Delivery) {
        if self.library.corpus.passage(self.reading.at).is_some() {
            self.mode = Mode::Forms(delivery);
        }
    }

    /// Copies or prints the passage in the chosen form.
    pub(super) fn give(&mut self, excerpt: Excerpt) -> Vec<Effect> {
        let Mode::Forms(delivery) = self.mode else { return Vec::new() };
        self.mode = Mode::Panes;
        let text = match excerpt {
            Excerpt::Citation(form) => cite(&self.library.corpus, self.reading.at, form),
            Excerpt::Note => {
                let note = self.marks.note_on(self.reading.at);
                note.map(|note| clean(&note).into_owned())
            }
        };
        match (text, delivery) {
            (None, _) => self.notice = Some(format!("this passage has no {}", excerpt.name())),
            (Some(text), Delivery::Copy) => return vec![Effect::Copy { text, what: excerpt.name() }],
            (Some(text), Delivery::Print) => {
                self.mode = Mode::Plain;
                return vec![Effect::Print(text)];
            }
        }
        Vec::new()
    }

    /// Reports the result of copying a text.
    pub fn copied(&mut self, what: &str, sending: CopyOutcome) {
        self.notice = Some(match sending {
            CopyOutcome::Sent => format!("{what} sent to the terminal; if it did not arrive, p prints it"),
            CopyOutcome::TooLong(bytes) => {
                format!("{what} too long for a clipboard ({bytes} bytes); p prints it")
            }
            CopyOutcome::NoClipboard => format!("this terminal has no clipboard; p prints the {what}"),
        });
    }
}
