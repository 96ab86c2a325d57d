//! What filters test, and the values that the dataset does not name.
//!
//! Invariant: wording is no surer than the layer that has it, whatever the check says of another layer.

use super::SearchField;
use crate::corpus::model::{Check, Verdict};

/// The properties of passages that filters test.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Facet {
    Series,
    Standing,
    Meaning,
    Kind,
    Verdict,
    Has,
    Year,
    /// Of the wording; a passage has one for each of its layers.
    Language,
    /// How sure the wording is; a passage has one for each of its layers.
    Sure,
}

impl Facet {
    /// Its name in queries.
    pub fn name(self) -> &'static str {
        match self {
            Self::Series => "series",
            Self::Standing => "standing",
            Self::Meaning => "meaning",
            Self::Kind => "kind",
            Self::Verdict => "verdict",
            Self::Has => "has",
            Self::Year => "year",
            Self::Language => "lang",
            Self::Sure => "sure",
        }
    }
}

/// Filter values that the dataset does not name.
pub(super) const NONE: &str = "none";
pub(super) const CHECK: &str = "check";
pub(super) const OFFICIAL: &str = "official";
pub(super) const LINK: &str = "link";

/// How sure the wording in one layer of a passage is. The official wording is identical; a print has the verdict of its
/// check. Korean words of a check are official or only reported: they are as sure as the check only if that found the
/// passage identical.
pub fn wording_verdict(field: SearchField, check: Option<&Check>) -> Verdict {
    verdict_in(field, check.map_or(Verdict::Unverified, |check| check.verdict))
}

/// The same, of a check with this verdict.
pub(super) fn verdict_in(field: SearchField, verdict: Verdict) -> Verdict {
    match field {
        SearchField::Official => Verdict::Identical,
        SearchField::Korean if verdict != Verdict::Identical => Verdict::Unverified,
        _ => verdict,
    }
}

/// The value of `sure:` that wording of this verdict has.
pub(super) fn sure(verdict: Verdict) -> &'static str {
    if verdict == Verdict::Identical { OFFICIAL } else { verdict.name() }
}
