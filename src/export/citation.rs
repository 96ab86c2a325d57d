//! The citation of a passage or a statement, in a given format.
//!
//! Invariant: every format includes the caveat; an address appears as it was recorded, or not at all.

use super::citation_style::{self, CitationStyle};
use super::{bibtex, caveat, csl, markdown, record::Record, ris};
use crate::analysis::wording::Layer;
use crate::corpus::model::{Passage, PassageKind, Standing, Statement, Verdict};
use crate::corpus::{Corpus, PassageNo, Target};

/// How a citation is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum CitationFormat {
    #[default]
    Text,
    Markdown,
    Bibtex,
    CslJson,
    Ris,
}

/// What to copy of a passage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CopyKind {
    /// The words, their issuer, and the caveat.
    Citation,
    /// The words alone, with a short caveat in brackets if they need one.
    Quotation,
    /// An address where the words can be read, as it was recorded.
    Address,
    Bibtex,
}

/// The text to copy; `None` if there is none, for example no address.
pub fn cite(corpus: &Corpus, number: PassageNo, form: CopyKind) -> Option<String> {
    let (statement, passage) = corpus.passage(number)?;
    let format = match form {
        CopyKind::Citation => CitationFormat::Text,
        CopyKind::Bibtex => CitationFormat::Bibtex,
        CopyKind::Quotation => return Some(quotation(corpus, statement, passage)),
        CopyKind::Address => {
            return address(corpus, passage).map(|(label, address)| format!("{label}{address}"));
        }
    };
    Some(write(corpus, Target::Passage(number), format, None)?.trim_end().to_owned())
}

/// The citation of one layer of a passage.
pub fn cite_layer(corpus: &Corpus, number: PassageNo, layer: Layer) -> Option<String> {
    let lines = citation_style::layer_citation(corpus, corpus.passage(number)?, layer, None);
    Some(caveat::text(&lines).trim_end().to_owned())
}

/// The address of the source that prints the words; if it has none, the address of the text they were checked against, with
/// a label that says so.
pub fn address<'a>(corpus: &'a Corpus, passage: &Passage) -> Option<(&'static str, &'a str)> {
    let of = |source: &str| corpus.source(source)?.address.as_deref();
    let checked = || of(passage.check.as_ref()?.source.as_ref()?).map(|address| ("checked at ", address));
    of(&passage.source).map(|address| ("", address)).or_else(checked)
}

/// The citation of a statement or passage. For a statement, text and Markdown give all its passages in order; the formats of
/// reference managers give one entry, and have no house style.
pub fn write(
    corpus: &Corpus,
    target: Target,
    format: CitationFormat,
    style: Option<&CitationStyle>,
) -> Option<String> {
    let (statement, passages, passage) = match target {
        Target::Statement(at) => {
            let statement = corpus.statements().get(at)?;
            (statement, &*statement.passages, None)
        }
        Target::Passage(number) => {
            let (statement, passage) = corpus.passage(number)?;
            (statement, std::slice::from_ref(passage), Some(passage))
        }
    };
    let each = |write: fn(&[caveat::TextLine]) -> String| {
        let lines = |passage| citation_style::citation(corpus, statement, passage, style);
        let citations = passages.iter().map(|passage| write(&lines(passage)));
        citations.collect::<Vec<String>>().join("\n")
    };
    let record = || match passage {
        Some(passage) => Record::of_passage(corpus, statement, passage),
        None => Record::of_statement(corpus, statement),
    };
    Some(match format {
        CitationFormat::Text => each(caveat::text),
        CitationFormat::Markdown => each(markdown::markdown),
        CitationFormat::Bibtex => bibtex::entry(&record()),
        CitationFormat::CslJson => csl::items(&record()),
        CitationFormat::Ris => ris::reference(&record()),
    })
}

/// The words, and in brackets what a reader of them alone must know.
fn quotation(corpus: &Corpus, statement: &Statement, passage: &Passage) -> String {
    let mut notes = Vec::new();
    if passage.kind == PassageKind::Summary {
        notes.push(caveat::SUMMARY);
    }
    if statement.standing != Standing::Joint {
        notes.push(statement.standing.label());
    }
    if statement.collects {
        notes.push(caveat::COLLECTS);
    }
    // Words that only a press report has word for word are not official: the label says so, and then it is written.
    notes.extend(corpus.verdict_label(passage).filter(|label| *label != Verdict::Identical.label()));
    notes.extend(caveat::is_unchecked(passage).then_some(Verdict::UNCHECKED));
    let words = caveat::quoted(passage);
    if notes.is_empty() { words } else { format!("{words} [{}]", notes.join("; ")) }
}
