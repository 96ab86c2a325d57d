//! The names, labels and signs of the dataset's kinds: how the file writes them, and how readers see them.
//!
//! Invariant: no other file words them.

use super::{PassageKind, Standing, TermKind, Verdict};

impl TermKind {
    /// As readers see it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Concept => "concept",
            Self::Capability => "capability",
            Self::Geography => "geography",
            Self::Posture => "posture",
            Self::Formula => "formula",
        }
    }
}

impl Standing {
    pub const ALL: [Self; 6] =
        [Self::Joint, Self::Unilateral, Self::PressReport, Self::Treaty, Self::Analysis, Self::Unstated];

    /// As the dataset writes it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Joint => "joint",
            Self::Unilateral => "unilateral",
            Self::PressReport => "press report",
            Self::Treaty => "treaty",
            Self::Analysis => "analysis",
            Self::Unstated => "not stated",
        }
    }

    /// As readers see it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Joint => "joint",
            Self::Unilateral => "one side only",
            Self::PressReport => "press report",
            Self::Treaty => "treaty",
            Self::Analysis => "analysis",
            Self::Unstated => "standing not stated",
        }
    }

    /// Its sign beside what a statement says; empty for what was agreed.
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Joint | Self::Treaty => "",
            Self::Unilateral => "!",
            Self::PressReport | Self::Unstated => "?",
            Self::Analysis => "*",
        }
    }

    /// The word before the signatories of a statement.
    pub const fn before_signatories(self) -> &'static str {
        match self {
            Self::Treaty => "signed",
            // Ministers issue a communiqué; they do not sign it.
            Self::Joint => "with",
            Self::Unilateral | Self::PressReport | Self::Analysis | Self::Unstated => "by",
        }
    }

    /// The word of at most six letters that warns of it in lists; `None` where there is nothing to warn of.
    pub const fn warning(self) -> Option<&'static str> {
        match self {
            Self::Unilateral => Some("1-side"),
            Self::PressReport => Some("press"),
            Self::Unstated => Some("who?"),
            Self::Joint | Self::Treaty | Self::Analysis => None,
        }
    }
}

impl PassageKind {
    pub const ALL: [Self; 2] = [Self::Quotation, Self::Summary];

    /// As the dataset writes it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Quotation => "quotation",
            Self::Summary => "summary",
        }
    }
}

impl Verdict {
    /// The label of words that only a press report was seen to have.
    pub const AS_REPORTED: &str = "identical to the press report";
    /// The label of the wording that a check holds beside the printed one, and where a press report has it.
    pub const OFFICIAL: &str = "official wording";
    pub const REPORTED: &str = "wording of the press report";
    /// The label of words that only a print has.
    pub const PRINTED_ONLY: &str = "printed only: the official wording held does not have it";
    /// The label of words that have no check.
    pub const UNCHECKED: &str = "wording not checked";
    pub const ALL: [Self; 5] =
        [Self::Identical, Self::Differs, Self::Elided, Self::Misattributed, Self::Unverified];

    /// As the dataset writes it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Identical => "identical",
            Self::Differs => "differs",
            Self::Elided => "elided",
            Self::Misattributed => "misattributed",
            Self::Unverified => "unverified",
        }
    }

    /// As readers see it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Identical => "identical to the official wording",
            Self::Differs => "differs from the official wording",
            Self::Elided => "words left out without a sign",
            Self::Misattributed => "misattributed",
            Self::Unverified => "not verified in what was seen",
        }
    }

    /// Sorts the surest wording first.
    pub fn rank(self) -> u8 {
        match self {
            Self::Identical => 0,
            Self::Differs => 1,
            Self::Elided => 2,
            Self::Unverified => 3,
            Self::Misattributed => 4,
        }
    }

    /// Its sign, for a screen without colors.
    pub fn sign(self) -> &'static str {
        match self {
            Self::Identical => "=",
            Self::Differs => "≠",
            Self::Elided => "…",
            Self::Misattributed => "!",
            Self::Unverified => "?",
        }
    }
}
