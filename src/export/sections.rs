//! Turns a selection into a document.
//!
//! Invariant: only a quotation that the dataset holds becomes one; every mark appears with the words that were marked.

use super::caveat::{self, Inline, TextLine};
use super::citation_style::citation;
use super::document::{ContrastCell, ContrastTable, Entry, ExportDocument, Section};
use super::selection::{AppliedQuery, Contents, RankedHit, Selection, evidence};
use crate::corpus::holding::Holding;
use crate::corpus::model::{Meaning, Question};
use crate::corpus::{Corpus, PassageNo};
use crate::page::marks::MARKED;
use crate::search::{Certainty, Level, Without};
use crate::store::marks::{Mark, MarkStatus};

/// Between the words that a search matched.
const DIVIDER: &str = " · ";

fn plain(text: impl Into<String>) -> TextLine {
    vec![Inline::Plain(text.into())]
}

/// The document of a selection.
pub(super) fn document<'a>(selection: &Selection<'a>) -> ExportDocument<'a> {
    let (selection, corpus) = (*selection, selection.corpus);
    let (title, sections): (_, Box<dyn Iterator<Item = Section<'a>> + 'a>) = match selection.contents {
        Contents::Statements(places) => {
            ("Statements".to_owned(), Box::new(places.iter().map(move |at| statement(selection, *at))))
        }
        Contents::Hits => (
            "Hits".to_owned(),
            Box::new(Certainty::COUNTED.into_iter().filter_map(move |certainty| hits(selection, certainty))),
        ),
        Contents::Meanings => (
            format!("Meanings of {}", corpus.dataset().subject.label),
            Box::new(std::iter::once(evidence_section(selection))),
        ),
        Contents::Marks(marks) => {
            let entries = Box::new(marks.iter().map(move |one| mark(selection, one)));
            let section = Section { heading: None, id: None, notes: Vec::new(), entries };
            ("Marks and notes".to_owned(), Box::new(std::iter::once(section)))
        }
    };
    let contrast = matches!(selection.contents, Contents::Meanings).then(|| contrast(corpus));
    ExportDocument { title, lead: lead(&selection), contrast, sections }
}

/// Which dataset this is from, how much of it, and how to read it.
fn lead(selection: &Selection) -> Vec<TextLine> {
    let dataset = selection.corpus.dataset();
    let mut lead = vec![vec![
        Inline::Plain("Dataset: ".to_owned()),
        Inline::Title(dataset.title.to_string()),
        Inline::Plain(match dataset.edition_label() {
            Some(edition) => format!(" [{}, {edition}]", dataset.id),
            None => format!(" [{}]", dataset.id),
        }),
    ]];
    let total = selection.total();
    let counted = match selection.contents {
        Contents::Statements(places) => {
            let part = Holding::of(selection.corpus, places.iter().copied());
            format!("{} held", part.among(&selection.usage.holding(selection.corpus)))
        }
        Contents::Hits => format!("{total} of {} passages held", selection.corpus.passages()),
        Contents::Meanings => {
            format!("{} meanings, {} questions", dataset.meanings.len(), dataset.questions.len())
        }
        Contents::Marks(_) => format!("{total} marks"),
    };
    lead.push(plain(match (selection.query, selection.contents) {
        (None, _) => format!("{counted}."),
        (Some(query), Contents::Hits) => format!("{counted}, best first, for the query: {}", query.text),
        (Some(query), _) => format!("{counted}: those with a hit of the query: {}", query.text),
    }));
    let without = selection.query.iter().flat_map(|query| &query.found.without);
    lead.extend(without.flat_map(|without| lacking(selection.corpus, without)));
    if !dataset.subject.caveat.is_empty() {
        lead.push(plain(format!("Caveat: {}", dataset.subject.caveat)));
    }
    lead.push(plain(
        "Only block quotations are the statements' own words; summaries, answers and notes are not.",
    ));
    lead
}

/// The words that were to be missing, and which statements do not have them.
fn lacking(corpus: &Corpus, without: &Without) -> Vec<TextLine> {
    let stances = &without.stances;
    let mut lines = vec![plain(format!("Without {}.", without.sentence()))];
    for (name, places) in [("Not seen in the part held of", &stances.not_seen), ("Silent", &stances.silent)] {
        let ids = places.iter().filter_map(|at| Some(&*corpus.statements().get(*at)?.id));
        let ids: Vec<&str> = ids.collect();
        lines.extend((!ids.is_empty()).then(|| plain(format!("{name}: {}", ids.join(", ")))));
    }
    lines
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
    let is_firm =
        |query: AppliedQuery| query.found.set(Certainty::Firm).contains_any_in_range(corpus.span(at));
    if selection.query.is_some_and(|query| !is_firm(query)) {
        notes.push(plain("Found by looser matches alone: part of a word, similar letters, typing errors."));
    }
    let mut before = None;
    let entries = corpus.passages_of(at).map(move |number| {
        let mut entry = passage(selection, number);
        let heading = entry.heading;
        // One heading for all passages under it; a passage without a heading must not seem to belong to the one before.
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

/// The hits of one certainty; `None` where there are none.
fn hits(selection: Selection<'_>, certainty: Certainty) -> Option<Section<'_>> {
    let mut entries = selection.hits().filter(move |ranked| ranked.certainty() == Some(certainty)).peekable();
    entries.peek()?;
    let (heading, notes) = match certainty {
        Certainty::Firm => ("Matches", Vec::new()),
        Certainty::NotSeen => ("In statements held in part", Vec::new()),
        Certainty::About | Certainty::LooseAbout => ("In the editor's words or the title", Vec::new()),
        Certainty::Loose => {
            ("Looser matches", vec![plain("Part of a word, similar letters, typing errors.")])
        }
    };
    let entries = Box::new(entries.map(move |ranked| hit(selection, ranked)));
    Some(Section { heading: Some(heading.to_owned()), id: None, notes, entries })
}

/// A hit; and how it was found, if not as typed.
fn hit<'a>(selection: Selection<'a>, ranked: RankedHit) -> Entry<'a> {
    let mut entry = Entry { heading: None, ..passage(selection, ranked.hit.passage) };
    if ranked.hit.level != Level::Exact {
        let matched = ranked.matched(selection.corpus).join(DIVIDER);
        entry.notes.push(plain(format!("Found as {}: {matched}", ranked.hit.level.label())));
    }
    entry
}

/// The passages that the meanings rest on.
fn evidence_section(selection: Selection<'_>) -> Section<'_> {
    let numbers = evidence(selection.corpus).into_iter();
    let entries = numbers.map(move |number| Entry { heading: None, ..passage(selection, number) });
    let notes = vec![plain("The passages that the answers rest on, in the order of their statements.")];
    Section { heading: Some("Evidence".to_owned()), id: None, notes, entries: Box::new(entries) }
}

/// A passage with its citation.
fn passage(selection: Selection<'_>, number: PassageNo) -> Entry<'_> {
    let Selection { corpus, style, .. } = selection;
    let Some((statement, passage)) = corpus.passage(number) else { return Entry::default() };
    Entry {
        heading: passage.heading.as_deref(),
        id: Some(&passage.id),
        citation: citation(corpus, statement, passage, style),
        notes: Vec::new(),
    }
}

/// A mark: the citation, whether the words are still there, the note.
fn mark<'a>(selection: Selection<'a>, mark: &Mark) -> Entry<'a> {
    let (status, number) = mark.status(selection.corpus);
    let mut entry = number.map(|number| passage(selection, number)).unwrap_or_default();
    // Two marks may be on one passage, but an id may appear only once.
    (entry.id, entry.heading) = (None, None);
    let message = match status {
        MarkStatus::Held => None,
        MarkStatus::Changed => Some("Its words have changed since they were marked.".to_owned()),
        MarkStatus::Gone => Some(format!("Marked as {}, which is no longer in this dataset.", mark.passage)),
        MarkStatus::Elsewhere => {
            Some(format!("Marked in {} as {}, which is not in this dataset.", mark.dataset, mark.passage))
        }
    };
    if let Some(message) = message {
        entry.notes.extend([plain(message), plain(format!("{MARKED}{}", mark.quote))]);
    }
    if !mark.note.is_empty() {
        entry.notes.push(plain(format!(
            "{}: {}",
            if mark.is_unfinished { "Draft of a note" } else { "Note" },
            mark.note
        )));
    }
    entry
}

pub(super) fn contrast<'a>(corpus: &'a Corpus) -> ContrastTable<'a> {
    let dataset = corpus.dataset();
    let name = |meaning: &Meaning| corpus.meaning_name(meaning);
    let gloss = |meaning: &'a Meaning| ContrastCell {
        text: &meaning.gloss,
        // The passage that represents the meaning; a long list would hide the words.
        evidence: if meaning.quote.is_some() { meaning.quote.as_slice() } else { &meaning.evidence },
    };
    let rows = dataset.questions.iter().map(|question| {
        let cells = dataset.meanings.iter().map(|meaning| cell(meaning, question));
        (&*question.text, cells.collect())
    });
    ContrastTable {
        columns: dataset.meanings.iter().map(name).collect(),
        rows: std::iter::once(("In short", dataset.meanings.iter().map(gloss).collect()))
            .chain(rows)
            .collect(),
    }
}

fn cell<'a>(meaning: &'a Meaning, question: &Question) -> ContrastCell<'a> {
    let answer = meaning.answers.get(&question.id);
    answer.map(|answer| ContrastCell { text: &answer.text, evidence: &answer.evidence }).unwrap_or_default()
}
