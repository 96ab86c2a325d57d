//! The types of a dataset: what `data/statements.json` holds, field by field.
//!
//! Invariant: these types and `data/schema.json` agree (a test compares them), and every string is [`Text`], so nothing
//! read from a file can act on a terminal.

mod labels;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::text::safe::Text;

/// The version of the dataset's shape that this program reads and writes.
pub const SCHEMA: u32 = 1;

/// One whole dataset: a contested word, its meanings, and the statements that use it or avoid it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Dataset {
    /// Always 1; a newer program may write a higher number.
    #[cfg_attr(test, schemars(range(min = 1, max = 1)))]
    pub schema: u32,
    /// Stable name of the dataset, for instance `rok-us-modernization`.
    pub id: Text,
    /// One line that describes the dataset.
    pub title: Text,
    /// The edition of the data, for instance `2`. With its day, an answer can be reproduced.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edition: Option<Text>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edition_date: Option<Text>,
    /// Leave out the subject, terms, questions and meanings to use those of another dataset.
    #[serde(default, skip_serializing_if = "Subject::is_absent")]
    pub subject: Subject,
    pub sources: Vec<Source>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub terms: Vec<Term>,
    /// The rows of the contrast, in reading order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub questions: Vec<Question>,
    /// The columns of the contrast, in reading order; the screen letters them A, B, C …
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub meanings: Vec<Meaning>,
    pub statements: Vec<Statement>,
    /// Whether subject, terms, questions and meanings are the embedded dataset's.
    #[serde(skip)]
    pub borrowed: bool,
}

impl Dataset {
    /// The tracked word's place in the terms.
    pub fn tracked(&self) -> Option<usize> {
        self.terms.iter().position(|term| term.id == self.subject.term)
    }

    /// The place of the meaning of this id.
    pub fn meaning_place(&self, id: &str) -> Option<usize> {
        self.meanings.iter().position(|meaning| *meaning.id == *id)
    }

    /// Statements alone, to be read under the terms, questions and meanings of another dataset.
    pub fn of_statements(id: Text, title: Text) -> Self {
        Self { schema: SCHEMA, id, title, ..Self::default() }
    }

    /// Whether it says nothing of what its statements are read under.
    pub fn is_statements_alone(&self) -> bool {
        self.subject.is_absent()
            && self.terms.is_empty()
            && self.questions.is_empty()
            && self.meanings.is_empty()
    }

    /// The edition and its day, where the dataset names them: `edition 2, 2026-11-25`.
    pub fn edition_label(&self) -> Option<String> {
        let date = self.edition_date.as_ref().map(|date| format!(", {date}")).unwrap_or_default();
        self.edition.as_ref().map(|edition| format!("edition {edition}{date}"))
    }

    /// A dataset of nothing, named after the file that is being read.
    pub(crate) fn awaited(name: &str) -> Self {
        let mut awaited = Self::of_statements(Text::default(), Text::new(name));
        awaited.subject.label = awaited.title.clone();
        awaited
    }
}

/// The tracked word.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Subject {
    /// The id of the term that is tracked.
    pub term: Text,
    pub label: Text,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub korean: Option<Text>,
    /// One paragraph in the editor's words.
    pub introduction: Text,
    /// What the collection cannot show; the reader needs it to understand every count.
    pub caveat: Text,
}

impl Subject {
    pub(super) fn is_absent(&self) -> bool {
        *self == Self::default()
    }
}

/// Where wording was taken from, or what it was compared with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Source {
    pub id: Text,
    pub kind: SourceKind,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<Text>,
    pub title: Text,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub publisher: Option<Text>,
    /// `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Text>,
    /// Web address or call number, as it was seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<Text>,
    /// `YYYY-MM` or `YYYY-MM-DD`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retrieved: Option<Text>,
    /// The SHA-256 of the file that the wording was imported from, in lower-case hexadecimal digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha256: Option<Text>,
    /// A fingerprint of the path of that file, to recognize it when it is imported again.
    #[serde(rename = "place", default, skip_serializing_if = "Option::is_none")]
    pub path_hash: Option<Text>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Text>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum SourceKind {
    Paper,
    #[serde(rename = "official text")]
    OfficialText,
    Press,
    Treaty,
    Reference,
    /// A file that a reader imported; nobody has compared it with the official text.
    #[serde(rename = "imported text")]
    Imported,
}

/// A key term, found in every text by its forms.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Term {
    pub id: Text,
    pub label: Text,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub korean: Option<Text>,
    /// Words as written, in any case; a `*` at the end matches any ending.
    pub forms: Vec<Text>,
    pub kind: TermKind,
    /// One sentence in the editor's words.
    pub gloss: Text,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum TermKind {
    Concept,
    Capability,
    Geography,
    Posture,
    Formula,
}

/// A row of the contrast.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Question {
    pub id: Text,
    pub text: Text,
}

/// A column of the contrast: one sense of the tracked word.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Meaning {
    /// For instance `2003`.
    pub id: Text,
    /// One word, for instance `Posture`.
    pub name: Text,
    /// One short sentence in the editor's words that fits three lines of 24 columns.
    pub gloss: Text,
    /// One answer for each question, by question id.
    #[serde(deserialize_with = "super::unique_keys::unique_keys")]
    pub answers: BTreeMap<Text, Answer>,
    /// Ids of the terms whose presence hints at this meaning.
    pub cues: Vec<Text>,
    /// Ids of the passages that show this meaning, the clearest first.
    pub evidence: Vec<Text>,
    /// The id of the passage that represents it: the fewest clear words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quote: Option<Text>,
    /// Who says the words of `quote`, and when, in one line of at most 25 columns: `56th SCM, joint · 2024`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub who: Option<Text>,
}

/// What one meaning answers to one question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Answer {
    /// One short sentence in the editor's words.
    pub text: Text,
    /// Ids of the passages that support it.
    pub evidence: Vec<Text>,
}

/// One statement: a communiqué, a press line, a treaty, or the analysis itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Statement {
    /// For instance `scm-35`.
    pub id: Text,
    /// For instance `SCM`, `2+2`, `NATO`, `spokesperson`, `press`, `treaty`, `summit`, `analysis`.
    pub series: Text,
    /// The number within the series, if it has one.
    pub number: Option<u32>,
    /// The official title.
    pub title: Text,
    /// At most twelve columns, for lists: `SCM 35`.
    pub label: Text,
    /// `YYYY-MM-DD`, or null if the day is unknown; never a guess.
    pub date: Option<Text>,
    /// The year, only if `date` is null; left out if it is unknown too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub year: Option<i32>,
    /// Why `date` is null, or what the date means.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date_note: Option<Text>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Text>,
    pub issuers: Vec<Text>,
    /// People, where known.
    pub signatories: Vec<Text>,
    pub standing: Standing,
    /// True for a collecting place: wording that belongs to no single statement. It is not counted as a statement.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub collects: bool,
    /// How much of the statement's text was read, and where.
    pub held: Text,
    /// The same in one word; left out if nobody recorded it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extent: Option<Extent>,
    /// Ids of the terms that the text read has, whether or not a passage quotes them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub says: Vec<Text>,
    /// Ids of the terms that the whole text does not have. A term in neither list was not seen.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub silent: Vec<Text>,
    /// The id of the statement that this is a text of, in this dataset or one opened before it. Its words count as that
    /// statement's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<Text>,
    /// The language of the text, for instance `en` or `ko`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Text>,
    /// Context in the editor's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub context: Option<Text>,
    pub passages: Vec<Passage>,
    /// Its id in the dataset that it was added from; none for the first dataset's statements.
    #[serde(skip)]
    pub original: Option<Box<OriginalId>>,
}

impl Statement {
    /// Whom a citation names as authors, and the issuers where these are others: an analysis or a press report is by those who
    /// signed it, if they are known.
    pub fn authors(&self) -> (&[Text], Option<&[Text]>) {
        match self.standing {
            Standing::Joint | Standing::Unilateral | Standing::Treaty | Standing::Unstated => {
                (&self.issuers, None)
            }
            Standing::PressReport | Standing::Analysis => (&self.signatories, Some(&self.issuers)),
        }
    }
}

/// The series of a statement whose series is not known.
pub const UNKNOWN_SERIES: &str = "imported";

/// The id of a statement in the dataset that it was added from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OriginalId {
    /// The dataset's id.
    pub dataset: Text,
    /// The prefix of its ids here: the dataset's id, numbered if another dataset has the same.
    pub prefix: Text,
    /// The statement's id there.
    pub id: Text,
}

/// How much of a statement's text was read for the dataset.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Extent {
    Whole,
    /// Consecutive text, such as the first paragraphs.
    Part,
    /// Single sentences or phrases, as others quote or report them.
    Fragments,
}

/// Who is responsible for a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Standing {
    Joint,
    Unilateral,
    #[serde(rename = "press report")]
    PressReport,
    Treaty,
    Analysis,
    /// An imported text does not say who issued it.
    #[serde(rename = "not stated")]
    Unstated,
}

/// A quotation, or a summary in the editor's words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Passage {
    /// For instance `scm-35/1`.
    pub id: Text,
    pub kind: PassageKind,
    /// The heading above it in the statement, for instance `Finding 2`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub heading: Option<Text>,
    /// A quotation is verbatim as its source prints it, without the quotation marks around it.
    pub text: Text,
    /// Where it is in its source, for instance `¶2`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locus: Option<Text>,
    /// The id of the source that prints this text.
    pub source: Text,
    /// The id of the meaning that the passage has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub meaning: Option<Text>,
    /// How it shows that meaning; required with `meaning`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bearing: Option<Bearing>,
    /// Context in the editor's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub context: Option<Text>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<Link>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub check: Option<Box<Check>>,
}

impl Passage {
    /// The meaning that it was judged to have, and how it bears it: a sound dataset has both or neither.
    pub fn borne(&self) -> Option<(&Text, Bearing)> {
        self.meaning.as_ref().zip(self.bearing)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum PassageKind {
    Quotation,
    Summary,
}

/// How a passage shows a meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Bearing {
    /// It uses the tracked word in this sense (letter `A` in the list).
    Word,
    /// It has the sense in other words (`a`).
    Sense,
    /// It uses the word in this sense, but about a parallel case (`[A]`).
    Parallel,
}

/// From one passage to another, or to a statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Link {
    /// The id of a passage or of a statement.
    pub to: Text,
    pub relation: Relation,
    /// One short line in the editor's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Text>,
}

/// What the linked passage is to this one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Relation {
    /// Evidence for it.
    For,
    /// Evidence against it.
    Against,
    /// The same wording elsewhere.
    Repeats,
    See,
}

/// The wording audit of one passage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Check {
    pub verdict: Verdict,
    /// Rows of the first wording audit (1–27) that this includes; empty for wording that the paper does not print.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rows: Vec<u32>,
    /// The official wording, if it was seen: as much as shows the difference.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub official: Option<Text>,
    /// The official or reported Korean wording, if it was seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub korean: Option<Text>,
    /// Where in the official text, for instance `¶2`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub found: Option<Text>,
    /// The id of the source of the official wording.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Text>,
    /// One or two short sentences in the editor's words: what differs, what was not seen, what is inferred.
    pub note: Text,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    Identical,
    Differs,
    Elided,
    Misattributed,
    Unverified,
}
