//! `linchpin verify FILE…`: the quotations of articles against the wording held.
//!
//! The files are read, compared and forgotten.

use std::path::{Path, PathBuf};

use serde::Serialize;

use super::draft::{NearView, layer_name};
use super::environment::Environment;
use super::{Failure, Outcome, Output};
use crate::analysis::answer::{Asked, ViewAnswer};
use crate::analysis::precedent::HeldWording;
use crate::analysis::verify::{self, QuotationVerdict, VerifiedQuotation};
use crate::corpus::model::{Standing, Verdict};
use crate::corpus::{Corpus, PassageNo};
use crate::export::citation::{CopyKind, cite};
use crate::export::report::{self, Locus, ReportFormat, VerifiedArticle};
use crate::import::article::{Article, article};
use crate::import::digest::sha256;
use crate::library::Library;
use crate::search::{SearchField, TextWord};
use crate::text::safe::{Text, clean};
use crate::text::slice;

/// Words of a quotation that find its line.
const FINDING: usize = 6;

/// What `linchpin verify` is given.
#[derive(Debug, clap::Args)]
pub(super) struct VerifyArgs {
    /// Articles: text, Markdown, HTML, DOCX, HWPX, PDF; - for the standard input
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Format of the answer
    #[arg(long, value_enum, default_value = "text")]
    format: ReportFormat,
}

pub(super) fn verify(
    library: &Library,
    asked: &VerifyArgs,
    json: bool,
    environment: &Environment,
) -> Result<Output, Failure> {
    let Library { corpus, index, usage, .. } = library;
    let held = HeldWording { corpus, index, usage };
    let (mut articles, mut notes, mut texts) = (Vec::new(), Vec::new(), String::new());
    for file in &asked.files {
        let path = Some(&**file).filter(|file| *file != Path::new("-"));
        let shown = path.map_or_else(|| String::from("standard input"), |path| path.display().to_string());
        let name = clean(&shown).into_owned();
        let article = article(path).map_err(|why| Failure::Use(format!("{name}: {why}")))?;
        notes.extend(article.remarks.iter().map(|remark| format!("{name}: {remark}")));
        texts.extend(article.paragraphs.iter().flat_map(|paragraph| [paragraph.text.as_str(), "\n"]));
        let paragraphs = article.paragraphs.iter().map(|one| (one.text.as_str(), one.is_block_quotation));
        let verified = verify::verify(held, paragraphs);
        let quotations = located(held, &article, verified);
        articles.push(VerifiedArticle { file: name, quotations });
    }
    let outcome = Outcome::of(
        !articles.iter().flat_map(|article| &article.quotations).any(|(_, q)| q.verdict.is_wrong()),
    );
    let texts = sha256(texts.as_bytes());
    let question = Asked {
        view: "verify",
        query: "",
        options: VerifyOptions { texts: &texts },
        today: &environment.today,
    };
    let view = VerifyView { quotations: rows(corpus, &articles) };
    let answer = ViewAnswer::new(corpus, question, VerifyCounts::of(&articles), notes, view);
    if json || asked.format == ReportFormat::Json {
        return Ok(Output::enveloped(&answer, outcome));
    }
    let stderr = answer.notes.iter().flat_map(|note| [note.as_str(), "\n"]).collect();
    let stdout = report::verification(held, &articles, &answer.colophon(), asked.format);
    Ok(Output { stdout: stdout.into(), stderr, outcome })
}

/// Each quotation with its place: paragraph, line where the article is a text, page where it has pages.
fn located(
    held: HeldWording,
    article: &Article,
    verified: Vec<VerifiedQuotation>,
) -> Vec<(Locus, VerifiedQuotation)> {
    let text = article.text.as_deref().unwrap_or_default();
    let words = held.index.text_words(text);
    let mut from = 0;
    let mut line_of = |quotation: &VerifiedQuotation| {
        let own = held.index.text_words(&quotation.quotation.text);
        let own = own.get(..own.len().min(FINDING)).unwrap_or_default();
        let is_here = |part: &[TextWord]| part.iter().zip(own).all(|(one, other)| one.key == other.key);
        let rest = words.get(from..)?;
        let at = rest.windows(own.len().max(1)).position(is_here)?;
        // The next quotation may be within this one.
        from += at;
        let start = words.get(from)?.range.start;
        Some(slice(text, 0..start).matches('\n').count() + 1)
    };
    let locate = |quotation: VerifiedQuotation| {
        let at = quotation.quotation.paragraph;
        let paragraph = article.paragraphs.get(at);
        let locus = Locus {
            paragraph: at + 1,
            line: line_of(&quotation),
            page: paragraph.and_then(|paragraph| paragraph.page),
            note: paragraph.and_then(|paragraph| paragraph.note.clone()),
        };
        (locus, quotation)
    };
    verified.into_iter().map(locate).collect()
}

#[derive(Debug, Clone, Copy, Serialize)]
struct VerifyOptions<'a> {
    /// The SHA-256 of the articles' words.
    texts: &'a str,
}

#[derive(Debug, Serialize)]
struct VerifyCounts {
    quotations: usize,
    identical: usize,
    differs: usize,
    misattributed: usize,
    elided: usize,
    printed_only: usize,
    not_found: usize,
}

impl VerifyCounts {
    fn of(articles: &[VerifiedArticle]) -> Self {
        let all = || articles.iter().flat_map(|article| &article.quotations);
        let count = |verdict| all().filter(|(_, quotation)| quotation.verdict == verdict).count();
        Self {
            quotations: all().count(),
            identical: count(QuotationVerdict::Identical),
            differs: count(QuotationVerdict::Differs),
            misattributed: count(QuotationVerdict::Misattributed),
            elided: count(QuotationVerdict::Elided),
            printed_only: count(QuotationVerdict::PrintedOnly),
            not_found: count(QuotationVerdict::NotFound),
        }
    }
}

/// The rows of `linchpin verify`.
#[derive(Debug, Serialize)]
struct VerifyView<'a> {
    quotations: Vec<QuotationView<'a>>,
}

#[derive(Debug, Serialize)]
struct QuotationView<'a> {
    file: &'a str,
    /// Counted from 1, headings and notes among them.
    paragraph: usize,
    line: Option<usize>,
    page: Option<u32>,
    note: Option<&'a str>,
    text: &'a str,
    words: usize,
    /// Whether it is set apart as a block, and whether its closing mark was found.
    block: bool,
    closed: bool,
    verdict: &'static str,
    /// Whether words are left out without a sign.
    silent: bool,
    passages: Vec<QuotedPassageView<'a>>,
    near: Option<NearView<'a>>,
}

#[derive(Debug, Serialize)]
struct QuotedPassageView<'a> {
    statement: &'a Text,
    passage: &'a Text,
    layer: &'static str,
    standing: Standing,
    /// The verdict of the passage's own check.
    verdict: Option<&'static str>,
    citation: Option<String>,
}

fn rows<'a>(corpus: &'a Corpus, articles: &'a [VerifiedArticle]) -> Vec<QuotationView<'a>> {
    let row = |file: &'a str, (locus, verified): &'a (Locus, VerifiedQuotation)| QuotationView {
        file,
        paragraph: locus.paragraph,
        line: locus.line,
        page: locus.page,
        note: locus.note.as_deref(),
        text: &verified.quotation.text,
        words: verified.words,
        block: verified.quotation.is_block,
        closed: verified.quotation.is_closed,
        verdict: verified.verdict.name(),
        silent: verified.is_silent,
        passages: verified.places.iter().filter_map(|place| passage(corpus, *place)).collect(),
        near: verified.near.as_ref().and_then(|near| NearView::new(corpus, &verified.quotation.text, near)),
    };
    let of_article =
        |article: &'a VerifiedArticle| article.quotations.iter().map(move |one| row(&article.file, one));
    articles.iter().flat_map(of_article).collect()
}

fn passage(corpus: &Corpus, (number, field): (PassageNo, SearchField)) -> Option<QuotedPassageView<'_>> {
    let (statement, passage) = corpus.passage(number)?;
    Some(QuotedPassageView {
        statement: &statement.id,
        passage: &passage.id,
        layer: layer_name(field),
        standing: statement.standing,
        verdict: passage.check.as_ref().map(|check| Verdict::name(check.verdict)),
        citation: cite(corpus, number, CopyKind::Citation),
    })
}
