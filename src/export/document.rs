//! A selection as a document to be read: title, contrast, sections of passages with their citations. Markdown and HTML
//! dress it, each in its own way.
//!
//! Invariant: sections and their entries are made one by one as they are written, so that a document of any length
//! stands in memory once.

use super::caveat::{self, Line, Run};
use super::contrast;
use super::marks;
use super::selection::{Ranked, Selection, Subject};
use crate::corpus::model::{Meaning, Question};
use crate::corpus::{Corpus, PassageNo};
use crate::search::Certainty;
use crate::text::safe::Text;

/// Between the words that a search matched.
const DIVIDER: &str = " · ";

pub(super) struct Document<'a> {
    pub title: String,
    /// What is to be known of the whole.
    pub lead: Vec<Line>,
    pub contrast: Option<Contrast<'a>>,
    pub sections: Box<dyn Iterator<Item = Section<'a>> + 'a>,
}

pub(super) struct Section<'a> {
    pub heading: Option<String>,
    /// The statement's id, where the section is one.
    pub id: Option<&'a str>,
    pub notes: Vec<Line>,
    pub entries: Box<dyn Iterator<Item = Entry<'a>> + 'a>,
}

/// A passage, or a mark.
#[derive(Debug, Default)]
pub(super) struct Entry<'a> {
    pub heading: Option<&'a str>,
    /// The passage's id, where it stands in the document once.
    pub id: Option<&'a str>,
    /// The citation, its words first; none where the dataset does not hold them.
    pub citation: Vec<Line>,
    pub notes: Vec<Line>,
}

/// The questions down, the meanings across.
#[derive(Debug)]
pub(super) struct Contrast<'a> {
    pub columns: Vec<String>,
    /// A question, and the answer of each meaning.
    pub rows: Vec<(&'a str, Vec<Answer<'a>>)>,
}

/// An answer, and the ids of what it rests on.
#[derive(Debug, Default)]
pub(super) struct Answer<'a> {
    pub text: &'a str,
    pub evidence: &'a [Text],
}

pub(super) fn plain(text: impl Into<String>) -> Line {
    vec![Run::Plain(text.into())]
}

/// The document of a selection.
pub(super) fn of<'a>(selection: &Selection<'a>) -> Document<'a> {
    let (selection, corpus) = (*selection, selection.corpus);
    let (title, sections): (_, Box<dyn Iterator<Item = Section<'a>> + 'a>) = match selection.subject {
        Subject::Statements(places) => {
            ("Statements".to_owned(), Box::new(places.iter().map(move |at| statement(selection, *at))))
        }
        Subject::Hits => (
            "Hits".to_owned(),
            Box::new(Certainty::ALL.into_iter().filter_map(move |certainty| hits(selection, certainty))),
        ),
        Subject::Meanings => (
            format!("Meanings of {}", corpus.dataset().subject.label),
            Box::new(std::iter::once(evidence(corpus))),
        ),
        Subject::Marks(marks) => {
            let entries = Box::new(marks.iter().map(move |mark| marks::entry(corpus, mark)));
            let section = Section { heading: None, id: None, notes: Vec::new(), entries };
            ("Marks and notes".to_owned(), Box::new(std::iter::once(section)))
        }
    };
    let contrast = matches!(selection.subject, Subject::Meanings).then(|| contrasted(corpus));
    Document { title, lead: lead(&selection), contrast, sections }
}

/// The dataset, how much of it this is, and how to read it.
fn lead(selection: &Selection) -> Vec<Line> {
    let dataset = selection.corpus.dataset();
    let mut lead = vec![vec![
        Run::Plain("Dataset: ".to_owned()),
        Run::Title(dataset.title.to_string()),
        Run::Plain(format!(" [{}]", dataset.id)),
    ]];
    let total = selection.total();
    let counted = match selection.subject {
        Subject::Statements(_) => format!("{total} of {} statements held", dataset.statements.len()),
        Subject::Hits => format!("{total} of {} passages held", selection.corpus.passages()),
        Subject::Meanings => {
            format!("{} meanings, {} questions", dataset.meanings.len(), dataset.questions.len())
        }
        Subject::Marks(_) => format!("{total} marks"),
    };
    lead.push(plain(match (selection.asked, selection.subject) {
        (None, _) => format!("{counted}."),
        (Some(asked), Subject::Hits) => format!("{counted}, best first; asked for: {}", asked.query),
        (Some(asked), _) => format!("{counted}, those that hold what was asked for: {}", asked.query),
    }));
    if !dataset.subject.caveat.is_empty() {
        lead.push(plain(format!("Caveat: {}", dataset.subject.caveat)));
    }
    lead.push(plain(
        "Passages quoted stand in block quotations; summaries, answers and notes are not the statements' words.",
    ));
    lead
}

/// A statement with all its passages.
fn statement(selection: Selection<'_>, at: usize) -> Section<'_> {
    let corpus = selection.corpus;
    let statement = corpus.statements().get(at);
    let mut notes = Vec::new();
    if let Some(statement) = statement {
        notes.push(plain(format!("Held: {}", statement.held)));
        notes.extend(statement.context.iter().map(|context| plain(format!("Editor's note: {context}"))));
    }
    let firm = |asked: super::selection::Asked| {
        asked.found.set(Certainty::Firm).contains_any_in_range(corpus.span(at))
    };
    if selection.asked.is_some_and(|asked| !firm(asked)) {
        notes.push(plain("Found by looser matches alone: part of a word, similar letters, typing errors."));
    }
    let mut before = None;
    let entries = corpus.passages_of(at).map(move |number| {
        let mut entry = passage(corpus, number);
        let heading = entry.heading;
        // What stands under one heading is headed once; what stands under none must not seem to stand under the last.
        entry.heading = heading.or(before.and(Some("(no heading)"))).filter(|_| heading != before);
        before = heading;
        entry
    });
    let heading = statement.map(|statement| {
        let date = caveat::date(statement).map(|date| format!(" ({date})")).unwrap_or_default();
        format!("{}{date}", statement.title.trim())
    });
    Section { heading, id: statement.map(|statement| &*statement.id), notes, entries: Box::new(entries) }
}

/// The hits that are sure, or the looser ones; `None` where there are none.
fn hits(selection: Selection<'_>, certainty: Certainty) -> Option<Section<'_>> {
    let mut entries = selection.hits().filter(move |ranked| ranked.certainty() == Some(certainty)).peekable();
    entries.peek()?;
    let (heading, notes) = match certainty {
        Certainty::Firm => ("Matches", Vec::new()),
        Certainty::Loose => {
            ("Looser matches", vec![plain("Part of a word, similar letters, typing errors.")])
        }
    };
    let entries = Box::new(entries.map(move |ranked| found(selection.corpus, ranked)));
    Some(Section { heading: Some(heading.to_owned()), id: None, notes, entries })
}

/// A hit, with how it was found where not as it was typed.
fn found<'a>(corpus: &'a Corpus, ranked: Ranked) -> Entry<'a> {
    let mut entry = passage(corpus, ranked.hit.passage);
    entry.heading = None;
    if ranked.hit.level != crate::search::Level::Exact {
        let matched = ranked.matched(corpus).join(DIVIDER);
        entry.notes.push(plain(format!("Found as {}: {matched}", ranked.hit.level.label())));
    }
    entry
}

/// The passages that the meanings rest on.
fn evidence(corpus: &Corpus) -> Section<'_> {
    let entries = contrast::evidence(corpus)
        .into_iter()
        .map(|number| Entry { heading: None, ..passage(corpus, number) });
    let notes = vec![plain("The passages that the answers rest on, in the order of their statements.")];
    Section { heading: Some("Evidence".to_owned()), id: None, notes, entries: Box::new(entries) }
}

/// A passage with its citation.
pub(super) fn passage(corpus: &Corpus, number: PassageNo) -> Entry<'_> {
    let Some((statement, passage)) = corpus.passage(number) else { return Entry::default() };
    Entry {
        heading: passage.heading.as_deref(),
        id: Some(&passage.id),
        citation: caveat::citation(corpus, statement, passage),
        notes: Vec::new(),
    }
}

fn contrasted<'a>(corpus: &'a Corpus) -> Contrast<'a> {
    let dataset = corpus.dataset();
    let name = |meaning: &Meaning| {
        let letter = corpus.letter(&meaning.id).map(|letter| format!("{letter} ")).unwrap_or_default();
        format!("{letter}{} {}", meaning.id, meaning.name)
    };
    let gloss = |meaning: &'a Meaning| Answer { text: &meaning.gloss, evidence: &meaning.evidence };
    let glosses = dataset.meanings.iter().map(gloss).collect();
    let asked = dataset.questions.iter().map(|question| {
        let answers = dataset.meanings.iter().map(|meaning| answer(meaning, question));
        (&*question.text, answers.collect())
    });
    Contrast {
        columns: dataset.meanings.iter().map(name).collect(),
        rows: std::iter::once(("In short", glosses)).chain(asked).collect(),
    }
}

fn answer<'a>(meaning: &'a Meaning, question: &Question) -> Answer<'a> {
    let held = meaning.answers.get(&question.id);
    held.map(|held| Answer { text: &held.text, evidence: &held.evidence }).unwrap_or_default()
}
