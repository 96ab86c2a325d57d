//! The caveat of every quotation that leaves the program: who said it, what, when and where, which source prints it, and how
//! far its wording was checked.
//!
//! Invariant: the dataset's own strings appear whole and unchanged; a missing date says why it is missing.

use crate::corpus::Corpus;
use crate::corpus::model::{Passage, PassageKind, Source, SourceKind, Standing, Statement, Verdict};
use crate::page::passage as page;

pub(super) const SUMMARY: &str = "editor's summary, not a quotation";
pub(super) const COLLECTS: &str = "a collecting place, not a single statement";

/// The letters of a date as far as its month.
const MONTH: usize = "YYYY-MM".len();

/// A line of prose, in pieces.
pub(super) type TextLine = Vec<Inline>;

/// A piece of a line; each format styles it in its own way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Inline {
    Plain(String),
    /// A quotation's words with their quotation marks, on a line of their own.
    Quote(String),
    Title(String),
    Web(String),
}

impl Inline {
    pub(super) fn as_str(&self) -> &str {
        match self {
            Self::Plain(text) | Self::Quote(text) | Self::Title(text) | Self::Web(text) => text,
        }
    }
}

pub(super) fn is_unchecked(passage: &Passage) -> bool {
    passage.kind == PassageKind::Quotation && passage.check.is_none()
}

/// The words, in quotation marks if they are a quotation.
pub(super) fn quoted(passage: &Passage) -> String {
    match passage.kind {
        PassageKind::Quotation => format!("“{}”", passage.text),
        PassageKind::Summary => passage.text.to_string(),
    }
}

/// The address, if a browser can open it; others are call numbers or descriptions.
pub(super) fn web(source: &Source) -> Option<&str> {
    let address = source.address.as_deref()?;
    let host = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"))?;
    let odd = |c: char| c.is_whitespace() || c.is_control() || r#"{}<>"\^`|⟦⟧"#.contains(c);
    (!host.is_empty() && !address.contains(odd)).then_some(address)
}

/// The citation of one passage, in lines.
pub(super) fn citation(corpus: &Corpus, statement: &Statement, passage: &Passage) -> Vec<TextLine> {
    let mut head = vec![Inline::Title(statement.title.trim().to_owned())];
    let edition = edition(corpus, statement).map(|edition| format!(", {edition}")).unwrap_or_default();
    // Without an issuer, the standing belongs to the title.
    let comma = if statement.issuers.is_empty() { "" } else { "," };
    head.push(Inline::Plain(format!("{comma} {} [{}{edition}]", facts(statement), passage.id)));
    let mut lines = vec![vec![said(passage)], head];
    lines.extend(printed(corpus, passage));
    lines.extend(check(corpus, passage));
    lines
}

/// The citation of the official wording that a check holds, in lines; the print beside it is named, with its check. `None`
/// where the print has the same words.
pub(super) fn official(corpus: &Corpus, statement: &Statement, passage: &Passage) -> Option<Vec<TextLine>> {
    let check = passage.check.as_ref().filter(|check| check.verdict != Verdict::Identical)?;
    let (words, source) = (check.official.as_ref()?, corpus.source(check.source.as_ref()?)?);
    let head = citation(corpus, statement, passage).into_iter().nth(1)?;
    let mut seen = from(PassageKind::Quotation, source);
    if let (Some(found), Some(Inline::Plain(label))) = (&check.found, seen.first_mut()) {
        label.push_str(found);
        label.push_str(", ");
    }
    let label = corpus.verdict_label(passage).unwrap_or_default();
    let mut print =
        vec![Inline::Plain(format!("Beside it is held: {}, {label}. {} ", quoted(passage), check.note))];
    print.extend(printed(corpus, passage).into_iter().flatten());
    Some(vec![vec![Inline::Quote(format!("“{words}”"))], head, seen, print])
}

/// What a reader must know of a statement that a house style names: its standing, why it has no date, and where its
/// words are in the dataset.
pub(super) fn known(corpus: &Corpus, statement: &Statement, passage: &Passage) -> String {
    let mut known = vec![statement.standing.label().to_owned()];
    known.extend(statement.collects.then(|| COLLECTS.to_owned()));
    known.extend(statement.date.is_none().then(|| when(statement)));
    let edition = edition(corpus, statement).map(|edition| format!(", {edition}")).unwrap_or_default();
    known.push(format!("{}{edition}", passage.id));
    known.join("; ")
}

/// The edition of the statement's dataset; unknown for an added dataset.
pub(super) fn edition(corpus: &Corpus, statement: &Statement) -> Option<String> {
    corpus.dataset().edition_label().filter(|_| statement.original.is_none())
}

/// Lines as text.
pub(super) fn text(lines: &[TextLine]) -> String {
    lines.iter().map(|line| plain(line) + "\n").collect()
}

pub(super) fn plain(line: &TextLine) -> String {
    line.iter().map(Inline::as_str).collect()
}

/// The words; a summary is labeled as one.
pub(super) fn said(passage: &Passage) -> Inline {
    match passage.kind {
        PassageKind::Quotation => Inline::Quote(quoted(passage)),
        PassageKind::Summary => Inline::Plain(format!("Editor's summary, not a quotation: {}", passage.text)),
    }
}

/// Who, where and when.
pub(super) fn facts(statement: &Statement) -> String {
    let mut parts = vec![parties(statement)];
    parts.extend(statement.place.iter().map(ToString::to_string));
    parts.push(when(statement));
    parts.join(", ")
}

fn parties(statement: &Statement) -> String {
    let mut notes = vec![statement.standing.label().to_owned()];
    if !statement.signatories.is_empty() {
        let before = statement.standing.before_signatories();
        notes.push(format!("{before} {}", statement.signatories.join(", ")));
    }
    notes.extend(statement.collects.then(|| COLLECTS.to_owned()));
    let notes = format!("({})", notes.join("; "));
    if statement.issuers.is_empty() { notes } else { format!("{} {notes}", statement.issuers.join(", ")) }
}

/// The date, or why there is none.
fn when(statement: &Statement) -> String {
    let held = date(statement).unwrap_or_else(|| String::from("no date held"));
    match (&statement.date_note, &statement.date) {
        (Some(note), _) => format!("{held} ({note})"),
        (None, None) => format!("{held} (the day is not held)"),
        (None, Some(_)) => held,
    }
}

/// The day, or the year. The year of a collecting place only gives its position in a list.
pub(super) fn date(statement: &Statement) -> Option<String> {
    let year = statement.year.filter(|_| !statement.collects).map(|year| format!("{year:04}"));
    statement.date.as_ref().map(ToString::to_string).or(year)
}

/// The source that prints the words, and where in it.
fn printed(corpus: &Corpus, passage: &Passage) -> Option<TextLine> {
    let mut line = from(passage.kind, corpus.source(&passage.source)?);
    if let (Some(locus), Some(Inline::Plain(label))) = (&passage.locus, line.first_mut()) {
        label.push_str(locus);
        label.push_str(", ");
    }
    Some(line)
}

/// A source, labeled by its relation to the words.
pub(super) fn from(kind: PassageKind, source: &Source) -> TextLine {
    let label = match (kind, source.kind) {
        (PassageKind::Summary, _) => "Summarized from: ",
        (_, SourceKind::Paper) => "Wording as printed in: ",
        (_, SourceKind::OfficialText) => "Wording from the official text: ",
        (_, SourceKind::Treaty) => "Wording from the treaty: ",
        (_, SourceKind::Press) => "Wording as reported in: ",
        (_, SourceKind::Reference) => "Wording as recorded in: ",
        (_, SourceKind::Imported) => "Wording as imported: ",
    };
    let mut line = vec![Inline::Plain(label.to_owned())];
    line.extend(named(source));
    line
}

/// The source, with its recorded address.
fn named(source: &Source) -> TextLine {
    let mut line = vec![Inline::Plain(page::cite(source))];
    if let Some(address) = &source.address {
        line.push(Inline::Plain(String::from(", ")));
        line.push(match web(source) {
            Some(address) => Inline::Web(address.to_owned()),
            None => Inline::Plain(address.to_string()),
        });
    }
    line
}

/// Whether a source is the statement itself and not someone who quotes it: only then are its address and its loci the
/// statement's. An official text of another month is another text, which quotes it or reprints it.
pub(super) fn is_statement(statement: &Statement, source: &Source) -> bool {
    match source.kind {
        SourceKind::OfficialText => {
            let own = date(statement);
            let dates = own.as_deref().zip(source.date.as_deref());
            let same_month = |(own, other): (&str, &str)| {
                let known = own.len().min(other.len()).min(MONTH);
                own.get(..known) == other.get(..known)
            };
            !statement.collects && dates.is_none_or(same_month)
        }
        SourceKind::Treaty | SourceKind::Imported => true,
        SourceKind::Press => statement.standing == Standing::PressReport,
        SourceKind::Paper => statement.standing == Standing::Analysis,
        SourceKind::Reference => false,
    }
}

/// The wording check; with the official words, as far as they were seen, if the printed ones differ.
pub(super) fn check(corpus: &Corpus, passage: &Passage) -> Option<TextLine> {
    let Some(check) = &passage.check else {
        return is_unchecked(passage)
            .then(|| vec![Inline::Plain(format!("Wording check: {}.", Verdict::UNCHECKED))]);
    };
    let found = check.found.as_ref().map(|found| format!(", {found}")).unwrap_or_default();
    let mut said =
        vec![format!("Wording check: {}{found}.", corpus.verdict_label(passage).unwrap_or_default())];
    let apart = check.verdict != Verdict::Identical;
    for (label, fragment) in [("Official wording", &check.official), ("Korean", &check.korean)] {
        if let Some(fragment) = fragment.as_ref().filter(|_| apart) {
            let stop = if fragment.ends_with('.') { "" } else { "." };
            said.push(format!("{label}: “{fragment}”{stop}"));
        }
    }
    said.push(check.note.to_string());
    let mut line = vec![Inline::Plain(said.join(" "))];
    if let Some(source) = check.source.as_ref().and_then(|id| corpus.source(id)) {
        line.push(Inline::Plain(String::from(" Checked at: ")));
        line.extend(named(source));
    }
    Some(line)
}
