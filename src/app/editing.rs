//! The draft in the reader's editor.
//!
//! Invariant: the draft is on its way to the disk before the editor starts, and the changes made in the editor can be
//! undone.

use std::io;

use super::views::ViewKind;
use super::{App, Effect};

/// The result of editing a text.
#[derive(Debug)]
pub enum EditorOutcome {
    /// No editor is named.
    NotSet,
    /// It did not start, or its text cannot be read.
    Failed(io::Error),
    /// The text as the editor left it, and the exit status if it is not success.
    Ended { text: String, error: Option<String> },
}

impl App {
    /// Hands the draft to the reader's editor.
    pub(super) fn edit_draft(&mut self) -> Vec<Effect> {
        if self.restricted {
            self.notice = Some(String::from("linchpin starts no program here; i writes the draft"));
            return Vec::new();
        }
        self.switch(ViewKind::Draft);
        let mut effects = self.keep_draft();
        let text = self.views.draft.get_or_insert_default().field.text().to_owned();
        effects.push(Effect::Edit(text));
        effects
    }

    /// Takes the text back from the editor.
    pub fn edited(&mut self, outcome: EditorOutcome) -> Vec<Effect> {
        let (text, error) = match outcome {
            EditorOutcome::NotSet => {
                self.notice = Some(String::from(
                    "no editor is set: VISUAL or EDITOR names it (EDITOR=nano); i writes here",
                ));
                return Vec::new();
            }
            EditorOutcome::Failed(error) => {
                self.notice = Some(format!("the editor failed: {error}; the draft is as it was"));
                return Vec::new();
            }
            EditorOutcome::Ended { text, error } => (text, error),
        };
        let failed = error.map(|status| format!("the editor failed ({status}); ")).unwrap_or_default();
        if !self.views.draft.get_or_insert_default().replace_text(&text) {
            self.notice = Some(format!("{failed}the draft is as it was"));
            return Vec::new();
        }
        let effects = self.leave_draft();
        self.notice = Some(format!("{failed}the draft is as the editor left it; u undoes that"));
        effects
    }
}
