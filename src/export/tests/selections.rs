//! Every selection in every format, read back by a real reader of the format.

use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use serde_json::{Map, Value};

use super::{corpora, embedded, squeezed, words};
use crate::corpus::model::{Passage, PassageKind};
use crate::corpus::usage::Usage;
use crate::corpus::{Corpus, PassageNo};
use crate::export::citation::{CopyKind, cite};
use crate::export::rows::MarkSummary;
use crate::export::selection::{AppliedQuery, Contents, Selection, evidence};
use crate::export::table::{cell, guarded};
use crate::export::{ExportFormat, write};
use crate::search::{Found, Index, Query};
use crate::store::marks::Mark;
use crate::text::safe::{Text, Typed};

/// A mark on each of three kinds: held, changed, gone, of another dataset.
pub(super) fn marks(corpus: &Corpus) -> Vec<Mark> {
    let (_, passage) = corpus.passage(PassageNo(9)).unwrap();
    let dataset = &corpus.dataset().id;
    let mut held = Mark::new(dataset, &passage.id, &passage.text);
    held.note = Typed::new("=HYPERLINK(\"x\"), *bold*, <b>\"quoted\"</b>, 국방부");
    let changed = Mark::new(dataset, &passage.id, &Text::new("1. other, \"words\""));
    let gone = Mark::new(dataset, &Text::new("gone/1"), &Text::new("- 'kept' > words"));
    let elsewhere = Mark::new(&Text::new("@another"), &Text::new("other/1"), &Text::new("# elsewhere"));
    vec![held, changed, gone, elsewhere]
}

/// Hands `test` each subject of the corpus, and the passages that must be in it, in order.
pub(super) fn each(corpus: &Corpus, mut test: impl FnMut(&Selection, &[PassageNo])) {
    let usage = &Usage::new(corpus.dataset());
    let index = Index::build(corpus);
    let query = "modernisation alliance in:all";
    let found: Found = index.search(corpus, &Query::parse(query), usize::MAX, None);
    let asked = Some(AppliedQuery { text: query, found: &found, index: &index });
    let places: Vec<usize> = corpus.by_date().collect();
    let marks = &marks(corpus);
    let all: Vec<PassageNo> = corpus.passage_numbers().collect();
    let hits: Vec<PassageNo> = found.hits.iter().map(|hit| hit.passage).collect();
    let evidence: Vec<PassageNo> = evidence(corpus).into_iter().collect();
    let marked = [PassageNo(9), PassageNo(9)];
    for (contents, query, passages) in [
        (Contents::Statements(&places), None, &*all),
        (Contents::Hits, asked, &hits),
        (Contents::Meanings, None, &evidence),
        (Contents::Marks(marks), None, &marked),
    ] {
        test(&Selection { corpus, usage, contents, query, style: None }, passages);
    }
}

/// The selection as it is written.
pub(super) fn exported(selection: &Selection, format: ExportFormat) -> String {
    let mut written = Vec::new();
    write(selection, format, &mut written).unwrap();
    String::from_utf8(written).unwrap()
}

pub(super) fn held(corpus: &Corpus, numbers: &[PassageNo]) -> Vec<Passage> {
    numbers.iter().map(|number| corpus.passage(*number).unwrap().1.clone()).collect()
}

/// The words of the quotations among them, without white space.
pub(super) fn quotations(passages: &[Passage]) -> String {
    let quotations = passages.iter().filter(|passage| passage.kind == PassageKind::Quotation);
    quotations.map(|passage| squeezed(&words(passage))).collect()
}

fn read(selection: &Selection) -> Value {
    serde_json::from_str(&exported(selection, ExportFormat::Json)).unwrap()
}

/// The rows that JSON gives, each statement's fields before those of its passages.
fn rows(selection: &Selection) -> Vec<Map<String, Value>> {
    let read = read(selection);
    let list = |name: &str| -> Vec<Map<String, Value>> {
        read[name].as_array().unwrap().iter().map(|row| row.as_object().unwrap().clone()).collect()
    };
    match selection.contents {
        Contents::Statements(_) => {
            let mut rows = Vec::new();
            for mut statement in list("statements") {
                let passages = statement.remove("passages").unwrap();
                for passage in passages.as_array().unwrap() {
                    let mut row = statement.clone();
                    row.extend(passage.as_object().unwrap().clone());
                    rows.push(row);
                }
            }
            rows
        }
        Contents::Hits => list("hits"),
        Contents::Meanings => list("meanings"),
        Contents::Marks(_) => list("marks"),
    }
}

#[test]
fn json_gives_each_passage_as_the_dataset_has_it() {
    for corpus in corpora() {
        each(&corpus, |selection, numbers| {
            let read = read(selection);
            assert_eq!(
                (&read["schema"], &read["dataset"]),
                (&Value::from(1), &Value::from(&*corpus.dataset().id))
            );
            assert_eq!(read["query"].as_str(), selection.query.map(|query| query.text));
            assert_eq!(read["total"], selection.total());
            let rows = match selection.contents {
                Contents::Meanings => read["evidence"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|row| row.as_object().unwrap().clone())
                    .collect(),
                _ => rows(selection),
            };
            let rows: Vec<_> = rows.iter().filter(|row| !row["text"].is_null()).collect();
            assert_eq!(rows.len(), numbers.len());
            for (row, number) in rows.iter().zip(numbers) {
                let (statement, passage) = corpus.passage(*number).unwrap();
                let source = corpus.source(&passage.source).unwrap();
                for (field, held) in [
                    ("passage", Some(&passage.id)),
                    ("text", Some(&passage.text)),
                    ("statement", Some(&statement.id)),
                    ("title", Some(&statement.title)),
                    ("place", statement.place.as_ref()),
                    ("official", passage.check.as_ref().and_then(|check| check.official.as_ref())),
                    ("source", Some(&source.title)),
                    ("address", source.address.as_ref()),
                    ("retrieved", source.retrieved.as_ref()),
                ] {
                    assert_eq!(row[field].as_str(), held.map(|text| &**text), "{field}");
                }
                assert_eq!(row["issuers"].as_array().unwrap().len(), statement.issuers.len());
                assert_eq!(
                    row["citation"].as_str().unwrap(),
                    cite(&corpus, *number, CopyKind::Citation).unwrap()
                );
            }
        });
    }
}

/// What a reader takes from a guarded field.
fn bare(field: &str) -> &str {
    field.strip_prefix('\'').unwrap_or(field)
}

fn is_formula(field: &str) -> bool {
    field.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'])
}

#[test]
fn tables_hold_no_formula_and_read_back_to_what_json_gives() {
    for corpus in corpora() {
        each(&corpus, |selection, _| {
            for (format, divider) in [(ExportFormat::Csv, b','), (ExportFormat::Tsv, b'\t')] {
                let text = exported(selection, format);
                let mut table = csv::ReaderBuilder::new().delimiter(divider).from_reader(text.as_bytes());
                let head: Vec<String> = table.headers().unwrap().iter().map(str::to_owned).collect();
                let read: Vec<csv::StringRecord> = table.records().map(Result::unwrap).collect();
                let rows = rows(selection);
                assert_eq!(read.len(), rows.len());
                for (read, row) in read.iter().zip(&rows) {
                    assert_eq!(head, row.keys().map(String::as_str).collect::<Vec<_>>());
                    for (read, value) in read.iter().zip(row.values()) {
                        assert!(!is_formula(read), "{read}");
                        assert_eq!(bare(read), cell(value));
                    }
                }
            }
        });
    }
}

proptest! {
    #[test]
    fn a_guarded_field_is_no_formula_and_comes_back_exactly(text in "[ \t\r\n'=+@＝＋－＠x\"-]{0,5}|\\PC{0,9}") {
        let guarded = guarded(&text);
        prop_assert!(!is_formula(&guarded) && !is_formula(guarded.trim_start()));
        prop_assert_eq!(bare(&guarded), &text);
        let mut table = csv::Writer::from_writer(Vec::new());
        table.write_record(["", &guarded]).unwrap();
        let written = table.into_inner().unwrap();
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(&*written);
        let record = reader.records().next().unwrap().unwrap();
        prop_assert_eq!(bare(&record[1]), &text);
    }
}

#[test]
fn markdown_quotes_every_quotation_and_nothing_else_and_gives_every_citation() {
    let options = Options::all().difference(Options::ENABLE_SMART_PUNCTUATION);
    for corpus in corpora() {
        each(&corpus, |selection, numbers| {
            let (mut all, mut quoted, mut heads, mut inside) = (String::new(), String::new(), 0, false);
            let mut cells: Vec<String> = Vec::new();
            let written = exported(selection, ExportFormat::Markdown);
            for event in Parser::new_ext(&written, options) {
                match event {
                    Event::Start(Tag::BlockQuote(_)) => inside = true,
                    Event::End(TagEnd::BlockQuote(_)) => inside = false,
                    // What follows the table is outside of its cells.
                    Event::Start(Tag::TableCell) | Event::End(TagEnd::Table) => cells.push(String::new()),
                    Event::Start(Tag::Heading { .. }) => heads += 1,
                    Event::Text(text) => {
                        all.push_str(&squeezed(&text));
                        if let Some(cell) = cells.last_mut() {
                            cell.push_str(&squeezed(&text));
                        }
                        if inside {
                            quoted.push_str(&squeezed(&text));
                        }
                    }
                    Event::Start(
                        Tag::Paragraph
                        | Tag::Emphasis
                        | Tag::Link { .. }
                        | Tag::Table(_)
                        | Tag::TableHead
                        | Tag::TableRow,
                    )
                    | Event::End(_)
                    | Event::HardBreak => {}
                    other => panic!("{other:?} in\n{written}"),
                }
            }
            let wanted = table_cells(selection, |text, ids| format!("{text}[{}]", ids.join(",")));
            assert_eq!(cells.get(..wanted.len()), Some(&*wanted));
            let passages = held(&corpus, numbers);
            assert_eq!(quoted, quotations(&passages));
            for number in numbers {
                let citation = squeezed(&cite(&corpus, *number, CopyKind::Citation).unwrap());
                assert!(all.contains(&citation), "{citation}\nis not in\n{all}");
            }
            if let Contents::Statements(places) = selection.contents {
                let mut headed: Vec<_> =
                    passages.iter().map(|passage| (passage.id.split('/').next(), &passage.heading)).collect();
                headed.dedup();
                // A passage without a heading gets one too, unless it is the first of its statement.
                let headed = (0..headed.len())
                    .filter(|at| headed[*at].1.is_some() || (*at > 0 && headed[at - 1].0 == headed[*at].0))
                    .count();
                assert_eq!(heads, 1 + places.len() + headed);
                for statement in corpus.statements() {
                    assert!(all.contains(&squeezed(&format!("Held: {}", statement.held))));
                }
            }
        });
    }
}

/// What the cells of the contrast must say, without white space; none where there is no contrast.
pub(super) fn table_cells(selection: &Selection, cited: fn(&str, &[Text]) -> String) -> Vec<String> {
    let dataset = selection.corpus.dataset();
    if !matches!(selection.contents, Contents::Meanings) {
        return Vec::new();
    }
    let cited = |text: &str, ids: &[Text]| squeezed(&cited(text, ids));
    let mut cells = vec![String::new()];
    for (letter, meaning) in ('A'..).zip(&dataset.meanings) {
        cells.push(squeezed(&format!("{letter}{}{}", meaning.id, meaning.name)));
    }
    cells.push("Inshort".to_owned());
    cells.extend(dataset.meanings.iter().map(|meaning| cited(&meaning.gloss, &meaning.evidence)));
    for question in &dataset.questions {
        cells.push(squeezed(&question.text));
        let answers = dataset.meanings.iter().map(|meaning| &meaning.answers[&question.id]);
        cells.extend(answers.map(|answer| cited(&answer.text, &answer.evidence)));
    }
    cells
}

#[test]
fn marks_say_what_became_of_their_words_and_call_no_lost_words_a_quotation() {
    let corpus = Corpus::new(embedded());
    let usage = Usage::new(corpus.dataset());
    let marks = marks(&corpus);
    let selection = Selection {
        corpus: &corpus,
        usage: &usage,
        contents: Contents::Marks(&marks),
        query: None,
        style: None,
    };
    let text = exported(&selection, ExportFormat::Markdown);
    for wanted in [
        "\nNote: =HYPERLINK(\"x\"), \\*bold\\*",
        "\nIts words have changed since they were marked.\n\nThe words as they were marked: 1. other, \"words\"\n",
        "\nMarked as gone/1, which is no longer in this dataset.\n\nThe words as they were marked: - 'kept' \\> words\n",
        "\nMarked in \\@another as other/1, which is not in this dataset.\n\nThe words as they were marked: \\# elsewhere\n",
    ] {
        assert!(text.contains(wanted), "{wanted}\nis not in\n{text}");
    }
    let rows = rows(&selection);
    let statuses: Vec<&str> = rows.iter().map(|row| row["status"].as_str().unwrap()).collect();
    assert_eq!(statuses, ["held", "changed", "gone", "elsewhere"]);
    // What `linchpin marks --json` gives is part of it.
    for (row, mark) in rows.iter().zip(&marks) {
        let summary = serde_json::to_value(MarkSummary::new(&corpus, mark)).unwrap();
        for (field, value) in summary.as_object().unwrap() {
            assert_eq!(&row[field], value, "{field}");
        }
    }
}

#[test]
fn no_passage_seems_to_stand_under_a_heading_that_is_not_its_own() {
    let mut dataset = embedded();
    let statement = dataset.statements.iter_mut().find(|statement| &*statement.id == "scm-35").unwrap();
    let mut headings = [None, Some("First"), Some("First"), None, None, Some("Second")].into_iter().cycle();
    let first = statement.passages[0].clone();
    statement.passages = vec![first; 6];
    for passage in &mut statement.passages {
        passage.heading = headings.next().unwrap().map(Text::new);
    }
    let corpus = Corpus::new(dataset);
    let usage = Usage::new(corpus.dataset());
    let at = corpus.statements().iter().position(|statement| &*statement.id == "scm-35").unwrap();
    let contents = Contents::Statements(&[at]);
    let text = exported(
        &Selection { corpus: &corpus, usage: &usage, contents, query: None, style: None },
        ExportFormat::Markdown,
    );
    let parts = text.lines().filter(|line| line.starts_with("###") || line.starts_with("> "));
    let parts: Vec<&str> = parts.map(|line| line.get(..5).unwrap()).collect();
    let words = "> “";
    assert_eq!(parts.len(), 9, "{parts:?}");
    assert!(parts[0].starts_with(words) && parts[2].starts_with(words) && parts[3].starts_with(words));
    assert_eq!([parts[1], parts[4], parts[7]], ["### F", "### (", "### S"]);
}

#[test]
fn loose_hits_are_called_so_with_how_they_were_found() {
    let corpus = Corpus::new(embedded());
    let usage = Usage::new(corpus.dataset());
    let index = Index::build(&corpus);
    let query = "modrenization";
    let found = index.search(&corpus, &Query::parse(query), usize::MAX, None);
    let asked = Some(AppliedQuery { text: query, found: &found, index: &index });
    let hits =
        Selection { corpus: &corpus, usage: &usage, contents: Contents::Hits, query: asked, style: None };
    let text = exported(&hits, ExportFormat::Markdown);
    assert!(text.contains("\n## Looser matches\n") && !text.contains("\n## Matches\n"), "{text}");
    assert!(text.contains("\nFound as one typing error: modernization\n"), "{text}");
    for (row, rank) in rows(&hits).iter().zip(1_u64..) {
        assert_eq!((&row["rank"], &row["loose"]), (&Value::from(rank), &Value::from(true)));
        assert!(!row["matched"].as_array().unwrap().is_empty());
    }
    let at = corpus.statement_of(found.hits[0].passage).unwrap();
    let statements = Selection { contents: Contents::Statements(&[at]), ..hits };
    assert!(exported(&statements, ExportFormat::Markdown).contains("\nFound by looser matches alone:"));
}

#[test]
fn the_document_names_every_field_in_its_place() {
    let document = include_str!("../../../docs/exporting.md");
    let corpus = Corpus::new(embedded());
    let named = |part: &str| {
        let inner = document.split(&format!("<!-- {part} -->")).nth(1).unwrap();
        let inner = inner.split(&format!("<!-- /{part} -->")).next().unwrap();
        let cells =
            inner.lines().filter(|line| line.starts_with("| `")).map(|line| line.split('|').nth(1).unwrap());
        cells.flat_map(|cell| cell.split('`').skip(1).step_by(2)).map(str::to_owned).collect::<Vec<String>>()
    };
    let passage = [named("statement"), named("passage")].concat();
    each(&corpus, |selection, _| {
        let wanted = match selection.contents {
            Contents::Statements(_) => passage.clone(),
            Contents::Hits => [&*passage, &named("hit")].concat(),
            Contents::Marks(_) => [&*passage, &named("mark")].concat(),
            Contents::Meanings => named("meaning"),
        };
        for row in rows(selection) {
            assert_eq!(row.keys().cloned().collect::<Vec<String>>(), wanted);
        }
    });
}
