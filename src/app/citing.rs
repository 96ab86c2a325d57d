//! Citing the passage in view: what is asked for after `y` and `p`, and what becomes of it.
//!
//! Invariant: nothing is called copied, since a clipboard at the far end of a line never answers.

use super::{App, Effect, Mode};
use crate::export::citation::{Form, cite};

/// What the passage gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    Cite(Form),
    /// The reader's own note on it.
    Note,
}

impl What {
    fn name(self) -> &'static str {
        match self {
            Self::Cite(Form::Citation) => "citation",
            Self::Cite(Form::Quotation) => "quotation",
            Self::Cite(Form::Address) => "address",
            Self::Cite(Form::Bibtex) => "BibTeX",
            Self::Note => "note",
        }
    }
}

/// Where it goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    Copy,
    /// Onto a plain screen.
    Print,
}

/// What became of a text that was to be copied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sending {
    Sent,
    /// More than clipboards take at the far end of a line; its size in bytes.
    TooLong(usize),
    /// This kind of terminal has no clipboard that a program could reach.
    NoClipboard,
}

impl App {
    /// `y` and `p`: waits for the form.
    pub(super) fn ask_form(&mut self, way: Way) {
        if self.library.corpus.passage(self.at).is_some() {
            self.mode = Mode::Forms(way);
        }
    }

    /// Gives the passage in the form asked for.
    pub(super) fn give(&mut self, what: What) -> Vec<Effect> {
        let Mode::Forms(way) = self.mode else { return Vec::new() };
        self.mode = Mode::Panes;
        let text = match what {
            What::Cite(form) => cite(&self.library.corpus, self.at, form),
            What::Note => self.note_here(),
        };
        match (text, way) {
            (None, _) => self.notice = Some(format!("this passage has no {}", what.name())),
            (Some(text), Way::Copy) => return vec![Effect::Copy { text, what: what.name() }],
            (Some(text), Way::Print) => {
                self.mode = Mode::Plain;
                return vec![Effect::Print(text)];
            }
        }
        Vec::new()
    }

    /// Says what became of a text that was to be copied.
    pub fn copied(&mut self, what: &str, sending: Sending) {
        self.notice = Some(match sending {
            Sending::Sent => format!("{what} sent to the terminal; no clipboard there? p prints it"),
            Sending::TooLong(bytes) => {
                format!("{what} too long for a clipboard ({bytes} bytes); p prints it")
            }
            Sending::NoClipboard => format!("{what}: this terminal takes nothing to copy; p prints it"),
        });
    }
}
