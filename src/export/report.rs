//! Reports: what was found about a text, as a document to read on a terminal, in Markdown or in a browser.
//!
//! Invariant: each passage that a report names has its citation in every format except plain text, which gives its id.

use std::fmt::Write;

use super::caveat::{self, Inline, TextLine};
use super::citation_style::{CitationStyle, layer_citation};
use super::document::{Entry, ExportDocument, Section};
use super::{docx_report, html, markdown};
use crate::analysis::draft::{Draft, PhraseCounts, PrecedentedPhrase};
use crate::analysis::near::NearWording;
use crate::analysis::precedent::{
    HeldWording, Precedent, SpeakerKind, Speakers, Sureness, layer_text, main_issuers,
};
use crate::analysis::verify::{QuotationCounts, VerifiedQuotation};
use crate::analysis::wording::{Layer, layer_label};
use crate::corpus::{Corpus, PassageNo};
use crate::search::SearchField;
use crate::text::safe::Text;
use crate::text::wrap::wrap;
use crate::text::{counted, slice};

/// A passage, and the layer of it that has some words.
type HeldPlace = (PassageNo, SearchField);

/// How a report is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum ReportFormat {
    /// To read on a terminal
    #[default]
    Text,
    /// To paste into a paper
    #[value(alias = "md")]
    Markdown,
    /// One file for a browser, or for paper
    Html,
    /// A Word document with footnotes, to write into a file
    Docx,
    /// For programs
    Json,
}

/// How a report is written, and how its citations name statements.
#[derive(Debug, Clone, Copy)]
pub struct ReportStyle<'a> {
    pub format: ReportFormat,
    pub style: Option<&'a CitationStyle>,
}

impl ReportFormat {
    /// Whether a report has citations in words; plain text gives ids.
    pub fn has_citations(self) -> bool {
        matches!(self, Self::Markdown | Self::Html | Self::Docx)
    }

    /// Whether a document has citations in footnotes.
    pub fn has_footnotes(self) -> bool {
        self == Self::Docx
    }
}

/// Columns of plain text.
const WIDTH: usize = 96;
/// Maximum passages of a phrase that are cited, the last ones; the others are counted.
const CITED: usize = 8;
/// Put around words that only the wording held has.
pub const ADDED: [&str; 2] = ["‹{", "}›"];
/// What a report on a draft can say.
pub const PRECEDENT: &str = "“Precedent” is: these words, in this order, in wording held here. Nothing is said of statements that \
                             are not held, or of the parts that are not held.";

/// Where words can be that no counted statement has.
pub(super) const UNCOUNTED: &str = "what is not counted: a collecting place or an analysis";

pub(super) fn plain(text: impl Into<String>) -> TextLine {
    vec![Inline::Plain(text.into())]
}

/// Writes a document in any format but JSON.
pub(super) fn write(document: ExportDocument, held: HeldWording, format: ReportFormat) -> Vec<u8> {
    let mut written = Vec::new();
    let done = match format {
        ReportFormat::Text | ReportFormat::Json => return text(document).into_bytes(),
        ReportFormat::Markdown => markdown::document(document, &mut written),
        ReportFormat::Html => html::document(document, held.usage, held.corpus, &mut written),
        ReportFormat::Docx => docx_report::document(document).map(|document| written = document),
    };
    debug_assert!(done.is_ok(), "memory takes every document: {done:?}");
    written
}

fn text(document: ExportDocument) -> String {
    let mut written = String::new();
    lines(&mut written, "", &document.lead);
    for section in document.sections {
        written.push('\n');
        if let Some(heading) = &section.heading {
            lines(&mut written, "", &[plain(heading.as_str())]);
        }
        let indent = if section.heading.is_some() { "    " } else { "" };
        lines(&mut written, indent, &section.notes);
        for entry in section.entries {
            let id = entry.id.map(|id| plain(format!("[{id}]")));
            let head: Vec<TextLine> = entry.heading.map(plain).into_iter().chain(id).collect();
            lines(&mut written, "    ", &head);
            lines(&mut written, "    ", &entry.notes);
        }
    }
    written
}

fn lines(written: &mut String, indent: &str, lines: &[TextLine]) {
    for line in lines {
        let line = caveat::plain(line);
        for paragraph in line.split('\n') {
            for row in wrap(paragraph, WIDTH - indent.len(), 0) {
                let _ = writeln!(written, "{indent}{}", slice(paragraph, row).trim_end());
            }
        }
    }
}

/// What has precedent in a draft.
pub fn draft(
    held: HeldWording,
    (text, filter): (&str, &str),
    draft: &Draft,
    colophon: &str,
    ReportStyle { format, style }: ReportStyle,
) -> Vec<u8> {
    let main = main_issuers(held.corpus);
    let held_here = counted_statements(draft, filter);
    let mut lead = Vec::new();
    if let Some(own) = draft.left_out.and_then(|at| held.corpus.statements().get(at)) {
        lead.push(plain(format!(
            "The draft is a passage of {} [{}], which is left out: what follows is where else its words occur.",
            own.label, own.id
        )));
    }
    let uncounted = draft.uncounted();
    let counted = draft.covered() - uncounted;
    let only = if uncounted > 0 { format!("; {uncounted} more only in {UNCOUNTED}") } else { String::new() };
    lead.push(plain(format!("{} words, {counted} with precedent in {held_here}{only}.", draft.words)));
    lead.push(plain(phrase_counts(draft)));
    lead.extend(marked(text, draft).split("\n\n").map(plain));
    let phrases = draft.phrases.iter().enumerate();
    let (common, rare): (Vec<_>, Vec<_>) = phrases.partition(|(_, phrase)| phrase.is_common);
    let phrases = rare.into_iter().chain(common);
    let mut sections: Vec<Section> =
        phrases.map(|(at, phrase)| phrase_section(held, text, draft, (&main, style), at, phrase)).collect();
    sections.extend(without_precedent(held, text, draft, &held_here));
    let last = [PRECEDENT, &held.corpus.dataset().subject.caveat, colophon];
    let notes = last.into_iter().filter(|line| !line.is_empty()).map(plain).collect();
    sections.push(Section { heading: None, id: None, notes, entries: Box::new(std::iter::empty()) });
    let title = String::from("Draft");
    let sections = Box::new(sections.into_iter());
    write(ExportDocument { title, lead, contrast: None, sections }, held, format)
}

/// `the 37 statements held (12 of them whole)`, or those of them that match the filter.
fn counted_statements(draft: &Draft, filter: &str) -> String {
    let matching = if filter.trim().is_empty() { String::new() } else { format!(" that match `{filter}`") };
    format!("the {} statements held{matching} ({} of them whole)", draft.of, draft.whole)
}

fn phrase_counts(draft: &Draft) -> String {
    let PhraseCounts { phrases, official, unverified, printed_only } = draft.counts();
    let counts = [
        (official, Sureness::Official),
        (printed_only, Sureness::PrintedOnly),
        (unverified, Sureness::Unverified),
    ];
    let counts = counts.into_iter().filter(|(count, _)| *count > 0);
    let counts: Vec<String> =
        counts.map(|(count, sureness)| format!("{} {count} {}", sureness.sign(), sureness.label())).collect();
    match phrases {
        0 => String::from("No phrase has precedent."),
        count => format!("{}: {}.", counted(count, "phrase"), counts.join(" · ")),
    }
}

/// The draft with its phrases in brackets, each after the sign of how sure it is.
fn marked(text: &str, draft: &Draft) -> String {
    let mut marked = String::new();
    let mut at = 0;
    for phrase in &draft.phrases {
        // Chinese and Japanese words overlap.
        let start = phrase.range.start.max(at);
        marked.push_str(slice(text, at..start));
        marked.push(phrase.precedent.sureness().sign());
        marked.push('⟦');
        marked.push_str(slice(text, start..phrase.range.end));
        marked.push('⟧');
        at = phrase.range.end;
    }
    marked + slice(text, at..text.len())
}

fn phrase_section<'a>(
    held: HeldWording<'a>,
    text: &str,
    draft: &Draft,
    (main, style): (&[Text], Option<&'a CitationStyle>),
    at: usize,
    phrase: &PrecedentedPhrase,
) -> Section<'a> {
    let (corpus, precedent) = (held.corpus, &phrase.precedent);
    let words = slice(text, phrase.range.clone());
    let heading = format!("{} {} {}", at + 1, precedent.sureness().sign(), one_line(words));
    let common = if phrase.is_common { "common · " } else { "" };
    let statements = precedent.statements.len();
    let only = if statements == 0 { format!(" · only in {UNCOUNTED}") } else { String::new() };
    let count = format!("{common}{statements} of {} statements{only} · {}", draft.of, how_sure(precedent));
    let mut notes = vec![plain(count)];
    notes.extend(period(corpus, precedent.statements.iter().map(|held| held.at)).map(plain));
    notes.extend(voices(&precedent.speakers(corpus, main), main).map(plain));
    let is_printed_only = precedent.sureness() == Sureness::PrintedOnly;
    if let Some(official) = precedent.official_words(corpus).filter(|_| is_printed_only) {
        notes.push(plain(format!("The official words: “{official}”")));
    }
    if precedent.holders.iter().any(|holder| holder.run.has_other_form) {
        notes.push(plain("A word has another spelling there, or another Korean ending."));
    }
    notes.extend(phrase.near.as_ref().map(|near| plain(near_line(held, text, near))));
    let mut places: Vec<_> =
        precedent.holders.iter().map(|holder| (holder.run.passage, holder.run.field)).collect();
    places.dedup_by_key(|(passage, _)| *passage);
    let uncited = places.len().saturating_sub(CITED);
    if uncited > 0 {
        notes.push(plain(format!("The last {CITED} of {} passages:", places.len())));
    }
    let entries = places.into_iter().skip(uncited).map(move |place| cited(corpus, place, style));
    Section { heading: Some(heading), id: None, notes, entries: Box::new(entries) }
}

fn layer_of(field: SearchField) -> Layer {
    Layer::of(field).unwrap_or(Layer::Printed)
}

/// How sure the wording is; if that differs between statements, with their number.
fn how_sure(precedent: &Precedent) -> String {
    let count = |sureness: Sureness| (precedent.count(sureness), sureness.label());
    let counts = [Sureness::Official, Sureness::Unverified, Sureness::PrintedOnly].map(count);
    let kinds: Vec<String> = counts
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, label)| format!("{count} {label}"))
        .collect();
    if kinds.len() > 1 { kinds.join(", ") } else { precedent.sureness().label().to_owned() }
}

/// A passage with the citation of the layer that has the words.
fn cited<'a>(corpus: &'a Corpus, (number, field): HeldPlace, style: Option<&CitationStyle>) -> Entry<'a> {
    let Some((statement, passage)) = corpus.passage(number) else { return Entry::default() };
    let citation = layer_citation(corpus, (statement, passage), layer_of(field), style);
    Entry { heading: None, id: Some(&passage.id), citation, notes: Vec::new() }
}

/// Words that may be on several lines, joined into one line.
pub fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<&str>>().join(" ")
}

/// The first and the last of some statements in order of date.
pub fn period(corpus: &Corpus, statements: impl DoubleEndedIterator<Item = usize>) -> Option<String> {
    let mut named = statements.filter_map(|at| corpus.statements().get(at)).map(|statement| {
        let (when, label) = (statement.when(), &statement.label);
        format!("{when} {label}")
    });
    let (first, last) = (named.next()?, named.next_back());
    Some(last.map_or_else(|| first.clone(), |last| format!("first of those held: {first} · last: {last}")))
}

/// Who said it, the parties of most joint statements first; and a note if these did not.
pub fn voices(speakers: &[Speakers], main: &[Text]) -> Option<String> {
    let one = |speakers: &Speakers| {
        let issuers = speakers.issuers.join(", ");
        let kind = match speakers.kind {
            SpeakerKind::JointOfOthers => SpeakerKind::Joint.label(),
            kind => kind.label(),
        };
        let parties = if issuers.is_empty() { kind.to_owned() } else { format!("{kind}: {issuers}") };
        if speakers.statements > 1 { format!("{parties} ({})", speakers.statements) } else { parties }
    };
    let mut voices: Vec<String> = speakers.iter().map(one).collect();
    let is_of_main = speakers.iter().any(|speakers| speakers.kind == SpeakerKind::Joint);
    if !is_of_main && !main.is_empty() && !voices.is_empty() {
        voices.push(format!("in what is held, not once jointly by {}", main.join(", ")));
    }
    (!voices.is_empty()).then(|| voices.join(" · "))
}

/// Similar wording, with the words that only it has in brackets, and a list of the words that it lacks.
fn near_line(held: HeldWording, text: &str, near: &NearWording) -> String {
    let Some((statement, passage)) = held.corpus.passage(near.passage) else { return String::new() };
    let layer = layer_text(held.corpus, near.passage, near.field);
    let words = with_added(layer, near);
    let gone: Vec<String> = near.only_text.iter().map(|part| one_line(slice(text, part.clone()))).collect();
    let gone = if gone.is_empty() { String::new() } else { format!(" · without: {}", gone.join(" · ")) };
    let (when, label, sign) = (statement.when(), &statement.label, near.sureness.sign());
    format!("Near: {sign} “{words}”{gone} · {when} {label} [{}]", passage.id)
}

/// The wording held, with the words that only it has in brackets.
fn with_added(layer: &str, near: &NearWording) -> String {
    let mut words = String::new();
    let mut at = near.held.start;
    for part in &near.only_held {
        words.push_str(slice(layer, at..part.start));
        let [open, close] = ADDED;
        words.extend([open, slice(layer, part.clone()), close]);
        at = part.end;
    }
    words + slice(layer, at..near.held.end)
}

fn without_precedent<'a>(
    held: HeldWording<'a>,
    text: &str,
    draft: &Draft,
    held_here: &str,
) -> Option<Section<'a>> {
    let stretches: Vec<String> =
        draft.uncovered.iter().map(|stretch| one_line(slice(text, stretch.clone()))).collect();
    let mut notes = vec![plain(stretches.join(" · "))];
    let terms: Vec<String> =
        draft.terms.iter().map(|term| one_line(slice(text, term.range.clone()))).collect();
    if !terms.is_empty() {
        notes.push(plain(format!("Key terms among them: {}", terms.join(" · "))));
    }
    notes.extend(draft.near.iter().map(|near| {
        let words = one_line(slice(text, near.range.clone()));
        plain(format!("“{words}” · {}", near_line(held, text, near)))
    }));
    let heading = Some(format!("Without precedent in {held_here}"));
    (!stretches.is_empty()).then(|| Section {
        heading,
        id: None,
        notes,
        entries: Box::new(std::iter::empty()),
    })
}

/// An article, and the quotations in it.
#[derive(Debug)]
pub struct VerifiedArticle {
    /// The name of its file.
    pub file: String,
    pub quotations: Vec<(Locus, VerifiedQuotation)>,
    /// How many quotations are too short to be compared.
    pub shorter: usize,
}

/// Where a quotation is in its article.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Locus {
    /// Counted from 1; notes are counted after the paragraphs.
    pub paragraph: usize,
    pub line: Option<usize>,
    pub page: Option<u32>,
    pub note: Option<String>,
}

impl Locus {
    fn label(&self) -> String {
        let paragraph = match &self.note {
            Some(mark) => format!("note {mark}"),
            None => format!("paragraph {}", self.paragraph),
        };
        let line = self.line.map(|line| format!(", line {line}"));
        let page = self.page.map(|page| format!(", page {page}"));
        [Some(paragraph), line, page].into_iter().flatten().collect()
    }
}

/// What was found of the quotations of some articles.
pub fn verification(
    held: HeldWording,
    articles: &[VerifiedArticle],
    colophon: &str,
    ReportStyle { format, style }: ReportStyle,
) -> Vec<u8> {
    let lead = articles.iter().map(|article| plain(quotation_counts(article))).collect();
    let mut sections: Vec<Section> = Vec::new();
    for article in articles {
        let name = (articles.len() > 1).then_some(article.file.as_str());
        let numbered = article.quotations.iter().enumerate();
        sections.extend(numbered.map(|(at, one)| quotation_section(held, style, name, at, one)));
    }
    let last = [
        "“Not found in what is held” says nothing of statements that are not held, or of the parts that are not held.",
        &held.corpus.dataset().subject.caveat,
        colophon,
    ];
    let notes = last.into_iter().filter(|line| !line.is_empty()).map(plain).collect();
    sections.push(Section { heading: None, id: None, notes, entries: Box::new(std::iter::empty()) });
    let (title, sections) = (String::from("Quotations"), Box::new(sections.into_iter()));
    write(ExportDocument { title, lead, contrast: None, sections }, held, format)
}

/// `essay.md: 12 quotations of four words or more: 4 identical · 3 differs …`
fn quotation_counts(article: &VerifiedArticle) -> String {
    let counts = QuotationCounts::of(article.quotations.iter().map(|(_, quotation)| quotation));
    let counts = counts.by_verdict().into_iter().filter(|(_, count)| *count > 0);
    let counts: Vec<String> =
        counts.map(|(verdict, count)| format!("{} {count} {}", verdict.sign(), verdict.name())).collect();
    let compared = match article.quotations.len() {
        0 => format!("{}: no quotation of four words or more.", article.file),
        1 => format!("{}: 1 quotation of four words or more: {}.", article.file, counts.join(" · ")),
        count => {
            format!("{}: {count} quotations of four words or more: {}.", article.file, counts.join(" · "))
        }
    };
    match article.shorter {
        0 => compared,
        1 => compared + " 1 shorter one is not compared.",
        count => format!("{compared} {count} shorter ones are not compared."),
    }
}

fn quotation_section<'a>(
    held: HeldWording<'a>,
    style: Option<&'a CitationStyle>,
    file: Option<&str>,
    at: usize,
    (locus, verified): &(Locus, VerifiedQuotation),
) -> Section<'a> {
    let VerifiedQuotation { quotation, compared, places, near, .. } = verified;
    let file = file.map(|file| format!("{file}, ")).unwrap_or_default();
    let heading = format!("{} {} · {file}{}", at + 1, verdict_of(verified), locus.label());
    let mut notes = vec![plain(format!("“{}”", one_line(&quotation.text)))];
    if !quotation.is_closed {
        notes.push(plain("No closing mark was found: it is read as far as the wording goes, or to the end of its sentence."));
    }
    if let Some(near) = near {
        let layer = layer_text(held.corpus, near.passage, near.field);
        let what = if near.sureness == Sureness::Official { "Official words" } else { "Words held" };
        let gone: Vec<String> =
            near.only_text.iter().map(|part| one_line(slice(compared, part.clone()))).collect();
        let gone = if gone.is_empty() {
            String::new()
        } else {
            format!(" · only in the quotation: {}", gone.join(" · "))
        };
        notes.push(plain(format!("{what}: “{}”{gone}", with_added(layer, near))));
    }
    let corpus = held.corpus;
    let mut places = places.clone();
    places.dedup_by_key(|(passage, _)| *passage);
    let uncited = places.len().saturating_sub(CITED);
    if uncited > 0 {
        notes.push(plain(format!("The last {CITED} of {} passages:", places.len())));
    }
    let entries = places.into_iter().skip(uncited).map(move |place| quoted_from(corpus, place, style));
    Section { heading: Some(heading), id: None, notes, entries: Box::new(entries) }
}

/// The verdict, and what the quotation leaves out.
fn verdict_of(VerifiedQuotation { verdict, is_silent, left_out, .. }: &VerifiedQuotation) -> String {
    let left_out = match left_out {
        0 => String::new(),
        1 => String::from(", 1 word left out"),
        words => format!(", {words} words left out"),
    };
    let silent = if *is_silent { ", without a sign" } else { "" };
    format!("{} {}{left_out}{silent}", verdict.sign(), verdict.name())
}

/// A passage with its citation; in plain text, who says it and how far the layer that has the words was checked.
fn quoted_from<'a>(corpus: &'a Corpus, place: HeldPlace, style: Option<&CitationStyle>) -> Entry<'a> {
    let mut entry = cited(corpus, place, style);
    let layer = layer_of(place.1);
    if let Some((statement, passage)) = corpus.passage(place.0) {
        let facts = [
            Some(format!("{} {}", statement.when(), statement.label)),
            Some(statement.standing.label().to_owned()),
            Some(layer_label(corpus, layer, passage).to_owned()),
            layer
                .text(statement, passage)
                .filter(|_| layer == Layer::Korean)
                .map(|words| format!("“{words}”")),
        ];
        entry.notes = vec![plain(facts.into_iter().flatten().collect::<Vec<String>>().join(" · "))];
    }
    entry
}
