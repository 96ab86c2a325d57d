//! `linchpin draft [FILE|-]`: which phrases of a text have precedent.
//!
//! Invariant: the text is read, compared and forgotten: it is neither stored nor sent.

use std::path::{Path, PathBuf};

use serde::Serialize;

use super::environment::Environment;
use super::json::ScalarRange;
use super::report_args::ReportArgs;
use super::search::meant;
use super::{Failure, Outcome, Output};
use crate::analysis::answer::{Asked, ViewAnswer};
use crate::analysis::draft::{self, Draft, PhraseCounts, PrecedentedPhrase};
use crate::analysis::near::NearWording;
use crate::analysis::precedent::{HeldWording, Holder, HoldingStatement, Sureness, layer_text};
use crate::analysis::wording::{Layer, layer_verdict};
use crate::corpus::Corpus;
use crate::corpus::model::{Passage, Standing, Verdict};
use crate::export::report::{self, ReportFormat};
use crate::import::article::{article, safe_text};
use crate::import::digest::sha256;
use crate::library::Library;
use crate::search::{Query, SearchField, word_ranges};
use crate::text::safe::{Text, clean};
use crate::text::slice;

/// Maximum words of a draft: an hour's speech has a fifth of it.
const LONGEST: usize = 50_000;

/// What `linchpin draft` is given.
#[derive(Debug, clap::Args)]
pub(super) struct DraftArgs {
    /// The text: a file (text, Markdown, HTML, DOCX, HWPX, PDF), or - for the standard input
    #[arg(required_unless_present = "text", conflicts_with = "text")]
    file: Option<PathBuf>,
    /// The text itself
    #[arg(long, value_name = "TEXT")]
    text: Option<String>,
    /// Compare only with passages that match this query, such as 'standing:joint year:2010..'
    #[arg(long, value_name = "QUERY", default_value = "")]
    filter: String,
    #[command(flatten)]
    report: ReportArgs,
}

pub(super) fn draft(
    library: &Library,
    asked: &DraftArgs,
    json: bool,
    environment: &Environment,
) -> Result<Output, Failure> {
    let style = asked.report.chosen(json, ReportFormat::has_citations, environment)?;
    let (text, remarks) = match (&asked.text, &asked.file) {
        (Some(text), _) => (safe_text(text), Vec::new()),
        (None, file) => read(file.as_deref())?,
    };
    let Library { corpus, index, usage, .. } = library;
    let held = HeldWording { corpus, index, usage };
    check_length(&text)?;
    let filter = clean(&asked.filter);
    let mut notes = remarks;
    let asks = !Query::parse(&filter).is_empty();
    let among = asks.then(|| meant(library, &filter, &mut notes)).transpose()?;
    let draft = draft::draft(held, &text, among.as_ref());
    let outcome = Outcome::of(!draft.phrases.is_empty());
    let options = DraftOptions { text: &sha256(text.as_bytes()) };
    let question = Asked { view: "draft", query: &filter, options, today: &environment.today };
    let counts = DraftCounts { phrases: draft.counts(), of: draft.of, whole: draft.whole };
    let answer = ViewAnswer::new(corpus, question, counts, notes, DraftAnswer::new(corpus, &text, &draft));
    if style.format == ReportFormat::Json {
        return Ok(Output::enveloped(&answer, outcome));
    }
    let stdout = report::draft(held, (&text, &filter), &draft, &answer.colophon(), style);
    Ok(Output { stdout: stdout.into(), stderr: answer.messages(), outcome })
}

/// Refuses a draft that has no words, or too many.
fn check_length(text: &str) -> Result<(), Failure> {
    match word_ranges(text).len() {
        0 => Err(Failure::Use(String::from(
            "the draft has no words\nhint: name a file, or give a sentence: `linchpin draft --text 'modernize our ties'`",
        ))),
        1..=LONGEST => Ok(()),
        words => Err(Failure::Use(format!(
            "the draft has {words} words; at most {LONGEST} are compared at once: split it"
        ))),
    }
}

fn read(file: Option<&Path>) -> Result<(String, Vec<String>), Failure> {
    let path = file.filter(|file| *file != Path::new("-"));
    let name = path.map_or_else(|| String::from("standard input"), |path| path.display().to_string());
    let article = article(path).map_err(|why| Failure::Use(format!("{name}: {why}")))?;
    let remarks = article.remarks.clone();
    Ok((article.into_text(), remarks))
}

#[derive(Debug, Clone, Copy, Serialize)]
struct DraftOptions<'a> {
    /// The SHA-256 of the draft's text.
    text: &'a str,
}

#[derive(Debug, Serialize)]
struct DraftCounts {
    #[serde(flatten)]
    phrases: PhraseCounts,
    of: usize,
    whole: usize,
}

/// The rows of `linchpin draft`.
#[derive(Debug, Serialize)]
struct DraftAnswer<'a> {
    text: &'a str,
    words: usize,
    covered: usize,
    /// The statement that the draft is a passage of.
    left_out: Option<&'a Text>,
    phrases: Vec<PhraseView<'a>>,
    /// The stretches without precedent, each from its first character to after its last.
    uncovered: Vec<[usize; 2]>,
    /// Key terms in these stretches.
    terms: Vec<LoneTermView<'a>>,
    /// Wording similar to stretches without precedent.
    near: Vec<NearView<'a>>,
}

#[derive(Debug, Serialize)]
struct PhraseView<'a> {
    #[serde(flatten)]
    range: ScalarRange,
    text: &'a str,
    words: usize,
    verdict: &'static str,
    statements: usize,
    of: usize,
    official: usize,
    unverified: usize,
    printed_only: usize,
    joint: usize,
    issuers: Vec<&'a [Text]>,
    first: Option<&'a Text>,
    last: Option<&'a Text>,
    common: bool,
    holders: Vec<HolderView<'a>>,
    official_words: Option<&'a str>,
    near: Vec<NearView<'a>>,
}

#[derive(Debug, Serialize)]
struct HolderView<'a> {
    statement: &'a Text,
    passage: &'a Text,
    layer: &'static str,
    verdict: Option<&'static str>,
    sure: &'static str,
    /// Whether a word is spelled differently there, or has another Korean ending.
    form: bool,
    official_words: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct LoneTermView<'a> {
    #[serde(flatten)]
    range: ScalarRange,
    term: &'a Text,
}

/// Similar wording, with a redline against the draft.
#[derive(Debug, Serialize)]
pub(super) struct NearView<'a> {
    #[serde(flatten)]
    range: ScalarRange,
    statement: &'a Text,
    passage: &'a Text,
    layer: &'static str,
    sure: &'static str,
    same: usize,
    held: &'a str,
    only_text: Vec<&'a str>,
    only_held: Vec<&'a str>,
}

/// The name of a layer in answers.
pub(super) fn layer_name(field: SearchField) -> &'static str {
    Layer::of(field).map_or("printed", Layer::name)
}

/// The check of a layer, in answers.
pub(super) fn verdict_name(field: SearchField, passage: &Passage) -> Option<&'static str> {
    Layer::of(field).and_then(|layer| layer_verdict(layer, passage)).map(Verdict::name)
}

impl<'a> NearView<'a> {
    pub(super) fn new(corpus: &'a Corpus, text: &'a str, near: &NearWording) -> Option<Self> {
        let (statement, passage) = corpus.passage(near.passage)?;
        let layer = layer_text(corpus, near.passage, near.field);
        Some(Self {
            range: ScalarRange::new(text, &near.range),
            statement: &statement.id,
            passage: &passage.id,
            layer: layer_name(near.field),
            sure: near.sureness.name(),
            same: near.same,
            held: slice(layer, near.held.clone()),
            only_text: near.only_text.iter().map(|part| slice(text, part.clone())).collect(),
            only_held: near.only_held.iter().map(|part| slice(layer, part.clone())).collect(),
        })
    }
}

impl<'a> DraftAnswer<'a> {
    fn new(corpus: &'a Corpus, text: &'a str, draft: &'a Draft) -> Self {
        let terms = draft.terms.iter().filter_map(|mark| {
            let term = &corpus.dataset().terms.get(mark.term)?.id;
            Some(LoneTermView { range: ScalarRange::new(text, &mark.range), term })
        });
        let stretch = |range| {
            let ScalarRange { start, end } = ScalarRange::new(text, range);
            [start, end]
        };
        let left_out = draft.left_out.and_then(|at| corpus.statements().get(at));
        Self {
            text,
            words: draft.words,
            covered: draft.covered(),
            left_out: left_out.map(|statement| &statement.id),
            phrases: draft
                .phrases
                .iter()
                .map(|phrase| PhraseView::new(corpus, text, draft, phrase))
                .collect(),
            uncovered: draft.uncovered.iter().map(stretch).collect(),
            terms: terms.collect(),
            near: draft.near.iter().filter_map(|near| NearView::new(corpus, text, near)).collect(),
        }
    }
}

impl<'a> HolderView<'a> {
    fn new(corpus: &'a Corpus, holder: &Holder) -> Option<Self> {
        let (statement, passage) = corpus.passage(holder.run.passage)?;
        Some(Self {
            statement: &statement.id,
            passage: &passage.id,
            layer: layer_name(holder.run.field),
            verdict: verdict_name(holder.run.field, passage),
            sure: holder.sureness.name(),
            form: holder.run.has_other_form,
            official_words: holder.official_words(corpus),
        })
    }
}

impl<'a> PhraseView<'a> {
    fn new(corpus: &'a Corpus, text: &'a str, draft: &Draft, phrase: &'a PrecedentedPhrase) -> Self {
        let precedent = &phrase.precedent;
        let statement = |held: &HoldingStatement| corpus.statements().get(held.at);
        let statements = || precedent.statements.iter().filter_map(statement);
        let mut issuers: Vec<&[Text]> = statements().map(|statement| &*statement.issuers).collect();
        issuers.sort_unstable();
        issuers.dedup();
        let is_printed_only = precedent.sureness() == Sureness::PrintedOnly;
        let official_words = precedent.official_words(corpus).filter(|_| is_printed_only);
        Self {
            range: ScalarRange::new(text, &phrase.range),
            text: slice(text, phrase.range.clone()),
            words: phrase.words.len(),
            verdict: precedent.sureness().name(),
            statements: precedent.statements.len(),
            of: draft.of,
            official: precedent.count(Sureness::Official),
            unverified: precedent.count(Sureness::Unverified),
            printed_only: precedent.count(Sureness::PrintedOnly),
            joint: statements().filter(|statement| statement.standing == Standing::Joint).count(),
            issuers,
            first: statements().next().map(|statement| &statement.id),
            last: statements().next_back().map(|statement| &statement.id),
            common: phrase.is_common,
            holders: precedent.holders.iter().filter_map(|holder| HolderView::new(corpus, holder)).collect(),
            official_words,
            near: phrase.near.iter().filter_map(|near| NearView::new(corpus, text, near)).collect(),
        }
    }
}
