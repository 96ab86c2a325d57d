//! Whether the whole text of a statement has the quotations that are held of it.
//!
//! Invariant: a quotation is looked up only in texts of its own script, and only where every paragraph of them is held.

use super::model::{PassageKind, Statement};
use super::{Corpus, PassageNo};
use crate::text::wording::wording;

/// What the whole text says of a quotation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Confirmation {
    /// It has the words as they are printed.
    Printed,
    /// It has the official words that are held beside them.
    Official,
    NotFound,
}

impl Confirmation {
    /// As readers see it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Printed => "word for word",
            Self::Official => "the official words, word for word",
            Self::NotFound => "not found in the whole text",
        }
    }
}

impl Corpus {
    /// What the whole text of its statement says about a quotation, and which statement holds that text; `None` if no
    /// whole text is held, or the passage is part of one.
    pub fn confirmation(&self, passage: PassageNo) -> Option<(Confirmation, &Statement)> {
        let at = self.statement_of(passage)?;
        let (_, quotation) = self.passage(passage)?;
        if quotation.kind != PassageKind::Quotation || self.is_whole_import(at) {
            return None;
        }
        let official = quotation.check.as_ref().and_then(|check| check.official.as_deref());
        let texts = self.records(at).filter(|text| self.is_whole_import(*text));
        let looked_up = texts.filter_map(|at| {
            let text = self.statements().get(at)?;
            let words = whole(text);
            let has = |quoted: &str| words.contains(&wording(quoted));
            if has(&quotation.text) {
                return Some((Confirmation::Printed, text));
            }
            if official.is_some_and(has) {
                return Some((Confirmation::Official, text));
            }
            self.is_whole_import_in(at, &quotation.text).then_some((Confirmation::NotFound, text))
        });
        looked_up.min_by_key(|(confirmation, _)| *confirmation as u8)
    }
}

/// The words of a whole text.
pub fn whole(statement: &Statement) -> String {
    let texts: Vec<&str> = statement.passages.iter().map(|passage| &*passage.text).collect();
    wording(&texts.join(" "))
}
