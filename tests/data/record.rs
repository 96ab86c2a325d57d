//! The record in `data/statements.json`: each quoted word was seen, each answer is short, each count is right.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use linchpin::corpus::Corpus;
use linchpin::corpus::load;
use linchpin::corpus::model::{Extent, PassageKind, Standing, Statement, Verdict};
use serde::Deserialize;

use crate::call::call;

/// A few words as they were seen: in which source, at which address, on which day.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RecordedFragment {
    source: String,
    address: Option<String>,
    seen: String,
    fragment: String,
}

fn file(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap()
}

fn evidence() -> Vec<RecordedFragment> {
    let lines = file("tests/evidence/fragments.jsonl");
    lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// Each wording that the dataset quotes, with the id of its passage and of the source that has it.
fn wordings(corpus: &Corpus) -> Vec<(&str, &str, &str)> {
    let mut wordings = Vec::new();
    for passage in corpus.statements().iter().flat_map(|statement| &statement.passages) {
        if passage.kind == PassageKind::Quotation {
            wordings.push((&*passage.id, &*passage.source, &*passage.text));
        }
        let Some(check) = &passage.check else { continue };
        let source = check.source.as_deref().unwrap_or(&passage.source);
        let official = [&check.official, &check.korean].into_iter().flatten();
        wordings.extend(official.map(|wording| (&*passage.id, source, &**wording)));
    }
    wordings
}

#[test]
fn every_quoted_word_is_in_the_evidence() {
    let (corpus, evidence) = (load::embedded().unwrap(), evidence());
    let mut unseen = Vec::new();
    for (passage, source, wording) in wordings(&corpus) {
        let is_seen = |seen: &RecordedFragment| seen.source == source && seen.fragment.contains(wording);
        if !evidence.iter().any(is_seen) {
            unseen.push(format!("{passage}: not seen in {source}: {wording}"));
        }
    }
    assert!(unseen.is_empty(), "{}", unseen.join("\n"));
}

#[test]
fn all_evidence_is_used_and_says_where_and_when_it_was_seen() {
    let corpus = load::embedded().unwrap();
    let wordings = wordings(&corpus);
    for seen in evidence() {
        let is_of = |(_, source, wording): &(&str, &str, &str)| {
            *source == seen.source && seen.fragment.contains(wording)
        };
        assert!(wordings.iter().any(is_of), "nothing quotes {}", seen.fragment);
        assert!(seen.seen.starts_with("2026-11"), "{}", seen.fragment);
        assert!(seen.address.is_some() == corpus.source(&seen.source).unwrap().address.is_some());
    }
}

#[test]
fn every_address_is_whole() {
    let corpus = load::embedded().unwrap();
    for source in &corpus.dataset().sources {
        let Some(address) = &source.address else {
            assert!(source.note.is_some(), "{} has no address, and no reason why", source.id);
            continue;
        };
        let rest = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"));
        let is_page = rest.is_some_and(|rest| rest.contains('/') && !rest.contains(char::is_whitespace));
        assert!(is_page, "{}: {address}", source.id);
    }
}

#[test]
fn an_answer_has_twenty_words_at_most() {
    let corpus = load::embedded().unwrap();
    for meaning in &corpus.dataset().meanings {
        for (question, answer) in &meaning.answers {
            let words = answer.text.split_whitespace().count();
            assert!(words <= 20, "{} {question}: {words} words", meaning.id);
            assert!(!answer.evidence.is_empty(), "{} {question} rests on nothing", meaning.id);
        }
        assert!(meaning.quote.as_ref().is_some_and(|quote| meaning.evidence.contains(quote)));
        assert!(meaning.who.as_ref().is_some_and(|who| who.chars().count() <= 25), "{}", meaning.id);
    }
}

#[test]
fn a_meaning_rests_on_every_passage_that_bears_it() {
    let corpus = load::embedded().unwrap();
    let passages = || corpus.statements().iter().flat_map(|statement| &statement.passages);
    for meaning in &corpus.dataset().meanings {
        let mut bearing: Vec<&str> =
            passages().filter(|p| p.meaning.as_ref() == Some(&meaning.id)).map(|p| &*p.id).collect();
        let mut evidence: Vec<&str> = meaning.evidence.iter().map(|id| &**id).collect();
        bearing.sort_unstable();
        evidence.sort_unstable();
        assert_eq!(bearing, evidence, "{}", meaning.id);
    }
}

/// Several counts in one line: `3 joint, 2 unilateral`.
fn listed(counts: &BTreeMap<&str, usize>, kinds: &[&str]) -> String {
    let named = kinds.iter().map(|kind| format!("{} {kind}", counts.get(kind).copied().unwrap_or_default()));
    named.collect::<Vec<_>>().join(", ")
}

#[test]
fn the_counts_in_the_readme_of_the_data_add_up() {
    let corpus = load::embedded().unwrap();
    let (mut standings, mut verdicts, mut others) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
    let (mut collecting, mut analyses) = (0, 0);
    let (mut printed, mut quotations) = (0, 0);
    for statement in corpus.statements() {
        match (statement.collects, statement.standing) {
            (true, _) => collecting += 1,
            (false, Standing::Analysis) => analyses += 1,
            (false, standing) => *standings.entry(standing.name()).or_default() += 1,
        }
        for passage in statement.passages.iter().filter(|p| p.kind == PassageKind::Quotation) {
            quotations += 1;
            let verdict = passage.check.as_ref().unwrap().verdict.name();
            let is_printed = &*passage.source == "jo-2025";
            printed += usize::from(is_printed);
            *if is_printed { &mut verdicts } else { &mut others }.entry(verdict).or_default() += 1;
        }
    }
    let (held, passages) = (corpus.statements().len(), corpus.passages());
    let counted = held - collecting - analyses;
    let names = Verdict::ALL.map(Verdict::name);
    let dataset = corpus.dataset();
    let readme = file("data/README.md");
    for line in [
        format!(
            "| statements with words of their own | {counted}: {} |",
            listed(&standings, &["joint", "unilateral", "press report", "treaty"])
        ),
        format!(
            "| beside them | {collecting} collecting places, {analyses} analysis: {held} records in all |"
        ),
        format!("| passages | {passages}: {quotations} quotations, {} summaries |", passages - quotations),
        format!("| quotations printed in the paper | {printed}: {} |", listed(&verdicts, &names)),
        format!(
            "| other quotations | {}: {} |",
            quotations - printed,
            listed(&others, &["identical", "unverified"])
        ),
        format!("| terms | {}", dataset.terms.len()),
        format!("| sources | {}", dataset.sources.len()),
    ] {
        assert!(readme.contains(&line), "data/README.md does not say: {line}");
    }
    let extents = [Extent::Whole, Extent::Part, Extent::Fragments].map(|extent| {
        let is_counted = |s: &&Statement| !s.collects && s.standing != Standing::Analysis;
        corpus.statements().iter().filter(is_counted).filter(|s| s.extent == Some(extent)).count()
    });
    let [whole, part, fragments] = extents;
    assert_eq!(whole + part + fragments, counted);
    let read = format!(
        "Of the {counted}, {whole} were read whole (`extent`), {part} in part, {fragments} in fragments."
    );
    assert!(readme.contains(&read), "data/README.md does not say: {read}");
}

#[test]
fn the_edition_is_the_same_wherever_it_is_named() {
    let corpus = load::embedded().unwrap();
    let (edition, date) = (&corpus.dataset().edition, &corpus.dataset().edition_date);
    let (edition, date) = (edition.as_ref().unwrap(), date.as_ref().unwrap());
    assert!(file("data/README.md").contains(&format!("\n## Edition {edition}, 25 November 2026\n")));
    let label = corpus.dataset().edition_label().unwrap();
    assert_eq!(
        load::VERSION.split_once('\n').unwrap().1,
        format!("dataset {}, {label}", corpus.dataset().id)
    );
    let (_, cited, _) = call(&["cite", "scm-56/3"], None);
    assert!(cited.contains(&format!("[scm-56/3, {label}]\n")), "{cited}");
    let (_, exported, _) = call(&["export", "hits", "--json", "linchpin"], None);
    assert!(exported.contains(&format!("\"edition\": \"{edition}\"")), "{exported}");
    let citation = file("CITATION.cff");
    for line in [
        format!("    version: \"{edition}\"\n    date-released: \"{date}\"\n"),
        format!("\nversion: {}\n", env!("CARGO_PKG_VERSION")),
        format!("dataset id {}", corpus.dataset().id),
    ] {
        assert!(citation.contains(&line), "CITATION.cff does not say: {line}");
    }
}
