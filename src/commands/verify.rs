//! `linchpin verify FILE…`: the quotations of articles against the wording held.
//!
//! Invariant: the files are read, compared and forgotten: they are neither stored nor sent.

use std::collections::{HashMap, VecDeque};
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::draft::{NearView, layer_name, verdict_name};
use super::environment::Environment;
use super::report_args::ReportArgs;
use super::{Failure, Outcome, Output};
use crate::analysis::answer::{Asked, ViewAnswer};
use crate::analysis::omissions::{BracketedText, without_note_marks};
use crate::analysis::precedent::HeldWording;
use crate::analysis::quotations::quotations;
use crate::analysis::verify::{self, QuotationCounts, Verification, VerifiedQuotation};
use crate::analysis::wording::Layer;
use crate::corpus::model::Standing;
use crate::corpus::{Corpus, PassageNo};
use crate::export::citation::cite_layer;
use crate::export::report::{self, Locus, ReportFormat, VerifiedArticle};
use crate::import::article::{Article, article};
use crate::import::digest::sha256;
use crate::library::Library;
use crate::search::{SearchField, word_ranges};
use crate::text::fold::fold;
use crate::text::safe::{Text, clean};
use crate::text::slice;

/// What `linchpin verify` is given.
#[derive(Debug, clap::Args)]
pub(super) struct VerifyArgs {
    /// Articles: text, Markdown, HTML, DOCX, HWPX, PDF; - for the standard input
    #[arg(required = true)]
    files: Vec<PathBuf>,
    #[command(flatten)]
    report: ReportArgs,
}

pub(super) fn verify(
    library: &Library,
    asked: &VerifyArgs,
    json: bool,
    environment: &Environment,
) -> Result<Output, Failure> {
    let style = asked.report.chosen(json, ReportFormat::has_citations, environment)?;
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
        let Verification { quotations, shorter } = verify::verify(held, paragraphs);
        let quotations = located(&article, quotations);
        articles.push(VerifiedArticle { file: name, quotations, shorter });
    }
    let all = articles.iter().flat_map(|article| &article.quotations).map(|(_, quotation)| quotation);
    let outcome = Outcome::of(!all.clone().any(VerifiedQuotation::is_wrong));
    let texts = sha256(texts.as_bytes());
    let question = Asked {
        view: "verify",
        query: "",
        options: VerifyOptions { texts: &texts },
        today: &environment.today,
    };
    let shorter = articles.iter().map(|article| article.shorter).sum();
    let view = VerifyView { quotations: rows(corpus, &articles), shorter };
    let answer = ViewAnswer::new(corpus, question, QuotationCounts::of(all), notes, view);
    if style.format == ReportFormat::Json {
        return Ok(Output::enveloped(&answer, outcome));
    }
    let stdout = report::verification(held, &articles, &answer.colophon(), style);
    Ok(Output { stdout: stdout.into(), stderr: answer.messages(), outcome })
}

/// Each quotation with its place: paragraph, line where the article is a text, page where it has pages.
fn located(article: &Article, verified: Vec<VerifiedQuotation>) -> Vec<(Locus, VerifiedQuotation)> {
    let mut lines = article.text.as_deref().map(lines).unwrap_or_default();
    // A comment or a piece of code can hold the same words and is no paragraph: then none of these lines is sure.
    let mut verified_here: HashMap<String, usize> = HashMap::new();
    for quotation in &verified {
        *verified_here.entry(beginning(&quotation.quotation.text)).or_default() += 1;
    }
    lines.retain(|words, lines| verified_here.get(words) == Some(&lines.len()));
    let locate = |quotation: VerifiedQuotation| {
        let at = quotation.quotation.paragraph;
        let paragraph = article.paragraphs.get(at);
        let same = lines.get_mut(&beginning(&quotation.quotation.text));
        let locus = Locus {
            paragraph: at + 1,
            line: same.and_then(VecDeque::pop_front),
            page: paragraph.and_then(|paragraph| paragraph.page),
            note: paragraph.and_then(|paragraph| paragraph.note.clone()),
        };
        (locus, quotation)
    };
    verified.into_iter().map(locate).collect()
}

/// The lines on which the quotations of a text begin, by their first words: the first quotation of the same words is that of the
/// first line.
fn lines(text: &str) -> HashMap<String, VecDeque<usize>> {
    let mut lines: HashMap<String, VecDeque<usize>> = HashMap::new();
    let paragraphs = paragraphs(text);
    let line_ends: Vec<usize> = text.match_indices('\n').map(|(at, _)| at).collect();
    for quotation in quotations(paragraphs.iter().map(|(_, text, is_block)| (text.as_str(), *is_block))) {
        let start = paragraphs.get(quotation.paragraph).map_or(0, |(start, ..)| *start);
        let blanks = quotation.text.len() - quotation.text.trim_start().len();
        let at = start + quotation.start + blanks;
        let line = line_ends.partition_point(|end| *end < at) + 1;
        let words = beginning(&quotation.text);
        lines.entry(words).or_default().push_back(line);
    }
    lines
}

/// The first words of a quotation, as many as every verified one has.
fn beginning(quotation: &str) -> String {
    let quotation = without_note_marks(&BracketedText::new(quotation).text);
    let words = word_ranges(&quotation).into_iter().take(verify::SHORTEST);
    words.map(|word| fold(slice(&quotation, word))).collect::<Vec<String>>().join(" ")
}

/// The paragraphs of a text with their offsets in bytes, letter by letter, and whether `>` sets each apart as a block.
fn paragraphs(text: &str) -> Vec<(usize, String, bool)> {
    let mut paragraphs: Vec<(usize, String, bool)> = Vec::new();
    let (mut at, mut is_open) = (0, false);
    for line in text.split_inclusive('\n') {
        let words = line.trim_start_matches([' ', '\t', '>']);
        let before = line.len() - words.len();
        let is_block = slice(line, 0..before).contains('>');
        let goes_on = is_open && !words.trim().is_empty();
        match paragraphs.last_mut().filter(|(_, _, was_block)| goes_on && (*was_block || !is_block)) {
            Some((_, paragraph, _)) => paragraph.push_str(&(" ".repeat(before) + words)),
            None => paragraphs.push((at + before, words.to_owned(), is_block)),
        }
        is_open = !words.trim().is_empty();
        at += line.len();
    }
    paragraphs
}

#[derive(Debug, Clone, Copy, Serialize)]
struct VerifyOptions<'a> {
    /// The SHA-256 of the articles' words.
    texts: &'a str,
}

/// The rows of `linchpin verify`.
#[derive(Debug, Serialize)]
struct VerifyView<'a> {
    quotations: Vec<QuotationView<'a>>,
    /// How many are too short to be compared.
    shorter: usize,
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
    /// How many words are left out where it is elided.
    left_out: usize,
    passages: Vec<QuotedPassageView<'a>>,
    near: Option<NearView<'a>>,
}

#[derive(Debug, Serialize)]
struct QuotedPassageView<'a> {
    statement: &'a Text,
    passage: &'a Text,
    layer: &'static str,
    standing: Standing,
    /// The check of this layer.
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
        left_out: verified.left_out,
        passages: verified.places.iter().filter_map(|place| passage(corpus, *place)).collect(),
        near: verified.near.as_ref().and_then(|near| NearView::new(corpus, &verified.compared, near)),
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
        verdict: verdict_name(field, passage),
        citation: cite_layer(corpus, number, Layer::of(field).unwrap_or(Layer::Printed)),
    })
}
