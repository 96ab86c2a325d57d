//! A brief on one statement, of about two pages; and for programs.
//!
//! Invariant: each list gives its length and where the rest is; what could not be judged is always named.

use serde::Serialize;

use super::comparison::json::StatementsView;
use super::comparison::{block, counts, languages_note, pair, side};
use super::redlined::{RedlinedBlock, RedlinedDocument};
use super::report::UNCOUNTED;
use crate::analysis::brief::{Brief, MeaningInStatement, TermChange, TermChangeKind};
use crate::analysis::compare::PairKind;
use crate::analysis::draft::PrecedentedPhrase;
use crate::corpus::model::{Bearing, Dataset};
use crate::corpus::stance::Stance;
use crate::corpus::{Corpus, PassageNo};
use crate::text::redline::RedlineSpan;
use crate::text::safe::Text;
use crate::text::{counted, slice};

/// Maximum entries of each list that are shown.
const SHOWN: usize = 8;
/// Maximum passages of a phrase that are cited; they are the last ones.
const CITED: usize = 3;

/// The brief as a document.
pub fn document(corpus: &Corpus, brief: &Brief, colophon: String) -> RedlinedDocument {
    let mut blocks = vec![RedlinedBlock::Paragraph(side(&brief.side))];
    changes(&mut blocks, brief);
    formulas(&mut blocks, corpus, brief);
    terms(&mut blocks, corpus, brief);
    word(&mut blocks, corpus, brief);
    heading(&mut blocks, "What could not be judged");
    blocks.extend(unknown(corpus, brief).into_iter().map(RedlinedBlock::Paragraph));
    RedlinedDocument { title: format!("Brief: {}", brief.side.statement.title.trim()), blocks, colophon }
}

fn heading(blocks: &mut Vec<RedlinedBlock>, words: impl Into<String>) {
    blocks.push(RedlinedBlock::Heading(words.into()));
}

fn paragraph(blocks: &mut Vec<RedlinedBlock>, words: impl Into<String>) {
    blocks.push(RedlinedBlock::Paragraph(words.into()));
}

fn wording(caption: String, words: &str, passages: Vec<PassageNo>) -> RedlinedBlock {
    RedlinedBlock::Wording { caption, text: vec![RedlineSpan::Same(words.to_owned())], passages }
}

/// `… and 3 more: linchpin compare scm-55 scm-56`, where not all are shown.
fn rest(all: usize, command: &str) -> Option<String> {
    let more = all.checked_sub(SHOWN).filter(|more| *more > 0)?;
    Some(format!("… and {more} more: {command}"))
}

/// What changed against the statement before it in its series.
fn changes(blocks: &mut Vec<RedlinedBlock>, brief: &Brief) {
    let Some(found) = &brief.comparison else {
        heading(blocks, "Against the one before");
        paragraph(blocks, "No statement before it in its series is known.");
        return;
    };
    let (a, b) = (&found.a, &found.b);
    let command = format!("linchpin compare {} {}", a.statement.id, b.statement.id);
    heading(blocks, format!("Against {}, the one before", a.statement.label));
    paragraph(blocks, side(a));
    paragraph(
        blocks,
        format!(
            "A is the one before. {}",
            counts(&found.sentences.counts(), a.sentences.len(), b.sentences.len())
        ),
    );
    blocks.extend(languages_note(found).map(|note| RedlinedBlock::Paragraph(format!("{note}."))));
    let changed: Vec<_> = found.sentences.pairs.iter().filter(|pair| pair.kind != PairKind::Same).collect();
    blocks.extend(changed.iter().take(SHOWN).map(|one| pair(one)));
    blocks.extend(rest(changed.len(), &command).map(RedlinedBlock::Paragraph));
    for (title, all, only) in [
        ("Only in the one before", &a.sentences, &found.sentences.only_a),
        ("New here, against the one before", &b.sentences, &found.sentences.only_b),
    ] {
        heading(blocks, format!("{title}: {}", only.len()));
        let units = only.iter().filter_map(|at| all.get(*at)).take(SHOWN);
        blocks.extend(units.map(|unit| block(unit, RedlineSpan::Same)));
        blocks.extend(rest(only.len(), &command).map(RedlinedBlock::Paragraph));
    }
}

/// The phrases that earlier statements have, the longest first.
fn formulas(blocks: &mut Vec<RedlinedBlock>, corpus: &Corpus, brief: &Brief) {
    let mut phrases: Vec<&PrecedentedPhrase> = kept(brief).collect();
    phrases.sort_by_cached_key(|phrase| std::cmp::Reverse(phrase.words.len()));
    heading(blocks, format!("Formulas kept from earlier statements: {}", phrases.len()));
    let label = |at: usize| {
        corpus.statements().get(at).map_or(String::new(), |one| format!("{} ({})", one.label, one.when()))
    };
    for phrase in phrases.iter().take(SHOWN) {
        let statements = &phrase.precedent.statements;
        let period = match (statements.first(), statements.last()) {
            (Some(first), Some(last)) if first.at != last.at => {
                format!(" · first {}, last {}", label(first.at), label(last.at))
            }
            (Some(only), _) => format!(" · {}", label(only.at)),
            (None, _) => format!(" · only in {UNCOUNTED}"),
        };
        let sureness = phrase.precedent.sureness();
        let of = brief.formulas.of;
        let caption = format!(
            "{} {} of {of} earlier statements{period} · {}",
            sureness.sign(),
            statements.len(),
            sureness.label()
        );
        let mut passages: Vec<PassageNo> =
            phrase.precedent.holders.iter().map(|holder| holder.run.passage).collect();
        passages.dedup();
        passages.drain(..passages.len().saturating_sub(CITED));
        blocks.push(wording(caption, slice(&brief.text, phrase.range.clone()), passages));
    }
    blocks.extend(rest(phrases.len(), "linchpin draft").map(RedlinedBlock::Paragraph));
}

/// Phrases that prove something: not those that very many statements have.
fn kept<'a>(brief: &'a Brief) -> impl Iterator<Item = &'a PrecedentedPhrase> {
    brief.formulas.phrases.iter().filter(|phrase| !phrase.is_common)
}

/// What the statement does with the key terms.
fn terms(blocks: &mut Vec<RedlinedBlock>, corpus: &Corpus, brief: &Brief) {
    heading(blocks, "Key terms");
    let before = brief.comparison.as_ref().map(|found| &found.a.statement.label);
    let again = before.map_or_else(
        || String::from("Said earlier"),
        |before| format!("Not in {before} as far as it is held, but earlier"),
    );
    let before = before.map_or("the one before", |before| &**before);
    let listed = |kind: TermChangeKind| {
        let terms = brief.terms.iter().filter(|change| change.kind == kind);
        terms.map(|change| term(corpus, change)).collect::<Vec<_>>().join(", ")
    };
    let lists = [
        (
            TermChangeKind::First,
            format!("In none of the {} earlier statements, as far as they are held", brief.earlier),
        ),
        (TermChangeKind::Again, again),
        (TermChangeKind::Kept, format!("As in {before}")),
        (TermChangeKind::Dropped, format!("In {before}, and not in the whole text of this one")),
    ];
    let mut is_empty = true;
    for (kind, name) in lists {
        let list = listed(kind);
        if !list.is_empty() {
            is_empty = false;
            paragraph(blocks, format!("{name}: {list}."));
        }
    }
    if is_empty {
        paragraph(blocks, "The wording held has no key term.");
    }
}

/// A term; if it is used again, with the statement that had it last.
fn term(corpus: &Corpus, change: &TermChange) -> String {
    let label = corpus.dataset().terms.get(change.term).map_or("", |term| &*term.label);
    let last = change.last.filter(|_| change.kind == TermChangeKind::Again);
    let last = last.and_then(|at| corpus.statements().get(at));
    last.map_or_else(|| label.to_owned(), |last| format!("{label} (last in {})", last.label))
}

/// What it says of the tracked word.
fn word(blocks: &mut Vec<RedlinedBlock>, corpus: &Corpus, brief: &Brief) {
    let label = &corpus.dataset().subject.label;
    let tracked = &brief.word;
    if tracked.stance.is_none() {
        return;
    }
    heading(blocks, format!("What it says of {label}: {}", counted(tracked.sentences.len(), "sentence")));
    let said = match tracked.stance {
        Some(Stance::Says) | None => None,
        Some(Stance::SaidNotQuoted | Stance::LeftOut) => {
            Some("Its text says the word, but no passage here quotes it.")
        }
        Some(Stance::Silent) => Some("It does not say the word: its whole text was looked through."),
        Some(Stance::NotSeen) => Some("The word is not seen in the part held; nothing is known of the rest."),
    };
    blocks.extend(said.map(|said| RedlinedBlock::Paragraph(said.to_owned())));
    let sentences = tracked.sentences.iter().take(SHOWN);
    let passage =
        |id: &str| corpus.target(id).and_then(|target| corpus.first_passage(target)).into_iter().collect();
    blocks.extend(sentences.map(|(id, text)| wording((*id).to_owned(), text, passage(id))));
    let id = &brief.side.statement.id;
    blocks
        .extend(rest(tracked.sentences.len(), &format!("linchpin show {id}")).map(RedlinedBlock::Paragraph));
    for meaning in &tracked.meanings {
        blocks.extend(self::meaning(corpus, meaning).map(RedlinedBlock::Paragraph));
    }
}

/// `A 2003 Posture: judged to have it · cues said 2 of 5: …`.
fn meaning(corpus: &Corpus, found: &MeaningInStatement) -> Option<String> {
    let dataset = corpus.dataset();
    let meaning = dataset.meanings.get(found.meaning)?;
    let judged: Vec<&str> = found.bearings.iter().map(|bearing| bearing_label(*bearing)).collect();
    let judged =
        if judged.is_empty() { String::from("no passage is judged to have it") } else { judged.join(", ") };
    let cues: Vec<&str> = found.cues.iter().filter_map(|at| Some(&*dataset.terms.get(*at)?.label)).collect();
    let cues = if cues.is_empty() { String::new() } else { format!(": {}", cues.join(", ")) };
    Some(format!(
        "Meaning {}: {judged}; it says {} of {} cues{cues}.",
        corpus.meaning_name(meaning),
        found.cues.len(),
        found.of
    ))
}

fn bearing_label(bearing: Bearing) -> &'static str {
    match bearing {
        Bearing::Word => "uses the word in this meaning",
        Bearing::Sense => "has the sense in other words",
        Bearing::Parallel => "uses the word in this meaning in a parallel case",
    }
}

/// What is not known, and why.
pub fn unknown(corpus: &Corpus, brief: &Brief) -> Vec<String> {
    let mut unknown = not_held(brief);
    unknown.extend(not_judged(corpus, brief));
    if unknown.is_empty() {
        unknown.push(String::from("Nothing: its whole text is held, and all of its quotations are checked."));
    }
    unknown
}

/// What is not held of the statement and of those before it.
fn not_held(brief: &Brief) -> Vec<String> {
    let mut unknown = Vec::new();
    if !brief.side.is_whole {
        unknown.push(format!(
            "Of {} only quotations are held here ({}): {} may be said elsewhere in it, and “first” is first of what is held.",
            brief.side.statement.label,
            brief.side.statement.held,
            if brief.side.statement.says.is_empty() { "what is not found here" } else { "words other than its key terms" }
        ));
    }
    if let Some(found) = brief.comparison.as_ref().filter(|found| !found.a.is_whole) {
        unknown.push(format!(
            "Of {} before it only quotations are held here ({}): what is new here may have been in it.",
            found.a.statement.label, found.a.statement.held
        ));
    }
    if brief.unplaced > 0 {
        unknown.push(format!(
            "Of the same day, or without a day, and so not among the earlier ones: {}.",
            counted(brief.unplaced, "statement")
        ));
    }
    unknown
}

/// Which of the words held nobody has seen, paired, judged or checked.
fn not_judged(corpus: &Corpus, brief: &Brief) -> Vec<String> {
    let mut unknown = Vec::new();
    let unseen: Vec<String> = brief
        .terms
        .iter()
        .filter(|change| change.kind == TermChangeKind::NotSeen)
        .map(|change| term(corpus, change))
        .collect();
    if !unseen.is_empty() {
        unknown.push(format!(
            "Said by the one before, and not seen in the part held of this one: {}.",
            unseen.join(", ")
        ));
    }
    unknown.extend(brief.comparison.as_ref().and_then(languages_note).map(|note| format!("{note}.")));
    if let Some(perhaps) =
        brief.comparison.as_ref().map(|found| found.sentences.perhaps.len()).filter(|n| *n > 0)
    {
        unknown.push(format!(
            "{} of both statements may belong together; too little is the same to be sure.",
            counted(perhaps, "pair")
        ));
    }
    if !brief.word.unjudged.is_empty() {
        unknown.push(format!(
            "Nobody has judged in which meaning these say the word: {}.",
            brief.word.unjudged.join(", ")
        ));
    }
    let (unchecked, of) = brief.unchecked;
    if unchecked > 0 {
        unknown.push(format!(
            "{unchecked} of {} have no wording check against the official text.",
            counted(of, "quotation")
        ));
    }
    unknown
}

/// How much the brief found.
#[derive(Debug, Serialize)]
pub struct BriefCounts {
    sentences: usize,
    changed: usize,
    new: usize,
    gone: usize,
    formulas: usize,
    first_terms: usize,
}

/// The brief for programs.
#[derive(Debug, Serialize)]
pub struct BriefView<'a> {
    statement: &'a Text,
    before: Option<&'a Text>,
    earlier: usize,
    comparison: Option<StatementsView<'a>>,
    formulas: Vec<FormulaView<'a>>,
    terms: Vec<TermChangeView<'a>>,
    word: WordView<'a>,
    unknown: Vec<String>,
}

#[derive(Debug, Serialize)]
struct FormulaView<'a> {
    text: &'a str,
    words: usize,
    sureness: &'static str,
    statements: Vec<&'a Text>,
}

#[derive(Debug, Serialize)]
struct TermChangeView<'a> {
    term: &'a Text,
    /// `first`, `again`, `kept`, `dropped` or `not seen`.
    change: &'static str,
    last: Option<&'a Text>,
}

#[derive(Debug, Serialize)]
struct WordView<'a> {
    stance: Option<&'static str>,
    sentences: Vec<SentenceView<'a>>,
    meanings: Vec<MeaningCuesView<'a>>,
    unjudged: &'a [&'a str],
}

#[derive(Debug, Serialize)]
struct SentenceView<'a> {
    id: &'a str,
    text: &'a str,
}

#[derive(Debug, Serialize)]
struct MeaningCuesView<'a> {
    meaning: &'a Text,
    bearings: &'a [Bearing],
    cues: Vec<&'a Text>,
    of: usize,
}

impl BriefCounts {
    pub fn new(brief: &Brief) -> Self {
        let counts = brief.comparison.as_ref().map(|found| found.sentences.counts());
        let of_kind = |kind| brief.terms.iter().filter(|change| change.kind == kind).count();
        Self {
            sentences: brief.side.sentences.len(),
            changed: counts.map_or(0, |counts| counts.changed + counts.moved),
            new: counts.map_or(0, |counts| counts.only_b),
            gone: counts.map_or(0, |counts| counts.only_a),
            formulas: kept(brief).count(),
            first_terms: of_kind(TermChangeKind::First),
        }
    }
}

impl<'a> WordView<'a> {
    fn new(corpus: &'a Corpus, brief: &'a Brief) -> Self {
        let Dataset { terms, meanings, .. } = corpus.dataset();
        let meaning = |found: &'a MeaningInStatement| {
            let cues = found.cues.iter().filter_map(|at| Some(&terms.get(*at)?.id)).collect();
            let meaning = &meanings.get(found.meaning)?.id;
            Some(MeaningCuesView { meaning, bearings: &found.bearings, cues, of: found.of })
        };
        Self {
            stance: brief.word.stance.map(Stance::label),
            sentences: brief.word.sentences.iter().map(|(id, text)| SentenceView { id, text }).collect(),
            meanings: brief.word.meanings.iter().filter_map(meaning).collect(),
            unjudged: &brief.word.unjudged,
        }
    }
}

impl<'a> BriefView<'a> {
    pub fn new(corpus: &'a Corpus, brief: &'a Brief) -> Self {
        let dataset = corpus.dataset();
        let id = |at: usize| corpus.statements().get(at).map(|statement| &statement.id);
        let term = |at: usize| dataset.terms.get(at).map(|term| &term.id);
        let formula = |phrase: &'a PrecedentedPhrase| FormulaView {
            text: slice(&brief.text, phrase.range.clone()),
            words: phrase.words.len(),
            sureness: phrase.precedent.sureness().name(),
            statements: phrase.precedent.statements.iter().filter_map(|held| id(held.at)).collect(),
        };
        let change = |change: &TermChange| {
            Some(TermChangeView {
                term: term(change.term)?,
                change: change.kind.name(),
                last: change.last.and_then(id),
            })
        };
        Self {
            statement: &brief.side.statement.id,
            before: brief.comparison.as_ref().map(|found| &found.a.statement.id),
            earlier: brief.earlier,
            comparison: brief.comparison.as_ref().map(|found| StatementsView::new(corpus, found)),
            formulas: kept(brief).map(formula).collect(),
            terms: brief.terms.iter().filter_map(change).collect(),
            word: WordView::new(corpus, brief),
            unknown: unknown(corpus, brief),
        }
    }
}
